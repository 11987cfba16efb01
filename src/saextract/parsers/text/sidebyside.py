"""Dumps that keep a page's layout: columns stand side by side, told apart by white space.

A line of such a dump is a line of the page and a character takes one place in it, so words have
boxes like those of a PDF. Columns are found for each page anew, since they drift from page to
page, and are then matched with those of the pages before. Where a row begins is not told here:
each line becomes a row, and the mapping joins them by the requirement texts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from saextract.model import Cell, Passage, Row, Table, TextLocator
from saextract.parsers.pdf.layout.bands import header_lines
from saextract.parsers.pdf.layout.columns import Run, TextLine, header_cells, text_lines
from saextract.parsers.pdf.layout.headers import HEADING, is_answer, text_of
from saextract.parsers.pdf.page import Word
from saextract.text.glyphs import normalise_bullets

from .gutters import (
    Column,
    Line,
    as_text_line,
    assigned,
    columns_at,
    end,
    find_bounds,
    merged,
    start,
    under_header,
    words_of,
)

DETECTOR = "text-lines"

_GUTTER = re.compile(r"\S {3,}\S")
_COLUMNAR, _MANY = 0.2, 60
"""Share, or number, of the lines with a gutter above which columns are looked for."""

_BLANK_LINES = 3
"""So many blank lines part sheets where there are no form feeds."""

_AFTER_BULLET = 6
_INDENTED = 4
_PUSHED = 5


@dataclass(slots=True)
class _Part:
    """Lines under one header, or between the top of a sheet and the first header on it."""

    header: list[Line]
    lines: list[Line]


def find_columns(lines: Sequence[str]) -> list[Table | Passage] | None:
    """Reads a file whose pages keep their layout; None if this is none.

    Args:
        lines: the lines of the file, running heads and feet blanked.

    Returns:
        Tables with one row for each line, and passages for the lines that keep to no columns.
    """
    filled = sum(bool(line.strip()) for line in lines)
    if sum(bool(_GUTTER.search(line)) for line in lines) <= min(_COLUMNAR * filled, _MANY):
        return None
    reader = _Reader()
    for sheet in _sheets(lines):
        for part in _parts(sheet):
            reader.read(part)
    return reader.blocks if reader.has_table else None


def _sheets(lines: Sequence[str]) -> list[list[Line]]:
    """Lines with text, parted at form feeds or, where there are none, at wide white gaps."""
    paged = sum(line.startswith("\f") for line in lines) > 1
    sheets: list[list[Line]] = [[]]
    blank = 0
    for index, line in enumerate(lines):
        if sheets[-1] and (line.startswith("\f") if paged else blank >= _BLANK_LINES):
            sheets.append([])
        if not line.strip():
            blank += 1
            continue
        blank = 0
        sheets[-1].append(Line(index + 1, line, text_lines(words_of(line, index))[0].runs))
    return sheets


def _parts(sheet: Sequence[Line]) -> list[_Part]:
    """A sheet cut above each header on it."""
    shown = list(map(as_text_line, sheet))
    parts = [_Part([], [])]
    index = 0
    while index < len(sheet):
        header = header_lines(shown[index:])
        if not header:
            parts[-1].lines += sheet[index:]
            break
        header = [line for line in header if not _is_heading(line)]
        first = shown.index(header[0], index)
        parts[-1].lines += sheet[index:first]
        index = first + len(header)
        parts.append(_Part(list(sheet[first:index]), []))
    return [part for part in parts if part.header or part.lines]


def _is_heading(line: TextLine) -> bool:
    text = " ".join(text_of(run.words) for run in line.runs)
    return bool(HEADING.match(text)) or (len(line.runs) == 1 and len(line.runs[0].words) > 3)


class _Reader:
    """Reads parts one after the other; what one tells of the columns serves the next."""

    def __init__(self) -> None:
        self.blocks: list[Table | Passage] = []
        self.has_table = False
        self._columns: list[Column] = []
        self._rows: list[Row] = []

    def read(self, part: _Part) -> None:
        """Adds the tables and passages of a part."""
        body = self._body(part)
        bounds = find_bounds(part.header, body)
        matched = self._match(part, body, bounds)
        if matched is None:
            self._flush()
            self.blocks += [_passage(line) for line in (*part.header, *part.lines)]
            return
        placed, sure = matched
        if part.header:
            self._flush()
            self._rows.append(self._row(part.header, bounds, placed, sure, header=True))
        for line in part.lines:
            if _is_prose(line, bounds):
                self._flush()
                self.blocks.append(_passage(line))
                continue
            self._rows.append(self._row([line], bounds, placed, sure))
        self._flush()

    def _body(self, part: _Part) -> list[Line]:
        """The lines that tell of columns: with more than one run, or one that begins further in."""
        left = min((start(line.runs[0]) for line in part.lines), default=0)
        return [
            line
            for line in part.lines
            if len(line.runs) > 1 or start(line.runs[0]) > left + _INDENTED
        ]

    def _match(
        self, part: _Part, body: Sequence[Line], bounds: Sequence[int]
    ) -> tuple[list[int], bool] | None:
        """For each column of a part its place in the table, and whether that is sure.

        None if the part is no table.
        """
        found = columns_at(bounds, body)
        named = len(header_cells([as_text_line(line) for line in part.header]))
        if part.header and len(found) >= 2:
            self.has_table = True
            places = (
                under_header(part.header, bounds) if len(found) != named else list(range(named))
            )
            self._columns = merged(found, places)
            return places, set(places) == set(range(named))
        if not self._columns or not found or (len(found) == 1 and not self._is_inner(found[0])):
            return None
        return assigned(found, self._columns)

    def _is_inner(self, column: Column) -> bool:
        """Whether a column that stands alone is none of running text."""
        return column.left > self._columns[0].left + _INDENTED

    def _row(
        self,
        lines: Sequence[Line],
        bounds: Sequence[int],
        placed: Sequence[int],
        sure: bool,
        header: bool = False,
    ) -> Row:
        texts: list[list[str]] = [[] for _ in self._columns]
        torn = not sure
        for line in lines:
            for run in _with_marks(line.runs):
                pieces, clear = _cut(run, bounds)
                pieces = self._with_answer(pieces, bounds, placed)
                torn = torn or not (clear or header)
                for column, words in pieces:
                    texts[placed[column]].append(text_of(words))
        place = (TextLocator(line_first=lines[0].number, line_last=lines[-1].number),)
        flags = ("text-order",) if torn else ()
        return Row(
            cells=tuple(
                Cell(
                    text=normalise_bullets(" ".join(parts)),
                    locators=place if parts else (),
                    flags=flags if parts else (),
                )
                for parts in texts
            ),
            header=header,
        )

    def _with_answer(
        self,
        pieces: list[tuple[int, list[Word]]],
        bounds: Sequence[int],
        placed: Sequence[int],
    ) -> list[tuple[int, list[Word]]]:
        """Gives an answer that a long line has pushed against to the answers' column."""
        column, words = pieces[-1]
        following = column + 1
        if len(words) < 2 or following >= len(bounds):
            return pieces
        last = words[-1]
        answers = is_answer(last.text) and not last.text[0].islower()
        near = start(last) >= bounds[following] - _PUSHED
        if answers and near and self._columns[placed[following]].kind == "answer":
            return [*pieces[:-1], (column, words[:-1]), (following, [last])]
        return pieces

    def _flush(self) -> None:
        if self._rows:
            self.blocks.append(Table(rows=tuple(self._rows), detector=DETECTOR))
            self._rows = []


def _passage(line: Line) -> Passage:
    return Passage(
        text=normalise_bullets(line.text),
        locators=(TextLocator(line_first=line.number, line_last=line.number),),
    )


# --------------------------------------------------------------------------- lines


def _cut(run: Run, bounds: Sequence[int]) -> tuple[list[tuple[int, list[Word]]], bool]:
    """A run's words by columns, and whether each column's begin where the column does."""
    pieces: list[tuple[int, list[Word]]] = []
    clear = True
    for word in run.words:
        column = max((i for i, left in enumerate(bounds) if left <= start(word)), default=0)
        if len(pieces) == 1 and len(pieces[0][1]) == 1 and not pieces[0][1][0].text[0].isalnum():
            column = pieces[0][0]
        if pieces and pieces[-1][0] == column:
            pieces[-1][1].append(word)
        else:
            clear = clear and (not pieces or start(word) == bounds[column])
            pieces.append((column, [word]))
    return pieces, clear


def _with_marks(runs: Sequence[Run]) -> list[Run]:
    """The runs of a line, a lone bullet joined with the text that it stands before."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if (
            last is not None
            and len(last.words) == 1
            and len(last.words[0].text) == 1
            and not last.words[0].text.isalnum()
            and last.words[0].text not in "✓✔☑✗✘☒√☐"
            and start(run) - end(last) <= _AFTER_BULLET
        ):
            joined[-1] = Run(last.x0, run.x1, [*last.words, *run.words])
        else:
            joined.append(run)
    return joined


def _is_prose(line: Line, bounds: Sequence[int]) -> bool:
    """Whether a line is a heading or prose: one run from the left edge across a bound."""
    run = line.runs[0]
    if len(line.runs) > 1 or len(bounds) < 2 or start(run) >= bounds[1]:
        return False
    text = text_of(run.words)
    return bool(end(run) > bounds[1] + 2 or HEADING.match(text))
