"""Writes a document as a workbook, or as a sheet saved as CSV."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

from content import Cell, Content, Grid, Nested, Row, Text, plain
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
        variant: "one" sheet, "sections" (a sheet for each), "numbers" (one sheet, section
            titles in merged cells, provision numbers typed as numbers with two decimals),
            "boxes" (one sheet, TRUE and FALSE in the Yes and No columns), or "tracker", see
            `_tracker`.
    """
    book = Workbook()
    if variant == "tracker":
        _tracker(book, content, layout)
        _save(book, out)
        return
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
            started = started or bool(block.roles)
    _save(book, out)


def write_csv(content: Content, layout: Layout, out: Path) -> None:
    """Writes what one sheet holds as CSV: UTF-8 with a byte order mark, values in quotes."""
    with out.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        for block in flow(content, layout):
            if isinstance(block, Text):
                writer.writerows([plain(paragraph)] for paragraph in block.paragraphs)
            elif isinstance(block, Grid):
                writer.writerows([_lines(value) for value in row.cells] for row in block.rows)


def _save(book: Workbook, out: Path) -> None:
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
            elif variant == "boxes" and role in ("yes", "no") and str(cell.value or "X") in "X✓":
                cell.value = cell.value is not None


def _tracker(book: Workbook, content: Content, layout: Layout) -> None:
    """A workbook to work with.

    Guidance, counts, and a sheet for each section, in which each piece of evidence has a row of
    its own, with the cells beside it merged, and a filter keeps the rows with Yes out of sight.
    """
    guide: Any = book.active
    guide.title = "Guidance"
    counts = book.create_sheet("Dashboard")
    counts.append(["Section", "Provisions", "Yes", "Other"])
    sheet = guide
    for block in flow(content, layout):
        if isinstance(block, Text):
            if block.style == "heading2":
                sheet = book.create_sheet(block.paragraphs[0].split(":")[0])
            for paragraph in block.paragraphs:
                sheet.append([plain(paragraph)])
        elif isinstance(block, Grid) and block.roles:
            top = sheet.auto_filter.ref.split(":")[0] if sheet.auto_filter.ref else ""
            top = top or f"A{sheet.max_row + 1}"
            yes = sum(_tracked(sheet, row, block.roles) for row in block.rows)
            total = len(block.rows) - 1
            counts.append([sheet.title, total, yes, total - yes])
            sheet.auto_filter.ref = f"{top}:E{sheet.max_row}"
            sheet.auto_filter.filterColumn = []
            sheet.auto_filter.add_filter_column(block.roles.index("answer"), ["No"])
    guide.append(["Fill in each sheet. Choose Yes, No or Partial from the list."])
    for line in ([], ["Version control"], ["Version", "3"], ["Prepared by", "Complaints team"]):
        sheet.append(line)


def _tracked(sheet: Any, row: Row, roles: tuple[str, ...]) -> bool:
    """Writes a row of the assessment; whether it is answered with a plain Yes."""
    if row.kind != "body":
        sheet.append([_lines(value) for value in row.cells])
        return False
    evidence = roles.index("evidence")
    pieces = (_lines(row.cells[evidence]) or "").split("\n")
    first = sheet.max_row + 1
    for place, piece in enumerate(pieces):
        cells = [None if place else _lines(value) for value in row.cells]
        cells[evidence] = piece or None
        sheet.append(cells)
    last = sheet.max_row
    for column in range(1, len(roles) + 1):
        if last > first and column != evidence + 1:
            sheet.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)
    yes = (_lines(row.cells[roles.index("answer")]) or "").strip(".") == "Yes"
    for number in range(first, last + 1):
        sheet.row_dimensions[number].hidden = yes
    return yes


def _lines(value: Cell) -> str | None:
    parts: list[str] = []
    for part in value:
        if isinstance(part, Nested):
            parts += [" ".join(p for c in row for p in c) for row in part.rows]
        else:
            parts.append(plain(part))
    return "\n".join(parts) or None
