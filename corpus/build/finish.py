"""Steps that a finished PDF goes through: what producers of tidy files do not do by themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf


def finish(pdf: Path, steps: tuple[str, ...]) -> None:
    """Applies the named steps to a file, in order.

    Args:
        pdf: the file, which is changed in place.
        steps: names of `STEPS`.
    """
    with pikepdf.open(pdf, allow_overwriting_input=True) as document:
        for step in steps:
            STEPS[step](document)
        document.save(
            pdf, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )


def _turn(page: pikepdf.Page) -> None:
    """Turns the content of a page a quarter to the left, and swaps the paper's sides."""
    height, width = float(page.mediabox[3]), float(page.mediabox[2])
    page.contents_add(f"q 0 1 -1 0 {height:g} 0 cm\n".encode(), prepend=True)
    page.contents_add(b"\nQ")
    page["/MediaBox"] = [0, 0, height, width]
    for key in ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
        if key in page:
            del page[key]
    for note in page.get("/Annots", []):
        left, bottom, right, top = (float(x) for x in note["/Rect"])
        note["/Rect"] = [height - top, left, height - bottom, right]


def turn_flag(document: pikepdf.Pdf) -> None:
    """Sideways content on upright paper, set right by the page's rotation flag."""
    for page in document.pages:
        _turn(page)
        page["/Rotate"] = 90


def turn_content(document: pikepdf.Pdf) -> None:
    """Sideways content on upright paper, as it is."""
    for page in document.pages:
        _turn(page)


def _write(document: pikepdf.Pdf, page: pikepdf.Page, stream: str) -> None:
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    name = page.add_resource(
        document.make_indirect(font), pikepdf.Name.Font, pikepdf.Name.FinishFont
    )
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(("\nQ " + stream.replace("/F ", f"{name} ")).encode("ascii"))


def layer_off(document: pikepdf.Pdf) -> None:
    """A reviewer's remarks over each page, on a layer that is switched off."""
    layer = document.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("Review"))
    )
    document.Root["/OCProperties"] = pikepdf.Dictionary(
        OCGs=[layer], D=pikepdf.Dictionary(ON=[], OFF=[layer], Order=[layer])
    )
    for page in document.pages:
        name = page.add_resource(layer, pikepdf.Name.Properties, pikepdf.Name.ReviewLayer)
        remarks = "".join(
            f"BT /F 9 Tf {x} {y} Td (No - reviewer disagrees, see 6.3 and 5.1) Tj ET "
            for x, y in ((60, 120), (300, 210), (420, 330), (250, 430))
        )
        _write(document, page, f"/OC {name} BDC 1 0 0 rg {remarks}EMC")


def invisible(document: pikepdf.Pdf) -> None:
    """Text that is set but not painted, as a careless recognition of a scan leaves it."""
    for page in document.pages:
        words = "".join(
            f"BT 3 Tr /F 10 Tf {x} {y} Td (N0 landIords rnust cornplaint 6.14) Tj ET "
            for x, y in ((50, 150), (250, 260), (430, 380))
        )
        _write(document, page, words)


STEPS: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "turn by flag": turn_flag,
    "turn by content": turn_content,
    "layer off": layer_off,
    "invisible": invisible,
}
