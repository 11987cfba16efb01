"""What a file is, and what a parser sees in it: places, cells, tables, passages, problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Literal

from pydantic import Field

from .base import Frozen


class PdfLocator(Frozen):
    """A box on a PDF page.

    Attributes:
        page: 1-based page of the file.
        box: left, top, right, bottom in PDF points (1/72 inch), measured from the top left
            corner of the page as a reader shows it (after the page's rotation), y downwards.
    """

    kind: Literal["pdf"] = "pdf"
    page: int
    box: tuple[float, float, float, float]


class WordLocator(Frozen):
    """A cell or a paragraph of a Word document. All numbers are 1-based.

    Attributes:
        table: the table, counted in document order, nested tables included.
        row: the row within the table.
        column: the grid column where the cell begins.
        paragraph: for text outside tables, the paragraph of the body; table is None then.
    """

    kind: Literal["word"] = "word"
    table: int | None = None
    row: int | None = None
    column: int | None = None
    paragraph: int | None = None


class HtmlLocator(Frozen):
    """A cell of an HTML table, or a block under a heading. All numbers are 1-based."""

    kind: Literal["html"] = "html"
    table: int | None = None
    row: int | None = None
    column: int | None = None
    heading: str | None = None


class SheetLocator(Frozen):
    """A cell of a spreadsheet; row and column are 1-based."""

    kind: Literal["sheet"] = "sheet"
    sheet: str
    row: int
    column: int


class TextLocator(Frozen):
    """A run of lines of a plain-text file; both ends 1-based and included."""

    kind: Literal["text"] = "text"
    line_first: int
    line_last: int


Locator = Annotated[
    PdfLocator | WordLocator | HtmlLocator | SheetLocator | TextLocator,
    Field(discriminator="kind"),
]


def pages_of(places: Iterable[Locator]) -> set[int]:
    """The pages that places stand on, 1-based; none for formats without pages."""
    return {place.page for place in places if isinstance(place, PdfLocator)}


MarkKind = Literal["struck", "bold", "underline", "highlight", "circle", "box"]
"""How a part of a text is set off: struck through, in bold, underlined, on a ground of its own
colour, in a drawn ring, in a drawn frame."""


class Mark(Frozen):
    """A part of a text that is set off from the rest of it.

    Attributes:
        kind: how.
        start, end: the part, as places in the text: characters from 0, `end` not included.
    """

    kind: MarkKind
    start: int
    end: int


class Swatch(Frozen):
    """A patch of colour that stands in a text, as in a key.

    Attributes:
        at: the place in the text before which it stands, in characters from 0.
        colour: as "RRGGBB".
    """

    at: int
    colour: str


class Cell(Frozen):
    """A cell as it stands in the document.

    Attributes:
        text: what a person sees, lines parted by line feeds; bullets as "• ", marks as
            ☐ ☑ ☒ ✓ ✗. Empty for an empty cell.
        locators: where it stands; a cell that runs over a page break has several.
        span: grid columns that the cell covers.
        fill: background colour as "RRGGBB", or None for none or white; of an empty cell with one
            coloured shape in it, that of the shape.
        links: targets of links in the cell, in order.
        flags: how the text was come by, if not plainly printed: "tracked-change",
            "form-field", "drawn-mark", "ocr", "automatic-number", "hidden-text", "struck-text"
            (left out), "alternative-text" (of a picture), "covered-text" (the layout has laid
            something over it); or "picture" for a cell without text
            in which something is drawn.
        marks: the parts that are set off, in a text short enough to be a choice of answers.
        printed: what is printed, where mapping has put words in the place of a sign; else None.
    """

    text: str
    locators: tuple[Locator, ...] = ()
    span: int = 1
    fill: str | None = None
    links: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    printed: str | None = None


class Row(Frozen):
    """A row of a table as it was seen, before anything is concluded from it.

    Attributes:
        cells: one entry per grid column; None where there is no cell (covered by a span
            from the left or from above), a Cell with empty text where there is an empty one.
        header: the format itself says that this is a header row.
        cut_above: the row may be the rest of a row of an earlier page.
        cut_below: the row may go on on the next page.
    """

    cells: tuple[Cell | None, ...]
    header: bool = False
    cut_above: bool = False
    cut_below: bool = False


class Table(Frozen):
    """A grid of cells. A table that runs over pages is one Table for each page.

    Attributes:
        rows: from top to bottom; all have the same number of entries.
        detector: name of the detector that found it.
        columns_x: for page formats, the x positions of the column bounds in points.
        continues: has the same columns as the table before it, with nothing but running
            heads, feet and headings between.
        roles: what each column holds, where the table was made of text outside tables and its
            maker knows: a role of `saextract.lexicon.roles`, or None. It has no header row then.
        titles: the label printed for each such column, or "".
    """

    rows: tuple[Row, ...]
    detector: str
    columns_x: tuple[float, ...] = ()
    continues: bool = False
    roles: tuple[str | None, ...] = ()
    titles: tuple[str, ...] = ()

    def with_cells(self, change: Callable[[Cell], Cell]) -> Table:
        """The table with what a function makes of each cell; the same where it changes none.

        Args:
            change: gives a cell back as it is, or another one for it.
        """
        rows: list[Row] = []
        for row in self.rows:
            cells = tuple(cell and change(cell) for cell in row.cells)
            same = all(new is old for new, old in zip(cells, row.cells, strict=True))
            rows.append(row if same else row.model_copy(update={"cells": cells}))
        if all(new is old for new, old in zip(rows, self.rows, strict=True)):
            return self
        return self.model_copy(update={"rows": tuple(rows)})


class Passage(Frozen):
    """Text outside tables.

    Attributes:
        text: its lines, parted by line feeds.
        locators: where it stands.
        heading: heading level if the format tells or the type size shows it, else None.
        links: targets of links in it.
        marks: as in a cell.
        swatches: patches of colour in it, in their order.
        printed: its lines as printed, where words have taken the place of signs; else None.
    """

    text: str
    locators: tuple[Locator, ...] = ()
    heading: int | None = None
    links: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    swatches: tuple[Swatch, ...] = ()
    printed: str | None = None


class Problem(Frozen):
    """Something that went wrong or could not be read; never raised, always recorded.

    Attributes:
        code: one of `saextract.errors.PROBLEMS`.
        stage: load, parse, detect, rows, align, normalise or batch.
        message: what happened and what to do about it.
        place: where, in words such as "page 4", or empty.
    """

    code: str
    stage: str
    message: str
    place: str = ""


class Parsed(Frozen):
    """What a parser read from one file.

    Attributes:
        blocks: tables and passages in reading order.
        pages: number of pages, for page formats.
        properties: title, author, subject, created and so on, where the file has them.
        residue: text set aside with a reason: running heads, page numbers, watermarks.
        coverage: share of the visible glyphs that lie in a block or in the residue.
        unreadable_pages: pages without usable text (1-based).
        problems: what could not be read.
    """

    blocks: tuple[Table | Passage, ...]
    pages: int | None = None
    properties: dict[str, str] = Field(default_factory=dict)
    residue: tuple[Passage, ...] = ()
    coverage: float = 1.0
    unreadable_pages: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables alone, in reading order."""
        return tuple(b for b in self.blocks if isinstance(b, Table))


OcrMode = Literal["auto", "never", "always"]
"""Which pages are read from their pictures: those without usable text if the extra for OCR is
installed, none, or all."""


class Source(Frozen):
    """One input file.

    Attributes:
        path: relative to the folder that was given, with forward slashes.
        data: the bytes.
        sha256: of the bytes, in hexadecimal.
        media_type: sniffed from the bytes, not from the name.
        manifest: the values that a manifest.csv gives for the file.
    """

    path: str
    data: bytes = Field(repr=False)
    sha256: str
    media_type: str
    manifest: dict[str, str] = Field(default_factory=dict)

    @property
    def document_id(self) -> str:
        """First 16 hexadecimal digits of the SHA-256 of the bytes."""
        return self.sha256[:16]
