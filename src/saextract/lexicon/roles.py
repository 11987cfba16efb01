"""Roles of columns and of labels: what a title over a column, or before a text, names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache, lru_cache

from saextract.text.letters import letters

from .words import load


class Role(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    REQUIREMENT = "requirement"
    ANSWER = "answer"
    YES = "yes"
    NO = "no"
    PARTIAL = "partial"
    NOT_APPLICABLE = "not_applicable"
    EVIDENCE = "evidence"
    COMMENTARY = "commentary"
    ACTION = "action"
    OWNER = "owner"
    DUE = "due"
    RAG = "rag"
    OBSERVATION = "observation"
    OTHER = "other"


TICKS = (Role.YES, Role.NO, Role.PARTIAL, Role.NOT_APPLICABLE)
"""Columns of which one is ticked in each row."""

_ASKED = 8192
"""Texts whose reading is kept: the openings of a document's lines, asked about several times."""

_OPENING_WORDS = 6
"""Words of the longest label that its type alone tells from its value: "Commentary / reason for
non-compliance" has the most."""

_ADDRESS = re.compile(r"(?:https?:|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/|\b))")
"""An address of the web at the beginning of a text."""

_LONGEST_LABEL = 70
"""Letters of the longest label; a longer text is a sentence."""


@cache
def _titles() -> tuple[tuple[Role, re.Pattern[str]], ...]:
    return tuple(
        (Role(group["role"]), re.compile("|".join(group["patterns"])))
        for group in load("roles")["title"]
    )


@cache
def _labels() -> re.Pattern[str]:
    """All labels, those that name one thing as a group with its name."""
    groups = ((group["key"], "|".join(group["patterns"])) for group in load("labels")["label"])
    return re.compile("|".join(f"(?P<{key}>{patterns})" for key, patterns in groups))


def _words(*lists: str) -> frozenset[str]:
    return frozenset(word for name in lists for word in load("roles")[name])


@cache
def title_words() -> frozenset[str]:
    """Words that titles of columns are made of, in lower case."""
    return _words("words", "long_words")


@cache
def head_words() -> frozenset[str]:
    """Words of the titles that stand side by side at the head of a table, in lower case."""
    return _words("words", "linking_words", "head_words")


@cache
def linking_words() -> frozenset[str]:
    """Those of them that link others, and alone make no title."""
    return _words("linking_words")


def of_title(plain: str) -> Role | None:
    """The role that a column's title names, or None.

    Args:
        plain: the letters of the title.
    """
    return next((role for role, pattern in _titles() if pattern.match(plain)), None)


@cache
def _subjects() -> re.Pattern[str]:
    return re.compile("|".join(load("roles")["subjects"]))


def names_subject(plain: str) -> bool:
    """Whether a column's title names what a requirement is about, in the landlord's own words.

    Args:
        plain: the letters of the title.
    """
    return _subjects().match(plain) is not None


@lru_cache(_ASKED)
def of_label(text: str) -> str:
    """What a label names: a role, or "response"; "" for a text that is no label."""
    plain = letters(text)
    if not plain or len(plain) > _LONGEST_LABEL:
        return ""
    match = _labels().fullmatch(plain)
    return match.lastgroup or "" if match else ""


def opens_as_label(words: Iterable[str]) -> bool:
    """Whether some words can begin with a label; where not, none of their beginnings is one."""
    return _labels().match(letters(" ".join(words))) is not None


@lru_cache(_ASKED)
def opening_label(text: str) -> tuple[str, str]:
    """The longest label that opens a line without a sign behind it, and the rest of the line.

    "**Evidence** Letter CH6" comes as "Evidence Letter CH6": the rest begins with a capital, a
    figure, a sign or an address, and says something. Whether it is a label, its coming again and
    again must tell.

    Returns:
        Label and rest as printed; two empty texts where no label opens the line.
    """
    words = text.split(" ", _OPENING_WORDS) if text[:1].isupper() else []
    if not opens_as_label(words[:_OPENING_WORDS]):
        return "", ""
    for count in range(min(len(words) - 1, _OPENING_WORDS), 0, -1):
        label, rest = " ".join(words[:count]), " ".join(words[count:])
        shown = not rest[:1].islower() or _ADDRESS.match(rest)
        says = shown and any(map(str.isalpha, rest))
        if label[-1:].isalnum() and says and of_label(label):
            return label, rest
    return "", ""
