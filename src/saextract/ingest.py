"""From paths to a dataset: discover, read, write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from saextract.dataset.build import Dataset, build
from saextract.dataset.cache import OutcomeCache
from saextract.dataset.reviews import read_reviews
from saextract.dataset.write import locked, write_dataset
from saextract.register.files import BUNDLED, load_register

from . import __version__, batch
from .codes import load_codes
from .errors import ExitCode
from .load import discover as load
from .model import Outcome, Status

if TYPE_CHECKING:
    from .pipeline import Settings as PipelineSettings

_GOOD = (Status.COMPLETE, Status.NOT_SELF_ASSESSMENT)


@dataclass(frozen=True)
class Settings:
    """How to make a dataset.

    Attributes:
        pipeline: what to do with each document.
        jobs: worker processes; None for one per CPU.
        fresh: read every file again, also those that have not changed.
        limits: what one document may take.
        progress: called with the number of files at first, then with each outcome.
    """

    pipeline: PipelineSettings
    jobs: int | None = None
    fresh: bool = False
    limits: batch.Limits = field(default_factory=batch.Limits)
    progress: Callable[[int | Outcome], None] | None = None


@dataclass(frozen=True)
class Report:
    """What a run made.

    Attributes:
        out: folder of the dataset.
        dataset: its tables.
        warnings: what is wrong with the input beside the documents themselves.
        exit_code: what the command line ends with.
    """

    out: Path
    dataset: Dataset
    warnings: tuple[str, ...]
    exit_code: ExitCode


def read(path: Path | str, settings: PipelineSettings | None = None) -> Outcome:
    """Reads one document in this process, without writing anything.

    Args:
        path: the file.
        settings: what to do with it; the defaults if None.

    Returns:
        Its outcome; whatever is wrong with the document ends as a status with problems.
    """
    from . import pipeline

    item = load.Input(path=Path(path).name, file=Path(path))
    return batch.read_one(item, batch.Settings(pipeline=settings or pipeline.Settings()))


def ingest(paths: Sequence[Path], out: Path, settings: Settings) -> Report:
    """Reads documents and writes the dataset; files that have not changed are not read again.

    Args:
        paths: files and folders.
        out: folder of the dataset; a dataset that is there is replaced.
        settings: how.

    Raises:
        UsageError: if a path is not there, a manifest or the register is malformed, or `out`
            cannot be written.
    """
    if settings.pipeline.register_file:
        load_register(settings.pipeline.register_file)
    found = load.discover(paths)
    with locked(out):
        read_reviews(out)  # what is wrong in it is said before the work begins
        if settings.progress:
            settings.progress(len(found.inputs))
        cache = OutcomeCache(out, _described(settings), settings.fresh)
        options = batch.Settings(
            pipeline=settings.pipeline, jobs=settings.jobs, limits=settings.limits, cache=cache
        )
        outcomes = batch.run(found.inputs, options, settings.progress)
        dataset = build(outcomes, read_reviews(out))
        warnings = (
            *(f"In the manifest, but not there: {row}" for row in found.missing),
            *(f"Column of a manifest that is not used: {name}" for name in found.unused_columns),
        )
        given = [path.resolve().as_posix() for path in paths]
        write_dataset(out, dataset, _run(dataset, settings, warnings) | {"paths": given})
        cache.prune()
    return Report(out, dataset, warnings, exit_code(dataset))


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
    """Everything beside the file that its outcome depends on."""
    described = {key: str(value) for key, value in settings.pipeline.model_dump().items()}
    register = settings.pipeline.register_file or str(BUNDLED)
    if settings.pipeline.use_register:
        described["register_sha256"] = load.sha256_of(Path(register))
    limits = settings.limits
    return described | {"seconds": f"{limits.seconds:g}", "file_size": str(limits.file_size)}


def _run(dataset: Dataset, settings: Settings, warnings: Sequence[str]) -> dict[str, object]:
    documents = dataset["documents"]
    return {
        "version": __version__,
        "settings": _described(settings),
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
