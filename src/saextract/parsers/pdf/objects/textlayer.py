"""Reads the glyphs of a page, and what they have in common, into arrays."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from saextract.text.glyphs import is_symbol_font, symbol

from . import native
from .drawing import Frame
from .loops import LOOPS, TEXT_OBJECT, Compiled, Floats, Handles, Ints, handles_of

Bools = NDArray[np.bool_]

SKEW = 4
"""Text askew by up to this (degrees) is read as upright."""

_BLANKS = (0x09, 0x0A, 0x0D, 0x20)
_IS_BLANK = np.isin(np.arange(max(_BLANKS) + 2), _BLANKS)
_FUNCTIONS = (
    native.text_object, native.text_loose_box, native.text_matrix, native.text_font,
    native.text_font_size, native.text_render_mode, native.object_fill,
)  # fmt: skip
_ITALIC, _FORCE_BOLD = 1 << 6, 1 << 18
"""Flags of a font (PDF 32000-1, table 123). The weight comes of how wide a stem is, and producers
measure that of a slanted face by its box: it says nothing there."""
_BOLD_NAMES = ("bold", "black", "heavy", "semib", "demi")
_WINGDINGS_MARKS = (0xF0FC, 0xF0FB, 0xF0A8, 0xF06F, 0xF0FE, 0xF0FD, 0xF078)


class Face(NamedTuple):
    """A font: its name without the subset tag, and whether it is bold."""

    name: str
    bold: bool


@dataclass(slots=True)
class TextObjects:
    """Pieces of text, each shown by one operator, with what their glyphs have in common.

    Attributes:
        address: pdfium's address of each, ascending.
        angle: direction of writing in degrees, 0 to 359, counter-clockwise.
        size: type size in points.
        mode: text rendering mode (PDF 32000-1, table 106).
        colour: fill colour with opacity (0 to 255), four columns.
        face: index of the font in `faces`.
        mcid: marked-content id, or -1.
        left, right: of its glyphs, in points from the page's left edge.
        baseline: of its first glyph, downwards from the page's top.
        faces: the fonts.
    """

    address: Handles
    angle: Ints
    size: Floats
    mode: Ints
    colour: Ints
    face: Ints
    mcid: Ints
    left: Floats
    right: Floats
    baseline: Floats
    faces: list[Face]

    def __len__(self) -> int:
        return len(self.address)

    @property
    def upright(self) -> Bools:
        """Which are written from left to right, a scan's skew aside."""
        return (self.angle <= SKEW) | (self.angle >= 360 - SKEW)

    def of_face(self, value: Callable[[Face], bool]) -> Bools:
        """Spreads what holds for a font over the objects set in it."""
        return np.array([value(face) for face in self.faces], dtype=np.bool_)[self.face]


@dataclass(slots=True)
class Glyphs:
    """The glyphs of a page in content order; arrays of one length.

    Attributes:
        codes: Unicode code points; several entries may stem from one ligature.
        x0, x1: from the origin to the advance, in points from the page's left edge; right for
            upright text only.
        baseline: y of the origin, downwards from the page's top.
        owner: index of the text object, or -1 for what pdfium made up.
        objects: the text objects.
        seen: which glyphs a person sees, once that is known.
    """

    codes: Ints
    x0: Floats
    x1: Floats
    baseline: Floats
    owner: Ints
    objects: TextObjects
    seen: Bools = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))

    @property
    def size(self) -> Floats:
        """Type size of each glyph in points."""
        return self.objects.size[self.owner]


def read_glyphs(text: int, frame: Frame, tagged: bool) -> Glyphs:
    """Reads all glyphs of a page.

    Args:
        text: address of the text page.
        frame: how the page's content is laid out.
        tagged: whether to read marked-content ids.

    Returns:
        The glyphs, those of symbol fonts with their meanings.
    """
    count = max(native.text_count(text), 0)
    codes = _codes(text, count)
    blank = _IS_BLANK[np.minimum(codes, len(_IS_BLANK) - 1)]
    _, _, _, _, left, bottom = frame.content
    if isinstance(LOOPS, Compiled):
        functions = (*_FUNCTIONS, native.object_mcid if tagged else None)
        owner, x0, x1, table = LOOPS.text(functions, text, blank, left)
    else:
        owner, x0, x1, table = _read(text, blank, left, tagged)
    objects = _objects(table, frame.height, bottom)
    if not len(objects):
        none = np.zeros(0)
        return Glyphs(owner[:0], none, none, none, owner[:0], objects)
    return Glyphs(
        codes=_meanings(codes, owner, objects),
        x0=x0,
        x1=x1,
        baseline=objects.baseline[owner],
        owner=owner,
        objects=objects,
    )


def main_angle(glyphs: Glyphs) -> int | None:
    """The direction that most of a page's text is written in.

    Returns:
        0, 90, 180 or 270 degrees counter-clockwise; None where there is no text, or none of
        these holds for more than three in five of the glyphs.
    """
    owned = glyphs.owner[glyphs.owner >= 0]
    if not len(owned):
        return None
    angles = glyphs.objects.angle[owned]
    near = np.round(angles / 90).astype(np.int64) * 90
    straight = np.abs(angles - near) <= SKEW
    turns = np.bincount(near[straight] // 90 % 4, minlength=4)
    best = int(np.argmax(turns))
    return 90 * best if turns[best] > 0.6 * len(owned) else None


def _codes(text: int, count: int) -> Ints:
    """Code points of all characters, by character index."""
    buffer = ctypes.create_string_buffer(2 * (2 * count + 1))
    written = native.text_get(text, 0, count, ctypes.addressof(buffer)) - 1
    units: Ints = np.frombuffer(
        memoryview(buffer).cast("B"), dtype="<u2", count=max(written, 0)
    ).astype(np.int64)
    if len(units) == count and not ((units >= 0xD800) & (units < 0xE000)).any():
        return units
    return np.fromiter(map(native.text_unicode, repeat(text), range(count)), np.int64, count)


def _read(
    text: int, blank: Bools, left: float, tagged: bool
) -> tuple[Ints, Floats, Floats, NDArray[Any]]:
    """What `Compiled.text` gives, without a compiler."""
    owner, handles, first = _owners(text, blank)
    table = np.zeros(len(handles), TEXT_OBJECT)
    if not len(handles):
        return owner, np.zeros(0), np.zeros(0), table
    table["address"], table["first"] = handles, first
    table["font"] = LOOPS.handles(native.text_font, handles)
    table["matrix"] = LOOPS.records(native.text_matrix, text, first, 6)
    table["mode"] = LOOPS.ints(native.text_render_mode, handles)
    table["mcid"] = LOOPS.ints(native.object_mcid, handles) if tagged else -1
    sizes, colours = np.zeros((len(handles), 1), np.float32), _colours(handles)
    LOOPS.write(native.text_font_size, handles, sizes, 1)
    table["size"], table["colour"] = sizes[:, 0], colours
    boxes = _boxes(text, blank, owner)
    x0, x1 = boxes[:, 0] + left, boxes[:, 2] + left
    by_owner = np.argsort(owner, kind="stable")
    starts = np.searchsorted(owner[by_owner], np.arange(len(handles)))
    table["left"] = np.minimum.reduceat(x0[by_owner], starts)
    table["right"] = np.maximum.reduceat(x1[by_owner], starts)
    return owner, x0, x1, table


def _owners(text: int, blank: Bools) -> tuple[Ints, Handles, Ints]:
    """The index of each character's object, or -1; the objects; the first character of each.

    White space between two characters of one object belongs to it.

    Args:
        text: address of the text page.
        blank: which characters are white space, which pdfium may have made up.
    """
    handles = np.zeros(len(blank), dtype=np.uint64)
    printed = np.flatnonzero(~blank)
    handles[printed] = _look_up(text, printed)
    spaces = np.flatnonzero(blank)
    after = np.searchsorted(printed, spaces)
    inner = (after > 0) & (after < len(printed))
    left, right = printed[after[inner] - 1], printed[after[inner]]
    handles[spaces[inner]] = np.where(handles[left] == handles[right], handles[left], 0)
    unsure = spaces[handles[spaces] == 0]
    handles[unsure] = _look_up(text, unsure)
    starts = np.flatnonzero(np.append(True, handles[1:] != handles[:-1]))[: len(handles)]
    unique, first, inverse = np.unique(handles[starts], return_index=True, return_inverse=True)
    owner = np.repeat(inverse.astype(np.int64), np.diff(starts, append=len(handles)))
    first = starts[first]
    if len(unique) and unique[0] == 0:
        return owner - 1, unique[1:], first[1:]
    return owner, unique, first


def _look_up(text: int, characters: Ints) -> Handles:
    """Addresses of the objects of some characters; 0 for what pdfium made up."""
    return LOOPS.members(native.text_object, handles_of(text, len(characters)), characters)


def _boxes(text: int, blank: Bools, owner: Ints) -> Floats:
    """Loose boxes (left, top, right, bottom; y upwards) of all characters.

    White space within an object is given the box of the character before it.
    """
    edge = np.append(True, owner[1:] != owner[:-1])
    edge[:-1] |= edge[1:]
    edge[-1] = True
    asked = ~blank | (edge & (owner >= 0))
    asked[0] = True
    items = np.flatnonzero(asked)
    boxes = LOOPS.records(native.text_loose_box, text, items, 4).astype(np.float64)
    spread: Floats = boxes[np.cumsum(asked) - 1]
    return spread


def _objects(table: NDArray[Any], height: float, bottom: float) -> TextObjects:
    """The objects of a table of them; the page's height, and what is added to places up it."""
    a, b, c, d, _, f = table["matrix"].T.astype(np.float64)
    level = not b.any() and (a > 0).all()
    angle = np.zeros(len(a)) if level else np.round(np.degrees(np.arctan2(b, a)))
    starts = np.flatnonzero(np.append(True, table["font"][1:] != table["font"][:-1]))[: len(a)]
    fonts = table["font"][starts].tolist()
    places = {font: place for place, font in enumerate(dict.fromkeys(fonts))}
    return TextObjects(
        address=table["address"],
        angle=angle.astype(np.int64) % 360,
        size=np.abs(table["size"].astype(np.float64)) * np.hypot(c, d),
        mode=table["mode"],
        colour=table["colour"].astype(np.int64),
        face=np.repeat([places[font] for font in fonts], np.diff(starts, append=len(a))),
        mcid=table["mcid"],
        left=table["left"],
        right=table["right"],
        baseline=height - (f + bottom),
        faces=list(map(_face, places)),
    )


def _colours(handles: Handles) -> NDArray[np.uint32]:
    """Fill colours; black where pdfium knows none, such as for a pattern."""
    colours = np.tile(np.array((0, 0, 0, 255), dtype=np.uint32), (len(handles), 1))
    LOOPS.write(native.object_fill, handles, colours, 4)
    return colours


def _face(font: int) -> Face:
    if not font:
        return Face("", bold=False)
    buffer = ctypes.create_string_buffer(256)
    native.font_name(font, ctypes.addressof(buffer), 256)
    name = buffer.value.decode("utf-8", "replace")
    if name[6:7] == "+":
        name = name[7:]
    flags = native.font_flags(font)
    bold = (
        any(part in name.lower() for part in _BOLD_NAMES)
        or (native.font_weight(font) >= 600 and not flags & _ITALIC)
        or bool(flags & _FORCE_BOLD)
    )
    return Face(name, bold)


def _meanings(codes: Ints, owner: Ints, objects: TextObjects) -> Ints:
    """Puts in what the glyphs of symbol fonts mean to a person."""
    private = (codes >= 0xE000) & (codes < 0xF900)
    if not any(is_symbol_font(face.name) for face in objects.faces) and not private.any():
        return codes
    symbolic = objects.of_face(lambda face: is_symbol_font(face.name))
    found = np.flatnonzero((symbolic[owner] & (codes > 0x20) | private) & (owner >= 0))
    if not len(found):
        return codes
    codes = codes.copy()
    for index in found.tolist():
        code = int(codes[index])
        meaning = symbol(objects.faces[objects.face[owner[index]]].name, code)
        if meaning is None and code in _WINGDINGS_MARKS:
            meaning = symbol("Wingdings", code)
        if meaning is not None:
            codes[index] = ord(meaning[0])
    return codes
