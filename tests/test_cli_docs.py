"""docs/cli.md: every command is documented, as its help has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from saextract.helptext import cli_page, command_names, help_of

DOCS = Path(__file__).parent.parent / "docs"


def test_the_page_is_current() -> None:
    assert (DOCS / "cli.md").read_text(encoding="utf-8") == cli_page()


@pytest.mark.parametrize("name", command_names())
def test_every_command_and_option_says_what_it_does(name: str) -> None:
    text = help_of(name)
    assert f"## {name}\n" in cli_page()
    options = [line for line in text.splitlines() if line.startswith("  -")]
    assert options
    lines = text.splitlines()
    for place, line in enumerate(lines):
        if line.startswith("  -"):
            rest = line.split("  ", 2)[2:] or [""]
            following = lines[place + 1] if place + 1 < len(lines) else ""
            assert rest[0].strip() or following.startswith("      "), line


@pytest.mark.parametrize("name", command_names())
def test_help_also_answers_to_h(name: str) -> None:
    assert "-h, --help" in help_of(name)
