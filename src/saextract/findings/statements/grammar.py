"""Cues as data: a small notation for phrases, and what it means to spaCy's Matcher.

A pattern is words parted by spaces. `a|b` is either word, `@verbs` any form of the words of a
list (`@verbs:b` the base, `:d` the participle, `:g` the form in -ing, `:s` the one in -s), `~pub`
a word that begins so, a final `?` makes it optional, `..3` stands for up to three words within
the clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

Pattern = list[dict[str, Any]]


def words_in(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


_VOWELS = "aeiou"


def compile_pattern(notation: str, words: Mapping[str, Mapping[str, frozenset[str]]]) -> Pattern:
    """One pattern for the Matcher.

    Args:
        notation: the phrase.
        words: name of a list to its forms, as `forms` gives them.

    Raises:
        KeyError: the notation names a list or a form that is not there.
    """
    return [_token(item, words) for item in notation.split()]


def _token(item: str, words: Mapping[str, Mapping[str, frozenset[str]]]) -> dict[str, Any]:
    if item.startswith(".."):
        return {"IS_PUNCT": False, "OP": f"{{0,{item[2:]}}}"}
    optional = item.endswith("?") and len(item) > 1
    body = item[:-1] if optional else item
    spec: dict[str, Any] = {}
    if body.startswith("~"):
        spec["LOWER"] = {"REGEX": "^(?:" + body[1:] + ")"}
    else:
        members: set[str] = set()
        for word in body.split("|"):
            if word.startswith("@"):
                name, _, form = word[1:].partition(":")
                members |= words[name][form or "any"]
            else:
                members.add(word)
        spec["LOWER"] = {"IN": sorted(members)}
    if optional:
        spec["OP"] = "?"
    return spec


def forms(bases: Iterable[str], irregular: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """All forms of some verbs: b(ase), s, d (past and participle), g (in -ing), and any.

    Args:
        bases: base forms; a word that ends in "=" is no verb and has no other form.
        irregular: base to its past forms, parted by spaces, and to "+" for a final letter
            that is doubled.
    """
    kinds: dict[str, set[str]] = {"b": set(), "s": set(), "d": set(), "g": set()}
    for base in bases:
        if base.endswith("="):
            kinds["b"].add(base[:-1])
            continue
        kinds["b"].add(base)
        kinds["s"].add(_third(base))
        past = irregular.get(base, "")
        stem = base + base[-1] if "+" in past else base
        kinds["g"].add(_ing(stem))
        kinds["d"].update(past.replace("+", "").split() or [_past(stem)])
    kinds["any"] = set().union(*kinds.values())
    return {name: frozenset(members) for name, members in kinds.items()}


def _third(base: str) -> str:
    if re.search(r"(?:s|x|z|ch|sh|o)$", base):
        return base + "es"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ies"
    return base + "s"


def _past(stem: str) -> str:
    if stem.endswith("e"):
        return stem + "d"
    if stem.endswith("y") and stem[-2] not in _VOWELS:
        return stem[:-1] + "ied"
    return stem + "ed"


def _ing(stem: str) -> str:
    if stem.endswith("e") and not stem.endswith(("ee", "oe", "ye")):
        return stem[:-1] + "ing"
    return stem + "ing"
