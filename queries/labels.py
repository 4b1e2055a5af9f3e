"""How values are shown to a reader: in Vietnamese, or in English where the vocabulary speaks it."""

from __future__ import annotations

from collections.abc import Mapping

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
KNOWN_BY = {"text": "một bài viết hoặc văn bản", "table": "một dòng trong bảng", "citation": "chỉ qua dẫn chiếu"}
FAMILIES = {
    "implementation": "Thực hiện, hướng dẫn",
    "basis": "Căn cứ ban hành",
    "citation": "Dẫn chiếu",
    "change": "Sửa đổi, thay thế, bãi bỏ",
    "review": "Sơ kết, tổng kết",
    "structure": "Cơ cấu tổ chức",
}
DIRECTIONS = {
    "root": "văn bản đang xem",
    "out": "văn bản này tác động tới",
    "in": "tác động tới văn bản này",
    "up": "phía trên: văn bản này dựa vào",
    "down": "phía dưới: dựa vào văn bản này",
}

ENGLISH: Mapping[str, Mapping[str, str]] = {
    "level": {
        "central": "Central",
        "state-central": "Central, state",
        "ministry": "Ministry",
        "province": "Province or city",
        "district": "District",
        "commune": "Commune",
    },
    "kind": {"directive": "Directive", "plan": "Plan", "task": "Task", "body": "Body"},
    "system": {"party": "Party", "state": "State"},
    "status": {"draft": "Draft"},
    "title_status": {
        "back-translated": "translated back",
        "stated": "as a source states it",
        "official": "official",
        "head": "from the document's own head",
    },
    "known_by": {"text": "an article or document", "table": "a table row", "citation": "citations alone"},
    "family": {
        "implementation": "Implementation and guidance",
        "basis": "Legal basis",
        "citation": "Citation",
        "change": "Amendment, replacement, repeal",
        "review": "Review",
        "structure": "Organisation",
    },
    "direction": {
        "root": "the document itself",
        "out": "it acts on",
        "in": "acts on it",
        "up": "upstream: what it rests on",
        "down": "downstream: what rests on it",
    },
}
VIETNAMESE: Mapping[str, Mapping[str, str]] = {
    "level": LEVELS,
    "kind": KINDS,
    "system": SYSTEMS,
    "status": STATUSES,
    "title_status": TITLES,
    "known_by": KNOWN_BY,
    "family": FAMILIES,
    "direction": DIRECTIONS,
}


def table(facet: str, vocabulary: Vocabulary) -> Mapping[str, str]:
    """The values of a facet with their labels, in the vocabulary's language; empty for a facet without a fixed set."""
    return (ENGLISH if vocabulary.language == "en" else VIETNAMESE).get(facet, {})


def label(facet: str, value: str | None, vocabulary: Vocabulary, names: Mapping[str, str]) -> str | None:
    """A facet value in words; None for an unknown one, the value itself where there are no words for it. Names of
    places and bodies are Vietnamese in every language; ``names`` holds those of bodies."""
    if value is None:
        return None
    if facet == "place":
        return vocabulary.place_name(value)
    if facet == "type":
        kind = vocabulary.type(value)
        return value if kind is None else kind.english if vocabulary.language == "en" else kind.words[0]
    if facet == "body":
        return names.get(value, value)
    return table(facet, vocabulary).get(value, value)
