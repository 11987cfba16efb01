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
from itertools import pairwise

from ...model import Cell, Passage, Row, Table, TextLocator
from ..glyphs import normalise_bullets
from ..pdf.aligned import header_lines
from ..pdf.columns import Run, TextLine, header_cells, text_lines
from ..pdf.headers import ANSWER, HEADING, NUMBER, text_of
from ..pdf.page import Word

DETECTOR = "text-lines"

_CHAR, _PITCH, _SIZE = 5.0, 12.0, 10.0
"""Points that stand for a character, for a line's spacing and for its height."""

_GUTTER = re.compile(r"\S {3,}\S")
_COLUMNAR, _MANY = 0.2, 60
"""Share, or number, of the lines with a gutter above which columns are looked for."""

_BLANK_LINES = 3
"""So many blank lines part sheets where there are no form feeds."""

_ACROSS = 0.03
"""Share of a sheet's lines that may reach into a gutter."""

_AFTER_BULLET = 6
_INDENTED = 4
_PUSHED = 5
_FAR = 12
_OF_KIND = 50
_SHARED = 6
_SKIPPED = 2
_CLEARLY = 4


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with text: its 1-based number in the file, and its runs of words."""

    number: int
    text: str
    runs: list[Run]

    @property
    def words(self) -> list[Word]:
        return [word for run in self.runs for word in run.words]


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of one sheet; places are characters from the left."""

    left: int
    kind: str


@dataclass(slots=True)
class _Part:
    """Lines under one header, or between the top of a sheet and the first header on it."""

    header: list[_Line]
    lines: list[_Line]


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


def _sheets(lines: Sequence[str]) -> list[list[_Line]]:
    """Lines with text, parted at form feeds or, where there are none, at wide white gaps."""
    paged = sum(line.startswith("\f") for line in lines) > 1
    sheets: list[list[_Line]] = [[]]
    blank = 0
    for index, line in enumerate(lines):
        if sheets[-1] and (line.startswith("\f") if paged else blank >= _BLANK_LINES):
            sheets.append([])
        if not line.strip():
            blank += 1
            continue
        blank = 0
        sheets[-1].append(_Line(index + 1, line, _runs(line.expandtabs(), index)))
    return sheets


def _runs(line: str, index: int) -> list[Run]:
    top = index * _PITCH
    words = [
        Word(
            match.group(),
            match.start() * _CHAR,
            top,
            match.end() * _CHAR,
            top + _SIZE,
            top + _SIZE,
            _SIZE,
        )
        for match in re.finditer(r"\S+", line.lstrip("\f"))
    ]
    return text_lines(words)[0].runs


def _parts(sheet: Sequence[_Line]) -> list[_Part]:
    """A sheet cut above each header on it."""
    shown = [
        TextLine((line.number - 1) * _PITCH, (line.number - 1) * _PITCH + _SIZE, line.runs)
        for line in sheet
    ]
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
        self._columns: list[_Column] = []
        self._rows: list[Row] = []

    def read(self, part: _Part) -> None:
        """Adds the tables and passages of a part."""
        body = self._body(part)
        bounds = _bounds(part.header, body)
        matched = self._match(part, body, bounds)
        if matched is None:
            self._flush()
            self.blocks += [_passage(line) for line in (*part.header, *part.lines)]
            return
        placed, sure = matched
        sure = sure and not self._lacks_answers(part, placed)
        if part.header:
            self._flush()
            self._rows.append(self._row(part.header, bounds, placed, sure, header=True))
        prose: _Line | None = None
        for line in part.lines:
            if _is_prose(line, bounds) or (prose is not None and _goes_on(prose, line, bounds)):
                self._flush()
                self.blocks.append(_passage(line))
                prose = line
                continue
            prose = None
            self._rows.append(self._row([line], bounds, placed, sure))
        self._flush()

    def _body(self, part: _Part) -> list[_Line]:
        """The lines that tell of columns: with more than one run, or one that begins further in."""
        left = min((_start(line.runs[0]) for line in part.lines), default=0)
        if self._columns and not part.header:
            left = min(left, self._columns[0].left)
        return [
            line
            for line in part.lines
            if len(line.runs) > 1 or _start(line.runs[0]) > left + _INDENTED
        ]

    def _match(
        self, part: _Part, body: Sequence[_Line], bounds: Sequence[int]
    ) -> tuple[list[int], bool] | None:
        """For each column of a part its place in the table, and whether that is sure.

        None if the part is no table.
        """
        found = _columns(bounds, body)
        named = len(header_cells([_as_text_line(line) for line in part.header]))
        if part.header and len(found) >= 2:
            self.has_table = True
            places = _under(part.header, bounds) if len(found) != named else list(range(named))
            self._columns = _merged(found, places)
            return places, set(places) == set(range(named))
        if not self._columns or not found or (len(found) == 1 and not self._is_inner(found[0])):
            return None
        return _assigned(found, self._columns)

    def _lacks_answers(self, part: _Part, placed: Sequence[int]) -> bool:
        """Whether no column was found for answers, and cells begin with answers all the same."""
        answers = {i for i, column in enumerate(self._columns) if column.kind == "answer"}
        if not answers or answers & set(placed):
            return False
        return any(
            ANSWER.fullmatch(run.words[0].text) and not run.words[0].text[0].islower()
            for line in part.lines
            for run in line.runs
        )

    def _is_inner(self, column: _Column) -> bool:
        """Whether a column that stands alone is none of running text."""
        return column.left > self._columns[0].left + _AFTER_BULLET

    def _row(
        self,
        lines: Sequence[_Line],
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
        is_answer = ANSWER.fullmatch(last.text) and not last.text[0].islower()
        near = _start(last) >= bounds[following] - _PUSHED
        if is_answer and near and self._columns[placed[following]].kind == "answer":
            return [*pieces[:-1], (column, words[:-1]), (following, [last])]
        return pieces

    def _flush(self) -> None:
        if self._rows:
            self.blocks.append(Table(rows=tuple(self._rows), detector=DETECTOR))
            self._rows = []


def _passage(line: _Line) -> Passage:
    return Passage(
        text=normalise_bullets(line.text),
        locators=(TextLocator(line_first=line.number, line_last=line.number),),
    )


def _as_text_line(line: _Line) -> TextLine:
    top = (line.number - 1) * _PITCH
    return TextLine(top, top + _SIZE, line.runs)


def _start(run: Run | Word) -> int:
    return round(run.x0 / _CHAR)


def _end(run: Run | Word) -> int:
    return round(run.x1 / _CHAR)


# --------------------------------------------------------------------------- columns


def _bounds(header: Sequence[_Line], body: Sequence[_Line]) -> list[int]:
    """Where columns begin: the right ends of the gutters of two characters or more.

    What few lines hold is no column, unless a header cell stands over it.
    """
    lines = [*header, *body]
    if not lines:
        return []
    width = max(_end(line.runs[-1]) for line in lines)
    cover = [0] * (width + 2)
    allowed = max(int(len(lines) > 12), int(_ACROSS * len(lines)))
    for line in lines:
        for run in line.runs:
            text = text_of(run.words)
            alone = NUMBER.fullmatch(text) or ANSWER.fullmatch(text)
            for word in run.words:
                for place in range(_start(word), _end(word)):
                    cover[place] += 1 + allowed * bool(alone)
    for cell in header_cells([_as_text_line(line) for line in header]):
        reach = range(_start(cell), _end(cell))
        if all(cover[place] <= allowed for place in reach):
            for place in reach:
                cover[place] = allowed + 1
    bounds: list[int] = []
    last = -3
    for place, count in enumerate(cover):
        if count > allowed:
            if place - last > 2:
                bounds.append(_left_edge(lines, last + 1, place))
            last = place
    cells = header_cells([_as_text_line(line) for line in header])
    for before, cell in pairwise(cells):
        low, high = _end(before) + 1, _start(cell)
        if not any(_start(before) < bound <= high for bound in bounds):
            narrow = [x for x in range(low, high + 1) if cover[x - 1] <= allowed < cover[x]]
            bounds += narrow[-1:]
    return sorted(bounds)


def _left_edge(lines: Sequence[_Line], after: int, before: int) -> int:
    """The leftmost place in a gutter, and right of it, where a run begins after two blanks."""
    starts = [_start(run) for line in lines for run in line.runs if after < _start(run) <= before]
    return min(starts, default=before)


def _columns(bounds: Sequence[int], lines: Sequence[_Line]) -> list[_Column]:
    columns = []
    for index, left in enumerate(bounds):
        right = bounds[index + 1] if index + 1 < len(bounds) else 10_000
        cells = [
            text_of(run.words)
            for line in lines
            for run in line.runs
            if left <= _start(run) < right
        ]
        columns.append(_Column(left, _kind(cells)))
    return columns


def _kind(cells: Sequence[str]) -> str:
    """What a column holds, by its cells: numbers, answers, marks of a list, or texts."""
    if not cells:
        return ""
    for kind, pattern in (("number", NUMBER), ("answer", ANSWER)):
        if sum(bool(pattern.fullmatch(cell)) for cell in cells) >= 0.6 * len(cells):
            return kind
    marks = sum(not any(map(str.isalnum, cell)) or len(cell) == 1 for cell in cells)
    return "marks" if marks >= 0.8 * len(cells) else "text"


def _under(header: Sequence[_Line], bounds: Sequence[int]) -> list[int]:
    """For each column the header cell over it: the last that begins no further right."""
    cells = header_cells([_as_text_line(line) for line in header])
    places: list[int] = []
    for index, left in enumerate(bounds):
        right = bounds[index + 1] if index + 1 < len(bounds) else 10_000
        over = [n for n, cell in enumerate(cells) if _start(cell) < right and _end(cell) > left]
        before = places[-1] if places else 0
        places.append(max(before, over[0] if over else before))
    return places


def _merged(columns: Sequence[_Column], places: Sequence[int]) -> list[_Column]:
    """One column for each place; of several the first tells where it begins."""
    first: dict[int, _Column] = {}
    for column, place in zip(columns, places, strict=True):
        known = first.get(place)
        if known is None or known.kind in ("", "marks"):
            left = known.left if known else column.left
            first[place] = _Column(left, column.kind)
    blank = _Column(0, "")
    return [first.get(place, blank) for place in range(max(places) + 1)]


def _assigned(
    found: Sequence[_Column], known: Sequence[_Column]
) -> tuple[list[int], bool] | None:
    """The cheapest way to take columns for those of the pages before, and whether it is sure."""
    if len(found) == len(known) and all(
        _cost(one, two, shared=False) < _OF_KIND for one, two in zip(found, known, strict=True)
    ):
        return list(range(len(known))), True
    best: dict[int, list[tuple[float, list[int]]]] = {-1: [(0.0, [])]}
    for column in found:
        following: dict[int, list[tuple[float, list[int]]]] = {}
        for last, ways in best.items():
            for place in range(max(last, 0), len(known)):
                step = _cost(column, known[place], place == last)
                step += _SKIPPED * max(0, place - last - 1)
                following.setdefault(place, []).extend(
                    (cost + step, [*places, place]) for cost, places in ways
                )
        best = {place: sorted(ways)[:2] for place, ways in following.items()}
    ranked = sorted(way for ways in best.values() for way in ways)
    sure = ranked[0][0] < _OF_KIND
    return ranked[0][1], sure and (len(ranked) == 1 or ranked[1][0] - ranked[0][0] >= _CLEARLY)


def _cost(column: _Column, known: _Column, shared: bool) -> float:
    away = min(abs(column.left - known.left), _FAR)
    if shared:
        return 0.0 if column.kind == "marks" else _SHARED + away
    if column.kind == "marks" and known.kind == "text":
        return away
    if column.kind in ("number", "answer") and known.kind not in (column.kind, ""):
        return away + _OF_KIND
    return away + (2 * _FAR if column.kind == "text" and known.kind not in ("text", "") else 0)


# --------------------------------------------------------------------------- lines


def _cut(run: Run, bounds: Sequence[int]) -> tuple[list[tuple[int, list[Word]]], bool]:
    """A run's words by columns, and whether each column's begin where the column does."""
    pieces: list[tuple[int, list[Word]]] = []
    clear = True
    for word in run.words:
        column = max((i for i, left in enumerate(bounds) if left <= _start(word)), default=0)
        if len(pieces) == 1 and len(pieces[0][1]) == 1 and not pieces[0][1][0].text[0].isalnum():
            column = pieces[0][0]
        if pieces and pieces[-1][0] == column:
            pieces[-1][1].append(word)
        else:
            clear = clear and (not pieces or _start(word) == bounds[column])
            pieces.append((column, [word]))
    over = any(
        _end(words[-1]) > bounds[column + 1]
        for column, words in pieces
        if column + 1 < len(bounds)
    )
    return pieces, clear and not over


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
            and _start(run) - _end(last) <= _AFTER_BULLET
        ):
            joined[-1] = Run(last.x0, run.x1, [*last.words, *run.words])
        else:
            joined.append(run)
    return joined


def _is_prose(line: _Line, bounds: Sequence[int]) -> bool:
    """Whether a line is a heading or prose: one run from the left edge across a bound."""
    run = line.runs[0]
    if len(line.runs) > 1 or len(bounds) < 2 or _start(run) >= bounds[1]:
        return False
    text = text_of(run.words)
    return bool(_end(run) > bounds[1] + 2 or HEADING.match(text))


def _goes_on(prose: _Line, line: _Line, bounds: Sequence[int]) -> bool:
    """Whether a short line right below prose is its end."""
    first = line.runs[0]
    return (
        len(line.runs) == 1
        and line.number == prose.number + 1
        and _start(first) == _start(prose.runs[0])
        and not NUMBER.fullmatch(first.words[0].text)
    )
