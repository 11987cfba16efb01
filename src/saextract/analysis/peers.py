"""A landlord beside those of similar size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from saextract.codes import provision
from saextract.dataset.tables import Records, Value
from saextract.dataset.tables.derived import PEERS
from saextract.errors import UsageError

from .choose import latest, who
from .compare import Answered, answered
from .shares import outcome
from .wilson import wilson

SIMILAR = 2
"""A peer has at least this part, and at most this many times, of a landlord's homes."""


def peers(dataset: Mapping[str, Records], landlords: Iterable[str]) -> Records:
    """Lists a landlord's newest answers with the share of its peers that say yes.

    Args:
        dataset: tables assessments and responses.
        landlords: what `choose.who` gives for them.

    Returns:
        Rows of the table `PEERS`: by assessment, and in it what the landlord does not meet and
        most peers do first.

    Raises:
        UsageError: if the register says of none of them how many homes it has.
    """
    chosen = set(landlords)
    newest = {row["assessment_id"] for row in latest(dataset["assessments"])}
    items = [item for item in answered(dataset) if item.row["assessment_id"] in newest]
    own = [item for item in items if who(item.row) in chosen]
    if own and not any(item.row["landlord_size"] for item in own):
        raise UsageError("The register does not say how many homes this landlord has.")
    rows: Records = []
    for item in own:
        others = [other for other in items if _is_peer(item, other)]
        found = [_row(response, others) for response in item.responses.values()]
        rows += sorted(found, key=_rank)
    return rows


def _is_peer(item: Answered, other: Answered) -> bool:
    mine, theirs = item.row["landlord_size"], other.row["landlord_size"]
    if not mine or not theirs or item.key != other.key or who(item.row) == who(other.row):
        return False
    return int(mine) / SIMILAR <= int(theirs) <= int(mine) * SIMILAR


def _row(response: Mapping[str, Value], others: list[Answered]) -> dict[str, Value]:
    identifier = str(response["provision_id"])
    said = [outcome(other.responses[identifier]) for other in others]
    met = said.count("yes")
    n = met + said.count("partial") + said.count("no")
    low, high = wilson(met, n) if n else (None, None)
    asked = provision(identifier)
    row: dict[str, Value] = {
        **response,
        "requirement": asked.text,
        "peers": len(others),
        "n": n,
        "peers_met": met,
        "share_met": round(met / n, 4) if n else None,
        "share_low": None if low is None else round(low, 4),
        "share_high": None if high is None else round(high, 4),
    }
    return {name: row[name] for name in PEERS.names}


def _rank(row: Mapping[str, Value]) -> tuple[bool, float]:
    return row["answer"] not in ("no", "partial"), -float(row["share_met"] or 0)
