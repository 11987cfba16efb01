"""What an assessor's table on a landlord says, before it is a Word file or a web page."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from saextract.analysis.choose import latest, who
from saextract.codes import get_code
from saextract.dataset.rows import is_open, sure
from saextract.dataset.tables import Records, Value
from saextract.errors import UsageError
from saextract.model import Provision

_GRADES = ("high", "medium", "low")
_SAID = {
    "yes": "Yes",
    "partial": "Partly",
    "no": "No",
    "not_applicable": "Not applicable",
    "described": "Described",
    "unanswered": "Not answered",
    "unclear": "Not clear",
    "not_found": "No row was found",
}


@dataclass(frozen=True)
class Observation:
    """A finding about a row.

    Attributes:
        severity: high, medium or low.
        text: what to look at.
        quote: the printed words that raised it, or "".
        page: where they stand, or None.
    """

    severity: str
    text: str
    quote: str
    page: int | None


@dataclass(frozen=True)
class Line:
    """What is told of one provision.

    Attributes:
        number, level, requirement: by the Code.
        answer: in words.
        printed: the answer, unless `answer` is just that, evidence, commentary and further columns
            as printed, each with its label.
        page: first page of the row, or None.
        doubt: why the row itself must be checked first, or "".
        observations: the gravest first.
    """

    number: str
    level: str
    requirement: str
    answer: str
    printed: tuple[tuple[str, str], ...]
    page: int | None
    doubt: str
    observations: tuple[Observation, ...]


@dataclass(frozen=True)
class Submission:
    """A provision in the shape of the Ombudsman's annual submission.

    Attributes:
        number, requirement: by the Code.
        comply: Yes, No, or "" where the document does not tell.
        remark: what the answer was where it was neither yes nor no; or why nothing is told.
        steps: for each action announced: what, by when, by whom, page.
    """

    number: str
    requirement: str
    comply: Literal["Yes", "No", ""]
    remark: str
    steps: tuple[tuple[str, str, str, int | None], ...]


@dataclass(frozen=True)
class Casework:
    """The table on one assessment.

    Attributes:
        landlord: its name, or the file's where nothing names it.
        edition: title of the Code.
        facts: label and text: file, date, counts.
        general: findings about the whole.
        sections: title of each section with its lines, in the Code's order.
        submission: every provision in the shape of the annual submission.
    """

    landlord: str
    edition: str
    facts: tuple[tuple[str, str], ...]
    general: tuple[Observation, ...]
    sections: tuple[tuple[str, tuple[Line, ...]], ...]
    submission: tuple[Submission, ...]


def casework(dataset: Mapping[str, Records], landlords: Iterable[str]) -> list[Casework]:
    """Makes the tables on a landlord: on its newest assessment by each Ombudsman's Code.

    Args:
        dataset: tables assessments, responses, findings and actions.
        landlords: what `choose.who` gives for it.

    Raises:
        UsageError: if the names are of several landlords.
    """
    chosen = set(landlords)
    rows = [row for row in latest(dataset["assessments"]) if who(row) in chosen]
    if len({who(row) for row in rows}) > 1:
        names = ", ".join(sorted({str(row["landlord"]) for row in rows}))
        raise UsageError(f"Casework is on one landlord, and these are several: {names}.")
    newest: dict[Value, dict[str, Value]] = {}
    for row in sorted(rows, key=lambda row: str(row["edition"])):
        newest[row["code"]] = row
    return [_of(row, dataset) for row in newest.values()]


def _of(assessment: Mapping[str, Value], dataset: Mapping[str, Records]) -> Casework:
    code = get_code(f"{assessment['code']}-{assessment['edition']}")
    rows = {r["provision_id"]: r for r in _about(dataset["responses"], assessment)}
    findings: dict[Value, Records] = defaultdict(list)
    for row in _about(dataset["findings"], assessment):
        if is_open(row):
            findings[row["provision_id"]].append(row)
    actions: dict[Value, Records] = defaultdict(list)
    for row in _about(dataset["actions"], assessment):
        actions[row["provision_id"]].append(row)
    sections: dict[str, list[Line]] = defaultdict(list)
    for asked in code.provisions:
        title = f"{asked.section} {code.sections[asked.section]}"
        sections[title].append(_line(asked, rows[asked.id], findings[asked.id]))
    return Casework(
        landlord=str(assessment["landlord"] or assessment["path"]),
        edition=code.title,
        facts=_facts(assessment),
        general=_observations(findings[""]),
        sections=tuple((title, tuple(lines)) for title, lines in sections.items()),
        submission=tuple(_submission(p, rows[p.id], actions[p.id]) for p in code.provisions),
    )


def _about(rows: Records, assessment: Mapping[str, Value]) -> Records:
    return [row for row in rows if row["assessment_id"] == assessment["assessment_id"]]


def _facts(assessment: Mapping[str, Value]) -> tuple[tuple[str, str], ...]:
    found = f"{assessment['provisions_found']} of {assessment['provisions_expected']}"
    facts = (
        ("File", assessment["path"]),
        ("In the register", assessment["landlord_registered"]),
        ("Type", assessment["landlord_type"]),
        ("Homes", assessment["landlord_size"]),
        ("Assessed on", assessment["assessed_on"]),
        ("Year", assessment["year"]),
        ("Provisions with a row", found),
        ("Musts not met", assessment["unmet_must"]),
        ("Rows to check by eye", assessment["needs_review"]),
    )
    return tuple((label, str(value)) for label, value in facts if value not in ("", None))


def _line(asked: Provision, row: Mapping[str, Value], findings: Records) -> Line:
    answer = _SAID[str(row["answer"])]
    labels = (("As printed", "answer_printed"), ("Evidence", "evidence"))
    printed = [(label, str(row[name])) for label, name in labels if row[name]]
    if str(row["answer_printed"]).strip(" .").casefold() == answer.casefold():
        del printed[0]
    printed += [("Commentary", str(row["commentary"]))] if row["commentary"] else []
    others: dict[str, str] = json.loads(str(row["other"]))
    printed += [(head, text) for head, text in others.items() if text]
    return Line(
        number=asked.number,
        level=asked.level.value,
        requirement=asked.text,
        answer=answer,
        printed=tuple(printed),
        page=_page(row["page_first"]),
        doubt=_doubt(row),
        observations=_observations(findings),
    )


def _doubt(row: Mapping[str, Value]) -> str:
    if row["answer"] == "not_found":
        return "The document has no row for it, or none was found. Look before you conclude."
    return "" if sure(row) else "The reading of this row is uncertain. Check the document first."


def _observations(findings: Records) -> tuple[Observation, ...]:
    ordered = sorted(findings, key=lambda row: _GRADES.index(str(row["severity"])))
    return tuple(
        Observation(
            str(row["severity"]), str(row["message"]), str(row["quote"]), _page(row["page"])
        )
        for row in ordered
    )


def _submission(asked: Provision, row: Mapping[str, Value], actions: Records) -> Submission:
    answer = str(row["answer"])
    comply: Literal["Yes", "No", ""] = ""
    remark = _SAID[answer]
    if not sure(row):
        remark = f"Read as “{remark}”; check the document first"
    elif answer == "yes":
        comply, remark = "Yes", ""
    elif answer in ("no", "partial"):
        comply, remark = "No", "" if answer == "no" else "Answered: partly"
    steps = tuple(
        (
            str(action["action"]),
            str(action["due_printed"] or action["due"]),
            str(action["owner"]),
            _page(action["page"]),
        )
        for action in actions
    )
    return Submission(asked.number, asked.text, comply, remark, steps)


def _page(value: Value) -> int | None:
    return value if isinstance(value, int) else None
