"""Rows whose numbers are centred vertically, cut where no rule tells: the best way for all at once.

Each row begins in a gap between lines. A cut is good where the gap is wide and where texts end
above and begin below it, bad where a text runs on over it; a row is good whose number stands in
its middle. Dynamic programming finds the cuts that are best together, and a cut that has a rival
makes the rows beside it uncertain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from saextract.parsers.pdf.layout.columns import Run, TextLine
from saextract.parsers.pdf.layout.grid import Span, slot
from saextract.parsers.pdf.page import Word

from .breaks import gaps_in

_RUNS_ON = 1.5
"""What it costs to cut a text that goes on with a small letter in the next line."""

_FULL = 0.7
"""What it costs to cut below a full line that ends no sentence."""

_SHORT = -1.0
"""What it costs to cut below a line in which the next word would have had room."""

_ENDS = -0.3
"""What it costs to cut below a full line that ends a sentence."""

_WIDE = -2.5
"""What it costs at least to cut in a wide gap; it is reached at `_MUCH`."""

_MUCH = 0.25
"""White beyond the leading, in type sizes, that shows a row's end."""

_WHITE = 1.0
"""White beyond the leading, in points, that a person sees."""

_OFF = 1.0
"""What it costs that a number stands one line from the middle of its row, beyond half a line; it
grows with the square."""

_FARTHEST = 8.0
"""What it costs at most, and for a row that may go on on another page."""
_OPEN = 1.5

_REST = 1.0
"""What it costs that a row without a number stands above the first or below the last."""

_LEAD, _LEAD_OF_TEXT = 1.5, 3.0
"""Lead over the next best place from which a cut is sure, in a wide gap and in one that only the
texts tell."""


class Cut(NamedTuple):
    """Where a row ends.

    Attributes:
        at: position in points.
        sure: no other place is about as good.
    """

    at: float
    sure: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """A gap in which a row may end: its span, its middle, and what it costs to cut there."""

    top: float
    bottom: float
    cost: float

    @property
    def at(self) -> float:
        return (self.top + self.bottom) / 2


def breaks_around_numbers(
    lines: Sequence[TextLine], numbers: Sequence[Word], columns: Sequence[float]
) -> list[Cut]:
    """Positions between rows whose numbers are centred vertically.

    Args:
        lines: lines of the block.
        numbers: numbers of its rows; at least one.
        columns: column bounds.

    Returns:
        Inner bounds. Text above the first row and below the last may become rows of their own,
        without a number.
    """
    block = _Block(lines, columns)
    middles = [(number.top + number.bottom) / 2 for number in numbers]
    choices = [
        [_Place(block.top, block.top, 0.0), *block.places(block.top, numbers[0].top, _REST)],
        *(block.places(one.bottom, two.top, 0.0) for one, two in pairwise(numbers)),
        [_Place(block.bottom, block.bottom, 0.0),
         *block.places(numbers[-1].bottom, block.bottom, _REST)],
    ]  # fmt: skip
    chosen = _best(choices, middles, block.line)
    cuts = []
    for index, place in enumerate(chosen):
        if index in (0, len(chosen) - 1) and place.cost == 0.0 and place.top == place.bottom:
            continue
        rivals = [
            _around(chosen, index, other, middles, block.line)
            for other in choices[index]
            if other is not place
        ]
        own = _around(chosen, index, place, middles, block.line)
        lead = _LEAD if place.bottom - place.top > block.leading + _WHITE else _LEAD_OF_TEXT
        cuts.append(Cut(place.at, min(rivals, default=own + lead) - own >= lead))
    return cuts


def _best(
    choices: Sequence[Sequence[_Place]], middles: Sequence[float], line: float
) -> list[_Place]:
    """The places, one of each list, that cost least together."""
    best: list[list[tuple[float, int]]] = [[(place.cost, -1) for place in choices[0]]]
    for index, places in enumerate(choices[1:]):
        open_row = index in (0, len(middles) - 1)
        row = []
        for place in places:
            costs = [
                total + _off(above.bottom, place.top, middles[index], line, open_row)
                for (total, _), above in zip(best[-1], choices[index], strict=True)
            ]
            least = min(range(len(costs)), key=costs.__getitem__)
            row.append((costs[least] + place.cost, least))
        best.append(row)
    at = min(range(len(best[-1])), key=lambda i: best[-1][i][0])
    path = []
    for index in range(len(choices) - 1, -1, -1):
        path.append(choices[index][at])
        at = best[index][at][1]
    return path[::-1]


def _around(
    chosen: Sequence[_Place], index: int, place: _Place, middles: Sequence[float], line: float
) -> float:
    """What a cut costs with the rows on both sides of it, the other cuts left as they are."""
    cost = place.cost
    last = len(middles) - 1
    if index > 0:
        middle, open_row = middles[index - 1], index - 1 in (0, last)
        cost += _off(chosen[index - 1].bottom, place.top, middle, line, open_row)
    if index < len(chosen) - 1:
        cost += _off(place.bottom, chosen[index + 1].top, middles[index], line, index in (0, last))
    return cost


def _off(top: float, bottom: float, middle: float, line: float, open_row: bool) -> float:
    """What it costs that a row's number is off its middle."""
    away = max(0.0, abs((top + bottom) / 2 - middle) / line - 0.5)
    return min(_OFF * away * away, _OPEN if open_row else _FARTHEST)


class _Block:
    """The lines of a block, and what cuts between them cost."""

    def __init__(self, lines: Sequence[TextLine], columns: Sequence[float]) -> None:
        self.top = min(line.top for line in lines)
        self.bottom = max(line.bottom for line in lines)
        self._columns: list[list[tuple[TextLine, Run]]] = [[] for _ in columns[1:]]
        for line in lines:
            for run in line.runs:
                self._columns[slot(columns, (run.x0 + run.x1) / 2)].append((line, run))
        self._right = [max((run.x1 for _, run in runs), default=0.0) for runs in self._columns]
        self._gaps = gaps_in(lines)
        widths = sorted(b - a for a, b in self._gaps)
        self.leading = widths[len(widths) // 4] if widths else 0.0
        size = sorted(line.size for line in lines)[len(lines) // 2]
        self.line = size + max(self.leading, 0.0)

    def places(self, top: float, bottom: float, extra: float) -> list[_Place]:
        """The gaps between two heights, each with its cost; the middle where there is none."""
        between = [g for g in self._gaps if g[0] >= top - 2 and g[1] <= bottom + 2]
        found = [_Place(a, b, self._cost((a, b)) + extra) for a, b in between]
        if found or extra:
            return found
        middle = (top + bottom) / 2
        return [_Place(middle, middle, 0.0)]

    def _cost(self, gap: Span) -> float:
        white = (gap[1] - gap[0] - self.leading) / (_MUCH * self.line)
        cost = _WIDE * min(max(white, 0.0), 1.0)
        for runs, right in zip(self._columns, self._right, strict=True):
            above = [run for line, run in runs if gap[0] - self.line < line.bottom <= gap[0] + 1]
            below = [run for line, run in runs if gap[1] - 1 <= line.top < gap[1] + self.line]
            if above and below:
                cost += _cutting(above[-1], below[0], right)
        return cost


def _cutting(above: Run, below: Run, right: float) -> float:
    """What it costs to cut between two lines of a column that ends at the right."""
    first, last = below.words[0], above.words[-1]
    if first.text[0].islower():
        return _RUNS_ON
    if above.x1 + 0.3 * last.size + first.x1 - first.x0 < right:
        return _SHORT
    return _ENDS if last.text[-1] in ".!?:;" else _FULL
