"""Takes what stands on layers that are off out of a page.

Which layers are seen depends on their state, on memberships of several layers with a policy or
an expression, and on the forms that they are nested in. Drawing the page with and without each
part that belongs to a layer tells it of all of them: what leaves no ink is not seen.
"""

from __future__ import annotations

import ctypes
import re
import zlib
from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np
import pypdfium2.raw as raw

from . import native
from .drawing import Frame
from .visibility import render

_DEPTH = 12
"""Forms within forms that are looked into; as many as are read."""

_LAYER = "OC"
"""Tag of marked content that belongs to a layer (PDF 32000-1, 8.11.3.2)."""


Things = Sequence[raw.FPDF_PAGEOBJECT]


def unseen(page: raw.FPDF_PAGE, frame: Frame) -> frozenset[int]:
    """The addresses of the objects of a page that stand on layers which are not seen.

    Args:
        page: the page, its objects not yet turned.
        frame: how it is laid out.
    """
    objects = [raw.FPDFPage_GetObject(page, i) for i in range(raw.FPDFPage_CountObjects(page))]
    whole = render(page, frame)
    hidden: set[int] = set()
    for group in _groups(objects, 0):
        _set_active(group, False)
        if np.array_equal(render(page, frame), whole):
            hidden.update(map(native.address, group))
        else:
            _set_active(group, True)
    return frozenset(hidden)


def _groups(objects: Things, depth: int) -> Iterator[Things]:
    """Objects that follow each other on the same layers, and forms, outer ones first."""
    for layers, members in groupby(objects, _layers_of):
        if layers:
            yield list(members)
    for thing in objects:
        if raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
            yield [thing]
            count = raw.FPDFFormObj_CountObjects(thing)
            inner = [raw.FPDFFormObj_GetObject(thing, i) for i in range(count)]
            yield from _groups(inner, depth + 1)


def _layers_of(thing: raw.FPDF_PAGEOBJECT) -> tuple[int, ...]:
    """The marks of layers around an object, each by its address."""
    marks = [raw.FPDFPageObj_GetMark(thing, i) for i in range(raw.FPDFPageObj_CountMarks(thing))]
    return tuple(native.address(mark) for mark in marks if _name(mark) == _LAYER)


def _name(mark: raw.FPDF_PAGEOBJECTMARK) -> str:
    buffer = (ctypes.c_ushort * 8)()
    size = ctypes.c_ulong()
    raw.FPDFPageObjMark_GetName(mark, buffer, 16, size)
    return bytes(buffer)[: max(min(size.value, 16) - 2, 0)].decode("utf-16-le", "replace")


def _set_active(group: Things, active: bool) -> None:
    for thing in group:
        raw.FPDFPageObj_SetIsActive(thing, active)


# --------------------------------------------------------------------------- whether there are any


def has_hidden_layers(data: bytes) -> bool:
    """Whether a PDF may have layers that are not seen when it is opened.

    Args:
        data: the bytes of the file; objects in compressed object streams are looked into.
    """
    return any(_switched_off(part) for part in _dictionaries(data))


def _dictionaries(data: bytes) -> Iterator[bytes]:
    if b"/OCProperties" in data:
        yield data
    for match in re.finditer(rb"/ObjStm\b", data):
        start = data.find(b"stream", match.end())
        if start < 0:
            return
        start += 8 if data[start + 6 : start + 8] == b"\r\n" else 7
        try:
            part = zlib.decompressobj().decompress(data[start:])
        except zlib.error:
            continue
        if b"/OCProperties" in part or b"/OCGs" in part:
            yield part


def _switched_off(part: bytes) -> bool:
    return bool(
        re.search(rb"/OFF\s*(?:\[\s*)?\d", part)
        or re.search(rb"/BaseState\s*/OFF", part)
        or re.search(rb"/ViewState\s*/OFF", part)
        or re.search(rb"/OCMD\b", part)
    )
