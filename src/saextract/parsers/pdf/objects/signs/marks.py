"""Ticks, crosses, boxes and bullets that are drawn or are pictures → words.

Boxes and bullets are told by their shape; whatever else is small is looked at by its pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from saextract.parsers.pdf.objects.strokes import Point, Shape, is_white
from saextract.parsers.pdf.objects.text import ASCENT, DESCENT
from saextract.parsers.pdf.page import Box, Word

from .icons import LARGEST, SMALLEST

_EDGE = 1.2
"""Width (points) that the edge of a tick box has at most."""

BOX_SMALLEST, BOX_LARGEST = 5.5, 16.0
"""Sizes of tick boxes (points)."""

_TOUCHES = 0.05
"""How near to the middle of each side of its box a circle has a point, in widths of the box; the
sides of a square with rounded corners have none there."""

_DOT = 0.85
"""Width of a button's dot by that of its ring, at most; a browser's dot has .65."""

_LIKE = 0.2
"""Difference of two buttons of one choice in size, or in the place across their line, in sizes."""

_APART = 15.0, 4.0
"""How far apart they stand, along a line and down a list, in sizes: the longest label of an answer,
and one on two lines."""

FLAG = "drawn-mark"

MARKS = ("x", "X", "×", "✓", "✔", "✗", "✘", "✕", "✖")
"""Signs that may stand in a tick box as text."""


Look = Callable[[Box], str]
"""Says which sign stands in a part of the page: "✓", "✗" or ""."""


class Found(NamedTuple):
    """What small drawings of a page mean.

    Attributes:
        words: signs, with the flag "drawn-mark".
        used: indexes of the shapes that they are made of.
        read: boxes of the pictures that are signs.
        unread: boxes of the drawings that are no known sign.
        colours: colours of such drawings, as "RRGGBB".
    """

    words: list[Word]
    used: set[int]
    read: list[Box]
    unread: list[Box]
    colours: dict[Box, str]


@dataclass(frozen=True, slots=True)
class _Sign:
    text: str
    box: Box
    shapes: tuple[int, ...]


def find_marks(
    shapes: Sequence[Shape], pictures: Sequence[Box], words: Sequence[Word], look: Look
) -> Found:
    """Finds drawn signs.

    Args:
        shapes: the page's shapes in drawing order.
        pictures: boxes of its pictures.
        words: the page's words; a box with words in it is no tick box.
        look: looks at a part of the page.
    """
    small = [i for i, s in enumerate(shapes) if _is_small(s)]
    icons = [box for box in pictures if _is_icon(box)]
    if not small and not icons:
        return Found([], set(), [], [], {})
    rings = _radio_buttons(shapes, small, words)
    found = Found([_word(ring.text, ring.box) for ring in rings], set(), [], [], {})
    found.used.update(i for ring in rings for i in ring.shapes)
    small = [i for i in small if i not in found.used]
    boxes = _boxes(shapes, small)
    edges = {i for box in boxes for i in box.shapes}
    drawings = _drawings(shapes, [i for i in small if i not in edges], icons, words)
    for box in boxes:
        inside = [drawing for drawing in drawings if _holds(box.box, drawing.box)]
        letters = [w for w in words if _holds(_grown(box.box), (w.x0, w.top, w.x1, w.bottom), 0.0)]
        if letters:
            if all(word.text in MARKS for word in letters):
                found.used.update(box.shapes)
            continue
        text = "☐"
        if inside:
            text = "☑" if look(_shrunk(box.box)) == "✓" else "☒"
            drawings = [drawing for drawing in drawings if drawing not in inside]
        found.used.update(box.shapes, *(drawing.shapes for drawing in inside))
        found.words.append(_word(text, box.box))
    bullets = [i for i in small if i not in found.used and _is_bullet(shapes[i], words)]
    found.used.update(bullets)
    found.words.extend(_word("•", _bullet_box(shapes[i].box)) for i in bullets)
    for drawing in drawings:
        if not set(drawing.shapes) <= found.used or not drawing.shapes:
            _take(found, drawing, look(drawing.box))
            filled = [shapes[i].fill for i in drawing.shapes]
            colour = next((fill for fill in filled if fill and not is_white(fill)), None)
            if drawing.box in found.unread and colour:
                found.colours[drawing.box] = "{:02X}{:02X}{:02X}".format(*colour[:3])
    return found


def _take(found: Found, drawing: _Sign, sign: str) -> None:
    if not sign:
        found.unread.append(drawing.box)
        return
    found.words.append(_word(sign, drawing.box))
    found.used.update(drawing.shapes)
    found.read.append(drawing.box)


def _is_small(shape: Shape) -> bool:
    x0, top, x1, bottom = shape.box
    return 1.5 <= max(x1 - x0, bottom - top) <= LARGEST


def _is_icon(box: Box) -> bool:
    return all(SMALLEST <= side <= LARGEST for side in (box[2] - box[0], box[3] - box[1]))


def _drawings(
    shapes: Sequence[Shape], small: Sequence[int], icons: Sequence[Box], words: Sequence[Word]
) -> list[_Sign]:
    """Small drawings, each with all the strokes and pictures that it is made of.

    Level and upright lines and boxes are none by themselves.
    """
    parts = [_Sign("", shapes[i].box, (i,)) for i in small if _is_drawing(shapes[i])]
    parts += [_Sign("", box, ()) for box in icons]
    groups: list[_Sign] = []
    for part in sorted(parts, key=lambda part: part.box[1]):
        near = [group for group in groups if _adjoin(group.box, part.box)]
        for group in near:
            groups.remove(group)
        boxes = [part.box, *(group.box for group in near)]
        hull = (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )
        members = (*part.shapes, *(i for group in near for i in group.shapes))
        groups.append(_Sign("", hull, members))
    return [
        group
        for group in groups
        if _is_icon(group.box)
        and not any(_holds(group.box, (w.x0, w.top, w.x1, w.bottom), 0.0) for w in words)
    ]


def _is_drawing(shape: Shape) -> bool:
    slanted = any(
        abs(xa - xb) > 1 and abs(ya - yb) > 1 for (xa, ya), (xb, yb) in pairwise(shape.points)
    )
    return shape.curved or slanted or (shape.fill is not None and len(set(shape.points)) > 4)


def _holds(outer: Box, inner: Box, slack: float = 2.0) -> bool:
    """Whether the middle of one box lies in another, and most of it does."""
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return (
        outer[0] - slack <= x <= outer[2] + slack
        and outer[1] - slack <= y <= outer[3] + slack
        and inner[2] - inner[0] <= 1.6 * (outer[2] - outer[0])
    )


def _same_box(one: Box, two: Box) -> bool:
    reach = 0.25 * max(one[2] - one[0], one[3] - one[1])
    return all(abs(a - b) <= reach for a, b in zip(one, two, strict=True))


def _grown(box: Box) -> Box:
    return (box[0] - 0.5, box[1] - 0.5, box[2] + 0.5, box[3] + 0.5)


def _shrunk(box: Box) -> Box:
    """A tick box without its edges."""
    return (box[0] + _EDGE, box[1] + _EDGE, box[2] - _EDGE, box[3] - _EDGE)


def alternative(text: str, box: Box) -> Word:
    """The text that a file gives in the place of a small picture."""
    return _word(text, box)._replace(flags=frozenset({"alternative-text"}))


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


def _radio_buttons(
    shapes: Sequence[Shape], small: Sequence[int], words: Sequence[Word]
) -> list[_Sign]:
    """Round buttons of a choice: rings with nothing in them, or with a dot in their middle.

    A choice has two at least, beside or below each other; a lone ring without a dot is some other
    sign.
    """
    found: list[_Sign] = []
    for ring in (i for i in small if _is_ring(shapes[i])):
        box = shapes[ring].box
        inside = [i for i in small if i != ring and _lies_in(shapes[i].box, box)]
        discs = [i for i in inside if shapes[i].stroke is None and _is_round(shapes[i])]
        dots = [i for i in discs if not _is_open(shapes[i])]
        lettered = any(_holds(box, (w.x0, w.top, w.x1, w.bottom), 0.0) for w in words)
        if len(dots) > 1 or len(discs) < len(inside) or lettered:
            continue
        if dots and not _is_middle(shapes[dots[0]].box, box):
            continue
        found.append(_Sign("◉" if dots else "◯", box, (ring, *inside)))
    return [
        one
        for one in found
        if one.text == "◉" or any(_is_beside(one.box, other.box) for other in found)
    ]


def _is_beside(one: Box, two: Box) -> bool:
    """Whether two rings are buttons of one choice: of a size, in a line or a list."""
    size = one[2] - one[0]
    across, down = abs(one[0] - two[0]), abs(one[1] - two[1])
    alike = one != two and abs(two[2] - two[0] - size) <= _LIKE * size
    in_line = down <= _LIKE * size and across <= _APART[0] * size
    return alike and (in_line or (across <= _LIKE * size and down <= _APART[1] * size))


def _is_round(shape: Shape) -> bool:
    """Whether a shape is a circle: curved, and at the middle of each side of its box."""
    x0, top, x1, bottom = shape.box
    wide, high = x1 - x0, bottom - top
    if not shape.curved or min(wide, high) <= 0 or not 0.9 <= wide / high <= 1.1:
        return False
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    middles = ((x, top), (x, bottom), (x0, y), (x1, y))
    return all(
        any(max(abs(at - px), abs(level - py)) <= _TOUCHES * wide for px, py in shape.points)
        for at, level in middles
    )


def _is_ring(shape: Shape) -> bool:
    x0, _, x1, _ = shape.box
    sized = BOX_SMALLEST <= x1 - x0 <= BOX_LARGEST
    return sized and shape.stroke is not None and _is_open(shape) and _is_round(shape)


def _is_open(shape: Shape) -> bool:
    return shape.fill is None or is_white(shape.fill)


def _lies_in(inner: Box, outer: Box) -> bool:
    return _holds(outer, inner) and inner[2] - inner[0] <= outer[2] - outer[0] + _EDGE


def _is_middle(dot: Box, ring: Box) -> bool:
    """Whether a dot has the ring's centre, and is a good deal smaller."""
    wide = ring[2] - ring[0]
    offsets = (dot[0] + dot[2] - ring[0] - ring[2], dot[1] + dot[3] - ring[1] - ring[3])
    return dot[2] - dot[0] <= _DOT * wide and all(abs(side) <= 0.2 * wide for side in offsets)


def _is_square(shape: Shape) -> bool:
    x0, top, x1, bottom = shape.box
    wide, high = x1 - x0, bottom - top
    corners = len(set(shape.points))
    return (
        min(wide, high) >= BOX_SMALLEST
        and max(wide, high) <= BOX_LARGEST
        and 0.8 <= wide / high <= 1.25
        and (corners == 4 or (shape.curved and _area(shape.points) >= 0.88 * wide * high))
        and not _is_round(shape)
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
