"""The catalogue of the Codes as tables of the dataset: provisions, and relations between them."""

from __future__ import annotations

import json
from functools import cache

from saextract.codes import load_codes
from saextract.model import Code, Level, Provision

from .schema import CODE, EDITION, PROVISION_ID, PROVISION_NUMBER, Column, Records, Table, Value

RELATION_KINDS = ("equal", "equivalent", "subset", "superset", "intersects")

PROVISIONS = Table(
    "provisions",
    "One row for each provision of each edition that saextract knows: the official wording.",
    (
        PROVISION_ID,
        CODE,
        EDITION,
        PROVISION_NUMBER,
        Column("position", "Place in the edition's order, from 1.", "integer", required=True),
        Column("section", "Number of the section, as text.", required=True),
        Column("section_title", "Title of the section.", required=True),
        Column("level", "How binding it is.", values=tuple(Level), required=True),
        Column(
            "wording_level",
            "How binding the wording itself is, where that is not the level.",
            values=tuple(Level),
        ),
        Column(
            "asks",
            "answer: a question to be answered yes or no; description: one that asks for a "
            "figure or a description; either: one that is answered in both ways.",
            values=("answer", "description", "either"),
            required=True,
        ),
        Column("text", "The official wording.", required=True),
        Column(
            "timescales",
            "Limits that can be checked: JSON list of objects: what, stage, value, unit, after.",
            "json",
            required=True,
        ),
        Column("in_force_from", "ISO date from which the edition is in force."),
        Column("in_force_to", "ISO date of its last day; empty while it is in force."),
    ),
    key=("provision_id",),
)

RELATIONS = Table(
    "relations",
    "One row for each relation of a provision to one of another edition; each stands twice, as "
    "seen from either end.",
    (
        PROVISION_ID,
        Column("related_id", "The provision of the other edition.", required=True),
        Column(
            "relation",
            "equal: the same words. equivalent: asks for the same. subset: asks for less than the "
            "related one. superset: asks for more. intersects: each asks for something that the "
            "other does not.",
            values=RELATION_KINDS,
            required=True,
        ),
        Column("rationale", "Why.", required=True),
    ),
    key=("provision_id", "related_id"),
    parents=(
        ("provision_id", "provisions", "provision_id"),
        ("related_id", "provisions", "provision_id"),
    ),
)


@cache
def _positions() -> dict[str, tuple[Code, int, Provision]]:
    return {
        provision.id: (code, number, provision)
        for code in load_codes()
        for number, provision in enumerate(code.provisions, 1)
    }


def provision_rows() -> Records:
    """Rows of `PROVISIONS`, in the order of the editions and of each Code."""
    return [_provision(*found) for found in _positions().values()]


def relation_rows() -> Records:
    """Rows of `RELATIONS`, by provision."""
    return [
        {
            "provision_id": provision.id,
            "related_id": relation.target,
            "relation": relation.kind,
            "rationale": relation.rationale,
        }
        for _, _, provision in _positions().values()
        for relation in provision.relations
    ]


def _provision(code: Code, position: int, provision: Provision) -> dict[str, Value]:
    timescales = [item.model_dump(mode="json") for item in provision.timescales]
    return {
        "provision_id": provision.id,
        "code": code.code,
        "edition": code.edition,
        "provision_number": provision.number,
        "position": position,
        "section": provision.section,
        "section_title": code.sections[provision.section],
        "level": provision.level.value,
        "wording_level": provision.wording_level.value if provision.wording_level else "",
        "asks": provision.asks,
        "text": provision.text,
        "timescales": json.dumps(timescales, ensure_ascii=False),
        "in_force_from": code.in_force[0],
        "in_force_to": code.in_force[1],
    }
