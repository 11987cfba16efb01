"""Roles of columns, from headers as landlords print them and from content."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mapping_forms import HEADER_2022, HEADER_2024, by_number, mapped, page_table, row_2024
from saextract.codes import get_code, load_codes
from saextract.lexicon.answers import whole
from saextract.lexicon.roles import Role
from saextract.mapping.tables.columns import Columns, complete, from_content, inherit
from saextract.mapping.tables.headers import find_headers, header_roles, tick_columns
from saextract.mapping.tying.edition import best_likeness
from saextract.model import Cell, Confidence, Row, Table

N, R, A, E, C = Role.NUMBER, Role.REQUIREMENT, Role.ANSWER, Role.EVIDENCE, Role.COMMENTARY
PROVISIONS = get_code("HOS-2024").provisions


def like(text: str) -> float:
    return best_likeness(text, load_codes())


@pytest.mark.parametrize(
    ("printed", "roles"),
    [
        (HEADER_2024, (N, R, A, E, C)),
        (HEADER_2022, (N, R, A, C)),
        (("Codeprovision", "Coderequirement", "Comply:Yes/No", "Evidence"), (N, R, A, C)),
        (
            ("Code section", "Code requirement", "Comply: Yes/No", "Evidence,commentary and any"),
            (N, R, A, C),
        ),
        (("Ref", "Requirement", "Compliant?", "Comments"), (N, R, A, C)),
        (("No.", "Requirement", "Do we comply", "Landlord response"), (N, R, A, C)),
        (("Code provision", "Requirement", "Met?", "Explanation"), (N, R, A, C)),
        (
            ("Code provision", "Code requirement", "Do we follow the Code: Yes/No", "Evidence"),
            (N, R, A, C),
        ),
        (
            ("Code provision", "Code requirement", "Comply (Yes/No)", "Evidence", "Actions", "RAG"),
            (N, R, A, C, Role.ACTION, Role.RAG),
        ),
        (
            ("Code provision", "Code requirement", "Action", "Target date", "Responsible officer"),
            (N, R, Role.ACTION, Role.DUE, Role.OWNER),
        ),
        (
            ("1 Definition of a complaint", "Yes", "No", "Comments"),
            (None, Role.YES, Role.NO, C),
        ),
        (
            ("Code requirement", "Compliant", "Non-compliant", "Commentary"),
            (R, Role.YES, Role.NO, C),
        ),
        (
            ("Code Provision", "Code Requirement", "Commentary / Observations", "Recommendation"),
            (N, R, Role.OBSERVATION, Role.OTHER),
        ),
        (("Code requirement", "Comply", "Evidence of compliance", "Commentary"), (R, A, E, C)),
        (
            ("No.", "Requirement", "Comply 2023", "Comply 2024", "Comments"),
            (N, R, Role.OTHER, A, C),
        ),
        (
            ("No.", "Requirement", "Comply", "Comments (last year)", "Comments"),
            (N, R, A, Role.OTHER, C),
        ),
        (
            ("Ref", "Requirement", "Do we meet this?", "How we know", "Our comments"),
            (N, R, A, E, C),
        ),
        (("Ref", "Requirement", "Met?", "How this is shown", "How we comply"), (N, R, A, E, C)),
        (("Ref", "Requirement", "Met?", "Where is this shown?", "Why we say so"), (N, R, A, E, C)),
        (
            ("Ref", "Requirement", "Comply 2023", "Comply 2024", "2023 comments", "2024 comments"),
            (N, R, Role.OTHER, A, Role.OTHER, C),
        ),
        (
            ("Ref", "Requirement", "Previous year's answer", "Comply", "Officer comments"),
            (N, R, Role.OTHER, A, C),
        ),
        (("No.", "Requirement", "Yes", "No", "Comments"), (N, R, Role.YES, Role.NO, C)),
        (
            ("Ref", "Requirement", "Comply", "Commentary", "Governing body comments"),
            (N, R, A, C, Role.OTHER),
        ),
    ],
)
def test_headers_name_their_roles(printed: tuple[str, ...], roles: tuple[Role | None, ...]) -> None:
    assert header_roles(printed) == roles


def test_header_split_over_two_rows_is_one_header() -> None:
    table = page_table(
        [
            ("Code", "Code requirement", "Comply:", "Evidence, commentary"),
            ("section", "", "Yes/No", "and any explanations"),
            row_2024(PROVISIONS[0])[:4],
        ]
    )
    (header,) = find_headers(table)
    assert (header.first, header.last) == (0, 1)
    assert header.columns.roles == (N, R, A, C)


def test_yes_and_no_under_a_spanning_header_are_two_columns() -> None:
    upper = Row(
        cells=(
            Cell(text="Code section"),
            Cell(text="Code requirement"),
            Cell(text="Comply", span=2),
            None,
            Cell(text="Comments"),
        )
    )
    lower = page_table([("", "", "Yes", "No", "")]).rows[0]
    (header,) = find_headers(Table(rows=(upper, lower), detector="ruled"))
    assert header.columns.roles == (N, R, Role.YES, Role.NO, C)


@pytest.mark.parametrize(
    "texts",
    [
        ("", "Is any third stage optional for residents?", "No", "N/A"),
        ("", "referencing the relevant policy", "", "reasons for the decision on that point"),
        ("1.3", "Code requirement", "Yes", "Evidence"),
        ("", "We meet this", "Compliant", "Evidence on file"),
        ("", "Yes", "", "Evidence"),
    ],
)
def test_data_that_uses_header_words_is_no_header(texts: tuple[str, ...]) -> None:
    assert find_headers(page_table([texts])) == []


def test_a_row_with_the_answer_alone_is_no_second_header_line() -> None:
    table = page_table([HEADER_2022, ("", "", "Yes", "")])
    (header,) = find_headers(table)
    assert header.last == 0


def test_a_section_title_over_the_requirements_does_not_hide_them() -> None:
    lines = [("", p.text, "X", "", "As set out.") for p in PROVISIONS[:4]]
    table = page_table([("", "1 Definition of a complaint", "Yes", "No", "Comments"), *lines])
    (header,) = find_headers(table)
    assert complete(header, table.rows[1:], like).roles == (None, R, Role.YES, Role.NO, C)


def completed(*lines: tuple[str, ...]) -> Columns:
    """The columns under the first line, from all the others."""
    table = page_table(lines)
    (header,) = find_headers(table)
    return complete(header, table.rows[1:], like)


def form(title: tuple[str, ...], *cells: Callable[[int], str]) -> Columns:
    """The columns of eight rows under a title."""
    rows = [(p.number, p.text, *(cell(i) for cell in cells)) for i, p in enumerate(PROVISIONS[:8])]
    return completed(("Ref", "Requirement", *title), *rows)


def test_columns_that_a_wide_answer_cell_covers_take_no_role_from_its_title() -> None:
    titles = ("Ref", "Requirement", "Position", "", "", "Commentary")
    rows = [(p.number, p.text, "Compliant", "", "", prose(i)) for i, p in enumerate(PROVISIONS[:8])]
    wide = [
        row.model_copy(
            update={
                "cells": (
                    *row.cells[:2],
                    row.cells[2] and row.cells[2].model_copy(update={"span": 3}),
                    None,
                    None,
                    row.cells[5],
                )
            }
        )
        for row in page_table([titles, *rows]).rows
    ]
    table = page_table([titles]).model_copy(update={"rows": tuple(wide)})
    (header,) = find_headers(table)
    columns = complete(header, table.rows[1:], like)
    assert (columns.roles[2], columns.roles[5]) == (A, C)
    assert C not in columns.roles[:5]


def prose(i: int) -> str:
    return f"Teams follow procedure {i} as it is set out in the handbook for staff."


def test_two_free_texts_under_unknown_titles_go_by_the_forms_order_and_say_so() -> None:
    columns = form(("Comply", "What you see", "Our view"), lambda _: "Yes", prose, prose)
    assert columns.roles == (N, R, A, E, C)
    assert columns.doubtful == {E, C}


def test_an_unknown_title_beside_a_known_one_is_the_other_free_text_and_says_so() -> None:
    columns = form(("Comply", "Our view", "Evidence"), lambda _: "Yes", prose, prose)
    assert columns.roles == (N, R, A, C, E)
    assert columns.doubtful == {C}


@pytest.mark.parametrize("title", ["What this rests on", "Findings of the working group", "Notes"])
def test_the_only_free_text_is_the_commentary_whatever_its_title(title: str) -> None:
    columns = form(("Comply", title), lambda _: "Yes", prose)
    assert columns.roles == (N, R, A, C)
    assert not columns.doubtful


def test_requirements_are_told_by_their_words_and_not_by_the_title_over_them() -> None:
    title = ("Code", "How we should do it", "Do we comply?", "Our own words")
    columns = completed(title, *((p.number, p.text, "Yes", prose(3)) for p in PROVISIONS[:8]))
    assert columns.roles == (N, R, A, C)


def test_a_theme_before_the_requirements_is_no_evidence() -> None:
    title = ("Theme", "Code section", "Code requirement", "Comply: Yes/No", "Commentary")
    theme = "Definition of a complaint"
    lines = [(theme, p.number, p.text, "Yes", prose(i)) for i, p in enumerate(PROVISIONS[:8])]
    columns = completed(title, *lines)
    assert columns.roles == (Role.OTHER, N, R, A, C)
    assert not columns.doubtful


def test_known_titles_raise_no_doubt_whatever_their_order() -> None:
    columns = form(("Our comments", "Comply", "How we know"), prose, lambda _: "Yes", prose)
    assert columns.roles == (N, R, C, A, E)
    assert not columns.doubtful


def test_two_titles_of_the_same_meaning_are_in_doubt() -> None:
    columns = form(("Comply", "Landlord response", "Our comments"), lambda _: "Yes", prose, prose)
    assert columns.roles == (N, R, A, C, Role.OTHER)
    assert columns.doubtful == {C}


def test_a_title_that_was_taken_for_commentary_frees_the_role_for_the_next() -> None:
    columns = form(("Position", "Landlord response"), lambda _: "Compliant", prose)
    assert columns.roles == (N, R, A, C)


@pytest.mark.parametrize("answer", ["Part ially compl iant", "Com plia nt", "☒ Yes ☐ No"])
def test_answers_broken_or_boxed_tell_their_column(answer: str) -> None:
    assert form(("Result", "Comments"), lambda _: answer, prose).roles == (N, R, A, C)


def test_two_answer_columns_that_nothing_tells_apart_are_in_doubt() -> None:
    columns = form(("Comply", "Met?", "Comments"), lambda _: "Yes", lambda _: "No", prose)
    assert A in columns.doubtful


def test_of_two_years_the_later_is_the_answer() -> None:
    columns = form(
        ("Last year", "This year", "Comments"),
        lambda _: "Yes",
        lambda i: "No" if i else "Yes",
        prose,
    )
    assert columns.roles == (N, R, Role.OTHER, A, C)
    assert not columns.doubtful


def test_a_rating_is_the_answer_where_there_is_no_other() -> None:
    columns = form(("RAG", "Comments"), lambda i: ("Green", "Amber")[i % 2], prose)
    assert columns.roles == (N, R, A, C)


def test_columns_to_tick_under_one_question_keep_their_own_titles() -> None:
    upper = Row(
        cells=(
            Cell(text="Ref"),
            Cell(text="Requirement"),
            Cell(text="Do we comply?", span=3),
            None,
            None,
            Cell(text="Comments"),
        )
    )
    lower = page_table([("", "", "Yes", "Part", "No", "")]).rows[0]
    (header,) = find_headers(Table(rows=(upper, lower), detector="ruled"))
    assert header.columns.roles == (N, R, Role.YES, Role.PARTIAL, Role.NO, C)


def test_the_ends_of_titles_in_a_row_of_their_own_are_no_second_header() -> None:
    upper = ("Code", "Code requirement", "Comply", "Evidence, commentary and any")
    lower = ("sectio n", "", ": Yes/No", "explanations")
    (header,) = find_headers(page_table([upper, lower]))
    assert header.columns.roles == (N, R, A, C)


def test_columns_without_header_are_told_by_content() -> None:
    rows = page_table([row_2024(p) for p in PROVISIONS[:8]]).rows
    columns = from_content(rows, (), like)
    assert columns is not None
    assert columns.roles == (N, R, A, E, C)
    assert columns.source == "content"
    assert columns.doubtful == {E, C}


def test_a_last_column_of_a_few_words_again_and_again_is_no_comment() -> None:
    owners = ("Board", "Team", "Board", "Board")
    rows = page_table(
        [
            (*row_2024(p)[:3], f"Our rules say so in clause {i}.", owner)
            for i, (p, owner) in enumerate(zip(PROVISIONS[:4], owners, strict=True))
        ]
    ).rows
    columns = from_content(rows, (), like)
    assert columns is not None
    assert columns.roles == (N, R, A, C, Role.OTHER)
    assert C in columns.doubtful


def test_figures_are_no_assessment_columns() -> None:
    rows = page_table([("Repairs", "12", "Yes", "4.7"), ("Lettings", "9", "No", "3.1")]).rows
    assert from_content(rows, (), like) is None


BEFORE = Columns((N, R, A, C), HEADER_2022, "header", (50.0, 90.0, 300.0, 350.0, 540.0))


def test_a_table_without_header_inherits_equal_columns() -> None:
    rows = page_table([row_2024(PROVISIONS[3])[:4]]).rows
    inherited = inherit(rows, (51.0, 91.0, 299.0, 352.0, 541.0), BEFORE)
    assert inherited is not None
    assert inherited.roles == BEFORE.roles


def test_a_stray_rule_inside_a_column_does_not_shift_the_roles() -> None:
    rows = page_table([("1.2", "A complaint must", "be defined as", "Yes", "x")]).rows
    inherited = inherit(rows, (50.0, 90.0, 200.0, 300.0, 350.0, 540.0), BEFORE)
    assert inherited is not None
    assert inherited.roles == (N, R, R, A, C)


def test_as_many_columns_of_other_widths_are_inherited_one_by_one() -> None:
    rows = page_table([("1.2", "A complaint must", "Yes", "See our policy")]).rows
    inherited = inherit(rows, (50.0, 90.0, 240.0, 295.0, 540.0), BEFORE)
    assert inherited is not None
    assert inherited.roles == BEFORE.roles


def test_columns_elsewhere_on_the_page_are_not_inherited() -> None:
    rows = page_table([("1.2", "x", "Yes", "y")]).rows
    assert inherit(rows, (150.0, 190.0, 300.0, 350.0, 400.0), BEFORE) is None


def test_columns_with_other_content_are_not_inherited() -> None:
    rows = page_table(
        [("Repairs", "Upheld", "14", "x"), ("Lettings", "Upheld", "3", "y"), ("Rents", "", "2", "")]
    ).rows
    assert inherit(rows, (), BEFORE) is None


def test_a_title_that_speaks_of_compliance_over_requirements_heads_no_answers() -> None:
    titles = ("Compliance with the Complaint Handling Code", "Yes", "No", "Comments")
    rows = [titles, *((p.text, "Yes", "", "Words.") for p in PROVISIONS[:5])]
    table = Table(
        rows=tuple(Row(cells=tuple(Cell(text=text) for text in row)) for row in rows), detector="x"
    )
    (header,) = find_headers(table)
    roles = complete(header, table.rows[1:], like).roles
    assert roles == (Role.REQUIREMENT, Role.YES, Role.NO, Role.COMMENTARY)


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        (("Comply 2023/24", "Comply 2024/25"), 1),
        (("2025 Yes/No", "2024 Yes/No"), 0),
        (("Previous compliance", "Current compliance"), 1),
        (("LGSCO Code: Comply Yes/No", "Housing Ombudsman Code: Comply Yes/No"), 1),
        (("HOS comply (Yes/No)", "LGSCO comply (Yes/No)"), 0),
        (("Comply", "Board agreed"), 0),
    ],
)
def test_of_two_answer_columns_the_landlords_code_and_the_newest_year_count(
    headers: tuple[str, str], taken: int
) -> None:
    found = roles_under(headers)
    assert found[2 + taken] is A
    assert found[3 - taken] is Role.OTHER


def test_answer_columns_that_nothing_tells_apart_make_the_confidence_low() -> None:
    header = ("Ref", "Requirement", "Comply (a)", "Comply (b)", "Comments")
    rows = [(p.number, p.text, "Yes", "No", "Words.") for p in PROVISIONS]
    (assessment,) = mapped(page_table([header, *rows])).assessments
    for response in assessment.responses:
        assert response.confidence is Confidence.LOW
        assert "columns-uncertain" in response.flags


def roles_under(headers: tuple[str, str]) -> tuple[Role | None, ...]:
    rows = [(p.number, p.text, "Yes", "No", "Words of its own.") for p in PROVISIONS[:12]]
    table = page_table([("Ref", "Requirement", *headers, "Comments"), *rows])
    (header,) = find_headers(table)
    return complete(header, table.rows[1:], like).roles


def test_a_title_whose_words_are_cut_in_a_narrow_column_is_one_header() -> None:
    table = page_table(
        [
            ("Code", "Code requirement", "Comply", "Evidence", "Commentary /"),
            ("provisi on", "", ": Yes / No", "", "explanation"),
            *map(row_2024, PROVISIONS[:3]),
        ]
    )
    (header,) = find_headers(table)
    assert header.columns.roles == (N, R, A, E, C)


@pytest.mark.parametrize("title", ["Our response", "Compliance and explanation", "Comply"])
@pytest.mark.parametrize("between", ["\n", " – ", ". "])
def test_an_answer_and_its_comment_in_one_cell_are_parted(title: str, between: str) -> None:
    provisions = [p for p in get_code("HOS-2024").provisions if p.section == "6"][:6]
    said = ["Yes", "No", "Partly", "Yes", "Complies", "Yes"]
    rows = [
        (p.number, p.text, f"{word}{between}Letter {p.number} was rewritten.")
        for p, word in zip(provisions, said, strict=True)
    ]
    found = by_number(mapped(page_table([("Provision", "Code requirement", title), *rows])))
    assert [found[p.number].answer_printed.rstrip(".") for p in provisions] == said
    assert [found[p.number].commentary for p in provisions] == [
        f"Letter {p.number} was rewritten." for p in provisions
    ]


def test_a_title_merged_over_both_rows_of_a_header_heads_its_column() -> None:
    above = ("Section", "The Code", None, "Our position", None)
    below = (None, "No.", "Requirement", "Comply?", "Commentary")
    rows = tuple(
        Row(cells=tuple(None if text is None else Cell(text=text) for text in texts))
        for texts in (above, below, ("1", "1.2", PROVISIONS[0].text, "Yes", prose(1)))
    )
    header = find_headers(Table(rows=rows, detector="test"))[-1]
    assert header.columns.headers == ("Section", "No.", "Requirement", "Comply?", "Commentary")


def test_the_rest_of_a_row_beneath_a_repeated_header_is_no_line_of_it() -> None:
    rest = Row(
        cells=tuple(Cell(text=text) for text in ("", "landlord.", "", "", "")), cut_above=True
    )
    header = Row(cells=tuple(Cell(text=text) for text in HEADER_2024))
    line = Row(cells=tuple(Cell(text=text) for text in row_2024(PROVISIONS[3])))
    (found,) = find_headers(Table(rows=(header, rest, line), detector="test"))
    assert (found.first, found.last) == (0, 0)


def test_a_title_over_several_columns_leaves_them_their_own() -> None:
    upper = Row(
        cells=(
            Cell(text="Code provision"),
            Cell(text="Code requirement"),
            Cell(text="Comply"),
            Cell(text="Our position", span=2),
            None,
        )
    )
    lower = Row(
        cells=(None, None, Cell(text="Yes / No"), Cell(text="Evidence"), Cell(text="Commentary"))
    )
    (header,) = find_headers(Table(rows=(upper, lower), detector="test"))
    assert header.columns.roles[3:] == (Role.EVIDENCE, Role.COMMENTARY)


@pytest.mark.parametrize(
    "titles",
    [
        ("Fully", "In part", "No"),
        ("Fully met", "Mostly", "Not yet"),
        ("Complies", "Partly complies", "Does not comply"),
        ("We do this", "We do some of this", "Doesn't apply"),
    ],
)
def test_answer_words_over_columns_of_marks_are_columns_to_tick(titles: tuple[str, ...]) -> None:
    asked = PROVISIONS[:6]
    ticks = [tuple("x" if at == index % 3 else "" for at in range(3)) for index in range(6)]
    rows = [(p.number, p.text, *t, "A note.") for p, t in zip(asked, ticks, strict=True)]
    found = by_number(mapped(page_table([("Ref", "Requirement", *titles, "Remarks"), *rows])))
    right = [whole(title) for title in titles]
    for index, p in enumerate(asked):
        sense = right[index % 3]
        assert sense is not None
        assert found[p.number].answer is sense.answer, (p.number, titles)
        assert found[p.number].answer_printed == titles[index % 3]


def test_answer_words_beside_each_other_without_marks_beneath_are_no_columns_to_tick() -> None:
    rows = [("Section", "Fully", "In part", "No"), ("1", "4", "1", "0"), ("2", "3", "2", "1")]
    table = Table(
        rows=tuple(Row(cells=tuple(Cell(text=text) for text in texts)) for texts in rows),
        detector="word-table",
    )
    assert not tick_columns(table.rows)


def test_an_answer_merged_over_both_columns_above_a_repeated_header_is_no_title_of_it() -> None:
    def row(*cells: str | None) -> Row:
        last = max(at for at, text in enumerate(cells) if text is not None)
        return Row(
            cells=tuple(
                None
                if text is None
                else Cell(text=text, span=2 if at < last and cells[at + 1] is None else 1)
                for at, text in enumerate(cells)
            )
        )

    rows = (
        row("5", "Compliance", "Yes", "No", "Comments"),
        row("", PROVISIONS[0].text, "N/A", None, ""),
        row("6", "Fairness", "Yes", "No", "Comments"),
        row("", PROVISIONS[1].text, "✓", "", "A note."),
    )
    found = find_headers(Table(rows=rows, detector="test"))
    assert [(header.first, header.last) for header in found] == [(0, 0), (2, 2)]


def test_answer_words_under_one_question_are_the_second_line_of_a_header() -> None:
    upper = Row(cells=(Cell(text=""), Cell(text=""), Cell(text="Do we?", span=2), None))
    lower = ("Ref", "Requirement", "Fully", "Not yet")
    data = (("1.2", PROVISIONS[0].text, "x", ""), ("1.3", PROVISIONS[1].text, "", "x"))
    rows = (upper, *(Row(cells=tuple(Cell(text=t) for t in texts)) for texts in (lower, *data)))
    found = find_headers(Table(rows=rows, detector="test"))[-1]
    assert found.last == 1
    assert found.columns.roles == (N, R, Role.YES, Role.NO)
