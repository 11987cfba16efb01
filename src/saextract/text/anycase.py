"""Patterns that are searched for in any case, and that most texts do not hold.

A text is looked at once for all of them: its words tell which patterns it can hold (`pieces`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, cached_property, lru_cache
from typing import ClassVar, NamedTuple

from .pieces import Clause, ways


class AnyCase:
    """A pattern that is searched for in any case.

    Most sentences hold nothing of what a rule looks for. That is seen in small letters, which
    takes a third of the time that `re.IGNORECASE` takes; only what is found is searched as printed.

    Attributes:
        pattern: as it was given.
    """

    _all: ClassVar[list[AnyCase]] = []

    def __init__(self, pattern: str) -> None:
        r"""Takes a pattern, compiled when first asked.

        Args:
            pattern: in small letters; `(?-i:[A-Z])` is a capital letter even so, and with
                `[\w’'-]+ ` behind it a word with a capital, right behind a `\b`.

        Raises:
            ValueError: it holds another capital letter, which no text in small letters has.
        """
        if _LARGE.search(_NO_LETTER.sub("", pattern)):
            raise ValueError(f"A pattern in any case is written in small letters: {pattern}")
        self.pattern = pattern
        self._ways: tuple[int, ...] = (0,)
        self._all.append(self)
        _index.cache_clear()
        _scanned.cache_clear()
        _words.clear()

    @cached_property
    def _in_small(self) -> str:
        return self.pattern.replace(_NAME, "").replace(_CAPITAL, "[a-z]")

    @cached_property
    def _small(self) -> re.Pattern[str]:
        return re.compile(self._in_small)

    @cached_property
    def _printed(self) -> re.Pattern[str]:
        return re.compile(self.pattern, re.IGNORECASE)

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
        small, held = _scanned(text)
        for way in self._ways:
            if held & way == way:
                break
        else:
            return None
        found = self._small.search(small)
        if found is None:
            return None
        told = len(small) == len(text) and _NAME not in self.pattern
        return found.start() if told else 0

    def _learn(self, clauses: dict[Clause, int]) -> None:
        """Finds out what a text must hold, in one way or another: clauses, a bit for each."""
        self._ways = tuple(
            sum(clauses.setdefault(clause, 1 << len(clauses)) for clause in way)
            for way in ways(self._in_small)
        )


class _Index(NamedTuple):
    """Which clauses a piece of a word meets, a bit for each.

    Attributes:
        met: by the piece.
        longest: letters of the longest piece.
    """

    met: dict[str, int]
    longest: int


@cache
def _index() -> _Index:
    clauses: dict[Clause, int] = {}
    for pattern in AnyCase._all:
        pattern._learn(clauses)
    met: dict[str, int] = defaultdict(int)
    for clause, bit in clauses.items():
        for piece in clause:
            met[piece] |= bit
    return _Index(dict(met), max(map(len, met), default=0))


class _Words(dict[str, int]):
    """The clauses that each word in small letters meets."""

    def __missing__(self, word: str) -> int:
        index, spaced = _index(), f" {word} "
        held = 0
        for start in range(len(spaced)):
            for end in range(start + 1, min(start + index.longest, len(spaced)) + 1):
                held |= index.met.get(spaced[start:end], 0)
        if len(self) >= _MOST_WORDS:
            self.clear()
        self[word] = held
        return held


_words = _Words()


@lru_cache(maxsize=1024)  # a sentence is looked at by some sixty patterns
def _scanned(text: str) -> tuple[str, int]:
    """A text in small letters, and the clauses that it meets."""
    small = text.lower()
    if not _index.cache_info().currsize:
        if _scanned.cache_info().misses < _FEW:
            return small, _EVERY
        _scanned.cache_clear()
    held = 0
    for word in set(_WORD.findall(small)):
        held |= _words[word]
    return small, held


_FEW = 1000
"""Texts before the patterns are read for their pieces: that takes 0.11 s, as much as is saved in
as many texts."""

_MOST_WORDS = 20_000
"""Words of which it is kept what they meet."""

_EVERY = -1
"""All clauses, as bits."""

_WORD = re.compile(r"\w+")
_CAPITAL = "(?-i:[A-Z])"
_NAME = rf"{_CAPITAL}[\w’'-]+ "
_LARGE = re.compile(r"[A-Z]")
_NO_LETTER = re.compile(rf"\\.|\(\?P<\w+>|{re.escape(_CAPITAL)}")
