"""The one way from edges to cells: bounds of columns and rows make a grid, and words fill it.

Whatever shows the edges (rules, boxes, tags, white space), a word belongs to the cell that holds
its middle, a cell covers the columns that no edge parts, and a row is a header if it reads as one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from saextract.parsers.pdf.page import FoundCell, FoundPart, FoundRow, FoundTable, Word

from .grid import Line, Span, slot
from .headers import heads, is_answer, is_number, text_of
from .settings import COLUMN, TABLE

_PLACE = attrgetter("text", "x0", "top", "x1", "bottom")

Edges = Callable[[int, Span], bool]
"""Whether an edge stands at an inner column bound, given its place among the bounds and the top and
bottom of a row."""


class Grid(NamedTuple):
    """Bounds of columns and of rows on a page, outer ones included.

    Attributes:
        page: 1-based.
        columns, rows: ascending.
    """

    page: int
    columns: Sequence[float]
    rows: Sequence[float]


def rows_in(
    grid: Grid,
    words: Sequence[Word],
    edges: Edges | None = None,
    known: Mapping[int, int] | None = None,
) -> list[FoundRow]:
    """The rows of a grid, each word in exactly one cell.

    Args:
        grid: the bounds.
        words: those of the table, in reading order.
        edges: where columns are parted; everywhere if None.
        known: columns of words, by identity, that their place does not tell.
    """
    placed = _placed(words, grid, known or {})
    return [
        row_of(grid._replace(rows=ends), slots, words, edges)
        for slots, ends in zip(placed, pairwise(grid.rows), strict=True)
    ]


def row_of(
    grid: Grid, slots: Sequence[list[Word]], words: Sequence[Word], edges: Edges | None = None
) -> FoundRow:
    """One row, its words by column.

    Args:
        grid: the bounds, those of one row.
        slots: the words of each column.
        words: all of them, and maybe others, in reading order.
        edges: where columns are parted; everywhere if None.
    """
    columns, (top, bottom) = grid.columns, grid.rows
    spans = [1] * len(slots) if edges is None else _spans(edges, (top, bottom), len(slots))
    cells: list[FoundCell | None] = []
    for span in spans:
        first = len(cells)
        held = slots[first]
        if span > 1:
            inside = {id(word) for one in slots[first : first + span] for word in one}
            held = [word for word in words if id(word) in inside]
        box = (columns[first], top, columns[first + span], bottom)
        cells += [FoundCell(held, box, span), *[None] * (span - 1)]
    row = FoundRow(cells, (columns[0], top, columns[-1], bottom), grid.page)
    row.header = heads([cell.words for cell in cells if cell])
    return row


def filled(rows: Iterable[FoundRow]) -> list[FoundRow]:
    """The rows that hold words."""
    return [row for row in rows if any(cell and cell.words for cell in row.cells)]


def words_of(row: FoundRow) -> list[Word]:
    """The words of a row's cells, from left to right."""
    return [word for cell in row.cells if cell for word in cell.words]


def table_of(columns: Sequence[float], rows: list[FoundRow], detector: str) -> FoundTable:
    """A table of rows on one page."""
    box = (columns[0], rows[0].box[1], columns[-1], rows[-1].box[3])
    return FoundTable(rows[0].page, box, tuple(columns), rows, detector)


def parted_at(places: Iterable[int]) -> Edges:
    """Edges at some of the column bounds, in every row."""
    known = frozenset(places)
    return lambda place, _: place in known


def go_on(row: FoundRow, rest: FoundRow) -> None:
    """Gives the cells of a row what stands of them on a later page."""
    for cell, part in zip(row.cells, rest.cells, strict=True):
        if cell is not None and part is not None:
            cell.rest.append(FoundPart(rest.page, part.words, part.box))


def column_of(word: Word, columns: Sequence[float]) -> int:
    """The column that a word belongs to: where its middle lies, or where it runs over from.

    Args:
        word: the word.
        columns: column bounds; the outer columns are open.
    """
    middle = slot(columns, (word.x0 + word.x1) / 2)
    if len(word.text) < COLUMN.unbreakable:
        return middle
    first = slot(columns, word.x0)
    if first == middle:
        return middle
    left, right = columns[first], columns[first + 1]
    return first if word.x0 < (left + right) / 2 else middle


def _placed(words: Sequence[Word], grid: Grid, known: Mapping[int, int]) -> list[list[list[Word]]]:
    """Every word put in one slot: rows of columns of words, in the order given."""
    slots: list[list[list[Word]]] = [[[] for _ in grid.columns[1:]] for _ in grid.rows[1:]]
    heights, widths = grid.rows[1:-1], grid.columns[1:-1]
    for word, (text, x0, top, x1, bottom) in zip(words, map(_PLACE, words), strict=True):
        row = slots[bisect_right(heights, (top + bottom) / 2)]
        if known and id(word) in known:
            row[known[id(word)]].append(word)
        elif len(text) < COLUMN.unbreakable:
            row[bisect_right(widths, (x0 + x1) / 2)].append(word)
        else:
            row[column_of(word, grid.columns)].append(word)
    return slots


def _spans(edges: Edges, ends: Span, count: int) -> list[int]:
    """How many of a row's columns each of its cells covers, from left to right."""
    starts = [0, *(place for place in range(1, count) if edges(place, ends)), count]
    return [after - start for start, after in pairwise(starts)]


def join_down(rows: Sequence[FoundRow], columns: Sequence[float], level: Sequence[Line]) -> None:
    """Gives cells that no level rule parts from the one above to the first row they stand in.

    Args:
        rows: right below one another; changed in place.
        columns: their column bounds.
        level: the rules.
    """
    owners: list[FoundCell | None] = list(rows[0].cells)
    for row in rows[1:]:
        near = [line for line in level if abs(line.at - row.box[1]) <= TABLE.flat]
        for place, cell in enumerate(row.cells):
            above = owners[place]
            owners[place] = cell
            if cell is None or above is None or above.span != cell.span:
                continue
            ends = columns[place], columns[place + cell.span]
            if any(line.share(*ends) >= TABLE.parting for line in near) or _two_values(above, cell):
                continue
            above.words += cell.words
            above.box = (above.box[0], above.box[1], above.box[2], cell.box[3])
            row.cells[place] = None
            owners[place] = above


def _two_values(above: FoundCell, below: FoundCell) -> bool:
    """Whether two cells without a rule between them hold a number or an answer each."""
    texts = [text_of(cell.words) for cell in (above, below)]
    return all(is_number(t) for t in texts) or all(is_answer(t) for t in texts)
