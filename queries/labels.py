"""How values are shown to a Vietnamese reader."""

from __future__ import annotations

from collections.abc import Mapping

from graph_schema.model import IssuingBody, Node
from graph_schema.vocabulary import Vocabulary

LEVELS = {
    "central": "Trung ương",
    "state-central": "Nhà nước trung ương",
    "ministry": "Bộ, ngành",
    "province": "Tỉnh, thành phố",
    "district": "Huyện",
    "commune": "Xã",
}
KINDS = {"directive": "Văn bản chỉ đạo", "plan": "Kế hoạch", "task": "Nhiệm vụ", "body": "Cơ quan"}
SYSTEMS = {"party": "Đảng", "state": "Nhà nước"}
STATUSES = {"draft": "Dự thảo"}
TITLES = {"back-translated": "dịch ngược", "stated": "theo nguồn", "official": "chính thức", "head": "theo văn bản"}


def label(facet: str, value: str | None, vocabulary: Vocabulary, bodies: Mapping[str, Node]) -> str | None:
    """A facet value in words; None for an unknown one, the value itself where there are no words for it."""
    if value is None:
        return None
    if facet == "place":
        return vocabulary.place_name(value)
    if facet == "type":
        kind = vocabulary.type(value)
        return kind.words[0] if kind else value
    if facet == "body":
        body = bodies.get(value)
        return body.name if isinstance(body, IssuingBody) else value
    table = {"level": LEVELS, "kind": KINDS, "system": SYSTEMS, "status": STATUSES}.get(facet, {})
    return table.get(value, value)
