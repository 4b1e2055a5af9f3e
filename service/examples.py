"""The examples that the description of the interface shows; tests hold them true of the bundled data."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).with_name("examples.json")
"""Real answers: operation -> what was asked, and the answer. ``tests.made_examples`` makes the file."""
METRICS = """\
# HELP directive_graph_requests_total Requests answered by this process
# TYPE directive_graph_requests_total counter
directive_graph_requests_total{method="GET",process="1",route="/healthz",status="200"} 1.0
# HELP directive_graph_version Version of the graph: every change adds 1
# TYPE directive_graph_version gauge
directive_graph_version 6.0
"""


@cache
def shipped() -> dict[str, dict[str, Any]]:
    """Operation (``GET /path``; with a status when it is not 200) -> example."""
    made: dict[str, dict[str, Any]] = json.loads(SHIPPED.read_text("utf-8"))
    return made


def show(document: dict[str, Any]) -> None:
    """Puts the examples into an OpenAPI document."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for status in ("200", "201"):
                name = f"{method.upper()} {path}" + ("" if status == "200" else f" {status}")
                if made := shipped().get(name):
                    cut = ", each list cut to its first item" if made["short"] else ""
                    example = {"summary": made["asked"] + cut, "value": made["answer"]}
                    operation["responses"][status]["content"]["application/json"]["examples"] = {"real": example}
    document["paths"]["/metrics"]["get"]["responses"]["200"]["content"]["text/plain"]["example"] = METRICS


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
