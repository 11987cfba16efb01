"""Choices that a form prints whole, such as "Yes / No" in every row, and the word that is chosen.

A word is chosen where it alone is set off (bold, underlined, highlighted, ringed, framed), or
where all the others are struck out. The chosen word then stands for the choice, so that every
way of reading rows sees an ordinary answer. What is not decided stays as it is printed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from saextract.lexicon.answers import is_answer, is_bare, matcher
from saextract.lexicon.marks import labels
from saextract.lexicon.roles import of_label
from saextract.model import Answer, Cell, Mark, Parsed, Passage, Table

CHOICE_FLAG = "choice-marked"
"""The answer is the word of a printed choice that is set off from the others."""

UNIFORM_FLAG = "choice-uniform"
"""All choices of the document decide for the same word, which its form may have set off."""

_ASKED = 2048
"""Texts whose reading is kept: the cells of a document are asked about several times."""

_OFFERED = frozenset((Answer.YES, Answer.PARTIAL, Answer.NO, Answer.NOT_APPLICABLE))
_COVERED = 0.6
"""Share of a word's letters from which on a mark is the word's: a drawn line or ring may begin or
end a letter early."""

_THE_SAME = 0.8
"""Share of the lines that a word opens which are the same choice, if it is one to choose."""

_FEWEST = 3
"""Such lines, from which on they can be the same."""

_NOT_APPLICABLE = re.compile(r"\bn(\s*)/(\s*)a\b", re.IGNORECASE)
_SEPARATOR = re.compile(r"[/|\\,;\n•]|\bor\b", re.IGNORECASE)
_AROUND = " \t()[]{}<>.:*'\"–—-"
_ASKS = re.compile("[:?]")
"""A sign after a word that asks for the answer behind it: "Comply: No" is no choice of two."""

_STROKE = re.compile(r"[/|\\,;•]|\bor\b", re.IGNORECASE)
_LABELLED = re.compile(r"[^\n:?]{1,60}[:?]\s*")
_LEFT_OVER = re.compile(
    r"^[\s(\[]*(?:[/|\\,;]|or\b)+\s*|\s*(?:[/|\\,;]|\bor)[\s)\]]*$", re.IGNORECASE
)


@cache
def _words() -> re.Pattern[str]:
    known = "|".join(re.escape(label) for label in sorted(labels(), key=len, reverse=True))
    return re.compile(rf"(?:{known})(?![\w/])", re.IGNORECASE)


class Option(NamedTuple):
    """One of the answers that a choice offers.

    Attributes:
        start, end: its place in the text: characters from 0, `end` not included.
        answer: what it means.
    """

    start: int
    end: int
    answer: Answer


@lru_cache(_ASKED)
def options_of(text: str) -> tuple[Option, ...]:
    """The options of a text that is a printed choice and nothing else.

    Returns:
        Two options or more, of at least two classes; none for any other text.
    """
    options = _parted(text) or _side_by_side(text)
    decided = [text[o.start : o.end] for o in options if o.answer in (Answer.YES, Answer.NO)]
    bare = sum(map(is_bare, decided))
    if 0 < bare < len(decided):
        return ()  # "Compliant No": the label of an answer, and the answer
    if not bare and len(decided) < 2 and not _STROKE.search(_NOT_APPLICABLE.sub("", text)):
        return ()  # "Compliant Partial"
    return options if len({option.answer for option in options}) > 1 else ()


def chosen(text: str, marks: Sequence[Mark]) -> Option | None:
    """The option of a printed choice that is marked as the one that applies.

    A kind of mark that all options have says nothing. Marks that contradict each other, and
    more than one option that is set off, decide nothing.

    Args:
        text: a text that is a printed choice and nothing else.
        marks: its parts that are set off.

    Returns:
        None for a text that is no choice, and for a choice that is not decided.
    """
    options = options_of(text)
    struck: set[Option] = set()
    named: set[Option] = set()
    for kind in {mark.kind for mark in marks}:
        spans = [mark for mark in marks if mark.kind == kind]
        these = {option for option in options if _is_covered(text, option, spans)}
        if len(these) == len(options):
            continue
        if kind == "struck":
            struck = these
        else:
            named |= these
    if named & struck:
        return None
    left = named or (set(options) - struck if struck else set())
    return left.pop() if len(left) == 1 else None


def settle_choices(parsed: Parsed) -> Parsed:
    """Puts the chosen word in the place of each choice that is decided.

    Args:
        parsed: a document as its parser read it.

    Returns:
        The document; the cells where a word was chosen carry the flag `choice-marked`.
    """
    labelled = _labelled(parsed)
    blocks = tuple(
        _settled_passage(block, labelled)
        if isinstance(block, Passage)
        else block.with_cells(lambda cell: _settled_cell(cell, labelled))
        for block in parsed.blocks
    )
    if all(new is old for new, old in zip(blocks, parsed.blocks, strict=True)):
        return parsed
    return _with_doubts(parsed.model_copy(update={"blocks": blocks}))


def _labelled(parsed: Parsed) -> frozenset[str]:
    """The words, in lower case, that open lines as labels of an answer and not as one to choose.

    A choice of two words side by side is the same in every row ("Met Not met"); behind a label
    there are different answers ("Met Fully met", "Met Not met").
    """
    behind: dict[str, Counter[str]] = defaultdict(Counter)
    for text in _texts(parsed):
        for line in text.split("\n"):
            first = _words().match(line)
            rest = line[first.end() :].strip(_AROUND).lower() if first else ""
            if first and of_label(first[0]) and (rest == first[0].lower() or is_answer(rest)):
                behind[first[0].lower()][rest] += 1
    return frozenset(
        word
        for word, rests in behind.items()
        if max(rests.values()) < _THE_SAME * rests.total() or rests.total() < _FEWEST
    )


def _texts(parsed: Parsed) -> Iterator[str]:
    for block in parsed.blocks:
        if isinstance(block, Passage):
            yield block.text
            continue
        for row in block.rows:
            yield from (cell.text for cell in row.cells if cell)


def _with_doubts(parsed: Parsed) -> Parsed:
    """Flags the choices of a document in which every single one decides for the same word.

    A form may print that word in bold before anybody has answered.
    """
    chosen_words = {
        cell.text
        for table in parsed.tables
        for row in table.rows
        for cell in row.cells
        if cell and CHOICE_FLAG in cell.flags
    }
    if len(chosen_words) != 1:
        return parsed
    blocks = tuple(
        block.with_cells(_doubted) if isinstance(block, Table) else block for block in parsed.blocks
    )
    return parsed.model_copy(update={"blocks": blocks})


def _doubted(cell: Cell) -> Cell:
    if CHOICE_FLAG not in cell.flags:
        return cell
    return cell.model_copy(update={"flags": (*cell.flags, UNIFORM_FLAG)})


def _settled_passage(passage: Passage, labelled: frozenset[str]) -> Passage:
    text = _settled(passage.text, passage.marks, labelled)
    if text is None:
        return passage
    return passage.model_copy(update={"text": text, "marks": ()})


def _settled_cell(cell: Cell, labelled: frozenset[str]) -> Cell:
    text = _settled(cell.text, cell.marks, labelled)
    if text is None and "struck-text" in cell.flags:
        text = _without_struck(cell.text)
    if text is None:
        return cell
    flags = tuple(sorted({*cell.flags, CHOICE_FLAG}))
    return cell.model_copy(update={"text": text, "flags": flags, "marks": ()})


def _settled(text: str, marks: Sequence[Mark], labelled: frozenset[str]) -> str | None:
    """The text with the chosen words of its choices; None where nothing is decided."""
    if not marks:
        return None
    whole = _settled_line(text, 0, marks, labelled)
    if whole is not None or "\n" not in text:
        return whole
    lines: list[str] = []
    at, decided = 0, False
    for line in text.split("\n"):
        settled = _settled_line(line, at, marks, labelled)
        decided = decided or settled is not None
        lines.append(line if settled is None else settled)
        at += len(line) + 1
    return "\n".join(lines) if decided else None


def _settled_line(
    line: str, at: int, marks: Sequence[Mark], labelled: frozenset[str]
) -> str | None:
    """A choice, with or without a label before it, as its chosen word; `at` is where it begins."""
    opening = _words().match(line)
    if opening and opening[0].lower() in labelled and not _STROKE.search(line):
        return None
    label = _LABELLED.match(line)
    for first in (0, label.end()) if label else (0,):
        rest = line[first:]
        if not options_of(rest):
            continue
        moved = [
            mark.model_copy(update={"start": mark.start - at - first, "end": mark.end - at - first})
            for mark in marks
        ]
        option = chosen(rest, moved)
        if option is not None:
            return line[:first] + rest[option.start : option.end]
    return None


def _without_struck(text: str) -> str | None:
    """What is left of a choice whose other words were struck out and are not in the text."""
    rest, before = text, None
    while rest != before:
        before, rest = rest, _LEFT_OVER.sub("", rest)
    return rest.strip() if rest != text and matcher().spelt(rest) else None


def _parted(text: str) -> tuple[Option, ...]:
    """Options with strokes, commas, lines or "or" between them."""
    masked = _NOT_APPLICABLE.sub(r"n\1\0\2a", text)
    found: list[Option] = []
    at = 0
    for stop in (*_SEPARATOR.finditer(masked), None):
        end = stop.start() if stop else len(masked)
        part = masked[at:end]
        bare = part.strip(_AROUND)
        if bare:
            known = matcher().spelt(bare.replace("\0", "/"))
            if known is None or known[0] not in _OFFERED:
                return ()
            start = at + part.index(bare)
            found.append(Option(start, start + len(bare), known[0]))
        at = stop.end() if stop else end
    return tuple(found)


def _side_by_side(text: str) -> tuple[Option, ...]:
    """Options with nothing but spaces between them."""
    found: list[Option] = []
    at = 0
    for match in _words().finditer(text):
        between = text[at : match.start()]
        if between.strip(_AROUND) or (found and _ASKS.search(between)):
            return ()
        found.append(Option(match.start(), match.end(), labels()[match[0].lower()]))
        at = match.end()
    return () if text[at:].strip(_AROUND) else tuple(found)


def _is_covered(text: str, option: Option, spans: Sequence[Mark]) -> bool:
    letters = [at for at in range(option.start, option.end) if text[at].isalnum()]
    covered = sum(any(span.start <= at < span.end for span in spans) for at in letters)
    return covered >= _COVERED * len(letters) > 0
