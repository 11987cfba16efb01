"""Where the last row of a page ends: what a site or a signatory prints beneath it is no part of it.

A row is closed by the beginning of the next one. The last one has none after it, so that its
paragraphs are counted against those of the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from saextract.lexicon.titles import appendix
from saextract.model import PdfLocator

from .entries import Entry, Piece
from .lines import Line

_FEWEST_OTHERS = 2
"""Rows whose last cell tells how many paragraphs such a cell has."""

_MOST = 0.9
"""Share of the other rows that have no more paragraphs in such a cell than the last row may have
for it to be sure where it ends."""

_OUTDENTED = 3.0
"""Points by which a passage of a page begins further left than the cells of all other rows."""

_SHARED = r"(?:like|share|comment|save|print|rate|tweet|e-?mail|download)"
_SITE = (
    rf"(?:{_SHARED}|this|the|on|to|as|a|page|pdf|document|link|"
    r"facebook|twitter|linkedin|whatsapp|x)"
)
_FOOTER = (
    r"(?:accessibility|privacy|cookies?|terms|conditions|site\s?map|disclaimer|legal|contact\s+us|"
    r"policy|policies|statement|notice|and|of|use)"
)
_OF_SITE = re.compile(
    r"©|\W*(?:(?:copyright|all\s+rights\s+reserved)\b.{0,80}|"
    rf"{_SHARED}\b(?:\W+{_SITE}\b)*|"
    r"\d[\d,]*\s+(?:people|views?|likes?|comments?|shares?)\b.{0,30}|"
    r"end\s+of\s+(?:the\s+|this\s+)?(?:submission|form|survey|response|document|record|"
    r"(?:self\W?)?assessment)|"
    r"(?:was|is|did\s+you\s+find)\s+this\b.{0,40}\b(?:helpful|useful)\b.{0,5}|"
    r"(?:tell|contact)\s+us|back\s+to\s+top|follow\s+us.{0,40}|(?:next|previous)\s+page|"
    r"related\s+(?:pages|links|content|information|documents)|"
    rf"(?=.*(?:accessibility|cookies?|site\s?map|disclaimer))(?:{_FOOTER}\b\W*){{2,}})\W*$",
    re.IGNORECASE,
)
"""A line that a website or a form prints beneath its pages, and nothing else."""

_OFFICE = (
    r"(?:clerk|chair(?:man|woman|person)?|vice[- ]chair|secretary|treasurer|trustees?|"
    r"chief\s+executive|(?:managing\s+|executive\s+)?director|head\s+of|manager)"
)
_BENEATH = re.compile(
    r"(?-i:(?:[A-Z]\.?\s?){0,3}[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+){0,3}),?\s+"
    rf"{_OFFICE}\b(?!\s+(?:is|are|was|were|has|have|had|will|can|may|must|should|does|do))|"
    r"(?:registered\s+)?(?:charity|company|society)\s+(?:no\b|number|reg)|registered\s+office\b|"
    r"\W*(?:(?:signed|approved|reviewed|agreed|adopted|endorsed|authorised|ratified|signed\s+off)"
    r"(?:\s+(?:by|on|at|off|in|\d)|\s*:)|(?:page|document|policy|content)\s+owner\b|"
    r"(?:page\s+)?last\s+(?:reviewed|updated|modified|edited|published)\b|"
    r"(?:page\s+|first\s+)?(?:updated|modified|published)\s*(?:on\b|:|\d)|"
    r"(?:next\s+)?review(?:ed)?\s+(?:date|due)\b|"
    r"date\s+of\s+(?:next\s+)?(?:review|approval|completion|assessment)\b|"
    r"version\s*(?:no\.?\s*|number\s*)?\d|(?:tell|contact)\s+us\b|copyright\b)",
    re.IGNORECASE,
)
"""How a line begins that signs or dates a document; a comment may begin so too."""


def cut_tail(entries: Sequence[Entry], lines: Sequence[Line]) -> None:
    """Takes from the last row the paragraphs that stand beneath it.

    Those go that a website prints beneath its pages, and a heading as it stands over rows, in no
    other such cell, with all that follows. Those that sign or date the document, name an appendix,
    or begin further left than any such cell, go with what follows where the last cell has more
    paragraphs than that of any other row, and at its end in any case. They stay in the document as
    passages. Where more paragraphs than in nearly all other rows are left, the
    cell is uncertain.

    Args:
        entries: the rows, in the order of the document; the last one is changed.
        lines: the document's lines.
    """
    if len(entries) <= _FEWEST_OTHERS:
        return
    last = entries[-1]
    last_lines = {key: max(piece.line for piece in pieces) for key, pieces in last.cells.items()}
    key = max(last_lines, key=lambda name: last_lines[name], default="")
    others = [_blocks(entry.cells[key], lines) for entry in entries[:-1] if entry.cells.get(key)]
    if len(others) < _FEWEST_OTHERS:
        return
    usual = max(map(len, others))
    mine = _blocks(last.cells[key], lines)
    lefts = _lefts(lines)
    edge = min((lefts[b] for blocks in others for b in blocks if b in lefts), default=0.0)
    texts = [_text_of(block, last.cells[key], lines) for block in mine]
    over = [lines[min(entry.lines) - 1].heading or 0 for entry in entries if min(entry.lines)]
    headings = {line.block for line in lines if 0 < (line.heading or 0) <= max(over, default=0)}
    if any(headings.intersection(blocks) for blocks in others):
        headings = set()
    of_site = [
        _OF_SITE.match(text) is not None or (at > 0 and block in headings)
        for at, (block, text) in enumerate(zip(mine, texts, strict=True))
    ]
    foreign = [
        site
        or _BENEATH.match(text) is not None
        or appendix(text)
        or lefts.get(block, edge) < edge - _OUTDENTED
        for block, text, site in zip(mine, texts, of_site, strict=True)
    ]
    ends = (i for i, site in enumerate(of_site) if site or (i >= usual and foreign[i]))
    end = next(ends, len(mine))
    while end > 1 and foreign[end - 1]:
        end -= 1
    kept = mine[:end]
    gone = [piece for piece in last.cells[key] if lines[piece.line].block not in kept]
    last.cells[key] = [piece for piece in last.cells[key] if piece not in gone]
    last.lines -= {piece.line for piece in gone}
    sure = sorted(map(len, others))[int(_MOST * (len(others) - 1))]
    if len(kept) > sure:
        last.flags[key] = ("cells-uncertain",)


def _blocks(pieces: Sequence[Piece], lines: Sequence[Line]) -> list[int]:
    """The passages in which the pieces of a cell stand, in their order."""
    return list(dict.fromkeys(lines[piece.line].block for piece in pieces))


def _text_of(block: int, pieces: Sequence[Piece], lines: Sequence[Line]) -> str:
    return next(piece.text for piece in pieces if lines[piece.line].block == block)


def _lefts(lines: Sequence[Line]) -> dict[int, float]:
    """Where the passages of a page begin, in points from its left edge."""
    return {
        line.block: place.box[0]
        for line in lines
        for place in line.locators[:1]
        if isinstance(place, PdfLocator)
    }
