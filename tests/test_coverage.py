"""Who on a register has an assessment, and what ails it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from saextract.analysis.coverage import coverage
from saextract.dataset.tables import Records, Value
from saextract.errors import UsageError
from saextract.register import Entry, Register
from saextract.register.files import register_of

NAMES = (
    "Moleham Homes",
    "Willow Trust",
    "Badger Housing",
    "Stoat Homes",
    "Ratty Homes",
    "Toad Trust",
)
REGISTER = Register(Entry(name=name, id=f"R{i}") for i, name in enumerate(NAMES))


def assessment(
    landlord_id: str, edition: str, year: int, found: int, **rest: Value
) -> dict[str, Value]:
    row: dict[str, Value] = {
        "assessment_id": f"a-{landlord_id}-{edition}-{year}", "code": "HOS", "edition": edition,
        "landlord": "", "landlord_id": landlord_id, "year": str(year), "year_start": year,
        "assessed_on": "", "provisions_found": found, "provisions_expected": 72, "copy_of": "",
        "same_as": "", "path": f"{landlord_id}.pdf",
    }  # fmt: skip
    return row | rest


ASSESSMENTS: Records = [
    assessment("R0", "2024", 2025, 72),
    assessment("R0", "2022", 2022, 66),
    assessment("R1", "2022", 2023, 66),
    assessment("R2", "2024", 2024, 72),
    assessment("R3", "2024", 2025, 40),
    assessment("R0", "2024", 2026, 72, same_as="a-R0-2024-2025"),
    assessment("", "2024", 2025, 72, landlord="Weasel Homes"),
]


def statuses(year: int | None = None) -> dict[str, str]:
    rows = coverage({"assessments": ASSESSMENTS}, REGISTER, year)
    return {str(row["landlord_registered"] or row["landlord"]): str(row["status"]) for row in rows}


def test_each_landlord_of_the_register_and_of_the_dataset_has_one_row() -> None:
    assert statuses() == {
        "Ratty Homes": "none",
        "Toad Trust": "none",
        "Willow Trust": "superseded_edition",
        "Badger Housing": "old",
        "Stoat Homes": "partial",
        "Moleham Homes": "current",
        "Weasel Homes": "not_on_register",
    }


def test_a_year_that_is_asked_for_decides_what_is_old() -> None:
    assert statuses(2024)["Badger Housing"] == "current"
    assert statuses(2026)["Moleham Homes"] == "old"


def test_the_newest_assessment_of_the_newest_edition_counts() -> None:
    rows = coverage({"assessments": ASSESSMENTS}, REGISTER)
    newest = next(row for row in rows if row["landlord_id"] == "R0")
    assert (newest["edition"], newest["year"]) == ("2024", "2025")


def test_a_dataset_made_without_a_register_is_not_held_against_one(tmp_path: Path) -> None:
    run = {"settings": {"use_register": "False", "register_file": ""}}
    (tmp_path / "run.json").write_text(json.dumps(run))
    with pytest.raises(UsageError, match="--no-register"):
        register_of(tmp_path)
