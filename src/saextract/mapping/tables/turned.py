"""Tables that stand otherwise than row by row: one provision a column, or a sheet of labels and
values for each provision.

Provision | 3.1 | 3.2          Provision | 3.1     | Comply | Yes
Comply    | Yes | No           Evidence  | Website
"""

from __future__ import annotations

from collections.abc import Sequence

from saextract.lexicon import numbers
from saextract.lexicon.roles import of_label
from saextract.model import Cell, Parsed, Row, Table

from .labelled import with_labelled

_FEWEST = 3
"""Provisions, and labels, from which on a table is told to be turned."""
_SHARE = 0.8
"""Share of the cells of a row or column that are provision numbers or labels."""

_FIELDS = 2
"""Rows for each number, on the average, in a table of one field a row."""


def upright(parsed: Parsed) -> Parsed:
    """Turns tables of other shapes to one provision a row."""
    blocks = with_labelled(
        [_upright(block) if isinstance(block, Table) else block for block in parsed.blocks]
    )
    if all(new is old for new, old in zip(blocks, parsed.blocks, strict=True)):
        return parsed
    return parsed.model_copy(update={"blocks": blocks})


def _upright(table: Table) -> Table:
    if len(table.rows) < _FEWEST or len(table.rows[0].cells) < _FEWEST:
        return table
    if not _is_transposed(table):
        return table
    columns = zip(*(row.cells for row in table.rows), strict=True)
    first, *rest = [Row(cells=tuple(column)) for column in columns]
    rows = (first.model_copy(update={"header": True}), *rest)
    return table.model_copy(update={"rows": rows, "columns_x": ()})


def _texts(cells: Sequence[Cell | None]) -> list[str]:
    return [cell.text.strip() for cell in cells if cell and cell.text.strip()]


def _is_number(text: str) -> bool:
    return bool(numbers.whole(text))


def _is_most(found: int, total: int) -> bool:
    return found >= max(_FEWEST, _SHARE * total)


def _is_transposed(table: Table) -> bool:
    """Whether numbers stand in the first row and labels in the first column."""
    heads = _texts(table.rows[0].cells[1:])
    labels = _texts([row.cells[0] for row in table.rows])
    return _is_most(sum(map(_is_number, heads)), len(heads)) and _is_most(
        sum(bool(of_label(text)) for text in labels), len(labels)
    )
