"""dataset.xlsx: the dataset for people who work in a spreadsheet."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from math import floor
from pathlib import Path
from urllib.parse import quote

from saextract.analysis.gaps import group_of
from saextract.analysis.shares import outcome
from saextract.codes import get_code, provision

from ..checking import SEVERITIES, weight
from ..rows import is_open
from ..store import Query
from ..tables import TABLES, Value
from ..tables.views import TO_CHECK
from .overview import MUSTS_OF_LATEST, WIDTHS, overview, words_of
from .places import Places
from .sorting import in_order
from .workbook import in_words
from .xlsx import FILLS, GRAVITY, Book, Cell, Column, Link, Sheet

Rows = list[dict[str, Value]]

_LANDLORD = Column("Landlord", 28, about="As the document names it; in brackets where it does not.")
_PROVISION = Column("Provision", 17, about="Edition and number; leads to its row in the report.")
_YEAR = Column("Year", 9, about="Of the assessment, as the landlord says it.")
_EDITION = Column("Edition", 11, about="Of the Code.")
_LEVEL = Column("Level", 8, about="How binding the provision is: must, should or other.")
_ANSWER = Column("Answer", 14, FILLS, "What the printed answer means.")
_PRINTED = Column("Answer as printed", 18, about="The answer cell as printed.")
_REQUIREMENT = Column("What it asks", 50, about="The official wording.")
_EVIDENCE = Column("Evidence", 50, about="As printed.")
_COMMENTARY = Column("Commentary", 60, about="As printed.")
_PAGE = Column("Page", 7, about="Page of the row; leads to the document.")
_SURE = Column(
    "How sure", 11, FILLS,
    "Grade of the reading: high, medium or low; confirmed or corrected by a person.",
)  # fmt: skip
_FILE = Column("File", 36, about="The document; leads to it, or to where it was published.")
_KEYS = (_LANDLORD, _PROVISION)
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
_SHORT = {"not_applicable": "n/a", "not_found": "no row", "unanswered": "blank"}


def write_people(path: Path, asked: Query, places: Places) -> None:
    """Writes the workbook.

    Args:
        path: the file; written over.
        asked: the dataset's store.
        places: where documents are.
    """
    sheets = _Sheets(asked, places)
    with Book(path) as book:
        first = book.page("Summary")
        made = sheets.all()
        for sheet in made:
            book.add(sheet)
        book.add(_code_book(made))
        book.fill(first, overview(asked, book.parted), WIDTHS)


class _Sheets:
    """Makes the sheets of a dataset."""

    def __init__(self, asked: Query, places: Places) -> None:
        self._asked = asked
        self._places = places

    def all(self) -> list[Sheet]:
        """All sheets but the first and the last."""
        return [
            self._unmet(), self._to_check(), self._findings(), *self._matrices(),
            self._responses(), self._actions(), self._promises(), self._documents(),
        ]  # fmt: skip

    # ------------------------------------------------------------------ cells

    def _keys(self, row: Mapping[str, Value]) -> tuple[Cell, Cell]:
        """Landlord and provision, the latter with a link to its row in the report."""
        identifier, number = str(row["assessment_id"]), str(row["provision_id"]).partition(":")[2]
        target = ""
        if _PLAIN.fullmatch(identifier):
            target = f"report/assessment/{identifier}.html#{quote(number)}"
        return _who(row), Link(str(row["provision_id"]) or "(all)", target)

    def _source(self, row: Mapping[str, Value], page: Value) -> tuple[Cell, Cell]:
        """Page and file, with links to them."""
        path = str(row["path"])
        shown = int(page) if isinstance(page, int) else None
        paged = Link(shown, self._places.document(path, shown)) if shown is not None else None
        return paged, Link(path, self._places.document(path))

    # ------------------------------------------------------------------ sheets

    def _unmet(self) -> Sheet:
        columns = (
            *_KEYS, _YEAR,
            Column("Group", 12, FILLS, "not met; or uncertain: of low confidence, check it first."),
            _ANSWER, _PRINTED, _REQUIREMENT, _COMMENTARY, _EVIDENCE, _PAGE, _SURE, _FILE,
        )  # fmt: skip
        rows = (
            (*self._keys(row), row["year"], words_of(group_of(row)), words_of(row["answer"]),
             row["answer_printed"], provision(str(row["provision_id"])).text, row["commentary"],
             row["evidence"], *_page_sure_file(self._source(row, row["page_first"]), _sure(row)))
            for row in in_order(
                ((_is_low(row), _name(row), str(row["year"])), row)
                for row in self._asked.table("responses", _UNMET)
            )
        )  # fmt: skip
        about = "A must that a landlord's newest assessment answers no or partial."
        return Sheet("Unmet musts", columns, rows, 2, about)

    def _to_check(self) -> Sheet:
        columns = (
            *_KEYS, _YEAR, _SURE, _ANSWER, _PRINTED,
            Column("Why", 50, about="What stood out in the row, and the findings about it."),
            Column("Requirement as printed", 40, about="As the document prints it."),
            _COMMENTARY, _EVIDENCE, _PAGE, _FILE,
        )  # fmt: skip
        rows = (
            (*self._keys(row), row["year"], _sure(row), words_of(row["answer"]),
             row["answer_printed"], "\n".join(why), row["requirement_printed"],
             row["commentary"], row["evidence"], *self._source(row, row["page_first"]))
            for row, why in self._doubtful()
        )  # fmt: skip
        about = (
            "A row that a person should look at: the least sure first, then the gravest findings, "
            "then the musts; copies last."
        )
        return Sheet("To check", columns, rows, 2, about)

    def _doubtful(self) -> Iterator[tuple[dict[str, Value], list[str]]]:
        """Rows to check with what stood out in each, those first that are worth most."""
        weighed = (
            (
                weight(row, findings, repeated),
                (row, [in_words(row["flags"]), *_messages(findings)]),
            )
            for row, findings, repeated in self._raised()
        )
        for row, why in in_order(weighed):
            yield row, list(filter(None, why))

    def _raised(self) -> Iterator[tuple[dict[str, Value], Rows, bool]]:
        """Rows to check, the findings on each, and whether its assessment is a repeated one."""
        rows = _Taker(self._asked.table("responses", TO_CHECK))
        raised = _Taker(self._asked.table("findings"))
        for item in self._asked.rows(
            "SELECT assessment_id, coalesce(copy_of, same_as) IS NOT NULL AS repeated "
            "FROM assessments"
        ):
            findings = raised.of(item["assessment_id"])
            for row in rows.of(item["assessment_id"]):
                own = [f for f in findings if f["provision_id"] == row["provision_id"]]
                yield row, own, bool(item["repeated"])

    def _findings(self) -> Sheet:
        columns = (
            *_KEYS, _YEAR, Column("Severity", 10, GRAVITY, "How grave: high, medium or low."),
            Column("Rule", 24, about="docs/findings.md says what each rule looks for."),
            Column("What to look at", 60, about="What to look at, and why."),
            Column("Quote", 60, about="The printed words that raised it."),
            Column("Dismissed", 40, about="Who found nothing to do, when and why."),
            _PAGE, _FILE,
        )  # fmt: skip
        rows = (
            (*self._keys(row), row["year"], row["severity"], row["rule"], row["message"],
             row["quote"], _dismissed(row), *self._source(row, row["page"]))
            for part in _OPEN_FIRST
            for row in self._asked.table("findings", part)
        )  # fmt: skip
        about = (
            "A thing that a person should look at, the gravest first and what people have "
            "dismissed last. It is no verdict."
        )
        return Sheet("Findings", columns, rows, 2, about)

    def _matrices(self) -> Iterator[Sheet]:
        """One sheet for each edition, the newest first; a row for each landlord."""
        editions = {
            (str(row["code"]), str(row["edition"]))
            for row in self._asked.rows("SELECT DISTINCT code, edition FROM latest")
        }
        for place, (code, edition) in enumerate(sorted(editions, key=_rank)):
            asked = get_code(f"{code}-{edition}").provisions
            heads = [Column(p.number, 9, _MATRIX_FILLS) for p in asked]
            said = self._asked.rows(_MATRIX, code, edition)
            named = (((_name(r), str(r["path"]), str(r["assessment_id"])), r) for r in said)
            rows = _matrix(in_order(named), [p.id for p in asked])
            unmet = Column("Musts not met", 9, about="Rows of low confidence are not counted.")
            name = "Matrix" if place == 0 else f"Matrix {code}-{edition}"
            about = f"A landlord's newest assessment by {code} {edition}, provision by provision."
            yield Sheet(name, (_LANDLORD, _YEAR, unmet, *heads), rows, 2, about)

    def _responses(self) -> Sheet:
        columns = (
            *_KEYS, _YEAR, _EDITION, _LEVEL, _ANSWER, _PRINTED, _REQUIREMENT, _COMMENTARY,
            _EVIDENCE, Column("Further columns", 30, about="By their printed heads."), _PAGE,
            _SURE, Column("What stood out", 26, about="docs/flags.md says what each means."), _FILE,
        )  # fmt: skip
        rows = (
            (*self._keys(row), row["year"], _edition(row), row["level"], words_of(row["answer"]),
             row["answer_printed"], provision(str(row["provision_id"])).text, row["commentary"],
             row["evidence"], in_words(row["other"]), self._source(row, row["page_first"])[0],
             _sure(row), in_words(row["flags"]), self._source(row, None)[1])
            for row in self._asked.table("responses")
        )  # fmt: skip
        return Sheet("Responses", columns, rows, 2, "What an assessment says about one provision.")

    def _actions(self) -> Sheet:
        columns = (
            *_KEYS, _YEAR, Column("Action", 70, about="What is to be done, as printed."),
            Column("Due", 12, about="ISO date or month, where it can be told."),
            Column("Due as printed", 22, about="As printed."),
            Column("Owner", 24, about="Who is to do it, as printed."),
            Column("Stands in", 14, about="commentary or action plan."), _PAGE, _FILE,
        )  # fmt: skip
        rows = (
            (*self._keys(row), row["year"], row["action"], row["due"], row["due_printed"],
             row["owner"], words_of(row["source"]), *self._source(row, row["page"]))
            for row in in_order(
                ((row["due"] == "", str(row["due"])), row) for row in self._asked.table("actions")
            )
        )  # fmt: skip
        return Sheet("Actions", columns, rows, 2, "A commitment of a landlord, by its date.")

    def _promises(self) -> Sheet:
        columns = (
            *_KEYS, _YEAR, Column("Promise", 60, about="What was announced, as printed."),
            Column("Due", 12, about="ISO date or month."),
            Column("What became of it", 16, FILLS, "See the data dictionary, table promises."),
            Column("Words of the later assessment", 60, about="They tell what became of it."),
            Column("Later provision", 17, about="The row of the later assessment."),
            Column("Months late", 9, about="From the first due date to the later one."), _PAGE,
            _FILE,
        )  # fmt: skip
        rows = (
            (*self._keys(row), row["year"], row["action"], row["due"], words_of(row["status"]),
             row["status_quote"], row["next_provision_id"], row["slip_months"],
             *self._source(row, row["page"]))
            for row in self._asked.table("promises")
        )  # fmt: skip
        about = "An action that a later assessment of the landlord can answer."
        return Sheet("Promises", columns, rows, 2, about)

    def _documents(self) -> Sheet:
        columns = (
            Column("File", 44, about="Leads to the document."),
            Column("Status", 16, FILLS, "What became of it."),
            Column("Kind", 18, about="What it is."), Column("Pages", 8, about="Where it has any."),
            Column("Problems", 90, about="What is wrong, and what to do."),
            Column("Text placed, %", 10, about="How much of its visible text has a place."),
            Column("Same bytes as", 30, about="Another file, under which its rows stand."),
            Column("Published at", 40, about="From the manifest."),
        )  # fmt: skip
        rows = (
            (Link(str(row["path"]), self._places.document(row["path"])), words_of(row["status"]),
             words_of(row["kind"]), row["pages"], _problems(row), _placed(row), row["copy_of"],
             row["url"])
            for row in self._asked.table("documents")
        )  # fmt: skip
        return Sheet("Documents", columns, rows, 1, "A file, whatever became of it.")


_UNMET = f"{MUSTS_OF_LATEST} AND answer IN ('no', 'partial')"
_OPEN_FIRST = (
    *(f"WHERE t.dismissed_why IS NULL AND severity = '{severity}'" for severity in SEVERITIES),
    "WHERE t.dismissed_why IS NOT NULL",
)
_MATRIX = """SELECT a.assessment_id, a.landlord, a.year, a.unmet_must, a.path, r.provision_id,
    r.answer, r.confidence, coalesce(r.reviewed, '') AS reviewed
FROM latest a JOIN responses r USING (assessment_id) WHERE a.code = ? AND a.edition = ?"""


def _matrix(
    answers: Iterable[dict[str, Value]], provisions: Sequence[str]
) -> Iterator[Sequence[Cell]]:
    """A row for each assessment, of its answers one after the other."""
    for _, group in groupby(answers, key=lambda row: row["assessment_id"]):
        rows = list(group)
        said = {row["provision_id"]: outcome(row) for row in rows}
        words = (_SHORT.get(said[name], words_of(said[name])) for name in provisions)
        yield _who(rows[0]), rows[0]["year"], rows[0]["unmet_must"], *words


class _Taker:
    """Rows that stand in the order of their assessments, given out for one after the other."""

    def __init__(self, rows: Iterable[dict[str, Value]]) -> None:
        self._groups = groupby(rows, key=lambda row: row["assessment_id"])
        self._next = next(self._groups, None)

    def of(self, assessment_id: Value) -> Rows:
        """The rows of an assessment, which comes behind those that were asked for before."""
        if self._next is None or self._next[0] != assessment_id:
            return []
        found = list(self._next[1])
        self._next = next(self._groups, None)
        return found


_MATRIX_FILLS = {**FILLS, "blank": FILLS["unanswered"], "n/a": FILLS["not applicable"],
                 "no row": FILLS["not found"]}  # fmt: skip


def _code_book(sheets: Sequence[Sheet]) -> Sheet:
    """Every column of every sheet, then of every table of the dataset."""
    columns = (Column("Sheet or table", 18), Column("Column", 26), Column("What stands there", 110))
    rows: list[tuple[str, str, str]] = []
    for sheet in sheets:
        rows.append((sheet.name, "(a row)", sheet.about))
        rows += [(sheet.name, c.head, c.about) for c in sheet.columns if c.about]
    for table in TABLES:
        rows.append((table.name, "(a row)", table.description))
        rows += [(table.name, c.name, c.description) for c in table.columns]
    return Sheet("Codebook", columns, rows, 2, "")


def _page_sure_file(source: tuple[Cell, Cell], sure: Cell) -> tuple[Cell, Cell, Cell]:
    return source[0], sure, source[1]


def _name(row: Mapping[str, Value]) -> str:
    return str(row["landlord"] or "").lower()


def _is_low(row: Mapping[str, Value]) -> bool:
    return row["confidence"] == "low" and not row["reviewed"]


def _messages(findings: Rows) -> Iterator[str]:
    return (str(finding["message"]) for finding in findings if is_open(finding))


def _who(row: Mapping[str, Value]) -> str:
    return str(row["landlord"] or "(no landlord named)")


def _edition(row: Mapping[str, Value]) -> str:
    return f"{row['code']}-{row['edition']}"


def _rank(edition: tuple[str, str]) -> tuple[str, int]:
    return edition[0], -int(edition[1])


def _sure(row: Mapping[str, Value]) -> Value:
    return row["reviewed"] or row["confidence"]


def _dismissed(row: Mapping[str, Value]) -> str:
    """Who has dismissed a finding, when and why."""
    if is_open(row):
        return ""
    told = " ".join(filter(None, (str(row["dismissed_by"]), str(row["dismissed_at"])[:10])))
    return ": ".join(filter(None, (told, str(row["dismissed_why"]))))


def _placed(row: Mapping[str, Value]) -> float | None:
    """The coverage in percent; never 100 where a word has no place."""
    share = row["coverage"]
    return None if share is None else floor(1000 * float(share)) / 10


def _problems(row: Mapping[str, Value]) -> str:
    problems: list[dict[str, str]] = json.loads(str(row["problems"]))
    return "\n".join(f"{item['code']}: {item['message']}" for item in problems)
