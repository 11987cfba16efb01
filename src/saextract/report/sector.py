"""The first page: the sector at a glance, its shares, the matrix, and what needs a person."""

from __future__ import annotations

from collections import Counter
from typing import Any

from saextract.analysis.shares import shares, size_band
from saextract.codes import get_code
from saextract.dataset.build import sure, to_check
from saextract.dataset.tables import Records

from .assessment import options
from .data import Assessed, Landlord, Sector, anchor
from .plots import plot_shares
from .render import page

_SEVERITIES = ("high", "medium", "low")
_MOST = 25
"""Lines of a list of what comes first; the rest is one click away."""


_LEAST = 8
"""Provisions named before the plot that shows them all."""


def render_sector(sector: Sector) -> str:
    """The first page of the report."""
    tables = sector.tables
    counted = shares(tables)
    keys = sorted({item.code for _, item in sector.assessments}, key=_newest_first)
    used = Counter(item.code for _, item in sector.assessments)
    main = max(keys, key=lambda key: used[key], default="")
    editions = [_edition(sector, key, counted) for key in keys]
    return page(
        "index",
        root="",
        here="index",
        landlords=sector.landlords,
        named=sum(bool(owner.name) for owner in sector.landlords),
        documents=Counter(str(row["status"]) for row in tables["documents"]),
        assessments=[item for _, item in sector.assessments],
        answers=Counter(str(row["answer"]) for row in tables["responses"]),
        unmet=sum(int(item.row["unmet_must"] or 0) for _, item in sector.assessments),
        to_check=sum(map(to_check, tables["responses"])),
        editions=editions,
        main=main,
        rules=_rules(tables["findings"]),
        people=_people(sector),
        whole=[
            {**row, "owner": owner, "item": item}
            for owner, item in sector.assessments
            for row in item.findings
            if not row["provision_id"]
        ],
    )


def _newest_first(key: str) -> tuple[str, int]:
    code, _, edition = key.partition("-")
    return code, -int(edition)


def _edition(sector: Sector, key: str, counted: Records) -> dict[str, Any]:
    code = get_code(key)
    rows = [row for row in counted if f"{row['code']}-{row['edition']}" == key]
    members = [(owner, item) for owner, item in sector.assessments if item.code == key]
    lines = [_line(owner, item) for owner, item in members]
    lines.sort(key=lambda line: (-line["unmet"], line["name"].casefold(), line["address"]))
    return {
        "key": key,
        "name": f"{code.code} {code.edition}",
        "sections": code.sections,
        "provisions": code.provisions,
        "shares": [{**row, "anchor": anchor(row["provision_id"])} for row in rows],
        "least": _least_met(rows),
        "plot": plot_shares(rows),
        "lines": lines,
        "landlords": sum(item.latest for _, item in members),
        "facets": [
            ("latest", "Assessments", options(("yes" for x in lines if x["latest"]), _NEWEST)),
            ("year", "Year", _sorted(options(x["year"] for x in lines if x["year"]))),
            ("type", "Type", _sorted(options(x["type"] for x in lines if x["type"]))),
            ("size", "Size", _sorted(options(x["size"] for x in lines))),
        ],
    }


_NEWEST = {"yes": "newest of each landlord"}


def _sorted(found: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    return sorted(found)


def _line(owner: Landlord, item: Assessed) -> dict[str, Any]:
    cells = [
        (str(row["answer"]), not sure(row) and row["answer"] != "not_found")
        for row in item.responses
    ]
    answers = Counter(answer for answer, _ in cells)
    said = answers["yes"] + answers["partial"] + answers["no"]
    return {
        "name": owner.name,
        "landlord": owner.address,
        "address": item.address,
        "year": str(item.row["year"]),
        "latest": "yes" if item.latest else "",
        "type": str(item.row["landlord_type"]),
        "size": size_band(item.row["landlord_size"]),
        "homes": item.row["landlord_size"] or 0,
        "unmet": int(item.row["unmet_must"] or 0),
        "check": int(item.row["needs_review"] or 0),
        "share": round(answers["yes"] / said, 4) if said else -1,
        "cells": cells,
    }


def _least_met(rows: Records) -> Records:
    """The musts that the smallest share meets, the worst first."""
    musts = [row for row in rows if row["level"] == "must" and row["n"] and row["yes"] != row["n"]]
    musts.sort(key=lambda row: (float(row["share_met"] or 0), -int(row["n"] or 0)))
    return [{**row, "anchor": anchor(row["provision_id"])} for row in musts[:_LEAST]]


def _rules(findings: Records) -> list[tuple[str, str, int]]:
    """Rules with their severity and how many findings they raised, the gravest first."""
    counts = Counter((str(row["severity"]), str(row["rule"])) for row in findings)
    ordered = sorted(counts.items(), key=lambda x: (_SEVERITIES.index(x[0][0]), -x[1], x[0][1]))
    return [(rule, severity, count) for (severity, rule), count in ordered]


def _people(sector: Sector) -> list[dict[str, Any]]:
    """Assessments with most rows to check, and how many of these are of low confidence."""
    found: list[dict[str, Any]] = [
        {
            "owner": owner,
            "item": item,
            "rows": sum(map(to_check, item.responses)),
            "low": sum(r["confidence"] == "low" and to_check(r) for r in item.responses),
            "high": sum(f["severity"] == "high" for f in item.findings),
        }
        for owner, item in sector.assessments
        if not item.is_copy
    ]
    kept = [line for line in found if line["rows"] or line["high"]]
    kept.sort(key=lambda line: (-line["low"], -line["rows"], line["item"].address))
    return kept[:_MOST]
