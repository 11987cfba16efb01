"""What sets parts of a text off → the marks of a cell or a passage."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter

from saextract.model.document import Mark, MarkKind, Swatch
from saextract.parsers.pdf.objects.strokes import line_kind

from .page import MIDDLE, Box, Page, SetOff, Word

_SIZE, _TOP, _BOTTOM = map(attrgetter, ("size", "top", "bottom"))

LONGEST = 60
"""Letters of the longest line that may be a choice of answers, with its label."""

_WIDEST, _BEFORE = 6.0, 1.2
"""Width of a patch of colour in a key, and its distance from its word, at most, in type sizes."""

_TALLEST = 3.0
"""Height, in type sizes, of the tallest ground of a word; a taller one is that of a cell."""


def near_of(words: Sequence[Word], page: Page) -> list[SetOff]:
    """What may set some words off: what stands at their height, not a whole cell's ground."""
    if not words or not (page.set_off or page.fills):
        return []
    is_near = _at_height_of(words)
    fills = [fill for fill in page.fills if is_near(fill[:4]) and fill.colour != "FFFFFF"]
    return [
        *[part for part in page.set_off if is_near(part.box)],
        *[SetOff("highlight", fill[:4]) for fill in fills],
    ]


def _at_height_of(words: Sequence[Word]) -> Callable[[Box], bool]:
    """Whether a box stands at the height of some words, and is no ground of a whole cell."""
    size = max(map(_SIZE, words))
    top = min(map(_TOP, words)) - size
    bottom = max(map(_BOTTOM, words)) + size
    tallest = _TALLEST * size
    return lambda box: box[1] < bottom and box[3] > top and box[3] - box[1] <= tallest


def marks_of(
    lines: Sequence[Sequence[tuple[Word, int]]], parts: Sequence[SetOff]
) -> tuple[Mark, ...]:
    """The parts of a text that are set off.

    Args:
        lines: its words line by line, each with the place in the text where it begins.
        parts: what `near_of` gives for them.

    Returns:
        Marks in the order of the text, touching ones of a kind joined; only in short lines.
    """
    found: list[tuple[MarkKind, int, int]] = []
    for line in lines:
        if sum(len(word.text) + 1 for word, _ in line) - 1 > LONGEST:
            continue
        is_near = _at_height_of([word for word, _ in line])
        near = [part for part in parts if is_near(part.box)]
        for word, start in line:
            if not near and not word.bold:
                continue
            for kind, first, last in _parts(word, near):
                found.append((kind, start + first, start + last))
    return tuple(_joined(found))


def swatches_of(lines: Sequence[Sequence[tuple[Word, int]]], page: Page) -> tuple[Swatch, ...]:
    """The patches of colour that stand right before words of a text, as in a key.

    Args:
        lines: its words line by line, each with the place in the text where it begins.
        page: the page they stand on.
    """
    found: list[Swatch] = []
    for line in lines:
        size = max(word.size for word, _ in line)
        for fill in page.fills:
            wide, high = fill.x1 - fill.x0, fill.bottom - fill.top
            if high > _TALLEST * size or wide > _WIDEST * size or fill.colour == "FFFFFF":
                continue
            after = [
                (word.x0, start)
                for word, start in line
                if fill.top <= word.baseline - MIDDLE * word.size <= fill.bottom
                and 0 <= word.x0 - fill.x1 <= _BEFORE * size
            ]
            if after:
                found.append(Swatch(at=min(after)[1], colour=fill.colour))
    return tuple(sorted(found, key=lambda swatch: swatch.at))


def _parts(word: Word, near: Sequence[SetOff]) -> Iterator[tuple[MarkKind, int, int]]:
    """Which letters of a word are set off, and how."""
    if word.bold:
        yield "bold", 0, len(word.text)
    letter = (word.x1 - word.x0) / max(len(word.text), 1)
    middle = word.baseline - MIDDLE * word.size
    for kind, (left, top, right, bottom) in near:
        if top == bottom:
            if line_kind(top, word) != kind:
                continue
        elif not top <= middle <= bottom:
            continue
        first = max(0, round((left - word.x0) / letter)) if letter else 0
        last = min(len(word.text), round((right - word.x0) / letter)) if letter else 0
        if first < last:
            yield kind, first, last


def _joined(parts: Sequence[tuple[MarkKind, int, int]]) -> Iterator[Mark]:
    """Parts of a kind, given with start and end, as one mark where no more than a space parts them.

    They come in the order of their kinds, and those of a kind in that of the text.
    """
    spans: list[tuple[MarkKind, int, int]] = []
    for kind, start, end in sorted(parts, key=lambda part: part[:2]):
        if spans and spans[-1][0] == kind and start <= spans[-1][2] + 1:
            spans[-1] = (kind, spans[-1][1], max(spans[-1][2], end))
        else:
            spans.append((kind, start, end))
    return (Mark(kind=kind, start=start, end=end) for kind, start, end in spans)
