"""What came of each file: on disk from the moment it is known, in this run and for later ones."""

from __future__ import annotations

import contextlib
import hashlib
import json
import tempfile
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import IO, Self

from saextract import __version__
from saextract.load.discover import Input
from saextract.model import Outcome

FOLDER = ".cache"
_NAME = 20
"""Bytes of the name of an entry."""
_DIGEST = 16
"""Bytes of the hash over an outcome."""
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

    Memory holds two hundred bytes or so of each, whatever it says. What is kept for later runs
    is a file of its own in `.cache`, checked when it is read; what is not (a worker that
    somebody killed) is in a file without a name. Beside outcomes it keeps what was made of them.
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
        self._others: set[bytes] = set()
        self._came: dict[str, bytes] = {}
        self._places: dict[str, int] = {}
        self._aside: IO[bytes] | None = None
        self._last: list[Outcome] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._aside:
            self._aside.close()

    # ------------------------------------------------------------- earlier and later runs

    def get(self, item: Input, sha256: str) -> bytes | None:
        """What came of the same file under the same settings, or None."""
        name = self._name_of(item, sha256)
        message = None if self._fresh else self._stored(name)
        if message is not None:
            self._used[item.path] = name
        return message

    def put(self, item: Input, sha256: str, message: bytes) -> None:
        """Keeps what came of a file; a full disk only costs the next run time."""
        name = self._name_of(item, sha256)
        if self._store(name, message):
            self._used[item.path] = name

    def recall(self, key: str) -> bytes | None:
        """What was made from the same, named by a key, by the same version; or None."""
        name = self._name(key)
        message = None if self._fresh else self._stored(name)
        if message is not None:
            self._others.add(name)
        return message

    def keep(self, key: str, message: bytes) -> None:
        """Keeps something under a key that names all that it was made from."""
        name = self._name(key)
        if self._store(name, message):
            self._others.add(name)

    def prune(self) -> None:
        """Removes what this run neither used nor made."""
        used = {*self._used.values(), *(came[:_NAME] for came in self._came.values())}
        for file in self._folder.glob("*/*"):
            try:
                name = bytes.fromhex(file.parent.name + file.name)
            except ValueError:
                name = b""
            if name not in used and name not in self._others:
                file.unlink(missing_ok=True)

    def _store(self, name: bytes, message: bytes) -> bool:
        file = self._file(name)
        with contextlib.suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            part = file.with_suffix(".part")
            part.write_bytes(zlib.compress(message, _LEVEL))
            part.replace(file)
            return True
        return False

    def _stored(self, name: bytes) -> bytes | None:
        try:
            return zlib.decompress(self._file(name).read_bytes())
        except (OSError, zlib.error):
            return None

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

    def take(self, item: Input, outcome: bytes) -> None:
        """Takes an outcome of this run, as JSON."""
        name = self._used.pop(item.path, b"")
        if not name:
            self._places[item.path] = self._set_aside(outcome)
        digest = hashlib.blake2b(outcome, digest_size=_DIGEST).digest()
        self._came[item.path] = (name or bytes(_NAME)) + digest

    def __len__(self) -> int:
        """How many files there are."""
        return len(self._came)

    def __iter__(self) -> Iterator[Outcome]:
        """The outcomes by path, one in memory at a time."""
        for path in sorted(self._came):
            yield self.of(path).model_copy(update={"path": path})  # one text for both

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

    def digest(self, path: str) -> bytes:
        """Hash over the outcome of a file."""
        return self._came[path][_NAME:]

    def key(self) -> str:
        """Hash over everything that the dataset is made from, in hexadecimal."""
        digest = hashlib.sha256(self._settings.encode())
        for path in sorted(self._came):
            digest.update(path.encode() + b"\0" + self.digest(path))
        return digest.hexdigest()

    def _message(self, path: str) -> bytes:
        place = self._places.get(path)
        if place is None:
            name = self._came[path][:_NAME]
            message = self._stored(name)
            if message is None:
                raise OSError(f"{self._file(name)} is gone while it was needed")
            return message[1:]
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
