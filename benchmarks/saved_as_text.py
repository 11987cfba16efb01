"""The corpus' PDFs saved as text that keeps the layout, and scored: a text dump of every layout.

Poppler's `pdftotext -layout` writes them; the labels are those of the PDFs. What the text does not
show (a tick that was drawn, an answer in colour) counts as missed.

Usage: python benchmarks/saved_as_text.py [--keep DIR]
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from random_pages import read, report
from saextract.evaluation.gold import GoldDocument, load_gold

ROOT = Path(__file__).parent.parent
FEWEST_LETTERS = 2_000
"""A text with fewer is that of a scan."""


def save(folder: Path) -> list[GoldDocument]:
    """Writes the texts of the labelled PDFs, and what they hold."""
    saved: list[GoldDocument] = []
    for gold in load_gold(ROOT / "gold"):
        source = ROOT / "corpus" / "documents" / gold.file
        if source.suffix != ".pdf" or len(gold.assessments) != 1:
            continue
        text = folder / f"{source.stem}.txt"
        subprocess.run(["pdftotext", "-layout", source, text], check=True, capture_output=True)
        if text.stat().st_size >= FEWEST_LETTERS:
            saved.append(gold.model_copy(update={"file": text.name}))
        else:
            text.unlink()
    return saved


def main() -> None:
    """Saves, reads and prints the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--keep", type=Path, help="a folder for the texts")
    options = parser.parse_args()
    if shutil.which("pdftotext") is None:
        sys.exit("No pdftotext on the path: install Poppler's tools.")
    with tempfile.TemporaryDirectory() as made:
        folder = options.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        golds = save(folder)
        print(report(golds, read(golds, folder)))


if __name__ == "__main__":
    main()
