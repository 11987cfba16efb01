"""How much of the visible text of a PDF's pages came out."""

from __future__ import annotations

from collections.abc import Iterable

from saextract.model import Passage, Table

from .page import Page

COVERED = 0.999
"""Share of the visible glyphs that must come out, or the document has the problem `text-lost`."""


def _letters(text: str) -> int:
    return sum(map(len, text.split()))


def coverage_of(
    pages: Iterable[Page], blocks: Iterable[Table | Passage], residue: Iterable[Passage]
) -> float:
    """Share of the characters of some pages that came out, 0 to 1.

    Args:
        pages: with what was set aside.
        blocks: the tables and passages made of them.
        residue: the passages of what was set aside.
    """
    seen = sum(
        _letters(" ".join([w.text for w in words]))
        for page in pages
        for words in (page.words, page.residue)
    )
    if not seen:
        return 1.0
    kept = sum(_letters(p.text) for p in residue)
    for block in blocks:
        if isinstance(block, Passage):
            kept += _letters(block.text)
        else:
            kept += sum(_letters(c.text) for row in block.rows for c in row.cells if c)
    return min(kept / seen, 1.0)
