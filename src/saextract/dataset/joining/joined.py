"""An assessment with its name and its parts."""

from __future__ import annotations

from dataclasses import dataclass

from saextract.model import Assessment

from .survey import Facts, Part


@dataclass(frozen=True, slots=True)
class Joined:
    """An assessment with its name and its parts, but without its texts.

    Attributes:
        assessment_id: stable for the same input.
        parts: where it stands, in the order of its rows.
        facts: what the parts say together.
        is_series: no manifest says that they are parts of one.
        copy_of, same_as: an earlier assessment that it repeats, or ""; see `copies`.
    """

    assessment_id: str
    parts: tuple[Part, ...]
    facts: Facts
    is_series: bool = False
    copy_of: str = ""
    same_as: str = ""

    @property
    def landlord(self) -> str:
        """What makes it the same landlord's as others."""
        return self.facts.who

    @property
    def day(self) -> str:
        """Day, month or year that it is of; "" if unknown."""
        return self.facts.assessed_on or self.facts.year[:4]

    @property
    def code(self) -> str:
        """Whose Code it is against."""
        return self.facts.edition.partition("-")[0]

    @property
    def edition(self) -> str:
        """Which edition of it."""
        return self.facts.edition.partition("-")[2]

    @property
    def actions(self) -> int:
        """How many actions it has."""
        return self.facts.actions

    @property
    def repeats(self) -> bool:
        """Whether another assessment says the same."""
        return bool(self.copy_of or self.same_as)

    @property
    def document_ids(self) -> tuple[str, ...]:
        """The documents that it stands in."""
        return tuple(dict.fromkeys(part.file.document_id for part in self.parts))

    @property
    def undeclared(self) -> tuple[str, ...]:
        """Paths of its parts, where no manifest says that they are parts of one."""
        return tuple(part.file.path for part in self.parts) if self.is_series else ()


@dataclass(frozen=True)
class Whole:
    """An assessment with its texts.

    Attributes:
        assessment: with a response for every provision.
        document_of: provision to the document that its row stands in.
    """

    assessment: Assessment
    document_of: dict[str, str]
