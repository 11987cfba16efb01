"""A PDF file, from its bytes to `Page` objects: what a person sees of each page."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pypdfium2
import pypdfium2.raw as raw
from numpy.typing import NDArray

from saextract.errors import PROBLEMS, DocumentError
from saextract.model import Problem
from saextract.parsers.limits import MAX_PAGES, within
from saextract.parsers.pdf.lines import in_reading_order
from saextract.parsers.pdf.page import COVERED, OCR, Box, Fill, Link, Page, SetOff, Word

from . import native
from .drawing import IDENTITY, Drawn, Frame, Matrix, walk
from .forms import (
    Rect,
    draw_annotations,
    form_words,
    hand_drawn,
    has_unknown_state,
    open_forms,
    read_entries,
    text_markup,
)
from .layers import has_hidden_layers, unseen
from .signs.icons import SCALE, sign_in
from .signs.marks import alternative, find_marks
from .signs.rings import find_rings, find_strokes, ring_by_hand
from .strokes import Paint, dots, join_rules, part_text_lines, split_shapes, visible_fills
from .text import make_words, turned_words
from .textlayer import Glyphs, main_angle, read_glyphs
from .tree import TaggedCell, read_alternatives, read_tags
from .visibility import render, visible_glyphs

_NOT_REPLACED = "if this message is not eventually replaced"
_WIDEST_RING = 60.0
"""Width of the widest drawing that may mark a word as the answer (points)."""


@dataclass(slots=True)
class Document:
    """What was read of a file.

    Attributes:
        pages: one for each page of the file, empty where it could not be read.
        properties: title, author and so on; dates as ISO dates.
        problems: what could not be read.
        unreadable: 1-based pages without usable text.
        outlines: number of curved shapes on each page.
        tags: what the structure tree says of tables on each page.
        ringed: short words with something drawn by hand upon them, by page.
        stateless: pages with tick boxes of which the file does not say whether they are ticked.
    """

    pages: list[Page] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unreadable: list[int] = field(default_factory=list)
    outlines: list[int] = field(default_factory=list)
    tags: list[list[TaggedCell]] = field(default_factory=list)
    ringed: dict[int, str] = field(default_factory=dict)
    stateless: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _File:
    """An open file, and what holds for all of its pages.

    Attributes:
        pdf: pdfium's document.
        tagged: it has a structure tree.
        layered: it may have layers that are not seen.
    """

    pdf: pypdfium2.PdfDocument
    tagged: bool
    layered: bool

    @property
    def form(self) -> raw.FPDF_FORMHANDLE | None:
        """The form environment, if the file has form fields."""
        return self.pdf.formenv.raw if self.pdf.formenv else None


def read_document(data: bytes) -> Document:
    """Reads a file: its pages, properties, and what could not be read.

    Args:
        data: the bytes of a PDF.

    Returns:
        The document.

    Raises:
        DocumentError: `encrypted` or `truncated`, if the file cannot be opened.
    """
    document = Document()
    with _open(data) as pdf:
        within("pages", len(pdf), MAX_PAGES)
        open_forms(pdf)
        file = _File(pdf, bool(raw.FPDFCatalog_IsTagged(pdf.raw)), has_hidden_layers(data))
        document.properties = _properties(pdf)
        if b"%%EOF" not in data[-2048:]:
            document.problems.append(_problem("truncated"))
        for index in range(len(pdf)):
            page = _read_page(file, index, document)
            if page is None:
                page = Page(index + 1, 0.0, 0.0)
                document.outlines.append(0)
                document.tags.append([])
                document.unreadable.append(index + 1)
                document.problems.append(_problem("page-unreadable", f"page {index + 1}"))
            document.pages.append(page)
        if _is_xfa(pdf, document.pages[0]):
            document.problems.append(_problem("xfa-form"))
    document.problems += _unread_marks(document)
    return document


def _is_xfa(pdf: pypdfium2.PdfDocument, first: Page) -> bool:
    """Whether only a viewer that runs XFA shows the form, instead of a page that says so."""
    if raw.FPDF_GetFormType(pdf.raw) == raw.FORMTYPE_XFA_FULL:
        return True
    return len(pdf) == 1 and _NOT_REPLACED in " ".join(word.text for word in first.words).lower()


def _unread_marks(document: Document) -> list[Problem]:
    """What was marked upon the pages and cannot be read."""
    found: list[tuple[str, Iterable[int]]] = []
    if document.ringed:
        words = "; ".join(list(document.ringed.values())[:3])
        message = f"Something is drawn by hand upon words, such as “{words}”. Look what it marks."
        found.append((message, document.ringed))
    if document.stateless:
        message = "The file does not say which tick boxes are ticked. Look at them in a viewer."
        found.append((message, document.stateless))
    return [
        Problem(
            code="content-unread",
            stage="parse",
            message=message,
            place=f"page {', '.join(map(str, pages))}",
        )
        for message, pages in found
    ]


def _problem(code: str, place: str = "") -> Problem:
    return Problem(code=code, stage="parse", message=PROBLEMS[code], place=place)


def _properties(pdf: pypdfium2.PdfDocument) -> dict[str, str]:
    names = {"CreationDate": "created", "ModDate": "modified"}
    found = {}
    for name, value in pdf.get_metadata_dict(skip_empty=True).items():
        key = names.get(name, name.lower())
        if name in names:
            date = re.match(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?", value)
            value = "-".join(part for part in date.groups() if part) if date else value
        found[key] = value
    return found


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


def _read_page(file: _File, index: int, document: Document) -> Page | None:
    handle = raw.FPDF_LoadPage(file.pdf.raw, index)
    if not handle:
        return None
    links = _links(file.pdf, handle)
    entries = read_entries(handle, file.form)
    by_hand = hand_drawn(handle)
    markup = text_markup(handle)
    if has_unknown_state(handle, file.form):
        document.stateless.append(index + 1)
    if draw_annotations(handle, file.form):
        raw.FPDF_ClosePage(handle)
        handle = raw.FPDF_LoadPage(file.pdf.raw, index)
    text = raw.FPDFText_LoadPage(handle)
    try:
        frame = _frame(handle, 0)
        glyphs = read_glyphs(native.address(text), frame, file.tagged)
        angle = main_angle(glyphs)
        rotation = raw.FPDFPage_GetRotation(handle)
        turn = rotation if angle is None else angle // 90
        hidden = unseen(handle, _frame(handle, turn)) if file.layered else frozenset[int]()
        if turn:
            frame = _turn(handle, turn)
            raw.FPDFText_ClosePage(text)
            text = raw.FPDFText_LoadPage(handle)
            glyphs = read_glyphs(native.address(text), frame, file.tagged)
        page = Page(index + 1, frame.width, frame.height, turn=(turn - rotation) % 4)
        drawn = walk(native.address(handle), frame, hidden)
        document.outlines.append(sum(shape.curved for shape in drawn.shapes))
        document.tags.append(read_tags(handle) if file.tagged else [])
        page.words, paints = _words(page, glyphs, drawn, frame)
        named = _named(drawn, handle) if file.tagged else {}
        _add_signs(page, drawn, paints, _Looker(file.pdf, index, turn), named)
        _add_turned(page, native.address(text), glyphs, frame)
        page.words += form_words(entries, frame, page.words)
        page.words = in_reading_order(page.words)
        page.h_rules, lines = part_text_lines(page.h_rules, page.words)
        page.set_off += lines
        page.set_off += [SetOff(kind, frame.box(*rect)) for kind, rect in markup]
        page.links = [Link(frame.box(*rect), target) for rect, target in links]
        page.picture_share = _picture_share(drawn, frame)
        ringed = _add_by_hand(page, [frame.box(*rect) for rect in by_hand])
        if ringed:
            document.ringed[page.number] = ringed
        return page
    finally:
        raw.FPDFText_ClosePage(text)
        raw.FPDF_ClosePage(handle)


def _words(
    page: Page, glyphs: Glyphs, drawn: Drawn, frame: Frame
) -> tuple[list[Word], list[Paint]]:
    """The upright words of a page, and its filled areas; puts its rules on it."""
    across, down, paints = split_shapes(drawn.shapes)
    page.h_rules, page.v_rules = join_rules(across, down)
    grounds = [*paints, *dots(drawn.shapes)]
    seen, layer, covered, page.lids = visible_glyphs(glyphs, drawn, grounds, frame)
    glyphs.seen = seen
    words = make_words(glyphs, seen, page.v_rules)
    if covered.any():
        beneath = make_words(glyphs, covered, page.v_rules)
        page.covered = [word._replace(flags=word.flags | {COVERED}) for word in beneath]
    if layer.sum() > 9 * seen.sum():
        read = make_words(glyphs, layer, page.v_rules)
        words += [word._replace(flags=word.flags | {OCR}) for word in read]
    return words, paints


def _named(drawn: Drawn, handle: raw.FPDF_PAGE) -> dict[Box, str]:
    """The pictures that the file has a text for, by their boxes."""
    texts = read_alternatives(handle) if drawn.images else {}
    return {image.box: text for image in drawn.images if (text := texts.get(image.mcid, ""))}


def _add_signs(
    page: Page, drawn: Drawn, paints: list[Paint], looker: _Looker, named: dict[Box, str]
) -> None:
    """Takes signs, and what sets words off, out of the drawings of a page."""
    rings, around = find_rings(drawn.shapes, page.words)
    strokes, through = find_strokes(drawn.shapes, page.words)
    page.set_off = rings + strokes
    shapes = [s for i, s in enumerate(drawn.shapes) if i not in around | through]
    pictures = [image.box for image in drawn.images if not image.shading]
    marks = find_marks(shapes, pictures, page.words, looker.sign)
    rest = [shape for i, shape in enumerate(shapes) if i not in marks.used]
    if len(rest) < len(drawn.shapes):
        across, down, paints = split_shapes(rest)
        page.h_rules, page.v_rules = join_rules(across, down)
    page.fills = visible_fills(paints)
    texts = [alternative(named[box], box) for box in marks.unread if box in named]
    page.words = page.words + marks.words + texts
    read = [*marks.read, *(box for box in marks.unread if box in named)]
    page.fills += [Fill(*box, colour) for box, colour in marks.colours.items()]
    drawings = dict.fromkeys((*pictures, *marks.unread))
    page.pictures = [box for box in drawings if box not in read]


class _Looker:
    """Looks at parts of a page as a viewer shows it, which is drawn when first asked for."""

    def __init__(self, pdf: pypdfium2.PdfDocument, index: int, turn: int) -> None:
        self._pdf, self._index, self._turn = pdf, index, turn

    @cached_property
    def _picture(self) -> NDArray[np.uint8]:
        page = raw.FPDF_LoadPage(self._pdf.raw, self._index)
        try:
            return render(page, _frame(page, self._turn), SCALE)
        finally:
            raw.FPDF_ClosePage(page)

    def sign(self, box: Box) -> str:
        """The sign in a part of the page; "" for none that is known."""
        return sign_in(self._picture, box)


def _add_turned(page: Page, text: int, glyphs: Glyphs, frame: Frame) -> None:
    """Puts text that runs up or down among the words, and slanted text aside."""
    for word in turned_words(text, glyphs, glyphs.seen, frame):
        straight = min(word.x1 - word.x0, word.bottom - word.top) < 1.6 * word.size
        (page.words if straight else page.residue).append(word)


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


def _add_by_hand(page: Page, boxes: Sequence[Box]) -> str:
    """Keeps what was drawn by hand and is no sign.

    Returns:
        The short words around which something is drawn that sets no word off.
    """
    ringed: list[str] = []
    for box in boxes:
        ring = ring_by_hand(box, page.words)
        if ring is not None:
            page.set_off.append(ring)
            continue
        inside = [word for word in page.words if _is_within(word, box)]
        if not inside:
            if not any(_meets(picture, box) for picture in page.pictures):
                page.pictures.append(box)
        elif box[2] - box[0] <= _WIDEST_RING:
            ringed += [word.text for word in inside if any(map(str.isalpha, word.text))]
    return " ".join(ringed)


def _meets(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def _is_within(word: Word, box: Box) -> bool:
    across, down = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]


def _links(pdf: pypdfium2.PdfDocument, handle: raw.FPDF_PAGE) -> list[tuple[Rect, str]]:
    """The links of a page with their targets, in the page's own coordinates."""
    links: list[tuple[Rect, str]] = []
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
        links.append(((rect.left, rect.bottom, rect.right, rect.top), target))
    return links
