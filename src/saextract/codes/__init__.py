"""The editions of the Codes as data: one TOML file each, read once.

The provisions, their levels, timescales and relations are reference data, transcribed from
the documents that each file names in `source`. `docs/adding-an-edition.md` describes the
format.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, Literal

from saextract.errors import UsageError
from saextract.model import Code, Provision, Relation

__all__ = ["get_code", "load_codes", "provision"]

RelationKind = Literal["equal", "equivalent", "subset", "superset", "intersects"]

INVERSE: dict[RelationKind, RelationKind] = {
    "equal": "equal",
    "equivalent": "equivalent",
    "subset": "superset",
    "superset": "subset",
    "intersects": "intersects",
}
"""What a relation is when read from its target."""


@cache
def load_codes() -> tuple[Code, ...]:
    """Read every edition, with each relation given at both of its ends.

    A relation stands once in the files, with the later edition. The rationale is about the
    pair and is the same at both ends.

    Returns:
        The editions, sorted by family and year.

    Raises:
        ValueError: a file is not of the documented form, or relates to a provision that is
            in no file.
    """
    codes = [
        _read_code(entry.read_bytes())
        for entry in files(__name__).iterdir()
        if entry.name.endswith(".toml")
    ]
    codes.sort(key=lambda code: (code.code, code.edition))
    inverses = inverse_relations(codes)
    return tuple(_complete(code, inverses) for code in codes)


def get_code(key: str) -> Code:
    """Return the edition with this key, such as "HOS-2024".

    Raises:
        UsageError: there is no such edition.
    """
    for code in load_codes():
        if code.key == key:
            return code
    known = ", ".join(code.key for code in load_codes())
    raise UsageError(f"There is no edition {key}. The editions are {known}.")


def provision(provision_id: str) -> Provision:
    """Return the provision with this id, such as "HOS-2024:5.10".

    Raises:
        UsageError: there is no such provision.
    """
    try:
        return _provisions_by_id()[provision_id]
    except KeyError:
        raise UsageError(
            f"There is no provision {provision_id}. An id looks like HOS-2024:5.10."
        ) from None


@cache
def _provisions_by_id() -> dict[str, Provision]:
    return {item.id: item for code in load_codes() for item in code.provisions}


def _read_code(data: bytes) -> Code:
    raw: dict[str, Any] = tomllib.loads(data.decode("utf-8"))
    key = f"{raw['code']}-{raw['edition']}"
    provisions = tuple(
        Provision(
            id=f"{key}:{item['number']}",
            section=item["number"].lstrip("QS").partition(".")[0],
            **item,
        )
        for item in raw.pop("provision")
    )
    numeric = tuple(item.number for item in provisions)
    printed = [tuple(order) for order in raw.pop("printed_orders", [])]
    unmatched_in: dict[str, dict[str, str]] = raw.pop("unmatched", {})
    return Code(
        provisions=provisions,
        printed_orders=(*printed, numeric),
        unmatched={},
        unmatched_in=unmatched_in,
        sha256=sha256(data).hexdigest(),
        **raw,
    )


def inverse_relations(codes: list[Code]) -> dict[str, list[Relation]]:
    """Return each relation of the files as its target sees it, by the id of the target.

    Raises:
        ValueError: a target is in none of the codes.
    """
    known = {item.id for code in codes for item in code.provisions}
    inverses: dict[str, list[Relation]] = defaultdict(list)
    for code in codes:
        for item in code.provisions:
            for relation in item.relations:
                if relation.target not in known:
                    raise ValueError(f"{item.id} relates to {relation.target}, which is nowhere")
                inverses[relation.target].append(
                    Relation(
                        target=item.id, kind=INVERSE[relation.kind], rationale=relation.rationale
                    )
                )
    return inverses


def _complete(code: Code, inverses: dict[str, list[Relation]]) -> Code:
    provisions = tuple(
        item.model_copy(update={"relations": (*item.relations, *inverses[item.id])})
        if item.id in inverses
        else item
        for item in code.provisions
    )
    reasons: dict[str, list[str]] = defaultdict(list)
    for by_number in code.unmatched_in.values():
        for number, reason in by_number.items():
            reasons[number].append(reason)
    unmatched = {
        item.number: " ".join(reasons[item.number])
        for item in provisions
        if not item.relations and item.number in reasons
    }
    return code.model_copy(update={"provisions": provisions, "unmatched": unmatched})
