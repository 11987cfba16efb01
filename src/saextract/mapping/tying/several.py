"""Rows that answer several provisions at once ("6.2 and 6.11"), and provisions that a form answers
item by item, in several rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from saextract.mapping.assessing.responses import Tied
from saextract.mapping.tables.fragments import Fragment
from saextract.model import Code
from saextract.text.letters import letters

from .features import grams, index_of

_STANDS_IN = 0.5
"""Share of a provision that stands in the requirement of a row which answers several."""

_MORE = 0.03
_FEWEST_GRAMS = 8
_HEAD = 20
"""Letters that tell the beginning of a provision from one of its items."""

_ITEM_RECALL = 0.5
"""A text with less of a provision than this can be an item that another provision has too."""

Entry = Tied | tuple[Fragment, ...]
"""A row that is tied to a provision, or fragments that are tied to none."""


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
    parts = entry.parts if isinstance(entry, Tied) else entry
    numbers = {part.number for part in (*head.parts, *parts) if part.number}
    if len(numbers) > 1:
        return None
    index, place = index_of(code), head.provision
    printed = " ".join(part.requirement for part in parts)
    own = index.compare(grams(printed))
    numbered = any(part.number for part in parts)
    if isinstance(entry, Tied) and entry.provision != place and not numbered:
        loss = entry.segment.precision - float(own.precision[place])
        begins = letters(code.provisions[entry.provision].text)[:_HEAD] in letters(printed)
        if begins or entry.segment.recall >= _ITEM_RECALL or loss > _MORE:
            return None
    whole = index.compare(
        grams(" ".join(part.requirement for part in (*head.parts, *parts) if part.requirement))
    )
    more = float(whole.recall[place]) - head.segment.recall
    literal = letters(printed) in letters(code.provisions[place].text)
    if not printed or more <= (0.0 if literal or numbered else _MORE):
        return None
    few = len(grams(printed)) < _FEWEST_GRAMS
    if not literal and (few or float(own.precision[place]) < _STANDS_IN):
        return None
    segment = replace(
        head.segment,
        text_score=float(whole.score[place]),
        precision=float(whole.precision[place]),
        recall=float(whole.recall[place]),
    )
    return Tied(segment, (*head.parts, *parts), sub_rows=True)
