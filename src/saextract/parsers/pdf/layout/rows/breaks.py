"""Rows told by white space and by the provision numbers, where no rule tells them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from saextract.lexicon.roles import of_label
from saextract.parsers.pdf.layout.columns import TextLine
from saextract.parsers.pdf.layout.grid import Span, join_spans, slot
from saextract.parsers.pdf.layout.headers import is_answer, is_number, text_of
from saextract.parsers.pdf.layout.settings import ROW, TABLE
from saextract.parsers.pdf.page import Word

_SECTION = re.compile(r"\d{1,2}[.)]?")


def numbers_in(lines: Sequence[TextLine], columns: Sequence[float]) -> list[Word]:
    """Provision numbers that open the first column, from top to bottom.

    Where none does, those that fill the second one: the answer may stand first.
    """
    first = [
        line.runs[0].words[0]
        for line in lines
        if line.runs[0].x0 < columns[1] and is_number(line.runs[0].words[0].text)
    ]
    if first or len(columns) <= 3:
        return first
    return [
        run.words[0]
        for line in lines
        for run in line.runs[:2]
        if slot(columns, run.x0) == 1 and len(run.words) == 1 and is_number(run.words[0].text)
    ]


def answers_in(lines: Sequence[TextLine], columns: Sequence[float]) -> int:
    """Most answers, each alone in its line, that stand in one column."""
    counts = [0] * (len(columns) - 1)
    for line in lines:
        for run in line.runs:
            if is_answer(text_of(run.words)):
                counts[slot(columns, (run.x0 + run.x1) / 2)] += 1
    return max(counts)


def gaps_in(lines: Sequence[TextLine]) -> list[Span]:
    """White bands across all columns between the lines."""
    boxes = join_spans(((line.top, line.bottom) for line in lines), 0.0)
    return [(a[1], b[0]) for a, b in pairwise(boxes)]


def is_top_aligned(blocks: Sequence[tuple[Sequence[TextLine], Sequence[Word]]]) -> bool:
    """Whether a number stands on the first line of its row, over the blocks of a document.

    It does if the widest gap between two numbers is, mostly, the one right above the second.
    Where rows are no further apart than lines, it does if the texts beside the numbers begin
    there.
    """
    hits, pairs = 0, 0
    begin, beside = 0, 0
    for lines, numbers in blocks:
        gaps = gaps_in(lines)
        for one, two in pairwise(numbers):
            between = [g for g in gaps if g[0] > one.top and g[1] < two.bottom]
            if not between:
                pairs += 1
                continue
            widths = sorted(map(_width, between))
            if len(widths) > 1 and widths[-1] - widths[0] <= ROW.even_sizes * two.size:
                texts = _beside(lines, two)
                begin += sum(map(_begins, texts))
                beside += max(len(texts), 1)
                continue
            widest = max(between, key=_width)
            pairs += 1
            hits += abs(widest[1] - two.top) <= 0.5 * two.size
    if pairs:
        return hits >= ROW.on_top * pairs
    return begin >= ROW.beginning * beside


def _beside(lines: Sequence[TextLine], number: Word) -> list[str]:
    """What opens the texts on the line of a number, itself and answers left out."""
    line = next(ln for ln in lines if any(run.words[0] is number for run in ln.runs))
    runs = [run.words[run.words[0] is number :] for run in line.runs]
    return [words[0].text for words in runs if words and not is_answer(text_of(words))]


def _begins(text: str) -> bool:
    return not text[0].islower()


def breaks_at_numbers(lines: Sequence[TextLine], numbers: Sequence[Word]) -> list[float]:
    """Positions between rows whose numbers stand on their first line.

    Text above the first number becomes a row of its own: the rest of one of the page before.
    """
    first = min(line.top for line in lines)
    return [n.top - 0.5 for n in numbers if n.top - 0.5 > first + 1]


def breaks_by_gaps(lines: Sequence[TextLine], columns: Sequence[float]) -> list[float]:
    """Positions between rows without numbers: white wider than the leading in the cells.

    What has no text in the column in which rows begin belongs to the row above. Where every
    cell is one line high, every line with two cells or more is a row.
    """
    gaps = gaps_in(lines)
    leading = _leading(lines, columns)
    opening = _opening_column(lines, columns)
    cuts = [(a + b) / 2 for a, b in gaps if b - a >= leading + ROW.gap]
    single = sum(len(line.runs) > 1 for line in lines) >= 0.6 * len(lines)
    if not cuts and single and leading >= ROW.single_sizes * lines[0].size:
        cuts = [(a + b) / 2 for a, b in gaps]
    kept: list[float] = []
    for cut, following in pairwise([*cuts, float("inf")]):
        block = [line for line in lines if cut < line.top < following]
        if any(line.runs[0].x0 < opening for line in block):
            kept.append(cut)
    return kept


def _opening_column(lines: Sequence[TextLine], columns: Sequence[float]) -> float:
    """Right bound of the column in which rows begin: the first that is not mostly empty."""
    for right in columns[1:-1]:
        if sum(line.runs[0].x0 < right for line in lines) >= ROW.opening * len(lines):
            return right
    return columns[1]


def breaks_at_sections(lines: Sequence[TextLine], columns: Sequence[float]) -> list[float]:
    """Positions above and below titles of sections: a lone figure, and all in bold."""
    cuts: list[float] = []
    for index, line in enumerate(lines):
        first = line.runs[0].words[0]
        titled = first.x1 < columns[1] and bool(_SECTION.fullmatch(first.text))
        if not titled or len(line.runs) < 2 or not _is_bold(line):
            continue
        if index:
            cuts.append((lines[index - 1].bottom + line.top) / 2)
        last = index
        while (
            last + 1 < len(lines)
            and len(lines[last + 1].runs) == 1
            and _is_bold(lines[last + 1])
            and abs(lines[last + 1].runs[0].x0 - line.runs[1].x0) <= TABLE.alike
        ):
            last += 1
        if last + 1 < len(lines):
            cuts.append((lines[last].bottom + lines[last + 1].top) / 2)
    return cuts


def breaks_at_labels(lines: Sequence[TextLine], columns: Sequence[float]) -> list[float]:
    """Positions above a label that follows on another one in the first of two columns.

    A label may run over several lines, as long as they name something together.
    """
    if len(columns) != len(("left", "middle", "right")):
        return []
    titled = [line for line in lines if line.runs[0].x0 < columns[1]]
    texts = [text_of(line.runs[0].words) for line in titled]
    cuts: list[float] = []
    label = ""
    for line, (text, after) in zip(titled, pairwise([*texts, ""]), strict=True):
        begins = of_label(text) or of_label(f"{text} {after}")
        if begins and of_label(label) and not of_label(f"{label} {text}"):
            above = max(other.bottom for other in lines if other.bottom <= line.top + 1)
            cuts.append((above + line.top) / 2)
            label = text
        else:
            label = f"{label} {text}".strip()
    return cuts


def _is_bold(line: TextLine) -> bool:
    return all(word.bold for run in line.runs for word in run.words)


def _leading(lines: Sequence[TextLine], columns: Sequence[float]) -> float:
    """White between one line and the next in the same cell: a low decile over the columns."""
    whites: list[float] = []
    bottoms = [0.0] * (len(columns) - 1)
    for line in lines:
        for run in line.runs:
            c = slot(columns, (run.x0 + run.x1) / 2)
            top = min(w.top for w in run.words)
            if 0 < bottoms[c] <= top + 3:
                whites.append(max(0.0, top - bottoms[c]))
            bottoms[c] = max(w.bottom for w in run.words)
    whites.sort()
    return whites[len(whites) // 10] if whites else 0.0


def _width(gap: Span) -> float:
    return gap[1] - gap[0]
