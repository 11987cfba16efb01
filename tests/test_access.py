"""saextract.open: the tables as pandas, polars and DuckDB have them."""

from __future__ import annotations

from pathlib import Path

import pytest

import saextract
from outcomes import assessment, outcome
from saextract.dataset.build import build
from saextract.dataset.tables import TABLES
from saextract.dataset.write import write_dataset
from saextract.errors import DatasetError, UsageError


@pytest.fixture
def dataset(tmp_path: Path) -> saextract.DatasetFolder:
    documents = [outcome("a.pdf", assessment(answers={"1.2": "not_found"})), outcome("b.pdf")]
    write_dataset(tmp_path, build(documents).items(), {"version": "0"})
    return saextract.open(tmp_path)


def test_every_table_and_view_comes_with_its_columns_types_and_rows(
    dataset: saextract.DatasetFolder,
) -> None:
    assert {table.name for table in TABLES} < set(dataset.names)
    for name in dataset.names:
        columns = list(dataset.columns(name))
        with dataset.duckdb() as connection:
            count = connection.execute(f"SELECT count(*) FROM {name}").fetchone()
        for frame in (dataset.pandas(name), dataset.polars(name)):
            assert list(frame.columns) == columns
            assert (len(frame),) == count


def test_5_10_is_text_and_an_absent_page_is_no_number(dataset: saextract.DatasetFolder) -> None:
    frame = dataset.pandas("responses")
    assert "5.10" in set(frame["provision_number"])
    assert str(frame["page_first"].dtype) == "Int64"
    assert frame["page_first"].isna().sum() == 1
    assert frame["answer_printed"].isna().sum() == 1
    other = dataset.polars("responses")
    assert other["page_first"].null_count() == 1
    assert "5.10" in other["provision_number"].to_list()


def test_the_connection_cannot_change_the_dataset(dataset: saextract.DatasetFolder) -> None:
    with dataset.duckdb() as connection, pytest.raises(Exception, match="read-only"):
        connection.execute("DELETE FROM responses")


def test_what_is_not_there_is_refused(dataset: saextract.DatasetFolder, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There are: documents"):
        dataset.pandas("answers")
    with pytest.raises(DatasetError, match="There is no dataset"):
        saextract.open(tmp_path / "nowhere")


def test_the_example_in_the_docs_runs(
    dataset: saextract.DatasetFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (Path(__file__).parent.parent / "docs" / "dataset.md").read_text(encoding="utf-8")
    code = page.partition("```python\n")[2].partition("```")[0]
    exec(code.replace('"saextract-out"', repr(str(dataset.folder))), {})
    assert "provision_id" in capsys.readouterr().out
