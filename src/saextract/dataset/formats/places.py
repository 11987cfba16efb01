"""Where the documents of a dataset are, for the links of its workbook."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from ..store import Query
from ..tables import Value


class Places:
    """Where the documents of a dataset are, as the workbook in its folder leads to them."""

    def __init__(self, folder: Path, roots: Sequence[Path], asked: Query) -> None:
        """Notes where documents were published; files are looked for when a row asks for them.

        Args:
            folder: of the dataset.
            roots: paths that it was made from.
            asked: the dataset's store.
        """
        self._folder = folder.resolve()
        self._roots = roots
        published = asked.rows("SELECT path, url FROM documents WHERE url LIKE 'http%://%'")
        self._urls = {str(row["path"]): str(row["url"]) for row in published}
        self._target = lru_cache(_RECENT)(self._found)

    def document(self, path: Value, page: Value = None) -> str:
        """The target of a link to a document, and to a page of it; "" where it is not known."""
        target = self._target(str(path))
        paged = target.lower().endswith(".pdf") and page is not None
        return f"{target}#page={page}" if paged else target

    def _found(self, path: str) -> str:
        for root in self._roots:
            for file in (root / path, root.parent / path):
                if file.is_file():
                    return _relative(file.resolve(), self._folder)
        url = self._urls.get(path, "")
        return url if url.startswith(("https://", "http://")) else ""


_RECENT = 1024
"""Documents whose place is remembered; the rows of one mostly follow each other."""


def _relative(file: Path, folder: Path) -> str:
    """A file's address as seen from a folder, so that both can be moved together."""
    try:
        return quote(os.fsencode(Path(os.path.relpath(file, folder)).as_posix()))
    except ValueError:  # on another drive
        return file.as_uri()
