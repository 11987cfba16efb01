"""Tables saved as comma, semicolon or tab separated values, with quoted line breaks."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from saextract.model import Cell, Parsed, Passage, Problem, Row, Table, TextLocator

from .markup import plain

_SEPARATORS = ",;\t|"
_FEWEST_COLUMNS = 3
_LOOKED_AT = 20
_LANDLORD = re.compile(
    r"(?:social\s+)?(?:landlord|provider|organi[sz]ation|association|council|member)"
    r"(?:'s)?(?:[\s_]+name)?",
    re.IGNORECASE,
)


def looks_like_csv(text: str) -> bool:
    """Whether a text of no known kind is a table of quoted fields, all records equally wide.

    Only records with quoted line breaks tell: a table without them is read as lines just as well.
    """
    if '"' not in text[:20_000]:
        return False
    records = _records(text)
    wide = [len(cells) for _, _, cells in records if any(cells)]
    broken = any("\n" in cell for _, _, cells in records for cell in cells)
    return broken and len(wide) >= 3 and wide[0] >= _FEWEST_COLUMNS and len(set(wide)) == 1


def read_csv(text: str) -> Parsed:
    """A file of separated values: a table with one row for each record, as in a sheet.

    Records of one value above the table are passages.

    A table of the answers of several landlords is no assessment of one; it is not read, and a
    problem says so.
    """
    records = _records(text)
    width = max((len(cells) for *_, cells in records), default=0)
    landlords = _landlords([cells for *_, cells in records])
    if len(landlords) > 1:
        message = (
            f"The table holds the answers of {len(landlords)} landlords ({landlords[0]}, "
            f"{landlords[1]} …). Save the rows of each landlord as a file of its own."
        )
        return Parsed(
            blocks=(), problems=(Problem(code="content-unread", stage="parse", message=message),)
        )
    filled = [sum(bool(cell.strip()) for cell in cells) for *_, cells in records]
    top = next((index for index, count in enumerate(filled) if count > 1), len(records))
    blocks: list[Table | Passage] = [
        Passage(text=cell.text, locators=cell.locators, links=cell.links)
        for record in records[:top]
        for cell in _cells(record, width)
        if cell.text
    ]
    rows = tuple(Row(cells=_cells(record, width)) for record in records[top:])
    return Parsed(blocks=(*blocks, Table(rows=rows, detector="sheet")) if rows else tuple(blocks))


def _cells(record: tuple[int, int, list[str]], width: int) -> tuple[Cell, ...]:
    first, last, values = record
    place = (TextLocator(line_first=first, line_last=last),)
    shown = [plain(value) for value in [*values, *[""] * (width - len(values))]]
    return tuple(Cell(text=text, locators=place, links=links) for text, links in shown)


def _landlords(records: Sequence[Sequence[str]]) -> list[str]:
    """The different values of a column that names the landlord, in order."""
    named = [
        column
        for column, title in enumerate(records[0] if records else ())
        if _LANDLORD.fullmatch(title.strip())
    ]
    values = [r[named[0]].strip() for r in records[1:] if len(r) > named[0]] if named else []
    return [value for value in dict.fromkeys(values) if value]


def _records(text: str) -> list[tuple[int, int, list[str]]]:
    """First line, last line and fields of each record that holds something."""
    csv.field_size_limit(1 << 24)
    reader = csv.reader(io.StringIO(text), delimiter=_separator(text))
    records: list[tuple[int, int, list[str]]] = []
    before = 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            records.append((before + 1, reader.line_num, cells))
        before = reader.line_num
    return records


def _separator(text: str) -> str:
    """The separator that gives the first records most fields, and the same number to each."""

    def fit(separator: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text), delimiter=separator)
        widths = [len(cells) for cells, _ in zip(reader, range(_LOOKED_AT), strict=False) if cells]
        usual = max(set(widths), key=widths.count, default=0)
        return (widths.count(usual) if usual > 1 else 0), usual

    return max(_SEPARATORS, key=fit)
