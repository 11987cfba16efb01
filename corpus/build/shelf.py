"""What the builders share: rows, the Code's words, and the catalogue of the corpus."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).resolve().parent.parent
GOLD = CORPUS.parent / "gold"
CODES = CORPUS.parent / "src/saextract/codes"


@dataclass(frozen=True)
class Row:
    """A row of the content."""

    number: str
    requirement: str
    answer: str
    evidence: str
    commentary: str

    @property
    def texts(self) -> tuple[str, ...]:
        """Its cells from left to right."""
        return (self.number, self.requirement, self.answer, self.evidence, self.commentary)


def rows_of(source: Sequence[dict[str, str]], answer: str) -> list[Row]:
    """The rows of a content file, their requirements in the words of the Code of 2024.

    Args:
        source: the rows as they stand in the file.
        answer: which of their keys holds the answer.
    """
    code = tomllib.loads((CODES / "hos-2024.toml").read_text(encoding="utf-8"))
    texts = {entry["number"]: " ".join(entry["text"].split()) for entry in code["provision"]}
    return [
        Row(row["provision"], texts[row["provision"]], row[answer], row["evidence"],
            row["commentary"])
        for row in source
    ]  # fmt: skip


def add_row(table: Any, texts: Sequence[str]) -> list[Any]:
    """Adds a row to a table of a Word file; cells without a text stay empty."""
    cells = list(table.add_row().cells)
    for cell, text in zip(cells, texts, strict=False):
        cell.text = text
    return cells


@contextmanager
def catalogue() -> Iterator[dict[str, dict[str, str]]]:
    """The lines of `corpus/catalogue.csv` by their file, to be changed; written at the end."""
    path = CORPUS / "catalogue.csv"
    with path.open(encoding="utf-8", newline="") as old:
        reader = csv.DictReader(old)
        lines = {line["file"]: line for line in reader}
    yield lines
    with path.open("w", encoding="utf-8", newline="") as new:
        writer = csv.DictWriter(new, reader.fieldnames or (), lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines[file] for file in sorted(lines))
