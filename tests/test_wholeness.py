"""Rows whose own texts give away that a cell is not whole are never graded high."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from mapping_forms import HEADER_2024, page_table, row_2024
from saextract.codes import get_code, load_codes
from saextract.mapping.assess import Context, Mapped, assess
from saextract.model import Answer, Confidence, Parsed, Response

CODE = get_code("HOS-2024")
Cells = tuple[str, ...]


def read(change: Callable[[int, Cells], Cells], detector: str = "test") -> Mapped:
    rows = [change(place, row_2024(p)) for place, p in enumerate(CODE.provisions)]
    form = page_table([HEADER_2024, *rows])
    blocks = (form.model_copy(update={"detector": detector}),)
    return assess(Parsed(blocks=blocks), Context(codes=load_codes(), path="made"))


def responses(mapped: Mapped) -> tuple[Response, ...]:
    return mapped.assessments[0].responses


def flagged(mapped: Mapped, flag: str) -> list[int]:
    return [place for place, r in enumerate(responses(mapped)) if flag in r.flags]


def at(places: Sequence[int], column: int, text: Callable[[str], str]) -> Callable[..., Cells]:
    def change(place: int, cells: Cells) -> Cells:
        if place not in places:
            return cells
        return (*cells[:column], text(cells[column]), *cells[column + 1 :])

    return change


EVERY = range(len(CODE.provisions))


def test_a_whole_row_has_no_doubt() -> None:
    rows = responses(read(lambda _, cells: cells))
    assert {r.confidence for r in rows} == {Confidence.HIGH}


def test_a_requirement_that_swallowed_a_comment_is_low() -> None:
    comment = "Most of our members tell a neighbour on the committee rather than write a letter."
    mapped = read(at([30], 1, lambda text: f"{text} {comment * 3}"))
    assert flagged(mapped, "requirement-extended") == [30]
    assert responses(mapped)[30].confidence is Confidence.LOW


def test_a_requirement_with_an_answer_or_a_number_in_it_is_not_high() -> None:
    answered = read(
        at([30], 1, lambda text: " ".join([*text.split()[:5], "Yes", *text.split()[5:]]))
    )
    assert responses(answered)[30].confidence is Confidence.LOW
    titled = read(at([30], 1, lambda text: text.replace(" ", " Evidence ", 3)))
    assert responses(titled)[30].confidence is not Confidence.HIGH
    numbered = read(at([30], 1, lambda text: " ".join([*text.split()[:5], "7.4", "We", "act"])))
    assert "number-in-text" in responses(numbered)[30].flags


def test_a_foot_that_ends_several_comments_makes_them_low() -> None:
    feet = {10: " Sample Homes Limited Page 2", 20: " Sample Homes Limited Page 3"}
    feet[30] = " Sample Homes Limited Page 4"

    def change(place: int, cells: Cells) -> Cells:
        return (*cells[:4], f"{cells[4].rstrip('.')} and so on.{feet.get(place, '')}", *cells[5:])

    rows = responses(read(change))
    low = [place for place, r in enumerate(rows) if r.confidence is Confidence.LOW]
    assert low == [10, 20, 30]


def test_a_line_that_counts_the_rows_makes_them_low_whether_a_sentence_ends_before_it() -> None:
    def change(place: int, cells: Cells) -> Cells:
        return (*cells[:4], f"{cells[4].rstrip('.')} in all cases Item {place + 2}", *cells[5:])

    assert {r.confidence for r in responses(read(change))} == {Confidence.LOW}


def test_references_to_sections_at_the_end_are_no_line_that_counts() -> None:
    def change(place: int, cells: Cells) -> Cells:
        return (*cells[:4], f"{cells[4].rstrip('.')}, policy section {place * 7 % 10}", *cells[5:])

    assert {r.confidence for r in responses(read(change))} == {Confidence.HIGH}


def test_a_heading_behind_the_last_sentence_of_a_comment_makes_it_low() -> None:
    rows = responses(read(at([20], 4, lambda text: f"{text} Looking after the people we serve")))
    assert [place for place, r in enumerate(rows) if r.confidence is Confidence.LOW] == [20]


def test_a_label_of_any_words_within_several_comments_of_paragraphs_makes_them_low() -> None:
    some = range(0, len(CODE.provisions), 3)
    change = at(some, 4, lambda text: f"{text} Proof we hold: the log of calls.")
    rows = responses(read(change, "bare-paragraphs"))
    assert {place for place, r in enumerate(rows) if r.confidence is Confidence.LOW} == set(some)
    assert {r.confidence for r in responses(read(change))} == {Confidence.HIGH}


def test_a_label_of_any_words_that_opens_all_cells_is_cut() -> None:
    def change(place: int, cells: Cells) -> Cells:
        begins = f"{chr(65 + place % 26)}{'aeiou'[place % 5]}"
        return (*cells[:4], f"Our story {begins} said so in {place}.", *cells[5:])

    rows = responses(read(change))
    assert not any("Our story" in r.commentary for r in rows)
    assert {r.confidence for r in rows} == {Confidence.MEDIUM}


def test_a_form_with_hardly_a_sure_row_has_none() -> None:
    def change(place: int, cells: Cells) -> Cells:
        longer = f"{cells[1]} Most of our members tell a neighbour rather than write a letter to us"
        return cells if place % 5 == 0 else (cells[0], longer, *cells[2:])

    assert Confidence.HIGH not in {r.confidence for r in responses(read(change))}


def test_a_label_before_sentences_that_begin_alike_makes_all_low() -> None:
    begins = ["The", "We", "It", "Nobody", "A", "Since", "Every", "Our", "All"]

    def change(place: int, cells: Cells) -> Cells:
        return (*cells[:4], f"Spelt out {begins[place % 9]} said so in {place}.", *cells[5:])

    few = read(change).assessments[0].responses[:12]
    assert {r.confidence for r in few} == {Confidence.LOW}


def test_requirements_whose_lines_stand_in_the_comments_are_low_even_if_all_are() -> None:
    def mixed(_: int, cells: Cells) -> Cells:
        kept, gone = cells[1].split()[:8], cells[1].split()[8:]
        return (cells[0], " ".join(kept), *cells[2:4], f"{cells[4]} {' '.join(gone)}")

    rows = [r for r in responses(read(mixed)) if "cells-uncertain" in r.flags]
    assert len(rows) > len(CODE.provisions) * 0.9
    assert {r.confidence for r in rows} == {Confidence.LOW}


def test_a_requirement_that_lost_its_end_is_not_high_unless_all_are_cut() -> None:
    def half(text: str) -> str:
        return " ".join(text.split()[: len(text.split()) * 2 // 3])

    mapped = read(at([30], 1, half))
    assert flagged(mapped, "requirement-short") == [30]
    assert responses(mapped)[30].confidence is not Confidence.HIGH
    assert len(flagged(read(at(EVERY, 1, half)), "requirement-short")) < len(EVERY) / 10


def test_a_number_that_ran_into_a_requirement_is_named() -> None:
    mapped = read(at([30], 1, lambda text: text.replace(" must ", " must 5.4 ", 1)))
    assert flagged(mapped, "number-in-text") == [30]
    assert responses(mapped)[30].confidence is not Confidence.HIGH


def test_a_text_in_a_column_without_a_title_is_named() -> None:
    header = (*HEADER_2024, "")
    rows = [(*row_2024(p), "Letter CH6" if p.number == "5.1" else "") for p in CODE.provisions]
    blocks = (page_table([header, *rows]),)
    mapped = assess(Parsed(blocks=blocks), Context(codes=load_codes(), path="made"))
    (row,) = (r for r in responses(mapped) if "column-untitled" in r.flags)
    assert row.provision_id == "HOS-2024:5.1"
    assert row.other == {"": "Letter CH6"}
    assert row.confidence is not Confidence.HIGH


def test_a_label_that_every_requirement_opens_with_is_named() -> None:
    mapped = read(at(EVERY, 1, lambda text: f"Quoted text {text}"))
    assert len(flagged(mapped, "label-in-cell")) == len(EVERY)
    assert all(r.confidence is Confidence.LOW for r in responses(mapped))


def test_a_form_without_answers_is_never_unanswered_at_high() -> None:
    mapped = read(at(EVERY, 2, lambda _: ""))
    assert all(r.confidence is Confidence.LOW for r in responses(mapped))
    assert "answers-unread" in {problem.code for problem in mapped.problems}


def test_a_form_with_hardly_any_text_is_not_high() -> None:
    mapped = read(lambda _, cells: (*cells[:3], "", ""))
    assert {r.confidence for r in responses(mapped)} == {Confidence.MEDIUM}


@pytest.mark.parametrize("text", ["con昀椀rmed by letter", "con\ufffdrmed", "Ρead by the panel"])
def test_damaged_letters_are_low(text: str) -> None:
    mapped = read(at([3], 4, lambda _: text))
    assert responses(mapped)[3].confidence is Confidence.LOW


def test_a_sign_before_a_comment_may_be_the_answer() -> None:
    mapped = read(
        lambda place, cells: (*cells[:2], "", "", "P Posters are up.") if place == 5 else cells
    )
    assert flagged(mapped, "answer-in-text") == [5]


def test_the_row_before_a_provision_without_a_row_is_not_high() -> None:
    rows = [row_2024(p) for p in CODE.provisions if p.number != "5.3"]
    blocks = (page_table([HEADER_2024, *rows]),)
    mapped = assess(Parsed(blocks=blocks), Context(codes=load_codes(), path="made"))
    place = next(i for i, p in enumerate(CODE.provisions) if p.number == "5.3")
    assert flagged(mapped, "next-not-found") == [place - 1]


OPENERS = ("Staff", "Tenants", "Panels", "Posters", "Letters", "Boards", "Visits", "Phones")


def opened(label: str) -> Callable[[int, Cells], Cells]:
    def change(place: int, cells: Cells) -> Cells:
        word = OPENERS[place % len(OPENERS)] + "abcdefgh"[place // 8 % 8]
        return (*cells[:4], f"{label}{word} are told of this {place} times a year.")

    return change


@pytest.mark.parametrize("label", ["Where we are – ", "In practice: ", "Our approach ", "So far "])
def test_a_label_that_most_comments_open_with_is_read_or_named(label: str) -> None:
    rows = responses(read(opened(label)))
    left = [r for r in rows if r.commentary.startswith(label.strip(" :–"))]
    assert len(left) in (0, len(EVERY))
    assert all("label-in-cell" in r.flags and r.confidence is Confidence.LOW for r in left)


def test_a_label_in_no_lexicon_is_left_and_named() -> None:
    assert len(flagged(read(opened("So far ")), "label-in-cell")) == len(EVERY)


def test_the_name_of_the_same_policy_in_every_comment_is_no_label() -> None:
    assert not flagged(read(opened("Complaints Policy Section ")), "label-in-cell")
    assert not flagged(read(opened("")), "label-in-cell")


def test_an_answer_that_swallowed_the_rows_only_text_is_not_high() -> None:
    def change(place: int, cells: Cells) -> Cells:
        swallowed = (*cells[:2], "Yes. Notes of the learning hub are kept", "", "")
        return swallowed if place == 12 else cells

    mapped = read(change)
    assert flagged(mapped, "answer-with-text") == [12]
    assert responses(mapped)[12].confidence is not Confidence.HIGH


def test_the_end_of_an_answer_that_a_layout_has_cut_is_no_yes() -> None:
    mapped = read(at([8], 2, lambda _: "comply"))
    assert responses(mapped)[8].answer is Answer.UNCLEAR
    assert responses(mapped)[8].confidence is Confidence.LOW
    small = read(at(EVERY, 2, lambda _: "compliant"))
    assert {r.answer for r in responses(small)} == {Answer.YES}


def test_a_label_alone_in_the_place_of_a_text_is_named() -> None:
    mapped = read(at([3, 9], 3, lambda _: "Commentary"))
    assert flagged(mapped, "label-in-cell") == [3, 9]


def test_a_label_with_its_sign_at_the_head_of_a_comment_is_a_doubt() -> None:
    mapped = read(at([5], 4, lambda text: f"Supporting evidence: {text}"))
    assert flagged(mapped, "label-in-cell") == [5]
    assert responses(mapped)[5].confidence is Confidence.LOW


def test_a_text_under_a_further_title_for_comments_is_a_doubt_where_the_row_has_no_other() -> None:
    rows = [(*row_2024(p)[:3], "", "", "We say so here.") for p in CODE.provisions]
    blocks = (page_table([(*HEADER_2024, "Narrative (continued)"), *rows]),)
    mapped = assess(Parsed(blocks=blocks), Context(codes=load_codes(), path="made"))
    found = responses(mapped)
    held = [r for r in found if not (r.evidence or r.commentary)]
    assert all(r.confidence is Confidence.LOW for r in held)


def test_a_comment_that_ends_with_the_next_rows_number_is_low() -> None:
    numbers = [provision.number for provision in CODE.provisions]
    mapped = read(at([30], 4, lambda text: f"{text} {numbers[31]}"))
    assert flagged(mapped, "number-in-text") == [30]
    assert responses(mapped)[30].confidence is Confidence.LOW
    assert flagged(read(at([30], 4, lambda text: f"{text} {numbers[12]}")), "number-in-text") == []
