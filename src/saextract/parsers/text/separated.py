"""Tables whose cells are parted by tabs or bars, and may run over lines.

A table that was copied out of a browser, a word processor or a sheet, and what programs make of
a web page's text, keep a sign between two cells, but not a row on a line: a cell's paragraphs
stand on lines of their own. Provision numbers tell where a row begins, the signs between two
numbers how many cells a row has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from saextract.lexicon import numbers, titles

PIPE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)+\|?\s*$")
"""The line of dashes below the header of a Markdown table."""

_FEWEST_ROWS = 2
_FEWEST_SIGNS = 2
"""Signs between the cells of a row; one sign alone parts a term from its meaning."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell's text, or a line between tables, with its first and last line (0-based)."""

    line: int
    last: int
    text: str


@dataclass(frozen=True, slots=True)
class Separated:
    """What was read from some lines.

    Attributes:
        rows: cells of each row; all rows have the same number. The header is the first of them.
        before: for each row, the lines that stand before it and belong to no cell.
        start, end: the first line of the table, and the first after it.
    """

    rows: list[list[Piece]]
    before: list[list[Piece]]
    start: int
    end: int


def rows_over_lines(lines: Sequence[str], sign: str) -> Separated | None:
    """The table of a file whose cells are parted by a sign.

    Args:
        lines: all lines of the file.
        sign: a tab or an upright bar.

    Returns:
        The table; None where fewer than two rows begin with a provision's number, where the rows
        do not have the same number of signs, or where every row stands on one line and a tab or a
        line of dashes parts it.
    """
    if sum(line.count(sign) for line in lines) < _FEWEST_ROWS * _FEWEST_SIGNS:
        return None
    parts = _Parts(lines, sign)
    starts = parts.starts
    if len(starts) < _FEWEST_ROWS:
        return None
    width = min(parts.signs(one, two) for one, two in pairwise(starts))
    ruled = [parts.signs(n, n + 1) for n, line in enumerate(lines) if PIPE_RULE.match(line)]
    plain = sign == "\t" or bool(ruled)
    whole = min([width, *ruled])
    if width < _FEWEST_SIGNS or (plain and all(parts.signs(n, n + 1) >= whole for n in starts)):
        return None
    rows: list[list[Piece]] = []
    before: list[list[Piece]] = []
    start = end = -1
    for place, first in enumerate(starts):
        top, header = parts.header(first, max(end, 0), width)
        start = top if start < 0 else start
        between = [Piece(n, n, lines[n]) for n in range(end, top) if place and lines[n].strip()]
        limit = starts[place + 1] if place + 1 < len(starts) else len(lines)
        row, end = parts.row(first, limit, width, last=limit == len(lines))
        if row is None:
            return None
        if header is not None:
            rows.append(header)
            before.append(between)
        rows.append(row)
        before.append([] if header else between)
    if not any(row[-1].text for row in rows):
        rows = [row[:-1] for row in rows]
    return Separated(rows, before, start, end)


class _Parts:
    """The lines of a file, cut at a sign.

    Attributes:
        starts: the lines that open with a provision's number and a sign.
    """

    def __init__(self, lines: Sequence[str], sign: str) -> None:
        self._lines = lines
        self._pattern = re.compile(r"(?<!\\)\|" if sign == "|" else sign)
        self._quoted = sign == "\t"
        self._outer = sign == "|" and _has_outer_bars(lines)
        self.starts = [index for index in range(len(lines)) if self._begins_row(index)]
        inner = self.starts[1:]
        broken = sum(self._breaks(index - 1) for index in inner)
        self._broken = broken >= _FEWEST_ROWS and broken * 2 > len(inner)

    def cut(self, index: int) -> list[str]:
        """The pieces of a line between the signs; a row's outer bars are none."""
        line = self._lines[index]
        if self._outer:
            line = line.strip().removeprefix("|").removesuffix("|")
        return self._pattern.split(line)

    def _breaks(self, index: int) -> bool:
        """Whether a line ends with Markdown's break, as that of a row's end does."""
        return self._lines[index].endswith("  ")

    def _begins_row(self, index: int) -> bool:
        """Whether a line opens with a provision's number and a sign."""
        first, *rest = self.cut(index)
        return bool(rest) and bool(numbers.whole(first))

    def signs(self, first: int, limit: int) -> int:
        """Signs in some lines."""
        return sum(len(self.cut(index)) - 1 for index in range(first, limit))

    def row(self, first: int, limit: int, width: int, last: bool) -> tuple[list[Piece] | None, int]:
        """The row that begins at a line, and the first line after it.

        Args:
            first: its first line.
            limit: the line with which the next row begins.
            width: signs in a row.
            last: no row follows: what stands after a blank line belongs to the page, or after a
                break, where breaks end the rows.
        """
        cells: list[Piece] = []
        end = first
        for index in range(first, limit):
            line = self._lines[index]
            pieces = self.cut(index)
            whole = len(cells) > width and not self._is_open(cells[-1])
            said = bool(cells) and bool(cells[-1].text.strip())
            done = self._breaks(index - 1) if self._broken else not line.strip()
            over = len(pieces) > 1 or self._ends(line) or (last and said and done)
            if whole and over:
                break
            if cells:
                text = f"{cells[-1].text}\n{pieces.pop(0)}"
                first_line = cells[-1].line if cells[-1].text.strip() else index
                last_line = index if line.strip() else cells[-1].last
                cells[-1] = Piece(first_line, last_line, text)
            cells += [Piece(index, index, piece) for piece in pieces]
            end = index + 1
        if len(cells) == width + 2 and not cells[-1].text.strip():
            cells.pop()
        if len(cells) != width + 1:
            return None, end
        return [self._shown(cell) for cell in cells], end

    def _is_open(self, cell: Piece) -> bool:
        """Whether a cell of a sheet has a quote that is not closed yet."""
        text = cell.text.strip()
        return self._quoted and text.startswith('"') and text.count('"') % 2 == 1

    def _ends(self, line: str) -> bool:
        """Whether a line is a heading, and so no part of a cell."""
        plain = line.strip(" *_#")
        known = titles.section(plain) or titles.stage(plain) or titles.level(plain)
        return bool(plain) and (line.startswith("#") or bool(known))

    def _shown(self, cell: Piece) -> Piece:
        text = cell.text.strip()
        if self._quoted and len(text) > 1 and text[0] == text[-1] == '"':
            text = text[1:-1].replace('""', '"')
        return Piece(cell.line, cell.last, text.replace("\\|", "|"))

    def header(self, first: int, floor: int, width: int) -> tuple[int, list[Piece] | None]:
        """The header above the row that begins at a line, and where the table begins with it.

        Args:
            first: the row's first line.
            floor: the first line that belongs to no row before it.
            width: signs in a row.
        """
        body = first
        while body > floor and (
            PIPE_RULE.match(self._lines[body - 1]) or not self._lines[body - 1].strip()
        ):
            body -= 1
        start = body
        while start > floor and self.signs(start, body) < width and self._lines[start - 1].strip():
            start -= 1
        row, _ = self.row(start, body, width, last=False) if body > start else (None, 0)
        return (start, row) if row is not None else (first, None)


def _has_outer_bars(lines: Sequence[str]) -> bool:
    """Whether a row begins with a bar before its number, or every row on a line ends with one."""
    rows = [line.strip() for line in lines if "|" in line]
    rows = [row for row in rows if numbers.whole(row.removeprefix("|").split("|")[0])]
    closed = all(row.endswith("|") and row.count("|") > _FEWEST_SIGNS for row in rows)
    return bool(rows) and (closed or any(row.startswith("|") for row in rows))
