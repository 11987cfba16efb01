"""A PDF file, from its bytes to `Page` objects: what a person sees of each page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
import pypdfium2
import pypdfium2.raw as raw

from ...errors import DocumentError
from ...model import Problem
from . import native
from .page import Box, Link, Page
from .strokes import Point, Shape, drop_text_lines, join_rules, split_shapes, visible_fills
from .text import (
    Glyphs,
    ObjectReader,
    make_words,
    read_baselines,
    read_boxes,
    read_codes,
    read_owners,
)

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_TEXT, _PATH, _IMAGE, _SHADING, _FORM = 1, 2, 3, 4, 5
_LINE, _BEZIER, _MOVE = 0, 1, 2
_DEPTH = 12


@dataclass(slots=True)
class Document:
    """What was read of a file.

    Attributes:
        pages: one for each page of the file, empty where it could not be read.
        properties: title, author and so on.
        problems: what could not be read.
        unreadable: 1-based pages without usable text.
    """

    pages: list[Page]
    properties: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unreadable: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Frame:
    """How a page's user space is laid out as shown.

    Attributes:
        turn: quarter turns clockwise from user space to what is shown.
        matrix: from user space to shown space with y upwards.
        width, height: as shown.
    """

    turn: int
    matrix: Matrix
    width: float
    height: float

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of user space as shown, y downwards."""
        (xa, ya), (xb, yb) = (_apply(self.matrix, p) for p in ((left, bottom), (right, top)))
        return (min(xa, xb), self.height - max(ya, yb), max(xa, xb), self.height - min(ya, yb))


@dataclass(slots=True)
class Drawn:
    """The page's objects in drawing order.

    Attributes:
        order: address of each text object to its place in the drawing order.
        shapes: subpaths.
        images: box, place in the drawing order, and address of each picture.
    """

    order: dict[int, int] = field(default_factory=dict)
    shapes: list[Shape] = field(default_factory=list)
    images: list[tuple[Box, int, int]] = field(default_factory=list)


def read_pages(data: bytes) -> list[Page]:
    """Reads all pages of a file.

    Args:
        data: the bytes of a PDF.

    Returns:
        One `Page` for each page; a page that fails is empty.

    Raises:
        DocumentError: `encrypted` or `truncated`, if the file cannot be opened.
    """
    return read_document(data).pages


def read_document(data: bytes) -> Document:
    """Reads a file: its pages, properties, and what could not be read.

    Args:
        data: the bytes of a PDF.

    Returns:
        The document.

    Raises:
        DocumentError: `encrypted` or `truncated`, if the file cannot be opened.
    """
    with _open(data) as pdf:
        document = Document(pages=[])
        tagged = bool(raw.FPDFCatalog_IsTagged(pdf.raw))
        for index in range(len(pdf)):
            page = _read_page(pdf, index, tagged)
            if page is None:
                page = Page(index + 1, 0.0, 0.0)
                document.unreadable.append(index + 1)
                document.problems.append(
                    Problem(
                        code="page-unreadable",
                        stage="parse",
                        message=f"Page {index + 1} could not be read. "
                        "Check it against the original.",
                        place=f"page {index + 1}",
                    )
                )
            document.pages.append(page)
    return document


@contextmanager
def _open(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise DocumentError("encrypted") from error
        raise DocumentError("truncated", "The file cannot be opened as a PDF") from error
    try:
        if not len(pdf):
            raise DocumentError("truncated", "The file has no pages")
        yield pdf
    finally:
        pdf.close()


def _read_page(pdf: pypdfium2.PdfDocument, index: int, tagged: bool) -> Page | None:
    handle = raw.FPDF_LoadPage(pdf.raw, index)
    if not handle:
        return None
    try:
        frame = _frame(handle, raw.FPDFPage_GetRotation(handle))
        text = raw.FPDFText_LoadPage(handle)
        try:
            glyphs = _glyphs(native.address(text), frame, tagged)
        finally:
            raw.FPDFText_ClosePage(text)
        drawn = _walk(native.address(handle), frame)
        page = Page(index + 1, frame.width, frame.height)
        across, down, paints = split_shapes(drawn.shapes)
        page.h_rules, page.v_rules = join_rules(across, down)
        page.fills = visible_fills(paints)
        visible = np.ones(len(glyphs.codes), dtype=np.bool_)
        page.words = make_words(glyphs, visible, page.v_rules)
        page.h_rules = drop_text_lines(page.h_rules, page.words)
        page.links = _links(pdf, handle, frame)
        page.picture_share = _picture_share(drawn, frame)
        return page
    finally:
        raw.FPDF_ClosePage(handle)


def _frame(handle: raw.FPDF_PAGE, turn: int) -> Frame:
    rect = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(handle, rect)
    left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
    matrices: tuple[Matrix, ...] = (
        (1, 0, 0, 1, -left, -bottom),
        (0, -1, 1, 0, -bottom, right),
        (-1, 0, 0, -1, right, top),
        (0, 1, -1, 0, top, -left),
    )
    wide, high = right - left, top - bottom
    if turn % 2:
        wide, high = high, wide
    return Frame(turn, matrices[turn], wide, high)


def _glyphs(text: int, frame: Frame, tagged: bool) -> Glyphs:
    count = max(native.text_count(text), 0)
    codes = read_codes(text, count)
    owner, handles, first = read_owners(text, count)
    reader = ObjectReader(text, tagged)
    objects = [reader.read(h, c) for h, c in zip(handles, first, strict=True)]
    boxes = read_boxes(text, count)
    _, _, _, _, left, bottom = frame.matrix
    baselines = frame.height - (read_baselines(text, first) + bottom)
    if not len(baselines):
        baselines = np.zeros(1)
    return Glyphs(
        codes=codes,
        x0=boxes[:, 0].astype(np.float64) + left,
        x1=boxes[:, 2].astype(np.float64) + left,
        baseline=baselines[owner],
        owner=owner,
        objects=objects,
    )


def _apply(matrix: Matrix, point: Point) -> Point:
    a, b, c, d, e, f = matrix
    x, y = point
    return (a * x + c * y + e, b * x + d * y + f)


def _multiply(first: Matrix, then: Matrix) -> Matrix:
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

    def __init__(self, frame: Frame) -> None:
        self.drawn = Drawn()
        self._frame = frame
        self._count = 0
        self._floats = (ctypes.c_float * 6)()
        base = ctypes.addressof(self._floats)
        self._at = [base + 4 * i for i in range(6)]
        self._uints = (ctypes.c_uint * 4)()
        self._uint_at = [ctypes.addressof(self._uints) + 4 * i for i in range(4)]

    def take(self, thing: int, matrix: Matrix, depth: int) -> None:
        """Takes in one object; matrix is that of the form it stands in."""
        self._count += 1
        kind = native.object_type(thing)
        if kind == _TEXT:
            self.drawn.order[thing] = self._count
        elif kind == _PATH:
            self._path(thing, matrix)
        elif kind == _IMAGE:
            self._image(thing, matrix)
        elif kind == _FORM and depth < _DEPTH:
            inner = _multiply(self._matrix(thing), matrix)
            for index in range(native.form_count_objects(thing)):
                self.take(native.form_get_object(thing, index), inner, depth + 1)

    def _matrix(self, thing: int) -> Matrix:
        if not native.object_matrix(thing, self._at[0]):
            return IDENTITY
        a, b, c, d, e, f = self._floats
        return (a, b, c, d, e, f)

    def _shown(self, point: Point, matrix: Matrix) -> Point:
        x, y = _apply(matrix, point)
        return (x, self._frame.height - y)

    def _image(self, thing: int, matrix: Matrix) -> None:
        if not native.object_bounds(thing, *self._at[:4]):
            return
        left, bottom, right, top = self._floats[:4]
        (xa, ya), (xb, yb) = (self._shown(p, matrix) for p in ((left, bottom), (right, top)))
        box = (min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))
        self.drawn.images.append((box, self._count, thing))

    def _path(self, thing: int, matrix: Matrix) -> None:
        mode = native.path_draw_mode(thing, self._uint_at[0], self._uint_at[1])
        filled, stroked = self._uints[0] != 0, self._uints[1] != 0
        if not mode or not (filled or stroked):
            return
        fill = self._colour(native.object_fill, thing) if filled else None
        stroke = self._colour(native.object_stroke, thing) if stroked else None
        if fill is None and stroke is None:
            return
        own = _multiply(self._matrix(thing), matrix)
        width = 0.0
        if stroke is not None and native.object_stroke_width(thing, self._at[0]):
            width = self._floats[0] * abs(own[0] * own[3] - own[1] * own[2]) ** 0.5
        opaque = fill is not None and fill[3] == 255 and not native.object_transparent(thing)
        for points, closed, curved in self._subpaths(thing, own):
            self.drawn.shapes.append(
                Shape(points, closed, curved, fill, stroke, width, self._count, opaque)
            )

    def _colour(self, getter: object, thing: int) -> tuple[int, int, int, int] | None:
        """A colour, or None for one that cannot be seen."""
        if not getter(thing, *self._uint_at):  # type: ignore[operator]
            return None
        red, green, blue, opacity = self._uints
        return (red, green, blue, opacity) if opacity >= 8 else None

    def _subpaths(
        self, thing: int, matrix: Matrix
    ) -> Iterator[tuple[tuple[Point, ...], bool, bool]]:
        points: list[Point] = []
        closed = curved = False
        x_at, y_at = self._at[:2]
        for index in range(native.path_count_segments(thing)):
            segment = native.path_segment(thing, index)
            kind = native.segment_type(segment)
            if kind == _MOVE:
                if len(points) > 1:
                    yield tuple(points), closed, curved
                points, closed, curved = [], False, False
            curved = curved or kind == _BEZIER
            native.segment_point(segment, x_at, y_at)
            points.append(self._shown((self._floats[0], self._floats[1]), matrix))
            closed = closed or bool(native.segment_close(segment))
        if len(points) > 1:
            yield tuple(points), closed, curved


def _walk(page: int, frame: Frame) -> Drawn:
    walker = _Walker(frame)
    for index in range(native.count_objects(page)):
        walker.take(native.get_object(page, index), frame.matrix, 0)
    return walker.drawn


def _picture_share(drawn: Drawn, frame: Frame) -> float:
    area = frame.width * frame.height
    if not area:
        return 0.0
    covered = 0.0
    for (x0, top, x1, bottom), _, _ in drawn.images:
        wide = min(x1, frame.width) - max(x0, 0.0)
        high = min(bottom, frame.height) - max(top, 0.0)
        covered += max(wide, 0.0) * max(high, 0.0)
    return min(covered / area, 1.0)


def _links(pdf: pypdfium2.PdfDocument, handle: raw.FPDF_PAGE, frame: Frame) -> list[Link]:
    links: list[Link] = []
    position = ctypes.c_int(0)
    link = raw.FPDF_LINK()
    rect = raw.FS_RECTF()
    while raw.FPDFLink_Enumerate(handle, position, link):
        action = raw.FPDFLink_GetAction(link)
        if not action or not raw.FPDFLink_GetAnnotRect(link, rect):
            continue
        length = raw.FPDFAction_GetURIPath(pdf.raw, action, None, 0)
        if length <= 1:
            continue
        buffer = ctypes.create_string_buffer(length)
        raw.FPDFAction_GetURIPath(pdf.raw, action, buffer, length)
        target = buffer.value.decode("utf-8", "replace")
        box = frame.box(rect.left, rect.bottom, rect.right, rect.top)
        links.append(Link(box, target))
    return links
