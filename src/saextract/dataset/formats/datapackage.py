"""datapackage.json: a Frictionless Data Package (version 2) that describes every column."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from pathlib import Path
from typing import Any

from saextract import __version__
from saextract.codes import load_codes

from ..tables import TABLES
from ..tables.reviews import REVIEWS
from ..tables.schema import Column, Table
from .csvfile import MARK

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_SCHEMA = "https://datapackage.org/profiles/2.0/tableschema.json"
_TYPES = {"text": "string", "integer": "integer", "number": "number"}
GUARD_NOTE = (
    "In CSV and XLSX an apostrophe stands before a text that begins like a spreadsheet formula "
    "(with = + - @, a tab or a line end); Parquet, JSON and DuckDB have the text as printed."
)
MARK_NOTE = (
    f"In CSV {MARK} stands before an identifier that a program could take for a number, such as "
    f"{MARK}5.10."
)
LICENCES = (
    {
        "name": "OGL-UK-3.0",
        "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        "title": "Open Government Licence v3.0: the wording of the Codes (provisions, relations), "
        "and what the register says of landlords",
    },
    {
        "name": "CC-BY-4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
        "title": "Creative Commons Attribution 4.0: what the register says of landlords, as far as "
        "it comes from HousingOmbudsmanData",
    },
    {
        "name": "notspecified",
        "title": "Texts that landlords have printed: their rights remain with the publishers of "
        "the documents",
    },
)
_OF_THE_REGISTER = (
    {
        "title": "Regulator of Social Housing, registered providers, February 2023, as published "
        "in hse-digital/bsr-rbi",
        "path": "https://github.com/hse-digital/bsr-rbi",
    },
    {
        "title": "HousingOmbudsmanData, derived from decisions of the Housing Ombudsman",
        "path": "https://github.com/guyclarkemarshall/HousingOmbudsmanData",
    },
)
_SOURCE = re.compile(r"(?P<title>.*) \((?P<path>https://[^ ()]+)\)")


def datapackage(folder: Path, reviews: Path) -> str:
    """The descriptor as JSON text; its resources are the CSV files.

    Args:
        folder: in which the CSV files stand.
        reviews: the user's file of reviews, which may have fewer columns than its table.
    """
    files = {table.name: folder / f"{table.name}.csv" for table in TABLES}
    files[REVIEWS.name] = reviews
    package = {
        "$schema": PROFILE,
        "name": "complaint-handling-code-self-assessments",
        "title": "Self-assessments of social landlords against the Complaint Handling Code",
        "description": "What landlords in England say about each provision of the Complaint "
        f"Handling Code, as read from their documents by saextract {__version__}. The same "
        "tables and columns stand beside as Parquet, and together in saextract.duckdb. "
        f"{GUARD_NOTE} {MARK_NOTE}",
        "version": __version__,
        "licenses": list(LICENCES),
        "sources": _sources(),
        "resources": [_resource(table, files[table.name]) for table in TABLES],
    }
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def _sources() -> list[dict[str, str]]:
    """The Codes and the register; the addresses of documents stand in the table documents."""
    found = [_SOURCE.fullmatch(code.source) for code in load_codes()]
    return [*(match.groupdict() for match in found if match), *_OF_THE_REGISTER]


def _resource(table: Table, file: Path) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "name": table.name,
        "type": "table",
        "path": file.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True},
        "description": table.description,
        "schema": _schema(table, _header(file)),
    }
    if table is not REVIEWS:  # a file of the user's, to which lines are added at any time
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        resource |= {"bytes": file.stat().st_size, "hash": f"sha256:{digest}"}
    return resource


def _header(file: Path) -> list[str]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return next(csv.reader(stream))


def _schema(table: Table, names: list[str]) -> dict[str, Any]:
    columns = {column.name: column for column in table.columns}
    schema: dict[str, Any] = {
        "$schema": _SCHEMA,
        "fields": [
            _field(columns.get(name) or Column(name, "A column of the user's.")) for name in names
        ],
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
