"""Writes a document as PDF with ReportLab: fully ruled or rule-less tables, no structure tree."""

from __future__ import annotations

import html
import subprocess
from pathlib import Path
from typing import Any

from content import Break, Cell, Content, Grid, Nested, Text, bullet, runs
from docx_writer import Ink
from layout import Layout, flow
from marks import AnswerField, Tick, dingbat
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

_FACES = {"Regular": "", "Bold": "-Bold", "Italic": "-Italic", "Bold Italic": "-BoldItalic"}
_FAMILY = "LiberationSans"


def write_pdf(content: Content, layout: Layout, out: Path, ink: Ink | None = None) -> None:
    """Writes the document; the same input gives the same bytes."""
    _fonts()
    size = landscape(A4) if layout.landscape else A4
    margin = layout.margin * mm
    template = SimpleDocTemplate(
        str(out),
        pagesize=size,
        leftMargin=margin,
        rightMargin=margin,
        topMargin=margin,
        bottomMargin=margin,
        title=content.data.get("property_title", ""),
        invariant=1,
    )
    writer = _Writer(layout, ink or (lambda _provision, _role: ""), size[0] - 2 * margin - 12)
    story: list[Any] = []
    for block in flow(content, layout):
        if isinstance(block, Text):
            story += writer.text(block)
        elif isinstance(block, Grid):
            story += [writer.grid(block), Spacer(1, 8)]
        elif isinstance(block, Break):
            story.append(PageBreak())
    template.build(story, onFirstPage=writer.furniture, onLaterPages=writer.furniture)


def _fonts() -> None:
    if _FAMILY in pdfmetrics.getRegisteredFontNames():
        return
    for face, suffix in _FACES.items():
        pdfmetrics.registerFont(TTFont(_FAMILY + suffix, _font_file(face)))
    pdfmetrics.registerFontFamily(
        _FAMILY,
        normal=_FAMILY,
        bold=f"{_FAMILY}-Bold",
        italic=f"{_FAMILY}-Italic",
        boldItalic=f"{_FAMILY}-BoldItalic",
    )


def _font_file(style: str) -> str:
    """Where the system keeps a face of Liberation Sans."""
    asked = ["fc-match", "--format=%{file}", f"Liberation Sans:style={style}"]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout


class _Writer:
    def __init__(self, layout: Layout, ink: Ink, width: float) -> None:
        self.layout = layout
        self.ink = ink
        self.width = width

    def furniture(self, canvas: Any, template: Any) -> None:
        canvas.setFont(_FAMILY, 8)
        width, height = template.pagesize
        if self.layout.running_head:
            canvas.drawString(15 * mm, height - 9 * mm, self.layout.running_head)
        if self.layout.page_numbers:
            number = self.layout.page_numbers.replace("{page}", str(canvas.getPageNumber()))
            canvas.drawRightString(width - 15 * mm, 9 * mm, number)

    def text(self, block: Text) -> list[Any]:
        sizes = {"title": 16.0, "heading1": 14.0, "heading2": 12.0, "heading3": 11.0}
        size = sizes.get(block.style, self.layout.size)
        bold = block.style in sizes
        return [self._paragraph(text, "", bold, size) for text in block.paragraphs]

    def grid(self, grid: Grid) -> Table:
        cells: list[list[Any]] = []
        commands: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
        for at, row in enumerate(grid.rows):
            bold = row.kind != "body"
            drawn: list[Any] = []
            for i, value in enumerate(row.cells):
                role = grid.roles[i] if grid.roles else ""
                colour = self.ink(row.provision, role)
                if row.kind == "body" and row.provision and self.layout.marks:
                    drawn.append(self._mark(value, role, row.provision, colour))
                else:
                    drawn.append(self._cell(value, colour, bold))
                if self.layout.centred and role in ("number", "answer", "yes", "no"):
                    commands.append(("VALIGN", (i, at), (i, at), "MIDDLE"))
            drawn += [""] * (len(grid.widths) - len(drawn))
            cells.append(drawn)
            if bold and self.layout.shaded:
                shade = colors.HexColor(f"#{self.layout.shaded}")
                commands.append(("BACKGROUND", (0, at), (-1, at), shade))
            if row.kind == "banner":
                commands.append(("SPAN", (0, at), (-1, at)))
        line = {"full": "GRID", "horizontal": "LINEBELOW"}.get(self.layout.ruling)
        if line:
            commands.append((line, (0, 0), (-1, -1), 0.5, colors.grey))
        headers = sum(row.kind == "header" for row in grid.rows)
        return Table(
            cells,
            colWidths=[self.width * w / sum(grid.widths) for w in grid.widths],
            repeatRows=headers if self.layout.repeat else 0,
            splitInRow=1 if self.layout.split else 0,
            style=TableStyle(commands),
        )

    def _mark(self, value: Cell, role: str, provision: str, colour: str) -> Any:
        """A tick or an answer as the layout draws it, any other cell as usual."""
        ticked = role in ("yes", "no")
        if ticked and value and self.layout.marks == "dingbats":
            return Paragraph(dingbat(str(value[0])), ParagraphStyle("mark", fontSize=11))
        if ticked and value and self.layout.marks == "drawn":
            return Tick(self.layout.size)
        if role == "answer" and self.layout.marks == "form":
            return AnswerField(provision, str(value[0]) if value else "", self.layout.size)
        return self._cell(value, colour, False)

    def _cell(self, value: Cell, colour: str, bold: bool) -> list[Any]:
        parts: list[Any] = []
        for part in value:
            if isinstance(part, Nested):
                parts.append(
                    Table(
                        [[self._cell(inner, colour, False) for inner in row] for row in part.rows],
                        style=[("GRID", (0, 0), (-1, -1), 0.5, colors.grey)],
                    )
                )
            else:
                parts.append(self._paragraph(part, colour, bold, self.layout.size))
        return parts

    def _paragraph(self, text: str, colour: str, bold: bool, size: float) -> Paragraph:
        depth, bare = bullet(text)
        style = ParagraphStyle(
            "text",
            fontName=_FAMILY + ("-Bold" if bold else ""),
            fontSize=size,
            leading=size * 1.2,
            spaceAfter=2,
            leftIndent=10 * depth,
            bulletIndent=10 * (depth - 1) if depth else 0,
            bulletFontName=_FAMILY,
            bulletFontSize=size,
            textColor=colors.HexColor(f"#{colour}") if colour else colors.black,
            bulletColor=colors.HexColor(f"#{colour}") if colour else colors.black,
        )
        pieces = []
        for run in runs(bare):
            piece = html.escape(run.text)
            for flag, tag in ((run.bold, "b"), (run.italic, "i"), (run.underline, "u")):
                if flag:
                    piece = f"<{tag}>{piece}</{tag}>"
            if run.href:
                piece = f'<a href="{html.escape(run.href)}">{piece}</a>'
            pieces.append(piece)
        return Paragraph("".join(pieces), style, bulletText="•" if depth else None)
