"""Stand-ins for the pipeline that misbehave in the ways that documents make it misbehave.

What to do is written in the document itself, so that good and bad ones mix in one run.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time

from saextract.model import Kind, Outcome, Source, Status
from saextract.pipeline import Settings


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
