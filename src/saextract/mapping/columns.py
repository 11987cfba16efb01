"""What each column of a table is for: from its header, from the table before, from content."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from rapidfuzz import fuzz

from ..model import Row, Table
from .features import flatten, letters


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

_OPENING_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        (Role.YES, r"(code)?(comply|complian(t|ce)|met)?(yes|y)$"),
        (Role.NO, r"(code)?(comply|complian(t|ce)|met)?(no|n)$"),
        (Role.PARTIAL, r"part(ial|ly|ially)?(comply|compliant|compliance|met)?$"),
        (Role.NOT_APPLICABLE, r"(na|notapplicable)$"),
        (
            Role.OWNER,
            r"(action)?(owner|lead|responsib|(lead|named)?officer|whoby|bywhom|who$|assignedto)",
        ),
        (
            Role.DUE,
            r"(target|due|completion|implementation|action|review)?(date|deadline|timescale|"
            r"timeframe|timeline)|bywhen|when$|due(by)?$|target$|completeby|tobecompletedby",
        ),
        (
            Role.ACTION,
            r"(further|any|required|planned|agreed|next|improvement|our|key|proposed)*"
            r"(action|improvement|nextstep)s?",
        ),
        (Role.RAG, r"(rag|red(amber|/)|rating|progress(status|rag)|status$|colour)"),
        (Role.OBSERVATION, r"(commentary)?(observation|recommendation|findings?$|assessor)"),
        (
            Role.ANSWER,
            r"(code)?compl(y|ies|ied|iant|iance)(?!(evidence|date|action|comment|expl|not))|"
            r"(do|does|are|is|has|have)(we|you|the|this|it|your|our|landlord|policy|code|"
            r"requirement|organisation)*(comply|complian|compliant|follow|meet|met|achiev|in)|"
            r"(requirement|standard|code)?(fully)?met$|yesno|yn$|(in|fully|self)complian|"
            r"achieved$|answer(yesno)?$|(y|yes)(or)?(n|no)(partial|na)*$|meets?(the)?code|"
            r"(landlord|our|your)?(response|assessment|selfassessment)(yes|y)(or)?n",
        ),
        (
            Role.COMMENTARY,
            r"evidence.*(comment|expl|narrat)|(and|any|further|additional|landlord|our|your|"
            r"supporting|officer|compliance)*(comment|expla|narrat|response|justif|rationale|"
            r"reason|note|detail|position|information)|how(do|does|we|the|are|is|have)|"
            r"ifno|whatwe|(description|summary)$",
        ),
        (
            Role.EVIDENCE,
            r"(and|any|supporting|landlord|our|your|examplesof|sourceof|source|link(s)?to|"
            r"compliance|documentary|policy)*evidence|whereisthis|policyreference|"
            r"(document)?links?$",
        ),
        (
            Role.REQUIREMENT,
            r"(the)?(housing)?(ombudsman|hos)?(complainthandling)?(the)?(code)?(mandatory|must|key|"
            r"bestpractice|full)*(requirement|provisiontext|provisionwording|question|"
            r"standard|criteri|expectation|wording|text$|description)|"
            r"whatthecodesays|codesays",
        ),
        (
            Role.NUMBER,
            r"(the)?(code|para|provision|section|item|clause|requirement)*"
            r"(section|provision|ref(erence)?|no|number|num|para(graph)?|clause|item|id|code|point)"
            r"(s|no|number|ref)?$",
        ),
    )
)

_POSITIVE = re.compile(r"(fully)?(compl(y|ies|iant)|met|meets|compliance)$")
_NEGATIVE = re.compile(r"(non|not|doesnot|no)(compl(y|iant|iance)|met|meet)$")
_LONGEST_HEADER = 150
_NUMBER = re.compile(
    r"^\W*(?:(?:code|provision|section|paragraph|para|clause|ref|no)\W*)*\d{1,2}\s*\.\s*\d{1,2}\b",
    re.IGNORECASE,
)
ANSWER_WORD = re.compile(
    r"^\W*(yes|no|y|n|n\s?/\s?a|not\s+applicable|partial\w*|partly|part|non\W?compl\w*|"
    r"not\s+compl\w*|compl\w*|fully|met|not\s+(yet\s+)?met|in\s+progress|x|tbc)\b|^\s*[✓✔✗✘☐☑☒✕✖×]",
    re.IGNORECASE,
)
"""What a cell of an answer column begins with."""

_WORD = re.compile(r"[^\W\d_]+")
_HEADER_WORDS = frozenset(
    _WORD.findall(
        "code section provision paragraph number no ref reference requirement requirements comply "
        "complied compliance compliant met yes y n a partial partially evidence commentary comment "
        "comments explanation explanations and any the or of if not must should please state "
        "explain action actions required taken planned owner lead officer responsible person "
        "target due date deadline timescale rag rating status by when who landlord response "
        "further details"
    )
)
_LONG_HEADER_WORDS = 8

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
        return self.has(Role.NUMBER, Role.REQUIREMENT) and self.has(Role.ANSWER, Role.YES, Role.NO)

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


def header_roles(texts: Sequence[str]) -> tuple[Role | None, ...]:
    """The roles that a row of header cells names.

    Args:
        texts: the cells' texts on one line.
    """
    roles: list[Role | None] = [_header_role(text) for text in texts]
    plain = [letters(text) for text in texts]
    if Role.YES not in roles:
        positive = next((i for i, text in enumerate(plain) if _POSITIVE.match(text)), None)
        negative = next((i for i, text in enumerate(plain) if _NEGATIVE.match(text)), None)
        if positive is not None and negative is not None:
            roles[positive], roles[negative] = Role.YES, Role.NO
    if Role.YES not in roles:
        roles = [_without_yes(role) for role in roles]
    elif Role.NO not in roles:
        roles = [Role.ANSWER if role is Role.YES else role for role in roles]
    return tuple(_single_free_text(_first_of_each(roles)))


def _header_role(text: str) -> Role | None:
    plain = letters(text)
    if not plain or len(text) > _LONGEST_HEADER or _NUMBER.match(text):
        return None
    words = _WORD.findall(text.casefold())
    if len(words) > _LONG_HEADER_WORDS:
        known = sum(word in _HEADER_WORDS for word in words)
        if known / len(words) < 0.35:
            return None
    for role, pattern in _OPENING_ROLES:
        if pattern.match(plain):
            return role
    for role, word in (
        (Role.COMMENTARY, "evidence commentary and any explanations"),
        (Role.REQUIREMENT, "code requirement"),
        (Role.NUMBER, "code provision"),
        (Role.ANSWER, "comply yes no"),
    ):
        if fuzz.ratio(plain, letters(word)) >= 80:
            return role
    return None


def _without_yes(role: Role | None) -> Role | None:
    """What a header means in a table without a Yes column: "No." is a number then."""
    if role is Role.NO:
        return Role.NUMBER
    return Role.OTHER if role in (Role.PARTIAL, Role.NOT_APPLICABLE) else role


def _first_of_each(roles: Sequence[Role | None]) -> list[Role | None]:
    """Keeps a role once; a second number column is the requirement's, others are `other`."""
    kept: list[Role | None] = []
    for role in roles:
        if role is None or role not in kept:
            kept.append(role)
        elif role is Role.NUMBER and Role.REQUIREMENT not in roles:
            kept.append(Role.REQUIREMENT)
        else:
            kept.append(Role.OTHER)
    return kept


def _single_free_text(roles: Sequence[Role | None]) -> list[Role | None]:
    """The one free-text column of a form is its commentary, whatever it is called."""
    if Role.COMMENTARY in roles:
        return list(roles)
    return [Role.COMMENTARY if role is Role.EVIDENCE else role for role in roles]


def is_header(row: Row, roles: Sequence[Role | None]) -> bool:
    """Whether a row with these roles is a header, not data that happens to use such words."""
    texts = [cell_text(row, column) for column in range(len(row.cells))]
    if not _reads_like_header(texts):
        return False
    found = Counter(role for role in roles if role and role is not Role.OTHER)
    if len(found) < 2:
        return False
    if found[Role.YES] and found[Role.NO]:
        return True
    numbers = [t for role, t in zip(roles, texts, strict=True) if role is Role.NUMBER]
    numbered = any(letters(text) not in ("no", "n") for text in numbers)
    names_rows = bool(found[Role.REQUIREMENT]) or numbered
    plain_answer = any(
        role is Role.ANSWER and re.fullmatch(r"(non)?(compl(iant|ies)|met)", letters(text))
        for role, text in zip(roles, texts, strict=True)
    )
    return names_rows or row.header or (len(found) >= 3 and not plain_answer)


def _reads_like_header(texts: Sequence[str]) -> bool:
    """Whether no cell is too long for a header's, or begins with a provision number."""
    return max(map(len, texts)) <= _LONGEST_HEADER and not any(map(_NUMBER.match, texts))


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


def find_headers(table: Table) -> list[Header]:
    """All header rows of a table: at its top, repeated, or split over two rows."""
    found: list[Header] = []
    index = 0
    while index < len(table.rows):
        header = _header_at(table, index)
        if header is None:
            index += 1
            continue
        found.append(header)
        index = header.last + 1
    return found


def _header_at(table: Table, index: int) -> Header | None:
    row = table.rows[index]
    texts = _spread(row)
    if sum(map(bool, texts)) < 2 or not _reads_like_header(texts):
        return None
    alone = header_roles(texts)
    single = is_header(row, alone)
    if index + 1 < len(table.rows) and _may_be_split(table.rows[index + 1]):
        below = table.rows[index + 1]
        both = [
            f"{upper} {lower}".strip() for upper, lower in zip(texts, _spread(below), strict=True)
        ]
        joined = header_roles(both)
        if (single or is_header(below, header_roles(_spread(below))) or row.header) and (
            _known(joined) >= max(_known(alone), 2)
        ):
            columns = Columns(joined, tuple(both), "header", table.columns_x)
            return Header(index, index + 1, columns, _covered(row, below))
    if not single:
        return None
    columns = Columns(alone, tuple(texts), "header", table.columns_x)
    return Header(index, index, columns, _covered(row))


def _covered(*rows: Row) -> tuple[int | None, ...]:
    """Which header cell covers each column that has none of its own in any of the rows."""
    covering: list[int | None] = [None] * len(rows[0].cells)
    for column, cell in enumerate(rows[0].cells):
        if cell is None:
            continue
        for covered in range(column + 1, min(column + cell.span, len(covering))):
            if not any(cell_text(row, covered) for row in rows):
                covering[covered] = column
    return tuple(covering)


def _known(roles: Sequence[Role | None]) -> int:
    return len({role for role in roles if role})


def _spread(row: Row) -> list[str]:
    """Texts of a row's cells, one for each grid column."""
    return [cell_text(row, column) for column in range(len(row.cells))]


def _may_be_split(lower: Row) -> bool:
    """Whether a row can be the second line of a header: it has no word but such as headers have."""
    texts = [letters(text) for text in _spread(lower) if text]
    words = {word for text in _spread(lower) for word in _WORD.findall(text.casefold())}
    answers = [text for text in texts if text in ("yes", "no", "na", "partial", "y", "n")]
    if answers and not {"yes", "no"} <= set(answers):
        return False
    return bool(texts) and words <= _HEADER_WORDS


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
            if roles[column] is None and _share(texts, _NUMBER) >= 0.6:
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
    inherited: Columns | None = None
    if width == len(before.roles) and _same_bounds(bounds, before.bounds):
        inherited = replace(before, source="inherited", bounds=bounds or before.bounds)
    elif len(bounds) == width + 1 and len(before.bounds) == len(before.roles) + 1:
        inherited = _by_position(bounds, before)
    return inherited if inherited is not None and _agrees(rows, inherited) else None


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


def _agrees(rows: Sequence[Row], columns: Columns) -> bool:
    """Whether the cells are of the kinds that the columns ask for."""
    bodies = _bodies(rows, len(columns.roles))
    for role, pattern in ((Role.NUMBER, _NUMBER), (Role.ANSWER, ANSWER_WORD)):
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
        if roles[column] is None and _share(texts, _NUMBER) >= 0.6 and Role.NUMBER not in roles:
            roles[column] = Role.NUMBER
        elif (
            roles[column] is None
            and Role.ANSWER not in roles
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
