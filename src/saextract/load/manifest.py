"""manifest.csv: what a person knows about the files of a folder."""

from __future__ import annotations

import csv
import io
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _csv import Reader as _Reader

MANIFEST = "manifest.csv"
COLUMNS = ("file", "landlord", "year", "url", "retrieved", "assessment")
MAX_BYTES = 64 * 1024**2
"""Larger manifests are not read: a row has some hundred bytes, so that this is half a million."""

_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*[-/–]\s*(?:20)?\d\d)?")
_COMPLAINTS = 5
"""Lines that the problem of a manifest names."""


@dataclass
class Manifest:
    """A manifest that was read.

    Attributes:
        entries: normalised file name to (line, name as written, values that are not empty).
        unused: columns that saextract does not know.
        complaints: what is wrong with it, each with its line; rows that are wrong are not used.
        seen: entries that a file was found for.
    """

    entries: dict[str, tuple[int, str, dict[str, str]]] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    complaints: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def values(self, file: str) -> dict[str, str]:
        """Values for a file, given relative to the manifest's folder; empty if not listed."""
        key = _key(file)
        entry = self.entries.get(key)
        if entry is None:
            return {}
        self.seen.add(key)
        return dict(entry[2])

    def missing(self) -> Iterator[tuple[int, str]]:
        """Line and file of each row that no file was found for."""
        for key, (line, name, _) in self.entries.items():
            if key not in self.seen:
                yield line, name

    @property
    def complaint(self) -> str:
        """What is wrong with it in one text, or ""."""
        more = len(self.complaints) - _COMPLAINTS
        listed = "; ".join(self.complaints[:_COMPLAINTS])
        return f"{listed}; and {more} more" if more > 0 else listed


class Manifests:
    """The manifests of the folders walked, each read once."""

    def __init__(self) -> None:
        self._read: dict[Path, Manifest | None] = {}

    def values(self, file: Path, top: Path) -> dict[str, str]:
        """Values for a file; where manifests of several folders name it, the nearest wins."""
        merged: dict[str, str] = {}
        for folder in (top, *(top / part for part in _folders(file, top))):
            manifest = self.of(folder)
            if manifest:
                merged |= manifest.values(file.relative_to(folder).as_posix())
        return merged

    def of(self, folder: Path) -> Manifest | None:
        """The manifest of a folder, if it has one."""
        if folder not in self._read:
            file = folder / MANIFEST
            there = file.is_file() or file.is_symlink()
            self._read[folder] = read_manifest(file) if there else None
        return self._read[folder]

    def missing(self, folders: Iterable[Path]) -> Iterator[str]:
        """Rows that name a file that is not there, of manifests within the folders walked."""
        walked = tuple(folders)
        for folder, manifest in sorted(self._read.items()):
            if manifest and any(folder.is_relative_to(top) for top in walked):
                for line, name in manifest.missing():
                    if not (folder / name).exists():
                        yield f"{folder / MANIFEST}:{line}: {name}"

    def unused_columns(self) -> Iterator[str]:
        """Columns that saextract does not know, as "manifest: column"."""
        for folder, manifest in sorted(self._read.items()):
            for column in manifest.unused if manifest else ():
                yield f"{folder / MANIFEST}: {column}"


def _folders(file: Path, top: Path) -> Iterator[str]:
    parts = file.relative_to(top).parts[:-1]
    for end in range(1, len(parts) + 1):
        yield "/".join(parts[:end])


def read_manifest(path: Path) -> Manifest:
    """Reads a manifest: UTF-8 or Windows-1252, with a header row that has a column `file`.

    Its values are parted by commas, semicolons or tabs, as spreadsheets write them. A row that
    has more fields than the header, names no file, names a file a second time, or whose year
    is none is not used, and the manifest complains of it.
    """
    manifest = Manifest()
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_BYTES:
            manifest.complaints.append("it is no regular file, or one of more than 64 MB")
            return manifest
        raw = path.read_bytes()
    except OSError as error:
        manifest.complaints.append(f"it cannot be read: {error.strerror}")
        return manifest
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        _fill(manifest, reader)
    except csv.Error as error:
        manifest.complaints.append(f"line {reader.line_num}: {error}")
    return manifest


def _fill(manifest: Manifest, reader: _Reader) -> None:
    header = [name.strip().lower() for name in next(reader, [])]
    if "file" not in header:
        listed = ", ".join(COLUMNS)
        manifest.complaints.append(f"line 1: no column 'file'. The columns are {listed}")
        return
    if len(set(header)) < len(header):
        manifest.complaints.append("line 1: a column stands there twice")
        return
    manifest.unused = tuple(name for name in header if name and name not in COLUMNS)
    for fields in reader:
        if any(field.strip() for field in fields):
            complaint = _add(manifest, header, fields, reader.line_num)
            if complaint:
                manifest.complaints.append(f"line {reader.line_num}: {complaint}")


def _add(manifest: Manifest, header: list[str], fields: list[str], line: int) -> str:
    """Adds a row; returns what is wrong with it, or ""."""
    if len(fields) > len(header):
        return (
            f"{len(fields)} fields, but the header has {len(header)}. "
            "Put a value that holds a comma in double quotes"
        )
    row = {name: value.strip() for name, value in zip(header, fields, strict=False)}
    name = row.pop("file", "")
    if not name:
        return "the row names no file"
    if row.get("year") and not _YEAR.fullmatch(row["year"]):
        return f"'{row['year']}' is no year. Write 2024 or 2023-24"
    if _key(name) in manifest.entries:
        return f"{name} stands there a second time"
    values = {column: row[column] for column in COLUMNS if row.get(column)}
    manifest.entries[_key(name)] = (line, name.replace("\\", "/"), values)
    return ""


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFC", name).replace("\\", "/")
    return "/".join(part for part in plain.split("/") if part not in ("", "."))
