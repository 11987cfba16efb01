"""Tables of one provision a column are turned upright."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from saextract.mapping.tables.labelled import upright
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


def test_an_ordinary_form_stays_as_it_is() -> None:
    rows = [("Provision", "Requirement", "Comply"), ("3.1", "One.", "Yes"), ("3.2", "Two.", "No")]
    assert turned(*rows) == [list(row) for row in rows]


def test_a_list_of_numbers_with_their_answers_stays_as_it_is() -> None:
    said = ("Complies", "Complies", "Does not comply", "Complies")
    rows = [(f"3.{place}", answer, "") for place, answer in enumerate(said, start=1)]
    assert turned(*rows) == [list(row) for row in rows]


def table_of(rows: tuple[tuple[str, ...], ...]) -> Table:
    made = (Row(cells=tuple(Cell(text=text) for text in row)) for row in rows)
    return Table(rows=tuple(made), detector="test")


def sheets(*tables: tuple[tuple[str, ...], ...]) -> list[list[list[str]]]:
    """The tables that come of sheets, by row and cell."""
    made = tuple(map(table_of, tables))
    return [
        [[cell.text for cell in row.cells if cell] for row in table.rows]
        for table in upright(Parsed(blocks=made)).tables
    ]


NUMBERS = ("3.1", "3.2", "3.3")


@pytest.mark.parametrize(
    "sheet",
    [
        lambda n: (
            ("Code provision", n, "Comply", "Yes"),
            ("Evidence", "Page 2"),
            ("Commentary", ""),
        ),
        lambda n: (
            ("Code provision", "Comply"),
            (n, "Yes"),
            ("Evidence", "Commentary"),
            ("Page 2", ""),
        ),
        lambda n: (
            (f"Code provision: {n}", "Comply: Yes"),
            ("Evidence: Page 2",),
            ("Commentary:",),
        ),
        lambda n: ((f"Code provision\n{n}", "Comply\nYes"), ("Evidence\nPage 2",), ("Commentary",)),
    ],
    ids=["beside", "above", "inside", "lines"],
)
@pytest.mark.parametrize("several", [True, False], ids=["a table each", "one table"])
def test_sheets_of_labels_and_values_become_rows(
    sheet: Callable[[str], tuple[tuple[str, ...], ...]], several: bool
) -> None:
    tables = [sheet(number) for number in NUMBERS]
    found = sheets(*tables) if several else sheets(tuple(row for rows in tables for row in rows))
    rows = [row for table in found for row in table]
    assert rows == [[number, "Yes", "Page 2", ""] for number in NUMBERS]


def test_a_label_that_one_sheet_leaves_out_is_an_empty_cell() -> None:
    whole = [
        (("Provision", n), ("Comply", "Yes"), ("Evidence", "Page 2"), ("Comments", "Good."))
        for n in NUMBERS
    ]
    short = (("Provision", "3.4"), ("Comply", "Met"), ("Evidence", "Page 9"))
    assert sheets(*whole, short)[-1] == [["3.4", "Met", "Page 9", ""]]


def test_labels_in_any_words_are_told_by_their_coming_again() -> None:
    asked = "Residents must be able to raise their complaints in any way and with anyone."
    made = [
        (
            (number, asked, "Not met"),
            ("Where to look", "Notes"),
            (f"Page {number}", "We looked."),
        )
        for number in NUMBERS
    ]
    assert sheets(*made) == [
        [[number, asked, "Not met", f"Page {number}", "We looked."]] for number in NUMBERS
    ]


def test_a_sign_stands_for_the_number_and_values_tell_the_label_of_the_answer() -> None:
    made = [
        (
            ("#", number),
            ("The Code", "Be fair."),
            ("Where we are", "Met"),
            ("Notes", f"See {number}"),
        )
        for number in NUMBERS
    ]
    tables = upright(Parsed(blocks=tuple(map(table_of, made)))).tables
    roles = ("number", "requirement", "answer", "commentary")
    assert [table.roles for table in tables] == [roles] * 3


def test_the_rows_of_a_form_without_further_fields_stay_as_they_are() -> None:
    asked = "Residents must be able to raise their complaints in any way and with anyone."
    rows = tuple((number, asked, "Yes") for number in NUMBERS)
    assert sheets(rows) == [[list(row) for row in rows]]
