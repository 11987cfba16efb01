"""A small process beside the parent of workers: when the parent is gone, nothing of it stays.

A worker that is busy in a library cannot look after its parent, and a killed parent cannot look
after anything. This file is run by itself, without the package, so that it costs next to
nothing. It is told of workers on standard input, `+pid` and `-pid`, a line each; the end of the
input is the end of the parent.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path


class Keeper:
    """The parent's side."""

    def __init__(self, scratch: Path | None) -> None:
        """Starts it.

        Args:
            scratch: folder that goes with the parent, or None.
        """
        command = [sys.executable, "-I", "-S", __file__, *([str(scratch)] if scratch else [])]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, start_new_session=True, text=True
        )

    def mind(self, pid: int) -> None:
        """Has a worker end with the parent."""
        self._say(f"+{pid}")

    def forget(self, pid: int) -> None:
        """A worker has ended."""
        self._say(f"-{pid}")

    def close(self) -> None:
        """Ends it; workers that it still minds, and the scratch folder, go."""
        assert self._process.stdin
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        self._process.wait()

    def _say(self, text: str) -> None:
        assert self._process.stdin
        with contextlib.suppress(OSError):  # somebody has killed it; the workers go on
            self._process.stdin.write(f"{text}\n")
            self._process.stdin.flush()


def _keep(scratch: str | None) -> None:
    minded: set[int] = set()
    for line in sys.stdin:
        (minded.add if line[0] == "+" else minded.discard)(int(line[1:]))
    for pid in minded:
        for kill in (getattr(os, "killpg", os.kill), os.kill):
            with contextlib.suppress(OSError):
                kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    if scratch:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    _keep(sys.argv[1] if len(sys.argv) > 1 else None)
