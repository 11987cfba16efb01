"""Tables in a text: grid tables, tables under rules of dashes, HTML in Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from saextract.model import Cell, Row, Source, Table, TextLocator

from .gridtable import BORDER, read_grid
from .markup import plain

_DASHES = re.compile(r"\s*-{2,}(?: +-{2,})+\s*")
_LONG_RULE = re.compile(r"\s*-{10,}\s*")
_ROW_START = re.compile(r"<tr\b", re.IGNORECASE)
_TABLE_START = re.compile(r"\s*<table\b", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)

Found = tuple[Table | None, int]
"""A table, and the index of the first line after it."""


def drawn_table(lines: Sequence[str], start: int) -> Found:
    """The table that begins at a line, or None.

    Args:
        lines: the lines of a file.
        start: index of the line.
    """
    if BORDER.fullmatch(lines[start]):
        return read_grid(lines, start)
    if _LONG_RULE.fullmatch(lines[start]) or _DASHES.fullmatch(lines[start]):
        return _dashed(lines, start)
    if _TABLE_START.match(lines[start]):
        return _html(lines, start)
    return None, start


def _dashed(lines: Sequence[str], start: int) -> Found:
    """Columns under a line of dashes for each; blank lines part the rows, or each line is one."""
    limit = min(start + 8, len(lines))
    at = next((i for i in range(start, limit) if _DASHES.fullmatch(lines[i])), None)
    if at is None:
        return None, start
    spans = [match.span() for match in re.finditer(r"-+", lines[at])]
    end = at + 1
    while end < len(lines) and not _LONG_RULE.fullmatch(lines[end]):
        if lines[end].strip() and not lines[end].startswith(" ") and spans[0][0] > 0:
            return None, start
        end += 1
    body = lines[at + 1 : end]
    if end == len(lines) or not any(line.strip() for line in body):
        return None, start
    rows = [_under(lines[start + 1 : at], spans, start + 1)] if at > start + 1 else []
    open_at: int | None = None
    for index, line in enumerate([*body, ""]):
        if line.strip():
            open_at = index if open_at is None else open_at
        elif open_at is not None:
            rows.append(_under(body[open_at:index], spans, at + 1 + open_at))
            open_at = None
    return Table(rows=tuple(rows), detector="dashed-table"), end + 1


def _under(lines: Sequence[str], spans: Sequence[tuple[int, int]], first: int) -> Row:
    """A row whose cells stand under dashes; the last column reaches to the end of the line."""
    place = (TextLocator(line_first=first + 1, line_last=first + len(lines)),)
    lefts: list[int | None] = [left for left, _ in spans]
    cells = []
    for left, right in pairwise([*lefts, None]):
        text = "\n".join(line[left:right].strip() for line in lines)
        shown, links = plain(text)
        cells.append(Cell(text=shown, locators=place, links=links))
    return Row(cells=tuple(cells))


def _html(lines: Sequence[str], start: int) -> Found:
    """An HTML table within Markdown."""
    from saextract.parsers.html import parse

    end = start
    depth = 0
    while end < len(lines):
        depth += len(re.findall(r"<table\b", lines[end], re.IGNORECASE))
        depth -= len(_TABLE_END.findall(lines[end]))
        end += 1
        if depth <= 0:
            break
    markup = "\n".join(lines[start:end])
    source = Source(path="", data=markup.encode(), sha256="", media_type="text/html")
    tables = parse(source).tables
    if len(tables) != 1:
        return None, start
    begins = [number for number in range(start, end) for _ in _ROW_START.finditer(lines[number])]
    rows = list(tables[0].rows)
    if len(begins) == len(rows):
        places = [
            TextLocator(line_first=one + 1, line_last=max(one, two - 1) + 1)
            for one, two in pairwise([*begins, end])
        ]
    else:
        places = [TextLocator(line_first=start + 1, line_last=end)] * len(rows)
    located = [
        row.model_copy(
            update={
                "cells": tuple(
                    cell and cell.model_copy(update={"locators": (place,)}) for cell in row.cells
                )
            }
        )
        for row, place in zip(rows, places, strict=True)
    ]
    return tables[0].model_copy(update={"rows": tuple(located)}), end
