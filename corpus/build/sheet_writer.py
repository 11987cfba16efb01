"""Writes a document as a workbook."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

from content import Cell, Content, Grid, Nested, Text, plain
from docx_writer import stable
from layout import Layout, flow
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill


def write_xlsx(content: Content, layout: Layout, out: Path, variant: str) -> None:
    """Writes the workbook.

    Args:
        content: what it says.
        layout: how it looks.
        out: the file.
        variant: "one" sheet, "sections" (a sheet for each), or "numbers" (one sheet, section
            titles in merged cells, provision numbers typed as numbers with two decimals).
    """
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Self-assessment"
    started = False
    for block in flow(content, layout):
        if isinstance(block, Text):
            section = block.style == "heading2"
            if section and variant == "sections":
                sheet = book.create_sheet(block.paragraphs[0].split(":")[0].split(" - ")[0])
                started = False
            for paragraph in block.paragraphs:
                sheet.append([plain(paragraph)])
                sheet.cell(sheet.max_row, 1).font = Font(bold=block.style != "body")
                if variant == "numbers" and section:
                    sheet.merge_cells(
                        start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=5
                    )
        elif isinstance(block, Grid):
            _grid(sheet, block, variant, header=variant != "numbers" or not started)
            started = True
    book.properties.created = book.properties.modified = dt.datetime(2024, 1, 1)
    book.properties.creator = ""
    buffer = io.BytesIO()
    book.save(buffer)
    out.write_bytes(stable(buffer.getvalue()))


def _grid(sheet: Any, grid: Grid, variant: str, header: bool) -> None:
    for i, width in enumerate(grid.widths):
        sheet.column_dimensions["ABCDEFGHIJ"[i]].width = max(9, width * 1.6)
    for row in grid.rows:
        if row.kind == "header" and not header:
            continue
        sheet.append([_lines(value) for value in row.cells])
        for i, cell in enumerate(sheet[sheet.max_row]):
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            role = grid.roles[i] if i < len(grid.roles) else ""
            if row.kind == "header":
                cell.font = Font(bold=True)
                cell.fill = PatternFill("solid", fgColor="FFD9D9D9")
            elif variant == "numbers" and role == "number":
                cell.value = float(cell.value)
                cell.number_format = "0.00"


def _lines(value: Cell) -> str | None:
    parts: list[str] = []
    for part in value:
        if isinstance(part, Nested):
            parts += [" ".join(p for c in row for p in c) for row in part.rows]
        else:
            parts.append(plain(part))
    return "\n".join(parts) or None
