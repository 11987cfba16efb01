"""How far a cue reaches: what is past, supposed, quoted, about others or a habit."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from saextract.model import Provision
from saextract.text.anycase import AnyCase

from .grammar import words_in
from .reader import Statement, words_of
from .words import stems, topic

_BODIES = words_in(
    "ombudsman regulator government parliament ministry lgsco lgo court tribunal department "
    "minister mhclg dluhc ico"
)
_OF_BODIES = words_in(
    "orders order determinations determination findings cases case details decisions enquiries "
    "guidance code scheme service leaflet"
)
"""What has a body's name before it and is the landlord's business: "Ombudsman orders"."""

_PREPOSITIONS = words_in("for of to by with from on about at in")
_FIRST = 5
"""Words of a clause within which its subject stands."""

_BAN = re.compile(
    r"(?:must|should|shall|may|and) not\b[^,;.]*|\bnot when[^.]*|"
    r"(?:not (?:appropriate|acceptable|defined as|necessarily)|does not have to|are not complaints|"
    r"without the need|rather than blaming)[^,;.]*",
    re.IGNORECASE,
)


_BYGONE = AnyCase(
    r"^\W*(?:before|until|prior to|up to|till)\b[^,;.]{0,60}\b(?:20\d\d|code|changes?|merger|then|"
    r"that|now)\b(?! (?:we|it|they|is|are)\b)|\b(?:existed|ran|applied|stood|operated) until\b",
)
"""What was so up to a day that is past."""


def is_of_others(statement: Statement, token: int) -> bool:
    """Whether the subject of a token's clause is another body, such as the Ombudsman."""
    clause = statement.clauses[token]
    words = [w for i, w in enumerate(statement.words) if statement.clauses[i] == clause]
    before = words[: sum(c == clause for c in statement.clauses[:token])]
    if {"we", "our"} & set(before):
        return False
    return any(
        word in _BODIES
        and words[place + 1 : place + 2] != ["'s"]
        and not _OF_BODIES & set(words[place + 1 : place + 2])
        and not set(words[max(0, place - 3) : place]) & _PREPOSITIONS
        for place, word in enumerate(before[:_FIRST])
    )


def is_aside(statement: Statement, token: int) -> bool:
    """Whether a token stands in words that do not say what the landlord does now.

    They are of the past, a supposition, the Code's or the Ombudsman's, or residents'.
    """
    return statement.conditional(token) or is_foreign(statement, token)


def is_foreign(statement: Statement, token: int) -> bool:
    """Whether a token stands in words of the past, of the Code, of residents or of other bodies."""
    clause = statement.clauses[token]
    if statement.has("historical", "residents", clause=clause) or _BYGONE.search(statement.text):
        return True
    if any(
        s <= token for s, _ in statement.cues.get("code", ()) if clause_of(statement, s, clause)
    ):
        return True
    return is_of_others(statement, token)


def clause_of(statement: Statement, token: int, clause: int) -> bool:
    """Whether a token stands in a clause."""
    return statement.clauses[token] == clause


def is_about_cases(statement: Statement, end: int) -> bool:
    """Whether the next noun behind a verb is a case or a resident, and not a document."""
    ahead = statement.words[end : end + 6]
    for word in ahead:
        if word in words_of("artefact"):
            return False
        if word in words_of("case"):
            return True
    return False


@lru_cache(maxsize=1024)
def asked(provision: Provision) -> frozenset[str]:
    """What a provision is about, in stems."""
    return topic(provision.text)


@lru_cache(maxsize=1024)
def wanted(provision: Provision) -> frozenset[str]:
    """What a provision asks to be done, in stems: its words without those that forbid."""
    return topic(_BAN.sub(" ", provision.text))


@lru_cache(maxsize=1024)
def forbidden(provision: Provision) -> frozenset[str]:
    """What a provision forbids or frees from, in stems."""
    return topic(" ".join(match[0] for match in _BAN.finditer(provision.text)))


@lru_cache(maxsize=1)
def _kin_words() -> dict[str, str]:
    source = files(__package__).joinpath("kin.toml").read_text(encoding="utf-8")
    return tomllib.loads(source)


@lru_cache(maxsize=1024)
def near(provision: Provision) -> frozenset[str]:
    """What texts that answer a provision speak of, in stems: its own words and their kin."""
    kin = _kin_words()
    ids = (provision.id, *(relation.target for relation in provision.relations))
    return asked(provision) | topic(" ".join(kin.get(name, "") for name in ids))


def shared(text: str, stems_wanted: frozenset[str]) -> int:
    """How many different stems of a text are among some."""
    return len(set(stems(text)) & stems_wanted)
