"""Pictures of pages: PNG, JPEG and TIFF (of several pages) → `Parsed`."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

from saextract.errors import DocumentError
from saextract.model import OcrMode, Parsed, Source
from saextract.parsers.limits import MAX_PAGES, MAX_PIXELS, within

if TYPE_CHECKING:
    from PIL.Image import Image

MEDIA_TYPES = ("image/png", "image/jpeg", "image/tiff")
"""What this parser reads."""

_LONG_SIDE = 11.69
"""Long side of A4 in inches: the size of a page whose file does not tell its resolution."""

_RESOLUTIONS = (90.0, 700.0)
"""Dots per inch that a scan of a page can have; cameras and screens write 72, or nonsense."""


def parse(source: Source, ocr: OcrMode = "auto") -> Parsed:
    """Reads pictures of pages by OCR.

    Args:
        source: the file.
        ocr: "never" to leave it unread.

    Returns:
        Tables and passages; places are PDF points from the top left corner of the picture.
        Without OCR nothing but the pages, all unreadable.

    Raises:
        DocumentError: `truncated`, if the picture cannot be opened; `too-large`, if it would
            take too much memory.
    """
    from PIL import Image

    from saextract.parsers.pdf.objects.pages import Document
    from saextract.parsers.pdf.ocr.engine import is_installed, read_picture
    from saextract.parsers.pdf.page import Page
    from saextract.parsers.pdf.quality import set_recognised

    from .pdf import lay_out

    read = ocr != "never" and is_installed()
    document = Document()
    pages: dict[int, Page] = {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # ours is lower
            opened = Image.open(io.BytesIO(source.data))
        with opened as file:
            within("pages", getattr(file, "n_frames", 1), MAX_PAGES)
            for index in range(getattr(file, "n_frames", 1)):
                file.seek(index)
                within("pixels", file.width * file.height, MAX_PIXELS)
                file.load()
                number = index + 1
                document.pages.append(Page(number, 0.0, 0.0))
                document.tags.append([])
                document.unreadable.append(number)
                if read:
                    pages[number] = read_picture(_grey(file), number)
    except Image.DecompressionBombError as error:
        limit = f"It has far more pixels than the limit of {MAX_PIXELS:,}"
        raise DocumentError("too-large", limit) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise DocumentError("truncated", "The picture cannot be opened") from error
    set_recognised(document, pages)
    return lay_out(document)


def on_paper(picture: Image) -> Image:
    """A picture as it is shown: upright, and on white where it is transparent."""
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(picture)
    if not upright.has_transparency_data:
        return upright
    upright = upright.convert("RGBA")
    paper = Image.new("RGBA", upright.size, "white")
    return Image.alpha_composite(paper, upright)


def _grey(picture: Image) -> Any:
    """Grey values of a picture, at the resolution that OCR works with."""
    import numpy as np
    from PIL import Image

    from saextract.parsers.pdf.ocr.lines import DPI

    grey = on_paper(picture).convert("L")
    scale = DPI / resolution(picture)
    size = (max(1, round(grey.width * scale)), max(1, round(grey.height * scale)))
    return np.array(grey if size == grey.size else grey.resize(size, Image.Resampling.LANCZOS))


def resolution(picture: Image) -> float:
    """Dots per inch of a picture: as the file says, or as if the picture were a page of A4."""
    low, high = _RESOLUTIONS
    told = picture.info.get("dpi", (0.0, 0.0))[0]
    if low <= told <= high:
        return float(told)
    return float(max(picture.size)) / _LONG_SIDE
