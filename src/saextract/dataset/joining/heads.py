"""What is known of a file without its texts: what joining needs, and its row in documents.

A worker makes it with the outcome, so that whoever makes a dataset need not open the outcome of
a file that stands for itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from saextract.model import Outcome

from ..rows import document_row
from ..tables import Value
from .survey import Facts, File, Part, survey

_DIGEST = 16
"""Bytes of the hash over an outcome."""


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a file.

    Attributes:
        file: what it is.
        parts: the assessments in it.
        row: its row in documents, as long as it is not joined to others.
        digest: hash over its outcome.
    """

    file: File
    parts: tuple[Part, ...]
    row: dict[str, Value]
    digest: bytes

    def text(self) -> str:
        """The head as JSON on one line."""
        file = self.file
        return json.dumps(
            {
                "file": [file.path, file.digest.hex(), file.media_type, file.declared, file.values],
                "parts": [part_text(part) for part in self.parts],
                "row": self.row,
                "digest": self.digest.hex(),
            }
        )

    @classmethod
    def of_text(cls, text: str | bytes) -> Head:
        """The head that `text` gave."""
        plain = json.loads(text)
        path, digest, *rest = plain["file"]
        file = File(path, bytes.fromhex(digest), *rest)
        parts = tuple(part_of_text(file, part) for part in plain["parts"])
        return cls(file, parts, plain["row"], bytes.fromhex(plain["digest"]))


def part_text(part: Part) -> str:
    """A part as JSON on one line, without its file."""
    rows = {name: digest.hex() for name, digest in (part.rows or {}).items()} or None
    plain = [part.place, facts_text(part.facts), part.scrap, part.sections, rows]
    return json.dumps(plain)


def part_of_text(file: File, text: str) -> Part:
    """The part that `part_text` gave."""
    place, facts, scrap, sections, rows = json.loads(text)
    digests = {name: bytes.fromhex(digest) for name, digest in rows.items()} if rows else None
    return Part(file, place, facts_of_text(facts), scrap, tuple(sections), digests)


def facts_text(facts: Facts) -> str:
    """Facts as JSON on one line."""
    return json.dumps(asdict(facts) | {"content": facts.content.hex()})


def facts_of_text(text: str) -> Facts:
    """The facts that `facts_text` gave."""
    plain = json.loads(text)
    return Facts(**plain | {"content": bytes.fromhex(plain["content"])})


def head_of(outcome: Outcome, message: bytes = b"") -> Head:
    """The head of a file.

    Args:
        outcome: what came of it.
        message: the outcome as JSON, where it has been made already.
    """
    message = message or outcome.model_dump_json().encode()
    digest = hashlib.blake2b(message, digest_size=_DIGEST).digest()
    file, parts = survey(outcome)
    return Head(file, tuple(parts), document_row(outcome), digest)


class Held:
    """Outcomes that are in memory."""

    def __init__(self, outcomes: Iterable[Outcome]) -> None:
        self._by_path = {o.path: o for o in sorted(outcomes, key=lambda outcome: outcome.path)}

    def heads(self) -> Iterator[Head]:
        """What is known of each file."""
        return map(head_of, self._by_path.values())

    def of(self, path: str) -> Outcome:
        """The outcome of a file."""
        return self._by_path[path]
