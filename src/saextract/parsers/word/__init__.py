"""Word documents (DOCX, DOCM, DOTX): what a person sees in the accepted document."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath

from saextract.errors import DocumentError
from saextract.load.sniff import sniff
from saextract.model import Parsed, Passage, Problem, Source, Table

from .accept import accept
from .body import blocks_of, hidden_of, picture_problems
from .content import ContentReader, Paragraph, ReadTable
from .inline import Inline, InlineReader, tidy, visible_length
from .names import DGM, WP, A, Element, R, W
from .numbering import Numbering
from .package import Package, Relationship
from .styles import Styles

MEDIA_TYPES = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
    "application/vnd.ms-word.document.macroenabled.12",
    "application/vnd.ms-word.template.macroenabled.12",
)

_MOST_CHUNKS = 200
"""Embedded files that are read; mail merges and reports have one for each section."""
_PICTURE_TEXT = 200
"""A document with fewer characters than this for each picture is taken for one of scans."""
_SMALLEST_PAGE = 1_800_000
"""Least height or width of the picture of a page, in EMU: five centimetres."""

_CORE = {"title": "title", "creator": "author", "subject": "subject", "created": "created"}


def parse(source: Source) -> Parsed:
    """Reads a Word document.

    Args:
        source: the file.

    Returns:
        Its tables and passages in reading order; footnotes, endnotes and the text of
        diagrams come last; headers and footers are residue, as is text in white or struck through.

    Raises:
        DocumentError: `encrypted`, `truncated`, `too-large` or `unsupported`.
    """
    package = Package(source.data)
    relationships = package.relationships(package.main)
    document = _Document(package, relationships)
    root = package.required_xml(package.main)
    items = document.read_body(root)
    notes = document.read_notes(items)
    blocks = [*blocks_of(items), *notes, *document.read_diagrams(root)]
    problems = [*document.problems(), *picture_problems(items), *_scans(root, items)]
    residue = [*document.read_margins(root), *(Passage(text=t) for t in hidden_of(items))]
    return Parsed(
        blocks=tuple(blocks),
        properties=_properties(package),
        residue=tuple(residue),
        coverage=document.coverage,
        problems=(*package.problems, *problems),
    )


class _Document:
    """The parts of a document that its stories share."""

    def __init__(self, package: Package, relationships: dict[str, Relationship]) -> None:
        self._package = package
        self._relationships = relationships
        self._styles = Styles(self._part("styles"))
        self._lists = self._part("numbering")
        self._inline = InlineReader(self._styles, relationships)
        self._reader = self._content_reader(self._inline, relationships)
        self.coverage = 1.0
        self._chunks = 0

    def _part(self, kind: str) -> Element | None:
        found = (r for r in self._relationships.values() if r.kind == kind and not r.external)
        relationship = next(found, None)
        return self._package.xml(relationship.target) if relationship else None

    def _content_reader(
        self, inline: InlineReader, relationships: dict[str, Relationship]
    ) -> ContentReader:
        numbering = Numbering(self._lists, self._styles)
        return ContentReader(self._styles, numbering, inline, relationships, self._chunk)

    def _chunk(self, relationship: Relationship) -> tuple[Table | Passage, ...] | None:
        """What a file holds that the document shows in its place; None if it cannot be read."""
        from saextract.parsers import parse as parse_any

        data = None if relationship.external else self._package.read(relationship.target)
        if not data or self._chunks >= _MOST_CHUNKS:
            return None
        self._chunks += 1
        media_type = sniff(data, PurePosixPath(relationship.target).suffix)
        digest = hashlib.sha256(data).hexdigest()
        source = Source(path=relationship.target, data=data, sha256=digest, media_type=media_type)
        try:
            parsed = parse_any(source)
        except DocumentError:
            return None
        self._reader.problems.extend(parsed.problems)
        return parsed.blocks

    def read_body(self, root: Element) -> list[Paragraph | ReadTable]:
        """What the body holds; sets `coverage`."""
        accept(root, self._styles.placeholder)
        body = root.find(f"{W}body")
        if body is None:
            return []
        background = root.find(f"{W}background")
        colour = "" if background is None else background.get(f"{W}color", "")
        self._inline.backed = colour.upper() not in ("", "AUTO", "FFFFFF")
        self._reader.over_picture = any(
            anchor.get("behindDoc") in ("1", "true") for anchor in body.iter(f"{WP}anchor")
        )
        total = visible_length(" ".join(t.text or "" for t in body.iter(f"{W}t")))
        items = self._reader.read(body)
        unread = total - self._inline.reached
        self.coverage = 1.0 - unread / max(1, total - self._inline.left_out)
        return items

    def problems(self) -> list[Problem]:
        """What the body holds that was not read."""
        problems = list(self._reader.problems)
        if self.coverage < 1.0:
            message = f"{1 - self.coverage:.1%} of the text was not read. Check it by eye."
            problems.append(Problem(code="text-lost", stage="parse", message=message))
        return problems

    def read_notes(self, items: list[Paragraph | ReadTable]) -> list[Passage]:
        """The footnotes and endnotes that the body refers to, in order."""
        parts = {
            kind: {n.get(f"{W}id", ""): n for n in root.findall(W + kind)}
            for kind in ("footnote", "endnote")
            if (root := self._accepted(self._part(f"{kind}s"))) is not None
        }
        passages: list[Passage] = []
        for inline in _inlines(items):
            for kind, key, mark in inline.notes:
                note = parts.get(kind, {}).get(key)
                if note is not None:
                    passages.extend(_plain_passages(self._reader.read(note, mark)))
        return passages

    def read_diagrams(self, root: Element) -> list[Passage]:
        """The text of SmartArt diagrams, one passage for each."""
        passages: list[Passage] = []
        for ids in root.iter(f"{DGM}relIds"):
            relationship = self._relationships.get(ids.get(f"{R}dm", ""))
            data = self._package.xml(relationship.target) if relationship else None
            paragraphs = data.iter(f"{A}p") if data is not None else ()
            lines = ("".join(t.text or "" for t in p.iter(f"{A}t")) for p in paragraphs)
            text = tidy("\n".join(lines))
            if text:
                passages.append(Passage(text=text))
        return passages

    def read_margins(self, root: Element) -> list[Passage]:
        """Text of the headers and footers, each text once."""
        texts: dict[str, None] = {}
        for reference in root.iter(f"{W}headerReference", f"{W}footerReference"):
            relationship = self._relationships.get(reference.get(f"{R}id", ""))
            margin = self._package.xml(relationship.target) if relationship else None
            if relationship is None or self._accepted(margin) is None or margin is None:
                continue
            links = self._package.relationships(relationship.target)
            reader = self._content_reader(InlineReader(self._styles, links), links)
            for passage in _plain_passages(reader.read(margin)):
                texts.setdefault(passage.text)
        return [Passage(text=text) for text in texts]

    def _accepted(self, root: Element | None) -> Element | None:
        if root is not None:
            accept(root, self._styles.placeholder)
        return root


def _plain_passages(items: list[Paragraph | ReadTable]) -> list[Passage]:
    return [
        Passage(
            text=item.text, links=tuple(item.inline.links) if isinstance(item, Paragraph) else ()
        )
        for item in items
        if item.text
    ]


def _inlines(items: list[Paragraph | ReadTable]) -> list[Inline]:
    found: list[Inline] = []
    for item in items:
        if isinstance(item, Paragraph):
            found.append(item.inline)
        else:
            for row in item.rows:
                for cell in row.cells:
                    found.extend(_inlines(cell.content))
    return found


def _is_icon(blip: Element) -> bool:
    """Whether a picture is too small to be one of a page."""
    frame = next((e for e in blip.iterancestors() if e.find(f"{WP}extent") is not None), None)
    if frame is None:
        return False
    extent = frame.find(f"{WP}extent")
    assert extent is not None
    sides = [int(value) for key in ("cx", "cy") if (value := extent.get(key, "")).isdigit()]
    return len(sides) == 2 and max(sides) < _SMALLEST_PAGE


def _scans(root: Element, items: list[Paragraph | ReadTable]) -> list[Problem]:
    """A document that is made of pictures has no text to read."""
    pictures = sum(1 for blip in root.iter(f"{A}blip") if not _is_icon(blip))
    if not pictures or sum(len(item.text) for item in items) >= _PICTURE_TEXT * pictures:
        return []
    message = (
        f"The document holds {pictures} pictures and next to no text. Save it as PDF, "
        "install OCR (in a clone of saextract: pip install '.[ocr]') and run again."
    )
    return [Problem(code="needs-ocr", stage="parse", message=message)]


def _properties(package: Package) -> dict[str, str]:
    found: dict[str, str] = {}
    for relationship in package.relationships("").values():
        if relationship.kind not in ("core-properties", "extended-properties"):
            continue
        root = package.xml(relationship.target)
        for element in root if root is not None else ():
            name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
            key = "company" if name == "Company" else _CORE.get(name)
            if key and (element.text or "").strip():
                found[key] = (element.text or "").strip()
    return found


__all__ = ["MEDIA_TYPES", "parse"]
