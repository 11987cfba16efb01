"""Tables of one provision a column, turned upright."""

from __future__ import annotations

from collections.abc import Sequence

from saextract.lexicon import numbers
from saextract.lexicon.roles import of_label
from saextract.model import Cell, Parsed, Row, Table

_FEWEST = 3
"""Rows and columns of a table that is turned, and numbers and labels in it."""

_TURNED = 0.8
"""Share of the first row that is numbers, and of the first column that is labels, in a table of one
provision a column."""


def upright(parsed: Parsed) -> Parsed:
    """Turns tables of one provision a column to one provision a row."""
    blocks = tuple(_stood_up(b) if isinstance(b, Table) else b for b in parsed.blocks)
    if all(new is old for new, old in zip(blocks, parsed.blocks, strict=True)):
        return parsed
    return parsed.model_copy(update={"blocks": blocks})


def _stood_up(table: Table) -> Table:
    """The table with its columns as rows, where each stands for a provision."""
    if len(table.rows) < _FEWEST or len(table.rows[0].cells) < _FEWEST:
        return table
    numbered = [bool(numbers.whole(text)) for text in _texts(table.rows[0].cells[1:])]
    labelled = [bool(of_label(text)) for text in _texts([row.cells[0] for row in table.rows])]
    if any(sum(kind) < max(_FEWEST, _TURNED * len(kind)) for kind in (numbered, labelled)):
        return table
    columns = zip(*(row.cells for row in table.rows), strict=True)
    rows = tuple(Row(cells=tuple(c), header=not place) for place, c in enumerate(columns))
    return table.model_copy(update={"rows": rows, "columns_x": ()})


def _texts(cells: Sequence[Cell | None]) -> list[str]:
    return [cell.text.strip() for cell in cells if cell and cell.text.strip()]
