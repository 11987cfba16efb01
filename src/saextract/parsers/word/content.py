"""What a body, a cell or a text box holds: paragraphs and tables, read in document order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from saextract.lexicon import numbers
from saextract.model import Mark, MarkKind, Passage, Problem, Table
from saextract.text.glyphs import normalise_bullets
from saextract.text.marked import LONGEST_MARKED, marks_of

from .grid import GridRow, read_grid
from .inline import Inline, InlineReader
from .names import (
    FORM_FIELD,
    MARK_DELETED,
    REVISED,
    Element,
    R,
    W,
    by_tag,
    child,
    has,
    number,
    value,
    value_of,
)
from .numbering import MARKS, Label, Numbering
from .package import Relationship
from .styles import NOT_NUMBERED, Styles, fill, outline_heading

_CHUNKS = (f"{W}altChunk", f"{W}subDoc")
"""Elements in whose place Word shows another file."""

_TABLE = f"{W}tbl"
_BLOCKS = frozenset((f"{W}p", _TABLE, *_CHUNKS))
_PROPERTIES = frozenset((f"{W}sectPr", f"{W}tcPr"))


@dataclass(slots=True)
class Paragraph:
    """A paragraph with its automatic number or bullet; lines are parted by line feeds.

    Attributes:
        lead: characters of the number or bullet that Word puts before it.
        label: the automatic number in it, "" for none or a bullet.
        place: 1-based number among the paragraphs of the body, or None within tables.
    """

    text: str
    inline: Inline
    lead: int = 0
    label: str = ""
    heading: int | None = None
    place: int | None = None

    @property
    def pieces(self) -> list[tuple[str, frozenset[MarkKind]]]:
        """What its text is made of, and how each piece is set off."""
        return [(self.text[: self.lead], frozenset()), *self.inline.parts]


def set_off(text: str, paragraphs: Iterable[Paragraph]) -> tuple[Mark, ...]:
    """The parts of a text that are set off.

    Args:
        text: that of a cell or a paragraph.
        paragraphs: what it was made of.
    """
    if len(text) > LONGEST_MARKED:
        return ()
    of_text = list(paragraphs)
    if not any(kinds for p in of_text for _, kinds in p.inline.parts):
        return ()
    return marks_of(text, (piece for p in of_text for piece in p.pieces))


@dataclass(slots=True)
class ReadCell:
    """A cell: where it begins (column from 0), what it covers, what it holds.

    A merged one is covered by the cell above it, and what it holds is not shown.

    Attributes:
        text: its lines; a nested table's rows are lines, their cells parted by a space.
    """

    column: int
    span: int
    colour: str | None
    flags: set[str]
    content: list[Paragraph | ReadTable]
    merged: bool
    text: str = field(init=False)

    def __post_init__(self) -> None:
        lines = (item.text for item in self.content)
        self.text = normalise_bullets("\n".join(line for line in lines if line))

    def paragraphs(self) -> Iterator[Paragraph]:
        """All paragraphs in it, those of nested tables included."""
        for item in self.content:
            if isinstance(item, Paragraph):
                yield item
            else:
                for row in item.rows:
                    for cell in row.cells:
                        yield from cell.paragraphs()


@dataclass(slots=True)
class ReadRow:
    """A row; header says that the document marks it as one."""

    cells: list[ReadCell]
    header: bool


@dataclass(slots=True)
class ReadTable:
    """A table: its number in document order, its rows, its columns and their edges (twips)."""

    index: int
    rows: list[ReadRow]
    columns: int
    edges: tuple[int, ...]

    @property
    def text(self) -> str:
        """Rows as lines, cells parted by a space."""
        rows = (" ".join(filter(None, (cell.text for cell in row.cells))) for row in self.rows)
        return "\n".join(row for row in rows if row)

    def nested(self) -> Iterator[ReadTable]:
        """Tables that stand directly in its cells."""
        for row in self.rows:
            for cell in row.cells:
                yield from (item for item in cell.content if isinstance(item, ReadTable))


@dataclass(slots=True)
class Chunk(ReadTable):
    """Another file that the document shows in its place; it has no rows of its own.

    Attributes:
        blocks: what that file holds.
    """

    blocks: tuple[Table | Passage, ...] = ()

    @property
    def text(self) -> str:
        """Its passages and rows as lines."""
        lines: list[str] = []
        for block in self.blocks:
            if isinstance(block, Passage):
                lines.append(block.text)
                continue
            for row in block.rows:
                lines.append(" ".join(cell.text for cell in row.cells if cell and cell.text))
        return "\n".join(filter(None, lines))


class ContentReader:
    """Reads one story.

    Attributes:
        problems: what could not be read.
        over_picture: a picture lies behind the text, so that white text outside of tables
            may well be seen.
    """

    def __init__(
        self,
        styles: Styles,
        numbering: Numbering,
        inline: InlineReader,
        relationships: dict[str, Relationship],
        chunk: Callable[[Relationship], tuple[Table | Passage, ...] | None] = lambda _: None,
    ) -> None:
        self._chunk = chunk
        self._styles = styles
        self._numbering = numbering
        self._inline = inline
        self._relationships = relationships
        self._tables = 0
        self._paragraphs = 0
        self._depth = 0
        self.problems: list[Problem] = []
        self.over_picture = False

    def read(self, parent: Element, note_mark: str = "") -> list[Paragraph | ReadTable]:
        """What an element holds, text boxes right after the paragraph that anchors them.

        Args:
            parent: `w:body`, `w:tc`, `w:txbxContent`, a header, a footer or a note.
            note_mark: for a note, its printed mark.
        """
        items: list[Paragraph | ReadTable] = []
        joined: Inline | None = None
        for block in self._blocks(parent):
            tag = block.tag
            if tag in _CHUNKS:
                items.extend(self._chunks(block))
                continue
            if tag == _TABLE:
                if joined is not None:
                    items.extend(self._finish({}, joined))
                    joined = None
                table = self._table(block)
                if table.rows:
                    items.append(table)
                continue
            inline = joined or Inline()
            backed = self._inline.backed
            self._inline.backed = backed or (self.over_picture and self._depth == 0)
            of = by_tag(child(block, f"{W}pPr"))
            self._inline.read(block, of, inline, note_mark)
            self._inline.backed = backed
            note_mark = ""
            if self._depth == 0:
                self._paragraphs += 1
            joined = inline if block.get(MARK_DELETED) else None
            if joined is None:
                items.extend(self._finish(of, inline))
        if joined is not None:
            items.extend(self._finish({}, joined))
        return items

    def _blocks(self, parent: Element) -> Iterator[Element]:
        for item in parent:
            tag = item.tag
            if tag in _BLOCKS:
                yield item
            elif isinstance(tag, str) and tag not in _PROPERTIES and len(item):
                yield from self._blocks(item)

    def _chunks(self, element: Element) -> list[Paragraph | ReadTable]:
        """The file that stands at a place of the document; a problem where it cannot be read."""
        target = self._relationships.get(element.get(f"{R}id", ""))
        blocks = self._chunk(target) if target is not None else None
        if blocks is not None:
            return [Chunk(0, [], 0, (), blocks)]
        name = target.target if target else "another file"
        self.problems.append(
            Problem(
                code="content-unread",
                stage="parse",
                message=f"The document embeds {name}, whose text is not read. Open it in "
                "Word, save it as DOCX and run again.",
                place=f"after paragraph {self._paragraphs}",
            )
        )
        return []

    def _finish(self, of: Mapping[str, Element], inline: Inline) -> list[Paragraph | ReadTable]:
        """A paragraph with its number, and what its text boxes hold.

        Args:
            of: its properties by tag.
            inline: what it holds.
        """
        style_id = value_of(of.get(f"{W}pStyle"))
        style = self._styles.paragraph(style_id)
        outline = value_of(of.get(f"{W}outlineLvl"))
        heading = style.heading if outline is None else outline_heading(outline)
        text = inline.text
        unseen = not text and has(of.get(f"{W}rPr"), "vanish")
        label = None if unseen else self._label(of.get(f"{W}numPr"), style_id)
        number_text = "" if label is None or label.bullet else label.text
        place = self._paragraphs if self._depth == 0 else None
        shown = _labelled(label, text)
        lead = max(0, len(shown) - len(text))
        items: list[Paragraph | ReadTable] = [
            Paragraph(shown, inline, lead, number_text, heading, place)
        ]
        backed = self._inline.backed
        for box in inline.boxes:
            self._inline.backed = True
            self._depth += 1
            items.extend(self.read(box))
            self._depth -= 1
            self._inline.backed = backed
        return items

    def _label(self, numbered: Element | None, style_id: str | None) -> Label | None:
        style = self._styles.paragraph(style_id)
        num_id = value(numbered, "numId") or style.num_id
        if num_id is None or num_id == NOT_NUMBERED:
            return None
        given = value(numbered, "ilvl")
        if given is not None:
            level = number(given)
        elif style.level is not None:
            level = style.level
        else:
            level = self._numbering.level_of_style(num_id, style_id or "")
        return self._numbering.label(num_id, level)

    def _table(self, table: Element) -> ReadTable:
        self._tables += 1
        index = self._tables
        grid, columns = read_grid(table)
        properties = table.find(f"{W}tblPr")
        backed = self._inline.backed
        shaded = (
            backed
            or fill(properties) is not None
            or self._styles.table_is_shaded(value(properties, "tblStyle"))
        )
        self._depth += 1
        rows = [self._row(row, shaded) for row in grid]
        self._depth -= 1
        self._inline.backed = backed
        bounds = Counter(tuple(s.left for s in row.slots) for row in grid)
        edges = bounds.most_common(1)[0][0] if bounds else ()
        return ReadTable(index, rows, columns, edges)

    def _row(self, row: GridRow, shaded: bool) -> ReadRow:
        cells: list[ReadCell] = []
        revised = row.element.get(REVISED) is not None
        for slot in row.slots:
            self._inline.backed = shaded or slot.colour is not None
            content = self.read(slot.element)
            merged = slot.merge == "continue"
            cell = ReadCell(slot.column, slot.span, slot.colour, set(), content, merged)
            if revised or slot.element.get(REVISED):
                cell.flags.add("tracked-change")
            if slot.element.get(FORM_FIELD):
                cell.flags.add("form-field")
            cells.append(cell)
        return ReadRow(cells, has(row.element.find(f"{W}trPr"), "tblHeader"))


def _labelled(label: Label | None, text: str) -> str:
    """A paragraph's text after its number or bullet; an ordinary bullet alone is nothing."""
    if label is None or (label.bullet and not text and label.text not in MARKS):
        return text
    return f"{label.text}{'' if label.joined and not label.bullet else ' '}{text}".rstrip()


def is_provision_number(label: str) -> bool:
    """Whether an automatic number looks like the number of a provision."""
    return numbers.whole(label) != ""
