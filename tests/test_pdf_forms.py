"""What is entered, ticked, stamped or drawn upon the pages of a PDF."""

from __future__ import annotations

import pytest

from pdf_files import make_pdf, show, stream
from saextract.parsers.pdf.objects.pages import Document, read_document

LABEL = show(20, 300, "1.2")
INK = stream(
    "1.2 w 0 0 1 RG 104 300 m 108 294 l 118 308 l S", "/Subtype /Form /BBox [100 290 122 312]"
)


def page_with(*annotations: str, form: bool = True, content: str = LABEL) -> Document:
    """A page with annotations; later ones may be streams or parents that no page refers to."""
    kids = [i for i, text in enumerate(annotations) if "/Subtype /" in text and "/Rect" in text]
    refs = " ".join(f"{10 + i} 0 R" for i in kids)
    fields = f"/AcroForm << /Fields [{refs}] /DA (/Helv 8 Tf 0 g) >>" if form else ""
    data = make_pdf(content, page=f"/Annots [{refs}]", catalog=fields, objects=annotations)
    return read_document(data)


def texts(document: Document) -> list[str]:
    return [word.text for word in document.pages[0].words]


def widget(entries: str, rect: str = "100 290 160 310") -> str:
    return f"<< /Type /Annot /Subtype /Widget /F 4 /Rect [{rect}] {entries} >>"


def looks(on: str = "11 0 R", off: str = "12 0 R") -> str:
    return f"/AP << /N << /Yes {on} /Off {off} >> >>"


TICKED = stream(
    "BT /F3 9 Tf 1 2 Td (4) Tj ET",
    "/Subtype /Form /BBox [0 0 11 11] /Resources << /Font << /F3 << /Type /Font "
    "/Subtype /Type1 /BaseFont /ZapfDingbats >> >> >>",
)
UNTICKED = stream("", "/Subtype /Form /BBox [0 0 11 11]")


@pytest.mark.parametrize("state", ["/AS /Yes /V /Yes", "/AS /Yes", "/V /Yes"])
def test_a_tick_box_is_ticked_by_its_state_or_else_by_its_value(state: str) -> None:
    box = widget(f"/FT /Btn /T (a) {state} {looks()}", "100 290 111 301")
    assert texts(page_with(box, TICKED, UNTICKED)) == ["1.2", "☒"]


def test_a_tick_box_that_is_off_is_an_empty_box() -> None:
    box = widget(f"/FT /Btn /T (a) /AS /Off /V /Yes {looks()}", "100 290 111 301")
    assert texts(page_with(box, TICKED, UNTICKED)) == ["1.2", "☐"]


def test_boxes_of_a_group_without_states_are_a_problem() -> None:
    box = widget(f"/Parent 13 0 R {looks()}", "100 290 111 301")
    group = "<< /FT /Btn /Ff 49152 /T (q) /V /Yes /Kids [10 0 R] >>"
    document = page_with(box, TICKED, UNTICKED, group)
    assert [(p.code, p.place) for p in document.problems] == [("content-unread", "page 1")]


@pytest.mark.parametrize("state", ["/AS /Yes", "/V /Yes"])
def test_boxes_that_no_form_knows_are_read_as_they_look(state: str) -> None:
    box = widget(f"/FT /Btn /T (a) {state} {looks()}", "100 290 111 301")
    assert texts(page_with(box, TICKED, UNTICKED, form=False)) == ["1.2", "✔"]


@pytest.mark.parametrize("appearance", ["", "/AP << /N 11 0 R >>"])
def test_text_fields_that_no_form_knows_are_read(appearance: str) -> None:
    field = widget(f"/FT /Tx /T (a) /V (Partial) {appearance}")
    look = stream(
        "BT /F1 8 Tf 2 4 Td (Partial) Tj ET",
        "/Subtype /Form /BBox [0 0 60 20] /Resources << /Font << /F1 << /Type /Font "
        "/Subtype /Type1 /BaseFont /Helvetica >> >> >>",
    )
    assert texts(page_with(field, look, form=False)) == ["1.2", "Partial"]


def test_hidden_fields_that_no_form_knows_stay_hidden() -> None:
    field = widget("/FT /Tx /T (a) /V (Yes) /AP << /N 11 0 R >>").replace("/F 4", "/F 2")
    assert texts(page_with(field, TICKED, form=False)) == ["1.2"]


def test_the_default_of_a_list_is_not_its_value() -> None:
    field = widget("/FT /Ch /Ff 131072 /T (a) /Opt [(Yes) (No)] /DV (Yes)")
    assert texts(page_with(field)) == ["1.2"]
    assert texts(page_with(field.replace("/DV", "/V"))) == ["1.2", "Yes"]


def test_free_text_is_read_in_a_file_without_a_form() -> None:
    note = "<< /Type /Annot /Subtype /FreeText /F 4 /Rect [100 290 160 310] /Contents (No) >>"
    assert texts(page_with(note, form=False)) == ["1.2", "No"]


def test_a_mark_typed_into_a_drawn_box_ticks_it() -> None:
    note = "<< /Type /Annot /Subtype /FreeText /F 4 /Rect [99 289 113 303] /Contents (X) >>"
    content = LABEL + "100 290 10 10 re S\n"
    assert texts(page_with(note, form=False, content=content)) == ["1.2", "☒"]


def test_comments_are_no_part_of_the_page() -> None:
    note = "<< /Type /Annot /Subtype /Text /F 4 /Rect [100 290 118 308] /Contents (Is it? No) >>"
    assert texts(page_with(note, form=False)) == ["1.2"]


def ink(rect: str, appearance: str = "/AP << /N 11 0 R >>") -> str:
    return f"<< /Type /Annot /Subtype /Ink /F 4 /Rect [{rect}] /InkList [[0 0 1 1]] {appearance} >>"


def test_a_tick_drawn_by_hand_is_a_tick() -> None:
    assert texts(page_with(ink("100 290 122 312"), INK, form=False)) == ["1.2", "✓"]


def test_what_is_drawn_by_hand_and_is_no_sign_counts_as_a_picture() -> None:
    scrawl = stream(
        "1.2 w 104 296 m 107 305 l 110 293 l 113 304 l 116 294 l 120 305 l S",
        "/Subtype /Form /BBox [100 290 122 312]",
    )
    page = page_with(ink("100 290 122 312"), scrawl, form=False).pages[0]
    assert len(page.pictures) == 1


def test_what_is_drawn_by_hand_upon_a_word_and_sets_none_off_is_a_problem() -> None:
    content = LABEL + show(100, 300, "Yes")
    (problem,) = page_with(ink("96 294 120 312", ""), form=False, content=content).problems
    assert problem.code == "content-unread"
    assert "“Yes”" in problem.message


def test_a_stamp_says_what_it_shows() -> None:
    stamp = "<< /Type /Annot /Subtype /Stamp /F 4 /Rect [100 290 111 301] /AP << /N 11 0 R >> >>"
    assert texts(page_with(stamp, TICKED, form=False)) == ["1.2", "✔"]


def test_a_page_that_waits_for_its_xfa_form_is_a_problem() -> None:
    message = "If this message is not eventually replaced by the proper contents of the document"
    document = read_document(make_pdf(show(10, 300, "Please wait...") + show(10, 280, message)))
    assert [problem.code for problem in document.problems] == ["xfa-form"]
