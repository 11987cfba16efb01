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
from dataclasses import replace
from itertools import pairwise

from saextract.lexicon.roles import Role
from saextract.model import Cell, Code, Parsed, Passage, Problem, Row, Table, TextLocator
from saextract.text.letters import flatten

from .dump_rows import WITH_TICKS, DumpRow, RowReader
from .stream import Occurrence, Stream, find_numbered, find_requirements

DETECTOR = "text-stream"
COLUMNS_JOINED = "columns-joined"
"""Problem of a dump that does not keep all columns apart."""

_ROLES = (Role.NUMBER, Role.REQUIREMENT, Role.ANSWER, Role.COMMENTARY)
_FEWEST_ROWS = 3
_FEWEST_ANSWERED = 0.2
_FEWEST_IN_ORDER = 0.9
_ALONE = 0.7
_GUTTER = re.compile(r"\S {3,}\S")
_COLUMNAR = 0.2
_MANY_ROWS = 20
_ACROSS = "The lines run across the columns"
_TORN = 0.3
_TWO_TEXTS = re.compile(r"\bevidence\s+comment(?:ary|s)\b", re.IGNORECASE)
_LINE_START = re.compile(r"^[ \t]*", re.MULTILINE)
_SENTENCE_END = re.compile(r"(?<=[.:;?’'”)])\s*")
"""Where an answer can begin: on a line of its own, or after the requirement's last sentence."""


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
    stream = Stream("\n".join(line.text for line in lines))
    found = find_requirements(stream, codes)
    ticks = _has_ticks(_read(RowReader(stream, codes, ticks=True), found))
    answered = _answered_runs(_read(RowReader(stream, codes, ticks), found))
    whole_lines = _answers_fill_lines(stream.text, [row for _, row in answered])
    occurrences = [occurrence for occurrence, _ in answered]
    if occurrences:
        keys = Counter(occurrence.code.key for occurrence in occurrences)
        code = next(c for c in codes if c.key == keys.most_common(1)[0][0])
        places = _LINE_START if whole_lines else _SENTENCE_END
        occurrences += find_numbered(stream, code, occurrences, places)
        occurrences.sort(key=lambda occurrence: occurrence.start)
    reader = RowReader(stream, codes, ticks, whole_lines)
    kept = [row for _, row in _answered_runs(_read(reader, occurrences))]
    gutters = sum(bool(_GUTTER.search(line.text)) for line in lines)
    wide = gutters > _COLUMNAR * len(lines)
    columnar = wide or _torn(occurrences)
    whole = all(occurrence.whole for occurrence in occurrences)
    few = len(kept) < _FEWEST_ROWS and not (whole and all(row.answer for row in kept))
    if few or not kept:
        lost = len(found) >= _MANY_ROWS and (wide or _torn(found))
        return parsed, (_out_of_order(_ACROSS),) if lost else ()
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


def _read(reader: RowReader, occurrences: Sequence[Occurrence]) -> list[tuple[Occurrence, DumpRow]]:
    """Each occurrence with the row that begins there."""
    following = [*occurrences[1:], None][: len(occurrences)]
    return [(one, reader.row(one, two)) for one, two in zip(occurrences, following, strict=True)]


def _has_ticks(rows: Sequence[tuple[Occurrence, DumpRow]]) -> bool:
    """Whether questions of 2020 are ticked; else what follows them is an answer in words."""
    questions = [row for occurrence, row in rows if occurrence.code.edition == WITH_TICKS]
    return sum(bool(row.answer) for row in questions) > _FEWEST_ANSWERED * len(questions)


def _answers_fill_lines(text: str, rows: Sequence[DumpRow]) -> bool:
    """Whether the dump gives each cell lines of its own, told by the plain answers."""
    answers = [row.answer_at for row in rows if row.answer]
    alone = sum(
        not text[text.rfind("\n", 0, first) + 1 : first].strip()
        and not text[last:].split("\n", 1)[0].strip()
        for first, last in answers
    )
    return alone >= _ALONE * len(answers) > 0


def _answered_runs(
    rows: Sequence[tuple[Occurrence, DumpRow]],
) -> list[tuple[Occurrence, DumpRow]]:
    """Leaves out the rows of editions that nobody answers: the Code's own text, quotations."""
    total: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    for occurrence, row in rows:
        total[occurrence.code.key] += 1
        answered[occurrence.code.key] += bool(row.answer)
    return [
        (occurrence, row)
        for occurrence, row in rows
        if answered[occurrence.code.key] >= _FEWEST_ANSWERED * total[occurrence.code.key]
        and (occurrence.whole or row.answer)
    ]


def _with_table(parsed: Parsed, lines: Sequence[Passage], rows: Sequence[DumpRow]) -> Parsed:
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

    table_rows: list[Row] = []
    taken: set[int] = set()
    for row in rows:
        first = row.requirement[0][0]
        end = max(row.end, *(last for _, last in row.requirement))
        taken |= set(range(line_of(first), line_of(max(first, end - 1)) + 1))
        requirement = " ".join(flatten(text[a:b]) for a, b in row.requirement)
        flags = []
        if row.doubtful or not (row.answer or row.asks_text):
            flags.append("text-order")
        if row.uncertain:
            flags.append("cells-uncertain")
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
                        flags=tuple(flags),
                    ),
                    Cell(text=row.comment, locators=place(first, end)),
                )
            )
        )
    left = {id(line) for index, line in enumerate(lines) if index not in taken}
    table = Table(rows=tuple(table_rows), detector=DETECTOR, roles=_ROLES)
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
