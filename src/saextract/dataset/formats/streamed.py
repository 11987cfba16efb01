"""A sheet that takes whole rows: each is written as XML at once, where XlsxWriter takes cells.

A dataset's workbook has 1,400 cells a document. The library looks at each some five times
(arguments, limits, its table, type, characters), which took three quarters of the workbook's time;
everything but the rows of a table is still its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from .xlsx import Told

_SPECIAL = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9a-fA-F]{4}_")
"""What cannot stand in a text of a cell as it is."""

_USUAL_HEIGHT = 15.0
"""Points of a row that says nothing of its height (ECMA-376, `sheetFormatPr`)."""


_column = cache(xl_col_to_name)


class StreamedSheet(Worksheet):  # type: ignore[misc]
    """A sheet of a workbook that is written with `constant_memory`."""

    def write_line(self, line: int, height: float, cells: Sequence[Told]) -> None:
        """Writes a row; none above it can be written afterwards.

        Args:
            line: its number, from 0.
            height: in points.
            cells: from left to right, those that are empty left out; without any there is no row.
        """
        if not cells:
            return
        self._write_single_row(line)
        for place in (cells[0].place, cells[-1].place):
            self._check_dimensions(line, place)
        links = {cell.place: cell.link for cell in cells if cell.link}
        if links:
            self.hyperlinks[line] = links
        tall = "" if height == _USUAL_HEIGHT else f' ht="{height:.16g}" customHeight="1"'
        shown = "".join([self._cell(line + 1, cell) for cell in cells])
        self.fh.write(f'<row r="{line + 1}"{tall}>{shown}</row>')

    def _cell(self, line: int, cell: Told) -> str:
        begin = f'<c r="{_column(cell.place)}{line}" s="{cell.look._get_xf_index()}"'
        value = cell.value
        if value is None:
            return f"{begin}/>"
        if not isinstance(value, str):
            return f"{begin}><v>{value:.16G}</v></c>"
        if _SPECIAL.search(value):
            value = self._escape_data(self._escape_control_characters(value))
        kept = ' xml:space="preserve"' if value[:1].isspace() or value[-1:].isspace() else ""
        return f'{begin} t="inlineStr"><is><t{kept}>{value}</t></is></c>'
