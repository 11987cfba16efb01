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

    document = read_document(source.data)
    set_residue(document.pages)
    set_unreadable(document)
    tables = find_tables(document.pages)
    return assemble(document, tables)
