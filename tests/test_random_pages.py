"""Pages in random layouts: what is drawn, and how what is read of them is counted."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from saextract import pipeline
from saextract.evaluation.gold import letters
from saextract.load.sniff import sniff
from saextract.model import Answer, Source

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def layouts() -> Iterator[ModuleType]:
    file = ROOT / "benchmarks" / "random_pages.py"
    spec = importlib.util.spec_from_file_location("random_layouts", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(file.parent)
        spec.loader.exec_module(module)
        yield module


def test_the_same_name_makes_the_same_page(layouts: ModuleType, tmp_path: Path) -> None:
    golds = [layouts.make(name, "", tmp_path) for name in ("001-000", "001-001")]
    pages = [(tmp_path / gold.file).read_bytes() for gold in golds]
    assert pages[0] != pages[1]
    assert layouts.make("001-000", "", tmp_path) == golds[0]
    assert (tmp_path / golds[0].file).read_bytes() == pages[0]


@pytest.mark.parametrize("number", range(8))
def test_every_text_of_the_gold_is_on_the_page(
    layouts: ModuleType, tmp_path: Path, number: int
) -> None:
    from lxml import html

    gold = layouts.make(f"002-{number:03}", "", tmp_path)
    shown = letters(html.parse(tmp_path / gold.file).getroot().text_content())
    for row in gold.assessments[0].responses.values():
        for text in (row.requirement, row.answer_printed, row.evidence, row.commentary):
            assert letters(text) in shown


def test_a_wrong_row_at_high_is_counted_and_named(layouts: ModuleType, tmp_path: Path) -> None:
    gold = layouts.make("002-000", "", tmp_path)
    data = (tmp_path / gold.file).read_bytes()
    source = Source(path=gold.file, data=data, sha256="0" * 64, media_type=sniff(data, ".html"))
    outcome = pipeline.process(source)
    right = [row.number for row in layouts.judge(gold, outcome) if row.high and row.whole]
    assert right
    rows = dict(gold.assessments[0].responses)
    rows[right[0]] = rows[right[0]].model_copy(update={"answer": Answer.UNCLEAR})
    changed = gold.assessments[0].model_copy(update={"responses": rows})
    gold = gold.model_copy(update={"assessments": (changed,)})
    said = layouts.report([gold], {gold.file: list(layouts.judge(gold, outcome))})
    assert f"{gold.file}: wrong at high: {right[0]}" in said
