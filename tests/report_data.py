"""Small datasets for the tests of the report and of the review."""

from __future__ import annotations

import textwrap
from html import escape
from pathlib import Path

from pdf_files import make_pdf, show
from saextract import pipeline
from saextract.codes import get_code
from saextract.dataset.build import build
from saextract.dataset.reviews import Review, finding_reading, read_reviews
from saextract.dataset.write import locked, write_dataset
from saextract.model import Outcome
from saextract.running import Settings, ingest

HOSTILE = "\"><script>document.title='x'</script><img src=x onerror=alert(1)> Homes {{ 7*7 }}"
"""A name that would run as script in a page that does not escape it."""

NUMBERS = ("4.1", "4.2", "4.3", "5.1", "5.2", "5.3", "5.4", "5.5", "5.6", "5.7")
"""Provisions of the form, two sections of the edition of 2024."""


def written(folder: Path, *outcomes: Outcome) -> Path:
    """A dataset of hand-made outcomes, with the decisions that stand in its folder."""
    with locked(folder):
        write_dataset(folder, build(outcomes, read_reviews(folder)).items(), {"version": "test"})
    return folder


def dismissal(sha256: str, provision_id: str, rule: str, quote: str, why: str) -> Review:
    """A decision that a finding needs nothing more."""
    return Review(
        review_id="d1",
        sha256=sha256,
        provision_id=provision_id,
        field="finding",
        old=finding_reading(rule, quote),
        new="",
        decision="dismissed",
        reviewer="Reader One",
        decided_at="2026-11-27T10:00:00+00:00",
        why=why,
    )


def form() -> list[tuple[str, str, str, str]]:
    """A form: number, requirement, answer and commentary of each row."""
    texts = {p.number: p.text for p in get_code("HOS-2024").provisions}
    answers = {"4.2": "No", "5.3": "Partial"}
    return [
        (number, texts[number], answers.get(number, "Yes"), f"What we say on row {place} of ten.")
        for place, number in enumerate(NUMBERS, 1)
    ]


def dataset_of_files(folder: Path) -> Path:
    """A dataset read from three files with the same form: a PDF, a web page and a text."""
    source = folder / "in"
    source.mkdir()
    (source / "form.html").write_text(_web_page(), encoding="utf-8")
    (source / "form.txt").write_text(_text(), encoding="utf-8")
    _pdf(source / "form.pdf")
    settings = Settings(pipeline=pipeline.Settings(use_register=False), jobs=1)
    ingest([source], folder / "out", settings)
    return folder / "out"


_HEADS = ("Code provision", "Code requirement", "Comply: Yes / No", "Commentary / explanation")


def _web_page() -> str:
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in form()
    )
    heads = "".join(f"<th>{head}</th>" for head in _HEADS)
    return (
        "<!DOCTYPE html><title>Brambleford Web Homes: self-assessment</title>"
        "<h1>Brambleford Web Homes self-assessment, June 2024</h1>"
        f"<table><tr>{heads}</tr>{rows}</table>"
    )


def _text() -> str:
    lines = ["Brambleford Text Homes", "Self-assessment, June 2024", "", "\t".join(_HEADS)]
    return "\n".join([*lines, *("\t".join(row) for row in form())]) + "\n"


_COLUMNS = (40, 90, 330, 390, 555)
"""Bounds of the columns in points."""

_LETTERS = (9, 52, 11, 36)
"""Letters that a line of each column holds, in type of 8 points."""


def _pdf(file: Path) -> None:
    drawn = [show(40, 800, "Brambleford Print Homes self-assessment, June 2024")]
    top = 780.0
    for row in (_HEADS, *form()):
        lines = [textwrap.wrap(cell, width) for cell, width in zip(row, _LETTERS, strict=True)]
        bottom = top - 10 * max(map(len, lines)) - 6
        for left, right, texts in zip(_COLUMNS, _COLUMNS[1:], lines, strict=False):
            drawn.append(f"{left} {bottom} {right - left} {top - bottom} re S")
            drawn += [
                show(left + 3, top - 10 * place, _plain(text), size=8)
                for place, text in enumerate(texts, 1)
            ]
        top = bottom
    file.write_bytes(make_pdf("\n".join(drawn), box=(0, 0, 595, 842)))


def _plain(text: str) -> str:
    """A text in the letters of a PDF string without an encoding of its own."""
    even = text.translate(str.maketrans("\u2018\u2019\u201c\u201d\u2013\u2026", "''\"\"-."))
    return even.replace("(", "\\(").replace(")", "\\)")
