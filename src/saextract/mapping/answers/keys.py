"""Answers in signs that the document itself explains: letters, figures, colours, ticks and crosses.

    C = compliant, PC = partly compliant, NC = not compliant

A key is two signs or more, each with the answer that it stands for. Where a column holds such
signs, the words take their place, so that every way of reading rows sees an ordinary answer; the
cell keeps what is printed. Ticks and crosses in one column explain each other.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from saextract.lexicon.answers import is_answer
from saextract.lexicon.marks import mark_in, mark_of
from saextract.lexicon.words import fold, one_line
from saextract.model import Answer, Cell, Confidence, Parsed, Passage, Row, Swatch, Table
from saextract.text.letters import letters

from .classify import read_words
from .explained import explained

_ASKED = 2048
"""Texts whose reading is kept: answers, and the lines of a form, come again and again."""

KEY_FLAG = "answer-by-key"
"""The answer is a sign that the document explains in a key of its own."""

_WORDS = {
    Answer.YES: "Compliant",
    Answer.PARTIAL: "Partially compliant",
    Answer.NO: "Not compliant",
    Answer.NOT_APPLICABLE: "Not applicable",
}
_SIGN = r"[A-Za-z]{1,4}|\d|[✓✔✗✘~◐●○+?✕×☑☒–-]"
_COLOURED = r"red|amber|green|yellow|orange|blue|gr[ea]y|purple"
_CODE = re.compile(rf"\W*(?P<code>{_COLOURED}|{_SIGN})\W*", re.IGNORECASE)
_DEFINED = re.compile(
    rf"(?:^|(?<=[\s(,;:/|•\n]))(?!(?:key|rag|note)\b)(?P<code>{_COLOURED}|{_SIGN})"
    r"\s*(?:=|:|–|—|-|means|is|stands for)\s*"
    rf"(?P<meaning>[^,;=\n•|]{{1,60}}?)"
    rf"(?=\s*(?:[,;\n•|.]|$|\s(?:and\s+)?(?:{_COLOURED}|{_SIGN})\s*(?:=|–|—|means)))",
    re.IGNORECASE,
)
_KEY_OPENS = re.compile(
    r"\W*(?:key|legend|rag(?: rating)?s?|codes?|abbreviations)\b\W*", re.IGNORECASE
)
_SPACED = re.compile(
    rf"(?:^|(?<=[,;\n•])|(?<=\band))\s*(?P<code>{_COLOURED}|{_SIGN})\s+"
    rf"(?P<meaning>[^,;\n•.]{{2,60}}?)"
    rf"(?=\s*(?:[,;\n•.]|$)|,?\s+and\s+(?:{_COLOURED}|{_SIGN})\s)",
    re.IGNORECASE,
)
"""A sign and its meaning with nothing but a space between them, after the word "Key"."""
_BRACKETED = re.compile(
    rf"(?P<meaning>[A-Za-z][A-Za-z /-]{{1,40}}?)\s*\((?P<code>{_COLOURED}|[A-Z]{{1,3}}|\d)\)"
)
_IN_BRACKETS = re.compile(rf"\((?:{_COLOURED}|[A-Z]{{1,3}}|\d)\)")
_YES_NO_PARTIAL = re.compile(r"\by\s*/\s*(?:n\s*/\s*p|p\s*/\s*n)\b", re.IGNORECASE)
_LONGEST_TITLE = 100
"""Characters of the longest title of a column that offers answers by their first letters."""
_LONGEST_KEY = 400
"""Characters of the longest paragraph that may be a key."""
_SHARE = 0.6
"""Share of a column's cells that are signs of the key, from which on it is a column of them."""
_NEAR = 60.0
"""Distance of two colours in RGB (each channel 0 to 255) below which they are the same to the
eye of a person who compares a cell with the key."""
_FEWEST_LINES = 2
_SIGN_AND_MEANING = 2
"""Cells of a row in a key."""
_FEWEST_LONE = 3
"""Paragraphs that are signs of the key and nothing else, from which on they are answers."""
_LABELLED = re.compile(r"^(?P<label>[A-Z][^:\n]{2,60}:\s*)(?P<value>\S{1,8})\s*$")
_ONE_OF_TWO = frozenset(("yes", "no", "y", "n", "partial", "partially", "partly", "na", "n/a"))


@dataclass(slots=True)
class Key:
    """What the signs of a document stand for.

    Attributes:
        codes: by the sign, in lower case.
        words: answers in the landlord's own words, by their letters.
        colours: by the colour, as red, green and blue from 0 to 255.
    """

    codes: dict[str, Answer] = field(default_factory=dict)
    words: dict[str, Answer] = field(default_factory=dict)
    colours: dict[tuple[int, int, int], Answer] = field(default_factory=dict)

    def of_code(self, text: str) -> Answer | None:
        """What a text that is nothing but a sign, or the words of an answer, stands for."""
        match = _CODE.fullmatch(text) if text else None
        if match and (answer := self.codes.get(match["code"].lower())):
            return answer
        return self.words.get(letters(text)) if text and self.words else None

    def of_colour(self, fill: str | None) -> Answer | None:
        """What a colour stands for; None for one that the key does not have."""
        colour = _channels(fill)
        if colour is None or not self.colours:
            return None
        nearest = min(self.colours, key=lambda other: _distance(colour, other))
        return self.colours[nearest] if _distance(colour, nearest) <= _NEAR else None


def settle_signs(parsed: Parsed) -> Parsed:
    """Puts words in the place of the signs that the document explains.

    Args:
        parsed: a document as its parser read it.

    Returns:
        The document; the cells that were changed carry the flag `answer-by-key`, and their
        printed text beside the words.
    """
    key = read_key(parsed)
    columns = {index: _of_signs(table, key) for index, table in enumerate(parsed.tables)}
    labels = _signed_labels(parsed, key)
    lines = _signed_lines(parsed, key)
    if not labels and not lines and not any(columns.values()):
        return parsed
    blocks: list[Table | Passage] = []
    index = 0
    for block in parsed.blocks:
        if isinstance(block, Passage):
            blocks.append(_worded(block, labels, lines))
            continue
        blocks.append(_with_words(block, columns[index]) if columns[index] else block)
        index += 1
    return parsed.model_copy(update={"blocks": tuple(blocks)})


def read_key(parsed: Parsed) -> Key:
    """The key that a document prints: in a paragraph, in a table of two columns, in patches."""
    key = Key(words=explained(parsed))
    codes: list[tuple[str, Answer]] = []
    colours: list[tuple[tuple[int, int, int], Answer]] = []
    for block in (*parsed.blocks, Passage(text="")):
        is_short = isinstance(block, Passage) and len(block.text) <= _LONGEST_KEY
        found = list(_defined(block.text)) if isinstance(block, Passage) and is_short else []
        patches = list(_patched(block)) if isinstance(block, Passage) and is_short else []
        codes, colours = [*codes, *found], [*colours, *patches]
        if not (found or patches):
            _take(key.codes, codes)
            _take(key.colours, colours)
            codes, colours = [], []
        if isinstance(block, Table):
            _take(key.codes, [*_tabled(block), *_offered(block)])
            _take(key.colours, _shaded(block))
    return key


_S = TypeVar("_S")


def _take(into: dict[_S, Answer], pairs: Iterable[tuple[_S, Answer]]) -> None:
    """Adds what one place explains, if it is a key: two signs or more, of several classes."""
    found = dict(pairs)
    if len(set(found.values())) > 1:
        for sign, answer in found.items():
            into.setdefault(sign, answer)


@lru_cache(_ASKED)
def _meaning(text: str) -> Answer | None:
    """The answer that a key gives for a sign."""
    sense = read_words(text)
    known = sense.answer in _WORDS and sense.confidence is not Confidence.LOW
    return sense.answer if known else None


def _defined(text: str) -> Iterator[tuple[str, Answer]]:
    """Signs and their meanings in a text."""
    opening = _KEY_OPENS.match(text)
    for match in _SPACED.finditer(text[opening.end() :]) if opening else ():
        answer = _meaning(match["meaning"])
        if answer is not None:
            yield match["code"].lower(), answer
    for pattern in (_DEFINED, _BRACKETED) if _IN_BRACKETS.search(text) else (_DEFINED,):
        for match in pattern.finditer(text):
            answer = _meaning(match["meaning"])
            if answer is not None:
                yield match["code"].lower(), answer


def _tabled(table: Table) -> Iterator[tuple[str, Answer]]:
    """Signs and their meanings in two cells side by side, and no more in the row."""
    for row in table.rows:
        said = [cell.text for cell in row.cells if cell and cell.text]
        if len(said) == 1:
            yield from _defined(one_line(said[0]))
        if len(said) != _SIGN_AND_MEANING:
            continue
        texts = list(map(one_line, said))
        code, answer = _CODE.fullmatch(texts[0]), _meaning(texts[1])
        if code and answer is not None:
            yield code["code"].lower(), answer


def _offered(table: Table) -> Iterator[tuple[str, Answer]]:
    """First letters that a title offers as answers, "Y/N/P", or signs that it explains."""
    for row in table.rows:
        for cell in row.cells:
            if not cell or len(cell.text) > _LONGEST_TITLE:
                continue
            explained = list(_defined(cell.text))
            if len({answer for _, answer in explained}) > 1:
                yield from explained
                return
            if "/" in cell.text and _YES_NO_PARTIAL.search(cell.text):
                yield from (("y", Answer.YES), ("n", Answer.NO), ("p", Answer.PARTIAL))
                return


def _shaded(table: Table) -> Iterator[tuple[tuple[int, int, int], Answer]]:
    """Shaded cells that hold a meaning, or that stand empty beside one, and no more in the row."""
    for row in table.rows:
        cells = [cell for cell in row.cells if cell]
        if not any(cell.fill for cell in cells):
            continue
        if sum(bool(cell.text) for cell in cells) * 2 > max(2, len(cells) + 1):
            texts = [cell for cell in cells if cell.text]
            if not all(_channels(cell.fill) and _meaning(one_line(cell.text)) for cell in texts):
                continue
        for at, cell in enumerate(cells):
            colour = _channels(cell.fill)
            if colour is None:
                continue
            beside = cells[at + 1] if at + 1 < len(cells) and not cell.text else cell
            answer = _meaning(one_line(beside.text)) if beside.text else None
            if answer is not None:
                yield colour, answer


def _patched(passage: Passage) -> Iterator[tuple[tuple[int, int, int], Answer]]:
    """Patches of colour in a paragraph, each before what it means."""
    swatches: Sequence[Swatch] = passage.swatches
    ends = [*(swatch.at for swatch in swatches[1:]), len(passage.text)]
    for swatch, end in zip(swatches, ends, strict=False):
        colour = _channels(swatch.colour)
        answer = _meaning(passage.text[swatch.at : end].strip(" \t\n,;.=:–—-"))
        if colour is not None and answer is not None:
            yield colour, answer


# ----------------------------------------------------------------------- columns


def _of_signs(table: Table, key: Key) -> dict[int, dict[int, Answer]]:
    """The cells that hold signs: by column, by row, with the answer that each stands for."""
    found: dict[int, dict[int, Answer]] = {}
    marked: dict[int, dict[int, Answer]] = {}
    width = max((len(row.cells) for row in table.rows), default=0)
    rows = [sum(bool(cell and cell.text) for cell in row.cells) > 1 for row in table.rows]
    for column in range(width):
        cells = [row.cells[column] if column < len(row.cells) else None for row in table.rows]
        signs = (
            {r: a for r, cell in enumerate(cells) if (a := _sign_in(cell, key)) is not None}
            if key.codes or key.words or key.colours
            else {}
        )
        filled = sum(bool(cell and (cell.text or r in signs)) for r, cell in enumerate(cells))
        if signs and len(signs) >= _SHARE * max(1, filled - 1) and _fill_rows(signs, rows):
            found[column] = signs
        elif (crosses := _crosses(cells)) is not None:
            marked[column] = crosses
    if len(marked) == 1:
        found |= marked
    return found


def _fill_rows(signs: dict[int, Answer], rows: Sequence[bool]) -> bool:
    """Whether the signs stand in rows of a form, which hold more than the sign."""
    return sum(rows[row] for row in signs) >= _SHARE * len(signs)


def _sign_in(cell: Cell | None, key: Key) -> Answer | None:
    if cell is None:
        return None
    return key.of_code(one_line(cell.text)) if cell.text else key.of_colour(cell.fill)


def _crosses(cells: Sequence[Cell | None]) -> dict[int, Answer] | None:
    """The crosses of a column that says yes with a tick; None for any other column."""
    texts = {row: cell.text for row, cell in enumerate(cells) if cell and cell.text}
    marks = {row: mark for row, text in texts.items() if (mark := mark_in(text)) is not None}
    crosses = [row for row, mark in marks.items() if mark == "cross"]
    if not crosses or "on" not in marks.values():
        return None
    titles = [fold(text) for row, text in texts.items() if row < min(marks)]
    if any(text.lower().strip(".") in _ONE_OF_TWO for text in titles):
        return None
    if any("☒" in fold(text) for text in texts.values()):
        return None
    return dict.fromkeys(crosses, Answer.NO) if len(marks) >= len(texts) * _SHARE else None


def _with_words(table: Table, columns: dict[int, dict[int, Answer]]) -> Table:
    rows: list[Row] = []
    for r, row in enumerate(table.rows):
        cells = list(row.cells)
        for column, signs in columns.items():
            cell = cells[column] if column < len(cells) else None
            if cell is not None and r in signs:
                cells[column] = cell.model_copy(
                    update={
                        "text": _WORDS[signs[r]],
                        "printed": cell.text,
                        "flags": tuple(sorted({*cell.flags, KEY_FLAG})),
                    }
                )
        rows.append(row.model_copy(update={"cells": tuple(cells)}))
    return table.model_copy(update={"rows": tuple(rows)})


# ----------------------------------------------------------------------- labelled lines


def _signed_lines(parsed: Parsed, key: Key) -> dict[str, Answer]:
    """Signs that stand again and again as paragraphs of their own, or at the ends of others."""
    texts = [block.text.split("\n") for block in parsed.blocks if isinstance(block, Passage)]
    lines = Counter(line.strip() for text in texts for line in {text[0], text[-1]})
    codes = {
        text: answer
        for text in lines
        if (answer := key.of_code(text)) is not None and not is_answer(text)
    }
    signs = [text for text in lines if key.of_code(text) is not None]
    often = key.words or sum(lines[text] for text in signs) >= _FEWEST_LONE
    return codes if often else {}


def _signed_labels(parsed: Parsed, key: Key) -> dict[str, dict[str, Answer]]:
    """Labels whose values are signs, again and again: by label, by sign."""
    values: dict[str, list[str]] = defaultdict(list)
    for block in parsed.blocks:
        for line in block.text.split("\n") if isinstance(block, Passage) else ():
            match = _LABELLED.match(line)
            if match:
                values[one_line(match["label"])].append(match["value"])
    found: dict[str, dict[str, Answer]] = {}
    for label, texts in values.items():
        if len(texts) < _FEWEST_LINES or label.rstrip(": ").lower() in _ONE_OF_TWO:
            continue
        codes = {text: a for text in texts if (a := key.of_code(text)) is not None}
        marks = {text: mark_of(fold(text)) for text in texts}
        if "on" in marks.values() and "☒" not in marks:
            crosses = {text: Answer.NO for text, mark in marks.items() if mark == "cross"}
            codes = crosses | codes
        if codes:
            found[label] = codes
    return found


def _worded(
    passage: Passage, labels: dict[str, dict[str, Answer]], alone: dict[str, Answer]
) -> Passage:
    """A passage with words in the place of its signs."""
    lines = passage.text.split("\n")
    for at, line in enumerate(lines):
        lone = alone.get(line.strip()) if at in (0, len(lines) - 1) else None
        match = _LABELLED.match(line)
        answer = labels.get(one_line(match["label"]), {}).get(match["value"]) if match else None
        if lone is not None:
            lines[at] = _WORDS[lone]
        elif match and answer is not None:
            lines[at] = match["label"] + _WORDS[answer]
    text = "\n".join(lines)
    changed = {"text": text, "printed": passage.text, "marks": ()}
    return passage.model_copy(update=changed) if text != passage.text else passage


# ----------------------------------------------------------------------- colours


def _channels(fill: str | None) -> tuple[int, int, int] | None:
    if not fill or not re.fullmatch(r"[0-9A-Fa-f]{6}", fill):
        return None
    red, green, blue = bytes.fromhex(fill)
    return red, green, blue


def _distance(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5)
