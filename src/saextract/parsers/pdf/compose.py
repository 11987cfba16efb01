"""Words → text: lines from top to bottom, words from left to right."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate, groupby, pairwise
from operator import attrgetter

from .lines import by_baseline
from .page import MIDDLE, Rule, Word

JOINED = 0.06
"""Words closer than this (type sizes) are one to the reader: a raised "th", a bold first letter."""

_BASELINE = attrgetter("baseline")
_LEFT = attrgetter("x0")
_SIZE = attrgetter("size")
_TEXT = attrgetter("text")
SAME_LEVEL = 0.01
"""Points by which two baselines differ that are one but for rounding."""

SMALL = 0.8
"""A word is much smaller than the others below this share of their usual size."""


def composed(words: Sequence[Word], rules: Sequence[Rule] = ()) -> list[list[Word]]:
    """The words line by line, in the order in which a person reads them, such as those of a cell.

    Args:
        words: in any order.
        rules: rules that part the words, such as those of a table inside the cell; its cells
            are then read one after the other, row by row.
    """
    if not rules:
        return lines_of(words)
    return [line for group in _grid(words, rules) for line in lines_of(group)]


def placed(
    lines: Sequence[Sequence[Word]], pieces: Sequence[Sequence[str]], longest: float = math.inf
) -> list[list[tuple[Word, int]]]:
    """The words of lines, each with its place in their text, lines parted by line feeds.

    Args:
        lines: the lines.
        pieces: what `pieces_of` gives for each of them.
        longest: letters beyond which a line is left out.
    """
    found: list[list[tuple[Word, int]]] = []
    at = 0
    for line, parts in zip(lines, pieces, strict=True):
        ends = list(accumulate(map(len, parts), initial=at))
        if ends[-1] - at <= longest:
            words = zip(line, ends[1:], strict=True)
            found.append([(word, end - len(word.text)) for word, end in words])
        at = ends[-1] + 1
    return found


def lines_of(words: Sequence[Word]) -> list[list[Word]]:
    """Groups words into lines.

    A word much smaller than the others that stands within the height of a line belongs to it:
    a footnote mark, a raised "th".

    Args:
        words: in any order.

    Returns:
        Lines from top to bottom, each from left to right.
    """
    if not words:
        return []
    small = _small(words)
    if not small:
        return [sorted(line, key=_LEFT) for line in by_baseline(words)]
    apart = set(map(id, small))
    lines = by_baseline([word for word in words if id(word) not in apart])
    rest = []
    for word in small:
        host = _host(word, lines)
        if host is None:
            rest.append(word)
        else:
            host.append(word)
    if rest:
        lines += lines_of(rest) if len(rest) < len(words) else [[w] for w in rest]
        lines.sort(key=_baseline)
    return [sorted(line, key=_LEFT) for line in lines]


def line_text(line: Sequence[Word]) -> str:
    """The text of one line, its words parted by spaces unless they touch."""
    return "".join(pieces_of(line))


def pieces_of(line: Sequence[Word]) -> list[str]:
    """The text of each word of a line, with the space before it where there is one."""
    parts = [line[0].text]
    for last, word in pairwise(line):
        size = word.size if word.size < last.size else last.size
        if word.x0 - last.x1 > JOINED * size or _is_drawn_over(last, word):
            parts.append(" " + word.text)
        else:
            parts.append(word.text)
    return parts


def _is_drawn_over(last: Word, word: Word) -> bool:
    """Whether a word begins no further to the right than the one before it on the same level."""
    level = abs(last.baseline - word.baseline) <= SAME_LEVEL
    return word.x0 <= last.x0 and word.size == last.size and level


def _small(words: Sequence[Word]) -> list[Word]:
    """The words that are much smaller than the others, by baseline."""
    sizes = list(map(_SIZE, words))
    if min(sizes) >= SMALL * round(max(sizes), 1):
        return []
    least = SMALL * _usual_size(words)
    return sorted([word for word in words if word.size < least], key=_BASELINE)


def _usual_size(words: Sequence[Word]) -> float:
    exact: dict[float, int] = defaultdict(int)
    for size, run in groupby(words, _SIZE):
        exact[size] += len("".join(map(_TEXT, run)))
    counts: dict[float, int] = defaultdict(int)
    for size, count in exact.items():
        counts[round(size, 1)] += count
    return max(counts, key=lambda size: (counts[size], size))


def _baseline(line: list[Word]) -> float:
    return line[0].baseline


def _host(word: Word, lines: list[list[Word]]) -> list[Word] | None:
    """The line that a small word belongs to.

    It is raised or lowered from one that it touches or nearly does, or stands on one's baseline; or
    it is centred on a single word of no more than twice its size, as badges are on a number.
    """
    middle = (word.top + word.bottom) / 2
    best: tuple[float, list[Word]] | None = None
    for line in lines:
        first = line[0]
        if not first.top - 0.1 * first.size <= middle <= first.bottom + 0.05 * first.size:
            continue
        away = min(max(word.x0 - w.x1, w.x0 - word.x1, 0.0) for w in line)
        raised = first.baseline - word.baseline
        off_centre = abs(raised - MIDDLE * (first.size - word.size))
        on_line = abs(raised) <= 0.1 * first.size or (
            word.size >= 0.5 * first.size
            and off_centre <= 0.15 * first.size
            and sum(other.size == first.size for other in line) == 1
        )
        if (on_line or away <= 0.6 * first.size) and (best is None or away < best[0]):
            best = (away, line)
    return best[1] if best else None


def _grid(words: Sequence[Word], rules: Sequence[Rule]) -> list[list[Word]]:
    """Parts words by the rules between them: row by row, and in each from left to right."""
    if not rules:
        return [list(words)]
    bounds = sorted(
        (
            r
            for r in rules
            if r.x0 == r.x1 and _parts([(w.x0, w.x1, w.size) for w in _beside(words, r)], r.x0)
        ),
        key=lambda r: r.top,
    )
    if not bounds:
        return [list(words)]
    bands: list[tuple[float, float]] = []
    for bound in bounds:
        if bands and bound.top <= bands[-1][1] + 1:
            bands[-1] = (bands[-1][0], max(bands[-1][1], bound.bottom))
        else:
            bands.append((bound.top, bound.bottom))
    levels = [r.top for r in rules if r.top == r.bottom]
    cells: dict[tuple[int, int, int], list[Word]] = {}
    for word in words:
        middle = (word.top + word.bottom) / 2
        band = sum((top < middle) + (bottom < middle) for top, bottom in bands)
        row = column = 0
        if band % 2:
            row = sum(bands[band // 2][0] < level < middle for level in levels)
            column = sum(
                b.x0 < (word.x0 + word.x1) / 2 for b in bounds if b.top < middle < b.bottom
            )
        cells.setdefault((band, row, column), []).append(word)
    return [cells[key] for key in sorted(cells)]


def _beside(words: Sequence[Word], rule: Rule) -> list[Word]:
    return [w for w in words if rule.top <= (w.top + w.bottom) / 2 <= rule.bottom]


def _parts(spans: list[tuple[float, float, float]], x: float) -> bool:
    """Whether words stand on both sides of x and keep clear of it."""
    before = [s for s in spans if s[1] <= x]
    after = [s for s in spans if s[0] >= x]
    if not before or not after or len(before) + len(after) < len(spans):
        return False
    clear = min(s[0] for s in after) - max(s[1] for s in before)
    return clear >= 0.35 * max(s[2] for s in spans)
