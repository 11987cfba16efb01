"""Titles of columns to tick that stand above their table."""

from __future__ import annotations

from mapping_forms import by_number, mapped
from saextract.codes import get_code
from saextract.mapping.tables.above import with_titles_above
from saextract.model import Answer, Cell, Parsed, Passage, Row, Table

SECTION_2 = [p for p in get_code("HOS-2024").provisions if p.section == "2"]


def ticks(*rows: tuple[str, ...]) -> Table:
    return Table(
        rows=tuple(Row(cells=tuple(Cell(text=text) for text in cells)) for cells in rows),
        detector="unruled",
    )


def checklist(first: tuple[str, ...]) -> Table:
    rows = [(p.number, p.text, "☐", "✓", "☐") for p in SECTION_2]
    return ticks(first, *rows[1:])


def test_a_line_of_answers_above_heads_the_columns_of_ticks_below() -> None:
    p = SECTION_2[0]
    rows = by_number(
        mapped(Passage(text="Yes Partly No"), checklist((p.number, p.text, "✓", "☐", "☐")))
    )
    found = [rows[p.number].answer for p in SECTION_2]
    assert found == [Answer.YES, *[Answer.PARTIAL] * (len(found) - 1)]


def test_the_titles_are_any_answer_words() -> None:
    p = SECTION_2[0]
    table = checklist((p.number, p.text, "✓", "☐", "☐"))
    rows = by_number(mapped(Passage(text="Fully   In part   Not yet"), table))
    found = [rows[p.number].answer for p in SECTION_2]
    assert found == [Answer.YES, *[Answer.PARTIAL] * (len(found) - 1)]


def test_titles_over_the_marks_of_a_pages_first_row_are_its_header() -> None:
    p = SECTION_2[0]
    table = checklist((p.number, p.text, "Yes\n✓", "Partly\n☐", "No\n☐"))
    (read,) = with_titles_above(Parsed(blocks=(table,))).tables
    assert [c.text for c in read.rows[0].cells if c] == ["", "", "Yes", "Partly", "No"]
    assert [c.text for c in read.rows[1].cells if c][2:] == ["✓", "☐", "☐"]


def test_words_that_are_no_choice_head_nothing() -> None:
    p = SECTION_2[0]
    table = checklist((p.number, p.text, "✓", "☐", "☐"))
    for line in ("Yes No", "Yes Yes No", "Yes, partly and no", "Definition"):
        blocks = (Passage(text=line), table)
        assert with_titles_above(Parsed(blocks=blocks)).tables == (table,), line
