"""The dataset of the run before: rows of what has not changed are taken over from its files.

Beside the outcomes, `.cache` notes where the rows of each assessment stand in the tables. They are
taken over as they are, which is a hundred times as fast as making them anew. The note counts only
for the dataset that it was written with: it names the key of run.json and the state of the store.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Self

from .outcomes import FOLDER, fingerprint
from .store import STORE

_NOTE = "rows.db"
_HEADS = 3 * 4096
"""Bytes of a DuckDB file that change whenever anything in it does: its head, and the two that
name its last state in turn (DuckDB, "Storage Versions and Format")."""
_NAME = 16
"""Bytes of the name of a unit."""
_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE dataset (said TEXT);
CREATE TABLE spans (
    unit BLOB, name TEXT, row INTEGER, rows INTEGER, at INTEGER, size INTEGER,
    PRIMARY KEY (unit, name)
) WITHOUT ROWID;
"""


class Span(NamedTuple):
    """Where some rows stand in a table.

    Attributes:
        row, rows: the first one, from 0, and how many.
        at, size: where they begin in the CSV file, and how long they are there, in bytes.
    """

    row: int
    rows: int
    at: int
    size: int


class Before:
    """What the dataset in a folder has, by what it was made from."""

    def __init__(self, folder: Path, note: sqlite3.Connection | None = None) -> None:
        self.folder = folder
        self._note = note

    @classmethod
    @contextlib.contextmanager
    def opened(cls, folder: Path, forget: bool = False) -> Iterator[Self]:
        """The dataset in a folder; it has nothing if there is none, or nothing is noted of it.

        Args:
            folder: the dataset's, held by this run.
            forget: take nothing over.
        """
        file = folder / FOLDER / _NOTE
        with contextlib.ExitStack() as stack:
            note = None
            with contextlib.suppress(sqlite3.Error, OSError, ValueError, KeyError, TypeError):
                if forget:
                    raise ValueError
                found = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
                stack.callback(found.close)
                key = json.loads((folder / "run.json").read_bytes())["key"]
                if found.execute("SELECT said FROM dataset").fetchone() == (_said(folder, key),):
                    note = found
            yield cls(folder, note)

    @property
    def is_known(self) -> bool:
        """Whether rows can be taken over."""
        return self._note is not None

    def spans(self, key: str) -> dict[str, Span] | None:
        """Where the rows of a unit stand, by table; None if it was not there."""
        if self._note is None or not key:
            return None
        sql = "SELECT name, row, rows, at, size FROM spans WHERE unit = ?"
        with contextlib.suppress(sqlite3.Error):
            found = self._note.execute(sql, [_name(key)])
            return {name: Span(*rest) for name, *rest in found} or None
        return None


class Note:
    """Notes where the rows of a new dataset stand."""

    def __init__(self, folder: Path) -> None:
        """Begins.

        Args:
            folder: the dataset's.
        """
        self._folder = folder
        self._part = folder / FOLDER / f"{_NOTE}.part"
        self._part.parent.mkdir(exist_ok=True)
        self._part.unlink(missing_ok=True)
        self._db = sqlite3.connect(self._part, isolation_level=None)
        self._db.executescript(_TABLES)
        self._db.execute("BEGIN")

    def add(self, key: str, name: str, span: Span) -> None:
        """Notes where rows of a unit stand in a table."""
        if key:
            values = (_name(key), name, *span)
            self._db.execute("INSERT OR REPLACE INTO spans VALUES (?, ?, ?, ?, ?, ?)", values)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()
        self._part.unlink(missing_ok=True)

    def stand(self, key: str) -> None:
        """Has the note count for the dataset that is now in the folder.

        Args:
            key: of its run.json.
        """
        self._db.execute("INSERT INTO dataset VALUES (?)", [_said(self._folder, key)])
        self._db.execute("COMMIT")
        self._db.close()
        with self._part.open("rb") as written:
            os.fsync(written.fileno())
        self._part.replace(self._part.with_name(_NOTE))


def _said(folder: Path, key: str) -> str:
    """What tells a dataset as it was written, and the version that made it, from others."""
    store = folder / STORE
    with store.open("rb") as stream:
        heads = hashlib.sha256(stream.read(_HEADS)).hexdigest()
    written_to = store.with_name(f"{STORE}.wal").exists()
    return json.dumps([fingerprint(), key, store.stat().st_size, heads, written_to])


def _name(key: str) -> bytes:
    return hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=_NAME).digest()
