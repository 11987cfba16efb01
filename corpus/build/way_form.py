"""A form of the waymarks: what a document prints, and where its rows' letters stand."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from shelf import CORPUS, Row, rows_of

SOURCE = "waymarks"
HEADS = ("Provision", "Requirement of the Code", "Do we comply?", "Evidence", "Commentary")
WORDS = {"yes": "Yes", "partial": "Partly", "no": "No"}


@dataclass(frozen=True)
class Form:
    """What a document prints.

    Attributes:
        file: its name.
        pool: the rows of the content file that it prints.
        layout: how it looks, in words.
        producer: what makes it.
        make: makes its bytes.
        title, lines, foot: what stands above and beneath the rows; foot may be "".
        landlord: the name as it is printed.
        assessed_on, year: the day and the year, as labelled.
        words: what is printed in the answer's place, by label.
        printed: what a person copies out of that place, by label; the words if not named.
        split: train or test.
    """

    file: str
    pool: str
    layout: str
    producer: str
    make: Callable[[Form], bytes]
    title: str
    lines: tuple[str, ...]
    landlord: str
    assessed_on: str
    year: str
    foot: str = ""
    words: dict[str, str] = field(default_factory=lambda: WORDS)
    printed: dict[str, str] = field(default_factory=dict)
    split: str = "train"

    @property
    def rows(self) -> list[Row]:
        """Its rows, the requirements in the Code's words."""
        source = json.loads((CORPUS / "sources" / f"{SOURCE}.json").read_text(encoding="utf-8"))
        return rows_of(source["pools"][self.pool], "class")

    def cells(self, row: Row) -> tuple[str, ...]:
        """The cells of a row from left to right."""
        return (row.number, row.requirement, self.words[row.answer], row.evidence, row.commentary)


def letters(text: str) -> str:
    """The letters and digits of a text; "fi" for what `way_pages.broken_letters` makes of it."""
    whole = unicodedata.normalize("NFKC", text.replace("昀椀", "fi"))
    return "".join(c for c in whole.lower() if c.isalnum())


def tell_pages(data: bytes, rows: list[Row]) -> dict[str, tuple[int, int]]:
    """The pages on which each row's letters stand, by provision.

    Raises:
        ValueError: if a cell's letters stand nowhere.
    """
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        pages = [letters(page.get_textpage().get_text_range()) for page in document]
    return {row.number: _span([*_pages_of(row, pages)]) for row in rows}


def _span(pages: list[int]) -> tuple[int, int]:
    return min(pages), max(pages)


def _pages_of(row: Row, pages: list[str]) -> Iterator[int]:
    for cell in (row.requirement, row.evidence, row.commentary):
        left = letters(cell)
        while left:
            length, page = max(
                (_common(left, text), -number) for number, text in enumerate(pages, 1)
            )
            if length < min(8, len(left)):
                raise ValueError(f"{row.number}: not on the pages: {left[:40]}")
            yield -page
            left = left[length:]


def _common(text: str, page: str) -> int:
    """How many letters from the start of a text stand in a row on a page."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if text[:middle] in page else (low, middle - 1)
    return low
