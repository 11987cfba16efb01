"""A report on a dataset: a folder of pages that open from disk and need nothing beside them."""

from __future__ import annotations

import multiprocessing
import os
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from saextract.analysis.coverage import coverage
from saextract.dataset.ledger import Ledger
from saextract.dataset.store import read_tables
from saextract.dataset.tables import Records
from saextract.errors import UsageError
from saextract.register.files import register_of

from .assessment import render_assessment
from .data import TABLES, Assessed, Landlord, Sector, arrange
from .landlord import render_landlord
from .lists import render_documents, render_rows
from .replies import Reply, of_assessment, of_landlord, read_replies
from .sector import render_sector
from .sources import PICTURES, Finder, Shown, show

FOLDER = "report"
_STAGING = ".report"
_AHEAD = 4
"""Assessments that each process may have waiting, so that none is idle."""

_SECONDS = 300.0
"""Longest that showing the documents of an assessment may take: 1,000 pages take about 60 s."""


def write_report(out: Path, pictures: bool = True) -> Path:
    """Writes the report on the dataset of a folder.

    The pages are written one by one, beside the report of before, which they then replace.
    Pictures of files that have not changed are taken over from it.

    Args:
        out: folder of the dataset.
        pictures: whether to draw the pages that rows stand on.

    Returns:
        The report's first page, `out/report/index.html`.

    Raises:
        DatasetError: if the folder holds no dataset.
        UsageError: if the folder `report` holds a file that saextract did not write or that was
            changed since, or if it cannot be written.
    """
    sector = arrange(read_tables(out, *TABLES))
    replies = read_replies(out)
    target, staging = out / FOLDER, out / _STAGING
    there = sorted(file for file in target.rglob("*") if not file.is_dir())
    Ledger.read(out).claim(file.relative_to(out).as_posix() for file in there)
    try:
        shutil.rmtree(staging, ignore_errors=True)
        for name in ("landlord", "assessment", PICTURES):
            (staging / name).mkdir(parents=True)
        if pictures and (target / PICTURES).is_dir():
            shutil.copytree(
                target / PICTURES, staging / PICTURES, copy_function=_link, dirs_exist_ok=True
            )
        _write(staging / "index.html", render_sector(sector, _covered(out, sector)))
        _write(staging / "rows.html", render_rows(sector))
        _write(staging / "documents.html", render_documents(sector))
        for owner in sector.landlords:
            _write(staging / owner.address, render_landlord(owner, of_landlord(replies, owner)))
        finder = Finder.of(out, (row["path"] for row in sector.tables["documents"]))
        _write_assessments(sector, replies, _Place(staging, finder, pictures))
        _keep_used(staging, sector)
        if target.exists():
            shutil.rmtree(target)
        staging.replace(target)
        Ledger.read(out).with_folder(FOLDER).write()
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {error.strerror}.") from error
    return target / "index.html"


def _covered(out: Path, sector: Sector) -> Records | str:
    """Who on the register has an assessment, or why that cannot be told."""
    try:
        return coverage(sector.tables, register_of(out))
    except UsageError as error:
        return str(error)


@dataclass(frozen=True)
class _Place:
    """Where pages go, and where their sources are."""

    folder: Path
    finder: Finder
    pictures: bool


@dataclass(frozen=True)
class _Task:
    """A page of an assessment that is to be written."""

    owner: Landlord
    item: Assessed
    replies: list[Reply]
    place: _Place

    def run(self) -> None:
        """Shows the sources and writes the page."""
        folder = self.place.folder if self.place.pictures else None
        try:
            self.write(show(self.item, self.place.finder, folder))
        except Exception as error:  # whatever a file brings about costs its own page alone
            self.write_without_source(type(error).__name__)

    def write(self, shown: tuple[Shown, ...]) -> None:
        """Writes the page with its sources as they are."""
        text = render_assessment(self.owner, self.item, shown, self.replies)
        _write(self.place.folder / self.item.address, text)

    def write_without_source(self, why: str = "took too long, or ended what drew it") -> None:
        """Writes the page and says that its sources could not be shown."""
        missing = f"This file could not be shown ({why})."
        self.write(tuple(Shown(row, missing=missing) for row in self.item.documents))


def _write_assessments(sector: Sector, replies: tuple[Reply, ...], place: _Place) -> None:
    """Writes a page for each assessment; a file that kills a process costs its own page alone."""
    pending = list(reversed(list(_tasks(sector, replies, place))))
    jobs = min(os.cpu_count() or 1, max(1, len(pending)))
    while pending:
        failed = _run_all(pending, jobs)
        if failed:
            _run_alone(failed)


def _tasks(sector: Sector, replies: tuple[Reply, ...], place: _Place) -> Iterator[_Task]:
    for owner in sector.landlords:
        own = of_landlord(replies, owner)
        name = Landlord(owner.name, owner.address, ())
        for item in owner.assessments:
            finder = place.finder.only(row["path"] for row in item.documents)
            here = _Place(place.folder, finder, place.pictures)
            yield _Task(name, item, of_assessment(own, item), here)


def _run_all(pending: list[_Task], jobs: int) -> list[_Task]:
    """Works off tasks from the end of the list; gives those under way when a process failed."""
    running: list[tuple[_Task, Future[None]]] = []
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context)
    try:
        while pending or running:
            while pending and len(running) < jobs * _AHEAD:
                task = pending.pop()
                running.append((task, pool.submit(task.run)))
            running[0][1].result(timeout=_SECONDS)
            running.pop(0)
        return []
    except (BrokenProcessPool, TimeoutError):
        _end(pool)
        return [task for task, _ in running]
    finally:
        pool.shutdown(cancel_futures=True)


def _run_alone(tasks: Iterable[_Task]) -> None:
    """Runs tasks each in a process of its own; that of one which fails gets a page all the same."""
    for task in tasks:
        if _run_all([task], 1):
            task.write_without_source()


def _end(pool: ProcessPoolExecutor) -> None:
    for process in list((pool._processes or {}).values()):
        process.kill()


def _keep_used(folder: Path, sector: Sector) -> None:
    """Removes pictures of files that are no longer in the dataset."""
    known = {str(row["document_id"]) for row in sector.tables["documents"]}
    for file in (folder / PICTURES).iterdir():
        if file.name.partition(".")[0].partition("-")[0] not in known:
            file.unlink()


def _link(source: str, target: str) -> None:
    """Gives a file a second name, or copies it where the disk knows no such thing."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", newline="\n")
