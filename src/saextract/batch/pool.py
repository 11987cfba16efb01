"""Worker processes that are watched, and replaced when they die.

Each has one task at a time, so that whatever happens to a worker is about one document.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from saextract.errors import SaextractError
from saextract.load.inputs import Input

from . import messages
from .keeper import Keeper
from .messages import Lost
from .settings import MEGABYTE, Settings
from .worker import work

TRIES = 2
"""How often a document is given to a worker before it counts as one that kills them."""

_STARTS = 5
"""Workers that may die one after another before any of them is up."""

_TICK = 0.1
"""Seconds between two looks at the workers' memory."""

_STOUT = 0.6
"""Share of the memory limit that a worker may hold between two documents. The models for OCR
and what they leave take half a gigabyte."""

_BURIAL = 5.0
"""Seconds to wait for a killed process; one that hangs in the system is left behind."""

_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_OUTSIDE = frozenset((-9, -15, -2, -1))
"""Exit codes of processes that somebody ended: KILL, TERM, INT, HUP."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something for a worker to do.

    Attributes:
        item: the file.
        hashing: only its hash is wanted.
        tries: how many workers it has cost.
    """

    item: Input
    hashing: bool = False
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a task.

    Attributes:
        task: the task.
        message: what the worker said, or how it was lost.
        sha256, media_type: of the document, as far as it was opened.
    """

    task: Task
    message: bytes | Lost
    sha256: str = ""
    media_type: str = ""


Handle = Callable[[Reply], Iterable[Task]]
"""Takes a reply and gives the tasks that follow from it."""


@dataclass
class _Worker:
    process: BaseProcess
    pipe: Connection
    up: bool = False
    task: Task | None = None
    deadline: float = 0.0
    begun: tuple[str, str] = ("", "")
    own: deque[Task] = field(default_factory=deque)

    def stop(self) -> None:
        """Ends the worker and whatever it has started."""
        if self.process.pid and sys.platform != "win32" and self.up:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        if self.process.is_alive():
            self.process.kill()
        self.process.join(_BURIAL)
        self.pipe.close()


class Pool:
    """Worker processes."""

    def __init__(self, jobs: int, settings: Settings) -> None:
        """Starts nothing yet.

        Args:
            jobs: the most workers at a time.
            settings: the limits, and what the workers are told.
        """
        self._jobs = jobs
        self._limits = settings.limits
        self._told = replace(settings, cache=None)
        self._context = get_context("spawn")
        self._workers: list[_Worker] = []
        self._stillborn = 0
        self._keeper: Keeper | None = None

    def run(self, tasks: Iterable[Task], handle: Handle) -> None:
        """Does tasks, and those that follow from them.

        Tasks that follow from an archive within an archive stay with the worker that has
        inflated it.

        Args:
            tasks: what to do, in this order.
            handle: called with each reply as it comes.

        Raises:
            SaextractError: if workers cannot even start, which is no document's fault.
        """
        source, queue = iter(tasks), deque[Task]()
        self._keeper = Keeper(self._told.scratch)
        try:
            while self._fill(queue, source) or any(w.task or w.own for w in self._workers):
                self._start_missing(len(queue))
                self._hand_out(queue)
                for worker, reply in self._collect(queue):
                    follow = handle(reply)
                    (worker.own if reply.task.item.chain else queue).extend(follow)
                    if worker not in self._workers:
                        queue.extendleft(reversed(worker.own))
                        worker.own.clear()
        finally:
            for worker in list(self._workers):
                self._bury(worker, None)
            self._keeper.close()

    def _fill(self, queue: deque[Task], source: Iterator[Task]) -> bool:
        """Has a few tasks wait, so that not all of them are in memory; whether any is waiting."""
        queue.extend(islice(source, max(0, self._jobs - len(queue))))
        return bool(queue)

    def _start_missing(self, waiting: int) -> None:
        busy = sum(bool(worker.task or worker.own) for worker in self._workers)
        while len(self._workers) < min(self._jobs, busy + waiting):
            ours, theirs = self._context.Pipe()
            process = self._context.Process(target=work, args=(theirs, self._told), daemon=True)
            process.start()
            theirs.close()
            if self._keeper and process.pid:
                self._keeper.mind(process.pid)
            self._workers.append(_Worker(process, ours))

    def _hand_out(self, queue: deque[Task]) -> None:
        for worker in self._workers:
            if not worker.up or worker.task:
                continue
            source = worker.own or queue
            if source:
                worker.task = source.popleft()
                worker.begun = ("", "")
                worker.deadline = time.monotonic() + self._limits.seconds
                with contextlib.suppress(OSError):  # a dead worker is noticed when collecting
                    worker.pipe.send((worker.task.hashing, worker.task.item))

    def _collect(self, queue: deque[Task]) -> list[tuple[_Worker, Reply]]:
        """Waits a little until a worker answers, dies, or is over a limit."""
        ready = set(connection.wait([worker.pipe for worker in self._workers], _TICK))
        now = time.monotonic()
        replies: list[tuple[_Worker, Reply]] = []
        for worker in list(self._workers):
            if worker.pipe in ready:
                message = self._receive(worker, queue)
            elif worker.task and now >= worker.deadline:
                limit = f"It took longer than {self._limits.seconds:g} seconds"
                message = self._bury(worker, Lost("too-slow", limit))
            elif worker.task and _resident(worker.process.pid) > self._limits.memory:
                limit = f"{self._limits.memory // MEGABYTE:,} MB of memory"
                message = self._bury(
                    worker, Lost("too-large", f"Reading it took more than {limit}")
                )
            else:
                continue
            if message is not None and worker.task:
                replies.append((worker, Reply(worker.task, message, *worker.begun)))
                worker.task = None
                if not worker.own and worker in self._workers and self._is_stout(worker):
                    self._bury(worker, None)
        return replies

    def _receive(self, worker: _Worker, queue: deque[Task]) -> bytes | Lost | None:
        try:
            message = worker.pipe.recv_bytes(messages.MOST + 1)
        except (EOFError, OSError):
            return self._died(worker, queue)
        if message[:1] == messages.UP:
            worker.up = True
            self._stillborn = 0
        elif message[:1] == messages.BEGUN:
            sha256, _, media_type = message[1:].decode().partition(" ")
            worker.begun = (sha256, media_type)
        else:
            return message
        return None

    def _died(self, worker: _Worker, queue: deque[Task]) -> Lost | None:
        """A worker ended by itself, or somebody ended it: its task is tried once more."""
        worker.process.join(_BURIAL)
        code = worker.process.exitcode
        self._bury(worker, None)
        if not worker.up:
            self._stillborn += 1
            if self._stillborn >= _STARTS:
                raise SaextractError(f"Worker processes cannot start: code {code}.")
        if worker.task is None:
            queue.extendleft(reversed(worker.own))
            return None
        if code == -signal.SIGALRM:
            return Lost("too-slow", f"It took longer than {self._limits.seconds:g} seconds")
        if worker.task.tries + 1 < TRIES:
            queue.appendleft(replace(worker.task, tries=worker.task.tries + 1))
            worker.task = None
            queue.extendleft(reversed(worker.own))
            return None
        return Lost("crashed", f"It ended with code {code}", code in _OUTSIDE)

    def _is_stout(self, worker: _Worker) -> bool:
        """Whether a worker holds so much that the next document would have too little."""
        return _resident(worker.process.pid) > self._limits.memory * _STOUT

    def _bury(self, worker: _Worker, lost: Lost | None) -> Lost | None:
        self._workers.remove(worker)
        worker.stop()
        if self._keeper and worker.process.pid:
            self._keeper.forget(worker.process.pid)
        return lost


def _resident(pid: int | None) -> int:
    """Bytes of memory that a process and those it has started hold; 0 where nobody tells."""
    total = 0
    try:
        total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            total += _resident(int(child))
    except (OSError, ValueError, IndexError):
        pass
    return total
