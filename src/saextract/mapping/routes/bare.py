"""Assessments in paragraphs without labels: a requirement, an answer, a comment.

A complaint must be defined as ...
Yes. Our policy has the wording.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from saextract.lexicon import answers
from saextract.model import Code, Parsed

from .displaced import with_answers_behind
from .entries import Entry, Piece, doubt_order, part_counts, part_headings, part_titles, with_tables
from .labels import Labels
from .lines import TWO_TEXTS, Line, lines_of
from .marks import FEWEST_ROWS, Marks, begins_answer
from .records import Reader, numbers_of, take_beyond
from .tails import cut_tail
from .wordings import Wording

DETECTOR = "bare-paragraphs"

_LONGEST_ANSWER = 200
"""Characters of the longest line that is an answer, where answers have lines of their own."""

_HALF = 0.5
"""Share of the requirements that must be followed by an answer."""

_TEXTS = frozenset(("evidence", "commentary"))


@dataclass(frozen=True, slots=True)
class BareRows:
    """Rows without labels, read from some lines.

    Attributes:
        lines: the lines.
        entries: each with a requirement.
        wordings: the requirements, by the lines that they begin at.
    """

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


Ends = Literal["sentence", "line", "word"]
"""Where an answer ends that a comment may follow: after what its sentence adds, with its line, or
with its words, where the comment begins right behind them."""


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
    return with_tables(parsed, rows.lines, rows.entries, (DETECTOR, printed))


def read_bare(parsed: Parsed, codes: Sequence[Code], ends: Ends = "sentence") -> BareRows:
    """Reads rows that are a requirement and what follows it; answers may stand before it.

    Args:
        parsed: the document.
        codes: the catalogue.
        ends: where answers end.
    """
    lines, known = lines_of(parsed), numbers_of(codes)
    marks = Marks(lines, codes, Labels(lines, known), bare=True)
    moved = with_answers_behind(marks, lines)
    if moved is not None:
        lines, marks = moved, Marks(moved, codes, Labels(moved, known), bare=True)
    entries = [entry for entry in Reader(lines, marks).entries if entry.told is not None]
    two_columns = marks.header_keys() >= _TEXTS
    side_by_side = not two_columns and any(
        TWO_TEXTS.search(f"{one.text} {two.text}") for one, two in pairwise(lines)
    )
    labelled = {key for entry in entries for key in entry.labels} >= _TEXTS
    for entry in entries:
        bare = not entry.labels & _TEXTS
        _settle_bare(entry, two_columns, ends)
        if ((labelled and bare) or side_by_side) and entry.text("commentary"):
            entry.flags["commentary"] = ("cells-uncertain",)
        if any(answers.alone(piece.text) for piece in entry.cells.get("commentary", ())):
            entry.flags["answer"] = ("cells-uncertain",)
    part_counts(entries, lines)
    doubt_order(entries, lines)
    part_headings(entries, lines)
    return BareRows(lines, entries, marks.wordings)


def _settle_bare(entry: Entry, two_columns: bool, ends: Ends) -> None:
    """Parts what follows a bare requirement into answer, evidence and commentary."""
    body = take_beyond(entry)
    if body and begins_answer(body[0].text):
        first = body.pop(0)
        answer, rest = _parted(first.text, ends)
        entry.cells["answer"] = [Piece(answer, first.line)]
        body = [Piece(rest, first.line), *body] if rest else body
    keys = ["commentary"] * len(body)
    if two_columns and len(body) == 2:
        keys = ["evidence", "commentary"]
    elif two_columns and body:
        entry.flags["commentary"] = ("cells-uncertain",)
    for key, piece in zip(keys, body, strict=True):
        entry.cells.setdefault(key, []).append(piece)


def _parted(text: str, ends: Ends) -> tuple[str, str]:
    """An answer and the comment that follows it in its line."""
    answer, rest = answers.split(text)
    opening = answers.opens(text)
    if not answer or (ends == "line" and len(text) <= _LONGEST_ANSWER):
        return text, ""
    if ends == "word" and not rest and opening is not None and opening.stop == "capital":
        return text[: opening.end].strip(), text[opening.end :].strip(" –—-")
    return answer, rest
