"""Tables that stand otherwise than row by row: sheets of labels and values, one for each provision
or one after the other in a table, and tables of one provision a column.

    Code provision | 1.2 | Comply | Yes          1.2      | A complaint must ... | Yes
    Evidence       | Policy, section 1           Evidence | Commentary
                                                 Policy   | Staff know it.

A label stands before its value, above it, or in its cell; number, requirement and answer may stand
in a row of their own without labels. What comes again in most sheets is a label, whatever its
words. Each sheet becomes a row under its labels as titles.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from saextract.lexicon import numbers
from saextract.lexicon.answers import is_answer
from saextract.lexicon.roles import Role, of_label, of_title
from saextract.model import Cell, Parsed, Passage, Row, Table
from saextract.text.letters import flatten, letters

from .headers import header_role

_FEWEST = 3
"""Sheets of a document, and fields of a sheet, from which on they are told."""
_SHARE = 0.5
"""Share of the sheets in which a text has to stand to be a label in the document's own words."""
_LONGEST = 70
"""Letters of the longest label; a longer text is a value."""
_COUNTING = ("", "no", "nr")
"""Letters of the labels of a number that mean something else elsewhere: "#", "No."."""
_PAIR = 2
"""Cells of a row that holds a label and its value."""
_REQUIREMENT = 40
"""Characters of the shortest requirement beside a number without a label."""
_MOSTLY = 0.8
"""Share of the values of a label that are answers, for the label to ask for one."""
_TURNED = 0.8
"""Share of the first row that is numbers, and of the first column that is labels, in a table of one
provision a column."""
_SAID = frozenset({"answer", "evidence", "commentary", "response"})
"""Labels of what a landlord says."""

_ASKED = (Role.NUMBER, Role.REQUIREMENT, Role.ANSWER)
"""What the row of a provision holds that has no labels, by its keys in a sheet."""


@dataclass(slots=True)
class _Sheet:
    """The cells of one provision and their labels as first printed, by key.

    The key of a field is its role where the sheet itself tells it, else the letters of its label.
    """

    fields: dict[str, Cell] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)


def upright(parsed: Parsed) -> Parsed:
    """Turns tables of other shapes to one provision a row."""
    blocks = _with_labelled(
        [_stood_up(block) if isinstance(block, Table) else block for block in parsed.blocks]
    )
    if all(new is old for new, old in zip(blocks, parsed.blocks, strict=True)):
        return parsed
    return parsed.model_copy(update={"blocks": blocks})


def _stood_up(table: Table) -> Table:
    """The table with its columns as rows, where each stands for a provision."""
    if len(table.rows) < _FEWEST or len(table.rows[0].cells) < _FEWEST:
        return table
    numbered = [bool(numbers.whole(text)) for text in _texts(table.rows[0].cells[1:])]
    labelled = [bool(of_label(text)) for text in _texts([row.cells[0] for row in table.rows])]
    if any(sum(kind) < max(_FEWEST, _TURNED * len(kind)) for kind in (numbered, labelled)):
        return table
    columns = zip(*(row.cells for row in table.rows), strict=True)
    rows = tuple(Row(cells=tuple(c), header=not place) for place, c in enumerate(columns))
    return table.model_copy(update={"rows": rows, "columns_x": ()})


def _texts(cells: Sequence[Cell | None]) -> list[str]:
    return [cell.text.strip() for cell in cells if cell and cell.text.strip()]


def _with_labelled(blocks: Sequence[Table | Passage]) -> tuple[Table | Passage, ...]:
    """The blocks of a document, its sheets of labels and values as rows under titles."""
    groups = _groups(blocks)
    tables = {i: table for i, group in enumerate(groups) if (table := _rejoined(group)) is not None}
    heads = _recurring_heads(list(tables.values()))
    found = {i: sheets for i, table in tables.items() if (sheets := _sheets(table, heads))}
    every = [sheet for sheets in found.values() for sheet in sheets]
    common = _common(every)
    answers = {key for key in common if _are_answers(every, key)}
    titles: dict[str, str] = {}
    for index, sheets in list(found.items()):
        if any(len(common & sheet.fields.keys()) < _FEWEST for sheet in sheets):
            del found[index]
            continue
        for sheet in sheets:
            titles |= {key: title for key, title in sheet.titles.items() if key not in titles}
    for index, sheets in found.items():
        groups[index] = [_upright(tables[index], sheets, titles, answers)]
    return tuple(block for group in groups for block in group)


def _groups(blocks: Sequence[Table | Passage]) -> list[list[Table | Passage]]:
    """The blocks, each with the tables behind it that a page's end has cut off from it.

    Such a table has two columns as well, and opens with no number: with a label, or with the
    rest of the value above it.
    """
    groups: list[list[Table | Passage]] = []
    for block in blocks:
        last = groups[-1] if groups else []
        if last and _is_of_pairs(block) and _is_of_pairs(last[-1]) and not _begins(block):
            last.append(block)
        else:
            groups.append([block])
    return groups


def _is_of_pairs(block: Table | Passage) -> bool:
    return isinstance(block, Table) and all(
        len(row.cells) == _PAIR and None not in row.cells for row in block.rows
    )


def _begins(block: Table | Passage) -> bool:
    """Whether a table of pairs opens with a provision's number."""
    if not isinstance(block, Table):
        return False
    label, value = (cell or _NOTHING for cell in block.rows[0].cells)
    return numbers.opens(label.text) is not None or _is_number(label.text, value)


def _rejoined(group: Sequence[Table | Passage]) -> Table | None:
    """The tables of a group as one; the rest of a value goes on in the cell above it."""
    first = group[0]
    if not isinstance(first, Table):
        return None
    rows = list(first.rows)
    for table in group[1:]:
        more = list(table.rows) if isinstance(table, Table) else []
        label, rest = (cell or _NOTHING for cell in more[0].cells)
        if not label.text.strip():
            above, value = (cell or _NOTHING for cell in rows[-1].cells)
            rows[-1] = rows[-1].model_copy(update={"cells": (above, joined([value, rest]))})
            del more[0]
        rows += more
    return first.model_copy(update={"rows": tuple(rows)})


def joined(cells: Sequence[Cell]) -> Cell:
    """The cells of one field as one, their texts on lines of their own."""
    if len(cells) == 1:
        return cells[0]
    return Cell(
        text="\n".join(cell.text for cell in cells if cell.text),
        locators=tuple(place for cell in cells for place in cell.locators),
        links=tuple(link for cell in cells for link in cell.links),
        flags=tuple(sorted({flag for cell in cells for flag in cell.flags})),
    )


def _recurring_heads(tables: Sequence[Table]) -> frozenset[tuple[str, ...]]:
    """Rows of a few words that come again beneath half of the provisions: labels in any words.

    A first cell that comes again beside other texts is a label with its value.
    """
    counts: Counter[tuple[str, ...]] = Counter()
    provisions = 0
    for row in (row for table in tables for row in table.rows):
        texts = tuple(flatten(cell.text) for cell in row.cells if cell is not None)
        provisions += numbers.opens(next(filter(None, texts), "")) is not None
        short = all(text and len(letters(text)) <= _LONGEST for text in texts)
        if len(texts) > 1 and short and not any(map(numbers.opens, texts)):
            counts[texts] += 1
    fewest = max(_FEWEST, _SHARE * provisions)
    openings = Counter(texts[0] for texts in counts)
    return frozenset(
        texts
        for texts, count in counts.items()
        if count >= fewest
        and openings[texts[0]] == 1
        and bool(of_label(texts[0])) <= bool(of_label(texts[1]))
        and not any(map(is_answer, texts))
    )


def _common(sheets: Sequence[_Sheet]) -> set[str]:
    """What most sheets hold; nothing where that is no more than a row of an ordinary form."""
    if len(sheets) < _FEWEST:
        return set()
    counts = Counter(key for sheet in sheets for key in sheet.fields)
    common = {key for key, count in counts.items() if count >= _SHARE * len(sheets)}
    own = common - set(_ASKED)
    says = own & {key for key in own if of_label(key) in _SAID}
    answered = Role.ANSWER in common or any(_are_answers(sheets, key) for key in own)
    return common if own and (says or answered) else set()


def _are_answers(sheets: Sequence[_Sheet], key: str) -> bool:
    texts = [sheet.fields[key].text for sheet in sheets if key in sheet.fields]
    return sum(map(is_answer, texts)) >= _MOSTLY * len(texts)


def _upright(
    table: Table, sheets: Sequence[_Sheet], titles: dict[str, str], answers: set[str]
) -> Table:
    """A table with a row for each sheet, under what its labels name or its values tell."""
    named = {key: _role(title) for key, title in titles.items()}
    named |= {key: Role(key) for key in titles if key in _ASKED}
    if len(answers) == 1:
        named |= dict.fromkeys(answers, Role.ANSWER)
    rows = (Row(cells=tuple(s.fields.get(key, _NOTHING) for key in titles)) for s in sheets)
    made = {
        "rows": tuple(rows),
        "columns_x": (),
        "roles": tuple(named.values()),
        "titles": tuple(titles.values()),
    }
    return table.model_copy(update=made)


def _role(title: str) -> Role | None:
    """What a label names; the number is told by its value."""
    label = of_label(title)
    if label in (Role.REQUIREMENT, Role.ANSWER, Role.EVIDENCE, Role.COMMENTARY):
        return Role(label)
    role = header_role(title)
    return None if role is Role.NUMBER else role


def _sheets(table: Table, heads: frozenset[tuple[str, ...]]) -> list[_Sheet]:
    """The sheets that a table holds; empty for a table that is anything else."""
    found: list[_Sheet] = []
    for label, value in _pairs(table.rows, heads) or ():
        number = label is Role.NUMBER or _is_number(label, value)
        if number:
            found.append(_Sheet())
        key = Role.NUMBER if number else label if label in _ASKED else letters(label)
        if not found or key in found[-1].fields:
            return []
        found[-1].fields[key] = value
        found[-1].titles[key] = "" if isinstance(label, Role) else label
    return found if all(len(sheet.fields) >= _FEWEST for sheet in found) else []


def _is_number(label: str, value: Cell) -> bool:
    """Whether a label, which may be a sign alone ("#"), stands before a provision's number."""
    plain = letters(label)
    names = plain in _COUNTING or of_label(label) == Role.NUMBER or of_title(plain) is Role.NUMBER
    return names and bool(numbers.whole(value.text))


def _pairs(rows: Sequence[Row], heads: frozenset[tuple[str, ...]]) -> list[tuple[str, Cell]] | None:
    """Labels and values of a table's rows, or None where a cell is neither."""
    found: list[tuple[str, Cell]] = []
    above: dict[int, str] = {}
    for row in rows:
        cells = {at: cell for at, cell in enumerate(row.cells) if cell is not None}
        labelled = [pair for cell in cells.values() if (pair := _inside(cell))]
        named = len(labelled) == len(cells) or _are_labels(list(cells.values()), heads)
        if above:
            values = {} if named else cells
            if not values.keys() <= above.keys():
                return None
            found.extend((label, values.get(at, _NOTHING)) for at, label in above.items())
            above = {}
            if not named:
                continue
        if len(labelled) == len(cells):
            found.extend(labelled)
        elif named:
            above = {at: _label(cell.text) for at, cell in cells.items()}
        elif any(cell.text for cell in cells.values()):
            read = _asked(list(cells.values())) or _sideways(list(cells.values()))
            if not read:
                return None
            found.extend(read)
    return [*found, *((label, _NOTHING) for label in above.values())]


_NOTHING = Cell(text="")
_SIGNED = re.compile(r"\s*:\s*|\n+")


def _label(text: str) -> str:
    return flatten(text).rstrip(" :")


def _inside(cell: Cell) -> tuple[str, Cell] | None:
    """The label with which a cell opens, before a colon or on a line of its own, and the rest."""
    sign = _SIGNED.search(cell.text)
    if sign is None or not of_label(cell.text[: sign.start()]):
        return None
    value = cell.text[sign.end() :]
    if not value:
        return None
    return _label(cell.text[: sign.start()]), cell.model_copy(update={"text": value, "marks": ()})


def _are_labels(cells: Sequence[Cell], heads: frozenset[tuple[str, ...]]) -> bool:
    """Whether a row holds labels alone, of the values in the row beneath it.

    An answer may read like a label ("Comply"); then it stands behind one that asks for it.
    """
    texts = [cell.text for cell in cells]
    if tuple(map(flatten, texts)) in heads:
        return True
    answers = all(
        is_answer(value) and of_label(label) in ("answer", "response")
        for label, value in zip(texts[::2], texts[1::2], strict=False)
    )
    return all(map(of_label, texts)) and not (len(texts) > 1 and answers)


def _sideways(cells: Sequence[Cell]) -> list[tuple[str, Cell]]:
    """Labels with the value to the right of each; empty where a cell is no label."""
    pairs = [(_label(label.text), v) for label, v in zip(cells[::2], cells[1::2], strict=False)]
    labels = [label for label, _ in pairs]
    named = all(label and not numbers.opens(label) for label in labels)
    short = all(len(letters(label)) <= _LONGEST for label in labels)
    return pairs if named and short and len(pairs) * 2 == len(cells) else []


def _asked(cells: Sequence[Cell]) -> list[tuple[str, Cell]]:
    """Number, requirement and answer of a row that holds these alone; else empty."""
    filled = [cell for cell in cells if cell.text.strip()]
    number = numbers.opens(filled[0].text)
    if number is None:
        return []
    rest = filled[1:]
    if not numbers.whole(filled[0].text):
        text = filled[0].text[number.end :].lstrip(" .:–-\n")
        rest = [filled[0].model_copy(update={"text": text}), *rest]
    found: list[tuple[str, Cell]] = [
        (Role.NUMBER, filled[0].model_copy(update={"text": number.number}))
    ]
    if not rest or len(rest[0].text) < _REQUIREMENT or not all(is_answer(c.text) for c in rest[1:]):
        return []
    found.append((Role.REQUIREMENT, rest[0]))
    found.extend((Role.ANSWER, cell) for cell in rest[1:])
    return found
