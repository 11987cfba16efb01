"""Inline markup in text dumps: HTML tags, and Markdown's emphasis and links."""

from __future__ import annotations

import re
from typing import Any

from saextract.text.glyphs import normalise_bullets

_TAG = re.compile(
    r"</?(?:p|br|ul|ol|li|b|i|u|em|strong|sup|sub|a|span|div|table|thead|tbody|tr|t[dh])\b[^>]*>",
    re.IGNORECASE,
)
_MARKDOWN_LINK = re.compile(r"!?\[([^\]]*+)\]\(([^)\s]*+)[^)]*+\)")
_ATTRIBUTES = re.compile(r"\[([^\[\]]*)\]\{[.#][^}]*\}")
_EMPHASIS = re.compile(r"(?<![\w*])(\*\*\*|\*\*|\*|__)(?=\S)(.{1,5000}?)(?<=\S)\1(?![\w*])")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|'\"<>~$^@])")
_BARE = re.compile(r"<(https?://[^<>\s]+)>")
_LIST_SIGN = re.compile(r"^([ \t]*)\*[ \t]+(?=\S)", re.MULTILINE)
_RULE = re.compile(r"\s*(?:-{3,}|={3,}|\*{3,}|_{3,})\s*")
"""A rule, or the line below a heading."""

_BLOCKS = frozenset({"p", "div", "tr", "ul", "ol", "table", "li"})


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
    links = [match.group(2) for match in _MARKDOWN_LINK.finditer(line)] + _BARE.findall(line)
    line = _BARE.sub(r"\1", _MARKDOWN_LINK.sub(r"\1", line))
    if _RULE.fullmatch(line):
        return "", ()
    line = _EMPHASIS.sub(r"\2", _LIST_SIGN.sub(r"\1• ", line)).replace("**", "")
    return normalise_bullets(line), tuple(link for link in links if link not in ("", "#"))


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML, and so its parser, cannot hold."""


def _render(text: str, links: list[str]) -> str:
    from lxml import html

    root = html.fragment_fromstring(_CONTROL.sub(" ", text), create_parent="div")
    parts: list[str] = []

    def walk(element: Any, marker: str) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag == "br" or tag in _BLOCKS:
            parts.append("\n")
        if tag == "li":
            parts.append(marker)
        if tag == "a" and element.get("href"):
            links.append(element.get("href", ""))
        parts.append(element.text or "")
        for position, child in enumerate(element, start=1):
            walk(child, _marker(element, position))
            if child.tag in ("td", "th"):
                parts.append(" ")
            parts.append(child.tail or "")
        if tag in _BLOCKS:
            parts.append("\n")

    walk(root, "")
    return "".join(parts)


def _marker(parent: Any, position: int) -> str:
    """What stands before a list item: a bullet, a number, or a letter."""
    if "list-style-type: none" in parent.get("style", ""):
        return ""
    if parent.tag != "ol":
        return "• "
    first = parent.get("start", "1")
    number = (int(first) if first.isdigit() else 1) + position - 1
    if parent.get("type", "1") in "aA" and number <= 26:
        return f"{chr(ord(parent.get('type', 'a')) + number - 1)}. "
    return f"{number}. "
