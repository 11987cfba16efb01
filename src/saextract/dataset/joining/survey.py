"""What joining must know of each file and its assessments: a few hundred bytes of either."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from sys import intern
from typing import TYPE_CHECKING, Protocol

from saextract.codes import get_code
from saextract.model import Answer, Assessment, Outcome, Response, pages_of
from saextract.register.names import name_key
from saextract.text.letters import letters

if TYPE_CHECKING:
    from .heads import Head

_ASIDE = ("url", "retrieved")
"""Manifest values that do not make a copy say something else."""

_MISREAD = frozenset(("needs-ocr", "page-unreadable", "content-unread", "text-lost"))
"""Problems after which a missing section may be a matter of reading, not of the document."""

_DENSEST_GAP = 1 / 3
"""Share of the provisions of its sections that a part has rows of; fewer are a quote."""

_DIGEST = 16
"""Bytes of the hash that stands for a row's or an assessment's words."""


class Outcomes(Protocol):
    """The outcomes of a run, which need not all be in memory."""

    def heads(self) -> Iterator[Head]:
        """What is known of each file, by path."""

    def of(self, path: str) -> Outcome:
        """The outcome of a file."""


@dataclass(frozen=True, slots=True)
class File:
    """An input file.

    Attributes:
        path, media_type: as in its outcome.
        digest: its SHA-256; b"" if it cannot be opened.
        declared: the assessment that a manifest says it is a part of, or "".
        values: what a manifest says of it that makes a copy say something else.
    """

    path: str
    digest: bytes
    media_type: str
    declared: str
    values: str

    @property
    def document_id(self) -> str:
        """As in its outcome."""
        return self.digest.hex()[:16]

    @property
    def folder(self) -> str:
        """The folder that it stands in."""
        return str(PurePosixPath(self.path).parent)


@dataclass(frozen=True, slots=True)
class Facts:
    """An assessment without its texts.

    Attributes:
        edition: key of its edition.
        landlord, landlord_id, assessed_on, year: as in the assessment.
        actions: how many it has.
        paged: whether some row stands on a page.
        content: hash over its answers and texts, punctuation and case apart.
    """

    edition: str
    landlord: str
    landlord_id: str
    assessed_on: str
    year: str
    actions: int
    paged: bool
    content: bytes

    @property
    def who(self) -> str:
        """What tells its landlord from others; "" where none is named."""
        return self.landlord_id or name_key(self.landlord)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """An assessment in a file.

    Attributes:
        file: the file.
        place: which of its assessments it is, and then of its scraps, from 0.
        facts: what it says.
        scrap: by itself it would be too little to be one.
        sections: of which it has rows, in order; empty where it is not a part.
        rows: hash over what each of its rows says, by provision; empty where it is not a part.
    """

    file: File
    place: int
    facts: Facts
    scrap: bool = False
    sections: tuple[int, ...] = ()
    rows: Mapping[str, bytes] | None = None

    @property
    def is_part(self) -> bool:
        """Whether it has some sections and, as far as can be told, leaves others out."""
        return self.rows is not None

    def of(self, outcome: Outcome) -> Assessment:
        """The assessment itself, in the outcome of its file."""
        return (*outcome.assessments, *outcome.scraps)[self.place]


def survey(outcome: Outcome) -> tuple[File, list[Part]]:
    """What joining must know of a file."""
    values = sorted((k, v) for k, v in outcome.manifest.items() if k not in _ASIDE)
    file = File(
        outcome.path,
        bytes.fromhex(outcome.sha256),
        intern(outcome.media_type),
        outcome.manifest.get("assessment", ""),
        str(values) if values else "",
    )
    alone = len(outcome.assessments) + len(outcome.scraps) == 1
    whole = alone and not any(problem.code in _MISREAD for problem in outcome.problems)
    parts = []
    for place, assessment in enumerate((*outcome.assessments, *outcome.scraps)):
        said = _rows(assessment.responses)
        scrap = place >= len(outcome.assessments)
        facts = facts_of(assessment, said)
        sections = _part_of(facts.edition, said, scrap) if whole and not file.declared else ()
        rows = {intern(name): digest for name, digest in said.items()} if sections else None
        parts.append(Part(file, place, facts, scrap, sections, rows))
    return file, parts


def facts_of(assessment: Assessment, said: Mapping[str, bytes] | None = None) -> Facts:
    """The facts of an assessment.

    Args:
        assessment: it.
        said: hash over what each of its rows says, where it is known already.
    """
    rows = _rows(assessment.responses) if said is None else said
    digest = hashlib.blake2b(digest_size=_DIGEST)
    for name, row in rows.items():
        digest.update(name.encode() + b"\0" + row)
    places = (place for response in assessment.responses for place in response.locators)
    return Facts(
        edition=intern(f"{assessment.code}-{assessment.edition}"),
        landlord=assessment.landlord,
        landlord_id=assessment.landlord_id,
        assessed_on=intern(assessment.assessed_on),
        year=intern(assessment.year),
        actions=len(assessment.actions),
        paged=bool(pages_of(places)),
        content=digest.digest(),
    )


def _rows(responses: Sequence[Response]) -> dict[str, bytes]:
    """Hash over answer and texts of each row, without punctuation and case, by provision."""
    found = {}
    for response in responses:
        if response.answer is not Answer.NOT_FOUND:
            texts = (response.answer_printed, response.evidence, response.commentary)
            said = "\0".join((response.answer.value, *map(letters, texts)))
            digest = hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=_DIGEST)
            found[response.provision_id] = digest.digest()
    return found


def _part_of(edition: str, rows: Mapping[str, bytes], scrap: bool) -> tuple[int, ...]:
    """The sections that an assessment has, if it leaves others out; else ()."""
    code = get_code(edition)
    sections = tuple(sorted({int(p.section) for p in code.provisions if p.id in rows}))
    if not rows or len(sections) == len(code.sections):
        return ()
    there = sum(int(p.section) in sections for p in code.provisions)
    return sections if scrap or len(rows) >= _DENSEST_GAP * there else ()
