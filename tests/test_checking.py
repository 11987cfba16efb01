"""The order in which people look at the rows to check."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from outcomes import assessment, outcome, response
from saextract.dataset.build import build
from saextract.dataset.checking import Order, counted
from saextract.dataset.write import write_dataset
from saextract.model import Confidence, Outcome

LOW = {"confidence_parts": {"match": Confidence.LOW}}
MEDIUM = {"confidence_parts": {"match": Confidence.MEDIUM}, "flags": ("joined-rows",)}


def documents() -> list[Outcome]:
    answers: dict[str, Any] = {
        "1.2": response("HOS-2024:1.2", flags=("joined-over-pages",)),
        "1.3": response("HOS-2024:1.3", "no", commentary="We will act by 1 May 2031."),
        "5.2": response("HOS-2024:5.2", **MEDIUM),
        "6.2": response("HOS-2024:6.2", **LOW),
        "6.3": "not_found",
    }
    again = assessment(answers=answers)
    return [outcome("a.pdf", again), outcome("b.docx", again)]


def test_the_least_sure_come_first_then_the_gravest_and_copies_last() -> None:
    tables = build(documents())
    first = Order(tables).first(tables["responses"])
    one = ["HOS-2024:6.2", "HOS-2024:5.2", "HOS-2024:1.3", "HOS-2024:8.2", "HOS-2024:1.2"]
    assert [row["provision_id"] for row in first] == one + one
    assert [row["path"] for row in first] == ["a.pdf"] * 5 + ["b.docx"] * 5


def test_the_view_has_the_same_order(tmp_path: Path) -> None:
    tables = build(documents())
    write_dataset(tmp_path, tables.items(), {})
    with duckdb.connect(str(tmp_path / "saextract.duckdb"), read_only=True) as connection:
        rows = connection.execute("SELECT assessment_id, provision_id FROM to_check").fetchall()
    first = Order(tables).first(tables["responses"])
    assert rows == [(row["assessment_id"], row["provision_id"]) for row in first]


def test_they_are_counted_by_how_sure_the_reading_is() -> None:
    assert counted(build(documents())["responses"]) == {"low": 2, "medium": 2, "high": 6}
