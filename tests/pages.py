"""Article pages the way Vietnamese sites build them, cut down to their frames: (why, page, what is read, what is not)."""

from __future__ import annotations

NAV = '<ul class="menu"><li><a href="/">Trang chủ</a></li><li><a href="/ts">Thời sự</a></li><li><a href="/x">Xã hội</a></li></ul>'
PLAN = (
    "Ban Thường vụ Tỉnh ủy vừa ban hành Kế hoạch số 43-KH/TU, ngày 18/1/2022 thực hiện Kết luận số 21-KL/TW, "
    "ngày 25/10/2021 của Ban Chấp hành Trung ương khóa XIII."
)
DUTY = (
    "Theo kế hoạch, các cấp ủy trực thuộc tổ chức quán triệt đến cán bộ, đảng viên; rà soát, bổ sung quy chế làm việc và "
    "phân công rõ trách nhiệm từng đồng chí cấp ủy viên phụ trách địa bàn."
)
CHECK = (
    "Ủy ban Kiểm tra Tỉnh ủy chủ trì kiểm tra việc thực hiện; Ban Tổ chức Tỉnh ủy theo dõi, đôn đốc, báo cáo Ban Thường vụ "
    "trước ngày 31/12/2024."
)
STORY = "Nghị quyết 57-NQ/TW mở đường cho khoa học, công nghệ phát triển"
REMARK = "Bạn đọc Nguyễn Văn A viết rằng Quyết định số 99-QĐ/TW cần được phổ biến rộng hơn nữa đến từng chi bộ ở cơ sở."
LICENCE = "Giấy phép số 123/GP-BTTTT do Bộ Thông tin và Truyền thông cấp. Ghi rõ nguồn khi phát hành lại thông tin từ trang này."

Page = tuple[str, str, list[str], list[str]]


def page(body: str, head: str = "", attributes: str = "") -> str:
    return f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">{head}</head><body{attributes}>{body}</body></html>'


def link(text: str) -> str:
    return f'<a href="/bai-khac.html">{text}</a>'


PAGES: list[Page] = [
    (
        "a news site: menu, lead outside the body, box inside it, side bar, comments, footer",
        page(
            f'<div id="header">{NAV}</div><div class="container"><div class="col-main"><h1 class="title">Kon Tum vào cuộc</h1>'
            f'<div class="date">31/12/2024 08:30</div><h2 class="detail-sapo">{PLAN}</h2><div class="detail-content afcbc-body">'
            f'<p>{DUTY}</p><div class="VCSortableInPreviewMode link-content-footer"><p>{link(STORY)}</p></div><p>{CHECK}</p>'
            f'<p>&gt;&gt; {link(STORY)}</p></div><div class="tags">Từ khóa: {link("Kon Tum")}</div></div>'
            f'<div class="sidebar"><h3>Đọc nhiều</h3><p>{STORY}: các địa phương khẩn trương triển khai trong năm nay</p></div>'
            f'</div><section id="binh-luan"><p>{REMARK}</p><p>{REMARK}</p></section><div class="footer">{LICENCE}</div>'
        ),
        ["Kon Tum vào cuộc", PLAN, DUTY, CHECK],
        [STORY, REMARK, LICENCE, "Trang chủ", "Từ khóa"],
    ),
    (
        "an old portal: one form, tables for layout, line breaks for paragraphs, no heading",
        page(
            f'<form id="aspnetForm"><table width="1000"><tr><td colspan="3">{NAV}</td></tr><tr><td width="180">{link("Giới thiệu")}'
            f'<br>{link("Văn bản")}</td><td class="noidung"><span class="tieude">Kon Tum vào cuộc</span><br><i>Cập nhật: 31/12/2024'
            f"</i><br><br>{PLAN}<br><br>{DUTY}<br><br>{CHECK}<br><br><b>Các tin khác:</b><ul><li>{link(STORY)} (30/12/2024)</li>"
            f"</ul></td><td width=200>{link('Liên kết')}</td></tr><tr><td colspan=3 class=copyright>{LICENCE}</td></tr></table></form>",
            "<title>Kon Tum vào cuộc</title>",
        ),
        ["Kon Tum vào cuộc", PLAN, DUTY, CHECK],
        [STORY, LICENCE, "Trang chủ", "Các tin khác", "Giới thiệu"],
    ),
    (
        "a blog: article with a header, shares, widgets, longer comments than text",
        page(
            f'<nav>{NAV}</nav><main><article class="post"><header class="entry-header"><h1 class="entry-title">Kon Tum vào cuộc</h1>'
            f'<time class="entry-date" datetime="2024-12-31T08:30:00+07:00">31/12</time></header><div class="entry-content"><p>{PLAN}</p>'
            f'<p>{DUTY}</p><div class="sharedaddy"><span>Chia sẻ</span></div><p>{CHECK}</p></div></article>'
            f'<div id="comments"><ol>{f"<li><p>{REMARK}</p></li>" * 12}</ol></div></main><aside><p>{STORY} và nhiều tin khác nữa</p></aside>'
        ),
        ["Kon Tum vào cuộc", PLAN, DUTY, CHECK],
        [STORY, REMARK, "Chia sẻ"],
    ),
    (
        "an official document on a portal: its head in a table, attributes, related documents",
        page(
            f'<div class="breadcrumb">{link("Văn bản")}</div><div class="vbInfo"><table><tr><td>TỈNH ỦY KON TUM<br>*<br>Số 43-KH/TU</td>'
            "<td>ĐẢNG CỘNG SẢN VIỆT NAM<br>Kon Tum, ngày 18 tháng 01 năm 2022</td></tr></table><p align=center><b>KẾ HOẠCH</b></p>"
            f"<p>{PLAN}</p><p><b>I. Mục đích</b></p><p>{DUTY}</p><table><tr><td>STT</td><td>Nhiệm vụ</td><td>Chủ trì</td></tr>"
            f"<tr><td>1</td><td>Kiểm tra</td><td>Ủy ban Kiểm tra</td></tr></table><p>{CHECK}</p></div>"
            f'<div class="vanban-lienquan"><p>{link(STORY)}</p></div>'
        ),
        ["Số 43-KH/TU\nĐẢNG CỘNG SẢN VIỆT NAM", "KẾ HOẠCH", "I. Mục đích", "1 | Kiểm tra | Ủy ban Kiểm tra", CHECK],
        [STORY],
    ),
    (
        "a page whose whole frame is named like a box",
        page(
            f'<div class="page has-sidebar comment-enabled share"><div><p>{PLAN}</p><p>{DUTY}</p><p>{CHECK}</p></div></div>'
        ),
        [PLAN, DUTY, CHECK],
        [],
    ),
    (
        "paragraphs that are divs, one of them very long",
        page(
            f'<div class="post-body"><div>Kon Tum, 31/12.</div><div>{PLAN * 9}</div><div>{DUTY}</div><div>{CHECK}</div></div>'
        ),
        ["Kon Tum, 31/12.", PLAN, DUTY, CHECK],
        [],
    ),
    (
        "sections of an article are all read",
        page(
            "<div id=c>"
            + "".join(
                f"<section><h3>{n}</h3><p>{t}</p></section>"
                for n, t in (("Phần một", PLAN * 4), ("Phần hai", DUTY), ("Phần ba", CHECK))
            )
            + "</div>"
        ),
        ["Phần một", PLAN, "Phần hai", DUTY, "Phần ba", CHECK],
        [],
    ),
    (
        "a short text among long boxes",
        page(
            f'<div class="top">{NAV}</div><div class="wrap"><div class="left"><h1>Thông báo</h1><div class="text"><p>{PLAN}</p><p>{CHECK}</p></div></div>'
            f'<div class="right box-lq"><p>{STORY * 3}</p><p>{STORY * 4}</p></div></div><div id="footer">{LICENCE}</div>'
        ),
        ["Thông báo", PLAN, CHECK],
        [STORY, LICENCE],
    ),
    (
        "a link that is part of a sentence stays, one that leads elsewhere goes",
        page(
            f"<article><h1>Tin</h1><p>{PLAN.replace('Kết luận số 21-KL/TW', link('Kết luận số 21-KL/TW'))}</p><p>{link(STORY)}</p>"
            f"<p>Xem thêm: {link(STORY)}</p><p>{DUTY}</p></article>"
        ),
        [PLAN, DUTY],
        [STORY],
    ),
    (
        "what is hidden is not read, a footnote's mark is no digit",
        page(
            f'<article><h1>Tin</h1><p>{PLAN}</p><p style="display: none">{REMARK}</p><p hidden>{REMARK}</p><p>{DUTY}</p>'
            "<p>Theo Nghị quyết số 18-NQ/TW<sup><a href='#n1'>[1]</a></sup>, trụ sở rộng 20 m<sup>2</sup>.</p></article>"
        ),
        ["18-NQ/TW, trụ sở rộng 20 m2."],
        [REMARK],
    ),
    (
        "a column named like a side bar holds the article",
        page(
            f'<div class="page-detail"><div class="sidebar-1"><h1 class="title-detail">Kon Tum vào cuộc</h1><p class="description">{PLAN}</p>'
            f'<article class="fck_detail"><p class="Normal">{DUTY}</p><p class="Normal">{CHECK}</p></article></div>'
            f'<div class="sidebar-2"><p>{STORY}: các địa phương khẩn trương triển khai trong năm nay</p></div></div>'
        ),
        ["Kon Tum vào cuộc", PLAN, DUTY, CHECK],
        [STORY],
    ),
    (
        "the article marked for machines",
        page(
            f'<div class="content"><p>{STORY * 9}</p><p>{STORY * 9}</p></div><div itemprop="articleBody"><p>{PLAN}</p><p>{DUTY}</p></div>'
        ),
        [PLAN, DUTY],
        [STORY],
    ),
]
