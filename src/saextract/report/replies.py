"""What landlords say about the report: `replies.csv` in the dataset's folder, kept by the user."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from saextract.errors import UsageError

from .data import Assessed, Landlord

FILE = "replies.csv"
COLUMNS = ("landlord", "assessment_id", "provision_id", "replied_on", "reply")


@dataclass(frozen=True)
class Reply:
    """A landlord's reply, shown word for word.

    Attributes:
        landlord: its name, as in the dataset or as registered, or its id in the register.
        assessment_id, provision_id: what it is about; empty for all of them.
        replied_on: when.
        reply: its words.
    """

    landlord: str
    assessment_id: str
    provision_id: str
    replied_on: str
    reply: str


def read_replies(out: Path) -> tuple[Reply, ...]:
    """The replies in a dataset's folder; none if there is no such file.

    Raises:
        UsageError: if it is not CSV in UTF-8, or lacks a column.
    """
    file = out / FILE
    if not file.is_file():
        return ()
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            missing = {"landlord", "reply"} - set(reader.fieldnames or ())
            if missing:
                raise UsageError(f"{file} has no column {', '.join(sorted(missing))}.")
            return tuple(
                Reply(*((row.get(name) or "").strip().lstrip("§") for name in COLUMNS))
                for row in reader
            )
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{file} cannot be read as CSV in UTF-8: {error}.") from error


def of_landlord(replies: tuple[Reply, ...], owner: Landlord) -> list[Reply]:
    """The replies of a landlord."""
    names = {owner.name.casefold()}
    for item in owner.assessments:
        names |= {str(item.row[name]).casefold() for name in ("landlord", "landlord_id")}
    names.discard("")
    return [reply for reply in replies if reply.landlord.casefold() in names]


def of_assessment(replies: list[Reply], item: Assessed) -> list[Reply]:
    """Those that are about one assessment of the landlord."""
    provisions = {str(row["provision_id"]) for row in item.responses}
    return [
        reply
        for reply in replies
        if reply.assessment_id in ("", item.id)
        and (not reply.provision_id or reply.provision_id in provisions)
    ]
