"""Which glyphs of a page a person sees."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from saextract.parsers.pdf.page import MIDDLE, Box

from .drawing import Drawn, Frame
from .loops import Floats, Ints
from .strokes import Paint
from .textlayer import Bools, Glyphs, TextObjects

_NO_PAINT, _CLIP = 3, 7
"""Text rendering modes that paint nothing (PDF 32000-1, table 106)."""

_FILL, _FILL_AND_CLIP = 0, 4
"""Modes that paint the inside of letters alone."""

SMALLEST = 1.0
"""Type of this size (points) or less cannot be read."""

CONTRAST = 14
"""Text that differs from what is behind it by less than this in each channel (0 to 255) cannot
be told from it."""

SCAN = 0.5
"""A picture that covers this share of the page over invisible text makes the page a scan."""


class Sight(NamedTuple):
    """What a person sees of a page's glyphs.

    Attributes:
        seen: which are seen.
        layer: which belong to the text layer under or over a scan.
        covered: which would be seen but for something opaque that was drawn over them.
        lids: boxes of the opaque things that were drawn after the page's first text.
    """

    seen: Bools
    layer: Bools
    covered: Bools
    lids: list[Box]


def visible_glyphs(glyphs: Glyphs, drawn: Drawn, paints: Sequence[Paint], frame: Frame) -> Sight:
    """Tells seen glyphs from hidden ones.

    Hidden is what is painted in no colour or in the colour of its ground, too small to read,
    off the page, or under something opaque that was drawn later.

    Args:
        glyphs: the page's glyphs.
        drawn: its objects.
        paints: its filled areas in drawing order.
        frame: its size.
    """
    count = len(glyphs.codes)
    if not len(glyphs.objects):
        none = np.zeros(count, dtype=np.bool_)
        return Sight(none, none.copy(), none.copy(), [])
    order = drawn.order_of(glyphs.objects.address)
    unpainted = _unpainted(glyphs.objects)
    if drawn.hides:
        unpainted |= order == 0
    hidden = unpainted | _grounded(glyphs.objects, order, drawn, paints)
    middle = glyphs.baseline - MIDDLE * glyphs.size
    centre = (glyphs.x0 + glyphs.x1) / 2
    off = (centre < 0) | (centre > frame.width) | (middle < 0) | (middle > frame.height)
    scans, lids = _lids(drawn, paints, frame)
    under = _covered(centre, middle, order[glyphs.owner], scans)
    lidded = _covered(centre, middle, order[glyphs.owner], lids)
    owned = glyphs.owner >= 0
    shown = owned & ~hidden[glyphs.owner] & ~off & ~under
    off |= lidded
    layer = owned & ~off & (under | (unpainted[glyphs.owner] & _pictured(drawn, frame)))
    return Sight(shown & ~lidded, layer, shown & lidded, [box for box, _ in lids])


def render(page: raw.FPDF_PAGE, frame: Frame, scale: float = 1.0) -> NDArray[np.uint8]:
    """Draws a page in grey, laid out as the frame says.

    Args:
        page: the page, its objects not yet turned.
        frame: how it is laid out.
        scale: pixels to a point.
    """
    wide = max(math.ceil(scale * frame.width), 1)
    high = max(math.ceil(scale * frame.height), 1)
    bitmap = raw.FPDFBitmap_CreateEx(wide, high, raw.FPDFBitmap_Gray, None, 0)
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, wide, high, 0xFFFFFFFF)
        turn = (frame.turn - raw.FPDFPage_GetRotation(page)) % 4
        raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, wide, high, turn, raw.FPDF_GRAYSCALE)
        stride = raw.FPDFBitmap_GetStride(bitmap)
        buffer = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * high)
        return np.frombuffer(buffer, dtype=np.uint8).reshape(high, stride)[:, :wide]
    finally:
        raw.FPDFBitmap_Destroy(bitmap)


def _unpainted(objects: TextObjects) -> Bools:
    hidden: Bools = (
        (objects.mode == _NO_PAINT)
        | (objects.mode == _CLIP)
        | (objects.colour[:, 3] < 8)
        | (objects.size <= SMALLEST)
    )
    return hidden


def _grounded(objects: TextObjects, order: Ints, drawn: Drawn, paints: Sequence[Paint]) -> Bools:
    """Which objects have the colour of what lies behind them."""
    grounds = np.array([(255, 255, 255), *(paint.colour for paint in paints)])
    packed = objects.colour[:, :3] @ np.array((1 << 16, 1 << 8, 1))
    listed = np.unique(packed)
    colours = np.stack([listed >> 16, listed >> 8 & 255, listed & 255], axis=1)
    like = (np.abs(colours[:, None, :] - grounds).max(axis=2) < CONTRAST).any(axis=1)
    hidden = np.zeros(len(objects), dtype=np.bool_)
    if not like.any():
        return hidden
    filled = (objects.mode == _FILL) | (objects.mode == _FILL_AND_CLIP)
    suspects = np.flatnonzero(like[np.searchsorted(listed, packed)] & filled)
    if not len(suspects):
        return hidden
    bottom = objects.baseline[suspects]
    top = bottom - 0.7 * objects.size[suspects]
    x, y = (objects.left[suspects] + objects.right[suspects]) / 2, (top + bottom) / 2
    drawn_at = order[suspects]
    ground = np.full((len(suspects), 3), 255)
    at = np.full(len(suspects), -1)
    for paint in paints:
        over = (at < paint.order) & (paint.order < drawn_at) & _held(paint.box, x, y)
        ground[over], at[over] = paint.colour, paint.order
    pictured = np.zeros(len(suspects), dtype=np.bool_)
    for image in drawn.images:
        pictured |= (at < image.order) & (image.order < drawn_at) & _held(image.box, x, y)
    contrast = np.abs(objects.colour[suspects, :3] - ground).max(axis=1)
    hidden[suspects] = ~pictured & (contrast < CONTRAST)
    return hidden


def _held(box: Box, x: Floats, y: Floats) -> Bools:
    inside: Bools = (box[0] <= x) & (x <= box[2]) & (box[1] <= y) & (y <= box[3])
    return inside


def _lids(
    drawn: Drawn, paints: Sequence[Paint], frame: Frame
) -> tuple[list[tuple[Box, int]], list[tuple[Box, int]]]:
    """Opaque things that text drawn before them lies under: scans, and all others."""
    first = int(drawn.orders.min()) if len(drawn.orders) else 0
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


def _covered(x: Floats, y: Floats, order: Ints, lids: Sequence[tuple[Box, int]]) -> Bools:
    under = np.zeros(len(x), dtype=np.bool_)
    for (x0, top, x1, bottom), at in lids:
        under |= (order < at) & (x >= x0) & (x <= x1) & (y >= top) & (y <= bottom)
    return under
