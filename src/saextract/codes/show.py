"""The catalogue as rows for a table, a CSV file or JSON."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from saextract.errors import UsageError
from saextract.model import Code, Provision, Timescale

from . import get_code, load_codes

_WHAT = {
    "acknowledge": "acknowledge within",
    "respond": "respond within",
    "extend": "extend by at most",
    "exclude": "exclude only after",
    "evidence": "give evidence within",
    "stages": "at most",
}
_AFTER = {
    "received": "receipt",
    "logged": "logging",
    "acknowledged": "acknowledgement",
    "escalated": "the escalation request",
    "requested": "the Ombudsman’s request",
    "issue": "the issue",
}
_KIND = {
    "equal": "equal to",
    "equivalent": "equivalent to",
    "subset": "subset of",
    "superset": "superset of",
    "intersects": "intersects",
}


def code_rows(edition: str | None) -> list[dict[str, str]]:
    """Return the provisions as rows: id, level, section, text, timescales, relations.

    Args:
        edition: a year ("2024"), which may name editions of several families, or a key
            ("HOS-2024"); None for all editions.

    Returns:
        One row for each provision, in the order of its Code. `timescales` and `relations`
        are phrases parted by "; ", empty where there is none.

    Raises:
        UsageError: there is no such edition.
    """
    wanted = edition and edition.upper()
    codes = [code for code in load_codes() if wanted in (None, code.edition, code.key)]
    if not codes:
        known = ", ".join(code.key for code in load_codes())
        raise UsageError(f"There is no edition {edition}. The editions are {known}.")
    return [_row(code, provision) for code in codes for provision in code.provisions]


def _row(code: Code, provision: Provision) -> dict[str, str]:
    relations = [f"{_KIND[item.kind]} {item.target}" for item in provision.relations]
    relations += [
        f"none in {other}"
        for other, by_number in code.unmatched_in.items()
        if provision.number in by_number
    ]
    return {
        "id": provision.id,
        "level": provision.level.value,
        "section": f"{provision.section} {code.sections[provision.section]}",
        "text": provision.text,
        "timescales": "; ".join(timescale_phrase(item) for item in provision.timescales),
        "relations": "; ".join(relations),
    }


def timescale_phrase(timescale: Timescale) -> str:
    """Return a timescale in words: "stage 1: respond within 10 working days of logging"."""
    stage = f"stage {timescale.stage}: " if timescale.stage is not None else ""
    unit = timescale.unit.replace("_", " ")
    after = f" of {_AFTER[timescale.after]}" if timescale.after is not None else ""
    if timescale.what == "exclude" and timescale.after is not None:
        after = f" from {_AFTER[timescale.after]}"
    return f"{stage}{_WHAT[timescale.what]} {timescale.value} {unit}{after}"


_LEAST_RUN = 3
"""Provisions in the Code's order that are named by the first and the last alone."""


def in_brief(provision_ids: Sequence[str]) -> str:
    """Names provisions of one edition in few words: "1.2, 1.5, 4.1 to 9.8".

    Args:
        provision_ids: in the Code's order, at least one.
    """
    code = get_code(provision_ids[0].partition(":")[0])
    place = {item.id: number for number, item in enumerate(code.provisions)}
    named: list[str] = []
    for _, group in groupby(enumerate(provision_ids), key=lambda pair: place[pair[1]] - pair[0]):
        run = [identifier.partition(":")[2] for _, identifier in group]
        named += run if len(run) < _LEAST_RUN else [f"{run[0]} to {run[-1]}"]
    return ", ".join(named)
