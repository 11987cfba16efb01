"""Writes a whole dataset, so that the folder holds the old one or the new one, never a mix."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING

from saextract.errors import UsageError
from saextract.load.discover import STAGING

from .formats.csvfile import CsvPrinter
from .formats.datapackage import datapackage
from .ledger import Ledger, written_names
from .reviews import FILE as REVIEWS_FILE
from .store import STORE, Store, query, write_parquet
from .tables import TABLES

if TYPE_CHECKING:
    from .build import Batch

_READY = "READY"
_LOCK = ".lock"


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keeps other runs out of a dataset's folder, and completes what a killed one left.

    Raises:
        UsageError: if another run is writing there, or the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / _LOCK).open("w")
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}.") from error
    with lock:
        _hold(lock, folder)
        recover(folder)
        yield


def _hold(lock: IO[str], folder: Path) -> None:
    if sys.platform == "win32":
        return
    import fcntl

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise UsageError(f"Another run is writing to {folder}. Wait for it to end.") from error


def recover(folder: Path) -> None:
    """Completes a change of files that was cut short, or clears away an unfinished one."""
    staging = folder / STAGING
    if (staging / _READY).is_file():
        _move(staging, folder)
    elif staging.exists():
        shutil.rmtree(staging)


def write_dataset(folder: Path, batches: Iterable[Batch], run: Mapping[str, object]) -> None:
    """Writes every file of the dataset.

    What else saextract wrote into the folder, such as a report on the dataset before, goes. All
    files are written aside first; a run that is killed leaves the dataset of the run
    before, or, killed while the files are being exchanged, one that `recover` completes.

    Args:
        folder: of the dataset, held by `locked`.
        batches: the rows of all tables, those of one table in their order.
        run: what run.json is to say beside what is counted.

    Raises:
        UsageError: if the disk is full or the folder cannot be written.
    """
    staging = folder / STAGING
    try:
        staging.mkdir()
        _write_tables(staging, batches)
        _write_people(staging, run)
        _describe(staging, folder / REVIEWS_FILE)
        _note(staging, run)
        Ledger.read(folder).clear(keep=written_names())
        Ledger(staging).with_files(written_names()).write()
        for file in (*sorted(staging.iterdir()), staging):
            _to_disk(file)
        (staging / _READY).touch()
        _to_disk(staging)
        _move(staging, folder)
    except OSError as error:
        raise UsageError(
            f"The dataset could not be written to {folder}: {error.strerror}. "
            "The dataset of the run before, if there was one, is still there."
        ) from error


def _write_tables(staging: Path, batches: Iterable[Batch]) -> None:
    """Writes the tables as they come: CSV and the store at once, Parquet from the store."""
    with contextlib.ExitStack() as stack:
        printers = {}
        for table in TABLES:
            file = staging / f"{table.name}.csv"
            stream = stack.enter_context(file.open("w", encoding="utf-8", newline=""))
            printers[table.name] = CsvPrinter(stream, table)
        store = stack.enter_context(Store(staging / STORE))
        for name, rows in batches:
            printers[name].add(rows)
            store.add(name, rows)
    write_parquet(staging, staging / STORE)


def _write_people(staging: Path, run: Mapping[str, object]) -> None:
    from .formats.people import write_people
    from .formats.places import Places

    paths = run.get("paths")
    roots = [Path(path) for path in paths] if isinstance(paths, list) else []
    with query(staging) as asked:
        write_people(staging / "dataset.xlsx", asked, Places(staging.parent, roots, asked))


def _note(staging: Path, run: Mapping[str, object]) -> None:
    """Writes run.json, with what was counted and the size of every other file of the run."""
    with query(staging) as asked:
        counted = {t.name: asked.first(f"SELECT count(*) FROM {t.name}")[0] for t in TABLES}
        statuses = "SELECT status, count(*) AS n FROM documents GROUP BY status ORDER BY status"
        by_status = {row["status"]: row["n"] for row in asked.rows(statuses)}
    said = {
        **run,
        "counts": {"documents": counted.pop("documents"), "by_status": by_status, **counted},
        "files": {
            f.name: f.stat().st_size for f in sorted(staging.iterdir()) if f.name != REVIEWS_FILE
        },
    }
    text = json.dumps(said, indent=2, ensure_ascii=False) + "\n"
    (staging / "run.json").write_text(text, encoding="utf-8")


def _describe(staging: Path, reviews: Path) -> None:
    """Writes datapackage.json; a file of reviews that is there stays as it is."""
    own = staging / REVIEWS_FILE
    there = reviews.is_file() and reviews.stat().st_size > 0
    text = datapackage(staging, reviews if there else own)
    (staging / "datapackage.json").write_text(text, encoding="utf-8")
    if there:
        own.unlink()


def _move(staging: Path, folder: Path) -> None:
    for file in sorted(staging.iterdir()):
        if file.name != _READY:
            file.replace(folder / file.name)
    _to_disk(folder)
    (staging / _READY).unlink()
    staging.rmdir()


def _to_disk(place: Path) -> None:
    """Waits until a file or folder is on the disk itself, whatever happens to the power."""
    if place.is_dir() and sys.platform == "win32":
        return
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_whole(folder: Path, sizes: Mapping[str, int]) -> bool:
    """Whether the files of a dataset are all there, each with the size that it was written with.

    Args:
        folder: of the dataset.
        sizes: bytes of each file, as run.json has them.
    """
    try:
        return all((folder / name).stat().st_size == size for name, size in sizes.items())
    except OSError:
        return False
