"""How far a run is: a bar on a terminal, elsewhere a line each minute."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any

from .log import is_logged, tell

if TYPE_CHECKING:
    from rich.console import Console

MINUTE = 60.0
"""Seconds from one line to the next where there is no terminal."""

_BAD = ("failed", "needs_ocr")
_LONGEST = 48
"""Letters of a path that a line shows: its end."""


@dataclass(frozen=True)
class Done:
    """A file that is done.

    Attributes:
        path: of the file.
        head: what is known of it without its texts, as JSON; see `dataset.joining.heads`.
    """

    path: str
    head: bytes

    def row(self) -> dict[str, Any]:
        """Its row of the table documents."""
        found: dict[str, Any] = json.loads(self.head)["row"]
        return found


class Progress:
    """Tells how many files are done, how fast, how long it takes yet, and how many failed."""

    def __init__(self, console: Console, quiet: bool = False, every: float = MINUTE) -> None:
        """Sets up the bar.

        Args:
            console: standard error.
            quiet: to tell nothing of it there.
            every: seconds between lines where it is no terminal.
        """
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        self._console = console
        self._bar = Progress(
            TextColumn("Reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.description}", markup=False),
            console=console,
            transient=True,
            disable=quiet or not console.is_terminal,
        )
        self._task = self._bar.add_task("", total=None)
        self._every = every
        self._ended = threading.Event()
        self._lines = threading.Thread(target=self._tell_each_minute, daemon=True)
        self._started = time.monotonic()
        self._total = self._done = self._bad = 0
        self._last = ""

    def __enter__(self) -> Progress:
        self._bar.start()
        if not self._console.is_terminal:
            self._lines.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()
        self._ended.set()

    def __call__(self, event: int | Done) -> None:
        """Takes the number of files at first, then each one that is done."""
        if isinstance(event, int):
            self._total, self._started = event, time.monotonic()
            tell(logging.DEBUG, f"{event} files to read", "begin", files=event)
        else:
            self._done += 1
            self._total = max(self._total, self._done)  # an archive counts once before it is open
            row = event.row()
            self._bad += row["status"] in _BAD
            self._last = event.path
            if is_logged():
                _log(row)
        self._bar.update(
            self._task, total=self._total, completed=self._done, description=self._told()
        )

    def _told(self) -> str:
        spent = time.monotonic() - self._started
        parts = [f"{self._bad} not read"] if self._bad else []
        if self._done and spent > 0:
            rate = self._done / spent
            parts += [f"{rate:.1f} a second", f"{_span((self._total - self._done) / rate)} left"]
        if self._total and self._done == self._total:
            parts = [*parts[:-1], "writing the dataset"]
        elif self._last:
            parts.append(self._last[-_LONGEST:])
        return ", ".join(parts)

    def _tell_each_minute(self) -> None:
        while not self._ended.wait(self._every):
            facts = {"done": self._done, "files": self._total, "not_read": self._bad}
            line = f"{self._done} of {self._total} files: {self._told()}"
            tell(logging.INFO, line, "progress", **facts)


def _span(seconds: float) -> str:
    """A time left, no more exact than it can be told."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def _log(row: Mapping[str, Any]) -> None:
    problems = [problem["code"] for problem in json.loads(row["problems"])]
    message = f"{row['status']:20} {row['seconds']:7.2f} s  {row['path']}"
    facts = {name: row[name] for name in ("path", "sha256", "kind", "status", "seconds")}
    tell(
        logging.DEBUG,
        f"{message}  {', '.join(dict.fromkeys(problems))}".rstrip(),
        "document",
        **facts,
        problems=problems,
    )
