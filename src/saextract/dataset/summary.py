"""What a run tells of the dataset: counted in the store, whatever its size."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from .checking import GRADES
from .store import query
from .tables import Records
from .tables.views import TO_CHECK

_MOST = 8
"""Problems that are named; documents.csv has them all."""

_TROUBLED = ("failed", "needs_ocr", "partial", "not_self_assessment")
"""Statuses whose problems are told, the gravest first."""


@dataclass(frozen=True)
class Trouble:
    """A problem of a document; see `saextract.model.Problem`."""

    path: str
    status: str
    code: str
    message: str
    place: str


@dataclass(frozen=True)
class Summary:
    """A dataset in a few numbers.

    Attributes:
        statuses: status to how many documents have it.
        assessments: how many there are.
        newest: how many of them are the newest of their landlord and edition, without copies.
        unmet, with_unmet: musts that these do not meet, and in how many of them.
        to_check: rows that a person should look at, by the grade of their reading.
        troubles: the first problems of documents, the gravest statuses first.
        more_troubles: how many further ones there are.
        agreement: rows of that table.
    """

    statuses: dict[str, int]
    assessments: int
    newest: int
    unmet: int
    with_unmet: int
    to_check: dict[str, int]
    troubles: tuple[Trouble, ...]
    more_troubles: int
    agreement: Records

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return sum(self.statuses.values())


def summarise(folder: Path) -> Summary:
    """The summary of a dataset.

    Raises:
        DatasetError: if there is none, or it is of another version or damaged.
    """
    order = f"list_position({list(_TROUBLED)}, status)"
    of_interest = f"FROM documents WHERE status IN {_TROUBLED} AND problems::VARCHAR <> '[]'"
    with query(folder) as asked:
        statuses = asked.rows("SELECT status, count(*) AS n FROM documents GROUP BY status")
        (assessments,) = asked.first("SELECT count(*) FROM assessments")
        graded = asked.rows(
            f"SELECT confidence, count(*) AS n FROM responses t {TO_CHECK} GROUP BY confidence"
        )
        to_check = {str(row["confidence"]): int(row["n"] or 0) for row in graded}
        (newest, unmet, with_unmet) = asked.first(
            "SELECT count(*), coalesce(sum(unmet_must), 0), count(*) FILTER (unmet_must > 0) "
            "FROM latest"
        )
        (problems,) = asked.first(
            f"SELECT coalesce(sum(json_array_length(problems)), 0) {of_interest}"
        )
        chosen = asked.rows(
            f"SELECT path, status, problems::VARCHAR AS problems {of_interest} "
            f"ORDER BY {order}, rowid LIMIT {_MOST}"
        )
        troubles = [
            Trouble(str(row["path"]), str(row["status"]), p["code"], p["message"], p["place"])
            for row in chosen
            for p in json.loads(str(row["problems"]))
        ][:_MOST]
        return Summary(
            statuses={str(row["status"]): int(row["n"] or 0) for row in statuses},
            assessments=assessments,
            newest=newest,
            unmet=unmet,
            with_unmet=with_unmet,
            to_check={grade: to_check.get(grade, 0) for grade in GRADES},
            troubles=tuple(troubles),
            more_troubles=problems - len(troubles),
            agreement=list(asked.table("agreement")),
        )


def known(folder: Path, hashes: set[str]) -> set[str]:
    """Which of some SHA-256 are those of documents of a dataset."""
    with query(folder) as asked:
        found = asked.rows("SELECT sha256 FROM documents WHERE sha256 IN (SELECT unnest(?))",
                           list(hashes))  # fmt: skip
        return {str(row["sha256"]) for row in found}
