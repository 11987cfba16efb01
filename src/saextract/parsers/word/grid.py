"""The grid of a table: which cell covers which columns.

Word keeps a grid line for every cell edge, so that a table whose rows were dragged about by
a millimetre has many more grid columns than a person sees. Two steps bring back the columns
that a person sees: edges that lie closer together than `SNAP` are one edge; and rows that
have as many cells as most rows have their cells in those rows' columns, where they overlap.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate

from .names import VAL, Element, W, by_tag, child, number, value
from .styles import colour_of

SNAP = 240
"""Distance in twips (1/20 point) below which two cell edges look like one: 4.2 mm."""

_DEFAULT_WIDTH = 1440
_MAX_SPAN = 64
"""Columns that Word allows in a table: 63."""


@dataclass(slots=True)
class Slot:
    """A cell's place in its row.

    Attributes:
        element: the `w:tc`.
        left, right: its edges in twips from the table's left edge.
        merge: "restart" if cells below may continue it, "continue" if it continues the one
            above, "" otherwise.
        colour: of its background, as "RRGGBB"; None for none or white.
        column: the column where it begins, from 0.
        span: how many columns it covers.
    """

    element: Element
    left: int
    right: int
    merge: str
    colour: str | None
    column: int = 0
    span: int = 1


@dataclass(slots=True)
class GridRow:
    """A row: its element and its cells from left to right."""

    element: Element
    slots: list[Slot]


def read_grid(table: Element) -> tuple[list[GridRow], int]:
    """Rows of a table, their cells placed in the columns that a person sees.

    Args:
        table: the `w:tbl`, after `accept`.

    Returns:
        The rows that have cells, and the number of columns.
    """
    widths = [
        max(1, number(column.get(f"{W}w"), _DEFAULT_WIDTH))
        for column in table.findall(f"{W}tblGrid/{W}gridCol")
    ]
    edges = list(accumulate(widths, initial=0))
    rows = [GridRow(row, _slots(row, edges)) for row in table.findall(f"{W}tr")]
    rows = [row for row in rows if row.slots]
    if not rows:
        return [], 0
    edges = _snap(rows)
    for row in rows:
        for slot in row.slots:
            slot.column = _nearest(edges, slot.left)
            slot.span = max(1, _nearest(edges, slot.right) - slot.column)
    columns = max(slot.column + slot.span for row in rows for slot in row.slots)
    columns = _follow_the_many(rows, columns)
    _end_merges(rows)
    return rows, columns


def _slots(row: Element, edges: list[int]) -> list[Slot]:
    position = _skipped(row, "gridBefore")
    slots: list[Slot] = []
    for cell in row.findall(f"{W}tc"):
        of = by_tag(child(cell, f"{W}tcPr"))
        spanned = of.get(f"{W}gridSpan")
        span = 1 if spanned is None else min(_MAX_SPAN, max(1, number(spanned.get(VAL), 1)))
        left, right = _edge(edges, position), _edge(edges, position + span)
        position += span
        if slots and _merge(of.get(f"{W}hMerge")) == "continue":
            slots[-1].right = right
        else:
            colour = colour_of(of.get(f"{W}shd"))
            slots.append(Slot(cell, left, right, _merge(of.get(f"{W}vMerge")), colour))
    return slots


def _skipped(row: Element, name: str) -> int:
    return min(_MAX_SPAN, max(0, number(value(row.find(f"{W}trPr"), name))))


def _merge(merge: Element | None) -> str:
    return "" if merge is None else merge.get(VAL, "continue")


def _end_merges(rows: list[GridRow]) -> None:
    """A cell that continues nothing is a cell of its own, as Word shows it."""
    merging: set[int] = set()
    for row in rows:
        for slot in row.slots:
            if slot.merge == "continue" and slot.column not in merging:
                slot.merge = "restart"
        merging = {slot.column for slot in row.slots if slot.merge}


def _edge(edges: list[int], position: int) -> int:
    """Where a grid column begins, also behind the last one that the table declares."""
    extra = max(0, position - len(edges) + 1)
    return edges[position - extra] + extra * _DEFAULT_WIDTH


def _snap(rows: list[GridRow]) -> list[int]:
    """The edges of the columns: edges nearer than `SNAP` to each other become one.

    Edges stay apart where joining them would leave a cell without width.
    """
    edges = sorted({edge for row in rows for s in row.slots for edge in (s.left, s.right)})
    narrow = {(s.left, s.right) for row in rows for s in row.slots if s.right - s.left < SNAP}
    groups: list[list[int]] = []
    for edge in edges:
        if (
            groups
            and edge - groups[-1][0] < SNAP
            and not any((other, edge) in narrow for other in groups[-1])
        ):
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return [group[0] for group in groups]


def _nearest(edges: list[int], edge: int) -> int:
    """Index of the group that an edge belongs to: the last that begins at or before it."""
    index = bisect_left(edges, edge)
    return index if index < len(edges) and edges[index] == edge else index - 1


def _follow_the_many(rows: list[GridRow], columns: int) -> int:
    """Puts rows with the usual number of cells into the same columns; returns their number."""
    counts = Counter(len(row.slots) for row in rows)
    usual, how_often = max(counts.items(), key=lambda item: (item[1], item[0]))
    if usual < 2 or usual >= columns or how_often * 2 < len(rows) or max(counts) > usual:
        return columns
    alike = [row.slots for row in rows if len(row.slots) == usual]
    bounds = Counter((*(s.left for s in slots), slots[-1].right) for slots in alike)
    model = bounds.most_common(1)[0][0]
    middles = [(model[i] + model[i + 1]) / 2 for i in range(usual)]
    placed: list[tuple[Slot, int, int]] = []
    for row in rows:
        if len(row.slots) == usual:
            if not all(s.left < m < s.right for s, m in zip(row.slots, middles, strict=True)):
                return columns
            placed.extend((slot, i, 1) for i, slot in enumerate(row.slots))
            continue
        last = -1
        for slot in row.slots:
            covered = [i for i, m in enumerate(middles) if slot.left < m < slot.right]
            if not covered or covered[0] <= last:
                return columns
            last = covered[-1]
            placed.append((slot, covered[0], len(covered)))
    for slot, column, span in placed:
        slot.column, slot.span = column, span
    return usual
