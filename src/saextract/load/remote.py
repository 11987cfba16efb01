"""Inputs and datasets that stand anywhere fsspec reaches: s3://bucket/folder, gs://, abfs:// ...

A folder elsewhere is walked through a skeleton of it on this machine: an empty file for each
object, and the manifests as they are. The objects themselves are fetched by the workers, one at
a time. A dataset elsewhere is made on this machine and put there when it is whole.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from saextract.errors import UsageError

from .lease import PREFIX, lease
from .manifest import MANIFEST

_URL = re.compile(r"([a-z][a-z0-9+.-]+):/{1,3}(?=[^/])")
"""A protocol of two letters or more, so that no drive of Windows is one. A `Path` keeps only one
of the slashes."""


def url_of(path: Path | str) -> str:
    """The address that a path is, such as s3://bucket/folder; "" for a path on this machine."""
    match = _URL.match(PurePosixPath(path).as_posix())
    return f"{match[1]}://{PurePosixPath(path).as_posix()[match.end() :]}" if match else ""


def file_system(url: str) -> tuple[Any, str]:
    """The file system that an address belongs to, and the path there.

    Raises:
        UsageError: if what reaches it is not installed, or it refuses.
    """
    try:
        from fsspec.core import url_to_fs

        return url_to_fs(url)  # type: ignore[no-any-return]
    except ImportError as error:
        raise UsageError(
            f"{url} cannot be reached: {error}. Install what reaches it, for S3 "
            "in a clone of saextract with: pip install '.[s3]'."
        ) from error
    except (OSError, ValueError) as error:
        raise UsageError(f"{url} cannot be reached: {error}.") from error


def there_is(url: str) -> bool:
    """Whether there is an object of that address, or one below it."""
    system, place = file_system(url)
    return bool(system.exists(place))


def skeleton(url: str, folder: Path) -> Path:
    """Makes a skeleton of a folder elsewhere, or of one object.

    Args:
        url: its address.
        folder: an empty one, in which the skeleton is made.

    Returns:
        The path of the skeleton of the folder or object itself.
    """
    system, place = file_system(url)
    place = place.rstrip("/")
    root = folder / PurePosixPath(place).name
    if system.isfile(place):
        root.touch()
        return root
    root.mkdir()
    for name in system.find(place):
        file = root / PurePosixPath(name).relative_to(place)
        if ".." in file.parts:
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.name == MANIFEST:
            system.get_file(name, str(file))
        else:
            file.touch()
    return root


class Fetched:
    """The object that was fetched last, as a file on this machine."""

    def __init__(self) -> None:
        self._url = ""
        self._file: Path | None = None

    def file(self, url: str) -> Path:
        """The file; it stays until the next object is fetched.

        Raises:
            OSError: if it cannot be fetched.
        """
        if url == self._url and self._file:
            return self._file
        self.close()
        system, place = file_system(url)
        with tempfile.NamedTemporaryFile(delete=False) as made:
            self._file = Path(made.name)
        system.get_file(place, str(self._file))
        self._url = url
        return self._file

    def close(self) -> None:
        """Removes the file."""
        if self._file:
            self._file.unlink(missing_ok=True)
        self._url, self._file = "", None


_CACHE = ".cache"
_PACKED = ".cache.zip"


@contextlib.contextmanager
def dataset(url: str) -> Iterator[Path]:
    """A folder on this machine in which a dataset that stands elsewhere is made anew.

    It begins with what is there, and goes there when the context ends without an error: first
    the tables, at last `run.json`, which names the size of each. What the run before left for
    this one (`.cache`) is one object there.

    Args:
        url: address of the dataset's folder.

    Raises:
        UsageError: if another run is writing there.
    """
    system, place = file_system(url)
    place = place.rstrip("/")
    with (
        lease(system, place, url) as check,
        tempfile.TemporaryDirectory(prefix="saextract-") as made,
    ):
        folder = Path(made) / "dataset"
        folder.mkdir()
        before = [name for name in system.find(place) if not _is_lease(name)]
        for name in before:
            file = folder / PurePosixPath(name).relative_to(place)
            file.parent.mkdir(parents=True, exist_ok=True)
            system.get_file(name, str(file))
        if (folder / _PACKED).is_file():
            shutil.unpack_archive(folder / _PACKED, folder / _CACHE)
            (folder / _PACKED).unlink()
        yield folder
        if (folder / _CACHE).is_dir():
            shutil.make_archive(str(folder / _CACHE), "zip", folder / _CACHE)
            shutil.rmtree(folder / _CACHE)
        files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
        check()
        for file in sorted(files, key=lambda file: file.name == "run.json"):
            system.put_file(str(file), f"{place}/{file.relative_to(folder).as_posix()}")
        gone = {f"{place}/{file.relative_to(folder).as_posix()}" for file in files}
        for name in before:
            if name not in gone:
                system.rm_file(name)


def _is_lease(name: str) -> bool:
    return PurePosixPath(name).name.startswith(PREFIX)
