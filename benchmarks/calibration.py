"""How often a value is right at each grade of confidence, over labelled documents.

For every row that a document has and the tool found: is its answer right, and is every cell, letter
by letter? Shares are given for each grade of the row, and for each grade of each part of the
confidence. Scans and files that go through LibreOffice count where what
reads them is installed.

Usage: python benchmarks/calibration.py [--jobs N] [CORPUS GOLD]
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from risk import is_right, pairs
from saextract import batch
from saextract.evaluation.gold import GoldDocument, find_documents, load_gold
from saextract.load.inputs import Input
from saextract.model import Confidence, Outcome, Response
from saextract.settings import Settings

ROOT = Path(__file__).parent.parent
GRADES = (Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW)


class Judged(NamedTuple):
    """A row, whether its answer is right, and whether every cell is."""

    response: Response
    answer: bool
    whole: bool


def judge(golds: list[GoldDocument], outcomes: dict[str, Outcome]) -> Iterator[Judged]:
    """Every row that a labelled document has and the tool found."""
    for gold in golds:
        for wanted, response in pairs(gold, outcomes[gold.file].assessments):
            if response is not None:
                right = response.answer is wanted.answer
                yield Judged(response, right, is_right(wanted, response))


def tables(rows: list[Judged]) -> str:
    """Both tables, in Markdown."""
    lines = [
        "| grade of the row | rows | answer right | every cell right |",
        "|---|---:|---:|---:|",
    ]
    for grade in GRADES:
        graded = [row for row in rows if row.response.confidence is grade]
        answers = _share(sum(row.answer for row in graded), len(graded))
        whole = _share(sum(row.whole for row in graded), len(graded))
        lines.append(f"| {grade.value} | {len(graded)} | {answers} | {whole} |")
    parts: dict[str, dict[Confidence, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        for part, grade in row.response.confidence_parts.items():
            parts[part][grade].append(row.whole)
    lines += ["", "| part | " + " | ".join(grade.value for grade in GRADES) + " |"]
    lines.append("|---|---:|---:|---:|")
    for part, by_grade in sorted(parts.items()):
        cells = [
            f"{_share(sum(by_grade[grade]), len(by_grade[grade]))} of {len(by_grade[grade])}"
            if by_grade[grade]
            else "–"
            for grade in GRADES
        ]
        lines.append(f"| {part} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _share(right: int, total: int) -> str:
    return f"{100 * right / total:.1f} %" if total else "–"


def main() -> None:
    """Reads the documents and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=None)
    parser.add_argument("corpus", nargs="?", type=Path, default=ROOT / "corpus")
    parser.add_argument("gold", nargs="?", type=Path, default=ROOT / "gold")
    options = parser.parse_args()
    golds = load_gold(options.gold)
    files = find_documents(options.corpus, golds)
    inputs = [Input(path=gold.file, file=files[gold.file]) for gold in golds]
    settings = batch.Settings(pipeline=Settings(), jobs=options.jobs)
    outcomes = {outcome.path: outcome for outcome in batch.run(inputs, settings)}
    print(tables(list(judge(golds, outcomes))))


if __name__ == "__main__":
    main()
