"""What lies before a reviewer: which row is next, what is known of it, and what was decided."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from saextract.analysis.agreement import cohens_kappa
from saextract.dataset.checking import Weight, weight
from saextract.dataset.reviews import (
    DISMISSED,
    REOPENED,
    Review,
    add_reviews,
    dismissals,
    finding_reading,
    read_reviews,
    row_reading,
)
from saextract.dataset.rows import to_check
from saextract.dataset.store import read_tables
from saextract.dataset.tables import Value
from saextract.dataset.tables.reviews import FIELDS, FINDING, ROW
from saextract.errors import UsageError
from saextract.report.assessment import place_in_words
from saextract.report.data import TABLES, Assessed, Landlord, arrange

from .effort import Risks, kind_of, rows_left

Mode = Literal["check", "second", "sample", "findings"]
"""Which rows: those to check that nobody has decided on; those that others have decided on; the
rest, in an order of chance; or all that have a finding, open or dismissed, in the Code's order."""

Key = tuple[str, str]
"""A row: its assessment and provision."""


class Decided(BaseModel):
    """A decision as the page sends it.

    Attributes:
        key: made by the page, so that a decision that is sent twice is written once.
        fields: of a correction: field to what stands in the document.
        finding: of a finding that is dismissed or reopened: its rule and its quote.
        whole: the finding is about the whole assessment, and not about the row.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str = Field(pattern=r"^[0-9a-f-]{8,64}$")
    assessment_id: str
    provision_id: str
    reviewer: str = Field(min_length=1, max_length=100)
    decision: Literal["confirmed", "corrected", "unreadable", "dismissed", "reopened"]
    fields: dict[str, str] = Field(default_factory=dict)
    finding: tuple[str, str] = ("", "")
    whole: bool = False
    why: str = ""


@dataclass(frozen=True)
class Row:
    """A row that can be decided on."""

    owner: Landlord
    item: Assessed
    row: Mapping[str, Value]
    sha256: str

    @property
    def key(self) -> Key:
        """What tells it from all others."""
        return str(self.row["assessment_id"]), str(self.row["provision_id"])


class Desk:
    """The rows of a dataset and the decisions about them.

    Attributes:
        out: the dataset's folder.
        rows: every row that stands in a document, by its key.
        tables: those that the report is made from.
    """

    def __init__(self, out: Path) -> None:
        """Reads a dataset.

        Raises:
            DatasetError: if there is none.
            UsageError: if reviews.csv is not of the documented form.
        """
        self.out = out
        self.tables = read_tables(out, *TABLES)
        hashes = {str(row["document_id"]): str(row["sha256"]) for row in self.tables["documents"]}
        self.rows = {
            found.key: found
            for owner, item in arrange(self.tables).assessments
            for row in item.responses
            if row["answer"] != "not_found" and not item.is_copy
            for found in (Row(owner, item, row, hashes.get(str(row["document_id"]), "")),)
        }
        self._several = _ambiguous(self.rows.values())
        self._first = {key[0]: key for key in reversed(self.rows)}
        self._hashes = {
            key[0]: [str(document["sha256"]) for document in row.item.documents]
            for key, row in self.rows.items()
        }
        self._holders = Counter(sha256 for each in self._hashes.values() for sha256 in each)
        self._lock = threading.Lock()
        self.decisions()

    def decisions(self) -> dict[Key, list[Review]]:
        """What was decided on each row so far, in order; read anew, as others may have added."""
        found = self._filed().items()
        rows = {key: [r for r in reviews if r.field != FINDING] for key, reviews in found}
        return {key: reviews for key, reviews in rows.items() if reviews}

    def _filed(self) -> dict[Key, list[Review]]:
        """Every decision about a row or its findings, and those about whole assessments."""
        by_document: dict[Key, list[Review]] = {}
        for review in read_reviews(self.out):
            by_document.setdefault((review.sha256, review.provision_id), []).append(review)
        found: dict[Key, list[Review]] = {}
        for key, row in self.rows.items():
            reviews = by_document.get((row.sha256, key[1]), [])
            if key in self._several:
                reviews = [review for review in reviews if review.assessment_id == key[0]]
            if reviews:
                found[key] = reviews
        for assessment_id, hashes in self._hashes.items():
            found[assessment_id, ""] = [
                review
                for sha256 in hashes
                for review in by_document.get((sha256, ""), [])
                if review.assessment_id == assessment_id or self._holders[sha256] == 1
            ]
        return found

    def queue(self, mode: Mode, reviewer: str) -> list[Key]:
        """The rows that wait for a reviewer, those at greatest risk first."""
        decided = self.decisions()
        mine = {key for key, found in decided.items() if any(r.reviewer == reviewer for r in found)}
        if mode == "findings":
            return [key for key, found in self.rows.items() if self._has_finding(found)]
        if mode == "second":
            keys = [key for key in decided if key not in mine]
        else:
            keys = [
                key
                for key, found in self.rows.items()
                if key not in decided
                and not found.row["reviewed"]
                and to_check(found.row) == (mode == "check")
            ]
        if mode == "sample":
            return sorted(keys, key=lambda key: hashlib.sha256("|".join(key).encode()).digest())
        risks = self._risks(decided)
        place = {key: number for number, key in enumerate(self.rows)}

        def order(key: Key) -> tuple[float, Weight, int]:
            found = self.rows[key]
            raised = [f for f in found.item.findings if f["provision_id"] == key[1]]
            return -risks.of(found.row), weight(found.row, raised), place[key]

        return sorted(keys, key=order)

    def progress(self, reviewer: str) -> dict[str, Any]:
        """How far the work is: rows decided, rows left, and how far two reviewers agree."""
        decided = self.decisions()
        risks = self._risks(decided)
        open_rows = [
            found.row
            for key, found in self.rows.items()
            if key not in decided and not found.row["reviewed"]
        ]
        mine = sum(any(r.reviewer == reviewer for r in found) for found in decided.values())
        return {
            "rows": len(self.rows),
            "decided": len(decided),
            "mine": mine,
            "left": rows_left((risks.of(row) for row in open_rows), len(self.rows)),
            "agreement": self._agreement(decided),
        }

    def about(self, key: Key) -> dict[str, Any]:
        """What the page shows of a row, the reading as it was before anybody's decision.

        Raises:
            UsageError: if there is no such row.
        """
        found = self._find(key)
        row, item = found.row, found.item
        provision = next(p for p in self.tables["provisions"] if p["provision_id"] == key[1])
        return {
            "assessment_id": key[0],
            "provision_id": key[1],
            "number": key[1].partition(":")[2],
            "landlord": found.owner.title,
            "assessment": f"{item.row['code']} {item.row['edition']} {item.row['year']}".strip(),
            "path": row["path"],
            "place": place_in_words(row),
            "level": row["level"],
            "requirement": provision["text"],
            "confidence": row["confidence"],
            "parts": json.loads(str(row["confidence_parts"])),
            "flags": json.loads(str(row["flags"])),
            "findings": self._findings(found),
            "other": json.loads(str(row["other"])),
            "fields": self._as_read(found, self.decisions().get(key, [])),
        }

    def _has_finding(self, found: Row) -> bool:
        """Whether something is raised about a row, or about the assessment that it is first in."""
        about = {found.key[1], "" if self._first[found.key[0]] == found.key else found.key[1]}
        return any(f["provision_id"] in about for f in found.item.findings)

    def _findings(self, found: Row) -> list[dict[str, Any]]:
        """The findings about a row and its assessment, each with who has dismissed it."""
        filed = self._filed()
        told = []
        for finding in found.item.findings:
            provision = str(finding["provision_id"] or "")
            if provision not in (found.key[1], ""):
                continue
            rule, quote = str(finding["rule"]), str(finding["quote"] or "")
            gone = dismissals(filed.get((found.key[0], provision), ()))
            by = gone.get(finding_reading(rule, quote))
            told.append(
                {
                    "rule": rule,
                    "message": str(finding["message"]),
                    "quote": quote,
                    "whole": not provision,
                    "dismissed": by
                    and {"by": by.reviewer, "at": by.decided_at[:10], "why": by.why},
                }
            )
        return told

    def alone(self, key: Key) -> Assessed:
        """The assessment of a row with this row alone, to show its source."""
        found = self._find(key)
        documents = [
            d for d in found.item.documents if d["document_id"] == found.row["document_id"]
        ]
        return replace(found.item, responses=[dict(found.row)], documents=documents)

    def decide(self, decided: Decided) -> None:
        """Writes a decision to reviews.csv; once it returns, the decision is on the disk.

        Raises:
            UsageError: if it is about no row or finding, corrects nothing, or dismisses without
                a reason.
        """
        key = (decided.assessment_id, decided.provision_id)
        found = self._find(key)
        with self._lock:
            filed = [*self._filed().get(key, []), *self._filed().get((key[0], ""), [])]
            known = {review.review_id for review in filed}
            reviews = self._reviews(found, decided, [r for r in filed if r.field != FINDING])
            add_reviews(self.out, [r for r in reviews if r.review_id not in known])

    def _reviews(self, found: Row, decided: Decided, before: list[Review]) -> list[Review]:
        read = self._as_read(found, before)
        row = found.item.row
        plain = Review(
            review_id=decided.key,
            sha256=found.sha256,
            provision_id=decided.provision_id,
            field=ROW,
            old=row_reading(read),
            new="",
            decision=decided.decision,
            reviewer=decided.reviewer.strip(),
            decided_at=datetime.now(UTC).isoformat(timespec="seconds"),
            why=decided.why.strip(),
            assessment_id=decided.assessment_id,
            landlord=str(row["landlord"]),
            edition=str(row["edition"]),
            year=str(row["year"]),
            path=str(found.row["path"]),
        )
        if decided.decision in (DISMISSED, REOPENED):
            return [self._on_finding(found, decided, plain)]
        if decided.decision != "corrected":
            return [plain]
        texts = {name: text.strip() for name, text in decided.fields.items()}
        changed = {name: text for name, text in texts.items() if text != read[name]}
        if not changed:
            raise UsageError("Nothing was corrected.")
        return [
            replace(plain, review_id=f"{decided.key}-{name}", field=name, old=read[name], new=text)
            for name, text in changed.items()
        ]

    def _on_finding(self, found: Row, decided: Decided, plain: Review) -> Review:
        dismissed = decided.decision == DISMISSED
        if dismissed and not plain.why:
            raise UsageError("A finding is dismissed with a reason.")
        said = (*decided.finding, decided.whole)
        about = [f for f in self._findings(found) if (f["rule"], f["quote"], f["whole"]) == said]
        if not about:
            where = "assessment" if decided.whole else "row"
            raise UsageError(f"There is no finding {said[0]} in this {where}.")
        provision = "" if decided.whole else plain.provision_id
        old = finding_reading(*decided.finding)
        return replace(plain, field=FINDING, old=old, provision_id=provision)

    def _find(self, key: Key) -> Row:
        if key not in self.rows:
            raise UsageError(f"There is no row {key[1]} in the assessment {key[0]}.")
        return self.rows[key]

    def _as_read(self, found: Row, reviews: Iterable[Review]) -> dict[str, str]:
        """The fields as the tool read them: what an ingest has corrected is taken back."""
        read = {name: str(found.row[name]) for name in FIELDS}
        if found.row["reviewed"] == "corrected":
            for review in reviews:
                if review.decision == "corrected":
                    read[review.field] = review.old
        return read

    def _risks(self, decided: Mapping[Key, list[Review]]) -> Risks:
        return Risks(
            (kind_of(self.rows[key].row), any(r.decision != "confirmed" for r in reviews))
            for key, reviews in decided.items()
        )

    def _agreement(self, decided: Mapping[Key, list[Review]]) -> dict[str, Any] | None:
        """Of the two reviewers with most rows in common: how often they agree, and kappa."""
        said: dict[Key, dict[str, tuple[str, str]]] = {}
        for key, reviews in decided.items():
            for review in reviews:
                person = said.setdefault(key, {})
                person[review.reviewer] = self._verdict(key, reviews, review.reviewer)
        common: dict[tuple[str, str], list[Key]] = {}
        for key, people in said.items():
            names = sorted(people)
            for index, one in enumerate(names):
                for other in names[index + 1 :]:
                    common.setdefault((one, other), []).append(key)
        if not common:
            return None
        (one, other), keys = max(common.items(), key=lambda pair: (len(pair[1]), pair[0]))
        answers = [(said[key][one][0], said[key][other][0]) for key in keys]
        whole = sum(said[key][one] == said[key][other] for key in keys)
        kappa = cohens_kappa(answers)
        return {
            "people": [one, other],
            "rows": len(keys),
            "answers": sum(a == b for a, b in answers) / len(keys),
            "cells": whole / len(keys),
            "kappa": None if kappa is None else round(kappa, 3),
        }

    def _verdict(self, key: Key, reviews: list[Review], reviewer: str) -> tuple[str, str]:
        """What a person says of a row: the answer, and all of its cells."""
        as_read = self._as_read(self.rows[key], reviews)
        read = dict(as_read)
        mine = [review for review in reviews if review.reviewer == reviewer]
        if mine[-1].decision == "unreadable":
            return "unreadable", "unreadable"
        for review in mine:
            if review.decision == "corrected":
                read[review.field] = review.new
            elif review.field == ROW:
                read = dict(as_read)
        return read["answer"], json.dumps(read, ensure_ascii=False)


def _ambiguous(rows: Iterable[Row]) -> set[Key]:
    """Rows of documents that hold several assessments of one edition."""
    found: dict[Key, list[Key]] = {}
    for row in rows:
        found.setdefault((row.sha256, row.key[1]), []).append(row.key)
    return {key for keys in found.values() if len(keys) > 1 for key in keys}
