"""Keeps two runs out of one folder elsewhere, where no lock of the system reaches.

The run that holds the folder has an object in it that only one can create, and writes it anew
every few seconds. Who finds such an object watches it: if it changes, somebody is at work; if it
does not for a while, whoever made it is gone, and the next number is free to be created. So no two
clocks are compared.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any, Literal

from saextract.errors import SaextractError, UsageError

PREFIX = ".lock-"

_BEAT = 10.0
"""Seconds between two signs of life."""

_PATIENCE = 60.0
"""Seconds without a sign of life after which a run counts as gone."""


@contextlib.contextmanager
def lease(system: Any, place: str, url: str) -> Iterator[Callable[[], None]]:
    """Holds a folder until the context ends.

    Args:
        system: the file system that it is in.
        place: its path there.
        url: its address, as the user knows it.

    Yields:
        What to call before something is written: it raises a `SaextractError` if another run
        has taken the folder since.

    Raises:
        UsageError: if another run holds it, or it cannot be written.
    """
    held = _Lease(system, place)
    held.take(url)
    try:
        yield held.check
    finally:
        held.give_back()


class _Lease:
    def __init__(self, system: Any, place: str) -> None:
        self._system = system
        self._place = place.rstrip("/")
        self._name = f"{socket.gethostname()} {os.getpid()} {uuid.uuid4().hex}"
        self._mine = ""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._live, daemon=True)

    def take(self, url: str) -> None:
        while not self._mine:
            others = self._there()
            seen = self._watched(others[-1]) if others else ""
            if seen == "lives":
                raise UsageError(f"Another run is writing to {url}. Wait for it to end.")
            if seen != "gone":
                self._create(self._numbered(others), url)
        for other in self._there():
            if other != self._mine:
                self._remove(other)
        self._thread.start()

    def check(self) -> None:
        if self._there() != [self._mine]:
            raise SaextractError(
                f"Another run has taken {self._place} while this one gave no sign of life. Nothing "
                "has been written."
            )

    def give_back(self) -> None:
        self._over.set()
        self._thread.join()
        self._remove(self._mine)

    def _there(self) -> list[str]:
        """The objects of runs that hold the folder, or held it, the last one last."""
        self._system.invalidate_cache()
        try:
            names = self._system.ls(self._place, detail=False)
        except FileNotFoundError:
            return []
        return sorted(name for name in names if PurePosixPath(name).name.startswith(PREFIX))

    def _numbered(self, others: list[str]) -> str:
        last = int(others[-1].rpartition("-")[2]) if others else 0
        return f"{self._place}/{PREFIX}{last + 1:09}"

    def _watched(self, name: str) -> Literal["lives", "silent", "gone"]:
        """What becomes of an object while one watches it."""
        seen, end = self._text(name), time.monotonic() + _PATIENCE
        while seen is not None and time.monotonic() < end:
            time.sleep(_BEAT / 4)
            now = self._text(name)
            if now is not None and now != seen:
                return "lives"
            seen = now
        return "gone" if seen is None else "silent"

    def _text(self, name: str) -> bytes | None:
        self._system.invalidate_cache()
        try:
            return bytes(self._system.cat_file(name))
        except FileNotFoundError:
            return None

    def _create(self, name: str, url: str) -> None:
        try:
            self._system.pipe_file(name, self._name.encode(), mode="create")
        except OSError as error:
            if self._text(name) is None:
                raise UsageError(f"{url} cannot be written: {error}.") from error
            return  # somebody else was faster
        own = PurePosixPath(name).name
        self._mine = next((n for n in self._there() if PurePosixPath(n).name == own), "")

    def _live(self) -> None:
        beat = 0
        while not self._over.wait(_BEAT):
            beat += 1
            with contextlib.suppress(Exception):  # the next beat may go through
                if self._there() == [self._mine]:
                    self._system.pipe_file(self._mine, f"{self._name} {beat}".encode())

    def _remove(self, name: str) -> None:
        with contextlib.suppress(OSError):
            self._system.rm_file(name)
