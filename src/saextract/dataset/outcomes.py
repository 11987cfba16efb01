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

    Memory holds a hundred bytes or so of each, whatever it says. What is kept for later runs is
    a file of its own in `.cache`, checked when it is read; what is not (a worker that somebody
    killed) is in a file without a name.
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
        self._used: dict[str, str] = {}
        self._came: dict[str, tuple[str | int, bytes]] = {}
        self._aside: IO[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._aside:
            self._aside.close()

    # ------------------------------------------------------------- earlier and later runs

    def get(self, item: Input, sha256: str) -> bytes | None:
        """What came of the same file under the same settings, or None."""
        name = self._name(item, sha256)
        if self._fresh:
            return None
        message = self._stored(name)
        if message is not None:
            self._used[item.path] = name
        return message

    def put(self, item: Input, sha256: str, message: bytes) -> None:
        """Keeps what came of a file; a full disk only costs the next run time."""
        name = self._name(item, sha256)
        file = self._folder / name
        with contextlib.suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            part = file.with_suffix(".part")
            part.write_bytes(zlib.compress(message, _LEVEL))
            part.replace(file)
            self._used[item.path] = name

    def prune(self) -> None:
        """Removes what this run neither used nor made."""
        used = set(self._used.values())
        for file in self._folder.glob("*/*"):
            if f"{file.parent.name}/{file.name}" not in used:
                file.unlink(missing_ok=True)

    def _stored(self, name: str) -> bytes | None:
        try:
            return zlib.decompress((self._folder / name).read_bytes())
        except (OSError, zlib.error):
            return None

    def _name(self, item: Input, sha256: str) -> str:
        parts = [sha256, item.path, item.inner, item.manifest, self._settings]
        digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
        return f"{digest[:2]}/{digest[2:]}"

    # ------------------------------------------------------------- this run

    def take(self, item: Input, outcome: bytes) -> None:
        """Takes an outcome of this run, as JSON."""
        digest = hashlib.blake2b(outcome, digest_size=16).digest()
        name = self._used.get(item.path)
        self._came[item.path] = (name if name else self._set_aside(outcome), digest)

    def __len__(self) -> int:
        """How many files there are."""
        return len(self._came)

    def __iter__(self) -> Iterator[Outcome]:
        """The outcomes by path, one in memory at a time."""
        for path in sorted(self._came):
            yield self.of(path)

    def of(self, path: str) -> Outcome:
        """The outcome of a file."""
        place, _ = self._came[path]
        if isinstance(place, str):
            message = self._stored(place)
            if message is None:
                raise OSError(f"{self._folder / place} is gone while it was needed")
            return Outcome.model_validate_json(message[1:])
        assert self._aside is not None
        self._aside.seek(place)
        size = int.from_bytes(self._aside.read(8), "big")
        return Outcome.model_validate_json(zlib.decompress(self._aside.read(size)))

    def key(self) -> str:
        """Hash over everything that the dataset is made from, in hexadecimal."""
        digest = hashlib.sha256(self._settings.encode())
        for path in sorted(self._came):
            digest.update(path.encode() + b"\0" + self._came[path][1])
        return digest.hexdigest()

    def _set_aside(self, outcome: bytes) -> int:
        if self._aside is None:
            self._aside = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as this
        place = self._aside.seek(0, 2)
        packed = zlib.compress(outcome, _LEVEL)
        self._aside.write(len(packed).to_bytes(8, "big") + packed)
        return place
