"""A run that is killed: the next one gives the same bytes as one that nobody disturbed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

import saextract

CORPUS = Path(__file__).parent.parent / "corpus" / "documents"
TABLES = (".csv", ".parquet")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some small documents, and one that nobody can read."""
    made = tmp_path_factory.mktemp("killed") / "in"
    made.mkdir()
    files = sorted(CORPUS.glob("*.html"), key=lambda file: file.stat().st_size)[:6]
    for file in files:
        (made / file.name).write_bytes(file.read_bytes())
    (made / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    return made


def command(folder: Path, out: Path) -> list[str]:
    given = ["ingest", str(folder), "--out", str(out), "--jobs", "2", "--ocr", "never"]
    return [sys.executable, "-m", "saextract", *given]


def tables(out: Path) -> dict[str, object]:
    """Bytes of CSV and Parquet files, and what stands in the workbook and in the store."""
    found: dict[str, object] = {
        file.name: file.read_bytes() for file in out.iterdir() if file.suffix in TABLES
    }
    book = openpyxl.load_workbook(out / "dataset.xlsx", read_only=True)
    for page in book:
        found[f"{page.title} of the workbook"] = list(page.iter_rows(values_only=True))
    book.close()
    with saextract.open(out).duckdb() as store:
        for name in saextract.open(out).names:
            given = "* EXCLUDE (seconds)" if name == "documents" else "*"
            found[f"{name} of the store"] = store.execute(f"SELECT {given} FROM {name}").fetchall()
    return found


@pytest.fixture(scope="module")
def undisturbed(folder: Path) -> dict[str, object]:
    out = folder.parent / "undisturbed"
    assert subprocess.run(command(folder, out), capture_output=True, check=False).returncode == 3
    found = tables(out)
    assert len(found) > 40
    return found


def some_are_read(out: Path) -> bool:
    return len(list((out / ".cache").glob("*/*"))) >= 2


def writing(out: Path) -> bool:
    return (out / ".staging" / "responses.csv").exists()


def exchanging(out: Path) -> bool:
    return (out / ".staging" / "READY").exists()


@pytest.mark.parametrize("moment", [some_are_read, writing, exchanging])
def test_after_the_parent_was_killed_the_next_run_gives_the_same_bytes(
    folder: Path, undisturbed: dict[str, object], moment: Callable[[Path], bool]
) -> None:
    out = folder.parent / moment.__name__
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command(folder, out), stdout=quiet, stderr=quiet) as run:
        while run.poll() is None and not moment(out):
            time.sleep(0.001)
        run.kill()
    if (out / ".work").exists():
        _wait_until(lambda: not any((out / ".work").iterdir()))
    subprocess.run(command(folder, out), capture_output=True, check=False)
    assert tables(out) == undisturbed
    assert not (out / ".staging").exists()
    assert not (out / ".work").exists()


def test_a_run_whose_workers_are_killed_gives_the_same_bytes(
    folder: Path, undisturbed: dict[str, object]
) -> None:
    out = folder.parent / "workers"
    quiet = subprocess.DEVNULL
    killed = 0
    with subprocess.Popen(command(folder, out), stdout=quiet, stderr=quiet) as run:
        while run.poll() is None and killed < 2:
            for pid in _workers(run.pid):
                if some_are_read(out) and killed < 2:
                    os.kill(pid, signal.SIGKILL)
                    killed += 1
            time.sleep(0.002)
    assert run.returncode == 3
    assert killed == 2
    assert tables(out) == undisturbed


def _workers(parent: int) -> list[int]:
    try:
        listed = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        return [p for p in map(int, listed) if b"spawn_main" in _line(p)]
    except OSError:
        return []


def _line(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def _wait_until(done: Callable[[], bool]) -> None:
    for _ in range(200):
        if done():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come about")
