"""Rules over what a text denies: that a provision is met, or that it is met as it asks."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import takewhile
from typing import cast

from saextract.findings.plans.pending import pending
from saextract.findings.rule import Example, Raised, Row, Rule
from saextract.findings.statements.demands import denied, is_missing, is_restricted
from saextract.findings.statements.grammar import words_in
from saextract.findings.statements.reader import Negation, Statement, read, words_of
from saextract.findings.statements.scope import (
    asked,
    forbidden,
    is_aside,
    is_foreign,
    near,
    shared,
    wanted,
)
from saextract.findings.statements.topics import likeness
from saextract.model import Answer
from saextract.text.anycase import AnyCase

from .exclusions import excluded
from .stages import stages_over
from .timescales import times_over

_DEFINED = AnyCase(r"\black of action\b|\bexpression of dissatisfaction\b")
_FORM = AnyCase(
    r"\b(?:non[\s-]?complian(?:t|ce)|not (?:\w+ )?(?:complian(?:t|ce)|comply|complying)|"
    r"(?:do|does) not (?:\w+ )?(?:comply|meet|align|conform)|not (?:\w+ )?(?:aligned|in line|met)|"
    r"partial(?:ly)? (?:complian(?:t|ce)|met|comply)|fall(?:s|ing)? short|"
    r"(?:there|this|that|it|which) (?:is|are|remains?|leaves?) (?:\w+ ){0,2}(?:gaps?|shortfalls?)|"
    r"out of line|at odds|contrary to|breach(?:es)? of)\b",
)
_PROVISION = AnyCase(
    r"\b(?:this|the) (?:code|provision|requirement|standard|element|part|point)\b|\bthis\b|\bwe\b|"
    r"\bpolicy\b|\bprocedure\b|\bpractice\b|\bgap\b",
)
_EVENT = AnyCase(
    r"^\W*(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+|a (?:few|handful)|"
    r"only \w+)\b[^,;]{0,60}\b(?:complaints?|cases?|responses?|letters?|requests?|files?|were|"
    r"was)\b|"
    r"\b\d+ (?:in|of|out of) \d+\b|\bchecked\b[^.]*\b\d+ \w+ |"
    r"\b\d+(?:\.\d+)?\s?%|\bout of \d+|\bto date\b|\bso far\b|\bthis year\b|\bduring the year\b",
)
_FEW = AnyCase(
    r"\b\d+ (?:in|of|out of) \d+\b|^\W*(?:only )?(?:one|two|three|\d+) (?:of|in) (?:\w+ )?(?:\d+|"
    r"ten|twelve|twenty|thirty|forty|fifty)\b|\bto speak of\b|"
    r"^\W*with (?:so |only |just )?(?:few|one|two|three|four|five|six|seven|eight|nine|ten|\d+) "
    r"(?:or \w+ )?(?:complaints?|cases?)\b|\b(?:taken|took|struck|"
    r"out)\b[^.;]{0,50}\bout of (?:its|the|our|"
    r"their)\b",
)
"""A share that was counted, or so few cases that there is nothing to tell."""
_MODAL = frozenset({"should", "must", "may", "need", "shall", "would", "could", "might", "will"})
_NEGATIVE = re.compile(r"not|\bno\b|never|without|nobody|nothing|none|neither|seldom|rarely|hardly")
_PAST = frozenset({"was", "were", "did", "had"})
_OPENINGS = words_in("what who which that how where when")
_ALWAYS = AnyCase(r"\b(?:every|each|always|all|any(?:one|body|thing)?|whenever|in full|both)\b")
_FOUND = words_in("finding findings instances cases reports determination determinations")
"""Behind "finding of" a shortfall is one that somebody counted, not what is so."""

_BANS = re.compile(r"[^.]*\b(?:should|must) not (?:generally )?identify\b")
_UNABLE = AnyCase(r"\b(?:cannot|not possible|impossible|unable)\b")
_LEFT_OUT = AnyCase(
    r"\b(?:left|leave|kept|keep|taken) out\b|\bnot by name\b|\b(?:no|not|never|avoid)\b"
)

_TAKES_BACK = words_in(
    "block blocks prevent prevents stops avoid avoids replaced outside non independent ended "
    "dropped removed scrapped struck withdrawn"
)
"""Such a word says that the contrary is not so, or no longer."""

_ONE = re.compile(r"\W*(?:one|two|three|a few) (?:residents?|tenants?|customers?)\b", re.IGNORECASE)

_FITS, _KNOWN = 3.0, 4
"""Log odds, and known stems, from which on a sentence speaks of its provision. Set on the rows of
the corpus."""

_IT_IS = re.compile(
    r"\W*(?:it|they|we|this|these|all|both) (?:is|are|do|does|have|has|can)\b(?=[,.;]|"
    r"$)",
    re.IGNORECASE,
)
"""A short yes: "It is, on the front page."."""

_UNTIL = re.compile(
    r"\W*(?:before|until|up to|prior to|till)\b[^,.;]{0,20}\b(?:20\d\d|January|February|March|"
    r"April|May|"
    r"June|July|August|September|October|November|December|then|that)\b",
    re.IGNORECASE,
)
_SUCH_AS = AnyCase(r"\b(?:such as|words like|for example|phrases like)\b")


def denials(row: Row, strict: bool = True) -> list[str]:
    """Sentences of a row that say that at present it is not so.

    Args:
        row: the row.
        strict: only what has to do with the provision; otherwise any word of something missing.
    """
    name = f"denials {strict}"
    if name not in row.known:
        row.known[name] = _denials(row, strict)
    return cast("list[str]", row.known[name])


def _denials(row: Row, strict: bool) -> list[str]:
    found = []
    for sentence in row.own_sentences:
        text = sentence.text
        if _DEFINED.search(text):
            continue
        if _contrary(row, text) or (_denies if strict else _is_negative)(row, read(text)):
            found.append(text)
    return found


def _is_banned(row: Row, text: str) -> bool:
    """Whether a text speaks of what its provision asks not to be done."""
    if _BANS.match(row.provision.text) is None or _UNABLE.search(text):
        return False
    return bool(shared(text, near(row.provision)))


def _is_negative(row: Row, statement: Statement) -> bool:
    if _is_banned(row, statement.text):
        return False
    if statement.has("shortfall") and _FORM.search(statement.text):
        return True
    return any(
        not negation.conditional
        and negation.head not in words_of("bar")
        and not _is_forbidden(row, negation)
        for negation in statement.negations()
    )


def _denies(row: Row, statement: Statement) -> bool:
    negations = statement.negations()
    restricted = is_restricted(row.provision, statement) and not is_foreign(statement, 0)
    if not (negations or restricted or statement.has("shortfall")):
        return False
    told = statement.text
    if _EVENT.search(told) or _FEW.search(told) or _UNTIL.match(told) or _ONE.match(told):
        return False
    return (
        restricted
        or _falls_short(row, statement)
        or any(
            denied(row.provision, statement, negation)
            and not is_aside(statement, negation.at)
            and not _is_told_of(statement, negation)
            and not _is_forbidden(row, negation)
            for negation in negations
        )
    )


def _is_told_of(statement: Statement, negation: Negation) -> bool:
    """Whether a negation stands in what is past, asked of somebody, or given as an example."""
    before = statement.words[max(0, negation.at - 4) : negation.at]
    perfect = before[-2:] in (("have", "had"), ("has", "had"))
    if before[-1:] and before[-1] in _PAST | _MODAL and not perfect:
        return True
    if "should" in before or "or" in before[-2:] or _PAST & set(_own_words(negation.clause)):
        return True
    return _SUCH_AS.search(statement.text[: statement.starts[negation.at]]) is not None


def _own_words(clause: str) -> list[str]:
    """The first words of a clause, up to one that opens another: "no record of what was said"."""
    return list(takewhile(lambda word: word not in _OPENINGS, clause.split()[:4]))


def _is_forbidden(row: Row, negation: Negation) -> bool:
    """Whether what is denied is what the provision itself forbids."""
    barred = forbidden(row.provision)
    against = shared(negation.clause, barred)
    return against > shared(negation.clause, wanted(row.provision) - barred)


def _falls_short(row: Row, statement: Statement) -> bool:
    for start, end in statement.cues.get("shortfall", ()):
        told = statement.words[max(0, start - 3) : start]
        if is_aside(statement, start) or _negated(statement, start):
            continue
        if (_FOUND | _PAST) & set(told):
            continue
        if _FORM.search(statement.text) and _PROVISION.search(statement.text):
            return True
        if is_missing(row.provision, statement, start, end):
            return True
    return False


def _negated(statement: Statement, at: int) -> bool:
    clause = statement.clauses[at]
    return any(
        statement.words[i] in words_of("negation") and statement.clauses[i] == clause
        for i in range(max(0, at - 5), at)
    )


@dataclass(frozen=True)
class _Contrary:
    """An entry of `contrary.toml`, over a sentence in lower case.

    Attributes:
        patterns: each says the contrary.
        any: one pattern for all of them, since hardly a sentence holds any.
        needs: what must stand in the sentence too, or None.
        unless: what makes it say something else, or None.
    """

    patterns: tuple[str, ...]
    any: re.Pattern[str]
    needs: re.Pattern[str] | None
    unless: re.Pattern[str] | None


@lru_cache(maxsize=1)
def _contraries() -> dict[str, tuple[_Contrary, ...]]:
    source = files(__package__).joinpath("contrary.toml").read_text(encoding="utf-8")
    found = defaultdict(list)
    for entry in tomllib.loads(source)["contrary"]:
        needs, unless = (
            re.compile(entry[key]) if key in entry else None for key in ("needs", "unless")
        )
        patterns = tuple(entry["patterns"])
        item = _Contrary(patterns, _at_a_word("|".join(patterns)), needs, unless)
        for provision in entry["provisions"]:
            found[provision].append(item)
    return {name: tuple(items) for name, items in found.items()}


@cache
def _at_a_word(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{pattern})")


def _contrary(row: Row, text: str) -> bool:
    """Whether a sentence says the contrary of what the provision asks, in so many words."""
    if _is_banned(row, text) or _FEW.search(text):
        return False
    lowered = text.lower().replace("’", "'")
    for item in (*_contraries().get(row.provision.id, ()), *_contraries()["*"]):
        if item.any.search(lowered) is None or (item.needs and not item.needs.search(lowered)):
            continue
        if item.unless and item.unless.search(lowered):
            continue
        for pattern in item.patterns:
            match = _at_a_word(pattern).search(lowered)
            negative = _NEGATIVE.search(pattern) is not None
            if match is not None and _stands(read(text), match, negative):
                return True
    return False


def _stands(statement: Statement, match: re.Match[str], negative: bool) -> bool:
    at = next((i for i, s in enumerate(statement.starts) if s >= match.start()), 0)
    end = next((i for i, s in enumerate(statement.starts) if s >= match.end()), None)
    end = len(statement.words) if end is None else end
    reach = range(_after_comma(statement, at), min(end + 3, len(statement.words)))
    denied = any(
        statement.words[i] in words_of("negation")
        for i in reach
        if not (negative and at <= i < end)
    )
    supposed = statement.has("supposed", clause=statement.clauses[at])
    near = set(statement.words[max(0, at - 4) : end + 1])
    if (
        _PAST & set(statement.words[max(0, at - 1) : end])
        or _TAKES_BACK & near
        or _ONE.match(statement.text)
    ):
        return False
    return not denied and not supposed and not is_aside(statement, at)


def _after_comma(statement: Statement, at: int) -> int:
    """Where the words begin that a negation before a token must be among."""
    first = max(0, at - 6)
    commas = [i for i in range(first, at) if statement.words[i] == ","]
    return commas[-1] if commas else first


def is_affirmed(row: Row, text: str) -> bool:
    """Whether a sentence says that what the provision asks for is there."""
    statement = read(text)
    if statement.has("historical", "residents", "code") and not statement.has("done"):
        return False
    if re.search(r"\b(?:compl(?:y|ies|iant)|met|meets|in line with)\b", text, re.IGNORECASE):
        return True
    if any(_is_forbidden(row, negation) for negation in statement.negations()):
        return True
    if _BANS.match(row.provision.text):
        return _is_banned(row, text) and _LEFT_OUT.search(text) is not None
    found = likeness(text, row.provision)
    if found is not None and found.own >= _FITS:
        margin = found.own - found.other
        if margin >= (-_FITS if found.known >= _KNOWN else _FITS):
            return True
    if _IT_IS.match(text):
        return True
    least = 1 if _ALWAYS.search(text) else 2
    return shared(text, asked(row.provision)) >= least or shared(text, near(row.provision)) >= least


def _denied(row: Row) -> Raised | None:
    if row.answer is not Answer.YES or any(not p.done for p in pending(row)):
        return None
    found = denials(row)
    if found and (excluded(row) or stages_over(row) or times_over(row)):
        return None
    return Raised(found[0]) if found else None


RULES = (
    Rule(
        id="yes-but-denied",
        severity="high",
        version=6,
        message="Answered yes, but the text says that it is not so, or is done otherwise.",
        looks_for="a yes whose text denies, in the present, the very thing that the provision "
        "demands, verb and object, restricts it to some, or says the contrary of it",
        silent_for="what the provision itself forbids or does not demand, conditions, the past, "
        "single cases and figures, residents' words, the Code's, and what is to be put right "
        "(`yes-but-future`, `yes-with-deadline`), or is a time, a step or an exclusion that "
        "has a rule of its own",
        check=_denied,
        by_default=False,
        raises=Example(
            "HOS-2024:8.2",
            Answer.YES,
            "The report is on our website. The governing body's response is not published.",
        ),
        silent=Example(
            "HOS-2024:6.17",
            Answer.YES,
            "Responses are not delayed until the outstanding actions are complete.",
        ),
    ),
)
