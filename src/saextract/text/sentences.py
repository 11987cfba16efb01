"""Where sentences end in a text on one line.

A full stop ends a sentence unless it is that of an abbreviation. The abbreviations of references
stand here; whether another short word in capitals or with stops in it is one ("Dr.", "p.m.",
"Jan.") the tokenizer of spaCy's blank English pipeline knows. It is loaded when a text first
holds such a word.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

_REFERENCE = re.compile(
    r"\b(?:etc|No|Nos|paras?|pp?|cl|ss?|vs?|approx|incl|ref|Sect?|Art|Fig|vol)\.$"
)
"""Abbreviations before a number or a name in a reference, none of them in spaCy's list."""

_SHORT = re.compile(r"\b(?:[A-Z][a-z]{0,4}|[A-Za-z](?:\.[A-Za-z])+)\.$")
"""A word that may be abbreviated: five letters with a capital, or letters with stops between."""

_REACH = 12
"""Letters before the end of a sentence that hold its last word, if that is a short one."""


def split(text: str, end: re.Pattern[str]) -> list[str]:
    """The parts of a text between the ends of sentences, none of them empty.

    Args:
        text: on one line.
        end: what follows a sentence; a full stop of an abbreviation before it ends none.
    """
    parts: list[str] = []
    start = 0
    for match in end.finditer(text):
        before = text[max(start, match.start() - _REACH) : match.start()]
        if before.endswith(".") and _is_abbreviated(before):
            continue
        part = text[start : match.end()].strip()
        if part:
            parts.append(part)
        start = match.end()
    tail = text[start:].strip()
    return [*parts, tail] if tail else parts


def _is_abbreviated(before: str) -> bool:
    word = _SHORT.search(before)
    return bool(_REFERENCE.search(before)) or (word is not None and _is_known(word[0]))


@cache
def _is_known(word: str) -> bool:
    """Whether spaCy keeps a word and its full stop together: an abbreviation or an initial."""
    return len(_pipeline().tokenizer(word)) == 1


@cache
def _pipeline() -> Language:
    import spacy

    return spacy.blank("en")
