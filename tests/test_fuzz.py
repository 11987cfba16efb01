"""Some hundred mutants of documents: none breaks anything. `make fuzz` reads them for longer."""

from __future__ import annotations

from pathlib import Path

import pytest

import saextract
from fuzz import BAD, found, read_mutants


def test_no_mutant_is_an_internal_error_or_costs_a_worker_or_is_lost() -> None:
    counts = read_mutants(seed=20_260_101, seconds=40.0, rounds=3)
    assert counts["mutants"] >= 100
    assert {name: counts[name] for name in (*BAD, "lost")} == dict.fromkeys((*BAD, "lost"), 0)


@pytest.mark.parametrize("file", found(), ids=lambda file: file.name)
def test_what_once_broke_something_breaks_nothing(file: Path) -> None:
    assert not {problem.code for problem in saextract.read(file).problems} & set(BAD)
