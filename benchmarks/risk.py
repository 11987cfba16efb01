"""Risk against coverage of the grade "high", by format and by route, over labelled documents.

Coverage is the share of rows that are graded high; risk is the share of these that are not right in
every cell: requirement, answer, evidence, commentary. Rows that the tool did not find have no
grade and are counted apart. The interval is Wilson's, at 95 %.

A route is how a row's table was found: the detector of its format, or what of `mapping/routes`
made rows of text. With `--leave-out` each cut-off of `wholeness.py` is fitted anew, on all layouts
but one, and tried on that one; see docs/evaluation.md for what this can tell and what not.

Usage: python benchmarks/risk.py [--leave-out] [CORPUS GOLD]     prints Markdown tables
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from saextract import pipeline
from saextract.analysis.wilson import wilson
from saextract.codes import load_codes
from saextract.evaluation.gold import (
    GoldAssessment,
    GoldDocument,
    GoldResponse,
    find_documents,
    letters,
    load_gold,
)
from saextract.load.sniff import sniff
from saextract.mapping import assess as story
from saextract.mapping.assessing import wholeness
from saextract.model import Answer, Assessment, Code, Confidence, Response, Source

ROOT = Path(__file__).parent.parent
CELLS = ("requirement", "evidence", "commentary")
_RISK = 0.005
"""The risk that a fit allows: the target for rows graded high."""
CUT_OFFS: dict[str, tuple[float, ...]] = {
    "_FOREIGN": (0.15, 0.2, 0.3, 0.4, 0.6, 9.0),
    "_STRANGE": (0.04, 0.08, 0.12, 0.2, 0.3, 9.0),
    "_LACKING": (0.03, 0.06, 0.1, 0.15, 0.3, 9.0),
    "_FEWEST_STRANGE": (2, 3, 4, 6, 10),
    "_FEW_TEXTS": (0.0, 0.2, 0.4, 0.6),
    "_FEW_ANSWERS": (0.0, 0.25, 0.5, 0.75),
    "_REPEATED": (0.4, 0.6, 0.8, 9.0),
}
"""The values that are tried; 9 and 0 switch a doubt off."""


class Row(NamedTuple):
    """A row that gold has.

    Attributes:
        file, layout: its document.
        kind: format, "scan" for a scan.
        route: how it was found; "" where it was not.
        grade: None where it was not found.
        right: whether every cell is right.
    """

    file: str
    layout: str
    kind: str
    route: str
    grade: Confidence | None
    right: bool


class Read(NamedTuple):
    """A labelled document as it was read: assessments, routes by place, and ungraded rows."""

    gold: GoldDocument
    assessments: tuple[Assessment, ...]
    routes: dict[tuple[object, ...], str]
    ungraded: list[tuple[Sequence[Response], Code, bool]]


@contextmanager
def put(module: Any, name: str, value: object) -> Iterator[None]:
    """Puts something in the place of a module's function or constant for a while."""
    kept = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, kept)


def _place(response: Response) -> tuple[object, ...]:
    return response.provision_id, response.locators


def read(gold: GoldDocument, file: Path) -> Read:
    """Reads a document, and notes how each row was found and what it was before its grades."""
    routes: dict[tuple[object, ...], str] = {}
    ungraded: list[tuple[Sequence[Response], Code, bool]] = []
    respond, regrade = story.respond, story.regrade

    def noted(tied: Any, *rest: Any, **named: Any) -> Response:
        response = respond(tied, *rest, **named)
        routes[_place(response)] = tied.parts[0].detector
        return response

    def kept(responses: Sequence[Response], code: Code, *, drawn: bool) -> tuple[Response, ...]:
        ungraded.append((responses, code, drawn))
        return regrade(responses, code, drawn=drawn)

    data = file.read_bytes()
    source = Source(path=gold.file, data=data, sha256="0" * 64, media_type=sniff(data, file.suffix))
    with put(story, "respond", noted), put(story, "regrade", kept):
        outcome = pipeline.process(source)
    return Read(gold, outcome.assessments, routes, ungraded)


def rows_of(seen: Read, assessments: Iterable[Assessment]) -> Iterator[Row]:
    """Every row that gold has, as it was read."""
    kind = "scan" if seen.gold.scan else Path(seen.gold.file).suffix.lstrip(".").lower()
    for gold, response in pairs(seen.gold, assessments):
        yield Row(
            file=seen.gold.file,
            layout=f"{seen.gold.producer} {seen.gold.layout}",
            kind=kind,
            route=seen.routes.get(_place(response), "several") if response else "",
            grade=response.confidence if response else None,
            right=bool(response and is_right(gold, response)),
        )


def pairs(
    gold: GoldDocument, assessments: Iterable[Assessment]
) -> Iterator[tuple[GoldResponse, Response | None]]:
    """Every row that gold has, with what was read of it; None where it was not found."""
    left = list(assessments)
    for wanted in gold.assessments:
        same = [a for a in left if (a.code, a.edition) == (wanted.code, wanted.edition)]
        best = max(same, key=lambda one: sum(_rights(wanted, one)), default=None)
        if best is not None:
            left.remove(best)
        found = {r.provision_id.split(":", 1)[1]: r for r in best.responses} if best else {}
        for number, row in wanted.responses.items():
            response = found.get(number)
            there = response is not None and response.answer is not Answer.NOT_FOUND
            yield row, response if there else None


def _rights(wanted: GoldAssessment, assessment: Assessment) -> Iterator[bool]:
    for response in assessment.responses:
        gold = wanted.responses.get(response.provision_id.split(":", 1)[1])
        yield gold is not None and is_right(gold, response)


def is_right(gold: GoldResponse, response: Response) -> bool:
    """Whether a row is right in every cell."""
    printed = (response.requirement_printed, response.evidence, response.commentary)
    return response.answer is gold.answer and all(
        letters(getattr(gold, name)) == letters(text)
        for name, text in zip(CELLS, printed, strict=True)
    )


# --------------------------------------------------------------------------- tables


def table(rows: Iterable[Row], group: Callable[[Row], str], name: str) -> str:
    """Risk and coverage of each group, the largest first, in Markdown."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[group(row)].append(row)
    lines = [
        f"| {name} | documents | rows found | graded high | of these wrong in a cell "
        "| risk, 95 % interval | right rows graded high |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for key, members in sorted(groups.items(), key=lambda item: -len(item[1])):
        found = [row for row in members if row.grade is not None]
        high = [row for row in found if row.grade is Confidence.HIGH]
        wrong, right = sum(not row.right for row in high), sum(row.right for row in found)
        lines.append(
            f"| {key} | {len({row.file for row in members})} | {len(found)} of {len(members)} "
            f"| {_share(len(high), len(found))} | {wrong} of {len(high)} "
            f"| {_interval(wrong, len(high))} | {_share(len(high) - wrong, right)} |"
        )
    return "\n".join(lines)


def _interval(wrong: int, total: int) -> str:
    return "{:.2%} to {:.2%}".format(*wilson(wrong, total)) if total else "–"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def firstsight(scores: Path) -> str:
    """The same for each set of documents that was scored once, at first sight."""
    with scores.open(encoding="utf-8", newline="") as file:
        found = {(row["set"], row["stage"]): row for row in csv.DictReader(file)}
    lines = [
        "| set, day | rows found | graded high | of these wrong in a cell | risk, 95 % interval "
        "| right rows graded high |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name in sorted({name for name, _ in found}):
        high, right = found[name, "high is right"], found[name, "right is high"]
        rows = found[name, "rows"]
        wrong = int(high["total"]) - int(high["right"])
        lines.append(
            f"| {name}, {high['scored_on']} | {rows['right']} of {rows['total']} "
            f"| {_share(int(high['total']), int(rows['right']))} | {wrong} of {high['total']} "
            f"| {_interval(wrong, int(high['total']))} "
            f"| {_share(int(right['right']), int(right['total']))} |"
        )
    return "\n".join(lines)


# --------------------------------------------------------------------------- leaving out


class Tally(NamedTuple):
    """Rows graded high that are right and that are wrong."""

    right: int
    wrong: int


def regraded(seen: Sequence[Read]) -> dict[str, Tally]:
    """Right and wrong rows graded high, by layout, with the cut-offs as they stand."""
    counts: dict[str, Counter[bool]] = defaultdict(Counter)
    for one in seen:
        fresh = [
            assessment.model_copy(
                update={"responses": wholeness.regrade(responses, code, drawn=drawn)}
            )
            for assessment, (responses, code, drawn) in zip(
                one.assessments, one.ungraded, strict=True
            )
        ]
        for row in rows_of(one, fresh):
            counts[row.layout][row.right] += row.grade is Confidence.HIGH
    return {layout: Tally(count[True], count[False]) for layout, count in counts.items()}


def leave_out(seen: Sequence[Read]) -> str:
    """Each cut-off fitted on all layouts but one, and tried on that one."""
    lines = [
        "| cut-off | in use | high, wrong with it | fitted on the rest | high, wrong on what was "
        "left out |",
        "|---|---:|---:|---|---:|",
    ]
    for name, values in CUT_OFFS.items():
        used = getattr(wholeness, name)
        by_value: dict[float, dict[str, Tally]] = {}
        for value in dict.fromkeys((used, *values)):
            with put(wholeness, name, value):
                by_value[value] = regraded(seen)
        now, tried, chosen = _total(by_value[used].values()), Tally(0, 0), Counter[float]()
        for layout in by_value[used]:
            best = max(by_value, key=lambda value: _merit(by_value[value], layout))
            chosen[best] += 1
            right, wrong = by_value[best][layout]
            tried = Tally(tried.right + right, tried.wrong + wrong)
        picks = ", ".join(f"{value:g} ({times} layouts)" for value, times in chosen.most_common())
        lines.append(
            f"| `{name}` | {used:g} | {sum(now)}, {now.wrong} | {picks} "
            f"| {sum(tried)}, {tried.wrong} |"
        )
    return "\n".join(lines)


def _total(tallies: Iterable[Tally]) -> Tally:
    rights, wrongs = zip(*tallies, strict=True)
    return Tally(sum(rights), sum(wrongs))


def _merit(by_layout: dict[str, Tally], without: str) -> tuple[bool, int]:
    """What a fit prefers: the risk allowed first, then the most right rows graded high."""
    rest = _total(tally for layout, tally in by_layout.items() if layout != without)
    allowed = rest.wrong <= _RISK * sum(rest)
    return allowed, rest.right if allowed else -rest.wrong


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leave-out", action="store_true")
    parser.add_argument("corpus", nargs="?", type=Path, default=ROOT / "corpus")
    parser.add_argument("gold", nargs="?", type=Path, default=ROOT / "gold")
    options = parser.parse_args()
    load_codes()
    golds = [gold for gold in load_gold(options.gold) if gold.assessments]
    files = find_documents(options.corpus, golds)
    seen = [read(gold, files[gold.file]) for gold in golds]
    rows = [row for one in seen for row in rows_of(one, one.assessments)]
    lost = [row for row in rows if row.grade is None]
    found = [row for row in rows if row.grade is not None]
    print(table(rows, lambda row: row.kind, "format"), end="\n\n")
    print(table(found, lambda row: row.route, "route"), end="\n\n")
    print(f"Rows that were not found, and have no route: {len(lost)}.", end="\n\n")
    print(firstsight(options.corpus / "firstsight" / "scores.csv"))
    if options.leave_out:
        print(f"\n{leave_out(seen)}")


if __name__ == "__main__":
    main()
