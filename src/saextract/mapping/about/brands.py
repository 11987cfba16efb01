"""Names without a word that landlords' names end in ("Verrin"), which only their sentence tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .names import GENERIC_FIRST, NEVER, TITLE_NOISE

_WORD = r"[A-Z][\w&'’-]*"
_WORDS = rf"(?P<name>{_WORD}(?: (?:(?:of|and|&|for|in) )?{_WORD}){{0,2}})"
_ONE = rf"(?P<name>{_WORD})"
_OPENS = r"(?:^|[.:!?] )(?:The )?"
_KIND = (
    r"(?:housing association|housing provider|(?:social |registered )?landlord|registered provider|"
    r"almshouse|housing charity|housing co-?op\w*|registered society|community benefit society)"
)
_FRAMES = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"{_OPENS}{_WORDS} (?:\([A-Z&]{{2,6}}\) )?is an? [^.]{{0,60}}\b{_KIND}",
        rf"{_OPENS}{_WORDS} (?:is|has been|became) an? [^.]{{0,20}}member of the (?:Housing )?"
        r"Ombudsman",
        rf"(?:\b[Hh]ere at|\b[Ww]e at|{_OPENS}At) {_ONE},? (?:we|our)\b",
        rf"{_OPENS}{_ONE} (?:has )?(?:completed|made|published|checked|assessed|reviewed) "
        r"(?:its|itself|our)\b[^.]{0,60}\b(?:assess\w*|Code)\b",
    )
)
"""Sentences in which a body speaks of itself as a landlord."""

_NO_NAME = frozenset(
    re.findall(
        r"\S+",
        "association society charity company landlord organisation provider co-operative coop we "
        "it he she they this that these there which who what our stage level christmas easter "
        "today mr mrs ms miss dr",
    )
)


def brands_in(text: str) -> Iterator[str]:
    """The names that sentences of a text give to the landlord that speaks in them.

    Args:
        text: of the opening, a head or a foot.
    """
    flat = " ".join(text.split())
    for frame in _FRAMES:
        for match in frame.finditer(flat):
            first = match["name"].split()[0].lower()
            if first in _NO_NAME | GENERIC_FIRST or NEVER.search(match["name"]):
                continue
            if not any(TITLE_NOISE.fullmatch(word) for word in match["name"].split()[:1]):
                yield match["name"]
