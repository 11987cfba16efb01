"""Assessments in paragraphs without labels: a requirement, an answer, a comment.

A complaint must be defined as ...
Yes. Our policy has the wording.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from saextract.lexicon import answers
from saextract.model import Code, Parsed, TextLocator

from .apart import with_requirements_apart
from .displaced import with_answers_behind
from .entries import Entry, Piece, doubt_order, part_counts, part_headings, part_titles, with_tables
from .labels import Labels
from .lines import TWO_TEXTS, Line, lines_of
from .marks import FEWEST_ROWS, Marks, begins_answer
from .paged import with_ticks_said
from .records import Reader, numbers_of, take_beyond
from .tails import cut_tail
from .wordings import Wording

DETECTOR = "bare-paragraphs"

_HALF = 0.5
"""Share of the requirements that must be followed by an answer."""

_FEWEST_ANSWERED = 0.2
"""Share of the requirements of an edition that are answered, if anybody answers them: the
Code's own text may be printed before the form."""

_GUTTER = re.compile(r"\S {3,}\S")
_COLUMNAR = 0.2
"""Share of the lines with white in them above which they run across columns."""

_TEXTS = frozenset(("evidence", "commentary"))


@dataclass(frozen=True, slots=True)
class BareRows:
    """Rows without labels, read from some lines.

    Attributes:
        parsed: the document of the lines.
        lines: the lines.
        entries: each with a requirement.
        wordings: the requirements, by the lines that they begin at.
    """

    parsed: Parsed
    lines: Sequence[Line]
    entries: list[Entry]
    wordings: Mapping[int, Wording]

    @property
    def are_answered(self) -> bool:
        """Whether half of the requirements and three at least are answered, or each of a few."""
        asked = [entry for entry in self.entries if not self.is_described(entry)]
        answered = sum(bool(entry.text("answer")) for entry in asked)
        many = answered >= FEWEST_ROWS and answered >= _HALF * len(asked)
        return many or (all(map(self.is_whole, self.entries)) and 0 < answered == len(asked))

    def is_whole(self, entry: Entry) -> bool:
        """Whether most of a row's requirement is in the Code's words."""
        return entry.told is not None and self.wordings[entry.told].whole

    def is_described(self, entry: Entry) -> bool:
        """Whether a row's question asks for a description."""
        return entry.told is not None and self.wordings[entry.told].asks != "answer"


def read_paragraphs(parsed: Parsed, codes: Sequence[Code]) -> Parsed:
    """Turns paragraphs that are the cells of an assessment into tables.

    Args:
        parsed: a document without tables or labelled blocks that give an assessment.
        codes: the catalogue.

    Returns:
        The document with tables in the place of the paragraphs; as it is where less than half
        of the requirements are followed by an answer, or fewer than three and not all.
    """
    rows = read_bare(parsed, codes)
    if not rows.are_answered:
        return parsed
    cut_tail(rows.entries, rows.lines)
    printed = part_titles(rows.entries, rows.lines, rows.wordings)
    return with_tables(rows.parsed, rows.lines, rows.entries, (DETECTOR, printed))


def read_bare(parsed: Parsed, codes: Sequence[Code]) -> BareRows:
    """Reads rows that are a requirement and what follows it; answers may stand before it.

    Args:
        parsed: the document.
        codes: the catalogue.
    """
    parsed, ticks = with_ticks_said(parsed, codes)
    lines, known = with_requirements_apart(lines_of(parsed), codes), numbers_of(codes)
    marks = Marks(lines, codes, Labels(lines, known), bare=True)
    moved = with_answers_behind(marks, lines)
    if moved is not None:
        lines, marks = moved, Marks(moved, codes, Labels(moved, known), bare=True)
    entries = [entry for entry in Reader(lines, marks).entries if entry.told is not None]
    entries = _of_answered_editions(entries, marks.wordings)
    two_columns = marks.header_keys() >= _TEXTS
    texts = ([line.text for line in lines], [line.text for line in parsed.residue])
    side_by_side = not two_columns and any(
        TWO_TEXTS.search(f"{one} {two}") for some in texts for one, two in pairwise(some)
    )
    across = sum(bool(_GUTTER.search(line.text)) for line in lines) > _COLUMNAR * len(lines)
    labelled = {key for entry in entries for key in entry.labels} >= _TEXTS
    for entry in entries:
        bare = not entry.labels & _TEXTS
        _settle_bare(entry, two_columns)
        said = entry.cells.get("answer", [])
        if ticks and said and lines[said[0].line].block not in ticks:
            comment = entry.cells.get("commentary", [])
            entry.cells["commentary"] = [*entry.cells.pop("answer"), *comment]
        if ((labelled and bare) or side_by_side) and entry.text("commentary"):
            entry.flags["commentary"] = ("cells-uncertain",)
        told = said or (
            marks.wordings[entry.told or 0].asks != "answer" and entry.text("commentary")
        )
        unsaid = not told and any(map(_is_of_text, map(lines.__getitem__, entry.lines)))
        if across or unsaid:
            entry.flags["answer"] = ("text-order",)
        if any(answers.alone(piece.text) for piece in entry.cells.get("commentary", ())):
            entry.flags["answer"] = ("cells-uncertain",)
    part_counts(entries, lines)
    doubt_order(entries, lines)
    part_headings(entries, lines)
    return BareRows(parsed, lines, entries, marks.wordings)


def _is_of_text(line: Line) -> bool:
    """Whether a line is one of a text file, where what no sign parts from a comment is missed."""
    return any(isinstance(place, TextLocator) for place in line.locators)


def _of_answered_editions(entries: Sequence[Entry], wordings: Mapping[int, Wording]) -> list[Entry]:
    """The rows without those of editions that nobody answers, where another one is answered."""
    total: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    for entry in entries:
        wording = wordings[entry.told or 0]
        total[wording.code] += 1
        answered[wording.code] += wording.answered
    kept = {code for code, count in total.items() if answered[code] >= _FEWEST_ANSWERED * count}
    return [e for e in entries if not kept or wordings[e.told or 0].code in kept]


def _settle_bare(entry: Entry, two_columns: bool) -> None:
    """Parts what follows a bare requirement into answer, evidence and commentary."""
    body = take_beyond(entry)
    if body and begins_answer(body[0].text):
        first = body.pop(0)
        answer, rest = _parted(first.text)
        entry.cells["answer"] = [Piece(answer, first.line)]
        body = [Piece(rest, first.line), *body] if rest else body
    keys = ["commentary"] * len(body)
    if two_columns and len(body) == 2:
        keys = ["evidence", "commentary"]
    elif two_columns and body:
        entry.flags["commentary"] = ("cells-uncertain",)
    for key, piece in zip(keys, body, strict=True):
        entry.cells.setdefault(key, []).append(piece)


def _parted(text: str) -> tuple[str, str]:
    """An answer and the comment that follows it in its line."""
    answer, rest = answers.split(text)
    opening = answers.opens(text)
    if answer and not rest and opening is not None and opening.stop == "capital":
        comment = text[opening.end :].strip(" –—-")
        said = text[: opening.end].strip()
        return (said, comment) if any(map(str.isalnum, said)) else (text, "")
    return (answer, rest) if answer else (text, "")
