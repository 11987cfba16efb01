"""Paths of a page → rules and fills.

Producers draw a table's lines as strokes, as stroked outlines of boxes, as thin filled boxes
or trapezia, and as rows of dots; shading is drawn as filled boxes. What is here sorts them
apart. All coordinates are those of `page.py`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from saextract.model.document import MarkKind
from saextract.parsers.pdf.page import Box, Fill, Rule, SetOff, Word

Point = tuple[float, float]

HAIRLINE = 2.5
"""A filled box thinner than this (points) is a rule if it is longer than it is thick."""

THICK_RULE = 5.5
"""A filled box up to this thick (points) is a rule if it is much longer than that."""

_STRUCK, _LEAST_STRUCK = 0.42, 0.15
"""A rule that is so far above a baseline (type sizes), at most and at least, strikes the text
through."""

_UNDER = 0.24
"""A rule up to this far below a baseline (type sizes) underlines the text."""

SMALL_RING = 40.0
"""Height (points) up to which a ring with round corners goes around words, not around a card."""

_DOT = 30.0
"""Points; round shapes up to this size are bullets and badges."""

WHITE = 250
"""From this value on in each channel (0 to 255), a colour is taken as paper white."""


class Shape(NamedTuple):
    """One subpath as drawn.

    Attributes:
        box: the box around its corners.
        points: its corners; curves are given by their end points.
        closed: joined from end to start.
        curved: holds Bézier curves.
        fill: colour it is filled with (red, green, blue, opacity; 0 to 255), or None.
        stroke: colour it is stroked with, or None.
        width: stroke width in points.
        order: place in the drawing order of the page.
        opaque: covers what was drawn before.
    """

    box: Box
    points: tuple[Point, ...]
    closed: bool
    curved: bool
    fill: tuple[int, int, int, int] | None
    stroke: tuple[int, int, int, int] | None
    width: float
    order: int
    opaque: bool

    @property
    def boxy(self) -> bool:
        """Whether it has the corners of a box."""
        return not self.curved and len(set(self.points)) == 4


@dataclass(frozen=True, slots=True)
class Paint:
    """A filled box with its place in the drawing order.

    Attributes:
        box: where it is.
        colour: red, green, blue (0 to 255).
        order: place in the drawing order of the page.
        opaque: covers what was drawn before.
    """

    box: Box
    colour: tuple[int, int, int]
    order: int
    opaque: bool


def is_white(colour: tuple[int, ...]) -> bool:
    """Whether a colour cannot be told from paper."""
    return min(colour[:3]) >= WHITE


def open_rings(shapes: Sequence[Shape]) -> list[Shape]:
    """Makes frames filled between two nested boxes into their four sides.

    Some producers draw a cell's border so, as one path filled by the even-odd rule. Neither box
    is a filled area, and what stands within is not covered.

    Args:
        shapes: the subpaths of one path that is filled by the even-odd rule.

    Returns:
        The shapes, each pair that makes a frame replaced by boxes for the sides that show, and
        each that makes a small ring by its outer edge, stroked.
    """
    opened: list[Shape] = []
    rest = list(shapes)
    while rest:
        shape = rest.pop(0)
        twin = next((other for other in rest if _makes_frame(shape, other)), None)
        if twin is None:
            opened.append(shape)
            continue
        rest.remove(twin)
        outer, inner = sorted((shape.box, twin.box), key=lambda box: box[0] - box[2])
        left, top, right, bottom = outer
        if shape.curved and bottom - top <= SMALL_RING:
            ring = shape if shape.box == outer else twin
            opened.append(ring._replace(fill=None, stroke=shape.fill, closed=True))
            continue
        sides = (
            (left, top, right, inner[1]),
            (left, inner[3], right, bottom),
            (left, top, inner[0], bottom),
            (inner[2], top, right, bottom),
        )
        for x0, y0, x1, y1 in sides:
            if min(x1 - x0, y1 - y0) > 0.01:
                corners = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
                side = shape._replace(box=(x0, y0, x1, y1), points=corners)
                opened.append(side._replace(closed=True, curved=False))
    return opened


def _makes_frame(one: Shape, two: Shape) -> bool:
    """Whether one of two boxes, corners rounded or not, lies just inside the other."""
    a, b = sorted((one.box, two.box), key=lambda box: box[0] - box[2])
    sides = (b[0] - a[0], b[1] - a[1], a[2] - b[2], a[3] - b[3])
    square = all(shape.curved or shape.boxy for shape in (one, two))
    return square and min(sides) >= -0.01 and 0.01 < max(sides) <= THICK_RULE


def split_shapes(shapes: Iterable[Shape]) -> tuple[list[Rule], list[Rule], list[Paint]]:
    """Sorts shapes into rules and fills.

    Args:
        shapes: the page's shapes in drawing order, marks taken out.

    Returns:
        Horizontal rules and vertical rules, not yet joined, and the filled areas, white ones
        included, in drawing order.
    """
    across: list[Rule] = []
    down: list[Rule] = []
    paints: list[Paint] = []
    for shape in shapes:
        x0, top, x1, bottom = box = shape.box
        wide, high = x1 - x0, bottom - top
        if shape.fill is not None:
            thick, length = min(wide, high), max(wide, high)
            if thick <= HAIRLINE or (thick <= THICK_RULE and length >= 8 * thick):
                if not is_white(shape.fill) or _on_colour(box, paints):
                    _add_rule(box, across, down)
                continue
            if not is_dot(shape):
                paints.append(Paint(box, shape.fill[:3], shape.order, shape.opaque and shape.boxy))
        if shape.stroke is not None and (not is_white(shape.stroke) or _on_colour(box, paints)):
            _add_edges(shape, across, down)
    return across, down, paints


def is_dot(shape: Shape) -> bool:
    """Whether a shape is round and small: a bullet, a badge, but no ground of cells."""
    x0, top, x1, bottom = shape.box
    return shape.curved and max(x1 - x0, bottom - top) <= _DOT


def dots(shapes: Iterable[Shape]) -> list[Paint]:
    """The filled areas that are small and round; letters may stand on them."""
    return [
        Paint(shape.box, shape.fill[:3], shape.order, opaque=False)
        for shape in shapes
        if shape.fill is not None and is_dot(shape)
    ]


def _on_colour(box: Box, paints: list[Paint]) -> bool:
    """Whether the middle of a box lies on a fill that is not white."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for paint in reversed(paints):
        left, top, right, bottom = paint.box
        if left - 1 <= x <= right + 1 and top - 1 <= y <= bottom + 1:
            return not is_white(paint.colour)
    return False


def _add_rule(box: Box, across: list[Rule], down: list[Rule]) -> None:
    x0, top, x1, bottom = box
    if x1 - x0 >= bottom - top:
        y = (top + bottom) / 2
        across.append(Rule(x0, y, x1, y))
    if bottom - top >= x1 - x0:
        x = (x0 + x1) / 2
        down.append(Rule(x, top, x, bottom))


def _add_edges(shape: Shape, across: list[Rule], down: list[Rule]) -> None:
    """Adds the level and upright edges of a stroked shape."""
    points = shape.points
    if shape.curved:
        x0, top, x1, bottom = shape.box
        if min(x1 - x0, bottom - top) < 30:
            return
        points = ((x0, top), (x1, top), (x1, bottom), (x0, bottom))
    pairs = list(pairwise(points))
    if shape.closed or shape.curved:
        pairs.append((points[-1], points[0]))
    for (xa, ya), (xb, yb) in pairs:
        if abs(ya - yb) <= 0.5 and abs(xa - xb) > 0.5:
            y = (ya + yb) / 2
            across.append(Rule(min(xa, xb), y, max(xa, xb), y))
        elif abs(xa - xb) <= 0.5 and abs(ya - yb) > 0.5:
            x = (xa + xb) / 2
            down.append(Rule(x, min(ya, yb), x, max(ya, yb)))


def join_rules(across: list[Rule], down: list[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Joins pieces of the same line, and drops what is left too short to be a rule.

    Args:
        across: horizontal pieces in any order.
        down: vertical pieces in any order.

    Returns:
        Horizontal rules by y then x, vertical rules by x then y.
    """
    level = _join([(r.top, r.x0, r.x1) for r in across])
    upright = _join([(r.x0, r.top, r.bottom) for r in down])
    return (
        [Rule(start, at, end, at) for at, start, end in level],
        [Rule(at, start, at, end) for at, start, end in upright],
    )


def _join(pieces: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Joins (position, start, end) pieces that lie on one line and touch, or are dashes."""
    joined: list[tuple[float, float, float]] = []
    for group in _collinear(pieces):
        at, start, end = group[0]
        longest = end - start
        for _, next_start, next_end in group[1:]:
            gap = next_start - end
            short = max(longest, next_end - next_start) <= 8
            if gap <= 1.0 or (short and gap <= 6):
                end = max(end, next_end)
                if gap > 1.0 or longest <= 8:
                    longest = max(longest, next_end - next_start)
            else:
                joined.append((at, start, end))
                start, end = next_start, next_end
                longest = end - start
        joined.append((at, start, end))
    return sorted(piece for piece in joined if piece[2] - piece[1] >= 4)


def _collinear(
    pieces: list[tuple[float, float, float]],
) -> Iterable[list[tuple[float, float, float]]]:
    """Groups pieces at about the same position, each group sorted by start."""
    group: list[tuple[float, float, float]] = []
    for piece in sorted(pieces):
        if group and piece[0] - group[0][0] > 0.7:
            yield sorted(group, key=lambda p: p[1])
            group = []
        group.append(piece)
    if group:
        yield sorted(group, key=lambda p: p[1])


def visible_fills(paints: list[Paint]) -> list[Fill]:
    """The fills that are seen: colour, and white where it lies on colour.

    Args:
        paints: filled areas in drawing order.

    Returns:
        The fills in drawing order; those covered in full by a later white one are left out.
    """
    seen: list[Fill] = []
    for paint in paints:
        if is_white(paint.colour):
            seen = [f for f in seen if not _contains(paint.box, f[:4])]
            if not any(_overlap(paint.box, f[:4]) for f in seen):
                continue
        seen.append(Fill(*paint.box, "{:02X}{:02X}{:02X}".format(*paint.colour)))
    return seen


def _contains(outer: Box, inner: Box) -> bool:
    return (
        outer[0] <= inner[0] + 0.5
        and outer[1] <= inner[1] + 0.5
        and outer[2] >= inner[2] - 0.5
        and outer[3] >= inner[3] - 0.5
    )


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def part_text_lines(rules: list[Rule], words: list[Word]) -> tuple[list[Rule], list[SetOff]]:
    """Tells underlines and strike-throughs from rules.

    A rule belongs to the text if it lies within the height of a line of words, below or
    across them, and reaches no farther than they do.

    Args:
        rules: horizontal rules.
        words: the page's words.

    Returns:
        The rules that are left, and the lines that belong to the text.
    """
    if not rules or not words:
        return rules, []
    by_baseline = sorted(words, key=attrgetter("baseline"))
    baselines = [word.baseline for word in by_baseline]
    reach = _STRUCK * max([word.size for word in words])
    left: list[Rule] = []
    lines: list[SetOff] = []
    for rule in rules:
        first = bisect_left(baselines, rule.top - reach)
        last = bisect_right(baselines, rule.top + reach)
        kind = _marks_text(rule, by_baseline[first:last])
        if kind is None:
            left.append(rule)
        else:
            lines.append(SetOff(kind, rule))
    return left, lines


def line_kind(top: float, word: Word) -> MarkKind | None:
    """What a level line at a height is to a word that stands there; None if it is nothing."""
    below = (top - word.baseline) / word.size
    if 0.02 < below <= _UNDER:
        return "underline"
    return "struck" if -_STRUCK <= below <= -_LEAST_STRUCK else None


def _marks_text(rule: Rule, words: Sequence[Word]) -> MarkKind | None:
    covered = 0.0
    left, right = rule.x1, rule.x0
    kinds: set[MarkKind] = set()
    for word in words:
        kind = line_kind(rule.top, word)
        if kind is None or word.x1 <= rule.x0 or word.x0 >= rule.x1:
            continue
        kinds.add(kind)
        covered += min(word.x1, rule.x1) - max(word.x0, rule.x0)
        left, right = min(left, word.x0), max(right, word.x1)
    if covered < 0.6 * (rule.x1 - rule.x0):
        return None
    within = left <= rule.x0 + 1.5 and right >= rule.x1 - 4
    return min(kinds) if within else None
