"""The lines of a document, from which rows are read that stand in no table of theirs.

Tables that only name and give values count as lines: those of two columns ("Comply" | "Yes"),
and those with one row beneath a header that names an answer, for a provision that stands above.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from saextract.lexicon import titles
from saextract.model import Cell, Parsed, Passage, Row, Table
from saextract.text.letters import flatten, letters

from .labels import Label, Labels, Line

TWO_TEXTS = re.compile(r"\be ?vidence\s+c ?omment(?:ary|s)\b", re.IGNORECASE)
"""The titles of two columns on one line: the texts of a row stand on its lines side by side. Small
capitals stand apart from their first letter."""


def lines_of(parsed: Parsed) -> list[Line]:
    """The lines of all passages, and the rows of two-column tables that name and give values."""
    names, headed = _pair_names(parsed.tables), _titles(parsed.tables)
    lines: list[Line] = []
    for index, block in enumerate(parsed.blocks):
        if isinstance(block, Table):
            if _title_row(block) in headed:
                lines += _pairs(_upright(block), index)
            elif _is_of_pairs(block, names):
                lines += _pairs(block, index)
            continue
        texts = block.text.split("\n")
        if block.heading is not None and titles.section(texts[0]):
            texts = [flatten(block.text)]
        lines += [
            Line(text.strip(), index, block.locators, block.heading, block.links)
            for text in texts
            if text.strip()
        ]
    return lines


def _pair_names(tables: Sequence[Table]) -> frozenset[str]:
    """The names in tables that each name an answer and something else, with their values."""
    found: set[str] = set()
    for table in tables:
        pairs = [cells for cells in _cells(table) if len(cells) == 2]
        named = {label.key for cells in pairs if (label := _pair_label(cells))}
        if len(table.rows[0].cells) == 2 and "answer" in named and len(named) >= 2:
            found.update(letters(cells[0].text) for cells in pairs)
    return frozenset(found)


def _titles(tables: Sequence[Table]) -> frozenset[tuple[str, ...]]:
    """The header rows of tables that hold an answer, and what goes with it, for one provision.

    Which provision it is stands above the table.
    """
    counts = Counter(_title_row(table) for table in tables)
    found: set[tuple[str, ...]] = set()
    for table in tables:
        above = _title_row(table)
        if not above or counts[above] < 2:
            continue
        labels = [_pair_label([cell, cell]) for cell in _cells(table)[0]]
        keys = [label.key for label in labels if label]
        if "answer" in keys and not {"number", "requirement"}.intersection(keys):
            found.add(above)
    return frozenset(found)


def _title_row(table: Table) -> tuple[str, ...]:
    """The letters of the header of a table with one row beneath it; () for another table."""
    rows = _cells(table)
    if len(rows) != 2 or len(rows[0]) < 2 or len(rows[0]) != len(rows[1]):
        return ()
    return tuple(letters(cell.text) for cell in rows[0])


def _upright(table: Table) -> Table:
    """A table with one row beneath its header, turned into names and values."""
    above, below = _cells(table)
    rows = tuple(Row(cells=pair) for pair in zip(above, below, strict=True))
    return table.model_copy(update={"rows": rows})


def _is_of_pairs(table: Table, names: frozenset[str]) -> bool:
    """Whether a table holds names and values, or is the part of one that a page break left."""
    if not names or len(table.rows[0].cells) != 2:
        return False
    firsts = {letters(cells[0].text) for cells in _cells(table) if len(cells) == 2}
    return firsts <= names | {""}


def _cells(table: Table) -> list[list[Cell]]:
    return [[cell for cell in row.cells if cell] for row in table.rows]


def _pairs(table: Table, index: int) -> list[Line]:
    """The rows of a table of names and values."""
    lines: list[Line] = []
    for cells in _cells(table):
        places = tuple(place for cell in cells for place in cell.locators)
        links = tuple(link for cell in cells for link in cell.links)
        flags = tuple(dict.fromkeys(flag for cell in cells for flag in cell.flags))
        value = flatten(cells[1].text) if len(cells) == 2 else None
        text = flatten(cells[0].text) if cells else ""
        if text or value:
            lines.append(Line(text, index, places, None, links, value, flags))
    return lines


def _pair_label(cells: Sequence[Cell]) -> Label | None:
    line = Line(flatten(cells[0].text), 0, (), value=flatten(cells[1].text))
    return Labels([line], frozenset()).at(0)


def with_passages(parsed: Parsed, tables: set[int]) -> Parsed:
    """The document with some of its tables as paragraphs, row by row, cell by cell."""
    blocks = [
        _as_passage(block) if isinstance(block, Table) and index in tables else block
        for index, block in enumerate(parsed.blocks)
    ]
    return parsed.model_copy(update={"blocks": tuple(blocks)})


def _as_passage(table: Table) -> Passage:
    cells = [cell for row in table.rows for cell in row.cells if cell]
    return Passage(
        text=flatten(" ".join(cell.text for cell in cells)),
        locators=tuple(place for cell in cells for place in cell.locators),
        links=tuple(link for cell in cells for link in cell.links),
    )
