"""Tables without vertical rules: horizontal rules, shading, or nothing but alignment.

Rules and the edges of shaded rows cut a page into bands; columns are the white gutters over
all bands of the document; a band that holds several rows is cut by numbers and white space.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from saextract.parsers.pdf.page import FoundRow, FoundTable, Page, Rule

from . import grid
from .bands import Band, bands_of, same_header, segments_of, telling
from .cells import Grid, filled, rows_in, table_of
from .columns import (
    Run,
    TextLine,
    crosses,
    gutter_columns,
    header_cells,
    misfit,
    misfits,
    without_spares,
)
from .headers import HEADING, is_answer, is_number, is_yes_or_no, opens_row, text_of
from .rows import breaks
from .rows.centred import breaks_around_numbers
from .settings import COLUMN, TABLE


@dataclass(frozen=True)
class Layout:
    """How the rows of a table are laid out.

    Attributes:
        columns: column bounds.
        top_aligned: a provision number stands on the first line of its row.
        cuts_are_rows: there is a rule, or an edge of shading, between any two rows.
    """

    columns: list[float]
    top_aligned: bool
    cuts_are_rows: bool


def find_banded(pages: Sequence[Page]) -> list[FoundTable] | None:
    """Tables whose rows, or whose headers, horizontal rules or shading tell, or None."""
    return _find(pages, {p.number: [*p.h_rules, *_edges(p)] for p in pages}, "banded")


def find_unruled(pages: Sequence[Page]) -> list[FoundTable] | None:
    """Tables told by alignment alone, or None."""
    return _find(pages, {}, "unruled")


def _edges(page: Page) -> list[Rule]:
    """Upper and lower edges of the page's shaded areas, as rules."""
    return [
        Rule(f.x0, y, f.x1, y)
        for f in page.fills
        if f.bottom - f.top >= TABLE.least_shade
        and f.colour != "FFFFFF"
        and f.bottom - f.top < TABLE.most_shade * page.height
        for y in (f.top, f.bottom)
    ]


def _find(
    pages: Sequence[Page], rules: dict[int, list[Rule]], name: str
) -> list[FoundTable] | None:
    bands = bands_of(pages, rules)
    if not bands:
        return None
    segments = segments_of(bands)
    chosen: dict[int, list[float]] = {}
    for group in _groups(segments):
        chosen |= _columns_of(group)
    found = [(chosen[i], _blocks(s, chosen[i])) for i, s in enumerate(segments) if i in chosen]
    return _tables(found, name) or None


Segment = tuple[int, list[Band]]
"""Bands under one header or heading, with their place among such."""


def _groups(segments: Sequence[list[Band]]) -> list[list[Segment]]:
    """Segments under the same header; those without one go with the header above them."""
    groups: list[list[Segment]] = []
    last: list[Segment] = []
    for place, segment in enumerate(segments):
        if segment[0].header or not last:
            same = (group for group in groups if same_header(group[0][1][0], segment[0]))
            last = next(same, [])
            if not last:
                groups.append(last)
        last.append((place, segment))
    return groups


def _columns_of(group: Sequence[Segment]) -> dict[int, list[float]]:
    """The columns of each segment that holds rows, by its place."""
    together = [band for _, segment in group for band in telling(segment)]
    wanted = max((len(header_cells(band.header)) for band in together), default=0)
    shared = _columns(_body(together), together, wanted)
    if not wanted and _are_abreast(together, shared):
        return {}
    chosen: dict[int, list[float]] = {}
    for place, segment in group:
        kept = telling(segment)
        columns = _choose(shared, kept, wanted) if kept else None
        if columns is not None:
            chosen[place] = columns
    _share(chosen, dict(group), wanted)
    parts = {place: (chosen[place], segment) for place, segment in group if place in chosen}
    alike: dict[tuple[float, ...], list[Band]] = {}
    for columns, segment in parts.values():
        alike.setdefault(tuple(columns), []).extend(segment)
    return {
        place: _under_one_title(columns, alike[tuple(columns)])
        for place, (columns, _) in parts.items()
    }


def _share(chosen: dict[int, list[float]], segments: dict[int, list[Band]], wanted: int) -> None:
    """Gives segments with fewer columns than the header has titles those of one with all."""
    whole = [columns for columns in chosen.values() if len(columns) - 1 == wanted]
    for place, columns in chosen.items():
        if not whole or len(columns) - 1 >= wanted:
            continue
        lines = _body(telling(segments[place]))
        best = min(whole, key=lambda other: misfit(lines, other))
        if misfit(lines, best) < misfit(lines, columns) + COLUMN.better:
            chosen[place] = best


def _body(bands: Sequence[Band]) -> list[TextLine]:
    """The lines that show where columns are: neither headers nor prose nor headings."""
    lines = [line for band in bands for line in band.lines if line not in band.header]
    if not lines:
        return []
    left, right = _ends(lines)
    edge = (
        min((line.runs[0].x0 for line in lines if len(line.runs) > 1), default=left) + TABLE.alike
    )
    return [
        line
        for line in lines
        if all(r.x1 - r.x0 < COLUMN.long * (right - left) for r in line.runs)
        and (len(line.runs) > 1 or line.runs[0].x0 > edge or _is_number(line))
    ]


def _is_number(line: TextLine) -> bool:
    return is_number(line.runs[0].words[0].text)


def _ends(lines: Sequence[TextLine]) -> tuple[float, float]:
    return (
        min(r.x0 for line in lines for r in line.runs) - 2,
        max(r.x1 for line in lines for r in line.runs) + 2,
    )


def _columns(lines: Sequence[TextLine], bands: Sequence[Band], wanted: int) -> list[float]:
    if not lines:
        return []
    headers: list[Run] = [c for band in bands for c in header_cells(band.header)]
    columns = gutter_columns(lines, headers, _ends(lines))
    return without_spares(columns, lines, headers, wanted)


def _choose(shared: list[float], bands: Sequence[Band], wanted: int) -> list[float] | None:
    """The columns shared under the same header, or the segment's own if they fit better.

    Args:
        shared: columns of all segments under the same header.
        bands: the segment.
        wanted: how many cells the header has.
    """
    columns = shared
    lines = _body(bands)
    own = _columns(lines, bands, wanted)
    if len(own) > len(shared) and len(shared) - 1 < max(wanted, 3):
        columns = own
    elif len(own) - 1 in (wanted, len(shared) - 1) and len(own) >= len(shared):
        better = misfit(lines, own) + COLUMN.better <= misfit(lines, shared)
        columns = own if better else shared
    if len(columns) - 1 < 3 and not (wanted >= 2 and len(columns) - 1 >= 2):
        return None
    if len(columns) - 1 == 2 and _labels_on_both_sides(bands, columns):
        return None
    across = sum(crosses(line, columns) for band in bands for line in band.lines)
    if not wanted and across >= COLUMN.mostly_prose * len(lines):
        return None
    return columns


def _labels_on_both_sides(bands: Sequence[Band], columns: Sequence[float]) -> bool:
    """Whether the same titles stand in both of two columns: labels in newspaper columns."""
    sides: tuple[set[str], set[str]] = (set(), set())
    for run in (run for band in bands for line in band.lines for run in line.runs):
        text = text_of(run.words)
        if text[0].isupper() and len(run.words) <= COLUMN.label_words and not is_answer(text):
            sides[grid.slot(columns, run.x0) > 0].add(text)
    return len(sides[0] & sides[1]) >= COLUMN.fewest_labels


def _are_abreast(bands: Sequence[Band], columns: Sequence[float]) -> bool:
    """Whether rows stand in newspaper columns: two hold numbers, or answers between prose."""
    numbered: Counter[int] = Counter()
    answered: Counter[int] = Counter()
    prose: Counter[int] = Counter()
    for run in (run for band in bands for line in band.lines for run in line.runs):
        text, column = text_of(run.words), grid.slot(columns, run.x0)
        numbered[column] += is_number(text)
        answered[column] += is_yes_or_no(text)
        prose[column] += len(run.words) > COLUMN.label_words
    mixed = [min(answered[column], prose[column]) for column in answered]
    return any(
        sum(count >= COLUMN.fewest_abreast for count in counts) > 1
        for counts in (numbered.values(), mixed)
    )


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


def _under_one_title(columns: list[float], bands: Sequence[Band]) -> list[float]:
    """The columns without bounds that part a title from what stands under it.

    In a wide column a title may stand on the left and all its marks in the middle, or an
    upright title on the right: then one half has a title and nothing under it, the other half
    the reverse.
    """
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
    pairs = [
        (band.lines, breaks.numbers_in(band.lines, columns))
        for columns, blocks in found
        for block in blocks
        for band in block
    ]
    numbered = [p for p in pairs if p[1]]
    top_aligned = breaks.is_top_aligned(numbered)
    cuts_are_rows = name != "unruled" and all(len(numbers) < 2 for _, numbers in pairs)
    if cuts_are_rows and not numbered:
        cuts_are_rows = all(
            breaks.answers_in([ln for ln in band.lines if ln not in band.header], columns) < 2
            for columns, blocks in found
            for block in blocks
            for band in block
        )
    tables: list[FoundTable] = []
    for columns, blocks in found:
        layout = Layout(columns, top_aligned, cuts_are_rows)
        last = -1
        seen: set[int] = set()
        for block in blocks:
            page = block[0].page
            rows = [r for band in block for r in _rows(band, layout)]
            follows = last == page - 1 and page not in seen
            seen.add(page)
            alone = name == "unruled" and len(rows) == 1
            if not rows or not (follows or _looks_tabular(rows, alone)):
                continue
            last = page
            tables.append(table_of(columns, rows, name))
    return tables


def _looks_tabular(rows: Sequence[FoundRow], alone: bool) -> bool:
    """Whether rows hold a header, a number, or an answer cell, which a lone line may hold too."""
    for row in rows:
        texts = [text_of(c.words) for c in row.cells if c]
        if row.header or opens_row(texts):
            return True
        if not alone and any(is_answer(t) for t in texts[1:]):
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
            and line.top - prose.bottom < COLUMN.space_sizes * line.size
            and abs(line.runs[0].x0 - prose.runs[0].x0) < TABLE.alike
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
    numbers = breaks.numbers_in(lines, columns)
    unsure: list[float] = []
    if layout.cuts_are_rows or not lines:
        pass
    elif numbers and layout.top_aligned:
        cuts += breaks.breaks_at_numbers(lines, numbers)
    elif numbers:
        around = breaks_around_numbers(lines, numbers, columns)
        cuts += [cut.at for cut in around]
        unsure = [cut.at for cut in around if not cut.sure]
    else:
        cuts += breaks.breaks_by_gaps(lines, columns)
    cuts += breaks.breaks_at_sections(lines, columns) + breaks.breaks_at_labels(lines, columns)
    bounds = [band.top, *sorted(set(cuts)), band.bottom]
    words = [w for line in band.lines for r in line.runs for w in r.words]
    doubtful = {id(w) for line in lines for r in misfits(line, columns) for w in r.words}
    rows = filled(rows_in(Grid(band.page, columns, bounds), words))
    for row in rows:
        apart = row.box[1] not in unsure and row.box[3] not in unsure
        for cell in filter(None, row.cells):
            cell.uncertain = not apart or any(id(word) in doubtful for word in cell.words)
    return rows


def _opening_heading(lines: Sequence[TextLine], columns: Sequence[float]) -> list[TextLine]:
    """Headings above the first row of a band: the form's own, or bold and further to the left."""
    found: list[TextLine] = []
    for index, line in enumerate(lines[:-1]):
        run = line.runs[0]
        text = " ".join(word.text for word in run.words)
        below = [ln.runs[0].x0 for ln in lines[index + 1 :] if ln.runs[0].x0 < columns[1]]
        bold = all(word.bold for word in run.words) and not is_number(run.words[0].text)
        outdented = bold and any(run.x0 < x0 - TABLE.alike for x0 in below)
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
        shown = all(w.bold for w in words) or last.size > COLUMN.heading * usual
        if not short or not shown or is_number(words[0].text):
            break
        lines.pop()
    if not lines or len(lines) == len(band.lines):
        return band
    return replace(band, lines=lines, bottom=lines[-1].bottom + 1, open_bottom=True)
