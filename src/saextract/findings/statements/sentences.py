"""Sentences of a cell, each with the words that lead up to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from saextract.text.sentences import split

_END = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[A-Z0-9\"'“‘(•[])|\s+(?=[•◦▪])")
_BULLET = "•◦▪ "


@dataclass(frozen=True)
class Sentence:
    """A sentence as printed.

    Attributes:
        text: its words, without the bullet.
        lead: the sentence that ends in a colon above the list that it stands in, or "".
    """

    text: str
    lead: str = ""


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text; each bullet is one, led by the sentence that opens its list."""
    found: list[Sentence] = []
    lead = ""
    for part in split(text, _END):
        bulleted = part[0] in _BULLET
        words = part.strip(_BULLET)
        if not words:
            continue
        if not bulleted:
            lead = ""
        found.append(Sentence(words, lead))
        if words.endswith(":"):
            lead = words
    return tuple(found)
