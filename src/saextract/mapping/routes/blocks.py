"""Assessments that are no tables: labelled blocks, from the passages of any format.

    Code section 1.2
    A complaint must be defined as ...
    Compliance: Partial
    Evidence, commentary and any explanations: ...

What counts as a label is what comes again and again, so that the same words within prose do
not. The blocks become tables that are mapped like any other; headings between them stay.
Paragraphs without labels are the business of `paragraphs`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest

from saextract.lexicon import answers
from saextract.lexicon.titles import Titles, stage
from saextract.model import Code, Parsed, Passage, PdfLocator, Table
from saextract.text.letters import flatten

from .entries import Entry, with_tables
from .labels import Label, Labels, Line
from .lines import lines_of
from .stream import Occurrence, Stream, find_requirements
from .tails import cut_tail

DETECTOR = "labelled-blocks"
FEWEST_ROWS = 3

_TAIL = re.compile(
    r"^\W*(?:(?:copyright|all\s+rights\s+reserved)\b.{0,80}|"
    r"(?:page\s+)?(?:last\s+)?(?:updated|modified|reviewed|published)\b.{0,50}|"
    r"(?:share|print|rate|email|download)\s+this\s+(?:page|document).{0,20}|contact\s+us|"
    r"share\s+on\s+\w+.{0,40}|"
    r"(?:was|did you find)\s+this\s+(?:page|information).{0,30}|is\s+this\s+page\s+useful.{0,5}|"
    r"related\s+(?:pages|links|content|information|documents))\W*$",
    re.IGNORECASE,
)
"""Lines that a website prints below its pages."""

_FOOTER_WORD = (
    r"accessibility|privacy|cookies?|terms|conditions|site\s?map|disclaimer|legal|contact\s+us|"
    r"policy|policies|statement|notice|and|of|use"
)
_FOOTER = re.compile(rf"^\W*(?:(?:{_FOOTER_WORD})\b\W*){{2,}}$", re.IGNORECASE)
_FOOTER_SURE = re.compile(r"accessibility|cookies?|site\s?map|disclaimer", re.IGNORECASE)

_BARE_NUMBER = re.compile(r"^\W*(\d{1,2}\.\d{1,2})(?!\.?\d)[.:)]?\s*$")
_LONG = 60
_FREE = frozenset(("evidence", "commentary", "response"))


def locate(lines: Sequence[Line], codes: Sequence[Code]) -> list[tuple[int, int, int, Occurrence]]:
    """Requirement texts in the lines.

    Returns:
        For each its first line, its last line, the index in the last line after it, and what
        was found; in the order of the lines.
    """
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.text) + 1)
    stream = Stream("\n".join(line.text for line in lines))
    found: list[tuple[int, int, int, Occurrence]] = []
    for occurrence in find_requirements(stream, codes):
        first_letter, end_letter = occurrence.parts[0]
        first = stream.places[first_letter]
        end = stream.places[end_letter - 1] + 1
        while end < len(stream.text) and stream.text[end] in ".,;:?!’'”\")…":
            end += 1
        at, to = bisect_right(starts, first) - 1, bisect_right(starts, end - 1) - 1
        found.append((at, to, end - starts[to], occurrence))
    return found


class Closings:
    """Which lines end a block because something else begins.

    Args:
        codes: the catalogue, for its section titles.
        lines: the document's lines.
        start_level: heading level of the lines that begin blocks, or None.
    """

    def __init__(
        self, codes: Sequence[Code], lines: Sequence[Line], start_level: int | None
    ) -> None:
        self._titles = Titles(t for code in codes for t in code.sections.values())
        self._level = start_level
        stages = sorted(filter(None, (stage(line.text) for line in lines)))
        self._parted_by_stage = stages == ["1", "2"]
        banners = [line.heading for line in lines if line.heading and self.is_banner(line)]
        self._banner_level = min(banners, default=0)

    def closes(self, line: Line, more_follows: bool, leads: bool) -> bool:
        """Whether a line ends the block before it.

        Comments hold lines that read like headings, such as "Stage 3" or "Section 4 of the
        policy". What the format itself does not call a heading therefore ends a block only
        where the next one begins right after it, or where none follows.

        Args:
            line: one that is no label.
            more_follows: a further block begins later in the document.
            leads: nothing but such lines stand between it and the next block.
        """
        if not more_follows and _is_below_page(line.text):
            return True
        if line.heading is None:
            return leads and self.is_banner(line)
        if any(isinstance(place, PdfLocator) for place in line.locators):
            limit = self._level if self._level is not None else self._banner_level + 1
            return line.heading < limit or (leads and self.is_banner(line))
        above = self._level is None or line.heading <= self._level
        return above or not more_follows or self.is_banner(line)

    def is_banner(self, line: Line) -> bool:
        """Whether a line reads like the title of a section, or like a must or should heading."""
        if line.value is not None or line.text.startswith("• "):
            return False
        if stage(line.text):
            return line.heading is not None or self._parted_by_stage
        return self._titles.banner(line.text)


def _is_below_page(text: str) -> bool:
    """Whether a line is one that a website prints below its pages."""
    footer = _FOOTER.match(text) and _FOOTER_SURE.search(text)
    return bool(text.startswith("©") or _TAIL.match(text) or footer)


# --------------------------------------------------------------------------- reading


def read_blocks(parsed: Parsed, codes: Sequence[Code]) -> Parsed:
    """Turns labelled blocks into tables.

    Args:
        parsed: a document.
        codes: the catalogue.

    Returns:
        The document with a table in the place of each run of blocks; the document as it is
        where no label is for answers, or where there are fewer than three blocks and not each
        of them has a requirement in the Code's words.
    """
    lines = lines_of(parsed)
    numbers = frozenset(p.number for code in codes for p in code.provisions)
    labels = Labels(lines, numbers)
    if not labels.has_answers:
        return parsed
    reader = _Reader(lines, labels, codes)
    entries = _rows(reader.read(), reader.requirement_ends)
    told = sum(not entry.lines.isdisjoint(reader.requirement_ends) for entry in entries)
    if len(entries) < FEWEST_ROWS and (not entries or told < len(entries)):
        return parsed
    inside = _tables_inside(parsed, lines, entries)
    if inside:
        return read_blocks(_with_passages(parsed, inside), codes)
    _settle_responses(entries)
    for entry in entries:
        _settle(entry, entries, reader.requirement_ends)
    cut_tail(entries, lines)
    return with_tables(parsed, lines, entries, (DETECTOR, reader.printed))


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


def _with_passages(parsed: Parsed, tables: set[int]) -> Parsed:
    """The document with some of its tables as paragraphs, row by row, cell by cell."""
    blocks = [
        _as_passage(block) if isinstance(block, Table) and index in tables else block
        for index, block in enumerate(parsed.blocks)
    ]
    return parsed.model_copy(update={"blocks": tuple(blocks)})


def _as_passage(table: Table) -> Passage:
    cells = [cell for row in table.rows for cell in row.cells if cell]
    return Passage(
        text=flatten(" ".join(cell.text for cell in cells)),
        locators=tuple(place for cell in cells for place in cell.locators),
        links=tuple(link for cell in cells for link in cell.links),
    )


_MOSTLY = 0.8
"""Share of the numbered requirements that are answered, from which on the others are rows that
are not answered."""


def _rows(entries: Sequence[Entry], ends: dict[int, int]) -> list[Entry]:
    """The entries that are rows; among rows also those of which only the answer is missing."""
    asked = [e for e in entries if e.text("number") and not e.lines.isdisjoint(ends)]
    answered = sum(map(_is_row, asked))
    blank = asked if answered >= _MOSTLY * max(FEWEST_ROWS, len(asked)) else []
    return [entry for entry in entries if _is_row(entry) or entry in blank]


def _is_row(entry: Entry) -> bool:
    named = entry.text("number") or entry.text("requirement")
    return bool(named) and bool(entry.labels & {"answer", "response", "evidence", "commentary"})


class _Reader:
    """Goes through the lines and opens, fills and closes entries."""

    def __init__(self, lines: Sequence[Line], labels: Labels, codes: Sequence[Code]) -> None:
        self._lines = lines
        self.printed: dict[str, str] = {}
        found = locate(lines, codes)
        self._requirements = {first: occurrence for first, _, _, occurrence in found}
        self.requirement_ends = {first: last for first, last, _, _ in found}
        self._labels = self._true_labels([labels.at(index) for index in range(len(lines))])
        levels = [
            line.heading
            for line, label in zip(lines, self._labels, strict=True)
            if label and label.key in ("number", "requirement") and line.heading
        ]
        starts = sum(bool(label and label.number) for label in self._labels)
        level = min(levels) if levels and len(levels) >= starts / 2 else None
        self._closings = Closings(codes, lines, level)
        self._last_label = max((i for i, label in enumerate(self._labels) if label), default=-1)
        self._entry: Entry | None = None
        self._entries: list[Entry] = []
        self._key = ""

    def _true_labels(self, labels: list[Label | None]) -> list[Label | None]:
        """Leaves out lines of comments that read like the beginning of a block: "Section 4.3".

        A block begins where a requirement follows, or the label of one or of an answer.
        """
        kept = list(labels)
        following: Label | None = None
        for index in range(len(labels) - 1, -1, -1):
            label = labels[index]
            if label is None:
                continue
            if label.number and self._lines[index].heading is None:
                here = label.value and not answers.alone(label.value)
                below = index if here else index + label.lines
                opens = following is not None and following.key in (
                    "requirement", "answer", "response"
                )  # fmt: skip
                if below not in self._requirements and not opens:
                    kept[index] = None
                    continue
            following = label
        return kept

    def read(self) -> list[Entry]:
        """All entries, complete or not."""
        index = 0
        while index < len(self._lines):
            skipped = self._header_run(index)
            index += skipped or self._line(index)
        return self._entries

    def _header_run(self, index: int) -> int:
        """How many lines of a printed header begin here: three labels on end, none with a value."""
        length = 0
        keys: list[str] = []
        while index + length < len(self._lines):
            label = self._labels[index + length]
            if label is None or label.value or label.number:
                break
            keys.append(label.key)
            length += label.lines
        is_header = len(set(keys)) >= 3 and ("number" in keys or keys[0] == "requirement")
        return length if is_header else 0

    def _line(self, index: int) -> int:
        """Reads a line; how many lines it took."""
        line, label = self._lines[index], self._labels[index]
        awaited = self._is_awaited_answer(line.text)
        if label is not None and not awaited and not self._is_repeated(label):
            return self._label(index, label)
        if label is None and self._begins_unlabelled(index):
            self._open(index).add("requirement", line.text, index)
            self._key = "requirement"
        elif not awaited and self._closes(index):
            self._entry = None
        elif self._entry is not None and self._is_leading_answer(self._entry, index):
            self._entry.labels.add("answer")
            self._entry.add("answer", line.text, index)
        elif self._entry is not None:
            text = line.text if line.value is None else f"{line.text} {line.value}"
            self._entry.add(self._key, text, index)
        return 1

    def _is_repeated(self, label: Label) -> bool:
        """Whether a label comes a second time in a block, and so is a part of its text."""
        entry = self._entry
        if entry is None or label.key not in entry.labels or label.key == "requirement":
            return False
        if label.key not in ("answer", "response"):
            return True
        return bool(label.value) and not (
            answers.alone(label.value) or answers.split(label.value)[0]
        )

    def _closes(self, index: int) -> bool:
        line, below = self._lines[index], index + 1
        while below < len(self._lines) and self._closings.is_banner(self._lines[below]):
            below += 1
        label = self._labels[below] if below < len(self._labels) else None
        begins = label is not None and label.key in ("number", "requirement")
        leads = below < len(self._lines) and (begins or below in self._requirements)
        asked = self._key in ("requirement", "answer", "response")
        filled = self._entry is not None and (not asked or bool(self._entry.text(self._key)))
        return self._closings.closes(line, index < self._last_label, leads and filled)

    def _is_awaited_answer(self, text: str) -> bool:
        """Whether a line such as "Compliant" or "Met" is the answer that a label asked for."""
        entry = self._entry
        asked = entry is not None and self._key in ("answer", "response")
        return asked and entry is not None and not entry.text(self._key) and answers.alone(text)

    def _is_leading_answer(self, entry: Entry, index: int) -> bool:
        """Whether a line is an answer that stands between a block's number and its requirement."""
        begins = self._key == "requirement" and not entry.text("requirement") and not entry.labels
        return begins and answers.alone(self._lines[index].text) and index + 1 in self._requirements

    def _label(self, index: int, label: Label) -> int:
        key = label.key
        self.printed.setdefault(key, label.printed)
        if key == "number":
            return self._number(index, label)
        entry = self._entry
        if key == "requirement" and (entry is None or entry.labels & {"requirement", "answer"}):
            entry = self._open(index)
        if entry is None or self._begins_unseen(entry, key):
            return label.lines
        if key == "requirement" and (label.value or not self._is_whole(entry)):
            entry.cells.pop(key, None)
        entry.labels.add(key)
        self._key = key
        for line in range(index, index + label.lines):
            entry.lines.add(line)
        entry.add(key, label.value, index + label.lines - 1)
        return label.lines

    def _is_whole(self, entry: Entry) -> bool:
        """Whether an entry holds a requirement already, not only its title or beginning."""
        found = [self._requirements[line] for line in entry.lines if line in self._requirements]
        return any(occurrence.whole for occurrence in found)

    def _begins_unseen(self, entry: Entry, key: str) -> bool:
        """Whether a label for an answer comes a second time in a block: its own block is not seen.

        What follows belongs to no known row, and must not be added to this one.
        """
        if key in ("answer", "response") and key in entry.labels:
            entry.flags[self._key] = ("cells-uncertain",)
            self._entry = None
            return True
        return False

    def _number(self, index: int, label: Label) -> int:
        if label.number:
            entry = self._open(index)
            entry.add("number", label.number, index)
            if answers.alone(label.value) and index + label.lines in self._requirements:
                entry.labels.add("answer")
                entry.add("answer", label.value, index)
            else:
                entry.add("requirement", label.value, index)
            taken = label.lines
        else:
            below = self._lines[index + label.lines : index + label.lines + 1]
            bare = _BARE_NUMBER.match(below[0].text) if below else None
            if bare is None:
                return label.lines
            entry = self._open(index)
            entry.add("number", bare[1], index + label.lines)
            taken = label.lines + 1
        self._key = "requirement"
        return taken

    def _open(self, index: int) -> Entry:
        self._entry = Entry(lines={index})
        self._entries.append(self._entry)
        return self._entry

    def _begins_unlabelled(self, index: int) -> bool:
        """Whether a block begins with its requirement's text, without a number or a label.

        It does if a label for an answer is the next one, and the block before has had its own.
        """
        if index not in self._requirements:
            return False
        entry = self._entry
        if entry is not None and not entry.labels & {"answer", "response", "evidence"}:
            return False
        following = next((label for label in self._labels[index + 1 :] if label), None)
        return following is not None and following.key in ("answer", "response")


# --------------------------------------------------------------------------- settling


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
            entry.cells.setdefault(key, []).extend(entry.cells.pop("response", []))


def _settle(entry: Entry, entries: Sequence[Entry], ends: dict[int, int]) -> None:
    """Finds the cells of labels that a block leaves out."""
    usual = Counter(key for other in entries for key in other.labels)
    expected = {key for key, count in usual.items() if count >= 0.5 * len(entries)}
    missing = [
        key for key in ("answer", "evidence", "commentary") if key in expected - entry.labels
    ]
    if "answer" not in entry.labels and missing:
        _cut_requirement(entry, missing, ends)
    if "answer" in entry.labels and not _FREE & usual.keys():
        _cut_requirement(entry, ["commentary"], ends)
    _cut_answer(entry, [key for key in missing if key != "answer"])


def _cut_requirement(entry: Entry, missing: Sequence[str], ends: dict[int, int]) -> None:
    """Gives what follows the requirement's own text to the cells whose labels are missing."""
    pieces = entry.cells.get("requirement", [])
    last = next((ends[piece.line] for piece in pieces if piece.line in ends), None)
    rest = [piece for piece in pieces if last is not None and piece.line > last]
    if not rest:
        return
    entry.cells["requirement"] = pieces[: -len(rest)]
    keys = list(missing)
    if keys[0] == "answer" and answers.alone(rest[0].text):
        entry.cells["answer"] = [rest.pop(0)]
    keys = [key for key in keys if key != "answer"]
    if rest:
        key = keys[0] if keys else "commentary"
        entry.cells[key] = rest + entry.cells.get(key, [])
        entry.flags[key] = ("label-missing",)


def _cut_answer(entry: Entry, missing: Sequence[str]) -> None:
    """Parts an answer from what follows it without the label of its own."""
    pieces = entry.cells.get("answer", [])
    rest = pieces[1:]
    if not rest or not answers.alone(pieces[0].text):
        return
    if missing:
        entry.flags[missing[0]] = ("label-missing",)
    elif {"evidence", "commentary"} & entry.labels or sum(len(p.text) for p in rest) <= _LONG:
        return
    key = missing[0] if missing else "commentary"
    entry.cells["answer"] = pieces[:1]
    entry.cells[key] = rest + entry.cells.get(key, [])
