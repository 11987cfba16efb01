"""Registers from files: the one that comes with the tool, or a user's."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

from saextract.errors import UsageError
from saextract.model import Frozen

from . import Entry, Register

BUNDLED = Path(__file__).with_name("landlords.csv")
"""The register that comes with the tool."""

_HEADERS: dict[str, tuple[str, ...]] = {
    "name": (
        "landlord", "landlordname", "nameoflandlord", "organisationname", "organisation",
        "providername", "registeredprovidername", "registeredprovider", "provider",
        "memberlandlord", "membername", "member", "name",
    ),
    "id": (
        "landlordid", "id", "registrationnumber", "registrationno", "regno", "regnumber",
        "rpcode", "rpnumber", "providercode", "code",
    ),
    "aliases": ("aliases", "alias", "tradingnames", "tradingname", "alsoknownas"),
    "type": ("landlordtype", "type", "designation", "providertype", "corporateform"),
    "size": ("stocksize", "size", "homes", "units", "stock", "socialunits", "totalunits"),
}  # fmt: skip
"""Headers of each column in small letters without spaces, the ones that come first preferred."""

_HEADER_ROWS = 25
"""Rows in which the header is looked for: published lists open with titles and notes."""


class _Columns(Frozen):
    name: int
    id: int | None = None
    aliases: int | None = None
    type: int | None = None
    size: int | None = None


def load_register(path: str | Path) -> Register:
    """Loads a register from a CSV or XLSX file.

    Args:
        path: the file. The column of names is known by its header ("landlord",
            "organisation_name", "name" and the like); columns for an id, other names (parted by
            semicolons), a type and a size are used where they are.

    Raises:
        UsageError: the file is not there, cannot be read, or has no column of names.
    """
    path = Path(path)
    try:
        rows = _sheet_rows(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _csv_rows(path)
    except (OSError, ValueError, KeyError, csv.Error) as error:
        raise UsageError(f"The register {path} cannot be read: {error}") from error
    for index, row in enumerate(rows[:_HEADER_ROWS]):
        columns = _columns(row)
        if columns is not None:
            return Register(_entries(rows[index + 1 :], columns))
    raise UsageError(
        f"The register {path} has no column of landlords' names. "
        'Give it a header row with "landlord" over the names.'
    )


def register_of(out: Path) -> Register:
    """The register that a dataset was made with, or the one that comes with the tool.

    Args:
        out: folder of the dataset.

    Raises:
        UsageError: the register is not there any more, or the dataset was made with none.
    """
    run = out / "run.json"
    settings = json.loads(run.read_text("utf-8")).get("settings", {}) if run.is_file() else {}
    if settings.get("use_register") == "False":
        raise UsageError(
            "The dataset was made with --no-register, so no landlord was looked for on a "
            "register. Run ingest without it to see who has no assessment."
        )
    return load_register(settings.get("register_file") or BUNDLED)


def _columns(row: list[str]) -> _Columns | None:
    headers = [re.sub(r"[^a-z]", "", cell.lower()) for cell in row]
    places = {
        column: next((headers.index(header) for header in known if header in headers), None)
        for column, known in _HEADERS.items()
    }
    return None if places["name"] is None else _Columns.model_validate(places)


def _entries(rows: list[list[str]], columns: _Columns) -> list[Entry]:
    def cell(row: list[str], column: int | None) -> str:
        return row[column].strip() if column is not None and column < len(row) else ""

    return [
        Entry(
            name=name,
            id=cell(row, columns.id) or name,
            aliases=tuple(filter(None, map(str.strip, cell(row, columns.aliases).split(";")))),
            type=cell(row, columns.type),
            size=_count(cell(row, columns.size)),
        )
        for row in rows
        if (name := cell(row, columns.name))
    ]


def _count(text: str) -> int | None:
    """A number of homes, also with commas or as a sheet's 1200.0; a band is none."""
    match = re.fullmatch(r"(\d+)(?:\.0+)?", text.replace(",", "").replace(" ", ""))
    return int(match[1]) if match else None


def _csv_rows(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    return list(csv.reader(text.splitlines()))


def _sheet_rows(path: Path) -> list[list[str]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException) as error:
        raise ValueError(str(error)) from error
    try:
        return [
            ["" if value is None else str(value) for value in row]
            for sheet in book.worksheets
            for row in sheet.iter_rows(values_only=True)
        ]
    finally:
        book.close()
