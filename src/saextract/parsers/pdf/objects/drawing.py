"""Walks the objects of a page, in drawing order and through the forms in it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from saextract.parsers.limits import MAX_OBJECTS, within
from saextract.parsers.pdf.page import Box

from . import native
from .loops import LOOPS, Floats, Function, Handles, Ints, handles_of
from .strokes import Point, Shape, open_rings

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_TEXT, _PATH, _IMAGE, _SHADING, _FORM = 1, 2, 3, 4, 5
_BEZIER, _MOVE = 1, 2
_ALTERNATE = 1
_DEPTH = 12
_UNKNOWN = (127, 127, 127, 255)
_UNSEEN = -1
"""Instead of the type of an object that stands on a layer which is off."""

_FAINTEST = 8
"""Opacity (0 to 255) below which a colour is not seen."""


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
        texts: addresses of the text objects, ascending.
        orders: the place of each of them in the drawing order, from 1.
        shapes: subpaths.
        images: pictures and shadings.
        hides: some objects are not seen; text that is not in `texts` is one of them.
    """

    texts: Handles
    orders: Ints
    shapes: list[Shape]
    images: list[Picture]
    hides: bool

    def order_of(self, texts: Handles) -> Ints:
        """The places of text objects in the drawing order; 0 for those that are not known."""
        if not len(self.texts):
            return np.zeros(len(texts), dtype=np.int64)
        places = np.minimum(np.searchsorted(self.texts, texts), len(self.texts) - 1)
        return np.where(self.texts[places] == texts, self.orders[places], 0)


def apply(matrix: Matrix, point: Point) -> Point:
    """A point as the matrix moves it."""
    a, b, c, d, e, f = matrix
    x, y = point
    return (a * x + c * y + e, b * x + d * y + f)


class _Walker:
    """Walks the objects of a page and of the forms in it, in drawing order."""

    def __init__(self, frame: Frame, hidden: frozenset[int]) -> None:
        self.shapes: list[Shape] = []
        self.images: list[Picture] = []
        self._texts: list[Handles] = []
        self._orders: list[Ints] = []
        self._hidden = np.array(sorted(hidden), dtype=np.uint64)
        self._frame = frame
        self._count = 0

    def drawn(self) -> Drawn:
        """What was taken in."""
        texts = np.concatenate([np.zeros(0, dtype=np.uint64), *self._texts])
        orders = np.concatenate([np.zeros(0, dtype=np.int64), *self._orders])
        ascending = np.argsort(texts)
        return Drawn(
            texts[ascending], orders[ascending], self.shapes, self.images, len(self._hidden) > 0
        )

    def take(self, things: Handles, matrix: Matrix, depth: int) -> None:
        """Takes in objects; matrix is that of the form they stand in."""
        within("objects on a page", self._count + len(things), MAX_OBJECTS)
        kinds = LOOPS.ints(native.object_type, things)
        kinds[np.isin(things, self._hidden)] = _UNSEEN
        start = 0
        for place in np.flatnonzero(kinds == _FORM).tolist():
            self._take_plain(things[start : place + 1], kinds[start : place + 1], matrix)
            start = place + 1
            if depth < _DEPTH:
                form = int(things[place])
                inner = tuple(_product(_matrices(things[place:start]), matrix)[0].tolist())
                count = max(native.form_count_objects(form), 0)
                held = map(native.form_get_object, repeat(form), range(count))
                self.take(np.fromiter(held, np.uint64, count), inner, depth + 1)
        self._take_plain(things[start:], kinds[start:], matrix)

    def _take_plain(self, things: Handles, kinds: Ints, matrix: Matrix) -> None:
        """Takes in objects, but for what is in forms."""
        orders = np.arange(self._count + 1, self._count + len(things) + 1)
        self._count += len(things)
        texts = kinds == _TEXT
        self._texts.append(things[texts])
        self._orders.append(orders[texts])
        if texts.all():
            return
        paths = kinds == _PATH
        self._paths(things[paths], orders[paths], matrix)
        for place in np.flatnonzero((kinds == _IMAGE) | (kinds == _SHADING)).tolist():
            self._image(things[place : place + 1], int(orders[place]), kinds[place], matrix)

    def _image(self, thing: Handles, order: int, kind: int, matrix: Matrix) -> None:
        bounds = np.full((1, 4), np.nan, dtype=np.float32)
        LOOPS.write(native.object_bounds, thing, bounds, 4)
        left, bottom, right, top = bounds[0].tolist()
        if math.isnan(left):
            return
        corners = (apply(matrix, (left, bottom)), apply(matrix, (right, top)))
        (xa, ya), (xb, yb) = ((x, self._frame.height - y) for x, y in corners)
        box = (min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))
        opaque = not native.object_transparent(int(thing[0]))
        mcid = native.object_mcid(int(thing[0]))
        self.images.append(Picture(box, order, opaque, kind == _SHADING, mcid))

    def _paths(self, things: Handles, orders: Ints, matrix: Matrix) -> None:
        modes = np.zeros((len(things), 2), dtype=np.int32)
        LOOPS.write(native.path_draw_mode, things, modes, 2)
        fills = _colours(native.object_fill, things, modes[:, 0] != 0)
        strokes = _colours(native.object_stroke, things, modes[:, 1] != 0)
        seen = np.flatnonzero((fills[:, 3] >= _FAINTEST) | (strokes[:, 3] >= _FAINTEST))
        if not len(seen):
            return
        things = things[seen]
        widths = np.zeros((len(things), 1), dtype=np.float32)
        LOOPS.write(native.object_stroke_width, things, widths, 1)
        own = _product(_matrices(things), matrix)
        a, b, c, d, _, _ = own.T
        transparent = LOOPS.ints(native.object_transparent, things)
        columns = zip(
            _subpaths(things, own, self._frame.height),
            modes[seen, 0].tolist(),
            map(_seen, fills[seen].tolist()),
            map(_seen, strokes[seen].tolist()),
            widths[:, 0].tolist(),
            np.abs(a * d - b * c).tolist(),
            orders[seen].tolist(),
            transparent.tolist(),
            strict=True,
        )
        for subpaths, mode, fill, stroke, wide, area, order, is_transparent in columns:
            width = 0.0 if stroke is None else wide * area**0.5
            opaque = fill is not None and fill[3] == 255 and not is_transparent
            shapes = [
                Shape(box, points, closed, curved, fill, stroke, width, order, opaque)
                for box, points, closed, curved in subpaths
            ]
            self.shapes += open_rings(shapes) if mode == _ALTERNATE else shapes


def _subpaths(
    things: Handles, matrices: Floats, height: float
) -> Iterator[list[tuple[Box, tuple[Point, ...], bool, bool]]]:
    """The subpaths of each path: box, corners, whether closed, whether curved; no lone points.

    Args:
        things: the paths.
        matrices: of each of them, to the page as shown with y upwards.
        height: the page's.
    """
    counts = np.maximum(LOOPS.ints(native.path_count_segments, things), 0)
    ends = np.cumsum(counts)
    places = np.arange(counts.sum()) - np.repeat(ends - counts, counts)
    segments = LOOPS.members(native.path_segment, np.repeat(things, counts), places)
    points = np.zeros((len(segments), 2), dtype=np.float32)
    LOOPS.write(native.segment_point, segments, points, 2)
    x, y = points.astype(np.float64).T
    a, b, c, d, e, f = np.repeat(matrices, counts, axis=0).T
    across, down = a * x + c * y + e, height - (b * x + d * y + f)
    corners = list(zip(across.tolist(), down.tolist(), strict=True))
    kinds = LOOPS.ints(native.segment_type, segments)
    begins = np.flatnonzero((kinds == _MOVE) | (places == 0))
    if not len(begins):
        yield from ([] for _ in range(len(things)))
        return
    sides = (
        np.minimum.reduceat(across, begins), np.minimum.reduceat(down, begins),
        np.maximum.reduceat(across, begins), np.maximum.reduceat(down, begins),
    )  # fmt: skip
    closed = np.logical_or.reduceat(LOOPS.ints(native.segment_close, segments) != 0, begins)
    curved = np.logical_or.reduceat(kinds == _BEZIER, begins)
    pieces = list(
        zip(
            zip(*[side.tolist() for side in sides], strict=True),
            begins.tolist(),
            [*begins[1:].tolist(), len(segments)],
            closed.tolist(),
            curved.tolist(),
            strict=False,
        )
    )
    first = 0
    for last in np.searchsorted(begins, ends).tolist():
        yield [
            (box, tuple(corners[start:end]), is_closed, is_curved)
            for box, start, end, is_closed, is_curved in pieces[first:last]
            if end - start > 1
        ]
        first = last


def _matrices(things: Handles) -> Floats:
    """The matrices of objects, a row for each."""
    found = np.tile(np.array(IDENTITY, dtype=np.float32), (len(things), 1))
    LOOPS.write(native.object_matrix, things, found, 1)
    return found.astype(np.float64)


def _product(first: Floats, then: Matrix) -> Floats:
    """Matrices, a row for each, followed by one and the same."""
    a, b, c, d, e, f = first.T
    p, q, r, s, t, u = then
    rows = (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s)
    return np.stack([*rows, e * p + f * r + t, e * q + f * s + u], axis=1)


def _colours(getter: Function, things: Handles, used: NDArray[np.bool_]) -> NDArray[np.uint32]:
    """Colours with opacity; grey for a pattern, no opacity where none is used."""
    found = np.tile(np.array(_UNKNOWN, dtype=np.uint32), (len(things), 1))
    LOOPS.write(getter, things, found, 4)
    found[~used] = 0
    return found


def _seen(colour: list[int]) -> tuple[int, int, int, int] | None:
    """A colour, or None for one that cannot be seen."""
    red, green, blue, opacity = colour
    return (red, green, blue, opacity) if opacity >= _FAINTEST else None


def walk(page: int, frame: Frame, hidden: frozenset[int]) -> Drawn:
    """Reads a page's objects; `page` is its address, `hidden` are those of unseen objects."""
    walker = _Walker(frame, hidden)
    places = np.arange(max(native.count_objects(page), 0))
    walker.take(
        LOOPS.members(native.get_object, handles_of(page, len(places)), places), frame.content, 0
    )
    return walker.drawn()
