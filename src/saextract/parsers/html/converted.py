"""Web pages that a converter made of a PDF: they hold the lines of its text, and no table.

Such a page has the order, the broken rows and the running lines of a text dump, and is read as
one. Its lines are counted as a browser shows them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

_MADE_BY = re.compile(r"""<meta\s+name="generator"\s+content="pdftohtml\b""", re.IGNORECASE)
_PLACED = re.compile(
    r"""<p\s+style="position:absolute;top:(?P<top>\d+)px;left:(?P<left>\d+)px[^>]*"""
    r"""class="(?P<font>\w+)"[^>]*>(?P<text>.*?)</p>""",
    re.IGNORECASE | re.DOTALL,
)
"""A line, or several with the same left edge, at a place in pixels from the page's top left."""

_PAGE_START = re.compile(r"""<div\s+id="page\d+-div\"""", re.IGNORECASE)
_PITCH = re.compile(r"\.(\w+)\{[^}]*?font-size:\s*(\d+)px", re.IGNORECASE)
_LINE_HEIGHT = re.compile(r"\.(\w+)\{[^}]*?line-height:\s*(\d+)px", re.IGNORECASE)
_CHARACTER = 4.5
"""Pixels of a column of characters: less than letters of the usual 14 pixels are wide on average,
so that no line runs into its neighbour."""

_SAME_LINE = 4
"""Pixels by which the tops of pieces of one line differ at most."""

_GAP = 1.6
"""Heights of a line from which on the white between two lines parts paragraphs."""

_USUAL_PITCH = 16
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
        None for any other page. Lines that have places of their own stand side by side, as on
        the PDF's page, a column of characters for some pixels.
    """
    body = _BODY.search(text)
    if body is None or not _MADE_BY.search(text[:_HEAD]):
        return None
    if _PLACED.search(text):
        return "\n\f".join(_laid_out(page) for page in _PAGE_START.split(text)[1:])
    flowing = re.sub(r"[\r\n]+", "", _OUTLINE.sub("", text[body.end() :]))
    shown = _LINE_END.sub("\n", _PAGE_END.sub("\f", flowing))
    return html.unescape(_TAG.sub("", shown)).replace("\xa0", " ")


def _laid_out(page: str) -> str:
    """The lines of a page whose pieces have places, side by side."""
    pitches = dict(_PITCH.findall(page)) | dict(_LINE_HEIGHT.findall(page))
    pieces: list[tuple[int, int, str]] = []
    for placed in _PLACED.finditer(page):
        pitch = int(pitches.get(placed["font"], _USUAL_PITCH))
        for number, line in enumerate(_LINE_END.split(placed["text"])):
            shown = html.unescape(_TAG.sub("", line)).replace("\xa0", " ").strip()
            if shown:
                pieces.append((int(placed["top"]) + number * pitch, int(placed["left"]), shown))
    lines: list[str] = []
    above = 0
    for top, row in groupby(_by_line(sorted(pieces)), key=lambda piece: piece[0]):
        lines += [""] * (bool(lines) and top - above > _GAP * _USUAL_PITCH)
        line = ""
        for _, left, shown in sorted(row):
            line = f"{line.ljust(max(round(left / _CHARACTER), len(line) + bool(line)))}{shown}"
        lines.append(line)
        above = top
    return "\n".join(lines)


def _by_line(pieces: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """The pieces, each with the top of the first one of its line."""
    first = -_SAME_LINE
    for top, left, shown in pieces:
        first = top if top - first >= _SAME_LINE else first
        yield first, left, shown
