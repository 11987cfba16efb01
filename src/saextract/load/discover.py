"""From the paths that a user gives to files with their bytes, media types and manifest values."""

from __future__ import annotations

import hashlib
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from saextract.errors import DocumentError, UsageError
from saextract.model import Source

from . import archive
from .manifest import MANIFEST, Manifest, read_manifest
from .sniff import BROKEN_ZIP, EMPTY, ENCRYPTED_OFFICE, OLE, OLE_SUFFIXES, UNKNOWN, sniff

MAX_BYTES = 200 * 1024 * 1024
"""Larger files are not read. The largest published self-assessments are about 20 MB of scans."""

DATASET_FILES = frozenset({"saextract.duckdb", "run.json"})
"""A folder with these two holds a dataset; what the dataset consists of is no input."""

_OWN_NAMES = DATASET_FILES | {
    *(f"{table}.{suffix}"
      for table in ("documents", "assessments", "responses", "findings", "actions")
      for suffix in ("csv", "parquet")),
    "dataset.xlsx", "datapackage.json", "gaps.xlsx", "compare.xlsx", "report",
}  # fmt: skip


@dataclass(frozen=True)
class Input:
    """A file to be read, or a place that cannot be opened.

    Attributes:
        path: relative to the folder that was given, with forward slashes; unique in a run.
        file: where it is.
        manifest: the values that a manifest gives for it.
        trouble: why it cannot be opened, or "".
        code: problem code of the trouble.
        chain: where it lies within the archive that `file` is, see `archive.Member`; () for a
            file of its own.
    """

    path: str
    file: Path
    manifest: dict[str, str] = field(default_factory=dict)
    trouble: str = ""
    code: str = "unreadable"
    chain: tuple[int, ...] = ()


@dataclass(frozen=True)
class Discovery:
    """What stands below the paths that were given.

    Attributes:
        inputs: every file, sorted by path.
        missing: rows of manifests whose file is not there, as "manifest:line: file".
        unused_columns: columns of manifests that are not known, as "manifest: column".
    """

    inputs: tuple[Input, ...]
    missing: tuple[str, ...] = ()
    unused_columns: tuple[str, ...] = ()


def discover(paths: Iterable[Path]) -> Discovery:
    """Finds every file below the paths given, in a fixed order.

    Folders are walked to the bottom, links included (each folder once), and ZIP archives are
    read as folders: the path of a file within one is "pack.zip/file.pdf", and what a manifest
    says of "pack.zip" counts for all its files. Left out are hidden files, `manifest.csv`, what
    Office and Windows leave behind (`~$name.docx`, `Thumbs.db`, `desktop.ini`) and the files of
    a dataset that saextract itself has written. A file given by name is always taken.

    Args:
        paths: files and folders; one that is given twice counts once.

    Raises:
        UsageError: if a path is not there, or a manifest is malformed.
    """
    manifests = _Manifests()
    found: dict[tuple[Path, tuple[int, ...]], tuple[Path, Input]] = {}
    for path in paths:
        if not path.exists() and not path.is_symlink():
            raise UsageError(f"{path} is not there. Check the path.")
        root, files = (path, _walk(path)) if path.is_dir() else (path.parent, iter([(path, "")]))
        for file, trouble in files:
            if file.name == MANIFEST and path.is_dir():
                manifests.of(file.parent)
                continue
            relative = _readable(file.relative_to(root).as_posix())
            key = file.parent.resolve() / file.name
            manifest = {} if trouble else manifests.values(file, top=root)
            item = Input(relative, file, manifest, trouble)
            for inner in _opened(item, root, manifests):
                found.setdefault((key, inner.chain), (root, inner))
    inputs = _unique(list(found.values()))
    return Discovery(
        inputs=tuple(sorted(inputs, key=lambda item: item.path)),
        missing=tuple(manifests.missing(path for path in paths if path.is_dir())),
        unused_columns=tuple(manifests.unused_columns()),
    )


def load(item: Input, max_bytes: int = MAX_BYTES) -> Source:
    """Reads a file and says what kind it is.

    Args:
        item: the file.
        max_bytes: larger files are refused.

    Raises:
        DocumentError: `unreadable`, `too-large`, `empty`, `encrypted` or `truncated`.
    """
    if item.trouble:
        raise DocumentError(item.code, item.trouble)
    data = _read(item, max_bytes)
    media_type = sniff(data, PurePosixPath(item.path).suffix)
    return Source(
        path=item.path,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        manifest=item.manifest,
    )


def _read(item: Input, max_bytes: int) -> bytes:
    if item.chain:
        return archive.read_member(item.file, item.chain, max_bytes)
    try:
        status = item.file.stat()
        if not stat.S_ISREG(status.st_mode):
            raise DocumentError("unreadable", f"{item.file.name} is no regular file")
        if status.st_size > max_bytes:
            size = f"It has {status.st_size:,} bytes; the limit is {max_bytes:,}"
            raise DocumentError("too-large", size)
        return item.file.read_bytes()
    except OSError as error:
        raise DocumentError("unreadable", error.strerror or str(error)) from error


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


def sha256_of(file: Path) -> str:
    """SHA-256 of a file in hexadecimal; "" if it cannot be read or is no regular file."""
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            return ""
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def sha256_of_input(item: Input, max_bytes: int = MAX_BYTES) -> str:
    """SHA-256 of an input in hexadecimal, also within an archive; "" if it cannot be read."""
    if item.trouble:
        return ""
    if not item.chain:
        return sha256_of(item.file)
    try:
        return hashlib.sha256(archive.read_member(item.file, item.chain, max_bytes)).hexdigest()
    except DocumentError:
        return ""


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


def _readable(path: str) -> str:
    """A path as text that can be written anywhere: undecodable bytes become U+FFFD."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _walk(folder: Path) -> Iterator[tuple[Path, str]]:
    """Files below a folder with what is wrong with them; each real folder once."""
    seen: set[tuple[int, int]] = set()
    pending = [folder]
    while pending:
        here = pending.pop()
        try:
            status = here.stat()
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            entries = sorted(here.iterdir(), key=lambda entry: os.fsencode(entry.name))
        except OSError as error:
            yield here, error.strerror or str(error)
            continue
        names = {entry.name for entry in entries}
        own = _OWN_NAMES if names >= DATASET_FILES else frozenset()
        for entry in entries:
            if archive.is_litter(entry.name) or entry.name in own:
                continue
            if entry.is_dir():
                pending.append(entry)
            else:
                yield entry, ""


def _opened(item: Input, root: Path, manifests: _Manifests) -> Iterator[Input]:
    """The files of an archive, or the one file itself."""
    if item.trouble or not archive.is_archive(item.file):
        yield item
        return
    try:
        members = archive.members(item.file)
    except DocumentError as error:
        yield replace(item, trouble=error.detail, code=error.code)
        return
    for member in members:
        manifest = manifests.values(item.file / member.path, top=root)
        yield Input(
            path=_readable(f"{item.path}/{member.path}"),
            file=item.file,
            manifest=item.manifest | manifest,
            trouble=member.trouble,
            code=member.code or "unreadable",
            chain=member.chain,
        )


def _unique(found: list[tuple[Path, Input]]) -> Iterator[Input]:
    """Gives files of the same relative path in two folders the folder's name in front."""
    counts = Counter(item.path for _, item in found)
    named = [
        replace(item, path=_readable(f"{root.resolve().name}/{item.path}"))
        if counts[item.path] > 1
        else item
        for root, item in found
    ]
    again = Counter(item.path for item in named)
    for item in named:
        full = _readable(item.file.resolve().as_posix().lstrip("/"))
        if item.chain:
            full += item.path[item.path.find(f"{item.file.name}/") + len(item.file.name) :]
        yield replace(item, path=full) if again[item.path] > 1 else item


class _Manifests:
    """The manifests of the folders walked, each read once."""

    def __init__(self) -> None:
        self._read: dict[Path, Manifest | None] = {}

    def values(self, file: Path, top: Path) -> dict[str, str]:
        """Values for a file; where manifests of several folders name it, the nearest wins."""
        merged: dict[str, str] = {}
        folders = [top, *(top / part for part in _folders(file, top))]
        for folder in folders:
            manifest = self.of(folder)
            if manifest:
                merged |= manifest.values(file.relative_to(folder).as_posix())
        return merged

    def missing(self, folders: Iterable[Path]) -> Iterator[str]:
        """Rows that name a file that is not there, of manifests within the folders walked."""
        walked = tuple(folders)
        for folder, manifest in sorted(self._read.items()):
            if manifest and any(folder.is_relative_to(top) for top in walked):
                for line, name in manifest.rows():
                    if not _is_there(folder / name):
                        yield f"{folder / MANIFEST}:{line}: {name}"

    def unused_columns(self) -> Iterator[str]:
        for folder, manifest in sorted(self._read.items()):
            for column in manifest.unused if manifest else ():
                yield f"{folder / MANIFEST}: {column}"

    def of(self, folder: Path) -> Manifest | None:
        """The manifest of a folder, if it has one."""
        if folder not in self._read:
            file = folder / MANIFEST
            self._read[folder] = read_manifest(file) if file.is_file() else None
        return self._read[folder]


def _is_there(file: Path) -> bool:
    """Whether a file that a manifest names exists, on disk or within an archive."""
    if file.exists():
        return True
    for folder in file.parents:
        if folder.is_file():
            try:
                inside = {member.path for member in archive.members(folder)}
            except DocumentError:
                return False
            return file.relative_to(folder).as_posix() in inside
    return False


def _folders(file: Path, top: Path) -> Iterator[str]:
    parts = file.relative_to(top).parts[:-1]
    for end in range(1, len(parts) + 1):
        yield "/".join(parts[:end])
