"""docs/data-dictionary.md, made from the table definitions.

`python -m saextract.dataset.tables.dictionary > docs/data-dictionary.md` writes it anew.
"""

from __future__ import annotations

import sys

from ..formats.datapackage import GUARD_NOTE, MARK_NOTE
from .derived import CATALOGUE, CHANGES, COMPARISON, COVERAGE, GAPS, PEERS, SHARES
from .schema import Column, Table
from .stored import TABLES
from .views import VIEWS

_HEAD = f"""# Data dictionary

`saextract ingest` writes these tables into `saextract.duckdb`, and each of them as `.csv` \
(UTF-8, RFC 4180) and `.parquet`; `dataset.xlsx` has them for people, `datapackage.json` \
describes them for programs, and `run.json` says what was read, by which version and how.

{GUARD_NOTE} To undo it, take one apostrophe off a text in which only apostrophes and blanks \
stand before such a character. {MARK_NOTE}

What programs make of the CSV files with their defaults is held by tests, for pandas, polars and \
DuckDB. Some things no file can prevent. pandas takes a printed `N/A` for a missing value: give \
`keep_default_na=False`. DuckDB takes a column in which only yes and no stand, as `answer` in a \
dataset of one document may be, for BOOLEAN: read it with \
`read_csv('responses.csv', types = {{'answer': 'VARCHAR'}})`. And pandas reads a large file piece \
by piece: give `low_memory=False` where years such as 2024 and 2023-24 are mixed. \
`saextract.open(folder)` gives every table with its types, and so do `saextract.duckdb` and the \
Parquet files.

What is absent is NULL in DuckDB and Parquet and an empty field in CSV. JSON columns \
hold a list or an object as text. Documents and assessments are sorted by \
path, but for one or two assessments that stand first, from which readers can tell the types of \
all columns; provisions are in the Code's order. The same input and the \
same version give the same bytes.
"""
_VIEWS = """## Views

`saextract.duckdb` has these too.

| view | columns of | rows |
|---|---|---|
"""
_ANALYSES = """## What the analyses give

With `--format csv` and `--format json`, `saextract gaps` gives gaps, `compare` comparison, with
`--changed` changes and with `--peers` peers, `shares` shares, `coverage` coverage, and `codes`
codes.
"""

_GIVEN = (GAPS, COMPARISON, CHANGES, PEERS, SHARES, COVERAGE, CATALOGUE)


def data_dictionary() -> str:
    """The page as Markdown."""
    stored = [_section(table, "##") for table in TABLES]
    made = [_section(table, "###") for table in _GIVEN]
    views = "".join(f"| `{v.name}` | `{v.table}` | {v.description} |\n" for v in VIEWS)
    return "\n".join([_HEAD, *stored, _VIEWS + views, _ANALYSES, *made])


def _section(table: Table, level: str) -> str:
    lines = [f"{level} {table.name}", "", table.description]
    if table.key:
        lines += ["", f"Key: {', '.join(f'`{name}`' for name in table.key)}."]
    lines += ["", "| column | type | meaning |", "|---|---|---|"]
    lines += [f"| `{c.name}` | {c.type} | {_meaning(c)} |" for c in table.columns]
    return "\n".join([*lines, ""])


def _meaning(column: Column) -> str:
    values = f" One of: {', '.join(f'`{value}`' for value in column.values)}."
    return (column.description + (values if column.values else "")).replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(data_dictionary())
