"""Who says that they do not meet which provision."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Literal

from saextract.codes import provision
from saextract.dataset.tables import NOT_ANSWERED, UNMET, Records, Value
from saextract.dataset.tables.derived import GAPS
from saextract.model import Answer

Level = Literal["must", "should", "any"]


def gaps(dataset: Mapping[str, Records], level: Level = "must") -> Records:
    """Lists what is not met, not answered and not found, kept apart by the column `group`.

    Args:
        dataset: tables documents, assessments and responses.
        level: of the provisions; "any" for all.

    Returns:
        Rows of the table `saextract.dataset.tables.GAPS`: not met first, then not answered,
        then not found; in each group by landlord, year and the Code's order.
    """
    paths = {str(row["document_id"]): str(row["path"]) for row in reversed(dataset["documents"])}
    first = {
        row["assessment_id"]: json.loads(str(row["document_ids"]))[0]
        for row in dataset["assessments"]
    }
    found = []
    for place, row in enumerate(dataset["responses"]):
        group = _group(Answer(str(row["answer"])))
        if group and level in ("any", row["level"]):
            document = str(row["document_id"] or first[row["assessment_id"]])
            found.append((_order(group, row, place), _gap(group, row, paths.get(document, ""))))
    return [gap for _, gap in sorted(found, key=lambda item: item[0])]


def _group(answer: Answer) -> str:
    if answer in UNMET:
        return "not_met"
    if answer in NOT_ANSWERED:
        return "not_answered"
    return "not_found" if answer is Answer.NOT_FOUND else ""


_GROUPS = GAPS.columns[0].values


def _order(group: str, row: Mapping[str, Value], place: int) -> tuple[int, str, str, int]:
    return _GROUPS.index(group), str(row["landlord"]).casefold(), str(row["year"]), place


def _gap(group: str, row: Mapping[str, Value], path: str) -> dict[str, Value]:
    given = {"group": group, "path": path, "requirement": _wording(str(row["provision_id"]))}
    return {name: given[name] if name in given else row[name] for name in GAPS.names}


def _wording(provision_id: str) -> str:
    return provision(provision_id).text
