"""What each column of a table is for: from its header, from the table before, from content."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from ..model import Row
from .features import flatten


class Role(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    REQUIREMENT = "requirement"
    ANSWER = "answer"
    YES = "yes"
    NO = "no"
    PARTIAL = "partial"
    NOT_APPLICABLE = "not_applicable"
    EVIDENCE = "evidence"
    COMMENTARY = "commentary"
    ACTION = "action"
    OWNER = "owner"
    DUE = "due"
    RAG = "rag"
    OBSERVATION = "observation"
    OTHER = "other"


TICKS = (Role.YES, Role.NO, Role.PARTIAL, Role.NOT_APPLICABLE)
"""Columns of which one is ticked in each row."""

PROVISION_NUMBER = re.compile(
    r"^\W*(?:(?:code|provision|section|paragraph|para|clause|ref|no)\W*)*"
    r"\d{1,2}\s*\.\s*\d{1,2}\b(?!\s*%)",
    re.IGNORECASE,
)
"""What a cell of a number column begins with."""

ANSWER_WORD = re.compile(
    r"^\W*(yes|no|y|n|n\s?/\s?a|not\s+applicable|partial\w*|partly|part|non\W?compl\w*|"
    r"not\s+compl\w*|compl\w*|fully|met|not\s+(yet\s+)?met|in\s+progress|x|tbc)\b|^\s*[✓✔✗✘☐☑☒✕✖×]",
    re.IGNORECASE,
)
"""What a cell of an answer column begins with."""

_OWN_WORDS = re.compile(
    r"\b(evidence|how (do |does |have |has )?(we|the landlord|it|this)|our|we|landlord(’s|'s)? "
    r"(response|comment)|^\W*responses?\W*$)",
    re.IGNORECASE,
)

_PLAIN_ANSWER = re.compile(
    r"^\W*(?:yes|no|y|n|n\s?/\s?a|not applicable|part(?:ial\w*|ly)?|"
    r"(?:fully |partially |partly |not (?:yet )?|non[- ]?)?(?:compl(?:y|ies|iant|iance)|met))"
    r"\s*(?:[-–—:.,;(!/]|$)|^\s*[✓✔✗✘☑☒]\s*$",
    re.IGNORECASE,
)
"""How a cell opens that is an answer, or an answer with its reasons after it."""

_MOSTLY_ANSWERS = 0.7

Likeness = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table.

    Attributes:
        roles: one for each grid column; None for a column that holds nothing known.
        headers: printed header of each grid column, "" where it has none.
        source: header, inherited or content.
        bounds: x positions of the column bounds in points, for page formats.
    """

    roles: tuple[Role | None, ...]
    headers: tuple[str, ...]
    source: str
    bounds: tuple[float, ...] = ()

    def has(self, *roles: Role) -> bool:
        """Whether any column has one of the roles."""
        return any(role in self.roles for role in roles)

    @property
    def is_form(self) -> bool:
        """Whether rows of this shape can be answers to requirements."""
        answers = self.has(Role.ANSWER, Role.YES, Role.NO) or self.is_prose_form
        return self.has(Role.NUMBER, Role.REQUIREMENT) and answers

    @property
    def is_prose_form(self) -> bool:
        """Whether the landlord speaks for itself, but in no answer column."""
        if self.has(Role.ANSWER, Role.YES, Role.NO, Role.OBSERVATION, Role.ACTION):
            return False
        return self.has(Role.REQUIREMENT) and any(
            role in (Role.COMMENTARY, Role.EVIDENCE) and _OWN_WORDS.search(header)
            for role, header in zip(self.roles, self.headers, strict=True)
        )

    @property
    def is_plan(self) -> bool:
        """Whether rows of this shape are an action plan, not answers."""
        return (
            not self.has(Role.ANSWER, Role.YES, Role.NO)
            and self.has(Role.ACTION)
            and self.has(Role.OWNER, Role.DUE, Role.NUMBER, Role.REQUIREMENT)
        )


def cell_text(row: Row, column: int) -> str:
    """The text of a row's cell on one line; "" where there is no cell."""
    cell = row.cells[column] if column < len(row.cells) else None
    return flatten(cell.text) if cell else ""


@dataclass(frozen=True, slots=True)
class Header:
    """A header found in a table.

    Attributes:
        first, last: its rows, 0-based, both included.
        columns: what it says.
        spans: for each column without a header cell of its own, the column whose header
            cell covers it; else None.
    """

    first: int
    last: int
    columns: Columns
    spans: tuple[int | None, ...]


def complete(header: Header, rows: Sequence[Row], likeness: Likeness) -> Columns:
    """Fills in what a header does not name: a section title over the requirements, say.

    Args:
        header: the header.
        rows: the rows under it, and under others that read the same.
        likeness: how much a text is like some provision of some edition, 0 to 1.
    """
    roles = list(header.columns.roles)
    headers = header.columns.headers
    for column, cover in enumerate(header.spans):
        if cover is not None and roles[column] is None:
            roles[column] = roles[cover]
    bodies = _bodies(rows, len(roles))
    if not header.columns.has(Role.ANSWER, Role.YES, Role.NO, Role.OBSERVATION):
        found = _answer_column(roles, bodies)
        if found is not None:
            roles[found] = Role.ANSWER
    if Role.NUMBER in roles and Role.REQUIREMENT not in roles:
        column = roles.index(Role.NUMBER)
        if _mean_length(bodies[column]) > 30:
            roles[column] = Role.REQUIREMENT
    if Role.REQUIREMENT not in roles:
        found = _requirement_column(roles, bodies, likeness)
        if found is not None:
            roles[found] = Role.REQUIREMENT
    if Role.NUMBER not in roles:
        for column, texts in enumerate(bodies):
            if roles[column] is None and _share(texts, PROVISION_NUMBER) >= 0.6:
                roles[column] = Role.NUMBER
                break
    free = Role.COMMENTARY in roles or Role.EVIDENCE in roles
    for column, texts in enumerate(bodies):
        if roles[column] is None and texts:
            roles[column] = Role.OTHER if free or headers[column] else Role.COMMENTARY
            free = True
    return replace(header.columns, roles=tuple(roles))


def inherit(rows: Sequence[Row], bounds: tuple[float, ...], before: Columns) -> Columns | None:
    """The columns of a table without a header, from those of a table before it.

    Args:
        rows: the table's rows.
        bounds: x positions of its column bounds in points, () where the format has none.
        before: the columns of the earlier table.

    Returns:
        The columns, or None where number, position or content of the columns do not agree.
    """
    width = len(rows[0].cells) if rows else 0
    if before.is_plan and rows and rows[0].header:
        return None
    inherited: Columns | None = None
    if width == len(before.roles) and _same_bounds(bounds, before.bounds):
        inherited = replace(before, source="inherited", bounds=bounds or before.bounds)
    elif len(bounds) == width + 1 and len(before.bounds) == len(before.roles) + 1:
        inherited = _by_position(bounds, before)
        if inherited is not None and width == len(before.roles) and _answers(rows, before):
            inherited = replace(before, source="inherited", bounds=bounds)
    return inherited if inherited is not None and _agrees(rows, inherited) else None


def _answers(rows: Sequence[Row], columns: Columns) -> bool:
    """Whether the number and answer columns, counted from the left, hold just that."""
    bodies = _bodies(rows, len(columns.roles))
    kinds = ((Role.NUMBER, PROVISION_NUMBER), (Role.ANSWER, _PLAIN_ANSWER))
    return all(
        role in columns.roles and _share(bodies[columns.roles.index(role)], pattern) >= 0.5
        for role, pattern in kinds
    )


def _by_position(bounds: tuple[float, ...], before: Columns) -> Columns | None:
    """Gives each column the role of the earlier column in which its middle lies."""
    if abs(bounds[0] - before.bounds[0]) > 15 or abs(bounds[-1] - before.bounds[-1]) > 15:
        return None
    inside = [
        max(0, min(len(before.roles), sum(bound <= (a + b) / 2 for bound in before.bounds)) - 1)
        for a, b in pairwise(bounds)
    ]
    return Columns(
        tuple(before.roles[i] for i in inside),
        tuple(before.headers[i] for i in inside),
        "inherited",
        bounds,
    )


def _same_bounds(one: Sequence[float], other: Sequence[float]) -> bool:
    if len(one) != len(other):
        return not one or not other
    return all(abs(a - b) <= 12 for a, b in zip(one, other, strict=True))


_ANY_NUMBER = re.compile(rf"{PROVISION_NUMBER.pattern}|\W*\d{{1,3}}\W*$", PROVISION_NUMBER.flags)
"""A provision number, or the number of a list that stands in its place."""


def _agrees(rows: Sequence[Row], columns: Columns) -> bool:
    """Whether the cells are of the kinds that the columns ask for."""
    bodies = _bodies(rows, len(columns.roles))
    if columns.is_plan and len(rows) > 1 and columns.has(Role.OWNER, Role.DUE):
        named = zip(columns.roles, bodies, strict=True)
        if not any(body for role, body in named if role in (Role.OWNER, Role.DUE)):
            return False
    for role, pattern in ((Role.NUMBER, _ANY_NUMBER), (Role.ANSWER, ANSWER_WORD)):
        texts = [
            text
            for its_role, body in zip(columns.roles, bodies, strict=True)
            if its_role is role
            for text in body
        ]
        odd = sum(not pattern.match(text) for text in texts)
        if odd > max(1, len(texts) // 2):
            return False
    return True


def _bodies(rows: Sequence[Row], width: int) -> list[list[str]]:
    """The texts of each column, empty cells left out."""
    return [
        [text for text in (cell_text(row, column) for row in rows) if text]
        for column in range(width)
    ]


def _answer_column(roles: Sequence[Role | None], bodies: Sequence[Sequence[str]]) -> int | None:
    """The column of which nearly every cell opens with a plain answer, whatever heads it."""
    named = (Role.NUMBER, Role.REQUIREMENT, Role.OWNER, Role.DUE)
    shares = [
        (_share(texts, _PLAIN_ANSWER), -_mean_length(texts), column)
        for column, texts in enumerate(bodies)
        if roles[column] not in named
    ]
    best = max(shares, default=(0.0, 0.0, -1))
    return best[2] if best[0] >= _MOSTLY_ANSWERS else None


def _requirement_column(
    roles: Sequence[Role | None], bodies: Sequence[Sequence[str]], likeness: Likeness
) -> int | None:
    free = [i for i, role in enumerate(roles) if role in (None, Role.OTHER) and bodies[i]]
    scored = [(_mean_likeness(bodies[i], likeness), i) for i in free]
    best = max(scored, default=(0.0, -1))
    if best[0] >= 0.3:
        return best[1]
    answers = [i for i, role in enumerate(roles) if role in (Role.ANSWER, *TICKS)]
    left = [i for i in free if answers and i < min(answers) and _mean_length(bodies[i]) > 30]
    return max(left, key=lambda i: _mean_length(bodies[i]), default=None)


def from_content(
    rows: Sequence[Row], bounds: tuple[float, ...], likeness: Likeness
) -> Columns | None:
    """Roles from the cells alone: numbers, answer words, texts that are like provisions.

    Args:
        rows: the table's rows.
        bounds: x positions of its column bounds in points.
        likeness: how much a text is like some provision of some edition, 0 to 1.

    Returns:
        The columns, or None if no column reads like requirements.
    """
    width = len(rows[0].cells) if rows else 0
    bodies = _bodies(rows, width)
    roles: list[Role | None] = [None] * width
    scored = [
        (_mean_likeness(texts, likeness), column)
        for column, texts in enumerate(bodies)
        if _mean_length(texts) > 25
    ]
    best = max(scored, default=(0.0, -1))
    if best[0] < 0.35:
        return None
    roles[best[1]] = Role.REQUIREMENT
    for column, texts in enumerate(bodies):
        if roles[column] is not None:
            continue
        if Role.NUMBER not in roles and _share(texts, PROVISION_NUMBER) >= 0.6:
            roles[column] = Role.NUMBER
        elif (
            Role.ANSWER not in roles
            and _share(texts, ANSWER_WORD) >= 0.6
            and _median_length(texts) <= 25
        ):
            roles[column] = Role.ANSWER
    rest = [column for column in range(width) if roles[column] is None and bodies[column]]
    names = [Role.COMMENTARY] if len(rest) == 1 else [Role.EVIDENCE, Role.COMMENTARY]
    for column, role in zip(rest, names + [Role.OTHER] * width, strict=False):
        roles[column] = role
    return Columns(tuple(roles), ("",) * width, "content", bounds)


def _share(texts: Sequence[str], pattern: re.Pattern[str]) -> float:
    return sum(bool(pattern.match(text)) for text in texts) / len(texts) if texts else 0.0


def _mean_length(texts: Sequence[str]) -> float:
    return sum(map(len, texts)) / len(texts) if texts else 0.0


def _median_length(texts: Sequence[str]) -> float:
    return sorted(map(len, texts))[len(texts) // 2] if texts else 0.0


def _mean_likeness(texts: Sequence[str], likeness: Likeness) -> float:
    sample = texts[:: max(1, len(texts) // 12)]
    return sum(map(likeness, sample)) / len(sample) if sample else 0.0
