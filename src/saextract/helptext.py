"""docs/cli.md, made from what `--help` says.

`python -m saextract.helptext > docs/cli.md` writes it anew.
"""

from __future__ import annotations

import sys

_WIDTH = 90
"""Characters of a line of the page."""
_HEAD = """# Command line

What each command's `--help` says. Everything that a command says on the screen it also gives as \
data.

| exit code | meaning |
|---|---|
| 0 | every document was read and is complete, or is plainly not a self-assessment |
| 1 | an unexpected internal error |
| 2 | wrong usage |
| 3 | some documents are partial, need OCR or failed; all are recorded |
| 4 | nothing usable |
"""


def command_names() -> list[str]:
    """All commands, in the order of the help."""
    import typer.main

    from .cli import app

    return list(getattr(typer.main.get_command(app), "commands"))  # noqa: B009


def help_of(*command: str) -> str:
    """What a command's help says; without a name, the program's."""
    from typer.testing import CliRunner

    from .cli import app

    arguments = [*command, "--help"]
    result = CliRunner().invoke(
        app, arguments, prog_name="saextract", terminal_width=_WIDTH, env={"NO_COLOR": "1"}
    )
    return "\n".join(line.rstrip() for line in result.output.strip().splitlines())


def cli_page() -> str:
    """The page as Markdown."""
    parts = [_HEAD, "```\n" + help_of() + "\n```\n"]
    parts += [f"## {name}\n\n```\n{help_of(name)}\n```\n" for name in command_names()]
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write(cli_page())
