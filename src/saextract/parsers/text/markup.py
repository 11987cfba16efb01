"""Inline markup in text dumps: HTML tags, and Markdown's emphasis and links."""

from __future__ import annotations

import re

from saextract.model import Cell, Passage, Source, Table
from saextract.text.glyphs import normalise_bullets

_TAG = re.compile(
    r"</?(?:p|br|ul|ol|li|b|i|u|em|strong|sup|sub|a|span|div|table|thead|tbody|tr|t[dh])\b[^>]*>",
    re.IGNORECASE,
)
_INLINE = re.compile(r"</?(?:b|i|u|em|strong|sup|sub|span|mark|small|font)\b[^<>]*>", re.IGNORECASE)
_MARKDOWN_LINK = re.compile(r"!?\[([^\]]*+)\]\(([^)\s]*+)[^)]*+\)")
_ATTRIBUTES = re.compile(r"\[([^\[\]]*)\]\{[.#][^}]*\}")
_EMPHASIS = re.compile(r"(?<![\w*])(\*\*\*|\*\*|\*|__)(?=\S)(.{1,5000}?)(?<=\S)\1(?![\w*])")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|'\"<>~$^@])")
_QUOTE = re.compile(r"\\(['\"])")
"""A quotation mark or an apostrophe that Markdown's writers escape."""
_BLOCK = re.compile(r"^[ \t]*(?:>(?:[ \t]+(?![\d£])|$))+")
"""The sign of a quoted line; before a figure it is "more than"."""
_BARE = re.compile(r"<(https?://[^<>\s]+)>")
_LIST_SIGN = re.compile(r"^([ \t]*)\*[ \t]+(?=\S)", re.MULTILINE)
_RULE = re.compile(r"\s*(?:-{3,}|={3,}|\*{3,}|_{3,})\s*")
"""A rule, or the line below a heading."""


def plain(text: str) -> tuple[str, tuple[str, ...]]:
    """A cell's text as a person would read it rendered, and the targets of its links."""
    links: list[str] = []

    def unlink(match: re.Match[str]) -> str:
        if match.group(2) not in ("", "#"):
            links.append(match.group(2))
        return match.group(1)

    text = _ATTRIBUTES.sub(r"\1", text)
    text = _MARKDOWN_LINK.sub(unlink, text)
    if _TAG.search(text):
        text = _render(text, links)
    text = _EMPHASIS.sub(r"\2", _LIST_SIGN.sub(r"\1• ", text))
    text = _ESCAPED.sub(r"\1", text)
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in text.split("\n"))
    return normalise_bullets("\n".join(line for line in lines if line)), tuple(links)


def plain_line(line: str) -> tuple[str, tuple[str, ...]]:
    """A line outside tables without Markdown's signs; its white space stays, which may tell cells.

    Returns:
        The text, list signs written as bullets, and the targets of its links.
    """
    line = _ATTRIBUTES.sub(r"\1", line)
    links = [match.group(2) for match in _MARKDOWN_LINK.finditer(line)] + _BARE.findall(line)
    line = _INLINE.sub("", _BARE.sub(r"\1", _MARKDOWN_LINK.sub(r"\1", line)))
    if _RULE.fullmatch(line):
        return "", ()
    quoted = _BLOCK.sub("", _QUOTE.sub(r"\1", line))
    line = re.sub(r"^- ", "• ", quoted) if len(quoted) < len(line) else quoted
    line = _EMPHASIS.sub(r"\2", _LIST_SIGN.sub(r"\1• ", line)).replace("**", "")
    return normalise_bullets(line), tuple(link for link in links if link not in ("", "#"))


def _render(text: str, links: list[str]) -> str:
    """HTML within a text as a page shows it; the cells of a table's row stand on one line."""
    from saextract.parsers.html import parse

    data = f"<meta charset=utf-8><body>{text}".encode(errors="replace")
    lines: list[str] = []
    for block in parse(Source(path="", data=data, sha256="", media_type="text/html")).blocks:
        rows: list[list[Cell] | list[Passage]] = (
            [[cell for cell in row.cells if cell] for row in block.rows]
            if isinstance(block, Table)
            else [[block]]
        )
        for parts in rows:
            lines.append(" ".join(part.text for part in parts))
            links += [link for part in parts for link in part.links]
    return "\n".join(lines)
