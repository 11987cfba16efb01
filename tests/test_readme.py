"""The README's score table is the one that the floors were pinned with."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_published_scores_are_the_pinned_ones() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.split("<!-- scores -->")[1].split("<!-- /scores -->")[0]
    floors = json.loads((ROOT / "gold" / "baseline.json").read_text(encoding="utf-8"))["floors"]
    published = dict(re.findall(r"^\| ([a-z ]+?) \| ([\d.]+) %", table, re.MULTILINE))
    assert set(published) == set(floors["all"])
    for stage, percent in published.items():
        assert abs(float(percent) - 100 * floors["all"][stage]) < 0.1, stage


def test_the_scores_at_first_sight_are_those_on_record() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.split("<!-- firstsight -->")[1].split("<!-- /firstsight -->")[0]
    with (ROOT / "corpus" / "firstsight" / "scores.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    head, _, *lines = table.strip().splitlines()
    stages = [title.strip() for title in head.strip("|").split("|")[1:]]
    assert len(stages) >= 3
    assert {line.split("|")[1].strip() for line in lines} > {row["set"] for row in rows}
    for row in rows:
        if row["stage"] in stages:
            assert f"({row['right']}/{row['total']})" in table, row
