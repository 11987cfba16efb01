"""Web pages: saved HTML and XHTML files, and web archives (MHTML)."""

from __future__ import annotations

import re

from ...errors import DocumentError
from ...model import Parsed, Source
from .furniture import Furniture
from .page import load_page
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
        Tables and passages in the order of the page, each with an `HtmlLocator`.

    Raises:
        DocumentError: `truncated` for an archive without a page, `page-without-text` for one
            that fills itself by script, `too-large` for a table over the limit.
    """
    page = load_page(source.data, source.media_type)
    walker = Walker(Furniture(page.body))
    walker.walk_page(page.body)
    if not walker.blocks and page.scripted and _letters(page.body_text) < _FEWEST_LETTERS:
        raise DocumentError("page-without-text")
    return Parsed(
        blocks=tuple(walker.blocks),
        properties=page.properties,
        residue=tuple(walker.residue),
    )


def _letters(text: str) -> int:
    return len(re.sub(r"\W", "", text))
