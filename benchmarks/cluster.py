"""Documents a second by number of workers of a Dask cluster on this machine.

Makes distinct copies of a document, starts a scheduler and workers with one thread each, and
ingests the copies anew for each number of workers. The figures are of the reading alone: from
the first task to the last outcome.

Usage: python benchmarks/cluster.py [--documents N] [--workers N ...] [FILE]
"""

from __future__ import annotations

import argparse
import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from copies import write_copies
from saextract import batch
from saextract.load.discover import discover
from saextract.settings import Settings

CORPUS = Path(__file__).parent.parent / "corpus" / "documents"


@contextlib.contextmanager
def cluster(folder: Path, workers: int) -> Iterator[str]:
    """A scheduler and workers; gives the scheduler's address."""
    from distributed import Client

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = str(found.getsockname()[1])
    address = f"tcp://127.0.0.1:{port}"
    module = "distributed.cli.dask_"
    commands = [["scheduler", "--host", "127.0.0.1", "--port", port]]
    commands += [["worker", address, "--nthreads", "1"]] * workers
    processes = []
    try:
        for name, *given in commands:
            command = [sys.executable, "-m", module + name, *given, "--no-dashboard"]
            quiet = subprocess.DEVNULL
            environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
            processes.append(subprocess.Popen(command, stderr=quiet, cwd=folder, env=environment))
        with Client(address) as client:
            client.wait_for_workers(workers)
        yield address
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait()


def main() -> None:
    """Prints a line for each number of workers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=64)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("file", nargs="?", type=Path)
    options = parser.parse_args()
    file = options.file or CORPUS / "fauxbury-2024-annex.docx"
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "in"
        write_copies(file, folder, options.documents)
        found = discover([folder])
        print(f"{'workers':>8} {'wall s':>8} {'documents/s':>12}")
        for workers in options.workers:
            with cluster(Path(made), workers) as address:
                given = batch.Settings(Settings(ocr="never"), scheduler=address)
                began, came = time.perf_counter(), [0]

                def count(*_: object, came: list[int] = came) -> None:
                    came[0] += 1

                batch.read_all(found, given, count)
                wall = time.perf_counter() - began
            assert came[0] == options.documents
            print(f"{workers:8} {wall:8.1f} {options.documents / wall:12.2f}", flush=True)


if __name__ == "__main__":
    main()
