"""Whether the text of a page can be used."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from saextract.model import Problem

from .page import OCR, Page, Word
from .residue import set_residue

if TYPE_CHECKING:
    from saextract.parsers.pdf.objects.pages import Document

FEW_LETTERS = 25
"""A page of pictures with fewer letters than this outside its running lines has no usable
text."""

PICTURES = 0.4
"""Share of a page that pictures cover on a page of pictures."""

OUTLINES = 150
"""A page with more curved shapes than this and hardly any letters shows its text as drawings."""

_COMMON = frozenset(
    """the of to and a in is be for that it as on with by at or from this are will we our not an
    must should have has was were their they which complaint complaints yes no page""".split()  # noqa: SIM905
)
_ENGLISH = 0.05
_GOOD_LAYER = 0.2
"""Shares of common words in a text that is English, if only in names, and in one that a scanner's
software has read well: with one letter in five wrong it is less."""

_TOKEN = re.compile(r"[^\W\d_]+")
_BETWEEN_TOKENS = {code: " " for code in range(128) if not chr(code).isalpha()}
"""In a text of ASCII, what parts its tokens."""

_GARBAGE = re.compile(r"[\ue000-\uf8ff\ufffd\x00-\x1f\x7f-\x9f]")
_SIGNS = b"!\"#$&'*+:;<=>?@[\\]^`{|}~"
"""Signs that text and figures have few of: a font without a map numbers its letters from "!" on."""
_MOST_SIGNS = 0.15
"""Share of the characters that are such signs above which a page is noise; in English, 0.02."""

_FLAGS = attrgetter("flags")
_OTHER_SIGNS = b"%(),-/"
_UNTYPED = bytes([*range(33), 127, *b"._"])
"""What is no sign, figure or letter, and the signs that leaders are made of."""

_MANY = 100
_FEWEST_PLAIN = 0.25
"""Share of letters and figures among a page's characters, leaders and marks aside, below which it
is noise."""


def set_unreadable(document: Document) -> None:
    """Notes the pages whose text cannot be used, and those whose text stems from OCR.

    The words of such a page are set aside.

    Args:
        document: a document with running heads and feet set aside; changed in place.
    """
    recognised: list[int] = []
    for page, outlines in zip(document.pages, document.outlines, strict=True):
        if page.number in document.unreadable:
            continue
        if not is_readable(page, outlines):
            document.unreadable.append(page.number)
            page.residue += page.words
            page.words = []
        elif _is_recognised(page):
            recognised.append(page.number)
    document.unreadable.sort()
    if recognised:
        listed = ", ".join(map(str, recognised))
        document.problems.append(
            Problem(
                code="ocr-layer",
                stage="parse",
                message=f"The text of page {listed} was recognised from a picture when the file "
                "was made. Check it by eye.",
                place=f"page {listed}",
            )
        )


def set_recognised(document: Document, recognised: dict[int, Page]) -> None:
    """Puts pages that were read from their pictures in the place of those of the file.

    A page whose picture gives noise stays unreadable.

    Args:
        document: the document; changed in place.
        recognised: pages by their number, running heads and feet still among the words.
    """
    set_residue(list(recognised.values()))
    read = {number for number, page in recognised.items() if is_language(page.words)}
    for number in read:
        page = recognised[number]
        page.links = document.pages[number - 1].links
        document.pages[number - 1] = page
        document.tags[number - 1] = []
        if number in document.unreadable:
            document.unreadable.remove(number)
    document.problems = [
        problem
        for problem in document.problems
        if problem.code != "ocr-layer" or not read.issuperset(_pages_of(problem))
    ]


def _pages_of(problem: Problem) -> set[int]:
    return {int(number) for number in re.findall(r"\d+", problem.place)}


def _is_recognised(page: Page) -> bool:
    """Whether any words of a page stem from a picture of it."""
    return any(OCR in flags for flags in set(map(_FLAGS, page.words)))


def is_readable(page: Page, outlines: int = 0) -> bool:
    """Whether a page has usable text, or none is missing.

    Args:
        page: the page, with running heads and feet set aside.
        outlines: number of curved shapes drawn on it.
    """
    letters = len("".join([word.text for word in page.words]))
    if letters < FEW_LETTERS:
        return page.picture_share < PICTURES and outlines < OUTLINES
    recognised = sum(OCR in word.flags for word in page.words) if _is_recognised(page) else 0
    return is_language(page.words, _GOOD_LAYER if 2 * recognised > len(page.words) else _ENGLISH)


def is_language(words: Sequence[Word], least: float = _ENGLISH) -> bool:
    """Whether words are text in English, not the noise of a broken font or of bad OCR.

    In English prose about a third of the words are among the fifty most common ones; a table
    of answers and figures has few words that are letters at all, and passes.

    Args:
        words: the words.
        least: share of common words that is enough.
    """
    text = " ".join([word.text for word in words])
    plain_text = text.isascii() and text.isprintable()
    solid = len(text) - text.count(" ") if plain_text else sum(map(len, text.split()))
    if not plain_text and len(_GARBAGE.findall(text)) > 0.3 * solid:
        return False
    typed = text.encode("ascii", "ignore").translate(None, _UNTYPED)
    unusual = typed.translate(None, _SIGNS)
    if solid >= FEW_LETTERS and len(typed) - len(unusual) > _MOST_SIGNS * solid:
        return False
    plain = unusual.translate(None, _OTHER_SIGNS)
    if len(typed) >= _MANY and len(plain) < _FEWEST_PLAIN * len(typed):
        return False
    small = text.lower()
    tokens = small.translate(_BETWEEN_TOKENS).split() if plain_text else _TOKEN.findall(small)
    return len(tokens) < 60 or sum(map(_COMMON.__contains__, tokens)) >= least * len(tokens)


def likeness(words: Sequence[Word]) -> float:
    """Share of the letters that belong to common words, which words upside down do not.

    Words of one or two letters are left aside, as noise makes them.
    """
    tokens = _TOKEN.findall(" ".join(word.text for word in words))
    plain = sum(len(token) for token in tokens if len(token) > 2 and token.lower() in _COMMON)
    return plain / max(1, sum(map(len, tokens)))
