"""What a document may hold. Each limit is far above any self-assessment, and names itself."""

from __future__ import annotations

import re

from saextract.errors import DocumentError
from saextract.model import Parsed

MAX_PAGES = 3_000
"""Pages. Committee packs have up to 1,000; 3,000 pages of text take some minutes."""

MAX_OBJECTS = 500_000
"""Objects on one page of a PDF. A dense page of a browser, an object for each glyph, has 6,000."""

MAX_PIXELS = 60_000_000
"""Pixels of a picture that is read by OCR: A2 at 300 dots per inch has 35 million."""

MAX_CELLS = 200_000
"""Cells of all tables of a document together. A form of 72 rows and 5 columns has 360."""

MAX_TEXT = 32 * 1024**2
"""Bytes of a text file. The longest dump of a committee pack has two million."""

MAX_LINE = 200_000
"""Characters of a line of a text file, embedded pictures left out: 80 pages on one line."""

MAX_WORD = 20_000
"""Characters without a blank in a text file. The longest address of a link has 2,000."""

MAX_ATTRIBUTES = 1_000
"""Attributes of one element of a web page, which libraries compare each with each."""

_EMBEDDED = re.compile(r"\(data:[\w/+.-]*;base64,[A-Za-z0-9+/=]*\)")
_WORD = re.compile(rf"\S{{{MAX_WORD + 1},}}")
_TAG = re.compile(r"<[a-zA-Z][^<>]{4000,}")


def within(what: str, count: int, most: int) -> None:
    """Refuses what is over a limit.

    Args:
        what: what is counted, in the plural.
        count: how many there are.
        most: how many there may be.

    Raises:
        DocumentError: `too-large`, with both figures.
    """
    if count > most:
        raise DocumentError("too-large", f"It has {count:,} {what}; the limit is {most:,}")


def check_text(text: str) -> str:
    """A text file without embedded pictures.

    Raises:
        DocumentError: `too-large` if a line or a word is over its limit.
    """
    plain = _EMBEDDED.sub("()", text) if ";base64," in text else text
    for number, line in enumerate(plain.split("\n"), 1):
        if len(line) > MAX_LINE:
            within(f"characters in line {number}", len(line), MAX_LINE)
        if len(line) > MAX_WORD and (word := _WORD.search(line)):
            within(f"characters without a blank in line {number}", len(word[0]), MAX_WORD)
    return plain


def check_markup(text: str) -> None:
    """Looks for elements with more attributes than a person or a tool writes.

    Raises:
        DocumentError: `too-large`.
    """
    for tag in _TAG.finditer(text):
        within("attributes in one element", tag[0].count("="), MAX_ATTRIBUTES)


def check_cells(parsed: Parsed) -> None:
    """Counts the cells of what was read.

    Raises:
        DocumentError: `too-large`.
    """
    cells = sum(len(row.cells) for table in parsed.tables for row in table.rows)
    within("table cells", cells, MAX_CELLS)
