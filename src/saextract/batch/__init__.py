"""Many documents: worker processes, limits, cache. One document never hurts another.

Every document is read in a worker process, also with one job: a worker that dies, hangs or
takes too much memory costs its document and nothing else, and is replaced. So is everything
else that opens a file: hashing, telling its kind, listing an archive.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from saextract.errors import DocumentError
from saextract.load.archive import check_budget
from saextract.load.discover import Discovery
from saextract.load.inputs import Input
from saextract.load.manifest import Manifests
from saextract.model import Outcome

from . import messages
from .messages import Lost
from .pool import Pool, Reply, Task
from .settings import Cache, Limits, Process, Settings
from .worker import failure, read_one

__all__ = ["Cache", "Limits", "Process", "Settings", "read_all", "read_one", "run"]

Sink = Callable[[Input, bytes], None]
"""Takes an input and what came of it, as `messages.to_outcome` takes it apart."""


def run(
    inputs: Sequence[Input],
    settings: Settings,
    progress: Callable[[Outcome], None] | None = None,
) -> list[Outcome]:
    """Reads documents, and holds all outcomes in memory.

    Args:
        inputs: the files.
        settings: how.
        progress: called with each outcome as it comes, in no fixed order.

    Returns:
        One outcome for each input, in the order of the inputs; for an archive one for each of
        its files, by path.

    Raises:
        SaextractError: if workers cannot even start, which is no document's fault.
    """
    place = {item.path: number for number, item in enumerate(inputs)}
    came: list[tuple[int, Outcome]] = []

    def keep(item: Input, message: bytes) -> None:
        outcome = Outcome.model_validate_json(messages.to_outcome(message)[1])
        around = item.path if item.path in place else item.path[: -len(item.inner) - 1]
        came.append((place[around], outcome))
        if progress:
            progress(outcome)

    read_all(Discovery(inputs, Manifests(), ()), settings, keep)
    return [outcome for _, outcome in sorted(came, key=lambda pair: (pair[0], pair[1].path))]


def read_all(found: Discovery, settings: Settings, sink: Sink) -> None:
    """Reads documents, and gives each outcome away as it comes.

    Args:
        found: the files.
        settings: how.
        sink: takes each outcome, in no fixed order; exactly one for each input, and for an
            archive one for each of its files.

    Raises:
        SaextractError: if workers cannot even start, which is no document's fault.
        UsageError: if the cluster that is asked for cannot be reached.
    """
    reading = _Reading(found, settings, sink)
    if settings.scheduler:
        from .cluster import Cluster

        Cluster(settings.scheduler, settings).run(reading.first(), reading.handle)
        return
    jobs = max(1, min(settings.jobs or os.cpu_count() or 1, len(found.inputs)))
    Pool(jobs, settings).run(reading.first(), reading.handle)


class _Reading:
    """What is known of a run while it goes on."""

    def __init__(self, found: Discovery, settings: Settings, sink: Sink) -> None:
        self._found = found
        self._cache = settings.cache
        self._sink = sink
        self._hashes: dict[str, str] = {}
        self._members: dict[str, int] = defaultdict(int)
        self._inflated: dict[str, int] = defaultdict(int)

    def first(self) -> Iterable[Task]:
        for item in self._found.inputs:
            yield Task(item, hashing=self._cache is not None and not item.trouble)

    def handle(self, reply: Reply) -> Iterable[Task]:
        """Takes what a worker said; gives what is to be done because of it."""
        item, message = reply.task.item, reply.message
        if isinstance(message, Lost):
            return self._lost(reply, message)
        kind, body = message[:1], message[1:]
        if kind == messages.HASH:
            return self._hashed(item, body.decode())
        if kind == messages.LISTING:
            return self._listed(item, message)
        self._put(item, message, reply.sha256)
        self._forget(item)
        self._sink(item, body)
        return ()

    def _forget(self, item: Input) -> None:
        """The hash of a file of its own is not asked for again."""
        if not item.chain:
            self._hashes.pop(item.path, None)

    def _hashed(self, item: Input, sha256: str) -> Iterable[Task]:
        """A file's hash is known: what came of it before, or that it is to be read."""
        if sha256:
            self._hashes[item.path] = sha256
        return self._look_up(item, sha256)

    def _look_up(self, item: Input, sha256: str) -> Iterable[Task]:
        kept = self._cache.get(item, sha256) if self._cache is not None and sha256 else None
        if kept is None:
            return (Task(item),)
        if kept[:1] == messages.LISTING:
            return self._expanded(item, kept)
        self._forget(item)
        self._sink(item, kept[1:])
        return ()

    def _listed(self, item: Input, message: bytes) -> Iterable[Task]:
        self._put(item, message, messages.to_listing(message).sha256)
        return self._expanded(item, message)

    def _expanded(self, item: Input, message: bytes) -> Iterable[Task]:
        """The files of an archive, as far as the archive around it may hold so many."""
        listing = messages.to_listing(message)
        if listing.sha256:
            self._hashes[item.path] = listing.sha256
        around = self._around(item)
        self._members[around] += len(listing.members)
        self._inflated[around] += listing.inflated
        try:
            check_budget(self._members[around], self._inflated[around])
        except DocumentError as error:
            self._members[around] -= len(listing.members)
            self._inflated[around] -= listing.inflated
            self._sink(item, _message(failure(item, error.code, str(error), "load"))[1:])
            return ()
        tasks: list[Task] = []
        for member in self._found.expand(item, listing):
            tasks += self._look_up(member, self._hashes.get(around, ""))
        return tasks

    def _lost(self, reply: Reply, lost: Lost) -> Iterable[Task]:
        item = reply.task.item
        message = str(DocumentError(lost.code, lost.detail))
        sha256 = reply.sha256 or ("" if item.chain else self._hashes.get(item.path, ""))
        outcome = failure(item, lost.code, message, "batch", sha256)
        outcome = outcome.model_copy(update={"media_type": reply.media_type})
        if not lost.passing:
            self._put(item, _message(outcome), sha256)
        self._forget(item)
        self._sink(item, _message(outcome)[1:])
        return ()

    def _put(self, item: Input, message: bytes, sha256: str) -> None:
        """Keeps what came of a file, under the hash of the file on disk."""
        if item.chain:
            sha256 = self._hashes.get(self._around(item), "")
        if self._cache is not None and sha256:
            self._cache.put(item, sha256, message)

    def _around(self, item: Input) -> str:
        """Path of the file on disk that an input is, or lies in."""
        return item.path[: -len(item.inner) - 1] if item.inner else item.path


def _message(outcome: Outcome) -> bytes:
    return messages.of_outcome(outcome.model_dump_json().encode())
