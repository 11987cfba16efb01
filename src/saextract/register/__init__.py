"""English social landlords, and the look-up of a name among them however a document writes it.

The list that comes with the tool (`landlords.csv`; README.md beside it names its sources and
their licences) is used unless a user brings a newer one. Nothing depends on one register: any
CSV or XLSX file with a column of names will do (docs/register.md).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from saextract.model import Frozen

from .names import compatible, name_core, name_key, name_sort, variants, words

_FUZZY_SCORE = 93.0
_FUZZY_MARGIN = 5.0
_FUZZY_LENGTH = 9
_FUZZY_WORD = 82.0
"""Similarity (0 to 100), lead over the next landlord, the shortest name so compared, and the
similarity of each word with its counterpart.

Below nine letters one changed letter makes another real landlord's name; in a word of five, another
word ("vale" and "hale").
"""


class Entry(Frozen):
    """One landlord of a register.

    Attributes:
        name: as the register writes it.
        id: its identifier; the name itself where the register has no such column.
        aliases: other names that it goes by.
        type: what sort of landlord it is, as the register says, or "".
        size: number of homes, or None.
    """

    name: str
    id: str
    aliases: tuple[str, ...] = ()
    type: str = ""
    size: int | None = None


class Spotted(NamedTuple):
    """A landlord of the register that a text names.

    Attributes:
        entry: the landlord.
        start, end: offsets of the name in the text.
        whole: it is named in full and not by its distinctive words alone ("Willow" for
            Willow Trust), which can be common words too.
    """

    entry: Entry
    start: int
    end: int
    whole: bool


class Register:
    """Landlords that can be looked up by name.

    Args:
        entries: of the list, in its order.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._by_key: dict[str, set[int]] = defaultdict(set)
        self._by_core: dict[str, set[int]] = defaultdict(set)
        self._small: set[str] = set()
        for index, entry in enumerate(self.entries):
            for name in (entry.name, *entry.aliases):
                if name[0].islower():
                    self._small.add(name_key(name))
                for form in variants(name):
                    self._by_key[name_key(form)].add(index)
                    if core := name_core(form):
                        self._by_core[core].add(index)

    def find(self, name: str) -> Entry | None:
        """The landlord that a name means, or None where it means none or more than one.

        A name is tried as it stands but for legal forms, then by its distinctive words among
        landlords of the same sort (council or association), then by similarity with a margin.

        Args:
            name: as printed in a document.
        """
        forms = variants(name)
        for form in forms:
            exact = self._by_key.get(name_key(form), set())
            if exact:
                return self._only(exact) or self._only(self._same_sort(exact, form))
        for form in forms:
            near = self._same_sort(self._by_core.get(name_core(form), set()), form)
            near = {i for i in near if compatible(self.entries[i].name, form)}
            if near:
                return self._only(near)
        return self._similar(forms[0])

    def spot(self, text: str) -> Iterator[Spotted]:
        """The landlords that a text names, from left to right, the longest name at each place.

        Args:
            text: any text; only words with a capital letter count, but for names that the register
                itself writes without ("bpha").
        """
        found = [word for word in words(text) if word.key]
        place = 0
        while place < len(found):
            lengths = self._lengths.get(found[place].key, ())
            for length in lengths:
                if place + length > len(found):
                    continue
                span = found[place : place + length]
                key = " ".join(word.key for word in span)
                whole = key in self._by_key
                entry = self._only(self._by_key[key] if whole else self._by_core.get(key, set()))
                start, end = span[0].start, span[-1].end
                printed = text[start:end]
                if entry is None or _PARTED.search(printed):
                    continue
                if _is_capital(printed) or key in self._small:
                    yield Spotted(entry, start, end, whole)
                    place += length - 1
                    break
            place += 1

    def opens(self, name: str) -> bool:
        """Whether names of the register begin with these words: a brand of several landlords.

        Args:
            name: as printed in a document.
        """
        return name_key(name) in self._openings

    @cached_property
    def _openings(self) -> frozenset[str]:
        parts = [key.split() for key in self._by_key]
        return frozenset(" ".join(p[:end]) for p in parts for end in range(1, len(p)))

    @cached_property
    def _lengths(self) -> dict[str, tuple[int, ...]]:
        """First word of a name to the numbers of words of names that begin so, longest first."""
        found: dict[str, set[int]] = defaultdict(set)
        for key in (*self._by_key, *self._by_core):
            parts = key.split()
            found[parts[0]].add(len(parts))
        return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}

    def _same_sort(self, indices: set[int], name: str) -> set[int]:
        sort = name_sort(name)
        sorts = {i: name_sort(f"{self.entries[i].name} {self.entries[i].type}") for i in indices}
        return {i for i, other in sorts.items() if not sort or not other or sort == other}

    def _only(self, indices: set[int]) -> Entry | None:
        ids = {self.entries[i].id for i in indices}
        return self.entries[min(indices)] if len(ids) == 1 else None

    @cached_property
    def _long_keys(self) -> list[str]:
        return [key for key in self._by_key if len(key) >= _FUZZY_LENGTH]

    def _similar(self, name: str) -> Entry | None:
        from rapidfuzz import fuzz, process

        key = name_key(name)
        if len(key) < _FUZZY_LENGTH:
            return None
        found = process.extract(key, self._long_keys, scorer=fuzz.ratio, limit=6)
        best: tuple[float, Entry] | None = None
        for other, score, _ in found:
            indices = self._same_sort(self._by_key[other], name)
            entry = self._only(indices) if indices else None
            if _digits(other) != _digits(key):
                continue
            if best is None:
                if score < _FUZZY_SCORE or entry is None or not _misspelt(key, other):
                    return None
                best = (score, entry)
            elif (entry is None or entry.id != best[1].id) and best[0] - score < _FUZZY_MARGIN:
                return None
        return best[1] if best else None


_PARTED = re.compile(r"[|:;“”\"–—]|\s-\s|\([^)]*$")
"""What no name holds: it parts two."""


def _misspelt(key: str, other: str) -> bool:
    """Whether each word of two names is alike, and not only the names as wholes.

    In "Castle Orrin District Council" and "Castle Point District Council" most letters are those
    of words that many names have.
    """
    from rapidfuzz import fuzz

    ours, theirs = key.split(), other.split()
    if len(ours) != len(theirs):
        return "".join(ours) == "".join(theirs)
    return all(fuzz.ratio(a, b) >= _FUZZY_WORD for a, b in zip(ours, theirs, strict=True))


def _digits(key: str) -> list[str]:
    return [word for word in key.split() if word.isdigit()]


def _is_capital(printed: str) -> bool:
    """Whether every word of a name that is not small by habit begins as a name's does."""
    small = {"of", "and", "the", "upon", "on", "in", "for", "with", "by", "under", "le", "at"}
    parts = [word for word in printed.replace("&", " ").split() if word[0].isalnum()]
    return not parts[0].islower() and all(not word[0].islower() or word in small for word in parts)
