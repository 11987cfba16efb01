"""The same rows in ten layouts, as files of five formats."""

from __future__ import annotations

import hashlib
import io
import textwrap
from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple

from pdf_files import make_pdf, show
from saextract.model import Assessment, Outcome, Source
from saextract.pipeline import Settings, process

TITLE = "Wrenfield Made-up Homes self-assessment against the Complaint Handling Code"
DATE = "Date completed: 9 July 2025"
HEADER = ("Code provision", "Code requirement", "Comply: Yes / No", "Commentary / explanation")
Blocks = Callable[[Sequence["Said"], str, bool, str], bytes]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Said(NamedTuple):
    """A row as the landlord filled it in."""

    number: str
    requirement: str
    answer: str
    comment: str


def _one_line(text: str) -> str:
    return " ".join(text.split())


# --------------------------------------------------------------------------- web pages


def _web(body: str) -> bytes:
    head = f"<html><head><title>Self-assessment</title></head><body><h1>{TITLE}</h1><p>{DATE}</p>"
    return f"{head}{body}</body></html>".encode()


def html_table(rows: Sequence[Said]) -> bytes:
    """A table of a web page."""
    lines = [f"<tr>{''.join(f'<th>{title}</th>' for title in HEADER)}</tr>"]
    for row in rows:
        cells = (escape(text).replace("\n", "<br>") for text in row)
        lines.append(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>")
    return _web(f"<table>{''.join(lines)}</table>")


def html_blocks(
    rows: Sequence[Said], label: str = "Compliance", bold: bool = False, sign: str = ":"
) -> bytes:
    """Labelled blocks of a web page."""
    shown = f"<strong>{label}{sign}</strong>" if bold else f"{label}{sign}"
    return _web(
        "".join(
            f"<h3>Code provision {row.number}</h3><p>{escape(row.requirement)}</p>"
            f"<p>{shown} {escape(_one_line(row.answer))}</p>"
            f"<p>Commentary{sign} {escape(row.comment)}</p>"
            for row in rows
        )
    )


def html_paragraphs(rows: Sequence[Said]) -> bytes:
    """Bare paragraphs of a web page, cell by cell."""
    return _web(
        "".join(
            f"<p>{row.number} {escape(row.requirement)}</p><p>{escape(_one_line(row.answer))}</p>"
            f"<p>{escape(row.comment)}</p>"
            for row in rows
        )
    )


# --------------------------------------------------------------------------- Word


def _word(write: Callable[..., None], rows: Sequence[Said]) -> bytes:
    from docx import Document

    document = Document()
    document.add_heading(TITLE, 0)
    document.add_paragraph(DATE)
    write(document, rows)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word_table(rows: Sequence[Said]) -> bytes:
    """A table of a Word file."""

    def write(document, rows):  # type: ignore[no-untyped-def]
        table = document.add_table(rows=0, cols=len(HEADER))
        for texts in (HEADER, *rows):
            for cell, text in zip(table.add_row().cells, texts, strict=True):
                cell.text = text

    return _word(write, rows)


def word_blocks(
    rows: Sequence[Said], label: str = "Comply", bold: bool = False, sign: str = ":"
) -> bytes:
    """Labelled blocks of a Word file."""

    def write(document, rows):  # type: ignore[no-untyped-def]
        for row in rows:
            document.add_heading(f"Code provision {row.number}", 3)
            document.add_paragraph(row.requirement)
            line = document.add_paragraph()
            line.add_run(f"{label}{sign}").bold = bold
            line.add_run(f" {_one_line(row.answer)}")
            document.add_paragraph(f"Commentary / explanation{sign} {row.comment}")

    return _word(write, rows)


def word_paragraphs(rows: Sequence[Said]) -> bytes:
    """Bare paragraphs of a Word file, cell by cell."""

    def write(document, rows):  # type: ignore[no-untyped-def]
        for row in rows:
            for text in (row.number, row.requirement, _one_line(row.answer), row.comment):
                document.add_paragraph(text)

    return _word(write, rows)


# --------------------------------------------------------------------------- text


def _plain(lines: Sequence[str]) -> bytes:
    return "\n".join([TITLE, DATE, "", *lines, ""]).encode()


def text_stream(rows: Sequence[Said]) -> bytes:
    """A dump with one cell after the other, each from a line of its own on."""
    lines: list[str] = list(HEADER)
    for row in rows:
        for text in row:
            lines += textwrap.wrap(_one_line(text), 76)
    return _plain(lines)


def text_glued(rows: Sequence[Said]) -> bytes:
    """A dump whose cells run together: "…received.YesOur policy says so."."""
    return _plain(
        [f"{row.number}{row.requirement}{_one_line(row.answer)}{row.comment}" for row in rows]
    )


def text_pipes(rows: Sequence[Said]) -> bytes:
    """A pipe table of Markdown."""
    lines = ["| " + " | ".join(HEADER) + " |", "|---|---|---|---|"]
    for row in rows:
        cells = (_one_line(text).replace("|", r"\|") for text in row)
        lines.append("| " + " | ".join(cells) + " |")
    return _plain(lines)


def text_layout(rows: Sequence[Said]) -> bytes:
    """A dump that keeps a page's columns side by side."""
    widths, lines = (8, 44, 20, 44), []
    for row in (HEADER, *rows):
        cells = [
            textwrap.wrap(_one_line(text), width) for text, width in zip(row, widths, strict=True)
        ]
        for at in range(max(map(len, cells))):
            texts = [cell[at] if at < len(cell) else "" for cell in cells]
            line = "   ".join(f"{text:<{width}}" for text, width in zip(texts, widths, strict=True))
            lines.append(line.rstrip())
        lines.append("")
    return _plain(lines)


# --------------------------------------------------------------------------- PDF


_PAGE, _LEFT, _SIZE, _LEADING = (842.0, 595.0), 40.0, 9.0, 11.0
_WIDTHS = (70, 280, 120, 290)
"""Widths of the columns in points."""

_PLAIN = str.maketrans({"–": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "•": "*"})


def _pdf(rows: Sequence[Said], ruled: bool) -> bytes:
    """A table of four columns, with its header on each page; rows are never cut."""
    pages: list[list[str]] = []
    y = 0.0
    for row in rows:
        cells = _wrapped(row)
        height = max(map(len, cells)) * _LEADING + 10
        if not pages or y - height < 40:
            pages.append([])
            y = _PAGE[1] - 40
            if len(pages) == 1:
                for line in (TITLE, DATE):
                    pages[-1].append(show(_LEFT, y - _SIZE, line, size=_SIZE))
                    y -= 24
            y = _band(pages[-1], _wrapped(HEADER), y, ruled, "F2")
        y = _band(pages[-1], cells, y, ruled, "F1")
    return make_pdf(*("".join(page) for page in pages), box=(0, 0, *_PAGE))


def _wrapped(texts: Sequence[str]) -> list[list[str]]:
    """The lines of each cell; a letter takes less than .53 of the type size on average."""
    return [
        textwrap.wrap(_one_line(text).translate(_PLAIN), int(width / (0.53 * _SIZE)))
        for text, width in zip(texts, _WIDTHS, strict=True)
    ]


def _band(page: list[str], cells: Sequence[list[str]], top: float, ruled: bool, font: str) -> float:
    """Prints a row and its rules; where the next begins."""
    height = max(map(len, cells)) * _LEADING + (4 if ruled else 14)
    x = _LEFT
    for lines, width in zip(cells, _WIDTHS, strict=True):
        for at, line in enumerate(lines):
            escaped = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            page.append(show(x + 3, top - 2 - _SIZE - at * _LEADING, escaped, font, _SIZE))
        if ruled:
            page.append(f"{x} {top - height} {width} {height} re S\n")
        x += width
    return top - height


def pdf_ruled(rows: Sequence[Said]) -> bytes:
    """A PDF's table with rules around its cells."""
    return _pdf(rows, ruled=True)


def pdf_columns(rows: Sequence[Said]) -> bytes:
    """A PDF's table without rules; white space sets rows and columns apart."""
    return _pdf(rows, ruled=False)


LAYOUTS: dict[str, tuple[Callable[[Sequence[Said]], bytes], str, str]] = {
    "html table": (html_table, "form.html", "text/html"),
    "html blocks": (html_blocks, "form.html", "text/html"),
    "html paragraphs": (html_paragraphs, "form.html", "text/html"),
    "word table": (word_table, "form.docx", WORD),
    "word blocks": (word_blocks, "form.docx", WORD),
    "word paragraphs": (word_paragraphs, "form.docx", WORD),
    "text stream": (text_stream, "form.txt", "text/plain"),
    "text glued": (text_glued, "form.txt", "text/plain"),
    "text pipes": (text_pipes, "form.md", "text/markdown"),
    "text layout": (text_layout, "form.txt", "text/plain"),
    "pdf ruled": (pdf_ruled, "form.pdf", "application/pdf"),
    "pdf columns": (pdf_columns, "form.pdf", "application/pdf"),
}


def read(layout: str, rows: Sequence[Said]) -> Outcome:
    """What becomes of some rows in a layout."""
    write, path, media_type = LAYOUTS[layout]
    return _process(write(rows), path, media_type)


def labelled(
    write: Blocks, rows: Sequence[Said], label: str, bold: bool, sign: str = ":"
) -> Outcome:
    """What becomes of labelled blocks with a label of their own for the answer."""
    _, path, media_type = next(layout for layout in LAYOUTS.values() if layout[0] is write)
    return _process(write(rows, label, bold, sign), path, media_type)


def _process(data: bytes, path: str, media_type: str) -> Outcome:
    source = Source(
        path=path, data=data, sha256=hashlib.sha256(data).hexdigest(), media_type=media_type
    )
    return process(source, Settings(use_register=False, ocr="never"))


def only(outcome: Outcome) -> Assessment | None:
    """The one assessment of an outcome; None where there is none or more than one."""
    return outcome.assessments[0] if len(outcome.assessments) == 1 else None
