"""Decisions of people: applied where the reading is still the same, shown again where not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from outcomes import assessment, outcome, response
from report_data import dismissal
from saextract.dataset.build import build
from saextract.dataset.reviews import (
    FILE,
    Review,
    add_reviews,
    astray,
    read_reviews,
    reading,
)
from saextract.dataset.store import read_tables
from saextract.dataset.write import write_dataset
from saextract.errors import UsageError
from saextract.model import Answer

SAID = response("HOS-2024:1.2", "unclear", answer_printed="Y?", commentary="- See page 4")
DOCUMENT = outcome("a.pdf", assessment(answers={"1.2": SAID}))
RIGHT = Review(
    review_id="r1",
    sha256=DOCUMENT.sha256,
    provision_id="HOS-2024:1.2",
    field="answer",
    old="unclear",
    new="no",
    decision="corrected",
    reviewer="Reader One",
    decided_at="2026-01-02T10:00:00Z",
)


def row_of(tables: Any, name: str = "responses") -> Any:
    return next(r for r in tables[name] if r["provision_id"] == "HOS-2024:1.2")


def test_a_correction_is_applied_and_counts_from_then_on() -> None:
    before, after = build([DOCUMENT]), build([DOCUMENT], [RIGHT])
    assert (row_of(before)["answer"], row_of(before)["reviewed"]) == ("unclear", "")
    assert (row_of(after)["answer"], row_of(after)["reviewed"]) == ("no", "corrected")
    counts = [tables["assessments"][0]["unmet_must"] for tables in (before, after)]
    assert counts == [0, 1]
    assert row_of(after, "reviews")["old"] == "unclear"


def test_a_decision_on_a_reading_that_has_changed_is_shown_again_and_not_applied() -> None:
    said = SAID.model_copy(update={"answer_printed": "Yes, but", "answer": Answer.PARTIAL})
    tables = build([outcome("a.pdf", assessment(answers={"1.2": said}))], [RIGHT])
    row = row_of(tables)
    assert (row["answer"], row["reviewed"]) == ("partial", "")
    assert "review-outdated" in json.loads(row["flags"])
    finding = next(f for f in tables["findings"] if f["rule"] == "review-outdated")
    assert "Reader One 2026-01-02T10:00:00Z: 'no'. Since then: the reading was 'unclear'" in str(
        finding["message"]
    )


def test_of_a_row_that_has_changed_the_cells_that_did_are_named() -> None:
    said = SAID.model_copy(update={"commentary": "Other words."})
    whole = replace(RIGHT, field="row", old=reading(SAID, "row"), new="", decision="confirmed")
    tables = build([outcome("a.pdf", assessment(answers={"1.2": said}))], [whole])
    finding = next(f for f in tables["findings"] if f["rule"] == "review-outdated")
    assert f": right. Since then: commentary was '{SAID.commentary}' and is now 'Other words.'" in (
        str(finding["message"])
    )
    assert "[" not in str(finding["message"])


def test_a_reading_that_has_become_what_the_person_said_counts_as_confirmed() -> None:
    said = SAID.model_copy(update={"answer": Answer.NO})
    tables = build([outcome("a.pdf", assessment(answers={"1.2": said}))], [RIGHT])
    assert (row_of(tables)["reviewed"], row_of(tables)["answer"]) == ("confirmed", "no")


def test_a_confirmed_row_is_no_longer_to_be_checked_and_an_unreadable_one_says_so() -> None:
    whole = replace(RIGHT, field="row", old=reading(SAID, "row"), new="", decision="confirmed")
    low = SAID.model_copy(update={"flags": ("answer-odd",)})
    document = outcome("a.pdf", assessment(answers={"1.2": low}))
    before, after = build([document]), build([document], [whole])
    counts = [tables["assessments"][0]["needs_review"] for tables in (before, after)]
    assert counts[0] - counts[1] == 1
    unreadable = build([document], [replace(whole, decision="unreadable")])
    assert "unreadable" in json.loads(row_of(unreadable)["flags"])


def test_the_last_decision_stands_and_two_people_who_differ_are_named() -> None:
    other = replace(RIGHT, review_id="r2", new="yes", reviewer="Reader Two")
    row = row_of(build([DOCUMENT], [RIGHT, other]))
    assert (row["answer"], "reviewers-differ" in row["flags"]) == ("yes", True)
    same_person = replace(other, reviewer="Reader One")
    row = row_of(build([DOCUMENT], [RIGHT, same_person]))
    assert (row["answer"], "reviewers-differ" in row["flags"]) == ("yes", False)


def test_of_two_assessments_in_a_document_the_one_named_is_meant() -> None:
    two = outcome("a.pdf", *(assessment(answers={"1.2": SAID}, landlord=n) for n in ("One", "Two")))
    stem = two.document_id
    tables = build([two], [replace(RIGHT, assessment_id=f"{stem}-2")])
    rows = [r["answer"] for r in tables["responses"] if r["provision_id"] == "HOS-2024:1.2"]
    assert rows == ["unclear", "no"]


def test_what_is_written_is_read_again_and_lines_are_only_added(tmp_path: Path) -> None:
    odd = replace(RIGHT, review_id="r2", field="commentary", old="- See page 4", new='=1, "x"\nz')
    add_reviews(tmp_path, [RIGHT])
    first = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(first.rstrip(b"\r\n"))
    add_reviews(tmp_path, [odd])
    assert read_reviews(tmp_path) == (RIGHT, odd)
    assert (tmp_path / FILE).read_bytes().startswith(first)
    assert row_of(build([DOCUMENT], [odd]))["commentary"] == '=1, "x"\nz'


def test_a_run_leaves_the_file_of_reviews_as_it_is(tmp_path: Path) -> None:
    header = "review_id,sha256,provision_id,field,old,new,decision,reviewer,mine"
    text = f"{header}\r\nr1,{RIGHT.sha256},HOS-2024:1.2,answer,unclear,no,corrected,One,note\r\n"
    (tmp_path / FILE).write_text(text, newline="")
    reviews = read_reviews(tmp_path)
    write_dataset(tmp_path, build([DOCUMENT], reviews).items(), {"version": "0"})
    assert (tmp_path / FILE).read_bytes() == text.encode()
    (stored,) = read_tables(tmp_path, "reviews")["reviews"]
    assert (stored["new"], stored["landlord"]) == ("no", "")
    package = json.loads((tmp_path / "datapackage.json").read_text())
    resource = next(r for r in package["resources"] if r["name"] == "reviews")
    assert [f["name"] for f in resource["schema"]["fields"]] == header.split(",")


def test_decisions_about_documents_that_are_not_here_are_told() -> None:
    documents = {DOCUMENT.sha256}
    other = replace(RIGHT, sha256="ab" * 32, path="gone.pdf")
    assert astray([RIGHT], documents) == ()
    (warning,) = astray([RIGHT, other], documents)
    assert warning.startswith("reviews.csv has 1 decisions about documents that are not here: gone")


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("r1,ab,HOS-2024:1.2,answer,yes,maybe,corrected", "line 2: 'maybe' is no answer"),
        ("r1,ab,HOS-2024:1.2,mood,yes,no,corrected", "line 2: 'mood' is no field"),
        ("r1,ab,HOS-2024:1.2,answer,yes,,approved", "line 2: 'approved' is no decision"),
        ("r1,,HOS-2024:1.2,answer,yes,,confirmed", "line 2: '' is no sha256"),
    ],
)
def test_a_malformed_line_is_refused_and_named(tmp_path: Path, line: str, complaint: str) -> None:
    header = "review_id,sha256,provision_id,field,old,new,decision"
    (tmp_path / FILE).write_text(f"{header}\n{line}\n")
    with pytest.raises(UsageError, match=complaint):
        read_reviews(tmp_path)


def of_row(reviewer: str, number: str) -> Review:
    return replace(
        RIGHT,
        review_id=number,
        field="row",
        old=reading(SAID, "row"),
        new="",
        decision="confirmed",
        reviewer=reviewer,
    )


def test_who_confirms_the_row_differs_from_who_corrects_a_field_whoever_comes_first() -> None:
    for reviews in ([of_row("Reader Two", "r2"), RIGHT], [RIGHT, of_row("Reader Two", "r2")]):
        flags = json.loads(row_of(build([DOCUMENT], reviews))["flags"])
        assert "reviewers-differ" in flags


def test_a_person_who_takes_a_correction_back_differs_from_nobody() -> None:
    row = row_of(build([DOCUMENT], [RIGHT, of_row("Reader One", "r2")]))
    assert (row["answer"], row["reviewed"]) == ("unclear", "confirmed")
    assert "reviewers-differ" not in json.loads(row["flags"])


LATE = response("HOS-2024:6.3", commentary="Stage 1 is answered within 15 working days.")
OVER = dismissal(
    DOCUMENT.sha256,
    "HOS-2024:6.3",
    "timescale-over-code",
    LATE.commentary,
    "The landlord has written that it is a slip.",
)


def findings_of(tables: Any) -> dict[str, tuple[str, str, str]]:
    """Rule to who dismissed it, when and why."""
    return {
        row["rule"]: (row["dismissed_by"], row["dismissed_at"], row["dismissed_why"])
        for row in tables["findings"]
        if row["provision_id"] == "HOS-2024:6.3"
    }


def test_a_dismissed_finding_says_who_when_and_why_and_flags_nothing_until_its_words_change() -> (
    None
):
    said = outcome("a.pdf", assessment(answers={"6.3": LATE}))
    assert findings_of(build([said])) == {"timescale-over-code": ("", "", "")}
    tables = build([said], [OVER])
    row = next(r for r in tables["responses"] if r["provision_id"] == "HOS-2024:6.3")
    told = ("Reader One", "2026-11-27T10:00:00+00:00", OVER.why)
    assert findings_of(tables) == {"timescale-over-code": told}
    assert (json.loads(row["flags"]), row["reviewed"]) == ([], "")
    assert tables["reviews"][0]["why"] == OVER.why
    other = LATE.model_copy(update={"commentary": "Stage 1 is answered within 20 working days."})
    again = build([outcome("a.pdf", assessment(answers={"6.3": other}))], [OVER])
    assert findings_of(again) == {"timescale-over-code": ("", "", "")}


@pytest.mark.parametrize("changes", [{"why": ""}, {"field": "answer"}, {"decision": "confirmed"}])
def test_a_finding_is_dismissed_with_a_reason_and_nothing_else_is(
    tmp_path: Path, changes: dict[str, str]
) -> None:
    add_reviews(tmp_path, [replace(OVER, **changes)])  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="a finding is dismissed"):
        read_reviews(tmp_path)
