"""The text that a cell of a sheet shows."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any

from openpyxl.cell.rich_text import CellRichText, TextBlock

from saextract.model import Mark, MarkKind
from saextract.text.glyphs import is_symbol_font, plain_spaces, symbol
from saextract.text.marked import marks_of

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""A character that a workbook writes by its code (ECMA-376, 22.9.2.19), mostly a line's end."""
_DECIMALS = re.compile(r"^[#0,]*0(?:\.(0+))?(%?)$")
_DATE_TOKENS = {
    "yyyy": "%Y", "yy": "%y", "mmmm": "%B", "mmm": "%b", "mm": "%m", "dddd": "%A", "ddd": "%a",
    "dd": "%d",
}  # fmt: skip


def text_of(cell: SheetCell | Any) -> tuple[str, tuple[str, ...]]:
    """What a cell shows, and flags for what was left out of it.

    Text that is struck through is left out; letters of symbol fonts are the signs they show.

    Args:
        cell: as openpyxl gives it, read with rich text.
    """
    whole = cell.font
    parts: list[str] = []
    struck = False
    for part in cell.value if isinstance(cell.value, CellRichText) else (cell.value,):
        font = part.font if isinstance(part, TextBlock) else whole
        text = part.text if isinstance(part, TextBlock) else shown(part, cell.number_format)
        if font is not None and font.strike:
            struck = struck or bool(text.strip())
            continue
        name = (font.rFont if isinstance(part, TextBlock) else font.name) if font else ""
        parts.append(_signs(text, name or ""))
    return "".join(parts), ("struck-text",) if struck else ()


def marks_in(cell: SheetCell | Any, text: str) -> tuple[Mark, ...]:
    """The parts of a cell's text that are set off from the rest of it.

    Args:
        cell: as openpyxl gives it, read with rich text.
        text: what the cell shows.
    """
    if not isinstance(cell.value, CellRichText):
        return ()
    pieces: list[tuple[str, frozenset[MarkKind]]] = []
    for part in cell.value:
        font = part.font if isinstance(part, TextBlock) else cell.font
        if font is None or font.strike:
            continue
        kinds: set[MarkKind] = set()
        if font.b:
            kinds.add("bold")
        if font.u:
            kinds.add("underline")
        pieces.append((part.text if isinstance(part, TextBlock) else str(part), frozenset(kinds)))
    return marks_of(text, pieces)


def _signs(text: str, font: str) -> str:
    if not is_symbol_font(font):
        return text
    return "".join(symbol(font, ord(letter)) or letter for letter in text)


def shown(value: object, number_format: str) -> str:
    """A cell's value as its sheet shows it.

    A provision number that was typed as the number 5.1 and shown as 5.10 must read "5.10",
    so the number format decides.

    Args:
        value: as openpyxl gives it.
        number_format: the cell's format code, such as "0.00", "0%" or "dd/mm/yyyy".
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    code = number_format.split(";", 1)[0].replace('"', "").strip()
    if isinstance(value, int | float):
        match = _DECIMALS.match(code)
        if match:
            decimals, percent = len(match.group(1) or ""), match.group(2)
            return f"{value * 100 if percent else value:.{decimals}f}{percent}"
        return f"{value:.10g}" if isinstance(value, float) else str(value)
    if isinstance(value, datetime.datetime | datetime.date):
        return _date(value, code)
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), str(value))
    return plain_spaces(text).replace("\r\n", "\n").replace("\r", "\n")


def _date(value: datetime.datetime | datetime.date, code: str) -> str:
    pattern = re.sub(r"\[[^\]]*\]|\\", "", code.lower()).split("@")[0].strip()
    if not re.search(r"[dmy]", pattern) or pattern in ("general", "mm-dd-yy"):
        pattern = "dd/mm/yyyy"
    parts = re.findall(r"y+|m+|d+|[^ymdhs]+|[hs]+", pattern)
    texts = []
    for part in parts:
        if part in ("d", "m"):
            texts.append(str(value.day if part == "d" else value.month))
        elif part in _DATE_TOKENS:
            texts.append(value.strftime(_DATE_TOKENS[part]))
        else:
            texts.append("" if part[0] in "hs" else part)
    return "".join(texts).strip(" :")
