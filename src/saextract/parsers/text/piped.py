"""Tables whose cells are parted by upright bars, without the line of dashes that Markdown has.

Programs that take the text out of web pages write a row on a line, or each cell on lines of
its own with a bar at its end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import gcd

PIPE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)+\|?\s*$")
"""The line of dashes below a header."""

_NUMBER = re.compile(r"\d{1,2}\.\d{1,2}[.)]?")
_FEWEST_CELLS = 8
_WIDEST = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell's text, or a line between tables, with its first and last line (0-based)."""

    line: int
    last: int
    text: str


@dataclass(frozen=True, slots=True)
class Piped:
    """What was read from some lines.

    Attributes:
        rows: cells of each row; all rows have the same number.
        before: for each row, the lines that stand before it and belong to no cell.
        end: index of the first line after the table.
    """

    rows: list[list[Piece]]
    before: list[list[Piece]]
    end: int

    def under(self, header: list[tuple[int, str]]) -> Piped:
        """The same below a header row, given as line and text of each cell."""
        row = [Piece(line, line, text) for line, text in header]
        return Piped([row, *self.rows], [[], *self.before], self.end)


def rows_by_line(lines: Sequence[str], start: int) -> Piped | None:
    """Two or more lines in a row with two bars or more and the same number of cells."""
    width = len(_split(lines[start]))
    end = start
    while end < len(lines) and _bars(lines[end]) >= 2 and len(_split(lines[end])) == width:
        end += 1
    if end - start < 2:
        return None
    rows = [
        [Piece(number, number, text.strip()) for text in _split(lines[number])]
        for number in range(start, end)
    ]
    return Piped(rows, [[] for _ in rows], end)


def rows_over_lines(lines: Sequence[str], start: int, width: int) -> Piped | None:
    """Rows below a line of dashes whose cells run over lines, paragraphs parted by blank ones.

    A row is whole once it has all its bars; lines without a bar go on with its last cell. Where
    the last row of the table ends cannot be seen: it goes on to the next heading.

    Args:
        lines: all lines of the file.
        start: index of the first line below the dashes.
        width: cells of a row, told by the header.

    Returns:
        The rows; None where the bars do not add up, or every row stands on one line.
    """
    rows: list[list[Piece]] = []
    end = start
    for number in range(start, len(lines)):
        line = lines[number]
        if line.startswith("#") or PIPE_RULE.match("".join(lines[number + 1 : number + 2])):
            break
        if not line.strip():
            continue
        parts = [Piece(number, number, part.strip()) for part in re.split(r"(?<!\\)\|", line)]
        if rows and (len(rows[-1]) < width or len(parts) == 1):
            goes_on = rows[-1].pop()
            parts[0] = Piece(goes_on.line, number, f"{goes_on.text}\n{parts[0].text}".strip())
            rows[-1] += parts
        else:
            rows.append(parts)
        if len(rows[-1]) > width:
            return None
        end = number + 1
    whole = bool(rows) and all(len(row) == width for row in rows)
    over_lines = any(piece.last > piece.line for row in rows for piece in row)
    return Piped(rows, [[] for _ in rows], end) if whole and over_lines else None


def cells_by_line(lines: Sequence[str], start: int) -> Piped | None:
    """Cells that end with a bar at the end of a line; provision numbers tell where a row begins.

    Lines without a bar before a row's first cell are headings between two tables; elsewhere
    they belong to the cell that the next bar ends.
    """
    if not _ends_cell(lines[start]):
        return None
    cells: list[list[Piece]] = []
    open_cell: list[Piece] = []
    step = 0
    end = start
    for number in range(start, len(lines)):
        line = lines[number]
        if _bars(line) and not _ends_cell(line):
            break
        if line.strip():
            open_cell.append(Piece(number, number, line.rstrip().removesuffix("|").strip()))
        if _ends_cell(line):
            if _NUMBER.fullmatch(open_cell[-1].text):
                step = gcd(step, len(cells))
                if step == 1:
                    return None
            cells.append(open_cell)
            open_cell = []
            end = number + 1
    width = _width(cells)
    if width is None:
        return None
    rows, before = [], []
    for first in range(0, len(cells), width):
        row = cells[first : first + width]
        before.append(row[0][:-1])
        rows.append([row[0][-1], *(_joined(cell) for cell in row[1:])])
    return Piped(rows, before, end)


def has_numbered_cells(lines: Sequence[str]) -> bool:
    """Whether `cells_by_line` can find a table anywhere: two cells are a provision number."""
    ends = (line.rstrip().removesuffix("|").strip() for line in lines if _ends_cell(line))
    return sum(bool(_NUMBER.fullmatch(text)) for text in ends) > 1


def without_ends(lines: Sequence[str]) -> list[str]:
    """The lines without the bars that end their cells, where many do."""
    if sum(map(_ends_cell, lines)) < _FEWEST_CELLS:
        return list(lines)
    return [
        line.rstrip().removesuffix("|").rstrip() if _ends_cell(line) else line for line in lines
    ]


def _bars(line: str) -> int:
    return len(re.findall(r"(?<!\\)\|", line.strip().removeprefix("|")))


def _ends_cell(line: str) -> bool:
    return line.rstrip().endswith("|") and line.count("|") == 1


def _split(line: str) -> list[str]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [part.replace("\\|", "|") for part in re.split(r"(?<!\\)\|", inner)]


def _joined(cell: Sequence[Piece]) -> Piece:
    return Piece(cell[0].line, cell[-1].last, "\n".join(piece.text for piece in cell))


def _width(cells: Sequence[Sequence[Piece]]) -> int | None:
    """How many cells a row has; None where the numbers do not stand at even distances."""
    numbers = [i for i, cell in enumerate(cells) if _NUMBER.fullmatch(cell[-1].text)]
    if len(cells) < _FEWEST_CELLS or len(numbers) < 2:
        return None
    steps = Counter(two - one for one, two in pairwise(numbers))
    width = steps.most_common(1)[0][0]
    even = all(index % width == 0 for index in numbers) and len(cells) % width == 0
    return width if even and 2 <= width <= _WIDEST else None
