"""Older office files: read through LibreOffice, or refused with what to do."""

from __future__ import annotations

import io
import socket
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from saextract.errors import DocumentError
from saextract.model import Parsed, Passage, Source
from saextract.parsers import office, soffice

RTF = (
    rb"{\rtf1\ansi\deff0{\fonttbl{\f0 Arial;}}"
    rb"\trowd\cellx1500\cellx6000\cellx8000 1.2\cell A complaint must be defined\cell Yes\cell\row"
    rb"\pard After\par}"
)


ODS = "application/vnd.oasis.opendocument.spreadsheet"


def source(data: bytes, media_type: str = "application/rtf") -> Source:
    return Source(path="a.rtf", data=data, sha256=sha256(data).hexdigest(), media_type=media_type)


def stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """Have a shell script in ``folder`` run where LibreOffice would."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(soffice, "find_soffice", lambda: str(program))


def test_without_libreoffice_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soffice, "find_soffice", lambda: None)
    with pytest.raises(DocumentError, match="Install LibreOffice") as caught:
        office.parse(source(RTF))
    assert caught.value.code == "needs-libreoffice"


def test_a_conversion_that_takes_too_long_is_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stand_in(monkeypatch, tmp_path, "exec sleep 60")
    monkeypatch.setattr(soffice, "TIME_LIMIT", 0)
    monkeypatch.setattr(soffice, "_GRACE", 0)
    monkeypatch.setattr(soffice, "_can_be_apart", lambda: False)
    with pytest.raises(DocumentError) as caught:
        office.parse(source(RTF))
    assert caught.value.code == "too-slow"


def test_a_libreoffice_that_does_not_start_is_not_laid_at_the_files_door(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stand_in(monkeypatch, tmp_path, "echo 'ERROR: no valid pipe path found.' >&2\nexit 1")
    with pytest.raises(DocumentError, match="did not run: ERROR: no valid pipe path") as caught:
        office.parse(source(RTF))
    assert caught.value.code == "libreoffice-failed"


@pytest.mark.skipif(soffice.find_soffice() is None, reason="LibreOffice is not installed")
def test_a_table_of_an_rtf_file_is_read() -> None:
    parsed = office.parse(source(RTF))
    cells = [c.text for t in parsed.tables for r in t.rows for c in r.cells if c is not None]
    assert cells == ["1.2", "A complaint must be defined", "Yes"]


def test_a_doc_file_whose_tables_are_lost_is_not_taken_for_prose(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = "1.2\x07Text\x07Yes\x07\x07".encode("utf-16-le")
    monkeypatch.setattr(office, "_converted", lambda original, *_: original)
    monkeypatch.setattr(office.word, "parse", lambda _: Parsed(blocks=()))
    assert [p.code for p in office.parse(source(row * 5, "application/msword")).problems] == [
        "content-unread"
    ]
    assert office.parse(source(row, "application/msword")).problems == ()


FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
<text:p>Before <draw:frame draw:name="a" text:anchor-type="as-char"><draw:image
 xlink:href="http://127.0.0.1:{port}/picture.png" xlink:type="simple"
 xlink:actuate="onLoad"/></draw:frame></text:p>
<text:section text:name="linked"><text:section-source xlink:href="{file}"
 xlink:type="simple" xlink:show="embed"/><text:p>inside</text:p></text:section>
<text:p>After</text:p></office:text></office:body></office:document>
"""


@pytest.mark.skipif(soffice.find_soffice() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("apart", [True, False])
def test_a_conversion_asks_no_address_and_follows_no_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, apart: bool
) -> None:
    """With a network of its own where the system has one, and by the profile alone."""
    if apart and not soffice._can_be_apart():
        pytest.skip("this system gives no network of its own")
    monkeypatch.setattr(soffice, "_can_be_apart", lambda: apart)
    secret = tmp_path / "secret.txt"
    secret.write_text("nobody may read this")
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.setblocking(False)
        port = listening.getsockname()[1]
        text = FLAT.format(port=port, file=secret.as_uri())
        media_type = "application/vnd.oasis.opendocument.text+xml"
        parsed = office.parse(source(text.encode(), media_type))
        with pytest.raises(BlockingIOError):
            listening.accept()
    read = " ".join(block.text for block in parsed.blocks if isinstance(block, Passage))
    assert "After" in read
    assert "nobody" not in read


def ods(*rows: tuple[str, ...]) -> bytes:
    """A spreadsheet of text cells as LibreOffice stores it."""
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    }
    declared = " ".join(f'xmlns:{key}="{name}"' for key, name in names.items())
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = ("".join(cell.format(text) for text in row) for row in rows)
    body = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    content = (
        f'<?xml version="1.0"?><office:document-content {declared}><office:body>'
        f'<office:spreadsheet><table:table table:name="Form">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", ODS)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return stream.getvalue()


def test_the_values_of_a_workbook_are_read_without_libreoffice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(soffice, "find_soffice", lambda: None)
    parsed = office.parse(source(ods(("1.2", "=A1", "Yes"), ("1.3", "Text", "No")), ODS))
    cells = [[c.text for c in row.cells if c] for row in parsed.tables[0].rows]
    assert cells == [["1.2", "=A1", "Yes"], ["1.3", "Text", "No"]]
    assert [problem.code for problem in parsed.problems] == ["needs-libreoffice"]


def test_a_damaged_workbook_is_said_to_be_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soffice, "find_soffice", lambda: None)
    with pytest.raises(DocumentError) as caught:
        office.parse(source(b"PK\x03\x04 no archive", ODS))
    assert caught.value.code == "truncated"
