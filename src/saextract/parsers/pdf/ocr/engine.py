"""Pages without usable text, read by OCR: words and ruling lines found in the page's picture.

It comes with the extra `saextract[ocr]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from importlib.util import find_spec

import numpy as np
import pypdfium2

from saextract.parsers.limits import MAX_PIXELS, within
from saextract.parsers.pdf.objects.forms import open_forms
from saextract.parsers.pdf.page import OCR, Box, Page, Rule, Word
from saextract.parsers.pdf.quality import likeness

from .lines import DPI, MARKS, POINTS, Image, Line, box_mark, read_alone, read_lines, tick_mark
from .rules import DARK, find_strokes, lighten, straighten, unread_ink

_PLAIN = 0.1
"""Share of letters in common words below which a page may be upside down."""

_SAMPLE = 10
"""Lines that are read to tell whether a turn sets the page upright."""

_ALONE = 8.0
_LEAST_SCORE = 0.7
_SHORT_ANSWER = re.compile(r"(?i:yes|no|n/a|[xy✓✗])|N")
_CROSSES = {"×": "✗", "✘": "✗"}
_TICKS = frozenset("√✓✔VvJ")
"""What the engine takes a lone tick for, with little certainty: its letters have none."""


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
            width, height = (side * DPI / 72 for side in page.get_size())
            within(f"pixels on page {number}", round(width * height), MAX_PIXELS)
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
    upright = lighten(straighten(picture))
    strokes = find_strokes(upright)
    lines = read_lines(upright, strokes.boxes)
    best, turned = _likeness(lines), 0
    if best < _PLAIN:
        for turn in (1, 3) if _is_sideways(lines) else (1, 3, 2):
            other = lighten(straighten(np.rot90(picture, turn).copy()))
            sample = read_lines(other, find_strokes(other).boxes, most=_SAMPLE)
            if _likeness(sample) > best:
                best, upright, lines, turned = _likeness(sample), other, [], turn
        if not lines:
            strokes = find_strokes(upright)
            lines = read_lines(upright, strokes.boxes)
    words = _ordered(word for line in lines for word in line.words)
    h_rules, v_rules = strokes.rules()
    known = [box for line in lines for box in _inked(line)]
    unread = unread_ink(upright, [*known, *strokes.boxes])
    words, unread = _second_look(upright, words, unread)
    height, width = upright.shape
    return Page(
        number=number,
        width=width * POINTS,
        height=height * POINTS,
        words=words,
        h_rules=[rule for rule in h_rules if not _underlines(rule, words)],
        v_rules=v_rules,
        picture_share=1.0,
        pictures=unread,
        turn=-turned % 4,
    )


def _ordered(words: Iterable[Word]) -> list[Word]:
    return sorted(words, key=lambda word: (round(word.baseline), word.x0))


def _inked(line: Line) -> list[Box]:
    """The places in pixels that a line's words take, in the height of the line."""
    _, top, _, bottom = line.box
    return [(word.x0 / POINTS, top, word.x1 / POINTS, bottom) for word in line.words]


def _likeness(lines: Sequence[Line]) -> float:
    """How far lines are English the right way up."""
    return 0.0 if _is_sideways(lines) else likeness([w for line in lines for w in line.words])


def _is_sideways(lines: Sequence[Line]) -> bool:
    """Whether most of the area of lines belongs to boxes much higher than wide."""
    sides = [(line.box[2] - line.box[0], line.box[3] - line.box[1]) for line in lines]
    tall = sum(wide * high for wide, high in sides if high > 2 * wide)
    return tall > 0.5 * sum(wide * high for wide, high in sides)


def _second_look(
    picture: Image, words: Sequence[Word], boxes: Sequence[Box]
) -> tuple[list[Word], list[Box]]:
    """Reads what stands alone and was passed over: a short answer, a tick, a cross.

    Only what can be an answer is taken, all else stays ink that nobody has read.

    Returns:
        All words, and the boxes that are still unread.
    """
    found: list[Word] = list(words)
    rest: list[Box] = []
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
        found.append(
            Word(
                text,
                *box,
                bottom,
                1.2 * high,
                flags=frozenset({OCR} | ({"drawn-mark"} if text in MARKS else set())),
            )
        )
    return _ordered(found), rest


def _read_alone(picture: Image, box: Box) -> str:
    """What the ink in a box says if it is a short answer or a mark, else nothing."""
    left, upper, right, lower = (round(side / POINTS) for side in box)
    ink = picture[max(0, upper - 2) : lower + 2, max(0, left - 2) : right + 2] < DARK
    if mark := box_mark(ink) or tick_mark(ink):
        return mark
    text, score = read_alone(picture, (left - 8, upper - 8, right + 8, lower + 8))
    if text in _TICKS:
        return "✓"
    text = _CROSSES.get(text, text)
    return text if score >= _LEAST_SCORE and _SHORT_ANSWER.fullmatch(text) else ""


def _underlines(rule: Rule, words: Sequence[Word]) -> bool:
    """Whether a rule only underlines words or runs through them, hardly wider than they are.

    What runs through them is mostly the letters of a heading, taken for a rule.
    """
    above = [
        word
        for word in words
        if word.x0 < rule.x1
        and word.x1 > rule.x0
        and -0.85 * (word.bottom - word.top) <= rule.top - word.bottom <= 1.0
    ]
    if not above:
        return False
    left, right = min(w.x0 for w in above), max(w.x1 for w in above)
    return rule.x0 >= left - 4 and rule.x1 <= right + 4
