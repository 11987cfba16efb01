"""Cards: a box round each provision, its number, requirement and answer in a band above others.

A web page prints them so, and so do designed reports. What stands in the same band of all cards
stands in the same columns; a card that runs over a page's end goes on in the box at the next
page's top.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from saextract.parsers.pdf.page import Box, FoundRow, FoundTable, Page, Word

from . import grid
from .cells import Grid, column_of, go_on, parted_at, rows_in, table_of
from .columns import gutter_columns, misfit, text_lines
from .headers import is_number
from .settings import TABLE

NAME = "cards"


class _Band(NamedTuple):
    """What stands between two level edges of a box."""

    box: Box
    words: list[Word]


class _Card(NamedTuple):
    """A box on a page, and its bands from top to bottom."""

    page: int
    box: Box
    bands: list[_Band]


def find(pages: Sequence[Page]) -> list[FoundTable] | None:
    """Tables of the cards on a page that nothing stands between; None without cards."""
    boxes = _boxes(pages)
    shown = [_card(page, box) for page in pages for box in boxes.get(page.number, ())]
    shown = [card for card in shown if card.bands]
    opening = [opens_with_number(card.bands[0].words) for card in shown]
    numbered = [card for card, opens in zip(shown, opening, strict=True) if opens]
    if len(numbered) < max(TABLE.fewest_cards, TABLE.numbered * len(shown)):
        return None
    columns = _columns(numbered)
    if not columns or max(map(len, columns)) <= len(("left", "right")):
        return None
    bounds = _union(columns)
    by_number = {page.number: page for page in pages}
    tables: list[FoundTable] = []
    kind, last = 0, shown[0]
    for card, opens in zip(shown, opening, strict=True):
        apart = not tables or _is_parted(last, card, by_number)
        before, kind = kind, 0 if opens or apart else _kind(card, columns, kind)
        rows = [
            _row(card.page, band, columns[min(kind + place, len(columns) - 1)], bounds)
            for place, band in enumerate(card.bands)
        ]
        if apart:
            tables.append(table_of(bounds, rows, NAME))
        else:
            if not opens and kind == before:
                go_on(tables[-1].rows[-1], rows.pop(0))
            tables[-1].rows += rows
        tables[-1].last_page = card.page
        kind, last = min(kind + len(card.bands), len(columns)) - 1, card
    for table in tables:
        end = table.rows[0] if table.last_page > table.page else table.rows[-1]
        table.box = (*table.box[:3], end.box[3])
    return tables if len(tables) <= TABLE.texts_below * len(numbered) else None


def opens_with_number(words: Sequence[Word]) -> bool:
    """Whether the words of a box begin with a provision's number."""
    lines = text_lines(words)
    return bool(lines) and is_number(lines[0].runs[0].words[0].text)


# --------------------------------------------------------------------------- boxes


def _boxes(pages: Sequence[Page]) -> dict[int, list[Box]]:
    """The boxes of each page that have the left and right edge which most boxes have."""
    found = {page.number: list(grid.outlined(page)) for page in pages}
    edges = Counter(
        (round(left), round(right)) for boxes in found.values() for left, _, right, _ in boxes
    )
    if not edges or edges.most_common(1)[0][1] < TABLE.fewest_cards:
        return {}
    left, right = edges.most_common(1)[0][0]
    kept: dict[int, list[Box]] = {}
    for page in pages:
        fills = [fill[:4] for fill in page.fills]
        boxes = [
            box
            for box in sorted({*found[page.number], *fills}, key=lambda b: (b[1], -b[3]))
            if abs(box[0] - left) <= TABLE.alike
            and abs(box[2] - right) <= TABLE.alike
            and box[3] - box[1] >= TABLE.least_card[1]
        ]
        outer: list[Box] = []
        for box in boxes:
            if not outer or box[1] >= outer[-1][3] - TABLE.touching:
                outer.append(box)
        kept[page.number] = outer
    return kept


def _card(page: Page, box: Box) -> _Card:
    """A box cut at the rules over its whole width; bands without words are left out."""
    left, top, right, bottom = box
    cuts = [
        rule.top
        for rule in page.h_rules
        if top + TABLE.alike < rule.top < bottom - TABLE.alike
        and left - TABLE.alike <= rule.x0
        and rule.x1 <= right + TABLE.alike
        and rule.x1 - rule.x0 >= TABLE.along * (right - left)
    ]
    places = [(left, above, right, below) for above, below in pairwise([top, *cuts, bottom])]
    bands = [_Band(place, [w for w in page.words if grid.inside(w, place)]) for place in places]
    return _Card(page.number, box, [band for band in bands if band.words])


def _is_parted(one: _Card, two: _Card, pages: dict[int, Page]) -> bool:
    """Whether words stand between two boxes, or whole pages do."""
    if two.page == one.page:
        return any(one.box[3] < grid.middle(w)[1] < two.box[1] for w in pages[one.page].words)
    return (
        two.page != one.page + 1
        or any(grid.middle(word)[1] > one.box[3] for word in pages[one.page].words)
        or any(grid.middle(word)[1] < two.box[1] for word in pages[two.page].words)
    )


def _kind(card: _Card, columns: Sequence[Sequence[float]], last: int) -> int:
    """Which band a box at the top of a page begins with: the one before it, or the next.

    Args:
        card: the box.
        columns: columns of each kind of band.
        last: the kind of the band before it.
    """
    lines = text_lines(card.bands[0].words)
    follows = last + 1 < len(columns) and (
        misfit(lines, columns[last + 1]) < misfit(lines, columns[last])
    )
    return last + follows


# --------------------------------------------------------------------------- columns and rows


def _columns(cards: Sequence[_Card]) -> list[list[float]]:
    """Column bounds of the first band of all cards, of the second, and so on."""
    found: list[list[float]] = []
    for place in range(Counter(len(card.bands) for card in cards).most_common(1)[0][0]):
        parts = [card.bands[place] for card in cards if place < len(card.bands)]
        left, right = parts[0].box[0], parts[0].box[2]
        lines = [line for part in parts for line in text_lines(part.words)]
        found.append(gutter_columns(lines, (), (left, right)))
    return found


def _union(columns: Sequence[Sequence[float]]) -> list[float]:
    bounds: list[float] = []
    for bound in sorted(bound for found in columns for bound in found):
        if not bounds or bound - bounds[-1] > TABLE.alike:
            bounds.append(bound)
    return bounds


def _row(page: int, band: _Band, columns: Sequence[float], bounds: Sequence[float]) -> FoundRow:
    """A band as a row; each of its cells covers the columns of the other bands beneath it."""
    places = [0, *(bisect_left(bounds, x - TABLE.alike) for x in columns[1:-1]), len(bounds) - 1]
    known = {word: places[column] for word, column in _columns_of(band.words, columns).items()}
    grid_of_one = Grid(page, bounds, (band.box[1], band.box[3]))
    return rows_in(grid_of_one, band.words, parted_at(places), known)[0]


def _columns_of(words: Sequence[Word], columns: Sequence[float]) -> dict[int, int]:
    """The column of each word, by identity.

    A text that ends in the last column and stands apart begins there, though it may be wider.
    """
    found: dict[int, int] = {}
    for line in text_lines(words):
        for place, run in enumerate(line.runs):
            last = grid.slot(columns, run.x1 - TABLE.alike)
            apart = place > 0 and grid.slot(columns, run.x0) < last
            for word in run.words:
                found[id(word)] = last if apart else column_of(word, columns)
    return found


# --------------------------------------------------------------------------- boxes of prose


def set_boxes(pages: Sequence[Page]) -> None:
    """Sets the rows of boxes of each page whose words are read together.

    They are boxes side by side, or else panels below each other that open with numbers, which
    may have notes beside them.
    """
    panels = [sorted(grid.panels_of(page), key=lambda box: box[1]) for page in pages]
    alone = [
        boxes if all(a[3] <= b[1] + TABLE.alike for a, b in pairwise(boxes)) else []
        for boxes in panels
    ]
    numbered = are_numbered(pages, alone)
    abreast = [
        grid.boxes_abreast(boxes, page.words) for page, boxes in zip(pages, panels, strict=True)
    ]
    for page, rows, boxes in zip(pages, abreast, alone, strict=True):
        page.boxes = rows or [[box] for box in boxes if numbered]


def are_numbered(pages: Sequence[Page], boxes: Sequence[Sequence[Box]]) -> bool:
    """Whether enough of some boxes, given by page, open with a provision's number."""
    held = [
        [word for word in page.words if grid.inside(word, box)]
        for page, here in zip(pages, boxes, strict=True)
        for box in here
    ]
    opening = [opens_with_number(words) for words in held if words]
    return sum(opening) >= max(TABLE.fewest_cards, TABLE.numbered * len(opening))
