"""Whether a file is something that saextract wrote, so that it is never taken for a form."""

from __future__ import annotations

import csv
import io
import zipfile

from . import derived
from .schema import Table
from .stored import TABLES

MARK = "Written by saextract"
"""Comment in the properties of every workbook."""

_HEAD = 10_000
"""Bytes in which the head of a table, or the properties of a workbook, stand."""

_SHARE = 0.8
"""Share of a file's columns that must be those of a table; other versions have others."""

_LEAST = 4
"""Columns from which on that says something."""


def own_output(data: bytes) -> str:
    """What a file is, if saextract wrote it: the name of a table, or workbook; else "".

    Args:
        data: the bytes of the file.
    """
    if data.startswith(b"PK"):
        return "workbook" if MARK in _properties(data) else ""
    line = data[:_HEAD].decode("utf-8-sig", "replace").splitlines()[:1]
    fields = set(next(csv.reader(line), []))
    others = [value for value in vars(derived).values() if isinstance(value, Table)]
    for table in (*TABLES, *others):
        known = fields.intersection(table.names)
        if len(known) >= _LEAST and len(known) >= _SHARE * len(fields):
            return table.name
    return ""


def _properties(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.open("docProps/core.xml").read(_HEAD).decode("utf-8", "replace")
    except Exception:  # a damaged file is somebody else's concern
        return ""
