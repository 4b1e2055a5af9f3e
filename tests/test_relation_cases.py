"""What one document does to another, in the wordings of official texts and newspapers, and what states nothing: a table
for each, with the reason for every row. Written before the reader was asked."""

from __future__ import annotations

import pytest

from graph_schema.folding import canonical
from graph_schema.model import Reading, Source
from graph_schema.vocabulary import load
from loaders.reading import read_text

V = load()


def read(text: str) -> Reading:
    return read_text(Source(id="s", kind="text"), canonical(text), V)


def relations(text: str) -> list[str]:
    reading = read(text)
    names = {f"r{r.n}": r.facts.symbol or f"{r.facts.type} {r.facts.number}" for r in reading.referents}
    return sorted(
        {
            f"{names[c.subject]} {c.type} {names[c.object]}"
            for c in reading.claims
            if c.object in names and c.subject in names
        }
    )


STATED = [
    # --- carrying out
    ("Kế hoạch số 125-KH/TU về triển khai thực hiện Nghị quyết số 20-NQ/TW.", ["125-KH/TU IMPLEMENTS 20-NQ/TW"], "về triển khai thực hiện"),
    ("Tỉnh ủy ban hành Kế hoạch số 60-KH/TU để thực hiện Nghị quyết số 27-NQ/TW.", ["60-KH/TU IMPLEMENTS 27-NQ/TW"], "để thực hiện"),
    ("Nghị quyết số 107/NQ-CP ban hành Chương trình hành động thực hiện Nghị quyết số 27-NQ/TW.", ["107/NQ-CP IMPLEMENTS 27-NQ/TW"], "promulgates what carries out"),
    ("Quyết định số 949/QĐ-BTP phê duyệt Kế hoạch hành động của ngành Tư pháp thực hiện Nghị quyết 18-NQ/TW và Nghị quyết 19-NQ/TW.", ["949/QĐ-BTP IMPLEMENTS 18-NQ/TW", "949/QĐ-BTP IMPLEMENTS 19-NQ/TW"], "approves what carries out two"),
    ("Nghị quyết số 08/NQ-CP của Chính phủ về Chương trình hành động thực hiện Nghị quyết số 19-NQ/TW.", ["08/NQ-CP IMPLEMENTS 19-NQ/TW"], "about a programme that carries out"),
    ("Kết luận số 91-KL/TW của Bộ Chính trị về tiếp tục thực hiện Nghị quyết số 29-NQ/TW.", ["91-KL/TW IMPLEMENTS 29-NQ/TW"], "tiếp tục thực hiện"),
    ("Kết luận số 56-KL/TW về đẩy mạnh thực hiện Nghị quyết số 13-NQ/TW.", ["56-KL/TW IMPLEMENTS 13-NQ/TW"], "đẩy mạnh thực hiện"),
    ("Để cụ thể hóa Nghị quyết số 18-NQ/TW, Tỉnh ủy Bắc Ninh ban hành Quyết định số 842-QĐ/TU.", ["842-QĐ/TU IMPLEMENTS 18-NQ/TW"], "purpose that opens the sentence"),
    ("Luật số 31/2024/QH15 thể chế hóa Nghị quyết số 18-NQ/TW.", ["31/2024/QH15 IMPLEMENTS 18-NQ/TW"], "thể chế hóa"),
    ("Nhằm triển khai Nghị quyết số 57-NQ/TW, Chính phủ đã ban hành Nghị quyết số 03/NQ-CP.", ["03/NQ-CP IMPLEMENTS 57-NQ/TW"], "nhằm triển khai"),
    ("Chương trình số 18-CTr/TU, cụ thể hóa Nghị quyết số 28-NQ/TW.", ["18-CTr/TU IMPLEMENTS 28-NQ/TW"], "after a comma"),
    ("Kế hoạch số 103/KH-UBND thực hiện Nghị quyết số 38/NQ-CP thực hiện Kết luận số 62-KL/TW về thực hiện Nghị quyết số 19-NQ/TW.", ["103/KH-UBND IMPLEMENTS 38/NQ-CP", "38/NQ-CP IMPLEMENTS 62-KL/TW", "62-KL/TW IMPLEMENTS 19-NQ/TW"], "a chain of four"),
    ("Kế hoạch số 45/KH-UBND thực hiện Nghị quyết số 19-NQ/TW; Nghị quyết số 08/NQ-CP; Kế hoạch số 67-KH/TU.", ["45/KH-UBND IMPLEMENTS 08/NQ-CP", "45/KH-UBND IMPLEMENTS 19-NQ/TW", "45/KH-UBND IMPLEMENTS 67-KH/TU"], "one verb over three"),
    ("Triển khai Kết luận số 127-KL/TW, ngày 5/3/2025 Ban Thường vụ Tỉnh ủy có Công văn số 2133-CV/TU.", ["2133-CV/TU IMPLEMENTS 127-KL/TW"], "opening, có"),
    ("Để tổ chức thực hiện Quy định số 144-QĐ/TW, Ban Tổ chức Trung ương đã có Hướng dẫn số 31-HD/BTCTW.", ["31-HD/BTCTW IMPLEMENTS 144-QĐ/TW"], "opening with để tổ chức thực hiện"),
    ("Nghị quyết số 71/NQ-CP cập nhật Chương trình hành động của Chính phủ thực hiện Nghị quyết số 57-NQ/TW.", ["71/NQ-CP IMPLEMENTS 57-NQ/TW"], "an unnumbered link"),
    ("Kết luận số 21-KL/TW đã được Tỉnh ủy cụ thể hóa bằng Kế hoạch số 43-KH/TU.", ["43-KH/TU IMPLEMENTS 21-KL/TW"], "passive with an actor"),
    ("Nghị quyết số 57-NQ/TW được Chính phủ triển khai bằng Nghị quyết số 03/NQ-CP.", ["03/NQ-CP IMPLEMENTS 57-NQ/TW"], "passive with triển khai"),
    ("Chính phủ cụ thể hóa Nghị quyết số 57-NQ/TW bằng Nghị quyết số 03/NQ-CP.", ["03/NQ-CP IMPLEMENTS 57-NQ/TW"], "the means after bằng"),
    ("Tỉnh ủy ra Chỉ thị số 12-CT/TU lãnh đạo thực hiện Chỉ thị số 35-CT/TW.", ["12-CT/TU IMPLEMENTS 35-CT/TW"], "lãnh đạo thực hiện"),
    ("Kế hoạch số 11-KH/TU chỉ đạo triển khai Nghị quyết số 42-NQ/TW.", ["11-KH/TU IMPLEMENTS 42-NQ/TW"], "chỉ đạo triển khai"),
    ("Công văn số 947-CV/TU về việc quán triệt, triển khai thực hiện Kết luận số 64-KL/TW.", ["947-CV/TU IMPLEMENTS 64-KL/TW"], "dissemination and carrying out together"),
    ("Kế hoạch số 5-KH/ĐU về học tập, quán triệt và triển khai thực hiện Nghị quyết số 57-NQ/TW.", ["5-KH/ĐU IMPLEMENTS 57-NQ/TW"], "the same with và"),
    ("Hiện thực hóa Nghị quyết số 68-NQ/TW, Quốc hội ban hành Nghị quyết số 198/2025/QH15.", ["198/2025/QH15 IMPLEMENTS 68-NQ/TW"], "hiện thực hóa"),
    ("Chương trình hành động số 55-CTr/TU của Tỉnh ủy nhằm đưa Nghị quyết số 28-NQ/TW vào cuộc sống.", ["55-CTr/TU IMPLEMENTS 28-NQ/TW"], "brought to life"),
    ("Thực hiện nghiêm Chỉ thị số 45-CT/TW và Kế hoạch số 15-KH/TU, ngày 1/8/2025 Đảng ủy xã ban hành Kế hoạch số 02-KH/ĐU.", ["02-KH/ĐU IMPLEMENTS 15-KH/TU", "02-KH/ĐU IMPLEMENTS 45-CT/TW"], "an opening over two"),
    ("Quyết định số 1031/QĐ-UBND phê duyệt Kế hoạch thực hiện Chương trình số 18-CTr/TU.", ["1031/QĐ-UBND IMPLEMENTS 18-CTr/TU"], "approves a plan"),
    ("Chương trình hành động của Chính phủ thực hiện Nghị quyết số 42-NQ/TW (ban hành kèm theo Nghị quyết số 68/NQ-CP).", ["68/NQ-CP IMPLEMENTS 42-NQ/TW"], "the carrier in brackets behind"),
    ("Kế hoạch thực hiện Nghị quyết số 42-NQ/TW ban hành kèm theo Quyết định số 1247/QĐ-TTg.", ["1247/QĐ-TTg IMPLEMENTS 42-NQ/TW"], "the carrier behind"),
    ("Ngày 15/7/2024, UBND tỉnh ban hành Kế hoạch số 88/KH-UBND về việc thực hiện Kết luận số 83-KL/TW.", ["88/KH-UBND IMPLEMENTS 83-KL/TW"], "after the verb of issue"),
    ("Kế hoạch số 43-KH/TU (thực hiện Kết luận số 21-KL/TW) đã được ký.", ["43-KH/TU IMPLEMENTS 21-KL/TW"], "the verb in brackets"),
    ("Kế hoạch số 43-KH/TU của Tỉnh ủy, Kế hoạch số 50/KH-UBND của UBND tỉnh thực hiện Kết luận số 21-KL/TW.", ["43-KH/TU IMPLEMENTS 21-KL/TW", "50/KH-UBND IMPLEMENTS 21-KL/TW"], "two plans of two bodies, one verb"),
    ("Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị. Nghị quyết này tiếp tục thực hiện Nghị quyết số 20-NQ/TW.", ["57-NQ/TW IMPLEMENTS 20-NQ/TW"], "a subject that points back"),
    # --- guiding
    ("Hướng dẫn số 02-HD/BTCTW của Ban Tổ chức Trung ương thực hiện Kết luận số 121-KL/TW.", ["02-HD/BTCTW GUIDES 121-KL/TW"], "what a Hướng dẫn carries out"),
    ("Thông tư số 01/2025/TT-BNV hướng dẫn thực hiện chính sách, chế độ quy định tại Nghị định số 178/2024/NĐ-CP.", ["01/2025/TT-BNV GUIDES 178/2024/NĐ-CP"], "guidance on what is laid down there"),
    ("Nghị định số 29/2023/NĐ-CP quy định chi tiết một số điều của Luật số 20/2008/QH12.", ["29/2023/NĐ-CP GUIDES 20/2008/QH12"], "details of some articles"),
    ("Nghị định số 178/2024/NĐ-CP được hướng dẫn bởi Thông tư số 01/2025/TT-BNV.", ["01/2025/TT-BNV GUIDES 178/2024/NĐ-CP"], "passive"),
    ("Hướng dẫn số 05-HD/UBKTTW về thực hiện một số điều của Quy định số 69-QĐ/TW.", ["05-HD/UBKTTW GUIDES 69-QĐ/TW"], "về thực hiện một số điều của"),
    ("Công văn số 4177/BNV-TCBC về việc hướng dẫn triển khai Kết luận số 157-KL/TW.", ["4177/BNV-TCBC GUIDES 157-KL/TW"], "a letter that guides"),
    # --- amending
    ("Nghị định số 67/2025/NĐ-CP sửa đổi, bổ sung một số điều của Nghị định số 178/2024/NĐ-CP.", ["67/2025/NĐ-CP AMENDS 178/2024/NĐ-CP"], "some articles"),
    ("Kết luận số 118-KL/TW điều chỉnh, bổ sung một số nội dung của Chỉ thị số 35-CT/TW.", ["118-KL/TW AMENDS 35-CT/TW"], "the Party's wording"),
    ("Nghị định số 178/2024/NĐ-CP (được sửa đổi, bổ sung tại Nghị định số 67/2025/NĐ-CP) có hiệu lực.", ["67/2025/NĐ-CP AMENDS 178/2024/NĐ-CP"], "passive in brackets"),
    ("Nghị định số 178/2024/NĐ-CP, đã được sửa đổi bởi Nghị định số 67/2025/NĐ-CP, có hiệu lực.", ["67/2025/NĐ-CP AMENDS 178/2024/NĐ-CP"], "passive after a comma"),
    ("Thông báo số 75-TB/TW điều chỉnh phạm vi và đối tượng áp dụng của Nghị định số 178/2024/NĐ-CP.", ["75-TB/TW AMENDS 178/2024/NĐ-CP"], "scope and persons"),
    ("Quy định số 91-QĐ/TW bổ sung thẩm quyền của Bộ Chính trị trong một số điều của Quy định số 31-QĐ/TW.", ["91-QĐ/TW AMENDS 31-QĐ/TW"], "adds powers"),
    ("Luật số 47/2019/QH14 sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ số 76/2015/QH13 và Luật Tổ chức chính quyền địa phương số 77/2015/QH13.", ["47/2019/QH14 AMENDS 76/2015/QH13", "47/2019/QH14 AMENDS 77/2015/QH13"], "two laws with names"),
    ("Nghị định số 34/2016/NĐ-CP được sửa đổi, bổ sung một số điều theo Nghị định số 154/2020/NĐ-CP và Nghị định số 59/2024/NĐ-CP.", ["154/2020/NĐ-CP AMENDS 34/2016/NĐ-CP", "59/2024/NĐ-CP AMENDS 34/2016/NĐ-CP"], "amended by two"),
    # --- replacing, repealing, suspending
    ("Quy định số 24-QĐ/TW thay thế Quy định số 29-QĐ/TW và Quy định số 30-QĐ/TW.", ["24-QĐ/TW REPLACES 29-QĐ/TW", "24-QĐ/TW REPLACES 30-QĐ/TW"], "two at once"),
    ("Quy định số 205-QĐ/TW được thay bằng Quy định số 114-QĐ/TW.", ["114-QĐ/TW REPLACES 205-QĐ/TW"], "được thay bằng"),
    ("Quy định số 114-QĐ/TW ra đời thay cho Quy định số 205-QĐ/TW.", ["114-QĐ/TW REPLACES 205-QĐ/TW"], "ra đời thay cho"),
    ("Ban Chấp hành Trung ương ban hành Quy định số 37-QĐ/TW. Quy định có hiệu lực từ ngày ký, thay thế Quy định số 47-QĐ/TW.", ["37-QĐ/TW REPLACES 47-QĐ/TW"], "the type word alone takes it up"),
    ("Quyết định số 1528/QĐ-UBND thay thế các Quyết định số 1697/QĐ-UBND, 932/QĐ-UBND.", ["1528/QĐ-UBND REPLACES 1697/QĐ-UBND", "1528/QĐ-UBND REPLACES 932/QĐ-UBND"], "a list without its type word"),
    ("Quy định số 132-QĐ/TW có hiệu lực kể từ ngày ký ban hành và thay thế Quy định số 11-QĐ/TW.", ["132-QĐ/TW REPLACES 11-QĐ/TW"], "after effect"),
    ("Nghị quyết số 21/2024/NQ-HĐND bãi bỏ toàn bộ Nghị quyết số 124/2019/NQ-HĐND.", ["21/2024/NQ-HĐND REPEALS 124/2019/NQ-HĐND"], "in whole"),
    ("Nghị quyết số 124/2019/NQ-HĐND bị bãi bỏ theo Nghị quyết số 21/2024/NQ-HĐND.", ["21/2024/NQ-HĐND REPEALS 124/2019/NQ-HĐND"], "passive with theo"),
    ("Quyết định số 25/2025/QĐ-UBND bãi bỏ một phần Quyết định số 10/2020/QĐ-UBND và toàn bộ Quyết định số 12/2021/QĐ-UBND.", ["25/2025/QĐ-UBND REPEALS 10/2020/QĐ-UBND", "25/2025/QĐ-UBND REPEALS 12/2021/QĐ-UBND"], "part of one, the whole of the other"),
    ("Quyết định số 5/QĐ-UBND chấm dứt hiệu lực của Quyết định số 3/QĐ-UBND.", ["5/QĐ-UBND REPEALS 3/QĐ-UBND"], "ends the effect"),
    ("Công văn số 40-CV/TU tạm dừng việc thực hiện Kế hoạch số 12-KH/TU.", ["40-CV/TU SUSPENDS 12-KH/TU"], "paused"),
    ("Quyết định số 9/QĐ-TTg đình chỉ thi hành Quyết định số 8/QĐ-UBND.", ["9/QĐ-TTg SUSPENDS 8/QĐ-UBND"], "suspended"),
    # --- reviewing
    ("Kết luận số 121-KL/TW của Trung ương tổng kết Nghị quyết số 18-NQ/TW.", ["121-KL/TW REVIEWS 18-NQ/TW"], "review"),
    ("Kế hoạch số 29-KH/TU tổng kết 10 năm thực hiện Nghị quyết số 11-NQ/TW.", ["29-KH/TU REVIEWS 11-NQ/TW"], "with years"),
    ("Báo cáo số 59-BC/TU kết quả 5 năm thực hiện Nghị quyết số 20-NQ/TW.", ["59-BC/TU REVIEWS 20-NQ/TW"], "a report on results"),
    ("Báo cáo số 120-BC/TU về kết quả thực hiện Chỉ thị số 05-CT/TW.", ["120-BC/TU REVIEWS 05-CT/TW"], "the same with về"),
    ("Kế hoạch số 44-KH/UBKTTU kiểm tra việc thực hiện Chỉ thị số 35-CT/TW.", ["44-KH/UBKTTU REVIEWS 35-CT/TW"], "an inspection"),
    ("Báo cáo số 77-BC/TU sơ kết 03 năm việc thực hiện Chỉ thị số 05-CT/TW và Kết luận số 01-KL/TW.", ["77-BC/TU REVIEWS 01-KL/TW", "77-BC/TU REVIEWS 05-CT/TW"], "two at once"),
    ("Kế hoạch số 80-KH/TU tổng kết 15 năm thực hiện Nghị quyết số 26-NQ/TW, 10 năm thực hiện Nghị quyết số 19-NQ/TW.", ["80-KH/TU REVIEWS 19-NQ/TW", "80-KH/TU REVIEWS 26-NQ/TW"], "one review, two spans"),
    ("Báo cáo số 33-BC/HU đánh giá 2 năm triển khai thực hiện Nghị quyết số 10-NQ/TU.", ["33-BC/HU REVIEWS 10-NQ/TU"], "đánh giá N năm triển khai thực hiện"),
    ("Kế hoạch số 90-KH/TU về việc giám sát, kiểm tra việc thực hiện Quy định số 37-QĐ/TW.", ["90-KH/TU REVIEWS 37-QĐ/TW"], "supervision"),
    # --- bases and citations
    ("Căn cứ Quy định số 24-QĐ/TW và Hướng dẫn số 01-HD/TW, Ban Thường vụ Tỉnh ủy ban hành Quy chế số 05-QC/TU.", ["05-QC/TU BASED_ON 01-HD/TW", "05-QC/TU BASED_ON 24-QĐ/TW"], "bases of what is issued"),
    ("Trên cơ sở Kết luận số 137-KL/TW, Ban Chỉ đạo ban hành Công văn số 03/CV-BCĐ.", ["03/CV-BCĐ CITES 137-KL/TW"], "a loose basis"),
    ("Tiếp theo Công văn số 6383/BNV-TCBC, Bộ Nội vụ ban hành Công văn số 7968/BNV-TCBC.", ["7968/BNV-TCBC CITES 6383/BNV-TCBC"], "a letter after a letter"),
    ("UBND TỈNH\nSố: 55/KH-UBND\nHà Nam, ngày 3 tháng 2 năm 2024\nKẾ HOẠCH\nThực hiện Chương trình số 20-CTr/TU\nCăn cứ Nghị quyết số 42-NQ/TW;\nXét Tờ trình số 9/TTr-SNV ngày 1/2/2024,", ["55/KH-UBND BASED_ON 42-NQ/TW", "55/KH-UBND CITES 9/TTr-SNV", "55/KH-UBND IMPLEMENTS 20-CTr/TU"], "a head, a title, a recital, a submission"),
    ("TỈNH ỦY\nSố: 15-CV/TU\nV/v triển khai Kết luận số 83-KL/TW\nNgày 2/3/2024, Ban Bí thư gửi Công văn số 900-CV/VPTW.", ["15-CV/TU CITES 900-CV/VPTW", "15-CV/TU IMPLEMENTS 83-KL/TW"], "V/v speaks of the letter"),
]  # fmt: skip

NOTHING = [
    ("Hội nghị trực tuyến quán triệt, triển khai Nghị quyết số 66-NQ/TW và Nghị quyết số 68-NQ/TW.", "a conference"),
    ("Ban Chỉ đạo thực hiện Nghị quyết số 57-NQ/TW ban hành Kế hoạch số 02-KH/BCĐ.", "a body named after what it carries out"),
    ("Tổ giúp việc Ban Chỉ đạo tổng kết Nghị quyết số 18-NQ/TW gửi Công văn số 24-CV/BCĐ.", "a body named after a review"),
    ("Phó Trưởng Ban Chỉ đạo tổng kết Nghị quyết số 18-NQ/TW khen Kế hoạch số 12-KH/TU.", "the same, its deputy head"),
    ("Dự thảo Kế hoạch thực hiện Nghị quyết số 57-NQ/TW và Công văn số 3-CV/TU đang được xin ý kiến.", "a draft"),
    ("Dự thảo Nghị quyết thay thế Nghị quyết số 21-NQ/TU sẽ được trình.", "a draft that would replace"),
    ("Tỉnh sẽ ban hành quyết định thay thế Quyết định số 10/QĐ-UBND và Quyết định số 11/QĐ-UBND.", "not yet issued"),
    ("Các huyện ủy thực hiện Chỉ thị số 05-CT/TW và Quy định số 08-QĐi/TW.", "bodies act, no document"),
    ("Việc thực hiện Nghị quyết số 18-NQ/TW và Kế hoạch số 07-KH/TW đạt kết quả.", "results"),
    ("Nghị quyết số 18-NQ/TW ra đời. Kế hoạch số 07-KH/TW cũng vậy.", "two sentences"),
    ("Cùng với Nghị quyết số 57-NQ/TW, Nghị quyết số 59-NQ/TW tạo nên bộ tứ trụ cột.", "side by side"),
    ("So với Quyết định số 22/2021/QĐ-TTg, Nghị định số 29/2023/NĐ-CP có nhiều điểm mới.", "compared"),
    ("Người dân hỏi về Nghị định số 178/2024/NĐ-CP và Nghị định số 67/2025/NĐ-CP.", "asked about"),
    ("Đảng viên thực hiện tốt Quy định số 37-QĐ/TW, không vi phạm Quy định số 69-QĐ/TW.", "members act"),
    ("Sở Nội vụ hướng dẫn các xã thực hiện Nghị định số 178/2024/NĐ-CP và Nghị định số 67/2025/NĐ-CP.", "an office guides"),
    ("Bộ Nội vụ đề nghị sửa đổi, bổ sung Nghị định số 178/2024/NĐ-CP, Nghị định số 29/2023/NĐ-CP.", "a proposal"),
    ("Kiến nghị bãi bỏ Quyết định số 10/QĐ-UBND; Kế hoạch số 5/KH-UBND vẫn còn hiệu lực.", "a petition"),
    ("Kế hoạch số 5/KH-UBND không thay thế Kế hoạch số 4/KH-UBND.", "denied"),
    ("Nghị định số 178/2024/NĐ-CP chưa được sửa đổi bởi Nghị định số 67/2025/NĐ-CP.", "not yet"),
    ("Bộ trình Chính phủ nghị định thay thế Nghị định số 34/2016/NĐ-CP và Nghị định số 154/2020/NĐ-CP.", "submitted, not issued"),
    ("Sau khi có Nghị quyết số 57-NQ/TW, các cơ quan thực hiện Kế hoạch số 01-KH/TW.", "somebody else acts"),
    ("Học tập Chỉ thị số 05-CT/TW gắn với thực hiện Nghị quyết số 04-NQ/TW.", "two duties of nobody named"),
    ("Nghị quyết số 18-NQ/TW\nKế hoạch số 07-KH/TW\nThực hiện", "a list of links"),
    ("Xem Điều 3 Quy định số 24-QĐ/TW và Điều 9 Quy định số 22-QĐ/TW.", "articles of two"),
    ("Tại Kế hoạch số 43-KH/TU, Tỉnh ủy yêu cầu các cấp ủy thực hiện Kết luận số 21-KL/TW.", "committees are told to"),
    ("Ông A ký Kế hoạch số 43-KH/TU; ông B nói về thực hiện Kết luận số 21-KL/TW.", "two clauses"),
    ("Kế hoạch số 43-KH/TU được thực hiện nghiêm túc. Kết luận số 21-KL/TW cũng thế.", "carried out, by nobody named"),
    ("Kế hoạch số 43-KH/TU được thực hiện từ năm 2022, Kết luận số 21-KL/TW từ năm 2021.", "since when"),
    ("Hội thi tìm hiểu Nghị quyết số 68-NQ/TW do Ban Tuyên giáo tổ chức theo Kế hoạch số 9-KH/TU.", "a contest"),
    ("Nghị quyết 18-NQ/TW không phải là Nghị quyết 19-NQ/TW.", "told apart"),
    ("Nghị quyết số 57-NQ/TW nêu: “thực hiện Nghị quyết số 20-NQ/TW còn chậm”.", "words quoted"),
    ("Ai đã thực hiện Nghị quyết số 18-NQ/TW? Kế hoạch số 7-KH/TW trả lời.", "a question"),
    ("Nghị quyết số 66-NQ/TW và Nghị quyết số 68-NQ/TW được triển khai đồng bộ.", "both are carried out"),
    ("Thực hiện Nghị quyết số 18-NQ/TW, tỉnh giảm 5 sở. Trước đó, Kế hoạch số 7-KH/TW đã nêu.", "the opening's sentence ended"),
    ("Thực hiện Nghị quyết số 18-NQ/TW, bà con trồng rừng theo Kế hoạch số 12/KH-UBND.", "nothing was issued"),
    ("Kế hoạch số 5/KH-UBND và Kế hoạch số 6/KH-UBND bị thay thế.", "replaced by what is not said"),
    ("Nghị định 20-CP đã hết hiệu lực; Nghị định số 88/1998/NĐ-CP còn hiệu lực.", "status of two"),
    ("Thông tư số 1/2025/TT-BNV hướng dẫn rõ hơn so với Nghị định số 178/2024/NĐ-CP.", "compared with, not guided"),
    ("Đề nghị Ban Bí thư tổng kết Chỉ thị số 40-CT/TW cùng Kết luận số 6-KL/TW.", "a request"),
    ("Kế hoạch số 43-KH/TU phân công Ban Tuyên giáo tuyên truyền Kết luận số 21-KL/TW.", "publicity"),
    ("Đường dây nóng thực hiện Chỉ thị số 15/CT-TTg; xem Công văn số 3/UBND-VX.", "a telephone line"),
    ("10 năm Nghị quyết số 29-NQ/TW và Kết luận số 91-KL/TW.", "an anniversary"),
    ("Lễ công bố Quyết định số 245-QĐ/TW và triển khai Quyết định số 6-QĐ/ĐU.", "a ceremony"),
    ("Kết luận số 14-KL/TW khuyến khích cán bộ năng động; Nghị định số 73/2023/NĐ-CP cũng vậy.", "two of one spirit"),
    ("Sở tham mưu ban hành văn bản thay thế Quyết định số 20/2019/QĐ-UBND, Quyết định số 21/2019/QĐ-UBND.", "to be drafted"),
    ("Hội nghị tổng kết 5 năm thực hiện Nghị quyết số 25-NQ/TW và Quyết định số 217-QĐ/TW.", "a conference reviews"),
    ("Tỉnh ủy giao Ban Tổ chức chuẩn bị tổng kết Nghị quyết số 18-NQ/TW theo Kế hoạch số 04-KH/BCĐ.", "work, not a document"),
    ("Học viên nghiên cứu Nghị quyết số 35-NQ/TW, sau đó thảo luận Kế hoạch số 14-KH/TW.", "lessons"),
    ("Kế hoạch số 43-KH/TU kế thừa kinh nghiệm; Kết luận số 21-KL/TW được thực hiện sớm.", "two clauses, passive"),
    ("Bí thư Tỉnh ủy yêu cầu thực hiện đúng Kết luận số 137-KL/TW, Công điện số 25/CĐ-TTg.", "a person demands"),
    ("Báo cáo thẩm tra dự án Luật thay thế Luật số 76/2015/QH13 và Luật số 47/2019/QH14.", "a bill"),
    ("Ban Chỉ đạo 35 và Ban Chỉ đạo thực hiện Chỉ thị số 05-CT/TW gửi Báo cáo số 6-BC/BCĐ.", "two bodies"),
    ("Quyết định số 10/QĐ-UBND và Quyết định số 11/QĐ-UBND về sửa đổi, bổ sung quy chế làm việc.", "something without a number is amended"),
    ("Theo Nghị định số 178/2024/NĐ-CP, người nghỉ hưu trước tuổi được hưởng theo Thông tư số 1/2025/TT-BNV.", "rules for persons"),
    ("Nếu thay thế Nghị định số 29/2023/NĐ-CP thì Nghị định số 154/2025/NĐ-CP phải nói rõ.", "a condition"),
    ("Kế hoạch số 43-KH/TU cho thấy Kết luận số 21-KL/TW sát thực tế.", "thấy is no thay"),
    ("Kế hoạch số 43-KH/TU do tỉnh Nghệ An ban hành, Kết luận số 21-KL/TW do Trung ương.", "Nghệ is no nghe"),
]  # fmt: skip

# More sentences, written after the first were mended and again before the reader was asked.
AGAIN = [
    # text, relations, why
    ("Ngày 24/1/2025, Bộ Chính trị, Ban Bí thư đã ban hành Kết luận số 126-KL/TW về một số nội dung, nhiệm vụ tiếp tục sắp xếp, tinh gọn tổ chức bộ máy. Tiếp đó, ngày 28/2/2025, Kết luận số 127-KL/TW được ban hành.", [], "two sentences about two conclusions"),
    ("Kế hoạch số 15-KH/BCĐ của Ban Chỉ đạo tỉnh triển khai Kết luận số 09-KL/BCĐ và Công văn số 22-CV/BCĐ của Ban Chỉ đạo Trung ương.", ["15-KH/BCĐ IMPLEMENTS 09-KL/BCĐ", "15-KH/BCĐ IMPLEMENTS 22-CV/BCĐ"], "a committee of a province acts, over a list"),
    ("Tỉnh ủy đã cụ thể hóa Nghị quyết số 10-NQ/TW thành Chương trình hành động số 34-CTr/TU.", ["34-CTr/TU IMPLEMENTS 10-NQ/TW"], "thành names the means"),
    ("Từ Nghị quyết số 10-NQ/TW của Trung ương, Tỉnh ủy đã xây dựng Chương trình hành động số 34-CTr/TU.", [], "drawn from, not said to carry out"),
    ("Ban Thường vụ Huyện ủy ban hành Kế hoạch số 77-KH/HU ngày 3/4/2023 để lãnh đạo, chỉ đạo thực hiện Chỉ thị số 20-CT/TU.", ["77-KH/HU IMPLEMENTS 20-CT/TU"], "lãnh đạo, chỉ đạo thực hiện"),
    ("Nghị định số 154/2025/NĐ-CP quy định về tinh giản biên chế thay thế Nghị định số 29/2023/NĐ-CP.", ["154/2025/NĐ-CP REPLACES 29/2023/NĐ-CP"], "replaces after its subject"),
    ("Kể từ ngày Nghị định số 154/2025/NĐ-CP có hiệu lực, Nghị định số 29/2023/NĐ-CP hết hiệu lực.", ["154/2025/NĐ-CP REPEALS 29/2023/NĐ-CP"], "one ends when the other takes effect"),
    ("Thông tư số 07/2025/TT-BNV sửa đổi, bổ sung Điều 4 và khoản 2 Điều 6 Thông tư số 01/2025/TT-BNV.", ["07/2025/TT-BNV AMENDS 01/2025/TT-BNV"], "articles and clauses of it"),
    ("Thông tư 002/2025/TT-BNV bãi bỏ Điều 7 của Thông tư số 01/2025/TT-BNV.", ["002/2025/TT-BNV REPEALS 01/2025/TT-BNV"], "one article of it"),
    ("Quyết định số 11/2025/QĐ-UBND ban hành Quy chế phối hợp, thay thế Quyết định số 40/2019/QĐ-UBND và bãi bỏ Quyết định số 41/2019/QĐ-UBND.", ["11/2025/QĐ-UBND REPEALS 41/2019/QĐ-UBND", "11/2025/QĐ-UBND REPLACES 40/2019/QĐ-UBND"], "replaces one and repeals another"),
    ("Nghị quyết số 19-NQ/TU về phát triển du lịch được Tỉnh ủy ban hành nhằm cụ thể hóa Nghị quyết số 08-NQ/TW của Bộ Chính trị.", ["19-NQ/TU IMPLEMENTS 08-NQ/TW"], "issued by, then the purpose"),
    ("Kế hoạch số 12-KH/TU được Ban Thường vụ Tỉnh ủy ban hành để thực hiện Nghị quyết số 57-NQ/TW.", ["12-KH/TU IMPLEMENTS 57-NQ/TW"], "the same of a plan"),
    ("UBND tỉnh vừa có Kế hoạch số 210/KH-UBND triển khai thực hiện Kế hoạch số 12-KH/TU ngày 5/2/2025 của Tỉnh ủy thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị.", ["12-KH/TU IMPLEMENTS 57-NQ/TW", "210/KH-UBND IMPLEMENTS 12-KH/TU"], "a plan of a plan of a resolution"),
    ("Báo cáo số 300-BC/TU tổng kết 20 năm thực hiện Nghị quyết số 13-NQ/TW, ngày 18/3/2002 của Ban Chấp hành Trung ương Đảng (khóa IX) và sơ kết 5 năm thực hiện Kết luận số 70-KL/TW.", ["300-BC/TU REVIEWS 13-NQ/TW", "300-BC/TU REVIEWS 70-KL/TW"], "two reviews joined by và"),
    ("Hướng dẫn số 12-HD/BTCTW, ngày 6/7/2018 về một số vấn đề cụ thể thực hiện Quy định số 29-QĐ/TW và Hướng dẫn số 01-HD/TW.", ["12-HD/BTCTW GUIDES 01-HD/TW", "12-HD/BTCTW GUIDES 29-QĐ/TW"], "some questions of carrying out two"),
    ("Quyết định số 1688/QĐ-TTg ban hành Kế hoạch của Chính phủ triển khai Kết luận số 48-KL/TW.", ["1688/QĐ-TTg IMPLEMENTS 48-KL/TW"], "a decision issues the plan that carries out"),
    ("Kết luận số 48-KL/TW tạm dừng việc sắp xếp theo Nghị quyết số 37-NQ/TW.", [], "what is paused is work, not the resolution"),
    ("Nghị quyết số 37-NQ/TW và Kết luận số 48-KL/TW là căn cứ để Quốc hội ban hành Nghị quyết số 35/2023/UBTVQH15.", ["35/2023/UBTVQH15 BASED_ON 37-NQ/TW", "35/2023/UBTVQH15 BASED_ON 48-KL/TW"], "is the basis for"),
    ("Nghị quyết số 35/2023/UBTVQH15 được ban hành trên cơ sở Kết luận số 48-KL/TW.", ["35/2023/UBTVQH15 CITES 48-KL/TW"], "issued on the ground of"),
    ("Theo Quyết định số 759/QĐ-TTg phê duyệt Đề án thực hiện Kết luận số 127-KL/TW, cả nước còn 34 tỉnh.", ["759/QĐ-TTg IMPLEMENTS 127-KL/TW"], "after theo, and approves a scheme"),
    ("Quy định số 19-QĐ/TW, ngày 8/4/2025 của Ban Chấp hành Trung ương sửa đổi, bổ sung Quy định số 232-QĐ/TW.", ["19-QĐ/TW AMENDS 232-QĐ/TW"], "date and issuer between"),
    ("Quy định số 232-QĐ/TW (thay thế Quy định số 24-QĐ/TW) gồm 26 điều.", ["232-QĐ/TW REPLACES 24-QĐ/TW"], "in brackets"),
    ("Quy định số 232-QĐ/TW về thi hành Điều lệ Đảng, thay cho Quy định số 24-QĐ/TW ban hành năm 2021.", ["232-QĐ/TW REPLACES 24-QĐ/TW"], "thay cho, after a comma"),
    ("Quy định 24-QĐ/TW nay được thay thế bằng Quy định 232-QĐ/TW.", ["232-QĐ/TW REPLACES 24-QĐ/TW"], "nay được thay thế bằng"),
    ("Chỉ thị 45-CT/TW về đại hội đảng bộ các cấp thay thế Chỉ thị 35-CT/TW ngày 14/6/2024; cùng với đó Kết luận 118-KL/TW cũng hết hiệu lực.", ["45-CT/TW REPLACES 35-CT/TW"], "then another document ends"),
    ("Công văn số 4890/BNV-TCBC đề nghị các tỉnh thực hiện Nghị định số 178/2024/NĐ-CP.", ["4890/BNV-TCBC IMPLEMENTS 178/2024/NĐ-CP"], "a letter that asks for it"),
    ("Nhằm thể chế hóa Nghị quyết số 68-NQ/TW của Bộ Chính trị về phát triển kinh tế tư nhân, ngày 17/5/2025, Quốc hội đã thông qua Nghị quyết số 198/2025/QH15.", ["198/2025/QH15 IMPLEMENTS 68-NQ/TW"], "an opening that says the day"),
    ("Chỉ hai tuần sau Nghị quyết số 68-NQ/TW, Quốc hội thông qua Nghị quyết số 198/2025/QH15 và Chính phủ ban hành Nghị quyết số 138/NQ-CP, Nghị quyết số 139/NQ-CP triển khai Nghị quyết số 198/2025/QH15.", ["138/NQ-CP IMPLEMENTS 198/2025/QH15", "139/NQ-CP IMPLEMENTS 198/2025/QH15"], "two resolutions of one body, one verb"),
    ("Hội nghị sơ kết 3 năm thực hiện Chỉ thị 13-CT/TU do Ban Tuyên giáo chủ trì nghe Báo cáo số 61-BC/BTGTU.", [], "a conference that hears a report"),
    ("Quyết định số 77-QĐ/TU thành lập Đoàn kiểm tra việc thực hiện Nghị quyết số 18-NQ/TW.", ["77-QĐ/TU REVIEWS 18-NQ/TW"], "sets up who inspects"),
    ("Quyết định số 34-QĐ/TU thành lập Ban Chỉ đạo tổng kết Nghị quyết số 18-NQ/TW.", [], "sets up a body that is named so"),
    ("Căn cứ Kết luận số 126-KL/TW, Công văn số 24-CV/BCĐTKNQ18, Ban Thường vụ Tỉnh ủy ban hành Đề án số 05-ĐA/TU.", ["05-ĐA/TU BASED_ON 126-KL/TW", "05-ĐA/TU BASED_ON 24-CV/BCĐTKNQ18"], "two bases joined by a comma"),
    ("Ban Tổ chức Tỉnh ủy tham mưu Ban Thường vụ Tỉnh ủy ban hành Kế hoạch số 100-KH/TU triển khai Quy định số 189-QĐ/TW của Bộ Chính trị.", ["100-KH/TU IMPLEMENTS 189-QĐ/TW"], "advised on, then issued"),
    ('Triển khai Quy định số 189-QĐ/TW, Kế hoạch số 100-KH/TU đã được ban hành.', ['100-KH/TU IMPLEMENTS 189-QĐ/TW'], "the opening's actor was issued"),
    ("Quyết định 217-QĐ/TW và Quyết định 218-QĐ/TW được thực hiện theo Hướng dẫn số 29-HD/VPTW.", ["29-HD/VPTW GUIDES 217-QĐ/TW", "29-HD/VPTW GUIDES 218-QĐ/TW"], "carried out as guidance says"),
    ("Thực hiện Công văn số 43-CV/BCĐ của Ban Chỉ đạo Trung ương về việc tổng kết Nghị quyết số 18-NQ/TW, tỉnh đã ban hành Báo cáo số 500-BC/TU.", ["43-CV/BCĐ REVIEWS 18-NQ/TW", "500-BC/TU IMPLEMENTS 43-CV/BCĐ"], "an opening, and a review inside its title"),
    ("Ngày 6/12/2024, Ban Chỉ đạo của Chính phủ về tổng kết thực hiện Nghị quyết số 18-NQ/TW ban hành Kế hoạch số 141/KH-BCĐTKNQ18.", [], "a committee of the Government"),
    ("Kế hoạch số 141/KH-BCĐTKNQ18 của Ban Chỉ đạo về tổng kết thực hiện Nghị quyết số 18-NQ/TW định hướng sắp xếp bộ máy.", ["141/KH-BCĐTKNQ18 REVIEWS 18-NQ/TW"], "about the review, said of the plan"),
    ("Nghị quyết này thay thế Nghị quyết số 15/2019/NQ-HĐND và Nghị quyết số 16/2019/NQ-HĐND.", ["NQ None REPLACES 15/2019/NQ-HĐND", "NQ None REPLACES 16/2019/NQ-HĐND"], "this resolution, unnumbered"),
    ("Điều 1. Sửa đổi, bổ sung một số điều của Quy định ban hành kèm theo Quyết định số 12/2020/QĐ-UBND.", [], "the rules of a decision, by an unnumbered text"),
    ("Tỉnh triển khai hiệu quả Nghị quyết 57-NQ/TW; ban hành Kế hoạch số 30-KH/TU.", [], "two clauses"),
    ("Quyết định 30/QĐ-UBND phê duyệt kết quả thực hiện Quyết định 25/QĐ-UBND.", ["30/QĐ-UBND REVIEWS 25/QĐ-UBND"], "approves the results"),
    ("Thực hiện Chỉ thị 05-CT/TW, Kết luận 01-KL/TW và Kế hoạch 03-KH/TU, chi bộ đăng ký việc làm theo.", [], "a Party cell acts"),
    ("Tiếp tục thực hiện Nghị quyết số 37-NQ/TW, Bộ Chính trị ban hành Nghị quyết số 11-NQ/TW thay thế Nghị quyết số 37-NQ/TW.", ["11-NQ/TW IMPLEMENTS 37-NQ/TW", "11-NQ/TW REPLACES 37-NQ/TW"], "carries on and replaces the same one"),
    ("Bộ Chính trị tổng kết Nghị quyết số 37-NQ/TW và ban hành Nghị quyết số 11-NQ/TW.", [], "the Politburo reviews, and issues another"),
    ("Sau tổng kết Nghị quyết số 37-NQ/TW, Bộ Chính trị ban hành Nghị quyết số 11-NQ/TW.", [], "after a review"),
    ("Điều 15 Nghị định số 178/2024/NĐ-CP được bãi bỏ tại Nghị định số 67/2025/NĐ-CP.", ["67/2025/NĐ-CP REPEALS 178/2024/NĐ-CP"], "an article is repealed"),
    ("Nghị định số 67/2025/NĐ-CP của Chính phủ: Sửa đổi, bổ sung một số điều của Nghị định số 178/2024/NĐ-CP.", ["67/2025/NĐ-CP AMENDS 178/2024/NĐ-CP"], "after a colon"),
    ("Nghị định số 67/2025/NĐ-CP đã sửa đổi Nghị định số 178/2024/NĐ-CP theo hướng mở rộng đối tượng.", ["67/2025/NĐ-CP AMENDS 178/2024/NĐ-CP"], "amended in a certain direction"),
    ("Thông tư này hướng dẫn Nghị định số 178/2024/NĐ-CP đã được sửa đổi, bổ sung tại Nghị định số 67/2025/NĐ-CP.", ["67/2025/NĐ-CP AMENDS 178/2024/NĐ-CP", "TT None GUIDES 178/2024/NĐ-CP"], "guided, and amended by another"),
    ("Kế hoạch số 20-KH/TU về tổ chức học tập, quán triệt, tuyên truyền và triển khai thực hiện các nghị quyết, kết luận Hội nghị lần thứ mười; Quy định số 144-QĐ/TW.", [], "learning and carrying out what has no number"),
    ("Kế hoạch số 20-KH/TU về quán triệt Nghị quyết số 59-NQ/TW.", [], "only learning"),
    ("Chương trình hành động số 22-CTr/TU, ngày 5/6/2025, của Tỉnh ủy Hà Tĩnh “về thực hiện Nghị quyết số 68-NQ/TW, ngày 4/5/2025 của Bộ Chính trị”.", ["22-CTr/TU IMPLEMENTS 68-NQ/TW"], "the title in quotation marks"),
    ("Kế hoạch 22 của Tỉnh ủy thực hiện Nghị quyết 68 của Bộ Chính trị.", ["KH 22 IMPLEMENTS NQ 68"], "short forms"),
    ("Quyết định 176/QĐ-TTg (căn cứ Nghị quyết 52-NQ/TW) phê duyệt chương trình.", ["176/QĐ-TTg BASED_ON 52-NQ/TW"], "a basis in brackets"),
    # --- a third time
    ("Nghị quyết số 27-NQ/TW ngày 21/5/2018 Hội nghị lần thứ bảy Ban Chấp hành Trung ương khóa XII về cải cách chính sách tiền lương được cụ thể hóa tại Nghị quyết số 107/NQ-CP ngày 16/8/2018 của Chính phủ.", ["107/NQ-CP IMPLEMENTS 27-NQ/TW"], "carried out at, with its meeting named"),
    ("Trên cơ sở tổng kết Nghị quyết số 39-NQ/TW, ngày 3/11/2022 Bộ Chính trị ban hành Nghị quyết số 26-NQ/TW.", [], "on the ground of a review"),
    ("Kết luận số 62-KL/TW ngày 2/10/2023 của Bộ Chính trị về việc thực hiện Nghị quyết số 19-NQ/TW, ngày 25/10/2017 Hội nghị lần thứ sáu Ban Chấp hành Trung ương Đảng khóa XII về tiếp tục đổi mới hệ thống tổ chức và quản lý.", ["62-KL/TW IMPLEMENTS 19-NQ/TW"], "việc thực hiện, the meeting behind it"),
    ("Nghị quyết số 38/NQ-CP ngày 02 tháng 4 năm 2024 của Chính phủ ban hành Chương trình hành động của Chính phủ thực hiện Kết luận số 62-KL/TW ngày 02 tháng 10 năm 2023 của Bộ Chính trị.", ["38/NQ-CP IMPLEMENTS 62-KL/TW"], "issues the Government's programme"),
    ("UBND tỉnh Lạng Sơn ban hành Kế hoạch 103/KH-UBND năm 2024 triển khai thực hiện Nghị quyết 38/NQ-CP.", ["103/KH-UBND IMPLEMENTS 38/NQ-CP"], "a plan without số"),
    ("Quyết định 176/QĐ-TTg năm 2022 phê duyệt Chương trình phát triển nông nghiệp ứng dụng công nghệ cao; Quyết định 255/QĐ-TTg năm 2021 phê duyệt Kế hoạch cơ cấu lại ngành nông nghiệp.", [], "two approvals"),
    ("Ngày 10/3/2023, Ban Thường vụ Tỉnh ủy Hòa Bình ban hành Chỉ thị 40-CT/TU tăng cường lãnh đạo thực hiện Kết luận số 48-KL/TW.", ["40-CT/TU IMPLEMENTS 48-KL/TW"], "tăng cường lãnh đạo thực hiện"),
    ("Nghị định này sửa đổi, bổ sung một số điều của Nghị định số 59/2019/NĐ-CP ngày 01 tháng 7 năm 2019 của Chính phủ quy định chi tiết một số điều và biện pháp thi hành Luật Phòng, chống tham nhũng đã được sửa đổi, bổ sung theo Nghị định số 134/2021/NĐ-CP.", ["134/2021/NĐ-CP AMENDS 59/2019/NĐ-CP", "NĐ None AMENDS 59/2019/NĐ-CP"], "amends what guides a law, and was itself amended"),
    ("Thực hiện Nghị quyết 05-NQ/TU của Tỉnh ủy, Kế hoạch 12/KH-UBND của UBND tỉnh, huyện đã trồng mới 300 ha cà phê.", [], "a district acts on two plans"),
    ("Phát biểu chỉ đạo, đồng chí đề nghị các chi bộ tiếp tục quán triệt, triển khai thực hiện nghiêm túc Quy định số 144-QĐ/TW, Chỉ thị số 42-CT/TW.", [], "a speech"),
    ("Kế hoạch số 28-KH/TU nhằm cụ thể hóa và triển khai thực hiện có hiệu quả các nội dung của Nghị quyết số 57-NQ/TW và Chương trình hành động của Chính phủ.", ["28-KH/TU IMPLEMENTS 57-NQ/TW"], "cụ thể hóa và triển khai ... các nội dung của"),
    ("Quy định số 85-QĐ/TW được ban hành thay thế các quy định trước đây, đồng thời bãi bỏ Quy định số 19-QĐ/TW và Quy định số 99-QĐ/TW.", ["85-QĐ/TW REPEALS 19-QĐ/TW", "85-QĐ/TW REPEALS 99-QĐ/TW"], "replaces nothing named, repeals two"),
    ("Chỉ thị số 23-CT/TU nêu rõ: Các cấp ủy tổ chức thực hiện tốt Chỉ thị số 17-CT/TW.", [], "a directive demands of committees"),
    ("Hướng dẫn số 25-HD/BTCTW về một số nội dung nghiệp vụ công tác đảng viên thực hiện theo Quy định số 232-QĐ/TW và Hướng dẫn số 02-HD/TW.", ["25-HD/BTCTW GUIDES 02-HD/TW", "25-HD/BTCTW GUIDES 232-QĐ/TW"], "guidance on what is done theo two"),
    ("Quyết định số 1588/QĐ-UBND phê duyệt Đề án thực hiện Nghị quyết số 11-NQ/TU và Quyết định số 1589/QĐ-UBND phê duyệt Đề án thực hiện Nghị quyết số 12-NQ/TU.", ["1588/QĐ-UBND IMPLEMENTS 11-NQ/TU", "1589/QĐ-UBND IMPLEMENTS 12-NQ/TU"], "two decisions, two schemes"),
    ("Sau khi sơ kết Chỉ thị số 13-CT/TW, Ban Bí thư ban hành Kết luận số 61-KL/TW về tiếp tục thực hiện Chỉ thị số 13-CT/TW.", ["61-KL/TW IMPLEMENTS 13-CT/TW"], "after an interim review"),
    ("Báo cáo số 12-BC/ĐU tổng kết công tác năm 2024; Kế hoạch số 3-KH/ĐU.", [], "a year's work is reviewed"),
    ("Công văn 1035/BNV-CCVC năm 2023 thực hiện Kết luận 40-KL/TW và Kế hoạch 68-KH/TW do Bộ Nội vụ ban hành", ["1035/BNV-CCVC IMPLEMENTS 40-KL/TW", "1035/BNV-CCVC IMPLEMENTS 68-KH/TW"], "a letter carries out two"),
    ("Kết luận 40-KL/TW năm 2022 về nâng cao hiệu quả công tác quản lý biên chế của hệ thống chính trị giai đoạn 2022-2026; Quy định 70-QĐ/TW năm 2022 về quản lý biên chế", [], "a page's list of links"),
    ("Bãi bỏ Quyết định số 15/2018/QĐ-UBND ngày 4/5/2018 và Quyết định số 20/2019/QĐ-UBND.", [], "no document says it repeals"),
    ("UBND TỈNH\nSố: 7/2024/QĐ-UBND\nNam Định, ngày 2 tháng 2 năm 2024\nQUYẾT ĐỊNH\nBãi bỏ Quyết định số 15/2018/QĐ-UBND ngày 4/5/2018 và Quyết định số 20/2019/QĐ-UBND", ["7/2024/QĐ-UBND REPEALS 15/2018/QĐ-UBND", "7/2024/QĐ-UBND REPEALS 20/2019/QĐ-UBND"], "the same in an official text"),
    ("Nghị quyết số 15-NQ/TU của Ban Thường vụ Thành ủy, được HĐND thành phố cụ thể hóa bằng Nghị quyết số 9/2021/NQ-HĐND.", ["9/2021/NQ-HĐND IMPLEMENTS 15-NQ/TU"], "a comma before được, another body"),
    ("Đại hội đã thông qua Nghị quyết số 01-NQ/ĐH để triển khai Nghị quyết Đại hội XIII và Chỉ thị số 35-CT/TW.", ["01-NQ/ĐH IMPLEMENTS 35-CT/TW"], "a congress's own symbol"),
    ("Kế hoạch 120-KH/TU kiểm tra, giám sát việc lãnh đạo, chỉ đạo thực hiện Nghị quyết số 21-NQ/TW về công tác dân số.", ["120-KH/TU REVIEWS 21-NQ/TW"], "inspection of how it is led"),
    ("Ban Bí thư ban hành Quy định số 50-QĐ/TW về công tác quy hoạch cán bộ (thay Quy định số 105-QĐ/TW).", ["50-QĐ/TW REPLACES 105-QĐ/TW"], "thay in brackets"),
    ("Quy định 65-QĐ/TW năm 2022 về luân chuyển cán bộ thay thế Quy định 98-QĐ/TW năm 2017 do Ban Chấp hành Trung ương ban hành", ["65-QĐ/TW REPLACES 98-QĐ/TW"], "a portal's title"),
    ("Ngày 22/11, tại trụ sở Tỉnh ủy, Đoàn kiểm tra 889 công bố Quyết định số 889-QĐNS/TW và Kế hoạch số 06-KH/ĐKT.", [], "a delegation with a number"),
    ("Nghị quyết số 66.7/2025/NQ-CP quy định cắt giảm thủ tục; Nghị định số 69/2024/NĐ-CP về định danh.", [], "a dotted number, and another decree"),
    ("Chính phủ đã ban hành Nghị quyết số 76/NQ-CP sửa đổi, bổ sung Nghị quyết số 74/NQ-CP về Kế hoạch thực hiện sắp xếp, tổ chức lại đơn vị hành chính theo Kết luận số 127-KL/TW.", ["76/NQ-CP AMENDS 74/NQ-CP"], "amends a resolution about a plan"),
    ("Tỉnh ủy có Công văn số 10-CV/TU chỉ đạo các cấp ủy triển khai Kết luận số 1-KL/TW, Kế hoạch số 2-KH/TW.", ["10-CV/TU IMPLEMENTS 1-KL/TW", "10-CV/TU IMPLEMENTS 2-KH/TW"], "a letter tells committees to"),
    ("Nghị định số 150/2025/NĐ-CP thay thế Nghị định số 24/2014/NĐ-CP, Nghị định số 107/2020/NĐ-CP; Nghị định số 37/2014/NĐ-CP, Nghị định số 108/2020/NĐ-CP.", ["150/2025/NĐ-CP REPLACES 107/2020/NĐ-CP", "150/2025/NĐ-CP REPLACES 108/2020/NĐ-CP", "150/2025/NĐ-CP REPLACES 24/2014/NĐ-CP", "150/2025/NĐ-CP REPLACES 37/2014/NĐ-CP"], "a list split by a semicolon"),
    ("Bộ Chính trị đồng ý sơ kết 5 năm, tổng kết 10 năm thực hiện Nghị quyết số 33-NQ/TW; Ban Tuyên giáo Trung ương đã có Kế hoạch số 250-KH/BTGTW về tổng kết Nghị quyết số 33-NQ/TW.", ["250-KH/BTGTW REVIEWS 33-NQ/TW"], "agreed to, then a plan"),
    ("Kế hoạch số 15-KH/TW ngày 12/3/2019 thực hiện Kết luận của Bộ Chính trị về chương trình đổi mới sách giáo khoa; xem thêm Nghị quyết số 29-NQ/TW.", [], "another thing is carried out"),
    # --- a fourth time
    ("Kế hoạch 67/KH-UBND năm 2013 thực hiện Chương trình hành động số 22-CTr/TU thực hiện Kết luận 56-KL/TW về tiếp tục đẩy mạnh phát triển kinh tế tập thể do tỉnh Tuyên Quang ban hành", ["22-CTr/TU IMPLEMENTS 56-KL/TW", "67/KH-UBND IMPLEMENTS 22-CTr/TU"], "a portal's title: a chain without số"),
    ("Quyết định 70/2006/QĐ-UBND về Chương trình hành động thực hiện Nghị quyết 47-NQ/TW, Chỉ thị 21-CT/TU về chính sách dân số - kế hoạch hóa gia đình", ["70/2006/QĐ-UBND IMPLEMENTS 21-CT/TU", "70/2006/QĐ-UBND IMPLEMENTS 47-NQ/TW"], "a list of a resolution and a directive"),
    ("Quyết định 682/QĐ-UBND năm 2017 về Chương trình hành động tăng cường quản lý rừng trên địa bàn tỉnh Quảng Nam nhằm thực hiện Chỉ thị 13-CT/TW và Nghị quyết 06-NQ/TU", ["682/QĐ-UBND IMPLEMENTS 06-NQ/TU", "682/QĐ-UBND IMPLEMENTS 13-CT/TW"], "nhằm thực hiện at the end of a title"),
    ("Chương trình 35/CTr-UBND năm 2021 thực hiện Nghị quyết Đại hội và Chương trình hành động 01-CTr/TU thực hiện Nghị quyết Đại hội Đảng bộ tỉnh Quảng Ninh lần thứ XV", ["35/CTr-UBND IMPLEMENTS 01-CTr/TU"], "a congress stands in the list"),
    ("Thi hành Điều 12 Quy định số 66-QĐ/TW ngày 6/2/2017 của Ban Bí thư, Văn phòng Trung ương Đảng ban hành Hướng dẫn số 36-HD/VPTW.", ["36-HD/VPTW IMPLEMENTS 66-QĐ/TW"], "thi hành an article opens the sentence"),
    ("Kế hoạch 522/KH-UBND năm 2025 triển khai Chỉ thị 39-CT/TW và Quyết định 1560/QĐ-TTg do tỉnh Hà Tĩnh ban hành", ["522/KH-UBND IMPLEMENTS 1560/QĐ-TTg", "522/KH-UBND IMPLEMENTS 39-CT/TW"], "a portal's title: two of two kinds"),
    ("Báo cáo 59/BC-LĐTBXH kết quả thực hiện Chương trình giảm nghèo nhanh theo Nghị quyết 30a/2008/NQ-CP", ["59/BC-LĐTBXH REVIEWS 30a/2008/NQ-CP"], "the results of a programme theo a resolution"),
    ("Nghị quyết 98/NQ-CP năm 2017 về Chương trình hành động của Chính phủ thực hiện Nghị quyết số 10-NQ/TW ngày 3 tháng 6 năm 2017 Hội nghị lần thứ năm Ban Chấp hành Trung ương Đảng khóa XII do Chính phủ ban hành", ["98/NQ-CP IMPLEMENTS 10-NQ/TW"], "a date and a meeting behind"),
    ("Công văn 8056/VPCP-KGVX năm 2024 về Kế hoạch triển khai Kết luận 84-KL/TW do Văn phòng Chính phủ ban hành", ["8056/VPCP-KGVX IMPLEMENTS 84-KL/TW"], "a plan in a letter's title"),
    ("Nghị định 45/2010/NĐ-CP quy định về tổ chức, hoạt động và quản lý hội; Nghị định 33/2012/NĐ-CP sửa đổi Nghị định 45/2010/NĐ-CP", ["33/2012/NĐ-CP AMENDS 45/2010/NĐ-CP"], "two decrees, the second amends"),
    ("Quyết định 13/2024/QĐ-UBND sửa đổi Quy định kèm theo Quyết định 20/2020/QĐ-UBND", ["13/2024/QĐ-UBND AMENDS 20/2020/QĐ-UBND"], "the rules that a decision carries"),
    ("Nghị quyết 02/2025/NQ-HĐND bãi bỏ Nghị quyết 24/2016/NQ-HĐND; 25/2016/NQ-HĐND và 26/2016/NQ-HĐND", ["02/2025/NQ-HĐND REPEALS 24/2016/NQ-HĐND", "02/2025/NQ-HĐND REPEALS 25/2016/NQ-HĐND", "02/2025/NQ-HĐND REPEALS 26/2016/NQ-HĐND"], "a semicolon and a dropped type word"),
    ("Bộ Chính trị ban hành Nghị quyết số 36-NQ/TW, ngày 30/1/2023 thay thế Chỉ thị số 50-CT/TW, ngày 4/3/2005 của Ban Bí thư.", ["36-NQ/TW REPLACES 50-CT/TW"], "replaces a directive of another body"),
    ("Theo Hướng dẫn số 26-HD/BTCTW hướng dẫn một số nội dung Chỉ thị số 35-CT/TW thì tuổi tái cử tính đến tháng 9/2020.", ["26-HD/BTCTW GUIDES 35-CT/TW"], "after theo"),
    ("Huyện ủy Bố Trạch: Quán triệt Chỉ thị số 35-CT/TW của Bộ Chính trị và Kế hoạch số 185-KH/TU của Ban Thường vụ Tỉnh ủy về đại hội đảng bộ các cấp", [], "a headline of learning"),
    ("Nghị quyết số 19-NQ/TW của Hội nghị lần thứ năm thay thế Nghị quyết số 26-NQ/TW của khóa X", ["19-NQ/TW REPLACES 26-NQ/TW"], "two resolutions of two terms"),
    ("Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam; Căn cứ Luật Tổ chức Chính phủ; Chính phủ ban hành Nghị định số 33/2025/NĐ-CP", [], "recitals without numbers"),
    ("Đảng ủy xã tổ chức hội nghị tổng kết 4 năm thực hiện Kết luận số 01-KL/TW; ra mắt mô hình mới theo Kế hoạch số 12-KH/ĐU.", [], "a conference, then a model"),
    ("Kết luận số 35-KL/TW về danh mục chức danh, chức vụ lãnh đạo thay thế Thông báo Kết luận số 13-TB/TW (khóa XII).", ["35-KL/TW REPLACES 13-TB/TW"], "replaces what a notice concluded"),
    ("Với việc ban hành Nghị quyết số 66-NQ/TW, Bộ Chính trị đã tạo nền tảng để thực hiện Nghị quyết số 27-NQ/TW.", [], "with the issue of"),
    ("Quyết định số 14-QĐ/TU ban hành Quy chế, kèm theo Tờ trình số 5-TTr/BTCTU.", [], "a decision and a submission"),
    ("UBND thành phố vừa ban hành Kế hoạch số 200/KH-UBND về việc tiếp tục thực hiện Nghị quyết số 20-NQ/TW và Nghị quyết số 21-NQ/TW ngày 25/10/2017, thay thế Kế hoạch số 150/KH-UBND.", ["200/KH-UBND IMPLEMENTS 20-NQ/TW", "200/KH-UBND IMPLEMENTS 21-NQ/TW", "200/KH-UBND REPLACES 150/KH-UBND"], "a list, a date for both, a replacement"),
    ("Ban Thường vụ Tỉnh ủy yêu cầu: Thực hiện nghiêm Chỉ thị số 30-CT/TU; Kế hoạch số 70-KH/TU.", [], "demanded, not done"),
    ("Việc ban hành Quy định số 205-QĐ/TU là bước cụ thể hóa Quy định số 114-QĐ/TW của Bộ Chính trị.", ["205-QĐ/TU IMPLEMENTS 114-QĐ/TW"], "the issue of it is a step of"),
    ("Đây là nội dung được nêu trong Kế hoạch số 17-KH/TU thực hiện Chỉ thị số 21-CT/TW.", ["17-KH/TU IMPLEMENTS 21-CT/TW"], "named as a part of what carries out"),
    ("Quyết định số 99-QĐ/TW năm 2017, được Hướng dẫn số 07-HD/BTGTW cụ thể hóa, đã phát huy tác dụng.", ["07-HD/BTGTW IMPLEMENTS 99-QĐ/TW"], "an actor between được and its verb"),
    ("Thông tư 05/2024 và Nghị định 100/2019/NĐ-CP cùng Nghị định 168/2024/NĐ-CP (thay thế) được phổ biến tới lái xe.", [], "told to drivers"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "why"), AGAIN, ids=[a[2] for a in AGAIN])
def test_again(text: str, expected: list[str], why: str) -> None:
    assert relations(text) == sorted(expected), why


@pytest.mark.parametrize(("text", "expected", "why"), STATED, ids=[s[2] for s in STATED])
def test_stated(text: str, expected: list[str], why: str) -> None:
    assert relations(text) == sorted(expected), why


@pytest.mark.parametrize(("text", "why"), NOTHING, ids=[n[1] for n in NOTHING])
def test_states_nothing(text: str, why: str) -> None:
    assert relations(text) == [], why
