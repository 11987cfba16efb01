"""What a batch costs the parent: memory and time of a first run, a second one, and one change.

Makes a folder of distinct copies of a document of the corpus, and ingests it in processes of
their own, so that each figure is that of a whole command.

Usage: python benchmarks/batch.py [--documents N] [--jobs N] [FILE]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from copies import distinct, write_copies

CORPUS = Path(__file__).parent.parent / "corpus" / "documents"
RUN = """
import sys
from pathlib import Path
from saextract.running import Settings, ingest
from saextract.settings import Settings as Chosen
if __name__ == "__main__":
    settings = Settings(Chosen(ocr="never"), jobs=int(sys.argv[3]))
    ingest([Path(sys.argv[1])], Path(sys.argv[2]), settings)
    peak = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
    print(int(peak) // 1024)
"""


def run(folder: Path, out: Path, jobs: int) -> tuple[float, float, int]:
    """Wall and processor seconds of an ingest, workers included, and the parent's peak in MB."""
    script = folder.parent / "run.py"
    script.write_text(RUN)
    command = [sys.executable, str(script), str(folder), str(out), str(jobs)]
    before, started = os.times(), time.perf_counter()
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    wall, after = time.perf_counter() - started, os.times()
    spent = after.children_user + after.children_system
    return wall, spent - before.children_user - before.children_system, int(said.split()[-1])


def main() -> None:
    """Prints a line for each run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("file", nargs="?", type=Path)
    options = parser.parse_args()
    file = options.file or min(CORPUS.glob("*.docx"), key=lambda file: file.stat().st_size)
    with tempfile.TemporaryDirectory() as made:
        folder, out = Path(made) / "in", Path(made) / "out"
        write_copies(file, folder, options.documents)
        print(f"{options.documents} copies of {file.name}, {options.jobs} workers")
        print(f"{'run':12} {'wall s':>8} {'CPU s':>8} {'ms/document':>12} {'parent MB':>10}")
        for name in ("first", "unchanged", "one changed"):
            if name == "one changed":
                (folder / f"000000{file.suffix}").write_bytes(distinct(file, options.documents))
            wall, spent, peak = run(folder, out, options.jobs)
            each = 1000 * spent / options.documents
            print(f"{name:12} {wall:8.1f} {spent:8.1f} {each:12.1f} {peak:10}")


if __name__ == "__main__":
    main()
