"""What commands show to people in a terminal."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from outcomes import assessment, outcome, response
from saextract.analysis.compare import compare, matrix
from saextract.analysis.explain import explain
from saextract.dataset.build import build
from saextract.dataset.summary import Summary, Trouble
from saextract.dataset.tables.derived import CHANGES
from saextract.errors import ExitCode
from saextract.running import Report
from saextract.screen.queries import show_changes, show_coverage, show_matrix
from saextract.screen.show import show_explanation, show_report


def shown(show: Callable[..., None], *given: Any) -> str:
    text = StringIO()
    show(Console(file=text, width=100), *given)
    return text.getvalue()


def test_a_document_with_two_problems_is_named_once() -> None:
    troubles = tuple(Trouble("form.pdf", "partial", code, "Look.", "") for code in ("one", "two"))
    summary = Summary({"partial": 1}, 1, 1, 0, 0, dict.fromkeys(("low", "medium", "high"), 0),
                      troubles, 0, [])  # fmt: skip
    text = shown(show_report, Report(Path("out"), summary, (), ExitCode.INCOMPLETE))
    assert text.count("form.pdf") == 1
    assert "one: Look." in text
    assert "two: Look." in text


def test_the_matrix_speaks_in_words() -> None:
    tables = build([outcome("a.pdf", assessment(answers={"1.2": "not_found"}))])
    text = shown(show_matrix, *matrix(compare(tables)))
    assert "not found" in text
    assert "not_found" not in text


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [(("high", ""), ("low", ""), "low"), (("medium", ""), ("low", "confirmed"), "medium")],
)
def test_a_change_is_as_sure_as_the_less_sure_of_its_two_rows(
    before: tuple[str, str], now: tuple[str, str], told: str
) -> None:
    row: dict[str, Any] = dict.fromkeys(CHANGES.names, "") | {"change": "worse", "page": None}
    row |= {"provision_id": "HOS-2024:1.2", "confidence_before": before[0], "confidence": now[0]}
    row |= {"reviewed_before": before[1], "reviewed": now[1]}
    text = shown(show_changes, [row])
    line = next(line for line in text.splitlines() if "HOS-2024:1.2" in line)
    assert line.split()[-1] == told
    assert "page" not in text


def test_coverage_says_which_number_is_the_code_and_which_the_year() -> None:
    row = {"status": "not_on_register", "landlord": "Made-up Homes", "landlord_registered": "",
           "path": "a.pdf", "edition": "2020", "year": "2020", "provisions_found": 36,
           "provisions_expected": 36}  # fmt: skip
    text = shown(show_coverage, [row, row | {"year": ""}])
    assert "  Made-up Homes: Code of 2020, assessed 2020, 36 of 36 provisions\n" in text
    assert "  Made-up Homes: Code of 2020, 36 of 36 provisions\n" in text


def test_an_explanation_lists_each_row_to_check_in_a_line_and_missing_ones_in_brief() -> None:
    answers = dict.fromkeys(("1.4", "1.5", "1.6"), "not_found")
    flagged = response("HOS-2024:1.2", "partial", flags=("no-evidence",))
    tables = build([outcome("a.pdf", assessment(answers={"1.2": flagged, **answers}))])
    text = shown(show_explanation, explain(tables))
    (line,) = (line for line in text.splitlines() if "HOS-2024:1.2" in line)
    assert line.split()[:3] == ["HOS-2024:1.2", "partial", "Partial"]
    assert "1.4 to 1.6" in text
