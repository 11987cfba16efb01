"""The text of a cell or a paragraph, as a person reads it on the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from saextract.lexicon import answers
from saextract.model import Mark, MarkKind, Swatch
from saextract.text.glyphs import normalise_bullets, plain_spaces
from saextract.text.marked import marks_of
from saextract.text.numerals import format_number

from .furniture import (
    BLOCKS,
    NO_TEXT,
    Furniture,
    is_more,
    is_new_window_note,
    is_phrase_out,
    is_screen_reader_only,
    text_of,
)
from .icons import CROSS, LIGATURES, TICK, UNKNOWN, drawn_sign, sign_of
from .sheets import Styles, ground_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_DEEPEST = 150
_LONGEST_ALT = 40
_NEITHER_LINK = re.compile(r"^\s*(?:#|javascript:|$)", re.IGNORECASE)
_KIND_TAGS: dict[str, MarkKind] = {
    "b": "bold",
    "strong": "bold",
    "u": "underline",
    "ins": "underline",
    "mark": "highlight",
}
_BOLD = re.compile(r"bold|[6-9]\d\d", re.IGNORECASE)
_NO_GROUND = re.compile(
    r"transparent|none|inherit|initial|unset|white\b|#fff(?:fff)?\b|url\(", re.IGNORECASE
)
_NO_FRAME = re.compile(r"0|none|unset|initial", re.IGNORECASE)
_OF_BOXES = frozenset(("flex", "grid", "inline-flex", "inline-grid"))
_BLOCK_DISPLAY = frozenset(("block", "flex", "grid", "list-item", "table"))
_DECORATIONS = ("text-decoration", "text-decoration-line")
_LONGEST_NAME = 60
_LABEL = re.compile(
    r"(?:^|[-_ ])(?:label|key|term|title|name|heading|caption)(?:$|[-_ ])", re.IGNORECASE
)
_STYLES = {
    "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "a": "lowerLetter",
    "upper-alpha": "upperLetter", "upper-latin": "upperLetter", "A": "upperLetter",
    "lower-roman": "lowerRoman", "i": "lowerRoman", "upper-roman": "upperRoman", "I": "upperRoman",
    "decimal": "decimal", "none": "",
}  # fmt: skip
_GLUE = "\x02"
_GLUED = re.compile(rf"{_GLUE}\s*")
_BLANKS = re.compile(r"[ \t\f\v]+")


class Composed(NamedTuple):
    """Text with what goes with it; see `saextract.model.Cell`."""

    text: str
    links: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    swatches: tuple[Swatch, ...] = ()


class Composer:
    """Puts the text of elements together: one for each cell or paragraph.

    Args:
        furniture: what of the page is hidden.
        in_cell: pictures speak by their alternative text, whatever it says.
    """

    def __init__(self, furniture: Furniture, in_cell: bool = False) -> None:
        self._furniture = furniture
        self._styles = furniture.styles
        self._in_cell = in_cell
        self._parts: list[str] = []
        self._looks: list[frozenset[MarkKind]] = []
        self._look: frozenset[MarkKind] = frozenset()
        self._links: list[str] = []
        self._flags: set[str] = set()
        self._signs: set[str] = set()
        self._patches: list[tuple[int, str]] = []

    def text(self, text: str | None, keep_lines: bool = False) -> None:
        """Adds a run of text; its white space collapses unless it is kept."""
        if text:
            text = text.replace("\r\n", "\n")
            self._put(text if keep_lines else re.sub(r"[ \t\n\r\f]+", " ", text))

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._looks.append(self._look)

    def content(self, element: _Element, depth: int = 0) -> None:
        """Adds what stands inside an element."""
        keep = element.tag in ("pre", "textarea")
        self.text(element.text, keep)
        for child in element:
            self.element(child, depth + 1)
            self.text(child.tail, keep)

    def element(self, element: _Element, depth: int = 0) -> None:
        """Adds an element, if it is one that a person sees."""
        tag = element.tag
        if not isinstance(tag, str) or tag in NO_TEXT or self._left_out(element):
            return
        if depth > _DEEPEST:
            self.text(text_of(element))
        elif tag == "br":
            self._put("\n")
        elif tag in _WIDGETS:
            self._widget(element)
        elif tag in ("td", "th"):
            self._put(" ")
            self.content(element, depth)
            self._put(" ")
        elif tag == "li":
            self._item(element, depth)
        elif tag == "q":
            self._put("“")
            self.content(element, depth)
            self._put("”")
        elif tag in BLOCKS or self._is_apart(element):
            self._put("\n")
            self.content(element, depth)
            self._put("\n")
        else:
            self._link(element)
            if LIGATURES.search(element.get("class") or ""):
                self._signs.add(sign_of(text_of(element)) or UNKNOWN)
                return
            self._part_from_number(element)
            around = self._look
            self._look = around | _kinds(element, self._styles)
            self.content(element, depth)
            self._look = around
            self._remember_sign(element)
            if _is_label(element):
                self._put("\n")

    @property
    def is_blank(self) -> bool:
        """Whether nothing was added that a person sees."""
        return not (self._signs or self._patches or any(map(str.strip, self._parts)))

    def result(self) -> Composed:
        """All that was added."""
        text = plain_spaces("".join(self._parts))
        text = _GLUED.sub(" ", text)
        lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
        text = normalise_bullets("\n".join(line for line in lines if line))
        text = self._with_sign(text)
        return Composed(
            text,
            tuple(self._links),
            tuple(sorted(self._flags)),
            self._marks(text),
            self._swatches(text),
        )

    def _marks(self, text: str) -> tuple[Mark, ...]:
        """The parts of the text that are set off."""
        if not any(self._looks):
            return ()
        pieces = zip(self._parts, self._looks, strict=True)
        return marks_of(text, ((plain_spaces(p).replace(_GLUE, ""), look) for p, look in pieces))

    def _swatches(self, text: str) -> tuple[Swatch, ...]:
        """The patches of colour at their places in the text."""
        if not self._patches:
            return ()
        places = [at for at, char in enumerate(text) if not char.isspace()] + [len(text)]
        return tuple(
            Swatch(at=places[min(seen, len(places) - 1)], colour=colour)
            for seen, colour in self._patches
        )

    def _with_sign(self, text: str) -> str:
        """The text with the sign that stands in the place of an answer, if one does.

        Signs beside words say nothing that the words do not say.
        """
        is_cell = self._in_cell and not text
        if not self._signs or not (is_cell or text.endswith((":", "?"))):
            return text if text or self._signs not in ({TICK}, {CROSS}) else self._signs.pop()
        sign = self._signs.pop() if len(self._signs) == 1 else UNKNOWN
        if sign != UNKNOWN:
            self._flags.add("alternative-text")
            return f"{text} {sign}".strip()
        self._flags.add("picture")
        return text if is_cell else f"{text} {UNKNOWN}"

    def asks(self, text: str) -> bool:
        """Whether what was read is a label without its value, or a value without words."""
        return text.endswith((":", UNKNOWN)) or (self._in_cell and not text)

    # ------------------------------------------------------------------ parts

    def _is_apart(self, element: _Element) -> bool:
        """Whether the page's style sets an element apart, or its parent all of its children."""
        if self._styles.of(element).get("display") in _BLOCK_DISPLAY:
            return True
        parent = element.getparent()
        return parent is not None and self._styles.of(parent).get("display") in _OF_BOXES

    def _left_out(self, element: _Element) -> bool:
        """Whether an element is struck out, hidden, or only there for screen readers."""
        if _is_struck(element, self._styles):
            if text_of(element):
                self._flags.add("tracked-change" if element.tag == "del" else "struck-text")
            return True
        if is_more(element):
            return True
        if self._furniture.is_hidden(element) and not _is_box(element):
            if not self._furniture.is_collapsed(element):
                return True
            self._flags.add("hidden-text")
        if element.tag == "button":
            kept = self._in_cell or element.get("aria-expanded") is not None
            return is_phrase_out(text_of(element)) or not (kept or _is_in_heading(element))
        return is_screen_reader_only(element) and is_new_window_note(text_of(element))

    def _part_from_number(self, element: _Element) -> None:
        """A space before a word that only the page's style sets apart from a number."""
        before = next((part for part in reversed(self._parts) if part), "")
        if before[-1:].isdigit() and text_of(element)[:1].isupper():
            self._put(" ")

    def _link(self, element: _Element) -> None:
        target = (element.get("href") or "").strip() if element.tag == "a" else ""
        if target and not _NEITHER_LINK.match(target):
            self._links.append(target)

    def _item(self, element: _Element, depth: int) -> None:
        self._put("\n")
        marker = _marker(element, self._styles)
        if marker and text_of(element):
            self._put(f"{marker}{_GLUE}")
        self.content(element, depth)
        self._put("\n")

    def _widget(self, element: _Element) -> None:
        """A picture or a form field."""
        tag, kind = element.tag, (element.get("type") or "text").lower()
        if tag in ("img", "svg"):
            self._picture(element)
        elif tag == "input" and kind in ("checkbox", "radio"):
            self._put("☒ " if element.get("checked") is not None else "☐ ")
            self._flags.add("form-field")
        elif tag == "input" and kind in ("text", "number", "date", "email", "tel", "url"):
            self._field(element.get("value") or "")
        elif tag == "textarea":
            self._field(element.text or "")
        elif tag == "select":
            self._select(element)

    def _field(self, value: str) -> None:
        if value.strip():
            self.text(f" {value} ", keep_lines=True)
            self._flags.add("form-field")

    def _select(self, element: _Element) -> None:
        """The chosen options; the first one where none is marked, as a browser shows it."""
        options = list(element.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        if not chosen and element.get("multiple") is None:
            chosen = options[:1]
        for option in chosen:
            self._field(text_of(option))

    def _picture(self, element: _Element) -> None:
        """A picture in a cell: its alternative text, or the sign that its name tells.

        Outside cells a picture counts only if it stands for an answer, which photos do not.
        """
        said = element.get("alt") or element.get("aria-label") or element.get("title") or ""
        if not said and element.tag == "svg":
            title = element.find("{*}title")
            said = (title.text or "") if title is not None else ""
        said = " ".join(said.split())
        sign = sign_of(said, strict=True)
        if self._in_cell or sign or answers.is_answer(said):
            if said and len(said) <= _LONGEST_ALT:
                self._put(f" {sign or said} ")
                self._flags.add("alternative-text")
            else:
                self._signs.add(sign_of(_name_of(element)) or UNKNOWN)
        elif element.tag == "svg" or element.get("aria-hidden") != "true":
            self._signs.add(sign_of(_name_of(element)) or UNKNOWN)

    def _remember_sign(self, element: _Element) -> None:
        """An icon made by a class alone, such as `fa-check`, by a sheet, or by its label."""
        if text_of(element) or len(element):
            return
        said = element.get("aria-label") or element.get("title") or ""
        if said and len(said) <= _LONGEST_ALT and (self._in_cell or answers.is_answer(said)):
            self._put(f" {sign_of(said, strict=True) or said} ")
            self._flags.add("alternative-text")
            return
        sign = drawn_sign(element, self._styles)
        colour = ground_of(element, self._styles)
        if sign:
            self._signs.add(sign)
        elif colour:
            seen = sum(len("".join(part.split())) for part in self._parts)
            self._patches.append((seen, colour))


def _name_of(picture: _Element) -> str:
    """What a picture is called: by its file, by the drawing that it uses, by its class."""
    links = ("href", "xlink:href", "{http://www.w3.org/1999/xlink}href")
    uses = (use.get(link) or "" for use in picture.iter("{*}use") for link in links)
    name = picture.get("src") or next(filter(None, uses), "") or picture.get("class") or ""
    return re.split(r"[/#]", name)[-1][:_LONGEST_NAME]


_WIDGETS = frozenset(("img", "svg", "input", "textarea", "select"))


def _is_label(element: _Element) -> bool:
    """Whether an element is a label that nothing but the page's style parts from its value."""
    value = element.getnext()
    return (
        value is not None
        and not element.tail
        and element.getprevious() is None
        and bool(_LABEL.search(element.get("class") or ""))
        and bool(value.get("class"))
    )


def _is_box(element: _Element) -> bool:
    """Whether an element is a box to tick; sites hide it and draw one of their own instead."""
    return element.tag == "input" and (element.get("type") or "").lower() in ("checkbox", "radio")


def _is_struck(element: _Element, styles: Styles) -> bool:
    if element.tag in ("s", "strike", "del"):
        return True
    declared = styles.of(element)
    return any("line-through" in declared.get(name, "") for name in _DECORATIONS)


def _kinds(element: _Element, styles: Styles) -> frozenset[MarkKind]:
    """How an element sets its text off."""
    found: set[MarkKind] = set()
    if element.tag in _KIND_TAGS:
        found.add(_KIND_TAGS[element.tag])
    declared = styles.of(element)
    if _BOLD.match(declared.get("font-weight", "")):
        found.add("bold")
    if any("underline" in declared.get(name, "") for name in _DECORATIONS):
        found.add("underline")
    ground = declared.get("background-color") or declared.get("background") or ""
    if ground and not _NO_GROUND.match(ground):
        found.add("highlight")
    frame = declared.get("border", "")
    if frame and not _NO_FRAME.match(frame):
        found.add("circle" if "border-radius" in declared else "box")
    return frozenset(found)


def _is_in_heading(element: _Element) -> bool:
    return (
        next(element.iterancestors("h1", "h2", "h3", "h4", "h5", "h6", "summary"), None) is not None
    )


def _marker(item: _Element, styles: Styles) -> str:
    """What stands before a list item: a bullet, its number or its letter; "" for nothing."""
    parent = item.getparent()
    if parent is None:
        return "•"
    declared = {**styles.of(parent), **styles.of(item)}
    words = (declared.get("list-style-type") or declared.get("list-style") or "").lower().split()
    kind = next((_STYLES[word] for word in words if word in _STYLES), None)
    if kind == "":
        return ""
    if parent.tag != "ol":
        return "•"
    kind = kind or _STYLES.get(parent.get("type") or "decimal", "decimal")
    return f"{format_number(_number(item, parent), kind)}."


def _number(item: _Element, parent: _Element) -> int:
    number = _integer(parent.get("start"), 1) - 1
    for sibling in parent.iterchildren("li"):
        number = _integer(sibling.get("value"), number + 1)
        if sibling is item:
            break
    return number


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text.strip()) else default
