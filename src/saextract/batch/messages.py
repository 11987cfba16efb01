"""What a worker says to its parent: JSON behind one letter, never anything that could run.

A worker reads hostile files, so that the parent does not trust it with pickles.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from saextract.load.archive import Listing, Member

UP = b"u"
"""The worker is ready."""

HASH = b"h"
"""SHA-256 of a file, "" where it cannot be read."""

BEGUN = b"b"
"""SHA-256 and media type of the document whose reading begins."""

LISTING = b"l"
"""The file is an archive, and this is in it."""

OUTCOME = b"o"
"""What came of a document: a line of what is known of it without its texts, which may be empty
(`saextract.dataset.joining.heads`), and the outcome itself, which is not there if it is kept."""

MOST = 128 * 1024**2
"""Bytes of a message; the outcome of an 800-page pack has about two million."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What a parent says of a document whose worker is gone.

    Attributes:
        code: problem code.
        detail: what happened.
        passing: whether another try may end otherwise, as after a signal from outside.
    """

    code: str
    detail: str
    passing: bool = False


def of_outcome(outcome: bytes, head: str = "") -> bytes:
    """An outcome as message."""
    return b"".join((OUTCOME, head.encode(), b"\n", outcome))


def to_outcome(body: bytes) -> tuple[bytes, bytes]:
    """Head and outcome of the message of an outcome without its letter."""
    head, _, outcome = body.partition(b"\n")
    return head, outcome


def of_listing(listing: Listing) -> bytes:
    """A listing as message."""
    return LISTING + json.dumps(asdict(listing)).encode()


def to_listing(message: bytes) -> Listing:
    """The listing that a message holds."""
    plain = json.loads(message[1:])
    members = tuple(Member(**member) for member in plain["members"])
    return Listing(plain["sha256"], members, plain["inflated"])
