"""Outcomes of earlier runs, kept in the dataset's folder."""

from __future__ import annotations

import contextlib
import hashlib
import json
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from saextract import __version__
from saextract.load.discover import Input
from saextract.model import Outcome

FOLDER = ".cache"


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


class OutcomeCache:
    """Outcomes by file, place, manifest values, settings and version.

    An outcome is taken from the cache only where reading the file again would give the same.
    """

    def __init__(self, folder: Path, settings: dict[str, str], fresh: bool = False) -> None:
        """Opens the cache of a dataset; the folder is made when first needed.

        Args:
            folder: the dataset's folder.
            settings: everything beside the file that the outcome depends on.
            fresh: forget what is there.
        """
        self._folder = folder / FOLDER
        self._settings = settings
        self._fresh = fresh
        self._used: set[str] = set()

    def get(self, item: Input, sha256: str) -> Outcome | None:
        """The outcome of the same file under the same settings, or None."""
        name = self._name(item, sha256)
        if self._fresh:
            return None
        try:
            outcome = Outcome.model_validate_json((self._folder / name).read_bytes())
        except (OSError, ValidationError):
            return None
        if (outcome.path, outcome.sha256) != (item.path, sha256):
            return None
        self._used.add(name)
        return outcome

    def put(self, item: Input, outcome: Outcome) -> None:
        """Keeps an outcome; a full disk only costs the next run time."""
        name = self._name(item, outcome.sha256)
        self._used.add(name)
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            part = self._folder / f"{name}.part"
            part.write_text(outcome.model_dump_json(), encoding="utf-8")
            part.replace(self._folder / name)

    def prune(self) -> None:
        """Removes what this run neither used nor made."""
        if not self._folder.is_dir():
            return
        for file in self._folder.iterdir():
            if file.name not in self._used:
                file.unlink(missing_ok=True)

    def _name(self, item: Input, sha256: str) -> str:
        parts = [fingerprint(), sha256, item.path, item.manifest, self._settings]
        key = json.dumps(parts, sort_keys=True).encode()
        return f"{hashlib.sha256(key).hexdigest()}.json"
