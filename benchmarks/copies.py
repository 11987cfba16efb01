"""Copies of a document that differ in their bytes, and longer documents made of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path


def distinct(file: Path, number: int) -> bytes:
    """The file with a comment that makes its bytes its own, where its format lets one stand."""
    data = file.read_bytes()
    if data.startswith(b"PK"):  # the comment at the end of a ZIP archive
        comment = b"%d" % number
        return data[:-2] + len(comment).to_bytes(2, "little") + comment
    return data + (b"\n<!-- %d -->" if b"<html" in data[:2000].lower() else b"\n%% %d\n") % number


def write_copies(file: Path, folder: Path, count: int) -> None:
    """Fills a folder with distinct copies of a file."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"{number:06}{file.suffix}").write_bytes(distinct(file, number))


def write_pages(parts: Iterable[tuple[Path, Sequence[int]]], into: Path) -> None:
    """Writes a PDF of pages of others.

    Args:
        parts: files, each with the pages to take of it, from 0.
        into: the file.
    """
    import pypdfium2

    made = pypdfium2.PdfDocument.new()
    for file, pages in parts:
        with pypdfium2.PdfDocument(file) as source:
            made.import_pages(source, list(pages))
    made.save(into)
