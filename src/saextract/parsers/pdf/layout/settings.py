"""Every tolerance by which tables are found on pages, with its unit and what set it.

Lengths are points (1/72 inch) unless their name says sizes: then they are shares of the type size.
A share is a part of 1. A figure without a reason was set on the documents of the corpus.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableSettings:
    """What is near, wide, alike or much enough.

    Attributes:
        join_gap: rules in one line with a gap up to this are one: dashes, borders of spaced cells.
        in_line: rules that differ by no more than this in place stand in one line.
        snap: lines closer than this are one border: double rules, boxes just inside a cell.
        thin: a column narrower than this without a word is the space between two cells' borders.
        flat: a row lower than this without a word is the same between rows.
        alike: edges of boxes, rows and texts that are meant to be the same differ by up to this.
        moved: columns of a table, and words of its titles, differ by up to this between pages.
        mirrored: pages with mirrored margins differ by up to this.
        along: share of a stretch that a rule covers where it runs along all of it.
        part_way: share of a header's height that a bound of the rows below it reaches into it.
        parting: share of a cell's side from which on a rule there parts two cells.
        over_table: share of a table's width from which on a rule parts its rows.
        over_column: share of a column's width from which on a rule crosses it.
        over_page: share of the page's width from which on a rule or shaded row can part rows.
        least_shade: height of a shaded area that is more than a rule.
        most_shade: share of the page's height from which on shading is its ground.
        least_table: width and height of the smallest table.
        least_card: width and height of the smallest box that can be a card; less is a button.
        least_panel: the same for a panel of text.
        touching: boxes that overlap by no more than this stand one below the other.
        fewest_cards: boxes that open with a number from which on a document is laid out in cards.
        numbered: share of the boxes that must open with a number; others go on from a page.
        texts_below: tables for each card from which on text stands below most boxes: what belongs
            to a provision is not in its box, and box and text are read together as paragraphs.
        in_lanes: share of boxes in lanes that stand beside another; in columns of boxes few do.
        beside: words beside a table, as a share of those in it, from which it stands in a cell.
        kinds: share of a table's rows with column bounds of their own, from which on rows of one
            kind come again: with labels and values beneath each provision there are three kinds.
        row_space: widest space between the boxes of one row and those of the next.
        note: text below a table in type of less than this share of the table's is a footnote.
        fewest_across: rows, a header among them, that stand at the same heights on pages across.
        tag_overlap: columns that tags tell may overlap by this, rows by twice as much.
        tag_side, tag_reach: a rule within this beside, above or below the words of a tagged table
            is its border.
    """

    join_gap: float = 5.0
    in_line: float = 1.0
    snap: float = 3.5
    thin: float = 9.0
    flat: float = 5.0
    alike: float = 3.0
    moved: float = 6.0
    mirrored: float = 60.0
    along: float = 0.8
    part_way: float = 0.25
    parting: float = 0.5
    over_table: float = 0.6
    over_column: float = 0.7
    over_page: float = 0.4
    least_shade: float = 6.0
    most_shade: float = 0.9
    least_table: tuple[float, float] = (60.0, 8.0)
    least_card: tuple[float, float] = (150.0, 12.0)
    least_panel: tuple[float, float] = (150.0, 30.0)
    touching: float = 1.0
    fewest_cards: int = 4
    numbered: float = 0.5
    texts_below: float = 0.5
    in_lanes: float = 0.6
    beside: float = 0.3
    kinds: float = 0.25
    row_space: float = 9.0
    note: float = 0.85
    fewest_across: int = 2
    tag_overlap: float = 2.0
    tag_side: float = 25.0
    tag_reach: float = 30.0


@dataclass(frozen=True, slots=True)
class ColumnSettings:
    """What makes white a gutter, and gutters columns.

    Attributes:
        gutter: least width of a gutter; the space between words of 10 point text is about 3.
        space_sizes: a gap up to this is a space between words of one run.
        close_sizes: words nearer than this are one text, even at a column bound.
        apart_sizes: white between two texts of one cell that is none in prose.
        stray: share of the lines that may cross a gutter: headings, words too long for a column.
        unbreakable: letters from which on a word may be too long for its cell: addresses and file
            names. The longest ordinary words of the Codes have 17.
        shown_sizes: width for which such a word counts as cover.
        sign: letters of the sign or number before a list item, at most.
        listed: letters of the longest number before a list item ("(ii)", "12.").
        fewest_parted: words from which on a cell can be told to hold two columns.
        rare: share of the rows below which a column holds words of the one before.
        seldom: the same for a column without a title beside such as have one.
        fewest_numbered: rows with numbers that can tell so.
        better: runs more that must fit a segment's own columns than the shared ones; under equal
            columns the two fit alike.
        long: a run longer than this share of the table's width is prose or a heading, not a cell.
        label_words: words of a label in newspaper columns, at most.
        fewest_abreast: numbers of provisions in one column, and as many in another, that are no
            numbers of one row; or answers between prose.
        fewest_labels: labels that stand in both of two columns from which on they are newspaper's.
        mostly_prose: lines across the columns to each line that shows them, from which on the
            columns are chance: numbers, banners and badges in line over paragraphs.
        title_lines: lines next to a header's that may hold the rest of its titles, at most.
        title_gap_sizes: white between such a line and the header, at most.
        heading: share of the usual type size above which a line is set as a heading.
    """

    gutter: float = 4.0
    space_sizes: float = 0.5
    close_sizes: float = 0.35
    apart_sizes: float = 1.5
    stray: float = 0.02
    unbreakable: int = 18
    shown_sizes: float = 4.0
    sign: int = 2
    listed: int = 4
    fewest_parted: int = 4
    rare: float = 0.34
    seldom: float = 0.67
    fewest_numbered: int = 2
    better: int = 3
    long: float = 0.62
    label_words: int = 6
    fewest_abreast: int = 3
    fewest_labels: int = 2
    mostly_prose: float = 0.5
    title_lines: int = 3
    title_gap_sizes: float = 0.35
    heading: float = 1.1


@dataclass(frozen=True, slots=True)
class RowSettings:
    """What shows that a row begins, where no rule does.

    Attributes:
        gap: white across all columns that is more than the leading inside a cell.
        even_sizes: gaps that differ by less than this are all the same leading.
        single_sizes: white between lines of cells of one line, at least.
        beginning: share of the texts beside numbers that open with no small letter where rows begin
            there; in the middle of a text about one line in ten does.
        opening: share of the lines that begin in the column in which rows begin.
        on_top: share of the gaps between numbers that are widest right above the second where
            numbers stand on the first line of their rows.
        fewest_telling: rows that must show how a column is aligned.
        agreeing: share of them that must agree.
        tall_sizes: least white that shows where in its row a text stands.
        top_sizes: white above a text that stands at the top of its row, at most.
    """

    gap: float = 1.0
    even_sizes: float = 0.12
    single_sizes: float = 0.35
    beginning: float = 0.85
    opening: float = 0.25
    on_top: float = 0.7
    fewest_telling: int = 3
    agreeing: float = 0.8
    tall_sizes: float = 3.0
    top_sizes: float = 1.2


TABLE, COLUMN, ROW = TableSettings(), ColumnSettings(), RowSettings()
"""The settings in use: of edges and boxes, of columns, and of rows."""
