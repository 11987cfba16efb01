"""What a command tells beside its results: on standard error, and as JSON lines in a file."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from saextract.errors import UsageError

LOGGER = logging.getLogger("saextract")
"""Everything that is told; events of a run carry what they tell as `facts`."""

_OURS: list[logging.Handler] = []
"""Where it is told: standard error first, then the file."""


def set_up(quiet: bool, verbose: bool, file: Path | None) -> None:
    """Decides what is told, and where.

    Args:
        quiet: errors only on standard error.
        verbose: also what is done, step by step.
        file: takes every event as one line of JSON, after what it holds already.

    Raises:
        UsageError: if the file cannot be written.
    """
    close()
    LOGGER.setLevel(logging.DEBUG)
    LOGGER.propagate = False
    screen = logging.StreamHandler(sys.stderr)
    screen.setLevel(logging.ERROR if quiet else logging.DEBUG if verbose else logging.INFO)
    screen.setFormatter(logging.Formatter("%(message)s"))
    _add(screen)
    if file is not None:
        try:
            lines = logging.FileHandler(file, encoding="utf-8", errors="replace")
        except OSError as error:
            raise UsageError(f"{file} cannot be written: {error.strerror}.") from error
        lines.setFormatter(_JsonLine())
        _add(lines)


def tell(level: int, message: str, event: str, **facts: Any) -> None:
    """Tells of an event.

    Args:
        level: of `logging`; DEBUG is shown with -v only, ERROR also with -q.
        message: for people.
        event: what it is, for programs.
        facts: what else is known of it; anything that JSON can hold.
    """
    LOGGER.log(level, message, extra={"facts": {"event": event, **facts}})


def is_logged() -> bool:
    """Whether anybody reads the events of level DEBUG."""
    return any(handler.level <= logging.DEBUG for handler in _OURS)


def is_set_up() -> bool:
    """Whether it was decided what is told."""
    return bool(_OURS)


def is_quiet() -> bool:
    """Whether nothing but errors, and what is asked for, is to be said."""
    return bool(_OURS) and _OURS[0].level >= logging.ERROR


def close() -> None:
    """Ends the telling, and closes the file."""
    while _OURS:
        handler = _OURS.pop()
        LOGGER.removeHandler(handler)
        handler.close()


def _add(handler: logging.Handler) -> None:
    LOGGER.addHandler(handler)
    _OURS.append(handler)


class _JsonLine(logging.Formatter):
    """An event as one line of JSON: time (UTC), level, event, message and its facts."""

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        facts = {"event": "message"} | getattr(record, "facts", {})
        line = {"time": when, "level": record.levelname.lower(), "message": record.getMessage()}
        return json.dumps(line | facts, ensure_ascii=False, default=str)
