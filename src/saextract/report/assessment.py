"""The page of an assessment: its rows in the Code's order, and the source beside them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from saextract.codes import get_code
from saextract.dataset.rows import is_open, sure
from saextract.dataset.tables import Records, Value

from .data import Assessed, Landlord, Record, anchor
from .render import WORDS, page
from .replies import Reply
from .sources import Shown

_GRADES = ("low", "medium", "high")
_WORST_FIRST = (
    "no", "partial", "unclear", "unanswered", "not_found", "not_applicable", "described", "yes",
)  # fmt: skip
Option = tuple[str, str, int]
"""A value of a facet: as the page has it, in words, and how many rows have it."""


def render_assessment(
    owner: Landlord, item: Assessed, shown: Sequence[Shown], replies: Sequence[Reply]
) -> str:
    """The page of an assessment.

    Args:
        owner: its landlord.
        item: the assessment.
        shown: its documents, as they are shown.
        replies: what the landlord has said about it.
    """
    code = get_code(item.code)
    rows = [_row(item, row, replies) for row in item.responses]
    return page(
        "assessment",
        root="../",
        here="",
        owner=owner,
        item=item,
        title=f"{owner.title}, {item.label}",
        code=code,
        rows=rows,
        counts=Counter(str(row["answer"]) for row in item.responses),
        whole=_of_the_whole(item.findings),
        replies=[reply for reply in replies if not reply.provision_id],
        problems=[
            (row["path"], problem)
            for row in item.documents
            for problem in json.loads(str(row["problems"]))
        ],
        unplaced=[action for action in item.actions if not action["provision_id"]],
        shown=shown,
        facets=_facets(item, rows, code.sections),
        sorts=SORTS,
    )


SORTS = (
    ("", "the Code's order"),
    ("confidence", "least confident first"),
    ("answer", "answer"),
    ("findings", "most findings first"),
    ("page", "page"),
)


def _row(item: Assessed, row: Record, replies: Iterable[Reply]) -> dict[str, Any]:
    identifier = str(row["provision_id"])
    provision = next(p for p in get_code(item.code).provisions if p.id == identifier)
    about = [f for f in item.findings if f["provision_id"] == identifier]
    findings = [f for f in about if is_open(f)]
    rules = dict.fromkeys(str(f["rule"]) for f in findings)
    return {
        **row,
        "anchor": anchor(identifier),
        "official": provision.text,
        "altered": bool(row["requirement_printed"])
        and _even(str(row["requirement_printed"])) != _even(provision.text),
        "other": json.loads(str(row["other"])),
        "flags": [
            f for f in json.loads(str(row["flags"])) if f not in {x["rule"] for x in findings}
        ],
        "parts": json.loads(str(row["confidence_parts"])),
        "findings": findings,
        "dismissed": [f for f in about if not is_open(f)],
        "rules": " ".join(rules),
        "actions": [a for a in item.actions if a["provision_id"] == identifier],
        "promises": [p for p in item.promises if p["provision_id"] == identifier],
        "replies": [reply for reply in replies if reply.provision_id == identifier],
        "place": place_in_words(row),
        "before": item.changed.get(identifier, {}).get("answer_before", ""),
        "grade": _GRADES.index(str(row["confidence"])),
        "rank": _WORST_FIRST.index(str(row["answer"])),
        "unmet": is_unmet(row),
    }


def place_in_words(row: Record) -> str:
    """Where a row stands, for people: pages, table and row, cells of a sheet, or lines."""
    if row["page_first"] is not None:
        first, last = row["page_first"], row["page_last"]
        return f"page {first}" if first == last else f"pages {first} to {last}"
    places = json.loads(str(row["places"]))
    for place in places:
        told = _told(place, places)
        if told:
            return told
    return ""


def _told(place: Mapping[str, Any], places: Sequence[Mapping[str, Any]]) -> str:
    if "sheet" in place:
        return f"sheet {place['sheet']}, row {place['row']}"
    if "table" in place:
        return f"table {place['table']}, row {place['row']}"
    if "line_first" in place:
        first = min(p["line_first"] for p in places)
        last = max(p["line_last"] for p in places)
        return f"line {first}" if first == last else f"lines {first} to {last}"
    if "paragraph" in place:
        return f"paragraph {place['paragraph']}"
    return f"under “{place['heading']}”" if place.get("heading") else ""


def _even(text: str) -> str:
    """A text with what is nothing but typography left aside."""
    return re.sub(r"[^a-z0-9]+", " ", text.casefold().replace("’", "'")).strip()


def _of_the_whole(findings: Records) -> Records:
    return [finding for finding in findings if not finding["provision_id"]]


def _facets(
    item: Assessed, rows: Sequence[Mapping[str, Any]], sections: Mapping[str, str]
) -> list[tuple[str, str, list[Option]]]:
    return [
        ("section", "Section", options((r["section"] for r in rows), sections, numbered=True)),
        ("level", "Level", options(r["level"] for r in rows)),
        ("answer", "Answer", answers_of(rows)),
        ("confidence", "Confidence", options(r["confidence"] for r in rows)),
        ("finding", "Finding", options(rule for r in rows for rule in r["rules"].split())),
        (
            "changed",
            "Changed",
            options(("yes" for r in rows if r["before"]), {"yes": f"since {item.since}"}),
        ),
        ("reviewed", "Reviewed", options(r["reviewed"] for r in rows if r["reviewed"])),
    ]


ANSWERS = {name: long for name, (long, _) in WORDS.items()}


def is_unmet(row: Record) -> bool:
    """Whether a row counts as not met: a no or partial that is not of low confidence."""
    return row["answer"] in ("no", "partial") and sure(row)


def answers_of(rows: Sequence[Record]) -> list[Option]:
    """The answers of a facet, and behind them those that count as not met."""
    unmet = ("unmet" for row in rows if is_unmet(row))
    return [
        *options((row["answer"] for row in rows), ANSWERS),
        *options(unmet, {"unmet": "No or partial, and sure"}),
    ]


def options(
    values: Iterable[Value], names: Mapping[str, str] | None = None, numbered: bool = False
) -> list[Option]:
    """The values of a facet with their counts, in the order of `names`, else of first sight.

    Args:
        values: one for each row that has one.
        names: value to what it is called; by default the value itself.
        numbered: to put the value before its name.
    """
    counts = Counter(str(value) for value in values)
    known = names or {name: name.replace("_", " ") for name in counts}
    return [
        (value, f"{value} {name}" if numbered else name, counts[value])
        for value, name in known.items()
        if counts[value]
    ]
