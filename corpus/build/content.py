"""Content of a document, apart from any layout: read from `corpus/sources/<name>.json`.

`corpus/README.md` describes the form. Text carries a little markup, `<b> <i> <u>` and
`<a href="...">`; a paragraph that begins with "• " is a bullet, with "◦ " a bullet below one.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

SOURCES = Path(__file__).resolve().parent.parent / "sources"
BULLETS = ("• ", "◦ ")
_TAG = re.compile(r'<(/?)(b|i|u|a)(?: href="([^"]*)")?>')


class Run(NamedTuple):
    """A piece of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    href: str = ""


@dataclass(frozen=True)
class Nested:
    """A table within a cell; every cell is a list of paragraphs."""

    rows: tuple[tuple[tuple[str, ...], ...], ...]


Cell = tuple[str | Nested, ...]
"""Paragraphs, and tables between them."""


@dataclass(frozen=True)
class Row:
    """A row of a table.

    Attributes:
        cells: one for each column of the table; a banner has one for all.
        kind: body, header, section (a header row of the 2020 form) or banner.
        provision: the provision that it answers, or "".
    """

    cells: tuple[Cell, ...]
    kind: str = "body"
    provision: str = ""


@dataclass(frozen=True)
class Grid:
    """A table, ready for a writer.

    Attributes:
        rows: from top to bottom.
        widths: of the columns, in per cent.
        roles: of the columns; empty where the table is not the assessment.
    """

    rows: tuple[Row, ...]
    widths: tuple[float, ...]
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Text:
    """Text outside tables.

    Attributes:
        style: title, heading1 to heading3, body or contents.
        align: left, right or center.
    """

    paragraphs: tuple[str, ...]
    style: str = "body"
    align: str = "left"


@dataclass(frozen=True)
class Break:
    """A new page."""


Block = Text | Grid | Break


@dataclass(frozen=True)
class Content:
    """One source file.

    Attributes:
        data: the whole file, for what only the gold needs.
        blocks: as in the file.
        columns: role and header of each column of the assessment.
    """

    name: str
    data: dict[str, Any]
    blocks: list[dict[str, Any]]
    columns: list[tuple[str, str]] = field(default_factory=list)

    def rows(self) -> list[dict[str, Any]]:
        """The rows that answer a provision, in the order of the document."""
        return [r for b in self.blocks for r in b.get("rows", ()) if r.get("provision")]


def load(name: str) -> Content:
    """Reads a source file; a block `{"include": "other"}` stands for the blocks of another."""
    data = json.loads((SOURCES / f"{name}.json").read_text(encoding="utf-8"))
    blocks: list[dict[str, Any]] = []
    for block in data["blocks"]:
        blocks += load(block["include"]).blocks if "include" in block else [block]
    columns = [(role, header) for role, header in data["columns"]]
    return Content(name=data["name"], data=data, blocks=blocks, columns=columns)


def cell(value: object) -> Cell:
    """A cell from what stands in a source file: a string, or a list of strings and tables."""
    if isinstance(value, str):
        return (value,) if value else ()
    assert isinstance(value, list)
    return tuple(
        Nested(tuple(tuple(_strings(c) for c in row) for row in part["table"]))
        if isinstance(part, dict)
        else part
        for part in value
    )


def _strings(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(str(part) for part in _list(value))


def _list(value: object) -> list[object]:
    assert isinstance(value, list)
    return value


def runs(text: str) -> list[Run]:
    """Splits marked-up text into runs of one style."""
    found: list[Run] = []
    style = {"b": False, "i": False, "u": False}
    href, last = "", 0
    for tag in _TAG.finditer(text):
        if tag.start() > last:
            found.append(Run(text[last : tag.start()], style["b"], style["i"], style["u"], href))
        if tag[2] == "a":
            href = tag[3] or "" if not tag[1] else ""
        else:
            style[tag[2]] = not tag[1]
        last = tag.end()
    if last < len(text):
        found.append(Run(text[last:], style["b"], style["i"], style["u"], href))
    return found


def bullet(paragraph: str) -> tuple[int, str]:
    """Depth of a bullet (0 for none) and the text without its sign."""
    for depth, sign in enumerate(BULLETS, start=1):
        if paragraph.startswith(sign):
            return depth, paragraph[len(sign) :]
    return 0, paragraph


def plain(value: object) -> str:
    """What a reader sees of a cell, on one line; bullets are "• ", tables row by row."""
    parts: list[str] = []
    for part in cell(value):
        if isinstance(part, Nested):
            parts += [p for row in part.rows for c in row for p in c]
        else:
            parts.append(part)
    text = " ".join(re.sub(r"^◦ ", "• ", part) for part in parts)
    return re.sub(r"\s+", " ", _TAG.sub("", text)).strip()
