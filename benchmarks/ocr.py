"""RapidOCR against Tesseract on the same scanned pages.

Pages of the corpus are drawn, worn as scanners wear them, and read by each engine that is
installed; an engine that is missing is named and left out. What they should have read is the
text layer of the page that was drawn. Columns of the table:

- characters: likeness of each line to the printed one, white space left aside (Levenshtein,
  normalised), weighted by length; a line that was not read counts 0
- words: share of the printed words that come back whole, with their spaces and their case
- answers: share of the short cells (Yes, No, N/A, 5.10 ...) read exactly
- wrong: share of the short cells read as another short text; the rest were not read
- seconds: of processor time for a page

Usage: python benchmarks/ocr.py [--pages N]
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import io
import os
import resource
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pypdfium2
from PIL import Image
from rapidfuzz.distance import Levenshtein

from saextract.parsers.pdf.objects.pages import read_document
from saextract.parsers.pdf.ocr import engine as ocr
from saextract.parsers.pdf.ocr import rules as ocr_rules

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
sys.path.insert(0, str(CORPUS / "build"))

from wear import Wear, worn  # noqa: E402


class Token(NamedTuple):
    """A word with its box in points."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float


PAGES: tuple[tuple[str, int, int, Wear], ...] = (
    ("dartford-2022-libreoffice.pdf", 2, 200, Wear()),
    ("dartford-2024-weasyprint.pdf", 4, 200, Wear(skew=-1.1, noise=4)),
    ("specimen-2022-dingbats.pdf", 3, 200, Wear(blur=0.7)),
    ("hollowbridge-2024-upright.pdf", 2, 200, Wear(quality=0)),
    ("testbury-2024-annex.pdf", 5, 200, Wear(shade=70, noise=3)),
    ("samplewick-2024-headless.pdf", 2, 150, Wear(quality=30)),
    ("mockridge-2024-under-2022.pdf", 3, 150, Wear(quality=0, skew=-0.5)),
    ("imaginary-isles-2022-zebra.pdf", 3, 300, Wear(noise=5, border=True, holes=True)),
)
"""Document, page, dots per inch, wear; pages differ in layout, face and size of type."""


def printed(path: Path, number: int) -> list[Token]:
    """The words of a page's text layer."""
    page = read_document(path.read_bytes()).pages[number - 1]
    words = page.words + page.residue
    return [Token(w.text, w.x0, w.top, w.x1, w.bottom) for w in words if w.text.strip()]


def segments(words: Sequence[Token]) -> list[list[Token]]:
    """Printed words put together to the lines of cells: same height, no wide gap."""
    found: list[list[Token]] = []
    for word in sorted(words, key=lambda w: (round((w.top + w.bottom) / 2), w.x0)):
        middle = (word.top + word.bottom) / 2
        for line in reversed(found[-40:]):
            last = line[-1]
            gap = word.x0 - last.x1
            if last.top < middle < last.bottom and -1 <= gap <= 0.7 * (word.bottom - word.top):
                line.append(word)
                break
        else:
            found.append([word])
    return found


@dataclass
class Score:
    """Counts over pages."""

    letters: int = 0
    right_letters: float = 0
    words: int = 0
    right_words: int = 0
    short: int = 0
    right_short: int = 0
    wrong_short: int = 0
    seconds: list[float] = field(default_factory=list)

    def add(self, truth: Sequence[Token], read: Sequence[Token], seconds: float) -> None:
        """Counts one page."""
        self.seconds.append(seconds)
        lines = segments(truth)
        seen: list[list[Token]] = [[] for _ in lines]
        for token in read:
            place = _line_of(token, lines)
            if place is not None:
                seen[place].append(token)
        for line, tokens in zip(lines, seen, strict=True):
            want = [w.text for w in line]
            got = [t for w in sorted(tokens, key=lambda t: t.x0) for t in w.text.split()]
            text, other = _plain("".join(want)), _plain("".join(got))
            self.letters += len(text)
            self.right_letters += len(text) * Levenshtein.normalized_similarity(text, other)
            self.words += len(want)
            self.right_words += (Counter(map(_plain, want)) & Counter(map(_plain, got))).total()
            if text.isascii() and 0 < len(text) <= 4 and len(line) == 1:
                self.short += 1
                self.right_short += text == other
                self.wrong_short += bool(other) and text != other

    def row(self) -> str:
        """As cells of a Markdown table."""
        short = f"{100 * self.right_short / max(1, self.short):.1f} %"
        return (
            f"{100 * self.right_letters / self.letters:.1f} % "
            f"| {100 * self.right_words / self.words:.1f} % "
            f"| {short} ({self.right_short}/{self.short}) "
            f"| {self.wrong_short} | {sum(self.seconds) / len(self.seconds):.1f}"
        )


def _plain(text: str) -> str:
    """Shapes of quotes, dashes and bullets left aside."""
    return text.translate(str.maketrans("‘’“”–—‐✔√", "''\"\"---✓✓", "•▪●◦"))


def _line_of(token: Token, lines: Sequence[Sequence[Token]]) -> int | None:
    middle, best, most = (token.top + token.bottom) / 2, None, 0.0
    for index, line in enumerate(lines):
        if not line[0].top - 1 <= middle <= line[0].bottom + 1:
            continue
        shared = min(token.x1, line[-1].x1 + 3) - max(token.x0, line[0].x0 - 3)
        if shared > most:
            best, most = index, shared
    return best


def rapidocr(picture: Any) -> list[Token]:
    """RapidOCR as saextract asks it."""
    page = ocr.read_picture(picture, 1)
    return [Token(w.text, w.x0, w.top, w.x1, w.bottom) for w in page.words]


def tesseract(picture: Any, mode: int) -> list[Token]:
    """Tesseract with the English model and a mode of page segmentation, one thread."""
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "PNG", dpi=(ocr.DPI, ocr.DPI))
    done = subprocess.run(
        ["tesseract", "-", "-", "-l", "eng", "--psm", str(mode), "tsv"],
        input=out.getvalue(),
        capture_output=True,
        check=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    rows = csv.DictReader(io.StringIO(done.stdout.decode()), delimiter="\t", quoting=csv.QUOTE_NONE)
    scale = 72 / ocr.DPI
    found = []
    for row in rows:
        if row["level"] == "5" and (row["text"] or "").strip():
            x, y, wide, high = (int(row[key]) * scale for key in ("left", "top", "width", "height"))
            found.append(Token(row["text"].strip(), x, y, x + wide, y + high))
    return found


def without_rules(picture: Any) -> Any:
    """The picture with its ruling lines painted over."""
    clean = picture.copy()
    for box in ocr_rules.find_strokes(picture).boxes:
        x0, top, x1, bottom = map(round, box)
        clean[max(0, top - 2) : bottom + 3, max(0, x0 - 2) : x1 + 3] = int(np.median(picture))
    return clean


def engines() -> dict[str, Callable[[Any], list[Token]]]:
    """Those that are installed; prints which are not."""
    found: dict[str, Callable[[Any], list[Token]]] = {}
    if importlib.util.find_spec("rapidocr") and importlib.util.find_spec("onnxruntime"):
        found["RapidOCR in saextract"] = rapidocr
    else:
        print("RapidOCR is left out: install it with pip install 'saextract[ocr]'")
    if shutil.which("tesseract"):
        found["Tesseract, automatic"] = lambda picture: tesseract(picture, 3)
        found["Tesseract, one block"] = lambda picture: tesseract(picture, 6)
        found["Tesseract, sparse text"] = lambda picture: tesseract(picture, 11)
        found["Tesseract, sparse text, rules painted over"] = lambda picture: tesseract(
            without_rules(picture), 11
        )
    else:
        print("Tesseract is left out: install it with your system's package manager")
    return found


def picture_of(path: Path, number: int, dpi: int, wear: Wear) -> Any:
    """A page drawn, worn, brought to the resolution that OCR works with, and set straight."""
    pdf = pypdfium2.PdfDocument(path)
    page = pdf[number - 1].render(scale=dpi / 72, grayscale=True).to_pil()
    out = io.BytesIO()
    worn(page, wear, np.random.default_rng(number)).save(out, "JPEG", quality=wear.quality or 95)
    seen = Image.open(out)
    size = tuple(round(side * ocr.DPI / dpi) for side in seen.size)
    return ocr_rules.straighten(np.array(seen.resize(size, Image.Resampling.LANCZOS)))


def cpu() -> float:
    """Processor seconds of this process and its children."""
    own = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + own.ru_utime + own.ru_stime


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=len(PAGES))
    options = parser.parse_args()
    found = engines()
    scores = {name: Score() for name in found}
    for file, number, dpi, wear in PAGES[: options.pages]:
        path = CORPUS / "documents" / file
        picture, truth = picture_of(path, number, dpi, wear), printed(path, number)
        for name, read in found.items():
            started = cpu()
            tokens = read(picture)
            scores[name].add(truth, tokens, cpu() - started)
    print("| engine | characters | words | answers | wrong | seconds |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, score in scores.items():
        print(f"| {name} | {score.row()} |")


if __name__ == "__main__":
    main()
