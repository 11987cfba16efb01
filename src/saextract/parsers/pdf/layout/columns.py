"""Columns told by white gutters, where no vertical rule tells them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from operator import attrgetter
from typing import NamedTuple

from saextract.parsers.pdf.lines import by_baseline
from saextract.parsers.pdf.page import Word

from .grid import slot
from .headers import is_number, text_of
from .settings import COLUMN

_LEFT = attrgetter("x0")
_RIGHT = attrgetter("x1")


class Run(NamedTuple):
    """Words of one line with no more than a space between them."""

    x0: float
    x1: float
    words: list[Word]


class TextLine(NamedTuple):
    """Runs on one baseline, from left to right."""

    top: float
    bottom: float
    runs: list[Run]

    @property
    def size(self) -> float:
        """Largest type size."""
        return max(w.size for run in self.runs for w in run.words)


def text_lines(words: Sequence[Word], most: int | None = None) -> list[TextLine]:
    """Words grouped into lines by baseline and into runs by gaps, from top to bottom.

    Args:
        words: in any order.
        most: how many lines there are at most, from the top; None for all.
    """
    return list(map(_line_of, by_baseline(words)[:most]))


def _line_of(words: list[Word]) -> TextLine:
    words.sort(key=_LEFT)
    last = words[0]
    run = [last]
    runs = [run]
    for word in words[1:]:
        if word.x0 - last.x1 > COLUMN.space_sizes * word.size:
            run = []
            runs.append(run)
        run.append(word)
        last = word
    return TextLine(
        min([w.top for w in words]),
        max([w.bottom for w in words]),
        [Run(r[0].x0, max([w.x1 for w in r]), r) for r in runs],
    )


def header_cells(lines: Sequence[TextLine]) -> list[Run]:
    """Runs of neighbouring lines that stand one below the other, joined into cells."""
    cells: list[Run] = []
    for run in sorted((r for line in lines for r in line.runs), key=lambda r: r.x0):
        if cells and run.x0 < cells[-1].x1 + 1:
            last = cells[-1]
            cells[-1] = Run(last.x0, max(last.x1, run.x1), [*last.words, *run.words])
        else:
            cells.append(run)
    return cells


def cell_texts(cells: Sequence[Run]) -> list[str]:
    """Texts of the cells, their words in reading order."""
    return [text_of(sorted(c.words, key=lambda w: (round(w.baseline), w.x0))) for c in cells]


def gutter_columns(
    lines: Sequence[TextLine], headers: Sequence[Run], ends: tuple[float, float]
) -> list[float]:
    """Column bounds from the bands that stay white over nearly all lines.

    Args:
        lines: lines of the table's body, of all pages.
        headers: header cells; one that stands over no text of the body is a column too.
        ends: left and right end of the table.

    Returns:
        Bounds, outer ones included: within each white band, where fewest lines and titles reach.
    """
    left, right = ends
    width = int(right - left) + 2
    cover = [0] * width
    for line in lines:
        for run in line.runs:
            end = run.x0 + COLUMN.shown_sizes * line.size if _is_too_long(run) else run.x1
            for x in range(max(0, int(run.x0 - left)), min(width, int(end - left) + 1)):
                cover[x] += 1
    allowed = max(1 if len(lines) > 12 else 0, int(COLUMN.stray * len(lines)))
    used = [c > allowed for c in cover]
    for cell in headers:
        first, last = int(cell.x0 - left), int(cell.x1 - left)
        if not any(used[max(0, first) : last + 1]):
            used[max(0, first) : last + 1] = [True] * (last + 1 - max(0, first))
    for cell in headers:
        for word in cell.words:
            for x in range(max(0, int(word.x0 - left)), min(width, int(word.x1 - left) + 1)):
                cover[x] += 1
    bounds = [left]
    filled = [x for x in range(width) if used[x]]
    for one, two in pairwise(filled):
        if two - one - 1 >= COLUMN.gutter:
            bounds.append(left + _emptiest(cover, one + 1, two))
    bounds.append(right)
    return bounds


def _emptiest(cover: Sequence[int], start: int, end: int) -> float:
    """Middle of the widest stretch of least cover between two positions."""
    least = min(cover[start:end])
    best = (0, start)
    begin: int | None = None
    for x in range(start, end + 1):
        if x < end and cover[x] == least:
            begin = x if begin is None else begin
        elif begin is not None:
            best = max(best, (x - begin, begin))
            begin = None
    return best[1] + best[0] / 2


def crosses(line: TextLine, columns: Sequence[float]) -> bool:
    """Whether words of the line run on over an inner column bound."""
    return any(_runs_over(run, x) for run in line.runs for x in columns[1:-1])


def _is_too_long(run: Run) -> bool:
    """Whether a run is one word that may run on over the next column."""
    return len(run.words) == 1 and len(run.words[0].text) >= COLUMN.unbreakable


def _runs_over(run: Run, x: float) -> bool:
    if _is_too_long(run) or not run.x0 < x - 1 < x + 1 < run.x1:
        return False
    if any(w.x0 < x - 1 and w.x1 > x + 1 for w in run.words):
        return True
    left = max(w.x1 for w in run.words if w.x0 < x)
    right = min((w.x0 for w in run.words if w.x0 >= x - 1), default=run.x1)
    return right - left < COLUMN.close_sizes * run.words[0].size


def misfits(
    line: TextLine, columns: Sequence[float], apart: float = COLUMN.apart_sizes
) -> list[Run]:
    """Runs of a line that cross a column bound, or stand apart from the run before in its column.

    The sign or number of a list item is no run of its own.

    Args:
        line: the line.
        columns: column bounds.
        apart: white that makes a run stand apart, as a share of the type size.
    """
    found = [run for run in line.runs if any(_runs_over(run, x) for x in columns[1:-1])]
    for one, two in pairwise(line.runs):
        same = slot(columns, (one.x0 + one.x1) / 2) == slot(columns, (two.x0 + two.x1) / 2)
        wide = two.x0 - one.x1 > apart * line.size
        if same and wide and not (len(one.words) == 1 and len(one.words[0].text) <= COLUMN.sign):
            found.append(two)
    return found


def misfit(lines: Sequence[TextLine], columns: Sequence[float]) -> int:
    """How many runs do not fit the columns, wide spaces between words of a cell included."""
    return sum(len(misfits(line, columns, COLUMN.space_sizes)) for line in lines)


def without_spares(
    columns: list[float], lines: Sequence[TextLine], titles: Sequence[Run], wanted: int
) -> list[float]:
    """The columns without such as stand under no title or as hardly any row has.

    In them the words of a cell happen to stand apart.

    Args:
        columns: column bounds.
        lines: lines of the table's body.
        titles: the cells of its header.
        wanted: how many columns there are; no fewer are left.
    """
    numbered = [line for line in lines if any(is_number(text_of(r.words)) for r in line.runs)]
    kept = list(columns)
    while len(kept) - 1 > wanted > 2:
        counts = [0] * (len(kept) - 1)
        titled = [not titles] * (len(kept) - 1)
        for line in numbered:
            for place in {slot(kept, (run.x0 + run.x1) / 2) for run in line.runs}:
                counts[place] += 1
        for title in titles:
            for place, (left, right) in enumerate(pairwise(kept)):
                titled[place] |= title.x0 < right and title.x1 > left
        least = min(range(1, len(counts)), key=lambda place: (titled[place], counts[place]))
        few = COLUMN.rare if titled[least] else COLUMN.seldom
        if counts[least] >= few * len(numbered) or len(numbered) < COLUMN.fewest_numbered:
            break
        del kept[least]
    return kept


def runs_together(words: Sequence[Word]) -> bool:
    """Whether the words of one cell stand in two columns of their own: a column bound was missed.

    White parts them over all lines, on one side of it stand two lines or more, and the left side
    is more than the signs and numbers of a list.
    """
    if len(words) < COLUMN.fewest_parted:
        return False
    white = COLUMN.space_sizes * max([word.size for word in words])
    ordered = sorted(words, key=_LEFT)
    lefts = map(_LEFT, ordered[1:])
    reaches = accumulate(map(_RIGHT, ordered), max)
    for place, (left, reach) in enumerate(zip(lefts, reaches, strict=False), 1):
        if left - reach > white:
            sides = ordered[:place], ordered[place:]
            most = max(len({round(w.baseline) for w in side}) for side in sides)
            if most > 1 and not all(map(_is_sign, sides[0])):
                return True
    return False


def _is_sign(word: Word) -> bool:
    """Whether a word is the sign, number or letter before the item of a list."""
    return len(word.text) <= COLUMN.listed or is_number(word.text)
