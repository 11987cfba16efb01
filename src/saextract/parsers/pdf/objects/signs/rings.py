"""Rings and frames drawn around single words of a text, and slanting strokes through them.

Around "Yes" in "Yes / No", other words stand close by outside; the border of a table's cell has
none there, or adjoins that of the next cell.
"""

from __future__ import annotations

from collections.abc import Sequence

from saextract.parsers.pdf.objects.strokes import SMALL_RING, Shape
from saextract.parsers.pdf.page import MIDDLE, Box, SetOff, Word

from .marks import MARKS

_WIDEST = 130.0
"""Width (points) of the widest ring around a word."""

_SMALLEST = 6.0
"""Height (points) of the smallest."""

_OPEN = 0.35
"""Gap, as a share of its size, that a ring drawn by hand leaves between its ends."""

_BY_HAND = 8
"""Corners from which on a line is one drawn by hand."""

_NEAR = 3.0
"""The other words of a choice stand within so many type sizes on the line, and above or below."""

_FLAT = 2.0
"""A stroke that rises or goes along by no more than this (points) is level or upright."""

_TALLEST_STROKE = 2.0
"""Height, in type sizes, of the tallest stroke through a word."""

_LEAST_RING, _MOST_STROKE = 1.0, 0.7
"""Heights, in type sizes: what is drawn by hand around a word, and through one."""

_ADJOIN = 1.5
"""Borders of neighbouring cells are this close (points)."""


def find_rings(shapes: Sequence[Shape], words: Sequence[Word]) -> tuple[list[SetOff], set[int]]:
    """Finds rings and frames around words.

    Args:
        shapes: the page's shapes in drawing order.
        words: its words.

    Returns:
        The rings, and the indexes of the shapes that they are drawn with.
    """
    boxes = [i for i, shape in enumerate(shapes) if _may_ring(shape)]
    found: list[SetOff] = []
    used: set[int] = set()
    for index in boxes:
        shape = shapes[index]
        others = [shapes[i].box for i in boxes if i != index]
        if shape.boxy and any(_adjoin(shape.box, other) for other in others):
            continue
        if _is_around(shape.box, words):
            found.append(SetOff("box" if shape.boxy else "circle", shape.box))
            used.add(index)
    return found, used


def ring_by_hand(box: Box, words: Sequence[Word]) -> SetOff | None:
    """A ring that was drawn upon a page, if it goes around words, or a stroke through one.

    Args:
        box: the box around what was drawn.
        words: the page's words.
    """
    size = max((word.size for word in words if _reaches_in(word, box)), default=0.0)
    high = box[3] - box[1]
    if _LEAST_RING * size <= high <= SMALL_RING and _is_around(box, words):
        return SetOff("circle", box)
    flat = high <= _MOST_STROKE * size and any(_is_through(box, word) for word in words)
    return SetOff("struck", box) if flat else None


def find_strokes(shapes: Sequence[Shape], words: Sequence[Word]) -> tuple[list[SetOff], set[int]]:
    """Finds slanting strokes through words, alone or as a cross.

    Args:
        shapes: the page's shapes in drawing order.
        words: its words.

    Returns:
        The strokes, and the indexes of the shapes that they are drawn with.
    """
    found: list[SetOff] = []
    used: set[int] = set()
    for index, shape in enumerate(shapes):
        x0, top, x1, bottom = shape.box
        slant = len(shape.points) == 2 and shape.stroke is not None
        if not slant or bottom - top <= _FLAT or x1 - x0 <= _FLAT or x1 - x0 > _WIDEST:
            continue
        if any(_is_through(shape.box, word) for word in words):
            found.append(SetOff("struck", shape.box))
            used.add(index)
    return found, used


def _is_through(box: Box, word: Word) -> bool:
    """Whether a stroke's box covers the height of a word's letters, and two letters or the word."""
    middle = word.baseline - MIDDLE * word.size
    over = min(word.x1, box[2]) - max(word.x0, box[0])
    letters = any(map(str.isalpha, word.text)) and word.text not in MARKS
    return (
        letters
        and box[1] < middle < box[3]
        and box[3] - box[1] <= _TALLEST_STROKE * word.size
        and over >= min(word.size, 0.6 * (word.x1 - word.x0))
        and box[2] - box[0] <= word.x1 - word.x0 + 2 * word.size
    )


def _may_ring(shape: Shape) -> bool:
    wide, high = shape.box[2] - shape.box[0], shape.box[3] - shape.box[1]
    (xa, ya), (xb, yb) = shape.points[0], shape.points[-1]
    closed = shape.closed or max(abs(xa - xb), abs(ya - yb)) <= _OPEN * max(wide, high)
    return (
        shape.stroke is not None
        and closed
        and (shape.curved or shape.boxy or len(shape.points) >= _BY_HAND)
        and _SMALLEST <= high <= SMALL_RING
        and _SMALLEST <= wide <= _WIDEST
    )


def _adjoin(one: Box, two: Box) -> bool:
    """Whether two boxes stand side by side, edge to edge, and are not one within the other."""
    touch = (
        one[0] - _ADJOIN <= two[2]
        and two[0] - _ADJOIN <= one[2]
        and one[1] - _ADJOIN <= two[3]
        and two[1] - _ADJOIN <= one[3]
    )
    return touch and not all(abs(a - b) <= 2 * _ADJOIN for a, b in zip(one, two, strict=True))


def _is_around(box: Box, words: Sequence[Word]) -> bool:
    """Whether a box holds words of one line, and others stand close by outside."""
    inner = [word for word in words if _reaches_in(word, box)]
    if not inner or all(word.text in MARKS for word in inner):
        return False
    size, baseline = inner[0].size, inner[0].baseline
    if any(abs(word.baseline - baseline) > MIDDLE * size for word in inner):
        return False
    if box[3] - box[1] > 3.5 * size or any(word.x0 < box[0] or word.x1 > box[2] for word in inner):
        return any(word.x0 < box[0] - size or word.x1 > box[2] + size for word in inner)
    return any(
        _distance(word, box) <= _NEAR * size
        for word in words
        if not any(word is other for other in inner)
    )


def _reaches_in(word: Word, box: Box) -> bool:
    middle = word.baseline - MIDDLE * word.size
    inside = min(word.x1, box[2]) - max(word.x0, box[0])
    return box[1] <= middle <= box[3] and inside >= 0.5 * min(word.size, word.x1 - word.x0)


def _distance(word: Word, box: Box) -> float:
    """How far a word on the same line, or right above or below, is from a box."""
    across = max(word.x0 - box[2], box[0] - word.x1, 0.0)
    middle = word.baseline - MIDDLE * word.size
    down = max(middle - box[3], box[1] - middle, 0.0)
    return max(across, down)
