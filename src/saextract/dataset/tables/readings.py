"""Tables of a second reading, and of how far it agrees with the first."""

from __future__ import annotations

from saextract.model import Answer

from .schema import ASSESSMENT_ID, CONTEXT, PROVISION_ID, Column, Table

READINGS = Table(
    "readings",
    "One row for each row of an assessment that a second reader has found too (ingest "
    "--second-reader). What was read first stands in responses.",
    (
        ASSESSMENT_ID,
        *CONTEXT,
        PROVISION_ID,
        Column("answer", "What the first reading's answer means.", values=tuple(Answer)),
        Column("answer_second", "What the second reading's means.", values=tuple(Answer)),
        Column("answer_printed_second", "The answer cell, read a second time."),
        Column("requirement_printed_second", "The requirement."),
        Column("evidence_second", "The evidence."),
        Column("commentary_second", "The commentary."),
        Column(
            "differs",
            "JSON list of the columns in which the two readings differ, white space, punctuation "
            "and case apart.",
            "json",
            required=True,
        ),
        Column(
            "unread",
            "JSON list of the columns that only the first reading has; they are not compared.",
            "json",
            required=True,
        ),
    ),
    key=("assessment_id", "provision_id"),
    parents=(("assessment_id", "assessments", "assessment_id"),),
)

AGREEMENT = Table(
    "agreement",
    "One row for each column of responses that was read twice: how far the two readings agree. "
    "Empty without a second reader.",
    (
        Column("column", "The column of responses.", required=True),
        Column("n", "Rows in which both readers found the column.", "integer", required=True),
        Column("same", "Rows in which they read the same.", "integer", required=True),
        Column("share", "Their share, 0 to 1.", "number", required=True),
        Column("share_low", "Lower end of its 95 % interval (Wilson).", "number", required=True),
        Column("share_high", "Upper end.", "number", required=True),
        Column(
            "kappa",
            "Cohen's kappa of the answers: agreement beyond chance, 1 for full agreement. Empty "
            "for texts, and where both say the same of all rows.",
            "number",
        ),
    ),
    key=("column",),
)
