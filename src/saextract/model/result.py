"""What a document means: responses, assessments, findings, and what became of the file."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Literal

from pydantic import Field

from .base import Frozen
from .document import Locator, Problem, pages_of


class Answer(StrEnum):
    """What an answer means, by the labelling rules of the dataset."""

    YES = "yes"
    PARTIAL = "partial"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"
    DESCRIBED = "described"
    UNANSWERED = "unanswered"
    UNCLEAR = "unclear"
    NOT_FOUND = "not_found"


class Confidence(StrEnum):
    """Grade of the weakest part of what a value rests on."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


def weakest(grades: Iterable[Confidence]) -> Confidence:
    """The lowest of some grades; high where there is none."""
    order = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)
    return min(grades, key=order.index, default=Confidence.HIGH)


class Match(Frozen):
    """How a row was tied to its provision.

    Attributes:
        method: number, text, number+text or order.
        score: 0 to 1.
        margin: lead over the runner-up, 0 to 1.
    """

    method: Literal["number", "text", "number+text", "order"]
    score: float
    margin: float


class Response(Frozen):
    """What an assessment says about one provision; one for every provision of the edition.

    Attributes:
        provision_id: the provision.
        requirement_printed, answer_printed, evidence, commentary: as printed, on one line.
        answer: the normalised answer.
        other: any further column, by its printed header.
        heading: the heading above the row that says how binding it is, as printed, or "".
        locators: where the row stands.
        match: None where no row was found.
        confidence_parts: grade of each part (edition, match, margin, detector, answer ...).
        flags: rule ids that the row raised.
    """

    provision_id: str
    answer: Answer
    requirement_printed: str = ""
    answer_printed: str = ""
    evidence: str = ""
    commentary: str = ""
    other: dict[str, str] = Field(default_factory=dict)
    heading: str = ""
    locators: tuple[Locator, ...] = ()
    match: Match | None = None
    confidence_parts: dict[str, Confidence] = Field(default_factory=dict)
    flags: tuple[str, ...] = ()

    @property
    def confidence(self) -> Confidence:
        """The weakest of the parts; high where there is no part."""
        return weakest(self.confidence_parts.values())

    @property
    def pages(self) -> tuple[int, int] | None:
        """First and last page, for page formats."""
        pages = pages_of(self.locators)
        return (min(pages), max(pages)) if pages else None


class SecondReading(Frozen):
    """What a second reader made of a row.

    Attributes:
        provision_id: the provision.
        answer, answer_printed, requirement_printed, evidence, commentary: as in a Response.
        differs: which of these the first reading has otherwise.
        unread: which of these only the first reading has.
    """

    provision_id: str
    answer: Answer
    answer_printed: str = ""
    requirement_printed: str = ""
    evidence: str = ""
    commentary: str = ""
    differs: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


class Action(Frozen):
    """A commitment that the landlord makes.

    Attributes:
        provision_id: "" where the document ties it to none.
        due: ISO date, ISO month, or "".
        source: commentary or action_plan.
    """

    provision_id: str
    action: str
    due: str = ""
    due_printed: str = ""
    owner: str = ""
    source: Literal["commentary", "action_plan"] = "commentary"
    locators: tuple[Locator, ...] = ()


class Finding(Frozen):
    """A thing that a person should look at."""

    provision_id: str
    rule: str
    severity: Literal["high", "medium", "low"]
    quote: str
    message: str
    page: int | None = None
    rule_version: int = 1


class Disposition(Frozen):
    """What became of a table row that is no response.

    Attributes:
        kind: header, section, note, other_table or unmapped.
        text: its text, on one line.
        locators: where it stands.
    """

    kind: Literal["header", "section", "note", "other_table", "unmapped"]
    text: str
    locators: tuple[Locator, ...] = ()


class PrintedDate(Frozen):
    """A date that a document gives of its assessment.

    Attributes:
        kind: what the document says happened then (docs/dates.md).
        date: ISO date or ISO month.
        printed: the words that say so.
    """

    kind: Literal["assessed", "approved", "reviewed", "dated", "presented", "published", "bare"]
    date: str
    printed: str


class Assessment(Frozen):
    """One self-assessment, or the part of one that a file holds.

    Attributes:
        code, edition: which Code; edition_score is 0 to 1.
        landlord: as named, or "".
        landlord_id, landlord_registered, landlord_type: id, name and type in the register, or "".
        landlord_size: number of homes by the register, or None.
        landlord_source: manifest, document, file_name, or "".
        assessed_on: ISO date or month, or "".
        dates: every date that the document gives of it, the one that counts among them.
        year: the year it is for or was made in, or "".
        responses: one for each provision of the edition, in the Code's order.
        actions: what the landlord commits itself to.
        second: the rows that a second reader found too, where one was asked for.
        findings: what the rules that are on by default raise in it by itself (see
            `saextract.findings`), at their own severities; None where they were not applied.
    """

    code: Literal["HOS", "LGSCO"]
    edition: str
    edition_score: float
    responses: tuple[Response, ...]
    landlord: str = ""
    landlord_id: str = ""
    landlord_registered: str = ""
    landlord_type: str = ""
    landlord_size: int | None = None
    landlord_source: Literal["manifest", "document", "file_name", ""] = ""
    assessed_on: str = ""
    dates: tuple[PrintedDate, ...] = ()
    year: str = ""
    actions: tuple[Action, ...] = ()
    second: tuple[SecondReading, ...] = ()
    findings: tuple[Finding, ...] | None = None


class Kind(StrEnum):
    """What a document is."""

    SELF_ASSESSMENT = "self_assessment"
    BLANK_FORM = "blank_form"
    CODE_TEXT = "code_text"
    OTHER = "other"


class Status(StrEnum):
    """What became of a document."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    NOT_SELF_ASSESSMENT = "not_self_assessment"
    NEEDS_OCR = "needs_ocr"
    FAILED = "failed"


class Outcome(Frozen):
    """What became of one input file; there is one for every path given.

    Attributes:
        assessments: what it holds.
        scraps: rows that read like those of an assessment, but too few to be one by themselves;
            see `saextract.dataset.joining.join`.
        dispositions: what became of the table rows that are no response.
        coverage: share of the visible text that lies in a cell or a passage.
    """

    path: str
    document_id: str
    sha256: str
    media_type: str
    kind: Kind
    status: Status
    pages: int | None = None
    problems: tuple[Problem, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    scraps: tuple[Assessment, ...] = ()
    dispositions: tuple[Disposition, ...] = ()
    coverage: float = 1.0
    seconds: float = 0.0
    manifest: dict[str, str] = Field(default_factory=dict)
