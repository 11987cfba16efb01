"""From the paths that a user gives to files, with what the manifests say of them.

Nothing but folders and manifests is opened here: files are read in workers (`source`).
"""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from saextract.errors import UsageError

from .archive import Listing, is_litter, unique_paths
from .inputs import WRONG_MANIFEST, Input, Inputs
from .manifest import MANIFEST, Manifests
from .remote import skeleton, there_is, url_of

DATASET_FILES = frozenset({"saextract.duckdb", "run.json"})
"""A folder with these two holds a dataset; what the dataset consists of is no input."""

LEDGER = ".saextract.json"
"""File in a dataset's folder that lists what saextract wrote there; see `dataset.ledger`."""

STAGING = ".staging"
"""Folder within a dataset's in which its files are written before they are exchanged."""

_TABLES = (
    "documents", "assessments", "responses", "findings", "actions", "promises", "provisions",
    "relations", "reviews", "readings", "agreement",
)  # fmt: skip
_EXPORTS = ("dataset", "gaps", "compare", "shares", "coverage", "codes")
_OWN_NAMES = DATASET_FILES | {
    *(f"{table}.{suffix}" for table in _TABLES for suffix in ("csv", "parquet")),
    *(f"{name}.xlsx" for name in _EXPORTS), "datapackage.json", "report", "replies.csv",
}  # fmt: skip


class Discovery:
    """What stands below the paths that were given.

    Attributes:
        inputs: every file, sorted by path; archives are not opened yet, see `expand`. A manifest
            with which something is wrong is one of them.
    """

    def __init__(
        self,
        inputs: Sequence[Input],
        manifests: Manifests,
        tops: Sequence[Path],
        aside: TemporaryDirectory[str] | None = None,
    ) -> None:
        self.inputs = inputs
        self._aside = aside  # skeletons of folders elsewhere; they go with this
        self._manifests = manifests
        self._tops = tuple(tops)

    def expand(self, item: Input, listing: Listing) -> list[Input]:
        """The files of an archive as inputs.

        Args:
            item: the archive.
            listing: what it holds.
        """
        inputs = []
        for member in listing.members:
            inner = f"{item.inner}/{member.path}" if item.inner else member.path
            manifest = dict(item.manifest)
            if item.top:
                manifest |= self._manifests.values(item.file / inner, top=item.top)
            inputs.append(
                Input(
                    path=_readable(f"{item.path}/{member.path}"),
                    file=item.file,
                    manifest=manifest,
                    trouble=member.trouble,
                    code=member.code or "unreadable",
                    chain=(*item.chain, member.place),
                    inner=inner,
                    top=item.top,
                    url=item.url,
                )
            )
        return inputs

    def missing(self) -> list[str]:
        """Rows of manifests whose file is not there, as "manifest:line: file".

        Those that speak of files within an archive count once the archive has been expanded.
        """
        return list(self._manifests.missing(self._tops))

    def unused_columns(self) -> list[str]:
        """Columns of manifests that are not known, as "manifest: column"."""
        return list(self._manifests.unused_columns())


def check(paths: Iterable[Path]) -> None:
    """Refuses paths that are not there.

    Raises:
        UsageError: naming the first.
    """
    for path in paths:
        url = url_of(path)
        if not (there_is(url) if url else os.path.lexists(path)):
            raise UsageError(f"{path} is not there. Check the path.")


def discover(paths: Sequence[Path], out: Path | None = None) -> Discovery:
    """Finds every file below the paths given, in a fixed order.

    Folders are walked to the bottom, links included (each folder once). ZIP archives count as
    folders once they are read: the path of a file within one is "pack.zip/file.pdf", and what a
    manifest says of "pack.zip" counts for all its files. Left out are hidden files,
    `manifest.csv`, what Office and Windows leave behind (`~$name.docx`, `Thumbs.db`,
    `desktop.ini`) and the files of a dataset that saextract itself writes. A file given by name
    is always taken.

    Args:
        paths: files and folders, or addresses of them (see `remote`); one that is given twice
            counts once.
        out: folder of the dataset that is to be written.

    Raises:
        UsageError: if a path is not there.
    """
    check(paths)
    aside = TemporaryDirectory(prefix="saextract-") if any(map(url_of, paths)) else None
    urls: dict[Path, str] = {}
    given = []
    for path in paths:
        url = url_of(path)
        if url and aside:
            path = skeleton(url, Path(tempfile.mkdtemp(dir=aside.name)))
            urls[path] = url
        given.append(path)
    manifests = Manifests()
    own = _identity(out) if out else None
    found = Inputs()
    real = lru_cache(_FOLDERS)(os.path.realpath)
    for path in given:
        whole = path.is_dir()
        root, files = (path, _walk(path, own)) if whole else (path.parent, iter([(path, "")]))
        for file, trouble in files:
            key = os.fsencode(f"{real(str(file.parent))}/{file.name}")
            item = _input(file, trouble, root, manifests, whole)
            if item and path in urls:
                below = file.relative_to(path).as_posix() if whole else ""
                item = replace(item, url=f"{urls[path]}/{below}".rstrip("/"))
            if item:
                found.add(key, root, item)
    if found.collide():
        found.rename(_unique(found.with_roots()))
    return Discovery(
        found,
        manifests,
        [path for path in given if path.is_dir()],
        aside,
    )


_FOLDERS = 64
"""Folders whose real path is remembered: the files of one follow each other."""


def _input(
    file: Path, trouble: str, root: Path, manifests: Manifests, walked: bool
) -> Input | None:
    """The input that a file makes; None for a manifest with which nothing is wrong."""
    path = _readable(file.relative_to(root).as_posix())
    if file.name == MANIFEST and walked:
        manifest = manifests.of(file.parent)
        complaint = manifest.complaint if manifest else ""
        return Input(path, file, {}, complaint, WRONG_MANIFEST) if complaint else None
    values = {} if trouble else manifests.values(file, top=root)
    return Input(path, file, values, trouble, top=root)


def _readable(path: str) -> str:
    """A path as text that can be written anywhere: undecodable bytes become U+FFFD."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _walk(folder: Path, out: tuple[int, int] | None) -> Iterator[tuple[Path, str]]:
    """Files below a folder with what is wrong with them; each real folder once."""
    seen: set[tuple[int, int]] = set()
    pending = [folder]
    while pending:
        here = pending.pop()
        try:
            status = here.stat()
            identity = (status.st_dev, status.st_ino)
            if identity in seen:
                continue
            seen.add(identity)
            entries = sorted(here.iterdir(), key=lambda entry: os.fsencode(entry.name))
        except OSError as error:
            yield here, error.strerror or str(error)
            continue
        ours = identity == out or _is_dataset(here, entries)
        own = _OWN_NAMES | _listed(here) if ours else frozenset()
        for entry in entries:
            if is_litter(entry.name) or entry.name in own:
                continue
            if entry.is_dir():
                pending.append(entry)
            else:
                yield entry, ""


def _listed(folder: Path) -> frozenset[str]:
    """Names in a dataset's folder that its ledger lists as saextract's."""
    try:
        files = json.loads((folder / LEDGER).read_bytes())["files"]
        return frozenset(name.partition("/")[0] for name in files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return frozenset()


def _is_dataset(folder: Path, entries: Iterable[Path]) -> bool:
    """Whether a folder holds a dataset, also one whose files are just being exchanged."""
    names = {entry.name for entry in entries}
    if STAGING in names:
        try:
            names.update(entry.name for entry in (folder / STAGING).iterdir())
        except OSError:
            return True
    return names >= DATASET_FILES


def _unique(found: list[tuple[Path, Input]]) -> list[Input]:
    """Gives files of the same relative path in two folders the folder's name in front.

    What is the same even then has its full path. Within one folder, names whose undecodable
    bytes look alike have a number.
    """
    found = [pair for root in dict.fromkeys(root for root, _ in found) for pair in _of(root, found)]
    counts = Counter(item.path for _, item in found)
    named = [
        replace(item, path=_readable(f"{root.absolute().name}/{item.path}"))
        if counts[item.path] > 1
        else item
        for root, item in found
    ]
    again = Counter(item.path for item in named)
    full = [
        replace(item, path=_readable(os.path.realpath(item.file.parent) + f"/{item.file.name}")[1:])
        if again[item.path] > 1
        else item
        for item in named
    ]
    return _numbered(full)


def _of(root: Path, found: list[tuple[Path, Input]]) -> list[tuple[Path, Input]]:
    return [(root, item) for item in _numbered([item for top, item in found if top is root])]


def _numbered(items: list[Input]) -> list[Input]:
    ordered = sorted(items, key=lambda item: (item.path, os.fsencode(item.file)))
    paths = unique_paths([item.path for item in ordered])
    return [
        item if item.path == path else replace(item, path=path)
        for item, path in zip(ordered, paths, strict=True)
    ]
