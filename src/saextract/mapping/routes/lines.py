"""The lines of a document, from which rows are read that stand in no table of theirs.

Tables in which a provision takes up several rows, or labels in its cells, count as lines: each
label with its value is one ("Comply" | "Yes").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from saextract.lexicon import titles
from saextract.lexicon.marks import BOX, read_pairs
from saextract.mapping.answers.keys import KEY_FLAG
from saextract.mapping.tables.spread import Pair, spread_pairs
from saextract.model import Locator, Parsed, Passage, Table, TextLocator
from saextract.text.letters import flatten

TWO_TEXTS = re.compile(r"\be ?vidence\s+c ?omment(?:ary|s)\b", re.IGNORECASE)
"""The titles of two columns on one line: the texts of a row stand on its lines side by side. Small
capitals stand apart from their first letter."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text outside tables, or a pair of cells that name and give a value.

    Attributes:
        text: as printed.
        block: its passage or table, 0-based in the document.
        locators: where it stands.
        heading: level, for a passage that is a heading.
        links: targets of links in its passage.
        value: for a row of two cells, the text of the second one.
        flags: see `saextract.model.Cell`.
        role: what the value is by the column, or by its place, that it stands in.
        fill: the colour of the value's cell.
        printed: what is printed, where words have taken the place of a sign; else None.
        follows: in a text file, right below the line before.
    """

    text: str
    block: int
    locators: tuple[Locator, ...]
    heading: int | None = None
    links: tuple[str, ...] = ()
    value: str | None = None
    flags: tuple[str, ...] = ()
    role: str = ""
    fill: str | None = None
    printed: str | None = None
    follows: bool = False


def lines_of(parsed: Parsed) -> list[Line]:
    """The lines of all passages, and the pairs of tables that spread provisions over rows."""
    spread = spread_pairs(parsed.blocks)
    lines: list[Line] = []
    last = -1
    for index, block in enumerate(parsed.blocks):
        if isinstance(block, Table):
            lines += [_line_of(pair, index) for pair in spread.get(index, ())]
            continue
        texts = block.text.split("\n")
        signs = block.printed.split("\n") if block.printed is not None else texts
        if block.heading is not None and titles.section(texts[0]):
            texts = signs = [flatten(block.text)]
        lines += [
            replace(
                _of_passage(block, index, text.strip(), sign.strip()),
                follows=is_of_text(block) and last == index - 1,
            )
            for text, sign in zip(texts, signs, strict=True)
            if text.strip()
        ]
        last = index if block.text.strip() else last
    return _with_choices(lines)


def _of_passage(passage: Passage, index: int, text: str, printed: str) -> Line:
    line = Line(text, index, passage.locators, passage.heading, passage.links)
    return line if text == printed else replace(line, printed=printed, flags=(KEY_FLAG,))


def is_of_text(block: Passage) -> bool:
    """Whether a passage is a line of a text file."""
    return len(block.locators) == 1 and isinstance(block.locators[0], TextLocator)


def _with_choices(lines: Sequence[Line]) -> list[Line]:
    """The lines, with the options of a choice that stand below each other on one line."""
    found: list[Line] = []
    options: list[str] = []
    for line in lines:
        option = _option(line)
        label = option.strip("[]xX☐☑☒✓✔✗✘■□●○ ").lower()
        if option and options and label not in options:
            found[-1] = replace(found[-1], text=f"{found[-1].text} {option}")
            options.append(label)
            continue
        options = [label] if option else []
        found.append(replace(line, text=option) if option else line)
    return found


def _option(line: Line) -> str:
    """A line that is one option of a choice, with its box, list marks aside; or ""."""
    text = re.sub(r"^[-*+•]\s+", "", line.text)
    boxed = line.value is None and re.match(BOX, text) is not None
    return text if boxed and len(re.findall(BOX, text)) == 1 and read_pairs(text) else ""


def _line_of(pair: Pair, index: int) -> Line:
    """A pair as a line of the document; a text that nothing names has no value."""
    cell = pair.cell
    named = pair.own or pair.title or pair.role
    text, value = (pair.title, cell.text) if named else (flatten(cell.text), None)
    role = pair.role or ""
    return Line(text, index, cell.locators, None, cell.links, value, cell.flags, role, cell.fill)


def with_passages(parsed: Parsed, tables: set[int]) -> Parsed:
    """The document with some of its tables as paragraphs, row by row, cell by cell."""
    blocks = [
        _as_passage(block) if isinstance(block, Table) and index in tables else block
        for index, block in enumerate(parsed.blocks)
    ]
    return parsed.model_copy(update={"blocks": tuple(blocks)})


def _as_passage(table: Table) -> Passage:
    cells = [cell for row in table.rows for cell in row.cells if cell]
    return Passage(
        text=flatten(" ".join(cell.text for cell in cells)),
        locators=tuple(place for cell in cells for place in cell.locators),
        links=tuple(link for cell in cells for link in cell.links),
    )
