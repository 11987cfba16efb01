"""From paths to a dataset: discover, read, write."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from . import __version__, batch
from .codes import load_codes
from .dataset.outcomes import Outcomes
from .errors import ExitCode
from .load import discover as load
from .load import remote
from .load.inputs import Input
from .load.remote import url_of
from .load.source import sha256_of
from .model import Outcome, Status
from .screen.progress import Done
from .settings import Settings as PipelineSettings

if TYPE_CHECKING:
    from .dataset.ledger import Onto
    from .dataset.summary import Summary
    from .findings.rule import Severity

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
        scheduler: address of a Dask cluster that reads the documents; "" for this machine.
        progress: called with the number of files at first, then with each one that is done.
        rules: rules of findings to weigh otherwise or to switch off (None), by id.
    """

    pipeline: PipelineSettings = field(default_factory=PipelineSettings)
    jobs: int | None = None
    fresh: bool = False
    onto: Onto = ""
    limits: batch.Limits = field(default_factory=batch.Limits)
    progress: Callable[[int | Done], None] | None = None
    rules: Mapping[str, Severity | None] = field(default_factory=dict)
    scheduler: str = ""


@dataclass(frozen=True)
class Report:
    """What a run made.

    Attributes:
        out: folder of the dataset.
        summary: what it holds, in a few numbers.
        warnings: what is wrong with the input beside the documents themselves.
        exit_code: what the command line ends with.
        removed: what belonged to the dataset before and went with it, such as a report on it.
        workbook: whether there is a workbook of this dataset; of a large one of which little has
            changed, none is made.
    """

    out: Path
    summary: Summary
    warnings: tuple[str, ...]
    exit_code: ExitCode
    removed: tuple[str, ...] = ()
    workbook: bool = True


def read(path: Path | str, settings: PipelineSettings | None = None) -> Outcome:
    """Reads one document in this process, without writing anything.

    Args:
        path: the file.
        settings: what to do with it; the defaults if None.

    Returns:
        Its outcome; whatever is wrong with the document ends as a status with problems.
    """
    item = Input(path=Path(path).name, file=Path(path))
    return batch.read_one(item, batch.Settings(pipeline=settings or PipelineSettings()))


def ingest(
    paths: Sequence[Path | str], out: Path | str, settings: Settings | None = None
) -> Report:
    """Reads documents and writes the dataset; files that have not changed are not read again.

    Where nothing has changed since the dataset was written, it stays as it is.

    Args:
        paths: files and folders, or addresses of them such as s3://bucket/folder.
        out: folder of the dataset, or the address of one.
        settings: how; the defaults if None.

    Raises:
        UsageError: if a path is not there, the register is malformed, `out` cannot be written,
            holds a dataset made from other paths (see `Settings.onto`), or holds a file of the
            user's that would be overwritten.
    """
    from .dataset.ledger import WORKBOOK, Ledger, identity, inputs_of, written_names
    from .dataset.reviews import astray, read_reviews
    from .dataset.summary import known, summarise
    from .dataset.write import locked, write_dataset

    out, asked, settings = Path(out), [Path(path) for path in paths], settings or Settings()
    if url_of(out):
        with remote.dataset(url_of(out)) as folder:
            return replace(ingest(asked, folder, settings), out=out)
    load.check(asked)
    chosen = described(settings)
    with locked(out), Outcomes(out, chosen, settings.fresh) as outcomes:
        ledger = Ledger.read(out)
        inputs = inputs_of(ledger, asked, settings.onto)
        ledger.claim(written_names())
        reviews = read_reviews(out)  # what is wrong in it is said before the work begins
        found = load.discover(inputs, out)
        _read_all(found, outcomes, out, settings)
        warnings = (
            *(f"In the manifest, but not there: {row}" for row in found.missing()),
            *(f"Column of a manifest that is not used: {name}" for name in found.unused_columns()),
        )
        del found  # from here on nothing asks for the files
        given = [identity(path) for path in inputs]
        rules = {name: weight or "off" for name, weight in sorted(settings.rules.items())}
        key = _key([outcomes.key(), repr(reviews), repr(rules), *warnings, *given])
        removed: tuple[str, ...] = ()
        if settings.fresh or not _is_current(out, key):
            removed = ledger.others(written_names())
            from .dataset.before import Before
            from .dataset.build import stream

            run = {
                "key": key,
                "version": __version__,
                "settings": chosen,
                "rules": rules,
                "paths": given,
                "codes": {code.key: code.sha256 for code in load_codes()},
                "warnings": list(warnings),
            }
            with Before.opened(out, settings.fresh) as before:
                write_dataset(out, stream(outcomes, reviews, settings.rules), run, before)
            outcomes.prune()
    warnings += astray(reviews, known(out, {review.sha256 for review in reviews}))
    summary = summarise(out)
    workbook = (out / WORKBOOK).is_file()
    return Report(out, summary, warnings, exit_code(summary), removed, workbook)


def _read_all(found: load.Discovery, outcomes: Outcomes, out: Path, settings: Settings) -> None:
    tell = settings.progress or (lambda _: None)
    tell(len(found.inputs))

    def take(item: Input, outcome: bytes) -> None:
        tell(Done(item.path, outcomes.take(item, outcome)))

    with _scratch(out) as scratch:
        options = batch.Settings(
            pipeline=settings.pipeline,
            jobs=settings.jobs,
            limits=settings.limits,
            judge=True,
            cache=outcomes,
            scratch=scratch,
            scheduler=settings.scheduler,
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


def _is_current(out: Path, key: str) -> bool:
    """Whether the dataset that is there was made from the same, and is whole."""
    from .dataset.store import check_store
    from .dataset.write import is_whole
    from .errors import DatasetError

    try:
        run = json.loads((out / "run.json").read_bytes())
        if run.get("key") != key or not is_whole(out, run.get("files", {})):
            return False
        check_store(out)
        return True
    except (OSError, ValueError, AttributeError, DatasetError):
        return False


def exit_code(summary: Summary) -> ExitCode:
    """What a run that made a dataset exits with.

    3 if some document is partial, needs OCR or has failed; 4 if moreover no assessment came
    out at all, or there was no document.
    """
    if summary.statuses and set(summary.statuses).issubset(_GOOD):
        return ExitCode.OK
    return ExitCode.INCOMPLETE if summary.assessments else ExitCode.NOTHING_USABLE


def described(settings: Settings) -> dict[str, str]:
    """Everything beside the file that its outcome depends on.

    Raises:
        UsageError: if the register is malformed.
    """
    said = {key: str(value) for key, value in settings.pipeline.model_dump().items()}
    if settings.pipeline.use_register:
        from .register.files import BUNDLED, load_register

        register = settings.pipeline.register_file
        if register:
            load_register(register)
        said["register_sha256"] = sha256_of(Path(register or BUNDLED))
    limits = settings.limits
    return said | {
        "seconds": f"{limits.seconds:g}",
        "memory": str(limits.memory),
        "file_size": str(limits.file_size),
        "ocr_installed": str(find_spec("rapidocr") is not None),
        "libreoffice": shutil.which("soffice") or shutil.which("libreoffice") or "",
    }
