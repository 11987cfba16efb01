"""Assessments that are bare paragraphs: question and answer, or the cells of a form one by one.

Without labels and columns, the Code's own wording tells where a row begins. What follows the
requirement is the answer, and after it the comment, up to the next requirement or heading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from saextract.lexicon import answers
from saextract.model import Code, Parsed, Provision, TextLocator

from .blocks import FEWEST_ROWS, Closings, locate
from .entries import Entry, with_tables
from .labels import Labels, Line
from .lines import lines_of

_QUESTIONS = "2020"
_FEWEST_ANSWERED = 0.5
_NUMBER_LINE = re.compile(
    r"^\W*(?:(?:code|section|provision|paragraph|para|clause|ref|no)\W+)*"
    r"(\d{1,2}\.\d{1,2})(?!\.?\d)\W*$",
    re.IGNORECASE,
)
_NUMBERED_TEXT = re.compile(r"^\W*(\d{1,2}\.\d{1,2})(?!\.?\d)[.:)]?\s+\W?[A-Z].{25,}")
_SHORTEST_REQUIREMENT = 30


@dataclass(frozen=True, slots=True)
class _Start:
    """A requirement in the lines.

    Attributes:
        first, last: its lines, both included.
        end: where it ends in the last of them.
        code, provision: whose wording it is most like.
        whole: most of the wording is there, not only its beginning.
    """

    first: int
    last: int
    end: int
    code: Code
    provision: Provision
    whole: bool


def read_paragraphs(parsed: Parsed, codes: Sequence[Code]) -> Parsed:
    """Turns paragraphs that are the cells of an assessment into tables.

    Args:
        parsed: a document without tables or labelled blocks that give an assessment.
        codes: the catalogue.

    Returns:
        The document with tables in the place of the paragraphs; as it is where less than half
        of the requirements are followed by an answer, or fewer than three and not all.
    """
    lines = lines_of(parsed)
    if any(isinstance(place, TextLocator) for line in lines[:1] for place in line.locators):
        return parsed
    starts = _of_one_edition(
        [
            _Start(first, last, end, found.code, found.provision, found.whole)
            for first, last, end, found in locate(lines, codes)
        ]
    )
    starts = _with_numbered(lines, starts)
    numbers = frozenset(p.number for code in codes for p in code.provisions)
    reader = _Reader(lines, starts, codes, Labels(lines, numbers))
    entries = reader.read()
    asked = [e for e in entries if reader.asks_answer[id(e)]]
    answered = sum(bool(entry.text("answer")) for entry in asked)
    many = answered >= FEWEST_ROWS and answered >= _FEWEST_ANSWERED * len(asked)
    all_told = all(start.whole for start in starts) and 0 < answered == len(asked)
    if not many and not all_told:
        return parsed
    return with_tables(parsed, lines, entries, (reader.detector, {}))


def _of_one_edition(starts: Sequence[_Start]) -> list[_Start]:
    """Leaves out what is but the beginning of a provision of another edition than most."""
    weight = Counter(start.code.key for start in starts)
    if not weight:
        return []
    main = max(weight, key=lambda key: (weight[key], key))
    return [s for s in starts if s.whole or s.code.key == main]


def _with_numbered(lines: Sequence[Line], starts: Sequence[_Start]) -> list[_Start]:
    """Adds requirements whose wording is not the Code's, where number and answer tell them.

    Such a line prints a provision's number before its text, or has it on the line above, and
    the next line begins with an answer; a comment that begins with a number has neither.
    """
    if len(starts) < FEWEST_ROWS:
        return list(starts)
    codes = Counter(start.code.key for start in starts)
    key = max(codes, key=lambda known: (codes[known], known))
    main = next(s.code for s in starts if s.code.key == key)
    provisions = {provision.number: provision for provision in main.provisions}
    taken = {index for start in starts for index in range(start.first, start.last + 1)}
    found = list(starts)
    for index, line in enumerate(lines[:-1]):
        if index in taken or not _begins_answer(lines[index + 1].text):
            continue
        inline = _NUMBERED_TEXT.match(line.text)
        above = _NUMBER_LINE.match(lines[index - 1].text) if index else None
        match = inline or (above if len(line.text) >= _SHORTEST_REQUIREMENT else None)
        provision = provisions.get(match[1]) if match else None
        if provision is not None:
            end = len(line.text)
            found.append(_Start(index, index, end, main, provision, whole=False))
    return sorted(found, key=lambda start: start.first)


def _begins_answer(text: str) -> bool:
    return answers.alone(text) or bool(answers.split(text)[0])


def _header_runs(keys: Sequence[str]) -> set[int]:
    """Lines of printed headers: three labels or more on end."""
    found: set[int] = set()
    run: list[int] = []
    for index, key in enumerate([*keys, ""]):
        if key:
            run.append(index)
            continue
        if len({keys[i] for i in run}) >= 3:
            found |= set(run)
        run = []
    return found


class _Reader:
    def __init__(
        self,
        lines: Sequence[Line],
        starts: Sequence[_Start],
        codes: Sequence[Code],
        labels: Labels,
    ) -> None:
        self._lines = lines
        self._starts = list(starts)
        keys = [labels.header_at(index) for index in range(len(lines))]
        self._headed = _header_runs(keys)
        self._two_columns = {"evidence", "commentary"} <= {keys[i] for i in self._headed}
        editions = Counter(s.code.edition for s in starts)
        most = editions.most_common(1)[0][0] if editions else ""
        self.detector = "question-and-answer" if most == _QUESTIONS else "cell-by-cell"
        levels = [lines[s.first].heading for s in starts if lines[s.first].heading]
        known = [level for level in levels if level is not None]
        level = min(known) if len(known) >= max(1, len(starts) / 2) else None
        self._closings = Closings(codes, lines, level)
        self.asks_answer: dict[int, bool] = {}

    def read(self) -> list[Entry]:
        """The rows, each with its cells; quotations of requirements in comments are none."""
        entries = self._entries()
        seen = {
            start.provision.id
            for start, entry in zip(self._starts, entries, strict=True)
            if entry.text("answer")
        }
        kept = [
            start
            for start, entry in zip(self._starts, entries, strict=True)
            if entry.text("answer") or start.provision.id not in seen
        ]
        if len(kept) < len(self._starts):
            self._starts = kept
            entries = self._entries()
        for start, entry in zip(self._starts, entries, strict=True):
            self.asks_answer[id(entry)] = start.provision.asks == "answer"
        return entries

    def _entries(self) -> list[Entry]:
        entries: list[Entry] = []
        for place, start in enumerate(self._starts):
            follows = self._starts[place + 1] if place + 1 < len(self._starts) else None
            entries.append(self._entry(start, follows))
        return entries

    def _entry(self, start: _Start, follows: _Start | None) -> Entry:
        entry = Entry(lines=set(range(start.first, start.last + 1)))
        self._requirement(entry, start)
        limit = self._begin(follows) if follows else len(self._lines)
        rest = self._lines[start.last].text[start.end :].strip()
        body: list[tuple[str, int]] = []
        if rest and answers.split(rest)[0]:
            body.append((rest, start.last))
        elif rest:
            last = entry.cells["requirement"][-1]
            entry.cells["requirement"].pop()
            entry.add("requirement", f"{last.text} {rest}", start.last)
        for index in range(start.last + 1, limit):
            line = self._lines[index]
            if index in self._headed:
                continue
            leads = bool(body) and all(
                self._closings.is_banner(self._lines[i]) for i in range(index + 1, limit)
            )
            if self._closings.closes(line, follows is not None, leads and follows is not None):
                break
            body.append((line.text, index))
        self._fill(entry, body)
        return entry

    def _begin(self, start: _Start) -> int:
        """The line with which a row begins: the one of its number, if that stands before."""
        before = start.first - 1
        return (
            before if before >= 0 and _NUMBER_LINE.match(self._lines[before].text) else start.first
        )

    def _requirement(self, entry: Entry, start: _Start) -> None:
        begin = self._begin(start)
        if begin < start.first:
            number = _NUMBER_LINE.match(self._lines[begin].text)
            assert number is not None
            entry.add("number", number[1], begin)
        for index in range(start.first, start.last + 1):
            text = self._lines[index].text
            if index == start.last:
                text = text[: start.end]
            entry.add("requirement", text, index)

    def _fill(self, entry: Entry, body: list[tuple[str, int]]) -> None:
        """Parts what follows a requirement into answer, evidence and commentary."""
        if body:
            text, index = body[0]
            answer, rest = answers.split(text)
            if not answer and answers.alone(text):
                answer, rest = text, ""
            if answer:
                entry.add("answer", answer, index)
                body = [(rest, index), *body[1:]] if rest else body[1:]
        keys = ["commentary"] * len(body)
        if self._two_columns and len(body) == 2:
            keys = ["evidence", "commentary"]
        elif self._two_columns and body:
            entry.flags["commentary"] = ("cells-uncertain",)
        for key, (text, index) in zip(keys, body, strict=True):
            entry.add(key, text, index)
