"""Words by the line they stand on."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby, pairwise
from operator import attrgetter

from .page import Word

SAME_LINE = 0.3
"""Baselines of one line differ by no more than this from that of its first word, in type sizes."""

_BASELINE = attrgetter("baseline")
_LEFT = attrgetter("x0")
_SIZE = attrgetter("size")


def by_baseline(words: Sequence[Word]) -> list[list[Word]]:
    """Groups words into lines by their baselines.

    Args:
        words: in any order.

    Returns:
        Lines from top to bottom; the words of a line by baseline, and else as they came.
    """
    if not words:
        return []
    sizes = list(map(_SIZE, words))
    least, most = SAME_LINE * min(sizes), SAME_LINE * max(sizes)
    return _level(words, most) or _near_level(words, least, most)


def _level(words: Sequence[Word], most: float) -> list[list[Word]]:
    """Lines of words that come line by line, each on one baseline; none for others.

    Args:
        words: the words.
        most: how far below its first word a line reaches at most, in points.
    """
    baselines = list(map(_BASELINE, words))
    levels = list(dict.fromkeys(baselines))
    if any(below - above <= most for above, below in pairwise(levels)):
        return []
    if len(levels) > 1 and baselines != sorted(baselines):
        return []
    lines: list[list[Word]] = []
    start = 0
    for level in levels:
        end = bisect_right(baselines, level, start)
        lines.append(list(words[start:end]))
        start = end
    return lines


def _near_level(words: Sequence[Word], least: float, most: float) -> list[list[Word]]:
    """Lines of any words.

    Args:
        words: the words.
        least, most: how far below its first word a line reaches for the smallest and for the
            largest of the words, in points.
    """
    lines: list[list[Word]] = []
    anchor = -math.inf
    for baseline, level in groupby(sorted(words, key=_BASELINE), _BASELINE):
        below = baseline - anchor
        if below > most:
            lines.append(list(level))
            anchor = baseline
        elif below <= least:
            lines[-1] += level
        else:
            for word in level:
                if word.baseline - anchor <= SAME_LINE * word.size:
                    lines[-1].append(word)
                else:
                    lines.append([word])
                    anchor = baseline
    return lines


def in_reading_order(words: Sequence[Word]) -> list[Word]:
    """Sorts words into lines by baseline, and each line from left to right."""
    return [word for line in by_baseline(words) for word in sorted(line, key=_LEFT)]
