"""What the detectors see of a PDF page: words, rules, fills.

All coordinates are PDF points (1/72 inch) from the top left corner of the page as a reader
shows it, that is after the page's rotation and within its crop box, y downwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from saextract.model.document import MarkKind

Box = tuple[float, float, float, float]
"""left, top, right, bottom."""


OCR = "ocr"
"""Flag of words that stem from a picture of the page."""


MIDDLE = 0.3
"""How far above its baseline the middle of a glyph lies, in type sizes."""

COVERED = "covered-text"
"""Flag of words that the layout has laid something over."""


class Word(NamedTuple):
    """A run of glyphs without a gap; crosses a vertical rule only where its cell is too narrow.

    Attributes:
        text: its characters, as a person reads them.
        x0, top, x1, bottom: its box; top and bottom from the font's height, so that all words
            of a line have about the same.
        baseline: y of the baseline.
        size: type size in points.
        bold: drawn in a bold face.
        flags: see `saextract.model.Cell`.
        mcid: marked-content id on its page, or -1.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    bold: bool = False
    flags: frozenset[str] = frozenset()
    mcid: int = -1


class Rule(NamedTuple):
    """A straight line that a person sees: a stroke, a thin filled box, or a box's stroked edge.

    For a horizontal rule top == bottom (its middle), for a vertical one x0 == x1.
    """

    x0: float
    top: float
    x1: float
    bottom: float


class Fill(NamedTuple):
    """A filled area that is no rule; colour is "RRGGBB"."""

    x0: float
    top: float
    x1: float
    bottom: float
    colour: str


class SetOff(NamedTuple):
    """Something that sets text off: a line through or under it, a ground, a ring or a frame.

    A line has the same top and bottom.
    """

    kind: MarkKind
    box: Box


class Link(NamedTuple):
    """A link annotation."""

    box: Box
    target: str


@dataclass(slots=True)
class Page:
    """One page.

    Attributes:
        number: 1-based.
        width, height: as shown.
        words: visible words of the body in reading order (line by line).
        residue: words set aside: running heads and feet, page numbers, watermarks.
        h_rules, v_rules: horizontal and vertical rules, sorted by position.
        fills: shading and coloured cells, in drawing order.
        links: link annotations with a target.
        picture_share: share of the page that pictures cover, 0 to 1.
        pictures: boxes of the pictures.
        set_off: what sets parts of the text off.
        covered: words under something opaque, no words of the body unless it is there by accident.
        lids: boxes of opaque things drawn after the page's first text.
        boxes: rows of boxes that are read one after the other, from top to bottom.
        turn: quarter turns clockwise that set the page's text upright; all boxes are those of
            the page so turned.
    """

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    residue: list[Word] = field(default_factory=list)
    h_rules: list[Rule] = field(default_factory=list)
    v_rules: list[Rule] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    picture_share: float = 0.0
    pictures: list[Box] = field(default_factory=list)
    set_off: list[SetOff] = field(default_factory=list)
    covered: list[Word] = field(default_factory=list)
    lids: list[Box] = field(default_factory=list)
    boxes: list[list[Box]] = field(default_factory=list)
    turn: int = 0


@dataclass(slots=True)
class FoundPart:
    """The part of a cell that stands on a later page than the cell's beginning."""

    page: int
    words: list[Word]
    box: Box


@dataclass(slots=True)
class FoundCell:
    """A cell of a found table: the words in it, or none, and the grid columns it covers.

    Attributes:
        rest: parts on later pages, where the file itself says that the cell goes on there.
        uncertain: some of its words may be those of the cell beside it.
        page: the page it stands on where that is not its row's; else 0.
    """

    words: list[Word]
    box: Box
    span: int = 1
    rest: list[FoundPart] = field(default_factory=list)
    uncertain: bool = False
    page: int = 0


@dataclass(slots=True)
class FoundRow:
    """A row of a found table; None stands for a grid column that has no cell of its own.

    Attributes:
        cut_above: may be the rest of a row of the page before (no rule above it, or it is the
            first row of the page's body and nothing shows that a row begins).
        cut_below: may go on on the next page.
        page: 1-based page.
    """

    cells: list[FoundCell | None]
    box: Box
    page: int
    header: bool = False
    cut_above: bool = False
    cut_below: bool = False


@dataclass(slots=True)
class FoundTable:
    """A table on one page.

    Attributes:
        page: 1-based page.
        box: its outline.
        columns_x: column bounds, one more than there are columns.
        rows: from top to bottom.
        detector: which detector found it.
        continues: same columns as the last table of the page before.
        last_page: the last of the pages that its columns stand on.
    """

    page: int
    box: Box
    columns_x: tuple[float, ...]
    rows: list[FoundRow]
    detector: str
    continues: bool = False
    last_page: int = 0
