"""Rows out of tables whose rows are single lines: dumps that keep a page's layout.

Such a dump shows the columns and not where a row begins. In the column of the requirements the
Code's own wording tells. Where all cells begin at the top, so does the row. Where they are
centred vertically, as numbers in the middle of their requirements show, a comment that is longer
than its requirement begins above it, on a line that nothing tells: all rows are doubtful then.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from saextract.lexicon import numbers
from saextract.lexicon.answers import begins
from saextract.lexicon.titles import Titles, appendix, stage
from saextract.model import Cell, Code, Locator, Parsed, Passage, Problem, Row, Table, TextLocator
from saextract.text.letters import letters

from .dump import COLUMNS_JOINED
from .stream import RUN, Occurrence, Stream, find_requirements

DETECTOR = "text-lines"
_FEWEST_ROWS = 3
_ALIGNED = 0.8
_CENTRED = 0.75
_AT_AN_END = re.compile(r"\s(?:Yes|No|N/A|Partial|Y|N|[X✓✔✗✘☑☒])$|^[X✓✔✗✘☑☒] ")
_BOX = re.compile(r"^.{0,12}[☐☒☑].{0,12}$")
_CLEAN_BOXES = re.compile(r"[☐☒☑]|(?:[☐☒☑]\s*\w+\s*){1,3}|(?:\w+\s*[☐☒☑]\s*){1,3}")
"""A box alone, or one for each word and on the same side of it."""

_SHORT = 20
_OFTEN = 0.1
_LONG = 150
"""Letters of text between two tables that are more than a heading."""

_DOUBTFUL = "text-order"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the tables.

    Attributes:
        table: index of its block.
        number: 1-based, in the file.
        row: its cells.
    """

    table: int
    number: int
    row: Row

    def text(self, column: int) -> str:
        """What the line holds in a column."""
        cell = self.row.cells[column]
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
    number: int | None


def join_lines(parsed: Parsed, codes: Sequence[Code]) -> tuple[Parsed, tuple[Problem, ...]]:
    """Joins the lines of a dump that keeps its layout to rows.

    Args:
        parsed: a document; one without tables of lines is given back as it is.
        codes: the catalogue.

    Returns:
        The document with tables of rows, and what could not be told; lines in which no
        requirements stand are passages.
    """
    parsed = _parted_at_titles(parsed, codes)
    lines = [
        _Line(index, _number_of(row), row)
        for index, block in enumerate(parsed.blocks)
        if isinstance(block, Table) and block.detector == DETECTOR
        for row in block.rows
        if not row.header
    ]
    if not lines:
        return parsed, ()
    marks = _marks(lines, _requirement_columns(lines, codes), codes)
    if len(marks) < _FEWEST_ROWS:
        return parsed.model_copy(update={"blocks": tuple(_as_passages(parsed))}), ()
    joined = _with_rows(parsed, lines, marks)
    return joined, _problems(joined)


def _problems(parsed: Parsed) -> tuple[Problem, ...]:
    unsure = sum(
        any(cell and _DOUBTFUL in cell.flags for cell in row.cells)
        for table in parsed.tables
        if table.detector == DETECTOR
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


def _parted_at_titles(parsed: Parsed, codes: Sequence[Code]) -> Parsed:
    """The document with the lines of tables that are titles of sections as passages."""
    titles = Titles(title for code in codes for title in code.sections.values())
    blocks: list[Table | Passage] = []
    for block in parsed.blocks:
        if not isinstance(block, Table) or block.detector != DETECTOR:
            blocks.append(block)
            continue
        rows = list(block.rows)
        kept: list[Row] = []
        while rows:
            length = next((n for n in (3, 2, 1) if _is_title(rows[:n], titles)), 0)
            if not length:
                kept.append(rows.pop(0))
                continue
            if kept:
                blocks.append(block.model_copy(update={"rows": tuple(kept)}))
                kept = []
            blocks += [_passage(row) for row in rows[:length]]
            del rows[:length]
        if kept:
            blocks.append(block.model_copy(update={"rows": tuple(kept)}))
    return parsed.model_copy(update={"blocks": tuple(blocks)})


def _is_title(rows: Sequence[Row], titles: Titles) -> bool:
    """Whether lines are a title: of a section, over several lines at most, or of a stage on one."""
    texts = [cell.text for row in rows for cell in row.cells if cell and cell.text]
    text = " ".join(texts)
    if any(row.header for row in rows) or appendix(text) or (stage(text) and len(texts) > 1):
        return False
    return titles.banner(text)


def _number_of(row: Row) -> int:
    return min(
        place.line_first
        for cell in row.cells
        if cell
        for place in cell.locators
        if isinstance(place, TextLocator)
    )


def _requirement_columns(lines: Sequence[_Line], codes: Sequence[Code]) -> dict[int, int]:
    """For each table the column that holds most runs of letters of the catalogue."""
    runs = {
        text[i : i + RUN]
        for code in codes
        for provision in code.provisions
        for text in (letters(provision.text),)
        for i in range(len(text) - RUN + 1)
    }
    hits: dict[int, Counter[int]] = {}
    for line in lines:
        counts = hits.setdefault(line.table, Counter())
        for column in range(len(line.row.cells)):
            text = letters(line.text(column))
            counts[column] += sum(text[i : i + RUN] in runs for i in range(len(text) - RUN + 1))
    usual = sum(hits.values(), Counter[int]()).most_common(1)
    return {
        table: max(counts, key=lambda c: (counts[c], c == usual[0][0] if usual else 0))
        for table, counts in hits.items()
    }


def _marks(lines: Sequence[_Line], columns: dict[int, int], codes: Sequence[Code]) -> list[_Mark]:
    """A mark for each requirement, and for each number that stands beside none."""
    texts = [line.text(columns[line.table]) for line in lines]
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text) + 1)
    stream = Stream("\n".join(texts))

    def line_of(letter: int) -> int:
        return min(bisect_right(starts, stream.places[letter]) - 1, len(lines) - 1)

    def span(found: Occurrence) -> tuple[int, int]:
        return line_of(found.parts[0][0]), line_of(found.parts[-1][1] - 1)

    spans = [span(found) for found in find_requirements(stream, codes)]
    numbered = [
        index
        for index, line in enumerate(lines)
        if any(numbers.whole(line.text(c)) for c in range(columns[line.table]))
    ]
    marks = [_Mark(first, last, None) for first, last in spans]
    if not marks:
        return []
    free = [n for n in numbered if not _take(marks, n)]
    on_top = sum(m.number == m.first for m in marks) >= _ALIGNED * sum(
        m.number is not None for m in marks
    )
    marks += [_Mark(n, n, n) for n in free if on_top or _is_apart(n, marks)]
    marks.sort(key=lambda mark: (mark.first, mark.last))
    return marks


def _take(marks: Sequence[_Mark], number: int) -> bool:
    """Gives a number to the requirement that it stands beside, or just above or below."""
    near = [m for m in marks if m.first - 1 <= number <= m.last + 1 and m.number is None]
    inside = [m for m in near if m.first <= number <= m.last]
    chosen = next(iter(inside or near), None)
    if chosen is None:
        after = [m for m in marks if m.first <= number]
        last = max(after, key=lambda m: m.first, default=None)
        if last is None or last.number is not None:
            return False
        chosen = last
    chosen.number = number
    return True


def _is_apart(number: int, marks: Sequence[_Mark]) -> bool:
    return all(not mark.first <= number <= mark.last for mark in marks)


# --------------------------------------------------------------------------- where rows begin


def _start(mark: _Mark, before: _Mark | None) -> int:
    """The line on which a row begins: its requirement's first, or its number's above that."""
    if mark.number is None or mark.number >= mark.first:
        return mark.first
    return max(mark.number, min(before.last + 1 if before else 0, mark.first))


def _is_centred(lines: Sequence[_Line], marks: Sequence[_Mark]) -> bool:
    """Whether requirements are centred in their rows, as the numbers beside them are.

    A number below the middle of its requirement says that the comment is longer and that the
    requirement stands on top all the same.
    """
    high = [mark for mark in marks if mark.number is not None and mark.last > mark.first]
    on_top = sum(mark.number == mark.first for mark in high)
    off = [
        lines[mark.number].number - (lines[mark.first].number + lines[mark.last].number) / 2
        for mark in high
        if mark.number is not None
    ]
    below = sum(x > 2 * _CENTRED for x in off)
    near = sum(abs(x) <= _CENTRED for x in off)
    return (
        bool(off)
        and on_top < 0.5 * len(off)
        and near >= 0.6 * len(off)
        and below < max(2.0, _OFTEN * len(off))
    )


def _are_torn(lines: Sequence[_Line], starts: Sequence[int]) -> bool:
    """Whether rows begin in the middle of sentences that began in the rows above."""
    torn = 0
    for start in filter(None, starts):
        above, below = lines[start - 1], lines[start]
        columns = range(min(len(above.row.cells), len(below.row.cells)))
        torn += below.number - above.number == 1 and any(
            below.text(c)[:1].islower() and above.text(c)[-1:].isalpha() for c in columns
        )
    return torn >= max(2.0, _OFTEN * len(starts))


# --------------------------------------------------------------------------- rows


def _as_passages(parsed: Parsed) -> list[Table | Passage]:
    blocks: list[Table | Passage] = []
    for block in parsed.blocks:
        if isinstance(block, Table) and block.detector == DETECTOR:
            blocks += [_passage(row) for row in block.rows]
        else:
            blocks.append(block)
    return blocks


def _passage(row: Row) -> Passage:
    texts = [cell.text for cell in row.cells if cell and cell.text]
    places = [place for cell in row.cells if cell for place in cell.locators]
    return Passage(text="   ".join(texts), locators=tuple(dict.fromkeys(places))[:1])


def _with_rows(parsed: Parsed, lines: Sequence[_Line], marks: Sequence[_Mark]) -> Parsed:
    """The document with the lines of each row joined; what stands above the first are passages."""
    starts = [_start(*pair) for pair in zip(marks, [None, *marks], strict=False)]
    rows: dict[int, list[_Line]] = {}
    owners: list[int | None] = []
    for index, line in enumerate(lines):
        owner = bisect_right(starts, index) - 1
        owners.append(owner if owner >= 0 else None)
        if owner >= 0:
            rows.setdefault(owner, []).append(line)
    unsure = _is_centred(lines, marks) or _are_torn(lines, starts)
    doubtful = set(rows) if unsure else _broken_off(parsed, lines, owners)
    first_table = {owner: part[0].table for owner, part in rows.items()}
    blocks: list[Table | Passage] = []
    position = 0
    for index, block in enumerate(parsed.blocks):
        if not (isinstance(block, Table) and block.detector == DETECTOR):
            blocks.append(block)
            continue
        built: list[Row] = [row for row in block.rows if row.header]
        count = len(block.rows) - len(built)
        for at in range(position, position + count):
            if owners[at] is None:
                blocks.append(_passage(lines[at].row))
        position += count
        built += [
            _joined(part, owner in doubtful)
            for owner, part in rows.items()
            if first_table[owner] == index
        ]
        if built:
            blocks.append(Table(rows=tuple(built), detector=DETECTOR))
    return parsed.model_copy(update={"blocks": tuple(blocks)})


def _broken_off(parsed: Parsed, lines: Sequence[_Line], owners: Sequence[int | None]) -> set[int]:
    """Rows after which text that keeps to no columns stands: it may be a part of them."""
    last = {line.table: owner for line, owner in zip(lines, owners, strict=True)}
    found: set[int] = set()
    for index, owner in last.items():
        prose = 0
        for block in parsed.blocks[index + 1 :]:
            if not isinstance(block, Passage):
                break
            prose += len(block.text) if not Titles(()).banner(block.text) else 0
        if owner is not None and prose > _LONG and owner != max(o or 0 for o in owners):
            found.add(owner)
    return found


def _joined(lines: Sequence[_Line], doubtful: bool) -> Row:
    """The row that some lines make up."""
    doubtful = doubtful or _hides_answer(lines)
    width = max(len(line.row.cells) for line in lines)
    cells = []
    for column in range(width):
        parts = [
            cell
            for line in lines
            if column < len(line.row.cells) and (cell := line.row.cells[column]) and cell.text
        ]
        flags = {flag for part in parts for flag in part.flags} | (
            {_DOUBTFUL} if doubtful else set()
        )
        cells.append(
            Cell(
                text="\n".join(part.text for part in parts),
                locators=_places([place for part in parts for place in part.locators]),
                flags=tuple(sorted(flags)),
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
    for place in places:
        if not isinstance(place, TextLocator):
            continue
        if joined and place.line_first <= joined[-1].line_last + 2:
            joined[-1] = TextLocator(line_first=joined[-1].line_first, line_last=place.line_last)
        else:
            joined.append(place)
    return tuple(joined)
