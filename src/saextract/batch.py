"""Many documents: worker processes, limits, cache. One document never hurts another.

Every document is read in a worker process, also with one job: a worker that dies, hangs or
takes too much memory costs its document and nothing else, and is replaced.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, Protocol

from .errors import DocumentError, SaextractError
from .load import discover as load
from .model import Kind, Outcome, Problem, Source, Status

if TYPE_CHECKING:
    from .pipeline import Settings as PipelineSettings

Process = Callable[[Source, "PipelineSettings"], Outcome]
"""What reads one document. It must be importable by name, as workers are fresh processes."""


@dataclass(frozen=True)
class Limits:
    """What one document may take.

    Attributes:
        seconds: wall time. Reading text takes milliseconds a page, OCR some seconds, so that
            only a hostile file or a scan of hundreds of pages comes near.
        memory: bytes of address space of a worker (where the system can limit it).
        file_size: bytes of the file.
    """

    seconds: float = 600.0
    memory: int = 6 * 1024**3
    file_size: int = load.MAX_BYTES


class Cache(Protocol):
    """Where outcomes of earlier runs are kept."""

    def get(self, item: load.Input, sha256: str) -> Outcome | None:
        """The outcome of the same file under the same settings, or None."""

    def put(self, item: load.Input, outcome: Outcome) -> None:
        """Keeps an outcome."""


@dataclass(frozen=True)
class Settings:
    """How a batch is run.

    Attributes:
        pipeline: what the pipeline is to do with each document.
        jobs: worker processes; None for one per CPU.
        limits: what one document may take.
        cache: outcomes of earlier runs, or None to read everything afresh.
        process: what reads one document; None for `saextract.pipeline.process`.
    """

    pipeline: PipelineSettings
    jobs: int | None = None
    limits: Limits = field(default_factory=Limits)
    cache: Cache | None = None
    process: Process | None = None


def run(
    inputs: Sequence[load.Input],
    settings: Settings,
    progress: Callable[[Outcome], None] | None = None,
) -> list[Outcome]:
    """Reads documents.

    Args:
        inputs: the files.
        settings: how.
        progress: called with each outcome as it comes, in no fixed order.

    Returns:
        One outcome for each input, in the order of the inputs.

    Raises:
        SaextractError: if workers cannot even start, which is no document's fault.
    """
    outcomes: list[Outcome | None] = [None] * len(inputs)
    pending: list[int] = []

    def done(index: int, outcome: Outcome) -> None:
        outcomes[index] = outcome
        if progress:
            progress(outcome)

    for index, item in enumerate(inputs):
        kept = _kept(item, settings)
        if kept:
            done(index, kept)
        else:
            pending.append(index)
    if pending:
        jobs = max(1, min(settings.jobs or os.cpu_count() or 1, len(pending)))
        for index, outcome in _Pool(jobs, settings).map(inputs, pending):
            if settings.cache and _lasting(outcome):
                settings.cache.put(inputs[index], outcome)
            done(index, outcome)
    return [outcome for outcome in outcomes if outcome is not None]


def _lasting(outcome: Outcome) -> bool:
    """Whether reading the file again could not give another outcome.

    It could after a failure, and where an optional program such as OCR was missing.
    """
    if outcome.status in (Status.FAILED, Status.NEEDS_OCR):
        return False
    return not any(p.stage == "batch" or p.code.startswith("needs-") for p in outcome.problems)


def _kept(item: load.Input, settings: Settings) -> Outcome | None:
    if not settings.cache or item.trouble:
        return None
    sha256 = load.sha256_of_input(item)
    return settings.cache.get(item, sha256) if sha256 else None


# --------------------------------------------------------------------------- in a worker


def read_one(item: load.Input, settings: Settings) -> Outcome:
    """Reads one document in this process, without limits of time or memory.

    Whatever goes wrong becomes a problem of the outcome.
    """
    started = time.perf_counter()
    try:
        source = load.load(item, settings.limits.file_size)
    except DocumentError as error:
        return failure(item, error.code, str(error), "load")
    try:
        load.refuse(source)
    except DocumentError as error:
        return _failed(source, Problem(code=error.code, stage="load", message=str(error)), started)
    try:
        outcome = _process(settings)(source, settings.pipeline)
    except MemoryError:
        message = str(DocumentError("too-large", "Reading it took more memory than the limit"))
        problem = Problem(code="too-large", stage="batch", message=message)
        return _failed(source, problem, started)
    except Exception as error:  # the one place that may: a document's crash is its own outcome
        return _failed(source, _internal(error), started)
    return _with_mislabelling(outcome)


def failure(item: load.Input, code: str, message: str, stage: str) -> Outcome:
    """The outcome of a file that was not read, with its hash where that can be had."""
    sha256 = load.sha256_of_input(item)
    return Outcome(
        path=item.path,
        document_id=sha256[:16],
        sha256=sha256,
        media_type="",
        kind=Kind.OTHER,
        status=Status.FAILED,
        problems=(Problem(code=code, stage=stage, message=message),),
        manifest=item.manifest,
    )


def _process(settings: Settings) -> Process:
    if settings.process:
        return settings.process
    from .pipeline import process

    return process


def _failed(source: Source, problem: Problem, started: float) -> Outcome:
    outcome = Outcome(
        path=source.path,
        document_id=source.document_id,
        sha256=source.sha256,
        media_type=source.media_type,
        kind=Kind.OTHER,
        status=Status.FAILED,
        problems=(problem,),
        seconds=round(time.perf_counter() - started, 3),
        manifest=source.manifest,
    )
    return _with_mislabelling(outcome)


def _internal(error: Exception) -> Problem:
    """Names the error and the line of this package where it rose."""
    where = ""
    trace = error.__traceback__
    while trace:
        file = trace.tb_frame.f_code.co_filename.replace("\\", "/")
        if "/saextract/" in file:
            where = f"{file.rsplit('/saextract/', 1)[1]}:{trace.tb_lineno}"
        trace = trace.tb_next
    message = str(DocumentError("internal", f"{type(error).__name__}: {error}"))
    return Problem(code="internal", stage="batch", message=message, place=where)


def _with_mislabelling(outcome: Outcome) -> Outcome:
    """Says that name and content differ, where the document did not come out complete."""
    if outcome.status is Status.COMPLETE or not outcome.media_type:
        return outcome
    if not load.mislabelled(outcome.path, outcome.media_type):
        return outcome
    name = outcome.path.rsplit("/", 1)[-1]
    error = DocumentError("mislabelled", f"{name} is {outcome.media_type}")
    note = Problem(code="mislabelled", stage="load", message=str(error))
    return outcome.model_copy(update={"problems": (*outcome.problems, note)})


def _work(pipe: Connection, settings: Settings) -> None:
    """A worker: says that it is up, then reads documents until the pipe is closed."""
    if sys.platform != "win32":
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _limit_memory(settings.limits.memory)
    _process(settings)
    pipe.send_bytes(b"up")
    while True:
        try:
            item = pipe.recv()
            pipe.send_bytes(read_one(item, settings).model_dump_json().encode())
        except (EOFError, OSError):  # the parent is gone
            return


def _limit_memory(limit: int) -> None:
    import resource

    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


# --------------------------------------------------------------------------- in the parent


@dataclass
class _Worker:
    process: BaseProcess
    pipe: Connection
    up: bool = False
    index: int | None = None
    deadline: float = 0.0

    def stop(self) -> None:
        """Ends the worker and whatever it has started."""
        if self.process.is_alive() and self.process.pid:
            if sys.platform != "win32" and self.up:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(self.process.pid, signal.SIGKILL)
            self.process.kill()
        self.process.join()
        self.pipe.close()


class _Pool:
    """Worker processes that are replaced when they die."""

    def __init__(self, jobs: int, settings: Settings) -> None:
        self._jobs = jobs
        self._settings = settings
        self._context = get_context("spawn")
        self._workers: list[_Worker] = []

    def map(
        self, inputs: Sequence[load.Input], pending: Sequence[int]
    ) -> Iterator[tuple[int, Outcome]]:
        """Reads `inputs[i]` for each pending `i` and gives the outcomes as they come."""
        queue = list(reversed(pending))
        left = len(queue)
        try:
            while left:
                while len(self._workers) < min(self._jobs, left):
                    self._workers.append(self._start())
                self._hand_out(queue, inputs)
                for index, outcome in self._collect(inputs):
                    left -= 1
                    yield index, outcome
        finally:
            for worker in self._workers:
                worker.stop()

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_work, args=(theirs, self._stripped()), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _stripped(self) -> Settings:
        """The settings without the cache, which stays with the parent."""
        return Settings(
            pipeline=self._settings.pipeline,
            limits=self._settings.limits,
            process=self._settings.process,
        )

    def _hand_out(self, queue: list[int], inputs: Sequence[load.Input]) -> None:
        for worker in self._workers:
            if worker.up and worker.index is None and queue:
                worker.index = queue.pop()
                worker.deadline = time.monotonic() + self._settings.limits.seconds
                with contextlib.suppress(OSError):  # a dead worker is noticed when collecting
                    worker.pipe.send(inputs[worker.index])

    def _collect(self, inputs: Sequence[load.Input]) -> list[tuple[int, Outcome]]:
        """Waits until a worker answers, dies or is over its time."""
        busy = [w.deadline for w in self._workers if w.index is not None]
        wait = max(0.0, min(busy) - time.monotonic()) if busy else None
        ready = set(connection.wait([w.pipe for w in self._workers], wait))
        now = time.monotonic()
        outcomes: list[tuple[int, Outcome]] = []
        for worker in list(self._workers):
            if worker.pipe in ready:
                outcome = self._receive(worker, inputs)
            elif worker.index is not None and now >= worker.deadline:
                limit = f"It took longer than {self._settings.limits.seconds:g} seconds"
                outcome = self._lost(worker, inputs, "too-slow", limit)
            else:
                continue
            if outcome:
                outcomes.append(outcome)
        return outcomes

    def _receive(self, worker: _Worker, inputs: Sequence[load.Input]) -> tuple[int, Outcome] | None:
        try:
            message = worker.pipe.recv_bytes()
        except (EOFError, OSError):
            worker.process.join()
            how = f"It ended with code {worker.process.exitcode}"
            return self._lost(worker, inputs, "crashed", how)
        if not worker.up:
            worker.up = True
            return None
        assert worker.index is not None
        done, worker.index = worker.index, None
        return done, Outcome.model_validate_json(message)

    def _lost(
        self, worker: _Worker, inputs: Sequence[load.Input], code: str, detail: str
    ) -> tuple[int, Outcome] | None:
        """Buries a worker; its document, if it had one, has failed."""
        self._workers.remove(worker)
        worker.stop()
        if not worker.up:
            raise SaextractError(f"A worker process could not start. {detail}.")
        if worker.index is None:
            return None
        message = str(DocumentError(code, detail))
        return worker.index, failure(inputs[worker.index], code, message, "batch")
