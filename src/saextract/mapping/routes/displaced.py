"""Answers above their requirement, beneath its comment, or in the line before it; comments above.

    Met                          1.2 A complaint must be …         Yes 1.2 A complaint must be …
    1.2 A complaint must be …    Our policy has the wording.       Our policy has the wording.
    Our policy has the wording.  Met

    1.2
    Our policy has the wording.
    A complaint must be …

The rows are read in the one order in which an answer follows its requirement. Where all answers of
a document stand elsewhere they are moved there first. Above and beneath are told by the ends of
the form: the first requirement has an answer above it or the last comment one beneath it, never
both; else nobody knows whose the answers between two requirements are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from saextract.lexicon import answers, numbers

from .lines import Line
from .marks import FEWEST_ROWS, Marks

_NEARLY_ALL = 0.9
"""Share of the rows that must have their one answer in the same place."""

_FEW = 0.3
"""Share of the answers right behind their requirement up to which they stand elsewhere: some rows
have no comment to stand beneath."""

_LONGEST_TITLE = 60
"""Characters of the longest line that a number opens and that is the heading of a requirement."""

_FEWEST_LETTERS = 2
"""Letters behind a requirement that are a comment, and no sign that closes it."""

_LAST_SENTENCE = re.compile(r"(.+[.!?])\s+([^.!?]{2,40}[.!]?)")
"""A text and its last sentence, which may be an answer."""

_PARTING = " •.…:)|‘'“\"–—-"
"""Signs around an answer or a number that stands before a requirement on its line."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's first line, and the first and the last one of its requirement."""

    start: int
    first: int
    last: int


def with_answers_behind(marks: Marks, lines: Sequence[Line]) -> list[Line] | None:
    """The lines of a document, each answer right behind its requirement.

    Args:
        marks: of the lines.
        lines: of the document.

    Returns:
        The lines in another order, some of them parted; None where answers do not stand above
        nearly all requirements or beneath nearly all comments, nor comments above requirements.
    """
    parted, asked = _parted(marks, lines)
    rows = _rows(parted, asked)
    if len(rows) < FEWEST_ROWS:
        return None
    ends = [*(row.start for row in rows[1:]), len(parted)]
    said = _answers(parted, rows, ends)
    commented = [
        any(map(_is_prose, (parted[at].text for at in range(row.start + 1, row.first))))
        for row in rows
    ]
    above = sum(commented) >= _NEARLY_ALL * len(rows)
    if said is None and not above:
        return None
    return _moved(parted, rows, said or [None] * len(rows), above)


def _answers(
    lines: Sequence[Line], rows: Sequence[_Row], ends: Sequence[int]
) -> list[int | None] | None:
    """For each row the line of its answer, where answers stand above or beneath; else None."""
    over = [
        next((at for at in (row.first - 1, row.start - 1) if at >= 0 and _said(lines, at)), None)
        for row in rows
    ]
    inside = [
        [at for at in range(row.last + 1, end) if _said(lines, at)]
        for row, end in zip(rows, ends, strict=True)
    ]
    above = over[0] is not None
    behind = sum(found[:1] == [row.last + 1] for found, row in zip(inside, rows, strict=True))
    if above == bool(inside[-1]) or (not above and behind > _FEW * len(rows)):
        return None
    said = over if above else [at[0] if len(at) == 1 else None for at in inside]
    found = [at for at in said if at is not None]
    return said if len(found) >= _NEARLY_ALL * len(rows) else None


def _is_prose(text: str) -> bool:
    """Whether a text above a requirement is no title of it."""
    return len(text) > _LONGEST_TITLE or text.endswith((".", "!"))


def _parted(marks: Marks, lines: Sequence[Line]) -> tuple[list[Line], list[tuple[int, int]]]:
    """The lines, what stands before and behind a requirement on lines of its own.

    Returns:
        The lines, and for each requirement its first and its last one.
    """
    found: list[Line] = []
    asked: list[tuple[int, int]] = []
    ends = {wording.last: wording.end for wording in marks.wordings.values()}
    for index, line in enumerate(lines):
        wording, text = marks.wordings.get(index), line.text
        if wording is not None:
            before, text = _before(text[: wording.begin]), text[wording.begin :]
            found += [replace(line, text=piece) for piece in before[:-1]]
            text = f"{before[-1]}{text}"
            asked.append((len(found), len(found) + wording.last - index))
        end = ends[index] - len(line.text) + len(text) if index in ends else 0
        if sum(map(str.isalnum, text[end:])) < _FEWEST_LETTERS:
            pieces = [text]
        else:
            pieces = [*filter(None, [text[:end]]), *_last_apart(text[end:].strip())]
        found += [replace(line, text=piece) for piece in pieces]
    return found, asked


def _last_apart(text: str) -> list[str]:
    """A text, its last sentence apart where that is an answer."""
    parted = _LAST_SENTENCE.fullmatch(text)
    return [parted[1], parted[2]] if parted and answers.alone(parted[2]) else [text]


def _before(text: str) -> list[str]:
    """What stands before a requirement on its line: an answer and a number, each by itself.

    The last one, which may be empty, goes with the requirement.
    """
    number = next(numbers.within(text), None)
    above, below = (text[: number.start], text[number.end :]) if number else (text, "")
    before, behind = above.strip(_PARTING), below.strip(_PARTING)
    if answers.alone(before) and not behind:
        return [before, text[len(above) :]]
    if number and not before and answers.alone(behind):
        return [text[: number.end].strip(), behind, ""]
    return [text]


def _rows(lines: Sequence[Line], asked: Sequence[tuple[int, int]]) -> list[_Row]:
    """The rows; one begins with its number: in the line above its requirement, or alone in one."""
    rows: list[_Row] = []
    for first, last in asked:
        floor = rows[-1].last + 1 if rows else 0
        near = lines[first - 1].text if first > floor else ""
        start = first - (len(near) <= _LONGEST_TITLE and numbers.opens(near) is not None)
        alone = (at for at in range(first - 1, floor - 1, -1) if numbers.whole(lines[at].text))
        rows.append(_Row(start if start < first else next(alone, first), first, last))
    return rows


def _said(lines: Sequence[Line], at: int) -> bool:
    return lines[at].value is None and answers.alone(lines[at].text)


def _moved(
    lines: Sequence[Line], rows: Sequence[_Row], answered: Sequence[int | None], above: bool
) -> list[Line]:
    """The lines with the answer of each row, and its comment, behind its requirement.

    Args:
        lines: the lines.
        rows: the rows.
        answered: for each row the line of its answer, where it is to be moved.
        above: comments stand above their requirements.
    """
    moved = {row.last: [at] for row, at in zip(rows, answered, strict=True) if at is not None}
    for row in rows if above else ():
        behind = row.last
        if row.last not in moved and row.last + 1 < len(lines) and _said(lines, row.last + 1):
            behind += 1
        moved.setdefault(behind, []).extend(
            at for at in range(row.start + 1, row.first) if at not in answered
        )
    away = {at for places in moved.values() for at in places}
    return [
        lines[place]
        for index in range(len(lines))
        for place in ([] if index in away else [index]) + moved.get(index, [])
    ]
