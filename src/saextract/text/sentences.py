"""Where sentences end in a text on one line.

A full stop ends a sentence unless it is that of an abbreviation: of a reference ("para. 4"), of a
title, month or company ("Dr.", "Jan.", "Ltd."), or of an initial. Of a word with stops in it, or of
capitals without a vowel ("p.m.", "U.K.", "Bros."), spaCy's blank English pipeline tells; it is
loaded when a text first holds one, since that takes half a second.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

_ABBREVIATED = re.compile(
    r"\b(?:etc|No|Nos|paras?|pp?|cl|ss?|vs?|approx|incl|ref|Sect?|Art|Fig|vol|"
    r"Dr|Mrs?|Ms|Prof|Rev|Jr|St|Gen|Gov|Rep|Sen|Bros|Co|Corp|Inc|Ltd|"
    r"[Ee]\.g|[Ii]\.e|[ap]\.m|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|"
    r"(?<!\.)[A-Z])\.$"
)
"""An abbreviation at the end of a text, as assessments have them."""

_SHORT = re.compile(r"\b(?:[A-Za-z]{1,2}(?:\.[A-Za-z]){1,3}|[A-Z][b-df-hj-np-tv-xz]{1,3})\.$")
"""Another word that may be abbreviated: letters with stops between, or none of them a vowel."""

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
    return bool(_ABBREVIATED.search(before)) or (word is not None and _is_known(word[0]))


@cache
def _is_known(word: str) -> bool:
    """Whether spaCy keeps a word and its full stop together: an abbreviation."""
    return len(_pipeline().tokenizer(word)) == 1


@cache
def _pipeline() -> Language:
    import spacy

    return spacy.blank("en")
