"""How plainly a sentence says that something is still to be done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from saextract.findings.rule import UNMET, Row
from saextract.findings.statements.grammar import Span, words_in
from saextract.findings.statements.reader import Statement, read, words_of
from saextract.findings.statements.scope import is_about_cases, is_aside, is_foreign, near, shared
from saextract.findings.statements.topics import likeness
from saextract.text.anycase import AnyCase

from .standing import is_wanting, stands_beside

YEAR = re.compile(r"20\d\d|/\d\d")
ONE_CASE = AnyCase(
    r"^\W*(?:(?:a|one|two|three|four|five|\d+)|the (?:oldest|last|latest|only)(?: \w+)?) "
    r"(?:repair|job|action|case|extension|offer|payment|remedy)s?\b|"
    r"^\W*a (?:remedy|complaint|family|tenant|resident|customer)\b|\bin case (?:no\. )?\d|"
    r"^\W*(?:for )?example\b|^\W*e\.g\.|"
    r"\b(?:in (?:a|one) (?:typical |recent )?(?:case|letter|reply)|for (?:example|instance))\b|"
    r"^\W*(?:one|two|three|four|five|\d+|a few) (?:\w+ )?(?:complaint|case|repl(?:y|ie)|response|"
    r"letter|extension)s?\b[^.;]*\b(?:was|were)\b",
)
FIRM = frozenset({"undone", "lacking", "action", "overdue"})
_POLICY = AnyCase(
    r"\b(?:the|our|this|that|new|revised|updated|complaints?|draft|a|an|current) "
    r"(?:handling |written )?(?:polic(?:y|ies)|procedures?)\b",
)
_THIS = AnyCase(
    r"^\W*(?:this|it|these|that|both|all of this|(?:a|the) (?:\w+ )?draft)\b"
    r"(?! (?:year|month|report))|"
    r"\b(?:compl(?:y|iance|iant)|requirement|provision)\b",
)
_CYCLE = AnyCase(
    r"\b(?:will|to|due to) be (?:reviewed|looked at again|renewed|refreshed)\b|\bagain\b|"
    r"\bfor (?:its|their|the|a) (?:\w+-year(?:ly)? |next |regular |periodic )*(?:review|renewal)\b|"
    r"\bremains? to be seen\b|\bif (?:that|this|it|any|needed|necessary|required) ?\w*\W*$",
)
"""What comes round, or what is no plan."""
_REASON = AnyCase(
    r"\b(?:reasons?|causes?|themes?|complaints? (?:is|are|was|were)|because of|owing to|due to|"
    r"down to)\b[^.;]*$",
)
"""Before words that look like a plan: they tell why something went wrong."""
_COUNTED = AnyCase(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+)(?: of (?:them|these|those)|"
    r"(?: \w+){1,2})? "
    r"(?:was|were)(?: still)?$|\d\s?%|\bper cent\b",
)
"""What is told of a state that was counted on a day."""
_SO_FAR = AnyCase(
    r"\b(?:until now|so far|to date|at present|in the meantime|meanwhile|for now)\b",
)
_LEAVES = AnyCase(
    r"\b(?:retires?|leaves?|steps? down|hands? over|successor)\b",
)
POINTS = {"": 1.0, "action": 2.0, "undone": 2.0, "lacking": 2.0, "overdue": 2.0,
           "strong_future": 1.5,
           "future": 1.0, "artefact_will": 1.0,
           "needed": 1.0, "willing": 0.5}  # fmt: skip
"""How strongly a cue says that something is to come, and from what sum on a statement says it.
Set on the cases in corpus/planted/own and the examples of the rules."""
_NONE = words_in("no not n't never without none nothing nobody")
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
_PURPOSES = words_in("purpose aim role job task duty function remit point idea rule")
_LINKS = words_in("is are be been being was were has have but still yet and , ; 's 're")
_ROLES = words_in("officer handler manager staff reviewer investigator officers handlers managers")
"""Of them it is expected as a habit."""

_WILLED = words_in("future strong_future artefact_will willing")
_CASES = words_in(
    "reply response answer letter complaint case resident tenant customer decision repair"
)
_OWED = words_in(
    "action actions work works repair repairs remedy remedies job jobs point points offer offers "
    "complaint complaints case cases anything"
)
"""What a reply leaves to be done as a habit: "actions still to be done are put on the list"."""
_HAS_VERB = words_in("is are goes go has have will stays stay gets get was were must can stand "
                     "stands needs need")  # fmt: skip
_WITHOUT = words_in("from without before by of after against")
_A_DOCUMENT = words_in("the our a this that an business continuity action")
_FOR_HIM = words_in("successor replacement successors")
_RIGHTS = words_in("right chance opportunity entitled wish wishes ask asks need")
_BE = (("is",), ("are",), ("was",), ("were",))
_ASKED = words_in("asks ask asked requires require required allows each every any")
_COURTESIES = words_in("reference contact payment regard consideration effort efforts attempts "
                       "enquiries allowance apology decision decisions offers")  # fmt: skip
"""What "will be made" as a habit."""
_SCOPE = words_in("case complaint complaints letter letters response stage")
"""Of each of these something is done; where there is a day from which, that is no habit."""
PLAIN = 0.5
"""What an unmet row says it "will" do counts as much as a verb that is known; and what follows
a denial is likely to put it right."""
_TIMED, _RELATED, _CLOSELY, _SELF = 1.0, 1.0, 1.5, 1.0
_HABIT, _EXTRA, _OF_CASES = -2.0, -2.0, -1.5
_ESTABLISHED = -0.5
"""For what is still to come where the sentences before say that the provision is met."""
_DAY = re.compile(r"\b\d{1,2} [A-Z][a-z]+ 20\d\d\b")
"""A day of its own, on which nothing recurs."""


def strongest(statement: Statement) -> tuple[str, Span] | None:
    for name in filter(None, POINTS):
        for span in statement.cues.get(name, ()):
            if _is_told(statement, name, span):
                continue
            if name != "lacking" and _NONE & set(statement.words[max(0, span[0] - 2) : span[0]]):
                continue
            if name == "overdue" or not is_aside(statement, span[0]):
                return name, span
    return None


def points_of(
    row: Row, statement: Statement, found: tuple[str, Span], dated: bool, related: bool
) -> float:
    name, span = found
    points = POINTS[name]
    clause = statement.clauses[span[0]]
    firm = name in FIRM
    if not related and name == "willing" and row.answer in UNMET:
        points += PLAIN
    if dated or statement.has("soon"):
        points += _TIMED
    if not firm and _LEAVES.search(statement.text):
        points -= _TIMED
    if name in ("future", "willing", "needed") and is_of_an_artefact(statement, span):
        points += POINTS["strong_future"] - POINTS["future"]
    if name != "lacking" and _SO_FAR.search(statement.text):
        points += PLAIN
    if _CYCLE.search(statement.text):
        points += _HABIT
    loose = not dated and name not in ("lacking", "overdue") and not _POLICY.search(statement.text)
    if related and loose and _is_established(row, statement):
        points += _ESTABLISHED
    if related:
        points += _relation(row, statement, span)
        points += PLAIN if follows_a_denial(row, statement, span) else 0.0
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
        points += PLAIN
    of_people = is_about_cases(statement, span[1] - 1) or _of_people(statement, span)
    if of_people and not (dated or firm):
        points += _OF_CASES
    return points


def is_of_an_artefact(statement: Statement, span: Span) -> bool:
    """Whether a document or a system is what will be made: "Guidance that ... will be prepared"."""
    if "be" not in statement.words[span[0] : span[1]]:
        return False
    clause = statement.clauses[span[0]]
    opening = [w for w, c in zip(statement.words[: span[0]], statement.clauses, strict=False)
               if c == clause][:3]  # fmt: skip
    return bool(words_of("artefact") & set(opening)) and not words_of("case") & set(opening)


def follows_a_denial(row: Row, statement: Statement, span: Span) -> bool:
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


def _is_told(statement: Statement, name: str, span: Span) -> bool:
    """Whether words that look like a plan tell what was done, how it is done, or what for."""
    words = statement.words[span[0] : span[1]]
    before = statement.words[max(0, span[0] - _BEFORE) : span[0]]
    if ONE_CASE.search(statement.text) or statement.words[: span[0]].count('"') % 2:
        return True
    if name in ("undone", "needed") and _is_figure(statement, name, span):
        return True
    if name in _WILLED and _NONE & set(statement.words[span[0] : span[1] + 1]):
        return True
    if name == "lacking" and _is_of_a_case(statement, span):
        return True
    if name == "action" and {"none", "nil", "n"} & set(statement.words[span[1] : span[1] + 1]):
        return True
    if name == "undone" and words[0] in _WHEN and _WERE & set(words):
        return True
    if "or" in before[-2:]:
        return True
    if words[0] in ("plan", "plans") and before[-1:] in (("'s",), ("were",), ("was",)):
        return True
    if name == "undone" and _FOR_HIM & set(before[-3:]):
        return True
    if words[0] == "being" and before[-1:] and before[-1] in _WITHOUT:
        return True
    if words[0] == "plan" and words[-1] == "for" and before[-1:] and before[-1] in _A_DOCUMENT:
        return True
    if name == "lacking" and words[0] == "still" and statement.words[span[1] + 1 :][:1] in _BE:
        return True
    if name == "overdue" and before[-1:] and before[-1] in ("that", "which"):
        return not _NONE & set(statement.words[span[1] :])
    if "expected" in words and _ROLES & set(before):
        return True
    if words[:2] == ("to", "be") and before[-1:] and before[-1] in _RIGHTS:
        return True
    if words[:2] == ("in", "hand") and before[-1:] == ("put",):
        return True
    if words[0] == "with" and before and before[-1] in _SETTLED:
        return True
    if words[0] in ("is", "are") and words[1:2] == ("to",) and _PURPOSES & set(before):
        return True
    if name == "lacking" and words[0] in ("not", "n't") and "yet" not in words:
        return bool(before) and before[-1] not in _LINKS
    if name == "lacking" and before[-1:] and before[-1] in _OWED:
        return bool(_HAS_VERB & set(statement.words[span[1] :]))
    if name in ("undone", "needed") and "to" in words[:2] and "be" in words:
        subject = _head(before[:-1] if before and before[-1] in _HAS else before)
        once = statement.has("soon") or YEAR.search(statement.text) is not None
        made = once or bool(words_of("artefact") & {subject, *before})
        habit = words[0] in ("is", "are") or subject in words_of("case") - words_of("artefact")
        return bool(_ASKED & set(before)) or (habit and bool(subject) and not made)
    return name in ("future", "strong_future") and before[-1:] != () and before[-1] in _COURTESIES


def _is_figure(statement: Statement, name: str, span: Span) -> bool:
    """Whether words that look like a plan tell a cause, a state on a day, or how a case stands."""
    said = statement.text[: statement.starts[span[0]]]
    opening = statement.words[span[0]]
    counted = _COUNTED.search(said.rstrip()) or _COUNTED.search(f"{said}{opening}")
    if name == "undone" and (_REASON.search(said) or counted):
        return True
    if name == "needed" and _COUNTED.search(statement.text):
        return True
    waits = opening in ("waits", "waiting")
    return waits and bool(set(statement.words[: span[0]][-2:]) & _CASES)


def _is_of_a_case(statement: Statement, span: Span) -> bool:
    """Whether "not yet" speaks of a single case, in a clause of time: "while it is not yet out"."""
    clause = statement.clauses[span[0]]
    words = [w for w, c in zip(statement.words, statement.clauses, strict=True) if c == clause]
    return words[:1] == ["while"] and bool(_CASES & set(words[:5]))


def _head(words: Sequence[str]) -> str:
    """The last word of some before what follows a preposition: "arrangements" for the board."""
    noun = list(takewhile(lambda word: word not in _BEHIND, words)) or list(words)
    return noun[-1] if noun else ""


def _is_established(row: Row, statement: Statement) -> bool:
    """Whether the sentences before say plainly that there is what the provision asks for."""
    for sentence in row.own_sentences:
        if sentence.text == statement.text:
            return False
        said = read(sentence.text)
        open_ = said.has(*filter(None, POINTS), "hypothetical", "shortfall", "otherwise")
        plain = not said.negations() and not open_ and not is_foreign(said, len(said.words) - 1)
        if plain and shared(sentence.text, near(row.provision)):
            return True
    return False


def _told_before(row: Row) -> bool:
    """Whether the row says that the one before "the next" has been done."""
    return any(read(sentence.text).has("did", "done") for sentence in row.own_sentences)


def _recurs(statement: Statement, name: str, span: Span) -> bool:
    """Whether it is a habit; "quarterly reports are being drafted" is none."""
    firm = name in FIRM
    once = bool(YEAR.search(statement.text))
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
    alone = [said.text for said in row.own_sentences] == [statement.text]
    if alone and statement.words[span[0]] != "for":
        return _SELF
    found = likeness(statement.text, row.provision)
    fits = found is not None and found.own > _FITS and found.own >= found.other - _FITS
    return _RELATED if fits or follows_a_denial(row, statement, span) else 0.0


def _of_people(statement: Statement, span: Span) -> bool:
    """Whether people or cases are the subject: "they will be updated"."""
    before = statement.words[max(0, span[0] - 2) : span[0]]
    if before and before[-1] not in words_of("adverb") | words_of("now"):
        before = before[-1:]
    return bool(set(before) & (words_of("case") | {"they", "he", "she", "you"}))
