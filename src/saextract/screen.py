"""What the commands show to people in a terminal. Everything here also exists as data."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from .dataset.build import Dataset
from .dataset.tables import Records, Table, Value
from .evaluate import Report as EvaluationReport
from .evaluate import as_markdown
from .ingest import Report

STATUS_WORDS = {
    "complete": "complete",
    "partial": "partial: something is missing or could not be read",
    "not_self_assessment": "not a self-assessment",
    "needs_ocr": "needs OCR",
    "failed": "could not be read",
}
_SHORT = 160
_MISSES_SHOWN = 40


def clean(text: object) -> str:
    """A text without control characters, which could drive a terminal."""
    return "".join(char if char.isprintable() else " " for char in str(text))


def short(text: object, length: int = _SHORT) -> str:
    """The beginning of a text, with an ellipsis where it was cut."""
    plain = clean(text)
    return plain if len(plain) <= length else plain[: length - 1].rstrip() + "…"


def grid(console: Console, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Prints rows in columns; texts are taken as they are, without markup."""
    table = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
    for header in headers:
        table.add_column(Text(header), overflow="fold", vertical="top")
    for row in rows:
        table.add_row(*(Text(clean(cell)) for cell in row))
    console.print(table)


def say(console: Console, text: str) -> None:
    """Prints a line as it is, without markup and highlighting."""
    console.print(Text(text), soft_wrap=True)


def show_report(console: Console, report: Report) -> None:
    """The summary of a run: counts, documents with problems, unmet musts, where the files are."""
    documents = report.dataset["documents"]
    counts = Counter(str(row["status"]) for row in documents)
    say(console, f"{len(documents)} documents, {len(report.dataset['assessments'])} assessments")
    for status, words in STATUS_WORDS.items():
        if counts[status]:
            say(console, f"  {counts[status]:5} {words}")
    troubled = [
        (row["path"], row["status"], _problem(problem))
        for row in documents
        for problem in json.loads(str(row["problems"]))
    ]
    if troubled:
        say(console, "")
        grid(console, ("document", "status", "what is wrong, and what to do"), troubled)
    for warning in report.warnings:
        say(console, f"Warning: {clean(warning)}")
    if report.dataset["assessments"]:
        say(console, unmet_line(report.dataset))
    say(console, f"The dataset is in {report.out}: open dataset.xlsx, or read saextract.duckdb.")


def _problem(problem: Mapping[str, str]) -> str:
    place = f" ({problem['place']})" if problem["place"] else ""
    return f"{problem['code']}{place}: {short(problem['message'], 300)}"


def unmet_line(dataset: Dataset) -> str:
    """Unmet musts in one line."""
    unmet = [int(row["unmet_must"] or 0) for row in dataset["assessments"]]
    review = sum(int(row["needs_review"] or 0) for row in dataset["assessments"])
    return (
        f"Musts answered no or partial: {sum(unmet)} in {sum(n > 0 for n in unmet)} of "
        f"{len(unmet)} assessments. Rows to check by eye: {review}."
    )


def show_gaps(console: Console, rows: Records) -> None:
    """Not met as a table; not answered and not found as lists of numbers, kept apart."""
    groups = {name: [row for row in rows if row["group"] == name] for name in _GROUP_TITLES}
    for name, title in _GROUP_TITLES.items():
        say(console, f"{title}: {len(groups[name])}")
        if not groups[name]:
            continue
        if name == "not_met":
            grid(console, _GAP_HEADERS, (_gap_line(row) for row in groups[name]))
        else:
            _numbers(console, groups[name])
    if not rows:
        say(console, "Nothing is not met, not answered or not found at this level.")


_GROUP_TITLES = {
    "not_met": "Not met (answered no or partial)",
    "not_answered": "Not answered (answer blank or unclear)",
    "not_found": "Not found (the document has no row; this says nothing about the landlord)",
}
_GAP_HEADERS = ("landlord", "provision", "answer", "requirement", "commentary", "page", "sure")


def _gap_line(row: Mapping[str, Value]) -> tuple[object, ...]:
    who = f"{row['landlord'] or row['path']} {row['year']}".strip()
    printed = clean(row["answer_printed"])
    answer = str(row["answer"])
    if printed.casefold().rstrip(".") != answer:
        answer = f"{answer}: {short(printed, 60)}"
    said = row["commentary"] or row["evidence"] or "(nothing printed)"
    return (
        who,
        f"{row['provision_id']} {row['level']}",
        answer,
        short(row["requirement"], 90),
        short(said),
        "" if row["page_first"] is None else row["page_first"],
        row["confidence"],
    )


def _numbers(console: Console, rows: Records) -> None:
    """One line for each assessment with the numbers of its provisions."""
    by_assessment: dict[Value, list[Mapping[str, Value]]] = {}
    for row in rows:
        by_assessment.setdefault(row["assessment_id"], []).append(row)
    lines = []
    for same in by_assessment.values():
        first = same[0]
        who = f"{first['landlord'] or first['path']} {first['year']}".strip()
        numbers = ", ".join(str(row["provision_id"]).split(":", 1)[1] for row in same)
        lines.append((who, f"{first['code']} {first['edition']}", len(same), numbers))
    grid(console, ("landlord", "edition", "rows", "provisions"), lines)


def show_matrix(console: Console, table: Table, rows: Records) -> None:
    """A comparison as a matrix: as many assessments side by side as fit, then the next."""
    heads = table.names[2:]
    if not heads:
        say(console, "There is no assessment to compare.")
    wide = max(1, (console.width - 18) // 14)
    for start in range(0, len(heads), wide):
        part = heads[start : start + wide]
        grid(
            console,
            ("provision", *part),
            ([row["provision_id"], *(row[head] for head in part)] for row in rows),
        )
    say(
        console,
        "≈ equivalent to, ⊇ asks for more than, ⊆ asks for less than, ∩ overlaps with "
        "the provision that was answered. The wordings are in --format xlsx, csv and json.",
    )


def show_explanation(console: Console, explanation: Mapping[str, Any]) -> None:
    """An explanation as label and value, section by section."""
    for section, content in explanation.items():
        say(console, section.replace("_", " ").capitalize())
        for item in content if isinstance(content, list) else [content]:
            grid(console, ("", ""), _pairs(item))


def _pairs(item: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for name, value in item.items():
        if value in ("", None, [], {}):
            continue
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        yield name, text


def show_scores(
    console: Console, report: EvaluationReport, others: dict[str, EvaluationReport]
) -> None:
    """The scores as a Markdown table: all documents, each split, and the baselines beside them.

    A second table gives formats and editions, and what was missed follows, a line each.
    """
    groups = report.groups
    columns = {"all": groups["all"]}
    columns |= {name: groups[name] for name in ("split train", "split test") if name in groups}
    columns |= {name: other.groups["all"] for name, other in others.items()}
    say(console, as_markdown(columns))
    rest = {name: tallies for name, tallies in sorted(groups.items()) if name not in columns}
    say(console, "\n" + as_markdown(rest))
    if report.misses:
        say(console, f"\n{len(report.misses)} misses (--json gives them all):")
    for miss in report.misses[:_MISSES_SHOWN]:
        say(
            console,
            f"  {miss.file} {miss.provision} {miss.stage}: "
            f"{short(miss.gold[-60:])} | {short(miss.got[-60:])}",
        )
