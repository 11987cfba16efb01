"""Writes small PDF files from content streams, for tests."""

from __future__ import annotations

from collections.abc import Sequence

FONTS = {"F1": "Helvetica", "F2": "Helvetica-Bold", "F3": "ZapfDingbats", "F4": "Symbol"}


def make_pdf(
    *contents: str,
    page: str = "",
    box: Sequence[float] = (0, 0, 400, 400),
    catalog: str = "",
    objects: Sequence[str] = (),
    resources: str = "",
) -> bytes:
    """A PDF with one page for each content stream.

    Args:
        contents: the content streams; the fonts F1 to F4 are Helvetica, Helvetica bold,
            ZapfDingbats and Symbol.
        page: further entries of each page's dictionary.
        box: media box of each page.
        catalog: further entries of the catalogue.
        objects: further objects, numbered from 10; each with its own "<<", and "stream" if any.
        resources: further entries of the resources.
    """
    fonts = " ".join(
        f"/{key} << /Type /Font /Subtype /Type1 /BaseFont /{name} >>" for key, name in FONTS.items()
    )
    shared = f"<< /Font << {fonts} >> {resources} >>"
    media = " ".join(map(str, box))
    first = 10 + len(objects)
    kids = " ".join(f"{first + 2 * i} 0 R" for i in range(len(contents)))
    numbered = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>",
    }
    numbered |= {10 + i: text for i, text in enumerate(objects)}
    for i, content in enumerate(contents):
        numbered[first + 2 * i] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{media}] /Resources {shared} "
            f"/Contents {first + 2 * i + 1} 0 R {page} >>"
        )
        numbered[first + 2 * i + 1] = stream(content)
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, text in numbered.items():
        places[number] = len(out)
        out += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    start = len(out)
    size = max(numbered) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    for number in range(1, size):
        out += (
            f"{places[number]:010} 00000 n \n" if number in places else "0000000000 65535 f \n"
        ).encode()
    out += f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def stream(content: str, entries: str = "") -> str:
    """A stream object."""
    return f"<< /Length {len(content)} {entries} >>\nstream\n{content}\nendstream"


def show(x: float, y: float, text: str, font: str = "F1", size: float = 10) -> str:
    """Operators that show a line of text with its origin at x, y."""
    return f"BT /{font} {size} Tf {x} {y} Td ({text}) Tj ET\n"
