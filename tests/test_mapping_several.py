"""Several assessments in one document, and the form of the LGSCO's Code."""

from __future__ import annotations

from collections.abc import Callable

from mapping_forms import HEADER_2022, HEADER_2024, page_table, row_2022, row_2024
from saextract.codes import get_code, load_codes
from saextract.mapping.assess import Context, Mapped, assess
from saextract.model import Answer, Assessment, Kind, Parsed, Passage, PdfLocator, Provision, Table

LGSCO = get_code("LGSCO-2024")
LGSCO_HEADER = (
    "Code section",
    "Action",
    "Do we follow the Code: Yes/No",
    "Explanations and Commentary",
)


def label(provision: Provision) -> str:
    """The section as councils print it: "6: Complaints stages (Stage 1)"."""
    stage = f" (Stage {provision.number[-1]})" if "." in provision.number else ""
    return f"{provision.section}: {LGSCO.sections[provision.section]}{stage}"


def question(provision: Provision) -> tuple[str, ...]:
    return label(provision), provision.text, "Yes", f"Policy page {provision.number} says so."


def own_form(row: Callable[[Provision], tuple[str, ...]] = question, page: int = 1) -> Table:
    return page_table([LGSCO_HEADER, *map(row, LGSCO.provisions)], page)


def form(key: str, row: Callable[[Provision], tuple[str, ...]], page: int = 1) -> Table:
    header = HEADER_2022 if key == "HOS-2022" else HEADER_2024
    return page_table([header, *map(row, get_code(key).provisions)], page)


def says(*lines: str, page: int = 1, heading: int | None = None) -> Passage:
    return Passage(
        text="\n".join(lines),
        locators=(PdfLocator(page=page, box=(0, 0, 500, 20)),),
        heading=heading,
    )


def read(*blocks: Table | Passage, path: str = "pack.pdf", **properties: str) -> Mapped:
    parsed = Parsed(blocks=blocks, pages=50, properties=properties)
    return assess(parsed, Context(codes=load_codes(), path=path))


def by_number(assessment: Assessment) -> dict[str, Answer]:
    return {r.provision_id.partition(":")[2]: r.answer for r in assessment.responses}


# --------------------------------------------------------------------------- the LGSCO's form


def test_the_lgscos_own_form_is_read_with_its_action_column_as_the_requirement() -> None:
    (assessment,) = read(own_form()).assessments
    assert (assessment.code, assessment.edition) == ("LGSCO", "2024")
    for response, provision in zip(assessment.responses, LGSCO.provisions, strict=True):
        assert response.answer is Answer.YES
        assert response.requirement_printed == provision.text
        assert response.commentary == f"Policy page {provision.number} says so."
        assert response.other == {}
        assert not set(response.flags) & {"number-missing", "number-text-conflict"}
    assert assessment.actions == ()


def test_stages_are_told_by_the_label_where_the_text_is_of_neither() -> None:
    def vague(provision: Provision) -> tuple[str, ...]:
        text = provision.text
        answer = "Yes"
        if provision.section == "6":
            text = (
                "We process complaints in line with timescales and processes set out in the Code."
            )
            answer = "No" if provision.number == "S6.2" else "Yes"
        return label(provision), text, answer, "Words."

    (assessment,) = read(own_form(vague)).assessments
    assert by_number(assessment)["S6.1"] is Answer.YES
    assert by_number(assessment)["S6.2"] is Answer.NO


def test_a_blank_form_of_the_lgscos_code_is_no_assessment() -> None:
    result = read(own_form(lambda p: (label(p), p.text, "", "")))
    assert (result.kind, result.assessments) == (Kind.BLANK_FORM, ())


def test_the_lgscos_form_beside_the_housing_ombudsmans_keeps_its_rows() -> None:
    result = read(
        says("Self-assessment: Housing Ombudsman", heading=1),
        form("HOS-2024", row_2024),
        says("Self-assessment: Local Government and Social Care Ombudsman", heading=1),
        own_form(lambda p: (*question(p)[:2], "No", "Not yet.")),
    )
    assert [(a.code, a.edition) for a in result.assessments] == [("HOS", "2024"), ("LGSCO", "2024")]
    housing, council = result.assessments
    assert set(by_number(housing).values()) == {Answer.YES}
    assert set(by_number(council).values()) == {Answer.NO}
    assert result.problems == ()


def test_few_answered_sections_beside_a_full_assessment_are_not_dropped() -> None:
    some = LGSCO.provisions[:7]
    result = read(
        form("HOS-2024", row_2024), page_table([LGSCO_HEADER, *map(question, some)], page=30)
    )
    council = next(a for a in result.assessments if a.code == "LGSCO")
    assert sum(answer is Answer.YES for answer in by_number(council).values()) == 7


def test_an_actions_column_after_the_answers_stays_a_plan_column() -> None:
    header = ("Ref", "Definition of a complaint", "Comply", "Commentary", "Action")
    rows = [
        (p.number, p.text, "Partial", "Words.", "Amend the policy by June 2025")
        for p in get_code("HOS-2024").provisions
    ]
    (assessment,) = read(page_table([header, *rows])).assessments
    assert len(assessment.actions) == len(rows)


# --------------------------------------------------------------------------- packs


def pack(*, first: str = "2024-25", second: str = "2023-24", older: str = "HOS-2024") -> Mapped:
    row = row_2022 if older == "HOS-2022" else row_2024
    return read(
        says("Mockbury Borough Council", "Cabinet", "Date: 3 June 2025"),
        says("Annual complaints report and last year's assessment are attached."),
        says("Appendix 1", heading=1),
        says(f"Self-assessment {first}", heading=1),
        form("HOS-2024", row_2024, page=10),
        says("Appendix 2", page=30, heading=1),
        says(f"Self-assessment {second}", page=30, heading=1),
        form(older, row, page=30),
        says("Appendix 3: Action plan 2025-26", page=48, heading=1),
        page_table(
            [
                ("Code provision", "Action", "Owner", "Target date"),
                ("5.6", "Publish the new leaflet", "Complaints Manager", "30 June 2025"),
                ("6.3", "Train the team", "Complaints Manager", "31 July 2025"),
            ],
            page=48,
        ),
        path="pack-2024-25.pdf",
    )


def test_each_assessment_of_a_pack_has_the_year_of_its_own_title() -> None:
    assessments = pack().assessments
    assert [a.year for a in assessments] == ["2024-25", "2023-24"]
    assert {a.landlord for a in assessments} == {"Mockbury Borough Council"}


def test_each_assessment_of_a_pack_keeps_to_its_own_pages() -> None:
    for assessment, page in zip(pack().assessments, (10, 30), strict=True):
        assert {r.pages for r in assessment.responses} == {(page, page)}


def test_an_action_plan_after_both_belongs_to_the_newer_assessment() -> None:
    newer, older = pack().assessments
    assert [a.provision_id for a in newer.actions] == ["HOS-2024:5.6", "HOS-2024:6.3"]
    assert older.actions == ()
    older, newer = pack(first="2023-24", second="2024-25").assessments
    assert (len(older.actions), len(newer.actions)) == (0, 2)


def test_an_action_plan_after_an_older_edition_belongs_to_the_newer_assessment() -> None:
    newer, older = pack(older="HOS-2022").assessments
    assert (newer.edition, older.edition) == ("2024", "2022")
    assert len(newer.actions) == 2
    assert older.actions == ()


def test_the_year_of_a_file_is_not_given_to_last_years_assessment() -> None:
    assessments = pack(second="against the Complaint Handling Code").assessments
    assert [a.year for a in assessments] == ["2024-25", ""]


def test_two_landlords_in_one_file_keep_their_names() -> None:
    result = read(
        says("Fabricated Homes Limited", "Self-assessment 2024", heading=1),
        says("Fabricated Homes Limited is part of the group.", page=1),
        form("HOS-2024", row_2024),
        says("Self-assessment of Contrived Housing Association", page=20, heading=1),
        says("Landlord: Contrived Housing Association", page=20),
        form("HOS-2024", row_2024, page=20),
    )
    assert [a.landlord for a in result.assessments] == [
        "Fabricated Homes Limited",
        "Contrived Housing Association",
    ]


def test_one_date_of_completion_counts_for_both_ombudsmens_codes() -> None:
    result = read(
        says("Mockbury Borough Council", "Self-assessments", "Date of completion: 4 March 2025"),
        says("Self-assessment against the Housing Ombudsman's Code", heading=1),
        form("HOS-2024", row_2024),
        says("Self-assessment against the LGSCO's Code", heading=1),
        own_form(),
    )
    assert [(a.assessed_on, a.year) for a in result.assessments] == [("2025-03-04", "2025")] * 2


def test_a_sign_off_below_a_form_is_of_that_form() -> None:
    result = read(
        says("Self-assessment one", heading=1),
        form("HOS-2024", row_2024),
        says("Date of completion: 5 May 2025"),
        says("Self-assessment two", page=20, heading=1),
        form("HOS-2024", row_2024, page=20),
        says("Date of completion: 6 June 2024", page=40),
    )
    assert [a.assessed_on for a in result.assessments] == ["2025-05-05", "2024-06-06"]


def test_rows_as_blocks_by_section_of_the_lgscos_code() -> None:
    blocks: list[Passage] = [says("Self-assessment against the LGSCO's Code", heading=1)]
    for provision in LGSCO.provisions:
        stage = f" (Stage {provision.number[-1]})" if "." in provision.number else ""
        blocks += [
            says(
                f"Code section {provision.section} - {LGSCO.sections[provision.section]}{stage}",
                heading=2,
            ),
            says(provision.text),
            says("Compliance: Yes"),
            says(f"Evidence: Policy {provision.number}."),
            says("Commentary: Published on the website."),
        ]
    (assessment,) = read(*blocks).assessments
    assert assessment.code == "LGSCO"
    for response, provision in zip(assessment.responses, LGSCO.provisions, strict=True):
        assert response.answer is Answer.YES
        assert response.requirement_printed == provision.text
        assert response.evidence == f"Policy {provision.number}."
        assert response.commentary == "Published on the website."


def test_a_landlords_name_above_the_title_of_its_assessment_is_that_landlords() -> None:
    result = read(
        says("Contrived Homes Limited", heading=1),
        says("Complaint Handling Code self-assessment 2025", heading=2),
        form("HOS-2024", row_2024),
        says("Fabricated Housing Association", page=20),
        says("Complaint Handling Code self-assessment 2025", page=20, heading=2),
        form("HOS-2024", row_2024, page=20),
    )
    assert [a.landlord for a in result.assessments] == [
        "Contrived Homes Limited",
        "Fabricated Housing Association",
    ]


def test_the_lgscos_form_with_tick_columns_under_an_action_column() -> None:
    header = ("Code section", "Action", "Yes", "No", "Explanation")
    rows = [(label(p), p.text, "", "✓", f"Words {p.number}.") for p in LGSCO.provisions]
    (assessment,) = read(page_table([header, *rows])).assessments
    assert assessment.code == "LGSCO"
    assert set(by_number(assessment).values()) == {Answer.NO}
    assert assessment.actions == ()


def test_answers_to_the_other_code_in_a_column_of_their_own_are_a_problem() -> None:
    header = ("Ref", "Requirement", "LGSCO comply", "Housing Ombudsman comply", "Comments")
    rows = [(p.number, p.text, "No", "Yes", "Words.") for p in get_code("HOS-2024").provisions]
    result = read(page_table([header, *rows]))
    (assessment,) = result.assessments
    assert set(by_number(assessment).values()) == {Answer.YES}
    assert {r.other["LGSCO comply"] for r in assessment.responses} == {"No"}
    assert [problem.code for problem in result.problems] == ["set-aside"]


def test_a_row_does_not_go_on_behind_another_table() -> None:
    plan = page_table(
        [("Code provision", "Action", "Owner"), ("5.6", "Publish it", "Manager")], page=2
    )
    stray = page_table([("", "", "", "", "1")], page=2)
    (assessment,) = read(form("HOS-2024", row_2024), plan, stray).assessments
    assert not assessment.responses[-1].commentary.endswith(" 1")


def test_another_list_with_the_codes_numbers_is_no_part_of_the_assessment() -> None:
    header = ("Risk no.", "Description", "Mitigated: Yes / No", "Comments")
    risks = [("1.2", "Loss of data", "Yes", "Backed up."), ("6.3", "Turnover", "No", "Talks.")]
    result = read(form("HOS-2024", row_2024), page_table([header, *risks], page=30))
    (assessment,) = result.assessments
    assert set(by_number(assessment).values()) == {Answer.YES}


def test_a_row_goes_on_below_a_header_that_stands_alone_on_the_next_page() -> None:
    provisions = get_code("HOS-2024").provisions
    first, last = provisions[:20], provisions[20:]
    rest = page_table([("", "", "", "", "and the rest of it."), *map(row_2024, last)], page=2)
    result = read(
        page_table([HEADER_2024, *map(row_2024, first)]), page_table([HEADER_2024], page=2), rest
    )
    (assessment,) = result.assessments
    assert assessment.responses[19].commentary.endswith("and the rest of it.")
