"""Answers that stand elsewhere than behind their requirement, in documents without labels."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mapping_forms import by_number, mapped
from saextract.codes import get_code
from saextract.model import Answer, Kind, Passage, Provision

SECTION_5 = [p for p in get_code("HOS-2024").provisions if p.section == "5"][:8]
SAID = ("Yes", "Yes", "No", "Yes", "Partly", "Yes", "Yes", "Yes")
ANSWERS = {"Yes": Answer.YES, "No": Answer.NO, "Partly": Answer.PARTIAL}
Way = Callable[[Provision, str, str], list[str]]

WAYS: dict[str, Way] = {
    "above the number": lambda p, a, c: [a, p.number, p.text, c],
    "above number and requirement": lambda p, a, c: [a, f"{p.number} {p.text}", c],
    "beneath the comment": lambda p, a, c: [f"{p.number} {p.text}", c, a],
    "before the number": lambda p, a, c: [f"{a.upper()} {p.number} {p.text}", c],
    "between number and requirement": lambda p, a, c: [f"{p.number} – {a} – {p.text}", c],
    "with a picture": lambda p, a, c: [f"◐ {a} {p.number} {p.text}", c],
    "with the comment in the same paragraph": lambda p, a, c: [a, f"{p.number} {p.text} {c}"],
}


def passages(way: Way, said: tuple[str, ...] = SAID) -> list[Passage]:
    return [
        Passage(text=text.replace("\n", " "))
        for place, (p, answer) in enumerate(zip(SECTION_5, said, strict=True))
        for text in way(p, answer, f"Seen in letter {place}.")
    ]


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_answers_are_tied_to_their_requirement_wherever_they_stand(way: Way) -> None:
    found = by_number(mapped(*passages(way)))
    for place, (provision, answer) in enumerate(zip(SECTION_5, SAID, strict=True)):
        response = found[provision.number]
        assert response.answer is ANSWERS[answer]
        assert response.commentary == f"Seen in letter {place}."


def test_ticks_and_crosses_explain_each_other() -> None:
    said = tuple({"Yes": "✓", "No": "✗", "Partly": "✗"}[answer] for answer in SAID)
    found = by_number(mapped(*passages(WAYS["before the number"], said)))
    wanted = [Answer.YES if sign == "✓" else Answer.NO for sign in said]
    assert [found[p.number].answer for p in SECTION_5] == wanted


def test_nobody_guesses_whose_the_answers_are_where_both_ends_have_one() -> None:
    between = passages(WAYS["above number and requirement"])
    result = mapped(*between, Passage(text="Yes"))
    assert result.kind is Kind.OTHER
    assert [problem.code for problem in result.problems] == ["rows-unread"]


def test_an_answer_word_right_below_numbers_is_no_label_where_others_stand_there_too() -> None:
    texts: list[Passage] = []
    for place, (provision, answer) in enumerate(zip(SECTION_5, SAID, strict=True)):
        texts.append(Passage(text=provision.number, heading=3))
        word = "Partly met" if answer == "Partly" else "Not met" if answer == "No" else "Met"
        for line in (word, "The Code", provision.text, "What we do", f"Seen in letter {place}."):
            texts.append(Passage(text=line.replace("\n", " ")))
    found = by_number(mapped(*texts))
    assert [found[p.number].answer for p in SECTION_5] == [ANSWERS[answer] for answer in SAID]
    assert {r.commentary[:14] for r in found.values() if r.commentary} == {"Seen in letter"}


def test_rows_on_end_in_one_paragraph_are_told_apart() -> None:
    asked = SECTION_5[:4]
    text = " ".join(f"{p.number} {p.text} {a}. Seen." for p, a in zip(asked, SAID, strict=False))
    found = by_number(mapped(Passage(text=text)))
    for provision, answer in zip(asked, SAID, strict=False):
        response = found[provision.number]
        assert (response.answer, response.commentary) == (ANSWERS[answer], "Seen.")
