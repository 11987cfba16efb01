"""The text of a paragraph as a person sees it: runs, fields, symbols, links, note marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from saextract.model import MarkKind
from saextract.text.glyphs import UNSEEN, is_symbol_font, symbol
from saextract.text.numerals import format_number

from .names import (
    FORM_FIELD,
    REVISED,
    VAL,
    A,
    Element,
    M,
    R,
    V,
    W,
    child,
    has,
    is_on,
    number,
    value,
    value_of,
)
from .package import Relationship
from .styles import Look, Styles, colour_of, with_properties

_RUN, _LOOK, _PROPERTIES = f"{W}r", f"{W}rPr", f"{W}pPr"
_UNKNOWN = "\ufffd"
_TAB = "\t"
_PLAIN_PRIVATE = {"\uf0b7": "•", "\uf0a7": "▪"}
"""Private-use signs that turn up outside of symbol fonts, and what they always are."""

_CLEAN = str.maketrans(
    {"\u00a0": " ", "\u2011": "-", "\t": " ", "\n": " ", "\r": " "} | dict.fromkeys(UNSEEN, "")
)
_RAISED = str.maketrans("0123456789ivxlc", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁱᵛˣˡᶜ")
_SPACES = re.compile(r"[ \u2000-\u200a\u202f\u3000]+")

_HYPERLINK = re.compile(r'^\s*HYPERLINK\s+(?:\\[mnt]\s+)*(?:"([^"]*)"|([^\s\\]\S*))', re.IGNORECASE)
_MACRO_BUTTON = re.compile(r"^\s*MACROBUTTON\s+\S+\s+(.*)$", re.IGNORECASE | re.DOTALL)
_SYMBOL = re.compile(r'^\s*SYMBOL\s+(0x[0-9a-f]+|\d+)\b.*?\\f\s+"?([^"\\]+)', re.IGNORECASE)


def tidy(text: str) -> str:
    """Single spaces within lines, no blank lines, nothing at the ends."""
    if "  " in text or not text.isascii():
        text = _SPACES.sub(" ", text)
    if "\n" not in text:
        return text.strip()
    lines = map(str.strip, text.split("\n"))
    return "\n".join(line for line in lines if line)


def visible_length(text: str) -> int:
    """Number of characters that are no white space."""
    return sum(map(len, text.split()))


@dataclass(slots=True)
class Inline:
    """What a paragraph holds.

    Attributes:
        parts: its text in pieces, without the automatic number, and how each is set off.
        flags: see `saextract.model.Cell`.
        links: targets of its links.
        boxes: `w:txbxContent` elements that are anchored in it.
        pictures: alternative texts of its pictures, "" for none.
        hidden: text that is there but does not count: in white, or struck through.
        notes: kind ("footnote" or "endnote"), id and printed mark of the notes it refers to.
    """

    parts: list[tuple[str, frozenset[MarkKind]]] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    notes: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text, tidied."""
        return tidy("".join([text for text, _ in self.parts]).replace(_TAB, " "))

    @property
    def segments(self) -> list[str]:
        """The texts between its tabs."""
        return [tidy(part) for part in "".join(text for text, _ in self.parts).split(_TAB)]

    def put(self, text: str, kinds: frozenset[MarkKind] = frozenset()) -> None:
        """Adds a piece of text."""
        self.parts.append((text, kinds))


@dataclass(slots=True)
class _Field:
    code: list[str] = field(default_factory=list)
    shows: bool = False
    replaced: bool = False
    data: Element | None = None


class InlineReader:
    """Reads the paragraphs of one story (body, a header, the notes) in order.

    Attributes:
        left_out: visible characters that do not count: hidden, white, struck through, replaced.
        backed: whether what is read now stands on a background that shows white text.
    """

    def __init__(self, styles: Styles, relationships: dict[str, Relationship]) -> None:
        self._styles = styles
        self._relationships = relationships
        self._fields: list[_Field] = []
        self._note_counts = {"footnote": 0, "endnote": 0}
        self._note_mark = ""
        self._paragraph_style: str | None = None
        self._paragraph_backed = False
        self._read: list[str] = []
        self.left_out = 0
        self.backed = False
        self._handlers: dict[str, Callable[[Element, Inline, Look], None]] = {
            f"{W}t": self._text,
            f"{W}sym": self._symbol,
            f"{W}tab": lambda _e, inline, look: self._add(inline, _TAB, look),
            f"{W}ptab": lambda _e, inline, look: self._add(inline, _TAB, look),
            f"{W}br": lambda _e, inline, look: self._add(inline, "\n", look),
            f"{W}cr": lambda _e, inline, look: self._add(inline, "\n", look),
            f"{W}noBreakHyphen": lambda _e, inline, look: self._add(inline, "-", look),
            f"{W}fldChar": self._field_character,
            f"{W}instrText": self._field_code,
            f"{W}drawing": self._shape,
            f"{W}pict": self._shape,
            f"{W}object": self._shape,
            f"{W}footnoteReference": self._note_reference,
            f"{W}endnoteReference": self._note_reference,
            f"{W}footnoteRef": self._own_mark,
            f"{W}endnoteRef": self._own_mark,
        }

    @property
    def reached(self) -> int:
        """Visible characters of the `w:t` elements that were read, shown or not."""
        return visible_length(" ".join(self._read))

    def read(
        self, paragraph: Element, of: Mapping[str, Element], into: Inline, note_mark: str = ""
    ) -> None:
        """Reads a paragraph.

        Args:
            paragraph: the `w:p`.
            of: its properties by tag.
            into: what it is added to; not empty where a deleted paragraph mark joins two.
            note_mark: the printed mark, if the paragraph belongs to a note.
        """
        self._note_mark = note_mark
        self._paragraph_style = value_of(of.get(f"{W}pStyle"))
        self._paragraph_backed = colour_of(of.get(f"{W}shd")) is not None
        if paragraph.get(REVISED):
            into.flags.add("tracked-change")
        if paragraph.get(FORM_FIELD):
            into.flags.add("form-field")
        self._children(paragraph, into)

    def _children(self, parent: Element, inline: Inline) -> None:
        for item in parent:
            tag = item.tag
            if not isinstance(tag, str) or tag == _PROPERTIES:
                continue
            if item.get(FORM_FIELD):
                inline.flags.add("form-field")
            if tag == _RUN:
                self._run(item, inline)
            elif tag == f"{M}t":
                inline.put(item.text or "")
            elif tag == f"{W}ruby":
                self._children_of(item.find(f"{W}rubyBase"), inline)
            elif len(item):
                if tag == f"{W}hyperlink":
                    self._add_link(inline, item.get(f"{R}id"), item.get(f"{W}anchor"))
                elif tag == f"{W}fldSimple":
                    self._add_field_link(inline, item.get(f"{W}instr") or "")
                self._children(item, inline)

    def _children_of(self, parent: Element | None, inline: Inline) -> None:
        if parent is not None:
            self._children(parent, inline)

    def _run(self, run: Element, inline: Inline) -> None:
        properties = child(run, _LOOK)
        style = value(properties, "rStyle")
        look = with_properties(self._styles.look(self._paragraph_style, style), properties)
        for item in run:
            tag = item.tag
            handler = self._handlers.get(tag) if isinstance(tag, str) else None
            if handler is not None:
                handler(item, inline, look)
            elif tag != _LOOK and len(item):
                self._children(item, inline)

    # ------------------------------------------------------------------ characters

    def _visible(self) -> bool:
        return all(f.shows and not f.replaced for f in self._fields)

    def _add(self, inline: Inline, text: str, look: Look) -> None:
        """Adds text, or sets it aside if it cannot be seen."""
        unseen = look.white and not (look.backed or self._paragraph_backed or self.backed)
        if not (self._fields or look.hidden or look.struck or unseen):
            inline.put(text, look.kinds)
            return
        length = visible_length(text)
        if not self._visible():
            self.left_out += length
        elif look.hidden:
            self.left_out += length
            if length:
                inline.flags.add("hidden-text")
        elif look.struck and length:
            self.left_out += length
            inline.flags.add("struck-text")
            inline.hidden.append(text)
        elif unseen:
            self.left_out += length
            if length:
                inline.flags.add("hidden-text")
                inline.hidden.append(text)
        else:
            inline.put(text, look.kinds)

    def _text(self, element: Element, inline: Inline, look: Look) -> None:
        raw = element.text or ""
        self._read.append(raw)
        text = raw.translate(_CLEAN)
        if not raw.isascii():
            self.left_out += visible_length(raw) - visible_length(text)
        if is_symbol_font(look.ascii_font) or is_symbol_font(look.other_font):
            text = "".join(_in_font(c, look) for c in text)
        elif not text.isascii() and any("\ue000" <= c <= "\uf8ff" for c in text):
            text = "".join(_plain(c) for c in text)
        if look.raised and text.strip().isdigit():
            text = text.translate(_RAISED)
        self._add(inline, text, look)

    def _symbol(self, element: Element, inline: Inline, look: Look) -> None:
        try:
            code = int(element.get(f"{W}char", ""), 16)
        except ValueError:
            return
        font = element.get(f"{W}font") or look.ascii_font
        self._add(inline, _sign(font, code), look)

    # ------------------------------------------------------------------ fields

    def _field_character(self, element: Element, inline: Inline, look: Look) -> None:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append(_Field(data=element.find(f"{W}ffData")))
        elif not self._fields:
            return
        elif kind == "separate":
            current = self._fields[-1]
            current.shows = True
            self._add_field_link(inline, "".join(current.code))
            current.replaced = self._form_state(current) is not None
            if current.data is not None:
                inline.flags.add("form-field")
        else:
            self._end_field(self._fields.pop(), inline, look)

    def _end_field(self, ended: _Field, inline: Inline, look: Look) -> None:
        code = "".join(ended.code)
        state = self._form_state(ended)
        if state is not None:
            inline.flags.add("form-field")
            self._add(inline, state, look)
        elif not ended.shows:
            self._add_field_link(inline, code)
            button = _MACRO_BUTTON.match(code)
            sign = _SYMBOL.match(code)
            if button:
                self._add(inline, button[1], look)
            elif sign:
                self._add(inline, _sign(sign[2].strip(), int(sign[1], 0)), look)

    def _field_code(self, element: Element, inline: Inline, look: Look) -> None:
        del inline, look
        if self._fields and not self._fields[-1].shows:
            self._fields[-1].code.append(element.text or "")

    @staticmethod
    def _form_state(current: _Field) -> str | None:
        """What a legacy checkbox or dropdown shows; None for every other field."""
        if current.data is None:
            return None
        box = current.data.find(f"{W}checkBox")
        if box is not None:
            state = box.find(f"{W}checked")
            on = is_on(state) if state is not None else has(box, "default")
            return "☒" if on else "☐"
        choices = current.data.find(f"{W}ddList")
        if choices is None:
            return None
        entries = [entry.get(VAL) or "" for entry in choices.findall(f"{W}listEntry")]
        chosen = number(value(choices, "result") or value(choices, "default"))
        return entries[chosen] if 0 <= chosen < len(entries) else ""

    # ------------------------------------------------------------------ links, shapes, notes

    def _add_link(self, inline: Inline, key: str | None, anchor: str | None) -> None:
        target = self._relationships.get(key or "")
        if target is not None and target.external:
            full = f"{target.target}#{anchor}" if anchor else target.target
            inline.links.append(full)

    @staticmethod
    def _add_field_link(inline: Inline, code: str) -> None:
        match = _HYPERLINK.match(code)
        if match:
            inline.links.append(match[1] or match[2])

    def _shape(self, element: Element, inline: Inline, look: Look) -> None:
        if look.hidden or not self._visible():
            unseen = [t.text or "" for t in element.iter(f"{W}t")]
            self._read += unseen
            self.left_out += sum(map(visible_length, unseen))
            return
        inline.boxes.extend(_outermost(element, f"{W}txbxContent"))
        if next(element.iter(f"{A}blip", f"{V}imagedata"), None) is not None:
            named = next((e for e in element.iter() if e.get("descr")), None)
            inline.pictures.append("" if named is None else named.get("descr", ""))
            inline.flags.add("picture")
        words = "".join(t.text or "" for t in element.iter(f"{A}t"))
        if words:
            inline.put(words)

    def _note_reference(self, element: Element, inline: Inline, look: Look) -> None:
        kind = "footnote" if element.tag == f"{W}footnoteReference" else "endnote"
        own_mark = element.get(f"{W}customMarkFollows", "0") in ("1", "true", "on")
        mark = ""
        if not own_mark:
            self._note_counts[kind] += 1
            count = self._note_counts[kind]
            mark = str(count) if kind == "footnote" else format_number(count, "lowerRoman")
            if self._visible() and not look.hidden:
                inline.put(mark.translate(_RAISED))
        inline.notes.append((kind, element.get(f"{W}id", ""), mark))

    def _own_mark(self, element: Element, inline: Inline, look: Look) -> None:
        del element, look
        inline.put(self._note_mark)


def _outermost(top: Element, tag: str) -> list[Element]:
    """Descendants with a tag that lie in no other such descendant."""
    found: list[Element] = []
    for inner in top:
        found.extend([inner] if inner.tag == tag else _outermost(inner, tag))
    return found


def _sign(font: str, code: int) -> str:
    """A character of a font by its code: its meaning, or U+FFFD where it is unknown."""
    known = symbol(font, code)
    if known is not None:
        return known
    if is_symbol_font(font):
        return _UNKNOWN
    return _plain(chr(code)) if 0 < code < 0x110000 else _UNKNOWN


def _plain(character: str) -> str:
    if "\ue000" <= character <= "\uf8ff":
        return _PLAIN_PRIVATE.get(character, _UNKNOWN)
    return character


def _in_font(character: str, look: Look) -> str:
    """A character of a run whose fonts may be symbol fonts."""
    code = ord(character)
    font = look.ascii_font if code < 0x80 or 0xF000 <= code < 0xF080 else look.other_font
    if 0xF000 <= code < 0xF100 and not is_symbol_font(font):
        font = look.other_font if is_symbol_font(look.other_font) else look.ascii_font
    if not is_symbol_font(font):
        return _plain(character)
    if 0xFF < code < 0xF000:
        try:
            code = character.encode("cp1252")[0]
        except UnicodeEncodeError:
            return character
    return symbol(font, code) or _UNKNOWN
