"""Risk against coverage: the interval, the tables, and what of it is published."""

from __future__ import annotations

import csv
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from saextract.model import Confidence

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def risk() -> ModuleType:
    spec = importlib.util.spec_from_file_location("risk", ROOT / "benchmarks" / "risk.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["risk"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("hits", "total", "low", "top"), [(0, 100, 0.0, 0.0370), (5, 10, 0.2366, 0.7634)]
)
def test_the_interval_is_wilsons(
    risk: ModuleType, hits: int, total: int, low: float, top: float
) -> None:
    assert risk.wilson(hits, total) == pytest.approx((low, top), abs=1e-4)


def test_rows_that_were_not_found_are_neither_covered_nor_a_risk(risk: ModuleType) -> None:
    def row(grade: Confidence | None, right: bool) -> object:
        return risk.Row("a.pdf", "ruled", "pdf", "ruled", grade, right)

    high, low = Confidence.HIGH, Confidence.LOW
    rows = [row(high, True), row(high, False), row(low, True), row(None, False)]
    line = risk.table(rows, lambda one: one.kind, "format").split("\n")[2]
    assert line.startswith("| pdf | 1 | 3 of 4 | 66.7 % | 1 of 2 |")
    assert line.endswith("| 50.0 % |")


def test_every_set_at_first_sight_is_published_with_its_risk() -> None:
    text = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")
    table = text.split("<!-- risk -->")[1].split("<!-- /risk -->")[0]
    with (ROOT / "corpus" / "firstsight" / "scores.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["stage"] == "high is right"]
    assert rows
    for row in rows:
        wrong = int(row["total"]) - int(row["right"])
        assert f"| {wrong} of {row['total']} |" in table, row
