"""Workbooks of other kinds than XLSX, as XLSX: their values alone, where LibreOffice is missing."""

from __future__ import annotations

import io
from datetime import date, datetime, time

from saextract.errors import DocumentError

_MOST_CELLS = 1_000_000
"""Cells of a workbook that is converted; forms have some hundreds."""

Value = str | float | int | bool | date | datetime | time | object


def as_xlsx(data: bytes) -> bytes:
    """The values and merged cells of an XLS, XLSB or ODS file, as an XLSX file.

    Colours, number formats, links, hidden rows and check boxes are not kept; hidden sheets are
    left out.

    Raises:
        DocumentError: `truncated` if the file cannot be opened, `encrypted`, `too-large`.
    """
    import openpyxl
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    budget = _MOST_CELLS
    try:
        source = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for meta in source.sheets_metadata:
            if meta.visible is not SheetVisibleEnum.Visible:
                continue
            read = source.get_sheet_by_name(meta.name)
            rows = read.to_python(skip_empty_area=False)
            budget -= sum(map(len, rows))
            if budget < 0:
                raise DocumentError("too-large", f"It has over {_MOST_CELLS:,} cells")
            sheet = workbook.create_sheet(meta.name)
            for r, row in enumerate(rows, 1):
                for c, value in enumerate(row, 1):
                    if value not in ("", None):
                        _write(sheet.cell(r, c), value)
            for (top, left), (bottom, right) in read.merged_cell_ranges or ():
                sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
    except PasswordError as error:
        raise DocumentError("encrypted") from error
    except CalamineError as error:
        raise DocumentError("truncated", f"The workbook cannot be opened ({error})") from error
    if not workbook.worksheets:
        workbook.create_sheet("Sheet1")
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def _write(cell: object, value: Value) -> None:
    """Writes a value; text that looks like a formula stays text."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    cell.value = value  # type: ignore[attr-defined]
    if isinstance(value, str):
        cell.data_type = "s"  # type: ignore[attr-defined]
