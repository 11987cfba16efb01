"""load, sniff and manifest: every file is found, and is read as what it is."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from saextract.errors import DocumentError, UsageError
from saextract.load.discover import discover
from saextract.load.inputs import Input
from saextract.load.sniff import APPLE, BROKEN_ZIP, EMPTY, ENCRYPTED_OFFICE, UNKNOWN, sniff
from saextract.load.sniff import OLE as UNREADABLE_OLE
from saextract.load.source import Reader, mislabelled, refuse
from saextract.model import Source

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
SHEET_97 = OLE + b"\x09\x08\x10\x00" + b"\x00" * 16


def office(content_type: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        declared = f'<Types><Override PartName="/x.xml" ContentType="{content_type}"/></Types>'
        archive.writestr("[Content_Types].xml", declared)
    return stream.getvalue()


def opendocument(manifest: str = "") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", manifest)
    return stream.getvalue()


def zipped(name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, "x")
    return stream.getvalue()


def load(item: Input, max_bytes: int = 10**6) -> Source:
    with Reader() as reader:
        source = reader.read(item, max_bytes)
    assert isinstance(source, Source)
    return source


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.parametrize(
    ("data", "suffix", "expected"),
    [
        (b"%PDF-1.7\n", ".pdf", "application/pdf"),
        (b"\x00\x01junk before\n%PDF-1.4", ".pdf", "application/pdf"),
        (b"%PDF-1.7\n", ".docx", "application/pdf"),
        (office(WORD + ".main+xml"), ".pdf", WORD),
        (office(SHEET + ".main+xml"), ".xlsx", SHEET),
        (
            office("application/vnd.ms-word.document.macroEnabled.main+xml"),
            ".docm",
            "application/vnd.ms-word.document.macroenabled.12",
        ),
        (office(WORD + ".main+xml")[:60], ".docx", BROKEN_ZIP),
        (opendocument(), ".odt", "application/vnd.oasis.opendocument.text"),
        (OLE + "WordDocument".encode("utf-16-le"), ".doc", "application/msword"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), ".docx", ENCRYPTED_OFFICE),
        (OLE + b"\xec\xa5" + b"\x00" * 9 + b"\x01" + b"\x00" * 500, ".doc", ENCRYPTED_OFFICE),
        (SHEET_97 + b"\x2f\x00" + b"\x00" * 490, ".xls", ENCRYPTED_OFFICE),
        (SHEET_97 + "Workbook".encode("utf-16-le"), ".xls", "application/vnd.ms-excel"),
        (OLE, ".doc", UNREADABLE_OLE),
        (opendocument("encryption-data"), ".odt", ENCRYPTED_OFFICE),
        (zipped("Index/Document.iwa"), ".pages", APPLE),
        (
            office("application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
            ".xlsb",
            "application/vnd.ms-excel.sheet.binary.macroenabled.12",
        ),
        (
            b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>',
            ".doc",
            "application/msword+xml",
        ),
        (b"{\\rtf1\\ansi", ".doc", "application/rtf"),
        (b"\x89PNG\r\n\x1a\n\x00", ".png", "image/png"),
        (b"\xff\xd8\xff\xe0", ".jpg", "image/jpeg"),
        (b"MM\x00*", ".tif", "image/tiff"),
        (b"\xef\xbb\xbf\r\n<!-- saved --><!DOCTYPE html><html>", ".htm", "text/html"),
        (b"<html><body>%PDF-</body></html>", ".pdf", "text/html"),
        ("<html><p>x".encode("utf-16"), ".html", "text/html"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n", ".mht", "multipart/related"),
        (b"1.2\tA complaint<table><tr><td>must be</td></tr></table>", ".txt", "text/plain"),
        (b"# Heading\n", ".md", "text/markdown"),
        ("Yes – it’s met".encode("cp1252"), ".txt", "text/plain"),
        ("Yes – it’s met".encode("utf-16-le"), ".txt", "text/plain"),
        (b"<?xml version='1.0'?><feed/>", ".xml", "application/xml"),
        (b"\x00\x01\x02\x03" * 20, ".pdf", UNKNOWN),
        (b"", ".pdf", EMPTY),
    ],
)
def test_the_content_tells_what_a_file_is(data: bytes, suffix: str, expected: str) -> None:
    assert sniff(data, suffix) == expected


def test_a_long_text_that_is_cut_within_a_letter_is_text() -> None:
    assert sniff(("a" + "é" * 40_000).encode()) == "text/plain"


def test_a_folder_is_walked_to_the_bottom_in_a_fixed_order(tmp_path: Path) -> None:
    for name in ("b.pdf", "a/z.pdf", "a/deep/er/x.docx", "B.pdf"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x")
    paths = [item.path for item in discover([tmp_path]).inputs]
    assert paths == ["B.pdf", "a/deep/er/x.docx", "a/z.pdf", "b.pdf"]


def test_hidden_files_lock_files_and_the_manifest_are_no_documents(tmp_path: Path) -> None:
    for name in (".DS_Store", "~$form.docx", "form.docx"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "manifest.csv").write_text("file\nform.docx\n")
    assert [item.path for item in discover([tmp_path]).inputs] == ["form.docx"]


def test_a_dataset_below_the_folder_is_no_input(tmp_path: Path) -> None:
    (tmp_path / "form.pdf").write_bytes(b"x")
    out = tmp_path / "saextract-out"
    out.mkdir()
    for name in ("saextract.duckdb", "run.json", "responses.csv", "dataset.xlsx", "kept.pdf"):
        (out / name).write_bytes(b"x")
    paths = [item.path for item in discover([tmp_path]).inputs]
    assert paths == ["form.pdf", "saextract-out/kept.pdf"]


def test_a_loop_of_links_ends_and_a_dangling_link_is_recorded(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "form.pdf").write_bytes(b"x")
    (tmp_path / "a" / "back").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nowhere.pdf")
    inputs = discover([tmp_path]).inputs
    assert [item.path for item in inputs] == ["a/form.pdf", "gone.pdf"]
    with pytest.raises(DocumentError) as caught:
        load(inputs[1])
    assert caught.value.code == "unreadable"


def test_a_named_pipe_is_recorded_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    (item,) = discover([tmp_path]).inputs
    with pytest.raises(DocumentError, match="no regular file"):
        load(item)


def test_a_name_that_is_no_text_is_still_a_path(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.pdf")).write_bytes(b"%PDF-")
    (item,) = discover([tmp_path]).inputs
    assert item.path == "caf\ufffd.pdf"
    assert load(item).media_type == "application/pdf"


def test_files_of_the_same_name_in_two_folders_stay_two(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "form.pdf").write_bytes(b"x")
    paths = [item.path for item in discover([tmp_path / "one", tmp_path / "two"]).inputs]
    assert paths == ["one/form.pdf", "two/form.pdf"]


def test_a_file_given_twice_counts_once(tmp_path: Path) -> None:
    file = tmp_path / "form.pdf"
    file.write_bytes(b"x")
    assert len(discover([tmp_path, file]).inputs) == 1


def test_a_path_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        discover([tmp_path / "nowhere"])


def test_manifest_values_reach_the_source_and_the_nearest_manifest_wins(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "form.pdf").write_bytes(b"%PDF-")
    (tmp_path / "manifest.csv").write_bytes(
        b"\xef\xbb\xbffile,landlord,year,assessment\r\n.\\sub\\form.pdf,Far Homes,2023-24,far\r\n"
    )
    (tmp_path / "sub" / "manifest.csv").write_text('file,landlord\nform.pdf,"Near, Homes"\n')
    (item,) = discover([tmp_path]).inputs
    assert load(item).manifest == {
        "landlord": "Near, Homes",
        "year": "2023-24",
        "assessment": "far",
    }


def test_manifest_values_hold_for_a_file_given_by_name(tmp_path: Path) -> None:
    (tmp_path / "form.pdf").write_bytes(b"x")
    (tmp_path / "manifest.csv").write_text("file,year\nform.pdf,2024\nother.pdf,2023\n")
    found = discover([tmp_path / "form.pdf"])
    assert found.inputs[0].manifest == {"year": "2024"}
    assert tuple(found.missing()) == ()


def test_a_manifest_row_without_its_file_and_an_unknown_column_are_reported(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text("file,landord\nform.pdf,Homes\n")
    found = discover([tmp_path])
    assert tuple(found.missing()) == (f"{tmp_path / 'manifest.csv'}:2: form.pdf",)
    assert tuple(found.unused_columns()) == (f"{tmp_path / 'manifest.csv'}: landord",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("landlord,year\nHomes,2024\n", "line 1: no column 'file'"),
        ("file,year\na.pdf,2024\nb.pdf,24\n", "line 3: '24' is no year"),
        ("file,landlord\na.pdf,Oak, Ash and Elm\n", "line 2: 3 fields"),
        ("file\na.pdf\n./a.pdf\n", "line 3: ./a.pdf stands there a second time"),
        ('file,landlord\na.pdf,"Oak\n', "line 2: "),
        ("file,landlord\n,Oak\n", "line 2: the row names no file"),
    ],
)
def test_a_manifest_that_is_wrong_is_a_failed_file_that_names_the_line(
    tmp_path: Path, text: str, message: str
) -> None:
    (tmp_path / "manifest.csv").write_text(text)
    (tmp_path / "a.pdf").write_bytes(b"x")
    document, manifest = discover([tmp_path]).inputs
    assert (document.path, manifest.path) == ("a.pdf", "manifest.csv")
    with pytest.raises(DocumentError) as caught:
        Reader().read(manifest)
    assert caught.value.code == "manifest-wrong"
    assert message in str(caught.value)


def test_the_good_rows_of_a_manifest_hold_beside_a_bad_one(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text("file,year\na.pdf,2024\nb.pdf,20x4\n")
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(b"x")
    assert [item.manifest for item in discover([tmp_path]).inputs] == [{"year": "2024"}, {}, {}]


def test_undecodable_names_that_look_alike_stay_two_paths(tmp_path: Path) -> None:
    for name in (b"bad\xff\xfe.html", b"bad\xfe\xff.html"):
        (tmp_path / os.fsdecode(name)).write_bytes(b"x")
    assert [item.path for item in discover([tmp_path]).inputs] == [
        "bad\ufffd\ufffd (2).html",
        "bad\ufffd\ufffd.html",
    ]


def test_a_link_to_itself_is_recorded(tmp_path: Path) -> None:
    (tmp_path / "loop.pdf").symlink_to("loop.pdf")
    (item,) = discover([tmp_path]).inputs
    with pytest.raises(DocumentError) as caught:
        load(item)
    assert caught.value.code == "unreadable"


def test_the_output_folder_is_no_input_even_half_written(tmp_path: Path) -> None:
    out = tmp_path / "o"
    out.mkdir()
    (tmp_path / "form.pdf").write_bytes(b"x")
    for name in ("responses.csv", "dataset.xlsx"):
        (out / name).write_bytes(b"x")
    assert [item.path for item in discover([tmp_path], out).inputs] == ["form.pdf"]
    (out / ".staging").mkdir()
    for name in ("saextract.duckdb", "run.json"):
        (out / ".staging" / name).write_bytes(b"x")
    assert [item.path for item in discover([tmp_path]).inputs] == ["form.pdf"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("form.pdf", b"", "empty"),
        ("form.pdf", b" \r\n\x00", "empty"),
        ("form.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("form.docx", b"PK\x03\x04" + b"\x00" * 50, "truncated"),
        ("form.doc", OLE, "truncated"),
    ],
)
def test_what_no_parser_can_open_is_refused(
    tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    (tmp_path / name).write_bytes(data)
    source = load(Input(name, tmp_path / name))
    with pytest.raises(DocumentError) as caught:
        refuse(source)
    assert caught.value.code == code


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "form.pdf").write_bytes(b"%PDF-" + b"x" * 100)
    with pytest.raises(DocumentError) as caught:
        load(Input("form.pdf", tmp_path / "form.pdf"), max_bytes=100)
    assert caught.value.code == "too-large"


@pytest.mark.parametrize(
    ("path", "media_type", "expected"),
    [
        ("a.pdf", "text/html", True),
        ("a.pdf", "application/pdf", False),
        ("a.doc", "application/rtf", False),
        ("a.DOCX", WORD, False),
        ("a.txt", "text/markdown", False),
        ("a.bin", "application/pdf", False),
        ("a.pdf", UNKNOWN, False),
    ],
)
def test_only_a_name_that_says_another_kind_is_mislabelled(
    path: str, media_type: str, expected: bool
) -> None:
    assert mislabelled(path, media_type) is expected


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_manifest_that_a_spreadsheet_saved_is_read(tmp_path: Path, sign: str) -> None:
    text = "\ufefffile,landlord\r\na.pdf,Example Homes\r\n".replace(",", sign)
    (tmp_path / "manifest.csv").write_text(text, encoding="utf-8")
    (tmp_path / "a.pdf").write_bytes(b"x")
    (item,) = discover([tmp_path]).inputs
    assert item.manifest["landlord"] == "Example Homes"


def test_what_the_system_leaves_behind_is_no_document(tmp_path: Path) -> None:
    for name in ("Thumbs.db", "desktop.ini", "a.pdf"):
        (tmp_path / name).write_bytes(b"x")
    assert [item.path for item in discover([tmp_path]).inputs] == ["a.pdf"]
