"""The ledger of promises as rows, and which assessment came before which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from saextract.findings.ledger import Promise
from saextract.model import PdfLocator

from .joining.join import Joined
from .tables import PROMISES, Records, Value


@dataclass(frozen=True, slots=True)
class Standing:
    """An assessment with its place among those of its landlord; see `findings.ledger`.

    Attributes:
        joined: it.
        landlord: what makes it the same landlord's: an id of the register or a name.
    """

    joined: Joined
    landlord: str

    @property
    def assessment_id(self) -> str:
        """Its id."""
        return self.joined.assessment_id

    @property
    def day(self) -> str:
        """Day, month or year; "" if unknown."""
        return self.joined.facts.assessed_on or self.joined.facts.year[:4]

    @property
    def code(self) -> str:
        """Whose Code it is against."""
        return self.joined.facts.edition.partition("-")[0]

    @property
    def edition(self) -> str:
        """Which edition of it."""
        return self.joined.facts.edition.partition("-")[2]

    @property
    def actions(self) -> int:
        """How many actions it has."""
        return self.joined.facts.actions


def standings(assessments: Iterable[Joined]) -> list[Standing]:
    """The assessments that have their place among those of their landlord: copies have none."""
    return [
        Standing(joined, joined.facts.landlord_id or joined.facts.landlord.casefold())
        for joined in assessments
        if not (joined.copy_of or joined.same_as)
    ]


def earlier_ones(assessments: Iterable[Joined]) -> dict[str, Joined]:
    """For each assessment the same landlord's last one before it against the same edition."""
    found: dict[str, Joined] = {}
    items = sorted(standings(assessments), key=lambda item: (item.day, item.assessment_id))
    latest: dict[tuple[str, str], Standing] = {}
    for item in items:
        key = (item.landlord, item.joined.facts.edition)
        before = latest.get(key)
        if before and item.landlord and before.day and before.day < item.day:
            found[item.assessment_id] = before.joined
        latest[key] = item
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
