"""Phrases compiled to matchers: one list of words, asked in two ways.

    whole(text)    the text is, as a whole, one of the phrases
    opens(text)    the text begins with one

Words that a layout has broken ("Compli ant") count in `whole`; in the others white space may
only stand where a phrase has it. Case, and the look-alikes of dashes and quotes, never matter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

from .words import PICTURES, compact, fold

Value = TypeVar("Value")

_EDGES = " \t\"'`.,;:!*•·-_|[](){}"
_LEAD = re.compile(f"[\\s\"'“”‘’`\\[(•·*–{PICTURES}\u200b\ufe0f-]*")
"""Signs that may stand before a phrase: quotes, an open bracket, a bullet, a picture."""

_GLUED = r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z]{2})(?=[A-Z][a-z])"
"""The next word begins right after a phrase: a conversion has lost what stood between."""

_NOTED = r"(?=[¹²³⁴⁵⁶⁷⁸⁹⁰]|\d[\s.,;:(\-])"
"""The number of a footnote behind a phrase."""

_END = re.compile(rf"(?<=\S)(?:(?![^\W_])|{_GLUED}|{_NOTED})")
"""Where a phrase may end: before whatever is no letter, a glued word or a footnote's number."""

_AROUND = re.compile(r"\s*([-/])\s*")
"""White space that lines and hyphens put into a phrase."""


class Found(NamedTuple):
    """A phrase in a text: what it stands for, and the indexes where it begins and ends."""

    phrase: str
    start: int
    end: int


class Matcher(Generic[Value]):
    """Phrases, each with what it stands for.

    Args:
        phrases: in lower case, with single spaces, straight quotes and hyphens.
    """

    def __init__(self, phrases: Mapping[str, Value]) -> None:
        self._values = {compact(phrase): value for phrase, value in phrases.items()}
        self._phrases = frozenset(phrases)

    @cached_property
    def _begun(self) -> frozenset[str]:
        """What the phrases begin with, up to the end of one of their words."""
        return frozenset(
            phrase[:place]
            for phrase in self._phrases
            for place, char in enumerate(phrase)
            if not char.isalnum()
        )

    def whole(self, text: str) -> Value | None:
        """What a text stands for that is one phrase and nothing else; None for another text."""
        key = compact(fold(text).strip(_EDGES).lower())
        for variant in (key, key.replace(",", "").replace(".", ""), re.sub(r"[,.()\-:;]", "", key)):
            if variant in self._values:
                return self._values[variant]
        return None

    def spelt(self, text: str) -> Value | None:
        """The same for a text that has no sign which the phrase has not."""
        return self._values.get(compact(text.lower()))

    def opens(self, text: str) -> Found | None:
        """The longest phrase with which a text begins."""
        lead = _LEAD.match(text)
        start = lead.end() if lead else 0
        found = None
        for end in _END.finditer(text, start):
            phrase = _AROUND.sub(r"\1", fold(text[start : end.start()]).lower())
            if phrase in self._phrases:
                found = Found(phrase, start, end.start())
            elif phrase not in self._begun and phrase[-1:] not in "-/":
                break
        return found

    def value(self, found: Found) -> Value:
        """What a phrase that was found stands for."""
        return self._values[compact(found.phrase)]
