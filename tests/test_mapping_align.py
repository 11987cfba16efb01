"""Alignment of rows and parts of rows with the provisions of an edition."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest

from mapping_forms import (
    HEADER_2022,
    HEADER_2024,
    Line,
    by_number,
    commentary,
    form,
    mapped,
    page_table,
    row_2022,
    row_2024,
)
from saextract.codes import get_code
from saextract.mapping.assess import Mapped
from saextract.model import Answer, Confidence, Provision, Table

P24 = get_code("HOS-2024").provisions
FORM_ORDER_2022 = next(o for o in get_code("HOS-2022").printed_orders if o[3] != "1.5")


def assert_all_in_place(result: Mapped, key: str = "HOS-2024") -> None:
    """Every provision has the row that was made for it."""
    provisions = get_code(key).provisions
    (assessment,) = result.assessments
    assert f"{assessment.code}-{assessment.edition}" == key
    for response, provision in zip(assessment.responses, provisions, strict=True):
        assert response.provision_id == provision.id
        assert commentary(provision) in response.commentary, provision.id
        assert response.answer is Answer.YES
    assert not [d for d in result.dispositions if d.kind == "unmapped"]


def numberless(provision: Provision) -> tuple[str, ...]:
    return "", *row_2024(provision)[1:]


def shifted(provision: Provision) -> tuple[str, ...]:
    section, number = provision.number.split(".")
    return f"{section}.{int(number) + 1}", *row_2024(provision)[1:]


def listed(provision: Provision) -> tuple[str, ...]:
    return str(P24.index(provision) + 1), *row_2024(provision)[1:]


def as_float(provision: Provision) -> tuple[str, ...]:
    return str(float(provision.number)), *row_2024(provision)[1:]


def first_line(provision: Provision) -> tuple[str, ...]:
    return provision.number, provision.text[:40], *row_2024(provision)[2:]


def first_person(provision: Provision) -> tuple[str, ...]:
    text = provision.text.replace("Landlords", "We").replace("must", "will")
    return provision.number, text.replace("resident", "tenant"), *row_2024(provision)[2:]


def inline(provision: Provision) -> tuple[str, ...]:
    return "", f"{provision.number} {provision.text}", *row_2024(provision)[2:]


def labelled(provision: Provision) -> tuple[str, ...]:
    return f"Code provision {provision.number}:", *row_2024(provision)[1:]


@pytest.mark.parametrize(
    "row",
    [
        row_2024,
        numberless,
        shifted,
        listed,
        as_float,
        first_line,
        first_person,
        inline,
        labelled,
    ],
)
def test_every_row_finds_its_provision(row: Callable[[Provision], Sequence[str]]) -> None:
    assert_all_in_place(mapped(form("HOS-2024", row, HEADER_2024)))


def test_rows_without_header_and_numbers_are_placed_by_their_texts() -> None:
    assert_all_in_place(mapped(form("HOS-2024", lambda p: row_2024(p)[1:], None)))


def test_the_2022_form_is_followed_where_its_numbers_do_not_ascend() -> None:
    def row(provision: Provision) -> tuple[str, ...]:
        return "", *row_2022(provision)[1:]

    result = mapped(form("HOS-2022", row, HEADER_2022, FORM_ORDER_2022))
    assert_all_in_place(result, "HOS-2022")


def test_2022_rows_under_2024_headers_belong_to_2022() -> None:
    result = mapped(form("HOS-2022", row_2024, HEADER_2024, FORM_ORDER_2022))
    assert_all_in_place(result, "HOS-2022")


def test_shifted_numbers_are_never_passed_over_in_silence() -> None:
    (assessment,) = mapped(form("HOS-2024", shifted, HEADER_2024)).assessments
    for response in assessment.responses:
        assert "number-text-conflict" in response.flags
        assert response.confidence is not Confidence.HIGH


def test_one_wrong_number_yields_to_the_full_text() -> None:
    def row(provision: Provision) -> tuple[str, ...]:
        number = "6.15" if provision.number == "6.14" else provision.number
        return number, *row_2024(provision)[1:]

    result = mapped(form("HOS-2024", row, HEADER_2024))
    assert_all_in_place(result)
    response = by_number(result)["6.14"]
    assert "number-text-conflict" in response.flags
    assert response.match is not None
    assert response.match.method == "text"


def test_number_and_text_that_both_speak_weakly_give_low_confidence() -> None:
    def row(provision: Provision) -> tuple[str, ...]:
        if provision.number != "4.2":
            return row_2024(provision)
        return "4.2", "Our staff receive regular training on dogs and cats.", "Yes", "", "x"

    response = by_number(mapped(form("HOS-2024", row, HEADER_2024)))["4.2"]
    assert response.confidence is Confidence.LOW
    assert "wording-altered" in response.flags


def test_an_earlier_wording_under_a_new_number_is_flagged() -> None:
    earlier = {p.number: p for p in get_code("HOS-2022").provisions}

    def row(provision: Provision) -> tuple[str, ...]:
        if provision.number != "9.1":
            return row_2024(provision)
        return "9.1", earlier["7.2"].text, *row_2024(provision)[2:]

    result = mapped(form("HOS-2024", row, HEADER_2024))
    response = by_number(result)["9.1"]
    assert response.answer is Answer.YES
    assert "wording-of-2022" in response.flags


def test_a_row_that_is_not_there_is_not_found_and_takes_no_other_row() -> None:
    numbers = [p.number for p in P24 if p.number not in ("6.5", "9.8")]
    responses = by_number(mapped(form("HOS-2024", numberless, HEADER_2024, numbers)))
    assert [n for n, r in responses.items() if r.answer is Answer.NOT_FOUND] == ["6.5", "9.8"]
    assert "procedure 6.16 " in responses["6.16"].commentary


@pytest.mark.parametrize("numbered", [True, False])
def test_equal_provisions_of_both_stages_are_told_apart(numbered: bool) -> None:
    pairs = [("6.4", "6.15"), ("6.5", "6.16"), ("6.6", "6.17"), ("6.7", "6.18"), ("6.9", "6.19")]
    row = row_2024 if numbered else numberless
    responses = by_number(mapped(form("HOS-2024", row, HEADER_2024)))
    for pair in pairs:
        for number in pair:
            assert f"procedure {number} " in responses[number].commentary


def split_over_pages(seed: int, numbered: bool, repeat: bool, centred: bool) -> list[Table]:
    """The 2024 form with many rows cut at page ends into two or three parts."""
    chance = random.Random(seed)
    tables: list[Table] = []
    current: list[Line] = [Line(tuple(HEADER_2024))]
    for provision in P24:
        number, requirement, answer, evidence, comment = row_2024(provision)
        comment = f"{comment} " + "Further matters are set out at length. " * 3
        parts = chance.choice([2, 2, 3]) if chance.random() < 0.4 else 1
        shows = chance.randrange(parts) if centred else 0
        pieces = [_pieces(text, parts, chance) for text in (requirement, evidence, comment)]
        for place in range(parts):
            first = place == shows
            cells = (
                number if numbered and first else "",
                pieces[0][place],
                answer if first else "",
                pieces[1][place],
                pieces[2][place],
            )
            current.append(Line(cells, cut_above=place > 0, cut_below=place < parts - 1))
            if place < parts - 1:
                tables.append(page_table(current, len(tables) + 1))
                current = [Line(tuple(HEADER_2024))] if repeat else []
    return [*tables, page_table(current, len(tables) + 1)]


def _pieces(text: str, parts: int, chance: random.Random) -> list[str]:
    words = text.split()
    cuts = sorted(chance.randrange(len(words) + 1) for _ in range(parts - 1))
    ends = [0, *cuts, len(words)]
    return [" ".join(words[ends[i] : ends[i + 1]]) for i in range(parts)]


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(
    ("numbered", "repeat", "centred"),
    [(True, True, True), (True, False, True), (False, False, False), (False, True, True)],
)
def test_rows_cut_by_pages_are_joined_word_for_word(
    seed: int, numbered: bool, repeat: bool, centred: bool
) -> None:
    result = mapped(*split_over_pages(seed, numbered, repeat, centred))
    assert_all_in_place(result)
    for response, provision in zip(result.assessments[0].responses, P24, strict=True):
        wanted = f"{commentary(provision)} " + "Further matters are set out at length. " * 3
        assert response.requirement_printed == provision.text
        assert response.commentary == wanted.strip()


def test_a_joined_row_keeps_all_its_places_and_pages() -> None:
    tables = split_over_pages(0, True, True, True)
    responses = by_number(mapped(*tables))
    joined = [r for r in responses.values() if "joined-over-pages" in r.flags]
    assert joined
    for response in joined:
        assert response.pages is not None
        assert response.pages[1] > response.pages[0]


def test_two_answers_are_never_joined_into_one_row() -> None:
    first, second = P24[0], P24[1]
    upper = page_table([HEADER_2024, (*row_2024(first)[:4], "")], 1)
    lower = page_table(
        [
            Line(("", "", "No", "", "An answer of its own."), cut_above=True),
            row_2024(second),
            *(row_2024(p) for p in P24[2:6]),
        ],
        2,
    )
    result = mapped(upper, lower)
    responses = by_number(result)
    assert responses["1.2"].answer is Answer.YES
    assert "An answer of its own." not in responses["1.2"].commentary
    assert [d.text for d in result.dispositions if d.kind == "unmapped"] == [
        "No An answer of its own."
    ]
    assert "rows-unmapped" in {problem.code for problem in result.problems}


def test_an_answer_cut_by_the_page_is_read_whole() -> None:
    row = row_2024(P24[0])
    upper = page_table(
        [HEADER_2024, Line((row[0], row[1], "Yes (full compliance", "", ""), cut_below=True)], 1
    )
    lower = page_table(
        [
            Line(("", "", "by 30 June 2024)", "", "Rest."), cut_above=True),
            *(row_2024(p) for p in P24[1:6]),
        ],
        2,
    )
    response = by_number(mapped(upper, lower))["1.2"]
    assert response.answer_printed == "Yes (full compliance by 30 June 2024)"
    assert response.answer is Answer.PARTIAL


def test_a_second_row_for_a_provision_is_reported_not_dropped() -> None:
    rows = [row_2024(p) for p in P24]
    rows.insert(5, ("1.6", P24[4].text, "No", "", "A second opinion."))
    result = mapped(page_table([HEADER_2024, *rows]))
    response = by_number(result)["1.6"]
    assert "duplicate-row" in response.flags
    assert len([d for d in result.dispositions if d.kind == "unmapped"]) == 1
    assert "rows-unmapped" in {problem.code for problem in result.problems}


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [(("Yes", "Yes", "Yes", "Yes"), Answer.YES), (("Yes", "Yes", "No", "Yes"), Answer.PARTIAL)],
)
@pytest.mark.parametrize("numbers", [("5.8", "", "", ""), ("5.8a", "5.8b", "5.8c", "5.8d")])
def test_items_answered_in_rows_of_their_own_make_one_doubtful_response(
    answers: tuple[str, ...], wanted: Answer, numbers: tuple[str, ...]
) -> None:
    text = next(p.text for p in P24 if p.number == "5.8")
    cuts = [0, text.index("b. "), text.index("c. "), text.index("d. "), len(text)]
    items = [
        (numbers[i], text[cuts[i] : cuts[i + 1]], answers[i], "", f"Item {i}.") for i in range(4)
    ]
    rows = [row_2024(p) for p in P24]
    rows[P24.index(next(p for p in P24 if p.number == "5.8"))] = items[0]
    place = rows.index(items[0])
    rows[place + 1 : place + 1] = items[1:]
    result = mapped(page_table([HEADER_2024, *rows]))
    response = by_number(result)["5.8"]
    assert response.answer is wanted
    assert "sub-rows" in response.flags
    assert response.confidence is Confidence.LOW
    assert response.commentary.startswith("Item 0. Item 1. Item 2. Item 3.")
    assert not [d for d in result.dispositions if d.kind == "unmapped"]


def test_a_number_alone_in_the_requirement_column_is_a_number() -> None:
    header = ("Code requirement", "Comply: Yes/No", "Comments")
    row = P24[0]
    upper = page_table([header, Line((row.number, "Yes", "First."), cut_below=True)], 1)
    lower = page_table(
        [
            Line((row.text, "", "Second."), cut_above=True),
            *((f"{p.number} {p.text}", "Yes", "x") for p in P24[1:6]),
        ],
        2,
    )
    response = by_number(mapped(upper, lower))[row.number]
    assert response.requirement_printed == row.text
    assert response.commentary == "First. Second."
    assert "number-missing" not in response.flags
