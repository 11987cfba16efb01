"""Pages without usable text, read by OCR: words and ruling lines found in the page's picture.

RapidOCR is used because its wheels carry their models, so that nothing is fetched when it
runs, and because on table pages it reads the short cells ("Yes", "1.9") that page-layout
analysis tends to lose. It comes with the extra `saextract[ocr]`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

import numpy as np
import pypdfium2

from .forms import open_forms
from .page import OCR, Box, Page, Rule, Word
from .quality import common_words

DPI = 200
"""Dots per inch at which pages are drawn: the resolution that the models were tuned on text of
10 to 12 points with; more costs time and reads no better."""

MAX_SKEW = 3.0
"""Degrees of skew that are looked for, either way."""

_POINTS = 72 / DPI
_SHORTEST_RULE = 0.3 * DPI
_THICKEST_RULE = 0.06 * DPI
_DARK = 140
_PLAIN = 0.12
"""Share of common words below which a page may be upside down."""

_EDGE = 1.0
"""Points around words and rules that are theirs."""

_LEAST_MARK = 3.0
_LARGEST_MARK = 60.0
"""Sides in points of ink that could be an answer."""

_ALONE = 8.0
_SURE = 0.7
_SHORT_ANSWER = re.compile(r"(?i:yes|no|n/a|[xy✓✗])|N")
_CROSSES = {"×": "✗", "✘": "✗"}
_TICKS = frozenset("√✓✔VvJ")
"""What the engine takes a lone tick for, with little certainty: its letters have none."""

Image = Any
"""A numpy array of grey values, 0 to 255, rows from the top."""


def is_installed() -> bool:
    """Whether the extra `saextract[ocr]` is there."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def recognise(data: bytes, numbers: Iterable[int]) -> dict[int, Page]:
    """Reads pages of a PDF from their pictures.

    Args:
        data: the PDF.
        numbers: the 1-based pages to read.

    Returns:
        For each page its words (flagged "ocr"), horizontal and vertical rules. Coordinates
        are those of `Page`; a slight skew of the picture is taken out first.
    """
    pages: dict[int, Page] = {}
    pdf = pypdfium2.PdfDocument(data)
    open_forms(pdf)
    try:
        for number in numbers:
            page = pdf[number - 1]
            picture = page.render(scale=DPI / 72, grayscale=True, may_draw_forms=True).to_numpy()
            pages[number] = read_picture(np.ascontiguousarray(picture.squeeze()), number)
            page.close()
    finally:
        pdf.close()
    return pages


def read_picture(picture: Image, number: int) -> Page:
    """Reads one page's picture.

    Args:
        picture: grey values at `DPI` dots per inch, rows from the top.
        number: 1-based page that it becomes.
    """
    upright = _straighten(picture)
    words = _words(upright)
    likeness = -1 if _is_sideways(words) else common_words(words)
    for turn in _turns_to_try(words):
        turned = _straighten(np.rot90(picture, turn).copy())
        read = _words(turned)
        if not _is_sideways(read) and common_words(read) > likeness:
            likeness = common_words(read)
            upright, words = turned, read
    h_rules, v_rules = find_rules(upright)
    unread = _unread(upright, words, [*h_rules, *v_rules])
    words, unread = _second_look(upright, words, unread)
    height, width = upright.shape
    return Page(
        number=number,
        width=width * _POINTS,
        height=height * _POINTS,
        words=words,
        h_rules=[rule for rule in h_rules if not _underlines(rule, words)],
        v_rules=v_rules,
        picture_share=1.0,
        pictures=unread,
    )


@lru_cache(maxsize=1)
def _engine() -> Any:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params={"Global.log_level": "error"})


def _ask(picture: Image, whole_page: bool) -> Any:
    """What the engine reads; every switch is given, since it keeps those of the last call.

    The engine must not turn upside-down lines on its own (`use_cls`): it would give their
    words, but a page's lines from its foot to its head and its columns from right to left.
    """
    return _engine()(
        picture, use_det=whole_page, use_cls=False, use_rec=True, return_word_box=whole_page
    )


def _words(picture: Image) -> list[Word]:
    """The words of a picture, in the order in which lines begin."""
    result = _ask(np.stack([picture] * 3, axis=-1), whole_page=True)
    words: list[Word] = []
    for line in result.word_results or ():
        top = min(point[1] for _, _, box in line for point in box) * _POINTS
        bottom = max(point[1] for _, _, box in line for point in box) * _POINTS
        height = bottom - top
        for text, _, box in line:
            shown = str(text).strip()
            if not shown:
                continue
            xs = [point[0] * _POINTS for point in box]
            words.append(
                Word(
                    text=shown,
                    x0=min(xs),
                    top=top,
                    x1=max(xs),
                    bottom=bottom,
                    baseline=bottom - 0.22 * height,
                    size=0.75 * height,
                    flags=frozenset({OCR}),
                )
            )
    return sorted(words, key=lambda word: (round(word.baseline), word.x0))


def _turns_to_try(words: Sequence[Word]) -> tuple[int, ...]:
    """Quarter turns, counter-clockwise, after which the page might be the right way up."""
    if _is_sideways(words):
        return (1, 3)
    return () if common_words(words) >= _PLAIN * len(words) else (1, 3, 2)


def _is_sideways(words: Sequence[Word]) -> bool:
    """Whether most of the area of words belongs to boxes much higher than wide."""
    areas = [(w.x1 - w.x0, w.bottom - w.top) for w in words]
    tall = sum(wide * high for wide, high in areas if high > 2 * wide)
    return tall > 0.5 * sum(wide * high for wide, high in areas)


def _straighten(picture: Image) -> Image:
    """Takes a slight skew out: the turn at which rows of ink stand out most sharply.

    The measure is the variance of the rows' ink (Postl's projection method, 1986), searched
    in steps of half a degree and then of a tenth on a small copy.
    """
    import cv2

    small = cv2.resize(picture, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA)
    ink = (small < _DARK).astype(np.float32)

    def sharpness(angle: float) -> float:
        rows = _turned(ink, angle, 0.0).sum(axis=1)
        return float(np.square(np.diff(rows)).sum())

    coarse = max(np.arange(-MAX_SKEW, MAX_SKEW + 0.1, 0.5), key=sharpness)
    angle = max(np.arange(coarse - 0.4, coarse + 0.45, 0.1), key=sharpness)
    if abs(angle) < 0.1:
        return picture
    return _turned(picture, float(angle), 255)


def _turned(picture: Any, angle: float, border: float) -> Any:
    import cv2

    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(picture, matrix, (width, height), borderValue=border)


def find_rules(picture: Image) -> tuple[list[Rule], list[Rule]]:
    """Finds the ruling lines of a picture by morphological opening with long thin kernels.

    Returns:
        Horizontal and vertical rules in points, sorted by position.
    """
    import cv2

    ink = cv2.adaptiveThreshold(
        picture, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12
    )
    length = int(_SHORTEST_RULE)
    flat = _runs(ink, (length, 1))
    upright = _runs(ink, (1, length))
    h_rules = [
        Rule(x0 * _POINTS, y * _POINTS, x1 * _POINTS, y * _POINTS)
        for x0, top, x1, bottom in flat
        if bottom - top <= _THICKEST_RULE
        for y in ((top + bottom) / 2,)
    ]
    v_rules = [
        Rule(x * _POINTS, top * _POINTS, x * _POINTS, bottom * _POINTS)
        for x0, top, x1, bottom in upright
        if x1 - x0 <= _THICKEST_RULE
        for x in ((x0 + x1) / 2,)
    ]
    return sorted(h_rules, key=lambda r: (r.top, r.x0)), sorted(
        v_rules, key=lambda r: (r.x0, r.top)
    )


def _unread(picture: Image, words: Sequence[Word], rules: Sequence[Rule]) -> list[Box]:
    """Boxes in points of the ink that is neither word nor rule, specks and areas left out."""
    import cv2

    ink = (cv2.medianBlur(picture, 3) < _DARK).astype(np.uint8)
    for x0, top, x1, bottom in [word[1:5] for word in words] + [tuple(rule) for rule in rules]:
        left, upper = (max(0, int((at - _EDGE) / _POINTS)) for at in (x0, top))
        ink[upper : int((bottom + _EDGE) / _POINTS), left : int((x1 + _EDGE) / _POINTS)] = 0
    joined = cv2.dilate(ink, np.ones((7, 7), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes: list[Box] = []
    for x, y, wide, high, _ in stats[1:].tolist():
        box = (x + 3, y + 3, x + wide - 3, y + high - 3)
        sides = ((box[2] - box[0]) * _POINTS, (box[3] - box[1]) * _POINTS)
        if min(sides) >= _LEAST_MARK and max(sides) <= _LARGEST_MARK:
            x0, top, x1, bottom = (side * _POINTS for side in box)
            boxes.append((x0, top, x1, bottom))
    return boxes


def _second_look(
    picture: Image, words: Sequence[Word], boxes: Sequence[Box]
) -> tuple[list[Word], list[Box]]:
    """Reads what stands alone and was passed over: a short answer, a tick, a cross.

    Only what can be an answer is taken, all else stays ink that nobody has read.

    Returns:
        All words, and the boxes that are still unread.
    """
    found, rest = list(words), []
    for box in boxes:
        x0, top, x1, bottom = box
        beside = any(
            w.x0 < x1 + _ALONE and x0 - _ALONE < w.x1 and w.top < bottom and top < w.bottom
            for w in words
        )
        text = "" if beside else _read_alone(picture, box)
        if not text:
            rest.append(box)
            continue
        high = bottom - top
        found.append(Word(text, *box, bottom, 1.2 * high, flags=frozenset({OCR, *_drawn(text)})))
    return sorted(found, key=lambda word: (round(word.baseline), word.x0)), rest


def _drawn(text: str) -> set[str]:
    return {"drawn-mark"} if text in "✓✗" else set()


def _read_alone(picture: Image, box: Box) -> str:
    """What the ink in a box says if it is a short answer or a mark, else nothing."""
    left, upper, right, lower = (round(side / _POINTS) for side in box)
    crop = picture[max(0, upper - 8) : lower + 8, max(0, left - 8) : right + 8]
    shown = np.stack([np.ascontiguousarray(crop)] * 3, axis=-1)
    result = _ask(shown, whole_page=False)
    text, score = next(zip(result.txts or (), result.scores or (), strict=False), ("", 0.0))
    if text.strip() in _TICKS:
        return "✓"
    text = _CROSSES.get(text.strip(), text.strip())
    return text if score >= _SURE and _SHORT_ANSWER.fullmatch(text) else ""


def _runs(ink: Image, kernel: tuple[int, int]) -> list[tuple[float, float, float, float]]:
    """Boxes of the long straight strokes in one direction, small breaks closed."""
    import cv2

    bridge = (max(1, kernel[0] // 4), max(1, kernel[1] // 4))
    wide = (1 if kernel[0] > 1 else 3, 1 if kernel[1] > 1 else 3)
    grown = cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_RECT, wide))
    opened = cv2.morphologyEx(
        grown, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, kernel)
    )
    closed = cv2.morphologyEx(
        opened, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, bridge)
    )
    _, _, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    return [
        (float(x), float(y), float(x + w), float(y + h)) for x, y, w, h, _ in stats[1:].tolist()
    ]


def _underlines(rule: Rule, words: Sequence[Word]) -> bool:
    """Whether a rule only underlines words: just beneath them, and hardly wider."""
    above = [
        word
        for word in words
        if word.x0 < rule.x1
        and word.x1 > rule.x0
        and -0.35 * (word.bottom - word.top) <= rule.top - word.bottom <= 1.0
    ]
    if not above:
        return False
    left, right = min(w.x0 for w in above), max(w.x1 for w in above)
    return rule.x0 >= left - 4 and rule.x1 <= right + 4
