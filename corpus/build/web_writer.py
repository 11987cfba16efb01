"""Writes a document as a page of a website, with a site's furniture around it.

The forms are those in which landlords publish assessments on web pages: a table for each
section, accordions, rows of boxes, definition lists, labelled blocks, questions with their
answers, and the cells of the form as bare paragraphs.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from content import Content, Nested, bullet, cell, runs

Ink = Callable[[str, str], str]

FORMS = (
    "table", "accordion", "boxes", "definitions", "labelled", "headed", "questions", "paragraphs",
    "pairs", "cards", "beneath", "flat",
)  # fmt: skip

_CSS = """
body { font-family: Arial, sans-serif; font-size: 11pt; margin: 0 24pt; color: #0b0c0c; }
nav ul, .footer-links { display: flex; gap: 12pt; list-style: none; padding: 0; }
.cookie-banner { background: #eee; padding: 6pt; } .breadcrumb { font-size: 9pt; }
table { border-collapse: collapse; width: 100%; } td, th { border: 1px solid #aaa; padding: 4pt;
 text-align: left; vertical-align: top; } th { background: #dde7ee; }
.mobile-label { display: none; }
.grid-row { display: flex; } .grid-cell { flex: 1; border: 1px solid #aaa; padding: 4pt; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; }
@media (max-width: 600px) { .mobile-label { display: inline; font-weight: bold; } }
@media print { nav, .cookie-banner, .share, .breadcrumb, form { display: none; } }
"""


def web_page(content: Content, form: str, ink: Ink | None = None) -> str:
    """The whole page.

    Args:
        content: what it says.
        form: one of `FORMS`.
        ink: colours for a twin by which pages are told, see `pages.py`.
    """
    writer = _Writer(content, form, ink or (lambda _provision, _role: ""))
    title = next((b["title"] for b in content.blocks if "title" in b), content.name)
    landlord = content.data["landlord"]
    site = landlord if isinstance(landlord, str) else landlord[0]
    head = html.escape(f"{title} | {site}" if site else title)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{head}</title>\n'
        f'<meta name="viewport" content="width=device-width"><style>{_CSS}</style>\n'
        "<script>window.site = { menu: 'Compliance: Yes' };</script></head>\n"
        f"<body>{_top(site)}<main id='content'>\n{writer.body()}\n"
        "<ul class='share'><li><a href='#'>Share on Facebook</a></li></ul></main>\n"
        f"{_foot(site)}</body></html>\n"
    )


def _top(site: str) -> str:
    return (
        '<a class="skip-link" href="#content">Skip to main content</a>\n'
        '<div class="cookie-banner" role="region"><p>We use cookies to make this site work. '
        "Do you comply with our cookie policy? Yes or No.</p><button>Accept all</button></div>\n"
        f'<header class="site-header"><a href="/">{html.escape(site)}</a>'
        '<form role="search"><label>Search <input type="text" value=""></label></form>'
        '<nav><ul><li><a href="/housing">Housing</a></li><li><a href="/repairs">Repairs</a></li>'
        '<li><a href="/complaints">Complaints</a></li></ul></nav></header>\n'
        '<div class="breadcrumb"><a href="/">Home</a> &gt; <a href="/about">About us</a></div>\n'
    )


def _foot(site: str) -> str:
    return (
        '<footer><ul class="footer-links"><li>Accessibility</li><li>Privacy</li></ul>'
        f"<p>&copy; {html.escape(site)}</p></footer>\n"
    )


def labelled_text(content: Content) -> Content:
    """The same with every row as labelled paragraphs."""
    blocks: list[dict[str, Any]] = []
    for block in content.blocks:
        if "rows" not in block:
            blocks.append(block)
            continue
        for row in block["rows"]:
            texts: list[str] = []
            for role, head in content.columns[1:]:
                value = row.get("other", {}).get(role, "") if role not in row else row[role]
                parts = [part for part in cell(value) if isinstance(part, str)]
                first = parts[0] if parts and not bullet(parts[0])[0] else ""
                texts.append(f"<b>{head}:</b> {first}".strip())
                texts += parts[1:] if first else parts
            blocks.append({"heading": f"Code provision {row['number']}", "level": 3})
            blocks.append({"text": texts})
    return replace(content, blocks=blocks)


class _Writer:
    def __init__(self, content: Content, form: str, ink: Ink) -> None:
        if form not in FORMS:
            raise ValueError(f"no form {form}")
        self.content = content
        self.form = form
        self.ink = ink
        self.roles = [role for role, _ in content.columns]
        self.heads = dict(content.columns)
        self.first_rows = True

    def body(self) -> str:
        parts: list[str] = []
        panel = False
        for block in self.content.blocks:
            if "heading" in block and self.form == "accordion" and block["level"] == 2:
                parts.append("</div>" * panel)
                title = html.escape(block["heading"])
                parts.append(
                    f'<h2><button type="button" aria-expanded="false">{title}</button></h2>'
                    '<div class="accordion-panel" hidden>'
                )
                panel = True
            else:
                parts.append(self.block(block))
        return "\n".join(parts) + "</div>" * panel

    def block(self, block: dict[str, Any]) -> str:
        if "rows" in block:
            return self.rows(block["rows"])
        if "title" in block:
            return f"<h1>{html.escape(block['title'])}</h1>"
        if "heading" in block:
            level = block.get("level", 1) + (self.form == "questions")
            return f"<h{level}>{html.escape(block['heading'])}</h{level}>"
        if "text" in block:
            return _paragraphs(block["text"])
        if "table" in block:
            rows = (
                f"<tr>{''.join(f'<td>{_cell(c)}</td>' for c in row)}</tr>" for row in block["table"]
            )
            return f"<table>{''.join(rows)}</table>"
        return ""

    # ------------------------------------------------------------------ rows

    def rows(self, rows: Iterable[dict[str, Any]]) -> str:
        answered = [row for row in rows if row.get("provision")]
        if self.form in ("table", "accordion"):
            return self.table(answered)
        if self.form == "boxes":
            return self.boxes(answered)
        if self.form == "flat":
            return self.flat(answered)
        write = getattr(self, self.form)
        parts = [self.header_paragraphs()] if self.form == "paragraphs" else []
        for row in rows:
            if row.get("provision"):
                parts.append(write(row))
            elif row.get("section") and self.form == "questions":
                parts.append(f"<h2>{html.escape(' '.join(row['requirement']))}</h2>")
        return "\n".join(parts)

    def header_paragraphs(self) -> str:
        if not self.first_rows:
            return ""
        self.first_rows = False
        return "".join(f"<p>{html.escape(head)}</p>" for head in self.heads.values())

    def text(self, row: dict[str, Any], role: str) -> str:
        """The paragraphs of a cell."""
        value = row.get("other", {}).get(role, "") if role not in row else row[role]
        return self.inked(row, role, _cell(value))

    def inked(self, row: dict[str, Any], role: str, inner: str) -> str:
        colour = self.ink(row["provision"], role)
        return f'<div style="color: #{colour}">{inner}</div>' if colour and inner else inner

    def line(self, row: dict[str, Any], role: str, before: str = "") -> str:
        """A cell as paragraphs, with a label before the first of them."""
        value = row.get("other", {}).get(role, "") if role not in row else row[role]
        inner, label = _cell(value), f"<strong>{html.escape(before)}</strong>"
        if inner.startswith("<p>"):
            return self.inked(row, role, inner.replace("<p>", f"<p>{label} ", 1))
        return f"<p>{label}</p>{self.inked(row, role, inner)}"

    def table(self, rows: list[dict[str, Any]]) -> str:
        head = "".join(f'<th scope="col">{html.escape(h)}</th>' for h in self.heads.values())
        body = "".join(f"<tr>{self.cells(row)}</tr>\n" for row in rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table>"

    def cells(self, row: dict[str, Any]) -> str:
        parts: list[str] = []
        for role in self.roles:
            head = html.escape(self.heads[role])
            label = f'<span class="mobile-label">{head}</span>' if self.form == "table" else ""
            inner = self.text(row, role)
            parts.append(f'<td data-label="{head}">{label}{inner}</td>')
        return "".join(parts)

    def boxes(self, rows: list[dict[str, Any]]) -> str:
        lines = [
            "".join(f'<div class="grid-cell">{html.escape(h)}</div>' for h in self.heads.values())
        ]
        lines += [
            "".join(f'<div class="grid-cell">{self.text(row, role)}</div>' for role in self.roles)
            for row in rows
        ]
        joined = "\n".join(f'<div class="grid-row">{line}</div>' for line in lines)
        return f'<div class="grid">{joined}</div>'

    def flat(self, rows: list[dict[str, Any]]) -> str:
        """A grid without an element for each row, in the shadow root of an element of its own."""
        cells = [f"<div>{html.escape(head)}</div>" for head in self.heads.values()]
        cells += [f"<div>{self.text(row, role)}</div>" for row in rows for role in self.roles]
        joined = "\n".join(cells)
        columns = f"grid-template-columns: repeat({len(self.roles)}, auto)"
        return (
            '<self-assessment><template shadowrootmode="open">'
            f'<div style="display: grid; {columns}">{joined}</div></template></self-assessment>'
        )

    def cards(self, row: dict[str, Any]) -> str:
        """The answer as a badge beside the number, before the requirement."""
        badge = f'<span class="badge">{self.text(row, "answer")}</span>'
        title = f"<h4>Provision {html.escape(row['number'])}</h4>{badge}"
        parts = [f'<div class="card-header">{title}</div>', self.text(row, "requirement")]
        for role in self.roles[3:]:
            parts.append(f"<h5>{html.escape(self.heads[role])}</h5>{self.text(row, role)}")
        return f'<div class="card">{"".join(parts)}</div>'

    def beneath(self, row: dict[str, Any]) -> str:
        """The requirement as a paragraph, and beneath it a small table with the answer."""
        roles = self.roles[2:]
        head = "".join(f"<th>{html.escape(self.heads[role])}</th>" for role in roles)
        cells = "".join(f"<td>{self.text(row, role)}</td>" for role in roles)
        return (
            f"<h3>Code provision {html.escape(row['number'])}</h3>{self.text(row, 'requirement')}"
            f"<table><thead><tr>{head}</tr></thead><tbody><tr>{cells}</tr></tbody></table>"
        )

    def definitions(self, row: dict[str, Any]) -> str:
        pairs = "".join(
            f"<dt>{html.escape(self.heads[role])}</dt><dd>{self.text(row, role)}</dd>"
            for role in self.roles
        )
        return f"<dl>{pairs}</dl>"

    def pairs(self, row: dict[str, Any]) -> str:
        """A small table for each provision, with a name and a value in each row."""
        lines = "".join(
            f"<tr><th>{html.escape(self.heads[role])}</th><td>{self.text(row, role)}</td></tr>"
            for role in self.roles
        )
        return f"<table>{lines}</table>"

    def labelled(self, row: dict[str, Any]) -> str:
        number = self.inked(row, "number", html.escape(row["number"]))
        number = number.replace("div", "span")
        parts = [f"<h4>Code section {number}</h4>", self.text(row, "requirement")]
        parts.append(self.line(row, "answer", "Compliance:"))
        for role in self.roles:
            if role not in ("number", "requirement", "answer"):
                parts.append(self.line(row, role, f"{self.heads[role]}:"))
        return "\n".join(parts)

    def headed(self, row: dict[str, Any]) -> str:
        parts = [f"<h3>Code provision {html.escape(row['number'])}</h3>"]
        names = {"requirement": "Requirement", "answer": "Do we comply?"}
        for role in self.roles[1:]:
            name = names.get(role, self.heads[role])
            parts.append(f"<h4>{html.escape(name)}</h4>{self.text(row, role)}")
        return "\n".join(parts)

    def questions(self, row: dict[str, Any]) -> str:
        question, *more = row["requirement"]
        answer = next((n for n in ("yes", "no") if row.get(n)), "")
        said = f"<p>{answer.title()}</p>" if answer else ""
        heading = f"<h3>{_marked(question)}</h3>{_paragraphs(more)}"
        return heading + said + self.text(row, "commentary")

    def paragraphs(self, row: dict[str, Any]) -> str:
        return "\n".join(self.text(row, role) for role in self.roles)


def _cell(value: object) -> str:
    parts: list[str] = []
    plain: list[str] = []
    for part in cell(value):
        if not isinstance(part, Nested):
            plain.append(part)
            continue
        parts.append(_paragraphs(plain))
        plain = []
        lines = ("".join(f"<td>{_paragraphs(c)}</td>" for c in row) for row in part.rows)
        parts.append(f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>")
    return "".join(parts) + _paragraphs(plain)


def _paragraphs(texts: Iterable[str]) -> str:
    parts: list[str] = []
    depth = 0
    for text in texts:
        level, bare = bullet(text)
        parts.append("<ul>" * max(level - depth, 0) + "</ul>" * max(depth - level, 0))
        depth = level
        tag = "li" if level else "p"
        parts.append(f"<{tag}>{_marked(bare)}</{tag}>")
    return "".join(parts) + "</ul>" * depth


def _marked(text: str) -> str:
    parts: list[str] = []
    for run in runs(text):
        piece = html.escape(run.text, quote=False)
        for flag, tag in ((run.bold, "b"), (run.italic, "i"), (run.underline, "u")):
            if flag:
                piece = f"<{tag}>{piece}</{tag}>"
        if run.href:
            piece = f'<a href="{html.escape(run.href)}">{piece}</a>'
        parts.append(piece)
    return "".join(parts)
