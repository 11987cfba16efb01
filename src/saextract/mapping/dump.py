"""Rows out of text dumps, in which a table's cells stand one after the other.

The requirement texts tell where a row begins; what follows the requirement is the answer, and
after it the comment, up to the next row, a heading or a header. The rows become a table that
is mapped like any other. Nothing is guessed: an answer that cannot be told from the comment,
or a tick whose column cannot be told, comes out as one that a person must look at.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..model import Cell, Code, Parsed, Passage, Problem, Row, Table, TextLocator
from .features import flatten, letters
from .stream import Occurrence, Stream, find_requirements

DETECTOR = "text-stream"
_HEADER = ("Code provision", "Code requirement", "Comply: Yes / No", "Commentary / explanation")
_FEWEST_ROWS = 3
_FEWEST_ANSWERED = 0.2
_FEWEST_IN_ORDER = 0.9
_LONGEST_REST = 60
_WITH_TICKS = "2020"

_GUTTER = re.compile(r"\S {3,}\S")
_COLUMNAR = 0.2
_MANY_ROWS = 20
_ACROSS = "The lines run across the columns"
_APART = "Answers stand away from their requirements"
_ANSWER_LINE = re.compile(
    r"^[ \t]*(?:yes|no|y|n|n/?a|not applicable|partial(?:ly)?|compliant|[xX✓✔☑✗✘☒])[.]?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_TORN = 0.3
_TWO_TEXTS = re.compile(r"\bevidence\s+comment(?:ary|s)\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\d.])(\d{1,2}\.\d{1,2})[.):]?\s*$")
_NEXT_NUMBER = re.compile(r"(?:(?<![\d.])\d{1,2}\.|\n[ \t]*)\d{1,2}[.):]?[\s…‘“'\"(.]*$")
_WORD = re.compile(
    r"\s*(?:comply|compliance|compliant)?\s*[:?]?\s*"
    r"(?P<word>yes|no|n/a|n\.a\.|not applicable|partial(?:ly)?(?:\s+(?:compliant|met|comply))?|"
    r"partly|in progress|(?:fully\s+|not\s+|non-)?compliant|(?:not\s+|fully\s+)?met|y|n|[✓✔☑✗✘☒])",
    re.IGNORECASE,
)
_YES_AND_NO = re.compile(r"\brequirements?\s+yes\s+no\s", re.IGNORECASE)
_BOXES = re.compile(r"^\W*(?:yes|no)?\s*[☒☐☑]\s*(?:yes|no|[☒☐☑])", re.IGNORECASE)
_CUT_SHORT = re.compile(r"(?:yes|no)\b[,;–—\s-]+[a-z][^\n.]*\n$", re.IGNORECASE)
"""A qualified answer that a line's end cuts: its rest cannot be told from the comment."""

_NEAR = 8
_QUALIFIED = re.compile(
    r"[,;–—-]?\s*[a-z]|\s+[–—-]\s*(?:partial|in part|partly|with|but|except|subject|not)\b"
)
_BRACKET = re.compile(r"\s*\([^()]{0,120}\)")
_TICK = re.compile(r"(?P<before>\s*?)(?P<mark>[Xx✓✔☒☑])(?![\w])(?P<after>\s*)")
_URL_LINE = re.compile(r"^\s*(?:https?://|www\.)\S+\s*$")
_PAGE_NUMBER = re.compile(r"^\s*(?:page\s*)?\d{1,3}(?:\s*of\s*\d{1,3})?\s*$", re.IGNORECASE)
_HEADING = re.compile(
    r"^\s*(?:section\s+\d+\b.*|mandatory\b.{0,12}must.*|best practice\b.{0,12}should.*|"
    r"stage\s+(?:\d|one|two|three)|code\s*(?:section|provision)?\b.{0,3}|"
    r"code\s*(?:section|provision)\s*code\s*requirement.*|comply\b.*|appendix \w+|annex \w+)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Found:
    """One row as read from the stream; offsets are indexes in the stream's text.

    Attributes:
        asks_text: the question asks for a description, and there is one.
        doubtful: the cells of the dump are not in the order of the rows.
    """

    number: str
    requirement: tuple[tuple[int, int], ...]
    answer: str
    answer_at: tuple[int, int]
    comment: str
    end: int
    asks_text: bool
    doubtful: bool = False


def tabulate(parsed: Parsed, codes: Sequence[Code]) -> tuple[Parsed, tuple[Problem, ...]]:
    """Turns the passages of a text file into a table where they hold an assessment's rows.

    A dump whose cells do not follow each other row by row (some programs write a page's
    columns one after the other, or side by side) shows by rows without an answer, or by
    gutters within its lines. Of such a dump only the rows
    that have one are kept, all of them doubtful, and a problem says so.

    Args:
        parsed: a document; one that is no text file is given back as it is.
        codes: the catalogue.

    Returns:
        The document, and what could not be told.
    """
    lines = [b for b in parsed.blocks if isinstance(b, Passage) and _is_line(b)]
    if not lines or any(_looks_like_form(t) for t in parsed.tables):
        return parsed, ()
    stream = Stream("\n".join(line.text for line in lines))
    occurrences = find_requirements(stream, codes)
    reader = _Reader(stream, codes)
    rows = [
        (occurrence, reader.row(occurrence, _next_start(stream, occurrences, index)))
        for index, occurrence in enumerate(occurrences)
    ]
    kept = _answered_runs(rows)
    gutters = sum(bool(_GUTTER.search(line.text)) for line in lines)
    torn = sum(len(occurrence.parts) > 1 or not occurrence.whole for occurrence in occurrences)
    columnar = gutters > _COLUMNAR * len(lines) or torn > _TORN * len(occurrences)
    if len(kept) < _FEWEST_ROWS:
        answers = len(_ANSWER_LINE.findall(stream.text)) + _commonest_mark(lines)
        if len(occurrences) < _MANY_ROWS or not (columnar or answers >= _MANY_ROWS / 2):
            return parsed, ()
        return parsed, (_out_of_order(_ACROSS if columnar else _APART),)
    sure = [row for row in kept if row.answer or row.asks_text]
    if len(sure) >= _FEWEST_IN_ORDER * len(kept) and not columnar:
        joined = _TWO_TEXTS.search(stream.text) or any(
            _TWO_TEXTS.search(f"{one.text} {two.text}") for one, two in pairwise(parsed.residue)
        )
        problems = (_columns_joined(),) if joined else ()
        return _with_table(parsed, lines, kept), problems
    apart = f"{len(kept) - len(sure)} of {len(kept)} rows have no answer beside their requirement"
    problem = _out_of_order(_ACROSS if columnar else apart)
    doubtful = [replace(row, doubtful=True) for row in sure]
    return _with_table(parsed, lines, doubtful), (problem,)


def _commonest_mark(lines: Sequence[Passage]) -> int:
    """How many lines hold nothing but the same character: ticks of a symbol font, often."""
    marks = Counter(line.text.strip() for line in lines if len(line.text.strip()) == 1)
    return max((n for mark, n in marks.items() if mark.isalnum() and mark != "o"), default=0)


def _columns_joined() -> Problem:
    return Problem(
        code="columns-joined",
        stage="rows",
        message="The form has columns for evidence and for commentary, and the text does not say "
        "where one ends: both stand in the commentary. Use the original file.",
    )


def _out_of_order(how: str) -> Problem:
    return Problem(
        code="text-out-of-order",
        stage="rows",
        message=f"{how}: the text does not keep the order of the table's cells. "
        "Use the original file.",
    )


def _is_line(passage: Passage) -> bool:
    return len(passage.locators) == 1 and isinstance(passage.locators[0], TextLocator)


def _looks_like_form(table: Table) -> bool:
    """A table that the file itself lays out with at least a number, a text and an answer."""
    return len(table.rows) > 1 and len(table.rows[0].cells) >= 4


def _next_start(stream: Stream, occurrences: Sequence[Occurrence], index: int) -> int:
    """Where the next row's requirement begins, as an index in the text."""
    if index + 1 == len(occurrences):
        return len(stream.text)
    return stream.places[occurrences[index + 1].start]


def _answered_runs(rows: Sequence[tuple[Occurrence, _Found]]) -> list[_Found]:
    """Leaves out the rows of editions that nobody answers: the Code's own text, quotations."""
    total: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    for occurrence, row in rows:
        total[occurrence.code.key] += 1
        answered[occurrence.code.key] += bool(row.answer)
    return [
        row
        for occurrence, row in rows
        if answered[occurrence.code.key] >= _FEWEST_ANSWERED * total[occurrence.code.key]
        and (occurrence.whole or row.answer)
    ]


class _Reader:
    def __init__(self, stream: Stream, codes: Sequence[Code]) -> None:
        self.stream = stream
        self.titles = {letters(t) for code in codes for t in code.sections.values()}
        self.page_marks = _page_marks(stream.text)
        self.two_columns = bool(_YES_AND_NO.search(stream.text))

    def row(self, occurrence: Occurrence, limit: int) -> _Found:
        """Reads the row that begins at an occurrence and ends before `limit`."""
        text, places = self.stream.text, self.stream.places
        ranges = [
            (places[first], self._with_punctuation(places[last - 1] + 1))
            for first, last in occurrence.parts
        ]
        first = self._with_opening(ranges[0][0])
        ranges[0] = (first, ranges[0][1])
        number = _NUMBER.search(text[max(0, first - 12) : first])
        if occurrence.missing:
            ranges = self._with_rest(ranges, occurrence.missing, limit)
        after = ranges[0][1]
        if occurrence.code.edition == _WITH_TICKS:
            answer, at = self._tick(after, limit)
        else:
            answer, at = self._answer(after, limit)
        comment, end = self._comment(at[1] if answer else after, limit, ranges[1:])
        return _Found(
            number=number.group(1) if number else "",
            requirement=tuple(ranges),
            answer=answer,
            answer_at=at,
            comment=comment,
            end=end,
            asks_text=occurrence.provision.asks == "description" and bool(comment),
            doubtful=bool(answer) and self._is_unsure(occurrence, at),
        )

    def _is_unsure(self, occurrence: Occurrence, at: tuple[int, int]) -> bool:
        """Whether an answer is a tick in one of two columns, beside boxes, or cut by a line end."""
        mark = not any(map(str.isalnum, self.stream.text[slice(*at)]))
        if mark and self.two_columns and occurrence.code.edition != _WITH_TICKS:
            return True
        if _CUT_SHORT.match(self.stream.text[at[0] : at[1] + 1]):
            return True
        return bool(_BOXES.search(self.stream.text[at[0] : at[1] + _NEAR]))

    def _with_rest(
        self, ranges: list[tuple[int, int]], missing: str, limit: int
    ) -> list[tuple[int, int]]:
        """Adds the requirement's last words where they stand apart, or are worded otherwise."""
        text, end = self.stream.text, ranges[-1][1]
        if len(missing) <= _LONGEST_REST:
            start = end
            for line in text[end:limit].split("\n"):
                if letters(line) == missing:
                    return [*ranges, (start, start + len(line))]
                start += len(line) + 1
        rest = text[end:limit].split("\n", 1)[0]
        if rest.strip() and len(rest) <= _LONGEST_REST and not _WORD.match(rest):
            return [*ranges[:-1], (ranges[-1][0], end + len(rest.rstrip()))]
        return ranges

    def _with_opening(self, start: int) -> int:
        text = self.stream.text
        opening = re.search(r"[…‘“'\"(.\s]*$", text[max(0, start - 6) : start])
        marks = opening.group().lstrip(". \t\n") if opening else ""
        return start - len(marks)

    def _with_punctuation(self, end: int) -> int:
        text = self.stream.text
        while end < len(text) and text[end] in ".,;:?!’'”\")…":
            end += 1
        return end

    def _answer(self, start: int, limit: int) -> tuple[str, tuple[int, int]]:
        """The answer word that a row begins with after its requirement."""
        text = self.stream.text[:limit]
        match = _WORD.match(text, start)
        if match is None or not _stands_alone(match.group("word"), text[match.end() :]):
            return "", (start, start)
        end = match.end()
        rest = text[end:]
        bracket = _BRACKET.match(rest)
        if bracket:
            end += bracket.end()
        elif _QUALIFIED.match(rest) and not re.match(r"\s*\n", rest):
            end += len(re.match(r"[^\n.]*\.?", rest).group())  # type: ignore[union-attr]
        return flatten(text[match.start("word") : end]), (match.start("word"), end)

    def _tick(self, start: int, limit: int) -> tuple[str, tuple[int, int]]:
        """A tick in a Yes or a No column, told apart by the white space of the empty cell.

        An empty cell leaves one space: before the mark where the Yes cell is empty, after it
        where the No cell is empty. Where neither or both are there, the mark itself is given,
        which no column explains.
        """
        text = self.stream.text[:limit]
        match = _TICK.match(text, start)
        if match is None:
            return "", (start, start)
        before, after = match.group("before"), match.group("after")
        empty_yes = bool(re.search(r"\n (?:\n|$)|\S? {2,}$|\n $", before)) or before.endswith("\n ")
        empty_no = bool(re.match(r" {2,}| ?\n+ (?=\S)| ?\n+ $", after)) or after.endswith("\n ")
        at = (match.start("mark"), match.end("mark"))
        if empty_yes == empty_no:
            return match.group("mark"), at
        return ("No" if empty_yes else "Yes"), at

    def _comment(
        self, start: int, limit: int, others: Sequence[tuple[int, int]]
    ) -> tuple[str, int]:
        """The text from `start` on, without the requirement's other parts, and where it ends."""
        text = self.stream.text
        pieces: list[str] = []
        position, end = start, start
        for first, last in [*others, (limit, limit)]:
            piece, stopped = self._until_heading(text[position:first])
            pieces.append(self._without_page_marks(position, position + len(piece)))
            end = position + len(piece)
            if stopped:
                break
            position = last
        joined = "\n".join(pieces)
        if end >= limit - 12:
            joined = _NEXT_NUMBER.sub("", joined)
        return flatten(joined.lstrip(" :.-–")) if pieces else "", end

    def _without_page_marks(self, start: int, end: int) -> str:
        kept: list[str] = []
        for first, last in self.page_marks:
            if last <= start or first >= end:
                continue
            kept.append(self.stream.text[start : max(start, first)])
            start = min(end, last)
        return "".join([*kept, self.stream.text[start:end]])

    def _until_heading(self, text: str) -> tuple[str, bool]:
        """The text before the first line that is a heading or a header of the form."""
        length = 0
        for line in text.split("\n"):
            if line.strip() and (_HEADING.match(line) or self._is_title(line)):
                return text[:length], True
            length += len(line) + 1
        return text, False

    def _is_title(self, line: str) -> bool:
        plain = letters(re.sub(r"^\s*(?:section)?\s*\d*\s*[:–-]?", "", line, flags=re.IGNORECASE))
        plain = re.sub(r"(?:yesno)?(?:comments)?$", "", plain)
        return plain in self.titles


def _stands_alone(word: str, rest: str) -> bool:
    """Whether an answer word is an answer and not the first word of a comment."""
    if not rest or rest[0] in "\n.,;:()–—-" or not word.isalpha():
        return True
    if len(word) == 1:
        return bool(re.match(r"\s*\n|\s+[A-Z]|[A-Z][a-z]", rest))
    if rest[0].isalpha():
        return rest[0].isupper()
    following = rest.lstrip(" \t")
    return word.lower() != "no" or not following[:1].islower()


def _page_marks(text: str) -> list[tuple[int, int]]:
    """Where page numbers stand, and the link targets that a dump lists at a page's foot."""
    lines = text.split("\n")
    marks: list[tuple[int, int]] = []
    start = 0
    for index, line in enumerate(lines):
        number = _PAGE_NUMBER.match(line) and _blank(lines, index - 1) and _blank(lines, index + 1)
        if number or (_URL_LINE.match(line) and _at_page_foot(lines, index)):
            marks.append((start, start + len(line)))
        start += len(line) + 1
    return marks


def _blank(lines: Sequence[str], index: int) -> bool:
    return not 0 <= index < len(lines) or not lines[index].strip()


def _at_page_foot(lines: Sequence[str], index: int) -> bool:
    """A block of link targets, parted from the text above, with a page break below."""
    first = index
    while first > 0 and _URL_LINE.match(lines[first - 1]):
        first -= 1
    if first > 0 and lines[first - 1] != "":
        return False
    for line in lines[index + 1 :]:
        if _URL_LINE.match(line) or not line.strip(" "):
            continue
        if _PAGE_NUMBER.match(line):
            return True
        return line.startswith(("\f", " "))
    return True


def _with_table(parsed: Parsed, lines: Sequence[Passage], rows: Sequence[_Found]) -> Parsed:
    """The document with the lines of the rows replaced by a table at the first of them."""
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.text) + 1)
    numbers = [p.line_first for line in lines for p in line.locators if isinstance(p, TextLocator)]
    text = "\n".join(line.text for line in lines)

    def line_of(offset: int) -> int:
        return min(bisect_right(starts, offset) - 1, len(lines) - 1)

    def place(first: int, last: int) -> tuple[TextLocator, ...]:
        ends = numbers[line_of(first)], numbers[line_of(max(first, last - 1))]
        return (TextLocator(line_first=ends[0], line_last=ends[1]),)

    table_rows = [Row(cells=tuple(Cell(text=label) for label in _HEADER), header=True)]
    taken: set[int] = set()
    for row in rows:
        first = row.requirement[0][0]
        end = max(row.end, *(last for _, last in row.requirement))
        taken |= set(range(line_of(first), line_of(max(first, end - 1)) + 1))
        requirement = " ".join(flatten(text[a:b]) for a, b in row.requirement)
        flags = ("text-order",) if row.doubtful or not (row.answer or row.asks_text) else ()
        table_rows.append(
            Row(
                cells=(
                    Cell(text=row.number, locators=place(first, first + 1)),
                    Cell(
                        text=requirement,
                        locators=tuple(p for a, b in row.requirement for p in place(a, b)),
                    ),
                    Cell(
                        text=row.answer,
                        locators=place(*row.answer_at) if row.answer else (),
                        flags=flags,
                    ),
                    Cell(text=row.comment, locators=place(first, end)),
                )
            )
        )
    left = {id(line) for index, line in enumerate(lines) if index not in taken}
    table = Table(rows=tuple(table_rows), detector=DETECTOR)
    blocks: list[Table | Passage] = []
    placed = False
    for block in parsed.blocks:
        if isinstance(block, Passage) and _is_line(block) and id(block) not in left:
            if not placed:
                blocks.append(table)
                placed = True
            continue
        blocks.append(block)
    return parsed.model_copy(update={"blocks": tuple(blocks)})
