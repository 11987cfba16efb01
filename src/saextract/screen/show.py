"""What the commands show to people in a terminal. Everything here also exists as data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

if TYPE_CHECKING:
    from saextract.dataset.summary import Summary, Trouble
    from saextract.dataset.tables import Records
    from saextract.evaluation.report import Report as EvaluationReport
    from saextract.running import Report

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


_KEPT_WHOLE = ("no.", "level", "page", "sure", "provision", "id", "status", "rows")
_LEAST_WIDTHS = {"no.": 5, "page": 4, "sure": 6, "answer": 8, "provision": 14, "id": 14}


def grid(console: Console, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Prints rows in columns; texts are taken as they are, without markup."""
    table = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
    for header in headers:
        table.add_column(
            Text(header),
            overflow="fold",
            vertical="top",
            no_wrap=header in _KEPT_WHOLE,
            min_width=_LEAST_WIDTHS.get(header),
        )
    for row in rows:
        table.add_row(*(Text(clean(cell)) for cell in row))
    console.print(table)


def say(console: Console, text: str) -> None:
    """Prints a line as it is, without markup and highlighting."""
    console.print(Text(text), soft_wrap=True)


def show_report(console: Console, report: Report) -> None:
    """The summary of a run: counts, documents with problems, unmet musts, where the files are."""
    summary = report.summary
    documents = counted(summary.documents, "document")
    say(console, f"{documents}, {counted(summary.assessments, 'assessment')}")
    if not summary.documents:
        say(console, "No document stands below the paths given; hidden files are left out.")
    for status, words in STATUS_WORDS.items():
        if summary.statuses.get(status):
            say(console, f"  {summary.statuses[status]:5} {words}")
    if summary.troubles:
        say(console, "")
        before = ("", *(t.path for t in summary.troubles))
        shown = [
            (("", "") if t.path == path else (t.path, t.status.replace("_", " "))) + (_problem(t),)
            for path, t in zip(before, summary.troubles, strict=False)
        ]
        grid(console, ("document", "status", "what is wrong, and what to do"), shown)
    if summary.more_troubles:
        say(console, f"{summary.more_troubles} more problems: see documents.csv.\n")
    if report.removed:
        listed = clean(", ".join(report.removed))
        say(console, f"Gone with the dataset before: {listed}. The same commands make them anew.")
    for warning in report.warnings:
        say(console, f"Warning: {clean(warning)}")
    if summary.assessments:
        say(console, unmet_line(summary))
        say(console, check_line(summary))
    for line in agreement_lines(summary.agreement):
        say(console, line)
    say(console, f"The dataset is in {report.out}: {_to_open(report)}.")


def _to_open(report: Report) -> str:
    if report.workbook:
        return "open dataset.xlsx, or read saextract.duckdb"
    return (
        "read saextract.duckdb. No workbook was made of it all, which would take longer than what "
        f"has changed; this makes one: saextract workbook --out {report.out}"
    )


def counted(number: int, noun: str) -> str:
    """A number with its noun: 1 document, 2 documents."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _problem(trouble: Trouble) -> str:
    place = f" ({trouble.place})" if trouble.place else ""
    return f"{trouble.code}{place}: {short(trouble.message)}"


def unmet_line(summary: Summary) -> str:
    """Unmet musts of the newest assessments in one line."""
    return (
        f"Musts answered no or partial: {summary.unmet} in {summary.with_unmet} of "
        f"{summary.newest} assessments (the newest, without copies)."
    )


def check_line(summary: Summary) -> str:
    """How many rows are to be checked, and why, in one line."""
    counts = summary.to_check
    return (
        f"Rows to check by eye: {sum(counts.values())}. Of low confidence, and first to check: "
        f"{counts['low']}; of medium: {counts['medium']}; sure, but something stood out: "
        f"{counts['high']}."
    )


def agreement_lines(rows: Records) -> list[str]:
    """How far a second reader agrees, in two lines; none where there was no second reader."""
    if not rows:
        return []
    kappa = next((row["kappa"] for row in rows if row["kappa"] is not None), None)
    shares = ", ".join(
        f"{str(row['column']).replace('_', ' ')} {100 * float(row['share'] or 0):.1f} %"
        for row in rows
    )
    beyond = "" if kappa is None else f" Cohen's kappa of the answers: {kappa}."
    return [f"A second reader read {rows[0]['n']} answers too, and agrees in: {shares}.{beyond}"]


def show_explanation(console: Console, explanation: Mapping[str, Any]) -> None:
    """An explanation as label and value, section by section."""
    for section, content in explanation.items():
        items = content if isinstance(content, list) else [content]
        say(console, f"{section.replace('_', ' ').capitalize()}{'' if items else ': none'}")
        if section == "rows_to_check":
            _show_brief(console, items)
            continue
        for item in items:
            table = RichTable(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 2))
            table.add_column(no_wrap=True)
            table.add_column(overflow="fold")
            for name, value in _pairs(item):
                table.add_row(Text(name), Text(clean(value)))
            console.print(table)
            console.print()


def _show_brief(console: Console, rows: Sequence[Mapping[str, Any]]) -> None:
    names = ("provision_id", "answer", "answer_printed", "page_first", "confidence")
    if rows:
        heads = ("provision", "answer", "as printed", "page", "sure", "what stood out")
        listed = ([row[name] for name in names] + [", ".join(row["flags"])] for row in rows)
        grid(console, heads, listed)


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
    from saextract.evaluation.report import as_markdown, rules_as_markdown

    groups = report.groups
    shown = ("all", "split train", "split test")
    columns = {name: groups[name] for name in shown if name in groups}
    columns |= {name: other.groups["all"] for name, other in others.items()}
    say(console, as_markdown(columns))
    rest = {name: tallies for name, tallies in sorted(groups.items()) if name not in columns}
    say(console, "\n" + as_markdown(rest))
    if report.rules:
        say(console, "\n" + rules_as_markdown(report.rules))
    if report.left_out:
        listed = ", ".join(report.left_out)
        say(console, f"\nNot scored, as OCR or LibreOffice is not installed: {listed}")
    if report.misses:
        say(console, f"\n{len(report.misses)} misses (--json gives them all):")
    for miss in report.misses[:_MISSES_SHOWN]:
        say(
            console,
            f"  {miss.file} {miss.provision} {miss.stage}: "
            f"{short(miss.gold[-60:])} | {short(miss.got[-60:])}",
        )
