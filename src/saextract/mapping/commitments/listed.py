"""Action plans that are no table: lists or paragraphs under a heading of their own."""

from __future__ import annotations

import re
from typing import NamedTuple

from saextract.lexicon import numbers
from saextract.model import Passage

from .promises import due_in, is_nothing, owner_in

_HEADING = re.compile(
    r"\W*(?:(?:annex|appendix|part|section)\s+\w{1,3}\W+|(?P<number>\d{1,2})\W+)?"
    r"(?:our |the |complaints? |complaint handling |compliance |self[\s-]*assessment )*"
    r"(?:action plan|improvement plan|planned (?:actions|improvements)|"
    r"actions(?: (?:we will take|to be taken|required|planned|agreed|arising))?|"
    r"improvement actions|commitments|summary of actions)"
    r"(?:\W+(?:20\d\d|\d\d|for|and|arising|from|the|self|assessment|compliance|to|achieve))*\W*",
    re.IGNORECASE,
)
_LABEL = r"(?:(?:code|hos|provisions?|section|paragraph|para|ref(?:erence)?)\W*)*"
_ITEM = re.compile(
    r"\s*(?P<bullet>[•◦*\-–]\s|\d{1,2}[.)]\s|\(?[a-h]\)\s)?\s*(?P<action>actions?\b\s*\d{0,2}\s*)?"
    rf"(?P<numbers>[(\[]?(?P<label>{_LABEL})\d{{1,2}}\.\d{{1,2}}(?!\.?\d|\s*%)"
    rf"(?:\s*(?:,|;|&|\band\b)\s*\d{{1,2}}\.\d{{1,2}})*[)\]]?)?\s*(?:[:.\-–—|]\s*)?(?P<text>.*)",
    re.IGNORECASE,
)
_DETAIL = re.compile(
    r"\W*(?:owner|lead|responsib\w+|who|due|target|deadline|by when|timescale|completion|status|"
    r"progress)\b[^:]{0,20}:",
    re.IGNORECASE,
)
_LONGEST_HEADING = 8


class Listed(NamedTuple):
    """An action of such a plan, and the provision numbers that it names."""

    numbers: tuple[str, ...]
    text: str


class ListedPlans:
    """Goes through the passages of a document and keeps whether they are in a plan."""

    def __init__(self) -> None:
        self._open = False
        self._section: str | None = None
        self._numbers: tuple[str, ...] = ()

    def close(self) -> None:
        """A table ends the plan."""
        self._open = False

    def read(self, passage: Passage) -> list[Listed]:
        """The actions in a passage."""
        found: list[Listed] = []
        for line in passage.text.splitlines():
            text = " ".join(line.split())
            short = len(text.split()) <= _LONGEST_HEADING and not text.endswith((".", ";", ","))
            if short and (heading := _HEADING.fullmatch(text)):
                self._open, self._section, self._numbers = True, heading["number"], ()
            elif self._open and text:
                self._line(text, passage.heading is not None, short, found)
        return found

    def _line(self, text: str, heading: bool, short: bool, found: list[Listed]) -> None:
        if found and _DETAIL.match(text):
            found[-1] = Listed(found[-1].numbers, f"{found[-1].text} {text}")
            return
        match = _ITEM.fullmatch(text)
        if match is None:
            return
        named = self._named(match)
        if heading or (named and not match["text"]):
            self._open, self._numbers = bool(named), named
            return
        marked = match["bullet"] or match["action"] or named or self._numbers
        due, _ = due_in(match["text"])
        if marked or due or owner_in(match["text"]):
            if len(match["text"].split()) >= 2 and not is_nothing(match["text"]):
                found.append(Listed(named or self._numbers, match["text"]))
        elif short:
            self.close()

    def _named(self, match: re.Match[str]) -> tuple[str, ...]:
        """Provision numbers; those of the heading's own section number its paragraphs."""
        found = tuple(number.number for number in numbers.within(match["numbers"] or ""))
        found = found or numbers.bracketed(match["text"])
        if not match["label"] and any(n.split(".")[0] == self._section for n in found):
            return ()
        return tuple(dict.fromkeys(found))
