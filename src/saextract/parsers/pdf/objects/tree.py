"""What the structure tree of a tagged file says of a page: cells of tables, texts for pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as raw

Path = tuple[int, ...]
"""Where an element stands: its place among its parent's children, from the root down."""

_DEPTH = 40
_LONGEST = 64
"""Letters of the longest name or alternative text that is read, and a closing zero."""

_SECTIONS = ("THead", "TBody", "TFoot")
_CELLS = ("TD", "TH")


class TaggedCell(NamedTuple):
    """What the tree of one page says of a cell.

    Attributes:
        table, row: paths of the table and of the row; the same on all pages they run over.
        place: place among the row's cells.
        header: tagged as a header cell.
        columns, rows: how many it spans.
        mcids: the marked contents of this page that are in it, those of inner tables included.
    """

    table: Path
    row: Path
    place: int
    header: bool
    columns: int
    rows: int
    mcids: frozenset[int]


def read_tags(page: raw.FPDF_PAGE) -> list[TaggedCell]:
    """Reads the cells of all outermost tables from a page's structure tree."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return []
    try:
        cells: list[TaggedCell] = []
        for index in range(raw.FPDF_StructTree_CountChildren(tree)):
            _find(raw.FPDF_StructTree_GetChildAtIndex(tree, index), (index,), cells)
        return cells
    finally:
        raw.FPDF_StructTree_Close(tree)


def read_alternatives(page: raw.FPDF_PAGE) -> dict[int, str]:
    """The texts that a page's structure tree gives in the place of pictures, by marked content."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return {}
    try:
        found: dict[int, str] = {}
        for index in range(raw.FPDF_StructTree_CountChildren(tree)):
            _alternatives(raw.FPDF_StructTree_GetChildAtIndex(tree, index), 0, found)
        return found
    finally:
        raw.FPDF_StructTree_Close(tree)


def _alternatives(element: Any, depth: int, found: dict[int, str]) -> None:
    if not element or depth > _DEPTH:
        return
    if _type(element) == "Figure":
        text = _string(lambda b, n: raw.FPDF_StructElement_GetActualText(element, b, n))
        text = text or _string(lambda b, n: raw.FPDF_StructElement_GetAltText(element, b, n))
        found.update(dict.fromkeys(_mcids(element, depth), text.strip()))
    for _, child in _children(element):
        _alternatives(child, depth + 1, found)


def _find(element: Any, path: Path, cells: list[TaggedCell]) -> None:
    if not element or len(path) > _DEPTH:
        return
    if _type(element) == "Table":
        _rows(element, path, path, cells)
        return
    for index, child in _children(element):
        _find(child, (*path, index), cells)


def _rows(element: Any, path: Path, table: Path, cells: list[TaggedCell]) -> None:
    for index, child in _children(element):
        kind = _type(child)
        if kind == "TR":
            row = (*path, index)
            for place, cell in _children(child):
                name = _type(cell)
                if name in _CELLS:
                    columns, rows = _span(cell, b"ColSpan"), _span(cell, b"RowSpan")
                    mcids = frozenset(_mcids(cell, 0))
                    header = name == "TH"
                    cells.append(TaggedCell(table, row, place, header, columns, rows, mcids))
        elif kind in _SECTIONS:
            _rows(child, (*path, index), table, cells)


def _children(element: Any) -> Iterator[tuple[int, Any]]:
    for index in range(raw.FPDF_StructElement_CountChildren(element)):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            yield index, child


def _mcids(element: Any, depth: int) -> Iterator[int]:
    if depth > _DEPTH:
        return
    for index in range(raw.FPDF_StructElement_CountChildren(element)):
        mcid = raw.FPDF_StructElement_GetChildMarkedContentID(element, index)
        if mcid >= 0:
            yield mcid
            continue
        child = raw.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            yield from _mcids(child, depth + 1)


def _type(element: Any) -> str:
    return _string(lambda buffer, size: raw.FPDF_StructElement_GetType(element, buffer, size))


def _string(getter: Callable[..., int]) -> str:
    buffer = (ctypes.c_ushort * _LONGEST)()
    size = getter(buffer, 2 * _LONGEST)
    return bytes(buffer)[: max(min(size, 2 * _LONGEST) - 2, 0)].decode("utf-16-le", "replace")


def _span(cell: Any, name: bytes) -> int:
    value = ctypes.c_float(1.0)
    for index in range(raw.FPDF_StructElement_GetAttributeCount(cell)):
        attributes = raw.FPDF_StructElement_GetAttributeAtIndex(cell, index)
        entry = raw.FPDF_StructElement_Attr_GetValue(attributes, name)
        if entry and raw.FPDF_StructElement_Attr_GetNumberValue(entry, value):
            return min(max(int(value.value), 1), 50)
    return 1
