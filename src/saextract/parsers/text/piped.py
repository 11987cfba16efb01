"""Tables whose cells are parted by upright bars, without the line of dashes that Markdown has.

Programs that take the text out of web pages write a row on a line; cells that run over lines are
the business of `separated`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

PIPE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)+\|?\s*$")
"""The line of dashes below a header."""

_FEWEST_CELLS = 8


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell's text, or a line between tables, with its first and last line (0-based)."""

    line: int
    last: int
    text: str


def rows_by_line(lines: Sequence[str], start: int) -> list[list[Piece]] | None:
    """Two or more lines in a row with two bars or more and the same number of cells."""
    width = len(_split(lines[start]))
    end = start
    while end < len(lines) and _bars(lines[end]) >= 2 and len(_split(lines[end])) == width:
        end += 1
    if end - start < 2:
        return None
    return [
        [Piece(number, number, text.strip()) for text in _split(lines[number])]
        for number in range(start, end)
    ]


def without_ends(lines: Sequence[str]) -> list[str]:
    """The lines without the bars that end their cells, where many do."""
    if sum(map(_ends_cell, lines)) < _FEWEST_CELLS:
        return list(lines)
    return [
        line.rstrip().removesuffix("|").rstrip() if _ends_cell(line) else line for line in lines
    ]


def _bars(line: str) -> int:
    return len(re.findall(r"(?<!\\)\|", line.strip().removeprefix("|")))


def _ends_cell(line: str) -> bool:
    return line.rstrip().endswith("|") and line.count("|") == 1


def _split(line: str) -> list[str]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [part.replace("\\|", "|") for part in re.split(r"(?<!\\)\|", inner)]
