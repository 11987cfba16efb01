"""Tells whether the first row of a page begins there or goes on from the page before.

Where numbers stand on the first line of their rows, a page that opens with a number opens with
a new row. Where they are centred vertically, a row's number may stand on its second page, and
only a requirement that begins there shows that the row does.
"""

from __future__ import annotations

from collections.abc import Sequence

from saextract.parsers.pdf.layout.headers import is_number, text_of
from saextract.parsers.pdf.layout.settings import ROW
from saextract.parsers.pdf.page import FoundCell, FoundRow, FoundTable


class RowStarts:
    """How the tables of a document align their numbers and requirements, and what follows."""

    def __init__(self, tables: Sequence[FoundTable]) -> None:
        """Looks at all rows whose bounds are sure, those at a page's end left out."""
        rows = [
            row
            for table in tables
            for row in table.rows[: len(table.rows) - 1]
            if not row.header and _number(row) is not None
        ]
        self._numbers_on_top = _on_top([(row, _number(row)) for row in rows])
        self._texts_on_top = _on_top([(row, _after_number(row)) for row in rows])

    def begins(self, row: FoundRow, last: FoundRow) -> bool:
        """Whether a page's first row begins on it.

        Args:
            row: the first row of a page that is no header.
            last: the last row of the page before.
        """
        number = _number(row)
        if number is None:
            return False
        if self._numbers_on_top:
            return _is_on_top(row, number)
        text, before = _after_number(row), _after_number_column(last, row)
        if not self._texts_on_top or text is None or before is None or before.words:
            return False
        return _is_on_top(row, text) and not text.words[0].text[0].islower()


def _number(row: FoundRow) -> FoundCell | None:
    """The row's first cell with text, if it holds a provision number."""
    cell = next((c for c in row.cells if c and c.words), None)
    return cell if cell and is_number(text_of(cell.words)) else None


def _after_number(row: FoundRow) -> FoundCell | None:
    """The cell right of the number, if it holds text."""
    number = _number(row)
    right = [c for c in row.cells if c and number and c.box[0] >= number.box[2] - 1]
    return right[0] if right and right[0].words else None


def _after_number_column(row: FoundRow, like: FoundRow) -> FoundCell | None:
    """The cell in the column in which another row has the cell right of its number."""
    wanted = _after_number(like)
    return next((c for c, d in zip(row.cells, like.cells, strict=False) if d is wanted), None)


def _white(row: FoundRow, cell: FoundCell) -> tuple[float, float]:
    """White above and below a cell's text, in type sizes."""
    size = max(w.size for w in cell.words)
    top, bottom = min(w.top for w in cell.words), max(w.bottom for w in cell.words)
    return (top - row.box[1]) / size, (row.box[3] - bottom) / size


def _is_on_top(row: FoundRow, cell: FoundCell) -> bool:
    above, _ = _white(row, cell)
    return above <= ROW.top_sizes


def _on_top(cells: Sequence[tuple[FoundRow, FoundCell | None]]) -> bool:
    """Whether texts with white around them stand at the top of their rows."""
    telling = [(r, c) for r, c in cells if c is not None and sum(_white(r, c)) >= ROW.tall_sizes]
    hits = sum(_is_on_top(row, cell) for row, cell in telling)
    return len(telling) >= ROW.fewest_telling and hits >= ROW.agreeing * len(telling)
