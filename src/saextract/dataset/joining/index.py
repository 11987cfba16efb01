"""What a run knows of all its files and assessments, on disk.

Of a hundred thousand files this would be some hundred megabytes of objects; as a database of
SQLite in a file without a name it is two megabytes of memory, whatever there is.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from .heads import Head, facts_of_text, facts_text, part_of_text, part_text
from .joined import Joined
from .survey import File, Part

Where = tuple[str, int]
"""Path of a file, and place of an assessment in it."""

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = FILE;
CREATE TABLE files (
    path TEXT PRIMARY KEY, digest BLOB, media_type TEXT, declared TEXT, said TEXT, row TEXT,
    outcome BLOB, copy_of TEXT DEFAULT '', note TEXT DEFAULT '', whole INTEGER
) WITHOUT ROWID;
CREATE INDEX bytes ON files (digest);
CREATE TABLE parts (
    path TEXT, place INTEGER, text TEXT, edition TEXT, folder TEXT, who TEXT, scrap INTEGER,
    is_part INTEGER, declared TEXT, series INTEGER, rank INTEGER, PRIMARY KEY (path, place)
) WITHOUT ROWID;
CREATE INDEX folders ON parts (folder, edition);
CREATE INDEX series ON parts (series, rank);
CREATE TABLE named (
    declared TEXT, edition TEXT, n INTEGER, path TEXT, place INTEGER,
    PRIMARY KEY (declared, edition, n, path)
) WITHOUT ROWID;
CREATE TABLE assessments (
    number INTEGER PRIMARY KEY, id TEXT, facts TEXT, parts TEXT, is_series INTEGER,
    copy_of TEXT DEFAULT '', same_as TEXT DEFAULT '', content BLOB, landlord TEXT, code TEXT,
    edition TEXT, day TEXT, year TEXT, paged INTEGER, earlier INTEGER, rank INTEGER
);
CREATE INDEX contents ON assessments (content);
CREATE INDEX landlords ON assessments (landlord, code);
"""


class Index:
    """Files, their assessments, and what these are to each other.

    Order is by path throughout, and within a file by place.
    """

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(_TABLES)

    def close(self) -> None:
        """Removes it."""
        self._db.close()

    def ask(self, sql: str, *given: object) -> sqlite3.Cursor:
        """Puts a question or a change to the database."""
        return self._db.execute(sql, given)

    # ------------------------------------------------------------------ files

    def add(self, head: Head) -> None:
        """Adds a file with its assessments."""
        file = head.file
        self.ask(
            "INSERT INTO files (path, digest, media_type, declared, said, row, outcome) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            *(file.path, file.digest, file.media_type, file.declared, file.values),
            *(json.dumps(head.row), head.digest),
        )
        self._db.executemany(
            "INSERT INTO parts (path, place, text, edition, folder, who, scrap, is_part, declared) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (file.path, part.place, part_text(part), part.facts.edition, file.folder,
                 part.facts.who, part.scrap, part.is_part, file.declared)
                for part in head.parts
            ),
        )  # fmt: skip

    def file(self, path: str) -> File:
        """A file."""
        found = self.ask(
            "SELECT path, digest, media_type, declared, said FROM files WHERE path = ?", path
        )
        return File(*found.fetchone())

    def outcome(self, path: str) -> bytes:
        """Hash over the outcome of a file."""
        found: bytes = self.ask("SELECT outcome FROM files WHERE path = ?", path).fetchone()[0]
        return found

    def part(self, where: Where) -> Part:
        """An assessment in a file."""
        found = self.ask("SELECT text FROM parts WHERE path = ? AND place = ?", *where)
        return part_of_text(self.file(where[0]), found.fetchone()[0])

    def parts(self, rest: str, *given: object) -> Iterator[Part]:
        """Assessments in files that are no copies, by path.

        Args:
            rest: further conditions, or "".
            given: what stands for its question marks.
        """
        found = self.ask(
            "SELECT p.path, place FROM parts p JOIN files f ON p.path = f.path "
            f"WHERE copy_of = '' {rest}",
            *given,
        )
        return map(self.part, found)

    def group_declared(self) -> None:
        """Groups the parts that manifests name: by name, edition, and number in their file."""
        self.ask(
            "INSERT INTO named SELECT p.declared, edition, "
            "row_number() OVER (PARTITION BY p.path, edition ORDER BY place), p.path, place "
            "FROM parts p JOIN files f ON p.path = f.path "
            "WHERE copy_of = '' AND p.declared != ''"
        )

    def declared(self, where: Where) -> tuple[str, list[Part]]:
        """Name and parts of the assessment of which a manifest says that a part belongs to it.

        Edition and number are a part of the name where a manifest gives several the same. The
        parts are () but for the first of them.
        """
        value, edition, n = self.ask(
            "SELECT p.declared, p.edition, n FROM parts p JOIN named m USING (path, place) "
            "WHERE path = ? AND place = ? AND m.declared = p.declared",
            *where,
        ).fetchone()
        of_group = "FROM named WHERE declared = ? AND edition = ? AND n = ?"
        first = self.ask(f"SELECT min(path) {of_group}", value, edition, n).fetchone()
        if first != (where[0],):
            return value, []
        groups = "SELECT count(*) FROM (SELECT DISTINCT edition, n FROM named WHERE declared = ?)"
        several = self.ask(groups, value).fetchone()[0] > 1
        stem = f"assessment-{value}" if _is_number(value) else value
        places = self.ask(f"SELECT path, place {of_group} ORDER BY path", value, edition, n)
        name = f"{stem}-{edition}-{n}" if several else stem
        return name, [self.part(place) for place in places.fetchall()]

    # ------------------------------------------------------------------ assessments

    def name(self, joined: Joined) -> None:
        """Adds an assessment behind those that are there."""
        facts, places = joined.facts, [(part.file.path, part.place) for part in joined.parts]
        number = self.ask(
            "INSERT INTO assessments (id, facts, parts, is_series, content, landlord, code, "
            "edition, day, year, paged) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *(joined.assessment_id, facts_text(facts), json.dumps(places), joined.is_series),
            *(facts.content, joined.landlord, joined.code, facts.edition, joined.day, facts.year),
            facts.paged,
        ).lastrowid
        if len(places) > 1:
            changes = ((number, path) for path, _ in places)
            self._db.executemany("UPDATE files SET whole = ? WHERE path = ?", changes)

    def assessments(self, rest: str = "ORDER BY number", *given: object) -> Iterator[Joined]:
        """Assessments.

        Args:
            rest: conditions and order.
            given: what stands for its question marks.
        """
        for number in self.numbers(rest, *given):
            yield self.assessment(number)

    def numbers(self, rest: str, *given: object) -> Iterator[int]:
        """Numbers of assessments, see `assessments`."""
        for (number,) in self.ask(f"SELECT number FROM assessments {rest}", *given):
            yield number

    def assessment(self, number: int) -> Joined:
        """The assessment of a number."""
        sql = (
            "SELECT id, facts, parts, is_series, copy_of, same_as FROM assessments WHERE number = ?"
        )
        name, facts, places, is_series, *repeats = self.ask(sql, number).fetchone()
        parts = tuple(self.part((path, place)) for path, place in json.loads(places))
        return Joined(name, parts, facts_of_text(facts), bool(is_series), *repeats)

    def mark(self, marked: Iterable[Joined], numbers: Sequence[int]) -> None:
        """Notes which assessments repeat others."""
        self._db.executemany(
            "UPDATE assessments SET copy_of = ?, same_as = ? WHERE number = ?",
            [(j.copy_of, j.same_as, n) for j, n in zip(marked, numbers, strict=True)],
        )

    def change(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        """Makes the same change with several values."""
        self._db.executemany(sql, values)


def _is_number(value: str) -> bool:
    try:
        float(value.replace(",", ""))
    except ValueError:
        return False
    return True
