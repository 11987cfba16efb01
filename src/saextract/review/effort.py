"""How many rows are still to be checked until the dataset is as right as is wanted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from saextract.dataset.tables import Value

TARGET = 0.99
"""Share of rows that are to be right in every cell."""

ASSUMED = {"high": 0.05, "medium": 0.2, "low": 0.5}
"""Share of rows of a grade that are wrong in some cell, before anybody has decided on one.

Worse, on purpose, than what the labelled documents show (docs/evaluation.md): where layouts are
new, more is wrong than there.
"""

WEIGHT = 20
"""Decisions that weigh as much as the assumption: after 20 of a kind it counts for half."""

Kind = tuple[str, bool]
"""Rows that are about equally sure: their grade, and whether something stood out in them."""


def kind_of(row: Mapping[str, Value]) -> Kind:
    """The kind of a row of the table responses."""
    return str(row["confidence"]), row["flags"] != "[]"


class Risks:
    """How probable it is that a row is wrong in some cell, by its kind."""

    def __init__(self, decided: Iterable[tuple[Kind, bool]]) -> None:
        """Learns from decisions.

        Args:
            decided: the kind of each row that was decided on, and whether it was wrong.
        """
        found = list(decided)
        self._seen = Counter(kind for kind, _ in found)
        self._wrong = Counter(kind for kind, wrong in found if wrong)

    def of(self, row: Mapping[str, Value]) -> float:
        """The risk of a row, 0 to 1."""
        kind = kind_of(row)
        expected = ASSUMED[kind[0]] * WEIGHT + self._wrong[kind]
        return expected / (WEIGHT + self._seen[kind])


def rows_left(risks: Iterable[float], rows: int) -> int:
    """How many rows are to be checked, those at greatest risk first, to reach `TARGET`.

    A row that was checked counts as right.

    Args:
        risks: of the rows that nobody has checked.
        rows: of the dataset, checked or not.
    """
    ordered = sorted(risks, reverse=True)
    expected, allowed = sum(ordered), (1 - TARGET) * rows + 1e-9
    for left, risk in enumerate(ordered):
        if expected <= allowed:
            return left
        expected -= risk
    return len(ordered)
