"""Words by the line they stand on."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

from .page import Word

SAME_LINE = 0.3
"""Baselines of one line differ by no more than this from that of its first word, in type sizes."""

_BASELINE = attrgetter("baseline")
_LEFT = attrgetter("x0")
_SIZE = attrgetter("size")


def by_baseline(words: Iterable[Word]) -> list[list[Word]]:
    """Groups words into lines by their baselines.

    Args:
        words: in any order.

    Returns:
        Lines from top to bottom; the words of a line by baseline, and else as they came.
    """
    ordered = sorted(words, key=_BASELINE)
    if not ordered:
        return []
    sizes = set(map(_SIZE, ordered))
    least, most = SAME_LINE * min(sizes), SAME_LINE * max(sizes)
    lines: list[list[Word]] = []
    anchor = -math.inf
    for baseline, level in groupby(ordered, _BASELINE):
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


def in_reading_order(words: Iterable[Word]) -> list[Word]:
    """Sorts words into lines by baseline, and each line from left to right."""
    return [word for line in by_baseline(words) for word in sorted(line, key=_LEFT)]
