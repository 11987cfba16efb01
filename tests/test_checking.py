"""The order in which people look at the rows to check."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import openpyxl

from outcomes import assessment, outcome, response
from saextract.dataset.build import build
from saextract.dataset.checking import counted
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


def in_order(folder: Path) -> list[tuple[str, str]]:
    """Files and provisions of the view."""
    write_dataset(folder, build(documents()).items(), {})
    with duckdb.connect(str(folder / "saextract.duckdb"), read_only=True) as connection:
        return connection.execute("SELECT path, provision_id FROM to_check").fetchall()


def test_the_least_sure_come_first_then_the_gravest_and_copies_last(tmp_path: Path) -> None:
    numbers = ("6.2", "5.2", "1.3", "8.2", "1.2")
    assert in_order(tmp_path) == [
        (path, f"HOS-2024:{number}") for path in ("a.pdf", "b.docx") for number in numbers
    ]


def test_the_sheet_has_the_same_order(tmp_path: Path) -> None:
    rows = in_order(tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "dataset.xlsx")["To check"]
    heads = [cell.value for cell in sheet[1]]
    shown = [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(2, values_only=True)]
    assert [(row["File"], row["Provision"]) for row in shown] == rows


def test_they_are_counted_by_how_sure_the_reading_is() -> None:
    assert counted(build(documents())["responses"]) == {"low": 2, "medium": 2, "high": 6}
