"""What a document may hold: each limit ends the reading early, and names itself."""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from saextract import batch, read
from saextract.load.inputs import Input
from saextract.model import Outcome
from saextract.parsers import limits
from saextract.parsers.sheet.container import _without_empty_rows
from saextract.settings import Settings


def outcome(folder: Path, name: str, data: bytes) -> Outcome:
    (folder / name).write_bytes(data)
    return read(folder / name, Settings(ocr="never"))


def said(outcome: Outcome) -> tuple[str, str]:
    (problem,) = outcome.problems
    return problem.code, problem.message


def pdf(*objects: bytes) -> bytes:
    body = b"%PDF-1.7\n"
    places = []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    tail = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    return body + head + table + tail


def stream(entries: bytes, content: bytes) -> bytes:
    packed = zlib.compress(content)
    given = entries + b"/Filter/FlateDecode/Length %d" % len(packed)
    return b"<<" + given + b">>stream\n" + packed + b"\nendstream"


def form_pdf(*draws: bytes) -> bytes:
    """A page that draws form 5; each form draws what is given for it."""
    forms = [
        stream(
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<<%s>>>>" % names, b"q Q"
        )
        for names in draws
    ]
    drawn = b"/Contents 4 0 R/Resources<</XObject<</A 5 0 R>>>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]" + drawn + b">>"
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page,
        stream(b"", b"/A Do"),
        *forms,
    )


def test_forms_that_draw_themselves_are_not_followed(tmp_path: Path) -> None:
    for draws in ((b"/A 5 0 R",), (b"/A 6 0 R", b"/B 5 0 R")):
        code, message = said(outcome(tmp_path, "a.pdf", form_pdf(*draws)))
        assert code == "too-large"
        assert "draws itself" in message


def test_forms_that_draw_each_other_in_turn_are_read(tmp_path: Path) -> None:
    drawn = form_pdf(b"/A 6 0 R /B 7 0 R", b"/C 7 0 R", b"")
    assert "draws itself" not in str(outcome(tmp_path, "a.pdf", drawn).problems)


@pytest.mark.parametrize(
    ("name", "text", "limit"),
    [
        ("a.txt", "a" * (limits.MAX_WORD + 1), "20,001 characters without a blank in line 1"),
        ("a.txt", "Yes 1.1 " * 30_000, "240,000 characters in line 1; the limit is 200,000"),
        ("a.md", "x\n" + "|" * 300_000, "300,000 characters in line 2"),
        (
            "a.html",
            "<p " + " ".join(f'a{n}="x"' for n in range(1_001)) + ">hi</p>",
            "1,001 attributes in one element; the limit is 1,000",
        ),
    ],
)
def test_a_text_over_a_limit_names_it(tmp_path: Path, name: str, text: str, limit: str) -> None:
    code, message = said(outcome(tmp_path, name, text.encode()))
    assert code == "too-large"
    assert limit in message


def test_a_picture_within_a_text_is_no_long_word(tmp_path: Path) -> None:
    text = "Complaints\n\n![logo](data:image/png;base64," + "QUJD" * 80_000 + ")\n"
    assert outcome(tmp_path, "a.md", text.encode()).problems == ()


def test_a_table_of_too_many_cells_names_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_CELLS", 50)
    table = "<table>" + "<tr><td>a</td><td>b</td></tr>" * 30 + "</table>"
    code, message = said(outcome(tmp_path, "a.html", table.encode()))
    assert code == "too-large"
    assert "60 table cells; the limit is 50" in message


def test_a_picture_of_too_many_pixels_is_not_opened(tmp_path: Path) -> None:
    from PIL import Image

    made = io.BytesIO()
    Image.new("1", (13_000, 13_000)).save(made, "PNG")
    code, message = said(outcome(tmp_path, "a.png", made.getvalue()))
    assert code == "too-large"
    assert "169,000,000 pixels; the limit is 60,000,000" in message


def test_empty_rows_of_a_sheet_cost_each_byte_once() -> None:
    kept = b'<row r="1"><c r="A1"><v>1</v></c></row>'
    assert (
        _without_empty_rows(b'<row r="2"><c r="A2" s="1"/></row>' + kept + b'<row r="3"/>') == kept
    )
    for hostile in (b"<row " * 400_000, b'<row r="1">' * 400_000, b'<row r="1"><c/>' * 400_000):
        started = time.process_time()
        _without_empty_rows(hostile)
        assert time.process_time() - started < 5


def word(method: int = zipfile.ZIP_DEFLATED, body: bytes = b"<w/>" * 500) -> bytes:
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = b'<Types><Override PartName="/word/document.xml" ContentType="%s"/></Types>' % kind
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("[Content_Types].xml", types)
        made.writestr("word/document.xml", body, method)
    return archive.getvalue()


def test_a_directory_that_points_before_the_file_is_damage(tmp_path: Path) -> None:
    data = bytearray(word())
    at = data.rfind(b"PK\x05\x06") + 16
    data[at : at + 4] = (2**31).to_bytes(4, "little")
    assert said(outcome(tmp_path, "a.docx", bytes(data)))[0] == "truncated"


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2, zipfile.ZIP_DEFLATED])
def test_whatever_a_decompressor_raises_is_damage(tmp_path: Path, method: int) -> None:
    data = bytearray(word(method))
    at = data.find(b"word/document.xml") + len("word/document.xml") + 10
    data[at : at + 12] = b"\xff" * 12
    assert said(outcome(tmp_path, "a.docx", bytes(data)))[0] == "truncated"


def test_a_document_that_cannot_be_opened_never_raises(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "pack.zip", "w") as pack:
        pack.writestr("a.txt", "x")
    for place in (tmp_path, tmp_path / "gone.pdf", tmp_path / "pack.zip"):
        found = batch.read_one(Input(place.name, place), batch.Settings(Settings()))
        assert found.problems[0].code in ("unreadable", "unsupported")
