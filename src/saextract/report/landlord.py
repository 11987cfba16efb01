"""The page of a landlord: its years side by side, promises, findings, and its right of reply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from saextract.analysis.choose import who
from saextract.analysis.compare import MARKS, compare
from saextract.codes import provision
from saextract.dataset.rows import is_open

from .assessment import options
from .data import Assessed, Landlord, anchor, summary
from .render import page
from .replies import FILE, Reply

_SEVERITIES = ("high", "medium", "low")


def render_landlord(owner: Landlord, replies: Sequence[Reply]) -> str:
    """The page of a landlord.

    Args:
        owner: the landlord.
        replies: what it says about the report.
    """
    own = [item for item in owner.assessments if not item.is_copy]
    findings = _findings(own)
    return page(
        "landlord",
        root="../",
        here="",
        owner=owner,
        about=owner.assessments[0].row,
        assessments=[{"item": item, **summary(item)} for item in owner.assessments],
        years=own,
        lines=_side_by_side(own) if len(own) > 1 else [],
        promises=_promises(owner),
        copies=len(own) < len(owner.assessments),
        actions=[{**row, "item": item} for item in own for row in item.actions],
        findings=findings,
        finding_facets=[
            ("severity", "Severity", options(f["severity"] for f in findings)),
            ("finding", "Finding", options(f["rule"] for f in findings)),
            ("edition", "Edition", options(f["edition"] for f in findings)),
            ("state", "State", options(f["state"] for f in findings)),
        ],
        replies=replies,
        replies_file=FILE,
    )


def _side_by_side(items: Sequence[Assessed]) -> list[dict[str, Any]]:
    """A line for each provision, a cell for each assessment, the newest first."""
    rows = compare(
        {
            "assessments": [dict(item.row) for item in items],
            "responses": [row for item in items for row in item.responses],
        },
        {who(item.row) for item in items},
    )
    addresses = {item.id: item.address for item in items}
    lines: dict[str, dict[str, list[dict[str, str]]]] = {}
    for row in rows:
        cells = lines.setdefault(str(row["reference_id"]), {item.id: [] for item in items})
        if row["answer"]:
            identifier = str(row["assessment_id"])
            cells[identifier].append(
                {
                    "answer": str(row["answer"]),
                    "low": str((row["confidence"] == "low" and row["answer"] != "not_found") or ""),
                    "mark": MARKS.get(str(row["relation"]), ""),
                    "number": provision(str(row["provision_id"])).number,
                    "address": f"{addresses[identifier]}#{anchor(row['provision_id'])}",
                }
            )
    return [_line(reference, cells) for reference, cells in lines.items()]


def _line(reference: str, cells: Mapping[str, list[dict[str, str]]]) -> dict[str, Any]:
    asked = provision(reference)
    answers = [cell[0]["answer"] for cell in cells.values() if cell and not cell[0]["mark"]]
    return {
        "id": reference,
        "number": asked.number,
        "section": asked.section,
        "level": asked.level.value,
        "text": asked.text,
        "cells": list(cells.values()),
        "changed": len(set(answers)) > 1,
    }


def _findings(items: Sequence[Assessed]) -> list[dict[str, Any]]:
    found = [
        {
            **row,
            "item": item,
            "anchor": anchor(row["provision_id"]),
            "state": "open" if is_open(row) else "dismissed",
        }
        for item in items
        for row in item.findings
    ]
    found.sort(key=lambda row: (row["state"] != "open", _SEVERITIES.index(str(row["severity"]))))
    return found


def _promises(owner: Landlord) -> list[dict[str, Any]]:
    by_id = {item.id: item for item in owner.assessments}
    return [
        {**row, "item": item, "next": by_id.get(str(row["next_assessment_id"]))}
        for item in owner.assessments
        for row in item.promises
    ]
