"""What each column of a table is for: from its header, from the table before, from content.

What the texts of a column are like by themselves, `contents.py` says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from saextract.lexicon import numbers
from saextract.lexicon.answers import begins, split
from saextract.lexicon.roles import Role, names_subject
from saextract.model import Row
from saextract.text.letters import letters

from .contents import (
    Likeness,
    answer_columns,
    answer_share,
    column_texts,
    is_prose,
    like_provisions,
    mean_length,
    number_share,
    requirement_column,
    tell_roles,
)

_OWN_WORDS = re.compile(
    r"\b(evidence|how (do |does |have |has )?(we|the landlord|it|this)|our|we|landlord(’s|'s)? "
    r"(response|comment)|^\W*responses?\W*$)",
    re.IGNORECASE,
)

_OUTSIDER = re.compile(
    r"\b(?:ombudsman|assessor|auditor|reviewer|inspector)\w*(?:['’]s?)?\s+"
    r"(?:observation|comment|finding|assessment|view|response|recommendation|conclusion)",
    re.IGNORECASE,
)
_ADVICE = re.compile(r"^\W*recommendation", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table.

    Attributes:
        roles: one for each grid column; None for a column that holds nothing known.
        headers: printed header of each grid column, "" where it has none.
        source: header, inherited or content.
        bounds: x positions of the column bounds in points, for page formats.
        doubtful: roles that neither title nor content tells for sure.
        mixed: the answer's cells hold its comment as well; no other column does.
    """

    roles: tuple[Role | None, ...]
    headers: tuple[str, ...]
    source: str
    bounds: tuple[float, ...] = ()
    doubtful: frozenset[Role] = frozenset()
    mixed: bool = False

    def has(self, *roles: Role) -> bool:
        """Whether any column has one of the roles."""
        return any(role in self.roles for role in roles)

    @property
    def is_form(self) -> bool:
        """Whether rows of this shape can be answers to requirements."""
        answers = self.has(Role.ANSWER, Role.YES, Role.NO) or self.is_prose_form
        return self.has(Role.NUMBER, Role.REQUIREMENT) and answers and not self.is_check

    @property
    def is_check(self) -> bool:
        """Whether an outsider speaks in the table: an Ombudsman or an auditor of the landlord."""
        if any(map(_OUTSIDER.search, self.headers)):
            return True
        advises = any(map(_ADVICE.search, self.headers))
        return self.has(Role.OBSERVATION) and advises and not self.has(Role.EVIDENCE)

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


@dataclass(frozen=True, slots=True)
class Header:
    """A header found in a table.

    Attributes:
        first, last: its rows, 0-based, both included.
        columns: what it says.
        spans: for each column without a header cell of its own, the column whose header
            cell covers it; else None.
        named: the role that each title names by itself, repeated ones included.
    """

    first: int
    last: int
    columns: Columns
    spans: tuple[int | None, ...]
    named: tuple[Role | None, ...]


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
    bodies = column_texts(rows, len(roles))
    doubtful: set[Role] = set()
    answers = [column for column, role in enumerate(header.named) if role is Role.ANSWER]
    if Role.ANSWER in roles and Role.REQUIREMENT not in roles:
        column = roles.index(Role.ANSWER)
        if answer_share(bodies[column]) < 0.5 and like_provisions(bodies[column], likeness):
            roles[column] = Role.REQUIREMENT
    if not any(role in roles for role in (Role.ANSWER, Role.YES, Role.NO, Role.OBSERVATION)):
        answers = answer_columns(header.named, bodies)
        planned = header.columns.has(Role.ACTION, Role.OWNER, Role.DUE)
        if not answers and Role.RAG in roles and not planned:
            answers = [roles.index(Role.RAG)]
        if answers:
            roles[latest(answers, headers)[0]] = Role.ANSWER
    answers = [column for column in answers if answer_share(bodies[column]) >= 0.5]
    if len(answers) > 1 and not latest(answers, headers)[1]:
        doubtful.add(Role.ANSWER)
    if Role.NUMBER in roles and Role.REQUIREMENT not in roles:
        column = roles.index(Role.NUMBER)
        if mean_length(bodies[column]) > 30:
            roles[column] = Role.REQUIREMENT
    if Role.REQUIREMENT not in roles:
        found = requirement_column(roles, bodies, likeness)
        subject = _subject_column(roles, headers, bodies) if found is None else None
        if found is None and subject is not None:
            found, named = subject
            doubtful |= set() if named else {Role.REQUIREMENT}
        if found is not None:
            roles[found] = Role.REQUIREMENT
    if Role.NUMBER not in roles:
        for column, texts in enumerate(bodies):
            if roles[column] is None and number_share(texts) >= 0.6:
                roles[column] = Role.NUMBER
                break
    for column, cover in enumerate(header.spans):
        if cover is not None and not bodies[column]:
            roles[column] = roles[cover]
    doubtful |= _name_free_text(roles, header, bodies)
    roles = [Role.OTHER if role is None and bodies[i] else role for i, role in enumerate(roles)]
    return replace(
        header.columns,
        roles=tuple(roles),
        doubtful=frozenset(doubtful),
        mixed=_is_mixed(roles, rows),
    )


def _is_mixed(roles: Sequence[Role | None], rows: Sequence[Row]) -> bool:
    """Whether many answers have their comment behind them, and no column is for comments."""
    if Role.ANSWER not in roles or any(role in _FREE for role in roles):
        return False
    column = roles.index(Role.ANSWER)
    cells = [cell.text for row in rows if (cell := row.cells[column]) and cell.text]
    parted = [split(text) for text in cells]
    told = sum(bool(answer and rest) for answer, rest in parted)
    return told >= _OFTEN * len(cells) > 0


_FREE = (Role.EVIDENCE, Role.COMMENTARY)
"""The form's free-text columns, in its order."""

_ASKING = (Role.NUMBER, Role.REQUIREMENT)
"""What is asked: under an unknown title before it stand themes and sections, not answers."""

_OFTEN = 0.4
"""Share of the answers that have a comment behind them, from which on comments are parted."""


def _name_free_text(
    roles: list[Role | None], header: Header, bodies: Sequence[Sequence[str]]
) -> set[Role]:
    """Gives the free-text columns their roles: by their titles, else by the form's order.

    Returns:
        The roles that only the order tells, and those that several titles name alike. The only
        column of free text is the commentary, whatever its title (docs/data-dictionary.md).
    """
    open_ = [
        column
        for column, role in enumerate(roles)
        if role in (None, Role.OTHER, *_FREE) and (role is not Role.OTHER or header.named[column])
    ]
    placed: dict[Role, int] = {}
    alike: set[Role] = set()
    for role in _FREE:
        columns = [column for column in open_ if (header.named[column] or roles[column]) is role]
        if columns:
            placed[role], told_apart = latest(columns, header.columns.headers)
            prose = [column for column in columns if is_prose(bodies[column])]
            if len(prose) > 1 and not told_apart:
                alike.add(role)
    asks = min((c for c, role in enumerate(roles) if role in _ASKING), default=-1)
    unknown = [
        column
        for column in open_
        if column > asks and roles[column] is None and is_prose(bodies[column])
    ]
    told = set(placed)
    wanted = [role for role in _FREE if role not in placed]
    placed |= dict(zip(wanted, unknown, strict=False))
    for column in open_:
        if roles[column] in _FREE:
            roles[column] = Role.OTHER
    if Role.COMMENTARY not in placed and Role.EVIDENCE in placed:
        placed = {Role.COMMENTARY: placed[Role.EVIDENCE]}
    for role, column in placed.items():
        roles[column] = role
    headed = [column for column in unknown if header.columns.headers[column]]
    return alike | (set(placed) - told if len(unknown) > 1 or (headed and told) else set())


def latest(columns: Sequence[int], headers: Sequence[str]) -> tuple[int, bool]:
    """Of columns of the same role that of the landlord's own Code and the latest year.

    Councils print the answers to the Ombudsmen's two Codes side by side, and the last year's
    beside this year's.

    Returns:
        The column, the first where titles do not tell; and whether the titles tell it from
        the others.
    """

    def standing(column: int) -> tuple[int, int]:
        header = headers[column]
        code = 1 if _OWN_CODE.search(header) else -1 if _OTHER_CODE.search(header) else 0
        years = [int(text) for text in _YEAR.findall(header)]
        return code, 9999 if _CURRENT.search(header) else max(years, default=0)

    best = max(columns, key=standing)
    return best, sum(standing(column) == standing(best) for column in columns) == 1


_OWN_CODE = re.compile(r"\b(?:housing|hos|ho|landlord(?:[’']?s)? code)\b", re.IGNORECASE)
_OTHER_CODE = re.compile(r"\b(?:lgs?c?o|local government|corporate)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b20\d\d\b")
_CURRENT = re.compile(r"\b(?:this year|current)", re.IGNORECASE)


_NEAR = 15.0
"""Points by which a table and its rest on the next page may be apart at the left and the right."""


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
    found: list[Columns] = []
    begins_there = not (bounds and before.bounds) or abs(bounds[0] - before.bounds[0]) <= _NEAR
    if width == len(before.roles) and begins_there:
        found.append(replace(before, source=_handed_on(before), bounds=bounds or before.bounds))
    if len(bounds) == width + 1 and len(before.bounds) == len(before.roles) + 1:
        found += _by_position(bounds, before)
    return next((columns for columns in found if _agrees(rows, columns)), None)


def _handed_on(before: Columns) -> str:
    """The source of columns taken from a table before, which says no more than its own."""
    return "content" if before.source == "content" else "inherited"


def _by_position(bounds: tuple[float, ...], before: Columns) -> list[Columns]:
    """Gives each column the role of the earlier column in which its middle lies."""
    if max(abs(bounds[end] - before.bounds[end]) for end in (0, -1)) > _NEAR:
        return []
    inside = [
        max(0, min(len(before.roles), sum(bound <= (a + b) / 2 for bound in before.bounds)) - 1)
        for a, b in pairwise(bounds)
    ]
    roles = tuple(before.roles[i] for i in inside)
    headers = tuple(before.headers[i] for i in inside)
    source = _handed_on(before)
    return [replace(before, roles=roles, headers=headers, source=source, bounds=bounds)]


def _agrees(rows: Sequence[Row], columns: Columns) -> bool:
    """Whether the cells are of the kinds that the columns ask for."""
    bodies = column_texts(rows, len(columns.roles))
    if columns.is_plan and len(rows) > 1 and columns.has(Role.OWNER, Role.DUE):
        named = zip(columns.roles, bodies, strict=True)
        if not any(body for role, body in named if role in (Role.OWNER, Role.DUE)):
            return False
    for role, fits in ((Role.NUMBER, numbers.lists), (Role.ANSWER, begins)):
        texts = [
            text
            for its_role, body in zip(columns.roles, bodies, strict=True)
            if its_role is role
            for text in body
        ]
        odd = sum(not fits(text) for text in texts)
        if odd > max(1, len(texts) // 2):
            return False
    return True


def _subject_column(
    roles: Sequence[Role | None], headers: Sequence[str], bodies: Sequence[Sequence[str]]
) -> tuple[int, bool] | None:
    """The column that says of each numbered provision in a few words what it is about.

    Returns:
        The column, and whether its title says so; where none does it is the one right behind the
        number that no title names.
    """
    if Role.NUMBER not in roles:
        return None
    number = roles.index(Role.NUMBER)
    free = [
        column
        for column, texts in enumerate(bodies)
        if roles[column] in (None, Role.OTHER)
        and len(set(texts)) >= _OWN_SUBJECTS * max(len(texts), len(bodies[number])) > 0
    ]
    named = [column for column in free if names_subject(letters(headers[column]))]
    if named:
        return named[0], True
    return (number + 1, False) if number + 1 in free and roles[number + 1] is None else None


_OWN_SUBJECTS = 0.8
"""Share of the numbered rows that have a text of their own in a column of subjects; those of themes
and sections repeat, or stand in a few rows."""


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
    told = tell_roles(column_texts(rows, width), likeness)
    if told is None:
        return None
    roles, doubtful = told
    return Columns(roles, ("",) * width, "content", bounds, doubtful)
