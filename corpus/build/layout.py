"""How a document looks, and the step from content to what a writer draws."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from content import Block, Break, Cell, Content, Grid, Row, Text, cell

ROLE_WIDTHS = {
    "number": 8.0,
    "requirement": 34.0,
    "answer": 9.0,
    "yes": 6.0,
    "no": 6.0,
    "evidence": 22.0,
    "commentary": 49.0,
}


@dataclass(frozen=True)
class Layout:
    """Everything that differs between two documents of the same content.

    Attributes:
        landscape: the paper's orientation; the paper is A4.
        font: CSS family; the writers pick the nearest that they have.
        size: type size in points.
        margin: in millimetres, on all sides.
        ruling: full, horizontal, none or zebra.
        widths: of the assessment's columns in per cent; () for usual ones.
        section_widths: the same for each table in turn, where they differ; () where they do not.
        headers: where the header row stands: section (each table), document (the first) or none.
        repeat: the header row is repeated on each page.
        banners: section headings are merged rows of one table, not headings between tables.
        centred: number and answer stand in the middle of their rows.
        split: rows may run over a page break.
        shaded: colour behind header rows, or "" for none.
        running_head: at the top of each page, or "".
        page_numbers: at the foot, with {page} and {pages}, or "".
        answer_bold: answers are printed bold.
        hyphenate: long words may be cut at the line's end (WeasyPrint and Chromium).
        typed_bullets: bullets are typed signs, not lists (DOCX).
        skip: roles of columns that are left out.
        css: further style rules, after all others (WeasyPrint and Chromium).
        marks: how answers are drawn by ReportLab: dingbats or drawn (ticks), form (form fields);
            by DOCX: wingdings. "" for plain text.
        finish: steps that the file goes through, of `finish.py` (PDF) or `docx_forms.py` (DOCX).
    """

    landscape: bool = True
    font: str = "Arial"
    size: float = 10
    margin: float = 18
    ruling: str = "full"
    widths: tuple[float, ...] = ()
    section_widths: tuple[tuple[float, ...], ...] = ()
    headers: str = "section"
    repeat: bool = False
    banners: bool = False
    centred: bool = False
    split: bool = True
    shaded: str = "D9D9D9"
    running_head: str = ""
    page_numbers: str = "{page}"
    answer_bold: bool = False
    hyphenate: bool = False
    typed_bullets: bool = False
    skip: tuple[str, ...] = ()
    css: str = ""
    marks: str = ""
    finish: tuple[str, ...] = ()


def flow(content: Content, layout: Layout) -> list[Block]:
    """What a writer draws, from top to bottom."""
    blocks = list(_blocks(content, layout))
    return _with_banners(blocks) if layout.banners else blocks


def _blocks(content: Content, layout: Layout) -> Iterator[Block]:
    columns = [(role, head) for role, head in content.columns if role not in layout.skip]
    tables = 0
    for block in content.blocks:
        if "rows" in block:
            header = layout.headers == "section" or (layout.headers == "document" and not tables)
            table = _assessment(block["rows"], columns, layout, header)
            if layout.section_widths:
                each = layout.section_widths
                table = replace(table, widths=each[tables % len(each)])
            yield table
            tables += 1
        elif "title" in block:
            yield Text((block["title"],), "title")
        elif "heading" in block:
            yield Text((block["heading"],), f"heading{block.get('level', 1)}")
        elif "text" in block:
            yield Text(tuple(block["text"]), "body", block.get("align", "left"))
        elif "contents" in block:
            lines = ["\t".join(block["header"]), *("\t".join(r) for r in block["contents"])]
            yield Text(tuple(lines), "contents")
        elif "table" in block:
            yield _other_table(block)
        elif "break" in block:
            yield Break()
        else:
            raise ValueError(f"unknown block {sorted(block)} in {content.name}")


def _assessment(
    rows: list[dict[str, Any]], columns: list[tuple[str, str]], layout: Layout, header: bool
) -> Grid:
    roles = tuple(role for role, _ in columns)
    has_section_rows = any(row.get("section") for row in rows)
    drawn: list[Row] = []
    if header and not has_section_rows:
        drawn.append(Row(tuple((head,) for _, head in columns), "header"))
    for row in rows:
        if "banner" in row:
            drawn.append(Row(((row["banner"],),), "banner"))
            continue
        cells = tuple(_value(row, role) for role in roles)
        kind = "section" if row.get("section") else "body"
        drawn.append(Row(cells, kind, row.get("provision", "")))
    return Grid(tuple(drawn), layout.widths or _usual(roles), roles)


def _value(row: dict[str, Any], role: str) -> Cell:
    return cell(row.get("other", {}).get(role, "") if role not in row else row[role])


def _usual(roles: tuple[str, ...]) -> tuple[float, ...]:
    widths = [ROLE_WIDTHS.get(role, 15.0) for role in roles]
    return tuple(round(100 * width / sum(widths), 2) for width in widths)


def _other_table(block: dict[str, Any]) -> Grid:
    rows: list[Row] = []
    for i, row in enumerate(block["table"]):
        if isinstance(row, dict):
            rows.append(Row(((row["banner"],),), "banner"))
        else:
            kind = "header" if block.get("header") and i == 0 else "body"
            rows.append(Row(tuple(cell(value) for value in row), kind))
    columns = max(len(row.cells) for row in rows)
    return Grid(tuple(rows), tuple(block.get("widths") or [round(100 / columns, 2)] * columns))


def _with_banners(blocks: list[Block]) -> list[Block]:
    """One table for all that stands between the first and the last row of the assessment."""
    at = [i for i, block in enumerate(blocks) if isinstance(block, Grid) and block.roles]
    first, last = at[0], at[-1]
    while first and isinstance(blocks[first - 1], Text) and _is_section(blocks[first - 1]):
        first -= 1
    rows: list[Row] = []
    grid: Grid | None = None
    for block in blocks[first : last + 1]:
        if isinstance(block, Grid):
            headers = [row for row in block.rows if row.kind == "header"]
            if grid is None:
                rows[:0] = headers
            grid = block
            rows += [row for row in block.rows if row.kind != "header"]
        elif isinstance(block, Text):
            rows += [Row(((paragraph,),), "banner") for paragraph in block.paragraphs]
    assert grid is not None
    merged = Grid(tuple(rows), grid.widths, grid.roles)
    return [*blocks[:first], merged, *blocks[last + 1 :]]


def _is_section(block: Block) -> bool:
    return isinstance(block, Text) and block.style in ("heading2", "heading3", "heading1")
