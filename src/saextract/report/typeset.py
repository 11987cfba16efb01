"""Documents without pages set in type: the tables and passages that rows stand in, as read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from saextract.model import Cell, HtmlLocator, Locator, Passage, Row, Source, Table

Anchors = tuple[str, ...]
"""Places on the report's page of the rows that something belongs to."""

Wanted = Mapping[str, Anchors]
"""A locator, as `key` writes it, to the rows that stand there."""

_AROUND = 2
"""Blocks, table rows or lines that are shown before and after what belongs to a row."""


@dataclass(frozen=True)
class Part:
    """A piece of a document.

    Attributes:
        kind: text, heading, line, table, or gap for what is left out.
        text: of a text, heading or line.
        anchors: rows that it belongs to.
        number: of a line, from 1; of a gap, how many pieces are left out.
        rows: of a table; each row is a list of cells, and None stands for rows left out.
        title: of a table that has a name, such as a sheet.
    """

    kind: str
    text: str = ""
    anchors: Anchors = ()
    number: int = 0
    rows: tuple[tuple[Set, ...] | None, ...] = ()
    title: str = ""


@dataclass(frozen=True)
class Set:
    """A cell of a table set in type; `span` counts grid columns."""

    text: str
    anchors: Anchors = ()
    span: int = 1
    header: bool = False


def key(place: Mapping[str, object]) -> str:
    """A locator of the dataset as text, to find it by."""
    return json.dumps(place, sort_keys=True, ensure_ascii=False)


def typeset(source: Source, wanted: Wanted) -> tuple[Part, ...]:
    """Sets what surrounds the rows of a document in type.

    Args:
        source: a document without pages.
        wanted: places of the rows.

    Raises:
        DocumentError: if the document cannot be read.
    """
    if source.media_type.startswith("text/") and source.media_type != "text/html":
        return _lines(source.data, wanted)
    from saextract.parsers import parse

    parsed = parse(source, "never")
    return _near(_told_apart(parsed.blocks, [_part(block, wanted) for block in parsed.blocks]))


def _told_apart(blocks: Sequence[Table | Passage], parts: Sequence[Part]) -> list[Part]:
    """Gives passages under a heading that comes again to the rows of the heading before it.

    "What we do", say, stands under each provision's own heading, and as a place alone it is that
    of every row. Rows that no other heading tells keep all such passages.
    """
    named = Counter(_under(block) for block in blocks if _is_heading(block))
    found: list[Part] = []
    here: Anchors = ()
    for block, part in zip(blocks, parts, strict=True):
        if named[_under(block)] > 1:
            part = replace(part, anchors=tuple(a for a in part.anchors if a in here))
        elif _is_heading(block):
            here = part.anchors
        found.append(part)
    kept = {anchor for part in found for anchor in part.anchors}
    return [
        replace(part, anchors=tuple(a for a in was.anchors if a in part.anchors or a not in kept))
        for part, was in zip(found, parts, strict=True)
    ]


def _is_heading(block: Table | Passage) -> bool:
    return isinstance(block, Passage) and block.heading is not None


def _under(block: Table | Passage) -> str:
    """The heading that a passage of a web page stands under, or is."""
    places = block.locators if isinstance(block, Passage) else ()
    return next((p.heading or "" for p in places if isinstance(p, HtmlLocator)), "")


def _lines(data: bytes, wanted: Wanted) -> tuple[Part, ...]:
    from saextract.parsers.text import lines_of

    owners: dict[int, dict[str, None]] = {}
    for place, anchors in wanted.items():
        found = json.loads(place)
        for number in range(found.get("line_first", 1), found.get("line_last", 0) + 1):
            owners.setdefault(number, {}).update(dict.fromkeys(anchors))
    return _near(
        [
            Part("line", line, tuple(owners.get(number, ())), number)
            for number, line in enumerate(lines_of(data), 1)
        ]
    )


def _part(block: Table | Passage, wanted: Wanted) -> Part:
    if isinstance(block, Passage):
        kind = "text" if block.heading is None else "heading"
        return Part(kind, block.text, _anchors(block.locators, wanted))
    rows = [tuple(_set(cell, row, wanted) for cell in row.cells if cell) for row in block.rows]
    sheets = {str(_sheet(cell)) for row in block.rows for cell in row.cells if cell}
    marked = [index for index, row in enumerate(rows) if any(cell.anchors for cell in row)]
    anchors = tuple(dict.fromkeys(a for row in rows for cell in row for a in cell.anchors))
    shown = _shown(marked, len(rows)) | ({0} if marked else set())
    kept: list[tuple[Set, ...] | None] = []
    for index, row in enumerate(rows):
        if index in shown:
            kept.append(row)
        elif kept and kept[-1] is not None:
            kept.append(None)
    title = sheets.pop() if len(sheets) == 1 else ""
    return Part("table", anchors=anchors, rows=tuple(kept), title=title)


def _sheet(cell: Cell) -> str:
    return next((str(getattr(place, "sheet", "")) for place in cell.locators), "")


def _set(cell: Cell, row: Row, wanted: Wanted) -> Set:
    return Set(cell.text, _anchors(cell.locators, wanted), cell.span, row.header)


def _anchors(locators: Sequence[Locator], wanted: Wanted) -> Anchors:
    places = (key(place.model_dump(mode="json", exclude_none=True)) for place in locators)
    return tuple(dict.fromkeys(anchor for place in places for anchor in wanted.get(place, ())))


def _near(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts that belong to rows, and a few around them."""
    shown = _shown([n for n, part in enumerate(parts) if part.anchors], len(parts))
    kept: list[Part] = []
    for index, part in enumerate(parts):
        if index in shown:
            kept.append(part)
        elif kept and kept[-1].kind == "gap":
            kept[-1] = Part("gap", number=kept[-1].number + 1)
        else:
            kept.append(Part("gap", number=1))
    return tuple(kept)


def _shown(marked: Sequence[int], count: int) -> set[int]:
    return {
        index
        for mark in marked
        for index in range(max(0, mark - _AROUND), min(count, mark + _AROUND + 1))
    }
