"""Cells that are merged over several rows and speak for each of them."""

from __future__ import annotations

from collections.abc import Sequence

from saextract.lexicon.roles import Role
from saextract.model import Row

from .columns import Columns
from .contents import cell_text


def with_merged(rows: Sequence[Row], offset: int, columns: Columns) -> tuple[Row, tuple[str, ...]]:
    """A row with what a cell says that is merged over it and rows above it.

    Only a row that prints a number of its own is one for which the merged cell speaks; others
    go on with the row above. In an action plan each row is an action, and owner and deadline
    speak for all that they are merged over.

    Args:
        rows: rows under one header.
        offset: which of them, 0-based.
        columns: their columns.

    Returns:
        The row, and the flag "merged-cell" where a cell of the form was put in; a section's
        title at the side of its rows is none.
    """
    row = rows[offset]
    cells = list(row.cells)
    names = [role for role in (Role.NUMBER, Role.REQUIREMENT) if role in columns.roles]
    named = bool(names) and bool(cell_text(row, columns.roles.index(names[0])))
    if not named and not columns.is_plan:
        return row, ()
    merged: tuple[str, ...] = ()
    for column, role in enumerate(columns.roles):
        silent = role in names if named else role not in (Role.OWNER, Role.DUE)
        if silent or cells[column] is not None or _spanned(row, column):
            continue
        above = (upper for upper in reversed(rows[:offset]))
        covering = next((upper for upper in above if upper.cells[column] is not None), None)
        cell = covering.cells[column] if covering is not None else None
        alone = covering is not None and sum(other is not None for other in covering.cells) == 1
        if cell is not None and cell.text and not alone:
            cells[column] = cell
            merged = merged if role in (None, Role.OTHER) else ("merged-cell",)
    unchanged = all(new is old for new, old in zip(cells, row.cells, strict=True))
    return row if unchanged else row.model_copy(update={"cells": tuple(cells)}), merged


def _spanned(row: Row, column: int) -> bool:
    """Whether a cell on the left covers a column."""
    return any(
        cell is not None and place + cell.span > column
        for place, cell in enumerate(row.cells[:column])
    )
