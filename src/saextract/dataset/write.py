"""Writes a whole dataset, so that the folder holds the old one or the new one, never a mix."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from saextract.errors import UsageError
from saextract.load.discover import STAGING

from .before import Before, Note, Span
from .build import Unit
from .formats.csvfile import CsvFile
from .formats.datapackage import datapackage
from .ledger import WORKBOOK, Ledger, written_names
from .reviews import FILE as REVIEWS_FILE
from .store import STORE, Store, check_store, query, write_parquet
from .tables import TABLES

if TYPE_CHECKING:
    from .build import Batch

_READY = "READY"
"""File in the staging folder: all is written, and these files of the dataset before are to go."""

_FEW = 50
"""Assessments of which a workbook is always made: it takes a second."""

_MOST = 10_000
"""Assessments of which one is made unasked: it takes some minutes, and has 720,000 rows."""

_SHARE = 10
"""A workbook of this many times the assessments that had to be made anew takes as long as making
them did (20 ms against some 200 ms for reading one)."""

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
    except FileExistsError as error:
        raise UsageError(f"{folder} is no folder. Choose another one with --out.") from error
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


def write_dataset(
    folder: Path,
    units: Iterable[Unit | Batch],
    run: Mapping[str, object],
    before: Before | None = None,
) -> None:
    """Writes every file of the dataset.

    What else saextract wrote into the folder, such as a report on the dataset before, goes. All
    files are written aside first; a run that is killed leaves the dataset of the run
    before, or, killed while the files are being exchanged, one that `recover` completes.

    Args:
        folder: of the dataset, held by `locked`.
        units: the rows of all tables, those of one table in their order.
        run: what run.json is to say beside what is counted.
        before: the dataset that rows are taken over from, and that this one is noted for.

    Raises:
        UsageError: if the disk is full or the folder cannot be written.
    """
    staging = folder / STAGING
    try:
        with contextlib.ExitStack() as stack:
            note = stack.enter_context(Note(folder)) if before else None
            staging.mkdir()
            tables = _Tables(staging, before or Before(folder), note)
            with tables:
                for unit in units:
                    tables.add(_unit(unit))
            write_parquet(staging, staging / STORE)
            if tables.are_worth_a_workbook:
                _write_people(staging / WORKBOOK, staging, folder, run)
            _describe(staging, folder / REVIEWS_FILE)
            _note(staging, run)
            names = [name for name in written_names() if (staging / name).exists()]
            Ledger.read(folder).clear(keep=written_names())
            Ledger(staging).with_files(names).write()
            for file in (*sorted(staging.iterdir()), staging):
                _to_disk(file)
            gone = [name for name in written_names() if name not in names]
            (staging / _READY).write_text("\n".join(gone))
            _to_disk(staging / _READY)
            _to_disk(staging)
            _move(staging, folder)
            if note:
                note.stand(str(run["key"]))
    except OSError as error:
        raise UsageError(
            f"The dataset could not be written to {folder}: {error.strerror}. "
            "The dataset of the run before, if there was one, is still there."
        ) from error


def write_workbook(folder: Path) -> Path:
    """Writes dataset.xlsx of a dataset that has none, or anew.

    Args:
        folder: of the dataset, held by `locked`.

    Returns:
        The file.

    Raises:
        DatasetError: if there is no dataset.
        UsageError: if a file of that name is there that saextract did not write, or the folder
            cannot be written.
    """
    check_store(folder)
    ledger = Ledger.read(folder)
    ledger.claim([WORKBOOK])
    staging = folder / STAGING
    try:
        staging.mkdir()
        run = json.loads((folder / "run.json").read_bytes())
        _write_people(staging / WORKBOOK, folder, folder, run)
        _to_disk(staging / WORKBOOK)
        (staging / WORKBOOK).replace(folder / WORKBOOK)
        ledger.with_files([WORKBOOK]).write()
    except OSError as error:
        raise UsageError(f"{folder / WORKBOOK} cannot be written: {error.strerror}.") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return folder / WORKBOOK


def _unit(given: Unit | Batch) -> Unit:
    if isinstance(given, tuple):
        name, rows = given
        return Unit("", lambda: {name: rows})
    return given


class _Tables:
    """The tables as they come: CSV and the store at once; rows that were there are taken over."""

    def __init__(self, staging: Path, before: Before, note: Note | None) -> None:
        self._before = before
        self._note = note
        self._files = {t.name: CsvFile(staging / f"{t.name}.csv", t) for t in TABLES}
        known = before.folder / STORE if before.is_known else None
        self._store = Store(staging / STORE, known)
        self._made = self._taken = 0

    def __enter__(self) -> Self:
        self._store.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        for file in self._files.values():
            file.close()
        self._store.__exit__(*error)

    @property
    def are_worth_a_workbook(self) -> bool:
        """Whether a workbook of all costs little, or not much more than what had to be made."""
        every = self._made + self._taken
        return every <= _FEW or every <= min(_SHARE * self._made, _MOST)

    def add(self, unit: Unit) -> None:
        """Adds the rows of a unit."""
        spans = self._before.spans(unit.key)
        if spans is None:
            self._make(unit)
        else:
            self._take(unit, spans)

    def _make(self, unit: Unit) -> None:
        for name, rows in unit.made().items():
            file, row = self._files[name], self._store.rows[name]
            at = file.size
            file.add(rows)
            self._store.add(name, rows)
            self._made += len(rows) if name == "assessments" else 0
            if self._note and rows:
                span = Span(row, len(rows), at, file.size - at)
                self._note.add(unit.key, name, span)

    def _take(self, unit: Unit, spans: Mapping[str, Span]) -> None:
        for name, span in spans.items():
            file, row = self._files[name], self._store.rows[name]
            at = file.size
            file.take(self._before.folder / f"{name}.csv", span.at, span.size)
            self._store.take(name, span.row, span.rows)
            self._taken += span.rows if name == "assessments" else 0
            if name == "readings":
                unit.see(self._store.rows_before(name, span.row, span.rows))
            if self._note:
                self._note.add(unit.key, name, span._replace(row=row, at=at))


def _write_people(file: Path, asked: Path, folder: Path, run: Mapping[str, object]) -> None:
    """Writes the workbook.

    Args:
        file: the workbook.
        asked: folder of the store that it is made of.
        folder: the one in which it will stand.
        run: what run.json says.
    """
    from .formats.people import write_people
    from .formats.places import Places

    paths = run.get("paths")
    roots = [Path(path) for path in paths] if isinstance(paths, list) else []
    with query(asked) as questions:
        write_people(file, questions, Places(folder, roots, questions))


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
    for name in (staging / _READY).read_text().splitlines():
        (folder / name).unlink(missing_ok=True)  # of the dataset before, and not made anew
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
