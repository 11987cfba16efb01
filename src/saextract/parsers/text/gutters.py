"""Columns of a sheet of text lines: where they begin, what they hold, which of them are which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from saextract.parsers.pdf.layout.columns import Run, TextLine, header_cells
from saextract.parsers.pdf.layout.headers import is_answer, is_number, text_of
from saextract.parsers.pdf.page import Word

CHAR, PITCH, SIZE = 5.0, 12.0, 10.0
"""Points that stand for a character, for a line's spacing and for its height."""

_ACROSS = 0.03
"""Share of a sheet's lines that may reach into a gutter."""

_FAR = 12
_OF_KIND = 50
_SHARED = 6
_SKIPPED = 2
"""What it costs to take one column for another: at most so much for its place, for the wrong kind,
for a place that has a column, for each place left out."""

_CLEARLY = 4
"""By how much the cheapest way must be cheaper than the next to be sure."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line with text: its 1-based number in the file, and its runs of words."""

    number: int
    text: str
    runs: list[Run]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of one sheet; places are characters from the left."""

    left: int
    kind: str


def words_of(line: str, row: int) -> list[Word]:
    """The words of a line, in the place that it has on a page of such lines.

    Args:
        line: as it stands in the file.
        row: lines above it.
    """
    top = row * PITCH
    return [
        Word(m.group(), m.start() * CHAR, top, m.end() * CHAR, top + SIZE, top + SIZE, SIZE)
        for m in re.finditer(r"\S+", line.lstrip("\f").expandtabs())
    ]


def as_text_line(line: Line) -> TextLine:
    """The line as one of a page, in points."""
    top = (line.number - 1) * PITCH
    return TextLine(top, top + SIZE, line.runs)


def start(run: Run | Word) -> int:
    """Where a run or word begins, in characters from the left."""
    return round(run.x0 / CHAR)


def end(run: Run | Word) -> int:
    """The first place after a run or word, in characters from the left."""
    return round(run.x1 / CHAR)


def find_bounds(header: Sequence[Line], body: Sequence[Line]) -> list[int]:
    """Where columns begin: the right ends of the gutters of two characters or more.

    What few lines hold is no column, unless a header cell stands over it.
    """
    lines = [*header, *body]
    if not lines:
        return []
    width = max(end(line.runs[-1]) for line in lines)
    cover = [0] * (width + 2)
    allowed = max(int(len(lines) > 12), int(_ACROSS * len(lines)))
    for line in lines:
        for run in line.runs:
            text = text_of(run.words)
            alone = is_number(text) or is_answer(text)
            for word in run.words:
                for place in range(start(word), end(word)):
                    cover[place] += 1 + allowed * bool(alone)
    for cell in header_cells([as_text_line(line) for line in header]):
        reach = range(start(cell), end(cell))
        if all(cover[place] <= allowed for place in reach):
            for place in reach:
                cover[place] = allowed + 1
    bounds: list[int] = []
    last = -3
    for place, count in enumerate(cover):
        if count > allowed:
            if place - last > 2:
                bounds.append(_left_edge(lines, last + 1, place))
            last = place
    return bounds


def _left_edge(lines: Sequence[Line], after: int, before: int) -> int:
    """The leftmost place in a gutter, and right of it, where a run begins after two blanks."""
    starts = [start(run) for line in lines for run in line.runs if after < start(run) <= before]
    return min(starts, default=before)


def columns_at(bounds: Sequence[int], lines: Sequence[Line]) -> list[Column]:
    """The columns that begin at bounds, each with what its runs in the lines are."""
    columns = []
    for index, left in enumerate(bounds):
        right = bounds[index + 1] if index + 1 < len(bounds) else 10_000
        cells = [
            text_of(run.words) for line in lines for run in line.runs if left <= start(run) < right
        ]
        columns.append(Column(left, _kind(cells)))
    return columns


def _kind(cells: Sequence[str]) -> str:
    """What a column holds, by its cells: numbers, answers, marks of a list, or texts."""
    if not cells:
        return ""
    for kind, fits in (("number", is_number), ("answer", is_answer)):
        if sum(map(fits, cells)) >= 0.6 * len(cells):
            return kind
    marks = sum(not any(map(str.isalnum, cell)) or len(cell) == 1 for cell in cells)
    return "marks" if marks >= 0.8 * len(cells) else "text"


def under_header(header: Sequence[Line], bounds: Sequence[int]) -> list[int]:
    """For each column the header cell over it: the last that begins no further right."""
    cells = header_cells([as_text_line(line) for line in header])
    places: list[int] = []
    for index, left in enumerate(bounds):
        right = bounds[index + 1] if index + 1 < len(bounds) else 10_000
        over = [n for n, cell in enumerate(cells) if start(cell) < right and end(cell) > left]
        before = places[-1] if places else 0
        places.append(max(before, over[0] if over else before))
    return places


def merged(columns: Sequence[Column], places: Sequence[int]) -> list[Column]:
    """One column for each place; of several the first tells where it begins."""
    first = dict(zip(reversed(places), reversed(columns), strict=True))
    blank = Column(0, "")
    return [first.get(place, blank) for place in range(max(places) + 1)]


def assigned(found: Sequence[Column], known: Sequence[Column]) -> tuple[list[int], bool] | None:
    """The cheapest way to take columns for those of the pages before, and whether it is sure."""
    if len(found) == len(known) and all(
        _cost(one, two, shared=False) < _OF_KIND for one, two in zip(found, known, strict=True)
    ):
        return list(range(len(known))), True
    best: dict[int, list[tuple[float, list[int]]]] = {-1: [(0.0, [])]}
    for column in found:
        following: dict[int, list[tuple[float, list[int]]]] = {}
        for last, ways in best.items():
            for place in range(max(last, 0), len(known)):
                step = _cost(column, known[place], place == last)
                step += _SKIPPED * max(0, place - last - 1)
                following.setdefault(place, []).extend(
                    (cost + step, [*places, place]) for cost, places in ways
                )
        best = {place: sorted(ways)[:2] for place, ways in following.items()}
    ranked = sorted(way for ways in best.values() for way in ways)
    sure = ranked[0][0] < _OF_KIND
    return ranked[0][1], sure and (len(ranked) == 1 or ranked[1][0] - ranked[0][0] >= _CLEARLY)


def _cost(column: Column, known: Column, shared: bool) -> float:
    away = min(abs(column.left - known.left), _FAR)
    if shared:
        return 0.0 if column.kind == "marks" else _SHARED + away
    if column.kind in ("number", "answer") and known.kind not in (column.kind, ""):
        return away + _OF_KIND
    return away + (2 * _FAR if column.kind == "text" and known.kind not in ("text", "") else 0)
