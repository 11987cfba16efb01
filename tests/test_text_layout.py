"""Text dumps that keep a page's layout, and tables drawn with characters."""

from __future__ import annotations

from textwrap import wrap

import pytest

from saextract.codes import get_code, load_codes
from saextract.mapping.routes.layout_rows import join_lines
from saextract.model import Parsed, Passage, Source, Table, TextLocator
from saextract.parsers.text import parse
from saextract.parsers.text.running import running_lines

TEXT = {p.number: p.text for p in get_code("HOS-2024").provisions}
WIDTHS = (8, 44, 10, 50)
HEADER = ("Code", "Code requirement", "Comply", "Commentary / explanation")


def read(text: str, media_type: str = "text/plain") -> Parsed:
    return parse(Source(path="a.txt", data=text.encode(), sha256="", media_type=media_type))


def cells_of(parsed: Parsed) -> list[list[str]]:
    return [
        [cell.text.replace("\n", " ") if cell else "" for cell in row.cells]
        for table in parsed.tables
        for row in table.rows
        if not row.header
    ]


def columns(rows: list[tuple[str, ...]], centred: bool = False, indent: int = 0) -> str:
    """Rows as a program that keeps the layout writes them."""
    shown: list[str] = []
    for row in (HEADER, *rows):
        cells = [wrap(text, width) for text, width in zip(row, WIDTHS, strict=True)]
        height = max(map(len, cells))
        for i, cell in enumerate(cells):
            above = (height - len(cell)) // 2 if centred and i in (0, 2) else 0
            cells[i] = [""] * above + cell + [""] * (height - len(cell) - above)
        for line in zip(*cells, strict=True):
            parts = (part.ljust(width + 3) for part, width in zip(line, WIDTHS, strict=True))
            shown.append((" " * indent + "".join(parts)).rstrip())
    return "\n".join(shown)


def comment(number: str, length: int) -> str:
    return f"Comment on {number}. " + "More is said of it at some length here. " * length


ROWS = [
    ("1.2", TEXT["1.2"], "Yes", comment("1.2", 9).strip()),
    ("1.3", TEXT["1.3"], "No", comment("1.3", 1).strip()),
    ("1.4", TEXT["1.4"], "Yes", comment("1.4", 12).strip()),
    ("1.5", TEXT["1.5"], "Partial", comment("1.5", 2).strip()),
]


@pytest.mark.parametrize("centred", [False, True])
def test_columns_side_by_side_are_read_cell_by_cell(centred: bool) -> None:
    parsed, problems = join_lines(read(columns(ROWS, centred)), load_codes())
    assert cells_of(parsed) == [list(row) for row in ROWS]
    assert centred or problems == ()


def test_columns_may_stand_elsewhere_on_the_next_page() -> None:
    first, second = columns(ROWS[:2]), columns(ROWS[2:], indent=7)
    parsed, _ = join_lines(read(f"{first}\n\f{second}"), load_codes())
    assert cells_of(parsed) == [list(row) for row in ROWS]


def test_a_row_that_runs_over_a_page_is_joined_and_keeps_both_places() -> None:
    lines = columns(ROWS).split("\n")
    parsed, _ = join_lines(read("\n".join([*lines[:5], "\f" + lines[5], *lines[6:]])), load_codes())
    assert cells_of(parsed) == [list(row) for row in ROWS]
    place = parsed.tables[0].rows[1].cells[3]
    assert place is not None
    assert place.locators[0] == TextLocator(line_first=2, line_last=9)


def test_rows_that_begin_within_a_sentence_are_all_in_doubt() -> None:
    above = [(number, text, answer, "") for number, text, answer, _ in ROWS]
    lines = columns(above).split("\n")
    far = sum(width + 3 for width in WIDTHS[:3])
    said = [
        f"a comment that goes on and on from line to line {n}".rstrip(" 0123456789")
        for n in range(len(lines))
    ]
    text = "\n".join(
        [lines[0], *(line.ljust(far) + words for line, words in zip(lines[1:], said, strict=False))]
    )
    parsed, problems = join_lines(read(text), load_codes())
    cells = [cell for row in parsed.tables[0].rows if not row.header for cell in row.cells if cell]
    assert all("text-order" in cell.flags for cell in cells)
    assert [problem.code for problem in problems] == ["columns-joined"]


@pytest.mark.parametrize("foot", ["HC/2025 v2      Page {} of 24", "                -{}-"])
def test_a_foot_that_counts_the_pages_between_other_figures_is_set_aside(foot: str) -> None:
    pages = [f"Text {'abcdef'[n]} of a page\n{foot.format(n + 1)}\n\f" for n in range(6)]
    lines = "".join(pages).split("\n")
    shown = [line for n, line in enumerate(lines) if n not in running_lines(lines)]
    assert [line.strip() for line in shown if line.strip()] == [
        f"Text {letter} of a page" for letter in "abcdef"
    ]


def test_an_answer_pushed_against_by_a_long_line_stays_an_answer() -> None:
    text = columns(ROWS)
    lines = text.split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("1.3"))
    number, rest = lines[at][:11], lines[at][11:]
    requirement, _, after = rest.partition("No ")
    long = requirement.rstrip().ljust(41, "x") + " No "
    lines[at] = number + long + after
    parsed, _ = join_lines(read("\n".join(lines)), load_codes())
    assert [row[2] for row in cells_of(parsed)] == ["Yes", "No", "Yes", "Partial"]


def test_an_answer_that_no_column_holds_makes_the_row_doubtful() -> None:
    rows = [*ROWS[:3], ("1.5", f"{TEXT['1.5']} No", "", "A comment.")]
    parsed, problems = join_lines(read(columns(rows)), load_codes())
    flags = [cell.flags for cell in parsed.tables[0].rows[-1].cells if cell]
    assert all("text-order" in found for found in flags)
    assert [problem.code for problem in problems] == ["columns-joined"]


def test_a_dump_without_gutters_has_no_columns() -> None:
    parsed = read("\n\n".join(f"{n}\n{text}\nYes\n{said}" for n, text, _, said in ROWS))
    assert not parsed.tables


def test_running_heads_and_page_numbers_are_set_aside() -> None:
    pages = [
        f"Alpha Homes self-assessment\n{said} is the text." + "\n" * 9 + f"Page {n} of 4"
        for n, said in enumerate(("This", "That", "Here", "There"), start=1)
    ]
    parsed = read("\n\f".join(pages))
    assert [b.text for b in parsed.blocks if isinstance(b, Passage) and b.text.strip()] == [
        f"{said} is the text." for said in ("This", "That", "Here", "There")
    ]
    assert len(parsed.residue) == 8


def test_answers_at_the_edges_of_pages_are_no_running_lines() -> None:
    lines = [line for n in range(1, 6) for line in ("Partial", "abcde"[n - 1] * 9, f"Page {n}")]
    assert running_lines(lines) == {2, 5, 8, 11, 14}


def test_a_grid_table_has_a_row_between_its_borders() -> None:
    parsed = read(
        "+-----+-----------+\n| No. | Text      |\n+=====+===========+\n| 1.2 | one       |\n"
        "|     | more      |\n+-----+-----------+\n| 1.3 | **two**   |\n+-----+-----------+\n"
    )
    assert cells_of(parsed) == [["No.", "Text"], ["1.2", "one more"], ["1.3", "two"]]


def test_a_grid_table_of_provisions_keeps_its_cells_over_lines() -> None:
    border = "+-----+------+-----+-------+\n"
    rows = (
        f"| {n} | One  | Yes | First |\n|     | more |     | last  |\n{border}"
        for n in ("1.2", "1.3", "1.4")
    )
    cells = [[n, "One more", "Yes", "First last"] for n in ("1.2", "1.3", "1.4")]
    assert cells_of(read(border + "".join(rows))) == cells


def test_a_cell_over_two_rows_of_a_grid_table_stands_in_the_first() -> None:
    parsed = read(
        "+-----+------+-----------+\n| No. | Do we comply?    |\n+=====+======+===========+\n"
        "| 4.1 | Yes  | Structure |\n+-----+------+ chart, in |\n| 4.2 | No   | the foyer |\n"
        "+-----+------+-----------+\n"
    )
    cells = [
        [cell and (cell.text, cell.span) for cell in row.cells] for row in parsed.tables[0].rows
    ]
    assert cells == [
        [("No.", 1), ("Do we comply?", 2), None],
        [("4.1", 1), ("Yes", 1), ("Structure\nchart, in\nthe foyer", 1)],
        [("4.2", 1), ("No", 1), None],
    ]


def test_a_grid_whose_cells_are_no_rectangles_is_no_table() -> None:
    assert not read("+---+---+\n| a | b |\n+---+   +\n| c     |\n+---+---+\n").tables


def test_columns_that_bars_alone_draw_are_read_like_columns_of_white_space() -> None:
    barred: list[str] = []
    for line in columns(ROWS).split("\n"):
        cells: list[str] = []
        for width in WIDTHS:
            cells.append(line[: width + 1].ljust(width + 1))
            line = line[width + 3 :]
        barred.append(f"|{'|'.join(cells)}|")
    parsed, _ = join_lines(read("\n".join(barred)), load_codes())
    assert cells_of(parsed) == [list(row) for row in ROWS]


def test_a_table_under_dashes_is_read_by_their_places() -> None:
    parsed = read(
        "  ----------------------\n  No.   Text      Comply\n  ----- --------- ------\n"
        "  1.2   one       Yes\n        more\n\n  1.3   two\n  ----------------------\n"
    )
    assert cells_of(parsed)[1:] == [["1.2", "one more", "Yes"], ["1.3", "two", ""]]


def test_an_html_table_in_markdown_is_a_table_with_lines_for_places() -> None:
    parsed = read("Title\n\n<table>\n<tr><td>1.2</td><td>a<br>b</td></tr>\n</table>\n\nEnd")
    assert cells_of(parsed) == [["1.2", "a b"]]
    cell = parsed.tables[0].rows[0].cells[0]
    assert cell is not None
    assert cell.locators == (TextLocator(line_first=4, line_last=5),)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separated_values_may_hold_quoted_line_breaks(separator: str) -> None:
    rows = ["No.", "Text", "Comply"], ["1.2", '"one,\n;two"', "Yes"], ["1.3", '"a ""b"""', "No"]
    parsed = read("\n".join(separator.join(row) for row in rows), "text/csv")
    assert cells_of(parsed)[1:] == [["1.2", "one, ;two", "Yes"], ["1.3", 'a "b"', "No"]]


def test_a_table_of_several_landlords_is_none_of_them() -> None:
    parsed = read("Landlord,No.,Comply\nAlpha Homes,1.2,Yes\nBeta Homes,1.2,No\n", "text/csv")
    assert not parsed.tables
    assert [problem.code for problem in parsed.problems] == ["content-unread"]


def test_ligatures_are_letters() -> None:
    block = read("a deﬁned eﬀort").blocks[0]
    assert isinstance(block, Passage)
    assert block.text == "a defined effort"


def test_the_lines_of_a_table_without_requirements_stay_text() -> None:
    lines = ["Ward          Cases     Upheld"] + [
        f"North {n}       {n}2         {n}" for n in range(9)
    ]
    parsed, _ = join_lines(read("\n".join(lines)), load_codes())
    assert not [t for t in parsed.tables if isinstance(t, Table) and t.detector == "text-lines"]
