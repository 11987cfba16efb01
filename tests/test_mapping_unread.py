"""Documents that print requirements and answers, but give no rows, say so."""

from __future__ import annotations

import pytest

from mapping_forms import mapped
from saextract.codes import get_code
from saextract.model import Kind, Passage, TextLocator

TEXTS = [provision.text for provision in get_code("HOS-2022").provisions[:24]]


def passages(*lines: str) -> tuple[Passage, ...]:
    return tuple(
        Passage(text=line, locators=(TextLocator(line_first=n, line_last=n),))
        for n, line in enumerate(lines, start=1)
    )


def problems(*lines: str) -> list[str]:
    return [problem.code for problem in mapped(*passages(*lines)).problems]


def test_answers_that_stand_away_from_their_requirements_are_reported() -> None:
    assert problems(*TEXTS, *("Yes" for _ in TEXTS)) == ["rows-unread"]


def test_ticks_in_letters_of_a_symbol_font_count_as_answers() -> None:
    assert problems(*TEXTS, *("P" for _ in TEXTS)) == ["rows-unread"]


def test_a_policy_in_the_codes_words_without_answers_has_nothing_unread() -> None:
    assert problems(*TEXTS, "Yes, we mean it.") == []


def test_a_few_quoted_requirements_with_answers_are_not_reported() -> None:
    assert "rows-unread" not in problems(*TEXTS[:4], *("Yes" for _ in TEXTS[:4]))


def test_comments_under_their_label_without_any_answer_are_reported() -> None:
    rows = [
        line
        for number, text in enumerate(TEXTS[:4], start=2)
        for line in (
            f"Code provision 1.{number}",
            text,
            "Commentary / explanation",
            "In the policy.",
        )
    ]
    assert problems(*rows) == ["rows-unread"]


SECTIONS = [f"Section {n}: {title}" for n, title in get_code("HOS-2024").sections.items()]


def test_headings_of_sections_with_nothing_beneath_are_reported() -> None:
    assert problems("Our self-assessment", *SECTIONS, "Accessibility") == ["rows-unread"]


def test_a_page_that_links_to_its_sections_has_nothing_unread() -> None:
    linked = [p.model_copy(update={"links": ("/section",)}) for p in passages(*SECTIONS)]
    assert mapped(*passages("Our self-assessment"), *linked).problems == ()


NUMBERS = ("6.1", "6.2", "6.3", "6.4", "6.5", "6.6")


@pytest.mark.parametrize(
    "row",
    [
        ("{}", "We comply", "It is in our policy."),
        ("{} We comply", "It is in our policy."),
        ("Code section {}", "It is in our policy.", "Do we do this? Yes"),
        ("{} How soon we answer", "Our view: partly met"),
        ("{} Landlords must     It is in our policy, as all     Partial", "answer in time"),
        ("{}", "Status ✓", "It is in our policy."),
    ],
)
def test_answers_beside_numbers_in_the_codes_order_never_vanish(row: tuple[str, ...]) -> None:
    lines = [line.format(number) for number in NUMBERS for line in row]
    found = mapped(*passages("Complaint handling", *lines))
    assert found.assessments or "rows-unread" in [problem.code for problem in found.problems]


@pytest.mark.parametrize(
    "lines",
    [
        ["A list of fire doors", *(f"{n} Yes" for n in NUMBERS)],
        ["Complaints policy", *(f"{n} We answer each complaint in time." for n in NUMBERS)],
        ["Complaints by street", *(f"{n} Yes" for n in ("9.1", "3.4", "1.2", "7.1", "2.2", "8.1"))],
    ],
)
def test_numbers_that_are_no_form_are_not_reported(lines: list[str]) -> None:
    assert problems(*lines) == []


def test_comments_in_words_of_their_own_between_requirements_are_reported() -> None:
    said = ("Printed there.", "Staff know it.", "See the policy.", "Asked of all.", "Kept for all.")
    rows = zip(TEXTS, said * 2, strict=False)
    found = mapped(*passages(*(line for row in rows for line in row)))
    assert [problem.code for problem in found.problems] == ["rows-unread"]
    assert found.kind is Kind.OTHER


def test_the_codes_own_text_with_its_headings_and_numbers_has_nothing_unread() -> None:
    lines = [part for text in TEXTS for part in ("Best practice 'should'", "1.2", text)]
    assert problems(*lines) == []


LISTED = [p.number for p in get_code("HOS-2024").provisions if p.section in "34567"]


def test_the_numbers_of_whole_sections_with_words_that_nobody_knows_are_reported() -> None:
    rows = [line for n in LISTED for line in (n, f"We looked at it, part {n}", "Tip top")]
    assert problems("Our check against the Complaint Handling Code", *rows) == ["rows-unread"]


def test_a_policy_that_keeps_to_the_codes_numbers_has_nothing_unread() -> None:
    rows = [f"{n} Members may come to the office or write, see part {n}." for n in LISTED]
    title = "Complaints policy, which follows the Complaint Handling Code"
    assert problems(title, *rows, "Part and number") == []
