"""The source of each row: where its file is, and how the page shows it beside the row."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from saextract.dataset.tables import Value
from saextract.errors import DocumentError, SaextractError, UsageError
from saextract.load.archive import Listing
from saextract.load.discover import Discovery, discover
from saextract.load.inputs import Input
from saextract.load.source import Reader
from saextract.model import Source
from saextract.parsers.attached import embedded

from .data import Assessed, anchor
from .pictures import MADE, draw, framed, has_pages
from .pictures import Box as Edges
from .typeset import Part, key, typeset

if TYPE_CHECKING:
    from PIL.Image import Image

PICTURES = "pictures"
"""Folder of the pictures, within the report's."""

_WIDEST = 240
"""Letters of a line that is shown unwrapped: a dump of a landscape page has about 200."""

Box = tuple[float, float, float, float]
"""Left, top, width and height in points from the page's top left corner."""


@dataclass(frozen=True)
class Page:
    """A page of a source.

    Attributes:
        number: from 1.
        width, height: in points.
        file: the picture, relative to the report's folder; "" where it is left out.
        boxes: each row's anchor with its boxes on this page.
    """

    number: int
    width: float
    height: float
    file: str
    boxes: tuple[tuple[str, tuple[Box, ...]], ...]


@dataclass(frozen=True)
class Shown:
    """A document of an assessment, as its page shows it.

    Attributes:
        document: its row of the table documents.
        pages: those that rows stand on, of a document that has pages.
        parts: what surrounds the rows, of a document without pages.
        missing: why it is not shown, or "".
    """

    document: Mapping[str, Value]
    pages: tuple[Page, ...] = ()
    parts: tuple[Part, ...] = ()
    missing: str = ""

    @property
    def in_columns(self) -> bool:
        """Whether its lines keep columns apart by white space, which a wrapped line would not."""
        lines = [part.text for part in self.parts if part.kind == "line"]
        apart = sum("   " in line.strip() for line in lines)
        return 4 * apart > len(lines) and max(map(len, lines)) <= _WIDEST


@dataclass(frozen=True)
class Finder:
    """Knows where the files of a dataset are.

    Attributes:
        inputs: path in the dataset to the file.
    """

    inputs: Mapping[str, Input]

    @classmethod
    def of(cls, out: Path, paths: Iterable[Value]) -> Finder:
        """Looks for the files of a dataset below the paths from which it was made.

        Args:
            out: the dataset's folder.
            paths: of its documents; archives are opened only for those within them.
        """
        try:
            given = [Path(path) for path in json.loads((out / "run.json").read_bytes())["paths"]]
            found = discover([path for path in given if path.exists()], out)
        except (OSError, ValueError, KeyError, SaextractError):
            return cls({})
        inputs = {item.path: item for item in found.inputs}
        wanted = {str(path) for path in paths}
        with Reader() as reader:
            _expand(found, reader, inputs, wanted)
        return cls({path: inputs[path] for path in wanted if path in inputs})

    def only(self, paths: Iterable[Value]) -> Finder:
        """What is known of these documents alone."""
        return Finder({str(p): self.inputs[str(p)] for p in paths if str(p) in self.inputs})


def _expand(found: Discovery, reader: Reader, inputs: dict[str, Input], wanted: set[str]) -> None:
    """Adds the files of archives that hold documents which are not found outside of them."""
    opened: set[str] = set()
    while True:
        missing = wanted - set(inputs)
        holders = [path for path in inputs if path not in opened and _holds(path, missing)]
        if not holders:
            return
        for path in holders:
            opened.add(path)
            with contextlib.suppress(DocumentError):
                listing = reader.read(inputs[path])
                if isinstance(listing, Listing):
                    inputs |= {item.path: item for item in found.expand(inputs[path], listing)}


def _holds(path: str, missing: Iterable[str]) -> bool:
    return any(name.startswith(f"{path}/") for name in missing)


def show(item: Assessed, finder: Finder, folder: Path | None) -> tuple[Shown, ...]:
    """Shows the documents of an assessment, and draws the pages that rows stand on.

    A PDF with files embedded in it is set in type, as its rows may stand in one of those.

    Args:
        item: the assessment.
        finder: where the files are.
        folder: the report's; None to draw no pictures.
    """
    return tuple(_show(item, row, finder, folder) for row in item.documents)


def _show(
    item: Assessed, document: Mapping[str, Value], finder: Finder, folder: Path | None
) -> Shown:
    places = _places(item, document)
    paged = has_pages(str(document["media_type"]))
    if not places:
        return Shown(document, missing="No row of this assessment was read from this file.")
    if paged and folder is None:
        return Shown(document, missing="The report was made without pictures of pages.")
    known = finder.inputs.get(str(document["path"]))
    if known is None:
        return Shown(document, missing=_gone(document, "is no longer there"))
    try:
        with Reader() as reader:
            source = reader.read(known)
        if isinstance(source, Listing) or source.sha256 != document["sha256"]:
            return Shown(document, missing=_gone(document, "has been changed since it was read"))
        if paged and folder is not None and not embedded(source.data):
            return Shown(document, pages=_pages(folder, source, places))
        return Shown(document, parts=typeset(source, {k: tuple(v) for k, v in places.items()}))
    except DocumentError as error:
        return Shown(document, missing=_gone(document, f"cannot be shown ({error})"))


def picture_of(
    rows: Sequence[Mapping[str, Any]], document: Mapping[str, Any], finder: Finder
) -> Image:
    """The pages that rows stand on, one below the other, with a frame around each cell.

    Args:
        rows: of the table responses, with their places as a list.
        document: that they were read from, a row of the table documents.
        finder: where its file is.

    Raises:
        UsageError: if there is no row, or its file has no pages or cannot be shown.
    """
    places = [place for row in rows for place in row["places"]]
    boxes: dict[int, list[Edges]] = {}
    for place in places:
        if "box" in place:
            boxes.setdefault(place["page"], []).append(tuple(place["box"]))
    if not boxes:
        raise UsageError(
            "Only rows on pages, of a PDF file or a scan, have a picture; "
            + ("the places of this one are no pages." if places else "no row was found here.")
        )
    known = finder.inputs.get(str(document["path"]))
    if known is None:
        raise UsageError(_gone(document, "is no longer there"))
    try:
        with Reader() as reader:
            source = reader.read(known)
        if isinstance(source, Listing) or source.sha256 != document["sha256"]:
            raise UsageError(_gone(document, "has been changed since it was read"))
        return framed(source, boxes)
    except DocumentError as error:
        raise UsageError(_gone(document, f"cannot be shown ({error})")) from error


def _gone(document: Mapping[str, Value], what: str) -> str:
    return (
        f"The file {document['path']} {what}, so its source cannot be shown here. The places "
        "beside each row say where it stood in the file that was read (SHA-256 "
        f"{document['sha256']})."
    )


def _places(item: Assessed, document: Mapping[str, Value]) -> dict[str, list[str]]:
    """Locators within a document to the anchors of the rows that stand there."""
    found: dict[str, list[str]] = {}
    for row in item.responses:
        if row["document_id"] == document["document_id"]:
            for place in json.loads(str(row["places"])):
                anchors = found.setdefault(key(place), [])
                if anchor(row["provision_id"]) not in anchors:
                    anchors.append(anchor(row["provision_id"]))
    return found


def _pages(folder: Path, source: Source, places: Mapping[str, list[str]]) -> tuple[Page, ...]:
    by_page: dict[int, dict[str, list[Box]]] = {}
    for place, anchors in places.items():
        found = json.loads(place)
        left, top, right, bottom = found["box"]
        box = (left, top, round(right - left, 2), round(bottom - top, 2))
        for name in anchors:
            by_page.setdefault(found["page"], {}).setdefault(name, []).append(box)
    return tuple(
        Page(
            number=picture.page,
            width=round(picture.width, 2),
            height=round(picture.height, 2),
            file=picture.file,
            boxes=tuple((name, tuple(boxes)) for name, boxes in by_page[picture.page].items()),
        )
        for picture in _drawn(folder, source, by_page)
    )


@dataclass(frozen=True)
class _Drawn:
    """A picture on disk: its page, size in points, and file relative to the report's folder."""

    page: int
    width: float
    height: float
    file: str


def _drawn(folder: Path, source: Source, pages: Iterable[int]) -> list[_Drawn]:
    """Draws pages, but for those that an earlier report of the same file has drawn.

    Pictures are named after the file's content, so one that is there is the right one.
    """
    name = f"{PICTURES}/{source.document_id}"
    sizes = _sizes(folder / f"{name}.json")
    wanted = sorted(set(pages))
    for picture in draw(source, [page for page in wanted if page not in sizes]):
        _write(folder / f"{name}-p{picture.page}.webp", picture.data)
        sizes[picture.page] = (picture.width, picture.height)
    text = json.dumps({"made": MADE, "pages": {str(n): sizes[n] for n in sorted(sizes)}})
    _write(folder / f"{name}.json", text.encode())
    return [_Drawn(n, *sizes[n], f"{name}-p{n}.webp") for n in wanted if n in sizes]


def _sizes(file: Path) -> dict[int, tuple[float, float]]:
    """Sizes in points of the pages that were drawn already, as they are drawn today."""
    try:
        found = json.loads(file.read_bytes())
        same = found["made"] == MADE
        return {int(n): (w, h) for n, (w, h) in found["pages"].items() if same}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _write(file: Path, data: bytes) -> None:
    """Writes a file so that nobody sees half of it."""
    part = file.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(data)
    part.replace(file)
