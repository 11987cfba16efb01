"""Bands: the lines of a page between two cuts, told apart by headers and headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest
from statistics import median

from saextract.parsers.pdf.page import Page, Rule, Word

from . import grid
from .columns import Run, TextLine, cell_texts, header_cells, text_lines
from .headers import (
    HEADING,
    is_answer,
    is_header,
    is_number,
    is_title,
    may_be_title,
    opens_row,
    text_of,
)
from .settings import COLUMN, TABLE

_BESIDE = 2
"""Texts of a line that is a label and its value."""

_FEWEST_VALUES = 3
"""Different values beside a text from which on it is a label: a header printed again has the same
titles, and few forms change them twice."""


@dataclass(eq=False)
class Band:
    """Lines between two cuts of a page; an open end is the page's, not a rule's.

    A headed one begins with a heading.
    """

    page: int
    top: float
    bottom: float
    lines: list[TextLine]
    open_top: bool = False
    open_bottom: bool = False
    header: list[TextLine] = field(default_factory=list)
    headed: bool = False


def bands_of(pages: Sequence[Page], rules: dict[int, list[Rule]]) -> list[Band] | None:
    """The bands of all pages in reading order, cut at rules, above headers and at headings.

    Args:
        pages: the pages.
        rules: those that may part rows, by page; empty where none do.

    Returns:
        None where there are rules to go by, but fewer than two of them part rows.
    """
    cuts = {page.number: _cuts(page, rules.get(page.number, [])) for page in pages}
    if rules and sum(len(c) for c in cuts.values()) < 2:
        return None
    whole = [band for page in pages for band in _bands(page, cuts[page.number])]
    usual = median([line.size for band in whole for line in band.lines] or [0.0])
    labels = _labels([line for band in whole for line in band.lines])
    return [
        piece
        for band in whole
        for part in _split_at_headers(band, labels)
        for piece in _split_at_headings(part, usual)
    ]


def _cuts(page: Page, rules: Sequence[Rule]) -> list[float]:
    """Where wide rules cut the page."""
    lines = grid.to_lines(grid.join_rules(rules, vertical=False), vertical=False, snap=TABLE.snap)
    return [
        ln.at for ln in lines if max(b - a for a, b in ln.spans) >= TABLE.over_page * page.width
    ]


def _bands(page: Page, cuts: Sequence[float]) -> Iterator[Band]:
    bounds = [0.0, *cuts, page.height]
    parts: list[list[Word]] = [[] for _ in bounds[1:]]
    for word in page.words:
        parts[grid.slot(bounds, grid.middle(word)[1])].append(word)
    last = len(parts) - 1
    for i, (words, (top, bottom)) in enumerate(zip(parts, pairwise(bounds), strict=True)):
        if words:
            yield Band(page.number, top, bottom, text_lines(words), i == 0, i == last)


def _labels(lines: Sequence[TextLine]) -> frozenset[str]:
    """What stands at the left of lines with something else at the right each time."""
    beside: dict[str, set[str]] = {}
    for line in lines:
        if len(line.runs) == _BESIDE:
            label, value = (text_of(run.words) for run in line.runs)
            beside.setdefault(label, set()).add(value)
    return frozenset(label for label, values in beside.items() if len(values) >= _FEWEST_VALUES)


def _split_at_headers(band: Band, labels: frozenset[str]) -> Iterator[Band]:
    """The band, cut above each header in it but a first one."""
    rest = band
    while True:
        header = header_lines(rest.lines, labels)
        at = rest.lines.index(header[0]) if header else 0
        if at > 0:
            y = (rest.lines[at - 1].bottom + header[0].top) / 2
            yield replace(rest, lines=rest.lines[:at], bottom=y, open_bottom=True)
            rest = replace(rest, lines=rest.lines[at:], top=y, open_top=True)
            continue
        after = rest.lines[len(header) :]
        following = header_lines(after, labels)
        if not header or not following:
            yield replace(rest, header=header)
            return
        at = rest.lines.index(following[0])
        y = (rest.lines[at - 1].bottom + following[0].top) / 2
        yield replace(rest, lines=rest.lines[:at], bottom=y, open_bottom=True, header=header)
        rest = replace(rest, lines=rest.lines[at:], top=y, open_top=True)


def header_lines(
    lines: Sequence[TextLine], labels: frozenset[str] = frozenset(), last: int | None = None
) -> list[TextLine]:
    """The lines of the first header in a band, or none.

    Args:
        lines: those of the band.
        labels: texts that, before one other text, are the label of a value ("Evidence" beside
            "Policy, section 9") and no title.
        last: how many lines from the top may be those that tell it; None for all.
    """
    apart: list[bool] = []
    for i, line in enumerate(lines[:last]):
        if len(line.runs) < 2 or not any(may_be_title(r.words[0].text) for r in line.runs):
            continue
        if len(line.runs) == _BESIDE and text_of(line.runs[0].words) in labels:
            continue
        apart = apart or [
            b.top - a.bottom > COLUMN.space_sizes * a.size for a, b in pairwise(lines)
        ]
        for start, end in ((i, i + 1), (i, i + 2), (i - 1, i + 1), (i - 1, i + 2), (i - 2, i + 3)):
            if start < 0 or any(apart[start : end - 1]):
                continue
            window = list(lines[start:end])
            if any(map(_holds_number, window)):
                continue
            if is_header(cell_texts(header_cells(window))) and not _is_inner(lines, window):
                near = lines[max(start - COLUMN.title_lines, 0) : end + COLUMN.title_lines]
                above = _more_header(lines[: max(start, 0)][::-1], window[0], near)
                return [*above[::-1], *window, *_more_header(lines[end:], window[-1], near)]
    return []


OPENING = 4 * COLUMN.title_lines
"""Lines that are looked at to tell whether some open with a header: more titles may stand above and
beneath those that tell it, which are five lines with one in their middle."""


def opening_header(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines of the header that some lines open with, or none."""
    header = header_lines(lines[:OPENING], last=COLUMN.title_lines + 3)
    return header if header == lines[: len(header)] else []


def _holds_number(line: TextLine) -> bool:
    """Whether a provision's number stands in a line: no header has one."""
    texts = [word.text for run in line.runs for word in run.words]
    return any(is_number(part) for text in texts if "." in text for part in text.split())


def _is_inner(lines: Sequence[TextLine], window: Sequence[TextLine]) -> bool:
    """Whether a row of titles is that of a table in a cell: next to it, cells stand left of it."""
    left = min(line.runs[0].x0 for line in window) - TABLE.alike
    first, last = lines.index(window[0]), lines.index(window[-1])
    beside = [*lines[max(first - 1, 0) : first], *lines[last + 1 : last + 3]]
    return any(sum(run.x1 < left for run in line.runs) > 1 for line in beside)


def _more_header(
    lines: Sequence[TextLine], last: TextLine, near: Sequence[TextLine]
) -> list[TextLine]:
    """Lines next to a header's that are made of titles as well, or of parts of broken ones.

    Args:
        lines: from the header away.
        last: the header's line next to them.
        near: its lines, and those next to it on both sides.
    """
    more: list[TextLine] = []
    for line in lines[: COLUMN.title_lines]:
        gap = max(line.top - last.bottom, last.top - line.bottom)
        if gap > COLUMN.title_gap_sizes * last.size or not all(
            is_title(text_of(run.words)) or _is_half(run, line, near) for run in line.runs
        ):
            break
        more.append(line)
        last = line
    return more


def _is_half(run: Run, line: TextLine, near: Sequence[TextLine]) -> bool:
    """Whether a run is one half of a title, and the other stands above or beneath it."""
    for other in near:
        if other is line:
            continue
        is_upper = line.top < other.top
        for two in other.runs:
            if run.x0 >= two.x1 or two.x0 >= run.x1:
                continue
            words = (run.words, two.words) if is_upper else (two.words, run.words)
            one, rest = map(text_of, words)
            if is_title(f"{one[:-1]}{rest}" if one.endswith("-") else f"{one} {rest}"):
                return True
    return False


def _anchors(lines: Sequence[TextLine]) -> bool:
    """Whether a line opens with a provision number with other cells beside it."""
    for line in lines:
        if len(line.runs) < 3 and not (len(line.runs) == 2 and len(line.runs[0].words) == 1):
            continue
        texts = [text_of(r.words) for r in line.runs]
        if opens_row(texts) or any(is_answer(t) for t in texts[1:]):
            return True
    return False


def _split_at_headings(band: Band, usual: float) -> Iterator[Band]:
    """The band, cut above each heading right over a numbered row, or at the end of a page."""
    body = [line for line in band.lines if line not in band.header]
    plain = 2 * sum(map(_is_bold, body)) < len(body)
    left = min(line.runs[0].x0 for line in band.lines) + TABLE.alike
    rest = band
    rest.headed = all(len(ln.runs) == 1 for ln in band.lines) and _is_shown(band.lines[0], usual)
    for heading, below in zip_longest(body, body[1:]):
        shown = _is_shown(heading, usual) and heading.runs[0].x0 <= left
        if below is None:
            shown = shown and band.open_bottom
        else:
            shown = shown or (plain and _is_bold(heading) and heading.runs[0].x0 <= left)
            shown = shown and _is_numbered(below)
        if len(heading.runs) > 1 or _is_numbered(heading) or not shown:
            continue
        at = rest.lines.index(heading)
        if at:
            y = (rest.lines[at - 1].bottom + heading.top) / 2
            header = [line for line in rest.header if line in rest.lines[:at]]
            yield replace(rest, lines=rest.lines[:at], bottom=y, open_bottom=True, header=header)
            rest = replace(rest, lines=rest.lines[at:], top=y, open_top=True, header=[])
        rest.headed = True
    yield rest


def _is_numbered(line: TextLine) -> bool:
    first, *rest = line.runs
    opening = [text_of(first.words), *(run.words[0].text for run in rest[:1])]
    return is_number(first.words[0].text) or opens_row(opening)


def _is_bold(line: TextLine) -> bool:
    return all(word.bold for run in line.runs for word in run.words)


def _is_shown(line: TextLine, usual: float) -> bool:
    """Whether a line is set as a heading, or is one of the form's own."""
    return (
        line.size > COLUMN.heading * usual or HEADING.match(text_of(line.runs[0].words)) is not None
    )


def segments_of(bands: Sequence[Band]) -> list[list[Band]]:
    """Bands parted where a header or a heading stands: the columns may be others there."""
    parts: list[list[Band]] = [[]]
    for band in bands:
        if (band.header or band.headed) and parts[-1]:
            parts.append([])
        parts[-1].append(band)
    return parts


def same_header(one: Band, two: Band) -> bool:
    """Whether two headers have the same words in the same places: so have their columns."""
    words = [
        sorted((w for line in band.header for run in line.runs for w in run.words), key=_place)
        for band in (one, two)
    ]
    return len(words[0]) == len(words[1]) and all(
        a.text == b.text and abs(a.x0 - b.x0) <= TABLE.moved for a, b in zip(*words, strict=True)
    )


def _place(word: Word) -> tuple[float, float]:
    return word.x0, word.top


def telling(bands: Sequence[Band]) -> list[Band]:
    """The bands that surely hold rows: with a header, a number or an answer, or ruled off."""
    kept = [b for b in bands if b.header or _anchors(b.lines)]
    if not kept:
        return []
    return [b for b in bands if b in kept or not (b.open_top or b.open_bottom)]
