"""Names of WordprocessingML, and small helpers to read its elements."""

from __future__ import annotations

from lxml import etree

Element = etree._Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
V = "{urn:schemas-microsoft-com:vml}"

VAL = f"{W}val"

REVISED = "{urn:saextract}revised"
"""Set on a paragraph, row or cell whose content a tracked change touches."""

MARK_DELETED = "{urn:saextract}mark-deleted"
"""Set on a paragraph whose mark is deleted: in the accepted document the next one joins it."""

FORM_FIELD = "{urn:saextract}form-field"
"""Set on what a content control holds that a person fills in."""

_OFF = frozenset({"0", "false", "off"})


def child(parent: Element | None, tag: str) -> Element | None:
    """The first child element with a tag, or None; `find` takes three times as long."""
    return None if parent is None else next(parent.iterchildren(tag), None)


def by_tag(parent: Element | None) -> dict[str, Element]:
    """The child elements of properties, by tag."""
    return {} if parent is None else {found.tag: found for found in parent}


def value(parent: Element | None, name: str) -> str | None:
    """The `w:val` of a child element of the main namespace, or None."""
    return value_of(child(parent, W + name))


def value_of(element: Element | None) -> str | None:
    """The `w:val` of an element, or None."""
    return None if element is None else element.get(VAL)


def number(text: str | None, default: int = 0) -> int:
    """A decimal attribute as an integer; the default if it is missing or malformed."""
    try:
        return int(float(text)) if text else default
    except (ValueError, OverflowError):
        return default


def is_on(element: Element) -> bool:
    """The state of a toggle element such as `w:vanish`: on unless its value says off."""
    return (element.get(VAL) or "1").lower() not in _OFF


def has(parent: Element | None, name: str) -> bool:
    """Whether a toggle child of the main namespace is there and on."""
    found = child(parent, W + name)
    return found is not None and is_on(found)


def unwrap(element: Element) -> None:
    """Puts the children of an element in its place."""
    parent = element.getparent()
    if parent is None:
        return
    place = parent.index(element)
    parent[place : place + 1] = list(element)


def remove(element: Element) -> None:
    """Takes an element out of its parent."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def nearest(element: Element, *tags: str) -> Element | None:
    """The closest ancestor with one of the tags, or None."""
    return next(iter(element.iterancestors(*tags)), None)
