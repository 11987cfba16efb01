"""Provisions that a form answers item by item: several rows, one provision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..model import Code
from .features import grams, index_of
from .responses import Tied
from .rows import Fragment

_STANDS_IN = 0.6
_MORE = 0.03
_FEWEST_GRAMS = 8

Entry = Tied | tuple[Fragment, ...]
"""A row that is tied to a provision, or fragments that are tied to none."""


def gather(entries: Sequence[Entry], code: Code) -> list[Entry]:
    """Puts rows that print further items of the provision above them to its row.

    Args:
        entries: in reading order.
        code: the edition.

    Returns:
        The entries, those of one provision as one; it is marked as made of sub-rows.
    """
    gathered: list[Entry] = []
    for entry in entries:
        head = gathered[-1] if gathered else None
        joined = _joined(head, entry, code) if isinstance(head, Tied) else None
        if joined is not None:
            gathered[-1] = joined
        else:
            gathered.append(entry)
    return gathered


def _joined(head: Tied, entry: Entry, code: Code) -> Tied | None:
    """The row with the entry's items put to it, or None where they are not of its provision."""
    if isinstance(entry, Tied) and entry.provision != head.provision:
        return None
    parts = entry.parts if isinstance(entry, Tied) else entry
    numbers = {part.number for part in (*head.parts, *parts) if part.number}
    if len(numbers) > 1:
        return None
    own = grams(" ".join(part.requirement for part in parts))
    if len(own) < _FEWEST_GRAMS:
        return None
    index, place = index_of(code), head.provision
    whole = index.compare(
        grams(" ".join(part.requirement for part in (*head.parts, *parts) if part.requirement))
    )
    stands_in = float(index.compare(own).precision[place]) >= _STANDS_IN
    adds = float(whole.recall[place]) > head.segment.recall + _MORE
    if not stands_in or not adds:
        return None
    segment = replace(
        head.segment,
        text_score=float(whole.score[place]),
        precision=float(whole.precision[place]),
        recall=float(whole.recall[place]),
    )
    return Tied(segment, (*head.parts, *parts), sub_rows=True)
