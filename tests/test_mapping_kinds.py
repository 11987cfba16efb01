"""Documents that answer provisions of the Code and are no self-assessment."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from mapping_forms import HEADER_2024, page_table, row_2024
from saextract.codes import get_code, load_codes
from saextract.mapping.assess import Context, Mapped, assess
from saextract.model import Answer, Kind, Parsed, Passage, Table

CODE = get_code("HOS-2024")
BY_NUMBER = {provision.number: provision for provision in CODE.provisions}
SCATTERED = ("1.3", "2.2", "3.5", "4.3", "5.6", "6.3", "6.14", "8.2", "9.5")


def read(*blocks: Table | Passage, **manifest: str) -> Mapped:
    parsed = Parsed(blocks=blocks, pages=9)
    return assess(parsed, Context(codes=load_codes(), manifest=manifest))


def form(numbers: Sequence[str]) -> Table:
    return page_table([HEADER_2024, *(row_2024(BY_NUMBER[number]) for number in numbers)])


def test_single_provisions_with_answers_are_an_extract_and_the_problem_says_so() -> None:
    result = read(form(SCATTERED))
    assert (result.kind, result.assessments) == (Kind.OTHER, ())
    (problem,) = result.problems
    assert problem.code == "set-aside"
    assert "1.3, 2.2, 3.5" in problem.message


def test_every_row_of_an_extract_has_its_disposition() -> None:
    texts = [found.text for found in read(form(SCATTERED)).dispositions]
    for number in SCATTERED:
        assert any(text.startswith(number) for text in texts)


def test_an_extract_is_a_part_of_an_assessment_where_the_manifest_says_so() -> None:
    (assessment,) = read(form(SCATTERED), assessment="Mockbury 2025").assessments
    assert sum(r.answer is Answer.YES for r in assessment.responses) == len(SCATTERED)


@pytest.mark.parametrize("section", ["4", "7"])
def test_a_whole_section_is_a_part_of_an_assessment(section: str) -> None:
    numbers = [p.number for p in CODE.provisions if p.section == section]
    assert len(read(form(numbers)).assessments) == 1


def test_answers_here_and_there_are_kept_where_the_other_requirements_stand_unread() -> None:
    lost = [Passage(text=p.text) for p in CODE.provisions if p.number not in SCATTERED]
    assert len(read(form(SCATTERED), *lost).assessments) == 1


@pytest.mark.parametrize(
    ("title", "advice"),
    [
        ("Ombudsman’s observations", "Recommendation"),
        ("Auditor’s findings", "Management response"),
        ("Observations", "Recommendations"),
    ],
)
def test_an_outsiders_answers_are_no_self_assessment(title: str, advice: str) -> None:
    header = ("Ref", "Code requirement", "Compliant (Y/N)", title, advice)
    rows = [(p.number, p.text, "Yes", "Seen in the policy.", "None.") for p in CODE.provisions]
    whole, headless = page_table([header, *rows[:40]]), page_table(rows[40:], page=2)
    result = read(whole, headless)
    assert (result.kind, result.assessments) == (Kind.OTHER, ())
    assert [problem.code for problem in result.problems] == ["set-aside"]


def test_observations_beside_evidence_are_the_landlords_own() -> None:
    header = ("Ref", "Code requirement", "Comply", "Evidence", "Observations")
    rows = [(p.number, p.text, "Yes", "Policy.", "None.") for p in CODE.provisions]
    assert len(read(page_table([header, *rows])).assessments) == 1


def test_an_example_in_a_blank_form_does_not_fill_it_in() -> None:
    rows = [(p.number, p.text, "", "", "") for p in CODE.provisions]
    example = (*rows[0][:2], "Yes", "Example: link to the policy", "")
    result = read(page_table([HEADER_2024, example, *rows[1:]]))
    assert (result.kind, result.assessments) == (Kind.BLANK_FORM, ())
    assert [problem.code for problem in result.problems] == ["set-aside"]


def test_a_draft_with_few_answers_is_an_assessment() -> None:
    rows = [
        row_2024(p) if i < 6 else (p.number, p.text, "", "", "")
        for i, p in enumerate(CODE.provisions)
    ]
    (assessment,) = read(page_table([HEADER_2024, *rows])).assessments
    assert sum(r.answer is Answer.UNANSWERED for r in assessment.responses) == len(rows) - 6


def test_a_policy_in_the_codes_words_is_no_code() -> None:
    clauses = [p.text.replace("andlords must", "e will") for p in CODE.provisions]
    policy = [Passage(text=f"Our policy, clause {i}. {text}") for i, text in enumerate(clauses)]
    assert read(*policy).kind is Kind.OTHER
    assert read(*(Passage(text=p.text) for p in CODE.provisions)).kind is Kind.CODE_TEXT


def test_one_or_two_answers_are_not_passed_over_in_silence() -> None:
    result = read(form(["5.6", "5.7"]))
    assert (result.kind, result.assessments) == (Kind.OTHER, ())
    (scrap,) = result.scraps
    told = [r.provision_id for r in scrap.responses if r.answer is Answer.YES]
    assert told == ["HOS-2024:5.6", "HOS-2024:5.7"]
    (assessment,) = read(form(["5.6", "5.7"]), assessment="Mockbury 2025").assessments
    assert sum(r.answer is Answer.YES for r in assessment.responses) == 2
