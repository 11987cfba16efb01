"""Commitments in commentaries, in extra columns and in action plans."""

from __future__ import annotations

import pytest

from saextract.mapping.commitments.actions import commitments, plan_actions
from saextract.mapping.context import PlanRow
from saextract.model import Action, Answer, Response


def row(commentary: str, **other: str) -> Response:
    return Response(
        provision_id="HOS-2024:2.3", answer=Answer.YES, commentary=commentary, other=other
    )


def texts(commentary: str, reference: str = "2024-05") -> list[str]:
    return [action.action for action in commitments(row(commentary), reference)]


def test_an_announced_action_ends_with_its_date_in_brackets() -> None:
    (action,) = commitments(
        row(
            "The Procedure has no complaint definition. ACTION - Amend the Complaints Procedure "
            "and letters to set out the “complaint definition” (by 30 June 2024). If the basis of "
            "the complaint is not clear, the Manager will contact the complainant."
        )
    )
    assert action == Action(
        provision_id="HOS-2024:2.3",
        action="Amend the Complaints Procedure and letters to set out the “complaint definition” "
        "(by 30 June 2024).",
        due="2024-06-30",
        due_printed="by 30 June 2024",
    )


def test_every_announcement_of_a_row_is_a_commitment() -> None:
    assert texts(
        "This will be amended. ACTION - Amend the timescale (by 30 June 2024). Acknowledgements "
        "may be left out. This will be removed. ACTION - Remove the exception (by 30 June 2024)."
    ) == ["Amend the timescale (by 30 June 2024).", "Remove the exception (by 30 June 2024)."]


def test_a_sentence_that_goes_on_with_the_action_belongs_to_it() -> None:
    assert texts(
        "ACTION: New functionality will be added to send a letter. By doing so will enable the "
        "monitoring of requests. The Board meets quarterly."
    ) == [
        "New functionality will be added to send a letter. By doing so will enable the monitoring "
        "of requests."
    ]


def test_an_announcement_without_a_stop_before_it_is_found() -> None:
    assert texts("does not currently align with the Code timescales ACTION: Amend it.") == [
        "Amend it."
    ]


def test_a_numbered_list_is_one_commitment_for_each_item() -> None:
    found = commitments(
        row("Actions: 1) Amend the policy; 2) Train staff by 30 June 2024. Owner: Head of Homes")
    )
    assert [a.action.split()[0] for a in found] == ["Amend", "Train"]
    assert [a.due for a in found] == ["", "2024-06-30"]
    assert found[1].owner == "Head of Homes"


@pytest.mark.parametrize(
    "commentary",
    [
        "We take action on complaints.",
        "Outstanding actions: these are tracked by the team.",
        "Any action taken - see the log.",
        "Actions taken: staff were trained.",
        "See Action Plan: Annex 2.",
        "ACTION: None",
        "Action: ongoing.",
        "For action by the Board: none.",
        "Learning actions: these are logged in the case system.",
        "The Ombudsman will publish its guidance by June 2025.",
        "The new statutory Code will apply with effect from 1 April 2024.",
        "Complaints received by 31 March 2025 will be in the next report.",
        "If a complaint is made before 31 March 2025 we will look at it.",
        "ACTION: N/A",
        "Actions - no further action required.",
        "Complaints will be acknowledged within 5 working days.",
        "Residents will be updated by the officer.",
        "The policy will be reviewed annually by June 2024.",
        "The policy was updated in June 2023.",
        "The survey was to be completed by June 2023.",
        "information is given on the actions that will be taken to address the issue",
        "Section 6.2 and 6.3 set out what will be done.",
        "",
    ],
)
def test_a_commentary_that_only_speaks_of_action_is_no_commitment(commentary: str) -> None:
    assert texts(commentary) == []


@pytest.mark.parametrize(
    ("commentary", "due"),
    [
        ("We will publish the report by July 2024.", "2024-07"),
        ("The Complaints Policy will be updated to include the definition.", ""),
        ("The new letters are to be introduced by the end of Q2 2024/25.", "2024-09"),
        ("Ensure that surveys say how to complain. (by July 2024)", "2024-07"),
        ("We will amend our complaints policy.", ""),
        ("We plan to adopt the new definition in September 2024.", "2024-09"),
        ("A new case system is due to go live in November 2024.", "2024-11"),
        ("This wording will be added to every survey from January 2025.", "2025-01"),
        ("We are going to review this before Christmas 2024.", "2024-12"),
        ("The policy is to be updated by the end of this financial year.", "2025-03"),
        ("We will write to all tenants by 30 June.", "2024-06-30"),
    ],
)
def test_a_promise_without_announcement_is_a_commitment(commentary: str, due: str) -> None:
    (action,) = commitments(row(commentary), "2024-05")
    assert (action.action, action.due) == (commentary, due)


def test_an_announcement_takes_the_place_of_the_sentence_that_explains_it() -> None:
    assert texts("The policy will be amended. ACTION: Amend the policy.") == ["Amend the policy."]


def test_an_open_ended_date_is_printed_and_not_guessed() -> None:
    (action,) = commitments(row("Action: Update the leaflet (Ongoing). More text."))
    assert (action.due_printed, action.due) == ("Ongoing", "")


def test_extra_columns_of_the_assessment_are_a_plan() -> None:
    response = Response(
        provision_id="HOS-2024:6.2",
        answer=Answer.NO,
        commentary="The policy will be amended by May 2025.",
        other={"Action required": "Amend the policy", "Target date": "June 2024", "Lead": "Legal"},
    )
    (action,) = commitments(response)
    assert (action.action, action.due, action.owner, action.source) == (
        "Amend the policy",
        "2024-06",
        "Legal",
        "action_plan",
    )


@pytest.mark.parametrize(
    "cell",
    [
        "", "None", "N/A", "No action required", "-", "Nil", "Not needed", "No gaps", "See 1.4",
        "No further action needed at this time", "Compliant – no action required",
        "N/A - we comply", "Completed",
        "There are no actions for this provision.", "Fully compliant", "None at present",
    ],
)  # fmt: skip
def test_an_empty_action_column_is_no_commitment(cell: str) -> None:
    assert commitments(row("We comply.", Action=cell)) == []


def test_every_row_of_a_plan_is_a_commitment() -> None:
    rows = [
        PlanRow(provision_id="P", action="Amend it.", due="June 2024", owner="Head of Legal"),
        PlanRow(provision_id="P", action="Remove it.", due="", owner="Head of Legal"),
        PlanRow(provision_id="Q", action="None"),
    ]
    found = plan_actions(rows)
    assert [(a.provision_id, a.action, a.due, a.due_printed) for a in found] == [
        ("P", "Amend it.", "2024-06", "June 2024"),
        ("P", "Remove it.", "", ""),
    ]
    assert {a.source for a in found} == {"action_plan"}


def test_a_plan_row_cut_by_a_page_is_one_commitment() -> None:
    rows = [
        PlanRow(provision_id="P", action="Amend the procedure so that", due="June 2024"),
        PlanRow(provision_id="P", action="all complaints are acknowledged."),
        PlanRow(provision_id="P", action="Publish it.", due="July 2024"),
    ]
    assert [a.action for a in plan_actions(rows)] == [
        "Amend the procedure so that all complaints are acknowledged.",
        "Publish it.",
    ]


def test_steps_of_a_table_within_a_commentary_each_end_with_their_deadline() -> None:
    text = (
        "Our survey asked for: • Quicker answers • More calls. The steps are set out below: "
        "Improvement Steps being taken Better times. To hire two officers who will see to: "
        "• Watching times. • Sharing what is learnt. (by July 2024) Awareness of how to complain "
        "Continue to print articles on complaints. (Ongoing) Knowledge of the Code. Issue "
        "guidance for staff on the Code. (by July 2024)"
    )
    response = Response(provision_id="HOS-2024:9.1", answer=Answer.YES, commentary=text)
    assert [(a.action, a.due, a.due_printed) for a in commitments(response, "2024-05")] == [
        (
            "To hire two officers who will see to: • Watching times. • Sharing what is learnt. "
            "(by July 2024)",
            "2024-07",
            "by July 2024",
        ),
        ("Continue to print articles on complaints. (Ongoing)", "", "Ongoing"),
        ("Issue guidance for staff on the Code. (by July 2024)", "2024-07", "by July 2024"),
    ]


@pytest.mark.parametrize(
    ("commentary", "action", "due", "owner"),
    [
        ("In use. Agreed action: align the form by 29 August 2025.",
         "align the form by 29 August 2025.", "2025-08-29", ""),
        ("To do: add it to the leaflet (Autumn 2024).", "add it to the leaflet (Autumn 2024).",
         "2024-11", ""),
        ("Next step – merge the two policies (Q3 2024/25).", "merge the two policies (Q3 2024/25).",
         "2024-12", ""),
        ("Action (by end of January 2025): tell contractors.", "tell contractors.", "2025-01", ""),
        ("Action by June 2024: publish the times.", "publish the times.", "2024-06", ""),
        ("No stop before it Action: audit the log (Head of Audit, 31 Mar 2025)",
         "audit the log (Head of Audit, 31 Mar 2025)", "2025-03-31", ""),
        ("Required action: appoint a deputy. Lead: Head of Homes. Deadline: 2 September 2024.",
         "appoint a deputy. Lead: Head of Homes. Deadline: 2 September 2024.", "2024-09-02",
         "Head of Homes"),
    ],
)  # fmt: skip
def test_announcements_come_in_many_words(
    commentary: str, action: str, due: str, owner: str
) -> None:
    (found,) = commitments(row(commentary), "2024-05")
    assert (found.action, found.due, found.owner) == (action, due, owner)


@pytest.mark.parametrize(
    ("action", "due", "owner"),
    [
        ("What we will do", "By when", "Who"),
        ("Next steps", "Timescale", "Responsible officer"),
        ("Planned improvements", "Expected completion date", "Accountable officer"),
        ("Further action to be taken", "To be completed by", "Person responsible"),
        ("Task", "When will it be done?", "Owned by"),
    ],
)
def test_columns_of_a_plan_are_known_by_many_names(action: str, due: str, owner: str) -> None:
    response = Response(
        provision_id="HOS-2024:6.2",
        answer=Answer.NO,
        other={action: "Amend the policy", due: "June 2024", owner: "Legal"},
    )
    (found,) = commitments(response)
    assert (found.action, found.due, found.owner) == ("Amend the policy", "2024-06", "Legal")


def test_a_column_of_what_was_done_is_no_commitment() -> None:
    response = Response(
        provision_id="HOS-2024:6.2", answer=Answer.YES, other={"Action taken": "Staff were trained"}
    )
    assert commitments(response) == []


def test_a_status_that_ends_a_commitment_stands_beside_its_deadline() -> None:
    response = Response(
        provision_id="HOS-2024:6.2",
        answer=Answer.NO,
        other={"Action": "Amend it", "Target date": "31 July 2024", "Status": "Completed"},
    )
    (action,) = commitments(response)
    assert (action.due, action.due_printed) == ("2024-07-31", "31 July 2024; Completed")


def test_items_of_a_cell_have_their_own_deadlines_where_these_are_items_too() -> None:
    rows = [
        PlanRow(
            provision_id="P", action="1. Amend it 2. Publish it", due="1. June 2024 2. July 2024"
        ),
        PlanRow(provision_id="Q", action="• Write it • Load it", due="31 August 2024", owner="IT"),
    ]
    assert [(a.action, a.due, a.owner) for a in plan_actions(rows)] == [
        ("Amend it", "2024-06", ""),
        ("Publish it", "2024-07", ""),
        ("Write it", "2024-08-31", "IT"),
        ("Load it", "2024-08-31", "IT"),
    ]


@pytest.mark.parametrize(
    ("commentary", "found"),
    [
        (
            "Posters in every block, spring 2025.",
            [("Posters in every block, spring 2025.", "2025-05")],
        ),
        (
            "Write a behaviour policy by July 2024",
            [("Write a behaviour policy by July 2024", "2024-07")],
        ),
        (
            "Advice is only in the final letter. • Templates to be amended • Page to be amended",
            [("Templates to be amended", ""), ("Page to be amended", "")],
        ),
        (
            "An adjustments policy goes to Committee in January 2025.",
            [("An adjustments policy goes to Committee in January 2025.", "2025-01")],
        ),
        ("Amend the template letters.", [("Amend the template letters.", "")]),
        ("The last survey was held in May 2023.", []),
        ("Review of letters is done by managers.", []),
        ("The answer may not wait for the works to be finished.", []),
    ],
)
def test_a_row_that_is_not_met_plans_without_promising(
    commentary: str, found: list[tuple[str, str]]
) -> None:
    for answer in (Answer.NO, Answer.PARTIAL):
        given = row(commentary).model_copy(update={"answer": answer})
        assert [(a.action, a.due) for a in commitments(given, "2024-05")] == found


def test_a_bare_date_beside_a_yes_is_no_plan() -> None:
    assert texts("Posters in every block, spring 2025.") == []
