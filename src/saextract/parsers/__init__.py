"""Parsers: one module or folder per format, each from `Source` to `Parsed`."""

from __future__ import annotations

from importlib import import_module

from saextract.errors import DocumentError
from saextract.model import OcrMode, Parsed, Source

from .limits import check_cells

_OOXML = "application/vnd.openxmlformats-officedocument"
_WORD = (
    f"{_OOXML}.wordprocessingml.document",
    f"{_OOXML}.wordprocessingml.template",
    "application/vnd.ms-word.document.macroenabled.12",
    "application/vnd.ms-word.template.macroenabled.12",
)
_SHEET = (
    f"{_OOXML}.spreadsheetml.sheet",
    f"{_OOXML}.spreadsheetml.template",
    "application/vnd.ms-excel.sheet.macroenabled.12",
    "application/vnd.ms-excel.template.macroenabled.12",
)
_OFFICE = (
    "application/msword",
    "application/msword+xml",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.text-template",
    "application/vnd.oasis.opendocument.text+xml",
    "application/rtf",
    "application/vnd.ms-excel",
    "application/vnd.ms-excel+xml",
    "application/vnd.ms-excel.sheet.binary.macroenabled.12",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.spreadsheet+xml",
)
_OTHERS = {
    "application/vnd.rar": "It is an archive; unpack it",
    "application/x-7z-compressed": "It is an archive; unpack it",
    "application/gzip": "It is packed; unpack it",
    "application/vnd.apple.iwork": "It is a document of Apple's Pages or Numbers; export it",
    "application/internet-shortcut": "It is a link to a page, not the page itself; open it in a "
    "browser, and save what is behind it",
}
"""What files are that people may well have, and no parser reads."""

PARSERS: dict[str, str] = {
    "application/pdf": "pdf",
    **dict.fromkeys(_WORD, "word"),
    **dict.fromkeys(_SHEET, "sheet"),
    **dict.fromkeys(_OFFICE, "office"),
    **dict.fromkeys(("text/html", "application/xhtml+xml", "multipart/related"), "html"),
    **dict.fromkeys(("message/rfc822", "application/vnd.ms-outlook"), "mail"),
    **dict.fromkeys(("image/png", "image/jpeg", "image/tiff"), "image"),
    **dict.fromkeys(("text/plain", "text/markdown", "text/csv"), "text"),
}
"""Media type to the module that reads it; a module is imported when first needed."""

_OF_PAGES = ("pdf", "image", "mail")
"""Modules whose formats show pages that can be read by OCR, or hold files that do."""


def parse(source: Source, ocr: OcrMode = "auto") -> Parsed:
    """Reads a document with the parser for its media type.

    Args:
        source: the file, with its media type as sniffed from the bytes.
        ocr: which pages of a PDF or a picture to read by OCR.

    Returns:
        Its tables and passages.

    Raises:
        DocumentError: if the file cannot be read at all: `unsupported`, `encrypted`,
            `truncated`, `empty`, `too-large`.
    """
    if not source.data:
        raise DocumentError("empty")
    name = PARSERS.get(source.media_type)
    if name is None:
        what = _OTHERS.get(source.media_type, f"No parser reads {source.media_type}")
        raise DocumentError("unsupported", what)
    try:
        parsed = _parsed(source, name, ocr)
    except RecursionError as error:
        raise DocumentError("too-large", "It is nested deeper than can be followed") from error
    except _damage() as error:
        raise DocumentError("truncated", f"A part of it is damaged ({error})") from error
    check_cells(parsed)
    return parsed


def _parsed(source: Source, name: str, ocr: OcrMode) -> Parsed:
    module = import_module(f"{__name__}.{name}")
    parsed: Parsed = module.parse(source, ocr) if name in _OF_PAGES else module.parse(source)
    if name == "pdf":
        from .attached import with_embedded

        return with_embedded(parsed, source.data, lambda part: parse(part, ocr))
    return parsed


def _damage() -> tuple[type[Exception], ...]:
    """What containers and decompressors raise where a file is damaged."""
    import lzma
    import zipfile
    import zlib

    from lxml import etree

    return (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, etree.XMLSyntaxError)
