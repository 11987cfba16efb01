"""Writes a document as DOCX, the way Word does: real tables, styles, lists, fields, links."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import docx
from content import Break, Cell, Content, Grid, Nested, Row, Run, Text, bullet, runs
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from layout import Layout, flow

Ink = Callable[[str, str], str]
"""Colour of the text of a cell, from its provision and role; "" for the usual one."""

FIXED = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
_WINGDINGS = {"✓": "F0FC", "X": "F0FB"}
_ALIGN = {"right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}


def write_docx(content: Content, layout: Layout, out: Path, ink: Ink | None = None) -> None:
    """Writes the document; the same input gives the same bytes.

    Args:
        content: what it says.
        layout: how it looks.
        out: the file.
        ink: colours for a twin by which pages are told, see `pages.py`.
    """
    writer = _Writer(layout, ink or (lambda _provision, _role: ""))
    for block in flow(content, layout):
        if isinstance(block, Text):
            writer.text(block)
        elif isinstance(block, Grid):
            writer.grid(block)
        elif isinstance(block, Break):
            writer.document.add_page_break()
    properties = writer.document.core_properties
    properties.title = content.data.get("property_title", "")
    properties.author = content.data.get("property_author", "")
    properties.comments = ""
    properties.created = properties.modified = FIXED
    buffer = io.BytesIO()
    writer.document.save(buffer)
    out.write_bytes(stable(buffer.getvalue()))


def stable(data: bytes) -> bytes:
    """The same archive with one fixed time on every part."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            stored = name == "mimetype"
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            new.writestr(info, _repeatable(name, old.read(name)))
    return result.getvalue()


def _repeatable(name: str, part: bytes) -> bytes:
    """A part with fixed dates, and without the numbers that LibreOffice draws at random."""
    if name in ("meta.xml", "docProps/core.xml"):
        return re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", b"2024-01-01T00:00:00", part)
    if name == "settings.xml":
        return re.sub(rb'("Rsid[^>]*>)\d+', rb"\g<1>1", part)
    if name == "content.xml":
        lists = list(dict.fromkeys(re.findall(rb"\blist\d{5,}\b", part)))
        return re.sub(
            rb"\blist\d{5,}\b", lambda found: b"list%d" % (lists.index(found[0]) + 1), part
        )
    return part


class _Writer:
    def __init__(self, layout: Layout, ink: Ink) -> None:
        self.layout = layout
        self.ink = ink
        self.document: Any = docx.Document()
        self._page()
        self._styles()

    def _page(self) -> None:
        section = self.document.sections[0]
        width, height = (Mm(297), Mm(210)) if self.layout.landscape else (Mm(210), Mm(297))
        section.page_width, section.page_height = width, height
        section.orientation = WD_ORIENT.LANDSCAPE if self.layout.landscape else WD_ORIENT.PORTRAIT
        for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
            setattr(section, side, Mm(self.layout.margin))
        section.header_distance = section.footer_distance = Mm(8)
        self.text_width = width - 2 * Mm(self.layout.margin)
        if self.layout.running_head:
            section.header.paragraphs[0].text = self.layout.running_head
        if self.layout.page_numbers:
            paragraph = section.footer.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _page_number(paragraph, self.layout.page_numbers)

    def _styles(self) -> None:
        for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3"):
            style = self.document.styles[name]
            style.font.name = self.layout.font
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for attribute in list(fonts.attrib):
                if "Theme" in attribute:
                    del fonts.attrib[attribute]
            for attribute in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
                fonts.set(qn(attribute), self.layout.font)
            if name != "Normal":
                style.font.color.rgb = RGBColor(0, 0, 0)
        normal = self.document.styles["Normal"]
        normal.font.size = Pt(self.layout.size)
        normal.paragraph_format.space_after = Pt(4)
        for name, extra in (("Title", 6), ("Heading 1", 4), ("Heading 2", 2), ("Heading 3", 1)):
            self.document.styles[name].font.size = Pt(self.layout.size + extra)

    def text(self, block: Text) -> None:
        if block.style == "contents":
            for line in block.paragraphs:
                paragraph = self.document.add_paragraph(line)
                paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(14))
                paragraph.paragraph_format.tab_stops.add_tab_stop(int(self.text_width - Mm(12)))
            return
        styles = {"title": "Title", "body": "Normal"}
        name = styles.get(block.style) or f"Heading {block.style[-1]}"
        for text in block.paragraphs:
            paragraph = self.document.add_paragraph(style=name)
            self._fill(paragraph, text, "")
            if block.align in _ALIGN:
                paragraph.alignment = _ALIGN[block.align]

    def grid(self, grid: Grid) -> None:
        table = self._table(self.document, len(grid.rows), grid.widths, self.text_width)
        for drawn, row in zip(table.rows, grid.rows, strict=True):
            self._row(drawn, row, grid)
        for i, row in enumerate(r for r in grid.rows if r.kind == "body"):
            if self.layout.ruling == "zebra" and i % 2:
                at = grid.rows.index(row)
                for item in table.rows[at].cells:
                    _shade(item, "EEF3F8")
        gap = self.document.add_paragraph()
        gap.paragraph_format.space_after = Pt(0)

    def _table(self, parent: Any, count: int, widths: Iterable[float], total: float) -> Any:
        sizes = [int(total * width / 100) for width in widths]
        table = parent.add_table(count, len(sizes))
        table.autofit = False
        _borders(table, self.layout.ruling)
        for column, size in zip(table.columns, sizes, strict=True):
            column.width = size
            for item in column.cells:
                item.width = size
        return table

    def _row(self, drawn: Any, row: Row, grid: Grid) -> None:
        properties = drawn._tr.get_or_add_trPr()
        if not self.layout.split:
            properties.append(OxmlElement("w:cantSplit"))
        if row.kind == "header" and self.layout.repeat:
            properties.append(OxmlElement("w:tblHeader"))
        cells = list(drawn.cells)
        if row.kind == "banner":
            merged = cells[0].merge(cells[-1])
            self._cell(merged, row.cells[0], "", bold=True)
            _shade(merged, self.layout.shaded)
            return
        for i, (item, value) in enumerate(zip(cells, row.cells, strict=False)):
            role = grid.roles[i] if grid.roles else ""
            bold = row.kind != "body" or (self.layout.answer_bold and role == "answer")
            self._cell(item, value, self.ink(row.provision, role), bold=bold)
            if row.kind in ("header", "section"):
                _shade(item, self.layout.shaded)
            if self.layout.centred and role in ("number", "answer", "yes", "no"):
                item.vertical_alignment = 1
                for paragraph in item.paragraphs:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def _cell(self, item: Any, value: Cell, colour: str, bold: bool = False) -> None:
        first = item.paragraphs[0]
        used = False
        for part in value:
            if isinstance(part, Nested):
                self._nested(item, part, colour)
                used = True
                continue
            paragraph = item.add_paragraph() if used else first
            used = True
            paragraph.paragraph_format.space_after = Pt(2)
            self._fill(paragraph, part, colour, bold)
        if value and isinstance(value[-1], Nested):
            item.add_paragraph()

    def _nested(self, item: Any, nested: Nested, colour: str) -> None:
        columns = len(nested.rows[0])
        width = item.width * 0.92
        table = self._table(item, len(nested.rows), [100 / columns] * columns, width)
        for drawn, row in zip(table.rows, nested.rows, strict=True):
            for inner, paragraphs in zip(drawn.cells, row, strict=True):
                self._cell(inner, paragraphs, colour)

    def _fill(self, paragraph: Any, text: str, colour: str, bold: bool = False) -> None:
        depth, text = bullet(text)
        if depth and self.layout.typed_bullets:
            text = ("•" if depth == 1 else "o") + "\t" + text
            paragraph.paragraph_format.left_indent = Mm(5 * depth)
            paragraph.paragraph_format.first_line_indent = Mm(-5)
        elif depth:
            paragraph.style = self.document.styles["List Bullet" if depth == 1 else "List Bullet 2"]
            if colour:
                _colour_mark(paragraph, colour)
        for run in runs(text):
            if run.href:
                _link(paragraph, run, colour)
            else:
                self._run(paragraph, run, colour, bold)

    def _run(self, paragraph: Any, run: Run, colour: str, bold: bool) -> None:
        symbol = _WINGDINGS.get(run.text) if self.layout.marks == "wingdings" else None
        drawn = paragraph.add_run("" if symbol else run.text)
        if symbol:
            drawn._r.append(_element("w:sym", w_font="Wingdings", w_char=symbol))
        drawn.bold = True if run.bold or bold else None
        drawn.italic = True if run.italic else None
        drawn.underline = True if run.underline else None
        if colour:
            drawn.font.color.rgb = RGBColor.from_string(colour)


def _element(tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name.replace("_", ":")), value)
    return element


def _insert(parent: Any, child: Any, *followers: str) -> None:
    """Puts a property in its place: before the first of those that the schema wants after it."""
    for tag in followers:
        follower = parent.find(qn(tag))
        if follower is not None:
            follower.addprevious(child)
            return
    parent.append(child)


def _colour_mark(paragraph: Any, colour: str) -> None:
    """Colours the bullet itself: it takes the look of the paragraph's end mark."""
    properties = _element("w:rPr")
    properties.append(_element("w:color", w_val=colour))
    paragraph._p.get_or_add_pPr().append(properties)


def _link(paragraph: Any, run: Run, colour: str) -> None:
    relation = paragraph.part.relate_to(run.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = _element("w:hyperlink", r_id=relation)
    inner = _element("w:r")
    properties = _element("w:rPr")
    properties.append(_element("w:color", w_val=colour or "0563C1"))
    properties.append(_element("w:u", w_val="single"))
    inner.append(properties)
    text = _element("w:t")
    text.text = run.text
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    inner.append(text)
    link.append(inner)
    paragraph._p.append(link)


def _shade(item: Any, colour: str) -> None:
    if colour:
        properties = item._tc.get_or_add_tcPr()
        shade = _element("w:shd", w_val="clear", w_color="auto", w_fill=colour)
        _insert(properties, shade, "w:vAlign")


def _borders(table: Any, ruling: str) -> None:
    borders = _element("w:tblBorders")
    sides = {
        "full": ("top", "left", "bottom", "right", "insideH", "insideV"),
        "horizontal": ("top", "bottom", "insideH"),
    }
    for side in sides.get(ruling, ()):
        borders.append(
            _element(f"w:{side}", w_val="single", w_sz="4", w_space="0", w_color="808080")
        )
    _insert(table._tbl.tblPr, borders, "w:tblLayout", "w:tblLook")


def _page_number(paragraph: Any, form: str) -> None:
    for part in form.replace("{pages}", "\0NUMPAGES\0").replace("{page}", "\0PAGE\0").split("\0"):
        if part in ("PAGE", "NUMPAGES"):
            field = _element("w:fldSimple", w_instr=part)
            inner = _element("w:r")
            text = _element("w:t")
            text.text = "1"
            inner.append(text)
            field.append(inner)
            paragraph._p.append(field)
        elif part:
            paragraph.add_run(part)
