"""Tables that spread a provision over several rows, put labels into its cells, or are turned."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from saextract.codes import load_codes
from saextract.mapping.routes.records import read_blocks
from saextract.mapping.tables.spread import spread_pairs
from saextract.mapping.tables.turned import upright
from saextract.model import Cell, Parsed, Passage, Row, Table

CODES = load_codes()
NUMBERS = ("3.1", "3.2", "3.3")
ASKED = {n: f"Landlords must do what number {n} of the Code says and no less." for n in NUMBERS}


def row(*texts: str | None, span: int = 1) -> Row:
    """A row; its last cell that is one covers `span` columns."""
    cells = [None if text is None else Cell(text=text) for text in texts]
    last = max(i for i, cell in enumerate(cells) if cell)
    cells[last] = Cell(text=texts[last] or "", span=span)
    return Row(cells=tuple(cells))


def table(*rows: Row) -> Table:
    return Table(rows=rows, detector="test")


def read(*blocks: Table | Passage) -> Parsed:
    return read_blocks(upright(Parsed(blocks=blocks)), CODES)


def texts(parsed: Parsed) -> list[list[str | None]]:
    return [[c.text if c else None for c in r.cells] for t in parsed.tables for r in t.rows]


def roles(parsed: Parsed) -> set[tuple[str | None, ...]]:
    return {one.roles for one in parsed.tables}


def said(number: str, *more: str) -> list[str | None]:
    return [number, ASKED[number], *more]


def test_provisions_in_columns_become_rows_under_the_labels() -> None:
    turned = upright(
        Parsed(
            blocks=(
                table(
                    row("Provision", *NUMBERS),
                    row("Requirement", *ASKED.values()),
                    row("Comply", "Yes", "No", ""),
                ),
            )
        )
    )
    assert texts(turned) == [
        ["Provision", "Requirement", "Comply"],
        *([n, ASKED[n], answer] for n, answer in zip(NUMBERS, ("Yes", "No", ""), strict=True)),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [("Provision", "Requirement", "Comply"), *((n, ASKED[n], "Yes") for n in NUMBERS)],
        [(n, ASKED[n], "Yes") for n in NUMBERS],
        [(f"3.{n}", "Complies", "") for n in range(1, 5)],
        [(n, ASKED[n], "☒ Compliant\n☐ Not compliant") for n in NUMBERS],
        [*((n, ASKED[n], "Met") for n in NUMBERS[:2]), ("3.3", ASKED["3.3"], "Met\nEvidence: 3.2")],
        [(n, ASKED[n], "Yes / No") for n in NUMBERS],
    ],
    ids=["a form", "without titles", "numbers and answers", "boxes", "a label once", "choices"],
)
def test_ordinary_tables_stay_as_they_are(rows: list[tuple[str, ...]]) -> None:
    parsed = Parsed(blocks=(table(*(row(*cells) for cells in rows)),))
    assert read(*parsed.blocks) == parsed


@pytest.mark.parametrize(
    "sheet",
    [
        lambda n: [
            row("Code provision", n, "Comply", "Yes"),
            row("Evidence", "Page 2"),
            row("Commentary", ""),
        ],
        lambda n: [
            row("Code provision", "Comply"),
            row(n, "Yes"),
            row("Evidence", "Commentary"),
            row("Page 2", ""),
        ],
        lambda n: [
            row(f"Code provision: {n}", "Comply: Yes"),
            row("Evidence: Page 2"),
            row("Commentary:"),
        ],
        lambda n: [
            row(f"Code provision\n{n}", "Comply\nYes"),
            row("Evidence\nPage 2"),
            row("Commentary"),
        ],
    ],
    ids=["beside", "above", "inside", "lines"],
)
@pytest.mark.parametrize("several", [True, False], ids=["a table each", "one table"])
def test_sheets_of_labels_and_values_become_rows(
    sheet: Callable[[str], list[Row]], several: bool
) -> None:
    sheets = [sheet(number) for number in NUMBERS]
    rows = [r for sheet in sheets for r in sheet]
    tables = [table(*sheet) for sheet in sheets] if several else [table(*rows)]
    assert texts(read(*tables)) == [[n, "", "Yes", "Page 2", ""] for n in NUMBERS]


def test_a_label_that_one_sheet_leaves_out_is_an_empty_cell() -> None:
    whole = [
        table(row("Provision", n), row("Comply", "Yes"), row("Evidence", "2"), row("Notes", "Good"))
        for n in NUMBERS
    ]
    short = table(row("Provision", "3.4"), row("Comply", "Met"), row("Evidence", "Page 9"))
    assert texts(read(*whole, short))[-1] == ["3.4", "", "Met", "Page 9", ""]


def test_labels_in_any_words_are_told_by_their_coming_again() -> None:
    made = [
        table(
            row(n, ASKED[n], "Not met"),
            row("Where to look", "Notes", None),
            row(f"Page {n}", "We looked.", None),
        )
        for n in NUMBERS
    ]
    parsed = read(*made)
    assert texts(parsed) == [said(n, "Not met", "We looked.", f"Page {n}") for n in NUMBERS]
    assert roles(parsed) == {("number", "requirement", "answer", "commentary", "evidence")}


def test_a_sign_stands_for_the_number_and_values_tell_the_label_of_the_answer() -> None:
    made = [
        table(
            row("#", n),
            row("The Code", ASKED[n]),
            row("Where we are", "Met"),
            row("Notes", f"See {n}"),
        )
        for n in NUMBERS
    ]
    parsed = read(*made)
    assert texts(parsed) == [said(n, "Met", f"See {n}") for n in NUMBERS]
    assert roles(parsed) == {("number", "requirement", "answer", "commentary")}


SEE = row("", None, "See.")
HEAD = ("Provision", "Requirement", "Comply")


def spread(beneath: Callable[[str], list[Row]], *head: Row, answer: str = "Yes") -> Parsed:
    """What comes of a table in which each provision has further rows beneath its own."""
    rows = (r for n in NUMBERS for r in (row(n, ASKED[n], answer), *beneath(n)))
    return read(table(*head, *rows))


def test_labelled_cells_beneath_a_provision_are_its_fields() -> None:
    parsed = spread(lambda n: [row("", f"Commentary: See {n}.", None, span=2)], row(*HEAD))
    assert texts(parsed) == [said(n, "Yes", f"See {n}.") for n in NUMBERS]
    assert parsed.tables[0].titles == (*HEAD, "Commentary")


def test_a_row_of_labels_names_the_row_of_texts_beneath_it() -> None:
    labels = row("Evidence", None, "Commentary")
    parsed = spread(lambda n: [labels, row("", None, f"See {n}.")])
    assert texts(parsed) == [said(n, "Yes", "", f"See {n}.") for n in NUMBERS]


def test_labels_on_one_page_name_the_texts_on_the_next() -> None:
    labels = row("Evidence", None, "Commentary")
    rows = [r for n in NUMBERS for r in (row(n, ASKED[n], "Yes"), labels, SEE)]
    assert texts(read(table(*rows[:-1]), table(rows[-1]))) == texts(read(table(*rows)))


def test_a_column_that_is_ticked_answers_a_spread_provision() -> None:
    head = row("Provision", "Requirement", "Yes", "No")
    parsed = read(
        table(
            head,
            *(
                r
                for n in NUMBERS
                for r in (row(n, ASKED[n], "", "X"), row("Commentary: See.", None, None, span=4))
            ),
        )
    )
    assert texts(parsed) == [said(n, "No", "See.") for n in NUMBERS]


def test_a_requirement_beneath_its_number_stands_beside_labelled_cells() -> None:
    fields = ("Evidence\nWebsite\nCommentary\nWe do.", "Commentary\nWe do.", "Evidence\nLetters")
    rows = [
        made
        for (n, asked), cell in zip(ASKED.items(), fields, strict=True)
        for made in (row(n, None, "Met"), row(asked, None, cell))
    ]
    assert texts(read(table(*rows))) == [
        said("3.1", "Met", "Website", "We do."),
        said("3.2", "Met", "", "We do."),
        said("3.3", "Met", "Letters", ""),
    ]


def test_wide_texts_without_a_label_are_the_commentary_if_no_column_is() -> None:
    beneath = "People can ring or write to us at any time."
    parsed = spread(lambda _: [row(beneath, None, None, span=3)], row(*HEAD))
    assert texts(parsed) == [said(n, "Yes", beneath) for n in NUMBERS]


def test_a_requirement_over_two_rows_is_whole() -> None:
    """The editor of a form has cut a long list in two, and comments stand beneath it."""
    rest = "e. the details of any remedy; and f. how to go on."
    remark = "People can ring or write to us at any time."
    rows = [
        made
        for n in NUMBERS
        for made in (
            row(n, ASKED[n], "Yes"),
            row("", rest, ""),
            row(remark, None, None, span=3),
        )
    ]
    head = row("Provision", "Requirement", "Comply")
    assert texts(read(table(head, *rows))) == [
        [n, f"{ASKED[n]}\n{rest}", "Yes", remark] for n in NUMBERS
    ]


@pytest.mark.parametrize("comment", ["We do so in all houses.", "9.5 days of training a year."])
def test_answer_and_comment_beneath_a_provision_need_no_label(comment: str) -> None:
    rows = [r for n in NUMBERS for r in (row(*said(n)), row("Partly", comment))]
    assert texts(read(table(*rows))) == [[*said(n), "Partly", comment] for n in NUMBERS]


def test_a_banner_between_spread_provisions_is_no_part_of_them() -> None:
    banner = row("Section 4", None, None, span=3)
    parsed = spread(lambda _: [row("Commentary: See.", None, None, span=3), banner])
    assert texts(parsed) == [said(n, "Yes", "See.") for n in NUMBERS]
    assert [b.text for b in parsed.blocks if isinstance(b, Passage)] == ["Section 4"] * 3


def test_labels_within_a_cell_are_fields() -> None:
    rows = [
        row(f"{n}\n{ASKED[n]}", f"Do we comply? Met\nHow we know We say {n}.\nSee 4.")
        for n in NUMBERS
    ]
    parsed = read(table(row("The Code", "Us"), *rows))
    assert texts(parsed) == [said(n, "Met", "", f"We say {n}.\nSee 4.") for n in NUMBERS]


def test_boxes_round_one_provision_each_become_a_row_each() -> None:
    boxes = [
        table(
            row(f"{n} {ASKED[n]}", None, None, span=3),
            row("Comply: Yes", "Evidence: Website", "Commentary: We are."),
        )
        for n in NUMBERS
    ]
    assert texts(read(*boxes)) == [said(n, "Yes", "Website", "We are.") for n in NUMBERS]


def test_a_value_goes_on_behind_an_empty_label_on_the_next_page() -> None:
    sheets = [
        [row("No.", n), row("Requirement", ASKED[n]), row("Do we comply?", "Yes"), row("Notes", n)]
        for n in NUMBERS
    ]
    first = table(*(r for sheet in sheets for r in sheet))
    parsed = read(first, table(row("", "and more"), row("No.", "3.4"), *sheets[0][1:]))
    assert texts(parsed)[2:] == [
        said("3.3", "Yes", "3.3\nand more"),
        ["3.4", *said("3.1", "Yes", "3.1")[1:]],
    ]


def test_text_between_sheets_belongs_to_none_of_them() -> None:
    sheets = [
        table(row("Provision", n), row("Comply", "Yes"), row("Comments", "Good.")) for n in NUMBERS
    ]
    top = Passage(text="Back to top")
    parsed = read(*(block for sheet in sheets for block in (sheet, top)))
    assert texts(parsed) == [[n, "", "Yes", "Good."] for n in NUMBERS]


def test_a_requirement_that_a_page_ends_within_goes_on_in_the_table_below() -> None:
    labels = row("Source", None, "Comments")
    whole = [[row(n, ASKED[n], "Yes"), labels, row(f"Page {n}", None, n)] for n in NUMBERS]
    rest, begun = whole[2][1:], ASKED["3.3"].index("what")
    above = row("3.3", ASKED["3.3"][:begun].strip(), "Yes")
    below = row("", ASKED["3.3"][begun:], "")
    parsed = read(table(*whole[0]), table(*whole[1]), table(above), table(below, *rest))
    cut = ASKED["3.3"][:begun].strip() + "\n" + ASKED["3.3"][begun:]
    assert texts(parsed)[2] == ["3.3", cut, "Yes", "Page 3.3", "3.3"]


def test_rows_without_cells_are_no_labels() -> None:
    bare = Table(rows=tuple(Row(cells=(None, None)) for _ in range(6)), detector="made")
    assert spread_pairs([bare]) == {}


def test_an_empty_label_that_ends_a_sheet_takes_nothing_of_the_next_one() -> None:
    def sheet(number: str, comment: str) -> Table:
        return table(
            row("Code paragraph", number),
            row("What it asks of us", ASKED[number]),
            row("Our position", "☐ Met ☒ Partly met ☐ Not met"),
            row(f"Comments\n{comment}".strip(), None, span=2),
        )

    comments = ("A start is made.", "", "A list is kept.")
    found = read(*(sheet(n, c) for n, c in zip(NUMBERS, comments, strict=True)))
    right = "☐ Met ☒ Partly met ☐ Not met"
    assert texts(found) == [said(n, right, c) for n, c in zip(NUMBERS, comments, strict=True)]
