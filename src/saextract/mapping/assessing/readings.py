"""Two readings of one document, held against each other."""

from __future__ import annotations

from collections.abc import Sequence

from saextract.model import (
    Answer,
    Assessment,
    Confidence,
    PdfLocator,
    Response,
    SecondReading,
    WordLocator,
)
from saextract.text.letters import letters

DIFFER = "readings-differ"
"""Flag of a row that a second reader reads otherwise; such a row is never high."""
COLUMNS = ("answer", "answer_printed", "requirement_printed", "evidence", "commentary")
"""What is compared."""


def with_second(
    assessments: Sequence[Assessment], others: Sequence[Assessment]
) -> tuple[Assessment, ...]:
    """Adds what a second reader made of the same document.

    What the second reader has not found, a row or a cell, is not compared: it knows fewer layouts.

    Args:
        assessments: of the first reading.
        others: of the second; of those of the same edition, the one belongs to an assessment
            that has most of its rows in the same places.
    """
    found = []
    for assessment in assessments:
        same = [other for other in others if _edition(other) == _edition(assessment)]
        best = max(same, key=lambda other: _in_place(assessment, other), default=None)
        if best is not None and _in_place(assessment, best):
            assessment = _compared(assessment, best)
        found.append(assessment)
    return tuple(found)


def _in_place(assessment: Assessment, other: Assessment) -> int:
    """How many rows begin on the same page, or stand in the same table."""
    pairs = zip(assessment.responses, other.responses, strict=True)
    return sum(bool(_places(one) & _places(two)) for one, two in pairs)


def _places(response: Response) -> set[tuple[str, int | None]]:
    return {
        ("page", place.page) if isinstance(place, PdfLocator) else ("table", place.table)
        for place in response.locators
        if isinstance(place, PdfLocator | WordLocator)
    }


def _edition(assessment: Assessment) -> tuple[str, str]:
    return assessment.code, assessment.edition


def _compared(assessment: Assessment, other: Assessment) -> Assessment:
    theirs = {response.provision_id: response for response in other.responses}
    responses: list[Response] = []
    second: list[SecondReading] = []
    for response in assessment.responses:
        reading = _reading(response, theirs[response.provision_id])
        if reading is not None:
            second.append(reading)
        if reading is not None and reading.differs:
            parts = response.confidence_parts | {"second_reading": Confidence.MEDIUM}
            response = response.model_copy(
                update={"flags": (*response.flags, DIFFER), "confidence_parts": parts}
            )
        responses.append(response)
    return assessment.model_copy(update={"responses": tuple(responses), "second": tuple(second)})


def _reading(first: Response, second: Response) -> SecondReading | None:
    if second.answer is Answer.NOT_FOUND:
        return None
    pairs = {name: (_even(first, name), _even(second, name)) for name in COLUMNS}
    return SecondReading(
        provision_id=first.provision_id,
        differs=tuple(name for name, (one, two) in pairs.items() if two and one != two),
        unread=tuple(name for name, (one, two) in pairs.items() if one and not two),
        **{name: getattr(second, name) for name in COLUMNS},
    )


def _even(response: Response, column: str) -> str:
    """A column of a row without white space, punctuation and case; "" where nothing stands."""
    value = getattr(response, column)
    if isinstance(value, Answer):
        return "" if value is Answer.UNANSWERED else value.value
    return letters(value)
