"""Pages whose picture is damaged, so that nobody can read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as raw

from saextract.errors import PROBLEMS
from saextract.model import Problem
from saextract.parsers.limits import MAX_PIXELS

if TYPE_CHECKING:
    from saextract.parsers.pdf.objects.pages import Document

_DEEPEST = 3
"""How many forms within forms are looked into; scanners put a page's picture into one at most."""


def set_undecoded(document: Document, data: bytes) -> None:
    """Notes the pages of pictures none of which can be decoded; OCR would find them blank.

    Args:
        document: pages without usable text are noted; changed in place.
        data: the PDF.
    """
    lost = _undecoded(data, document.unreadable)
    if not lost:
        return
    document.unreadable = [number for number in document.unreadable if number not in lost]
    listed = ", ".join(map(str, lost))
    document.problems.append(
        Problem(
            code="page-unreadable",
            stage="parse",
            message=f"The picture that is page {listed} is damaged and cannot be decoded. "
            f"{PROBLEMS['page-unreadable']}",
            place=f"page {listed}",
        )
    )


def _undecoded(data: bytes, numbers: list[int]) -> list[int]:
    if not numbers:
        return []
    with pypdfium2.PdfDocument(data) as pdf:
        return [number for number in numbers if _is_undecoded(pdf, number)]


def _is_undecoded(pdf: pypdfium2.PdfDocument, number: int) -> bool:
    try:
        page = pdf[number - 1]
    except pypdfium2.PdfiumError:  # a page that cannot be loaded has a problem of its own
        return False
    pictures = list(page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=_DEEPEST))
    return bool(pictures) and not any(_decodes(picture) for picture in pictures)


def _decodes(picture: pypdfium2.PdfImage) -> bool:
    width, height = picture.get_px_size()
    if width * height > MAX_PIXELS:  # another limit speaks of it
        return True
    bitmap = raw.FPDFImageObj_GetBitmap(picture.raw)
    if bitmap:
        raw.FPDFBitmap_Destroy(bitmap)
    return bool(bitmap)
