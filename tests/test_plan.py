"""Action plans: tables in other shapes, and plans that are no table."""

from __future__ import annotations

from saextract.codes import get_code
from saextract.mapping.commitments.listed import ListedPlans
from saextract.mapping.commitments.plan import tie_plan
from saextract.mapping.tables.rows import read_rows
from saextract.model import Cell, Parsed, Passage, Row, Table

CODE = get_code("HOS-2024")


def table(*rows: tuple[str | None, ...]) -> Table:
    return Table(
        rows=tuple(
            Row(
                cells=tuple(None if text is None else Cell(text=text) for text in row), header=not i
            )
            for i, row in enumerate(rows)
        ),
        detector="test",
    )


def plan(*blocks: Table | Passage) -> list[tuple[str, str, str, str, str]]:
    rows = read_rows(Parsed(blocks=blocks), [], lambda _: 0.0)
    return [
        (row.provision_id.split(":")[-1], row.action, row.due, row.owner, row.status)
        for row in tie_plan(rows.plan, CODE)
    ]


def test_a_row_that_names_several_provisions_is_given_to_each() -> None:
    found = plan(
        table(
            ("Provision", "Action", "Due date"),
            ("4.1, 4.2", "Name the officer", "June 2024"),
            ("6.1 – 6.3", "Hire two officers", "July 2024"),
        )
    )
    assert [row[:2] for row in found] == [
        ("4.1", "Name the officer"),
        ("4.2", "Name the officer"),
        ("6.1", "Hire two officers"),
        ("6.2", "Hire two officers"),
        ("6.3", "Hire two officers"),
    ]


def test_owner_and_deadline_speak_for_all_rows_that_they_are_merged_over() -> None:
    found = plan(
        table(
            ("Provision", "Improvement", "Lead officer", "Target"),
            ("2.3", "Amend the policy", "Head of Housing", "June 2024"),
            (None, "Train the call centre", None, "July 2024"),
        )
    )
    assert found == [
        ("2.3", "Amend the policy", "June 2024", "Head of Housing", ""),
        ("2.3", "Train the call centre", "July 2024", "Head of Housing", ""),
    ]


def test_recommendations_with_owner_and_deadline_are_a_plan() -> None:
    found = plan(
        table(
            ("Code provision", "Issue", "Recommendation", "Owner", "Due", "Status"),
            ("2.3", "Six months", "Change it to twelve", "Policy Officer", "June 2024", "Closed"),
        )
    )
    assert found == [("2.3", "Change it to twelve", "June 2024", "Policy Officer", "Closed")]


def test_what_was_done_is_no_plan_and_the_day_it_was_raised_no_deadline() -> None:
    assert plan(table(("You said", "Action taken", "When"), ("Late", "Staff hired", "2024"))) == []
    found = plan(
        table(
            ("ID", "Date raised", "Action", "Owner", "Due date"),
            ("A1", "1 June 2025", "Train staff", "L&D", "30 November 2025"),
        )
    )
    assert found == [("", "Train staff", "30 November 2025", "L&D", "")]


def test_another_table_below_a_plan_does_not_go_on_with_it() -> None:
    found = plan(
        table(("Action", "Owner", "Due"), ("Train staff", "L&D", "June 2024")),
        table(("Risk", "Mitigation", "Owner"), ("Late answers", "Checks", "Manager")),
    )
    assert [row[1] for row in found] == ["Train staff"]


def test_a_provision_in_brackets_beside_an_action_is_its_provision() -> None:
    found = plan(
        table(("Issue", "Agreed actions", "Deadline"), ("Timeliness (6.3)", "Hire one", "May 2025"))
    )
    assert [row[:2] for row in found] == [("6.3", "Hire one")]


def listed(*lines: str, heading: str = "Action plan") -> list[tuple[tuple[str, ...], str]]:
    plans = ListedPlans()
    passages = (Passage(text=heading, heading=2), *(Passage(text=line) for line in lines))
    return [(item.numbers, item.text) for passage in passages for item in plans.read(passage)]


def test_items_below_a_plan_s_heading_are_actions() -> None:
    assert listed(
        "These actions follow from the self-assessment.",
        "• Provision 2.3: Amend the policy – June 2024",
        "• Hold a staff briefing",
        "Action 3 (6.4): Write a letter. Due: 31 August 2024.",
        "• Roll out the template (6.18)",
        "• None",
    ) == [
        (("2.3",), "Amend the policy – June 2024"),
        ((), "Hold a staff briefing"),
        (("6.4",), "Write a letter. Due: 31 August 2024."),
        (("6.18",), "Roll out the template (6.18)"),
    ]


def test_a_plan_by_headings_ends_with_a_heading_that_names_no_provision() -> None:
    plans = ListedPlans()
    found = []
    for text, heading in (
        ("Improvement plan 2024/25", 2), ("Provision 5.8", 3),
        ("Introduce a call plan.\nOwner: Contact Centre\nDeadline: June 2025", None),
        ("Contact", 2), ("• Write to us by 30 June 2025.", None),
    ):  # fmt: skip
        found += plans.read(Passage(text=text, heading=heading))
    assert [(item.numbers, item.text) for item in found] == [
        (("5.8",), "Introduce a call plan. Owner: Contact Centre Deadline: June 2025")
    ]


def test_numbers_of_a_report_s_own_paragraphs_are_no_provisions() -> None:
    assert listed("7.1 Officers have drawn up a plan.", heading="7. Action plan") == []
    assert listed("5.1 The form will be on the website.", heading="5. Next steps") == []
