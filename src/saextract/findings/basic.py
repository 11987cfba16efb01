"""Rules that hold an answer against its own row."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from saextract.model import Answer, Confidence, Level, Provision, Response

Check = Callable[[Response, Provision], str | None]


@dataclass(frozen=True)
class Rule:
    """A rule over one response.

    Attributes:
        id: its name in flags and findings.
        severity: how grave what it raises is.
        message: what to look at.
        check: gives the printed words that raise it ("" where nothing is printed), or None.
        version: raised when it changes what it raises.
    """

    id: str
    severity: Literal["high", "medium", "low"]
    message: str
    check: Check
    version: int = 1


_SENTENCE = re.compile(r"[^.!?]*(?:[.!?](?!\s|$)[^.!?]*)*[.!?]?")

_FUTURE = re.compile(
    r"\bto be (?:developed|implemented|introduced|reviewed|updated|finalised|finalized|completed|"
    r"published|approved|agreed|amended|adopted|created|put in place|confirmed|rolled out)\b"
    r"|\bnot yet\b|\byet to be\b"
    r"|\b(?:is|are|being|currently) (?:in|under) (?:development|review)\b"
    r"|\bcurrently being (?:developed|reviewed|updated|implemented|written|drafted|finalised)\b"
    r"|\bworking towards\b"
    r"|\bwe (?:plan|intend|aim) to (?:introduce|implement|develop|publish|update|put|review|set)\b"
    r"|\bfull compliance by\b|\bwill be (?:fully )?compliant\b"
    r"|\b(?:polic(?:y|ies)|procedures?|process(?:es)?|timescales?|templates?|letters?|leaflets?|"
    r"wording|guidance|website|webpages?|forms?|documents?|this|these|it) will (?:also )?be "
    r"(?:amended|updated|changed|revised|developed|introduced|implemented|aligned|removed|added|"
    r"clarified)\b"
    r"|(?:^|[.:;•]\s*)actions?(?: points?)?\s*(?:\d+\s*)?[:–—-]\s"
    r"|(?-i:\bACTIONS?(?: POINTS?)?\s*[:–—-])",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:not|non)[\s-]+(?:yet\s+|currently\s+|fully\s+)*complian(?:t|ce)\b"
    r"|\b(?:do|does|did) not (?:currently |yet |fully )*(?:comply|align|meet)\b"
    r"|\bpartial(?:ly)?[\s-]+complian(?:t|ce)\b",
    re.IGNORECASE,
)
_AFFIRMS = re.compile(
    r"\b(?:we|and|is|are) (?:now |already |fully )*compl(?:y|iant)\b(?! (?:once|when|by|from))"
    r"|\bfull(?:y)? complian(?:t|ce)\b(?! (?:once|when|by|from))"
    r"|\bpolicy (?:fully )?compl(?:ies|iant)\b",
    re.IGNORECASE,
)
_PARTLY = re.compile(r"\bpartial(?:ly)?[\s-]+complian(?:t|ce)\b", re.IGNORECASE)
_NEGATED = re.compile(
    r"\b(?:not|no|non|without|until|once|when|will|to be|partial)\b", re.IGNORECASE
)


def sentence_with(pattern: re.Pattern[str], text: str) -> str | None:
    """The first sentence of a text in which a pattern occurs, as printed; None if in none."""
    for match in _SENTENCE.finditer(text):
        sentence = match.group().strip()
        if sentence and pattern.search(sentence):
            return sentence
    return None


def _texts(response: Response) -> tuple[str, str]:
    return response.commentary, response.evidence


def _yes_with_future_action(response: Response, _: Provision) -> str | None:
    if response.answer is not Answer.YES:
        return None
    quotes = (sentence_with(_FUTURE, text) for text in _texts(response))
    return next((quote for quote in quotes if quote), None)


def _yes_but_denied(response: Response, _: Provision) -> str | None:
    if response.answer is not Answer.YES:
        return None
    quotes = (sentence_with(_DENIES, text) for text in _texts(response))
    return next((quote for quote in quotes if quote), None)


def _no_but_affirmed(response: Response, _: Provision) -> str | None:
    if response.answer is not Answer.NO:
        return None
    quotes = (sentence_with(_AFFIRMS, text) for text in _texts(response))
    return next((quote for quote in quotes if quote and not _NEGATED.search(quote)), None)


def _no_but_partial(response: Response, _: Provision) -> str | None:
    if response.answer is not Answer.NO:
        return None
    quotes = (sentence_with(_PARTLY, text) for text in _texts(response))
    return next((quote for quote in quotes if quote), None)


def _no_without_explanation(response: Response, _: Provision) -> str | None:
    unexplained = not any(_texts(response)) and response.answer in (Answer.NO, Answer.PARTIAL)
    explained_in_answer = len(response.answer_printed.split()) > 4
    return response.answer_printed if unexplained and not explained_in_answer else None


def _unanswered_must(response: Response, provision: Provision) -> str | None:
    blank = response.answer is Answer.UNANSWERED and provision.level is Level.MUST
    return response.requirement_printed if blank else None


def _unclear_answer(response: Response, _: Provision) -> str | None:
    return response.answer_printed if response.answer is Answer.UNCLEAR else None


def _yes_without_evidence(response: Response, _: Provision) -> str | None:
    bare = response.answer is Answer.YES and not any(_texts(response))
    return response.answer_printed if bare else None


def _low_confidence(response: Response, _: Provision) -> str | None:
    if response.answer is Answer.NOT_FOUND or response.confidence is not Confidence.LOW:
        return None
    return response.requirement_printed


def _flagged(flag: str) -> Check:
    def check(response: Response, _: Provision) -> str | None:
        return response.requirement_printed if flag in response.flags else None

    return check


RULES: tuple[Rule, ...] = (
    Rule(
        "yes-with-future-action",
        "medium",
        "Answered yes, but the text speaks of something still to be done.",
        _yes_with_future_action,
        version=2,
    ),
    Rule(
        "yes-but-denied",
        "high",
        "Answered yes, but the text says that it does not, or not wholly, comply.",
        _yes_but_denied,
        version=2,
    ),
    Rule(
        "no-but-affirmed",
        "high",
        "Answered no, but the text says that it complies.",
        _no_but_affirmed,
    ),
    Rule(
        "no-but-partial",
        "medium",
        "Answered no, but the text speaks of partial compliance.",
        _no_but_partial,
    ),
    Rule(
        "no-without-explanation",
        "high",
        "Answered no or partial without any evidence or commentary.",
        _no_without_explanation,
    ),
    Rule(
        "unanswered-must",
        "high",
        "A provision at level must has its row, but no answer.",
        _unanswered_must,
    ),
    Rule(
        "unclear-answer",
        "medium",
        "The printed answer cannot be classed. Read it in the document.",
        _unclear_answer,
    ),
    Rule(
        "yes-without-evidence",
        "low",
        "Answered yes without any evidence or commentary.",
        _yes_without_evidence,
    ),
    Rule(
        "low-confidence",
        "medium",
        "The reading of this row is uncertain. Check it against the document.",
        _low_confidence,
    ),
    Rule(
        "number-text-conflict",
        "medium",
        "The printed number is one provision's, the printed text another's.",
        _flagged("number-text-conflict"),
    ),
    Rule(
        "duplicate-row",
        "medium",
        "The document has more than one row for this provision.",
        _flagged("duplicate-row"),
    ),
    Rule(
        "conflicting-parts",
        "high",
        "Two parts of the assessment have different rows for this provision.",
        _flagged("conflicting-parts"),
    ),
)
"""The basic rules, in the order in which their findings are listed."""
