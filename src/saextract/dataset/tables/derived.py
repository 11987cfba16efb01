"""Tables that the analyses make, and that are not stored."""

from __future__ import annotations

from saextract.model import Answer, Confidence, Level

from .schema import ASSESSMENT_ID, CODES, PROVISION_ID, Column, Table

GAPS = Table(
    "gaps",
    "One row for each provision that is not met, not answered or not found. These are three "
    "different things: only the first says that a landlord falls short.",
    (
        Column(
            "group",
            "not_met: answered no or partial. not_answered: the answer is blank or unclear. "
            "not_found: the document has no row for it.",
            values=("not_met", "not_answered", "not_found"),
            required=True,
        ),
        Column("landlord", "The landlord as named; empty where nothing names one."),
        Column("year", "The year of the assessment, as text."),
        Column("code", "Whose Code it is.", values=CODES, required=True),
        Column("edition", "Edition of the Code.", required=True),
        PROVISION_ID,
        Column("level", "How binding the provision is.", values=tuple(Level), required=True),
        Column("answer", "What the printed answer means.", values=tuple(Answer), required=True),
        Column("answer_printed", "The answer cell as printed."),
        Column("requirement", "The official wording.", required=True),
        Column("evidence", "The evidence column as printed."),
        Column("commentary", "The commentary column as printed."),
        Column("page_first", "First page of the row, from 1.", "integer"),
        Column("page_last", "Last page of the row.", "integer"),
        Column("confidence", "Grade of the row.", values=tuple(Confidence), required=True),
        Column(
            "flags",
            "JSON list of what stood out in the row (docs/flags.md).",
            "json",
            required=True,
        ),
        Column("path", "The file that the row, or the assessment, stands in."),
        ASSESSMENT_ID,
    ),
    key=("assessment_id", "provision_id"),
)

COMPARISON = Table(
    "comparison",
    "One row for each provision of the newest edition, assessment, and provision of that "
    "assessment's edition that it is related to.",
    (
        Column(
            "reference_id",
            "Provision of the newest edition in the comparison, or of an older one where that "
            "has no counterpart.",
            required=True,
        ),
        Column("requirement", "Official wording of the reference provision.", required=True),
        Column("landlord", "The landlord as named; empty where nothing names one."),
        Column("year", "The year of the assessment, as text."),
        Column("edition", "Edition that the assessment is against.", required=True),
        ASSESSMENT_ID,
        Column("provision_id", "The provision that was answered; empty where there is none."),
        Column(
            "relation",
            "How the reference provision relates to it: same, equal, equivalent, subset "
            "(asks for less), superset (asks for more), intersects, or none.",
            values=("same", "equal", "equivalent", "subset", "superset", "intersects", "none"),
            required=True,
        ),
        Column("answer", "What the printed answer means; empty where there is none."),
        Column("answer_printed", "The answer cell as printed."),
        Column("confidence", "Grade of the row."),
    ),
)

CATALOGUE = Table(
    "codes",
    "One row for each provision of the Codes.",
    (
        Column("id", "The provision, e.g. HOS-2024:5.10. Never a number.", required=True),
        Column("level", "How binding it is.", required=True),
        Column("section", "Number and title of the section.", required=True),
        Column("text", "The official wording.", required=True),
        Column("timescales", "Limits that can be checked, in words."),
        Column("relations", "Relations to provisions of other editions."),
    ),
    key=("id",),
)
