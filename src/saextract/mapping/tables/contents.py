"""What the texts of a table's columns tell of them, whatever stands over them.

Each measure takes the texts of one column, without its empty cells; `tell_roles` puts the measures
together where no header and no table before says what the columns are for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from saextract.lexicon import numbers
from saextract.lexicon.answers import begins, is_answer
from saextract.lexicon.roles import TICKS, Role
from saextract.model import Row
from saextract.text.letters import flatten, letters

_MOSTLY_ANSWERS = 0.7
_SHORT_ANSWER = 20
_LIKE_PROVISIONS = 0.3
"""Mean likeness of the texts of a column of requirements."""

_SURELY_PROVISIONS = 0.5
"""The same for a column whose title says otherwise; comments that quote the Code stay below."""

_SAID = (Role.EVIDENCE, Role.COMMENTARY)

Likeness = Callable[[str], float]
"""How much a text is like some provision of some edition, 0 to 1."""

_PROSE = 20
"""Mean length in letters from which a column that nothing else tells holds free text."""

_LISTED = (2, 3)
_FEWEST_LISTED = 3
"""Columns and rows of a list of provisions' numbers with nothing but answers and comments."""

_CATEGORIES = 3
"""Different texts of a column that sorts the provisions ("must", "should") or names who answers for
them ("Board"), at most."""


def cell_text(row: Row, column: int) -> str:
    """The text of a row's cell on one line; "" where there is no cell."""
    cell = row.cells[column] if column < len(row.cells) else None
    return flatten(cell.text) if cell else ""


def column_texts(rows: Sequence[Row], width: int) -> list[list[str]]:
    """The texts of each column, empty cells left out."""
    return [
        [text for text in (cell_text(row, column) for row in rows) if text]
        for column in range(width)
    ]


def tell_roles(
    bodies: Sequence[Sequence[str]], likeness: Likeness
) -> tuple[tuple[Role | None, ...], frozenset[Role]] | None:
    """Tells columns from their texts alone: numbers, answer words, texts like provisions.

    Args:
        bodies: the texts of each column.
        likeness: how much a text is like some provision of some edition, 0 to 1.

    Returns:
        The role of each column, and the roles that are in doubt; None if no column reads like
        requirements, and the table is no list of provisions' numbers with their answers.
    """
    roles: list[Role | None] = [None] * len(bodies)
    scored = [
        (_mean_likeness(texts, likeness), column)
        for column, texts in enumerate(bodies)
        if mean_length(texts) > 25
    ]
    best = max(scored, default=(0.0, -1))
    if best[0] < 0.35:
        return _without_requirements(bodies)
    roles[best[1]] = Role.REQUIREMENT
    doubtful: set[Role] = set()
    for column, texts in enumerate(bodies):
        if roles[column] is not None:
            continue
        if Role.NUMBER not in roles and number_share(texts) >= 0.6:
            roles[column] = Role.NUMBER
        elif (
            Role.ANSWER not in roles and answer_share(texts) >= 0.6 and _median_length(texts) <= 25
        ):
            roles[column] = Role.ANSWER
        elif answer_share(texts) >= _MOSTLY_ANSWERS and _median_length(texts) <= 25:
            roles[column] = Role.OTHER
            doubtful.add(Role.ANSWER)
    rest = [column for column, role in enumerate(roles) if role is None and bodies[column]]
    asked = max(column for column, role in enumerate(roles) if role is not None)
    sorting = [column for column in rest if _is_category(bodies[column])]
    if len(sorting) == len(rest):
        sorting = [column for column in sorting if column < asked]
    for column in sorting:
        roles[column] = Role.OTHER
        rest.remove(column)
    names = [Role.COMMENTARY] if len(rest) == 1 else [Role.EVIDENCE, Role.COMMENTARY]
    if rest and any(column > asked for column in sorting):
        doubtful.update(names)
    for column, role in zip(rest, names + [Role.OTHER] * len(rest), strict=False):
        roles[column] = role
    if len(names) > 1 and rest:
        doubtful.update(names)
    return tuple(roles), frozenset(doubtful)


def _without_requirements(
    bodies: Sequence[Sequence[str]],
) -> tuple[tuple[Role | None, ...], frozenset[Role]] | None:
    """The columns of a list of numbers with their answers, and perhaps a comment."""
    numbered, answered, *rest = (*bodies, (), ())
    if len(bodies) not in _LISTED or len(numbered) < _FEWEST_LISTED:
        return None
    whole = all(numbers.whole(text) for text in numbered) and len(set(numbered)) == len(numbered)
    if not whole or len(answered) != len(numbered) or not all(map(is_answer, answered)):
        return None
    said = Role.COMMENTARY if rest[0] else None
    return (Role.NUMBER, Role.ANSWER, said)[: len(bodies)], frozenset()


def answer_columns(roles: Sequence[Role | None], bodies: Sequence[Sequence[str]]) -> list[int]:
    """The columns of which nearly every cell opens with a plain answer, whatever heads them.

    Where cells of one hold an answer and no more, columns of longer texts do not count.
    """
    named = (Role.NUMBER, Role.REQUIREMENT, Role.OWNER, Role.DUE, Role.OTHER)
    found = [
        column
        for column, texts in enumerate(bodies)
        if roles[column] not in named and answer_share(texts) >= _MOSTLY_ANSWERS
    ]
    short = [column for column in found if mean_length(bodies[column]) <= _SHORT_ANSWER]
    return short or sorted(found, key=lambda column: mean_length(bodies[column]))[:1]


def requirement_column(
    roles: Sequence[Role | None], bodies: Sequence[Sequence[str]], likeness: Likeness
) -> int | None:
    """The column whose texts are most like provisions, else the longest before the answers.

    Args:
        roles: what is known of the columns; those without a role, or of none, are asked first,
            then those whose title says that the landlord speaks in them ("What we must do").
        bodies: the texts of each column.
        likeness: how much a text is like some provision of some edition, 0 to 1.

    Returns:
        The column, or None if none reads like requirements.
    """
    free = [i for i, role in enumerate(roles) if role in (None, Role.OTHER) and bodies[i]]
    scored = [(_mean_likeness(bodies[i], likeness), i) for i in free]
    best = max(scored, default=(0.0, -1))
    if best[0] >= _LIKE_PROVISIONS:
        return best[1]
    said = [i for i, role in enumerate(roles) if role in _SAID and bodies[i]]
    best = max(((_mean_likeness(bodies[i], likeness), i) for i in said), default=(0.0, -1))
    if best[0] >= _SURELY_PROVISIONS:
        return best[1]
    answers = [i for i, role in enumerate(roles) if role in (Role.ANSWER, *TICKS)]
    left = [i for i in free if answers and i < min(answers) and mean_length(bodies[i]) > 30]
    return max(left, key=lambda i: mean_length(bodies[i]), default=None)


def _is_category(texts: Sequence[str]) -> bool:
    """Whether a column holds a few words again and again, and so no evidence and no comment."""
    kinds = {letters(text) for text in texts}
    return len(kinds) <= min(_CATEGORIES, len(texts) / 2) and not is_prose(texts)


def answer_share(texts: Sequence[str]) -> float:
    """Share of the texts that are an answer or open with one."""
    return sum(map(begins, texts)) / len(texts) if texts else 0.0


def number_share(texts: Sequence[str]) -> float:
    """The share of texts that begin with a provision's number, 0 to 1."""
    return sum(numbers.opens(text) is not None for text in texts) / len(texts) if texts else 0.0


def is_prose(texts: Sequence[str]) -> bool:
    """Whether the texts are long enough, in the mean, for evidence or commentary."""
    return mean_length(texts) >= _PROSE


def mean_length(texts: Sequence[str]) -> float:
    """The mean length of the texts in letters; 0 where there are none."""
    return sum(map(len, texts)) / len(texts) if texts else 0.0


def _median_length(texts: Sequence[str]) -> float:
    return sorted(map(len, texts))[len(texts) // 2] if texts else 0.0


def like_provisions(texts: Sequence[str], likeness: Likeness) -> bool:
    """Whether the texts are, in the mean, as like provisions as a column of requirements."""
    return _mean_likeness(texts, likeness) >= _LIKE_PROVISIONS


def _mean_likeness(texts: Sequence[str], likeness: Likeness) -> float:
    """The mean likeness to provisions of a dozen or two of the texts, 0 to 1."""
    sample = texts[:: max(1, len(texts) // 12)]
    return sum(map(likeness, sample)) / len(sample) if sample else 0.0
