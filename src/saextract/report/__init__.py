"""A report on a dataset as one HTML file that needs nothing beside it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from saextract import __version__
from saextract.analysis.compare import compare, matrix
from saextract.analysis.gaps import gaps
from saextract.codes import provision
from saextract.dataset.build import decoded
from saextract.dataset.store import read_tables
from saextract.dataset.tables import DOCUMENTS, Records, Value

_TABLES = ("documents", "assessments", "responses", "findings", "actions")
_SEVERITIES = ("high", "medium", "low")
_WIDEST = 12
"""Assessments that a matrix still shows side by side."""


def write_report(out: Path) -> Path:
    """Writes the report on the dataset of a folder.

    Args:
        out: folder of the dataset.

    Returns:
        The report, `out/report/index.html`.

    Raises:
        DatasetError: if the folder holds no dataset.
    """
    page = render(read_tables(out, *_TABLES))
    target = out / "report" / "index.html"
    target.parent.mkdir(exist_ok=True)
    target.write_text(page, encoding="utf-8", newline="\n")
    return target


def render(dataset: Mapping[str, Records]) -> str:
    """The report as HTML; texts of documents can only ever be text in it.

    Args:
        dataset: the tables documents, assessments, responses, findings and actions.
    """
    from jinja2 import Environment, StrictUndefined

    template = (files(__name__) / "report.html.jinja").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(template).render(**_content(dataset))


def _content(dataset: Mapping[str, Records]) -> dict[str, Any]:
    names = {str(row["assessment_id"]): _name(row) for row in dataset["assessments"]}
    unmet = gaps(dataset)
    few = len(dataset["assessments"]) <= _WIDEST
    table, rows = matrix(compare(dataset)) if few else (None, [])
    return {
        "version": __version__,
        "statuses": Counter(str(row["status"]) for row in dataset["documents"]),
        "documents": [decoded(DOCUMENTS, row) for row in dataset["documents"]],
        "assessments": _assessments(dataset),
        "groups": [
            (name, words, [row for row in unmet if row["group"] == name])
            for name, words in (
                ("not_met", "Not met: answered no or partial"),
                ("not_answered", "Not answered: blank or unclear"),
                ("not_found", "Not found: no row was found, perhaps by the tool's fault"),
            )
        ],
        "matrix": table,
        "matrix_rows": rows,
        "most_unmet": _most_unmet(unmet),
        "actions": sorted(
            ({**row, "landlord": names[str(row["assessment_id"])]} for row in dataset["actions"]),
            key=lambda row: (not row["due"], str(row["due"]), str(row["landlord"])),
        ),
        "findings": sorted(
            ({**row, "landlord": names[str(row["assessment_id"])]} for row in dataset["findings"]),
            key=lambda row: (_SEVERITIES.index(str(row["severity"])), str(row["landlord"])),
        ),
    }


def _name(row: Mapping[str, Value]) -> str:
    landlord = str(row["landlord"]) or "(no landlord named)"
    return f"{landlord}, {row['code']} {row['edition']}" + (f", {row['year']}" * bool(row["year"]))


def _assessments(dataset: Mapping[str, Records]) -> list[dict[str, Any]]:
    """Assessments by landlord and year, each with its answers counted.

    Several of the same landlord, edition and year are told apart by their files.
    """
    answers: dict[str, Counter[str]] = {}
    for row in dataset["responses"]:
        answers.setdefault(str(row["assessment_id"]), Counter())[str(row["answer"])] += 1
    paths = {row["document_id"]: str(row["path"]) for row in reversed(dataset["documents"])}
    names = Counter(map(_name, dataset["assessments"]))
    found = []
    for row in dataset["assessments"]:
        files = ", ".join(paths[part] for part in json.loads(str(row["document_ids"])))
        alone = row["landlord"] and names[_name(row)] == 1
        counted = answers.get(str(row["assessment_id"]), Counter())
        found.append({**row, "answers": counted, "files": "" if alone else files})
    return sorted(found, key=lambda row: (not row["landlord"], _name(row).casefold(), row["files"]))


def _most_unmet(unmet: Records) -> list[tuple[str, str, int]]:
    """Provisions that most assessments do not meet: number with edition, wording, how many."""
    count = Counter(str(row["provision_id"]) for row in unmet if row["group"] == "not_met")
    return [(key, provision(key).text, number) for key, number in count.most_common(15)]
