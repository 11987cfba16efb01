"""Waymarks drawn by ReportLab: marks round words, spreads, columns across sheets."""

from __future__ import annotations

import io
from collections.abc import Callable

from reportlab.lib.colors import black, grey
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)
from shelf import Row
from way_form import HEADS, Form

__all__ = ["across", "boxed", "circled", "keyed", "slashed", "spreads"]
TEXT = ParagraphStyle("text", fontName="Helvetica", fontSize=9, leading=11)
BOLD = ParagraphStyle("bold", parent=TEXT, fontName="Helvetica-Bold")
TITLE = ParagraphStyle("title", parent=TEXT, fontName="Helvetica-Bold", fontSize=15, leading=19)
MARGIN = 42.0
"""Points round each page."""


class Choice(Flowable):  # type: ignore[misc]
    """The words of a choice beneath each other, set off by a ring, a box or strokes."""

    def __init__(self, form: Form, row: Row, mark: str) -> None:
        super().__init__()
        self.words = [(text, label == row.answer) for label, text in form.words.items()]
        self.mark = mark

    def wrap(self, width: float, _: float) -> tuple[float, float]:
        return width, 14.0 * len(self.words)

    def draw(self) -> None:
        canvas: Canvas = self.canv
        canvas.setFont("Helvetica", 9)
        for place, (text, chosen) in enumerate(self.words):
            base = 14.0 * (len(self.words) - place) - 10
            canvas.drawString(6, base, text)
            wide = stringWidth(text, "Helvetica", 9)
            if self.mark == "stroke" and not chosen:
                canvas.line(4, base - 2, wide + 8, base + 8)
            elif self.mark == "ring" and chosen:
                canvas.ellipse(1, base - 4, 11 + wide, base + 10)
            elif self.mark == "box" and chosen:
                canvas.rect(2, base - 3, wide + 8, 12)


def _paragraphs(form: Form) -> list[Flowable]:
    lines = [Paragraph(line, TEXT) for line in form.lines]
    return [Paragraph(form.title, TITLE), Spacer(1, 6), *lines, Spacer(1, 10)]


def _built(form: Form, story: list[Flowable], size: tuple[float, float]) -> bytes:
    def foot(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(MARGIN, 24, form.foot)
        canvas.drawRightString(size[0] - MARGIN, 24, f"Page {document.page}")

    stream = io.BytesIO()
    document = SimpleDocTemplate(
        stream, pagesize=size, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN,
        bottomMargin=MARGIN, invariant=True, title="",
    )  # fmt: skip
    document.build(story, onFirstPage=foot, onLaterPages=foot)
    return stream.getvalue()


def _table(form: Form, answer: Callable[[Row], Flowable], rules: str) -> Table:
    heads = [Paragraph(text, BOLD) for text in HEADS]
    rows = []
    for row in form.rows:
        number, requirement, _, evidence, commentary = form.cells(row)
        left = [Paragraph(number, TEXT), Paragraph(requirement, TEXT), answer(row)]
        rows.append([*left, Paragraph(evidence, TEXT), Paragraph(commentary, TEXT)])
    lines = ("GRID", (0, 0), (-1, -1), 0.6, black)
    if rules == "horizontal":
        lines = ("LINEBELOW", (0, 0), (-1, -1), 0.6, grey)
    style = [lines, ("VALIGN", (0, 0), (-1, -1), "TOP")]
    widths = (56, 290, 66, 130, 200)
    return Table([heads, *rows], widths, repeatRows=1, style=style, splitInRow=0)


def circled(form: Form) -> bytes:
    table = _table(form, lambda row: Choice(form, row, "ring"), "grid")
    return _built(form, [*_paragraphs(form), table], landscape(A4))


def slashed(form: Form) -> bytes:
    table = _table(form, lambda row: Choice(form, row, "stroke"), "grid")
    return _built(form, [*_paragraphs(form), table], landscape(A4))


def boxed(form: Form) -> bytes:
    table = _table(form, lambda row: Choice(form, row, "box"), "horizontal")
    return _built(form, [*_paragraphs(form), table], landscape(A4))


def keyed(form: Form) -> bytes:
    """Letters as answers, explained beneath the title."""
    key = Paragraph("C = compliant; PC = partly compliant; NC = not compliant", TEXT)
    table = _table(form, lambda row: Paragraph(form.words[row.answer], TEXT), "grid")
    return _built(form, [*_paragraphs(form), key, Spacer(1, 8), table], landscape(A4))


def across(form: Form) -> bytes:
    """Two columns that the sheet has no room for follow on sheets of their own."""
    cells = [list(HEADS), *(list(form.cells(row)) for row in form.rows)]
    style = [("GRID", (0, 0), (-1, -1), 0.6, black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    heights = [20.0] + [
        11.0 * max(_lines(row[1], 330), _lines(row[3], 190), _lines(row[4], 280)) + 8
        for row in cells[1:]
    ]
    tables = []
    for columns, widths in (((0, 1, 2), (70, 342, 80)), ((3, 4), (202, 292))):
        part = [[Paragraph(row[c], TEXT) for c in columns] for row in cells]
        tables.append(Table(part, widths, heights, style=style, splitInRow=0))
    top = _paragraphs(form)
    room = sum(part.wrap(A4[0] - 2 * MARGIN - 12, A4[1])[1] for part in top)
    return _built(form, [*top, tables[0], PageBreak(), Spacer(1, room), tables[1]], A4)


def across_apart(form: Form) -> bytes:
    """The comments and who answers follow on a second sheet, under a header that stands apart.

    Both sheets print the numbers.
    """
    heads = (("Ref", "What the Code asks", "Y / N"), ("Ref", "How we know", "Who"))
    style = [("GRID", (0, 0), (-1, -1), 0.6, black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    cells = [form.cells(row) for row in form.rows]
    heights = [11.0 * max(_lines(c[1], 340), _lines(c[4], 300)) + 8 for c in cells]
    sheets: list[list[object]] = []
    for head, widths, columns in zip(
        heads, ((60, 360, 72), (60, 330, 102)), ((0, 1, 2), (0, 4, None)), strict=True
    ):
        body = [
            [Paragraph("Board" if c is None else row[c], TEXT) for c in columns] for row in cells
        ]
        titles = [[Paragraph(f"<b>{text}</b>", TEXT) for text in head]]
        top, table = Table(titles, widths, [20.0], style=style), Table(body, widths, heights, style)
        sheets.append([top, Spacer(1, 16), table])
    return _built(form, [*_paragraphs(form), *sheets[0], PageBreak(), *_paragraphs(form),
                         *sheets[1]], A4)  # fmt: skip


def _lines(text: str, width: float) -> int:
    return len(simpleSplit(text, "Helvetica", 9, width)) or 1


def spreads(form: Form) -> bytes:
    """Labelled blocks on sheets of two pages each, whose feet count in steps of two."""
    stream = io.BytesIO()
    size = landscape(A4)
    canvas = Canvas(stream, pagesize=size, invariant=True)
    at = size[1] - 60
    sheet = 3

    def line(text: str, font: str, points: float) -> None:
        nonlocal at, sheet
        for part in simpleSplit(text, font, points, 560):
            if at < 60:
                _spread_foot(canvas, form, sheet)
                sheet, at = sheet + 1, size[1] - 60
            canvas.setFont(font, points)
            canvas.drawString(120, at, part)
            at -= points * 1.3

    line(form.title, "Helvetica-Bold", 15)
    for text in form.lines:
        line(text, "Helvetica", 10)
    for row in form.rows:
        number, requirement, answer, evidence, commentary = form.cells(row)
        at = at - 10 if at > 100 else 0
        line(f"Provision {number}", "Helvetica-Bold", 11)
        line(requirement, "Helvetica", 10)
        line(f"Do we comply? {answer}", "Helvetica", 10)
        if evidence:
            line(f"Evidence: {evidence}", "Helvetica", 10)
        line(f"Commentary: {commentary}", "Helvetica", 10)
    _spread_foot(canvas, form, sheet)
    canvas.save()
    return stream.getvalue()


def _spread_foot(canvas: Canvas, form: Form, sheet: int) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(120, 34, f"{2 * sheet}   {form.foot}")
    canvas.drawRightString(680, 34, f"{form.foot}   {2 * sheet + 1}")
    canvas.showPage()
