"""What came of each file: on disk from the moment it is known, in this run and for later ones."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import IO, Self

from saextract import __version__
from saextract.batch import messages
from saextract.load.inputs import Input
from saextract.model import Outcome

from .joining.heads import Head, head_of

FOLDER = ".cache"
_NAME = 20
"""Bytes of the name of an entry."""
_CHECKED = 4
"""Bytes of the checksum over an entry, and as many that tell how long its head is."""
_LEVEL = 1
"""Of compression: outcomes shrink to an eighth at once, and hardly further with more work."""


@cache
def fingerprint() -> str:
    """Hash over the version and all code and data of this package, in hexadecimal.

    It makes outcomes of another version, released or not, count as unknown.
    """
    root = Path(__file__).parent.parent
    digest = hashlib.sha256(__version__.encode())
    for file in sorted(root.rglob("*")):
        if file.suffix in (".py", ".toml", ".csv"):
            digest.update(file.relative_to(root).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


class Outcomes:
    """The outcomes of a run, and those of earlier ones by file, place, manifest and settings.

    Memory holds none of them. What is kept for later runs is a file of its own in `.cache`,
    checked when it is read; what is not (a worker that somebody killed) is in a file without a
    name, as is the list of all.
    """

    def __init__(self, folder: Path, settings: dict[str, str], fresh: bool = False) -> None:
        """Opens the outcomes of a dataset.

        Args:
            folder: the dataset's folder, held by this run.
            settings: everything beside the file that the outcome depends on.
            fresh: forget what is there.
        """
        self._folder = folder / FOLDER
        self._settings = json.dumps([fingerprint(), settings], sort_keys=True)
        self._fresh = fresh
        self._used: dict[str, bytes] = {}
        self._aside: IO[bytes] | None = None
        self._last: list[Outcome] = []
        self._came = sqlite3.connect("", isolation_level=None)
        self._came.executescript(_TABLES)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._came.close()
        if self._aside:
            self._aside.close()

    # ------------------------------------------------------------- earlier and later runs

    def get(self, item: Input, sha256: str) -> bytes | None:
        """What came of the same file under the same settings, or None; of an outcome the head."""
        name = self._name_of(item, sha256)
        found = None if self._fresh else self._stored(name)
        if found is None:
            return None
        self._use(item, name)
        return messages.of_outcome(b"", found.decode()) if found else self._text(name)

    def put(self, item: Input, sha256: str, message: bytes) -> None:
        """Keeps what came of a file; a full disk only costs the next run time."""
        name = self._name_of(item, sha256)
        if message[:1] == messages.OUTCOME:
            head, outcome = _parts(message[1:])
            stored = self._store(name, outcome, head)
        else:
            stored = self._store(name, message)
        if stored:
            self._use(item, name)

    def prune(self) -> None:
        """Removes what this run neither used nor made."""
        for file in self._folder.glob("*/*"):
            try:
                name = bytes.fromhex(file.parent.name + file.name)
            except ValueError:
                name = b""
            if not self._came.execute("SELECT 1 FROM used WHERE name = ?", [name]).fetchone():
                file.unlink(missing_ok=True)

    def _use(self, item: Input, name: bytes) -> None:
        self._used[item.path] = name
        self._note(name)

    def _note(self, name: bytes) -> None:
        self._came.execute("INSERT OR IGNORE INTO used VALUES (?)", [name])

    def _store(self, name: bytes, text: bytes, head: bytes = b"") -> bool:
        file = self._file(name)
        packed = zlib.compress(head, _LEVEL) if head else b""
        rest = len(packed).to_bytes(_CHECKED, "big") + packed + zlib.compress(text, _LEVEL)
        with contextlib.suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            part = file.with_suffix(".part")
            part.write_bytes(zlib.crc32(rest).to_bytes(_CHECKED, "big") + rest)
            part.replace(file)
            return True
        return False

    def _stored(self, name: bytes) -> bytes | None:
        """The head of an entry, b"" if it has none; None if it is not there or damaged."""
        try:
            entry = self._file(name).read_bytes()
        except OSError:
            return None
        if zlib.crc32(memoryview(entry)[_CHECKED:]).to_bytes(_CHECKED, "big") != entry[:_CHECKED]:
            return None
        packed = entry[2 * _CHECKED : _head_end(entry)]
        return zlib.decompress(packed) if packed else b""

    def _text(self, name: bytes) -> bytes:
        """What an entry has beside its head.

        Raises:
            OSError: if it is gone from the disk.
        """
        entry = self._file(name).read_bytes()
        return zlib.decompress(memoryview(entry)[_head_end(entry) :])

    def _file(self, name: bytes) -> Path:
        digits = name.hex()
        return self._folder / digits[:2] / digits[2:]

    def _name_of(self, item: Input, sha256: str) -> bytes:
        parts = [sha256, item.path, item.inner, item.manifest]
        return self._name(json.dumps(parts, sort_keys=True))

    def _name(self, key: str) -> bytes:
        text = f"{self._settings}\n{key}"
        return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=_NAME).digest()

    # ------------------------------------------------------------- this run

    def take(self, item: Input, body: bytes) -> bytes:
        """Takes an outcome of this run: its head, which it returns, and it if it is not kept."""
        head, outcome = _parts(body) if not body.endswith(b"\n") else messages.to_outcome(body)
        name = self._used.pop(item.path, b"")
        place = None if name else self._set_aside(outcome)
        self._came.execute("INSERT INTO came VALUES (?, ?, ?, ?)", [item.path, name, place, head])
        return head

    def __len__(self) -> int:
        """How many files there are."""
        found: int = self._came.execute("SELECT count(*) FROM came").fetchone()[0]
        return found

    def heads(self) -> Iterator[Head]:
        """What is known of each file without its texts, by path."""
        for (head,) in self._came.execute("SELECT head FROM came ORDER BY path"):
            yield Head.of_text(head)

    def of(self, path: str) -> Outcome:
        """The outcome of a file.

        Raises:
            OSError: if it is gone from the disk.
        """
        found = next((outcome for outcome in self._last if outcome.path == path), None)
        if found is None:
            found = Outcome.model_validate_json(self._message(path))
            self._last = [found, *self._last[:1]]
        return found

    def key(self) -> str:
        """Hash over everything that the dataset is made from, in hexadecimal."""
        digest = hashlib.sha256(self._settings.encode())
        for path, head in self._came.execute("SELECT path, head FROM came ORDER BY path"):
            digest.update(path.encode() + b"\0" + head)
        return digest.hexdigest()

    def _message(self, path: str) -> bytes:
        found = self._came.execute("SELECT name, place FROM came WHERE path = ?", [path])
        name, place = found.fetchone()
        if place is None:
            return self._text(name)
        assert self._aside is not None
        self._aside.seek(place)
        size = int.from_bytes(self._aside.read(8), "big")
        return zlib.decompress(self._aside.read(size))

    def _set_aside(self, outcome: bytes) -> int:
        if self._aside is None:
            self._aside = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as this
        place = self._aside.seek(0, 2)
        packed = zlib.compress(outcome, _LEVEL)
        self._aside.write(len(packed).to_bytes(8, "big") + packed)
        return place


_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = FILE;
CREATE TABLE came (path TEXT PRIMARY KEY, name BLOB, place INTEGER, head BLOB) WITHOUT ROWID;
CREATE TABLE used (name BLOB PRIMARY KEY) WITHOUT ROWID;
"""


def _head_end(entry: bytes) -> int:
    return 2 * _CHECKED + int.from_bytes(entry[_CHECKED : 2 * _CHECKED], "big")


def _parts(body: bytes) -> tuple[bytes, bytes]:
    """Head and outcome of a message; a head that it does not have is made."""
    head, outcome = messages.to_outcome(body)
    if not head:
        head = head_of(Outcome.model_validate_json(outcome), outcome).text().encode()
    return head, outcome
