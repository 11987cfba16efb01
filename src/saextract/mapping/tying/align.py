"""Ties fragments to provisions, over the whole document at once.

A segment of one or more consecutive fragments is matched to one provision or to none. What
speaks for a match: the requirement's text, the printed number, the heading above, and the
order in which forms print the provisions. Each is evidence, none is truth. The best way to
cut all fragments into matched segments is found by dynamic programming (Viterbi); joining the
parts of a row that runs over pages is so decided together with what the row is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from saextract.lexicon.answers import begins
from saextract.mapping.tables.fragments import Fragment
from saextract.model import Code, Match
from saextract.text.letters import letters

from .features import FloatArray, Index, grams, index_of
from .order import HEAD_LETTERS, heads_of, order_scores, stages_of

Method = Literal["number", "text", "number+text", "order"]

LONGEST_SEGMENT = 8
"""Fragments that one row may have, beside those that only go on with evidence or commentary."""

_LONGEST_LIST = 64
"""Fragments that one row may have at all, such as the lines of its evidence in a sheet."""

_TEXT = 6.0
_NUMBER_AGREES = 2.5
_NUMBER_DIFFERS = 2.0
_NUMBER_MANGLED = 1.0
_HEADING = 0.4
_MATCH_COST = 1.2
_UNMATCHED_COST = 1.0
_NO_NUMBER = 1.5
_NO_ANSWER = 1.0
_MIDDLE = 0.8
_FEW_GRAMS = 15
_ACROSS_A_TABLE = 1.5
_SCALE = _TEXT + _NUMBER_AGREES
TEXT_TELLS = 0.3
"""Text score from which the text itself speaks for a match."""
_TIE = 0.35


@dataclass(frozen=True, slots=True)
class Segment:
    """Fragments that make up one row, and the provision it is tied to.

    Attributes:
        first, last: its fragments, 0-based within the run, both included.
        provision: 0-based in the edition, or None where it is tied to none.
        match: how it is tied; None with the provision.
        text_score, precision, recall: of the joined requirement against the provision.
        number: the number that the row prints, or "".
        conflict: the printed number is that of another provision.
    """

    first: int
    last: int
    provision: int | None = None
    match: Match | None = None
    text_score: float = 0.0
    precision: float = 0.0
    recall: float = 0.0
    number: str = ""
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class _Scored:
    """A possible segment: the evidence for each provision, order left out."""

    total: FloatArray
    text: FloatArray
    precision: FloatArray
    recall: FloatArray
    number: str


def align(fragments: Sequence[Fragment], code: Code) -> list[Segment]:
    """Cuts the fragments of one edition into segments, tied to provisions or to none.

    Args:
        fragments: the data rows, in reading order.
        code: the edition.

    Returns:
        Segments in reading order; every fragment lies in exactly one.
    """
    if not fragments:
        return []
    return _Alignment(fragments, code).solve()


class _Alignment:
    def __init__(self, fragments: Sequence[Fragment], code: Code) -> None:
        self.fragments = fragments
        self.provisions = code.provisions
        self.index: Index = index_of(code)
        self.size = len(code.provisions)
        self.transition = order_scores(code)
        self.stages = stages_of(code.provisions)
        self.position = {p.number: i for i, p in enumerate(code.provisions)}
        self.single = [self.index.compare(grams(f.requirement)) for f in fragments]
        self.trust = self._number_trust()
        starts = [f for f in fragments if len(grams(f.requirement)) >= _FEW_GRAMS]
        self.numbered = _share(bool(f.number) for f in starts)
        self.answering = _share(bool(f.answered) for f in starts)
        self.heads = heads_of(code.provisions)
        self.scored: dict[tuple[int, int], _Scored] = {}
        self.headed: dict[tuple[str, str], FloatArray] = {}

    def _number_trust(self) -> float:
        """How far the printed numbers can be believed: 0.1 to 1, by the rows with a clear text."""
        agree = told = 0
        for fragment, likeness in zip(self.fragments, self.single, strict=True):
            position = self.position.get(fragment.number)
            score = likeness.score
            if not fragment.number or score.max() < 0.6:
                continue
            told += 1
            agree += position is not None and bool(score[position] >= score.max() - 0.1)
        if told < 4:
            return 1.0
        return float(np.clip((agree / told - 0.3) / 0.5, 0.1, 1.0))

    def solve(self) -> list[Segment]:
        count = len(self.fragments)
        start = self.size
        best = np.full((count + 1, self.size + 1), -np.inf)
        best[0, start] = 0.0
        length = np.zeros((count + 1, self.size + 1), dtype=int)
        source = np.zeros((count + 1, self.size + 1), dtype=int)
        for at in range(count):
            reach = best[at][:, None] + self.transition
            before = reach.argmax(axis=0)
            value = reach[before, np.arange(self.size)]
            for last in range(at, min(count, at + _LONGEST_LIST)):
                if last > at and not self._may_join(at, last):
                    break
                if last >= at + LONGEST_SEGMENT and not _goes_on(self.fragments[last]):
                    break
                scored = self._score(at, last)
                total = value + scored.total
                better = total > best[last + 1, : self.size]
                best[last + 1, : self.size][better] = total[better]
                length[last + 1, : self.size][better] = last + 1 - at
                source[last + 1, : self.size][better] = before[better]
            skipped = best[at] - _unmatched_cost(self.fragments[at])
            better = skipped > best[at + 1]
            best[at + 1][better] = skipped[better]
            length[at + 1][better] = 0
            source[at + 1][better] = np.arange(self.size + 1)[better]
        return self._explain(self._trace(best, length, source))

    @staticmethod
    def _trace(best: FloatArray, length: FloatArray, source: FloatArray) -> list[Segment]:
        at = len(best) - 1
        state = int(best[at].argmax())
        path: list[Segment] = []
        while at > 0:
            taken = int(length[at, state])
            if taken == 0:
                path.append(Segment(at - 1, at - 1))
                state = int(source[at, state])
                at -= 1
                continue
            path.append(Segment(at - taken, at - 1, provision=state))
            state, at = int(source[at, state]), at - taken
        return path[::-1]

    def _may_join(self, first: int, last: int) -> bool:
        """Whether the last fragment can belong to the row of the ones before it."""
        parts = self.fragments[first : last + 1]
        if len({part.number for part in parts if part.number}) > 1:
            return False
        if any(part.stray for part in parts[1:]):
            return False
        here = parts[-1].number and not parts[-1].continued
        if here and parts[-1].detector == "sheet":  # there it stands in the first
            return False
        earlier = any(part.answered for part in parts[:-1])
        return not (earlier and begins_answer(parts[-1]))

    def _score(self, first: int, last: int) -> _Scored:
        if (first, last) in self.scored:
            return self.scored[first, last]
        parts = self.fragments[first : last + 1]
        texts = [part.requirement for part in parts if part.requirement]
        likeness = (
            self.single[first] if first == last else self.index.compare(grams(" ".join(texts)))
        )
        text = likeness.score
        number = next((part.number for part in parts if part.number), "")
        joined = " ".join(texts)
        enough = min(1.0, len(grams(joined)) / _FEW_GRAMS)
        total = _TEXT * enough * text + self._number_score(number)
        total = total + self._heading_score(parts[0].section, parts[0].stage) - _MATCH_COST
        if not number:
            total = total - _NO_NUMBER * self.numbered - self._middle_cost(joined)
        if not any(part.answered for part in parts):
            total = total - _NO_ANSWER * self.answering
        for place in range(first + 1, last + 1):
            total = total - _join_cost(self.fragments[place - 1], self.fragments[place])
        if last > first:
            total = total - self._alien_cost(first, last)
        scored = _Scored(total, text, likeness.precision, likeness.recall, number)
        self.scored[first, last] = scored
        return scored

    def _middle_cost(self, requirement: str) -> FloatArray:
        """What it costs that a text does not begin where the provision begins."""
        begin = grams(letters(requirement)[: HEAD_LETTERS // 2])
        if not begin:
            return np.zeros(self.size)
        shares = [len(begin & head) / len(begin) for head in self.heads]
        return _MIDDLE * (1.0 - np.array(shares))

    def _alien_cost(self, first: int, last: int) -> FloatArray:
        """What joining text costs that does not stand in the provision."""
        cost = np.zeros(self.size)
        for place in range(first, last + 1):
            fragment = self.fragments[place]
            inner = place > first and not fragment.breaks
            size = min(1.0, len(grams(fragment.requirement)) / 15)
            cost += (2.0 if inner else 1.0) * size * (1.0 - self.single[place].precision)
        return cost

    def _number_score(self, number: str) -> FloatArray:
        score = np.zeros(self.size)
        if not number or number not in self.position:
            return score
        score -= _NUMBER_DIFFERS * self.trust
        score[self.position[number]] = _NUMBER_AGREES * self.trust
        mangled = self.position.get(f"{number}0")
        if mangled is not None:
            score[mangled] = _NUMBER_MANGLED * self.trust
        return score

    def _heading_score(self, section: str, stage: str) -> FloatArray:
        if (section, stage) in self.headed:
            return self.headed[section, stage]
        score = np.zeros(self.size)
        for place, provision in enumerate(self.provisions):
            if section:
                score[place] += _HEADING if provision.section == section else -_HEADING
            if stage and self.stages[place]:
                score[place] += _HEADING if self.stages[place] == stage else -_HEADING
        self.headed[section, stage] = score
        return score

    def _explain(self, path: Sequence[Segment]) -> list[Segment]:
        """Says for each matched segment how it was tied, and how clearly."""
        matched = [place for place, segment in enumerate(path) if segment.provision is not None]
        explained = list(path)
        for order, place in enumerate(matched):
            segment = path[place]
            before = path[matched[order - 1]].provision if order else self.size
            after = path[matched[order + 1]].provision if order + 1 < len(matched) else None
            explained[place] = self._explained(segment, before, after)
        return explained

    def _explained(self, segment: Segment, before: int | None, after: int | None) -> Segment:
        chosen = segment.provision
        assert chosen is not None
        scored = self._score(segment.first, segment.last)
        around = self.transition[before if before is not None else self.size].copy()
        if after is not None:
            around += self.transition[: self.size, after]
        alone = _lead(scored.total, chosen)
        lead = _lead(scored.total + around, chosen)
        text = float(scored.text[chosen])
        number = self.provisions[chosen].number
        agrees = scored.number == number
        mangled = bool(scored.number) and f"{scored.number}0" == number
        method: Method
        if alone < _TIE:
            method = "order"
        elif (agrees or mangled) and text >= TEXT_TELLS:
            method = "number+text"
        elif agrees:
            method = "number"
        else:
            method = "text"
        score = {"number+text": 0.5 + 0.5 * text, "number": 0.5, "text": text, "order": text}
        return replace(
            segment,
            match=Match(
                method=method,
                score=round(min(1.0, score[method]), 3),
                margin=round(min(1.0, max(0.0, lead / _SCALE)), 3),
            ),
            text_score=text,
            precision=float(scored.precision[chosen]),
            recall=float(scored.recall[chosen]),
            number=scored.number,
            conflict=bool(scored.number) and not agrees and not mangled,
        )


def _goes_on(fragment: Fragment) -> bool:
    """Whether a fragment is nothing but evidence or commentary."""
    return not (fragment.number or fragment.requirement or fragment.answered or fragment.stray)


def begins_answer(fragment: Fragment) -> bool:
    """Whether the answer cells of a fragment hold an answer, not the rest of one."""
    if fragment.yes or fragment.no or fragment.ticked:
        return True
    return bool(fragment.answer) and begins(fragment.answer or "")


def _share(marks: Iterable[bool]) -> float:
    known = list(marks)
    return sum(known) / len(known) if known else 0.0


def _lead(total: FloatArray, chosen: int) -> float:
    if len(total) == 1:
        return float(total[chosen])
    others = total.copy()
    others[chosen] = -np.inf
    return float(total[chosen] - others.max())


def _join_cost(upper: Fragment, lower: Fragment) -> float:
    if lower.continued:
        return 0.1
    if lower.parted:
        return _ACROSS_A_TABLE
    if not lower.breaks:
        return 1.5 if lower.requirement or lower.number else 0.6
    if lower.cut_above or upper.cut_below:
        return 0.2
    return 0.8 if _goes_on(upper) and lower.number and lower.requirement else 0.4


def _unmatched_cost(fragment: Fragment) -> float:
    """What it costs to leave a fragment without a provision."""
    if fragment.stray and not fragment.answered:
        return 0.2
    return _UNMATCHED_COST if fragment.text else 0.0
