"""Parts that continue each other are joined without a manifest, and nothing else is."""

from __future__ import annotations

import json
from typing import Any

import pytest

from outcomes import assessment, outcome
from saextract.codes import get_code
from saextract.dataset.build import build
from saextract.model import Answer, Kind, Outcome, Problem, Response, Status

ALL = range(1, 10)


def page(path: str, sections: range | list[int], **changes: Any) -> Outcome:
    """A file with the rows of some sections, or with those of `answers` by number."""
    answers = changes.pop("answers", None)
    if answers is None:
        provisions = get_code("HOS-2024").provisions
        answers = {p.number: "yes" for p in provisions if int(p.section) in sections}
    problem = Problem(code="provisions-missing", stage="align", message="Some are missing.")
    of_file = {key: changes.pop(key) for key in ("manifest", "media_type") if key in changes}
    problems = (problem, *changes.pop("problems", ()))
    return outcome(
        path,
        assessment(answers=answers, other="not_found", **changes),
        status=Status.PARTIAL,
        problems=problems,
        **of_file,
    )


def pages(**changes: Any) -> list[Outcome]:
    return [page(f"s{section}.html", [section], **changes) for section in ALL]


def unnamed(path: str, sections: range | list[int], **changes: Any) -> Outcome:
    return page(path, sections, landlord="", landlord_source="", **changes)


def scrap(path: str, *numbers: str, **changes: Any) -> Outcome:
    """A page with rows that are too few by themselves."""
    made = page(path, [], answers=dict.fromkeys(numbers, "no"), **changes)
    few = Problem(code="too-few-rows", stage="align", message="Too few.")
    return made.model_copy(
        update={
            "assessments": (),
            "scraps": made.assessments,
            "kind": Kind.OTHER,
            "status": Status.NOT_SELF_ASSESSMENT,
            "problems": (few,),
        }
    )


def joined(*outcomes: Outcome) -> list[tuple[int, int]]:
    """How many provisions and files each assessment has."""
    return sorted(
        (int(str(row["provisions_found"])), len(json.loads(str(row["document_ids"]))))
        for row in build(outcomes)["assessments"]
    )


def notes(*outcomes: Outcome) -> dict[str, str]:
    found = {}
    for row in build(outcomes)["documents"]:
        for problem in json.loads(str(row["problems"])):
            if problem["code"] == "parts-not-joined":
                found[str(row["path"])] = problem["message"]
    return found


def test_a_page_for_each_section_makes_one_assessment() -> None:
    tables = build(pages())
    (summary,) = tables["assessments"]
    assert (summary["provisions_found"], summary["landlord"]) == (72, "Made-up Homes")
    assert {row["status"] for row in tables["documents"]} == {"complete"}
    owners = {row["section"]: row["document_id"] for row in tables["responses"]}
    assert [owners[str(section)] for section in ALL] == json.loads(str(summary["document_ids"]))


def test_a_finding_says_that_files_were_joined_and_which() -> None:
    found = build(pages())["findings"]
    (finding,) = [row for row in found if row["rule"] == "joined-without-manifest"]
    assert "s1.html, s2.html" in str(finding["message"])
    assert "manifest.csv" in str(finding["message"])


def test_the_order_of_the_files_makes_no_difference() -> None:
    assert build(pages()) == build(reversed(pages()))


def test_parts_of_two_landlords_stay_apart() -> None:
    theirs = [page(f"b{n}.html", [n], landlord="Sample Homes") for n in (5, 6, 7, 8, 9)]
    ours = [page(f"a{n}.html", [n]) for n in (1, 2, 3, 4)]
    assert joined(*ours, *theirs) == [(20, 4), (52, 5)]
    assert notes(*ours, *theirs) == {}


def test_parts_of_two_years_stay_apart() -> None:
    new = [page(f"b{n}.html", [n], year="2025") for n in (5, 6, 7, 8, 9)]
    old = [page(f"a{n}.html", [n], year="2024") for n in (1, 2, 3, 4)]
    assert joined(*old, *new) == [(20, 4), (52, 5)]


@pytest.mark.parametrize(
    ("one", "other", "files"), [("2024", "2024-25", 2), ("2023-24", "2024-25", 1)]
)
def test_a_year_and_the_financial_year_that_begins_in_it_agree(
    one: str, other: str, files: int
) -> None:
    found = joined(page("a.html", range(1, 5), year=one), page("b.html", range(5, 10), year=other))
    assert {count for _, count in found} == {files}


def test_parts_in_two_folders_stay_apart() -> None:
    assert len(joined(page("x/a.html", range(1, 5)), page("y/b.html", range(5, 10)))) == 2


def test_a_whole_assessment_is_joined_to_nothing() -> None:
    whole = outcome("whole.pdf", assessment())
    assert joined(whole, page("s5.html", [5])) == [(15, 1), (72, 1)]
    gaps = page("gaps.pdf", ALL, answers={"1.2": "yes", "9.8": "yes", "5.1": "no"} | {
        p.number: "yes" for p in get_code("HOS-2024").provisions if p.number.endswith(".2")
    })  # fmt: skip
    assert len(joined(gaps, page("s3.html", [3]))) == 2


def test_parts_that_were_read_only_in_part_are_left_alone() -> None:
    blind = Problem(code="needs-ocr", stage="parse", message="No text on page 3.")
    files = page("a.pdf", range(1, 5), problems=(blind,)), page("b.pdf", range(5, 10))
    assert len(joined(*files)) == 2


def test_a_section_there_twice_with_other_answers_is_joined_to_nothing() -> None:
    old = page("s4-old.html", [], answers={"4.1": "no", "4.2": "yes", "4.3": "yes"})
    assert len(joined(*pages(), old)) == 10
    assert "s4-old.html and s4.html" in notes(*pages(), old)["s1.html"]


def test_a_page_saved_twice_counts_once() -> None:
    assert joined(*pages(), page("s4 (1).html", [4])) == [(72, 10)]


def test_unnamed_parts_join_those_of_the_one_landlord() -> None:
    files = [page("s1.html", [1]), *(unnamed(f"s{n}.html", [n]) for n in range(2, 10))]
    assert joined(*files) == [(72, 9)]


def test_unnamed_parts_are_joined_to_nobody_where_several_are_named() -> None:
    files = [
        *(page(f"a{n}.html", [n]) for n in (1, 2)),
        *(page(f"b{n}.html", [n], landlord="Sample Homes") for n in (1, 2)),
        unnamed("x.html", [3]),
    ]
    assert joined(*files) == [(7, 1), (10, 2), (10, 2)]
    assert list(notes(*files)) == ["x.html"]
    assert "names no landlord" in notes(*files)["x.html"]


def test_unnamed_parts_beside_others_are_joined_if_they_cover_every_section() -> None:
    others = [outcome("a.pdf", assessment()), outcome("b.pdf", assessment(landlord="Sample Homes"))]
    files = [unnamed(f"s{n}.html", [n]) for n in ALL]
    assert joined(*others, *files) == [(72, 1), (72, 1), (72, 9)]
    assert len(joined(*others, *files[:8])) == 10


def test_unnamed_parts_with_a_section_missing_between_them_are_not_joined() -> None:
    files = [unnamed("s2.html", [2]), unnamed("s5.html", [5])]
    assert len(joined(*files)) == 2
    assert "missing" in notes(*files)["s2.html"]
    assert joined(page("s2.html", [2]), page("s5.html", [5])) == [(20, 2)]


def test_a_manifest_has_the_last_word() -> None:
    apart = [page(f"s{n}.html", [n], manifest={"assessment": f"part-{n}"}) for n in (1, 2)]
    assert joined(*apart) == [(5, 1), (5, 1)]
    assert joined(*apart, page("s3.html", [3])) == [(5, 1), (5, 1), (7, 1)]


def test_few_rows_are_taken_in_where_other_files_go_on_from_them() -> None:
    files = [page(f"s{n}.html", [n]) for n in ALL if n != 4]
    tables = build([*files, scrap("s4.html", "4.1", "4.3")])
    (summary,) = tables["assessments"]
    assert summary["provisions_found"] == 71
    (few,) = [row for row in tables["documents"] if row["path"] == "s4.html"]
    assert (few["kind"], few["status"]) == ("self_assessment", "partial")
    assert "too-few-rows" not in str(few["problems"])


def test_few_rows_alone_or_quoted_from_the_others_are_no_assessment() -> None:
    assert joined(scrap("policy.html", "5.1", "6.3")) == []
    assert joined(*pages(), scrap("policy.html", "5.1", "6.3")) == [(72, 9)]
    assert notes(*pages(), scrap("policy.html", "5.1", "6.3")) == {}


def test_few_rows_that_the_manifest_calls_a_part_are_one() -> None:
    named = {"manifest": {"assessment": "homes"}}
    assert joined(page("a.html", [3], **named), scrap("b.html", "4.1", **named)) == [(8, 2)]


def test_a_shared_row_that_says_the_same_does_no_harm() -> None:
    provisions = get_code("HOS-2024").provisions
    more = {p.number: "yes" for p in provisions if p.section == "5"} | {"6.1": "yes"}
    files = page("s5.html", [], answers=more), page("s6.html", [6])
    assert joined(*files) == [(35, 2)]
    other = Response(provision_id="HOS-2024:6.1", answer=Answer.NO, answer_printed="No")
    assert len(joined(page("s5.html", [], answers=more | {"6.1": other}), files[1])) == 2
