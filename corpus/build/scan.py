"""Scans of documents of the corpus: pages drawn as noisy, slightly skewed grey pictures.

`python corpus/build/scan.py` makes them all, with their gold and their lines of the catalogue.
The gold is that of the document that was drawn; of a document drawn in part it holds the rows
that lie wholly on the pages drawn.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

CORPUS = Path(__file__).resolve().parent.parent
GOLD = CORPUS.parent / "gold"
DOCUMENTS = CORPUS / "documents"


@dataclass(frozen=True)
class Scan:
    """A scan to make.

    Attributes:
        file: name of the scan.
        original: name of the PDF that is drawn.
        dpi: dots per inch.
        skew: degrees, to either side by turns.
        quality: of the JPEG pictures.
        pages: 1-based pages of the original that the scan holds; all if empty.
        plain: pages of the scan that stay as they are, with their text.
    """

    file: str
    original: str
    dpi: int = 200
    skew: float = 0.6
    quality: int = 24
    pages: tuple[int, ...] = ()
    plain: tuple[int, ...] = ()

    @property
    def about(self) -> str:
        """The layout in words."""
        some = ", other pages with text" if self.plain else ""
        return f"scan of {self.original}, {self.dpi} dpi, skew {self.skew}{some}"


SCANS = (
    Scan("scan-brent-200.pdf", "brent-weasyprint.pdf"),
    Scan("scan-dartford-2022-200.pdf", "dartford-2022-reportlab.pdf", pages=(1, 2, 3, 4)),
    Scan("scan-park-150.pdf", "placeholder-park-2020-zebra.pdf", dpi=150, skew=1.0, quality=45),
    Scan(
        "scan-larkspur-mixed.pdf",
        "larkspur-2024-short.pdf",
        plain=tuple(n for n in range(1, 19) if n not in (4, 5)),
    ),
)


def make(scan: Scan) -> None:
    """Writes one scan and its gold."""
    pdf = pypdfium2.PdfDocument(DOCUMENTS / scan.original)
    numbers = scan.pages or tuple(range(1, len(pdf) + 1))
    random = np.random.default_rng(len(scan.file))
    pictures = io.BytesIO()
    canvas = Canvas(pictures, invariant=True)
    for position, number in enumerate(numbers):
        page = pdf[number - 1]
        canvas.setPageSize(page.get_size())
        if position + 1 not in scan.plain:
            drawn = page.render(scale=scan.dpi / 72, grayscale=True).to_pil()
            skew = scan.skew * (1 if position % 2 else -0.7)
            jpeg = _worn(drawn, skew, scan.quality, random)
            canvas.drawImage(ImageReader(io.BytesIO(jpeg)), 0, 0, *page.get_size())
        canvas.showPage()
    canvas.save()
    with (
        pikepdf.open(io.BytesIO(pictures.getvalue())) as made,
        pikepdf.open(DOCUMENTS / scan.original) as original,
    ):
        for position in scan.plain:
            made.pages[position - 1] = original.pages[numbers[position - 1] - 1]
        made.save(DOCUMENTS / scan.file, deterministic_id=True)
    _write_gold(scan, numbers)


def _worn(page: Image.Image, skew: float, quality: int, random: np.random.Generator) -> bytes:
    """The page as a scanner gives it: turned a little, grey, with noise, as a JPEG."""
    turned = page.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255)
    grey = np.asarray(turned, dtype=float) * 0.93 + 12
    worn = np.clip(grey + random.normal(0, 1.2, grey.shape), 0, 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(worn).save(out, "JPEG", quality=quality)
    return out.getvalue()


def _write_gold(scan: Scan, numbers: tuple[int, ...]) -> None:
    gold = json.loads((GOLD / f"{scan.original}.json").read_text(encoding="utf-8"))
    gold |= {"file": scan.file, "layout": scan.about, "producer": "scan", "scan": True}
    for assessment in gold["assessments"]:
        if scan.pages:
            assessment["actions"] = None
        kept = {}
        for number, row in assessment["responses"].items():
            if {row["page_first"], row["page_last"]} <= set(numbers):
                pages = {key: numbers.index(row[key]) + 1 for key in ("page_first", "page_last")}
                kept[number] = row | pages
        assessment["responses"] = kept
    text = json.dumps(gold, ensure_ascii=False, indent=1)
    (GOLD / f"{scan.file}.json").write_text(text + "\n", encoding="utf-8")


def _catalogue() -> None:
    path = CORPUS / "catalogue.csv"
    with path.open(encoding="utf-8", newline="") as old:
        reader = csv.DictReader(old)
        lines = {line["file"]: line for line in reader}
        columns = reader.fieldnames or ()
    for scan in SCANS:
        own = {"file": scan.file, "producer": "scan", "layout": scan.about}
        lines[scan.file] = lines[scan.original] | own | {"made": "corpus/build/scan.py"}
    with path.open("w", encoding="utf-8", newline="") as new:
        writer = csv.DictWriter(new, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines[file] for file in sorted(lines))


if __name__ == "__main__":
    for scan in SCANS:
        make(scan)
        print(f"{scan.file}: {(DOCUMENTS / scan.file).stat().st_size // 1024} kB")
    _catalogue()
