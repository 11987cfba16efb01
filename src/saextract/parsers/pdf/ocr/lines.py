"""The engine for OCR, and how its letters become words.

RapidOCR is used because its wheels carry their models, so that nothing is fetched when it
runs, and because on table pages it reads the short cells ("Yes", "1.9") that page-layout
analysis loses (docs/ocr.md has the figures). It says where lines stand and what they say.
Lines are cut at upright rules before they are read, and where a word begins and ends is told
by the ink, as the engine places letters only roughly and passes over narrow spaces.
"""

from __future__ import annotations

import logging
import os
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from saextract.parsers.pdf.page import OCR, Box, Word

DPI = 200
"""Dots per inch at which pages are drawn: the resolution that the models were tuned on text of
10 to 12 points with; more costs time and reads no better."""

POINTS = 72 / DPI
"""Points per pixel."""

UNSURE = frozenset({OCR, "picture"})
"""Flags of words that stand for writing that was not read with certainty."""

Image = Any
"""A numpy array of grey values, 0 to 255, rows from the top."""

_SETTINGS = {
    "Global.log_level": "error",
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
}
"""One thread, as documents are read by one process for each CPU."""

_LEAST_SCORE = 0.5
"""Certainty below which the letters of a line are noise."""

_SURE = 0.75
"""Certainty, letter by letter, from which a short answer that stands alone is taken as read."""

_SHORT = 4
"""Letters of a short answer."""

MARKS = frozenset("✓✗☐☒")
"""Signs that are no letters. The engine passes over check boxes and takes ticks for letters,
so that both are told by their shape."""

_LEAST_BOX = 13
_LEAST_TICK = 9
"""Sides in pixels."""

_NARROW = 0.8
_LEAST_GAP = 0.1
"""White between two words in type sizes, where the ink shows none."""

_SAME_SIZE = (0.7, 1.45)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of writing.

    Attributes:
        box: left, top, right, bottom in pixels.
        words: its words, left to right; none where it could not be read.
    """

    box: tuple[int, int, int, int]
    words: tuple[Word, ...]


def read_lines(picture: Image, rules: Sequence[Box], most: int = 0) -> list[Line]:
    """Finds and reads the lines of writing in a picture.

    Args:
        picture: grey values at `DPI` dots per inch, upright.
        rules: boxes in pixels of ruling lines; no line of writing crosses an upright one.
        most: read no more than so many lines, the longest; all if 0.
    """
    walls = sorted(rule for rule in rules if rule[3] - rule[1] > rule[2] - rule[0])
    boxes = [piece for box in _ask_lines(picture) for piece in _cut(box, walls)]
    if most:
        boxes = sorted(boxes, key=lambda box: box[0] - box[2])[:most]
    clean = picture.copy()
    for x0, top, x1, bottom in rules:
        clean[max(0, int(top) - 1) : int(bottom) + 1, max(0, int(x0) - 1) : int(x1) + 1] = 255
    lines = [Line(box, tuple(_read(picture, clean, box))) for box in boxes]
    usual = _usual_size(lines)
    return [Line(line.box, tuple(_sized(word, usual) for word in line.words)) for line in lines]


def read_alone(picture: Image, box: tuple[int, int, int, int]) -> tuple[str, float]:
    """What a piece of a picture says, as one line, and how certain that is, 0 to 1.

    Args:
        picture: grey values.
        box: left, top, right, bottom in pixels.
    """
    left, top, right, bottom = box
    text, score, _ = _ask_text(picture[max(0, top) : bottom, max(0, left) : right])
    return text.strip(), score


@lru_cache(maxsize=1)
def _engine() -> Any:
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # it reports to its maker unless told before it loads
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params=_SETTINGS)


def _ask_lines(picture: Image) -> list[tuple[int, int, int, int]]:
    """Where the engine sees lines, as boxes in pixels.

    It is given every switch each time, since it keeps those of the last call. It must not
    turn upside-down lines on its own (`use_cls`): it would give their words, but a page's
    lines from its foot to its head and its columns from right to left.
    """
    shown = np.stack([picture] * 3, axis=-1)
    found = _engine()(shown, use_det=True, use_cls=False, use_rec=False, return_word_box=False)
    corners = () if found.boxes is None else found.boxes
    return [
        (int(box[:, 0].min()), int(box[:, 1].min()), int(box[:, 0].max()), int(box[:, 1].max()))
        for box in map(np.asarray, corners)
    ]


def _ask_text(crop: Image) -> tuple[str, float, list[tuple[str, float, float]]]:
    """The text of one line, its score, and its letters: sign, place from 0 to 1, certainty."""
    shown = np.stack([np.ascontiguousarray(crop)] * 3, axis=-1)
    if shown.size == 0:
        return "", 0.0, []
    found = _engine()(shown, use_det=False, use_cls=False, use_rec=True, return_word_box=True)
    if not found.txts or not found.txts[0].strip():
        return "", 0.0, []
    text, info = str(found.txts[0]), found.word_results[0]
    places = [(at + 0.5) / info.line_txt_len for word in info.word_cols for at in word]
    sure = [sure for sign, sure in zip(text, info.confs, strict=True) if not sign.isspace()]
    signs = [sign for sign in text if not sign.isspace()]
    return text, float(found.scores[0]), list(zip(signs, places, sure, strict=True))


def _cut(box: tuple[int, int, int, int], walls: Sequence[Box]) -> list[tuple[int, int, int, int]]:
    """The pieces of a line between the upright rules that it runs over."""
    left, top, right, bottom = box
    pieces, start = [], left
    for x0, upper, x1, lower in walls:
        within = min(lower, bottom) - max(upper, top) > 0.6 * (bottom - top)
        if within and x1 > start - 2 and x0 < right + 2:
            pieces.append((start, int(x0) - 2))
            start = int(x1) + 2
    pieces.append((start, right))
    return [(x0, top, x1, bottom) for x0, x1 in pieces if x1 - x0 >= 5]


def _read(picture: Image, clean: Image, box: tuple[int, int, int, int]) -> list[Word]:
    """The words of one line; `clean` is the picture without ruling lines."""
    left, top, right, bottom = box
    left, top = max(0, left), max(0, top)
    text, score, letters = _ask_text(picture[top:bottom, left:right])
    if score < _LEAST_SCORE or not letters:
        return []
    ink = _ink(clean[top:bottom, left:right])
    if not ink.any():
        ink = _ink(picture[top:bottom, left:right])
    lines = np.flatnonzero(ink.any(axis=1))
    if lines.size == 0:
        return []
    baseline = _baseline(ink)
    flags = frozenset({OCR})
    if len(letters) <= _SHORT and min(sure for _, _, sure in letters) < _SURE:
        flags = UNSURE
    size = 0.75 * (bottom - top) * POINTS
    line_y = (top + baseline) * POINTS
    return [
        Word(
            text=shown,
            x0=(left + x0) * POINTS,
            top=line_y - 0.78 * size,
            x1=(left + x1) * POINTS,
            bottom=line_y + 0.22 * size,
            baseline=line_y,
            size=size,
            flags=flags if shown not in MARKS else flags | {"drawn-mark"},
        )
        for shown, x0, x1 in _parted(text, letters, ink)
    ]


def _parted(
    text: str, letters: Sequence[tuple[str, float, float]], ink: Image
) -> list[tuple[str, float, float]]:
    """Words with their left and right edge in pixels.

    A space is where the engine sees one, and where the white between two letters is as wide
    as at the spaces that it sees.
    """
    width = ink.shape[1]
    at = [place * width for _, place, _ in letters]
    white = ~ink.any(axis=0)
    gaps = [_widest(white, one, two) for one, two in pairwise(at)]
    spaces = _spaces(text)
    least = _space_width(gaps, spaces, ink.shape[0])
    _settle(gaps, spaces, least)
    inked = np.flatnonzero(~white)
    words: list[tuple[str, float, float]] = []
    first, start, sign = 0, float(inked[0]), letters[0][0]
    for index, ((shown, *_), gap, space) in enumerate(
        zip(letters[1:], gaps, spaces, strict=True), start=1
    ):
        if space or gap[1] - gap[0] >= least:
            spare = max(0.0, _LEAST_GAP * ink.shape[0] - gap[1] + gap[0]) / 2
            words += _with_marks(sign, (start, gap[0] - spare), at[first:index], ink, least)
            first, start, sign = index, gap[1] + spare, shown
        else:
            sign += shown
    return words + _with_marks(sign, (start, float(inked[-1] + 1)), at[first:], ink, least)


def _with_marks(
    text: str, edges: tuple[float, float], at: Sequence[float], ink: Image, least: float
) -> list[tuple[str, float, float]]:
    """A word, and what stands before or after it apart from its letters: a check box, or
    writing that was passed over, which belongs to no word."""
    x0, x1 = edges
    white = np.flatnonzero(~ink.any(axis=0))
    runs = [run for run in np.split(white, np.flatnonzero(np.diff(white) > 1) + 1) if run.size]
    wide = [(int(run[0]), int(run[-1]) + 1) for run in runs if run.size >= least]
    before = max(((a, b) for a, b in wide if x0 < a and b <= at[0] + 1), default=None)
    after = min(((a, b) for a, b in wide if b < x1 and a >= at[-1] - 1), default=None)
    pieces = [(text, before[1] if before else x0, after[0] if after else x1)]
    if before:
        pieces.insert(0, ("", x0, before[0]))
    if after:
        pieces.append(("", after[1], x1))
    marked = [(_mark(ink[:, int(a) : int(b) + 1], shown), a, b) for shown, a, b in pieces]
    return [piece for piece in marked if piece[0]]


def _mark(ink: Image, shown: str) -> str:
    """What stands there: a check box or a tick by its shape, else what the engine has read."""
    return box_mark(ink) or (tick_mark(ink) if len(shown) < 2 else "") or shown


def tick_mark(ink: Image) -> str:
    """ "✓" if some ink has a tick's shape: down to a point on the left, and up to the right."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if min(rows.size, columns.size) < _LEAST_TICK:
        return ""
    box = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    high, wide = box.shape
    point = np.flatnonzero(box[-max(1, high // 12) :].any(axis=0)).mean() / wide
    peak = np.flatnonzero(box[: max(1, high // 12)].any(axis=0)).mean() / wide
    empty = (
        box[: high // 4, : wide // 3],
        box[-(high // 3) :, -(wide // 3) :],
        box[: high // 4, wide // 3 : wide // 2],
    )
    rises = 0.12 < point < 0.6 and peak > 0.75 and 0.5 < wide / high < 2.5
    return "✓" if rises and not any(part.any() for part in empty) else ""


def box_mark(ink: Image) -> str:
    """The check box that some ink is, "☐" or "☒" with something in it; "" if it is none."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if rows.size == 0:
        return ""
    box = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    high, wide = box.shape
    if not (min(high, wide) >= _LEAST_BOX and max(high, wide) <= 1.35 * min(high, wide)):
        return ""
    deep = max(2, round(0.18 * min(high, wide)))
    sides = [box[:deep].any(axis=0), box[-deep:].any(axis=0)]
    sides += [box[:, :deep].any(axis=1), box[:, -deep:].any(axis=1)]
    ends = (slice(None, deep), slice(-deep, None))
    corners = [box[y][:, x].any() for y in ends for x in ends]
    if min(side.mean() for side in sides) < 0.9 or not all(corners):
        return ""
    inner = round(0.25 * min(high, wide))
    within = float(box[inner:-inner, inner:-inner].mean())
    if within < 0.04:
        return "☐"
    return "☒" if 0.1 < within < 0.8 else ""


def _settle(gaps: list[tuple[float, float]], spaces: Sequence[bool], least: float) -> None:
    """Gives a wide gap to the space beside it that has none: letters are placed only roughly."""
    for index, (x0, x1) in enumerate(gaps):
        if spaces[index] or x1 - x0 < least:
            continue
        for beside in (index - 1, index + 1):
            if 0 <= beside < len(gaps) and spaces[beside]:
                left, right = gaps[beside]
                if right - left < least or (left, right) == (x0, x1):
                    gaps[beside], gaps[index] = (x0, x1), ((x0, x0) if beside > index else (x1, x1))
                    break


def _spaces(text: str) -> list[bool]:
    """For each letter but the first, whether a space stands before it."""
    spaces, open_ = [], False
    for sign in text.strip():
        if sign.isspace():
            open_ = True
        else:
            spaces.append(open_)
            open_ = False
    return spaces[1:]


def _widest(white: Image, one: float, two: float) -> tuple[float, float]:
    """The widest run of white columns between two letters' places, or a point between them."""
    first, last = int(one), int(two) + 1
    best = start = None
    for x in range(first, min(last, len(white))):
        if not white[x]:
            start = None
            continue
        start = x if start is None else start
        if best is None or x + 1 - start > best[1] - best[0]:
            best = (start, x + 1)
    middle = (one + two) / 2
    return (float(best[0]), float(best[1])) if best else (middle, middle)


def _space_width(gaps: Sequence[tuple[float, float]], spaces: Sequence[bool], height: int) -> float:
    """White in pixels from which two letters stand in two words."""
    wide = [x1 - x0 for (x0, x1), space in zip(gaps, spaces, strict=True) if space]
    close = [x1 - x0 for (x0, x1), space in zip(gaps, spaces, strict=True) if not space]
    usual = statistics.median(close) if close else 0.0
    told = _NARROW * statistics.median(wide) if len(wide) > 1 else 0.22 * height
    return max(told, 2 * usual + 2)


def _ink(crop: Image) -> Image:
    """Which pixels are writing: by Otsu's threshold; light on dark is turned over."""
    import cv2

    level, _ = cv2.threshold(crop, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    dark = crop <= level
    if dark.mean() > 0.5:
        dark = ~dark
    return dark


def _baseline(ink: Image) -> float:
    """Row in which the letters stand: below it are but the tails of a few."""
    rows = ink.sum(axis=1)
    return float(np.flatnonzero(rows >= 0.4 * rows.max())[-1] + 1)


def _usual_size(lines: Sequence[Line]) -> float:
    sizes = [word.size for line in lines for word in line.words for _ in word.text]
    return statistics.median(sizes) if sizes else 0.0


def _sized(word: Word, usual: float) -> Word:
    """A word with the page's usual type size if its own is about that.

    Sizes are told from the height of a line's box, which hangs on the letters that are in it.
    """
    if not _SAME_SIZE[0] * usual < word.size < _SAME_SIZE[1] * usual:
        return word
    return word._replace(
        size=usual, top=word.baseline - 0.78 * usual, bottom=word.baseline + 0.22 * usual
    )
