"""No parser asks the network for anything: every one is run where a connection is an error."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from saextract import read
from saextract.parsers import PARSERS
from saextract.settings import Settings

CORPUS = Path(__file__).parent.parent / "corpus" / "documents"
REMOTE = "http://192.0.2.1/"
"""An address of the block for documentation (RFC 5737), where nobody listens."""


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a parser asked the network")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def smallest() -> list[Path]:
    """The smallest document of each ending in the corpus."""
    found: dict[str, Path] = {}
    for file in sorted(CORPUS.iterdir(), key=lambda file: file.stat().st_size):
        if file.is_file() and "scan" not in file.name:
            found.setdefault(file.suffix.lower(), file)
    return list(found.values())


def test_the_corpus_has_a_document_for_every_parser() -> None:
    endings = {file.suffix.lower() for file in smallest()}
    assert endings >= {".pdf", ".docx", ".xlsx", ".html", ".txt"}
    assert {"pdf", "word", "sheet", "html", "text"} <= set(PARSERS.values())


@pytest.mark.parametrize("file", smallest(), ids=lambda file: file.name)
def test_a_document_is_read_without_network(file: Path) -> None:
    found = read(file, Settings(ocr="never"))
    assert not any("asked the network" in problem.message for problem in found.problems)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", '<html><head><link rel="stylesheet" href="{0}a.css"><script src="{0}a.js">'
                   '</script></head><body><img src="{0}a.png"><iframe src="{0}"></iframe>'
                   "<p>Complaints</p></body></html>"),
        ("b.xhtml", '<?xml version="1.0"?><!DOCTYPE html SYSTEM "{0}a.dtd"><html '
                    'xmlns="http://www.w3.org/1999/xhtml"><body><p>Complaints</p></body></html>'),
        ("c.md", "![a]({0}a.png)\n\n<table><tr><td>[b]({0})</td></tr></table>\n"),
    ],
)  # fmt: skip
def test_what_a_page_refers_to_is_not_fetched(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text.format(REMOTE))
    found = read(tmp_path / name, Settings(ocr="never"))
    assert {problem.code for problem in found.problems} <= {"picture-only"}


@pytest.mark.skipif(find_spec("rapidocr") is None, reason="OCR is not installed")
def test_the_engine_for_scans_reports_to_nobody(tmp_path: Path) -> None:
    """It works natively, where no patched socket sees it; but it first makes an id in the home."""
    script = (
        "import numpy; from saextract.parsers.pdf.ocr import lines;"
        "lines.read_alone(numpy.full((40, 200), 255, numpy.uint8), (0, 0, 200, 40))"
    )
    environment = {**os.environ, "HOME": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    for name in ("ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME", "CI"):
        environment.pop(name, None)
    subprocess.run([sys.executable, "-c", script], env=environment, check=True)
    assert not list(tmp_path.rglob("*onnxruntime*"))
