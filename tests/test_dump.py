"""Rows out of text dumps, in which cells stand one after the other."""

from __future__ import annotations

from saextract.codes import get_code, load_codes
from saextract.mapping.routes.bare import read_paragraphs
from saextract.mapping.routes.paged import without_page_marks
from saextract.mapping.tying.stream import Stream, find_requirements
from saextract.model import Parsed, Passage, Table, TextLocator
from saextract.text.letters import flatten

CODE_2022 = get_code("HOS-2022")
CODE_2020 = get_code("HOS-2020")
TEXT = {p.number: p.text for p in CODE_2022.provisions}
QUESTION = {p.number: p.text for p in CODE_2020.provisions}


def dump(text: str) -> Parsed:
    return Parsed(
        blocks=tuple(
            Passage(text=line, locators=(TextLocator(line_first=n, line_last=n),))
            for n, line in enumerate(text.split("\n"), start=1)
        )
    )


def rows(text: str) -> list[list[str]]:
    parsed = read_paragraphs(without_page_marks(dump(text)), load_codes())
    tables = [b for b in parsed.blocks if isinstance(b, Table)]
    found = [
        {role: cell.text for role, cell in zip(t.roles, r.cells, strict=True) if cell}
        for t in tables
        for r in t.rows
    ]
    keys = ("number", "requirement", "answer", "commentary")
    return [[flatten(row.get(key, "")) for key in keys] for row in found]


def form(*cells: tuple[str, str, str]) -> str:
    return "\n\n".join(f"{n} {TEXT[n]}\n\n{answer} {comment}" for n, answer, comment in cells)


def test_number_requirement_answer_and_comment_are_told_apart() -> None:
    found = rows(
        form(
            ("1.2", "Yes", "Our policy, section 2.1."),
            ("1.3", "No", "Not yet."),
            ("1.7", "N/A", "-"),
        )
    )
    assert found == [
        ["1.2", TEXT["1.2"], "Yes", "Our policy, section 2.1."],
        ["1.3", TEXT["1.3"], "No", "Not yet."],
        ["1.7", TEXT["1.7"], "N/A", ""],
    ]


def test_all_in_one_line_with_numbers_and_answers_run_together() -> None:
    line = " ".join(f"{n}{TEXT[n]} YesDetailed in policy" for n in ("1.2", "1.3", "1.7", "1.8"))
    found = rows(line)
    assert [(n, answer, comment) for n, _, answer, comment in found] == [
        (n, "Yes", "Detailed in policy") for n in ("1.2", "1.3", "1.7", "1.8")
    ]


def test_the_rest_of_a_requirement_on_the_next_page_is_joined_and_leaves_the_comment() -> None:
    words = TEXT["2.5"].split()
    first, rest = " ".join(words[:20]), " ".join(words[20:])
    found = rows(
        form(("1.2", "Yes", "A."), ("1.3", "Yes", "B."))
        + f"\n\n2.5 {first}\n\nYes The Council has a framework,\nwhich sets out\n"
        + f" {rest}\n\nhow it will comply.\n\n2.7 {TEXT['2.7']}\n\nNo C."
    )
    assert found[2] == [
        "2.5",
        f"{first} {rest}",
        "Yes",
        "The Council has a framework, which sets out how it will comply.",
    ]


def test_a_comment_that_begins_with_no_is_no_answer() -> None:
    found = rows(
        form(
            *(
                (n, "Yes", "A.")
                for n in ("1.2", "1.3", "1.6", "1.7", "1.8", "1.9", "1.4", "2.1", "2.3")
            )
        )
        + f"\n\n2.4 {TEXT['2.4']}\n\nNo complaints were refused."
    )
    assert found[-1] == ["2.4", TEXT["2.4"], "", "No complaints were refused."]


def test_a_qualified_answer_is_kept_whole() -> None:
    found = rows(
        form(
            ("1.2", "Yes (full compliance by 30 June 2024)", "A."),
            ("1.3", "Yes", "B."),
            ("1.7", "Yes", "C."),
        )
    )
    assert found[0][2:] == ["Yes (full compliance by 30 June 2024)", "A."]


def test_headings_page_numbers_and_link_lists_are_no_comment() -> None:
    text = (
        form(("1.2", "Yes", "See the web.\n\nhttps://a.example/x\nhttps://a.example/y\n 1.3"))
        + f" {TEXT['1.3']}\n\nYes B.\n\n7\n\nSection 2 – Accessibility and awareness\n"
        + f"Code\nsection\n\nCode requirement\n\n2.1 {TEXT['2.1']}\n\nYes C."
    )
    assert [comment for *_, comment in rows(text)] == ["See the web.", "B.", "C."]


def test_ticks_are_told_by_the_space_of_the_empty_cell_and_never_guessed() -> None:
    found = rows(
        f"{QUESTION['Q2.1']}\n\nX \n\n Yes column.\n\n"
        f"{QUESTION['Q2.2']}\n\n X \n\nNo column.\n\n"
        f"{QUESTION['Q2.3']} X\n\nEither.\n\n"
        f"{QUESTION['Q2.4']}  X N/A"
    )
    assert [answer for _, _, answer, _ in found] == ["Yes", "No", "X", "No"]


def test_a_text_whose_cells_are_out_of_order_gives_no_row() -> None:
    columns = "\n\n".join(TEXT[n] for n in ("1.2", "1.3", "1.6", "1.7", "1.8"))
    assert rows(f"{columns}\n\nYes\n\nYes\n\nNo\n\nYes\n\nYes\n\nA.\n\nB.") == []


def test_the_codes_own_text_is_no_assessment() -> None:
    text = "\n\n".join(f"{p.number} {p.text}" for p in CODE_2022.provisions)
    assert rows(text) == []


def test_a_quotation_within_a_comment_begins_no_row() -> None:
    quoted = f"As the Code has it, {TEXT['1.7']}"
    found = rows(form(("1.2", "Yes", quoted), ("1.3", "Yes", "B."), ("1.8", "Yes", "C.")))
    assert [n for n, *_ in found] == ["1.2", "1.3", "1.8"]
    assert found[0][3] == quoted


def test_altered_wording_is_found_and_ends_where_the_line_ends() -> None:
    altered = (
        TEXT["2.4"].replace("Landlord websites", "Our website").replace("the website.", "our site.")
    )
    stream = Stream(f"2.4 {altered}\nYes")
    (found,) = find_requirements(stream, [CODE_2022])
    assert found.provision.number == "2.4"


def lines(*cells: tuple[str, str, str, str]) -> str:
    return "\n\n".join(part for row in cells for part in row)


def by_line(*changes: tuple[str, str, str]) -> list[list[str]]:
    """Rows of a dump with each cell on a line of its own, some of them changed."""
    changed = {number: rest for number, *rest in changes}
    parts = []
    for number in ("1.2", "1.3", "1.7", "1.8", "1.9", "2.2"):
        answer, comment = changed.get(number, ["Yes", "In the policy."])
        parts.append((number, TEXT[number], answer, comment))
    return rows(lines(*parts))


def test_evidence_that_names_a_section_of_a_policy_is_no_heading() -> None:
    found = by_line(
        ("1.2", "Yes", "Section 3.1.1 of the Customer Feedback policy"),
        ("1.3", "Yes", "Section 2"),
        ("1.7", "Yes", "Section 4: Complaints Policy\n\nIt is on the website."),
        ("1.8", "Yes", "Appendix B"),
    )
    assert [row[3] for row in found[:4]] == [
        "Section 3.1.1 of the Customer Feedback policy",
        "Section 2",
        "Section 4: Complaints Policy It is on the website.",
        "Appendix B",
    ]


def test_a_section_number_alone_before_the_next_section_is_a_heading() -> None:
    found = by_line(("1.9", "Yes", "In the policy.\n\nSection 2"))
    assert found[4][3] == "In the policy."


def test_an_answer_with_a_line_of_its_own_is_that_line() -> None:
    found = by_line(
        ("1.2", "Yes/No", "One of two."),
        ("1.3", "No. We have a two stage process.", "Under review."),
        ("1.7", "TBC", "Not decided."),
    )
    assert [row[2:] for row in found[:3]] == [
        ["Yes/No", "One of two."],
        ["No.", "We have a two stage process. Under review."],
        ["TBC", "Not decided."],
    ]


def test_a_second_answer_word_belongs_to_the_answer() -> None:
    text = form(
        ("1.2", "Yes/No", "One of two."),
        ("1.3", "Yes - partial", "Some teams."),
        ("1.7", "Yes", "Partial refunds are offered."),
        ("1.8", "Not applicable.", "No such case."),
    )
    assert [row[2:] for row in rows(text)] == [
        ["Yes/No", "One of two."],
        ["Yes - partial", "Some teams."],
        ["Yes", "Partial refunds are offered."],
        ["Not applicable.", "No such case."],
    ]


def test_a_comment_in_words_of_another_provision_stays_whole() -> None:
    words = "Where a landlord decides not to accept a complaint, a detailed explanation is given."
    found = by_line(("1.3", "Yes", f"In the policy.\n\n{words}"))
    assert found[1][3] == f"In the policy. {words}"


def test_a_row_in_other_words_is_told_by_its_number_and_leaves_the_row_above() -> None:
    other = "A complaint must be accepted by the landlord unless it has a valid reason for refusal."
    text = lines(
        ("1.2", TEXT["1.2"], "Yes", "In the policy."),
        ("1.3", TEXT["1.3"], "Yes", "1.8 of the staff guide."),
        ("1.7", other, "No", "We refuse some."),
        ("1.8", TEXT["1.8"], "Yes", "In the policy."),
    )
    found = rows(text)
    assert [row[0] for row in found] == ["1.2", "1.3", "1.7", "1.8"]
    assert found[1][2:] == ["Yes", "1.8 of the staff guide."]
    assert found[2] == ["1.7", other, "No", "We refuse some."]


def test_a_requirement_may_stand_behind_its_sections_title() -> None:
    council = get_code("LGSCO-2024")
    text = "\n".join(
        f"{p.section}: {council.sections[p.section]} {p.text} Yes\n\nThe policy says so."
        for p in council.provisions[:4]
    )
    found = rows(text)
    assert [row[1:] for row in found] == [
        [p.text, "Yes", "The policy says so."] for p in council.provisions[:4]
    ]


def test_the_form_of_2020_may_be_answered_in_words() -> None:
    asked = [n for n in ("Q1.1", "Q1.2", "Q2.1", "Q2.2", "Q2.3") if n in QUESTION]
    found = rows("\n".join(f"{QUESTION[n]} Yes Our policy says so." for n in asked))
    assert [row[1:] for row in found] == [
        [QUESTION[n], "Yes", "Our policy says so."] for n in asked
    ]


def test_where_the_form_of_2020_is_ticked_a_comment_that_opens_with_no_is_no_answer() -> None:
    asked = [p.text for p in CODE_2020.provisions if p.asks == "answer"][:14]
    ticked = [f"{text} X  Our policy says so." for text in asked[:-1]]
    found = rows("\n".join([*ticked, f"{asked[-1]}\nNo. Not this year."]))
    assert [row[2] for row in found] == ["Yes"] * 13 + [""]


def test_list_numbers_before_requirements_do_not_hide_them() -> None:
    found = rows(
        "\n".join(
            f"{i} {TEXT[n]}\nYes\nComment {n}."
            for i, n in enumerate(("1.2", "1.3", "1.7"), start=1)
        )
    )
    assert found[0][2:] == ["Yes", "Comment 1.2."]


def test_what_follows_the_last_row_is_no_part_of_its_comment() -> None:
    text = form(*((n, "Yes", "In the policy.") for n in ("1.2", "1.3", "1.7")))
    for below in ("Appendix B", "Back to top", "© Made-up Homes", "Follow us on a site"):
        found = rows(f"{text}\n\n{below}\n\nCharts of the year.")
        assert found[-1][3] == "In the policy."
