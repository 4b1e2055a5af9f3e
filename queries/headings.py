"""What the groups of a diagram are called: as the legal portals call them where they have such a group, in words of our
own where they have none; implementation, review and tasks are in no portal's diagram."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph_schema.model import EdgeType
from graph_schema.vocabulary import RelationType, Vocabulary

OUT, IN = "out", "in"
DOCUMENT, TASK, BODY = "document", "task", "body"
Key = tuple[EdgeType, str, str]
"""Relation type; out when the document asked about acts, in when it is acted upon; what stands at the other end."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A group's name and what it holds, in both languages; ``portal`` when the legal portals know the group."""

    label_vi: str
    label_en: str
    tooltip_vi: str
    tooltip_en: str
    portal: bool = False


_T = EdgeType
_DOCUMENTS: tuple[tuple[EdgeType, str, Heading], ...] = (
    (
        _T.IMPLEMENTS,
        OUT,
        Heading(
            "Văn bản được thực hiện",
            "Implements",
            "Chủ trương, nhiệm vụ cấp trên mà văn bản này triển khai",
            "What this document carries out",
        ),
    ),
    (
        _T.GUIDES,
        OUT,
        Heading(
            "Văn bản được hướng dẫn",
            "Guides",
            "Văn bản mà văn bản này chỉ cách làm",
            "What this document tells how to apply",
            portal=True,
        ),
    ),
    (
        _T.BASED_ON,
        OUT,
        Heading(
            "Văn bản căn cứ",
            "Based on",
            "Văn bản nêu ở phần “Căn cứ” khi ban hành",
            "What its preamble rests on",
            portal=True,
        ),
    ),
    (
        _T.AMENDS,
        OUT,
        Heading(
            "Văn bản được sửa đổi bổ sung",
            "Amends",
            "Văn bản có phần bị văn bản này viết lại hoặc thêm vào",
            "What this document rewrites or adds to in part",
            portal=True,
        ),
    ),
    (
        _T.REPLACES,
        OUT,
        Heading(
            "Văn bản bị thay thế",
            "Replaces",
            "Văn bản cũ mà văn bản này đứng vào chỗ",
            "What this document takes the place of",
            portal=True,
        ),
    ),
    (
        _T.REPEALS,
        OUT,
        Heading(
            "Văn bản bị hết hiệu lực",
            "Repeals",
            "Văn bản bị văn bản này bãi bỏ toàn bộ hoặc một phần",
            "What this document ends, wholly or in part",
            portal=True,
        ),
    ),
    (
        _T.SUSPENDS,
        OUT,
        Heading(
            "Văn bản bị đình chỉ",
            "Suspends",
            "Văn bản bị văn bản này tạm ngừng thi hành",
            "What this document puts on hold",
            portal=True,
        ),
    ),
    (
        _T.REVIEWS,
        OUT,
        Heading(
            "Văn bản được sơ kết, tổng kết",
            "Reviews",
            "Văn bản mà văn bản này nhìn lại kết quả thực hiện",
            "What this document takes stock of",
        ),
    ),
    (
        _T.CITES,
        OUT,
        Heading(
            "Văn bản được dẫn chiếu",
            "Cites",
            "Văn bản được nhắc tới mà không thuộc nhóm nào ở trên",
            "What is mentioned without any of the relations above",
            portal=True,
        ),
    ),
    (
        _T.IMPLEMENTS,
        IN,
        Heading(
            "Văn bản thực hiện",
            "Implemented by",
            "Kế hoạch, chương trình và văn bản khác triển khai văn bản này",
            "Plans, programmes and others that carry this document out",
        ),
    ),
    (
        _T.GUIDES,
        IN,
        Heading(
            "Văn bản hướng dẫn",
            "Guided by",
            "Văn bản chỉ cách làm theo văn bản này",
            "What tells how to apply this document",
            portal=True,
        ),
    ),
    (
        _T.BASED_ON,
        IN,
        Heading(
            "Văn bản lấy làm căn cứ",
            "Basis of",
            "Văn bản nêu văn bản này ở phần “Căn cứ”",
            "What names this document in its preamble",
        ),
    ),
    (
        _T.AMENDS,
        IN,
        Heading(
            "Văn bản sửa đổi bổ sung",
            "Amended by",
            "Văn bản viết lại hoặc thêm vào một phần văn bản này",
            "What rewrites or adds to this document in part",
            portal=True,
        ),
    ),
    (
        _T.REPLACES,
        IN,
        Heading(
            "Văn bản thay thế",
            "Replaced by",
            "Văn bản mới đứng vào chỗ văn bản này",
            "What takes the place of this document",
            portal=True,
        ),
    ),
    (
        _T.REPEALS,
        IN,
        Heading(
            "Văn bản bãi bỏ",
            "Repealed by",
            "Văn bản làm văn bản này hết hiệu lực toàn bộ hoặc một phần",
            "What ends this document, wholly or in part",
        ),
    ),
    (
        _T.SUSPENDS,
        IN,
        Heading(
            "Văn bản đình chỉ",
            "Suspended by",
            "Văn bản tạm ngừng thi hành văn bản này",
            "What puts this document on hold",
        ),
    ),
    (
        _T.REVIEWS,
        IN,
        Heading(
            "Văn bản sơ kết, tổng kết",
            "Reviewed by",
            "Văn bản nhìn lại kết quả thực hiện văn bản này",
            "What takes stock of this document",
        ),
    ),
    (
        _T.CITES,
        IN,
        Heading(
            "Văn bản dẫn chiếu",
            "Cited by",
            "Văn bản nhắc tới văn bản này mà không thuộc nhóm nào ở trên",
            "What mentions this document without any of the relations above",
        ),
    ),
)
_TASKS: tuple[tuple[EdgeType, Heading], ...] = (
    (
        _T.IMPLEMENTS,
        Heading(
            "Nhiệm vụ thực hiện",
            "Tasks that implement it",
            "Nhiệm vụ được giao để triển khai văn bản này",
            "Numbered provisions that assign work under this document",
        ),
    ),
    (
        _T.CITES,
        Heading(
            "Nhiệm vụ dẫn chiếu",
            "Tasks that cite it",
            "Nhiệm vụ có nhắc tới văn bản này",
            "Numbered provisions that mention this document",
        ),
    ),
)
HEADINGS: Mapping[Key, Heading] = {
    **{(kind, way, DOCUMENT): heading for kind, way, heading in _DOCUMENTS},
    **{(kind, IN, TASK): heading for kind, heading in _TASKS},
}
"""The groups every diagram has, in the order they are shown."""


def heading(key: Key, vocabulary: Vocabulary) -> Heading:
    """The heading of any group; one that no diagram has is called by its relation."""
    if key in HEADINGS:
        return HEADINGS[key]
    names: RelationType = vocabulary.relation(key[0])
    vi, en = (names.label_vi, names.label_en) if key[1] == OUT else (names.inverse_vi, names.inverse_en)
    return Heading(vi[:1].upper() + vi[1:], en[:1].upper() + en[1:], vi, en)


def key_text(key: Key) -> str:
    """A group's key as answers write it: ``IMPLEMENTS.in.task``."""
    return ".".join((key[0].value, *key[1:]))
