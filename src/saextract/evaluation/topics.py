"""Counts which stems the rows of each provision have, from the labels of a corpus."""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

from saextract.codes import get_code
from saextract.findings.statements.topics import LATEST, families
from saextract.findings.statements.words import topic
from saextract.model import Answer

from .gold import load_gold

_SHORTEST = 25
"""Letters of a cell below which it says nothing of its provision."""

_LEAST = 4
"""Cells that a stem must stand in, so that no name of a single landlord is kept."""


class Counts(NamedTuple):
    """Counts of different cells of rows answered yes.

    Attributes:
        cells: by provision of the latest edition, its number alone.
        stems: for each stem, how many of the cells of a provision have it.
    """

    cells: dict[str, int]
    stems: dict[str, dict[str, int]]


def counted(gold: Path) -> Counts:
    """How many cells each provision has, and how many of them each stem stands in.

    Args:
        gold: folder of labels; only landlords of the training split are counted.
    """
    cells: Counter[str] = Counter()
    stems: dict[str, Counter[str]] = defaultdict(Counter)
    for name, text in sorted(_cells(gold)):
        cells[name] += 1
        for stem in topic(text):
            stems[stem][name] += 1
    kept = {stem: dict(sorted(found.items())) for stem, found in sorted(stems.items())
            if sum(found.values()) >= _LEAST}  # fmt: skip
    return Counts(dict(sorted(cells.items())), kept)


def _cells(gold: Path) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for document in load_gold(gold):
        for assessment in document.assessments if document.split == "train" else ():
            if assessment.code != LATEST.partition("-")[0]:
                continue
            code = get_code(f"{assessment.code}-{assessment.edition}")
            provisions = {item.number: item for item in code.provisions}
            for number, said in assessment.responses.items():
                if said.answer is not Answer.YES or number not in provisions:
                    continue
                texts = (said.commentary, said.evidence)
                names = families(provisions[number])
                found |= {
                    (name.partition(":")[2], text)
                    for name in names
                    for text in texts
                    if len(text) >= _SHORTEST
                }
    return found


def main() -> None:
    """Prints the counts as JSON."""
    counts = counted(Path(sys.argv[1] if sys.argv[1:] else "gold"))
    stems = ",\n".join(
        f"{json.dumps(stem)}:{_short(found)}" for stem, found in counts.stems.items()
    )
    print(f'{{"cells":{_short(counts.cells)},\n"stems":{{\n{stems}\n}}}}')


def _short(found: dict[str, int]) -> str:
    return json.dumps(found, separators=(",", ":"))


if __name__ == "__main__":
    main()
