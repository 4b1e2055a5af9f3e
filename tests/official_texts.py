"""Official texts as they reach a reader, flattened in every usual order, and what each one says of itself; and texts that
look like one and are none. All of them are made up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Head:
    """A text and what must be read of the document it is. ``date`` is a day, or a year where the day is blank; ``scope``
    the province or body that completes its key; ``edges`` everything that goes out from it."""

    name: str
    why: str
    text: str
    symbol: str
    type: str | None
    date: str | None
    issuers: tuple[str, ...]
    scope: str | None
    title: str | None
    signer: str | None
    draft: bool
    edges: list[str]


HEADS = [
    Head(
        "central committee",
        "right column first; a plenum's name below the type line is no title",
        """ĐẢNG CỘNG SẢN VIỆT NAM
Hà Nội, ngày 17 tháng 3 năm 2022
BAN CHẤP HÀNH TRUNG ƯƠNG
*
Số 61-NQ/TW
NGHỊ QUYẾT
HỘI NGHỊ LẦN THỨ NĂM BAN CHẤP HÀNH TRUNG ƯƠNG ĐẢNG KHÓA XIII
về nâng cao chất lượng tổ chức cơ sở đảng
-----
I- TÌNH HÌNH
1. Sau 15 năm thực hiện Nghị quyết số 22-NQ/TW ngày 02/02/2008 của Ban Chấp hành Trung ương khóa X, nhiều nơi đã mạnh lên.
II- NHIỆM VỤ
Nghị quyết này thay thế Nghị quyết số 22-NQ/TW.
T/M BAN CHẤP HÀNH TRUNG ƯƠNG
TỔNG BÍ THƯ
Nguyễn Văn Bình
""",
        "61-NQ/TW",
        "NQ",
        "2022-03-17",
        ("BAN CHẤP HÀNH TRUNG ƯƠNG",),
        scope=None,
        title="về nâng cao chất lượng tổ chức cơ sở đảng",
        signer="Nguyễn Văn Bình",
        draft=False,
        edges=["REPLACES 22-NQ/TW"],
    ),
    Head(
        "politburo",
        "left column first, empty lines between, title over two lines",
        """BỘ CHÍNH TRỊ
*
Số 58-CT/TW

ĐẢNG CỘNG SẢN VIỆT NAM

Hà Nội, ngày 14 tháng 6 năm 2024

CHỈ THỊ
CỦA BỘ CHÍNH TRỊ
về đại hội đảng bộ các cấp tiến tới
Đại hội đại biểu toàn quốc lần thứ XIV của Đảng

Thực hiện Điều lệ Đảng và Quy định số 24-QĐ/TW, ngày 30/7/2021 của Ban Chấp hành Trung ương, Bộ Chính trị yêu cầu các cấp ủy:
1. Chuẩn bị tốt văn kiện và nhân sự đại hội.
2. Làm theo Chỉ thị số 35-CT/TW ngày 30/5/2019 của Bộ Chính trị khóa XII.
""",
        "58-CT/TW",
        "CT",
        "2024-06-14",
        ("BỘ CHÍNH TRỊ",),
        scope=None,
        title="về đại hội đảng bộ các cấp tiến tới Đại hội đại biểu toàn quốc lần thứ XIV của Đảng",
        signer=None,
        draft=False,
        edges=["CITES 24-QĐ/TW", "CITES 35-CT/TW"],
    ),
    Head(
        "secretariat",
        "two columns side by side; signed on behalf of the Secretariat",
        """BAN CHẤP HÀNH TRUNG ƯƠNG            ĐẢNG CỘNG SẢN VIỆT NAM
           *                        Hà Nội, ngày 01 tháng 12 năm 2023
Số 237-QĐ/TW

                    QUY ĐỊNH
          về cơ quan tham mưu của cấp ủy tỉnh

- Căn cứ Điều lệ Đảng;
- Căn cứ Quy định số 24-QĐ/TW, ngày 30/7/2021 của Ban Chấp hành Trung ương,
Ban Bí thư quy định như sau:
Điều 1. Cơ quan nào làm việc nấy.
Điều 9. Quy định này thay thế Quy định số 104-QĐi/TW, ngày 25/7/2018 của Ban Bí thư.

                              T/M BAN BÍ THƯ
                              THƯỜNG TRỰC BAN BÍ THƯ
                              (đã ký)
                              Trần Thị Lan
""",
        "237-QĐ/TW",
        "QĐ",
        "2023-12-01",
        ("BAN BÍ THƯ",),
        scope=None,
        title="về cơ quan tham mưu của cấp ủy tỉnh",
        signer="Trần Thị Lan",
        draft=False,
        edges=["BASED_ON 24-QĐ/TW", "REPLACES 104-QĐi/TW"],
    ),
    Head(
        "central board",
        "superior body over the issuing one; guidance guides what it carries out",
        """BAN CHẤP HÀNH TRUNG ƯƠNG
ỦY BAN KIỂM TRA
*
Số 15-HD/UBKTTW
ĐẢNG CỘNG SẢN VIỆT NAM
Hà Nội, ngày 6 tháng 6 năm 2023
HƯỚNG DẪN
THỰC HIỆN MỘT SỐ ĐIỀU CỦA QUY ĐỊNH SỐ 69-QĐ/TW NGÀY 06/7/2022 CỦA BỘ CHÍNH TRỊ
Căn cứ Quy định số 69-QĐ/TW ngày 06/7/2022 của Bộ Chính trị;
Ủy ban Kiểm tra Trung ương hướng dẫn như sau:
""",
        "15-HD/UBKTTW",
        "HD",
        "2023-06-06",
        ("ỦY BAN KIỂM TRA TRUNG ƯƠNG",),
        scope=None,
        title="THỰC HIỆN MỘT SỐ ĐIỀU CỦA QUY ĐỊNH SỐ 69-QĐ/TW NGÀY 06/7/2022 CỦA BỘ CHÍNH TRỊ",
        signer=None,
        draft=False,
        edges=["BASED_ON 69-QĐ/TW", "GUIDES 69-QĐ/TW"],
    ),
    Head(
        "province",
        "left column first; the standing committee signs; recitals share a line",
        """TỈNH ỦY KON TUM
*
Số 43-KH/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Kon Tum, ngày 18 tháng 01 năm 2022
KẾ HOẠCH
thực hiện Kết luận số 21-KL/TW, ngày 25/10/2021 của Ban Chấp hành
Trung ương Đảng (khóa XIII) về đẩy mạnh xây dựng, chỉnh đốn Đảng
-----
Căn cứ Nghị quyết số 04-NQ/TW, ngày 30/10/2016; Quy định số 37-QĐ/TW, ngày 25/10/2021 của Ban Chấp hành Trung ương;
Ban Thường vụ Tỉnh ủy ban hành Kế hoạch thực hiện như sau:
I. MỤC ĐÍCH
1. Làm tốt Chỉ thị số 05-CT/TW.
Nơi nhận:
- Ban Bí thư (báo cáo),
- Như trên.
T/M BAN THƯỜNG VỤ
BÍ THƯ
(đã ký)
Dương Văn Trang
""",
        "43-KH/TU",
        "KH",
        "2022-01-18",
        ("BAN THƯỜNG VỤ TỈNH ỦY KON TUM",),
        scope="kon-tum",
        title="thực hiện Kết luận số 21-KL/TW, ngày 25/10/2021 của Ban Chấp hành Trung ương Đảng (khóa XIII) về đẩy mạnh xây dựng, chỉnh đốn Đảng",
        signer="Dương Văn Trang",
        draft=False,
        edges=["BASED_ON 04-NQ/TW", "BASED_ON 37-QĐ/TW", "CITES 05-CT/TW", "IMPLEMENTS 21-KL/TW"],
    ),
    Head(
        "provincial board",
        "side by side; superior over issuing body; title wrapped",
        """TỈNH ỦY KON TUM            ĐẢNG CỘNG SẢN VIỆT NAM
BAN TỔ CHỨC                Kon Tum, ngày 3 tháng 5 năm 2023
*
Số 12-HD/BTCTU
HƯỚNG DẪN
một số nội dung Quy định số 22-QĐ/TU ngày 4/4/2023
của Ban Thường vụ Tỉnh ủy
""",
        "12-HD/BTCTU",
        "HD",
        "2023-05-03",
        ("BAN TỔ CHỨC TỈNH ỦY KON TUM",),
        scope="kon-tum",
        title="một số nội dung Quy định số 22-QĐ/TU ngày 4/4/2023 của Ban Thường vụ Tỉnh ủy",
        signer=None,
        draft=False,
        edges=["GUIDES 22-QĐ/TU"],
    ),
    Head(
        "district",
        "the province is named above, the place is not one",
        """ĐẢNG BỘ TỈNH GIA LAI
HUYỆN ỦY CHƯ SÊ
*
Số 12-CTr/HU
ĐẢNG CỘNG SẢN VIỆT NAM
Chư Sê, ngày 5 tháng 4 năm 2021
CHƯƠNG TRÌNH HÀNH ĐỘNG
thực hiện Nghị quyết Đại hội Đảng bộ huyện và Nghị quyết số 01-NQ/TU ngày 3/2/2021 của Tỉnh ủy
-----
I. MỤC TIÊU
T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ
Rmah H'Bé
""",
        "12-CTr/HU",
        "CTr",
        "2021-04-05",
        ("BAN THƯỜNG VỤ HUYỆN ỦY CHƯ SÊ",),
        scope="huyen-uy-chu-se-gia-lai",
        title="thực hiện Nghị quyết Đại hội Đảng bộ huyện và Nghị quyết số 01-NQ/TU ngày 3/2/2021 của Tỉnh ủy",
        signer="Rmah H'Bé",
        draft=False,
        edges=["IMPLEMENTS 01-NQ/TU"],
    ),
    Head(
        "commune",
        "no province anywhere",
        """HUYỆN ỦY CỦ CHI
ĐẢNG ỦY XÃ PHÚ HÒA ĐÔNG
*
Số 9-NQ/ĐU
ĐẢNG CỘNG SẢN VIỆT NAM
Phú Hòa Đông, ngày 5 tháng 2 năm 2023
NGHỊ QUYẾT
về nhiệm vụ năm 2023
Căn cứ Nghị quyết số 11-NQ/HU ngày 3/1/2023 của Huyện ủy;
T/M BAN CHẤP HÀNH
BÍ THƯ
Võ Văn Út
""",
        "9-NQ/ĐU",
        "NQ",
        "2023-02-05",
        ("ĐẢNG ỦY XÃ PHÚ HÒA ĐÔNG",),
        scope="dang-uy-xa-phu-hoa-dong",
        title="về nhiệm vụ năm 2023",
        signer="Võ Văn Út",
        draft=False,
        edges=["BASED_ON 11-NQ/HU"],
    ),
    Head(
        "government",
        "amends in title and article 1, repeals in article 3, signed by a deputy",
        """CHÍNH PHỦ
-------
Số: 67/2025/NĐ-CP
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Hà Nội, ngày 15 tháng 3 năm 2025
NGHỊ ĐỊNH
Sửa đổi, bổ sung một số điều của Nghị định số 178/2024/NĐ-CP ngày 31 tháng 12 năm 2024 của Chính phủ về chính sách, chế độ đối với cán bộ, công chức
Căn cứ Luật Tổ chức Chính phủ ngày 18 tháng 02 năm 2025;
Căn cứ Kết luận số 126-KL/TW ngày 14 tháng 02 năm 2025 của Bộ Chính trị, Ban Bí thư;
Theo đề nghị của Bộ trưởng Bộ Nội vụ;
Chính phủ ban hành Nghị định sửa đổi.
Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số 178/2024/NĐ-CP
1. Sửa đổi khoản 2 Điều 1.
Điều 3. Bãi bỏ Nghị định số 108/2014/NĐ-CP ngày 20 tháng 11 năm 2014 của Chính phủ.
TM. CHÍNH PHỦ
KT. THỦ TƯỚNG
PHÓ THỦ TƯỚNG
Phạm Thị Hòa
""",
        "67/2025/NĐ-CP",
        "NĐ",
        "2025-03-15",
        ("CHÍNH PHỦ",),
        scope=None,
        title="Sửa đổi, bổ sung một số điều của Nghị định số 178/2024/NĐ-CP ngày 31 tháng 12 năm 2024 của Chính phủ về chính sách, chế độ đối với cán bộ, công chức",
        signer="Phạm Thị Hòa",
        draft=False,
        edges=["AMENDS 178/2024/NĐ-CP", "BASED_ON 126-KL/TW", "REPEALS 108/2014/NĐ-CP"],
    ),
    Head(
        "prime minister",
        "table cells; founding a committee that reviews is no review",
        """THỦ TƯỚNG CHÍNH PHỦ
------- | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 1403/QĐ-TTg | Hà Nội, ngày 16 tháng 11 năm 2024
QUYẾT ĐỊNH
VỀ VIỆC THÀNH LẬP BAN CHỈ ĐẠO CỦA CHÍNH PHỦ VỀ TỔNG KẾT VIỆC THỰC HIỆN NGHỊ QUYẾT SỐ 18-NQ/TW NGÀY 25 THÁNG 10 NĂM 2017
THỦ TƯỚNG CHÍNH PHỦ
Căn cứ Quyết định số 34/2007/QĐ-TTg ngày 12 tháng 3 năm 2007 của Thủ tướng Chính phủ;
Theo đề nghị của Bộ trưởng Bộ Nội vụ tại Tờ trình số 700/TTr-BNV ngày 15/11/2024.
QUYẾT ĐỊNH:
Điều 1. Thành lập Ban Chỉ đạo.
""",
        "1403/QĐ-TTg",
        "QĐ",
        "2024-11-16",
        ("THỦ TƯỚNG CHÍNH PHỦ",),
        scope=None,
        title="VỀ VIỆC THÀNH LẬP BAN CHỈ ĐẠO CỦA CHÍNH PHỦ VỀ TỔNG KẾT VIỆC THỰC HIỆN NGHỊ QUYẾT SỐ 18-NQ/TW NGÀY 25 THÁNG 10 NĂM 2017",
        signer=None,
        draft=False,
        edges=["BASED_ON 34/2007/QĐ-TTg", "CITES 18-NQ/TW", "CITES 700/TTr-BNV"],
    ),
    Head(
        "ministry letter",
        "V/v wrapped, recipients, Tiếp theo",
        """BỘ NỘI VỤ
Số: 1814/BNV-TCBC
V/v hướng dẫn thực hiện Nghị định số
178/2024/NĐ-CP và Nghị định số 67/2025/NĐ-CP
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nội, ngày 26 tháng 4 năm 2025
Kính gửi:
- Các Bộ, cơ quan ngang Bộ;
- Ủy ban nhân dân các tỉnh.
Tiếp theo Công văn số 1767/BNV-TCBC ngày 24/4/2025, Bộ Nội vụ có ý kiến như sau.
KT. BỘ TRƯỞNG
THỨ TRƯỞNG
Trương Hải Long
""",
        "1814/BNV-TCBC",
        "CV",
        "2025-04-26",
        ("BỘ NỘI VỤ",),
        scope=None,
        title="hướng dẫn thực hiện Nghị định số 178/2024/NĐ-CP và Nghị định số 67/2025/NĐ-CP",
        signer="Trương Hải Long",
        draft=False,
        edges=["CITES 1767/BNV-TCBC", "GUIDES 178/2024/NĐ-CP", "GUIDES 67/2025/NĐ-CP"],
    ),
    Head(
        "review letter",
        "V/v alone",
        """BỘ Y TẾ
Số: 3016/BYT-KH-TC
V/v sơ kết 5 năm thực hiện Nghị quyết số 20-NQ/TW của Ban Chấp hành Trung ương khóa XII
Hà Nội, ngày 09 tháng 06 năm 2022
Kính gửi: Ủy ban nhân dân các tỉnh.
Bộ Y tế đề nghị các nơi gửi báo cáo.
""",
        "3016/BYT-KH-TC",
        "CV",
        "2022-06-09",
        ("BỘ Y TẾ",),
        scope=None,
        title="sơ kết 5 năm thực hiện Nghị quyết số 20-NQ/TW của Ban Chấp hành Trung ương khóa XII",
        signer=None,
        draft=False,
        edges=["REVIEWS 20-NQ/TW"],
    ),
    Head(
        "people's committee",
        "the name interrupted by the other column; the authority below the title",
        """ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |
TỈNH KON TUM | Độc lập - Tự do - Hạnh phúc |
Số: 345/QĐ-UBND | Kon Tum, ngày 10 tháng 6 năm 2022 |
QUYẾT ĐỊNH
Ban hành Kế hoạch triển khai thực hiện Chương trình số 55-CTr/TU ngày 25/4/2022 của Tỉnh ủy
CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;
Xét đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 88/TTr-SNV ngày 1/6/2022.
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch.
Điều 2. Quyết định này thay thế Quyết định số 12/QĐ-UBND ngày 4/1/2020 của Ủy ban nhân dân tỉnh.
""",
        "345/QĐ-UBND",
        "QĐ",
        "2022-06-10",
        ("ỦY BAN NHÂN DÂN TỈNH KON TUM",),
        scope="kon-tum",
        title="Ban hành Kế hoạch triển khai thực hiện Chương trình số 55-CTr/TU ngày 25/4/2022 của Tỉnh ủy",
        signer=None,
        draft=False,
        edges=["CITES 88/TTr-SNV", "IMPLEMENTS 55-CTr/TU", "REPLACES 12/QĐ-UBND"],
    ),
    Head(
        "council",
        "title in capitals, authority and session below it",
        """HỘI ĐỒNG NHÂN DÂN
TỈNH NGHỆ AN
-------
Số: 21/2024/NQ-HĐND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Nghệ An, ngày 06 tháng 12 năm 2024
NGHỊ QUYẾT
BÃI BỎ NGHỊ QUYẾT SỐ 124/2019/NQ-HĐND NGÀY 12/12/2019 CỦA HỘI ĐỒNG NHÂN DÂN TỈNH
HỘI ĐỒNG NHÂN DÂN TỈNH NGHỆ AN
KHÓA XVIII, KỲ HỌP THỨ 25
Căn cứ Nghị định số 34/2016/NĐ-CP ngày 14 tháng 5 năm 2016 của Chính phủ;
Xét Tờ trình số 401/TTr-UBND ngày 20/11/2024 của Ủy ban nhân dân tỉnh;
QUYẾT NGHỊ:
Điều 1. Bãi bỏ.
CHỦ TỊCH
Hoàng Nghĩa Hiếu
""",
        "21/2024/NQ-HĐND",
        "NQ",
        "2024-12-06",
        ("HỘI ĐỒNG NHÂN DÂN TỈNH NGHỆ AN",),
        scope="nghe-an",
        title="BÃI BỎ NGHỊ QUYẾT SỐ 124/2019/NQ-HĐND NGÀY 12/12/2019 CỦA HỘI ĐỒNG NHÂN DÂN TỈNH",
        signer="Hoàng Nghĩa Hiếu",
        draft=False,
        edges=["BASED_ON 34/2016/NĐ-CP", "CITES 401/TTr-UBND", "REPEALS 124/2019/NQ-HĐND"],
    ),
    Head(
        "joint circular",
        "two bodies on one line",
        """BỘ NỘI VỤ - BỘ TÀI CHÍNH | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
------- | Độc lập - Tự do - Hạnh phúc
Số: 02/2011/TTLT-BNV-BTC | Hà Nội, ngày 5 tháng 5 năm 2011
THÔNG TƯ LIÊN TỊCH
Hướng dẫn thực hiện Nghị định số 43/2010/NĐ-CP ngày 15 tháng 4 năm 2010 của Chính phủ
Căn cứ Nghị định số 48/2008/NĐ-CP ngày 17/4/2008 của Chính phủ;
""",
        "02/2011/TTLT-BNV-BTC",
        "TTLT",
        "2011-05-05",
        ("BỘ NỘI VỤ", "BỘ TÀI CHÍNH"),
        scope=None,
        title="Hướng dẫn thực hiện Nghị định số 43/2010/NĐ-CP ngày 15 tháng 4 năm 2010 của Chính phủ",
        signer=None,
        draft=False,
        edges=["BASED_ON 48/2008/NĐ-CP", "GUIDES 43/2010/NĐ-CP"],
    ),
    Head(
        "youth union",
        "the Union's name in the motto's place",
        """BAN CHẤP HÀNH TRUNG ƯƠNG
***
Số: 84-HD/TWĐTN
ĐOÀN TNCS HỒ CHÍ MINH
Hà Nội, ngày 22 tháng 02 năm 2023
HƯỚNG DẪN
Thực hiện Kết luận số 05-KL/TWĐTN ngày 3/1/2023 của Ban Bí thư Trung ương Đoàn
-----
Căn cứ Điều lệ Đoàn;
TM. BAN BÍ THƯ TRUNG ƯƠNG ĐOÀN
BÍ THƯ
Ngô Văn Cường
""",
        "84-HD/TWĐTN",
        "HD",
        "2023-02-22",
        ("BAN CHẤP HÀNH TRUNG ƯƠNG ĐOÀN TNCS HỒ CHÍ MINH",),
        scope=None,
        title="Thực hiện Kết luận số 05-KL/TWĐTN ngày 3/1/2023 của Ban Bí thư Trung ương Đoàn",
        signer="Ngô Văn Cường",
        draft=False,
        edges=["GUIDES 05-KL/TWĐTN"],
    ),
    Head(
        "province youth",
        "a provincial Union",
        """BCH ĐOÀN TỈNH LÂM ĐỒNG
***
Số: 21-KH/TĐTN-TG
ĐOÀN TNCS HỒ CHÍ MINH
Lâm Đồng, ngày 8 tháng 3 năm 2024
KẾ HOẠCH
Triển khai Chỉ thị số 42-CT/TW ngày 24/3/2015 của Ban Bí thư
""",
        "21-KH/TĐTN-TG",
        "KH",
        "2024-03-08",
        ("BCH ĐOÀN TỈNH LÂM ĐỒNG",),
        scope="lam-dong",
        title="Triển khai Chỉ thị số 42-CT/TW ngày 24/3/2015 của Ban Bí thư",
        signer=None,
        draft=False,
        edges=["IMPLEMENTS 42-CT/TW"],
    ),
    Head(
        "draft",
        "number and day blank, stamped, letters spaced out",
        """TỈNH ỦY KON TUM
*
Số:      -KH/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Kon Tum, ngày     tháng 01 năm 2022
DỰ THẢO
K Ế   H O Ạ C H
thực hiện Kết luận số 21-KL/TW
-----
Căn cứ Quy định số 37-QĐ/TW ngày 25/10/2021;
""",
        "KH –",
        "KH",
        "2022",
        ("TỈNH ỦY KON TUM",),
        scope="kon-tum",
        title="thực hiện Kết luận số 21-KL/TW",
        signer=None,
        draft=True,
        edges=["BASED_ON 37-QĐ/TW", "IMPLEMENTS 21-KL/TW"],
    ),
    Head(
        "unsigned number",
        "only the number is missing: no draft",
        """ỦY BAN NHÂN DÂN
TỈNH GIA LAI
Số:        /KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Gia Lai, ngày 12 tháng 4 năm 2023
KẾ HOẠCH
Triển khai thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị
I. MỤC ĐÍCH
""",
        "KH –",
        "KH",
        "2023-04-12",
        ("ỦY BAN NHÂN DÂN TỈNH GIA LAI",),
        scope="gia-lai",
        title="Triển khai thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị",
        signer=None,
        draft=False,
        edges=["IMPLEMENTS 57-NQ/TW"],
    ),
    Head(
        "no number at all",
        "motto, body, place, day and type make up for it",
        """TỈNH ỦY BẾN TRE
*
ĐẢNG CỘNG SẢN VIỆT NAM
Bến Tre, ngày 7 tháng 9 năm 2023
ĐỀ ÁN
Củng cố tổ chức cơ sở đảng theo Nghị quyết số 21-NQ/TW ngày 16/6/2022
-----
Phần thứ nhất
""",
        "ĐA –",
        "ĐA",
        "2023-09-07",
        ("TỈNH ỦY BẾN TRE",),
        scope="ben-tre",
        title="Củng cố tổ chức cơ sở đảng theo Nghị quyết số 21-NQ/TW ngày 16/6/2022",
        signer=None,
        draft=False,
        edges=["CITES 21-NQ/TW"],
    ),
    Head(
        "law",
        "the type word beside the number, no place line",
        """QUỐC HỘI
Luật số: 31/2024/QH15
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
LUẬT
ĐẤT ĐAI
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật Đất đai.
Chương I
""",
        "31/2024/QH15",
        "Luật",
        None,
        ("QUỐC HỘI",),
        scope=None,
        title="ĐẤT ĐAI",
        signer=None,
        draft=False,
        edges=[],
    ),
    Head(
        "copy",
        "the copy's own number is not the text's",
        """VĂN PHÒNG TỈNH ỦY
*
Số 221-BS/VPTU
SAO Y
Kon Tum, ngày 20 tháng 5 năm 2022
TỈNH ỦY KON TUM
*
Số 445-KL/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Kon Tum, ngày 13 tháng 5 năm 2022
KẾT LUẬN
HỘI NGHỊ LẦN THỨ BẢY BAN CHẤP HÀNH ĐẢNG BỘ TỈNH
về phát triển kết cấu hạ tầng
Sau 10 năm thực hiện Nghị quyết số 13-NQ/TU ngày 1/2/2012, hạ tầng đã khá.
""",
        "445-KL/TU",
        "KL",
        "2022-05-13",
        ("TỈNH ỦY KON TUM",),
        scope="kon-tum",
        title="về phát triển kết cấu hạ tầng",
        signer=None,
        draft=False,
        edges=["CITES 13-NQ/TU"],
    ),
    Head(
        "annex",
        "it is part of the document it was issued with",
        """PHỤ LỤC
QUY CHẾ
Làm việc của Tổ giúp việc thực hiện Nghị quyết số 57-NQ/TW
(Ban hành kèm theo Quyết định số 99-QĐ/TU ngày 3/3/2025 của Ban Thường vụ Tỉnh ủy Cà Mau)
-----
Chương I
Điều 1. Theo Quy định số 22-QĐ/TW ngày 28/7/2021.
""",
        "99-QĐ/TU",
        "QĐ",
        "2025-03-03",
        ("Ban Thường vụ Tỉnh ủy Cà Mau",),
        scope="ca-mau",
        title=None,
        signer=None,
        draft=False,
        edges=["CITES 22-QĐ/TW", "IMPLEMENTS 57-NQ/TW"],
    ),
    Head(
        "telegram",
        "number and motto on one line, V/v below the type",
        """THỦ TƯỚNG CHÍNH PHỦ ------- Số: 160/CĐ-TTg | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc --------------- Hà Nội, ngày 11 tháng 02 năm 2019 |
CÔNG ĐIỆN
V/v chấn chỉnh công việc theo Chỉ thị số 33/CT-TTg ngày 20/12/2018
THỦ TƯỚNG CHÍNH PHỦ điện:
- Các bộ, ngành.
""",
        "160/CĐ-TTg",
        "CĐ",
        "2019-02-11",
        ("THỦ TƯỚNG CHÍNH PHỦ",),
        scope=None,
        title="chấn chỉnh công việc theo Chỉ thị số 33/CT-TTg ngày 20/12/2018",
        signer=None,
        draft=False,
        edges=["CITES 33/CT-TTg"],
    ),
    Head(
        "one line",
        "all run together",
        """TỈNH ỦY KON TUM ĐẢNG CỘNG SẢN VIỆT NAM * Số 43-KH/TU Kon Tum, ngày 18 tháng 01 năm 2022 KẾ HOẠCH thực hiện Kết luận số 21-KL/TW Căn cứ Nghị quyết số 04-NQ/TW, Ban Thường vụ Tỉnh ủy làm như sau.""",
        "43-KH/TU",
        "KH",
        "2022-01-18",
        ("TỈNH ỦY KON TUM",),
        scope="kon-tum",
        title="thực hiện Kết luận số 21-KL/TW",
        signer=None,
        draft=False,
        edges=["BASED_ON 04-NQ/TW", "IMPLEMENTS 21-KL/TW"],
    ),
    Head(
        "portal",
        "a portal's menu and title above",
        """Thư viện văn bản
566688
Kế hoạch 1767/KH-UBND năm 2023 thực hiện Quyết định 426/QĐ-TTg do tỉnh Lai Châu ban hành
Nơi ban hành: Tỉnh Lai Châu Người ký: Lò Văn Sơn
ỦY BAN NHÂN DÂN
TỈNH LAI CHÂU
Số: 1767/KH-UBND
Lai Châu, ngày 17 tháng 5 năm 2023
KẾ HOẠCH
TRIỂN KHAI THỰC HIỆN QUYẾT ĐỊNH SỐ 426/QĐ-TTG NGÀY 21/4/2023 CỦA THỦ TƯỚNG CHÍNH PHỦ
""",
        "1767/KH-UBND",
        "KH",
        "2023-05-17",
        ("ỦY BAN NHÂN DÂN TỈNH LAI CHÂU",),
        scope="lai-chau",
        title="TRIỂN KHAI THỰC HIỆN QUYẾT ĐỊNH SỐ 426/QĐ-TTG NGÀY 21/4/2023 CỦA THỦ TƯỚNG CHÍNH PHỦ",
        signer=None,
        draft=False,
        edges=["IMPLEMENTS 426/QĐ-TTg"],
    ),
    Head(
        "body broken over lines",
        "one name over three lines, a place over two",
        """ỦY
BAN NHÂN DÂN
TỈNH TIỀN GIANG
Số:
33/2009/QĐ-UBND
|
Mỹ
Tho, ngày 24 tháng 12 năm 2009
|
Căn cứ Nghị định số 64/2007/NĐ-CP ngày 10/4/2007 của Chính phủ;
Điều 3. Quyết định này thay thế Quyết định số 01/1999/QĐ-UB ngày 15/01/1999.
""",
        "33/2009/QĐ-UBND",
        "QĐ",
        "2009-12-24",
        ("ỦY BAN NHÂN DÂN TỈNH TIỀN GIANG",),
        scope="tien-giang",
        title=None,
        signer=None,
        draft=False,
        edges=["BASED_ON 64/2007/NĐ-CP", "REPLACES 01/1999/QĐ-UB"],
    ),
    Head(
        "ministry and department",
        "the number says which of the two bodies issued",
        """BỘ TÀI CHÍNH
KHO BẠC NHÀ NƯỚC
-------
Số: 75/QĐ-BTC
Hà Nội, ngày 4 tháng 1 năm 2023
QUYẾT ĐỊNH
Sửa đổi Quyết định số 14/QĐ-BTC ngày 3/2/2020 của Bộ trưởng Bộ Tài chính
""",
        "75/QĐ-BTC",
        "QĐ",
        "2023-01-04",
        ("BỘ TÀI CHÍNH",),
        scope=None,
        title="Sửa đổi Quyết định số 14/QĐ-BTC ngày 3/2/2020 của Bộ trưởng Bộ Tài chính",
        signer=None,
        draft=False,
        edges=["AMENDS 14/QĐ-BTC"],
    ),
    Head(
        "page furniture",
        "page numbers, stamps and a signature's print",
        """1
Ký bởi: Văn phòng
HỎA TỐC
CHÍNH PHỦ
Số: 107/NQ-CP
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập – Tự do – Hạnh phúc
Hà Nội, ngày 16 tháng 8 năm 2018
2
NGHỊ QUYẾT
Ban hành Chương trình hành động của Chính phủ thực hiện Nghị quyết số 27-NQ/TW ngày 21/5/2018
của Hội nghị lần thứ bảy Ban Chấp hành Trung ương khóa XII
""",
        "107/NQ-CP",
        "NQ",
        "2018-08-16",
        ("CHÍNH PHỦ",),
        scope=None,
        title="Ban hành Chương trình hành động của Chính phủ thực hiện Nghị quyết số 27-NQ/TW ngày 21/5/2018 của Hội nghị lần thứ bảy Ban Chấp hành Trung ương khóa XII",
        signer=None,
        draft=False,
        edges=["IMPLEMENTS 27-NQ/TW"],
    ),
    Head(
        "notice of conclusions",
        "a notice about a review",
        """VĂN PHÒNG CHÍNH PHỦ | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |
Số: 515/TB-VPCP | Hà Nội, ngày 5 tháng 12 năm 2023 |
THÔNG BÁO
Kết luận của Phó Thủ tướng tại cuộc họp về đánh giá tình hình thực hiện Nghị quyết số 19-NQ/TW ngày 16/6/2022
""",
        "515/TB-VPCP",
        "TB",
        "2023-12-05",
        ("VĂN PHÒNG CHÍNH PHỦ",),
        scope=None,
        title="Kết luận của Phó Thủ tướng tại cuộc họp về đánh giá tình hình thực hiện Nghị quyết số 19-NQ/TW ngày 16/6/2022",
        signer=None,
        draft=False,
        edges=["REVIEWS 19-NQ/TW"],
    ),
]

NO_HEADS = [
    (
        """UBND tỉnh Kon Tum lên tiếng về sắp xếp cán bộ
Chiều 12/6, văn phòng tỉnh đã gửi tới báo chí công văn trả lời về việc bố trí cán bộ dôi dư sau sắp xếp.
ỦY BAN NHÂN DÂN
TỈNH KON TUM
Số: 456/UBND-NC
Kon Tum, ngày 12 tháng 6 năm 2022
Căn cứ Nghị quyết số 18-NQ/TW ngày 25/10/2017, tỉnh đã làm đúng.
""",
        "article quoting a letter",
    ),
    (
        """Dưới đây là toàn văn Quy định:
BAN CHẤP HÀNH TRUNG ƯƠNG
Số 237-QĐ/TW
Hà Nội, ngày 01 tháng 12 năm 2023
QUY ĐỊNH
về cơ quan tham mưu
""",
        "a short line announces the quotation",
    ),
    (
        """Số: 43-KH/TU
thực hiện Kết luận số 21-KL/TW""",
        "only a number",
    ),
    (
        """TỈNH ỦY KON TUM
Số: 43-KH/TU
Các xã đã nhận được văn bản và đang làm theo Kết luận số 21-KL/TW.""",
        "number and body, no day, no type",
    ),
    (
        """VĂN BẢN MỚI
Số: 43-KH/TU
Kon Tum, ngày 18 tháng 01 năm 2022
KẾ HOẠCH thực hiện Kết luận số 21-KL/TW
Số: 44-KH/TU
Kon Tum, ngày 19 tháng 01 năm 2022
KẾ HOẠCH thực hiện Chỉ thị số 05-CT/TW
""",
        "a list of documents",
    ),
    (
        """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM MUÔN NĂM
Hà Nội, ngày 2 tháng 9 năm 2023
Lễ mít tinh nhắc lại Nghị quyết số 18-NQ/TW ngày 25/10/2017.
""",
        "a motto at a ceremony",
    ),
    (
        """BÁO KON TUM
Giấy phép số: 123/GP-BTTTT
Kon Tum, ngày 3 tháng 4 năm 2020
Tỉnh bàn Nghị quyết số 18-NQ/TW.
""",
        "imprint of a paper",
    ),
    (
        """MẪU SỐ 01
TÊN CƠ QUAN, TỔ CHỨC
Số:     /QĐ-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
......., ngày ... tháng ... năm ...
QUYẾT ĐỊNH
Về việc ............
""",
        "a template",
    ),
    (
        """Số:     -KH/TU
Kon Tum, ngày    tháng 3 năm 2022
KẾ HOẠCH
thực hiện Kết luận số 21-KL/TW
""",
        "blank number, no body",
    ),
    (
        "Tỉnh họp bàn công tác.\n" * 120
        + """TỈNH ỦY KON TUM
Số 43-KH/TU
Kon Tum, ngày 18 tháng 01 năm 2022
KẾ HOẠCH
thực hiện Kết luận số 21-KL/TW
""",
        "number deep in the text",
    ),
    (
        """Kon Tum, ngày 18 tháng 01 năm 2022
Tỉnh ủy thực hiện Kết luận số 21-KL/TW ngày 25/10/2021.""",
        "a dateline alone",
    ),
    (
        """Số ký hiệu: 43-KH/TU
Ngày ban hành: 18/01/2022
Cơ quan ban hành: Tỉnh ủy Kon Tum
Trích yếu: thực hiện Kết luận số 21-KL/TW
""",
        "metadata of a portal",
    ),
    (
        """Theo nguồn tin của báo, sau nhiều ngày chờ đợi, cuối cùng các cơ quan đã nhận được văn bản mà cả tỉnh mong ngóng từ lâu
TỈNH ỦY KON TUM
Số 43-KH/TU
Kon Tum, ngày 18 tháng 01 năm 2022
KẾ HOẠCH
thực hiện Kết luận số 21-KL/TW. Tin vui lan khắp nơi.
""",
        "a long sentence before it",
    ),
    (
        """VĂN PHÒNG TỈNH ỦY
*
Số 221-BS/VPTU
SAO Y
Kon Tum, ngày 20 tháng 5 năm 2022
Kính gửi các huyện ủy theo Kết luận số 21-KL/TW.
""",
        "only a copy's own head",
    ),
    (
        """Quy chế mới của tỉnh
Quy chế được ban hành kèm theo Quyết định số 99-QĐ/TU ngày 3/3/2025 của Tỉnh ủy Cà Mau, thực hiện Nghị quyết số 57-NQ/TW.
""",
        "kem theo in news",
    ),
    (
        """Tôi viết thư này để hỏi về Nghị quyết số 18-NQ/TW.
Kon Tum, ngày 3 tháng 4 năm 2020
CHỦ TỊCH HỘI
Lê Văn Nam
""",
        "signature block of a letter to the editor",
    ),
]
