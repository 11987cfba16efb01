"""datapackage.json: a Frictionless Data Package (version 2) that describes every column."""

from __future__ import annotations

import json
from typing import Any

from saextract import __version__

from .tables import TABLES, Column, Table

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_SCHEMA = "https://datapackage.org/profiles/2.0/tableschema.json"
_TYPES = {"text": "string", "integer": "integer", "number": "number"}
GUARD_NOTE = (
    "In CSV and XLSX an apostrophe stands before a text that begins like a spreadsheet formula "
    "(with = + - @, a tab or a line end); Parquet, JSON and DuckDB have the text as printed."
)


def datapackage() -> str:
    """The descriptor as JSON text; its resources are the CSV files."""
    package = {
        "$schema": PROFILE,
        "name": "complaint-handling-code-self-assessments",
        "title": "Self-assessments of social landlords against the Complaint Handling Code",
        "description": "What landlords in England say about each provision of the Complaint "
        f"Handling Code, as read from their documents by saextract {__version__}. The same "
        "tables and columns stand beside as Parquet, and together in saextract.duckdb. "
        f"{GUARD_NOTE}",
        "version": __version__,
        "resources": [_resource(table) for table in TABLES],
    }
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def _resource(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True},
        "description": table.description,
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "$schema": _SCHEMA,
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.parents:
        schema["foreignKeys"] = [
            {"fields": [own], "reference": {"resource": parent, "fields": [name]}}
            for own, parent, name in table.parents
        ]
    return schema


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _json_type(column) if column.type == "json" else _TYPES[column.type],
        "description": column.description,
    }
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    if constraints:
        field["constraints"] = constraints
    return field


def _json_type(column: Column) -> str:
    return "object" if column.json_object else "array"
