"""Mails (EML and Outlook's MSG): the text of the mail, and the documents attached to it."""

from __future__ import annotations

import contextlib
import email
import email.policy
import hashlib
import io
from email.message import EmailMessage
from typing import NamedTuple

from saextract.errors import DocumentError
from saextract.model import OcrMode, Parsed, Passage, Source

from .attached import Attachment, with_attached

OUTLOOK = "application/vnd.ms-outlook"
MEDIA_TYPES = ("message/rfc822", OUTLOOK)

_NOTHING = Parsed(blocks=())
_RICHER = 2
"""How many times as long a mail's plain text has to be as its web page for that to be no more
than a note, such as "view this mail in a browser"."""
_DEEPEST = 3
"""Mails within mails, the outer one counted, that are opened."""


class _Mail(NamedTuple):
    """A mail: its texts as web page and as plain text, what is attached, and its subject."""

    page: bytes
    plain: bytes
    attachments: tuple[Attachment, ...]
    subject: str


def parse(source: Source, ocr: OcrMode = "auto", depth: int = 1) -> Parsed:
    """Reads a mail: its text, and every document that is attached to it.

    Args:
        source: the mail.
        ocr: which pages of attached documents to read by OCR.
        depth: how many mails it lies in, itself counted.

    Returns:
        The blocks of the text and of the attached documents, in this order; places are those
        within the attached file.

    Raises:
        DocumentError: `truncated` if the mail cannot be opened, `unsupported` if it lies in too
            many others.
    """
    if depth > _DEEPEST:
        raise DocumentError("unsupported", "It is a mail too deep in others")
    mail = _outlook(source.data) if source.media_type == OUTLOOK else _internet(source.data)

    def read(part: Source) -> Parsed:
        from . import parse as parse_any

        if part.media_type in MEDIA_TYPES:
            return parse(part, ocr, depth + 1)
        return parse_any(part, ocr)

    page = read(_part(mail.page, "text/html")) if mail.page.strip() else _NOTHING
    plain = read(_part(mail.plain, "text/plain")) if mail.plain.strip() else _NOTHING
    body = plain if _length(plain) > _RICHER * _length(page) else page
    found = with_attached(body, mail.attachments, read)
    subject = {"title": mail.subject} if mail.subject else {}
    return found.model_copy(update={"properties": {**subject, **found.properties}})


def _length(parsed: Parsed) -> int:
    """Characters of the tables and passages of a text."""
    passages = sum(len(b.text) for b in parsed.blocks if isinstance(b, Passage))
    rows = (row for table in parsed.tables for row in table.rows)
    return passages + sum(len(cell.text) for row in rows for cell in row.cells if cell)


def _part(data: bytes, media_type: str) -> Source:
    digest = hashlib.sha256(data).hexdigest()
    return Source(path="mail", data=data, sha256=digest, media_type=media_type)


def _internet(data: bytes) -> _Mail:
    """A mail as it is sent: MIME."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    page, plain = (message.get_body((kind,)) for kind in ("html", "plain"))
    attachments = [
        Attachment(part.get_filename() or f"attachment {number}", _bytes(part))
        for number, part in enumerate(message.iter_attachments(), 1)
        if isinstance(part, EmailMessage)
    ]
    return _Mail(_text(page), _text(plain), tuple(attachments), str(message.get("Subject", "")))


def _text(part: object) -> bytes:
    """A text of a mail as UTF-8."""
    if not isinstance(part, EmailMessage):
        return b""
    try:
        content = part.get_content()
    except (LookupError, KeyError, ValueError):
        return _bytes(part)
    return content.encode("utf-8", "replace") if isinstance(content, str) else b""


def _bytes(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        return b"".join(inner.as_bytes() for inner in part.iter_parts())
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _outlook(data: bytes) -> _Mail:
    """A mail as Outlook saves it."""
    from oxmsg import Message

    try:
        message = Message.load(io.BytesIO(data))
        attachments = [
            Attachment(part.file_name or f"attachment {number}", part.file_bytes or b"")
            for number, part in enumerate(message.attachments, 1)
        ]
        page = plain = b""
        with contextlib.suppress(UnicodeDecodeError):
            page = (message.html_body or "").encode("utf-8", "replace")
        with contextlib.suppress(UnicodeDecodeError):
            plain = (message.body or "").encode("utf-8", "replace")
    except Exception as error:
        raise DocumentError("truncated", f"The mail cannot be opened: {error}") from error
    return _Mail(page, plain, tuple(attachments), message.subject or "")
