"""By when something is to be done: the date that belongs to a statement."""

from __future__ import annotations

import re

from saextract.text.anycase import AnyCase
from saextract.text.dates import CODE_DATES, parse_due, scan

_PAST_LEAD = AnyCase(
    r"\b(?:since|dated|approved|adopted|agreed|published|reviewed|updated|on|issued|made|"
    r"completed|introduced|received|held)\s+(?:(?:in|on|at|by)\s+)?(?:the\s+)?$",
)
_LEAD = AnyCase(
    r"\b(?:by|before|until|till|due|target|deadline|than|end|start|beginning|from|in|on|for|during|"
    r"at|of|early|late|mid|middle|summer|spring|autumn|winter|this|to)\b[\s:\-–(]*(?:(?:the|its|"
    r"our|their|this|next|an?)\s+)?$",
)
_OPEN = AnyCase(
    r"\b(?:by|before|until|in|during|from|at|for|due|on|end of|early|late|mid|this|next|no later "
    r"than)\b[\s\-](?:[\w’']+[\s\-]){0,4}?(?:january|february|march|april|may|june|july|august|"
    r"september|october|november|december|spring|summer|autumn|winter|q[1-4]|quarter|"
    r"financial year|calendar year|year[- ]end|christmas)\b(?!\s*\d)",
)
_LIMIT = re.compile(r"by\b|before\b|until\b|due\b|no later|from\b", re.IGNORECASE)
"""Such a word leads to a day by which something is to be done, wherever it stands."""

_VAGUE = AnyCase(
    r"\b(?:(?P<part>early|mid|late|later in|the middle of|the (?:first|second|third|last|final) "
    r"(?:quarter|half|part) of)[\s-]+(?:in )?|(?:by|in|during|for|until|before|within|sometime in) "
    r"(?:the course of |calendar year |the year )?)(?P<year>20\d\d)(?!\s?[-/–]\s?\d)\b",
)
_YEAR_END = AnyCase(
    r"\b(?:by|before|in|within|during) (?:the )?(?:end of (?:the|this) (?:calendar )?year\b|"
    r"(?:this|the current) year\b)",
)
_FINANCIAL = AnyCase(
    r"\b(?:plan(?:s|ned)?|programmed?|budget(?:ed)?|scheduled|due) (?:for|in|of) "
    r"20(?P<first>\d\d)[/-](?:20)?(?P<second>\d\d)\b",
)
_PARTS = {"early": "03", "mid": "06", "the middle of": "06", "the first quarter of": "03",
          "the second quarter of": "06", "the third quarter of": "09",
          "the first half of": "06"}  # fmt: skip
"""Last month of a part of a year; any other part ends with the year."""

_SPAN = AnyCase(
    r"\b(?:within|in|over|during)\s+(?:the\s+)?(?:next\s+|coming\s+|following\s+)?"
    r"(?:\d+|a|one|two|three|four|five|six|nine|twelve|eighteen)\s+(?:working\s+)?"
    r"(?:days?|weeks?|months?|years?)\b",
)


def deadline(text: str, at: int, reference: str) -> str:
    """The date that a statement sets for what is to be done, as ISO date or month, or "".

    Args:
        text: the sentence.
        at: offset of the words that say that something is to be done; dates before them count
            only where a word such as "by" or "from" leads to them.
        reference: ISO date or month of the assessment, for dates without a year.
    """
    found = [
        dated.iso
        for dated in scan(text, due=True)
        if not (dated.iso in CODE_DATES and re.search(r"\bCode\b", text))
        and (
            (dated.end > at and not (_PAST_LEAD.search(text[: dated.start]) and dated.start < at))
            or (_LEAD.search(text[: dated.start]) and not _PAST_LEAD.search(text[: dated.start]))
            or (reference and is_before(reference, dated.iso))
        )
    ]
    if found:
        return found[-1]
    if (year := _FINANCIAL.search(text)) and int(year["second"]) == int(year["first"]) + 1:
        return f"20{year['second']}-03"
    for match in _VAGUE.finditer(text):
        if match.start() >= at or match[0][:2].lower() in ("by", "be", "un"):
            return f"{match['year']}-{_PARTS.get((match['part'] or '').lower(), '12')}"
    for match in _OPEN.finditer(text):
        if match.start() < at and not _LIMIT.match(match[0]):
            continue
        due = parse_due(match[0], reference)
        if due:
            return due
    if reference and _YEAR_END.search(text[at:] if at else text):
        return f"{reference[:4]}-12"
    return ""


def has_time(text: str) -> bool:
    """Whether a text says within which span something will be done ("within three months")."""
    return _SPAN.search(text) is not None


def is_before(date: str, day: str) -> bool:
    """Whether a date is before another; of a month and a day in it, neither is."""
    length = min(len(date), len(day))
    return date[:length] < day[:length]
