"""A dataset is never lost, and nor is what else a user has in its folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from outcomes import assessment, outcome
from saextract.dataset.build import build
from saextract.dataset.ledger import LEDGER, Ledger, exporting, inputs_of, written_names
from saextract.dataset.store import read_tables
from saextract.dataset.write import write_dataset
from saextract.errors import UsageError
from saextract.load.discover import discover
from saextract.report import write_report
from saextract.running import Settings, ingest
from saextract.settings import Settings as PipelineSettings


def dataset(folder: Path, *paths: Path, name: str = "a.pdf") -> Path:
    folder.mkdir(exist_ok=True)
    run = {"version": "0", "paths": [path.resolve().as_posix() for path in paths]}
    write_dataset(folder, build([outcome(name, assessment())]).items(), run)
    return folder


@pytest.fixture
def first(tmp_path: Path) -> Path:
    (tmp_path / "first").mkdir()
    return tmp_path / "first"


@pytest.fixture
def second(tmp_path: Path) -> Path:
    (tmp_path / "second").mkdir()
    return tmp_path / "second"


def test_other_paths_are_refused_with_the_two_ways_on(
    tmp_path: Path, first: Path, second: Path
) -> None:
    out = dataset(tmp_path / "out", first)
    with pytest.raises(UsageError, match=r"made from .*first.*--append.*--replace") as caught:
        inputs_of(Ledger.read(out), [second], "")
    assert caught.value.exit_code == 2
    with pytest.raises(UsageError, match="--append"):
        inputs_of(Ledger.read(out), [first, second], "")


def test_the_same_paths_need_neither_way(
    tmp_path: Path, first: Path, second: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = dataset(tmp_path / "out", first, second)
    monkeypatch.chdir(tmp_path)
    given = [Path("second"), Path("first") / "."]
    assert inputs_of(Ledger.read(out), given, "") == tuple(given)


def test_appending_keeps_what_was_there_and_replacing_does_not(
    tmp_path: Path, first: Path, second: Path
) -> None:
    ledger = Ledger.read(dataset(tmp_path / "out", first))
    assert inputs_of(ledger, [second, first], "append") == (first, second)
    assert inputs_of(ledger, [second], "replace") == (second,)


def test_nothing_can_be_appended_to_what_is_gone(tmp_path: Path, first: Path, second: Path) -> None:
    out = dataset(tmp_path / "out", first)
    first.rmdir()
    with pytest.raises(UsageError, match=r"first, from which the dataset in .* was made, is gone"):
        inputs_of(Ledger.read(out), [second], "append")


def test_an_empty_folder_takes_any_paths(tmp_path: Path, first: Path) -> None:
    assert inputs_of(Ledger.read(tmp_path), [first], "") == (first,)


def test_a_file_of_the_users_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "responses.csv").write_text("mine")
    with pytest.raises(UsageError, match=r"responses\.csv is not saextract's"):
        Ledger.read(tmp_path).claim(written_names())


def test_a_file_that_was_changed_since_is_not_overwritten(tmp_path: Path, first: Path) -> None:
    out = dataset(tmp_path / "out", first)
    Ledger.read(out).claim(written_names())
    with (out / "dataset.xlsx").open("ab") as stream:
        stream.write(b"note")
    with pytest.raises(UsageError, match=r"dataset\.xlsx has been changed since"):
        Ledger.read(out).claim(written_names())


def test_a_dataset_copied_without_its_ledger_is_still_known(tmp_path: Path, first: Path) -> None:
    out = dataset(tmp_path / "out", first)
    (out / LEDGER).unlink()
    ledger = Ledger.read(out)
    ledger.claim(written_names())
    assert ledger.inputs == (first.as_posix(),)


def test_what_belongs_to_the_old_dataset_goes_and_what_is_the_users_stays(
    tmp_path: Path, first: Path
) -> None:
    out = dataset(tmp_path / "out", first)
    for name in ("gaps.xlsx", "compare.xlsx"):
        with exporting(out, name) as part:
            part.write_text("old")
    (out / "compare.xlsx").write_text("old, with notes")
    (out / "notes.txt").write_text("mine")
    (out / "report").mkdir()
    (out / "report" / "index.html").write_text("old")
    Ledger.read(out).with_files(["report/index.html"]).write()
    dataset(out, first, name="b.pdf")
    left = {path.name for path in out.iterdir()}
    assert {"compare.xlsx", "notes.txt"} < left
    assert not {"gaps.xlsx", "report"} & left
    with pytest.raises(UsageError, match=r"compare\.xlsx is not"), exporting(out, "compare.xlsx"):
        pass


def test_what_saextract_wrote_is_no_input(first: Path) -> None:
    out = dataset(first / "out", first)
    with exporting(out, "casework-a.docx") as part:
        part.write_text("made")
    (out / "letter.txt").write_text("mine")
    assert [item.path for item in discover([first]).inputs] == ["out/letter.txt"]


def test_a_report_is_in_the_ledger_and_goes_with_its_dataset(tmp_path: Path, first: Path) -> None:
    out = dataset(tmp_path / "out", first)
    write_report(out, pictures=False)
    ledger = Ledger.read(out)
    assert "report/index.html" in ledger.files
    assert ledger.others(written_names()) == ("report",)
    dataset(out, first, name="b.pdf")
    assert not (out / "report").exists()
    assert Ledger.read(out).others(written_names()) == ()


def test_an_export_that_fails_leaves_the_one_before(tmp_path: Path) -> None:
    with exporting(tmp_path, "gaps.xlsx") as part:
        part.write_text("first")
    with pytest.raises(UsageError, match="cannot be written"), exporting(tmp_path, "gaps.xlsx"):
        raise OSError(28, "No space left on device")
    assert (tmp_path / "gaps.xlsx").read_text() == "first"
    assert {path.name for path in tmp_path.iterdir()} == {"gaps.xlsx", LEDGER}


def test_two_runs_append_and_replace(tmp_path: Path, first: Path, second: Path) -> None:
    (first / "note.txt").write_text("One.")
    (second / "note.txt").write_text("Two.")
    out = tmp_path / "out"

    def run(path: Path, onto: str = "") -> list[str]:
        settings = Settings(PipelineSettings(), jobs=1, onto=onto)  # type: ignore[arg-type]
        ingest([path], out, settings)
        return [str(row["path"]) for row in read_tables(out, "documents")["documents"]]

    assert run(first) == ["note.txt"]
    before = (out / "documents.csv").read_bytes()
    with pytest.raises(UsageError, match="--append"):
        run(second)
    assert (out / "documents.csv").read_bytes() == before
    assert run(second, "append") == ["first/note.txt", "second/note.txt"]
    with pytest.raises(UsageError, match="--append"):
        run(first)
    assert run(second, "replace") == ["note.txt"]
    shutil.rmtree(first)
    assert run(second) == ["note.txt"]
