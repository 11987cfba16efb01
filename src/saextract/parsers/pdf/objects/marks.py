"""Ticks, crosses, boxes and bullets that are drawn as paths → words.

Only small shapes of few corners are looked at, and each must have the proportions of its sign,
so that logos, arrows and table cells are left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from saextract.parsers.pdf.page import Box, Word

from .strokes import Point, Shape, is_white
from .text import ASCENT, DESCENT

SMALLEST, LARGEST = 3.5, 22.0
"""Sizes of drawn signs (points)."""

BOX_SMALLEST, BOX_LARGEST = 5.5, 16.0
"""Sizes of tick boxes (points)."""

FLAG = "drawn-mark"

MARKS = ("x", "X", "×", "✓", "✔", "✗", "✘", "✕", "✖")
"""Signs that may stand in a tick box as text."""


@dataclass(frozen=True, slots=True)
class _Sign:
    text: str
    box: Box
    shapes: tuple[int, ...]


def find_marks(shapes: Sequence[Shape], words: Sequence[Word]) -> tuple[list[Word], set[int]]:
    """Finds drawn signs.

    Args:
        shapes: the page's shapes in drawing order.
        words: the page's words; a box with words in it is no tick box.

    Returns:
        The signs as words with the flag "drawn-mark", and the indexes of the shapes that they
        are made of.
    """
    small = [i for i, s in enumerate(shapes) if _is_small(s)]
    if not small:
        return [], set()
    signs = _crosses(shapes, small) + _ticks(shapes, small)
    boxes = _boxes(shapes, small)
    used: set[int] = set()
    found: list[Word] = []
    for box in boxes:
        inside = [sign for sign in signs if _holds(box.box, sign.box)]
        letters = [w for w in words if _holds(_grown(box.box), (w.x0, w.top, w.x1, w.bottom), 0.0)]
        if letters:
            if all(word.text in MARKS for word in letters):
                used.update(box.shapes)
            continue
        text = "☐"
        if inside:
            text = "☒" if inside[0].text == "✗" else "☑"
            signs = [sign for sign in signs if sign not in inside]
        used.update(box.shapes, *(sign.shapes for sign in inside))
        found.append(_word(text, box.box))
    for sign in signs:
        used.update(sign.shapes)
        found.append(_word(sign.text, sign.box))
    bullets = [i for i in small if i not in used and _is_bullet(shapes[i], words)]
    used.update(bullets)
    found += [_word("•", _bullet_box(shapes[i].box)) for i in bullets]
    return found, used


def _is_small(shape: Shape) -> bool:
    x0, top, x1, bottom = shape.box
    return 1.5 <= max(x1 - x0, bottom - top) <= LARGEST


def _holds(outer: Box, inner: Box, slack: float = 2.0) -> bool:
    """Whether the middle of one box lies in another, and most of it does."""
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return (
        outer[0] - slack <= x <= outer[2] + slack
        and outer[1] - slack <= y <= outer[3] + slack
        and inner[2] - inner[0] <= 1.6 * (outer[2] - outer[0])
    )


def _grown(box: Box) -> Box:
    return (box[0] - 0.5, box[1] - 0.5, box[2] + 0.5, box[3] + 0.5)


def _word(text: str, box: Box) -> Word:
    size = max((box[3] - box[1]) / 0.75, 6.0)
    return Word(
        text=text,
        x0=box[0],
        top=box[3] - ASCENT * size,
        x1=box[2],
        bottom=box[3] + DESCENT * size,
        baseline=box[3],
        size=size,
        flags=frozenset({FLAG}),
    )


# --------------------------------------------------------------------------- crosses


def _crosses(shapes: Sequence[Shape], small: Sequence[int]) -> list[_Sign]:
    """Two strokes that cross, or a filled outline of a cross."""
    found = [_Sign("✗", shapes[i].box, (i,)) for i in small if _is_filled_cross(shapes[i])]
    strokes = [i for i in small if _is_diagonal(shapes[i])]
    for first, second in pairwise(strokes):
        one, two = shapes[first], shapes[second]
        if second - first > 2 or not _same_box(one.box, two.box):
            continue
        if _rises(one.points) != _rises(two.points):
            found.append(_Sign("✗", one.box, (first, second)))
    return found


def _is_diagonal(shape: Shape) -> bool:
    x0, top, x1, bottom = shape.box
    wide, high = x1 - x0, bottom - top
    return (
        shape.stroke is not None
        and not shape.curved
        and len(set(shape.points)) == 2
        and min(wide, high) >= SMALLEST - 1
        and 0.55 <= wide / high <= 1.8
    )


def _rises(points: Sequence[Point]) -> bool:
    (xa, ya), (xb, yb) = points[0], points[1]
    return (xb - xa) * (yb - ya) < 0


def _same_box(one: Box, two: Box) -> bool:
    reach = 0.25 * max(one[2] - one[0], one[3] - one[1])
    return all(abs(a - b) <= reach for a, b in zip(one, two, strict=True))


def _is_filled_cross(shape: Shape) -> bool:
    if shape.fill is None or shape.curved or len(set(shape.points)) != 12:
        return False
    x0, top, x1, bottom = shape.box
    wide, high = x1 - x0, bottom - top
    if min(wide, high) < SMALLEST or not 0.6 <= wide / high <= 1.6:
        return False
    scaled = [((x - x0) / wide, (y - top) / high) for x, y in set(shape.points)]
    corners = sum(
        any(abs(x - cx) < 0.3 and abs(y - cy) < 0.3 for x, y in scaled)
        for cx in (0, 1)
        for cy in (0, 1)
    )
    inner = sum(abs(x - 0.5) + abs(y - 0.5) < 0.3 for x, y in scaled)
    return corners == 4 and inner == 4 and _area(shape.points) < 0.6 * wide * high


# --------------------------------------------------------------------------- ticks


def _ticks(shapes: Sequence[Shape], small: Sequence[int]) -> list[_Sign]:
    return [
        _Sign("✓", shapes[i].box, (i,))
        for i in small
        if _is_stroked_tick(shapes[i]) or _is_filled_tick(shapes[i])
    ]


def _is_stroked_tick(shape: Shape) -> bool:
    """A short stroke down to the right and a longer one up to the right."""
    if shape.stroke is None or shape.curved or shape.closed or len(shape.points) != 3:
        return False
    points = shape.points if shape.points[0][0] < shape.points[2][0] else shape.points[::-1]
    (xa, ya), (xb, yb), (xc, yc) = points
    return (
        xa < xb < xc
        and yb > ya > yc
        and yb - yc >= SMALLEST
        and xc - xb > 1.1 * (xb - xa)
        and yb - yc > 1.1 * (yb - ya)
    )


def _is_filled_tick(shape: Shape) -> bool:
    """An outline of a tick: lowest left of the middle, highest at the right, thin."""
    corners = set(shape.points)
    if shape.fill is None or not 6 <= len(corners) <= 14:
        return False
    x0, top, x1, bottom = shape.box
    wide, high = x1 - x0, bottom - top
    if min(wide, high) < SMALLEST or not 0.7 <= wide / high <= 2.0:
        return False
    scaled = [((x - x0) / wide, (y - top) / high) for x, y in corners]
    lowest = max(scaled, key=lambda p: p[1])
    highest = min(scaled, key=lambda p: p[1])
    leftmost = min(scaled)
    return (
        0.2 <= lowest[0] <= 0.6
        and highest[0] >= 0.75
        and 0.3 <= leftmost[1] <= 0.85
        and 0.08 <= _area(shape.points) / (wide * high) <= 0.5
    )


def _area(points: Sequence[Point]) -> float:
    ring = [*points, points[0]]
    return abs(sum(xa * yb - xb * ya for (xa, ya), (xb, yb) in pairwise(ring))) / 2


# --------------------------------------------------------------------------- boxes, bullets


def _boxes(shapes: Sequence[Shape], small: Sequence[int]) -> list[_Sign]:
    """Tick boxes: small squares that stand alone, an outer and an inner edge taken as one.

    Their corners may be rounded; a circle fills less of its box.
    """
    squares = [i for i in small if _is_square(shapes[i])]
    found: list[_Sign] = []
    for i in squares:
        box = shapes[i].box
        partner = next((s for s in found if _same_box(s.box, box)), None)
        if partner is None:
            found.append(_Sign("☐", box, (i,)))
        else:
            found[found.index(partner)] = _Sign("☐", partner.box, (*partner.shapes, i))
    return [
        sign
        for sign in found
        if (any(shapes[i].stroke is not None for i in sign.shapes) or len(sign.shapes) > 1)
        and not any(other is not sign and _adjoin(sign.box, other.box) for other in found)
    ]


def _is_square(shape: Shape) -> bool:
    x0, top, x1, bottom = shape.box
    wide, high = x1 - x0, bottom - top
    corners = len(set(shape.points))
    return (
        min(wide, high) >= BOX_SMALLEST
        and max(wide, high) <= BOX_LARGEST
        and 0.8 <= wide / high <= 1.25
        and (corners == 4 or (shape.curved and _area(shape.points) >= 0.88 * wide * high))
        and (shape.stroke is not None or shape.fill is not None)
    )


def _adjoin(one: Box, two: Box) -> bool:
    return (
        one[0] - 1 <= two[2]
        and two[0] - 1 <= one[2]
        and one[1] - 1 <= two[3]
        and two[1] - 1 <= one[3]
    )


def _is_bullet(shape: Shape, words: Sequence[Word]) -> bool:
    """A small dot before a line of text, at the height of its letters."""
    x0, top, x1, bottom = shape.box
    wide, high = x1 - x0, bottom - top
    if shape.fill is None or is_white(shape.fill) or not shape.curved:
        return False
    if not (1.8 <= wide <= 7 and 0.8 <= wide / high <= 1.25):
        return False
    middle = (top + bottom) / 2
    return any(
        0 < word.x0 - x1 < 2.5 * word.size
        and 0.1 * word.size < word.baseline - middle < 0.6 * word.size
        and wide < 0.6 * word.size
        for word in words
    )


def _bullet_box(box: Box) -> Box:
    """The box of a letter with the dot in its middle."""
    high = box[3] - box[1]
    return (box[0], box[1] - 0.6 * high, box[2], box[3] + 0.6 * high)
