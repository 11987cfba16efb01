"""CSV: UTF-8, RFC 4180, never a formula for a spreadsheet, never a number where it is a name."""

from __future__ import annotations

import csv
import errno
import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO

from ..tables.schema import Column, Table, Value

_DANGEROUS = re.compile(r"[\s'\x00-\x20\ufeff\u200b]*[=+\-@＝＋－＠]|'*[\t\r\n]")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.IGNORECASE)
MARK = "§"
"""Stands before an identifier that a program could take for a number: 5.10, or 12345e6789."""
_QUOTED = re.compile(r"'[\s'\x00-\x20\ufeff\u200b]*[=+\-@＝＋－＠]|'+[\t\r\n]")


def guard(text: str) -> str:
    """Puts an apostrophe before a text that a spreadsheet could take for a formula.

    These are texts that begin with = + - @ (also full-width, and after blanks), a tab or a
    line end: the rule of OWASP, "CSV Injection". `unguard` takes it off again.
    """
    return f"'{text}" if _DANGEROUS.match(text) else text


def unguard(text: str) -> str:
    """The text that `guard` was given."""
    return text[1:] if _QUOTED.match(text) else text


def csv_text(table: Table, rows: Iterable[Mapping[str, Value]]) -> str:
    """A table as CSV text, with the line ends of RFC 4180."""
    stream = io.StringIO(newline="")
    CsvPrinter(stream, table).add(rows)
    return stream.getvalue()


class CsvPrinter:
    """Writes a table as CSV to a stream that leaves line ends alone; volatile columns are empty."""

    def __init__(self, stream: IO[str], table: Table) -> None:
        """Writes the head."""
        self._columns = table.columns
        self._writer = csv.writer(stream, lineterminator="\r\n")
        self._writer.writerow(table.names)

    def add(self, rows: Iterable[Mapping[str, Value]]) -> None:
        """Writes rows."""
        for row in rows:
            self._writer.writerow(
                "" if column.volatile else _cell(column, row[column.name])
                for column in self._columns
            )


class CsvFile:
    """A table as a CSV file that grows, or takes over a stretch of another one.

    Attributes:
        size: bytes that were written.
    """

    def __init__(self, file: Path, table: Table) -> None:
        """Writes the head."""
        self._file = file.open("wb")
        self._text = io.StringIO(newline="")
        self._printer = CsvPrinter(self._text, table)
        self.size = 0
        self.add(())

    def add(self, rows: Iterable[Mapping[str, Value]]) -> None:
        """Writes rows."""
        self._printer.add(rows)
        self._write(self._text.getvalue().encode())
        self._text.seek(0)
        self._text.truncate()

    def take(self, other: Path, at: int, size: int) -> None:
        """Takes over some bytes of another file.

        Args:
            other: it.
            at: where they begin.
            size: how many there are.
        """
        with other.open("rb") as stream:
            stream.seek(at)
            while size > 0:
                some = stream.read(min(size, _AT_A_TIME))
                if not some:
                    raise OSError(errno.EIO, f"{other} is shorter than it was")
                self._write(some)
                size -= len(some)

    def close(self) -> None:
        """Ends the file."""
        self._file.close()

    def _write(self, some: bytes) -> None:
        self._file.write(some)
        self.size += len(some)


_AT_A_TIME = 1024**2
"""Bytes of another file that are in memory together."""


def marked(text: str) -> str:
    """An identifier, with `MARK` before it if it could be taken for a number.

    pandas, polars and DuckDB take the type of a column from its texts, quoted or not, and a
    spreadsheet the type of each cell.
    """
    return f"{MARK}{text}" if _NUMBER.fullmatch(text) else text


def _cell(column: Column, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        text = guard(value.replace("\x00", "\ufffd"))
        return marked(text) if column.identifier else text
    return repr(value)
