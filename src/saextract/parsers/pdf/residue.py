"""Sets running heads, running feet, page numbers and watermarks aside.

What is repeated at the same place over pages is no content, unless it is a table's header row,
an answer or a label of the form, or stands in one of the form's own columns. A line is set aside
only on evidence from other pages, or where it can be nothing but a page number; what stands
within a table's rules stays.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import attrgetter

from saextract.parsers.pdf.layout.columns import text_lines
from saextract.parsers.pdf.layout.headers import HEADING, is_answer, is_header, text_of

from .compose import lines_of
from .page import Page, Word

ZONE = 0.14
"""Share of the page's height, at the top and at the bottom, where running lines stand."""

LINES = 5
"""At most so many lines at either edge can be running ones."""

SAME_PLACE = 8.0
"""Running lines keep their distance from the page's edge to within this (points)."""

COLUMN = 3.0
"""Lines that begin within this (points) of each other begin in the same column."""

_FEWEST_IN_COLUMN = 3
"""Other lines of a page that must begin where a line does, for a column to begin there."""

_FEWEST_COUNTING = 3
"""Pages that a line beyond the margins must count to be a running one."""

_FEWEST_TITLES = 3
"""Titles side by side that make a line the header of a table: a running head has two at most."""

_WATERMARK = 30.0
"""Type size (points) of the smallest watermark."""

_STEPS = (1, 2)
"""What page numbers go up by from page to page: two where a sheet is a spread."""

_NUMBER = re.compile(
    r"[-–—|\[( ]*(?:page|pg\.?|p\.)?\s*(\d{1,3})\s*(?:(?:of|/|\|)\s*\d{1,3})?[-–—|\]) ]*", re.I
)
_ROMAN = re.compile(r"[-–—( ]*([ivxl]{1,7})[-–—) ]*", re.IGNORECASE)
_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50}
_FIGURES = re.compile(r"\d+(?:\.\d+)*")
_DIGIT = re.compile(r"\d+")
_PAGE_OF = re.compile(r"page\s*\d{1,3}|[-–—]\s*\d{1,3}\s*[-–—]|\d{1,3}\s*of\s*\d{1,3}", re.I)
_LABELS = frozenset(
    """provision requirement requirements section comply complies compliance compliant evidence
    commentary explanation explanations comments comment yes no action actions owner question
    response answer met""".split()  # noqa: SIM905
)


_SIZE = attrgetter("size")


@dataclass(frozen=True)
class _Line:
    page: int
    words: tuple[Word, ...]
    at_top: bool
    distance: float
    edge: bool
    margin: bool

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @cached_property
    def figures(self) -> list[str]:
        """The numbers in its text."""
        return _FIGURES.findall(self.text)

    @cached_property
    def key(self) -> str:
        """Its text without digits, case and spaces."""
        return _key(self.text)


def set_residue(pages: Sequence[Page]) -> None:
    """Moves running heads and feet, page numbers and watermarks from words to residue.

    Args:
        pages: all pages of a document; changed in place.
    """
    printed = [lines_of(page.words) for page in pages]
    lines = [
        line
        for page, of_page in zip(pages, printed, strict=True)
        for line in _edge_lines(page, of_page)
    ]
    running = _repeated(lines, pages)
    running -= _labels_of_text(running, lines, printed)
    running |= _numbers(lines, pages)
    aside: dict[int, set[int]] = defaultdict(set)
    for index in running:
        aside[lines[index].page].update(map(id, lines[index].words))
    for number, word in _watermarks(pages):
        aside[number].add(id(word))
    for page in pages:
        gone = aside.get(page.number)
        if gone:
            page.residue += [w for w in page.words if id(w) in gone]
            page.words = [w for w in page.words if id(w) not in gone]


def _key(text: str) -> str:
    return _DIGIT.sub("#", "".join(text.split())).lower()


def _edge_lines(page: Page, lines: Sequence[list[Word]]) -> list[_Line]:
    """Lines at a page's edges, and its first and last one, that stand in no table's rules."""
    found: list[_Line] = []
    for at_top, ordered in ((True, lines), (False, lines[::-1])):
        for position, line in enumerate(ordered[:LINES]):
            middle = (line[0].top + line[0].bottom) / 2
            distance = middle if at_top else page.height - middle
            margin = distance <= ZONE * page.height
            if (position and not margin) or _in_table(line, page):
                break
            found.append(_Line(page.number, tuple(line), at_top, distance, position == 0, margin))
    return found


def _in_table(line: Sequence[Word], page: Page) -> bool:
    """Whether vertical rules stand beside a line, or long rules close above and below it."""
    middle = (line[0].top + line[0].bottom) / 2
    for rule in page.v_rules:
        if rule.top < middle < rule.bottom:
            return True
    long = [r.top for r in page.h_rules if r.x1 - r.x0 >= 0.4 * page.width]
    return any(0 < middle - y < 40 for y in long) and any(0 < y - middle < 40 for y in long)


def _is_header_row(line: _Line) -> bool:
    """Whether a line reads like a table's header: column labels, set apart."""
    labels = {word.text.strip(":/()?.,").lower() for word in line.words} & _LABELS
    apart = sum(b.x0 - a.x1 > 1.2 * a.size for a, b in pairwise(line.words))
    cells = [text_of(run.words) for found in text_lines(line.words) for run in found.runs]
    return (len(labels) >= 2 and apart >= 1) or (len(cells) >= _FEWEST_TITLES and is_header(cells))


def _is_of_the_form(line: _Line) -> bool:
    """Whether a line is an answer, is made of the form's labels, or opens with one."""
    labels = [_is_label(word.text) for word in line.words]
    opening = labels.index(False) if False in labels else len(labels)
    titled = opening > 0 and line.words[opening - 1].text.endswith(":")
    return opening == len(labels) or titled or is_answer(line.text)


def _is_label(text: str) -> bool:
    plain = text.strip(":/()?.,")
    return not plain or plain.lower() in _LABELS or is_answer(plain)


def _is_in_column(line: _Line, page: Page, starts: dict[int, list[float]]) -> bool:
    """Whether a line begins in an inner column of its page, right above or below the rest.

    Args:
        line: the line.
        page: its page.
        starts: where the runs of pages begin, by page; those of the line's are added.
    """
    x0 = line.words[0].x0
    left = min([word.x0 for word in page.words], default=0.0)
    if x0 - left <= line.words[0].size or _isolated(line, page):
        return False
    if page.number not in starts:
        starts[page.number] = [run.x0 for of in text_lines(page.words) for run in of.runs]
    same = sum([abs(start - x0) <= COLUMN for start in starts[page.number]]) - 1
    return same >= _FEWEST_IN_COLUMN


def _repeated(lines: Sequence[_Line], pages: Sequence[Page]) -> set[int]:
    """Indexes of the lines that come back at the same place on other pages."""
    groups: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        wordy = sum(map(str.isalpha, line.key)) >= 3 or len(line.text) >= 6
        numbers = line.key.count("#") > 1
        if wordy or numbers:
            groups[line.key, line.at_top].append(index)
    needed = 2 if len(pages) <= 4 else 3
    by_number = {page.number: page for page in pages}
    starts: dict[int, list[float]] = {}
    found: set[int] = set()
    for group in groups.values():
        if len({lines[i].page for i in group}) < needed:
            continue
        members = [
            i for i in group if not _is_header_row(lines[i]) and not _is_of_the_form(lines[i])
        ]
        for i in members:
            at = {lines[j].page for j in members if _is_same(lines[i], lines[j])}
            if len(at) < (needed if lines[i].margin else _FEWEST_COUNTING):
                continue
            often = len(at) >= 0.3 * len(pages) or _in_sequence(at, lines[i].page)
            if often and not _is_in_column(lines[i], by_number[lines[i].page], starts):
                found.add(i)
    return found


def _labels_of_text(
    running: set[int], lines: Sequence[_Line], printed: Sequence[Sequence[list[Word]]]
) -> set[int]:
    """Those of the repeated lines that stand within the pages more often than at their edges.

    A label of the text ("How we do this") can open several pages.
    """
    at_edge = Counter(lines[index].key for index in running)
    if not at_edge:
        return set()
    signs = {key[:1] for key in at_edge}
    everywhere = Counter(
        _key("".join([word.text for word in line]))
        for of_page in printed
        for line in of_page
        if _key(line[0].text.lstrip()[:1])[:1] in signs
    )
    return {i for i in running if everywhere[lines[i].key] > 2 * at_edge[lines[i].key]}


def _in_sequence(at: set[int], page: int) -> bool:
    """Whether a page is one of three that follow each other, or of three odd or even ones."""
    return any(
        {page + step * k for k in range(first, first + 3)} <= at
        for step in (1, 2)
        for first in (-2, -1, 0)
    )


def _is_same(one: _Line, two: _Line) -> bool:
    """Whether two lines of one key are one running line.

    In the margin it keeps its place; beyond, where it follows the text of short pages, it must
    count them.
    """
    if one.figures != two.figures and not _count_pages(one, two):
        return False
    if one.margin and two.margin and abs(one.distance - two.distance) <= SAME_PLACE:
        return True
    return one.edge and two.edge and (one is two or one.text != two.text)


def _count_pages(one: _Line, two: _Line) -> bool:
    """Whether two lines of one key differ in such numbers only as count the pages."""
    first, second = one.figures, two.figures
    changed = [(a, b) for a, b in zip(first, second, strict=False) if a != b]
    if len(first) != len(second) or HEADING.match(one.text):
        return False
    if not all(a.isdigit() and b.isdigit() for a, b in changed):
        return False
    steps = {int(b) - int(a) for a, b in changed}
    return any(steps == {step * (two.page - one.page)} for step in _STEPS)


def _numbers(lines: Sequence[_Line], pages: Sequence[Page]) -> set[int]:
    """Indexes of the lines that are page numbers.

    A bare number must keep step with the pages, or say itself that it is a page number.
    """
    by_number = {page.number: page for page in pages}
    candidates: list[tuple[int, int]] = []
    found: set[int] = set()
    for index, line in enumerate(lines):
        value = _page_number(line.text.strip())
        if (
            value is None
            or not (line.edge and line.margin)
            or (len(pages) == 1 and line.text.strip().isalpha())
        ):
            continue
        if _PAGE_OF.search(line.text):
            found.add(index)
        elif _isolated(line, by_number[line.page]):
            candidates.append((index, value))
    for step in _STEPS:
        offsets = Counter(value - step * lines[index].page for index, value in candidates)
        needed = 1 if len(pages) == 1 else step + 1
        found |= {
            index
            for index, value in candidates
            if offsets[value - step * lines[index].page] >= needed
        }
    return found


def _page_number(text: str) -> int | None:
    """What a line that may be a page number counts, in figures or in Roman numerals."""
    match = _NUMBER.fullmatch(text)
    if match:
        return int(match[1])
    roman = _ROMAN.fullmatch(text)
    if not roman:
        return None
    values = [_DIGITS[letter] for letter in roman[1].lower()]
    return sum(-a if a < b else a for a, b in pairwise([*values, 0]))


def _isolated(line: _Line, page: Page) -> bool:
    """Whether a line keeps clear of the rest of the page by more than a line's spacing."""
    own = set(map(id, line.words))
    size = line.words[0].size
    if line.at_top:
        tops = [w.top for w in page.words if id(w) not in own]
        return bool(tops) and min(tops) - line.words[0].bottom >= 0.6 * size
    bottoms = [w.bottom for w in page.words if id(w) not in own]
    return bool(bottoms) and line.words[0].top - max(bottoms) >= 0.6 * size


def _watermarks(pages: Sequence[Page]) -> Iterable[tuple[int, Word]]:
    """Very large words that come back at the same place in the middle of several pages."""
    largest = max([max(map(_SIZE, page.words), default=0.0) for page in pages], default=0.0)
    if len(pages) < 2 or largest < _WATERMARK:
        return
    exact = Counter(size for page in pages for size in map(_SIZE, page.words))
    sizes: Counter[int] = Counter()
    for size, count in exact.items():
        sizes[round(size)] += count
    large = max(_WATERMARK, 2.5 * sizes.most_common(1)[0][0])
    if largest < large:
        return
    places = Counter(
        (word.text, round(word.x0 / 10), round(word.top / 10))
        for page in pages
        for word in page.words
        if word.size >= large
    )
    for page in pages:
        for word in page.words:
            place = (word.text, round(word.x0 / 10), round(word.top / 10))
            if word.size >= large and places[place] >= max(2, len(pages) // 2):
                yield page.number, word
