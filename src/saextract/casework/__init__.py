"""Casework: the table that an assessor works with, as Word file and as web page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from saextract.dataset.ledger import exporting
from saextract.dataset.store import read_tables

from .content import Casework, casework

__all__ = ["Casework", "casework", "write_casework"]

TABLES = ("assessments", "responses", "findings", "actions")
_LONGEST = 60
"""Characters of a landlord's name that stand in the name of a file."""


def write_casework(out: Path, landlords: Iterable[str]) -> tuple[Path, ...]:
    """Writes the table on a landlord's newest assessments.

    Args:
        out: folder of the dataset.
        landlords: what `analysis.choose.who` gives for the landlord.

    Returns:
        For each assessment a Word file and a web page, in `out`.

    Raises:
        DatasetError: if the folder holds no dataset.
        UsageError: if several landlords are meant, or a file of that name is there that
            saextract did not write.
    """
    from .page import write_page
    from .word import write_word

    written = []
    for item in casework(read_tables(out, *TABLES), landlords):
        stem = f"casework-{_plain(item.landlord)}-{_plain(item.edition)}"
        for suffix, write in ((".docx", write_word), (".html", write_page)):
            with exporting(out, stem + suffix) as part:
                write(part, item)
            written.append(out / (stem + suffix))
    return tuple(written)


def _plain(text: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.casefold()).strip("-")[:_LONGEST].strip("-")
