"""The names of landlords that a document mentions, and where it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from saextract.lexicon.answers import whole
from saextract.model import Parsed, Passage
from saextract.register import Register
from saextract.register.names import name_sort

from .cues import Role, is_defined, role_of
from .names import GENERIC_FIRST, NAME, NEVER, STRONG_END, TITLE_NOISE, calm, trimmed

Zone = Literal["label", "title", "property", "running", "intro", "body"]

_LABELS = (
    r"(?:name of (?:the |your )?(?:member )?(?:landlord|organisation|provider|council|association)|"
    r"(?:landlord|organisation|provider|association)(?:['’]s)?(?: name)?|member landlord|"
    r"(?:registered|housing) provider(?: name)?|completed for|name of member)"
    r"(?: (?:completing|making|submitting|returning) (?:this|the) [\w-]+)?"
)
_LABEL = re.compile(
    rf"^\s*{_LABELS}(?:\s*[:\-–]\s*|\s{{2,}}|\t)(.+)$", re.IGNORECASE | re.MULTILINE
)
_LABEL_ALONE = re.compile(rf"\s*{_LABELS}\s*:?\s*", re.IGNORECASE)
_SIGNED = re.compile(
    r"^\s*(?:completed|prepared|approved|written|reviewed|signed|submitted|author(?:ed)?|"
    r"assessor|contact|lead)(?: off)?(?: by)?\s*[:\-–].*$",
    re.IGNORECASE | re.MULTILINE,
)
"""Lines that name people and their posts."""

_PAGE = re.compile(r"\bpage \d+(?: of \d+)?", re.IGNORECASE)
_RUNNING = re.compile(
    r"^(?=.{8,120}$)(?:.*\s[|·•–—-]\s.*self[\s-]*assessment|.*self[\s-]*assessment.*\s[|·•–—-]\s)|©",
    re.IGNORECASE,
)
"""A head or foot that a parser left in the text."""

_CAN_NAME = re.compile(
    r"\b(?!The |Our |This |Housing Ombudsman|Social )[A-Z][\w’'&-]+\s(?:of |and |& )?"
    r"(?:Housing(?! Omb)|Homes?|Living|Group|Trust|Partnership|Society|Foundation|"
    r"Association|Council|Borough|City|District|"
    r"County|Metropolitan|YMCA|Charit|Almshouse|Co-?op|Community|Tenant|Limited|Ltd)\b"
    r"|Borough of|City of"
)
"""What a cell must hold to name a landlord: most cells need not be looked at closely."""

_BY = re.compile(r"(?:^|[.;] )(?:completed|prepared|written|reviewed|signed) by $", re.IGNORECASE)
"""What stands before a person's name, which can look like a landlord's."""

_TITLE_LINES = 12
_LONGEST_TITLE = 14
_LONGEST_LABELLED = 8
"""Words of a title, and of a name behind a label."""


class Mention(NamedTuple):
    """A name in a document.

    Attributes:
        name: as printed; a line in capitals in small letters.
        zone: where it stands.
        role: what the words around it say.
        defined: it is given a short form there.
    """

    name: str
    zone: Zone
    role: Role = ""
    defined: bool = False


# ----------------------------------------------------------------------- texts and zones


_WRAPPED = re.compile(r"(\b(?:of|and|the|for|upon)|&)\n(?=[A-Z])")
"""A line's end within a name: "The Almshouse Charity of" and the place beneath."""


def texts_of(parsed: Parsed) -> Iterator[tuple[str, Zone]]:
    """Every text of the document with the zone that it stands in."""
    for key in ("title", "subject", "company", "author"):
        if parsed.properties.get(key):
            yield parsed.properties[key], "property"
    for text in {re.sub(r"\d+", "", p.text): p.text for p in parsed.residue}.values():
        yield text, "running"
    lines_left = _TITLE_LINES
    before_table, labelled = True, False
    for block in parsed.blocks:
        if isinstance(block, Passage):
            lines = _WRAPPED.sub(r"\1 ", block.text).splitlines()
            for above, line in zip(["Landlord" if labelled else "", *lines], lines, strict=False):
                if _LABEL_ALONE.fullmatch(above) and not _LABEL_ALONE.fullmatch(line):
                    yield line, "label"
            labelled = bool(lines and _LABEL_ALONE.fullmatch(lines[-1]))
            head = lines[: max(lines_left, 0)] if before_table else []
            lines_left -= len(lines)
            for line in head:
                yield line, "title" if _titular(line, block) else "intro"
            rest = lines[len(head) :]
            for line in filter(_RUNNING.search, rest):
                yield line, "running"
            yield "\n".join(rest), "intro" if before_table else "body"
            continue
        for row in block.rows:
            cells = [cell.text for cell in row.cells if cell is not None and cell.text.strip()]
            if len(cells) >= 2 and _LABEL_ALONE.fullmatch(cells[0]):
                yield cells[1], "label"
            title = before_table and len(cells) == 1 and len(cells[0].split()) <= _LONGEST_TITLE
            for text in cells:
                yield text, "title" if title else "body"
        before_table = before_table and len(block.rows) < 4


def _titular(line: str, passage: Passage) -> bool:
    """Whether a line of the opening is a title and not running prose."""
    return passage.heading is not None or (
        len(line.split()) <= _LONGEST_TITLE and not line.rstrip().endswith((".", ",", ";"))
    )


# ----------------------------------------------------------------------- mentions


def mentions_in(text: str, zone: Zone, register: Register | None) -> Iterator[Mention]:
    """The names in a text: those shaped like landlords' names, and those of the register."""
    labelled = [text] if zone == "label" else [match[1] for match in _LABEL.finditer(text)]
    for printed in labelled:
        if name := _behind_label(printed, register):
            yield Mention(name, "label")
    if zone == "label" or (zone == "body" and not _CAN_NAME.search(text)):
        return
    flat = calm(" ".join(_SIGNED.sub("", _PAGE.sub("", text)).split()))
    for name, start, end, sure in _spans(flat, zone, register):
        role = role_of(flat, start, end)
        if not sure and role not in ("speaks", "principal"):
            continue
        if (
            _BY.search(flat[:start])
            and not STRONG_END.search(name)
            and not is_known(name, register)
        ):
            continue
        if zone == "title" and role != "speaks" and _goes_on(flat, start, end):
            continue
        if zone == "title" and flat[:start] == "The ":
            name = f"The {name}"
        yield Mention(name, zone, role, is_defined(flat, end))


def is_known(name: str, register: Register | None) -> bool:
    """Whether a name means a landlord of the register."""
    return register is not None and register.find(name) is not None


def _spans(
    flat: str, zone: Zone, register: Register | None
) -> Iterator[tuple[str, int, int, bool]]:
    """Names with their offsets, the longest at each place, and whether they need no cue."""
    found: list[tuple[str, int, int, bool]] = []
    position = 0
    while match := NAME.search(flat, position):
        position = match.end()
        for name in trimmed(match[0]):
            start = match.start() + match[0].replace("’", "'").find(name)
            found.append((flat[start : start + len(name)], start, start + len(name), True))
    for spot in register.spot(flat) if register is not None and zone != "body" else ():
        name = _with_legal_form(flat, spot.start, spot.end)
        alone = not spot.whole and name.lower() in GENERIC_FIRST
        within = any(s <= spot.start and spot.end <= e and n != name for n, s, e, _ in found)
        if alone or within or NEVER.search(name) or _is_part(flat, spot.start, spot.end):
            continue
        end = spot.start + len(name)
        found = [f for f in found if f[1] >= end or f[2] <= spot.start]
        found.append((name, spot.start, end, spot.whole and bool(name_sort(name))))
    yield from sorted(found, key=lambda item: item[1])


def _with_legal_form(flat: str, start: int, end: int) -> str:
    match = re.match(r",? (?:Limited|Ltd|LTD|plc|PLC|LLP|CIC)\b", flat[end:])
    return flat[start : end + match.end()] if match else flat[start:end]


def _is_part(flat: str, start: int, end: int) -> bool:
    """Whether a name of the register is only a piece of a longer one."""
    if flat[start:end].endswith("Council") or "Borough of" in flat[start:end]:
        return False
    more = re.match(r" (?:Limited |Ltd )?([A-Z][\w’'&-]*)", flat[end:])
    return more is not None and not TITLE_NOISE.fullmatch(more[1]) and more[1] not in _LEGAL


_LEGAL = ("Limited", "Ltd", "LTD", "PLC", "CIC")


def _goes_on(title: str, start: int, end: int) -> bool:
    """Whether a title's name has more words than those that are known to begin and end names."""
    if name_sort(title[start:end]) == "council":
        return False
    if _LISTED.search(title[:start]):
        return True
    more = _MORE.match(title, end)
    if more is None:
        return False
    return not TITLE_NOISE.match(more["word"]) and not NAME.match(title, more.start("word"))


_LISTED = re.compile(r"\b[A-Z]\w+, $")
_MORE = re.compile(r" (?:(?:and|&|\+|for|of) )?(?P<word>[A-Z][a-z]+)")


def _behind_label(printed: str, register: Register | None) -> str:
    """The name behind a label, without what follows it; "" where none can be one."""
    line = calm(" ".join(printed.split()))
    parts = re.split(r"\.(?: |$)|; | \(|, (?=an?\b|the\b|part\b)|\s\|\s", line)
    name = parts[0].strip(" .:;,")
    words = name.split()
    if not 0 < len(words) <= _LONGEST_LABELLED or NEVER.search(name):
        return ""
    proper = name[0].isupper() and any(word.lower() not in GENERIC_FIRST for word in words)
    return name if is_known(name, register) or (proper and whole(name) is None) else ""
