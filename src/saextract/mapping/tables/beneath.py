"""Rows of several lines: what stands beneath a provision, or behind labels in its cells.

    3.1 | Landlords must make it easy ... | Yes | Website
          Commentary: People can write, ring or call in.

What belongs to a provision is put into columns of its row, under the labels as titles, so that
the table reads like any other. A label counts where it comes again and again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from saextract.lexicon import numbers
from saextract.lexicon.answers import is_answer
from saextract.lexicon.roles import Role, of_label, opens_as_label
from saextract.lexicon.titles import level, section, stage
from saextract.mapping.answers.choices import options_of
from saextract.model import Cell, Parsed, Passage, Row, Table

from .contents import cell_text
from .headers import header_role, header_roles
from .labelled import joined

KEYS = ("answer", "evidence", "commentary", "response")
"""Labels of what a landlord says; others are what is asked."""
_MOST_WORDS = 9
"""Words of the longest label: "Evidence, commentary and any explanations of how we comply"."""
_SHARE = 0.5
"""Share of the provisions of a table in which a label has to stand."""
_FEWEST = 2
_REQUIREMENT = 40
"""Characters of the shortest cell with the number and the requirement of a provision."""
_SHORTEST = 15
"""Characters of the shortest text without a label that can be a commentary beneath its row."""
_UNLABELLED = "Commentary"
"""Title of what stands beneath its row without a label: the form's last column."""
_ASKED = "Requirement"
"""Title of what stands beneath the row of its number, beside labelled cells."""
_MARKED = re.compile("[✓✔☑✗✘☒☐■□●○◉\ufffd]")
"""A mark: what stands behind one is an answer to tick, and no label."""
_SIGN = re.compile(r"\s*[:?–—-]\s+|\s*[:?]$")


@dataclass(slots=True)
class _Lifted:
    """A data row with the fields that were found for it, by label."""

    row: Row
    fields: dict[str, list[Cell]] = field(default_factory=dict)


def lift_beneath(parsed: Parsed) -> Parsed:
    """Gives each provision one row, where a table spreads it over several, or over labels.

    Args:
        parsed: a document; its tables need provision numbers.

    Returns:
        The document; tables of other shapes are left as they are.
    """
    order: dict[str, str] = {}
    blocks = tuple(
        _lift(block, order) if isinstance(block, Table) else block for block in parsed.blocks
    )
    if all(new is old for new, old in zip(blocks, parsed.blocks, strict=True)):
        return parsed
    return parsed.model_copy(update={"blocks": blocks})


def _lift(table: Table, order: dict[str, str]) -> Table:
    """A table with a row for each provision.

    Args:
        table: the table.
        order: labels as printed, by their letters, in the order in which the document first
            printed them; those of the table are added. All tables have their columns in it.
    """
    data = [opens_provision(row) for row in table.rows]
    numbered = sum(data)
    if numbered < _FEWEST:
        return table
    fewest = max(_FEWEST, _SHARE * numbered)
    labels = _recurring(table, fewest)
    reader = _Reader(labels, _beneath_unlabelled(table, data, fewest), order)
    for row, is_data in zip(table.rows, data, strict=True):
        reader.read(row, is_data)
    if len(reader.lifted) < fewest:
        return table
    return reader.table(table)


def opens_provision(row: Row) -> bool:
    """Whether a row begins with a provision number and holds more than it."""
    texts = [cell_text(row, column) for column in range(len(row.cells))]
    return sum(map(bool, texts)) > 1 and _is_numbered(row)


def _only_cell(row: Row) -> Cell | None:
    """The only cell of a row that holds text; None if there are others."""
    filled = [cell for cell in row.cells if cell and cell.text]
    return filled[0] if len(filled) == 1 else None


# ----------------------------------------------------------------------- labels


def _prefixes(line: str) -> Iterator[str]:
    """The openings of a line that are labels of what a landlord says, longest first.

    One word is a label only before a colon, or as the whole line: lines that a layout has broken
    begin with any word.
    """
    if not line[:1].isupper():
        return
    words = _MARKED.split(line, 1)[0].split()
    if not opens_as_label(words[:_MOST_WORDS]):
        return
    for count in range(min(len(words), _MOST_WORDS), 0, -1):
        opening = " ".join(words[:count])
        signed = opening[-1] in ":?" or bool(_SIGN.match(line[len(opening) :]))
        alone = count == len(words) and opening == line.strip()
        if (signed or count > 1 or alone) and of_label(opening) in KEYS and not options_of(opening):
            yield opening


def _recurring(table: Table, fewest: float) -> set[str]:
    """Labels that open lines of the table's cells again and again."""
    counts: Counter[str] = Counter()
    for row in table.rows:
        seen: set[str] = set()
        for cell in row.cells:
            for line in cell.text.split("\n") if cell else ():
                seen.update(_plain(opening) for opening in _prefixes(line))
        counts.update(seen)
    return {label for label, count in counts.items() if count >= fewest}


def _is_value(text: str) -> bool:
    """Whether a text that could be a label is an answer, or answers to tick."""
    return is_answer(text) or bool(options_of(text)) or _MARKED.search(text) is not None


def _plain(label: str) -> str:
    return label.rstrip(" :?–—-").lower()


def _labelled(line: str, labels: set[str]) -> tuple[str, str] | None:
    """A line's label and the rest of it; None for a line that begins with none.

    A word that is an answer itself, such as "Met", is a label only before a colon.
    """
    for opening in _prefixes(line):
        rest = line[len(opening) :]
        bare = opening.rstrip(" :?–—-")
        signed = opening != bare or bool(_SIGN.match(rest))
        if _plain(opening) not in labels or (is_answer(bare) and not signed):
            continue
        return bare, re.sub(r"^[\s:?–—-]+", "", rest)
    return None


def _fields(text: str, labels: set[str]) -> tuple[str, list[tuple[str, str]]]:
    """What stands before the first label of a cell, and the labelled parts after it."""
    before: list[str] = []
    found: list[tuple[str, str]] = []
    if not labels:
        return text, found
    for line in text.split("\n"):
        labelled = _labelled(line, labels)
        if labelled is not None:
            found.append(labelled)
        elif found:
            label, value = found[-1]
            found[-1] = (label, f"{value}\n{line}".strip("\n"))
        else:
            before.append(line)
    return "\n".join(before), found


# ----------------------------------------------------------------------- rows beneath


def _beneath_unlabelled(table: Table, data: Sequence[bool], fewest: float) -> bool:
    """Whether a wide cell of free text stands beneath nearly every provision and its answer.

    Args:
        table: it.
        data: which of its rows are those of provisions.
        fewest: provisions with such a cell that are enough.
    """
    beneath = sum(
        is_data and _is_free(row) for is_data, row in zip(data, table.rows[1:], strict=False)
    )
    if beneath < fewest:
        return False
    answered = sum(
        any(is_answer(cell.text) for cell in row.cells if cell)
        for row, is_data in zip(table.rows, data, strict=True)
        if is_data
    )
    return answered >= fewest and not any(
        header_role(cell_text(row, column)) is Role.COMMENTARY
        for row, is_data in zip(table.rows, data, strict=True)
        if not is_data and sum(bool(cell and cell.text) for cell in row.cells) > 1
        for column in range(len(row.cells))
    )


def _is_free(row: Row, shortest: int = _SHORTEST) -> bool:
    """Whether a row is one wide cell with a text, and no title of what comes below it."""
    cell = _only_cell(row)
    if cell is None or cell.span < _FEWEST or len(cell.text) < shortest:
        return False
    line = cell.text.split("\n")[0]
    is_title = section(line) or stage(line) or level(line) or numbers.opens(line)
    return not is_title


class _Reader:
    """Goes through the rows of a table and gathers what belongs to each provision."""

    def __init__(self, labels: set[str], unlabelled: bool, order: dict[str, str]) -> None:
        self._labels = labels
        self._unlabelled = unlabelled
        self._current: _Lifted | None = None
        self._titles: dict[int, str] = {}
        self._rows: list[_Lifted] = []
        self.lifted: set[int] = set()
        self._order = order

    def read(self, row: Row, is_data: bool) -> None:
        """Reads the next row."""
        if is_data:
            self._open(row)
        elif self._current is None or not self._beneath(row):
            self._current = None
            self._titles = {}
            self._rows.append(_Lifted(row))

    def _open(self, row: Row) -> None:
        """A provision's own row; labels in its cells are fields already."""
        self._titles = {}
        self._current = _Lifted(row)
        self._rows.append(self._current)
        cells: list[Cell | None] = []
        for cell in row.cells:
            before, found = _fields(cell.text, self._labels) if cell else ("", [])
            for label, value in found:
                assert cell is not None
                self._add(label, cell.model_copy(update={"text": value, "span": 1, "marks": ()}))
            cells.append(cell.model_copy(update={"text": before}) if cell and found else cell)
        if any(new is not old for new, old in zip(cells, row.cells, strict=True)):
            self._current.row = row.model_copy(update={"cells": tuple(cells)})

    def _beneath(self, row: Row) -> bool:
        """Whether a row belongs to the provision above it; it is added to it then."""
        filled = {i: cell for i, cell in enumerate(row.cells) if cell and cell.text}
        if not filled:
            return True
        labels = {i: cell.text.strip() for i, cell in filled.items()}
        named = all(of_label(text) in KEYS for text in labels.values())
        if named and not all(map(_is_value, labels.values())):
            self._titles = {i: text.rstrip(" :?") for i, text in labels.items()}
            return True
        if self._titles:
            for column, cell in filled.items():
                nearest = max((c for c in self._titles if c <= column), default=min(self._titles))
                self._add(self._titles[nearest], cell.model_copy(update={"span": 1}))
            self._titles = {}
            return True
        if self._all_labelled(filled.values()) or self._beside_labelled(list(filled.values())):
            return True
        only = _only_cell(row)
        if only is None:
            return False
        if self._unlabelled and _is_free(row, shortest=1):
            self._add(_UNLABELLED, only.model_copy(update={"span": 1}))
            return True
        return False

    def _all_labelled(self, cells: Iterable[Cell]) -> bool:
        """Whether each cell of a row opens with a label; what they say is added then."""
        parts = [(cell, _fields(cell.text, self._labels)) for cell in cells]
        if any(before or not found for _, (before, found) in parts):
            return False
        for cell, (_, found) in parts:
            for label, value in found:
                self._add(label, cell.model_copy(update={"text": value, "span": 1, "marks": ()}))
        return True

    def _beside_labelled(self, cells: Sequence[Cell]) -> bool:
        """Whether what is asked stands beside labelled cells, beneath a bare number; adds both."""
        assert self._current is not None
        bare = all(
            len(cell.text) < _REQUIREMENT for cell in self._current.row.cells if cell is not None
        )
        asked = [cell for cell in cells if not _fields(cell.text, self._labels)[1]]
        rest = [cell for cell in cells if cell not in asked]
        if not bare or len(asked) != 1 or len(asked[0].text) < _REQUIREMENT:
            return False
        if not rest or not self._all_labelled(rest):
            return False
        self._add(_ASKED, asked[0].model_copy(update={"span": 1}))
        return True

    def _add(self, label: str, cell: Cell) -> None:
        assert self._current is not None
        title = self._order.setdefault(_plain(label), label)
        self._current.fields.setdefault(title, []).append(cell)
        self.lifted.add(id(self._current))

    def table(self, table: Table) -> Table:
        """The table with a column for each label."""
        used = {title for lifted in self._rows for title in lifted.fields}
        titles = [title for title in self._order.values() if title in used]
        emptied = self._emptied(len(table.rows[0].cells))
        rows: list[Row] = []
        headed = False
        for lifted in self._rows:
            row = lifted.row
            if lifted.fields or _is_numbered(row):
                cells = [joined(lifted.fields.get(title, [])) for title in titles]
                rows.append(row.model_copy(update={"cells": (*row.cells, *cells)}))
                continue
            texts = [cell_text(row, column) for column in range(len(row.cells))]
            is_header = len({role for role in header_roles(texts) if role}) > 1 or row.header
            headed |= is_header
            more = [Cell(text=title) if is_header else None for title in titles]
            kept = [_BLANK if i in emptied and is_header else c for i, c in enumerate(row.cells)]
            rows.append(row.model_copy(update={"cells": (*kept, *more)}))
        if not headed:
            rows.insert(0, _header(len(table.rows[0].cells), titles))
        return table.model_copy(update={"rows": tuple(rows), "columns_x": ()})

    def _emptied(self, width: int) -> set[int]:
        """Columns of which all went into the columns of labels; their titles name nothing."""
        rows = [lifted.row for lifted in self._rows if _is_numbered(lifted.row)]
        return {
            column for column in range(width) if not any(cell_text(row, column) for row in rows)
        }


_BLANK = Cell(text="")


def _is_numbered(row: Row) -> bool:
    texts = (cell_text(row, column) for column in range(len(row.cells)))
    return numbers.opens(next(filter(None, texts), "")) is not None


def _header(width: int, titles: Sequence[str]) -> Row:
    """A header with the labels as titles, for a table that has none of its own."""
    cells = (*(Cell(text="") for _ in range(width)), *(Cell(text=title) for title in titles))
    return Row(cells=cells, header=True)


# ----------------------------------------------------------------------- page ends


def carry_back(parsed: Parsed) -> Parsed:
    """Moves what opens a page beneath the provision at the end of the page before.

    It is labels with their values, the values of labels there, or the rest of such.
    """
    made: list[Table | Passage] = []
    for block in parsed.blocks:
        before = made[-1] if made else None
        rest: Table | Passage | None = block
        if isinstance(block, Table) and isinstance(before, Table):
            count = _carried(before, block)
            if count:
                made[-1] = _with_rows(before, block.rows[:count])
                rows = block.rows[count:]
                rest = block.model_copy(update={"rows": rows}) if rows else None
        if rest is not None:
            made.append(rest)
    if all(new is old for new, old in zip(made, parsed.blocks, strict=False)):
        return parsed
    return parsed.model_copy(update={"blocks": tuple(made)})


def _carried(before: Table, table: Table) -> int:
    """How many rows at a table's head belong to the provision at the end of the one before."""
    first, last = table.rows[0], before.rows[-1]
    named = sum(map(_names, before.rows))
    if len(first.cells) != len(last.cells) or not named:
        return 0
    if named < _SHARE * sum(map(opens_provision, before.rows)):
        return 0
    beneath = len(before.rows) > 1 and _names(before.rows[-2])
    if not (_names(first) or _names(last) or (beneath and _goes_on(last, first))):
        return 0
    return next((at for at, row in enumerate(table.rows) if opens_provision(row)), len(table.rows))


def _goes_on(last: Row, first: Row) -> bool:
    head = first.cells[0]
    labelled = bool(head and of_label(head.text.strip()))
    numbered = any(cell and numbers.whole(cell.text) for cell in first.cells)
    return (
        last.cut_below
        and first.cut_above
        and not (labelled or numbered)
        and not opens_provision(last)
        and not opens_provision(first)
    )


def _with_rows(table: Table, rows: Sequence[Row]) -> Table:
    """A table with rows at its end, the first joined to the row that it goes on from."""
    last = table.rows[-1]
    if not _goes_on(last, rows[0]) or _names(last) or _names(rows[0]):
        return table.model_copy(update={"rows": (*table.rows, *rows)})
    cells = (_both(one, two) for one, two in zip(last.cells, rows[0].cells, strict=True))
    whole = last.model_copy(update={"cells": tuple(cells), "cut_below": rows[0].cut_below})
    return table.model_copy(update={"rows": (*table.rows[:-1], whole, *rows[1:])})


def _both(one: Cell | None, two: Cell | None) -> Cell | None:
    if one is None or two is None:
        return one or two
    return joined([one, two]).model_copy(update={"span": one.span})


def _names(row: Row) -> bool:
    """Whether a row holds nothing but labels of what stands beneath it."""
    texts = [cell.text.strip() for cell in row.cells if cell and cell.text]
    named = bool(texts) and all(of_label(text) in KEYS for text in texts)
    return named and not all(map(is_answer, texts))
