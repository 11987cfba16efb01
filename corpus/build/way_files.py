"""Waymarks that are Word files, workbooks, texts and mails."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from itertools import groupby, pairwise
from pathlib import Path

import docx
import openpyxl
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.run import Run
from openpyxl.styles import Font
from produce import _convert, _repeatable, docx_to_pdf
from shelf import CORPUS, Row, add_row
from signs import packed
from way_form import HEADS, Form

Document = docx.document.Document
RULES = "Table Grid"


def word(form: Form, fill: Callable[[Document], None]) -> bytes:
    """A Word file with the form's title and lines, and what `fill` adds."""
    document = docx.Document()
    document.add_heading(form.title, 0)
    for line in form.lines:
        document.add_paragraph(line)
    fill(document)
    if form.foot:
        document.sections[0].footer.paragraphs[0].text = form.foot
    stream = io.BytesIO()
    document.save(stream)
    return packed(stream.getvalue())


def choice(form: Form, mark: Callable[[Run, bool], object]) -> bytes:
    """The table, a whole choice in each answer cell; `mark` sets the words off."""

    def fill(document: Document) -> None:
        table = document.add_table(0, 5, RULES)
        add_row(table, HEADS)
        for row in form.rows:
            number, requirement, _, evidence, commentary = form.cells(row)
            cells = add_row(table, (number, requirement, "", evidence, commentary))
            for place, (label, text) in enumerate(form.words.items()):
                cells[2].paragraphs[0].add_run(" / " if place else "")
                mark(cells[2].paragraphs[0].add_run(text), label == row.answer)

    return word(form, fill)


def _strike(run: Run, chosen: bool) -> None:
    run.font.strike = not chosen


def _bold(run: Run, chosen: bool) -> None:
    run.bold = chosen


def _box(run: Run, chosen: bool) -> None:
    if chosen:
        border = OxmlElement("w:bdr")
        for name, value in (("val", "single"), ("sz", "8"), ("space", "0"), ("color", "auto")):
            border.set(qn(f"w:{name}"), value)
        run._element.get_or_add_rPr().append(border)


def struck(form: Form) -> bytes:
    return choice(form, _strike)


def boxed(form: Form) -> bytes:
    return choice(form, _box)


def table(form: Form, document: Document) -> None:
    """The table of five columns."""
    grid = document.add_table(0, 5, RULES)
    add_row(grid, HEADS)
    for row in form.rows:
        add_row(grid, form.cells(row))


def printed(data: bytes) -> bytes:
    """A PDF that LibreOffice makes of a Word file."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "form.docx", Path(folder) / "form.pdf"
        source.write_bytes(data)
        docx_to_pdf(source, out)
        _repeatable(out)
        return out.read_bytes()


def bold_print(form: Form) -> bytes:
    return printed(choice(form, _bold))


def rag_print(form: Form) -> bytes:
    """The words of a traffic light, and a key in sentences."""

    def fill(document: Document) -> None:
        document.add_paragraph("Green: we comply. Amber: we comply in part. Red: we do not comply.")
        table(form, document)

    return printed(word(form, fill))


def tabbed(form: Form) -> bytes:
    """One paragraph a provision, the cells parted by tabs."""

    def fill(document: Document) -> None:
        document.add_paragraph("\t".join(HEADS)).runs[0].bold = True
        for row in form.rows:
            document.add_paragraph("\t".join(form.cells(row)))

    return word(form, fill)


def stacked(form: Form) -> bytes:
    """A table of one column for each section: number and requirement, the answer, the comment."""

    def fill(document: Document) -> None:
        for section, rows in groupby(form.rows, key=lambda row: row.number.partition(".")[0]):
            document.add_heading(f"Part {section}", 2)
            grid = document.add_table(0, 1, RULES)
            for row in rows:
                number, requirement, answer, _, commentary = form.cells(row)
                add_row(grid, (f"{number} {requirement}",))
                add_row(grid, (f"Are we there? {answer}",))
                add_row(grid, (commentary,))

    return word(form, fill)


def merged(form: Form) -> bytes:
    """Evidence that counts for several rows stands in one cell over all of them."""

    def fill(document: Document) -> None:
        table(form, document)
        grid = document.tables[-1]
        for place, (one, two) in enumerate(pairwise(form.rows), 1):
            if one.evidence == two.evidence:
                grid.cell(place + 1, 3).text = ""
                grid.cell(place, 3).merge(grid.cell(place + 1, 3))
                grid.cell(place, 3).text = one.evidence

    return word(form, fill)


def two_years(form: Form) -> bytes:
    """This year's answers after last year's, each column with its year."""

    def fill(document: Document) -> None:
        grid = document.add_table(0, 5, RULES)
        add_row(grid, ("No.", "Code requirement", "Comply 2023", "Comply 2024", "Commentary"))
        for place, row in enumerate(form.rows):
            last = "No" if place == 4 else "Yes"
            number, requirement, answer, _, commentary = form.cells(row)
            add_row(grid, (number, requirement, last, answer, commentary))

    return word(form, fill)


def chunk(form: Form) -> bytes:
    """The table is a Word file within the Word file."""
    inner = docx.Document()
    table(form, inner)
    stream = io.BytesIO()
    inner.save(stream)

    def fill(document: Document) -> None:
        element = OxmlElement("w:altChunk")
        element.set(qn("r:id"), "rIdChunk")
        document.element.body.insert(-1, element)

    outer = word(form, fill)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
    link = f'<Relationship Id="rIdChunk" Type="{kind}" Target="part.docx"/>'
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(outer)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/_rels/document.xml.rels":
                data = data.replace(b"</Rel", f"{link}</Rel".encode())
            if name == "[Content_Types].xml":
                media = "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
                default = f'<Default Extension="docx" ContentType="application/{media}"/><Override'
                data = data.replace(b"<Override", default.encode(), 1)
            new.writestr(name, data)
        new.writestr("word/part.docx", packed(stream.getvalue()))
    return packed(target.getvalue())


# ------------------------------------------------------------------------- workbooks


def workbook(form: Form, heads: Sequence[str], cells: Callable[[Row], Sequence[str]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Code"
    for line in (form.title, *form.lines):
        sheet.append([line])
    sheet.append(list(heads))
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
    for row in form.rows:
        sheet.append(list(cells(row)))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def converted(data: bytes, target: str, suffix: str) -> bytes:
    """What LibreOffice makes of a workbook."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "form.xlsx", Path(folder) / f"form{suffix}"
        source.write_bytes(data)
        _convert(source, target, out)
        return out.read_bytes()


def turned_workbook(form: Form) -> bytes:
    """A column for each provision, a row for each field."""
    book = openpyxl.Workbook()
    for line in (form.title, *form.lines):
        book.active.append([line])
    for column in zip(HEADS, *map(form.cells, form.rows), strict=True):
        book.active.append(list(column))
    stream = io.BytesIO()
    book.save(stream)
    return packed(stream.getvalue())


def old_workbook(form: Form) -> bytes:
    return converted(workbook(form, HEADS, form.cells), "xls", ".xls")


def open_workbook(form: Form) -> bytes:
    """Red, amber and green as words, the meaning in the column's title."""
    heads = (*HEADS[:2], "RAG (G = met, A = met in part, R = not met)", *HEADS[3:])
    return converted(workbook(form, heads, form.cells), "ods", ".ods")


# ------------------------------------------------------------------------- texts and mails


def pasted(form: Form) -> bytes:
    """Copied out of Word on the web: a tab at the end of each cell, a blank line between."""
    lines = [form.title, "", *form.lines, ""]
    for cells in (HEADS, *map(form.cells, form.rows)):
        lines += [part for text in cells for part in (f"{text}\t", "")]
    return "\n".join([*lines, form.foot, ""]).encode()


def piped(form: Form) -> bytes:
    """Markdown as docling writes it: padded columns, headings of level two."""
    rows = [HEADS, *map(form.cells, form.rows)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADS))]
    lines = [f"## {form.title}", "", *(part for line in form.lines for part in (line, ""))]
    for place, row in enumerate(rows):
        padded = (text.ljust(width) for text, width in zip(row, widths, strict=True))
        lines.append(f"| {' | '.join(padded)} |")
        if not place:
            lines.append(f"|{'|'.join('-' * (width + 2) for width in widths)}|")
    return "\n".join([*lines, "", form.foot, ""]).encode()


def _mail() -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Clerk to the Board <clerk@example.org>"
    message["To"] = "complaints@example.com"
    message["Date"] = "Tue, 02 Dec 2025 09:30:00 +0000"
    message["Subject"] = "As asked"
    message["MIME-Version"] = "1.0"
    return message


def labelled_mail(form: Form) -> bytes:
    """The form as labelled lines of a plain mail."""
    blocks = [
        "\n".join(filter(None, (
            f"Provision {row.number}",
            row.requirement,
            f"Do we comply? {form.words[row.answer]}",
            f"Evidence: {row.evidence}" if row.evidence else "",
            f"Commentary: {row.commentary}",
        )))
        for row in form.rows
    ]  # fmt: skip
    message = _mail()
    text = "\n\n".join([form.title, *form.lines, *blocks, form.foot])
    message.set_content(text, cte="quoted-printable")
    return message.as_bytes()


def attached_mail(form: Form) -> bytes:
    """A mail that says little, with the form as a Word file."""
    message = _mail()
    message.set_content("Dear all,\n\nYes, the form is attached. No reply is needed.\n")
    data = word(form, lambda document: table(form, document))
    subtype = "vnd.openxmlformats-officedocument.wordprocessingml.document"
    message.add_attachment(data, maintype="application", subtype=subtype, filename="form.docx")
    message.set_boundary("waymark")
    return message.as_bytes()


def kept(form: Form) -> bytes:
    """The document as it is: made once by a tool that the build does not need."""
    return (CORPUS / "documents" / form.file).read_bytes()
