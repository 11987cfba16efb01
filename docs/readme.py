"""Fills the README's first screen and the tables of evaluation.md with what commands print.

Usage: python docs/readme.py (about a quarter of an hour, most of it for the two baselines)
"""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
ASKED = "HOS-2024:6.3"
"""The provision that the README asks about."""

LINES = 21
"""Lines of the answer that the first screen has room for."""

SHOWN = "<b>hollowbridge-2024-upright.pdf</b>"
"""What the page of the pictured assessment holds."""

PICTURE = ROOT / "docs" / "pictures" / "report.png"
EVALUATION = ROOT / "docs" / "evaluation.md"


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


def opening(printed: str) -> str:
    """The first lines of what a command prints."""
    return "\n".join([*(line.rstrip() for line in printed.split("\n")[:LINES]), " …"])


def picture(report: Path) -> None:
    """A picture of the page of an assessment, as a browser shows it."""
    sys.path.insert(0, str(ROOT / "tests"))
    from PIL import Image

    from browser import browser

    pages = sorted((report / "assessment").glob("*.html"))
    page = next(page for page in pages if SHOWN in page.read_text(encoding="utf-8"))
    with browser(1280, 760) as chrome:
        chrome.get(f"{page.as_uri()}#{ASKED.partition(':')[2]}")
        time.sleep(2)  # the page of the source is drawn as it comes into sight
        shot = Image.open(io.BytesIO(chrome.get_screenshot_as_png()))
    PICTURE.parent.mkdir(exist_ok=True)
    shot.convert("RGB").quantize(256, method=2, dither=0).save(PICTURE, optimize=True)


SHOWN_STAGES = ("answer", "high is right", "right is high", "landlord", "date")
"""What the README shows of the scores at first sight; scores.csv has all stages."""


def firstsight() -> str:
    """The scores at first sight as a table: a set a row, and all but the first together."""
    with (ROOT / "corpus" / "firstsight" / "scores.csv").open(encoding="utf-8", newline="") as file:
        scores = list(csv.DictReader(file))
    names = list(dict.fromkeys(row["set"] for row in scores))
    groups = {name: {name} for name in names} | {
        f"{names[1]} to {names[-1]} together": set(names[1:])
    }
    lines = [f"| set | {' | '.join(SHOWN_STAGES)} |", "|---|" + "---:|" * len(SHOWN_STAGES)]
    for title, held in groups.items():
        counts = (
            [
                sum(int(row[key]) for row in scores if row["set"] in held and row["stage"] == stage)
                for key in ("right", "total")
            ]
            for stage in SHOWN_STAGES
        )
        lines.append(f"| {title} | {' | '.join(_share(*count) for count in counts)} |")
    return "\n".join(lines)


def _share(right: int, total: int) -> str:
    return f"{int(1000 * right / total) / 10:.1f} % ({right}/{total})"


def main() -> None:
    """Writes the README and the tables of evaluation.md anew."""
    readme = README.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        out = f"{folder}/saextract-out"
        printed = run("saextract", "ingest", "corpus/documents", "--out", out)
        gaps = run("saextract", "gaps", "--provision", ASKED, "--out", out)
        run("saextract", "report", "--out", out)
        picture(Path(out) / "report")
    shown = "\n".join(line.rstrip() for line in printed.replace(f"{folder}/", "").split("\n"))
    readme = between(readme, "$ saextract ingest corpus/documents", "```", shown)
    readme = between(readme, f"$ saextract gaps --provision {ASKED}", "```", opening(gaps))
    scores = run("saextract", "evaluate", "corpus", "gold", "--baselines").split("\n\n")[0]
    readme = between(readme, "<!-- scores -->", "<!-- /scores -->", scores)
    readme = between(readme, "<!-- firstsight -->", "<!-- /firstsight -->", firstsight())
    README.write_text(readme, encoding="utf-8")
    risk = run(sys.executable, "benchmarks/risk.py", "--leave-out")
    text = EVALUATION.read_text(encoding="utf-8")
    text = between(text, "<!-- risk -->", "<!-- /risk -->", risk)
    EVALUATION.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
