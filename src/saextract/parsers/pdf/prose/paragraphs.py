"""The words of pages outside tables as paragraphs: by columns, spacing and type.

Numbers in a margin and answers set apart at the right are paragraphs of their own, beside what they
belong to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from saextract.parsers.pdf.compose import lines_of
from saextract.parsers.pdf.layout.grid import inside
from saextract.parsers.pdf.page import Box, Page, Word

from .abreast import Stretch, stretches
from .badges import Badge, find_badges, find_centred, find_margins, number_before

_LEVEL = 3.0
"""Points by which what stands beside a number in a margin may begin above it."""

_TALLEST = 15000.0
"""Points of the longest side of a page that PDF allows (14,400), rounded up."""


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together.

    Attributes:
        page: 1-based.
        top: where it is read, in points from the page's top; paragraphs in columns share that of
            their columns, in reading order.
        lines: its words, line by line.
        is_badge: it is an answer set apart, with the number that it belongs to.
    """

    page: int
    top: float
    lines: list[list[Word]] = field(default_factory=list)
    is_badge: bool = False

    @property
    def words(self) -> list[Word]:
        return [word for line in self.lines for word in line]


def paragraphs_of(
    pages: Sequence[Page], free: Sequence[Sequence[Word]], foot: float
) -> list[Paragraph]:
    """Groups the words that stand in no table into paragraphs.

    Args:
        pages: of the document.
        free: the words of each page that stand in no table.
        foot: how far down the pages the text reaches, in points.
    """
    boxes = [page.boxes for page in pages]
    margins = find_margins(list(map(_areas, free, boxes)))
    free = list(map(_without, free, margins))
    paragraphs = [
        _in_margin(page.number, m) for page, of in zip(pages, margins, strict=True) for m in of
    ]
    centred = find_centred(list(map(_areas, free, boxes)))
    free = [
        [word for word in words if not any(word is number for number, _ in of)]
        for words, of in zip(free, centred, strict=True)
    ]
    paragraphs += [
        Paragraph(page.number, top - _LEVEL, [[number]])
        for page, of in zip(pages, centred, strict=True)
        for number, top in of
    ]
    parts = [
        list(stretches(words, page.width, rows, foot))
        for page, words, rows in zip(pages, free, boxes, strict=True)
    ]
    badges = find_badges([[part.words for part in of] for of in parts])
    over = find_badges(list(map(_areas, free, boxes)))
    within = sum(map(len, badges)) > sum(map(len, over))
    if any(over) and not within:
        badges = over
        parts = [
            list(stretches(_without(words, of), page.width, rows, foot))
            for page, words, rows, of in zip(pages, free, boxes, badges, strict=True)
        ]
    for page, stood, of in zip(pages, parts, badges, strict=True):
        tops = [p.top for p in paragraphs if p.page == page.number and p.is_badge]
        for group, mine in _by_part(stood, of) if within else [(stood, of)]:
            plain = _paragraphs(page, group)
            _line_up(plain, tops)
            paragraphs += _with_badges(page.number, plain, mine)
    return paragraphs


def hull_of(words: Sequence[Word]) -> Box:
    """The smallest box that holds some words, in points from the top left of the page."""
    return (
        min([w.x0 for w in words]),
        min([w.top for w in words]),
        max([w.x1 for w in words]),
        max([w.bottom for w in words]),
    )


def _in_margin(page: int, margin: Badge) -> Paragraph:
    """A number and its answer as a paragraph that stands before the one beside it."""
    number, *answer = margin.words
    return Paragraph(page, number.top - number.size / 2, [[number], answer], is_badge=True)


def _line_up(paragraphs: Sequence[Paragraph], tops: Sequence[float]) -> None:
    """Puts paragraphs beside the numbers in a margin, columns from left to right, behind them.

    Args:
        paragraphs: of a page; changed in place.
        tops: where the numbers stand; none on a page without a margin.
    """
    for paragraph in paragraphs:
        left, top, _, _ = hull_of(paragraph.words)
        number = max((at for at in tops if at <= top + _LEVEL), default=None)
        if number is not None:
            paragraph.top = number + _LEVEL * (left + top / _TALLEST) / _TALLEST


def _areas(words: Sequence[Word], rows: Sequence[Sequence[Box]]) -> list[list[Word]]:
    """The words in each of some boxes, and those in none."""
    boxed = [[word for word in words if inside(word, box)] for row in rows for box in row]
    held = {id(word) for area in boxed for word in area}
    return [*boxed, [word for word in words if id(word) not in held]]


def _without(words: Sequence[Word], badges: Sequence[Badge]) -> list[Word]:
    set_apart = {id(word) for badge in badges for word in badge.words}
    return [word for word in words if id(word) not in set_apart]


def _by_part(
    parts: Sequence[Stretch], badges: Sequence[Badge]
) -> Iterator[tuple[list[Stretch], list[Badge]]]:
    """Each stretch without the badges in it, and those."""
    for part in parts:
        held = set(map(id, part.words))
        mine = [badge for badge in badges if id(badge.words[0]) in held]
        yield [Stretch(part.top, _without(part.words, mine))], mine


def _paragraphs(page: Page, parts: Iterable[Stretch]) -> list[Paragraph]:
    """Groups the words outside tables into paragraphs, by columns, spacing and type."""
    return [paragraph for top, held in parts for paragraph in _parts(page, top, lines_of(held))]


def _with_badges(
    page: int, paragraphs: Sequence[Paragraph], badges: Sequence[Badge]
) -> list[Paragraph]:
    """The paragraphs, each badge behind the number of the one beside it, or else after it."""
    hosts = [_beside(badge, paragraphs) for badge in badges]
    found: list[Paragraph] = []
    for paragraph in paragraphs:
        mine = [b for b, host in zip(badges, hosts, strict=True) if host is paragraph]
        lines = [list(badge.words) for badge in mine]
        first = paragraph.lines[0]
        if lines and number_before(first):
            found.append(Paragraph(page, paragraph.top, [first[:1], *lines], is_badge=True))
            rest = list(filter(None, [first[1:], *paragraph.lines[1:]]))
            found += [Paragraph(page, paragraph.top, rest)] if rest else []
            continue
        found.append(paragraph)
        if lines:
            found.append(Paragraph(page, paragraph.top, lines, is_badge=True))
    return found + [
        Paragraph(page, badge.middle, [list(badge.words)], is_badge=True)
        for badge, host in zip(badges, hosts, strict=True)
        if host is None
    ]


def _beside(badge: Badge, paragraphs: Sequence[Paragraph]) -> Paragraph | None:
    """The paragraph whose line is the nearest on the left of a badge."""
    found: list[tuple[float, Paragraph]] = []
    for paragraph in paragraphs:
        for line in paragraph.lines:
            _, top, right, bottom = hull_of(line)
            if top <= badge.middle <= bottom and right <= badge.left:
                found.append((right, paragraph))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _parts(page: Page, top: float | None, lines: Sequence[list[Word]]) -> list[Paragraph]:
    """The paragraphs of a stretch of lines; `top` is where its columns begin, if it has such."""
    paragraphs: list[Paragraph] = []
    step = 0.0
    for line in lines:
        last = paragraphs[-1].lines[-1] if paragraphs else None
        if last is None or _parted(last, line, step):
            paragraphs.append(Paragraph(page.number, line[0].top if top is None else top))
            step = 0.0
        elif not step:
            step = line[0].baseline - last[0].baseline
        paragraphs[-1].lines.append(line)
    return paragraphs


def _parted(last: list[Word], line: list[Word], step: float) -> bool:
    """Whether a paragraph ends between two lines; step is the paragraph's line spacing."""
    size, before = size_of(line), size_of(last)
    away = line[0].baseline - last[0].baseline
    if abs(size - before) > 0.08 * max(size, before):
        return True
    if all(w.bold for w in last) != all(w.bold for w in line) and away > 1.3 * size:
        return True
    return away > max(1.2 * step, 1.1 * size) if step else away > 1.6 * size


def size_of(words: Sequence[Word]) -> float:
    """The largest type size of some words, in points; that of signs only where there is no word."""
    lettered = [word.size for word in words if any(map(str.isalnum, word.text))]
    return max(lettered or [word.size for word in words])
