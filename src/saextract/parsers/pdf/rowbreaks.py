"""Rows told by white space and by the provision numbers, where no rule tells them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from saextract.parsers.pdf.columns import TextLine
from saextract.parsers.pdf.grid import Span, join_spans
from saextract.parsers.pdf.headers import NUMBER
from saextract.parsers.pdf.page import Word

_ROW_GAP = 1.0
"""White across all columns, in points, that is more than the leading inside a cell."""


def numbers_in(lines: Sequence[TextLine], columns: Sequence[float]) -> list[Word]:
    """Provision numbers that open the first column, from top to bottom."""
    return [
        line.runs[0].words[0]
        for line in lines
        if line.runs[0].x0 < columns[1] and NUMBER.fullmatch(line.runs[0].words[0].text)
    ]


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


def breaks_by_numbers(
    lines: Sequence[TextLine], numbers: Sequence[Word], top_aligned: bool
) -> list[float]:
    """Positions between the rows of a block, one row for each number.

    Args:
        lines: lines of the block.
        numbers: numbers of its rows; at least one.
        top_aligned: whether a number stands on its row's first line; else it is centred.

    Returns:
        Inner bounds. Text above the first row's own becomes a row of its own.
    """
    first = min(line.top for line in lines)
    if top_aligned:
        return [n.top - 0.5 for n in numbers if n.top - 0.5 > first + 1]
    gaps = [g for g in gaps_in(lines) if g[1] - g[0] >= 0.0]
    wide = _row_gap(gaps, numbers)
    cuts: list[float] = []
    start = first
    above = [g for g in gaps if g[1] <= numbers[0].top and g[1] - g[0] >= wide]
    end = _row_end(gaps, numbers, 0, max(line.bottom for line in lines))
    options = [(first, first), *above]
    centre = (numbers[0].top + numbers[0].bottom) / 2
    best = min(options, key=lambda g: abs((g[1] + end) / 2 - centre))
    if best[1] > first + 1:
        cuts.append((best[0] + best[1]) / 2)
        start = best[1]
    for one, two in pairwise(numbers):
        between = [g for g in gaps if g[0] >= one.bottom - 2 and g[1] <= two.top + 2]
        if not between:
            cuts.append((one.bottom + two.top) / 2)
            continue
        middle = (one.top + one.bottom) / 2
        low = max(g[1] - g[0] for g in between) * 0.6

        def cost(g: Span, start: float = start, middle: float = middle, low: float = low) -> float:
            return abs((start + g[0]) / 2 - middle) + (1000.0 if g[1] - g[0] < low else 0.0)

        chosen = min(between, key=cost)
        cuts.append((chosen[0] + chosen[1]) / 2)
        start = chosen[1]
    return cuts


def _row_gap(gaps: Sequence[Span], numbers: Sequence[Word]) -> float:
    """Width that a gap between rows has at least: most of the usual widest between numbers."""
    widest = [
        max((g[1] - g[0] for g in gaps if g[0] >= a.bottom - 2 and g[1] <= b.top + 2), default=0.0)
        for a, b in pairwise(numbers)
    ]
    return 0.6 * median(widest) if widest else _ROW_GAP


def _row_end(gaps: Sequence[Span], numbers: Sequence[Word], i: int, last: float) -> float:
    """Where the text of a row ends: at the widest gap before the next number."""
    limit = numbers[i + 1].top + 2 if i + 1 < len(numbers) else last
    between = [g for g in gaps if g[0] >= numbers[i].bottom - 2 and g[1] <= limit]
    if not between or i + 1 >= len(numbers):
        return last
    return max(between, key=lambda g: g[1] - g[0])[0]


def breaks_by_gaps(lines: Sequence[TextLine], columns: Sequence[float]) -> list[float]:
    """Positions between rows that open in the first column after more than the usual leading."""
    gaps = gaps_in(lines)
    usual = median(g[1] - g[0] for g in gaps) if gaps else 0.0
    cuts = []
    for a, b in gaps:
        opens = any(line.runs[0].x0 < columns[1] for line in lines if b - 0.5 <= line.top < b + 3)
        if opens and b - a >= usual + _ROW_GAP:
            cuts.append((a + b) / 2)
    return cuts
