"""Tables printed over several pages across: a wide sheet's right-hand columns on later pages.

The rows of such pages stand at the same heights, so that the pages can be laid side by side. What
stands on a right-hand page has no numbers of its own, or repeats those of the page it belongs to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from saextract.lexicon.roles import Role, of_title
from saextract.parsers.pdf.page import FoundCell, FoundRow, FoundTable, Page
from saextract.text.letters import letters

from .headers import is_number, text_of
from .settings import TABLE


def join_across(tables: list[FoundTable], pages: Sequence[Page]) -> list[FoundTable]:
    """Gives the columns of right-hand pages to the rows that they belong to.

    Args:
        tables: of all pages, in order; those that are joined to are changed in place.
        pages: the pages; numbers that right-hand pages repeat are moved to their residue.

    Returns:
        The tables that are left.
    """
    by_number = {page.number: page for page in pages}
    taken: dict[int, list[FoundTable]] = {}
    left: list[FoundTable] = []
    for table in tables:
        base = next(
            (
                other
                for other in left
                if other.page < table.page
                and _side_by_side(other, table)
                and (_numbered(other) or _are_heads(other, table))
                and not any(_same_columns(one, table) for one in taken.get(id(other), []))
            ),
            None,
        )
        if base is None:
            left.append(table)
            continue
        taken.setdefault(id(base), []).append(replace(table))
        _join(base, table, by_number[table.page])
    return left


def _numbered(table: FoundTable) -> bool:
    return any(_number(row) for row in table.rows)


def _number(row: FoundRow) -> str:
    """The provision number in a row's first cell, or ""."""
    text = text_of(row.cells[0].words) if row.cells and row.cells[0] else ""
    return text if is_number(text) else ""


def _side_by_side(base: FoundTable, table: FoundTable) -> bool:
    """Whether a table's rows are the right-hand part of those of another."""
    if len(base.rows) != len(table.rows):
        return False
    if len(base.rows) < TABLE.fewest_across and not _are_heads(base, table):
        return False
    level = all(
        abs(one.box[1] - two.box[1]) <= TABLE.alike and abs(one.box[3] - two.box[3]) <= TABLE.alike
        for one, two in zip(base.rows, table.rows, strict=True)
    )
    if not level or _same_columns(base, table):
        return False
    numbers = [(_number(one), _number(two)) for one, two in zip(base.rows, table.rows, strict=True)]
    repeats = all(one == two for one, two in numbers)
    return repeats or not any(two for _, two in numbers)


def _are_heads(base: FoundTable, table: FoundTable) -> bool:
    """Whether tables are a row of titles each, and both begin with that of the numbers."""
    if not len(base.rows) == len(table.rows) == 1:
        return False
    cells = [row.cells[0] for row in (*base.rows, *table.rows) if row.cells]
    titles = [letters(text_of(cell.words)) for cell in cells if cell]
    same = len(titles) == len(cells) > 1 and len(set(titles)) == 1
    return same and of_title(titles[0]) is Role.NUMBER


def _same_columns(one: FoundTable, two: FoundTable) -> bool:
    return len(one.columns_x) == len(two.columns_x) and all(
        abs(a - b) <= TABLE.alike for a, b in zip(one.columns_x, two.columns_x, strict=True)
    )


def _join(base: FoundTable, table: FoundTable, page: Page) -> None:
    first = 1 if _numbered(table) or _are_heads(base, table) else 0
    for one, two in zip(base.rows, table.rows, strict=True):
        if first and two.cells[0] is not None:
            gone = set(map(id, two.cells[0].words))
            page.residue += [word for word in page.words if id(word) in gone]
            page.words = [word for word in page.words if id(word) not in gone]
        one.cells += [_moved(cell, table.page) for cell in two.cells[first:]]
        one.header = one.header or two.header
    at = base.columns_x[-1]
    widths = [b - a for a, b in pairwise(table.columns_x[first:])]
    bounds = list(base.columns_x)
    for width in widths:
        at += width
        bounds.append(at)
    base.columns_x = tuple(bounds)
    base.last_page = max(base.last_page, table.page)


def _moved(cell: FoundCell | None, page: int) -> FoundCell | None:
    return None if cell is None else replace(cell, page=cell.page or page)
