"""Form fields and free-text annotations → words, as a person sees them filled in."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pypdfium2.raw as raw

from .drawing import Frame
from .page import Box, Word
from .text import ASCENT, DESCENT

FLAG = "form-field"

_HIDDEN = 0x02 | 0x20
_USUAL_SIZE = 10.0
_LETTER = 0.5
_BOXES = ("☐", "☒")


def form_words(
    page: raw.FPDF_PAGE, form: raw.FPDF_FORMHANDLE, frame: Frame, words: list[Word]
) -> list[Word]:
    """Reads what the annotations of a page show.

    Args:
        page: the page.
        form: the document's form environment.
        frame: how the page is laid out.
        words: the words of the page's content; a value that is already among them, as in a
            flattened form, is not given again, and a tick box drawn under a field is taken out.

    Returns:
        Words with the flag "form-field", each line of a value laid out within its field's box.
    """
    found: list[Word] = []
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        with _annotation(page, index) as annotation:
            value, size, several = _value(form, annotation)
            if not value.strip():
                continue
            rect = raw.FS_RECTF()
            raw.FPDFAnnot_GetRect(annotation, rect)
            box = frame.box(rect.left, rect.bottom, rect.right, rect.top)
        if value in _BOXES:
            words[:] = [w for w in words if w.text not in _BOXES or not _stands_in(w, box)]
        if not _is_shown(value, box, words):
            found += _lay_out(value, box, size, several)
    return found


@contextmanager
def _annotation(page: raw.FPDF_PAGE, index: int) -> Iterator[raw.FPDF_ANNOTATION]:
    annotation = raw.FPDFPage_GetAnnot(page, index)
    try:
        yield annotation
    finally:
        raw.FPDFPage_CloseAnnot(annotation)


def _value(form: raw.FPDF_FORMHANDLE, annotation: raw.FPDF_ANNOTATION) -> tuple[str, float, bool]:
    """What an annotation shows, its type size in points, and whether it has several lines."""
    if not annotation or raw.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
        return "", _USUAL_SIZE, False
    subtype = raw.FPDFAnnot_GetSubtype(annotation)
    if subtype == raw.FPDF_ANNOT_FREETEXT:
        text = _string(lambda b, n: raw.FPDFAnnot_GetStringValue(annotation, b"Contents", b, n))
        return text, _USUAL_SIZE, True
    if subtype != raw.FPDF_ANNOT_WIDGET:
        return "", _USUAL_SIZE, False
    size = ctypes.c_float(0.0)
    raw.FPDFAnnot_GetFontSize(form, annotation, size)
    points = size.value if size.value > 1 else _USUAL_SIZE
    return _field_text(form, annotation), points, True


def _field_text(form: raw.FPDF_FORMHANDLE, annotation: raw.FPDF_ANNOTATION) -> str:
    kind = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON):
        state = _string(lambda b, n: raw.FPDFAnnot_GetStringValue(annotation, b"AS", b, n))
        return "☐" if state in ("", "Off") else "☒"
    if kind in (raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX):
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


def _string(getter: Callable[..., int]) -> str:
    """A string that pdfium writes as UTF-16 with its length in bytes."""
    length = getter(None, 0)
    if length <= 2:
        return ""
    buffer: Any = (ctypes.c_ushort * (length // 2 + 1))()
    getter(buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace").replace("\r", "\n")


def _is_shown(value: str, box: Box, words: Sequence[Word]) -> bool:
    inside = "".join(w.text for w in words if _stands_in(w, box))
    return bool(inside) and "".join(value.split()) in inside


def _stands_in(word: Word, box: Box) -> bool:
    return (
        box[0] - 1 <= (word.x0 + word.x1) / 2 <= box[2] + 1
        and box[1] - 1 <= (word.top + word.bottom) / 2 <= box[3] + 1
    )


def _lay_out(value: str, box: Box, size: float, several: bool) -> list[Word]:
    """Sets a value in its box, breaking lines as a viewer would; it always fits."""
    wide, high = box[2] - box[0], box[3] - box[1]
    if len(value) == 1:
        size = min(max(high, 4.0), 14.0)
        return [_word(value, box[0], (box[1] + box[3]) / 2 + 0.3 * size, wide, size)]
    lines = _broken(value, max(wide / (_LETTER * size), 4.0) if several else len(value))
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
