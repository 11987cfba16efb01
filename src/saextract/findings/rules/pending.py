"""Rules over rows answered yes whose text says that something is still to come."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import cast

from saextract.findings.rule import UNMET, Example, Raised, Row, Rule
from saextract.findings.statements.deadlines import deadline, is_before
from saextract.findings.statements.grammar import Span, words_in
from saextract.findings.statements.reader import Statement, read, words_of
from saextract.findings.statements.scope import is_about_cases, is_aside, is_foreign, near, shared
from saextract.findings.statements.sentences import Sentence
from saextract.findings.statements.topics import likeness
from saextract.model import Answer
from saextract.text.dates import scan

from .standing import beyond, is_wanting, stands_beside

_POLICY = re.compile(
    r"\b(?:the|our|this|that|new|revised|updated|complaints?|draft|a|an|current) "
    r"(?:handling |written )?(?:polic(?:y|ies)|procedures?)\b",
    re.IGNORECASE,
)
_THIS = re.compile(
    r"^\W*(?:this|it|these|that|both|all of this|(?:a|the) (?:\w+ )?draft)\b"
    r"(?! (?:year|month|report))|"
    r"\b(?:compl(?:y|iance|iant)|requirement|provision)\b",
    re.IGNORECASE,
)

_YEAR = re.compile(r"20\d\d|/\d\d")
_DATED = re.compile(
    r"20\d\d|/\d\d|\b(?:by|before|in|from) (?:the )?(?:end of|early|late|mid|spring|summer|autumn|"
    r"winter|Christmas|Easter)\b",
    re.IGNORECASE,
)
_RUNS = re.compile(
    r"\b(?:review(?!er)\w*|meets?|terms?|ends?|expires?|expiry|until|runs?|valid|renew\w*|refresh\w*|"
    r"lasts?|"
    r"^\W*(?:published|reported|approved|adopted)|retires?|leaves?|steps? down|successor|"
    r"next (?:assessment|self-assessment|meeting|report))\b",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"\W*(?:(?:Full |Housing |Audit )?(?:Board|Cabinet|Committee|Council|Executive|Governors|Panel|"
    r"Minutes?|Paper|Report)\b(?: (?:minutes?|papers?|reports?|agenda|meeting)\b)?)[^a-z]*"
    r"(?:[A-Z][a-z]+)?[^a-z]*",
)
"""A paper or a meeting named by its day: "Board, 22 September 2022"."""

_DAY = re.compile(r"\b\d{1,2} [A-Z][a-z]+ 20\d\d\b")
"""A day of its own, on which nothing recurs."""

_DUE = re.compile(
    r"\W*(?:due|deadline|target|date|completion|complete|timescale|by when|to be (?:done|"
    r"completed))\b"
    r"[^.;]{0,30}?(?::|\bby\b|\bin\b)",
    re.IGNORECASE,
)
"""A sentence that only says by when what the one before it announces is to be done."""

_CYCLE = re.compile(
    r"\b(?:will|to|due to) be (?:reviewed|looked at again|renewed|refreshed)\b|\bagain\b|"
    r"\bfor (?:its|their|the|a) (?:\w+-year(?:ly)? |next |regular |periodic )*(?:review|renewal)\b|"
    r"\bremains? to be seen\b|\bif (?:that|this|it|any|needed|necessary|required) ?\w*\W*$",
    re.IGNORECASE,
)
"""What comes round, or what is no plan."""

_SO_FAR = re.compile(
    r"\b(?:until now|so far|to date|at present|in the meantime|meanwhile|for now)\b", re.IGNORECASE
)
_LEAVES = re.compile(r"\b(?:retires?|leaves?|steps? down|hands? over|successor)\b", re.IGNORECASE)
_THRESHOLD = 3.0
_POINTS = {"": 1.0, "action": 2.0, "undone": 2.0, "lacking": 2.0, "overdue": 2.0,
           "strong_future": 1.5,
           "future": 1.0, "artefact_will": 1.0,
           "needed": 1.0, "willing": 0.5}  # fmt: skip
"""How strongly a cue says that something is to come, and from what sum on a statement says it.
Set on the cases in corpus/planted/own and the examples of the rules."""

_ANNOUNCED = 1.0
"""The same for a step of which it does not matter whether it has to do with the provision."""

_NONE = frozenset({"no", "not", "n't", "never", "without"})
"""What takes a plan back: "there is no plan to reprint them"."""

_BEFORE = 9
"""Words before a cue that tell what it is about."""

_WHEN = words_in("once when until after")
_WERE = words_in("was were changed")
_SETTLED = words_in("agreed approved settled signed negotiated discussed worked shared tested")
_BEHIND = words_in("of on for to about with from in at by")
_HAS = words_in("has have is are needs need")
_FITS = 1.0
"""Log odds from which on a sentence has to do with its provision."""

_ONE_CASE = re.compile(
    r"^\W*(?:(?:a|one|two|three|four|five|\d+)|the (?:oldest|last|latest|only)(?: \w+)?) "
    r"(?:repair|job|action|case|extension)s?\b|"
    r"^\W*(?:one|two|three|four|five|\d+|a few) (?:\w+ )?(?:complaint|case|repl(?:y|ie)|response|"
    r"letter|extension)s?\b[^.;]*\b(?:was|were)\b",
    re.IGNORECASE,
)
_PURPOSES = words_in("purpose aim role job task duty function remit point idea rule")
_LINKS = words_in("is are be been being was were has have but still yet and , ; 's 're")
_ASKED = words_in("asks ask asked requires require required allows each every")
_COURTESIES = words_in("reference contact payment regard consideration effort efforts attempts "
                       "enquiries allowance apology decision decisions offers")  # fmt: skip
"""What "will be made" as a habit."""

_SCOPE = words_in("case complaint complaints letter letters response stage")
"""Of each of these something is done; where there is a day from which, that is no habit."""

_WEAK = frozenset({"future", "strong_future", "artefact_will", "needed", "willing"})
"""Cues that are habits as often as plans where there is no date."""

_DENIED = frozenset({"lacking", "overdue"})
_FIRM = frozenset({"undone", "lacking", "action", "overdue"})
_PLAIN = 0.5
"""What an unmet row says it "will" do counts as much as a verb that is known; and what follows
a denial is likely to put it right."""

_TIMED, _RELATED, _CLOSELY, _SELF = 1.0, 1.0, 1.5, 1.0
_HABIT, _EXTRA, _OF_CASES = -2.0, -2.0, -1.5
_ESTABLISHED = -0.5
"""For what is still to come where the sentences before say that the provision is met."""


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
    given = row.own_sentences
    for place, sentence in enumerate(given):
        statement = read(sentence.text)
        name, span = _strongest(statement) or ("", (0, 0))
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
        points = _points(row, statement, name, span, bool(due), related)
        if not related and name == "lacking" and not due:
            continue
        weak = name in _WEAK and not (due or _is_plain(row, statement, name, span))
        if points >= (_THRESHOLD + weak * _PLAIN if related else _ANNOUNCED):
            after = given[place + 1] if place + 1 < len(given) else None
            done = _is_done(statement, span, after)
            done = done or (name == "overdue" and _was_done(row, sentence))
            found.append(Pending(sentence.text, due, points, done))
    return found


def _is_plain(row: Row, statement: Statement, name: str, span: Span) -> bool:
    """Whether words that are habits as often as plans are plainly a plan."""
    made = name == "needed" and _is_of_an_artefact(statement, span)
    return made or _follows_a_denial(row, statement, span)


def _is_a_meeting(text: str) -> bool:
    """Whether a sentence only names papers or meetings by their days."""
    dated = [part for part in re.split(r"[;|]", text) if _YEAR.search(part)]
    return bool(dated) and all(_MEETING.fullmatch(part) for part in dated)


def _lies_ahead(row: Row, statement: Statement, due: str) -> bool:
    """Whether a sentence without any other cue speaks of a day after the assessment."""
    if not due or not row.assessed_on or any(name in statement.cues for name in _POINTS):
        return False
    dated = any(found.iso == due for found in scan(statement.text, due=True))
    if _ONE_CASE.search(statement.text):
        return False
    ahead = dated and is_before(row.assessed_on, due) and not _is_a_meeting(statement.text)
    last = len(statement.words) - 1
    return ahead and not _RUNS.search(statement.text) and not is_foreign(statement, last)


def _strongest(statement: Statement) -> tuple[str, Span] | None:
    for name in filter(None, _POINTS):
        for span in statement.cues.get(name, ()):
            if _is_told(statement, name, span):
                continue
            if name != "lacking" and _NONE & set(statement.words[max(0, span[0] - 2) : span[0]]):
                continue
            if name == "overdue" or not is_aside(statement, span[0]):
                return name, span
    return None


def _is_told(statement: Statement, name: str, span: Span) -> bool:
    """Whether words that look like a plan tell what was done, how it is done, or what for."""
    words = statement.words[span[0] : span[1]]
    before = statement.words[max(0, span[0] - _BEFORE) : span[0]]
    if _ONE_CASE.search(statement.text) or statement.words[: span[0]].count('"') % 2:
        return True
    if name == "action" and {"none", "nil", "n"} & set(statement.words[span[1] : span[1] + 1]):
        return True
    if name == "undone" and words[0] in _WHEN and _WERE & set(words):
        return True
    if before[-1:] == ("or",):
        return True
    if words[0] == "with" and before and before[-1] in _SETTLED:
        return True
    if words[0] in ("is", "are") and words[1:2] == ("to",) and _PURPOSES & set(before):
        return True
    if name == "lacking" and words[0] in ("not", "n't") and "yet" not in words:
        return bool(before) and before[-1] not in _LINKS
    if name in ("undone", "needed") and "to" in words[:2] and "be" in words:
        subject = _head(before[:-1] if before and before[-1] in _HAS else before)
        of_cases = subject in words_of("case") - words_of("artefact")
        of_cases = of_cases and not _YEAR.search(statement.text)
        return bool(_ASKED & set(before)) or (of_cases and not words_of("artefact") & set(before))
    return name in ("future", "strong_future") and before[-1:] != () and before[-1] in _COURTESIES


def _head(words: Sequence[str]) -> str:
    """The last word of some before what follows a preposition: "arrangements" for the board."""
    noun = list(takewhile(lambda word: word not in _BEHIND, words)) or list(words)
    return noun[-1] if noun else ""


def _points(
    row: Row, statement: Statement, name: str, span: Span, dated: bool, related: bool
) -> float:
    points = _POINTS[name]
    clause = statement.clauses[span[0]]
    firm = name in _FIRM
    if not related and name == "willing" and row.answer in UNMET:
        points += _PLAIN
    if dated or statement.has("soon"):
        points += _TIMED
    if not firm and _LEAVES.search(statement.text):
        points -= _TIMED
    if name in ("future", "willing", "needed") and _is_of_an_artefact(statement, span):
        points += _POINTS["strong_future"] - _POINTS["future"]
    if name != "lacking" and _SO_FAR.search(statement.text):
        points += _PLAIN
    if _CYCLE.search(statement.text):
        points += _HABIT
    loose = not dated and name not in ("lacking", "overdue") and not _POLICY.search(statement.text)
    if related and loose and _is_established(row, statement):
        points += _ESTABLISHED
    if related:
        points += _relation(row, statement, span)
        points += _PLAIN if _follows_a_denial(row, statement, span) else 0.0
    if _recurs(statement, name, span) and not (name == "" and _DAY.search(statement.text)):
        points += _HABIT
    if "next" in statement.words[max(0, span[0] - 2) : span[0]] and _told_before(row):
        points += _HABIT
    if any(start < span[0] for start, _ in statement.cues.get("hypothetical", ())):
        points += _HABIT
    extra = statement.has("extra", clause=clause) or statement.has("besides")
    if related and extra and not is_wanting(row):
        points += _EXTRA
    open_ = (dated or statement.has("soon")) and not statement.has("extra")
    if open_ and related and not stands_beside(row, statement.text):
        points += _PLAIN
    of_people = is_about_cases(statement, span[1] - 1) or _of_people(statement, span)
    if of_people and not (dated or firm):
        points += _OF_CASES
    return points


def _is_of_an_artefact(statement: Statement, span: Span) -> bool:
    """Whether a document or a system is what will be made: "Guidance that ... will be prepared"."""
    if "be" not in statement.words[span[0] : span[1]]:
        return False
    clause = statement.clauses[span[0]]
    opening = [w for w, c in zip(statement.words[: span[0]], statement.clauses, strict=False)
               if c == clause][:3]  # fmt: skip
    return bool(words_of("artefact") & set(opening)) and not words_of("case") & set(opening)


def _is_established(row: Row, statement: Statement) -> bool:
    """Whether the sentences before say plainly that there is what the provision asks for."""
    for sentence in row.own_sentences:
        if sentence.text == statement.text:
            return False
        said = read(sentence.text)
        open_ = said.has(*filter(None, _POINTS), "hypothetical", "shortfall", "otherwise")
        plain = not said.negations() and not open_ and not is_foreign(said, len(said.words) - 1)
        if plain and shared(sentence.text, near(row.provision)):
            return True
    return False


def _told_before(row: Row) -> bool:
    """Whether the row says that the one before "the next" has been done."""
    return any(read(sentence.text).has("did", "done") for sentence in row.own_sentences)


def _recurs(statement: Statement, name: str, span: Span) -> bool:
    """Whether it is a habit; "quarterly reports are being drafted" is none."""
    firm = name in _FIRM
    once = bool(_YEAR.search(statement.text))
    return any(
        (not firm or start > span[0]) and not (once and _SCOPE & set(statement.words[start:end]))
        for start, end in statement.cues.get("habit", ())
    )


def _relation(row: Row, statement: Statement, span: Span) -> float:
    alike = shared(statement.text, near(row.provision))
    itself = _POLICY.search(statement.text) or _THIS.search(statement.text)
    if alike >= 2 or (alike and itself):
        return _CLOSELY
    if alike:
        return _RELATED
    if itself:
        return _SELF
    found = likeness(statement.text, row.provision)
    fits = found is not None and found.own > _FITS and found.own >= found.other - _FITS
    return _RELATED if fits or _follows_a_denial(row, statement, span) else 0.0


def _follows_a_denial(row: Row, statement: Statement, span: Span) -> bool:
    """Whether the sentence before says that something of the provision is not there."""
    if any(start < span[0] for start, _ in statement.cues.get("shortfall", ())):
        return True
    given = [sentence.text for sentence in row.own_sentences]
    place = given.index(statement.text) if statement.text in given else 0
    if not place:
        return False
    said = read(given[place - 1])
    denied = said.has("shortfall") or any(not n.conditional for n in said.negations())
    return denied and bool(shared(said.text, near(row.provision)))


def _of_people(statement: Statement, span: Span) -> bool:
    """Whether people or cases are the subject: "they will be updated"."""
    before = statement.words[max(0, span[0] - 2) : span[0]]
    if before and before[-1] not in words_of("adverb") | words_of("now"):
        before = before[-1:]
    return bool(set(before) & (words_of("case") | {"they", "he", "she", "you"}))


def _waits(statement: Statement, at: int) -> bool:
    """Whether what is done stands in a clause of time or condition: "once it is delivered"."""
    before = statement.words[max(0, at - 12) : at]
    return statement.conditional(at) or bool({"once", "after", "until", "when"} & set(before))


def _is_done(statement: Statement, span: Span, after: Sentence | None) -> bool:
    done = statement.cues.get("done", ())
    if any(name == "overdue" for name in statement.cues):
        done = (*done, *statement.cues.get("did", ()))
    if any(start > span[0] and not _waits(statement, start) for start, _ in done):
        return True
    return after is not None and read(after.text).has("done") and not read(after.text).has("undone")


def _was_done(row: Row, sentence: Sentence) -> bool:
    """Whether another sentence says that what was planned has taken place since."""
    others = [read(other.text) for other in row.own_sentences if other is not sentence]
    return any(o.has("did") and not o.has("undone", "lacking", "overdue") for o in others)


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
    "bodies, residents' words, improvements beyond what is asked, and what is said to be done"
)

RULES = (
    Rule(
        id="deadline-passed",
        severity="high",
        version=2,
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
        version=2,
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
        version=4,
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
