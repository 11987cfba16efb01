"""Tables that the analyses make, and that are not stored."""

from __future__ import annotations

from saextract.model import Answer, Confidence, Level

from .catalogue import RELATION_KINDS
from .schema import (
    ASSESSMENT_ID,
    CODE,
    EDITION,
    LANDLORD,
    PATH,
    PROVISION_ID,
    YEAR,
    Column,
    Table,
)

PROMISED = (
    Column(
        "promised",
        "What the landlord's assessment before announced about it, as printed; several are parted "
        "by semicolons.",
    ),
    Column(
        "promise_status",
        "What became of it by this assessment's own words (table promises); of several the "
        "gravest.",
        values=("kept", "promised_again", "changed", "dropped", "unknown"),
    ),
    Column("slip_months", "Months from the first due date to the later one.", "integer"),
    Column("status_quote", "The words of this assessment that tell the status."),
)
"""Columns on what was announced before."""

GAPS = Table(
    "gaps",
    "One row for each provision that is not met, not answered or not found, of the newest "
    "assessments. These are different things: only the first says that a landlord falls short.",
    (
        Column(
            "group",
            "not_met: answered no or partial. uncertain: read as no or partial, but the row is of "
            "low confidence and nobody has reviewed it. not_answered: the answer is blank or "
            "unclear. not_found: the document has no row for it.",
            values=("not_met", "uncertain", "not_answered", "not_found"),
            required=True,
        ),
        LANDLORD,
        YEAR,
        CODE,
        EDITION,
        PROVISION_ID,
        Column("section", "Number of the section, as text.", required=True),
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
        Column("reviewed", "confirmed or corrected by a person; empty if nobody looked."),
        *PROMISED,
        PATH,
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
        LANDLORD,
        YEAR,
        EDITION,
        PATH,
        ASSESSMENT_ID,
        Column("provision_id", "The provision that was answered; empty where there is none."),
        Column(
            "relation",
            "How the reference provision relates to it: same, equal, equivalent, subset "
            "(asks for less), superset (asks for more), intersects, or none.",
            values=("same", *RELATION_KINDS, "none"),
            required=True,
        ),
        Column("answer", "What the printed answer means; empty where there is none."),
        Column("answer_printed", "The answer cell as printed."),
        Column("confidence", "Grade of the row."),
    ),
)

CHANGES = Table(
    "changes",
    "One row for each answer of a landlord that differs from its assessment before: what got "
    "worse first, from yes to no at the head.",
    (
        Column(
            "change",
            "worse: from yes to partial or no, or from partial to no. better: the other way "
            "round. other: to or from an answer that is neither.",
            values=("worse", "better", "other"),
            required=True,
        ),
        LANDLORD,
        CODE,
        PROVISION_ID,
        Column("requirement", "Its official wording.", required=True),
        Column("level", "How binding it is.", values=tuple(Level), required=True),
        Column("answer_before", "What the earlier answer means.", required=True),
        Column("answer", "What the later answer means.", required=True),
        Column("printed_before", "The earlier answer as printed."),
        Column("printed", "The later answer as printed."),
        Column("year_before", "The year of the earlier assessment, as text."),
        YEAR,
        Column("edition_before", "Edition of the earlier assessment.", required=True),
        EDITION,
        Column("provision_before", "The provision of the earlier edition.", required=True),
        Column(
            "relation",
            "How the provision relates to the earlier one: same, equal, equivalent, subset (asks "
            "for less), superset (asks for more) or intersects. Of the last three, the answers "
            "are to different questions.",
            values=("same", *RELATION_KINDS),
            required=True,
        ),
        Column(
            "confidence_before",
            "Grade of the earlier row.",
            values=tuple(Confidence),
            required=True,
        ),
        Column("reviewed_before", "confirmed or corrected by a person; empty if nobody looked."),
        Column("confidence", "Grade of the later row.", values=tuple(Confidence), required=True),
        Column("reviewed", "confirmed or corrected by a person; empty if nobody looked."),
        Column("commentary", "The later commentary as printed."),
        *PROMISED,
        Column("page_before", "Page of the earlier row, from 1.", "integer"),
        Column("page", "Page of the later row, from 1.", "integer"),
        Column("path_before", "The earlier file.", required=True),
        PATH,
        Column("assessment_before", "The earlier assessment.", required=True, identifier=True),
        ASSESSMENT_ID,
    ),
)

PEERS = Table(
    "peers",
    "One row for each provision of a landlord's newest assessment, beside what landlords of "
    "similar size say: those with half to twice as many homes, by their newest assessment of the "
    "same edition.",
    (
        LANDLORD,
        YEAR,
        CODE,
        EDITION,
        PROVISION_ID,
        Column("level", "How binding the provision is.", values=tuple(Level), required=True),
        Column("requirement", "The official wording.", required=True),
        Column("answer", "What the landlord's answer means.", values=tuple(Answer), required=True),
        Column("confidence", "Grade of its row.", values=tuple(Confidence), required=True),
        Column("peers", "Landlords of similar size in the dataset.", "integer", required=True),
        Column("n", "Of these, those that say yes, partial or no.", "integer", required=True),
        Column("peers_met", "Of these, those that say yes.", "integer", required=True),
        Column("share_met", "Their share, 0 to 1; empty where n is 0.", "number"),
        Column("share_low", "Lower end of its 95 % interval (Wilson).", "number"),
        Column("share_high", "Upper end.", "number"),
        ASSESSMENT_ID,
    ),
    key=("assessment_id", "provision_id"),
)

SHARES = Table(
    "shares",
    "One row for each provision or section and group of landlords: how many assessments say what. "
    "Each landlord counts once, by its newest assessment of the edition.",
    (
        CODE,
        EDITION,
        Column("provision_id", "The provision; empty where sections are counted."),
        Column("section", "Number of the section, as text.", required=True),
        Column("level", "How binding the provision is; empty for a section."),
        Column("text", "Official wording of the provision, or title of the section."),
        Column("relation", "How it relates to the provision that was asked for, if it is another."),
        Column("group_by", "What the groups are: type, size, year, or empty."),
        Column("group", "The group; empty where all are counted together."),
        Column("assessments", "Assessments in the group.", "integer", required=True),
        Column(
            "n",
            "Those that say yes, partial or no. The shares are of these.",
            "integer",
            required=True,
        ),
        Column("yes", "Say that they meet it; of a section, all of it.", "integer", required=True),
        Column("partial", "Say that they meet it in part.", "integer", required=True),
        Column("no", "Say that they do not.", "integer", required=True),
        Column("not_applicable", "Say that it does not apply.", "integer", required=True),
        Column("described", "Give a figure or a description.", "integer", required=True),
        Column("unanswered", "Left the answer blank.", "integer", required=True),
        Column("unclear", "Say what cannot be classed.", "integer", required=True),
        Column("not_found", "Have no row for it.", "integer", required=True),
        Column(
            "uncertain",
            "Have a row of low confidence that nobody has reviewed; not counted in n.",
            "integer",
            required=True,
        ),
        Column("share_met", "yes as a share of n, 0 to 1; empty where n is 0.", "number"),
        Column("share_low", "Lower end of its 95 % interval (Wilson).", "number"),
        Column("share_high", "Upper end.", "number"),
    ),
)

COVERAGE = Table(
    "coverage",
    "One row for each landlord of the register, and for each of the dataset that it does not know, "
    "with its newest assessment against the Housing Ombudsman's Code.",
    (
        Column(
            "status",
            "The first that applies. none: no assessment here. superseded_edition: against an "
            "edition no longer in force. no_year: nothing says when it was made. old: of an "
            "earlier year than was asked for, or than the newest here. partial: provisions have "
            "no row. current: none of these. not_on_register: the register does not know the "
            "landlord.",
            values=(
                "none",
                "superseded_edition",
                "no_year",
                "old",
                "partial",
                "current",
                "not_on_register",
            ),
            required=True,
        ),
        Column("landlord_id", "The landlord's id in the register."),
        Column("landlord_registered", "Its name in the register."),
        Column("landlord_type", "What sort of landlord it is, by the register."),
        Column("landlord_size", "Number of homes, by the register.", "integer"),
        Column("landlord", "The landlord as its assessment names it."),
        Column("edition", "Edition of its newest assessment."),
        Column("year", "Its year, as text."),
        Column("assessed_on", "When it was made: ISO date or month."),
        Column("provisions_expected", "Provisions of the edition.", "integer"),
        Column("provisions_found", "Provisions that have a row.", "integer"),
        Column("path", "The file that it stands in."),
        Column("assessment_id", "The assessment."),
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
