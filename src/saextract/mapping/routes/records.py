"""Assessments that are no tables: rows read from the lines of any format.

    Code section 1.2                      Is the policy available online?
    A complaint must be defined as ...    Yes
    Compliance: Partial                   It is on the website.
    Evidence: ...

The marks of all lines are read at once (`decode`), and what stands between two of them belongs to
the field that the first one opened. Labels that a block leaves out are found by what the other
blocks have. The rows become tables that are mapped like any other; headings between them stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, zip_longest

from saextract.lexicon import answers, numbers
from saextract.model import Code, Parsed, Table
from saextract.text.letters import letters

from .decode import Step, decode
from .entries import (
    Entry,
    Piece,
    doubt_order,
    part_counts,
    part_headings,
    part_subjects,
    part_titles,
    with_one_free_text,
    with_tables,
)
from .labels import Labels
from .lines import Line, lines_of, with_passages
from .marks import FEWEST_ROWS, Mark, Marks
from .tails import cut_tail

LABELLED, IN_CELLS = "labelled-blocks", "labelled-cells"
"""Detectors of rows from labels on lines, and from such as stand in the cells of tables."""

_LONG = 60
"""Characters of an answer's further paragraphs that are more than an answer."""

_MOSTLY = 0.8
"""Share of the numbered requirements that are answered, from which on the others are rows that
are not answered."""

_HALF = 0.5
"""Share of the rows that have a label which the others are expected to have."""

_RARELY = 0.1
"""Share of the rows up to which requirements in the Code's words are quotations: the form prints
none."""

_PARTING = " :.,–—-"
"""Signs that part a title from the answer behind it."""

_NEAR = 3
"""Lines above the first row in which a label may stand that belongs to it: itself and its text."""

_SURE = 7
"""Least margin of a mark in a row that is surely read; no mark of the 45 documents by which the
decoder's weights were set has one below 8."""

_FREE = frozenset(("evidence", "commentary", "response"))
_SAID = frozenset(("answer", *_FREE))


def read_blocks(parsed: Parsed, codes: Sequence[Code]) -> Parsed:
    """Turns labelled blocks into tables.

    Args:
        parsed: a document.
        codes: the catalogue.

    Returns:
        The document with a table in the place of each run of blocks; the document as it is
        where no label is for answers, where there are fewer than three blocks and not each of
        them has a requirement in the Code's words, or where most requirements have no label.
    """
    lines = lines_of(parsed)
    labels = Labels(lines, numbers_of(codes))
    if not labels.has_answers:
        return parsed
    reader = Reader(lines, Marks(lines, codes, labels))
    entries = _labelled_rows(reader.entries)
    told = sum(entry.told is not None for entry in entries)
    if len(entries) < FEWEST_ROWS and (not entries or told < len(entries)):
        return parsed
    if len(entries) < _HALF * sum(entry.told is not None for entry in reader.entries):
        return parsed
    inside = _tables_inside(parsed, lines, entries)
    if inside:
        return read_blocks(with_passages(parsed, inside), codes)
    _settle_responses(entries)
    _settle(entries)
    _doubt_displaced(entries, reader)
    _doubt_before(entries, reader.printed)
    part_counts(entries, lines)
    doubt_order(entries, lines)
    part_headings(entries, lines)
    printed = with_one_free_text(entries, reader.printed)
    printed |= part_titles(entries, lines, reader.wordings)
    part_subjects(entries, lines)
    cut_tail(entries, lines)
    drawn = all(lines[at].value is not None for entry in entries for at in entry.lines)
    return with_tables(parsed, lines, entries, (IN_CELLS if drawn else LABELLED, printed))


def numbers_of(codes: Sequence[Code]) -> frozenset[str]:
    """The provision numbers printed in any of the editions ``codes``."""
    return frozenset(p.number for code in codes for p in code.provisions)


# --------------------------------------------------------------------------- rows


class Reader:
    """Puts the lines into entries as the best reading of their marks says.

    Attributes:
        entries: all rows, complete or not.
        printed: the first label printed for each key.
        wordings: requirements in the Code's words, by the lines that they begin at.
    """

    def __init__(self, lines: Sequence[Line], marks: Marks) -> None:
        self._lines = lines
        self._marks = marks
        self.wordings = marks.wordings
        self._steps = decode(marks.at)
        rows = sum(step.sense == "row" for step in self._steps.values())
        self._unasked = len(marks.wordings) <= _RARELY * rows
        self._entry: Entry | None = None
        self._key = ""
        self._paired = False
        self.entries: list[Entry] = []
        self.printed: dict[str, str] = {}
        index = 0
        while index < len(lines):
            index += 1 if index in marks.header else self._read(index)

    def labels_above(self, first: int) -> set[str]:
        """What the labels with a text of their own name in the lines right above a line."""
        above = range(max(0, first - _NEAR), first)
        labels = ((i, m.label) for i in above if (m := self._marks.at.get(i)) and m.label)
        return {
            label.key
            for i, label in labels
            if label.key in _SAID and (label.value or i + label.lines < first)
        }

    def _read(self, index: int) -> int:
        """Reads a line; how many lines it took."""
        mark, step, before = self._marks.at.get(index), self._steps.get(index), self._entry
        sense = step.sense if step else "text"
        if mark is not None and mark.label is not None and sense in ("row", "field", "unseen"):
            self.printed.setdefault(mark.label.key, mark.label.printed)
        if sense == "close":
            self._entry = None
        elif sense == "unseen":
            if self._entry is not None:
                self._entry.flags[self._key] = ("cells-uncertain",)
            self._entry = None
        elif mark is None or sense in ("text", "answer"):
            self._text(index, sense)
            self._grade(step, before)
            return 1
        else:
            self._open(index, sense)
        self._grade(step, before)
        self._grade(step, self._entry)
        return mark.lines if mark else 1

    @staticmethod
    def _grade(step: Step | None, entry: Entry | None) -> None:
        """Marks a row in which, or at whose end, another reading of a mark is nearly as good."""
        if step is not None and step.margin < _SURE and entry is not None:
            entry.flags["requirement"] = ("cells-uncertain",)

    def _text(self, index: int, sense: str) -> None:
        line, entry = self._lines[index], self._entry
        if entry is None or (self._paired and line.value is None):
            return
        if sense == "answer" and self._key == "requirement":
            entry.labels.add("answer")
            entry.add("answer", line.text, index)
            return
        text = line.text if line.value is None else f"{line.text} {line.value}"
        if self._key == "requirement":
            self._add_requirement(entry, text, index)
        else:
            entry.add(self._key, text, index)

    def _add_requirement(self, entry: Entry, text: str, index: int) -> None:
        """Adds a line to a requirement, told apart from what stands after its known end."""
        wording = None if entry.told is None else self._marks.wordings[entry.told]
        if wording is not None and index == wording.last:
            line = self._lines[index].text
            rest = line[wording.end :].strip().lstrip(_PARTING)
            if answers.split(rest)[0]:
                entry.add("requirement", text.removesuffix(line[wording.end :]), index)
                entry.add("requirement", rest, index, beyond=True)
                return
        beyond = index > wording.last if wording else self._unasked and "answer" in entry.labels
        entry.add("requirement", text, index, beyond)

    def _open(self, index: int, sense: str) -> None:
        """Opens a row or a field."""
        mark = self._marks.at[index]
        label = mark.label
        if sense == "row":
            self._entry = Entry()
            self.entries.append(self._entry)
        entry = self._entry
        if entry is None:
            return
        last = index + mark.lines - 1
        entry.lines |= set(range(index, last + 1))
        self._paired = self._lines[index].value is not None
        self._key = label.key if label and label.key != "number" else "requirement"
        if self._key != "requirement":
            assert label is not None
            entry.labels.add(self._key)
            entry.add(self._key, label.value, last)
            return
        value = label.value if label else self._lines[index].text
        if label is not None and label.number:
            entry.add("number", label.number, last)
            if mark.wording is None and self._is_answered(mark, index):
                entry.labels.add("answer")
                entry.add("answer", value, index)
                return
        elif label is not None:
            if value or not self._is_whole(entry):
                entry.cells.pop("requirement", None)
            entry.labels.add("requirement")
        if mark.wording is not None:
            entry.told = index
        if self._paired:
            entry.add("requirement", value, last)
            return
        number, text = numbers.before(value) if label is None else ("", value)
        if label is None and not number:
            number, title = numbers.behind(value)
            text = title or text
        entry.add("number", number, index)
        self._add_requirement(entry, text, last)

    def _is_answered(self, mark: Mark, index: int) -> bool:
        """Whether the answer stands behind a row's number: "1.2 Met"."""
        below = index + mark.lines
        said = answers.alone(mark.label.value if mark.label else "")
        return mark.numbered or (said and below in self._marks.wordings)

    def _is_whole(self, entry: Entry) -> bool:
        """Whether an entry holds a requirement already, not only its title or beginning."""
        return entry.told is not None and self._marks.wordings[entry.told].whole


def _labelled_rows(entries: Sequence[Entry]) -> list[Entry]:
    """The entries that are rows; among rows also those of which only the answer is missing."""
    asked = [e for e in entries if e.text("number") and e.told is not None]
    answered = sum(map(_is_row, asked))
    blank = asked if answered >= _MOSTLY * max(FEWEST_ROWS, len(asked)) else []
    return [entry for entry in entries if _is_row(entry) or entry in blank]


def _is_row(entry: Entry) -> bool:
    known = bool(entry.text("number")) or entry.told is not None
    said = known or any(map(entry.text, _SAID))
    return bool(known or entry.text("requirement")) and said and bool(entry.labels & _SAID)


def _tables_inside(parsed: Parsed, lines: Sequence[Line], entries: Sequence[Entry]) -> set[int]:
    """Tables that stand within a comment: between two of its paragraphs, or after a colon."""
    found: set[int] = set()
    for entry in entries:
        for key in _FREE & entry.cells.keys():
            numbers = sorted({piece.line for piece in entry.cells[key]})
            for one, two in zip_longest(numbers, numbers[1:]):
                block = lines[one].block
                after = lines[two].block if two is not None else block
                if lines[one].text.endswith(":"):
                    after = max(after, block + 2)
                found.update(range(block + 1, after))
    return {i for i in found if i < len(parsed.blocks) and isinstance(parsed.blocks[i], Table)}


# --------------------------------------------------------------------------- settling


def _doubt_displaced(entries: Sequence[Entry], reader: Reader) -> None:
    """Marks the cells of a label that stands right above the first row: it may open each row."""
    first = min((min(entry.lines) for entry in entries), default=0)
    for key in reader.labels_above(first):
        for entry in entries:
            if key in entry.cells:
                entry.flags[key] = ("cells-uncertain",)


def _doubt_before(entries: Sequence[Entry], printed: dict[str, str]) -> None:
    """Marks a row without a label that stands within a cell of the next row: it may be its own."""
    for entry, after in pairwise(entries):
        within = {letters(piece.text) for pieces in after.cells.values() for piece in pieces}
        if any(
            key not in entry.labels and letters(said) in within for key, said in printed.items()
        ):
            entry.flags["requirement"] = ("cells-uncertain",)


def _settle_responses(entries: Sequence[Entry]) -> None:
    """Says what "Our response" means: an answer if most begin with one, else a commentary."""
    texts = [entry.text("response") for entry in entries if entry.text("response")]
    if not texts:
        return
    answering = sum(bool(answers.split(text.split("\n")[0])[0]) for text in texts)
    others = any("answer" in entry.labels for entry in entries)
    key = "answer" if answering >= 0.6 * len(texts) and not others else "commentary"
    for entry in entries:
        if "response" in entry.labels:
            entry.labels = entry.labels - {"response"} | {key}
            if "response" in entry.cells:
                entry.cells.setdefault(key, []).extend(entry.cells.pop("response"))


def _settle(entries: Sequence[Entry]) -> None:
    """Finds the cells of labels that blocks leave out."""
    usual = Counter(key for entry in entries for key in entry.labels)
    expected = {key for key, count in usual.items() if count >= _HALF * len(entries)}
    behind = [sum(map(len, _behind_answer(entry))) for entry in entries]
    for place, entry in enumerate(entries):
        missing = [
            key for key in ("answer", "evidence", "commentary") if key in expected - entry.labels
        ]
        said = [key for key in missing if key != "answer"]
        if "answer" not in entry.labels and missing:
            _cut_requirement(entry, missing)
        if "answer" in entry.labels and not usual.keys() & {"commentary", "response"}:
            _cut_requirement(entry, ["commentary"])
        elif "answer" in entry.labels and said:
            _cut_requirement(entry, said)
        behind[place] = sum(map(len, _behind_answer(entry)))
        _cut_answer(entry, said, max(behind) > _LONG)
        behind[place] = sum(map(len, _behind_answer(entry)))


def take_beyond(entry: Entry) -> list[Piece]:
    """Takes from a requirement what stands after its known end."""
    pieces = entry.cells.pop("requirement", [])
    own = [piece for piece in pieces if not piece.beyond]
    if own:
        entry.cells["requirement"] = own
    return [piece for piece in pieces if piece.beyond]


def _cut_requirement(entry: Entry, missing: Sequence[str]) -> None:
    """Gives what follows the requirement's own text to the cells whose labels are missing."""
    rest = take_beyond(entry)
    if rest and missing[0] == "answer" and answers.alone(rest[0].text):
        entry.cells["answer"] = [rest.pop(0)]
    if rest:
        said = [key for key in missing if key != "answer"]
        key = said[-1] if said else "commentary"
        entry.cells[key] = rest + entry.cells.get(key, [])
        entry.flags[key] = ("label-missing", *(("cells-uncertain",) if len(said) > 1 else ()))


def _behind_answer(entry: Entry) -> list[str]:
    """The paragraphs behind an answer that stands alone in its own."""
    pieces = entry.cells.get("answer", [])
    return [p.text for p in pieces[1:]] if pieces and answers.alone(pieces[0].text) else []


def _cut_answer(entry: Entry, missing: Sequence[str], commented: bool) -> None:
    """Parts an answer from what follows it without the label of its own.

    A comment that reads like an answer itself ("Always.") is none for sure.

    Args:
        entry: the row.
        missing: keys that other rows have labels for.
        commented: rows of the form have comments behind their answers.
    """
    pieces = entry.cells.get("answer", [])
    rest = pieces[1:]
    if not _behind_answer(entry):
        return
    if answers.alone(rest[0].text) and not missing:
        repeated = letters(rest[0].text) == letters(pieces[0].text)
        if repeated or not commented or {"evidence", "commentary"} & entry.labels:
            return
        entry.flags["commentary"] = ("cells-uncertain",)
    if missing:
        entry.flags[missing[0]] = ("label-missing",)
    elif {"evidence", "commentary"} & entry.labels or not commented:
        return
    key = missing[0] if missing else "commentary"
    entry.cells["answer"] = pieces[:1]
    entry.cells[key] = rest + entry.cells.get(key, [])
