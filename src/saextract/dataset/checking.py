"""In which order people look at the rows to check: what may well be wrong, then what is grave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from .rows import is_open, to_check
from .tables import Value

GRADES = ("low", "medium", "high")
"""Grades of a reading, the least sure first."""

SEVERITIES = ("high", "medium", "low")
"""Severities of findings, the gravest first."""

Weight = tuple[bool, int, int, bool]
"""What orders rows; a smaller one comes first."""


def weight(
    row: Mapping[str, Value], findings: Iterable[Mapping[str, Value]], repeated: bool = False
) -> Weight:
    """What orders a row by what a person's time is worth; the view `to_check` has the same order.

    Least sure readings come first; of equally sure ones those with the gravest finding, then the
    musts.

    Args:
        row: of the table responses.
        findings: those on it; dismissed ones count for nothing.
        repeated: whether its assessment is in the dataset once more; such rows come last.
    """
    grave = (SEVERITIES.index(str(f["severity"])) for f in findings if is_open(f))
    return (
        repeated,
        GRADES.index(str(row["confidence"])),
        min(grave, default=len(SEVERITIES)),
        row["level"] != "must",
    )


def counted(rows: Iterable[Mapping[str, Value]]) -> dict[str, int]:
    """How many rows are to be checked, by the grade of their reading, the least sure first."""
    counts = Counter(str(row["confidence"]) for row in rows if to_check(row))
    return {grade: counts[grade] for grade in GRADES}
