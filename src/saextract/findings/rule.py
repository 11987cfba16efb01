"""What a rule is, what it looks at, and what it raises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from saextract.model import Action, Answer, Assessment, Provision, Response

from .statements.sentences import Sentence, sentences

Severity = Literal["high", "medium", "low"]


@dataclass(frozen=True)
class Row:
    """A response with all that a rule may look at.

    Attributes:
        response: the row.
        provision: what it answers.
        edition: key of the edition, such as "HOS-2024".
        landlord: the landlord as named, or "".
        assessed_on: ISO date or month, or "".
        actions: the commitments that the assessment ties to the provision.
        known: what was found out about the row already, by name, so that no rule does it again.
    """

    response: Response
    provision: Provision
    edition: str
    landlord: str = ""
    assessed_on: str = ""
    actions: tuple[Action, ...] = ()
    known: dict[str, object] = field(default_factory=dict, compare=False, repr=False)

    @property
    def answer(self) -> Answer:
        """What the printed answer means."""
        return self.response.answer

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of commentary, evidence and further columns, in this order."""
        said = self.response
        texts = (said.commentary, said.evidence, *said.other.values())
        return tuple(sentence for text in texts if text for sentence in sentences(text))

    @cached_property
    def own_sentences(self) -> tuple[Sentence, ...]:
        """The sentences of commentary and evidence."""
        said = self.response
        texts = (said.commentary, said.evidence)
        return tuple(sentence for text in texts if text for sentence in sentences(text))


@dataclass(frozen=True)
class Raised:
    """What raised a rule.

    Attributes:
        quote: the printed words, or "" where nothing is printed.
        detail: what the message should add, such as a limit or what was changed; or "".
        provision_id: for rules over a whole assessment, the row that it is about, or "".
    """

    quote: str
    detail: str = ""
    provision_id: str = ""


@dataclass(frozen=True)
class Whole:
    """An assessment with its rows, and the one before it.

    Attributes:
        assessment: what was found.
        rows: one for each response.
        in_force: first and last day of the edition, ISO; "" for open.
        earlier: the landlord's assessment before it against the same edition, or None.
    """

    assessment: Assessment
    rows: tuple[Row, ...]
    in_force: tuple[str, str] = ("", "")
    earlier: Assessment | None = None


@dataclass(frozen=True)
class Example:
    """A row that shows a rule.

    Attributes:
        provision: its id.
        answer: what it answers.
        text: its commentary.
        assessed_on: ISO date.
        changes: further fields of the response, such as requirement_printed.
    """

    provision: str
    answer: Answer
    text: str = ""
    assessed_on: str = "2025-06-30"
    changes: Mapping[str, str] = field(default_factory=dict)


RowCheck = Callable[[Row], Raised | None]
WholeCheck = Callable[[Whole], list[Raised]]


@dataclass(frozen=True)
class Rule:
    """A rule, as a record.

    Attributes:
        id: its name in flags and findings.
        severity: how grave what it raises is.
        version: raised when it changes what it raises.
        message: what to look at.
        looks_for: what raises it, in a sentence.
        silent_for: what keeps it silent, in a sentence.
        check: over one row; None for a rule over the whole assessment.
        whole: over the whole assessment; None for a rule over one row.
        raises: an example that raises it; None where a row cannot show it.
        silent: an example that does not.
        by_default: whether it is on unless a user says otherwise; a rule that is less often right
            on wording nobody has seen is not.
    """

    id: str
    severity: Severity
    version: int
    message: str
    looks_for: str
    silent_for: str
    check: RowCheck | None = None
    whole: WholeCheck | None = None
    raises: Example | None = None
    silent: Example | None = None
    by_default: bool = True


UNMET = (Answer.NO, Answer.PARTIAL)
"""Answers that say that a provision is not, or not wholly, met."""
