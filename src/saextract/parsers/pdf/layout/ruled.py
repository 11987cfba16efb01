"""Tables with rules around their cells.

Column bounds are the vertical rules that bound the header's cells, or, without a header, those
of the table before or those that run through most of the table. Row bounds are horizontal
rules that cross the leftmost column and most others. All other rules (nested tables, boxes
behind text, stray rules in pasted text) are no bounds.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from saextract.parsers.pdf.lines import SAME_LINE
from saextract.parsers.pdf.page import Box, FoundRow, FoundTable, Page, Word

from . import grid
from .bands import OPENING, opening_header
from .cells import Grid, filled, join_down, rows_in, table_of, words_of
from .columns import TextLine, text_lines
from .grid import Line, Region
from .headers import is_number, text_of
from .rows import breaks
from .rows.centred import breaks_around_numbers
from .settings import TABLE

NAME = "ruled"


def find(pages: Sequence[Page]) -> list[FoundTable] | None:
    """Ruled tables of all pages, or None if there are none."""
    tables: list[FoundTable] = []
    for page in pages:
        words = page.words
        here: list[FoundTable] = []
        regions = grid.regions(
            grid.join_rules(page.h_rules, vertical=False),
            grid.join_rules(page.v_rules, vertical=True),
        )
        for place, region in enumerate(regions, 1):
            if any(grid.contains(table.box, region.box) for table in here):
                continue
            held = grid.within(words, region.box)
            if not held or _is_nested(words, held, region):
                continue
            table = _build(page.number, region, held, tables[-1] if tables else None)
            if table:
                here.append(table)
                words = grid.outside(words, table.box) if place < len(regions) else []
        here.sort(key=lambda t: (t.box[1], t.box[0]))
        tables += _stack(here)
    _part_stacked(tables)
    _part_headers(tables)
    return tables or None


def _is_nested(words: Sequence[Word], held: Sequence[Word], region: Region) -> bool:
    """Whether a table stands in a cell of a table that has no upright rules.

    It is closed by rules as wide as itself, and the words of its row stand beside it.

    Args:
        words: of the page.
        held: those in the region.
        region: the rules of the table.
    """
    uprights = sorted(rule.x0 for rule in region.v)
    if not uprights:
        return False
    left, right = uprights[0], uprights[-1]
    top, bottom = min(rule.top for rule in region.v), max(rule.bottom for rule in region.v)
    closed = all(
        any(
            abs(rule.top - y) <= TABLE.snap
            and abs(rule.x0 - left) <= TABLE.snap
            and abs(rule.x1 - right) <= TABLE.snap
            for rule in region.h
        )
        for y in (top, bottom)
    )
    if not closed:
        return False
    box = (left, top, right, bottom)
    second = next((x for x in uprights if x > left + TABLE.thin), right)
    if any(w.x0 < second and is_number(w.text) and grid.inside(w, box) for w in held):
        return False
    within = len(grid.within(held, box))
    return len(grid.between(words, top, bottom)) - within >= TABLE.beside * within


def _stack(tables: Sequence[FoundTable]) -> list[FoundTable]:
    """Tables right below one another with the same columns made one: rows of spaced cells."""
    stacked: list[FoundTable] = []
    for table in tables:
        last = stacked[-1] if stacked else None
        if (
            last is not None
            and -TABLE.snap <= table.box[1] - last.box[3] <= TABLE.row_space
            and len(last.columns_x) == len(table.columns_x)
            and all(
                abs(a - b) <= TABLE.snap
                for a, b in zip(last.columns_x, table.columns_x, strict=True)
            )
        ):
            last.rows += table.rows
            last.box = (last.box[0], last.box[1], last.box[2], table.box[3])
        else:
            stacked.append(table)
    return stacked


def _part_headers(tables: Sequence[FoundTable]) -> None:
    """Cut a repeated header off the rest of a row where no rule stands between the two."""
    for one, two in pairwise(tables):
        header = next((row for row in one.rows if row.header), None)
        if header is None or two.page == one.page or len(one.columns_x) != len(two.columns_x):
            continue
        parted = _part_header(header, two.rows[0], two.columns_x)
        if parted:
            parted[-1].cut_above = True
            two.rows[:1] = parted


def _part_header(header: FoundRow, row: FoundRow, columns: Sequence[float]) -> list[FoundRow]:
    """The row cut in two, if each of its cells opens with the header's words and one goes on."""
    end, rest = row.box[1], []
    for title, cell in zip(header.cells, row.cells, strict=True):
        if title is None or cell is None:
            if title is not cell:
                return []
            continue
        head = cell.words[: len(title.words)]
        if text_of(head) != text_of(title.words) or cell.span != title.span:
            return []
        end = max([end, *(word.bottom for word in head)])
        rest += cell.words[len(title.words) :]
    if not rest:
        return []
    return _cut_row(row, columns, [max(end, (end + min(w.top for w in rest)) / 2)])


def _build(
    page: int, region: Region, words: Sequence[Word], before: FoundTable | None
) -> FoundTable | None:
    left, top, right, bottom = region.box
    if (
        right - left < TABLE.least_table[0]
        or bottom - top < TABLE.least_table[1]
        or len(region.v) < 2
    ):
        return None
    verticals = grid.to_lines(region.v, vertical=True, snap=TABLE.snap)
    horizontals = grid.to_lines(region.h, vertical=False, snap=TABLE.snap)
    columns = _columns(region, verticals, horizontals, words, before)
    if len(columns) < 3:
        return None
    bounds = _row_bounds(region, columns, verticals, horizontals, words)
    if len(bounds) < 2:
        return None
    words = grid.within(words, (columns[0], bounds[0], columns[-1], bounds[-1]))
    rows = _rows(page, (columns, bounds), (verticals, horizontals), words)
    if not any(len([c for c in row.cells if c]) > 1 for row in rows) or _are_cards(rows):
        return None
    ys = [line.at for line in horizontals]
    rows[0].cut_above = not any(abs(y - bounds[0]) <= TABLE.snap for y in ys)
    rows[-1].cut_below = not any(abs(y - bounds[-1]) <= TABLE.snap for y in ys)
    return table_of(columns, rows, NAME)


def _are_cards(rows: Sequence[FoundRow]) -> bool:
    """Whether each cell is a provision of its own: boxes side by side, and no table."""
    opened = [cell.words[0].text for row in rows for cell in row.cells if cell and cell.words]
    several = max((sum(bool(c and c.words) for c in row.cells) for row in rows), default=0) > 1
    return several and all(map(is_number, opened))


def _part_stacked(tables: Sequence[FoundTable]) -> None:
    """Cut rows that hold several: such are the rows of tables with upright rules only.

    Two numbers in a row show it. Where on its row a number stands is told over all tables. A
    table of one row with a single number may hold the end of the row before, too.
    """
    whole = any(len(table.rows) == 1 for table in tables)
    if not whole and not any(_numbered(row) > 1 for table in tables for row in table.rows):
        return
    seen = [[_stacked(row, table) for row in table.rows] for table in tables]
    blocks = [(part.body, part.numbers) for of in seen for part in of if len(part.numbers) > 1]
    if not blocks and not whole:
        return
    on_top = breaks.is_top_aligned(blocks)
    for table, parts in zip(tables, seen, strict=True):
        upright = len(table.rows) == 1
        rows: list[FoundRow] = []
        for row, (header, body, numbers) in zip(table.rows, parts, strict=True):
            cuts: list[float] = []
            if header and body and (upright or numbers):
                cuts.append((header[-1].bottom + body[0].top) / 2)
            if len(numbers) > 1 or (upright and numbers and blocks):
                cuts += (
                    breaks.breaks_at_numbers(body, numbers)
                    if on_top
                    else [c.at for c in breaks_around_numbers(body, numbers, table.columns_x)]
                )
            elif upright and body and breaks.answers_in(body, table.columns_x) > 1:
                cuts += breaks.breaks_by_gaps(body, table.columns_x)
            rows += _cut_row(row, table.columns_x, cuts) if cuts else [row]
        table.rows = rows


class _Stacked(NamedTuple):
    """What a row that may hold several opens with, its other lines, and the numbers in them.

    Of a row beside others that has a number or none, only the lines are known that tell its header.
    """

    header: list[TextLine]
    body: list[TextLine]
    numbers: list[Word]


def _stacked(row: FoundRow, table: FoundTable) -> _Stacked:
    whole = len(table.rows) == 1 or _numbered(row) > 1
    if not whole and _opens_with_number(row):
        return _Stacked([], [], [])
    lines = text_lines(words_of(row), None if whole else OPENING)
    header = opening_header(lines)
    body = lines[len(header) :]
    return _Stacked(header, body, breaks.numbers_in(body, table.columns_x) if whole else [])


def _opens_with_number(row: FoundRow) -> bool:
    """Whether a provision's number stands by itself in the first cell, on the row's first line."""
    cells = [cell.words for cell in row.cells if cell and cell.words]
    if not cells or len(cells[0]) > 1 or not is_number(cells[0][0].text):
        return False
    number = cells[0][0]
    return number.baseline - min(cell[0].baseline for cell in cells) <= SAME_LINE * number.size


def _numbered(row: FoundRow) -> int:
    """How many of a row's words are provisions' numbers."""
    return sum([is_number(word.text) for word in words_of(row) if "." in word.text])


def _cut_row(row: FoundRow, columns: Sequence[float], cuts: Sequence[float]) -> list[FoundRow]:
    bounds = [row.box[1], *sorted(set(cuts)), row.box[3]]
    parts = filled(rows_in(Grid(row.page, columns, bounds), words_of(row)))
    parts[0].cut_above, parts[-1].cut_below = row.cut_above, row.cut_below
    return parts


# ------------------------------------------------------------------------ columns


def _columns(
    region: Region,
    verticals: Sequence[Line],
    horizontals: Sequence[Line],
    words: Sequence[Word],
    before: FoundTable | None,
) -> list[float]:
    """Column bounds, outer ones included."""
    left, top, right, bottom = region.box
    inner = [ln for ln in verticals if left + TABLE.snap < ln.at < right - TABLE.snap]
    if before is not None and _is_part_of(before, region.box, inner):
        return list(before.columns_x)
    ys = [ln.at for ln in horizontals if ln.share(left, right) >= TABLE.over_table]
    ys = [top, *(y for y in ys if top + TABLE.snap < y < bottom - TABLE.snap), bottom]
    bands = [(a, b) for a, b in pairwise(ys) if b - a >= TABLE.flat]
    per_band = [[ln for ln in inner if ln.share(a, b) >= TABLE.along] for a, b in bands]
    header = _header_band(bands, per_band, region.box, words)
    telling = per_band if header is None else [per_band[header]]
    if any(_is_apart(lines, per_band) for lines in telling):
        return [left, *(ln.at for ln in inner if any(ln in lines for lines in per_band)), right]
    base = None if header is None else [ln.at for ln in per_band[header]]
    if base is None and before is not None:
        base = _bounds_before(before.columns_x, region.box, inner)
    under = [] if header is None else per_band[header + 1 :]
    whole = sum(b - a for (a, b), lines in zip(bands, per_band, strict=True) if lines)
    xs = []
    for ln in inner:
        held = [b - a for (a, b), lines in zip(bands, per_band, strict=True) if ln in lines]
        support = sum(held) / whole if whole else 0.0
        if base is None:
            wanted = support >= TABLE.parting
        else:
            near = any(abs(ln.at - x) <= TABLE.snap for x in base)
            through = bool(under) and all(ln in lines for lines in under)
            through = through and (
                len(under) > 1 or ln.share(*bands[header or 0]) >= TABLE.part_way
            )
            wanted = near or through or (support >= TABLE.along and len(held) >= 3)
        if wanted:
            xs.append(ln.at)
    return grid.drop_thin([left, *xs, right], words, TABLE.thin, vertical=True)


def _header_band(
    bands: Sequence[grid.Span],
    per_band: Sequence[list[Line]],
    box: Box,
    words: Sequence[Word],
) -> int | None:
    """Which band is the first row that reads as a header."""
    middles = [w[2] + w[4] for w in words]
    downwards = sorted(range(len(words)), key=middles.__getitem__)
    heights = [middles[place] for place in downwards]
    for index, ((a, b), lines) in enumerate(zip(bands, per_band, strict=True)):
        if not lines:
            continue
        columns = [box[0], *(ln.at for ln in lines), box[2]]
        first, last = bisect_left(heights, 2 * a), bisect_right(heights, 2 * b)
        held = [words[place] for place in sorted(downwards[first:last])]
        if any(is_number(word.text) for word in held if "." in word.text):
            continue
        if rows_in(Grid(0, columns, (a, b)), held)[0].header:
            return index
    return None


def _is_apart(row: Sequence[Line], per_band: Sequence[list[Line]]) -> bool:
    """Whether other rows come again that are drawn on columns of their own, and lack a row's.

    So do a provision's number, requirement and answer over labels and what they name. A nested
    table adds to its row's columns, and a merged cell has some of them.
    """
    drawn = [lines for lines in per_band if lines]
    apart = [
        lines
        for lines in drawn
        if any(line not in row for line in lines) and any(line not in lines for line in row)
    ]
    return bool(row) and len(apart) >= TABLE.kinds * len(drawn)


def _is_part_of(before: FoundTable, box: Box, inner: Sequence[Line]) -> bool:
    """Whether a table is drawn on some of the columns of one whose rows are of several kinds."""
    columns = before.columns_x
    if abs(columns[0] - box[0]) > TABLE.snap or abs(columns[-1] - box[2]) > TABLE.snap:
        return False
    wide = [row for row in before.rows if any(cell and cell.span > 1 for cell in row.cells)]
    several = [row for row in wide if sum(cell is not None for cell in row.cells) > 1]
    if len(several) < TABLE.kinds * len(before.rows):
        return False
    return bool(inner) and all(any(abs(ln.at - x) <= TABLE.snap for x in columns) for ln in inner)


def _bounds_before(
    before: tuple[float, ...], box: Box, inner: Sequence[Line]
) -> list[float] | None:
    """Inner bounds of the table before, if this one is drawn on the same columns."""
    if (
        len(before) < 3
        or abs(before[0] - box[0]) > TABLE.moved
        or abs(before[-1] - box[2]) > TABLE.moved
    ):
        return None
    wanted = list(before[1:-1])
    if all(any(abs(ln.at - x) <= TABLE.snap for ln in inner) for x in wanted):
        return wanted
    return None


# --------------------------------------------------------------------------- rows


def _row_bounds(
    region: Region,
    columns: Sequence[float],
    verticals: Sequence[Line],
    horizontals: Sequence[Line],
    words: Sequence[Word],
) -> list[float]:
    """Row bounds: rules across most columns, and open ends that vertical rules run to."""
    count = len(columns) - 1
    bounds = []
    for line in horizontals:
        covered = [line.share(a, b) >= TABLE.over_column for a, b in pairwise(columns)]
        most = covered[0] and sum(covered) >= max(2, (count + 1) // 2)
        if most or (count >= 3 and all(covered[1:])):
            bounds.append(line.at)
    sides = [ln for ln in verticals if any(abs(ln.at - x) <= TABLE.thin for x in columns)]
    _, top, _, bottom = region.box
    first, last = (bounds[0], bounds[-1]) if bounds else (bottom, top)
    if first - top > TABLE.flat and _run(sides, top, first, count):
        bounds.insert(0, top)
    if bounds and bottom - last > TABLE.flat and _run(sides, last, bottom, count):
        bounds.append(bottom)
    return grid.drop_thin(bounds, words, TABLE.flat, vertical=False) if bounds else []


def _run(sides: Sequence[Line], top: float, bottom: float, count: int) -> bool:
    """Whether most column bounds are drawn from top to bottom."""
    return 2 * sum(ln.share(top, bottom) >= TABLE.along for ln in sides) >= count


def _rows(
    page: int,
    bounds: tuple[Sequence[float], Sequence[float]],
    lines: tuple[Sequence[Line], Sequence[Line]],
    words: Sequence[Word],
) -> list[FoundRow]:
    """The rows between bounds of columns and rows; rules part their cells."""
    columns, ys = bounds
    verticals, horizontals = lines
    near = [[ln for ln in verticals if abs(ln.at - x) <= TABLE.thin] for x in columns]

    def edges(place: int, ends: grid.Span) -> bool:
        return any(ln.share(*ends) >= TABLE.parting for ln in near[place])

    rows = rows_in(Grid(page, columns, ys), words, edges)
    join_down(rows, columns, horizontals)
    return rows
