"""Several assessments in one document: which of its text is about which of them.

A committee pack holds a cover report, this year's assessment, last year's, an action plan; a
council publishes its answers to two Ombudsmen in one file; a group those of two landlords.
Each assessment has a title area of its own, which begins where the one before it ends, and
its year, date and landlord are read there first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from saextract.mapping.context import Context
from saextract.model import Parsed, Passage, Table, pages_of
from saextract.register.names import name_core

from .assessed import DateReading, find_dates
from .landlord import LandlordReading, find_landlord
from .names import is_name

_TITLE = re.compile(
    r"\bself[\s-]*assessment|^\W*(?:appendix|annex|enclosure|schedule)\b|"
    r"\bcomplaints?\s+handling\s+code\b|\baction\s+plan\b|\bimprovement\s+plan\b",
    re.IGNORECASE,
)
_LONGEST_TITLE = 16
"""Words of the longest title."""


class Extent(NamedTuple):
    """Where an assessment stands.

    Attributes:
        family: HOS or LGSCO.
        first, last: its tables, 0-based in the document, both included.
    """

    family: str
    first: int
    last: int


class Particulars(NamedTuple):
    """Whose an assessment is, and when it was made."""

    landlord: LandlordReading
    dates: DateReading


class _Portion(NamedTuple):
    """The text about one assessment: its title area and tables; and with all that goes before."""

    own: Parsed
    wide: Parsed


def particulars(parsed: Parsed, extents: Sequence[Extent], context: Context) -> list[Particulars]:
    """Reads landlord, date and year of each assessment of a document.

    Where the title area of an assessment is silent, what the document as a whole says counts:
    its landlord, if no other assessment in it names a different one; its date and year, unless
    it holds several assessments against the Codes of one Ombudsman, which are of different
    years or landlords. Of these only the first may take them, from what stands before it.

    Args:
        parsed: the document, with the tables that the extents count.
        extents: of each assessment, in any order.
        context: path, manifest and register.
    """
    if not extents:
        return []
    whole = Particulars(find_landlord(parsed, context), find_dates(parsed, context))
    if len(extents) < 2:
        return [whole] * len(extents)
    portions = _portions(parsed, extents)
    if portions is None:
        return [whole] * len(extents)
    bare = replace(context, path="", manifest=_without_year(context.manifest))
    names = [find_landlord(portion.own, bare) for portion in portions]
    cores = {name_core(name.name) for name in names if name.name}
    shared = cores <= {name_core(whole.landlord.name)}
    first = min(range(len(extents)), key=lambda place: extents[place].first)
    found: list[Particulars] = []
    for place, (portion, extent) in enumerate(zip(portions, extents, strict=True)):
        named = names[place]
        if shared and (not named.name or name_core(named.name) in cores):
            named = whole.landlord
        repeated = sum(other.family == extent.family for other in extents) > 1
        dates = find_dates(portion.own, bare)
        if not repeated:
            manifest = context.manifest.get("year", "").strip()
            dates = _filled(dates, whole.dates, manifest)
        elif place == first and not dates.year:
            outer = find_dates(portion.wide, bare)
            dates = _filled(dates, outer, context.manifest.get("year", "").strip())
        found.append(Particulars(named, dates))
    return found


def _without_year(manifest: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in manifest.items() if key != "year"}


def _filled(own: DateReading, outer: DateReading, manifest_year: str) -> DateReading:
    return DateReading(
        assessed_on=own.assessed_on or outer.assessed_on,
        year=manifest_year or own.year or outer.year,
    )


def _portions(parsed: Parsed, extents: Sequence[Extent]) -> list[_Portion] | None:
    """The text of each assessment; None where their tables overlap."""
    tables = [place for place, block in enumerate(parsed.blocks) if isinstance(block, Table)]
    order = sorted(range(len(extents)), key=lambda place: extents[place].first)
    found: dict[int, _Portion] = {}
    begin = 0
    for rank, place in enumerate(order):
        first, last = tables[extents[place].first], tables[extents[place].last]
        if first < begin:
            return None
        follows = order[rank + 1] if rank + 1 < len(order) else None
        limit = tables[extents[follows].first] if follows is not None else len(parsed.blocks)
        if limit <= last:
            return None
        end = _next_title(parsed, last + 1, limit)
        own = _title_area(parsed, begin, first) if rank == 0 else begin
        found[place] = _Portion(_cut(parsed, own, end), _cut(parsed, begin, end))
        begin = end if end < limit else last + 1
    return [found[place] for place in range(len(extents))]


def _next_title(parsed: Parsed, start: int, limit: int) -> int:
    """Where the first title of something begins, from the start on; else the limit.

    Whatever opens its page before it belongs to it: the front matter of the next paper.
    """
    place = next((i for i in range(start, limit) if _is_title(parsed, i)), limit)
    if place == limit:
        return limit
    new_page = _pages(parsed.blocks[place]) - _pages(parsed.blocks[start - 1])
    return _led_up_to(parsed, place, start, new_page)


def _title_area(parsed: Parsed, start: int, first: int) -> int:
    """Where the titles over a first table begin; the start where there is none."""
    place = next((i for i in range(first - 1, start - 1, -1) if _is_title(parsed, i)), None)
    return start if place is None else _led_up_to(parsed, place, start, set())


def _led_up_to(parsed: Parsed, place: int, start: int, new_page: set[int]) -> int:
    """Goes up from a title over headings, names and what stands on the page that it opens."""
    while place > start:
        block = parsed.blocks[place - 1]
        if not isinstance(block, Passage):
            break
        named = block.heading is not None or is_name(block.text) or _is_title(parsed, place - 1)
        if not named and not (_pages(block) and _pages(block) <= new_page):
            break
        place -= 1
    return place


def _is_title(parsed: Parsed, place: int) -> bool:
    block = parsed.blocks[place]
    if not isinstance(block, Passage):
        return False
    line = next((line for line in block.text.splitlines() if line.strip()), "")
    if len(line.split()) > _LONGEST_TITLE or (
        block.heading is None and line.rstrip().endswith((".", ",", ";", ":"))
    ):
        return False
    return bool(_TITLE.search(line))


def _cut(parsed: Parsed, start: int, end: int) -> Parsed:
    """The blocks from start to end, with the running heads of their pages alone."""
    blocks = parsed.blocks[start:end]
    pages = {page for block in blocks for page in _pages(block)}
    residue = tuple(
        passage
        for passage in parsed.residue
        if not pages or not _pages(passage) or _pages(passage) & pages
    )
    return parsed.model_copy(update={"blocks": blocks, "residue": residue, "properties": {}})


def _pages(block: Table | Passage) -> set[int]:
    if isinstance(block, Passage):
        return pages_of(block.locators)
    cells = (cell for row in block.rows for cell in row.cells if cell)
    return pages_of(place for cell in cells for place in cell.locators)
