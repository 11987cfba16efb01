"""What a page's picture shows beside words: its skew, ruling lines, ink that nobody has read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .ocr_lines import DPI, POINTS, Image
from .page import Box, Rule

MAX_SKEW = 3.0
"""Degrees of skew that are looked for, either way."""

_SHORTEST_RULE = 0.3 * DPI
_THICKEST_RULE = 0.06 * DPI
_DARK = 140

_LEAST_MARK = 3.0
_LARGEST_MARK = 60.0
"""Sides in points of ink that could be an answer."""


@dataclass(frozen=True, slots=True)
class Strokes:
    """The ruling lines of a picture, as boxes in pixels: left, top, right, bottom."""

    across: tuple[Box, ...]
    down: tuple[Box, ...]

    def rules(self) -> tuple[list[Rule], list[Rule]]:
        """Horizontal and vertical rules in points, sorted by position."""
        h_rules = [
            Rule(x0 * POINTS, y * POINTS, x1 * POINTS, y * POINTS)
            for x0, top, x1, bottom in self.across
            for y in ((top + bottom) / 2,)
        ]
        v_rules = [
            Rule(x * POINTS, top * POINTS, x * POINTS, bottom * POINTS)
            for x0, top, x1, bottom in self.down
            for x in ((x0 + x1) / 2,)
        ]
        h_rules.sort(key=lambda rule: (rule.top, rule.x0))
        v_rules.sort(key=lambda rule: (rule.x0, rule.top))
        return h_rules, v_rules


def straighten(picture: Image) -> Image:
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


def find_strokes(picture: Image) -> Strokes:
    """Finds the ruling lines of a picture by morphological opening with long thin kernels."""
    import cv2

    ink = cv2.adaptiveThreshold(
        picture, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12
    )
    length = int(_SHORTEST_RULE)
    return Strokes(
        tuple(box for box in _runs(ink, (length, 1)) if box[3] - box[1] <= _THICKEST_RULE),
        tuple(box for box in _runs(ink, (1, length)) if box[2] - box[0] <= _THICKEST_RULE),
    )


def unread_ink(picture: Image, known: Iterable[Box]) -> list[Box]:
    """Boxes in points of ink that could be an answer: not known, neither speck nor area.

    Args:
        picture: grey values.
        known: boxes in pixels of what is read already.
    """
    import cv2

    ink = (cv2.medianBlur(picture, 3) < _DARK).astype(np.uint8)
    for x0, top, x1, bottom in known:
        left, upper = (max(0, int(at - 3)) for at in (x0, top))
        ink[upper : int(bottom + 3), left : int(x1 + 3)] = 0
    joined = cv2.dilate(ink, np.ones((7, 7), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes: list[Box] = []
    for x, y, wide, high, _ in stats[1:].tolist():
        box = (x + 3, y + 3, x + wide - 3, y + high - 3)
        sides = ((box[2] - box[0]) * POINTS, (box[3] - box[1]) * POINTS)
        if min(sides) >= _LEAST_MARK and max(sides) <= _LARGEST_MARK:
            x0, top, x1, bottom = (side * POINTS for side in box)
            boxes.append((x0, top, x1, bottom))
    return boxes


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
