"""Tables that spread a provision over several rows, or put labels into its cells."""

from __future__ import annotations

from saextract.mapping.assess import in_plain_rows
from saextract.mapping.tables.beneath import carry_back, lift_beneath
from saextract.model import Cell, Parsed, Row, Table


def row(*texts: str | None, span: int = 1) -> Row:
    """A row; its last cell that is one covers `span` columns."""
    cells = [None if text is None else Cell(text=text) for text in texts]
    last = max(i for i, cell in enumerate(cells) if cell)
    cells[last] = Cell(text=texts[last] or "", span=span)
    return Row(cells=tuple(cells))


def lifted(*rows: Row) -> list[list[str | None]]:
    table = Table(rows=rows, detector="test")
    (made,) = lift_beneath(Parsed(blocks=(table,))).tables
    return [[cell.text if cell else None for cell in one.cells] for one in made.rows]


HEAD = ("Provision", "Requirement", "Comply")
ONE = ("3.1", "Landlords must make it easy.", "Yes")
TWO = ("3.2", "Residents must be able to.", "No")


def test_labelled_cells_beneath_a_provision_become_columns() -> None:
    assert lifted(
        row(*HEAD),
        row(*ONE),
        row("", "Commentary: We are easy to reach.", None, span=2),
        row(*TWO),
        row("", "Commentary: We are not yet.", None, span=2),
    ) == [
        [*HEAD, "Commentary"],
        [*ONE, "We are easy to reach."],
        [*TWO, "We are not yet."],
    ]


def test_a_row_of_labels_names_the_row_of_texts_beneath_it() -> None:
    labels = row("Evidence", None, "Commentary")
    assert lifted(
        row(*ONE), labels, row("Website", None, "We are."), row(*TWO), labels, row("", None, "No.")
    ) == [
        ["", "", "", "Evidence", "Commentary"],
        [*ONE, "Website", "We are."],
        [*TWO, "", "No."],
    ]


def test_a_requirement_beneath_its_number_beside_labelled_cells_has_its_own_column() -> None:
    asked = [f"Landlords must do what number {n} of the Code says." for n in "123"]
    said = ["Evidence\nWebsite\nCommentary\nWe do.", "Commentary\nWe do.", "Evidence\nLetters"]
    rows = [
        made
        for place, answer in enumerate(("Met", "Not met", "Met"))
        for made in (row(f"3.{place}", None, answer), row(asked[place], None, said[place]))
    ]
    assert lifted(*rows) == [
        ["", "", "", "Evidence", "Commentary", "Requirement"],
        ["3.0", None, "Met", "Website", "We do.", asked[0]],
        ["3.1", None, "Not met", "", "We do.", asked[1]],
        ["3.2", None, "Met", "Letters", "", asked[2]],
    ]


def test_wide_texts_without_a_label_are_the_commentary_if_no_column_is() -> None:
    beneath = "People can ring or write to us at any time."
    rows = [
        row(*HEAD),
        row(*ONE),
        row(beneath, None, None, span=3),
        row("Section 4", None, None, span=3),
    ]
    rows += [row(*TWO), row(beneath, None, None, span=3)]
    assert lifted(*rows) == [
        [*HEAD, "Commentary"],
        [*ONE, beneath],
        ["Section 4", None, None, None],
        [*TWO, beneath],
    ]


def test_labels_within_a_cell_become_columns_under_a_header() -> None:
    assert lifted(
        row("The Code", "Us"),
        row("1.2\nA complaint.", "Do we comply? Met\nHow we know We say so."),
        row("1.3\nThe word.", "Do we comply? Partly met\nHow we know Not always.\nSee 4."),
    ) == [
        ["", "", "Do we comply", "How we know"],
        ["The Code", "Us", None, None],
        ["1.2\nA complaint.", "", "Met", "We say so."],
        ["1.3\nThe word.", "", "Partly met", "Not always.\nSee 4."],
    ]


def test_an_answer_is_no_label_and_a_label_that_comes_once_is_text() -> None:
    table = Table(
        rows=(
            row(*HEAD),
            row("3.1", "Landlords must make it easy.", "Met we think"),
            row("3.2", "Residents must be able to.", "Met"),
            row("3.3", "High volumes must not.", "Met\nEvidence: see 3.2"),
        ),
        detector="test",
    )
    parsed = Parsed(blocks=(table,))
    assert lift_beneath(parsed) is parsed


def test_answers_to_tick_are_no_labels() -> None:
    table = Table(
        rows=(
            row(*HEAD),
            row("3.1", "Landlords must make it easy.", "☒ Compliant\n☐ Not compliant"),
            row("3.2", "Residents must be able to.", "☐ Yes ☒ No"),
            row("3.4", "Landlords must make.", "Yes / No"),
            row("3.5", "The policy must explain.", "Yes / No"),
            row("3.6", "Landlords must give.", "Yes / No"),
            row("3.3", "High volumes must not.", "☒ Compliant\n☐ Not compliant"),
        ),
        detector="test",
    )
    parsed = Parsed(blocks=(table,))
    assert lift_beneath(parsed) is parsed


def test_boxes_round_one_provision_each_become_a_row_each() -> None:
    boxes = [
        Table(
            rows=(
                row(f"{number} Landlords must make it easy to complain.", None, None, span=3),
                row("Comply: Yes", "Evidence: Website", "Commentary: We are."),
            ),
            detector="test",
        )
        for number in ("3.1", "3.2", "3.3")
    ]
    made = in_plain_rows(Parsed(blocks=tuple(boxes))).tables
    assert made[0].titles == ("", "", "Comply", "Evidence", "Commentary")
    assert [[cell.text for cell in one.rows[0].cells if cell] for one in made] == [
        [number, "Landlords must make it easy to complain.", "Yes", "Website", "We are."]
        for number in ("3.1", "3.2", "3.3")
    ]


def test_labels_and_texts_that_open_a_page_belong_to_the_provision_before() -> None:
    labels = row("", "Evidence", "Our approach")
    texts = row("", "Policy, page 3", "We ask each caller.")
    first = Table(rows=(row(*ONE), labels, texts, row(*TWO)), detector="test")
    second = Table(rows=(labels, row("", "Letter 2", "We write.")), detector="test")
    (table,) = carry_back(Parsed(blocks=(first, second))).tables
    assert [cell.text for cell in table.rows[-1].cells if cell] == ["", "Letter 2", "We write."]


def test_a_text_that_a_page_ends_within_goes_on_in_the_cell_above() -> None:
    labels = row("", "Evidence", "Our approach")
    last = row("", "Policy, page 3", "We ask each").model_copy(update={"cut_below": True})
    rest = row("", "", "caller.").model_copy(update={"cut_above": True})
    first = Table(rows=(row(*ONE), labels, last), detector="test")
    second = Table(rows=(rest, row(*TWO)), detector="test")
    one, two = carry_back(Parsed(blocks=(first, second))).tables
    assert [cell.text for cell in one.rows[-1].cells if cell] == [
        "", "Policy, page 3", "We ask each\ncaller.",
    ]  # fmt: skip
    assert two.rows == (row(*TWO),)


def test_an_ordinary_table_over_two_pages_stays_as_it_is() -> None:
    first = Table(rows=(row(*HEAD), row(*ONE)), detector="test")
    second = Table(rows=(row("", "and one more line", ""),), detector="test")
    parsed = Parsed(blocks=(first, second))
    assert carry_back(parsed) is parsed


def test_the_number_that_opens_a_page_is_not_joined_to_the_row_above_it() -> None:
    labels = ("No.", "Requirement", "Do we comply?", "Our notes")
    sheets = [
        [Row(cells=(Cell(text=a), Cell(text=b))) for a, b in zip(labels, said, strict=True)]
        for said in ((n, ONE[1], "Yes", "We are.") for n in ("3.1", "3.2", "3.3"))
    ]
    first = [row for sheet in sheets[:2] for row in sheet]
    first[-1] = first[-1].model_copy(update={"cut_below": True})
    second = [sheets[2][0].model_copy(update={"cut_above": True}), *sheets[2][1:]]
    tables = tuple(Table(rows=tuple(rows), detector="d") for rows in (first, second))
    carried = carry_back(Parsed(blocks=tables))
    texts = [row.cells[0].text for table in carried.tables for row in table.rows if row.cells[0]]
    assert texts == [*labels, *labels, *labels]


def test_a_labelled_row_that_a_pages_end_parts_from_the_number_above_it_stays_a_row() -> None:
    labels = ("Provision", "The Code says", "Comply?")
    sheets = [
        Table(rows=tuple(Row(cells=(Cell(text=a), Cell(text=b))) for a, b in pairs), detector="d")
        for number in ("3.1", "3.2", "3.3")
        for pairs in [list(zip(labels, (number, ONE[1], "Yes"), strict=True))]
    ]
    cut = sheets[-1]
    above = cut.model_copy(update={"rows": (cut.rows[0].model_copy(update={"cut_below": True}),)})
    rest = (cut.rows[1].model_copy(update={"cut_above": True}), *cut.rows[2:])
    below = cut.model_copy(update={"rows": rest})
    carried = carry_back(Parsed(blocks=(*sheets[:-1], above, below)))
    firsts = [row.cells[0].text for table in carried.tables for row in table.rows if row.cells[0]]
    assert firsts == [*labels, *labels, *labels]


def test_the_columns_of_all_tables_stand_in_the_order_in_which_labels_are_first_printed() -> None:
    labels = (row("Evidence", None, "Commentary"), row("Commentary", None, "Evidence"))
    said = (("Website", None, "We are."), ("We are.", None, "Website"))
    tables = tuple(
        Table(rows=(row(*ONE), named, row(*texts), row(*TWO), named, row(*texts)), detector="d")
        for named, texts in zip(labels, said, strict=True)
    )
    one, two = lift_beneath(Parsed(blocks=tables)).tables
    read = [[[c.text for c in r.cells if c] for r in table.rows] for table in (one, two)]
    assert read[0] == read[1]
    assert read[0][0][-2:] == ["Evidence", "Commentary"]
    assert read[0][1][-2:] == ["Website", "We are."]
