"""The same work on a Dask cluster: a task is a few files, and what came of each comes back.

On its node each task is done by `node`, a process of its own with a worker of its own, so that
the limits of a document and the isolation of documents are those of a single machine. A node
that is lost costs nothing but time: Dask gives its tasks to another one.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from saextract.errors import SaextractError, UsageError

from .messages import Lost
from .pool import Handle, Reply, Task
from .settings import Settings

_TOGETHER = 8
"""Files that are read in one task: starting its processes takes about a second, reading a file a
quarter."""
_HASHED_TOGETHER = 64
_AHEAD = 2
"""Tasks that each thread of the cluster has waiting, beside the one it is busy with."""


class Cluster:
    """A Dask cluster in place of a `Pool`."""

    def __init__(self, address: str, settings: Settings) -> None:
        """Connects to it.

        Args:
            address: of the scheduler, such as tcp://10.0.0.1:8786.
            settings: the limits, and what the workers are told.

        Raises:
            UsageError: if Dask is not installed, or no scheduler answers there.
        """
        try:
            from distributed import Client
        except ImportError as error:
            raise UsageError(
                "--scheduler needs Dask. In a clone of saextract, install it with: "
                "pip install '.[dask]'."
            ) from error
        try:
            self._client = Client(address)
        except (OSError, ValueError) as error:
            raise UsageError(f"No scheduler of Dask answers at {address}: {error}.") from error
        self._told = replace(settings, cache=None, scratch=None, scheduler="")

    def run(self, tasks: Iterable[Task], handle: Handle) -> None:
        """Does tasks, and those that follow from them.

        Args:
            tasks: what to do.
            handle: called with each reply as it comes.

        Raises:
            SaextractError: if the cluster cannot do them, which is no document's fault.
        """
        from distributed import KilledWorker, as_completed

        source, queue = iter(tasks), deque[Task]()
        given: dict[Any, list[Task]] = {}
        coming = as_completed()
        try:
            while _filled(queue, source) or given:
                while _filled(queue, source) and len(given) < self._room():
                    some = _some(queue)
                    future = self._client.submit(
                        do, some, self._told, version(), pure=False, priority=-len(given)
                    )
                    given[future] = some
                    coming.add(future)
                future = next(coming)
                some = given.pop(future)
                if len(some) > 1 and isinstance(future.exception(), KilledWorker):
                    queue.extend(replace(task, tries=1) for task in some)
                    continue
                for reply in self._replies(future, some):
                    queue.extend(handle(reply))
        finally:
            self._client.close()

    def _room(self) -> int:
        threads: int = sum(self._client.nthreads().values())
        return max(1, threads) * (1 + _AHEAD)

    def _replies(self, future: Any, tasks: Sequence[Task]) -> list[Reply]:
        """What came of a task; of one that killed node after node, that it did."""
        from distributed import KilledWorker

        error = future.exception()
        if error is None:
            answers = future.result()
            return [Reply(task, *answer) for task, answer in zip(tasks, answers, strict=True)]
        if isinstance(error, KilledWorker):
            lost = Lost("crashed", "Every node that it was given to was lost", passing=True)
            return [Reply(task, lost) for task in tasks]
        raise SaextractError(f"The cluster cannot do the work: {error}") from error


def _filled(queue: deque[Task], source: Iterator[Task]) -> bool:
    """Has as many tasks wait as are done together; whether any is waiting."""
    queue.extend(islice(source, max(0, _HASHED_TOGETHER - len(queue))))
    return bool(queue)


def _some(queue: deque[Task]) -> list[Task]:
    """The next tasks of one kind, files of one archive together."""
    most = _HASHED_TOGETHER if queue[0].hashing else _TOGETHER
    some = [queue.popleft()]
    while queue and len(some) < most and queue[0].hashing == some[0].hashing:
        if queue[0].tries or some[0].tries:  # one of those that were lost together
            break
        some.append(queue.popleft())
    return some


def version() -> str:
    """What a node must have in common with the machine that gives it work."""
    from saextract.dataset.outcomes import fingerprint

    return fingerprint()


def do(
    tasks: Sequence[Task], settings: Settings, wanted: str
) -> list[tuple[bytes | Lost, str, str]]:
    """Does tasks on a node of the cluster, in a process that ends with this one.

    Args:
        tasks: what to do.
        settings: as in `Cluster`.
        wanted: the version of whoever gives the work.

    Returns:
        Of each task the message, and hash and media type as far as they are known.

    Raises:
        RuntimeError: if this node has another version, or its process fails.
    """
    if version() != wanted:
        raise RuntimeError("a node has another version of saextract; install the same everywhere")
    command = [sys.executable, "-m", "saextract.batch.node"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        pickle.dump((list(tasks), settings), process.stdin)
        process.stdin.flush()  # and it stays open: its end is the end of this process
        said = process.stdout.read()
        code = process.wait()
    if code:
        raise RuntimeError(f"a node's process ended with {code}; the node's log says why")
    return pickle.loads(said)  # type: ignore[no-any-return]
