"""What a batch may be told, and what one document may take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from saextract.load.inputs import Input
from saextract.load.source import MAX_BYTES
from saextract.model import Outcome, Source

if TYPE_CHECKING:
    from saextract.settings import Settings as PipelineSettings

Process = Callable[[Source, "PipelineSettings"], Outcome]
"""What reads one document. It must be importable by name, as workers are fresh processes."""

MEGABYTE = 1024**2


@dataclass(frozen=True)
class Limits:
    """What one document may take.

    Attributes:
        seconds: wall time. Reading text takes milliseconds a page, OCR some seconds, so that
            only a hostile file or a scan of hundreds of pages comes near.
        memory: bytes of resident memory of a worker and what it has started. OCR of an A4 page
            at 300 dpi takes about 600 MB, everything else in the corpus less than 250.
        file_size: bytes of the file.
    """

    seconds: float = 600.0
    memory: int = 1024 * MEGABYTE
    file_size: int = MAX_BYTES


class Cache(Protocol):
    """Where what came of files in earlier runs is kept, as messages of a worker."""

    def get(self, item: Input, sha256: str) -> bytes | None:
        """What came of the same file under the same settings, or None; of an outcome the head.

        Args:
            item: the input.
            sha256: of the file on disk: for a file in an archive, of the archive.
        """

    def put(self, item: Input, sha256: str, message: bytes) -> None:
        """Keeps what came of a file."""


@dataclass(frozen=True)
class Settings:
    """How a batch is run.

    Attributes:
        pipeline: what the pipeline is to do with each document.
        jobs: worker processes; None for one per CPU.
        limits: what one document may take.
        cache: what came of files in earlier runs, or None to read everything afresh.
        process: what reads one document; None for `saextract.pipeline.process`.
        judge: whether the rules of findings are applied to what was read, and the head of each
            outcome is made with it.
        scratch: folder for what workers write aside, which is emptied when they end; None for
            the system's.
        scheduler: address of a Dask cluster that does the work; "" for this machine.
    """

    pipeline: PipelineSettings
    jobs: int | None = None
    limits: Limits = field(default_factory=Limits)
    cache: Cache | None = None
    process: Process | None = None
    judge: bool = False
    scratch: Path | None = None
    scheduler: str = ""
