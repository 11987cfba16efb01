"""Files that cannot be read as they are: each is recorded with its reason, and the run goes on."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from saextract import cli
from saextract.errors import ExitCode

BAD = Path(__file__).parent / "data" / "bad"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Run:
    """A run over the folder: its exit code, and the rows of its tables by file."""

    exit_code: int
    documents: dict[str, dict[str, str]]
    assessments: list[dict[str, str]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    out = tmp_path_factory.mktemp("bad") / "out"
    arguments = ["ingest", str(BAD), "--out", str(out), "--jobs", "1", "--ocr", "never"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["saextract", *arguments])
        with pytest.raises(SystemExit) as caught:
            cli.main()
    documents, assessments = (
        list(csv.DictReader((out / f"{table}.csv").read_text(encoding="utf-8").splitlines()))
        for table in ("documents", "assessments")
    )
    by_file = {row["path"]: row for row in documents}
    return Run(int(caught.value.code or 0), by_file, assessments)


@pytest.mark.parametrize(
    ("file", "status", "codes"),
    [
        ("encrypted.pdf", "failed", ["encrypted"]),
        ("encrypted.docx", "failed", ["encrypted"]),
        ("truncated.pdf", "failed", ["truncated"]),
        ("truncated.docx", "failed", ["truncated"]),
        ("empty.pdf", "failed", ["empty"]),
        ("bomb.docx", "failed", ["too-large"]),
        ("scan.pdf", "needs_ocr", ["needs-ocr"]),
        ("error-page.pdf", "not_self_assessment", ["mislabelled"]),
        ("word.pdf", "not_self_assessment", ["too-few-rows", "mislabelled"]),
        ("minutes.txt", "not_self_assessment", []),
        ("README.md", "not_self_assessment", []),
    ],
)
def test_each_file_ends_with_its_status_and_its_reason(
    run: Run, file: str, status: str, codes: list[str]
) -> None:
    document = run.documents[file]
    problems = json.loads(document["problems"])
    assert (document["status"], [problem["code"] for problem in problems]) == (status, codes)
    assert all(problem["message"] for problem in problems)


def test_no_file_is_lost(run: Run) -> None:
    assert sorted(run.documents) == sorted(path.name for path in BAD.iterdir())


def test_files_are_read_as_what_they_are_not_as_what_they_are_called(run: Run) -> None:
    assert run.documents["word.pdf"]["media_type"] == WORD
    assert run.documents["error-page.pdf"]["media_type"] == "text/html"


def test_nothing_is_made_out_of_them(run: Run) -> None:
    assert run.assessments == []


def test_a_folder_without_any_assessment_that_could_be_read_is_nothing_usable(run: Run) -> None:
    assert run.exit_code == ExitCode.NOTHING_USABLE
