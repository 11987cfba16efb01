"""What of a page is furniture, what is hidden, and what is collapsed but part of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from .sheets import Styles

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
    r"back to (?:the )?top|(?:top|bottom) of (?:the )?page|"
    r"(?:print|share|email|rate) this page|share on \w+|menu|search|"
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
_PANEL = re.compile(
    r"(?:^|[-_ ])(?:panels?|accordion|collapse|collapsed|collapsible|tab|tabs|toggle|expand\w*|"
    r"details|drawer|answer|reveal|more|truncated|full-?text)(?:$|[-_ ])",
    re.IGNORECASE,
)
_LONG_ENOUGH = 60
_LARGE_SHARE = 0.3
_SHOWN_SHARE = 0.25
"""Share of a page's text that is shown at once, from which on what is hidden is not the page:
two earlier years beside this one leave a third."""
_HANDLES = frozenset(("h2", "h3", "h4", "h5", "h6", "dt", "button", "summary", "a"))


class Furniture:
    """Tells for the elements of one page whether they belong to the document.

    Attributes:
        styles: what the page's own styles say about its elements.
        holds_block: the elements that have a block element below them.
    """

    def __init__(self, body: _Element) -> None:
        self._body = body
        self._size = max(1, len(text_of(body)))
        self.styles = Styles(body.getroottree().getroot())
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
        if element.get("aria-hidden") == "true" and element.find(".//table") is not None:
            return True
        declared = self.styles.of(element)
        return declared.get("display", "").lower() == "none" or declared.get(
            "visibility", ""
        ).lower() in ("hidden", "collapse")

    def is_collapsed(self, element: _Element) -> bool:
        """Whether a hidden element is one that a person opens: an accordion's panel, more text.

        What nothing on the page opens is hidden for good, such as the table of another year,
        unless little of the page would be left then: scripts of its site open it.
        """
        if element.get("id") in self._opened or element.get("aria-labelledby"):
            return True
        if element.tag in BLOCKS and _PANEL.search(element.get("class") or ""):
            return True
        before = element.getprevious()
        if any(other is not None and is_more(other) for other in (before, element.getnext())):
            return True
        if any(element.find(f".//{tag}") is not None for tag in ("table", "dl", "h2", "h3", "h4")):
            return self._has_handle(element) or not self._shows_content
        return len(text_of(element)) >= _LONG_ENOUGH

    def _has_handle(self, element: _Element) -> bool:
        """Whether a title stands right before a hidden element, or others are hidden like it."""
        before = element.getprevious()
        if before is None:
            return False
        if before.tag in _HANDLES or is_opener(before) or (before.get("role") or "") == "button":
            return True
        return any(self.is_hidden(other) for other in before.itersiblings(preceding=True))

    @cached_property
    def _shows_content(self) -> bool:
        """Whether the page shows much of its text without anything being opened."""
        hidden = 0
        for element in self._body.iterdescendants():
            if isinstance(element.tag, str) and self.is_hidden(element):
                around = element.getparent()
                if around is None or not any(
                    map(self.is_hidden, (around, *around.iterancestors()))
                ):
                    hidden += len(text_of(element))
        return self._size - hidden >= _SHOWN_SHARE * self._size


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
