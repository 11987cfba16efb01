"""From the bytes of a saved page to its element tree."""

from __future__ import annotations

import codecs
import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cached_property
from typing import TYPE_CHECKING

from saextract.errors import DocumentError
from saextract.parsers.limits import MAX_TEXT, check_markup, within

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHARSET = re.compile(
    rb"""<(?:meta\b[^>]{0,200}?\bcharset|\?xml\b[^>]{0,100}?\bencoding)\s*=\s*["']?\s*([\w.:-]+)""",
    re.IGNORECASE,
)
_NO_TEXT = ("script", "style", "template", "noscript", "svg")


@dataclass
class LoadedPage:
    """A page as a tree.

    Attributes:
        body: its body, or the whole tree where there is none.
        properties: title, author, company (the site's name), logo (whose the first logo is) and
            url, where the page says so.
        scripted: it runs scripts.
    """

    body: _Element
    properties: dict[str, str]
    scripted: bool

    @cached_property
    def body_text(self) -> str:
        """All the text of the body, scripts and styles left out."""
        parts: list[str] = []
        for node in self.body.iter():
            if isinstance(node.tag, str) and node.tag not in _NO_TEXT:
                parts.append(node.text or "")
            if node is not self.body:
                parts.append(node.tail or "")
        return " ".join(parts)


def load_page(data: bytes, media_type: str) -> LoadedPage:
    """Reads a page, or the main page of a web archive with the frames in it.

    Raises:
        DocumentError: `truncated` if an archive holds no page, `empty` if a page has no
            element at all, `too-large` if it is nested too deep to be read whole.
    """
    charset, url = "", ""
    frames: dict[str, str] = {}
    if media_type == "multipart/related":
        data, charset, url, frames = _unpack(data)
    root = _tree(decode(data, charset))
    if root is None:
        raise DocumentError("empty", "The page has no element")
    _fill_frames(root, frames)
    _open_shadows(root)
    bodies = root.xpath("//body")
    body = bodies[0] if isinstance(bodies, list) and bodies else root
    properties = _properties(root)
    if url:
        properties.setdefault("url", url)
    scripted = root.find(".//script") is not None
    return LoadedPage(body, properties, scripted)  # type: ignore[arg-type]


def decode(data: bytes, charset: str = "") -> str:
    """The text of a page.

    A byte order mark wins; else UTF-8 if the bytes are valid UTF-8, whatever is declared; else
    the declared encoding; else Windows-1252, which is also what browsers take ISO-8859-1 for.

    Args:
        data: the bytes.
        charset: as declared outside the page, such as by an archive.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    nuls = data[:2000].count(0)
    if nuls > len(data[:2000]) / 4:
        return data.decode("utf-16-be" if data[:1] == b"\x00" else "utf-16-le", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _CHARSET.search(data[:4096])
        name = declared.group(1).decode("ascii", "replace") if declared else charset
        return data.decode(_codec(name), errors="replace")


def _codec(name: str) -> str:
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return "cp1252"
    return "cp1252" if found in ("iso8859-1", "ascii") or found.startswith("utf") else found


def _tree(text: str) -> _Element | None:
    from lxml import etree, html

    within("characters of a page", len(text), MAX_TEXT)
    check_markup(text)
    text = re.sub(r"[\x00-\x08\x0b\x0e-\x1f]", " ", text)
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        root: _Element = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise DocumentError("too-large", "The page is nested over 2,000 levels deep")
    return root


def _unpack(data: bytes) -> tuple[bytes, str, str, dict[str, str]]:
    """The main page of a web archive, its charset and address, and its frames by `cid:` link."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    pages: list[tuple[EmailMessage, bytes]] = []
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(part, EmailMessage) and isinstance(payload, bytes):
                pages.append((part, payload))
    if not pages:
        raise DocumentError("truncated", "The web archive holds no page")
    main, body = pages[0]
    charset = main.get_content_charset() or ""
    url = str(message.get("Snapshot-Content-Location") or main.get("Content-Location") or "")
    frames = {
        "cid:" + str(part.get("Content-ID", "")).strip("<> "): decode(
            payload, part.get_content_charset() or ""
        )
        for part, payload in pages[1:]
    }
    return body, charset, url, frames


def _fill_frames(root: _Element, frames: dict[str, str]) -> None:
    """Puts the pages of frames where the frames stand."""
    for frame in list(root.iter("iframe", "frame")):
        text = frame.get("srcdoc") or frames.get(frame.get("src") or "")
        tree = _tree(text) if text else None
        if tree is None:
            continue
        body = tree.find("body")
        inner = body if body is not None else tree
        frame.tag = "div"
        frame.text = inner.text
        for child in list(inner):
            frame.append(child)


def _open_shadows(root: _Element) -> None:
    """Makes shadow roots plain elements: they are templates that the browser shows."""
    for template in list(root.iter("template")):
        if template.get("shadowrootmode") or template.get("shadowroot"):
            template.tag = "div"


def _properties(root: _Element) -> dict[str, str]:
    found: dict[str, str] = {}

    def keep(key: str, value: str | None) -> None:
        text = " ".join((value or "").split())
        if text:
            found.setdefault(key, text)

    title = root.find(".//head/title")
    if title is not None:
        keep("title", "".join(str(t) for t in title.itertext()))
    names = {"og:site_name": "company", "author": "author", "og:url": "url"}
    for meta in root.iter("meta"):
        key = names.get((meta.get("name") or meta.get("property") or "").lower())
        if key:
            keep(key, meta.get("content"))
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            keep("url", link.get("href"))
    for picture in root.iter("img"):
        match = _LOGO.fullmatch((picture.get("alt") or "").strip())
        if match:
            keep("logo", match["behind"] or match["before"])
            break
    return found


_LOGO = re.compile(
    r"logo (?:of|for) (?P<behind>.+)|(?P<before>.+?)[\s,|–-]*\blogo\b.{0,10}", re.IGNORECASE
)
