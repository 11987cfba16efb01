"""Pages that are pictures: read by OCR where the extra is installed, reported where not."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from saextract.model import OcrMode, Parsed, PdfLocator, Source, Status
from saextract.parsers import parse
from saextract.parsers.pdf.objects.pages import Document
from saextract.parsers.pdf.ocr import engine as ocr
from saextract.parsers.pdf.ocr import lines as ocr_lines
from saextract.parsers.pdf.ocr import rules as ocr_rules
from saextract.parsers.pdf.page import Page, Word
from saextract.parsers.pdf.quality import is_readable, set_recognised
from saextract.pipeline import Settings, process

needs_engine = pytest.mark.skipif(not ocr.is_installed(), reason="saextract[ocr] is not installed")
ROWS = (
    ("1.2", "A complaint must be defined as an expression of dissatisfaction", "Yes"),
    ("1.3", "The resident does not have to use the word complaint", "No"),
    ("5.10", "Landlords must make reasonable adjustments for residents", "N/A"),
)
EDGES = (100, 260, 1200, 1400)


def drawing() -> Image.Image:
    """A ruled table of three rows at 200 dpi, upright."""
    picture = Image.new("L", (1500, 700), 255)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(30)
    for index, row in enumerate(ROWS):
        top = 100 + 120 * index
        for left, text in zip(EDGES, row, strict=False):
            draw.text((left + 15, top + 40), text, fill=0, font=font)
    for y in range(100, 461, 120):
        draw.line((EDGES[0], y, EDGES[-1], y), fill=0, width=3)
    for x in EDGES:
        draw.line((x, 100, x, 460), fill=0, width=3)
    return picture


def source(*pages: Image.Image, form: str = "PDF", **options: Any) -> Source:
    out = io.BytesIO()
    more = {"save_all": True, "append_images": pages[1:]} if form in ("PDF", "TIFF") else {}
    pages[0].save(out, form, **more, **options)
    types = {"PDF": "application/pdf", "TIFF": "image/tiff", "PNG": "image/png"}
    data = out.getvalue()
    return Source(
        path="scan",
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=types.get(form, "image/jpeg"),
    )


def levels(picture: Any) -> tuple[list[float], list[float]]:
    """Where rules stand, in pixels to the nearest ten: from the top, and from the left."""
    across, down = ocr_rules.find_strokes(picture).rules()
    return (
        [round(rule.top * ocr_lines.DPI / 72, -1) for rule in across],
        [round(rule.x0 * ocr_lines.DPI / 72, -1) for rule in down],
    )


def cells(parsed: Parsed) -> Iterator[tuple[str, ...]]:
    for table in parsed.tables:
        for row in table.rows:
            yield tuple(" ".join(cell.text.split()) if cell else "" for cell in row.cells)


@needs_engine
@pytest.mark.parametrize("turn", [0, 0.8, 180, 90, 270])
def test_a_ruled_table_is_read_whichever_way_it_was_fed(turn: float) -> None:
    picture = drawing().rotate(turn, expand=turn >= 90, fillcolor=255)
    parsed = parse(source(picture, resolution=200.0))
    rows = [tuple(text.replace(" ", "") for text in row) for row in cells(parsed)]
    assert rows == [tuple(text.replace(" ", "") for text in row) for row in ROWS]
    assert parsed.unreadable_pages == ()
    assert all(
        "ocr" in cell.flags
        for table in parsed.tables
        for row in table.rows
        for cell in row.cells
        if cell
    )


@needs_engine
def test_each_frame_of_a_tiff_is_a_page_also_after_a_second_look() -> None:
    page = drawing()
    ImageDraw.Draw(page).line([(1280 + 9 * i, 520 + 30 * (i % 2)) for i in range(8)], 0, 3)
    parsed = parse(source(page, page, form="TIFF", dpi=(200, 200)))
    places = [c.locators[0] for t in parsed.tables for r in t.rows for c in r.cells if c]
    assert parsed.pages == 2
    assert {place.page for place in places if isinstance(place, PdfLocator)} == {1, 2}


@pytest.mark.parametrize("form", ["PDF", "PNG", "JPEG", "TIFF"])
def test_a_picture_that_nobody_may_read_needs_ocr(form: str) -> None:
    outcome = process(source(drawing(), form=form), Settings(ocr="never"))
    assert outcome.status is Status.NEEDS_OCR
    assert [problem.code for problem in outcome.problems] == ["needs-ocr"]


@pytest.mark.parametrize("mode", ["auto", "always"])
def test_without_the_extra_the_problem_names_the_command(
    mode: OcrMode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    monkeypatch.setattr("saextract.parsers.pdf.ocr.engine.is_installed", lambda: False)
    outcome = process(source(drawing()), Settings(ocr=mode))
    assert outcome.status is Status.NEEDS_OCR
    assert "pip install '.[ocr]'" in outcome.problems[0].message


def test_a_broken_picture_fails_as_truncated() -> None:
    whole = source(drawing(), form="PNG")
    broken = whole.model_copy(update={"data": whole.data[:200]})
    assert [p.code for p in process(broken, Settings(ocr="never")).problems] == ["truncated"]


def test_noise_in_place_of_words_leaves_a_page_unreadable() -> None:
    def page(text: str) -> Page:
        words = [
            Word(t, 9.0 * i, 300, 9.0 * i + 8, 310, 308, 9) for i, t in enumerate(text.split())
        ]
        return Page(1, 600, 800, words=words)

    for text, unreadable in (("xq vrr lll " * 30, [1]), ("the tenant is not " * 30, [])):
        document = Document(pages=[Page(1, 600, 800)], unreadable=[1], tags=[[]])
        set_recognised(document, {1: page(text)})
        assert document.unreadable == unreadable


@needs_engine
def test_ruling_lines_are_found_through_grey_paper_and_noise() -> None:
    noise = np.random.default_rng(3).normal(0, 6, (700, 1500))
    grey = np.clip(np.asarray(drawing(), dtype=float) * 0.75 + 25 + noise, 0, 255)
    assert levels(grey.astype(np.uint8)) == ([100, 220, 340, 460], list(EDGES))


@needs_engine
def test_a_skewed_picture_is_set_straight() -> None:
    turned = np.array(drawing().rotate(2, fillcolor=255))
    assert levels(ocr_rules.straighten(turned))[0] == [100, 220, 340, 460]


@needs_engine
def test_the_shadow_of_a_lid_does_not_pass_for_the_lie_of_the_page() -> None:
    turned = np.array(drawing().rotate(1, fillcolor=255))
    turned[:25], turned[:, -20:] = 30, 30
    assert levels(ocr_rules.straighten(turned))[0] == [100, 220, 340, 460]


@needs_engine
def test_a_rule_that_the_scanner_broke_is_whole_and_letters_make_none() -> None:
    picture = np.array(drawing())
    for x in range(130, 1380, 90):
        picture[95:466, x : x + 25] = 255
    across, down = levels(picture)
    assert across == [100, 220, 340, 460]
    assert set(down) <= set(EDGES)


@needs_engine
def test_light_writing_on_a_dark_header_is_read_in_its_cells() -> None:
    picture = drawing()
    head = picture.crop((EDGES[0], 100, EDGES[-1] + 2, 221)).point(lambda value: 255 - value)
    picture.paste(head.point(lambda value: max(value, 60)), (EDGES[0], 100))
    (table,) = parse(source(picture, resolution=200.0)).tables
    assert [len(row.cells) for row in table.rows] == [3, 3, 3]
    first = [cell.text for cell in table.rows[0].cells if cell]
    assert (first[0], first[2]) == ("1.2", "Yes")


def test_words_are_parted_where_the_white_is_as_wide_as_at_other_spaces() -> None:
    ink = np.zeros((20, 200), bool)
    letters = []
    for sign, left in zip("abcdef", (10, 22, 44, 56, 78, 90), strict=True):
        ink[5:15, left : left + 10] = True
        letters.append((sign, (left + 5) / 200, 0.9))
    words = ocr_lines._parted("ab cdef", letters, ink)
    assert [(text, round(x0), round(x1)) for text, x0, x1 in words] == [
        ("ab", 10, 32),
        ("cd", 44, 66),
        ("ef", 78, 100),
    ]


def test_a_line_of_writing_never_runs_over_an_upright_rule() -> None:
    walls = [(100.0, 0.0, 103.0, 400.0), (300.0, 200.0, 303.0, 400.0)]
    assert ocr_lines._cut((10, 20, 400, 50), walls) == [(10, 20, 98, 50), (105, 20, 400, 50)]


def test_check_boxes_and_ticks_are_told_by_their_shape_and_letters_are_none() -> None:
    def ink(draw: Callable[[ImageDraw.ImageDraw], None]) -> Any:
        picture = Image.new("L", (80, 80), 255)
        draw(ImageDraw.Draw(picture))
        return np.array(picture) < 128

    def box(pen: ImageDraw.ImageDraw) -> None:
        pen.rectangle((20, 20, 44, 44), outline=0, width=2)

    def crossed(pen: ImageDraw.ImageDraw) -> None:
        box(pen)
        pen.line((23, 23, 41, 41), 0, 3)
        pen.line((23, 41, 41, 23), 0, 3)

    def tick(pen: ImageDraw.ImageDraw) -> None:
        pen.line(((20, 40), (28, 52), (50, 20)), 0, 4)

    assert [ocr_lines.box_mark(ink(draw)) for draw in (box, crossed, tick)] == ["☐", "☒", ""]
    assert [ocr_lines.tick_mark(ink(draw)) for draw in (box, crossed, tick)] == ["", "", "✓"]
    for letter in "ABDJLNOQVXYvxy057/":
        shown = ink(
            lambda pen, sign=letter: pen.text((20, 15), sign, 0, ImageFont.load_default(40))
        )
        assert ocr_lines.box_mark(shown) + ocr_lines.tick_mark(shown) == ""


@pytest.mark.parametrize(("certainty", "flagged"), [(0.95, False), (0.6, True)])
def test_a_short_answer_that_is_not_sure_does_not_pass_for_read(
    certainty: float, flagged: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = ("No", 0.8, [("N", 0.3, 0.99), ("o", 0.7, certainty)])
    monkeypatch.setattr(ocr_lines, "_ask_text", lambda _crop: answer)
    monkeypatch.setattr(ocr_lines, "_ink", lambda crop: crop < 128)
    picture = np.full((40, 60), 255, np.uint8)
    picture[10:30, 10:50] = 0
    (word,) = ocr_lines._read(picture, picture, (0, 0, 60, 40))
    assert ("picture" in word.flags) == flagged


@needs_engine
def test_ink_in_a_cell_never_ends_as_a_blank_cell() -> None:
    picture = drawing()
    draw = ImageDraw.Draw(picture)
    for top in (105, 345):
        draw.rectangle((1205, top, 1395, top + 110), fill=255)
    draw.line(((1290, 160), (1297, 172), (1310, 145)), fill=0, width=4)
    draw.line([(1280 + 9 * i, 385 + 30 * (i % 2)) for i in range(8)], fill=0, width=3)
    (table,) = parse(source(picture, resolution=200.0)).tables
    for row in (table.rows[0], table.rows[2]):
        cell = row.cells[-1]
        assert cell is not None
        assert cell.text or "picture" in cell.flags


@pytest.mark.parametrize(
    ("seen", "score", "taken"),
    [("J", 0.4, "✓"), ("√", 0.2, "✓"), ("N/A", 0.9, "N/A"), ("N/A", 0.4, ""), ("lM", 0.9, "")],
)
def test_only_what_can_be_an_answer_is_taken_on_a_second_look(
    seen: str, score: float, taken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "read_alone", lambda *_: (seen, score))
    words, unread = ocr._second_look(np.full((100, 100), 255, np.uint8), [], [(9, 9, 15, 15)])
    assert [word.text for word in words] == [taken] * bool(taken)
    assert len(unread) == (not taken)


@pytest.mark.parametrize(("every", "readable"), [(0, True), (4, False)])
def test_a_layer_that_a_scanner_read_badly_is_no_text(every: int, readable: bool) -> None:
    text = "Landlords must accept a complaint unless there is a valid reason not to do so " * 8
    spoilt = "".join("~" if every and i % every == 0 else sign for i, sign in enumerate(text))
    words = [
        Word(t, 9.0 * i, 300, 9.0 * i + 8, 310, 308, 9, flags=frozenset({"ocr"}))
        for i, t in enumerate(spoilt.split())
    ]
    assert is_readable(Page(1, 600, 800, words=words, picture_share=1.0)) == readable
