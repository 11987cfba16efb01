"""Which assessment of a landlord came before which."""

from __future__ import annotations

from collections.abc import Iterator

from saextract.findings.ledger import next_ones

from .index import Index
from .joined import Joined


def note_earlier_ones(index: Index) -> None:
    """Notes of each assessment the same landlord's last one before it against the same edition."""
    found: list[tuple[int, int]] = []
    known, before, day_before = ("", ""), 0, ""
    rows = index.ask(
        "SELECT number, landlord, edition, day FROM assessments WHERE copy_of = '' AND "
        "same_as = '' AND landlord != '' ORDER BY landlord, edition, day, id"
    )
    for number, landlord, edition, day in rows:
        if known == (landlord, edition) and day_before and day_before < day:
            found.append((before, number))
        known, before, day_before = (landlord, edition), number, day
    index.change("UPDATE assessments SET earlier = ? WHERE number = ?", found)


def answerable(index: Index) -> Iterator[tuple[Joined, Joined]]:
    """Each assessment that has actions, with the one in which its landlord can answer them."""
    landlords = index.ask(
        "SELECT landlord, code FROM assessments WHERE copy_of = '' AND same_as = '' AND "
        "landlord != '' AND day != '' GROUP BY landlord, code HAVING count(*) > 1 "
        "ORDER BY min(rank), landlord, code"
    ).fetchall()
    for landlord, code in landlords:
        rest = "WHERE copy_of = '' AND same_as = '' AND day != '' AND landlord = ? AND code = ?"
        yield from next_ones(list(index.assessments(f"{rest} ORDER BY rank", landlord, code)))
