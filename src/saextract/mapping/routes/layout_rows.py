"""Rows out of tables whose rows are single lines: dumps that keep a page's layout.

Such a dump shows the columns and not where a row begins. In the column of the requirements the
Code's own wording tells. Where all cells begin at the top, so does the row. Where they are
centred vertically, a comment that is longer than its requirement begins above it, on a line that
nothing tells: rows then begin within sentences, and all are doubtful.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeGuard

from saextract.lexicon import numbers
from saextract.lexicon.answers import begins
from saextract.lexicon.titles import Titles, appendix, stage
from saextract.mapping.tying.stream import Stream, find_requirements
from saextract.model import Cell, Code, Locator, Parsed, Passage, Problem, Row, Table, TextLocator

DETECTOR = "text-lines"
COLUMNS_JOINED = "columns-joined"
"""Problem of a dump that does not keep all columns apart."""

_FEWEST_ROWS = 3
_ALIGNED = 0.8
"""Share of the numbers on the first lines of their requirements that tells a form set from the
top."""

_AT_AN_END = re.compile(r"\s(?:Yes|No|N/A|Partial|Y|N|[X✓✔✗✘☑☒])$|^[X✓✔✗✘☑☒] ")
_BOX = re.compile(r"^.{0,12}[☐☒☑].{0,12}$")
_CLEAN_BOXES = re.compile(r"[☐☒☑]|(?:[☐☒☑]\s*\w+\s*){1,3}|(?:\w+\s*[☐☒☑]\s*){1,3}")
"""A box alone, or one for each word and on the same side of it."""

_SHORT = 20
"""Characters of the longest cell that is an answer."""

_TORN = 0.1
"""Share of the rows that begin within sentences, from which on all rows are doubtful."""

_LONG = 150
"""Letters of text between two tables that are more than a heading."""

_LONGEST_TITLE = 3
"""Lines of the longest title of a section within a table."""

_DOUBTFUL = "text-order"


@dataclass(slots=True)
class _Line:
    """A line of the tables.

    Attributes:
        number: 1-based, in the file.
        row: its cells.
        table: index of its block.
        owner: the row that it belongs to, 0-based; None above the first and for a title.
    """

    number: int
    row: Row
    table: int
    owner: int | None = None

    def text(self, column: int) -> str:
        """What the line holds in a column."""
        cell = self.row.cells[column] if column < len(self.row.cells) else None
        return cell.text if cell else ""


@dataclass(slots=True)
class _Mark:
    """What shows where a row stands, as indexes of lines.

    Attributes:
        first, last: lines of the requirement, or of the number where no requirement is known.
        number: line of the number, if there is one.
    """

    first: int
    last: int
    number: int | None = None


def join_lines(parsed: Parsed, codes: Sequence[Code]) -> tuple[Parsed, tuple[Problem, ...]]:
    """Joins the lines of a dump that keeps its layout to rows.

    Args:
        parsed: a document; one without tables of lines is given back as it is.
        codes: the catalogue.

    Returns:
        The document with tables of rows, and what could not be told; lines in which no
        requirements stand are passages.
    """
    every = [
        _Line(_number_of(row), row, index)
        for index, block in enumerate(parsed.blocks)
        if _is_of_lines(block)
        for row in block.rows
    ]
    if not every:
        return parsed, ()
    lines = _without_titles(every, codes)
    marks = _marks(lines, codes)
    if len(marks) < _FEWEST_ROWS:
        return parsed.model_copy(update={"blocks": _with_rows(parsed, every, frozenset())}), ()
    starts = [_start(*pair) for pair in zip(marks, [None, *marks], strict=False)]
    for index, line in enumerate(lines):
        owner = bisect_right(starts, index) - 1
        line.owner = owner if owner >= 0 else None
    unsure = _are_torn(lines, starts)
    doubtful = frozenset(range(len(marks))) if unsure else _broken_off(parsed, lines)
    joined = parsed.model_copy(update={"blocks": _with_rows(parsed, every, doubtful)})
    return joined, _problems(joined)


def _is_of_lines(block: Table | Passage) -> TypeGuard[Table]:
    return isinstance(block, Table) and block.detector == DETECTOR


def _number_of(row: Row) -> int:
    places = [place for cell in row.cells if cell for place in cell.locators]
    return min(place.line_first for place in places if isinstance(place, TextLocator))


def _problems(parsed: Parsed) -> tuple[Problem, ...]:
    unsure = sum(
        any(cell and _DOUBTFUL in cell.flags for cell in row.cells)
        for table in filter(_is_of_lines, parsed.blocks)
        for row in table.rows
        if not row.header
    )
    if not unsure:
        return ()
    message = (
        f"Rows in which it is not sure where a cell ends: {unsure}; columns stand too close, or "
        "rows are not set apart. Check the rows with the flag text-order by eye."
    )
    return (Problem(code=COLUMNS_JOINED, stage="rows", message=message),)


def _without_titles(lines: Sequence[_Line], codes: Sequence[Code]) -> list[_Line]:
    """The lines that are neither headers nor titles of sections."""
    titles = Titles(title for code in codes for title in code.sections.values())
    kept: list[_Line] = []
    at = 0
    while at < len(lines):
        lengths = range(_LONGEST_TITLE, 0, -1)
        length = next((n for n in lengths if _is_title(lines[at : at + n], titles)), 0)
        kept += [line for line in lines[at : at + 1] if not length and not line.row.header]
        at += max(1, length)
    return kept


def _is_title(lines: Sequence[_Line], titles: Titles) -> bool:
    """Whether lines are a title: of a section, over several lines at most, or of a stage on one."""
    texts = [cell.text for line in lines for cell in line.row.cells if cell and cell.text]
    text = " ".join(texts)
    parted = any(line.row.header or line.table != lines[0].table for line in lines)
    if parted or appendix(text) or (stage(text) and len(texts) > 1):
        return False
    return titles.banner(text)


def _marks(lines: Sequence[_Line], codes: Sequence[Code]) -> list[_Mark]:
    """A mark for each requirement, and for each number that stands beside none."""
    width = max((len(line.row.cells) for line in lines), default=0)
    found = [_requirements(lines, column, codes) for column in range(width)]
    asked = max(range(width), key=lambda column: found[column][0], default=0)
    marks = found[asked][1] if found else []
    if not marks:
        return []
    numbered = [
        index
        for index, line in enumerate(lines)
        if any(numbers.whole(line.text(column)) for column in range(asked))
    ]
    free = [n for n in numbered if not _take(marks, n)]
    told = [mark for mark in marks if mark.number is not None]
    on_top = sum(mark.number == mark.first for mark in told) >= _ALIGNED * len(told)
    apart = [n for n in free if on_top or not any(m.first <= n <= m.last for m in marks)]
    return sorted([*marks, *(_Mark(n, n, n) for n in apart)], key=lambda m: (m.first, m.last))


def _requirements(
    lines: Sequence[_Line], column: int, codes: Sequence[Code]
) -> tuple[int, list[_Mark]]:
    """The requirements in a column, and how many of their letters are the Code's."""
    starts, text = [0], ""
    for line in lines:
        text += f"{line.text(column)}\n"
        starts.append(len(text))
    stream = Stream(text)
    found = find_requirements(stream, codes)

    def line_of(letter: int) -> int:
        return bisect_right(starts, stream.places[letter]) - 1

    marks = [_Mark(line_of(one.start), line_of(one.end - 1)) for one in found]
    return sum(one.matched for one in found), marks


def _take(marks: Sequence[_Mark], number: int) -> bool:
    """Gives a number to the requirement that it stands beside, or just above or below."""
    near = [m for m in marks if m.first - 1 <= number <= m.last + 1 and m.number is None]
    inside = [m for m in near if m.first <= number <= m.last]
    chosen = next(iter(inside or near), None)
    if chosen is None:
        after = [m for m in marks if m.first <= number]
        chosen = max(after, key=lambda m: m.first, default=None)
        if chosen is None or chosen.number is not None:
            return False
    chosen.number = number
    return True


# --------------------------------------------------------------------------- where rows begin


def _start(mark: _Mark, before: _Mark | None) -> int:
    """The line on which a row begins: its requirement's first, or its number's above that."""
    if mark.number is None or mark.number >= mark.first:
        return mark.first
    return max(mark.number, min(before.last + 1 if before else 0, mark.first))


def _are_torn(lines: Sequence[_Line], starts: Sequence[int]) -> bool:
    """Whether rows begin in the middle of sentences that began in the rows above."""
    torn = 0
    for start in filter(None, starts):
        above, below = lines[start - 1], lines[start]
        torn += below.number - above.number == 1 and any(
            below.text(c)[:1].islower() and above.text(c)[-1:].isalpha()
            for c in range(len(below.row.cells))
        )
    return torn >= max(2.0, _TORN * len(starts))


def _broken_off(parsed: Parsed, lines: Sequence[_Line]) -> frozenset[int]:
    """Rows after which text that keeps to no columns stands: it may be a part of them."""
    last = {line.table: line.owner for line in lines}
    final = max(line.owner or 0 for line in lines)
    found: set[int] = set()
    for index, owner in last.items():
        prose = 0
        for block in parsed.blocks[index + 1 :]:
            if not isinstance(block, Passage):
                break
            prose += len(block.text) if not Titles(()).banner(block.text) else 0
        if owner not in (None, final) and prose > _LONG:
            found.add(owner)
    return frozenset(found)


# --------------------------------------------------------------------------- rows


def _with_rows(
    parsed: Parsed, lines: Sequence[_Line], doubtful: frozenset[int]
) -> tuple[Table | Passage, ...]:
    """The blocks, the lines of each row joined where it begins; lines in no row are passages."""
    owned: dict[int, list[_Line]] = {}
    of_table: dict[int, list[_Line]] = {}
    for line in lines:
        of_table.setdefault(line.table, []).append(line)
        if line.owner is not None:
            owned.setdefault(line.owner, []).append(line)
    blocks: list[Table | Passage] = []
    for index, block in enumerate(parsed.blocks):
        if index not in of_table:
            blocks.append(block)
            continue
        rows: list[Row] = []
        for line in of_table[index]:
            if line.row.header and owned:
                rows.append(line.row)
            elif line.owner is None:
                if not all(row.header for row in rows):
                    blocks += _table(rows)
                    rows = []
                blocks.append(_passage(line.row))
            elif line is owned[line.owner][0]:
                rows.append(_joined(owned[line.owner], line.owner in doubtful))
        blocks += _table(rows)
    return tuple(blocks)


def _table(rows: Sequence[Row]) -> list[Table]:
    return [Table(rows=tuple(rows), detector=DETECTOR)] if rows else []


def _passage(row: Row) -> Passage:
    texts = [cell.text for cell in row.cells if cell and cell.text]
    places = [place for cell in row.cells if cell for place in cell.locators]
    return Passage(text="   ".join(texts), locators=tuple(dict.fromkeys(places))[:1])


def _joined(lines: Sequence[_Line], doubtful: bool) -> Row:
    """The row that some lines make up."""
    doubt = {_DOUBTFUL} if doubtful or _hides_answer(lines) else set()
    width = max(len(line.row.cells) for line in lines)
    cells = []
    for column in range(width):
        inside = [line.row.cells[column] for line in lines if line.text(column)]
        parts = [cell for cell in inside if cell is not None]
        cells.append(
            Cell(
                text="\n".join(part.text for part in parts),
                locators=_places([place for part in parts for place in part.locators]),
                flags=tuple(sorted({flag for part in parts for flag in part.flags} | doubt)),
            )
        )
    return Row(cells=tuple(cells))


def _hides_answer(lines: Sequence[_Line]) -> bool:
    """Whether an answer word opens or closes a line of a text, and no cell is an answer."""
    texts = [cell.text.strip() for line in lines for cell in line.row.cells if cell and cell.text]
    if any(_BOX.search(text) and not _CLEAN_BOXES.fullmatch(text) for text in texts):
        return True
    if any(len(text) <= _SHORT and begins(text) for text in texts):
        return False
    return any(_AT_AN_END.search(text) for text in texts)


def _places(places: Sequence[Locator]) -> tuple[TextLocator, ...]:
    """Runs of lines; lines apart by no more than a blank one are one run."""
    joined: list[TextLocator] = []
    for place in (place for place in places if isinstance(place, TextLocator)):
        if joined and place.line_first <= joined[-1].line_last + 2:
            joined[-1] = TextLocator(line_first=joined[-1].line_first, line_last=place.line_last)
        else:
            joined.append(place)
    return tuple(joined)
