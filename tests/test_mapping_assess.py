"""What a document means: its kind, its assessments, and what became of each row."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

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
from saextract.model import (
    Answer,
    Cell,
    Confidence,
    Disposition,
    Kind,
    Passage,
    Provision,
    Row,
    Table,
)
from saextract.text.letters import letters

P24 = get_code("HOS-2024").provisions
PLAN_HEADER = ("Code provision", "Code requirement", "Action", "Target date", "Responsible officer")


def council(provision: Provision) -> tuple[str, ...]:
    """A row of a council's form, against the other Ombudsman's Code."""
    text = provision.text
    for pattern, word in (
        (r"\bLandlord", "Organisation"),
        (r"\blandlord", "organisation"),
        (r"\b[Aa] resident", "an individual"),
        (r"\b[Rr]esident", "individual"),
        (r"\bmust\b", "should"),
    ):
        text = re.sub(pattern, word, text)
    return provision.number, text, *row_2024(provision)[2:]


def plan_row(provision: Provision) -> tuple[str, ...]:
    return (
        provision.number,
        provision.text,
        f"Amend the policy on {provision.number}.",
        "June 2024",
        "Head of Housing",
    )


def kinds(dispositions: tuple[Disposition, ...]) -> list[str]:
    return [disposition.kind for disposition in dispositions]


def test_a_filled_in_form_is_a_self_assessment() -> None:
    result = mapped(form("HOS-2024", row_2024, HEADER_2024))
    assert result.kind is Kind.SELF_ASSESSMENT
    (assessment,) = result.assessments
    assert [r.provision_id for r in assessment.responses] == [p.id for p in P24]
    assert assessment.edition_score > 0.9
    assert {r.confidence for r in assessment.responses} == {Confidence.HIGH}
    assert not result.problems


@pytest.mark.parametrize("answer", ["", "Yes / No", "Choose an item."])
def test_a_form_without_anything_entered_is_blank(answer: str) -> None:
    result = mapped(form("HOS-2024", lambda p: (p.number, p.text, answer, "", ""), HEADER_2024))
    assert result.kind is Kind.BLANK_FORM
    assert result.assessments == ()


def test_a_form_with_commentary_but_no_answers_is_an_assessment_with_unanswered_rows() -> None:
    result = mapped(
        form("HOS-2024", lambda p: (p.number, p.text, "", "", "We do this."), HEADER_2024)
    )
    assert result.kind is Kind.SELF_ASSESSMENT
    assert {r.answer for r in result.assessments[0].responses} == {Answer.UNANSWERED}


def test_the_code_itself_is_code_text() -> None:
    passages = [Passage(text=f"{p.number} {p.text}") for p in P24]
    assert mapped(*passages).kind is Kind.CODE_TEXT


def test_a_table_of_the_code_without_answers_is_code_text() -> None:
    table = form("HOS-2024", lambda p: (p.number, p.text), ("Code provision", "Code requirement"))
    result = mapped(table)
    assert result.kind is Kind.CODE_TEXT
    assert result.assessments == ()


def test_an_ombudsmans_policy_check_is_no_assessment() -> None:
    header = ("Code Provision", "Code Requirement", "Commentary / Observations", "Recommendation")
    table = form("HOS-2024", lambda p: (p.number, p.text, "The policy says so.", "None"), header)
    result = mapped(table)
    assert result.kind is Kind.OTHER
    assert result.assessments == ()


def test_a_report_that_quotes_provisions_is_no_assessment() -> None:
    quoted = form(
        "HOS-2024",
        lambda p: (p.number, p.text, "New in 2024."),
        ("Code provision", "Code requirement", "What changed"),
        ["2.3", "6.3", "6.14"],
    )
    assert mapped(Passage(text="Report to Cabinet", heading=1), quoted).kind is Kind.OTHER


def test_performance_figures_with_a_met_column_are_no_assessment() -> None:
    table = page_table(
        [
            ("Measure", "Target", "2022/23", "2023/24", "Met"),
            ("Acknowledged within 5 working days", "100%", "91.2%", "97.4%", "No"),
            ("Stage 1 answered within 10 working days", "95%", "78.5%", "88.1%", "No"),
            ("Stage 2 answered within 20 working days", "95%", "81.0%", "95.3%", "Yes"),
            ("Extensions agreed with the resident", "-", "12.4%", "8.8%", "N/A"),
        ]
    )
    result = mapped(table)
    assert result.kind is Kind.OTHER
    assert result.assessments == ()


def test_other_tables_of_a_report_stay_out() -> None:
    figures = page_table([("Upheld", "Not upheld"), ("5", "15")])
    result = mapped(figures, form("HOS-2024", row_2024, HEADER_2024), figures)
    assert result.kind is Kind.SELF_ASSESSMENT
    assert kinds(result.dispositions).count("other_table") == 4
    assert not result.problems


def test_an_extract_is_an_assessment_whose_other_provisions_are_not_found() -> None:
    numbers = [p.number for p in P24 if p.section == "5"]
    (assessment,) = mapped(form("HOS-2024", row_2024, HEADER_2024, numbers)).assessments
    found = [r for r in assessment.responses if r.answer is not Answer.NOT_FOUND]
    assert [r.provision_id.split(":")[1] for r in found] == numbers


def test_an_action_plan_gives_actions_and_no_responses() -> None:
    plan = form("HOS-2024", plan_row, PLAN_HEADER, ["2.3", "6.3", "6.16"])
    assessed = form("HOS-2024", row_2024, HEADER_2024, [p.number for p in P24 if p.number != "6.3"])
    result = mapped(assessed, plan)
    assert by_number(result)["6.3"].answer is Answer.NOT_FOUND
    planned = [a for a in result.assessments[0].actions if a.source == "action_plan"]
    assert [(a.provision_id, a.due) for a in planned] == [
        ("HOS-2024:2.3", "2024-06"),
        ("HOS-2024:6.3", "2024-06"),
        ("HOS-2024:6.16", "2024-06"),
    ]


def test_a_plan_row_with_a_wrong_number_goes_by_its_text() -> None:
    texts = {p.number: p.text for p in P24}
    plan = page_table(
        [
            PLAN_HEADER,
            ("6.14", texts["6.15"], "Amend.", "June 2024", "A"),
            ("", "", "Train.", "", "B"),
        ]
    )
    result = mapped(form("HOS-2024", row_2024, HEADER_2024), plan)
    planned = [a for a in result.assessments[0].actions if a.source == "action_plan"]
    assert [(a.provision_id, a.action) for a in planned] == [
        ("HOS-2024:6.15", "Amend."),
        ("HOS-2024:6.15", "Train."),
    ]


def test_two_years_in_one_file_are_two_assessments() -> None:
    last_year = form("HOS-2024", lambda p: (p.number, p.text, "No", "", "Not yet."), HEADER_2024)
    result = mapped(form("HOS-2024", row_2024, HEADER_2024), last_year)
    answers = [{r.answer for r in a.responses} for a in result.assessments]
    assert answers == [{Answer.YES}, {Answer.NO}]


def test_two_editions_in_one_file_are_two_assessments() -> None:
    result = mapped(
        form("HOS-2022", row_2022, HEADER_2022), form("HOS-2024", row_2024, HEADER_2024)
    )
    assert [a.edition for a in result.assessments] == ["2022", "2024"]
    for assessment in result.assessments:
        assert {r.answer for r in assessment.responses} == {Answer.YES}


def test_a_summary_before_the_assessment_is_not_taken_for_one() -> None:
    summary = form("HOS-2024", row_2024, HEADER_2024, ["2.3", "4.2", "6.3", "6.14"])
    result = mapped(summary, form("HOS-2024", row_2024, HEADER_2024))
    assert len(result.assessments) == 1
    assert not [r for r in result.assessments[0].responses if r.flags]


def test_a_summary_that_answers_otherwise_is_reported() -> None:
    summary = form(
        "HOS-2024",
        lambda p: (p.number, p.text, "No", "", "Not yet."),
        HEADER_2024,
        ["2.3", "4.2", "6.3", "6.14"],
    )
    result = mapped(summary, form("HOS-2024", row_2024, HEADER_2024))
    assert len(result.assessments) == 1
    assert "rows-unmapped" in {problem.code for problem in result.problems}


COUNCIL_HEADER = (*HEADER_2024[:2], "Do we follow the Code: Yes/No", *HEADER_2024[3:])


def test_the_other_ombudsmans_code_answered_by_provision_is_recorded_by_section() -> None:
    result = mapped(form("HOS-2024", council, COUNCIL_HEADER))
    (assessment,) = result.assessments
    assert (assessment.code, assessment.edition) == ("LGSCO", "2024")
    assert [r.provision_id for r in assessment.responses] == [
        f"LGSCO-2024:{number}"
        for number in ("S1", "S2", "S3", "S4", "S5", "S6.1", "S6.2", "S7", "S8", "S9")
    ]
    for response in assessment.responses:
        assert response.answer is Answer.YES
        assert "several-rows" in response.flags
    printed = {letters(council(p)[1]) for p in P24 if p.section == "2"}
    (exclusions,) = (r for r in assessment.responses if r.provision_id == "LGSCO-2024:S2")
    assert all(text in letters(exclusions.requirement_printed) for text in printed)
    assert result.problems == ()


def test_a_section_whose_rows_differ_is_unclear_and_says_so() -> None:
    def one_no(provision: Provision) -> tuple[str, ...]:
        cells = council(provision)
        return (*cells[:2], "No" if provision.number == "2.3" else "Yes", *cells[3:])

    (assessment,) = mapped(form("HOS-2024", one_no, COUNCIL_HEADER)).assessments
    by_id = {r.provision_id: r for r in assessment.responses}
    assert by_id["LGSCO-2024:S2"].answer is Answer.UNCLEAR
    assert by_id["LGSCO-2024:S2"].answer_printed == "Yes / No"
    assert by_id["LGSCO-2024:S2"].confidence.value == "low"
    assert by_id["LGSCO-2024:S3"].answer is Answer.YES


@pytest.mark.parametrize("landlord_first", [True, False])
def test_both_ombudsmens_codes_side_by_side_are_kept_apart(landlord_first: bool) -> None:
    def other(provision: Provision) -> tuple[str, ...]:
        return (*council(provision)[:2], "No", "", "As a council.")

    tables = [form("HOS-2024", row_2024, HEADER_2024), form("HOS-2024", other, HEADER_2024)]
    result = mapped(*(tables if landlord_first else tables[::-1]))
    (assessment,) = (a for a in result.assessments if a.code == "HOS")
    for response, provision in zip(assessment.responses, P24, strict=True):
        assert response.answer is Answer.YES
        assert response.commentary == commentary(provision)
    (other_code,) = (a for a in result.assessments if a.code == "LGSCO")
    assert {response.answer for response in other_code.responses} == {Answer.NO}


def test_one_free_text_column_is_commentary_and_leaves_evidence_empty() -> None:
    responses = by_number(mapped(form("HOS-2022", row_2022, HEADER_2022)))
    assert all(r.commentary and not r.evidence for r in responses.values())


def test_further_columns_are_kept_by_their_printed_headers() -> None:
    header = (*HEADER_2024, "Actions", "Owner", "Target date", "RAG")
    result = mapped(
        form(
            "HOS-2024",
            lambda p: (*row_2024(p), "Amend it.", "Legal", "June 2024", "Green"),
            header,
        )
    )
    assert by_number(result)["1.2"].other == {
        "Actions": "Amend it.",
        "Owner": "Legal",
        "Target date": "June 2024",
        "RAG": "Green",
    }


def test_last_years_answer_is_kept_apart_from_this_years() -> None:
    header = ("Ref", "Requirement", "Comply 2023", "Comply 2024", "Evidence", "Comments")

    def row(p: Provision) -> tuple[str, ...]:
        number, text, answer, *rest = row_2024(p)
        return number, text, "No", answer, *rest

    responses = by_number(mapped(form("HOS-2024", row, header))).values()
    assert {r.answer for r in responses} == {Answer.YES}
    assert all(r.other == {"Comply 2023": "No"} for r in responses)
    assert not any("columns-uncertain" in r.flags for r in responses)


def test_free_texts_told_by_order_alone_are_flagged_and_at_most_medium() -> None:
    header = ("Ref", "Requirement", "Comply", "What you will see", "Our view")
    responses = by_number(mapped(form("HOS-2024", row_2024, header))).values()
    assert all(r.evidence and r.commentary for r in responses)
    assert all("columns-uncertain" in r.flags for r in responses)
    assert Confidence.HIGH not in {r.confidence for r in responses}


def test_a_tick_under_a_title_of_several_answers_is_unclear() -> None:
    header = ("Ref", "Requirement", "Comply? Yes Part No N/A", "Comments")
    result = mapped(form("HOS-2024", lambda p: (p.number, p.text, "✓", commentary(p)), header))
    assert {r.answer for r in by_number(result).values()} == {Answer.UNCLEAR}


def test_ticks_of_the_2020_form_are_read_from_their_columns() -> None:
    provisions = get_code("HOS-2020").provisions

    def row(provision: Provision) -> tuple[str, ...]:
        no = provision.id.endswith(("Q1.1", "Q3.5"))
        return "", provision.text, "" if no else "X", "X" if no else "", commentary(provision)

    lines: list[tuple[str, ...]] = [("1", "Definition of a complaint", "Yes", "No", "Comments")]
    for before, provision in zip((None, *provisions), provisions, strict=False):
        if before is not None and before.section != provision.section:
            title = get_code("HOS-2020").sections[provision.section]
            lines.append((provision.section, title, "", "", ""))
        lines.append(row(provision))
    result = mapped(page_table(lines))
    asked = [p for p in provisions if p.asks == "answer"]
    responses = by_number(result)
    for provision in asked:
        wanted = Answer.NO if provision.number in ("Q1.1", "Q3.5") else Answer.YES
        assert responses[provision.number].answer is wanted
        assert responses[provision.number].commentary == commentary(provision)
    assert kinds(result.dispositions).count("section") == 7


def test_every_row_ends_as_a_response_or_with_a_disposition() -> None:
    title = page_table([("Section 1: Definition of a complaint", None, None, None, None)])
    note = page_table([("Note: this form was seen by the Board.", None, None, None, None)])
    rows = form("HOS-2024", row_2024, HEADER_2024)
    plan = form("HOS-2024", plan_row, PLAN_HEADER, ["2.3"])
    table = Table(rows=(*title.rows, *rows.rows, *note.rows), detector="ruled")
    result = mapped(table, plan)
    found = [r for r in result.assessments[0].responses if r.answer is not Answer.NOT_FOUND]
    assert len(found) + len(result.dispositions) == len(table.rows) + len(plan.rows)
    assert kinds(result.dispositions).count("note") == 1


def listed(numbers: Sequence[str] | None = None, key: str = "HOS-2024") -> Table:
    """A form that prints no requirements."""
    return form(key, lambda p: (p.number, "", *row_2024(p)[2:]), HEADER_2024, numbers)


@pytest.mark.parametrize("key", ["HOS-2022", "HOS-2024"])
def test_the_numbers_of_whole_sections_tell_the_edition_where_no_requirement_is_printed(
    key: str,
) -> None:
    result = mapped(listed(key=key))
    assert f"{result.assessments[0].code}-{result.assessments[0].edition}" == key
    assert {r.confidence for r in result.assessments[0].responses} == {Confidence.HIGH}


@pytest.mark.parametrize("text", ["", "Assessed against the Local Government Ombudsman's Code"])
def test_numbers_that_two_editions_or_two_codes_share_do_not_make_it_certain(text: str) -> None:
    shared = ["5.1", "5.2", "5.3", "5.5", "5.6", "5.7", "5.9", "5.10", "5.11", "5.13"]
    result = mapped(Passage(text=text), listed(None if text else shared))
    grades = {r.confidence for r in result.assessments[0].responses}
    assert grades == {Confidence.LOW}
    assert "edition-uncertain" in {problem.code for problem in result.problems}


def test_the_manifest_names_the_landlord() -> None:
    result = mapped(form("HOS-2024", row_2024, HEADER_2024), landlord="Testbury Example Homes")
    assert result.assessments[0].landlord == "Testbury Example Homes"
    assert result.assessments[0].landlord_source == "manifest"


def test_a_form_that_answers_in_prose_alone_is_kept_but_doubtful() -> None:
    header = ("Code provision", "Code requirement", "How we comply")
    result = mapped(form("HOS-2024", lambda p: (p.number, p.text, commentary(p)), header))
    assert result.kind is Kind.SELF_ASSESSMENT
    for response in result.assessments[0].responses:
        assert response.answer is Answer.UNANSWERED
        assert "answer-column-missing" in response.flags
        assert response.confidence is Confidence.LOW


def test_a_few_provisions_with_prose_are_a_quotation() -> None:
    header = ("Code provision", "Code requirement", "How we comply")
    quoted = form(
        "HOS-2024", lambda p: (p.number, p.text, commentary(p)), header, ["2.3", "6.3", "6.14"]
    )
    result = mapped(quoted)
    assert result.assessments == ()
    assert result.kind is Kind.OTHER


def test_a_few_rows_of_another_edition_are_reported_and_make_no_assessment() -> None:
    stray = [row_2022(p) for p in get_code("HOS-2022").provisions if p.section == "8"]
    rows = [row_2024(p) for p in P24]
    result = mapped(page_table([HEADER_2024, *rows, *((*r[:3], "", r[3]) for r in stray)]))
    (assessment,) = result.assessments
    assert assessment.edition == "2024"
    for response, provision in zip(assessment.responses, P24, strict=True):
        assert response.commentary == commentary(provision)
    assert kinds(result.dispositions).count("unmapped") == len(stray)
    assert "rows-unmapped" in {problem.code for problem in result.problems}


@pytest.mark.parametrize("seed", range(15))
def test_no_table_breaks_the_mapping_or_loses_a_row(seed: int) -> None:
    chance = random.Random(seed)
    words = ("Yes", "No", "N/A", "", None, "1.2", "6", *HEADER_2024, "Action", "Target date", "X")
    tables = []
    for _ in range(chance.randrange(1, 4)):
        width = chance.randrange(7)
        rows = tuple(
            Row(
                cells=tuple(_any_cell(chance, words) for _ in range(width)),
                header=chance.random() < 0.1,
                cut_above=chance.random() < 0.2,
                cut_below=chance.random() < 0.2,
            )
            for _ in range(chance.randrange(9))
        )
        tables.append(Table(rows=rows, detector="ruled"))
    result = mapped(*tables)
    count = sum(len(table.rows) for table in tables)
    if not result.assessments:
        assert len(result.dispositions) == count
    found = [r for a in result.assessments for r in a.responses if r.answer is not Answer.NOT_FOUND]
    assert len(result.dispositions) + len(found) <= count


def _any_cell(chance: random.Random, words: tuple[str | None, ...]) -> Cell | None:
    text = chance.choice(words)
    if chance.random() < 0.4:
        text = chance.choice(P24).text[: chance.choice([20, 400])]
    return None if text is None else Cell(text=text, span=chance.choice([1, 1, 2, 9]))


def test_the_lines_of_a_sheet_go_on_with_the_row_above_them() -> None:
    lines = [list(row_2024(provision)) for provision in get_code("HOS-2024").provisions]
    listed = [["", "", "", f"Record {place}", ""] for place in range(30)]
    table = page_table([HEADER_2024, *lines[:5], *listed, *lines[5:]])
    result = mapped(table.model_copy(update={"detector": "sheet"}))
    (assessment,) = result.assessments
    whole = " ".join([lines[4][3], *(line[3] for line in listed)])
    assert assessment.responses[4].evidence == whole
    assert assessment.responses[5].evidence == lines[5][3]


def test_a_sentence_over_the_table_beneath_a_row_is_more_of_its_comment() -> None:
    """Also beneath the last row of a table, where the document has others; none is sure."""
    remark = ("The Board asked for a leaflet in both villages.", None, None, None, None)
    tables = []
    for section in ("3", "4"):
        rows = [row_2024(p) for p in get_code("HOS-2024").provisions if p.section == section]
        tables.append(page_table([HEADER_2024, rows[0], remark, *rows[1:], remark]))
    found = by_number(mapped(*tables))
    told = {n for n, r in found.items() if r.commentary.endswith("villages.")}
    assert told == {"3.1", "3.7", "4.1", "4.3"}
    assert {found[n].confidence for n in told} == {Confidence.LOW}
    assert found["4.1"].commentary.count("The Board") == 1


def test_a_word_like_a_title_in_the_evidence_of_a_sheet_is_no_banner() -> None:
    lines = [list(row_2024(provision)) for provision in get_code("HOS-2024").provisions]
    table = page_table([HEADER_2024, *lines[:5], ["", "", "", "Complaint stages", ""], *lines[5:]])
    result = mapped(table.model_copy(update={"detector": "sheet"}))
    assert result.assessments[0].responses[4].evidence == f"{lines[4][3]} Complaint stages"


def test_a_table_of_nothing_but_a_banner_may_have_other_columns_than_the_one_before() -> None:
    rows = [row_2024(provision) for provision in get_code("HOS-2024").provisions[:8]]
    tables = [page_table([HEADER_2024, *rows]), page_table([("", "Section 2: Exclusions", "")])]
    assert len(mapped(*tables).assessments) == 1


@pytest.mark.parametrize(
    "opening", ["Section 4 of our policy", "Mandatory training", "Stage two letters", "Part 2"]
)
def test_the_rest_of_a_commentary_on_a_new_page_is_no_banner(opening: str) -> None:
    provisions = get_code("HOS-2024").provisions[:8]
    rows = [row_2024(provision) for provision in provisions]
    rest = Line(("", "", "", "", f"{opening} says so."), cut_above=True)
    bounds = (0.0, 50.0, 250.0, 300.0, 400.0, 550.0)
    tables = [
        page_table([HEADER_2024, *rows[:3]], 1).model_copy(update={"columns_x": bounds}),
        page_table([rest, *rows[3:]], 2).model_copy(update={"columns_x": bounds}),
    ]
    (assessment,) = mapped(*tables).assessments
    assert assessment.responses[2].commentary == f"{rows[2][4]} {opening} says so."


@pytest.mark.parametrize("word", ["(continued)", "cont’d", "Cont.", "contd", "- continued"])
def test_a_row_goes_on_under_its_number_and_a_word_that_says_so(word: str) -> None:
    provisions = get_code("HOS-2024").provisions[:8]
    rows = [row_2024(provision) for provision in provisions]
    rest = (f"{provisions[2].number} {word}", "", "", "", "And so on.")
    tables = [page_table([HEADER_2024, *rows[:3]], 1), page_table([rest, *rows[3:]], 2)]
    (assessment,) = mapped(*tables).assessments
    assert assessment.responses[2].commentary == f"{rows[2][4]} And so on."
    assert assessment.responses[2].evidence == rows[2][3]


def test_a_list_of_all_numbers_with_answers_and_a_few_comments_is_read_but_never_high() -> None:
    rows = tuple(
        Row(cells=tuple(Cell(text=text) for text in (p.number, "Complies", comment)))
        for p in P24
        for comment in ("We say so here." if p.number in ("1.6", "3.4") else "",)
    )
    result = mapped(Passage(text="Complaint Handling Code"), Table(rows=rows, detector="test"))
    (assessment,) = result.assessments
    read = by_number(result)
    assert {r.answer for r in assessment.responses} == {Answer.YES}
    assert read["3.4"].commentary == "We say so here."
    assert Confidence.HIGH not in {r.confidence for r in assessment.responses}
