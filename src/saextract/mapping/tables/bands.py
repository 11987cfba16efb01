"""Rows of one cell over the whole table: which of them head a section in the landlord's words.

A table may part its sections by titles of its own ("2. When we say no"), and it may print a comment
beneath a provision in such a row. Titles stand where the numbers go on to another section, and
nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from saextract.lexicon import numbers
from saextract.lexicon.titles import LONGEST
from saextract.model import Row
from saextract.text.letters import flatten, letters

_SENTENCE = 4
"""Words of the shortest sentence that is told from a title."""

_FEWEST = 2
"""Changes of section with such a row that tell the rows from comments."""


def cell_texts(row: Row) -> list[str]:
    """The texts of a row's cells on one line each, empty ones left out."""
    return [text for text in (flatten(cell.text) for cell in row.cells if cell) if text]


def spans_all(row: Row) -> bool:
    """Whether one cell covers the whole row, not only what merged cells above leave of it."""
    present = [cell for cell in row.cells if cell is not None]
    return len(present) == 1 and (present[0].span > 1 or row.cells[0] is not None)


def is_remark(row: Row) -> bool:
    """Whether a row is one cell over the whole table with a sentence in it."""
    texts = cell_texts(row)
    if len(texts) != 1 or not spans_all(row):
        return False
    return texts[0][-1] in ".!?" and len(texts[0].split()) >= _SENTENCE


def has_remarks(rows: Sequence[Row]) -> bool:
    """Whether a sentence stands over the whole table between two rows with numbers."""
    opened = [bool((texts := cell_texts(row)) and numbers.opens(texts[0])) for row in rows]
    inner = zip(opened, rows[1:], opened[2:], strict=False)
    return any(one and two and is_remark(row) for one, row, two in inner)


def section_bands(rows: Sequence[Row], known: Callable[[str], bool]) -> frozenset[str]:
    """The letters of all rows over the whole table that head a section.

    Args:
        rows: of all tables, in the order of the document.
        known: whether a text is a banner whatever stands around it.

    Returns:
        Them, or none where one such row stands between two provisions of the same section.
    """
    found: set[str] = set()
    open_: list[str] = []
    section, changes = "", 0
    for row in rows:
        texts = cell_texts(row)
        if len(texts) == 1 and spans_all(row) and not known(texts[0]):
            open_ += [letters(texts[0])] if len(texts[0]) <= LONGEST else []
            continue
        number = numbers.opens(texts[0]) if texts else None
        if number is None:
            continue
        entered, _, _ = number.number.partition(".")
        if open_ and entered == section:
            return frozenset()
        if open_:
            changes += 1
            found.update(open_)
        section, open_ = entered, []
    return frozenset(found) if changes >= _FEWEST else frozenset()
