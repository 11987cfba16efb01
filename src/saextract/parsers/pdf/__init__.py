"""PDF → `Parsed`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saextract.model import OcrMode, Parsed, Source

if TYPE_CHECKING:
    from saextract.parsers.pdf.objects.pages import Document

MEDIA_TYPES = ("application/pdf",)
"""What this parser reads."""


def parse(source: Source, ocr: OcrMode = "auto") -> Parsed:
    """Reads a PDF.

    Args:
        source: the file.
        ocr: which pages to read by OCR.

    Returns:
        Its tables and the passages between them.

    Raises:
        DocumentError: `encrypted` or `truncated`, if the file cannot be opened.
    """
    from saextract.parsers.pdf.objects.pages import read_document
    from saextract.parsers.pdf.ocr.engine import is_installed, recognise

    from .covers import uncover
    from .quality import set_recognised, set_unreadable
    from .residue import set_residue
    from .selfdrawn import refuse_self_drawn
    from .undecoded import set_undecoded

    refuse_self_drawn(source.data)
    document = read_document(source.data)
    uncover(document.pages)
    set_residue(document.pages)
    set_unreadable(document)
    set_undecoded(document, source.data)
    if ocr != "never" and is_installed():
        shown = [page.number for page in document.pages if page.width]
        wanted = [n for n in shown if ocr == "always" or n in document.unreadable]
        set_recognised(document, recognise(source.data, wanted))
    return lay_out(document)


def lay_out(document: Document) -> Parsed:
    """Finds the tables of a document whose running heads and feet are set aside.

    Args:
        document: its pages.

    Returns:
        Its tables and the passages between them.
    """
    from saextract.parsers.pdf.layout.cards import set_boxes
    from saextract.parsers.pdf.layout.tables import find_tables, without
    from saextract.parsers.pdf.layout.tagged import find_tagged

    from .assemble import assemble
    from .shown import as_shown

    set_boxes(document.pages)
    tagged = find_tagged(document.pages, document.tags) or []
    rest = without(document.pages, tagged)
    parsed = assemble(document, [*tagged, *find_tables(rest)])
    return as_shown(parsed, document.pages)
