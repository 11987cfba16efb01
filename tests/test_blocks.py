"""Assessments that are no tables: labelled blocks, questions and answers, bare paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from mapping_forms import by_number, mapped
from saextract.codes import get_code, load_codes
from saextract.lexicon.answers import split as split_answer
from saextract.mapping.assess import assess
from saextract.mapping.context import Context
from saextract.mapping.routes.bare import read_paragraphs
from saextract.mapping.routes.labels import Labels
from saextract.mapping.routes.lines import Line
from saextract.mapping.routes.records import read_blocks
from saextract.model import (
    Answer,
    Cell,
    Confidence,
    HtmlLocator,
    Kind,
    Parsed,
    Passage,
    PdfLocator,
    Provision,
    Response,
    Row,
    Table,
)
from saextract.text.letters import flatten

CODE = {p.number: p for p in get_code("HOS-2024").provisions}
SECTION_5 = [p for p in CODE.values() if p.section == "5"][:6]
QUESTIONS = get_code("HOS-2020").provisions
Item = str | tuple[int, str]
"""A paragraph, or a heading with its level."""


def page(items: Iterable[Item]) -> tuple[Passage, ...]:
    """Passages as a web page gives them; each stands in a place of its own."""
    made: list[Passage] = []
    for number, item in enumerate(items):
        level, text = item if isinstance(item, tuple) else (None, item)
        place = HtmlLocator(heading=f"place {number}")
        made.append(Passage(text=text, locators=(place,), heading=level))
    return tuple(made)


def printed(items: Sequence[Item]) -> tuple[Passage, ...]:
    """The same as a PDF page gives them, where type sizes tell what is a heading."""
    return tuple(
        passage.model_copy(
            update={"locators": (PdfLocator(page=1, box=(50, 20.0 * i, 500, 20.0 * i + 12)),)}
        )
        for i, passage in enumerate(page(items))
    )


def labelled(provision: Provision, *comment: Item, answer: str = "Yes") -> list[Item]:
    return [
        (4, f"Code section {provision.number}"),
        provision.text,
        f"Compliance: {answer}",
        "Evidence, commentary and any explanations: We do this.",
        *comment,
    ]


def all_labelled(*comment: Item) -> list[Item]:
    return [item for provision in SECTION_5 for item in labelled(provision, *comment)]


def responses(blocks: Sequence[Passage | Table]) -> dict[str, Response]:
    result = mapped(*blocks)
    assert result.kind is Kind.SELF_ASSESSMENT
    found = by_number(result)
    return {n: r for n, r in found.items() if isinstance(r, Response) and r.match is not None}


# --------------------------------------------------------------------------- labelled blocks

COMMENTS = ("Our policy says so.", "All of them. That is 455.", "", "It has been so since June.")


@pytest.mark.parametrize("form", ["{n}|{a}|{c}", "{n} {a}|{c}", "{n}|Do we comply? {a}|Why: {c}"])
@pytest.mark.parametrize("level", [3, None])
def test_rows_without_requirements_are_read_by_number_and_answer(
    form: str, level: int | None
) -> None:
    asked = [p for p in CODE.values() if p.section in ("6", "7")]
    said = [("We comply", "We partly comply", "We do not comply")[i % 3] for i in range(len(asked))]
    items: list[Item] = ["Complaint Handling Code 2024: how we do"]
    for place, provision in enumerate(asked):
        comment = COMMENTS[place % len(COMMENTS)]
        lines = form.format(n=provision.number, a=said[place], c=comment).split("|")
        kept = [line for line in lines if line and not line.endswith(": ")]
        items += [(level, kept[0]) if level else kept[0], *kept[1:]]
    found = responses(printed(items))
    assert [r.answer_printed for r in found.values()] == said
    texts = [COMMENTS[place % len(COMMENTS)] for place in range(len(asked))]
    assert [r.commentary for r in found.values()] == texts
    assert not any(r.requirement_printed or r.evidence for r in found.values())


@pytest.mark.parametrize("dots", [" ...", "\n...", " …", ""])
def test_requirements_cut_to_their_first_sentence_end_where_they_are_cut(dots: str) -> None:
    asked = [p for p in CODE.values() if p.section in ("1", "2", "3")]
    texts = [f"{p.text.split('. ')[0]}.{dots}" for p in asked]
    items: list[Item] = [
        item
        for provision, text in zip(asked, texts, strict=True)
        for item in (f"{provision.number} {text}", (3, "Compliant"), "The service is in our rules.")
    ]
    found = responses(printed(items))
    shown = [response.requirement_printed for response in found.values()]
    assert shown == [flatten(text) for text in texts]
    assert {r.answer for r in found.values()} == {Answer.YES}
    assert {r.commentary for r in found.values()} == {"The service is in our rules."}


def test_a_comment_without_a_label_is_told_from_the_requirement_before_labelled_evidence() -> None:
    items: list[Item] = []
    for provision in SECTION_5:
        comment = f"We wrote it into rule {provision.number[-1]} of our policy."
        items += [(6, f"{provision.number} Met"), provision.text, comment, "Evidence: Policy"]
    for response in responses(printed(items)).values():
        assert response.requirement_printed == CODE[response.provision_id.split(":")[1]].text
        assert response.commentary.startswith("We wrote it into rule")
        assert response.evidence == "Policy"


def test_label_and_value_in_one_paragraph() -> None:
    items = [
        *labelled(SECTION_5[0], answer="Partial"),
        *labelled(SECTION_5[1], answer="No. We have three stages."),
        *labelled(SECTION_5[2], "4.3 of our policy says so."),
    ]
    found = responses(page(items))
    assert [(r.answer, r.answer_printed) for r in found.values()] == [
        (Answer.PARTIAL, "Partial"),
        (Answer.NO, "No. We have three stages."),
        (Answer.YES, "Yes"),
    ]
    assert found["5.3"].commentary == "We do this. 4.3 of our policy says so."
    assert found["5.3"].requirement_printed == SECTION_5[2].text


def headed(provision: Provision, answer: str, *evidence: str) -> list[Item]:
    return [
        (3, f"Code provision {provision.number}"),
        (4, "Code requirement"),
        provision.text,
        (4, "Comply"),
        answer,
        (4, "Evidence."),
        *evidence,
        (4, "Commentary / explanation"),
        f"Words on {provision.number}.",
    ]


@pytest.mark.parametrize("level", [True, False])
def test_labels_alone_on_their_lines(level: bool) -> None:
    own = ("5. Stage 1 Complaints.", "5.1 An Operational Manager answers.", "Section 4.3")
    items = [item for p in SECTION_5 for item in headed(p, "No.", *own)]
    flat = [item[1] if isinstance(item, tuple) and not level else item for item in items]
    found = responses(page(flat))
    assert list(found) == [p.number for p in SECTION_5]
    for number, response in found.items():
        assert response.answer_printed == "No."
        assert response.evidence == " ".join(own)
        assert response.commentary == f"Words on {number}."


@pytest.mark.parametrize("label", ["RAG", "Where we are"])
def test_a_line_above_nearly_all_answers_is_their_label_in_any_words(label: str) -> None:
    items: list[Item] = []
    for provision, answer in zip(SECTION_5, ("Complies", "Met", "Mostly") * 2, strict=True):
        said = [(4, label), answer, (4, "Notes"), f"Words on {provision.number}."]
        items += [(3, provision.number), (4, "Code requirement"), provision.text, *said]
    found = responses(page(items))
    assert [r.answer_printed for r in found.values()] == ["Complies", "Met", "Mostly"] * 2
    assert [r.commentary for r in found.values()] == [f"Words on {number}." for number in found]


@pytest.mark.parametrize("sign", [" ", " – "])
def test_a_label_that_only_its_type_parts_from_the_value_is_no_part_of_it(sign: str) -> None:
    items: list[Item] = []
    for provision in SECTION_5:
        said = f"Commentary / explanation{sign}It is in rule {provision.number}."
        items += [(3, provision.number), provision.text, "Comply? Met", f"Evidence{sign}Letter CH6"]
        items += [said]
    for number, response in responses(page(items)).items():
        assert response.evidence == "Letter CH6"
        assert response.commentary == f"It is in rule {number}."
        assert response.confidence is not Confidence.LOW


def test_short_comments_behind_answers_are_comments_where_others_are_long() -> None:
    comments = [
        "",
        "One case, signed off.",
        "We asked residents in May, and all of them again in June.",
    ]
    comments += ["Yes", "The leaflet is in every house, and there is one on the notice board too."]
    rows = responses(
        page(
            item
            for provision, comment in zip(SECTION_5, comments, strict=False)
            for item in (provision.number, provision.text, "Do we do this? Yes", comment)
            if item
        )
    )
    read = [rows[p.number].commentary for p in SECTION_5[: len(comments)]]
    assert read == ["", *comments[1:3], "", comments[4]]


def test_a_comment_that_reads_like_an_answer_is_kept_but_not_surely() -> None:
    long = "The leaflet is in every house, and there is one on the notice board too."
    rows = responses(
        page(
            item
            for provision, comment in zip(SECTION_5, [long, "Always.", long], strict=False)
            for item in (f"{provision.number} {provision.text}", "Do we comply? Yes", comment)
        )
    )
    read = [(rows[p.number].answer_printed, rows[p.number].commentary) for p in SECTION_5[:3]]
    assert read == [("Yes", long), ("Yes", "Always."), ("Yes", long)]
    assert rows["5.2"].confidence is Confidence.LOW


@pytest.mark.parametrize(
    "comment", ["Standard wording.", "97.4% within five working days.", "9.5 days of training."]
)
def test_a_comment_that_opens_like_a_row_stays_in_its_row(comment: str) -> None:
    items: list[Item] = []
    for at, provision in enumerate(SECTION_5):
        said = comment if at in (1, 3) else "We do this in every house that we let."
        items += [(3, f"{provision.number} {provision.text}"), (5, "Met"), (5, said)]
    rows = responses(printed(items))
    assert [rows[p.number].requirement_printed for p in SECTION_5] == [p.text for p in SECTION_5]
    assert [rows[p.number].commentary == comment for p in SECTION_5] == [
        at in (1, 3) for at in range(len(SECTION_5))
    ]


def test_both_rows_are_low_where_the_border_between_them_is_not_sure() -> None:
    items = [
        item
        for at, provision in enumerate(SECTION_5)
        for item in (
            (3, f"{provision.number} {provision.text}"),
            "Met",
            *(["Standard wording"] if at in (1, 3) else ["We do this in every house."]),
        )
    ]
    rows = responses(page(items))
    assert rows["5.2"].commentary == "Standard wording"
    assert rows["5.2"].confidence is Confidence.LOW


def test_a_block_without_an_answer_is_unanswered_but_not_surely() -> None:
    items = [
        item
        for p in SECTION_5
        for item in labelled(p)
        if not (p.number == "5.3" and isinstance(item, str) and item.startswith("Compliance"))
    ]
    response = responses(page(items))["5.3"]
    assert response.answer is Answer.UNANSWERED
    assert response.confidence is not Confidence.HIGH


def test_places_are_those_of_the_paragraphs() -> None:
    found = responses(page(["Before", *all_labelled()]))
    assert found["5.1"].locators == tuple(HtmlLocator(heading=f"place {n}") for n in (1, 2, 3, 4))


def test_the_only_free_text_of_a_form_is_its_commentary_beside_a_stray_paragraph() -> None:
    provisions = list(CODE.values())[:12]
    rows = [[p.number, p.text, "Do we comply? Yes", "Evidence: Policy."] for p in provisions]
    rows[2] = [rows[2][0], rows[2][1], "A stray paragraph.", *rows[2][2:]]
    found = responses(page([item for row in rows for item in row]))
    texts = {n: (r.evidence, r.commentary) for n, r in found.items()}
    stray = provisions[2].number
    assert texts.pop(stray) == ("", "A stray paragraph. Policy.")
    assert set(texts.values()) == {("", "Policy.")}
    assert "cells-uncertain" in found[stray].flags


def test_a_missing_label_leaves_what_follows_the_requirement_with_a_flag() -> None:
    items = [item for p in SECTION_5[:4] for item in headed(p, "Yes", "Policy.")]
    last = SECTION_5[4]
    items += [(3, f"Code provision {last.number}"), (4, "Code requirement"), last.text]
    items += ["Yes", "Housing complaints policy.", (4, "Commentary / explanation"), "Words."]
    response = responses(page(items))[last.number]
    assert response.requirement_printed == last.text
    assert response.answer_printed == "Yes"
    assert response.evidence == "Housing complaints policy."
    assert response.commentary == "Words."
    assert "label-missing" in response.flags


def test_a_block_without_its_number_is_found_by_its_requirement() -> None:
    items = [
        item for i, p in enumerate(SECTION_5) for item in labelled(p, "More.")[1 if i == 2 else 0 :]
    ]
    found = responses(page(items))
    assert list(found) == [p.number for p in SECTION_5]
    assert found["5.2"].commentary == "We do this. More."


def test_a_block_whose_beginning_is_not_known_adds_nothing_to_the_one_before() -> None:
    items = labelled(SECTION_5[0])
    items += ["Words that nobody knows.", "Compliance: No", "Evidence: none of it."]
    items += [item for p in SECTION_5[1:4] for item in labelled(p)]
    found = responses(page(items))
    assert found["5.1"].answer is Answer.YES
    assert "none of it" not in found["5.1"].commentary
    assert "cells-uncertain" in found["5.1"].flags


@pytest.mark.parametrize(
    "line",
    [
        "Stage 1 in time: 88%",
        "Stage 1",
        "Section 4 of the policy sets out who may complain",
        "Compliance: the team reports on it every month to the board",
        "Evidence: see the intranet",
        "Provision 5.1 is met by the policy.",
        "5.2 Complaints are logged within a day.",
        "No.",
        "• Yes: most of them",
        "Note: this is under review",
    ],
)
def test_lines_of_a_comment_that_read_like_labels_stay_in_it(line: str) -> None:
    comments = [("First.", line, "Last.") if i % 3 == 1 else ("All.",) for i in range(6)]
    items = [i for p, own in zip(SECTION_5, comments, strict=True) for i in labelled(p, *own)]
    found = responses(page(items))
    assert list(found) == [p.number for p in SECTION_5]
    expected = [f"We do this. {' '.join(own)}" for own in comments]
    assert [r.commentary for r in found.values()] == expected
    assert {r.answer_printed for r in found.values()} == {"Yes"}


def test_headings_of_sections_end_a_block_and_stay() -> None:
    items = [
        *[item for p in SECTION_5[:3] for item in labelled(p)],
        (2, "6 Complaints stages"),
        (3, "Mandatory ‘must’ requirements"),
        *labelled(CODE["6.1"]),
        (2, "Contact us"),
        "Phone the team.",
    ]
    found = responses(page(items))
    assert {r.commentary for r in found.values()} == {"We do this."}
    after = read_blocks(Parsed(blocks=page(items)), load_codes())
    left = [b.text for b in after.blocks if isinstance(b, Passage)]
    assert left == [
        item if isinstance(item, str) else item[1] for item in (*items[12:14], *items[-2:])
    ]


def test_a_bold_paragraph_of_a_pdf_does_not_end_a_comment() -> None:
    found = responses(printed(all_labelled((4, "We publish it by May"))))
    assert {r.commentary for r in found.values()} == {"We do this. We publish it by May"}


def test_what_a_site_prints_below_its_page_is_no_comment() -> None:
    for below in ("Last modified on 26 June 2024", "Accessibility Privacy", "© Made-up Homes"):
        items = [*all_labelled("Privacy policy"), below, "Was this page helpful?"]
        assert responses(page(items))["5.6"].commentary == "We do this. Privacy policy"


def test_years_in_a_site_s_menus_are_not_the_assessment_s() -> None:
    menu = Passage(text="Annual report 2019/20", locators=(HtmlLocator(),))
    parsed = Parsed(blocks=page(all_labelled()), residue=(menu,))
    (assessment,) = assess(parsed, Context(codes=load_codes())).assessments
    assert assessment.year == ""


def test_lines_of_one_paragraph_are_told_apart() -> None:
    blocks = page(
        "\n".join(item if isinstance(item, str) else item[1] for item in labelled(p))
        for p in SECTION_5
    )
    found = responses(blocks)
    assert list(found) == [p.number for p in SECTION_5]
    assert {(r.answer_printed, r.commentary) for r in found.values()} == {("Yes", "We do this.")}


def test_a_label_that_a_layout_broke_is_one_label() -> None:
    blocks = page(
        f"Code section {p.number}\n{p.text}\nCompliance: Yes\nEvidence, commentary and any\n"
        "explanations: We do this."
        for p in SECTION_5
    )
    assert {r.commentary for r in responses(blocks).values()} == {"We do this."}


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Do we comply?", "Yes"),
        ("Do we comply? ", "Partially compliant"),
        ("Comply: Yes / No:", "N/A"),
        ("Comply (Yes/No):", "No"),
        ("Compliant:", "Compliant"),
        ("Met:", "Met"),
        ("Our response:", "Yes"),
    ],
)
def test_labels_of_answers(label: str, text: str) -> None:
    one_line = [
        i
        for p in SECTION_5
        for i in (f"Provision {p.number}", p.text, f"{label} {text}", "Evidence: E")
    ]
    two_lines = [
        i
        for p in SECTION_5
        for i in (f"Provision {p.number}", p.text, label.strip(" :"), text, "Evidence: E")
    ]
    for items in (one_line, two_lines):
        found = responses(page(items))
        assert {(r.answer_printed, r.commentary) for r in found.values()} == {(text, "E")}


def test_further_labels_become_further_columns() -> None:
    items = all_labelled("Lead officer: Head of Housing", "Still to do: nothing.")
    assert responses(page(items))["5.4"].other == {
        "Lead officer": "Head of Housing",
        "Still to do": "nothing.",
    }


def test_a_small_table_for_each_provision() -> None:
    def pairs(provision: Provision) -> Table:
        lines = (
            ("Code provision", provision.number),
            ("Code requirement", provision.text),
            ("Comply", "No"),
            ("Evidence", "Policy 4.3"),
            ("Commentary / explanation", "Words."),
        )
        return Table(
            rows=tuple(
                Row(cells=tuple(Cell(text=text, locators=(HtmlLocator(row=1),)) for text in line))
                for line in lines
            ),
            detector="html-table",
        )

    found = responses([pairs(p) for p in SECTION_5])
    assert list(found) == [p.number for p in SECTION_5]
    assert {(r.answer, r.evidence, r.commentary) for r in found.values()} == {
        (Answer.NO, "Policy 4.3", "Words.")
    }


def test_a_small_table_that_a_page_break_cut() -> None:
    def part(*lines: tuple[str, str]) -> Table:
        rows = tuple(Row(cells=tuple(Cell(text=text) for text in line)) for line in lines)
        return Table(rows=rows, detector="ruled")

    tables: list[Table] = []
    for provision in SECTION_5:
        opening = (("Code provision", provision.number), ("Code requirement", provision.text))
        tables += [
            part(*opening, ("Comply", "Yes"), ("Evidence", "Policy 4.3")),
            part(("", "and 4.4")),
        ]
    assert {r.commentary for r in responses(tables).values()} == {"Policy 4.3 and 4.4"}


def test_an_evidence_label_that_got_lost_leaves_its_text_with_a_flag() -> None:
    items = [item for p in SECTION_5 for item in headed(p, "Yes", f"Policy {p.number}.")]
    items.remove((4, "Evidence."))
    response = responses(page(items))["5.1"]
    assert (response.answer_printed, response.evidence) == ("Yes", "Policy 5.1.")
    assert "label-missing" in response.flags


def test_a_section_title_over_two_lines_ends_a_block_without_a_comment() -> None:
    items = [item for p in SECTION_5[:3] for item in headed(p, "Yes", "Policy.")[:-1]]
    items.append((2, "Section 9: Scrutiny and oversight: continuous\nlearning and improvement"))
    items += headed(CODE["9.1"], "Yes", "Policy.")
    flat = [item[1] if isinstance(item, tuple) and item[0] > 2 else item for item in items]
    found = responses(printed(flat))
    assert (found["5.3"].evidence, found["5.3"].commentary) == ("Policy.", "")


def test_a_bold_paragraph_ends_the_last_comment_of_a_pdf_no_more_than_another() -> None:
    flat = [item[1] if isinstance(item, tuple) else item for item in all_labelled()]
    found = responses(printed([(2, "Section 5"), *flat, (3, "ACTION: publish it by May")]))
    assert found["5.6"].commentary == "We do this. ACTION: publish it by May"


def test_blocks_of_the_code_for_councils_give_no_assessment_of_this_one() -> None:
    words = (("landlord", "organisation"), ("resident", "individual"), ("must", "should"))
    items: list[Item] = []
    for provision in SECTION_5:
        text = provision.text
        for hos, council in words:
            text = text.replace(hos, council).replace(hos.title(), council.title())
        items += [f"Provision {provision.number}", text, "Do we follow the Code: No", "Evidence: E"]
    result = mapped(*page(items))
    assert [a for a in result.assessments if a.code == "HOS"] == []
    assert result.assessments or result.problems


def test_prose_with_the_words_of_labels_is_no_assessment() -> None:
    items: list[Item] = [
        "Evidence: the board saw the policy in May.",
        "Provision 5.1 of the Code asks for a single policy. Compliance is reported yearly.",
        *(p.text for p in SECTION_5),
        "We comply with all of these, and evidence is held by the team.",
    ]
    parsed = Parsed(blocks=page(items))
    assert read_blocks(parsed, load_codes()) is parsed
    assert read_paragraphs(parsed, load_codes()) is parsed
    assert mapped(*page(items)).assessments == ()


def test_a_table_beside_blocks_stays() -> None:
    figures = Table(
        rows=(Row(cells=(Cell(text="2023"), Cell(text="12"), Cell(text="Yes"))),), detector="x"
    )
    after = read_blocks(Parsed(blocks=(*page(all_labelled()), figures)), load_codes())
    assert figures in after.blocks


# --------------------------------------------------------------------------- labels


def labels_of(*texts: str) -> list[str]:
    lines = [Line(text, n, ()) for n, text in enumerate(texts)]
    labels = Labels(lines, frozenset(CODE))
    return [label.key if (label := labels.at(n)) else "" for n in range(len(lines))]


def test_a_label_has_to_come_again() -> None:
    assert labels_of("Evidence: one", "text", "Evidence: two") == ["evidence", "", "evidence"]
    assert labels_of("Evidence: one", "text") == ["", ""]


def test_numbers_of_no_provision_begin_no_block() -> None:
    assert labels_of("Section 14.1", "Section 14.2") == ["", ""]


@pytest.mark.parametrize(
    ("text", "answer", "rest"),
    [
        ("Yes", "Yes", ""),
        ("Yes. See our policy.", "Yes.", "See our policy."),
        (
            "Yes, with further development. See policy.",
            "Yes, with further development.",
            "See policy.",
        ),
        ("Yes (full compliance by 30 June 2024)", "Yes (full compliance by 30 June 2024)", ""),
        ("Yes – but not at stage 2. More", "Yes – but not at stage 2.", "More"),
        ("No third stage", "", "No third stage"),
        ("Yesterday we met", "", "Yesterday we met"),
        ("Not applicable. There is no third stage.", "Not applicable.", "There is no third stage."),
    ],
)
def test_an_answer_is_parted_from_its_comment(text: str, answer: str, rest: str) -> None:
    assert split_answer(text) == (answer, rest)


# --------------------------------------------------------------------------- paragraphs


def test_questions_with_their_answers() -> None:
    items: list[Item] = []
    for question in QUESTIONS:
        items.append((3, question.text))
        items += ["Stage 1"] if question.asks == "description" else ["Yes. We do.", "Stage 2"]
    found = responses(page([*items, (3, "Contact"), "Phone us."]))
    assert len(found) == len(QUESTIONS)
    for question in QUESTIONS:
        response = found[question.number]
        if question.asks == "description":
            assert (response.answer, response.commentary) == (Answer.DESCRIBED, "Stage 1")
        else:
            assert (response.answer_printed, response.commentary) == ("Yes.", "We do. Stage 2")


def cells(provision: Provision, *texts: str) -> list[Item]:
    return [provision.number, provision.text, *texts]


def test_cells_one_after_the_other() -> None:
    items = [item for p in SECTION_5 for item in cells(p, "Yes", "Policy (2.2)", "We do it.")]
    found = responses(page(items))
    assert list(found) == [p.number for p in SECTION_5]
    assert {(r.answer_printed, r.commentary) for r in found.values()} == {
        ("Yes", "Policy (2.2) We do it.")
    }
    assert not any("number-missing" in r.flags for r in found.values())


def test_two_columns_of_text_are_told_apart_only_where_there_are_two_paragraphs() -> None:
    header: list[Item] = ["Code provision", "Code requirement", "Comply: Yes/No", "Evidence"]
    header.append("Commentary / explanation")
    items = [*header, *cells(SECTION_5[0], "Yes", "Policy", "Words.")]
    items += [item for p in SECTION_5[1:5] for item in cells(p, "No", "Policy")]
    found = responses(page(items))
    assert (found["5.1"].evidence, found["5.1"].commentary) == ("Policy", "Words.")
    assert (found["5.2"].evidence, found["5.2"].commentary) == ("", "Policy")
    assert "cells-uncertain" in found["5.2"].flags
    assert "cells-uncertain" not in found["5.1"].flags


@pytest.mark.parametrize("titles", ["Evidence\nCommentary", "E VIDENCE C OMMENTARY"])
def test_texts_under_two_titles_on_one_line_are_not_told_apart(titles: str) -> None:
    items = [f"Provision Requirement Do we comply? {titles}"]
    items += [t for p in SECTION_5 for t in (f"{p.number} {p.text}", "Yes Policy We do it.")]
    found = responses(printed(items))
    assert {(r.evidence, r.commentary) for r in found.values()} == {("", "Policy We do it.")}
    assert all("cells-uncertain" in r.flags for r in found.values())


def test_a_requirement_in_other_words_is_told_by_its_number_and_its_answer() -> None:
    items = [item for p in SECTION_5[:4] for item in (f"{p.number} {p.text}", "Yes", "Policy.")]
    items += [
        f"{SECTION_5[4].number} Our own people do whatever they have to do here.",
        "No - never.",
    ]
    items += ["4.3 of the policy says nothing of it.", "We will look at this again."]
    found = responses(page(items))
    assert {r.commentary for r in list(found.values())[:4]} == {"Policy."}
    parsed = read_paragraphs(Parsed(blocks=page(items)), load_codes())
    (table,) = parsed.tables
    last = [cell.text for cell in table.rows[-1].cells if cell]
    comment = "4.3 of the policy says nothing of it.\nWe will look at this again."
    assert last == [*str(items[-4]).split(" ", 1), "No - never.", comment]


def test_requirements_as_headings_over_labelled_answers() -> None:
    items = [
        i for p in SECTION_5 for i in ((3, p.text), "Compliant: Partially", "Evidence: Policy")
    ]
    found = responses(page(items))
    assert {(r.answer_printed, r.commentary) for r in found.values()} == {("Partially", "Policy")}
    assert len(found) == len(SECTION_5)


def test_number_and_requirement_in_one_heading() -> None:
    items: list[Item] = []
    for provision in SECTION_5:
        items.append((3, f"Provision {provision.number}: {provision.text}"))
        items.append("• Compliance: No\n• Evidence: Policy\n• Commentary: Words")
    found = responses(page(items))
    assert len(found) == len(SECTION_5)
    assert {(r.answer, r.evidence, r.commentary) for r in found.values()} == {
        (Answer.NO, "Policy", "Words")
    }


def test_a_requirement_that_a_comment_quotes_is_no_row() -> None:
    quote = SECTION_5[0].text
    items = [item for p in SECTION_5 for item in cells(p, "Yes", "Our policy says:", quote)]
    found = responses(page(items))
    assert list(found) == [p.number for p in SECTION_5]
    assert found["5.4"].commentary == f"Our policy says: {quote}"


def test_the_code_itself_is_no_assessment() -> None:
    items: list[Item] = [f"{p.number} {p.text}" for p in CODE.values()]
    result = mapped(*page(items))
    assert (result.kind, result.assessments) == (Kind.CODE_TEXT, ())


# --------------------------------------------------------------------------- cards and small tables


def test_a_title_is_no_part_of_the_requirement_that_its_label_gives() -> None:
    items: list[Item] = []
    for p in SECTION_5:
        items += [(3, f"{p.number} {p.text[:40]}…"), f"Code requirement: {p.text}", "Comply: Yes"]
        items += ["Commentary: Words."]
    found = responses(page(items))
    assert {n: r.requirement_printed for n, r in found.items()} == {
        p.number: p.text for p in SECTION_5
    }


def test_an_answer_may_stand_before_the_requirement() -> None:
    answers = ("Compliant", "Not compliant", "Partially compliant", "Compliant", "N/A", "Compliant")
    items: list[Item] = []
    for p, answer in zip(SECTION_5, answers, strict=True):
        items += [(4, f"Provision {p.number}"), answer, p.text, (5, "Evidence"), "Policy."]
        items += [(5, "Commentary"), "Words."]
    found = responses(page(items))
    assert tuple(r.answer_printed for r in found.values()) == answers
    assert {(r.evidence, r.commentary) for r in found.values()} == {("Policy.", "Words.")}
    assert {n: r.requirement_printed for n, r in found.items()} == {
        p.number: p.text for p in SECTION_5
    }


def test_a_blank_answer_under_its_label_stays_blank() -> None:
    items: list[Item] = []
    for p in SECTION_5:
        said = [] if p.number == "5.3" else ["Yes"]
        items += [(4, f"Provision {p.number}"), p.text, "Compliant", *said, "Evidence", "Policy."]
    found = responses(page(items))
    assert (found["5.3"].answer, found["5.2"].answer) == (Answer.UNANSWERED, Answer.YES)


def small_table(*rows: Sequence[str]) -> Table:
    return Table(
        rows=tuple(
            Row(cells=tuple(Cell(text=t, locators=(HtmlLocator(row=1),)) for t in row))
            for row in rows
        ),
        detector="html-table",
    )


def test_a_small_table_beneath_a_requirement_answers_it() -> None:
    titles = ("Comply: Yes / No", "Evidence", "Commentary / explanation")
    blocks: list[Passage | Table] = []
    for p in SECTION_5:
        blocks += page([(3, f"Code provision {p.number}"), p.text])
        blocks.append(small_table(titles, ("No", "Policy 4.3", "Words.")))
    found = responses(blocks)
    assert list(found) == [p.number for p in SECTION_5]
    assert {(r.answer, r.evidence, r.commentary) for r in found.values()} == {
        (Answer.NO, "Policy 4.3", "Words.")
    }


def test_a_sheet_for_each_question_is_read_under_its_title_whatever_its_last_answer() -> None:
    questions = QUESTIONS[:5]
    sheets: list[Table] = []
    for at, question in enumerate(questions):
        title = Row(cells=(Cell(text="The trustees’ sheets", span=2), None))
        last = at + 1 == len(questions)
        rows = small_table(
            (f"Question\n{question.number.removeprefix('Q')}", question.text),
            ("Answer", "" if last else "Yes"),
            ("Remarks of the Clerk", f"It is in box {at}."),
        ).rows
        sheets.append(Table(rows=(title, *rows), detector="ruled"))
    found = responses(sheets)
    assert [r.commentary for r in found.values()] == [f"It is in box {i}." for i in range(5)]
    assert [r.answer for r in found.values()] == [Answer.YES] * 4 + [Answer.UNANSWERED]


def test_a_table_within_a_comment_is_part_of_it() -> None:
    blocks: list[Passage | Table] = []
    for p in SECTION_5:
        blocks += page(labelled(p))
        if p.number == "5.3":
            blocks += page(["Lessons:"])
            blocks += [small_table(("Damp", "7"), ("Lifts", "3")), *page(["It is published."])]
    found = responses(blocks)
    assert found["5.3"].commentary == "We do this. Lessons: Damp 7 Lifts 3 It is published."
    assert found["5.4"].commentary == "We do this."


# --------------------------------------------------------------------------- few rows

SECTION_7 = [q for q in QUESTIONS if q.section == "7"]


def test_a_page_with_the_one_question_of_a_section_is_a_part() -> None:
    (question,) = SECTION_7
    found = responses(page([(3, question.text), "Yes", "We do."]))
    assert found["Q7.1"].answer is Answer.YES


def test_a_row_or_two_of_a_section_are_kept_aside() -> None:
    rows = [(p.number, p.text, "Yes", "Words.") for p in SECTION_5[:2]]
    result = mapped(small_table(("Provision", "Requirement", "Comply", "Commentary"), *rows))
    assert (result.kind, result.assessments) == (Kind.OTHER, ())
    (scrap,) = result.scraps
    found = [r.provision_id for r in scrap.responses if r.answer is not Answer.NOT_FOUND]
    assert found == ["HOS-2024:5.1", "HOS-2024:5.2"]


@pytest.mark.parametrize(
    "titles", [("Provision", "Requirement", "Observation", "Recommendation"), ("", "", "", "")]
)
def test_quotations_without_answers_are_not_even_that(titles: tuple[str, ...]) -> None:
    rows = [(p.number, p.text, "The policy says so.", "None.") for p in SECTION_5[:2]]
    assert mapped(small_table(titles, *rows)).scraps == ()


def test_a_page_that_prints_its_assessment_twice_has_one() -> None:
    titles = ("Provision", "Requirement", "Comply", "Commentary")
    rows = [(p.number, p.text, "Yes", f"Words on {p.number}.") for p in SECTION_5]
    assert len(mapped(small_table(titles, *rows), small_table(titles, *rows)).assessments) == 1
    others = [(*row[:3], "Other words.") for row in rows]
    assert len(mapped(small_table(titles, *rows), small_table(titles, *others)).assessments) == 2


def test_an_answer_may_stand_in_the_title_of_its_block() -> None:
    items: list[Item] = []
    for p in SECTION_5:
        items += [(2, f"Provision {p.number} Partially"), p.text, "Commentary: Words."]
    found = responses(page([*items, (3, "In this section"), "Section 1"]))
    assert list(found) == [p.number for p in SECTION_5]
    assert {(r.answer, r.commentary) for r in found.values()} == {(Answer.PARTIAL, "Words.")}


def test_the_poorer_of_two_prints_of_an_assessment_is_left_aside() -> None:
    full = ("Provision", "Requirement", "Comply", "Evidence", "Commentary")
    rich = [(p.number, p.text, "Yes", "Policy.", f"Words on {p.number}.") for p in SECTION_5]
    poor = [(number, text, answer, words) for number, text, answer, _, words in rich]
    tables = small_table(full, *rich), small_table((*full[:3], full[4]), *poor)
    for pair in (tables, tables[::-1]):
        (found,) = mapped(*pair).assessments
        assert {r.evidence for r in found.responses if r.match} == {"Policy."}


def test_a_row_that_could_be_read_in_another_way_is_low() -> None:
    quoted = SECTION_5[2].text
    items = [
        item
        for place, p in enumerate(SECTION_5)
        for item in labelled(p, *([quoted, "So it is here."] if place == 0 else []))
    ]
    found = responses(page(items))
    assert list(found) == [p.number for p in SECTION_5]
    assert found["5.1"].commentary == f"We do this. {quoted} So it is here."
    assert "cells-uncertain" in found["5.1"].flags
    assert not [n for n, r in found.items() if n != "5.1" and "cells-uncertain" in r.flags]


def test_what_stands_beneath_bare_paragraphs_is_no_comment() -> None:
    items = [item for p in SECTION_5 for item in cells(p, "Yes", "Policy.")]
    found = responses(page([*items, "Approved by the Board", "Version 2.0"]))
    assert {r.commentary for r in found.values()} == {"Policy."}


def test_titles_of_columns_alone_on_their_lines_are_labels_where_they_come_again() -> None:
    items: list[Item] = []
    for p in SECTION_5:
        items += [(3, f"Provision {p.number}"), p.text, "Comply", "Yes"]
        items += ["Where to find it", "Policy 4.3", "Notes", f"Words on {p.number}."]
    found = responses(page(items))
    assert {n: (r.evidence, r.commentary) for n, r in found.items()} == {
        p.number: ("Policy 4.3", f"Words on {p.number}.") for p in SECTION_5
    }


def test_a_title_of_a_column_right_below_a_label_is_what_it_asks_for() -> None:
    items: list[Item] = []
    for p in SECTION_5:
        items += [(3, f"Provision {p.number}"), p.text, "Comply", "Yes"]
        items += ["Evidence", "Policy reference", "Kept by the team."]
    found = responses(page(items))
    assert {r.commentary for r in found.values()} == {"Policy reference Kept by the team."}


@pytest.mark.parametrize("answer", ["Our position Met", "RAG – Met", "Status Met"])
def test_labels_without_a_sign_or_with_a_dash_are_labels_where_they_come_again(answer: str) -> None:
    texts: list[Passage] = []
    for place, provision in enumerate(get_code("HOS-2024").provisions[:6]):
        lines = (provision.text.replace("\n", " "), answer, f"Notes Seen in letter {place}.")
        texts.append(Passage(text=provision.number, heading=3))
        texts += [Passage(text=line) for line in lines]
    (table,) = read_blocks(Parsed(blocks=tuple(texts)), load_codes()).tables
    assert table.roles == ("number", "requirement", "answer", "commentary")
    said = [tuple(cell.text for cell in row.cells[2:] if cell) for row in table.rows]
    assert said == [("Met", f"Seen in letter {place}.") for place in range(6)]


def test_a_text_without_a_label_is_uncertain_where_other_rows_label_theirs() -> None:
    items: list[Item] = []
    for place, p in enumerate(SECTION_5):
        items += [f"{p.number} {p.text} Yes"]
        items += ["Letter CH6"] if place == 3 else ["Evidence: Letter CH6", "Notes: Kept by us."]
    found = responses(page(items))
    uncertain = [n for n, r in found.items() if "cells-uncertain" in r.flags]
    assert uncertain == [SECTION_5[3].number]


def test_a_heading_between_rows_is_no_comment_though_the_last_label_had_its_text_below() -> None:
    items: list[Item] = []
    for place, p in enumerate(SECTION_5):
        if place == 3:
            items.append((2, "Part 2: What we cannot take"))
        items += [(3, f"{p.number} Yes"), (4, "Requirement"), p.text]
        items += [(4, "Our response"), f"We do it in way {place}."]
    found = responses(page(items))
    said = {f"We do it in way {place}." for place in range(len(SECTION_5))}
    assert {r.commentary for r in found.values()} == said


def test_a_tick_behind_the_number_begins_a_row_as_words_do() -> None:
    items: list[Item] = []
    for place, p in enumerate(SECTION_5):
        items += [f"{p.number} {'✓' if place % 2 else 'Met'}", p.text]
        items += ["Where to find it: Letter CH6", f"How we comply: In way {place}."]
    found = responses(page(items))
    assert list(found) == [p.number for p in SECTION_5]
    said = {f"In way {place}." for place in range(len(SECTION_5))}
    assert {r.commentary for r in found.values()} == said


def test_numbers_that_go_back_on_a_page_make_the_cells_around_doubtful() -> None:
    order = [0, 2, 1, 3, 4, 5]
    items = [item for place in order for item in labelled(SECTION_5[place])]
    found = responses(printed(items))
    doubtful = {n for n, r in found.items() if "cells-uncertain" in r.flags}
    assert doubtful == {SECTION_5[place].number for place in (2, 1, 3)}


def test_a_label_right_above_the_first_row_makes_its_cells_doubtful() -> None:
    items: list[Item] = []
    for p in SECTION_5:
        items += ["Evidence", "Letter CH6", (3, p.number), p.text, "Do we comply? Yes"]
    found = responses(page(items))
    assert all("cells-uncertain" in r.flags for r in found.values() if r.evidence)


def test_a_row_with_two_answers_is_doubtful() -> None:
    items: list[Item] = []
    for place, p in enumerate(SECTION_5):
        said = [] if place == 1 else ["Yes", "No"] if place == 2 else ["Yes"]
        items += [f"{p.number} {p.text}", *said, f"Kept in way {place}."]
    found = responses(page(items))
    assert "cells-uncertain" in found[SECTION_5[2].number].flags
    assert found[SECTION_5[2].number].confidence is Confidence.LOW


def test_a_comment_on_a_page_that_ends_with_a_heading_is_doubtful() -> None:
    items: list[Item] = []
    for place, p in enumerate(SECTION_5):
        items += [(2, "What we leave out")] if place == 3 else []
        items += [(2, f"{p.number} Met"), p.text, f"Kept in way {place}."]
    found = responses(printed(items))
    assert "cells-uncertain" in found[SECTION_5[2].number].flags


TITLES = ["Same words", "No magic word", "Requests first", "Still unhappy", "Surveys point the way"]


def titled(numbers: Sequence[str]) -> list[Item]:
    """Rows with a number, a title of the landlord's own, a comment and an answer beneath it."""
    items: list[Item] = []
    for at, number in enumerate(numbers):
        answer = "Nearly there" if at == 2 else "Met"
        items += [(5, number), (4, TITLES[at % 5]), f"We did this in year {at}.", answer]
    return items


def test_rows_with_a_number_and_a_title_are_read_by_their_numbers() -> None:
    numbers = [p.number for p in CODE.values() if p.section in "12"]
    rows = by_number(mapped(*page([(2, "How we measure up"), *titled(numbers)])))
    assert [rows[n].answer for n in numbers[:3]] == [Answer.YES, Answer.YES, Answer.PARTIAL]
    assert rows["1.3"].requirement_printed == "No magic word"
    assert rows["1.3"].commentary == "We did this in year 1."
    assert {rows[n].confidence for n in numbers} == {Confidence.MEDIUM}


def test_long_questions_in_own_words_are_read_by_their_numbers_too() -> None:
    numbers = [p.number for p in CODE.values() if p.section in "12"]
    items: list[Item] = []
    for at, number in enumerate(numbers):
        asked = f"Q {number} Would the people who rent from us say that they are heard, way {at}?"
        items += [asked, f"Answer: {'In part.' if at == 2 else 'Yes, we do.'}", f"In year {at}."]
    quoted = f"One of them reads: {CODE['1.6'].text}"
    rows = by_number(mapped(*page(["Twenty questions", quoted, *items])))
    found = [rows[n].answer for n in numbers]
    assert found == [Answer.YES, Answer.YES, Answer.PARTIAL, *[Answer.YES] * 7]
    assert rows["1.3"].commentary == "In year 1."
    assert Confidence.HIGH not in {rows[n].confidence for n in numbers}


def test_a_title_above_the_words_of_the_code_is_no_part_of_the_requirement() -> None:
    items: list[Item] = []
    for at, p in enumerate(SECTION_5):
        items += [(3, f"{p.number} {TITLES[at % 5]}"), p.text, "Met", f"We did this in year {at}."]
    rows = by_number(mapped(*page(items)))
    assert rows["5.2"].requirement_printed == flatten(CODE["5.2"].text)
    assert rows["5.2"].other == {"Title": TITLES[1]}
    assert rows["5.2"].confidence is Confidence.HIGH


def test_a_number_of_the_form_before_the_code_s_begins_a_row_and_is_no_comment() -> None:
    items: list[Item] = ["1. Name of your organisation", "Sample Homes"]
    for at, p in enumerate(SECTION_5):
        said = ["Do you comply? Yes", f"Tell us more We did this in year {at}."]
        items += [f"{at + 2}. Code provision {p.number}", p.text, *said]
    rows = by_number(mapped(*printed(items)))
    assert rows["5.2"].commentary == "We did this in year 1."
    assert rows["5.2"].answer is Answer.YES


def test_a_row_whose_label_stands_within_the_next_one_is_doubtful() -> None:
    """Two columns beneath each requirement, the right one read after the next row's beginning."""
    items: list[Item] = []
    for at, p in enumerate(SECTION_5):
        items += [f"{p.number} {p.text}", "Met", "Evidence", f"Policy, page {at}."]
        if at == 3:
            items += ["Our approach", "We did it in March.", "Our approach", f"In year {at}."]
        elif at != 2:
            items += ["Our approach", f"We did this in year {at}."]
    rows = by_number(mapped(*page(items)))
    assert rows[SECTION_5[2].number].confidence is Confidence.LOW


def test_a_number_may_have_its_answer_and_its_comment_right_behind_it() -> None:
    numbers = [p.number for p in CODE.values() if p.section in "12"]
    said = ["Compliant", "Partially compliant", "Non-compliant"]
    items: list[Item] = []
    for at, number in enumerate(numbers):
        comment = "" if at == 4 else f" We looked at it again in the autumn, at meeting {at}."
        items += [f"{number} – {said[at % 3]}.{comment}"]
    rows = by_number(mapped(*printed(["Where we stand", *items, "Nothing else was raised."])))
    assert [rows[n].answer_printed.rstrip(".") for n in numbers[:3]] == said
    assert rows["1.3"].commentary == "We looked at it again in the autumn, at meeting 1."
    assert not any(rows[n].requirement_printed for n in numbers)


def test_what_stands_between_number_and_answer_is_a_title_or_a_comment() -> None:
    numbers = [p.number for p in CODE.values() if p.section in "12"]
    items: list[Item] = []
    for at, number in enumerate(numbers):
        items += [f"{number} The clerk looked at this with care and", f"found {at} cases.", "Met"]
    rows = by_number(mapped(*printed(["Our marks", *items, "Thank you."])))
    assert rows["1.3"].commentary == "The clerk looked at this with care and found 1 cases."
    assert rows["1.3"].requirement_printed == ""


def test_a_comment_may_stand_above_the_requirement_and_the_answer_above_the_number() -> None:
    items: list[Item] = []
    for at, p in enumerate(SECTION_5):
        items += ["Not met" if at == 1 else "Met", p.number, f"We did this in year {at}.", p.text]
    rows = by_number(mapped(*page(["Card by card", *items])))
    assert [rows[p.number].answer for p in SECTION_5[:3]] == [Answer.YES, Answer.NO, Answer.YES]
    assert rows["5.2"].commentary == "We did this in year 1."
    assert rows["5.2"].requirement_printed == flatten(CODE["5.2"].text)


@pytest.mark.parametrize("form", ["(Code {})", "({})", "Code {}"])
def test_a_number_may_end_the_question(form: str) -> None:
    numbers = [p.number for p in CODE.values() if p.section in "12"]
    items: list[Item] = []
    for at, number in enumerate(numbers):
        items += [
            f"Who does it, way {at}? {form.format(number)}",
            "Met",
            f"We did so in year {at}.",
        ]
    rows = by_number(mapped(*page(["Questions", *items])))
    assert rows["1.3"].requirement_printed == "Who does it, way 1?"
    assert rows["1.3"].commentary == "We did so in year 1."


def test_a_title_beneath_number_and_answer_may_be_in_the_comment_and_is_never_sure() -> None:
    numbers = [p.number for p in CODE.values() if p.section in "12"]
    items: list[Item] = []
    for at, number in enumerate(numbers):
        items += [f"{number} Fully met", f"What we call it {at}", f"It was done in year {at}."]
    rows = by_number(mapped(*printed(["In the margin", *items])))
    assert Confidence.HIGH not in {row.confidence for row in rows.values()}


def test_numbers_with_gaps_and_titles_are_no_assessment() -> None:
    numbers = [p.number for p in CODE.values() if p.section in "12"][::2]
    assert mapped(*page(titled(numbers))).assessments == ()


def test_the_options_of_a_list_are_one_choice() -> None:
    items: list[Item] = []
    for place, provision in enumerate(SECTION_5):
        boxes = "• ☐ Yes\n• ☒ Partly\n• ☐ No" if place == 1 else "• ☒ Yes\n• ☐ Partly\n• ☐ No"
        items += [f"{provision.number} {provision.text}", boxes, f"Commentary: Point {place}."]
    rows = by_number(mapped(*page(items)))
    found = [rows[p.number].answer for p in SECTION_5]
    assert found == [Answer.YES, Answer.PARTIAL, *[Answer.YES] * 4]
    assert rows["5.2"].commentary == "Point 1."


def test_headings_in_own_words_at_the_ends_of_sections_are_no_comment() -> None:
    items: list[Item] = []
    for section, name in (("1", "What it is"), ("2", "When we say no"), ("3", "Open to all")):
        provisions = [p for p in CODE.values() if p.section == section][:3]
        items += [(2, name)] + [
            t for p in provisions for t in (f"{p.number} {p.text}", "Yes. Page four.")
        ]
    rows = by_number(mapped(*printed(items)))
    assert [rows[n].commentary for n in ("1.4", "2.3", "3.3")] == ["Page four."] * 3
    assert "cells-uncertain" not in rows["1.4"].flags


def test_a_shortened_requirement_ends_with_its_sentence() -> None:
    """The Code goes on with "Whenever", the page with "We"."""
    first = CODE["1.3"].text.split(". ")[0] + "."
    others = [f"{p.number} {p.text}\nYes. We do." for p in SECTION_5]
    rows = by_number(mapped(*printed([f"1.3 {first}\nWe comply in part. Some do.", *others])))
    assert rows["1.3"].requirement_printed == first
    assert (rows["1.3"].answer, rows["1.3"].commentary) == (Answer.PARTIAL, "Some do.")


@pytest.mark.parametrize("sign", [" – ", ": ", ", ", ". "])
def test_an_answer_may_stand_behind_the_title_of_its_row(sign: str) -> None:
    items: list[Item] = []
    for at, number in enumerate(p.number for p in CODE.values() if p.section in "12"):
        answer = "not compliant" if at == 1 else "compliant"
        items += [(3, f"{number} {TITLES[at % 5]}{sign}{answer}"), f"We did this in year {at}."]
    rows = by_number(mapped(*page(items)))
    assert [rows[n].answer for n in ("1.2", "1.3")] == [Answer.YES, Answer.NO]
    assert (rows["1.3"].requirement_printed, rows["1.3"].answer_printed) == (
        TITLES[1],
        "not compliant",
    )
    assert rows["1.3"].commentary == "We did this in year 1."


def test_a_line_that_counts_the_rows_is_no_part_of_a_comment() -> None:
    items: list[Item] = []
    for place, p in enumerate(SECTION_5):
        items += [f"Question {place + 5}", f"{p.number} {p.text}", "Answer chosen: Yes", "Comments"]
        items += [] if place == 2 else [f"We do it in way {place}."]
    found = responses(printed(items))
    said = [found[p.number].commentary for p in SECTION_5]
    assert said == ["" if at == 2 else f"We do it in way {at}." for at in range(len(SECTION_5))]


def test_an_answer_may_be_the_last_sentence_of_its_paragraph() -> None:
    items: list[Item] = []
    for place, p in enumerate(SECTION_5):
        answer = "Partially compliant." if place == 1 else "Compliant."
        items.append(f"{p.number} {p.text}\nKept by team number {place} since then. {answer}")
    rows = by_number(mapped(*printed(items)))
    assert [rows[p.number].answer for p in SECTION_5[:3]] == [
        Answer.YES,
        Answer.PARTIAL,
        Answer.YES,
    ]
    assert rows["5.2"].commentary == "Kept by team number 1 since then."


def test_the_options_of_a_list_in_plain_text_are_one_choice() -> None:
    items: list[Item] = []
    for place, provision in enumerate(SECTION_5):
        boxes = ["- [ ] Yes", "- [x] No"] if place == 1 else ["- [x] Yes", "- [ ] No"]
        items += [f"{provision.number} {provision.text}", *boxes, f"Point {place}."]
    rows = by_number(mapped(*page(items)))
    assert [rows[n].answer for n in ("5.1", "5.2")] == [Answer.YES, Answer.NO]
    assert rows["5.2"].commentary == "Point 1."


def test_a_question_alone_beneath_its_number_is_no_comment() -> None:
    numbers = [p.number for p in CODE.values() if p.section in "12"]
    items: list[Item] = []
    for at, number in enumerate(numbers):
        items += [number, f"Do people hear from us, way {at}?", "Met", f"They do, letter {at}."]
    rows = by_number(mapped(*printed(["Questions", *items])))
    assert rows["1.3"].requirement_printed == "Do people hear from us, way 1?"
    assert rows["1.3"].commentary == "They do, letter 1."


def test_a_title_beneath_number_and_answer_is_what_the_row_asks() -> None:
    numbers = [p.number for p in CODE.values() if p.section in "12"]
    items: list[Item] = []
    for at, number in enumerate(numbers):
        items += [f"{number} In place", f"What we call it {at}", f"It was done in year {at}."]
    rows = by_number(mapped(*printed(["Card by card", *items])))
    assert rows["1.3"].requirement_printed == "What we call it 1"
    assert rows["1.3"].commentary == "It was done in year 1."
    assert Confidence.HIGH not in {row.confidence for row in rows.values()}
