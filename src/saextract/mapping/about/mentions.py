"""The names of landlords that a document mentions, and where it does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

from saextract.lexicon.answers import whole
from saextract.model import Parsed, Passage, Table
from saextract.register import Register
from saextract.register.names import name_sort

from .cues import Role, is_defined, role_of
from .names import (
    END_WORDS,
    GENERIC_FIRST,
    LEGAL_FORM,
    NAME,
    NEVER,
    ONLY_LEGAL,
    STRONG_END,
    TITLE_NOISE,
    calm,
    is_name,
    trimmed,
)

Zone = Literal["label", "title", "property", "running", "intro", "body"]

_LABELS = (
    r"(?:name of (?:the |your )?(?:member )?(?:landlord|organisation|provider|council|association)|"
    r"(?:landlord|organisation|provider|association)(?:['’]s)?(?: name)?|member landlord|"
    r"(?:registered|housing|social) (?:provider|landlord)(?: name)?|completed for|name of member|"
    r"(?:signed |agreed |completed )?(?:for and )?on behalf of)"
    r"(?: (?:completing|making|submitting|returning) (?:this|the) [\w-]+)?"
    r"(?:,? (?:and|&|/) (?:registration )?(?:number|address|reference|code|id|type))?"
)
_LABEL = re.compile(
    rf"^\s*{_LABELS}(?:\s*[:\-–]\s*|\s{{2,}}|\t)(.+)$", re.IGNORECASE | re.MULTILINE
)
_LABEL_ALONE = re.compile(rf"\s*{_LABELS}\s*:?\s*", re.IGNORECASE)
_SORT_ALONE = re.compile(
    r"\s*(?:council|(?:local )?authority|company|society|charity|trust|group|co-?operative)"
    r"\s*:?\s*",
    re.IGNORECASE,
)
"""What labels a name where the cell beside it is one."""

_HEAD = re.compile(
    r"(?:year|date|period|lead|officer|contact|homes|units|version|completed by|approved by|author|"
    r"e-?mail|phone|telephone|address|size|type|number|reviewed|review)\b[^.\d]{0,30}",
    re.IGNORECASE,
)
"""What heads another column of a table whose first column names the landlord."""

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
    r"County|Metropolitan|YMCA|Charity|Charities|Almshouses?|Co-?op(?:erative)?|Community|Tenant|"
    rf"{LEGAL_FORM})(?!\w)"
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


def _signing_for(match: re.Match[str]) -> str:
    """What a line of a person and a post keeps: the name of the body behind them."""
    _, comma, body = match[0].rpartition(", ")
    return match[0] if comma and is_name(body) else ""


# ----------------------------------------------------------------------- texts and zones


_WRAPPED = re.compile(
    r"(\b(?:of|and|the|for|upon)|&)\n(?=[A-Z])|"
    rf"(?<=[a-zA-Z])\n(?=(?:{END_WORDS}|(?:of|and|&|upon) (?:the )?[A-Z][\w’'-]+(?: \w+)?)$)",
    re.MULTILINE,
)
"""A line's end within a name: "The Almshouse Charity of" and the place beneath, or the place and
"Housing Association" beneath."""

_LONGEST_HALF = 5
"""Words of a name's first line."""


def _rejoined(blocks: Iterable[Passage | Table]) -> Iterator[Passage | Table]:
    """The blocks, with the names in one that are printed over two headings or paragraphs."""
    held: Passage | None = None
    for block in blocks:
        if isinstance(block, Passage) and held is not None:
            both = _WRAPPED.sub(_with_space, f"{held.text}\n{block.text}")
            if "\n" not in both and _is_half(held.text):
                held = held.model_copy(update={"text": both})
                continue
        if held is not None:
            yield held
        held = block if isinstance(block, Passage) else None
        if held is None:
            yield block
    if held is not None:
        yield held


def _with_space(match: re.Match[str]) -> str:
    return f"{match[1] or ''} "


def _is_half(line: str) -> bool:
    """Whether a line can be the first one of a name."""
    words = line.split()
    named = all(w[0].isupper() or w in ("of", "and", "the", "&", "upon", "for") for w in words)
    told = re.search(r"complain|assessment|code\b|ombudsman|section|appendix", line, re.IGNORECASE)
    return 0 < len(words) <= _LONGEST_HALF and named and told is None


def texts_of(parsed: Parsed) -> Iterator[tuple[str, Zone]]:
    """Every text of the document with the zone that it stands in."""
    for key in ("title", "subject", "company", "author", "logo"):
        if parsed.properties.get(key):
            yield parsed.properties[key], "property"
    for text in {re.sub(r"\d+", "", p.text): p.text for p in parsed.residue}.values():
        yield text, "running"
    lines_left = _TITLE_LINES
    before_table, labelled = True, False
    for block in _rejoined(parsed.blocks):
        if isinstance(block, Passage):
            lines = _WRAPPED.sub(_with_space, block.text).splitlines()
            for above, line in zip(["Landlord" if labelled else "", *lines], lines, strict=False):
                if _LABEL_ALONE.fullmatch(above) and not _is_label(line):
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
            for above, line in pairwise(rest):
                if is_name(line) and len(above.split()) <= _LONGEST_HALF:
                    yield f"{above}, {line}", "intro" if before_table else "body"
            continue
        over: list[str] = []
        for row in block.rows:
            cells = [cell.text for cell in row.cells if cell is not None and cell.text.strip()]
            yield from ((text, "label") for text in _labelled(over, cells))
            over = cells
            title = before_table and len(cells) == 1 and len(cells[0].split()) <= _LONGEST_TITLE
            for text in cells:
                yield text, "title" if title else "body"
        before_table = before_table and len(block.rows) < 4


_WORDS_OF_NO_PERSON = 3
"""Words from which on a name that ends as landlords' names do is no person's ("Jane Homes")."""


def _is_label(line: str) -> bool:
    """Whether a line is a label with nothing behind it, and no value of the one above it."""
    return line.rstrip().endswith(":") or bool(
        _LABEL_ALONE.fullmatch(line) or _HEAD.fullmatch(line)
    )


def _labelled(above: list[str], cells: list[str]) -> Iterator[str]:
    """Texts of a row that a cell beside them, or above them in a row of heads, labels as a name."""
    if len(cells) >= 2 and _LABEL_ALONE.fullmatch(cells[0]) and not _HEAD.fullmatch(cells[1]):
        yield cells[1]
    if len(cells) >= 2 and is_name(cells[1]):
        long = len(cells[1].split()) >= _WORDS_OF_NO_PERSON
        if _SORT_ALONE.fullmatch(cells[0]) or (long and cells[0].strip(" :").lower() == "name"):
            yield cells[1]
    if len(above) == len(cells) and all(map(_HEAD.fullmatch, above[1:])):
        yield from (c for head, c in zip(above, cells, strict=True) if _LABEL_ALONE.fullmatch(head))


def _titular(line: str, passage: Passage) -> bool:
    """Whether a line of the opening is a title and not running prose."""
    return passage.heading is not None or (
        len(line.split()) <= _LONGEST_TITLE
        and (not line.rstrip().endswith((".", ",", ";")) or is_name(line))
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
    flat = calm(" ".join(_SIGNED.sub(_signing_for, _PAGE.sub("", text)).split()))
    for name, start, end, sure in _spans(flat, zone, register):
        role = role_of(flat, start, end)
        if ONLY_LEGAL.fullmatch(name):
            sure = zone in ("title", "property", "running") and not NAME.search(flat[:start])
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
        yield Mention(name, zone, role, is_defined(flat, start, end))


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
    match = re.match(rf",? {LEGAL_FORM}(?!\w)", flat[end:])
    return flat[start : end + match.end()] if match else flat[start:end]


def _is_part(flat: str, start: int, end: int) -> bool:
    """Whether a name of the register is only a piece of a longer one."""
    if flat[start:end].endswith("Council") or "Borough of" in flat[start:end]:
        return False
    more = re.match(rf"(?: {LEGAL_FORM}(?!\w))? (?!{LEGAL_FORM}(?!\w))([A-Z][\w’'&-]*)", flat[end:])
    return more is not None and not TITLE_NOISE.fullmatch(more[1])


def _goes_on(title: str, start: int, end: int) -> bool:
    """Whether a title's name has more words than those that are known to begin and end names."""
    if name_sort(title[start:end]) == "council":
        return False
    if _LISTED.search(title[:start]):
        return True
    more = _MORE.match(title, end)
    if more is None:
        return False
    word = more.start("word")
    other = NAME.match(title, word)
    parted = other is not None and not ONLY_LEGAL.fullmatch(other[0])
    return not TITLE_NOISE.match(title, word) and not parted


_LISTED = re.compile(r"\b[A-Z]\w+, $")
_MORE = re.compile(r" (?:(?:and|&|\+|for|of) )?(?P<word>[A-Z][\w-]+)")


def _behind_label(printed: str, register: Register | None) -> str:
    """The name behind a label, without what follows it; "" where none can be one."""
    line = calm(" ".join(re.split(r"\t|\s{3,}", printed.strip())[0].split()))
    parts = re.split(r"\.(?: |$)|; | \(|, (?=an?\b|the\b|part\b|\d)|\s\|\s", line)
    name = parts[0].strip(" .:;,")
    words = name.split()
    if len(name) < 2 or len(words) > _LONGEST_LABELLED or NEVER.search(name):
        return ""
    proper = name[0].isupper() and any(word.lower() not in GENERIC_FIRST for word in words)
    return name if is_known(name, register) or (proper and whole(name) is None) else ""
