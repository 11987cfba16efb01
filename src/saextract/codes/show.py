"""The catalogue as rows for a table, a CSV file or JSON."""

from __future__ import annotations

from saextract.errors import UsageError
from saextract.model import Code, Provision, Timescale

from . import load_codes

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
