"""Phrases compiled to matchers: one list of words, asked in two ways.

    whole(text)    the text is, as a whole, one of the phrases
    opens(text)    the text begins with one

Words that a layout has broken ("Compli ant") count in `whole`; in the others white space may
only stand where a phrase has it. Case, and the look-alikes of dashes and quotes, never matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

from .words import PICTURES, compact, fold

Value = TypeVar("Value")

_EDGES = " \t\"'`.,;:!*•·-_|[](){}"
_LEAD = f"[\\s\"'“”‘’`\\[(•·*–{PICTURES}\u200b\ufe0f-]*"
"""Signs that may stand before a phrase: quotes, an open bracket, a bullet, a picture."""

_GLUED = r"(?-i:(?<=[a-z])(?=[A-Z])|(?<=[A-Z]{2})(?=[A-Z][a-z]))"
"""The next word begins right after a phrase: a conversion has lost what stood between."""

_NOTED = r"(?=[¹²³⁴⁵⁶⁷⁸⁹⁰]|\d[\s.,;:(\-])"
"""The number of a footnote behind a phrase."""

_VARIANTS = {" ": r"\s+", "-": r"\s?[-‐‑–]\s?", "'": "['’‘]", "/": r"\s?[/⁄]\s?"}


class Found(NamedTuple):
    """A phrase in a text: what it stands for, and the indexes where it begins and ends."""

    phrase: str
    start: int
    end: int


class Matcher(Generic[Value]):
    """Phrases, each with what it stands for.

    Args:
        phrases: in lower case, with single spaces, straight quotes and hyphens.
        whole_only: those that count only where nothing goes on after them.
    """

    def __init__(self, phrases: Mapping[str, Value], whole_only: Iterable[str] = ()) -> None:
        self._values = {compact(phrase): value for phrase, value in phrases.items()}
        self._phrases = frozenset(phrases)
        self._whole_only = frozenset(whole_only)

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
        match = self._opening.match(text)
        return self._found(match) if match else None

    def value(self, found: Found) -> Value:
        """What a phrase that was found stands for."""
        return self._values[compact(found.phrase)]

    @staticmethod
    def _found(match: re.Match[str]) -> Found:
        phrase = fold(match["phrase"]).lower()
        phrase = re.sub(r"\s*([-/])\s*", r"\1", phrase)
        return Found(phrase, match.start("phrase"), match.end("phrase"))

    @cached_property
    def _alternatives(self) -> str:
        going_on = sorted(self._phrases - self._whole_only, key=lambda phrase: -len(phrase))
        return "|".join(map(_pattern, going_on))

    @cached_property
    def _opening(self) -> re.Pattern[str]:
        return re.compile(
            rf"{_LEAD}(?P<phrase>{self._alternatives})(?:(?![^\W_])|{_GLUED}|{_NOTED})",
            re.IGNORECASE,
        )


def _pattern(phrase: str) -> str:
    return "".join(_VARIANTS.get(char, re.escape(char)) for char in phrase)
