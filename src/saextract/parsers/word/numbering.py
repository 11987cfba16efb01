"""Automatic numbers: what Word prints before a paragraph of a list.

Semantics by ECMA-376 part 1, 17.9 (numbering). Where the standard is silent: a level that no
paragraph has used yet shows its start value, and lists that share a definition count on
together unless a list overrides the start, which then holds from its first paragraph on.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from saextract.text.glyphs import symbol
from saextract.text.numerals import format_number

from .names import VAL, Element, W, has, number, value
from .styles import Styles

MARKS = frozenset("☐☑☒✓✗")
"""Bullet glyphs that say something; every other bullet is written as •."""

_PLACEHOLDER = re.compile(r"%([1-9])")
_LEVELS = 9


class Label(NamedTuple):
    """What stands before a paragraph.

    Attributes:
        text: number or bullet.
        bullet: whether it is a bullet rather than a number.
        joined: whether the paragraph's text follows without a gap.
    """

    text: str
    bullet: bool
    joined: bool


class _Level(NamedTuple):
    start: int
    fmt: str
    text: str
    restart: int | None
    legal: bool
    suffix: str
    style: str | None
    hidden: bool
    font: str
    picture: bool


class _List(NamedTuple):
    """A numbering instance: its definition's id, its levels, the starts that it overrides."""

    abstract: str
    levels: dict[int, _Level]
    overrides: frozenset[int]


class Numbering:
    """The lists of a document and how far each has counted.

    A document's paragraphs have to be passed to `label` in document order, each once.
    """

    def __init__(self, root: Element | None, styles: Styles) -> None:
        """Takes the root of the numbering part, or None if the document has none."""
        self._styles = styles
        self._abstracts: dict[str, Element] = {}
        self._nums: dict[str, Element] = {}
        for child in root if root is not None else ():
            if child.tag == f"{W}abstractNum":
                self._abstracts[child.get(f"{W}abstractNumId", "")] = child
            elif child.tag == f"{W}num":
                self._nums[child.get(f"{W}numId", "")] = child
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()

    def level_of_style(self, num_id: str, style_id: str) -> int:
        """The level of a list that is linked to a paragraph style, or 0 (17.9.23)."""
        found = self._list(num_id)
        for index, level in found.levels.items() if found else ():
            if level.style == style_id:
                return index
        return 0

    def label(self, num_id: str, index: int) -> Label | None:
        """Counts one paragraph and returns what is printed before it.

        Args:
            num_id: the list.
            index: level in the list, from 0.

        Returns:
            None if the list or level does not exist, or nothing is printed.
        """
        found = self._list(num_id)
        level = found.levels.get(index) if found else None
        if found is None or level is None:
            return None
        counts = self._count(num_id, found, index)
        joined = level.suffix == "nothing"
        if level.hidden:
            return None
        if level.picture or level.fmt == "bullet":
            return Label(_bullet(level), True, joined)
        text = _PLACEHOLDER.sub(
            lambda match: _shown(found.levels, counts, int(match[1]) - 1, level.legal), level.text
        ).strip()
        return Label(text, False, joined) if text else None

    def _count(self, num_id: str, found: _List, index: int) -> dict[int, int]:
        counts = self._counts.setdefault(found.abstract, {})
        if num_id not in self._begun:
            self._begun.add(num_id)
            for overridden in found.overrides:
                counts.pop(overridden, None)
        start = found.levels[index].start
        counts[index] = counts[index] + 1 if index in counts else start
        for deeper in range(index + 1, _LEVELS):
            level = found.levels.get(deeper)
            restart = deeper if level is None or level.restart is None else level.restart
            if index < restart:
                counts.pop(deeper, None)
        return counts

    def _list(self, num_id: str) -> _List | None:
        if num_id not in self._lists:
            self._lists[num_id] = self._read(num_id)
        return self._lists[num_id]

    def _read(self, num_id: str) -> _List | None:
        num = self._nums.get(num_id)
        abstract_id = self._definition(num_id)
        if num is None or abstract_id is None:
            return None
        levels = dict(_levels(self._abstracts[abstract_id]))
        overrides: set[int] = set()
        for override in num.findall(f"{W}lvlOverride"):
            index = number(override.get(f"{W}ilvl"))
            levels.update(_levels(override))
            start = value(override, "startOverride")
            if start is not None and index in levels:
                overrides.add(index)
                levels[index] = levels[index]._replace(start=number(start, 1))
        return _List(abstract_id, levels, frozenset(overrides))

    def _definition(self, num_id: str) -> str | None:
        """Id of the abstract definition, through links to numbering styles."""
        seen: set[str] = set()
        current: str | None = num_id
        while current is not None and current not in seen:
            seen.add(current)
            key = value(self._nums.get(current), "abstractNumId")
            abstract = self._abstracts.get(key or "")
            if key is None or abstract is None:
                return None
            link = value(abstract, "numStyleLink")
            if link is None:
                return key
            current = self._styles.list_of(link)
        return None


def _levels(parent: Element) -> list[tuple[int, _Level]]:
    return [(number(lvl.get(f"{W}ilvl")), _read_level(lvl)) for lvl in parent.findall(f"{W}lvl")]


def _read_level(lvl: Element) -> _Level:
    restart = value(lvl, "lvlRestart")
    fonts = lvl.find(f"{W}rPr/{W}rFonts")
    fmt = lvl.find(f"{W}numFmt")
    kind = "decimal" if fmt is None else fmt.get(VAL, "decimal")
    if kind == "custom" and fmt is not None:
        kind = "0" * len((fmt.get(f"{W}format") or "1").split(",")[0].strip()[:9])
    return _Level(
        start=number(value(lvl, "start"), 0),
        fmt=kind,
        text=value(lvl, "lvlText") or "",
        restart=None if restart is None else number(restart),
        legal=has(lvl, "isLgl"),
        suffix=value(lvl, "suff") or "tab",
        style=value(lvl, "pStyle"),
        hidden=has(lvl.find(f"{W}rPr"), "vanish"),
        font="" if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or "",
        picture=lvl.find(f"{W}lvlPicBulletId") is not None,
    )


def _bullet(level: _Level) -> str:
    if level.picture or not level.text:
        return "•"
    glyph = level.text[0]
    sign = symbol(level.font, ord(glyph)) or glyph
    sign = {"✔": "✓", "✘": "✗", "✖": "✗", "□": "☐"}.get(sign, sign)
    return sign if sign in MARKS else "•"


def _shown(levels: dict[int, _Level], counts: dict[int, int], index: int, legal: bool) -> str:
    level = levels.get(index)
    if level is None:
        return ""
    return format_number(counts.get(index, level.start), "decimal" if legal else level.fmt)
