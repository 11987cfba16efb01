"""Text in columns that is no table: newspaper columns, cards two abreast, boxes on slides.

What stands in a box beside others is read together. Without boxes, a gutter that runs through many
lines, with prose on both sides, parts the text. Cards are read row by row where both sides begin
with a provision's number again and again, and the numbers ascend so, or where each number on the
left has a note beside it that begins no higher; else the left side comes first.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from saextract.parsers.pdf.layout import grid
from saextract.parsers.pdf.layout.columns import Run, text_lines
from saextract.parsers.pdf.layout.headers import is_number
from saextract.parsers.pdf.layout.settings import TABLE
from saextract.parsers.pdf.page import Box, Word

_STEP = 4
"""Distance (points) of the places at which a gutter is looked for."""

_ZONE = (0.2, 0.8)
"""Part of the page's width in which a gutter of two columns stands."""

_FEWEST, _FEWEST_TOGETHER = 2, 5
"""Lines on each side of a gutter, and on both together."""

_WORDS, _LONGEST = 2.5, 5
"""Words that a line of a side has on the average, and its longest line at least: prose."""

_WIDE = 0.8
"""Width of a gutter, in type sizes."""

_APART = 0.5
"""White between two rows of cards, in type sizes."""


_FULL = 0.8
"""Share of the way down to the foot of the text from which on a column may be full, its last
paragraphs kept together on the next page."""

_BENEATH = 6
"""Lines beneath both columns, on the left, at most; more are of the left column."""


class Stretch(NamedTuple):
    """Words that are read together.

    Attributes:
        top: where the columns that it belongs to begin; None outside columns.
        words: its words in any order.
    """

    top: float | None
    words: list[Word]


class _Band(NamedTuple):
    left: list[Run]
    right: list[Run]

    @property
    def top(self) -> float:
        return min(_top(run) for run in (*self.left, *self.right))

    @property
    def begun(self) -> float:
        """From where on both sides have lines."""
        return max(min(map(_top, self.left)), min(map(_top, self.right)))

    @property
    def size(self) -> float:
        """The usual type size."""
        return median(run.words[0].size for run in (*self.left, *self.right))

    @property
    def bottom(self) -> float:
        return max(run.words[0].bottom for run in (*self.left, *self.right))


def stretches(
    words: Sequence[Word],
    width: float,
    rows: Sequence[Sequence[Box]] = (),
    foot: float = math.inf,
) -> list[Stretch]:
    """Parts the words of a page outside its tables into stretches, in reading order.

    Args:
        words: the words.
        width: of the page, in points.
        rows: rows of boxes abreast, from top to bottom.
        foot: how far down the document's pages the text reaches; infinite where nobody knows.
    """
    if not words:
        return []
    if rows:
        top = rows[0][0][1]
        above = [word for word in words if word.bottom <= top]
        boxed = [[word for word in words if grid.inside(word, box)] for box in rows[0]]
        held = {id(word) for part in (above, *boxed) for word in part}
        below = [word for word in words if id(word) not in held]
        first = [Stretch(top, s.words) for part in boxed for s in stretches(part, width)]
        return [*stretches(above, width), *first, *stretches(below, width, rows[1:])]
    runs = [(_top(run), run) for line in text_lines(words) for run in line.runs]
    bands = [_band(runs, x) for x in range(int(_ZONE[0] * width), int(_ZONE[1] * width), _STEP)]
    best = max((b for b in bands if b), key=lambda b: len(b.left) + len(b.right), default=None)
    if best is None:
        return [Stretch(None, list(words))]
    best = _without_tail(best, foot)
    inside = {id(word) for run in (*best.left, *best.right) for word in run.words}
    rest = [word for word in words if id(word) not in inside]
    above = [word for word in rest if word.top < best.begun]
    below = [word for word in rest if word.top >= best.begun]
    return [*stretches(above, width), *_read(best, width), *stretches(below, width)]


def _band(runs: Sequence[tuple[float, Run]], x: float) -> _Band | None:
    """The longest run of lines with white at x and prose on both sides, or None.

    Args:
        runs: each with the top of its line.
        x: the place.
    """
    before = [(top, run) for top, run in runs if run.x1 <= x]
    after = [(top, run) for top, run in runs if run.x0 >= x]
    if not _are_enough(before, after):
        return None
    over = sorted([top for top, run in runs if run.x0 < x < run.x1])
    edges = [float("-inf"), *over, float("inf")]
    found: list[_Band] = []
    for start, end in pairwise(edges):
        left = [run for top, run in before if start < top < end]
        right = [run for top, run in after if start < top < end]
        if left and right:
            found.append(_shared(left, right))
    fitting = [band for band in found if _is_prose(band)]
    return max(fitting, key=lambda b: len(b.left) + len(b.right), default=None)


def _shared(left: list[Run], right: list[Run]) -> _Band:
    """The runs from where both sides have begun, to within a line, and those of the right column.

    What stands above a left column is read before it in any case.
    """
    top = _Band(left, right).begun - left[0].words[0].size
    edge, _ = Counter(round(run.x0) for run in right).most_common(1)[0]
    return _Band(
        [run for run in left if _top(run) >= top],
        [run for run in right if _top(run) >= top or abs(run.x0 - edge) <= TABLE.alike],
    )


def _without_tail(band: _Band, foot: float) -> _Band:
    """The columns without paragraphs on the left that begin beneath the end of both.

    A left column that nearly reaches the foot of its page goes on there by itself.
    """
    size = band.size
    end = max(run.words[0].bottom for run in band.right)
    left = sorted(band.left, key=_top)
    last = left[-1].words[0].bottom
    cut = next(
        (
            at
            for at in range(1, len(left))
            if _top(left[at]) >= end
            and _top(left[at]) - left[at - 1].words[0].bottom >= _APART * size
        ),
        len(left),
    )
    if foot == math.inf or last >= _FULL * foot or len(left) - cut > _BENEATH:
        return band
    return _Band(left[:cut], band.right)


def _are_enough(left: Sequence[object], right: Sequence[object]) -> bool:
    """Whether two sides of a gutter have lines enough to be columns."""
    counts = (len(left), len(right))
    return min(counts) >= _FEWEST and sum(counts) >= _FEWEST_TOGETHER


def _is_prose(band: _Band) -> bool:
    sides = (band.left, band.right)
    if not _are_enough(*sides):
        return False
    size = band.size
    if min(r.x0 for r in band.right) - max(r.x1 for r in band.left) < _WIDE * size:
        return False
    return all(
        sum(len(run.words) for run in side) >= _WORDS * len(side)
        and max(len(run.words) for run in side) >= _LONGEST
        for side in sides
    )


def _top(run: Run) -> float:
    return run.words[0].top


def _read(band: _Band, width: float) -> list[Stretch]:
    rows = _rows(band)
    sides = [
        [run for run in side if top - 1 <= _top(run) < bottom - 1]
        for top, bottom in pairwise(rows)
        for side in (band.left, band.right)
    ]
    return [
        Stretch(band.top, part.words)
        for side in sides
        for part in stretches([word for run in side for word in run.words], width)
    ]


def _rows(band: _Band) -> list[float]:
    """Where rows of cards begin, and the end; the whole band where there are no such rows."""
    size = band.size
    starts = [band.top]
    runs = sorted((*band.left, *band.right), key=_top)
    bottom = runs[0].words[0].bottom
    for run in runs:
        if _top(run) - bottom >= _APART * size:
            starts.append(_top(run))
        bottom = max(bottom, run.words[0].bottom)
    ends = [*starts[1:], float("inf")]
    opened = [
        (start, [_number(side, start, end) for side in (band.left, band.right)])
        for start, end in zip(starts, ends, strict=True)
    ]
    if _are_notes(band):
        beside = [start for start, (left, _) in opened if left]
        if beside[:1] == starts[:1] and len(beside) == _numbered(band.left):
            return [*beside, float("inf")]
    pairs = [(start, pair) for start, pair in opened if all(pair)]
    if len(pairs) < _FEWEST or pairs[0][0] != starts[0]:
        return [band.top, float("inf")]
    across = [number for _, pair in pairs for number in pair]
    down = [pair[side] for side in (0, 1) for _, pair in pairs]
    if _ascents(across) < _ascents(down):
        return [band.top, float("inf")]
    return [*(start for start, _ in pairs), float("inf")]


def _are_notes(band: _Band) -> bool:
    """Whether the left side numbers its parts and the right one has no numbers of its own."""
    return _numbered(band.left) >= _FEWEST and not _numbered(band.right)


def _numbered(side: Sequence[Run]) -> int:
    """How many lines of a side open with a provision's number at its left edge."""
    edge = min(run.x0 for run in side)
    return sum(is_number(run.words[0].text) for run in side if run.x0 - edge <= TABLE.alike)


def _number(side: Sequence[Run], start: float, end: float) -> tuple[int, ...]:
    """The number with which a side opens where a row of cards begins; () where it does not."""
    first = min((r for r in side if start - 1 <= _top(r) < end - 1), key=_top, default=None)
    if first is None or not is_number(first.words[0].text):
        return ()
    return tuple(int(figure) for figure in re.findall(r"\d+", first.words[0].text))


def _ascents(numbers: Sequence[tuple[int, ...]]) -> int:
    return sum(one < two for one, two in pairwise(numbers))
