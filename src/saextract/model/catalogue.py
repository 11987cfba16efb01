"""The Codes: editions, provisions, timescales and relations between editions."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from .base import Frozen


class Level(StrEnum):
    """How binding a provision is."""

    MUST = "must"
    SHOULD = "should"
    OTHER = "other"


class Timescale(Frozen):
    """A machine-checkable limit of a provision.

    Attributes:
        what: acknowledge, respond, extend, exclude, evidence or stages.
        stage: complaint stage that it is about, if any.
        value: the number.
        unit: working_days, months, stages, ...
        after: event from which the time runs (received, acknowledged, logged, escalated, issue).
    """

    what: str
    value: int
    unit: str
    stage: int | None = None
    after: str | None = None


class Relation(Frozen):
    """How a provision relates to one of another edition.

    Attributes:
        target: id of the other provision.
        kind: equal, equivalent, subset, superset or intersects; "subset" says that this
            provision asks for less than the target.
        rationale: why.
    """

    target: str
    kind: Literal["equal", "equivalent", "subset", "superset", "intersects"]
    rationale: str


class Provision(Frozen):
    """One provision of an edition, or one question of the 2020 form.

    Attributes:
        id: e.g. "HOS-2024:5.10"; never a number.
        number: as printed in the Code ("5.10"); for the 2020 form "Q1.1".
        section: number of the section, as text.
        level: how binding it is in law or by the Code.
        wording_level: what the wording itself says, where it differs from the level.
        text: the official wording, one line, list items after "• " or their letter.
        asks: "answer" for a yes/no question, "description" for one that asks for a figure
            or a description, "either" for one that is answered in both ways.
        paragraphs: for 2020 questions, the paragraphs of the Code that they ask about.
        timescales: machine-checkable values.
        relations: to provisions of other editions.
    """

    id: str
    number: str
    section: str
    level: Level
    text: str
    wording_level: Level | None = None
    asks: Literal["answer", "description", "either"] = "answer"
    paragraphs: tuple[str, ...] = ()
    timescales: tuple[Timescale, ...] = ()
    relations: tuple[Relation, ...] = ()


class Code(Frozen):
    """One edition of a Code.

    Attributes:
        code: HOS or LGSCO.
        edition: year, as text.
        title: full title.
        in_force: from and to (ISO dates, "" for open).
        sections: section number to title.
        provisions: in numeric order.
        printed_orders: orders in which official forms print the provisions, by number.
        unmatched: number of a provision to the reason why it has no counterpart elsewhere.
        unmatched_in: key of another edition, such as "HOS-2022", to the numbers of the
            provisions that have no counterpart there, each with the reason.
        source: where the wording comes from.
        sha256: of the TOML file, in hexadecimal.
    """

    code: Literal["HOS", "LGSCO"]
    edition: str
    title: str
    in_force: tuple[str, str]
    sections: dict[str, str]
    provisions: tuple[Provision, ...]
    printed_orders: tuple[tuple[str, ...], ...]
    unmatched: dict[str, str]
    source: str
    sha256: str
    unmatched_in: dict[str, dict[str, str]] = Field(default_factory=dict)

    @property
    def key(self) -> str:
        """E.g. "HOS-2024"."""
        return f"{self.code}-{self.edition}"
