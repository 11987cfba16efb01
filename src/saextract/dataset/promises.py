"""The ledger of promises as rows, and which assessment came before which."""

from __future__ import annotations

from collections.abc import Iterable

from saextract.findings.ledger import Promise
from saextract.model import PdfLocator

from .joining.join import Joined
from .tables import PROMISES, Records, Value


def earlier_ones(assessments: Iterable[Joined]) -> dict[str, Joined]:
    """For each assessment the same landlord's last one before it against the same edition."""
    found: dict[str, Joined] = {}
    latest: dict[tuple[str, str], Joined] = {}
    for joined in sorted(assessments, key=lambda item: (item.day, item.assessment_id)):
        key = (joined.landlord, joined.facts.edition)
        if joined.repeats or not joined.landlord:
            continue
        before = latest.get(key)
        if before and before.day and before.day < joined.day:
            found[joined.assessment_id] = before
        latest[key] = joined
    return found


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
