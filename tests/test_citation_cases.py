"""Citations as official texts and newspapers write them, and what only looks like one: a table for each, with the
reason for every row. Written before the reader was asked, as an estimate of texts nobody has seen."""

from __future__ import annotations

import pytest

from graph_schema.folding import canonical
from graph_schema.model import Form
from graph_schema.vocabulary import load
from loaders.citations import find_citations
from loaders.mentions import Citation

V = load()


def numbered(text: str) -> list[Citation]:
    return [c for c in find_citations(canonical(text), V) if c.form in (Form.FULL, Form.SHORT)]


def name(c: Citation) -> str:
    return c.facts.symbol or f"{c.facts.type} {c.facts.number}"


FORMS = [
    # text, documents in order, why it is met
    # --- spaces, dashes, swaps
    ("theo Nghị quyết số 18-NQ /TW", ["18-NQ/TW"], "space before the slash"),
    ("Quyết định số 1719 / QĐ-TTg", ["1719/QĐ-TTg"], "spaces around the first slash"),
    ("Nghị quyết số 42–NQ/TW", ["42-NQ/TW"], "en dash without spaces"),
    ("Chỉ thị 40—CT/TW", ["40-CT/TW"], "em dash"),
    ("Nghị quyết số 29‑NQ/TW", ["29-NQ/TW"], "non-breaking hyphen"),
    ("Nghị quyết số\u00a068-NQ/TW", ["68-NQ/TW"], "non-breaking space"),
    ("Nghị định số 34/ 2016/ NĐ-CP", ["34/2016/NĐ-CP"], "space after each slash"),
    ("Nghị định 178/2024 /NĐ-CP", ["178/2024/NĐ-CP"], "space before the second slash"),
    ("Nghị định số 120/2020/NĐ – CP", ["120/2020/NĐ-CP"], "spaced en dash before the organ"),
    ("Quyết định số 2539QĐ-TTg", ["2539/QĐ-TTg"], "first slash lost"),
    ("Hướng dẫn số 31 HD/BTCTW", ["31-HD/BTCTW"], "hyphen lost"),
    ("Kết luận số 170/KL-TW", ["170-KL/TW"], "hyphen and slash swapped"),
    ("Nghị quyết số 25/NQ/TW", ["25-NQ/TW"], "two slashes"),
    ("Nghị quyết số 25-NQ-TW", ["25-NQ/TW"], "two hyphens"),
    ("Nghị định số 30-2020-NĐ-CP", ["30/2020/NĐ-CP"], "hyphens for slashes"),
    ("Nghị quyết số 06_NQ/TU", ["06-NQ/TU"], "underscore"),
    # --- letters
    ("Công văn số 5333/BGDĐT-GDTrH ngày 29/9/2014", ["5333/BGDĐT-GDTrH"], "a small letter inside a unit"),
    ("nghị quyết số 19-nq/tw", ["19-NQ/TW"], "all lower case"),
    ("NGHỊ QUYẾT SỐ 39-NQ/TW", ["39-NQ/TW"], "all capitals"),
    ("Quyết định số 155-QÐ/TW", ["155-QĐ/TW"], "Eth"),
    ("Quyết định số 155-QD/TW", ["155-QĐ/TW"], "D without its stroke"),
    ("Kết luận 130-KL/TƯ của Bộ Chính trị", ["130-KL/TW"], "Ư, and the issuer says which organ"),
    ("Chương trình số 10-CTr/TƯ của Tỉnh uỷ", ["10-CTr/TU"], "the same of a province, late tone mark"),
    ("Chương trình hành động số 12-CTR/HU", ["12-CTr/HU"], "capitals inside the type"),
    ("Kế hoạch số 88-KH/TXU", ["88-KH/TXU"], "a town committee"),
    ("Nghị quyết số 05-NQ/ĐUK", ["05-NQ/ĐUK"], "the committee of a bloc"),
    # --- glue and footnotes
    ("Kết luậnsố 137-KL/TW", ["137-KL/TW"], "type word and số glued"),
    ("theoNghị quyết số 60-NQ/TW", ["60-NQ/TW"], "a word glued in front"),
    ("Nghị quyết số60-NQ/TWngày 12/4/2025", ["60-NQ/TW"], "glued on both sides"),
    ("Chỉ thị số 50-CT/TW3 của Bộ Chính trị", ["50-CT/TW"], "footnote digit"),
    ("Kết luận số 14-KL/TW[2] của Bộ Chính trị", ["14-KL/TW"], "footnote in brackets"),
    ("Kết luận số 14-KL/TW² khuyến khích", ["14-KL/TW"], "superscript footnote"),
    ("Kết luận số 150-\nKL/TW", ["150-KL/TW"], "line break after the hyphen"),
    ("Kết luận số 150-KL/\nTW", ["150-KL/TW"], "line break before the organ"),
    ("Quyết định số 1530/QĐ-\nTTg", ["1530/QĐ-TTg"], "line break before TTg"),
    ("Nghị định số 178/\n2024/NĐ-CP", ["178/2024/NĐ-CP"], "line break before the year"),
    # --- kinds of document
    ("Quyết định số 774-QĐ/TW; Thông báo số 20-TB/TW", ["774-QĐ/TW", "20-TB/TW"], "two kinds, a semicolon"),
    ("Công điện số 125/CĐ-TTg", ["125/CĐ-TTg"], "urgent dispatch"),
    ("Công văn số 13228-CV/VPTW", ["13228-CV/VPTW"], "letter of the Party's office"),
    ("Công văn số 03/CV-BCĐ", ["03/CV-BCĐ"], "letter of a committee, State style"),
    ("Văn bản số 7968/VPCP-TCCV", ["7968/VPCP-TCCV"], "agency and unit"),
    ("Nghị quyết số 203/2025/QH15", ["203/2025/QH15"], "the National Assembly"),
    ("Nghị quyết số 1687/NQ-UBTVQH15", ["1687/NQ-UBTVQH15"], "its Standing Committee"),
    ("Thông tư liên tịch số 07/2015/TTLT-BYT-BNV", ["07/2015/TTLT-BYT-BNV"], "two ministries"),
    (
        "Nghị quyết liên tịch số 403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN",
        ["403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN"],
        "three issuers, one of them long",
    ),
    ("Đề án số 03-ĐA/TU của Tỉnh ủy", ["03-ĐA/TU"], "a scheme"),
    ("Phương án số 02-PA/TU", ["02-PA/TU"], "an option paper"),
    ("Quy chế số 01-QC/TU", ["01-QC/TU"], "working rules"),
    ("Thông báo số 46/TB-VPCP", ["46/TB-VPCP"], "notice of the Government's office"),
    ("Chỉ thị số 14/CT-TTg, Chỉ thị 17/2016/CT-TTg", ["14/CT-TTg", "17/2016/CT-TTg"], "with and without a year"),
    ("Nghị quyết số 27/NQ-HĐND", ["27/NQ-HĐND"], "a council"),
    ("Kế hoạch số 02-KH/BCĐTW ngày 19/6/2025", ["02-KH/BCĐTW"], "a central steering committee"),
    # --- abbreviated type words, headers, no type word
    ("QĐ số 759/QĐ-TTg", ["759/QĐ-TTg"], "QĐ as a word before số"),
    ("NĐ 178/2024/NĐ-CP", ["178/2024/NĐ-CP"], "NĐ as a word"),
    ("theo NĐ 67 và NĐ 178 của Chính phủ", ["NĐ 67", "NĐ 178"], "abbreviated short forms"),
    ("KL 127 của Bộ Chính trị", ["KL 127"], "KL as a word"),
    ("Nghị quyết số: 60-NQ/TW", ["60-NQ/TW"], "a colon"),
    ("ban hành nghị quyết (số 60-NQ/TW)", ["60-NQ/TW"], "number in brackets"),
    ("Conclusion No. 126-KL/TW", ["126-KL/TW"], "an English page"),
    ("tại 137-QĐ/TW và 138-QĐ/TW", ["137-QĐ/TW", "138-QĐ/TW"], "no type word at all"),
    ("TỈNH ỦY LẠNG SƠN\nSố: 72-KL/TU\nLạng Sơn, ngày 5 tháng 1 năm 2024", ["72-KL/TU"], "the number of a head"),
    ("UBND TỈNH\nSố:1215/UBND-NC\n", ["1215/UBND-NC"], "the same, glued, a letter"),
    # --- lists
    ("các Kết luận số 121, 126, 127-KL/TW", ["121-KL/TW", "126-KL/TW", "127-KL/TW"], "suffix once at the end"),
    (
        "các Kết luận số 126-KL/TW, 127-KL/TW, 130-KL/TW và 137-KL/TW",
        ["126-KL/TW", "127-KL/TW", "130-KL/TW", "137-KL/TW"],
        "type word once",
    ),
    ("Nghị quyết số 18-NQ/TW; số 19-NQ/TW; số 27-NQ/TW", ["18-NQ/TW", "19-NQ/TW", "27-NQ/TW"], "số each time"),
    ("các Nghị quyết 57, 59, 66 và 68 của Bộ Chính trị", ["NQ 57", "NQ 59", "NQ 66", "NQ 68"], "numbers alone"),
    ("các nghị quyết 57; 59; 66; 68 của Bộ Chính trị", ["NQ 57", "NQ 59", "NQ 66", "NQ 68"], "semicolons"),
    ("Nghị định số 177, 178, 179/2024/NĐ-CP", ["177/2024/NĐ-CP", "178/2024/NĐ-CP", "179/2024/NĐ-CP"], "year shared"),
    ("Nghị định 178 và 67 của Chính phủ", ["NĐ 178", "NĐ 67"], "two short ones"),
    ("Nghị quyết số 66-NQ/TW, 68-NQ/TW; Kết luận số 155-KL/TW", ["66-NQ/TW", "68-NQ/TW", "155-KL/TW"], "two kinds"),
    ("Quyết định số 244, số 245 và số 246-QĐ/TW", ["244-QĐ/TW", "245-QĐ/TW", "246-QĐ/TW"], "số before each"),
    # --- short forms and aliases
    ("Kết luận 210 vừa ban hành", ["KL 210"], "three digits"),
    ("sau khi có Quy định 37 và Quyết định 217", ["QĐ 37", "QĐ 217"], "two types printed QĐ"),
    ("Nghị quyết 18/2017 và nghị quyết số 43/2022", ["NQ 18", "NQ 43"], "year for a suffix"),
    ("Nghị quyết số 57-NQ/TW (viết tắt là Nghị quyết 57)", ["57-NQ/TW", "NQ 57"], "an alias"),
    ("Chỉ thị 16 được áp dụng từ 0 giờ", ["CT 16"], "a short form before a verb"),
    ("NQ68 và NQ 66", ["NQ 68", "NQ 66"], "abbreviated, glued and not"),
    ("Thông tư 36 năm 2017", ["TT 36"], "with its year"),
    # --- written later, again before the reader was asked
    ("Kế hoạch số 37 – KH/ĐUCQ", ["37-KH/ĐUCQ"], "an organ code nobody has told us of, spaced"),
    ("Công văn 1234 - CV/BTGTU", ["1234-CV/BTGTU"], "four digits and spaces"),
    ("Chỉ thị số 32/CT -TTg", ["32/CT-TTg"], "space before the second hyphen"),
    ("Quyết định số 1804/ QĐ-UBND", ["1804/QĐ-UBND"], "space after the slash"),
    ("Quyết định 1804/QĐ.UBND", ["1804/QĐ-UBND"], "a dot for the hyphen, no year"),
    ("Quyết định số 500-QĐ/TTg", ["500/QĐ-TTg"], "a State symbol in Party style"),
    ("Nghị quyết số 1211/2016/UBTVQH13 và số 27/2022/UBTVQH15", ["1211/2016/UBTVQH13", "27/2022/UBTVQH15"], "số only"),
    ("Văn bản hợp nhất số 07/VBHN-VPQH", ["07/VBHN-VPQH"], "a consolidated text"),
    ("Công văn số 1526/TTg-ĐMDN", ["1526/TTg-ĐMDN"], "a letter of the Prime Minister"),
    ("Hướng dẫn liên ngành số 03-HDLN/BTCTU-SNV", ["03-HDLN/BTCTU-SNV"], "joint guidance of Party and State"),
    ("Quyết định số 45/2023/QĐ-UBND và 46/2023/QĐ-UBND", ["45/2023/QĐ-UBND", "46/2023/QĐ-UBND"], "a list with years"),
    ("các Chỉ thị: số 45-CT/TW, số 46-CT/TW", ["45-CT/TW", "46-CT/TW"], "a colon before the list"),
    ("nghị quyết 18, nghị quyết 19 của trung ương", ["NQ 18", "NQ 19"], "lower case, one issuer"),
    ("Quy định 41, Quy định 37 của Đảng", ["QĐ 41", "QĐ 37"], "two short ones"),
    ("Kết luận 14 về khuyến khích cán bộ", ["KL 14"], "a short form and its subject"),
    ("Resolution No. 18-NQ/TW dated October 25, 2017", ["18-NQ/TW"], "an English date behind"),
]  # fmt: skip

NONE = [
    # text, why it is none
    ("xe đi theo quốc lộ 14E rồi rẽ vào QL 1A", "roads"),
    ("tuyến cao tốc CT.01 nối với CT 04", "motorways: CT is no Chỉ thị"),
    ("đường tỉnh ĐT.605 dài 18 km", "a provincial road"),
    ("tòa nhà CT 12 Văn Quán, căn số 05-CT2", "blocks of flats"),
    ("thửa số 43, tờ bản đồ số 18, lô số 12-KH", "land plots"),
    ("chuyến bay QH 202 và VN-1234", "flights"),
    ("tàu cá KH 96789 TS bị nạn", "a boat of Khánh Hòa: no Kế hoạch"),
    ("xe biển số 43A-123.45, 60C-189.76", "number plates"),
    ("thắng 21-18, 21-19 sau 45 phút", "scores"),
    ("đường dây nóng 0243.822.1234 hoặc 1900-1567", "telephones"),
    ("hàng mới nặng KL 75 kg", "KL is a weight"),
    ("giống lúa OM 18, ST25 và ngô NK 7328", "seeds"),
    ("đạt QCVN 01:2021/BTNMT và TCVN ISO 9001:2015", "technical standards"),
    ("theo QCVN 06:2022/BXD về an toàn cháy", "a technical regulation printed like a symbol"),
    ("Giấy phép xây dựng số 12/GPXD", "a building licence"),
    ("Giấy phép số 45/GP-TTĐT ngày 3/4/2023", "a licence of a website"),
    ("Bản án số 15/2023/HS-ST ngày 20/4/2023", "a judgment"),
    ("tài khoản số 3713.0.1058123, mã số thuế 0100109106", "accounts"),
    ("CCCD số 001203012345 cấp ngày 3/4/2022", "an identity card"),
    ("ISSN 2734-9020, ISBN 978-604-57-1234-5", "books and journals"),
    ("lúc 7h30-11h30, 18:00-19:30", "times"),
    ("trong các ngày 18-19/10/2017 và 25-27/3", "ranges of days"),
    ("độ tuổi 18-35, lớp 10-12", "ranges"),
    ("quy hoạch chi tiết tỷ lệ 1/500 và quy hoạch 1/2000", "scales of maps"),
    ("điểm a khoản 2 Điều 18 và Mục II.3 Chương 4", "articles"),
    ("khoản 3, Điều 9 của Quy định này", "an article of this document"),
    ("nghị quyết 52/52 đại biểu tán thành", "votes"),
    ("vượt 12% kế hoạch năm 2024 và đạt 102% nghị quyết", "shares"),
    ("so với kế hoạch 2.500 tỷ đồng", "money"),
    ("kế hoạch 120 tỷ đồng được giao", "money, a round sum"),
    ("kế hoạch 2021-2025, chương trình 2026 - 2030", "periods"),
    ("Kế hoạch năm 2025 và Nghị quyết năm 2024", "years"),
    ("trụ sở: số 18 Nguyễn Du; P.1803, nhà N4", "addresses"),
    ("số 7, ngõ 12/5 phố Huế", "an address with a slash"),
    ("báo cáo 10 trang, công văn 5 trang", "pages"),
    ("báo cáo 6 tháng đầu năm, báo cáo 9 tháng", "months"),
    ("thông báo 24/24 giờ, chương trình 24h", "hours"),
    ("hướng dẫn 500 hộ trồng cà phê, kiểm tra 15 tổ chức đảng", "households"),
    ("chỉ thị 7 việc cần làm ngay", "things to do"),
    ("kết luận 15 nội dung tố cáo", "matters"),
    ("quyết định 20 tỷ đồng cho 3 xã", "a verb, money"),
    ("quy định 18 tuổi trở lên, quy định 30-50 người", "ages"),
    ("nghị quyết 4 không, mô hình 3 tốt", "slogans"),
    ("02 Nghị quyết, 15 Chỉ thị và 7 Kết luận", "counts before the word"),
    ("đã ban hành 34 văn bản, 6 kế hoạch, 2 đề án", "counts of papers"),
    ("theo nghị quyết: 1. Về tổ chức; 2. Về cán bộ", "a list's numbers"),
    ("kế hoạch: 1) rà soát; 2) thống kê", "a list's numbers in brackets"),
    ("các chỉ thị.\n3. Tăng cường kiểm tra", "a paragraph's number after the word"),
    ("Hội nghị Trung ương 10 khóa XIII khai mạc", "a meeting is no document"),
    ("kỳ họp thứ 18, HĐND tỉnh khóa X", "a session"),
    ("Hội nghị lần thứ 18 của Tỉnh ủy", "a meeting of a province"),
    ("Ban Chỉ đạo 57 của tỉnh, Tổ công tác 1266", "bodies with numbers"),
    ("Đoàn kiểm tra số 1910, Sư đoàn 308, Trung đoàn 43", "units"),
    ("Ban Chỉ đạo 389 quốc gia và Cục C06", "bodies with numbers, again"),
    ("Bệnh viện 103 và Trường THPT số 2", "institutions"),
    ("khoán 10 và khoán hộ", "contracts of the eighties"),
    ("https://bao.example/nghi-quyet-18-nq-tw-2017.aspx", "an address on the web"),
    ("tệp NQ18_ban_cuoi.docx dung lượng 2,5 MB", "a file's name"),
    ("STT 12, TT 3, cột số 4", "a table's columns"),
    ("Nghị định thư năm 1978 và Hiệp định 1973", "treaties"),
    ("Số:     /KH-UBND\nHà Nội, ngày   tháng   năm 2025", "a draft without a number"),
    ("giá 18.000-19.500 đồng/kg, tăng 1-2%", "prices"),
    ("vĩ độ 18-19 Bắc, gió cấp 6-7, giật cấp 9", "weather"),
    ("căn cứ 12 tiêu chí và 35 chỉ tiêu", "criteria"),
    ("Nghị quyết kỳ họp thứ 7 HĐND tỉnh", "a session's resolutions"),
    ("hộp thư số 18 - NQ Hà Nội?", "letters that are no suffix: a question mark ends it"),
    ("phiên thứ 45, tập 2, số 3 (2024)", "issues of a journal"),
    ("tổng diện tích 43/2024 m2", "an area"),
    ("áp dụng tỷ lệ 2/3 cấp ủy viên biểu quyết", "two thirds"),
    # --- written later
    ("mẫu đơn số 05/ĐKKD", "a form"),
    ("vòng 18 V-League 2024/25", "a season"),
    ("xăng RON 95-III, dầu 0,05S-II", "fuel"),
    ("hộ chiếu số C1234567, số seri AB 18-1234", "a passport"),
    ("mã hồ sơ 000.00.18.H43-240101-0001", "a file's code"),
    ("ISO/IEC 17025:2017 và TCVN 5945-1995", "standards"),
    ("quyết định thắng lợi 3-0; quyết định mở 2 lớp", "verbs"),
    ("luật 8 chương 75 điều, nghị định 5 chương", "chapters"),
    ("thông báo tuyển 15 chỉ tiêu, hướng dẫn 4 bước", "posts and steps"),
    ("phương án 1 và phương án 2", "options"),
    ("chương trình 3 ngày 2 đêm", "days and nights"),
    ("đề án 1 triệu ha lúa, kế hoạch 100 ngày đêm", "hectares and days"),
    ("công nghệ 4.0, mạng 4G/5G, vắc xin 5 trong 1", "technology"),
    ("nhà số 2, đường 30/4, cung 3/2", "streets named after days"),
    ("xếp thứ 18-43, hạng 18/43 tỉnh", "ranks"),
    ("HĐND khóa XVI, kỳ họp 18", "a session, no word thứ"),
    ("Hội nghị COP26 và SEA Games 31", "events"),
    ("chiều cao 1m75, nặng 68 kg, điểm 27,5-28,75", "measures"),
]  # fmt: skip

SAID = [
    # text, date, issuer, term of its first citation, why
    (
        "Nghị quyết số 18-NQ/TW do Ban Chấp hành Trung ương khóa XII ban hành ngày 25/10/2017",
        ("2017-10-25", "Ban Chấp hành Trung ương", "XII"),
        "do BODY khóa N ban hành ngày",
    ),
    (
        "Kết luận số 72-KL/TW, được Bộ Chính trị ban hành ngày 23/2/2022",
        ("2022-02-23", "Bộ Chính trị", None),
        "được BODY ban hành ngày",
    ),
    (
        "Bộ Chính trị đã ban hành Nghị quyết số 57-NQ/TW ngày 22/12/2024",
        ("2024-12-22", "Bộ Chính trị", None),
        "who before, when behind",
    ),
    (
        "Ngày 22 tháng 12 năm 2024, Bộ Chính trị khóa XIII đã ký ban hành Nghị quyết số 57-NQ/TW",
        ("2024-12-22", "Bộ Chính trị", "XIII"),
        "all before the verb",
    ),
    (
        "Nghị quyết số 57-NQ/TW ban hành ngày 22/12/2024 của Bộ Chính trị",
        ("2024-12-22", "Bộ Chính trị", None),
        "ban hành between",
    ),
    ("Nghị quyết số 57-NQ/TW của Bộ Chính trị ký ngày 22/12/2024", ("2024-12-22", "Bộ Chính trị", None), "ký ngày"),
    ("Kết luận 01-KL/TW ngày 18 - 5 - 2021", ("2021-05-18", None, None), "spaces around the hyphens of a day"),
    ("Kết luận 01-KL/TW ngày 18/ 5/ 2021", ("2021-05-18", None, None), "spaces after slashes"),
    ("Kết luận 01-KL/TW, ngày 18 tháng năm năm 2021", ("2021-05-18", None, None), "the month in words"),
    (
        "Nghị quyết số 18-NQ/TW (ngày 25/10/2017, khóa XII) của Trung ương",
        ("2017-10-25", "Trung ương", "XII"),
        "both in one bracket",
    ),
    (
        "Nghị quyết số 26-NQ/TW của Ban Chấp hành Trung ương Đảng khóa XII, ngày 19/5/2018",
        ("2018-05-19", "Ban Chấp hành Trung ương Đảng", "XII"),
        "the date last",
    ),
    (
        "Nghị quyết số 26-NQ/TW Hội nghị lần thứ bảy Ban Chấp hành Trung ương khóa XII",
        (None, "Ban Chấp hành Trung ương", "XII"),
        "the meeting between",
    ),
    (
        "Quyết định số 1719/QĐ-TTg ngày 14/10/2021 của Thủ tướng Chính phủ phê duyệt Chương trình",
        ("2021-10-14", "Thủ tướng Chính phủ", None),
        "the issuer ends before the verb",
    ),
    (
        "Thông tư số 01/2025/TT-BNV của Bộ trưởng Bộ Nội vụ hướng dẫn",
        (None, "Bộ trưởng Bộ Nội vụ", None),
        "a minister",
    ),
    (
        "Nghị quyết số 15-NQ/TU ngày 12/5/2022 của Ban Chấp hành Đảng bộ tỉnh Quảng Nam về",
        ("2022-05-12", "Ban Chấp hành Đảng bộ tỉnh Quảng Nam", None),
        "a provincial committee with its province",
    ),
    (
        "Kế hoạch số 06/KH-UBND ngày 9/1/2025 của Ủy ban nhân dân huyện Đông Anh",
        ("2025-01-09", "Ủy ban nhân dân huyện Đông Anh", None),
        "a district",
    ),
    (
        "Hướng dẫn số 04-HD/BTCTU, ngày 2/3/2023 của Ban Tổ chức Thành ủy Hải Phòng",
        ("2023-03-02", "Ban Tổ chức Thành ủy Hải Phòng", None),
        "a commission of a city",
    ),
    ("Nghị quyết số 11-NQ/TU có hiệu lực từ ngày 1/7/2025", (None, None, None), "day of effect"),
    ("Nghị quyết số 11-NQ/TU đăng ngày 1/7/2025", (None, None, None), "day of publication"),
    ("Hội nghị ngày 3/4/2023 quán triệt Kết luận số 50-KL/TW", (None, None, None), "day of a meeting"),
    ("Chỉ thị số 42-CT/TW ngày 32/1/2024", (None, None, None), "no such day"),
]  # fmt: skip

NAMELESS = [
    # text, form, words, why
    ("theo Nghị quyết Hội nghị Trung ương 4 khóa XII về", "plenum", "Nghị quyết Hội nghị Trung ương 4 khóa XII", "plenum"),
    ("theo Nghị quyết T.Ư 4 (khóa XI)", "plenum", "Nghị quyết T.Ư 4 (khóa XI)", "T.Ư with dots"),
    ("NQ TƯ 4 khóa XII", "plenum", "NQ TƯ 4 khóa XII", "abbreviated"),
    ("Nghị quyết Trung ương bốn khóa XI", "plenum", "Nghị quyết Trung ương bốn khóa XI", "the number in words"),
    ("Chỉ thị số 5-CT/TW. Chỉ thị này có", "back", "Chỉ thị này", "pointing back"),
    ("Kế hoạch số 5-KH/TU; kế hoạch nêu trên", "back", "kế hoạch nêu trên", "nêu trên"),
    ("Theo Luật Đất đai năm 2024 thì", "title", "Luật Đất đai", "a law by its name"),
    ("Nghị quyết Đại hội XIII của Đảng đề ra", "title", "Nghị quyết Đại hội XIII", "a congress"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "why"), FORMS, ids=[f[2] for f in FORMS])
def test_form(text: str, expected: list[str], why: str) -> None:
    assert [name(c) for c in numbered(text)] == expected, why


@pytest.mark.parametrize(("text", "why"), NONE, ids=[n[1] for n in NONE])
def test_no_citation(text: str, why: str) -> None:
    assert [c.surface for c in numbered(text)] == [], why


@pytest.mark.parametrize(("text", "expected", "why"), SAID, ids=[s[2] for s in SAID])
def test_said(text: str, expected: tuple[str | None, str | None, str | None], why: str) -> None:
    found = numbered(text)[0]
    said = {s.field: s.value for s in reversed(found.said)}
    assert (said.get("date"), said.get("issuer"), said.get("term")) == expected, why


@pytest.mark.parametrize(("text", "form", "words", "why"), NAMELESS, ids=[n[3] for n in NAMELESS])
def test_without_a_number(text: str, form: str, words: str, why: str) -> None:
    found = [c for c in find_citations(canonical(text), V) if c.form.value == form]
    assert [c.surface for c in found][:1] and found[0].surface.startswith(words), why
