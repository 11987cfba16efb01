"""The files of a run: what each of them is, and the list of all, on disk."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import overload


@dataclass(frozen=True, slots=True)
class Input:
    """A file to be read, or a place that cannot be opened.

    Attributes:
        path: relative to the folder that was given, with forward slashes; unique in a run.
        file: where it is.
        manifest: the values that a manifest gives for it.
        trouble: why it cannot be opened, or "".
        code: problem code of the trouble.
        chain: where it lies within the archive that `file` is: its place in the directory of
            the archive around it, behind those of the archives around that; () for a file of
            its own.
        inner: its path within `file`, where that is an archive.
        top: the folder that was given.
        url: where it is fetched from, if it is not on this machine; `file` is then empty.
    """

    path: str
    file: Path
    manifest: dict[str, str] = field(default_factory=dict)
    trouble: str = ""
    code: str = "unreadable"
    chain: tuple[int, ...] = ()
    inner: str = ""
    top: Path | None = None
    url: str = ""


_TABLE = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = FILE;
CREATE TABLE inputs (
    number INTEGER PRIMARY KEY, place BLOB UNIQUE, root INTEGER, path TEXT, file BLOB,
    manifest TEXT, trouble TEXT, code TEXT, url TEXT
);
CREATE INDEX paths ON inputs (path);
"""
_COLUMNS = "root, path, file, manifest, trouble, code, url"


class Inputs(Sequence[Input]):
    """The files that were found, by path: in a database without a name, so that a hundred
    thousand of them take no memory.
    """

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(_TABLE)
        self._roots: list[Path] = []

    def add(self, place: bytes, root: Path, item: Input) -> None:
        """Adds a file, unless one of the same place is there already.

        Args:
            place: where it is.
            root: the path given below which it stands.
            item: it.
        """
        if not self._roots or self._roots[-1] is not root:
            self._roots.append(root)
        self._db.execute(
            f"INSERT OR IGNORE INTO inputs (place, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (place, len(self._roots) - 1, item.path, os.fsencode(item.file),
             json.dumps(item.manifest), item.trouble, item.code, item.url),
        )  # fmt: skip

    def collide(self) -> bool:
        """Whether two files have the same path, or one has that of a folder."""
        same = "SELECT 1 FROM inputs GROUP BY path HAVING count(*) > 1 LIMIT 1"
        within = (
            "SELECT 1 FROM inputs i WHERE EXISTS (SELECT 1 FROM inputs j WHERE "
            "j.path > i.path || '/' AND j.path < i.path || '0') LIMIT 1"
        )
        return any(self._db.execute(sql).fetchone() for sql in (same, within))

    def with_roots(self) -> list[tuple[Path, Input]]:
        """The files as they were added, each with its root."""
        found = self._db.execute(f"SELECT {_COLUMNS} FROM inputs ORDER BY number")
        return [(self._roots[row[0]], self._input(row)) for row in found]

    def rename(self, items: Iterable[Input]) -> None:
        """Gives files other paths; they are known by where they are."""
        changes = [(item.path, os.fsencode(item.file)) for item in items]
        self._db.executemany("UPDATE inputs SET path = ? WHERE file = ?", changes)

    def _input(self, row: tuple[int, str, bytes, str, str, str, str]) -> Input:
        root, path, file, manifest, trouble, code, url = row
        top = None if code == WRONG_MANIFEST else self._roots[root]
        return Input(
            path, Path(os.fsdecode(file)), json.loads(manifest), trouble, code, top=top, url=url
        )

    def __len__(self) -> int:
        found: int = self._db.execute("SELECT count(*) FROM inputs").fetchone()[0]
        return found

    def __iter__(self) -> Iterator[Input]:
        found = self._db.execute(f"SELECT {_COLUMNS} FROM inputs ORDER BY path")
        return map(self._input, found)

    @overload
    def __getitem__(self, place: int) -> Input: ...

    @overload
    def __getitem__(self, place: slice) -> list[Input]: ...

    def __getitem__(self, place: int | slice) -> Input | list[Input]:
        return list(self)[place]


WRONG_MANIFEST = "manifest-wrong"
"""Problem code of a manifest with which something is wrong; it is a file by itself."""
