"""Outcomes to the rows of the tables."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from saextract.codes import get_code
from saextract.findings import find
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
    Status,
)

from .join import Joined, join
from .tables import FINDINGS, NOT_ANSWERED, TABLES, UNMET, Records, Table, Value

JOINED = "joined-without-manifest"
"""Rule id of an assessment whose parts were joined because they continue each other."""

Dataset = dict[str, Records]
"""Name of a table to its rows, in their fixed order; each row has every column."""


def build(outcomes: Iterable[Outcome]) -> Dataset:
    """Makes the tables of the dataset.

    Args:
        outcomes: one for each file; their order makes no difference.

    Returns:
        Every table: documents by path, assessments by their first document's path, responses
        in the Code's order.
    """
    joined = join(outcomes)
    rows: Dataset = {table.name: [] for table in TABLES}
    rows["documents"] = [_document(o, joined.copies.get(o.path, "")) for o in joined.outcomes]
    for part in joined.assessments:
        _add_assessment(rows, part)
    return rows


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


@dataclass(frozen=True)
class _Judged:
    """A response with what the catalogue and the rules say about it."""

    provision: Provision
    response: Response
    findings: tuple[Finding, ...]


def _add_assessment(rows: Dataset, joined: Joined) -> None:
    assessment = joined.assessment
    code = get_code(f"{assessment.code}-{assessment.edition}")
    provisions = {provision.id: provision for provision in code.provisions}
    findings = find(assessment, provisions)
    judged = [
        _Judged(
            provisions[response.provision_id],
            response,
            tuple(f for f in findings if f.provision_id == response.provision_id),
        )
        for response in assessment.responses
    ]
    rows["assessments"].append(_assessment(joined, judged))
    rows["responses"] += [_response(joined, item) for item in judged]
    places = {item.provision.id: _places(item.response.locators) for item in judged}
    rows["findings"] += [
        _finding(joined.assessment_id, finding, places.get(finding.provision_id, "[]"))
        for finding in (*_joining(joined), *findings)
    ]
    rows["actions"] += [
        {"action_id": f"{joined.assessment_id}:{number}", **_action(joined.assessment_id, action)}
        for number, action in enumerate(assessment.actions, 1)
    ]


def _finding(assessment_id: str, finding: Finding, place: str) -> dict[str, Value]:
    number = finding.provision_id.partition(":")[2]
    row = {
        "finding_id": ":".join(filter(None, (assessment_id, finding.rule, number))),
        "assessment_id": assessment_id,
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


def _assessment(joined: Joined, judged: list[_Judged]) -> dict[str, Value]:
    assessment = joined.assessment
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
            item.provision.level is Level.MUST and item.response.answer in UNMET for item in judged
        ),
        "needs_review": sum(_needs_review(item.response) for item in judged),
    }


def _needs_review(response: Response) -> bool:
    return response.confidence is Confidence.LOW or response.answer in (
        Answer.UNCLEAR,
        Answer.NOT_FOUND,
    )


def _response(joined: Joined, item: _Judged) -> dict[str, Value]:
    provision, response, assessment = item.provision, item.response, joined.assessment
    first, last = response.pages or (None, None)
    match = response.match
    flags = dict.fromkeys((*response.flags, *(finding.rule for finding in item.findings)))
    return {
        "assessment_id": joined.assessment_id,
        "document_id": joined.document_of.get(provision.id, ""),
        "landlord": assessment.landlord,
        "code": assessment.code,
        "edition": assessment.edition,
        "year": assessment.year,
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
    }


def _action(assessment_id: str, action: Action) -> dict[str, Value]:
    pages = [place.page for place in action.locators if isinstance(place, PdfLocator)]
    return {
        "assessment_id": assessment_id,
        "provision_id": action.provision_id,
        "action": action.action,
        "due": action.due,
        "due_printed": action.due_printed,
        "owner": action.owner,
        "source": action.source,
        "page": min(pages, default=None),
    }


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
