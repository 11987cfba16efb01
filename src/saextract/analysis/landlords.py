"""Finds the landlords of a dataset that a user means by a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process, utils

from saextract.dataset.tables import Value
from saextract.errors import UsageError

from .choose import who

NAMELESS = "(no landlord named)"
"""What stands for the name of a landlord that no document gives; it means all of them."""

_ENOUGH = 82.0
_LEAD = 5.0


def pick_landlords(asked: str, names: Iterable[str]) -> list[str]:
    """The names that a user means: the same name, else names that hold it, else the likest.

    Args:
        asked: what the user wrote; case makes no difference.
        names: the landlords of the dataset.

    Raises:
        UsageError: if none is like it, or two are about equally like it.
    """
    known = sorted({name for name in names if name})
    folded = asked.casefold().strip()
    same = [name for name in known if name.casefold() == folded]
    if same:
        return same
    holding = [name for name in known if folded and folded in name.casefold()]
    if holding:
        return holding
    ranked = process.extract(
        asked, known, scorer=fuzz.token_sort_ratio, processor=utils.default_process, limit=5
    )
    good = [name for name, score, _ in ranked if score >= _ENOUGH]
    close = [name for name, score, _ in ranked if score > ranked[0][1] - _LEAD]
    if good and len(close) == 1:
        return good[:1]
    listed = ", ".join(name for name, _, _ in ranked) or "none is named"
    raise UsageError(f"No landlord of the dataset is clearly '{asked}'. The nearest: {listed}.")


def pick(asked: str, assessments: Iterable[Mapping[str, Value]]) -> dict[str, str]:
    """The landlords that a user means, also by the register's name, a path or an assessment's id.

    Assessments that name no landlord are meant by `NAMELESS`.

    Args:
        asked: what the user wrote.
        assessments: rows of that table.

    Returns:
        What `choose.who` gives for each, with its name.

    Raises:
        UsageError: if none is like it, or two are about equally like it.
    """
    rows = list(assessments)
    exact = [r for r in rows if asked in (r["assessment_id"], r["path"], r["landlord_id"])]
    if asked.casefold() == NAMELESS:
        exact = [row for row in rows if not row["landlord"]]
    if exact:
        return {who(row): str(row["landlord"] or row["path"]) for row in exact}
    names: dict[str, list[str]] = {}
    for row in rows:
        for name in {str(row["landlord"]), str(row["landlord_registered"])} - {""}:
            names.setdefault(name, []).append(who(row))
    return {key: name for name in pick_landlords(asked, names) for key in names[name]}
