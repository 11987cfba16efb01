"""ZIP archives are read as folders: every file in them has its outcome."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from saextract import batch, pipeline
from saextract.errors import DocumentError
from saextract.load import archive
from saextract.load.discover import Discovery, discover, load, sha256_of, sha256_of_input
from saextract.model import Outcome, Status

PAGE = b"<html><body><p>Complaints policy</p></body></html>"


def zipped(files: dict[str, bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packed) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return stream.getvalue()


def found(folder: Path, name: str, data: bytes) -> Discovery:
    (folder / name).write_bytes(data)
    return discover([folder])


def paths(discovery: Discovery) -> list[str]:
    return [item.path for item in discovery.inputs]


def outcomes(discovery: Discovery) -> list[Outcome]:
    settings = batch.Settings(pipeline=pipeline.Settings())
    return [batch.read_one(item, settings) for item in discovery.inputs]


def encrypted(data: bytes) -> bytes:
    """The archive with the mark of a password on each of its files."""
    raw = bytearray(data)
    for magic, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(magic)
        while at >= 0:
            (flags,) = struct.unpack_from("<H", raw, at + place)
            struct.pack_into("<H", raw, at + place, flags | 1)
            at = raw.find(magic, at + 4)
    return bytes(raw)


def test_each_file_of_an_archive_is_an_input_of_its_own(tmp_path: Path) -> None:
    discovery = found(tmp_path, "pack.zip", zipped({"b/two.html": PAGE, "one.html": PAGE + b" "}))
    assert paths(discovery) == ["pack.zip/b/two.html", "pack.zip/one.html"]
    two = discovery.inputs[0]
    assert load(two).data == PAGE
    (tmp_path / "same.html").write_bytes(PAGE)
    assert sha256_of_input(two) == sha256_of(tmp_path / "same.html") == load(two).sha256


def test_an_archive_given_by_name_is_read_as_a_folder(tmp_path: Path) -> None:
    (tmp_path / "pack.zip").write_bytes(zipped({"one.html": PAGE}))
    assert paths(discover([tmp_path / "pack.zip"])) == ["pack.zip/one.html"]


def test_an_archive_is_told_by_its_bytes_and_an_office_file_is_none(tmp_path: Path) -> None:
    (tmp_path / "download").write_bytes(zipped({"one.html": PAGE}))
    (tmp_path / "form.docx").write_bytes(zipped({"[Content_Types].xml": b"<Types/>"}))
    assert paths(discover([tmp_path])) == ["download/one.html", "form.docx"]


def test_hidden_files_folders_and_lock_files_are_left_out(tmp_path: Path) -> None:
    names = ("__MACOSX/._one.html", ".DS_Store", "~$form.docx", "empty/", "a/.b/c.html")
    data = zipped({"one.html": PAGE, **dict.fromkeys(names, b"x")})
    assert paths(found(tmp_path, "pack.zip", data)) == ["pack.zip/one.html"]


def test_names_that_lead_out_of_the_archive_are_only_names(tmp_path: Path) -> None:
    names = ("../../etc/passwd.html", "/root.html", "C:\\temp\\form.html")
    discovery = found(tmp_path, "pack.zip", zipped(dict.fromkeys(names, PAGE)))
    assert paths(discovery) == [
        "pack.zip/etc/passwd.html", "pack.zip/root.html", "pack.zip/temp/form.html",
    ]  # fmt: skip
    assert all(load(item).data == PAGE for item in discovery.inputs)
    assert [entry.name for entry in tmp_path.iterdir()] == ["pack.zip"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_both_read(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("form.html", b"<html>first</html>")
        made.writestr("form.html", b"<html>second</html>")
    discovery = found(tmp_path, "pack.zip", stream.getvalue())
    assert paths(discovery) == ["pack.zip/form.html", "pack.zip/form.html (2)"]
    assert [load(item).data[6:-7] for item in discovery.inputs] == [b"first", b"second"]


def test_an_archive_within_an_archive_is_read_and_a_deeper_one_has_failed(tmp_path: Path) -> None:
    deepest = zipped({"three.html": PAGE})
    inner = zipped({"two.html": PAGE, "deepest.zip": deepest})
    discovery = found(tmp_path, "pack.zip", zipped({"one.html": PAGE, "inner.zip": inner}))
    assert paths(discovery) == [
        "pack.zip/inner.zip/deepest.zip", "pack.zip/inner.zip/two.html", "pack.zip/one.html",
    ]  # fmt: skip
    statuses = {outcome.path: outcome.status for outcome in outcomes(discovery)}
    assert statuses["pack.zip/inner.zip/deepest.zip"] is Status.FAILED
    assert load(discovery.inputs[1]).data == PAGE


def test_a_broken_archive_is_one_failed_document(tmp_path: Path) -> None:
    data = zipped({"one.html": PAGE, "two.html": PAGE})
    (outcome,) = outcomes(found(tmp_path, "pack.zip", data[: len(data) // 2]))
    assert (outcome.path, outcome.status) == ("pack.zip", Status.FAILED)
    assert [problem.code for problem in outcome.problems] == ["truncated"]


def test_an_archive_without_files_is_one_failed_document(tmp_path: Path) -> None:
    (outcome,) = outcomes(found(tmp_path, "pack.zip", zipped({"folder/": b""})))
    assert [problem.code for problem in outcome.problems] == ["empty"]
    assert outcome.sha256 == ""


def test_a_damaged_file_does_not_hurt_its_neighbours(tmp_path: Path) -> None:
    data = zipped({"one.html": PAGE, "two.html": PAGE}, zipfile.ZIP_STORED)
    damaged = data.replace(b"Complaints", b"Complainst", 1)
    one, two = outcomes(found(tmp_path, "pack.zip", damaged))
    assert (one.status, [p.code for p in one.problems]) == (Status.FAILED, ["truncated"])
    assert two.status is Status.NOT_SELF_ASSESSMENT


def test_files_with_a_password_say_so(tmp_path: Path) -> None:
    data = encrypted(zipped({"one.html": PAGE, "two.html": PAGE}))
    for outcome in outcomes(found(tmp_path, "pack.zip", data)):
        assert outcome.status is Status.FAILED
        assert [problem.code for problem in outcome.problems] == ["encrypted"]


def test_a_file_that_inflates_beyond_measure_is_not_read(tmp_path: Path) -> None:
    data = zipped({"bomb.html": b"\0" * 5_000_000, "one.html": PAGE})
    bomb, one = outcomes(found(tmp_path, "pack.zip", data))
    assert [problem.code for problem in bomb.problems] == ["too-large"]
    assert one.status is Status.NOT_SELF_ASSESSMENT


def test_an_archive_with_too_many_files_is_one_failed_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive._Budget, "__init__", lambda self: _spent(self, members=3))
    inner = zipped({"c.html": PAGE, "d.html": PAGE})
    data = zipped({"a.html": PAGE, "b.html": PAGE, "inner.zip": inner})
    (outcome,) = outcomes(found(tmp_path, "pack.zip", data))
    assert (outcome.path, [p.code for p in outcome.problems]) == ("pack.zip", ["too-large"])


def _spent(budget: archive._Budget, members: int) -> None:
    budget.members, budget.inflated = members, archive.MAX_INFLATED


def test_a_file_over_the_size_limit_is_not_inflated(tmp_path: Path) -> None:
    discovery = found(tmp_path, "pack.zip", zipped({"one.html": PAGE}))
    with pytest.raises(DocumentError) as caught:
        load(discovery.inputs[0], max_bytes=10)
    assert caught.value.code == "too-large"


def test_a_manifest_speaks_of_an_archive_and_of_files_in_it(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text(
        "file,landlord,year\npack.zip,Fabricated Homes,2024\n"
        "pack.zip/two.html,Contrived Homes,\npack.zip/three.html,Lost Homes,\n"
    )
    discovery = found(tmp_path, "pack.zip", zipped({"one.html": PAGE, "two.html": PAGE}))
    assert [item.manifest for item in discovery.inputs] == [
        {"landlord": "Fabricated Homes", "year": "2024"},
        {"landlord": "Contrived Homes", "year": "2024"},
    ]
    assert [line.rpartition(": ")[2] for line in discovery.missing] == ["pack.zip/three.html"]
