"""Sentences of a cell, each with the words that lead up to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_END = re.compile(r"(?<=[.!?;])[\"'”’)\]]*\s+(?=[A-Z0-9\"'“‘(•[])|\s+(?=[•◦▪])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|No|Nos|para|paras|p|pp|cl|s|ss|St|Mr|Mrs|Ms|Dr|vs|approx|Ltd|incl|ref|"
    r"Sect|Sec|Art|Fig|v|vol)|\b[A-Z])\.$"
)
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
    for part in _parts(text):
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


def _parts(text: str) -> list[str]:
    parts: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if _ABBREVIATED.search(text[start : match.start()]):
            continue
        part = text[start : match.end()].strip()
        if part:
            parts.append(part)
        start = match.end()
    tail = text[start:].strip()
    return [*parts, tail] if tail else parts
