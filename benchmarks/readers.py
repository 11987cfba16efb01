"""Other readers of PDF files, each by its own defaults: what they cost, and the tables they give.

Runs by itself in any Python that has the reader, so that it needs nothing of saextract:

    python benchmarks/readers.py READER FILE ...

prints JSON: the processor seconds of each file, and the tables of the last one, each with its
page and its rows of texts. Start and imports are not counted.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator

Found = tuple[int, list[list[str | None]]]
"""A table: its page, from 1, and its rows."""


def pdfplumber(path: str) -> Iterator[Found]:
    """`extract_tables` on every page."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            for table in page.extract_tables():
                yield page.page_number, table


def pdfplumber_rs(path: str) -> Iterator[Found]:
    """The same calls of the Rust library of that name."""
    yield from pdfplumber(path)


def pdfium_text(path: str) -> Iterator[Found]:
    """Plain text of every page and no tables: what no reader that uses pdfium can undercut."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        for page in pdf:
            page.get_textpage().get_text_bounded()
    yield from ()


def camelot(path: str) -> Iterator[Found]:
    """Tables by their rules ("lattice"), on every page."""
    import camelot

    for table in camelot.read_pdf(path, pages="all", flavor="lattice"):
        yield table.page, table.df.values.tolist()


def docling_parse(path: str) -> Iterator[Found]:
    """Words with their places on every page, and no tables."""
    from docling_parse.pdf_parser import DoclingPdfParser

    for _, page in DoclingPdfParser().load(path).iterate_pages():
        list(page.word_cells)
    yield from ()


def tablers(path: str) -> Iterator[Found]:
    """`find_tables` with text on every page."""
    from tablers import Document, find_tables

    for page in Document(path).pages():
        for table in find_tables(page, extract_text=True):
            yield table.page_index + 1, [[cell.text for cell in row] for row in table.to_list()]


def pdf_oxide(path: str) -> Iterator[Found]:
    """`extract_tables` on every page."""
    from pdf_oxide import PdfDocument

    document = PdfDocument(path)
    count = document.page_count
    for index in range(count() if callable(count) else count):
        for table in document.extract_tables(index):
            yield index + 1, [[cell["text"] for cell in row["cells"]] for row in table["rows"]]


def liteparse(path: str) -> Iterator[Found]:
    """Text laid out in columns on every page, without OCR, and no tables."""
    from liteparse import LiteParse

    LiteParse(ocr_enabled=False, quiet=True).parse(path)
    yield from ()


READERS: dict[str, Callable[[str], Iterator[Found]]] = {
    reader.__name__: reader
    for reader in (
        pdfplumber, pdfium_text, pdfplumber_rs, tablers, pdf_oxide, liteparse, camelot,
        docling_parse,
    )
}  # fmt: skip


def main() -> None:
    """Reads the files and prints what came of it."""
    read = READERS[sys.argv[1]]
    list(read(sys.argv[2]))
    seconds, tables = [], []
    for path in sys.argv[2:]:
        start = time.process_time()
        tables = list(read(path))
        seconds.append(time.process_time() - start)
    print(json.dumps({"seconds": seconds, "tables": tables}))


if __name__ == "__main__":
    main()
