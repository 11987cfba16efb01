"""How far two people agree, and how many rows are left to check."""

from __future__ import annotations

import pytest

from saextract.analysis.agreement import cohens_kappa
from saextract.review.effort import ASSUMED, WEIGHT, Risks, rows_left


def test_kappa_is_agreement_beyond_chance() -> None:
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    assert cohens_kappa(pairs) == pytest.approx(0.4)
    assert cohens_kappa([("yes", "yes"), ("no", "no")]) == 1
    assert cohens_kappa([("yes", "no"), ("no", "yes")]) == -1


def test_kappa_of_nothing_or_of_one_label_is_not_defined() -> None:
    assert cohens_kappa([]) is None
    assert cohens_kappa([("yes", "yes")] * 5) is None


def test_the_riskiest_rows_are_checked_until_the_rest_is_sure_enough() -> None:
    assert rows_left([0.5, 0.5, 0.001], 100) == 0 + 1
    assert rows_left([0.5] * 10, 100) == 8
    assert rows_left([], 100) == 0
    assert rows_left([0.02] * 100, 100) == 50


def test_decisions_outweigh_what_is_assumed() -> None:
    row = {"confidence": "low", "flags": "[]"}
    assert Risks([]).of(row) == ASSUMED["low"]
    right = [(("low", False), False)] * WEIGHT
    assert Risks(right).of(row) == pytest.approx(ASSUMED["low"] / 2)
    assert Risks(right).of({"confidence": "high", "flags": "[]"}) == ASSUMED["high"]
