"""Titles of columns to tick that stand above their table, as on a checklist.

                                   Yes   Partly   No
    Definition
    1.2  We use the Code's words    ✓      ☐      ☐

The titles are a line of their own above headings, or stand in the first row of a page's table over
its marks. They become the header of each table with as many columns of marks at its right.
"""

from __future__ import annotations

import re
from functools import cache

from saextract.lexicon.marks import labels, mark_in, option_words, options
from saextract.model import Cell, Parsed, Passage, Row, Table

_FEWEST = 2
"""Columns to tick that are a choice."""

_LONGEST = 80
"""Characters of the longest line of titles, the widest gaps of a layout left out."""

_MOSTLY = 0.8
"""Share of a table's rows that have marks, and nothing else, in all of these columns."""


def with_titles_above(parsed: Parsed) -> Parsed:
    """A document whose tables of ticks have the titles that stand above them as their header."""
    if not any(map(_has_marks, parsed.tables)):
        return parsed
    titles: tuple[str, ...] = ()
    blocks: list[Table | Passage] = []
    for block in parsed.blocks:
        if isinstance(block, Passage):
            titles = next(filter(None, map(_choices, block.text.splitlines())), titles)
            blocks.append(block)
            continue
        table, own = _without_own(block)
        titles = own or titles
        blocks.append(_headed(table, titles) if _has_ticks(table, len(titles)) else block)
    return parsed.model_copy(update={"blocks": tuple(blocks)})


def _has_marks(table: Table) -> bool:
    texts = (cell.text for row in table.rows for cell in row.cells if cell)
    return any(mark_in(text) or _mark_below(text) for text in texts)


def _mark_below(text: str) -> bool:
    """Whether the lines behind the first one of a text are a mark."""
    mark = text.partition("\n")[2]
    return bool(mark and mark_in(mark))


@cache
def _titles() -> tuple[re.Pattern[str], ...]:
    """Patterns of titles: the usual labels of boxes, and all answer words."""
    usual = "|".join(sorted(map(re.escape, labels()), key=len, reverse=True))
    known = (usual, option_words())
    return tuple(re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) for words in known)


def _choices(line: str) -> tuple[str, ...]:
    """The titles of a line that is a choice of different answers; none for another one."""
    if len(line) > _LONGEST:
        return ()
    for pattern in _titles():
        found: list[str] = pattern.findall(line)
        answers = {options().get(title.lower()) for title in found}
        whole = re.sub(r"\W", "", line) == re.sub(r"\W", "", "".join(found))
        if whole and _FEWEST <= len(answers) == len(found):
            return tuple(found)
    return ()


def _without_own(table: Table) -> tuple[Table, tuple[str, ...]]:
    """A table without titles over the marks of its first row, and those."""
    cells = table.rows[0].cells
    parts = [cell.text.partition("\n") if cell else ("", "", "") for cell in cells]
    over = [bool(mark and mark_in(mark) and _is_option(title)) for title, _, mark in parts]
    if sum(over) < _FEWEST or not all(over[-sum(over) :]):
        return table, ()
    own = tuple(title for (title, _, _), stands in zip(parts, over, strict=True) if stands)
    row = tuple(
        cell.model_copy(update={"text": mark}) if cell and stands else cell
        for cell, (_, _, mark), stands in zip(cells, parts, over, strict=True)
    )
    first = table.rows[0].model_copy(update={"cells": row})
    return table.model_copy(update={"rows": (first, *table.rows[1:])}), own


def _is_option(title: str) -> bool:
    return title.lower() in options()


def _has_ticks(table: Table, count: int) -> bool:
    """Whether the last columns of a table hold marks, and the one before them does not."""
    rows = [row.cells for row in table.rows if len(row.cells) > count and not row.header]
    marked = [[bool(cell and mark_in(cell.text)) for cell in cells[-count - 1 :]] for cells in rows]
    ticks = sum(all(of[1:]) and not of[0] for of in marked)
    return count > 0 and bool(rows) and ticks >= _MOSTLY * len(table.rows)


def _headed(table: Table, titles: tuple[str, ...]) -> Table:
    blank = len(table.rows[0].cells) - len(titles)
    cells = (*(Cell(text="") for _ in range(blank)), *(Cell(text=title) for title in titles))
    return table.model_copy(update={"rows": (Row(cells=cells, header=True), *table.rows)})
