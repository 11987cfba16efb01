"""The pages that list everything: all rows of the dataset, and all documents."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from saextract.dataset.tables import Value

from .assessment import answers_of, options
from .data import Assessed, Sector
from .render import page

_LETTERS = 6_000_000
"""Letters of comments that the page of all rows may hold, so that it opens at once."""

_LONGEST = 240
"""Letters of a row's comment at most; the whole of it is on the assessment's page."""


def render_rows(sector: Sector) -> str:
    """The page of all rows: they are data, of which the page shows what is asked for."""
    pairs = sector.assessments
    count = sum(len(item.responses) for _, item in pairs)
    letters = min(_LONGEST, _LETTERS // max(count, 1))
    rows = [
        _row(n, item, row, letters) for n, (_, item) in enumerate(pairs) for row in item.responses
    ]
    known = {str(row["provision_id"]) for row in sector.tables["responses"]}
    content = {
        "assessments": [
            [
                owner.title,
                str(item.row["code"]),
                str(item.row["edition"]),
                str(item.row["year"]),
                item.address,
                str(item.row["path"]),
                int(item.latest),
                item.id,
            ]
            for owner, item in pairs
        ],
        "provisions": {
            str(row["provision_id"]): [row["section"], row["level"], row["text"]]
            for row in sector.tables["provisions"]
            if row["provision_id"] in known
        },
        "rows": rows,
    }
    return page("rows", root="", here="rows", content=content, count=count, facets=_facets(sector))


def _row(number: int, item: Assessed, row: Mapping[str, Value], letters: int) -> list[Any]:
    """A row as the page's script reads it, see `explore` in report.js."""
    identifier = str(row["provision_id"])
    rules = [f["rule"] for f in item.open if f["provision_id"] == identifier]
    texts = " · ".join(filter(None, (str(row["evidence"]), str(row["commentary"]))))
    return [
        number,
        identifier,
        row["answer"],
        row["confidence"],
        str(item.changed.get(identifier, {}).get("answer_before", "")),
        " ".join(dict.fromkeys(map(str, rules))),
        str(row["answer_printed"])[:letters],
        texts[:letters] + "…" * (len(texts) > letters),
        row["reviewed"],
    ]


def _facets(sector: Sector) -> list[tuple[str, str, list[tuple[str, str, int]]]]:
    rows = sector.tables["responses"]
    names = [owner.title for owner, item in sector.assessments for _ in item.responses]
    changed = ["yes" for _, item in sector.assessments for _ in item.changed]
    return [
        ("landlord", "Landlord", sorted(options(names))),
        ("edition", "Edition", sorted(options(f"{r['code']} {r['edition']}" for r in rows))),
        ("year", "Year", sorted(options(r["year"] for r in rows if r["year"]))),
        ("section", "Section", sorted(options(r["section"] for r in rows))),
        ("level", "Level", options(r["level"] for r in rows)),
        ("answer", "Answer", answers_of(rows)),
        ("confidence", "Confidence", options(r["confidence"] for r in rows)),
        ("finding", "Finding", _found(sector)),
        ("changed", "Changed", options(changed, {"yes": "since the year before"})),
        ("latest", "Assessments", options(_newest(sector), {"yes": "newest of each landlord"})),
        ("reviewed", "Reviewed", options(r["reviewed"] for r in rows if r["reviewed"])),
    ]


def _found(sector: Sector) -> list[tuple[str, str, int]]:
    findings = (f for _, item in sector.assessments for f in item.open if f["provision_id"])
    counts = Counter(str(f["rule"]) for f in findings)
    return [(rule, rule.replace("-", " "), counts[rule]) for rule in sorted(counts)]


def _newest(sector: Sector) -> list[str]:
    return ["yes" for _, item in sector.assessments if item.latest for _ in item.responses]


def render_documents(sector: Sector) -> str:
    """The page of all documents, whatever became of them."""
    held: dict[str, list[tuple[str, str]]] = {}
    for owner, item in sector.assessments:
        for row in item.documents:
            name = f"{owner.title}, {item.label}"
            held.setdefault(str(row["document_id"]), []).append((name, item.address))
    rows = sector.tables["documents"]
    return page(
        "documents",
        root="",
        here="documents",
        documents=[
            {
                **row,
                "problems": json.loads(str(row["problems"])),
                "held": held.get(str(row["document_id"]), []),
                "anchor": f"d-{number}",
            }
            for number, row in enumerate(rows, 1)
        ],
        facets=[
            ("status", "Status", options(row["status"] for row in rows)),
            ("kind", "Kind", options(row["kind"] for row in rows)),
            ("media", "Format", options(row["media_type"] for row in rows if row["media_type"])),
        ],
    )
