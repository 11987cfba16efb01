"""Tables whose cells are told by shading alone: each cell is a filled box, with gaps between.

The edges of such boxes, halfway into the gaps, stand for rules, and the detector of ruled
tables does the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from saextract.parsers.pdf.page import Box, Fill, FoundTable, Page, Rule

from . import ruled

NAME = "tiled"

_LEAST_WIDTH = 12.0
_LEAST_HEIGHT = 8.0
_WIDEST_GAP = 12.0
_SAME = 1.5
"""Edges of boxes in a row, or in a column, differ by no more than this (points)."""

_FEWEST_IN_ROW = 3
_FEWEST_ROWS = 2
_COVERED = 0.9
"""Share of the words among the boxes that must lie in one: zebra shading has only half, and a
heading now and then lies in none."""


def find(pages: Sequence[Page]) -> list[FoundTable] | None:
    """Tables of shaded cells of all pages, or None if there are none."""
    rows = {page.number: _rows(page) for page in pages}
    if sum(map(len, rows.values())) < _FEWEST_ROWS:
        return None
    drawn = [_with_rules(page, rows[page.number]) for page in pages]
    tables = ruled.find([page for page in drawn if page is not None])
    for table in tables or ():
        table.detector = NAME
    return tables


def _rows(page: Page) -> list[list[Fill]]:
    """Boxes side by side, row by row from top to bottom."""
    tiles = [
        fill
        for fill in page.fills
        if fill.x1 - fill.x0 >= _LEAST_WIDTH and fill.bottom - fill.top >= _LEAST_HEIGHT
    ]
    tiles.sort(key=lambda t: (round(t.top), t.x0))
    rows: list[list[Fill]] = []
    for tile in tiles:
        last = rows[-1] if rows else []
        if last and _is_beside(last[-1], tile):
            last.append(tile)
        else:
            rows.append([tile])
    kept = [row for row in rows if len(row) >= _FEWEST_IN_ROW]
    return kept if kept and _cover(page, kept) else []


def _is_beside(left: Fill, right: Fill) -> bool:
    return (
        abs(left.top - right.top) <= _SAME
        and abs(left.bottom - right.bottom) <= _SAME
        and -_SAME <= right.x0 - left.x1 <= _WIDEST_GAP
    )


def _cover(page: Page, rows: Sequence[Sequence[Fill]]) -> bool:
    """Whether the words between the first and the last box are in boxes."""
    left, right = min(r[0].x0 for r in rows), max(r[-1].x1 for r in rows)
    bands = [(r[0].top, r[0].bottom) for r in rows]
    inside, among = 0, 0
    for above, below in pairwise([*bands, (bands[-1][1], bands[-1][1])]):
        for word in page.words:
            middle = (word.top + word.bottom) / 2
            if not left <= (word.x0 + word.x1) / 2 <= right:
                continue
            if above[0] <= middle <= above[1]:
                inside += 1
                among += 1
            elif above[1] < middle < below[0]:
                among += 1
    return inside >= _COVERED * among and inside > 0


def _with_rules(page: Page, rows: Sequence[Sequence[Fill]]) -> Page | None:
    """The page with the boxes' edges as its rules; None without boxes."""
    if not rows:
        return None
    h_rules: list[Rule] = []
    v_rules: list[Rule] = []
    tops = [row[0].top for row in rows]
    bottoms = [row[0].bottom for row in rows]
    for index, row in enumerate(rows):
        follows = index > 0 and tops[index] - bottoms[index - 1] <= _WIDEST_GAP
        leads = index + 1 < len(rows) and tops[index + 1] - bottoms[index] <= _WIDEST_GAP
        top = (tops[index] + bottoms[index - 1]) / 2 if follows else tops[index]
        bottom = (bottoms[index] + tops[index + 1]) / 2 if leads else bottoms[index]
        bounds = [
            row[0].x0,
            *((left.x1 + right.x0) / 2 for left, right in pairwise(row)),
            row[-1].x1,
        ]
        h_rules += [Rule(bounds[0], y, bounds[-1], y) for y in (top, bottom)]
        v_rules += [Rule(x, top, x, bottom) for x in bounds]
    box: Box = (
        min(r[0].x0 for r in rows),
        tops[0],
        max(r[-1].x1 for r in rows),
        bottoms[-1],
    )
    words = [
        w
        for w in page.words
        if box[0] <= (w.x0 + w.x1) / 2 <= box[2] and box[1] <= (w.top + w.bottom) / 2 <= box[3]
    ]
    return replace(page, words=words, h_rules=h_rules, v_rules=v_rules, fills=[])
