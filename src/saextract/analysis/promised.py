"""What an earlier assessment announced about a provision, beside what the later one answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from saextract.dataset.tables import Records, Value

_GRAVEST = ("dropped", "promised_again", "changed", "unknown", "kept")
"""Statuses in the order in which a person should hear of them."""

Promised = Mapping[tuple[Value, Value], Mapping[str, Value]]
"""Assessment and provision to what was announced of it before, as columns of `PROMISED`."""


def promised(dataset: Mapping[str, Records]) -> Promised:
    """What each row was promised to become, by the assessment and provision that answer it.

    Where an earlier assessment made several promises about a row, all their words are given,
    and the status is that of the gravest: dropped, promised again, changed, unknown, kept.

    Args:
        dataset: tables; without the table promises nothing was announced.
    """
    by_row: dict[tuple[Value, Value], Records] = defaultdict(list)
    for row in dataset.get("promises", ()):
        if row["next_provision_id"]:
            by_row[row["next_assessment_id"], row["next_provision_id"]].append(row)
    return {key: _told(rows) for key, rows in by_row.items()}


def _told(rows: Records) -> dict[str, Value]:
    worst = min(rows, key=lambda row: (_GRAVEST.index(str(row["status"])), -_slip(row)))
    return {
        "promised": "; ".join(dict.fromkeys(str(row["action"]) for row in rows)),
        "promise_status": worst["status"],
        "slip_months": worst["slip_months"],
        "status_quote": worst["status_quote"],
    }


def _slip(row: Mapping[str, Value]) -> int:
    return int(row["slip_months"] or 0)
