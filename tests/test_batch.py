"""batch: one outcome for every file, whatever a document does to the worker that reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

import faults
from saextract import batch
from saextract.load.discover import Input
from saextract.model import Kind, Outcome, Status
from saextract.pipeline import Settings as PipelineSettings


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


class _Memory:
    """A cache in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, Outcome] = {}

    def get(self, item: Input, sha256: str) -> Outcome | None:
        found = self.kept.get(item.path)
        return found if found and found.sha256 == sha256 else None

    def put(self, item: Input, outcome: Outcome) -> None:
        self.kept[item.path] = outcome


def test_only_outcomes_that_would_be_the_same_again_are_kept(tmp_path: Path) -> None:
    cache = _Memory()
    files = inputs(tmp_path, a="fine", b="exit", c="raise")
    batch.run(files, settings(cache=cache, jobs=1))
    assert sorted(cache.kept) == ["a"]


def test_a_file_that_is_in_the_cache_needs_no_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = _Memory()
    files = inputs(tmp_path, a="fine")
    batch.run(files, settings(cache=cache, jobs=1))
    monkeypatch.setattr(batch, "_Pool", None)
    (outcome,) = batch.run(files, settings(cache=cache))
    assert outcome.kind is Kind.OTHER


def _plain(source: object, chosen: object) -> Outcome:
    return faults.process(
        source.model_copy(update={"data": b"fine"}),
        chosen,  # type: ignore[attr-defined,arg-type]
    )
