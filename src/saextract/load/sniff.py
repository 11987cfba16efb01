"""What kind of file some bytes are, told from the bytes and not from the name."""

from __future__ import annotations

import io
import re
import zipfile

UNKNOWN = "application/octet-stream"
EMPTY = "application/x-empty"
"""No bytes, or nothing but blanks."""

ENCRYPTED_OFFICE = "application/vnd.ms-office.encrypted"
"""An Office file protected by a password: an OLE container with an encrypted package."""

OLE = "application/x-ole-storage"
"""An OLE container that holds no document of a known kind."""

OLE_SUFFIXES = frozenset({".doc", ".dot", ".xls", ".xlt"})
"""Names of files that should hold one."""

APPLE = "application/vnd.apple.iwork"
"""A document of Pages or Numbers."""

BROKEN_ZIP = "application/zip; broken"
"""Begins as a ZIP container (DOCX, XLSX, ODT ...) but has no readable directory."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", ENCRYPTED_OFFICE),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("__substg1.0_", "application/vnd.ms-outlook"),
)
_WORD_HEAD = b"\xec\xa5"
_SHEET_HEAD = b"\x09\x08\x10\x00"
_FILE_PASS = b"\x2f\x00"
_HEADS_WITHIN = 1 << 20
_PDF_HEADER_WITHIN = 1024
_HEAD = 65_536
_CONTENT_TYPE = re.compile(rb"""ContentType\s*=\s*["']([^"']+?)\.main(?:\+xml)?["']""")
_OFFICE_XML = re.compile(
    r"<\?mso-application\b[^>]*progid=[\"'](Word|Excel)\.|office:mimetype=[\"']([\w./-]+)[\"']"
)
_FLAT_PACKAGE = "http://schemas.microsoft.com/office/2006/xmlPackage"
"""A DOCX as one XML file, which LibreOffice takes for plain text."""

_OFFICE_XML_TYPES = {
    "Word": "application/msword+xml",
    "Excel": "application/vnd.ms-excel+xml",
    "application/vnd.oasis.opendocument.text": "application/vnd.oasis.opendocument.text+xml",
    "application/vnd.oasis.opendocument.spreadsheet":
        "application/vnd.oasis.opendocument.spreadsheet+xml",
}  # fmt: skip
_BEFORE_MARKUP = re.compile(r"(?:\s|<\?xml[^>]*\?>|<!--.*?-->)*", re.DOTALL)
_HTML_START = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|main|article|section|div|"
    r"table|h[1-6]|p|ul|ol|dl|form|header|nav|span|center|font)\b",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"\s*\[InternetShortcut\]|\s*<\?xml[^>]*\?>\s*<!DOCTYPE plist.{0,400}<key>URL<", re.I | re.S
)
"""A file that holds nothing but the address of a page, as Windows and macOS save them."""

LINK = "application/internet-shortcut"
MAIL = "message/rfc822"
_MAIL_HEADS = re.compile(r"(?:[\w-]+:[ \t][^\n]*\n(?:[ \t][^\n]*\n)*){2,}", re.IGNORECASE)
"""The header lines that a mail begins with, folded ones included."""
_MAIL_NAMES = re.compile(
    r"^(?:from|to|subject|date|received|message-id|return-path|delivered-to|reply-to):",
    re.IGNORECASE | re.MULTILINE,
)
_MAIL_TECHNICAL = re.compile(
    r"^(?:mime-version|received|message-id|return-path|content-type):", re.IGNORECASE | re.MULTILINE
)
_SAVED_PAGE = re.compile(
    r"^(?:from: <saved by|snapshot-content-location:)", re.IGNORECASE | re.MULTILINE
)
_MHTML = re.compile(r"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_TEXT_SUFFIXES = {".md": "text/markdown", ".markdown": "text/markdown", ".csv": "text/csv"}


def sniff(data: bytes, suffix: str = "") -> str:
    """Tells the media type of a file.

    Args:
        data: the whole file.
        suffix: of its name, such as ".md"; it only tells kinds of plain text apart, which
            the bytes cannot.

    Returns:
        A media type; `UNKNOWN` where nothing is recognised, `EMPTY`, `ENCRYPTED_OFFICE` and
        `BROKEN_ZIP` for files that cannot be opened.
    """
    head = data[:_HEAD]
    if not data.strip(b"\x00 \t\r\n"):
        return EMPTY
    if head[:5] == b"%PDF-":
        return "application/pdf"
    if head.startswith(_OLE):
        return _ole(data)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    text = decode_head(head)
    markup = _markup(text) if text is not None else None
    if markup:
        return markup
    if b"%PDF-" in head[:_PDF_HEADER_WITHIN]:
        return "application/pdf"
    if text is not None:
        return _TEXT_SUFFIXES.get(suffix.lower(), "text/plain")
    return UNKNOWN


def decode_head(head: bytes) -> str | None:
    """The beginning of a text file as text; None if the bytes are no text.

    UTF-8 and UTF-16 with or without a byte order mark, else Windows-1252 without control
    characters.
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", errors="replace")
    nuls = head.count(0)
    if nuls:
        for codec, first in (("utf-16-le", 1), ("utf-16-be", 0)):
            if head[first::2].count(0) >= 0.9 * nuls and nuls > len(head) / 4:
                return head[: len(head) // 2 * 2].decode(codec, errors="replace")
        return None
    try:
        text = head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start >= len(head) - 3 and len(head) == _HEAD:
            text = head[: error.start].decode("utf-8-sig")
        else:
            text = head.decode("cp1252", errors="replace")
    return None if len(_CONTROL.findall(text)) > len(text) / 100 else text


def _is_mail(text: str) -> bool:
    """Whether a text begins with the headers of a mail, and not with those of a saved page."""
    heads = _MAIL_HEADS.match(text.replace("\r\n", "\n").lstrip("\ufeff\n"))
    if heads is None or _SAVED_PAGE.search(heads[0]):
        return False
    named = {name.lower() for name in _MAIL_NAMES.findall(heads[0])}
    return len(named) > 1 and _MAIL_TECHNICAL.search(heads[0]) is not None


def _markup(text: str) -> str | None:
    if _LINK.match(text):
        return LINK
    if _is_mail(text):
        return MAIL
    start = text[_BEFORE_MARKUP.match(text).end() :].lstrip("\ufeff")  # type: ignore[union-attr]
    if _HTML_START.match(start):
        return (
            "application/xhtml+xml"
            if "http://www.w3.org/1999/xhtml" in start[:2000]
            and (text.lstrip("\ufeff \r\n").startswith("<?xml"))
            else "text/html"
        )
    if _MHTML.search(text[:4000]) and re.search(r"^mime-version:", text[:4000], re.I | re.M):
        return "multipart/related"
    if text.lstrip("\ufeff \t\r\n").startswith("<?xml"):
        office = None if _FLAT_PACKAGE in text else _OFFICE_XML.search(text[:4000])
        return _OFFICE_XML_TYPES.get((office[1] or office[2]) if office else "", "application/xml")
    return None


def _ole(data: bytes) -> str:
    if _has_password(data):
        return ENCRYPTED_OFFICE
    for name, media_type in _OLE_STREAMS:
        if name.encode("utf-16-le") in data:
            return media_type
    return OLE


def _has_password(data: bytes) -> bool:
    """Whether a DOC or XLS file is encrypted: by the heads of its streams, at sector bounds."""
    for at in range(512, min(len(data), _HEADS_WITHIN), 512):
        if data[at : at + 2] == _WORD_HEAD and data[at + 11 : at + 12]:
            return bool(data[at + 11] & 0x01)
        if data[at : at + 4] == _SHEET_HEAD:
            return data[at + 20 : at + 22] == _FILE_PASS
    return False


def _zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "[Content_Types].xml" in names:
                return _office(_member(archive, "[Content_Types].xml", 1 << 20))
            if names & {"Index.zip", "Index/Document.iwa"}:
                return APPLE
            if "mimetype" in names:
                if "META-INF/manifest.xml" in names and b"encryption-data" in _member(
                    archive, "META-INF/manifest.xml", 1 << 20
                ):
                    return ENCRYPTED_OFFICE
                declared = _member(archive, "mimetype", 200).decode("ascii", errors="replace")
                return declared.strip() or "application/zip"
    except Exception:  # a directory that lies makes the library raise anything
        return BROKEN_ZIP
    return "application/zip"


def _member(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    with archive.open(name) as member:
        return member.read(limit)


def _office(content_types: bytes) -> str:
    """The media type that an Office package declares for its main part."""
    for declared in _CONTENT_TYPE.findall(content_types):
        name = str(declared.decode("ascii", errors="replace"))
        if "macroenabled" in name.lower():
            return name.lower() + ".12"
        if name.startswith("application/vnd."):
            return name
    return "application/zip"
