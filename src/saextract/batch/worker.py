"""A worker: a process of its own that reads one document after another, under limits.

It ends by itself when a document is far over its time even if the parent no longer looks, and
with the parent (`keeper`).
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import gc
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing.connection import Connection

from saextract.errors import DocumentError
from saextract.load.archive import Listing
from saextract.load.inputs import Input
from saextract.load.remote import Fetched
from saextract.load.source import Reader, mislabelled, refuse, sha256_of
from saextract.model import Kind, Outcome, Problem, Source, Status

from . import messages
from .settings import Process, Settings

_GRACE = 5.0
"""Seconds that the parent has to end a worker that is over its time, before it ends itself."""

_YOUNG = 100_000
"""New objects after which the collector looks for cycles, a hundred times Python's own figure:
glyphs, words and cells hardly ever form any. Against that figure reading takes 3 to 11 % less
time and 9 MB more (measured on a Word form, a web page and a browser's PDF of 38 pages)."""

_HEADROOM = 3
"""How many times the resident memory a worker may reserve: libraries reserve more than they use."""


def read_one(item: Input, settings: Settings) -> Outcome:
    """Reads one document in this process, without limits of time or memory.

    Whatever goes wrong becomes a problem of the outcome.
    """
    with Reader() as reader:
        found = _open(reader, item, settings)
    if isinstance(found, Listing):
        return failure(item, "unsupported", "It is an archive of several files", "load")
    return found if isinstance(found, Outcome) else _read(found, settings)


def _open(reader: Reader, item: Input, settings: Settings) -> Source | Listing | Outcome:
    """A document, the files of an archive, or the outcome of what cannot be opened."""
    sha256 = ""
    try:
        found = reader.read(item, settings.limits.file_size)
        if isinstance(found, Listing):
            return found
        sha256 = found.sha256
        refuse(found)
        return found
    except DocumentError as error:
        sha256 = sha256 or ("" if item.chain or item.trouble else sha256_of(item.file))
        return failure(item, error.code, str(error), "load", sha256)
    except MemoryError:
        return failure(item, "too-large", str(_out_of_memory(settings)), "batch", sha256)
    except Exception as error:
        return _with_internal(failure(item, "internal", "", "batch", sha256), error)


def _read(source: Source, settings: Settings) -> Outcome:
    started = time.perf_counter()
    try:
        outcome = _process(settings)(source, settings.pipeline)
        outcome = _judged(outcome) if settings.judge else outcome
    except MemoryError:
        message = str(_out_of_memory(settings))
        problem = Problem(code="too-large", stage="batch", message=message)
        outcome = _failed(source, problem, started)
    except Exception as error:  # the one place that may: a document's crash is its own outcome
        outcome = _failed(source, _internal(error), started)
    return _with_mislabelling(outcome)


def failure(item: Input, code: str, message: str, stage: str, sha256: str = "") -> Outcome:
    """The outcome of a file that was not read."""
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


def _out_of_memory(settings: Settings) -> DocumentError:
    limit = settings.limits.memory // 1024**2
    return DocumentError("too-large", f"Reading it took more than {limit:,} MB of memory")


def _process(settings: Settings) -> Process:
    if settings.process:
        return settings.process
    from saextract.pipeline import process

    return process


def _judged(outcome: Outcome) -> Outcome:
    from saextract.findings import judge

    return outcome.model_copy(update={"assessments": tuple(map(judge, outcome.assessments))})


def _failed(source: Source, problem: Problem, started: float) -> Outcome:
    return Outcome(
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


def _internal(error: Exception) -> Problem:
    """Names the error and the line of this package where it rose."""
    where = ""
    trace = error.__traceback__
    while trace:
        file = trace.tb_frame.f_code.co_filename.replace("\\", "/")
        if "/saextract/" in file:
            where = f"{file.rsplit('/saextract/', 1)[1]}:{trace.tb_lineno}"
        trace = trace.tb_next
    message = str(DocumentError("internal", f"{type(error).__name__}: {error}"[:_LONGEST]))
    return Problem(code="internal", stage="batch", message=message, place=where)


_LONGEST = 500
"""Characters of an error's text that are kept."""


def _with_internal(outcome: Outcome, error: Exception) -> Outcome:
    return outcome.model_copy(update={"problems": (_internal(error),)})


def _with_mislabelling(outcome: Outcome) -> Outcome:
    """Says that name and content differ, where the document did not come out complete."""
    if outcome.status is Status.COMPLETE or not outcome.media_type:
        return outcome
    if not mislabelled(outcome.path, outcome.media_type):
        return outcome
    name = outcome.path.rsplit("/", 1)[-1]
    error = DocumentError("mislabelled", f"{name} is {outcome.media_type}")
    note = Problem(code="mislabelled", stage="load", message=str(error))
    return outcome.model_copy(update={"problems": (*outcome.problems, note)})


# --------------------------------------------------------------------------- the process


def work(pipe: Connection, settings: Settings) -> None:
    """Says that it is up, then does what it is asked until the pipe is closed."""
    _confine(settings)
    gc.set_threshold(_YOUNG)
    reader, fetched = Reader(), Fetched()
    pipe.send_bytes(messages.UP)
    known = 0
    while True:
        try:
            hashing, item = pipe.recv()
            with _deadline(settings.limits.seconds + _GRACE):
                item = _fetched(fetched, item)
                message = _hash(item) if hashing else _answer(reader, item, settings, pipe)
            pipe.send_bytes(message)
            known = _settle(known)
        except (EOFError, OSError):  # the parent is gone
            return


def _settle(known: int) -> int:
    """Keeps modules that have been imported since, and what they hold, from the collector.

    Args:
        known: modules that were there when this was last done.

    Returns:
        Modules that are there now.
    """
    if len(sys.modules) != known:
        gc.collect()
        gc.freeze()
    return len(sys.modules)


def _hash(item: Input) -> bytes:
    return messages.HASH + sha256_of(item.file).encode()


def _fetched(fetched: Fetched, item: Input) -> Input:
    """An input as a file on this machine."""
    if not item.url or item.trouble:
        return item
    try:
        return replace(item, file=fetched.file(item.url))
    except Exception as error:  # every file system has errors of its own
        return replace(item, trouble=f"It cannot be fetched: {error}"[:_LONGEST])


def _answer(reader: Reader, item: Input, settings: Settings, pipe: Connection) -> bytes:
    found = _open(reader, item, settings)
    if isinstance(found, Listing):
        return messages.of_listing(found)
    if isinstance(found, Source):
        pipe.send_bytes(messages.BEGUN + f"{found.sha256} {found.media_type}".encode())
        found = _read(found, settings)
    outcome = found.model_dump_json().encode()
    message = messages.of_outcome(outcome, _head(found, outcome) if settings.judge else "")
    if len(message) > messages.MOST:
        error = DocumentError("too-large", f"What was read has more than {messages.MOST:,} bytes")
        lost = failure(item, error.code, str(error), "batch", found.sha256)
        message = messages.of_outcome(lost.model_dump_json().encode())
    return message


def _head(outcome: Outcome, message: bytes) -> str:
    from saextract.dataset.joining.heads import head_of

    return head_of(outcome, message).text()


@contextlib.contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    """The system ends this process when the time is over, whatever it is busy with."""
    if sys.platform == "win32":
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _confine(settings: Settings) -> None:
    faulthandler.disable()
    if settings.scratch:
        tempfile.tempdir = str(settings.scratch)
    if sys.platform != "win32":
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        _limit_memory(settings.limits.memory * _HEADROOM)
    _give_memory_back()


def _limit_memory(limit: int) -> None:
    import resource

    for kind in (resource.RLIMIT_DATA, resource.RLIMIT_CORE):
        with contextlib.suppress(ValueError, OSError):
            most = limit if kind == resource.RLIMIT_DATA else 0
            resource.setrlimit(kind, (most, most))


def _give_memory_back() -> None:
    """Has the C library return large blocks to the system as soon as they are free.

    By default it keeps them, and OCR of one page after another takes a quarter more memory.
    """
    if not sys.platform.startswith("linux"):
        return
    with contextlib.suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        for option, value in _MALLOC:
            library.mallopt(option, value)


_MALLOC = ((-3, 1 << 20), (-1, 1 << 20), (-8, 2))
"""M_MMAP_THRESHOLD and M_TRIM_THRESHOLD in bytes, M_ARENA_MAX; see mallopt(3)."""
