"""manifest.csv: what a person knows about the files of a folder."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from saextract.errors import UsageError

MANIFEST = "manifest.csv"
COLUMNS = ("file", "landlord", "year", "url", "retrieved", "assessment")
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*[-/–]\s*(?:20)?\d\d)?")


@dataclass(frozen=True)
class Manifest:
    """A manifest that was read.

    Attributes:
        entries: normalised file name to (line, name as written, values that are not empty).
        unused: columns that saextract does not know.
    """

    entries: dict[str, tuple[int, str, dict[str, str]]]
    unused: tuple[str, ...] = ()

    def values(self, file: str) -> dict[str, str]:
        """Values for a file, given relative to the manifest's folder; empty if not listed."""
        entry = self.entries.get(_key(file))
        return dict(entry[2]) if entry else {}

    def rows(self) -> Iterator[tuple[int, str]]:
        """Line and file of each row."""
        for line, name, _ in self.entries.values():
            yield line, name


def read_manifest(path: Path) -> Manifest:
    """Reads a manifest: UTF-8 or Windows-1252, with a header row that has a column `file`.

    Its values are parted by commas, semicolons or tabs, as spreadsheets write them.

    Raises:
        UsageError: naming the line, if there is no column `file`, a row has more fields than
            the header, names no file, names a file a second time, or its year is none.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    entries: dict[str, tuple[int, str, dict[str, str]]] = {}
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        if "file" not in header:
            raise UsageError(f"{path}:1: no column 'file'. The columns are {', '.join(COLUMNS)}.")
        if len(set(header)) < len(header):
            raise UsageError(f"{path}:1: a column stands there twice.")
        for fields in reader:
            if any(field.strip() for field in fields):
                _add(entries, header, fields, f"{path}:{reader.line_num}", reader.line_num)
    except csv.Error as error:
        raise UsageError(f"{path}:{reader.line_num}: {error}.") from error
    return Manifest(entries, tuple(name for name in header if name and name not in COLUMNS))


def _add(
    entries: dict[str, tuple[int, str, dict[str, str]]],
    header: list[str],
    fields: list[str],
    place: str,
    line: int,
) -> None:
    if len(fields) > len(header):
        raise UsageError(
            f"{place}: {len(fields)} fields, but the header has {len(header)}. "
            "Put a value that holds a comma in double quotes."
        )
    row = {name: value.strip() for name, value in zip(header, fields, strict=False)}
    name = row.pop("file", "")
    if not name:
        raise UsageError(f"{place}: the row names no file.")
    if row.get("year") and not _YEAR.fullmatch(row["year"]):
        raise UsageError(f"{place}: '{row['year']}' is no year. Write 2024 or 2023-24.")
    if _key(name) in entries:
        raise UsageError(f"{place}: {name} stands there a second time.")
    values = {column: row[column] for column in COLUMNS if row.get(column)}
    entries[_key(name)] = (line, name.replace("\\", "/"), values)


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFC", name).replace("\\", "/")
    return "/".join(part for part in plain.split("/") if part not in ("", "."))
