"""Paragraphs that tabs part into columns: tables without a table.

    1.2 [tab] A complaint must be defined as ... [tab] Yes
    The Trustees adopted these words on 4 March 2024.

What stands between two such rows without columns of its own is a wide cell beneath the first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from saextract.lexicon import numbers
from saextract.model import Cell, Row, Table, WordLocator
from saextract.text.glyphs import normalise_bullets

from .content import Paragraph, ReadTable

_DETECTOR = "word-tabs"
_FEWEST_ROWS = 3
"""Numbered rows from which on a document's tabs are columns."""
_FEWEST_CELLS = 3
_PAGE = re.compile(r"\.*\s*\d{1,3}")


@dataclass(slots=True)
class TabTable:
    """Rows of paragraphs: the texts of each, and the paragraphs beneath it."""

    width: int
    rows: list[tuple[list[str], Paragraph]] = field(default_factory=list)
    beneath: dict[int, list[Paragraph]] = field(default_factory=dict)

    def table(self) -> Table:
        """The rows as a table; wide cells beneath them as rows of one cell."""
        made: list[Row] = []
        for index, (texts, paragraph) in enumerate(self.rows):
            place = WordLocator(paragraph=paragraph.place)
            texts = [*texts[: self.width - 1], " ".join(texts[self.width - 1 :])]
            cells = [
                Cell(text=normalise_bullets(text), locators=(place,), links=_links([paragraph]))
                for text in [*texts, *[""] * (self.width - len(texts))]
            ]
            made.append(Row(cells=tuple(cells)))
            made.extend(_wide(group, self.width) for group in _groups(self.beneath.get(index, [])))
        return Table(rows=tuple(made), detector=_DETECTOR)


def with_tab_tables(
    items: Sequence[Paragraph | ReadTable],
) -> list[Paragraph | ReadTable | TabTable]:
    """Puts tables in the place of paragraphs that tabs part into columns, if there are enough."""
    numbered = [item for item in items if isinstance(item, Paragraph) and _is_numbered(item)]
    pages = sum(bool(_PAGE.fullmatch(_segments(item)[-1])) for item in numbered)
    if len(numbered) < _FEWEST_ROWS or pages > len(numbered) / 2:
        return list(items)
    width = Counter(len(_segments(item)) for item in numbered).most_common(1)[0][0]
    made: list[Paragraph | ReadTable | TabTable] = []
    table: TabTable | None = None
    waiting: list[Paragraph] = []
    for index, item in enumerate(items):
        if isinstance(item, Paragraph) and (_is_numbered(item) or _heads(items, index)):
            if table is None:
                table = TabTable(width)
                made.append(table)
            if waiting:
                table.beneath[len(table.rows) - 1] = waiting
                waiting = []
            table.rows.append((_cells(item, width), item))
        elif table is not None and isinstance(item, Paragraph) and not _ends(item):
            if item.text:
                waiting.append(item)
        else:
            if table is not None:
                made.extend(_last(table, waiting))
            table, waiting = None, []
            if isinstance(item, Paragraph) and item.heading is None:
                item.text = "\n".join(_segments(item)) or item.text
            made.append(item)
    if table is not None:
        made.extend(_last(table, waiting))
    return made


def _last(table: TabTable, waiting: list[Paragraph]) -> list[Paragraph]:
    """Gives the last row as many paragraphs beneath it as the others have; returns the rest."""
    usual = max(map(len, table.beneath.values()), default=0)
    taken = 0
    for paragraph in waiting[:usual]:
        if taken and not (_labelled(paragraph) or paragraph.text.startswith("• ")):
            break
        taken += 1
    if taken:
        table.beneath[len(table.rows) - 1] = waiting[:taken]
    return waiting[taken:]


def _segments(paragraph: Paragraph) -> list[str]:
    """The texts of a paragraph's columns, its automatic number first."""
    texts = [text for text in paragraph.inline.segments if text]
    return [paragraph.label, *texts] if paragraph.label else texts


def _cells(paragraph: Paragraph, width: int) -> list[str]:
    """The texts of a row's columns: empty ones stay where they make up the table's width."""
    texts = _segments(paragraph)
    label = [paragraph.label] if paragraph.label else []
    every = [*label, *paragraph.inline.segments]
    return every if len(texts) < len(every) == width else texts


def _is_numbered(paragraph: Paragraph) -> bool:
    texts = _segments(paragraph) if paragraph.place is not None else []
    return len(texts) >= _FEWEST_CELLS and numbers.whole(texts[0]) != ""


def _heads(items: Sequence[Paragraph | ReadTable], index: int) -> bool:
    """Whether a paragraph is the header of the row right below it."""
    item = items[index]
    below = items[index + 1] if index + 1 < len(items) else None
    is_head = isinstance(item, Paragraph) and len(_segments(item)) >= _FEWEST_CELLS
    return is_head and isinstance(below, Paragraph) and _is_numbered(below)


def _ends(paragraph: Paragraph) -> bool:
    """Whether a paragraph ends a table: a heading, or a title over columns of its own."""
    if paragraph.heading is not None:
        return True
    return len(_segments(paragraph)) > 1 and not _labelled(paragraph)


def _labelled(paragraph: Paragraph) -> bool:
    return bool(re.match(r"[A-Z][^:\n]{2,60}:\s", paragraph.text))


def _groups(paragraphs: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """Paragraphs that make one cell: those without a label go with the one before them."""
    groups: list[list[Paragraph]] = []
    for paragraph in paragraphs:
        if groups and not _labelled(paragraph):
            groups[-1].append(paragraph)
        else:
            groups.append([paragraph])
    return groups


def _wide(paragraphs: Sequence[Paragraph], width: int) -> Row:
    cell = Cell(
        text=normalise_bullets("\n".join(paragraph.text for paragraph in paragraphs)),
        locators=tuple(WordLocator(paragraph=p.place) for p in paragraphs),
        span=width,
        links=_links(paragraphs),
    )
    return Row(cells=(cell, *[None] * (width - 1)))


def _links(paragraphs: Sequence[Paragraph]) -> tuple[str, ...]:
    return tuple(link for paragraph in paragraphs for link in paragraph.inline.links)
