"""Dockerfile: what it copies is there, is let through, and is all that an installation needs."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
LINES = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()


def copied() -> set[str]:
    """Files and folders that the Dockerfile copies."""
    found = [line.split()[1:-1] for line in LINES if line.startswith("COPY ")]
    return {name for names in found for name in names}


def test_what_is_copied_is_there_and_let_through() -> None:
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert kept[0] == "*"
    assert copied() == {name.removeprefix("!") for name in kept[1:]}
    assert all((ROOT / name).exists() for name in copied())


def test_the_build_finds_what_it_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = {"pyproject.toml", project["project"]["readme"], *project["project"]["license-files"]}
    if "custom" in project["tool"]["hatch"]["build"]["targets"]["wheel"].get("hooks", {}):
        named.add("hatch_build.py")
    assert named <= copied()
    least = tuple(map(int, re.findall(r"\d+", project["project"]["requires-python"])))
    (image,) = (line.split(":")[1] for line in LINES if line.startswith("FROM "))
    assert tuple(map(int, re.findall(r"\d+", image))) >= least


def test_the_program_runs_as_nobody_in_particular() -> None:
    user = next(place for place, line in enumerate(LINES) if line == "USER saextract")
    assert LINES.index('ENTRYPOINT ["saextract"]') > user
    assert any(line.startswith("RUN useradd") for line in LINES[:user])
