"""A dataset for those who go on with pandas, polars or DuckDB."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from saextract.errors import DatasetError, SaextractError, UsageError

from .store import STORE, check_store
from .tables import TABLES, Table
from .tables.views import VIEWS

if TYPE_CHECKING:
    import duckdb
    import pandas
    import polars


class DatasetFolder:
    """The tables and views of a dataset, with their types.

    Nothing is read before it is asked for.

    Attributes:
        folder: where it stands.
    """

    def __init__(self, folder: Path) -> None:
        """Opens a dataset.

        Raises:
            DatasetError: if there is none, or it is of another version or damaged.
        """
        check_store(folder)
        self.folder = folder

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the tables, then of the views."""
        return (*(table.name for table in TABLES), *(view.name for view in VIEWS))

    def columns(self, name: str) -> dict[str, str]:
        """The columns of a table or view, each with what stands in it.

        Raises:
            UsageError: if there is no such table.
        """
        return {column.name: column.description for column in self._table(name).columns}

    def duckdb(self) -> duckdb.DuckDBPyConnection:
        """A connection to the store that cannot change it."""
        import duckdb

        return duckdb.connect(str(self.folder / STORE), read_only=True)

    def pandas(self, name: str) -> pandas.DataFrame:
        """A table or view as pandas DataFrame; what is absent is NA, JSON is text.

        Raises:
            UsageError: if there is no such table.
            SaextractError: if pandas is not installed.
        """
        table = self._table(name)
        try:
            import pandas as pd
        except ImportError as error:
            raise _missing("pandas") from error
        with self.duckdb() as connection:
            rows = connection.execute(_select(table, name)).fetchall()
        types = {"text": "string", "json": "string", "integer": "Int64", "number": "Float64"}
        columns = zip(*rows, strict=True) if rows else ([] for _ in table.columns)
        return pd.DataFrame(
            {
                column.name: pd.array(list(values), dtype=types[column.type])
                for column, values in zip(table.columns, columns, strict=True)
            }
        )

    def polars(self, name: str) -> polars.DataFrame:
        """A table or view as polars DataFrame; what is absent is null, JSON is text.

        Raises:
            UsageError: if there is no such table.
            SaextractError: if polars is not installed.
        """
        table = self._table(name)
        try:
            import polars as pl
        except ImportError as error:
            raise _missing("polars") from error
        types = {"text": pl.String, "json": pl.String, "integer": pl.Int64, "number": pl.Float64}
        with self.duckdb() as connection:
            rows = connection.execute(_select(table, name)).fetchall()
        schema = {column.name: types[column.type] for column in table.columns}
        return pl.DataFrame(rows, schema=schema, orient="row")

    def _table(self, name: str) -> Table:
        tables = {table.name: table for table in TABLES}
        tables |= {view.name: tables[view.table] for view in VIEWS}
        if name not in tables:
            raise UsageError(f"There is no table {name}. There are: {', '.join(tables)}.")
        return tables[name]


def open_dataset(folder: Path | str) -> DatasetFolder:
    """Opens the dataset in a folder.

    Raises:
        DatasetError: if there is none, or it is of another version or damaged.
    """
    return DatasetFolder(Path(folder))


def _select(table: Table, name: str) -> str:
    columns = (
        f'"{column.name}"::VARCHAR' if column.type == "json" else f'"{column.name}"'
        for column in table.columns
    )
    order = " ORDER BY rowid" if name == table.name else ""
    return f"SELECT {', '.join(columns)} FROM {name}{order}"


def _missing(package: str) -> SaextractError:
    return DatasetError(f"{package} is not installed. Install it with: pip install {package}")
