"""Tables as a tagged file's own structure tree has them.

The tree says which row a piece of text belongs to even where the row runs over pages, which no
geometry can. Yet real trees are often wrong: a table is taken only if the tree agrees with what
is printed, and the detectors by geometry see the rest.
"""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter

from saextract.parsers.pdf.objects.tree import Path, TaggedCell
from saextract.parsers.pdf.page import (
    Box,
    FoundRow,
    FoundTable,
    Page,
    Rule,
    Word,
)

from .cells import Grid, go_on, parted_at, row_of, table_of
from .settings import TABLE

DETECTOR = "tagged"

_LEFT, _RIGHT = attrgetter("x0"), attrgetter("x1")
_BOX: Callable[[Word], Box] = attrgetter("x0", "top", "x1", "bottom")


@dataclass(slots=True)
class _Row:
    """A row of a tagged table on one page: its cells by grid column, and the box of their words."""

    path: Path
    header: bool
    box: Box = (0.0, 0.0, 0.0, 0.0)
    words: dict[int, list[Word]] = field(default_factory=lambda: defaultdict(list))
    spans: dict[int, int] = field(default_factory=dict)

    @property
    def all_words(self) -> list[Word]:
        return [word for words in self.words.values() for word in words]

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.all_words)


def find_tagged(
    pages: Sequence[Page], tags: Sequence[Sequence[TaggedCell]]
) -> list[FoundTable] | None:
    """Builds the tables that the structure tree names and the print confirms.

    Args:
        pages: the document's pages, with running heads and feet set aside.
        tags: what `read_tags` gave for each of them.

    Returns:
        Tables, one for each page that a table runs over; a row that runs over pages stands in
        the table of its first page, with the parts on later pages in its cells' `rest`. None
        if no table can be trusted.
    """
    found: list[FoundTable] = []
    by_table: dict[Path, dict[int, list[TaggedCell]]] = defaultdict(lambda: defaultdict(list))
    for index, page in enumerate(tags):
        for cell in page:
            by_table[cell.table][index].append(cell)
    for cells in by_table.values():
        held = sorted(cells)
        found += _build([pages[i] for i in held], [cells[i] for i in held]) or []
    found.sort(key=lambda t: (t.page, t.box[1]))
    return found or None


def _build(pages: Sequence[Page], cells: Sequence[Sequence[TaggedCell]]) -> list[FoundTable] | None:
    """The tables of one tagged table, or None if it cannot be trusted."""
    grid = _grid(cells)
    width = max((column + span for column, span in grid.values()), default=0)
    if width < 2:
        return None
    parts: list[tuple[Page, list[_Row]]] = []
    for page, tagged in zip(pages, cells, strict=True):
        rows = _page_rows(page, tagged, grid)
        if rows:
            parts.append((page, rows))
    if sum(len(rows) for _, rows in parts) < 2:
        return None
    if not _placed([row for _, rows in parts for row in rows], width):
        return None
    tables = []
    for page, rows in parts:
        bounds = _columns(page, rows, width)
        if bounds is None:
            return None
        _take_untagged(page, rows, bounds)
        hulls = [row.box for row in rows]
        if not _confirmed(page, rows, hulls):
            return None
        tables.append(_found(page, rows, hulls, bounds))
    return _joined(tables, [rows for _, rows in parts])


def _grid(cells: Sequence[Sequence[TaggedCell]]) -> dict[tuple[Path, int], tuple[int, int]]:
    """First grid column and span of each cell, by row and place in it.

    Cells that hold nothing are not in the trees of pages; they count as one column.
    """
    rows: dict[Path, dict[int, TaggedCell]] = defaultdict(dict)
    for page in cells:
        for cell in page:
            rows[cell.row][cell.place] = cell
    grid: dict[tuple[Path, int], tuple[int, int]] = {}
    hanging: dict[int, int] = {}
    for row in sorted(rows):
        taken = {column for column, left in hanging.items() if left > 0}
        hanging = {column: left - 1 for column, left in hanging.items() if left > 1}
        column = 0
        for place in range(max(rows[row]) + 1):
            while column in taken:
                column += 1
            known = rows[row].get(place)
            span = known.columns if known else 1
            if known:
                grid[row, place] = (column, span)
                if known.rows > 1:
                    hanging |= dict.fromkeys(range(column, column + span), known.rows - 1)
            column += span
    return grid


def _page_rows(
    page: Page, tagged: Sequence[TaggedCell], grid: dict[tuple[Path, int], tuple[int, int]]
) -> list[_Row]:
    """The rows that have words on a page, from top to bottom."""
    if not tagged:
        return []
    by_mcid: dict[int, list[Word]] = defaultdict(list)
    for word in page.words:
        if word.mcid >= 0:
            by_mcid[word.mcid].append(word)
    rows: dict[Path, _Row] = {}
    for cell in tagged:
        row = rows.setdefault(cell.row, _Row(cell.row, header=True))
        row.header = row.header and cell.header
        column, span = grid[cell.row, cell.place]
        for mcid in cell.mcids:
            row.words[column] += by_mcid.get(mcid, [])
        row.spans[column] = span
    filled = [(row, words) for row in rows.values() if (words := row.all_words)]
    for row, words in filled:
        row.box = _hull(words)
    return sorted([row for row, _ in filled], key=lambda row: row.box[1])


def _placed(rows: Sequence[_Row], width: int) -> bool:
    """Puts the cells of short rows into their columns, by where the full rows have theirs.

    Some producers leave empty cells out of the tree, so that the cells after them move up.

    Returns:
        Whether every cell found a column of its own.
    """
    full = [row for row in rows if len(row.spans) == width and set(row.spans.values()) == {1}]
    filled = [[words for row in full if (words := row.words.get(c))] for c in range(width)]
    if not all(filled):
        return all(len(row.spans) == len(rows[0].spans) for row in rows)
    bands = [(min(map(_LEFT, words)), max(map(_RIGHT, words))) for words in map(_flat, filled)]
    for row in rows:
        if len(row.spans) == width or max(row.spans.values()) > 1:
            continue
        placed: dict[int, list[Word]] = defaultdict(list)
        for cell in filter(None, row.words.values()):
            column = _column_of(cell, bands)
            if column is None or column in placed:
                return False
            placed[column] = cell
        row.words = placed
        row.spans = dict.fromkeys(placed, 1)
    return True


def _flat(column: Sequence[Sequence[Word]]) -> list[Word]:
    return [word for words in column for word in words]


def _column_of(cell: Sequence[Word], bands: Sequence[tuple[float, float]]) -> int | None:
    """The one column over or under whose words a cell stands, else the one nearest to its middle.

    A title may be the only word that is known of a column, so that the gaps between the known
    words say little of where columns end.

    Returns:
        None for a cell that stands under several.
    """
    left, right = min(word.x0 for word in cell), max(word.x1 for word in cell)
    touched = [c for c, (x0, x1) in enumerate(bands) if min(right, x1) > max(left, x0)]
    if touched:
        return touched[0] if len(touched) == 1 else None
    cuts = [(a[1] + b[0]) / 2 for a, b in pairwise(bands)]
    return bisect(cuts, (left + right) / 2)


def _take_untagged(page: Page, rows: Sequence[_Row], bounds: tuple[float, ...]) -> None:
    """Puts drawn marks and form values, which no tree knows, into the cells they stand in."""
    untagged = [word for word in page.words if word.mcid < 0 and word.flags]
    for word in untagged:
        middle, x = (word.top + word.bottom) / 2, (word.x0 + word.x1) / 2
        for row in rows:
            if row.box[1] - 2 <= middle <= row.box[3] + 2 and bounds[0] <= x <= bounds[-1]:
                column = min(bisect(bounds, x) - 1, len(bounds) - 2)
                starts = [c for c, span in row.spans.items() if c <= column < c + span]
                row.words[starts[0] if starts else column].append(word)
                row.box = _around([row.box, _BOX(word)])
                break


def _columns(page: Page, rows: Sequence[_Row], width: int) -> tuple[float, ...] | None:
    """Column bounds from the words of unmerged cells, or None if columns overlap."""
    bands: dict[int, tuple[float, float]] = {}
    for row in rows:
        for column, words in row.words.items():
            if words and row.spans[column] == 1:
                left, right = bands.get(column, (page.width, 0.0))
                bands[column] = (
                    min(left, min(map(_LEFT, words))),
                    max(right, max(map(_RIGHT, words))),
                )
    hull = _around([row.box for row in rows])
    upright = [r for r in page.v_rules if r.top < hull[3] and r.bottom > hull[1]]
    known = sorted(bands)
    bounds = {0: _edge(upright, min(hull[0], page.width), -1), width: _edge(upright, hull[2], 1)}
    for one, two in pairwise(known):
        right, left = bands[one][1], bands[two][0]
        if right > left + TABLE.tag_overlap:
            return None
        between = sorted({round(r.x0, 1) for r in upright if right - 2 <= r.x0 <= left + 2})
        missing = two - one
        if len(between) >= missing:
            steps = between[:missing]
        else:
            steps = [right + (left - right) * (i + 0.5) / missing for i in range(missing)]
        bounds |= {one + 1 + i: x for i, x in enumerate(steps)}
    ends = ((0, known[0]), (known[-1] + 1, width)) if known else ((0, width),)
    for first, last in ends:
        if first not in bounds or last not in bounds:
            near = bands[known[0]][0] - 2 if first == 0 else bands[known[-1]][1] + 2
            bounds[last if first == 0 else first] = near
        start, end = bounds[first], bounds[last]
        for column in range(first + 1, last):
            bounds[column] = start + (end - start) * (column - first) / (last - first)
    ordered = tuple(bounds[column] for column in range(width + 1))
    return ordered if all(a <= b for a, b in pairwise(ordered)) else None


def _edge(rules: Sequence[Rule], x: float, side: int) -> float:
    """The vertical rule next to x on one side, or a place just beyond x."""
    near = [rule.x0 for rule in rules if -1 <= (rule.x0 - x) * side <= TABLE.tag_side]
    return min(near, key=lambda at: abs(at - x)) if near else x + 2 * side


def _confirmed(page: Page, rows: Sequence[_Row], hulls: Sequence[Box]) -> bool:
    """Whether the rows lie one below the other, and hold all words of the area they cover."""
    if any(below[1] < above[3] - 2 * TABLE.tag_overlap for above, below in pairwise(hulls)):
        return False
    held = [word for row in rows for word in row.all_words]
    own = set(map(id, held))
    left, top, right, bottom = _around(hulls)
    beside = [word for word in page.words if id(word) not in own]
    strange = [
        word
        for word in beside
        if left < (word.x0 + word.x1) / 2 < right and top < (word.top + word.bottom) / 2 < bottom
    ]
    return not strange and len(own) == len(held)


def _hull(words: Sequence[Word]) -> Box:
    return _around(list(map(_BOX, words)))


def _around(boxes: Sequence[Box]) -> Box:
    """The box around boxes."""
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _found(
    page: Page, rows: Sequence[_Row], hulls: Sequence[Box], bounds: tuple[float, ...]
) -> FoundTable:
    level = [rule.top for rule in page.h_rules if rule.x0 < bounds[-1] and rule.x1 > bounds[0]]
    cuts = [_near(level, hulls[0][1] - TABLE.tag_reach, hulls[0][1] + 2, hulls[0][1] - 2, -1)]
    for above, below in pairwise(hulls):
        cuts.append(_near(level, above[3] - 2, below[1] + 2, (above[3] + below[1]) / 2, 0))
    cuts.append(_near(level, hulls[-1][3] - 2, hulls[-1][3] + TABLE.tag_reach, hulls[-1][3] + 2, 0))
    found = []
    for row, ends in zip(rows, pairwise(cuts), strict=True):
        slots = [list(row.words.get(column, ())) for column in range(len(bounds) - 1)]
        inner = {c + i for c, span in row.spans.items() for i in range(1, span)}
        parted = parted_at(set(range(len(bounds))) - inner)
        found.append(row_of(Grid(page.number, bounds, ends), slots, row.all_words, parted))
        found[-1].header = row.header
    return table_of(bounds, found, DETECTOR)


def _near(levels: Sequence[float], low: float, high: float, usual: float, which: int) -> float:
    """The first or last level between two, or the usual one."""
    between = sorted(level for level in levels if low <= level <= high)
    return between[which] if between else usual


def _joined(tables: list[FoundTable], parts: Sequence[Sequence[_Row]]) -> list[FoundTable]:
    """Puts the parts of rows that run over pages into one row; a repeated header stays."""
    open_rows: dict[Path, tuple[FoundRow, str]] = {}
    for table, rows in zip(tables, parts, strict=True):
        kept: list[FoundRow] = []
        for found, row in zip(table.rows, rows, strict=True):
            first = open_rows.get(row.path)
            if first is None:
                open_rows[row.path] = (found, row.text)
                kept.append(found)
            elif row.header or first[1] == row.text:
                kept.append(found)
            else:
                go_on(first[0], found)
        table.rows = kept
        table.continues = table is not tables[0]
    return [table for table in tables if table.rows]
