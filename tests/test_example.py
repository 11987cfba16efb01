"""example/: what people look at before they install anything is what this version makes."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from saextract.dataset.tables import TABLES

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "example"


def rows_of(name: str) -> list[dict[str, str]]:
    with (EXAMPLE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", sorted(file.stem for file in EXAMPLE.glob("*.csv")))
def test_its_tables_have_the_columns_of_today(name: str) -> None:
    (table,) = (table for table in TABLES if table.name == name)
    rows = rows_of(name)
    assert rows
    assert tuple(rows[0]) == table.names


@pytest.mark.parametrize("path", ["dartford-2022-chromium.pdf", "dartford-2024-chromium.pdf"])
def test_its_answers_are_those_of_the_labels(path: str) -> None:
    (labelled,) = json.loads((ROOT / "gold" / f"{path}.json").read_bytes())["assessments"]
    wanted = {number: said["answer"] for number, said in labelled["responses"].items()}
    read = {
        row["provision_id"].partition(":")[2]: row["answer"]
        for row in rows_of("responses")
        if row["path"] == path
    }
    assert len(read) == 72
    assert read == wanted
