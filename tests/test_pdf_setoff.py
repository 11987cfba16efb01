"""What sets a word of a printed choice off in a PDF is found, however it is drawn."""

from __future__ import annotations

import hashlib

import pytest

from pdf_files import make_pdf, show
from saextract.mapping.answers.choices import chosen
from saextract.model import Passage, Source
from saextract.parsers.pdf import parse

RING = (
    "{a} 304 m {a} 310 {b} 310 {b} 304 c {b} 297 {a} 297 {a} 304 c h S "  # from a to b, open below
)


def passage(content: str, page: str = "") -> Passage:
    data = make_pdf(content, page=page)
    source = Source(
        path="form.pdf",
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="application/pdf",
    )
    (block,) = parse(source, ocr="never").blocks
    assert isinstance(block, Passage)
    return block


def word(content: str, page: str = "") -> str:
    """The chosen word of the choice on a page, "" where none is."""
    block = passage(content, page)
    option = chosen(block.text, block.marks)
    return block.text[option.start : option.end] if option else ""


CHOICE = show(50, 300, "Yes / No")
"""In Helvetica of 10 points: "Yes" goes from 50 to 67.8, "No" from 76 to 88.9."""


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        ("0.7 w 76 302.8 m 89 302.8 l S", "Yes"),
        ("0.7 w 50 302.8 m 67.8 302.8 l S", "No"),
        ("50 298.4 17.8 0.6 re f", "Yes"),
        ("0.7 w 76 299 m 89 308 l S", "Yes"),
        ("0.7 w 76 299 m 89 308 l S 76 308 m 89 299 l S", "Yes"),
        ("0.7 w " + RING.format(a=47, b=71), "Yes"),
        ("0.7 w " + RING.format(a=73, b=92), "No"),
        ("0.7 w 48 297 22 12 re S", "Yes"),
        ("0.7 w 74 297 17 12 re S", "No"),
        ("0.7 w 76 302.8 m 89 302.8 l S 50 302.8 m 67.8 302.8 l S", ""),
        ("", ""),
    ],
    ids=[
        "struck", "other struck", "underlined", "stroke", "cross", "ring", "other ring", "frame",
        "other frame", "both struck", "nothing",
    ],
)  # fmt: skip
def test_the_chosen_word_is_told_from_what_is_drawn(drawn: str, expected: str) -> None:
    assert word(CHOICE + drawn) == expected


def test_a_ground_behind_a_word_chooses_it() -> None:
    assert word("1 1 0 rg 75 297 15 11 re f 0 g " + CHOICE) == "No"


def test_a_ground_behind_the_whole_choice_chooses_nothing() -> None:
    assert word("1 1 0 rg 45 297 60 11 re f 0 g " + CHOICE) == ""


def test_a_bold_word_without_a_space_around_the_stroke_is_chosen() -> None:
    content = "BT /F1 10 Tf 50 300 Td (Yes/) Tj /F2 10 Tf (No) Tj ET"
    assert word(content) == "No"


def test_a_line_through_a_part_of_a_word_counts_for_that_part() -> None:
    assert word(show(50, 300, "Yes/No") + "0.7 w 71 302.8 m 83 302.8 l S") == "Yes"


@pytest.mark.parametrize(
    ("kind", "expected"), [("Highlight", "No"), ("Underline", "No"), ("StrikeOut", "Yes")]
)
def test_text_markup_of_a_viewer_counts(kind: str, expected: str) -> None:
    quad = "76 309 89 309 76 298 89 298"
    markup = f"<< /Type /Annot /Subtype /{kind} /F 4 /Rect [76 298 89 309] /QuadPoints [{quad}] >>"
    assert word(CHOICE, page=f"/Annots [{markup}]") == expected


def test_a_ring_drawn_in_a_viewer_counts() -> None:
    ring = "<< /Type /Annot /Subtype /Circle /F 4 /Rect [47 296 71 312] >>"
    assert word(CHOICE, page=f"/Annots [{ring}]") == "Yes"


def test_prose_has_no_marks() -> None:
    text = "Complaints are recorded by the team that receives them, and the board reads the record."
    assert not passage(show(50, 300, text, font="F2")).marks


def test_the_marks_of_a_choice_keep_their_place_behind_a_label() -> None:
    block = passage(show(50, 300, "Comply: Yes / No") + "0.7 w 89.5 302.8 m 107 302.8 l S")
    (mark,) = block.marks
    assert block.text[mark.start : mark.end] == "Yes"


def test_patches_of_colour_stand_before_their_words() -> None:
    content = show(50, 300, "Key:") + show(90, 300, "met") + show(140, 300, "not met")
    block = passage("0 0.6 0 rg 78 299 10 8 re f 0.8 0 0 rg 128 299 10 8 re f 0 g " + content)
    assert [(s.at, s.colour) for s in block.swatches] == [(5, "009900"), (9, "CC0000")]
