"""Web pages that a converter made of a PDF: they hold the lines of its text, and no table.

Such a page has the order, the broken rows and the running lines of a text dump, and is read as
one. Its lines are counted as a browser shows them.
"""

from __future__ import annotations

import html
import re

_MADE_BY = re.compile(r"""<meta\s+name="generator"\s+content="pdftohtml\b""", re.IGNORECASE)
_PLACED = re.compile(r"position\s*:\s*absolute", re.IGNORECASE)
_BODY = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_PAGE_END = re.compile(r"<hr\s*/?>", re.IGNORECASE)
_LINE_END = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_OUTLINE = re.compile(r"""<a\s+name="outline">.*""", re.IGNORECASE | re.DOTALL)
"""The PDF's bookmarks as a list behind its text; no page of the PDF prints it."""
_HEAD = 2000
"""Characters in which a page says what made it."""


def text_of_converted(text: str) -> str | None:
    """The lines of such a page, with form feeds between the pages of the PDF.

    Args:
        text: the page's markup.

    Returns:
        None for any other page, and for one that puts each line at a place of its own.
    """
    body = _BODY.search(text)
    if body is None or not _MADE_BY.search(text[:_HEAD]) or _PLACED.search(text):
        return None
    flowing = re.sub(r"[\r\n]+", "", _OUTLINE.sub("", text[body.end() :]))
    shown = _LINE_END.sub("\n", _PAGE_END.sub("\f", flowing))
    return html.unescape(_TAG.sub("", shown)).replace("\xa0", " ")
