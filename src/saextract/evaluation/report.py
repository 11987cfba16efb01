"""Scores: tallies by stage and group, tables of them, and the floors that a gate holds."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import Field

from saextract.model import Frozen

STAGES = (
    "kind", "assessments", "edition", "landlord", "date", "rows", "mapping", "answer",
    "silent errors", "requirement exact", "evidence exact", "commentary exact", "pages",
    "high is right", "right is high", "unmet must recall", "unmet must precision",
    "action recall", "action precision", "action due",
    "finding recall", "finding precision", "guards silent", "untouched silent", "promise status",
)  # fmt: skip
"""What is scored, in the order of the work. "silent errors" counts as right every answer that is
right, or wrong with low confidence. "high is right": of the rows graded high, those right in every
cell; "right is high": of the rows right in every cell, those graded high."""

SCANS = "scans"
CONVERTED = "through LibreOffice"
"""Groups of the documents that take OCR or LibreOffice; they are in no other group."""

_LEEWAY = 0.05


class Tally(Frozen):
    """Right out of all; the share is 1 where there was nothing to get wrong."""

    right: int = 0
    total: int = 0

    @property
    def share(self) -> float:
        """Right divided by total."""
        return self.right / self.total if self.total else 1.0


class Miss(Frozen):
    """One disagreement with gold, for a person to look at."""

    file: str
    provision: str
    stage: str
    gold: str
    got: str
    confidence: str = ""


class Report(Frozen):
    """All scores of a run.

    Attributes:
        groups: name of a group of documents ("all", "format pdf", "edition 2024",
            "split test" ...) to stage to tally.
        misses: every disagreement.
        inputs_sha256: over corpus and gold.
        left_out: documents that were not scored, because the extra for OCR or LibreOffice is
            not installed.
        rules: part of the planted cases to rule to recall and precision of its findings.
    """

    groups: dict[str, dict[str, Tally]]
    misses: tuple[Miss, ...] = Field(default=())
    inputs_sha256: str = ""
    left_out: tuple[str, ...] = ()
    rules: dict[str, dict[str, dict[str, Tally]]] = Field(default_factory=dict)


def as_markdown(columns: dict[str, dict[str, Tally]]) -> str:
    """A table of stages by columns, shares in per cent; stages in the order of the work."""
    stages = [s for s in STAGES if any(s in tallies for tallies in columns.values())]
    lines = [
        "| stage | " + " | ".join(columns) + " |",
        "|---|" + "---:|" * len(columns),
    ]
    for stage in stages:
        cells = [_cell(tallies.get(stage)) for tallies in columns.values()]
        lines.append(f"| {stage} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(tally: Tally | None) -> str:
    if tally is None or not tally.total:
        return "–"
    percent = int(tally.share * 1000) / 10
    return f"{percent:.1f} % ({tally.right}/{tally.total})"


def rules_as_markdown(rules: dict[str, dict[str, dict[str, Tally]]]) -> str:
    """A table of rules by parts of the planted cases, with recall and precision of each."""
    names = sorted({rule for scores in rules.values() for rule in scores})
    heads = [f"{part}: {stage}" for part in rules for stage in ("recall", "precision")]
    lines = ["| rule | " + " | ".join(heads) + " |", "|---|" + "---:|" * len(heads)]
    for name in names:
        cells = [
            _cell(scores.get(name, {}).get(stage))
            for scores in rules.values()
            for stage in ("recall", "precision")
        ]
        lines.append(f"| `{name}` | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def gate_complaints(report: Report, baseline: Path) -> list[str]:
    """Says in which ways a report falls short of the pinned floors; empty if in none.

    Args:
        report: the scores.
        baseline: JSON with `inputs_sha256` and `floors`: group to stage to lowest share.
    """
    pinned = json.loads(baseline.read_text(encoding="utf-8"))
    complaints = []
    if pinned["inputs_sha256"] != report.inputs_sha256:
        complaints.append(
            "corpus or gold is not what the floors were set on: "
            "look at the new scores, then pin them with --pin"
        )
    for group, floors in pinned["floors"].items():
        if group in (SCANS, CONVERTED) and group not in report.groups:
            continue
        for stage, floor in floors.items():
            share = report.groups.get(group, {}).get(stage, Tally(right=0, total=1)).share
            if share < floor:
                complaints.append(f"{group}, {stage}: {share:.4f} is below {floor:.4f}")
    return complaints


def pin_floors(report: Report, baseline: Path) -> None:
    """Writes the present scores as the floors, rounded down to four places.

    What other programs read may differ a little from machine to machine, so scans and
    converted files may fall `_LEEWAY` below.
    """
    floors = {
        group: {
            stage: int((tally.share - _LEEWAY * (group in (SCANS, CONVERTED))) * 10_000) / 10_000
            for stage, tally in sorted(stages.items())
        }
        for group, stages in sorted(report.groups.items())
    }
    text = json.dumps({"inputs_sha256": report.inputs_sha256, "floors": floors}, indent=2)
    baseline.write_text(text + "\n", encoding="utf-8")
