"""Conservation of text: what stands between the first and the last row of a form, and is in no row.

Every visible word there must end in a cell of a response, or in a heading, a banner or a repeated
header that is known as such; running lines were set aside, by name, before. What is left over was
lost. Words are counted, so that it does not matter by which route a text came into its row, nor
whether the layout broke its lines elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from saextract.lexicon import numbers
from saextract.lexicon.answers import is_answer
from saextract.lexicon.roles import of_label, opening_label, title_words
from saextract.lexicon.titles import Titles
from saextract.mapping.tables.fragments import Fragment
from saextract.model import Locator, Parsed, Passage, pages_of
from saextract.text.letters import letters

from .drafts import Draft

_WORD = re.compile(r"[^\W\d_]{2,}|\d{3,}|\d+(?=\s*(?:%|working|days?|weeks?|months?)\b)")
"""What counts: words of two letters or more and figures that say something. Numbers of provisions
and of lists are no text of a cell."""

_PLAIN_WORD = re.compile(r"[a-z]{2,}|[0-9]{3,}|[0-9]+(?=\s*(?:%|working|days?|weeks?|months?)\b)")
"""The same where all letters are ASCII's small ones: a fifth faster."""

_SIGNS = re.compile("[‘’“”–—•]")
"""Signs that no word holds, for which alone a text is often not ASCII."""

_ASKED = 4096
"""Texts whose words are kept: most stand in the document and in a row in the same letters."""

_NO_TEXT = re.compile(r"\]\([^)\s]*\)|<[^<>]{1,200}>|https?://\S+|www\.\S+")
"""Addresses of links and tags in text dumps: markup, not words that a page shows."""

_LABEL = re.compile(r"([^:?]{2,70})[:?]")
"""A label and the sign that parts it from its value."""

_FEWEST = 5
"""Times that words before a colon, or a label without one, come again before they are taken for
a label."""

_LONGEST_LABEL = 70
"""Characters of the longest label or title; what is known as one is so wherever it stands alone."""

_TELLING = 12
"""Letters from which on a piece of text is taken for part of the row in which it is found: the
Code's shortest requirement has 40, and answers and labels have fewer than 12."""

_ROW_REACH = 12
"""Units (lines or cells) between two texts of one row; a longer gap parts the row from a place
where the document quotes it. A judgement: more than the cells of any form, and fewer than the
lines of a page."""

_FEW_BETWEEN = 3
"""Rows from one beside a loss to the other one, at most, for those between to be beside it too."""

_MUCH = 0.1
"""Share of the words lost from which on no row is known to be whole: the losses are too many to
stand beside the rows that they belong to."""

_MOSTLY = 0.5
"""Share of the texts set as headings of a level that stand in rows, from which on a text so set is
one of a cell. A judgement: headings of sections stand in none."""

_OPENING = 40
"""Letters at the head of a provision that tell its requirement, as many as half a printed line
holds; five pairs of provisions, for the two stages, share them, and both are doubtful then."""

_FEWEST_CHANGES = 2
"""Changes of section, each beneath a heading, that tell headings of sections from others."""

_PAGING = frozenset(("page", "of", "continued", "cont", "contd"))
"""Words of page numbers and of repeated headers that the lexicon of titles does not hold."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A text within a form that ended in no row.

    Attributes:
        text: as printed, on one line.
        locators: where it stands.
        before, after: the rows between which it stands, counted in reading order.
    """

    text: str
    locators: tuple[Locator, ...]
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Conserved:
    """What became of the text between the first and the last row of a form.

    Attributes:
        words: how many stand there.
        missing: those that ended nowhere, and how often.
        losses: the texts that hold them.
        beside: the provisions, by their places in the edition, whose rows stand next to them, and
            the one before on pages: of two cards abreast either may have lost it; and those whose
            requirement stands there while their rows have none.
    """

    words: int = 0
    missing: Counter[str] = field(default_factory=Counter)
    losses: tuple[Loss, ...] = ()
    beside: frozenset[int] = frozenset()

    @property
    def lost(self) -> int:
        """How many words ended nowhere."""
        return self.missing.total()

    @property
    def share(self) -> float:
        """Share of the words that are kept, 0 to 1; 1 for a form without words."""
        return 1.0 - self.lost / self.words if self.words else 1.0


@dataclass(slots=True)
class _Unit:
    """A cell, or a line outside tables."""

    text: str
    locators: tuple[Locator, ...]
    heading: int | None = None
    plain: str = field(default="")
    row: int | None = None


def conserve(parsed: Parsed, draft: Draft, elsewhere: Iterable[str]) -> Conserved:
    """Compares the text of a form with what its rows hold.

    Args:
        parsed: the document as the parser gave it.
        draft: the form's rows.
        elsewhere: texts of the same document that ended in something known: header rows, banners,
            rows of action plans and of other assessments.
    """
    rows = draft.kept_rows
    held = [[text for part in row.parts for text in _all_of(part)] for row in rows]
    units = _region(list(_units(parsed)), _Haystack(held))
    elsewhere = list(elsewhere)
    known = {letters(text) for text in elsewhere if len(text) <= _LONGEST_LABEL}
    labels = _repeated(units, len(rows)) | (known - {""})
    furniture = _Furniture(Titles(draft.code.sections.values()), labels, _levels_of_cells(units))
    sections = [draft.code.provisions[row.provision].section for row in rows]
    unasked = _unasked(draft, units)
    introduced = _introductions(units, sections)
    units = [unit for place, unit in enumerate(units) if place not in introduced]
    own = (furniture.own_words(unit) for unit in units if not furniture.holds(unit))
    there = Counter(chain.from_iterable(own))
    lost = there - count_words([*chain.from_iterable(held), *elsewhere])
    total = there.total()
    if not lost:
        return Conserved(total, beside=unasked)
    losses = tuple(_losses(units, lost, furniture))
    ends = {place for loss in losses for place in _around(loss)}
    ends |= {loss.before - 1 for loss in losses if loss.before and pages_of(loss.locators)}
    if lost.total() > _MUCH * total:
        ends = set(range(len(rows)))
    beside = unasked | {rows[place].provision for place in ends}
    return Conserved(total, lost, losses, beside)


def _unasked(draft: Draft, units: Sequence[_Unit]) -> frozenset[int]:
    """Provisions whose requirement the form prints, although their rows have none."""
    openings = {
        row.provision: letters(draft.code.provisions[row.provision].text)[:_OPENING]
        for row in draft.kept_rows
        if not any(part.requirement for part in row.parts)
    }
    return frozenset(
        provision
        for provision, opening in openings.items()
        if any(opening in unit.plain for unit in units)
    )


def _around(loss: Loss) -> Iterator[int]:
    """The rows beside a loss, and those between with too little text to tell where they stand."""
    found = {place for place in (loss.before, loss.after) if place is not None}
    near = bool(found) and max(found) - min(found) <= _FEW_BETWEEN
    yield from range(min(found), max(found) + 1) if near else found


def _all_of(part: Fragment) -> tuple[str, ...]:
    return (*part.texts, *(header for header, _ in part.other))


def _repeated(units: Sequence[_Unit], rows: int) -> frozenset[str]:
    """Labels that the document makes so: they open a line in at least half the rows.

    They are words of its own before a colon, or known ones without a sign.
    """
    lines = [line for unit in units for line in unit.text.split("\n")]
    found = map(_LABEL.match, lines)
    counts = Counter(letters(label[1]) for label in found if label)
    counts.update(letters(label) for line in lines if (label := opening_label(line)[0]))
    return frozenset(text for text, count in counts.items() if count >= max(_FEWEST, rows / 2))


@lru_cache(_ASKED)
def words(text: str) -> tuple[str, ...]:
    """The words of a text that count for conservation, in one case and without link targets."""
    if "<" in text or "](" in text or "://" in text or "www." in text:
        text = _NO_TEXT.sub(" ", text)
    if not text.isascii():
        text = _SIGNS.sub("'", unicodedata.normalize("NFKC", text))
    text = text.casefold()
    return tuple((_PLAIN_WORD if text.isascii() else _WORD).findall(text))


def count_words(texts: Iterable[str]) -> Counter[str]:
    """The words of texts that count for conservation, and how often each stands there."""
    return Counter(chain.from_iterable(map(words, texts)))


def _units(parsed: Parsed) -> Iterator[_Unit]:
    for block in parsed.blocks:
        if isinstance(block, Passage):
            for line in block.text.splitlines():
                yield _Unit(line, block.locators, block.heading)
            continue
        for row in block.rows:
            for cell in row.cells:
                if cell is not None and cell.text:
                    yield _Unit(cell.text, cell.locators)


class _Haystack:
    """The letters of all rows in one string, searched from where the last text was found."""

    def __init__(self, rows: Sequence[Iterable[str]]) -> None:
        plain = ["".join(map(letters, texts)) for texts in rows]
        self._text = "\n".join(plain)
        self._starts = [0]
        for row in plain[:-1]:
            self._starts.append(self._starts[-1] + len(row) + 1)
        self._at = 0

    def row_of(self, plain: str) -> int | None:
        """The row that holds a text, given as letters; None if none does."""
        place = self._text.find(plain, self._at)
        if place < 0:
            place = self._text.find(plain, 0, self._at + len(plain))
        if place < 0:
            return None
        self._at = place
        return bisect_right(self._starts, place) - 1


def _region(units: Sequence[_Unit], haystack: _Haystack) -> Sequence[_Unit]:
    """The units from the form's first row to its last, each with the row that holds it.

    A text of a row may stand elsewhere too (a report quotes it, the Code is printed before the
    form); so the form begins where some row stands last, and ends where some row stands first.
    """
    places: dict[int, list[int]] = {}
    for place, unit in enumerate(units):
        unit.plain = letters(unit.text)
        if len(unit.plain) >= _TELLING:
            unit.row = haystack.row_of(unit.plain)
        if unit.row is not None:
            places.setdefault(unit.row, []).append(place)
    if not places:
        return ()
    rows = [_groups(found) for found in places.values()]
    start = min((row[-1] for row in rows), key=lambda group: group[-1])[0]
    end = max((row[0] for row in rows), key=lambda group: group[0])[-1]
    while start > 0 and len(units[start - 1].plain) < 4:
        start -= 1
    return units[start : end + 1]


def _groups(places: Sequence[int]) -> list[Sequence[int]]:
    """A row's places, in order, parted where two are too far from each other."""
    starts = [i for i in range(1, len(places)) if places[i] - places[i - 1] > _ROW_REACH]
    ends = [*starts, len(places)]
    return [places[first:end] for first, end in zip([0, *starts], ends, strict=True)]


def _levels_of_cells(units: Sequence[_Unit]) -> frozenset[int]:
    """Levels of headings at which mostly texts of rows are set: comments in large type."""
    levels = Counter(unit.heading for unit in units)
    held = Counter(unit.heading for unit in units if unit.row is not None)
    return frozenset(
        level for level, count in held.items() if level and count >= _MOSTLY * levels[level]
    )


class _Furniture:
    """What is known as a heading, a label, a header or a page number; each text is asked once."""

    def __init__(self, titles: Titles, own: frozenset[str], cells: frozenset[int]) -> None:
        self._titles = titles
        self._own = own
        self._cells = cells
        self._words = title_words() | _PAGING
        self._banners: dict[str, bool] = {}
        self._labels: dict[str, bool] = {}

    def holds(self, unit: _Unit) -> bool:
        """Whether a unit is furniture of the form, and no text of a cell."""
        text = unit.text
        if text not in self._banners:
            self._banners[text] = self._titles.banner(text)
        if unit.row is not None or self._banners[text]:
            return self._banners[text]
        if text not in self._labels:
            self._labels[text] = (
                self._is_label(text)
                or numbers.counts(text)
                or (self._words.issuperset(words(text)) and not is_answer(text))
            )
        headed = unit.heading is not None and unit.heading not in self._cells
        return headed or self._labels[text]

    def own_words(self, unit: _Unit) -> list[str]:
        """The words of a unit without the labels that open its lines."""
        return [word for line in unit.text.split("\n") for word in words(self._value(line))]

    def _value(self, line: str) -> str:
        if self._is_label(line):
            return ""
        label = _LABEL.match(line)
        if label is not None and self._is_label(label[1]):
            return line[label.end() :]
        opened, rest = opening_label(line) if self._own else ("", "")
        return rest if letters(opened) in self._own else line

    def _is_label(self, text: str) -> bool:
        return bool(of_label(text)) or letters(text) in self._own


def _introductions(units: Sequence[_Unit], sections: Sequence[str]) -> set[int]:
    """Places of the texts that introduce a section, beneath its heading.

    Headings are those of sections where one stands wherever the rows go on to another section,
    and none between two rows of the same; what stands beneath others may be part of a row.

    Args:
        units: from the form's first row to its last.
        sections: of each row.
    """
    gaps: list[list[int]] = [[]]
    ends: list[tuple[str, str]] = []
    before = ""
    for place, unit in enumerate(units):
        if unit.row is None:
            gaps[-1].append(place)
            continue
        ends.append((before, sections[unit.row]))
        before = sections[unit.row]
        gaps.append([])
    found: set[int] = set()
    changes = 0
    for gap, (one, two) in zip(gaps, ends, strict=False):
        headed = [place for place in gap if _is_heading(units[place])]
        if one and (one != two) != bool(headed):
            return set()
        changes += bool(one) and one != two
        found.update(place for place in gap if headed and place > headed[0])
    return found if changes >= _FEWEST_CHANGES else set()


def _is_heading(unit: _Unit) -> bool:
    return unit.heading is not None and numbers.opens(unit.text) is None


def _losses(units: Sequence[_Unit], lost: Counter[str], furniture: _Furniture) -> Iterator[Loss]:
    """The texts, found in no row as they stand, that most likely held what was lost.

    A word may stand in a dozen texts and be lost in one: it is laid to the texts of which the
    largest share is lost.
    """
    before: int | None = None
    after = _next_rows(units)
    suspects: list[tuple[float, int, Loss]] = []
    for place, unit in enumerate(units):
        if unit.row is not None:
            before = unit.row
            continue
        held = furniture.own_words(unit)
        share = sum(lost[word] > 0 for word in held) / max(1, len(held))
        if share and not furniture.holds(unit):
            text = " ".join(unit.text.split())
            suspects.append((-share, place, Loss(text, unit.locators, before, after[place])))
    left = lost.copy()
    found: list[tuple[int, Loss]] = []
    for _, place, loss in sorted(suspects, key=lambda suspect: suspect[:2]):
        held = furniture.own_words(units[place])
        if any(left[word] > 0 for word in held):
            left -= Counter(held)
            found.append((place, loss))
    return (loss for _, loss in sorted(found, key=lambda item: item[0]))


def _next_rows(units: Sequence[_Unit]) -> list[int | None]:
    rows: list[int | None] = []
    following: int | None = None
    for unit in reversed(units):
        following = unit.row if unit.row is not None else following
        rows.append(following)
    return rows[::-1]
