"""Cells and rows that stand for several provisions, items in rows of their own, odd columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from mapping_forms import HEADER_2024, by_number, form, mapped, page_table, row_2024
from saextract.codes import get_code
from saextract.model import Answer, Confidence, Response

PROVISIONS = get_code("HOS-2024").provisions
TEXT = {provision.number: provision.text for provision in PROVISIONS}


def read(
    rows: Sequence[Sequence[str | None]], header: Sequence[str] = HEADER_2024
) -> dict[str, Response]:
    result = mapped(page_table([header, *rows]))
    assert len(result.assessments) == 1
    return by_number(result)


def rows() -> list[list[str | None]]:
    return [list(row_2024(provision)) for provision in PROVISIONS]


@pytest.mark.parametrize("column", [2, 3, 4])
def test_a_cell_merged_over_rows_speaks_for_each_of_them_and_says_so(column: int) -> None:
    lines = rows()
    lines[0][column] = "No" if column == 2 else "The whole of section 1 of our policy."
    lines[1][column] = lines[2][column] = None
    found = read(lines)
    for number in ("1.2", "1.3", "1.4"):
        texts = (found[number].answer_printed, found[number].evidence, found[number].commentary)
        assert texts[column - 2] == lines[0][column]
    assert "merged-cell" in found["1.4"].flags
    assert found["1.4"].confidence is Confidence.MEDIUM
    assert not {"merged-cell"} & {*found["1.2"].flags, *found["1.5"].flags}


def test_a_cell_merged_over_the_items_of_one_provision_is_taken_once() -> None:
    lines = rows()
    at = next(i for i, line in enumerate(lines) if line[0] == "2.2")
    head, *items = re.split(r"(?=• )", TEXT["2.2"])
    lines[at : at + 1] = [
        ["2.2", head, "Yes", "Policy 9.", "All stated."],
        *([None, item, None, None, None] for item in items),
    ]
    assert read(lines)["2.2"].evidence == "Policy 9."


@pytest.mark.parametrize("printed", ["6.2 and 6.11", "6.2, 6.11", "6.2\n6.11", "6.2 / 6.11"])
def test_a_row_of_two_provisions_answers_both(printed: str) -> None:
    lines = [line for line in rows() if line[0] != "6.11"]
    both = next(line for line in lines if line[0] == "6.2")
    both[:3] = [printed, f"{TEXT['6.2']} {TEXT['6.11']}", "No"]
    found = read(lines)
    for number in ("6.2", "6.11"):
        assert found[number].answer is Answer.NO
        assert found[number].commentary == both[4]
        assert "shared-row" in found[number].flags


def test_the_number_of_an_earlier_edition_beside_the_number_is_no_second_provision() -> None:
    lines = rows()
    next(line for line in lines if line[0] == "6.2")[0] = "6.2 / 5.1"
    found = read(lines)
    assert found["6.2"].flags == ()
    assert found["5.1"].requirement_printed == TEXT["5.1"]


@pytest.mark.parametrize("label", ["", "{letter})", "{number}{letter}"])
def test_items_in_rows_of_their_own_make_one_row_even_where_two_provisions_have_them(
    label: str,
) -> None:
    lines = rows()
    for number in ("6.9", "6.19"):
        at = next(i for i, line in enumerate(lines) if line[0] == number)
        head, *items = re.split(r"(?=\b[a-g]\. )", TEXT[number])
        assert len(items) == 7
        labels = [label.format(number=number, letter=letter) for letter in "abcdefg"]
        lines[at : at + 1] = [
            [number, head, "", "", ""],
            *([name, item, "Yes", "", ""] for name, item in zip(labels, items, strict=True)),
        ]
    found = read(lines)
    assert all(response.answer is Answer.YES for response in found.values())
    assert found["6.9"].requirement_printed == TEXT["6.9"]
    assert found["6.9"].confidence is Confidence.LOW


def test_the_first_line_of_a_provision_is_no_item_of_the_one_above() -> None:
    lines = [["", p.text[:60], "Yes", "", f"Note on {p.number}."] for p in PROVISIONS]
    found = read(lines)
    assert all(found[number].commentary == f"Note on {number}." for number in ("8.1", "8.2"))


BOXES = ("Code provision", "Code requirement", "Yes", "No", "Partial", "N/A", "Evidence")


@pytest.mark.parametrize(
    ("boxes", "answer"),
    [
        (("☐", "☐", "☒", "☐"), Answer.PARTIAL),
        (("☐", "☐", "☐", "☒"), Answer.NOT_APPLICABLE),
        (("☐", "☒", "☐", "☐"), Answer.NO),
        (("☐", "☐", "☐", "☐"), Answer.UNANSWERED),
        (("☒", "☐", "☒", "☐"), Answer.UNCLEAR),
        (("✓", "", "✓", ""), Answer.UNCLEAR),
    ],
)
def test_four_columns_of_boxes(boxes: tuple[str, ...], answer: Answer) -> None:
    lines = [[p.number, p.text, "☒", "☐", "☐", "☐", "Policy"] for p in PROVISIONS]
    lines[4][2:6] = boxes
    found = read(lines, BOXES)
    assert found[PROVISIONS[4].number].answer is answer
    assert found[PROVISIONS[5].number].answer is Answer.YES


@pytest.mark.parametrize("title", ["Self-assessment", "Outcome", "Status", "RAG", "Our view"])
def test_a_column_of_answers_is_the_answer_whatever_heads_it(title: str) -> None:
    header = ("Code provision", "Code requirement", title, "Evidence", "Commentary")
    lines = rows()
    lines[3][2] = "Not met"
    found = read(lines, header)
    assert found[PROVISIONS[3].number].answer is Answer.NO
    assert found[PROVISIONS[4].number].answer_printed == "Yes"
    assert found[PROVISIONS[4].number].confidence is Confidence.HIGH


def test_answers_with_their_reasons_in_the_one_further_column() -> None:
    lines = [[p.number, p.text, "Yes – see policy 4.3 and the guide"] for p in PROVISIONS]
    lines[2][2] = "No – to be changed"
    found = read(lines, ("Code provision", "Code requirement", "Response"))
    assert found[PROVISIONS[2].number].answer is Answer.NO
    assert found[PROVISIONS[3].number].answer is Answer.YES


def test_a_description_column_after_the_numbers_is_the_requirement() -> None:
    lines = [[p.number, p.text, "Yes", "Policy"] for p in PROVISIONS]
    found = read(lines, ("Section", "Description", "Yes/No", "Narrative"))
    assert found["5.1"].requirement_printed == TEXT["5.1"]
    assert found["5.1"].commentary == "Policy"


def test_repeated_rows_within_a_form_do_not_cut_it_in_two() -> None:
    numbers = [p.number for p in PROVISIONS]
    numbers[40:40] = ["2.1", "2.2"]
    result = mapped(form("HOS-2024", row_2024, HEADER_2024, numbers))
    assert len(result.assessments) == 1
    assert [problem.code for problem in result.problems] == ["rows-unmapped"]


@pytest.mark.parametrize(("left", "answer"), [("Yes /", Answer.YES), ("/ No", Answer.NO)])
def test_the_choice_that_is_not_struck_out_is_the_answer(left: str, answer: Answer) -> None:
    table = page_table([HEADER_2024, *rows()])
    row = table.rows[1]
    cell = row.cells[2]
    assert cell is not None
    chosen = cell.model_copy(update={"text": left, "flags": ("struck-text",)})
    row = row.model_copy(update={"cells": (*row.cells[:2], chosen, *row.cells[3:])})
    table = table.model_copy(update={"rows": (table.rows[0], row, *table.rows[2:])})
    found = by_number(mapped(table))["1.2"]
    assert found.answer is answer
    assert found.confidence is Confidence.MEDIUM
    assert "struck-text" in found.flags
