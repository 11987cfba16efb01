"""Exports of survey tools, one group of columns for each provision."""

from __future__ import annotations

from hashlib import sha256

import pytest

from mapping_forms import by_number, mapped
from saextract.codes import get_code
from saextract.mapping.tables.turned import survey_problems, upright
from saextract.model import Answer, Cell, Kind, Parsed, Passage, Row, Source, Status, Table
from saextract.pipeline import process

ASKED = [p for p in get_code("HOS-2024").provisions if p.section == "3"]
SAID = ("Yes, we have this", "Partly", "No, not at present")
RIGHT = (Answer.YES, Answer.PARTIAL, Answer.NO)


def export(titles: tuple[str, str], *names: str) -> Table:
    """An export with a row for each respondent; titles of a question and of its explanation."""
    head = ["ID", "Name of your organisation"]
    rows = [[str(at), name] for at, name in enumerate(names, 1)]
    for place, p in enumerate(ASKED):
        head += [title.format(n=p.number, text=p.text, place=place + 1) for title in titles]
        for row in rows:
            row += [SAID[place % 3], f"Note {place + 1} of ours."]
    head.append("Anything else?")
    rows = [[*row, "Thank you."] for row in rows]
    cells = [Row(cells=tuple(Cell(text=text) for text in row)) for row in (head, *rows)]
    return Table(rows=tuple(cells), detector="sheet")


@pytest.mark.parametrize(
    "titles",
    [
        ("{n} {text}", "Please explain your answer{place}"),
        ("Section 3 [{n} {text}]", "Comments_{place}"),
        ("{n}. {text}", "{n} Commentary"),
    ],
)
def test_an_export_with_one_row_of_answers_is_turned_upright(titles: tuple[str, str]) -> None:
    found = by_number(mapped(export(titles, "Nonesuch Co-operative")))
    for place, p in enumerate(ASKED):
        assert found[p.number].answer is RIGHT[place % 3], p.number
        assert found[p.number].commentary == f"Note {place + 1} of ours."


def test_what_else_a_form_asks_stands_beside_the_rows() -> None:
    parsed = upright(Parsed(blocks=(export(("{n} {text}", "Why?"), "Nonesuch Co-operative"),)))
    texts = [block.text for block in parsed.blocks if isinstance(block, Passage)]
    assert texts == [
        "ID: 1",
        "Name of your organisation: Nonesuch Co-operative",
        "Anything else: Thank you.",
    ]


def test_a_title_of_any_words_leaves_its_text_in_doubt() -> None:
    titles = ("{n} {text}", "Over to you{place}")
    rows = by_number(mapped(export(titles, "Nonesuch Co-operative")))
    flags = [rows[p.number].flags for p in ASKED[:-1]]
    assert all("cells-uncertain" in found for found in flags)


def test_of_survey_problems_none_is_chosen_and_a_problem_says_so() -> None:
    table = export(("{n} {text}", "Why?{place}"), "Nonesuch Co-operative", "Noplace Homes")
    parsed = Parsed(blocks=(table,))
    assert upright(parsed) is parsed
    (problem,) = survey_problems(parsed)
    assert "2 respondents" in problem.message


def test_a_file_of_survey_problems_is_not_passed_over() -> None:
    table = export(("{n} {text}", "Why?{place}"), "First", "Second")
    lines = [",".join(f'"{c.text}"' for c in row.cells if c) for row in table.rows]
    lines[0] = lines[0].replace("Name of your organisation", "Filled in by")
    data = "\r\n".join(lines).encode()
    source = Source(path="a.csv", data=data, sha256=sha256(data).hexdigest(), media_type="text/csv")
    outcome = process(source)
    assert (outcome.kind, outcome.status) == (Kind.OTHER, Status.FAILED)
    assert "content-unread" in {problem.code for problem in outcome.problems}
