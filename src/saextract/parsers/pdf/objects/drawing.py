"""Walks the objects of a page, in drawing order and through the forms in it."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import repeat

from saextract.parsers.limits import MAX_OBJECTS, within
from saextract.parsers.pdf.page import Box

from . import native
from .strokes import Point, Shape, open_rings

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_TEXT, _PATH, _IMAGE, _SHADING, _FORM = 1, 2, 3, 4, 5
_BEZIER, _MOVE = 1, 2
_ALTERNATE = 1
_DEPTH = 12
_UNKNOWN = (127, 127, 127, 255)


@dataclass(frozen=True, slots=True)
class Frame:
    """How a page's user space is laid out as shown.

    Attributes:
        turn: quarter turns clockwise from user space to what is shown.
        matrix: from user space to shown space with y upwards.
        content: the same for the page's objects, which may have been turned already.
        width, height: as shown.
    """

    turn: int
    matrix: Matrix
    content: Matrix
    width: float
    height: float

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of user space as shown, y downwards."""
        (xa, ya), (xb, yb) = (apply(self.matrix, p) for p in ((left, bottom), (right, top)))
        return (min(xa, xb), self.height - max(ya, yb), max(xa, xb), self.height - min(ya, yb))


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, or a shading.

    Attributes:
        box: where it is.
        order: place in the drawing order of the page.
        opaque: covers what was drawn before.
        shading: is a colour gradient.
        mcid: marked-content id, or -1.
    """

    box: Box
    order: int
    opaque: bool
    shading: bool
    mcid: int


@dataclass(slots=True)
class Drawn:
    """The page's objects in drawing order.

    Attributes:
        order: address of each text object to its place in the drawing order.
        shapes: subpaths.
        images: pictures and shadings.
        hides: some objects are not seen; text that is not in `order` is one of them.
    """

    order: dict[int, int] = field(default_factory=dict)
    shapes: list[Shape] = field(default_factory=list)
    images: list[Picture] = field(default_factory=list)
    hides: bool = False


def apply(matrix: Matrix, point: Point) -> Point:
    """A point as the matrix moves it."""
    a, b, c, d, e, f = matrix
    x, y = point
    return (a * x + c * y + e, b * x + d * y + f)


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does one after the other."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


class _Walker:
    """Walks the objects of a page and of the forms in it, in drawing order."""

    def __init__(self, frame: Frame, hidden: frozenset[int]) -> None:
        self.drawn = Drawn(hides=bool(hidden))
        self._hidden = hidden
        self._frame = frame
        self._count = 0
        self._floats = (ctypes.c_float * 6)()
        base = ctypes.addressof(self._floats)
        self._at = [base + 4 * i for i in range(6)]
        self._uints = (ctypes.c_uint * 4)()
        self._uint_at = [ctypes.addressof(self._uints) + 4 * i for i in range(4)]

    def take(self, things: list[int], matrix: Matrix, depth: int) -> None:
        """Takes in objects; matrix is that of the form they stand in."""
        within("objects on a page", self._count + len(things), MAX_OBJECTS)
        order = self.drawn.order
        for thing, kind in zip(things, map(native.object_type, things), strict=True):
            self._count += 1
            if thing in self._hidden:
                continue
            if kind == _TEXT:
                order[thing] = self._count
            elif kind == _PATH:
                self._path(thing, matrix)
            elif kind in (_IMAGE, _SHADING):
                self._image(thing, matrix, kind == _SHADING)
            elif kind == _FORM and depth < _DEPTH:
                inner = multiply(self._matrix(thing), matrix)
                count = max(native.form_count_objects(thing), 0)
                held = list(map(native.form_get_object, repeat(thing), range(count)))
                self.take(held, inner, depth + 1)

    def _matrix(self, thing: int) -> Matrix:
        if not native.object_matrix(thing, self._at[0]):
            return IDENTITY
        a, b, c, d, e, f = self._floats
        return (a, b, c, d, e, f)

    def _shown(self, point: Point, matrix: Matrix) -> Point:
        x, y = apply(matrix, point)
        return (x, self._frame.height - y)

    def _image(self, thing: int, matrix: Matrix, shading: bool) -> None:
        if not native.object_bounds(thing, *self._at[:4]):
            return
        left, bottom, right, top = self._floats[:4]
        (xa, ya), (xb, yb) = (self._shown(p, matrix) for p in ((left, bottom), (right, top)))
        box = (min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))
        opaque = not native.object_transparent(thing)
        self.drawn.images.append(
            Picture(box, self._count, opaque, shading, native.object_mcid(thing))
        )

    def _path(self, thing: int, matrix: Matrix) -> None:
        known = native.path_draw_mode(thing, self._uint_at[0], self._uint_at[1])
        fill_mode, stroked = self._uints[0], self._uints[1] != 0
        filled = fill_mode != 0
        if not known or not (filled or stroked):
            return
        fill = self._colour(native.object_fill, thing) if filled else None
        stroke = self._colour(native.object_stroke, thing) if stroked else None
        if fill is None and stroke is None:
            return
        own = multiply(self._matrix(thing), matrix)
        width = 0.0
        if stroke is not None and native.object_stroke_width(thing, self._at[0]):
            width = self._floats[0] * abs(own[0] * own[3] - own[1] * own[2]) ** 0.5
        opaque = fill is not None and fill[3] == 255 and not native.object_transparent(thing)
        shapes = [
            Shape(points, closed, curved, fill, stroke, width, self._count, opaque)
            for points, closed, curved in self._subpaths(thing, own)
        ]
        self.drawn.shapes += open_rings(shapes) if fill_mode == _ALTERNATE else shapes

    def _colour(self, getter: Callable[..., int], thing: int) -> tuple[int, int, int, int] | None:
        """A colour, or None for one that cannot be seen; grey for a pattern."""
        if not getter(thing, *self._uint_at):
            return _UNKNOWN
        red, green, blue, opacity = self._uints
        return (red, green, blue, opacity) if opacity >= 8 else None

    def _subpaths(
        self, thing: int, matrix: Matrix
    ) -> Iterator[tuple[tuple[Point, ...], bool, bool]]:
        count = max(native.path_count_segments(thing), 0)
        segments = list(map(native.path_segment, repeat(thing), range(count)))
        places = (ctypes.c_float * (2 * count))()
        base = ctypes.addressof(places)
        end = base + 8 * count
        deque(
            map(native.segment_point, segments, range(base, end, 8), range(base + 4, end, 8)),
            maxlen=0,
        )
        a, b, c, d, e, f = matrix
        height = self._frame.height
        kinds = map(native.segment_type, segments)
        closes = map(native.segment_close, segments)
        points: list[Point] = []
        closed = curved = False
        for kind, close, x, y in zip(kinds, closes, places[::2], places[1::2], strict=True):
            if kind == _MOVE:
                if len(points) > 1:
                    yield tuple(points), closed, curved
                points, closed, curved = [], False, False
            elif kind == _BEZIER:
                curved = True
            points.append((a * x + c * y + e, height - (b * x + d * y + f)))
            if close:
                closed = True
        if len(points) > 1:
            yield tuple(points), closed, curved


def walk(page: int, frame: Frame, hidden: frozenset[int]) -> Drawn:
    """Reads a page's objects; `page` is its address, `hidden` are those of unseen objects."""
    walker = _Walker(frame, hidden)
    count = max(native.count_objects(page), 0)
    things = list(map(native.get_object, repeat(page), range(count)))
    walker.take(things, frame.content, 0)
    return walker.drawn
