"""Tables in which a provision takes up several rows, or labels in its cells, as pairs of a title
and what it names.

    Code provision | 1.2 | Comply | Yes          3.1 | Landlords must make it easy ... | Yes
    Evidence       | Policy, section 1                 Commentary: People can write or ring.

A label stands before its value, above it, or in its cell; the row of a provision may stand under
the titles of columns, or without any. What comes again beneath most provisions is a label, whatever
its words. The pairs are lines of the document, read like those of labelled blocks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from saextract.lexicon import numbers
from saextract.lexicon.answers import is_answer
from saextract.lexicon.marks import mark_of
from saextract.lexicon.roles import TICKS, Role, of_label, of_title
from saextract.lexicon.titles import level, section, stage
from saextract.lexicon.words import fold
from saextract.mapping.answers.choices import options_of
from saextract.model import Cell, Passage, Row, Table
from saextract.text.letters import flatten, letters

from .contents import cell_text
from .headers import header_role, header_roles
from .within import InnerLabels, number_of

_FEWEST = 3
"""Fields of a table that is turned, and times that words come again to be labels."""
_PAIR = 2
"""Cells of a row that holds a label and its value."""
_SHARE = 0.5
"""Share of the provisions beneath which a text has to stand to be a label."""
_LONGEST = 70
"""Letters of the longest label; a longer text is a value."""
_REQUIREMENT = 40
"""Characters of the shortest requirement that stands apart from its number."""
_MOSTLY = 0.8
"""Share of the values of a label that are answers, for the label to ask for one."""
_UNLABELLED = "Commentary"
"""Title of what stands beneath its row without a label: the form's last column."""
_COUNTING = ("", "no", "nr")
"""Letters of the labels of a number that mean something else elsewhere: "#", "No."."""
_SAID = frozenset(("answer", "evidence", "commentary", "response"))
"""Labels of what a landlord says; others are what is asked."""
_MARKED = re.compile("[✓✔☑✗✘☒☐■□●○◉\ufffd]")
"""A mark: what stands behind one is an answer to tick, and no label."""
_NOTHING = Cell(text="")


class Pair(NamedTuple):
    """A text of a provision, and what names it.

    Attributes:
        title: as printed; "" where nothing names it.
        cell: the text.
        role: what it is by the column, or by its place, that it stands in.
        own: its label stands within the provision and not over a column.
    """

    title: str
    cell: Cell
    role: Role | None = None
    own: bool = False


# --------------------------------------------------------------------------- which tables


def spread_pairs(blocks: Sequence[Table | Passage]) -> dict[int, list[Pair]]:
    """The pairs of the tables that spread provisions over rows or labels, by place in a document.

    Args:
        blocks: of the document.
    """
    tables = {at: block for at, block in enumerate(blocks) if isinstance(block, Table)}
    reader = _Reader(list(tables.values()))
    pairs = {at: reader.pairs(table, at - 1 in tables) for at, table in tables.items()}
    read = {at: found for at, found in pairs.items() if found}
    sheets = {at: _sheets(pairs) for at, pairs in read.items()}
    common = _common([sheet for found in sheets.values() for sheet in found])
    kept = {at for at, found in sheets.items() if _has_common(found, common)}
    cut = {at - 1 for at in kept if read[at][0].role is not Role.NUMBER and at - 1 in read}
    return {at: read[at] for at in sorted(kept | cut)}


Sheet = list[Pair]
"""The pairs of one provision."""


def _sheets(pairs: Sequence[Pair]) -> list[Sheet]:
    """Pairs cut where a number opens a provision; it may stand above them all."""
    sheets: list[Sheet] = [[]]
    for pair in pairs:
        if pair.role is Role.NUMBER and sheets[-1]:
            sheets.append([])
        sheets[-1].append(pair)
    return sheets


def _common(sheets: Sequence[Sheet]) -> set[str]:
    """The labels of most provisions that have any; nothing where they are not of a form."""
    named = [{letters(pair.title) for pair in sheet if pair.own} for sheet in sheets]
    named = [names for names in named if names]
    counts = Counter(name for names in named for name in names)
    common = {
        n for n, count in counts.items() if count >= max(min(2, len(named)), _SHARE * len(named))
    }
    says = any(of_label(name) in _SAID for name in common)
    asked = [pair for sheet in sheets for pair in sheet if pair.role is Role.ANSWER]
    answered = len(asked) >= _SHARE * len(named) or any(_asks(sheets, name) for name in common)
    return common if says and answered else set()


def _asks(sheets: Sequence[Sheet], name: str) -> bool:
    """Whether a label is one for an answer, by its words or its values."""
    if of_label(name) in ("answer", "response"):
        return True
    found = [p.cell.text for sheet in sheets for p in sheet if p.own and letters(p.title) == name]
    return sum(map(is_answer, found)) >= _MOSTLY * len(found)


def _has_common(sheets: Sequence[Sheet], common: set[str]) -> bool:
    having = sum(any(p.own and letters(p.title) in common for p in sheet) for sheet in sheets)
    return having > 0 and having >= _SHARE * len(sheets)


# --------------------------------------------------------------------------- labels


def _recurring(rows: Iterable[Row]) -> tuple[frozenset[tuple[str, ...]], frozenset[str]]:
    """Rows of a few words that come again beneath half of the provisions: labels in any words; and
    the letters of the first of two cells that come again beside other texts.
    """
    counts: Counter[tuple[str, ...]] = Counter()
    provisions = 0
    for row in rows:
        provisions += number_of(row) is not None
        counts[tuple(flatten(cell.text) for cell in row.cells if cell is not None)] += 1
    openings = Counter(texts[0] for texts in counts if len(texts) > 1)
    pairs = Counter(letters(texts[0]) for texts in counts if len(texts) == _PAIR)
    fewest = max(_FEWEST, _SHARE * provisions)
    heads = frozenset(
        texts
        for texts, count in counts.items()
        if count >= fewest
        and len(texts) > 1
        and openings[texts[0]] == 1
        and all(text and len(letters(text)) <= _LONGEST for text in texts)
        and bool(of_label(texts[0])) <= bool(of_label(texts[1]))
        and not any(is_answer(text) or numbers.opens(text) for text in texts)
    )
    return heads, frozenset(title for title, times in pairs.items() if title and times >= _FEWEST)


def _pair(title: str, cell: Cell) -> Pair:
    """A pair of a label within the provision; the number is told by its value."""
    title = flatten(title).rstrip(" :?")
    plain = letters(title)
    names = plain in _COUNTING or of_label(title) == "number" or of_title(plain) is Role.NUMBER
    return Pair(title, cell, Role.NUMBER if names and numbers.whole(cell.text) else None, own=True)


# --------------------------------------------------------------------------- rows


class _Reader:
    """Reads tables row by row, in the order of the document.

    Args:
        tables: all of the document.
    """

    def __init__(self, tables: Sequence[Table]) -> None:
        rows = [row for table in tables for row in table.rows]
        self._labels = InnerLabels(rows)
        self._heads, self._beside = _recurring(rows)
        self._above: dict[int, str] = {}
        self._titles: dict[int, tuple[str, Role | None]] = {}
        self._has_requirement = True
        self._asked_last: tuple[list[Pair], int] | None = None
        self._asked_in: set[int] = set()
        self._answered = _answered_beneath(tables)

    def pairs(self, table: Table, goes_on: bool) -> list[Pair]:
        """The pairs of a table; none where most of it is anything else.

        Args:
            table: the next one.
            goes_on: nothing stands between it and the one before.
        """
        self._titles = {}
        self._above = self._above if goes_on else {}
        found: list[Pair] = []
        free: dict[int, Cell] = {}
        strays = 0
        for row in table.rows:
            cells = {at: cell for at, cell in enumerate(row.cells) if cell is not None}
            if not any(cell.text.strip() for cell in cells.values()) or self._is_header(row, cells):
                continue
            answered = id(row) in self._answered
            read = _answer_and_comment(row) if answered else self._row(row, cells)
            texts = [cell for cell in cells.values() if cell.text]
            if (self._is_rest(cells) or (goes_on and row is table.rows[0])) and self._goes_on(
                texts
            ):
                continue
            if read is None and len(texts) == 1 and _is_wide(texts[0]):
                free[len(found)] = texts[0]
                read = [_unlabelled(texts[0])]
            strays += read is None and len(texts) > 1
            read = [Pair("", cell) for cell in texts] if read is None else read
            for at, pair in enumerate(read, len(found)):
                if pair.role is Role.REQUIREMENT:
                    self._asked_last = (found, at)
                    self._asked_in = {c for c, cell in cells.items() if pair.cell.text in cell.text}
            if not any(pair.role is Role.REQUIREMENT for pair in read):
                self._asked_in = set()
            found += read
        opened = sum(pair.role is Role.NUMBER for pair in found)
        titled = Role.COMMENTARY in (role for _, role in self._titles.values())
        if titled or len(free) < max(2, _SHARE * opened):
            for at, cell in free.items():
                found[at] = Pair("", cell)
        return found if strays <= _SHARE * opened else []

    def _is_rest(self, cells: dict[int, Cell]) -> bool:
        """Whether a row stands right below a requirement and has a text in its column alone."""
        filled = {at for at, cell in cells.items() if cell.text.strip()}
        return filled == self._asked_in and len(cells) > 1

    def _goes_on(self, texts: Sequence[Cell]) -> bool:
        """Whether a row is the rest of the requirement above it; joins it then."""
        if len(texts) != 1 or not texts[0].text[:1].islower() or self._asked_last is None:
            return False
        found, at = self._asked_last
        found[at] = found[at]._replace(cell=_joined([found[at].cell, texts[0]]))
        return True

    def _fields(self, cell: Cell) -> tuple[Cell, list[Pair]]:
        """What stands before the first label of a cell, and the labelled parts after it."""
        before, found = self._labels.parted(cell.text)
        pairs = [_pair(label, cell.model_copy(update={"text": value})) for label, value in found]
        return (cell.model_copy(update={"text": before}) if found else cell), pairs

    def _is_header(self, row: Row, cells: dict[int, Cell]) -> bool:
        """Whether a row is the titles of columns with the number or the requirement; takes them."""
        texts = [cell_text(row, column) for column in range(len(row.cells))]
        if any(map(numbers.opens, texts)) or letters(texts[0]) in self._beside or _answer(texts):
            return False
        roles = header_roles(texts)
        if len(set(roles) - {None}) < 2 or not {Role.NUMBER, Role.REQUIREMENT} & set(roles):
            return False
        own = [Role.EVIDENCE if header_role(text) is Role.EVIDENCE else None for text in texts]
        self._titles = {at: (texts[at], own[at] or roles[at]) for at in cells if texts[at]}
        return True

    def _unfilled(self) -> list[Pair]:
        """The labels above that nothing stands beneath."""
        found = [Pair(label, _NOTHING, own=True) for label in self._above.values()]
        self._above = {}
        return found

    def _row(self, row: Row, cells: dict[int, Cell]) -> list[Pair] | None:
        """The pairs of a row, or None for a row of something else."""
        filled = {at: cell for at, cell in cells.items() if cell.text.strip()}
        parts = [self._fields(cell) for cell in filled.values()]
        if all(found and not before.text for before, found in parts) and any(
            pair.cell.text for _, found in parts for pair in found
        ):
            return [*self._unfilled(), *(pair for _, found in parts for pair in found)]
        if self._are_labels(list(cells.values())):
            before = self._unfilled()
            self._above = {at: flatten(c.text).rstrip(" :?") for at, c in filled.items()}
            return before
        number = number_of(row)
        if self._above and number is None and not self._is_labelled(filled):
            return self._beneath_labels(filled)
        before_it = self._unfilled()
        only = next(iter(filled.values()))
        opens = len(filled) > 1 or len(only.text) > _REQUIREMENT
        read = self._asked(filled) if number is not None and opens else None
        read = read or self._beside_labelled(parts) or self._sideways(list(cells.values()))
        return [*before_it, *read] if read else (before_it or None)

    def _is_labelled(self, filled: dict[int, Cell]) -> bool:
        """Whether a row is a label that comes again, with its value beside it."""
        first = next(iter(filled.values())).text
        known = letters(first) in self._beside and bool(of_label(first))
        return len(filled) == _PAIR and known and not is_answer(first)

    def _beneath_labels(self, filled: dict[int, Cell]) -> list[Pair]:
        """The values beneath a row of labels; each belongs to the nearest on its left."""
        values: dict[int, list[Cell]] = {at: [] for at in self._above}
        for column, cell in filled.items():
            nearest = max((at for at in values if at <= column), default=min(values))
            values[nearest].append(cell)
        found = [_pair(label, _joined(values[at])) for at, label in self._above.items()]
        self._above = {}
        return found

    def _asked(self, filled: dict[int, Cell]) -> list[Pair] | None:
        """The row of a provision that opens with its number; None where a cell is unknown."""
        found: list[Pair] = []
        asked = False
        for at, cell in filled.items():
            title, role = self._titles.get(at, ("", None))
            own, parts = self._fields(cell)
            if not found:
                number = numbers.opens(cell.text)
                assert number is not None
                found.append(
                    Pair(title, cell.model_copy(update={"text": number.number}), Role.NUMBER)
                )
                text = own.text[number.end :].lstrip(" .:–-\n)")
                own, title, role = cell.model_copy(update={"text": text}), "", Role.REQUIREMENT
                parts = [part for part in parts if part.role is not Role.NUMBER]
            elif role in TICKS:
                ticked = mark_of(fold(own.text)) != "off"
                own, role = cell.model_copy(update={"text": title if ticked else ""}), Role.ANSWER
            elif not title and is_answer(own.text):
                role = Role.ANSWER
            elif not title and not asked:
                role = Role.REQUIREMENT
            elif not title and own.text:
                return None
            if own.text:
                asked |= role is Role.REQUIREMENT
                found.append(Pair(title, own, role))
            found += parts
        self._has_requirement = asked
        return found

    def _beside_labelled(self, parts: Sequence[tuple[Cell, list[Pair]]]) -> list[Pair] | None:
        """What is asked beside labelled cells, beneath a number that stands without it."""
        asked = [before for before, found in parts if before.text]
        labelled = [pair for _, found in parts for pair in found]
        if self._has_requirement or len(asked) != 1:
            return None
        if len(asked[0].text) < _REQUIREMENT:
            return None
        self._has_requirement = True
        return [Pair("", asked[0], Role.REQUIREMENT), *labelled]

    def _are_labels(self, cells: Sequence[Cell]) -> bool:
        """Whether a row holds labels alone, of the values in the row beneath it.

        An answer may read like a label ("Comply"); then it stands behind one that asks for it.
        """
        texts = [cell.text.strip() for cell in cells]
        if tuple(map(flatten, texts)) in self._heads:
            return True
        if letters(texts[0]) in self._beside:
            return False
        if len(texts) != 2 or not texts[0]:
            texts = list(filter(None, texts))
        ticked = all(is_answer(t) or bool(options_of(t)) or _MARKED.search(t) for t in texts)
        return all(map(of_label, texts)) and not ticked and not _answer(texts)

    def _sideways(self, cells: Sequence[Cell]) -> list[Pair]:
        """Labels with the value to the right of each; empty where a cell is no label."""
        pairs = list(zip(cells[::2], cells[1::2], strict=False))
        labels = [flatten(label.text) for label, _ in pairs]
        if len(pairs) * 2 != len(cells) or any(map(numbers.opens, labels)):
            return []
        if any(len(letters(label)) > _LONGEST for label in labels):
            return []
        if len(pairs) > 1 and not all(labels):
            return []
        return [_pair(label, value) for label, (_, value) in zip(labels, pairs, strict=True)]


def _answer(texts: Sequence[str]) -> bool:
    """Whether texts are labels for answers, each with one behind it."""
    pairs = list(zip(texts[::2], texts[1::2], strict=False))
    return bool(pairs) and all(
        is_answer(value) and of_label(label) in ("answer", "response") for label, value in pairs
    )


def _joined(cells: Sequence[Cell]) -> Cell:
    """The cells of one field as one, their texts on lines of their own."""
    if len(cells) == 1:
        return cells[0]
    return Cell(
        text="\n".join(cell.text for cell in cells if cell.text),
        locators=tuple(place for cell in cells for place in cell.locators),
        links=tuple(link for cell in cells for link in cell.links),
        flags=tuple(sorted({flag for cell in cells for flag in cell.flags})),
    )


# --------------------------------------------------------------------------- texts without a label


def _unlabelled(cell: Cell) -> Pair:
    flags = (*cell.flags, "label-missing")
    return Pair(_UNLABELLED, cell.model_copy(update={"flags": flags}), own=True)


def _answered_beneath(tables: Sequence[Table]) -> set[int]:
    """The rows, by identity, that hold the answer to the provision above them, and its comment.

    None where most provisions of the document have no such row.
    """
    pairs = [(one, two) for table in tables for one, two in pairwise(table.rows)]
    numbered = [(one, two) for one, two in pairs if number_of(one) is not None]
    found = {
        id(two)
        for one, two in numbered
        if _opens_with_answer(two) and not any(is_answer(c.text) for c in one.cells if c)
    }
    return found if len(found) >= max(_FEWEST, _SHARE * len(numbered)) else set()


def _opens_with_answer(row: Row) -> bool:
    texts = [cell.text for cell in row.cells if cell and cell.text]
    return 0 < len(texts) <= 2 and is_answer(texts[0]) and not _answer(texts)


def _answer_and_comment(row: Row) -> list[Pair]:
    answer, *rest = [cell for cell in row.cells if cell and cell.text]
    return [Pair("", answer, Role.ANSWER), *map(_unlabelled, rest)]


def _is_wide(cell: Cell) -> bool:
    """Whether a cell covers several columns with a text, and no title of what comes below it."""
    line = cell.text.split("\n")[0]
    titled = section(line) or stage(line) or level(line) or numbers.opens(line)
    return cell.span > 1 and not titled
