"""Which Code, and which edition of it, the requirement texts belong to.

Neither heading, preamble, file name nor year tells; only the texts of the rows do. Each row
is compared with every edition, and the document is cut into runs of one edition each by the
best path over its rows, where every change costs as much as three rows (Viterbi).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from saextract.mapping.tables.fragments import Fragment
from saextract.model import Code

from .council import by_provision
from .features import FloatArray, Index, grams, index_of

_CHANGE_COST = 3.0
_NUMBER_BONUS = 0.08
_FULL_GRAMS = 40

_LISTED = 0.5
"""Share of the rows with a requirement longer than a title up to which a form is a list of
numbers."""

_LONGEST_TITLE = 60
"""Characters of a title that stands in the place of a requirement; the shortest requirements of the
catalogue have more than that in all editions but 2020."""

_WORDED = 0.5
"""Likeness from which a text is a provision's requirement in its own words, shortened or not; what
a landlord asks in words of its own has less."""

_FEWEST_LISTED = 8
"""Numbers of such a form by which its edition can be told; the longest section that two editions
number nearly alike has eight."""

_ALL_BUT_ONE = 0.95
"""Share of the numbers of the sections that a list has part in which it must print itself."""

_NOT_THE_SAME = 0.8
"""The same share of every other edition, up to which the list is not of that one."""


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive fragments of one edition.

    Attributes:
        first, last: its fragments, 0-based, both included.
        code: the edition; for the LGSCO's Code answered provision by provision, the stand-in
            of `saextract.mapping.council`.
        score: mean likeness of its rows to the edition, 0 to 1.
        lead: by how many rows' likeness the edition leads over the next best one.
        listed: it prints no requirements, and its numbers are those of whole sections of this
            edition and of no other.
    """

    first: int
    last: int
    code: Code
    score: float
    lead: float
    listed: bool = False

    @property
    def clarity(self) -> float:
        """How clearly the edition leads, 0 to 1: by two rows in all, or by 0.12 in each row; by
        its numbers, where only they are printed."""
        rows = self.last - self.first + 1
        led = max(0.0, min(1.0, max(self.lead / 2.0, self.lead / rows / 0.12)))
        return 1.0 if self.listed else led

    @property
    def fit(self) -> float:
        """How well the rows fit the edition and no other, 0 to 1."""
        return 1.0 if self.listed else min(self.clarity, self.score / 0.4)


def candidates(codes: Sequence[Code]) -> list[tuple[Code, Index]]:
    """The editions to compare with, each with its index, the stand-in for councils last."""
    stand_in = by_provision(codes)
    listed = [*codes, stand_in] if stand_in is not None else codes
    return [(code, index_of(code)) for code in listed]


def best_likeness(text: str, codes: Sequence[Code]) -> float:
    """How much a text is like the provision of any edition that it is most like, 0 to 1."""
    gram_set = grams(text)
    if len(gram_set) < 8:
        return 0.0
    return max(
        (float(index.compare(gram_set).score.max()) for _, index in candidates(codes)),
        default=0.0,
    )


def find_runs(fragments: Sequence[Fragment], codes: Sequence[Code]) -> list[Run]:
    """Cuts the fragments into runs of one edition each.

    Args:
        fragments: data rows in reading order.
        codes: the catalogue.
    """
    choices = candidates(codes)
    if not fragments or not choices:
        return []
    places = [{p.number: i for i, p in enumerate(code.provisions)} for code, _ in choices]
    likeness = np.array([_likeness(fragment, choices, places) for fragment in fragments])
    listed = [at for at, (code, _) in enumerate(choices) if _lists(code, fragments, codes)]
    path = listed[:1] * len(fragments) or _best_path(likeness)
    runs: list[Run] = []
    first = 0
    for index in range(1, len(path) + 1):
        if index < len(path) and path[index] == path[first]:
            continue
        run = _run(first, index - 1, path[first], likeness, choices)
        runs.append(replace(run, listed=_lists(run.code, fragments[first:index], codes)))
        first = index
    return runs


def _likeness(
    fragment: Fragment, choices: Sequence[tuple[Code, Index]], places: Sequence[dict[str, int]]
) -> list[float]:
    gram_set = grams(fragment.requirement)
    weight = min(1.0, len(gram_set) / _FULL_GRAMS)
    scores: list[float] = []
    for (_, index), place in zip(choices, places, strict=True):
        score = weight * index.compare(gram_set).score
        numbered = place.get(fragment.number)
        if numbered is not None:
            score[numbered] += _NUMBER_BONUS
        scores.append(float(score.max()))
    return scores


def _best_path(likeness: FloatArray) -> list[int]:
    rows, choices = likeness.shape
    total = likeness[0].copy()
    back = np.zeros((rows, choices), dtype=int)
    for row in range(1, rows):
        change = int(total.argmax())
        stay = total >= total[change] - _CHANGE_COST
        back[row] = np.where(stay, np.arange(choices), change)
        total = np.where(stay, total, total[change] - _CHANGE_COST) + likeness[row]
    path = [int(total.argmax())]
    for row in range(rows - 1, 0, -1):
        path.append(int(back[row][path[-1]]))
    return path[::-1]


def _run(
    first: int,
    last: int,
    choice: int,
    likeness: FloatArray,
    choices: Sequence[tuple[Code, Index]],
) -> Run:
    sums = likeness[first : last + 1].sum(axis=0)
    key = choices[choice][0].key
    others = np.array([sums[i] for i, (code, _) in enumerate(choices) if code.key != key])
    told = likeness[first : last + 1, choice]
    told = told[told > 0.15]
    return Run(
        first=first,
        last=last,
        code=choices[choice][0],
        score=min(1.0, float(told.mean())) if len(told) else 0.0,
        lead=float(sums[choice] - others.max()) if len(others) else float(sums[choice]),
    )


def _lists(code: Code, fragments: Sequence[Fragment], codes: Sequence[Code]) -> bool:
    """Whether the numbers of a form without requirements are those of an edition.

    Titles and questions in the landlord's own words are no requirements. The Ombudsmen's joint
    numbering of 2024 counts as the Housing Ombudsman's, unless the document speaks of the other
    one alone (`council.is_councils`).
    """
    printed = {fragment.number for fragment in fragments if fragment.number}
    if len(printed) < _FEWEST_LISTED or code not in codes:
        return False
    others = [share_of(printed, other) for other in codes if other is not code]
    if share_of(printed, code) < _ALL_BUT_ONE or max(others) > _NOT_THE_SAME:
        return False
    long = [f.requirement for f in fragments if len(f.requirement) > _LONGEST_TITLE]
    asked = (text for text in long if best_likeness(text, codes) >= _WORDED)
    return next(islice(asked, int(_LISTED * len(fragments)), None), None) is None


def share_of(printed: set[str], code: Code) -> float:
    """The numbers that a list and the sections of an edition have in common, of all in either.

    Args:
        printed: numbers of provisions.
        code: the edition; its sections are those of which a number is printed.

    Returns:
        A share, 0 to 1.
    """
    sections = {number.partition(".")[0] for number in printed}
    known = {p.number for p in code.provisions if p.number.partition(".")[0] in sections}
    return len(printed & known) / len(printed | known)
