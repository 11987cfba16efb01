"""The names that a document could mean by its landlord, and what stands beside each.

A name is a run of words with capitals that ends or begins as landlords' names do, one that the
register knows, what the words of a title leave, or what a sentence or a possessive tells of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

from saextract.lexicon.answers import whole
from saextract.register import Register
from saextract.register.names import name_sort

from .cues import Role, is_defined, role_of
from .names import (
    ENDOWED,
    FOUNDED,
    GENERIC_FIRST,
    LEAD,
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
from .places import LABEL, Zone

Part = Literal["titled", "alone", "subject", "owner", "of", "object", ""]
"""The part of a name in its line: what the words of a title stand beside; all of the line, or all
between two signs that part it; who does something in a sentence; who has something; of whom or
for whom something is; to, by or with whom it is."""

_SIGNED = re.compile(
    r"^\s*(?:completed|prepared|approved|written|reviewed|signed|submitted|author(?:ed)?|"
    r"assessor|contact|lead)(?: off)?(?: by)?\s*[:\-–].*$",
    re.IGNORECASE | re.MULTILINE,
)
"""Lines that name people and their posts."""

_PAGE = re.compile(r"\bpage \d+(?: of \d+)?", re.IGNORECASE)
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


def _signing_for(match: re.Match[str]) -> str:
    """What a line of a person and a post keeps: the name of the body behind them."""
    _, comma, body = match[0].rpartition(", ")
    return match[0] if comma and is_name(body) else ""


_LONGEST_LABELLED = 8
"""Words of a name behind a label."""


class Mention(NamedTuple):
    """A name in a document.

    Attributes:
        name: as printed; a line in capitals in small letters.
        zone: where it stands.
        role: what the words around it say.
        part: its part in its line.
        defined: it is given a short form there.
        brand: nothing in its words shows that it is a landlord's name.
    """

    name: str
    zone: Zone
    role: Role = ""
    part: Part = ""
    defined: bool = False
    brand: bool = False


def mentions_in(text: str, zone: Zone, register: Register | None) -> Iterator[Mention]:
    """The names in a text.

    Args:
        text: of one place.
        zone: where that is.
        register: the landlords that are known, if any.
    """
    labelled = [text] if zone == "label" else [match[1] for match in LABEL.finditer(text)]
    for printed in labelled:
        if name := _behind_label(printed, register):
            yield Mention(name, "label")
    if zone == "label" or (zone == "body" and not (_CAN_NAME.search(text) or _OWNS.search(text))):
        return
    flat = _on_one_line(_SIGNED.sub(_signing_for, _PAGE.sub("", text)), zone)
    titled = zone in ("title", "property", "site", "running") and _TITLED.search(flat) is not None
    spans = list(_spans(flat, zone, register))
    for name, start, end, typed in spans:
        role = role_of(flat, start, end)
        if _BY.search(flat[:start]) and typed and not STRONG_END.search(name):
            continue
        if zone == "title" and role != "speaks" and _goes_on(flat, start, end):
            continue
        part = _part(flat, start, end)
        if titled and part in ("alone", ""):
            part = "titled"
        if part == "object" and role in ("speaks", "principal"):
            part = ""
        if not typed and part not in OF_TITLES and role not in ("speaks", "principal"):
            continue
        whole_title = zone == "title" and start == len("The ")
        endowed = FOUNDED.fullmatch(name) or ENDOWED.fullmatch(name)
        if flat[:start].endswith("The ") and (whole_title or endowed):
            name = f"The {name}"
        yield Mention(name, zone, role, part, is_defined(flat, start, end), not typed)
    yield from _brands(flat, zone, [(start, end) for _, start, end, typed in spans if typed])


# ----------------------------------------------------------------------- the line around a name


OF_TITLES = frozenset(("titled", "alone"))
"""Parts of a name in a line that is no sentence."""

_TITLED = re.compile(
    r"\bself[\s-]*assessment|\bcomplaints? handling code\b|\b(?:CHC|HOS|SA)\b",
    re.IGNORECASE,
)
_FULL_LINE = 50
"""Letters from which on a line is full, so that its sentence goes on on the next."""


def _on_one_line(text: str, zone: Zone) -> str:
    """A text on one line, "¶" where a short line of running text ends."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    joined = lines[0] if lines else ""
    for above, line in pairwise(lines):
        open_end = len(above) >= _FULL_LINE or above.endswith((".", ",", ";", "-"))
        ends = zone in ("intro", "tail") and not open_end and line[0].isupper()
        joined += f" ¶ {line}" if ends else f" {line}"
    return calm(" ".join(joined.split()))


_OWNED = re.compile(r"(?:[’']s|(?<=s)[’']) ?\w")
_TO_WHOM = re.compile(
    r"\b(?:to|by|from|with|on|via|using|through|like|named|called|between|against|see|under|"
    r"[Ww]e \w+) (?:the |The )?$"
)
_OF_WHOM = re.compile(r"\b(?:of|for|at|is|us|we are|here at) (?:the |The )?$", re.IGNORECASE)
_OPENS = re.compile(
    r"(?:^|[.:;!?•] |\b(?:that|how|how well|whether|when|because|where|if|as|what|this),? |, )"
    r"(?:the |The )?$",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"(?: ?\([^()]{1,50}\))?,? "
    r"(?!(?:and|or|in|on|of|for|to|with|by|at|from|who|the|an?|as|but)\b)[a-z]"
)
_SIDE = re.compile(r"(?:^|[-–—|•·:;(>¶]\s?|[.,] )(?:The )?$")
_OTHER_SIDE = re.compile(r"\s*(?:$|[-–—|•·:;()<>.¶]|, )")


def _part(text: str, start: int, end: int) -> Part:
    """The part of a name in its line or sentence."""
    before, after = text[max(0, start - 60) : start], text[end : end + 80]
    owned = _OWNED.match(after) is not None
    if _TO_WHOM.search(before):
        return "" if owned else "object"
    if owned:
        return "owner"
    if _OF_WHOM.search(before):
        return "of"
    if _SIDE.search(before) and _OTHER_SIDE.match(after):
        return "alone"
    if _OPENS.search(before) and _DOES.match(after):
        return "subject"
    return ""


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
    if _LISTED.search(title[:start]) or _is_cut(title[:start]):
        return True
    more = _MORE.match(title, end)
    if more is None:
        return False
    word = more.start("word")
    other = NAME.match(title, word)
    parted = other is not None and not ONLY_LEGAL.fullmatch(other[0])
    return not TITLE_NOISE.match(title, word) and not parted


def _is_cut(before: str) -> bool:
    """Whether a name follows another at once: as the rest of it, or in a list."""
    end = len(before.rstrip(", "))
    return end < len(before) and any(match.end() == end for match in NAME.finditer(before))


_LISTED = re.compile(r"(?:^|[,;:–-] )[A-Z]\w+, $")
_MORE = re.compile(r" (?:(?:and|&|\+|for|of) )?(?P<word>[A-Z][\w-]+)")


_NEXT_LABEL = re.compile(
    r"\t|\s{3,}|\s(?=(?:registration|registered|completed|approved|prepared|signed|reviewed|date|"
    r"year|period|version|lead|contact)\b[^:.]{0,24}:)",
    re.IGNORECASE,
)
"""What parts the name behind a label from the next label on its line."""


def _behind_label(printed: str, register: Register | None) -> str:
    """The name behind a label, without what follows it; "" where none can be one."""
    line = calm(" ".join(_NEXT_LABEL.split(printed.strip())[0].split()))
    parts = re.split(r"\.(?: |$)|; | \(|, (?=an?\b|the\b|part\b|\d)|\s\|\s", line)
    name = parts[0].strip(" .:;,")
    words = name.split()
    if len(name) < 2 or len(words) > _LONGEST_LABELLED or NEVER.search(name):
        return ""
    proper = name[0].isupper() and any(word.lower() not in GENERIC_FIRST for word in words)
    return name if is_known(name, register) or (proper and whole(name) is None) else ""


# ----------------------------------------------------------------------- names without a type word


_OWNS = re.compile(
    r"\b[A-Z][\w&-]+[’']s? (?:[\w-]+ ){0,2}(?:complain|polic|procedure|website|residents|tenants|"
    r"customers|homes)",
)
_RUN = re.compile(
    r"(?:(?<![\w’'.-])|(?<=[.!?:] ))(?P<name>[A-Z][\w&-]*"
    r"(?: (?:(?:of|and|&|for|in) )?[A-Z][\w&-]*){0,3})(?=[’']s? |[ ,.]|$)"
)
_NO_BRAND = frozenset(
    re.findall(
        r"\S+",
        "association society charity company landlord organisation provider co-operative coop we "
        "it he she they i you this that these there which who what our stage level christmas "
        "easter today date joint landlords mr mrs ms miss dr since following where when how under "
        "cc",
    )
)
_COMMON = _NO_BRAND | GENERIC_FIRST | LEAD
"""What no name begins with that only its place tells."""


def _brands(flat: str, zone: Zone, typed: list[tuple[int, int]]) -> Iterator[Mention]:
    """Names that only their place in a title or in a sentence tells."""
    if zone in ("title", "property", "site", "running"):
        part: Part = "titled" if _TITLED.search(flat) else "alone"
        for rest in _title_rests(flat, zone):
            start = flat.find(rest)
            role = role_of(flat, start, start + len(rest))
            small = rest.islower() and rest.endswith(_SMALL_ENDS)
            yield Mention(rest, zone, role, part, brand=not small)
    if zone == "body" and not _OWNS.search(flat):
        return
    if zone != "body":
        yield from _small_names(flat, zone)
    for match in _RUN.finditer(flat):
        words = match["name"].split()
        while len(words) > 1 and words[0].lower() in LEAD:
            words.pop(0)
        name = match["name"][match["name"].find(words[0]) :]
        start, end = match.end("name") - len(name), match.end("name")
        if _is_common(words) or any(first < end and start < last for first, last in typed):
            continue
        part = _part(flat, start, end)
        if part == "owner" and (zone != "body" or _OWNS.match(flat, start)):
            yield Mention(name, zone, role_of(flat, start, end), part, brand=True)
        elif zone != "body" and part in ("subject", "of"):
            role = role_of(flat, start, end)
            if role in ("speaks", "principal"):
                yield Mention(name, zone, role, part, is_defined(flat, start, end), brand=True)


_SMALL_WORD = (
    r"(?P<name>(?!\w*(?:s|ing|tion|ment|ness|ance|ence|ity|ly|ship|ed|body|one)\b)[a-z][a-z&]{3,})"
)
_SMALL_NAME = (
    re.compile(
        rf"(?:(?:^|[.;:!?¶•] )At|\b[Hh]ere at|\b[WwUu][es] at) {_SMALL_WORD}"
        r"(?=,?(?: we)? (?:own|let|rent|manage|look after)\b[^.]{0,40}\b(?:homes|flats|houses)\b)"
    ),
    re.compile(
        rf"(?:^|[.:;¶•–—-] )[Hh]ow {_SMALL_WORD}"
        r"(?= (?:measures up|complies|performs|is doing|does|meets|keeps)\b[^.]{0,30}\b[Cc]ode\b)"
    ),
)
"""A name in small letters, by what it does: "At fableford we look after 900 homes", "How fableford
measures up to the Code"."""
_NO_SMALL = frozenset(
    re.findall(
        r"\S+",
        "least last first present home work once best year today staff well much that this each "
        "every",
    )
)
"""Words that may stand there and are no names."""


def _small_names(flat: str, zone: Zone) -> Iterator[Mention]:
    for pattern in _SMALL_NAME:
        for match in pattern.finditer(flat):
            if match["name"] not in _NO_SMALL | _COMMON and not _is_noise(match["name"]):
                yield Mention(match["name"], zone, "speaks", "subject", brand=True)


def _is_common(words: list[str]) -> bool:
    first = words[0].lower()
    common = first in _COMMON or NEVER.search(" ".join(words)) is not None
    return common or any(map(_is_noise, words))


_PARTS = re.compile(
    r"\s+[-–—|•·>]\s+|\s*::\s*|:\s+|\.\s+|©(?:\s*20\d\d)?|\s\(|\)|(?<=\w)[’']s?\s+"
    r"(?=(?:(?:annual|own|latest|20\d\d|housing|ombudsman)\s+)*"
    r"(?:self[\s-]*assessment|complaints?\b))|"
    r"\s+(?=(?:and the\s+)?(?:(?:annual|housing ombudsman|complaints?)\s+)*"
    r"(?:self[\s-]*assessment|complaints? handling code)\b)",
    re.IGNORECASE,
)
"""What parts a landlord's name from the rest of a title."""

_LONGEST_REST = 5
_WORDS_OF_A_SITE = 3
"""Words of the longest name that a title leaves, and that a site has in small letters."""

SMALL = frozenset(("of", "and", "the", "upon", "on", "in", "for", "with", "by", "to", "&", "+"))
_JOINED = re.compile(r"[A-Z]\w*(?:&[A-Z]\w*)+")


_SMALL_ENDS = ("homes", "housing", "living", "group", "trust")
"""What a name may end in that is printed in small letters ("fable homes")."""


def _title_rests(line: str, zone: Zone) -> Iterator[str]:
    """What a title "X – self-assessment" leaves when the words of the title are taken off."""
    for part in re.split(_PARTS, line):
        words = part.split()
        while words and _is_noise(words[-1]):
            words.pop()
        if not 0 < len(words) <= _LONGEST_REST or NEVER.search(part) or NAME.search(part):
            continue
        if {words[0].lower(), words[-1].lower()} & SMALL or any(map(_is_noise, words)):
            continue
        named = all(word[0].isupper() or word.lower() in SMALL for word in words)
        named |= zone == "site" and len(words) == len(line.split()) <= _WORDS_OF_A_SITE
        named |= len(words) == 2 and words[1] in _SMALL_ENDS and words[0] not in GENERIC_FIRST
        if words[0].lower() in _COMMON:
            continue
        if named or (len(words) == 1 and words[0].isalpha()):
            yield " ".join(words)


def _is_noise(word: str) -> bool:
    """Whether a word of a title is none of a name's: "L&Q" and a name's small words are not."""
    if word.lower() in SMALL or _JOINED.fullmatch(word):
        return False
    return TITLE_NOISE.search(word) is not None
