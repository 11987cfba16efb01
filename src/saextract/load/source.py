"""A file's bytes, hash and media type. What is here touches files, and runs in workers."""

from __future__ import annotations

import hashlib
import os
import stat
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import Self

from saextract.errors import DocumentError
from saextract.model import Source

from .archive import Archives, Listing
from .inputs import Input
from .sniff import BROKEN_ZIP, EMPTY, ENCRYPTED_OFFICE, OLE, OLE_SUFFIXES, UNKNOWN, sniff

MAX_BYTES = 200 * 1024 * 1024
"""Larger files are not read. The largest published self-assessments are about 20 MB of scans."""


class Reader:
    """Reads inputs one after another; the archives around the last one stay open."""

    def __init__(self) -> None:
        self._archives = Archives()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._archives.close()

    def read(self, item: Input, max_bytes: int = MAX_BYTES) -> Source | Listing:
        """Reads a file and says what kind it is; of an archive, the files that it holds.

        Args:
            item: the file.
            max_bytes: larger files, archives excepted, are refused.

        Raises:
            DocumentError: `unreadable`, `too-large`, `empty`, `encrypted`, `truncated` or
                `unsupported`.
        """
        if item.trouble:
            raise DocumentError(item.code, item.trouble)
        try:
            listing = self._listing(item)
            if listing:
                return listing
            if item.chain:
                data = self._archives.member(item.file, item.chain, max_bytes)
            else:
                data = _bytes(item.file, max_bytes)
        except OSError as error:
            raise DocumentError("unreadable", error.strerror or str(error)) from error
        return Source(
            path=item.path,
            data=data,
            sha256=hashlib.sha256(data).hexdigest(),
            media_type=sniff(data, PurePosixPath(item.path).suffix),
            manifest=item.manifest,
        )

    def _listing(self, item: Input) -> Listing | None:
        if item.chain:
            if not item.path.lower().endswith(".zip"):
                return None
            return self._archives.listing(item.file, item.chain)
        with opened(item.file) as stream:
            if stream.read(2) != b"PK":
                return None
        return self._archives.listing(item.file, (), sha256_of(item.file))


def opened(file: Path) -> BufferedReader:
    """A regular file, open for reading.

    Raises:
        DocumentError: `unreadable` if it is a pipe, a device or the like.
        OSError: if it is not there or may not be read.
    """
    if not stat.S_ISREG(file.stat().st_mode):
        raise DocumentError("unreadable", f"{file.name} is no regular file")
    return file.open("rb")


def _bytes(file: Path, max_bytes: int) -> bytes:
    with opened(file) as stream:
        size = os.fstat(stream.fileno()).st_size
        data = stream.read(max_bytes + 1) if size <= max_bytes else b""
    if max(size, len(data)) > max_bytes:
        raise DocumentError("too-large", f"It has {size:,} bytes; the limit is {max_bytes:,}")
    return data


def sha256_of(file: Path) -> str:
    """SHA-256 of a file in hexadecimal; "" if it cannot be read or is no regular file."""
    try:
        with opened(file) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, DocumentError):
        return ""


def refuse(source: Source) -> None:
    """Stops at files that no parser can open, whatever it reads.

    Raises:
        DocumentError: `empty`, `encrypted` or `truncated`.
    """
    if source.media_type == EMPTY:
        raise DocumentError("empty", "" if not source.data else "It holds nothing but blanks")
    if source.media_type == ENCRYPTED_OFFICE:
        raise DocumentError("encrypted")
    if source.media_type == BROKEN_ZIP:
        raise DocumentError("truncated", "The container (ZIP, DOCX, XLSX or ODT) has no directory")
    if source.media_type == OLE and PurePosixPath(source.path).suffix.lower() in OLE_SUFFIXES:
        raise DocumentError("truncated", "The container (DOC or XLS) holds no document")


_SUFFIXES: dict[str, tuple[str, ...]] = {
    ".pdf": ("application/pdf",),
    ".docx": ("wordprocessingml", "ms-word"),
    ".docm": ("wordprocessingml", "ms-word"),
    ".doc": ("application/msword", "rtf"),
    ".xlsx": ("spreadsheetml", "ms-excel"),
    ".xls": ("ms-excel",),
    ".odt": ("opendocument",),
    ".ods": ("opendocument",),
    ".rtf": ("rtf",),
    ".html": ("html", "multipart/related"),
    ".htm": ("html", "multipart/related"),
    ".txt": ("text/",),
    ".png": ("image/png",),
    ".jpg": ("image/jpeg",),
    ".jpeg": ("image/jpeg",),
    ".tif": ("image/tiff",),
    ".tiff": ("image/tiff",),
}


def mislabelled(path: str, media_type: str) -> bool:
    """Whether the name of a file says one kind of file and its content another."""
    if media_type in (EMPTY, UNKNOWN, ENCRYPTED_OFFICE, BROKEN_ZIP, OLE):
        return False
    expected = _SUFFIXES.get(Path(path).suffix.lower())
    return expected is not None and not any(part in media_type for part in expected)
