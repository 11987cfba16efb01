"""Rows that answer several provisions at once: "6.2 and 6.11"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from saextract.mapping.tables.fragments import Fragment
from saextract.model import Code

from .features import grams, index_of

_STANDS_IN = 0.5


def by_number(fragments: Sequence[Fragment], code: Code) -> list[Fragment]:
    """Gives each provision that one row answers together with others a row of its own.

    A number column may also print the number of an earlier edition beside that of this one;
    only numbers whose provisions stand in the row's requirement count, or all where the row
    prints no requirement.

    Args:
        fragments: data rows in reading order.
        code: the edition.

    Returns:
        The rows; those made of one row carry the flag "shared-row".
    """
    found: list[Fragment] = []
    for fragment in fragments:
        numbers = _answered_by(fragment, code) if len(fragment.numbers) > 1 else []
        if len(numbers) < 2:
            found.append(fragment)
            continue
        flags = (*fragment.flags, "shared-row")
        found += [replace(fragment, number=number, flags=flags) for number in numbers]
    return found


def _answered_by(fragment: Fragment, code: Code) -> list[str]:
    place = {provision.number: at for at, provision in enumerate(code.provisions)}
    known = [number for number in fragment.numbers if number in place]
    printed = grams(fragment.requirement)
    if not printed:
        return known
    recall = index_of(code).compare(printed).recall
    return [number for number in known if recall[place[number]] >= _STANDS_IN]
