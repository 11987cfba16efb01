"""Rows told by white space and by the provision numbers, where no rule tells them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from saextract.parsers.pdf.page import Word

from .columns import TextLine
from .grid import Span, join_spans, slot
from .headers import ANSWER, NUMBER, text_of

_ROW_GAP = 1.0
"""White across all columns, in points, that is more than the leading inside a cell."""

_OPENING = 0.25
"""Share of the lines that begin in the column in which rows begin."""

_SECTION = re.compile(r"\d{1,2}[.)]?")

_SINGLE = 0.35
"""White of at least this share of the type size between lines of one-line cells."""


def numbers_in(lines: Sequence[TextLine], columns: Sequence[float]) -> list[Word]:
    """Provision numbers that open the first column, from top to bottom."""
    return [
        line.runs[0].words[0]
        for line in lines
        if line.runs[0].x0 < columns[1] and NUMBER.fullmatch(line.runs[0].words[0].text)
    ]


def answers_in(lines: Sequence[TextLine], columns: Sequence[float]) -> int:
    """Most answers, each alone in its line, that stand in one column."""
    counts = [0] * (len(columns) - 1)
    for line in lines:
        for run in line.runs:
            if ANSWER.fullmatch(text_of(run.words)):
                counts[slot(columns, (run.x0 + run.x1) / 2)] += 1
    return max(counts)


def gaps_in(lines: Sequence[TextLine]) -> list[Span]:
    """White bands across all columns between the lines."""
    boxes = join_spans(((line.top, line.bottom) for line in lines), 0.0)
    return [(a[1], b[0]) for a, b in pairwise(boxes)]


def is_top_aligned(blocks: Sequence[tuple[Sequence[TextLine], Sequence[Word]]]) -> bool:
    """Whether a number stands on the first line of its row, over the blocks of a document.

    It does if the widest gap between two numbers is, mostly, the one right above the second.
    """
    hits, pairs = 0, 0
    for lines, numbers in blocks:
        gaps = gaps_in(lines)
        for one, two in pairwise(numbers):
            between = [g for g in gaps if g[0] > one.top and g[1] < two.bottom]
            if not between:
                pairs += 1
                continue
            widest = max(between, key=lambda g: g[1] - g[0])
            pairs += 1
            hits += abs(widest[1] - two.top) <= 0.5 * two.size
    return pairs == 0 or hits >= 0.7 * pairs


def usual_row_gap(blocks: Sequence[tuple[Sequence[TextLine], Sequence[Word]]]) -> float:
    """Median over the document of the widest white band between two numbers, in points."""
    widest = []
    for lines, numbers in blocks:
        gaps = gaps_in(lines)
        for one, two in pairwise(numbers):
            between = _between(gaps, one.bottom, two.top)
            widest.append(max((b - a for a, b in between), default=0.0))
    return median(widest) if widest else _ROW_GAP


def breaks_at_numbers(lines: Sequence[TextLine], numbers: Sequence[Word]) -> list[float]:
    """Positions between rows whose numbers stand on their first line.

    Text above the first number becomes a row of its own: the rest of one of the page before.
    """
    first = min(line.top for line in lines)
    return [n.top - 0.5 for n in numbers if n.top - 0.5 > first + 1]


def breaks_around_numbers(
    lines: Sequence[TextLine], numbers: Sequence[Word], row_gap: float
) -> list[float]:
    """Positions between rows whose numbers are centred vertically.

    Args:
        lines: lines of the block.
        numbers: numbers of its rows; at least one.
        row_gap: `usual_row_gap` of the document.

    Returns:
        Inner bounds, each in a white band across all columns: of those wide enough, the one
        that leaves the number nearest to its row's middle. Text above the first row and below
        the last may become rows of their own, without a number.
    """
    gaps = gaps_in(lines)
    first, last = min(ln.top for ln in lines), max(ln.bottom for ln in lines)
    wide = [g for g in gaps if g[1] - g[0] >= 0.8 * row_gap]
    cuts: list[float] = []
    start = first
    above = _between(wide, first, numbers[0].top)
    if above:
        below = _between(gaps, numbers[0].bottom, numbers[1].top) if len(numbers) > 1 else []
        if below:
            end = max(below, key=_width)[0]
            best = min([(first, first), *above], key=lambda g: _off(g[1], end, numbers[0]))
        else:
            best = max(above, key=lambda g: (round(_width(g)), g[1]))
        if best[1] > first:
            cuts.append(sum(best) / 2)
            start = best[1]
    for one, two in pairwise(numbers):
        between = _between(gaps, one.bottom, two.top)
        if not between:
            cuts.append((one.bottom + two.top) / 2)
            start = two.top
            continue
        least = 0.6 * max(_width(g) for g in between)
        chosen = min((_off(start, g[0], one), g) for g in between if _width(g) >= least)[1]
        cuts.append(sum(chosen) / 2)
        start = chosen[1]
    after = _between(wide, numbers[-1].bottom, last)
    if after and _off(start, last, numbers[-1]) > 2 * numbers[-1].size:
        best = min(after, key=lambda g: _off(start, g[0], numbers[-1]))
        if _off(start, best[0], numbers[-1]) < 0.6 * numbers[-1].size:
            cuts.append(sum(best) / 2)
    return cuts


def _between(gaps: Sequence[Span], top: float, bottom: float) -> list[Span]:
    return [g for g in gaps if g[0] >= top - 2 and g[1] <= bottom + 2]


def _width(gap: Span) -> float:
    return gap[1] - gap[0]


def _off(start: float, end: float, number: Word) -> float:
    """How far the middle of a row lies from the middle of its number."""
    return abs(start + end - number.top - number.bottom) / 2


def breaks_by_gaps(lines: Sequence[TextLine], columns: Sequence[float]) -> list[float]:
    """Positions between rows without numbers: white wider than the leading in the cells.

    What has no text in the column in which rows begin belongs to the row above. Where every
    cell is one line high, every line with two cells or more is a row.
    """
    gaps = gaps_in(lines)
    leading = _leading(lines, columns)
    opening = _opening_column(lines, columns)
    cuts = [(a + b) / 2 for a, b in gaps if b - a >= leading + _ROW_GAP]
    single = sum(len(line.runs) > 1 for line in lines) >= 0.6 * len(lines)
    if not cuts and single and leading >= _SINGLE * lines[0].size:
        cuts = [(a + b) / 2 for a, b in gaps]
    kept: list[float] = []
    for cut, following in pairwise([*cuts, float("inf")]):
        block = [line for line in lines if cut < line.top < following]
        if any(line.runs[0].x0 < opening for line in block):
            kept.append(cut)
    return kept


def _opening_column(lines: Sequence[TextLine], columns: Sequence[float]) -> float:
    """Right bound of the column in which rows begin: the first that is not mostly empty."""
    for right in columns[1:-1]:
        if sum(line.runs[0].x0 < right for line in lines) >= _OPENING * len(lines):
            return right
    return columns[1]


def breaks_at_sections(lines: Sequence[TextLine], columns: Sequence[float]) -> list[float]:
    """Positions above and below titles of sections: a lone figure, and all in bold."""
    cuts: list[float] = []
    for index, line in enumerate(lines):
        first = line.runs[0].words[0]
        titled = first.x1 < columns[1] and bool(_SECTION.fullmatch(first.text))
        if not titled or len(line.runs) < 2 or not _is_bold(line):
            continue
        if index:
            cuts.append((lines[index - 1].bottom + line.top) / 2)
        last = index
        while (
            last + 1 < len(lines)
            and len(lines[last + 1].runs) == 1
            and _is_bold(lines[last + 1])
            and abs(lines[last + 1].runs[0].x0 - line.runs[1].x0) <= 3
        ):
            last += 1
        if last + 1 < len(lines):
            cuts.append((lines[last].bottom + lines[last + 1].top) / 2)
    return cuts


def _is_bold(line: TextLine) -> bool:
    return all(word.bold for run in line.runs for word in run.words)


def _leading(lines: Sequence[TextLine], columns: Sequence[float]) -> float:
    """White between one line and the next in the same cell: a low decile over the columns."""
    whites: list[float] = []
    bottoms = [0.0] * (len(columns) - 1)
    for line in lines:
        for run in line.runs:
            c = slot(columns, (run.x0 + run.x1) / 2)
            top = min(w.top for w in run.words)
            if 0 < bottoms[c] <= top + 3:
                whites.append(max(0.0, top - bottoms[c]))
            bottoms[c] = max(w.bottom for w in run.words)
    whites.sort()
    return whites[len(whites) // 10] if whites else 0.0
