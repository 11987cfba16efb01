"""The rows of the tables: of a file, and of an assessment with what people and rules say of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from saextract.codes import get_code
from saextract.model import (
    Action,
    Answer,
    Assessment,
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
    pages_of,
)

from .joining.joined import Joined
from .reviews import Raised, Reviewed
from .tables import (
    ACTIONS,
    FINDINGS,
    NOT_ANSWERED,
    PROMISES,
    READINGS,
    RESPONSES,
    UNMET,
    Records,
    Table,
    Value,
)

if TYPE_CHECKING:
    from saextract.findings.ledger import Promise

JOINED = "joined-without-manifest"
"""Rule id of an assessment whose parts were joined because they continue each other."""

OF_ASSESSMENTS = ("assessments", "responses", "readings", "findings", "actions")
"""Tables whose rows belong to one assessment each."""


@dataclass(frozen=True)
class Read:
    """An assessment as it stands in the dataset.

    Attributes:
        joined: its name and parts.
        assessment: as it was read.
        document_of: provision to the document that its row stands in.
        reviewed: its responses, with what people decided.
    """

    joined: Joined
    assessment: Assessment
    document_of: Mapping[str, str]
    reviewed: tuple[Reviewed, ...]

    @property
    def decided(self) -> Assessment:
        """The assessment with what people decided."""
        responses = tuple(item.response for item in self.reviewed)
        if responses == self.assessment.responses:
            return self.assessment
        return self.assessment.model_copy(update={"responses": responses, "findings": None})

    def path(self, provision_id: str = "") -> str:
        """The file that a row stands in; the first one where there is no row."""
        document = self.document_of.get(provision_id) or self.joined.document_ids[0]
        files = (part.file for part in self.joined.parts)
        return next((file.path for file in files if file.document_id == document), "")

    def context(self, provision_id: str = "") -> dict[str, Value]:
        """The columns of `schema.CONTEXT`."""
        return {
            "assessment_id": self.joined.assessment_id,
            "landlord": self.assessment.landlord,
            "code": self.assessment.code,
            "edition": self.assessment.edition,
            "year": self.assessment.year,
            "path": self.path(provision_id),
        }


def document_row(outcome: Outcome) -> dict[str, Value]:
    """The row of a file, by what became of it; joining tells later whether it is a copy."""
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
        "copy_of": "",
        "url": outcome.manifest.get("url", ""),
        "retrieved": outcome.manifest.get("retrieved", ""),
        "unmapped": as_json(unmapped),
        "rows_set_aside": as_json(dict(sorted(kinds.items()))),
    }


@dataclass(frozen=True)
class _Judged:
    """A response with what the catalogue, people and the rules say about it.

    Attributes:
        raised: rules of the findings about it that nobody has dismissed.
    """

    provision: Provision
    reviewed: Reviewed
    raised: tuple[str, ...] = ()

    @property
    def response(self) -> Response:
        return self.reviewed.response


def assessment_rows(read: Read, raised: Sequence[Raised]) -> dict[str, Records]:
    """Its rows, in each of the tables `OF_ASSESSMENTS`.

    Args:
        read: the assessment.
        raised: what the rules say of it, and what people have dismissed of that.
    """
    provisions = {provision.id: provision for provision in get_code(_edition(read)).provisions}
    of_decisions = (Raised(finding) for item in read.reviewed for finding in item.findings)
    findings = sorted((*of_decisions, *raised), key=lambda item: bool(item.finding.provision_id))
    judged = [
        _Judged(
            provisions[item.response.provision_id],
            item,
            _open_rules(findings, item.response.provision_id),
        )
        for item in read.reviewed
    ]
    responses = [_response(read, item) for item in judged]
    places = {str(row["provision_id"]): str(row["places"]) for row in responses}
    return {
        "assessments": [_assessment(read, judged, responses)],
        "responses": responses,
        "readings": [_second_reading(read, reading) for reading in read.assessment.second],
        "findings": [
            _finding(read, item, places.get(item.finding.provision_id, "[]")) for item in findings
        ],
        "actions": [
            _action(read, number, action)
            for number, action in enumerate(read.assessment.actions, 1)
        ],
    }


def _edition(read: Read) -> str:
    return f"{read.assessment.code}-{read.assessment.edition}"


def _open_rules(raised: Iterable[Raised], provision_id: str) -> tuple[str, ...]:
    about = (item for item in raised if item.finding.provision_id == provision_id)
    return tuple(item.finding.rule for item in about if item.dismissed is None)


def _finding(read: Read, raised: Raised, place: str) -> dict[str, Value]:
    finding, decision = raised.finding, raised.dismissed
    number = finding.provision_id.partition(":")[2]
    parts = (read.joined.assessment_id, finding.rule, number)
    row = {
        "finding_id": ":".join(filter(None, parts)),
        **read.context(finding.provision_id),
        "place": place,
        "dismissed_by": decision.reviewer if decision else "",
        "dismissed_at": decision.decided_at if decision else "",
        "dismissed_why": decision.why if decision else "",
        **finding.model_dump(mode="json"),
    }
    return {name: row[name] for name in FINDINGS.names}


def joining(joined: Joined) -> tuple[Finding, ...]:
    """What a person should know of an assessment whose parts no manifest names."""
    if not joined.undeclared:
        return ()
    message = (
        f"Joined without a manifest from {len(joined.undeclared)} files of one folder that "
        f"continue each other: {', '.join(joined.undeclared)}. If they are not parts of one "
        "assessment, give each a value of its own in the column assessment of manifest.csv."
    )
    finding = Finding(provision_id="", rule=JOINED, severity="low", quote="", message=message)
    return (finding,)


def _assessment(read: Read, judged: Sequence[_Judged], responses: Records) -> dict[str, Value]:
    joined, assessment = read.joined, read.assessment
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
        "path": read.path(),
    }


def sure(row: Mapping[str, Value]) -> bool:
    """Whether a row of responses may be counted: it is not low, or a person has reviewed it."""
    return row["confidence"] != Confidence.LOW.value or bool(row["reviewed"])


def is_open(finding: Mapping[str, Value]) -> bool:
    """Whether nobody has dismissed a row of findings."""
    return not finding["dismissed_why"]


def _second_reading(read: Read, reading: SecondReading) -> dict[str, Value]:
    first = next(r for r in read.assessment.responses if r.provision_id == reading.provision_id)
    row: dict[str, Value] = {
        **read.context(reading.provision_id),
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


def _response(read: Read, item: _Judged) -> dict[str, Value]:
    provision, response = item.provision, item.response
    first, last = response.pages or (None, None)
    match = response.match
    flags = dict.fromkeys((*response.flags, *item.raised))
    row: dict[str, Value] = {
        **read.context(provision.id),
        "document_id": read.document_of.get(provision.id, ""),
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


def _action(read: Read, number: int, action: Action) -> dict[str, Value]:
    row: dict[str, Value] = {
        "action_id": f"{read.joined.assessment_id}:{number}",
        **read.context(action.provision_id),
        "provision_id": action.provision_id,
        "action": action.action,
        "due": action.due,
        "due_printed": action.due_printed,
        "owner": action.owner,
        "source": action.source,
        "page": min(pages_of(action.locators), default=None),
    }
    return {name: row[name] for name in ACTIONS.names}


def promise_rows(promises: Iterable[Promise], context: dict[str, Value]) -> Records:
    """Rows of the table promises.

    Args:
        promises: of one assessment.
        context: the columns that every table has of it.
    """
    rows: Records = []
    for promise in promises:
        action = promise.action
        values: dict[str, Value] = {
            **context,
            "promise_id": f"{promise.assessment_id}:{promise.number}:{promise.next_assessment_id}",
            "provision_id": action.provision_id,
            "action": action.action,
            "due": action.due,
            "due_printed": action.due_printed,
            "owner": action.owner,
            "page": min(pages_of(action.locators), default=None),
            "next_assessment_id": promise.next_assessment_id,
            "next_provision_id": promise.next_provision_id,
            "status": promise.status.value,
            "slip_months": promise.slip_months,
            "status_quote": promise.quote,
            "status_page": promise.page,
            "match_method": promise.method or None,
            "match_score": promise.score,
        }
        rows.append({name: values[name] for name in PROMISES.names})
    return rows


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
    return _JSON.encode(value)


_JSON = json.JSONEncoder(ensure_ascii=False)


def decoded(table: Table, row: Mapping[str, Value]) -> dict[str, object]:
    """A row with its JSON columns as lists and objects."""
    return {
        column.name: json.loads(str(row[column.name]))
        if column.type == "json"
        else row[column.name]
        for column in table.columns
    }
