"""Places on pages that were read turned, as a reader shows these pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from saextract.model import Locator, Parsed, Passage, PdfLocator, Table

from .page import Box, Page

_Turned = Mapping[int, Page]


def as_shown(parsed: Parsed, pages: Iterable[Page]) -> Parsed:
    """Turns the places on pages that were set upright back to what a reader shows.

    Args:
        parsed: what was read, places in the coordinates of the pages.
        pages: the pages.
    """
    turned = {page.number: page for page in pages if page.turn}
    if not turned:
        return parsed
    return parsed.model_copy(
        update={
            "blocks": tuple(_block(block, turned) for block in parsed.blocks),
            "residue": tuple(_passage(passage, turned) for passage in parsed.residue),
        }
    )


def _block(block: Table | Passage, turned: _Turned) -> Table | Passage:
    if isinstance(block, Passage):
        return _passage(block, turned)
    return block.with_cells(
        lambda cell: cell.model_copy(update={"locators": _places(cell.locators, turned)})
    )


def _passage(passage: Passage, turned: _Turned) -> Passage:
    return passage.model_copy(update={"locators": _places(passage.locators, turned)})


def _places(places: Iterable[Locator], turned: _Turned) -> tuple[Locator, ...]:
    return tuple(
        place.model_copy(update={"box": _turned_back(place.box, turned[place.page])})
        if isinstance(place, PdfLocator) and place.page in turned
        else place
        for place in places
    )


def _turned_back(box: Box, page: Page) -> Box:
    left, top, right, bottom = box
    wide, high = page.width, page.height
    if page.turn == 1:
        corners = (top, wide - right, bottom, wide - left)
    elif page.turn == 2:
        corners = (wide - right, high - bottom, wide - left, high - top)
    else:
        corners = (high - bottom, left, high - top, right)
    x0, y0, x1, y1 = (round(value, 1) for value in corners)
    return x0, y0, x1, y1
