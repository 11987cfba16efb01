"""Mails, PDF covers and links: documents that hold other documents, or point to them."""

from __future__ import annotations

import hashlib
import io
from email.message import EmailMessage

import docx
import pypdfium2
import pytest

from saextract.errors import DocumentError
from saextract.load.sniff import sniff
from saextract.model import Parsed, Passage, Source
from saextract.parsers import parse

TABLE = "<table><tr><td>1.2</td><td>Text</td><td>Yes</td></tr></table>"


def read(data: bytes, path: str = "file") -> Parsed:
    source = Source(
        path=path, data=data, sha256=hashlib.sha256(data).hexdigest(), media_type=sniff(data)
    )
    return parse(source)


def mail(body: str = "Please see the form.", page: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Clerk <clerk@example.org>"
    message["To"] = "board@example.org"
    message["Subject"] = "Self-assessment of Inkwell Homes"
    message.set_content(body)
    if page:
        message.add_alternative(page, subtype="html")
    return message


def form() -> bytes:
    document = docx.Document()
    table = document.add_table(rows=1, cols=3)
    for cell, text in zip(table.rows[0].cells, ("1.2", "Text", "No"), strict=True):
        cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def answers(parsed: Parsed) -> list[str]:
    return [cell.text for t in parsed.tables for row in t.rows if (cell := row.cells[2])]


def passages(parsed: Parsed) -> list[str]:
    return [b.text for b in parsed.blocks if isinstance(b, Passage) and b.text]


def test_a_mail_is_told_from_a_saved_page_and_from_text_with_headings() -> None:
    assert sniff(mail().as_bytes()) == "message/rfc822"
    saved = b"From: <Saved by Blink>\r\nSubject: x\r\nDate: y\r\nMIME-Version: 1.0\r\n"
    assert sniff(saved + b'Content-Type: multipart/related; boundary="a"\r\n\r\n') == (
        "multipart/related"
    )
    assert sniff(b"Subject: complaints\nDate: June 2024\nWe comply.\n") == "text/plain"


def test_the_form_in_the_body_of_a_mail_is_read_as_a_web_page() -> None:
    parsed = read(mail("Your program shows no HTML.", f"<p>Dear all,</p>{TABLE}").as_bytes())
    assert answers(parsed) == ["Yes"]
    assert passages(parsed) == ["Dear all,"]
    assert parsed.properties["title"] == "Self-assessment of Inkwell Homes"


def test_the_plain_text_of_a_mail_counts_where_its_page_is_only_a_note() -> None:
    body = "Code section 1.2\nThe requirement in full words of the Code.\nCompliance: Yes\n"
    parsed = read(mail(body, "<p>View in a browser.</p>").as_bytes())
    assert "Compliance: Yes" in "\n".join(passages(parsed))


def test_documents_attached_to_a_mail_and_to_a_mail_within_it_are_read() -> None:
    inner = mail("Forwarded.")
    inner.add_attachment(form(), maintype="application", subtype="msword", filename="form.docx")
    inner.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="logo.png")
    outer = mail("See below.")
    outer.add_attachment(inner)
    parsed = read(outer.as_bytes())
    assert answers(parsed) == ["No"]
    assert passages(parsed) == ["See below.", "Forwarded."]
    assert parsed.problems == ()


def test_an_attached_file_that_cannot_be_read_is_a_problem() -> None:
    message = mail()
    message.add_attachment(
        b"7z\xbc\xaf\x27\x1c", maintype="application", subtype="x", filename="a.7z"
    )
    (problem,) = read(message.as_bytes()).problems
    assert (problem.code, problem.place) == ("content-unread", "a.7z")


def pdf_with(data: bytes, name: str) -> bytes:
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 200)
    document.new_attachment(name).set_data(data)
    stream = io.BytesIO()
    document.save(stream)
    document.close()
    return stream.getvalue()


def test_a_form_embedded_in_a_pdf_that_is_only_a_cover_is_read() -> None:
    assert answers(read(pdf_with(form(), "form.docx"))) == ["No"]


def test_a_link_to_a_page_is_said_to_be_one() -> None:
    data = b"[InternetShortcut]\r\nURL=https://www.example.org/self-assessment\r\n"
    assert sniff(data, ".url") == "application/internet-shortcut"
    with pytest.raises(DocumentError, match="link to a page"):
        read(data)


def test_a_damaged_outlook_mail_is_said_to_be_damaged() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__substg1.0_".encode("utf-16-le") + b"\0" * 512
    assert sniff(data) == "application/vnd.ms-outlook"
    with pytest.raises(DocumentError) as caught:
        read(data)
    assert caught.value.code == "truncated"
