"""What a row says stands already, and whether a plan in it goes beyond that."""

from __future__ import annotations

import re

from saextract.findings.rule import Row
from saextract.findings.statements.demands import demands
from saextract.findings.statements.grammar import words_in
from saextract.findings.statements.reader import read
from saextract.findings.statements.scope import asked, is_foreign, near, shared
from saextract.findings.statements.topics import likeness
from saextract.findings.statements.words import stems
from saextract.text.anycase import AnyCase

_OPEN = ("undone", "lacking", "overdue", "strong_future", "future", "artefact_will", "needed",
         "willing", "action", "soon", "shortfall", "otherwise", "historical",
         "residents")  # fmt: skip
"""Cues of sentences that do not plainly say that something is so."""

_GAP = AnyCase(
    r"\b(?:for now|for the time being|at present|at the moment|currently(?! \w+ing\b)|meanwhile|"
    r"in the meantime|until then|so far|still|yet|only|no longer|nothing|neither|instead|"
    r"lacks?|missing|without|to follow|the (?:rest|remaining|others|remainder)|remaining|"
    r"(?:one|two|three|four|five|some|most|half|many|part) of (?:the|our)|"
    r"ambition|aims?|for the first time|no)\b"
)
"""What tells that something is wanting beside what stands."""

_TO_FOLLOW = re.compile(r"\b(?:is|are) to follow\b", re.IGNORECASE)
_PARTS = re.compile(r"; |, (?=which\b|who\b)")
_DATED = re.compile(r"\b20\d\d\b")
_VERB = words_in("is are has have do does can may we they sets gives says tells")
_FITS = 1.0
"""Log odds from which on a sentence has to do with its provision."""

_LEAST = 3
"""Words of a sentence that says something; of one in the evidence, which names documents, six."""


def beyond(row: Row, text: str) -> bool:
    """Whether a plan goes beyond what its provision asks, since the row says that that stands.

    The row says plainly elsewhere that it is so, nothing in it is wanting, and of what the
    provision asks the plan names nothing that is not said already.
    """
    standing = _standing(row, text)
    if not standing and _NEW.match(text):
        standing = [said.text for said in row.own_sentences if _is_plain(row, said.text)]
    if not standing or is_wanting(row):
        return False
    named = [s.text for s in row.own_sentences if not _is_told(row, s.text)]
    said = {stem for other in (*standing, *named) if other != text for stem in stems(other)}
    planned = " ".join(part for part in _PARTS.split(text) if part not in standing)
    return not (_demanded(row) & set(stems(planned))) - said


_NAME = re.compile(r"[‘“\"][^’”\"]{3,40}[’”\"]")
"""A name in quotes, of which the words say nothing."""

_NEW = re.compile(r"\W*(?:an?|another|new|further|more) ", re.IGNORECASE)
"""How a plan begins for something that is not spoken of yet."""


def _is_plain(row: Row, text: str) -> bool:
    """Whether a text says something in the present, of whatever."""
    statement = read(_NAME.sub(" ", text))
    enough = len(statement.words) > _LEAST and _is_told(row, text)
    plain = not statement.has(*_OPEN) and not statement.negations() and not _DATED.search(text)
    return enough and plain and not is_foreign(statement, len(statement.words) - 1)


def stands_beside(row: Row, text: str) -> bool:
    """Whether a row plainly says, apart from a plan in it, that what its provision asks is so."""
    return bool(_standing(row, text))


def is_wanting(row: Row) -> bool:
    """Whether anything in a row tells that something is not there, or not yet."""
    if "wanting" not in row.known:
        told = [sentence.text for sentence in row.own_sentences if _is_told(row, sentence.text)]
        row.known["wanting"] = any(
            _has_gap(text) or read(text).has("shortfall", "lacking") for text in told
        )
    return bool(row.known["wanting"])


def _has_gap(text: str) -> bool:
    """Whether words tell that something is wanting; that one thing more is to follow is no gap."""
    if _NEW.match(text):
        text = _TO_FOLLOW.sub("", text)
    return _GAP.search(text) is not None


def _standing(row: Row, text: str) -> list[str]:
    """The sentences beside a plan, and the parts of its own, that say that it is so."""
    others = [other.text for other in row.own_sentences if other.text != text]
    parts = [part for part in _PARTS.split(text) if not _DATED.search(part)]
    return [other for other in (*others, *(parts if parts != [text] else ())) if stands(row, other)]


def _is_told(row: Row, text: str) -> bool:
    return not row.response.commentary or text in row.response.commentary


def stands(row: Row, text: str) -> bool:
    """Whether a text plainly says, in the present, something that its provision asks."""
    name = f"stands: {text}"
    if name not in row.known:
        row.known[name] = _stands(row, text)
    return bool(row.known[name])


def _stands(row: Row, text: str) -> bool:
    statement = read(_NAME.sub(" ", text))
    told = _is_told(row, text)
    if len(statement.words) < (_LEAST if told else 2 * _LEAST) or statement.has(*_OPEN):
        return False
    if not told and not _VERB & set(statement.words):
        return False
    if any(not n.conditional for n in statement.negations()) or is_foreign(
        statement, len(statement.words) - 1
    ):
        return False
    if shared(text, near(row.provision)):
        return True
    found = likeness(text, row.provision)
    return found is not None and found.own > _FITS and found.own >= found.other - _FITS


def _demanded(row: Row) -> frozenset[str]:
    objects = frozenset().union(*(demand.objects for demand in demands(row.provision)))
    return asked(row.provision) | objects
