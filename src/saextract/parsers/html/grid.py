"""Tables of a page as grids: real tables, roles that stand for them, and rows of boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from saextract.errors import DocumentError
from saextract.model import Cell, HtmlLocator, Row, Table

from .furniture import Furniture, text_of
from .inline import Composer
from .sheets import Styles, ground_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_CELLS = 200_000
_WIDEST = 200
_LONGEST_TITLE = 60
_LONGEST_NUMBER = 12
_WIDEST_GRID = 10
_FEWEST_CELLS = 12
_EVEN_SHARE = 0.8
_CELL_ROLES = ("cell", "gridcell", "columnheader", "rowheader")
_ROW_CLASS = re.compile(
    r"(?:^|[-_ ])(?:row|tr|table-?row|grid-?row|item)(?:$|[-_ ])", re.IGNORECASE
)
_CELL_CLASS = re.compile(
    r"(?:^|[-_ ])(?:cells?|td|th|col(?:umn)?s?(?:-\S+)?|table-?cell|grid-?item)(?:$|[-_ ])",
    re.IGNORECASE,
)
_TABLE_ROW = re.compile(r"display\s*:\s*table-row", re.IGNORECASE)
_TABLE_CELL = re.compile(r"display\s*:\s*table-cell", re.IGNORECASE)


@dataclass(frozen=True)
class RowNode:
    """A row of elements.

    Attributes:
        cells: its cells, from left to right.
        head: it stands in a table head, or all its cells are header cells.
    """

    cells: tuple[_Element, ...]
    head: bool


def row_nodes(element: _Element) -> tuple[list[RowNode], str] | None:
    """The rows of an element that is a table in one way or another, with the way's name.

    Returns:
        None for an element that is no table.
    """
    if element.tag == "table":
        return list(_table_rows(element)), "html-table"
    if (element.get("role") or "").lower() in ("table", "grid", "treegrid"):
        return list(_role_rows(element)), "role-table"
    boxes = _box_rows(element) or _titled_rows(element) or _flat_rows(element)
    return (boxes, "div-grid") if boxes else None


def _table_rows(table: _Element) -> Iterator[RowNode]:
    """Rows of the table itself in the order in which a browser shows them."""
    rows: list[tuple[int, _Element]] = []
    for child in table:
        if child.tag == "tr":
            rows.append((1, child))
        elif child.tag in ("thead", "tbody", "tfoot"):
            order = {"thead": 0, "tbody": 1, "tfoot": 2}[child.tag]
            rows += [(order, row) for row in child if row.tag == "tr"]
    heads = sum(order == 0 for order, _ in rows)
    for order, row in sorted(rows, key=lambda pair: pair[0]):
        cells = tuple(cell for cell in row if cell.tag in ("td", "th"))
        named = [cell for cell in cells if text_of(cell)]
        all_th = bool(named) and all(cell.tag == "th" for cell in named)
        yield RowNode(cells, all_th or (order == 0 and heads <= 3))


def _role_rows(element: _Element) -> Iterator[RowNode]:
    for row in element.iter():
        if not isinstance(row.tag, str) or (row.get("role") or "").lower() != "row":
            continue
        cells = tuple(
            cell
            for cell in row.iterdescendants()
            if isinstance(cell.tag, str) and (cell.get("role") or "").lower() in _CELL_ROLES
        )
        roles = {(cell.get("role") or "").lower() for cell in cells}
        yield RowNode(cells, roles == {"columnheader"})


def _box_rows(element: _Element) -> list[RowNode]:
    """Rows of boxes: at least three children, each with the same number of cells, three or more."""
    children = _elements(element)
    if len(children) < 3 or element.tag in ("ul", "ol", "dl", "select", "tr", "tbody"):
        return []
    rows: list[RowNode] = []
    for child in children:
        cells = _elements(child)
        is_row = _ROW_CLASS.search(child.get("class") or "") or _TABLE_ROW.search(
            child.get("style") or ""
        )
        are_cells = all(
            _CELL_CLASS.search(cell.get("class") or "")
            or _TABLE_CELL.search(cell.get("style") or "")
            for cell in cells
        )
        if len(cells) < 3 or not is_row or not are_cells:
            return []
        rows.append(RowNode(tuple(cells), False))
    return rows if len({len(row.cells) for row in rows}) == 1 else []


def _titled_rows(element: _Element) -> list[RowNode]:
    """Rows of boxes that no class tells: as many boxes in each as the first row has titles.

    What tells them from cards and other layouts is the first row, of short texts alone. Other
    elements between the rows, such as titles of sections, are rows of one cell.
    """
    if element.tag not in ("div", "section") or (element.text or "").strip():
        return []
    children = _elements(element)
    if len(children) == 2:
        head, body = children
        inner = _elements(head)
        children = [inner[0] if len(inner) == 1 else head, *_elements(body)]
    if len(children) < 4:
        return []
    titles = _elements(children[0])
    texts = [text_of(title) for title in titles]
    if len(titles) < 3 or not all(0 < len(text) <= _LONGEST_TITLE for text in texts):
        return []
    rows: list[RowNode] = []
    longest = 0
    for child in children:
        cells = _elements(child)
        if len(cells) == len(titles) and {cell.tag for cell in cells} <= {"div", "span"}:
            rows.append(RowNode(tuple(cells), not rows))
            longest = max(longest, *(len(text_of(cell)) for cell in cells))
        else:
            rows.append(RowNode((child,), False))
    even = sum(len(row.cells) > 1 for row in rows)
    is_grid = even >= _EVEN_SHARE * len(rows) and longest > _LONGEST_TITLE and rows[0].head
    return rows if is_grid else []


def _flat_rows(element: _Element) -> list[RowNode]:
    """Rows of boxes that follow each other without an element for each row.

    The first ones are short titles; after them a short text, such as a number, comes again in
    step, and so does a long one.
    """
    cells = _elements(element)
    if element.tag not in ("div", "section") or len(cells) < _FEWEST_CELLS:
        return []
    if not {cell.tag for cell in cells} <= {"div", "span"}:
        return []
    texts = [text_of(cell) for cell in cells]
    for width in range(min(_WIDEST_GRID, len(cells) // 4), 2, -1):
        if len(cells) % width or not all(0 < len(t) <= _LONGEST_TITLE for t in texts[:width]):
            continue
        columns = [texts[width + column :: width] for column in range(width)]
        long = (sum(len(text) > _LONGEST_TITLE for text in column) for column in columns)
        if all(0 < len(text) <= _LONGEST_NUMBER for text in columns[0]) and (
            max(long) >= _EVEN_SHARE * len(columns[0])
        ):
            starts = range(0, len(cells), width)
            return [RowNode(tuple(cells[at : at + width]), at == 0) for at in starts]
    return []


def _elements(element: _Element) -> list[_Element]:
    return [child for child in element if isinstance(child.tag, str)]


# --------------------------------------------------------------------------- the grid


@dataclass
class _Placed:
    """A cell element at its place in the grid, 0-based."""

    element: _Element
    row: int
    column: int
    span: int


def build_table(
    nodes: list[RowNode], detector: str, furniture: Furniture, number: int, heading: str | None
) -> Table | None:
    """Lays the cells of a table out and reads them.

    Args:
        nodes: its rows.
        detector: what it was known by.
        furniture: what of the page is hidden.
        number: 1-based place of the table among the page's tables.
        heading: the heading above it.

    Returns:
        The table; None where it has no text at all.

    Raises:
        DocumentError: `too-large` if the grid has more than 200,000 cells.
    """
    placed, width = _place(nodes)
    if not placed:
        return None
    _drop_repeated_labels(nodes, placed)
    grid: list[list[Cell | None]] = [[None] * width for _ in nodes]
    for item in placed:
        composer = Composer(furniture, in_cell=True)
        composer.content(item.element)
        composed = composer.result()
        grid[item.row][item.column] = Cell(
            text=composed.text,
            locators=(
                HtmlLocator(
                    table=number, row=item.row + 1, column=item.column + 1, heading=heading
                ),
            ),
            span=item.span,
            fill=_fill(item.element, furniture.styles),
            links=composed.links,
            flags=composed.flags or _flags_of(item.element, composed.text),
            marks=composed.marks,
        )
    rows = tuple(
        Row(cells=tuple(cells), header=node.head)
        for node, cells in zip(nodes, grid, strict=True)
        if any(cell is not None for cell in cells)
    )
    if not any(cell.text for row in rows for cell in row.cells if cell):
        return None
    return Table(rows=rows, detector=detector)


_SAYING = frozenset(
    ("yes", "no", "tick", "cross", "partial", "met", "compliant", "not-met", "not-compliant", "na")
)


def _flags_of(element: _Element, text: str) -> tuple[str, ...]:
    """Flags of an empty cell whose class says something: a sheet in another file shows it."""
    names = (element.get("class") or "").lower().split()
    return ("picture",) if not text and not _SAYING.isdisjoint(names) else ()


def _place(nodes: list[RowNode]) -> tuple[list[_Placed], int]:
    """Puts every cell in its column, past those that reach down from above."""
    placed: list[_Placed] = []
    reach: dict[int, int] = {}
    for row, node in enumerate(nodes):
        column = 0
        for element in node.cells:
            while reach.get(column, 0) > row:
                column += 1
            span = _span(element.get("colspan") or element.get("aria-colspan"), _WIDEST)
            deep = _span(element.get("rowspan") or element.get("aria-rowspan"), len(nodes) - row)
            placed.append(_Placed(element, row, column, span))
            for covered in range(column, column + span):
                reach[covered] = row + deep
            column += span
        if len(placed) > _MOST_CELLS:
            raise DocumentError("too-large", f"A table has more than {_MOST_CELLS:,} cells")
    width = max((item.column for item in placed), default=-1) + 1
    if width * len(nodes) > _MOST_CELLS:
        raise DocumentError("too-large", f"A table has more than {_MOST_CELLS:,} cells")
    for item in placed:
        item.span = min(item.span, width - item.column)
    return placed, width


def _span(text: str | None, most: int) -> int:
    """A rowspan or colspan; 0 means as far as it goes."""
    if not text or not re.fullmatch(r"\s*\d{1,6}\s*", text):
        return 1
    return max(1, min(int(text) or most, most))


def _drop_repeated_labels(nodes: list[RowNode], placed: list[_Placed]) -> None:
    """Takes the column's header out of cells that repeat it for narrow screens.

    A label is an element that opens the cell and reads like the header of its column, or like
    the cell's own `data-label`. It counts if most cells of the column have it, so that a cell
    whose whole text happens to be that of its header keeps it.
    """
    headers = {item.column: _plain(item.element) for item in placed if nodes[item.row].head}
    by_column: dict[int, list[tuple[_Element, _Element | None]]] = {}
    for item in placed:
        if nodes[item.row].head:
            continue
        label = _leading(item.element, headers.get(item.column, ""))
        by_column.setdefault(item.column, []).append((item.element, label))
    for cells in by_column.values():
        labelled = [(cell, label) for cell, label in cells if label is not None]
        if len(labelled) < 2 or len(labelled) < len(cells) / 2:
            continue
        for cell, label in labelled:
            alone = _plain(cell) == _plain(label)
            if not (alone and _plain(label) in ("yes", "no")):
                _remove(label)


def _leading(cell: _Element, header: str) -> _Element | None:
    """The element that opens a cell with the text of its header."""
    names = {
        header,
        *(_letters(cell.get(key) or "") for key in ("data-label", "data-title", "data-th")),
    }
    node = cell
    while len(node) and not (node.text or "").strip():
        node = node[0]
        if not isinstance(node.tag, str):
            return None
        plain = _plain(node)
        if plain and plain in names:
            return node
    return None


def _remove(element: _Element) -> None:
    parent = element.getparent()
    assert parent is not None
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    element.tail = None
    parent.remove(element)


def _plain(element: _Element) -> str:
    return _letters(text_of(element))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _fill(element: _Element, styles: Styles) -> str | None:
    """Background colour of a cell as "RRGGBB"; None for none, white or one not understood.

    The colour of a patch counts that is all that the cell holds.
    """
    own = ground_of(element, styles)
    inner = [below for below in element.iterdescendants() if isinstance(below.tag, str)]
    if own or text_of(element) or not inner:
        return own
    patches = {ground_of(below, styles) for below in inner} - {None}
    return patches.pop() if len(patches) == 1 else None
