"""The ledger of promises as rows, and which assessment came before which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from saextract.findings.ledger import Promise, next_ones
from saextract.model import PdfLocator

from .joining.index import Index
from .joining.joined import Joined
from .tables import PROMISES, Records, Value


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


def promise_rows(promises: Iterable[Promise], context: dict[str, Value]) -> Records:
    """Rows of the table promises.

    Args:
        promises: of one assessment.
        context: the columns that every table has of it.
    """
    rows: Records = []
    for promise in promises:
        action = promise.action
        pages = [place.page for place in action.locators if isinstance(place, PdfLocator)]
        values: dict[str, Value] = {
            **context,
            "promise_id": f"{promise.assessment_id}:{promise.number}:{promise.next_assessment_id}",
            "provision_id": action.provision_id,
            "action": action.action,
            "due": action.due,
            "due_printed": action.due_printed,
            "owner": action.owner,
            "page": min(pages, default=None),
            "next_assessment_id": promise.next_assessment_id,
            "next_provision_id": promise.next_provision_id,
            "status": promise.status.value,
            "slip_months": promise.slip_months,
            "status_quote": promise.quote,
            "status_page": promise.page,
            "match_method": promise.method or None,
            "match_score": promise.score,
        }
        rows.append({name: values[name] for name in PROMISES.names})
    return rows
