"""Ticks and crosses that are pictures, or drawn in a way that no path tells, by their pixels.

What a page draws in a small place, whatever it is drawn with, is looked at as a person sees it:
the ink is scaled to a square and compared with the strokes of a tick and of a cross.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from saextract.parsers.pdf.page import Box

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

SCALE = 4.0
"""Pixels to a point in the picture that signs are looked at in; an icon of 8 points has 32."""

SMALLEST, LARGEST = 3.5, 40.0
"""Sizes (points) of what may be a sign."""

_INK = 60
"""Grey values (0 to 255) by which ink differs from its ground."""

_SIDE = 24
"""Pixels of the side of the square that ink is scaled to."""

_REACH = 0.2
"""How far ink may lie from a stroke of its sign, as a share of the square: half a thick stroke."""

_NEAR = 0.1
"""How far from ink a point of the sign's strokes may lie, as a share of the square."""

_FIT = 0.9
"""Share of the ink, and of the strokes, that must agree."""

_MOST = 0.7
"""Share of the square that the ink of a tick or a cross fills at most."""

_WIDEST = 1.9
"""Ratio of the sides of a sign at most."""

_TICKS = tuple(
    ((0.0, left), (low, 1.0), (1.0, 0.0))
    for left, low in itertools.product((0.45, 0.55, 0.68), (0.26, 0.36, 0.44))
)
_CROSS = (((0.0, 0.0), (1.0, 1.0)), ((0.0, 1.0), (1.0, 0.0)))


def sign_in(picture: NDArray[np.uint8], box: Box) -> str:
    """The sign that a part of a page's picture shows.

    Args:
        picture: the page in grey, `SCALE` pixels to a point.
        box: the part, in points.

    Returns:
        "✓", "✗", or "" for anything else.
    """
    left, top, right, bottom = (round(edge * SCALE) for edge in box)
    part = picture[max(top - 2, 0) : bottom + 2, max(left - 2, 0) : right + 2].astype(np.int64)
    if min(part.shape) < _SIDE // 3:
        return ""
    edges = np.concatenate((part[0], part[-1], part[:, 0], part[:, -1]))
    ink = np.abs(part - int(np.median(edges))) > _INK
    sign = _classify(ink)
    if sign or not ink.any():
        return sign
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    badge = part[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return _classify(_within(np.abs(badge - int(np.median(badge))) > _INK))


def _within(other: Bools) -> Bools:
    """What differs from a badge's ground and does not touch the badge's outline."""
    high, wide = other.shape
    y, x = np.ogrid[:high, :wide]
    middle = (2 * y - high + 1) ** 2 / max(high, 1) ** 2 + (2 * x - wide + 1) ** 2 / wide**2
    inner: Bools = other & (middle < 0.8)
    return inner


def _classify(ink: Bools) -> str:
    square = _scaled(ink)
    if square is None or square.mean() > _MOST:
        return ""
    tick = max(_fit(square, (stroke,)) for stroke in _TICKS)
    cross = _fit(square, _CROSS)
    if max(tick, cross) < _FIT:
        return ""
    return "✓" if tick > cross else "✗"


def _scaled(ink: Bools) -> Bools | None:
    """The ink within its own box, as a square; None for too little or too long a box."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return None
    part = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    high, wide = part.shape
    if min(high, wide) < _SIDE // 3 or max(high, wide) > _WIDEST * min(high, wide):
        return None
    y = ((np.arange(_SIDE) + 0.5) * high / _SIDE).astype(np.int64)
    x = ((np.arange(_SIDE) + 0.5) * wide / _SIDE).astype(np.int64)
    square: Bools = part[np.ix_(y, x)]
    return square


def _fit(square: Bools, strokes: Sequence[Sequence[tuple[float, float]]]) -> float:
    """How well ink and the strokes of a sign agree: the lesser of both shares."""
    points = _points(strokes)
    at = (np.argwhere(square)[:, ::-1] + 0.5) / _SIDE
    apart = np.hypot(at[:, None, 0] - points[None, :, 0], at[:, None, 1] - points[None, :, 1])
    return float(
        min(
            (apart.min(axis=1) <= _REACH).mean(),
            (apart.min(axis=0) <= _NEAR).mean(),
        )
    )


def _points(strokes: Sequence[Sequence[tuple[float, float]]]) -> Floats:
    """Points along strokes, which keep half a stroke's width from the square's edge."""
    found = [
        (xa + (xb - xa) * step / _SIDE, ya + (yb - ya) * step / _SIDE)
        for stroke in strokes
        for (xa, ya), (xb, yb) in itertools.pairwise(stroke)
        for step in range(_SIDE + 1)
    ]
    return np.array(found) * 0.84 + 0.08
