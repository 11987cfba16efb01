"""Web pages are read as a person sees them, their accordions opened."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import pytest

from saextract.errors import DocumentError
from saextract.load.sniff import sniff
from saextract.model import HtmlLocator, Parsed, Passage, Source, Table
from saextract.parsers import parse
from saextract.parsers.html.converted import text_of_converted


def read(body: str | bytes, media_type: str = "text/html") -> Parsed:
    data = body if isinstance(body, bytes) else f"<html><body>{body}</body></html>".encode()
    digest = hashlib.sha256(data).hexdigest()
    return parse(Source(path="page.html", data=data, sha256=digest, media_type=media_type))


def passages(parsed: Parsed) -> list[str]:
    return [block.text for block in parsed.blocks if isinstance(block, Passage)]


def texts(table: Table) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row.cells] for row in table.rows]


def only_table(body: str) -> Table:
    (table,) = read(body).tables
    return table


def cell(inner: str) -> str:
    """The text of a cell with this content."""
    text = texts(only_table(f"<table><tr><td>1.2<td>{inner}</td><td>Yes</table>"))[0][1]
    assert text is not None
    return text


# --------------------------------------------------------------------------- tables


def test_cells_covered_by_spans_are_none() -> None:
    table = only_table(
        "<table><tr><td rowspan=2>1.2<td colspan=2>A<tr><td>B<td>C<tr><td>D<td>E<td>F</table>"
    )
    assert texts(table) == [["1.2", "A", None], [None, "B", "C"], ["D", "E", "F"]]
    first = table.rows[0].cells[1]
    assert first is not None
    assert first.span == 2


def test_a_banner_that_spans_more_columns_than_there_are_adds_none() -> None:
    table = only_table("<table><tr><td colspan=100>Section 1<tr><td>1.2<td>A</table>")
    assert texts(table) == [["Section 1", None], ["1.2", "A"]]


def test_header_rows_are_told_from_rows_with_a_header_cell() -> None:
    table = only_table(
        "<table><tr><th>Code provision<th>Comply</tr><tr><th scope=row>1.2<td>Yes</table>"
    )
    assert [row.header for row in table.rows] == [True, False]


def test_locators_count_tables_rows_and_grid_columns_from_one() -> None:
    parsed = read(
        "<h2>First</h2><table><tr><td>a<td>b</table>"
        "<h2>Second</h2><table><tr><td rowspan=2>c<td>d<tr><td>e</table>"
    )
    last = parsed.tables[1].rows[1].cells[1]
    assert last is not None
    assert last.locators == (HtmlLocator(table=2, row=2, column=2, heading="Second"),)


def test_a_table_in_a_commentary_belongs_to_its_cell() -> None:
    parsed = read(
        "<table><tr><th>No<th>Requirement<th>Comply<tr><td>1.2<td>A long text here<td>"
        "Yes <table><tr><td>Stage<td>Days<tr><td>1<td>10</table></table>"
    )
    (table,) = parsed.tables
    assert texts(table)[1][2] == "Yes\nStage Days\n1 10"


def test_a_layout_table_is_no_table() -> None:
    parsed = read(
        "<table><tr><td><h1>Title</h1><p>Intro</p>"
        "<table><tr><td>1.2<td>Yes<tr><td>1.3<td>No</table></td><td>Aside</td></tr></table>"
    )
    assert passages(parsed) == ["Title", "Intro", "Aside"]
    assert [texts(table) for table in parsed.tables] == [[["1.2", "Yes"], ["1.3", "No"]]]


def test_a_table_of_one_column_is_text() -> None:
    parsed = read("<table><tr><td>Code section 1.2<tr><td>Compliance: Yes</table>")
    assert passages(parsed) == ["Code section 1.2", "Compliance: Yes"]


@pytest.mark.parametrize(
    "body",
    [
        "<div role=table><div role=row><span role=columnheader>No</span><span role=columnheader>"
        "Text</span></div><div role=rowgroup><div role=row><span role=cell>1.2</span>"
        "<span role=cell>Yes</span></div></div></div>",
        "<table><tr><th>No<th>Text<tr><td>1.2<td>Yes</table>",
    ],
)
def test_roles_make_a_table(body: str) -> None:
    table = only_table(body)
    assert texts(table) == [["No", "Text"], ["1.2", "Yes"]]
    assert table.rows[0].header


def test_rows_of_boxes_make_a_table_only_if_all_are_alike() -> None:
    cells = "<div class=col-2>1.2</div><div class=col-8>Text</div><div class=col-2>Yes</div>"
    row = f"<div class=row>{cells}</div>"
    assert texts(only_table(f"<div>{row * 3}</div>")) == [["1.2", "Text", "Yes"]] * 3
    other = "<div class=row><div class=col-6>Left</div><div class=col-6>Right</div></div>"
    assert read(f"<div>{row * 2}{other}</div>").tables == ()


def test_headers_repeated_in_cells_are_left_out() -> None:
    rows = "".join(
        f"<tr><td><span class=lbl>Provision</span>1.{n}<td><b>Comply</b> Yes</tr>" for n in (2, 3)
    )
    table = only_table(f"<table><tr><th>Provision<th>Comply</tr>{rows}</table>")
    assert texts(table)[1:] == [["1.2", "Yes"], ["1.3", "Yes"]]


def test_a_repeated_header_leaves_an_empty_cell_empty() -> None:
    rows = "".join(
        f"<tr><td>1.{n}<td data-label='Evidence'><span>Evidence</span>{text}</tr>"
        for n, text in ((2, "Policy"), (3, ""), (4, "Leaflet"))
    )
    table = only_table(f"<table>{rows}</table>")
    assert texts(table) == [["1.2", "Policy"], ["1.3", ""], ["1.4", "Leaflet"]]


def test_a_ticked_yes_column_keeps_its_yes() -> None:
    rows = "".join(f"<tr><td>1.{n}<td><span>Yes</span><td></tr>" for n in (2, 3))
    table = only_table(f"<table><tr><th>No.<th>Yes<th>No</tr>{rows}</table>")
    assert [row[1] for row in texts(table)[1:]] == ["Yes", "Yes"]


@pytest.mark.parametrize(
    ("style", "fill"),
    [
        ("style='background-color: #c6efce'", "C6EFCE"),
        ("style='background: rgb(255, 0, 0)'", "FF0000"),
        ("bgcolor=#FFF", None),
        ("style='background: white'", None),
    ],
)
def test_fill_of_a_cell(style: str, fill: str | None) -> None:
    made = only_table(f"<table><tr><td>1.2<td {style}>Yes</table>").rows[0].cells[1]
    assert made is not None
    assert made.fill == fill


# --------------------------------------------------------------------------- text of a cell


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("one<br>two", "one\ntwo"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("<ul><li>one<li><p>two</p></ul>", "• one\n• two"),
        ("<ol start=3><li>one<li>two</ol>", "3. one\n4. two"),
        ("<ol type=a><li>one<li>two</ol>", "a. one\nb. two"),
        ("<ol style='list-style-type: lower-roman'><li>x<li>y</ol>", "i. x\nii. y"),
        ("<ul style='list-style-type: none'><li>one</ul>", "one"),
        ("a\n   b&nbsp;c", "a b c"),
        ("the 10<sup>th</sup> day", "the 10th day"),
        ("within <del>10</del><ins>5</ins> days", "within 5 days"),
        ("a <span style='display:none'>secret</span>b", "a b"),
        ("<img src=x.png alt=Yes>", "Yes"),
        ("<img src=x.png alt='green tick'>", "✓"),
        ("<img src=/icons/cross.png>", "✗"),
        ("<i class='fa fa-check'></i>", "✓"),
        ("<i class='fa fa-check'></i> <span class=sr-only>Yes</span>", "Yes"),
        ("<span aria-hidden=true>✓</span>", "✓"),
        ("<input type=checkbox checked> Yes <input type=checkbox> No", "☒ Yes ☐ No"),
        ("<select><option>Choose<option selected>Partial</select>", "Partial"),
        ("<textarea>typed\nin</textarea>", "typed\nin"),
        ("<a href=x>Policy<span class=sr-only> (opens in new window)</span></a>", "Policy"),
        ("<script>Yes</script>A<!-- no -->", "A"),
    ],
)
def test_text_of_a_cell(inner: str, expected: str) -> None:
    assert cell(inner) == expected


def test_long_hidden_text_in_a_cell_is_kept_and_flagged() -> None:
    hidden = "The policy was reviewed by the panel of residents and approved by the board. "
    table = only_table(f"<table><tr><td>1.2<td>Yes <div hidden>{hidden * 2}</div></table>")
    made = table.rows[0].cells[1]
    assert made is not None
    assert hidden.strip() in made.text
    assert made.flags == ("hidden-text",)


def test_flags_tell_struck_out_text_and_pictures() -> None:
    table = only_table("<table><tr><td><s>No</s> Yes<td><img alt=tick src=a><td>x</table>")
    assert [cell.flags for cell in table.rows[0].cells if cell] == [
        ("struck-text",), ("alternative-text",), ()
    ]  # fmt: skip


def test_links_keep_their_targets() -> None:
    table = only_table(
        "<table><tr><td>1.2<td><a href='https://a.example/p.pdf'>Policy</a> <a href='#top'>up</a>"
        "</table>"
    )
    made = table.rows[0].cells[1]
    assert made is not None
    assert made.links == ("https://a.example/p.pdf",)


def test_styles_of_the_page_hide_labels_but_not_those_of_narrow_screens_alone() -> None:
    style = (
        "<style>.a{display:none} @media (max-width:9px){.a{display:inline}.b{display:none}}</style>"
    )
    body = f"{style}<table><tr><td>1<td><i class=a>Comply</i>Yes<td><i class=b>Shown</i></table>"
    assert texts(only_table(body)) == [["1", "Yes", "Shown"]]


def test_a_header_that_sorts_its_column_is_a_header() -> None:
    body = "<table><tr><th><button>Provision</button><th>Comply<tr><td>1.2<td>Yes</table>"
    assert texts(only_table(body))[0] == ["Provision", "Comply"]


def test_a_picture_that_says_nothing_is_a_problem() -> None:
    parsed = read("<table><tr><td>1.2<td>A complaint<td><img src=a7.png></table>")
    assert [problem.code for problem in parsed.problems] == ["picture-only"]
    assert parsed.problems[0].place == "table 1, row 1, column 3"


# --------------------------------------------------------------------------- passages


def test_headings_have_levels_and_name_the_place_of_what_follows() -> None:
    parsed = read("<h1>Title</h1><p>One</p><div role=heading aria-level=3>Part</div><p>Two</p>")
    blocks: Sequence[Table | Passage] = parsed.blocks
    assert [b.heading for b in blocks if isinstance(b, Passage)] == [1, None, 3, None]
    assert blocks[3].locators == (HtmlLocator(heading="Part"),)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "body",
    [
        "<details><summary>Section 1</summary><p>Code section 1.2</p></details>",
        "<h3><button aria-expanded=false>Section 1</button></h3>"
        "<div hidden><h4>Code section 1.2</h4></div>",
        "<button aria-expanded=false aria-controls=p>Section 1</button>"
        "<div id=p style='display:none'>Code section 1.2</div>",
        "<h4>Section 1</h4><div class=accordion-content hidden>Code section 1.2</div>",
    ],
)
def test_accordions_are_opened(body: str) -> None:
    parsed = read(body)
    assert passages(parsed) == ["Section 1", "Code section 1.2"]
    first = parsed.blocks[0]
    assert isinstance(first, Passage)
    assert first.heading is not None


def test_furniture_is_residue() -> None:
    parsed = read(
        "<a href=#m class=skip-link>Skip to main content</a><p>Bottom of page</p>"
        "<div id=cookie-banner>We use cookies"
        "</div><header>Made-up Homes<nav>Home</nav></header><nav>Menu</nav><main><p>Text</p>"
        "<div class=share>Share on X</div></main><footer>Privacy</footer>"
    )
    assert passages(parsed) == ["Text"]
    said = " ".join(passage.text for passage in parsed.residue)
    assert all(word in said for word in ("cookies", "Made-up Homes", "Menu", "Privacy"))


def test_a_heading_in_the_page_header_is_kept() -> None:
    parsed = read("<header>Site<h1>Self-assessment</h1></header><p>Text</p>")
    assert passages(parsed) == ["Self-assessment", "Text"]


def test_what_calls_itself_furniture_but_holds_the_page_is_kept() -> None:
    rows = "".join(f"<tr><td>1.{n}<td>Yes</tr>" for n in range(2, 6))
    parsed = read(f"<div class='cookie consent'><table>{rows}</table></div>")
    assert len(parsed.tables[0].rows) == 4
    assert passages(read(f"<div class=share>{'Only this text. ' * 20}</div>"))


def test_definition_lists_give_names_and_values() -> None:
    parsed = read("<dl><dt>Comply<dd>Yes<dt>Evidence<dd><p>One</p><p>Two</p></dl>")
    assert passages(parsed) == ["Comply", "Yes", "Evidence", "One", "Two"]


def test_a_list_that_frames_headings_is_gone_through() -> None:
    parsed = read("<ul><li><h3>Section 1</h3><p>Text</p><li><h3>Section 2</h3></ul>")
    assert passages(parsed) == ["Section 1", "Text", "Section 2"]


@pytest.mark.parametrize(
    ("said", "whose"),
    [
        ("Made-up Homes logo", "Made-up Homes"),
        ("Logo of Made-up Homes", "Made-up Homes"),
        ("Made-up Homes", ""),
        ("Two tenants at a door", ""),
    ],
)
def test_the_text_for_a_logo_says_whose_page_it_is(said: str, whose: str) -> None:
    parsed = read(f"<header><img src=a.png alt='{said}'></header><p>We comply.</p>")
    assert parsed.properties.get("logo", "") == whose


def test_properties_of_the_page() -> None:
    parsed = read(
        b"<html><head><title>Our  check</title><meta property=og:site_name content='Made-up Homes'>"
        b"<link rel=canonical href=https://homes.example/x></head><body><p>x</p></body></html>"
    )
    assert parsed.properties == {
        "title": "Our check",
        "company": "Made-up Homes",
        "url": "https://homes.example/x",
    }


# --------------------------------------------------------------------------- files


@pytest.mark.parametrize(
    "data",
    [
        "<p>resident’s</p>".encode(),
        "<meta charset=windows-1252><p>resident’s</p>".encode(),
        "<meta charset=windows-1252><p>resident’s</p>".encode("cp1252"),
        "<meta charset=iso-8859-1><p>resident’s</p>".encode("cp1252"),
        "<meta charset=utf-8><p>resident’s</p>".encode("cp1252"),
        "<p>resident’s</p>".encode("utf-16"),
        b"\xef\xbb\xbf" + "<p>resident’s</p>".encode(),
    ],
)
def test_encodings(data: bytes) -> None:
    assert passages(read(data)) == ["resident’s"]


def archive(page: str) -> bytes:
    return (
        "From: <Saved>\r\nSnapshot-Content-Location: https://homes.example/p\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="B"\r\n'
        "\r\n--B\r\nContent-Type: text/html; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        f"{page}\r\n--B\r\nContent-Type: text/html\r\nContent-ID: <frame-1>\r\n\r\n"
        "<p>Framed</p>\r\n--B--\r\n"
    ).encode()


def test_web_archives_are_read_with_their_frames() -> None:
    data = archive('<p>resident=E2=80=99s</p><iframe src=3D"cid:frame-1"></iframe>')
    assert sniff(data) == "multipart/related"
    parsed = read(data, "multipart/related")
    assert passages(parsed) == ["resident’s", "Framed"]
    assert parsed.properties["url"] == "https://homes.example/p"


def test_an_archive_without_a_page_is_truncated() -> None:
    data = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B--\r\n"
    with pytest.raises(DocumentError) as error:
        read(data, "multipart/related")
    assert error.value.code == "truncated"


def test_a_page_that_fetches_its_text_by_script_is_no_empty_page() -> None:
    with pytest.raises(DocumentError) as error:
        read("<div id=root></div><script src=app.js></script>")
    assert error.value.code == "page-without-text"


def test_deep_nesting_loses_no_text() -> None:
    parsed = read("<div>" * 1500 + "Deep down" + "</div>" * 1500 + "<p>After</p>")
    assert passages(parsed) == ["Deep down", "After"]


def test_a_page_nested_too_deep_to_be_read_whole_is_refused() -> None:
    with pytest.raises(DocumentError) as error:
        read("<div>" * 3000 + "Deep down" + "</div>" * 3000)
    assert error.value.code == "too-large"


def test_a_table_with_too_many_cells_is_refused() -> None:
    row = "<tr><td colspan=200>x" + "<td>y" * 199
    with pytest.raises(DocumentError) as error:
        read(f"<table>{row * 1000}</table>")
    assert error.value.code == "too-large"


def test_a_cut_off_page_keeps_what_is_there() -> None:
    table = only_table("<table><tr><td>1.2<td>Yes<tr><td>1.3<td>No eviden")
    assert texts(table) == [["1.2", "Yes"], ["1.3", "No eviden"]]


# --------------------------------------------------------------------------- grids without classes

_TITLES = ("Provision", "Requirement", "Comply")
_LONG = "Landlords must make it easy for residents to complain by providing several channels. "


def _boxes(*texts: str) -> str:
    return "".join(f"<div>{text}</div>" for text in texts)


def test_boxes_under_a_row_of_short_titles_make_a_table() -> None:
    rows = "".join(f"<div class=x>{_boxes(n, _LONG, 'Yes')}</div>" for n in ("1.2", "1.3", "1.4"))
    for body in (
        f"<div><div>{_boxes(*_TITLES)}</div>{rows}</div>",
        f"<div><div><div>{_boxes(*_TITLES)}</div></div><div>{rows}</div></div>",
    ):
        table = only_table(body)
        assert texts(table)[:2] == [list(_TITLES), ["1.2", _LONG.strip(), "Yes"]]
        assert table.rows[0].header


def test_cards_alike_are_no_rows() -> None:
    card = f"<div class=card>{_boxes('1.2', _LONG, 'Comply: Yes')}</div>"
    assert read(f"<div>{card * 6}</div>").tables == ()


def test_a_grid_without_an_element_for_each_row_is_a_table() -> None:
    cells = "".join(_boxes(f"1.{n}", _LONG, "Yes") for n in range(2, 7))
    table = only_table(f"<div style='display:grid'>{_boxes(*_TITLES)}{cells}</div>")
    assert texts(table)[1] == ["1.2", _LONG.strip(), "Yes"]
    assert len(table.rows) == 6


def test_a_grid_whose_boxes_do_not_come_in_step_is_text() -> None:
    cells = "".join(_boxes(f"1.{n}", _LONG, "Yes") for n in range(2, 7))
    assert read(f"<div>{_boxes(*_TITLES)}{cells}<div>1.7</div></div>").tables == ()


# --------------------------------------------------------------------------- panels and handles


def test_titles_of_panels_that_are_no_button_elements_are_headings() -> None:
    body = "<div role=button aria-controls=a>1.2 Title…</div><div id=a hidden><p>Words.</p></div>"
    found = [block for block in read(body).blocks if isinstance(block, Passage)]
    assert [(p.text, p.heading is not None) for p in found] == [
        ("1.2 Title…", True), ("Words.", False)
    ]  # fmt: skip


def test_titles_of_panels_side_by_side_have_one_level() -> None:
    panel = "<button aria-expanded=false>Title</button><div><p>Words.</p></div>"
    found = read(f"<h1>Page</h1>{panel * 3}").blocks
    levels = [b.heading for b in found if isinstance(b, Passage) and b.heading]
    assert levels == [1, 2, 2, 2]


@pytest.mark.parametrize(
    "inner",
    [
        "<p>One.</p><details><summary>Read more</summary><p>Two.</p></details>",
        "<p>One.</p><div style='display:none'>Two.</div><a href='#'>Read more</a>",
        "<p>One.</p><a href='#'>Show more</a><div style='display:none'>Two.</div>",
        "<p>One.</p><div class=read-more hidden>Two.</div>",
    ],
)
def test_the_rest_of_a_text_behind_a_handle_is_part_of_it(inner: str) -> None:
    assert cell(inner) == "One.\nTwo."


def test_shadow_roots_that_a_page_declares_are_read() -> None:
    table = "<table><tr><td>1.2<td>Yes</table>"
    assert texts(only_table(f"<x-a><template shadowrootmode=open>{table}</template></x-a>"))
    assert read(f"<p>Words.</p><template>{table}</template>").tables == ()


# --------------------------------------------------------------------------- pictures outside cells


def test_a_picture_that_stands_for_an_answer_is_read_outside_tables_too() -> None:
    body = (
        "<dl><dt>Comply<dd><img src=a alt=Yes></dl><p><b>Comply:</b> <svg><title>No</title></svg>"
    )
    assert passages(read(body)) == ["Comply", "Yes", "Comply: No"]
    assert passages(read("<p>Words.</p><p><img src=a alt='Tenants at home'></p>")) == ["Words."]


def test_a_picture_without_words_in_the_place_of_a_value_is_a_problem() -> None:
    for body in ("<dl><dt>Comply<dd><img src=a.png></dl>", "<p>Comply: <img src=a.png></p>"):
        (problem,) = read(f"<h2>Provision 1.2</h2>{body}").problems
        assert (problem.code, problem.place) == ("picture-only", "under “Provision 1.2”")
    assert read("<p>Words. <img src=photo.jpg></p><img src=a.png>").problems == ()


def test_a_label_that_only_a_style_parts_from_its_value_has_its_own_line() -> None:
    row = "<div><span class=pb-label>Comply</span><span class=pb-value>Yes</span></div>"
    assert passages(read(f"<p>x</p>{row}")) == ["x", "Comply\nYes"]
    assert passages(read("<div><span>com</span><span>plaint</span></div>")) == ["complaint"]


@pytest.mark.parametrize(
    "name", ["sidebar", "newsletter-form", "related-content", "in-this-section"]
)
def test_what_stands_beside_the_page_is_residue(name: str) -> None:
    parsed = read(f"<p>{_LONG * 4}</p><div class='{name}'><h3>More</h3><p>Words.</p></div>")
    assert passages(parsed) == [(_LONG * 4).strip()]
    assert [passage.text for passage in parsed.residue] == ["More\nWords."]


# --------------------------------------------------------------------------- signs


@pytest.mark.parametrize(
    ("inner", "sign"),
    [
        ('<i class="fas fa-check"></i>', "✓"),
        ('<span class="dashicons dashicons-yes-alt"></span>', "✓"),
        ('<span class="dashicons dashicons-dismiss"></span>', "✗"),
        ('<svg><use href="sprite.svg#cross"></use></svg>', "✗"),
        ('<svg><use xlink:href="#tick"></use></svg>', "✓"),
        ('<span class="material-icons">check_circle</span>', "✓"),
        ('<ion-icon name="close-circle"></ion-icon>', "✗"),
        ('<span class="badge status-success"></span>', "✓"),
        ('<span class="dashicons dashicons-no-alt no-margin"></span>', "✗"),
        ('<i class="bi bi-x-lg"></i>', "✗"),
        ('<input type=checkbox style="display:none"><span class="checkmark"></span>', "☐"),
        ('<span class="pic" style="background:url(img/tick.png)"></span>', "✓"),
        ('<span class="made"></span>', "✓"),
        ('<img src="2705.svg" alt="">', "✓"),
        ('<i class="fa fa-check"></i> Yes', "Yes"),
    ],
)
def test_a_sign_in_the_place_of_an_answer_is_read_by_its_name(inner: str, sign: str) -> None:
    style = r"<style>td .made::before{content:'\2713'}</style>"
    table = only_table(f"{style}<table><tr><td>1.2<td>{inner}<td>Text</table>")
    assert texts(table)[0][1] == sign


@pytest.mark.parametrize(
    "inner",
    [
        '<i class="ico ico-q7"></i>',
        '<span class="pic" style="background-image:url(img/p1.png)"></span>',
        '<svg><path d="M2 8"></path></svg>',
        '<span class="fa fa-minus"></span>',
        '<i class="fa fa-check"></i><i class="fa fa-times"></i>',
        '<i class="icon-unchecked"></i>',
        '<span class="icon no-border"></span>',
        '<span class="icon overflow-x"></span>',
    ],
)
def test_a_sign_that_nobody_can_tell_is_flagged_and_a_problem(inner: str) -> None:
    parsed = read(f"<table><tr><td>1.2<td>{inner}<td>Text</table>")
    made = parsed.tables[0].rows[0].cells[1]
    assert made is not None
    assert (made.text, made.flags) == ("", ("picture",))
    assert [problem.code for problem in parsed.problems] == ["picture-only"]


def test_a_sign_after_a_label_is_its_value() -> None:
    known = '<p><strong>Compliant:</strong> <span class="dashicons dashicons-no"></span></p>'
    unknown = '<p><strong>Compliant:</strong> <i class="ico ico-q7"></i></p>'
    assert passages(read(known + unknown)) == ["Compliant: ✗", "Compliant: \ufffd"]


def test_the_rules_of_a_sheet_colour_cells_and_set_words_off() -> None:
    style = "<style>.met{background:#4caf50} .on{font-weight:bold}</style>"
    table = only_table(
        f"{style}<table><tr><td class=met><td><span class=on>Yes</span> / No<td>Text</table>"
    )
    cells = [cell for cell in table.rows[0].cells if cell]
    assert cells[0].fill == "4CAF50"
    assert [(mark.kind, mark.start, mark.end) for mark in cells[1].marks] == [("bold", 0, 3)]


def test_patches_of_colour_in_a_paragraph_are_kept_with_their_places() -> None:
    (block,) = read("<p>Key: <span style='background:#0f0'></span> met</p>").blocks
    assert isinstance(block, Passage)
    assert [(patch.at, patch.colour) for patch in block.swatches] == [(5, "00FF00")]


# --------------------------------------------------------------------------- other years

LAST_YEAR = "<h2>2024</h2><table><tr><td>1.2<td>No<tr><td>1.3<td>No<tr><td>1.4<td>No</table>"
THIS_YEAR = "<h2>2025</h2><table><tr><td>1.2<td>Yes<tr><td>1.3<td>Yes<tr><td>1.4<td>Yes</table>"


@pytest.mark.parametrize(
    "page",
    [
        f"<p>Intro</p><div hidden>{LAST_YEAR}</div>{THIS_YEAR}",
        f"{THIS_YEAR}<div style='display:none'>{LAST_YEAR}</div>",
        f"<style>.old{{display:none}}</style>{THIS_YEAR}<div class=old>{LAST_YEAR}</div>",
        f"{THIS_YEAR}<div aria-hidden=true>{LAST_YEAR}</div>",
        f"{THIS_YEAR}<div style='display:none'><h3>1.2</h3><p>Compliance: No</p></div>",
    ],
)
def test_another_year_that_nothing_opens_is_not_seen(page: str) -> None:
    (table,) = read(page).tables
    assert [row[1] for row in texts(table)] == ["Yes", "Yes", "Yes"]
    assert "Compliance: No" not in passages(read(page))


@pytest.mark.parametrize(
    "page",
    [
        f"{THIS_YEAR}<button aria-controls=a>2024</button><div id=a hidden>{LAST_YEAR}</div>",
        f"{THIS_YEAR}<h2>Last year</h2><div hidden>{LAST_YEAR}</div>",
        f"<div hidden>{THIS_YEAR}</div><div hidden>{LAST_YEAR}</div>",
        f"{THIS_YEAR}<div class=accordion-panel style='display:none'>{LAST_YEAR}</div>",
    ],
)
def test_what_a_person_can_open_is_seen(page: str) -> None:
    assert len(read(page).tables) == 2


def test_a_later_rule_shows_what_an_earlier_one_hides() -> None:
    style = "<style>.tab{display:none} .tab.active{display:block}</style>"
    page = f"{style}<div class='tab active'>{THIS_YEAR}</div>"
    assert len(read(page).tables) == 1


def test_characters_without_a_shape_are_no_text() -> None:
    assert cell("\u200e\u2068Yes\u2069\u202f\u00a0we do\u200f") == "Yes we do"


def test_a_word_that_only_the_style_parts_from_a_number_stands_apart() -> None:
    page = read(
        "<div><span class=number>3.1</span><span class=pill>Yes</span></div><p>H<b>2</b>o</p>"
    )
    assert passages(page) == ["3.1 Yes", "H2o"]


def test_an_empty_cell_whose_class_says_the_answer_is_a_picture() -> None:
    table = only_table("<table><tr><td>1.2<td class='answer yes'><td>Text<td class=wide></table>")
    assert [cell.flags for cell in table.rows[0].cells if cell] == [(), ("picture",), (), ()]


def test_a_page_that_was_made_of_a_pdf_is_read_as_its_lines() -> None:
    page = (
        '<html><head><meta name="generator" content="pdftohtml 0.36"/></head><body>\n'
        + "".join(
            f"<a name={n}></a><b>1.{n}&#160;</b><i>A text of<br/>two lines {'abc'[n - 1] * 9}</i>"
            f"<br/>\nSample Homes &#160;Page {n}<br/>\n<hr/>\n"
            for n in (1, 2, 3)
        )
        + '<a name="outline"></a><h1>Document Outline</h1><ul><li>1.1 A text</li></ul>'
        + "</body></html>"
    )
    data = page.encode()
    parsed = parse(Source(path="a.html", data=data, sha256="0" * 64, media_type="text/html"))
    lines = [text for text in passages(parsed) if text.strip()]
    assert lines[:2] == ["1.1 A text of", "two lines aaaaaaaaa"]
    assert lines[-1] == "two lines ccccccccc"
    assert [passage.text for passage in parsed.residue] == [
        f"Sample Homes  Page {n}" for n in (1, 2, 3)
    ]


def test_lines_of_such_a_page_that_have_places_stand_side_by_side() -> None:
    rows = [(97, 60, "1.2"), (97, 137, "A complaint<br/>is defined"), (97, 525, "Yes")]
    rows += [(151, 60, "1.3"), (152, 137, "A&#160;resident"), (151, 525, "No")]
    placed = "".join(
        f'<p style="position:absolute;top:{top}px;left:{left}px;white-space:nowrap" class="ft1">'
        f"{text}</p>\n"
        for top, left, text in rows
    )
    page = (
        '<html><head><meta name="generator" content="pdftohtml 0.36"/></head><body>'
        "<style>.ft1{font-size:14px;line-height:18px;}</style>"
        f'<div id="page1-div" style="position:relative;">{placed}</div></body></html>'
    )
    text = text_of_converted(page)
    assert text is not None
    assert [line.split("  ") for line in re.sub(" {3,}", "  ", text).split("\n")] == [
        ["", "1.2", "A complaint", "Yes"],
        ["", "is defined"],
        [""],
        ["", "1.3", "A resident", "No"],
    ]


def test_the_items_of_a_flexible_box_stand_apart() -> None:
    style = "<style>.item{display:grid}</style>"
    item = "<div class=item><span>1.2</span><b>Same words</b><span>Met</span></div>"
    assert passages(read(f"<p>x</p>{style}{item}")) == ["x", "1.2\nSame words\nMet"]
