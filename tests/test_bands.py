"""Rows of one cell over the whole table: titles of sections in own words, or comments."""

from __future__ import annotations

from mapping_forms import HEADER_2024, Line, mapped, page_table, row_2024
from saextract.codes import get_code
from saextract.mapping.tables.bands import section_bands
from saextract.model import Answer, Row, Table

PROVISIONS = [p for p in get_code("HOS-2024").provisions if p.section in "123"]


def rows(above: dict[str, str]) -> tuple[Row, ...]:
    """Sections 1 to 3, with a row of one cell above some of the provisions."""
    lines: list[tuple[str | None, ...] | Line] = [HEADER_2024]
    for provision in PROVISIONS:
        if provision.number in above:
            lines.append((above[provision.number], *[None] * (len(HEADER_2024) - 1)))
        lines.append(row_2024(provision))
    return page_table(lines).rows


def test_rows_over_the_table_where_sections_change_are_titles_whatever_they_say() -> None:
    titles = {
        "1.2": "Knowing one when we hear one",
        "2.1": "2. When we say no",
        "3.1": "Open doors",
    }
    (assessment,) = mapped(Table(rows=rows(titles), detector="ruled")).assessments
    found = [r for r in assessment.responses if r.answer is not Answer.NOT_FOUND]
    assert len(found) == len(PROVISIONS)
    assert not [r for r in found if "text-beside" in r.flags]


def test_a_row_over_the_table_between_provisions_of_a_section_is_none() -> None:
    above = {"2.1": "When we say no", "3.1": "Open doors", "3.3": "Nobody has asked so far."}
    assert section_bands(rows(above), lambda _: False) == frozenset()


def test_banners_that_are_known_anyway_say_nothing_of_the_others() -> None:
    above = {"2.1": "When we say no", "3.1": "Open doors", "3.3": "Should requirements"}
    assert len(section_bands(rows(above), lambda text: text.startswith("Should"))) == 2
