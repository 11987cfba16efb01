"""Which glyphs of a page a person sees."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .drawing import Drawn, Frame
from .page import Box
from .strokes import Paint
from .text import Bools, Floats, Glyphs, TextObject

INVISIBLE_MODES = (3, 7)
"""Text rendering modes that paint nothing (PDF 32000-1, table 106)."""

SMALLEST = 1.0
"""Type of this size (points) or less cannot be read."""

CONTRAST = 14
"""Text that differs from what is behind it by less than this in each channel (0 to 255) cannot
be told from it."""

SCAN = 0.5
"""A picture that covers this share of the page over invisible text makes the page a scan."""


def visible_glyphs(
    glyphs: Glyphs, drawn: Drawn, paints: Sequence[Paint], frame: Frame
) -> tuple[Bools, Bools]:
    """Tells seen glyphs from hidden ones.

    Hidden is what is painted in no colour or in the colour of its ground, too small to read,
    off the page, or under something opaque that was drawn later.

    Args:
        glyphs: the page's glyphs.
        drawn: its objects.
        paints: its filled areas in drawing order.
        frame: its size.

    Returns:
        Which glyphs are seen, and which belong to the text layer under or over a scan.
    """
    count = len(glyphs.codes)
    if not glyphs.objects:
        none = np.zeros(count, dtype=np.bool_)
        return none, none.copy()
    order = np.array([drawn.order.get(o.address, 0) for o in glyphs.objects])
    unpainted = np.array([_unpainted(o) for o in glyphs.objects])
    boxes = _object_boxes(glyphs)
    hidden = unpainted | _grounded(glyphs.objects, order, boxes, drawn, paints)
    middle = glyphs.baseline - 0.3 * glyphs.of_objects([o.size for o in glyphs.objects])
    centre = (glyphs.x0 + glyphs.x1) / 2
    off = (centre < 0) | (centre > frame.width) | (middle < 0) | (middle > frame.height)
    scans, lids = _lids(drawn, paints, frame)
    under = _covered(centre, middle, order[glyphs.owner], scans)
    off |= _covered(centre, middle, order[glyphs.owner], lids)
    owned = glyphs.owner >= 0
    seen = owned & ~hidden[glyphs.owner] & ~off & ~under
    layer = owned & ~off & (under | (unpainted[glyphs.owner] & _pictured(drawn, frame)))
    return seen, layer


def _unpainted(thing: TextObject) -> bool:
    return thing.mode in INVISIBLE_MODES or thing.colour[3] < 8 or thing.size <= SMALLEST


def _object_boxes(glyphs: Glyphs) -> Floats:
    """The box around each object's glyphs, one line for each: x0, top, x1, bottom."""
    by_owner = np.argsort(glyphs.owner, kind="stable")
    owner = glyphs.owner[by_owner]
    starts = np.searchsorted(owner, np.arange(len(glyphs.objects)))
    sizes = np.array([o.size for o in glyphs.objects])
    baseline = glyphs.baseline[by_owner][starts]
    return np.stack(
        [
            np.minimum.reduceat(glyphs.x0[by_owner], starts),
            baseline - 0.7 * sizes,
            np.maximum.reduceat(glyphs.x1[by_owner], starts),
            baseline,
        ],
        axis=1,
    )


def _grounded(
    objects: Sequence[TextObject],
    order: np.ndarray[tuple[int], np.dtype[np.int64]],
    boxes: Floats,
    drawn: Drawn,
    paints: Sequence[Paint],
) -> Bools:
    """Which objects have the colour of what lies behind them."""
    grounds = {paint.colour for paint in paints} | {(255, 255, 255)}
    same = {o.colour: any(_alike(o.colour, ground) for ground in grounds) for o in objects}
    hidden = np.zeros(len(objects), dtype=np.bool_)
    for index, thing in enumerate(objects):
        if not same[thing.colour] or thing.mode not in (0, 4):
            continue
        x0, top, x1, bottom = boxes[index]
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        ground: tuple[int, int, int] = (255, 255, 255)
        at = -1
        for paint in paints:
            if at < paint.order < order[index] and _holds(paint.box, x, y):
                ground, at = paint.colour, paint.order
        pictured = any(at < p.order < order[index] and _holds(p.box, x, y) for p in drawn.images)
        hidden[index] = not pictured and _alike(thing.colour, ground)
    return hidden


def _alike(one: Sequence[int], two: Sequence[int]) -> bool:
    return max(abs(a - b) for a, b in zip(one[:3], two[:3], strict=True)) < CONTRAST


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _lids(
    drawn: Drawn, paints: Sequence[Paint], frame: Frame
) -> tuple[list[tuple[Box, int]], list[tuple[Box, int]]]:
    """Opaque things that text drawn before them lies under: scans, and all others."""
    first = min(drawn.order.values(), default=0)
    lids = [(p.box, p.order) for p in paints if p.opaque and p.order > first]
    scans: list[tuple[Box, int]] = []
    for picture in drawn.images:
        if picture.opaque and picture.order > first:
            scan = _share(picture.box, frame) >= SCAN
            (scans if scan else lids).append((picture.box, picture.order))
    return scans, lids


def _share(box: Box, frame: Frame) -> float:
    wide = min(box[2], frame.width) - max(box[0], 0.0)
    high = min(box[3], frame.height) - max(box[1], 0.0)
    return max(wide, 0.0) * max(high, 0.0) / max(frame.width * frame.height, 1.0)


def _pictured(drawn: Drawn, frame: Frame) -> bool:
    """Whether pictures cover most of the page."""
    return sum(_share(p.box, frame) for p in drawn.images if not p.shading) >= SCAN


def _covered(x: Floats, y: Floats, order: Floats, lids: Sequence[tuple[Box, int]]) -> Bools:
    under = np.zeros(len(x), dtype=np.bool_)
    for (x0, top, x1, bottom), at in lids:
        under |= (order < at) & (x >= x0) & (x <= x1) & (y >= top) & (y <= bottom)
    return under
