"""Answers in signs that the document explains: letters, figures, colours, ticks and crosses."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from mapping_forms import by_number, mapped
from mapping_forms import form as whole_form
from saextract.codes import get_code
from saextract.mapping.answers.explained import explained
from saextract.mapping.answers.keys import read_key, settle_signs
from saextract.model import (
    Answer,
    Cell,
    Confidence,
    Parsed,
    Passage,
    Provision,
    Response,
    Row,
    Swatch,
    Table,
)

NUMBERS = ("3.1", "3.2", "3.3", "3.4")


def form(*answers: Cell | str) -> Table:
    """A form with a column of answers under a title that says nothing."""
    cells = [Cell(text=answer) if isinstance(answer, str) else answer for answer in answers]
    head = Row(cells=(Cell(text="Provision"), Cell(text="Requirement"), Cell(text="Status")))
    rows = [
        Row(cells=(Cell(text=number), Cell(text="Landlords must act."), cell))
        for number, cell in zip(NUMBERS, cells, strict=False)
    ]
    return Table(rows=(head, *rows), detector="test")


def settled(*blocks: Table | Passage) -> list[tuple[str, str | None]]:
    """Text and printed text of the answer cells of the last table."""
    parsed = settle_signs(Parsed(blocks=blocks))
    cells = [row.cells[2] for row in parsed.tables[-1].rows[1:]]
    return [(cell.text, cell.printed) for cell in cells if cell]


@pytest.mark.parametrize(
    "key",
    [
        "C = compliant, PC = partly compliant, NC = not compliant",
        "Key: C – compliant; PC – partially compliant; NC – not compliant",
        "Compliant (C), Partially compliant (PC), Not compliant (NC)",
        "Key: C we comply, PC we comply in part and NC we do not comply.",
        "C: Compliant\nPC: Partially compliant\nNC: Not compliant",
    ],
)
def test_a_key_in_a_paragraph_explains_letters(key: str) -> None:
    assert settled(Passage(text=key), form("C", "PC", "NC", "C")) == [
        ("Compliant", "C"),
        ("Partially compliant", "PC"),
        ("Not compliant", "NC"),
        ("Compliant", "C"),
    ]


def test_a_key_in_a_table_of_its_own_explains_figures() -> None:
    key = Table(
        rows=(
            Row(cells=(Cell(text="1"), Cell(text="Compliant"))),
            Row(cells=(Cell(text="0"), Cell(text="Not compliant"))),
        ),
        detector="test",
    )
    assert settled(key, form("1", "0", "1")) == [
        ("Compliant", "1"),
        ("Not compliant", "0"),
        ("Compliant", "1"),
    ]


def test_patches_of_colour_explain_shaded_cells() -> None:
    key = Passage(
        text="Key: met partly met not met",
        swatches=(
            Swatch(at=5, colour="4CAF50"),
            Swatch(at=9, colour="FFC107"),
            Swatch(at=20, colour="E53935"),
        ),
    )
    shaded = [Cell(text="", fill=fill) for fill in ("4CAF50", "E53935", "FFC207", "0000FF")]
    assert settled(key, form(*shaded)) == [
        ("Compliant", ""),
        ("Not compliant", ""),
        ("Partially compliant", ""),
        ("", None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "C = compliant",
        "A = a complaint, B = a service request",
        "The target is 10 days: 95% were met. Stage 1 – met. Stage 2 – met.",
        "Green is good.",
    ],
)
def test_what_is_no_key_explains_nothing(text: str) -> None:
    key = read_key(Parsed(blocks=(Passage(text=text),)))
    assert (key.codes, key.colours) == ({}, {})


def test_letters_without_a_key_stay_as_they_are() -> None:
    assert settled(form("C", "PC", "NC")) == [("C", None), ("PC", None), ("NC", None)]


def test_a_column_of_ticks_and_crosses_explains_its_crosses() -> None:
    assert settled(form("✓", "✗", "✓", "")) == [
        ("✓", None),
        ("Not compliant", "✗"),
        ("✓", None),
        ("", None),
    ]


def test_crosses_alone_and_in_two_columns_to_tick_are_not_explained() -> None:
    assert settled(form("✗", "✗")) == [("✗", None), ("✗", None)]
    head = Row(cells=(Cell(text="Provision"), Cell(text="Yes"), Cell(text="No")))
    rows = (
        Row(cells=(Cell(text="3.1"), Cell(text="✓"), Cell(text="✗"))),
        Row(cells=(Cell(text="3.2"), Cell(text="✗"), Cell(text="✓"))),
    )
    table = Table(rows=(head, *rows), detector="test")
    assert settle_signs(Parsed(blocks=(table,))).tables == (table,)


def test_labelled_lines_have_the_words_of_the_key_too() -> None:
    key = Passage(text="Green = we comply; Amber = we comply in part; Red = we do not comply")
    lines = [Passage(text="Status: Green"), Passage(text="Status: Red")]
    made = settle_signs(Parsed(blocks=(key, *lines))).blocks[1:]
    assert [block.text for block in made if isinstance(block, Passage)] == [
        "Status: Compliant",
        "Status: Not compliant",
    ]


def test_a_key_knows_the_signs_whatever_their_case() -> None:
    key = read_key(Parsed(blocks=(Passage(text="G = met, R = not met"),)))
    assert key.of_code("g") is Answer.YES
    assert key.of_code("(R)") is Answer.NO
    assert key.of_code("Great") is None


def test_signs_that_are_paragraphs_of_their_own_have_the_words_too() -> None:
    key = Passage(text="Key: Y we comply, P we comply in part, N we do not comply.")
    lines = [Passage(text=text) for text in ("Y", "We say so.", "P", "N")]
    made = settle_signs(Parsed(blocks=(key, *lines))).blocks[1:]
    assert [block.text for block in made if isinstance(block, Passage)] == [
        "Y",
        "We say so.",
        "Partially compliant",
        "N",
    ]


def test_two_answer_columns_that_nothing_tells_apart_are_unclear_where_they_differ() -> None:
    header = ("Provision", "Requirement", "Alpha: comply Y/N", "Beta: comply Y/N", "Evidence")
    others = {"1.3": "No", "1.4": "Partial"}

    def row(provision: Provision) -> tuple[str, ...]:
        number = provision.number
        return (number, provision.text, "Yes", others.get(number, "Yes"), f"Policy, page {number}")

    found = by_number(mapped(whole_form("HOS-2024", row, header)))
    assert (found["1.2"].answer, found["1.2"].answer_printed) == (Answer.YES, "Yes")
    for number, printed in (("1.3", "Yes / No"), ("1.4", "Yes / Partial")):
        response = found[number]
        assert (response.answer, response.answer_printed) == (Answer.UNCLEAR, printed)
        assert response.confidence is Confidence.LOW
        assert "answers-disagree" in response.flags


def test_a_key_may_stand_in_several_paragraphs_and_a_title_may_be_one() -> None:
    lines = [Passage(text=text) for text in ("C = compliant", "PC = partly compliant")]
    key = read_key(Parsed(blocks=tuple(lines)))
    assert key.codes == {"c": Answer.YES, "pc": Answer.PARTIAL}
    patches = [
        Passage(text="Met", swatches=(Swatch(at=0, colour="00B050"),)),
        Passage(text="Not met", swatches=(Swatch(at=0, colour="FF0000"),)),
    ]
    assert read_key(Parsed(blocks=tuple(patches))).of_colour("00B050") is Answer.YES
    head = Row(cells=(Cell(text="Ref"), Cell(text="Are we compliant? (Y/N/P)")))
    titled = read_key(Parsed(blocks=(Table(rows=(head,), detector="test"),)))
    assert titled.codes["p"] is Answer.PARTIAL


def test_a_columns_title_explains_its_signs() -> None:
    table = form("G", "A", "R", "G")
    title = Cell(text="RAG (G = met, A = met in part, R = not met)")
    head = table.rows[0].model_copy(update={"cells": (*table.rows[0].cells[:2], title)})
    table = table.model_copy(update={"rows": (head, *table.rows[1:])})
    texts = [text for text, _ in settled(table)]
    assert texts == ["Compliant", "Partially compliant", "Not compliant", "Compliant"]


OWN = ("Sorted", "Getting there", "Missing")
SAID = {"Sorted": Answer.YES, "Getting there": Answer.PARTIAL, "Missing": Answer.NO}


def told_in_own_words(key: Sequence[str]) -> dict[str, Response]:
    asked = [p for p in get_code("HOS-2024").provisions if p.section in "12"]
    texts = [*key]
    for at, p in enumerate(asked):
        word = OWN[at % 3] if at < 6 else OWN[0]
        texts += [f"{p.number} Our name for it {at}", f"We did this in year {at}.", word]
    return by_number(mapped(*(Passage(text=text) for text in texts)))


@pytest.mark.parametrize(
    "key",
    [
        ("Sorted: we do it all. Getting there: we do some of it. Missing: we don’t do this.",),
        ("Sorted", "We do everything it asks.", "Missing", "Nothing of this is in place."),
        ("Sorted: no further action is needed. Missing: no work has been done.",),
        ("Sorted \u2013 nothing more to do", "Missing \u2013 nothing of this is in place"),
        ("Sorted We meet this line of the Code.", "Missing We don’t meet it."),
    ],
)
def test_own_words_that_a_key_explains_are_answers(key: Sequence[str]) -> None:
    rows = told_in_own_words(key)
    for at, number in enumerate(("1.2", "1.3", "1.4")):
        assert rows[number].answer is SAID[OWN[at]]
        assert rows[number].answer_printed == OWN[at]
        assert rows[number].commentary == f"We did this in year {at}."
    assert "answer-by-key" in rows["1.2"].flags


@pytest.mark.parametrize(
    "key",
    [
        "Our year in words",
        "Sorted: we do it all.",
        "Sorted: we do not do it. Missing: we do none of it.",
        "Sorted: we do it all. Yes, every time: we do not do this.",
    ],
)
def test_words_that_no_key_explains_with_a_yes_and_something_else_stay_as_they_are(
    key: str,
) -> None:
    words = ("Sorted", "Missing", "Yes, every time")
    body = [text for at in range(9) for text in (f"Line {at}", words[at % 3])]
    assert explained(Parsed(blocks=tuple(Passage(text=text) for text in (key, *body)))) == {}
