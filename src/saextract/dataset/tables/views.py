"""Views of the store: what most questions begin with."""

from __future__ import annotations

from dataclasses import dataclass

from saextract.register.names import LEGAL


@dataclass(frozen=True)
class View:
    """A view of the store.

    Attributes:
        name: its name.
        description: what one row is.
        table: the table whose columns it has.
        sql: the rest of SELECT alias.*: from FROM on.
    """

    name: str
    description: str
    table: str
    sql: str

    @property
    def query(self) -> str:
        """The whole SELECT."""
        return f"SELECT t.* {self.sql}"


TO_CHECK = """WHERE answer <> 'not_found' AND t.reviewed IS NULL
            AND (confidence = 'low' OR json_array_length(t.flags) > 0)"""
"""Which responses, called t, a person should look at."""

RISK_FIRST = """ORDER BY
            (SELECT coalesce(a.copy_of, a.same_as) IS NOT NULL FROM assessments a
                WHERE a.assessment_id = t.assessment_id),
            list_position(['low', 'medium', 'high'], t.confidence),
            (SELECT min(list_position(['high', 'medium', 'low'], f.severity)) FROM findings f
                WHERE f.assessment_id = t.assessment_id AND f.provision_id = t.provision_id
                    AND f.dismissed_why IS NULL)
                NULLS LAST,
            t.level <> 'must', t.rowid"""
"""In which order: as `saextract.dataset.checking.weight` has it."""

_STEPS = (
    ("’", "''"),
    (r"''s\b", ""),
    ("''", ""),
    (r"\bco-?op(erative)?s?\b", "cooperative"),
    ("[&+]", " and "),
    (r"[^\pL\pN]+", " "),
    (rf"\b(the|{'|'.join(sorted(LEGAL))})\b", ""),
    (" +", " "),
)


def name_in_sql(column: str) -> str:
    """What `saextract.register.names.name_key` makes of a column, as SQL for DuckDB."""
    steps = "".join(f".regexp_replace('{old}', '{new}', 'g')" for old, new in _STEPS)
    return f"lower({column}){steps}.trim()"


VIEWS = (
    View(
        "latest",
        "Each landlord's newest assessment of each edition, copies left out. Landlords are told "
        "apart by landlord_id, else by name, whatever its case, punctuation and legal form; an "
        "assessment that names none stands for itself.",
        "assessments",
        f"""FROM assessments t
        WHERE copy_of IS NULL AND same_as IS NULL
        QUALIFY row_number() OVER (
            PARTITION BY code, edition,
                coalesce('id ' || landlord_id, 'name ' || {name_in_sql("landlord")}, assessment_id)
            ORDER BY coalesce(assessed_on, CAST(year_start AS VARCHAR), '') DESC,
                provisions_found DESC, path, assessment_id
        ) = 1
        ORDER BY t.rowid""",
    ),
    View(
        "to_check",
        "Responses that a person should look at: there is a row, nobody has reviewed it, and its "
        "confidence is low or something stood out in it. A provision without a row is none. Least "
        "sure readings come first, then the gravest findings, then musts; copies come last.",
        "responses",
        f"FROM responses t {TO_CHECK} {RISK_FIRST}",
    ),
    View(
        "unmet_without_action",
        "Responses with the answer no or partial for which the table actions has no action. Rows "
        "of low confidence that nobody has reviewed are left out: they must be checked first.",
        "responses",
        """FROM responses t
        WHERE answer IN ('no', 'partial') AND (confidence <> 'low' OR reviewed IS NOT NULL)
            AND NOT EXISTS (
                SELECT 1 FROM actions a
                WHERE a.assessment_id = t.assessment_id AND a.provision_id = t.provision_id
            )
        ORDER BY t.rowid""",
    ),
)
"""All views, in the order in which they are made."""
