"""Answers set apart beside a paragraph: labels, pills and stamps, and numbers with their answer.

    1.2  A complaint must be defined as …          Compliant
         an expression of dissatisfaction …
    Our policy has the definition.

    1.2  A complaint must be defined as …
    Met  an expression of dissatisfaction …

Read line by line such an answer stands within the paragraph. At its right it is told by standing
clear of the text, with nothing on its right, where other answers of the document stand; in the
margin by standing right below a number, as beneath nearly all numbers of the document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from saextract.lexicon import answers
from saextract.parsers.pdf.layout.columns import Run, text_lines
from saextract.parsers.pdf.layout.headers import is_answer, is_number, text_of
from saextract.parsers.pdf.page import MIDDLE, Word

_FEWEST = 3
"""Answers of a document that must stand in line for any of them to be badges."""

_MOSTLY = 0.8
"""Share of the texts beside others that must be badges: in columns of prose few are answers."""

_CLEAR = 0.6
"""White between a badge and the text on its left, in type sizes."""

_BELOW = 1.8
"""Baselines of two lines of a badge differ by no more than this, in type sizes."""

_SAME = 3.0
"""Left edges, middles or right edges of badges in line differ by no more than this (points)."""

_OFF_LEVEL = 0.3
"""By how much a line begins above a number that stands at the middle of two, in type sizes."""

_PROSE = 3
"""Words that stand on the left of a badge at least, if no number opens them; else it stands in a
heading or in a row of a table, and is read with it."""


@dataclass(frozen=True, slots=True)
class Badge:
    """An answer at the right of a paragraph.

    Attributes:
        words: its words, line by line.
    """

    words: tuple[Word, ...]

    @property
    def left(self) -> float:
        return min(word.x0 for word in self.words)

    @property
    def right(self) -> float:
        return max(word.x1 for word in self.words)

    @property
    def middle(self) -> float:
        """How far down the page the middle of its first line is."""
        return _middle(self.words[0])


def find_badges(pages: Iterable[Iterable[Sequence[Word]]]) -> list[list[Badge]]:
    """The badges of each page, area by area, from top to bottom.

    Where answers stand, words that answer nothing are badges too ("TBC").

    Args:
        pages: the words that stand in no table, by page, those of each box and those in none.
    """
    groups = [[group for words in areas for group in _groups(words)] for areas in pages]
    found = [[g for g in page if is_answer(text_of(g.words))] for page in groups]
    edges = Counter(edge for badges in found for badge in badges for edge in _edges(badge))
    said = [[g for g in page if answers.whole(text_of(g.words)) is not None] for page in groups]
    kept = [
        [b for b in badges if any(_in_line(edge, edges) >= _FEWEST for edge in _edges(b))]
        for badges in said
    ]
    left = min((badge.left for badges in kept for badge in badges), default=0.0)
    beside = sum(group.right > left for page in groups for group in page)
    return kept if sum(map(len, kept)) >= _MOSTLY * beside else [[] for _ in kept]


def find_margins(pages: Iterable[Iterable[Sequence[Word]]]) -> list[list[Badge]]:
    """The numbers of each page that have their answer below them and a text at their right.

    Args:
        pages: the words that stand in no table, by page, those of each box and those in none.
    """
    found: list[list[Badge]] = []
    alone = 0
    for areas in pages:
        found.append([])
        for words in areas:
            runs = [run for line in text_lines(words) for run in line.runs]
            for run in runs:
                beside = _beside(run, runs) if is_number(text_of(run.words)) else None
                if beside is None:
                    continue
                alone += 1
                answer = _answer_below(run, runs, beside)
                found[-1] += [Badge((*run.words, *answer))] if answer else []
    told = sum(map(len, found))
    return found if told >= max(_FEWEST, _MOSTLY * alone) else [[] for _ in found]


def find_centred(pages: Iterable[Iterable[Sequence[Word]]]) -> list[list[tuple[Word, float]]]:
    """Numbers in a margin that stand at the middle of the lines beside them, as in a circle.

    Args:
        pages: the words that stand in no table, by page, those of each box and those in none.

    Returns:
        By page each number and how far down the page the lines beside it begin, in points; none
        where most of the numbers stand level with their first line.
    """
    found: list[list[tuple[Word, float]]] = []
    alone = 0
    for areas in pages:
        found.append([])
        for words in areas:
            runs = [run for line in text_lines(words) for run in line.runs]
            single = [r for r in runs if len(r.words) == 1 and is_number(text_of(r.words))]
            alone += len(single)
            tops = [(run.words[0], _top_beside(run, runs)) for run in single]
            found[-1] += [(word, top) for word, top in tops if top is not None]
    told = [pair for page in found for pair in page]
    between = sum(top < word.top - _OFF_LEVEL * word.size for word, top in told)
    kept = len(told) >= _MOSTLY * alone and between >= max(_FEWEST, len(told) / 2)
    return found if kept else [[] for _ in found]


def _top_beside(number: Run, runs: Sequence[Run]) -> float | None:
    """Where the lines begin that a number stands beside; None where it does not stand clear."""
    word = number.words[0]
    clear = number.x1 + word.size / 2
    right = sorted((run for run in runs if run.x0 >= clear), key=lambda run: run.words[0].top)
    near = [
        at
        for at, run in enumerate(right)
        if abs(_middle(run.words[0]) - _middle(word)) <= word.size
    ]
    if not near or any(
        run is not number and _is_level(run, word) and run.x1 <= number.x0 for run in runs
    ):
        return None
    at = near[0]
    while at and _is_next_line(right[at - 1], right[at]) and right[at - 1].x0 < right[at].x1:
        at -= 1
    return right[at].words[0].top


def _beside(number: Run, runs: Sequence[Run]) -> float | None:
    """Where prose begins at the right of a number, clear of it, with nothing at its left."""
    level = [other for other in runs if other is not number and _is_level(number, other.words[0])]
    begin = min((other.x0 for other in level), default=0.0)
    prose = any(len(other.words) >= _PROSE for other in level)
    return begin if prose and begin >= number.x1 + number.words[0].size else None


def _answer_below(number: Run, runs: Sequence[Run], beside: float) -> tuple[Word, ...]:
    """The words of the answer beneath a number, on one line or two; none for other words.

    More text right below it is a comment, and the number stands in a column and not in a margin.

    Args:
        number: the number.
        runs: all of its area.
        beside: left edge of the text at its right.
    """
    below: list[Run] = [number]
    for run in runs:
        in_margin = run.x0 >= number.x0 - _SAME and run.x1 < beside
        if in_margin and _is_next_line(below[-1], run):
            below.append(run)
    for end in range(len(below), 1, -1):
        words = tuple(word for run in below[1:end] for word in run.words)
        rest = below[end] if end < len(below) else None
        if is_answer(text_of(words)):
            return words if rest is None or is_number(text_of(rest.words)) else ()
    return ()


def number_before(line: Sequence[Word]) -> bool:
    """Whether a line opens with a provision's number."""
    return is_number(line[0].text)


Edge = tuple[int, int]
"""What is measured (left, middle, right), and where it is, in steps of `_SAME`."""


def _edges(badge: Badge) -> list[Edge]:
    places = (badge.left, (badge.left + badge.right) / 2, badge.right)
    return [(kind, round(place / _SAME)) for kind, place in enumerate(places)]


def _in_line(edge: Edge, edges: Counter[Edge]) -> int:
    kind, place = edge
    return sum(edges[kind, place + step] for step in (-1, 0, 1))


def _groups(words: Sequence[Word]) -> list[Badge]:
    """Texts that stand clear of prose on their left, the lines of each put together."""
    runs = [run for line in text_lines(words) for run in line.runs]
    groups: list[list[Run]] = []
    for run in runs:
        beside = _left_of(run, runs)
        host = next((group for group in groups if _is_below(group[-1], run)), None)
        if beside is None:
            continue
        if host is not None:
            host.append(run)
        elif beside >= _PROSE:
            groups.append([run])
    return [Badge(tuple(word for run in group for word in run.words)) for group in groups]


def _left_of(run: Run, runs: Sequence[Run]) -> int | None:
    """How many words stand on the left of a run, a number aside; None if others do not keep clear.

    Clear is white on its left, and nothing on its right. A number is worth prose, with a title
    behind it or alone; with a sign it is not: that is the badge's own.
    """
    level = [other for other in runs if other is not run and _is_level(other, run.words[0])]
    if any(other.x1 > run.x0 - _CLEAR * run.words[0].size for other in level):
        return None
    words = [word for other in level for word in other.words]
    title = [word for word in words if not is_number(word.text)]
    signs = bool(title) and not any(char.isalpha() for word in title for char in word.text)
    return len(title) + _PROSE * (bool(words) and number_before(words) and not signs)


def _is_level(run: Run, word: Word) -> bool:
    return run.words[0].top < _middle(word) < run.words[0].bottom


def _is_below(above: Run, run: Run) -> bool:
    """Whether a run stands under another one; prose that begins far to its left does not."""
    starts = 2 * above.x0 - above.x1 <= run.x0 < above.x1
    return starts and above.x0 < run.x1 and _is_next_line(above, run)


def _is_next_line(above: Run, run: Run) -> bool:
    first, second = above.words[0], run.words[0]
    return 0 < second.baseline - first.baseline <= _BELOW * first.size


def _middle(word: Word) -> float:
    return word.baseline - MIDDLE * word.size
