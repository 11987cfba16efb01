"""ZIP archives, read as folders: which files they hold, and the bytes of each.

Nothing is ever unpacked to disk, so that a name within an archive is only a name. The limits
keep an archive that inflates to far more than it weighs from being read at all.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from saextract.errors import DocumentError

MAX_DEPTH = 2
"""Archives within archives: the outer one is of depth 1. Deeper ones are not opened."""

MAX_MEMBERS = 2_000
MAX_INFLATED = 1024**3
"""Bytes that all files of an archive may have together."""

MAX_RATIO = 200
"""How many times its packed size a file may have; office files and web pages stay below 50."""

_SMALL = 1024**2
"""Files up to this many bytes may have any ratio: a short page of blanks packs very well."""

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)
_OFFICE = ("[Content_Types].xml", "mimetype", "Index.zip", "Index/Document.iwa")
"""Names within a file that is a document of Office, LibreOffice or Apple, and no folder."""

_LITTER = frozenset({"__macosx", "thumbs.db", "desktop.ini"})
_ENCRYPTED = 0x1


@dataclass(frozen=True)
class Member:
    """A file within an archive, or an archive that cannot be read.

    Attributes:
        path: its name with forward slashes, without "..", unique in the archive.
        chain: its place in the archive's directory, behind those of the archives around it.
        code: problem code of what keeps it from being read, or "".
        trouble: the same in words.
    """

    path: str
    chain: tuple[int, ...]
    code: str = ""
    trouble: str = ""


def is_archive(file: Path) -> bool:
    """Whether a file is a readable ZIP archive, and no office file, which is one too."""
    try:
        if not file.is_file():
            return False
        with file.open("rb") as stream:
            if stream.read(4) not in (b"PK\x03\x04", b"PK\x05\x06"):
                return False
        with zipfile.ZipFile(file) as archive:
            return _is_folder(archive)
    except _BROKEN:
        return False


def members(file: Path) -> list[Member]:
    """The files of an archive, those of archives within it included.

    Left out are folders, hidden files and what Office and the system leave behind.

    Args:
        file: an archive, see `is_archive`.

    Raises:
        DocumentError: `too-large` if it holds too many files or they have too many bytes,
            `empty` if it holds none, `truncated` if its directory cannot be read.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            found = list(_listed(archive, (), _Budget()))
    except _BROKEN as error:
        raise DocumentError("truncated", f"The archive cannot be opened: {error}") from error
    if not found:
        raise DocumentError("empty", "The archive holds no file")
    return _unique(found)


def read_member(file: Path, chain: tuple[int, ...], max_bytes: int) -> bytes:
    """The bytes of a file within an archive.

    Args:
        file: the archive.
        chain: see `Member`.
        max_bytes: larger files are refused.

    Raises:
        DocumentError: `too-large`, `encrypted`, `truncated` or `unreadable`.
    """
    try:
        archive = zipfile.ZipFile(file)
        for place in chain[:-1]:
            with archive:
                archive = zipfile.ZipFile(io.BytesIO(_bytes(archive, place, max_bytes)))
        with archive:
            return _bytes(archive, chain[-1], max_bytes)
    except _BROKEN as error:
        raise DocumentError("truncated", f"The archive cannot be opened: {error}") from error


@dataclass
class _Budget:
    """What an archive and the archives within it may still hold."""

    members: int = MAX_MEMBERS
    inflated: int = MAX_INFLATED

    def spend(self, info: zipfile.ZipInfo) -> None:
        self.members -= 1
        self.inflated -= info.file_size
        if self.members < 0:
            raise DocumentError("too-large", f"The archive holds more than {MAX_MEMBERS:,} files")
        if self.inflated < 0:
            size = f"The files of the archive have more than {MAX_INFLATED:,} bytes"
            raise DocumentError("too-large", size)


def _listed(archive: zipfile.ZipFile, outer: tuple[int, ...], budget: _Budget) -> Iterator[Member]:
    for place, info in enumerate(archive.infolist()):
        path = _safe(info.filename)
        if info.is_dir() or not path or any(map(is_litter, path.split("/"))):
            continue
        budget.spend(info)
        chain = (*outer, place)
        code, trouble = _trouble(info)
        if code:
            yield Member(path, chain, code, trouble)
        elif path.lower().endswith(".zip"):
            yield from _nested(archive, path, chain, budget)
        else:
            yield Member(path, chain)


def _nested(
    archive: zipfile.ZipFile, path: str, chain: tuple[int, ...], budget: _Budget
) -> Iterator[Member]:
    """The files of an archive within an archive; itself, where it is none or cannot be read."""
    try:
        inner = zipfile.ZipFile(io.BytesIO(_bytes(archive, chain[-1], MAX_INFLATED)))
    except (*_BROKEN, DocumentError):
        yield Member(path, chain)
        return
    with inner:
        if not _is_folder(inner):
            yield Member(path, chain)
            return
        if len(chain) >= MAX_DEPTH:
            yield Member(path, chain, "unsupported", "It is an archive too deep. Unpack it")
            return
        for member in _listed(inner, chain, budget):
            yield Member(f"{path}/{member.path}", member.chain, member.code, member.trouble)


def _is_folder(archive: zipfile.ZipFile) -> bool:
    names = archive.namelist()
    return not any(name in names for name in _OFFICE)


def _trouble(info: zipfile.ZipInfo) -> tuple[str, str]:
    if info.flag_bits & _ENCRYPTED:
        return "encrypted", "It lies in an archive with a password"
    if info.file_size > _SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        return "too-large", f"It inflates to more than {MAX_RATIO} times its packed size"
    return "", ""


def _bytes(archive: zipfile.ZipFile, place: int, max_bytes: int) -> bytes:
    info = archive.infolist()[place]
    code, trouble = _trouble(info)
    if code:
        raise DocumentError(code, trouble)
    if info.file_size > max_bytes:
        size = f"It has {info.file_size:,} bytes; the limit is {max_bytes:,}"
        raise DocumentError("too-large", size)
    with archive.open(info) as stream:
        return stream.read(max_bytes)


def _safe(name: str) -> str:
    """A name as a relative path: no root, no drive, no way up."""
    parts = name.replace("\\", "/").split("/")
    if parts and len(parts[0]) == 2 and parts[0].endswith(":"):
        parts = parts[1:]
    return "/".join(part for part in parts if part.strip() not in ("", ".", ".."))


def is_litter(name: str) -> bool:
    """Whether a file or folder is hidden, or one that Office or the system leaves behind."""
    return name.startswith((".", "~$")) or name.lower() in _LITTER


def _unique(found: list[Member]) -> list[Member]:
    """Gives the second and further files of one name a number."""
    seen: Counter[str] = Counter()
    taken = {member.path for member in found}
    unique: list[Member] = []
    for member in found:
        path = member.path
        while seen[path]:
            seen[member.path] += 1
            path = f"{member.path} ({seen[member.path]})"
            if path in taken:
                continue
        seen[path] += 1
        unique.append(Member(path, member.chain, member.code, member.trouble))
    return unique
