"""One row of a text dump: where its requirement, answer and comment stand in the stream."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from saextract.lexicon import answers, qualifiers, titles
from saextract.lexicon.titles import Titles
from saextract.model import Code
from saextract.text.letters import flatten, letters

from .stream import Occurrence, Stream

_LONGEST_ANSWER = 200
_LONGEST_REST = 60
WITH_TICKS = "2020"

_NUMBER = re.compile(r"(?<![\d.])(\d{1,2}\.\d{1,2})[.):]?\s*$")
_NEXT_NUMBER = re.compile(r"(?:(?<![\d.])\d{1,2}\.|\n[ \t]*)\d{1,2}[.):]?[\s…‘“'\"(.]*$")
_ASKED = re.compile(r"[ \t]*(?:comply|compliance|compliant)[ \t]+(?=\S)", re.IGNORECASE)
"""The question that stands before an answer on its line, without a sign between."""

_WORDS = re.compile(r"[a-z]+")
_FORM_WORDS = frozenset(
    """code section provision requirement requirements comply yes no evidence commentary comments
    and any explanation explanations must should mandatory best practice stage""".split()  # noqa: SIM905
)
_HEADINGS_SAY = 40
"""Letters in words that are not the form's, up to which text between rows is no one's cell."""

_YES_AND_NO = re.compile(r"\brequirements?\s+yes\s+no\s", re.IGNORECASE)
_BOXES = re.compile(r"^\W*(?:yes|no)?\s*[☒☐☑]\s*(?:yes|no|[☒☐☑])", re.IGNORECASE)
_CUT_SHORT = re.compile(r"(?:yes|no)\b[,;–—\s-]+[a-z][^\n.]*\n$", re.IGNORECASE)
"""A qualified answer that a line's end cuts: its rest cannot be told from the comment."""

_NEAR = 8
_TICK = re.compile(r"(?P<before>\s*?)(?P<mark>[Xx✓✔☒☑])(?![\w])(?P<after>\s*)")
_URL_LINE = re.compile(r"^\s*(?:https?://|www\.)\S+\s*$")
_PAGE_NUMBER = re.compile(r"^\s*(?:page\s*)?\d{1,3}(?:\s*of\s*\d{1,3})?\s*$", re.IGNORECASE)
_HEADING = re.compile(
    r"^\s*(?:code\s*(?:section|provision)?\b.{0,3}|"
    r"code\s*(?:section|provision)\s*code\s*requirement.*|comply\W*(?:yes\W*(?:or\W*)?no\W*)?)\s*$",
    re.IGNORECASE,
)
_OWN_LABEL = re.compile(
    r"\s*(?:evidence, commentary and any explanations?|commentary\s*/\s*explanations?)\s*:\s*",
    re.IGNORECASE,
)
_AFTER_ASSESSMENT = re.compile(
    r"^\W*(?:(?:appendix|annex) \w+\s*$|©|copyright\b|share (?:on|this)\b|was this page\b|"
    r"is this page\b|back to top|print this page|follow us|privacy(?: policy| notice)?\s*$|"
    r"cookies\b|accessibility(?: statement)?\s*$|related (?:pages|links|content)|"
    r"(?:next|previous) page)",
    re.IGNORECASE,
)
"""What follows the last row: another part of the file, or the foot of a web page."""

_SECOND_WORD = re.compile(
    r"[ \t]*/[ \t]*(?i:yes|no|n/a|partial(?:ly)?|partly)(?![a-z/])"
    r"|[ \t]*[,–—-][ \t]*(?i:partial(?:ly)?|partly|in part)(?![a-z])"
    r"|[ \t]+(?:partial(?:ly)?|partly)(?![a-z])"
)
"""What makes a second answer word part of the answer: a slash, or "partial" after a dash or in
lower case."""


@dataclass(frozen=True, slots=True)
class DumpRow:
    """One row as read from the stream; offsets are indexes in the stream's text.

    Attributes:
        asks_text: the question asks for a description, and there is one.
        uncertain: where the answer or the comment ends cannot be told.
        doubtful: the cells of the dump are not in the order of the rows.
    """

    number: str
    requirement: tuple[tuple[int, int], ...]
    answer: str
    answer_at: tuple[int, int]
    comment: str
    end: int
    asks_text: bool
    uncertain: bool
    doubtful: bool = False


class RowReader:
    """Reads rows.

    Attributes:
        ticks: the form of 2020 is ticked, not answered in words.
        whole_lines: an answer goes on to the end of its line.
    """

    def __init__(
        self, stream: Stream, codes: Sequence[Code], ticks: bool, whole_lines: bool = False
    ) -> None:
        self.stream = stream
        self.ticks = ticks
        self.whole_lines = whole_lines
        sections = [title for code in codes for title in code.sections.values()]
        self.titles = Titles(sections)
        self.heads = _heads(sections)
        self.page_marks = _page_marks(stream.text)
        self.two_columns = bool(_YES_AND_NO.search(stream.text))

    def row(self, occurrence: Occurrence, following: Occurrence | None) -> DumpRow:
        """Reads the row that begins at an occurrence and ends before the following one."""
        text, places = self.stream.text, self.stream.places
        limit = len(text) if following is None else places[following.start]
        turn = (occurrence.provision.section, following.provision.section if following else "")
        ranges = [
            (places[first], self._with_punctuation(places[last - 1] + 1))
            for first, last in occurrence.parts
        ]
        first = self._with_opening(ranges[0][0])
        ranges[0] = (first, ranges[0][1])
        number = _NUMBER.search(text[max(0, first - 12) : first])
        if occurrence.missing:
            ranges = self._with_rest(ranges, occurrence.missing, limit)
        after = ranges[0][1]
        if self.ticks and occurrence.code.edition == WITH_TICKS:
            answer, at = self._tick(after, limit)
        else:
            answer, at = self._answer(after, limit)
        others = [*ranges[1:], (limit, limit)]
        comment, end = self._comment(at[1] if answer else after, others, turn)
        return DumpRow(
            number=number.group(1) if number else "",
            requirement=tuple(ranges),
            answer=answer,
            answer_at=at,
            comment=comment,
            end=end,
            asks_text=occurrence.provision.asks == "description" and bool(comment),
            uncertain=self._runs_on(answer, text[at[1] : limit])
            or (following is not None and self._holds_more(text[end:limit])),
            doubtful=bool(answer) and self._is_unsure(occurrence, at),
        )

    def _is_unsure(self, occurrence: Occurrence, at: tuple[int, int]) -> bool:
        """Whether an answer is a tick in one of two columns, beside boxes, or cut by a line end."""
        mark = not any(map(str.isalnum, self.stream.text[slice(*at)]))
        if mark and self.two_columns and occurrence.code.edition != WITH_TICKS:
            return True
        if _CUT_SHORT.match(self.stream.text[at[0] : at[1] + 1]):
            return True
        return bool(_BOXES.search(self.stream.text[at[0] : at[1] + _NEAR]))

    def _with_rest(
        self, ranges: list[tuple[int, int]], missing: str, limit: int
    ) -> list[tuple[int, int]]:
        """Adds the requirement's last words where they stand apart, or are worded otherwise."""
        text, end = self.stream.text, ranges[-1][1]
        if len(missing) <= _LONGEST_REST:
            start = end
            for line in text[end:limit].split("\n"):
                if letters(line) == missing:
                    return [*ranges, (start, start + len(line))]
                start += len(line) + 1
        rest = text[end:limit].split("\n", 1)[0]
        if rest.strip() and len(rest) <= _LONGEST_REST and not answers.begins(rest):
            return [*ranges[:-1], (ranges[-1][0], end + len(rest.rstrip()))]
        return ranges

    def _with_opening(self, start: int) -> int:
        text = self.stream.text
        opening = re.search(r"[…‘“'\"(.\s]*$", text[max(0, start - 6) : start])
        marks = opening.group().lstrip(". \t\n") if opening else ""
        return start - len(marks)

    def _with_punctuation(self, end: int) -> int:
        text = self.stream.text
        while end < len(text) and text[end] in ".,;:?!’'”\")…":
            end += 1
        return end

    def _answer(self, start: int, limit: int) -> tuple[str, tuple[int, int]]:
        """The answer that a row begins with after its requirement."""
        text = self.stream.text[:limit]
        start += len(text[start:]) - len(text[start:].lstrip())
        asked = qualifiers.LABEL.match(text, start) or _ASKED.match(text, start)
        if asked is not None and answers.extent(text[asked.end() :]):
            start = asked.end()
        line_end = text.find("\n", start) if "\n" in text[start:] else len(text)
        length = answers.extent(text[start:])
        if not length:
            line = text[start:line_end]
            return (
                (flatten(line), (start, line_end)) if answers.alone(line) else ("", (start, start))
            )
        end = start + length
        second = _SECOND_WORD.match(text, len(text[:end].rstrip(" .,-–")))
        end = max(end, second.end() if second else 0)
        if self.whole_lines and 0 <= line_end - start <= _LONGEST_ANSWER and end <= line_end:
            end = line_end
        return flatten(text[start:end]), (start, end)

    def _runs_on(self, answer: str, rest: str) -> bool:
        """Whether an answer is more than its word, with a comment after it in the same line."""
        line = rest.split("\n", 1)[0]
        whole = answers.whole(answer) or answer.endswith(")")
        longer = line[:1] in tuple(",;–—-") or not whole
        return bool(answer) and not self.whole_lines and longer and bool(letters(line))

    def _tick(self, start: int, limit: int) -> tuple[str, tuple[int, int]]:
        """A tick in a Yes or a No column, told apart by the white space of the empty cell.

        An empty cell leaves one space: before the mark where the Yes cell is empty, after it
        where the No cell is empty. Where neither or both are there, the mark itself is given,
        which no column explains.
        """
        text = self.stream.text[:limit]
        match = _TICK.match(text, start)
        if match is None:
            return "", (start, start)
        before, after = match.group("before"), match.group("after")
        empty_yes = bool(re.search(r"\n (?:\n|$)|\S? {2,}$|\n $", before)) or before.endswith("\n ")
        empty_no = bool(re.match(r" {2,}| ?\n+ (?=\S)| ?\n+ $", after)) or after.endswith("\n ")
        at = (match.start("mark"), match.end("mark"))
        if empty_yes == empty_no:
            return match.group("mark"), at
        return ("No" if empty_yes else "Yes"), at

    def _comment(
        self, start: int, others: Sequence[tuple[int, int]], turn: tuple[str, str]
    ) -> tuple[str, int]:
        """The text from `start` on and where it ends.

        Args:
            start: index in the text.
            others: the requirement's other parts, which are left out, and the row's limit.
            turn: section of the row and of the next one.
        """
        text, limit = self.stream.text, others[-1][0]
        pieces: list[str] = []
        position, end = start, start
        for first, last in others:
            piece, stopped = self._until_heading(text[position:first], turn)
            pieces.append(self._without_page_marks(position, position + len(piece)))
            end = position + len(piece)
            if stopped:
                break
            position = last
        joined = "\n".join(pieces)
        if end >= limit - 12:
            joined = _NEXT_NUMBER.sub("", joined)
        joined = self.heads.sub("", joined)
        joined = _OWN_LABEL.sub("", joined.lstrip(" :.-–"))
        return flatten(joined) if pieces else "", end

    def _without_page_marks(self, start: int, end: int) -> str:
        kept: list[str] = []
        for first, last in self.page_marks:
            if last <= start or first >= end:
                continue
            kept.append(self.stream.text[start : max(start, first)])
            start = min(end, last)
        return "".join([*kept, self.stream.text[start:end]])

    def _until_heading(self, text: str, turn: tuple[str, str]) -> tuple[str, bool]:
        """The text before the first line that is a heading or a header of the form."""
        own, following = turn
        length = 0
        lines = text.split("\n")
        for index, line in enumerate(lines):
            number = titles.section(line)
            bare = bool(number) and not self.titles.names(line)
            below = next(filter(str.strip, lines[index + 1 :]), "") if bare else ""
            if line.strip() and (
                (self._is_header(line) and not bare)
                or (not following and _AFTER_ASSESSMENT.match(line))
                or (bare and (own != following == number or self._is_header(below)))
            ):
                return text[:length], True
            length += len(line) + 1
        return text, False

    def _is_header(self, line: str) -> bool:
        banner = self.titles.banner(line) and not titles.appendix(line)
        return banner or bool(_HEADING.match(line))

    def _holds_more(self, text: str) -> bool:
        """Whether text after a heading says more than headings and headers do."""
        said = 0
        for line in text.split("\n"):
            if not self._is_header(line):
                said += sum(
                    len(word) for word in _WORDS.findall(line.lower()) if word not in _FORM_WORDS
                )
        return said > _HEADINGS_SAY


def _heads(sections: Sequence[str]) -> re.Pattern[str]:
    """What a dump in one line shows between two rows: titles and headers, at a comment's end."""
    known = "|".join(r"\s+".join(map(re.escape, title.split())) for title in sections)
    return re.compile(
        rf"(?:\s*(?:section\s+)?\d{{1,2}}\s*[.:–-]\s*(?:{known})|"
        r"\s*mandatory\W{1,3}must\W{1,3}requirements|"
        r"\s*best practice\W{1,3}should\W{1,3}requirements|"
        r"\s*code\s*(?:section|provision)(?:\s*code\s*requirement\s*comply\b.{0,100})?)+\s*$",
        re.IGNORECASE,
    )


def _page_marks(text: str) -> list[tuple[int, int]]:
    """Where page numbers stand, and the link targets that a dump lists at a page's foot."""
    lines = text.split("\n")
    marks: list[tuple[int, int]] = []
    start = 0
    parted = True
    for index, (line, at_foot) in enumerate(zip(lines, _above_page_breaks(lines), strict=True)):
        number = _PAGE_NUMBER.match(line) and _blank(lines, index - 1) and _blank(lines, index + 1)
        link = bool(_URL_LINE.match(line))
        if number or (link and parted and at_foot):
            marks.append((start, start + len(line)))
        parted = parted if link else line == ""
        start += len(line) + 1
    return marks


def _blank(lines: Sequence[str], index: int) -> bool:
    return not 0 <= index < len(lines) or not lines[index].strip()


def _above_page_breaks(lines: Sequence[str]) -> list[bool]:
    """For each line, whether a page ends below it and the links and blank lines after it."""
    found: list[bool] = []
    ends = True
    for line in reversed(lines):
        found.append(ends)
        if not _URL_LINE.match(line) and line.strip(" "):
            ends = bool(_PAGE_NUMBER.match(line)) or line.startswith(("\f", " "))
    return found[::-1]
