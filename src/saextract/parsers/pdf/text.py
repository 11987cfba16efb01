"""Glyphs of a page, and the words that they make."""

from __future__ import annotations

import ctypes
import math
from collections import deque
from dataclasses import dataclass
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..glyphs import is_symbol_font, symbol
from . import native
from .drawing import Frame
from .page import Rule, Word

ASCENT = 0.78
"""Height of a word above its baseline, in type sizes; one value for all fonts, so that the
words of a line have the same box whatever a font's own metrics say."""

DESCENT = 0.22
"""Depth of a word below its baseline, in type sizes."""

GAP = 0.15
"""A gap between two glyphs that parts words, in type sizes. Justified text goes down to about
0.2, kerning up to about 0.1."""

GAP_WITH_SPACE = 0.04
"""The same where a space glyph stands between the two."""

SKEW = 4
"""Text askew by up to this (degrees) is read as upright."""

_WINGDINGS_MARKS = (0xF0FC, 0xF0FB, 0xF0A8, 0xF06F, 0xF0FE, 0xF0FD, 0xF078)
_HYPHENS = (0x02, 0xAD, 0xFFFE)
_SPACES = (*range(0, 0x02), *range(0x03, 0x21), 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028,
           0x2029, 0x202F, 0x205F, 0x3000)  # fmt: skip
_NOTHING = (0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF)
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class Face(NamedTuple):
    """A font: its name without the subset tag, and whether it is bold."""

    name: str
    bold: bool


@dataclass(frozen=True, slots=True)
class TextObject:
    """A piece of text that one operator shows: what all of its glyphs have in common.

    Attributes:
        address: pdfium's address of it.
        angle: direction of writing in degrees, 0 to 359, counter-clockwise.
        size: type size in points.
        mode: text rendering mode (PDF 32000-1, table 106).
        colour: fill colour with opacity, 0 to 255.
        face: its font.
        mcid: marked-content id, or -1.
    """

    address: int
    angle: int
    size: float
    mode: int
    colour: tuple[int, int, int, int]
    face: Face
    mcid: int

    @property
    def upright(self) -> bool:
        """Whether it is written from left to right, a scan's skew aside."""
        return self.angle <= SKEW or self.angle >= 360 - SKEW


@dataclass(slots=True)
class Glyphs:
    """The glyphs of a page in content order; arrays of one length.

    Attributes:
        codes: Unicode code points; several glyph entries may stem from one ligature.
        x0, x1: from the origin to the advance, in points from the page's left edge.
        baseline: y of the origin, downwards from the page's top.
        owner: index of the text object, or -1 for what pdfium made up.
        objects: the text objects.
    """

    codes: Ints
    x0: Floats
    x1: Floats
    baseline: Floats
    owner: Ints
    objects: list[TextObject]

    def of_objects(self, values: list[Any]) -> NDArray[Any]:
        """Spreads one value per text object over the glyphs."""
        return np.asarray(values)[self.owner]


def read_codes(page: int, count: int) -> Ints:
    """Code points of all characters of a text page, by character index."""
    buffer = ctypes.create_string_buffer(2 * (2 * count + 1))
    written = native.text_get(page, 0, count, ctypes.addressof(buffer)) - 1
    units: Ints = np.frombuffer(
        memoryview(buffer).cast("B"), dtype="<u2", count=max(written, 0)
    ).astype(np.int64)
    if len(units) == count and not ((units >= 0xD800) & (units < 0xE000)).any():
        return units
    return np.fromiter(map(native.text_unicode, repeat(page), range(count)), np.int64, count)


def read_owners(page: int, count: int) -> tuple[Ints, list[int], list[int]]:
    """Which text object each character belongs to.

    Returns:
        For each character the index of its object or -1; the objects' addresses; and the index
        of the first character of each.
    """
    handles = np.fromiter(
        (handle or 0 for handle in map(native.text_object, repeat(page), range(count))),
        np.uint64,
        count,
    )
    unique, first, inverse = np.unique(handles, return_index=True, return_inverse=True)
    owner = inverse.astype(np.int64)
    if len(unique) and unique[0] == 0:
        return owner - 1, unique[1:].tolist(), first[1:].tolist()
    return owner, unique.tolist(), first.tolist()


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
    owner, handles, first = read_owners(text, count)
    reader = ObjectReader(text, tagged)
    objects = [reader.read(h, c) for h, c in zip(handles, first, strict=True)]
    boxes = read_boxes(text, count).astype(np.float64)
    _, _, _, _, left, bottom = frame.content
    baselines = frame.height - (read_baselines(text, first) + bottom)
    return Glyphs(
        codes=_meanings(read_codes(text, count), owner, objects),
        x0=boxes[:, 0] + left,
        x1=boxes[:, 2] + left,
        baseline=baselines[owner] if objects else np.zeros(count),
        owner=owner,
        objects=objects,
    )


def _meanings(codes: Ints, owner: Ints, objects: list[TextObject]) -> Ints:
    """Puts in what the glyphs of symbol fonts mean to a person."""
    symbolic = np.array([is_symbol_font(o.face.name) for o in objects] or [False])
    private = (codes >= 0xE000) & (codes < 0xF900)
    found = np.flatnonzero((symbolic[owner] & (codes > 0x20) | private) & (owner >= 0))
    if not len(found):
        return codes
    codes = codes.copy()
    for index in found.tolist():
        code = int(codes[index])
        meaning = symbol(objects[owner[index]].face.name, code)
        if meaning is None and code in _WINGDINGS_MARKS:
            meaning = symbol("Wingdings", code)
        if meaning is not None:
            codes[index] = ord(meaning[0])
    return codes


def turned_words(text: int, glyphs: Glyphs, seen: Bools, frame: Frame) -> list[Word]:
    """Makes words of text that is not upright: one for each of its lines.

    Args:
        text: address of the text page.
        glyphs: its glyphs.
        seen: which of them a person sees.
        frame: how the page's content is laid out.

    Returns:
        The words, spaces within them kept; each is flagged by nothing, and its box is that of
        the whole line.
    """
    askew = np.array([not o.upright for o in glyphs.objects] or [False])
    if not askew.any():
        return []
    buffer = (ctypes.c_double * 4)()
    at = [ctypes.addressof(buffer) + 8 * i for i in range(4)]
    _, _, _, _, left, bottom = frame.content
    runs: list[tuple[TextObject, list[str], list[tuple[float, float, float, float]]]] = []
    for index in np.flatnonzero(seen & askew[glyphs.owner] & (glyphs.codes > 0x20)).tolist():
        thing = glyphs.objects[glyphs.owner[index]]
        native.text_tight_box(text, index, *at)
        x0, x1 = buffer[0] + left, buffer[1] + left
        top, low = frame.height - buffer[3] - bottom, frame.height - buffer[2] - bottom
        last = runs[-1] if runs else None
        if last is None or not _follows(last[0], thing, last[2][-1], (x0, top, x1, low)):
            runs.append((thing, [], []))
        elif index and glyphs.codes[index - 1] in _SPACES:
            runs[-1][1].append(" ")
        runs[-1][1].append(chr(glyphs.codes[index]))
        runs[-1][2].append((x0, top, x1, low))
    words = []
    for thing, letters, boxes in runs:
        left_x, tops, right_x, lows = (list(side) for side in zip(*boxes, strict=True))
        words.append(
            Word(
                text="".join(letters).translate(_LIGATURES),
                x0=min(left_x),
                top=min(tops),
                x1=max(right_x),
                bottom=max(lows),
                baseline=max(lows),
                size=thing.size,
                bold=thing.face.bold,
                mcid=thing.mcid,
            )
        )
    return words


def _follows(
    before: TextObject,
    thing: TextObject,
    last: tuple[float, float, float, float],
    box: tuple[float, float, float, float],
) -> bool:
    """Whether a glyph stands on the line of the one before it, within a word's gap."""
    if before.angle != thing.angle:
        return False
    dx = max(box[0] - last[2], last[0] - box[2], 0.0)
    dy = max(box[1] - last[3], last[1] - box[3], 0.0)
    angle = math.radians(thing.angle)
    along = abs(dx * math.cos(angle)) + abs(dy * math.sin(angle))
    across = abs(dx * math.sin(angle)) + abs(dy * math.cos(angle))
    return along < 1.2 * thing.size and across < 0.5 * thing.size


def main_angle(glyphs: Glyphs) -> int | None:
    """The direction that most of the page's text is written in: 0, 90, 180 or 270 degrees
    counter-clockwise; None where there is no text or no such direction."""
    if not glyphs.objects:
        return None
    owned = glyphs.owner[glyphs.owner >= 0]
    counts = np.bincount(owned, minlength=len(glyphs.objects))
    totals = dict.fromkeys((0, 90, 180, 270), 0)
    for thing, count in zip(glyphs.objects, counts.tolist(), strict=True):
        near = round(thing.angle / 90) * 90
        if abs(thing.angle - near) <= SKEW:
            totals[near % 360] += count
    angle = max(totals, key=lambda a: totals[a])
    return angle if totals[angle] > 0.6 * len(owned) else None


class ObjectReader:
    """Reads what the glyphs of a text object have in common; made anew for each page."""

    def __init__(self, page: int, tagged: bool) -> None:
        self._page = page
        self._tagged = tagged
        self._faces: dict[int, Face] = {}
        self._floats = (ctypes.c_float * 6)()
        self._at = ctypes.addressof(self._floats)
        self._ints = (ctypes.c_uint * 4)()
        self._int_at = [ctypes.addressof(self._ints) + 4 * i for i in range(4)]

    def read(self, handle: int, character: int) -> TextObject:
        """Reads an object by its address and the index of one of its characters."""
        native.text_font_size(handle, self._at)
        size = self._floats[0]
        native.text_matrix(self._page, character, self._at)
        a, b, c, d, _, _ = self._floats
        colour = (0, 0, 0, 255)
        if native.object_fill(handle, *self._int_at):
            colour = tuple(self._ints)
        return TextObject(
            address=handle,
            angle=0 if b == 0 and a > 0 else round(math.degrees(math.atan2(b, a))) % 360,
            size=abs(size) * math.hypot(c, d),
            mode=native.text_render_mode(handle),
            colour=colour,
            face=self._face(native.text_font(handle)),
            mcid=native.object_mcid(handle) if self._tagged else -1,
        )

    def _face(self, font: int | None) -> Face:
        if not font:
            return Face("", bold=False)
        if font not in self._faces:
            buffer = ctypes.create_string_buffer(256)
            native.font_name(font, ctypes.addressof(buffer), 256)
            name = buffer.value.decode("utf-8", "replace")
            if name[6:7] == "+":
                name = name[7:]
            lowered = name.lower()
            bold = (
                any(part in lowered for part in ("bold", "black", "heavy", "semib", "demi"))
                or native.font_weight(font) >= 600
                or bool(native.font_flags(font) & (1 << 18))
            )
            self._faces[font] = Face(name, bold)
        return self._faces[font]


def read_boxes(page: int, count: int) -> NDArray[np.float32]:
    """Loose boxes (left, top, right, bottom; y upwards) of all characters, one per line."""
    buffer = (ctypes.c_float * (4 * max(count, 1)))()
    base = ctypes.addressof(buffer)
    boxes = range(base, base + 16 * count, 16)
    deque(map(native.text_loose_box, repeat(page), range(count), boxes), maxlen=0)
    boxes_read = np.frombuffer(memoryview(buffer).cast("B"), dtype=np.float32)
    return boxes_read[: 4 * count].reshape(count, 4)


def read_baselines(page: int, first: list[int]) -> Floats:
    """The y (upwards) of the origin of the given characters."""
    buffer = (ctypes.c_double * 2)()
    x, y = ctypes.addressof(buffer), ctypes.addressof(buffer) + 8
    values = np.zeros(len(first))
    for position, character in enumerate(first):
        native.text_origin(page, character, x, y)
        values[position] = buffer[1]
    return values


def clean_codes(codes: Ints, owner: Ints) -> tuple[Ints, Bools, Bools]:
    """Sorts code points.

    Returns:
        The codes with hyphens made plain; which are spaces; which show nothing at all.
    """
    codes = np.where(np.isin(codes, _HYPHENS) & (owner >= 0), 0x2D, codes)
    spaces = np.isin(codes, _SPACES)
    nothing = np.isin(codes, _NOTHING) | (owner < 0)
    return codes, spaces, nothing & ~spaces


@dataclass(slots=True)
class _Run:
    """A run of glyphs: where it begins and ends among the printed ones, and its box."""

    start: int
    end: int
    x0: float
    x1: float
    baseline: float
    size: float


def make_words(glyphs: Glyphs, visible: Bools, v_rules: list[Rule]) -> list[Word]:
    """Makes words of upright glyphs.

    Args:
        glyphs: the page's glyphs.
        visible: which of them a person sees; the others are left out.
        v_rules: vertical rules; no word crosses one.

    Returns:
        The words, line by line.
    """
    if not len(glyphs.codes):
        return []
    codes, spaces, nothing = clean_codes(glyphs.codes, glyphs.owner)
    spaced = np.concatenate(([0], np.cumsum(spaces)))
    upright = np.array([o.upright for o in glyphs.objects] or [False])[glyphs.owner]
    keep = np.flatnonzero(visible & upright & ~spaces & ~nothing)
    if not len(keep):
        return []
    size = glyphs.of_objects([o.size for o in glyphs.objects])[keep]
    x0, x1, y = glyphs.x0[keep], glyphs.x1[keep], glyphs.baseline[keep]
    owner = glyphs.owner[keep]
    same = (
        (codes[keep][1:] == codes[keep][:-1])
        & (np.abs(np.diff(x0)) < 0.12 * size[1:])
        & (np.abs(np.diff(y)) < 0.12 * size[1:])
        & (owner[1:] != owner[:-1])
    )
    if same.any():
        once = np.concatenate(([True], ~same))
        keep, owner = keep[once], owner[once]
        size, x0, x1, y = size[once], x0[once], x1[once], y[once]
    breaks = _breaks(x0, x1, y, size, np.diff(spaced[keep]) > 0)
    breaks |= _ruled(x0, x1, y, size, v_rules)
    starts = np.concatenate(([0], np.flatnonzero(breaks) + 1))
    ends = np.concatenate((starts[1:], [len(keep)]))
    text = codes[keep].astype("<u4").tobytes().decode("utf-32-le", "replace")
    runs = [
        _Run(s, e, x0[s], max(x1[s], x1[e - 1]), y[s], size[s])
        for s, e in zip(starts.tolist(), ends.tolist(), strict=True)
    ]
    words = []
    for run in runs:
        thing = glyphs.objects[owner[run.start]]
        words.append(
            Word(
                text=text[run.start : run.end].translate(_LIGATURES),
                x0=float(run.x0),
                top=float(run.baseline - ASCENT * run.size),
                x1=float(run.x1),
                bottom=float(run.baseline + DESCENT * run.size),
                baseline=float(run.baseline),
                size=float(run.size),
                bold=thing.face.bold or thing.mode == 2,
                mcid=thing.mcid,
            )
        )
    return order_words(words)


def _breaks(x0: Floats, x1: Floats, y: Floats, size: Floats, space: Bools) -> Bools:
    """Between which neighbours a word ends."""
    smaller = np.minimum(size[1:], size[:-1])
    gap = (x0[1:] - x1[:-1]) / smaller
    broken: Bools = (
        (np.abs(np.diff(y)) > 0.1 * smaller)
        | (gap > np.where(space, GAP_WITH_SPACE, GAP))
        | (gap < -0.5)
        | (np.maximum(size[1:], size[:-1]) > 1.3 * smaller)
    )
    return broken


def _ruled(x0: Floats, x1: Floats, y: Floats, size: Floats, rules: list[Rule]) -> Bools:
    """Between which neighbours a vertical rule stands."""
    parted = np.zeros(len(x0) - 1, dtype=np.bool_)
    middle = y - 0.3 * size
    left, right = (x0[:-1] + x1[:-1]) / 2, (x0[1:] + x1[1:]) / 2
    for rule in rules:
        parted |= (
            (left < rule.x0)
            & (right > rule.x0)
            & (middle[:-1] > rule.top)
            & (middle[:-1] < rule.bottom)
        )
    return parted


def order_words(words: list[Word]) -> list[Word]:
    """Sorts words into lines by baseline, and each line from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.baseline):
        if lines and word.baseline - lines[-1][0].baseline <= 0.3 * word.size:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [word for line in lines for word in sorted(line, key=lambda w: w.x0)]
