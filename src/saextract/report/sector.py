"""The first page: the sector at a glance, its shares, the matrix, and what needs a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from saextract.analysis.coverage import TITLES
from saextract.analysis.shares import shares, size_band
from saextract.codes import get_code
from saextract.dataset.checking import counted
from saextract.dataset.rows import sure, to_check
from saextract.dataset.tables import Records, Value

from .assessment import options
from .data import Assessed, Landlord, Sector, anchor
from .plots import plot_shares
from .render import WORDS, page

_SEVERITIES = ("high", "medium", "low")
_MOST = 25
"""Lines of a list of what comes first; the rest is one click away."""


_LEAST = 8
"""Provisions named before the plot that shows them all."""


def render_sector(sector: Sector, covered: Records | str) -> str:
    """The first page of the report.

    Args:
        sector: the dataset.
        covered: rows of `COVERAGE`, or why there are none.
    """
    tables = sector.tables
    shared = shares(tables)
    keys = sorted({item.code for _, item in sector.assessments}, key=_newest_first)
    used = Counter(item.code for _, item in sector.assessments)
    main = max(keys, key=lambda key: used[key], default="")
    editions = [_edition(sector, key, shared) for key in keys]
    return page(
        "index",
        root="",
        here="index",
        landlords=sector.landlords,
        named=sum(bool(owner.name) for owner in sector.landlords),
        documents=Counter(str(row["status"]) for row in tables["documents"]),
        assessments=[item for _, item in sector.assessments],
        unmet=sum(_unmet(item) for _, item in sector.assessments if item.latest),
        to_check=counted(tables["responses"]),
        editions=editions,
        answers=[(name, short) for name, (_, short) in WORDS.items()],
        main=main,
        covered={"why": covered} if isinstance(covered, str) else _covered(sector, covered),
        rules=_rules(f for _, item in sector.assessments for f in item.open if f["provision_id"]),
        people=_people(sector),
        agreement=tables["agreement"],
        whole=[
            {**row, "owner": owner, "item": item}
            for owner, item in sector.assessments
            if not item.is_copy
            for row in item.open
            if not row["provision_id"]
        ],
    )


def _newest_first(key: str) -> tuple[str, int]:
    code, _, edition = key.partition("-")
    return code, -int(edition)


def _edition(sector: Sector, key: str, shared: Records) -> dict[str, Any]:
    code = get_code(key)
    rows = [row for row in shared if f"{row['code']}-{row['edition']}" == key]
    members = [(owner, item) for owner, item in sector.assessments if item.code == key]
    members.sort(key=lambda pair: (-_unmet(pair[1]), pair[0].name.casefold(), pair[1].address))
    items = [item for _, item in members]
    return {
        "key": key,
        "name": f"{code.code} {code.edition}",
        "sections": code.sections,
        "provisions": code.provisions,
        "shares": [{**row, "anchor": anchor(row["provision_id"])} for row in rows],
        "least": _least_met(rows),
        "plot": plot_shares(rows),
        "lines": [_line(owner, item) for owner, item in members],
        "landlords": sum(item.latest for item in items),
        "facets": [
            ("latest", "Assessments", options(("yes" for i in items if i.latest), _NEWEST)),
            ("year", "Year", sorted(options(i.row["year"] for i in items if i.row["year"]))),
            ("type", "Type", sorted(options(filter(None, map(_type, items))))),
            ("size", "Size", sorted(options(map(_size, items)))),
        ],
    }


_NEWEST = {"yes": "newest of each landlord"}


def _unmet(item: Assessed) -> int:
    return int(item.row["unmet_must"] or 0)


def _type(item: Assessed) -> str:
    return str(item.row["landlord_type"])


def _size(item: Assessed) -> str:
    return size_band(item.row["landlord_size"])


def _line(owner: Landlord, item: Assessed) -> list[Any]:
    """A line of the matrix as the page's script reads it, see `Matrix` in report.js."""
    answers = Counter(str(row["answer"]) for row in item.responses)
    said = answers["yes"] + answers["partial"] + answers["no"]
    return [
        owner.title,
        owner.address,
        item.address,
        str(item.row["year"]),
        "yes" if item.latest else "",
        _type(item),
        _size(item),
        item.row["landlord_size"] or 0,
        _unmet(item),
        int(item.row["needs_review"] or 0),
        round(answers["yes"] / said, 4) if said else -1,
        "".join(map(_cell, item.responses)),
    ]


_ANSWERS = tuple(WORDS)


def _cell(row: Mapping[str, Value]) -> str:
    """An answer as one letter: its place in `WORDS`, from 0, or from a for one to check first."""
    place = _ANSWERS.index(str(row["answer"]))
    low = not sure(row) and row["answer"] != "not_found"
    return chr(ord("a") + place) if low else str(place)


def _covered(sector: Sector, rows: Records) -> dict[str, Any]:
    """The coverage of the register, as its list on the page reads it."""
    places = {item.id: (owner, item) for owner, item in sector.assessments}
    counts = Counter(str(row["status"]) for row in rows)
    years = [int(item.row["year_start"] or 0) for _, item in sector.assessments]
    return {
        "why": "",
        "year": max(years, default=0),
        "titles": TITLES,
        "counts": [(status, title, counts[status]) for status, title in TITLES.items()],
        "lines": [_of_register(row, places.get(str(row["assessment_id"]))) for row in rows],
        "facets": [
            ("status", "Status", options((row["status"] for row in rows), TITLES)),
            (
                "type",
                "Type",
                sorted(options(r["landlord_type"] for r in rows if r["landlord_type"])),
            ),
        ],
    }


def _of_register(row: Mapping[str, Value], place: tuple[Landlord, Assessed] | None) -> list[Value]:
    """A line of the coverage, see `Coverage` in report.js."""
    name = row["landlord_registered"] or row["landlord"] or (place and place[0].title) or ""
    homes = row["landlord_size"]
    return [
        row["status"],
        name,
        row["landlord_type"] or "",
        "" if homes is None else homes,
        place[0].address if place else "",
        row["edition"] or "",
        row["year"] or "",
        row["provisions_found"],
        row["provisions_expected"],
        place[1].address if place else "",
    ]


def _least_met(rows: Records) -> Records:
    """The musts that the smallest share meets, the worst first."""
    musts = [row for row in rows if row["level"] == "must" and row["n"] and row["yes"] != row["n"]]
    musts.sort(key=lambda row: (float(row["share_met"] or 0), -int(row["n"] or 0)))
    return [{**row, "anchor": anchor(row["provision_id"])} for row in musts[:_LEAST]]


def _rules(findings: Iterable[Mapping[str, Value]]) -> list[tuple[str, str, int]]:
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
            "high": sum(f["severity"] == "high" for f in item.open),
        }
        for owner, item in sector.assessments
        if not item.is_copy
    ]
    kept = [line for line in found if line["rows"] or line["high"]]
    kept.sort(key=lambda line: (-line["low"], -line["rows"], line["item"].address))
    return kept[:_MOST]
