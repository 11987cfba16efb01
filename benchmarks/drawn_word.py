"""Word files of a form: one content as tables, labelled paragraphs, or sheets of labels."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drawn import ACTION, Rows, Style, section_of

if TYPE_CHECKING:
    from saextract.evaluation.gold import GoldResponse
    from saextract.model import Code

WORD_LAYOUTS = ("table", "blocks", "stacked", "sheets")

_CHOICES = ("Choose an item.", "Yes", "No", "Partial", "Not applicable")
"""What a drop-down offers beside the answer that was chosen."""


def write_word(file: Path, title: str, code: Code, rows: Rows, style: Style, layout: str) -> None:
    """Writes a Word file.

    Args:
        file: where to.
        title: of the document.
        code: the edition whose sections are drawn.
        rows: what is said.
        style: how it is laid out.
        layout: one of `WORD_LAYOUTS`.
    """
    from docx import Document

    document = Document()
    document.add_heading(title, 0)
    if style.head:
        document.sections[0].header.paragraphs[0].text = style.head
    document.add_paragraph(f"Completed on 12 June {int(code.edition) + 1}.")
    if style.cover:
        document.add_page_break()
    draw = {"table": _table, "blocks": _blocks, "stacked": _stacked, "sheets": _sheets}[layout]
    table = _headed(document, style) if layout == "table" and style.one_table else None
    for key, members in groupby(rows.items(), lambda item: section_of(item[0])):
        name = f"Section {key}: {code.sections[key]}"
        if table is None:
            document.add_heading(name, 1)
            draw(document, dict(members), style)
        else:
            if style.section_rows:
                _banner(table, name)
            _add_rows(table, dict(members), style)
    for text in style.tail:
        document.add_paragraph(text)
    document.save(file)


def _said(number: str, row: GoldResponse, name: str) -> str:
    return number if name == "number" else str(getattr(row, name))


def _headed(document: Any, style: Style) -> Any:
    """A table with its head, repeated on each page where the style says so."""
    from docx.oxml import OxmlElement

    titles = [*(style.titles[name] for name in style.order), *([ACTION] if style.action else ())]
    table = document.add_table(rows=1, cols=len(titles), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, titles, strict=True):
        cell.text = text
    if style.repeated:
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return table


def _banner(table: Any, text: str) -> None:
    """A row of one merged cell."""
    cells = table.add_row().cells
    cells[0].merge(cells[-1]).text = text


def _add_rows(table: Any, rows: Rows, style: Style) -> None:
    for place, (number, row) in enumerate(rows.items()):
        if style.banner and place == 1:
            _banner(table, style.banner)
        cells = table.add_row().cells
        for cell, name in zip(cells, style.order, strict=False):
            if name == "answer_printed" and style.dropdown:
                _choose(cell.paragraphs[0], row.answer_printed)
            else:
                cell.text = _said(number, row, name)


def _choose(paragraph: Any, answer: str) -> None:
    """A drop-down with an answer chosen."""
    from xml.sax.saxutils import escape, quoteattr

    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    items = "".join(f"<w:listItem w:value={quoteattr(text)}/>" for text in (*_CHOICES, answer))
    paragraph._p.append(
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtPr><w:dropDownList>{items}</w:dropDownList></w:sdtPr>"
            f"<w:sdtContent><w:r><w:t>{escape(answer)}</w:t></w:r></w:sdtContent></w:sdt>"
        )
    )


def _table(document: Any, rows: Rows, style: Style) -> None:
    if style.intro:
        document.add_paragraph(style.intro)
    _add_rows(_headed(document, style), rows, style)


def _blocks(document: Any, rows: Rows, style: Style) -> None:
    """A heading for each provision, and labelled paragraphs below."""
    for number, row in rows.items():
        document.add_heading(number, 2)
        for name in ("requirement", "answer_printed", "evidence", "commentary"):
            text, label = _said(number, row, name), style.titles[name].partition(":")[0]
            if not text:
                continue
            if name == "requirement" and not style.labelled:
                document.add_paragraph(text)
            elif style.inline:
                paragraph = document.add_paragraph()
                paragraph.add_run(f"{label}{style.separator} ").bold = True
                paragraph.add_run(text)
            else:
                document.add_heading(label, 3)
                document.add_paragraph(text)


def _stacked(document: Any, rows: Rows, style: Style) -> None:
    """A table for each provision, with evidence and commentary below the requirement."""
    for number, row in rows.items():
        table = document.add_table(rows=3, cols=4, style="Table Grid")
        first, heads, said = (line.cells for line in table.rows)
        first[0].text, first[3].text = number, row.answer_printed
        first[1].merge(first[2]).text = row.requirement
        for cells, evidence, commentary in (
            (heads, style.titles["evidence"], style.titles["commentary"]),
            (said, row.evidence, row.commentary),
        ):
            cells[0].merge(cells[1]).text = evidence
            cells[2].merge(cells[3]).text = commentary
        document.add_paragraph()


def _sheets(document: Any, rows: Rows, style: Style) -> None:
    """A table of labels and texts for each provision."""
    for number, row in rows.items():
        table = document.add_table(rows=0, cols=2, style="Table Grid")
        for name, title in style.titles.items():
            cells = table.add_row().cells
            cells[0].text, cells[1].text = title, _said(number, row, name)
        document.add_paragraph()
