"""Copies of a document that differ in their bytes, and longer documents made of one."""

from __future__ import annotations

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


def write_longer(file: Path, times: int, into: Path) -> int:
    """Writes a PDF with the pages of another, so many times over; returns how many pages."""
    import pypdfium2

    made = pypdfium2.PdfDocument.new()
    with pypdfium2.PdfDocument(file) as source:
        for _ in range(times):
            made.import_pages(source)
    made.save(into)
    return len(made)
