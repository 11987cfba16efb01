"""Goes through a page in its order and gives out tables and passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saextract.model import HtmlLocator, Passage, Table

from .furniture import BLOCKS, NO_TEXT, Furniture, is_opener, is_phrase_out, text_of
from .grid import RowNode, build_table, row_nodes
from .inline import Composer

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_DEEPEST = 150
_LAYOUT_SHARE = 0.6
_LONGEST_HEADING = 300


class Walker:
    """Reads one page.

    Attributes:
        blocks: tables and passages in the order of the page.
        residue: text of menus, banners and the like.
        mute: where a picture without words stands in the place of a value.
    """

    def __init__(self, furniture: Furniture) -> None:
        self.blocks: list[Table | Passage] = []
        self.residue: list[Passage] = []
        self.mute: list[HtmlLocator] = []
        self._furniture = furniture
        self._heading: str | None = None
        self._level = 0
        self._tables: dict[_Element, int] = {}

    def walk_page(self, body: _Element) -> None:
        """Reads the page from its body on."""
        for element in body.iter("table"):
            self._tables[element] = len(self._tables) + 1
        self._walk(body, 0)

    def _walk(self, element: _Element, depth: int) -> None:
        """Reads what stands inside an element: runs of text as passages, blocks in turn."""
        run = Composer(self._furniture)
        run.text(element.text)
        for child in element:
            if self._is_run(child):
                run.element(child)
            elif isinstance(child.tag, str):
                self._passage(run)
                run = Composer(self._furniture)
                self._block(child, depth + 1)
            run.text(child.tail)
        self._passage(run)

    def _is_run(self, element: _Element) -> bool:
        """Whether an element is part of a paragraph, not one of its own."""
        if not isinstance(element.tag, str) or element.tag in BLOCKS or "-" in element.tag:
            return False
        if element.tag == "button" or element in self._furniture.holds_block:
            return False
        role = element.get("role") or ""
        if role == "heading" or (role == "button" and is_opener(element)):
            return False
        return not self._furniture.is_out(element)

    def _block(self, element: _Element, depth: int) -> None:
        if element.tag in NO_TEXT:
            return
        if self._furniture.is_out(element):
            self._set_aside(element)
            return
        if self._furniture.is_hidden(element) and not self._furniture.is_collapsed(element):
            return
        level = _heading_level(element, self._level)
        if level is not None:
            self._headline(element, level)
            self._level = level if _is_heading(element) else self._level
        elif element.tag == "button":
            return
        elif depth > _DEEPEST:
            self._plain(element)
        elif not self._table(element, depth):
            self._other(element, depth)

    def _other(self, element: _Element, depth: int) -> None:
        whole = element.tag in ("ul", "ol") and not self._has_structure(element)
        if whole or (element.tag in BLOCKS and element not in self._furniture.holds_block):
            run = Composer(self._furniture, in_cell=element.tag == "dd")
            run.content(element)
            self._passage(run)
        else:
            self._walk(element, depth)

    def _has_structure(self, listing: _Element) -> bool:
        """Whether a list is a frame for other things: an accordion, cards, labelled paragraphs."""
        return any(
            _heading_level(below, 0) is not None or below.tag in ("table", "dl", "details")
            for below in listing.iterdescendants()
            if isinstance(below.tag, str)
        )

    def _plain(self, element: _Element) -> None:
        run = Composer(self._furniture)
        run.text(text_of(element))
        self._passage(run)

    # ------------------------------------------------------------------ passages

    def _passage(self, run: Composer, heading: int | None = None) -> None:
        if run.is_blank:
            return
        composed = run.result()
        place = HtmlLocator(heading=self._heading)
        if heading is None and "picture" in composed.flags and run.asks(composed.text):
            self.mute.append(place)
        if not composed.text:
            return
        if is_phrase_out(composed.text):
            self.residue.append(Passage(text=composed.text, locators=(place,)))
            return
        self.blocks.append(
            Passage(
                text=composed.text,
                locators=(place,),
                heading=heading,
                links=composed.links,
                marks=composed.marks,
                swatches=composed.swatches,
            )
        )

    def _headline(self, element: _Element, level: int) -> None:
        run = Composer(self._furniture)
        run.content(element)
        text = run.result().text
        if not text or is_phrase_out(text):
            return
        if len(text) > _LONGEST_HEADING:
            self._passage(run)
            return
        self._heading = " ".join(text.split())
        self._passage(run, level)

    def _set_aside(self, element: _Element) -> None:
        for title in element.iter("h1"):
            self._headline(title, 1)
            self._level = 1
        run = Composer(self._furniture)
        run.content(element)
        text = run.result().text
        if text:
            self.residue.append(Passage(text=text, locators=(HtmlLocator(),)))

    # ------------------------------------------------------------------ tables

    def _table(self, element: _Element, depth: int) -> bool:
        """Reads an element as a table if it is one; whether it was."""
        found = row_nodes(element)
        if found is None:
            return False
        nodes, detector = found
        if element.tag == "table" and self._is_layout(element, nodes):
            self._caption(element)
            for node in nodes:
                for cell in node.cells:
                    self._walk(cell, depth + 1)
            return True
        self._caption(element)
        number = self._tables.setdefault(element, len(self._tables) + 1)
        table = build_table(nodes, detector, self._furniture, number, self._heading)
        if table is None:
            return not text_of(element)
        self.blocks.append(table)
        return True

    def _caption(self, table: _Element) -> None:
        for caption in table.iterchildren("caption"):
            self._headline(caption, min(self._level + 1, 6))

    @staticmethod
    def _is_layout(table: _Element, nodes: list[RowNode]) -> bool:
        """Whether a table only arranges the page: one column, or a frame round other tables."""
        if (table.get("role") or "").lower() in ("presentation", "none"):
            return True
        if max((len(node.cells) for node in nodes), default=0) <= 1:
            return True
        if any(node.head for node in nodes):
            return False
        inner = [
            nested
            for nested in table.iterdescendants("table")
            if len(nested.findall(".//tr")) >= 2 and len(nested.findall(".//tr[1]/*")) >= 2
        ]
        framed = sum(len(text_of(nested)) for nested in inner)
        headed = table.find(".//h1") is not None or table.find(".//h2") is not None
        return framed > _LAYOUT_SHARE * len(text_of(table)) or (headed and len(nodes) <= 3)


def _heading_level(element: _Element, current: int) -> int | None:
    """Level of a heading, a caption of an accordion, or None for what is none."""
    tag = element.tag
    if isinstance(tag, str) and tag in _HEADINGS:
        return _HEADINGS[tag]
    if _is_heading(element):
        said = element.get("aria-level") or "2"
        return int(said) if said in "123456" else 2
    if tag == "summary" or is_opener(element):
        return min(max(current, 1) + 1, 6)
    return None


def _is_heading(element: _Element) -> bool:
    return element.tag in _HEADINGS or (element.get("role") or "").lower() == "heading"
