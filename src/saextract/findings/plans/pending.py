"""What a row says is still to come."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from saextract.findings.rule import Row
from saextract.findings.statements.deadlines import deadline, is_before
from saextract.findings.statements.grammar import Span
from saextract.findings.statements.reader import Statement, read, words_of
from saextract.findings.statements.scope import is_foreign
from saextract.findings.statements.sentences import Sentence
from saextract.text.anycase import AnyCase
from saextract.text.dates import scan

from .points import (
    ONE_CASE,
    PLAIN,
    POINTS,
    YEAR,
    follows_a_denial,
    is_of_an_artefact,
    points_of,
    strongest,
)
from .standing import beyond, stands_beside

_DATED = AnyCase(
    r"20\d\d|/\d\d|\b(?:by|before|in|from) (?:the )?(?:end of|early|late|mid|spring|summer|autumn|"
    r"winter|christmas|easter)\b",
)
_RUNS = AnyCase(
    r"\b(?:review(?!er)\w*|meets?|terms?|ends?|expires?|expiry|until|runs?|valid|renew\w*|"
    r"refresh\w*|"
    r"lasts?|"
    r"^\W*(?:published|reported|approved|adopted)|retires?|leaves?|steps? down|successor|"
    r"next (?:assessment|self-assessment|meeting|report))\b",
)
_MEETING = re.compile(
    r"\W*(?:(?:Full |Housing |Audit )?(?:Board|Cabinet|Committee|Council|Executive|Governors|Panel|"
    r"Minutes?|Paper|Report)\b(?: (?:minutes?|papers?|reports?|agenda|meeting)\b)?)[^a-z]*"
    r"(?:[A-Z][a-z]+)?[^a-z]*",
)
"""A paper or a meeting named by its day: "Board, 22 September 2022"."""
_TOLD = AnyCase(
    r"(?<!q[1-4] )20\d\d[/–-]\d\d|\b(?:stood|was|were|had(?! (?:none|no|nothing|little)\b)|did|"
    r"went|took|came|reached|fell|rose)\b",
)
"""What is told of the past, or of a financial year."""

_DUE = re.compile(
    r"\W*(?:due|deadline|target|date|completion|complete|timescale|by when|to be (?:done|"
    r"completed))\b"
    r"[^.;]{0,30}?(?::|\bby\b|\bin\b)",
    re.IGNORECASE,
)
"""A sentence that only says by when what the one before it announces is to be done."""
_AND_IS = re.compile(
    r"(?:\band|,|;) (?:it |they |this )?(?:is|are|has|have|did|was)\b(?! (?:still|yet|now )?(?:not|"
    r"never|to\b|still|yet|due|delayed))",
    re.IGNORECASE,
)
"""What became of something that was due: "was due in May and is in use"."""
_THRESHOLD = 3.0
_ANNOUNCED = 1.0
"""The same for a step of which it does not matter whether it has to do with the provision."""
_WEAK = frozenset({"future", "strong_future", "artefact_will", "needed", "willing"})
"""Cues that are habits as often as plans where there is no date."""
_DENIED = frozenset({"lacking", "overdue"})


@dataclass(frozen=True)
class Pending:
    """A statement that something is still to be done.

    Attributes:
        sentence: as printed.
        due: ISO date or month, or "".
        points: how plainly it says so.
        done: the sentence after it says that it was done.
    """

    sentence: str
    due: str
    points: float
    done: bool


def pending(row: Row, related: bool = True) -> list[Pending]:
    """What a row says is still to come, in its order.

    Args:
        row: the row.
        related: only what has to do with the provision.
    """
    name = f"pending {related}"
    if name not in row.known:
        row.known[name] = _pending(row, related)
    return cast("list[Pending]", row.known[name])


def _pending(row: Row, related: bool) -> list[Pending]:
    found = []
    given = row.own_sentences if related else row.sentences
    for place, sentence in enumerate(given):
        statement = read(sentence.text)
        name, span = strongest(statement) or ("", (0, 0))
        offset = statement.starts[span[0]]
        if not name and not _DATED.search(sentence.text):
            continue
        due = deadline(sentence.text, offset, row.assessed_on)
        if name and not due and place + 1 < len(given) and _DUE.match(given[place + 1].text):
            due = deadline(given[place + 1].text, 0, row.assessed_on)
        if not name and not _lies_ahead(row, statement, due):
            continue
        if related and name not in _DENIED and beyond(row, sentence.text):
            continue
        points = points_of(row, statement, (name, span), bool(due), related)
        if not related and name == "lacking" and not due:
            continue
        weak = name in _WEAK and not (due or _is_plain(row, statement, name, span))
        if points >= (_THRESHOLD + weak * PLAIN if related else _ANNOUNCED):
            after = given[place + 1] if place + 1 < len(given) else None
            done = _is_done(statement, span, after)
            done = done or (name == "overdue" and _was_done(row, sentence))
            found.append(Pending(sentence.text, due, points, done))
    return found


def _is_plain(row: Row, statement: Statement, name: str, span: Span) -> bool:
    """Whether words that are habits as often as plans are plainly a plan."""
    made = name == "needed" and is_of_an_artefact(statement, span)
    if name == "strong_future" and not stands_beside(row, statement.text):
        made = bool(words_of("artefact") & set(statement.words))
    return made or follows_a_denial(row, statement, span)


def _is_a_meeting(text: str) -> bool:
    """Whether a sentence only names papers or meetings by their days."""
    dated = [part for part in re.split(r"[;|]", text) if YEAR.search(part)]
    return bool(dated) and all(_MEETING.fullmatch(part) for part in dated)


def _lies_ahead(row: Row, statement: Statement, due: str) -> bool:
    """Whether a sentence without any other cue speaks of a day after the assessment."""
    if not due or not row.assessed_on or any(name in statement.cues for name in POINTS):
        return False
    if not is_before(row.assessed_on, due):
        return False
    if not any(found.iso == due for found in scan(statement.text, due=True)):
        return False
    told = any(words.search(statement.text) for words in (ONE_CASE, _TOLD, _RUNS))
    if told or _is_a_meeting(statement.text):
        return False
    return not is_foreign(statement, len(statement.words) - 1)


def _waits(statement: Statement, at: int) -> bool:
    """Whether what is done stands in a clause of time or condition: "once it is delivered"."""
    before = statement.words[max(0, at - 12) : at]
    return statement.conditional(at) or bool({"once", "after", "until", "when"} & set(before))


def _is_to_be(statement: Statement, at: int) -> bool:
    """Whether words such as "signed by" stand behind "to be": they tell what was to be done."""
    return "to" in statement.words[max(0, at - 3) : at + 1]


def _is_done(statement: Statement, span: Span, after: Sentence | None) -> bool:
    done = statement.cues.get("done", ())
    if statement.has("overdue") and _AND_IS.search(statement.text):
        return True
    if any(name == "overdue" for name in statement.cues):
        did = (s for s in statement.cues.get("did", ()) if not _is_to_be(statement, s[0]))
        done = (*done, *did)
    if any(start > span[0] and not _waits(statement, start) for start, _ in done):
        return True
    return after is not None and read(after.text).has("done") and not read(after.text).has("undone")


def _was_done(row: Row, sentence: Sentence) -> bool:
    """Whether another sentence says that what was planned has taken place since."""
    others = [read(other.text) for other in row.own_sentences if other is not sentence]
    return any(o.has("did") and not o.has("undone", "lacking", "overdue") for o in others)
