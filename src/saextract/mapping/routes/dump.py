"""Text dumps, in which a table's cells stand one after the other: cut anew into lines.

The requirement texts tell where rows begin. Each is put on a line of its own, with its number and
with the parts of it that a page break has left further down; ticks in columns of white space
become words, page numbers and printed headers go aside. What is left are bare paragraphs, and is
read as such (`records`). Nothing is guessed: a text whose cells are not in the order of its rows
is said to be out of order, and what can be read in it is doubtful.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest

from saextract.lexicon import answers, titles
from saextract.lexicon.roles import Role, of_title, title_words
from saextract.lexicon.titles import Titles
from saextract.mapping.tying.stream import Occurrence, Stream, find_requirements
from saextract.model import Code, Parsed, Passage, Problem, Table, TextLocator
from saextract.text.letters import flatten, letters

from .bare import read_bare
from .entries import Entry, with_tables
from .lines import TWO_TEXTS
from .tails import cut_tail

DETECTOR = "text-stream"
COLUMNS_JOINED = "columns-joined"
"""Problem of a dump that does not keep all columns apart."""

WITH_TICKS = "2020"
_FEWEST_ROWS = 3
_FEWEST_ANSWERED = 0.2
_FEWEST_IN_ORDER = 0.9
_ALONE = 0.7
_COLUMNAR = 0.2
_MANY_ROWS = 20
_TORN = 0.3
_LONGEST_ANSWER = 400

_ACROSS = "The lines run across the columns"
_GUTTER = re.compile(r"\S {3,}\S")
_YES_AND_NO = re.compile(r"\brequirements?\s+yes\s+no\s", re.IGNORECASE)
_BOXES = re.compile(r"^\W*(?:\w{2,3})?\s*[☒☐☑]\s*(?:\w{2,3}\b|[☒☐☑])")
_NEAR = 8

_TICK = re.compile(r"(?P<before>\s*?)(?P<mark>[Xx✓✔☒☑])(?![\w])(?P<after>\s*)")
_URL_LINE = re.compile(r"^\s*(?:https?://|www\.)\S+\s*$")
_PAGE_NUMBER = re.compile(r"^\s*(?:page\s*)?\d{1,3}(?:\s*of\s*\d{1,3})?\s*$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_OFTEN = 3
"""Lines on end made of titles' words, and times that each recurs, for a printed header."""


def tabulate(parsed: Parsed, codes: Sequence[Code]) -> tuple[Parsed, tuple[Problem, ...]]:
    """Turns the passages of a text file into a table where they hold an assessment's rows.

    A dump whose cells do not follow each other row by row (some programs write a page's
    columns one after the other, or side by side) shows by rows without an answer, or by
    gutters within its lines. Of such a dump only the rows that have an answer are kept, all of
    them doubtful, and a problem says so.

    Args:
        parsed: a document; one that is no text file is given back as it is.
        codes: the catalogue.

    Returns:
        The document, and what could not be told. Fewer than three rows must have the Code's
        words and an answer each.
    """
    lines = [b for b in parsed.blocks if isinstance(b, Passage) and _is_line(b)]
    if not lines or any(_looks_like_form(t) for t in parsed.tables):
        return parsed, ()
    printed = _printed_headers(lines)
    if printed:
        rest = tuple(block for block in parsed.blocks if id(block) not in set(map(id, printed)))
        residue = (*parsed.residue, *printed)
        return tabulate(parsed.model_copy(update={"blocks": rest, "residue": residue}), codes)
    dump = _Dump(lines, codes)
    gutters = sum(bool(_GUTTER.search(line.text)) for line in lines)
    wide = gutters > _COLUMNAR * len(lines)
    if not dump.occurrences:
        lost = len(dump.found) >= _MANY_ROWS and (wide or _torn(dump.found))
        return parsed, (_out_of_order(_ACROSS),) if lost else ()
    cut = dump.cut(parsed)
    answered = {occurrence.code.key for occurrence in dump.occurrences}
    editions = [code for code in codes if code.key in answered]
    rows = read_bare(cut, editions, "line" if dump.whole_lines else "word")
    for entry in rows.entries:
        dump.leave_ticks(entry, [cut.blocks[line.block] for line in rows.lines])
    kept = [entry for entry in rows.entries if entry.text("answer") or rows.is_whole(entry)]
    sure = [entry for entry in kept if entry.text("answer") or rows.is_described(entry)]
    if len(kept) < _FEWEST_ROWS and not (kept and all(map(rows.is_whole, kept)) and sure == kept):
        lost = len(dump.found) >= _MANY_ROWS and (wide or _torn(dump.found))
        return parsed, (_out_of_order(_ACROSS),) if lost else ()
    cut_tail(kept, rows.lines)
    columnar = wide or _torn(dump.occurrences)
    if len(sure) >= _FEWEST_IN_ORDER * len(kept) and not columnar:
        for entry in kept:
            entry.flags["answer"] = dump.doubts(entry, rows.is_described(entry))
        joined = TWO_TEXTS.search(dump.text) or any(
            TWO_TEXTS.search(f"{one.text} {two.text}") for one, two in pairwise(parsed.residue)
        )
        problems = (_columns_joined(),) if joined else ()
        return with_tables(cut, rows.lines, kept, (DETECTOR, {})), problems
    apart = f"{len(kept) - len(sure)} of {len(kept)} rows have no answer beside their requirement"
    for entry in sure:
        entry.flags["answer"] = ("text-order",)
    problem = _out_of_order(_ACROSS if columnar else apart)
    return with_tables(cut, rows.lines, sure, (DETECTOR, {})), (problem,)


def _torn(occurrences: Sequence[Occurrence]) -> bool:
    """Whether other cells stand within many of the requirements."""
    torn = sum(len(occurrence.parts) > 1 or not occurrence.whole for occurrence in occurrences)
    return torn > _TORN * len(occurrences)


def _columns_joined() -> Problem:
    return Problem(
        code=COLUMNS_JOINED,
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
    """A table with at least a number, a text and an answer."""
    return (len(table.rows) > 1 or bool(table.roles)) and len(table.rows[0].cells) >= 4


Span = tuple[int, int]


class _Dump:
    """A text file, and where its requirements and answers stand.

    Attributes:
        text: its lines.
        found: all requirements in the Code's words.
        occurrences: those of editions that are answered, and those that their number tells.
        whole_lines: an answer goes on to the end of its line.
    """

    def __init__(self, lines: Sequence[Passage], codes: Sequence[Code]) -> None:
        self._lines = lines
        sections = [title for code in codes for title in code.sections.values()]
        self._titles = Titles(sections)
        self.text = "\n".join(line.text for line in lines)
        self._stream = Stream(self.text)
        self.found = find_requirements(self._stream, codes)
        self._ticks = False
        self._said_by_tick: set[int] = set()
        asked = [o for o in self.found if o.code.edition == WITH_TICKS]
        ticked = sum(self._tick(self._ranges(o)[0][1]) is not None for o in asked)
        self._two_columns = bool(_YES_AND_NO.search(self.text)) and len(asked) < len(self.found) / 2
        self._ticks = ticked > _FEWEST_ANSWERED * len(asked)
        self.occurrences = self._answered()
        self.whole_lines = self._answers_fill_lines()

    def _answered(self) -> list[Occurrence]:
        """Leaves out editions that nobody answers: the Code's own text, quotations."""
        total: Counter[str] = Counter()
        answered: Counter[str] = Counter()
        for occurrence in self.found:
            total[occurrence.code.key] += 1
            answered[occurrence.code.key] += self._answer(occurrence) is not None
        return [
            o
            for o in self.found
            if answered[o.code.key] >= _FEWEST_ANSWERED * total[o.code.key]
            and (o.whole or self._answer(o))
        ]

    def _answers_fill_lines(self) -> bool:
        """Whether the dump gives each cell lines of its own, told by the plain answers."""
        spans = [span for o in self.occurrences if (span := self._answer(o))]
        alone = sum(
            not self.text[self.text.rfind("\n", 0, first) + 1 : first].strip()
            and not self.text[last:].split("\n", 1)[0].strip()
            for first, last in spans
        )
        return alone >= _ALONE * len(spans) > 0

    def _answer(self, occurrence: Occurrence) -> Span | None:
        """Where the answer stands right behind a requirement."""
        start = self._ranges(occurrence)[0][1]
        if self._ticks and occurrence.code.edition == WITH_TICKS:
            return self._tick(start)
        start += len(self.text[start:]) - len(self.text[start:].lstrip())
        line = self.text[start:].split("\n", 1)[0]
        length = answers.extent(self.text[start : start + _LONGEST_ANSWER])
        length = length or len(line) * answers.alone(line)
        return (start, start + length) if length else None

    def _tick(self, start: int) -> Span | None:
        match = _TICK.match(self.text, start)
        return match.span("mark") if match else None

    def _said(self, at: Span) -> str:
        """What a tick in a Yes or a No column says, told by the white space of the empty cell.

        An empty cell leaves one space: before the mark where the Yes cell is empty, after it
        where the No cell is empty. Where neither or both are there, the mark itself is given,
        which no column explains.
        """
        before, after = self.text[: at[0]], self.text[at[1] :]
        before, after = before[len(before.rstrip()) :], after[: len(after) - len(after.lstrip())]
        empty_yes = bool(re.search(r"\n (?:\n|$)|^ {2,}$", before))
        empty_no = bool(re.match(r" {2,}| ?\n+ $", after)) or after.endswith("\n ")
        if empty_yes == empty_no:
            return self.text[slice(*at)]
        return "No" if empty_yes else "Yes"

    def _ranges(self, occurrence: Occurrence) -> list[Span]:
        """Where the parts of a requirement stand, its number and its signs included."""
        places = self._stream.places
        ranges: list[Span] = []
        for first, last in occurrence.parts:
            end = places[last - 1] + 1
            while end < len(self.text) and self.text[end] in ".,;:?!’'”\")…":
                end += 1
            ranges.append((places[first], end))
        ranges[0] = (self._stream.opening(occurrence.parts[0][0]), ranges[0][1])
        return ranges

    def cut(self, parsed: Parsed) -> Parsed:
        """The document with a passage for each requirement, each tick, and each line between."""
        starts = [0]
        for line in self._lines:
            starts.append(starts[-1] + len(line.text) + 1)
        pieces: list[tuple[int, Table | Passage]] = []
        taken: list[Span] = [*_page_marks(self.text)]
        for occurrence in self.occurrences:
            ranges = self._ranges(occurrence)
            taken += ranges
            text = " ".join(flatten(self.text[a:b]) for a, b in ranges)
            places = tuple(p for a, b in ranges for p in self._places(starts, (a, b)))
            pieces.append((ranges[0][0], Passage(text=text, locators=places)))
            at = self._tick(ranges[0][1]) if self._ticks else None
            if at and occurrence.code.edition == WITH_TICKS:
                taken.append(at)
                said = Passage(text=self._said(at), locators=self._places(starts, at))
                self._said_by_tick.add(id(said))
                pieces.append((at[0], said))
        pieces += self._between(sorted(taken), starts)
        offsets = {id(line): starts[index] for index, line in enumerate(self._lines)}
        offset = 0
        for block in parsed.blocks:
            offset = offsets.get(id(block), offset)
            if id(block) not in offsets:
                pieces.append((offset, block))
        pieces.sort(key=lambda piece: piece[0])
        return parsed.model_copy(update={"blocks": tuple(block for _, block in pieces)})

    def _places(self, starts: Sequence[int], span: Span) -> tuple[TextLocator, ...]:
        ends = span[0], max(span[0], span[1] - 1)
        first, last = (self._lines[bisect_right(starts, at) - 1].locators[0] for at in ends)
        assert isinstance(first, TextLocator) and isinstance(last, TextLocator)  # noqa: PT018
        return (TextLocator(line_first=first.line_first, line_last=last.line_last),)

    def _between(
        self, taken: Sequence[Span], starts: Sequence[int]
    ) -> Iterator[tuple[int, Passage]]:
        """The lines, and parts of lines, that are no requirement; printed headers as headings."""
        said = {span[0] for o in self.occurrences if (span := self._answer(o))}
        position = 0
        last_row = self._ranges(self.occurrences[-1])[0][1]
        found: list[tuple[int, str]] = []
        for first, last in [*taken, (len(self.text), len(self.text))]:
            part = re.finditer(r"[^\n]*\S", self.text[position : max(first, position)])
            texts = [(position + match.start(), match[0]) for match in part]
            found += [(at + len(text) - len(text.lstrip()), text.strip()) for at, text in texts]
            position = max(position, last)
        for (begin, text), (_, below) in zip_longest(found, found[1:], fillvalue=(0, "")):
            bare = bool(titles.section(text)) and not self._titles.names(text)
            header = self._is_header(below if bare else text) and begin not in said
            header = header or (begin > last_row and titles.appendix(text))
            place = self._places(starts, (begin, begin + len(text)))
            yield begin, Passage(text=text, locators=place, heading=2 if header else None)

    def _is_header(self, line: str) -> bool:
        if _is_of_titles(line) and of_title(letters(line)) in (Role.NUMBER, Role.ANSWER):
            return True
        return self._titles.banner(line) and not titles.appendix(line)

    def leave_ticks(self, entry: Entry, passages: Sequence[Passage | Table]) -> None:
        """Makes words part of the comment in a form that is ticked: they are no answer."""
        said = entry.cells.get(Role.ANSWER, [])
        if self._ticks and said and id(passages[said[0].line]) not in self._said_by_tick:
            comment = entry.cells.get(Role.COMMENTARY, [])
            entry.cells[Role.COMMENTARY] = [*entry.cells.pop(Role.ANSWER), *comment]

    def doubts(self, entry: Entry, described: bool) -> tuple[str, ...]:
        """Flags of a row whose answer may be another, or may end elsewhere.

        That is so of a mark in one of two columns, beside boxes, of an answer that a line's end
        cuts, of one that is more than its word with a comment behind it, and of none at all.
        """
        answer = entry.cells.get(Role.ANSWER, [])
        if not answer:
            return () if described and entry.text(Role.COMMENTARY) else ("text-order",)
        said, comment = answer[0], entry.cells.get(Role.COMMENTARY, [])
        follows = comment[0].text if comment and comment[0].line == said.line else ""
        mark = not any(map(str.isalnum, said.text)) and self._two_columns
        word, _, rest = said.text.partition(" ")
        plain = word.strip(",;–—-").lower() in ("yes", "no")
        cut = not follows and plain and rest.strip(",;–—- ")[:1].isalpha() and "." not in rest
        beside = f"{said.text} {comment[0].text[:_NEAR] if comment else ''}"
        more = not (answers.whole(said.text) or said.text.endswith(")"))
        order = ("text-order",) if mark or cut or _BOXES.search(beside) else ()
        return (*order, "cells-uncertain") if more and follows else order


def _printed_headers(lines: Sequence[Passage]) -> list[Passage]:
    """The lines of a header that a dump prints again on each page: titles on end that recur."""
    runs: list[list[Passage]] = [[]]
    for line in lines:
        if _is_of_titles(line.text):
            runs[-1].append(line)
        elif runs[-1] and line.text.strip():
            runs.append([])
    counts = Counter(letters(line.text) for line in lines)
    return [
        line
        for run in runs
        if len(run) >= _OFTEN and all(counts[letters(line.text)] >= _OFTEN for line in run)
        for line in run
    ]


def _is_of_titles(line: str) -> bool:
    """Whether a line has no word but such as titles of columns are made of, and is no answer."""
    words = _WORD.findall(line.casefold())
    return bool(words) and title_words().issuperset(words) and not answers.is_answer(line)


def _page_marks(text: str) -> list[Span]:
    """Where page numbers stand between blank lines, and links that a dump lists below one."""
    lines = ["", *text.split("\n"), ""]
    marks: list[Span] = []
    start = 0
    parted = True
    for above, line, below in zip(lines, lines[1:], lines[2:], strict=False):
        number = _PAGE_NUMBER.match(line) and not above.strip() and not below.strip()
        link = bool(_URL_LINE.match(line))
        if number or (link and parted):
            marks.append((start, start + len(line)))
        parted = parted if link else line == ""
        start += len(line) + 1
    return marks
