"""What could begin at each line of a text: rows, fields, answers, headings.

A mark is a possibility, not a reading. Which of the marks hold is decided for all of them at
once in `decode`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from saextract.lexicon import answers, numbers, titles
from saextract.lexicon.titles import Titles, stage
from saextract.mapping.tying.features import grams, index_of
from saextract.mapping.tying.stream import Occurrence
from saextract.model import Code, PdfLocator

from .labels import Label, Labels
from .lines import Line
from .wordings import Span, Titled, Wording, locate

FEWEST_ROWS = 3
_ASKING = frozenset(("answer", "response"))
_KNOWN = frozenset(("number", "requirement", "evidence", "commentary", *_ASKING))
_MOST_LINES = 30
"""Lines of the longest requirement that is cut into lines: 3,000 letters, 100 in each."""

_ALIKE = 0.1
"""Least likeness of a requirement over several lines that only its number tells, which is also
more like its own provision than like any other; unrelated prose is as much like one as another."""

_LED = 2 / 3
"""Share of the lines that name a stage which stand right above a row, where they are headings."""

_SHORTEST_REQUIREMENT = 25
"""Characters of a requirement in other words than the Code's; shorter texts are titles."""


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
        elif len(titled := Titled(lines).rows(codes)) > len(found):
            self.wordings = titled
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
            found.code.key,
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
                code=key,
                place=place,
                section=code.provisions[place].section,
                asks=code.provisions[place].asks,
                whole=False,
                answered=True,
            )

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
        staged = [at + 1 for at, line in enumerate(self._lines) if stage(line.text)]
        led = sum(_section_begun(marks.get(at)) is not None for at in staged)
        mostly_led = 1 < len(staged) < starts / 2 and led >= _LED * len(staged)
        closings = Closings(codes, self._lines, level, mostly_led)
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


# --------------------------------------------------------------------------- headings


class Closings:
    """Which lines end a block because something else begins.

    Args:
        codes: the catalogue, for its section titles.
        lines: the document's lines.
        start_level: heading level of the lines that begin blocks, or None.
        staged: most titles of stages stand right above a row.
    """

    def __init__(
        self, codes: Sequence[Code], lines: Sequence[Line], start_level: int | None, staged: bool
    ) -> None:
        self._titles = Titles(t for code in codes for t in code.sections.values())
        self._level = start_level
        stages = sorted(filter(None, (stage(line.text) for line in lines)))
        self._parted_by_stage = staged or stages == ["1", "2"]
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
