"""Fills the README's first screen: runs the commands shown there and puts in what they print.

Usage: python docs/readme.py (about ten minutes, most of them for the two baselines)
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"


def run(*command: str) -> str:
    """What a command prints."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout


def between(text: str, start: str, end: str, inner: str) -> str:
    """Replaces what stands between two markers."""
    return re.sub(
        rf"({re.escape(start)}).*?({re.escape(end)})",
        lambda match: f"{match.group(1)}\n{inner.strip()}\n{match.group(2)}",
        text,
        count=1,
        flags=re.DOTALL,
    )


def main() -> None:
    """Writes the README anew."""
    readme = README.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        printed = run("saextract", "ingest", "corpus/documents", "--out", f"{folder}/saextract-out")
    shown = "\n".join(line.rstrip() for line in printed.replace(f"{folder}/", "").split("\n"))
    readme = between(readme, "$ saextract ingest corpus/documents", "```", shown)
    scores = run("saextract", "evaluate", "corpus", "gold", "--baselines").split("\n\n")[0]
    readme = between(readme, "<!-- scores -->", "<!-- /scores -->", scores)
    README.write_text(readme, encoding="utf-8")


if __name__ == "__main__":
    main()
