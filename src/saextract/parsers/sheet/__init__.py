"""Spreadsheets (XLSX): the tables of each visible sheet, with what stands above as passages."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openpyxl.utils.cell import get_column_letter, range_boundaries

from saextract.errors import DocumentError
from saextract.model import (
    Cell,
    Parsed,
    Passage,
    Problem,
    Row,
    SheetLocator,
    Source,
    Swatch,
    Table,
)
from saextract.text.glyphs import normalise_bullets

from .container import Extras, Place, prepared, read_extras
from .values import marks_in, text_of

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MEDIA_TYPES = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template",
    "application/vnd.ms-excel.sheet.macroenabled.12",
    "application/vnd.ms-excel.template.macroenabled.12",
)

_FIELD = re.compile(r"&(?:[PNDTFAZGBIUESXYLCR+\-]|\"[^\"]*\"|\d+|K[0-9A-F+\-]{6})", re.IGNORECASE)
"""A code in a running head of a sheet: page number, font, size."""

_ROW_TEXTS = 2
"""Cells with text that make a row one of a table."""

_TITLE_WITHIN = 3
"""Columns from the left in which a title begins."""

_NAMED = 12
"""Rows or cells that a problem names."""

_FEWEST_IN_RUN = 3
"""Rows that stand together, on average, in a sheet where a blank row parts two tables."""


def parse(source: Source) -> Parsed:
    """Reads a workbook as it shows: visible sheets, rows and columns, formulas as their values.

    Rows and columns that a filter or a collapsed group keeps out of sight are read: whoever
    opens the workbook has them one click away.

    Raises:
        DocumentError: `truncated` if it is no readable workbook, `encrypted`, `too-large` if it
            inflates beyond the limits.
    """
    data = prepared(source.data)
    extras = read_extras(data)
    workbook = _open(data)
    blocks: list[Table | Passage] = []
    problems: list[Problem] = []
    residue: dict[str, None] = {}
    for sheet in workbook.worksheets:
        if sheet.sheet_state != "visible":
            continue
        reading = _Sheet(sheet, extras.get(sheet.title, Extras()))
        blocks += reading.blocks()
        problems += reading.problems()
        residue |= dict.fromkeys(_margins(sheet))
    return Parsed(
        blocks=tuple(blocks),
        properties=_properties(workbook),
        residue=tuple(Passage(text=text) for text in residue),
        problems=tuple(problems),
    )


def _open(data: bytes) -> Workbook:
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that it does not keep
            return openpyxl.load_workbook(io.BytesIO(data), data_only=True, rich_text=True)
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


def _margins(sheet: Worksheet) -> Iterator[str]:
    """Texts of the running heads and feet that the sheet prints."""
    for margin in (sheet.oddHeader, sheet.oddFooter):
        for part in (margin.left, margin.center, margin.right):
            text = _FIELD.sub("", part.text or "").strip()
            if text:
                yield text


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the sheet that shows any text, with its number."""

    number: int
    cells: tuple[Cell | None, ...]

    @property
    def texts(self) -> list[str]:
        return [cell.text for cell in self.cells if cell is not None and cell.text]

    @property
    def swatches(self) -> tuple[Swatch, ...]:
        """The colours of its cells, as in a key."""
        fills = [cell.fill for cell in self.cells if cell is not None and cell.fill]
        return tuple(Swatch(at=0, colour=fill) for fill in fills[:1])

    @property
    def is_title(self) -> bool:
        """Whether it is one text at the left, as above a table."""
        left = (cell is not None and cell.text for cell in self.cells[:_TITLE_WITHIN])
        return len(self.texts) < _ROW_TEXTS and any(left)


class _Sheet:
    """One visible sheet."""

    def __init__(self, sheet: Worksheet, extras: Extras) -> None:
        self._sheet = sheet
        self._extras = extras
        self._covered, self._spans = _merges(sheet)
        self._hidden: list[int] = []
        self._pictures: list[Place] = []
        self._lines = self._read()

    def blocks(self) -> list[Table | Passage]:
        """The sheet's title as a heading, its tables, and the lines above each as passages."""
        boxes = sorted(self._extras.texts)
        blocks: list[Table | Passage] = []
        if self._lines or boxes:
            blocks.append(Passage(text=self._sheet.title, heading=1))
        for lines in self._parted():
            first = next((i for i, line in enumerate(lines) if not line.is_title), len(lines))
            top = lines[min(first, len(lines) - 1)].number
            while boxes and boxes[0][0] <= top:
                blocks.append(Passage(text=boxes.pop(0)[1]))
            blocks += [
                Passage(
                    text=cell.text,
                    locators=cell.locators,
                    links=cell.links,
                    swatches=line.swatches,
                )
                for line in lines[:first]
                for cell in line.cells
                if cell is not None and cell.text
            ]
            rows = tuple(Row(cells=line.cells) for line in lines[first:])
            if rows:
                blocks.append(Table(rows=rows, detector="sheet"))
        blocks += [Passage(text=text) for _, text in boxes]
        return blocks

    def problems(self) -> Iterator[Problem]:
        """What the sheet holds that was not read."""
        name = self._sheet.title
        if self._hidden:
            rows = _some([str(number) for number in self._hidden])
            yield Problem(
                code="text-lost",
                stage="parse",
                message=f"{len(self._hidden)} hidden rows hold text and were left out. "
                "Show the rows and run again.",
                place=f"sheet {name}, row {rows}",
            )
        if self._extras.formulas:
            yield Problem(
                code="formula-without-value",
                stage="parse",
                message=f"{len(self._extras.formulas)} cells hold a formula without its value, and "
                "read as the formula. Open the file in Excel or LibreOffice, save it, and run "
                "again.",
                place=f"sheet {name}, cell {_cells(self._extras.formulas)}",
            )
        if self._pictures:
            yield Problem(
                code="picture-only",
                stage="parse",
                message=f"{len(self._pictures)} cells hold a picture instead of text. Look at "
                "them, and type what they say.",
                place=f"sheet {name}, cell {_cells(self._pictures)}",
            )

    def _parted(self) -> list[list[_Line]]:
        """Cuts the rows into tables at blank rows, unless the sheet is spaced out by such.

        A line alone opens the table below it.
        """
        runs: list[list[_Line]] = []
        for line in self._lines:
            above = runs[-1][-1].number if runs else 0
            blank = any(n not in self._hidden for n in range(above + 1, line.number))
            if runs and not blank:
                runs[-1].append(line)
            else:
                runs.append([line])
        if len(runs) > len(self._lines) / _FEWEST_IN_RUN:
            return [self._lines] if self._lines else []
        tables: list[list[_Line]] = []
        for run in runs:
            if tables and len(tables[-1]) == 1:
                tables[-1] += run
            else:
                tables.append(run)
        return tables

    def _read(self) -> list[_Line]:
        """The rows that show any text."""
        sheet = self._sheet
        filtered = _filtered_rows(sheet)
        filled = self._filled()
        last = max((column for _, column in filled), default=0)
        columns = [c for c in range(1, last + 1) if not _hidden_column(sheet, c)]
        lines: list[_Line] = []
        for number in sorted({row for row, _ in filled}):
            dimension = sheet.row_dimensions[number]
            if dimension.hidden and not (dimension.outlineLevel or number in filtered):
                self._hidden.append(number)
                continue
            cells = (self._cell(sheet.cell(number, column)) for column in columns)
            line = _Line(number, tuple(cells))
            if not line.texts:
                continue
            lines.append(line)
            if len(line.texts) >= _ROW_TEXTS:
                self._pictures += [
                    (number, cell.locators[0].column)
                    for cell in line.cells
                    if cell is not None and "picture" in cell.flags
                    if isinstance(cell.locators[0], SheetLocator)
                ]
        return lines

    def _filled(self) -> set[Place]:
        """The cells that may show something; going through all of a sheet takes for ever."""
        places = {p for p, cell in self._sheet._cells.items() if cell.value not in (None, "")}
        return places | self._extras.formulas.keys() | self._extras.ticks.keys()

    def _cell(self, cell: SheetCell | Any) -> Cell | None:
        place = (cell.row, cell.column)
        if place in self._covered:
            return None
        text, flags = text_of(cell)
        if place in self._extras.formulas:
            text = self._extras.formulas[place]
        elif place in self._extras.boxes:
            text = "☑" if cell.value else "☐"
        if place in self._extras.ticks:
            ticks = "\n".join(self._extras.ticks[place])
            text = ticks if isinstance(cell.value, bool) else f"{ticks}\n{text}".rstrip()
            flags = (*flags, "form-field")
        if not text.strip() and place in self._extras.pictures:
            flags = (*flags, "picture")
        link = cell.hyperlink.target if cell.hyperlink is not None else None
        text = normalise_bullets(text).strip()
        return Cell(
            text=text,
            locators=(SheetLocator(sheet=self._sheet.title, row=cell.row, column=cell.column),),
            span=self._spans.get(place, 1),
            fill=_fill(cell),
            links=(link,) if link else (),
            flags=flags,
            marks=marks_in(cell, text),
        )


def _cells(places: Iterable[Place]) -> str:
    """Places as a person names them, such as "C4, C5 and 20 more"."""
    return _some([f"{get_column_letter(column)}{row}" for row, column in sorted(places)])


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _filtered_rows(sheet: Worksheet) -> set[int]:
    """The rows that a filter may keep out of sight."""
    filters = [sheet.auto_filter, *(table.autoFilter for table in sheet.tables.values())]
    rows: set[int] = set()
    for found in filters:
        if found is not None and found.ref and found.filterColumn:
            _, top, _, bottom = range_boundaries(found.ref)
            rows |= set(range((top or 0) + 1, (bottom or sheet.max_row) + 1))
    return rows


def _hidden_column(sheet: Worksheet, column: int) -> bool:
    """Column dimensions are kept for runs of columns, under the letter of the first."""
    return any(
        dimension.hidden and not dimension.outlineLevel and dimension.min <= column <= dimension.max
        for dimension in sheet.column_dimensions.values()
        if dimension.min is not None and dimension.max is not None
    )


def _merges(sheet: Worksheet) -> tuple[set[Place], dict[Place, int]]:
    """Cells covered by a merge, and the column spans of the merges' first cells."""
    covered: set[Place] = set()
    spans: dict[Place, int] = {}
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


def _fill(cell: SheetCell | Any) -> str | None:
    if cell.fill is None or cell.fill.fill_type != "solid":
        return None
    colour = cell.fill.fgColor.rgb
    if not isinstance(colour, str) or colour[-6:].upper() == "FFFFFF":
        return None
    return colour[-6:].upper()
