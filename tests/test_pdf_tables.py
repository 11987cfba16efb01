"""Table geometry on pages made by hand: every word in one cell, every row found."""

from __future__ import annotations

from itertools import pairwise

import pytest

from saextract.parsers.pdf.layout.columns import runs_together
from saextract.parsers.pdf.layout.headers import is_header
from saextract.parsers.pdf.layout.tables import find_tables
from saextract.parsers.pdf.page import Fill, FoundRow, FoundTable, Page, Rule, Word
from saextract.parsers.pdf.residue import set_residue

COLUMNS = (50.0, 100.0, 280.0, 350.0, 550.0)
HEADER = ["Code provision", "Code requirement", "Comply: Yes/No", "Commentary"]
SIZE = 10.0
LEADING = 12.0
PAD = 5.0
LONG = (
    "The complaints policy says how this is done and where it can be read by all residents "
    "of the landlord who wish to know more about it than the summary tells them here"
)


def words_at(text: str, x: float, top: float, *, bold: bool = False) -> list[Word]:
    """Words of one line, five points to a character."""
    words = []
    for part in text.split():
        width = 5.0 * len(part)
        words.append(Word(part, x, top, x + width, top + SIZE, top + 8.0, SIZE, bold))
        x += width + 3.0
    return words


def wrap(text: str, width: float) -> list[str]:
    lines = [""]
    for part in text.split():
        longer = f"{lines[-1]} {part}".strip()
        if 5.0 * len(longer) > width and lines[-1]:
            lines.append(part)
        else:
            lines[-1] = longer
    return lines


class Sheet:
    """A page that is filled row by row from the top."""

    def __init__(self, number: int = 1, top: float = 50.0) -> None:
        self.page = Page(number, 600.0, 800.0)
        self.y = top
        self.edges: list[float] = []

    def row(self, cells: list[str], *, centred: bool = False) -> tuple[float, float]:
        wrapped = [
            wrap(c, b - a - 2 * PAD) for c, (a, b) in zip(cells, pairwise(COLUMNS), strict=True)
        ]
        height = max(len(w) for w in wrapped) * LEADING
        for lines, x in zip(wrapped, COLUMNS, strict=False):
            top = self.y + PAD + ((height - len(lines) * LEADING) / 2 if centred else 0.0)
            for i, line in enumerate(lines):
                self.page.words += words_at(line, x + PAD, top + i * LEADING)
        self.edges.append(self.y)
        start = self.y
        self.y += height + 2 * PAD
        return start, self.y

    def prose(self, text: str) -> None:
        for line in wrap(text, 500.0):
            self.page.words += words_at(line, 55.0, self.y)
            self.y += LEADING
        self.y += LEADING

    def h(self, *ys: float, x0: float = COLUMNS[0], x1: float = COLUMNS[-1]) -> None:
        self.page.h_rules += [Rule(x0, y, x1, y) for y in ys]

    def v(self, *xs: float, top: float, bottom: float) -> None:
        self.page.v_rules += [Rule(x, top, x, bottom) for x in xs]

    def box(self) -> Page:
        """Draw rules around all cells so far."""
        self.h(*self.edges, self.y)
        self.v(*COLUMNS, top=self.edges[0], bottom=self.y)
        return self.page


def texts(row: FoundRow) -> list[str | None]:
    return [None if c is None else " ".join(w.text for w in c.words) for c in row.cells]


def rows_of(tables: list[FoundTable]) -> list[list[str | None]]:
    return [texts(row) for table in tables for row in table.rows]


def provision(i: int) -> list[str]:
    return [f"1.{i}", f"A landlord must do {i}. " + LONG[: 20 * i], "Yes", LONG[: 30 * i]]


def squeeze(cells: list[str]) -> list[str | None]:
    return [" ".join(c.split()) for c in cells]


ROWS = [provision(i) for i in range(2, 7)]
WANTED = [squeeze(r) for r in (HEADER, *ROWS)]


def test_ruled_rows_come_back_word_for_word() -> None:
    sheet = Sheet()
    sheet.prose("This form should be completed by the complaints officer.")
    for row in (HEADER, *ROWS):
        sheet.row(row)
    tables = find_tables([sheet.box()])
    assert rows_of(tables) == WANTED
    assert [row.header for row in tables[0].rows] == [True] + [False] * 5
    assert tables[0].columns_x == COLUMNS
    assert tables[0].detector == "ruled"


def test_nested_table_boxes_and_stray_rules_make_no_cells() -> None:
    sheet = Sheet()
    for row in (HEADER, *ROWS):
        sheet.row(row)
    page = sheet.box()
    low, high = sheet.edges[5], sheet.y
    sheet.h(low + 4, low + 20, high - 4, x0=354, x1=546)
    sheet.v(354, 450, 546, top=low + 4, bottom=high - 4)
    sheet.v(180, top=sheet.edges[3], bottom=sheet.edges[4])
    sheet.h(low + 16, low + 28, x0=106, x1=270)
    assert rows_of(find_tables([page])) == WANTED


def test_double_and_segmented_borders_are_one_border() -> None:
    sheet = Sheet()
    for row in (HEADER, *ROWS):
        sheet.row(row)
    for y in (*sheet.edges, sheet.y):
        for a, b in pairwise(COLUMNS):
            sheet.h(y - 1, y + 1, x0=a + 1, x1=b - 1)
    for top, bottom in pairwise((*sheet.edges, sheet.y)):
        for x in COLUMNS:
            sheet.v(x - 1, x + 1, top=top + 1, bottom=bottom - 1)
    tables = find_tables([sheet.page])
    assert rows_of(tables) == WANTED
    assert len(tables) == 1


def test_empty_cell_is_a_cell_and_banner_spans_all_columns() -> None:
    sheet = Sheet()
    sheet.row(HEADER)
    top, bottom = sheet.row(["", "Section one: what a complaint is", "", ""])
    sheet.row(["1.2", "A landlord must.", "", "Done."])
    sheet.h(*sheet.edges, sheet.y)
    for a, b in pairwise((*sheet.edges, sheet.y)):
        xs = (COLUMNS[0], COLUMNS[-1]) if (a, b) == (top, bottom) else COLUMNS
        sheet.v(*xs, top=a, bottom=b)
    rows = rows_of(find_tables([sheet.page]))
    assert rows[1] == ["Section one: what a complaint is", None, None, None]
    assert rows[2] == ["1.2", "A landlord must.", "", "Done."]


def test_number_over_two_ruled_parts_stands_in_the_first() -> None:
    sheet = Sheet()
    sheet.row(HEADER)
    sheet.row(["1.2", "First part.", "Yes", "One."])
    sheet.row(["", "Second part.", "No", "Two."])
    sheet.row(["1.3", "Another.", "Yes", "Three."])
    inner = sheet.edges[2]
    sheet.h(*(y for y in sheet.edges if y != inner), sheet.y)
    sheet.h(inner, x0=COLUMNS[1])
    sheet.v(*COLUMNS, top=sheet.edges[0], bottom=sheet.y)
    rows = rows_of(find_tables([sheet.page]))
    assert rows[1:3] == [
        ["1.2", "First part.", "Yes", "One."],
        [None, "Second part.", "No", "Two."],
    ]


def test_two_numbers_without_a_rule_between_stay_apart() -> None:
    sheet = Sheet()
    sheet.row(HEADER)
    sheet.row(["1.2", "First.", "Yes", "One."])
    sheet.row(["1.3", "Second.", "No", "Two."])
    sheet.h(sheet.edges[0], sheet.edges[1], sheet.y)
    sheet.h(sheet.edges[2], x0=COLUMNS[1])
    sheet.v(*COLUMNS, top=sheet.edges[0], bottom=sheet.y)
    assert [r[0] for r in rows_of(find_tables([sheet.page]))] == ["Code provision", "1.2", "1.3"]


def test_open_row_at_page_end_is_cut_and_goes_on_on_the_next_page() -> None:
    one, two = Sheet(1), Sheet(2)
    one.row(HEADER)
    one.row(ROWS[0])
    one.row(["", "begins here", "", "and"])
    one.h(*one.edges)
    one.v(*COLUMNS, top=one.edges[0], bottom=one.y)
    two.row(["1.3", "ends here", "Yes", "goes on"])
    two.row(ROWS[2])
    two.h(two.edges[1], two.y)
    two.v(*COLUMNS, top=two.edges[0], bottom=two.y)
    first, second = find_tables([one.page, two.page])
    assert texts(first.rows[-1]) == ["", "begins here", "", "and"]
    assert first.rows[-1].cut_below
    assert texts(second.rows[0]) == ["1.3", "ends here", "Yes", "goes on"]
    assert second.rows[0].cut_above
    assert second.continues


def test_row_that_fills_a_page_needs_no_horizontal_rule() -> None:
    sheets = [Sheet(n) for n in (1, 2, 3)]
    sheets[0].row(HEADER)
    for n, sheet in enumerate(sheets):
        sheet.row(["1.2" if n == 1 else "", f"part {n}", "Yes" if n == 1 else "", f"text {n}"])
        sheet.v(*COLUMNS, top=sheet.edges[0], bottom=sheet.y)
    sheets[0].h(*sheets[0].edges)
    sheets[2].h(sheets[2].y)
    tables = find_tables([s.page for s in sheets])
    assert [t.page for t in tables] == [1, 2, 3]
    assert texts(tables[1].rows[0]) == ["1.2", "part 1", "Yes", "text 1"]
    assert tables[1].rows[0].cut_above
    assert tables[1].rows[0].cut_below


def test_repeated_header_is_cut_off_the_rest_of_a_row() -> None:
    one, two = Sheet(1), Sheet(2)
    one.row(HEADER)
    one.row(ROWS[0])
    two.row(HEADER)
    two.row(["", "the rest of it", "", "more"])
    two.edges.pop()
    two.row(ROWS[1])
    tables = find_tables([one.box(), two.box()])
    assert rows_of(tables[1:]) == [
        squeeze(HEADER),
        ["", "the rest of it", "", "more"],
        squeeze(ROWS[1]),
    ]
    assert tables[1].rows[0].header
    assert tables[1].rows[1].cut_above
    assert tables[0].rows[-1].cut_below


def test_a_header_of_three_lines_is_one_row_where_rules_close_it() -> None:
    """Its first line reads like a whole header already."""
    heads = ["Code provi sion", HEADER[1], "Comply: Yes or No", HEADER[3]]
    one, two, last = Sheet(1), Sheet(2), Sheet(3)
    one.row(heads)
    one.row(ROWS[0])
    two.row(heads)
    two.row(["", "", "", "88%."])
    two.row(ROWS[1])
    last.row(ROWS[2])
    assert rows_of(find_tables([one.box(), two.box(), last.box()])) == [
        squeeze(heads),
        squeeze(ROWS[0]),
        squeeze(heads),
        ["", "", "", "88%."],
        squeeze(ROWS[1]),
        squeeze(ROWS[2]),
    ]


def test_text_between_two_pages_tables_rules_a_continuation_out() -> None:
    one, two = Sheet(1), Sheet(2)
    one.row(HEADER)
    one.row(ROWS[0])
    two.prose("Section two of the Code begins on this page.")
    two.row(ROWS[1])
    two.row(ROWS[2])
    first, second = find_tables([one.box(), two.box()])
    assert not first.rows[-1].cut_below
    assert not second.rows[0].cut_above


def test_a_footnote_does_not_rule_a_continuation_out() -> None:
    one, two = Sheet(1), Sheet(2)
    one.row(HEADER)
    one.row(ROWS[0])
    note = [w._replace(size=7.0) for w in words_at("1 See the policy", 55, one.y + 20)]
    one.page.words += note
    two.row(["", "the rest", "", "of it"])
    two.row(ROWS[2])
    first, second = find_tables([one.box(), two.box()])
    assert first.rows[-1].cut_below
    assert second.rows[0].cut_above


@pytest.mark.parametrize("centred", [False, True])
def test_horizontal_rules_alone_give_rows_and_gutters_columns(centred: bool) -> None:
    sheet = Sheet()
    sheet.prose("This form should be completed by the complaints officer every year.")
    for row in (HEADER, *ROWS):
        sheet.row(row, centred=centred)
    sheet.h(*sheet.edges, sheet.y)
    sheet.y += 10
    sheet.prose("Signed by the chair after it was seen by all the members of the board.")
    tables = find_tables([sheet.page])
    assert rows_of(tables) == WANTED
    assert tables[0].detector == "banded"


@pytest.mark.parametrize("centred", [False, True])
def test_shaded_rows_part_the_rows_between(centred: bool) -> None:
    sheet = Sheet()
    for i, row in enumerate((HEADER, *ROWS)):
        top, bottom = sheet.row(row, centred=centred)
        if i % 2:
            sheet.page.fills.append(Fill(COLUMNS[0], top, COLUMNS[-1], bottom, "DDDDDD"))
    assert rows_of(find_tables([sheet.page])) == WANTED


@pytest.mark.parametrize("centred", [False, True])
def test_alignment_alone_gives_rows_and_columns(centred: bool) -> None:
    sheet = Sheet()
    sheet.prose("This form should be completed by the complaints officer every year.")
    for row in (HEADER, *ROWS):
        sheet.row(row, centred=centred)
    tables = find_tables([sheet.page])
    assert rows_of(tables) == WANTED
    assert tables[0].detector == "unruled"


@pytest.mark.parametrize("answer", ["Yes", "Working towards"])
def test_alignment_tells_rows_too_where_the_answer_stands_before_the_number(answer: str) -> None:
    order = (2, 0, 1, 3)
    rows = [[row[i] for i in order] for row in (HEADER, *ROWS)]
    rows[3][0] = answer
    sheet = Sheet()
    for row in rows:
        sheet.row(row)
    assert rows_of(find_tables([sheet.page])) == [squeeze(row) for row in rows]


@pytest.mark.parametrize("centred", [False, True])
def test_rows_no_further_apart_than_lines_are_told_by_number_and_text(centred: bool) -> None:
    sheet = Sheet()
    sheet.row(HEADER)
    for row in ROWS:
        sheet.row(row, centred=centred)
        sheet.y -= 2 * PAD
    assert rows_of(find_tables([sheet.page])) == WANTED


def test_centred_rows_that_nothing_but_their_numbers_part_are_uncertain() -> None:
    sheet = Sheet()
    sheet.row(HEADER)
    full = "aaaaa bbbbb ccccc ddddd eeeee " * 4
    for i in range(2, 7):
        sheet.row([f"1.{i}", full, "Yes", full], centred=True)
        sheet.y -= 2 * PAD
    (table,) = find_tables([sheet.page])
    assert any(cell.uncertain for row in table.rows for cell in row.cells if cell)


def test_a_title_that_a_hyphen_parts_over_lines_is_one_header() -> None:
    sheet = Sheet()
    start = sheet.y
    sheet.row(["Code provi- sion", *HEADER[1:]])
    sheet.y = start + 3 * LEADING
    for row in ROWS:
        sheet.row(row)
    first, *rows = rows_of(find_tables([sheet.page]))
    assert first == ["Code provi- sion", *WANTED[0][1:]]
    assert rows == WANTED[1:]


def test_a_title_over_two_lines_beside_titles_of_one_is_one_header() -> None:
    sheet = Sheet()
    halves = [f"{HEADER[0]}", HEADER[1], "", HEADER[3]]
    top = sheet.y
    sheet.row(halves)
    sheet.page.words += words_at("Do we", COLUMNS[2] + PAD, top + PAD - LEADING / 2)
    sheet.page.words += words_at("comply?", COLUMNS[2] + PAD, top + PAD + LEADING / 2)
    for row in ROWS:
        sheet.row(row)
    sheet.h(*sheet.edges, sheet.y)
    first, *rows = rows_of(find_tables([sheet.page]))
    assert (first[2], rows) == ("Do we comply?", WANTED[1:])


def test_labels_with_their_values_are_no_header() -> None:
    """A value may be made of words that titles are made of."""
    values = ("Complaints policy, section 9", "Consent form", "Letter CL01", "Log of evidence")
    page = Page(1, 600.0, 800.0)
    y = 60.0
    for number, value in enumerate(values):
        page.words += words_at(f"3.{number + 1} Landlords must do this for all residents", 55, y)
        page.words += words_at("Evidence", 60, y + 30) + words_at(value, 140, y + 30)
        page.words += words_at("Commentary", 60, y + 50)
        page.words += words_at(f"We did it in way {number} and told them", 140, y + 50)
        page.fills.append(Fill(57, y + 22, 520, y + 68, "F0F0F0"))
        y += 90
    assert find_tables([page]) == []


def test_a_column_with_nothing_but_its_title_is_kept() -> None:
    sheet = Sheet()
    for row in (HEADER, *([r[0], r[1], "", r[3]] for r in ROWS)):
        sheet.row(row)
    sheet.h(*sheet.edges, sheet.y)
    rows = rows_of(find_tables([sheet.page]))
    assert [r[2] for r in rows] == ["Comply: Yes/No", "", "", "", "", ""]


@pytest.mark.parametrize("decorated", [False, True])
def test_two_tick_columns_are_told_apart_by_place_alone(decorated: bool) -> None:
    page = Page(1, 600.0, 800.0)
    asked = "Is the policy in an accessible form that all residents can read"
    ticks = ["Yes", "X", "", "X", "X"], ["No", "", "X", "", ""]
    y = 50.0
    for i, (yes, no) in enumerate(zip(*ticks, strict=True)):
        for k, line in enumerate(wrap(asked if i else "Accessibility", 180)):
            page.words += words_at(line, 55, y + k * LEADING)
        page.words += words_at(yes, 300, y) + words_at(no, 340, y)
        page.words += words_at("Comments" if i == 0 else "It is on the website", 400, y)
        y += 40
    if decorated:
        page.h_rules += [Rule(50.0, 30.0, 550.0, 30.0), Rule(50.0, 700.0, 550.0, 700.0)]
    rows = rows_of(find_tables([page]))
    assert [(r[1], r[2]) for r in rows] == list(zip(*ticks, strict=True))


def test_running_text_and_newsletter_columns_are_no_tables() -> None:
    sheet = Sheet()
    sheet.prose(LONG * 4)
    for column in (55.0, 310.0):
        for i, line in enumerate(wrap(LONG * 6, 230)):
            sheet.page.words += words_at(line, column, sheet.y + i * LEADING)
    assert find_tables([sheet.page]) == []


def test_no_words_and_no_pages_give_no_tables() -> None:
    assert find_tables([]) == []
    assert find_tables([Page(1, 600.0, 800.0)]) == []


def test_no_word_is_doubled_and_words_outside_stay_out() -> None:
    sheet = Sheet()
    sheet.prose("Words above the table.")
    for row in (HEADER, *ROWS):
        sheet.row(row)
    sheet.box()
    sheet.y += 10
    sheet.prose("Words below the table.")
    found = [
        id(w)
        for t in find_tables([sheet.page])
        for r in t.rows
        for c in r.cells
        if c
        for w in c.words
    ]
    assert len(found) == len(set(found)) == len(sheet.page.words) - 8


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (["Code section", "Code requirement", "Comply: Yes/No", "Evidence"], True),
        (["1 Definition of a complaint", "Yes", "No", "Comments"], True),
        (["Evidence, commentary and anyexplanations", "Code provision"], True),
        (["Ref.", "Level", "What the Code says", "Comply?", "Evidence and commentary"], True),
        (["Section 5", "How we handle complaints"], False),
        (["1.2", "Code requirement", "Evidence", "Commentary"], False),
        (["expression of dissatisfaction", "Complaints policy, page 4"], False),
        (["Landlords must respond", "Yes", "See the policy"], False),
    ],
)
def test_header_rows_are_told_by_their_words(cells: list[str], wanted: bool) -> None:
    assert is_header(cells) is wanted


def test_overlapping_grids_share_no_word() -> None:
    sheet = Sheet()
    for row in (HEADER, *ROWS):
        sheet.row(row)
    page = sheet.box()
    low, high = sheet.edges[2] + 5, sheet.y + 60
    sheet.h(low, high, x0=300, x1=590)
    sheet.v(300.0, 452.0, 590.0, top=low, bottom=high)
    page.words += words_at("Beside it", 560, low + 8)
    found = [
        id(w) for t in find_tables([page]) for r in t.rows for c in r.cells if c for w in c.words
    ]
    assert len(found) == len(set(found))


def test_shaded_cells_with_gaps_are_a_grid_also_where_they_are_empty() -> None:
    page = Page(1, 600.0, 800.0)
    rows = [["No.", "Requirement", "Comply", "Evidence"], ["1", "First text", "Yes", ""],
            ["2", "Second text that is longer", "No", "Policy"]]  # fmt: skip
    bounds = [(50.0, 90.0), (94.0, 300.0), (304.0, 360.0), (364.0, 550.0)]
    for index, cells in enumerate(rows):
        top = 100.0 + 44.0 * index
        for text, (left, right) in zip(cells, bounds, strict=True):
            page.fills.append(Fill(left, top, right, top + 40.0, "F0F0F0"))
            page.words += words_at(text, left + 3.0, top + 4.0)
    (table,) = find_tables([page])
    assert rows_of([table]) == rows


def test_upright_rules_alone_give_columns_and_numbers_rows() -> None:
    sheet = Sheet()
    sheet.row(HEADER)
    wanted = [provision(i) for i in range(1, 5)]
    for cells in wanted:
        sheet.row(cells)
    top, bottom = sheet.edges[0], sheet.y
    sheet.h(top, bottom)
    sheet.page.v_rules = [Rule(x, top, x, bottom) for x in COLUMNS]
    (table,) = find_tables([sheet.page])
    assert rows_of([table])[1:] == [squeeze(cells) for cells in wanted]


@pytest.mark.parametrize("centred", [False, True])
def test_page_that_opens_with_a_number_on_top_opens_with_a_new_row(centred: bool) -> None:
    one, two = Sheet(1), Sheet(2)
    tail = ["", "", "", "The rest of what the row says."]
    for sheet, rows in ((one, [HEADER, *ROWS[:4]]), (two, [provision(7), provision(8)])):
        for cells in rows:
            start, end = sheet.row(cells)
            if centred:
                half = (end - start - LEADING) / 2 - PAD
                sheet.page.words = [
                    w._replace(top=w.top + half, bottom=w.bottom + half, baseline=w.baseline + half)
                    if w.x0 < COLUMNS[1] and start <= w.top < end
                    else w
                    for w in sheet.page.words
                ]
    one.row(tail)
    number = next(w for w in two.page.words if w.text == "1.7")
    assert (number.top > two.edges[0] + 1.2 * SIZE) is centred
    for word in [w for w in two.page.words if COLUMNS[1] < w.x0 < COLUMNS[2]][:1]:
        two.page.words[two.page.words.index(word)] = word._replace(text="and")
    first, second = find_tables([one.box(), two.box()])
    assert first.rows[-1].cut_below is second.rows[0].cut_above is centred


FIVE = ["Code ref", "Code requirement", "Comply", "Evidence", "Commentary"]


def five(i: int, number: str) -> list[str]:
    return [
        number,
        f"A landlord must do {i}. " + LONG[: 60 + i],
        "Yes",
        "Policy, page 4",
        LONG[:40],
    ]


def laid(sheet: Sheet, cells: list[str], columns: tuple[float, ...]) -> None:
    """A row on columns of its own, without rules."""
    height = 0
    for text, (left, right) in zip(cells, pairwise(columns), strict=True):
        lines = wrap(text, right - left - 2 * PAD)
        for i, line in enumerate(lines):
            sheet.page.words += words_at(line, left + PAD, sheet.y + i * LEADING)
        height = max(height, len(lines))
    sheet.y += height * LEADING + 2 * PAD


def heading(sheet: Sheet, text: str) -> None:
    sheet.page.words += words_at(text, 50.0 + PAD, sheet.y, bold=True)
    sheet.y += 2 * LEADING


@pytest.mark.parametrize("repeated", [True, False])
def test_sections_of_other_widths_keep_their_own_columns(repeated: bool) -> None:
    widths = (
        (50.0, 110.0, 270.0, 330.0, 440.0, 560.0),
        (50.0, 130.0, 350.0, 400.0, 480.0, 560.0),
    )
    sheet = Sheet()
    wanted = []
    for section, columns in enumerate(widths, 1):
        heading(sheet, f"Section {section}: of the complaints that we receive")
        if repeated or section == 1:
            laid(sheet, FIVE, columns)
            wanted.append(squeeze(FIVE))
        for i in range(2, 6):
            laid(sheet, five(i, f"{section}.{i}"), columns)
            wanted.append(squeeze(five(i, f"{section}.{i}")))
    rows = [row for row in rows_of(find_tables([sheet.page])) if sum(map(bool, row)) > 1]
    assert rows == wanted


def test_a_table_in_a_cell_does_not_take_the_row_from_a_table_without_upright_rules() -> None:
    sheet = Sheet()
    for row in (HEADER, *ROWS):
        sheet.row(row)
    sheet.h(*sheet.edges, sheet.y)
    start, end = sheet.row(["1.7", LONG, "Yes", ""])
    sheet.h(start, end)
    for x, top, text in ((360, 8, "Year"), (430, 8, "Cases"), (360, 24, "2024"), (430, 24, "212")):
        sheet.page.words += words_at(text, x, start + top)
    sheet.h(start + 5, start + 21, start + 37, x0=355.0, x1=480.0)
    sheet.v(355.0, 425.0, 480.0, top=start + 5, bottom=start + 37)
    (table,) = find_tables([sheet.page])
    assert texts(table.rows[-1]) == ["1.7", " ".join(LONG.split()), "Yes", "Year Cases 2024 212"]


def test_a_word_that_runs_into_the_next_column_makes_both_cells_uncertain() -> None:
    sheet = Sheet()
    for row in (HEADER, *ROWS, *ROWS):
        sheet.row(row)
    start, _ = sheet.row(["1.9", "", "Yes", LONG[:30]])
    sheet.page.words += words_at("see www.example.test/complaints", 200.0, start + PAD)
    (table,) = find_tables([sheet.page])
    assert any(cell.uncertain for cell in table.rows[-1].cells if cell)
    assert not any(cell.uncertain for row in table.rows[:-1] for cell in row.cells if cell)


@pytest.mark.parametrize(
    "cells",
    [
        ["Compliant", "6.3", "Landlords must issue a full response", "Complaints Policy section 3"],
        ["9.", "Landlords must appoint a suitably", "Partial", "Met"],
        ["Landlords must look beyond the circumstances of the", "Stage 1", "Stage 2", "Target"],
    ],
)
def test_a_row_that_uses_words_of_titles_is_no_header(cells: list[str]) -> None:
    assert not is_header(cells)


def test_columns_to_tick_under_one_title_are_found_where_one_row_stands_under_them() -> None:
    page = Page(1, 600.0, 800.0)
    xs = (50.0, 100.0, 280.0, 320.0, 360.0, 400.0, 550.0)
    for text, x, top in (
        ("Ref", 55, 60),
        ("Requirement", 105, 60),
        ("Do we comply?", 285, 53),
        ("Comments", 405, 60),
        ("Yes", 285, 70),
        ("Part", 325, 70),
        ("No", 365, 70),
        ("1.2", 55, 90),
        ("A landlord must do so", 105, 90),
        ("X", 330, 90),
        ("Noted", 405, 90),
    ):
        page.words += words_at(text, float(x), float(top))
    page.h_rules += [Rule(50.0, y, 550.0, y) for y in (50.0, 84.0, 110.0)]
    page.h_rules.append(Rule(280.0, 67.0, 400.0, 67.0))
    page.v_rules += [Rule(x, 50.0, x, 110.0) for x in (50.0, 100.0, 280.0, 400.0, 550.0)]
    page.v_rules += [Rule(x, 67.0, x, 110.0) for x in (320.0, 360.0)]
    (table,) = find_tables([page])
    assert table.columns_x == xs
    assert texts(table.rows[-1]) == ["1.2", "A landlord must do so", "", "X", "", "Noted"]


WIDE = (50.0, 250.0, 400.0, 550.0)


def half(number: int, rows: list[list[str]], columns: tuple[float, ...], height: float) -> Page:
    """A page of a wide sheet, its rows of one height, all cells ruled."""
    page = Page(number, 600.0, 800.0)
    for i, row in enumerate(rows):
        for text, x in zip(row, columns, strict=False):
            page.words += words_at(text, x + PAD, 50.0 + height * i + PAD)
    ys = [50.0 + height * i for i in range(len(rows) + 1)]
    page.h_rules = [Rule(columns[0], y, columns[-1], y) for y in ys]
    page.v_rules = [Rule(x, ys[0], x, ys[-1]) for x in columns]
    return page


@pytest.mark.parametrize("down_first", [True, False])
@pytest.mark.parametrize("repeated", [True, False])
def test_columns_on_pages_across_join_their_rows(down_first: bool, repeated: bool) -> None:
    heads = (["Code provision", "Code requirement", "Comply"], ["Commentary", "Lead officer"])
    pages: list[Page] = []
    for place, height in enumerate((30.0, 45.0)):
        left = [heads[0], *([f"{place + 1}.{i}", f"A rule {place} {i}", "Yes"] for i in (1, 2, 3))]
        right = [heads[1], *([f"Comment {place} {i}", "A. Whit"] for i in (1, 2, 3))]
        columns = WIDE
        if repeated:
            right = [[one[0], *two] for one, two in zip(left, right, strict=True)]
            columns = (50.0, 130.0, 300.0, 400.0)
        first, second = (place + 1, place + 3) if down_first else (2 * place + 1, 2 * place + 2)
        pages.append(half(first, left, WIDE, height))
        pages.append(half(second, right, columns if repeated else (50.0, 300.0, 420.0), height))
    pages.sort(key=lambda page: page.number)
    found = find_tables(pages)
    assert rows_of(found)[1] == [
        "1.1", "A rule 0 1", "Yes", "Comment 0 1", "A. Whit",
    ]  # fmt: skip
    assert [len(table.rows) for table in found] == [4, 4]
    assert found[1].continues
    assert sum(len(page.residue) for page in pages) == (10 if repeated else 0)


def test_a_header_apart_from_its_rows_is_joined_across_pages_like_them() -> None:
    heads = (["Ref", "Code requirement", "Comply"], ["Ref", "How we know", "Who"])
    rows = ([[f"1.{i}", f"A rule {i}", "Yes"] for i in (1, 2, 3)],
            [[f"1.{i}", f"We know {i}", "Board"] for i in (1, 2, 3)])  # fmt: skip
    pages: list[Page] = []
    for number, (head, body, columns) in enumerate(
        zip(heads, rows, (WIDE, (50.0, 130.0, 300.0, 400.0)), strict=True), 1
    ):
        page = half(number, [head], columns, 30.0)
        lower = half(number, body, columns, 30.0)
        for word in lower.words:
            page.words += words_at(word.text, word.x0, word.top + 60.0)
        page.h_rules += [Rule(r.x0, r.top + 60.0, r.x1, r.top + 60.0) for r in lower.h_rules]
        page.v_rules += [Rule(r.x0, r.top + 60.0, r.x1, r.bottom + 60.0) for r in lower.v_rules]
        pages.append(page)
    found = find_tables(pages)
    assert [row[-2:] for row in rows_of(found)] == [
        ["How we know", "Who"], *([f"We know {i}", "Board"] for i in (1, 2, 3)),
    ]  # fmt: skip


def test_a_word_too_long_for_its_cell_belongs_where_it_begins() -> None:
    sheet = Sheet()
    for row in (HEADER, *ROWS):
        sheet.row(row)
    long = "www.example.org/policies/complaints/2024/policy.pdf"
    sheet.page.words += words_at(long, COLUMNS[2] + PAD, sheet.y + PAD)
    sheet.row(["1.9", "A landlord must.", "", ""])
    sheet.page.words += words_at("Comment below.", COLUMNS[3] + PAD, sheet.y - PAD - SIZE)
    last = rows_of(find_tables([sheet.box()]))[-1]
    assert last[2] == long
    assert last[3] == "Comment below."


def card_pages(texts: list[tuple[str, str, str]], per_page: int) -> list[Page]:
    """Pages of boxes with a number, a requirement and an answer over evidence and comment."""
    pages = []
    for first in range(0, len(texts), per_page):
        page = Page(len(pages) + 1, 600.0, 800.0)
        for place, (number, answer, comment) in enumerate(texts[first : first + per_page]):
            top = 100.0 + 150.0 * place
            page.h_rules += [Rule(40.0, y, 560.0, y) for y in (top, top + 60.0, top + 120.0)]
            page.v_rules += [Rule(x, top, x, top + 120.0) for x in (40.0, 560.0)]
            page.words += words_at(number, 45.0, top + 5.0)
            for line in range(3):
                page.words += words_at(
                    f"Landlords must do what line {line} of {number} asks of all of them",
                    90.0, top + 5.0 + 14.0 * line,
                )  # fmt: skip
            page.words += words_at(answer, 510.0, top + 5.0)
            page.words += words_at("Evidence", 45.0, top + 65.0)
            page.words += words_at(f"Policy page {number}", 45.0, top + 80.0)
            page.words += words_at("Commentary", 240.0, top + 65.0)
            page.words += words_at(comment, 240.0, top + 80.0)
        page.h_rules.sort(key=lambda rule: rule.top)
        pages.append(page)
    return pages


def test_cards_are_rows_with_columns_of_their_own_in_each_band() -> None:
    texts = [(f"2.{i}", "Yes", f"We did so {i} times in the year") for i in range(1, 8)]
    (table,) = find_tables(card_pages(texts, per_page=4))
    assert table.detector == "cards"
    rows = [[text for text in row if text] for row in rows_of([table])]
    assert [row[0] for row in rows[::2]] == [number for number, _, _ in texts]
    assert [row[-1] for row in rows[::2]] == [answer for _, answer, _ in texts]
    assert rows[1] == ["Evidence Policy page 2.1", "Commentary We did so 1 times in the year"]


def test_a_long_answer_of_a_card_is_not_cut_at_the_column_of_the_short_ones() -> None:
    texts = [(f"2.{i}", "Yes", "We did so") for i in range(1, 8)]
    pages = card_pages(texts, per_page=4)
    pages[0].words = [word for word in pages[0].words if word.text != "Yes" or word.top > 200.0]
    pages[0].words += words_at("Yes but later", 480.0, 105.0)
    (table,) = find_tables(pages)
    assert [text for text in rows_of([table])[0] if text][-1] == "Yes but later"


def test_a_cell_of_two_columns_is_told() -> None:
    left, right = ("Our policy says", "that we do so"), ("The board sees", "a report on it")
    lines = zip(left, right, strict=True)
    apart = [w for i, (a, b) in enumerate(lines) for x, t in ((10.0, a), (150.0, b))
             for w in words_at(t, x, 20.0 + 14.0 * i)]  # fmt: skip
    assert runs_together(apart)
    listed = [w for i, text in enumerate(left) for x, t in ((10.0, f"{i}."), (60.0, text))
              for w in words_at(t, x, 20.0 + 14.0 * i)]  # fmt: skip
    assert not runs_together(listed)
    assert not runs_together([w for i, t in enumerate(left) for w in words_at(t, 10.0, 14.0 * i)])


def test_the_first_line_of_a_repeated_header_is_no_running_head() -> None:
    titles = ((20.0, "Ref"), (60.0, "Standard"), (200.0, "Met?"), (260.0, "Supporting"))
    pages = [Page(number, 500.0, 800.0) for number in range(1, 5)]
    for page in pages:
        page.words += [w for x, text in titles for w in words_at(text, x, 20.0)]
        page.words += words_at("evidence", 260.0, 34.0)
        for i in range(20):
            text = LONG[7 * i + page.number : 7 * i + page.number + 40]
            page.words += words_at(text, 60.0, 60.0 + 20.0 * i)
    set_residue(pages)
    assert not any(page.residue for page in pages)


def test_numbers_and_badges_over_paragraphs_make_no_columns() -> None:
    sheet = Sheet()
    for place in range(2, 7):
        sheet.page.fills.append(Fill(50.0, sheet.y - 2.0, 550.0, sheet.y + 11.0, "EEEEEE"))
        sheet.page.words += words_at(f"1.{place}", 55.0, sheet.y, bold=True)
        sheet.page.words += words_at("Partly met", 480.0, sheet.y)
        sheet.y += 20.0
        sheet.prose(LONG)
    assert find_tables([sheet.page]) == []


def kinds_of_rows(top: float, number: str) -> tuple[list[Word], list[Rule], list[Rule]]:
    """A provision's own row, a row of labels and one of texts, with their rules."""
    rows = (
        (top, (50.0, 100.0, 480.0, 550.0), (number, "Landlords must be easy to reach", "Yes")),
        (top + 30, (50.0, 300.0, 550.0), ("Evidence / links", "Our approach")),
        (top + 60, (50.0, 300.0, 550.0), ("Policy on complaints", "We ask each caller")),
    )
    words, upright = [], []
    for y, bounds, texts in rows:
        upright += [Rule(x, y, x, y + 30) for x in bounds]
        for x, text in zip(bounds, texts, strict=False):
            words += words_at(text, x + 4, y + 8)
    level = [Rule(50, y, 550, y) for y in (top, top + 30, top + 60, top + 90)]
    return words, level, upright


def test_rows_of_several_kinds_in_one_ruled_table_keep_the_columns_of_each() -> None:
    page = Page(1, 600, 800)
    for place, number in enumerate(("3.1", "3.2", "3.3")):
        words, level, upright = kinds_of_rows(100 + 90 * place, number)
        page.words += words
        page.h_rules += level
        page.v_rules += upright
    (table,) = find_tables([page])
    assert table.columns_x == (50.0, 100.0, 300.0, 480.0, 550.0)
    texts = [[" ".join(w.text for w in c.words) for c in row.cells if c] for row in table.rows]
    assert texts[:3] == [
        ["3.1", "Landlords must be easy to reach", "Yes"],
        ["Evidence / links", "Our approach"],
        ["Policy on complaints", "We ask each caller"],
    ]


def test_boxes_with_a_provision_each_are_no_table() -> None:
    page = Page(1, 600, 800)
    for row, top in enumerate((100.0, 180.0)):
        for side, x in enumerate((50.0, 300.0)):
            page.words += words_at(f"3.{2 * row + side + 1} Met", x + 4, top + 8)
            page.words += words_at("Landlords must be easy to reach", x + 4, top + 28)
        page.h_rules += [Rule(50, top, 550, top), Rule(50, top + 80, 550, top + 80)]
        page.v_rules += [Rule(x, top, x, top + 80) for x in (50.0, 300.0, 550.0)]
    assert not [table for table in find_tables([page]) if table.detector == "ruled"]


def test_upright_rules_in_a_box_tell_its_columns() -> None:
    page = Page(1, 600, 800)
    for place in range(5):
        top = 100.0 + 130 * place
        words, level, upright = kinds_of_rows(top, f"3.{place + 1}")
        page.words += words
        page.h_rules += level
        page.v_rules += [rule for rule in upright if rule.x0 not in (50.0, 550.0)]
        page.v_rules += [Rule(x, top, x, top + 90) for x in (50.0, 550.0)]
    tables = find_tables([page])
    assert {table.detector for table in tables} == {"ruled"}
    assert rows_of(tables)[::3] == [
        [f"3.{place}", "Landlords must be easy to reach", None, "Yes"] for place in range(1, 6)
    ]


def test_boxes_with_text_below_each_are_no_cards() -> None:
    pages = card_pages([(f"2.{i}", "Yes", "We did so") for i in range(1, 8)], per_page=4)
    assert {table.detector for table in find_tables(pages)} == {"cards"}
    for page in pages:
        for place in range(4):
            text = "What we do stands below its box."
            page.words += words_at(text, 45.0, 100.0 + 150.0 * place + 125.0)
    assert not [table for table in find_tables(pages) if table.detector == "cards"]
