"""What of a page is furniture, what is hidden, and what is collapsed but part of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_SILENT = (
    "script style template noscript head meta link base title object embed iframe frame frameset "
    "canvas audio video map area source track param datalist"
)
_BLOCK = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frame h1 h2 h3 h4 h5 h6 header hgroup hr html iframe legend li "
    "main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul"
)
_ROLES = (
    "navigation search banner contentinfo dialog alertdialog complementary menu menubar toolbar "
    "tooltip"
)

NO_TEXT = frozenset(_SILENT.split())
"""Elements whose content nobody reads on the page."""

BLOCKS = frozenset(_BLOCK.split())
"""Elements that begin on a line of their own."""

_ROLES_OUT = frozenset(_ROLES.split())
_TAGS_OUT = frozenset(("nav", "search", "dialog", "menu"))
_PAGE_LEVEL_OUT = frozenset(("header", "footer", "aside"))
_NAMES_OUT = re.compile(
    r"(?:^|[-_ ])(?:cookies?|cookiebanner|cookieconsent|consent|gdpr|onetrust\S*|cc-window|"
    r"breadcrumbs?|skip-?links?|skip-?to\S*|social|share|sharing|sharethis|addtoany|"
    r"site-?search|search-?(?:form|box|bar)|main-?nav|main-?menu|nav-?bar|site-?(?:header|footer|nav)|"
    r"mega-?menu|pagination|sidebar|side-?nav|newsletter|widget-?area|related-?(?:content|links|pages)|"
    r"in-?this-?section|on-?this-?page|page-?feedback|page-?rating|feedback-?form|back-?to-?top|modal|lightbox|popup)"
    r"(?:$|[-_ ])",
    re.IGNORECASE,
)
_PHRASES_OUT = re.compile(
    r"(?:skip (?:to )?(?:the )?(?:main )?(?:content|navigation|footer|menu)|"
    r"toggle (?:menu|navigation|search)|"
    r"back to (?:the )?top|(?:print|share|email|rate) this page|share on \w+|menu|search|"
    r"(?:show|hide|open|close|expand|collapse|read)(?: all| more| less)?"
    r"(?: (?:sections?|panels?))?|"
    r"accept(?: all)?(?: cookies)?|next|previous)",
    re.IGNORECASE,
)
_MORE = re.compile(r"\W*(?:read|show|see|view) (?:more|less)\W*", re.IGNORECASE)
_NEW_WINDOW = re.compile(
    r"\W*(?:this )?(?:link )?(?:opens|open|will open)(?: up)?(?: in)?(?: an?| the)? ?"
    r"(?:new|external|another)? ?(?:window|tab|link)?\W*|\W*external (?:link|site)\W*",
    re.IGNORECASE,
)
_SCREEN_READER = re.compile(
    r"(?:^|[-_ ])(?:sr-only|visually-?hidden|screen-?reader(?:-text|-only)?|element-invisible|"
    r"offscreen|off-screen|show-for-sr|assistive-text)(?:$|[-_ ])",
    re.IGNORECASE,
)
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"^(?:[a-z]+\s+)*(?:[a-z]+)?([.#][\w-]+)$", re.IGNORECASE)
_PANEL = re.compile(
    r"(?:^|[-_ ])(?:panels?|accordion|collapse|collapsed|collapsible|tab|tabs|toggle|expand\w*|"
    r"details|drawer|answer|reveal|more|truncated|full-?text)(?:$|[-_ ])",
    re.IGNORECASE,
)
_LONG_ENOUGH = 60
_LARGE_SHARE = 0.3


class Furniture:
    """Tells for the elements of one page whether they belong to the document."""

    def __init__(self, body: _Element) -> None:
        self._body = body
        self._size = max(1, len(text_of(body)))
        self._rules = _hiding_rules(body.getroottree().getroot())
        self._opened = _opened(body)
        self.holds_block = _holding(body)

    def is_out(self, element: _Element) -> bool:
        """Whether an element is furniture: menu, banner, footer, search, share buttons.

        What holds a table of its own, the page's title or a large share of the page is kept,
        whatever it calls itself.
        """
        tag, role = element.tag, (element.get("role") or "").lower()
        if tag in ("body", "html", "main", "article") or role in ("main", "article"):
            return False
        by_kind = tag in _TAGS_OUT or role in _ROLES_OUT
        if tag in _PAGE_LEVEL_OUT:
            by_kind = not _within(element, ("main", "article", "section", "td"))
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        by_name = bool(_NAMES_OUT.search(names))
        if not by_kind and not by_name:
            return False
        if _has_data_table(element):
            return False
        return by_kind or (
            element.find(".//h1") is None and len(text_of(element)) < _LARGE_SHARE * self._size
        )

    def is_hidden(self, element: _Element) -> bool:
        """Whether the page's own styles hide an element."""
        said = element.get("hidden")
        if said is not None and said.lower() != "until-found":
            return True
        if _HIDING.search(element.get("style") or ""):
            return True
        if not self._rules:
            return False
        names = {f".{name}" for name in (element.get("class") or "").split()}
        names.add(f"#{element.get('id')}")
        return not self._rules.isdisjoint(names)

    def is_collapsed(self, element: _Element) -> bool:
        """Whether a hidden element is one that a person opens: an accordion's panel, more text."""
        if element.get("id") in self._opened or element.get("aria-labelledby"):
            return True
        if element.tag in BLOCKS and _PANEL.search(element.get("class") or ""):
            return True
        if any(element.find(f".//{tag}") is not None for tag in ("table", "dl", "h2", "h3", "h4")):
            return True
        beside = (element.getprevious(), element.getnext())
        if any(other is not None and is_more(other) for other in beside):
            return True
        return len(text_of(element)) >= _LONG_ENOUGH


def is_screen_reader_only(element: _Element) -> bool:
    """Whether an element is meant for screen readers, by the usual class names."""
    return bool(_SCREEN_READER.search(element.get("class") or ""))


def is_more(element: _Element) -> bool:
    """Whether an element is nothing but the handle that shows the rest of a text."""
    return element.tag in ("a", "span", "button", "summary") and bool(
        _MORE.fullmatch(text_of(element))
    )


def is_opener(element: _Element) -> bool:
    """Whether an element is a button that opens a panel: its text is the panel's title."""
    is_button = element.tag == "button" or (element.get("role") or "").lower() in ("button", "tab")
    return is_button and any(element.get(key) for key in ("aria-expanded", "aria-controls"))


def is_new_window_note(text: str) -> bool:
    """Whether a text only says that a link opens elsewhere."""
    return bool(text.strip()) and _NEW_WINDOW.fullmatch(text) is not None


def is_phrase_out(text: str) -> bool:
    """Whether a passage is nothing but a control of the page, such as "Skip to content"."""
    return _PHRASES_OUT.fullmatch(text.strip()) is not None


def text_of(element: _Element) -> str:
    """The text of an element on one line, scripts and the like left out."""
    return " ".join(" ".join(_texts(element)).split())


def _texts(element: _Element) -> Iterator[str]:
    pending: list[tuple[_Element, bool]] = [(element, False)]
    while pending:
        node, with_tail = pending.pop()
        if with_tail:
            yield node.tail or ""
            continue
        if not isinstance(node.tag, str) or node.tag in NO_TEXT:
            continue
        yield node.text or ""
        for child in reversed(node):
            pending.append((child, True))
            pending.append((child, False))


def _within(element: _Element, tags: tuple[str, ...]) -> bool:
    return next(element.iterancestors(*tags), None) is not None


def _has_data_table(element: _Element) -> bool:
    return any(len(table.findall(".//tr")) >= 3 for table in element.iter("table"))


def _opened(body: _Element) -> frozenset[str]:
    """Ids of the elements that a button or a link of the page opens."""
    found: set[str] = set()
    for element in body.iter():
        for key in ("aria-controls", "data-target", "data-bs-target"):
            found.update(name.lstrip("#") for name in (element.get(key) or "").split())
        target = element.get("href") or ""
        if target.startswith("#"):
            found.add(target[1:])
    return frozenset(found - {""})


def _holding(body: _Element) -> set[_Element]:
    """All elements that have a block element below them."""
    holding: set[_Element] = set()
    for element in body.iter():
        if element.tag not in BLOCKS:
            continue
        for above in element.iterancestors():
            if above in holding:
                break
            holding.add(above)
    return holding


def _hiding_rules(root: _Element) -> frozenset[str]:
    """Classes and ids that the page's own style sheets hide on a screen."""
    found: set[str] = set()
    for style in root.iter("style"):
        if "print" in (style.get("media") or ""):
            continue
        sheet = re.sub(r"/\*.*?\*/", "", style.text or "", flags=re.DOTALL)
        for selectors, declarations in _RULE.findall(_without_at_rules(sheet)):
            if not _HIDING.search(declarations):
                continue
            for selector in selectors.split(","):
                simple = _SIMPLE.match(selector.strip())
                if simple:
                    found.add(simple.group(1))
    return frozenset(found)


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
