"""When assessments were made, for which year, and when promises fall due."""

from __future__ import annotations

import pytest

from saextract.mapping.about.assessed import DateReading, find_dates
from saextract.mapping.context import Context
from saextract.model import Cell, Parsed, Passage, Row, Table
from saextract.text.dates import parse_due, scan

REFERENCE = "2024-04-15"


@pytest.mark.parametrize(
    ("printed", "due"),
    [
        ("by end of June 2024", "2024-06"),
        ("30 June 2024", "2024-06-30"),
        ("(by 30 June 2024).", "2024-06-30"),
        ("30th of June 2024", "2024-06-30"),
        ("30/06/24", "2024-06-30"),
        ("30.6.2024", "2024-06-30"),
        ("2024-06-30", "2024-06-30"),
        ("01/04/2025", "2025-04-01"),
        ("06/2024", "2024-06"),
        ("June 3, 2024", "2024-06-03"),
        ("Q1 2024/25", "2024-06"),
        ("Q2 2024/25", "2024-09"),
        ("Q4 2024-25", "2025-03"),
        ("2024/25 Q3", "2024-12"),
        ("Quarter 2 of 24/25", "2024-09"),
        ("Spring 2025", "2025-05"),
        ("Autumn 2024", "2024-11"),
        ("March 25", "2025-03"),
        ("Mar-25", "2025-03"),
        ("August '24", "2024-08"),
        ("Sept 2024", "2024-09"),
        ("end of 2024", "2024-12"),
        ("end of financial year 2024-25", "2025-03"),
        ("FY 2024/25", "2025-03"),
        ("April – June 2024", "2024-06"),
        ("1 April 2024 to 31 March 2025", "2025-03-31"),
        ("30 June 2024 (revised to 30 September 2024)", "2024-09-30"),
        ("June", "2024-06"),
        ("30 June", "2024-06-30"),
        ("end of March", "2025-03"),
        ("end of Q1", "2024-06"),
        ("Q4", "2025-03"),
        ("end of this financial year", "2025-03"),
    ],
)
def test_a_due_date_is_read_as_public_bodies_write_it(printed: str, due: str) -> None:
    assert parse_due(printed, REFERENCE) == due


@pytest.mark.parametrize(
    "printed",
    [
        "", "Ongoing", "TBC", "ASAP", "Section 6.2 and 6.3", "pages 11-12", "within 5 working days",
        "12 months", "31/02/2024", "06/13/2024", "Q2 2024", "Winter 2024", "Completed June 2024",
        "December 2024 / January 2025", "we may change it", "Equality Act 2010", "2024", "by 2025",
        "March 2025/26", "30 February 2024", "2024/26 Q3", "March 25%", "version 1.2.24.1",
    ],
)  # fmt: skip
def test_what_is_no_single_date_is_not_guessed(printed: str) -> None:
    assert parse_due(printed, REFERENCE) == ""


def test_a_date_without_year_needs_a_reference() -> None:
    assert parse_due("by June", "") == ""
    assert parse_due("by June", "2024") == ""
    assert parse_due("by June", "2024-07") == "2025-06"


def test_dates_are_found_in_order_and_do_not_overlap() -> None:
    text = "From 1 April 2024 to May 2024, then 3/6/24."
    assert [d.iso for d in scan(text)] == ["2024-04-01", "2024-05", "2024-06-03"]


def read(text: str, path: str = "", **manifest: str) -> DateReading:
    parsed = Parsed(blocks=tuple(Passage(text=part) for part in text.split("\n\n")))
    return find_dates(parsed, Context(codes=(), path=path, manifest=manifest))


@pytest.mark.parametrize(
    ("text", "assessed_on"),
    [
        ("Self-assessment\nDate of Completion: January 2025", "2025-01"),
        ("Introduction\n\nLast updated: 25-06-2024", "2024-06-25"),
        ("Self-assessment as of May 2023", "2023-05"),
        ("Completed: 3rd June 2022", "2022-06-03"),
        ("Self-assessment completed by J Example on 3 May 2023", "2023-05-03"),
        ("Complaint Handling Code self-assessment – June 2023", "2023-06"),
        ("Date: 3 May 2023\nVersion 2", "2023-05-03"),
        ("Last reviewed: May 2023\nLast reviewed: May 2024", "2024-05"),
        ("Assessment date: June 2022\nAssessment date: June 2023", "2023-06"),
        ("Date completed: May 2023\n\nLast updated: 4 June 2024", "2023-05"),
        (
            "Self-assessment completed: 31 May 2024.\n\n"
            "Cabinet considered this self-assessment on 9 July 2024.",
            "2024-05-31",
        ),
    ],
)
def test_a_labelled_date_is_the_assessment_s(text: str, assessed_on: str) -> None:
    reading = read(text)
    assert (reading.assessed_on, reading.year) == (assessed_on, assessed_on[:4])


@pytest.mark.parametrize(
    "text",
    [
        "Complaint Handling Code (February 2024)\nSelf-assessment",
        "The Code became statutory on 1 April 2024.",
        "As at April 2024, the Complaints Procedure states the opposite.",
        "Next review date: June 2026",
        "The Code was published April 2022.",
        "The procedure (last reviewed in December 2022) applies.",
        "The policy will be completed by 30 June 2024.",
        "Complaint Handling Code 2024 self-assessment",
    ],
)
def test_deadlines_and_the_code_s_own_dates_are_not_the_assessment_s(text: str) -> None:
    assert read(text).assessed_on == ""


@pytest.mark.parametrize(
    ("text", "path", "year"),
    [
        ("Complaint Handling Code: Self-Assessment Form 2022", "", "2022"),
        ("Self-assessment 2023/24", "", "2023-24"),
        ("Self-assessment 2023-2024", "", "2023-24"),
        ("Self-assessment 2023/24\nDate of completion: May 2024", "", "2023-24"),
        ("Self-assessment form 2022\nDate of completion: May 2023", "", "2023"),
        ("Complaint Handling Code 2024 self-assessment", "", ""),
        ("Self-assessment", "a/self-assessment-2024.pdf", "2024"),
        ("Self-assessment", "a/self_assessment_2024-25.pdf", "2024-25"),
        ("Self-assessment", "2024/self-assessment.pdf", ""),
        ("Self-assessment", "sa-2022-and-2023.pdf", ""),
        ("Self-assessment 2021 and 2022", "", ""),
        ("Code self-assessment 2025 17/18", "", "2025"),
    ],
)
def test_the_year_is_the_document_s_before_the_file_name_s(text: str, path: str, year: str) -> None:
    assert read(text, path).year == year


def test_a_table_row_of_bars_and_white_space_before_a_date_is_read_at_once() -> None:
    row = "|Met" + " |  | " * 60 + "done.1.2.3.4.5.6.7.8.9" * 4 + " zzz"
    assert read(f"{row} completed 3 May 2023").assessed_on == ""


def test_the_manifest_s_year_wins() -> None:
    assert read("Self-assessment 2023/24", year="2022").year == "2022"


def test_a_date_in_a_row_beside_its_label_counts_and_one_in_evidence_does_not() -> None:
    rows = (
        Row(cells=(Cell(text="Date completed"), Cell(text="3 June 2022"))),
        Row(cells=(Cell(text="1.2"), Cell(text="Policy, completed 4 May 2021"))),
    )
    parsed = Parsed(blocks=(Table(rows=rows, detector="test"),))
    assert find_dates(parsed, Context(codes=())).assessed_on == "2022-06-03"


@pytest.mark.parametrize(
    ("text", "assessed_on"),
    [
        ("Self-assessment\nMockford Homes\nJune 2024", "2024-06"),
        ("Governing body sign off: 18 July 2024", "2024-07-18"),
        ("How we comply with the Code as of May 2023", "2023-05"),
        ("Self-assessment for the year ending 31 March 2024", ""),
        ("Self-assessment for the period to 31/03/2024", ""),
    ],
)
def test_dates_of_covers_and_ends_of_reported_periods(text: str, assessed_on: str) -> None:
    assert read(text).assessed_on == assessed_on


HEAD = "Weaselwick Homes – Complaint Handling Code self-assessment\n\n"


@pytest.mark.parametrize(
    ("text", "assessed_on"),
    [
        ("Presented to Board on 12 March 2024", "2024-03-12"),
        ("Presented to Cabinet: 16 July 2024", "2024-07-16"),
        ("Report to Cabinet, 16 July 2024", "2024-07-16"),
        ("Approved by the Board of Trustees at its meeting on 12 March 2024.", "2024-03-12"),
        ("The Committee approved this self-assessment on 30 May 2024.", "2024-05-30"),
        ("Completed May 2024\n\nApproved by the Housing Committee on 18 June 2024", "2024-05"),
        ("Approved by Board: 4 June 2024\nApproved by Cabinet: 9 July 2024", "2024-07-09"),
        ("Reviewed: July 2024 Next review: July 2025", "2024-07"),
        ("Position as at 31 March 2024", "2024-03-31"),
        ("Published on 28 June 2024", "2024-06-28"),
        ("Signed: A Sample, Chair of the Board Date: 3 June 2024", "2024-06-03"),
        ("Signed: A. Sample, Clerk to the Trustees of this charity\n\n3 June 2024", "2024-06-03"),
        (
            "The Board has seen the self-assessment in the appendix at its meeting of 9 July 2024."
            "\n\nCompleted by the customer team in May 2024.",
            "2024-05",
        ),
        ("Completed by: A Sample, Head of Housing, 3 March 2024", "2024-03-03"),
        ("We carried out this self-assessment in May 2024 and will review it in 2025.", "2024-05"),
        ("Assessment completed on: Tuesday 4th June 2024", "2024-06-04"),
        ("Cabinet Member sign-off: 25/07/2024", "2024-07-25"),
        ("Board approval date: 04/06/24", "2024-06-04"),
        ("Version 3, June 2024", "2024-06"),
        ("Updated: May 2023, May 2024", "2024-05"),
        ("This page was last updated on 14 August 2024.", "2024-08-14"),
        ("Weaselwick Homes, December 2020", "2020-12"),
        ("We self-assessed against the Code in May 2024.", "2024-05"),
        (
            "Endorsed by Tenants’ Panel (4 June 2024) and approved by Cabinet (9 July 2024)",
            "2024-07-09",
        ),
        ("Summer 2024", ""),
        ("Next review due July 2025", ""),
        ("Review date: July 2025", ""),
        ("Draft – to be approved by Board on 4 June 2024", ""),
        ("To be presented to Board in November 2024", ""),
        ("The Complaints Policy was approved by the Board on 4 July 2023.", ""),
        ("Our Complaints Policy (updated March 2023) is on our website.", ""),
        ("We must submit this to the Ombudsman by 30 June 2024.", ""),
        ("Effective from 1 April 2024", ""),
        ("The Ombudsman published the Code on 8 February 2024.", ""),
    ],
)
def test_openings_say_when_an_assessment_was_made(text: str, assessed_on: str) -> None:
    assert read(HEAD + text).assessed_on == assessed_on


@pytest.mark.parametrize(
    ("title", "assessed_on", "year"),
    [
        ("Self-assessment against the Complaint Handling Code, October 2024", "2024-10", "2024"),
        ("Self-assessment against the Complaint Handling Code (April 2024)", "", ""),
        ("Complaint Handling Code – February 2024 edition: self-assessment", "", ""),
        ("Self-assessment for 1 April 2023 to 31 March 2024", "", "2023-24"),
        ("Self-Assessment 24/25", "", "2024-25"),
        ("Self-assessment 2023\n\nCompleted: 3 March 2024", "2024-03-03", "2023"),
        ("Self-assessment\n\nSummer 2024", "", "2024"),
        ("2024 Complaint Handling Code self-assessment", "", "2024"),
    ],
)
def test_a_title_gives_month_or_year(title: str, assessed_on: str, year: str) -> None:
    assert (read(title).assessed_on, read(title).year) == (assessed_on, year)


def tables(*rows: tuple[str, ...]) -> DateReading:
    cells = (Row(cells=tuple(Cell(text=text) for text in row)) for row in rows)
    block = Table(rows=tuple(cells), detector="test")
    return find_dates(Parsed(blocks=(block,)), Context(codes=()))


def test_of_a_table_of_versions_the_approved_or_else_the_newest_counts() -> None:
    head = ("Version", "Date", "Change")
    old, new = ("1.0", "14/05/2023", "First"), ("2.0", "20/05/2024", "Annual review")
    assert tables(head, old, new).assessed_on == "2024-05-20"
    approved = ("1.0", "20 June 2024", "Approved by Board")
    assert tables(head, approved, ("1.1", "1 July 2024", "Links")).assessed_on == "2024-06-20"
    assert tables(("Stage", "Text", "Date"), old, new).assessed_on == ""


def test_a_document_control_and_a_merged_banner_are_read() -> None:
    assert tables(("Owner:", "A", "Date approved:", "12 March 2024")).assessed_on == "2024-03-12"
    assert tables(("Date approved", "12 March 2024"), ("Next review", "2025")).year == "2024"
    form = ("Code provision", "Code requirement", "Comply", "Comments")
    banner = ("Agreed by the Housing Committee on 11 June 2024.", "", "", "")
    assert (
        tables(banner, form, ("1.2", "…", "Yes", "Approved 3 May 2023")).assessed_on == "2024-06-11"
    )
