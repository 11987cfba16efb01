"""Older office files: read through LibreOffice, or refused with what to do."""

from __future__ import annotations

from hashlib import sha256

import pytest

from saextract.errors import DocumentError
from saextract.model import Parsed, Source
from saextract.parsers import office

RTF = (
    rb"{\rtf1\ansi\deff0{\fonttbl{\f0 Arial;}}"
    rb"\trowd\cellx1500\cellx6000\cellx8000 1.2\cell A complaint must be defined\cell Yes\cell\row"
    rb"\pard After\par}"
)


def source(data: bytes, media_type: str = "application/rtf") -> Source:
    return Source(path="a.rtf", data=data, sha256=sha256(data).hexdigest(), media_type=media_type)


def test_without_libreoffice_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_soffice", lambda: None)
    with pytest.raises(DocumentError, match="Install LibreOffice") as caught:
        office.parse(source(RTF))
    assert caught.value.code == "needs-libreoffice"


def test_a_conversion_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_soffice", lambda: "/bin/sleep")
    monkeypatch.setattr(office, "TIME_LIMIT", 0)
    monkeypatch.setattr(office, "_GRACE", 0)
    with pytest.raises(DocumentError) as caught:
        office.parse(source(RTF))
    assert caught.value.code in ("too-slow", "truncated")


@pytest.mark.skipif(office.find_soffice() is None, reason="LibreOffice is not installed")
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
