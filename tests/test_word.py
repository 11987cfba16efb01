"""Word documents as a person sees them."""

from __future__ import annotations

import io
import zipfile

import pytest

from saextract.errors import DocumentError
from saextract.model import Cell, Parsed, Passage, Source, Table
from saextract.parsers.word import MEDIA_TYPES, parse

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def packed(body: str, links: dict[str, str] | None = None, **parts: str) -> bytes:
    """A DOCX with a body; further parts (styles, numbering, footnotes ...) by their kind."""
    kinds = [
        f'<Relationship Id="r{kind}" Type="{RELATIONS}/{kind}" Target="{kind}.xml"/>'
        for kind in parts
    ] + [
        f'<Relationship Id="{key}" Type="{RELATIONS}/hyperlink" Target="{target}" '
        'TargetMode="External"/>'
        for key, target in (links or {}).items()
    ]
    files = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" '
        f'Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f"{''.join(kinds)}</Relationships>",
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        **{
            f"word/{kind}.xml": f"<w:{kind} {NAMES}>{inner}</w:{kind}>"
            for kind, inner in parts.items()
        },
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def read(data: bytes) -> Parsed:
    return parse(Source(path="form.docx", data=data, sha256="0" * 64, media_type=MEDIA_TYPES[0]))


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def cell(inner: str, properties: str = "") -> str:
    content = inner if inner.startswith(("<w:p>", "<w:p/>", "<w:tbl>")) else para(inner)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str, widths: tuple[int, ...] = (2000, 2000, 2000)) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def held(inner: str, properties: str = "") -> str:
    """A table with the cell that a test looks at, and another one beside it."""
    return table(row(cell(inner, properties), cell(run("x"))))


def control(content: str, properties: str) -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def listed(level: int, num: int = 1) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'


def level(index: int, fmt: str, text: str, extra: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{fmt}"/>'
        f'<w:lvlText w:val="{text}"/>{extra}</w:lvl>'
    )


def numbering(levels: str, overrides: str = "", extra_nums: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/>{overrides}</w:num>{extra_nums}'
    )


def texts(parsed: Parsed) -> list[str]:
    return [block.text for block in parsed.blocks if isinstance(block, Passage)]


def grid(parsed: Parsed, index: int = 0) -> list[list[str | None]]:
    return [[c.text if c else None for c in r.cells] for r in parsed.tables[index].rows]


def only_cell(parsed: Parsed) -> Cell:
    (found,) = [c for t in parsed.tables for r in t.rows for c in r.cells if c and c.text != "x"]
    return found


def field_run(kind: str, inner: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inner}</w:fldChar></w:r>'


def code(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


# ------------------------------------------------------------------ text


def test_a_run_is_read_as_it_is_shown() -> None:
    inner = (
        "<w:r><w:t>stage</w:t><w:noBreakHyphen/><w:t>one</w:t><w:tab/><w:t>non\u2011stop</w:t>"
        "<w:br/><w:t>co\u00adop</w:t><w:softHyphen/><w:t>s</w:t></w:r>"
    )
    assert texts(read(packed(para(inner)))) == ["stage-one non-stop\ncoops"]


def test_hidden_text_is_left_out_and_shown_web_hidden_text_is_not() -> None:
    body = para(run("Yes") + run(" secret", "<w:vanish/>") + run(" 3", "<w:webHidden/>"))
    parsed = read(packed(body))
    assert texts(parsed) == ["Yes 3"]
    assert parsed.coverage == 1.0


def test_hidden_formatting_may_come_from_a_style_and_be_switched_off() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="HH"><w:basedOn w:val="H"/></w:style>'
    )
    body = para(
        run("a", '<w:rStyle w:val="HH"/>') + run("b", '<w:rStyle w:val="HH"/><w:vanish w:val="0"/>')
    )
    assert texts(read(packed(body, styles=styles))) == ["b"]


@pytest.mark.parametrize("mark", ["strike", "dstrike"])
def test_struck_text_is_left_out_and_flagged(mark: str) -> None:
    struck = run("No", f"<w:{mark}/>") + run(" kept", f'<w:{mark} w:val="0"/>')
    parsed = read(packed(held(run("Yes / ") + struck)))
    assert only_cell(parsed).text == "Yes / kept"
    assert "struck-text" in only_cell(parsed).flags
    assert [passage.text for passage in parsed.residue] == ["No"]
    assert parsed.coverage == 1.0


def test_white_text_without_background_goes_to_the_residue() -> None:
    white = run("No", '<w:color w:val="FFFFFF"/>')
    parsed = read(packed(held(run("Yes") + white)))
    assert only_cell(parsed).text == "Yes"
    assert "hidden-text" in only_cell(parsed).flags
    assert [passage.text for passage in parsed.residue] == ["No"]


@pytest.mark.parametrize("where", ["cell", "style", "run", "paragraph box"])
def test_white_text_on_a_background_is_read(where: str) -> None:
    shade = '<w:shd w:val="clear" w:fill="1F3864"/>'
    white = '<w:color w:val="FFFFFF"/>'
    styles = f'<w:style w:type="table" w:styleId="T"><w:tblStylePr>{shade}</w:tblStylePr></w:style>'
    body = {
        "cell": held(run("Head", white), shade),
        "style": held(run("Head", white)).replace(
            "<w:tblPr/>", '<w:tblPr><w:tblStyle w:val="T"/></w:tblPr>'
        ),
        "run": held(run("Head", white + shade)),
        "paragraph box": held(para(run("Head", white), shade)),
    }[where]
    assert only_cell(read(packed(body, styles=styles))).text == "Head"


def test_white_text_over_a_picture_is_read_outside_of_tables_only() -> None:
    anchor = '<w:r><w:drawing><wp:anchor behindDoc="1"><a:blip/></wp:anchor></w:drawing></w:r>'
    white = '<w:color w:val="FFFFFF"/>'
    body = para(anchor + run("Exampleton Homes", white)) + held(run("No", white))
    parsed = read(packed(body))
    assert texts(parsed) == ["Exampleton Homes"]
    assert only_cell(parsed).text == ""


def test_symbols_are_read_by_their_font() -> None:
    wing = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'
    body = para(
        '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
        + run(" \u00fe", wing)
        + run(" \uf0a8", wing)
        + run(" \uf0b7 ")
        + run("\u2022", wing)
        + '<w:r><w:sym w:font="Webdings" w:char="F041"/></w:r>'
    )
    assert texts(read(packed(body))) == ["✓ ☑ ☐ • ❿\ufffd"]


def test_a_raised_digit_does_not_run_into_a_figure() -> None:
    body = para(run("within 10") + run("2", '<w:vertAlign w:val="superscript"/>') + run(" days"))
    assert texts(read(packed(body))) == ["within 10² days"]


def test_footnotes_are_marked_and_come_last() -> None:
    body = para(run("Policy") + '<w:r><w:footnoteReference w:id="7"/></w:r>') + para(run("After"))
    note = para("<w:r><w:footnoteRef/></w:r>" + run(" See annex"))
    notes = (
        '<w:footnote w:id="-1" w:type="separator"><w:p/></w:footnote>'
        f'<w:footnote w:id="7">{note}</w:footnote>'
    )
    assert texts(read(packed(body, footnotes=notes))) == ["Policy¹", "After", "1 See annex"]


# ------------------------------------------------------------------ tracked changes


def test_tracked_changes_are_accepted_and_flagged() -> None:
    inner = (
        run("within ")
        + "<w:del><w:r><w:delText>10</w:delText></w:r></w:del>"
        + f"<w:ins>{run('5')}</w:ins>"
        + run(" days")
        + f"<w:moveFrom>{run(' gone')}</w:moveFrom><w:moveTo>{run(' come')}</w:moveTo>"
    )
    found = only_cell(read(packed(held(inner))))
    assert found.text == "within 5 days come"
    assert found.flags == ("tracked-change",)


def test_deleted_rows_go_and_inserted_rows_stay() -> None:
    body = table(
        row(cell(run("a")), cell(run("1"))),
        row(cell(run("b")), cell(run("2")), properties="<w:del/>"),
        row(cell(run("c")), cell(run("3")), properties="<w:ins/>"),
        widths=(2000, 2000),
    )
    parsed = read(packed(body))
    assert grid(parsed) == [["a", "1"], ["c", "3"]]
    last = parsed.tables[0].rows[1].cells[0]
    assert last is not None
    assert last.flags == ("tracked-change",)


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    body = para(run("one "), "<w:rPr><w:del/></w:rPr>") + para(run("two"))
    assert texts(read(packed(body))) == ["one two"]


def test_a_formatting_change_is_no_change_of_content() -> None:
    changed = run("Yes", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>")
    found = only_cell(read(packed(held(changed))))
    assert (found.text, found.flags) == ("Yes", ())


# ------------------------------------------------------------------ content controls, fields


def test_rows_and_cells_in_content_controls_do_not_vanish() -> None:
    inner_cell = control(cell(run("Yes")), "<w:text/>")
    wrapped = control(row(cell(run("1.2")), inner_cell), "<w:repeatingSectionItem/>")
    body = table(control(wrapped, "<w:repeatingSection/>"), row(cell(run("1.3")), cell("")))
    parsed = read(packed(control(body, "<w:group/>")))
    assert grid(parsed) == [["1.2", "Yes"], ["1.3", ""]]
    answer = parsed.tables[0].rows[0].cells[1]
    assert answer is not None
    assert answer.flags == ("form-field",)


@pytest.mark.parametrize(
    ("shown", "properties", "text"),
    [
        (run("Choose an item.", '<w:rStyle w:val="PlaceholderText"/>'), "<w:showingPlcHdr/>", ""),
        (run("Choose an item."), "<w:showingPlcHdr/><w:dropDownList/>", ""),
        (run("Click or tap here to enter text."), "<w:text/>", ""),
        (run("Partial"), "<w:dropDownList/>", "Partial"),
        (run("Evidence needed", '<w:rStyle w:val="Ph"/>'), "<w:showingPlcHdr/>", ""),
        (
            run("Yes"),
            '<w:showingPlcHdr/><w:dropDownList><w:listItem w:value="Yes"/></w:dropDownList>',
            "Yes",
        ),
        (run("Your answer"), "<w:showingPlcHdr/><w:dropDownList/>", ""),
        (run("Yes / No"), "<w:showingPlcHdr/><w:text/>", ""),
        (run("Our policy"), "<w:showingPlcHdr/><w:text/>", "Our policy"),
        (run("5 May 2024"), "<w:date/>", "5 May 2024"),
    ],
)
def test_a_control_shows_its_value_and_a_placeholder_is_empty(
    shown: str, properties: str, text: str
) -> None:
    name = '<w:name w:val="Placeholder Text"/>'
    styles = f'<w:style w:type="character" w:styleId="Ph">{name}</w:style>'
    body = table(row(cell(run("x")), cell(f"<w:p>{control(shown, properties)}</w:p>")))
    assert grid(read(packed(body, styles=styles))) == [["x", text]]


@pytest.mark.parametrize(
    ("content", "state", "sign"),
    [
        (run("☒"), "1", "☒"),
        (run("☐"), "0", "☐"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "1", "☑"),
        ("", "1", "☒"),
        ("", "0", "☐"),
    ],
)
def test_a_checkbox_is_read_as_shown(content: str, state: str, sign: str) -> None:
    box = f'<w14:checkbox><w14:checked w14:val="{state}"/></w14:checkbox>'
    found = only_cell(read(packed(held(f"<w:p>{control(content, box)}</w:p>"))))
    assert (found.text, found.flags) == (sign, ("form-field",))


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>", "☒"),
        ("<w:checkBox><w:default w:val='1'/><w:checked w:val='0'/></w:checkBox>", "☐"),
        ("<w:checkBox><w:default w:val='1'/></w:checkBox>", "☒"),
        (
            "<w:ddList><w:result w:val='1'/><w:listEntry w:val='Yes'/><w:listEntry w:val='No'/>"
            "</w:ddList>",
            "No",
        ),
    ],
)
def test_a_legacy_form_field_shows_its_state(data: str, text: str) -> None:
    inner = field_run("begin", f"<w:ffData>{data}</w:ffData>") + code(" FORM ") + field_run("end")
    found = only_cell(read(packed(held(f"<w:p>{inner}</w:p>"))))
    assert (found.text, found.flags) == (text, ("form-field",))


def test_a_field_shows_its_result_not_its_code() -> None:
    inner = (
        field_run("begin")
        + code(' HYPERLINK "https://example.org/policy" ')
        + field_run("separate")
        + run("our policy")
        + field_run("end")
        + run(" on page ")
        + f'<w:fldSimple w:instr="PAGE">{run("4")}</w:fldSimple>'
    )
    parsed = read(packed(para(inner)))
    assert texts(parsed) == ["our policy on page 4"]
    assert parsed.blocks[0].links == ("https://example.org/policy",)  # type: ignore[union-attr]


def test_a_field_that_is_never_closed_hides_nothing() -> None:
    body = para(field_run("begin") + code(" IF ") + run("shown")) + para(run("after"))
    assert texts(read(packed(body))) == ["shown", "after"]


def test_a_hyperlink_gives_text_and_target() -> None:
    link = f'<w:hyperlink r:id="k">{run("policy")}</w:hyperlink>'
    parsed = read(packed(held(f"<w:p>{link}</w:p>"), {"k": "https://example.org/"}))
    assert only_cell(parsed).text == "policy"
    assert only_cell(parsed).links == ("https://example.org/",)


# ------------------------------------------------------------------ numbering

SECTIONS = level(0, "decimal", "%1") + level(1, "decimal", "%1.%2") + level(2, "lowerLetter", "%3.")


def test_a_provision_number_may_be_automatic() -> None:
    body = (
        para(run("Definition"), listed(0))
        + table(
            row(cell(para("", listed(1))), cell(run("first")), cell("")),
            row(cell(para("", listed(1))), cell(run("second")), cell("")),
        )
        + para(run("Access"), listed(0))
        + table(row(cell(para("", listed(1))), cell(para(run("item"), listed(2))), cell("")))
    )
    parsed = read(packed(body, numbering=numbering(SECTIONS)))
    assert texts(parsed) == ["1 Definition", "2 Access"]
    assert grid(parsed, 0) == [["1.1", "first", ""], ["1.2", "second", ""]]
    assert grid(parsed, 1) == [["2.1", "a. item", ""]]
    first = parsed.tables[0].rows[0].cells[0]
    assert first is not None
    assert first.flags == ("automatic-number",)


def test_a_start_override_and_a_skipped_level_count_from_its_start() -> None:
    second = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="6"/></w:lvlOverride><w:lvlOverride w:ilvl="1">'
        '<w:startOverride w:val="3"/></w:lvlOverride></w:num>'
    )
    body = (
        para(run("a"), listed(1))
        + para(run("b"), listed(1, 2))
        + para(run("c"), listed(1, 2))
        + para(run("d"), listed(1))
    )
    parsed = read(packed(body, numbering=numbering(SECTIONS, extra_nums=second)))
    assert texts(parsed) == ["1.1 a", "6.3 b", "6.4 c", "1.5 d"]


def test_deeper_levels_restart_unless_told_not_to() -> None:
    levels = (
        level(0, "upperRoman", "%1")
        + level(1, "decimal", "%1.%2", '<w:isLgl/><w:lvlRestart w:val="0"/>')
        + level(2, "lowerLetter", "(%3)")
    )
    body = "".join(para(run("p"), listed(i)) for i in (0, 1, 2, 2, 0, 1, 2))
    parsed = read(packed(body, numbering=numbering(levels)))
    assert texts(parsed) == ["I p", "1.1 p", "(a) p", "(b) p", "II p", "2.2 p", "(a) p"]


def test_numbering_comes_from_styles_by_the_level_that_names_them() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="P"><w:name w:val="Provision"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    levels = level(0, "decimal", "%1", start=4) + level(
        1, "decimal", "%1.%2", '<w:pStyle w:val="P"/>'
    )
    body = para(run("p"), '<w:pStyle w:val="P"/>') + para(
        run("q"), '<w:pStyle w:val="P"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    )
    parsed = read(packed(body, styles=styles, numbering=numbering(levels)))
    assert texts(parsed) == ["4.1 p", "q"]


@pytest.mark.parametrize(
    ("fmt", "start", "text"),
    [
        ("lowerLetter", 27, "aa"),
        ("upperLetter", 3, "C"),
        ("lowerLetter", 2_000_000_000, "2000000000"),
        ("lowerRoman", 9, "ix"),
        ("ordinal", 12, "12th"),
        ("ordinal", 22, "22nd"),
        ("decimalZero", 7, "07"),
        ("none", 1, ""),
    ],
)
def test_number_formats(fmt: str, start: int, text: str) -> None:
    levels = level(0, fmt, "%1", start=start)
    parsed = read(packed(para(run("p"), listed(0)), numbering=numbering(levels)))
    assert texts(parsed) == [f"{text} p".strip()]


def test_bullets_are_one_sign_marks_are_kept_and_an_empty_bullet_is_nothing() -> None:
    wing = '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'
    levels = (
        level(0, "bullet", "\uf0a7", wing)
        + level(1, "bullet", "\uf0fc", wing)
        + level(2, "bullet", "o")
    )
    body = table(
        row(
            cell(para(run("one"), listed(0)) + para(run("two"), listed(2))),
            cell(para("", listed(0))),
            cell(para("", listed(1))),
        )
    )
    assert grid(read(packed(body, numbering=numbering(levels)))) == [["• one\n• two", "", "✓"]]


# ------------------------------------------------------------------ tables


def test_spans_merges_and_ragged_rows_keep_their_columns() -> None:
    span = '<w:gridSpan w:val="2"/>'
    body = table(
        row(cell(run("a"), '<w:vMerge w:val="restart"/>'), cell(run("b"), span)),
        row(cell("", "<w:vMerge/>"), cell(run("c")), cell(run("d"))),
        row(cell(run("e")), properties='<w:gridBefore w:val="2"/>'),
        row(cell(run("f"))),
        row(cell("", "<w:vMerge/>"), cell(run("g"), span)),
    )
    assert grid(read(packed(body))) == [
        ["a", "b", None],
        [None, "c", "d"],
        [None, None, "e"],
        ["f", None, None],
        ["", "g", None],
    ]


def test_edges_dragged_by_a_little_make_no_columns() -> None:
    two = '<w:gridSpan w:val="2"/>'
    body = table(
        row(cell(run("No")), cell(run("Req"), two), cell(run("Yes"))),
        row(cell(run("1.2"), two), cell(run("text")), cell(run("ok"))),
        widths=(1000, 90, 4000, 2000),
    )
    assert grid(read(packed(body))) == [["No", "Req", "Yes"], ["1.2", "text", "ok"]]


def test_rows_with_the_usual_number_of_cells_share_columns_however_edges_lie() -> None:
    two, four = '<w:gridSpan w:val="2"/>', '<w:gridSpan w:val="4"/>'
    body = table(
        row(cell(run("Section"), four)),
        row(cell(run("No")), cell(run("Req"), two), cell(run("Yes"))),
        row(cell(run("1.2"), two), cell(run("text")), cell(run("ok"))),
        row(cell(run("1.3"), two), cell(run("more")), cell(run("no"))),
        widths=(1000, 600, 4000, 2000),
    )
    parsed = read(packed(body))
    assert grid(parsed) == [
        ["Section", None, None],
        ["No", "Req", "Yes"],
        ["1.2", "text", "ok"],
        ["1.3", "more", "no"],
    ]
    banner = parsed.tables[0].rows[0].cells[0]
    assert banner is not None
    assert banner.span == 3


def test_a_header_split_over_two_rows_keeps_its_columns() -> None:
    two = '<w:gridSpan w:val="2"/>'
    body = table(
        row(cell(run("Req")), cell(run("Comply"), two), properties="<w:tblHeader/>"),
        row(cell(""), cell(run("Yes")), cell(run("No"))),
        row(cell(run("text")), cell(run("X")), cell("")),
    )
    parsed = read(packed(body))
    assert grid(parsed) == [["Req", "Comply", None], ["", "Yes", "No"], ["text", "X", ""]]
    assert [r.header for r in parsed.tables[0].rows] == [True, False, False]


def test_a_nested_table_is_text_of_its_cell() -> None:
    inner = table(
        row(cell(run("2023")), cell(run("41")), cell(run("3"))),
        row(cell(run("2024")), cell(run("52")), cell(run("4"))),
    )
    long = "A requirement that is a good deal longer than the figures beside it"
    body = table(row(cell(run("9.1")), cell(run(long)), cell(f"<w:p/>{inner}")))
    parsed = read(packed(body + held(run("next"))))
    assert grid(parsed) == [["9.1", long, "2023 41 3\n2024 52 4"]]
    last = parsed.tables[1].rows[0].cells[0]
    assert last is not None
    assert last.locators[0].table == 3  # type: ignore[union-attr]


def test_a_table_in_a_layout_cell_is_a_table_of_its_own() -> None:
    inner = table(row(cell(run("1.2")), cell(run("text")), cell(run("Yes"))))
    parsed = read(packed(table(row(cell(para(run("Intro")) + inner)), widths=(9000,))))
    assert texts(parsed) == ["Intro"]
    assert grid(parsed) == [["1.2", "text", "Yes"]]
    first = parsed.tables[0].rows[0].cells[0]
    assert first is not None
    assert first.locators[0].table == 2  # type: ignore[union-attr]


def test_a_table_of_one_column_is_what_it_holds_line_by_line() -> None:
    rows = (row(cell(run(text))) for text in ("1.2 A complaint", "Comply: Yes", "We do this."))
    parsed = read(packed(table(*rows, widths=(9000,))))
    assert not parsed.tables
    assert texts(parsed) == ["1.2 A complaint", "Comply: Yes", "We do this."]
    assert [block.locators[0].row for block in parsed.blocks] == [1, 2, 3]  # type: ignore[union-attr]


def test_fill_and_place_of_a_cell() -> None:
    body = table(
        row(cell(run("a"))),
        row(cell(run("b")), cell(run("c"), '<w:shd w:val="clear" w:fill="92d050"/>')),
    )
    found = read(packed(body)).tables[0].rows[1].cells[1]
    assert found is not None
    assert found.fill == "92D050"
    place = found.locators[0]
    assert (place.table, place.row, place.column) == (1, 2, 2)  # type: ignore[union-attr]


def test_a_table_continues_one_with_the_same_columns_over_a_heading_only() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/></w:style>'
    one = table(row(cell(run("a")), cell(run("b")), cell(run("c"))))
    body = one + para(run("Section 2"), '<w:pStyle w:val="H"/>') + one + para(run("Text")) + one
    parsed = read(packed(body, styles=styles))
    assert [t.continues for t in parsed.tables] == [False, True, False]
    assert [b.heading for b in parsed.blocks if isinstance(b, Passage)] == [2, None]


# ------------------------------------------------------------------ shapes and pictures


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{para(run('In the box'))}</w:txbxContent>"
    alternate = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}'
        f"</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    parsed = read(packed(para(run("Anchor") + alternate) + para(run("After"))))
    assert texts(parsed) == ["Anchor", "In the box", "After"]
    assert parsed.coverage == 1.0


def test_a_cell_that_holds_only_a_picture_is_not_silently_blank() -> None:
    picture = '<w:r><w:drawing><wp:docPr id="1" descr="Tick"/><a:blip/></w:drawing></w:r>'
    body = para(run("Text " * 60)) + table(
        row(cell(run("1.2")), cell(run("text")), cell(para(picture)))
    )
    parsed = read(packed(body))
    found = parsed.tables[0].rows[0].cells[2]
    assert found is not None
    assert (found.text, found.flags) == ("", ("picture",))
    assert [p.code for p in parsed.problems] == ["picture-only"]
    assert "Tick" in parsed.problems[0].place


def test_a_web_page_that_stands_in_the_place_of_a_table_is_read_there() -> None:
    data = packed(para(run("a")) + '<w:altChunk r:id="rpage"/>' + para(run("b")), page="")
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            page = "<table><tr><td>1.2<td>Text<td>Yes</table>"
            new.writestr(name, page if name == "word/page.xml" else old.read(name))
    parsed = read(stream.getvalue())
    assert [type(block).__name__ for block in parsed.blocks] == ["Passage", "Table", "Passage"]
    assert [cell.text for cell in parsed.tables[0].rows[0].cells if cell] == ["1.2", "Text", "Yes"]
    assert parsed.problems == ()


def test_embedded_documents_that_are_missing_are_reported() -> None:
    parsed = read(packed(para(run("a")) + '<w:altChunk r:id="z"/>'))
    assert [p.code for p in parsed.problems] == ["content-unread"]


def test_the_text_of_a_diagram_is_not_lost() -> None:
    ids = '<dgm:relIds xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    body = para(f'<w:r><w:drawing>{ids} r:dm="rdiagramData"/></w:drawing></w:r>') + para(run("a"))
    data = "<a:p><a:r><a:t>Stage 1</a:t></a:r></a:p><a:p><a:r><a:t>Stage 2</a:t></a:r></a:p>"
    assert texts(read(packed(body, diagramData=data))) == ["a", "Stage 1\nStage 2"]


def test_a_document_of_scans_says_that_it_needs_ocr() -> None:
    picture = "<w:r><w:drawing><a:blip/></w:drawing></w:r>"
    assert [p.code for p in read(packed(para(picture) * 3)).problems] == ["needs-ocr"]


def test_icons_do_not_make_a_document_one_of_scans() -> None:
    icon = '<w:r><w:drawing><wp:inline><wp:extent cx="400000" cy="400000"/><a:blip/></wp:inline>'
    body = para(f"{icon}</w:drawing></w:r>" + run("1.2 We say sorry.")) * 3
    assert read(packed(body)).problems == ()


def test_headers_are_residue() -> None:
    body = para(run("a")) + '<w:sectPr><w:headerReference r:id="rhdr"/></w:sectPr>'
    parsed = read(packed(body, hdr=para(run("Exampleton Homes"))))
    assert [p.text for p in parsed.residue] == ["Exampleton Homes"]


# ------------------------------------------------------------------ files


def test_the_strict_variant_is_read() -> None:
    data = packed(table(row(cell(run("1.2")), cell(run("Yes")))))
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            text = text.replace(
                "http://schemas.openxmlformats.org/wordprocessingml/2006/",
                "http://purl.oclc.org/ooxml/wordprocessingml/",
            ).replace(
                "http://schemas.openxmlformats.org/officeDocument/2006/",
                "http://purl.oclc.org/ooxml/officeDocument/",
            )
            new.writestr(name, text)
    assert grid(read(buffer.getvalue())) == [["1.2", "Yes"]]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64, "unsupported"),
        (packed(para(run("a")))[:-40], "truncated"),
        (b"PK\x03\x04", "truncated"),
        (packed("<w:p>"), "truncated"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, problem: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(data)
    assert caught.value.code == problem


def test_a_bomb_is_refused_before_it_is_inflated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("saextract.parsers.word.package.MAX_PART", 10_000)
    with pytest.raises(DocumentError) as caught:
        read(packed(para(run("a" * 20_000))))
    assert caught.value.code == "too-large"


def test_entities_are_refused() -> None:
    data = packed(para(run("a")))
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name == "word/document.xml":
                text = '<!DOCTYPE d [<!ENTITY e "boom">]>' + text.replace(">a<", ">&e;<")
            new.writestr(name, text)
    with pytest.raises(DocumentError) as caught:
        read(buffer.getvalue())
    assert caught.value.code == "truncated"


def test_a_broken_side_part_is_a_problem_not_a_failure() -> None:
    parsed = read(packed(para(run("a")), numbering="<w:num>"))
    assert texts(parsed) == ["a"]
    assert [p.code for p in parsed.problems] == ["content-unread"]


def test_a_document_of_python_docx_is_read_with_its_properties() -> None:
    from docx import Document

    document = Document()
    document.core_properties.title = "Self-assessment"
    document.core_properties.author = "Exampleton Homes"
    document.add_heading("Annex", 1)
    made = document.add_table(1, 2)
    made.rows[0].cells[0].text = "1.2"
    buffer = io.BytesIO()
    document.save(buffer)
    parsed = read(buffer.getvalue())
    assert isinstance(parsed.blocks[1], Table)
    assert grid(parsed) == [["1.2", ""]]
    assert parsed.properties["title"] == "Self-assessment"
    assert parsed.properties["author"] == "Exampleton Homes"
