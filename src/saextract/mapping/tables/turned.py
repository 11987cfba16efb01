"""Tables of one provision a column, turned upright; of a survey's export, one group of columns.

Name of your co-op | 5.1 Landlords must … | Please explain | 5.2 The early … | Please explain2
Nonesuch Co-op     | Yes, we have this    | One policy.    | Partly          | Not in writing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from saextract.lexicon import numbers
from saextract.lexicon.answers import begins
from saextract.lexicon.roles import Role, of_label
from saextract.model import Cell, Parsed, Passage, Problem, Row, Table
from saextract.text.letters import flatten

from .headers import header_role

_FEWEST = 3
"""Rows and columns of a table that is turned, and numbers and labels in it."""

_TURNED = 0.8
"""Share of the first row that is numbers, and of the first column that is labels, in a table of one
provision a column."""


_HEADERS = 3
"""Rows from the top among which a survey tool prints its questions: names, texts and ids."""

_HALF = 0.5
"""Share of the filled cells beneath questions that are answers in a row of answers."""

_BRACKET = re.compile(r"\[([^][]+)\]\s*$")
"""The row of a grid of questions, which stands behind what all of them ask."""

_COUNTED = re.compile(r"[\s_.-]*\d+$")
"""The figure by which a survey tool tells titles apart that come again."""

_SAID = (Role.ANSWER, Role.EVIDENCE, Role.COMMENTARY)


def upright(parsed: Parsed) -> Parsed:
    """Turns tables of one provision a column, or a group of columns, to one provision a row."""
    blocks: list[Table | Passage] = []
    for block in parsed.blocks:
        blocks += _turned(block) if isinstance(block, Table) else [block]
    if len(blocks) == len(parsed.blocks) and all(map(lambda a, b: a is b, blocks, parsed.blocks)):
        return parsed
    return parsed.model_copy(update={"blocks": tuple(blocks)})


def survey_problems(parsed: Parsed) -> list[Problem]:
    """What to say of a survey's export where no assessment is made of it.

    Of the answers of several respondents none is chosen.

    Args:
        parsed: as its parser read it.
    """
    surveys = [survey for table in parsed.tables if (survey := _survey(table)) is not None]
    if not surveys:
        return []
    most = max(surveys, key=lambda survey: len(survey.respondents))
    if len(most.respondents) > 1:
        message = (
            f"The table holds the answers of {len(most.respondents)} respondents to one form, a "
            "row each. Save the row of each as a file of its own."
        )
        return [Problem(code="content-unread", stage="rows", message=message)]
    message = (
        f"The table holds answers to {len(most.questions)} provisions, a column each, from "
        f"{most.questions[0].number} to {most.questions[-1].number}, of which no assessment could "
        "be made. Check them by eye."
    )
    return [Problem(code="rows-unread", stage="rows", message=message)]


def _turned(table: Table) -> list[Table | Passage]:
    stood = _stood_up(table)
    survey = _survey(table) if stood is table else None
    if survey is None or len(survey.respondents) != 1:
        return [stood]
    return survey.upright()


@dataclass(slots=True)
class _Question:
    """A question of a survey: the column that it heads, and those of what else is said to it."""

    column: int
    number: str
    text: str
    fields: list[tuple[int, Role | None]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Survey:
    """A table with a row of questions and rows of answers.

    Attributes:
        table: as it stands.
        head: place of the row of questions.
        questions: in their order.
        respondents: places of the rows of answers.
    """

    table: Table
    head: int
    questions: list[_Question]
    respondents: list[int]

    def upright(self) -> list[Table | Passage]:
        """The answers of the only respondent, a row each, and what else was asked."""
        titles, said = self.table.rows[self.head].cells, self.table.rows[self.respondents[0]].cells
        asked = [self._row(question, titles, said) for question in self.questions]
        taken = {q.column for q in self.questions} | {
            c for q in self.questions for c, _ in q.fields
        }
        about: list[list[Passage]] = [[], []]
        for column, (title, cell) in enumerate(zip(titles, said, strict=True)):
            if column not in taken and cell is not None and cell.text:
                text = f"{flatten(title.text).rstrip(':?') if title else ''}: {cell.text}"
                place = column > self.questions[0].column
                about[place].append(Passage(text=text.lstrip(": "), locators=cell.locators))
        named = ("number", "requirement", *_SAID)
        filled = [any((cell := row.cells[at]) and cell.text for row in asked) for at in range(5)]
        kept = [at for at in range(5) if filled[at]]
        rows = tuple(Row(cells=tuple(row.cells[at] for at in kept)) for row in asked)
        roles = [str(named[at]) for at in kept]
        if "commentary" not in roles and "evidence" in roles:
            roles[roles.index("evidence")] = "commentary"
        table = self.table.model_copy(
            update={"rows": rows, "columns_x": (), "roles": tuple(roles), "titles": ()}
        )
        rest = [row for at, row in enumerate(self.table.rows) if self._is_other(at)]
        others = [self.table.model_copy(update={"rows": tuple(rest)})] if rest else []
        return [*about[0], table, *about[1], *others]

    def _is_other(self, at: int) -> bool:
        """Whether a row is neither the questions nor their answers, and prints something."""
        filled = any(cell and cell.text for cell in self.table.rows[at].cells)
        return filled and at != self.head and at not in self.respondents

    def _row(
        self, question: _Question, titles: Sequence[Cell | None], said: Sequence[Cell | None]
    ) -> Row:
        """A question as a row: number, requirement, answer, evidence, commentary."""
        title = titles[question.column] or Cell(text="")
        texts: dict[Role, list[Cell]] = {role: [] for role in _SAID}
        doubtful = False
        for column, role in [(question.column, Role.ANSWER), *question.fields]:
            cell = said[column]
            if cell is not None and cell.text:
                texts[role or Role.COMMENTARY].append(cell)
                doubtful |= role is None
        flags = ("cells-uncertain",) if doubtful else ()
        return Row(
            cells=(
                title.model_copy(update={"text": question.number}),
                title.model_copy(update={"text": question.text}),
                *(_joined(texts[role], flags) for role in _SAID),
            )
        )


def _joined(cells: Sequence[Cell], flags: tuple[str, ...]) -> Cell:
    if len(cells) == 1 and not flags:
        return cells[0]
    return Cell(
        text="\n".join(cell.text for cell in cells),
        locators=tuple(place for cell in cells for place in cell.locators),
        flags=flags if cells else (),
    )


def _survey(table: Table) -> _Survey | None:
    """A table as a survey's export; None where it is something else."""
    if table.roles or not table.rows or len(table.rows[0].cells) <= _FEWEST:
        return None
    for head, row in enumerate(table.rows[:_HEADERS]):
        questions = _questions(row)
        if len({question.number for question in questions}) >= _FEWEST:
            beneath = range(head + 1, len(table.rows))
            answered = [at for at in beneath if _answers(table.rows[at], questions)]
            return _Survey(table, head, questions, answered) if answered else None
    return None


def _questions(row: Row) -> list[_Question]:
    """The questions that a row prints, each with the columns behind it that speak of it."""
    found: list[_Question] = []
    for column, cell in enumerate(row.cells):
        title = flatten(cell.text) if cell else ""
        grid = _BRACKET.search(title)
        title = grid[1] if grid and numbers.opens(grid[1]) else title
        number, text = numbers.before(title)
        if number and (not found or found[-1].number != number):
            asks = header_role(text) is Role.ANSWER
            found.append(_Question(column, number, "" if asks else text))
        elif found and title:
            found[-1].fields.append((column, _named(text if number else title)))
    if found:
        found[-1].fields = [pair for pair in found[-1].fields if pair[1] is not None]
    return found


def _named(title: str) -> Role | None:
    """What a title names that a survey tool may have counted."""
    plain = _COUNTED.sub("", title)
    label = of_label(plain)
    role = Role(label) if label in _SAID else header_role(plain)
    return role if role in _SAID else None


def _answers(row: Row, questions: Sequence[_Question]) -> bool:
    texts = [cell.text for q in questions if (cell := row.cells[q.column]) and cell.text]
    return bool(texts) and sum(map(begins, texts)) >= _HALF * len(texts)


def _stood_up(table: Table) -> Table:
    """The table with its columns as rows, where each stands for a provision."""
    if len(table.rows) < _FEWEST or len(table.rows[0].cells) < _FEWEST:
        return table
    numbered = [bool(numbers.whole(text)) for text in _texts(table.rows[0].cells[1:])]
    labelled = [bool(of_label(text)) for text in _texts([row.cells[0] for row in table.rows])]
    if any(sum(kind) < max(_FEWEST, _TURNED * len(kind)) for kind in (numbered, labelled)):
        return table
    columns = zip(*(row.cells for row in table.rows), strict=True)
    rows = tuple(Row(cells=tuple(c), header=not place) for place, c in enumerate(columns))
    return table.model_copy(update={"rows": rows, "columns_x": ()})


def _texts(cells: Sequence[Cell | None]) -> list[str]:
    return [cell.text.strip() for cell in cells if cell and cell.text.strip()]
