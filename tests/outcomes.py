"""Hand-made outcomes for the tests of the dataset and the analyses."""

from __future__ import annotations

import hashlib
from typing import Any

from saextract.codes import get_code
from saextract.model import (
    Answer,
    Assessment,
    Confidence,
    Kind,
    Match,
    Outcome,
    PdfLocator,
    Problem,
    Response,
    Status,
)


def response(provision_id: str, answer: str = "yes", **changes: Any) -> Response:
    """A response with a row on page 3; for not_found one without."""
    if answer == "not_found":
        return Response(provision_id=provision_id, answer=Answer.NOT_FOUND, **changes)
    given: dict[str, Any] = {
        "requirement_printed": f"The requirement of {provision_id}",
        "answer_printed": answer.capitalize(),
        "commentary": "See section 4 of our policy.",
        "locators": (PdfLocator(page=3, box=(10.0, 20.0, 300.0, 40.123456)),),
        "match": Match(method="number+text", score=0.98765, margin=0.5),
        "confidence_parts": {"match": Confidence.HIGH},
    }
    return Response(provision_id=provision_id, answer=Answer(answer), **(given | changes))


def assessment(
    key: str = "HOS-2024",
    answers: dict[str, str | Response] | None = None,
    other: str = "yes",
    **changes: Any,
) -> Assessment:
    """An assessment with the answers given by number, and `other` for all the rest."""
    code, edition = key.split("-")
    given = answers or {}
    responses = []
    for provision in get_code(key).provisions:
        said = given.get(provision.number, other)
        responses.append(said if isinstance(said, Response) else response(provision.id, said))
    values: dict[str, Any] = {
        "landlord": "Made-up Homes",
        "landlord_source": "document",
        "year": "2024",
        "edition_score": 0.9,
    }
    return Assessment(
        code=code,  # type: ignore[arg-type]
        edition=edition,
        responses=tuple(responses),
        **(values | changes),
    )


def outcome(path: str, *assessments: Assessment, **changes: Any) -> Outcome:
    """The outcome of a file whose bytes are its path."""
    sha256 = hashlib.sha256(path.encode()).hexdigest()
    values: dict[str, Any] = {
        "sha256": sha256,
        "media_type": "application/pdf",
        "kind": Kind.SELF_ASSESSMENT if assessments else Kind.OTHER,
        "status": Status.COMPLETE if assessments else Status.NOT_SELF_ASSESSMENT,
        "pages": 4,
        "seconds": 1.5,
        **changes,
    }
    values["document_id"] = values["sha256"][:16]
    return Outcome(path=path, assessments=assessments, **values)


def part(path: str, name: str, answers: dict[str, str | Response]) -> Outcome:
    """A file that holds a part of an assessment that the manifest names."""
    missing = Problem(code="provisions-missing", stage="align", message="Some are missing.")
    return outcome(
        path,
        assessment(answers=answers, other="not_found"),
        status=Status.PARTIAL,
        problems=(missing,),
        manifest={"assessment": name},
    )
