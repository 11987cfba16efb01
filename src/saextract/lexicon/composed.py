"""Answers that are put together: "fully in place", "we largely comply", "does not yet meet this".

A list of such answers is never complete, and what they are made of is short: a degree and a
state, or somebody, a degree and a verb. The parts are data (`composed` in `answers.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any

from saextract.model import Answer

from .words import load

_ANSWERS = (Answer.YES, Answer.PARTIAL, Answer.NO)


@cache
def phrases() -> Mapping[str, tuple[Answer, bool]]:
    """All phrases that the parts make: the answer of each, and whether it is a soft one."""
    parts: dict[str, Any] = load("answers")["composed"]
    degrees, ends, unsaid = (_by_answer(parts[name]) for name in ("degrees", "ends", "unsaid"))
    made: list[tuple[Answer, str]] = []
    for being, state in product(parts["being"], parts["states"]):
        made += [(Answer.YES, f"{being} {state}")] * bool(being)
        made += ((answer, f"{being} {degree} {state}") for answer, degree in degrees)
        made += ((answer, f"{being} {state} {end}") for answer, end in ends)
    for person, others in (("we", 0), ("others", 1)):
        negations = ("does not", "doesn't") if others else ("do not", "don't")
        for subject, verb in product(parts[person], parts["verbs"]):
            made += ((answer, f"{subject} {degree} {verb[others]}") for answer, degree in degrees)
            made += ((answer, f"{subject} {verb[others]} {end}") for answer, end in ends)
            denied = product(negations, unsaid)
            made += ((answer, f"{subject} {no} {word} {verb[0]}") for no, (answer, word) in denied)
    going_on = [verb[2] for verb in parts["verbs"]]
    made += _joined([(a, f"{we}{word}") for a, word in degrees for we in ("", "we are ")], going_on)
    found = {" ".join(phrase.split()): (answer, False) for answer, phrase in made}
    begun = _joined([pair for pair in degrees if pair[0] is not Answer.YES], parts["begun"])
    return found | {phrase: (answer, True) for answer, phrase in begun}


def pattern() -> str:
    """A pattern that finds the phrases which no subject opens, and a few that are none."""
    parts: dict[str, Any] = load("answers")["composed"]
    degrees, ends = (
        _any_of(word for words in parts[name].values() for word in words)
        for name in ("degrees", "ends")
    )
    unsaid = _any_of(word for words in parts["unsaid"].values() for word in words if word)
    states = _any_of([*parts["states"], *parts["begun"]])
    verbs = _any_of(word for forms in parts["verbs"] for word in forms)
    denied = rf"(?:do|does)(?: not|n't)(?: {unsaid})?"
    return rf"(?:{degrees}|{denied}) (?:{states}|{verbs})|(?:{states}|{verbs}) {ends}"


def _any_of(words: Iterable[str]) -> str:
    """A pattern of words, the longest first."""
    listed = sorted(set(words), key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, listed))})"


def _by_answer(words: Mapping[str, Sequence[str]]) -> list[tuple[Answer, str]]:
    return [(answer, word) for answer in _ANSWERS for word in words.get(answer.value, ())]


def _joined(
    degrees: Sequence[tuple[Answer, str]], states: Sequence[str]
) -> Iterator[tuple[Answer, str]]:
    """Each degree before each state."""
    for (answer, degree), state in product(degrees, states):
        yield answer, f"{degree} {state}"
