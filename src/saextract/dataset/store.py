"""The DuckDB store: written in one go, read by the analyses."""

from __future__ import annotations

import contextlib
import errno
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from saextract.errors import DatasetError

from .tables import TABLES
from .tables.schema import Column, Records, Table, Value
from .tables.views import VIEWS

if TYPE_CHECKING:
    import duckdb

STORE = "saextract.duckdb"
SCHEMA_VERSION = 2
"""Raised whenever a column is renamed, removed or changes its meaning."""

_SQL_TYPES = {"text": "VARCHAR", "json": "JSON", "integer": "INTEGER", "number": "DOUBLE"}
_CHUNK = 2000


def write_store(path: Path, dataset: dict[str, Records]) -> None:
    """Writes all tables and views into a new DuckDB file, with a comment on each and its columns.

    An empty text is NULL there.
    """
    with _writing(path) as connection:
        connection.execute("CREATE TABLE _schema (version INTEGER NOT NULL)")
        connection.execute("INSERT INTO _schema VALUES (?)", [SCHEMA_VERSION])
        for table in TABLES:
            _create(connection, table)
            _insert(connection, table, dataset[table.name])
        for view in VIEWS:
            connection.execute(f"CREATE VIEW {view.name} AS {view.query}")
            connection.execute(f"COMMENT ON VIEW {view.name} IS {_literal(view.description)}")


def write_parquet(path: Path, table: Table, store: Path) -> None:
    """Writes a table of a store as Parquet file, in its order; volatile columns are null.

    JSON columns are plain text there, which every reader understands.
    """
    columns = ", ".join(_exported(column) for column in table.columns)
    target = str(path).replace("'", "''")
    with _writing(store) as connection:
        connection.execute("SET threads = 1")
        connection.execute(
            f"COPY (SELECT {columns} FROM {table.name} ORDER BY rowid) "
            f"TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
        )


def read_tables(folder: Path, *names: str) -> dict[str, Records]:
    """Reads tables of a dataset, in their order; what is absent in a text column is "" again.

    Args:
        folder: the dataset's folder.
        names: of the tables.

    Raises:
        DatasetError: if there is no dataset, or it is of another version or damaged.
    """
    with _reading(folder) as connection:
        return {name: _read(connection, name) for name in names}


def check_store(folder: Path) -> None:
    """Makes sure that a folder holds a dataset of this version.

    Raises:
        DatasetError: if not.
    """
    with _reading(folder):
        pass


@contextlib.contextmanager
def _reading(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    import duckdb

    path = folder / STORE
    if not path.is_file():
        raise DatasetError(
            f"There is no dataset in {folder}. Make one with: saextract ingest PATH --out {folder}"
        )
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            found = connection.execute("SELECT version FROM _schema").fetchone()
            if found != (SCHEMA_VERSION,):
                raise DatasetError(f"{path} is of another version. Run saextract ingest again.")
            yield connection
    except duckdb.Error as error:
        raise DatasetError(f"{path} cannot be read: {error}. Run ingest again.") from error


@contextlib.contextmanager
def _writing(store: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a store; a full disk is an OSError, as with any other file."""
    import duckdb

    try:
        with duckdb.connect(str(store)) as connection:
            yield connection
    except duckdb.IOException as error:
        raise OSError(errno.EIO, str(error)) from error


def _create(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    columns = [
        f"{_quoted(c.name)} {_SQL_TYPES[c.type]}{' NOT NULL' if c.required else ''}"
        for c in table.columns
    ]
    if table.key:
        columns.append(f"PRIMARY KEY ({', '.join(map(_quoted, table.key))})")
    connection.execute(f"CREATE TABLE {table.name} ({', '.join(columns)})")
    connection.execute(f"COMMENT ON TABLE {table.name} IS {_literal(table.description)}")
    for column in table.columns:
        name = f"{table.name}.{_quoted(column.name)}"
        connection.execute(f"COMMENT ON COLUMN {name} IS {_literal(column.description)}")


def _insert(connection: duckdb.DuckDBPyConnection, table: Table, rows: Records) -> None:
    """Inserts rows by way of one JSON parameter a chunk, which is far faster than row by row."""
    fields = ", ".join(
        f"{_literal(c.name)}: '{'VARCHAR' if c.type == 'json' else _SQL_TYPES[c.type]}'"
        for c in table.columns
    )
    structure = f"[{{{fields}}}]".replace("'", '"')
    for start in range(0, len(rows), _CHUNK):
        chunk = [
            {column.name: _stored(column, row[column.name]) for column in table.columns}
            for row in rows[start : start + _CHUNK]
        ]
        connection.execute(
            f"INSERT INTO {table.name} SELECT unnest(from_json(?, ?), max_depth := 2)",
            [json.dumps(chunk), structure],
        )


def _stored(column: Column, value: Value) -> Value:
    """The value as the store has it: NULL for an empty text."""
    return None if value == "" and column.type == "text" else value


def _read(connection: duckdb.DuckDBPyConnection, name: str) -> Records:
    table = next(table for table in TABLES if table.name == name)
    columns = ", ".join(_read_column(column) for column in table.columns)
    rows = connection.execute(f"SELECT {columns} FROM {name} ORDER BY rowid").fetchall()
    return [dict(zip(table.names, row, strict=True)) for row in rows]


def _read_column(column: Column) -> str:
    name = _quoted(column.name)
    if column.type == "text":
        return f"coalesce({name}, '') AS {name}"
    return f"{name}::VARCHAR AS {name}" if column.type == "json" else name


def _exported(column: Column) -> str:
    name = _quoted(column.name)
    if column.volatile:
        return f"NULL::{_SQL_TYPES[column.type]} AS {name}"
    return f"{name}::VARCHAR AS {name}" if column.type == "json" else name


def _quoted(name: str) -> str:
    return f'"{name}"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
