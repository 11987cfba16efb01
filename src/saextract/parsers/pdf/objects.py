"""A PDF file, from its bytes to `Page` objects: what a person sees of each page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import pypdfium2
import pypdfium2.raw as raw

from ...errors import DocumentError
from ...model import Problem
from . import native
from .drawing import IDENTITY, Drawn, Frame, Matrix, walk
from .page import Link, Page
from .strokes import drop_text_lines, join_rules, split_shapes, visible_fills
from .text import make_words, order_words, turned_words
from .textlayer import Glyphs, main_angle, read_glyphs
from .visibility import visible_glyphs


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
    text = raw.FPDFText_LoadPage(handle)
    try:
        frame = _frame(handle, 0)
        glyphs = read_glyphs(native.address(text), frame, tagged)
        angle = main_angle(glyphs)
        turn = raw.FPDFPage_GetRotation(handle) if angle is None else angle // 90
        if turn:
            frame = _turn(handle, turn)
            raw.FPDFText_ClosePage(text)
            text = raw.FPDFText_LoadPage(handle)
            glyphs = read_glyphs(native.address(text), frame, tagged)
        page = Page(index + 1, frame.width, frame.height)
        _fill_page(page, glyphs, walk(native.address(handle), frame), (native.address(text), frame))
        page.links = _links(pdf, handle, frame)
        return page
    finally:
        raw.FPDFText_ClosePage(text)
        raw.FPDF_ClosePage(handle)


def _fill_page(page: Page, glyphs: Glyphs, drawn: Drawn, source: tuple[int, Frame]) -> None:
    """Puts words, rules and fills on a page."""
    text, frame = source
    across, down, paints = split_shapes(drawn.shapes)
    page.h_rules, page.v_rules = join_rules(across, down)
    page.fills = visible_fills(paints)
    page.picture_share = _picture_share(drawn, frame)
    seen, layer = visible_glyphs(glyphs, drawn, paints, frame)
    if layer.sum() > 9 * seen.sum():
        page.words = [
            word._replace(flags=word.flags | {"ocr"})
            for word in make_words(glyphs, layer, page.v_rules)
        ]
    page.words += make_words(glyphs, seen, page.v_rules)
    for word in turned_words(text, glyphs, seen, frame):
        level = min(word.x1 - word.x0, word.bottom - word.top) < 1.6 * word.size
        (page.words if level else page.residue).append(word)
    page.words = order_words(page.words)
    page.h_rules = drop_text_lines(page.h_rules, page.words)


def _turn(handle: raw.FPDF_PAGE, turn: int) -> Frame:
    """Turns a page's objects by quarter turns clockwise, so that its text is upright."""
    frame = _frame(handle, turn)
    page = native.address(handle)
    for index in range(native.count_objects(page)):
        native.object_transform(native.get_object(page, index), *frame.matrix)
    return replace(frame, content=IDENTITY)


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
    return Frame(turn, matrices[turn], matrices[turn], wide, high)


def _picture_share(drawn: Drawn, frame: Frame) -> float:
    area = frame.width * frame.height
    if not area:
        return 0.0
    covered = 0.0
    for picture in drawn.images:
        if picture.shading:
            continue
        x0, top, x1, bottom = picture.box
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
