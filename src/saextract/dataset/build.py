"""Outcomes to the rows of the tables."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from saextract.analysis.agreement import agreement
from saextract.codes import get_code
from saextract.findings import find
from saextract.findings.rule import Severity
from saextract.model import (
    Action,
    Answer,
    Confidence,
    Finding,
    Level,
    Locator,
    Outcome,
    PdfLocator,
    Provision,
    Response,
    SecondReading,
    Status,
)

from .joining.join import Joined, Joining, join
from .promises import Read, earlier_ones, promise_rows
from .reviews import Review, Reviewed, apply
from .tables import (
    ACTIONS,
    FINDINGS,
    NOT_ANSWERED,
    READINGS,
    RESPONSES,
    REVIEWS,
    TABLES,
    UNMET,
    Records,
    Table,
    Value,
)
from .tables.catalogue import provision_rows, relation_rows

JOINED = "joined-without-manifest"
"""Rule id of an assessment whose parts were joined because they continue each other."""

Dataset = dict[str, Records]
"""Name of a table to its rows, in their fixed order; each row has every column."""


def build(
    outcomes: Iterable[Outcome],
    reviews: Sequence[Review] = (),
    rules: Mapping[str, Severity | None] | None = None,
) -> Dataset:
    """Makes the tables of the dataset.

    Args:
        outcomes: one for each file; their order makes no difference.
        reviews: decisions of people, in the order in which they were made.
        rules: rules of findings to weigh otherwise, or to switch off (None), by id.

    Returns:
        Every table: documents by path, assessments by their first document's path (but see
        `_telling_first`), responses in the Code's order.
    """
    joined = join(outcomes)
    decided = _Decisions(joined, reviews)
    rows: Dataset = {table.name: [] for table in TABLES}
    rows["documents"] = [_document(o, joined.copies.get(o.path, "")) for o in joined.outcomes]
    paths = {o.document_id: o.path for o in joined.outcomes if o.path not in joined.copies}
    wholes = [_Whole(part, paths, decided) for part in _telling_first(joined.assessments)]
    reads = [
        Read(
            whole.joined.assessment_id,
            whole.joined.assessment.model_copy(
                update={"responses": tuple(item.response for item in whole.reviewed())}
            ),
            bool(whole.joined.copy_of or whole.joined.same_as),
        )
        for whole in wholes
    ]
    earlier = earlier_ones(reads)
    for whole, read in zip(wholes, reads, strict=True):
        found = find(read.assessment, earlier.get(read.assessment_id), rules)
        _add_assessment(rows, whole, found)
    contexts = {whole.joined.assessment_id: whole.context() for whole in wholes}
    rows["promises"] = promise_rows(reads, contexts)
    rows["agreement"] = agreement(rows["readings"])
    rows["provisions"], rows["relations"] = provision_rows(), relation_rows()
    rows["reviews"] = [{name: asdict(review)[name] for name in REVIEWS.names} for review in reviews]
    return rows


def _telling_first(assessments: Sequence[Joined]) -> list[Joined]:
    """Puts those first from which a reader of CSV sees the types of all columns.

    polars looks at the first 100 rows only: a year such as 2023-24 further down would be an
    error, and page numbers further down texts. An assessment has at most 72 rows.
    """
    spans = [a for a in assessments if not a.assessment.year.isdigit() and a.assessment.year]
    paged = [a for a in assessments if any(r.pages for r in a.assessment.responses)]
    both = [a for a in spans if a in paged]
    first = both[:1] or [*spans[:1], *paged[:1]]
    return [*first, *(a for a in assessments if a not in first)]


def _document(outcome: Outcome, copy_of: str) -> dict[str, Value]:
    problems = [problem.model_dump(mode="json") for problem in outcome.problems]
    unmapped = [d.text for d in outcome.dispositions if d.kind == "unmapped"]
    kinds = Counter(d.kind for d in outcome.dispositions)
    return {
        "document_id": outcome.document_id,
        "path": outcome.path,
        "sha256": outcome.sha256,
        "media_type": outcome.media_type,
        "pages": outcome.pages,
        "kind": outcome.kind.value,
        "status": outcome.status.value,
        "problems": as_json(problems),
        "seconds": outcome.seconds,
        "coverage": _rounded(outcome.coverage) if outcome.status is not Status.FAILED else None,
        "copy_of": copy_of,
        "url": outcome.manifest.get("url", ""),
        "retrieved": outcome.manifest.get("retrieved", ""),
        "unmapped": as_json(unmapped),
        "rows_set_aside": as_json(dict(sorted(kinds.items()))),
    }


class _Decisions:
    """The decisions of people, by document and provision."""

    def __init__(self, joined: Joining, reviews: Sequence[Review]) -> None:
        self._by_row: dict[tuple[str, str], list[Review]] = defaultdict(list)
        self._document_of = {o.sha256: o.document_id for o in joined.outcomes}
        self._count = Counter(
            (document, part.assessment.code, part.assessment.edition)
            for part in joined.assessments
            for document in part.document_ids
        )
        for review in reviews:
            document = self._document_of.get(review.sha256, "")
            self._by_row[document, review.provision_id].append(review)

    def about(self, joined: Joined, response: Response) -> list[Review]:
        """Those about a response; where a document holds several assessments, by its name."""
        owner = joined.document_of.get(response.provision_id)
        found: list[Review] = []
        for document in (owner,) if owner else joined.document_ids:
            edition = (document, joined.assessment.code, joined.assessment.edition)
            several = self._count[edition] > 1
            found += [
                review
                for review in self._by_row.get((document, response.provision_id), ())
                if not several or review.assessment_id == joined.assessment_id
            ]
        return found


@dataclass(frozen=True)
class _Whole:
    """An assessment with what is needed to tell its rows.

    Attributes:
        joined: it.
        paths: document to its path.
        decided: decisions of people.
    """

    joined: Joined
    paths: Mapping[str, str]
    decided: _Decisions

    def reviewed(self) -> list[Reviewed]:
        """Its responses, with what people decided."""
        given = self.joined.assessment.responses
        return [apply(r, self.decided.about(self.joined, r)) for r in given]

    def path(self, provision_id: str = "") -> str:
        """The file that a row stands in; the first one where there is no row."""
        first = self.joined.document_ids[0]
        return self.paths.get(self.joined.document_of.get(provision_id) or first, "")

    def context(self, provision_id: str = "") -> dict[str, Value]:
        """The columns of `schema.CONTEXT`."""
        assessment = self.joined.assessment
        return {
            "assessment_id": self.joined.assessment_id,
            "landlord": assessment.landlord,
            "code": assessment.code,
            "edition": assessment.edition,
            "year": assessment.year,
            "path": self.path(provision_id),
        }


@dataclass(frozen=True)
class _Judged:
    """A response with what the catalogue, people and the rules say about it."""

    provision: Provision
    reviewed: Reviewed
    findings: tuple[Finding, ...] = ()

    @property
    def response(self) -> Response:
        return self.reviewed.response


def _add_assessment(rows: Dataset, whole: _Whole, raised: Sequence[Finding]) -> None:
    joined = whole.joined
    code = get_code(f"{joined.assessment.code}-{joined.assessment.edition}")
    provisions = {provision.id: provision for provision in code.provisions}
    reviewed = whole.reviewed()
    findings = (*(finding for item in reviewed for finding in item.findings), *raised)
    judged = [
        _Judged(
            provisions[item.response.provision_id],
            item,
            tuple(f for f in findings if f.provision_id == item.response.provision_id),
        )
        for item in reviewed
    ]
    responses = [_response(whole, item) for item in judged]
    rows["assessments"].append(_assessment(whole, judged, responses))
    rows["responses"] += responses
    rows["readings"] += [_second_reading(whole, reading) for reading in joined.assessment.second]
    places = {item.provision.id: _places(item.response.locators) for item in judged}
    rows["findings"] += [
        _finding(whole, finding, places.get(finding.provision_id, "[]"))
        for finding in (*_joining(joined), *findings)
    ]
    rows["actions"] += [
        _action(whole, number, action) for number, action in enumerate(joined.assessment.actions, 1)
    ]


def _finding(whole: _Whole, finding: Finding, place: str) -> dict[str, Value]:
    number = finding.provision_id.partition(":")[2]
    parts = (whole.joined.assessment_id, finding.rule, number)
    row = {
        "finding_id": ":".join(filter(None, parts)),
        **whole.context(finding.provision_id),
        "place": place,
        **finding.model_dump(mode="json"),
    }
    return {name: row[name] for name in FINDINGS.names}


def _joining(joined: Joined) -> tuple[Finding, ...]:
    """What a person should know of an assessment whose parts no manifest names."""
    if not joined.undeclared:
        return ()
    message = (
        f"Joined without a manifest from {len(joined.undeclared)} files of one folder that "
        f"continue each other: {', '.join(joined.undeclared)}. If they are not parts of one "
        "assessment, give each a value of its own in the column assessment of manifest.csv."
    )
    return (Finding(provision_id="", rule=JOINED, severity="low", quote="", message=message),)


def _assessment(whole: _Whole, judged: Sequence[_Judged], responses: Records) -> dict[str, Value]:
    joined, assessment = whole.joined, whole.joined.assessment
    answers = [item.response.answer for item in judged]
    found = [answer for answer in answers if answer is not Answer.NOT_FOUND]
    return {
        "assessment_id": joined.assessment_id,
        "document_ids": as_json(list(joined.document_ids)),
        "landlord": assessment.landlord,
        "landlord_id": assessment.landlord_id,
        "landlord_registered": assessment.landlord_registered,
        "landlord_type": assessment.landlord_type,
        "landlord_size": assessment.landlord_size,
        "landlord_source": assessment.landlord_source,
        "code": assessment.code,
        "edition": assessment.edition,
        "edition_score": _rounded(assessment.edition_score),
        "assessed_on": assessment.assessed_on,
        "dates": as_json([date.model_dump() for date in assessment.dates]),
        "year": assessment.year,
        "year_start": int(assessment.year[:4]) if assessment.year[:4].isdigit() else None,
        "copy_of": joined.copy_of,
        "same_as": joined.same_as,
        "provisions_expected": len(judged),
        "provisions_found": len(found),
        "answered": sum(answer not in NOT_ANSWERED for answer in found),
        "unmet_must": sum(
            item.provision.level is Level.MUST and item.response.answer in UNMET and sure(row)
            for item, row in zip(judged, responses, strict=True)
        ),
        "needs_review": sum(map(to_check, responses)),
        "path": whole.path(),
    }


def sure(row: Mapping[str, Value]) -> bool:
    """Whether a row of responses may be counted: it is not low, or a person has reviewed it."""
    return row["confidence"] != Confidence.LOW.value or bool(row["reviewed"])


def _second_reading(whole: _Whole, reading: SecondReading) -> dict[str, Value]:
    first = next(
        r for r in whole.joined.assessment.responses if r.provision_id == reading.provision_id
    )
    row: dict[str, Value] = {
        **whole.context(reading.provision_id),
        "provision_id": reading.provision_id,
        "answer": first.answer.value,
        "answer_second": reading.answer.value,
        **{f"{name}_second": getattr(reading, name) for name in _TEXTS},
        "differs": as_json(list(reading.differs)),
        "unread": as_json(list(reading.unread)),
    }
    return {name: row[name] for name in READINGS.names}


_TEXTS = ("answer_printed", "requirement_printed", "evidence", "commentary")


def to_check(row: Mapping[str, Value]) -> bool:
    """Whether a person should look at a row of responses: it is in the view `to_check`."""
    doubtful = row["confidence"] == Confidence.LOW.value or row["flags"] != "[]"
    return doubtful and row["answer"] != Answer.NOT_FOUND.value and not row["reviewed"]


def _response(whole: _Whole, item: _Judged) -> dict[str, Value]:
    provision, response = item.provision, item.response
    first, last = response.pages or (None, None)
    match = response.match
    flags = dict.fromkeys((*response.flags, *(finding.rule for finding in item.findings)))
    row: dict[str, Value] = {
        **whole.context(provision.id),
        "document_id": whole.joined.document_of.get(provision.id, ""),
        "provision_id": provision.id,
        "provision_number": provision.number,
        "section": provision.section,
        "level": provision.level.value,
        "requirement_printed": response.requirement_printed,
        "answer_printed": response.answer_printed,
        "answer": response.answer.value,
        "evidence": response.evidence,
        "commentary": response.commentary,
        "other": as_json(response.other),
        "page_first": first,
        "page_last": last,
        "places": _places(response.locators),
        "match_method": match.method if match else None,
        "match_score": _rounded(match.score) if match else None,
        "match_margin": _rounded(match.margin) if match else None,
        "confidence": response.confidence.value,
        "flags": as_json(list(flags)),
        "confidence_parts": as_json({k: v.value for k, v in response.confidence_parts.items()}),
        "reviewed": item.reviewed.mark,
    }
    return {name: row[name] for name in RESPONSES.names}


def _action(whole: _Whole, number: int, action: Action) -> dict[str, Value]:
    pages = [place.page for place in action.locators if isinstance(place, PdfLocator)]
    row: dict[str, Value] = {
        "action_id": f"{whole.joined.assessment_id}:{number}",
        **whole.context(action.provision_id),
        "provision_id": action.provision_id,
        "action": action.action,
        "due": action.due,
        "due_printed": action.due_printed,
        "owner": action.owner,
        "source": action.source,
        "page": min(pages, default=None),
    }
    return {name: row[name] for name in ACTIONS.names}


def _places(locators: Iterable[Locator]) -> str:
    return as_json([_place(locator) for locator in locators])


def _place(locator: Locator) -> dict[str, object]:
    place = locator.model_dump(mode="json", exclude_none=True)
    if isinstance(locator, PdfLocator):
        place["box"] = [round(x, 2) for x in locator.box]
    return place


def _rounded(share: float) -> float:
    return round(share, 4)


def as_json(value: object) -> str:
    """JSON on one line, letters outside ASCII as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def decoded(table: Table, row: Mapping[str, Value]) -> dict[str, object]:
    """A row with its JSON columns as lists and objects."""
    return {
        column.name: json.loads(str(row[column.name]))
        if column.type == "json"
        else row[column.name]
        for column in table.columns
    }
