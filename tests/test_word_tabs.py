"""Word paragraphs that tabs part into columns are rows of a table."""

from __future__ import annotations

import hashlib
import io

import docx

from saextract.load.sniff import sniff
from saextract.model import Parsed, Passage, Source
from saextract.parsers import parse


def read(*paragraphs: str) -> Parsed:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    data = stream.getvalue()
    digest = hashlib.sha256(data).hexdigest()
    return parse(Source(path="a.docx", data=data, sha256=digest, media_type=sniff(data)))


def rows(parsed: Parsed) -> list[list[str]]:
    return [
        [cell.text for cell in row.cells if cell] for table in parsed.tables for row in table.rows
    ]


def passages(parsed: Parsed) -> list[str]:
    return [block.text for block in parsed.blocks if isinstance(block, Passage)]


ROWS = ("1.2\tA complaint.\tYes", "1.3\tThe word.\tNo", "1.4\tA request.\tYes")


def test_paragraphs_with_numbers_and_tabs_are_a_table_with_its_header() -> None:
    parsed = read("Inkwell Homes", "No.\tRequirement\tComply", *ROWS)
    assert rows(parsed) == [
        ["No.", "Requirement", "Comply"],
        ["1.2", "A complaint.", "Yes"],
        ["1.3", "The word.", "No"],
        ["1.4", "A request.", "Yes"],
    ]
    assert passages(parsed) == ["Inkwell Homes"]


def test_paragraphs_beneath_a_row_are_a_wide_cell_and_the_end_of_the_page_is_not() -> None:
    texts = [text for row in ROWS for text in (row, "We say so.\tAlways.", "• And more.")]
    texts = [text.replace("\tAlways.", "") for text in texts]
    parsed = read(*texts, "Signed by the Chair", "Version 2")
    assert rows(parsed)[1::2] == [["We say so.\n• And more."]] * 3
    assert passages(parsed) == ["Signed by the Chair", "Version 2"]


def test_a_table_of_contents_and_two_rows_are_none() -> None:
    contents = ("1.2\tDefinition\t3", "1.3\tExclusions\t4", "1.4\tStages\t5")
    assert rows(read(*contents)) == []
    assert rows(read(*ROWS[:2])) == []


def test_an_empty_column_between_two_tabs_stays_empty() -> None:
    parsed = read(
        "3.1\tThe word.\tYes\tA log\tKept.", "3.2\tA call.\tNo\t\tLate.",
        "3.3\tA form.\tYes\tB log\tFiled.",
    )  # fmt: skip
    assert rows(parsed)[1] == ["3.2", "A call.", "No", "", "Late."]
