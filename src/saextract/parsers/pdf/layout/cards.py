"""Cards: a box round each provision, its number, requirement and answer in a band above others.

A web page prints them so, and so do designed reports. What stands in the same band of all cards
stands in the same columns; a card that runs over a page's end goes on in the box at the next
page's top.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from saextract.parsers.pdf.page import (
    Box,
    FoundRow,
    FoundTable,
    Page,
    Word,
)

from . import grid
from .cells import Grid, column_of, go_on, parted_at, rows_in, table_of
from .columns import gutter_columns, misfit, text_lines
from .headers import is_number
from .settings import TABLE

NAME = "cards"


@dataclass(slots=True)
class _Part:
    """What one page shows of a band."""

    page: int
    box: Box
    words: list[Word]


@dataclass(slots=True)
class _Card:
    """A box, or the boxes of several pages: for each band its parts, from top to bottom."""

    bands: list[list[_Part]]

    @property
    def first(self) -> _Part:
        return self.bands[0][0]

    @property
    def last(self) -> _Part:
        return self.bands[-1][-1]

    def opens(self) -> bool:
        """Whether it begins with a provision's number."""
        lines = text_lines(self.first.words)
        return bool(lines) and is_number(lines[0].runs[0].words[0].text)


def find(pages: Sequence[Page]) -> list[FoundTable] | None:
    """Tables of the cards that nothing stands between, over all pages; None without cards."""
    boxes = _boxes(pages)
    shown = [_card(page, box) for page in pages for box in boxes.get(page.number, ())]
    shown = [card for card in shown if card.bands]
    numbered = [card for card in shown if card.opens()]
    if len(numbered) < max(TABLE.fewest_cards, TABLE.numbered * len(shown)):
        return None
    columns = _columns(numbered)
    if not columns or max(map(len, columns)) <= len(("left", "right")):
        return None
    bounds = _union(columns)
    tables: list[list[_Card]] = []
    by_number = {page.number: page for page in pages}
    for card in shown:
        apart = not tables or _is_parted(tables[-1][-1].last, card.first, by_number)
        if not card.opens() and not apart:
            _go_on(tables[-1][-1], card, columns)
        elif apart:
            tables.append([card])
        else:
            tables[-1].append(card)
    if len(tables) > TABLE.texts_below * len(numbered):
        return None
    return [_table(cards, columns, bounds) for cards in tables]


# --------------------------------------------------------------------------- boxes


def _boxes(pages: Sequence[Page]) -> dict[int, list[Box]]:
    """The boxes of each page that have the left and right edge which most boxes have."""
    found = {page.number: list(outlined(page)) for page in pages}
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
    bands: list[list[_Part]] = []
    for above, below in pairwise([top, *cuts, bottom]):
        place = (left, above, right, below)
        words = [word for word in page.words if grid.inside(word, place)]
        if words:
            bands.append([_Part(page.number, place, words)])
    return _Card(bands)


def _is_parted(one: _Part, two: _Part, pages: dict[int, Page]) -> bool:
    """Whether words stand between two boxes, or whole pages do."""
    if two.page == one.page:
        return any(one.box[3] < grid.middle(w)[1] < two.box[1] for w in pages[one.page].words)
    return (
        two.page != one.page + 1
        or any(grid.middle(word)[1] > one.box[3] for word in pages[one.page].words)
        or any(grid.middle(word)[1] < two.box[1] for word in pages[two.page].words)
    )


def _go_on(card: _Card, rest: _Card, columns: Sequence[Sequence[float]]) -> None:
    """Adds a box at the top of a page to the card at the foot of the page before.

    Its first band is the rest of the card's last, unless it fits the next band's columns better.
    """
    last = len(card.bands) - 1
    lines = text_lines(rest.first.words)
    follows = last + 1 < len(columns) and (
        misfit(lines, columns[last + 1]) < misfit(lines, columns[min(last, len(columns) - 1)])
    )
    if not follows:
        card.bands[-1] += rest.bands[0]
    card.bands += rest.bands if follows else rest.bands[1:]


# --------------------------------------------------------------------------- columns and rows


def _columns(cards: Sequence[_Card]) -> list[list[float]]:
    """Column bounds of the first band of all cards, of the second, and so on."""
    found: list[list[float]] = []
    for place in range(Counter(len(card.bands) for card in cards).most_common(1)[0][0]):
        parts = [part for card in cards if place < len(card.bands) for part in card.bands[place]]
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


def _table(
    cards: Sequence[_Card], columns: Sequence[Sequence[float]], bounds: Sequence[float]
) -> FoundTable:
    rows = [
        _row(parts, columns[min(place, len(columns) - 1)], bounds)
        for card in cards
        for place, parts in enumerate(card.bands)
    ]
    table = table_of(bounds, rows, NAME)
    table.last_page = cards[-1].last.page
    if table.last_page > table.page:
        table.box = (*table.box[:3], cards[0].first.box[3])
    return table


def _row(parts: Sequence[_Part], columns: Sequence[float], bounds: Sequence[float]) -> FoundRow:
    """A band as a row; each of its cells covers the columns of the other bands beneath it."""
    places = [0, *(bisect_left(bounds, x - TABLE.alike) for x in columns[1:-1]), len(bounds) - 1]
    row, *rest = (
        rows_in(
            Grid(part.page, bounds, (part.box[1], part.box[3])),
            part.words,
            parted_at(places),
            {word: places[column] for word, column in _columns_of(part.words, columns).items()},
        )[0]
        for part in parts
    )
    for part in rest:
        go_on(row, part)
    return row


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


# --------------------------------------------------------------------------- abreast


def numbered_abreast(pages: Sequence[Page]) -> dict[int, list[Box]]:
    """The boxes side by side of each page; none where few of them open with a number."""
    found = {page.number: [box for row in boxes_abreast(page) for box in row] for page in pages}
    return found if _are_numbered(found, pages) else {}


def rows_of_boxes(pages: Sequence[Page]) -> list[list[list[Box]]]:
    """For each page the rows of boxes whose words are read together, from top to bottom.

    They are boxes side by side, or else panels below each other that open with numbers, which
    may have notes beside them.
    """
    panels = {page.number: sorted(panels_of(page), key=lambda box: box[1]) for page in pages}
    alone = {
        number: boxes if all(a[3] <= b[1] + TABLE.alike for a, b in pairwise(boxes)) else []
        for number, boxes in panels.items()
    }
    numbered = _are_numbered(alone, pages)
    return [
        boxes_abreast(page) or [[box] for box in alone[page.number] if numbered] for page in pages
    ]


def _are_numbered(found: Mapping[int, Sequence[Box]], pages: Sequence[Page]) -> bool:
    """Whether enough of some boxes open with a provision's number."""
    opening = [
        is_number(lines[0].runs[0].words[0].text)
        for page in pages
        for box in found[page.number]
        if (lines := text_lines([word for word in page.words if grid.inside(word, box)]))
    ]
    return sum(opening) >= max(TABLE.fewest_cards, TABLE.numbered * len(opening))


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
        box
        for box in found
        if not any(other != box and grid.contains(other, box) for other in found)
    ]


def boxes_abreast(page: Page) -> list[list[Box]]:
    """Rows of boxes that stand side by side, from top to bottom; a last one may stand alone.

    Args:
        page: with its rules and fills.
    """
    outer = panels_of(page)
    rows: list[list[Box]] = []
    for box in sorted(outer, key=lambda b: (b[1], b[0])):
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
    return kept if in_rows else _flows(outer, page.words)


def _flows(boxes: Sequence[Box], words: Sequence[Word]) -> list[list[Box]]:
    """Boxes that fill columns like the paragraphs of a newspaper, lane by lane; none elsewhere.

    A flow ends at a text over all columns, such as the heading of the next one.

    Args:
        boxes: of a page, none in another.
        words: of the page.
    """
    free = [word for word in words if not any(grid.inside(word, box) for box in boxes)]
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
