"""What a page's picture shows beside words: its skew, ruling lines, ink that nobody has read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from saextract.parsers.pdf.page import Box, Rule

from .lines import DPI, POINTS, Image

MAX_SKEW = 3.0
"""Degrees of skew that are looked for, either way."""

_SHORTEST_RULE = 0.3 * DPI
_PIECE_ACROSS = int(0.11 * DPI)
_PIECE_DOWN = int(0.16 * DPI)
_BRIDGE = int(0.2 * DPI)
_INKED = 0.65
"""Pixels of the pieces that a rule may be broken into (upright ones are longer than the
letters of a heading), and of the breaks; and its inked share."""

_LEVEL = 4
_NEAR = 12
_SOLID = 31
_THICKEST_RULE = 0.06 * DPI
DARK = 140
"""Grey value below which a pixel is ink."""

_LEAST_MARK = 3.0
_LARGEST_MARK = 60.0
"""Sides in points of ink that could be an answer."""


@dataclass(frozen=True, slots=True)
class Strokes:
    """The ruling lines of a picture, as boxes in pixels: left, top, right, bottom."""

    across: tuple[Box, ...]
    down: tuple[Box, ...]

    @property
    def boxes(self) -> tuple[Box, ...]:
        """All of them."""
        return self.across + self.down

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
    ink = _without_edges((small < DARK).astype(np.uint8)).astype(np.float32)

    def sharpness(angle: float) -> float:
        rows = _turned(ink, angle, 0.0).sum(axis=1)
        return float(np.square(np.diff(rows)).sum())

    coarse = max(np.arange(-MAX_SKEW, MAX_SKEW + 0.1, 0.5), key=sharpness)
    angle = max(np.arange(coarse - 0.4, coarse + 0.45, 0.1), key=sharpness)
    if abs(angle) < 0.1:
        return picture
    return _turned(picture, float(angle), 255)


def _without_edges(ink: Image) -> Image:
    """Ink without what touches the picture's edges, such as the shadow of a lid."""
    import cv2

    _, labels = cv2.connectedComponents(ink, connectivity=8)
    edges = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    return np.where(np.isin(labels, edges[edges > 0]), 0, ink)


def _turned(picture: Any, angle: float, border: float) -> Any:
    import cv2

    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(picture, matrix, (width, height), borderValue=border)


def lighten(picture: Image) -> Image:
    """Turns dark boxes with light writing, such as header cells, over, and outlines them."""
    import cv2

    dark = (picture < DARK).astype(np.uint8)
    filled = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    solid = cv2.morphologyEx(filled, cv2.MORPH_OPEN, np.ones((_SOLID, _SOLID), np.uint8))
    high, wide = picture.shape
    light = picture.copy()
    for x, y, w, h, area in cv2.connectedComponentsWithStats(solid, connectivity=4)[2][1:].tolist():
        if area >= 0.9 * w * h and x > 0 and y > 0 and x + w < wide and y + h < high:
            light[y : y + h, x : x + w] = 255 - light[y : y + h, x : x + w]
            cv2.rectangle(light, (x, y), (x + w - 1, y + h - 1), 0, 2)
    return light


def find_strokes(picture: Image) -> Strokes:
    """Finds the ruling lines of a picture by morphological opening with long thin kernels."""
    import cv2

    ink = cv2.adaptiveThreshold(
        picture, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12
    )
    across = [box for box in _runs(ink, (_PIECE_ACROSS, 1)) if box[3] - box[1] <= _THICKEST_RULE]
    down = [box for box in _runs(ink, (1, _PIECE_DOWN)) if box[2] - box[0] <= _THICKEST_RULE]
    across = _mended(across)
    down = [box for box in down if box[3] - box[1] >= DPI or _touches(box, across)]
    met = tuple(_met(box, down) for box in across)
    lying = [_upended(box) for box in across]
    return Strokes(met, tuple(_upended(_met(_upended(box), lying)) for box in down))


def _upended(box: Box) -> Box:
    return box[1], box[0], box[3], box[2]


def _touches(upright: Box, across: Sequence[Box]) -> bool:
    """Whether an upright stroke reaches a horizontal one; the letters of a title do not."""
    x0, top, x1, bottom = upright
    return any(
        left - _LEVEL <= x1
        and x0 <= right + _LEVEL
        and top - _NEAR <= lower
        and upper <= bottom + _NEAR
        for left, upper, right, lower in across
    )


def _mended(across: Sequence[Box]) -> list[Box]:
    """Horizontal strokes, those in one line joined over gaps that are short for them."""
    joined: list[Box] = []
    for box in sorted(across):
        for index, other in enumerate(joined):
            gap = box[0] - other[2]
            level = abs(box[1] + box[3] - other[1] - other[3]) <= 2 * _LEVEL
            if level and gap <= min(box[2] - box[0], other[2] - other[0], 2 * _BRIDGE):
                top, bottom = min(box[1], other[1]), max(box[3], other[3])
                joined[index] = (other[0], top, max(box[2], other[2]), bottom)
                break
        else:
            joined.append(box)
    return joined


def _met(box: Box, down: Sequence[Box]) -> Box:
    """A horizontal stroke of a table, drawn on to the upright strokes that it nearly meets."""
    x0, top, x1, bottom = box
    beside = [b for b in down if b[1] - _BRIDGE <= bottom and top <= b[3] + _BRIDGE]
    if not any(x0 - _LEVEL <= b[2] and b[0] <= x1 + _LEVEL for b in beside):
        return box
    left = max((b[0] for b in beside if x0 - _BRIDGE <= b[0] < x0), default=x0)
    right = min((b[2] for b in beside if x1 < b[2] <= x1 + _BRIDGE), default=x1)
    return left, top, right, bottom


def unread_ink(picture: Image, known: Iterable[Box]) -> list[Box]:
    """Boxes in points of ink that could be an answer: not known, neither speck nor area.

    Args:
        picture: grey values.
        known: boxes in pixels of what is read already.
    """
    import cv2

    ink = (cv2.medianBlur(picture, 3) < DARK).astype(np.uint8)
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

    bridge = (1 if kernel[0] == 1 else _BRIDGE, 1 if kernel[1] == 1 else _BRIDGE)
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
        (float(x), float(y), float(x + w), float(y + h))
        for x, y, w, h, _ in stats[1:].tolist()
        if max(w, h) >= _SHORTEST_RULE
        and opened[y : y + h, x : x + w].any(axis=0 if w > h else 1).mean() >= _INKED
    ]
