"""What a report on many assessments costs: time, size, and how its pages open and filter.

Reads a few forms of the corpus once and makes assessments of made-up landlords from what was
read: each has other answers, and a file of its own beside it with the form's content. No document
is read a thousand times, for that is what `benchmarks/batch.py` measures. Opening and filtering
are timed in a headless Chromium, until what was asked for is drawn.

Usage: python benchmarks/report.py [--assessments N] [--pictures N] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from copies import distinct
from saextract import read
from saextract.dataset.build import stream
from saextract.dataset.joining.heads import Held
from saextract.dataset.write import locked, write_dataset
from saextract.model import Answer, Assessment, Outcome, Response

CORPUS = Path(__file__).parent.parent / "corpus" / "documents"
FORMS = (
    "dartford-2024-chromium.pdf", "hollowbridge-2024-upright.pdf", "fauxbury-2024-annex.docx",
    "brent-chromium.pdf", "dartford-2022-libreoffice.pdf", "html-dartford-paragraphs.html",
)  # fmt: skip
"""Forms of three editions; four of six are PDF."""

_MEAN = (Answer.YES,) * 17 + (Answer.PARTIAL, Answer.PARTIAL, Answer.NO)
"""Answers are drawn from these, since landlords say yes to most."""

_WORDS = ("Ash", "Birch", "Copper", "Dray", "Elm", "Fern", "Gorse", "Heath", "Iron", "Juniper")
_ENDS = ("Example Homes", "Specimen Housing", "Imaginary Trust", "Fictional Council")


def make(folder: Path, count: int) -> Iterator[Outcome]:
    """Assessments of made-up landlords, each with its file in a folder."""
    read_once = [(CORPUS / name, read(CORPUS / name)) for name in FORMS]
    chance = random.Random(11)
    for number in range(count):
        file, outcome = read_once[number % len(FORMS)]
        data = distinct(file, number)
        path = f"{number:05}{file.suffix}"
        (folder / path).write_bytes(data)
        sha256 = hashlib.sha256(data).hexdigest()
        name = f"{_WORDS[number // 10 % 10]}{_WORDS[number % 10].lower()} {number // 100} "
        assessments = tuple(
            _another(a, name + _ENDS[number % len(_ENDS)], chance) for a in outcome.assessments
        )
        changed = {"path": path, "sha256": sha256, "document_id": sha256[:16]}
        yield outcome.model_copy(update=changed | {"assessments": assessments})


def _another(assessment: Assessment, landlord: str, chance: random.Random) -> Assessment:
    about = {"landlord": landlord, "landlord_id": "", "landlord_registered": ""}
    responses = tuple(_answered(response, chance) for response in assessment.responses)
    return assessment.model_copy(update=about | {"responses": responses})


def _answered(response: Response, chance: random.Random) -> Response:
    if response.answer is Answer.NOT_FOUND:
        return response
    answer = chance.choice(_MEAN)
    return response.model_copy(update={"answer": answer, "answer_printed": answer.capitalize()})


def size(folder: Path) -> float:
    """Megabytes of a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


_DRAWN = (
    "const done = arguments[arguments.length - 1];"
    "requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())))"
)
_CHOSEN = (
    "const [kind, facet, done] = arguments, box = document.querySelector(`[data-list=${kind}]`);"
    "const from = performance.now(), choice = box.querySelector(`[data-facet=${facet}]`);"
    "choice.selectedIndex = 2; choice.dispatchEvent(new Event('change'));"
    "requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - from)))"
)
_SEARCHED = (
    "const [kind, done] = arguments, box = document.querySelector(`[data-list=${kind}]`);"
    "const from = performance.now(), field = box.querySelector('[data-search]');"
    "field.value = 'copper elm'; field.dispatchEvent(new Event('input'));"
    "setTimeout(() => requestAnimationFrame(() => done(performance.now() - from)), 130)"
)


def _middle(folder: Path) -> str:
    """The page of a folder that is neither large nor small, relative to the report's."""
    pages = sorted(folder.iterdir(), key=lambda page: page.stat().st_size)
    return f"{folder.name}/{pages[len(pages) // 2].name}"


def look(folder: Path) -> None:
    """Prints how fast the pages open and filter."""
    sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
    from browser import browser, missing

    if missing():
        print(missing())
        return
    print(f"{'page':22} {'MB':>6} {'opens ms':>9} {'facet ms':>9} {'words ms':>9} {'nodes':>8}")
    for name, kind, facet in (
        ("index.html", "matrix", "year"),
        ("rows.html", "rows", "answer"),
        ("documents.html", "", ""),
        (_middle(folder / "landlord"), "", ""),
        (_middle(folder / "assessment"), "", ""),
    ):
        with browser() as chrome:
            chrome.set_script_timeout(120)
            chrome.get((folder / name).as_uri())
            opened = chrome.execute_async_script(_DRAWN)
            times = [0.0, 0.0]
            if kind:
                times[0] = chrome.execute_async_script(_CHOSEN, kind, facet)
                times[1] = chrome.execute_async_script(_SEARCHED, kind)
            nodes = chrome.execute_script("return document.getElementsByTagName('*').length")
        megabytes = (folder / name).stat().st_size / 1e6
        shown = f"a page of {Path(name).parent}" if "/" in name else name
        print(
            f"{shown:22} {megabytes:6.1f} {opened:9.0f} {times[0]:9.0f} {times[1]:9.0f} {nodes:8}"
        )


def measure(folder: Path, count: int, pictures: bool) -> Path:
    """Makes a dataset and its report, and prints what the report cost."""
    source, out = folder / "in", folder / "out"
    source.mkdir(parents=True)
    with locked(out):
        run = {"version": "benchmark", "paths": [str(source)]}
        write_dataset(out, stream(Held(make(source, count))), run)
    command = [sys.executable, "-m", "saextract", "report", "--out", str(out)]
    started = time.perf_counter()
    process = subprocess.Popen(command + ["--no-pictures"] * (not pictures))
    _, status, used = os.wait4(process.pid, 0)
    wall, spent = time.perf_counter() - started, used.ru_utime + used.ru_stime
    if status:
        raise SystemExit(f"The report failed: status {status}.")
    peak, report = used.ru_maxrss / 1024, out / "report"
    print(f"{count} assessments, {'with' if pictures else 'without'} pictures: {wall:.1f} s,")
    print(f"{spent:.1f} s of processor time, at most {peak:.0f} MB, {size(report):.0f} MB on disk")
    return report


def main() -> None:
    """Prints the costs of two reports and the speed of the larger one's pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assessments", type=int, default=1000)
    parser.add_argument("--pictures", type=int, default=60, help="assessments with pictures")
    parser.add_argument("--keep", type=Path, help="a folder that is not removed afterwards")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = options.keep or Path(made)
        look(measure(folder / "many", options.assessments, pictures=False))
        if options.pictures:
            measure(folder / "pictures", options.pictures, pictures=True)
            shutil.rmtree(folder / "pictures")


if __name__ == "__main__":
    main()
