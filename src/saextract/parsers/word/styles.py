"""Styles: what a paragraph or a run inherits that changes what a person sees."""

from __future__ import annotations

import re
from typing import NamedTuple

from saextract.model import MarkKind

from .names import VAL, Element, W, child, is_on, number, value

_HEADING = re.compile(r"^heading ([1-9])$")
_HEX = re.compile(r"^[0-9A-Fa-f]{6}$")
_NEAR_WHITE = 0xFA
"""Colour channels from here on are white to the eye."""

_SHADE = f"{W}shd"

NOT_NUMBERED = "0"
"""The numbering id that takes a paragraph out of its style's list (ECMA-376, 17.9.18)."""


class Look(NamedTuple):
    """How a run is shown, as far as it bears on its text.

    Attributes:
        ascii_font: font of the characters up to U+007F.
        other_font: font of the other Latin ones.
        hidden: formatted as hidden text.
        white: in white, or so near to it that only a background would show it.
        backed: has a shading or highlight of its own that is not white.
        raised: set as superscript.
        struck: struck through, once or twice.
        kinds: how else it is set off: bold, underlined, highlighted, framed.
    """

    ascii_font: str = ""
    other_font: str = ""
    hidden: bool = False
    white: bool = False
    backed: bool = False
    raised: bool = False
    struck: bool = False
    kinds: frozenset[MarkKind] = frozenset()


class ParagraphStyle(NamedTuple):
    """What a paragraph inherits.

    Attributes:
        heading: heading level from 1, or None.
        num_id, level: its list and level; num_id is None outside of lists, and level is None
            where the style leaves it to the list.
        look: of its runs.
    """

    heading: int | None
    num_id: str | None
    level: int | None
    look: Look


def fill(properties: Element | None) -> str | None:
    """Background colour by the `w:shd` of properties: "RRGGBB", or None for none or white."""
    return colour_of(child(properties, _SHADE))


def colour_of(shade: Element | None) -> str | None:
    """Colour of a `w:shd`: "RRGGBB", or None for none or white."""
    if shade is None or shade.get(VAL) == "nil":
        return None
    colour = shade.get(f"{W}color" if shade.get(VAL) == "solid" else f"{W}fill") or ""
    if not _HEX.match(colour) or colour.upper() == "FFFFFF":
        return None
    return colour.upper()


def _is_white(colour: str | None) -> bool:
    if not colour or not _HEX.match(colour):
        return False
    return min(bytes.fromhex(colour)) >= _NEAR_WHITE


def with_properties(look: Look, properties: Element | None) -> Look:
    """A look with the run properties (`w:rPr`) of one level put on top."""
    if properties is None or not len(properties):
        return look
    ascii_font, other_font, hidden, white, backed, raised, struck, kinds = look
    for item in properties:
        tag = item.tag
        if tag == f"{W}rFonts":
            ascii_font = _font(item, "ascii", ascii_font)
            other_font = _font(item, "hAnsi", other_font)
        elif tag == f"{W}vanish":
            hidden = is_on(item)
        elif tag == f"{W}color":
            white = _is_white(item.get(VAL))
        elif tag == f"{W}shd":
            backed = fill(properties) is not None
        elif tag == f"{W}highlight":
            backed = item.get(VAL) not in ("none", "white")
        elif tag == f"{W}vertAlign":
            raised = item.get(VAL) == "superscript"
        elif tag in (f"{W}strike", f"{W}dstrike"):
            struck = is_on(item)
        kind = _KINDS.get(tag)
        if kind is not None:
            kinds = kinds | {kind} if _sets_off(item, properties) else kinds - {kind}
    return Look(ascii_font, other_font, hidden, white, backed, raised, struck, kinds)


_KINDS: dict[str, MarkKind] = {
    f"{W}b": "bold",
    f"{W}u": "underline",
    f"{W}highlight": "highlight",
    f"{W}shd": "highlight",
    f"{W}bdr": "box",
}


def _sets_off(element: Element, properties: Element) -> bool:
    """Whether one of these elements sets its run off, and does not take back what is inherited."""
    if element.tag == f"{W}b":
        return is_on(element)
    if element.tag == f"{W}shd":
        return fill(properties) is not None
    return element.get(VAL, "none") not in ("none", "nil", "white")


def _font(fonts: Element, which: str, inherited: str) -> str:
    if fonts.get(f"{W}{which}Theme"):
        return ""
    return fonts.get(W + which) or inherited


class Styles:
    """The styles of a document, resolved when asked for and kept.

    Attributes:
        placeholder: ids of the character styles that stand for placeholder text.
    """

    def __init__(self, root: Element | None) -> None:
        """Takes the root of the styles part, or None if the document has none."""
        self._styles: dict[tuple[str, str], Element] = {}
        self._defaults: dict[str, str] = {}
        self._base = Look()
        placeholder = {"PlaceholderText"}
        for style in root.iter(f"{W}style") if root is not None else ():
            kind, key = style.get(f"{W}type", ""), style.get(f"{W}styleId", "")
            self._styles[kind, key] = style
            if style.get(f"{W}default", "0") in ("1", "true", "on"):
                self._defaults[kind] = key
            if kind == "character" and (value(style, "name") or "").lower() == "placeholder text":
                placeholder.add(key)
        if root is not None:
            defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
            self._base = with_properties(self._base, defaults)
        self.placeholder = frozenset(placeholder)
        self._paragraphs: dict[str, ParagraphStyle] = {}
        self._looks: dict[tuple[str, str], Look] = {}
        self._shaded: dict[str, bool] = {}

    def paragraph(self, style_id: str | None) -> ParagraphStyle:
        """What a paragraph of a style inherits; None is the document's default style."""
        key = style_id if style_id is not None else self._defaults.get("paragraph", "")
        if key not in self._paragraphs:
            self._paragraphs[key] = self._resolve_paragraph(key)
        return self._paragraphs[key]

    def look(self, paragraph_style: str | None, run_style: str | None) -> Look:
        """How a run of a character style looks in a paragraph of a paragraph style."""
        base = self.paragraph(paragraph_style).look
        if not run_style:
            return base
        key = (paragraph_style or "", run_style)
        if key not in self._looks:
            for style in reversed(self._chain("character", run_style)):
                base = with_properties(base, style.find(f"{W}rPr"))
            self._looks[key] = base
        return self._looks[key]

    def table_is_shaded(self, style_id: str | None) -> bool:
        """Whether a table style shades any part of a table."""
        key = style_id if style_id is not None else self._defaults.get("table", "")
        if key not in self._shaded:
            self._shaded[key] = any(
                fill(shade.getparent()) is not None
                for style in self._chain("table", key)
                for shade in style.iter(f"{W}shd")
            )
        return self._shaded[key]

    def list_of(self, style_id: str) -> str | None:
        """The numbering id of a numbering style, or None."""
        style = self._styles.get(("numbering", style_id))
        return None if style is None else value(style.find(f"{W}pPr/{W}numPr"), "numId")

    def _chain(self, kind: str, key: str) -> list[Element]:
        """A style and those that it is based on, nearest first."""
        chain: list[Element] = []
        style = self._styles.get((kind, key))
        while style is not None and style not in chain:
            chain.append(style)
            style = self._styles.get((kind, value(style, "basedOn") or ""))
        return chain

    def _resolve_paragraph(self, key: str) -> ParagraphStyle:
        heading: int | None = None
        num_id: str | None = None
        level: int | None = None
        look = self._base
        for style in reversed(self._chain("paragraph", key)):
            properties = style.find(f"{W}pPr")
            name = (value(style, "name") or "").lower()
            match = _HEADING.match(name)
            outline = value(properties, "outlineLvl")
            if match:
                heading = int(match[1])
            elif name == "title":
                heading = 1
            if outline is not None:
                heading = outline_heading(outline)
            numbered = None if properties is None else properties.find(f"{W}numPr")
            if numbered is not None:
                num_id = value(numbered, "numId") or num_id
                given = value(numbered, "ilvl")
                level = number(given) if given is not None else level
            look = with_properties(look, style.find(f"{W}rPr"))
            if fill(properties):
                look = look._replace(backed=True)
        return ParagraphStyle(heading, num_id, level, look)


def outline_heading(outline: str) -> int | None:
    """Heading level of a `w:outlineLvl` value; 9 stands for body text."""
    level = number(outline, 9)
    return level + 1 if 0 <= level < 9 else None
