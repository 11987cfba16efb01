"""Where the requirements of a text stand: told by the Code's words, or by numbers and titles."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import NamedTuple

from saextract.lexicon import answers, numbers
from saextract.mapping.tying.stream import Occurrence, Stream, find_requirements
from saextract.model import Code

from .lines import Line

_FEWEST = 8
"""Rows with a number and a title that are an assessment: more than the provisions of the longest
list that a report on other things gives in the Code's order."""

_HALF = 0.5
"""Share of rows of nothing but a number and an answer up to which they are rows with titles."""

_NEARLY_ALL = 0.9
"""Share of the numbers of sections that such rows must have in all."""

_MOST = 0.75
"""Share of a section's numbers from which on the section is one of the form's."""

_LONGEST_TITLE = 100
"""Characters of the longest title; what is longer is a comment."""

_TITLE_LINES = 2
"""Lines of the longest title with its answer behind it."""

_BEHIND_TITLE = re.compile(r"\s*[:.]\s+|\s+[–—-]\s+|,\s+")
"""What parts a title from the answer behind it."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A requirement that begins at a line.

    Attributes:
        begin: where it begins in its first line.
        last: the last of its lines.
        end: where it ends in that line.
        code: key of its edition.
        place, section: of its provision, in the order of its Code.
        asks: what the provision asks for.
        whole: most of its words are the Code's; else only its beginning or its number tells it.
        answered: an answer stands right behind it.
    """

    begin: int
    last: int
    end: int
    code: str
    place: int
    section: str
    asks: str
    whole: bool
    answered: bool


class Span(NamedTuple):
    """Where a text stands: its first line and the index there, its last one and that after it."""

    first: int
    begin: int
    last: int
    end: int


def joined(lines: Sequence[Line]) -> tuple[str, list[int]]:
    """Lines as one text, passages parted by blank lines, and where each begins in it."""
    starts, text = [0], ""
    for line, after in zip_longest(lines, lines[1:]):
        goes_on = after is None or after.block == line.block or after.follows
        text += f"{line.text}\n" if goes_on else f"{line.text}\n\n"
        starts.append(len(text))
    return text, starts


def locate(lines: Sequence[Line], codes: Sequence[Code]) -> list[tuple[Span, Occurrence]]:
    """Requirement texts in the lines, in their order."""
    text, starts = joined(lines)
    stream = Stream(text)
    found: list[tuple[Span, Occurrence]] = []
    for occurrence in find_requirements(stream, codes):
        first, end = stream.places[occurrence.start], stream.closing(occurrence.parts[0][1])
        at, to = bisect_right(starts, first) - 1, bisect_right(starts, end - 1) - 1
        found.append((Span(at, first - starts[at], to, end - starts[to]), occurrence))
    return found


Segment = tuple[int, int, str]
"""A line that a number opens, the next one that another opens, and the number."""


class Titled:
    """Rows that print their number and a title of their own, or neither, and no requirement.

    Nearly all numbers of some sections of a Code have to stand there, each with its answer: right
    behind it, behind or beneath a title that is a passage by itself, before the next number.

    Args:
        lines: of the document.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._followed = False

    def rows(self, codes: Sequence[Code]) -> dict[int, Wording]:
        """The rows of the Code that has the most of them, by their first lines."""
        starts = [(at, number) for at in range(len(self._lines)) if (number := self._number(at))]
        segments = [
            (at, end, number)
            for (at, number), (end, _) in zip_longest(
                starts, starts[1:], fillvalue=(len(self._lines), "")
            )
        ]
        followed = [self._is_followed(at, end) for at, end, _ in segments]
        self._followed = sum(followed) > _HALF * len(segments)
        rows = max((self._of_code(code, segments) for code in codes), key=len, default={})
        bare = sum(
            row.begin == row.end and answers.alone(self._lines[at].text[row.begin :])
            for at, row in rows.items()
        )
        if len(rows) < _FEWEST or bare > _HALF * len(rows):
            return {}
        prose = {at for at, row in rows.items() if self._is_prose(at, row)}
        if len(prose) <= _HALF * len(rows):
            return {at: row for at, row in rows.items() if not self._is_untitled(at, row)}
        return {
            at: replace(row, last=at, end=row.begin, answered=False) if at in prose else row
            for at, row in rows.items()
        }

    def _is_untitled(self, at: int, row: Wording) -> bool:
        """Whether a number stands alone above a text that is no heading."""
        return row.begin == row.end == len(self._lines[at].text)

    def _is_followed(self, at: int, end: int) -> bool:
        """Whether more follows the answer before the next number: that is the comment then."""
        given = (i for i in range(at + 1, end) if answers.alone(self._lines[i].text))
        return next(given, end) + 1 < end

    def _is_prose(self, at: int, row: Wording) -> bool:
        """Whether what stands between a number and its answer is a comment, and no title."""
        if self._followed and not self._is_untitled(at, row):
            return False
        title = [line.text for line in self._lines[at : row.last + 1]]
        title[-1] = title[-1][: row.end]
        title[0] = title[0][row.begin :]
        text = " ".join(title)
        below = self._lines[row.last + 1].text if row.last + 1 < len(self._lines) else ""
        goes_on = below[:1].islower() or len(text) > _LONGEST_TITLE or text.endswith(".")
        return goes_on or self._is_untitled(at, row)

    def _of_code(self, code: Code, segments: Sequence[Segment]) -> dict[int, Wording]:
        """The rows of the sections that have such rows, nearly all of them having one.

        A number of another section, as that of a policy, may open a line of a comment; sections of
        which most numbers are lacking are none of the form's then.
        """
        sections: list[tuple[int, dict[int, Wording]]] = []
        last = -1
        for section in code.sections:
            asked = [
                place
                for place, provision in enumerate(code.provisions)
                if provision.section == section
            ]
            found: dict[int, Wording] = {}
            for place in asked:
                at, row = self._of_provision(code, place, segments, last)
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

    def _of_provision(
        self,
        code: Code,
        place: int,
        segments: Sequence[Segment],
        last: int,
    ) -> tuple[int, Wording | None]:
        """A provision's row and its first line: of several that may be it the first behind one."""
        made = [
            (at, row)
            for at, end, number in segments
            if number == code.provisions[place].number
            and (row := self._of_lines(at, end, code, place))
        ]
        return next((pair for pair in made if pair[0] > last), made[0] if made else (last, None))

    def _number(self, at: int) -> str:
        """The number that opens a line which could begin a row, or ""."""
        text = self._lines[at].text
        return numbers.whole(text) or numbers.before(text)[0] or numbers.behind(text)[0]

    def _of_lines(self, at: int, end: int, code: Code, place: int) -> Wording | None:
        """A row of a number, a title and an answer, in the lines from one number to the next."""
        lines, block, text = self._lines, self._lines[at].block, self._lines[at].text
        alone = numbers.whole(text) != ""
        begin = 0 if alone else len(text) - len(numbers.before(text)[1])
        provision = code.provisions[place]
        known = (code.key, place, provision.section, provision.asks, False)
        said = answers.opens(text[begin:]) if begin else None
        if said is not None and said.stop in _ANSWERS_END:
            return Wording(begin, at, begin, *known, True)
        for last in range(at, min(at + _TITLE_LINES, end)):
            behind = _answer_behind(lines[last].text, begin if last == at else 0)
            if behind is not None and lines[last].block == block:
                return Wording(begin, last, behind, *known, True)
        below = lines[at + 1] if at + 1 < end else None
        given = [index for index in range(at + 1, end) if answers.alone(lines[index].text)]
        titled = bool(given) and self._followed and lines[given[0] - 1].block != block
        if alone and below is not None and (below.heading is not None or titled):
            block = below.block
        in_block = [index for index in range(at, end) if lines[index].block == block]
        last = min(given[0] - 1, in_block[-1]) if given else at
        if not given:
            return None
        if alone and last == at:
            return Wording(len(text), at, len(text), *known, False)
        return Wording(begin, last, len(lines[last].text), *known, given[0] == last + 1)


_ANSWERS_END = ("end", "line", "point", "dash")
"""What ends an answer that stands behind a number or a title."""


def _answer_behind(text: str, begin: int) -> int | None:
    """Where a title ends that has its answer behind it: "Surveys – not compliant"."""
    for sign in _BEHIND_TITLE.finditer(text, begin + 1):
        said = answers.opens(text[sign.end() :])
        if said is not None and said.stop in _ANSWERS_END:
            return sign.start()
    return None
