"""Answers of several assessments side by side, also across editions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from saextract.codes import get_code, provision
from saextract.dataset.tables import Column, Records, Table, Value
from saextract.model import Provision

from .choose import latest, when, who

_RANK = ("same", "equal", "equivalent", "superset", "subset", "intersects", "none")
MARKS = {"same": "", "equal": "", "equivalent": "≈", "superset": "⊇", "subset": "⊆",
         "intersects": "∩"}  # fmt: skip
"""Sign of a relation in a matrix; the reference provision stands on its left."""


@dataclass(frozen=True)
class Answered:
    """An assessment with its answers by provision."""

    row: Mapping[str, Value]
    responses: Mapping[str, Mapping[str, Value]]

    @property
    def key(self) -> str:
        return f"{self.row['code']}-{self.row['edition']}"


def compare(dataset: Mapping[str, Records], landlords: Iterable[str] | None = None) -> Records:
    """Lines up the answers of assessments by provision.

    The provisions are those of the newest edition of each Code among the assessments, in its
    order; then those of older editions that none of these is related to. Where an assessment
    is against another edition, each related provision gives a row with the kind of relation:
    an answer to a provision that asks for less is not an answer to this one.

    Args:
        dataset: tables assessments and responses.
        landlords: what `choose.who` gives for them, to have all their assessments; None for the
            newest assessments of all landlords. Copies are left out.

    Returns:
        Rows of the table `saextract.dataset.tables.derived.COMPARISON`.
    """
    assessments = answered(dataset, landlords)
    rows: Records = []
    for family in sorted({str(item.row["code"]) for item in assessments}):
        members = [item for item in assessments if item.row["code"] == family]
        rows += _family(members)
    return rows


def answered(
    dataset: Mapping[str, Records], landlords: Iterable[str] | None = None
) -> list[Answered]:
    """The assessments to compare, by landlord, edition and year, each with its answers."""
    if landlords is None:
        rows = latest(dataset["assessments"])
    else:
        chosen = set(landlords)
        originals = (r for r in dataset["assessments"] if not r["copy_of"] and not r["same_as"])
        rows = [row for row in originals if who(row) in chosen]
    responses: dict[Value, dict[str, Mapping[str, Value]]] = {}
    for response in dataset["responses"]:
        of_one = responses.setdefault(response["assessment_id"], {})
        of_one[str(response["provision_id"])] = response
    return [
        Answered(row, responses.get(row["assessment_id"], {})) for row in sorted(rows, key=_order)
    ]


def _order(row: Mapping[str, Value]) -> tuple[str, str, str, str]:
    landlord = str(row["landlord"]).casefold()
    return landlord, str(row["edition"]), when(row), str(row["assessment_id"])


def _family(members: list[Answered]) -> Records:
    editions = sorted({item.key for item in members}, reverse=True)
    rows: Records = []
    covered: set[str] = set()
    for key in editions:
        for reference in get_code(key).provisions:
            if reference.id not in covered:
                rows += [row for item in members for row in _rows(reference, item)]
                covered |= {reference.id, *(relation.target for relation in reference.relations)}
    return rows


def _rows(reference: Provision, item: Answered) -> Records:
    related = {relation.target: relation.kind for relation in reference.relations}
    pairs: list[tuple[str, str]] = [
        (identifier, "same" if identifier == reference.id else related[identifier])
        for identifier in item.responses
        if identifier == reference.id or identifier in related
    ]
    pairs.sort(key=lambda pair: _RANK.index(pair[1]))
    return [_row(reference, item, *pair) for pair in pairs or [("", "none")]]


def _row(
    reference: Provision, item: Answered, provision_id: str, relation: str
) -> dict[str, Value]:
    response = item.responses.get(provision_id, {})
    return {
        "reference_id": reference.id,
        "requirement": reference.text,
        **{name: item.row[name] for name in ("landlord", "year", "edition")},
        "path": response.get("path") or item.row["path"],
        "assessment_id": item.row["assessment_id"],
        "provision_id": provision_id,
        "relation": relation,
        **{name: response.get(name, "") for name in ("answer", "answer_printed", "confidence")},
    }


def matrix(rows: Records) -> tuple[Table, Records]:
    """Turns rows of a comparison into one row for each provision, one column for each assessment.

    Returns:
        A table whose columns are named by landlord, year and edition, and its rows. A cell
        holds the answer, with number and sign where it is to a related provision.
    """
    heads = _heads(rows)
    table: dict[str, dict[str, Value]] = {}
    for row in rows:
        reference = str(row["reference_id"])
        line = table.setdefault(
            reference,
            {
                "provision_id": reference,
                "requirement": row["requirement"],
                **dict.fromkeys(heads.values(), ""),
            },
        )
        head = heads[str(row["assessment_id"])]
        line[head] = "; ".join(filter(None, (str(line[head]), _said(row))))
    columns = (
        Column("provision_id", "Provision of the newest edition in the comparison."),
        Column("requirement", "Its official wording."),
        *(Column(head, f"Answers of {head}. ≈ equivalent, ⊇ asks for more than the provision "
                 "answered, ⊆ asks for less, ∩ overlaps.") for head in heads.values()),
    )  # fmt: skip
    return Table("matrix", "Answers by provision and assessment.", columns), list(table.values())


def _heads(rows: Records) -> dict[str, str]:
    """Assessment to the name of its column; no two are the same."""
    heads: dict[str, str] = {}
    for row in rows:
        identifier = str(row["assessment_id"])
        if identifier not in heads:
            parts = (row["landlord"] or row["path"], row["year"], f"({row['edition']})")
            head = " ".join(str(part) for part in parts if part)
            heads[identifier] = f"{head} [{identifier}]" if head in heads.values() else head
    return heads


def _said(row: Mapping[str, Value]) -> str:
    if row["relation"] == "none":
        return ""
    if row["relation"] == "same":
        return str(row["answer"])
    number = provision(str(row["provision_id"])).number
    return f"{row['answer']} ({MARKS[str(row['relation'])]}{number})"
