"""ZIP archives, read as folders: which files they hold, and the bytes of each.

An archive within an archive is inflated once, to a file without a name that is gone when the
process is, and nothing else is ever unpacked to disk, so that a name within an archive is only
a name. The limits keep an archive that inflates to far more than it weighs from being read.
"""

from __future__ import annotations

import contextlib
import io
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from saextract.errors import DocumentError

MAX_DEPTH = 2
"""Archives within archives: the outer one is of depth 1. Deeper ones are not opened."""

MAX_MEMBERS = 2_000
MAX_INFLATED = 1024**3
"""Bytes that all files of an archive may have together, those of archives in it included."""

MAX_RATIO = 200
"""How many times its packed size a file may have; office files and web pages stay below 50."""

_SMALL = 1024**2
"""Files up to this many bytes may have any ratio: a short page of blanks packs very well."""

_OFFICE = ("[Content_Types].xml", "mimetype", "Index.zip", "Index/Document.iwa")
"""Names within a file that is a document of Office, LibreOffice or Apple, and no folder."""

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_LITTER = frozenset({"__macosx", "thumbs.db", "desktop.ini"})
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Member:
    """A file within an archive.

    Attributes:
        path: its name with forward slashes, without "..", unique in the archive.
        place: its place in the archive's directory.
        code: problem code of what keeps it from being read, or "".
        trouble: the same in words.
    """

    path: str
    place: int
    code: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What an archive holds.

    Attributes:
        sha256: of the archive, in hexadecimal; "" for one within an archive.
        members: its files; left out are folders, hidden files and what Office and the system
            leave behind.
        inflated: bytes that they have together.
    """

    sha256: str
    members: tuple[Member, ...]
    inflated: int


@contextlib.contextmanager
def _whole() -> Iterator[None]:
    """Turns whatever a damaged archive makes `zipfile` raise into `truncated`.

    Decompressors raise errors of their own (LZMA, zlib, bz2), and a directory that lies leads
    to any other.
    """
    try:
        yield
    except (DocumentError, MemoryError):
        raise
    except Exception as error:
        raise DocumentError("truncated", f"The archive cannot be opened: {error}") from error


class Archives:
    """The archives around the file that was read last, open; each is inflated once."""

    def __init__(self) -> None:
        self._file: Path | None = None
        self._open: list[_Open] = []

    def listing(self, file: Path, chain: tuple[int, ...], sha256: str = "") -> Listing | None:
        """The files of an archive; None if the file is no archive, or is an office file.

        Args:
            file: on disk.
            chain: its place in the directory of the archive around it, behind those of the
                archives around that; () for the file on disk itself.
            sha256: passed on.

        Raises:
            DocumentError: `too-large` if it holds too many files or they have too many bytes,
                `empty` if it holds none, `unsupported` if it lies too deep, and what `member`
                raises.
        """
        with self._head(file, chain) as head:
            if head.read(4) not in _MAGIC:
                return None
        try:
            archive = self._archive(file, chain)
        except DocumentError as error:
            if error.code == "truncated":  # it may still be an office file: its parser says so
                return None
            raise
        with _whole():
            names = archive.namelist()
        if any(name in names for name in _OFFICE):
            return None
        if len(chain) >= MAX_DEPTH:
            raise DocumentError("unsupported", "It is an archive too deep. Unpack it")
        return _listed(archive, sha256)

    def member(self, file: Path, chain: tuple[int, ...], max_bytes: int) -> bytes:
        """The bytes of a file within an archive.

        Args:
            file: the archive on disk.
            chain: see `listing`.
            max_bytes: larger files are refused.

        Raises:
            DocumentError: `too-large`, `encrypted`, `truncated` or `unreadable`.
        """
        with self._member(file, chain, max_bytes) as stream, _whole():
            return stream.read(max_bytes)

    def close(self) -> None:
        """Closes all of them."""
        while self._open:
            self._open.pop().close()
        self._file = None

    @contextlib.contextmanager
    def _head(self, file: Path, chain: tuple[int, ...]) -> Iterator[IO[bytes]]:
        if chain:
            with self._member(file, chain, MAX_INFLATED) as stream, _whole():
                yield stream
        else:
            with file.open("rb") as stream:
                yield stream

    @contextlib.contextmanager
    def _member(self, file: Path, chain: tuple[int, ...], most: int) -> Iterator[IO[bytes]]:
        archive = self._archive(file, chain[:-1])
        with _whole():
            info = archive.infolist()[chain[-1]]
            code, trouble = _trouble(info)
            if code:
                raise DocumentError(code, trouble)
            if info.file_size > most:
                size = f"It has {info.file_size:,} bytes; the limit is {most:,}"
                raise DocumentError("too-large", size)
            with archive.open(info) as stream:
                yield stream

    def _archive(self, file: Path, chain: tuple[int, ...]) -> zipfile.ZipFile:
        """Opens an archive, and closes those that are not around it."""
        if file != self._file:
            self.close()
            self._file = file
        while self._open and self._open[-1].chain != chain[: len(self._open) - 1]:
            self._open.pop().close()
        while len(self._open) > len(chain) + 1:
            self._open.pop().close()
        for depth in range(len(self._open), len(chain) + 1):
            stream = self._inflated(file, chain[:depth]) if depth else file.open("rb")
            self._open.append(_Open.of(chain[:depth], stream))
        return self._open[-1].archive

    def _inflated(self, file: Path, chain: tuple[int, ...]) -> IO[bytes]:
        with contextlib.ExitStack() as failed:
            target = failed.enter_context(tempfile.TemporaryFile())
            with self._member(file, chain, MAX_INFLATED) as stream:
                shutil.copyfileobj(stream, target, 1 << 20)
            target.seek(0, io.SEEK_SET)
            failed.pop_all()
        return target


@dataclass(frozen=True, slots=True)
class _Open:
    """An archive with the stream that it is read from."""

    chain: tuple[int, ...]
    archive: zipfile.ZipFile
    stream: IO[bytes]

    @classmethod
    def of(cls, chain: tuple[int, ...], stream: IO[bytes]) -> _Open:
        """Opens a stream as archive; closes it if it is none."""
        with contextlib.ExitStack() as failed:
            failed.enter_context(stream)
            with _whole():
                opened = cls(chain, zipfile.ZipFile(stream), stream)
            failed.pop_all()
        return opened

    def close(self) -> None:
        self.archive.close()
        self.stream.close()


def _listed(archive: zipfile.ZipFile, sha256: str) -> Listing:
    found: list[Member] = []
    inflated = 0
    for place, info in enumerate(archive.infolist()):
        path = _safe(info.filename)
        if info.is_dir() or not path or any(map(is_litter, path.split("/"))):
            continue
        inflated += info.file_size
        found.append(Member(path, place, *_trouble(info)))
    check_budget(len(found), inflated)
    if not found:
        raise DocumentError("empty", "The archive holds no file")
    return Listing(sha256, _unique(found), inflated)


def check_budget(members: int, inflated: int) -> None:
    """Refuses an archive that holds too much.

    Raises:
        DocumentError: `too-large`.
    """
    if members > MAX_MEMBERS:
        raise DocumentError("too-large", f"The archive holds more than {MAX_MEMBERS:,} files")
    if inflated > MAX_INFLATED:
        size = f"The files of the archive have more than {MAX_INFLATED:,} bytes"
        raise DocumentError("too-large", size)


def _trouble(info: zipfile.ZipInfo) -> tuple[str, str]:
    if info.flag_bits & _ENCRYPTED:
        return "encrypted", "It lies in an archive with a password"
    if info.file_size > _SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        return "too-large", f"It inflates to more than {MAX_RATIO} times its packed size"
    return "", ""


def _safe(name: str) -> str:
    """A name as a relative path: no root, no drive, no way up."""
    parts = name.replace("\\", "/").split("/")
    if parts and len(parts[0]) == 2 and parts[0].endswith(":"):
        parts = parts[1:]
    return "/".join(part for part in parts if part.strip() not in ("", ".", ".."))


def is_litter(name: str) -> bool:
    """Whether a file or folder is hidden, or one that Office or the system leaves behind."""
    return name.startswith((".", "~$")) or name.lower() in _LITTER


def numbered(path: str, number: int) -> str:
    """A path with a number before its ending: "a/form (2).html"."""
    folder, slash, name = path.rpartition("/")
    stem, dot, suffix = name.rpartition(".")
    plain = stem if dot and stem else name
    ending = f".{suffix}" if dot and stem else ""
    return f"{folder}{slash}{plain} ({number}){ending}"


def unique_paths(paths: list[str]) -> list[str]:
    """Gives the second and further ones of equal paths a number; also a file named like a folder.

    Args:
        paths: in an order that is the same in every run.
    """
    taken = {path[:at] for path in paths for at, char in enumerate(path) if char == "/"}
    originals = Counter(paths)
    unique: list[str] = []
    for path in paths:
        number, chosen = 1, path
        while chosen in taken or (number > 1 and chosen in originals):
            number += 1
            chosen = numbered(path, number)
        taken.add(chosen)
        unique.append(chosen)
    return unique


def _unique(found: list[Member]) -> tuple[Member, ...]:
    paths = unique_paths([member.path for member in found])
    return tuple(
        Member(path, member.place, member.code, member.trouble)
        for path, member in zip(paths, found, strict=True)
    )
