"""Tables without vertical rules: horizontal rules, shading, or nothing but alignment.

Rules and the edges of shaded rows cut a page into bands; columns are the white gutters over
all bands of the document; a band that holds several rows is cut by numbers and white space.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from saextract.parsers.pdf import grid, rowbreaks
from saextract.parsers.pdf.columns import (
    Run,
    TextLine,
    cell_texts,
    crosses,
    gutter_columns,
    header_cells,
    text_lines,
)
from saextract.parsers.pdf.headers import (
    ANSWER,
    HEADING,
    NUMBER,
    is_header,
    is_title,
    may_be_title,
    text_of,
)
from saextract.parsers.pdf.page import FoundRow, FoundTable, Page, Rule, Word

_WIDE = 0.4
"""Least share of the page's width of a rule, or shaded row, that can part rows."""

_MOVED = 6.0
"""Words of a title that stand further apart, in points, are those of other columns."""

_LONG = 0.62
"""A run longer than this share of the table's width is prose or a heading, not a cell."""


@dataclass(eq=False)
class Band:
    """Lines between two cuts of a page; an open end is the page's, not a rule's."""

    page: int
    top: float
    bottom: float
    lines: list[TextLine]
    open_top: bool = False
    open_bottom: bool = False
    header: list[TextLine] = field(default_factory=list)


@dataclass(frozen=True)
class Layout:
    """How the rows of a table are laid out.

    Attributes:
        columns: column bounds.
        top_aligned: a provision number stands on the first line of its row.
        row_gap: usual white between rows, in points.
        cuts_are_rows: there is a rule, or an edge of shading, between any two rows.
    """

    columns: list[float]
    top_aligned: bool
    row_gap: float
    cuts_are_rows: bool


def find_horizontal(pages: Sequence[Page]) -> list[FoundTable] | None:
    """Tables with horizontal rules only, or None."""
    return _find(pages, {p.number: list(p.h_rules) for p in pages}, "horizontal")


def find_shaded(pages: Sequence[Page]) -> list[FoundTable] | None:
    """Tables whose rows, or whose headers, are told by shading, or None."""
    return _find(pages, {p.number: _edges(p) for p in pages}, "shaded")


def find_unruled(pages: Sequence[Page]) -> list[FoundTable] | None:
    """Tables told by alignment alone, or None."""
    return _find(pages, {}, "unruled")


def _edges(page: Page) -> list[Rule]:
    """Upper and lower edges of the page's shaded areas, as rules."""
    least = 6.0
    return [
        Rule(f.x0, y, f.x1, y)
        for f in page.fills
        if f.bottom - f.top >= least
        and f.colour != "FFFFFF"
        and f.bottom - f.top < 0.9 * page.height
        for y in (f.top, f.bottom)
    ]


def _find(
    pages: Sequence[Page], rules: dict[int, list[Rule]], name: str
) -> list[FoundTable] | None:
    cuts = {page.number: _cuts(page, rules.get(page.number, [])) for page in pages}
    if rules and sum(len(c) for c in cuts.values()) < 2:
        return None
    bands = [
        part
        for page in pages
        for band in _bands(page, cuts[page.number])
        for part in _split_at_headers(band)
    ]
    if not bands:
        return None
    groups: list[list[list[Band]]] = []
    segments = _segments(bands)
    for segment in segments:
        alike = next((g for g in groups if _same_header(g[0][0], segment[0])), None)
        if alike is None:
            groups.append([segment])
        else:
            alike.append(segment)
    shared: dict[int, list[float]] = {}
    for group in groups:
        together = [band for segment in group for band in _telling(segment)]
        columns = _columns(_body(together), together)
        shared.update((id(segment), columns) for segment in group)
    found: list[tuple[list[float], list[list[Band]]]] = []
    for segment in segments:
        kept = _telling(segment)
        if not kept:
            continue
        chosen = _choose(shared[id(segment)], kept)
        if chosen is not None:
            found.append((chosen, _blocks(segment, chosen)))
    return _tables(found, name) or None


def _same_header(one: Band, two: Band) -> bool:
    """Whether two headers have the same words in the same places: so have their columns."""
    words = [
        sorted((w for line in band.header for run in line.runs for w in run.words), key=_place)
        for band in (one, two)
    ]
    return len(words[0]) == len(words[1]) and all(
        a.text == b.text and abs(a.x0 - b.x0) <= _MOVED for a, b in zip(*words, strict=True)
    )


def _place(word: Word) -> tuple[float, float]:
    return word.x0, word.top


def _telling(bands: Sequence[Band]) -> list[Band]:
    """The bands that surely hold rows: with a header, a number or an answer, or ruled off."""
    kept = [b for b in bands if b.header or _anchors(b.lines)]
    if not kept:
        return []
    return [b for b in bands if b in kept or not (b.open_top or b.open_bottom)]


def _cuts(page: Page, rules: Sequence[Rule]) -> list[float]:
    """Where wide rules cut the page."""
    lines = grid.to_lines(grid.join_rules(rules, vertical=False), vertical=False, snap=grid.SNAP)
    return [ln.at for ln in lines if max(b - a for a, b in ln.spans) >= _WIDE * page.width]


def _bands(page: Page, cuts: Sequence[float]) -> Iterator[Band]:
    bounds = [0.0, *cuts, page.height]
    parts: list[list[Word]] = [[] for _ in bounds[1:]]
    for word in page.words:
        parts[grid.slot(bounds, grid.middle(word)[1])].append(word)
    last = len(parts) - 1
    for i, (words, (top, bottom)) in enumerate(zip(parts, pairwise(bounds), strict=True)):
        if words:
            yield Band(page.number, top, bottom, text_lines(words), i == 0, i == last)


def _split_at_headers(band: Band) -> Iterator[Band]:
    """The band, cut above each header in it but a first one."""
    rest = band
    while True:
        header = header_lines(rest.lines)
        at = rest.lines.index(header[0]) if header else 0
        if at > 0:
            y = (rest.lines[at - 1].bottom + header[0].top) / 2
            yield replace(rest, lines=rest.lines[:at], bottom=y, open_bottom=True)
            rest = replace(rest, lines=rest.lines[at:], top=y, open_top=True)
            continue
        after = rest.lines[len(header) :]
        following = header_lines(after)
        if not header or not following:
            yield replace(rest, header=header)
            return
        at = rest.lines.index(following[0])
        y = (rest.lines[at - 1].bottom + following[0].top) / 2
        yield replace(rest, lines=rest.lines[:at], bottom=y, open_bottom=True, header=header)
        rest = replace(rest, lines=rest.lines[at:], top=y, open_top=True)


def header_lines(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines of the first header in a band, or none."""
    for i, line in enumerate(lines):
        if len(line.runs) < 2 or not any(may_be_title(r.words[0].text) for r in line.runs):
            continue
        for start, end in ((i, i + 1), (i, i + 2), (i - 1, i + 1), (i - 1, i + 2), (i - 2, i + 3)):
            window = list(lines[max(start, 0) : end])
            if start < 0 or any(b.top - a.bottom > 0.5 * a.size for a, b in pairwise(window)):
                continue
            if is_header(cell_texts(header_cells(window))):
                above = _more_header(lines[: max(start, 0)][::-1], window[0])
                return [*above[::-1], *window, *_more_header(lines[end:], window[-1])]
    return []


def _more_header(lines: Sequence[TextLine], last: TextLine) -> list[TextLine]:
    """Lines next to a header's that are made of titles as well."""
    more: list[TextLine] = []
    for line in lines[:3]:
        gap = max(line.top - last.bottom, last.top - line.bottom)
        if gap > 0.35 * last.size or not all(is_title(text_of(r.words)) for r in line.runs):
            break
        more.append(line)
        last = line
    return more


def _anchors(lines: Sequence[TextLine]) -> bool:
    """Whether a line opens with a provision number with other cells beside it."""
    for line in lines:
        if len(line.runs) < 3 and not (len(line.runs) == 2 and len(line.runs[0].words) == 1):
            continue
        texts = [text_of(r.words) for r in line.runs]
        if NUMBER.fullmatch(texts[0]) or any(ANSWER.fullmatch(t) for t in texts[1:]):
            return True
    return False


def _segments(bands: Sequence[Band]) -> list[list[Band]]:
    """Bands parted where a header begins."""
    parts: list[list[Band]] = [[]]
    for band in bands:
        if band.header and parts[-1]:
            parts.append([])
        parts[-1].append(band)
    return parts


def _body(bands: Sequence[Band]) -> list[TextLine]:
    lines = [line for band in bands for line in band.lines if line not in band.header]
    if not lines:
        return []
    left, right = _ends(lines)
    return [line for line in lines if all(r.x1 - r.x0 < _LONG * (right - left) for r in line.runs)]


def _ends(lines: Sequence[TextLine]) -> tuple[float, float]:
    return (
        min(r.x0 for line in lines for r in line.runs) - 2,
        max(r.x1 for line in lines for r in line.runs) + 2,
    )


def _columns(lines: Sequence[TextLine], bands: Sequence[Band]) -> list[float]:
    if not lines:
        return []
    headers: list[Run] = [c for band in bands for c in header_cells(band.header)]
    return gutter_columns(lines, headers, _ends(lines))


def _choose(shared: list[float], bands: Sequence[Band]) -> list[float] | None:
    """The columns shared under the same header, or the segment's own if they fit better."""
    wanted = max((len(header_cells(b.header)) for b in bands), default=0)
    columns = shared
    if len(columns) - 1 < max(wanted, 3):
        own = _columns(_body(bands), bands)
        if len(own) > len(columns):
            columns = own
    if len(columns) - 1 < 3 and not (wanted >= 2 and len(columns) - 1 >= 2):
        return None
    return columns


# --------------------------------------------------------------------------- rows


def _blocks(bands: Sequence[Band], columns: list[float]) -> list[list[Band]]:
    """Stretches of a page without prose, headings or a page's end in them."""
    blocks: list[list[Band]] = []
    for band, following in zip(bands, [*bands[1:], None], strict=True):
        before_header = following is None or bool(following.header)
        trimmed = _without_heading(band, columns) if before_header else band
        for i, part in enumerate(_fitting(trimmed, columns)):
            joined = blocks and i == 0 and blocks[-1][-1].page == band.page
            if joined and not blocks[-1][-1].open_bottom and not part.open_top:
                blocks[-1].append(part)
            else:
                blocks.append([part])
    return blocks


def _under_one_title(columns: list[float], blocks: Sequence[Sequence[Band]]) -> list[float]:
    """The columns without bounds that part a title from what stands under it.

    In a wide column a title may stand on the left and all its marks in the middle, or an
    upright title on the right: then one half has a title and nothing under it, the other half
    the reverse.
    """
    bands = [band for block in blocks for band in block]
    titled: set[int] = set()
    filled: set[int] = set()
    for band in bands:
        for line in band.lines:
            slots = {grid.slot(columns, (run.x0 + run.x1) / 2) for run in line.runs}
            (titled if line in band.header else filled).update(slots)
    if not titled:
        return columns
    bare, spare = titled - filled, filled - titled
    parting: set[int] = set()
    for index in range(1, len(columns) - 1):
        left = index - 1 in bare and index in spare
        right = index - 1 in spare and index in bare and index - 1 not in parting
        if left or right:
            parting.add(index)
    return [x for index, x in enumerate(columns) if index not in parting]


def _tables(
    found: Sequence[tuple[list[float], Sequence[Sequence[Band]]]], name: str
) -> list[FoundTable]:
    found = [(_under_one_title(columns, blocks), blocks) for columns, blocks in found]
    pairs = [
        (band.lines, rowbreaks.numbers_in(band.lines, columns))
        for columns, blocks in found
        for block in blocks
        for band in block
    ]
    numbered = [p for p in pairs if p[1]]
    top_aligned = rowbreaks.is_top_aligned(numbered)
    row_gap = rowbreaks.usual_row_gap(numbered)
    cuts_are_rows = name != "unruled" and all(len(numbers) < 2 for _, numbers in pairs)
    if cuts_are_rows and not numbered:
        cuts_are_rows = all(
            rowbreaks.answers_in([ln for ln in band.lines if ln not in band.header], columns) < 2
            for columns, blocks in found
            for block in blocks
            for band in block
        )
    tables: list[FoundTable] = []
    for columns, blocks in found:
        layout = Layout(columns, top_aligned, row_gap, cuts_are_rows)
        last = 0
        seen: set[int] = set()
        for block in blocks:
            page = block[0].page
            rows = [r for band in block for r in _rows(band, layout)]
            follows = last == page - 1 and page not in seen
            seen.add(page)
            if not rows or not (follows or _looks_tabular(rows)):
                continue
            last = page
            box = (columns[0], rows[0].box[1], columns[-1], rows[-1].box[3])
            tables.append(FoundTable(page, box, tuple(columns), rows, name))
    return tables


def _looks_tabular(rows: Sequence[FoundRow]) -> bool:
    """Whether rows hold a header, a number, or an answer cell."""
    for row in rows:
        texts = [text_of(c.words) for c in row.cells if c]
        if row.header or NUMBER.fullmatch(texts[0]) or any(ANSWER.fullmatch(t) for t in texts[1:]):
            return True
    return False


def _fitting(band: Band, columns: list[float]) -> Iterator[Band]:
    """Stretches of a band's lines that keep to the columns.

    A band closed by rules on both sides is a row, even if its text runs across the columns
    (a section banner), unless a header follows in the same band.
    """
    closed = not (band.open_top or band.open_bottom)
    if closed and not band.header and not any(crosses(ln, columns) for ln in band.lines):
        yield band
        return
    part: list[TextLine] = []
    prose: TextLine | None = None
    fresh = True
    for line in band.lines:
        across = crosses(line, columns) and line not in band.header
        tail = (
            prose is not None
            and len(line.runs) == 1
            and line.top - prose.bottom < 0.5 * line.size
            and abs(line.runs[0].x0 - prose.runs[0].x0) < 3
        )
        if (across and _is_prose(line, columns)) or tail:
            if part:
                yield _part(band, part, fresh)
            part = []
            fresh = False
            prose = line
            continue
        prose = None
        part.append(line)
    if part:
        yield _part(band, part, fresh, last=True)


def _is_prose(line: TextLine, columns: Sequence[float]) -> bool:
    """Whether a line that crosses a bound is running text, not one word out of its column."""
    first = line.runs[0]
    return len(line.runs) == 1 or (first.x0 < columns[1] and first.x1 > columns[1] + 20)


def _part(band: Band, lines: list[TextLine], first: bool, last: bool = False) -> Band:
    top = band.top if first and lines[0] is band.lines[0] else lines[0].top - 1
    bottom = band.bottom if last else lines[-1].bottom + 1
    if band.open_top:
        top = max(top, lines[0].top - 1)
    if band.open_bottom:
        bottom = min(bottom, lines[-1].bottom + 1)
    header = [ln for ln in band.header if ln in lines]
    return Band(band.page, top, bottom, lines, band.open_top, band.open_bottom, header)


def _rows(band: Band, layout: Layout) -> list[FoundRow]:
    columns = layout.columns
    lines = [ln for ln in band.lines if ln not in band.header]
    cuts: list[float] = []
    if band.header and lines:
        cuts.append((band.header[-1].bottom + lines[0].top) / 2)
    heading = _opening_heading(lines, columns)
    if heading:
        cuts.append((heading[-1].bottom + lines[len(heading)].top) / 2)
        lines = lines[len(heading) :]
    numbers = rowbreaks.numbers_in(lines, columns)
    if layout.cuts_are_rows or not lines:
        pass
    elif numbers and layout.top_aligned:
        cuts += rowbreaks.breaks_at_numbers(lines, numbers)
    elif numbers:
        cuts += rowbreaks.breaks_around_numbers(lines, numbers, layout.row_gap)
    else:
        cuts += rowbreaks.breaks_by_gaps(lines, columns)
    cuts += rowbreaks.breaks_at_sections(lines, columns)
    bounds = [band.top, *sorted(set(cuts)), band.bottom]
    words = [w for line in band.lines for r in line.runs for w in r.words]
    rows = []
    for slots, ends in zip(grid.place(words, columns, bounds), pairwise(bounds), strict=True):
        if not any(slots):
            continue
        row = grid.make_row(band.page, columns, slots, ends)
        row.header = is_header([text_of(c.words) for c in row.cells if c])
        rows.append(row)
    return rows


def _opening_heading(lines: Sequence[TextLine], columns: Sequence[float]) -> list[TextLine]:
    """Headings above the first row of a band: the form's own, or bold and further to the left."""
    found: list[TextLine] = []
    for index, line in enumerate(lines[:-1]):
        run = line.runs[0]
        text = " ".join(word.text for word in run.words)
        below = [ln.runs[0].x0 for ln in lines[index + 1 :] if ln.runs[0].x0 < columns[1]]
        bold = all(word.bold for word in run.words) and not NUMBER.fullmatch(run.words[0].text)
        outdented = bold and any(run.x0 < x0 - 3 for x0 in below)
        if len(line.runs) != 1 or run.x0 > columns[1] or not (outdented or HEADING.match(text)):
            break
        found.append(line)
    return found


def _without_heading(band: Band, columns: Sequence[float]) -> Band:
    """The band without a heading at its end that is short enough to fit the first column."""
    lines = list(band.lines)
    usual = median(ln.size for ln in lines)
    while lines:
        last = lines[-1]
        words = last.runs[0].words
        short = len(last.runs) == 1 and last.runs[0].x0 < columns[1]
        shown = all(w.bold for w in words) or last.size > 1.1 * usual
        if not short or not shown or NUMBER.fullmatch(words[0].text):
            break
        lines.pop()
    if not lines or len(lines) == len(band.lines):
        return band
    return replace(band, lines=lines, bottom=lines[-1].bottom + 1, open_bottom=True)
