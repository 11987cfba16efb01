"""Outcomes to the tables of the dataset, one assessment in memory at a time."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial

from saextract.analysis.agreement import agreement, alike
from saextract.findings import find
from saextract.findings.rule import Severity
from saextract.model import Finding, Outcome

from .joining.chronology import answerable, note_earlier_ones
from .joining.heads import Held
from .joining.index import Index
from .joining.join import join, settled, whole
from .joining.joined import Joined
from .joining.survey import Outcomes
from .reviews import Raised, Review, apply, with_dismissals
from .rows import Read, assessment_rows, document_row, joining, promise_rows
from .tables import REVIEWS, TABLES, Records
from .tables.catalogue import provision_rows, relation_rows

Dataset = dict[str, Records]
"""Name of a table to its rows, in their fixed order; each row has every column."""

Batch = tuple[str, Records]
"""Name of a table, and rows that come next in it."""

Rules = Mapping[str, Severity | None]
"""Rules of findings to weigh otherwise, or to switch off (None), by id."""


@dataclass(frozen=True)
class Unit:
    """Rows that are made together, from the same.

    Attributes:
        key: names all that they are made from; "" if they are always made anew.
        rows: makes them, by table.
        see: is given those of the table readings, whether they are made or taken over.
    """

    key: str
    rows: Callable[[], Dataset]
    see: Callable[[Records], None] = lambda _: None

    def made(self) -> Dataset:
        """The rows, made anew."""
        rows = self.rows()
        self.see(rows.get("readings", []))
        return rows


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
    for unit in stream(Held(outcomes), reviews, rules or {}):
        for name, more in unit.made().items():
            rows[name] += more
    return rows


def stream(
    outcomes: Outcomes, reviews: Sequence[Review] = (), rules: Rules | None = None
) -> Iterator[Unit]:
    """Makes the tables of the dataset, unit by unit; the rows of one before the next is asked for.

    Memory holds the one assessment whose rows are being made; what is known of all stands on disk.

    Args:
        outcomes: one for each file.
        reviews: decisions of people, in the order in which they were made.
        rules: rules of findings to weigh otherwise.

    Yields:
        The rows of every table: documents by path, assessments by their first document's path
        (but see `_rank`), responses in the Code's order.
    """
    index = join(outcomes)
    try:
        yield from _documents(index, outcomes)
        note_earlier_ones(index)
        _rank(index)
        reader = _Reader(index, outcomes, _Decisions(index, reviews), rules or {})
        yield from _assessments(index, reader)
    finally:
        index.close()
    yield _always({"provisions": provision_rows(), "relations": relation_rows()})
    decided = [{name: asdict(review)[name] for name in REVIEWS.names} for review in reviews]
    yield _always({"reviews": decided})


def _assessments(index: Index, reader: _Reader) -> Iterator[Unit]:
    counted: Counter[tuple[str, ...]] = Counter()
    for joined, earlier in _with_earlier(index):
        rows = partial(reader.rows, joined, earlier)
        yield Unit(reader.key(joined, earlier), rows, lambda rows: counted.update(alike(rows)))
    for item, later in answerable(index):
        yield Unit(reader.key(item, later, "promises"), partial(reader.promises, item, later))
    yield Unit("", lambda: {"agreement": agreement(counted)})  # when all have been seen


def _with_earlier(index: Index) -> Iterator[tuple[Joined, Joined | None]]:
    ranked = index.ask("SELECT number, earlier FROM assessments ORDER BY rank")
    for number, earlier in ranked:
        before = index.assessment(earlier) if earlier is not None else None
        yield index.assessment(number), before


def _documents(index: Index, outcomes: Outcomes) -> Iterator[Unit]:
    files = index.ask("SELECT path, row, copy_of, note, whole FROM files ORDER BY path")
    for path, text, copy_of, note, number in files:
        row = json.loads(text)
        if note or number is not None:
            row = document_row(settled(outcomes.of(path), index, outcomes))
        yield _always({"documents": [{**row, "copy_of": copy_of}]})


def _always(rows: Dataset) -> Unit:
    return Unit("", lambda: rows)


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
        self._alone = Counter(
            document
            for joined in (index.assessments() if self._documents else ())
            for document in joined.document_ids
        )
        self._count = Counter(
            (document, joined.facts.edition)
            for joined in (index.assessments() if self._documents else ())
            for document in joined.document_ids
            if document in self._documents
        )

    def touch(self, joined: Joined) -> bool:
        """Whether some decision is about a document of an assessment."""
        return not self._documents.isdisjoint(joined.document_ids)

    def about(self, joined: Joined, owner: str | None, provision_id: str) -> list[Review]:
        """Those about a row; where a document holds several assessments, by its name.

        Args:
            joined: the assessment.
            owner: the document that the row stands in, if there is a row.
            provision_id: of the row; "" for what is about the whole assessment.
        """
        found: list[Review] = []
        for document in (owner,) if owner else joined.document_ids:
            edition = joined.facts.edition
            counted = self._count[document, edition] if provision_id else self._alone[document]
            several = counted > 1
            found += [
                review
                for review in self._by_row.get((document, provision_id), ())
                if not several or review.assessment_id == joined.assessment_id
            ]
        return found


class _Reader:
    """Gives assessments and their rows."""

    def __init__(
        self, index: Index, outcomes: Outcomes, decisions: _Decisions, rules: Rules
    ) -> None:
        self._index = index
        self._outcomes = outcomes
        self._decisions = decisions
        self._rules = rules

    def rows(self, joined: Joined, earlier: Joined | None) -> Dataset:
        """The rows of an assessment.

        Args:
            joined: it.
            earlier: the landlord's last one before it against the same edition.
        """
        read = self._read(joined)
        before = self._read(earlier).decided if earlier else None
        found = find(read.decided, before, self._rules)
        return assessment_rows(read, self._raised(read, found))

    def promises(self, joined: Joined, later: Joined) -> Dataset:
        """What a later assessment says of the actions of an assessment."""
        from saextract.findings.ledger import Dated, answered

        read = self._read(joined)
        dated = (
            Dated(item.assessment_id, item.landlord, item.day, one.decided)
            for item, one in ((joined, read), (later, self._read(later)))
        )
        return {"promises": promise_rows(answered(*dated), read.context())}

    def key(self, joined: Joined, other: Joined | None, what: str = "") -> str:
        """Everything that rows depend on; "" where people have decided something."""
        if any(self._decisions.touch(item) for item in (joined, other) if item):
            return ""
        said = [self._said(item) for item in (joined, other) if item]
        marks = (what, joined.copy_of, joined.same_as, joined.is_series)
        return json.dumps([marks, said, sorted(self._rules.items())])

    def _read(self, joined: Joined) -> Read:
        """An assessment with its texts, and with what people decided."""
        found = whole(joined, self._outcomes)
        reviewed = tuple(
            apply(response, self._decisions.about(joined, found.document_of.get(name), name))
            for response in found.assessment.responses
            for name in (response.provision_id,)
        )
        return Read(joined, found.assessment, found.document_of, reviewed)

    def _raised(self, read: Read, found: Sequence[Finding]) -> list[Raised]:
        """The findings, each with the decision that dismissed it."""
        of_all = (*joining(read.joined), *(f for f in found if not f.provision_id))
        raised = with_dismissals(of_all, self._decisions.about(read.joined, None, ""))
        for response in read.decided.responses:
            about = [f for f in found if f.provision_id == response.provision_id]
            owner = read.document_of.get(response.provision_id)
            decisions = self._decisions.about(read.joined, owner, response.provision_id)
            raised += with_dismissals(about, decisions)
        return raised

    def _said(self, joined: Joined) -> list[str | int]:
        said: list[str | int] = [joined.assessment_id]
        for part in joined.parts:
            path = part.file.path
            said += [path, part.place, self._index.outcome(path).hex()]
        return said
