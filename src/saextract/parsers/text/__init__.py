"""Plain text and Markdown: tab-separated and pipe tables as tables, all other lines as passages.

Many researchers hold such dumps of PDF files. Where a dump lists cells one after the other, no
table can be seen in it; its lines are kept as they are, white space included, and the mapping
finds the rows by their requirement texts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from saextract.model import Cell, Parsed, Passage, Row, Source, Table, TextLocator
from saextract.parsers.limits import MAX_TEXT, check_text, within
from saextract.text.glyphs import LIGATURES

from .csvfile import looks_like_csv, read_csv
from .gridtable import BORDER
from .markup import plain, plain_line
from .running import running_lines
from .separated import PIPE_RULE, Piece, Separated, rows_over_lines
from .sidebyside import find_columns
from .tables import drawn_table

MEDIA_TYPES = ("text/plain", "text/markdown", "text/csv")

_DRAWN = re.compile(r"\s*(?:\+[-=]{2,}[-=+]*\+\s*$|<table\b|\|.*\|.*\|\s*$|-{2,}(?: +-{2,})+\s*$)")
"""A line of a table that shows its cells; there is no need to find columns then."""

_BROKEN_LINK = re.compile(r"(\[[^\[\]\n]*)\n[ \t]*([^\[\]\n]*\](?:\([^)\s]*\)|\{[.#][^}\n]*\}))")
"""A Markdown link, or marked text, over the end of a line; it is put on the first of the two."""

_BARRED = re.compile(r"\f?\|.*\|[ \t]*")
_BAR = re.compile(r"(?<!\\)\|")
_FEWEST_BARRED = 8
_MOSTLY = 0.6
"""Share of the lines with bars that have them at the same places."""

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")


def parse(source: Source) -> Parsed:
    """Reads a text file line by line, and a CSV file row by row.

    A page break (form feed) counts as a line end; lines are counted as an editor shows them.
    """
    within("bytes of text", len(source.data), MAX_TEXT)
    text = check_text("\n".join(lines_of(source.data))).translate(LIGATURES)
    text = _BROKEN_LINK.sub(r"\1 \2\n", text)
    if source.media_type == "text/csv" or looks_like_csv(text):
        return read_csv(text)
    lines = text.split("\n")
    aside = running_lines(lines)
    residue = tuple(_passage(lines[index], index + 1) for index in sorted(aside))
    lines = ["\f" * line.startswith("\f") if n in aside else line for n, line in enumerate(lines)]
    for sign in "\t" if any(map(BORDER.fullmatch, lines)) else "\t|":
        found = rows_over_lines(lines, sign)
        if found is not None:
            return Parsed(blocks=tuple(_separated(lines, found)), residue=residue)
    lines = _without_bars(lines)
    columns = None if any(_DRAWN.match(line) for line in lines) else find_columns(lines)
    if columns is not None:
        return Parsed(blocks=tuple(columns), residue=residue)
    blocks: list[Table | Passage] = []
    start = 0
    while start < len(lines):
        table, end = drawn_table(lines, start)
        if table is None:
            table, end = _pipe_table(lines, start)
        if table is None:
            table, end = _tab_table(lines, start)
        if table is not None:
            blocks.append(table)
            start = end
            continue
        blocks.append(_passage(lines[start], start + 1))
        start += 1
    return Parsed(blocks=tuple(blocks), residue=residue)


def _without_bars(lines: list[str]) -> list[str]:
    """The lines of tables that bars alone draw, each cell's lines below each other, as columns.

    Nothing in them says where a row ends, so that they are read like columns of white space.
    """
    barred = [line for line in lines if _BARRED.fullmatch(line)]
    places = Counter(tuple(i for i, char in enumerate(line) if char == "|") for line in barred)
    even = bool(barred) and places.most_common(1)[0][1] >= _MOSTLY * len(barred)
    drawn = any(PIPE_RULE.match(line) or BORDER.fullmatch(line) for line in lines)
    if len(barred) < _FEWEST_BARRED or not even or drawn:
        return lines
    return [_BAR.sub("   ", line).rstrip() if _BARRED.fullmatch(line) else line for line in lines]


def lines_of(data: bytes) -> list[str]:
    """The lines of a text file, as an editor counts them."""
    return _decode(data).replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _separated(lines: list[str], found: Separated) -> list[Table | Passage]:
    """Tables of the rows, parted where lines stand between them, and the lines around them."""
    blocks: list[Table | Passage] = [_passage(lines[n], n + 1) for n in range(found.start)]
    rows: list[Row] = []
    for before, row in zip(found.before, found.rows, strict=True):
        if before and rows:
            blocks.append(Table(rows=tuple(rows), detector="cells-over-lines"))
            rows = []
        blocks += [_passage(piece.text, piece.line + 1) for piece in before]
        rows.append(_row(row))
    blocks.append(Table(rows=tuple(rows), detector="cells-over-lines"))
    return [*blocks, *(_passage(lines[n], n + 1) for n in range(found.end, len(lines)))]


def _decode(data: bytes) -> str:
    """UTF-8 or UTF-16, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    nuls = data.count(0)
    if nuls > len(data) / 4:
        codec = "utf-16-le" if data[1::2].count(0) >= 0.9 * nuls else "utf-16-be"
        return data.decode(codec, errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _passage(line: str, number: int) -> Passage:
    heading = _HEADING.match(line)
    place = TextLocator(line_first=number, line_last=number)
    if heading:
        text, links = plain(heading.group(2))
        return Passage(text=text, locators=(place,), heading=len(heading.group(1)), links=links)
    text, links = plain_line(line)
    return Passage(text=text, locators=(place,), links=links)


def _tab_table(lines: list[str], start: int) -> tuple[Table | None, int]:
    """Lines that hold tabs, from `start`; a table needs two of them.

    The first line says how many columns there are; what further tabs a later line holds lie
    within its last cell. Dumps give a table nested in that cell twice, inside the cell and
    again as cells and rows of their own: what only repeats the cell is left out.
    """
    end = start
    while end < len(lines) and "\t" in lines[end].strip("\n"):
        end += 1
    rows = [line.split("\t") for line in lines[start:end]]
    if len(rows) < 2:
        return None, start
    width = len("\t".join(rows[0]).rstrip().split("\t"))
    kept: list[list[str]] = []
    numbers: list[int] = []
    for number, row in enumerate(rows, start):
        cells, surplus = row[:width], [cell for cell in row[width:] if cell.strip()]
        if len(row) > width and kept and _repeats(row, kept[-1][-1]):
            continue
        if surplus and not _repeats(surplus, cells[-1]):
            cells[-1] = " ".join([cells[-1], *surplus])
        kept.append(cells)
        numbers.append(number)
    return _table(kept, width, "tab-separated", numbers), end


def _repeats(cells: list[str], text: str) -> bool:
    """Whether a text holds all that some cells say, white space and markup aside."""
    whole = _letters(text)
    return all(_letters(cell) in whole for cell in cells)


def _letters(text: str) -> str:
    return "".join(char for char in plain(text)[0] if char.isalnum())


def _pipe_table(lines: list[str], start: int) -> tuple[Table | None, int]:
    """A Markdown pipe table: a header line, a line of dashes, rows each on its line."""
    if start + 1 >= len(lines) or "|" not in lines[start] or not PIPE_RULE.match(lines[start + 1]):
        return None, start
    end = start + 2
    while end < len(lines) and "|" in lines[end] and not _heads_table(lines, end):
        end += 1
    numbers = [start, *range(start + 2, end)]
    rows = [_pipe_cells(lines[number]) for number in numbers]
    width = max(len(row) for row in rows)
    table = _table(rows, width, "pipe-table", numbers)
    marked = [
        row if len(cells) == width else _uncertain(row)
        for row, cells in zip(table.rows, rows, strict=True)
    ]
    return table.model_copy(update={"rows": tuple(marked)}), end


def _heads_table(lines: list[str], index: int) -> bool:
    return bool(PIPE_RULE.match("".join(lines[index + 1 : index + 2])))


def _uncertain(row: Row) -> Row:
    """A row with fewer bars than its header: the rest stands on lines that are not told apart."""
    cells = (cell and cell.model_copy(update={"flags": ("cells-uncertain",)}) for cell in row.cells)
    return row.model_copy(update={"cells": tuple(cells)})


def _pipe_cells(line: str) -> list[str]:
    """The cells of a pipe row; an escaped or code-quoted pipe is no separator."""
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [part.replace("\\|", "|").strip() for part in re.split(r"(?<!\\)\|", inner)]


def _row(pieces: Sequence[Piece]) -> Row:
    return Row(cells=tuple(_cell(p.text, p.line + 1, p.last + 1) for p in pieces))


def _cell(text: str, first: int, last: int) -> Cell:
    shown, links = plain(text)
    return Cell(text=shown, locators=(TextLocator(line_first=first, line_last=last),), links=links)


def _table(rows: list[list[str]], width: int, detector: str, numbers: list[int]) -> Table:
    built = []
    for number, row in zip(numbers, rows, strict=True):
        texts = [*row, *[""] * (width - len(row))]
        built.append(Row(cells=tuple(_cell(text, number + 1, number + 1) for text in texts)))
    return Table(rows=tuple(built), detector=detector)
