"""What is read of a PDF's pages is what a person sees."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pdf_files import make_pdf, show, stream
from saextract.errors import DocumentError
from saextract.model import Passage, PdfLocator, Source
from saextract.parsers.pdf import parse
from saextract.parsers.pdf.covers import uncover
from saextract.parsers.pdf.objects.pages import read_document
from saextract.parsers.pdf.page import Page
from saextract.parsers.pdf.quality import is_language, set_unreadable


def texts(page: Page) -> list[str]:
    return [word.text for word in page.words]


def read(content: str, **rest: object) -> Page:
    return read_document(make_pdf(content, **rest)).pages[0]  # type: ignore[arg-type]


def test_words_lie_where_they_are_printed() -> None:
    page = read(show(50, 300, "Hello there"))
    assert texts(page) == ["Hello", "there"]
    word = page.words[0]
    assert word.x0 == pytest.approx(50, abs=0.1)
    assert word.baseline == pytest.approx(100, abs=0.1)
    assert word.top < 100 < word.bottom


def test_a_crop_box_shifts_the_origin() -> None:
    page = read(show(50, 300, "Hello"), page="/CropBox [20 10 320 350]")
    assert (page.width, page.height) == (300, 340)
    assert page.words[0].x0 == pytest.approx(30, abs=0.1)
    assert page.words[0].baseline == pytest.approx(50, abs=0.1)


@pytest.mark.parametrize("flag", ["/Rotate 90", ""])
def test_sideways_pages_are_turned_with_their_rules(flag: str) -> None:
    content = "q 0 1 -1 0 400 0 cm\n" + show(50, 250, "Sideways text") + "40 200 200 30 re S\nQ"
    page = read(content, page=flag, box=(0, 0, 400, 500))
    assert texts(page) == ["Sideways", "text"]
    assert (page.width, page.height) == (500, 400)
    assert page.words[0].x0 == pytest.approx(50, abs=0.1)
    assert page.words[0].baseline == pytest.approx(150, abs=0.1)
    assert [round(rule.top) for rule in page.h_rules] == [170, 200]
    assert [round(rule.x0) for rule in page.v_rules] == [40, 240]


@pytest.mark.parametrize(
    "hidden",
    [
        "BT /F1 10 Tf 3 Tr 50 200 Td (HIDDEN) Tj ET",
        "1 g " + show(50, 200, "HIDDEN") + " 0 g",
        "0.9 g 40 190 100 30 re f 0.9 g " + show(50, 200, "HIDDEN") + " 0 g",
        show(50, 200, "HIDDEN") + "1 g 40 190 100 30 re f 0 g",
        show(-200, 200, "HIDDEN"),
        show(50, 200, "HIDDEN", size=0.4),
    ],
    ids=["mode 3", "white on white", "grey on grey", "covered", "off the page", "tiny"],
)
def test_hidden_text_is_left_out(hidden: str) -> None:
    assert texts(read(show(50, 300, "seen") + hidden)) == ["seen"]


def test_white_text_on_colour_is_seen() -> None:
    assert texts(read("0 0 0.5 rg 40 190 100 30 re f 1 g " + show(50, 200, "Header"))) == ["Header"]


def test_a_white_figure_on_a_round_badge_is_seen() -> None:
    badge = "0 0 0.5 rg 60 190 m 73 190 73 210 60 210 c 47 210 47 190 60 190 c f 1 g "
    assert texts(read(badge + show(56, 197, "1.2", size=6))) == ["1.2"]


def test_text_of_a_layer_that_is_off_is_left_out() -> None:
    layers = "/OCProperties << /OCGs [10 0 R] /D << /OFF [10 0 R] >> >>"
    page = read(
        show(50, 300, "seen")
        + "/OC /L BDC "
        + show(50, 200, "HIDDEN")
        + show(52, 302, "OVER")
        + " EMC",
        catalog=layers,
        objects=["<< /Type /OCG /Name (Notes) >>"],
        resources="/Properties << /L 10 0 R >>",
    )
    assert texts(page) == ["seen"]


_FORM = (
    "<< /Type /XObject /Subtype /Form /BBox [0 0 400 400] /OC {oc} /Resources << /Font << /F1 "
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> {inner} >> /Length {length} >>\n"
    "stream\n{content}\nendstream"
)
_OFF = "<< /Type /OCG /Name (Last year) >>"
_ON = "<< /Type /OCG /Name (This year) >>"


def form(oc: str, content: str, inner: str = "") -> str:
    return _FORM.format(oc=oc, content=content, inner=inner, length=len(content))


def marked(name: str, content: str) -> str:
    return f"/OC /{name} BDC {content} EMC "


@pytest.mark.parametrize(
    ("objects", "resources", "content"),
    [
        (
            [_OFF, _ON, "<< /Type /OCMD /OCGs [10 0 R] /P /AllOn >>"],
            "/Properties << /M 12 0 R >>",
            marked("M", show(50, 300, "No")),
        ),
        (
            [_OFF, _ON, "<< /Type /OCMD /OCGs [11 0 R] /P /AllOff >>"],
            "/Properties << /M 12 0 R >>",
            marked("M", show(50, 300, "No")),
        ),
        (
            [_OFF, _ON, "<< /Type /OCMD /VE [/Not 11 0 R] >>"],
            "/Properties << /M 12 0 R >>",
            marked("M", show(50, 300, "No")),
        ),
        (
            [_OFF, _ON, form("10 0 R", show(50, 300, "No"))],
            "/XObject << /X 12 0 R >>",
            "/X Do ",
        ),
        (
            [
                _OFF,
                _ON,
                form("11 0 R", show(200, 300, "and") + "/Y Do", "/XObject << /Y 13 0 R >>"),
                form("10 0 R", show(50, 300, "No")),
            ],
            "/XObject << /X 12 0 R >>",
            "/X Do ",
        ),
        (
            [_OFF, _ON],
            "/Properties << /A 11 0 R /B 10 0 R >>",
            marked("A", show(200, 300, "and") + marked("B", show(50, 300, "No"))),
        ),
    ],
    ids=["all on", "all off", "expression", "form", "form in a form", "nested"],
)
def test_no_kind_of_layer_that_is_off_is_read(
    objects: list[str], resources: str, content: str
) -> None:
    layers = "/OCProperties << /OCGs [10 0 R 11 0 R] /D << /OFF [10 0 R] >> >>"
    page = read(
        content + show(50, 300, "Yes") + show(50, 200, "seen"),
        catalog=layers,
        objects=objects,
        resources=resources,
    )
    assert [text for text in texts(page) if text != "and"] == ["Yes", "seen"]
    assert ("and" in texts(page)) == ("and" in content + "".join(objects))


def test_text_under_a_bar_over_every_page_is_read_and_flagged() -> None:
    bar = "0 0 0.5 rg 0 340 400 60 re f 1 g " + show(20, 370, "Menu") + "0 g "
    under = [show(50, 350, f"line {i}") + show(50, 200, "body") for i in range(3)]
    document = read_document(make_pdf(*(text + bar for text in under)))
    uncover(document.pages)
    for number, page in enumerate(document.pages):
        assert texts(page) == ["line", str(number), "body"]
        assert [bool(word.flags) for word in page.words] == [True, True, False]
        assert [word.text for word in page.residue] == ["Menu"]


def test_text_under_something_that_comes_once_stays_out() -> None:
    lid = "1 g 40 340 200 20 re f 0 g "
    pages = [show(50, 350, "old") + lid + show(50, 200, "body"), show(50, 200, "body")]
    document = read_document(make_pdf(*pages))
    uncover(document.pages)
    assert [texts(page) for page in document.pages] == [["body"], ["body"]]


def test_text_drawn_double_for_bold_is_given_once() -> None:
    assert texts(read(show(50, 300, "Bold face") + show(50.4, 300, "Bold face"))) == [
        "Bold",
        "face",
    ]


def test_equal_words_side_by_side_are_both_given() -> None:
    assert texts(read(show(50, 300, "Yes") + show(90, 300, "Yes"))) == ["Yes", "Yes"]


def test_a_word_too_long_for_its_cell_runs_over_the_rule() -> None:
    page = read(show(50, 300, "www.example.org") + "80 280 m 80 320 l S")
    assert texts(page) == ["www.example.org"]


def test_words_end_at_a_vertical_rule() -> None:
    page = read(show(50, 300, "ab") + show(61.5, 300, "cd") + "61.3 280 m 61.3 320 l S")
    assert texts(page) == ["ab", "cd"]


def test_kerned_pieces_of_a_word_are_one_word() -> None:
    assert texts(read("BT /F1 10 Tf 50 300 Td [(W) 80 (or) -20 (d) -400 (two)] TJ ET")) == [
        "Word",
        "two",
    ]


def test_spaced_out_letters_are_words() -> None:
    assert texts(read("BT /F1 10 Tf 4 Tc 50 300 Td (SPACED OUT TITLE) Tj ET")) == [
        "SPACED",
        "OUT",
        "TITLE",
    ]


def test_symbol_glyphs_have_their_meaning() -> None:
    page = read(show(50, 300, "4", "F3") + show(90, 300, "\\267", "F4"))
    assert texts(page)[0] in ("✓", "✔")
    assert texts(page)[1] == "•"


def test_bold_is_told_from_the_font() -> None:
    page = read(show(50, 300, "Heavy", "F2") + show(50, 280, "Light"))
    assert [word.bold for word in page.words] == [True, False]


def test_text_and_lines_inside_a_form_object_are_placed_by_its_matrix() -> None:
    form = stream(
        show(0, 0, "Inside") + "0 -5 m 100 -5 l S",
        "/Type /XObject /Subtype /Form /BBox [-10 -10 200 200] /Matrix [1 0 0 1 20 0] "
        "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>",
    )
    page = read("q 1 0 0 1 50 300 cm /X Do Q", objects=[form], resources="/XObject << /X 10 0 R >>")
    assert page.words[0].x0 == pytest.approx(70, abs=0.1)
    assert [(round(r.x0), round(r.x1), round(r.top)) for r in page.h_rules] == [(70, 170, 105)]


@pytest.mark.parametrize(
    "line",
    [
        "50 300 m 250 300 l S",
        "50 299.5 200 1 re f",
        "50 299.5 m 250 299.5 l 249 300.5 l 51 300.5 l h f",
        " ".join(f"{50 + 4 * i} 299.5 1 1 re f" for i in range(51)),
        "[2 2] 0 d 50 300 m 250 300 l S",
        "50 300 m 150 300 l S 150.2 300.1 m 250 300.1 l S",
    ],
    ids=["stroke", "thin box", "trapezium", "dots", "dashes", "pieces"],
)
def test_a_line_is_one_rule_however_it_is_drawn(line: str) -> None:
    page = read(show(20, 350, "x") + line)
    assert len(page.h_rules) == 1
    rule = page.h_rules[0]
    assert (rule.x0, rule.top, rule.x1) == pytest.approx((50, 100, 250), abs=1.1)
    assert not page.v_rules
    assert not page.fills


def test_an_outline_gives_four_rules_and_a_fill_none() -> None:
    outline = read("50 200 100 50 re S")
    assert (len(outline.h_rules), len(outline.v_rules), len(outline.fills)) == (2, 2, 0)
    fill = read("0.8 g 50 200 100 50 re f")
    assert (len(fill.h_rules), len(fill.v_rules)) == (0, 0)
    assert [f.colour for f in fill.fills] == ["CCCCCC"]


def test_white_lines_count_on_colour_only() -> None:
    assert not read("1 G 50 300 m 250 300 l S").h_rules
    page = read("0 0.3 0.6 rg 50 200 200 150 re f 1 G 50 300 m 250 300 l S")
    assert len(page.h_rules) == 1


def test_white_boxes_behind_words_are_nothing() -> None:
    page = read("1 g 48 295 80 14 re f 0 g " + show(50, 300, "Pasted text"))
    assert not page.fills
    assert not page.h_rules
    assert texts(page) == ["Pasted", "text"]


def test_an_underline_is_no_rule_but_a_border_below_text_is() -> None:
    underlined = show(50, 300, "Linked") + "50 298.6 28.9 0.5 re f "
    page = read(underlined + "40 290 m 300 290 l S")
    assert [round(rule.top) for rule in page.h_rules] == [110]


@pytest.mark.parametrize(
    ("drawing", "sign"),
    [
        ("100 104 m 103 100 l 110 110 l S", "✓"),
        ("100 100 m 110 110 l S 100 110 m 110 100 l S", "✗"),
        ("100 100 m 110 110 l 100 110 m 110 100 l S", "✗"),
        ("100 100 10 10 re S", "☐"),
        ("100 100 10 10 re S 100 100 m 110 110 l S 100 110 m 110 100 l S", "☒"),
        ("100 100 10 10 re S 102 104 m 104 102 l 109 108 l S", "☑"),
        (
            "102 100 m 108 100 l 109 100 110 101 110 102 c 110 108 l 110 109 109 110 108 110 c "
            "102 110 l 101 110 100 109 100 108 c 100 102 l 100 101 101 100 102 100 c h S",
            "☐",
        ),
    ],
)
def test_drawn_signs_become_words(drawing: str, sign: str) -> None:
    page = read(show(20, 350, "text") + drawing)
    assert texts(page) == ["text", sign]
    assert page.words[1].flags == {"drawn-mark"}
    assert not page.h_rules


def circle(middle: float, radius: float, paint: str) -> str:
    """A circle of four curves around a point on the line y = 100."""
    r, k = radius, 0.5523 * radius
    x, y = middle, 100.0
    return (
        f"{x + r} {y} m {x + r} {y + k} {x + k} {y + r} {x} {y + r} c "
        f"{x - k} {y + r} {x - r} {y + k} {x - r} {y} c "
        f"{x - r} {y - k} {x - k} {y - r} {x} {y - r} c "
        f"{x + k} {y - r} {x + r} {y - k} {x + r} {y} c h {paint} "
    )


def test_round_buttons_of_a_choice_are_signs_and_their_dot_is_no_bullet() -> None:
    """As browsers draw them: a white ground, a ring, and a dot in the one that is chosen."""
    ground, ring = "1 g " + circle(105, 5, "f"), circle(105, 4.6, "S")
    chosen = "0 0 1 rg " + circle(145, 3, "f")
    drawn = ground + ring + circle(145, 4.6, "S") + chosen
    page = read(drawn + "0 g " + show(112, 97, "Yes") + show(152, 97, "No"))
    assert sorted(texts(page)) == ["No", "Yes", "◉", "◯"]


def test_a_lone_ring_is_no_button_of_a_choice() -> None:
    assert texts(read(circle(105, 5, "S") + show(120, 97, "Later"))) == ["Later"]


def test_a_ring_of_another_colour_than_white_is_no_button() -> None:
    assert texts(read("0 0.6 0 rg " + circle(105, 5, "B") + show(120, 97, "Yes"))) == ["Yes"]


def test_a_tick_of_two_strokes_drawn_apart_is_a_tick() -> None:
    assert texts(read("2 w 100 104 m 104 100 l S 104 100 m 112 111 l S")) == ["✓"]


def picture(rows: Sequence[str]) -> str:
    """A picture of 12 points at 100, 100; "#" is black."""
    data = "".join("00" if sign == "#" else "ff" for row in rows for sign in row)
    size = f"/W {len(rows[0])} /H {len(rows)} /BPC 8 /CS /G /F /AHx"
    return f"q 12 0 0 12 100 100 cm BI {size} ID {data}> EI Q "


TICK = ["......#", ".....##", "....##.", "#..##..", "####...", ".##....", ".#....."]
CROSS = ["#.....#", "##...##", ".##.##.", "..###..", ".##.##.", "##...##", "#.....#"]
HOUSE = ["...#...", "..###..", ".#####.", "#######", ".##.##.", ".##.##.", ".##.##."]


@pytest.mark.parametrize(("rows", "expected"), [(TICK, ["✓"]), (CROSS, ["✗"]), (HOUSE, [])])
def test_a_small_picture_is_read_if_it_shows_a_sign(
    rows: Sequence[str], expected: list[str]
) -> None:
    page = read(picture(rows))
    assert texts(page) == expected
    assert len(page.pictures) == 1 - len(expected)


def test_a_sign_in_a_badge_is_read() -> None:
    badge = "0 0.6 0 rg 100 100 m 124 100 l 124 124 l 112 126 l 100 124 l h f "
    assert texts(read(badge + "1 G 2 w 106 112 m 110 107 l 118 118 l S")) == ["✓"]


def test_small_table_cells_and_arrows_are_no_signs() -> None:
    cells = " ".join(f"{100 + 12 * i} 100 12 12 re S" for i in range(4))
    arrow = "200 200 m 210 200 l 207 203 l S"
    assert texts(read(show(20, 350, "text") + cells + " " + arrow)) == ["text"]


def test_form_values_stand_in_their_fields() -> None:
    fields = [
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (Typed value) /Rect [50 200 200 220] "
        "/F 4 /DA (/F1 10 Tf 0 g) >>",
        "<< /Type /Annot /Subtype /Widget /FT /Btn /T (b) /V /On /AS /On /Rect [50 150 60 160] "
        "/F 4 >>",
        "<< /Type /Annot /Subtype /Widget /FT /Btn /T (c) /V /Off /AS /Off "
        "/Rect [80 150 90 160] /F 4 >>",
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (d) /V (SECRET) /Rect [50 100 200 120] "
        "/F 2 /DA (/F1 10 Tf 0 g) >>",
    ]
    annotations = "/Annots [10 0 R 11 0 R 12 0 R 13 0 R]"
    page = read(
        show(50, 300, "Form"),
        page=annotations,
        catalog="/AcroForm << /Fields [10 0 R 11 0 R 12 0 R 13 0 R] >>",
        objects=fields,
    )
    assert texts(page) == ["Form", "Typed", "value", "☒", "☐"]
    typed = page.words[1]
    assert typed.flags == {"form-field"}
    assert typed.top >= 180
    assert typed.bottom <= 200


def test_links_keep_box_and_target() -> None:
    link = (
        "<< /Type /Annot /Subtype /Link /Rect [50 295 100 310] "
        "/A << /S /URI /URI (https://example.org/policy) >> >>"
    )
    page = read(show(50, 300, "Policy"), page="/Annots [10 0 R]", objects=[link])
    assert page.links[0].target == "https://example.org/policy"
    assert page.links[0].box == pytest.approx((50, 90, 100, 105))


def test_slanted_text_is_residue_and_upright_vertical_text_is_not() -> None:
    content = (
        show(50, 300, "Some plain text of the page body")
        + "q 0.7 0.7 -0.7 0.7 100 100 cm "
        + show(0, 0, "DRAFT", size=40)
        + "Q q 0 1 -1 0 30 100 cm "
        + show(0, 0, "Side label")
        + "Q"
    )
    page = read(content)
    assert [word.text for word in page.residue] == ["DRAFT"]
    assert "Side label" in texts(page)


def scan(text: str) -> bytes:
    image = stream(
        "\x80",
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 "
        "/ColorSpace /DeviceGray",
    )
    return make_pdf(
        f"q 400 0 0 400 0 0 cm /I Do Q {text}",
        objects=[image],
        resources="/XObject << /I 10 0 R >>",
    )


def test_a_scan_without_text_is_unreadable() -> None:
    document = read_document(scan(""))
    set_unreadable(document)
    assert document.unreadable == [1]


def test_an_ocr_layer_is_read_flagged_and_reported() -> None:
    layer = "BT /F1 10 Tf 3 Tr 50 300 Td (The complaint is defined in the policy.) Tj ET"
    document = read_document(scan(layer))
    set_unreadable(document)
    assert texts(document.pages[0])[:2] == ["The", "complaint"]
    assert all("ocr" in word.flags for word in document.pages[0].words)
    assert [problem.code for problem in document.problems] == ["ocr-layer"]


def test_a_garbage_text_layer_is_no_language() -> None:
    garbage = "7KH ODQGORUG PXVW UHVSRQG WR FRPSODLQWV " * 12
    prose = "The landlord must respond to complaints in line with the policy " * 12
    assert not is_language(read(show(10, 300, "x") + _lines(garbage)).words)
    assert is_language(read(show(10, 300, "x") + _lines(prose)).words)


def test_signs_that_number_the_letters_of_a_font_are_no_text() -> None:
    assert not is_language(read(show(10, 300, "x") + _lines("! # ! $ % - & ! # ! * " * 9)).words)
    assert not is_language(read(show(10, 300, "x") + _lines("- - , - 3 - % - . - - " * 12)).words)
    figures = "84.7% 88.2% 12,400 6 31% 3/4 5.1 - 2 " * 9
    assert is_language(read(show(10, 300, "x") + _lines(figures)).words)


def _lines(text: str) -> str:
    words = text.split()
    rows = [" ".join(words[i : i + 6]) for i in range(0, len(words), 6)]
    return "".join(show(10, 280 - 12 * i, row) for i, row in enumerate(rows))


def test_broken_files_raise_the_right_code() -> None:
    with pytest.raises(DocumentError) as error:
        read_document(b"%PDF-1.7 nothing of use")
    assert error.value.code == "truncated"


def test_a_file_without_its_end_is_reported() -> None:
    data = make_pdf(show(50, 300, "Hello"))
    document = read_document(data[: data.rindex(b"startxref")])
    assert "truncated" in [problem.code for problem in document.problems]


def test_border_filled_between_nested_boxes_is_four_rules_and_hides_no_text() -> None:
    frame = "0 g 50 200 200 100 re 49 199 202 102 re f*\n"
    page = read(show(60, 250, "Inside the cell") + frame)
    assert texts(page) == ["Inside", "the", "cell"]
    assert page.fills == []
    assert len(page.h_rules) == len(page.v_rules) == 2


@pytest.mark.parametrize(
    ("matrix", "shown"),
    [
        ("0 1 -1 0 100 50", (92, 102, 260, 350)),
        ("0 -1 1 0 100 350", (98, 108, 50, 140)),
        ("-1 0 0 -1 300 200", (210, 300, 198, 208)),
    ],
)
def test_places_on_a_page_printed_turned_are_those_that_a_reader_shows(
    matrix: str, shown: tuple[int, int, int, int]
) -> None:
    data = make_pdf(f"BT /F1 10 Tf {matrix} Tm (Printed turned, in 22) Tj ET")
    source = Source(path="a.pdf", data=data, sha256="", media_type="application/pdf")
    (passage,) = parse(source).blocks
    assert isinstance(passage, Passage)
    assert passage.text == "Printed turned, in 22"
    (place,) = passage.locators
    assert isinstance(place, PdfLocator)
    left, right, top, bottom = shown
    assert place.box == pytest.approx((left, top, right, bottom), abs=2)
