"""Writes a document as one HTML page, for Chromium and WeasyPrint to print."""

from __future__ import annotations

import html
from collections.abc import Callable

from content import Break, Cell, Content, Grid, Nested, Row, Text, bullet, runs
from layout import Layout, flow

Ink = Callable[[str, str], str]

_RULING = {
    "full": "td, th { border: 0.75pt solid #666; }",
    "horizontal": "td, th { border-top: 0.75pt solid #999; border-bottom: 0.75pt solid #999; }",
    "none": "td, th { border: none; }",
    "zebra": "tr.odd td { background: #eef3f8; }",
}


def html_page(content: Content, layout: Layout, ink: Ink | None = None) -> str:
    """The whole page.

    Args:
        content: what it says.
        layout: how it looks.
        ink: colours for a twin by which pages are told, see `pages.py`.
    """
    colour = ink or (lambda _provision, _role: "")
    parts: list[str] = []
    for block in flow(content, layout):
        if isinstance(block, Text):
            parts += _text(block)
        elif isinstance(block, Grid):
            parts.append(_grid(block, colour))
        elif isinstance(block, Break):
            parts.append('<div style="break-before: page"></div>')
    shown = next((b["title"] for b in content.blocks if "title" in b), content.name)
    title = html.escape(content.data.get("property_title", shown))
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_css(layout)}</style></head><body>{''.join(parts)}</body></html>"
    )


def _css(layout: Layout) -> str:
    size = "A4 landscape" if layout.landscape else "A4"
    head = layout.running_head.replace('"', "'")
    foot = layout.page_numbers.replace("{pages}", '" counter(pages) "')
    foot = foot.replace("{page}", '" counter(page) "')
    margins = (f'@top-left {{ content: "{head}"; font-size: 8pt; }}' if head else "") + (
        f'@bottom-right {{ content: "{foot}"; font-size: 9pt; }}' if foot else ""
    )
    return (
        f"@page {{ size: {size}; margin: {layout.margin}mm; {margins} }}"
        f"body {{ font-family: {layout.font}, sans-serif; font-size: {layout.size}pt; margin: 0; }}"
        "table { border-collapse: collapse; width: 100%; table-layout: fixed; margin: 0 0 10pt; }"
        "td, th { padding: 3pt 4pt; vertical-align: top; text-align: left;"
        " overflow-wrap: break-word; }"
        f"th, td.banner {{ background: {'#' + layout.shaded if layout.shaded else 'none'};"
        " font-weight: bold; }"
        "p { margin: 0 0 4pt; } ul { margin: 0 0 4pt; padding-left: 14pt; }"
        "h1, h2, h3 { break-after: avoid; margin: 8pt 0 4pt; } h1 { font-size: 1.6em; }"
        "h2 { font-size: 1.25em; } h3 { font-size: 1.1em; } .contents { display: flex; }"
        + _RULING[layout.ruling]
        + ("tr { break-inside: avoid; }" if not layout.split else "")
        + ("thead { display: table-row-group; }" if not layout.repeat else "")
        + (".mid { vertical-align: middle; text-align: center; }" if layout.centred else "")
        + ("body { hyphens: auto; }" if layout.hyphenate else "")
        + (".answer { font-weight: bold; }" if layout.answer_bold else "")
        + layout.css
    )


def _text(block: Text) -> list[str]:
    if block.style == "contents":
        cells = [line.split("\t") for line in block.paragraphs]
        return [
            '<div class="contents">'
            f'<span style="width: 12mm">{html.escape(c[0])}</span>'
            f'<span style="flex: 1">{html.escape(c[1])}</span>'
            f"<span>{html.escape(c[2])}</span></div>"
            for c in cells
        ]
    if block.style == "body":
        return [f'<div style="text-align: {block.align}">{_paragraphs(block.paragraphs)}</div>']
    level = {"title": "h1"}.get(block.style) or f"h{block.style[-1]}"
    return [f"<{level}>{_marked(text)}</{level}>" for text in block.paragraphs]


def _grid(grid: Grid, ink: Ink) -> str:
    columns = "".join(f'<col style="width: {width}%">' for width in grid.widths)
    head = [row for row in grid.rows if row.kind == "header"]
    odd = False
    body: list[str] = []
    for row in grid.rows:
        if row.kind != "header":
            odd = not odd
            body.append(_row(row, grid, ink, "odd" if odd else ""))
    rows = "".join(_row(row, grid, ink, "") for row in head)
    thead = f"<thead>{rows}</thead>" if head else ""
    return f"<table><colgroup>{columns}</colgroup>{thead}<tbody>{''.join(body)}</tbody></table>"


def _row(row: Row, grid: Grid, ink: Ink, parity: str) -> str:
    if row.kind == "banner":
        span = len(grid.widths)
        return f'<tr><td class="banner" colspan="{span}">{_cell(row.cells[0])}</td></tr>'
    tag = "th" if row.kind in ("header", "section") else "td"
    cells: list[str] = []
    for i, value in enumerate(row.cells):
        role = grid.roles[i] if grid.roles else ""
        colour = ink(row.provision, role)
        names = [role] if role else []
        if role in ("number", "answer", "yes", "no") and tag == "td":
            names.append("mid")
        style = f' style="color: #{colour}"' if colour else ""
        inner = _cell(value, bool(colour))
        cells.append(f'<{tag} class="{" ".join(names)}"{style}>{inner}</{tag}>')
    cells += [f"<{tag}></{tag}>"] * (len(grid.widths) - len(row.cells))
    return f'<tr class="{parity}">{"".join(cells)}</tr>'


def _cell(value: Cell, twin: bool = False) -> str:
    parts: list[str] = []
    plain: list[str] = []
    for part in value:
        if isinstance(part, Nested):
            parts.append(_paragraphs(plain, twin))
            plain = []
            rows = "".join(
                "<tr>" + "".join(f"<td>{_paragraphs(c, twin)}</td>" for c in row) + "</tr>"
                for row in part.rows
            )
            parts.append(f"<table>{rows}</table>")
        else:
            plain.append(part)
    if len(value) == 1 and plain and not bullet(plain[0])[0]:
        return _marked(plain[0], twin)
    return "".join(parts) + _paragraphs(plain, twin)


def _paragraphs(texts: tuple[str, ...] | list[str], twin: bool = False) -> str:
    parts: list[str] = []
    depth = 0
    for text in texts:
        level, bare = bullet(text)
        parts.append("<ul>" * max(level - depth, 0) + "</ul>" * max(depth - level, 0))
        depth = level
        tag = "li" if level else "p"
        parts.append(f"<{tag}>{_marked(bare, twin)}</{tag}>")
    return "".join(parts) + "</ul>" * depth


def _marked(text: str, twin: bool = False) -> str:
    parts: list[str] = []
    for run in runs(text):
        piece = html.escape(run.text)
        for flag, tag in ((run.bold, "b"), (run.italic, "i"), (run.underline, "u")):
            if flag:
                piece = f"<{tag}>{piece}</{tag}>"
        if run.href:
            style = ' style="color: inherit"' if twin else ""
            piece = f'<a href="{html.escape(run.href)}"{style}>{piece}</a>'
        parts.append(piece)
    return "".join(parts)
