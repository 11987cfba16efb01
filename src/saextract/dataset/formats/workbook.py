"""Tables as a workbook: what `--format xlsx` gives."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ..tables import Records, Table, Value
from ..tables.schema import Column as TableColumn
from .xlsx import FILLS, Book, Column, Sheet

_WIDTHS = {
    "requirement": 50, "requirement_printed": 50, "evidence": 60, "commentary": 60, "quote": 50,
    "message": 60, "action": 60, "answer_printed": 18, "path": 40, "landlord": 28,
    "provision_id": 16, "answer": 14, "flags": 24, "rule": 24, "owner": 24, "text": 80,
    "assessment_id": 22, "reference_id": 16, "group": 16, "relation": 24, "timescales": 40,
    "relations": 40,
}  # fmt: skip
_NARROW = 12
_KEYS = ("landlord", "provision_id", "reference_id", "change", "group")
_COLOURED = ("answer", "answer_before", "group", "change", "confidence")


def write_workbook(
    path: Path, notes: Iterable[tuple[str, str]], tables: Sequence[tuple[Table, Records]]
) -> None:
    """Writes a workbook with a first sheet "Read me" and one sheet for each table.

    Args:
        path: the file; written over.
        notes: rows of the first sheet, each a label and a text.
        tables: each with its rows.
    """
    lines: list[tuple[str, str]] = [*notes, ("", ""), ("Columns", "of each sheet")]
    for table, _ in tables:
        lines += [("", ""), (table.name, table.description)]
        lines += [(column.name, column.description) for column in table.columns]
    with Book(path) as book:
        book.add_text("Read me", lines, (28, 110))
        for table, rows in tables:
            book.add(_sheet(table, rows))


def _sheet(table: Table, rows: Records) -> Sheet:
    columns = [
        Column(
            column.name,
            _WIDTHS.get(column.name, max(_NARROW, len(column.name) + 2)),
            FILLS if column.name in _COLOURED or _is_head(column) else {},
        )
        for column in table.columns
    ]
    names = table.names
    frozen = next((place for place, name in enumerate(names) if name not in _KEYS), 0)
    return Sheet(
        table.name, columns, ([_cell(c, row) for c in table.columns] for row in rows), frozen
    )


def _is_head(column: TableColumn) -> bool:
    """Whether a column is an assessment's of a matrix."""
    return column.description.startswith("Answers of ")


def _cell(column: TableColumn, row: Mapping[str, Value]) -> Value:
    value = row[column.name]
    return in_words(value) if column.type == "json" else value


def in_words(value: Value) -> str:
    """A JSON list or object as text for people: a line for each item of an object."""
    found = json.loads(str(value or "[]"))
    if isinstance(found, dict):
        return "\n".join(f"{name}: {text}" for name, text in found.items())
    if all(isinstance(item, dict) for item in found):
        return "\n".join("; ".join(f"{k}: {v}" for k, v in i.items() if v) for i in found)
    return ", ".join(str(item) for item in found)
