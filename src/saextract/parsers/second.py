"""A second reader: other people's table readers, to hold against the first reading.

It knows nothing that the parsers of this package know: pdfplumber finds the tables of a PDF with
its defaults, python-docx gives those of a Word file. What the two readings have in common was not
made up by either; where they differ, a person should look. It reads worse than the first reader,
and gives nothing where the layout is no plain table.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from saextract.model import Cell, Parsed, Passage, PdfLocator, Row, Source, Table, WordLocator

if TYPE_CHECKING:
    from docx.table import Table as DocxTable

_PDF = "application/pdf"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_DETECTOR = "second-reader"


def parse_second(source: Source) -> Parsed | None:
    """Reads a PDF or a Word document once more.

    Args:
        source: the file.

    Returns:
        Its tables and passages; None where the second reader cannot read it.
    """
    readers = {_PDF: _pdf, _DOCX: _docx}
    reader = readers.get(source.media_type)
    if reader is None:
        return None
    try:
        return Parsed(blocks=tuple(reader(source.data)))
    except Exception:  # a library that gives up must not cost the first reading
        return None


def _pdf(data: bytes) -> Iterator[Table | Passage]:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            yield from _page(page, last=len(document.pages))
            page.close()


def _page(page: Any, last: int) -> list[Table | Passage]:
    found = page.find_tables()
    placed: list[tuple[float, Table | Passage]] = [
        (table.bbox[1], _pdf_table(table, page.page_number, last)) for table in found
    ]
    for line in page.extract_text_lines():
        middle = (line["top"] + line["bottom"]) / 2
        if not any(t.bbox[1] <= middle <= t.bbox[3] for t in found):
            box = tuple(float(line[name]) for name in ("x0", "top", "x1", "bottom"))
            place = PdfLocator(page=page.page_number, box=box)  # type: ignore[arg-type]
            placed.append((line["top"], Passage(text=line["text"], locators=(place,))))
    return [block for _, block in sorted(placed, key=lambda item: item[0])]


def _pdf_table(table: Any, page: int, last: int) -> Table:
    rows = []
    texts = table.extract()
    for number, (row, cells) in enumerate(zip(table.rows, texts, strict=True)):
        boxes = row.cells
        rows.append(
            Row(
                cells=tuple(
                    None
                    if box is None
                    else Cell(text=text or "", locators=(PdfLocator(page=page, box=box),))
                    for box, text in zip(boxes, cells, strict=True)
                ),
                cut_above=number == 0 and page > 1,
                cut_below=number == len(texts) - 1 and page < last,
            )
        )
    return Table(rows=tuple(rows), detector=_DETECTOR, continues=page > 1)


def _docx(data: bytes) -> Iterator[Table | Passage]:
    import docx
    from docx.table import Table as DocxTable

    count = 0
    for place, item in enumerate(docx.Document(io.BytesIO(data)).iter_inner_content(), 1):
        if isinstance(item, DocxTable):
            count += 1
            yield _docx_table(item, count)
        elif item.text.strip():
            style = item.style.name if item.style is not None else ""
            heading = 1 if (style or "").startswith("Heading") else None
            locator = WordLocator(paragraph=place)
            yield Passage(text=item.text, locators=(locator,), heading=heading)


def _docx_table(table: DocxTable, number: int) -> Table:
    rows = []
    seen: set[Any] = set()  # the elements themselves: their ids are used again
    width = len(table.columns)
    for line, row in enumerate(table.rows, 1):
        cells: list[Cell | None] = []
        for column, cell in enumerate(row.cells, 1):
            known = cell._tc in seen
            seen.add(cell._tc)
            place = WordLocator(table=number, row=line, column=column)
            cells.append(None if known else Cell(text=cell.text, locators=(place,)))
        rows.append(Row(cells=tuple([*cells, *[None] * width][:width])))
    return Table(rows=tuple(rows), detector=_DETECTOR)
