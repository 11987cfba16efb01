"""Text and Markdown dumps: what the parser sees in their lines."""

from __future__ import annotations

from hashlib import sha256

import pytest

from saextract.model import Parsed, Passage, Source, TextLocator
from saextract.parsers.text import parse
from saextract.parsers.text.markup import plain


def read(text: str | bytes, media_type: str = "text/plain") -> Parsed:
    data = text if isinstance(text, bytes) else text.encode()
    return parse(
        Source(path="a.txt", data=data, sha256=sha256(data).hexdigest(), media_type=media_type)
    )


def texts(parsed: Parsed) -> list[list[str]]:
    return [[c.text if c else "-" for c in row.cells] for row in parsed.tables[0].rows]


def test_lines_keep_their_white_space_and_number() -> None:
    parsed = read("Title\n\n  indented  \n")
    assert [(b.text, b.locators[0]) for b in parsed.blocks if isinstance(b, Passage)][2] == (
        "  indented  ",
        TextLocator(line_first=3, line_last=3),
    )


def test_tab_separated_lines_are_a_table_of_the_width_of_its_first_line() -> None:
    parsed = read("before\nNo.\tText\tAnswer\n1.2\tA\tYes\n1.3\tB\n\nafter")
    assert texts(parsed) == [["No.", "Text", "Answer"], ["1.2", "A", "Yes"], ["1.3", "B", ""]]
    assert parsed.tables[0].rows[1].cells[0].locators == (TextLocator(line_first=3, line_last=3),)


def test_a_lone_line_with_a_tab_is_no_table() -> None:
    assert read("1\tIntroduction\n\nText").tables == ()


def test_what_lies_beyond_the_last_column_belongs_to_the_last_cell() -> None:
    assert texts(read("No.\tText\n1.2\tA\tB\tC"))[1] == ["1.2", "A B C"]


def test_a_nested_table_that_the_dump_repeats_is_read_once() -> None:
    nested = "See <table><tr><th>What</th><th>When</th></tr><tr><td>A</td><td>B</td></tr></table>"
    dump = f"No.\tText\t\t\n1.2\t{nested}\tWhat\tWhen\nA\tB\t\t\n\nend"
    assert texts(read(dump)) == [["No.", "Text"], ["1.2", "See\nWhat When\nA B"]]


def test_a_markdown_table_is_a_table() -> None:
    parsed = read(
        "| No. | Text |\n|---|:--:|\n| 1.2 | **bold** a\\|b |\n| 1.3 | [link](https://x.eg) |\n"
    )
    assert texts(parsed) == [["No.", "Text"], ["1.2", "bold a|b"], ["1.3", "link"]]
    cell = parsed.tables[0].rows[2].cells[1]
    assert cell is not None
    assert cell.links == ("https://x.eg",)


def test_markdown_headings_are_headings() -> None:
    heading = read("## Section 1 ##\ntext").blocks[0]
    assert isinstance(heading, Passage)
    assert (heading.text, heading.heading) == ("Section 1", 2)


@pytest.mark.parametrize(
    "data", ["£5 – “yes”".encode(), "£5 – “yes”".encode("cp1252"), "£5 – “yes”".encode("utf-16")]
)
def test_the_usual_encodings_are_read(data: bytes) -> None:
    block = read(data).blocks[0]
    assert isinstance(block, Passage)
    assert block.text == "£5 – “yes”"


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<p>One</p> <p>Two</p>", "One\nTwo"),
        ("a<br/>b", "a\nb"),
        ("<ul><li>x</li><li>y</li></ul>", "• x\n• y"),
        ("<ol type='a'><li>x</li><li>y</li></ol>", "a. x\nb. y"),
        ("<ol start='3'><li>x</li></ol>", "3. x"),
        ("<i>‘an expression’</i>", "‘an expression’"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("snake_case_name and 2*3*4", "snake_case_name and 2*3*4"),
        ("**ACTION**: do", "ACTION: do"),
    ],
)
def test_markup_reads_as_it_would_look(markup: str, shown: str) -> None:
    assert plain(markup)[0] == shown


def test_rows_parted_by_bars_need_no_line_of_dashes() -> None:
    parsed = read(
        "Intro\nCode section | Code requirement | Comply |\n"
        "1.2 | Text a\\|b | Yes |\n1.3 | Text c | No |\n\nEnd\n"
    )
    (table,) = parsed.tables
    assert [[c.text for c in row.cells if c] for row in table.rows] == [
        ["Code section", "Code requirement", "Comply"],
        ["1.2", "Text a|b", "Yes"],
        ["1.3", "Text c", "No"],
    ]


def test_one_line_with_bars_is_no_table() -> None:
    assert read("Home | News | Contact\n\nText\n").tables == ()


CELLS = """Self-assessment
Code section |
Code requirement |
Comply |
1.2 |
A requirement |
Yes |
1.3 |
Another one

with a second paragraph |
|
Section 2
Code section |
Code requirement |
Comply |
2.1 |
A third |
No |
"""


def test_cells_that_end_with_a_bar_are_rows_by_their_numbers() -> None:
    first, second = read(CELLS).tables
    assert [[c.text for c in row.cells if c] for row in first.rows] == [
        ["Code section", "Code requirement", "Comply"],
        ["1.2", "A requirement", "Yes"],
        ["1.3", "Another one\nwith a second paragraph", ""],
    ]
    assert [[c.text for c in row.cells if c] for row in second.rows][-1] == ["2.1", "A third", "No"]
    cell = first.rows[2].cells[1]
    assert cell is not None
    assert cell.locators == (TextLocator(line_first=9, line_last=11),)


def test_headings_between_tables_of_such_cells_stay_passages() -> None:
    texts = [block.text for block in read(CELLS).blocks if isinstance(block, Passage)]
    assert [text for text in texts if text] == ["Self-assessment", "Section 2"]


def test_cells_with_bars_at_uneven_distances_are_no_table() -> None:
    assert read(CELLS.replace("A third |\n", "")).tables == ()


def test_cells_of_a_table_without_outer_bars_run_over_lines() -> None:
    parsed = read(
        "Ref| Requirement| Comply  \n---|---|---  \n1.2| A text:\n\n  * one\n  * two\n\n| Yes  \n"
        "1.3| Another| No  \nmore\n\n## Next\n"
    )
    assert texts(parsed) == [
        ["Ref", "Requirement", "Comply"],
        ["1.2", "A text:\n• one\n• two", "Yes"],
        ["1.3", "Another", "No\nmore"],
    ]


def test_where_breaks_end_the_rows_a_list_belongs_to_the_last_cell() -> None:
    parsed = read(
        "Ref| Requirement| Comply| Comments  \n---|---|---|---  \n1.2| One| Yes| a  \n"
        "1.3| Two\nmore| Yes| b  \n1.4| Three| No| We will:\n\n  * write\n  * ring\n\n  \n"
        "  * Share this page\n"
    )
    assert texts(parsed)[-1] == ["1.4", "Three", "No", "We will:\n• write\n• ring"]


def test_wide_cells_between_the_rows_of_a_pipe_table_leave_its_columns_alone() -> None:
    rows = [f"| {n} | Text | Yes | Policy |\n| Comment: fine | | | |\n" for n in ("1.2", "1.3")]
    parsed = read("| No. | Text | Comply | Evidence |\n|---|---|---|---|\n" + "".join(rows))
    assert texts(parsed)[1:3] == [["1.2", "Text", "Yes", "Policy"], ["Comment: fine", "", "", ""]]


def test_inline_tags_and_links_over_the_end_of_a_line_leave_their_text() -> None:
    parsed = read(
        "See <u>within five days</u> [Complaints\npage](https://a.example/c) now [ten\n"
        "days]{.underline} at [[most]{.mark}](/b)"
    )
    assert [block.text for block in parsed.blocks if isinstance(block, Passage)] == [
        "See within five days Complaints page",
        " now ten days",
        " at most",
    ]


def test_a_row_with_too_few_bars_is_uncertain() -> None:
    parsed = read("| A | B | C |\n|---|---|---|\n| 1.2 | cut\nhere | Yes |\n")
    assert {flag for c in parsed.tables[0].rows[1].cells if c for flag in c.flags} == {
        "cells-uncertain"
    }


def test_markdown_signs_outside_tables_are_left_out_and_links_kept() -> None:
    parsed = read("**Comply:** [policy](https://a.example/p)\n  * item\n")
    first, second = (block for block in parsed.blocks[:2] if isinstance(block, Passage))
    assert (first.text, first.links) == ("Comply: policy", ("https://a.example/p",))
    assert second.text == "• item"


@pytest.mark.parametrize(
    ("sign", "encoding"), [(",", "utf-8-sig"), (";", "cp1252"), ("\t", "utf-16")]
)
def test_a_csv_file_is_a_table_whatever_parts_its_values(sign: str, encoding: str) -> None:
    lines = ("Example Homes{0}{0}", "No.{0}Text{0}Comply", '1.2{0}"A ""b""\nC"{0}Yes', "{0}{0}")
    data = "\r\n".join(lines).format(sign).encode(encoding)
    parsed = read(data, "text/csv")
    assert [b.text for b in parsed.blocks if isinstance(b, Passage)] == ["Example Homes"]
    rows = [[c.text if c else "-" for c in row.cells] for row in parsed.tables[0].rows]
    assert rows == [["No.", "Text", "Comply"], ["1.2", 'A "b"\nC', "Yes"]]


def test_a_table_ends_where_the_header_of_the_next_stands() -> None:
    parsed = read(
        "Provision| 1.2  \n---|---  \nComply| Yes  \nProvision| 1.3  \n---|---  \nComply| No\n"
    )
    assert [[[c.text for c in row.cells if c] for row in t.rows] for t in parsed.tables] == [
        [["Provision", "1.2"], ["Comply", "Yes"]],
        [["Provision", "1.3"], ["Comply", "No"]],
    ]


def test_thousands_of_lines_that_end_with_a_bar_are_no_table_without_numbers() -> None:
    parsed = read("\n".join(f"Text {number} |" for number in range(20_000)))
    assert [b.text for b in parsed.blocks if isinstance(b, Passage)][:2] == ["Text 0 |", "Text 1 |"]
    assert parsed.tables == ()


@pytest.mark.parametrize("sign", ["[a](b ", "*word ", "__word "])
def test_signs_that_are_opened_thousands_of_times_and_never_closed_stay(sign: str) -> None:
    line = sign * 5_000 + "end"
    assert [b.text for b in read(line).blocks if isinstance(b, Passage)] == [line]


PASTED = {
    "browser": "1.2\tA requirement:\n\nfirst item;\n\nsecond item.\tYes\tOur policy.\n"
    "1.3\tAnother one\tNo\tNot yet.\n\nA second paragraph.\nSection 2\n2.1\tA third\tYes\tIt is.\n",
    "sheet": '1.2\t"A requirement:\nfirst item;\nsecond item."\tYes\tOur policy.\n'
    '1.3\tAnother one\tNo\t"Not yet.\nA second paragraph."\nSection 2\n2.1\tA third\tYes\tIt is.\n',
    "word": "1.2\t\n\nA requirement:\n\nfirst item;\n\nsecond item.\t\n\nYes\t\n\nOur policy.\n"
    "1.3\t\n\nAnother one\t\n\nNo\t\n\nNot yet.\n\nA second paragraph.\nSection 2\n"
    "2.1\t\n\nA third\t\n\nYes\t\n\nIt is.\n",
    "wrapped": "1.2| A requirement:\n\n  first item;\n\n  second item.| Yes| Our\npolicy.\n"
    "1.3| Another one| No| Not yet.\n\nA second paragraph.\nSection 2\n2.1| A third| Yes| It is.\n",
}


@pytest.mark.parametrize("how", PASTED)
def test_cells_that_run_over_lines_are_told_by_their_signs_and_the_numbers(how: str) -> None:
    sign = "|" if how == "wrapped" else "\t"
    header = sign.join(("Code section", "Code requirement", "Comply", "Commentary"))
    parsed = read(f"Our self-assessment\n{header}\n{PASTED[how]}")
    found = [[c.text for c in row.cells if c] for table in parsed.tables for row in table.rows]
    assert [[" ".join(text.split()) for text in row] for row in found] == [
        ["Code section", "Code requirement", "Comply", "Commentary"],
        ["1.2", "A requirement: first item; second item.", "Yes", "Our policy."],
        ["1.3", "Another one", "No", "Not yet. A second paragraph."],
        ["2.1", "A third", "Yes", "It is."],
    ]
    outside = [block.text for block in parsed.blocks if isinstance(block, Passage) and block.text]
    assert outside == ["Our self-assessment", "Section 2"]


def test_markdowns_signs_of_quotations_are_left_out() -> None:
    (line,) = read('> The Tenants\\\' Panel said \\"yes\\".').blocks
    assert isinstance(line, Passage)
    assert line.text == 'The Tenants\' Panel said "yes".'
    (line,) = read("> 90% were answered.").blocks
    assert isinstance(line, Passage)
    assert line.text == "> 90% were answered."
