"""analysis: newest assessments, shares with intervals, what changed, landlords of similar size."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from outcomes import assessment, outcome, response
from saextract.analysis.changes import changes
from saextract.analysis.choose import Choice, latest
from saextract.analysis.gaps import gaps
from saextract.analysis.landlords import pick
from saextract.analysis.peers import peers
from saextract.analysis.shares import most_unmet, shares
from saextract.analysis.wilson import wilson
from saextract.dataset.build import Dataset, build
from saextract.dataset.tables.views import name_in_sql
from saextract.dataset.write import write_dataset
from saextract.errors import UsageError
from saextract.model import Confidence, Outcome
from saextract.register.files import BUNDLED, load_register
from saextract.register.names import name_key


def landlord(name: str, answers: dict[str, Any], key: str = "HOS-2024", **changes: Any) -> Outcome:
    path = f"{name} {key} {changes.get('year', '2024')}.pdf"
    return outcome(path, assessment(key, answers, landlord=name, **changes))


def low(provision: str, answer: str) -> Any:
    grade = {"confidence_parts": {"match": Confidence.LOW}}
    return response(provision, answer, **grade)


# --------------------------------------------------------------------------- choice


def many() -> Dataset:
    same = {"1.2": "partial"}
    return build(
        [
            landlord("One", {"1.2": "no"}, year="2024"),
            landlord("The one, Limited", {"1.2": "yes"}, year="2025", assessed_on="2025-03"),
            landlord("One", {"1.2": "no"}, "HOS-2022", year="2022"),
            landlord("Two", {"1.3": "no"}, year="2024-25", landlord_id="RP-2"),
            landlord("Two Ltd", {"1.3": "yes"}, year="2025", landlord_id="RP-2"),
            landlord("", {"1.4": "no"}, year=""),
            outcome("copy a.pdf", assessment(answers=dict(same), landlord="Three")),
            outcome("copy b.docx", assessment(answers=dict(same), landlord="Three")),
        ]
    )


def test_the_newest_assessments_are_those_of_the_view_latest(tmp_path: Path) -> None:
    tables = many()
    write_dataset(tmp_path, tables.items(), {"version": "0"})
    with duckdb.connect(str(tmp_path / "saextract.duckdb"), read_only=True) as connection:
        view = connection.execute("SELECT path FROM latest").fetchall()
    mine = [row["path"] for row in latest(tables["assessments"])]
    assert sorted(path for (path,) in view) == sorted(map(str, mine))
    assert sorted(map(str, mine)) == [
        " HOS-2024 .pdf", "One HOS-2022 2022.pdf", "The one, Limited HOS-2024 2025.pdf",
        "Two Ltd HOS-2024 2025.pdf", "copy a.pdf",
    ]  # fmt: skip


def test_the_store_makes_the_same_of_a_name_as_the_rest() -> None:
    odd = (
        "Peters' Homes", "D'Arcy & Co-ops Ltd.", "The Tern + Wold Homes, plc", "Tŷ'r Homes",
        "St. Nobody’s Housing Co-operative Limited", "A_B Homes (Registered) CIO", "co-op",
    )  # fmt: skip
    names = [*odd, *(entry.name for entry in load_register(BUNDLED).entries)]
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE names AS SELECT unnest($1) AS name", [names])
        found = connection.execute(f"SELECT name, {name_in_sql('name')} FROM names").fetchall()
    assert [(name, key) for name, key in found if key != name_key(name)] == []


def test_the_views_hold_the_rows_that_their_descriptions_say(tmp_path: Path) -> None:
    answers = {"1.2": low("HOS-2024:1.2", "no"), "1.3": "no", "1.4": "not_found"}
    tables = build([landlord("One", answers)])
    write_dataset(tmp_path, tables.items(), {"version": "0"})
    with duckdb.connect(str(tmp_path / "saextract.duckdb"), read_only=True) as connection:
        check = connection.execute("SELECT provision_number FROM to_check").fetchall()
        unmet = connection.execute("SELECT provision_number FROM unmet_without_action").fetchall()
    assert ("1.2",) in check
    assert ("1.4",) not in check
    assert unmet == [("1.3",)]
    assert len(check) == tables["assessments"][0]["needs_review"]


def test_a_low_row_is_uncertain_and_not_unmet_in_gaps_shares_and_counts() -> None:
    tables = build([landlord("One", {"1.2": low("HOS-2024:1.2", "no")})])
    assert [row["group"] for row in gaps(tables)] == ["uncertain"]
    row = next(r for r in shares(tables) if r["provision_id"] == "HOS-2024:1.2")
    assert (row["no"], row["uncertain"], row["n"], row["share_met"]) == (0, 1, 0, None)
    assert tables["assessments"][0]["unmet_must"] == 0


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        ({}, {"HOS-2022:1.2", "HOS-2024:1.4", "HOS-2024:1.2"}),
        ({"edition": "2022"}, {"HOS-2022:1.2"}),
        ({"edition": "HOS-2024", "year": "2024"}, {"HOS-2024:1.2", "HOS-2024:1.3"}),
        ({"year": "2024-25"}, {"HOS-2024:1.3"}),
        ({"provision": "1.2"}, {"HOS-2022:1.2", "HOS-2024:1.2"}),
        ({"provision": "hos-2024:1.2"}, {"HOS-2024:1.2"}),
        ({"section": "4"}, set()),
    ],
)
def test_gaps_are_restricted_as_asked(choice: dict[str, str], found: set[str]) -> None:
    rows = gaps(many(), Choice(level="any", **choice))  # type: ignore[arg-type]
    assert {row["provision_id"] for row in rows} == found


@pytest.mark.parametrize(
    ("choice", "complaint"),
    [
        ({"edition": "1999"}, "no edition 1999"),
        ({"provision": "5.100"}, "no provision 5.100"),
        ({"section": "77"}, "no section 77"),
        ({"year": "1999"}, "There are: 2022, 2024, 2024-25, 2025"),
        ({"edition": "2020"}, "No assessment is against 2020"),
    ],
)
def test_what_is_not_there_is_refused_with_what_there_is(
    choice: dict[str, str], complaint: str
) -> None:
    with pytest.raises(UsageError, match=complaint):
        gaps(many(), Choice(**choice))  # type: ignore[arg-type]


def test_a_landlord_is_also_found_by_its_registered_name_a_path_or_an_id() -> None:
    rows = build([landlord("Two", {}, landlord_id="RP-2", landlord_registered="Second Homes Ltd")])
    assessments = rows["assessments"]
    for asked in ("Two", "second homes", "RP-2", "Two HOS-2024 2024.pdf"):
        assert set(pick(asked, assessments)) == {"id RP-2"}
    (nameless,) = build([landlord("", {})])["assessments"]
    assert list(pick(str(nameless["path"]), [nameless])) == [nameless["assessment_id"]]


# --------------------------------------------------------------------------- shares


@pytest.mark.parametrize(
    ("count", "n", "interval"),
    [(0, 10, (0.0, 0.2775)), (10, 10, (0.7225, 1.0)), (5, 10, (0.2366, 0.7634))],
)
def test_wilson_gives_the_published_values(
    count: int, n: int, interval: tuple[float, float]
) -> None:
    assert wilson(count, n) == pytest.approx(interval, abs=5e-5)


def test_a_share_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        wilson(0, 0)


def sized() -> Dataset:
    return build(
        [
            landlord("A", {"6.3": "no", "6.4": "no"}, landlord_size=900, landlord_type="council"),
            landlord("B", {"6.3": "yes"}, landlord_size=1000, landlord_type="council"),
            landlord("C", {"6.3": "partial", "6.5": "unclear"}, landlord_size=1900),
            landlord("D", {"6.3": "not_found"}, landlord_size=20000),
            landlord("E", {"6.3": "not_applicable"}, landlord_size=10000),
            landlord("A", {"Q1.1": "no"}, "HOS-2020", year="2020"),
        ]
    )


def test_a_share_is_of_those_that_say_yes_partial_or_no_and_the_rest_is_told() -> None:
    (row,) = shares(sized(), choice=Choice(provision="6.3", edition="2024"))
    counts = {name: row[name] for name in ("assessments", "n", "yes", "partial", "no")}
    assert counts == {"assessments": 5, "n": 3, "yes": 1, "partial": 1, "no": 1}
    assert (row["not_found"], row["not_applicable"]) == (1, 1)
    assert row["share_met"] == pytest.approx(1 / 3, abs=1e-4)
    assert float(row["share_low"] or 0) < 1 / 3 < float(row["share_high"] or 0)


def test_groups_are_told_apart_and_combined() -> None:
    choice = Choice(provision="6.3", edition="2024")
    by_size = {row["group"]: row["n"] for row in shares(sized(), groups=["size"], choice=choice)}
    assert by_size == {
        "under 1,000 homes": 1, "1,000 to 10,000 homes": 2, "over 10,000 homes": 0,
    }  # fmt: skip
    both = shares(sized(), groups=["type", "year"], choice=choice)
    assert {row["group"] for row in both} == {"council, 2024", "(not known), 2024"}
    assert {row["group_by"] for row in both} == {"type, year"}


def test_a_section_is_met_where_all_of_it_is() -> None:
    rows = shares(sized(), by="section", choice=Choice(section="6", edition="2024"))
    (row,) = rows
    counted = {n: row[n] for n in ("yes", "partial", "no", "not_found", "n", "assessments")}
    assert counted == {
        "yes": 2, "partial": 1, "no": 1, "not_found": 1, "n": 4, "assessments": 5,
    }  # fmt: skip
    assert row["text"]


def test_a_provision_named_by_its_id_brings_its_counterparts_of_other_editions() -> None:
    tables = build([landlord("A", {}), landlord("A", {"1.2": "no"}, "HOS-2022", year="2022")])
    rows = shares(tables, choice=Choice(provision="HOS-2024:1.2"))
    assert [(row["provision_id"], row["relation"]) for row in rows] == [
        ("HOS-2024:1.2", ""),
        ("HOS-2022:1.2", "equivalent to HOS-2024:1.2"),
    ]


def test_each_year_counts_where_years_are_told_apart() -> None:
    tables = build([landlord("A", {"1.2": "no"}, year="2024"), landlord("A", {}, year="2025")])
    choice = Choice(provision="1.2")
    assert [row["assessments"] for row in shares(tables, choice=choice)] == [1]
    by_year = shares(tables, groups=["year"], choice=choice)
    assert [(row["group"], row["yes"], row["no"]) for row in by_year] == [
        ("2024", 0, 1),
        ("2025", 1, 0),
    ]


def test_what_is_most_often_unmet_comes_first() -> None:
    rows = most_unmet(sized(), Choice(edition="2024"))
    assert [row["provision_id"] for row in rows] == ["HOS-2024:6.3", "HOS-2024:6.4"]


# --------------------------------------------------------------------------- changes, peers


def test_what_got_worse_comes_first_and_editions_are_crossed_by_relations() -> None:
    tables = build(
        [
            landlord("A", {"1.2": "yes", "1.3": "no"}, "HOS-2022", year="2022"),
            landlord("A", {"1.2": "no", "1.4": "no", "1.5": "not_found"}, year="2024"),
            landlord("A", {"1.2": "partial", "1.4": "not_applicable"}, year="2025"),
            landlord("B", {"1.2": "no"}, year="2024"),
        ]
    )
    rows = changes(tables)
    assert (rows[0]["answer_before"], rows[0]["answer"]) == ("yes", "no")
    crossed = next(r for r in rows if r["provision_before"] == "HOS-2022:1.2")
    assert (crossed["provision_id"], crossed["relation"], crossed["change"]) == (
        "HOS-2024:1.2", "equivalent", "worse",
    )  # fmt: skip
    later = next(
        r for r in rows if (r["year_before"], r["provision_id"]) == ("2024", "HOS-2024:1.2")
    )
    assert (later["change"], later["relation"]) == ("better", "same")
    kinds = [str(row["change"]) for row in rows]
    assert kinds == sorted(kinds, key=("worse", "better", "other").index)
    assert not {row["landlord"] for row in rows} & {"B"}
    assert not [row for row in rows if "not_found" in (row["answer"], row["answer_before"])]


def test_a_change_has_the_grades_of_both_rows_and_those_with_a_low_one_stand_behind() -> None:
    tables = build(
        [
            landlord("A", {"1.2": "yes"}, year="2024"),
            landlord("A", {"1.2": low("HOS-2024:1.2", "no"), "1.3": "no"}, year="2025"),
        ]
    )
    assert [
        (row["provision_id"], row["confidence_before"], row["confidence"])
        for row in changes(tables)
    ] == [("HOS-2024:1.3", "high", "high"), ("HOS-2024:1.2", "high", "low")]


def test_peers_have_half_to_twice_the_homes_and_the_landlord_itself_is_none() -> None:
    tables = sized()
    chosen = pick("C", tables["assessments"])
    rows = {row["provision_id"]: row for row in peers(tables, chosen)}
    row = rows["HOS-2024:6.3"]
    assert (row["peers"], row["n"], row["peers_met"]) == (1, 1, 1)
    assert next(iter(rows)) == "HOS-2024:6.3"
    unsized = build([landlord("X", {})])
    with pytest.raises(UsageError, match="how many homes"):
        peers(unsized, pick("X", unsized["assessments"]))
