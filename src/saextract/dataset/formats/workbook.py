"""XLSX workbooks for people: readable widths, wrapped text, fixed headers, filters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..tables import Column, Table, Value

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

CELL_LIMIT = 32_767
"""Characters that a cell of a spreadsheet can hold (Microsoft, "Excel specifications")."""

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA = re.compile(r"[\s']*[=+\-@＝＋－＠]")
_WIDTHS = {
    "requirement": 50, "requirement_printed": 50, "evidence": 60, "commentary": 60, "quote": 50,
    "message": 60, "action": 60, "answer_printed": 18, "path": 40, "problems": 50, "places": 20,
    "landlord": 28, "provision_id": 16, "answer": 14, "other": 30, "flags": 24, "rule": 24,
    "owner": 24, "text": 100, "sha256": 70, "document_ids": 22, "assessment_id": 22,
    "document_id": 20, "reference_id": 16, "unmapped": 30, "media_type": 20, "status": 20,
    "confidence_parts": 24, "kind": 18, "url": 30,
}  # fmt: skip
_NARROW = 12
_TEXT_WIDTH = 110
_LINE_HEIGHT = 15.0
_TALLEST = 240.0
"""Points; a longer text is cut on the screen, not in the cell."""


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook.

    Attributes:
        table: its columns.
        rows: its rows.
    """

    table: Table
    rows: Sequence[Mapping[str, Value]]


def write_workbook(path: Path, notes: Iterable[tuple[str, str]], sheets: Sequence[Sheet]) -> None:
    """Writes a workbook with a first sheet "Read me" and one sheet for each table.

    Every text is typed as text, so that none can run as a formula. Control characters, which
    the format cannot hold, become U+FFFD; a text over the limit of a cell is cut there and
    ends with a remark that says so.

    Args:
        path: the file; written over.
        notes: rows of the first sheet, each a label and a text.
        sheets: the other sheets.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    _read_me(book, notes, sheets)
    for sheet in sheets:
        _add(book, sheet)
    book.save(path)


def _read_me(book: Workbook, notes: Iterable[tuple[str, str]], sheets: Sequence[Sheet]) -> None:
    page = book.create_sheet("Read me")
    page.column_dimensions["A"].width = 28
    page.column_dimensions["B"].width = _TEXT_WIDTH
    _fit_to_width(page)
    lines = [(label, text, bool(label)) for label, text in notes]
    lines += [("", "", False), ("Columns", "of each sheet", True)]
    for sheet in sheets:
        lines += [("", "", False), (sheet.table.name, sheet.table.description, True)]
        lines += [(c.name, c.description, False) for c in _shown(sheet.table)]
    for number, (label, text, bold) in enumerate(lines, 1):
        page.row_dimensions[number].height = _height([(text, _TEXT_WIDTH)])
        page.append([_cell(page, label, bold=bold), _cell(page, text)])


def _add(book: Workbook, sheet: Sheet) -> None:
    from openpyxl.utils import get_column_letter

    page = book.create_sheet(sheet.table.name)
    columns = _shown(sheet.table)
    for number, column in enumerate(columns, 1):
        page.column_dimensions[get_column_letter(number)].width = _width(column)
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(sheet.rows) + 1}"
    _fit_to_width(page)
    page.append([_cell(page, column.name, bold=True) for column in columns])
    widths = [_width(column) for column in columns]
    for line, row in enumerate(sheet.rows, 2):
        texts = [
            (str(row[column.name]), width)
            for column, width in zip(columns, widths, strict=True)
            if column.type != "json"
        ]
        page.row_dimensions[line].height = _height(texts)
        page.append([_cell(page, row[c.name], wrap=c.type != "json") for c in columns])


def _fit_to_width(page: WriteOnlyWorksheet) -> None:
    """Prints all columns on one page's width."""
    page.page_setup.orientation = "landscape"
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_setup.fitToHeight = 0


def _width(column: Column) -> int:
    return _WIDTHS.get(column.name, max(_NARROW, len(column.name) + 2))


def _height(texts: Iterable[tuple[str, int]]) -> float:
    """Points that a row needs to show its wrapped texts, each with its width in characters.

    Programs do not all fit the height of rows themselves when they open a file.
    """
    lines = max(sum(len(part) // width + 1 for part in t.splitlines()) for t, width in texts)
    return min(_TALLEST, _LINE_HEIGHT * max(1, lines))


def _shown(table: Table) -> list[Column]:
    return [column for column in table.columns if not column.volatile]


def _cell(page: WriteOnlyWorksheet, value: Value, bold: bool = False, wrap: bool = True) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill

    if not isinstance(value, str):
        cell = WriteOnlyCell(page, value=value)
        cell.alignment = Alignment(vertical="top")
        return cell
    cell = WriteOnlyCell(page)
    cell.value = printable(value)
    cell.data_type = "s"
    cell.quotePrefix = bool(_FORMULA.match(value))
    cell.alignment = Alignment(vertical="top", wrap_text=wrap)
    if bold:
        cell.font = Font(name="Calibri", bold=True)
        cell.fill = PatternFill("solid", fgColor="E7EDF3")
    return cell


def printable(text: str) -> str:
    """A text as a cell can hold it: no control characters, and within the cell's limit."""
    clean = _ILLEGAL.sub("\ufffd", text)
    if utf16_length(clean) <= CELL_LIMIT:
        return clean
    remark = " [CUT HERE: {} more characters; the CSV, Parquet and DuckDB files have them all]"
    kept = _first_units(clean, CELL_LIMIT - len(remark) - 10)
    return kept + remark.format(len(clean) - len(kept))


def utf16_length(text: str) -> int:
    """Length as spreadsheets count it: characters beyond the basic plane count twice."""
    return len(text) + sum(ord(char) > 0xFFFF for char in text)


def _first_units(text: str, units: int) -> str:
    kept = text[:units]
    while utf16_length(kept) > units:
        kept = kept[: len(kept) - max(1, (utf16_length(kept) - units) // 2)]
    return kept
