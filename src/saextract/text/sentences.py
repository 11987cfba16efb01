"""Where sentences end in a text on one line.

A full stop ends a sentence unless it is that of an abbreviation: of a reference ("para. 4"), of a
title, month or company ("Dr.", "Jan.", "Ltd."), or of initials ("U.K.", "p.m.").
"""

from __future__ import annotations

import re

_ABBREVIATED = re.compile(
    r"\b(?:etc|No|Nos|paras?|pp?|cl|ss?|vs?|approx|incl|ref|Sect?|Art|Fig|vol|"
    r"Dr|Mrs?|Ms|Prof|Rev|Jr|St|Gen|Gov|Rep|Sen|Bros|Co|Corp|Inc|Ltd|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|"
    r"(?:[A-Z]\.)*[A-Z]|[Ee]\.g|[Ii]\.e|[ap]\.m|Ph\.D)\.$"
)
"""An abbreviation at the end of a text."""

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
        if before.endswith(".") and _ABBREVIATED.search(before):
            continue
        part = text[start : match.end()].strip()
        if part:
            parts.append(part)
        start = match.end()
    tail = text[start:].strip()
    return [*parts, tail] if tail else parts
