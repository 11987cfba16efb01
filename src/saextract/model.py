"""The types that pass between the stages. This module imports nothing of ours.

A parser turns a `Source` into a `Parsed`: the document's tables and the passages between
them, in reading order, each with truthful places. Mapping turns a `Parsed` into
`Assessment`s. One document always ends as one `Outcome`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Frozen(BaseModel):
    """Base of all core types: immutable, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# --------------------------------------------------------------------------- places


class PdfLocator(Frozen):
    """A box on a PDF page.

    Attributes:
        page: 1-based page of the file.
        box: left, top, right, bottom in PDF points (1/72 inch), measured from the top left
            corner of the page as a reader shows it (after the page's rotation), y downwards.
    """

    kind: Literal["pdf"] = "pdf"
    page: int
    box: tuple[float, float, float, float]


class WordLocator(Frozen):
    """A cell or a paragraph of a Word document. All numbers are 1-based.

    Attributes:
        table: the table, counted in document order, nested tables included.
        row: the row within the table.
        column: the grid column where the cell begins.
        paragraph: for text outside tables, the paragraph of the body; table is None then.
    """

    kind: Literal["word"] = "word"
    table: int | None = None
    row: int | None = None
    column: int | None = None
    paragraph: int | None = None


class HtmlLocator(Frozen):
    """A cell of an HTML table, or a block under a heading. All numbers are 1-based."""

    kind: Literal["html"] = "html"
    table: int | None = None
    row: int | None = None
    column: int | None = None
    heading: str | None = None


class SheetLocator(Frozen):
    """A cell of a spreadsheet; row and column are 1-based."""

    kind: Literal["sheet"] = "sheet"
    sheet: str
    row: int
    column: int


class TextLocator(Frozen):
    """A run of lines of a plain-text file; both ends 1-based and included."""

    kind: Literal["text"] = "text"
    line_first: int
    line_last: int


Locator = Annotated[
    PdfLocator | WordLocator | HtmlLocator | SheetLocator | TextLocator,
    Field(discriminator="kind"),
]


# --------------------------------------------------------------------------- what a parser sees


class Cell(Frozen):
    """A cell as it stands in the document.

    Attributes:
        text: what a person sees, lines parted by line feeds; bullets as "• ", marks as
            ☐ ☑ ☒ ✓ ✗. Empty for an empty cell.
        locators: where it stands; a cell that runs over a page break has several.
        span: grid columns that the cell covers.
        fill: background colour as "RRGGBB", or None for none or white.
        links: targets of links in the cell, in order.
        flags: how the text was come by, if not plainly printed: "tracked-change",
            "form-field", "drawn-mark", "ocr", "automatic-number", "hidden-text", "struck-text"
            (left out), "alternative-text" (of a picture); or "picture" for a cell without text
            in which something is drawn.
    """

    text: str
    locators: tuple[Locator, ...] = ()
    span: int = 1
    fill: str | None = None
    links: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


class Row(Frozen):
    """A row of a table as it was seen, before anything is concluded from it.

    Attributes:
        cells: one entry per grid column; None where there is no cell (covered by a span
            from the left or from above), a Cell with empty text where there is an empty one.
        header: the format itself says that this is a header row.
        cut_above: the row may be the rest of a row of an earlier page.
        cut_below: the row may go on on the next page.
    """

    cells: tuple[Cell | None, ...]
    header: bool = False
    cut_above: bool = False
    cut_below: bool = False


class Table(Frozen):
    """A grid of cells. A table that runs over pages is one Table for each page.

    Attributes:
        rows: from top to bottom; all have the same number of entries.
        detector: name of the detector that found it.
        columns_x: for page formats, the x positions of the column bounds in points.
        continues: has the same columns as the table before it, with nothing but running
            heads, feet and headings between.
    """

    rows: tuple[Row, ...]
    detector: str
    columns_x: tuple[float, ...] = ()
    continues: bool = False


class Passage(Frozen):
    """Text outside tables.

    Attributes:
        text: its lines, parted by line feeds.
        locators: where it stands.
        heading: heading level if the format tells or the type size shows it, else None.
        links: targets of links in it.
    """

    text: str
    locators: tuple[Locator, ...] = ()
    heading: int | None = None
    links: tuple[str, ...] = ()


class Problem(Frozen):
    """Something that went wrong or could not be read; never raised, always recorded.

    Attributes:
        code: one of `saextract.errors.PROBLEMS`.
        stage: load, parse, detect, rows, align, normalise or batch.
        message: what happened and what to do about it.
        place: where, in words such as "page 4", or empty.
    """

    code: str
    stage: str
    message: str
    place: str = ""


class Parsed(Frozen):
    """What a parser read from one file.

    Attributes:
        blocks: tables and passages in reading order.
        pages: number of pages, for page formats.
        properties: title, author, subject, created and so on, where the file has them.
        residue: text set aside with a reason: running heads, page numbers, watermarks.
        coverage: share of the visible glyphs that lie in a block or in the residue.
        unreadable_pages: pages without usable text (1-based).
        problems: what could not be read.
    """

    blocks: tuple[Table | Passage, ...]
    pages: int | None = None
    properties: dict[str, str] = {}
    residue: tuple[Passage, ...] = ()
    coverage: float = 1.0
    unreadable_pages: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables alone, in reading order."""
        return tuple(b for b in self.blocks if isinstance(b, Table))


OcrMode = Literal["auto", "never", "always"]
"""Which pages are read from their pictures: those without usable text if the extra for OCR is
installed, none, or all."""


class Source(Frozen):
    """One input file.

    Attributes:
        path: relative to the folder that was given, with forward slashes.
        data: the bytes.
        sha256: of the bytes, in hexadecimal.
        media_type: sniffed from the bytes, not from the name.
        manifest: the values that a manifest.csv gives for the file.
    """

    path: str
    data: bytes = Field(repr=False)
    sha256: str
    media_type: str
    manifest: dict[str, str] = {}

    @property
    def document_id(self) -> str:
        """First 16 hexadecimal digits of the SHA-256 of the bytes."""
        return self.sha256[:16]


# --------------------------------------------------------------------------- the Codes


class Level(StrEnum):
    """How binding a provision is."""

    MUST = "must"
    SHOULD = "should"
    OTHER = "other"


class Timescale(Frozen):
    """A machine-checkable limit of a provision.

    Attributes:
        what: acknowledge, respond, extend, exclude, evidence or stages.
        stage: complaint stage that it is about, if any.
        value: the number.
        unit: working_days, months, stages, ...
        after: event from which the time runs (received, acknowledged, logged, escalated, issue).
    """

    what: str
    value: int
    unit: str
    stage: int | None = None
    after: str | None = None


class Relation(Frozen):
    """How a provision relates to one of another edition.

    Attributes:
        target: id of the other provision.
        kind: equal, equivalent, subset, superset or intersects; "subset" says that this
            provision asks for less than the target.
        rationale: why.
    """

    target: str
    kind: Literal["equal", "equivalent", "subset", "superset", "intersects"]
    rationale: str


class Provision(Frozen):
    """One provision of an edition, or one question of the 2020 form.

    Attributes:
        id: e.g. "HOS-2024:5.10"; never a number.
        number: as printed in the Code ("5.10"); for the 2020 form "Q1.1".
        section: number of the section, as text.
        level: how binding it is in law or by the Code.
        wording_level: what the wording itself says, where it differs from the level.
        text: the official wording, one line, list items after "• " or their letter.
        asks: "answer" for a yes/no question, "description" for one that asks for a figure
            or a description.
        paragraphs: for 2020 questions, the paragraphs of the Code that they ask about.
        timescales: machine-checkable values.
        relations: to provisions of other editions.
    """

    id: str
    number: str
    section: str
    level: Level
    text: str
    wording_level: Level | None = None
    asks: Literal["answer", "description"] = "answer"
    paragraphs: tuple[str, ...] = ()
    timescales: tuple[Timescale, ...] = ()
    relations: tuple[Relation, ...] = ()


class Code(Frozen):
    """One edition of a Code.

    Attributes:
        code: HOS or LGSCO.
        edition: year, as text.
        title: full title.
        in_force: from and to (ISO dates, "" for open).
        sections: section number to title.
        provisions: in numeric order.
        printed_orders: orders in which official forms print the provisions, by number.
        unmatched: number of a provision to the reason why it has no counterpart elsewhere.
        unmatched_in: key of another edition, such as "HOS-2022", to the numbers of the
            provisions that have no counterpart there, each with the reason.
        source: where the wording comes from.
        sha256: of the TOML file, in hexadecimal.
    """

    code: Literal["HOS", "LGSCO"]
    edition: str
    title: str
    in_force: tuple[str, str]
    sections: dict[str, str]
    provisions: tuple[Provision, ...]
    printed_orders: tuple[tuple[str, ...], ...]
    unmatched: dict[str, str]
    source: str
    sha256: str
    unmatched_in: dict[str, dict[str, str]] = {}

    @property
    def key(self) -> str:
        """E.g. "HOS-2024"."""
        return f"{self.code}-{self.edition}"


# --------------------------------------------------------------------------- what it means


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
    other: dict[str, str] = {}
    locators: tuple[Locator, ...] = ()
    match: Match | None = None
    confidence_parts: dict[str, Confidence] = {}
    flags: tuple[str, ...] = ()

    @property
    def confidence(self) -> Confidence:
        """The weakest of the parts; high where there is no part."""
        order = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)
        return min(self.confidence_parts.values(), key=order.index, default=Confidence.HIGH)

    @property
    def pages(self) -> tuple[int, int] | None:
        """First and last page, for page formats."""
        pages = [place.page for place in self.locators if isinstance(place, PdfLocator)]
        return (min(pages), max(pages)) if pages else None


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


class Assessment(Frozen):
    """One self-assessment, or the part of one that a file holds.

    Attributes:
        code, edition: which Code; edition_score is 0 to 1.
        landlord: as named, or "".
        landlord_id: from the register, or "".
        landlord_source: manifest, document, file_name, or "".
        assessed_on: ISO date or month, or "".
        year: the year it is for or was made in, or "".
        responses: one for each provision of the edition, in the Code's order.
        actions: what the landlord commits itself to.
    """

    code: Literal["HOS", "LGSCO"]
    edition: str
    edition_score: float
    responses: tuple[Response, ...]
    landlord: str = ""
    landlord_id: str = ""
    landlord_source: Literal["manifest", "document", "file_name", ""] = ""
    assessed_on: str = ""
    year: str = ""
    actions: tuple[Action, ...] = ()


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
            see `saextract.dataset.join`.
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
    manifest: dict[str, str] = {}
