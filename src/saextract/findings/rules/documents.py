"""Rules over a whole assessment: an edition out of force, last year's words again."""

from __future__ import annotations

import re

from saextract.findings.rule import Raised, Rule, Whole
from saextract.findings.statements.deadlines import is_before
from saextract.text.dates import scan

_OF_A_YEAR = re.compile(
    r"\b(?:this|last|next|the (?:past|current|coming)) (?:year|quarter|month|spring|summer|"
    r"autumn|winter|financial year)\b|"
    r"\b\d{1,3}(?:\.\d+)?\s?(?:%|per cent)|\b20\d\d\b|"
    r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve) (?:\w+ )?(?:complaints|cases|residents|refusals|staff|responses|"
    r"colleagues|tenants|officers|orders|determinations|awards|letters|days were|extensions)\b|"
    r"\b(?:so far|to date|recently|newly|currently being|will be (?:published|completed|"
    r"reviewed) (?:in|by))\b",
    re.IGNORECASE,
)
_LEAST_WORDS = 6


def _wrong_edition(whole: Whole) -> list[Raised]:
    end, day = whole.in_force[1], whole.assessment.assessed_on
    if not end or not day or not is_before(end, day):
        return []
    return [Raised("", f"In force until {end}, assessed {day}.")]


def _stale(whole: Whole) -> list[Raised]:
    if whole.earlier is None:
        return []
    before = {response.provision_id: response for response in whole.earlier.responses}
    found = []
    for row in whole.rows:
        past = before.get(row.provision.id)
        if past is None:
            continue
        for now, then in (
            (row.response.commentary, past.commentary),
            (row.response.evidence, past.evidence),
        ):
            same = " ".join(now.split()) == " ".join(then.split())
            if same and len(now.split()) >= _LEAST_WORDS and _is_of_a_year(now):
                found.append(Raised(_quote(row.own_sentences, now), "", row.provision.id))
                break
    return found


def _is_of_a_year(text: str) -> bool:
    return bool(_OF_A_YEAR.search(text) or scan(text))


def _quote(sentences: tuple[object, ...], text: str) -> str:
    for sentence in sentences:
        words = str(getattr(sentence, "text", ""))
        if words in text and _is_of_a_year(words):
            return words
    return text


STALE = Rule(
    id="stale",
    severity="medium",
    version=1,
    message="Word for word the text of the assessment before, and it holds something that "
    "belongs to a year.",
    looks_for="a row with the same text as the landlord's assessment before it against the "
    "same edition, with a figure, a date or words such as `this year`",
    silent_for="texts without anything of a year, and short ones",
    whole=_stale,
)
"""The one rule that needs the assessment before."""

RULES = (
    Rule(
        id="wrong-edition",
        severity="high",
        version=1,
        message="The assessment is against an edition that was out of force on its day.",
        looks_for="an assessment dated after the last day of its edition (2020: 31 March 2022, "
        "2022: 31 March 2024)",
        silent_for="early use of a new edition, and assessments without a date",
        whole=_wrong_edition,
    ),
    STALE,
)
