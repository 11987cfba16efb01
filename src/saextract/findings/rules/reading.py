"""Rules over the reading itself: rows that a person should hold against the document."""

from __future__ import annotations

from saextract.findings.rule import Raised, Row, RowCheck, Rule
from saextract.model import Answer, Confidence


def _low_confidence(row: Row) -> Raised | None:
    if row.answer is Answer.NOT_FOUND or row.response.confidence is not Confidence.LOW:
        return None
    return Raised(row.response.requirement_printed)


def _flagged(flag: str) -> RowCheck:
    def check(row: Row) -> Raised | None:
        return Raised(row.response.requirement_printed) if flag in row.response.flags else None

    return check


RULES = (
    Rule(
        id="low-confidence",
        severity="medium",
        version=1,
        message="The reading of this row is uncertain. Check it against the document.",
        looks_for="a row of low confidence",
        silent_for="provisions without a row",
        check=_low_confidence,
    ),
    Rule(
        id="number-text-conflict",
        severity="medium",
        version=1,
        message="The printed number is one provision's, the printed text another's.",
        looks_for="a row with the flag of this name",
        silent_for="rows whose number and text agree",
        check=_flagged("number-text-conflict"),
    ),
    Rule(
        id="duplicate-row",
        severity="medium",
        version=1,
        message="The document has more than one row for this provision.",
        looks_for="a row with the flag of this name",
        silent_for="provisions with one row",
        check=_flagged("duplicate-row"),
    ),
    Rule(
        id="conflicting-parts",
        severity="high",
        version=1,
        message="Two parts of the assessment have different rows for this provision.",
        looks_for="a row with the flag of this name",
        silent_for="parts that agree",
        check=_flagged("conflicting-parts"),
    ),
)
