"""Glyphs → words."""

from __future__ import annotations

import ctypes
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import pairwise, repeat
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from saextract.parsers.pdf.lines import SAME_LINE
from saextract.parsers.pdf.page import Box, Rule, Word
from saextract.text.glyphs import LIGATURES

from . import native
from .drawing import Frame
from .loops import DOUBLED as MAY_BE_DOUBLED
from .loops import JOINED as MAY_BE_JOINED
from .loops import LOOPS, Compiled, Floats, GlyphColumns, Ints, Setting
from .textlayer import Bools, Glyphs, TextObjects

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

ADJOINING = 0.01
"""Glyphs no further apart than this (type sizes) are parts of one word whatever stands between."""

_TOUCHING, _OVERLAP = 0.02, 0.1
"""Words of a line no further apart, and with no more overlap, than this (type sizes) are one."""

_FEWEST_SPACED = 5
"""Single letters of the shortest word whose letters are spaced out."""

DOUBLED = 0.12
"""Equal text drawn again within this distance (type sizes) is drawn double to look bold."""

_HYPHENS = (0x02, 0xAD, 0xFFFE)
_SPACES = (*range(0, 0x02), *range(0x03, 0x21), 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028,
           0x2029, 0x202F, 0x205F, 0x3000)  # fmt: skip
_BLANKS = (0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF)
_SEPARATORS = tuple(map(ord, "/|\\"))
_HYPHEN, _SPACE, _NOTHING = 1, 2, 3
_KINDS = np.zeros(0x10000, dtype=np.uint8)
_KINDS[list(_HYPHENS)] = _HYPHEN
_KINDS[list(_SPACES)] = _SPACE
_KINDS[list(_BLANKS)] = _NOTHING
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_NO_FLAGS: frozenset[str] = frozenset()
_BAND = 16.0
"""Height (points) of the bands of a page in which equal words are looked for."""


def make_words(glyphs: Glyphs, visible: Bools, v_rules: list[Rule]) -> list[Word]:
    """Makes words of upright glyphs.

    Args:
        glyphs: the page's glyphs.
        visible: which of them a person sees; the others are left out.
        v_rules: vertical rules; no word crosses one but such as are too long for their cell.

    Returns:
        The words, line by line; text drawn double is given once.
    """
    if not len(glyphs.codes):
        return []
    if isinstance(LOOPS, Compiled):
        pieces, doubts = _compiled(LOOPS, glyphs, visible, v_rules)
    else:
        pieces, doubts = _pieces(glyphs, visible, v_rules), MAY_BE_DOUBLED | MAY_BE_JOINED
    if not pieces.texts:
        return []
    if doubts & MAY_BE_DOUBLED and _may_be_doubled(pieces):
        pieces, doubts = pieces.at(_once(pieces)), MAY_BE_JOINED
    return _joined(pieces, v_rules) if doubts & MAY_BE_JOINED else pieces.words()


_word: Callable[[Iterable[Any]], Word] = partial(tuple.__new__, Word)
"""A word of its columns, in two thirds of the time of `Word._make`."""


class _Pieces(NamedTuple):
    """Columns of what will be words, one line for each; see `Word`."""

    texts: list[str]
    x0: Floats
    x1: Floats
    baseline: Floats
    size: Floats
    bold: Bools
    mcid: Ints

    def at(self, places: Ints) -> _Pieces:
        """Those at some places."""
        texts = [self.texts[place] for place in places.tolist()]
        columns: Any = (column[places] for column in self[1:])
        return _Pieces(texts, *columns)

    def words(self) -> list[Word]:
        """The words."""
        columns = zip(
            self.texts,
            self.x0.tolist(),
            (self.baseline - ASCENT * self.size).tolist(),
            self.x1.tolist(),
            (self.baseline + DESCENT * self.size).tolist(),
            self.baseline.tolist(),
            self.size.tolist(),
            self.bold.tolist(),
            repeat(_NO_FLAGS),
            self.mcid.tolist(),
            strict=False,
        )
        return list(map(_word, columns))


_LIMITS = (
    GAP, GAP_WITH_SPACE, ADJOINING, DOUBLED, _BAND, SAME_LINE, 1.1 * _TOUCHING, 1.1 * _OVERLAP,
    _FEWEST_SPACED,
)  # fmt: skip
"""What `Compiled.pieces` goes by."""


def _compiled(
    loops: Compiled, glyphs: Glyphs, visible: Bools, v_rules: list[Rule]
) -> tuple[_Pieces, int]:
    """The pieces in reading order, and the doubts about them."""
    objects = glyphs.objects
    rules = np.array([(rule.x0, rule.top, rule.bottom) for rule in v_rules]).reshape(-1, 3)
    bold = _is_bold(objects)
    letters, table, doubts = loops.pieces(
        GlyphColumns(glyphs.codes, glyphs.owner, glyphs.x0, glyphs.x1, glyphs.baseline, visible),
        Setting(_KINDS, objects.size, objects.upright, bold, rules),
        _LIMITS,
    )
    texts = _texts(letters, table["start"], table["end"])
    owners = table["owner"]
    x0, x1, baseline, size = (table[name] for name in ("x0", "x1", "baseline", "size"))
    return _Pieces(texts, x0, x1, baseline, size, bold[owners], objects.mcid[owners]), doubts


def _pieces(glyphs: Glyphs, visible: Bools, v_rules: list[Rule]) -> _Pieces:
    """What `_compiled` gives, without a compiler."""
    objects, bold = glyphs.objects, _is_bold(glyphs.objects)
    kinds = _KINDS[np.minimum(glyphs.codes, len(_KINDS) - 1)]
    codes = np.where((kinds == _HYPHEN) & (glyphs.owner >= 0), 0x2D, glyphs.codes)
    spaces = kinds == _SPACE
    spaced = np.concatenate(([0], np.cumsum(spaces)))
    printed = visible & (glyphs.owner >= 0) & ~spaces & (kinds != _NOTHING)
    keep = np.flatnonzero(printed & objects.upright[glyphs.owner])
    keep = keep[_drawn_once(glyphs, keep)]
    size = glyphs.size[keep]
    x0, x1, y = glyphs.x0[keep], glyphs.x1[keep], glyphs.baseline[keep]
    breaks = _breaks(x0, x1, y, size, np.diff(spaced[keep]) > 0)
    breaks &= ~((np.diff(x0) == 0) & (np.diff(glyphs.owner[keep]) == 0))
    joined = np.abs(x0[1:] - x1[:-1]) <= ADJOINING * size[1:]
    breaks |= _ruled(x0, x1, y, size, v_rules) & ~joined
    heavy = bold[glyphs.owner[keep]]
    parted = np.isin(codes[keep], _SEPARATORS)
    breaks |= (heavy[1:] != heavy[:-1]) & (parted[1:] | parted[:-1])
    starts = np.append(True, breaks).nonzero()[0][: len(keep)]
    ends = np.append(starts[1:], len(keep))[: len(keep)]
    owners = glyphs.owner[keep[starts]]
    pieces = _Pieces(
        _texts(codes[keep], starts, ends),
        x0[starts],
        np.maximum(x1[starts], x1[ends - 1]),
        y[starts],
        size[starts],
        bold[owners],
        objects.mcid[owners],
    )
    return pieces.at(_reading_order(pieces))


def _is_bold(objects: TextObjects) -> Bools:
    bold: Bools = objects.of_face(lambda face: face.bold) | (objects.mode == 2)
    return bold


def _texts(letters: NDArray[Any], starts: Ints, ends: Ints) -> list[str]:
    """The texts from some letters to others, given by code points."""
    text = letters.astype("<u4", copy=False).tobytes().decode("utf-32-le", "replace")
    texts = [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    return [one.translate(LIGATURES) for one in texts] if _LIGATURE.search(text) else texts


def _drawn_once(glyphs: Glyphs, keep: Ints) -> Bools:
    """Drops a glyph that is drawn again right after itself, by another operator."""
    codes, owner, size = glyphs.codes[keep], glyphs.owner[keep], glyphs.size[keep]
    again = (
        (codes[1:] == codes[:-1])
        & (owner[1:] != owner[:-1])
        & (np.abs(np.diff(glyphs.x0[keep])) < DOUBLED * size[1:])
        & (np.abs(np.diff(glyphs.baseline[keep])) < DOUBLED * size[1:])
    )
    return np.append(True, ~again)[: len(keep)]


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
    parted = np.zeros(max(len(x0) - 1, 0), dtype=np.bool_)
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


def _reading_order(pieces: _Pieces) -> Ints:
    """Places of the pieces line by line, each line from left to right."""
    by_baseline = np.argsort(pieces.baseline, kind="stable")
    lines: list[int] = []
    line, anchor = 0, -math.inf
    baselines, sizes = pieces.baseline[by_baseline].tolist(), pieces.size[by_baseline].tolist()
    for baseline, size in zip(baselines, sizes, strict=True):
        if not baseline - anchor <= SAME_LINE * size:
            line, anchor = line + 1, baseline
        lines.append(line)
    return by_baseline[np.lexsort((pieces.x0[by_baseline], np.array(lines)))]


def _may_be_doubled(pieces: _Pieces) -> bool:
    """Whether equal pieces may stand at about the same place; false for nearly all pages."""
    x, y = pieces.x0, pieces.baseline
    if not np.isfinite(x + y).all():
        return True
    reach = min(DOUBLED * float(pieces.size.max()), _BAND)
    down = np.argsort(y)
    bands = np.concatenate(([0], np.cumsum(np.diff(y[down]) >= reach)))
    order = np.lexsort((x[down], bands))
    close = (np.diff(x[down][order]) < reach) & (np.diff(bands[order]) == 0)
    chain: set[str] = set()
    before = -1
    for place in np.flatnonzero(close).tolist():
        one, two = (pieces.texts[down[order[at]]] for at in (place, place + 1))
        chain = chain if place == before + 1 else {one}
        if two in chain:
            return True
        chain.add(two)
        before = place
    return False


def _once(pieces: _Pieces) -> Ints:
    """The places of the pieces, without such as are drawn again at about the same place."""
    seen: dict[tuple[str, int], list[tuple[float, float]]] = defaultdict(list)
    kept: list[int] = []
    columns = (pieces.texts, *(column.tolist() for column in (pieces.x0, *pieces[3:5])))
    for place, (text, x, y, size) in enumerate(zip(*columns, strict=True)):
        near = min(DOUBLED * size, _BAND)
        if not math.isfinite(x + y):
            kept.append(place)
            continue
        places = seen[text, int((y - near) // _BAND)]
        if (y + near) // _BAND != (y - near) // _BAND:
            places = places + seen[text, int((y + near) // _BAND)]
        for left, base in places:
            if -near < left - x < near and -near < base - y < near:
                break
        else:
            seen[text, int(y // _BAND)].append((x, y))
            kept.append(place)
    return np.array(kept, dtype=np.int64)


def _joined(pieces: _Pieces, rules: list[Rule]) -> list[Word]:
    """Makes words, those that were drawn out of order or with letters spaced out of their pieces.

    Args:
        pieces: line by line.
        rules: vertical rules, which nothing is joined across.
    """
    words = pieces.words()
    size, gap = pieces.size[1:], pieces.x0[1:] - pieces.x1[:-1]
    follows = (
        (np.abs(np.diff(pieces.baseline)) <= 0.1 * size)
        & (np.abs(np.diff(pieces.size)) <= 0.1 * size)
        & (gap <= 1.5 * size)
    )
    near = follows & (gap >= -1.1 * _OVERLAP * size) & (gap <= 1.1 * _TOUCHING * size)
    starts = np.concatenate(([0], np.flatnonzero(~follows) + 1))
    single = np.fromiter(map(len, pieces.texts), np.int64, len(words)) == 1
    parted = np.logical_or.reduceat(np.append(near, False), starts)
    parted |= np.add.reduceat(single, starts, dtype=np.int64) >= _FEWEST_SPACED
    if not parted.any():
        return words
    found: list[Word] = []
    bounds = pairwise([*starts.tolist(), len(words)])
    for (start, end), is_parted in zip(bounds, parted.tolist(), strict=True):
        run = words[start:end]
        found += _join_run(run, rules) if is_parted else run
    return found


def _join_run(run: Sequence[Word], rules: list[Rule]) -> list[Word]:
    """Joins what belongs together of words of one line without a wide gap."""
    reach = _letter_gap(run)
    joined = [run[0]]
    for word in run[1:]:
        last = joined[-1]
        if _touch(last, word, reach) and not _between(last, word, rules):
            joined[-1] = last._replace(text=last.text + word.text, x1=max(last.x1, word.x1))
        else:
            joined.append(word)
    return joined


def _letter_gap(run: Sequence[Word]) -> float:
    """The gap, in type sizes, up to which the letters of a spaced-out run belong together.

    A run is spaced out if `_FEWEST_SPACED` or more single letters stand at even distances; it is
    then read by its wider gaps.
    """
    single = sum(len(word.text) == 1 for word in run)
    if single < _FEWEST_SPACED or single < 0.8 * len(run):
        return _TOUCHING
    gaps = sorted((b.x0 - a.x1) / a.size for a, b in pairwise(run))
    usual = gaps[len(gaps) // 2]
    even = sum(abs(gap - usual) <= 0.12 for gap in gaps) >= 0.6 * len(gaps)
    return usual + 0.14 if even and usual <= 0.7 else _TOUCHING


def _touch(last: Word, word: Word, reach: float) -> bool:
    gap = (word.x0 - last.x1) / word.size
    parted = last.bold != word.bold and (last.text[-1] in "/|\\" or word.text[0] in "/|\\")
    return -_OVERLAP <= gap <= reach and last.mcid == word.mcid and not parted


def _between(last: Word, word: Word, rules: list[Rule]) -> bool:
    if abs(word.x0 - last.x1) <= ADJOINING * word.size:
        return False
    middle = word.baseline - 0.3 * word.size
    left, right = (last.x0 + last.x1) / 2, (word.x0 + word.x1) / 2
    return any(left < r.x0 < right and r.top < middle < r.bottom for r in rules)


def turned_words(text: int, glyphs: Glyphs, seen: Bools, frame: Frame) -> list[Word]:
    """Makes words of text that is not upright: one for each of its lines.

    Args:
        text: address of the text page.
        glyphs: its glyphs.
        seen: which of them a person sees.
        frame: how the page's content is laid out.

    Returns:
        The words, with the spaces within a line kept; the box is that of the whole line.
    """
    objects = glyphs.objects
    if not len(objects) or objects.upright.all():
        return []
    buffer = (ctypes.c_double * 4)()
    at = [ctypes.addressof(buffer) + 8 * i for i in range(4)]
    _, _, _, _, left, bottom = frame.content
    runs: list[tuple[int, list[str], list[Box]]] = []
    askew = seen & ~objects.upright[glyphs.owner] & ~np.isin(glyphs.codes, _SPACES)
    for index in np.flatnonzero(askew).tolist():
        owner = int(glyphs.owner[index])
        native.text_tight_box(text, index, *at)
        x0, x1, low, high = buffer
        box = (
            x0 + left,
            frame.height - high - bottom,
            x1 + left,
            frame.height - low - bottom,
        )
        last = runs[-1] if runs else None
        angle, size = int(objects.angle[owner]), float(objects.size[owner])
        if (
            last is None
            or objects.angle[last[0]] != angle
            or not _near(last[2][-1], box, angle, size)
        ):
            runs.append((owner, [], []))
        elif glyphs.codes[index - 1] in _SPACES:
            runs[-1][1].append(" ")
        runs[-1][1].append(chr(glyphs.codes[index]))
        runs[-1][2].append(box)
    return [_turned_word("".join(letters), boxes, glyphs, owner) for owner, letters, boxes in runs]


def _turned_word(text: str, boxes: list[Box], glyphs: Glyphs, owner: int) -> Word:
    low = max(box[3] for box in boxes)
    objects = glyphs.objects
    return Word(
        text=text.translate(LIGATURES),
        x0=min(box[0] for box in boxes),
        top=min(box[1] for box in boxes),
        x1=max(box[2] for box in boxes),
        bottom=low,
        baseline=low,
        size=float(objects.size[owner]),
        bold=objects.faces[objects.face[owner]].bold,
        mcid=int(objects.mcid[owner]),
    )


def _near(last: Box, box: Box, angle: int, size: float) -> bool:
    """Whether a glyph stands on the line of the one before it, not far along."""
    dx = max(box[0] - last[2], last[0] - box[2], 0.0)
    dy = max(box[1] - last[3], last[1] - box[3], 0.0)
    cosine, sine = abs(math.cos(math.radians(angle))), abs(math.sin(math.radians(angle)))
    return dx * cosine + dy * sine < 1.2 * size and dx * sine + dy * cosine < 0.5 * size
