"""Text dumps of documents of the corpus, as other programs write them, with their gold.

`python corpus/build/dumps.py` writes them all. A dump says what its document says, so its gold
is that of the document, without pages. It needs poppler's `pdftotext`.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from shelf import catalogue

CORPUS = Path(__file__).resolve().parent.parent
GOLD = CORPUS.parent / "gold"

DUMPS = (
    ("dartford-2022-layout.txt", "dartford-2022-chromium.pdf", "-layout"),
    ("dartford-2022-raw.txt", "dartford-2022-chromium.pdf", "-raw"),
    ("brent-layout.txt", "brent-chromium.pdf", "-layout"),
    ("testbury-2024-layout.txt", "testbury-2024-annex.pdf", "-layout"),
    ("imaginary-isles-2022-layout.txt", "imaginary-isles-2022-zebra.pdf", "-layout"),
)
"""Name of the dump, the document, how pdftotext is told to write it."""

ABOUT = {
    "-layout": "columns side by side, told apart by white space",
    "-raw": "cells one after the other, running heads between",
}


def write(file: str, document: str, how: str) -> None:
    """Writes a dump and its gold."""
    command = ["pdftotext", how, str(CORPUS / "documents" / document), "-"]
    text = subprocess.run(command, check=True, capture_output=True).stdout
    (CORPUS / "documents" / file).write_bytes(text)
    gold = json.loads((GOLD / f"{document}.json").read_text(encoding="utf-8"))
    gold |= {"file": file, "layout": ABOUT[how], "producer": f"pdftotext {how}"}
    for assessment in gold["assessments"]:
        for response in assessment["responses"].values():
            response["page_first"] = response["page_last"] = None
    path = GOLD / f"{file}.json"
    path.write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def list_dumps() -> None:
    """Brings the dumps' lines of `corpus/catalogue.csv` up to date."""
    with catalogue() as lines:
        for file, document, how in DUMPS:
            lines[file] = {
                **lines[document],
                "file": file,
                "format": "txt",
                "producer": f"pdftotext {how}",
                "layout": ABOUT[how],
                "source": f"documents/{document}",
                "made": "corpus/build/dumps.py",
            }


if __name__ == "__main__":
    for dump in DUMPS:
        write(*dump)
    list_dumps()
