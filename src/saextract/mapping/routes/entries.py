"""Rows in the making, read from text outside tables, and the tables that they become."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from saextract.lexicon.roles import TICKS, Role
from saextract.mapping.tables.headers import header_role
from saextract.model import Cell, Locator, Parsed, Passage, PdfLocator, Row, Table
from saextract.text.letters import letters

from .lines import Line
from .wordings import Wording

_KEYS = (Role.NUMBER, Role.REQUIREMENT, Role.ANSWER, Role.EVIDENCE, Role.COMMENTARY)
"""Labels of known meaning, in the order of the form."""

_TITLE = "title"
"""Key of what the landlord calls a provision."""

_LONGEST_TITLE = 100
"""Characters of the longest of them; more is a text that stands above the requirement."""

_MOST = 0.5
"""Share of the rows that end in a line set as a heading, above which it is no heading."""

_FEWEST_ENDS = 2
"""Sections that end in a line set as a heading, from which on it is that of the next one."""

_COUNT = re.compile(r"(?P<before>[^\W\d][^\d.]{0,30}?)\W*\b(?P<number>\d{1,3})\b\W*(?:of \d+)?\W*")
"""A word and a number that count something."""

_FEWEST_COUNTS = 3
_NEARLY_ALL = 0.8
"""Rows with such a line above them, and their share of all rows."""

_BY_CHANCE = 0.1
"""Share of the rows up to which a text without a label is a paragraph of the labelled one."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text of a cell, and the line that it stands in.

    Attributes:
        beyond: it stands after the known end of a requirement.
    """

    text: str
    line: int
    beyond: bool = False


@dataclass(slots=True)
class Entry:
    """A row in the making.

    Attributes:
        cells: pieces of each cell, by the key of its label.
        labels: keys of the labels that it shows.
        lines: lines that it takes up.
        flags: how surely its cells were told apart, by key.
        told: the line where its requirement begins in the Code's words, or None.
    """

    cells: dict[str, list[Piece]] = field(default_factory=dict)
    labels: set[str] = field(default_factory=set)
    lines: set[int] = field(default_factory=set)
    flags: dict[str, tuple[str, ...]] = field(default_factory=dict)
    told: int | None = None

    def add(self, key: str, text: str, line: int, beyond: bool = False) -> None:
        """Adds text to a cell."""
        self.lines.add(line)
        if text.strip():
            self.cells.setdefault(key, []).append(Piece(text.strip(), line, beyond))

    def text(self, key: str) -> str:
        """The text of a cell, its lines parted by line feeds."""
        return "\n".join(piece.text for piece in self.cells.get(key, ()))


def doubt_order(entries: Sequence[Entry], lines: Sequence[Line]) -> None:
    """Marks the cells around a step back in the numbers on pages, where columns were misread.

    Args:
        entries: the rows, in the order of the document.
        lines: the document's lines.
    """
    places = [tuple(map(int, re.findall(r"\d+", entry.text("number")))) for entry in entries]
    for at, (one, two) in enumerate(pairwise(places)):
        if not one or not two or two > one:
            continue
        for entry in entries[at : at + 3]:
            number = entry.cells["number"][0].line if "number" in entry.cells else -1
            if any(isinstance(place, PdfLocator) for place in lines[number].locators):
                entry.flags |= dict.fromkeys(entry.cells, ("cells-uncertain",))


def part_counts(entries: Sequence[Entry], lines: Sequence[Line]) -> None:
    """Takes from cells the line that counts the next row: "Question 6", "Item 7 of 72".

    It stands right above nearly all rows, the first one too, in the same words with a number that
    rises.

    Args:
        entries: the rows, in the order of the document; some are changed.
        lines: the document's lines.
    """
    above = [min(entry.lines) - 1 for entry in entries if min(entry.lines)]
    counts = [match for at in above if (match := _COUNT.fullmatch(lines[at].text))]
    if not counts or counts[0].string != lines[above[0]].text or not min(entries[0].lines):
        return
    numbers = [int(match["number"]) for match in counts]
    words = {letters(match["before"]) for match in counts}
    rising = all(one < two for one, two in pairwise(numbers))
    if len(counts) < max(_FEWEST_COUNTS, _NEARLY_ALL * len(above)) or len(words) > 1 or not rising:
        return
    for entry in entries:
        counted = entry.lines.intersection(above)
        entry.lines -= counted
        for key, pieces in entry.cells.items():
            entry.cells[key] = [piece for piece in pieces if piece.line not in counted]


def part_titles(
    entries: Sequence[Entry], lines: Sequence[Line], wordings: Mapping[int, Wording]
) -> dict[str, str]:
    """Takes from requirements in the Code's words the landlord's own title above them.

    It is set as a heading, or stands above nearly all of the requirements.

    Args:
        entries: the rows, in the order of the document; some are changed.
        lines: the document's lines.
        wordings: requirements in the Code's words, by the lines that they begin at.

    Returns:
        The label of the titles, by their key; empty where there are none.
    """
    whole = [
        (entry, entry.told)
        for entry in entries
        if entry.told is not None and wordings[entry.told].whole and not wordings[entry.told].begin
    ]
    above = [
        (entry, titles)
        for entry, told in whole
        if (titles := [p for p in entry.cells.get(Role.REQUIREMENT, ()) if p.line < told])
        and sum(len(piece.text) for piece in titles) <= _LONGEST_TITLE
    ]
    if len(above) < _NEARLY_ALL * len(whole):
        above = [
            (entry, titles)
            for entry, titles in above
            if all(lines[piece.line].heading is not None for piece in titles)
        ]
    for entry, titles in above:
        rest = [piece for piece in entry.cells[Role.REQUIREMENT] if piece not in titles]
        entry.cells |= {Role.REQUIREMENT: rest, _TITLE: titles}
    return {_TITLE: "Title"} if above else {}


def part_subjects(entries: Sequence[Entry], lines: Sequence[Line]) -> None:
    """Takes from comments the title beneath number and answer, where no row has a requirement.

    It is a passage by itself without a stop, above the comment, in nearly all rows that have one.

    Args:
        entries: the rows, in the order of the document; some are changed.
        lines: the document's lines.
    """
    if any(entry.text(Role.REQUIREMENT) for entry in entries):
        return
    found: list[tuple[Entry, list[Piece]]] = []
    for entry in entries:
        pieces = entry.cells.get(Role.COMMENTARY, [])
        block = lines[pieces[0].line].block if pieces else -1
        title = [piece for piece in pieces if lines[piece.line].block == block]
        text = " ".join(piece.text for piece in title)
        if title and len(text) <= _LONGEST_TITLE and not text.endswith((".", "!", ":")):
            found.append((entry, title))
    more = sum(len(title) < len(entry.cells[Role.COMMENTARY]) for entry, title in found)
    if len(found) < _NEARLY_ALL * len(entries) or more < len(found) / 2:
        return
    for entry, title in found:
        rest = [piece for piece in entry.cells.pop(Role.COMMENTARY) if piece not in title]
        entry.cells[Role.REQUIREMENT] = title
        if rest:
            entry.cells[Role.COMMENTARY] = rest


def part_headings(entries: Sequence[Entry], lines: Sequence[Line]) -> None:
    """Takes from the last cells of sections the headings that stand over the next one.

    A line that is set as a heading at the end of a cell may be that of the next row's section.
    Where a document has such lines at the ends of sections only, and at more than one, they are;
    elsewhere the cell is uncertain, unless most cells end so: that is how their text is set.

    Args:
        entries: the rows, in the order of the document; some are changed.
        lines: the document's lines.
    """
    sections = [entry.text("number").partition(".")[0] for entry in entries]
    found = {at: key for at, entry in enumerate(entries) if (key := _ends_in_heading(entry, lines))}
    if len(found) > _MOST * len(entries):
        return
    ending = {at for at, (one, two) in enumerate(pairwise(sections)) if one and two and one != two}
    if len(found) >= _FEWEST_ENDS and found.keys() <= ending:
        for at, key in found.items():
            entries[at].lines.discard(entries[at].cells[key].pop().line)
    else:
        for at, key in found.items():
            entries[at].flags[key] = ("cells-uncertain",)


def _ends_in_heading(entry: Entry, lines: Sequence[Line]) -> str:
    """The cell whose last line, the row's last one, is set as a heading; "" if there is none.

    An answer that is set so is none, nor is the first line of a cell that goes on.
    """
    for key in (Role.EVIDENCE, Role.COMMENTARY, Role.ANSWER):
        pieces = entry.cells.get(key, [])
        if not pieces or pieces[-1].line != max(entry.lines):
            continue
        line, before = lines[pieces[-1].line], pieces[-2].line if len(pieces) > 1 else -1
        apart = len(pieces) > 1 and lines[before] != line
        alone = len(pieces) == 1 and key != Role.ANSWER and pieces[-1].text == line.text
        if line.heading is not None and (apart or alone):
            return key
    return ""


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
        source: name of the detector, and printed labels by key.
    """
    detector, printed = source
    keys = _keys(entries, printed)
    roles = _roles(keys, printed)
    titles = tuple(printed.get(key, "") for key in keys)
    taken = {line: entry for entry in entries for line in entry.lines}
    of_block: dict[int, list[int]] = {}
    for number, line in enumerate(lines):
        of_block.setdefault(line.block, []).append(number)
    blocks: list[Table | Passage] = []
    rows: list[Row] = []
    done: set[int] = set()

    def flush() -> None:
        if rows:
            blocks.append(Table(rows=tuple(rows), detector=detector, roles=roles, titles=titles))
            rows.clear()

    for index, block in enumerate(parsed.blocks):
        numbers = of_block.get(index, [])
        left = [number for number in numbers if number not in taken]
        if len(left) == len(numbers):
            flush()
            blocks.append(block)
            continue
        if left and isinstance(block, Passage):
            flush()
            text = "\n".join(lines[number].text for number in left)
            blocks.append(block.model_copy(update={"text": text}))
        for number in numbers:
            entry = taken.get(number)
            if entry is not None and id(entry) not in done:
                done.add(id(entry))
                rows.append(_row(entry, keys, lines))
            elif entry is None and isinstance(block, Table):
                flush()
                blocks.append(_passage(lines[number]))
    flush()
    return parsed.model_copy(update={"blocks": tuple(blocks)})


def _passage(line: Line) -> Passage:
    """A line of a table that is in no row."""
    text = " ".join(filter(None, (line.text, line.value)))
    return Passage(text=text, locators=line.locators, links=line.links)


def _keys(entries: Sequence[Entry], printed: dict[str, str]) -> list[str]:
    used = {key for entry in entries for key in (*entry.cells, *entry.labels)}
    used |= {Role.REQUIREMENT, Role.ANSWER}
    return [key for key in dict.fromkeys((*_KEYS, *printed)) if key in used]


def _roles(keys: Sequence[str], printed: dict[str, str]) -> tuple[Role | None, ...]:
    """The role of each column; a label of another meaning is read like a column's title."""
    roles: list[Role | None] = [Role(key) for key in keys if key in _KEYS]
    for key in keys[len(roles) :]:
        role = Role.OTHER if key == _TITLE else header_role(printed[key])
        roles.append(Role.OTHER if role in (*roles, *TICKS) and role else role)
    return tuple(roles)


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
                fill=next((lines[n].fill for n in numbers if lines[n].fill), None),
                links=tuple(links),
                flags=tuple(flags),
                printed=_printed(pieces, lines) if key == Role.ANSWER else None,
            )
        )
    return Row(cells=tuple(cells))


def _printed(pieces: Sequence[Piece], lines: Sequence[Line]) -> str | None:
    """What is printed where an answer is all of a line whose sign has become words; else None."""
    line = lines[pieces[0].line] if len(pieces) == 1 else None
    return line.printed if line and line.printed and pieces[0].text in line.text else None


def with_one_free_text(entries: Sequence[Entry], printed: dict[str, str]) -> dict[str, str]:
    """Makes the only free text of a form its commentary, whatever its label; gives the labels.

    A text without a label stands beside it in a few rows at most, and those are doubtful.
    """
    beside = [entry for entry in entries if entry.text("commentary")]
    if any("commentary" in entry.labels for entry in entries) or "evidence" not in printed:
        return printed
    if len(beside) > _BY_CHANCE * len(entries):
        return printed
    for entry in entries:
        if "evidence" in entry.cells:
            pieces = entry.cells.pop("evidence") + entry.cells.get("commentary", [])
            entry.cells["commentary"] = sorted(pieces, key=lambda piece: piece.line)
    for entry in beside:
        entry.flags["commentary"] = ("cells-uncertain",)
    return {"commentary" if key == "evidence" else key: said for key, said in printed.items()}
