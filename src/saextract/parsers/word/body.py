"""From what a document holds to the blocks, the residue and the problems of a `Parsed`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from saextract.model import Cell, Passage, Problem, Row, Table, WordLocator
from saextract.text.glyphs import normalise_bullets

from .content import Chunk, Paragraph, ReadCell, ReadTable, is_provision_number, set_off
from .grid import SNAP
from .tabbed import TabTable, with_tab_tables

_DETECTOR = "word-table"
_TABLE_COLUMNS = 3
"""A nested table with at least so many columns may be a table of its own."""
_LAYOUT_SHARE = 0.6
"""Share of a table's text in such nested tables from which on it only lays them out."""


def blocks_of(items: Iterable[Paragraph | ReadTable]) -> list[Table | Passage]:
    """Tables and passages in reading order, empty ones left out."""
    blocks: list[Table | Passage] = []
    last: tuple[int, ...] | None = None
    place = WordLocator(paragraph=1)
    for item in with_tab_tables(list(items)):
        if isinstance(item, Chunk):
            blocks.extend(item.blocks)
            last = None
            continue
        if isinstance(item, TabTable):
            blocks.append(item.table())
            last = None
            continue
        if isinstance(item, Paragraph):
            if item.place is not None:
                place = WordLocator(paragraph=item.place)
            if item.text:
                blocks.append(_passage(item, place))
                last = last if item.heading is not None else None
            continue
        for block, edges in _table_blocks(item):
            if isinstance(block, Table):
                if last is not None and _same_columns(last, edges):
                    block = block.model_copy(update={"continues": True})
                last = edges
            else:
                last = last if block.heading is not None else None
            blocks.append(block)
    return blocks


def hidden_of(items: Iterable[Paragraph | ReadTable]) -> list[str]:
    """Texts in white, and texts of merged-away cells, which nobody sees."""
    found: list[str] = []
    for item in items:
        if isinstance(item, Paragraph):
            found.extend(filter(None, ["".join(item.inline.hidden).strip()]))
            continue
        for row in item.rows:
            for cell in row.cells:
                found.extend(hidden_of(cell.content))
                if cell.merged and cell.text:
                    found.append(cell.text)
    return found


def picture_problems(items: Iterable[Paragraph | ReadTable]) -> list[Problem]:
    """Cells of real tables that hold a picture and no text beside others that hold text."""
    places = list(_picture_cells(items))
    if not places:
        return []
    return [
        Problem(
            code="picture-only",
            stage="parse",
            message=f"Cells that hold a picture and no text: {len(places)}. What they say is not "
            "read. Look at them, and type what they say.",
            place="; ".join(places),
        )
    ]


def _picture_cells(items: Iterable[Paragraph | ReadTable]) -> Iterator[str]:
    """Place and alternative text of each such cell."""
    for table in items:
        if isinstance(table, Paragraph):
            continue
        for r, row in enumerate(table.rows, 1):
            beside_text = table.columns >= _TABLE_COLUMNS and any(c.text for c in row.cells)
            for cell in row.cells:
                yield from _picture_cells(cell.content)
                pictures = [name for p in cell.paragraphs() for name in p.inline.pictures]
                if pictures and beside_text and not cell.text:
                    names = ", ".join(filter(None, pictures))
                    place = f"table {table.index}, row {r}, column {cell.column + 1}"
                    yield f"{place} ({names})" if names else place


def _same_columns(first: tuple[int, ...], second: tuple[int, ...]) -> bool:
    return len(first) == len(second) and all(
        abs(a - b) < SNAP for a, b in zip(first, second, strict=True)
    )


def _passage(paragraph: Paragraph, place: WordLocator) -> Passage:
    text = normalise_bullets(paragraph.text)
    return Passage(
        text=text,
        locators=(place,),
        heading=paragraph.heading,
        links=tuple(paragraph.inline.links),
        marks=set_off(text, (paragraph,)),
    )


def _table_blocks(table: ReadTable) -> list[tuple[Table | Passage, tuple[int, ...]]]:
    """A table; or, where it only lays out the page, what it holds."""
    if not _is_layout(table):
        return [(_table(table), table.edges)]
    found: list[tuple[Table | Passage, tuple[int, ...]]] = []
    for r, row in enumerate(table.rows, 1):
        for cell in row.cells:
            place = WordLocator(table=table.index, row=r, column=cell.column + 1)
            for item in cell.content:
                if isinstance(item, ReadTable):
                    found.extend(_table_blocks(item))
                elif item.text:
                    found.append((_passage(item, place), ()))
    return found


def _is_layout(table: ReadTable) -> bool:
    """Whether a table only arranges the page: one column, or a frame round other tables."""
    return table.columns == 1 or _is_frame(table)


def _is_frame(table: ReadTable) -> bool:
    inner = [n for n in table.nested() if n.columns >= _TABLE_COLUMNS or _is_frame(n)]
    if not inner or table.columns == 1:
        return bool(inner)
    return sum(len(n.text) for n in inner) >= _LAYOUT_SHARE * len(table.text)


def _table(table: ReadTable) -> Table:
    rows: list[Row] = []
    for r, row in enumerate(table.rows, 1):
        cells: list[Cell | None] = [None] * table.columns
        for cell in row.cells:
            if not cell.merged:
                place = WordLocator(table=table.index, row=r, column=cell.column + 1)
                cells[cell.column] = _cell(cell, place)
        rows.append(Row(cells=tuple(cells), header=row.header))
    return Table(rows=tuple(rows), detector=_DETECTOR)


def _cell(cell: ReadCell, place: WordLocator) -> Cell:
    text = cell.text
    flags = set(cell.flags)
    links: list[str] = []
    paragraphs = list(cell.paragraphs())
    for paragraph in paragraphs:
        flags |= paragraph.inline.flags
        links.extend(paragraph.inline.links)
    label = next((p.label for p in paragraphs if p.text), "")
    if label and (label == text or is_provision_number(label)):
        flags.add("automatic-number")
    return Cell(
        text=text,
        locators=(place,),
        span=cell.span,
        fill=cell.colour,
        links=tuple(links),
        flags=tuple(sorted(flags)),
        marks=set_off(text, paragraphs),
    )
