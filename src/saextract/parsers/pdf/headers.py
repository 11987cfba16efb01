"""What tells a table's header row, and the number and answer cells of its rows.

The patterns serve geometry only: they decide where columns are, never what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from saextract.parsers.pdf.page import Word

NUMBER = re.compile(r"[(\[]?\d{1,2}\.\d{1,2}[.):\]]?")
"""A provision number, alone."""

ANSWER = re.compile(
    r"(?:yes|no|y|n|n/?a|not applicable|partial(?:ly)?|partly|compliant|non-?compliant|met|"
    r"not met|[x✓✔✗✘☐☑☒√])[.,]?",
    re.IGNORECASE,
)
"""An answer, alone."""

_TITLES = re.compile(
    r"(?:code|section|provision|ref(?:erence)?|no\.?|number|requirements?|comply|compl(?:y|iant|iance)"
    r"|met|evidence|comment(?:s|ary)?|explanations?|actions?|owner|lead|officer|responsible|target|"
    r"due|deadline|timescales?|date|rag|status|rating|response|answer|self-assessment|assessment|"
    r"page|category|stage|total|"
    r"question|position|notes?|progress|mandatory|must|should|yes|description|item|area|paragraph)\b",
    re.IGNORECASE,
)
_YES_NO = re.compile(r"(?:yes|no|y|n)[.,]?", re.IGNORECASE)
_TITLE_LENGTH = 70


def text_of(words: Sequence[Word]) -> str:
    """Texts of the words with single spaces."""
    return " ".join(w.text for w in words)


def is_header(cells: Sequence[str]) -> bool:
    """Whether a row's cells read as column titles.

    Two or more short cells must hold a usual word of column titles, or a Yes and a No cell
    must stand side by side; a row with a provision number in front is never a header.
    """
    filled = [c.strip() for c in cells if c.strip()]
    if len(filled) < 2 or NUMBER.fullmatch(filled[0].split()[0]):
        return False
    if any(len(c) > 2 * _TITLE_LENGTH for c in filled):
        return False
    plain = [bool(_YES_NO.fullmatch(c)) for c in filled]
    if any(
        p and q and one[0].lower() == "y" and two[0].lower() == "n"
        for p, q, one, two in zip(plain, plain[1:], filled, filled[1:], strict=False)
    ):
        return True
    titles = sum(
        not p and len(c) <= _TITLE_LENGTH and bool(_TITLES.search(c)) and c[-1] not in ".;"
        for p, c in zip(plain, filled, strict=True)
    )
    return titles >= 2 and titles + sum(plain) >= 0.6 * len(filled)
