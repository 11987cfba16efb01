"""Documents that print requirements and answers, but give no rows, say so."""

from __future__ import annotations

from mapping_forms import mapped
from saextract.codes import get_code
from saextract.model import Passage, TextLocator

TEXTS = [provision.text for provision in get_code("HOS-2022").provisions[:24]]


def problems(*lines: str) -> list[str]:
    blocks = tuple(
        Passage(text=line, locators=(TextLocator(line_first=n, line_last=n),))
        for n, line in enumerate(lines, start=1)
    )
    return [problem.code for problem in mapped(*blocks).problems]


def test_answers_that_stand_away_from_their_requirements_are_reported() -> None:
    assert problems(*TEXTS, *("Yes" for _ in TEXTS)) == ["rows-unread"]


def test_ticks_in_letters_of_a_symbol_font_count_as_answers() -> None:
    assert problems(*TEXTS, *("P" for _ in TEXTS)) == ["rows-unread"]


def test_a_policy_in_the_codes_words_without_answers_has_nothing_unread() -> None:
    assert problems(*TEXTS, "Yes, we mean it.") == []


def test_a_few_quoted_requirements_with_answers_are_not_reported() -> None:
    assert "rows-unread" not in problems(*TEXTS[:5], *("Yes" for _ in TEXTS[:5]))


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
