"""In which order people look at the rows to check: what may well be wrong, then what is grave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from .rows import to_check
from .tables import Records, Value

GRADES = ("low", "medium", "high")
"""Grades of a reading, the least sure first."""

SEVERITIES = ("high", "medium", "low")
"""Severities of findings, the gravest first."""


class Order:
    """The order of rows by what a person's time is worth; the view `to_check` has the same.

    Least sure readings come first; of equally sure ones those with the gravest finding, then the
    musts. Rows of an assessment that is in the dataset once more come last.
    """

    def __init__(self, tables: Mapping[str, Records]) -> None:
        """Learns what the order depends on.

        Args:
            tables: assessments and findings.
        """
        self._copies = {
            row["assessment_id"]
            for row in tables["assessments"]
            if row["copy_of"] or row["same_as"]
        }
        self._gravest: dict[tuple[Value, Value], int] = {}
        for row in tables["findings"]:
            key = (row["assessment_id"], row["provision_id"])
            grave = SEVERITIES.index(str(row["severity"]))
            self._gravest[key] = min(grave, self._gravest.get(key, grave))

    def weight(self, row: Mapping[str, Value]) -> tuple[bool, int, int, bool]:
        """What orders a row of responses; a smaller one comes first."""
        key = (row["assessment_id"], row["provision_id"])
        return (
            row["assessment_id"] in self._copies,
            GRADES.index(str(row["confidence"])),
            self._gravest.get(key, len(SEVERITIES)),
            row["level"] != "must",
        )

    def first(self, rows: Iterable[Mapping[str, Value]]) -> list[Mapping[str, Value]]:
        """The rows to check, in this order."""
        return sorted(filter(to_check, rows), key=self.weight)


def counted(rows: Iterable[Mapping[str, Value]]) -> dict[str, int]:
    """How many rows are to be checked, by the grade of their reading, the least sure first."""
    counts = Counter(str(row["confidence"]) for row in rows if to_check(row))
    return {grade: counts[grade] for grade in GRADES}
