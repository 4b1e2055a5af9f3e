"""The graph is a function of the set of sources: order, repetition, retraction and rebuilding leave no trace."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_schema.store import open_store
from graph_schema.store.base import Store
from graph_schema.store.dump import dump
from graph_schema.vocabulary import load
from loaders.pipeline import Metadata, load_text, rebuild, retract, source_id

V = load()

TEXTS = [
    ("Kế hoạch số 43-KH/TU ngày 18/1/2022 của Tỉnh ủy thực hiện Kết luận số 21-KL/TW ngày 25/10/2021.", None, None),
    (
        "Kế hoạch số 43-KH/TU ngày 18/1/2022 của Tỉnh ủy Kon Tum thực hiện Kết luận số 21-KL/TW ngày 25/10/2021.",
        None,
        None,
    ),
    (
        "Kế hoạch số 43-KH/TU ngày 18/1/2022 của Tỉnh ủy Đồng Nai thực hiện Kết luận số 21-KL/TW (khóa XIII).",
        None,
        None,
    ),
    (
        "Chương trình số 55-CTr/TU ngày 25/4/2023 của Tỉnh ủy. Kế hoạch số 43-KH/TU ngày 18/1/2022 thực hiện Kết luận số 21-KL/TW.",
        None,
        None,
    ),
    ("Nghị quyết số 18-NQ/TW ngày 25/10/2017 về sắp xếp tổ chức bộ máy.", "2018-01-01", None),
    ("Nghị quyết số 18-NQ/TW ngày 16/6/2022 về quản lý và sử dụng đất đai.", "2022-07-01", None),
    (
        "Nghị quyết số 18-NQ/TW ngày 15/10/2017. Kế hoạch số 7-KH/TW ngày 27/11/2017 thực hiện Nghị quyết số 18-NQ/TW.",
        None,
        None,
    ),
    ("Tỉnh bàn Nghị quyết 18 và Nghị quyết số 18-NQ/TW.", "2019-05-05", "Kon Tum"),
    ("Kế hoạch số 43-KH/TU của Tỉnh ủy; Nghị quyết 18 về tổ chức bộ máy.", "2023-05-05", "Kon Tum"),
    (
        "Kết luận số 09-KL/BCĐ ngày 24/11/2024 của Ban Chỉ đạo Trung ương. Kết luận số 09-KL/TW ngày 24/11/2024.",
        None,
        None,
    ),
    ("Nghị định số 178/2024/NĐ-CP. Nghị định số 178/NĐ-CP ngày 31/12/2024. Nghị quyết số 10/NQ-CP.", None, None),
    (
        "1. Triển khai thực hiện Kết luận số 21-KL/TW (khóa XIII).\n2. Thực hiện Nghị quyết số 28-NQ/TW (khóa XIII).\n3. Sơ kết.",
        None,
        "Đồng Nai",
    ),
    ("Quyết định số 137-QĐ/TW ngày 1/12/2023 thay thế Quyết định số 04-QĐi/TW ngày 25/7/2018.", None, None),
    ("Hội nghị bàn về công tác tổ chức.", None, None),
]


def put(store: Store, n: int) -> None:
    text, date, place = TEXTS[n]
    load_text(store, text.encode(), f"t{n}", Metadata(title=f"t{n}", date=date, place=place), V)


def whole(store: Store) -> list[str]:
    with store.read() as graph:
        return list(dump(graph, journal=False))


def fresh(folder: str, name: str) -> Store:
    return open_store(str(Path(folder) / name))


which = st.lists(st.integers(0, len(TEXTS) - 1), min_size=1, max_size=6)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(which, st.randoms(use_true_random=False), st.sets(st.integers(0, len(TEXTS) - 1), max_size=3))
def test_order_repetition_retraction_and_rebuild(chosen: list[int], random: object, extra: set[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        plain, shuffled = fresh(folder, "a.sqlite"), fresh(folder, "b.sqlite")
        for n in sorted(set(chosen)):
            put(plain, n)
        steps = [*chosen, *extra, *chosen[:2]]
        random.shuffle(steps)  # type: ignore[attr-defined]
        for n in steps:
            put(shuffled, n)
        for n in sorted(extra - set(chosen)):
            retract(shuffled, source_id(TEXTS[n][0].encode()), V)
        assert whole(shuffled) == whole(plain)
        rebuild(shuffled, V)
        assert whole(shuffled) == whole(plain)
        plain.close()
        shuffled.close()


def test_a_later_text_of_one_address_supersedes_until_it_is_retracted() -> None:
    old, new = "Kế hoạch số 12-KH/TW ngày 3/3/2022.", "Kế hoạch số 13-KH/TW ngày 3/3/2022."
    with tempfile.TemporaryDirectory() as folder:
        store, alone = fresh(folder, "a.sqlite"), fresh(folder, "b.sqlite")
        for text, date in ((new, "2024-02-02"), (old, "2023-01-01")):
            load_text(store, text.encode(), "page", Metadata(url="https://bao.example/bai", date=date), V)
        load_text(alone, old.encode(), "page", Metadata(url="https://bao.example/bai", date="2023-01-01"), V)
        with store.read() as graph:
            assert set(graph.nodes(["12-kh-tw.xiii", "13-kh-tw.xiii"])) == {"13-kh-tw.xiii"}
        retract(store, source_id(new.encode()), V)
        assert whole(store) == whole(alone)
