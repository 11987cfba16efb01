"""The ledger of promises as rows, and which assessment came before which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from saextract.findings.ledger import Dated, ledger
from saextract.model import Assessment, PdfLocator

from .tables import PROMISES, Records, Value


@dataclass(frozen=True)
class Read:
    """An assessment as it stands in the dataset.

    Attributes:
        assessment_id: its id.
        assessment: it, with what people decided.
        copy: it repeats another assessment, so that it takes no part.
    """

    assessment_id: str
    assessment: Assessment
    copy: bool = False


def dated(reads: Sequence[Read]) -> list[Dated]:
    """The assessments that have their place among those of their landlord."""
    return [
        Dated(
            item.assessment_id,
            item.assessment.landlord_id or item.assessment.landlord.casefold(),
            item.assessment.assessed_on or item.assessment.year[:4],
            item.assessment,
        )
        for item in reads
        if not item.copy
    ]


def earlier_ones(reads: Sequence[Read]) -> dict[str, Assessment]:
    """For each assessment the same landlord's last one before it against the same edition."""
    found: dict[str, Assessment] = {}
    items = sorted(dated(reads), key=lambda item: (item.day, item.assessment_id))
    latest: dict[tuple[str, str, str], Dated] = {}
    for item in items:
        key = (item.landlord, item.assessment.code, item.assessment.edition)
        before = latest.get(key)
        if before and item.landlord and before.day and before.day < item.day:
            found[item.assessment_id] = before.assessment
        latest[key] = item
    return found


def promise_rows(reads: Sequence[Read], contexts: Mapping[str, dict[str, Value]]) -> Records:
    """Rows of the table promises.

    Args:
        reads: the assessments.
        contexts: assessment id to the columns that every table has.
    """
    rows: Records = []
    for promise in ledger(dated(reads)):
        action = promise.action
        pages = [place.page for place in action.locators if isinstance(place, PdfLocator)]
        values: dict[str, Value] = {
            **contexts[promise.assessment_id],
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
