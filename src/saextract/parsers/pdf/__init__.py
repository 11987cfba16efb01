"""PDF → `Parsed`."""

from __future__ import annotations

from ...model import Parsed, Source

MEDIA_TYPES = ("application/pdf",)
"""What this parser reads."""


def parse(source: Source) -> Parsed:
    """Reads a PDF.

    Args:
        source: the file.

    Returns:
        Its tables and the passages between them.

    Raises:
        DocumentError: `encrypted` or `truncated`, if the file cannot be opened.
    """
    from .assemble import assemble
    from .objects import read_document
    from .quality import set_unreadable
    from .residue import set_residue
    from .tables import find_tables
    from .tagged import find_tagged

    document = read_document(source.data)
    set_residue(document.pages)
    set_unreadable(document)
    tagged = find_tagged(document.pages, document.tags) or []
    confirmed = {table.page for table in tagged}
    rest = [page for page in document.pages if page.number not in confirmed]
    return assemble(document, [*tagged, *find_tables(rest)])
