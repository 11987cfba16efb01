"""Patterns that are searched for in any case, and that most texts do not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property


class AnyCase:
    """A pattern that is searched for in any case.

    Most sentences hold nothing of what a rule looks for. That is seen in small letters, which
    takes a third of the time that `re.IGNORECASE` takes; only what is found is searched as printed.
    """

    def __init__(self, pattern: str) -> None:
        """Compiles a pattern; `(?-i:[A-Z])` in it is a capital letter even so.

        Raises:
            ValueError: it holds another capital letter, which no text in small letters has.
        """
        small = pattern.replace(_CAPITAL, "[a-z]")
        if re.search(r"[A-Z]", re.sub(r"\\.|\(\?P<\w+>", "", small)):
            raise ValueError(f"A pattern in any case is written in small letters: {pattern}")
        self._pattern = pattern
        self._small = re.compile(small)

    @cached_property
    def _printed(self) -> re.Pattern[str]:
        return re.compile(self._pattern, re.IGNORECASE)

    def search(self, text: str) -> re.Match[str] | None:
        """The first place where the pattern stands in a text as printed."""
        return self._printed.search(text) if self._small.search(text.lower()) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All places where it stands."""
        return self._printed.finditer(text) if self._small.search(text.lower()) else iter(())


_CAPITAL = "(?-i:[A-Z])"
