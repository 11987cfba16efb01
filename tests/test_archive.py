"""ZIP archives are read as folders: every file in them has its outcome."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from saextract import batch
from saextract.errors import DocumentError
from saextract.load import archive
from saextract.load.archive import Listing
from saextract.load.discover import Discovery, discover
from saextract.load.inputs import Input
from saextract.load.source import Reader
from saextract.model import Outcome, Source, Status
from saextract.settings import Settings

PAGE = b"<html><body><p>Complaints policy</p></body></html>"


def zipped(files: dict[str, bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packed) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return stream.getvalue()


class Found:
    """The files below a folder, those of archives included, as a run reads them."""

    def __init__(self, discovery: Discovery) -> None:
        self.discovery = discovery
        self.inputs: list[Input] = []
        with Reader() as reader:
            for item in discovery.inputs:
                self._add(item, reader)
        self.inputs.sort(key=lambda item: item.path)

    def _add(self, item: Input, reader: Reader) -> None:
        try:
            read = reader.read(item)
        except DocumentError:
            read = None
        if isinstance(read, Listing):
            for member in self.discovery.expand(item, read):
                self._add(member, reader)
        else:
            self.inputs.append(item)


def found(folder: Path, name: str, data: bytes) -> Found:
    (folder / name).write_bytes(data)
    return Found(discover([folder]))


def load(item: Input, max_bytes: int = 10**6) -> Source:
    with Reader() as reader:
        source = reader.read(item, max_bytes)
    assert isinstance(source, Source)
    return source


def paths(discovery: Found) -> list[str]:
    return [item.path for item in discovery.inputs]


def outcomes(found: Found) -> list[Outcome]:
    read = batch.run(found.discovery.inputs, batch.Settings(pipeline=Settings(), jobs=1))
    return sorted(read, key=lambda outcome: outcome.path)


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


def test_an_archive_given_by_name_is_read_as_a_folder(tmp_path: Path) -> None:
    (tmp_path / "pack.zip").write_bytes(zipped({"one.html": PAGE}))
    assert paths(Found(discover([tmp_path / "pack.zip"]))) == ["pack.zip/one.html"]


def test_an_archive_is_told_by_its_bytes_and_an_office_file_is_none(tmp_path: Path) -> None:
    (tmp_path / "download").write_bytes(zipped({"one.html": PAGE}))
    (tmp_path / "form.docx").write_bytes(zipped({"[Content_Types].xml": b"<Types/>"}))
    assert paths(Found(discover([tmp_path]))) == ["download/one.html", "form.docx"]


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
    assert paths(discovery) == ["pack.zip/form (2).html", "pack.zip/form.html"]
    assert [load(item).data[6:-7] for item in discovery.inputs] == [b"second", b"first"]


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
    monkeypatch.setattr(archive, "MAX_MEMBERS", 3)
    listed = ["a.html", "b.html", "c.html", "d.html"]
    (tmp_path / "pack.zip").write_bytes(zipped(dict.fromkeys(listed, PAGE)))
    outcome = batch.read_one(
        Input("pack.zip", tmp_path / "pack.zip"), batch.Settings(pipeline=Settings())
    )
    assert [p.code for p in outcome.problems] == ["too-large"]


def test_archives_within_an_archive_share_its_budget(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBERS", 4)
    inner = zipped({"c.html": PAGE, "d.html": PAGE})
    data = zipped({"a.html": PAGE, "one.zip": inner, "two.zip": inner})
    read = outcomes(found(tmp_path, "pack.zip", data))
    assert [(o.path, [p.code for p in o.problems]) for o in read] == [
        ("pack.zip/a.html", []),
        ("pack.zip/one.zip", ["too-large"]),
        ("pack.zip/two.zip", ["too-large"]),
    ]


def test_an_archive_within_an_archive_is_inflated_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inflated: list[tuple[int, ...]] = []
    real = archive.Archives._inflated

    def counted(self: archive.Archives, file: Path, chain: tuple[int, ...]) -> object:
        inflated.append(chain)
        return real(self, file, chain)

    monkeypatch.setattr(archive.Archives, "_inflated", counted)
    inner = zipped({f"{number}.html": PAGE for number in range(20)})
    discovery = found(tmp_path, "pack.zip", zipped({"inner.zip": inner}))
    assert len(discovery.inputs) == 20
    assert inflated == [(0,)]


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2, zipfile.ZIP_DEFLATED])
def test_whatever_a_decompressor_says_the_member_is_truncated(tmp_path: Path, method: int) -> None:
    data = bytearray(zipped({"bad.html": PAGE * 50}, method))
    data[60:90] = bytes(30)
    (outcome,) = outcomes(found(tmp_path, "pack.zip", bytes(data)))
    assert (outcome.path, [p.code for p in outcome.problems]) == (
        "pack.zip/bad.html",
        ["truncated"],
    )


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
    missing = discovery.discovery.missing()
    assert [line.rpartition(": ")[2] for line in missing] == ["pack.zip/three.html"]
