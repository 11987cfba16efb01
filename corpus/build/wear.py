"""What a scanner, a fax or a camera does to a page: skew, noise, blur, light, stamps, holes."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont


@dataclass(frozen=True)
class Wear:
    """How a drawn page is worn.

    Attributes:
        skew: degrees, counter-clockwise.
        noise: standard deviation of grey values.
        blur: radius in pixels.
        shade: grey values by which one side of the page is darker.
        paper: grey value of white paper.
        quality: of the JPEG; 0 for black and white, as a fax or an office copier sends.
        border: dark edges, as of a copier whose lid is open.
        holes: two punched holes at the left edge.
        marks: boxes (left, top, right, bottom, as shares of the page) that are stamped or signed.
        turn: degrees counter-clockwise by which the page was fed wrongly: 0, 90, 180, 270.
    """

    skew: float = 0.6
    noise: float = 1.2
    blur: float = 0.0
    shade: float = 0.0
    paper: int = 249
    quality: int = 24
    border: bool = False
    holes: bool = False
    marks: tuple[tuple[float, float, float, float], ...] = ()
    turn: int = 0


def worn(page: Image.Image, wear: Wear, random: np.random.Generator) -> Image.Image:
    """The page as the scanner saw it: grey, or black and white if `wear.quality` is 0."""
    page = page.convert("L")
    wide, high = page.size
    draw = ImageDraw.Draw(page)
    for index, (x0, y0, x1, y1) in enumerate(wear.marks):
        box = (x0 * wide, y0 * high, x1 * wide, y1 * high)
        (_stamp if index % 2 == 0 else _signature)(draw, box, random)
    if wear.holes:
        side = round(0.019 * max(page.size))
        for y in (0.38, 0.62):
            at = (1.2 * side, y * high - side / 2)
            draw.ellipse((*at, at[0] + side, at[1] + side), fill=40)
    page = page.rotate(wear.skew, Image.Resampling.BICUBIC, fillcolor=255)
    if wear.blur:
        page = page.filter(ImageFilter.GaussianBlur(wear.blur))
    grey = np.asarray(page, dtype=float) / 255 * (wear.paper - 12) + 12
    if wear.shade:
        across = np.linspace(0, 1, grey.shape[1])[None, :]
        down = np.linspace(0, 1, grey.shape[0])[:, None]
        grey -= wear.shade * (0.7 * across**2 + 0.3 * down)
    if wear.border:
        edge = round(0.012 * max(page.size))
        grey[:edge] -= np.linspace(220, 90, edge)[:, None]
        grey[:, -edge:] -= np.linspace(60, 230, edge)[None, :]
    grey += random.normal(0, wear.noise, grey.shape)
    seen = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
    if not wear.quality:
        seen = seen.point(lambda value: 255 if value > 150 else 0)
    return seen.rotate(wear.turn, expand=True) if wear.turn else seen


def encoded(seen: Image.Image, wear: Wear) -> bytes:
    """The picture as a PDF holds it: JPEG, or CCITT group 4 if it is black and white."""
    out = io.BytesIO()
    if wear.quality:
        seen.save(out, "JPEG", quality=wear.quality)
        return out.getvalue()
    strip = {278: seen.height}
    seen.convert("1").save(out, "TIFF", compression="group4", tiffinfo=strip)
    with Image.open(out) as tiff:
        (start,), (length,) = tiff.tag_v2[273], tiff.tag_v2[279]
    return out.getvalue()[start : start + length]


def _stamp(
    draw: ImageDraw.ImageDraw,
    box: tuple[float, float, float, float],
    random: np.random.Generator,
) -> None:
    """A frame with a word in it, as a rubber stamp leaves it."""
    grey = int(random.integers(90, 130))
    size = (box[3] - box[1]) * 0.55
    draw.rectangle(box, outline=grey, width=max(2, round(size / 9)))
    draw.text(
        (box[0] + size / 3, box[1] + size / 3), "RECEIVED", grey, ImageFont.load_default(size)
    )


def _signature(
    draw: ImageDraw.ImageDraw,
    box: tuple[float, float, float, float],
    random: np.random.Generator,
) -> None:
    """A line of loops, as a pen leaves it."""
    at = np.linspace(0, 1, 90)
    rise = np.cumsum(random.normal(0, 0.05, at.size))
    x = box[0] + (box[2] - box[0]) * (at + 0.03 * np.sin(40 * at))
    y = (box[1] + box[3]) / 2 + (box[3] - box[1]) * (0.4 * np.sin(38 * at + 3 * rise) * (1 - at))
    draw.line(list(zip(x.tolist(), y.tolist(), strict=True)), fill=45, width=3, joint="curve")
