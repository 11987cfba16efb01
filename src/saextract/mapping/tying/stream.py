"""Where requirement texts stand in a stream of text, letter by letter.

A dump that lists a table's cells one after the other shows neither columns nor rows. What it
does show is the Code's own wording. The stream is compared with every provision by runs of
equal letters (white space, case and punctuation aside), which are chained: a small gap is
altered wording, a large one is the rest of a requirement that a page break parted from its
beginning, with other cells between.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from saextract.lexicon import answers, numbers
from saextract.model import Code, Provision
from saextract.text.letters import letters

RUN = 14
"""Letters of the shortest run of equal letters that counts."""

_BEFORE_CELL = re.compile(r"^[\W_]*(?:\d{1,2}(?:\.\d{1,2})?[.):]?)?[\W_]*$")
_NUMBERED = re.compile(r"(?<![\d.])\d{1,2}\.\d{1,2}[.):]?[\W_]*$")
_SIGNS = "…‘“'\"( "
"""Signs that open a text."""

_LONGEST_PREFIX = 120
_LONGEST_NUMBER = 24
"""Characters before a cell's text that can be a title, or a number with its signs."""

_MAX_ALTERED = 60
_MAX_PARTED = 6_000
_PARTED_COST = 30
_CHANCE = 4
"""Letters before a run's own that can be equal by chance."""

_LATEST = 40
"""Letters of a provision that may be altered before its first run of equal ones."""

_MIN_SHARE = 0.6
_MIN_LETTERS = 24
_SAME_PLACE = 25
_KNOWN_BITS = 20
_KNOWN_SHIFT = np.uint64(64 - _KNOWN_BITS)
"""Leading bits of a run's hash that are looked up first: few runs of other texts share them with
one of the 30,000 of the catalogue."""
_BASE = np.uint64(0x9E3779B97F4A7C15)
"""Multiplier of the rolling hash over runs of letters: 2 to the 64th by the golden ratio, odd."""


_CLOSING = re.compile(r"[.,;:?!’'”\")…]*(?:\s+(?:\.\.\.|…)(?=\s|$))?")
"""Signs that close a requirement, and the dots for what is left out of it."""

_NEW_SENTENCE = re.compile(r"\W*[.:;?!]\W*\s")
"""What stands between two words of which the second begins a sentence."""


class Stream:
    """A text, and its letters with the place of each.

    Attributes:
        text: as it stands.
        letters: its letters and digits, in lower case.
        places: for every letter, its index in the text.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        signs = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        known, of_known = np.unique(signs, return_inverse=True)
        folded = [c.casefold() if (c := chr(sign)).isalnum() else "" for sign in known.tolist()]
        lengths = np.array([len(letter) for letter in folded], dtype=np.intp)
        places = np.repeat(np.arange(len(signs)), lengths[of_known] if len(known) else 0)
        self.letters = "".join([folded[index] for index in of_known.tolist()])
        self.places: list[int] = places.tolist()

    def begins_cell(self, letter: int, titles: frozenset[str] = frozenset()) -> bool:
        """Whether a letter is the first of its line, list marks and a number aside, or both a
        number and an answer.

        Args:
            letter: index in `letters`.
            titles: letters of titles that may stand before it in its line.
        """
        place = self.places[max(letter, 0)]
        start = self.text.rfind("\n", 0, place) + 1
        before = self.text[max(start, place - _LONGEST_PREFIX) : place]
        if _NUMBERED.search(before[-_LONGEST_NUMBER:]):
            return True
        if place - start > _LONGEST_PREFIX:
            return False
        if _BEFORE_CELL.match(before):
            return True
        number, said = numbers.before(before)
        if number and answers.alone(said.rstrip(_SIGNS)):
            return True
        return bool(titles) and letters(before).lstrip("0123456789") in titles

    def is_parted(self, one: int, two: int) -> bool:
        """Whether a blank line stands between a letter and a later one."""
        return "\n\n" in self.text[self.places[one - 1] : self.places[two]]

    def opening(self, letter: int) -> int:
        """Where a text begins in its line with the number and the signs before it.

        Args:
            letter: index in `letters` of its first letter.
        """
        place = self.places[letter]
        start = self.text.rfind("\n", 0, place) + 1
        before = self.text[start:place]
        numbered = _NUMBERED.search(before[-_LONGEST_NUMBER:])
        if numbered is not None:
            return place - min(len(before), _LONGEST_NUMBER) + numbered.start()
        if len(before) <= _LONGEST_NUMBER and _BEFORE_CELL.match(before):
            return start
        return place - len(before) + len(before.rstrip(_SIGNS))

    def closing(self, letter: int) -> int:
        """Where a text ends in the line of its last letter, with the signs that close it.

        Args:
            letter: index in `letters` of the first letter after it.
        """
        end = self.places[letter - 1] + 1
        closed = _CLOSING.match(self.text, end)
        return closed.end() if closed else end


class Block(NamedTuple):
    """A run of equal letters of the stream and a provision.

    Attributes:
        place, start: its first letter in the provision and in the stream.
        length: its letters.
        place_end, end: the first letters after it.
    """

    place: int
    start: int
    length: int
    place_end: int
    end: int


_block: Callable[[Iterable[int]], Block] = partial(tuple.__new__, Block)
"""A block of its five numbers, in half the time of `Block`."""


@dataclass(frozen=True, slots=True, eq=False)
class Occurrence:
    """A requirement found in the stream.

    Attributes:
        code, provision: whose wording fits best; the mapping decides later.
        place: of the provision in its Code, from 0.
        parts: letter ranges of the stream (end excluded); more than one where other cells
            stand between.
        matched: letters that are equal.
        whole: most of the provision is there, not only its beginning.
    """

    code: Code
    provision: Provision
    place: int
    parts: tuple[tuple[int, int], ...]
    matched: int
    whole: bool

    @property
    def start(self) -> int:
        """First letter of the stream."""
        return self.parts[0][0]

    @property
    def end(self) -> int:
        """First letter of the stream after it."""
        return self.parts[-1][1]


def find_requirements(stream: Stream, codes: Iterable[Code]) -> list[Occurrence]:
    """All places where a provision's wording stands, in the stream's order.

    Where several provisions fit a place, the one with most equal letters is kept; among equals
    that of the edition that fits the stream best as a whole.
    """
    found: list[Occurrence] = []
    catalogue = _catalogue(tuple(codes))
    for place, blocks in catalogue.blocks(stream.letters).items():
        found += _occurrences(stream, catalogue.wordings[place], blocks)
    weight: dict[str, int] = defaultdict(int)
    for occurrence in found:
        weight[occurrence.code.key] += occurrence.matched
    found.sort(key=lambda o: (-o.matched, -weight[o.code.key], o.code.key, o.start))
    kept: list[Occurrence] = []
    for occurrence in found:
        first, last = occurrence.start - _SAME_PLACE, occurrence.end + _SAME_PLACE
        near = [other for other in kept if first <= other.end and other.start <= last]
        clashing = [other for other in near if _clash(occurrence, other)]
        shorter = [_without_rest(other, occurrence) for other in clashing]
        if not any(_clash(occurrence, other) for other in shorter):
            kept = [other for other in kept if other not in clashing] + [*shorter, occurrence]
    return sorted(kept, key=lambda o: o.start)


def _without_rest(found: Occurrence, other: Occurrence) -> Occurrence:
    """A requirement without the rest that was found for it where all of another one begins."""
    own = [
        (first, last)
        for first, last in found.parts[1:]
        if abs(first - other.start) > _SAME_PLACE or other.matched <= last - first
    ]
    return replace(found, parts=(found.parts[0], *own))


def _clash(one: Occurrence, other: Occurrence) -> bool:
    if abs(one.start - other.start) <= _SAME_PLACE:
        return True
    return any(
        a < other_b and b > other_a for a, b in one.parts for other_a, other_b in other.parts
    )


@dataclass(frozen=True, slots=True)
class _Wording:
    """A provision and its place, its letters, and those of the titles that may stand before it."""

    code: Code
    provision: Provision
    place: int
    letters: str
    titles: frozenset[str]


class _Catalogue:
    """The letters of all provisions on end, and where each run of `RUN` of them stands."""

    def __init__(self, codes: Sequence[Code]) -> None:
        self.wordings = [
            _Wording(code, provision, place, letters(provision.text), titles)
            for code in codes
            for titles in (frozenset(map(letters, code.sections.values())),)
            for place, provision in enumerate(code.provisions)
        ]
        texts = [wording.letters for wording in self.wordings]
        self._beginnings = np.array([_beginning(text) for text in texts], dtype=np.int64)
        self._firsts = np.array([0, *accumulate(len(text) + 1 for text in texts)], dtype=np.int64)
        within = [
            np.arange(a, a + len(t) - RUN + 1) for a, t in zip(self._firsts, texts, strict=False)
        ]
        places = np.concatenate(within) if within else np.zeros(0, dtype=np.int64)
        runs = _runs(" ".join(texts))[places]
        order = np.argsort(runs, kind="stable")
        self._places = places[order]
        self._runs, self._lows, self._counts = np.unique(
            runs[order], return_index=True, return_counts=True
        )
        self._known = np.zeros(1 << _KNOWN_BITS, dtype=np.bool_)
        self._known[runs >> _KNOWN_SHIFT] = True

    def blocks(self, text: str) -> dict[int, list[Block]]:
        """For each provision that a text may begin, by its index, the longest runs they share."""
        runs = _runs(text)
        at = np.flatnonzero(self._known[runs >> _KNOWN_SHIFT])
        known = np.minimum(np.searchsorted(self._runs, runs[at]), len(self._runs) - 1)
        equal = self._runs[known] == runs[at]
        at, known = at[equal], known[equal]
        counts = self._counts[known]
        starts = np.repeat(at, counts)
        ramp = np.arange(len(starts)) - np.repeat(np.cumsum(counts) - counts, counts)
        places = self._places[np.repeat(self._lows[known], counts) + ramp]
        order = np.lexsort((starts, starts - places))
        starts, places = starts[order], places[order]
        breaks = (np.diff(starts) != 1) | (np.diff(places) != 1)
        firsts = np.flatnonzero(np.concatenate(([len(starts) > 0], breaks)))
        lengths = np.diff(np.append(firsts, len(starts))) + RUN - 1
        owners = np.searchsorted(self._firsts, places[firsts], "right") - 1
        inside = places[firsts] - self._firsts[owners]
        begun = np.zeros(len(self.wordings), dtype=np.bool_)
        begun[owners[inside <= self._beginnings[owners]]] = True
        told = begun[owners]
        firsts, lengths, owners, inside = firsts[told], lengths[told], owners[told], inside[told]
        begins = starts[firsts]
        order = np.lexsort((begins, inside, owners))
        columns = (inside, begins, lengths, inside + lengths, begins + lengths)
        listed = (column[order].tolist() for column in columns)
        blocks = list(map(_block, zip(*listed, strict=True)))
        known, lows = np.unique(owners[order], return_index=True)
        bounds = pairwise([*lows.tolist(), len(blocks)])
        return {
            owner: blocks[low:high]
            for owner, (low, high) in zip(known.tolist(), bounds, strict=True)
        }


_CATALOGUES: dict[tuple[Any, ...], _Catalogue] = {}


def _catalogue(codes: Sequence[Code]) -> _Catalogue:
    """The letters of some editions, indexed once per process."""
    key = tuple((code.key, code.sha256, len(code.provisions)) for code in codes)
    if key not in _CATALOGUES:
        _CATALOGUES[key] = _Catalogue(codes)
    return _CATALOGUES[key]


def _runs(text: str) -> npt.NDArray[np.uint64]:
    """A number for each run of `RUN` letters; equal runs have equal numbers."""
    signs = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    count = max(0, len(signs) - RUN + 1)
    runs = np.zeros(count, dtype=np.uint64)
    for place in range(RUN):
        runs = runs * _BASE + signs[place : place + count]
    return runs


def _occurrences(
    stream: Stream, wording: _Wording, blocks: Sequence[Block]
) -> Iterator[Occurrence]:
    wanted = wording.letters
    latest = _beginning(wanted)
    beginnings = [b for b in blocks if b.place <= latest]
    for first in beginnings:
        if not stream.begins_cell(first.start - first.place, wording.titles):
            continue
        chain = _chain(stream, first, blocks)
        matched = sum(block.length for block in chain)
        whole = matched >= _MIN_SHARE * len(wanted)
        cut = first.place <= 3 and first.length >= min(_MIN_LETTERS, len(wanted))
        if whole or cut:
            yield Occurrence(
                code=wording.code,
                provision=wording.provision,
                place=wording.place,
                parts=tuple(_parts(stream, chain, wanted)),
                matched=matched,
                whole=whole,
            )


def _beginning(wording: str) -> int:
    """The place in a provision's letters up to which a run of them can be its beginning."""
    return min(_LATEST, len(wording) // 3)


def _chain(stream: Stream, first: Block, blocks: Sequence[Block]) -> list[Block]:
    """The blocks that carry the provision on from its beginning, cheapest joins first.

    Args:
        stream: the text.
        first: the block that the provision begins with.
        blocks: all of the provision's, by their places in it.
    """
    chain = [first]
    while True:
        last = chain[-1]
        place_end, end = last.place_end, last.end
        joins = [
            (cost, block)
            for block in blocks[bisect_left(blocks, (place_end - 3,)) :]
            if block.start >= end - 3
            and block.end > end
            and block.place_end > place_end + 3
            and (cost := _join_cost(stream, last, block)) is not None
        ]
        if not joins:
            return chain
        chain.append(min(joins)[1])


def _join_cost(stream: Stream, last: Block, block: Block) -> int | None:
    """What it costs to go on with a block: altered wording, or the rest on another page."""
    gap, left_out = block.start - last.end, block.place - last.place_end
    near = gap <= _MAX_ALTERED or (gap <= _MAX_PARTED and block.length >= _MIN_LETTERS)
    if left_out <= 5 and near and stream.begins_cell(block.start):
        return min(gap, _PARTED_COST)
    short = block.length < _MIN_LETTERS and stream.is_parted(last.end, block.start + _CHANCE)
    if gap <= left_out + _MAX_ALTERED // 2 and left_out <= 3 * _MAX_ALTERED and not short:
        return gap + left_out
    return None


def _parts(stream: Stream, chain: Sequence[Block], wanted: str) -> Iterator[tuple[int, int]]:
    """Letter ranges of a chain; letters at its ends that are too few for a run are taken in."""
    start, end = chain[0].start - chain[0].place, chain[0].end
    for before, block in pairwise(chain):
        if block.start - before.end > block.place - before.place_end + _MAX_ALTERED // 2:
            yield max(start, 0), end
            start = block.start
        end = block.end
    tail = wanted[chain[-1].place_end :]
    goes_on = tail and _goes_on(stream, end, tail)
    yield (
        max(start, 0),
        end + len(tail) if goes_on else _without_chance(stream, end) if tail else end,
    )


def _without_chance(stream: Stream, end: int) -> int:
    """The end of a run without the letters that are equal by chance.

    They stand behind a blank line, or begin another sentence.
    """
    places = stream.places
    for at in range(end - _CHANCE, end):
        between = stream.text[places[at - 1] + 1 : places[at]]
        if "\n\n" in between or _NEW_SENTENCE.match(between):
            return at
    return end


def _goes_on(stream: Stream, end: int, tail: str) -> bool:
    return stream.letters.startswith(tail, end)
