"""Rows in order, by way of a file: they need not fit in memory."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import TypeVar

Key = tuple[int | str, ...]
"""What orders a row; all keys of a list have the same length, at most `_MOST`."""

Item = TypeVar("Item")

_MOST = 4


def in_order(rows: Iterable[tuple[Key, Item]]) -> Iterator[Item]:
    """Gives rows by their keys; of equal keys, in the order in which they came.

    Args:
        rows: each with its key, and such that JSON can hold it.
    """
    columns = ", ".join(f"k{place}" for place in range(_MOST))
    with closing(sqlite3.connect("", isolation_level=None)) as spool:
        spool.execute("PRAGMA journal_mode = OFF")
        spool.execute("PRAGMA temp_store = FILE")
        spool.execute(f"CREATE TABLE rows (number INTEGER PRIMARY KEY, {columns}, item TEXT)")
        spool.execute("BEGIN")
        spool.executemany(
            f"INSERT INTO rows ({columns}, item) VALUES (?, ?, ?, ?, ?)",
            ((*key, *[0] * (_MOST - len(key)), json.dumps(item)) for key, item in rows),
        )
        for (item,) in spool.execute(f"SELECT item FROM rows ORDER BY {columns}, number"):
            yield json.loads(item)
