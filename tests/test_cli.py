"""cli: commands, exit codes, and data on standard output."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import openpyxl
import pytest
import typer
from PIL import Image
from typer.testing import CliRunner

from outcomes import assessment, outcome
from report_data import dataset_of_files
from saextract import __version__, cli
from saextract.analysis.landlords import pick
from saextract.dataset.build import build
from saextract.dataset.summary import summarise
from saextract.dataset.write import write_dataset
from saextract.errors import PROBLEMS, program
from saextract.model import Outcome, Status
from saextract.running import exit_code
from saextract.screen.grouping import grouped
from saextract.screen.log import close, set_up
from saextract.screen.options import console
from saextract.screen.progress import Done, Progress

DOCS = Path(__file__).parent.parent / "docs"


@dataclass(frozen=True)
class Sides:
    """A settings type for a command."""

    left: Annotated[int, typer.Option(help="One side.")] = 1
    right: Annotated[int, typer.Option("--right", help="The other.")] = 2


def test_the_fields_of_a_settings_type_are_options_of_its_command() -> None:
    told: list[object] = []

    def command(name: str, *, sides: Sides, loud: bool = False) -> None:
        told.append((name, sides, loud))

    app = typer.Typer()
    app.command()(grouped(command))
    result = CliRunner().invoke(app, ["A", "--left", "5", "--loud"])
    assert result.exit_code == 0, result.output
    assert told == [("A", Sides(5, 2), True)]
    assert "One side." in CliRunner().invoke(app, ["--help"]).output


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["saextract", *map(str, arguments)])
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as caught:
        cli.main()
    return int(caught.value.code or 0)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    answers = {"1.2": "no", "1.3": "unclear", "5.10": "not_found"}
    documents = [
        outcome("one.pdf", assessment(answers=dict(answers))),
        outcome("two.pdf", assessment(landlord="Second Homes")),
    ]
    write_dataset(folder, build(documents).items(), {"version": "0"})
    return folder


def test_gaps_on_the_screen_keeps_the_groups_apart(
    out: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "gaps", "--out", out) == 0
    screen = capfd.readouterr().out
    assert "Not met (answered no or partial): 1" in screen
    assert "Not answered (answer blank or unclear): 1" in screen
    assert "says nothing about the landlord): 1" in screen
    assert max(map(len, screen.splitlines())) <= 80


def test_gaps_as_csv_and_json_are_the_same_rows_and_nothing_else(
    out: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "gaps", "--out", out, "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capfd.readouterr().out, newline="")))
    assert run(monkeypatch, "gaps", "--out", out, "--format", "json") == 0
    data = json.loads(capfd.readouterr().out)
    assert [row["provision_id"] for row in rows] == [row["provision_id"] for row in data]
    assert [row["group"] for row in data] == ["not_met", "not_answered", "not_found"]
    assert isinstance(data[0]["flags"], list)


def test_gaps_as_workbook_stands_beside_the_dataset(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(monkeypatch, "gaps", "--out", out, "--format", "xlsx") == 0
    assert openpyxl.load_workbook(out / "gaps.xlsx")["gaps"].max_row == 4


def test_a_landlord_is_picked_and_the_choice_is_said(
    out: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    arguments = ("gaps", "--out", out, "--landlord", "made-up", "--format", "json")
    assert run(monkeypatch, *arguments) == 0
    captured = capfd.readouterr()
    assert len(json.loads(captured.out)) == 3
    assert captured.err == "'made-up' taken as: Made-up Homes\n"


def test_compare_shows_a_column_for_each_landlord(
    out: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "compare", "--out", out, "second", "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capfd.readouterr().out, newline="")))
    assert {row["landlord"] for row in rows} == {"Second Homes"}
    assert run(monkeypatch, "compare", "--out", out, "--format", "xlsx") == 0
    head = [cell.value for cell in openpyxl.load_workbook(out / "compare.xlsx").worksheets[1][1]]
    assert head[2:] == ["Made-up Homes 2024 (2024)", "Second Homes 2024 (2024)"]


def test_explain_finds_a_document_of_the_dataset_by_path_or_id(
    out: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "explain", "one.pdf", "1.2", "--out", out, "--format", "json") == 0
    by_path = json.loads(capfd.readouterr().out)
    identifier = by_path["document"]["document_id"]
    assert run(monkeypatch, "explain", identifier, "1.2", "--out", out, "--format", "json") == 0
    assert json.loads(capfd.readouterr().out) == by_path
    assert by_path["rows"][0]["answer"] == "no"


def test_a_row_is_drawn_with_its_cells_framed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    out, target = dataset_of_files(tmp_path), tmp_path / "row.png"
    arguments = ("explain", "form.pdf", "5.3", "--picture", target, "--out", out)
    assert run(monkeypatch, *arguments) == 0
    with Image.open(target) as picture:
        page = picture.convert("RGB")
        frame = [
            (x, y) for x in range(page.width) for y in range(page.height)
            if page.getpixel((x, y))[0] > 150 > page.getpixel((x, y))[1]
        ]  # fmt: skip
        left, right = min(x for x, _ in frame), max(x for x, _ in frame)
        assert (left / page.width, right / page.width) == pytest.approx(
            (40 / 595, 555 / 595), abs=0.02
        )
    capfd.readouterr()
    assert run(monkeypatch, "explain", "form.html", "5.3", "--picture", target, "--out", out) == 2
    assert "Only rows on pages" in capfd.readouterr().err


def test_the_version_is_told(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "--version") == 0
    assert capfd.readouterr().out == f"saextract {__version__}\n"


def test_quiet_says_nothing_and_the_log_says_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "letter.txt").write_text("Dear tenant, all is well.", encoding="utf-8")
    log = tmp_path / "log.jsonl"
    code = run(
        monkeypatch, "ingest", tmp_path / "in", "-q", "--log", log, "--out", tmp_path / "out",
        "--no-register",
    )  # fmt: skip
    assert code == 0
    assert capfd.readouterr() == ("", "")
    events = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [event["event"] for event in events] == ["start", "begin", "document", "end"]
    assert (events[2]["path"], events[2]["status"]) == ("letter.txt", "not_self_assessment")
    assert events[3]["exit_code"] == 0
    assert run(monkeypatch, "gaps", "-q", "--out", "nowhere", f"--log={log}") == 2
    last = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()][-2:]
    assert [event["event"] for event in last] == ["error", "end"]
    assert "There is no dataset in nowhere" in last[0]["message"]


def test_verbose_tells_what_became_of_each_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.txt").write_text("Dear tenant, all is well.", encoding="utf-8")
    arguments = ("-v", "ingest", tmp_path / "letter.txt", "--out", tmp_path / "out")
    assert run(monkeypatch, *arguments, "--no-register") == 0
    (line,) = [x for x in capfd.readouterr().err.splitlines() if x.endswith("letter.txt")]
    assert line.startswith("not_self_assessment ")


def test_without_a_terminal_a_line_tells_now_and_then_how_far_it_is(
    capfd: pytest.CaptureFixture[str],
) -> None:
    set_up(quiet=False, verbose=False, file=None)
    bad = json.dumps({"row": {"status": "failed"}}).encode()
    with Progress(console(stderr=True), every=0.05) as progress:
        progress(20)
        for number in range(4):
            progress(Done(f"{number}.pdf", bad))
        time.sleep(0.2)
    close()
    lines = capfd.readouterr().err.splitlines()
    assert lines
    assert lines[0].startswith("4 of 20 files: 4 not read, ")
    assert lines[0].endswith(" left, 3.pdf")
    assert " a second, " in lines[0]


@pytest.mark.parametrize(
    ("given", "found", "typed"),
    [
        ("{here}/.venv/bin/saextract", "", ".venv/bin/saextract"),
        ("/usr/bin/saextract", "/usr/bin/saextract", "saextract"),
        ("{here}/src/saextract/__main__.py", "", "python -m saextract"),
    ],
)
def test_messages_name_the_command_that_works_here(
    given: str, found: str, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [given.format(here=Path.cwd())])
    monkeypatch.setattr("shutil.which", lambda _: found or None)
    assert program() == typed


def test_assessments_that_name_nobody_are_asked_for_together() -> None:
    rows = [
        {"assessment_id": f"{n}-1", "path": f"{n}.pdf", "landlord": name, "landlord_id": "",
         "landlord_registered": ""}
        for n, name in enumerate(("", "Made-up Homes", ""))
    ]  # fmt: skip
    assert set(pick("(no landlord named)", rows).values()) == {"0.pdf", "2.pdf"}


def test_an_edition_may_be_written_small(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "codes", "hos-2024", "--format", "csv") == 0
    assert capfd.readouterr().out.count("HOS-2024:") >= 72


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("ingest", "nowhere.pdf"), "nowhere.pdf is not there"),
        (("gaps", "--out", "nowhere"), "There is no dataset in nowhere"),
        (("codes", "1999"), "There is no edition 1999"),
        (("ingest",), "Missing argument"),
        (("ingest", ".", "--jobs", "0"), "--jobs"),
        (("ingest", ".", "--register", "nowhere.csv"), "nowhere.csv is not there"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_to_do(
    arguments: tuple[str, ...],
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, *arguments) == 2
    assert message in capfd.readouterr().err


def test_a_register_without_names_ends_with_2_and_leaves_the_dataset(
    out: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    before = (out / "documents.csv").read_bytes()
    register = out.parent / "register.csv"
    register.write_text("colour,number\nred,1\n")
    assert run(monkeypatch, "ingest", out.parent, "--register", register, "--out", out) == 2
    assert "no column of landlords' names" in capfd.readouterr().err
    assert (out / "documents.csv").read_bytes() == before


def test_a_landlord_that_is_not_there_ends_with_2(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(monkeypatch, "gaps", "--out", out, "--landlord", "Nobody") == 2


def test_a_run_that_is_stopped_says_what_became_of_the_dataset(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("saextract.running.ingest", stopped)
    assert run(monkeypatch, "ingest", ".") == 130
    assert "stopped; the dataset is as it was before" in capfd.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_an_output_that_cannot_be_written_says_so_in_one_line(out: Path) -> None:
    for shape in ("csv", "json", "table"):
        command = [sys.executable, "-m", "saextract", "gaps", "--out", out, "--format", shape]
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
        assert done.returncode == 1
        assert done.stderr == "saextract: the output cannot be written: No space left on device.\n"


def test_an_unexpected_error_ends_with_1(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise RuntimeError("the fault asked for")

    monkeypatch.setattr(cli, "app", fail)
    assert run(monkeypatch) == 1
    assert "unexpected error: RuntimeError" in capfd.readouterr().err


FAILED = outcome("f.pdf", status=Status.FAILED)
OTHER = outcome("o.pdf")
WHOLE = outcome("w.pdf", assessment())
PART = outcome("p.pdf", assessment(other="not_found"), status=Status.PARTIAL)
SCAN = outcome("s.pdf", status=Status.NEEDS_OCR)


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ((WHOLE, OTHER), 0),
        ((OTHER,), 0),
        ((WHOLE, FAILED), 3),
        ((PART,), 3),
        ((WHOLE, SCAN), 3),
        ((FAILED, SCAN), 4),
        ((), 4),
    ],
)
def test_the_exit_code_is_that_of_the_contract(
    tmp_path: Path, outcomes: tuple[Outcome, ...], expected: int
) -> None:
    write_dataset(tmp_path, build(outcomes).items(), {})
    assert exit_code(summarise(tmp_path)) == expected


def test_ingest_reads_a_folder_twice_with_the_same_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "letter.txt").write_text("Dear tenant, the office is closed on Monday.\n")
    (folder / "broken.pdf").write_bytes(b"")
    out = tmp_path / "out"
    assert run(monkeypatch, "ingest", folder, "--out", out, "--jobs", "1") == 4
    first = (out / "documents.csv").read_bytes()
    assert b"letter.txt" in first
    assert b"broken.pdf" in first
    screen = capfd.readouterr().out
    assert "empty: The file has no content." in " ".join(screen.split())
    assert run(monkeypatch, "ingest", folder, "--out", out) == 4
    assert (out / "documents.csv").read_bytes() == first
    (folder / "broken.pdf").unlink()
    assert run(monkeypatch, "ingest", folder, "--out", out) == 0
    assert b"broken.pdf" not in (out / "documents.csv").read_bytes()
    summary = json.loads((out / "run.json").read_text())
    assert [Path(path).is_dir() for path in summary["paths"]] == [True]
    assert summary["counts"]["by_status"] == {"not_self_assessment": 1}


def test_help_loads_nothing_heavy() -> None:
    heavy = {"spacy", "duckdb", "openpyxl", "docx", "pdfplumber", "numpy", "pydantic", "rapidfuzz"}
    code = (
        "import sys; sys.argv = ['saextract', '--help']\n"
        "from saextract.cli import main\n"
        "try: main()\n"
        f"except SystemExit: sys.exit(' '.join({heavy} & set(sys.modules)))"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False
    )
    assert done.stderr.strip() == ""
    assert "ingest" in done.stdout


def test_every_problem_is_documented_with_its_remedy() -> None:
    page = (DOCS / "errors.md").read_text(encoding="utf-8")
    missing = [code for code, remedy in PROBLEMS.items() if f"| `{code}` | {remedy} |" not in page]
    assert missing == []
