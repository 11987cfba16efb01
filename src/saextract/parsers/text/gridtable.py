"""Grid tables: `+---+` between rows, `|` between cells, merged cells among them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from saextract.model import Cell, Row, Table, TextLocator

from .markup import plain

BORDER = re.compile(r"\s*\+(?:[-=:]{2,}\+)+\s*")
"""A line between two rows in which no cell goes on."""

_CORNER = re.compile(r"\+(?=[-=:]{2})|(?<=[-=:]{2})\+")

_Unit = tuple[int, int]
"""A row and a column between two lines that are drawn anywhere in the table."""


def read_grid(lines: Sequence[str], start: int) -> tuple[Table | None, int]:
    """The grid table whose upper border is a line, and the first line after it.

    Args:
        lines: the lines of a file.
        start: index of the border.

    Returns:
        No table, where cells are not rectangles or no row has two of them.
    """
    end = start
    while end < len(lines) and lines[end].lstrip()[:1] in ("+", "|"):
        end += 1
    grid = _Grid.of(lines[start:end])
    areas = grid.areas()
    if areas is None:
        return None, start
    rows: list[list[Cell | None]] = [[None] * grid.columns for _ in grid.bands]
    for units in areas:
        (row, left), (last, right) = min(units), max(units)
        shown, links = plain(grid.text(row, last, left, right))
        first, after = start + grid.bands[row][0] + 2, start + grid.bands[last][1]
        place = TextLocator(line_first=first, line_last=max(first, after))
        rows[row][left] = Cell(text=shown, locators=(place,), links=links, span=right - left + 1)
    built = tuple(Row(cells=tuple(row)) for row in rows)
    return Table(rows=built, detector="grid-table"), end


@dataclass(frozen=True)
class _Grid:
    """The lines of a table.

    Attributes:
        lines: the lines, the upper and the lower border included.
        places: characters at which a column begins anywhere in the table, and its right edge.
        bands: the borders above and below each row, as indexes of lines.
    """

    lines: Sequence[str]
    places: list[int]
    bands: list[tuple[int, int]]

    @classmethod
    def of(cls, lines: Sequence[str]) -> _Grid:
        corners = [[match.start() for match in _CORNER.finditer(line)] for line in lines]
        places = sorted({place for found in corners for place in found})
        borders = [index for index, found in enumerate(corners) if found]
        bands = [(one, two) for one, two in pairwise(borders) if two - one > 1]
        return cls(lines, places, bands)

    @property
    def columns(self) -> int:
        return len(self.places) - 1

    def areas(self) -> list[set[_Unit]] | None:
        """The units of each cell; None where they are no rectangle, or a row is but one cell."""
        units = [(row, column) for row in range(len(self.bands)) for column in range(self.columns)]
        area = {unit: {unit} for unit in units}
        for row, column in units:
            for beside in self._open_to(row, column):
                if area[beside] is not area[row, column]:
                    area[row, column] |= area[beside]
                    area.update(dict.fromkeys(area[beside], area[row, column]))
        found = list({id(cell): cell for cell in area.values()}.values())
        even = all(
            (max(cell)[0] - min(cell)[0] + 1) * (max(cell)[1] - min(cell)[1] + 1) == len(cell)
            for cell in found
        )
        return found if even and len(found) > len(self.bands) else None

    def _open_to(self, row: int, column: int) -> list[_Unit]:
        """The units to the right and below from which no line parts one."""
        beside: list[_Unit] = []
        top, bottom = self.bands[row]
        right = self.places[column + 1]
        if column + 1 < self.columns and not all(
            line[right : right + 1] in ("|", "+") for line in self.lines[top + 1 : bottom]
        ):
            beside.append((row, column + 1))
        drawn = self.lines[bottom][self.places[column] + 1 : right]
        if row + 1 < len(self.bands) and set(drawn) - set("-=:"):
            beside.append((row + 1, column))
        return beside

    def text(self, row: int, last: int, left: int, right: int) -> str:
        """The text of the cell that covers some rows and columns."""
        top, bottom = self.bands[row][0] + 1, self.bands[last][1]
        edges = slice(self.places[left] + 1, self.places[right + 1])
        return "\n".join(line[edges].strip() for line in self.lines[top:bottom])
