"""What makes two ways of writing a landlord's name one name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

Sort = Literal["council", "association", ""]

LEGAL = frozenset(re.findall(r"\w+", "limited ltd plc llp cic cio incorporated inc rp"))
"""Legal forms: words that a name has or lacks without being another name."""

_WORD = re.compile(r"co-?op(?:erative)?s?\b|[^\W_]+(?:['’][^\W_]+)*['’]?|[&+]", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:['’]s|['’])$")
_COOPERATIVE = re.compile(r"co-?op(?:erative)?s?")
_ASKED = 1024
"""Names whose key, core and sort are kept: each way of writing one is asked about in turn."""

_SMALL = {"&": "and", "+": "and", "the": "", "st.": "st"}
_COUNCIL_WORDS = frozenset(
    re.findall(
        r"\w+",
        "council borough city district county metropolitan london royal unitary authority of and "
        "mbc mdc bc dc cc lb rb corporation",
    )
)
_ASSOCIATION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "housing association ha group homes home society trust partnership living cooperative of "
        "and",
    )
)
_NO_LETTERS = re.compile(r"[^a-z]+")
_COUNCIL = re.compile(
    r"\b(?:council|borough|local authority|mbc|mdc|bc|dc|cc|lb|rb|corporation|almo|unitary)\b"
)
_PLACE = re.compile(r"\b(?:city of|county|district)\b")
_ASSOCIATION = re.compile(
    r"\b(?:housing|homes?|association|trust|group|society|living|almshouses?|co-?op\w*|charity|"
    r"ha|foundation|ltd|limited|non profit|profit|ymca)\b"
)


class Word(NamedTuple):
    """A word of a text, as names are compared by it.

    Attributes:
        key: without case, apostrophes and the possessive; "" for one that does not count.
        start, end: offsets in the text, the possessive left out.
    """

    key: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """The words of a text in order."""
    for match in _WORD.finditer(text):
        bare = _bare(match[0])
        yield Word(_word_key(bare), match.start(), match.start() + len(bare))


def _bare(word: str) -> str:
    """A word without the possessive."""
    return _POSSESSIVE.sub("", word) if "'" in word or "’" in word else word


def _word_key(bare: str) -> str:
    key = bare.lower().replace("’", "").replace("'", "")
    if key.startswith("co") and _COOPERATIVE.fullmatch(key):
        key = "cooperative"
    key = _SMALL.get(key, key)
    return "" if key in LEGAL else key


@lru_cache(_ASKED)
def name_key(name: str) -> str:
    """The name without case, punctuation, possessive, legal form and "the"."""
    return " ".join(filter(None, map(_word_key, map(_bare, _WORD.findall(name)))))


@lru_cache(_ASKED)
def name_core(name: str) -> str:
    """The distinctive words of a name; empty where it has none.

    "London Borough of Brent", "Brent Council" and "Brent London Borough Council" share theirs,
    and so do "Peabody" and "Peabody Trust".
    """
    generic = _COUNCIL_WORDS if name_sort(name) == "council" else _ASSOCIATION_WORDS
    kept = [word for word in name_key(name).split() if word not in generic]
    return " ".join(kept) if any(len(word) > 2 for word in kept) else ""


@lru_cache(_ASKED)
def name_sort(name: str) -> Sort:
    """Whether a name is a council's or an association's; "" where it does not tell."""
    folded = _NO_LETTERS.sub(" ", name.lower())
    if _COUNCIL.search(folded) and not re.search(r"\b(?:homes|almshouses|ymca)\b", folded):
        return "council"
    if _ASSOCIATION.search(folded):
        return "association"
    return "council" if _PLACE.search(folded) else ""


def compatible(name: str, other: str) -> bool:
    """Whether two names with the same core can mean one landlord.

    A council has one name in many forms. Of associations, one name must be the other cut
    short: "X Housing Group" and "X Housing Association" are often two landlords.
    """
    if "council" in (name_sort(name), name_sort(other)):
        return True
    first, second = set(name_key(name).split()), set(name_key(other).split())
    return first <= second or second <= first


def variants(name: str) -> list[str]:
    """The ways in which a name can be written that its own letters give away.

    The name without what stands in brackets, and what stands in them ("X (ABC)"); either side
    of "trading as"; "L&Q" for two words joined by "and"; for a council, its place with each
    title that councils have.
    """
    inner = [part for part in re.findall(r"\(([^()]*)\)", name) if _is_initials(part)]
    outer = re.sub(r"\s*\((?!\s*\d+\s*\))[^()]*\)", "", name)
    found = [name, outer, *re.split(r"\s+(?:trading as|t/a)\s+", outer, flags=re.IGNORECASE)]
    found += inner
    if name_sort(outer) == "council" and (place := name_core(outer)):
        found.append(re.sub(r"\s+council$", "", outer, flags=re.IGNORECASE))
        found += [form.format(place) for form in _TITLES]
    return [form for form in dict.fromkeys(found) if name_key(form)] or [name]


_TITLES = (
    "{} council",
    "{} borough council",
    "{} city council",
    "{} district council",
    "{} metropolitan borough council",
    "{} mbc",
    "london borough of {}",
    "{} london borough council",
    "royal borough of {}",
    "borough of {}",
    "city of {}",
    "city of {} council",
)


def _is_initials(part: str) -> bool:
    """Whether a bracket holds initials, and not a place or a remark."""
    bare = part.strip()
    return bare.replace("&", "").isupper() and " " not in bare and not bare.isdigit()
