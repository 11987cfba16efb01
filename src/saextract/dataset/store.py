"""The DuckDB store: written in one go, read by the analyses."""

from __future__ import annotations

import contextlib
import errno
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from saextract.errors import DatasetError, program

from .tables import TABLES
from .tables.schema import Column, Records, Table, Value
from .tables.views import VIEWS

if TYPE_CHECKING:
    import duckdb

STORE = "saextract.duckdb"
SCHEMA_VERSION = 3
"""Raised whenever a column is renamed, removed or changes its meaning."""

_SQL_TYPES = {"text": "VARCHAR", "json": "JSON", "integer": "INTEGER", "number": "DOUBLE"}
_IN_SPAN = "WHERE rowid >= ? AND rowid < ?"
_CHUNK = 200
"""Rows that are inserted together."""
_CHUNK_SIZE = 1024**2
"""Characters of their JSON that are inserted together, but for a row that has more."""
_FETCHED = 500
"""Rows of an answer that are in memory together."""
_MEMORY = 32 * 1024**2
"""Bytes that DuckDB may take while it writes; what is over goes to disk. A table of millions of
rows needs no more."""
_ASKED = 64 * 1024**2
"""Bytes that it may take while it answers: sorting needs more than writing."""
_PER_BYTE = 24
"""Bytes of memory for a byte of JSON: its text, its parsed form, and the columns made of it."""
_ROW_GROUP = 10_240
"""Rows of a row group in Parquet. DuckDB's default of 122,880 would want 128 MB in one piece."""


class Store:
    """A new DuckDB file with all tables and views, filled batch by batch in one transaction.

    An empty text is NULL there. Keys are no constraints of the tables: an index of millions of
    rows would have to be in memory.
    """

    def __init__(self, path: Path, before: Path | None = None) -> None:
        """Makes the file.

        Args:
            path: the file.
            before: the store that `take` takes rows from.

        Raises:
            OSError: if it cannot be written.
        """
        self.rows = {table.name: 0 for table in TABLES}
        self._taken: dict[str, tuple[int, int]] = {}
        self._tables = {table.name: table for table in TABLES}
        self._waiting: dict[str, list[str]] = {table.name: [] for table in TABLES}
        self._size = dict.fromkeys(self._tables, 0)
        with _as_os_error():
            self._connection = _connected(path)
            if before:
                there = _literal(str(before))
                self._connection.execute(f"ATTACH {there} AS before (READ_ONLY)")
            self._connection.execute("BEGIN")
            self._connection.execute("CREATE TABLE _schema (version INTEGER NOT NULL)")
            self._connection.execute("INSERT INTO _schema VALUES (?)", [SCHEMA_VERSION])
            for table in TABLES:
                _create(self._connection, table)
            for view in VIEWS:
                self._connection.execute(f"CREATE VIEW {view.name} AS {view.query}")
                comment = f"COMMENT ON VIEW {view.name} IS {_literal(view.description)}"
                self._connection.execute(comment)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with _as_os_error():
            if kind is None:
                for name in self._tables:
                    self._take_over(name)
                    self._insert(name)
                self._connection.execute("COMMIT")
            self._connection.close()

    def add(self, name: str, rows: Records) -> None:
        """Adds rows at the end of a table.

        Raises:
            OSError: if they cannot be written.
        """
        table, waiting = self._tables[name], self._waiting[name]
        self._take_over(name)
        self.rows[name] += len(rows)
        for row in rows:
            plain = {column.name: _stored(column, row[column.name]) for column in table.columns}
            waiting.append(json.dumps(plain))
            self._size[name] += len(waiting[-1])
        if len(waiting) >= _CHUNK or self._size[name] > _CHUNK_SIZE:
            self._insert(name)

    def take(self, name: str, first: int, count: int) -> None:
        """Takes over rows of the store before, behind those that are there.

        Args:
            name: of the table.
            first: the first row, from 0.
            count: how many.
        """
        self.rows[name] += count
        begun, end = self._taken.get(name, (first, first))
        if end == first:
            self._taken[name] = (begun, end + count)
            return
        self._take_over(name)
        self._taken[name] = (first, first + count)

    def rows_before(self, name: str, first: int, count: int) -> Records:
        """Rows of the store before, see `take`."""
        return _read(self._connection, f"before.{name}", _IN_SPAN, [first, first + count])

    def _take_over(self, name: str) -> None:
        span = self._taken.pop(name, None)
        if span is None:
            return
        self._insert(name)
        with _as_os_error():
            self._connection.execute(
                f"INSERT INTO {name} SELECT * FROM before.{name} {_IN_SPAN}", span
            )

    def _insert(self, name: str) -> None:
        """Inserts rows by way of one JSON parameter, which is far faster than row by row."""
        waiting, size = self._waiting[name], self._size[name]
        if not waiting:
            return
        fields = ", ".join(
            f"{_literal(c.name)}: '{'VARCHAR' if c.type == 'json' else _SQL_TYPES[c.type]}'"
            for c in self._tables[name].columns
        )
        structure = f"[{{{fields}}}]".replace("'", '"')
        with _as_os_error():
            if size > 2 * _CHUNK_SIZE:
                _allow(self._connection, size)
            self._connection.execute(
                f"INSERT INTO {name} SELECT unnest(from_json(?, ?), max_depth := 2)",
                [f"[{','.join(waiting)}]", structure],
            )
        waiting.clear()
        self._size[name] = 0


def write_parquet(folder: Path, store: Path) -> None:
    """Writes each table of a store as Parquet file, in its order; volatile columns are null.

    JSON columns are plain text there, which every reader understands.
    """
    import duckdb

    with _as_os_error(), _connected(store) as connection:
        for table in TABLES:
            columns = ", ".join(_exported(column) for column in table.columns)
            target = str(folder / f"{table.name}.parquet").replace("'", "''")
            command = (
                f"COPY (SELECT {columns} FROM {table.name}) TO '{target}' "
                f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROW_GROUP})"
            )
            try:
                connection.execute(command)
            except duckdb.OutOfMemoryException:  # rows with texts of megabytes
                connection.execute("RESET memory_limit")
                connection.execute(command)


class Query:
    """Questions to a store whose answers need not fit in memory."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def rows(self, sql: str, *parameters: object) -> Iterator[dict[str, Value]]:
        """Rows by the names of their columns, a few at a time; what is absent is None."""
        cursor, found = self._begun(sql, parameters)
        names = [column[0] for column in cursor.description or ()]
        while found:
            yield from (dict(zip(names, row, strict=True)) for row in found)
            found = cursor.fetchmany(_FETCHED)

    def _begun(
        self, sql: str, parameters: Sequence[object]
    ) -> tuple[duckdb.DuckDBPyConnection, list[Any]]:
        """An answer with its first rows; what has to be sorted is by then.

        Where that takes more memory than DuckDB was given, it gets what there is.
        """
        import duckdb

        cursor = self._connection.cursor()
        try:
            cursor.execute(sql, parameters)
            return cursor, cursor.fetchmany(_FETCHED)
        except duckdb.OutOfMemoryException:
            cursor.execute("RESET memory_limit")
            cursor.execute(sql, parameters)
            return cursor, cursor.fetchmany(_FETCHED)

    def table(self, name: str, rest: str = "") -> Iterator[dict[str, Value]]:
        """Rows of a table as `read_tables` gives them.

        Args:
            name: its name; it is called t.
            rest: what follows on SELECT columns FROM name t. Without an order, the rows stand
                as they were written.
        """
        table = next(table for table in TABLES if table.name == name)
        columns = ", ".join(_read_column(column) for column in table.columns)
        return self.rows(f"SELECT {columns} FROM {name} t {rest}")

    def first(self, sql: str, *parameters: object) -> tuple[Any, ...]:
        """The first row of an answer that has one."""
        found: tuple[Any, ...] | None = self._connection.execute(sql, parameters).fetchone()
        assert found is not None
        return found


@contextlib.contextmanager
def query(folder: Path) -> Iterator[Query]:
    """Asks the store of a dataset.

    Args:
        folder: the dataset's.

    Raises:
        DatasetError: if there is no dataset, or it is of another version or damaged.
    """
    with _reading(folder) as connection:
        _restrain(connection, _ASKED)
        yield Query(connection)


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
            f"There is no dataset in {folder}. "
            f"Make one with: {program()} ingest PATH --out {folder}"
        )
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            found = connection.execute("SELECT version FROM _schema").fetchone()
            if found != (SCHEMA_VERSION,):
                raise DatasetError(f"{path} is of another version. Run {program()} ingest again.")
            yield connection
    except duckdb.Error as error:
        raise DatasetError(f"{path} cannot be read: {error}. Run ingest again.") from error


@contextlib.contextmanager
def _as_os_error() -> Iterator[None]:
    """A full disk is an OSError, as with any other file."""
    import duckdb

    try:
        yield
    except duckdb.IOException as error:
        raise OSError(errno.EIO, str(error)) from error


def _connected(store: Path) -> duckdb.DuckDBPyConnection:
    import duckdb

    connection = duckdb.connect(str(store))
    _restrain(connection, _MEMORY)
    return connection


def _restrain(connection: duckdb.DuckDBPyConnection, most: int) -> None:
    """Keeps DuckDB to one thread and little memory; it spills to disk beside the store."""
    connection.execute("SET threads = 1")
    connection.execute(f"SET memory_limit = '{most // 1024**2}MiB'")


def _allow(connection: duckdb.DuckDBPyConnection, size: int) -> None:
    """More memory, for rows of an uncommon size in bytes."""
    most = (_MEMORY + _PER_BYTE * size) // 1024**2
    connection.execute(f"SET memory_limit = '{most}MiB'")


def _create(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    columns = [
        f"{_quoted(c.name)} {_SQL_TYPES[c.type]}{' NOT NULL' if c.required else ''}"
        for c in table.columns
    ]
    connection.execute(f"CREATE TABLE {table.name} ({', '.join(columns)})")
    connection.execute(f"COMMENT ON TABLE {table.name} IS {_literal(table.description)}")
    for column in table.columns:
        name = f"{table.name}.{_quoted(column.name)}"
        connection.execute(f"COMMENT ON COLUMN {name} IS {_literal(column.description)}")


def _stored(column: Column, value: Value) -> Value:
    """The value as the store has it: NULL for an empty text."""
    return None if value == "" and column.type == "text" else value


def _read(
    connection: duckdb.DuckDBPyConnection, name: str, where: str = "", given: Sequence[int] = ()
) -> Records:
    table = next(table for table in TABLES if table.name == name.rpartition(".")[2])
    columns = ", ".join(_read_column(column) for column in table.columns)
    sql = f"SELECT {columns} FROM {name} {where} ORDER BY rowid"
    rows = connection.execute(sql, given).fetchall()
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
