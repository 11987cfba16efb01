"""Finds the tables of a document: an ordered list of detectors, each on what is left.

A detector sees all pages at once, since the columns found on one page serve the next, and
gives its tables, or None where it does not apply.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from saextract.parsers.pdf.page import Box, FoundCell, FoundRow, FoundTable, Page, Word

from . import aligned, cards, grid, ruled
from .across import join_across
from .rows.starts import RowStarts
from .settings import TABLE

Detector = Callable[[Sequence[Page]], list[FoundTable] | None]

DETECTORS: tuple[Detector, ...] = (
    ruled.find,
    cards.find,
    aligned.find_banded,
    aligned.find_unruled,
)
"""In order; each sees the words and rules that lie in no table of an earlier one."""


def find_tables(pages: list[Page]) -> list[FoundTable]:
    """All tables of a document, page by page, from top to bottom.

    Args:
        pages: the document's pages in order, with running heads and feet set aside.

    Returns:
        Tables; a table that runs over pages is one for each page. Every word of a page lies in
        at most one cell; words in no table are for passages.
    """
    abreast = [
        [box for row in page.boxes for box in row]
        if max(map(len, page.boxes), default=0) > 1
        else []
        for page in pages
    ]
    left = list(pages)
    if cards.are_numbered(pages, abreast):
        left = list(map(_without_boxes, pages, abreast))
    tables: list[FoundTable] = []
    for detector in DETECTORS:
        found = detector(left)
        if found:
            tables += found
            left = without(left, found)
    tables.sort(key=lambda t: (t.page, t.box[1], t.box[0]))
    tables = join_across(tables, pages)
    _link(tables, {page.number: page for page in left})
    return tables


def _without_boxes(page: Page, boxes: Sequence[Box]) -> Page:
    if not boxes:
        return page
    taken = {id(word) for word in page.words if any(grid.inside(word, box) for box in boxes)}
    return _outside(page, boxes, taken)


def without(pages: Sequence[Page], tables: Sequence[FoundTable]) -> list[Page]:
    """The pages without what lies in tables on them."""
    boxes: dict[int, list[Box]] = defaultdict(list)
    taken: set[int] = set()
    for table in tables:
        boxes[table.page].append(table.box)
        for cell in (cell for row in table.rows for cell in row.cells if cell):
            taken.update(map(id, cell.words))
            for part in cell.rest:
                taken.update(map(id, part.words))
                boxes[part.page].append(part.box)
    return [_outside(page, boxes[page.number], taken) for page in pages]


def _outside(page: Page, boxes: Sequence[Box], taken: set[int]) -> Page:
    """A page without some of its words, and without what is drawn within some boxes."""
    words = [word for word in page.words if id(word) not in taken]
    if len(words) == len(page.words):
        return page

    def free(box: Box) -> bool:
        return not any(grid.contains(b, box) for b in boxes)

    return replace(
        page,
        words=words,
        h_rules=[r for r in page.h_rules if free(r)],
        v_rules=[r for r in page.v_rules if free(r)],
        fills=[f for f in page.fills if free(f[:4])],
    )


def same_columns(one: FoundTable, two: FoundTable) -> bool:
    """Whether two tables have the same columns, a shift as a whole (mirrored margins) aside."""
    if len(one.columns_x) != len(two.columns_x):
        return False
    shift = two.columns_x[0] - one.columns_x[0]
    return abs(shift) <= TABLE.mirrored and all(
        abs(b - a - shift) <= TABLE.moved for a, b in zip(one.columns_x, two.columns_x, strict=True)
    )


def _link(tables: list[FoundTable], rest: dict[int, Page]) -> None:
    """Set `continues`, and mark rows that may run over a page's end."""
    starts = RowStarts(tables)
    for one, two in pairwise(tables):
        follows = two.page in (one.page + 1, max(one.page, one.last_page) + 1)
        if not follows or not same_columns(one, two):
            continue
        two.continues = True
        least = TABLE.note * max((w.size for w in _words(one.rows[-1])), default=0.0)
        below = any(w.top >= one.box[3] - 2 and w.size > least for w in rest[one.page].words)
        above = any(w.bottom <= two.box[1] + 2 for w in rest[two.page].words)
        if below or above:
            continue
        first = next((row for row in two.rows if not row.header), None)
        last = one.rows[-1]
        if first is not None and not last.header:
            goes_on = not starts.begins(first, last)
            last.cut_below = first.cut_above = goes_on


def _words(row: FoundRow) -> list[Word]:
    cells = [cell for cell in row.cells if cell]
    return [w for cell in cells for words in (cell.words, *_later(cell)) for w in words]


def _later(cell: FoundCell) -> list[list[Word]]:
    return [part.words for part in cell.rest]
