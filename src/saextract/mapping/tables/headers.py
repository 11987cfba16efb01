"""Header rows of tables: where they stand, and which role each of their cells names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from saextract.lexicon import numbers, roles
from saextract.lexicon.answers import begins, whole
from saextract.lexicon.marks import mark_in
from saextract.lexicon.roles import Role
from saextract.model import Answer, Cell, Row, Table
from saextract.text.letters import flatten, letters

from .columns import Columns, Header, latest
from .contents import cell_text

_EARLIER = re.compile(
    r"(last|previous|prior)(years?|assess|self|answer|response|compl|position|status|rating|rag|"
    r"submission|review|comment|evidence)"
)
"""A column that repeats an earlier assessment beside this one."""

_YEARS = re.compile(r"\b20\d\d(?:\s*[-–/]\s*(?:20)?\d\d)?\b")

_POSITIVE = re.compile(r"(fully)?(compl(y|ies|iant)|met|meets|compliance)$")
_NEGATIVE = re.compile(r"(non|not|doesnot|no)(compl(y|iant|iance)|met|meet)$")
_DESCRIBED = re.compile(r"(description|summary|detail)s?")
_LONGEST_HEADER = 150
_WORD = re.compile(r"[^\W\d_]+")
_LONG_HEADER_WORDS = 8
_CLAUSES_WORDS = 12
_CLAUSE = re.compile(r"[^,;(]+(?=[,;(])")
"""A longer title, of so many words at most, is told by its first clause: "How we meet it, or"."""


_STRAY_ANSWER = re.compile(r"^\W*(?:yes|no|or)\b\W*|\W*\b(?:yes|no|or)\W*$", re.IGNORECASE)
"""A word of the answer column's title that a layout has put with its neighbour's."""

_OPTIONS = ("yes", "no", "part", "partly", "partial", "partially", "na", "notapplicable")
"""Titles of columns to tick, under one question."""
_WHOSE_CODE = re.compile(
    r"^\W*(?:the\s+)?(?:housing\s+ombudsman|hos?|lgsco|lgo|local\s+government(?:\s+(?:and|&)\s+"
    r"social\s+care)?(?:\s+ombudsman)?|\d{4}(?:\s*[-/–]\s*\d{2,4})?)(?:['’]s)?\b"
    r"(?:\s+(?:complaint\s+handling\s+)?code)?\W*",
    re.IGNORECASE,
)
"""Which Code, or which year, an answer column is of, before what it holds."""

_ASKED = 2048
"""Titles whose role is kept: those of a form are asked about alone, in their row, and together."""

_LONGEST_END = 10
"""Letters of the longest end of a title that a narrow column has cut."""


def header_roles(
    texts: Sequence[str], ticked: Mapping[int, Role] = MappingProxyType({})
) -> tuple[Role | None, ...]:
    """The roles that a row of header cells names.

    Args:
        texts: the cells' texts on one line.
        ticked: columns to tick whose titles are answer words, and their roles.
    """
    return tuple(_single_free_text(_asked_action(_first_of_each(_named(texts, ticked), texts))))


def _named(texts: Sequence[str], ticked: Mapping[int, Role]) -> list[Role | None]:
    """What each cell of a header row names by itself, beside its neighbours."""
    roles = [ticked.get(column) or header_role(text) for column, text in enumerate(texts)]
    plain = [letters(text) for text in texts]
    if Role.REQUIREMENT not in roles and Role.NUMBER in roles:
        after = roles.index(Role.NUMBER) + 1
        if after < len(roles) and _DESCRIBED.fullmatch(plain[after]):
            roles[after] = Role.REQUIREMENT
    if Role.YES not in roles:
        positive = next((i for i, text in enumerate(plain) if _POSITIVE.match(text)), None)
        negative = next((i for i, text in enumerate(plain) if _NEGATIVE.match(text)), None)
        if positive is not None and negative is not None:
            roles[positive], roles[negative] = Role.YES, Role.NO
    if Role.YES not in roles:
        roles = [_without_yes(role) for role in roles]
    elif Role.NO not in roles and not ticked:
        roles = [Role.ANSWER if role is Role.YES else role for role in roles]
    elif roles[0] is Role.NO and roles.count(Role.NO) > 1:
        roles[0] = Role.NUMBER
    return _recommended(roles, plain)


@lru_cache(_ASKED)
def header_role(text: str) -> Role | None:
    """The role that the text of one header cell names on its own, or None."""
    plain = letters(text)
    if not plain or len(text) > _LONGEST_HEADER or numbers.opens(text):
        return None
    words = _WORD.findall(text.casefold())
    if len(words) > _LONG_HEADER_WORDS:
        known = sum(word in roles.title_words() for word in words)
        if known / len(words) < 0.35:
            clause = _CLAUSE.match(text)
            return header_role(clause[0]) if clause and len(words) <= _CLAUSES_WORDS else None
    if _EARLIER.search(plain):
        return Role.OTHER
    plain = letters(_YEARS.sub(" ", text)) or plain
    role = roles.of_title(plain)
    if role is not None:
        return role
    rest = _STRAY_ANSWER.sub("", _WHOSE_CODE.sub("", text))
    return header_role(rest) if rest != text else None


def _recommended(roles: Sequence[Role | None], plain: Sequence[str]) -> list[Role | None]:
    """Findings and recommendations with an owner and a deadline are a plan, not a check."""
    if Role.OWNER not in roles or Role.DUE not in roles:
        return list(roles)
    planned = Role.OTHER if Role.ACTION in roles else Role.ACTION
    return [
        (planned if text.startswith("recommendation") else Role.OTHER)
        if role is Role.OBSERVATION
        else role
        for role, text in zip(roles, plain, strict=True)
    ]


def _without_yes(role: Role | None) -> Role | None:
    """What a header means in a table without a Yes column: "No." is a number then."""
    if role is Role.NO:
        return Role.NUMBER
    return Role.OTHER if role in (Role.PARTIAL, Role.NOT_APPLICABLE) else role


def _first_of_each(roles: Sequence[Role | None], texts: Sequence[str]) -> list[Role | None]:
    """Keeps a role once: of several columns that of the latest year, else the first.

    A second number column is the requirement's, others are `other`. Columns to tick between yes
    and no may be several.
    """
    kept: list[Role | None] = []
    for index, role in enumerate(roles):
        same = [column for column, its_role in enumerate(roles) if its_role is role]
        if role in (None, Role.PARTIAL) or index == latest(same, texts)[0]:
            kept.append(role)
        elif role is Role.NUMBER and Role.REQUIREMENT not in roles:
            kept.append(Role.REQUIREMENT)
        else:
            kept.append(Role.OTHER)
    return kept


def _asked_action(roles: Sequence[Role | None]) -> list[Role | None]:
    """An Action column that leads up to the answers is what is asked for, not a plan.

    The form of the LGSCO's Code heads its requirements so.
    """
    answers = next((i for i, role in enumerate(roles) if role in (Role.ANSWER, Role.YES)), 0)
    before = list(roles[:answers])
    if Role.REQUIREMENT in roles or before not in ([Role.NUMBER, Role.ACTION], [Role.ACTION]):
        return list(roles)
    return [Role.REQUIREMENT if role is Role.ACTION else role for role in roles]


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
    printed = [t for role, t in zip(roles, texts, strict=True) if role is Role.NUMBER]
    numbered = any(letters(text) not in ("no", "n") for text in printed)
    names_rows = bool(found[Role.REQUIREMENT]) or numbered
    plain_answer = any(
        role is Role.ANSWER and re.fullmatch(r"(non)?(compl(iant|ies)|met)", letters(text))
        for role, text in zip(roles, texts, strict=True)
    )
    return names_rows or row.header or (len(found) >= 3 and not plain_answer)


def _reads_like_header(texts: Sequence[str]) -> bool:
    """Whether no cell is too long for a header's, or begins with a provision number."""
    return max(map(len, texts)) <= _LONGEST_HEADER and not any(map(numbers.opens, texts))


def find_headers(table: Table) -> list[Header]:
    """All header rows of a table: at its top, repeated, or split over two rows.

    A table whose maker knows its columns has none: what it says stands in their place.
    """
    if table.roles:
        named = tuple(Role(role) if role else None for role in table.roles)
        columns = Columns(named, table.titles or ("",) * len(named), "header")
        return [Header(0, -1, columns, (None,) * len(named), named)]
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
    ticked = tick_columns(table.rows[index:])
    alone = header_roles(texts, ticked)
    single = is_header(row, alone)
    below = table.rows[index + 1] if index + 1 < len(table.rows) else None
    if below is not None and len(_spread(below)) != len(texts):
        below = None
    beneath = _split_choice(table.rows[index:]) if below is not None else {}
    if below is not None and (beneath or _may_be_split(below)):
        lowers = _spread(below)
        options = {letters(text) for text in lowers} >= {"yes", "no"}
        both = [
            lower
            if column in beneath
            or (options and letters(lower) in _OPTIONS)
            or _heads_several(row.cells[column], lower)
            else _one_title(upper, lower)
            for column, (upper, lower) in enumerate(zip(texts, lowers, strict=True))
        ]
        joined = header_roles(both, beneath)
        if (single or is_header(below, header_roles(lowers, beneath)) or row.header) and (
            _known(joined) >= max(_known(alone), 2)
        ):
            columns = Columns(joined, tuple(both), "header", table.columns_x)
            named = tuple(_named(both, beneath))
            return Header(index, index + 1, columns, _covered(row, below), named)
    if not single:
        return None
    above = _titled_above(table.rows[: index + 1])
    titles = tuple(text or title for text, title in zip(texts, above, strict=True))
    columns = Columns(alone, titles, "header", table.columns_x)
    return Header(index, index, columns, _covered(row), tuple(_named(texts, ticked)))


def tick_columns(rows: Sequence[Row]) -> dict[int, Role]:
    """The columns to tick under a row of titles, told by answer words over nothing but marks.

    "Fully", "In part", "Not yet": the first that says yes and the first that says no are the
    yes and the no column; of the others, the title says what a mark in them answers.

    Args:
        rows: the row of titles, and those beneath it.

    Returns:
        Their roles, by column; none where less than two different answers, or no yes, stand side
        by side.
    """
    said = {
        column: answer
        for column, cell in enumerate(rows[0].cells)
        if cell is not None and (answer := _answer_word(cell.text))
    }
    if not _is_choice(said.values()):
        return {}
    marked = [column for column in said if _is_marked(rows[1:], column)]
    found: dict[int, Role] = {}
    for run in _runs(marked):
        if _is_choice(said[column] for column in run):
            for column in run:
                role = _TICKED[said[column]]
                found[column] = Role.PARTIAL if role in found.values() else role
    return found


def _split_choice(rows: Sequence[Row]) -> dict[int, Role]:
    """The columns to tick whose titles are the second line of a header, under one question."""
    found = tick_columns(rows[1:])
    upper = _spread(rows[0])
    above = [cell for column in found if (cell := rows[0].cells[column]) and cell.text]
    merged = len(above) == 1 and above[0].span > 1 and not begins(above[0].text)
    return found if merged or is_header(rows[0], header_roles(upper)) else {}


_TICKED = {
    Answer.YES: Role.YES,
    Answer.PARTIAL: Role.PARTIAL,
    Answer.NO: Role.NO,
    Answer.NOT_APPLICABLE: Role.NOT_APPLICABLE,
}


def _answer_word(title: str) -> Answer | None:
    """What a title that is an answer word answers."""
    is_word = any(map(str.isalpha, title)) and mark_in(title) is None
    sense = whole(flatten(title).rstrip("?")) if is_word else None
    return sense.answer if sense is not None and sense.answer in _TICKED else None


def _is_choice(answers: Iterable[Answer]) -> bool:
    """Whether a yes and something less stand among the answers."""
    given = set(answers)
    return Answer.YES in given and bool(given & {Answer.PARTIAL, Answer.NO})


def _is_marked(rows: Sequence[Row], column: int) -> bool:
    """Whether a column has marks and nothing else, repeated titles left out."""
    cells = [row.cells[column] for row in rows if column < len(row.cells)]
    texts = [cell.text for cell in cells if cell is not None and cell.text]
    return all(mark_in(text) or _answer_word(text) for text in texts)


def _runs(columns: Sequence[int]) -> list[list[int]]:
    """Columns that stand side by side, together."""
    runs: list[list[int]] = []
    for column in columns:
        if runs and column == runs[-1][-1] + 1:
            runs[-1].append(column)
        else:
            runs.append([column])
    return runs


def _heads_several(upper: Cell | None, lower: str) -> bool:
    """Whether a title stands over several columns, of which each has one of its own beneath.

    "Our position" over "Evidence" and "Comments" says nothing of either; a year does.
    """
    several = upper is not None and upper.span > 1 and not any(map(str.isdigit, upper.text))
    return several and header_role(lower) is not None


def _titled_above(rows: Sequence[Row]) -> list[str]:
    """The titles that cells merged over the last of some rows print in a row above it."""
    last = rows[-1]
    beside = _covered(last)
    titles = [""] * len(last.cells)
    for column, cell in enumerate(last.cells):
        if cell is None and beside[column] is None:
            above = (row.cells[column] for row in reversed(rows[:-1]) if column < len(row.cells))
            covering = next((one for one in above if one is not None), None)
            titles[column] = flatten(covering.text) if covering else ""
    return titles


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


def _one_title(upper: str, lower: str) -> str:
    """A title over two rows; one that a narrow column has cut within a word is made whole."""
    spaced = f"{upper} {lower}".strip()
    whole = f"{upper} {lower.replace(' ', '')}".strip()
    return whole if header_role(spaced) is None and header_role(whole) is not None else spaced


def _may_be_split(lower: Row) -> bool:
    """Whether a row can be the second line of a header, and not the rest of a row above it.

    It has no word but such as headers have, or it has only few short words without figures,
    as the ends of titles in narrow columns are.
    """
    if lower.cut_above:
        return False
    texts = [letters(text) for text in _spread(lower) if text]
    words = {
        word
        for text in _spread(lower)
        if letters(text) not in roles.title_words()
        for word in _WORD.findall(text.casefold())
    }
    answers = [text for text in texts if text in ("yes", "no", "na", "partial", "y", "n")]
    if answers and not {"yes", "no"} <= set(answers):
        return False
    short = all(len(text) <= _LONGEST_END and text.isalpha() for text in texts)
    ends = short and len(texts) <= len(lower.cells) / 2
    return bool(texts) and (words <= roles.title_words() or ends)
