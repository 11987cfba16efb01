"""Tables of the structure tree are taken where the print confirms them, and only there."""

from __future__ import annotations

import hashlib

from pdf_files import make_pdf, show
from saextract.model import PdfLocator, Source
from saextract.parsers.pdf import parse
from saextract.parsers.pdf.layout.tagged import find_tagged
from saextract.parsers.pdf.objects.tree import TaggedCell
from saextract.parsers.pdf.page import FoundTable, Page, Word

X = (50.0, 150.0, 250.0)


class Sheet:
    """A page with tagged cells."""

    def __init__(self, number: int) -> None:
        self.page = Page(number, 400, 400)
        self.tags: list[TaggedCell] = []

    def cell(
        self, row: int, place: int, text: str, y: float, *, x: float | None = None, span: int = 1
    ) -> Sheet:
        mcid = len(self.tags)
        left = X[place] if x is None else x
        for part in text.split():
            right = left + 5 * len(part)
            self.page.words.append(Word(part, left, y - 8, right, y + 2, y, 10.0, mcid=mcid))
            left = right + 3
        header = row == 0
        self.tags.append(TaggedCell((0,), (0, row), place, header, span, 1, frozenset({mcid})))
        return self

    def row(self, row: int, y: float, *texts: str) -> Sheet:
        for place, text in enumerate(texts):
            if text:
                self.cell(row, place, text, y)
        return self


def found(*sheets: Sheet) -> list[FoundTable] | None:
    return find_tagged([s.page for s in sheets], [s.tags for s in sheets])


def texts(table: FoundTable) -> list[list[str | None]]:
    return [
        [None if c is None else " ".join(w.text for w in c.words) for c in row.cells]
        for row in table.rows
    ]


def header(sheet: Sheet, y: float = 50) -> Sheet:
    return sheet.row(0, y, "Number", "Answer", "Evidence")


def test_cells_hold_the_words_of_their_marked_contents() -> None:
    tables = found(header(Sheet(1)).row(1, 80, "1.2", "Yes", "Policy"))
    assert tables is not None
    assert texts(tables[0]) == [["Number", "Answer", "Evidence"], ["1.2", "Yes", "Policy"]]
    assert [row.header for row in tables[0].rows] == [True, False]


def test_a_row_over_two_pages_is_one_row() -> None:
    first = header(Sheet(1)).row(1, 80, "", "", "begins here")
    second = Sheet(2).row(1, 20, "1.2", "Yes", "ends here").row(2, 50, "1.3", "No", "Other")
    tables = found(first, second)
    assert tables is not None
    assert texts(tables[0])[1] == ["", "", "begins here"]
    rest = [[w.text for part in c.rest for w in part.words] for c in tables[0].rows[1].cells if c]
    assert rest == [["1.2"], ["Yes"], ["ends", "here"]]
    assert texts(tables[1]) == [["1.3", "No", "Other"]]
    assert not any(row.cut_above or row.cut_below for t in tables for row in t.rows)
    assert tables[1].continues


def test_a_header_repeated_on_each_page_stays_a_row_of_each() -> None:
    first = header(Sheet(1)).row(1, 80, "1.2", "Yes", "Policy")
    second = header(Sheet(2)).row(2, 80, "1.3", "No", "Other")
    tables = found(first, second)
    assert tables is not None
    assert [len(table.rows) for table in tables] == [2, 2]


def test_an_empty_cell_left_out_of_the_tree_does_not_move_the_next_one_up() -> None:
    sheet = header(Sheet(1)).row(1, 80, "1.2", "Yes", "Policy")
    sheet.cell(2, 0, "1.3", 110).cell(2, 1, "Late note", 110, x=X[2])
    tables = found(sheet)
    assert tables is not None
    assert texts(tables[0])[2] == ["1.3", "", "Late note"]


def test_short_rows_are_placed_by_the_titles_above_them_where_no_other_row_is_full() -> None:
    sheet = header(Sheet(1))
    for row, number in enumerate(("1.2", "1.3"), 1):
        sheet.cell(row, 0, number, 50 + 30 * row)
        sheet.cell(row, 1, "It is said below", 50 + 30 * row, x=X[2] - 35)
    tables = found(sheet)
    assert tables is not None
    assert texts(tables[0])[1:] == [[n, "", "It is said below"] for n in ("1.2", "1.3")]


def test_a_merged_cell_covers_its_columns() -> None:
    sheet = header(Sheet(1)).cell(1, 0, "Section one of the Code", 80, span=3)
    tables = found(sheet.row(2, 110, "1.2", "Yes", "Policy"))
    assert tables is not None
    assert texts(tables[0])[1] == ["Section one of the Code", None, None]


def test_overlapping_columns_are_not_believed() -> None:
    sheet = header(Sheet(1)).row(1, 80, "1.2", "Yes", "Policy")
    sheet.cell(2, 0, "a cell that runs far into the next one", 110).cell(2, 1, "x", 110)
    sheet.cell(2, 2, "y", 110)
    assert found(sheet) is None


def test_words_in_the_table_that_no_cell_holds_are_not_believed() -> None:
    sheet = header(Sheet(1)).row(1, 80, "1.2", "Yes", "Policy").row(2, 110, "1.3", "No", "Other")
    sheet.page.words.append(Word("stray", 60, 87, 85, 97, 95, 10.0))
    assert found(sheet) is None


def test_drawn_marks_join_the_cell_they_stand_in() -> None:
    sheet = header(Sheet(1)).row(1, 80, "1.2", "", "Policy").row(2, 110, "1.3", "No", "Other")
    sheet.page.words.append(Word("✓", 160, 72, 168, 82, 80, 10.0, flags=frozenset({"drawn-mark"})))
    tables = found(sheet)
    assert tables is not None
    assert texts(tables[0])[1] == ["1.2", "✓", "Policy"]


def test_rows_that_overlap_are_not_believed() -> None:
    sheet = header(Sheet(1)).row(1, 80, "1.2", "Yes", "Policy")
    sheet.cell(2, 0, "1.3", 84).cell(2, 1, "No", 84).cell(2, 2, "Other", 70)
    assert found(sheet) is None


def test_one_column_is_no_table() -> None:
    sheet = Sheet(1).cell(0, 0, "Title", 50).cell(1, 0, "Text", 80)
    assert found(sheet) is None


def _marked(mcid: int, x: float, y: float, text: str) -> str:
    return f"/P << /MCID {mcid} >> BDC {show(x, y, text)} EMC\n"


def test_a_tagged_file_gives_one_cell_with_a_place_on_each_page() -> None:
    """Objects: 10 root, 11 parents, 12 table, 13 and 14 rows, 15 to 18 cells; 19, 21 pages."""
    cells = {
        15: (13, "<< /Type /MCR /Pg 19 0 R /MCID 0 >>"),
        16: (13, "<< /Type /MCR /Pg 19 0 R /MCID 1 >>"),
        17: (14, "<< /Type /MCR /Pg 19 0 R /MCID 2 >>"),
        18: (
            14,
            "<< /Type /MCR /Pg 19 0 R /MCID 3 >> << /Type /MCR /Pg 21 0 R /MCID 0 >>",
        ),
    }
    objects = [
        "<< /Type /StructTreeRoot /K 12 0 R /ParentTree 11 0 R >>",
        "<< /Nums [0 [15 0 R 16 0 R 17 0 R 18 0 R] 1 [18 0 R]] >>",
        "<< /Type /StructElem /S /Table /P 10 0 R /K [13 0 R 14 0 R] >>",
        "<< /Type /StructElem /S /TR /P 12 0 R /K [15 0 R 16 0 R] >>",
        "<< /Type /StructElem /S /TR /P 12 0 R /K [17 0 R 18 0 R] >>",
        *(
            f"<< /Type /StructElem /S /TD /P {row} 0 R /K [{kids}] >>"
            for row, kids in cells.values()
        ),
    ]
    first = (
        _marked(0, 50, 100, "Number")
        + _marked(1, 150, 100, "Evidence")
        + _marked(2, 50, 50, "1.2")
        + _marked(3, 150, 50, "begins and")
    )
    data = make_pdf(
        first,
        _marked(0, 150, 350, "ends"),
        catalog="/StructTreeRoot 10 0 R /MarkInfo << /Marked true >>",
        objects=objects,
        page="/StructParents 0",
    )
    at = data.rindex(b"/StructParents 0")
    data = data[:at] + b"/StructParents 1" + data[at + 16 :]
    digest = hashlib.sha256(data).hexdigest()
    parsed = parse(Source(path="a.pdf", data=data, sha256=digest, media_type="application/pdf"))
    assert [table.detector for table in parsed.tables] == ["tagged"]
    cell = parsed.tables[0].rows[1].cells[1]
    assert cell is not None
    assert cell.text == "begins and\nends"
    assert [p.page for p in cell.locators if isinstance(p, PdfLocator)] == [1, 2]
    assert parsed.coverage == 1
