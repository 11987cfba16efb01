"""The best reading of a text's marks: which of them open rows and fields, and which are text.

A semi-Markov path over the marks of a text, in its order. A state says in which field of a row
a reader stands, which fields the row has had, and which provision it is of; between two marks
the text belongs to that field. A reading's score is the sum of the features below that
hold in it, and the best one is found by Viterbi's algorithm. The margin of a mark is the lead
over the best reading in which it is something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from saextract.lexicon import answers

from .marks import Mark, begins_answer

# What tells for and against a reading, each as often as it holds; a requirement in the Code's words
# and an answer are worth twice what the row costs that they open. On the 45 documents of the
# corpus and the tests that are read so, no row changes with any one of these halved or half as
# large again.

_ROW = -15
"""A row is opened."""

_NUMBER = 5
"""A row opens with a provision's number."""

_TITLE = 10
"""A row opens with a heading that is a provision's number."""

_WORDING = 15
"""A row has a requirement in the Code's words."""

_ASKED = 4
"""A row has a label for its requirement."""

_ANSWERED = 15
"""A row has an answer, by its label or right behind the requirement."""

_FIELD = 2
"""A label opens a field of its row that the row did not have."""

_AGAIN = -30
"""A label opens a field that its row has already."""

_UNSEEN = -5
"""The label of a second answer closes a row: it belongs to one whose beginning is not known."""

_WORDING_IS_TEXT = -8
"""A requirement in the Code's words is a quotation."""

_NUMBER_IS_TEXT = -3
"""A number that opens a line is text."""

_LABEL_IS_TEXT = -10
"""A label is text."""

_ANSWER_IS_TEXT = -20
"""A label with an answer behind it is text."""

_BACK = -10
"""A row goes back in the Code's order."""

_LAG = 20
"""Score by which a reading may lie behind the best one and still be followed: more than the
wording and the number of a row are worth."""

_SHORT = 24
"""Characters behind a label for an answer that are no prose, whatever they say."""

_ASKING = frozenset(("answer", "response"))
_TOLD = frozenset(("answer", "response", "answered"))


class Step(NamedTuple):
    """What a mark is in the best reading.

    Attributes:
        sense: "row" (it opens one), "field", "answer", "close", "unseen" (it closes a row, since
            it belongs to one whose beginning is not known), or "text".
        margin: by how much the best reading leads over those in which it is something else.
    """

    sense: str
    margin: float


class _State(NamedTuple):
    """Where a reader stands: field ("" outside rows), what the row has, place of its provision."""

    field: str = ""
    has: frozenset[str] = frozenset()
    place: int = -1


Move = tuple[str, _State, float]


@dataclass(frozen=True, slots=True)
class _Arc:
    before: _State
    sense: str
    after: _State
    gain: float


def decode(marks: Mapping[int, Mark]) -> dict[int, Step]:
    """The best reading.

    Args:
        marks: by their lines, in order.

    Returns:
        For each line what its mark is; lines within a mark that covers several have none.
    """
    alive: dict[_State, float] = {_State(): 0.0}
    layers: list[tuple[int, list[_Arc], dict[_State, float]]] = []
    covered = -1
    for index, mark in sorted(marks.items()):
        if index <= covered:
            continue
        between = index > covered + 1
        covered = index + mark.lines - 1
        arcs = [
            _Arc(state, sense, after, gain)
            for state in alive
            for sense, after, gain in _moves(
                mark, _filled(state) if between else state, marks.get(index + mark.lines)
            )
        ]
        layers.append((index, arcs, alive))
        alive = _best(alive, arcs)
    return _read_back(layers, alive)


def _best(alive: dict[_State, float], arcs: list[_Arc]) -> dict[_State, float]:
    found: dict[_State, float] = {}
    for arc in arcs:
        score = alive[arc.before] + arc.gain
        if score > found.get(arc.after, float("-inf")):
            found[arc.after] = score
    least = max(found.values()) - _LAG
    return {state: score for state, score in found.items() if score >= least}


def _read_back(
    layers: list[tuple[int, list[_Arc], dict[_State, float]]], last: dict[_State, float]
) -> dict[int, Step]:
    state = max(last, key=lambda s: last[s])
    total = last[state]
    behind = dict.fromkeys(last, 0.0)
    steps: dict[int, Step] = {}
    for index, arcs, alive in reversed(layers):
        before: dict[_State, float] = {}
        others = float("-inf")
        chosen: _Arc | None = None
        for arc in arcs:
            if arc.after not in behind:
                continue
            rest = arc.gain + behind[arc.after]
            before[arc.before] = max(rest, before.get(arc.before, float("-inf")))
            if arc.after == state and (
                chosen is None or alive[arc.before] + arc.gain > alive[chosen.before] + chosen.gain
            ):
                chosen = arc
        assert chosen is not None
        for arc in arcs:
            if arc.sense != chosen.sense and arc.after in behind:
                others = max(others, alive[arc.before] + arc.gain + behind[arc.after])
        steps[index] = Step(chosen.sense, total - others)
        state, behind = chosen.before, before
    return dict(sorted(steps.items()))


# --------------------------------------------------------------------------- moves


def _moves(mark: Mark, state: _State, following: Mark | None) -> Iterator[Move]:
    """What a mark can be for a reader in a state: the sense, the state after it, what it adds."""
    label, wording = mark.label, mark.wording
    awaited = state.field in _ASKING and f"{state.field}:" in state.has
    if mark.awaited and awaited:
        yield "answer", _filled(state), 0.0
        return
    if label is not None and label.number:
        yield from _number(mark, state, following)
        return
    if label is not None:
        yield from _label(mark, state)
        return
    if wording is not None:
        yield from _wording(mark, state)
        return
    worded = following is not None and following.wording is not None
    if mark.answers and _awaits_wording(state) and (mark.numbered or worded):
        yield "answer", state._replace(has=state.has | {"answer"}), _ANSWERED
        return
    if mark.closes and not (mark.leads and awaited):
        yield "close", state._replace(field="", has=frozenset()), 0.0
        return
    yield "text", _filled(state), 0.0


def _filled(state: _State) -> _State:
    """The state once text stands in its field."""
    waiting = f"{state.field}:"
    return state._replace(has=state.has - {waiting}) if waiting in state.has else state


def _awaits_wording(state: _State) -> bool:
    return state.field == "requirement" and state.has <= {"number"}


def _number(mark: Mark, state: _State, following: Mark | None) -> Iterator[Move]:
    assert mark.label is not None
    gain: float = _ROW + (_TITLE if mark.opens else _NUMBER)
    has, place = {"number"}, state.place
    if mark.wording is not None:
        has, place, more = _worded(mark, has, state.place)
        gain += more
    elif mark.numbered or (answers.alone(mark.label.value) and following and following.wording):
        has.add("answer")
        gain += _ANSWERED
    yield "row", _State("requirement", frozenset(has), place), gain
    lost = _NUMBER_IS_TEXT + (_WORDING_IS_TEXT if mark.wording else 0)
    yield "text", _filled(state), lost


def _worded(mark: Mark, has: set[str], before: int) -> tuple[set[str], int, float]:
    """What a row has once a requirement stands in it, its place, and what that adds."""
    wording = mark.wording
    assert wording is not None
    gain = float(_WORDING)
    if wording.place <= before:
        gain += _BACK
    has = has | {"wording"}
    if wording.answered and not has & _TOLD:
        has.add("answered")
        gain += _ANSWERED
    return has, wording.place, gain


def _wording(mark: Mark, state: _State) -> Iterator[Move]:
    if state.field == "requirement" and "wording" not in state.has:
        has, place, gain = _worded(mark, set(state.has), state.place)
        yield "field", _State("requirement", frozenset(has), place), gain
    else:
        has, place, gain = _worded(mark, set(), state.place)
        yield "row", _State("requirement", frozenset(has), place), gain + _ROW
    yield "text", _filled(state), _WORDING_IS_TEXT


def _label(mark: Mark, state: _State) -> Iterator[Move]:
    label = mark.label
    assert label is not None
    key = label.key
    lost = _LABEL_IS_TEXT
    prose = key in _ASKING and len(label.value) > _SHORT and not begins_answer(label.value)
    if prose:
        lost = 0
    elif key in _ASKING and label.value:
        lost = _ANSWER_IS_TEXT
    if key == "requirement":
        yield from _asked(mark, state)
    elif not state.field and not state.has:
        yield "text", state, 0.0
        return
    elif key in state.has:
        yield "field", _in_field(state, label.value, key), _AGAIN
        if key in _ASKING:
            yield "unseen", _State(place=state.place), _UNSEEN
    else:
        told = key in _ASKING and not state.has & _TOLD
        gain = _FIELD + (_ANSWERED if told else 0)
        if prose:
            gain += _LABEL_IS_TEXT
        yield "field", _in_field(state, label.value, key), gain
    yield "text", _filled(state), lost


def _in_field(state: _State, value: str, key: str) -> _State:
    """The state within a field; one without a value yet awaits its text ("answer:")."""
    has = {item for item in state.has if not item.endswith(":")} | {key}
    if not value:
        has.add(f"{key}:")
    return _State(key, frozenset(has), state.place)


def _asked(mark: Mark, state: _State) -> Iterator[Move]:
    """A label of a requirement: of the row's, or of a new one."""
    has = set(state.has) | {"requirement"}
    begun = state.field == "requirement" and state.has <= {"number", "answer"}
    numbered = "number" in has and not state.has & {"requirement", "wording"}
    untold = not state.has & (_TOLD | {"requirement"})
    opens = not (begun or (state.field and (numbered or untold)))
    if opens:
        has = {"requirement"}
    place, gain = state.place, float(_ASKED + (_ROW if opens else 0))
    if mark.wording is not None:
        has, place, more = _worded(mark, has - {"wording"}, place)
        gain += more
    yield "row" if opens else "field", _State("requirement", frozenset(has), place), gain
