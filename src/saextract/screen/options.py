"""What the commands share: options, formats, and how rows are given as data."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from saextract.errors import UsageError

from .log import is_quiet, tell

if TYPE_CHECKING:
    from rich.console import Console

    from saextract.dataset.tables import Records, Table


class Format(StrEnum):
    """How a command gives its rows."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"


class LevelChoice(StrEnum):
    """Which provisions to list."""

    MUST = "must"
    SHOULD = "should"
    ANY = "any"


Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder of the dataset.")]
Shape = Annotated[
    Format,
    typer.Option("--format", help="csv and json go to standard output, xlsx into DIR."),
]


@dataclass(frozen=True)
class Which:
    """Which assessments and provisions are asked for."""

    edition: Annotated[
        str | None, typer.Option(metavar="E", help="Only this edition: 2024 or HOS-2024.")
    ] = None
    year: Annotated[
        str | None,
        typer.Option(metavar="Y", help="Assessments of this year: 2024, or 2023-24."),
    ] = None
    section: Annotated[
        str | None, typer.Option(metavar="N", help="Only this section of the Code.")
    ] = None
    provision: Annotated[
        str | None,
        typer.Option("--provision", metavar="ID", help="Only this provision: 6.3 or HOS-2024:6.3."),
    ] = None


DEFAULT_OUT = Path("saextract-out")


def exclude(given: dict[str, bool]) -> None:
    """Refuses options that exclude each other.

    Args:
        given: whether each is given, by its name.

    Raises:
        UsageError: if all of them are.
    """
    if all(given.values()):
        raise UsageError(f"{' and '.join(given)} exclude each other.")


def console(stderr: bool = False) -> Console:
    """The terminal; 120 columns wide where it is none."""
    from rich.console import Console

    there = (sys.stderr if stderr else sys.stdout).isatty()  # whatever FORCE_COLOR says
    found = Console(stderr=stderr, highlight=False, force_terminal=there)
    if not found.is_terminal and not os.environ.get("COLUMNS"):
        found.width = 120
    return found


def picked(asked: Sequence[str], assessments: Records) -> frozenset[str]:
    """The landlords that are meant; says on standard error where a name was not exact."""
    from saextract.analysis.landlords import pick

    found: set[str] = set()
    for name in asked:
        landlords = pick(name, assessments)
        if {name} != set(landlords.values()):
            taken = ", ".join(sorted(set(landlords.values())))
            tell(logging.INFO, f"'{name}' taken as: {taken}", "landlord", asked=name, taken=taken)
        found.update(landlords)
    return frozenset(found)


def give(shape: Format, tables: Sequence[tuple[Table, Records]], file: Path) -> None:
    """Gives tables as data: CSV or JSON (the first one) on standard output, XLSX as a file.

    Args:
        shape: csv, json or xlsx.
        tables: each with its rows.
        file: the workbook.

    Raises:
        UsageError: if a file of that name is there that saextract did not write.
    """
    table, rows = tables[0]
    if shape is Format.JSON:
        from saextract.dataset.rows import decoded

        print_json([decoded(table, row) for row in rows])
    elif shape is Format.CSV:
        from saextract.dataset.formats.csvfile import csv_text

        print_bytes(csv_text(table, rows))
    else:
        from saextract.dataset.formats.workbook import write_workbook
        from saextract.dataset.ledger import exporting

        notes = [(name.name, f"{len(rows)} rows") for name, rows in tables]
        with exporting(file.parent, file.name) as part:
            write_workbook(part, notes, tables)
        if not is_quiet():
            print(f"Written to {file}")


def print_json(value: Any) -> None:
    """Prints JSON in UTF-8."""
    import json

    print_bytes(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def print_bytes(text: str) -> None:
    """Prints UTF-8 with line ends as they are, whatever the terminal's settings."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()
