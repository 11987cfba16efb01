"""Whose self-assessment a document is.

A name counts by where it stands and how often: behind a label, in a title, in running heads,
in the introduction, in the cells. A wrong name is worse than none: without a clear lead over
every other name, the landlord stays empty.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Literal, NamedTuple
from urllib.parse import unquote

from saextract.mapping.context import Context
from saextract.model import Frozen, Parsed, Passage
from saextract.register import Entry, Register
from saextract.register.names import name_core, name_key, name_sort

from .names import GENERIC_FIRST, NAME, NEVER, STRONG_END, TITLE_NOISE, calm, trimmed

Zone = Literal["label", "title", "property", "running", "intro", "body"]

_LABEL = re.compile(
    r"^\s*(?:name of (?:the )?(?:member )?(?:landlord|organisation|provider)|landlord(?:['’]s)? "
    r"name|(?:member )?landlord|organisation(?: name)?|registered provider|name of council)"
    r"\s*[:\-–]\s*(.+)$",
    re.IGNORECASE | re.MULTILINE,
)
_LABEL_CELL = re.compile(
    r"(?:name of (?:the )?(?:member )?(?:landlord|organisation)|landlord name|landlord|"
    r"organisation|organisation name|registered provider)\s*:?",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"^\s*(?:completed|prepared|approved|written|reviewed|signed|submitted|author(?:ed)?|"
    r"assessor|contact|lead)(?: off)?(?: by)?\b\s*[:\-–]?.*$",
    re.IGNORECASE | re.MULTILINE,
)
_DEFINED = re.compile(
    r"\s*(?:['’]s?)?\s*\(\s*(?:hereafter |hereinafter |known as |referred to as )*"
    r"[“\"'‘]?(?:the )?(?:Council|Association|Landlord|Group|Trust|Society|Company)\b"
)
_WEIGHTS: dict[Zone, tuple[float, float]] = {
    "label": (40.0, 40.0),
    "title": (10.0, 20.0),
    "property": (6.0, 6.0),
    "running": (7.0, 7.0),
    "intro": (3.0, 9.0),
    "body": (1.0, 6.0),
}
"""What one mention counts by where it stands, and the most that mentions there can count."""

_OWN = (
    r"(?:'s|') (?:[\w-]+ ){0,4}?(?:complain|polic|procedure|process|website|residents|tenants|"
    r"customers|housing|board|cabinet|service|staff|feedback|social media|approach|Complaint|Polic|"
    r"Procedure|Process|Housing|Board|Cabinet|Customer|Feedback|Service|Website)|"
    r" (?:is committed|welcomes|aims|recognises|complies|operates a|has adopted|has a |"
    r"values|believes|takes complaints|[Cc]omplaints? |[Ww]ebsite|[Cc]orporate |[Ff]eedback )"
)
"""What follows a name in the words of its own body: "X’s Complaints Policy", "X is committed"."""

_DEFINED_WEIGHT = 10.0
_ENOUGH = 8.0
_ALONE_ENOUGH = 2.0
_LEAD_FACTOR = 1.5
_TITLE_LINES = 12


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


class _Mention(NamedTuple):
    name: str
    zone: Zone
    defined: bool = False


def is_name(text: str) -> bool:
    """Whether a text is the name of a landlord and nothing else."""
    return bool(NAME.fullmatch(" ".join(text.split())))


def find_landlord(parsed: Parsed, context: Context) -> LandlordReading:
    """Finds the landlord that assesses itself in a document.

    Args:
        parsed: the document.
        context: its path, its manifest values and the register, if any.

    Returns:
        The name by manifest, else by the document, else by the file name; empty where none of
        them is clear. A register adds the id and lets names without a type word count.
    """
    register: Register | None = context.register
    manifest = context.manifest.get("landlord", "").strip()
    if manifest:
        return _reading(manifest, "manifest", register)
    texts = list(_texts(parsed))
    named = _named_in_file(context.path, register)
    name = _best(texts, parsed, name_core(named) if named else "", register)
    if name:
        return _reading(name, "document", register)
    return _reading(named, "file_name", register) if named else LandlordReading()


def _reading(
    name: str, source: Literal["manifest", "document", "file_name"], register: Register | None
) -> LandlordReading:
    entry = register.find(name) if register is not None else None
    return LandlordReading(name=name, entry=entry, source=source)


# ----------------------------------------------------------------------- texts and zones


def _texts(parsed: Parsed) -> Iterator[tuple[str, Zone]]:
    """Every text of the document with the zone that it stands in."""
    for key in ("title", "subject", "company", "author"):
        if parsed.properties.get(key):
            yield parsed.properties[key], "property"
    for text in {p.text: None for p in parsed.residue}:
        yield text, "running"
    lines_left = _TITLE_LINES
    before_table = True
    for block in parsed.blocks:
        if isinstance(block, Passage):
            lines = block.text.splitlines()
            head = lines[: max(lines_left, 0)] if before_table else []
            lines_left -= len(lines)
            for line in head:
                yield line, "title" if _titular(line, block) else "intro"
            yield "\n".join(lines[len(head) :]), "intro" if before_table else "body"
            continue
        for row in block.rows:
            cells = [cell.text for cell in row.cells if cell is not None and cell.text.strip()]
            if len(cells) >= 2 and _LABEL_CELL.fullmatch(cells[0].strip()):
                yield cells[1], "label"
            title = before_table and len(cells) == 1 and len(cells[0].split()) <= 14
            for text in cells:
                yield text, "title" if title else "body"
        before_table = before_table and len(block.rows) < 4


def _titular(line: str, passage: Passage) -> bool:
    """Whether a line of the opening is a title and not running prose."""
    return passage.heading is not None or (
        len(line.split()) <= 14 and not line.rstrip().endswith((".", ",", ";"))
    )


# ----------------------------------------------------------------------- mentions


def _mentions(text: str, zone: Zone) -> Iterator[_Mention]:
    """The names in a text that end or begin as landlords' names do."""
    if zone == "label":
        name = " ".join(text.split()).strip(" .:;,")
        if _plausible_label(name):
            yield _Mention(name, "label")
        return
    for label in _LABEL.finditer(text):
        name = " ".join(label[1].split()).strip(" .:;,")
        if _plausible_label(name):
            yield _Mention(name, "label")
    text = _SIGNED.sub("", text)
    flat = calm(" ".join(text.split()))
    position = 0
    while match := NAME.search(flat, position):
        position = match.end()
        if zone == "title" and _goes_on(flat, match.start(), position):
            continue
        for name in trimmed(match[0]):
            yield _Mention(name, zone, bool(_DEFINED.match(flat, match.end())))


def _goes_on(title: str, start: int, end: int) -> bool:
    """Whether a title's name has more words than those that are known to begin and end names."""
    if title[:end].endswith("Council"):
        return False
    if _LISTED.search(title[:start]):
        return True
    more = _MORE.match(title, end)
    if more is None:
        return False
    return not TITLE_NOISE.match(more["word"]) and not NAME.match(title, more.start("word"))


def _plausible_label(name: str) -> bool:
    words = name.split()
    return 0 < len(words) <= 8 and name[0].isupper() and not NEVER.search(name)


# ----------------------------------------------------------------------- choice


def _best(
    texts: list[tuple[str, Zone]], parsed: Parsed, file_core: str, register: Register | None
) -> str:
    """The name with the clear lead, or ""."""
    mentions = [m for text, zone in texts for m in _mentions(text, zone)]
    whole = "\n".join(text for text, _ in texts)
    hosts = _hosts(parsed, whole)
    mentions += [
        mention
        for text, zone in texts
        if zone in ("title", "property")
        for mention in _title_rest(text)
        if (register is not None and register.find(mention.name) is not None)
        or name_core(mention.name) == file_core != ""
        or _named_again(mention.name, whole, hosts)
    ]
    mentions += [
        _Mention(name, "title")
        for text, zone in texts
        if zone == "title"
        and (name := _bare_line(text))
        and ((register is not None and register.find(name)) or _owns(name, whole, hosts))
    ]
    if not mentions:
        return ""
    grouped: dict[tuple[str, str], list[_Mention]] = defaultdict(list)
    counts = Counter(_key(m.name) for m in mentions)
    for mention in mentions:
        grouped[_shortest(_key(mention.name), counts)].append(mention)
    scores = {
        key: _score(found, key, hosts, whole)
        + (5.0 if file_core and file_core == key[0] else 0.0)
        + (3.0 if register is not None and _is_known(found, register) else 0.0)
        for key, found in grouped.items()
    }
    ranked = sorted(scores, key=lambda key: (-scores[key], key))
    best = ranked[0]
    second = scores[ranked[1]] if len(ranked) > 1 else 0.0
    alone = second <= 1.0 and (
        _speaks_of_itself(grouped[best], whole)
        or any(mention.zone == "running" for mention in grouped[best])
    )
    enough = _ALONE_ENOUGH if alone else _ENOUGH
    named = {mention.zone for mention in grouped[best]}
    if named <= {"intro", "body"} and not _speaks(grouped[best], whole, hosts):
        return ""
    if scores[best] < enough or scores[best] < _LEAD_FACTOR * second:
        return ""
    return _display(grouped[best])


def _is_known(mentions: list[_Mention], register: Register) -> bool:
    """Whether a name is the register's and stands where a landlord names itself."""
    spoken = any(mention.zone != "body" for mention in mentions)
    return spoken and register.find(mentions[0].name) is not None


def _key(name: str) -> tuple[str, str]:
    return name_core(name) or name_key(name), name_sort(name)


def _shortest(key: tuple[str, str], counts: Counter[tuple[str, str]]) -> tuple[str, str]:
    """The more frequent name that this one only puts a word in front of, or itself."""
    shorter = [
        other
        for other in counts
        if other[1] == key[1] and key[0].endswith(f" {other[0]}") and counts[other] >= counts[key]
    ]
    return min(shorter, key=lambda other: len(other[0]), default=key)


def _score(mentions: list[_Mention], key: tuple[str, str], hosts: set[str], whole: str) -> float:
    total = _DEFINED_WEIGHT if any(m.defined for m in mentions) else 0.0
    for zone, (weight, most) in _WEIGHTS.items():
        total += min(most, weight * sum(m.zone == zone for m in mentions))
    joined = key[0].replace(" ", "")
    if len(joined) >= 4 and any(joined in host for host in hosts):
        total += 4.0
    first = key[0].split()[0].capitalize() if key[0] else ""
    also = len(re.findall(rf"\b{re.escape(first)}\b", whole)) - len(mentions) if first else 0
    return total + min(3.0, 0.5 * max(also, 0))


def _speaks(mentions: list[_Mention], whole: str, hosts: set[str]) -> bool:
    """Whether a name that stands in running text alone is that of the body that speaks.

    A contractor, or a landlord whose case is told, can be named more often than the landlord.
    """
    if any(mention.defined for mention in mentions):
        return True
    joined = (name_core(mentions[0].name) or name_key(mentions[0].name)).replace(" ", "")
    if len(joined) >= 4 and any(joined in host for host in hosts):
        return True
    names = "|".join(sorted({re.escape(mention.name) for mention in mentions}))
    core = name_core(mentions[0].name)
    names += f"|{re.escape(core.title())}" if core else ""
    flat = " ".join(whole.split()).replace("’", "'")
    return bool(re.search(rf"\b(?:{names})(?:{_OWN})", flat))


def _speaks_of_itself(mentions: list[_Mention], whole: str) -> bool:
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


def _display(mentions: list[_Mention]) -> str:
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


def _title_rest(text: str) -> Iterator[_Mention]:
    """What a title "X – self-assessment" leaves when the words of the title are taken off."""
    line = " ".join(text.split())
    if not re.search(r"self[\s-]*assessment|complaint handling code", line, re.IGNORECASE):
        return
    for part in re.split(_PARTS, line):
        rest = " ".join(TITLE_NOISE.sub(" ", part).split())
        words = rest.split()
        if not rest or rest != part.strip() or len(words) > 5 or NEVER.search(rest):
            continue
        if words[0][0].isupper() and words[0].lower() not in GENERIC_FIRST:
            yield _Mention(rest, "title")


_LISTED = re.compile(r"\b[A-Z]\w+, $")
_MORE = re.compile(r" (?:(?:and|&|\+|for|of) )?(?P<word>[A-Z][a-z]+)")
_PARTS = re.compile(
    r"\s+[-–—|]\s+|:\s+|(?<=\w)[’']s?\s+"
    r"(?=(?:(?:annual|own|latest|20\d\d|housing|ombudsman)\s+)*"
    r"(?:self[\s-]*assessment|complaints?\b))",
    re.IGNORECASE,
)
"""What parts a landlord's name from the rest of a title."""


def _bare_line(text: str) -> str:
    """A line of the opening that can be a name without a type word, or ""."""
    line = " ".join(text.split())
    words = line.split()
    if not words or len(words) > 4 or TITLE_NOISE.search(line) or NEVER.search(line):
        return ""
    named = all(word[0].isupper() or word in ("of", "and", "the", "for") for word in words)
    return line if named and words[0].lower() not in GENERIC_FIRST else ""


def _owns(name: str, whole: str, hosts: set[str]) -> bool:
    """Whether the document gives a name a web address of its own, or what a landlord has."""
    joined = re.sub(r"[^a-z0-9]", "", name.lower())
    if len(joined) >= 4 and any(joined in host for host in hosts):
        return True
    return bool(re.search(rf"\b{re.escape(name)}[’']s?\s", whole))


def _named_again(name: str, whole: str, hosts: set[str]) -> bool:
    """Whether what a title leaves is used as a name elsewhere, or is in a web address.

    A heading such as "Self-assessment – Introduction" leaves words that are no name.
    """
    joined = re.sub(r"[^a-z0-9]", "", name.lower())
    if len(joined) >= 4 and any(joined in host for host in hosts):
        return True
    quoted = re.escape(name)
    return bool(re.search(rf"(?<=[a-z,] ){quoted}\b(?![-–—])|\b{quoted}[’']s\b", whole))


def _bare(words: list[str], small: set[str]) -> list[str]:
    """Words without small ones at either end."""
    places = [i for i, word in enumerate(words) if word.lower() not in small]
    return words[places[0] : places[-1] + 1] if places else []


def _named_in_file(path: str, register: Register | None) -> str:
    """The name in a file's name, or "": it needs a type word, or the register."""
    stem = PurePosixPath(unquote(path)).stem
    spaced = re.sub(r"[_+.\-\s]+", " ", stem)
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", spaced)
    words = [w for w in spaced.split() if not re.fullmatch(r"[0-9a-f]{6,}|\d+", w.lower())]
    kept = " ".join(words)
    kept = re.sub(
        r"\b(?:housing ombudsman(?: service)?|complaints? handling(?: code)?)\b", " ", kept,
        flags=re.IGNORECASE,
    )  # fmt: skip
    small = {"of", "and", "the", "upon", "on", "in", "for", "with", "by", "to", "&", "+"}
    runs: list[list[str]] = [[]]
    for word in kept.split():
        if TITLE_NOISE.fullmatch(word) and word.lower() not in small:
            runs.append([])
        else:
            runs[-1].append(word)
    core_words = max((_bare(run, small) for run in runs), key=len)
    named = " ".join(
        w if w.lower() in small or not w.islower() else w.capitalize() for w in core_words
    )
    if not named:
        return ""
    if register is not None and register.find(named) is not None:
        return named
    match = NAME.fullmatch(calm(named))
    found = list(trimmed(match[0])) if match else []
    return found[0] if found else ""
