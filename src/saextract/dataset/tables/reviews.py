"""The table of people's decisions; see `saextract.dataset.reviews`."""

from __future__ import annotations

from .schema import Column, Table

FIELDS = ("answer", "answer_printed", "requirement_printed", "evidence", "commentary")
"""What a decision can be about, one at a time."""
ROW = "row"
"""A decision about the whole row; its `old` is what `reading` gives."""
FINDING = "finding"
"""A decision about a finding, of a row or of the whole assessment; its `old` is what
`finding_reading` gives."""

REVIEWS = Table(
    "reviews",
    "One row for each decision of a person about what was read. The file reviews.csv is the "
    "user's: lines are added to it and never changed.",
    (
        Column("review_id", "A name of its own.", required=True),
        Column(
            "sha256", "SHA-256 of the document, in hexadecimal.", required=True, identifier=True
        ),
        Column(
            "assessment_id",
            "The assessment; needed where a document holds several of one edition.",
            identifier=True,
        ),
        Column("landlord", "The landlord, for people."),
        Column("edition", "Edition of the Code, for people."),
        Column("year", "The year of the assessment, for people."),
        Column("path", "The document, for people."),
        Column(
            "provision_id",
            "The provision, e.g. HOS-2024:5.10. Never a number. Empty for a finding about the "
            "whole assessment.",
        ),
        Column(
            "field",
            "What was decided on: a column of responses, row for all of the row, or finding for a "
            "finding about it or about the whole assessment.",
            values=(*FIELDS, ROW, FINDING),
            required=True,
        ),
        Column(
            "old",
            "What was read. Of a row: JSON list of answer, answer_printed, evidence, commentary. "
            "Of a finding: JSON list of its rule and its quote.",
        ),
        Column("new", "What stands there, where the reading was corrected."),
        Column(
            "decision",
            "confirmed: the reading is right. corrected: `new` is. unreadable: a person cannot "
            "tell either. dismissed: a person has looked at the finding, and there is "
            "nothing to do. reopened: there is something to do after all.",
            values=("confirmed", "corrected", "unreadable", "dismissed", "reopened"),
            required=True,
        ),
        Column("reviewer", "Who decided."),
        Column("decided_at", "When: ISO date and time."),
        Column("why", "Reason; a finding is dismissed with one."),
    ),
    key=("review_id",),
)
