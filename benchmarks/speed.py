"""Pages per second: saextract from file to responses, against pdfplumber's extract_tables.

Both read the same PDF files in the same process, in turn, several times, and their processor
time is taken; what counts is the ratio, not the seconds. pdfplumber only extracts tables;
saextract also maps every row and normalises every answer.

Usage: python benchmarks/speed.py [--repeats N] [PDF ...]
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber

from saextract.model import Source
from saextract.pipeline import process

CORPUS = Path(__file__).parent.parent / "corpus"


def read_with_pdfplumber(path: Path) -> int:
    """Runs `extract_tables` on every page; returns the number of pages."""
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_tables()
        return len(pdf.pages)


def read_with_saextract(path: Path) -> int:
    """Reads the file to its Outcome; returns the number of pages."""
    data = path.read_bytes()
    source = Source(
        path=path.name,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="application/pdf",
    )
    return process(source).pages or 0


def seconds(read: Callable[[Path], int], path: Path) -> float:
    """Processor seconds of one reading, so that other work on the machine counts less."""
    start = time.process_time()
    read(path)
    return time.process_time() - start


def main() -> None:
    """Prints pages, pages per second of both, and the ratio, per file and over all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args()
    files = options.files or sorted(CORPUS.rglob("*.pdf"))
    print(f"{'file':58} {'pages':>5} {'pdfplumber/s':>12} {'saextract/s':>12} {'ratio':>6}")
    ratios = []
    for path in files:
        pages = read_with_saextract(path)
        if not pages:
            print(f"{path.name:58} not read by saextract, left out")
            continue
        theirs, ours = [], []
        for _ in range(options.repeats):
            theirs.append(seconds(read_with_pdfplumber, path))
            ours.append(seconds(read_with_saextract, path))
        ratio = statistics.median(t / o for t, o in zip(theirs, ours, strict=True))
        ratios.append(ratio)
        print(
            f"{path.name:58} {pages:5} {pages / statistics.median(theirs):12.1f} "
            f"{pages / statistics.median(ours):12.1f} {ratio:6.1f}"
        )
    print(f"median ratio {statistics.median(ratios):.1f}, lowest {min(ratios):.1f}")


if __name__ == "__main__":
    main()
