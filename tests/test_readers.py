"""What pandas, polars, DuckDB and Frictionless make of the files with their defaults."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import pandas as pd
import polars as pl
import pytest

from outcomes import assessment, outcome, response
from saextract.dataset.build import build
from saextract.dataset.tables import TABLES
from saextract.dataset.tables.dictionary import data_dictionary
from saextract.dataset.write import write_dataset
from saextract.model import Outcome, Problem, Status, TextLocator

LIKE_A_NUMBER = "12345678e901" + "0" * 52
"""A SHA-256 whose first 16 digits read as 1.2e+9010000000."""


def single() -> list[Outcome]:
    answers: dict[str, Any] = {"1.2": "no", "1.3": response("HOS-2024:1.3", commentary="- one")}
    return [outcome("a.pdf", assessment(answers=answers), sha256=LIKE_A_NUMBER)]


def unpaged(key: str) -> Any:
    places = {"locators": (TextLocator(line_first=1, line_last=2),)}
    full = assessment(key)
    rows = [item.model_copy(update=places) for item in full.responses]
    return full.model_copy(update={"responses": tuple(rows)})


def mixed() -> list[Outcome]:
    plain = [outcome(f"a{n}.txt", unpaged("HOS-2024"), pages=None) for n in range(3)]
    broken = outcome(
        "z.pdf",
        status=Status.FAILED,
        problems=(Problem(code="truncated", stage="parse", message="=Cut"),),
    )
    return [
        *plain,
        outcome("b.pdf", assessment("HOS-2020", year="2021")),
        outcome("c.txt", unpaged("HOS-2022").model_copy(update={"year": "2022-23"}), pages=None),
        outcome("d.pdf", assessment("LGSCO-2024", year="")),
        broken,
    ]


@pytest.fixture(params=[single, mixed])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    write_dataset(tmp_path, build(request.param()).items(), {"version": "0"})
    return tmp_path


def store(folder: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(folder / "saextract.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_polars_and_pandas_read_every_csv_with_their_defaults(table: Any, folder: Path) -> None:
    file = folder / f"{table.name}.csv"
    for frame in (pl.read_csv(file), pd.read_csv(file)):
        assert tuple(frame.columns) == table.names
        assert len(frame) == store(folder, f"SELECT count(*) FROM {table.name}")[0][0]


def test_no_identifier_becomes_a_number(folder: Path) -> None:
    expected = store(
        folder, "SELECT provision_id, provision_number, document_id FROM responses ORDER BY rowid"
    )
    names = ["provision_id", "provision_number", "document_id"]
    file = folder / "responses.csv"
    for rows in (
        pl.read_csv(file)[names].rows(),
        pd.read_csv(file)[names].itertuples(index=False, name=None),
        duckdb.sql(f"SELECT {', '.join(names)} FROM '{file}'").fetchall(),
    ):
        assert [tuple(text.removeprefix("§") for text in row) for row in rows] == expected
    joined = pd.read_csv(file).merge(pd.read_csv(folder / "documents.csv"), on="document_id")
    assert len(joined) == len(expected)


def test_numbers_are_numbers_even_where_the_first_documents_have_no_pages(folder: Path) -> None:
    frame = pl.read_csv(folder / "responses.csv")
    types = {name: frame.schema[name] for name in ("page_first", "match_score")}
    assert types == {"page_first": pl.Int64, "match_score": pl.Float64}
    frame = pd.read_csv(folder / "assessments.csv")
    assert frame["year_start"].dtype.kind in "if"


def test_a_mixed_year_column_is_text(tmp_path: Path) -> None:
    write_dataset(tmp_path, build(mixed()).items(), {"version": "0"})
    expected = {"2024", "2021", "2022-23"}
    assert set(pl.read_csv(tmp_path / "responses.csv")["year"].drop_nulls()) == expected
    assert set(pd.read_csv(tmp_path / "responses.csv")["year"].dropna()) == expected
    rows = duckdb.sql(f"SELECT DISTINCT year FROM '{tmp_path}/responses.csv'").fetchall()
    assert {year for (year,) in rows if year} == expected


def test_what_is_absent_is_null(folder: Path) -> None:
    for table in TABLES:
        for column in table.columns:
            if column.type == "text":
                query = f"SELECT count(*) FROM {table.name} WHERE \"{column.name}\" = ''"
                assert store(folder, query) == [(0,)], column.name
                parquet = pl.read_parquet(folder / f"{table.name}.parquet")
                assert "" not in parquet[column.name].to_list()


def test_every_csv_is_valid_by_its_data_package(folder: Path) -> None:
    report = frictionless.validate(str(folder / "datapackage.json"))
    errors = report.flatten(["type", "rowNumber", "fieldName", "message"])
    assert not errors
    assert {task.name for task in report.tasks} == {table.name for table in TABLES}


def test_a_file_that_was_changed_no_longer_fits_its_data_package(folder: Path) -> None:
    file = folder / "responses.csv"
    file.write_bytes(file.read_bytes().replace(b"yes", b"maybe", 1))
    report = frictionless.validate(str(folder / "datapackage.json"))
    kinds = {kind for (kind,) in report.flatten(["type"])}
    assert {"hash-count", "byte-count"} & kinds


def test_the_way_round_booleans_that_the_dictionary_gives_works(tmp_path: Path) -> None:
    file = tmp_path / "responses.csv"
    write_dataset(
        tmp_path, build([outcome("a.pdf", assessment(answers={"6.2": "no"}))]).items(), {}
    )
    told = re.search(r"`read_csv\('responses\.csv', (.+?)\)`", data_dictionary())
    assert told
    read = f"SELECT DISTINCT answer FROM read_csv('{file}', {told[1]}) ORDER BY answer"
    assert duckdb.sql(read).fetchall() == [("no",), ("yes",)]
