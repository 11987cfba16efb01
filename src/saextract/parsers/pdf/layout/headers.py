"""What tells a table's header row, and the number and answer cells of its rows.

The patterns serve geometry only: they decide where columns are, never what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from saextract.lexicon import answers, numbers
from saextract.lexicon.marks import mark_of
from saextract.lexicon.roles import head_words, linking_words, of_title
from saextract.lexicon.words import fold
from saextract.model import Answer
from saextract.parsers.pdf.page import Word
from saextract.text.letters import letters

_LONGEST_NUMBER = 30
"""Characters of a number with a label before it ("Ombudsman Code provision 5.10")."""

_LONGEST_ANSWER = 40
"""Characters of an answer that stands alone; the longest phrase of the lexicon has 38."""

HEADING = re.compile(
    r"section\s+\d{1,2}\b.{0,80}$|"
    r"(?:mandatory|best practice)\W+(?:must|should)\W+requirements?\W*$|"
    r"stage\s+(?:\d|one|two|three)\W*$",
    re.IGNORECASE,
)
"""Headings that the official forms print between rows."""

_SECTION = re.compile(r"section\s+\d{1,2}\W*", re.IGNORECASE)
"""The first part of a section's banner, whose title stands apart from it."""

_ABBREVIATED = re.compile(r"(?:\w+ )?(?:ref|no|para|prov|sec|req)\.", re.IGNORECASE)
"""Titles that end in a point: "Ref."."""

_WORDS = re.compile(r"[A-Za-z]+")
_TITLE_LENGTH = 70
_LONGEST_CELL = 2 * _TITLE_LENGTH
_LONGEST_REST = 4
"""Words in a line of a title that does not begin there; a longer one is a line of prose."""

_LONGEST_NAME = 6
"""Words in a title that are not those that titles are made of, such as a section's name."""


def is_number(text: str) -> bool:
    """Whether a text is a provision's number, alone, or with the word for it before it."""
    return "." in text and len(text) <= _LONGEST_NUMBER and numbers.whole(text) != ""


def opens_row(texts: Sequence[str]) -> bool:
    """Whether the first texts of a line are a provision's number, or an answer and the number."""
    first, second = (*texts, "", "")[:2]
    return is_number(first) or (is_number(second) and is_answer(first))


def is_yes_or_no(text: str) -> bool:
    """Whether a text is an answer in words that says whether a provision is met."""
    sense = answers.whole(text) if len(text) <= _LONGEST_ANSWER else None
    return sense is not None and sense.answer in (Answer.YES, Answer.PARTIAL, Answer.NO)


def is_answer(text: str) -> bool:
    """Whether a text is an answer, alone, or the mark or the box of a column to tick."""
    return len(text) <= _LONGEST_ANSWER and (answers.is_answer(text) or bool(mark_of(fold(text))))


def text_of(words: Sequence[Word]) -> str:
    """Texts of the words with single spaces."""
    return " ".join([w.text for w in words])


def is_title(text: str) -> bool:
    """Whether a text is made of the words of column titles, and of little else."""
    if len(text) > _TITLE_LENGTH:
        return False
    words = _WORDS.findall(text.lower())
    closed = text.strip()[-1:] in (".", ";") and not _ABBREVIATED.fullmatch(text.strip())
    if not words or closed:
        return False
    known = sum([word in head_words() for word in words])
    return known >= 0.75 * len(words) and not linking_words().issuperset(words)


def may_be_title(first: str) -> bool:
    """Whether a text that opens with this word may be a column title."""
    if not first[0].isupper():
        return False
    found = _WORDS.match(first)
    return found is not None and found.group().lower() in head_words()


def _is_prose(text: str) -> bool:
    """Whether a text is a line of prose: long for a title, and of other words than titles have."""
    words = _WORDS.findall(text.lower())
    if text[0].islower() and len(words) > _LONGEST_REST:
        return True
    return len(words) > _LONGEST_NAME and (
        sum([word in head_words() for word in words]) < 0.5 * len(words)
    )


def heads(cells: Sequence[Sequence[Word]]) -> bool:
    """Whether a row's cells read as column titles, see `is_header`."""
    if any(len(words) > _LONGEST_CELL for words in cells):
        return False
    return is_header([text_of(words) for words in cells])


def is_header(cells: Sequence[str]) -> bool:
    """Whether a row's cells read as column titles.

    Two or more cells, and half of them, must be titles that open with a capital letter, or a
    Yes and a No cell must stand side by side; a row with a provision number in it is never a
    header.
    """
    filled = [c.strip() for c in cells if c.strip()]
    if len(filled) < 2 or any(len(c) > _LONGEST_CELL for c in filled) or len(set(filled)) == 1:
        return False
    if any(is_number(word) for c in filled if "." in c for word in c.split()):
        return False
    plain = [answers.is_bare(c) for c in filled]
    paired = any(
        plain[i] and plain[i + 1] and one[0].lower() == "y" and two[0].lower() == "n"
        for i, (one, two) in enumerate(pairwise(filled))
    )
    if not paired and (not _are_titles(filled, plain) or any(map(_is_prose, filled))):
        return False
    return len(filled) > 2 or not _SECTION.fullmatch(filled[0])


def _are_titles(cells: Sequence[str], plain: Sequence[bool]) -> bool:
    """Whether enough of a row's cells are titles; `plain` says which are a bare yes or no."""
    titles = [c for c, p in zip(cells, plain, strict=True) if not p and not c[0].islower()]
    titles = [c for c in titles if is_title(c) and (of_title(letters(c)) or not is_answer(c))]
    if len(titles) + sum(plain) < 0.5 * len(cells):
        return False
    return len(titles) == len(cells) or sum(not is_answer(c) for c in titles) >= 2
