"""The stored tables, their columns and keys."""

from __future__ import annotations

from saextract.model import Answer, Confidence, Kind, Level, Status

from .catalogue import PROVISIONS, RELATIONS
from .readings import AGREEMENT, READINGS
from .reviews import REVIEWS
from .schema import (
    ASSESSMENT_ID,
    CODES,
    CONTEXT,
    PATH,
    PROVISION_ID,
    PROVISION_NUMBER,
    Column,
    Table,
)

DOCUMENTS = Table(
    "documents",
    "One row for each input file, whatever became of it.",
    (
        Column(
            "document_id",
            "First 16 hexadecimal digits of the file's SHA-256; empty if it cannot be opened.",
            identifier=True,
        ),
        Column("path", "Path relative to the folder given, with forward slashes.", required=True),
        Column("sha256", "SHA-256 of the bytes, in hexadecimal.", identifier=True),
        Column("media_type", "What the file is, told from its bytes and not from its name."),
        Column("pages", "Number of pages, for formats that have pages.", "integer"),
        Column("kind", "What the document is.", values=tuple(Kind), required=True),
        Column(
            "status",
            "complete: holds an assessment, every provision of its edition has its row, nothing "
            "was lost. partial: holds an assessment, but rows are missing or something could not "
            "be read. not_self_assessment: read in full, holds no filled-in assessment. "
            "needs_ocr: pages without usable text. failed: could not be read.",
            values=tuple(Status),
            required=True,
        ),
        Column(
            "problems",
            "What went wrong: JSON list of objects with code, stage, message, place.",
            "json",
            required=True,
        ),
        Column(
            "seconds",
            "Wall seconds that reading took. Measured anew by each run, so it stands only in "
            "DuckDB and is empty in the exported files.",
            "number",
            volatile=True,
        ),
        Column(
            "coverage",
            "Share of the visible text that lies in a cell, a passage or a named residue, 0 to 1.",
            "number",
        ),
        Column(
            "copy_of",
            "Path of another file with the same bytes, under which its assessments stand.",
        ),
        Column("url", "Where the file was published, from the manifest."),
        Column("retrieved", "When it was fetched, from the manifest, as written there."),
        Column(
            "unmapped",
            "Table rows of the assessment that were tied to no provision: JSON list of texts.",
            "json",
            required=True,
        ),
        Column(
            "rows_set_aside",
            "Table rows that are no response and why: JSON object of kind (header, section, note, "
            "other_table, unmapped) to count.",
            "json",
            required=True,
            json_object=True,
        ),
    ),
    key=("path",),
)

ASSESSMENTS = Table(
    "assessments",
    "One row for each self-assessment; a file can hold several, or a part of one.",
    (
        Column(
            "assessment_id",
            "The document's id with -1, -2 ..., or the name that the manifest gives.",
            required=True,
            identifier=True,
        ),
        Column("document_ids", "JSON list of the documents it stands in.", "json", required=True),
        Column("landlord", "The landlord as named; empty where nothing names one."),
        Column(
            "landlord_id",
            "The landlord's id in the register; empty where it is not clear.",
            identifier=True,
        ),
        Column("landlord_registered", "Its name in the register."),
        Column("landlord_type", "What sort of landlord it is, by the register."),
        Column("landlord_size", "Number of homes, by the register.", "integer"),
        Column(
            "landlord_source",
            "Where the name comes from; empty where there is none.",
            values=("manifest", "document", "file_name"),
        ),
        Column("code", "Whose Code it is assessed against.", values=CODES, required=True),
        Column("edition", "Edition of the Code, told from the requirement texts.", required=True),
        Column("edition_score", "How well the texts fit the edition, 0 to 1.", "number"),
        Column(
            "assessed_on",
            "ISO date; ISO month such as 2025-01 where only a month is printed; or empty. Of "
            "several dates, the one that docs/dates.md puts first.",
        ),
        Column(
            "dates",
            "Every date that the document gives of it: JSON list of kind, date, printed.",
            "json",
            required=True,
        ),
        Column("year", "The year it is for or was made in, as text: 2024, or 2023-24."),
        Column("year_start", "First calendar year of that year.", "integer"),
        Column(
            "copy_of",
            "Another assessment read from the same bytes, where manifests say different things "
            "of two files.",
            identifier=True,
        ),
        Column(
            "same_as",
            "An earlier assessment of the same landlord with the same answers and texts, such as "
            "the web page beside the PDF.",
            identifier=True,
        ),
        Column("provisions_expected", "Provisions of the edition.", "integer", required=True),
        Column("provisions_found", "Provisions that have a row.", "integer", required=True),
        Column(
            "answered",
            "Provisions answered yes, partial, no, not_applicable or described.",
            "integer",
            required=True,
        ),
        Column(
            "unmet_must",
            "Provisions at level must that are answered no or partial; rows of low confidence that "
            "nobody has reviewed are not counted.",
            "integer",
            required=True,
        ),
        Column(
            "needs_review",
            "Rows that a person should check: those of the view to_check.",
            "integer",
            required=True,
        ),
        PATH,
    ),
    key=("assessment_id",),
)

RESPONSES = Table(
    "responses",
    "Exactly one row for each assessment and provision of its edition.",
    (
        ASSESSMENT_ID,
        Column(
            "document_id",
            "The document that the row stands in; empty where no part of an assessment in "
            "several files has it.",
            identifier=True,
        ),
        *CONTEXT,
        PROVISION_ID,
        PROVISION_NUMBER,
        Column("section", "Number of the section, as text.", required=True),
        Column(
            "level",
            "How binding the Code makes it, whatever heading the document prints over it.",
            values=tuple(Level),
            required=True,
        ),
        Column("requirement_printed", "The requirement as the document prints it."),
        Column(
            "answer_printed",
            "The answer cell as printed; for two tick columns, the column that is ticked.",
        ),
        Column(
            "answer",
            "What the printed answer means. not_found: the document has no row for the "
            "provision, which says nothing about the landlord.",
            values=tuple(Answer),
            required=True,
        ),
        Column("evidence", "The evidence column as printed."),
        Column(
            "commentary",
            "The commentary column as printed; also the only free-text column of a form "
            "that has one.",
        ),
        Column(
            "other",
            "Any further column: JSON object by printed header.",
            "json",
            required=True,
            json_object=True,
        ),
        Column("page_first", "First page of the row, from 1, for formats with pages.", "integer"),
        Column("page_last", "Last page of the row.", "integer"),
        Column(
            "places",
            "Where the row stands: JSON list of locators. PDF: page and box (left, top, right, "
            "bottom in points from the top left corner); Word, HTML, sheet: table, row, column; "
            "text: lines.",
            "json",
            required=True,
        ),
        Column(
            "match_method",
            "How the row was tied to its provision.",
            values=("number", "text", "number+text", "order"),
        ),
        Column("match_score", "How well it fits, 0 to 1.", "number"),
        Column("match_margin", "Lead over the runner-up, 0 to 1.", "number"),
        Column(
            "confidence",
            "Grade of the weakest part of what the row rests on.",
            values=tuple(Confidence),
            required=True,
        ),
        Column(
            "flags",
            "JSON list of what stood out in the row (docs/flags.md).",
            "json",
            required=True,
        ),
        Column(
            "confidence_parts",
            "Grade of each part that the row rests on: JSON object.",
            "json",
            required=True,
            json_object=True,
        ),
        Column(
            "reviewed",
            "What a person made of the row (the table reviews); empty if nobody looked. What was "
            "read before a correction stays in reviews.",
            values=("confirmed", "corrected"),
        ),
    ),
    key=("assessment_id", "provision_id"),
    parents=(("assessment_id", "assessments", "assessment_id"),),
)

FINDINGS = Table(
    "findings",
    "One row for each thing that a person should look at, or has looked at and dismissed.",
    (
        Column(
            "finding_id",
            "The assessment's id, the rule and the provision's number.",
            required=True,
        ),
        ASSESSMENT_ID,
        *CONTEXT,
        Column("provision_id", "The provision; empty where it is about the assessment as a whole."),
        Column("rule", "Id of the rule that raised it.", required=True),
        Column("severity", "How grave.", values=("high", "medium", "low"), required=True),
        Column("quote", "The printed words that raised it."),
        Column("message", "What to look at.", required=True),
        Column("page", "Page of the row, from 1, for formats with pages.", "integer"),
        Column(
            "place",
            "Where the row stands: JSON list of locators, as in the table responses.",
            "json",
            required=True,
        ),
        Column("rule_version", "Version of the rule.", "integer", required=True),
        Column("dismissed_by", "Who has looked at it and found nothing to do, if anybody has."),
        Column("dismissed_at", "When that was: ISO date and time."),
        Column("dismissed_why", "Why; a finding without a reason here is open."),
    ),
    key=("finding_id",),
    parents=(("assessment_id", "assessments", "assessment_id"),),
)

ACTIONS = Table(
    "actions",
    "One row for each commitment that the landlord makes.",
    (
        Column("action_id", "The assessment's id and a running number.", required=True),
        ASSESSMENT_ID,
        *CONTEXT,
        Column("provision_id", "The provision; empty where the document ties it to none."),
        Column("action", "What is to be done, as printed.", required=True),
        Column("due", "ISO date, ISO month, or empty."),
        Column("due_printed", "The due date as printed; a status such as Completed follows it."),
        Column("owner", "Who is to do it, as printed."),
        Column("source", "Where it stands.", values=("commentary", "action_plan"), required=True),
        Column("page", "Page, from 1, for formats with pages.", "integer"),
    ),
    key=("action_id",),
    parents=(("assessment_id", "assessments", "assessment_id"),),
)

PROMISES = Table(
    "promises",
    "One row for each action of an assessment that a later assessment of the same landlord can "
    "answer.",
    (
        Column("promise_id", "The action's id and the later assessment's.", required=True),
        ASSESSMENT_ID,
        *CONTEXT,
        Column("provision_id", "The provision; empty where the document ties the action to none."),
        Column("action", "What was announced, as printed.", required=True),
        Column("due", "ISO date, ISO month, or empty."),
        Column("due_printed", "The due date as printed."),
        Column("owner", "Who was to do it, as printed."),
        Column("page", "Page of the action, from 1, for formats with pages.", "integer"),
        Column("next_assessment_id", "The landlord's next assessment.", required=True),
        Column("next_provision_id", "The provision whose row answers it; empty where none does."),
        Column(
            "status",
            "kept: the later text says that it is there. promised_again: the same thing is "
            "announced once more. changed: something else in its stead. dropped: given up, or "
            "still not met and not spoken of. unknown: the later row is blank, missing or speaks "
            "of something else.",
            values=("kept", "promised_again", "changed", "dropped", "unknown"),
            required=True,
        ),
        Column(
            "slip_months",
            "Whole months from the first due date to the later one, where both are known.",
            "integer",
        ),
        Column("status_quote", "The words of the later assessment that tell the status."),
        Column("status_page", "Page of these words, from 1, for formats with pages.", "integer"),
        Column(
            "match_method",
            "How the later row was found: same provision, a relation between editions, or "
            "likeness of words.",
            values=("same", "relation", "likeness"),
        ),
        Column("match_score", "How alike the action and the later row are, 0 to 1.", "number"),
    ),
    key=("promise_id",),
    parents=(
        ("assessment_id", "assessments", "assessment_id"),
        ("next_assessment_id", "assessments", "assessment_id"),
    ),
)

TABLES: tuple[Table, ...] = (
    DOCUMENTS, ASSESSMENTS, RESPONSES, FINDINGS, ACTIONS, PROMISES, PROVISIONS, RELATIONS, REVIEWS,
    READINGS, AGREEMENT,
)  # fmt: skip
"""All tables of the dataset, in the order in which they are written."""

UNMET = (Answer.NO, Answer.PARTIAL)
"""Answers that say that a provision is not, or not wholly, met."""

NOT_ANSWERED = (Answer.UNANSWERED, Answer.UNCLEAR)
"""Answers that say nothing that can be classed."""
