"""What a landlord commits itself to: in commentaries, in extra columns and in action plans.

A commitment is announced ("ACTION: …"), or it says that a document or process of the landlord
will be changed, or that something will be done by a date. A commentary that only speaks of action
is none.
"""

from __future__ import annotations

from collections.abc import Iterable

from saextract.lexicon.roles import Role
from saextract.mapping.context import PlanRow
from saextract.mapping.tables.headers import header_role
from saextract.model import Action, Answer, Response
from saextract.text.dates import parse_due, scan

from .promises import (
    Promise,
    announced,
    due_in,
    finished,
    is_nothing,
    items,
    owner_in,
    promised,
    unannounced,
    when_in,
)
from .unmet import planned


def commitments(response: Response, reference: str = "") -> list[Action]:
    """The commitments in one row of an assessment.

    Args:
        response: the row; its commentary, its evidence and its further columns are read.
        reference: ISO date or month of the assessment, for dates without a year; or "".

    Returns:
        What is announced as action. Without an announcement, sentences in the commentary that
        promise a change of a policy or process, or anything by a date; of rows answered no or
        partial also bare plans and steps.
    """
    found = _from_columns(response, reference)
    texts = [
        promise
        for field in (response.commentary, response.evidence)
        for promise in announced(field, reference)
    ]
    if not texts and not found:
        texts = _within(response, reference)
    for promise in texts:
        found.append(
            Action(
                provision_id=response.provision_id,
                action=promise.text,
                due=promise.due,
                due_printed=promise.due_printed,
                owner=promise.owner,
                source="commentary",
                locators=response.locators,
            )
        )
    return found


def _within(response: Response, reference: str) -> list[Promise]:
    """What a row without an announcement promises or, if it is not met, plans."""
    found = promised(response.commentary, reference)
    if response.answer not in (Answer.NO, Answer.PARTIAL):
        return found
    text = response.commentary or response.evidence
    known = {promise.text for promise in found}
    found += [plan for plan in planned(text, reference) if plan.text not in known]
    return sorted(found, key=lambda promise: text.find(promise.text))


def plan_actions(rows: Iterable[PlanRow], reference: str = "") -> list[Action]:
    """The commitments in an action plan.

    A row that only goes on with the sentence of the row before it, as where a row runs over a
    page, is joined to it.

    Args:
        rows: the plan's rows in their order.
        reference: ISO date or month of the assessment, for dates without a year; or "".
    """
    joined: list[PlanRow] = []
    for row in rows:
        if joined and _continues(joined[-1], row):
            last = joined.pop()
            row = last.model_copy(
                update={
                    "action": f"{last.action} {row.action}",
                    "due": f"{last.due} {row.due}".strip(),
                    "owner": f"{last.owner} {row.owner}".strip(),
                    "status": f"{last.status} {row.status}".strip(),
                    "locators": last.locators + row.locators,
                }
            )
        joined.append(row)
    return [action for row in joined for action in _each(row, reference)]


def _continues(above: PlanRow, row: PlanRow) -> bool:
    same = row.provision_id in ("", above.provision_id)
    unfinished = not above.action.rstrip().endswith((".", ";", ":", "!", "?"))
    bare = not scan(row.due, due=True) or not above.due
    return same and unfinished and bare and row.action[:1].islower()


def _from_columns(response: Response, reference: str) -> list[Action]:
    """Commitments in columns of their own inside the assessment."""
    cells: dict[Role, str] = {}
    for header, text in response.other.items():
        role = header_role(header)
        if role is not None:
            cells.setdefault(role, text)
    if not cells.get(Role.ACTION):
        return []
    row = PlanRow(
        provision_id=response.provision_id,
        action=unannounced(cells.get(Role.ACTION, "")),
        due=cells.get(Role.DUE, ""),
        owner=cells.get(Role.OWNER, ""),
        status=finished(response.other.items()),
        locators=response.locators,
    )
    return list(_each(row, reference))


def _each(row: PlanRow, reference: str) -> Iterable[Action]:
    """The actions of a row: one for each item of a list, with its own deadline and owner."""
    texts = items(row.action)
    deadlines = _dealt(row.due, len(texts))
    owners = _dealt(row.owner, len(texts))
    for text, deadline, owner in zip(texts, deadlines, owners, strict=True):
        if is_nothing(text):
            continue
        printed, due = deadline, parse_due(deadline, reference)
        if not printed:
            printed, due = due_in(text, reference)
        if not printed:
            printed, due = when_in(text, reference)
        yield Action(
            provision_id=row.provision_id,
            action=text,
            due=due,
            due_printed="; ".join(filter(None, (printed, row.status))),
            owner=owner or owner_in(text),
            source="action_plan",
            locators=row.locators,
        )


def _dealt(text: str, count: int) -> list[str]:
    """What a cell says of each of some actions: its items where it has as many, else the whole."""
    parts = items(text)
    return parts if len(parts) == count else [text] * count
