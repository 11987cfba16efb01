"""Whose self-assessment a document is.

A name counts by where it stands (behind a label, in a title, in running heads, in the
introduction, in the cells), by what the words around it say, and how often. A wrong name is worse
than none: without a clear lead over every other name, the landlord stays empty.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import unquote

from saextract.mapping.context import Context
from saextract.model import Frozen, Parsed, Passage
from saextract.register import Entry, Register
from saextract.register.names import name_core, name_key, name_sort
from saextract.text.damage import is_damaged

from .brands import brands_in
from .cues import Role
from .mentions import Mention, Zone, is_known, mentions_in, texts_of
from .names import GENERIC_FIRST, NAME, NEVER, STRONG_END, TITLE_NOISE, calm, trimmed

_WEIGHTS: dict[Zone, tuple[float, float]] = {
    "label": (40.0, 40.0),
    "title": (10.0, 20.0),
    "property": (8.0, 8.0),
    "running": (7.0, 7.0),
    "intro": (3.0, 9.0),
    "body": (1.0, 6.0),
}
"""What one mention counts by where it stands, and the most that mentions there can count."""

_ROLE_WEIGHTS: dict[Role, float] = {"speaks": 8.0, "agent": 8.0, "principal": 20.0}
_DEFINED_WEIGHT = 10.0
_HOST_WEIGHT = 5.0
_FILE_WEIGHT = 5.0
_KNOWN_WEIGHT = 3.0
"""What it adds that a body speaks of itself, that others act for it, that it is given a short
form, that a web address holds its name, that the file's name does, that the register knows it."""

_MERELY_SAID = 0.25
"""Share of the score that counts of a name which running text alone has, of others."""

_ENOUGH = 8.0
_ALONE_ENOUGH = 2.0
_LEAD_FACTOR = 1.5


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
    name = _Names(parsed, context, name_core(named) if named else "").best()
    if name and not is_damaged(name):
        return _reading(name, "document", register)
    return _reading(named, "file_name", register) if named else LandlordReading()


def _reading(
    name: str, source: Literal["manifest", "document", "file_name"], register: Register | None
) -> LandlordReading:
    entry = register.find(name) if register is not None else None
    return LandlordReading(name=name, entry=entry, source=source)


# ----------------------------------------------------------------------- choice


@dataclass
class _Names:
    """The names of one document, and which of them is the landlord's."""

    parsed: Parsed
    context: Context
    file_core: str

    def __post_init__(self) -> None:
        self.texts = list(dict.fromkeys(texts_of(self.parsed)))
        self.whole = "\n".join(text for text, _ in self.texts)
        self.hosts = _hosts(self.parsed, self.whole)

    def best(self) -> str:
        """The name with the clear lead, or "".

        The cells are looked at only where titles, heads, feet and introduction tell nothing.
        """
        known = self.context.register
        opening = [
            m for t, zone in self.texts if zone != "body" for m in mentions_in(t, zone, known)
        ]
        opening += self._of_titles()
        if name := self._best_of(opening):
            return name
        cells = (text for text, zone in self.texts if zone == "body")
        return self._best_of([*opening, *(m for t in cells for m in mentions_in(t, "body", known))])

    def _best_of(self, mentions: list[Mention]) -> str:
        acted_for = any(mention.role == "principal" for mention in mentions)
        agents = {_key(m.name) for m in mentions if acted_for and m.role == "agent"}
        mentions = [m for m in mentions if m.role != "other" and _key(m.name) not in agents]
        grouped: dict[tuple[str, str], list[Mention]] = defaultdict(list)
        counts = Counter(_key(m.name) for m in mentions)
        for mention in mentions:
            grouped[_shortest(_key(mention.name), counts)].append(mention)
        scores = {key: self._score(found, key) for key, found in grouped.items()}
        ranked = sorted(scores, key=lambda key: (-scores[key], key))
        if not ranked:
            return ""
        top = scores[ranked[0]]
        kin = [key for key in ranked if _are_kin(key, ranked[0])]
        near = [key for key in kin if scores[key] * _LEAD_FACTOR >= top]
        best = grouped[max(near, key=lambda key: (len(key[0]), scores[key]))]
        rivals = (scores[k] * self._weight(grouped[k]) for k in ranked if k not in kin)
        second = max(rivals, default=0.0)
        if {mention.zone for mention in best} <= {"intro", "body"} and not self._speaks(best):
            return ""
        alone = second <= 1.0 and (
            _speaks_of_itself(best, self.whole) or any(m.zone == "running" for m in best)
        )
        enough = max(_ALONE_ENOUGH if alone else _ENOUGH, _LEAD_FACTOR * second)
        return _display(best) if top >= enough else ""

    def _weight(self, mentions: list[Mention]) -> float:
        """What of a rival's score counts: little where it could never be the landlord's name."""
        said = {mention.zone for mention in mentions} <= {"intro", "body"}
        return _MERELY_SAID if said and not self._speaks(mentions) else 1.0

    def _score(self, mentions: list[Mention], key: tuple[str, str]) -> float:
        register = self.context.register
        total = _DEFINED_WEIGHT * any(m.defined for m in mentions)
        total += max(_ROLE_WEIGHTS.get(m.role, 0.0) for m in mentions)
        for zone, (weight, most) in _WEIGHTS.items():
            total += min(most, weight * sum(m.zone == zone for m in mentions))
        total += _HOST_WEIGHT * self._hosts_hold(key[0])
        total += _FILE_WEIGHT * (self.file_core == key[0] != "")
        if any(m.zone != "body" for m in mentions):
            total += _KNOWN_WEIGHT * is_known(mentions[0].name, register)
        first = key[0].split()[0].capitalize() if key[0] else ""
        also = len(re.findall(rf"\b{re.escape(first)}\b", self.whole)) - len(mentions)
        return total + min(3.0, 0.5 * max(also, 0)) * bool(first)

    def _hosts_hold(self, name: str) -> bool:
        joined = re.sub(r"[^a-z0-9]", "", name.lower())
        return len(joined) >= 4 and any(joined in host for host in self.hosts)

    def _speaks(self, mentions: list[Mention]) -> bool:
        """Whether a name that stands in running text alone is that of the body that speaks.

        A contractor, or a landlord whose case is told, can be named more often than the landlord.
        """
        if any(m.defined or m.role in _ROLE_WEIGHTS for m in mentions):
            return True
        name = mentions[0].name
        return self._hosts_hold(name_core(name) or name_key(name)) or _speaks_of_itself(
            mentions, self.whole
        )

    def _of_titles(self) -> Iterator[Mention]:
        """Names without a type word: left of a title, alone on a line, or a sentence's subject."""
        register = self.context.register
        for text, zone in self.texts:
            if zone in ("title", "intro", "running"):
                yield from (
                    Mention(name, zone, "speaks")
                    for name in brands_in(text)
                    if NAME.fullmatch(name) is None and not self._is_word(name.lower())
                )
            if zone not in ("title", "property", "running"):
                continue
            for rest in title_rests(text):
                if self._is_proper(rest):
                    yield Mention(rest, zone)
            alone = (_bare_line(text), _first_part(text)) if zone == "title" else ()
            for line in dict.fromkeys(filter(None, alone)):
                known = is_known(line, register)
                owned = re.search(rf"\b{re.escape(line)}[’']s?\s", self.whole)
                if known or owned or self._hosts_hold(line) or self._opens_file(line):
                    yield Mention(line, "title")

    def _opens_file(self, line: str) -> bool:
        """Whether the name of the file begins with the words of a line, which are no common ones.

        A brand may be written in small letters ("nestquarter").
        """
        if len(line) < _SHORTEST_BRAND or self._is_word(line.lower(), as_printed=line):
            return False
        joined = re.sub(r"[^a-z0-9]", "", line.lower())
        stem = re.sub(r"[\s_]+", "-", PurePosixPath(unquote(self.context.path)).stem.lower())
        return re.sub(r"[^a-z0-9]", "", stem).startswith(joined)

    def _is_proper(self, rest: str) -> bool:
        """Whether what a title leaves is a name: it is known, used as one elsewhere, or no word.

        A heading such as "Self-assessment – Introduction" leaves words that are no name.
        """
        register = self.context.register
        if is_known(rest, register):
            return True
        several = " " in rest or rest.lower() not in GENERIC_FIRST
        if several and register is not None and register.opens(rest):
            return not self._is_word(rest.lower())
        if rest.split()[0].lower() in GENERIC_FIRST:
            return False
        if name_core(rest) == self.file_core != "" or self._hosts_hold(rest):
            return True
        quoted = re.escape(rest)
        again = rf"(?<=[a-z,] ){quoted}\b(?![-–—])|\b{quoted}[’']s\b"
        if re.search(again, self.whole):
            return True
        return bool(_BRAND.fullmatch(rest)) and not self._is_word(rest.lower())

    def _is_word(self, word: str, as_printed: str = "") -> bool:
        """Whether the Codes use a word, or the document does in small letters.

        A name that is itself printed in small letters is a word only by the Codes.
        """
        texts = [p.text for code in self.context.codes for p in code.provisions]
        if as_printed != word:
            texts.append(self.whole)
        used = re.compile(rf"\b{re.escape(word)}\b")
        return any(map(used.search, texts))


def _key(name: str) -> tuple[str, str]:
    return name_core(name) or name_key(name), name_sort(name)


def _are_kin(key: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two names of a document are a short and a full one of one association.

    A group and a member of it are two.
    """
    if key == other:
        return True
    first, second = (set(k[0].split()) - GENERIC_FIRST - _SORT_WORDS for k in (key, other))
    alike = bool(first and second) and (first <= second or second <= first)
    return alike and "council" not in (key[1], other[1])


_SORT_WORDS = frozenset(("and", "almshouse", "almshouses", "charity", "charities", "hospital"))


def _shortest(key: tuple[str, str], counts: Counter[tuple[str, str]]) -> tuple[str, str]:
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


def _speaks_of_itself(mentions: list[Mention], whole: str) -> bool:
    """Whether the one name in a document is that of the body that speaks in it.

    It is where the document says "the Council" throughout and gives that name a complaints
    policy; a neighbour that is only mentioned, whatever it has or does, has none.
    """
    word = "Council" if name_sort(mentions[0].name) == "council" else "Association"
    words = name_core(mentions[0].name).split()
    if not words:
        return False
    core = re.escape(words[0].capitalize())
    owns = re.search(
        rf"\b{core}(?: (?:\w+ )?Council)?[’']s? (?:\w+ )?(?:Complaints?|Housing) "
        rf"(?:Policy|Procedure|Process|Service)",
        whole,
    )
    return owns is not None and len(re.findall(rf"\b[Tt]he {word}\b", whole)) >= 3


def _display(mentions: list[Mention]) -> str:
    """The form that the document itself uses most in its best place, with its type word."""
    order: tuple[Zone, ...] = ("label", "title", "property", "running", "intro", "body")
    strong = [m for m in mentions if STRONG_END.search(m.name)] or mentions
    counts = Counter(m.name for m in strong)
    best = min(strong, key=lambda m: (order.index(m.zone), -counts[m.name], -len(m.name)))
    return best.name.replace("'", "’") if "’" in best.name else best.name


def _hosts(parsed: Parsed, whole: str) -> set[str]:
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
    return {re.sub(r"[.-]", "", host.lower()) for host in found if "ombudsman" not in host.lower()}


# ----------------------------------------------------------------------- titles and file names


_SHORTEST_BRAND = 5
"""Letters of the shortest name that counts where it stands alone and begins the file's name."""

_BRAND = re.compile(
    r"(?!\w*(?:ing|tion|sion|ment|ness|ance|ence|ity|ies|ers|ship|ed|ly)$)[A-Z][a-z]{3,}[A-Za-z]*"
)
"""One word that can be a name nobody knows: not initials, not formed as English nouns are."""

_PARTS = re.compile(
    r"\s+[-–—|•·]\s+|\s*::\s*|:\s+|\s\(|\)|(?<=\w)[’']s?\s+"
    r"(?=(?:(?:annual|own|latest|20\d\d|housing|ombudsman)\s+)*"
    r"(?:self[\s-]*assessment|complaints?\b))|"
    r"\s+(?=(?:and the\s+)?(?:(?:annual|housing ombudsman|complaints?)\s+)*"
    r"(?:self[\s-]*assessment|complaints? handling code)\b)",
    re.IGNORECASE,
)
"""What parts a landlord's name from the rest of a title."""


def title_rests(text: str) -> Iterator[str]:
    """What a title "X – self-assessment" leaves when the words of the title are taken off."""
    line = " ".join(text.split())
    if not re.search(r"self[\s-]*assessment|complaint handling code", line, re.IGNORECASE):
        return
    for part in re.split(_PARTS, line):
        words = part.split()
        if not 0 < len(words) <= _LONGEST_REST or NEVER.search(part):
            continue
        if {words[0].lower(), words[-1].lower()} & _SMALL or any(map(_is_noise, words)):
            continue
        if words[0][0].isupper():
            yield " ".join(words)


_LONGEST_REST = 5
"""Words of the longest name that a title leaves."""


def _is_noise(word: str) -> bool:
    """Whether a word of a title is none of a name's: "L&Q" and a name's small words are not."""
    if word.lower() in _SMALL or _JOINED.fullmatch(word):
        return False
    return TITLE_NOISE.search(word) is not None


_JOINED = re.compile(r"[A-Z]\w*(?:&[A-Z]\w*)+")


def _bare_line(text: str) -> str:
    """A line of the opening that can be a name without a type word, or ""."""
    line = " ".join(text.split())
    words = line.split()
    if not words or len(words) > 4 or TITLE_NOISE.search(line) or NEVER.search(line):
        return ""
    named = all(word[0].isupper() or word in ("of", "and", "the", "for") for word in words)
    named |= len(words) == 1 and line.isalpha()
    return line if named and words[0].lower() not in GENERIC_FIRST else ""


def _first_part(text: str) -> str:
    """The one word before a dash or a bar in a line of the opening, or ""."""
    match = re.match(r"\s*([A-Z][a-z]\w+)\s+[-–—|]\s", text)
    return _bare_line(match[1]) if match else ""


_SMALL = frozenset(("of", "and", "the", "upon", "on", "in", "for", "with", "by", "to", "&", "+"))


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
        if TITLE_NOISE.fullmatch(word) and word.lower() not in _SMALL:
            runs.append([])
        else:
            runs[-1].append(word)
    named = " ".join(
        w if w.lower() in _SMALL or not w.islower() else w.capitalize()
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
    places = [i for i, word in enumerate(words) if word.lower() not in _SMALL]
    return words[places[0] : places[-1] + 1] if places else []
