"""Outcomes to the tables of the dataset, one assessment in memory at a time."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Protocol

from saextract.analysis.agreement import agreement, alike
from saextract.findings import find
from saextract.findings.ledger import Dated, answered
from saextract.findings.rule import Severity
from saextract.model import Finding, Outcome, Response

from .joining.heads import Held
from .joining.index import Index
from .joining.join import join, settled, whole
from .joining.joined import Joined
from .joining.survey import Outcomes
from .promises import answerable, note_earlier_ones, promise_rows
from .reviews import Raised, Review, apply, with_dismissals
from .rows import OF_ASSESSMENTS, Read, assessment_rows, document_row
from .tables import REVIEWS, TABLES, Records
from .tables.catalogue import provision_rows, relation_rows

Dataset = dict[str, Records]
"""Name of a table to its rows, in their fixed order; each row has every column."""

Batch = tuple[str, Records]
"""Name of a table, and rows that come next in it."""

Rules = Mapping[str, Severity | None]
"""Rules of findings to weigh otherwise, or to switch off (None), by id."""


class Kept(Protocol):
    """What was made in earlier runs, by what it was made from."""

    def recall(self, key: str) -> bytes | None:
        """What was kept under a key, or None."""

    def keep(self, key: str, message: bytes) -> None:
        """Keeps something for later runs."""


def build(
    outcomes: Iterable[Outcome], reviews: Sequence[Review] = (), rules: Rules | None = None
) -> Dataset:
    """Makes the tables of the dataset in memory; see `stream`.

    Args:
        outcomes: one for each file; their order makes no difference.
        reviews: decisions of people, in the order in which they were made.
        rules: rules of findings to weigh otherwise.
    """
    rows: Dataset = {table.name: [] for table in TABLES}
    for name, more in stream(Held(outcomes), reviews, rules or {}):
        rows[name] += more
    return rows


def stream(
    outcomes: Outcomes,
    reviews: Sequence[Review] = (),
    rules: Rules | None = None,
    kept: Kept | None = None,
) -> Iterator[Batch]:
    """Makes the tables of the dataset, batch by batch.

    Memory holds the one assessment whose rows are being made; what is known of all stands on disk.

    Args:
        outcomes: one for each file.
        reviews: decisions of people, in the order in which they were made.
        rules: rules of findings to weigh otherwise.
        kept: where the rows of assessments that have not changed are found.

    Yields:
        The rows of every table: documents by path, assessments by their first document's path
        (but see `_rank`), responses in the Code's order.
    """
    index = join(outcomes)
    try:
        yield from _documents(index, outcomes)
        note_earlier_ones(index)
        _rank(index)
        decisions = _Decisions(index, reviews)
        yield from _assessments(index, _Reader(index, outcomes, decisions, rules or {}, kept))
    finally:
        index.close()
    yield "provisions", provision_rows()
    yield "relations", relation_rows()
    yield "reviews", [{name: asdict(review)[name] for name in REVIEWS.names} for review in reviews]


def _assessments(index: Index, reader: _Reader) -> Iterator[Batch]:
    counted: Counter[tuple[str, ...]] = Counter()
    for joined, earlier in _with_earlier(index):
        rows = reader.rows(joined, earlier)
        counted += alike(rows["readings"])
        yield from rows.items()
    for item, later in answerable(index):
        first = reader.read(item)
        pair = (_dated(item, first), _dated(later, reader.read(later)))
        yield "promises", promise_rows(answered(*pair), first.context())
    yield "agreement", agreement(counted)


def _with_earlier(index: Index) -> Iterator[tuple[Joined, Joined | None]]:
    ranked = index.ask("SELECT number, earlier FROM assessments ORDER BY rank")
    for number, earlier in ranked:
        before = index.assessment(earlier) if earlier is not None else None
        yield index.assessment(number), before


def _dated(joined: Joined, read: Read) -> Dated:
    return Dated(joined.assessment_id, joined.landlord, joined.day, read.decided)


def _documents(index: Index, outcomes: Outcomes) -> Iterator[Batch]:
    files = index.ask("SELECT path, row, copy_of, note, whole FROM files ORDER BY path")
    for path, text, copy_of, note, number in files:
        row = json.loads(text)
        if note or number is not None:
            row = document_row(settled(outcomes.of(path), index, outcomes))
        yield "documents", [{**row, "copy_of": copy_of}]


def _rank(index: Index) -> None:
    """Puts those first from which a reader of CSV sees the types of all columns.

    polars looks at the first 100 rows only: a year such as 2023-24 further down would be an
    error, and page numbers further down texts. An assessment has at most 72 rows.
    """
    index.ask("UPDATE assessments SET rank = number")
    span = "year != '' AND year GLOB '*[^0-9]*'"
    first = _first(index, f"{span} AND paged") or (*_first(index, span), *_first(index, "paged"))
    for place, number in enumerate(reversed(first), 1):
        index.ask("UPDATE assessments SET rank = ? WHERE number = ?", -place, number)


def _first(index: Index, condition: str) -> tuple[int, ...]:
    return tuple(index.numbers(f"WHERE {condition} ORDER BY number LIMIT 1"))


class _Decisions:
    """The decisions of people, by document and provision."""

    def __init__(self, index: Index, reviews: Sequence[Review]) -> None:
        self._by_row: dict[tuple[str, str], list[Review]] = defaultdict(list)
        for review in reviews:
            self._by_row[review.sha256[:16], review.provision_id].append(review)
        self._documents = {document for document, _ in self._by_row}
        self._count = Counter(
            (document, joined.facts.edition)
            for joined in (index.assessments() if self._documents else ())
            for document in joined.document_ids
            if document in self._documents
        )

    def touch(self, joined: Joined) -> bool:
        """Whether some decision is about a document of an assessment."""
        return not self._documents.isdisjoint(joined.document_ids)

    def about(self, joined: Joined, owner: str | None, response: Response) -> list[Review]:
        """Those about a response; where a document holds several assessments, by its name.

        Args:
            joined: the assessment.
            owner: the document that the row stands in, if there is a row.
            response: the response.
        """
        found: list[Review] = []
        for document in (owner,) if owner else joined.document_ids:
            several = self._count[document, joined.facts.edition] > 1
            found += [
                review
                for review in self._by_row.get((document, response.provision_id), ())
                if not several or review.assessment_id == joined.assessment_id
            ]
        return found


class _Reader:
    """Gives assessments and their rows, of those that have not changed from an earlier run."""

    def __init__(
        self,
        index: Index,
        outcomes: Outcomes,
        decisions: _Decisions,
        rules: Rules,
        kept: Kept | None,
    ) -> None:
        self._index = index
        self._outcomes = outcomes
        self._decisions = decisions
        self._rules = rules
        self._kept = kept

    def read(self, joined: Joined) -> Read:
        """An assessment with its texts, and with what people decided."""
        found = whole(joined, self._outcomes)
        reviewed = tuple(
            apply(r, self._decisions.about(joined, found.document_of.get(r.provision_id), r))
            for r in found.assessment.responses
        )
        return Read(joined, found.assessment, found.document_of, reviewed)

    def rows(self, joined: Joined, earlier: Joined | None) -> Dataset:
        """The rows of an assessment.

        Args:
            joined: it.
            earlier: the landlord's last one before it against the same edition.
        """
        undecided = not any(self._decisions.touch(a) for a in (joined, earlier) if a)
        if self._kept is None or not undecided:
            return self._made(joined, earlier)
        key = self._key(joined, earlier)
        message = self._kept.recall(key)
        if message is None:
            rows = self._made(joined, earlier)
            self._kept.keep(key, _packed(rows))
            return rows
        return _unpacked(message)

    def _made(self, joined: Joined, earlier: Joined | None) -> Dataset:
        read = self.read(joined)
        before = self.read(earlier).decided if earlier else None
        found = find(read.decided, before, self._rules)
        return assessment_rows(read, self._raised(read, found))

    def _raised(self, read: Read, found: Sequence[Finding]) -> list[Raised]:
        """The findings, each with the decision that dismissed it."""
        raised = [Raised(finding) for finding in found if not finding.provision_id]
        for response in read.decided.responses:
            about = [f for f in found if f.provision_id == response.provision_id]
            owner = read.document_of.get(response.provision_id)
            decisions = self._decisions.about(read.joined, owner, response)
            raised += with_dismissals(about, decisions)
        return raised

    def _key(self, joined: Joined, earlier: Joined | None) -> str:
        """Everything that the rows of an assessment depend on."""
        said = [self._said(joined), self._said(earlier) if earlier else None]
        marks = (joined.assessment_id, joined.copy_of, joined.same_as, joined.is_series)
        return json.dumps([marks, said, sorted(self._rules.items())])

    def _said(self, joined: Joined) -> list[tuple[str, int, str]]:
        places = ((part.file.path, part.place) for part in joined.parts)
        return [(path, place, self._index.outcome(path).hex()) for path, place in places]


_COLUMNS = {table.name: table.names for table in TABLES if table.name in OF_ASSESSMENTS}


def _packed(rows: Dataset) -> bytes:
    """The rows of an assessment as bytes."""
    plain = {name: [list(row.values()) for row in more] for name, more in rows.items()}
    return json.dumps(plain).encode()


def _unpacked(message: bytes) -> Dataset:
    """The rows that `_packed` was given."""
    plain = json.loads(message)
    return {
        name: [dict(zip(columns, values, strict=True)) for values in plain[name]]
        for name, columns in _COLUMNS.items()
    }
