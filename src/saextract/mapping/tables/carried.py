"""What a page's end parts from its provision where one takes several rows of a table.

5.10 | Landlords must make reasonable … | Yes
------------------------------------------------ next page
Evidence           | Commentary
Complaints policy  | We ask each caller.
"""

from __future__ import annotations

from collections.abc import Sequence

from saextract.lexicon.answers import is_answer
from saextract.lexicon.roles import of_label
from saextract.model import Cell, Parsed, Passage, Row, Table

from .beneath import KEYS, opens_provision
from .labelled import joined

_SHARE = 0.5
"""Share of the provisions of a table that must have labels beneath them; a header has fewer."""


def carry_back(parsed: Parsed) -> Parsed:
    """Moves what opens a page beneath the provision at the end of the page before.

    It is labels with their values, the values of labels there, or the rest of such.
    """
    made: list[Table | Passage] = []
    for block in parsed.blocks:
        before = made[-1] if made else None
        rest: Table | Passage | None = block
        if isinstance(block, Table) and isinstance(before, Table):
            count = _carried(before, block)
            if count:
                made[-1] = _with_rows(before, block.rows[:count])
                rows = block.rows[count:]
                rest = block.model_copy(update={"rows": rows}) if rows else None
        if rest is not None:
            made.append(rest)
    if all(new is old for new, old in zip(made, parsed.blocks, strict=False)):
        return parsed
    return parsed.model_copy(update={"blocks": tuple(made)})


def _carried(before: Table, table: Table) -> int:
    """How many rows at a table's head belong to the provision at the end of the one before."""
    first, last = table.rows[0], before.rows[-1]
    named = sum(map(_names, before.rows))
    if len(first.cells) != len(last.cells) or not named:
        return 0
    if named < _SHARE * sum(map(opens_provision, before.rows)):
        return 0
    beneath = len(before.rows) > 1 and _names(before.rows[-2])
    if not (_names(first) or _names(last) or (beneath and _goes_on(last, first))):
        return 0
    return next((at for at, row in enumerate(table.rows) if opens_provision(row)), len(table.rows))


def _goes_on(last: Row, first: Row) -> bool:
    head = first.cells[0]
    return (
        last.cut_below
        and first.cut_above
        and not opens_provision(last)
        and not opens_provision(first)
        and not (head and of_label(head.text.strip()))
    )


def _with_rows(table: Table, rows: Sequence[Row]) -> Table:
    """A table with rows at its end, the first joined to the row that it goes on from."""
    last = table.rows[-1]
    if not _goes_on(last, rows[0]) or _names(last) or _names(rows[0]):
        return table.model_copy(update={"rows": (*table.rows, *rows)})
    cells = (_both(one, two) for one, two in zip(last.cells, rows[0].cells, strict=True))
    whole = last.model_copy(update={"cells": tuple(cells), "cut_below": rows[0].cut_below})
    return table.model_copy(update={"rows": (*table.rows[:-1], whole, *rows[1:])})


def _both(one: Cell | None, two: Cell | None) -> Cell | None:
    if one is None or two is None:
        return one or two
    return joined([one, two]).model_copy(update={"span": one.span})


def _names(row: Row) -> bool:
    """Whether a row holds nothing but labels of what stands beneath it."""
    texts = [cell.text.strip() for cell in row.cells if cell and cell.text]
    named = bool(texts) and all(of_label(text) in KEYS for text in texts)
    return named and not all(map(is_answer, texts))
