"""What stands beneath the last row of a page is no part of it."""

from __future__ import annotations

import pytest

from saextract.codes import get_code, load_codes
from saextract.mapping.routes.records import read_blocks
from saextract.model import Parsed, Passage, PdfLocator, Table

PROVISIONS = get_code("HOS-2024").provisions[:4]


def last_cell(*beneath: str, paragraphs: int = 1) -> tuple[str, tuple[str, ...], list[str]]:
    """The last row's comment with its flags, and the passages that are left after it."""
    texts: list[str] = []
    for provision in PROVISIONS:
        texts += [f"Code provision {provision.number}", provision.text.replace("\n", " ")]
        texts += ["Compliance: Yes", "Commentary:", *(["We say so."] * paragraphs)]
    parsed = Parsed(blocks=tuple(Passage(text=text) for text in (*texts, *beneath)))
    blocks = read_blocks(parsed, load_codes()).blocks
    (table,) = (block for block in blocks if isinstance(block, Table))
    cell = table.rows[-1].cells[-1]
    assert cell is not None
    return cell.text, cell.flags, [block.text for block in blocks if isinstance(block, Passage)]


@pytest.mark.parametrize(
    "beneath",
    [
        ("Signed by the Chair of the Board", "Version 2.0"),
        ("Like Comment Share", "27 people viewed this"),
        ("Page owner: Communications team",),
        ("Last reviewed: 28 June 2024",),
        ("Reviewed 30/07/2025 by Landlord Services. Tell us what you think.",),
        ("Save this page as a PDF", "Was this helpful? Yes No"),
        ("H. Testfield, Clerk to the Trustees", "Mill Lane. Charity no. 0000000"),
        ("Registered charity number 0000000",),
    ],
)
def test_signatures_dates_and_words_of_the_site_stay_passages(beneath: tuple[str, ...]) -> None:
    assert last_cell(*beneath) == ("We say so.", (), list(beneath))
    assert last_cell(*beneath, paragraphs=2) == ("We say so.\nWe say so.", (), list(beneath))


def test_what_follows_a_signature_goes_with_it() -> None:
    beneath = ("Approved by the Board", "Telephone us on 01632 960 033.")
    assert last_cell(*beneath) == ("We say so.", (), list(beneath))


def test_a_paragraph_more_than_any_other_row_has_makes_the_cell_uncertain() -> None:
    text, flags, passages = last_cell("A further paragraph of some kind.")
    assert text == "We say so.\nA further paragraph of some kind."
    assert (flags, passages) == (("cells-uncertain",), [])


def test_a_comment_that_opens_like_a_date_of_the_page_stays() -> None:
    texts: list[str] = []
    said = ["We say so.", "We say so.", "We say so.", "Reviewed every year by our Board."]
    for provision, comment in zip(PROVISIONS, said, strict=True):
        texts += [f"Code provision {provision.number}", provision.text.replace("\n", " ")]
        texts += ["Compliance: Yes", "Commentary", comment]
    parsed = Parsed(blocks=tuple(Passage(text=text) for text in texts))
    (table,) = read_blocks(parsed, load_codes()).tables
    assert [row.cells[-1].text for row in table.rows if row.cells[-1]] == said


def test_what_follows_a_line_of_the_site_goes_with_it() -> None:
    beneath = ("Back to top", "1 Any Street, Anytown")
    assert last_cell(*beneath, paragraphs=2) == ("We say so.\nWe say so.", (), list(beneath))


def test_an_answer_in_the_heading_leaves_the_paragraphs_after_the_requirement_as_comment() -> None:
    blocks: list[Passage] = []
    for place, provision in enumerate(get_code("HOS-2024").provisions[:8]):
        title = f"{provision.number} {'Met' if place < 7 else ''}".strip()
        blocks.append(Passage(text=title, heading=3))
        blocks += [Passage(text=provision.text.replace("\n", " ")), Passage(text="We say so.")]
    (table,) = read_blocks(Parsed(blocks=tuple(blocks)), load_codes()).tables
    assert table.roles == ("number", "requirement", "answer", "commentary")
    rows = [[cell.text if cell else None for cell in row.cells] for row in table.rows]
    assert [(row[0], row[2], row[-1]) for row in rows] == [
        (provision.number, "Met" if place < 7 else "", "We say so.")
        for place, provision in enumerate(get_code("HOS-2024").provisions[:8])
    ]


def test_a_second_paragraph_that_opens_like_a_button_stays() -> None:
    text, flags, passages = last_cell("Email reminders are sent each week.")
    assert text.endswith("Email reminders are sent each week.")
    assert (flags, passages) == (("cells-uncertain",), [])


def page_of(*beneath: tuple[str, float]) -> list[str]:
    """The passages left after rows on a page; texts beneath them with their left edges."""
    texts: list[tuple[str, float]] = []
    for provision in PROVISIONS:
        texts += [(f"{provision.number} Met", 40.0), (provision.text.replace("\n", " "), 60.0)]
        texts.append(("We say so.", 60.0))
    blocks = tuple(
        Passage(
            text=text,
            locators=(PdfLocator(page=1, box=(left, 20.0 * place, 500.0, 20.0 * place + 12)),),
            heading=3 if text.endswith(" Met") else None,
        )
        for place, (text, left) in enumerate([*texts, *beneath])
    )
    left = read_blocks(Parsed(blocks=blocks), load_codes()).blocks
    return [block.text for block in left if isinstance(block, Passage)]


def test_on_a_page_what_begins_further_left_than_the_cells_is_no_part_of_the_last() -> None:
    assert page_of(("The Board will look at it in May.", 40.0)) == [
        "The Board will look at it in May."
    ]


def test_on_a_page_a_signature_stays_a_passage() -> None:
    assert page_of(("Approved by the Board.", 60.0)) == ["Approved by the Board."]
