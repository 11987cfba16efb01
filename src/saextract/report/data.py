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

from saextract.analysis.changes import changes
from saextract.analysis.choose import latest, when, who
from saextract.analysis.landlords import NAMELESS
from saextract.dataset.rows import is_open
from saextract.dataset.tables import Records, Value

TABLES = (
    "documents", "assessments", "responses", "findings", "actions", "promises", "provisions",
    "agreement",
)  # fmt: skip
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
        changed: provision to what differs from the landlord's assessment before it, a row of
            `CHANGES`.
        since: the year of that assessment, else its edition; "" where nothing differs.
    """

    row: Record
    address: str
    documents: Records
    responses: Records
    findings: Records
    actions: Records
    promises: Records
    latest: bool = False
    changed: Mapping[str, Record] = field(default_factory=dict)
    since: str = ""

    @property
    def id(self) -> str:
        """The assessment's id."""
        return str(self.row["assessment_id"])

    @property
    def code(self) -> str:
        """Key of its edition, such as HOS-2024."""
        return f"{self.row['code']}-{self.row['edition']}"

    @property
    def label(self) -> str:
        """What tells it from the landlord's others: `2024-25 (HOS 2024)`, the year first."""
        return f"{self.row['year'] or 'no year'} ({self.row['code']} {self.row['edition']})"

    @property
    def open(self) -> Records:
        """The findings about it that nobody has dismissed."""
        return [finding for finding in self.findings if is_open(finding)]

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

    @property
    def title(self) -> str:
        """Its name, or words that say that there is none."""
        return self.name or NAMELESS


@dataclass(frozen=True)
class Sector:
    """All landlords, by name, and the tables themselves."""

    landlords: tuple[Landlord, ...]
    tables: Mapping[str, Records]

    @property
    def assessments(self) -> list[tuple[Landlord, Assessed]]:
        """Every assessment with its landlord."""
        return [(owner, item) for owner in self.landlords for item in owner.assessments]


def arrange(tables: Mapping[str, Records]) -> Sector:
    """Arranges a dataset by landlord and assessment.

    Args:
        tables: those named by `TABLES`.
    """
    newest = {row["assessment_id"] for row in latest(tables["assessments"])}
    by_assessment = {
        name: _grouped(tables[name], "assessment_id")
        for name in ("responses", "findings", "actions", "promises")
    }
    documents = {str(row["document_id"]): row for row in reversed(tables["documents"])}
    rows = {str(row["assessment_id"]): row for row in tables["assessments"]}
    addresses = _addresses("assessment", rows)
    changed = _grouped(changes(tables), "assessment_id")
    groups: dict[str, list[Assessed]] = defaultdict(list)
    for identifier, row in rows.items():
        parts = json.loads(str(row["document_ids"]))
        since = {str(c["provision_id"]): c for c in reversed(changed.get(identifier, []))}
        earlier = next((c["year_before"] or c["edition_before"] for c in since.values()), "")
        item = Assessed(
            row=row,
            address=addresses[identifier],
            documents=[documents[part] for part in parts if part in documents],
            **{name: found.get(identifier, []) for name, found in by_assessment.items()},
            latest=row["assessment_id"] in newest,
            changed=since,
            since=str(earlier),
        )
        groups[who(row)].append(item)
    pages = _addresses("landlord", groups, names={key: _name(g) for key, g in groups.items()})
    landlords = [
        Landlord(_name(group), pages[key], tuple(sorted(group, key=_newest, reverse=True)))
        for key, group in groups.items()
    ]
    landlords.sort(key=lambda item: (not item.name, item.name.casefold(), item.address))
    return Sector(tuple(landlords), tables)


def _newest(item: Assessed) -> tuple[str, str, str, str]:
    return str(item.row["code"]), when(item.row), str(item.row["edition"]), item.id


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


def summary(item: Assessed) -> dict[str, Any]:
    """What is told of an assessment in one line: answers counted, rows that changed."""
    counts: dict[str, int] = defaultdict(int)
    for row in item.responses:
        counts[str(row["answer"])] += 1
    return {"counts": dict(counts), "changed": len(item.changed), "findings": len(item.open)}
