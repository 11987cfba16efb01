"""Found tables and the words outside them → `Parsed`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter

from saextract.model import Cell, Mark, Parsed, Passage, PdfLocator, Problem, Row, Table
from saextract.parsers.pdf.objects.pages import Document
from saextract.text.glyphs import normalise_bullets

from .compose import composed, line_text, lines_of, pieces_of, placed
from .coverage import COVERED, coverage_of
from .layout.columns import runs_together
from .layout.grid import contains
from .page import Box, FoundCell, FoundPart, FoundRow, FoundTable, Link, Page, Rule, Word
from .prose.paragraphs import Paragraph, hull_of, paragraphs_of, size_of
from .setoff import LONGEST, marks_of, near_of, swatches_of

_SMALLEST_DRAWING = 3.0
_LARGEST_DRAWING = 60.0
"""Sides in points of what is taken for a drawn mark in a cell without text."""


def assemble(document: Document, tables: Sequence[FoundTable]) -> Parsed:
    """Puts a document's blocks in reading order.

    Args:
        document: the pages, with running heads and feet set aside.
        tables: what the detectors found on them.

    Returns:
        Tables, and passages for all words outside them.
    """
    pages = {page.number: page for page in document.pages}
    taken: set[int] = set()
    blocks: list[tuple[int, float, Table | Passage]] = []
    for found in tables:
        blocks.append((found.page, found.box[1], _table(found, pages, taken)))
    free = [[w for w in page.words if id(w) not in taken] for page in document.pages]
    foot = max([max(map(_BOTTOM, page.words), default=0.0) for page in document.pages], default=0.0)
    paragraphs = paragraphs_of(document.pages, free, foot)
    body = _body_size(document.pages)
    levels = _heading_sizes(paragraphs, body)
    for paragraph in paragraphs:
        passage = _passage(paragraph, pages[paragraph.page], levels, body)
        top = _before_table(paragraph, tables)
        blocks.append((paragraph.page, top, passage))
    blocks.sort(key=lambda block: block[:2])
    residue = tuple(
        Passage(text=line_text(line), locators=(_locator(page.number, hull_of(line)),))
        for page in document.pages
        for line in lines_of(page.residue)
    )
    ordered = tuple(block for _, _, block in blocks)
    coverage = coverage_of(document.pages, ordered, residue)
    problems = list(document.problems)
    if coverage < COVERED:
        problems.append(
            Problem(
                code="text-lost",
                stage="parse",
                message=f"{1 - coverage:.1%} of the visible text lies in no cell and no passage. "
                "Check the pages by eye.",
            )
        )
    return Parsed(
        blocks=ordered,
        pages=len(document.pages),
        properties=document.properties,
        residue=residue,
        coverage=coverage,
        unreadable_pages=tuple(document.unreadable),
        problems=tuple(problems),
    )


_SIZE, _TEXT, _BOTTOM, _FLAGS, _BOLD = map(attrgetter, ("size", "text", "bottom", "flags", "bold"))

# --------------------------------------------------------------------------- tables


_BEFORE = 0.1
"""Points by which what is read before a table stands above it."""

_RULED = ("ruled", "tagged")
"""Detectors whose columns do not rest on white space: one cell says nothing of another."""


def _table(found: FoundTable, pages: dict[int, Page], taken: set[int]) -> Table:
    _doubt_columns(found)
    return Table(
        rows=tuple(_row(row, pages, taken) for row in found.rows),
        detector=found.detector,
        columns_x=tuple(round(x, 1) for x in found.columns_x),
        continues=found.continues,
    )


def _doubt_columns(found: FoundTable) -> None:
    """Marks cells that hold two columns; where two of a column do, all of it is in doubt."""
    cells = [(i, cell) for row in found.rows for i, cell in enumerate(row.cells) if cell]
    parted = [(i, cell) for i, cell in cells if runs_together(cell.words)]
    for _, cell in parted:
        cell.uncertain = True
    if found.detector in _RULED:
        return
    counts = Counter(i for i, _ in parted)
    for i, cell in cells:
        cell.uncertain = cell.uncertain or counts[i] > 1


def _row(row: FoundRow, pages: dict[int, Page], taken: set[int]) -> Row:
    return Row(
        cells=tuple(
            None if cell is None else _cell(cell, cell.page or row.page, pages, taken)
            for cell in row.cells
        ),
        header=row.header,
        cut_above=row.cut_above,
        cut_below=row.cut_below,
    )


def _cell(cell: FoundCell, number: int, pages: dict[int, Page], taken: set[int]) -> Cell:
    texts: list[str] = []
    flags: set[str] = set()
    targets: list[str] = []
    marks: list[Mark] = []
    parts = [FoundPart(number, cell.words, cell.box), *(p for p in cell.rest if p.words)]
    for part in parts:
        page = pages[part.page]
        words = [word for word in part.words if id(word) not in taken]
        taken.update(map(id, words))
        text, parted = _text(words, page, _inner_rules(page, part.box))
        at = sum(len(before) + 1 for before in filter(None, texts))
        marks += [mark.model_copy(update=_moved(mark, at)) for mark in parted] if at else parted
        texts.append(text)
        flags.update(*set(map(_FLAGS, words)))
        targets += _targets(page.links, part.box)
    if cell.uncertain:
        flags.add("cells-uncertain")
    drawn = [] if any(texts) else _drawn_in(pages[number], cell.box)
    if drawn:
        flags.add("picture")
    return Cell(
        text="\n".join(filter(None, texts)),
        locators=tuple(_locator(part.page, part.box) for part in parts),
        span=cell.span,
        fill=_fill(pages[number], drawn[0] if len(drawn) == 1 else cell.box),
        links=tuple(dict.fromkeys(targets)),
        flags=tuple(sorted(flags)),
        marks=tuple(marks),
    )


def _text(
    words: Sequence[Word], page: Page, rules: Sequence[Rule] = ()
) -> tuple[str, tuple[Mark, ...]]:
    """The text of some words, and the parts of it that are set off."""
    lines = composed(words, rules)
    pieces = list(map(pieces_of, lines))
    plain = "\n".join(map("".join, pieces))
    text = normalise_bullets(plain)
    near = near_of(words, page)
    if text != plain or not (near or any(map(_BOLD, words))):
        return text, ()
    return text, marks_of(placed(lines, pieces, LONGEST), near)


def _moved(mark: Mark, by: int) -> dict[str, int]:
    return {"start": mark.start + by, "end": mark.end + by}


def _drawn_in(page: Page, box: Box) -> list[Box]:
    """Pictures and small filled shapes within a box: a tick, a coloured dot."""
    shapes = [*page.pictures, *(fill[:4] for fill in page.fills)]
    width, height = box[2] - box[0], box[3] - box[1]
    return [
        shape
        for shape in dict.fromkeys(shapes)
        if _contains(box, shape)
        and min(shape[2] - shape[0], shape[3] - shape[1]) >= _SMALLEST_DRAWING
        and shape[2] - shape[0] < 0.7 * width
        and shape[3] - shape[1] < 0.9 * height
        and max(shape[2] - shape[0], shape[3] - shape[1]) <= _LARGEST_DRAWING
    ]


def _contains(outer: Box, inner: Box) -> bool:
    return (
        inner[0] >= outer[0] - 1
        and inner[1] >= outer[1] - 1
        and inner[2] <= outer[2] + 1
        and inner[3] <= outer[3] + 1
    )


def _inner_rules(page: Page, box: Box) -> list[Rule]:
    """Rules well within a box."""
    left, top, right, bottom = box[0] + 2, box[1] + 2, box[2] - 2, box[3] - 2
    rules = [r for r in page.v_rules if left < r.x0 < right and r.top < bottom and r.bottom > top]
    if not rules:
        return []
    return rules + [
        r for r in page.h_rules if top < r.top < bottom and r.x0 < right and r.x1 > left
    ]


def _fill(page: Page, box: Box) -> str | None:
    """The colour last painted over most of a box."""
    area = (box[2] - box[0]) * (box[3] - box[1])
    left, top, right, bottom = box
    for x0, y0, x1, y1, colour in reversed(page.fills):
        if x0 >= right or x1 <= left or y0 >= bottom or y1 <= top:
            continue
        shared = (min(x1, right) - max(x0, left)) * (min(y1, bottom) - max(y0, top))
        if shared >= 0.5 * area:
            return None if colour == "FFFFFF" else colour
    return None


def _targets(links: Iterable[Link], box: Box) -> tuple[str, ...]:
    """Targets of the links whose middle lies in a box, each once, in reading order."""
    inside = [
        link
        for link in links
        if box[0] <= (link.box[0] + link.box[2]) / 2 <= box[2]
        and box[1] <= (link.box[1] + link.box[3]) / 2 <= box[3]
    ]
    inside.sort(key=lambda link: (round(link.box[1]), link.box[0]))
    return tuple(dict.fromkeys(link.target for link in inside))


def _locator(page: int, box: Box) -> PdfLocator:
    x0, top, x1, bottom = [round(float(side), 1) for side in box]
    return PdfLocator(page=page, box=(x0, top, x1, bottom))


# --------------------------------------------------------------------------- passages


def _before_table(paragraph: Paragraph, tables: Sequence[FoundTable]) -> float:
    """Where a paragraph is read: one that a table's rows left out stands before the table.

    Above its first row it is the rest of the row before; anywhere else it would be no less lost
    behind the table.
    """
    box = hull_of(paragraph.words)
    tops = [t.box[1] for t in tables if t.page == paragraph.page and contains(t.box, box)]
    return min([paragraph.top, *(top - _BEFORE for top in tops)])


def _body_size(pages: Iterable[Page]) -> float:
    sizes: Counter[float] = Counter()
    exact: Counter[float] = Counter()
    for page in pages:
        for size, words in groupby(page.words, _SIZE):
            exact[size] += len("".join(map(_TEXT, words)))
    for size, count in exact.items():
        sizes[round(size, 1)] += count
    return max(sizes, key=lambda s: sizes[s], default=0.0)


def _heading_sizes(paragraphs: Iterable[Paragraph], body: float) -> dict[float, int]:
    """Type sizes that head something, largest first, with their levels."""
    sizes = {
        round(size_of(p.words))
        for p in paragraphs
        if len(p.lines) <= 3 and size_of(p.words) >= 1.12 * body
    }
    return {size: min(level, 5) for level, size in enumerate(sorted(sizes, reverse=True), 1)}


def _passage(paragraph: Paragraph, page: Page, levels: dict[float, int], body: float) -> Passage:
    words = paragraph.words
    box = hull_of(words)
    heading = None
    lettered = any(any(map(str.isalnum, word.text)) for word in words)
    if lettered and len(paragraph.lines) <= 3:
        size = size_of(words)
        if size >= 1.12 * body:
            heading = levels.get(round(size))
        elif all(w.bold for w in words) and len(words) <= 20:
            heading = min(len(levels) + 1, 6)
    text, marks = _text(words, page)
    if paragraph.is_badge:
        text = " ".join(_text(line, page)[0] for line in paragraph.lines).replace("\n", " ")
    lines = placed(paragraph.lines, list(map(pieces_of, paragraph.lines))) if page.fills else []
    return Passage(
        text=text,
        locators=(_locator(page.number, box),),
        heading=heading,
        links=_targets(page.links, box),
        marks=marks,
        swatches=swatches_of(lines, page),
    )
