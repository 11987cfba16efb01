"""What a landlord answers otherwise than in its assessment before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, pairwise

from saextract.codes import get_code
from saextract.dataset.rows import sure
from saextract.dataset.tables import Records, Value
from saextract.dataset.tables.derived import CHANGES
from saextract.model import Answer, Provision

from .choose import when, who
from .compare import Answered, answered
from .promised import Promised, promised

_STEPS = ("yes", "partial", "no")
"""From the best to the worst."""
_SILENT = (Answer.NOT_FOUND.value,)
"""Answers that say nothing about the landlord."""


def changes(dataset: Mapping[str, Records], landlords: Iterable[str] | None = None) -> Records:
    """Lists the answers that differ between each assessment of a landlord and the one before.

    Provisions of another edition are found through the relations between editions. A provision
    without a row in either document is no change.

    Args:
        dataset: tables assessments and responses, and promises where there are any.
        landlords: what `choose.who` gives for them; None for all.

    Returns:
        Rows of the table `CHANGES`: what got worse first, from yes to no at the head; within a
        kind of change those first of which both rows may be counted (`sure`), then by landlord
        and the Code's order.
    """
    everyone = {who(row) for row in dataset["assessments"]}
    items = answered(dataset, everyone if landlords is None else landlords)
    items.sort(key=lambda item: (who(item.row), str(item.row["code"]), when(item.row)))
    told = promised(dataset)
    found: Records = []
    for _, series in groupby(items, key=lambda item: (who(item.row), item.row["code"])):
        for before, after in pairwise(list(series)):
            found += _between(before, after, told)
    found.sort(key=_rank)
    return found


def _between(before: Answered, after: Answered, told: Promised) -> Iterator[dict[str, Value]]:
    for asked in get_code(after.key).provisions:
        now = after.responses.get(asked.id)
        if now is None:
            continue
        for identifier, relation in _earlier(asked, before):
            then = before.responses[identifier]
            said = (str(then["answer"]), str(now["answer"]))
            if said[0] != said[1] and not set(said) & set(_SILENT):
                said_before = told.get((now["assessment_id"], asked.id), {})
                yield {**_row(asked, relation, then, now), **said_before}


def _earlier(asked: Provision, before: Answered) -> list[tuple[str, str]]:
    """The provisions of the earlier assessment that this one goes back to, each with how."""
    if asked.id in before.responses:
        return [(asked.id, "same")]
    return [(r.target, r.kind) for r in asked.relations if r.target in before.responses]


def _row(
    asked: Provision, relation: str, then: Mapping[str, Value], now: Mapping[str, Value]
) -> dict[str, Value]:
    before, after = str(then["answer"]), str(now["answer"])
    row: dict[str, Value] = {
        **{name: now[name] for name in ("landlord", "code", "provision_id", "answer", "year")},
        **{name: now[name] for name in ("edition", "commentary", "path", "assessment_id")},
        "change": _kind(before, after),
        "requirement": asked.text,
        "level": asked.level.value,
        "answer_before": before,
        "printed_before": then["answer_printed"],
        "printed": now["answer_printed"],
        "year_before": then["year"],
        "edition_before": then["edition"],
        "provision_before": then["provision_id"],
        "relation": relation,
        "confidence_before": then["confidence"],
        "reviewed_before": then["reviewed"],
        "confidence": now["confidence"],
        "reviewed": now["reviewed"],
        "page_before": then["page_first"],
        "page": now["page_first"],
        "path_before": then["path"],
        "assessment_before": then["assessment_id"],
    }
    return {name: row.get(name) for name in CHANGES.names}


def _kind(before: str, after: str) -> str:
    if before not in _STEPS or after not in _STEPS:
        return "other"
    return "worse" if _STEPS.index(after) > _STEPS.index(before) else "better"


def _rank(row: Mapping[str, Value]) -> tuple[int, int, bool, str]:
    said = (str(row["answer_before"]), str(row["answer"]))
    before, after = (_STEPS.index(answer) if answer in _STEPS else 0 for answer in said)
    kinds, landlord = CHANGES.columns[0].values, str(row["landlord"]).casefold()
    then = {"confidence": row["confidence_before"], "reviewed": row["reviewed_before"]}
    unsure = not (sure(row) and sure(then))
    return kinds.index(str(row["change"])), -abs(after - before), unsure, landlord
