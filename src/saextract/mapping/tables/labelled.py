"""Sheets of labels and values, one for each provision, or one after the other in a table.

    Code provision | 1.2 | Comply | Yes          Code provision | Comply
    Evidence       | Policy, section 1           1.2            | Yes

A label stands before its value, above it, or in its cell. Each sheet becomes a row under the
labels as titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from saextract.lexicon import numbers
from saextract.lexicon.answers import is_answer
from saextract.lexicon.roles import Role, of_label, of_title
from saextract.model import Cell, Passage, Row, Table
from saextract.text.letters import flatten, letters

_FEWEST = 3
"""Provisions of a document, and labels of a sheet, from which on sheets are told."""
_SHARE = 0.6
"""Share of the labels of a sheet that the lexicon knows."""
_LONGEST = 70
"""Letters of the longest label; a longer text is a value."""
_SAID = frozenset({"answer", "evidence", "commentary", "response"})
"""Labels of what a landlord says; a sheet has one at least."""


@dataclass(slots=True)
class _Record:
    """The cells of one provision, by the letters of their label; labels as first printed."""

    fields: dict[str, Cell] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def add(self, label: str, value: Cell) -> bool:
        """Adds a value; whether its label is new in this record."""
        key = letters(label)
        self.titles.setdefault(key, label)
        return self.fields.setdefault(key, value) is value


def with_labelled(blocks: Sequence[Table | Passage]) -> tuple[Table | Passage, ...]:
    """The blocks of a document, its sheets of labels and values as rows under titles.

    Args:
        blocks: tables and passages, in reading order.
    """
    sheets = {
        index: records
        for index, block in enumerate(blocks)
        if isinstance(block, Table) and (records := _records(block))
    }
    if sum(map(len, sheets.values())) < _FEWEST:
        return tuple(blocks)
    titles: dict[str, str] = {}
    for records in sheets.values():
        for record in records:
            titles = titles | {k: v for k, v in record.titles.items() if k not in titles}
    made = list(blocks)
    for index, records in sheets.items():
        table = blocks[index]
        assert isinstance(table, Table)
        header = Row(cells=tuple(Cell(text=title) for title in titles.values()), header=True)
        rows = [
            Row(cells=tuple(record.fields.get(key, Cell(text="")) for key in titles))
            for record in records
        ]
        made[index] = table.model_copy(update={"rows": (header, *rows), "columns_x": ()})
    return tuple(made)


def _records(table: Table) -> list[_Record]:
    """The sheets that a table holds; empty for a table that is anything else."""
    found: list[_Record] = []
    pairs = _pairs(table.rows)
    if pairs is None:
        return []
    for label, value in pairs:
        if _is_number(label, value):
            found.append(_Record())
        if not found or not found[-1].add(label, value):
            return []
    return found if all(map(_is_sheet, found)) else []


def _is_number(label: str, value: Cell) -> bool:
    return of_label(label) == Role.NUMBER and bool(numbers.whole(value.text))


def _is_sheet(record: _Record) -> bool:
    labels = list(record.titles.values())
    known = [label for label in labels if of_label(label) or of_title(letters(label))]
    return (
        len(labels) >= _FEWEST
        and len(known) >= _SHARE * len(labels)
        and not _SAID.isdisjoint(map(of_label, labels))
    )


def _pairs(rows: Sequence[Row]) -> list[tuple[str, Cell]] | None:
    """Labels and values of a table's rows, or None where a cell is neither."""
    found: list[tuple[str, Cell]] = []
    above: dict[int, str] = {}
    for row in rows:
        cells = {at: cell for at, cell in enumerate(row.cells) if cell is not None}
        labelled = [pair for cell in cells.values() if (pair := _inside(cell))]
        named = len(labelled) == len(cells) or _are_labels(list(cells.values()))
        if above:
            values = {} if named else cells
            if not values.keys() <= above.keys():
                return None
            found.extend((label, values.get(at, _NOTHING)) for at, label in above.items())
            above = {}
            if not named:
                continue
        if len(labelled) == len(cells):
            found.extend(labelled)
        elif named:
            above = {at: _label(cell.text) for at, cell in cells.items()}
        elif any(cell.text for cell in cells.values()):
            sideways = list(_sideways(list(cells.values())))
            if len(sideways) * 2 != len(cells):
                return None
            found.extend(sideways)
    return [*found, *((label, _NOTHING) for label in above.values())]


_NOTHING = Cell(text="")
_SIGNED = re.compile(r"\s*:\s*|\n+")


def _label(text: str) -> str:
    return flatten(text).rstrip(" :")


def _inside(cell: Cell) -> tuple[str, Cell] | None:
    """The label with which a cell opens, before a colon or on a line of its own, and the rest."""
    sign = _SIGNED.search(cell.text)
    if sign is None or not of_label(cell.text[: sign.start()]):
        return None
    value = cell.text[sign.end() :]
    if not value:
        return None
    return _label(cell.text[: sign.start()]), cell.model_copy(update={"text": value, "marks": ()})


def _are_labels(cells: Sequence[Cell]) -> bool:
    """Whether a row holds labels alone, of the values in the row beneath it.

    An answer may read like a label ("Comply"); then it stands behind one that asks for it.
    """
    texts = [cell.text for cell in cells]
    answers = all(
        is_answer(value) and of_label(label) in ("answer", "response")
        for label, value in zip(texts[::2], texts[1::2], strict=False)
    )
    return all(map(of_label, texts)) and not (len(texts) > 1 and answers)


def _sideways(cells: Sequence[Cell]) -> Iterator[tuple[str, Cell]]:
    """Labels with the value to the right of each; stops at a text too long for a label."""
    for label, value in zip(cells[::2], cells[1::2], strict=False):
        text = _label(label.text)
        if not 0 < len(letters(text)) <= _LONGEST or numbers.opens(text):
            return
        yield text, value
