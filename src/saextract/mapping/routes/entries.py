"""Rows in the making, read from text outside tables, and the tables that they become."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from saextract.model import Cell, Locator, Parsed, Passage, Row, Table

from .labels import Line

_HEADERS = {
    "number": "Code provision",
    "requirement": "Code requirement",
    "answer": "Comply: Yes / No",
    "evidence": "Evidence",
    "commentary": "Commentary / explanation",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text of a cell, and the line that it stands in."""

    text: str
    line: int


@dataclass(slots=True)
class Entry:
    """A row in the making.

    Attributes:
        cells: pieces of each cell, by the key of its label.
        labels: keys of the labels that it shows.
        lines: lines that it takes up.
        flags: how surely its cells were told apart, by key.
    """

    cells: dict[str, list[Piece]] = field(default_factory=dict)
    labels: set[str] = field(default_factory=set)
    lines: set[int] = field(default_factory=set)
    flags: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, key: str, text: str, line: int) -> None:
        """Adds text to a cell."""
        self.lines.add(line)
        if text.strip():
            self.cells.setdefault(key, []).append(Piece(text.strip(), line))

    def text(self, key: str) -> str:
        """The text of a cell, its lines parted by line feeds."""
        return "\n".join(piece.text for piece in self.cells.get(key, ()))


def with_tables(
    parsed: Parsed,
    lines: Sequence[Line],
    entries: Sequence[Entry],
    source: tuple[str, dict[str, str]],
) -> Parsed:
    """The document with entries as rows of tables, and without the lines that they take up.

    Args:
        parsed: the document.
        lines: its lines.
        entries: in the order of the document.
        source: name of the detector, and printed headers by key.
    """
    keys, header = _columns(entries, source[1])
    taken = {line: entry for entry in entries for line in entry.lines}
    of_block: dict[int, list[int]] = {}
    for number, line in enumerate(lines):
        of_block.setdefault(line.block, []).append(number)
    blocks: list[Table | Passage] = []
    rows: list[Row] = []
    done: set[int] = set()

    def flush() -> None:
        if rows:
            blocks.append(Table(rows=(header, *rows), detector=source[0]))
            rows.clear()

    for index, block in enumerate(parsed.blocks):
        numbers = of_block.get(index, [])
        left = [number for number in numbers if number not in taken]
        if not numbers or (left and isinstance(block, Table)):
            flush()
            blocks.append(block)
        elif left:
            flush()
            text = "\n".join(lines[number].text for number in left)
            assert isinstance(block, Passage)
            blocks.append(block.model_copy(update={"text": text}))
        for number in numbers:
            entry = taken.get(number)
            if entry is not None and id(entry) not in done:
                done.add(id(entry))
                rows.append(_row(entry, keys, lines))
    flush()
    return parsed.model_copy(update={"blocks": tuple(blocks)})


def _columns(entries: Sequence[Entry], printed: dict[str, str]) -> tuple[list[str], Row]:
    used = {key for entry in entries for key in (*entry.cells, *entry.labels)}
    keys = [key for key in _HEADERS if key in used or key in ("requirement", "answer")]
    keys += [key for key in printed if key in used and key not in keys]
    texts = [_HEADERS.get(key) or printed[key] for key in keys]
    return keys, Row(cells=tuple(Cell(text=text) for text in texts), header=True)


def _row(entry: Entry, keys: Sequence[str], lines: Sequence[Line]) -> Row:
    cells: list[Cell] = []
    for key in keys:
        pieces = entry.cells.get(key, [])
        numbers = dict.fromkeys(piece.line for piece in pieces)
        places: dict[Locator, None] = {}
        links: dict[str, None] = {}
        flags: dict[str, None] = dict.fromkeys(entry.flags.get(key, ()))
        for number in numbers:
            places |= dict.fromkeys(lines[number].locators)
            links |= dict.fromkeys(lines[number].links)
            flags |= dict.fromkeys(lines[number].flags)
        cells.append(
            Cell(
                text=entry.text(key),
                locators=tuple(places),
                links=tuple(links),
                flags=tuple(flags),
            )
        )
    return Row(cells=tuple(cells))
