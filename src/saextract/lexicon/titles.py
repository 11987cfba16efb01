"""Titles of sections, stages and levels: the one place that says which lines are banners.

A banner is a whole line. "Section 4: Complaint handling staff" is one; "Section 4 of our policy
says who answers" and "Stage two begins when" are parts of a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from rapidfuzz import fuzz

from saextract.text.letters import letters

from .words import load

LONGEST = 120
"""Characters of the longest banner; set by the longest section title of the catalogue (68), with
a number before it and the level after it."""

_ALIKE = 88
"""Likeness, of 100, from which a line is a section's title printed with a slip or two."""

_SHORTEST = 8
"""Letters of a section's title; shorter ones are ordinary words."""

_STAGE_NUMBER = r"(?:(?P<one>1|one|i)|(?P<two>2|two|ii)|3|three|iii)"
_SENTENCE_END = re.compile(
    r"[.;,](?:\s|$)|\w\s+(?:is|are|was|were|has|have|will|must|can|says?|sets?)\s"
)


def _any(words: Iterable[str]) -> str:
    return "|".join(r"\s+".join(map(re.escape, word.split())) for word in words)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    data = load("titles")
    before, after = _any(data["stage_before"]), _any(data["stage_after"])
    texts = {
        "section": (
            rf"\W*(?:{_any(data['section'])})\W{{0,3}}(?P<number>\d{{1,2}})(?!\.?\d)(?P<rest>.*)"
        ),
        "appendix": rf"\W*(?:{_any(data['appendix'])})\s+(?P<number>\w{{1,3}})\b(?P<rest>.*)",
        "level": (
            rf"\W*(?:{_any(data['level_opens'])})(?:\W+(?:{_any(data['level'])}))*"
            r"(?:\W+stages?\s*(?:\d|one|two|three))?\W*"
        ),
        "stage": (
            rf"\W*(?:(?:{before})\W+)*stages?\s*[-–—:]?\s*{_STAGE_NUMBER}\b"
            rf"(?:\W+(?:{after}|and|&|1|2|one|two))*\W*"
        ),
        "stage_named": rf"\W*stage\s*{_STAGE_NUMBER}\s*[-–—:(]\s*(?P<rest>.{{1,40}})",
    }
    return {name: re.compile(text, re.IGNORECASE) for name, text in texts.items()}


def section(line: str) -> str:
    """The number of the section that a line is the heading of, or ""."""
    match = _patterns()["section"].fullmatch(line.strip())
    return str(int(match["number"])) if match and _is_title(match["rest"]) else ""


def stage(line: str) -> str:
    """The stage ("1", "2", "3") that a line is the heading of, or ""."""
    plain = line.strip()
    match = _patterns()["stage"].fullmatch(plain)
    if match is None:
        match = _patterns()["stage_named"].fullmatch(plain)
        if match is None or not _is_title(f": {match['rest']}"):
            return ""
    return "1" if match["one"] else "2" if match["two"] else "3"


def level(line: str) -> bool:
    """Whether a line is a heading over musts or shoulds."""
    return bool(_patterns()["level"].fullmatch(line.strip()))


def names_level(line: str) -> bool:
    """Whether a banner names a level, alone or beside a section ("Stage 1: Best practice")."""
    return level(line) or bool(_LEVEL.search(line))


def appendix(line: str) -> bool:
    """Whether a line is the title of an appendix."""
    match = _patterns()["appendix"].fullmatch(line.strip())
    return bool(match and len(match["rest"]) <= LONGEST and _is_title(match["rest"]))


def _is_title(rest: str) -> bool:
    """Whether what follows a number can be a title: set apart or capitalised, and no sentence."""
    bare = rest.strip()
    if not bare:
        return True
    name = bare.lstrip(":.)–—- \t")
    apart = name[:1].isupper() or (bare[0] in ":–—-" and not name[:1].islower())
    return apart and not _SENTENCE_END.search(name)


_LEVEL = re.compile(
    r"\bmandatory\b|\bbest practice\b|\b(?:must|should)\W{0,2} (?:requirements|provisions)\b",
    re.IGNORECASE,
)


_AROUND_NAME = tuple(
    map(
        re.compile,
        (
            r"^(?:code)?(?:section|part|chapter)?\d*",
            r"cont(?:inued|d)?$",
            r"stage(?:\d|one|two|three)$",
            r"(?:(?:mandatory)?must|(?:bestpractice)?should)?requirements$",
        ),
    )
)
"""What may stand before and behind a section's name, in letters, in the order it is taken off."""


class Titles:
    """Banners of the Codes, whose sections have the titles given.

    Args:
        sections: titles of the catalogue's sections.
    """

    def __init__(self, sections: Iterable[str]) -> None:
        self._known = frozenset(
            plain for title in sections if len(plain := letters(title)) >= _SHORTEST
        )

    def names(self, line: str) -> bool:
        """Whether a line is the title of a section, with a number and a level or without."""
        if len(line) > LONGEST:
            return False
        plain = letters(line)
        for around in _AROUND_NAME:
            plain = around.sub("", plain)
        if plain in self._known:
            return True
        return len(plain) >= _SHORTEST and any(
            fuzz.ratio(plain, known, score_cutoff=_ALIKE) >= _ALIKE for known in self._known
        )

    def banner(self, line: str) -> bool:
        """Whether a line is a banner: of a section, a stage, a level or an appendix."""
        first = next(filter(str.isalnum, line), "")
        if not first or first.islower() or len(line) > LONGEST:
            return False
        if line.rstrip()[-1] in ".,;":
            return self.names(line)
        if line.rstrip()[-1] == ":":
            return bool(section(line)) or level(line) or self.names(line)
        return bool(
            section(line) or stage(line) or level(line) or appendix(line) or self.names(line)
        )
