"""Whose self-assessment a document is.

Every name that the document could mean is weighed by all that stands beside it, wherever it is
named (`weighing.py`). A wrong name is worse than none: where no name has a clear lead over the
others, and over nobody, the landlord stays empty.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import unquote

from saextract.mapping.context import Context
from saextract.model import Frozen, Parsed, Passage
from saextract.register import Entry, Register
from saextract.register.names import name_core, name_key, name_sort
from saextract.text.damage import is_damaged

from .mentions import OF_TITLES, SMALL, Mention, mentions_in
from .names import GENERIC_FIRST, NAME, STRONG_END, TITLE_NOISE, calm, trimmed
from .places import Zone, texts_of
from .weighing import Surroundings, clues_of, likely


class LandlordReading(Frozen):
    """Whose document it is.

    Attributes:
        name: as named, or "".
        entry: the landlord of the register that it means, or None.
        source: where the name was found, or "".
    """

    name: str = ""
    entry: Entry | None = None
    source: Literal["manifest", "document", "file_name", ""] = ""


def find_landlord(parsed: Parsed, context: Context) -> LandlordReading:
    """Finds the landlord that assesses itself in a document.

    Args:
        parsed: the document.
        context: its path, its manifest values and the register, if any.

    Returns:
        The name by manifest, else by the document, else by the file name; empty where none of
        them is clear. A register adds its entry and lets names without a type word count.
    """
    register = context.register
    manifest = context.manifest.get("landlord", "").strip()
    if manifest:
        return _reading(manifest, "manifest", register)
    named = _named_in_file(context.path, register)
    name = Names(parsed, context).best()
    if name and not is_damaged(name):
        return _reading(name, "document", register)
    return _reading(named, "file_name", register) if named else LandlordReading()


def _reading(
    name: str, source: Literal["manifest", "document", "file_name"], register: Register | None
) -> LandlordReading:
    entry = register.find(name) if register is not None else None
    return LandlordReading(name=name, entry=entry, source=source)


# ----------------------------------------------------------------------- choice


_Key = tuple[str, str]
"""The distinctive words of a name, and its sort."""


@dataclass
class Names:
    """The names of one document, and which of them is the landlord's."""

    parsed: Parsed
    context: Context

    def best(self) -> str:
        """The name with the clear lead, or "".

        The cells are looked at only where titles, heads, feet and introduction tell nothing.
        """
        for body in (False, True):
            groups = self.groups(body)
            clues = {key: clues_of(found, self.around) for key, found in groups.items()}
            chosen = likely(clues, are_kin)
            if chosen is not None:
                return display(groups[chosen])
        return ""

    @cached_property
    def texts(self) -> list[tuple[str, Zone]]:
        return list(dict.fromkeys(texts_of(self.parsed)))

    @cached_property
    def around(self) -> Surroundings:
        """What the document holds beside its names."""
        whole = "\n".join(text for text, _ in self.texts)
        return Surroundings(
            whole=whole,
            hosts=_hosts(self.parsed, whole),
            code="\n".join(p.text for code in self.context.codes for p in code.provisions),
        )

    def groups(self, body: bool) -> dict[_Key, list[Mention]]:
        """The mentions of each name, short and long forms of one together."""
        register = self.context.register
        mentions = [
            mention
            for text, zone in self.texts
            if body or zone != "body"
            for mention in mentions_in(text, zone, register)
            if not mention.brand
            or mention.part in OF_TITLES
            or not self.around.is_word(mention.name)
        ]
        acted_for = any(mention.role == "principal" for mention in mentions)
        agents = {_key(m.name) for m in mentions if acted_for and m.role == "agent"}
        counts = Counter(_key(m.name) for m in mentions)
        found: dict[_Key, list[Mention]] = defaultdict(list)
        for mention in mentions:
            if _key(mention.name) not in agents:
                found[_shortest(_key(mention.name), counts)].append(mention)
        return found


def _key(name: str) -> _Key:
    return name_core(name) or name_key(name), name_sort(name)


def are_kin(key: _Key, other: _Key) -> bool:
    """Whether two names of a document are a short and a full one of one association.

    A group and a member of it are two.
    """
    if key == other:
        return True
    first, second = (set(k[0].split()) - GENERIC_FIRST - _SORT_WORDS for k in (key, other))
    alike = bool(first and second) and (first <= second or second <= first)
    return alike and "council" not in (key[1], other[1])


_SORT_WORDS = frozenset(("and", "almshouse", "almshouses", "charity", "charities", "hospital"))


def _shortest(key: _Key, counts: Counter[_Key]) -> _Key:
    """The name that this one is short for, or only puts a word before or behind, or itself."""
    typed = [other for other in counts if other[0] == key[0] and other[1]]
    if not key[1] and len(typed) == 1:
        return typed[0]
    shorter = [
        other
        for other in counts
        if other[1] == key[1]
        and (key[0].endswith(f" {other[0]}") or key[0].startswith(f"{other[0]} "))
        and counts[other] >= counts[key]
    ]
    return min(shorter, key=lambda other: len(other[0]), default=key)


def display(mentions: list[Mention]) -> str:
    """The form that the document itself uses most in its best place, with its type word.

    A logo in small letters gives way to the name as sentences write it.
    """
    order = ["label", "title", "site", "property", "running", "intro", "tail", "body"]
    own = [m for m in mentions if m.role != "other"] or mentions
    strong = [m for m in own if STRONG_END.search(m.name)] or own
    counts = Counter(m.name for m in strong)
    best = min(
        strong,
        key=lambda m: (m.name.islower(), order.index(m.zone), -counts[m.name], -len(m.name)),
    )
    return best.name.replace("'", "’") if "’" in best.name else best.name


def _hosts(parsed: Parsed, whole: str) -> frozenset[str]:
    """Host names in the text and in the links, without dots and hyphens."""
    links = [
        link
        for block in parsed.blocks
        for item in (
            [block] if isinstance(block, Passage) else [c for r in block.rows for c in r.cells if c]
        )
        for link in item.links
    ]
    found = re.findall(r"(?:https?://|www\.|@)([\w.-]+)", "\n".join([whole, *links]))
    kept = (host.lower() for host in found if "ombudsman" not in host.lower())
    return frozenset(re.sub(r"[.-]", "", host) for host in kept)


# ----------------------------------------------------------------------- file names


def _named_in_file(path: str, register: Register | None) -> str:
    """The name in a file's name, or "": it needs a type word, or the register."""
    stem = PurePosixPath(unquote(path)).stem
    spaced = re.sub(r"[_+.\-\s]+", " ", stem)
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", spaced)
    words = [w for w in spaced.split() if not re.fullmatch(r"[0-9a-f]{6,}|\d+", w.lower())]
    kept = re.sub(
        r"\b(?:housing ombudsman(?: service)?|complaints? handling(?: code)?)\b",
        " ",
        " ".join(words),
        flags=re.IGNORECASE,
    )
    runs: list[list[str]] = [[]]
    for word in kept.split():
        if TITLE_NOISE.fullmatch(word) and word.lower() not in SMALL:
            runs.append([])
        else:
            runs[-1].append(word)
    named = " ".join(
        w if w.lower() in SMALL or not w.islower() else w.capitalize()
        for w in max(map(_bare, runs), key=len)
    )
    if not named:
        return ""
    if register is not None and register.find(named) is not None:
        return named
    match = NAME.match(calm(named))
    rest = named[match.end() :].split() if match else []
    found = list(trimmed(match[0])) if match and rest in ([], ["Housing"]) else []
    return found[0] if found else ""


def _bare(words: list[str]) -> list[str]:
    """Words without small ones at either end."""
    places = [i for i, word in enumerate(words) if word.lower() not in SMALL]
    return words[places[0] : places[-1] + 1] if places else []
