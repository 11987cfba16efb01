"""Words become text in the order a person reads them; running lines are set aside."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest

from pdf_files import make_pdf, show
from saextract.model import Parsed, Passage, Source, Table
from saextract.parsers.pdf import parse
from saextract.parsers.pdf.assemble import assemble
from saextract.parsers.pdf.compose import composed, line_text, lines_of
from saextract.parsers.pdf.layout.cards import set_boxes
from saextract.parsers.pdf.layout.grid import boxes_abreast, panels_of
from saextract.parsers.pdf.objects.pages import Document
from saextract.parsers.pdf.page import (
    Fill,
    FoundCell,
    FoundRow,
    FoundTable,
    Link,
    Page,
    Rule,
    Word,
)
from saextract.parsers.pdf.prose.abreast import stretches
from saextract.parsers.pdf.prose.badges import find_margins
from saextract.parsers.pdf.residue import set_residue
from saextract.text.glyphs import normalise_bullets


def word(text: str, x: float, baseline: float, size: float = 10.0) -> Word:
    return Word(
        text, x, baseline - 0.8 * size, x + 0.5 * size * len(text), baseline + 0.2 * size,
        baseline, size,
    )  # fmt: skip


def line(text: str, x: float, baseline: float) -> list[Word]:
    words = []
    for part in text.split(" "):
        words.append(word(part, x, baseline))
        x += 5 * (len(part) + 1)
    return words


# --------------------------------------------------------------------------- compose


def compose(words: Sequence[Word], rules: Sequence[Rule] = ()) -> str:
    return normalise_bullets("\n".join(map(line_text, composed(words, rules))))


def test_lines_from_top_to_bottom_words_from_left_to_right() -> None:
    words = [*line("second line", 0, 112), *line("first line", 0, 100)]
    assert compose(list(reversed(words))) == "first line\nsecond line"


def test_a_raised_footnote_mark_stays_in_its_line() -> None:
    words = [word("policy", 0, 100), word("1", 30.2, 96, 6), *line("applies", 40, 100)]
    assert compose([*words, *line("below", 0, 112)]) == "policy1 applies\nbelow"


def test_hyphens_at_line_ends_stay() -> None:
    assert compose([*line("self-", 0, 100), *line("assessment", 0, 112)]) == "self-\nassessment"


def test_bullets_are_written_one_way() -> None:
    words = [*line("▪ one", 0, 100), *line("▪ two", 0, 112)]
    assert compose(words) == "• one\n• two"


def test_a_table_inside_a_cell_is_read_cell_by_cell_and_the_rest_by_line() -> None:
    above = line("as set out here and here", 0, 80)
    left = [*line("keep it", 2, 100), *line("simple", 2, 112)]
    right = [*line("train all", 60, 100), *line("officers", 60, 112)]
    next_row = [*line("listen", 2, 130), *line("survey", 60, 130)]
    rules = [Rule(55, 90, 55, 140), Rule(0, 118, 110, 118), Rule(0, 90, 110, 90)]
    text = compose([*above, *left, *right, *next_row], rules)
    assert text.split("\n") == [
        "as set out here and here", "keep it", "simple", "train all", "officers", "listen",
        "survey",
    ]  # fmt: skip


def test_a_stray_rule_through_running_text_does_not_part_it() -> None:
    words = [*line("a long line of text", 0, 100), *line("and one more line", 0, 112)]
    assert compose(words, [Rule(42, 80, 42, 120)]) == "a long line of text\nand one more line"


# --------------------------------------------------------------------------- residue


def pages_of(count: int, make: list[list[Word]] | None = None) -> list[Page]:
    pages = [Page(i + 1, 600, 800) for i in range(count)]
    for page in pages:
        page.words = [*line(f"Body text of part {'abcdefgh'[page.number]}", 60, 300)]
    for page, words in zip(pages, make or [], strict=False):
        page.words = [*words, *page.words]
    return pages


def kept(pages: list[Page]) -> list[str]:
    return [" ".join(w.text for w in page.words) for page in pages]


def test_running_heads_and_numbered_feet_are_set_aside() -> None:
    pages = pages_of(
        4,
        [
            [*line("Testshire Homes", 60, 40), *line(f"Page {i} of 4", 280, 770)]
            for i in range(1, 5)
        ],
    )
    set_residue(pages)
    assert all(text.startswith("Body") for text in kept(pages))
    assert [len(page.residue) for page in pages] == [6] * 4


def test_running_heads_of_odd_and_even_pages_are_set_aside() -> None:
    heads = ["Testshire Homes", "Annual review"] * 4
    pages = pages_of(7, [line(head, 60, 40) for head in heads])
    set_residue(pages)
    assert all(text.startswith("Body") for text in kept(pages))


def test_a_repeated_table_header_stays() -> None:
    header = [*line("Code provision", 60, 60), *line("Comply", 260, 60), *line("Evidence", 420, 60)]
    pages = pages_of(4, [header] * 4)
    set_residue(pages)
    assert all(text.startswith("Code provision") for text in kept(pages))


def test_a_repeated_first_row_between_rules_stays() -> None:
    pages = pages_of(4, [line("Housing Department", 60, 60)] * 4)
    for page in pages:
        page.v_rules = [Rule(50, 45, 50, 700), Rule(500, 45, 500, 700)]
    set_residue(pages)
    assert all(text.startswith("Housing") for text in kept(pages))


def test_a_heading_that_opens_a_few_pages_of_many_stays() -> None:
    heading = line("Mandatory requirements", 60, 60)
    pages = [Page(i + 1, 600, 800) for i in range(20)]
    for page in pages:
        page.words = line("Body text", 60, 300)
    for number in (2, 7, 12, 15):
        pages[number].words = [*heading, *pages[number].words]
    set_residue(pages)
    assert not any(page.residue for page in pages)


def test_a_label_of_the_text_that_opens_several_pages_stays() -> None:
    pages = pages_of(4, [line("How we do this", 60, 40)] * 4)
    for page in pages:
        for baseline in (400, 500, 600):
            page.words += line("How we do this", 60, baseline)
    set_residue(pages)
    assert not any(page.residue for page in pages)


def test_a_bare_number_is_a_page_number_only_if_it_keeps_step() -> None:
    pages = pages_of(3, [line(str(i), 300, 770) for i in (4, 5, 6)])
    set_residue(pages)
    assert all(page.residue for page in pages)
    figures = pages_of(3, [line(i, 300, 770) for i in ("12", "7", "31")])
    set_residue(figures)
    assert not any(page.residue for page in figures)


@pytest.mark.parametrize("text", ["Yes", "Partial", "Evidence:", "Comply: Yes", "Commentary:"])
def test_an_answer_or_a_label_is_no_running_line(text: str) -> None:
    pages = pages_of(4, [line(text, 60, 40)] * 4)
    set_residue(pages)
    assert not any(page.residue for page in pages)


def test_a_text_that_recurs_in_an_inner_column_is_no_running_line() -> None:
    text = line("See the complaints policy", 300, 60)
    pages = pages_of(4, [text] * 4)
    for page in pages:
        page.words += [w for y in (72, 84, 96) for w in line(f"other text {y}", 300, y)]
    set_residue(pages)
    assert not any(page.residue for page in pages)


def test_provision_numbers_count_no_pages() -> None:
    pages = pages_of(4, [line(f"Provision 3.{i}", 60, 40) for i in range(1, 5)])
    set_residue(pages)
    assert not any(page.residue for page in pages)


def test_a_foot_that_counts_the_pages_of_spreads_is_set_aside() -> None:
    feet = [
        [*line(str(number), 60, 770), *line(f"Annual review {number + 1}", 400, 770)]
        for number in (12, 14, 16)
    ]
    pages = pages_of(3, feet)
    set_residue(pages)
    assert [len(page.residue) for page in pages] == [4] * 3


def test_a_foot_that_counts_the_pages_is_set_aside_wherever_it_ends_a_page() -> None:
    pages = pages_of(4, [line(f"Annual review {i}", 60, 360 + 40 * i) for i in range(1, 5)])
    set_residue(pages)
    assert all(text.startswith("Body") for text in kept(pages))


def test_roman_page_numbers_are_set_aside() -> None:
    pages = pages_of(4, [line(text, 300, 770) for text in ("ii", "iii", "iv", "v")])
    set_residue(pages)
    assert all(page.residue for page in pages)


# --------------------------------------------------------------------------- columns

PROSE = "the landlord says what it does and how it does so"


def column(name: str, x: float, tops: Sequence[float]) -> list[Word]:
    return [w for i, y in enumerate(tops) for w in line(f"{name}{i} {PROSE}", x, y)]


def opening(words: Sequence[Word]) -> list[str]:
    """The first words of the stretches in which words are read."""
    return [lines_of(part.words)[0][0].text for part in stretches(words, 600)]


def test_newspaper_columns_are_read_one_after_the_other() -> None:
    title = line("A title over both of the columns of this page and more words " * 2, 20, 50)
    words = [*title, *column("a", 20, range(100, 200, 12)), *column("b", 320, range(106, 206, 12))]
    assert opening(words) == ["A", "a0", "b0"]


def test_cards_two_abreast_are_read_row_by_row() -> None:
    words = []
    for row, top in enumerate((100, 180, 260)):
        for side, x in enumerate((20, 320)):
            words += line(f"1.{2 * row + side + 1}", x, top)
            words += column("c", x, (top + 12, top + 24, top + 36))
    assert opening(words) == ["1.1", "1.2", "1.3", "1.4", "1.5", "1.6"]


def test_boxes_side_by_side_are_read_box_by_box_and_a_heading_below_comes_after_them() -> None:
    page = Page(1, 600, 800)
    for row, top in enumerate((100, 180)):
        for side, x in enumerate((20, 320)):
            if (row, side) == (1, 1):
                continue
            page.fills.append(Fill(x - 5, top - 5, x + 250, top + 60, "F8F9FD"))
            page.words += line(f"9.{2 * row + side + 1}", x, top)
            page.words += line("Short and to the point", x, top + 15)
    page.words += line("What we will do next", 20, 250)
    read = stretches(page.words, 600, boxes_abreast(panels_of(page), page.words))
    first = [lines_of(part.words)[0][0].text for part in read]
    assert first == ["9.1", "9.2", "9.3", "What"]


def test_names_with_their_values_and_lines_of_prose_are_no_columns() -> None:
    pairs = [w for y in (100, 112, 124) for w in [*line("Name", 20, y), *line("A value", 320, y)]]
    assert len(stretches(pairs, 600)) == 1
    prose = [w for y in (100, 112, 124, 136) for w in line(f"{PROSE} {PROSE}", 20, y)]
    assert len(stretches(prose, 600)) == 1


# --------------------------------------------------------------------------- badges


def badged(*rows: tuple[str, str]) -> Page:
    """A page of paragraphs of two lines, each with words at its right, and a comment beneath."""
    page = Page(1, 600, 800)
    for place, (text, right) in enumerate(rows):
        top = 100 + 80 * place
        page.words += [*line(text, 20, top), *line("and there it ends", 40, top + 12)]
        page.words += [
            w for i, t in enumerate(right.split("\n")) for w in line(t, 480, top + 11 * i)
        ]
        page.words += line(
            "Our comment on it, in the whole width of the page it stands on", 40, top + 36
        )
    return page


def passages_of(page: Page) -> list[str]:
    blocks = assemble(Document(pages=[page], outlines=[0]), []).blocks
    return [block.text for block in blocks if isinstance(block, Passage)]


def test_answers_at_the_right_of_paragraphs_stand_behind_their_numbers() -> None:
    page = badged(
        ("1.2 A complaint is defined", "Compliant"),
        ("1.3 A resident may say so", "Partially\ncompliant"),
        ("1.4 Landlords know it", "Compliant"),
    )
    assert passages_of(page)[:2] == ["1.2 Compliant", "A complaint is defined\nand there it ends"]
    assert passages_of(page)[3] == "1.3 Partially compliant"


def test_a_number_with_a_short_title_has_a_badge_too() -> None:
    others = [("1.2 A complaint is defined", "Met"), ("1.3 A resident may say so", "Met")]
    page = badged(*others, ("1.4 Requests", "Not met"), ("1.5 Still unhappy then", "Met"))
    assert "1.4 Not met" in passages_of(page)


def test_words_that_answer_nothing_are_badges_where_answers_stand() -> None:
    others = [(f"1.{n} A resident may say so", "Met") for n in (2, 3, 4, 5)]
    assert "1.6 TBC" in passages_of(badged(*others, ("1.6 Landlords know it", "TBC")))


def numbered(number_at: float) -> Page:
    """A page of questions over two lines, each with its number at its left."""
    page = Page(1, 600, 800)
    for place in range(4):
        top = 100 + 90 * place
        page.words += line(f"1.{place + 2}", 20, top + number_at)
        page.words += [
            *line("Do we say what we mean by it", 60, top),
            *line("in words", 60, top + 12),
        ]
        page.words += line("We do, and our members know that we do", 60, top + 40)
    return page


@pytest.mark.parametrize("number_at", [0, 6, 12])
def test_a_number_at_the_middle_of_the_lines_beside_it_stands_before_them(number_at: float) -> None:
    found = passages_of(numbered(number_at))
    assert " ".join(found[:2]).split("\n")[0].startswith("1.2 Do we say")
    assert not any(text.startswith("in words") for text in found)


def test_answers_at_the_right_of_paragraphs_without_numbers_come_after_them() -> None:
    page = badged(
        *[("A complaint is defined thus", answer) for answer in ("Met", "Not met", "Met")]
    )
    assert passages_of(page)[:3] == [
        "A complaint is defined thus\nand there it ends",
        "Met",
        "Our comment on it, in the whole width of the page it stands on",
    ]


def test_an_answer_in_a_column_of_other_texts_is_no_badge() -> None:
    words = ("Yes", "A remark", "Yes", "More of it", "Yes", "Another one")
    page = badged(*[("1.2 A complaint is defined", said) for said in words])
    assert not any(map(passages_of(page).__contains__, ("1.2 Yes", "Yes")))


# --------------------------------------------------------------------------- assemble


def found(page: int, words: list[Word]) -> FoundTable:
    box = (50.0, 90.0, 300.0, 130.0)
    cell = FoundCell(words, box)
    return FoundTable(page, box, (50.0, 300.0), [FoundRow([cell], box, page)], "test")


def test_blocks_stand_in_reading_order_and_nothing_is_lost() -> None:
    page = Page(1, 600, 800)
    inside = line("Yes", 60, 110)
    page.words = [*line("Before it", 60, 50), *inside, *line("After it", 60, 200)]
    parsed = assemble(Document(pages=[page], outlines=[0]), [found(1, inside)])
    kinds = [type(block) for block in parsed.blocks]
    assert kinds == [Passage, Table, Passage]
    assert parsed.coverage == 1
    assert not parsed.problems


def test_a_word_in_two_tables_comes_out_once() -> None:
    page = Page(1, 600, 800)
    page.words = line("Yes", 60, 110)
    parsed = assemble(
        Document(pages=[page], outlines=[0]), [found(1, page.words), found(1, page.words)]
    )
    texts = [c.text for t in parsed.tables for r in t.rows for c in r.cells if c]
    assert texts == ["Yes", ""]


def test_cells_keep_colour_and_links() -> None:
    page = Page(1, 600, 800)
    page.words = line("Policy", 60, 110)
    page.fills = [Fill(50, 90, 300, 130, "FF0000"), Fill(58, 100, 92, 112, "FFFF00")]
    page.links = [Link((60, 100, 90, 112), "https://example.org")]
    parsed = assemble(Document(pages=[page], outlines=[0]), [found(1, page.words)])
    cell = parsed.tables[0].rows[0].cells[0]
    assert cell is not None
    assert (cell.fill, cell.links) == ("FF0000", ("https://example.org",))


def read(*contents: str) -> Parsed:
    data = make_pdf(*contents)
    digest = hashlib.sha256(data).hexdigest()
    return parse(Source(path="a.pdf", data=data, sha256=digest, media_type="application/pdf"))


def test_paragraphs_end_at_wider_gaps_and_headings_have_levels() -> None:
    parsed = read(
        show(50, 350, "Self-assessment", size=20)
        + show(50, 320, "First line of a paragraph")
        + show(50, 308, "second line of it.")
        + show(50, 280, "Another paragraph.")
    )
    passages = [block for block in parsed.blocks if isinstance(block, Passage)]
    assert [p.text for p in passages] == [
        "Self-assessment",
        "First line of a paragraph\nsecond line of it.",
        "Another paragraph.",
    ]
    assert [p.heading for p in passages] == [1, None, None]


def test_a_ruled_table_comes_through_with_its_places() -> None:
    grid = "".join(f"{x} 200 m {x} 300 l S " for x in (50, 150, 250, 350))
    grid += "".join(f"50 {y} m 350 {y} l S " for y in (200, 250, 300))
    cells = "".join(
        show(55 + 100 * i, 280 - 50 * j, f"{'abc'[i]}{j}") for i in range(3) for j in range(2)
    )
    parsed = read(grid + cells)
    table = parsed.tables[0]
    assert [[c.text for c in row.cells if c] for row in table.rows] == [
        ["a0", "b0", "c0"],
        ["a1", "b1", "c1"],
    ]
    first = table.rows[0].cells[0]
    assert first is not None
    place = first.locators[0]
    assert place.kind == "pdf"
    assert (place.page, [round(v) for v in place.box]) == (1, [50, 100, 150, 150])


def test_a_cell_in_which_only_a_picture_or_a_dot_stands_is_flagged() -> None:
    page = Page(1, 400.0, 400.0)
    page.pictures = [(60.0, 22.0, 70.0, 32.0)]
    page.fills = [
        Fill(110.0, 22.0, 120.0, 32.0, "00B050"),
        Fill(150.0, 20.0, 200.0, 40.0, "DDDDDD"),
    ]
    boxes = [(x, 20.0, x + 50.0, 40.0) for x in (0.0, 50.0, 100.0, 150.0)]
    row = FoundRow([FoundCell([], box) for box in boxes], (0.0, 20.0, 200.0, 40.0), 1)
    table = FoundTable(1, row.box, (0.0, 50.0, 100.0, 150.0, 200.0), [row], "ruled")
    (read,) = assemble(Document([page]), [table]).tables[0].rows
    assert [c.flags for c in read.cells if c is not None] == [(), ("picture",), ("picture",), ()]


def numbered_boxes(places: Sequence[tuple[str, int, int]]) -> Page:
    page = Page(1, 600, 800)
    for number, x, top in places:
        page.fills.append(Fill(x - 5, top - 5, x + 250, top + 60, "F8F9FD"))
        page.words += line(number, x, top + 10)
        page.words += line("Short and to the point of it", x, top + 25)
    return page


def test_boxes_in_newspaper_columns_are_read_down_each_column() -> None:
    flow = [("1.2", 20, 100), ("1.3", 20, 190), ("1.5", 320, 100), ("1.6", 320, 170)]
    page = numbered_boxes(flow)
    (column,) = boxes_abreast(panels_of(page), page.words)
    assert [box[:2] for box in column] == [(15, 95), (15, 185), (315, 95), (315, 165)]
    read = [w.text for part in stretches(page.words, 600, [column]) for w in part.words]
    assert [text for text in read if text[0] == "1"] == ["1.2", "1.3", "1.5", "1.6"]


def test_cards_of_two_rows_stay_rows() -> None:
    cards = numbered_boxes([("1.2", 20, 100), ("1.3", 320, 100), ("1.4", 20, 190)])
    assert [len(row) for row in boxes_abreast(panels_of(cards), cards.words)] == [2, 1]


def test_numbers_that_chance_puts_on_one_line_do_not_make_cards_of_columns() -> None:
    words = []
    for side, x in enumerate((20, 320)):
        for row, top in enumerate((100, 180, 260)):
            words += line(f"1.{3 * side + row + 1}", x, top)
            words += column("c", x, (top + 12, top + 24, top + 36))
    assert opening(words) == ["1.1", "1.4"]


def test_what_stands_beneath_both_columns_comes_after_them() -> None:
    left = column("a", 20, range(100, 200, 12))
    words = [*left, *column("b", 320, range(100, 200, 12)), *line("Signed by the Chair", 20, 240)]
    read = [lines_of(part.words)[0][0].text for part in stretches(words, 600, foot=700)]
    assert read == ["a0", "b0", "Signed"]
    assert len(stretches(words, 600, foot=240)) == 2


def test_a_number_in_the_margin_is_read_with_the_answer_below_it() -> None:
    page = Page(1, 600, 800)
    for place, answer in enumerate(("MET", "Not met", "MET", "MET")):
        top = 100.0 + 60 * place
        page.words += line(f"1.{place + 2}", 50, top) + line(answer, 50, top + 14)
        page.words += line("A complaint must be defined as an expression of it", 120, top)
        page.words += line("and of nothing else whatever it may be called here", 120, top + 14)
        page.words += line("We say so in our letters.", 124, top + 32)
    texts = [block.text for block in assemble(Document([page]), []).blocks]
    assert texts[:3] == [
        "1.2 MET",
        "A complaint must be defined as an expression of it\n"
        "and of nothing else whatever it may be called here",
        "We say so in our letters.",
    ]
    assert [text for text in texts if text.startswith("1.3")] == ["1.3 Not met"]


def test_badges_stand_with_the_number_of_their_own_card() -> None:
    page = Page(1, 600, 800)
    for place in range(4):
        for x in (20, 320):
            top = 100 + 90 * place
            page.fills.append(Fill(x - 5, top - 5, x + 255, top + 60, "F8F9FD"))
            answer = "Met" if x == 20 else "Partly met"
            page.words += line(f"{place + 1}.{2 if x == 20 else 3}", x, top)
            page.words += line(answer, x + 190, top - 1)
            page.words += line("Short and to the point of it", x, top + 25)
    set_boxes([page])
    texts = [block.text for block in assemble(Document([page]), []).blocks]
    assert texts[::2][:4] == ["1.2 Met", "1.3 Partly met", "2.2 Met", "2.3 Partly met"]


def test_numbers_and_answers_in_a_newspaper_column_are_no_margin() -> None:
    page = Page(1, 600, 800)
    for place in range(4):
        top = 100.0 + 60 * place
        for x, number in ((40, f"6.{place + 1}"), (320, f"6.{place + 7}")):
            page.words += line(number, x, top) + line("We comply", x, top + 14)
            page.words += line("We tell you why and when it is to be", x, top + 28)
        page.words += line("You need not say why you want it to be so", 320, top - 14)
    assert find_margins([[page.words]]) == [[]]


def test_notes_beside_numbered_parts_are_read_part_by_part() -> None:
    page = Page(1, 960, 540)
    for place, answer in enumerate(("We comply", "We do not comply", "We comply")):
        top = 60.0 + 130 * place
        page.words += line(f"7.{place + 1}", 40, top)
        page.words += line(
            "The remedy offer must set out what will happen and by when", 40, top + 20
        )
        page.words += line(
            "in agreement with the resident wherever that is appropriate", 40, top + 34
        )
        page.words += line(answer, 560, top)
        page.words += line(f"Letters of kind {place} say so in their first part", 560, top + 16)
        page.words += line("and again at the very end of each of them", 560, top + 30)
    texts = [block.text for block in assemble(Document([page]), []).blocks]
    order = [t.split("\n")[0] for t in texts if t[:2] in ("7.", "We")]
    assert order == ["7.1", "We comply", "7.2", "We do not comply", "7.3", "We comply"]


def test_what_a_tables_rows_left_out_is_read_before_the_table() -> None:
    page = Page(1, 400.0, 400.0)
    page.words = [*line("the end of a comment", 60, 35), *line("1.3", 10, 70)]
    row = FoundRow(
        [FoundCell(page.words[-1:], (0.0, 60.0, 50.0, 90.0))], (0.0, 60.0, 200.0, 90.0), 1
    )
    table = FoundTable(1, (0.0, 20.0, 200.0, 90.0), (0.0, 200.0), [row], "banded")
    first, second = assemble(Document([page]), [table]).blocks
    assert (type(first), type(second)) == (Passage, Table)
