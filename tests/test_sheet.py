"""Spreadsheets: what the parser sees in their sheets."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from hashlib import sha256

import openpyxl
import pytest
from openpyxl.styles import PatternFill
from openpyxl.workbook.workbook import Workbook

from saextract.errors import DocumentError
from saextract.model import Parsed, Passage, SheetLocator, Source
from saextract.parsers.sheet import MEDIA_TYPES, parse, shown


def source(data: bytes) -> Source:
    return Source(
        path="a.xlsx", data=data, sha256=sha256(data).hexdigest(), media_type=MEDIA_TYPES[0]
    )


def read(fill: Callable[[Workbook], None]) -> Parsed:
    workbook = openpyxl.Workbook()
    fill(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return parse(source(out.getvalue()))


def texts(parsed: Parsed, table: int = 0) -> list[list[str]]:
    return [[c.text if c else "-" for c in row.cells] for row in parsed.tables[table].rows]


def test_what_stands_above_the_table_is_no_row() -> None:
    def fill(book: Workbook) -> None:
        book.active.title = "Section 1"
        for row in (["Larkspur Example Homes"], [], ["No.", "Text", "Comply"], ["1.2", "A", "Yes"]):
            book.active.append(row)

    parsed = read(fill)
    assert texts(parsed) == [["No.", "Text", "Comply"], ["1.2", "A", "Yes"]]
    passages = [b.text for b in parsed.blocks if isinstance(b, Passage)]
    assert passages == ["Section 1", "Larkspur Example Homes"]


def test_a_number_reads_as_its_format_shows_it() -> None:
    def fill(book: Workbook) -> None:
        book.active.append(["No.", "Text"])
        book.active.append([5.1, "A"])
        book.active["A2"].number_format = "0.00"

    assert texts(read(fill))[1][0] == "5.10"


def test_merged_cells_are_one_cell_and_places_are_true() -> None:
    def fill(book: Workbook) -> None:
        for row in (["No.", "Text", "Comply"], ["Section 2", None, None], ["2.1", "A", "Yes"]):
            book.active.append(row)
        book.active.merge_cells("A2:C2")

    parsed = read(fill)
    banner = parsed.tables[0].rows[1].cells
    assert banner[1] is banner[2] is None
    assert banner[0] is not None
    assert (banner[0].text, banner[0].span) == ("Section 2", 3)
    answer = parsed.tables[0].rows[2].cells[2]
    assert answer is not None
    assert answer.locators == (SheetLocator(sheet="Sheet", row=3, column=3),)


def test_hidden_columns_and_sheets_stay_out_and_a_hidden_row_is_reported() -> None:
    def fill(book: Workbook) -> None:
        for row in (["No.", "Internal", "Text"], ["1.2", "x", "A"], ["1.3", "y", "B"]):
            book.active.append(row)
        book.active.column_dimensions["B"].hidden = True
        book.active.row_dimensions[3].hidden = True
        other = book.create_sheet("Lists")
        other.append(["Yes", "No"])
        other.sheet_state = "hidden"

    parsed = read(fill)
    assert len(parsed.tables) == 1
    assert texts(parsed) == [["No.", "Text"], ["1.2", "A"]]
    assert [(p.code, p.place) for p in parsed.problems] == [("text-lost", "sheet Sheet, row 3")]


def test_links_and_fills_are_kept() -> None:
    def fill(book: Workbook) -> None:
        book.active.append(["Evidence", "RAG"])
        book.active.append(["Policy", "Green"])
        book.active["A2"].hyperlink = "https://policy.example/"
        book.active["B2"].fill = PatternFill("solid", fgColor="FF00B050")

    evidence, rag = read(fill).tables[0].rows[1].cells
    assert evidence is not None
    assert rag is not None
    assert evidence.links == ("https://policy.example/",)
    assert (evidence.fill, rag.fill) == (None, "00B050")


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (None, "General", ""),
        (5.1, "General", "5.1"),
        (5.1, "0.00", "5.10"),
        (0.7, "0%", "70%"),
        (0.705, "0.0%", "70.5%"),
        (12, "General", "12"),
        (True, "General", "TRUE"),
        (datetime.datetime(2024, 6, 30), "dd/mm/yyyy", "30/06/2024"),
        (datetime.datetime(2024, 6, 3), "d mmmm yyyy", "3 June 2024"),
        (datetime.datetime(2024, 6, 3), "mmm-yy", "Jun-24"),
        (datetime.datetime(2024, 6, 3), "mm-dd-yy", "03/06/2024"),
        ("Yes", "@", "Yes"),
    ],
)
def test_values_read_as_shown(value: object, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_a_broken_workbook_is_a_document_error() -> None:
    with pytest.raises(DocumentError) as caught:
        parse(source(b"PK\x03\x04 not a workbook"))
    assert caught.value.code == "truncated"
