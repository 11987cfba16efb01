"""The decoder: the table of its features, and readings that differ in one mark."""

from __future__ import annotations

import re
from pathlib import Path

from saextract.mapping.routes import decode as decoder
from saextract.mapping.routes.decode import decode
from saextract.mapping.routes.labels import Label
from saextract.mapping.routes.marks import Mark, Wording

DOCS = Path(__file__).parent.parent / "docs" / "architecture.md"


def wording(place: int, answered: bool = False) -> Wording:
    return Wording(
        begin=0,
        last=0,
        end=0,
        code="HOS-2024",
        place=place,
        section="5",
        asks="answer",
        whole=True,
        answered=answered,
    )


def test_the_table_of_weights_is_the_one_that_is_used() -> None:
    text = DOCS.read_text(encoding="utf-8").split("### The decoder")[1].split("\n## ")[0]
    printed = re.findall(r"^\| ([a-z ]+) \| (-?\d+) \|", text, re.MULTILINE)
    assert printed
    for name, weight in printed:
        assert getattr(decoder, f"_{name.upper().replace(' ', '_')}") == int(weight)


def test_a_requirement_with_an_answer_opens_a_row_and_one_without_is_a_quotation() -> None:
    marks = {
        0: Mark(wording=wording(3, answered=True)),
        5: Mark(wording=wording(0)),
        9: Mark(wording=wording(4, answered=True)),
    }
    steps = decode(marks)
    assert [step.sense for step in steps.values()] == ["row", "text", "row"]
    assert steps[0].margin > steps[5].margin > 0


def test_a_second_answer_closes_the_row() -> None:
    number = Mark(label=Label("number", "Provision", number="5.1"), wording=wording(0), opens=True)
    said = Mark(label=Label("answer", "Comply", "Yes"))
    steps = decode({0: number, 2: said, 7: said})
    assert [step.sense for step in steps.values()] == ["row", "field", "unseen"]


def test_no_marks_no_steps() -> None:
    assert decode({}) == {}
