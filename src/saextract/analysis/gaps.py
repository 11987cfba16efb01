"""Who says that they do not meet which provision."""

from __future__ import annotations

from collections.abc import Mapping

from saextract.codes import provision
from saextract.dataset.rows import sure
from saextract.dataset.tables import NOT_ANSWERED, UNMET, Records, Value
from saextract.dataset.tables.derived import GAPS
from saextract.model import Answer

from .choose import Choice
from .promised import promised


def gaps(dataset: Mapping[str, Records], choice: Choice | None = None) -> Records:
    """Lists what is not met, uncertain, not answered and not found, kept apart by `group`.

    Args:
        dataset: tables assessments and responses, and promises where there are any.
        choice: what to list; by default the musts of each landlord's newest assessments.

    Returns:
        Rows of the table `GAPS`: not met first, then uncertain, not answered, not found; in each
        group by landlord, year and the Code's order.
    """
    choice = choice or Choice(level="must")
    chosen = {row["assessment_id"] for row in choice.assessments(dataset["assessments"])}
    before = promised(dataset)
    found = []
    for place, row in enumerate(dataset["responses"]):
        group = group_of(row)
        if group and row["assessment_id"] in chosen:
            asked = provision(str(row["provision_id"]))
            if choice.takes(asked):
                told = before.get((row["assessment_id"], asked.id), {})
                given = {"group": group, "requirement": asked.text, **told}
                gap = {name: given.get(name, row.get(name)) for name in GAPS.names}
                found.append((_order(group, row, place), gap))
    return [gap for _, gap in sorted(found, key=lambda item: item[0])]


def group_of(row: Mapping[str, Value]) -> str:
    """The group of a response in `GAPS`; "" for one that is no gap."""
    answer = Answer(str(row["answer"]))
    if answer in UNMET:
        return "not_met" if sure(row) else "uncertain"
    if answer in NOT_ANSWERED:
        return "not_answered"
    return "not_found" if answer is Answer.NOT_FOUND else ""


_GROUPS = GAPS.columns[0].values


def _order(group: str, row: Mapping[str, Value], place: int) -> tuple[int, str, str, int]:
    return _GROUPS.index(group), str(row["landlord"]).casefold(), str(row["year"]), place
