"""Loops over pdfium's functions: what a function says of each of many things.

A page has thousands of glyphs. Where the package was built with a C compiler at hand, the loops
are those of loops.c; elsewhere `map` runs them, with the same result in some ten times the time.
With a compiler all glyphs of a page are read, and put together to pieces of words, in one call.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Sequence
from itertools import repeat
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Function = Callable[..., Any]
"""One of `native`'s."""

Handles = NDArray[np.uint64]
"""Addresses of pdfium's things; 0 where there is none."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Records = NDArray[np.float32]

LIBRARY = "_loops.so"
"""The compiled loops, beside this file; hatch_build.py makes it."""

_VERSION = 3
"""Of what loops.c exports; a library of another version is left alone."""


TEXT_OBJECT = np.dtype(
    [
        ("address", "u8"), ("font", "u8"), ("left", "f8"), ("right", "f8"), ("matrix", "f4", 6),
        ("size", "f4"), ("colour", "u4", 4), ("mode", "i4"), ("mcid", "i4"), ("first", "i4"),
    ]
)  # fmt: skip
"""A piece of text shown by one operator, as pdfium gives it: see `textlayer.TextObjects`; `first`
is the first of its glyphs."""

PIECE = np.dtype(
    [
        ("x0", "f8"), ("x1", "f8"), ("baseline", "f8"), ("size", "f8"), ("start", "i4"),
        ("end", "i4"), ("owner", "i4"), ("line", "i4"),
    ]
)  # fmt: skip
"""What may be a word: its place, its letters from `start` to `end`, and the object of the first."""

DOUBLED, JOINED = 1, 2
"""Doubts about pieces: some may be drawn twice, and some may be parts of one word."""


class GlyphColumns(NamedTuple):
    """The glyphs of a page, see `textlayer.Glyphs`, and which of them are seen."""

    codes: Ints
    owner: Ints
    x0: Floats
    x1: Floats
    baseline: Floats
    seen: NDArray[np.bool_]


class Setting(NamedTuple):
    """What glyphs are set in.

    Attributes:
        kinds: of each code point, the last one that of all from there on (see `text`).
        size, upright, bold: of each text object.
        rules: x, top and bottom of upright rules.
    """

    kinds: NDArray[np.uint8]
    size: Floats
    upright: NDArray[np.bool_]
    bold: NDArray[np.bool_]
    rules: Floats


class Loops(Protocol):
    """What can be asked of many things at once."""

    def ints(self, function: Function, things: Handles) -> Ints:
        """What `function(thing)` returns, a number."""

    def handles(self, function: Function, things: Handles) -> Handles:
        """What `function(thing)` returns, a handle."""

    def members(self, function: Function, owners: Handles, places: Ints) -> Handles:
        """What `function(owner, place)` returns, a handle."""

    def records(self, function: Function, owner: int, places: Ints, fields: int) -> Records:
        """The floats that `function(owner, place, floats)` writes, a row for each place."""

    def write(self, function: Function, things: Handles, into: NDArray[Any], parts: int) -> None:
        """Has `function(thing, part, ...)` write its values, a row for each thing.

        Args:
            function: the function.
            things: the things.
            into: two-dimensional and contiguous, its values of four bytes; keeps them where the
                function writes none.
            parts: how many pointers the function takes, each to one value: two or four; or one,
                to a whole row.
        """


class Mapped:
    """Loops without a compiler."""

    def ints(self, function: Function, things: Handles) -> Ints:
        """See `Loops`."""
        return np.fromiter(map(function, things.tolist()), np.int64, len(things))

    def handles(self, function: Function, things: Handles) -> Handles:
        """See `Loops`."""
        return np.fromiter(map(function, things.tolist()), np.uint64, len(things))

    def members(self, function: Function, owners: Handles, places: Ints) -> Handles:
        """See `Loops`."""
        found = map(function, owners.tolist(), places.tolist())
        return np.fromiter(found, np.uint64, len(places))

    def records(self, function: Function, owner: int, places: Ints, fields: int) -> Records:
        """See `Loops`."""
        found = np.zeros((len(places), fields), dtype=np.float32)
        rows = _rows(found, 0)
        deque(map(function, repeat(owner), places.tolist(), rows), maxlen=0)
        return found

    def write(self, function: Function, things: Handles, into: NDArray[Any], parts: int) -> None:
        """See `Loops`."""
        columns = [_rows(into, part) for part in range(parts)]
        deque(map(function, things.tolist(), *columns), maxlen=0)


def _rows(table: NDArray[Any], column: int) -> range:
    """Addresses of one column of a table, row by row."""
    start, step = table.ctypes.data + column * table.itemsize, table.shape[1] * table.itemsize
    return range(start, start + step * len(table), step)


class Compiled:
    """Loops in C."""

    def __init__(self, library: ctypes.CDLL) -> None:
        """Takes a library made of loops.c."""
        address, count = ctypes.c_void_p, ctypes.c_ssize_t
        self._ints = library.each_int
        self._ints.argtypes = (address, address, count, address)
        self._handles = library.each_handle
        self._handles.argtypes = (address, address, count, address)
        self._members = library.each_member
        self._members.argtypes = (address, address, address, count, address)
        self._records = library.each_record
        self._records.argtypes = (address, address, address, count, count, address)
        self._write = {1: library.each_row, 2: library.each_pair, 4: library.each_four}
        for writer in self._write.values():
            writer.argtypes = (address, address, count, count, address)
        self._text = library.read_text
        self._text.argtypes = (address, address, count, address, ctypes.c_double, *[address] * 4)
        self._text.restype = count
        self._pieces = library.make_pieces
        self._pieces.argtypes = (address,) * 6
        self._pieces.restype = count

    def ints(self, function: Function, things: Handles) -> Ints:
        """See `Loops`."""
        found = np.empty(len(things), dtype=np.int32)
        self._ints(function, things.ctypes.data, len(things), found.ctypes.data)
        return found.astype(np.int64)

    def handles(self, function: Function, things: Handles) -> Handles:
        """See `Loops`."""
        found = np.empty(len(things), dtype=np.uint64)
        self._handles(function, things.ctypes.data, len(things), found.ctypes.data)
        return found

    def members(self, function: Function, owners: Handles, places: Ints) -> Handles:
        """See `Loops`."""
        found, at = np.empty(len(places), dtype=np.uint64), places.astype(np.int32)
        self._members(function, owners.ctypes.data, at.ctypes.data, len(at), found.ctypes.data)
        return found

    def records(self, function: Function, owner: int, places: Ints, fields: int) -> Records:
        """See `Loops`."""
        found = np.zeros((len(places), fields), dtype=np.float32)
        at = places.astype(np.int32)
        self._records(function, owner, at.ctypes.data, len(at), 4 * fields, found.ctypes.data)
        return found

    def write(self, function: Function, things: Handles, into: NDArray[Any], parts: int) -> None:
        """See `Loops`."""
        writer, row = self._write[parts], into.strides[0]
        writer(function, things.ctypes.data, len(things), row, into.ctypes.data)

    def text(
        self, functions: Sequence[Function | None], text: int, blank: NDArray[np.bool_], left: float
    ) -> tuple[Ints, Floats, Floats, NDArray[Any]]:
        """Reads the glyphs of a page.

        Args:
            functions: of pdfium, in the order of loops.c; None for the last one where
                marked-content ids do not matter.
            text: address of the text page.
            blank: which glyphs are white space, which pdfium may have made up.
            left: what is added to places across the page.

        Returns:
            The object of each glyph, its left and its right end, and the objects by address.
        """
        count = len(blank)
        ask = (ctypes.c_void_p * len(functions))(*map(_address_of, functions))
        owner, objects = np.empty(count, np.int64), np.empty(count, TEXT_OBJECT)
        x0, x1 = np.empty(count), np.empty(count)
        places = [column.ctypes.data for column in (owner, x0, x1, objects)]
        found = self._text(ask, text, count, blank.ctypes.data, left, *places)
        return owner, x0, x1, objects[:found]

    def pieces(
        self, glyphs: GlyphColumns, setting: Setting, limits: Sequence[float]
    ) -> tuple[NDArray[np.uint32], NDArray[Any], int]:
        """Puts the glyphs of a page together.

        Args:
            glyphs: the glyphs.
            setting: what they are set in.
            limits: as loops.c lists them.

        Returns:
            The letters, the pieces line by line from left to right, and the doubts about them.
        """
        count = len(glyphs.codes)
        letters, pieces = np.empty(count, np.uint32), np.empty(count, PIECE)
        doubts = ctypes.c_int32()
        found = self._pieces(
            _addresses(*glyphs, size=count),
            _addresses(*setting, size=len(setting.rules)),
            (ctypes.c_double * len(limits))(*limits),
            letters.ctypes.data,
            pieces.ctypes.data,
            ctypes.byref(doubts),
        )
        return letters, pieces[:found], doubts.value


def _address_of(function: Function | None) -> int | None:
    pointer: Any = function
    return ctypes.cast(pointer, ctypes.c_void_p).value if pointer else None


def _addresses(*columns: NDArray[Any], size: int) -> ctypes.Array[ctypes.c_ssize_t]:
    """The addresses of columns, with a number behind them."""
    places = [column.ctypes.data for column in columns]
    return (ctypes.c_ssize_t * (len(places) + 1))(*places, size)


def load(path: Path) -> Compiled | None:
    """The loops in C, if they were built for this machine and this version."""
    if not path.exists() or ctypes.sizeof(ctypes.c_void_p) != np.dtype(np.uint64).itemsize:
        return None
    try:
        library = ctypes.CDLL(str(path))
        return Compiled(library) if library.loops_version() == _VERSION else None
    except (OSError, AttributeError):
        return None


def handles_of(thing: int, count: int) -> Handles:
    """One address so many times: the owner of as many members."""
    return np.full(count, thing, dtype=np.uint64)


LOOPS: Loops = load(Path(__file__).with_name(LIBRARY)) or Mapped()
"""The loops of this installation."""
