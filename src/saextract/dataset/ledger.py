"""What a dataset's folder holds by saextract's hand, and from which paths it was made.

The ledger is what keeps a dataset, and what else a user has in the folder, from being lost: a
file that is not in it, or that has been changed since it was written, is never overwritten.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import file_digest
from pathlib import Path
from typing import Any, Literal

from saextract.errors import UsageError
from saextract.load.discover import LEDGER
from saextract.load.remote import url_of

from .reviews import FILE as REVIEWS_FILE
from .store import STORE
from .tables import TABLES

WORKBOOK = "dataset.xlsx"
DATASET_NAMES = (
    STORE,
    *(f"{t.name}.{end}" for t in TABLES for end in ("csv", "parquet")),
    WORKBOOK,
    "datapackage.json",
    "run.json",
)
"""What an ingest writes; `reviews.csv` among them is written once, and is the user's from then."""

Onto = Literal["", "append", "replace"]


@dataclass(frozen=True)
class Ledger:
    """The ledger of a folder.

    Attributes:
        folder: the folder.
        inputs: absolute paths that the dataset was made from, by run.json; None where there is no
            dataset, or nothing says from what it was made.
        files: name of a file, relative to the folder with forward slashes, to the SHA-256 that it
            was written with; "" where it may change.
    """

    folder: Path
    inputs: tuple[str, ...] | None = None
    files: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Ledger:
        """The ledger of a folder; of a dataset whose ledger was not copied with it, a plain one."""
        run = _read_json(folder / "run.json")
        paths = run.get("paths")
        inputs = tuple(map(str, paths)) if isinstance(paths, list) else None
        files = _read_json(folder / LEDGER).get("files")
        if isinstance(files, dict):
            return cls(folder, inputs, files)
        is_dataset = bool(run) and (folder / STORE).is_file()
        return cls(folder, inputs, dict.fromkeys(written_names(), "") if is_dataset else {})

    def write(self, folder: Path | None = None) -> None:
        """Writes the ledger, into another folder if one is given."""
        target = (folder or self.folder) / LEDGER
        part = target.with_name(f"{LEDGER}.part")
        part.write_text(
            json.dumps({"files": self.files}, indent=1, ensure_ascii=False), encoding="utf-8"
        )
        part.replace(target)

    def with_files(self, names: Iterable[str]) -> Ledger:
        """The ledger with these files as they are now."""
        hashes = {name: "" if name == STORE else _sha256(self.folder / name) for name in names}
        return replace(self, files=self.files | hashes)

    def with_folder(self, name: str) -> Ledger:
        """The ledger with all files of a folder within this one, as they are now."""
        kept = {n: written for n, written in self.files.items() if not n.startswith(f"{name}/")}
        found = sorted(f for f in (self.folder / name).rglob("*") if f.is_file())
        names = [file.relative_to(self.folder).as_posix() for file in found]
        return replace(self, files=kept).with_files(names)

    def others(self, names: Iterable[str]) -> tuple[str, ...]:
        """What else saextract wrote and is still there: names of files, and of whole folders."""
        known = set(names)
        there = (n for n in self.files if n not in known and (self.folder / n).is_file())
        return tuple(dict.fromkeys(name.partition("/")[0] for name in there))

    def is_ours(self, name: str) -> bool:
        """Whether a file may be overwritten: it is not there, or is as saextract wrote it."""
        file = self.folder / name
        if not os.path.lexists(file):
            return True
        written = self.files.get(name)
        return written is not None and file.is_file() and written in ("", _sha256(file))

    def claim(self, names: Iterable[str]) -> None:
        """Makes sure that files may be written.

        Raises:
            UsageError: if one is there that saextract did not write, or that was changed since.
        """
        foreign = [name for name in names if not self.is_ours(name)]
        if not foreign:
            return
        changed = [name for name in foreign if name in self.files]
        why = "has been changed since saextract wrote it" if changed else "is not saextract's"
        raise UsageError(
            f"{self.folder / (changed or foreign)[0]} {why} and will not be overwritten. Move it "
            "away or give it another name, and run again."
        )

    def clear(self, keep: Iterable[str]) -> None:
        """Removes what saextract wrote and nobody changed, but for the names to keep."""
        kept = set(keep)
        gone = [name for name in self.files if name not in kept and (self.folder / name).is_file()]
        for name in gone:
            if self.is_ours(name):
                (self.folder / name).unlink()
        for top in {name.partition("/")[0] for name in gone if "/" in name}:
            for place, _, _ in os.walk(self.folder / top, topdown=False):
                with contextlib.suppress(OSError):  # not empty
                    Path(place).rmdir()


def identity(path: Path) -> str:
    """A path as run.json names it: absolute, and as text that can be written anywhere."""
    return (
        (url_of(path) or os.path.realpath(path))
        .encode("utf-8", "surrogateescape")
        .decode("utf-8", "replace")
    )


def inputs_of(ledger: Ledger, paths: Sequence[Path], onto: Onto) -> tuple[Path, ...]:
    """The paths that a dataset is to be made from.

    Args:
        ledger: of its folder.
        paths: what the user gave.
        onto: what to do with a dataset that was made from other paths.

    Raises:
        UsageError: if there is such a dataset and `onto` is empty; or if a path that the dataset
            was made from and that is to stay is gone.
    """
    if onto == "replace" or not ledger.files or STORE not in ledger.files:
        return tuple(paths)
    given = [identity(path) for path in paths]
    before = ledger.inputs
    if before is None or (not onto and set(before) != set(given)):
        raise UsageError(_refusal(ledger))
    added = [path for path, name in zip(paths, given, strict=True) if name not in before]
    kept = [Path(name) for name in before]
    gone = [path for path in kept if not (url_of(path) or path.exists())]
    if onto and gone:
        raise UsageError(
            f"{gone[0]}, from which the dataset in {ledger.folder} was made, is gone, so it cannot "
            "be appended to. Put it back, or give --replace. Nothing has been changed."
        )
    return (*kept, *added) if onto else tuple(paths)


def _refusal(ledger: Ledger) -> str:
    known = ", ".join(ledger.inputs or ())
    source = f"made from {known}" if known else "and nothing says from which paths it was made"
    both = "To have both in it, add --append; to" if known else "To"
    return (
        f"{ledger.folder} holds a dataset {source}. {both} have only what is given now, add "
        "--replace. Or choose another folder with --out. Nothing has been changed."
    )


@contextlib.contextmanager
def exporting(folder: Path, name: str) -> Iterator[Path]:
    """A place to write a file that goes into a dataset's folder, and into its ledger.

    Raises:
        UsageError: if a file of that name is there that saextract did not write, or the folder
            cannot be written.
    """
    ledger = Ledger.read(folder)
    ledger.claim([name])
    part = folder / f".{name}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(folder / name)
        ledger.with_files([name]).write()
    except OSError as error:
        raise UsageError(f"{folder / name} cannot be written: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)


def written_names() -> list[str]:
    """What an ingest may overwrite: all but the user's file of reviews."""
    return [name for name in DATASET_NAMES if name != REVIEWS_FILE]


def _read_json(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
