"""CSV files: a sheet that was saved as text."""

from __future__ import annotations

import csv
import io

from ...model import Cell, Parsed, Passage, Row, Table, TextLocator
from ..glyphs import normalise_bullets

_LONGEST_FIELD = 1 << 24
_HEAD_LINES = 20


def parse_delimited(text: str) -> Parsed | None:
    """Reads a CSV file; its values are parted by commas, semicolons or tabs.

    Args:
        text: the file, decoded.

    Returns:
        The lines above the table as passages, and the table; None if it holds no values that
        are parted so.
    """
    csv.field_size_limit(_LONGEST_FIELD)
    head = "\n".join(text.splitlines()[:_HEAD_LINES])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    lines: list[tuple[int, int, list[str]]] = []
    last = 0
    try:
        for fields in reader:
            if any(field.strip() for field in fields):
                lines.append((last + 1, reader.line_num, fields))
            last = reader.line_num
    except csv.Error:
        return None
    filled = [sum(bool(field.strip()) for field in fields) for _, _, fields in lines]
    first = next((i for i, count in enumerate(filled) if count > 1), None)
    if first is None:
        return None
    width = max(len(fields) for _, _, fields in lines)
    blocks: list[Table | Passage] = [
        Passage(text=cell.text, locators=cell.locators)
        for line in lines[:first]
        for cell in _cells(line, width)
        if cell.text
    ]
    rows = tuple(Row(cells=_cells(line, width)) for line in lines[first:])
    return Parsed(blocks=(*blocks, Table(rows=rows, detector="sheet")))


def _cells(line: tuple[int, int, list[str]], width: int) -> tuple[Cell, ...]:
    start, end, fields = line
    place = (TextLocator(line_first=start, line_last=end),)
    padded = [*fields, *[""] * (width - len(fields))]
    return tuple(
        Cell(
            text=normalise_bullets(field.replace("\r\n", "\n").replace("\r", "\n")).strip(),
            locators=place,
        )
        for field in padded
    )
