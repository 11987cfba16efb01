"""batch: one outcome for every file, whatever a document does to the worker that reads it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import zipfile
from multiprocessing import get_context
from pathlib import Path

import pytest

import faults
from saextract import batch
from saextract.batch import messages, pool, worker
from saextract.errors import SaextractError
from saextract.load.discover import Discovery
from saextract.load.inputs import Input
from saextract.load.manifest import Manifests
from saextract.model import Outcome, Status
from saextract.settings import Settings as PipelineSettings


def inputs(folder: Path, **contents: str) -> list[Input]:
    for name, content in contents.items():
        (folder / name).write_text(content)
    return [Input(name, folder / name) for name in contents]


def settings(**changes: object) -> batch.Settings:
    given: dict[str, object] = {"process": faults.process, "jobs": 2, **changes}
    return batch.Settings(pipeline=PipelineSettings(), **given)  # type: ignore[arg-type]


def codes(outcomes: list[Outcome]) -> list[str]:
    return [outcome.problems[0].code if outcome.problems else "" for outcome in outcomes]


def test_a_document_that_kills_or_hangs_its_worker_costs_nothing_but_itself(
    tmp_path: Path,
) -> None:
    files = inputs(
        tmp_path,
        a="fine", b="exit", c="fine", d="segfault", e="hang", f="memory", g="raise", h="fine",
    )  # fmt: skip
    outcomes = batch.run(files, settings(limits=batch.Limits(seconds=2.0)))
    assert [outcome.path for outcome in outcomes] == list("abcdefgh")
    assert codes(outcomes) == [
        "", "crashed", "", "crashed", "too-slow", "too-large", "internal", "",
    ]  # fmt: skip
    assert all(outcome.sha256 for outcome in outcomes)
    lost = [outcome for outcome in outcomes if outcome.problems]
    assert all(outcome.status is Status.FAILED for outcome in lost)


def test_outcomes_come_in_the_order_of_the_inputs(tmp_path: Path) -> None:
    files = inputs(tmp_path, a="fine", b="fine", c="fine")
    seen: list[str] = []
    outcomes = batch.run(
        files, settings(process=faults.process_slowly), lambda outcome: seen.append(outcome.path)
    )
    assert [outcome.path for outcome in outcomes] == ["a", "b", "c"]
    assert sorted(seen) == ["a", "b", "c"]
    assert seen[0] != "a"


def test_the_settings_of_the_pipeline_reach_the_workers(tmp_path: Path) -> None:
    chosen = batch.Settings(
        pipeline=PipelineSettings(register_file="3"), process=faults.process, jobs=1
    )
    (outcome,) = batch.run(inputs(tmp_path, a="fine"), chosen)
    assert outcome.seconds == 3.0


def test_a_file_that_cannot_be_opened_has_an_outcome(tmp_path: Path) -> None:
    files = [Input("gone.pdf", tmp_path / "gone.pdf"), Input("shut", tmp_path, trouble="denied")]
    outcomes = batch.run(files, settings(jobs=1))
    assert codes(outcomes) == ["unreadable", "unreadable"]
    assert [outcome.document_id for outcome in outcomes] == ["", ""]


def test_the_wrong_kind_of_file_is_named_where_it_was_not_complete(tmp_path: Path) -> None:
    (tmp_path / "form.pdf").write_bytes(b"<!doctype html><p>Not found")
    outcome = batch.read_one(Input("form.pdf", tmp_path / "form.pdf"), settings(process=_plain))
    assert codes([outcome]) == ["mislabelled"]
    assert outcome.status is Status.NOT_SELF_ASSESSMENT


def test_an_internal_error_says_which_error(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("raise")
    outcome = batch.read_one(Input("a", tmp_path / "a"), settings())
    assert "ValueError: the fault asked for" in outcome.problems[0].message


def test_a_worker_that_holds_too_much_memory_names_the_limit(tmp_path: Path) -> None:
    files = inputs(tmp_path, a="resident", b="fine")
    limits = batch.Limits(seconds=60.0, memory=300 * 1024**2)
    held, fine = batch.run(files, settings(limits=limits, jobs=1))
    assert codes([held, fine]) == ["too-large", ""]
    assert "more than 300 MB of memory" in held.problems[0].message


def test_a_worker_that_somebody_kills_is_replaced_and_its_document_read_again(
    tmp_path: Path,
) -> None:
    files = inputs(tmp_path, a="fine", b="fine", c="fine")
    chosen = settings(process=faults.process_killed_once, jobs=1)
    assert codes(batch.run(files, chosen)) == ["", "", ""]


def test_workers_that_never_start_are_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "work", faults.never_up)
    with pytest.raises(SaextractError, match="cannot start: code 7"):
        batch.run(inputs(tmp_path, a="fine"), settings(jobs=1))


def test_a_worker_ends_itself_when_the_parent_does_not(tmp_path: Path) -> None:
    """The alarm comes from the system, so that not even a busy regular expression stops it."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    chosen = settings(limits=batch.Limits(seconds=0.5 - worker._GRACE))
    process = context.Process(target=worker.work, args=(theirs, chosen), daemon=True)
    process.start()
    theirs.close()
    assert ours.recv_bytes() == messages.UP
    (stubborn,) = inputs(tmp_path, a="stubborn")
    ours.send((False, stubborn))
    process.join(20)
    assert process.exitcode == -signal.SIGALRM


def test_no_worker_outlives_a_killed_parent_and_nothing_it_wrote_stays(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    (scratch / "text").write_text("of a document")
    inputs(tmp_path, a="hang", b="stubborn")
    script = f"""
import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})
import faults
from pathlib import Path
from saextract import batch
from saextract.load.inputs import Input
from saextract.settings import Settings
folder = Path({str(tmp_path)!r})
if __name__ == "__main__":
    files = [Input(name, folder / name) for name in "ba"]
    chosen = batch.Settings(Settings(), 2, process=faults.process, scratch=folder / "scratch")
    batch.run(files, chosen)
"""
    (tmp_path / "run.py").write_text(script)
    with subprocess.Popen([sys.executable, tmp_path / "run.py"], start_new_session=True) as parent:
        children: list[int] = []
        for _ in range(200):
            time.sleep(0.1)
            listed = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
            children = [int(pid) for pid in listed if _runs(int(pid), "spawn_main")]
            hang = [pid for pid in _below(children) if _runs(pid, "time.sleep(600)")]
            if len(children) == 2 and hang:
                break
        parent.kill()
    assert (len(children), len(hang)) == (2, 1)
    for _ in range(100):
        alive = [pid for pid in (*children, *hang) if _runs(pid, "")]
        if not alive:
            break
        time.sleep(0.1)
    assert alive == []
    assert not scratch.exists()


def _runs(pid: int, what: str) -> bool:
    try:
        line = Path(f"/proc/{pid}/cmdline").read_text()
        return bool(line) and what in line
    except OSError:
        return False


def _below(pids: list[int]) -> list[int]:
    """What processes have started; a document of the fault "hang" starts one."""
    files = [Path(f"/proc/{pid}/task/{pid}/children") for pid in pids]
    return [int(pid) for file in files if file.exists() for pid in file.read_text().split()]


class _Memory:
    """A cache in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def get(self, item: Input, sha256: str) -> bytes | None:
        return self.kept.get(f"{item.path} {sha256}")

    def put(self, item: Input, sha256: str, message: bytes) -> None:
        self.kept[f"{item.path} {sha256}"] = message


def kept(files: list[Input], cache: _Memory) -> list[str]:
    """Paths of the outcomes of a run with a cache."""
    came: list[str] = []
    batch.read_all(
        Discovery(files, Manifests(), ()),
        settings(cache=cache, jobs=1),
        lambda item, _: came.append(item.path),
    )
    return came


def test_failures_are_kept_but_not_those_that_somebody_else_brought_about(tmp_path: Path) -> None:
    cache = _Memory()
    files = inputs(tmp_path, a="fine", b="exit", c="raise", d="stop")
    assert sorted(kept(files, cache)) == ["a", "b", "c", "d"]
    assert sorted(key[0] for key in cache.kept) == ["a", "b", "c"]


def test_a_file_that_is_in_the_cache_is_only_hashed(tmp_path: Path) -> None:
    cache = _Memory()
    files = inputs(tmp_path, a="fine", b="raise")
    kept(files, cache)
    cache.kept = {
        key: message.replace(b'"pages":null', b'"pages":7') for key, message in cache.kept.items()
    }
    outcomes: list[bytes] = []
    batch.read_all(
        Discovery(files, Manifests(), ()),
        settings(cache=cache, jobs=1),
        lambda _, outcome: outcomes.append(outcome),
    )
    assert [b'"pages":7' in outcome for outcome in outcomes] == [True, True]


def test_an_archive_that_has_not_changed_is_not_opened_again(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "pack.zip", "w") as pack:
        pack.writestr("a", "fine")
        pack.writestr("b", "raise")
    cache = _Memory()
    files = [Input("pack.zip", tmp_path / "pack.zip")]
    assert sorted(kept(files, cache)) == ["pack.zip/a", "pack.zip/b"]
    assert len(cache.kept) == 3
    (tmp_path / "pack.zip").rename(tmp_path / "aside")
    (tmp_path / "pack.zip").write_bytes((tmp_path / "aside").read_bytes())
    assert sorted(kept(files, cache)) == ["pack.zip/a", "pack.zip/b"]
    assert len(cache.kept) == 3


def _plain(source: object, chosen: object) -> Outcome:
    return faults.process(
        source.model_copy(update={"data": b"fine"}),
        chosen,  # type: ignore[attr-defined,arg-type]
    )
