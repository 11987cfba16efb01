"""The dataset arranged as the report tells it: landlords, their assessments, and their rows."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from saextract.analysis.compare import compare
from saextract.dataset.tables import Records, Value

TABLES = ("documents", "assessments", "responses", "findings", "actions", "promises", "provisions")
"""Tables that a report is made from."""

Record = Mapping[str, Value]

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
_SLUG = 48
"""Letters of a name in an address; long enough to know it by."""


@dataclass(frozen=True)
class Assessed:
    """An assessment with all that the dataset has about it.

    Attributes:
        row: its row of the table assessments.
        address: its page, relative to the report's folder.
        documents: rows of the documents that it stands in.
        responses: in the Code's order.
        findings, actions, promises: about it; promises are those that it makes.
        latest: whether it is the landlord's newest one of its edition.
        earlier: the landlord's assessment before it, if there is one.
        changed: provision to the earlier answer, where that differs.
    """

    row: Record
    address: str
    documents: Records
    responses: Records
    findings: Records
    actions: Records
    promises: Records
    latest: bool = False
    earlier: Record | None = None
    changed: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The assessment's id."""
        return str(self.row["assessment_id"])

    @property
    def code(self) -> str:
        """Key of its edition, such as HOS-2024."""
        return f"{self.row['code']}-{self.row['edition']}"

    @property
    def is_copy(self) -> bool:
        """Whether the same is in the dataset once more, under another file."""
        return bool(self.row["copy_of"] or self.row["same_as"])


@dataclass(frozen=True)
class Landlord:
    """A landlord with its assessments, the newest first.

    Attributes:
        name: as registered, else as named, else "".
        address: its page, relative to the report's folder.
    """

    name: str
    address: str
    assessments: tuple[Assessed, ...]


@dataclass(frozen=True)
class Sector:
    """All landlords, by name, and the tables themselves."""

    landlords: tuple[Landlord, ...]
    tables: Mapping[str, Records]

    @property
    def assessments(self) -> list[tuple[Landlord, Assessed]]:
        """Every assessment with its landlord."""
        return [(owner, item) for owner in self.landlords for item in owner.assessments]


def arrange(tables: Mapping[str, Records], latest: Iterable[str]) -> Sector:
    """Arranges a dataset by landlord and assessment.

    Args:
        tables: those named by `TABLES`.
        latest: ids of the assessments in the view `latest`.
    """
    newest = set(latest)
    by_assessment = {
        name: _grouped(tables[name], "assessment_id")
        for name in ("responses", "findings", "actions", "promises")
    }
    documents = {str(row["document_id"]): row for row in reversed(tables["documents"])}
    addresses = _addresses("assessment", (str(r["assessment_id"]) for r in tables["assessments"]))
    groups: dict[str, list[Assessed]] = defaultdict(list)
    for row in tables["assessments"]:
        identifier = str(row["assessment_id"])
        item = Assessed(
            row=row,
            address=addresses[identifier],
            documents=[
                documents[part] for part in json.loads(str(row["document_ids"])) if part in documents
            ],
            **{name: rows.get(identifier, []) for name, rows in by_assessment.items()},
            latest=identifier in newest,
        )
        groups[landlord_key(row)].append(item)
    pages = _addresses("landlord", groups, names={key: _name(g) for key, g in groups.items()})
    landlords = [
        Landlord(_name(group), pages[key], _in_years(group)) for key, group in groups.items()
    ]
    landlords.sort(key=lambda item: (not item.name, item.name.casefold(), item.address))
    return Sector(tuple(landlords), tables)


def landlord_key(row: Record) -> str:
    """What assessments of one landlord have in common: its id, else its name, else nothing."""
    if row["landlord_id"]:
        return f"id {row['landlord_id']}"
    name = str(row["landlord"]).casefold()
    return f"name {name}" if name else str(row["assessment_id"])


def anchor(provision_id: Value) -> str:
    """The place of a provision's row on a page: `5.10` of `HOS-2024:5.10`."""
    return str(provision_id).partition(":")[2]


def _grouped(rows: Records, name: str) -> dict[str, Records]:
    groups: dict[str, Records] = defaultdict(list)
    for row in rows:
        groups[str(row[name])].append(row)
    return groups


def _name(group: list[Assessed]) -> str:
    registered = [str(item.row["landlord_registered"]) for item in group]
    named = [str(item.row["landlord"]) for item in group]
    return next(filter(None, (*registered, *named)), "")


def _addresses(
    folder: str, keys: Iterable[str], names: Mapping[str, str] | None = None
) -> dict[str, str]:
    """A file name for each key: plain letters only, the same whatever else is in the dataset."""
    return {key: f"{folder}/{_file_name(key, names)}.html" for key in keys}


def _file_name(key: str, names: Mapping[str, str] | None) -> str:
    if names is None and _PLAIN.fullmatch(key):
        return key
    told = unicodedata.normalize("NFKD", names[key] if names else key)
    slug = re.sub(r"[^a-z0-9]+", "-", told.casefold()).strip("-")[:_SLUG].strip("-")
    return "-".join(filter(None, (slug, hashlib.sha256(key.encode()).hexdigest()[:8])))


def _in_years(group: list[Assessed]) -> tuple[Assessed, ...]:
    """Assessments, the newest first, each with what has changed since the one before."""
    ordered = sorted(group, key=lambda item: (item.row["code"], *_when(item.row), item.id))
    found: list[Assessed] = []
    for item in ordered:
        earlier = _earlier(item, found)
        found.append(_since(item, earlier) if earlier else item)
    return tuple(reversed(found))


def _when(row: Record) -> tuple[str, str]:
    """What orders the years of a landlord: the date, else the year; then the edition."""
    return str(row["assessed_on"] or row["year_start"] or ""), str(row["edition"])


def _earlier(item: Assessed, before: list[Assessed]) -> Assessed | None:
    """The last one of the same Code that is no copy and of an earlier time or edition."""
    if item.is_copy or not item.row["landlord"]:
        return None
    return next(
        (
            other
            for other in reversed(before)
            if other.row["code"] == item.row["code"]
            and not other.is_copy
            and _when(other.row) < _when(item.row)
        ),
        None,
    )


def _since(item: Assessed, earlier: Assessed) -> Assessed:
    from dataclasses import replace

    before = _counterparts(item, earlier)
    changed = {
        str(row["provision_id"]): before[str(row["provision_id"])]
        for row in item.responses
        if before.get(str(row["provision_id"]), row["answer"]) != row["answer"]
    }
    return replace(item, earlier=earlier.row, changed=changed)


def _counterparts(item: Assessed, earlier: Assessed) -> dict[str, str]:
    """Provision to the earlier answer to the same, or one that asks for the same."""
    rows = compare(
        {
            "assessments": [dict(item.row), dict(earlier.row)],
            "responses": [*item.responses, *earlier.responses],
        }
    )
    return {
        str(row["reference_id"]): str(row["answer"])
        for row in rows
        if row["assessment_id"] == earlier.id
        and row["relation"] in ("same", "equal", "equivalent")
    }


def summary(item: Assessed) -> dict[str, Any]:
    """What is told of an assessment in one line: answers counted, rows that changed."""
    counts: dict[str, int] = defaultdict(int)
    for row in item.responses:
        counts[str(row["answer"])] += 1
    return {"counts": dict(counts), "changed": len(item.changed), "findings": len(item.findings)}
