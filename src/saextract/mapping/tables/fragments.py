"""What rows of tables are before they are tied to provisions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from saextract.model import Disposition, Locator

from .columns import Columns

DISAGREE = "answers-disagree"
"""Two answer columns, of two landlords or two dates, that nothing tells apart, and that differ."""


class Fills(NamedTuple):
    """Background colours of the answer cells."""

    answer: str | None = None
    yes: str | None = None
    no: str | None = None


_NO_FILLS = Fills()


@dataclass(frozen=True, slots=True)
class Fragment:
    """A data row as one page shows it: a response, or a part of one.

    Texts are on one line. An answer, yes or no of None says that the table has no such column.

    Attributes:
        table, row: where it stands, 0-based, counted over the document's tables.
        columns: the columns of its table.
        number: the provision number it prints ("5.10"), or "".
        numbers: all of them, where its number cell prints several ("6.2 and 6.11"); else ().
        stray: text in the number column that is no number.
        continued: its number cell says that the row above goes on.
        printed: what its answer cell prints, where `answer` are the words that it stands for.
        ticked: header of a further tick column (Partial, N/A) that is marked in this row.
        action, due, owner: what is to be done, by when and by whom; also part of `other`.
        other: printed header and text of each further column.
        section, stage: what the last banner or heading above it said, or "".
        heading: the last banner or heading above it that names a level, as printed, or "".
        parted: rows of a table of another kind stand between it and the fragment before.
        breaks: a page, a table or a repeated header parts it from the fragment before.
        cut_above, cut_below: as the parser saw it.
        detector: how its table was found.
    """

    table: int
    row: int
    columns: Columns
    requirement: str
    number: str = ""
    numbers: tuple[str, ...] = ()
    stray: str = ""
    continued: bool = False
    answer: str | None = None
    yes: str | None = None
    no: str | None = None
    printed: str | None = None
    ticked: str = ""
    evidence: str = ""
    commentary: str = ""
    action: str = ""
    due: str = ""
    owner: str = ""
    other: tuple[tuple[str, str], ...] = ()
    fills: Fills = _NO_FILLS
    locators: tuple[Locator, ...] = ()
    flags: tuple[str, ...] = ()
    section: str = ""
    stage: str = ""
    heading: str = ""
    parted: bool = False
    breaks: bool = False
    cut_above: bool = False
    cut_below: bool = False
    detector: str = ""

    @property
    def answered(self) -> str:
        """Whatever the answer cells print, joined."""
        return " ".join(filter(None, (self.answer, self.yes, self.no, self.ticked)))

    @property
    def free(self) -> str:
        """Evidence, commentary and further columns, joined."""
        texts = (self.evidence, self.commentary, *(text for _, text in self.other))
        return " ".join(filter(None, texts))

    @property
    def texts(self) -> tuple[str, ...]:
        """All that it prints, cell by cell."""
        asked = (self.number or self.stray, self.requirement)
        answered = (self.answer, self.yes, self.no, self.ticked)
        free = (self.evidence, self.commentary, *(text for _, text in self.other))
        return tuple(filter(None, (*asked, *answered, *free)))

    @property
    def text(self) -> str:
        """All that it prints, joined."""
        return " ".join(self.texts)


@dataclass(slots=True)
class Rows:
    """What the tables of a document hold.

    Attributes:
        fragments: data rows of forms, in reading order.
        plan: data rows of action plans.
        ignored: all other rows.
        look_alike: a table has the columns of an outsider's check, not of an assessment.
        bare: data rows of tables with requirements but no answers.
    """

    fragments: list[Fragment] = field(default_factory=list)
    plan: list[Fragment] = field(default_factory=list)
    ignored: list[Disposition] = field(default_factory=list)
    look_alike: bool = False
    bare: list[Fragment] = field(default_factory=list)
