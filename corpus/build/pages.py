"""Tells on which pages a row of a PDF stands, without reading any text of it as a table.

The document is produced a second time with every cell of every row in a colour of its own: the
same layout to the point, since colour moves nothing. The colour of each glyph then says to which
cell it belongs. The twin is compared with the document page by page, and thrown away.
"""

from __future__ import annotations

import ctypes
import tempfile
import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

import pypdfium2
import pypdfium2.raw as raw
from content import Content, plain
from layout import Layout
from produce import produce

_FIRST = 0x101010
_HYPHENS = "\u2010\x02\ufffe"


class Palette:
    """Gives each cell a colour, and knows it again."""

    def __init__(self) -> None:
        self.cells: dict[str, tuple[str, str]] = {}

    def ink(self, provision: str, role: str) -> str:
        """The colour of a cell as "RRGGBB"; "" for cells that answer no provision."""
        if not provision or not role:
            return ""
        for colour, known in self.cells.items():
            if known == (provision, role):
                return colour
        colour = f"{_FIRST + 5 * len(self.cells):06X}"
        self.cells[colour] = (provision, role)
        return colour


@dataclass
class Seen:
    """What stands of a cell: its pages, and its letters in the order of the file."""

    pages: set[int] = field(default_factory=set)
    letters: str = ""


def tell_pages(
    content: Content, layout: Layout, producer: str, pdf: Path
) -> dict[str, tuple[int, int]]:
    """First and last page of each provision's row, both 1-based.

    Raises:
        AssertionError: if the twin is not the same document, or if the glyphs of a cell are
            not those of its text.
    """
    seen = _look(content, layout, producer, pdf)
    spans: dict[str, tuple[int, int]] = {}
    for row in content.rows():
        cells = {role: s for (p, role), s in seen.items() if p == row["provision"]}
        for role, what in cells.items():
            value = row.get(role, row.get("other", {}).get(role, ""))
            missing = Counter(_letters(plain(value))) - Counter(_letters(what.letters))
            assert not missing, f"{pdf.name} {row['provision']} {role}: not shown {missing}"
        pages = set().union(*(s.pages for s in cells.values())) if cells else set()
        if pages:
            spans[row["provision"]] = (min(pages), max(pages))
    return spans


def with_hyphens(content: Content, layout: Layout, producer: str, pdf: Path) -> Content:
    """The content as a page prints it whose layout cuts words: with a hyphen where one is cut."""
    seen = _look(content, layout, producer, pdf)
    blocks = []
    for block in content.blocks:
        rows = []
        for row in block.get("rows", ()):
            cut = {
                role: _cut(plain(row[role]), what.letters)
                for (provision, role), what in seen.items()
                if provision == row.get("provision") and role in row
            }
            rows.append({**row, **cut})
        blocks.append({**block, "rows": rows} if rows else block)
    return replace(content, blocks=blocks)


def _cut(text: str, glyphs: str) -> str:
    """The text with the hyphens that stand among its glyphs and not in itself."""
    printed, at = "", 0
    glyphs = unicodedata.normalize("NFKC", glyphs).replace("•", "")
    for letter in text:
        while at < len(glyphs) and glyphs[at] in _HYPHENS and letter not in "- ":
            printed, at = printed.rstrip() + "\u2010 ", at + 1
        printed += letter
        if at < len(glyphs) and (glyphs[at] == letter or letter == "-"):
            at += 1
    assert at == len(glyphs), f"{text[:60]}: {glyphs[at : at + 20]} stands there besides"
    return printed


def _look(
    content: Content, layout: Layout, producer: str, pdf: Path
) -> dict[tuple[str, str], Seen]:
    palette = Palette()
    with tempfile.TemporaryDirectory() as folder:
        twin = Path(folder) / pdf.name
        produce(content, layout, producer, twin, palette.ink)
        assert page_texts(twin) == page_texts(pdf), f"the twin of {pdf.name} differs"
        return read_colours(twin, palette)


def page_texts(pdf: Path) -> list[str]:
    """Text of each page, as pdfium gives it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def read_colours(pdf: Path, palette: Palette) -> dict[tuple[str, str], Seen]:
    """Sorts the glyphs of a twin by the cell that their colour stands for."""
    seen: dict[tuple[str, str], Seen] = {}
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document, start=1):
        text = page.get_textpage()
        channels = [ctypes.c_uint() for _ in range(4)]
        for i in range(raw.FPDFText_CountChars(text)):
            letter = chr(raw.FPDFText_GetUnicode(text, i))
            if letter.isspace() or raw.FPDFText_IsGenerated(text, i):
                continue
            raw.FPDFText_GetFillColor(text, i, *channels)
            colour = "".join(f"{channel.value:02X}" for channel in channels[:3])
            if colour in palette.cells:
                cell = seen.setdefault(palette.cells[colour], Seen())
                cell.pages.add(number)
                cell.letters += letter
    document.close()
    return seen


def _letters(text: str) -> str:
    """Letters and digits alone: producers differ in ligatures, quotes and bullets."""
    text = text.replace("ﬁ", "fi").replace("ﬂ", "fl").replace("ﬀ", "ff")
    text = text.replace("ﬃ", "ffi").replace("ﬄ", "ffl")
    return "".join(c for c in text if c.isalnum())
