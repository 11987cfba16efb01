"""Pictures of the pages that rows stand on, from PDF files and scans."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from saextract.errors import DocumentError
from saextract.model import Source

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 110
"""Dots per inch: 9 point type is read with ease, and a page of A4 takes about 60 kB."""

MADE = f"{DPI} dpi, 32 shades"
"""How pictures are made; one that was made otherwise is drawn anew."""

_SHADES = [round(round(v * 31 / 255) * 255 / 31) for v in range(256)] * 3
"""32 shades of red, green and blue, which no eye tells from 256 on a printed page."""

_SHARP = {"lossless": True, "quality": 10, "method": 1}
"""Of WebP: pages of type take half the time and two thirds of the bytes of `_SOFT`, without a halo.
Quality 30 takes twice the time for a sixth fewer bytes."""

_SOFT = {"quality": 60, "method": 2}
"""Of WebP: photographs and scans. Method 4 takes twice the time for 2 % fewer bytes."""

_SHARPEST = 0.12
"""Bytes a pixel: pages of type had 0.01 to 0.10, scans 0.14, of which `_SOFT` makes 0.10."""

_LONGEST = 2400
"""Pixels that a side may have: A1 at 72 dots per inch. Larger pages are drawn smaller."""

POINTS = 72
"""Points per inch."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in points from the page's top left corner."""


@dataclass(frozen=True)
class Picture:
    """A page as a picture.

    Attributes:
        page: its number, from 1.
        width, height: of the page in points, as a reader shows it.
        data: the picture as WebP.
    """

    page: int
    width: float
    height: float
    data: bytes


def has_pages(media_type: str) -> bool:
    """Whether a document of this kind consists of pages that can be drawn."""
    return media_type == "application/pdf" or media_type.startswith("image/")


def draw(source: Source, pages: Iterable[int]) -> Iterator[Picture]:
    """Draws pages of a document.

    Args:
        source: a PDF file or a picture.
        pages: their numbers, from 1; those that the file does not have are left out.

    Raises:
        DocumentError: `encrypted` or `truncated`, if it cannot be opened or drawn.
    """
    drawn = _pdf if source.media_type == "application/pdf" else _scan
    yield from drawn(source.data, sorted(set(pages)))


def framed(source: Source, boxes: Mapping[int, Sequence[Box]]) -> Image:
    """Pages of a document one below the other, with frames around places on them.

    Args:
        source: a PDF file or a picture.
        boxes: page number, from 1, to the places on it; other pages are left out.

    Raises:
        DocumentError: `encrypted` or `truncated`, if it cannot be opened or drawn.
    """
    from PIL import Image, ImageDraw

    drawn = []
    for picture in draw(source, boxes):
        page = Image.open(io.BytesIO(picture.data)).convert("RGB")
        scale, pen = page.width / picture.width, ImageDraw.Draw(page)
        for left, top, right, bottom in boxes[picture.page]:
            corners = (left * scale, top * scale, right * scale, bottom * scale)
            pen.rectangle(corners, outline=_FRAME, width=_LINE)
        drawn.append(page)
    whole = Image.new("RGB", (max(p.width for p in drawn), sum(p.height for p in drawn)), "white")
    top = 0
    for page in drawn:
        whole.paste(page, (0, top))
        top += page.height
    return whole


_FRAME = "#c2410c"
"""Colour of frames, that of the report."""

_LINE = 3
"""Pixels of a frame's line."""


def _pdf(data: bytes, pages: Iterable[int]) -> Iterator[Picture]:
    import pypdfium2

    with _opened(data) as pdf:
        for number in pages:
            if not 1 <= number <= len(pdf):
                continue
            try:
                page = pdf[number - 1]
                width, height = page.get_size()
                scale = _scale(width, height)
                picture = page.render(scale=scale, may_draw_forms=True).to_pil()
                page.close()
            except (pypdfium2.PdfiumError, MemoryError) as error:
                raise DocumentError("truncated", f"Page {number} cannot be drawn") from error
            yield Picture(number, width, height, _webp(picture))


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    import pypdfium2

    from saextract.parsers.pdf.objects.forms import open_forms

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise DocumentError("truncated", "The file cannot be opened as a PDF") from error
    try:
        open_forms(pdf)
        yield pdf
    finally:
        pdf.close()


def _scan(data: bytes, pages: Iterable[int]) -> Iterator[Picture]:
    from PIL import Image

    from saextract.parsers.image import on_paper, resolution

    try:
        with Image.open(io.BytesIO(data)) as file:
            for number in pages:
                if not 1 <= number <= getattr(file, "n_frames", 1):
                    continue
                file.seek(number - 1)
                dpi = resolution(file)
                upright = on_paper(file)
                width, height = (side * POINTS / dpi for side in upright.size)
                scale = _scale(width, height)
                small = upright.convert("RGB").resize(
                    (max(1, round(width * scale)), max(1, round(height * scale)))
                )
                yield Picture(number, width, height, _webp(small))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise DocumentError("truncated", "The picture cannot be opened") from error


def _scale(width: float, height: float) -> float:
    """Pixels per point for a page of this size in points."""
    return min(DPI / POINTS, _LONGEST / max(width, height, 1.0))


def _webp(picture: Image) -> bytes:
    whole = picture.convert("RGB")
    sharp = _saved(whole.point(_SHADES), _SHARP)
    if len(sharp) <= _SHARPEST * whole.width * whole.height:
        return sharp
    return min(sharp, _saved(whole, _SOFT), key=len)


def _saved(picture: Image, how: Mapping[str, Any]) -> bytes:
    target = io.BytesIO()
    picture.save(target, "WEBP", **how)
    return target.getvalue()
