"""Files within a file: what is attached to a mail or to a PDF, read as a part of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from saextract.errors import DocumentError
from saextract.load.sniff import sniff
from saextract.model import Parsed, Passage, Problem, Source


class Attachment(NamedTuple):
    """A file within a file: its name and its bytes."""

    name: str
    data: bytes


_EMBEDDED = b"/EmbeddedFile"
_COVER = 3000
"""Characters of text up to which a PDF is a cover for what is attached to it. Longer ones carry
the files that they were made from, which say the same again."""

Read = Callable[[Source], Parsed]
"""How a file of any kind is read."""

_BESIDE = ("image/", "text/calendar", "application/pkcs7", "application/pgp")
"""Kinds of attachments that hold no document: logos, invitations, signatures."""


def with_attached(parsed: Parsed, attachments: Iterable[Attachment], read: Read) -> Parsed:
    """A document with what is attached to it, in the order of the attachments.

    Places are those within the attached file. What cannot be read is a problem of the whole.

    Args:
        parsed: the document itself.
        attachments: the files within it.
        read: how they are read.
    """
    parts = [parsed, *_parts(attachments, read)]
    pages = [part.pages for part in parts if part.pages]
    properties: dict[str, str] = {}
    for part in (*parts[1:], parsed):
        properties = {**part.properties, **properties}
    return Parsed(
        blocks=tuple(block for part in parts for block in part.blocks),
        pages=sum(pages) if pages else None,
        properties=properties,
        residue=tuple(passage for part in parts for passage in part.residue),
        coverage=min(part.coverage for part in parts),
        unreadable_pages=tuple(page for part in parts for page in part.unreadable_pages),
        problems=tuple(problem for part in parts for problem in part.problems),
    )


def with_embedded(parsed: Parsed, data: bytes, read: Read) -> Parsed:
    """A PDF with the files embedded in it, where it is no more than a cover for them.

    Args:
        parsed: what its pages hold.
        data: the file.
        read: how the embedded files are read.
    """
    attachments = embedded(data)
    if not attachments:
        return parsed
    rows = (row for table in parsed.tables for row in table.rows)
    length = sum(len(cell.text) for row in rows for cell in row.cells if cell)
    length += sum(len(block.text) for block in parsed.blocks if isinstance(block, Passage))
    if length <= _COVER:
        return with_attached(parsed, attachments, read)
    names = ", ".join(attachment.name for attachment in attachments)
    message = (
        f"The PDF holds attached files, which were not read: {names}. Save them, and run again."
    )
    problem = Problem(code="content-unread", stage="parse", message=message)
    return parsed.model_copy(update={"problems": (*parsed.problems, problem)})


def embedded(data: bytes) -> list[Attachment]:
    """The files that are embedded in a PDF."""
    if _EMBEDDED not in data:
        return []
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        found = (document.get_attachment(i) for i in range(document.count_attachments()))
        return [Attachment(one.get_name(), bytes(one.get_data())) for one in found]
    except pypdfium2.PdfiumError:
        return []
    finally:
        document.close()


def _parts(attachments: Iterable[Attachment], read: Read) -> Iterator[Parsed]:
    for name, data in attachments:
        media_type = sniff(data, PurePosixPath(name).suffix)
        if media_type.startswith(_BESIDE):
            continue
        source = Source(
            path=name, data=data, sha256=hashlib.sha256(data).hexdigest(), media_type=media_type
        )
        try:
            yield read(source)
        except DocumentError as error:
            message = f"The attached file {name} could not be read: {error}"
            problem = Problem(code="content-unread", stage="parse", message=message, place=name)
            yield Parsed(blocks=(), problems=(problem,))
