"""An assessor's table as a Word file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .content import Casework, Line, Submission
from .words import NOTE, NOTHING, RECOMMENDATION, SUBMISSION_NOTE, observation, step

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TABLE_HEADS = ("Provision", "Requirement", "Commentary and observations", RECOMMENDATION)
_TABLE_WIDTHS = (2.3, 8.3, 11.1, 4.5)
"""Centimetres; a landscape page of A4 has 26.2 between margins of 1.75."""
_SUBMISSION_HEADS = ("Provision", "Requirement", "Comply", "Action", "Timescale", "Page")
_SUBMISSION_WIDTHS = (2.3, 8.1, 2.6, 7.7, 4.0, 1.5)
_FACTS_WIDTHS = (5.0, 15.0)
_HEAD = "E7EDF3"
"""Fill of a table's head."""


def write_word(path: Path, casework: Casework) -> None:
    """Writes the table as DOCX.

    Args:
        path: the file; written over.
        casework: what it says.
    """
    from docx import Document as new_document

    document = new_document()
    _landscape(document)
    _look(document, f"{casework.landlord}, {casework.edition}")
    document.core_properties.title = _clean(f"{casework.landlord}: {casework.edition}")
    document.add_heading(_clean(casework.landlord), 0)
    document.add_paragraph(_clean(casework.edition))
    document.add_paragraph(NOTE)
    facts = document.add_table(rows=0, cols=2)
    for label, text in casework.facts:
        cells = facts.add_row().cells
        _fill(cells[0], [(label, "")])
        _fill(cells[1], [("", text)])
    _widen(facts, _FACTS_WIDTHS)
    for item in casework.general:
        document.add_paragraph(_clean(observation(item)), style="List Bullet")
    document.add_heading("Assessment", 1)
    for title, lines in casework.sections:
        document.add_heading(_clean(title), 2)
        _table(document, _TABLE_HEADS, _TABLE_WIDTHS, (_line(line) for line in lines))
    document.add_heading("Annual submission", 1)
    document.add_paragraph(SUBMISSION_NOTE)
    rows = (row for item in casework.submission for row in _submitted(item))
    _table(document, _SUBMISSION_HEADS, _SUBMISSION_WIDTHS, rows)
    document.save(str(path))


Paragraphs = Sequence[tuple[str, str]]
"""Of a cell: each a label in bold, maybe empty, and a text."""


def _line(line: Line) -> Sequence[Paragraphs]:
    said = f"{line.answer}" + (f" (page {line.page})" if line.page is not None else "")
    body: list[tuple[str, str]] = [(line.doubt, "")] if line.doubt else []
    body += [("Answer: ", said), *((f"{label}: ", text) for label, text in line.printed)]
    if line.observations:
        body.append(("Observations", ""))
        body += [("", f"• {observation(item)}") for item in line.observations]
    number = f"{line.number}\n{line.level}"
    return ([(number, "")], [("", line.requirement)], body, [])


def _submitted(item: Submission) -> Iterable[Sequence[Paragraphs]]:
    comply = [("", text) for text in (item.comply, item.remark) if text]
    steps = item.steps or (("", "", "", None),)
    for place, (action, due, owner, page) in enumerate(steps):
        first = place == 0
        wanted = item.comply == "No" and not action
        yield (
            [(item.number if first else "", "")],
            [("", item.requirement if first else "")],
            comply if first else [],
            [("", step(action, owner) or (NOTHING if wanted else ""))],
            [("", due or (NOTHING if item.comply == "No" else ""))],
            [("", "" if page is None else str(page))],
        )


def _table(
    document: Document,
    heads: Sequence[str],
    widths: Sequence[float],
    rows: Iterable[Sequence[Paragraphs]],
) -> None:
    table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        _fill(cell, [(head, "")])
        _shade(cell)
    _mark(table.rows[0]._tr, "w:tblHeader")
    for row in rows:
        added = table.add_row()
        if _is_short(row):
            _mark(added._tr, "w:cantSplit")
        for cell, paragraphs in zip(added.cells, row, strict=True):
            _fill(cell, paragraphs)
    _widen(table, widths)


def _widen(table: Table, widths: Sequence[float]) -> None:
    """Sets the widths of columns, in centimetres, in all the places where programs look."""
    from docx.shared import Cm

    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row_cells in table.rows:
        for cell, width in zip(row_cells.cells, widths, strict=True):
            cell.width = Cm(width)


_SHORT = 600
"""Characters of a cell that surely fit on one page, so that its row need not be cut."""


def _is_short(row: Sequence[Paragraphs]) -> bool:
    return all(sum(len(text) for _, text in cell) <= _SHORT for cell in row)


def _fill(cell: _Cell, paragraphs: Paragraphs) -> None:
    from docx.shared import Pt

    for place, (label, text) in enumerate(paragraphs):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        for words, bold in ((label, True), (text, False)):
            if words:
                run = paragraph.add_run(_clean(words))
                run.bold = bold
                run.font.size = Pt(9)


def _mark(row: Any, name: str) -> None:
    """Sets a property of a table's row."""
    from docx.oxml import OxmlElement

    row.get_or_add_trPr().append(OxmlElement(name))


def _shade(cell: _Cell) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _HEAD)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _look(document: Document, title: str) -> None:
    """A plain face, and on each page what it belongs to and its number."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    normal = document.styles["Normal"].font
    normal.name, normal.size = "Arial", Pt(10)
    foot = document.sections[0].footer.paragraphs[0]
    foot.add_run(_clean(f"{title}, page ")).font.size = Pt(8)
    number = foot.add_run()
    number.font.size = Pt(8)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = text or None
        number._r.append(part)


def _landscape(document: Document) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(1.75)
    section.top_margin = section.bottom_margin = Cm(1.75)


def _clean(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)
