"""Scores findings and promises against planted cases (corpus/planted/README.md)."""

from __future__ import annotations

import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from rapidfuzz import fuzz

from saextract.codes import get_code
from saextract.errors import UsageError
from saextract.findings import all_rules, find, optional_rules
from saextract.findings.ledger import Dated, Promise, ledger
from saextract.mapping.commitments.actions import commitments
from saextract.model import Action, Answer, Assessment, Confidence, Finding, Frozen, Response

from .report import Miss, Report, Tally, as_markdown, rules_as_markdown

PARTS = ("own", "train", "held-out")
"""Folders of corpus/planted; rules are written with the first two in sight."""

_SAME_ACTION = 80.0
"""Likeness in per cent from which on two texts are the same action."""

_SINGLE = {"yes": "Yes", "partial": "Partial", "no": "No", "not_applicable": "N/A"}
_OF_ROWS = "not-found"
"""The rule of which an expectation about the whole assessment stands for all its rows."""

_READING = frozenset({"low-confidence", "unclear-answer"})
"""Rules about the reading: raised by the labels of a case themselves, so not scored."""


class PlantedRow(Frozen):
    """A row of a case; see corpus/planted/README.md."""

    provision: str
    answer: Answer
    evidence: str = ""
    commentary: str = ""
    answer_printed: str | None = None
    requirement_printed: str | None = None
    heading: str = ""
    other: dict[str, str] = Field(default_factory=dict)
    actions: tuple[dict[str, str], ...] = ()
    confidence: Confidence = Confidence.HIGH


class PlantedAssessment(Frozen):
    """An assessment of a case."""

    edition: Literal["2020", "2022", "2024"]
    assessed_on: str = ""
    rows: tuple[PlantedRow, ...]
    actions: tuple[dict[str, str], ...] = ()


class Expected(Frozen):
    """A finding that a case should raise."""

    rule: str
    quote: str = ""
    provision: str | None = None


class PlantedPromise(Frozen):
    """A promise and what the later assessment says of it."""

    provision: str
    action: str
    status: Literal["kept", "promised_again", "changed", "dropped", "unknown"]
    slip_months: int | None = None
    next_provision: str = ""
    quote: str = ""


class Case(Frozen):
    """One line of a file of cases, with its row already put into an assessment."""

    id: str
    kind: Literal["planted", "guard", "untouched", "promises"]
    landlord: str = ""
    assessments: tuple[PlantedAssessment, ...]
    expected: tuple[Expected, ...] = ()
    allowed: tuple[str | Expected, ...] = ()
    tempts: tuple[str, ...] = ()
    promises: tuple[PlantedPromise, ...] = ()
    note: str = ""


_OF_CASE = frozenset(Case.model_fields)
_OF_ASSESSMENT = frozenset({"edition", "assessed_on"})


def load_cases(folder: Path) -> list[Case]:
    """The cases of all files of a folder, in the order of their names.

    Raises:
        UsageError: a line is not of the form of corpus/planted/README.md, an id comes twice, or a
            quote does not stand in its row.
    """
    cases: list[Case] = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                try:
                    cases.append(_case(json.loads(line)))
                except (ValueError, ValidationError) as error:
                    raise UsageError(f"{path.name}, line {number}: {error}") from error
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            raise UsageError(f"The id {case.id} stands twice in {folder}.")
        seen.add(case.id)
    return cases


def _case(raw: dict[str, object]) -> Case:
    if "assessments" not in raw:
        row = {k: v for k, v in raw.items() if k not in _OF_CASE | _OF_ASSESSMENT}
        assessment = {k: raw[k] for k in _OF_ASSESSMENT if k in raw} | {"rows": [row]}
        raw = {k: v for k, v in raw.items() if k in _OF_CASE} | {"assessments": [assessment]}
    case = Case.model_validate(raw)
    rows = {row.provision: row for row in case.assessments[-1].rows}
    for expected in case.expected:
        if expected.quote and not any(
            expected.quote in _printed(row)
            for number, row in rows.items()
            if expected.provision in (None, "", number)
        ):
            raise ValueError(f"{case.id}: the quote of {expected.rule} does not stand in its row")
    if case.kind in ("guard", "untouched") and case.expected:
        raise ValueError(f"{case.id}: a {case.kind} expects nothing")
    return case


def _printed(row: PlantedRow) -> str:
    actions = [text for action in row.actions for text in action.values()]
    parts = (row.answer_printed, row.requirement_printed, row.evidence, row.commentary)
    return "\n".join(filter(None, (*parts, row.heading, *row.other.values(), *actions)))


def assessment_of(case: Case, planted: PlantedAssessment) -> Assessment:
    """An assessment as if it had been read from a document.

    Raises:
        UsageError: a provision is not in the edition.
    """
    code = get_code(f"HOS-{planted.edition}")
    provisions = {item.number: item for item in code.provisions}
    responses: list[Response] = []
    actions: list[Action] = [_action(code.key, item.get("provision", ""), item)
                             for item in planted.actions]  # fmt: skip
    for row in planted.rows:
        if row.provision not in provisions:
            raise UsageError(f"{case.id}: {code.key} has no provision {row.provision}")
        provision = provisions[row.provision]
        printed = row.answer_printed
        response = Response(
            provision_id=provision.id,
            answer=row.answer,
            answer_printed=_SINGLE.get(row.answer.value, "") if printed is None else printed,
            requirement_printed=(
                provision.text if row.requirement_printed is None else row.requirement_printed
            ),
            evidence=row.evidence,
            commentary=row.commentary,
            other=row.other,
            heading=row.heading,
            confidence_parts={"row": row.confidence},
        )
        responses.append(response)
        actions += commitments(response, planted.assessed_on)
        actions += [_action(code.key, row.provision, item) for item in row.actions]
    return Assessment(
        code="HOS",
        edition=planted.edition,
        edition_score=1.0,
        landlord=case.landlord,
        assessed_on=planted.assessed_on,
        responses=tuple(responses),
        actions=tuple(actions),
    )


def _action(key: str, number: str, item: dict[str, str]) -> Action:
    return Action(
        provision_id=f"{key}:{number}" if number else "",
        action=item["action"],
        due=item.get("due", ""),
        due_printed=item.get("due_printed", ""),
        owner=item.get("owner", ""),
        source="action_plan",
    )


@dataclass
class PlantedScores:
    """Counts of a part of the cases.

    Attributes:
        hits, missed, false: findings by rule.
        guards, guards_flagged, untouched, untouched_flagged: rows.
        promises, promises_right: by status.
        errors: what went wrong, for people: case, "missed" or "false", rule, words.
    """

    hits: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    missed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    false: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    guards: int = 0
    guards_flagged: int = 0
    untouched: int = 0
    untouched_flagged: int = 0
    promises: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    promises_right: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    errors: list[tuple[str, str, str, str]] = field(default_factory=list)


def score_planted(cases: Iterable[Case]) -> PlantedScores:
    """Scores the findings and promises of cases.

    Args:
        cases: as `load_cases` gives them.
    """
    scores = PlantedScores()
    for case in cases:
        read = [assessment_of(case, planted) for planted in case.assessments]
        if case.kind != "promises" or case.expected:
            _score_findings(scores, case, read)
        if case.promises:
            _score_promises(scores, case, read)
    return scores


def _score_promises(scores: PlantedScores, case: Case, read: Sequence[Assessment]) -> None:
    dated = [
        Dated(str(number), case.landlord or case.id, item.assessed_on or str(number), item)
        for number, item in enumerate(read)
    ]
    found = ledger(dated)
    for wanted in case.promises:
        match = max(found, key=lambda p: _promise_likeness(wanted, p), default=None)
        if match is not None and _promise_likeness(wanted, match) < _SAME_ACTION:
            match = None
        scores.promises[wanted.status] += 1
        got = match.status.value if match else "not found"
        right = got == wanted.status
        scores.promises_right[wanted.status] += right
        if not right:
            scores.errors.append((case.id, f"promise {got}", wanted.status, wanted.action))


def _promise_likeness(wanted: PlantedPromise, got: Promise) -> float:
    same = wanted.provision == got.action.provision_id.partition(":")[2]
    return fuzz.partial_ratio(wanted.action, got.action.action) * (1.0 if same else 0.5)


def _score_findings(scores: PlantedScores, case: Case, read: Sequence[Assessment]) -> None:
    earlier = read[-2] if len(read) > 1 and read[-2].edition == read[-1].edition else None
    on = {rule.id: rule.severity for rule in all_rules() if not rule.by_default}
    given = [f for f in find(read[-1], earlier, on) if f.rule not in _READING]
    single = len(read) == 1 and len(read[0].responses) == 1
    left = list(given)
    for wanted in case.expected:
        match = next((f for f in left if _is_same(wanted, f, single)), None)
        if match is None:
            scores.missed[wanted.rule] += 1
            scores.errors.append((case.id, "missed", wanted.rule, wanted.quote))
            continue
        left.remove(match)
        if wanted.provision == "":
            left = [f for f in left if f.rule != wanted.rule]
        scores.hits[wanted.rule] += 1
    left = [f for f in left if not _is_allowed(case, f)]
    for finding in left:
        scores.false[finding.rule] += 1
        scores.errors.append((case.id, "false", finding.rule, finding.quote))
    left = [f for f in left if f.rule not in optional_rules()]
    if case.kind == "guard":
        scores.guards += 1
        scores.guards_flagged += bool(left)
    if case.kind == "untouched":
        scores.untouched += 1
        scores.untouched_flagged += bool(left)


def _is_same(wanted: Expected, finding: Finding, single: bool) -> bool:
    number = finding.provision_id.partition(":")[2]
    return wanted.rule == finding.rule and (
        wanted.provision == number
        or (wanted.provision == "" and wanted.rule == _OF_ROWS)
        or (wanted.provision is None and single)
    )


def _is_allowed(case: Case, finding: Finding) -> bool:
    names = {a if isinstance(a, str) else a.rule for a in case.allowed}
    return finding.rule in names


def tallies(scores: PlantedScores) -> dict[str, Tally]:
    """The scores of a part, by stage; rules that are off by default count only for themselves."""
    hits, missed, false = (
        sum(count for rule, count in found.items() if rule not in optional_rules())
        for found in (scores.hits, scores.missed, scores.false)
    )
    untouched = scores.untouched
    return {
        "finding recall": Tally(right=hits, total=hits + missed),
        "finding precision": Tally(right=hits, total=hits + false),
        "guards silent": Tally(right=scores.guards - scores.guards_flagged, total=scores.guards),
        "untouched silent": Tally(right=untouched - scores.untouched_flagged, total=untouched),
        "promise status": Tally(
            right=sum(scores.promises_right.values()), total=sum(scores.promises.values())
        ),
    }


def by_rule(scores: PlantedScores) -> dict[str, dict[str, Tally]]:
    """Recall and precision of each rule that was expected or raised."""
    names = sorted({*scores.hits, *scores.missed, *scores.false})
    return {
        name: {
            "recall": Tally(right=scores.hits[name], total=scores.hits[name] + scores.missed[name]),
            "precision": Tally(
                right=scores.hits[name], total=scores.hits[name] + scores.false[name]
            ),
        }
        for name in names
    }


def with_planted(report: Report, corpus: Path) -> Report:
    """A report with the scores of the planted cases of a corpus, if it has any.

    Raises:
        UsageError: a case is not of the form of corpus/planted/README.md.
    """
    groups, rules, misses = dict(report.groups), dict(report.rules), list(report.misses)
    digest = hashlib.sha256(report.inputs_sha256.encode())
    files = sorted((corpus / "planted").glob("*/*.jsonl"))
    for part in PARTS:
        cases = load_cases(corpus / "planted" / part)
        if not cases:
            continue
        scores = score_planted(cases)
        groups[f"planted {part}"] = tallies(scores)
        rules[part] = by_rule(scores)
        misses += [
            Miss(file=f"{part} {case}", provision="", stage=kind, gold=rule, got=words)
            for case, kind, rule, words in scores.errors
        ]
    for path in files:
        digest.update(path.read_bytes())
    return report.model_copy(
        update={
            "groups": groups,
            "rules": rules,
            "misses": tuple(misses),
            "inputs_sha256": digest.hexdigest() if files else report.inputs_sha256,
        }
    )


def main() -> None:
    """Prints the scores of the planted cases of a corpus as tables."""
    report = with_planted(Report(groups={}), Path(sys.argv[1] if sys.argv[1:] else "corpus"))
    print(as_markdown(report.groups), rules_as_markdown(report.rules), sep="\n\n")


if __name__ == "__main__":
    main()
