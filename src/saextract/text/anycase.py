"""Patterns that are searched for in any case, and that most texts do not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache


class AnyCase:
    """A pattern that is searched for in any case.

    Most sentences hold nothing of what a rule looks for. That is seen in small letters, which
    takes a third of the time that `re.IGNORECASE` takes; only what is found is searched as printed.
    """

    def __init__(self, pattern: str, needs: str = "") -> None:
        r"""Takes a pattern, compiled when first asked.

        Args:
            pattern: in small letters; `(?-i:[A-Z])` is a capital letter even so, and with
                `[\w’'-]+ ` behind it a word with a capital, right behind a `\b`.
            needs: letters that stand in all that it finds.

        Raises:
            ValueError: it holds another capital letter, which no text in small letters has.
        """
        if _LARGE.search(_NO_LETTER.sub("", pattern)):
            raise ValueError(f"A pattern in any case is written in small letters: {pattern}")
        self._pattern = pattern
        self._needs = needs

    @cached_property
    def _small(self) -> re.Pattern[str]:
        return re.compile(self._pattern.replace(_NAME, "").replace(_CAPITAL, "[a-z]"))

    @cached_property
    def _printed(self) -> re.Pattern[str]:
        return re.compile(self._pattern, re.IGNORECASE)

    def search(self, text: str) -> re.Match[str] | None:
        """The first place where the pattern stands in a text as printed."""
        start = self._earliest(text)
        return None if start is None else self._printed.search(text, start)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All places where it stands."""
        start = self._earliest(text)
        return iter(()) if start is None else self._printed.finditer(text, start)

    def _earliest(self, text: str) -> int | None:
        """The first place where the pattern may stand, told in small letters; None for nowhere."""
        small = _small(text)
        found = self._small.search(small) if self._needs in small else None
        if found is None:
            return None
        told = len(small) == len(text) and _NAME not in self._pattern
        return found.start() if told else 0


_small = lru_cache(maxsize=1024)(str.lower)  # a sentence is looked at by some sixty patterns
_CAPITAL = "(?-i:[A-Z])"
_NAME = rf"{_CAPITAL}[\w’'-]+ "
_LARGE = re.compile(r"[A-Z]")
_NO_LETTER = re.compile(rf"\\.|\(\?P<\w+>|{re.escape(_CAPITAL)}")
