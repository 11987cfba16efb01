"""Rules over rows answered yes whose text says that something is still to come."""

from __future__ import annotations

from saextract.findings.plans.pending import Pending, pending
from saextract.findings.rule import Example, Raised, Row, Rule
from saextract.findings.statements.deadlines import is_before
from saextract.model import Answer


def _best(row: Row) -> Pending | None:
    if row.answer is not Answer.YES:
        return None
    open_ones = [p for p in pending(row) if not p.done]
    dated = [p for p in open_ones if p.due]
    passed = [p for p in dated if row.assessed_on and is_before(p.due, row.assessed_on)]
    return next(iter(passed or dated or open_ones), None)


def _is_passed(row: Row, found: Pending) -> bool:
    return bool(found.due and row.assessed_on and is_before(found.due, row.assessed_on))


def _future(row: Row) -> Raised | None:
    found = _best(row)
    return Raised(found.sentence) if found and not found.due else None


def _with_deadline(row: Row) -> Raised | None:
    found = _best(row)
    if not found or not found.due or _is_passed(row, found):
        return None
    return Raised(found.sentence, f"Due {found.due}.")


def _passed(row: Row) -> Raised | None:
    found = _best(row)
    if not found or not _is_passed(row, found):
        return None
    return Raised(found.sentence, f"Due {found.due}, assessed {row.assessed_on}.")


_SILENT = (
    "habits in the future tense, times that recur, suppositions, the past, the Code and other "
    "bodies, residents' words, what goes beyond what the row says stands already, and what is said "
    "to be done"
)
RULES = (
    Rule(
        id="deadline-passed",
        severity="high",
        version=4,
        message="Answered yes, but something was to be done by a date that has passed, and "
        "nothing says that it was.",
        looks_for="a yes whose text says that what the provision asks for is to be done by a date "
        "before the assessment",
        silent_for=_SILENT,
        check=_passed,
        raises=Example(
            "HOS-2024:8.2",
            Answer.YES,
            "The governing body's response will be put on the website by 31 March 2025.",
        ),
        silent=Example(
            "HOS-2024:8.2",
            Answer.YES,
            "The governing body's response was put on the website on 31 March 2025.",
        ),
    ),
    Rule(
        id="yes-with-deadline",
        severity="medium",
        version=4,
        message="Answered yes, but the text sets a date by which it is still to be done.",
        looks_for="a yes whose text says that what the provision asks for is to be done by a date "
        "on or after the assessment",
        silent_for=_SILENT,
        check=_with_deadline,
        raises=Example(
            "HOS-2024:9.5",
            Answer.YES,
            "A member of the Board will be appointed as MRC in September 2025.",
        ),
        silent=Example(
            "HOS-2024:9.5",
            Answer.YES,
            "Jo Sample has been the MRC since April; a successor would be appointed if she left.",
        ),
    ),
    Rule(
        id="yes-but-future",
        severity="medium",
        version=6,
        message="Answered yes, but the text says that something is still to be done.",
        looks_for="a yes whose text says, without a date, that what the provision asks for is "
        "still to be made, decided or done",
        silent_for=_SILENT,
        check=_future,
        by_default=False,
        raises=Example(
            "HOS-2024:9.8", Answer.YES, "A standard objective for all staff is being drafted."
        ),
        silent=Example(
            "HOS-2024:6.2",
            Answer.YES,
            "We will acknowledge and log each complaint within five working days.",
        ),
    ),
)
