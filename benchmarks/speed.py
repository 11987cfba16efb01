"""The whole command over a folder of documents, against readers that only look for tables.

For each PDF: `saextract ingest` over many distinct copies, everything included (start, workers,
findings, all files of the dataset); beside it, in turn, pdfplumber's tables and other readers on
copies of the same file, start and imports left out. Processor time is taken, the least of
several rounds; what counts is the ratio, since all slow down together on a busy machine.

Fast and wrong does not count: the tables of each reader go through saextract's own mapping, and
a row is exact if the answer and all texts are those of the gold (letters compared). A document of
another format has the whole command alone.

Usage: python benchmarks/speed.py [--documents N] [--rounds N] [--others PYTHON] [FILE ...]
       python benchmarks/speed.py --scaling [--most DOCUMENTS] [FILE]

PYTHON is that of an environment with camelot-py, docling-parse, tablers, pdf_oxide, liteparse
and pdfplumber-rs, which are no part of saextract's.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from copies import write_copies, write_pages
from saextract.codes import load_codes
from saextract.evaluation.baselines import _table
from saextract.evaluation.gold import GoldDocument, letters, load_gold
from saextract.mapping.assess import assess
from saextract.mapping.context import Context
from saextract.model import Answer, Assessment, Parsed
from saextract.parsers.pdf.objects.pages import read_document

ROOT = Path(__file__).parent.parent
DOCUMENTS = ROOT / "corpus" / "documents"
FILES = (
    "dartford-2022-libreoffice.pdf", "dartford-2024-chromium.pdf", "mockridge-2024-form.pdf",
    "fauxbury-2024-annex.docx", "honeyfold-coop-wordpress.html",
)  # fmt: skip
OWN = ("pdfplumber", "pdfium_text")
OTHERS = ("pdfplumber_rs", "tablers", "pdf_oxide", "liteparse", "camelot", "docling_parse")
TEXT_ONLY = ("pdfium_text", "liteparse", "docling_parse")
INGEST = "import sys; from saextract.cli import main; sys.exit(main())"


def processor(command: list[str]) -> tuple[float, float, str]:
    """Processor and wall seconds of a command with all it starts, and what it printed."""
    before, started = os.times(), time.perf_counter()
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - started, os.times()
    if run.returncode not in (0, 3):
        raise RuntimeError(run.stderr[-2000:] or run.stdout[-2000:])
    spent = after.children_user + after.children_system
    return spent - before.children_user - before.children_system, wall, run.stdout


def ingest(folder: Path, out: Path, jobs: int) -> tuple[float, float]:
    """Processor and wall seconds of one whole command."""
    command = [sys.executable, "-c", INGEST, "ingest", str(folder), "--out", str(out)]
    return processor([*command, "--jobs", str(jobs), "--ocr", "never"])[:2]


def other(python: str, reader: str, files: list[Path]) -> tuple[float, list[Any]]:
    """The least seconds of a reader for one of the files, and the tables of the last."""
    script = str(Path(__file__).with_name("readers.py"))
    said = processor([python, script, reader, *map(str, files)])[2]
    found = json.loads(said[said.rindex('{"seconds"') :])
    return min(found["seconds"]), found["tables"]


def exact(gold: GoldDocument, assessments: tuple[Assessment, ...]) -> tuple[int, int]:
    """How many rows of the gold are right in every cell, and how many there are."""
    right = total = 0
    for wanted in gold.assessments:
        of_edition = [
            a for a in assessments if (a.code, a.edition) == (wanted.code, wanted.edition)
        ]
        rows = {r.provision_id.split(":")[1]: r for a in of_edition[:1] for r in a.responses}
        for number, row in wanted.responses.items():
            got = rows.get(number)
            total += 1
            right += (
                got is not None
                and got.answer is not Answer.NOT_FOUND
                and got.answer.value == row.answer.value
                and letters(got.requirement_printed) == letters(row.requirement)
                and letters(got.evidence) == letters(row.evidence)
                and letters(got.commentary) == letters(row.commentary)
            )
    return right, total


def mapped(tables: list[Any]) -> tuple[Assessment, ...]:
    """What saextract's mapping makes of another reader's tables."""
    blocks = tuple(_table(rows, page) for page, rows in tables)
    return assess(Parsed(blocks=blocks), Context(load_codes(), "x.pdf", {}, None)).assessments


def own(file: Path) -> tuple[Assessment, ...]:
    """What saextract makes of a file."""
    from saextract.batch.settings import Settings
    from saextract.batch.worker import read_one
    from saextract.load.discover import discover
    from saextract.settings import Settings as Chosen

    item = discover([file], file.parent / "none").inputs[0]
    return read_one(item, Settings(Chosen(ocr="never"))).assessments


def compare(file: Path, gold: GoldDocument, options: argparse.Namespace) -> None:
    """Prints one table: a line for each reader of the file."""
    readers: list[tuple[str, str]] = []
    pages = 1
    if file.suffix == ".pdf":
        readers = [(name, sys.executable) for name in OWN]
        readers += [(name, options.others) for name in OTHERS if options.others]
        pages = len(read_document(file.read_bytes()).pages)
    best: dict[str, float] = {}
    rows: dict[str, tuple[int, int]] = {"saextract, whole command": exact(gold, own(file))}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "in"
        write_copies(file, folder, options.documents)
        few = sorted(folder.iterdir())[:2]
        for turn in range(options.rounds):
            spent = ingest(folder, Path(made) / f"out{turn}", 1)[0] / options.documents
            name = "saextract, whole command"
            best[name] = min(spent, best.get(name, spent))
            for name, python in readers:
                spent, tables = other(python, name, few)
                best[name] = min(spent, best.get(name, spent))
                if name not in TEXT_ONLY and name not in rows:
                    rows[name] = exact(gold, mapped(tables))
    print(f"\n{file.name}: {pages} pages, {options.documents} copies, {options.rounds} rounds\n")
    print("| reader | ms a document | pages a second | times the whole command | rows exact |")
    print("|---|---|---|---|---|")
    whole = best["saextract, whole command"]
    for name, spent in best.items():
        right = "{} of {}".format(*rows[name]) if name in rows else "no tables"
        print(
            f"| {name} | {1000 * spent:.0f} | {pages / spent:.0f} | {spent / whole:.2f} | {right} |"
        )


def scaling(file: Path, most: int) -> None:
    """Prints what a page costs in longer documents, and a document in larger folders.

    A further page is one behind the first, which has the start of the command and of the parser.

    Args:
        file: a PDF that is a form.
        most: documents of the largest folder.
    """
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        print("\n| document | pages | processor ms | a page | a further page |")
        print("|---|---|---|---|---|")
        first = 0.0
        for name, parts in _longer(file):
            longer = place / "longer.pdf"
            write_pages(parts, longer)
            pages = sum(len(taken) for _, taken in parts)
            spent = 1000 * ingest(longer, place / f"out-{name}-{pages}", 1)[0]
            first = first or spent
            further = (spent - first) / max(1, pages - 1)
            print(
                f"| {name} | {pages} | {spent:.0f} | {spent / pages:.1f} | {further:.1f} |",
                flush=True,
            )
        print("\n| documents | jobs | processor ms a document | wall ms a document |")
        print("|---|---|---|---|")
        for count in [n for n in _FOLDERS if n <= most]:
            folder = place / f"in{count}"
            write_copies(DOCUMENTS / _OF_FOLDERS, folder, count)
            for jobs in (1, 2):
                spent, wall = ingest(folder, place / f"out{count}-{jobs}", jobs)
                each = (1000 * spent / count, 1000 * wall / count)
                print("| {} | {} | {:.0f} | {:.0f} |".format(count, jobs, *each), flush=True)


_FOLDERS = (10, 100, 1000, 3000)
_OF_FOLDERS = "fauxbury-2024-annex.docx"
_REPORT, _OF_REPORT = "pack-hollowbridge.pdf", range(22)
"""A pack of reports, and its pages that are none of a form."""


def _longer(file: Path) -> Iterator[tuple[str, list[tuple[Path, Sequence[int]]]]]:
    """A form's first pages, the whole among pages of reports, and the form again and again."""
    form = range(len(read_document(file.read_bytes()).pages))
    report = DOCUMENTS / _REPORT
    for pages in (1, 10, len(form)):
        yield "form", [(file, form[:pages])]
    for pages in (100, 200, 400):
        rest = pages - len(form)
        wholes = [(report, _OF_REPORT)] * (rest // len(_OF_REPORT))
        yield "pack", [(file, form), *wholes, (report, _OF_REPORT[: rest % len(_OF_REPORT)])]
    for pages in (100, 200, 400):
        wholes = [(file, form)] * (pages // len(form))
        yield "forms", [*wholes, (file, form[: pages % len(form)])]


def main() -> None:
    """Prints a table for each file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--others", default="", metavar="PYTHON")
    parser.add_argument("--scaling", action="store_true")
    parser.add_argument("--most", type=int, default=1000, metavar="DOCUMENTS")
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args()
    if options.scaling:
        scaling(options.files[0] if options.files else DOCUMENTS / FILES[0], options.most)
        return
    golds = {gold.file: gold for gold in load_gold(ROOT / "gold")}
    for file in options.files or [DOCUMENTS / name for name in FILES]:
        compare(file, golds[file.name], options)


if __name__ == "__main__":
    main()
