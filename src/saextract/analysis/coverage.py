"""Who on the register has no assessment here, an old one, a partial one."""

from __future__ import annotations

from collections.abc import Mapping

from saextract.codes import load_codes
from saextract.dataset.tables import Records, Value
from saextract.dataset.tables.derived import COVERAGE
from saextract.register import Entry, Register

from .choose import who

STATUSES = COVERAGE.columns[0].values
"""What can be said of a landlord; the first that applies is."""

TITLES = {
    "superseded_edition": "Against an edition no longer in force",
    "no_year": "Without a year",
    "old": "Of an earlier year",
    "partial": "Partial: provisions have no row",
    "current": "Current and whole",
    "not_on_register": "In the dataset, but not on the register",
    "none": "On the register, without an assessment here",
}
"""Each status in words, in the order in which people are told."""


def coverage(
    dataset: Mapping[str, Records], register: Register, year: int | None = None
) -> Records:
    """Sets the assessments of a dataset beside the landlords of a register.

    Counted are assessments against the Housing Ombudsman's Code, copies left out; of a landlord
    with several, the one against the newest edition, then the newest.

    Args:
        dataset: table assessments.
        register: who should have one.
        year: assessments of an earlier year are old; the newest year of the dataset if None.

    Returns:
        Rows of the table `COVERAGE`: landlords of the register by status and name, then those of
        the dataset that the register does not know.
    """
    best = _newest(dataset["assessments"])
    starts = [int(row["year_start"]) for row in best.values() if row["year_start"]]
    wanted = year if year is not None else max(starts, default=0)
    rows = [_row(entry, best.pop(entry.id, None), wanted) for entry in _landlords(register)]
    rows += [_row(None, row, wanted) for row in best.values()]
    return sorted(rows, key=lambda row: (STATUSES.index(str(row["status"])), _name(row)))


def _name(row: Mapping[str, Value]) -> str:
    return str(row["landlord_registered"] or row["landlord"] or row["path"]).casefold()


def _landlords(register: Register) -> list[Entry]:
    """The landlords of a register, each once."""
    return list({entry.id: entry for entry in register.entries}.values())


def _newest(assessments: Records) -> dict[str, Mapping[str, Value]]:
    """Each landlord's newest assessment, by id; by name or file where there is none."""
    best: dict[str, Mapping[str, Value]] = {}
    for row in assessments:
        if row["code"] != "HOS" or row["copy_of"] or row["same_as"]:
            continue
        key = str(row["landlord_id"] or "") or f"\n{who(row)}"
        if key not in best or _age(row) > _age(best[key]):
            best[key] = row
    return best


def _age(row: Mapping[str, Value]) -> tuple[str, int, str]:
    return str(row["edition"]), int(row["year_start"] or 0), str(row["assessed_on"] or "")


def _row(entry: Entry | None, found: Mapping[str, Value] | None, year: int) -> dict[str, Value]:
    row: dict[str, Value] = dict.fromkeys(COVERAGE.names)
    if found is not None:
        row |= {name: found[name] for name in COVERAGE.names if name in found}
    if entry is not None:
        row |= {
            "landlord_id": entry.id,
            "landlord_registered": entry.name,
            "landlord_type": entry.type or None,
            "landlord_size": entry.size,
        }
    return row | {"status": "not_on_register" if entry is None else _status(found, year)}


def _status(found: Mapping[str, Value] | None, year: int) -> str:
    if found is None:
        return "none"
    current = next(c.edition for c in load_codes() if c.code == "HOS" and not c.in_force[1])
    if found["edition"] != current:
        return "superseded_edition"
    if not found["year_start"]:
        return "no_year"
    if int(found["year_start"]) < year:
        return "old"
    expected, has = int(found["provisions_expected"] or 0), int(found["provisions_found"] or 0)
    return "partial" if has < expected else "current"
