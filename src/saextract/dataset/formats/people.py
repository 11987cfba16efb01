"""dataset.xlsx: the dataset for people who work in a spreadsheet."""

from __future__ import annotations

import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from saextract.analysis.choose import Choice, latest
from saextract.analysis.gaps import gaps
from saextract.analysis.shares import most_unmet, outcome
from saextract.codes import get_code, provision

from ..build import to_check
from ..tables import TABLES, Records, Value
from .datapackage import GUARD_NOTE
from .workbook import in_words
from .xlsx import FILLS, GRAVITY, Book, Cell, Column, Link, Sheet

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
_MOST_UNMET = 20
_SHORT = {"not_applicable": "n/a", "not_found": "no row", "unanswered": "blank"}


def write_people(path: Path, tables: Mapping[str, Records], places: Places) -> None:
    """Writes the workbook.

    Args:
        path: the file; written over.
        tables: the dataset.
        places: where documents are.
    """
    sheets = _Sheets(tables, places)
    with Book(path) as book:
        made = sheets.all()
        book.add_text("Summary", sheets.summary(), (30, 14, 14, 14, 80))
        for sheet in made:
            book.add(sheet)
        book.add(_code_book(made))


class Places:
    """Where the documents of a dataset are, as the workbook in its folder leads to them."""

    def __init__(self, folder: Path, roots: Sequence[Path], documents: Records) -> None:
        """Looks the files up.

        Args:
            folder: of the dataset.
            roots: paths that it was made from.
            documents: rows of that table.
        """
        self._targets = {
            str(row["path"]): _target(folder.resolve(), roots, row) for row in documents
        }

    def document(self, path: Value, page: Value = None) -> str:
        """The target of a link to a document, and to a page of it; "" where it is not known."""
        target = self._targets.get(str(path), "")
        paged = target.lower().endswith(".pdf") and page is not None
        return f"{target}#page={page}" if paged else target


def _target(folder: Path, roots: Sequence[Path], row: Mapping[str, Value]) -> str:
    path = str(row["path"])
    for root in roots:
        for file in (root / path, root.parent / path):
            if file.is_file():
                return _relative(file.resolve(), folder)
    url = str(row["url"])
    return url if url.startswith(("https://", "http://")) else ""


def _relative(file: Path, folder: Path) -> str:
    """A file's address as seen from a folder, so that both can be moved together."""
    try:
        return quote(os.fsencode(Path(os.path.relpath(file, folder)).as_posix()))
    except ValueError:  # on another drive
        return file.as_uri()


class _Sheets:
    """Makes the sheets of a dataset."""

    def __init__(self, tables: Mapping[str, Records], places: Places) -> None:
        self._tables = tables
        self._places = places
        self._messages: dict[tuple[Value, Value], list[str]] = defaultdict(list)
        for row in tables["findings"]:
            key = (row["assessment_id"], row["provision_id"])
            self._messages[key].append(str(row["message"]))

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

    def summary(self) -> Iterator[Sequence[Cell]]:
        """Lines of the first sheet: what is in the dataset, and how to read it."""
        tables = self._tables
        statuses = Counter(str(row["status"]) for row in tables["documents"])
        groups = Counter(str(row["group"]) for row in gaps(tables))
        newest = latest(tables["assessments"])
        yield ("What this is", "", "", "", "What social landlords in England say about each "
               "provision of the Complaint Handling Code, as read from their documents. Check a "
               "row in its document before you quote it.")  # fmt: skip
        yield ()
        yield "Documents", len(tables["documents"])
        for status, count in sorted(statuses.items()):
            yield f"  {status.replace('_', ' ')}", count
        yield "Assessments", len(tables["assessments"])
        yield ("  newest, copies left out", len(newest), "", "",
               "Each landlord's newest assessment of each edition. Counts of what is met are of "
               "these.")  # fmt: skip
        yield "Rows to check by eye", sum(map(to_check, tables["responses"]))
        yield "Rows that a person reviewed", sum(bool(r["reviewed"]) for r in tables["responses"])
        yield ()
        yield "Musts not met", groups["not_met"], "", "", "Answered no or partial."
        yield ("Musts uncertain", groups["uncertain"], "", "",
               "Read as no or partial in a row of low confidence: check it first.")  # fmt: skip
        yield "Musts not answered", groups["not_answered"], "", "", "Blank, or unclear."
        yield ("Musts not found", groups["not_found"], "", "",
               "There is no row for it, which says nothing about the landlord.")  # fmt: skip
        yield ()
        yield "Most often not met", "meet it", "95 % interval", "", "What it asks"
        for row in most_unmet(tables, Choice(level="must"), _MOST_UNMET):
            interval = f"{_percent(row['share_low'])} to {_percent(row['share_high'])}"
            yield row["provision_id"], f"{row['yes']} of {row['n']}", interval, "", row["text"]
        for row in tables["agreement"]:
            kappa = "" if row["kappa"] is None else f"kappa {row['kappa']}"
            yield (f"Two readings agree: {_words(row['column'])}", f"{row['same']} of {row['n']}",
                   _percent(row["share"]), kappa,
                   "A second reader read the file by other means.")  # fmt: skip
        yield ()
        note = GUARD_NOTE.replace("In CSV and XLSX", "In the CSV files")
        yield ("Texts", "", "", "", f"{note} In this workbook all texts are typed as text; one "
               "that is too long for a cell ends with a remark.")  # fmt: skip

    def _unmet(self) -> Sheet:
        columns = (
            *_KEYS, _YEAR,
            Column("Group", 12, FILLS, "not met; or uncertain: of low confidence, check it first."),
            _ANSWER, _PRINTED, _REQUIREMENT, _COMMENTARY, _EVIDENCE, _PAGE, _SURE, _FILE,
        )  # fmt: skip
        rows = (
            (*self._keys(row), row["year"], _words(row["group"]), _words(row["answer"]),
             row["answer_printed"], row["requirement"], row["commentary"], row["evidence"],
             *_page_sure_file(self._source(row, row["page_first"]), _sure(row)))
            for row in gaps(self._tables)
            if row["group"] in ("not_met", "uncertain")
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
        chosen = [row for row in self._tables["responses"] if to_check(row)]
        chosen.sort(key=lambda row: ("low", "medium", "high").index(str(row["confidence"])))
        rows = (
            (*self._keys(row), row["year"], _sure(row), _words(row["answer"]),
             row["answer_printed"], self._why(row), row["requirement_printed"],
             row["commentary"], row["evidence"], *self._source(row, row["page_first"]))
            for row in chosen
        )  # fmt: skip
        about = "A row that a person should look at, those of low confidence first."
        return Sheet("To check", columns, rows, 2, about)

    def _why(self, row: Mapping[str, Value]) -> str:
        messages = self._messages[row["assessment_id"], row["provision_id"]]
        return "\n".join(filter(None, (in_words(row["flags"]), *messages)))

    def _findings(self) -> Sheet:
        columns = (
            *_KEYS, _YEAR, Column("Severity", 10, GRAVITY, "How grave: high, medium or low."),
            Column("Rule", 24, about="docs/findings.md says what each rule looks for."),
            Column("What to look at", 60, about="What to look at, and why."),
            Column("Quote", 60, about="The printed words that raised it."), _PAGE, _FILE,
        )  # fmt: skip
        grades = ("high", "medium", "low")
        chosen = sorted(
            self._tables["findings"], key=lambda row: grades.index(str(row["severity"]))
        )
        rows = (
            (*self._keys(row), row["year"], row["severity"], row["rule"], row["message"],
             row["quote"], *self._source(row, row["page"]))
            for row in chosen
        )  # fmt: skip
        about = "A thing that a person should look at, the gravest first. It is no verdict."
        return Sheet("Findings", columns, rows, 2, about)

    def _matrices(self) -> Iterator[Sheet]:
        """One sheet for each edition, the newest first; a row for each landlord."""
        newest = latest(self._tables["assessments"])
        newest.sort(key=lambda row: str(row["landlord"]).casefold())
        answers: dict[Value, dict[Value, str]] = defaultdict(dict)
        for row in self._tables["responses"]:
            said = outcome(row)
            answers[row["assessment_id"]][row["provision_id"]] = _SHORT.get(said, _words(said))
        editions = sorted({(str(row["code"]), str(row["edition"])) for row in newest}, key=_rank)
        for place, (code, edition) in enumerate(editions):
            asked = get_code(f"{code}-{edition}").provisions
            heads = [Column(p.number, 9, _MATRIX_FILLS) for p in asked]
            rows = [
                (_who(row), row["year"], row["unmet_must"],
                 *(answers[row["assessment_id"]][p.id] for p in asked))
                for row in newest
                if (row["code"], row["edition"]) == (code, edition)
            ]  # fmt: skip
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
            (*self._keys(row), row["year"], _edition(row), row["level"], _words(row["answer"]),
             row["answer_printed"], provision(str(row["provision_id"])).text, row["commentary"],
             row["evidence"], in_words(row["other"]), self._source(row, row["page_first"])[0],
             _sure(row), in_words(row["flags"]), self._source(row, None)[1])
            for row in self._tables["responses"]
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
             row["owner"], _words(row["source"]), *self._source(row, row["page"]))
            for row in sorted(self._tables["actions"], key=lambda r: (not r["due"], str(r["due"])))
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
            (*self._keys(row), row["year"], row["action"], row["due"], _words(row["status"]),
             row["status_quote"], row["next_provision_id"], row["slip_months"],
             *self._source(row, row["page"]))
            for row in self._tables["promises"]
        )  # fmt: skip
        about = "An action that a later assessment of the landlord can answer."
        return Sheet("Promises", columns, rows, 2, about)

    def _documents(self) -> Sheet:
        columns = (
            Column("File", 44, about="Leads to the document."),
            Column("Status", 16, FILLS, "What became of it."),
            Column("Kind", 18, about="What it is."), Column("Pages", 8, about="Where it has any."),
            Column("Problems", 90, about="What is wrong, and what to do."),
            Column("Text placed", 10, about="Share of its visible text that has a place, 0 to 1."),
            Column("Same bytes as", 30, about="Another file, under which its rows stand."),
            Column("Published at", 40, about="From the manifest."),
        )  # fmt: skip
        rows = (
            (Link(str(row["path"]), self._places.document(row["path"])), _words(row["status"]),
             _words(row["kind"]), row["pages"], _problems(row), row["coverage"], row["copy_of"],
             row["url"])
            for row in self._tables["documents"]
        )  # fmt: skip
        return Sheet("Documents", columns, rows, 1, "A file, whatever became of it.")


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


def _who(row: Mapping[str, Value]) -> str:
    return str(row["landlord"] or "(no landlord named)")


def _edition(row: Mapping[str, Value]) -> str:
    return f"{row['code']}-{row['edition']}"


def _rank(edition: tuple[str, str]) -> tuple[str, int]:
    return edition[0], -int(edition[1])


def _sure(row: Mapping[str, Value]) -> Value:
    return row["reviewed"] or row["confidence"]


def _words(value: Value) -> str:
    return str(value or "").replace("_", " ")


def _percent(share: Value) -> str:
    return f"{round(100 * float(share or 0))} %"


def _problems(row: Mapping[str, Value]) -> str:
    problems: list[dict[str, str]] = json.loads(str(row["problems"]))
    return "\n".join(f"{item['code']}: {item['message']}" for item in problems)
