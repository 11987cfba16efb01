"""Web pages: saved HTML and XHTML files, and web archives (MHTML)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from saextract.errors import DocumentError
from saextract.model import HtmlLocator, Parsed, Passage, Problem, Source, Table

from .converted import text_of_converted
from .furniture import Furniture
from .page import decode, load_page
from .walk import Walker

MEDIA_TYPES = ("text/html", "application/xhtml+xml", "multipart/related")

_FEWEST_LETTERS = 40


def parse(source: Source) -> Parsed:
    """Reads what a person sees on a saved web page, its accordions opened.

    Menus, banners, footers and the like are set aside as residue; scripts, styles and
    templates are no text.

    Args:
        source: an HTML file, or a web archive with one.

    Returns:
        Tables and passages in the order of the page, each with an `HtmlLocator`; of a page that
        was made of a PDF, its lines.

    Raises:
        DocumentError: `truncated` for an archive without a page, `page-without-text` for one
            that fills itself by script, `too-large` for a table over the limit.
    """
    converted = text_of_converted(decode(source.data))
    if converted is not None:
        from saextract.parsers.text import parse as parse_text

        update = {"data": converted.encode("utf-8", "replace"), "media_type": "text/plain"}
        return parse_text(source.model_copy(update=update))
    page = load_page(source.data, source.media_type)
    walker = Walker(Furniture(page.body))
    walker.walk_page(page.body)
    if not walker.blocks and page.scripted and _letters(page.body_text) < _FEWEST_LETTERS:
        raise DocumentError("page-without-text")
    return Parsed(
        blocks=tuple(walker.blocks),
        properties=page.properties,
        residue=tuple(walker.residue),
        problems=tuple(_picture_problems(walker.blocks, walker.mute)),
    )


def _picture_problems(
    blocks: Iterable[Table | Passage], mute: Iterable[HtmlLocator]
) -> Iterator[Problem]:
    """Cells that hold a picture and no text, in rows that hold text, and values that are one."""
    places = [
        f"table {place.table}, row {place.row}, column {place.column}"
        for block in blocks
        if isinstance(block, Table) and len(block.rows[0].cells) > 2
        for row in block.rows
        if any(cell.text for cell in row.cells if cell)
        for cell in row.cells
        if cell and not cell.text and "picture" in cell.flags
        for place in cell.locators
        if isinstance(place, HtmlLocator)
    ]
    places += [f"under “{place.heading}”" for place in mute]
    if places:
        yield Problem(
            code="picture-only",
            stage="parse",
            message=f"Cells that hold a picture and no text: {len(places)}. What they say is not "
            "read. Look at them, and type what they say.",
            place="; ".join(places[:10]),
        )


def _letters(text: str) -> int:
    return len(re.sub(r"\W", "", text))
