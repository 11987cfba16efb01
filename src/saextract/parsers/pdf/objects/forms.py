"""Form fields, free text and drawings upon a page, as a person sees them filled in."""

from __future__ import annotations

import ctypes
import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as raw

from saextract.model.document import MarkKind
from saextract.parsers.pdf.page import Box, Word

from .drawing import Frame
from .text import ASCENT, DESCENT

FLAG = "form-field"

_UNSEEN = 0x02
_HIDDEN = _UNSEEN | 0x20
_USUAL_SIZE = 10.0
_LETTER = 0.5
_BOXES = ("☐", "☒")
_MARKS = ("x", "X", "✓", "✔", "✗", "✘", "×")
Rect = tuple[float, float, float, float]
_BY_HAND = frozenset(
    {
        raw.FPDF_ANNOT_INK,
        raw.FPDF_ANNOT_LINE,
        raw.FPDF_ANNOT_POLYLINE,
        raw.FPDF_ANNOT_POLYGON,
        raw.FPDF_ANNOT_SQUARE,
        raw.FPDF_ANNOT_CIRCLE,
    }
)
_MARKUP: dict[int, MarkKind] = {
    raw.FPDF_ANNOT_HIGHLIGHT: "highlight",
    raw.FPDF_ANNOT_UNDERLINE: "underline",
    raw.FPDF_ANNOT_SQUIGGLY: "underline",
    raw.FPDF_ANNOT_STRIKEOUT: "struck",
}
_UNKNOWN_FIELD = -1
_TICKABLE = (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON)


def open_forms(pdf: pypdfium2.PdfDocument) -> None:
    """Opens a document's form environment, without a warning of pypdfium2's about XFA."""
    log = logging.getLogger(pypdfium2.PdfDocument.__module__)
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        pdf.init_forms()
    finally:
        log.setLevel(level)


class Entry(NamedTuple):
    """What was entered upon a page.

    Attributes:
        value: its text; "☐" or "☒" for a tick box.
        rect: left, bottom, right, top in the page's own coordinates (points, y upwards).
        size: type size in points.
    """

    value: str
    rect: Rect
    size: float


def read_entries(page: raw.FPDF_PAGE, form: raw.FPDF_FORMHANDLE | None) -> list[Entry]:
    """Reads form fields and free text of a page.

    Args:
        page: the page.
        form: the document's form environment, if it has one.

    Returns:
        What they show; hidden and blank ones are left out.
    """
    found: list[Entry] = []
    for annotation in _annotations(page):
        if raw.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
            continue
        value = _value(form, annotation)
        if value.strip():
            found.append(Entry(value, _rect(annotation), _size(form, annotation)))
    return found


def hand_drawn(page: raw.FPDF_PAGE) -> list[Rect]:
    """Where something was drawn upon a page, in the page's own coordinates."""
    return [
        _rect(annotation)
        for annotation in _annotations(page)
        if raw.FPDFAnnot_GetSubtype(annotation) in _BY_HAND
        and not raw.FPDFAnnot_GetFlags(annotation) & _HIDDEN
    ]


def text_markup(page: raw.FPDF_PAGE) -> list[tuple[MarkKind, Rect]]:
    """What was highlighted, underlined or struck out upon a page, in its own coordinates."""
    found: list[tuple[MarkKind, Rect]] = []
    quad = raw.FS_QUADPOINTSF()
    for annotation in _annotations(page):
        kind = _MARKUP.get(raw.FPDFAnnot_GetSubtype(annotation))
        if kind is None or raw.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
            continue
        for index in range(raw.FPDFAnnot_CountAttachmentPoints(annotation)):
            if raw.FPDFAnnot_GetAttachmentPoints(annotation, index, quad):
                xs = (quad.x1, quad.x2, quad.x3, quad.x4)
                ys = (quad.y1, quad.y2, quad.y3, quad.y4)
                found.append((kind, (min(xs), min(ys), max(xs), max(ys))))
    return found


def draw_annotations(page: raw.FPDF_PAGE, form: raw.FPDF_FORMHANDLE | None) -> bool:
    """Makes what was drawn or stamped upon a page part of its content.

    So are fields of which only the appearance can be read: those that the form does not know,
    as pages of a form have them that were put into another file, and tick boxes without a
    state. Annotations have to be read before.

    Args:
        page: the page.
        form: the document's form environment, if it has one.

    Returns:
        Whether the content has changed, so that the page has to be loaded again.
    """
    if not any(_is_drawn(form, annotation) for annotation in _annotations(page)):
        return False
    for annotation in _annotations(page):
        if not _is_drawn(form, annotation):
            raw.FPDFAnnot_SetFlags(annotation, raw.FPDFAnnot_GetFlags(annotation) | _UNSEEN)
        elif raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_WIDGET:
            _set_state(annotation)
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    return True


def form_words(entries: Sequence[Entry], frame: Frame, words: list[Word]) -> list[Word]:
    """Lays out what was entered.

    Args:
        entries: from `read_entries`.
        frame: how the page is laid out.
        words: the words of the page's content; a value that is already among them, as in a
            flattened form, is not given again, and a tick box drawn under a field is taken out.

    Returns:
        Words with the flag "form-field", each line of a value laid out within its field's box.
    """
    found: list[Word] = []
    for entry in entries:
        box = frame.box(*entry.rect)
        value = entry.value.strip()
        if value in _BOXES or value in _MARKS:
            under = [w for w in _within(words, box) if w.text in _BOXES]
            if under:
                words[:] = [w for w in words if not any(w is one for one in under)]
            value = "☒" if under and value in _MARKS else value
        if not _is_shown(value, box, words):
            found += _lay_out(value, box, entry.size)
    return found


def _annotations(page: raw.FPDF_PAGE) -> Iterator[raw.FPDF_ANNOTATION]:
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            yield annotation
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def _rect(annotation: raw.FPDF_ANNOTATION) -> Rect:
    rect = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, rect)
    return rect.left, rect.bottom, rect.right, rect.top


def _size(form: raw.FPDF_FORMHANDLE | None, annotation: raw.FPDF_ANNOTATION) -> float:
    size = ctypes.c_float(0.0)
    if form is not None:
        raw.FPDFAnnot_GetFontSize(form, annotation, size)
    return size.value if size.value > 1 else _USUAL_SIZE


def _is_drawn(form: raw.FPDF_FORMHANDLE | None, annotation: raw.FPDF_ANNOTATION) -> bool:
    """Whether an annotation has no value to read, but an appearance that is part of the page."""
    if raw.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
        return False
    subtype = raw.FPDFAnnot_GetSubtype(annotation)
    if subtype == raw.FPDF_ANNOT_WIDGET:
        return _field_type(form, annotation) == _UNKNOWN_FIELD and _has_appearance(annotation)
    if subtype == raw.FPDF_ANNOT_FREETEXT:
        return not _entry_of(annotation, b"Contents").strip()
    return subtype in _BY_HAND or subtype == raw.FPDF_ANNOT_STAMP


def _has_appearance(annotation: raw.FPDF_ANNOTATION) -> bool:
    return bool(raw.FPDFAnnot_HasKey(annotation, b"AP"))


def _field_type(form: raw.FPDF_FORMHANDLE | None, annotation: raw.FPDF_ANNOTATION) -> int:
    if form is None:
        return _UNKNOWN_FIELD
    return int(raw.FPDFAnnot_GetFormFieldType(form, annotation))


def _value(form: raw.FPDF_FORMHANDLE | None, annotation: raw.FPDF_ANNOTATION) -> str:
    """What an annotation shows."""
    subtype = raw.FPDFAnnot_GetSubtype(annotation)
    if subtype == raw.FPDF_ANNOT_FREETEXT:
        return _entry_of(annotation, b"Contents")
    if subtype != raw.FPDF_ANNOT_WIDGET:
        return ""
    if _field_type(form, annotation) != _UNKNOWN_FIELD:
        return _field_text(form, annotation)
    if _has_appearance(annotation):
        return ""
    if _entry_of(annotation, b"AS"):
        return _ticked(annotation)
    return _entry_of(annotation, b"V")


def _field_text(form: raw.FPDF_FORMHANDLE, annotation: raw.FPDF_ANNOTATION) -> str:
    kind = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind in _TICKABLE:
        return _ticked(annotation)
    if kind in (raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX):
        if not any(raw.FPDFAnnot_HasKey(annotation, key) for key in (b"V", b"Parent")):
            return ""  # pdfium would give the value that a reset would set
        chosen = [
            _string(lambda b, n, i=i: raw.FPDFAnnot_GetOptionLabel(form, annotation, i, b, n))
            for i in range(raw.FPDFAnnot_GetOptionCount(form, annotation))
            if raw.FPDFAnnot_IsOptionSelected(form, annotation, i)
        ]
        if chosen:
            return "\n".join(chosen)
    if kind in (
        raw.FPDF_FORMFIELD_TEXTFIELD,
        raw.FPDF_FORMFIELD_COMBOBOX,
        raw.FPDF_FORMFIELD_LISTBOX,
    ):
        return _string(lambda b, n: raw.FPDFAnnot_GetFormFieldValue(form, annotation, b, n))
    return ""


def _ticked(annotation: raw.FPDF_ANNOTATION) -> str:
    """A tick box by its state, as `_state` gives it."""
    return "☐" if _state(annotation) == "Off" else "☒"


def _state(annotation: raw.FPDF_ANNOTATION) -> str:
    """The state of a tick box: of its appearance, or else its value."""
    return _entry_of(annotation, b"AS") or _entry_of(annotation, b"V") or "Off"


def _set_state(annotation: raw.FPDF_ANNOTATION) -> None:
    """Says how a tick box looks where its file does not: pdfium would draw any of its looks."""
    state = f"{_state(annotation)}\0".encode("utf-16-le")
    wide = (ctypes.c_ushort * (len(state) // 2)).from_buffer_copy(state)
    raw.FPDFAnnot_SetStringValue(annotation, b"AS", wide)


def has_unknown_state(page: raw.FPDF_PAGE, form: raw.FPDF_FORMHANDLE | None) -> bool:
    """Whether tick boxes of a page leave it to the group that they are of what is ticked."""
    return any(
        _field_type(form, annotation) in _TICKABLE
        and bool(raw.FPDFAnnot_HasKey(annotation, b"Parent"))
        and not _entry_of(annotation, b"AS")
        and not _entry_of(annotation, b"V")
        for annotation in _annotations(page)
    )


def _entry_of(annotation: raw.FPDF_ANNOTATION, key: bytes) -> str:
    return _string(lambda b, n: raw.FPDFAnnot_GetStringValue(annotation, key, b, n))


def _string(getter: Callable[..., int]) -> str:
    """A string that pdfium writes as UTF-16 with its length in bytes."""
    length = getter(None, 0)
    if length <= 2:
        return ""
    buffer: Any = (ctypes.c_ushort * (length // 2 + 1))()
    getter(buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace").replace("\r", "\n")


def _is_shown(value: str, box: Box, words: Sequence[Word]) -> bool:
    inside = "".join([w.text for w in _within(words, box)])
    return bool(inside) and "".join(value.split()) in inside


def _within(words: Sequence[Word], box: Box) -> list[Word]:
    """The words whose middle lies in a box or right beside it."""
    left, top, right, bottom = box[0] - 1, box[1] - 1, box[2] + 1, box[3] + 1
    return [
        word
        for word in words
        if left <= (word[1] + word[3]) / 2 <= right and top <= (word[2] + word[4]) / 2 <= bottom
    ]


def _lay_out(value: str, box: Box, size: float) -> list[Word]:
    """Sets a value in its box, breaking lines as a viewer would; it always fits."""
    wide, high = box[2] - box[0], box[3] - box[1]
    if len(value) == 1:
        size = min(max(high, 4.0), 14.0)
        return [_word(value, box[0], (box[1] + box[3]) / 2 + 0.3 * size, wide, size)]
    lines = _broken(value, max(wide / (_LETTER * size), 4.0))
    step = min(1.2 * size, high / len(lines))
    size = min(size, step)
    first = (box[1] + box[3] - step * len(lines)) / 2
    found: list[Word] = []
    for number, line in enumerate(lines):
        letter = min(_LETTER * size, wide / max(len(line), 1))
        baseline = first + step * number + ASCENT * size
        x = box[0]
        for token in line.split(" "):
            if token:
                found.append(_word(token, x, baseline, letter * len(token), size))
            x += letter * (len(token) + 1)
    return found


def _broken(value: str, letters: float) -> list[str]:
    lines: list[str] = []
    for paragraph in value.split("\n"):
        line = ""
        for token in paragraph.split():
            if line and len(line) + 1 + len(token) > letters:
                lines.append(line)
                line = token
            else:
                line = f"{line} {token}" if line else token
        if line:
            lines.append(line)
    return lines


def _word(text: str, x: float, baseline: float, wide: float, size: float) -> Word:
    return Word(
        text=text,
        x0=x,
        top=baseline - ASCENT * size,
        x1=x + wide,
        bottom=baseline + DESCENT * size,
        baseline=baseline,
        size=size,
        flags=frozenset({FLAG}),
    )
