"""Spreadsheets: what the parser sees in their sheets."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from hashlib import sha256

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.workbook import Workbook

from saextract.errors import DocumentError
from saextract.model import Parsed, Passage, SheetLocator, Source
from saextract.parsers.sheet import MEDIA_TYPES, parse
from saextract.parsers.sheet.values import shown


def source(data: bytes) -> Source:
    return Source(
        path="a.xlsx", data=data, sha256=sha256(data).hexdigest(), media_type=MEDIA_TYPES[0]
    )


def read(fill: Callable[[Workbook], None]) -> Parsed:
    workbook = openpyxl.Workbook()
    fill(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return parse(source(out.getvalue()))


def texts(parsed: Parsed, table: int = 0) -> list[list[str]]:
    return [[c.text if c else "-" for c in row.cells] for row in parsed.tables[table].rows]


def test_what_stands_above_the_table_is_no_row() -> None:
    def fill(book: Workbook) -> None:
        book.active.title = "Section 1"
        for row in (["Larkspur Example Homes"], [], ["No.", "Text", "Comply"], ["1.2", "A", "Yes"]):
            book.active.append(row)

    parsed = read(fill)
    assert texts(parsed) == [["No.", "Text", "Comply"], ["1.2", "A", "Yes"]]
    passages = [b.text for b in parsed.blocks if isinstance(b, Passage)]
    assert passages == ["Section 1", "Larkspur Example Homes"]


def test_a_number_reads_as_its_format_shows_it() -> None:
    def fill(book: Workbook) -> None:
        book.active.append(["No.", "Text"])
        book.active.append([5.1, "A"])
        book.active["A2"].number_format = "0.00"

    assert texts(read(fill))[1][0] == "5.10"


def test_merged_cells_are_one_cell_and_places_are_true() -> None:
    def fill(book: Workbook) -> None:
        for row in (["No.", "Text", "Comply"], ["Section 2", None, None], ["2.1", "A", "Yes"]):
            book.active.append(row)
        book.active.merge_cells("A2:C2")

    parsed = read(fill)
    banner = parsed.tables[0].rows[1].cells
    assert banner[1] is banner[2] is None
    assert banner[0] is not None
    assert (banner[0].text, banner[0].span) == ("Section 2", 3)
    answer = parsed.tables[0].rows[2].cells[2]
    assert answer is not None
    assert answer.locators == (SheetLocator(sheet="Sheet", row=3, column=3),)


def test_hidden_columns_and_sheets_stay_out_and_a_hidden_row_is_reported() -> None:
    def fill(book: Workbook) -> None:
        for row in (["No.", "Internal", "Text"], ["1.2", "x", "A"], ["1.3", "y", "B"]):
            book.active.append(row)
        book.active.column_dimensions["B"].hidden = True
        book.active.row_dimensions[3].hidden = True
        other = book.create_sheet("Lists")
        other.append(["Yes", "No"])
        other.sheet_state = "hidden"

    parsed = read(fill)
    assert len(parsed.tables) == 1
    assert texts(parsed) == [["No.", "Text"], ["1.2", "A"]]
    assert [(p.code, p.place) for p in parsed.problems] == [("text-lost", "sheet Sheet, row 3")]


def test_links_and_fills_are_kept() -> None:
    def fill(book: Workbook) -> None:
        book.active.append(["Evidence", "RAG"])
        book.active.append(["Policy", "Green"])
        book.active["A2"].hyperlink = "https://policy.example/"
        book.active["B2"].fill = PatternFill("solid", fgColor="FF00B050")

    evidence, rag = read(fill).tables[0].rows[1].cells
    assert evidence is not None
    assert rag is not None
    assert evidence.links == ("https://policy.example/",)
    assert (evidence.fill, rag.fill) == (None, "00B050")


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (None, "General", ""),
        (5.1, "General", "5.1"),
        (5.1, "0.00", "5.10"),
        (0.7, "0%", "70%"),
        (0.705, "0.0%", "70.5%"),
        (12, "General", "12"),
        (True, "General", "TRUE"),
        (datetime.datetime(2024, 6, 30), "dd/mm/yyyy", "30/06/2024"),
        (datetime.datetime(2024, 6, 3), "d mmmm yyyy", "3 June 2024"),
        (datetime.datetime(2024, 6, 3), "mmm-yy", "Jun-24"),
        (datetime.datetime(2024, 6, 3), "mm-dd-yy", "03/06/2024"),
        ("Yes", "@", "Yes"),
    ],
)
def test_values_read_as_shown(value: object, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_a_broken_workbook_is_a_document_error() -> None:
    with pytest.raises(DocumentError) as caught:
        parse(source(b"PK\x03\x04 not a workbook"))
    assert caught.value.code == "truncated"


def member(data: bytes, name: str, text: str) -> bytes:
    """The workbook with one more part."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, text)
    return out.getvalue()


def rewritten(data: bytes, changes: dict[str, tuple[str, str]]) -> bytes:
    """The workbook with text replaced in some of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name in changes:
                before, after = changes[name]
                part = part.decode().replace(before, after).encode()
            new.writestr(name, part)
    return out.getvalue()


def saved(fill: Callable[[Workbook], None]) -> bytes:
    workbook = openpyxl.Workbook()
    fill(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def form(book: Workbook) -> None:
    for row in (["No.", "Text", "Comply"], ["1.2", "A", None], ["1.3", "B", "Yes"]):
        book.active.append(row)


def test_a_formula_whose_value_was_never_stored_is_no_blank() -> None:
    def fill(book: Workbook) -> None:
        form(book)
        book.active["C2"] = '=IF(1=1,"Yes","")'

    parsed = read(fill)
    assert texts(parsed)[1][2] == '=IF(1=1,"Yes","")'
    assert [(p.code, p.place) for p in parsed.problems] == [
        ("formula-without-value", "sheet Sheet, cell C2")
    ]


def test_rows_out_of_sight_by_a_filter_or_a_collapsed_group_are_read() -> None:
    def filtered(book: Workbook) -> None:
        form(book)
        book.active.row_dimensions[3].hidden = True
        book.active.auto_filter.ref = "A1:C3"
        book.active.auto_filter.add_filter_column(2, ["No"])

    def grouped(book: Workbook) -> None:
        form(book)
        book.active.row_dimensions.group(3, 3, hidden=True)

    for parsed in (read(filtered), read(grouped)):
        assert texts(parsed)[2] == ["1.3", "B", "Yes"]
        assert parsed.problems == ()


def test_a_blank_row_parts_two_tables_unless_the_sheet_is_spaced_out() -> None:
    def two(book: Workbook) -> None:
        form(book)
        for row in ([], ["Signed off"], ["By", "Board"], ["On", "1 May 2024"]):
            book.active.append(row)

    def spaced(book: Workbook) -> None:
        for row in (["No.", "Text"], [], ["1.2", "A"], [], ["1.3", "B"]):
            book.active.append(row)

    parsed = read(two)
    assert [len(table.rows) for table in parsed.tables] == [3, 2]
    assert "Signed off" in [b.text for b in parsed.blocks if isinstance(b, Passage)]
    assert [len(table.rows) for table in read(spaced).tables] == [3]


def test_struck_text_is_left_out_and_symbol_letters_are_signs() -> None:
    def fill(book: Workbook) -> None:
        form(book)
        struck = TextBlock(InlineFont(strike=True), "No")
        book.active["C2"] = CellRichText(struck, TextBlock(InlineFont(b=True), " Yes"))
        book.active["C3"] = "P"
        book.active["C3"].font = Font(name="Wingdings 2")

    rows = read(fill).tables[0].rows
    first, second = rows[1].cells[2], rows[2].cells[2]
    assert first is not None
    assert second is not None
    assert (first.text, first.flags) == ("Yes", ("struck-text",))
    assert second.text == "✓"


def test_a_sheet_formatted_to_its_end_is_read_at_once() -> None:
    def fill(book: Workbook) -> None:
        form(book)
        book.active.cell(1_048_576, 16_384).fill = PatternFill("solid", fgColor="FFEEEEEE")

    assert texts(read(fill)) == [["No.", "Text", "Comply"], ["1.2", "A", ""], ["1.3", "B", "Yes"]]


def test_a_workbook_of_the_strict_variant_is_read() -> None:
    names = ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml")
    usual = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    data = rewritten(saved(form), dict.fromkeys(names, (usual, strict)))
    assert texts(parse(source(data)))[2] == ["1.3", "B", "Yes"]


DRAWING = """<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
{anchors}</xdr:wsDr>"""
ANCHOR = """<xdr:twoCellAnchor>
<xdr:from><xdr:col>{column}</xdr:col><xdr:row>{row}</xdr:row></xdr:from>
<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="{id}" name="s"/></xdr:nvSpPr><xdr:txBody>
<a:p><a:r><a:t>{text}</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor>"""
CONTROL = '<formControlPr xmlns="urn:x" objectType="CheckBox"{checked}/>'
RELATION = (
    '<Relationship Id="{id}" Target="{target}" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
)


def test_check_boxes_that_float_over_a_cell_and_text_boxes_are_read() -> None:
    anchors = [
        ANCHOR.format(column=0, row=0, id=1, text="Larkspur Example Homes"),
        ANCHOR.format(column=2, row=1, id=2, text="Yes"),
        ANCHOR.format(column=2, row=1, id=3, text="No"),
    ]
    relations = [
        RELATION.format(id="d", target="../drawings/drawing1.xml", kind="drawing"),
        RELATION.format(id="c2", target="../ctrlProps/c2.xml", kind="ctrlProp"),
        RELATION.format(id="c3", target="../ctrlProps/c3.xml", kind="ctrlProp"),
    ]
    r = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    controls = "".join(f'<control xmlns:r="{r}" shapeId="{i}" r:id="c{i}"/>' for i in (2, 3))
    sheet = ("</worksheet>", f"<controls>{controls}</controls></worksheet>")
    data = rewritten(saved(form), {"xl/worksheets/sheet1.xml": sheet})
    data = member(data, "xl/drawings/drawing1.xml", DRAWING.format(anchors="".join(anchors)))
    data = member(data, "xl/ctrlProps/c2.xml", CONTROL.format(checked=' checked="Checked"'))
    data = member(data, "xl/ctrlProps/c3.xml", CONTROL.format(checked=""))
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    links = f'<Relationships xmlns="{package}">{"".join(relations)}</Relationships>'
    parsed = parse(source(member(data, "xl/worksheets/_rels/sheet1.xml.rels", links)))
    assert texts(parsed)[1] == ["1.2", "A", "☑ Yes\n☐ No"]
    assert "Larkspur Example Homes" in [b.text for b in parsed.blocks if isinstance(b, Passage)]


def test_running_heads_are_residue() -> None:
    def fill(book: Workbook) -> None:
        form(book)
        book.active.oddHeader.center.text = '&"Arial,Bold"Larkspur Example Homes, page &P'

    assert [p.text for p in read(fill).residue] == ["Larkspur Example Homes, page"]


def test_the_chosen_word_and_signs_without_a_shape() -> None:
    def fill(book: Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        sheet["A1"] = "1.2"
        sheet["B1"] = CellRichText(TextBlock(InlineFont(b=True), "Yes"), " / No")
        sheet["C1"] = "One_x000D_\ntwo"
        sheet["D1"] = "\u200eYes\u00a0\u202c"

    cells = [cell for cell in read(fill).tables[0].rows[0].cells if cell]
    assert [cell.text for cell in cells] == ["1.2", "Yes / No", "One\ntwo", "Yes"]
    assert [(mark.kind, mark.start, mark.end) for mark in cells[1].marks] == [("bold", 0, 3)]
