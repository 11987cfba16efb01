"""Plain geometry of tables: rules joined into lines, lines into regions, sides into boxes.

All lengths are PDF points, y downwards (see `page.py`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from saextract.parsers.pdf.page import Box, Page, Rule, Word

from .settings import TABLE

Span = tuple[float, float]


class Line(NamedTuple):
    """Rules at one position: x for vertical ones, y for horizontal ones."""

    at: float
    spans: tuple[Span, ...]

    def share(self, start: float, end: float) -> float:
        """Share of the stretch from start to end that the line covers, 0 to 1."""
        if end <= start:
            return 0.0
        inside = sum(max(0.0, min(b, end) - max(a, start)) for a, b in self.spans)
        return inside / (end - start)


class Region(NamedTuple):
    """Rules that hang together, and the box around them."""

    h: list[Rule]
    v: list[Rule]
    box: Box


def join_spans(spans: Iterable[Span], gap: float) -> tuple[Span, ...]:
    """Union of intervals, closing gaps up to `gap`."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start - joined[-1][1] <= gap:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def to_lines(rules: Iterable[Rule], vertical: bool, snap: float) -> list[Line]:
    """Rules grouped by position; the longest rule of a group gives its position."""
    items = [
        (r.x0, r.top, r.bottom) if vertical else (r.top, min(r.x0, r.x1), max(r.x0, r.x1))
        for r in rules
    ]
    items.sort()
    lines: list[Line] = []
    group: list[tuple[float, float, float]] = []
    for item in [*items, None]:
        if group and (item is None or item[0] - group[0][0] > snap):
            longest = max(group, key=lambda g: g[2] - g[1])
            lines.append(
                Line(longest[0], join_spans(((a, b) for _, a, b in group), TABLE.join_gap))
            )
            group = []
        if item is not None:
            group.append(item)
    return lines


def join_rules(rules: Iterable[Rule], vertical: bool) -> list[Rule]:
    """Rules of one position that touch or nearly touch made into one."""
    return [
        Rule(line.at, a, line.at, b) if vertical else Rule(a, line.at, b, line.at)
        for line in to_lines(rules, vertical, TABLE.in_line)
        for a, b in line.spans
    ]


def regions(h: Sequence[Rule], v: Sequence[Rule]) -> list[Region]:
    """Joined rules that cross or touch, as regions; the largest first.

    Vertical rules without any horizontal one form a region if they begin and end together:
    the middle of a row that runs over a whole page.
    """
    rules = [*h, *v]
    parent = list(range(len(rules)))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    split = len(h)
    crossed: set[int] = set()
    for j in range(split, len(rules)):
        x, top, _, bottom = rules[j]
        for i in range(split):
            rule = rules[i]
            if (
                rule.x0 - TABLE.snap <= x <= rule.x1 + TABLE.snap
                and top - TABLE.snap <= rule.top <= bottom + TABLE.snap
            ):
                parent[find(i)] = find(j)
                crossed.add(j)
    for j in range(split, len(rules)):
        for k in range(j + 1, len(rules)):
            one, two = rules[j], rules[k]
            near = (
                abs(one.top - two.top) <= TABLE.snap and abs(one.bottom - two.bottom) <= TABLE.snap
            )
            beside = (
                abs(one.x0 - two.x0) <= TABLE.thin
                and one.top <= two.bottom
                and two.top <= one.bottom
            )
            if beside or (near and j not in crossed and k not in crossed):
                parent[find(j)] = find(k)
    groups: dict[int, list[int]] = {}
    for i in range(len(rules)):
        groups.setdefault(find(i), []).append(i)
    found = []
    for members in groups.values():
        part = [rules[i] for i in members]
        box = (
            min(r.x0 for r in part),
            min(r.top for r in part),
            max(r.x1 for r in part),
            max(r.bottom for r in part),
        )
        found.append(
            Region(
                [rules[i] for i in members if i < split],
                [rules[i] for i in members if i >= split],
                box,
            )
        )
    found.sort(key=lambda r: -(r.box[2] - r.box[0]) * (r.box[3] - r.box[1]))
    return found


def middle(word: Word) -> tuple[float, float]:
    """Centre of a word's box."""
    return (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2


def inside(word: Word, box: Box) -> bool:
    """Whether the centre of the word lies in the box."""
    left, top, right, bottom = box
    return (
        left <= (word.x0 + word.x1) / 2 <= right and top <= (word.top + word.bottom) / 2 <= bottom
    )


def contains(outer: Box, inner: Box) -> bool:
    """Whether one box lies within another, `TABLE.snap` points aside."""
    return (
        outer[0] - TABLE.snap <= inner[0]
        and outer[1] - TABLE.snap <= inner[1]
        and inner[2] <= outer[2] + TABLE.snap
        and inner[3] <= outer[3] + TABLE.snap
    )


def slot(bounds: Sequence[float], at: float) -> int:
    """Index of the interval between two bounds that holds `at`; the outer ones are open."""
    return min(max(bisect_right(bounds, at) - 1, 0), len(bounds) - 2)


def drop_thin(
    bounds: Sequence[float], words: Sequence[Word], least: float, vertical: bool
) -> list[float]:
    """Bounds without those that make an interval narrower than `least` and without words.

    Args:
        bounds: ascending.
        words: those that may stand between them.
        least: width below which an empty interval is no column (or row).
        vertical: whether the bounds are those of columns.
    """
    axis = 0 if vertical else 1
    kept = list(bounds)
    i = 0
    while i < len(kept) - 1 and len(kept) > 2:
        low, high = kept[i], kept[i + 1]
        if high - low < least and not any(low < middle(w)[axis] <= high for w in words):
            del kept[i if i + 1 == len(kept) - 1 else i + 1]
        else:
            i += 1
    return kept


def within(words: Iterable[Word], box: Box) -> list[Word]:
    """The words whose centre lies in the box."""
    left, top, right, bottom = (2 * side for side in box)
    return [w for w in words if top <= w[2] + w[4] <= bottom and left <= w[1] + w[3] <= right]


def outside(words: Iterable[Word], box: Box) -> list[Word]:
    """The words whose centre does not lie in the box."""
    left, top, right, bottom = (2 * side for side in box)
    return [w for w in words if not (top <= w[2] + w[4] <= bottom and left <= w[1] + w[3] <= right)]


def between(words: Iterable[Word], top: float, bottom: float) -> list[Word]:
    """The words whose centre lies no higher than `top` and no lower than `bottom`."""
    top, bottom = 2 * top, 2 * bottom
    return [w for w in words if top <= w[2] + w[4] <= bottom]


def outlined(page: Page) -> Iterator[Box]:
    """Boxes of two sides, a top and a bottom, without an upright rule inside."""
    sides = sorted(page.v_rules, key=lambda rule: rule.x0)
    for index, one in enumerate(sides):
        if one.bottom - one.top < TABLE.least_card[1]:
            continue
        for two in sides[index + 1 :]:
            if abs(two.top - one.top) > TABLE.alike or abs(two.bottom - one.bottom) > TABLE.alike:
                continue
            box = (one.x0, one.top, two.x0, one.bottom)
            if two.x0 - one.x0 >= TABLE.least_card[0] and all(
                any(
                    abs(rule.top - edge) <= TABLE.alike
                    and rule.x1 - rule.x0 >= TABLE.along * (box[2] - box[0])
                    for rule in page.h_rules
                    if rule.x0 >= box[0] - TABLE.alike and rule.x1 <= box[2] + TABLE.alike
                )
                for edge in (one.top, one.bottom)
            ):
                yield box
            break


def panels_of(page: Page) -> list[Box]:
    """The boxes of a page, framed or filled, that stand in no other one.

    Args:
        page: with its rules and fills.
    """
    least_width, least_height = TABLE.least_panel
    found = {
        box
        for box in (*outlined(page), *(fill[:4] for fill in page.fills))
        if box[2] - box[0] >= least_width and box[3] - box[1] >= least_height
    }
    return [
        box for box in found if not any(other != box and contains(other, box) for other in found)
    ]


def boxes_abreast(panels: Sequence[Box], words: Sequence[Word]) -> list[list[Box]]:
    """Rows of boxes that stand side by side, from top to bottom; a last one may stand alone.

    Args:
        panels: the boxes of a page.
        words: of the page.
    """
    rows: list[list[Box]] = []
    for box in sorted(panels, key=lambda b: (b[1], b[0])):
        last = rows[-1][-1] if rows else None
        if (
            last
            and abs(last[1] - box[1]) <= TABLE.alike
            and last[2] <= box[0]
            and _as_wide(last, box)
        ):
            rows[-1].append(box)
        else:
            rows.append([box])
    lanes = [box for row in rows if len(row) > 1 for box in row]
    kept = [
        row
        for row in rows
        if any(abs(row[0][0] - lane[0]) <= TABLE.alike and _as_wide(row[0], lane) for lane in lanes)
    ]
    left = min((lane[0] for lane in lanes), default=0.0)
    begun = all(row[0][0] - left <= TABLE.alike for row in kept)
    in_rows = begun and len(lanes) >= TABLE.in_lanes * sum(map(len, kept))
    return kept if in_rows else _flows(panels, words)


def _flows(boxes: Sequence[Box], words: Sequence[Word]) -> list[list[Box]]:
    """Boxes that fill columns like the paragraphs of a newspaper, lane by lane; none elsewhere.

    A flow ends at a text over all columns, such as the heading of the next one.

    Args:
        boxes: of a page, none in another.
        words: of the page.
    """
    free = [word for word in words if not any(inside(word, box) for box in boxes)]
    flows: list[list[Box]] = []
    bottom = 0.0
    for box in sorted(boxes, key=lambda b: b[1]):
        parted = any(bottom - 1 <= word.top and word.bottom <= box[1] + 1 for word in free)
        if not flows or (box[1] >= bottom and parted):
            flows.append([])
        flows[-1].append(box)
        bottom = max(other[3] for other in flows[-1])
    if any(not _in_lanes(flow) for flow in flows) or all(len(flow) == 1 for flow in flows):
        return []
    return [sorted(flow, key=lambda b: (round(b[0] / TABLE.alike), b[1])) for flow in flows]


def _in_lanes(boxes: Sequence[Box]) -> bool:
    """Whether boxes of one width stand in lanes, none over another."""
    return all(
        _as_wide(one, two)
        and (
            two[0] >= one[2]
            or two[2] <= one[0]
            or (abs(one[0] - two[0]) <= TABLE.alike and not one[1] < two[1] < one[3])
        )
        for one, two in pairwise(sorted(boxes))
    )


def _as_wide(one: Box, two: Box) -> bool:
    return abs((one[2] - one[0]) - (two[2] - two[0])) <= TABLE.alike
