"""Pages of a form: one content as tables, blocks with labels or badges, cards, or sheets of labels.

What a form is drawn in is HTML, for a browser to show or to print.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import NamedTuple

from saextract.evaluation.gold import GoldResponse
from saextract.model import Answer

Rows = dict[str, GoldResponse]
"""What is said, by provision number."""


class Style(NamedTuple):
    """How a document is laid out.

    Attributes:
        titles, words: title of each column or label, and the usual word of each answer.
        order: of the columns of a table.
        evidence, commentary: share of rows that have one, 0 to 1.
        brief: whether only the first sentence of a requirement is printed.
        one_table: one table for all sections, and not one for each.
        section_rows: whether that table has a row for each section.
        repeated: whether a table's head is printed on each of its pages.
        tag, separator: of a label within a line.
        inline: whether the labels of a block stand within lines, and not as headings.
        labelled: whether a block's requirement has a label.
        bare: whether such a heading stands where there is no evidence, too.
        intro: a text at the head of each section; "" for none.
        banner: a line between the rows of a section, above its second row; "" for none.
        action: whether a table has a last column for actions, mostly empty.
        cover: whether the form begins on a page of its own.
        head: a line at the head of every printed page; "" for none.
        tail: paragraphs beneath the form.
        dropdown: whether the answers of a Word form stand in drop-downs.
    """

    titles: dict[str, str]
    words: dict[Answer, str]
    order: tuple[str, ...]
    evidence: float
    commentary: float
    brief: bool
    one_table: bool
    section_rows: bool
    repeated: bool
    tag: str
    separator: str
    inline: bool
    labelled: bool
    bare: bool
    intro: str
    banner: str
    action: bool
    cover: bool
    head: str
    tail: tuple[str, ...]
    dropdown: bool


ACTION = "Action"
"""Title of the column for actions."""


def section_of(number: str) -> str:
    """The section of a provision's number."""
    return number.partition(".")[0]


def cell(number: str, row: GoldResponse, name: str) -> str:
    """The text of a cell, for a page."""
    return escape(number if name == "number" else getattr(row, name))


def tables(section: str, rows: Rows, style: Style) -> str:
    """A table with a row for each provision, under a heading or, of several, below a row."""
    wide = f"<tr class=section><td colspan={len(style.order) + style.action}>"
    lines = [
        f"<tr>{''.join(f'<td class={n}>{cell(number, row, n)}</td>' for n in style.order)}"
        f"{'<td></td>' if style.action else ''}</tr>"
        for number, row in rows.items()
    ]
    if style.banner:
        lines.insert(1, f"{wide}{escape(style.banner)}</td></tr>")
    if style.one_table:
        title = f"{wide}{escape(section)}</td></tr>"
        return (title if style.section_rows else "") + "".join(lines)
    intro = f"<p>{escape(style.intro)}</p>" if style.intro else ""
    return f"<h2>{escape(section)}</h2>{intro}{table(''.join(lines), style)}"


def table(lines: str, style: Style) -> str:
    """A table of rows, with its head."""
    titles = [*(style.titles[name] for name in style.order), *([ACTION] if style.action else ())]
    head = "".join(f"<th>{escape(title)}</th>" for title in titles)
    tag = "thead" if style.repeated else "tbody"
    return f"<table><{tag}><tr>{head}</tr></{tag}><tbody>{lines}</tbody></table>"


def blocks(section: str, rows: Rows, style: Style) -> str:
    """A heading for each provision, and labelled texts below."""
    return f"<h2>{escape(section)}</h2>" + "".join(
        f"<div class=card><h3>{number}</h3>{block(number, row, style)}</div>"
        for number, row in rows.items()
    )


def block(number: str, row: GoldResponse, style: Style) -> str:
    """The labelled texts of a provision; a text that is not there has no label, or a bare one."""
    parts = []
    for name in ("requirement", "answer_printed", "evidence", "commentary"):
        text, label = cell(number, row, name), escape(style.titles[name].partition(":")[0])
        if name == "requirement" and not style.labelled:
            parts.append(f"<p>{text}</p>")
        elif text and style.inline:
            parts.append(f"<p><{style.tag}>{label}{style.separator}</{style.tag}> {text}</p>")
        elif text or (style.bare and name == "evidence" and not style.inline):
            parts.append(f"<h4>{label}</h4><p>{text}</p>")
    return "".join(parts)


def badges(section: str, rows: Rows, style: Style) -> str:
    """A number, a requirement and the answer at its right for each provision, a comment below."""
    made = [f"<h2>{escape(section)}</h2>"]
    for number, row in rows.items():
        made.append(
            f"<div class='card badged'><b>{number}</b><i>{escape(row.requirement)}</i>"
            f"<span class=badge>{escape(row.answer_printed)}</span></div>"
        )
        labelled = bool(row.evidence and row.commentary) or style.labelled
        made += [
            f"<p class=said>{labels(style, name) if labelled else ''}{cell(number, row, name)}</p>"
            for name in ("evidence", "commentary")
            if getattr(row, name)
        ]
    return "".join(made)


def labels(style: Style, name: str) -> str:
    """A label at the head of a text, with the sign behind it."""
    return f"<b>{escape(style.titles[name].partition(':')[0])}{style.separator or ':'}</b> "


def cards(section: str, rows: Rows, style: Style) -> str:
    """Boxes two abreast, each with number and answer over the requirement and what is said."""
    boxes = "".join(
        f"<div class=card><h3>{number} <span class=badge>{escape(row.answer_printed)}</span></h3>"
        f"<p>{escape(row.requirement)}</p>"
        + "".join(
            f"<p>{labels(style, name)}{cell(number, row, name)}</p>"
            for name in ("evidence", "commentary")
            if getattr(row, name)
        )
        + "</div>"
        for number, row in rows.items()
    )
    return f"<h2>{escape(section)}</h2><div class=abreast>{boxes}</div>"


def columns(section: str, rows: Rows, style: Style) -> str:
    """Labelled blocks in two columns, as in a newsletter."""
    return f"<div class=columns>{blocks(section, rows, style)}</div>"


def stacked(section: str, rows: Rows, style: Style) -> str:
    """A table for each provision, with evidence and commentary below the requirement."""
    evidence, commentary = (escape(style.titles[name]) for name in ("evidence", "commentary"))
    return f"<h2>{escape(section)}</h2>" + "".join(
        f"<table><tr><th class=number>{number}</th><td colspan=2>{escape(row.requirement)}</td>"
        f"<td class=answer_printed>{row.answer_printed}</td></tr>"
        f"<tr><th colspan=2>{evidence}</th><th colspan=2>{commentary}</th></tr>"
        f"<tr><td colspan=2>{escape(row.evidence)}</td>"
        f"<td colspan=2>{escape(row.commentary)}</td></tr></table>"
        for number, row in rows.items()
    )


def sheets(section: str, rows: Rows, style: Style) -> str:
    """A table of labels and texts for each provision."""
    made = [f"<h2>{escape(section)}</h2>"]
    for number, row in rows.items():
        lines = (f"<tr><th>{escape(title)}</th><td>{cell(number, row, name)}</td></tr>"
                 for name, title in style.titles.items())  # fmt: skip
        made.append(f"<table>{''.join(lines)}</table>")
    return "".join(made)


SHAPES = (
    ".badged{display:grid;grid-template-columns:3em 1fr 8em}.badge{text-align:center}"
    ".said{margin-left:3em;background:#f2f0f6;padding:3px}"
    ".abreast{display:grid;grid-template-columns:1fr 1fr;gap:10px}"
    ".abreast .card{border:1px solid #999;padding:6px}.columns{column-count:2}"
    ".cover{break-after:page}"
)
"""Styles that make the layouts what they are, whatever the others are."""


def whole(title: str, year: int, css: str, body: str, style: Style) -> str:
    """The page around what is said, with its styles."""
    head = f'@page{{@top-left{{content:"{style.head}"}}}}' if style.head else ""
    cover = "<p class=cover>Annex 2 to the annual report</p>" if style.cover else ""
    tail = "".join(f"<p>{escape(text)}</p>" for text in style.tail)
    return (
        f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>{title}</title>"
        f"<style>{SHAPES}{head}{css}</style></head><body><main><h1>{title}</h1>{cover}"
        f"<p>Completed on 12 June {year}.</p>{body}{tail}</main></body></html>"
    )


LAYOUTS: dict[str, Callable[[str, Rows, Style], str]] = {
    "table": tables, "blocks": blocks, "stacked": stacked, "sheets": sheets,
    "badges": badges, "cards": cards, "columns": columns,
}  # fmt: skip
