"""Spreadsheets (XLSX): each visible sheet is a table, with what stands above it as passages."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from ..errors import DocumentError
from ..model import Cell, Parsed, Passage, Problem, Row, SheetLocator, Source, Table
from .glyphs import normalise_bullets

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MEDIA_TYPES = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template",
    "application/vnd.ms-excel.sheet.macroenabled.12",
)

MAX_INFLATED = 512 * 1024 * 1024
"""Bytes that a workbook may inflate to."""

MAX_CELLS = 2_000_000
"""Cells of the used range of a sheet; beyond it the sheet is no form."""

_DECIMALS = re.compile(r"^[#0,]*0(?:\.(0+))?(%?)$")
_DATE_TOKENS = {
    "yyyy": "%Y", "yy": "%y", "mmmm": "%B", "mmm": "%b", "mm": "%m", "dddd": "%A", "ddd": "%a",
    "dd": "%d",
}  # fmt: skip


def parse(source: Source) -> Parsed:
    """Reads a workbook: visible sheets, rows and columns, formulas as their cached values.

    Raises:
        DocumentError: `truncated` if it is no readable workbook, `too-large` if it inflates
            beyond the limits.
    """
    workbook = _open(source.data)
    blocks: list[Table | Passage] = []
    problems: list[Problem] = []
    for sheet in workbook.worksheets:
        if sheet.sheet_state != "visible":
            continue
        if sheet.max_row * sheet.max_column > MAX_CELLS:
            raise DocumentError("too-large", f"Sheet {sheet.title} has too many cells")
        blocks += _sheet_blocks(sheet, problems)
    return Parsed(blocks=tuple(blocks), properties=_properties(workbook), problems=tuple(problems))


def _open(data: bytes) -> Workbook:
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inflated = sum(info.file_size for info in archive.infolist())
        if inflated > MAX_INFLATED:
            raise DocumentError("too-large", f"The workbook inflates to {inflated:,} bytes")
        return openpyxl.load_workbook(io.BytesIO(data), data_only=True, rich_text=False)
    except DocumentError:
        raise
    except Exception as error:  # openpyxl raises whatever its parts raise
        raise DocumentError("truncated", f"The workbook cannot be opened ({error})") from error


def _properties(workbook: Workbook) -> dict[str, str]:
    kept = {
        "title": workbook.properties.title,
        "author": workbook.properties.creator,
        "subject": workbook.properties.subject,
        "created": workbook.properties.created,
    }
    return {name: str(value) for name, value in kept.items() if value}


def _sheet_blocks(sheet: Worksheet, problems: list[Problem]) -> list[Table | Passage]:
    """The sheet's title as a heading, lone cells above the table as passages, the table."""
    covered, spans = _merges(sheet)
    columns = [c for c in range(1, sheet.max_column + 1) if not _hidden_column(sheet, c)]
    rows: list[Row] = []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if sheet.row_dimensions[number].hidden:
            if any(cell.value not in (None, "") for cell in cells):
                problems.append(_hidden_row(sheet.title, number))
            continue
        row = [
            None
            if (number, column) in covered
            else _cell(sheet.title, cells[column - 1], spans.get((number, column), 1))
            for column in columns
        ]
        rows.append(Row(cells=tuple(row)))
    while rows and not _texts(rows[-1]):
        rows.pop()
    first = next((i for i, row in enumerate(rows) if len(_texts(row)) > 1), len(rows))
    blocks: list[Table | Passage] = [Passage(text=sheet.title, heading=1)] if rows else []
    blocks += [
        Passage(text=cell.text, locators=cell.locators, links=cell.links)
        for row in rows[:first]
        for cell in row.cells
        if cell is not None and cell.text
    ]
    body = [row for row in rows[first:] if _texts(row)]
    if body:
        blocks.append(Table(rows=tuple(body), detector="sheet"))
    return blocks


def _texts(row: Row) -> list[str]:
    return [cell.text for cell in row.cells if cell is not None and cell.text]


def _hidden_column(sheet: Worksheet, column: int) -> bool:
    """Column dimensions are kept for runs of columns, under the letter of the first."""
    return any(
        dimension.hidden and dimension.min <= column <= dimension.max
        for dimension in sheet.column_dimensions.values()
        if dimension.min is not None and dimension.max is not None
    )


def _hidden_row(title: str, number: int) -> Problem:
    return Problem(
        code="text-lost",
        stage="parse",
        message="A hidden row holds text and was left out. Show the row and run again.",
        place=f"sheet {title}, row {number}",
    )


def _merges(sheet: Worksheet) -> tuple[set[tuple[int, int]], dict[tuple[int, int], int]]:
    """Cells covered by a merge, and the column spans of the merges' first cells."""
    covered: set[tuple[int, int]] = set()
    spans: dict[tuple[int, int], int] = {}
    for area in sheet.merged_cells.ranges:
        first = (area.min_row, area.min_col)
        spans[first] = area.max_col - area.min_col + 1
        covered |= {
            (row, column)
            for row in range(area.min_row, area.max_row + 1)
            for column in range(area.min_col, area.max_col + 1)
            if (row, column) != first
        }
    return covered, spans


def _cell(title: str, cell: SheetCell | Any, span: int) -> Cell:
    text = normalise_bullets(shown(cell.value, cell.number_format))
    link = cell.hyperlink.target if cell.hyperlink is not None else None
    return Cell(
        text=text.strip(),
        locators=(SheetLocator(sheet=title, row=cell.row, column=cell.column),),
        span=span,
        fill=_fill(cell),
        links=(link,) if link else (),
    )


def _fill(cell: SheetCell | Any) -> str | None:
    if cell.fill is None or cell.fill.fill_type != "solid":
        return None
    colour = cell.fill.fgColor.rgb
    if not isinstance(colour, str) or colour[-6:].upper() == "FFFFFF":
        return None
    return colour[-6:].upper()


def shown(value: object, number_format: str) -> str:
    """A cell's value as its sheet shows it.

    A provision number that was typed as the number 5.1 and shown as 5.10 must read "5.10",
    so the number format decides.

    Args:
        value: as openpyxl gives it.
        number_format: the cell's format code, such as "0.00", "0%" or "dd/mm/yyyy".
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    code = number_format.split(";", 1)[0].replace('"', "").strip()
    if isinstance(value, int | float):
        match = _DECIMALS.match(code)
        if match:
            decimals, percent = len(match.group(1) or ""), match.group(2)
            return f"{value * 100 if percent else value:.{decimals}f}{percent}"
        return f"{value:.10g}" if isinstance(value, float) else str(value)
    if isinstance(value, datetime.datetime | datetime.date):
        return _date(value, code)
    return str(value).replace("\r\n", "\n").replace("\r", "\n")


def _date(value: datetime.datetime | datetime.date, code: str) -> str:
    pattern = re.sub(r"\[[^\]]*\]|\\", "", code.lower()).split("@")[0].strip()
    if not re.search(r"[dmy]", pattern) or pattern in ("general", "mm-dd-yy"):
        pattern = "dd/mm/yyyy"
    parts = re.findall(r"y+|m+|d+|[^ymdhs]+|[hs]+", pattern)
    texts = []
    for part in parts:
        if part in ("d", "m"):
            texts.append(str(value.day if part == "d" else value.month))
        elif part in _DATE_TOKENS:
            texts.append(value.strftime(_DATE_TOKENS[part]))
        else:
            texts.append("" if part[0] in "hs" else part)
    return "".join(texts).strip(" :")
