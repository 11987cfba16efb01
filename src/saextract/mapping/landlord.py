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

from ..model import Frozen, Parsed, Passage
from .context import Context
from .register import Entry, Register, name_core, name_key, name_sort

Zone = Literal["label", "title", "property", "running", "intro", "body"]

_W = r"[A-Z0-9][\w'’&\-]*"
_LINK = r"(?:of|and|&|the|upon|on|in|for|with|le|under|by)"
_STRONG = (
    r"(?:Housing|Homes) (?:Association|Trust|Society|Partnership|Group|Co-?operative)|"
    r"(?:Royal |London |Metropolitan )?Borough Council|City Council|District Council|"
    r"County Council|Metropolitan (?:Borough|District) Council|City of London Corporation|"
    r"Tenant Management Organisation|Community Housing|Almshouse (?:Charity|Trust|Association)|"
    r"Almshouses|Co-operative Homes|Council"
)
_WEAK = r"Housing|Homes|Living|Group|Trust|Partnership|Society|Foundation|Home"
_TAIL = (
    r"(?: (?:(?:Housing|Homes) )?"
    r"(?:Association|Society|Trust|Partnership|Co-?operative|Group|Limited|Ltd)\b)*"
)
_NAME = re.compile(
    rf"(?<![\w/.@-])(?:(?:The )?(?:(?:Royal|London) )?Borough of {_W}"
    rf"(?: (?:(?:and|upon|&) )?(?:{_W}))?|City of {_W}(?: Council)?|"
    rf"{_W}(?: (?:{_LINK} )*{_W}){{0,5}}? (?:{_STRONG}|{_WEAK}){_TAIL})"
    rf"(?![\w-])(?! (?:Management|Services?|Teams?|Officers?|Managers?|Directors?|Department|"
    rf"Strateg|Advis|Options|Needs|Benefit|Standard|Act|Register|Allocation|Stock|Estate|Repairs|"
    rf"Committee|Board|Panel|Portfolio|Revenue|Tax|Leader|Chief|Website))"
)
_STRONG_END = re.compile(rf"(?:{_STRONG}){_TAIL}$|Borough of |^City of ")

_NEVER = re.compile(
    r"\b(?:Ombudsman\w*|Regulator\w*|Chartered|Institute|Federation|Department|Ministry|"
    r"Government|National Housing|Homes England|Police|NHS|University|Tribunal|"
    r"Participation|Association of|Quality Network|Act|Regulation|White Paper|Charter|Shelter|"
    r"Citizens|Parish|Town Council|Youth|Member|Director\w*|Manager|Officer|Head|Cabinet|Portfolio|"
    r"Committee|Board|Panel|Team|Minister|Secretary|Councillor|Cllr|Local Authority|"
    r"Social Care|Safeguarding|Children)\b",
    re.IGNORECASE,
)
_LEAD = frozenset(
    re.findall(
        r"\S+",
        "the at in for from as our we this that these those when where while if any all each its "
        "their your complaints complaint policy contact visit see annual appendix annex section "
        "self-assessment self assessment report code handling housing's published by to with on "
        "of and & or by how why what is are was were welcome about introduction by- service "
        "procedure response performance landlord name organisation yes no n/a partial "
        "partially social tenant tenants resident residents council local new a an both other "
        "another corporate customer quarterly form",
    )
)
_GENERIC_FIRST = frozenset(
    re.findall(
        r"\S+",
        "social council decent supported sheltered affordable customer our the housing complaints "
        "annual new temporary empty warm safe retirement public private general strategic local "
        "head director assistant older people's care better community borough city district county "
        "metropolitan royal london rented leasehold resident residents tenant tenants member group "
        "trust working steering focus task project scrutiny management senior executive leadership "
        "involved registered voluntary charitable independent healthy building your my extra "
        "supporting specialist key property house full no any every stage all service county",
    )
)
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
_TITLE_NOISE = re.compile(
    r"\b(?:housing ombudsman(?: service)?(?:['’]s)?|complaints?|handling|code|self|assessment|"
    r"annual|form|appendix|annex|[a-d](?=\b)|20\d\d(?:\s*[-/–]\s*\d{2,4})?|against|of|our|the|"
    r"for|report|performance|and|service|improvement|against|with|compliance|final|draft|"
    r"version|v\d+|published|completed|template|hos|chc|ho|new|updated|update|copy|pdf|docx?|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|web|website|signed|approved|accessible|"
    r"sa|cch|policy|statement|review|to|by|on|in|submission|board|tenants?|residents?|customers?|"
    r"landlord|housing landlord|statutory|checklist|document|download|file|page|section|"
    r"\d+(?:st|nd|rd|th)?)\b|[-–—_:|.,()\[\]&+/]",
    re.IGNORECASE,
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

_DEFINED_WEIGHT = 10.0
_ENOUGH = 8.0
_ALONE_ENOUGH = 2.0
_LEAD_FACTOR = 1.5
_TITLE_LINES = 12


class LandlordReading(Frozen):
    """Whose document it is.

    Attributes:
        name: as named, or "".
        id: from the register, or "".
        source: where the name was found, or "".
    """

    name: str = ""
    id: str = ""
    source: Literal["manifest", "document", "file_name", ""] = ""


class _Mention(NamedTuple):
    name: str
    zone: Zone
    defined: bool = False


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
    entry: Entry | None = register.find(name) if register is not None else None
    return LandlordReading(name=name, id=entry.id if entry else "", source=source)


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
    flat = _calm(" ".join(text.split()))
    position = 0
    while match := _NAME.search(flat, position):
        position = match.end()
        for name in _trim(match[0]):
            yield _Mention(name, zone, bool(_DEFINED.match(flat, match.end())))


def _plausible_label(name: str) -> bool:
    words = name.split()
    return 0 < len(words) <= 8 and name[0].isupper() and not _NEVER.search(name)


def _calm(text: str) -> str:
    """Text in capitals with each longer word in small letters but for its first."""
    letters = sum(map(str.isalpha, text))
    if not letters or sum(map(str.isupper, text)) < 0.8 * letters:
        return text
    small = {"OF", "AND", "THE", "UPON", "ON", "IN", "FOR", "WITH"}
    return re.sub(
        r"[A-Z][A-Z’']*",
        lambda m: m[0].lower() if m[0] in small else m[0].capitalize() if len(m[0]) > 3 else m[0],
        text,
    )


def _trim(name: str) -> Iterator[str]:
    """The landlord's name in a run of capitalised words, if there is one."""
    words = name.replace("’", "'").split()
    stops = [i for i, word in enumerate(words[:-1]) if _NEVER.fullmatch(word.strip("',"))]
    stops += [i for i, word in enumerate(words[:-1]) if i and word == "The"]
    words = words[max(stops) + 1 :] if stops else words
    while words and (
        words[0].lower().strip("',") in _LEAD or words[0].endswith("'s") or words[0].isdigit()
    ):
        if words[0].lower() == "the" and len(words) > 1 and words[1] == "Royal":
            break
        if words[0].isdigit() and len(words) > 2 and not re.fullmatch(r"20\d\d|\d", words[0]):
            break
        words = words[1:]
    kept = " ".join(words)
    if len(words) < 2 or _NEVER.search(kept) or not name_core(kept):
        return
    distinctive = [w for w in words if w.lower().strip("'") not in _GENERIC_FIRST]
    if distinctive and any(w[0].isupper() or w[0].isdigit() for w in distinctive):
        core = set(name_core(kept).split()) - _GENERIC_FIRST
        if core:
            yield kept


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
    if not mentions:
        return ""
    grouped: dict[tuple[str, str], list[_Mention]] = defaultdict(list)
    counts = Counter(_key(m.name) for m in mentions)
    for mention in mentions:
        grouped[_shortest(_key(mention.name), counts)].append(mention)
    scores = {
        key: _score(found, key, hosts, whole)
        + (5.0 if file_core and file_core == key[0] else 0.0)
        + (3.0 if register is not None and register.find(found[0].name) else 0.0)
        for key, found in grouped.items()
    }
    ranked = sorted(scores, key=lambda key: (-scores[key], key))
    best = ranked[0]
    second = scores[ranked[1]] if len(ranked) > 1 else 0.0
    alone = second <= 1.0 and _speaks_of_itself(grouped[best], whole)
    enough = _ALONE_ENOUGH if alone else _ENOUGH
    if scores[best] < enough or scores[best] < _LEAD_FACTOR * second:
        return ""
    return _display(grouped[best])


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
    strong = [m for m in mentions if _STRONG_END.search(m.name)] or mentions
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
    for part in re.split(r"\s+[-–—|]\s+|:\s+|(?<=\w)[’']s\s+", line):
        rest = " ".join(_TITLE_NOISE.sub(" ", part).split())
        words = rest.split()
        if not rest or rest != part.strip() or len(words) > 5 or _NEVER.search(rest):
            continue
        if words[0][0].isupper() and words[0].lower() not in _GENERIC_FIRST:
            yield _Mention(rest, "title")


def _named_again(name: str, whole: str, hosts: set[str]) -> bool:
    """Whether what a title leaves is used as a name elsewhere, or is in a web address.

    A heading such as "Self-assessment – Introduction" leaves words that are no name.
    """
    joined = re.sub(r"[^a-z0-9]", "", name.lower())
    if len(joined) >= 4 and any(joined in host for host in hosts):
        return True
    quoted = re.escape(name)
    return bool(re.search(rf"(?<=[a-z,] ){quoted}\b(?![-–—])|\b{quoted}[’']s\b", whole))


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
    core_words = [w for w in kept.split() if not _TITLE_NOISE.fullmatch(w) or w.lower() == "of"]
    while core_words and core_words[0].lower() in ("of", "the"):
        core_words.pop(0)
    while core_words and core_words[-1].lower() in ("of", "the", "and"):
        core_words.pop()
    small = {"of", "and", "the", "upon", "on", "in", "for"}
    named = " ".join(
        w if w.lower() in small or not w.islower() else w.capitalize() for w in core_words
    )
    if not named:
        return ""
    if register is not None and register.find(named) is not None:
        return named
    match = _NAME.fullmatch(_calm(named))
    found = list(_trim(match[0])) if match else []
    return found[0] if found else ""
