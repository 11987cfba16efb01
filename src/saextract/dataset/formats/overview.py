"""The first sheet of dataset.xlsx: what is in the dataset, and how to read it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from saextract.analysis.gaps import group_of
from saextract.analysis.shares import most_unmet_of, outcome

from ..store import Query
from ..tables import Value
from ..tables.views import TO_CHECK
from .datapackage import GUARD_NOTE
from .xlsx import ROW_LIMIT, Cell

WIDTHS = (30, 14, 14, 14, 80)
"""Of the sheet's columns, in characters."""

MUSTS_OF_LATEST = """WHERE level = 'must'
AND assessment_id IN (SELECT assessment_id FROM latest)"""
"""The musts of each landlord's newest assessments."""

_MOST_UNMET = 20
"""Provisions of the list of those that are most often not met."""

_TO_CHECK = {
    "low": "The reading itself may be wrong.",
    "medium": "Something stood out in them.",
    "high": "The reading is sure, but there is a finding, or the row is unusual.",
}
"""Why rows of each grade are to be checked."""


def overview(asked: Query, parted: Mapping[str, int]) -> Iterator[Sequence[Cell]]:
    """Lines of the sheet.

    Args:
        asked: the dataset's store.
        parted: name of each sheet that was too long to the number of sheets that it became.
    """
    musts = _counted(asked)
    yield ("What this is", "", "", "", "What social landlords in England say about each "
           "provision of the Complaint Handling Code, as read from their documents. Check a "
           "row in its document before you quote it.")  # fmt: skip
    yield ()
    yield from _held(asked)
    yield from _to_check(asked)
    yield ()
    yield from _met(musts)
    yield ()
    yield from _most_unmet(musts)
    yield from _agreed(asked)
    yield ()
    note = GUARD_NOTE.replace("In CSV and XLSX", "In the CSV files")
    yield ("Texts", "", "", "", f"{note} In this workbook all texts are typed as text; one "
           "that is too long for a cell ends with a remark.")  # fmt: skip
    yield from _goes_on(parted)


Counts = list[tuple[dict[str, Value], int]]
"""Rows of responses that differ in what counts, each with how many there are."""


def _held(asked: Query) -> Iterator[Sequence[Cell]]:
    yield "Documents", *asked.first("SELECT count(*) FROM documents")
    for found in asked.rows(
        "SELECT status, count(*) AS n FROM documents GROUP BY status ORDER BY status"
    ):
        yield f"  {words_of(found['status'])}", found["n"]
    yield "Assessments", *asked.first("SELECT count(*) FROM assessments")
    yield ("  newest, copies left out", *asked.first("SELECT count(*) FROM latest"), "", "",
           "Each landlord's newest assessment of each edition. Counts of what is met are of "
           "these.")  # fmt: skip


def _to_check(asked: Query) -> Iterator[Sequence[Cell]]:
    count = f"SELECT count(*) FROM responses t {TO_CHECK}"
    yield ("Rows to check by eye", *asked.first(count), "", "",
           "Sheet To check has them in the order in which they are worth your time.")  # fmt: skip
    for grade, why in _TO_CHECK.items():
        counted = asked.first(f"{count} AND confidence = ?", grade)
        yield f"  of {grade} confidence", *counted, "", "", why
    yield "Rows that a person reviewed", *asked.first("SELECT count(reviewed) FROM responses")


def _met(musts: Counts) -> Iterator[Sequence[Cell]]:
    groups = Counter[str]()
    for row, n in musts:
        groups[group_of(row)] += n
    yield "Musts not met", groups["not_met"], "", "", "Answered no or partial."
    yield ("Musts uncertain", groups["uncertain"], "", "",
           "Read as no or partial in a row of low confidence: check it first.")  # fmt: skip
    yield "Musts not answered", groups["not_answered"], "", "", "Blank, or unclear."
    yield ("Musts not found", groups["not_found"], "", "",
           "There is no row for it, which says nothing about the landlord.")  # fmt: skip


def _most_unmet(musts: Counts) -> Iterator[Sequence[Cell]]:
    yield "Most often not met", "meet it", "95 % interval", "", "What it asks"
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row, n in musts:
        counts[str(row["provision_id"])][outcome(row)] += n
    for row in most_unmet_of(counts, _MOST_UNMET):
        interval = f"{_percent(row['share_low'])} to {_percent(row['share_high'])}"
        yield row["provision_id"], f"{row['yes']} of {row['n']}", interval, "", row["text"]


def _agreed(asked: Query) -> Iterator[Sequence[Cell]]:
    for row in asked.table("agreement"):
        kappa = "" if row["kappa"] is None else f"kappa {row['kappa']}"
        yield (f"Two readings agree: {words_of(row['column'])}", f"{row['same']} of {row['n']}",
               _percent(row["share"]), kappa,
               "A second reader read the file by other means.")  # fmt: skip


def _counted(asked: Query) -> Counts:
    """How many musts of the newest assessments have which answer, grade and review."""
    found = asked.rows(
        f"""SELECT provision_id, answer, confidence, coalesce(reviewed, '') AS reviewed,
        count(*) AS n FROM responses {MUSTS_OF_LATEST} GROUP BY ALL ORDER BY ALL"""
    )
    return [(row, int(row["n"] or 0)) for row in found]


def _goes_on(parted: Mapping[str, int]) -> Iterator[Sequence[Cell]]:
    """A line for each table that does not fit on one sheet."""
    for name, sheets in parted.items():
        yield (name, f"{sheets} sheets", "", "", f"A sheet of a workbook can hold {ROW_LIMIT:,} "
               f"rows; this goes on in the sheets {name} 2 to {name} {sheets}. The CSV, Parquet "
               "and DuckDB files have it in one piece.")  # fmt: skip


def words_of(value: Value) -> str:
    """A name of a value in words: `not_found` is `not found`."""
    return str(value or "").replace("_", " ")


def _percent(share: Value) -> str:
    return f"{round(100 * float(share or 0))} %"
