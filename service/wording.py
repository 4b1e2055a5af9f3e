"""What problems are called in Vietnamese: code -> title and next step. English stands in ``problems``; a problem's
detail is English everywhere."""

from __future__ import annotations

from collections.abc import Mapping

VIETNAMESE: Mapping[str, tuple[str, str]] = {
    "moved-id": ("Nhiều văn bản ứng với mã này", "Dùng một trong các mã được liệt kê."),
    "unauthorized": ("Thiếu khóa hoặc khóa sai", "Gửi kèm tiêu đề: Authorization: Bearer <khóa>."),
    "writes-off": ("Không ghi được qua HTTP", "Tạo khóa: directive-graph keys make --role loader."),
    "wrong-role": (
        "Khóa không đủ quyền",
        "Dùng khóa có vai trò nêu trong detail: directive-graph keys make.",
    ),
    "request-in-progress": (
        "Yêu cầu đầu tiên vẫn đang chạy",
        "Gửi lại đúng yêu cầu đó sau số giây trong Retry-After: kết quả được giữ lại.",
    ),
    "idempotency-mismatch": (
        "Idempotency-Key này thuộc về một yêu cầu khác",
        "Mỗi yêu cầu dùng một Idempotency-Key riêng; chỉ gửi lại khi nội dung không đổi.",
    ),
    "keys-unusable": ("Không đọc được tệp khóa", "Sửa tệp khóa; nhật ký nêu tên tệp."),
    "unknown-id": ("Không có gì mang mã này", "Tìm mã bằng /api/v1/resolve hoặc /api/v1/search."),
    "unknown-symbol": (
        "Không có văn bản nào khớp",
        "Xem các văn bản gần nhất, kiểm tra số và loại, hoặc dùng /api/v1/search.",
    ),
    "not-found": ("Địa chỉ này không có gì", "Các địa chỉ được liệt kê ở /docs."),
    "method-not-allowed": ("Địa chỉ này không nhận phương thức đó", "Xem tiêu đề Allow, hoặc /docs."),
    "ambiguous-symbol": ("Nhiều văn bản cùng khớp", "Nói rõ văn bản nào, bằng một trường trong hints."),
    "integrity": ("Có quan hệ sẽ mất một đầu", "Chưa ghi gì. Báo kèm mã yêu cầu (request_id)."),
    "decision-conflict": ("Có một quyết định trái ngược", "Hủy quyết định được nêu, hoặc giữ nguyên."),
    "gone-id": ("Văn bản mang mã này đã bị rút", "Tìm những gì hiện có bằng /api/v1/search."),
    "precondition-failed": ("Đã thay đổi từ khi bạn xem", "Xem lại rồi quyết định lại."),
    "precondition-required": ("Cần cho biết bạn đã thấy gì", "Gửi If-Match với giá trị record của văn bản, hoặc *."),
    "too-large": ("Nội dung gửi lên quá lớn", "Chia nhỏ ra; văn bản dài: tăng DIRECTIVE_GRAPH_MAX_TEXT_BYTES."),
    "unsupported-media-type": ("Không đọc loại nội dung này", "Gửi text/plain bằng UTF-8, hoặc JSON có trường text."),
    "invalid-question": ("Một tham số vượt giới hạn", "Các giới hạn được liệt kê ở /api/v1/schema."),
    "validation": ("Không hiểu yêu cầu", "Mỗi lỗi chỉ rõ chỗ sai; /docs liệt kê những gì được hiểu."),
    "unreadable-source": ("Không đọc được văn bản", "Gửi văn bản thuần bằng UTF-8."),
    "too-many-requests": ("Quá nhiều yêu cầu", "Đợi số giây trong Retry-After; hỏi gộp nhiều thứ trong một lần."),
    "internal": ("Có lỗi ở phía dịch vụ", "Thử lại; nếu vẫn lỗi, báo kèm mã yêu cầu (request_id)."),
    "store-unavailable": ("Tạm thời không truy cập được dữ liệu", "Thử lại sau vài giây."),
    "store-read-only": ("Không ghi được dữ liệu", "Cho phép ghi tệp dữ liệu, tệp khóa và các thư mục chứa chúng."),
    "store-incompatible": (
        "Phiên bản này không đọc được tệp dữ liệu",
        "Dùng phiên bản đã ghi nó, hoặc tệp khác.",
    ),
}
