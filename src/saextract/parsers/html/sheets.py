"""What a page's own style sheets say about its elements, as far as it bears on the reading.

Sheets in other files are not part of a saved page, and are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lxml.etree import _Element

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_DECLARATION = re.compile(
    r"(?:^|;)\s*(display|visibility|content|background(?:-color|-image)?|font-weight|"
    r"text-decoration(?:-line)?|border(?:-radius)?|list-style(?:-type)?)\s*:\s*([^;]+)",
    re.IGNORECASE,
)
_NAMED = {
    "red": "FF0000", "green": "008000", "lime": "00FF00", "yellow": "FFFF00", "orange": "FFA500",
    "amber": "FFBF00", "lightgreen": "90EE90", "palegreen": "98FB98", "gold": "FFD700",
    "darkgreen": "006400", "forestgreen": "228B22", "limegreen": "32CD32", "tomato": "FF6347",
    "crimson": "DC143C", "darkorange": "FF8C00", "pink": "FFC0CB", "lightgrey": "D3D3D3",
    "lightgray": "D3D3D3", "grey": "808080", "gray": "808080", "silver": "C0C0C0",
}  # fmt: skip
_NAME = re.compile(r"[.#]([\w-]+)")
_STRING = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)")
_MOST_RULES = 2000
"""Rules that are matched against a page; sites' whole style sheets have more, of which few bear
on the reading."""


class _Found(NamedTuple):
    """A rule that bears on the reading: its weight in the cascade and what it declares."""

    weight: tuple[int, int, int, int]
    selector: object
    pseudo: str
    declared: dict[str, str]


class Styles:
    """The styles of one page: those of its sheets, and those on the elements themselves."""

    def __init__(self, root: _Element) -> None:
        self._declared: dict[_Element, dict[str, str]] = {}
        self._generated: dict[_Element, dict[str, str]] = {}
        for rule in sorted(_rules(root), key=lambda rule: rule.weight):
            for element in _matches(root, rule.selector):
                if rule.pseudo:
                    if "content" in rule.declared:
                        made = self._generated.setdefault(element, {})
                        made[rule.pseudo] = _string(rule.declared["content"])
                else:
                    self._declared.setdefault(element, {}).update(rule.declared)

    def of(self, element: _Element) -> dict[str, str]:
        """The properties that an element's own styles set: lower-case names, values as written."""
        own = element.get("style")
        found = self._declared.get(element, {})
        return found if not own else {**found, **declarations(own)}

    def generated(self, element: _Element) -> tuple[str, str]:
        """What the sheets print before and after the text of an element."""
        made = self._generated.get(element, {})
        return made.get("before", ""), made.get("after", "")


def declarations(text: str) -> dict[str, str]:
    """The declarations of a style attribute or a rule that bear on the reading."""
    return {
        name.lower(): value.strip().removesuffix("!important").strip()
        for name, value in _DECLARATION.findall(text)
    }


def ground_of(element: _Element, styles: Styles) -> str | None:
    """Colour of an element's ground as "RRGGBB"; None for none, white or one not understood."""
    declared = styles.of(element)
    said = declared.get("background-color") or declared.get("background")
    colour = (said or element.get("bgcolor") or "").strip().lower()
    found: str | None = _NAMED.get(colour)
    digits = re.match(r"#([0-9a-f]{6}|[0-9a-f]{3})\b", colour)
    channels = re.match(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*\)", colour)
    if digits:
        text = digits.group(1)
        found = (text if len(text) == 6 else "".join(c * 2 for c in text)).upper()
    elif channels:
        found = "".join(f"{min(int(value), 255):02X}" for value in channels.groups())
    return None if found == "FFFFFF" else found


def _rules(root: _Element) -> Iterator[_Found]:
    """The rules of the page's sheets whose names occur on the page."""
    sheets = [
        style.text or ""
        for style in root.iter("style")
        if "print" not in (style.get("media") or "")
    ]
    if not any(sheets):
        return
    names = _names(root)
    order = 0
    for sheet in sheets:
        plain = _without_at_rules(re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL))
        for selectors, body in _RULE.findall(plain):
            declared = declarations(body)
            if not declared:
                continue
            for selector in selectors.split(","):
                if order >= _MOST_RULES:
                    return
                if all(name in names for name in _NAME.findall(selector)):
                    order += 1
                    yield from _parsed(selector, order, declared)


def _parsed(selector: str, order: int, declared: dict[str, str]) -> Iterator[_Found]:
    import cssselect

    try:
        for parsed in cssselect.parse(selector.strip()):
            pseudo = parsed.pseudo_element
            if pseudo in (None, "before", "after"):
                weight = (*parsed.specificity(), order)
                yield _Found(weight, parsed, str(pseudo or ""), declared)
    except cssselect.SelectorError:
        return


def _matches(root: _Element, selector: object) -> list[_Element]:
    import cssselect
    from lxml import etree

    try:
        path = cssselect.HTMLTranslator().selector_to_xpath(selector)  # type: ignore[arg-type]
        found = root.xpath(path)
    except (cssselect.SelectorError, etree.XPathError):
        return []
    return [element for element in found if isinstance(element, etree._Element)]  # type: ignore[union-attr]


def _names(root: _Element) -> set[str]:
    """All class names and ids of the page."""
    names: set[str] = set()
    for element in root.iter():
        names.update((element.get("class") or "").split())
        names.add(element.get("id") or "")
    return names


def _string(value: str) -> str:
    """The text that a `content` property prints."""
    texts = (first or second for first, second in _STRING.findall(value))
    return "".join(_ESCAPE.sub(_escaped, text) for text in texts)


def _escaped(match: re.Match[str]) -> str:
    if match[2]:
        return match[2]
    code = int(match[1], 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _without_at_rules(sheet: str) -> str:
    """A style sheet without its @media blocks and the like."""
    kept: list[str] = []
    depth = at = 0
    position = 0
    for match in re.finditer(r"@[\w-]+[^{};]*[{;]|[{}]", sheet):
        token = match.group()
        if token.startswith("@") and depth == 0 and not at:
            kept.append(sheet[position : match.start()])
            at = 1 if token.endswith("{") else 0
            position = match.end()
        elif token.endswith("{"):
            depth += not at
            at += bool(at)
        elif token == "}":
            if at:
                at -= 1
                position = match.end() if not at else position
            else:
                depth = max(0, depth - 1)
    if not at:
        kept.append(sheet[position:])
    return "".join(kept)
