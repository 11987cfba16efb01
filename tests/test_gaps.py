"""analysis: gaps keep three things apart, comparisons editions; names are not guessed."""

from __future__ import annotations

from typing import Any

import pytest

from outcomes import assessment, outcome, part, response
from saextract.analysis.choose import Choice
from saextract.analysis.compare import compare, matrix
from saextract.analysis.explain import explain
from saextract.analysis.gaps import gaps
from saextract.analysis.landlords import pick_landlords
from saextract.codes import get_code
from saextract.dataset.build import Dataset, build
from saextract.errors import UsageError
from saextract.model import Level

ANY = Choice(level="any")


def test_not_met_not_answered_and_not_found_are_kept_apart() -> None:
    answers = {
        "1.2": "not_found", "1.3": "unclear", "1.4": "unanswered",
        "5.10": "partial", "5.1": "no", "6.1": "not_applicable",
    }  # fmt: skip
    rows = gaps(build([outcome("a.pdf", assessment(answers=dict(answers)))]), ANY)
    assert [(row["group"], row["provision_id"]) for row in rows] == [
        ("not_met", "HOS-2024:5.1"),
        ("not_met", "HOS-2024:5.10"),
        ("not_answered", "HOS-2024:1.3"),
        ("not_answered", "HOS-2024:1.4"),
        ("not_found", "HOS-2024:1.2"),
    ]


def test_the_level_is_the_catalogues() -> None:
    tables = build([outcome("a.pdf", assessment("HOS-2022", other="no"))])
    levels = {p.id: p.level for p in get_code("HOS-2022").provisions}
    musts = gaps(tables)
    shoulds = gaps(tables, Choice(level="should"))
    assert {levels[str(row["provision_id"])] for row in musts} == {Level.MUST}
    assert {levels[str(row["provision_id"])] for row in shoulds} == {Level.SHOULD}
    assert len(musts) + len(shoulds) == len(gaps(tables, ANY))


def test_a_gap_carries_the_official_wording_the_printed_texts_and_the_file() -> None:
    said = response("HOS-2024:1.2", "no", answer_printed="No.", commentary="We are late.")
    (row,) = gaps(build([outcome("sub/a.pdf", assessment(answers={"1.2": said}))]))
    assert row["requirement"] == get_code("HOS-2024").provisions[0].text
    named = {name: row[name] for name in ("answer_printed", "commentary", "page_first", "path")}
    assert named == {
        "answer_printed": "No.", "commentary": "We are late.", "page_first": 3, "path": "sub/a.pdf",
    }  # fmt: skip


def test_a_provision_that_no_part_has_is_shown_with_the_first_part() -> None:
    tables = build([part("s1.html", "x", {"1.2": "yes"}), part("s2.html", "x", {"1.3": "yes"})])
    assert {row["path"] for row in gaps(tables)} == {"s1.html"}


# --------------------------------------------------------------------------- names

NAMES = ["London Borough of Brent", "Brentwood Homes", "Dartford Borough Council", ""]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("brentwood homes", ["Brentwood Homes"]),
        ("dartford", ["Dartford Borough Council"]),
        ("Dartfrod Borough Council", ["Dartford Borough Council"]),
        ("brent", ["Brentwood Homes", "London Borough of Brent"]),
    ],
)
def test_a_landlord_is_found_by_name_part_or_slip(asked: str, found: list[str]) -> None:
    assert pick_landlords(asked, NAMES) == found


@pytest.mark.parametrize("asked", ["Camden", "", "Homes of Borough"])
def test_a_name_that_is_not_clear_is_refused_with_the_nearest(asked: str) -> None:
    with pytest.raises(UsageError, match="nearest"):
        pick_landlords(asked, NAMES)


# --------------------------------------------------------------------------- comparison


def editions() -> Dataset:
    newer = assessment("HOS-2024", {"1.2": "no"}, year="2024")
    older = assessment("HOS-2022", {"1.2": "partial"}, year="2022")
    return build([outcome("new.pdf", newer), outcome("old.pdf", older)])


def test_a_provision_is_followed_over_editions_by_its_relation() -> None:
    rows = [row for row in compare(editions()) if row["reference_id"] == "HOS-2024:1.2"]
    seen = [(row["year"], row["provision_id"], row["relation"], row["answer"]) for row in rows]
    assert seen == [
        ("2022", "HOS-2022:1.2", "equivalent", "partial"),
        ("2024", "HOS-2024:1.2", "same", "no"),
    ]


def test_every_answer_of_every_assessment_stands_in_the_comparison() -> None:
    tables = editions()
    shown = {(row["assessment_id"], row["provision_id"]) for row in compare(tables)}
    given = {(row["assessment_id"], row["provision_id"]) for row in tables["responses"]}
    assert given <= shown


def test_an_edition_without_counterpart_says_none_and_not_unmet() -> None:
    rows = [row for row in compare(editions()) if row["relation"] == "none"]
    assert rows
    assert {(row["provision_id"], row["answer"]) for row in rows} == {("", "")}


def test_only_the_landlords_asked_for_are_compared() -> None:
    tables = build(
        [
            outcome("a.pdf", assessment(landlord="One")),
            outcome("b.pdf", assessment(landlord="Two")),
        ]
    )
    assert {row["landlord"] for row in compare(tables, ["name two"])} == {"Two"}


def test_the_matrix_has_a_column_for_each_assessment_even_of_the_same_name() -> None:
    tables = build([outcome("a.pdf", assessment()), outcome("b.pdf", assessment(other="no"))])
    table, rows = matrix(compare(tables, ["name made up homes"]))
    assert len(table.names) == 4
    assert len(set(table.names)) == 4
    assert len(rows) == 72
    assert {(row[table.names[2]], row[table.names[3]]) for row in rows} <= {
        ("yes", "no"), ("no", "yes"),
    }  # fmt: skip


# --------------------------------------------------------------------------- explanation


def test_an_explanation_of_a_row_has_its_places_match_and_runner_up() -> None:
    official = next(p for p in get_code("HOS-2024").provisions if p.number == "6.4")
    said = response(official.id, requirement_printed=official.text)
    tables = build([outcome("a.pdf", assessment(answers={"6.4": said}))])
    explained: dict[str, Any] = explain(tables, "6.4")
    (row,) = explained["rows"]
    assert row["places"][0]["page"] == 3
    assert (row["match_method"], row["confidence_parts"]) == ("number+text", {"match": "high"})
    nearest = [item["provision_id"] for item in row["nearest_texts"]]
    assert nearest[:2] == ["HOS-2024:6.4", "HOS-2024:6.15"]


def test_an_explanation_of_a_document_lists_the_rows_to_check() -> None:
    flagged = response("HOS-2024:1.2", "unclear", flags=("answer-unclear",))
    answers = {"1.2": flagged, "1.3": "not_found", "1.4": "not_found", "1.5": "not_found"}
    tables = build([outcome("a.pdf", assessment(answers=answers))])
    explained = explain(tables)
    (about,) = explained["assessments"]
    listed = [row["provision_id"] for row in explained["rows_to_check"]]
    assert len(listed) == about["needs_review"]
    assert listed[0] == "HOS-2024:1.2"
    assert about["provisions_missing"] == "1.3 to 1.5"


def test_5_1_is_not_5_10_and_an_unknown_provision_is_refused() -> None:
    tables = build([outcome("a.pdf", assessment())])
    assert [row["provision_id"] for row in explain(tables, "5.1")["rows"]] == ["HOS-2024:5.1"]
    with pytest.raises(UsageError, match=r"has a provision 5\.100"):
        explain(tables, "5.100")
