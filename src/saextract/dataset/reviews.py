"""Decisions of people about rows: read from the user's file, and applied to what is read.

`reviews.csv` in the dataset's folder belongs to the user. Lines are only ever added to it, and
every ingest applies it. A decision names the reading that it was about; where the file is now
read otherwise, it is not applied, and the row is shown again with the finding `review-outdated`.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Literal

from saextract.errors import UsageError
from saextract.model import Answer, Finding, Response

from .formats.csvfile import guard, unguard
from .tables import Value
from .tables.reviews import FINDING, REVIEWS, ROW

FILE = "reviews.csv"
OUTDATED = "review-outdated"
"""Rule and flag: a decision was about a reading that has changed since."""
DIFFER = "reviewers-differ"
"""Rule and flag: two people decided differently; the later decision stands."""
UNREADABLE = "unreadable"
"""Decision and flag: a person could not read it in the document either."""
DISMISSED = "dismissed"
"""Decision: a person has looked at a finding, and nothing is left to do."""
REOPENED = "reopened"
"""Decision: a finding that was dismissed is open again."""

IN_ROW = ("answer", "answer_printed", "evidence", "commentary")
"""Fields that are the reading of a row together."""

_NEEDED = ("review_id", "sha256", "provision_id", "field", "old", "new", "decision")


@dataclass(frozen=True)
class Review:
    """A decision of a person; the attributes are the columns of `REVIEWS`."""

    review_id: str
    sha256: str
    provision_id: str
    field: str
    old: str
    new: str
    decision: Literal["confirmed", "corrected", "unreadable", "dismissed", "reopened"]
    reviewer: str = ""
    decided_at: str = ""
    why: str = ""
    assessment_id: str = ""
    landlord: str = ""
    edition: str = ""
    year: str = ""
    path: str = ""

    @property
    def wanted(self) -> str | None:
        """What stands in the document, as the person says; None if nobody can tell."""
        if self.decision == UNREADABLE:
            return None
        return self.new if self.decision == "corrected" else self.old


@dataclass(frozen=True)
class Reviewed:
    """A response after the decisions about it.

    Attributes:
        response: with corrections and flags.
        mark: confirmed, corrected, or "" where no decision holds.
        findings: about decisions that do not hold, or that contradict each other.
    """

    response: Response
    mark: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Raised:
    """A finding as it stands in the dataset.

    Attributes:
        finding: what to look at.
        dismissed: the decision that nothing is left to do; None while it is open.
    """

    finding: Finding
    dismissed: Review | None = None


def read_reviews(folder: Path) -> tuple[Review, ...]:
    """The decisions in a dataset's folder, in the order in which they were made.

    Raises:
        UsageError: if the file is not of the documented form; the message names the line.
    """
    file = folder / FILE
    if not file.is_file():
        return ()
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            missing = set(_NEEDED) - set(reader.fieldnames or ())
            if missing:
                raise UsageError(f"{file} has no column {', '.join(sorted(missing))}.")
            return tuple(_review(file, reader.line_num, row) for row in reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{file} cannot be read as CSV in UTF-8: {error}.") from error


def _review(file: Path, line: int, row: Mapping[str, str | None]) -> Review:
    names = [field.name for field in fields(Review)]
    texts = {name: unguard(row.get(name) or "") for name in names}
    texts["sha256"] = texts["sha256"].lstrip("§")
    for column in REVIEWS.columns:
        value = texts[column.name]
        if (column.required and not value) or (
            value and column.values and value not in column.values
        ):
            raise UsageError(f"{file}, line {line}: '{value}' is no {column.name}.")
    corrected = texts["decision"] == "corrected"
    if corrected and texts["field"] == ROW:
        raise UsageError(f"{file}, line {line}: a row is corrected field by field.")
    if corrected and texts["field"] == "answer" and texts["new"] not in tuple(Answer):
        raise UsageError(f"{file}, line {line}: '{texts['new']}' is no answer.")
    if (texts["decision"] in (DISMISSED, REOPENED)) != (texts["field"] == FINDING):
        raise UsageError(
            f"{file}, line {line}: a finding is dismissed or reopened, and nothing else."
        )
    if not texts["provision_id"] and texts["field"] != FINDING:
        raise UsageError(f"{file}, line {line}: '' is no provision_id.")
    if texts["decision"] == DISMISSED and not texts["why"]:
        raise UsageError(f"{file}, line {line}: a finding is dismissed with a reason (why).")
    return Review(**texts)  # type: ignore[arg-type]


def astray(reviews: Iterable[Review], known: Collection[str]) -> tuple[str, ...]:
    """What to say of decisions about documents that are not in the dataset; they are kept.

    Args:
        reviews: the decisions.
        known: SHA-256 of documents that are in it.
    """
    lost = [review for review in reviews if review.sha256 not in known]
    if not lost:
        return ()
    names = ", ".join(sorted({review.path or review.sha256[:16] for review in lost}))
    return (f"{FILE} has {len(lost)} decisions about documents that are not here: {names}.",)


def add_reviews(folder: Path, reviews: Iterable[Review]) -> None:
    """Adds decisions at the end of the file, which is made if it is not there.

    Raises:
        OSError: if they cannot be written.
    """
    import os

    file = folder / FILE
    header: list[str] = list(REVIEWS.names)
    if file.is_file() and file.stat().st_size:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            header = next(csv.reader(stream), header)
    with file.open("a+b") as stream:
        ends = stream.tell() and stream.seek(-1, os.SEEK_END) and stream.read(1) not in b"\r\n"
        lines = [] if file.stat().st_size else [header]
        lines += [
            [guard(str(asdict(review).get(name, ""))) for name in header] for review in reviews
        ]
        text = "\r\n" if ends else ""
        text += "".join(",".join(map(_quoted, line)) + "\r\n" for line in lines)
        stream.write(text.encode("utf-8"))
        stream.flush()
        os.fsync(stream.fileno())


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\r\n') else text


def reading(response: Response, field: str) -> str:
    """What is read: the text of a field, or of the whole row as a JSON list."""
    if field != ROW:
        return str(getattr(response, field))
    return row_reading({name: str(getattr(response, name)) for name in IN_ROW})


def row_reading(fields: Mapping[str, str]) -> str:
    """The reading of a whole row, of its fields' texts."""
    return json.dumps([fields[name] for name in IN_ROW], ensure_ascii=False)


def finding_reading(rule: str, quote: str) -> str:
    """What a finding says: its rule and its quote."""
    return json.dumps([rule, quote], ensure_ascii=False)


def with_dismissals(findings: Iterable[Finding], reviews: Iterable[Review]) -> list[Raised]:
    """The findings about a row or an assessment, each with the decision that dismissed it.

    Of several decisions about a finding the last stands. A finding whose quote is no longer the
    one that was dismissed is open again.
    """
    gone = dismissals(reviews)
    return [Raised(f, gone.get(finding_reading(f.rule, f.quote))) for f in findings]


def dismissals(reviews: Iterable[Review]) -> dict[str, Review]:
    """The dismissals that stand, by what the finding says: none that was taken back.

    Args:
        reviews: in the order in which they were made.
    """
    last = {review.old: review for review in reviews if review.field == FINDING}
    return {old: review for old, review in last.items() if review.decision == DISMISSED}


def apply(response: Response, reviews: Sequence[Review]) -> Reviewed:
    """Applies the decisions about a response.

    Args:
        response: as read.
        reviews: those about it, in the order in which they were made; of several about one
            field the last stands.
    """
    by_field = _by_field(response, reviews)
    changes: dict[str, str] = {}
    marks: set[str] = set()
    findings: list[Finding] = []
    for field, decisions in by_field.items():
        now, last = reading(response, field), decisions[-1]
        if len({d.wanted for d in {d.reviewer: d for d in decisions}.values()}) > 1:
            findings.append(_finding(response, DIFFER, _differing(decisions)))
        if now == last.wanted:
            marks.add("confirmed")
        elif now != last.old:
            findings.append(_finding(response, OUTDATED, _outdated(last, now)))
        elif last.wanted is None:
            marks.add(UNREADABLE)
        else:
            changes[field] = last.wanted
    flags = dict.fromkeys((*response.flags, *(finding.rule for finding in findings)))
    if UNREADABLE in marks:
        flags[UNREADABLE] = None
    corrected = response.model_copy(update={**_typed(changes), "flags": tuple(flags)})
    mark = "corrected" if changes else "confirmed" if "confirmed" in marks else ""
    return Reviewed(corrected, mark, tuple(findings))


def _by_field(response: Response, reviews: Sequence[Review]) -> dict[str, list[Review]]:
    """Decisions by field; who confirms a row as it is read confirms the fields others decide on."""
    found: dict[str, list[Review]] = {}
    confirmed: list[Review] = []
    row = reading(response, ROW)
    for review in reviews:
        if review.field == FINDING:
            continue
        decisions = found.setdefault(review.field, [])
        if not decisions and review.field in IN_ROW:
            decisions += [_on_field(earlier, review.field, response) for earlier in confirmed]
        decisions.append(review)
        if review.field == ROW and review.decision == "confirmed" and review.old == row:
            confirmed.append(review)
            for field in set(found) & set(IN_ROW):
                found[field].append(_on_field(review, field, response))
    return found


def _on_field(review: Review, field: str, response: Response) -> Review:
    return replace(review, field=field, old=reading(response, field))


def _typed(changes: Mapping[str, str]) -> dict[str, Value | Answer]:
    return {name: Answer(text) if name == "answer" else text for name, text in changes.items()}


def _finding(response: Response, rule: str, message: str) -> Finding:
    return Finding(
        provision_id=response.provision_id,
        rule=rule,
        severity="medium",
        quote="",
        message=message,
        page=response.pages[0] if response.pages else None,
    )


def _said(review: Review) -> str:
    right = review.field == ROW and review.decision == "confirmed"
    what = "right" if right else "unreadable" if review.wanted is None else f"'{review.wanted}'"
    who = " ".join(filter(None, (review.reviewer or "A person", review.decided_at)))
    return f"{who}: {what}"


def _differing(decisions: Iterable[Review]) -> str:
    said = "; ".join(_said(review) for review in decisions)
    return f"People decided differently on {next(iter(decisions)).field}. {said}. The last stands."


def _outdated(review: Review, now: str) -> str:
    before, since = ([review.old], [now]) if review.field != ROW else map(_cells, (review.old, now))
    names = ["the reading"] if review.field != ROW else IN_ROW
    changed = [
        f"{name.replace('_', ' ')} was '{old}' and is now '{new}'"
        for name, old, new in zip(names, before, since, strict=False)
        if old != new
    ]
    return (
        f"A decision on {review.field} was about a reading that has changed since, and is not "
        f"applied. {_said(review)}. Since then: {'; '.join(changed)}. Decide anew."
    )


def _cells(reading_of_row: str) -> list[str]:
    """The cells of a row's reading; none where a person has written something else there."""
    try:
        cells = json.loads(reading_of_row)
    except ValueError:
        return []
    return [str(cell) for cell in cells] if isinstance(cells, list) else []
