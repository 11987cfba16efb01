"""Tables of one provision a column, or one field a row, are turned upright."""

from __future__ import annotations

from saextract.mapping.tables.turned import upright
from saextract.model import Cell, Parsed, Row, Table


def turned(*rows: tuple[str, ...]) -> list[list[str]]:
    made = Table(
        rows=tuple(Row(cells=tuple(Cell(text=text) for text in row)) for row in rows),
        detector="test",
    )
    (table,) = upright(Parsed(blocks=(made,))).tables
    return [[cell.text for cell in row.cells if cell] for row in table.rows]


def test_provisions_in_columns_become_rows_under_the_labels() -> None:
    assert turned(
        ("Provision", "3.1", "3.2", "3.3"),
        ("Requirement", "One.", "Two.", "Three."),
        ("Comply", "Yes", "No", ""),
        ("Commentary", "A", "B", "C"),
    ) == [
        ["Provision", "Requirement", "Comply", "Commentary"],
        ["3.1", "One.", "Yes", "A"],
        ["3.2", "Two.", "No", "B"],
        ["3.3", "Three.", "", "C"],
    ]


def test_fields_in_rows_become_columns() -> None:
    rows = [("Provision", "Field", "Value")]
    for number in ("3.1", "3.2", "3.3"):
        rows += [(number, "Comply", "Yes"), (number, "Evidence", f"Page {number}")]
    assert turned(*rows) == [
        ["Code provision", "Comply", "Evidence"],
        ["3.1", "Yes", "Page 3.1"],
        ["3.2", "Yes", "Page 3.2"],
        ["3.3", "Yes", "Page 3.3"],
    ]


def test_an_ordinary_form_stays_as_it_is() -> None:
    rows = [("Provision", "Requirement", "Comply"), ("3.1", "One.", "Yes"), ("3.2", "Two.", "No")]
    assert turned(*rows) == [list(row) for row in rows]
