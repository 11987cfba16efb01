"""dataset: the tables, and the files that hold them."""

from __future__ import annotations

import csv
import json
import os
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes import assessment, outcome, part, response
from saextract.batch import messages
from saextract.codes import get_code
from saextract.dataset.before import Before
from saextract.dataset.build import Unit, build, stream
from saextract.dataset.formats.csvfile import csv_text, guard, unguard
from saextract.dataset.formats.datapackage import datapackage
from saextract.dataset.formats.xlsx import CELL_LIMIT, printable, utf16_length
from saextract.dataset.joining.heads import Head, head_of
from saextract.dataset.outcomes import Outcomes
from saextract.dataset.store import Store, query, read_tables
from saextract.dataset.tables import ACTIONS, TABLES
from saextract.dataset.tables.dictionary import data_dictionary
from saextract.dataset.write import STAGING, locked, recover, write_dataset, write_workbook
from saextract.errors import DatasetError, UsageError
from saextract.load.inputs import Input
from saextract.model import Outcome, Problem, Status

RUN = {"version": "0"}
NASTY = [
    "=1+1", "+44 20", "-5", "@SUM(A1)", "\t=1", "\r\n=1", " =1", "'=1", "''@x", "＝1", "- a bullet",
    "a\x00b\x07c", "quote \" and, comma", "line\nbreak", "é ✓ 🏠", "'plain", "",
]  # fmt: skip


def rows(*outcomes: Outcome) -> dict[str, list[dict[str, Any]]]:
    return build(outcomes)  # type: ignore[return-value]


def written(folder: Path, *outcomes: Outcome) -> Path:
    folder.mkdir(exist_ok=True)
    write_dataset(folder, build(outcomes).items(), RUN)
    return folder


def with_texts(texts: list[str]) -> Outcome:
    numbers = [provision.number for provision in get_code("HOS-2024").provisions]
    answers = {
        number: response(f"HOS-2024:{number}", commentary=text)
        for number, text in zip(numbers, texts, strict=False)
    }
    return outcome("nasty.pdf", assessment(answers=answers))  # type: ignore[arg-type]


# --------------------------------------------------------------------------- tables


def test_every_provision_has_exactly_one_row_and_counts_agree_with_the_rows() -> None:
    tables = rows(
        outcome(
            "a.pdf",
            assessment(
                answers={"1.2": "no", "1.3": "partial", "1.4": "unanswered", "5.10": "not_found"}
            ),
        )
    )
    (summary,) = tables["assessments"]
    identifiers = [row["provision_id"] for row in tables["responses"]]
    assert identifiers == [provision.id for provision in get_code("HOS-2024").provisions]
    counts = {name: summary[name] for name in ("provisions_expected", "provisions_found")}
    assert counts == {"provisions_expected": 72, "provisions_found": 71}
    assert (summary["answered"], summary["unmet_must"], summary["needs_review"]) == (70, 2, 4)


def test_a_miss_is_no_unmet_must() -> None:
    (summary,) = rows(outcome("a.pdf", assessment(other="not_found")))["assessments"]
    assert summary["unmet_must"] == 0


def test_documents_without_assessment_have_their_row() -> None:
    failed = outcome(
        "broken.pdf",
        status=Status.FAILED,
        problems=(Problem(code="truncated", stage="parse", message="Cut short."),),
    )
    tables = rows(outcome("letter.pdf"), failed)
    assert [(row["path"], row["status"]) for row in tables["documents"]] == [
        ("broken.pdf", "failed"),
        ("letter.pdf", "not_self_assessment"),
    ]
    assert json.loads(tables["documents"][0]["problems"])[0]["code"] == "truncated"
    assert tables["responses"] == []


def test_places_are_rounded_to_hundredths_of_a_point() -> None:
    row = rows(outcome("a.pdf", assessment()))["responses"][0]
    assert json.loads(row["places"]) == [
        {"kind": "pdf", "page": 3, "box": [10.0, 20.0, 300.0, 40.12]}
    ]
    assert (row["page_first"], row["page_last"]) == (3, 3)


def test_flags_hold_what_mapping_and_the_rules_raised() -> None:
    said = response(
        "HOS-2024:1.2",
        flags=("wording-altered",),
        commentary="We define a complaint as “any grievance that is put in writing”.",
    )
    tables = rows(outcome("a.pdf", assessment(answers={"1.2": said})))
    flags = json.loads(tables["responses"][0]["flags"])
    assert flags == ["wording-altered", "definition-differs"]
    finding = next(row for row in tables["findings"] if row["rule"] == "definition-differs")
    assert finding["quote"] in said.commentary


def test_several_assessments_of_a_file_are_numbered() -> None:
    tables = rows(outcome("a.pdf", assessment(), assessment("HOS-2022")))
    stem = tables["documents"][0]["document_id"]
    assert [row["assessment_id"] for row in tables["assessments"]] == [f"{stem}-1", f"{stem}-2"]


def test_a_copy_gives_no_second_assessment_but_its_document_row() -> None:
    same = {"sha256": "ab" * 32}
    tables = rows(outcome("a.pdf", assessment(), **same), outcome("b.pdf", assessment(), **same))
    assert [row["copy_of"] for row in tables["documents"]] == ["", "a.pdf"]
    assert len(tables["assessments"]) == 1


def test_a_copy_that_the_manifest_gives_to_another_landlord_stands_for_itself() -> None:
    same = {"sha256": "ab" * 32}
    tables = rows(
        outcome("a.pdf", assessment(landlord="One"), manifest={"landlord": "One"}, **same),
        outcome("b.pdf", assessment(landlord="Two"), manifest={"landlord": "Two"}, **same),
    )
    found = [(row["assessment_id"][-2:], row["landlord"]) for row in tables["assessments"]]
    assert found == [("-1", "One"), ("-2", "Two")]


def test_a_copy_that_no_manifest_lists_is_a_copy_of_the_one_listed() -> None:
    same = {"sha256": "ab" * 32}
    tables = rows(
        outcome("a.pdf", assessment(landlord="Read"), **same),
        outcome("b.pdf", assessment(landlord="Listed"), manifest={"landlord": "Listed"}, **same),
    )
    assert [row["copy_of"] for row in tables["documents"]] == ["b.pdf", ""]
    assert [row["landlord"] for row in tables["assessments"]] == ["Listed"]


# --------------------------------------------------------------------------- parts


def sections(first: int, last: int) -> list[str]:
    provisions = get_code("HOS-2024").provisions
    return [p.number for p in provisions if first <= int(p.section) <= last]


def test_parts_make_one_whole_assessment_and_their_documents_are_complete() -> None:
    tables = rows(
        part("s1.html", "homes", dict.fromkeys(sections(1, 4), "yes")),
        part("s2.html", "homes", dict.fromkeys(sections(5, 9), "no")),
    )
    (summary,) = tables["assessments"]
    documents = tables["documents"]
    assert summary["assessment_id"] == "homes"
    assert json.loads(summary["document_ids"]) == [row["document_id"] for row in documents]
    assert (summary["provisions_found"], len(tables["responses"])) == (72, 72)
    assert [row["status"] for row in documents] == ["complete", "complete"]
    owners = {row["section"]: row["document_id"] for row in tables["responses"]}
    assert (owners["4"], owners["5"]) == tuple(row["document_id"] for row in documents)


def test_parts_that_leave_provisions_out_stay_partial_and_say_which() -> None:
    tables = rows(
        part("s1.html", "homes", dict.fromkeys(sections(1, 4), "yes")),
        part("s2.html", "homes", dict.fromkeys(sections(5, 8), "yes")),
    )
    assert [row["status"] for row in tables["documents"]] == ["partial", "partial"]
    (problem,) = json.loads(tables["documents"][0]["problems"])
    assert "8 of 72 provisions: 9.1 to 9.8." in problem["message"]
    missing = [row for row in tables["responses"] if row["answer"] == "not_found"]
    assert {row["document_id"] for row in missing} == {""}


def test_parts_that_contradict_each_other_are_flagged_and_both_kept() -> None:
    tables = rows(
        part("s1.html", "homes", {"1.2": "yes"}),
        part("s2.html", "homes", {"1.2": "no"}),
    )
    row = tables["responses"][0]
    assert (row["answer"], row["confidence"]) == ("yes", "low")
    assert "conflicting-parts" in json.loads(row["flags"])
    assert json.loads(row["other"]) == {
        "conflicting-parts: s2.html": "No | See section 4 of our policy."
    }
    assert ("conflicting-parts", "high") in {(f["rule"], f["severity"]) for f in tables["findings"]}


def test_parts_of_two_editions_are_not_joined() -> None:
    named = {"manifest": {"assessment": "7"}}
    tables = rows(
        outcome("a.pdf", assessment(), **named), outcome("b.pdf", assessment("HOS-2022"), **named)
    )
    assert [row["assessment_id"] for row in tables["assessments"]] == [
        "assessment-7-HOS-2024-1",
        "assessment-7-HOS-2022-1",
    ]


# --------------------------------------------------------------------------- files


def test_all_files_hold_the_same_rows(tmp_path: Path) -> None:
    folder = written(tmp_path, with_texts(NASTY))
    stored = read_tables(folder, *(table.name for table in TABLES))
    for table in TABLES:
        with (folder / f"{table.name}.csv").open(encoding="utf-8", newline="") as stream:
            read = list(csv.DictReader(stream))
        parquet = duckdb.sql(f"FROM '{folder / table.name}.parquet'").fetchall()
        assert len(read) == len(parquet) == len(stored[table.name])
        assert tuple(read[0] if read else table.names) == table.names


def test_text_is_verbatim_in_duckdb_and_parquet_and_harmless_in_csv_and_xlsx(
    tmp_path: Path,
) -> None:
    folder = written(tmp_path, with_texts(NASTY))
    count = len(NASTY)
    stored = [row["commentary"] for row in read_tables(folder, "responses")["responses"]]
    query = f"SELECT commentary FROM '{folder}/responses.parquet' LIMIT {count}"
    assert stored[:count] == NASTY
    assert [text or "" for (text,) in duckdb.sql(query).fetchall()] == NASTY
    with (folder / "responses.csv").open(encoding="utf-8", newline="") as stream:
        texts = [row["commentary"] for row in csv.DictReader(stream)][:count]
    assert [unguard(text) for text in texts] == [t.replace("\x00", "\ufffd") for t in NASTY]
    assert not any(text.lstrip().startswith(("=", "+", "-", "@")) for text in texts)
    sheet = openpyxl.load_workbook(folder / "dataset.xlsx")["Responses"]
    column = [cell.value for cell in sheet[1]].index("Commentary") + 1
    cells = [sheet.cell(line, column) for line in range(2, count + 2)]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "inlineStr"}
    assert cells[0].value == "=1+1"
    assert cells[0].quotePrefix


@given(st.text())
def test_guarding_can_be_undone(text: str) -> None:
    assert unguard(guard(text)) == text


def test_csv_ends_its_lines_as_rfc_4180_says() -> None:
    text = csv_text(TABLES[0], build([outcome("a.pdf")])["documents"])
    assert text.count("\r\n") == 2
    assert text.count("\n") == 2


def test_csv_and_parquet_do_not_depend_on_order_or_time(tmp_path: Path) -> None:
    one = outcome("a.pdf", assessment(), seconds=1.0)
    two = outcome("b.pdf", assessment("HOS-2022"), seconds=2.0)
    first = written(tmp_path / "first", one, two)
    other = written(tmp_path / "other", two.model_copy(update={"seconds": 9.0}), one)
    for table in TABLES:
        for suffix in ("csv", "parquet"):
            name = f"{table.name}.{suffix}"
            assert (first / name).read_bytes() == (other / name).read_bytes()
    assert read_tables(other, "documents")["documents"][1]["seconds"] == 9.0


def test_identifiers_are_text_everywhere(tmp_path: Path) -> None:
    folder = written(tmp_path, outcome("a.pdf", assessment()))
    query = f"SELECT DISTINCT typeof(provision_number) FROM '{folder}/responses.parquet'"
    assert duckdb.sql(query).fetchall() == [("VARCHAR",)]
    sheet = openpyxl.load_workbook(folder / "dataset.xlsx")["Matrix"]
    assert {"5.1", "5.10"} <= {cell.value for cell in sheet[1]}


def test_a_text_over_the_limit_of_a_cell_says_that_it_was_cut() -> None:
    for text in ("x" * 40_000, "🏠" * 20_000):
        cell = printable(text)
        assert utf16_length(cell) <= CELL_LIMIT
        assert cell.endswith("more characters; the CSV, Parquet and DuckDB files have them all]")
    assert printable("x" * CELL_LIMIT) == "x" * CELL_LIMIT


def test_the_data_package_describes_every_column_of_every_table(tmp_path: Path) -> None:
    folder = written(tmp_path, outcome("a.pdf", assessment()))
    package = json.loads((folder / "datapackage.json").read_text())
    paths = [resource["path"] for resource in package["resources"]]
    assert paths == [f"{table.name}.csv" for table in TABLES]
    for resource in package["resources"]:
        assert (folder / resource["path"]).is_file()
        table = next(t for t in TABLES if t.name == resource["name"])
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == list(table.names)
        assert all(field["description"] for field in fields)
    assert datapackage(folder, folder / "reviews.csv") == (folder / "datapackage.json").read_text()


def test_every_column_has_the_values_that_its_description_allows() -> None:
    tables = rows(
        outcome("a.pdf", assessment(answers={"1.2": "not_found", "1.3": "unclear"})),
        outcome("b.pdf", status=Status.NEEDS_OCR),
    )
    for table in TABLES:
        for row in tables[table.name]:
            assert tuple(row) == table.names
            for column in table.columns:
                value = row[column.name]
                assert value not in (None, "") or not column.required, column.name
                if column.values and value not in (None, ""):
                    assert value in column.values
                if column.type == "json":
                    assert isinstance(json.loads(value), dict) is column.json_object


def test_the_data_dictionary_is_current() -> None:
    file = Path(__file__).parent.parent / "docs" / "data-dictionary.md"
    assert file.read_text(encoding="utf-8") == data_dictionary()


# --------------------------------------------------------------------------- writing


def test_a_run_that_dies_while_writing_leaves_the_dataset_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, outcome("old.pdf"))

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("saextract.dataset.formats.people.write_people", fail)
    with pytest.raises(UsageError, match="still there"):
        written(tmp_path, outcome("new.pdf"))
    recover(tmp_path)
    assert read_tables(tmp_path, "documents")["documents"][0]["path"] == "old.pdf"
    assert not (tmp_path / STAGING).exists()


def test_a_run_that_dies_while_exchanging_files_is_completed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, outcome("old.pdf"))
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if self.name == "findings.csv":
            raise KeyboardInterrupt
        return real(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", replace)
        with pytest.raises(KeyboardInterrupt):
            written(tmp_path, outcome("new.pdf"))
    with locked(tmp_path):
        pass
    assert read_tables(tmp_path, "documents")["documents"][0]["path"] == "new.pdf"
    assert "new.pdf" in (tmp_path / "documents.csv").read_text()


def test_a_file_is_no_place_for_a_dataset(tmp_path: Path) -> None:
    file = tmp_path / "form.pdf"
    file.write_bytes(b"mine")
    with pytest.raises(UsageError, match=r"form\.pdf is no folder"), locked(file):
        pass
    assert file.read_bytes() == b"mine"


def test_two_runs_do_not_write_to_one_folder(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(UsageError, match="Another run"), locked(tmp_path):
        pass


def test_no_dataset_another_version_and_damage_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="There is no dataset"):
        read_tables(tmp_path, "documents")
    folder = written(tmp_path, outcome("a.pdf"))
    with duckdb.connect(str(folder / "saextract.duckdb")) as connection:
        connection.execute("UPDATE _schema SET version = 0")
    with pytest.raises(DatasetError, match="another version"):
        read_tables(folder, "documents")
    (folder / "saextract.duckdb").write_bytes(b"no database")
    with pytest.raises(DatasetError, match="cannot be read"):
        read_tables(folder, "documents")


# --------------------------------------------------------------------------- as a stream


class Made:
    """Outcomes that are made when they are asked for, and counted while they are there."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        self._texts = {o.path: o.model_dump_json() for o in outcomes}
        self._there: list[weakref.ref[Outcome]] = []
        self.most = 0

    def heads(self) -> Iterator[Head]:
        return (head_of(self.of(path)) for path in sorted(self._texts))

    def of(self, path: str) -> Outcome:
        made = Outcome.model_validate_json(self._texts[path])
        self._there = [ref for ref in (*self._there, weakref.ref(made)) if ref()]
        self.most = max(self.most, len(self._there))
        return made


def years(count: int) -> list[Outcome]:
    """Assessments of one landlord, a year apart, and two parts of another's."""
    named = [outcome(f"{n}.pdf", assessment(year=str(2000 + n))) for n in range(count)]
    parts = [part("x.pdf", "whole", {"1.2": "yes"}), part("y.pdf", "whole", {"1.3": "no"})]
    return [*named, *parts]


def test_no_more_than_a_few_outcomes_are_in_memory_at_a_time() -> None:
    made = Made(years(30))
    tables = {table.name: 0 for table in TABLES}
    for unit in stream(made):
        for name, batch in unit.made().items():
            tables[name] += len(batch)
    assert tables["documents"] == 32
    assert tables["assessments"] == 31
    assert made.most <= 3


def rewritten(folder: Path, outcomes: list[Outcome], key: str) -> list[str]:
    """Writes a dataset over the one before; gives the keys of what was made anew."""
    made: list[str] = []

    def told(unit: Unit) -> Unit:
        return Unit(unit.key, lambda: made.append(unit.key) or unit.rows(), unit.see)

    with locked(folder), Before.opened(folder) as before:
        write_dataset(folder, map(told, stream(Made(outcomes))), {"key": key}, before)
    return [name for name in made if name]


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {f.name: f.read_bytes() for f in folder.iterdir() if f.suffix in (".csv", ".parquet")}


def test_rows_of_what_has_not_changed_are_taken_over(tmp_path: Path) -> None:
    first = years(4)
    assert len(rewritten(tmp_path / "a", first, "1")) == 5
    changed = assessment(year="2001", answers={"1.2": "no"})
    second = [
        first[0],
        outcome("1.pdf", changed),
        *first[2:],
        outcome("00.pdf", assessment(landlord="New Homes")),
    ]
    made = rewritten(tmp_path / "a", second, "2")
    assert len(made) == 3  # the changed one, the one that is held against it, the new one
    assert len(rewritten(tmp_path / "b", second, "2")) == 6
    assert bytes_of(tmp_path / "a") == bytes_of(tmp_path / "b")
    for name in (table.name for table in TABLES):
        assert read_tables(tmp_path / "a", name) == read_tables(tmp_path / "b", name)
    (made,) = rewritten(tmp_path / "a", second[1:4], "3")
    assert "1.pdf" in made  # nothing is before it any more


def test_nothing_is_taken_over_from_a_store_that_was_written_to(tmp_path: Path) -> None:
    first = years(2)
    rewritten(tmp_path, first, "1")
    os.utime(tmp_path / "saextract.duckdb")
    assert rewritten(tmp_path, first, "1") == []
    with duckdb.connect(str(tmp_path / "saextract.duckdb")) as store:
        store.execute("UPDATE responses SET commentary = 'changed by hand'")
    assert len(rewritten(tmp_path, first, "2")) == 3
    (tmp_path / ".cache" / "rows.db").write_bytes(b"SQLite format 3\0 and no more")
    assert len(rewritten(tmp_path, first, "3")) == 3


def test_no_workbook_is_made_of_much_where_little_has_changed(tmp_path: Path) -> None:
    first = [outcome(f"{n}.pdf", assessment(landlord=f"Made-up {n}")) for n in range(60)]
    book = tmp_path / "dataset.xlsx"
    rewritten(tmp_path, first, "1")
    assert book.is_file()
    rewritten(tmp_path, first[1:], "2")
    assert not book.exists()
    with locked(tmp_path):
        assert write_workbook(tmp_path) == book
    assert openpyxl.load_workbook(book, read_only=True)["Responses"].max_row == 59 * 72 + 1
    rewritten(tmp_path, first[2:], "3")
    assert not book.exists()


def test_a_question_that_needs_more_memory_than_the_store_was_given_gets_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = {column.name: "" for column in ACTIONS.columns} | {"page": None}
    with Store(tmp_path / "saextract.duckdb") as store:
        for number in range(8000):
            action = f"{number * 7919 % 8000:05} " + "x" * 1500
            named = {"action_id": f"a:{number}", "assessment_id": "a", "action": action}
            store.add("actions", [{**empty, **_REQUIRED, **named}])
    monkeypatch.setattr("saextract.dataset.store._ASKED", 6 * 1024**2)
    with query(tmp_path) as asked:
        rows = [str(row["action"])[:5] for row in asked.table("actions", "ORDER BY t.action")]
    assert rows == [f"{number:05}" for number in range(8000)]


_REQUIRED = {"code": "HOS", "edition": "2024", "path": "a.pdf", "source": "commentary"}


# --------------------------------------------------------------------------- cache


def test_an_outcome_is_kept_for_the_same_file_place_manifest_and_settings(tmp_path: Path) -> None:
    item = Input("a.pdf", tmp_path / "a.pdf", {"year": "2024"})
    sha256 = "ab" * 32
    Outcomes(tmp_path, {"x": "1"}).put(item, sha256, messages.of_outcome(b"{}", "{}"))
    kept = Outcomes(tmp_path, {"x": "1"})
    assert kept.get(item, sha256) == messages.of_outcome(b"", "{}")
    assert kept.get(item, "0" * 64) is None
    assert kept.get(Input("b.pdf", item.file, item.manifest), sha256) is None
    assert kept.get(Input("a.pdf", item.file, {"year": "2023"}), sha256) is None
    assert Outcomes(tmp_path, {"x": "2"}).get(item, sha256) is None
    assert Outcomes(tmp_path, {"x": "1"}, fresh=True).get(item, sha256) is None


def test_a_damaged_entry_is_read_anew_and_unused_entries_go(tmp_path: Path) -> None:
    item = Input("a.pdf", tmp_path / "a.pdf")
    Outcomes(tmp_path, {}).put(item, "ab", messages.of_outcome(b"{}", "{}"))
    (entry,) = (tmp_path / ".cache").glob("*/*")
    entry.write_bytes(entry.read_bytes()[:-2])
    kept = Outcomes(tmp_path, {})
    assert kept.get(item, "ab") is None
    kept.prune()
    assert list((tmp_path / ".cache").glob("*/*")) == []


def test_outcomes_come_back_by_path_whether_they_are_kept_or_not(tmp_path: Path) -> None:
    made = [outcome("b.pdf", assessment()), outcome("a.pdf")]
    told = [messages.of_outcome(one.model_dump_json().encode()) for one in made]
    with Outcomes(tmp_path, {}) as came:
        came.put(Input("b.pdf", tmp_path / "b.pdf"), "ab", told[0])
        for one, message in zip(made, told, strict=True):
            came.take(Input(one.path, tmp_path / one.path), message[1:])
        assert [came.of(head.file.path) for head in came.heads()] == [made[1], made[0]]


def test_only_one_run_at_a_time_writes_to_a_folder(tmp_path: Path) -> None:
    refused = pytest.raises(UsageError, match="Another run is writing to")
    with locked(tmp_path), refused, locked(tmp_path):
        pass
    with locked(tmp_path):
        pass
