"""What a table and a column are, and the columns that many tables have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Type = Literal["text", "integer", "number", "json"]
Value = str | int | float | None
Records = list[dict[str, Value]]


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        name: its name.
        description: what stands in it.
        type: text, integer, number, or json (text that holds a JSON list or object).
        values: all values that it can have, if they are few.
        required: never empty.
        volatile: differs from run to run, and is empty in the exported files so that these
            are the same for the same input.
        json_object: the JSON is an object, not a list.
        identifier: a text that no program may take for a number, see `csvfile`.
    """

    name: str
    description: str
    type: Type = "text"
    values: tuple[str, ...] = ()
    required: bool = False
    volatile: bool = False
    json_object: bool = False
    identifier: bool = False


@dataclass(frozen=True)
class Table:
    """A table of the dataset.

    Attributes:
        name: its name.
        description: what one row is.
        columns: from left to right.
        key: columns that no two rows have in common, if any.
        parents: own column to (table, column) that it refers to.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    parents: tuple[tuple[str, str, str], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.columns)


CODES = ("HOS", "LGSCO")
"""Whose Codes there are: Housing Ombudsman Service, Local Government and Social Care Ombudsman."""

ASSESSMENT_ID = Column("assessment_id", "The assessment.", required=True, identifier=True)
PROVISION_ID = Column(
    "provision_id", "The provision, e.g. HOS-2024:5.10. Never a number.", required=True
)
PROVISION_NUMBER = Column(
    "provision_number",
    "The number as the Code prints it. In CSV it begins with §, so that no program makes 5.1 of "
    "5.10.",
    required=True,
    identifier=True,
)
LANDLORD = Column("landlord", "The landlord as named; empty where nothing names one.")
CODE = Column("code", "Whose Code it is.", values=CODES, required=True)
EDITION = Column("edition", "Edition of the Code.", required=True)
YEAR = Column("year", "The year of the assessment, as text: 2024, or 2023-24.")
PATH = Column(
    "path",
    "The file that it stands in; of an assessment in several files, the first one that applies.",
    required=True,
)
CONTEXT = (LANDLORD, CODE, EDITION, YEAR, PATH)
"""What every row that speaks of an assessment says of it."""
