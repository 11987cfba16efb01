"""How likely each name of a document is to be its landlord's.

Every clue is a number, and has a weight: what it adds to the logarithm of the odds against a
document that names nobody. The shares of the names follow from them as in a multinomial logit,
and so were the weights fitted on labelled documents (benchmarks/landlords.py).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from saextract.register.names import name_core, name_key

from .mentions import Mention
from .names import ONLY_LEGAL

Clues = dict[str, float]


@dataclass(frozen=True)
class Surroundings:
    """What a document holds beside its names.

    Attributes:
        whole: all of its text.
        hosts: host names in it, without dots and hyphens.
        code: the words of the Codes.
    """

    whole: str
    hosts: frozenset[str]
    code: str

    def is_word(self, name: str) -> bool:
        """Whether the Codes use a name as a word."""
        small = name.lower()
        return small in self.code and re.search(rf"\b{re.escape(small)}\b", self.code) is not None


WEIGHTS: dict[str, float] = {
    "titled in property": 4.0,
    "in title": 2.9,
    "alone in intro": 2.8,
    "in site": 2.6,
    "titled in title": 2.6,
    "in label": 2.5,
    "speaks": 2.5,
    "alone in site": 2.4,
    "in running": 2.4,
    "principal": 2.4,
    "in tail": 2.1,
    "titled in running": 2.0,
    "within": 2.0,
    "alone in property": 2.0,
    "host": 1.2,
    "subject": 1.2,
    "alone in title": 1.1,
    "defined": 1.0,
    "alone in tail": 0.9,
    "alone in running": 0.9,
    "in property": 0.7,
    "in intro": 0.6,
    "uncoined": -3.0,
    "is company": -3.1,
    "is brand": -3.8,
    "word": -3.9,
    "object": -3.9,
    "other": -4.0,
    "is brand of words": -4.7,
}
"""What a clue adds to the logarithm of the odds; a clue that counts against a name is negative.

A name "alone" is all of a line or of a part of it; "titled" is one beside the words of a title;
"within" is one that sentences use; "coined" a word is that is not formed as English nouns are.
"""

_SURE = 0.68
"""Share of the odds that the landlord's name has: over documents that the weights were not fitted
on, fewer than one name in a hundred was wrong then."""

_NEAR = 3.0
"""How many times the odds of a longer form of a name those of the best form may be."""

K = TypeVar("K", bound=Hashable)


def likely(
    names: Mapping[K, Clues],
    are_kin: Callable[[K, K], bool],
    weights: Mapping[str, float] = WEIGHTS,
) -> K | None:
    """The name that is the landlord's with enough certainty, or None.

    Args:
        names: the clues of each name.
        are_kin: whether two are a short and a full form of one name, which are no rivals; of
            those that are near to each other the longer one is taken.
        weights: of the clues.
    """
    odds = {
        key: math.exp(sum(weights.get(clue, 0.0) * much for clue, much in clues.items()))
        for key, clues in names.items()
    }
    best = max(odds, key=lambda key: odds[key], default=None)
    if best is None:
        return None
    kin = [key for key in odds if are_kin(key, best)]
    if sum(odds[key] for key in kin) < _SURE * (1.0 + sum(odds.values())):
        return None
    near = [key for key in kin if odds[key] * _NEAR >= odds[best]]
    return max(near, key=lambda key: (len(str(key)), odds[key]))


def clues_of(mentions: list[Mention], around: Surroundings) -> Clues:
    """What tells for and against a name.

    Args:
        mentions: of the name.
        around: the rest of the document.
    """
    own = [m for m in mentions if m.role != "other"]
    name = max((m.name for m in mentions), key=len)
    found: Clues = {_sort(mentions, name): 1.0}
    for zone in {m.zone for m in own} - {"body"}:
        found[f"in {zone}"] = min(2.0, math.log2(1 + sum(m.zone == zone for m in own)))
    brand = all(m.brand for m in mentions)
    found["subject"] = float(any(m.part == "subject" for m in own))
    for part, zone in {(m.part, m.zone) for m in own if m.zone != "body"}:
        if part in ("titled", "alone"):
            found[f"{part} in {zone}"] = 1.0
    found["object"] = sum(m.part == "object" for m in mentions) / len(mentions)
    found["other"] = sum(m.role == "other" for m in mentions) / len(mentions)
    for role in {m.role for m in mentions} - {"", "agent", "other"}:
        found[role] = 1.0
    found["defined"] = float(any(m.defined for m in own))
    joined = re.sub(r"[^a-z0-9]", "", name_core(name) or name_key(name))
    found["host"] = float(len(joined) >= 4 and any(joined in host for host in around.hosts))
    if brand:
        found |= _of_brand(name, around)
    return {clue: much for clue, much in found.items() if clue and much}


def _sort(mentions: list[Mention], name: str) -> str:
    """The kind of name that counts against it, or ""."""
    if all(m.brand for m in mentions):
        return "is brand of words" if " " in name else "is brand"
    labelled = any(m.zone == "label" for m in mentions)
    return "is company" if ONLY_LEGAL.fullmatch(name) and not labelled else ""


_COINED = re.compile(
    r"(?!\w*(?:ing|tion|sion|ment|ness|ance|ence|ity|ies|ers|ship|ed|ly)$)[A-Z][a-z]{3,}[A-Za-z]*"
)
"""One word that can be a name nobody knows: not initials, not formed as English nouns are."""


def _of_brand(name: str, around: Surroundings) -> Clues:
    small = name.islower()
    return {
        "uncoined": float(" " not in name and not small and not _COINED.fullmatch(name)),
        "word": float(
            around.is_word(name) or (not small and _used_small(name.lower(), around.whole))
        ),
        "within": float(_used_within(name, around.whole)),
    }


def _used_small(small: str, whole: str) -> bool:
    """Whether a document uses a name as a word of its own, in small letters."""
    used = rf"(?<![@./\w-]){re.escape(small)}(?![@\w-]|\.\w)"
    return small in whole and re.search(used, whole) is not None


def _used_within(name: str, whole: str) -> bool:
    """Whether sentences use a name: in their midst, as an owner, or before a small word."""
    quoted = re.escape(name)
    return bool(
        re.search(
            rf"(?<=[a-z,] ){quoted}\b(?![-–—])|\b{quoted}[’']s?\b|"
            rf"(?m:^|[.:!?] ){quoted} (?!self\b|and\b|complaint)[a-z]",
            whole,
        )
    )
