"""Scans of documents of the corpus: pages drawn as pictures and worn as scanners wear them.

`python corpus/build/scan.py` makes them all, with their gold and their lines of the catalogue.
The gold is that of the document that was drawn; of a document drawn in part it holds the rows
that lie wholly on the pages drawn.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
from PIL import Image
from shelf import catalogue
from wear import Wear, encoded, worn

CORPUS = Path(__file__).resolve().parent.parent
GOLD = CORPUS.parent / "gold"
DOCUMENTS = CORPUS / "documents"


@dataclass(frozen=True)
class Scan:
    """A scan to make.

    Attributes:
        file: name of the scan; `.tiff` for a picture file of several pages.
        original: name of the PDF that is drawn.
        about: what is particular, in words.
        wear: how the pages are worn; the skew is to either side by turns.
        dpi: dots per inch.
        pages: 1-based pages of the original that the scan holds; all if empty.
        plain: pages of the scan that stay as they are, with their text.
    """

    file: str
    original: str
    about: str
    wear: Wear
    dpi: int = 200
    pages: tuple[int, ...] = ()
    plain: tuple[int, ...] = ()

    @property
    def layout(self) -> str:
        """The layout in words."""
        return f"scan of {self.original}, {self.dpi} dpi, {self.about}"


SCANS = (
    Scan(
        "scan-brent-200.pdf",
        "brent-weasyprint.pdf",
        "grey, skew 0.6",
        Wear(quality=20),
        pages=(1, 2),
    ),
    Scan(
        "scan-dartford-2022-200.pdf",
        "dartford-2022-reportlab.pdf",
        "skew 1.2, dark edges, punched holes",
        Wear(skew=1.2, quality=16, border=True, holes=True),
        pages=(1, 2),
    ),
    Scan(
        "scan-park-150.pdf",
        "placeholder-park-2020-zebra.pdf",
        "skew 1.0, noise",
        Wear(skew=1.0, noise=3, quality=30),
        dpi=150,
        pages=(1, 2),
    ),
    Scan(
        "scan-dummyford-upside-down.tiff",
        "dummyford-2020-horizontal.pdf",
        "black and white, fed upside down",
        Wear(skew=0.5, quality=0, turn=180),
    ),
    Scan(
        "scan-larkspur-mixed.pdf",
        "larkspur-2024-short.pdf",
        "uneven light, other pages with text",
        Wear(quality=15, shade=50),
        plain=tuple(n for n in range(1, 19) if n not in (4, 5)),
    ),
)


def make(scan: Scan) -> None:
    """Writes one scan and its gold."""
    pdf = pypdfium2.PdfDocument(DOCUMENTS / scan.original)
    numbers = scan.pages or tuple(range(1, len(pdf) + 1))
    random = np.random.default_rng(len(scan.file))
    pictures: dict[int, Image.Image] = {}
    for position, number in enumerate(numbers):
        if position + 1 not in scan.plain:
            drawn = pdf[number - 1].render(scale=scan.dpi / 72, grayscale=True).to_pil()
            skew = scan.wear.skew * (1 if position % 2 else -0.7)
            pictures[position] = worn(drawn, replace(scan.wear, skew=skew), random)
    if scan.file.endswith(".tiff"):
        _write_tiff(scan, [picture.convert("1") for picture in pictures.values()])
    else:
        _write_pdf(scan, numbers, pictures)
    _write_gold(scan, numbers)


def _write_tiff(scan: Scan, pictures: list[Image.Image]) -> None:
    pictures[0].save(
        DOCUMENTS / scan.file,
        save_all=True,
        append_images=pictures[1:],
        compression="group4",
        dpi=(scan.dpi, scan.dpi),
    )


def _write_pdf(scan: Scan, numbers: tuple[int, ...], pictures: dict[int, Image.Image]) -> None:
    with pikepdf.new() as made, pikepdf.open(DOCUMENTS / scan.original) as original:
        for position, number in enumerate(numbers):
            if position not in pictures:
                made.pages.append(original.pages[number - 1])
                continue
            picture = pictures[position]
            box = [0, 0, *(round(side * 72 / scan.dpi, 2) for side in picture.size)]
            page = made.add_blank_page(page_size=(box[2], box[3]))
            image = made.make_stream(encoded(picture, scan.wear), _image_header(picture, scan))
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image))
            page.Contents = made.make_stream(f"{box[2]} 0 0 {box[3]} 0 0 cm /Im Do".encode())
        made.save(DOCUMENTS / scan.file, deterministic_id=True)


def _image_header(picture: Image.Image, scan: Scan) -> pikepdf.Dictionary:
    header = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8 if scan.wear.quality else 1,
    )
    if scan.wear.quality:
        header.Filter = pikepdf.Name.DCTDecode
    else:
        header.Filter = pikepdf.Name.CCITTFaxDecode
        header.DecodeParms = pikepdf.Dictionary(
            K=-1, Columns=picture.width, Rows=picture.height, BlackIs1=True
        )
    return header


def _write_gold(scan: Scan, numbers: tuple[int, ...]) -> None:
    gold = json.loads((GOLD / f"{scan.original}.json").read_text(encoding="utf-8"))
    gold |= {"file": scan.file, "layout": scan.layout, "producer": "scan", "scan": True}
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
    with catalogue() as lines:
        for scan in SCANS:
            own = {
                "file": scan.file,
                "format": Path(scan.file).suffix.lstrip("."),
                "producer": "scan",
                "layout": scan.layout,
            }
            lines[scan.file] = lines[scan.original] | own | {"made": "corpus/build/scan.py"}


if __name__ == "__main__":
    for scan in SCANS:
        make(scan)
        print(f"{scan.file}: {(DOCUMENTS / scan.file).stat().st_size // 1024} kB")
    _catalogue()
