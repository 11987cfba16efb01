"""What mapping is given beside the parsed document, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from saextract.model import Assessment, Code, Disposition, Frozen, Kind, Locator, Problem

if TYPE_CHECKING:
    from saextract.register import Register


@dataclass(frozen=True, slots=True)
class Context:
    """What mapping needs to know beside the parsed document.

    Attributes:
        codes: the catalogue.
        path: the document's path, relative to the folder that was given.
        manifest: the values that a manifest gives for the document.
        register: the landlords that are known by name, or None.
    """

    codes: tuple[Code, ...]
    path: str = ""
    manifest: dict[str, str] = field(default_factory=dict)
    register: Register | None = None


class Mapped(Frozen):
    """What a document means.

    Attributes:
        kind: what the document is.
        assessments: in the order in which they stand.
        scraps: rows that read like those of an assessment, too few to be one by themselves.
        dispositions: what became of the table rows that are no response.
        problems: what could not be tied or told.
        coverage: share of the words between the first and the last row of the form that ended
            in a cell, or in a heading or header known as such; of several forms the lowest.
    """

    kind: Kind
    assessments: tuple[Assessment, ...] = ()
    scraps: tuple[Assessment, ...] = ()
    dispositions: tuple[Disposition, ...] = ()
    problems: tuple[Problem, ...] = ()
    coverage: float = 1.0


class PlanRow(Frozen):
    """A row of an action plan, its cells on one line each.

    Attributes:
        provision_id: the provision that the row names, or that the row above it names where
            it names none; "" where there is none.
        action, due, owner: as printed.
        status: that it is completed, as printed; else "".
        locators: where it stands.
    """

    provision_id: str
    action: str
    due: str = ""
    owner: str = ""
    status: str = ""
    locators: tuple[Locator, ...] = ()
