"""Runs the producers: from content and layout to a file."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from content import Content
from docx_forms import finish_docx
from docx_writer import Ink, stable, write_docx
from finish import finish
from html_writer import html_page
from layout import Layout
from sheet_writer import write_csv, write_xlsx
from web_writer import labelled_text, web_page

PRODUCERS = (
    "LibreOffice",
    "Chromium",
    "WeasyPrint",
    "ReportLab",
    "DOCX",
    "Web",
    "WebPrint",
    "WebWord",
    "Workbook",
    "Writer",
)
_DIGEST = re.compile(rb"(<|/DocChecksum /)[0-9A-F]{32}(?=[>\s])")
_CHROMIUM = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
)


def produce(
    content: Content, layout: Layout, producer: str, out: Path, ink: Ink | None = None
) -> None:
    """Writes one document.

    Args:
        content: what it says.
        layout: how it looks.
        producer: one of `PRODUCERS`; a name that ends in "untagged" leaves the structure tree out.
        out: the file.
        ink: colours for a twin by which pages are told, see `pages.py`.
    """
    name, _, variant = producer.partition(" ")
    if name == "DOCX":
        write_docx(content, layout, out, ink)
        if layout.finish:
            finish_docx(out, content, layout)
    elif name == "Workbook" and variant == "csv":
        write_csv(content, layout, out)
    elif name == "Workbook":
        write_xlsx(content, layout, out, variant)
    elif name == "Writer":
        _writer(content, layout, out, variant)
    elif name == "LibreOffice":
        _libreoffice(content, layout, out, ink, tagged=variant != "untagged")
    elif name == "Chromium":
        _chromium(html_page(content, layout, ink), out, tagged=variant != "untagged")
    elif name == "WeasyPrint":
        _weasyprint(html_page(content, layout, ink), out)
    elif name == "ReportLab":
        from reportlab_writer import write_pdf

        write_pdf(content, layout, out, ink)
    elif name == "Web":
        out.write_text(web_page(content, variant, ink), encoding="utf-8")
    elif name == "WebPrint":
        _chromium(web_page(content, variant, ink), out, tagged=False)
    elif name == "WebWord":
        write_docx(labelled_text(content), layout, out, ink)
    else:
        raise ValueError(f"no producer {producer}")
    if layout.finish and out.suffix == ".pdf":
        _repeatable(out)
        finish(out, layout.finish)
    if out.suffix == ".pdf":
        _repeatable(out)
    if name in ("Chromium", "WebPrint"):
        _compressed(out)


def docx_to_pdf(source: Path, out: Path, tagged: bool = True) -> None:
    """Converts a DOCX by LibreOffice."""
    options = "" if tagged else ':{"UseTaggedPDF":{"type":"boolean","value":"false"}}'
    _convert(source, f"pdf:writer_pdf_Export{options}", out)


def _convert(source: Path, target: str, out: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [
                _program("soffice"),
                "--headless",
                f"-env:UserInstallation=file://{folder}/profile",
                "--convert-to",
                target,
                "--outdir",
                folder,
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=240,
        )
        shutil.copyfile(Path(folder) / f"{source.stem}{out.suffix}", out)


def _writer(content: Content, layout: Layout, out: Path, kind: str) -> None:
    """A DOC, ODT or RTF file, saved by LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{out.stem}.docx"
        write_docx(content, layout, source)
        _convert(source, kind, out)
    if kind == "odt":
        out.write_bytes(stable(out.read_bytes()))


def _libreoffice(
    content: Content, layout: Layout, out: Path, ink: Ink | None, tagged: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{out.stem}.docx"
        write_docx(content, layout, source, ink)
        docx_to_pdf(source, out, tagged)


def _chromium(page: str, out: Path, tagged: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(page, encoding="utf-8")
        tagging = () if tagged else ("--disable-pdf-tagging",)
        subprocess.run(
            [
                _program("chromium"),
                *_CHROMIUM,
                *tagging,
                f"--user-data-dir={folder}/profile",
                f"--print-to-pdf={out}",
                source.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=240,
        )


def _weasyprint(page: str, out: Path) -> None:
    os.environ.setdefault("SOURCE_DATE_EPOCH", "1704067200")
    import weasyprint

    weasyprint.HTML(string=page).write_pdf(str(out))


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise FileNotFoundError(f"{name} is needed to build the corpus")
    return found


def _repeatable(out: Path) -> None:
    """Gives dates and identifiers fixed values of the same length, so that builds compare."""
    data = re.sub(rb"\(D:20\d{12}", b"(D:20240101120000", out.read_bytes())
    digest = hashlib.sha256(_DIGEST.sub(b"", data)).hexdigest()[:32].upper().encode()
    out.write_bytes(_DIGEST.sub(lambda found: found[1] + digest, data))


def _compressed(out: Path) -> None:
    """Packs the objects: Chromium writes each of its thousands of structure elements plain."""
    subprocess.run(
        [
            _program("qpdf"),
            "--replace-input",
            "--object-streams=generate",
            "--deterministic-id",
            str(out),
        ],
        check=True,
    )
