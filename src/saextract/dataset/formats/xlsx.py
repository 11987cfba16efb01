"""XLSX workbooks, streamed: what all their sheets have in common.

Every text is typed as text, so that none can run as a formula. Control characters, which the
format cannot hold, become U+FFFD; a text over the limit of a cell is cut there and ends with a
remark that says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..tables.own import MARK

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.url import Url

    from .streamed import StreamedSheet

CELL_LIMIT = 32_767
"""Characters that a cell of a spreadsheet can hold (Microsoft, "Excel specifications")."""
ROW_LIMIT = 1_048_576
"""Rows that a sheet can hold, its head among them (ibid.)."""
LINK_LIMIT = 65_000
"""Links of a workbook; the limit of one sheet is 65,530 (ibid.). Further ones are plain text, as
the writer keeps a thousand bytes of each in memory."""

_LONGEST_TARGET = 2_000
"""Characters of a link's address; the limit is 2,079 (ibid.). A longer one is plain text."""

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA = re.compile(r"[\s']*[=+\-@＝＋－＠]")
_LINE_HEIGHT = 15.0
_TALLEST = 240.0
"""Points; a longer text is cut on the screen, not in the cell."""

FILLS = {
    "yes": "#DCEFDC", "partial": "#FFE8B8", "no": "#F8CFCB", "not met": "#F8CFCB",
    "uncertain": "#FFE8B8", "unanswered": "#E4E4EC", "unclear": "#E4E4EC",
    "not found": "#F2F2F2", "not applicable": "#F2F2F2", "described": "#DDE9F5",
    "high": "", "medium": "#FFF4D6", "low": "#F8CFCB", "complete": "#DCEFDC",
    "failed": "#F8CFCB", "needs ocr": "#FFE8B8", "kept": "#DCEFDC", "dropped": "#F8CFCB",
    "promised again": "#FFE8B8", "changed": "#FFF4D6", "worse": "#F8CFCB", "better": "#DCEFDC",
}  # fmt: skip
"""Fill of a cell whose column is coloured, by its word: no meaning stands in colour alone."""
GRAVITY = {"high": "#F8CFCB", "medium": "#FFE8B8", "low": "#FFF4D6"}
"""Fill of a severity, where high is the gravest."""


@dataclass(frozen=True)
class Link:
    """A text that leads somewhere.

    Attributes:
        text: what is shown.
        target: an address, or a quoted path relative to the workbook; "" for none.
    """

    text: str | int
    target: str


Cell = str | int | float | Link | None


class Told(NamedTuple):
    """What a cell of a row holds.

    Attributes:
        place: its column, from 0.
        value: a text, a number, or None for a cell that is only filled.
        look: its format.
        link: where it leads, or None.
    """

    place: int
    value: str | int | float | None
    look: Format
    link: Url | None = None


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    Attributes:
        head: its title.
        width: in characters.
        fills: fill by the word of the cell; empty for none.
        about: what stands in it, for the code book.
    """

    head: str
    width: int
    fills: dict[str, str] = field(default_factory=dict)
    about: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet with a head, filters, and rows of wrapped text.

    Attributes:
        name: at most 28 characters.
        columns: from left to right.
        rows: their cells; may be made as they are asked for.
        frozen: columns at the left that stay when the sheet is scrolled.
        about: what one row is, for the code book.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    frozen: int = 0
    about: str = ""


class Book:
    """A workbook that is written row by row and keeps no row in memory.

    Attributes:
        parted: name of each sheet that was too long to the number of sheets that it became.
    """

    def __init__(self, path: Path) -> None:
        """Begins a file; it is complete when the context ends.

        Args:
            path: the file; written over.
        """
        from xlsxwriter import Workbook

        from .streamed import StreamedSheet

        aside = {"constant_memory": True, "tmpdir": str(path.parent)}
        self._sheet_class = StreamedSheet
        self._book: Workbook = Workbook(str(path), {**aside, "strings_to_urls": False})
        self._book.set_properties({"comments": MARK})
        self._formats: dict[tuple[object, ...], Format] = {}
        self._urls: dict[str, Url] = {}
        self.parted: dict[str, int] = {}
        self._links = 0

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_: object) -> None:
        self._book.close()

    def add(self, sheet: Sheet, most: int = ROW_LIMIT) -> int:
        """Adds a sheet; one that is too long goes on in further sheets.

        Args:
            sheet: what to add.
            most: rows of a sheet, its head among them.

        Returns:
            How many rows it has.
        """
        count, number, line = 0, 1, 0
        page = self._begin(sheet, sheet.name)
        for row in sheet.rows:
            if line + 2 > most:
                self._end(page, sheet, line)
                number, line = number + 1, 0
                self.parted[sheet.name] = number
                page = self._begin(sheet, f"{sheet.name} {number}")
            line, count = line + 1, count + 1
            self._links += sum(isinstance(cell, Link) and bool(cell.target) for cell in row)
            self._row(page, sheet, line, row, linked=self._links <= LINK_LIMIT)
        self._end(page, sheet, line)
        return count

    def add_text(self, name: str, lines: Iterable[Sequence[Cell]], widths: Sequence[int]) -> None:
        """Adds a sheet of plain lines; the first cell of a line is bold.

        Args:
            name: of the sheet.
            lines: their cells.
            widths: of the columns, in characters.
        """
        self.fill(self.page(name), lines, widths)

    def page(self, name: str) -> StreamedSheet:
        """Adds a sheet that is filled later."""
        page: StreamedSheet = self._book.add_worksheet(name, self._sheet_class)
        return page

    def fill(
        self, page: StreamedSheet, lines: Iterable[Sequence[Cell]], widths: Sequence[int]
    ) -> None:
        """Fills a sheet with plain lines, see `add_text`."""
        for number, width in enumerate(widths):
            page.set_column(number, number, width)
        self._print(page)
        for line, cells in enumerate(lines):
            height = _height(zip(map(_shown, cells), widths, strict=False))
            told = [
                self._told(place, cell, bold=place == 0)
                for place, cell in enumerate(cells)
                if cell is not None and cell != ""
            ]
            page.write_line(line, height, told)

    def _begin(self, sheet: Sheet, name: str) -> StreamedSheet:
        page = self.page(name)
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, column.width)
        page.freeze_panes(1, sheet.frozen)
        self._print(page)
        page.repeat_rows(0)
        head = self._looking("#E7EDF3", bold=True, wrapped=True)
        page.set_row(0, 30)
        for place, column in enumerate(sheet.columns):
            page.write_string(0, place, column.head, head)
        return page

    @staticmethod
    def _end(page: StreamedSheet, sheet: Sheet, last: int) -> None:
        page.autofilter(0, 0, last, len(sheet.columns) - 1)

    @staticmethod
    def _print(page: StreamedSheet) -> None:
        """Prints all columns on one page's width, with the lines between cells."""
        page.hide_gridlines(0)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)

    def _row(
        self, page: StreamedSheet, sheet: Sheet, line: int, row: Sequence[Cell], linked: bool
    ) -> None:
        widths = (column.width for column in sheet.columns)
        height = _height(zip(map(_shown, row), widths, strict=True))
        told: list[Told] = []
        for place, (cell, column) in enumerate(zip(row, sheet.columns, strict=True)):
            fill = ""
            if column.fills and isinstance(cell, str):
                fill = column.fills.get(cell.split(" (")[0].replace("_", " "), "")
            if isinstance(cell, Link) and not linked:
                cell = cell.text
            if fill or (cell is not None and cell != ""):
                told.append(self._told(place, cell, fill))
        page.write_line(line, height, told)

    def _told(self, place: int, cell: Cell, fill: str = "", bold: bool = False) -> Told:
        if isinstance(cell, str):
            quoted = _FORMULA.match(cell) is not None
            look = self._looking(fill, bold, True, quoted)
            return Told(place, printable(cell) or None, look)
        if not isinstance(cell, Link):
            return Told(place, cell, self._looking(fill, bold))
        text = printable(str(cell.text))
        if cell.target and len(cell.target) <= _LONGEST_TARGET:
            return Told(place, text, self._looking(fill, bold, link=True), self._url(cell))
        return Told(place, text, self._looking("", wrapped=True))

    def _url(self, link: Link) -> Url:
        """A target as the writer takes it; a path keeps its slashes, as the format (OPC) has them.

        The writer would turn them into backslashes, which only Windows understands.
        """
        from xlsxwriter.url import Url

        target = link.target
        if target not in self._urls:
            away = "://" in target
            url = self._urls[target] = Url(target if away else f"external:{target}")
            if not away:
                url._relationship_link = target.partition("#")[0]
        return self._urls[target]

    def _looking(
        self,
        fill: str,
        bold: bool = False,
        wrapped: bool = False,
        quoted: bool = False,
        link: bool = False,
    ) -> Format:
        """The format of a cell that looks so; there is one of each look."""
        look = (fill, bold, wrapped, quoted, link)
        if look not in self._formats:
            self._formats[look] = self._book.add_format(_Look(*look).properties())
        return self._formats[look]


class _Look(NamedTuple):
    """How a cell looks."""

    fill: str = ""
    bold: bool = False
    wrapped: bool = False
    quoted: bool = False
    link: bool = False

    def properties(self) -> dict[str, Any]:
        found: dict[str, Any] = {"valign": "top", "text_wrap": self.wrapped or self.link}
        if self.fill:
            found["bg_color"] = self.fill
        if self.bold:
            found["bold"] = True
        if self.quoted:
            found["quote_prefix"] = True
        if self.link:
            found |= {"font_color": "#1F4E79", "underline": 1}
        return found


def _shown(cell: Cell) -> str:
    value = cell.text if isinstance(cell, Link) else cell
    return "" if value is None else str(value)


def _height(texts: Iterable[tuple[str, int]]) -> float:
    """Points that a row needs to show its wrapped texts, each with its width in characters.

    Programs do not all fit the height of rows themselves when they open a file.
    """
    lines = 1
    for text, width in texts:
        if "\n" in text:
            lines = max(lines, sum(len(part) // width + 1 for part in text.splitlines()))
        else:
            lines = max(lines, len(text) // width + 1)
    return min(_TALLEST, _LINE_HEIGHT * lines)


def printable(text: str) -> str:
    """A text as a cell can hold it: no control characters, and within the cell's limit."""
    clean = _ILLEGAL.sub("\ufffd", text)
    if 2 * len(clean) <= CELL_LIMIT or utf16_length(clean) <= CELL_LIMIT:
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
