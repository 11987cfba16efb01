"""Which glyphs of a page a person sees."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from saextract.parsers.pdf.page import Box, Word

from .drawing import Drawn, Frame
from .strokes import Paint
from .textlayer import Bools, Floats, Glyphs, Ints, TextObjects

INVISIBLE_MODES = (3, 7)
"""Text rendering modes that paint nothing (PDF 32000-1, table 106)."""

SMALLEST = 1.0
"""Type of this size (points) or less cannot be read."""

CONTRAST = 14
"""Text that differs from what is behind it by less than this in each channel (0 to 255) cannot
be told from it."""

_LONGEST_NAME = 512
"""Letters of the longest name of a layer."""

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
    if not len(glyphs.objects):
        none = np.zeros(count, dtype=np.bool_)
        return none, none.copy()
    order = np.array([drawn.order.get(o, 0) for o in glyphs.objects.address])
    unpainted = _unpainted(glyphs.objects)
    boxes = _object_boxes(glyphs)
    hidden = unpainted | _grounded(glyphs.objects, order, boxes, drawn, paints)
    middle = glyphs.baseline - 0.3 * glyphs.size
    centre = (glyphs.x0 + glyphs.x1) / 2
    off = (centre < 0) | (centre > frame.width) | (middle < 0) | (middle > frame.height)
    scans, lids = _lids(drawn, paints, frame)
    under = _covered(centre, middle, order[glyphs.owner], scans)
    off |= _covered(centre, middle, order[glyphs.owner], lids)
    owned = glyphs.owner >= 0
    seen = owned & ~hidden[glyphs.owner] & ~off & ~under
    layer = owned & ~off & (under | (unpainted[glyphs.owner] & _pictured(drawn, frame)))
    return seen, layer


def render(page: raw.FPDF_PAGE, frame: Frame) -> NDArray[np.uint8]:
    """Draws a page in grey at 72 dots per inch, laid out as the frame says.

    Args:
        page: the page, its objects not yet turned.
        frame: how it is laid out.
    """
    wide, high = max(math.ceil(frame.width), 1), max(math.ceil(frame.height), 1)
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


def on_layers(objects: TextObjects, layers: frozenset[str]) -> Bools:
    """Which pieces of text belong to optional content of one of these names."""
    return np.array(
        [any(name in layers for name in _layers_of(o)) for o in objects.address], dtype=np.bool_
    )


def _layers_of(address: int) -> Iterator[str]:
    thing = ctypes.cast(address, raw.FPDF_PAGEOBJECT)
    size = ctypes.c_ulong()
    for index in range(max(raw.FPDFPageObj_CountMarks(thing), 0)):
        mark = raw.FPDFPageObj_GetMark(thing, index)
        buffer = (ctypes.c_ushort * _LONGEST_NAME)()
        limit = ctypes.sizeof(buffer)
        if raw.FPDFPageObjMark_GetParamStringValue(mark, b"Name", buffer, limit, size):
            yield bytes(buffer)[: max(size.value - 2, 0)].decode("utf-16-le", errors="replace")


def inked(words: Sequence[Word], picture: NDArray[np.uint8]) -> list[Word]:
    """The words that leave ink on a page's picture, as drawn by `render`."""
    return [word for word in words if _has_ink(word, picture)]


def _has_ink(word: Word, picture: NDArray[np.uint8]) -> bool:
    top, bottom = int(word.baseline - 0.7 * word.size), math.ceil(word.baseline)
    part = picture[max(top, 0) : bottom + 1, max(int(word.x0), 0) : math.ceil(word.x1) + 1]
    return bool(part.size) and int(part.max()) - int(part.min()) > 2 * CONTRAST


def _unpainted(objects: TextObjects) -> Bools:
    hidden: Bools = (
        np.isin(objects.mode, INVISIBLE_MODES)
        | (objects.colour[:, 3] < 8)
        | (objects.size <= SMALLEST)
    )
    return hidden


def _object_boxes(glyphs: Glyphs) -> Floats:
    """The box around each object's glyphs, one line for each: x0, top, x1, bottom."""
    by_owner = np.argsort(glyphs.owner, kind="stable")
    owner = glyphs.owner[by_owner]
    starts = np.searchsorted(owner, np.arange(len(glyphs.objects)))
    sizes = glyphs.objects.size
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
    objects: TextObjects, order: Ints, boxes: Floats, drawn: Drawn, paints: Sequence[Paint]
) -> Bools:
    """Which objects have the colour of what lies behind them."""
    grounds = np.array([(255, 255, 255), *(paint.colour for paint in paints)])
    packed = objects.colour[:, :3] @ np.array((1 << 16, 1 << 8, 1))
    listed, which = np.unique(packed, return_inverse=True)
    colours = np.stack([listed >> 16, listed >> 8 & 255, listed & 255], axis=1)
    like = (np.abs(colours[:, None, :] - grounds).max(axis=2) < CONTRAST).any(axis=1)
    suspects = like[which.reshape(-1)] & np.isin(objects.mode, (0, 4))
    hidden = np.zeros(len(objects), dtype=np.bool_)
    for index in np.flatnonzero(suspects).tolist():
        x0, top, x1, bottom = boxes[index]
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        ground: tuple[int, int, int] = (255, 255, 255)
        at = -1
        for paint in paints:
            if at < paint.order < order[index] and _holds(paint.box, x, y):
                ground, at = paint.colour, paint.order
        pictured = any(at < p.order < order[index] and _holds(p.box, x, y) for p in drawn.images)
        contrast = np.abs(objects.colour[index, :3] - ground).max()
        hidden[index] = not pictured and contrast < CONTRAST
    return hidden


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


def _covered(x: Floats, y: Floats, order: Ints, lids: Sequence[tuple[Box, int]]) -> Bools:
    under = np.zeros(len(x), dtype=np.bool_)
    for (x0, top, x1, bottom), at in lids:
        under |= (order < at) & (x >= x0) & (x <= x1) & (y >= top) & (y <= bottom)
    return under
