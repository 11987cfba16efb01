"""The text of a cell or a paragraph, as a person reads it on the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from saextract.model import Mark, MarkKind
from saextract.text.glyphs import normalise_bullets
from saextract.text.marked import marks_of

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

if TYPE_CHECKING:
    from lxml.etree import _Element

_DEEPEST = 150
_LONGEST_ALT = 40
_NEITHER_LINK = re.compile(r"^\s*(?:#|javascript:|$)", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_KIND_TAGS: dict[str, MarkKind] = {
    "b": "bold",
    "strong": "bold",
    "u": "underline",
    "ins": "underline",
    "mark": "highlight",
}
_KIND_STYLES: tuple[tuple[MarkKind, re.Pattern[str]], ...] = (
    ("bold", re.compile(r"font-weight\s*:\s*(?:bold|[6-9]\d\d)", re.IGNORECASE)),
    ("underline", re.compile(r"text-decoration(?:-line)?\s*:[^;]*underline", re.IGNORECASE)),
    (
        "highlight",
        re.compile(
            r"background(?:-color)?\s*:\s*(?!transparent|none|inherit|initial|white\b|#fff\b"
            r"|#ffffff\b)",
            re.IGNORECASE,
        ),
    ),
    ("box", re.compile(r"(?<![-\w])border\s*:\s*(?!0|none)", re.IGNORECASE)),
)
_ROUND = re.compile(r"border-radius\s*:\s*(?!0)", re.IGNORECASE)
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid|list-item|table)\b", re.IGNORECASE)
_TICK = re.compile(
    r"(?:^|[\W_])(?:(?:green|white|black|heavy)[\W_]*)?(?:tick(?:ed)?|check(?:ed|mark)?|ok)(?:$|[\W_])",
    re.IGNORECASE,
)
_CROSS = re.compile(r"(?:^|[\W_])(?:cross|times|xmark|remove|x)(?:$|[\W_])", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:^|[-_ ])(?:label|key|term|title|name|heading|caption)(?:$|[-_ ])", re.IGNORECASE
)
_STATUS = re.compile(
    r"yes|no|n/?a|not applicable|partial(?:ly)?|partly|"
    r"(?:(?:fully|partially|not) )?(?:compliant|met)",
    re.IGNORECASE,
)
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w -]+)", re.IGNORECASE)
_STYLES = {
    "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A",
    "lower-roman": "i", "upper-roman": "I", "decimal": "1", "none": "",
}  # fmt: skip
_GLUE = "\x02"
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")


class Composed(NamedTuple):
    """Text with what goes with it; see `saextract.model.Cell`."""

    text: str
    links: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()


class Composer:
    """Puts the text of elements together: one for each cell or paragraph.

    Args:
        furniture: what of the page is hidden.
        in_cell: pictures speak by their alternative text, whatever it says.
    """

    def __init__(self, furniture: Furniture, in_cell: bool = False) -> None:
        self._furniture = furniture
        self._in_cell = in_cell
        self._parts: list[str] = []
        self._looks: list[frozenset[MarkKind]] = []
        self._look: frozenset[MarkKind] = frozenset()
        self._links: list[str] = []
        self._flags: set[str] = set()
        self._icon = ""

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
        elif tag in BLOCKS or _BLOCK_STYLE.search(element.get("style") or ""):
            self._put("\n")
            self.content(element, depth)
            self._put("\n")
        else:
            self._link(element)
            around = self._look
            self._look = around | _kinds(element)
            self.content(element, depth)
            self._look = around
            self._remember_icon(element)
            if _is_label(element):
                self._put("\n")

    def result(self) -> Composed:
        """All that was added."""
        text = _INVISIBLE.sub("", "".join(self._parts)).replace("\xa0", " ")
        text = re.sub(rf"{_GLUE}\s*", " ", text)
        lines = (re.sub(r"[ \t\f\v]+", " ", line).strip() for line in text.split("\n"))
        text = normalise_bullets("\n".join(line for line in lines if line))
        if not text and self._icon and self._in_cell:
            text = self._icon
            self._flags.add("picture")
        pieces = zip(self._parts, self._looks, strict=True)
        seen = ((_INVISIBLE.sub("", part).replace(_GLUE, ""), look) for part, look in pieces)
        marks = marks_of(text, seen)
        return Composed(text, tuple(self._links), tuple(sorted(self._flags)), marks)

    def asks(self, text: str) -> bool:
        """Whether what was read is a label without its value, or a value without words."""
        return text.endswith(":") or (self._in_cell and not text)

    # ------------------------------------------------------------------ parts

    def _left_out(self, element: _Element) -> bool:
        """Whether an element is struck out, hidden, or only there for screen readers."""
        if element.tag in ("s", "strike", "del") or _STRUCK.search(element.get("style") or ""):
            if text_of(element):
                self._flags.add("tracked-change" if element.tag == "del" else "struck-text")
            return True
        if is_more(element):
            return True
        if self._furniture.is_hidden(element):
            if not self._furniture.is_collapsed(element):
                return True
            self._flags.add("hidden-text")
        if element.tag == "button":
            kept = self._in_cell or element.get("aria-expanded") is not None
            return is_phrase_out(text_of(element)) or not (kept or _is_in_heading(element))
        return is_screen_reader_only(element) and is_new_window_note(text_of(element))

    def _link(self, element: _Element) -> None:
        target = (element.get("href") or "").strip() if element.tag == "a" else ""
        if target and not _NEITHER_LINK.match(target):
            self._links.append(target)

    def _item(self, element: _Element, depth: int) -> None:
        self._put("\n")
        marker = _marker(element)
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
        if not self._in_cell and not _sign(said) and not _STATUS.fullmatch(said):
            if element.tag == "img" and element.get("aria-hidden") != "true":
                self._flags.add("picture")
            return
        if said and len(said) <= _LONGEST_ALT:
            self._put(f" {_sign(said) or said} ")
            self._flags.add("alternative-text")
            return
        name = (element.get("src") or "").rsplit("/", 1)[-1] or element.get("class") or ""
        self._icon = self._icon or _sign(name[:60])
        self._flags.add("picture")

    def _remember_icon(self, element: _Element) -> None:
        """An icon made by a class alone, such as `fa-check`, or by its label."""
        if element.tag not in ("i", "span", "em", "b") or text_of(element) or len(element):
            return
        said = element.get("aria-label") or element.get("title") or ""
        if said and len(said) <= _LONGEST_ALT and (self._in_cell or _STATUS.fullmatch(said)):
            self._put(f" {_sign(said) or said} ")
            self._flags.add("alternative-text")
        elif re.search(r"(?:^|[\s-])(?:fa|icon|glyphicon|bi|mdi)", element.get("class") or ""):
            self._icon = self._icon or _sign(element.get("class") or "")


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


def _kinds(element: _Element) -> frozenset[MarkKind]:
    """How an element sets its text off."""
    found: set[MarkKind] = set()
    if element.tag in _KIND_TAGS:
        found.add(_KIND_TAGS[element.tag])
    style = element.get("style") or ""
    if style:
        found.update(kind for kind, pattern in _KIND_STYLES if pattern.search(style))
        if "box" in found and _ROUND.search(style):
            found = (found - {"box"}) | {"circle"}
    return frozenset(found)


def _is_in_heading(element: _Element) -> bool:
    return (
        next(element.iterancestors("h1", "h2", "h3", "h4", "h5", "h6", "summary"), None) is not None
    )


def _sign(said: str) -> str:
    """✓ or ✗ for a text that names one; "" for any other."""
    tick, cross = _TICK.search(said), _CROSS.search(said)
    if bool(tick) == bool(cross):
        return ""
    return "✓" if tick else "✗"


def _marker(item: _Element) -> str:
    """What stands before a list item: a bullet, its number or its letter; "" for nothing."""
    parent = item.getparent()
    if parent is None:
        return "•"
    styles = _LIST_STYLE.search(f"{item.get('style') or ''};{parent.get('style') or ''}")
    words = styles.group(1).lower().split() if styles else []
    kind = next((_STYLES[word] for word in words if word in _STYLES), None)
    if kind == "":
        return ""
    if parent.tag != "ol":
        return "•"
    kind = kind or parent.get("type") or "1"
    return f"{_numeral(_number(item, parent), kind)}."


def _number(item: _Element, parent: _Element) -> int:
    number = _integer(parent.get("start"), 1) - 1
    for sibling in parent.iterchildren("li"):
        number = _integer(sibling.get("value"), number + 1)
        if sibling is item:
            break
    return number


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text.strip()) else default


def _numeral(number: int, kind: str) -> str:
    if kind in ("a", "A") and 1 <= number <= 26:
        return chr(ord(kind) + number - 1)
    if kind in ("i", "I") and 1 <= number <= 39:
        roman = ""
        for value, sign in _ROMAN:
            count, number = divmod(number, value)
            roman += sign * count
        return roman if kind == "i" else roman.upper()
    return str(number)
