"""Stand-ins for the pipeline that misbehave in the ways that documents make it misbehave.

What to do is written in the document itself, so that good and bad ones mix in one run.
"""

from __future__ import annotations

import ctypes
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from saextract.model import Kind, Outcome, Source, Status
from saextract.settings import Settings


def process(source: Source, settings: Settings) -> Outcome:
    """Does what the document says; else reads it as no self-assessment."""
    order = source.data.decode()
    if order == "exit":
        os._exit(7)
    if order == "segfault":
        ctypes.string_at(0)
    if order == "hang":
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        time.sleep(600)
    if order == "memory":
        _ = bytearray(1 << 40)
    if order == "resident":
        held = [b"x" * (1 << 20) for _ in range(600)]
        time.sleep(600)
        del held
    if order == "stop":
        os.kill(os.getpid(), signal.SIGKILL)
    if order == "stubborn":
        re.match("(a+)+$", "a" * 60 + "b")
    if order == "raise":
        raise ValueError("the fault asked for")
    return Outcome(
        path=source.path,
        document_id=source.document_id,
        sha256=source.sha256,
        media_type=source.media_type,
        kind=Kind.OTHER,
        status=Status.NOT_SELF_ASSESSMENT,
        manifest=source.manifest,
        seconds=float(settings.register_file or 0),
    )


def process_slowly(source: Source, settings: Settings) -> Outcome:
    """Takes the longer the earlier the document stands."""
    time.sleep(0.3 if source.path.startswith("a") else 0.0)
    return process(source, settings)


def process_killed_once(source: Source, settings: Settings) -> Outcome:
    """Is killed from outside at the first reading of the document called b."""
    if source.path == "b":
        mark = Path(tempfile.gettempdir()) / f"saextract-test-{os.getppid()}"
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        mark.unlink()
    return process(source, settings)


def never_up(*_: object) -> None:
    """A worker that dies before it says that it is up."""
    os._exit(7)
