"""The tables of the dataset: the one place where columns are named and described.

The DuckDB schema, the CSV, Parquet and XLSX files, datapackage.json and
docs/data-dictionary.md are all made from what stands here.
"""

from __future__ import annotations

from .catalogue import PROVISIONS, RELATIONS
from .readings import AGREEMENT, READINGS
from .reviews import REVIEWS
from .schema import Column, Records, Table, Type, Value
from .stored import (
    ACTIONS,
    ASSESSMENTS,
    DOCUMENTS,
    FINDINGS,
    NOT_ANSWERED,
    PROMISES,
    RESPONSES,
    TABLES,
    UNMET,
)

__all__ = [
    "ACTIONS",
    "AGREEMENT",
    "ASSESSMENTS",
    "DOCUMENTS",
    "FINDINGS",
    "NOT_ANSWERED",
    "PROMISES",
    "PROVISIONS",
    "READINGS",
    "RELATIONS",
    "RESPONSES",
    "REVIEWS",
    "TABLES",
    "UNMET",
    "Column",
    "Records",
    "Table",
    "Type",
    "Value",
]
