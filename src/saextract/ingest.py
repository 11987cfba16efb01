"""From paths to a dataset: discover, read, write."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from . import __version__, batch
from .codes import load_codes
from .dataset.outcomes import Outcomes
from .errors import ExitCode
from .load import discover as load
from .load.source import sha256_of
from .model import Outcome, Status

if TYPE_CHECKING:
    from .dataset.build import Dataset
    from .dataset.ledger import Onto
    from .findings.rule import Severity
    from .settings import Settings as PipelineSettings

_GOOD = (Status.COMPLETE, Status.NOT_SELF_ASSESSMENT)
_WORK = ".work"
"""Folder within the dataset's for what workers write aside; empty between two runs."""


@dataclass(frozen=True)
class Settings:
    """How to make a dataset.

    Attributes:
        pipeline: what to do with each document.
        jobs: worker processes; None for one per CPU.
        fresh: read every file again, also those that have not changed.
        onto: what to do with a dataset that was made from other paths: append to it, replace it,
            or nothing ("", which refuses).
        limits: what one document may take.
        progress: called with the number of files at first, then with the path of each one
            that is done.
        rules: rules of findings to weigh otherwise or to switch off (None), by id.
    """

    pipeline: PipelineSettings
    jobs: int | None = None
    fresh: bool = False
    onto: Onto = ""
    limits: batch.Limits = field(default_factory=batch.Limits)
    progress: Callable[[int | str], None] | None = None
    rules: Mapping[str, Severity | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """What a run made.

    Attributes:
        out: folder of the dataset.
        dataset: its documents and assessments, or all tables where they were made anew.
        warnings: what is wrong with the input beside the documents themselves.
        exit_code: what the command line ends with.
        removed: what belonged to the dataset before and went with it, such as a report on it.
    """

    out: Path
    dataset: Dataset
    warnings: tuple[str, ...]
    exit_code: ExitCode
    removed: tuple[str, ...] = ()


def read(path: Path | str, settings: PipelineSettings | None = None) -> Outcome:
    """Reads one document in this process, without writing anything.

    Args:
        path: the file.
        settings: what to do with it; the defaults if None.

    Returns:
        Its outcome; whatever is wrong with the document ends as a status with problems.
    """
    from .settings import Settings as Chosen

    item = load.Input(path=Path(path).name, file=Path(path))
    return batch.read_one(item, batch.Settings(pipeline=settings or Chosen()))


def ingest(paths: Sequence[Path], out: Path, settings: Settings) -> Report:
    """Reads documents and writes the dataset; files that have not changed are not read again.

    Where nothing has changed since the dataset was written, it stays as it is.

    Args:
        paths: files and folders.
        out: folder of the dataset.
        settings: how.

    Raises:
        UsageError: if a path is not there, the register is malformed, `out` cannot be written,
            holds a dataset made from other paths (see `Settings.onto`), or holds a file of the
            user's that would be overwritten.
    """
    from .dataset.build import build
    from .dataset.ledger import Ledger, identity, inputs_of, written_names
    from .dataset.reviews import astray, read_reviews
    from .dataset.write import locked, write_dataset

    load.check(paths)
    described = _described(settings)
    with locked(out), Outcomes(out, described, settings.fresh) as outcomes:
        ledger = Ledger.read(out)
        inputs = inputs_of(ledger, paths, settings.onto)
        ledger.claim(written_names())
        reviews = read_reviews(out)  # what is wrong in it is said before the work begins
        found = load.discover(inputs, out)
        _read_all(found, outcomes, out, settings)
        warnings = (
            *(f"In the manifest, but not there: {row}" for row in found.missing()),
            *(f"Column of a manifest that is not used: {name}" for name in found.unused_columns()),
        )
        given = [identity(path) for path in inputs]
        rules = {name: weight or "off" for name, weight in sorted(settings.rules.items())}
        key = _key([outcomes.key(), repr(reviews), repr(rules), *warnings, *given])
        dataset = None if settings.fresh else _unchanged(out, key)
        removed: tuple[str, ...] = ()
        if dataset is None:
            removed = ledger.others(written_names())
            dataset = build(outcomes, reviews, settings.rules)
            run = {"key": key, "settings": described, "rules": rules, "paths": given}
            write_dataset(out, dataset, run | _described_run(dataset, warnings))
        outcomes.prune()
    warnings += astray(reviews, dataset["documents"])
    return Report(out, dataset, warnings, exit_code(dataset), removed)


def _read_all(found: load.Discovery, outcomes: Outcomes, out: Path, settings: Settings) -> None:
    tell = settings.progress or (lambda _: None)
    tell(len(found.inputs))

    def take(item: load.Input, outcome: bytes) -> None:
        outcomes.take(item, outcome)
        tell(item.path)

    with _scratch(out) as scratch:
        options = batch.Settings(
            pipeline=settings.pipeline,
            jobs=settings.jobs,
            limits=settings.limits,
            cache=outcomes,
            scratch=scratch,
        )
        batch.read_all(found, options, take)


@contextlib.contextmanager
def _scratch(out: Path) -> Iterator[Path]:
    """A folder for what workers write aside; what a killed run left there goes."""
    work = out / _WORK
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    try:
        yield Path(tempfile.mkdtemp(dir=work)).resolve()
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _key(parts: Sequence[str]) -> str:
    """Hash over all that the dataset depends on."""
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()


def _unchanged(out: Path, key: str) -> Dataset | None:
    """The documents and assessments of the dataset that is there, if it was made from the same."""
    from .dataset.store import read_tables
    from .dataset.write import is_whole
    from .errors import DatasetError

    try:
        run = json.loads((out / "run.json").read_bytes())
        if run.get("key") != key or not is_whole(out, run.get("files", {})):
            return None
        return read_tables(out, "documents", "assessments", "agreement")
    except (OSError, ValueError, AttributeError, DatasetError):
        return None


def exit_code(dataset: Dataset) -> ExitCode:
    """What a run that made these documents and assessments exits with.

    3 if some document is partial, needs OCR or has failed; 4 if moreover no assessment came
    out at all, or there was no document.
    """
    statuses = {Status(str(row["status"])) for row in dataset["documents"]}
    if statuses and statuses.issubset(_GOOD):
        return ExitCode.OK
    return ExitCode.INCOMPLETE if dataset["assessments"] else ExitCode.NOTHING_USABLE


def _described(settings: Settings) -> dict[str, str]:
    """Everything beside the file that its outcome depends on.

    Raises:
        UsageError: if the register is malformed.
    """
    described = {key: str(value) for key, value in settings.pipeline.model_dump().items()}
    if settings.pipeline.use_register:
        from .register.files import BUNDLED, load_register

        register = settings.pipeline.register_file
        if register:
            load_register(register)
        described["register_sha256"] = sha256_of(Path(register or BUNDLED))
    limits = settings.limits
    return described | {
        "seconds": f"{limits.seconds:g}",
        "memory": str(limits.memory),
        "file_size": str(limits.file_size),
        "ocr_installed": str(find_spec("rapidocr") is not None),
        "libreoffice": shutil.which("soffice") or shutil.which("libreoffice") or "",
    }


def _described_run(dataset: Dataset, warnings: Sequence[str]) -> dict[str, object]:
    documents = dataset["documents"]
    return {
        "version": __version__,
        "codes": {code.key: code.sha256 for code in load_codes()},
        "counts": {
            "documents": len(documents),
            "by_status": dict(sorted(Counter(str(row["status"]) for row in documents).items())),
            **{name: len(rows) for name, rows in dataset.items() if name != "documents"},
        },
        "sources": [
            {name: row[name] for name in ("path", "sha256", "status", "seconds")}
            for row in documents
        ],
        "warnings": list(warnings),
    }
