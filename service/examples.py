"""An example that the description of the interface shows; a test holds it true of the bundled data."""

from __future__ import annotations

from typing import Any

TEXT = "Kế hoạch số 86-KH/TU, ngày 7/5/2018 của Tỉnh ủy Quảng Trị thực hiện Nghị quyết số 18-NQ/TW khóa XII."
CITED: dict[str, Any] = {
    "text": TEXT,
    "citations": [
        {
            "start": 0,
            "end": 20,
            "surface": "Kế hoạch số 86-KH/TU",
            "form": "full",
            "symbol": "86-KH/TU",
            "type": "KH",
            "number": "86",
            "date": "2018-05-07",
            "issuer": "Tỉnh ủy Quảng Trị",
            "term": None,
            "title": None,
            "document": 1,
            "resolution": {
                "outcome": "one",
                "id": "86-kh-tu.quang-tri.2015-2020",
                "known": True,
                "candidates": [],
                "total": 0,
                "why": "complete key",
            },
        },
        {
            "start": 68,
            "end": 90,
            "surface": "Nghị quyết số 18-NQ/TW",
            "form": "full",
            "symbol": "18-NQ/TW",
            "type": "NQ",
            "number": "18",
            "date": None,
            "issuer": None,
            "term": "XII",
            "title": None,
            "document": 2,
            "resolution": {
                "outcome": "one",
                "id": "18-nq-tw.xii",
                "known": True,
                "candidates": [],
                "total": 0,
                "why": "complete key",
            },
        },
    ],
    "relations": [
        {
            "from": 0,
            "type": "IMPLEMENTS",
            "to": 1,
            "cue_start": 58,
            "cue_end": 67,
            "rule": "implements",
            "confidence": 0.95,
        },
    ],
    "tasks": [],
    "flags": [],
    "notes": [],
    "partial": None,
    "graph_version": 6,
}
