"""What the structure tree of a tagged file says of a page: cells of tables, texts for pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pypdfium2.raw as raw

from . import native

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
    cells: list[TaggedCell] = []
    with _roots(page) as roots:
        for index, element in enumerate(roots):
            _find(element, (index,), cells)
    return cells


def read_alternatives(page: raw.FPDF_PAGE) -> dict[int, str]:
    """The texts that a page's structure tree gives in the place of pictures, by marked content."""
    found: dict[int, str] = {}
    with _roots(page) as roots:
        for element in roots:
            _alternatives(element, 0, found)
    return found


@contextmanager
def _roots(page: raw.FPDF_PAGE) -> Iterator[list[int]]:
    """The addresses of the topmost elements of a page's tree."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        yield []
        return
    try:
        places = range(raw.FPDF_StructTree_CountChildren(tree))
        roots = (raw.FPDF_StructTree_GetChildAtIndex(tree, index) for index in places)
        yield list(map(native.address, roots))
    finally:
        raw.FPDF_StructTree_Close(tree)


def _alternatives(element: int, depth: int, found: dict[int, str]) -> None:
    if not element or depth > _DEPTH:
        return
    if _type(element) == "Figure":
        text = _string(native.element_actual_text, element)
        text = text or _string(native.element_alternative, element)
        mcids: list[int] = []
        _add_mcids(element, depth, mcids)
        found.update(dict.fromkeys(mcids, text.strip()))
    for _, child in _children(element):
        _alternatives(child, depth + 1, found)


def _find(element: int, path: Path, cells: list[TaggedCell]) -> None:
    if not element or len(path) > _DEPTH:
        return
    if _type(element) == "Table":
        _rows(element, path, path, cells)
        return
    for index, child in _children(element):
        _find(child, (*path, index), cells)


def _rows(element: int, path: Path, table: Path, cells: list[TaggedCell]) -> None:
    for index, child in _children(element):
        kind = _type(child)
        if kind == "TR":
            row = (*path, index)
            for place, cell in _children(child):
                name = _type(cell)
                if name in _CELLS:
                    columns, rows = _span(cell, b"ColSpan"), _span(cell, b"RowSpan")
                    mcids: list[int] = []
                    _add_mcids(cell, 0, mcids)
                    header = name == "TH"
                    held = frozenset(mcids)
                    cells.append(TaggedCell(table, row, place, header, columns, rows, held))
        elif kind in _SECTIONS:
            _rows(child, (*path, index), table, cells)


def _children(element: int) -> list[tuple[int, int]]:
    """The child elements with their places; marked contents are none."""
    places = range(native.element_count_children(element))
    children = ((index, native.element_child(element, index)) for index in places)
    return [(index, child) for index, child in children if child]


def _add_mcids(element: int, depth: int, found: list[int]) -> None:
    """Adds the marked contents in an element and in those in it."""
    if depth > _DEPTH:
        return
    for index in range(native.element_count_children(element)):
        mcid = native.element_child_mcid(element, index)
        if mcid >= 0:
            found.append(mcid)
            continue
        child = native.element_child(element, index)
        if child:
            _add_mcids(child, depth + 1, found)


def _type(element: int) -> str:
    return _string(native.element_type, element)


_BUFFER = ctypes.create_string_buffer(2 * _LONGEST)
_AT = ctypes.addressof(_BUFFER)


def _string(getter: Callable[..., int], element: int) -> str:
    size = min(getter(element, _AT, 2 * _LONGEST), 2 * _LONGEST)
    return ctypes.string_at(_AT, max(size - 2, 0)).decode("utf-16-le", "replace")


def _span(cell: int, name: bytes) -> int:
    value = ctypes.c_float(1.0)
    for index in range(native.element_count_attributes(cell)):
        entry = native.attribute_value(native.element_attribute(cell, index), name)
        if entry and native.value_number(entry, ctypes.addressof(value)):
            return min(max(int(value.value), 1), 50)
    return 1
