"""What could begin at each line of a text: rows, fields, answers, headings.

A mark is a possibility, not a reading. Which of the marks hold is decided for all of them at
once in `decode`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import NamedTuple

from saextract.lexicon import answers, numbers, titles
from saextract.lexicon.titles import Titles, stage
from saextract.mapping.tying.features import grams, index_of
from saextract.model import Code, PdfLocator, Provision

from .labels import Label, Labels
from .lines import Line
from .stream import Occurrence, Stream, find_requirements

FEWEST_ROWS = 3
_ASKING = frozenset(("answer", "response"))
_KNOWN = frozenset(("number", "requirement", "evidence", "commentary", *_ASKING))
_MOST_LINES = 30
"""Lines of the longest requirement that is cut into lines: 3,000 letters, 100 in each."""

_ALIKE = 0.1
"""Least likeness of a requirement over several lines that only its number tells, which is also
more like its own provision than like any other; unrelated prose is as much like one as another."""

_FEWEST_TITLED = 8
"""Rows with a number and a title that are an assessment: more than the provisions of the longest
list that a report on other things gives in the Code's order."""

_HALF = 0.5
"""Share of rows of nothing but a number and an answer up to which they are rows with titles."""
_NEARLY_ALL = 0.9
"""Share of the numbers of sections that such rows must have in all."""
_MOST = 0.75
"""Share of a section's numbers from which on the section is one of the form's."""

_SHORTEST_REQUIREMENT = 25
"""Characters of a requirement in other words than the Code's; shorter texts are titles."""

_TITLE_LINES = 2
"""Lines of the longest title with its answer behind it."""

_BEHIND_TITLE = re.compile(r"\s*[:.]\s+|\s+[–—-]\s+|,\s+")
"""What parts a title from the answer behind it."""

_CLOSING = re.compile(r"[.,;:?!’'”\")…]*(?:\s+(?:\.\.\.|…)(?=\s|$))?")
"""Signs that close a requirement, and the dots for what is left out of it."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A requirement that begins at a line.

    Attributes:
        begin: where it begins in its first line.
        last: the last of its lines.
        end: where it ends in that line.
        place, section: of its provision, in the order of its Code.
        asks: what the provision asks for.
        whole: most of its words are the Code's; else only its beginning or its number tells it.
        answered: an answer stands right behind it.
    """

    begin: int
    last: int
    end: int
    place: int
    section: str
    asks: str
    whole: bool
    answered: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """What could begin at a line.

    Attributes:
        label: a label, or the number of a provision.
        wording: a requirement, on this line or, behind a label, within it.
        opens: a heading that is a number, or the words by which rows are usually opened.
        answers: the line is an answer and hardly more.
        awaited: and stands right below a label for one.
        numbered: or right below or behind a number, as with nearly all numbers of the text.
        closes: the line is a heading of something else; a row may end above it.
        leads: a heading right above the beginning of a row.
        lines: how many lines it takes up.
    """

    label: Label | None = None
    wording: Wording | None = None
    opens: bool = False
    answers: bool = False
    awaited: bool = False
    numbered: bool = False
    closes: bool = False
    leads: bool = False
    lines: int = 1


class Marks:
    """The marks of a text.

    Args:
        lines: its lines.
        codes: the catalogue.
        labels: which labels it uses.
        bare: labels of unknown meaning are text.
    """

    def __init__(
        self, lines: Sequence[Line], codes: Sequence[Code], labels: Labels, bare: bool = False
    ) -> None:
        self._lines = lines
        self._bare = bare
        self._labels = labels
        found = locate(lines, codes)
        self.wordings = {span.first: self._wording(span, o) for span, o in found}
        if len(found) >= FEWEST_ROWS:
            self._add_numbered(found)
        else:
            self._add_titled(codes)
        self.header = self._header_lines()
        self.at = self._marks(codes)

    def _wording(self, span: Span, found: Occurrence) -> Wording:
        rest = self._lines[span.last].text[span.end :].strip()
        below = self._lines[span.last + 1].text if span.last + 1 < len(self._lines) else ""
        provision = found.provision
        return Wording(
            span.begin,
            span.last,
            span.end,
            found.place,
            provision.section,
            provision.asks,
            found.whole,
            begins_answer(rest or below),
        )

    def _add_numbered(self, found: Sequence[tuple[Span, Occurrence]]) -> None:
        """Adds requirements whose wording is not the Code's, where number and answer tell them.

        A comment may open with a number as well. Such a line begins a row only if an answer
        follows, and if, of several lines, the words between are most like that provision.
        """
        codes = Counter(occurrence.code.key for _, occurrence in found)
        key = max(codes, key=lambda known: (codes[known], known))
        code = next(o.code for _, o in found if o.code.key == key)
        places = {provision.number: at for at, provision in enumerate(code.provisions)}
        taken = {at for first, w in self.wordings.items() for at in range(first, w.last + 1)}
        known = {wording.place for wording in self.wordings.values()}
        for index, line in enumerate(self._lines):
            number, text = numbers.before(line.text)
            if not number and index:
                number = numbers.whole(self._lines[index - 1].text)
            place = places.get(number)
            if index in taken or place is None:
                continue
            if len(text) < _SHORTEST_REQUIREMENT or text[:1].islower():
                continue
            last = self._before_answer(index, taken)
            if last is None or (last > index and place in known):
                continue
            words = " ".join([text, *(line.text for line in self._lines[index + 1 : last + 1])])
            alike = index_of(code).compare(grams(words)).score
            if last > index and (alike.argmax() != place or alike[place] < _ALIKE):
                continue
            self.wordings[index] = Wording(
                begin=len(line.text) - len(text),
                last=last,
                end=len(self._lines[last].text),
                place=place,
                section=code.provisions[place].section,
                asks=code.provisions[place].asks,
                whole=False,
                answered=True,
            )

    def _add_titled(self, codes: Sequence[Code]) -> None:
        """Adds rows that print their number and a title of their own, and no requirement.

        Nearly all numbers of some sections of a Code have to stand there, each with a title that is
        a passage by itself or has its answer behind it, and an answer before the next one.
        """
        starts = [(at, number) for at in range(len(self._lines)) if (number := self._number(at))]
        segments = [
            (at, end, number)
            for (at, number), (end, _) in zip_longest(
                starts, starts[1:], fillvalue=(len(self._lines), "")
            )
        ]
        for code in codes:
            rows = self._titled_rows(code, segments)
            bare = sum(
                row.begin == row.end and answers.alone(self._lines[at].text[row.begin :])
                for at, row in rows.items()
            )
            many = len(rows) >= _FEWEST_TITLED and len(rows) > len(self.wordings)
            if many and bare <= _HALF * len(rows):
                self.wordings = rows

    def _titled_rows(
        self, code: Code, segments: Sequence[tuple[int, int, str]]
    ) -> dict[int, Wording]:
        """The rows of the sections that have such rows, nearly all of them having one.

        A number of another section, as that of a policy, may open a line of a comment; sections of
        which most numbers are lacking are none of the form's then.
        """
        sections: list[tuple[int, dict[int, Wording]]] = []
        last = -1
        for section in code.sections:
            asked = [
                (place, provision)
                for place, provision in enumerate(code.provisions)
                if provision.section == section
            ]
            found: dict[int, Wording] = {}
            for place, provision in asked:
                at, row = self._titled_row(provision, place, segments, last)
                if row is not None:
                    found[at] = row
                    last = at
            sections.append((len(asked), found))
        for least in (0.0, _MOST):
            kept = [(size, found) for size, found in sections if len(found) > least * size]
            rows = {at: row for _, found in kept for at, row in found.items()}
            if len(rows) >= _NEARLY_ALL * sum(size for size, _ in kept):
                return dict(sorted(rows.items()))
        return {}

    def _titled_row(
        self,
        provision: Provision,
        place: int,
        segments: Sequence[tuple[int, int, str]],
        last: int,
    ) -> tuple[int, Wording | None]:
        """A provision's row and its first line: of several that may be it the first behind one."""
        made = [
            (at, row)
            for at, end, number in segments
            if number == provision.number and (row := self._titled(at, end, provision, place))
        ]
        return next((pair for pair in made if pair[0] > last), made[0] if made else (last, None))

    def _number(self, at: int) -> str:
        """The number that opens a line which could begin a row, or ""."""
        text = self._lines[at].text
        return numbers.whole(text) or numbers.before(text)[0]

    def _titled(self, at: int, end: int, provision: Provision, place: int) -> Wording | None:
        """A row of a number, a title and an answer, in the lines from one number to the next."""
        lines, block, text = self._lines, self._lines[at].block, self._lines[at].text
        alone = numbers.whole(text) != ""
        begin = 0 if alone else len(text) - len(numbers.before(text)[1])
        known = (place, provision.section, provision.asks, False)
        said = answers.opens(text[begin:]) if not alone else None
        if said is not None and said.stop in _ANSWERS_END:
            return Wording(begin, at, begin, *known, True)
        for last in range(at, min(at + _TITLE_LINES, end)):
            behind = _answer_behind(lines[last].text, begin if last == at else 0)
            if behind is not None and lines[last].block == block:
                return Wording(begin, last, behind, *known, True)
        below = lines[at + 1] if at + 1 < end else None
        if alone and below is not None and below.block != block and below.heading is not None:
            block = below.block
        given = [index for index in range(at + 1, end) if answers.alone(lines[index].text)]
        in_block = [index for index in range(at, end) if lines[index].block == block]
        last = min(given[0] - 1, in_block[-1]) if given else at
        if not given or (alone and last == at):
            return None
        return Wording(begin, last, len(lines[last].text), *known, given[0] == last + 1)

    def _before_answer(self, index: int, taken: set[int]) -> int | None:
        """The line after which the next answer follows, if no other row begins before it."""
        for last in range(index, min(index + _MOST_LINES, len(self._lines) - 1)):
            if last + 1 in taken or numbers.opens(self._lines[last + 1].text):
                return None
            if begins_answer(self._lines[last + 1].text):
                return last
        return None

    def _header_lines(self) -> frozenset[int]:
        """Lines of printed headers: three labels or more on end, none with a value."""
        found: set[int] = set()
        run: list[int] = []
        for index in range(len(self._lines) + 1):
            if index < len(self._lines) and self._labels.header_at(index):
                run.append(index)
                continue
            keys = [self._labels.header_at(at) for at in run]
            if len(set(keys)) >= 3 and (
                "number" in keys
                or keys[0] == "requirement"
                or not any(self._labels.at(at) for at in run)
            ):
                found |= set(run)
            run = []
        return frozenset(found)

    def header_keys(self) -> set[str]:
        """What the printed headers name."""
        return {self._labels.header_at(index) for index in self.header}

    def _marks(self, codes: Sequence[Code]) -> dict[int, Mark]:
        marks: dict[int, Mark] = {}
        asked = numbered = -1
        for index, line in enumerate(self._lines):
            label = None if index in self.header else self._labels.at(index)
            if label and self._bare and label.key not in _KNOWN:
                label = None
            wording = self.wordings.get(index)
            lines = label.lines if label else 1
            if label is not None and label.key == "number" and not label.number:
                below = self._lines[index + lines].text if index + lines < len(self._lines) else ""
                number = numbers.whole(below)
                lines += bool(number)
                label = replace(label, number=number) if number else None
            is_answer = answers.alone(line.text)
            is_start = label is not None and label.number and self._labels.starts_answered
            said = bool(label and is_start and answers.alone(label.value))
            mark = Mark(
                label,
                wording,
                opens=bool(label and label.number and line.heading is not None),
                answers=is_answer,
                awaited=is_answer and asked == index,
                numbered=said or (is_answer and numbered == index),
                lines=lines,
            )
            if label or wording or mark.answers:
                marks[index] = mark
            if label and label.key in _ASKING and not label.value:
                asked = index + lines
            if label and is_start and not label.value:
                numbered = index + lines
        self._add_closings(marks, codes)
        return marks

    def _add_closings(self, marks: dict[int, Mark], codes: Sequence[Code]) -> None:
        levels = [
            line.heading
            for index, line in enumerate(self._lines)
            if line.heading and (mark := marks.get(index)) and _begins_row(mark)
        ]
        starts = sum(bool(mark.label and mark.label.number) for mark in marks.values())
        starts = max(starts, len(self.wordings) if not starts else 0)
        level = min(levels) if levels and len(levels) >= max(1, starts / 2) else None
        closings = Closings(codes, self._lines, level)
        last = max(
            (index for index, mark in marks.items() if mark.label or mark.wording), default=-1
        )
        asked = {at for first, w in self.wordings.items() for at in range(first, w.last + 1)}
        for index, line in enumerate(self._lines):
            mark = marks.get(index)
            if index in self.header or index in asked or (mark and mark.label):
                continue
            below = index + 1
            while below < len(self._lines) and closings.is_banner(self._lines[below]):
                below += 1
            leads = _section_begun(marks.get(below))
            if closings.closes(line, index < last, leads):
                marks[index] = replace(mark or Mark(), closes=True, leads=leads is not None)


_ANSWERS_END = ("end", "line", "point", "dash")
"""What ends an answer that stands behind a number or a title."""


def _answer_behind(text: str, begin: int) -> int | None:
    """Where a title ends that has its answer behind it: "Surveys – not compliant"."""
    for sign in _BEHIND_TITLE.finditer(text, begin + 1):
        said = answers.opens(text[sign.end() :])
        if said is not None and said.stop in _ANSWERS_END:
            return sign.start()
    return None


def _begins_row(mark: Mark) -> bool:
    label = mark.label
    return mark.wording is not None or bool(label and label.key in ("number", "requirement"))


def _section_begun(mark: Mark | None) -> str | None:
    """The section of the row that a mark begins ("" if it is not known), or None."""
    if mark is None or not _begins_row(mark):
        return None
    if mark.wording is not None:
        return mark.wording.section
    return mark.label.number.partition(".")[0] if mark.label else ""


def begins_answer(text: str) -> bool:
    """Whether a text is an answer, or opens with one that can be parted from it."""
    return answers.alone(text) or bool(answers.split(text)[0])


class Span(NamedTuple):
    """Where a text stands: its first line and the index there, its last one and that after it."""

    first: int
    begin: int
    last: int
    end: int


def locate(lines: Sequence[Line], codes: Sequence[Code]) -> list[tuple[Span, Occurrence]]:
    """Requirement texts in the lines, in their order."""
    starts, text = [0], ""
    for line, after in zip_longest(lines, lines[1:]):
        text += line.text + ("\n" if after is None or after.block == line.block else "\n\n")
        starts.append(len(text))
    stream = Stream(text)
    found: list[tuple[Span, Occurrence]] = []
    for occurrence in find_requirements(stream, codes):
        first_letter, end_letter = occurrence.parts[0]
        first = stream.places[first_letter]
        end = stream.places[end_letter - 1] + 1
        closed = _CLOSING.match(stream.text, end)
        end = closed.end() if closed else end
        at, to = bisect_right(starts, first) - 1, bisect_right(starts, end - 1) - 1
        found.append((Span(at, first - starts[at], to, end - starts[to]), occurrence))
    return found


# --------------------------------------------------------------------------- headings


class Closings:
    """Which lines end a block because something else begins.

    Args:
        codes: the catalogue, for its section titles.
        lines: the document's lines.
        start_level: heading level of the lines that begin blocks, or None.
    """

    def __init__(
        self, codes: Sequence[Code], lines: Sequence[Line], start_level: int | None
    ) -> None:
        self._titles = Titles(t for code in codes for t in code.sections.values())
        self._level = start_level
        stages = sorted(filter(None, (stage(line.text) for line in lines)))
        self._parted_by_stage = stages == ["1", "2"]
        banners = [line.heading for line in lines if line.heading and self.is_banner(line)]
        self._banner_level = min(banners, default=0)

    def closes(self, line: Line, more_follows: bool, leads: str | None) -> bool:
        """Whether a line ends the block before it.

        Comments hold lines that read like headings, such as "Stage 3" or "Section 4 of the
        policy". What the format itself does not call a heading therefore ends a block only
        where the next one begins right after it, or where none follows.

        Args:
            line: one that is no label.
            more_follows: a further block begins later in the document.
            leads: section of the next block, where nothing but such lines stand between; or None.
        """
        if line.heading is None:
            return leads is not None and self.is_banner(line) and not _is_foreign(line.text, leads)
        if any(isinstance(place, PdfLocator) for place in line.locators):
            limit = self._level if self._level is not None else self._banner_level + 1
            return line.heading < limit or (leads is not None and self.is_banner(line))
        above = self._level is None or line.heading <= self._level
        return above or leads is not None or not more_follows or self.is_banner(line)

    def is_banner(self, line: Line) -> bool:
        """Whether a line reads like the title of a section, or like a must or should heading."""
        if line.value is not None or line.text.startswith("• "):
            return False
        if stage(line.text):
            return line.heading is not None or self._parted_by_stage
        return self._titles.banner(line.text)


def _is_foreign(text: str, section: str) -> bool:
    """Whether a line is the title of an appendix, or of a section that the next row is not of."""
    number = titles.section(text)
    return titles.appendix(text) or bool(number and section and number != section)
