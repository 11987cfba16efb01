"""Signs that are no text: icons named by a class, drawings, pictures, and what a sheet prints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .sheets import Styles

if TYPE_CHECKING:
    from lxml.etree import _Element

TICK, CROSS, UNKNOWN = "✓", "✗", "\ufffd"
"""What a sign is written as; the last one for a sign that nobody can tell from the file."""

_TICK_SHAPES = frozenset(("tick", "ticked", "check", "checked", "checkmark", "ok", "2714", "2705"))
_CROSS_SHAPES = frozenset(("cross", "times", "xmark", "remove", "x", "274c", "2716", "2717"))
_TICK_NAMES = _TICK_SHAPES | frozenset(
    ("yes", "done", "accept", "accepted", "pass", "passed", "valid", "approved", "correct", "met")
)
_CROSS_NAMES = _CROSS_SHAPES | frozenset(
    ("no", "close", "dismiss", "fail", "failed", "cancel", "ban", "invalid", "wrong", "unmet")
)
_TICK_MOODS = frozenset(("success", "positive"))
_CROSS_MOODS = frozenset(("danger", "error", "negative"))
_TURNED = frozenset(("not", "non", "un", "half", "blank", "unchecked", "indeterminate"))
"""Words that make a name say something else than its tick or cross."""

_ICON = re.compile(
    r"(?:^|[-_\s])(?:ic|ico|icons?|fa[srlbd]?|glyphicons?|dashicons?|bi|mdi|material-\w+|lucide|feather|"
    r"ti|symbols?|sprites?|pics?|imgs?|svg|badge|tick|check|cross|status|rag|dot|light|flag|mark)"
    r"(?:$|[-_\s\d])",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[a-z]+|\d+[a-z0-9]*", re.IGNORECASE)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_STYLE_NAME = re.compile(
    r"(?<![\w-])(?:[\w-]+-)?no-(?!(?:alt|circle|square|sign|icon)\b)[\w-]+"
    r"|(?<![\w-])x-[\w-]+|[\w-]*(?<!bi)(?<!fa)(?<!ti)(?<!icon)(?<!mdi)(?<!lucide)-x(?:-[\w-]+)?(?![\w-])"
    r"|(?<![\w-])form-check[\w-]*",
    re.IGNORECASE,
)
"""Names of styles, such as `no-border` and `overflow-x`, which name no sign."""
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_INLINE = frozenset(("i", "span", "em", "b", "strong", "div", "p", "a", "use", "figure"))
LIGATURES = re.compile(r"(?:^|\s)material-(?:icons|symbols)", re.IGNORECASE)
"""Classes of icon fonts that turn a word, such as `check_circle`, into a drawing."""


def sign_of(name: str, *, strict: bool = False) -> str:
    """✓ or ✗ for a name that tells one; "" for any other.

    Args:
        name: a class, the name of a file or a fragment, or an alternative text.
        strict: only names of the shapes themselves count, as in alternative texts, in which
            other words stand for themselves.
    """
    spaced = _HUMP.sub(" ", _STYLE_NAME.sub(" ", name))
    words = frozenset(word.lower() for word in _WORDS.findall(spaced))
    if words & _TURNED:
        return ""
    pairs = (
        (_TICK_SHAPES, _CROSS_SHAPES),
        (_TICK_NAMES, _CROSS_NAMES),
        (_TICK_MOODS, _CROSS_MOODS),
    )
    for ticks, crosses in pairs[:1] if strict else pairs:
        tick, cross = bool(words & ticks), bool(words & crosses)
        if tick or cross:
            return "" if tick and cross else TICK if tick else CROSS
    return ""


def drawn_sign(element: _Element, styles: Styles) -> str:
    """The sign that an element without text shows by its class, its picture or a sheet.

    Returns:
        The sign; `UNKNOWN` where something is shown that nobody can tell; "" for nothing.
    """
    if element.tag not in _INLINE and "-" not in str(element.tag):
        return ""
    printed = "".join(styles.generated(element)).strip()
    names = f"{element.get('class') or ''} {element.get('name') or element.get('icon') or ''}"
    if printed and not _PRIVATE.search(printed):
        return printed
    background = styles.of(element)
    picture = background.get("background-image") or background.get("background") or ""
    if "url(" in picture:
        names += " " + picture.rsplit("/", 1)[-1]
    elif not printed and not _ICON.search(f"{names} {element.tag}"):
        return ""
    return sign_of(names) or UNKNOWN
