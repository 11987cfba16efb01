"""The container of an Office document: a ZIP of parts with relationships between them.

Read with `zipfile` and lxml rather than with python-docx, which refuses files of the strict
variant (ISO/IEC 29500, other namespaces) and files with dangling relationships, and sets no
limits on what a hostile file inflates to.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from saextract.errors import DocumentError
from saextract.model import Problem

from .names import Element

MAX_INFLATED = 512 * 2**20
"""Bytes that all parts together may inflate to."""

MAX_PART = 96 * 2**20
"""Bytes that one XML part may inflate to; a tree takes about ten times as much memory."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")

_STRICT = b"http://purl.oclc.org/ooxml/"
_ROOT = b"http://schemas.openxmlformats.org/"
TRANSITIONAL = tuple(
    (_STRICT + strict, _ROOT + transitional)
    for strict, transitional in (
        (b"officeDocument/extendedProperties", b"officeDocument/2006/extended-properties"),
        (b"officeDocument/customProperties", b"officeDocument/2006/custom-properties"),
        (b"wordprocessingml/", b"wordprocessingml/2006/"),
        (b"spreadsheetml/", b"spreadsheetml/2006/"),
        (b"officeDocument/", b"officeDocument/2006/"),
        (b"drawingml/", b"drawingml/2006/"),
    )
)
"""Beginnings of the namespaces of the strict variant, and those of the usual one."""

_MAIN_TYPE = ".main+xml"


class Relationship(NamedTuple):
    """A link from one part to another, or to the outside.

    Attributes:
        kind: last segment of its type, such as "hyperlink" or "footnotes".
        target: name of the part without a leading slash, or the outside address.
        external: whether the target is outside of the file.
    """

    kind: str
    target: str
    external: bool


class Package:
    """The parts of one file.

    Attributes:
        problems: what could not be read.
        main: name of the part that holds the document's body.
    """

    def __init__(self, data: bytes) -> None:
        """Opens the container.

        Raises:
            DocumentError: `encrypted`, `truncated`, `too-large` or `unsupported`.
        """
        self.problems: list[Problem] = []
        self._zip = _open(data)
        self._names = {name.lower(): name for name in self._zip.namelist()}
        self.main = self._find_main()

    def read(self, name: str) -> bytes | None:
        """The bytes of a part, or None if there is no such part.

        Raises:
            DocumentError: `truncated` if the part is damaged, `too-large`.
        """
        stored = self._names.get(name.lower())
        if stored is None:
            return None
        info = self._zip.getinfo(stored)
        if info.file_size > MAX_PART:
            raise DocumentError("too-large", f"{name} inflates to {info.file_size:,} bytes")
        try:
            return self._zip.read(info)
        except Exception as error:  # decompressors raise errors of their own
            raise DocumentError("truncated", f"{name} cannot be unpacked") from error

    def xml(self, name: str) -> Element | None:
        """The root element of a part that the document may lack.

        Returns:
            None if there is no such part, and also if it is damaged, which is then recorded
            in `problems`.
        """
        try:
            return self.required_xml(name) if name.lower() in self._names else None
        except DocumentError as error:
            if error.code == "too-large":
                raise
            self.problems.append(
                Problem(code="content-unread", stage="parse", message=str(error), place=name)
            )
            return None

    def required_xml(self, name: str) -> Element:
        """The root element of a part, with strict namespaces mapped to transitional ones.

        Entities are never expanded, and a part with a document type is refused, as by Word.

        Raises:
            DocumentError: `truncated` if the part is missing or damaged, `too-large`.
        """
        data = self.read(name)
        if data is None:
            raise DocumentError("truncated", f"{name} is missing")
        if _STRICT in data:
            for strict, transitional in TRANSITIONAL:
                data = data.replace(strict, transitional)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise DocumentError("truncated", f"{name} is not well-formed XML") from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise DocumentError("truncated", f"{name} has a document type, which Word refuses")
        return root

    def relationships(self, name: str) -> dict[str, Relationship]:
        """The relationships of a part ("" for those of the package), by id."""
        folder, base = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, Relationship] = {}
        for element in root if root is not None else ():
            target = element.get("Target", "")
            external = element.get("TargetMode", "").lower() == "external"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target)))[1:]
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = Relationship(kind, target, external)
        return found

    def _find_main(self) -> str:
        for relationship in self.relationships("").values():
            if relationship.kind == "officeDocument" and self._has(relationship.target):
                return relationship.target
        types = self.xml("[Content_Types].xml")
        for element in types if types is not None else ():
            part = element.get("PartName", "").lstrip("/")
            if element.get("ContentType", "").endswith(_MAIN_TYPE) and self._has(part):
                return part
        if self._has("word/document.xml"):
            return "word/document.xml"
        raise DocumentError("truncated", "The file holds no document part")

    def _has(self, name: str) -> bool:
        return name.lower() in self._names


def _open(data: bytes) -> zipfile.ZipFile:
    if data.startswith(_OLE):
        if _ENCRYPTED_STREAM in data:
            raise DocumentError("encrypted")
        raise DocumentError("unsupported", "The file is a Word document of before 2007")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except Exception as error:  # a directory that lies makes the library raise anything
        raise DocumentError("truncated", "The file's ZIP directory cannot be read") from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise DocumentError("encrypted")
    inflated = sum(entry.file_size for entry in entries)
    if inflated > MAX_INFLATED:
        raise DocumentError("too-large", f"The file inflates to {inflated:,} bytes")
    return archive
