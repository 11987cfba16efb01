"""Scores against gold, stage by stage: kind, edition, rows, mapping, answer, texts, pages.

A document that fails counts as a full miss in every stage. Texts are compared letter by
letter, with white space, bullet signs, quote shapes and the hyphens of automatic hyphenation
(U+00AD, U+2010) left aside.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from rapidfuzz import fuzz

from saextract import batch
from saextract.codes import get_code
from saextract.load.inputs import Input
from saextract.model import Action, Answer, Assessment, Confidence, Level, Outcome, Response
from saextract.parsers.office import SUFFIXES as OFFICE_SUFFIXES
from saextract.parsers.pdf.ocr.engine import is_installed
from saextract.parsers.soffice import find_soffice
from saextract.settings import Settings

from .gold import (
    GoldAction,
    GoldAssessment,
    GoldDocument,
    GoldResponse,
    find_documents,
    inputs_sha256,
    letters,
    load_gold,
)
from .planted import with_planted
from .report import CONVERTED, SCANS, Miss, Report, Tally

TEXTS = ("requirement", "evidence", "commentary")

_ALIKE = 85.0
"""Likeness in per cent above which two texts are the same action."""


def evaluate(
    corpus: Path, gold: Path, process: batch.Process | None = None, jobs: int | None = None
) -> Report:
    """Reads every labelled document of a corpus, as a batch does, and scores it.

    Scans, and files that are read through LibreOffice, form groups of their own, apart from
    "all". They are left out where the extra for OCR or LibreOffice is not installed, so that
    all other scores are the same with and without them.

    Args:
        corpus: folder of the documents.
        gold: folder of the labels.
        process: what reads one document; the pipeline by default.
        jobs: worker processes; one for each CPU by default.

    Raises:
        UsageError: if gold or a document is missing.
    """
    golds = load_gold(gold)
    files = find_documents(corpus, golds)
    there = {SCANS: is_installed(), CONVERTED: find_soffice() is not None, "": True}
    left_out = tuple(gold.file for gold in golds if not there[_apart(gold)])
    golds = [gold for gold in golds if gold.file not in left_out]
    inputs = [Input(path=gold.file, file=files[gold.file]) for gold in golds]
    settings = batch.Settings(pipeline=Settings(), jobs=jobs, process=process)
    outcomes = {outcome.path: outcome for outcome in batch.run(inputs, settings)}
    report = score(golds, outcomes.get, inputs_sha256(files, gold))
    report = report.model_copy(update={"left_out": left_out})
    return with_planted(report, corpus) if process is None else report


def _apart(gold: GoldDocument) -> str:
    """The group of a document that takes more than Python to read, or ""."""
    if gold.scan:
        return SCANS
    return CONVERTED if Path(gold.file).suffix.lower() in OFFICE_SUFFIXES else ""


class _Scores:
    """Collects tallies for the groups that a document belongs to."""

    def __init__(self) -> None:
        self.counts: dict[str, dict[str, list[int]]] = defaultdict(
            lambda: defaultdict(lambda: [0, 0])
        )
        self.misses: list[Miss] = []
        self._groups: list[str] = []
        self._file = ""

    def document(self, gold: GoldDocument) -> None:
        suffix = Path(gold.file).suffix.lstrip(".").lower()
        self._file = gold.file
        if _apart(gold):
            self._groups = [_apart(gold)]
            return
        self._groups = ["all", f"split {gold.split}", f"format {suffix}"]
        self._groups += sorted({f"edition {a.code}-{a.edition}" for a in gold.assessments})

    def add(self, stage: str, right: bool, miss: tuple[str, str, str, str] | None = None) -> None:
        for group in self._groups:
            tally = self.counts[group][stage]
            tally[0] += right
            tally[1] += 1
        if not right and miss is not None:
            provision, gold, got, confidence = miss
            self.misses.append(
                Miss(
                    file=self._file,
                    provision=provision,
                    stage=stage,
                    gold=gold,
                    got=got,
                    confidence=confidence,
                )
            )

    def report(self, sha: str) -> Report:
        return Report(
            groups={
                group: {s: Tally(right=r, total=t) for s, (r, t) in stages.items()}
                for group, stages in self.counts.items()
            },
            misses=tuple(self.misses),
            inputs_sha256=sha,
        )


def score(
    golds: Iterable[GoldDocument], outcome_of: Callable[[str], Outcome | None], sha: str = ""
) -> Report:
    """Scores outcomes against gold.

    Args:
        golds: the labels.
        outcome_of: gives the outcome for a file of the corpus, or None if there is none.
        sha: hash over the inputs, kept in the report.
    """
    scores = _Scores()
    for gold in golds:
        scores.document(gold)
        _score_document(scores, gold, outcome_of(gold.file))
    return scores.report(sha)


def _score_document(scores: _Scores, gold: GoldDocument, outcome: Outcome | None) -> None:
    kind = outcome.kind.value if outcome else "failed"
    found = list(outcome.assessments) if outcome else []
    scores.add("kind", kind == gold.kind.value, ("", gold.kind.value, kind, ""))
    for wanted in gold.assessments:
        match = _pick(found, wanted)
        if match is not None:
            found.remove(match)
        _score_assessment(scores, wanted, match)
    for spurious in found:
        scores.add("assessments", False, ("", "none", f"{spurious.code}-{spurious.edition}", ""))


def _pick(found: list[Assessment], wanted: GoldAssessment) -> Assessment | None:
    """The found assessment that is the wanted one: same edition, then most equal answers."""

    def likeness(candidate: Assessment) -> tuple[bool, int]:
        same = (candidate.code, candidate.edition) == (wanted.code, wanted.edition)
        numbers = _by_number(candidate)
        agree = sum(
            1
            for number, response in wanted.responses.items()
            if number in numbers
            and letters(numbers[number].commentary) == letters(response.commentary)
        )
        return same, agree

    return max(found, key=likeness, default=None)


def _by_number(assessment: Assessment) -> dict[str, Response]:
    return {r.provision_id.split(":", 1)[1]: r for r in assessment.responses}


def _score_assessment(scores: _Scores, gold: GoldAssessment, got: Assessment | None) -> None:
    name = f"{gold.code}-{gold.edition}"
    seen = f"{got.code}-{got.edition}" if got else "none"
    scores.add("assessments", got is not None, ("", name, "none", ""))
    scores.add("edition", seen == name, ("", name, seen, ""))
    usable = got is not None and seen == name
    responses = _by_number(got) if got is not None and usable else {}
    landlords = [gold.landlord] if isinstance(gold.landlord, str) else gold.landlord
    if got is not None:
        right = letters(got.landlord).lower() in {letters(n).lower() for n in landlords}
        scores.add("landlord", right, ("", " / ".join(landlords), got.landlord, ""))
        scores.add(
            "date",
            (got.assessed_on, _year(got.year)) == (gold.assessed_on, _year(gold.year)),
            ("", f"{gold.assessed_on} {gold.year}", f"{got.assessed_on} {got.year}", ""),
        )
    for number, wanted in gold.responses.items():
        _score_row(scores, number, wanted, responses.get(number))
    for number, response in responses.items():
        if number not in gold.responses and response.answer is not Answer.NOT_FOUND:
            miss = (number, "no row", response.requirement_printed[:80], response.confidence)
            scores.add("rows", False, miss)
    _score_unmet(scores, gold, responses)
    if gold.actions is not None:
        _score_actions(scores, gold.actions, got.actions if got is not None and usable else ())


def _score_row(scores: _Scores, number: str, gold: GoldResponse, got: Response | None) -> None:
    found = got is not None and got.answer is not Answer.NOT_FOUND
    grade = got.confidence.value if got else ""
    scores.add("rows", found, (number, "row", "not found", grade))
    alike = 0.0
    if found and got is not None:
        alike = fuzz.ratio(letters(gold.requirement), letters(got.requirement_printed))
    scores.add("mapping", alike >= 60, (number, gold.requirement[:80], _short(got), grade))
    answer = got.answer.value if got else "not_found"
    scores.add("answer", answer == gold.answer.value, (number, gold.answer.value, answer, grade))
    wrong_and_sure = answer != gold.answer.value and grade != Confidence.LOW.value
    scores.add("silent errors", not wrong_and_sure, (number, gold.answer.value, answer, grade))
    printed = {
        "requirement": got.requirement_printed if got else "",
        "evidence": got.evidence if got else "",
        "commentary": got.commentary if got else "",
    }
    whole = found and answer == gold.answer.value
    for field in TEXTS:
        wanted = getattr(gold, field)
        same = found and letters(wanted) == letters(printed[field])
        whole = whole and same
        scores.add(f"{field} exact", same, (number, wanted, printed[field], grade))
    if grade == Confidence.HIGH:
        scores.add("high is right", whole, (number, "right in every cell", "not", grade))
    if whole:
        scores.add("right is high", grade == Confidence.HIGH)
    if gold.page_first is not None and gold.page_last is not None:
        pages = got.pages if got else None
        want = (gold.page_first, gold.page_last)
        scores.add("pages", pages == want, (number, str(want), str(pages), grade))


def _year(text: str) -> str:
    """A year in one notation: 2023/24, 2023-24 and 2023-2024 are the same."""
    return re.sub(r"(20\d\d)\s*[/–-]\s*(?:20)?(\d\d)", r"\1-\2", text)


def _short(response: Response | None) -> str:
    return response.requirement_printed[:80] if response else "not found"


def _score_unmet(scores: _Scores, gold: GoldAssessment, responses: dict[str, Response]) -> None:
    """Recall and precision of unmet musts: provisions at level must answered no or partial."""
    unmet = (Answer.NO, Answer.PARTIAL)
    code = get_code(f"{gold.code}-{gold.edition}")
    musts = {p.number for p in code.provisions if p.level is Level.MUST}
    wanted = {n for n, r in gold.responses.items() if n in musts and r.answer in unmet}
    got = {n for n, r in responses.items() if n in musts and r.answer in unmet}
    for number in sorted(wanted):
        scores.add("unmet must recall", number in got, (number, "unmet", "missed", ""))
    for number in sorted(got):
        scores.add("unmet must precision", number in wanted, (number, "met", "unmet", ""))


def _score_actions(scores: _Scores, gold: tuple[GoldAction, ...], got: tuple[Action, ...]) -> None:
    """Recall, precision and due dates of actions, paired by provision and text."""
    left = list(got)
    for wanted in gold:
        best = max(left, key=lambda a: _action_likeness(wanted, a), default=None)
        hit = best is not None and _action_likeness(wanted, best) >= _ALIKE
        scores.add("action recall", hit, (wanted.provision, wanted.action[:90], "missed", ""))
        if hit and best is not None:
            left.remove(best)
            scores.add("action precision", True)
            scores.add(
                "action due", best.due == wanted.due, (wanted.provision, wanted.due, best.due, "")
            )
    for spurious in left:
        miss = (spurious.provision_id, "none", spurious.action[:90], "")
        scores.add("action precision", False, miss)


def _action_likeness(gold: GoldAction, got: Action) -> float:
    """0 to 101; of two that are equally alike, the one from the same source."""
    if gold.provision != got.provision_id.split(":", 1)[-1]:
        return 0.0
    return fuzz.ratio(letters(gold.action), letters(got.action)) + (gold.source == got.source)


def compare_methods(corpus: Path, gold: Path) -> dict[str, Report]:
    """The scores of the two baselines, by name; see `saextract.baselines`."""
    from . import baselines

    return {
        "number regex": evaluate(corpus, gold, baselines.number_regex),
        "default tables": evaluate(corpus, gold, baselines.default_tables),
    }
