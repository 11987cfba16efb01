"""Where sentences end in a text on one line."""

from __future__ import annotations

import re

_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|No|Nos|para|paras|p|pp|cl|s|ss|St|Mr|Mrs|Ms|Dr|vs|approx|Ltd|incl|ref|"
    r"Sect|Sec|Art|Fig|v|vol)|\b[A-Z])\.$"
)


def split(text: str, end: re.Pattern[str]) -> list[str]:
    """The parts of a text between the ends of sentences, none of them empty.

    Args:
        text: on one line.
        end: what follows a sentence; a full stop of an abbreviation before it ends none.
    """
    parts: list[str] = []
    start = 0
    for match in end.finditer(text):
        if _ABBREVIATED.search(text[max(start, match.start() - 8) : match.start()]):
            continue
        part = text[start : match.end()].strip()
        if part:
            parts.append(part)
        start = match.end()
    tail = text[start:].strip()
    return [*parts, tail] if tail else parts
