"""dataset.xlsx, and the workbooks of the analyses, as people open them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes import assessment, outcome, response
from report_data import dismissal
from saextract.dataset.build import build
from saextract.dataset.formats.sorting import in_order
from saextract.dataset.formats.xlsx import Book, Column, Link, Sheet
from saextract.dataset.write import write_dataset
from saextract.model import Confidence, Outcome, Problem, Status

PUBLISHED = {"url": "https://made-up.example/x"}
LOW = {"confidence_parts": {"match": Confidence.LOW}}


def documents() -> list[Outcome]:
    answers: dict[str, Any] = {
        "1.2": response("HOS-2024:1.2", "no", commentary="=1+1", other={"RAG": "Red"}),
        "1.3": response("HOS-2024:1.3", "partial", **LOW),
        "1.4": "not_found",
    }
    broken = Problem(code="truncated", stage="parse", message="Cut short.", place="page 2")
    return [
        outcome("sub/one & only.pdf", assessment(answers=answers)),
        outcome("two.docx", assessment("HOS-2022", landlord="Other Homes"), manifest=PUBLISHED),
        outcome("z.pdf", status=Status.FAILED, problems=(broken,)),
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "given" / "sub" / "one & only.pdf"
    source.parent.mkdir(parents=True)
    source.touch()
    out = tmp_path / "out"
    out.mkdir()
    run = {"version": "0", "paths": [str(tmp_path / "given")]}
    write_dataset(out, build(documents()).items(), run)
    return out


def sheet(folder: Path, name: str) -> list[dict[str, Any]]:
    page = openpyxl.load_workbook(folder / "dataset.xlsx")[name]
    heads = [cell.value for cell in page[1]]
    return [dict(zip(heads, row, strict=True)) for row in page.iter_rows(min_row=2)]


def test_it_has_the_sheets_that_people_look_for(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "dataset.xlsx")
    assert book.sheetnames == [
        "Summary", "Unmet musts", "To check", "Findings", "Matrix", "Matrix HOS-2022",
        "Responses", "Actions", "Promises", "Documents", "Codebook",
    ]  # fmt: skip
    for name in ("Unmet musts", "To check", "Findings", "Matrix", "Responses", "Actions"):
        assert book[name].freeze_panes == "C2"
        assert book[name].auto_filter.ref.endswith(str(book[name].max_row))
    assert book["Responses"].max_row == 1 + 72 + 72


def test_the_summary_counts_what_the_sheets_list(folder: Path) -> None:
    page = openpyxl.load_workbook(folder / "dataset.xlsx")["Summary"]
    counts = {row[0]: row[1] for row in page.iter_rows(values_only=True, max_col=2)}
    assert (counts["Documents"], counts["  failed"], counts["Assessments"]) == (3, 1, 2)
    unmet = [row["Group"].value for row in sheet(folder, "Unmet musts")]
    assert [counts["Musts not met"], counts["Musts uncertain"]] == [1, 1]
    assert unmet == ["not met", "uncertain"]
    assert counts["Rows to check by eye"] == len(sheet(folder, "To check"))


def test_a_row_leads_to_its_page_its_file_and_its_place_in_the_report(folder: Path) -> None:
    row = sheet(folder, "Unmet musts")[0]
    page, provision = row["Page"].hyperlink, row["Provision"].hyperlink
    assert page.target == "../given/sub/one%20%26%20only.pdf"
    assert page.location == "page=3"
    assert row["Page"].value == "3"
    assert provision.location == "1.2"
    assert provision.target.startswith("report/assessment/")
    published = next(r for r in sheet(folder, "Documents") if r["File"].value == "two.docx")
    assert published["File"].hyperlink.target == "https://made-up.example/x"
    lost = next(r for r in sheet(folder, "Documents") if r["File"].value == "z.pdf")
    assert lost["File"].hyperlink is None


def test_no_sheet_holds_json_and_no_text_is_a_formula(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "dataset.xlsx")
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not str(cell.value).startswith(("[{", '["', '{"'))
    row = sheet(folder, "Responses")[0]
    assert row["Commentary"].value == "=1+1"
    assert row["Commentary"].quotePrefix
    assert row["Further columns"].value == "RAG: Red"
    assert sheet(folder, "Documents")[2]["Problems"].value == "truncated: Cut short."


def test_dismissed_findings_come_last_and_say_who_when_and_why(tmp_path: Path) -> None:
    late = response("HOS-2024:6.3", commentary="Stage 1 is answered within 15 working days.")
    said = outcome("a.pdf", assessment(answers={"6.3": late, "6.2": "partial"}))
    rule = "timescale-over-code"
    gone = dismissal(said.sha256, "HOS-2024:6.3", rule, late.commentary, "A slip.")
    write_dataset(tmp_path, build([said], [gone]).items(), {"version": "0"})
    told = [(row["Rule"].value, row["Dismissed"].value) for row in sheet(tmp_path, "Findings")]
    assert told[-1] == (rule, "Reader One 2026-11-27: A slip.")
    assert [why for _, why in told[:-1]] == [None] * (len(told) - 1)
    assert len(told) > 1
    waiting = [row["Provision"].value for row in sheet(tmp_path, "To check")]
    assert "HOS-2024:6.3" not in waiting


def test_answers_have_a_word_and_a_colour(folder: Path) -> None:
    answers = {row["Answer"].value: row["Answer"] for row in sheet(folder, "Responses")}
    assert {"yes", "no", "partial", "not found"} <= answers.keys()
    fills = {word: cell.fill.fgColor.rgb for word, cell in answers.items()}
    assert len(set(fills.values())) == len(fills)
    row = sheet(folder, "Matrix")[0]
    assert (row["1.2"].value, row["1.3"].value, row["1.4"].value) == ("no", "uncertain", "no row")


def test_the_code_book_describes_every_column_of_every_sheet(folder: Path) -> None:
    described = {(r["Sheet or table"].value, r["Column"].value) for r in sheet(folder, "Codebook")}
    book = openpyxl.load_workbook(folder / "dataset.xlsx")
    for name in book.sheetnames[1:-1]:
        if not name.startswith("Matrix"):
            assert {(name, cell.value) for cell in book[name][1]} <= described


def test_a_sheet_that_is_too_long_goes_on_in_another(tmp_path: Path) -> None:
    columns = (Column("a", 5), Column("b", 5))
    rows = ((n, Link("x", "https://made-up.example/")) for n in range(5))
    with Book(tmp_path / "x.xlsx") as book:
        assert book.add(Sheet("Long", columns, rows), most=3) == 5
        assert book.parted == {"Long": 3}
    made = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert made.sheetnames == ["Long", "Long 2", "Long 3"]
    values = [row[0] for page in made for row in page.iter_rows(min_row=2, values_only=True)]
    assert values == [0, 1, 2, 3, 4]
    assert [page.auto_filter.ref for page in made] == ["A1:B3", "A1:B3", "A1:B2"]


def test_the_summary_says_which_table_goes_on_in_further_sheets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = documents()
    monkeypatch.setattr(Book.add, "__defaults__", (100,))
    write_dataset(tmp_path, build(given).items(), {"version": "0"})
    book = openpyxl.load_workbook(tmp_path / "dataset.xlsx")
    assert "Responses 2" in book.sheetnames
    lines = {row[0]: row for row in book["Summary"].iter_rows(values_only=True)}
    assert lines["Responses"][1] == "2 sheets"
    assert "goes on in the sheets Responses 2 to Responses 2" in lines["Responses"][4]


def test_links_over_the_limit_of_a_workbook_are_plain_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("saextract.dataset.formats.xlsx.LINK_LIMIT", 1)
    rows = [[Link(f"x{n}", "https://made-up.example/")] for n in range(2)]
    with Book(tmp_path / "x.xlsx") as book:
        book.add(Sheet("Links", (Column("a", 5),), rows))
    page = openpyxl.load_workbook(tmp_path / "x.xlsx")["Links"]
    assert [(page[f"A{n}"].value, bool(page[f"A{n}"].hyperlink)) for n in (2, 3)] == [
        ("x0", True),
        ("x1", False),
    ]


@given(st.lists(st.tuples(st.booleans(), st.text(st.characters(codec="utf-8")))))
def test_rows_in_order_by_way_of_a_file_are_as_if_sorted(keys: list[tuple[bool, str]]) -> None:
    numbered = [(key, number) for number, key in enumerate(keys)]
    wanted = [number for _, number in sorted(numbered, key=lambda pair: pair[0])]
    assert list(in_order(numbered)) == wanted


def test_a_row_is_read_as_it_was_written_whatever_signs_it_holds(tmp_path: Path) -> None:
    cells = ('a & <b> "c"', " apart ", "<r>plain</r>", "one\ttwo\nthree", "=1+1", 7, 0.25, None)
    columns = [Column(f"c{place}", 10) for place in range(len(cells))]
    with Book(tmp_path / "x.xlsx") as book:
        book.add(Sheet("S", columns, [cells, cells[::-1]]))
    page = openpyxl.load_workbook(tmp_path / "x.xlsx")["S"]
    rows = list(page.iter_rows(min_row=2))
    assert [[cell.value for cell in row] for row in rows] == [list(cells), list(cells[::-1])]
    assert rows[0][4].data_type == "s"
    assert page.dimensions == "A1:H3"
