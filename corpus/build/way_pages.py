"""Waymarks that are web pages, and PDFs printed from web pages."""

from __future__ import annotations

import html
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
from produce import _chromium, _repeatable, _weasyprint
from shelf import Row
from way_form import HEADS, Form

Cell = Callable[[Form, Row], str]

RULED = "table{border-collapse:collapse}td,th{border:1px solid #444;padding:3px;vertical-align:top}"
SMALL = "body{font:9.5pt Liberation Sans,sans-serif}h1{font-size:15pt}"
COLOURS = {"yes": "#7fbf5f", "partial": "#f2b134", "no": "#d9534f"}
MEANINGS = {"yes": "we comply", "partial": "we comply in part", "no": "we do not comply"}


def plain(form: Form, row: Row) -> str:
    return html.escape(form.words[row.answer])


def page(form: Form, body: str, style: str) -> str:
    """A page with the form's title and lines."""
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in form.lines)
    foot = f"<footer><p>{html.escape(form.foot)}</p></footer>" if form.foot else ""
    return (
        f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Complaints</title>"
        f"<style>{style}</style></head><body><main><h1>{html.escape(form.title)}</h1>"
        f"{lines}{body}</main>{foot}</body></html>"
    )


def table(form: Form, answer: Cell = plain, ground: Cell | None = None) -> str:
    """The table of five columns."""
    head = "".join(f"<th>{text}</th>" for text in HEADS)
    lines = []
    for row in form.rows:
        number, requirement, _, evidence, commentary = map(html.escape, form.cells(row))
        style = f" style='background:{ground(form, row)}'" if ground else ""
        lines.append(
            f"<tr><td>{number}</td><td>{requirement}</td><td{style}>{answer(form, row)}</td>"
            f"<td>{evidence}</td><td>{commentary}</td></tr>"
        )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"


def choice(form: Form, row: Row, chosen: str, others: str = "{}") -> str:
    """All words of the choice, the chosen one set off."""
    marks = (
        (chosen if label == row.answer else others).format(w) for label, w in form.words.items()
    )
    return " / ".join(marks)


def printed_by(writer: Callable[[str, Path], None], text: str) -> bytes:
    """A PDF of a page, the same bytes every time."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "form.pdf"
        writer(text, out)
        _repeatable(out)
        stream = io.BytesIO()
        with pikepdf.open(out) as document:
            document.save(stream, deterministic_id=True)
        return stream.getvalue()


def _tagged(text: str, out: Path) -> None:
    _chromium(text, out, tagged=True)


def _untagged(text: str, out: Path) -> None:
    _chromium(text, out, tagged=False)


# ------------------------------------------------------------------------- web pages


def boxed(form: Form) -> bytes:
    mark = "<span style='border:1.5px solid #222;padding:0 3px'>{}</span>"
    return page(form, table(form, lambda f, row: choice(f, row, mark)), RULED).encode()


def ringed(form: Form) -> bytes:
    style = f"{RULED}.pick{{border:2px solid #b00;border-radius:50%}}"
    mark = "<span class=pick>{}</span>"
    return page(form, table(form, lambda f, row: choice(f, row, mark)), style).encode()


def two_years(form: Form) -> bytes:
    """This year's answers beside last year's, which were all Yes but for one."""
    titles = ("Provision", "Requirement", "2024/25", "2025/26", "Evidence", "Commentary")
    head = "".join(f"<th>{text}</th>" for text in titles)
    lines = []
    for place, row in enumerate(form.rows):
        last = "No" if place == 2 else "Yes"
        number, requirement, answer, evidence, commentary = map(html.escape, form.cells(row))
        cells = (number, requirement, last, answer, evidence, commentary)
        lines.append("<tr>" + "".join(f"<td>{text}</td>" for text in cells) + "</tr>")
    return page(form, f"<table><tr>{head}</tr>{''.join(lines)}</table>", RULED).encode()


def bidi(form: Form) -> bytes:
    """Answers between marks of direction, as some editors leave them."""
    return page(
        form, table(form, lambda f, row: f"\u200e\u202a{f.words[row.answer]}\u202c\u00a0"), RULED
    ).encode()


# ------------------------------------------------------------------------- printed pages


def struck(form: Form) -> bytes:
    text = page(form, table(form, lambda f, row: choice(f, row, "{}", "<s>{}</s>")), SMALL + RULED)
    return printed_by(_untagged, text)


def tight(form: Form) -> bytes:
    """Cells without rules or shades, and hardly white between them, known by the tags alone."""
    style = f"{SMALL}table{{border-collapse:collapse}}td,th{{padding:0 1px;vertical-align:top}}"
    return printed_by(_tagged, page(form, table(form), style))


def spaced(form: Form) -> bytes:
    """Shaded cells with white gaps between them, and no rules."""
    style = f"{SMALL}table{{border-spacing:5px}}td,th{{background:#dde6ee;padding:3px;"
    style += "vertical-align:top}*{print-color-adjust:exact}"
    return printed_by(_untagged, page(form, table(form), style))


def broken_letters(form: Form) -> bytes:
    """The ligature fi, whose letters the font's map gives with their bytes the wrong way round."""
    style = f"{SMALL}{RULED}body{{font-family:DejaVu Sans}}"
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(printed_by(_weasyprint, page(form, table(form), style)))) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
                letters = thing.ToUnicode.read_bytes()
                thing.ToUnicode.write(letters.replace(b"<00660069>", b"<66006900>"))
        pdf.save(stream, deterministic_id=True)
    return stream.getvalue()


def ticks(form: Form) -> bytes:
    style = f"{SMALL}{RULED}td:nth-child(3){{font-family:DejaVu Sans;text-align:center}}"
    return printed_by(_weasyprint, page(form, table(form), style))


def coloured(form: Form) -> bytes:
    patch = "<span style='display:inline-block;width:14px;height:10px;background:{}'></span>"
    key = " ".join(f"{patch.format(COLOURS[label])} {text}" for label, text in MEANINGS.items())
    body = f"<p>Key to the third column: {key}</p>"
    body += table(form, ground=lambda _, row: COLOURS[row.answer])
    return printed_by(_untagged, page(form, body, SMALL + RULED + "*{print-color-adjust:exact}"))


def newspaper(form: Form) -> bytes:
    """Blocks with labels in two columns, the left one to its foot and then the right one."""
    style = (
        SMALL
        + "section{columns:2;column-gap:28px}h3{font-size:10.5pt;margin:10px 0 2px}p{margin:2px 0}"
    )
    blocks = []
    for row in form.rows:
        number, requirement, answer, evidence, commentary = map(html.escape, form.cells(row))
        blocks.append(
            f"<h3>Provision {number}</h3><p>{requirement}</p><p><b>Do we comply?</b> {answer}</p>"
            + (f"<p><b>Evidence:</b> {evidence}</p>" if evidence else "")
            + f"<p><b>Commentary:</b> {commentary}</p>"
        )
    return printed_by(_untagged, page(form, f"<section>{''.join(blocks)}</section>", style))


def badged(form: Form) -> bytes:
    """The answer on a label at the right of each requirement, what is said in a box beneath."""
    style = (
        SMALL
        + ".row{display:grid;grid-template-columns:3em 1fr 7em;gap:8px;margin-top:12px}"
        + "b.answer{background:#2f7d4f;color:#fff;border-radius:9px;text-align:center;"
        + "align-self:start;font-size:8.5pt}.said{background:#f2eff7;margin:4px 0 0 3.8em;"
        + "padding:2px 8px}.said p{margin:3px 0}"
    )
    blocks = []
    for row in form.rows:
        number, requirement, answer, evidence, commentary = map(html.escape, form.cells(row))
        source = f"<p>Evidence: {evidence}</p>" if evidence else ""
        blocks.append(
            f"<div class=row><b>{number}</b><i>{requirement}</i><b class=answer>{answer}</b></div>"
            f"<div class=said>{source}<p>Commentary: {commentary}</p></div>"
        )
    blocks.append("<p>The Resident Panel will look at this page again in the spring.</p>")
    return printed_by(_untagged, page(form, "".join(blocks), style))


def in_three_rows(form: Form) -> bytes:
    """Three rows of a ruled table for each provision, on short pages that part them."""
    style = f"@page{{size:A4 landscape;margin:18mm}}{SMALL}{RULED}table{{width:100%}}"
    lines = []
    for row in form.rows:
        number, requirement, answer, evidence, commentary = map(html.escape, form.cells(row))
        lines.append(
            f"<tr><th>{number}</th><td colspan=2>{requirement}</td><td>{answer}</td></tr>"
            "<tr><th colspan=2>Evidence</th><th colspan=2>Our approach</th></tr>"
            f"<tr><td colspan=2>{evidence}</td><td colspan=2>{commentary}</td></tr>"
        )
    widths = "".join(f"<col style='width:{share}%'>" for share in (6, 44, 36, 14))
    body = f"<colgroup>{widths}</colgroup>"
    return printed_by(
        _untagged, page(form, f"<table>{body}<tbody>{''.join(lines)}</tbody></table>", style)
    )


def sheets(form: Form) -> bytes:
    """A page for each provision, with a framed table under a title of its own."""
    style = f"@page{{size:A5 landscape;margin:14mm}}{SMALL}{RULED}table{{width:100%}}"
    style += "section{break-before:page}td:first-child{width:32%}"
    parts = []
    for place, row in enumerate(form.rows, 1):
        number, requirement, answer, _, commentary = map(html.escape, form.cells(row))
        parts.append(
            f"<section><p><i>Sheet {place} of {len(form.rows)}</i></p><table>"
            "<tr><td colspan=2><b>Complaint handling</b></td></tr>"
            f"<tr><td>Paragraph {number}</td><td>{requirement}</td></tr>"
            f"<tr><td>Answer</td><td>{answer}</td></tr>"
            f"<tr><td>Remarks of the Clerk</td><td>{commentary}</td></tr></table></section>"
        )
    return printed_by(_untagged, page(form, "".join(parts), style))


def in_two_rows(form: Form) -> bytes:
    """Number and requirement in a row, answer and comment without a title in the one beneath."""
    lines = []
    for row in form.rows:
        number, requirement, answer, _, commentary = map(html.escape, form.cells(row))
        lines.append(f"<tr><td>{number}</td><td>{requirement}</td></tr>")
        lines.append(f"<tr><td>{answer}</td><td>{commentary}</td></tr>")
    return page(form, f"<table><tbody>{''.join(lines)}</tbody></table>", SMALL + RULED).encode()


def magazine(form: Form) -> bytes:
    """Two columns, each text under a heading in the landlord's own words."""
    style = (
        SMALL
        + "section{columns:2;column-gap:1em}h2{background:#eee;padding:8px}h3{margin:14px 0 2px}"
        + "h4{font-size:9pt;color:#639;margin:6px 0 0}p{margin:0}"
    )
    blocks = ["<h2>What counts as a complaint with us</h2>"]
    for row in form.rows:
        number, requirement, answer, evidence, commentary = map(html.escape, form.cells(row))
        blocks.append(
            f"<h3>{number}</h3><h4>What the Code says</h4><p>{requirement}</p>"
            f"<h4>Where we are</h4><p><b>{answer}</b></p>"
            + (f"<h4>Where to look</h4><p>{evidence}</p>" if evidence else "")
            + f"<h4>How we do it</h4><p>{commentary}</p>"
        )
    return printed_by(_untagged, page(form, f"<section>{''.join(blocks)}</section>", style))


def beneath(form: Form) -> bytes:
    """The comment in a row of its own over all columns, beneath its provision."""
    head = "".join(f"<th>{text}</th>" for text in HEADS[:4])
    lines = []
    for row in form.rows:
        cells = "".join(f"<td>{html.escape(text)}</td>" for text in form.cells(row)[:4])
        note = html.escape(row.commentary)
        lines.append(f"<tr>{cells}</tr><tr><td colspan=4><i>Commentary:</i> {note}</td></tr>")
    body = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    return printed_by(_weasyprint, page(form, body, SMALL + RULED))
