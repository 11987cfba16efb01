"""findings: rules observe, quote and never correct."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapping_forms import HEADER_2022, mapped, page_table, row_2022
from saextract.codes import get_code, provision
from saextract.errors import UsageError
from saextract.evaluation.planted import load_cases, score_planted
from saextract.evaluation.rules_page import rules_page
from saextract.findings import Rule, all_rules, choose, find, judge
from saextract.findings.ledger import Dated, Status, ledger
from saextract.findings.rule import Example
from saextract.model import (
    Action,
    Answer,
    Assessment,
    Confidence,
    Level,
    Passage,
    Response,
    Table,
)

ROOT = Path(__file__).parent.parent
RULES = {rule.id: rule for rule in all_rules()}
ALL_ON = {rule.id: rule.severity for rule in all_rules() if not rule.by_default}
_PRINTED = {Answer.YES: "Yes", Answer.NO: "No", Answer.NOT_APPLICABLE: "N/A"}


def assessed(example: Example, confidence: Confidence = Confidence.HIGH) -> Assessment:
    item = provision(example.provision)
    fields = {
        "provision_id": item.id,
        "answer": example.answer,
        "answer_printed": _PRINTED.get(example.answer, ""),
        "requirement_printed": item.text,
        "commentary": example.text,
        "confidence_parts": {"row": confidence},
    }
    code, _, edition = item.id.partition(":")[0].partition("-")
    return Assessment.model_validate(
        {
            "code": code,
            "edition": edition,
            "edition_score": 1.0,
            "assessed_on": example.assessed_on,
            "landlord": "Testbury Homes",
            "responses": [Response.model_validate(fields | dict(example.changes))],
        }
    )


def said(number: str, answer: str, text: str, edition: str = "2024") -> list[str]:
    """The rules that a row raises, without those that every unmet must raises."""
    example = Example(f"HOS-{edition}:{number}", Answer(answer), text)
    return [
        f.rule
        for f in find(assessed(example), severities=ALL_ON)
        if f.rule not in ("unmet-must", "wrong-edition")
    ]


@pytest.mark.parametrize("rule", [r for r in all_rules() if r.raises], ids=lambda rule: rule.id)
def test_each_rule_is_raised_by_its_own_example_and_quotes_it(rule: Rule) -> None:
    assert rule.raises is not None
    assessment = assessed(rule.raises)
    found = [f for f in find(assessment, severities=ALL_ON) if f.rule == rule.id]
    assert len(found) == 1
    printed = assessment.responses[0]
    cells = (printed.answer_printed, printed.requirement_printed, printed.commentary)
    assert any(found[0].quote in cell for cell in (*cells, printed.evidence))
    assert (found[0].severity, found[0].rule_version) == (rule.severity, rule.version)


@pytest.mark.parametrize("rule", [r for r in all_rules() if r.silent], ids=lambda rule: rule.id)
def test_each_rule_is_silent_for_its_other_example(rule: Rule) -> None:
    assert rule.silent is not None
    found = find(assessed(rule.silent), severities=ALL_ON)
    assert rule.id not in [finding.rule for finding in found]


def test_every_rule_says_what_it_is_about() -> None:
    assert len({rule.id for rule in all_rules()}) == len(all_rules())
    for rule in all_rules():
        assert rule.looks_for
        assert rule.silent_for
        assert rule.message.endswith(".")
        assert (rule.check is None) != (rule.whole is None)


def test_a_finding_on_a_row_of_low_confidence_waits_for_the_row() -> None:
    example = RULES["timescale-over-code"].raises
    assert example is not None
    found = {f.rule: f for f in find(assessed(example, Confidence.LOW))}
    assert found["timescale-over-code"].severity == "low"
    assert "must be checked first" in found["timescale-over-code"].message
    assert found["low-confidence"].severity == "medium"


def test_rules_can_be_weighed_otherwise_and_switched_off() -> None:
    example = RULES["timescale-over-code"].raises
    assert example is not None
    assert find(assessed(example), severities={"timescale-over-code": None}) == ()
    (found,) = find(assessed(example), severities={"timescale-over-code": "low"})
    assert found.severity == "low"


def test_a_rule_that_is_off_by_default_is_raised_only_when_it_is_chosen() -> None:
    example = RULES["yes-but-denied"].raises
    assert example is not None
    for assessment in (assessed(example), judge(assessed(example))):
        assert "yes-but-denied" not in [f.rule for f in find(assessment)]
        chosen = choose("yes-but-denied=medium")
        severities = {f.rule: f.severity for f in find(assessment, severities=chosen)}
        assert severities["yes-but-denied"] == "medium"


def test_what_was_judged_before_is_as_what_is_judged_now() -> None:
    text = "We will publish the figures for 2023 by June, within 30 working days of 12 cases."
    now = assessed(Example("HOS-2024:5.8", Answer.NO, text))
    earlier = assessed(Example("HOS-2024:5.8", Answer.YES, text))
    for severities in ({}, {"stale": None}, {"stale": "low", "unmet-must": "low"}):
        found = find(now, earlier, severities)
        assert found == find(judge(now), earlier, severities)
        assert ("stale" in [finding.rule for finding in found]) is ("stale" not in severities) or (
            severities["stale"] == "low"
        )


def test_the_choice_of_rules_is_read_and_what_is_unknown_is_refused() -> None:
    assert choose("stale=off, unmet-must=low") == {"stale": None, "unmet-must": "low"}
    for wrong in ("stal=off", "stale=loud", "stale"):
        with pytest.raises(UsageError):
            choose(wrong)


@pytest.mark.parametrize(
    ("number", "stands", "plan"),
    [
        ("9.3", "Lessons go to staff and tenants each quarter.", "A quiz is planned for 2026."),
        ("5.5", "Contractors follow our process.", "The gas contract will be tendered in 2026."),
        ("9.5", "A board member is our MRC.", "Her term of office ends in September 2026."),
        ("1.6", "Surveys say how to complain.", "The next wave goes out in October 2025."),
        ("9.3", "Every issue has a ‘You told us’ page.", "A podcast is planned for the autumn."),
    ],
)
def test_a_plan_beyond_what_the_row_says_stands_is_no_finding(
    number: str, stands: str, plan: str
) -> None:
    assert said(number, "yes", f"{stands} {plan}") == []


@pytest.mark.parametrize(
    ("number", "stands", "plan"),
    [
        ("3.1", "Complaints reach us by letter.", "Phone and e-mail will be opened in May 2026."),
        ("8.2", "The report is published.", "The Board's response will follow in July 2025."),
        ("9.7", "Board sees volumes.", "Themes and orders will be in the paper from May 2026."),
        ("6.13", "One manager takes both stages for now.", "A second reviewer starts in May 2026."),
    ],
)
def test_a_plan_for_what_the_row_does_not_say_stands_is_one(
    number: str, stands: str, plan: str
) -> None:
    assert "yes-with-deadline" in said(number, "yes", f"{stands} {plan}")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("6.3", "Answered within ten working days in 99 cases of 100, the other in 24."),
        ("6.15", "The reply may come 40 working days after acknowledgement at the outside."),
        ("2.3", "Extended from six months to twelve by Cabinet in July 2024."),
        ("5.3", "Two stages: the Clerk, then a panel of three Trustees."),
        ("6.13", "Stage two is dealt with by a panel, none of whom knew of the case."),
        ("6.4", "Longer than 20 working days happens twice a year, and by agreement."),
        ("5.2", "The ‘first contact’ step that we had up to March 2023 was struck out."),
        ("6.14", "The officer is expected to hold a draft ready on day fifteen."),
    ],
)
def test_figures_totals_and_panels_at_stage_two_are_no_findings(number: str, text: str) -> None:
    assert said(number, "yes", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Concerns about a member of staff go to HR and are not treated as complaints.",
        "Anyone who has moved out loses the right to complain.",
        "Twelve months. Officers may not depart from it.",
        "Garage users are pointed to their lease.",
        "Leaseholders are the exception: their complaints cannot be brought under this procedure.",
    ],
)
def test_people_and_subjects_are_shut_out_in_many_words(text: str) -> None:
    assert "exclusion-not-allowed" in said("2.2", "yes", text)


def test_a_mistyped_word_does_not_alter_a_requirement() -> None:
    official = provision("HOS-2024:6.2").text
    for printed in (official.replace("received", "recieved"), official.replace("five", "5")):
        example = Example(
            "HOS-2024:6.2", Answer.YES, "Logged.", changes={"requirement_printed": printed}
        )
        assert "requirement-altered" not in [f.rule for f in find(assessed(example))]


def test_the_page_on_findings_is_current() -> None:
    page = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    assert page == rules_page(ROOT / "corpus")


def test_a_case_whose_quote_does_not_stand_in_its_row_is_refused(tmp_path: Path) -> None:
    row = '"edition": "2024", "provision": "1.2", "answer": "yes", "commentary": "words"'
    file = tmp_path / "cases.jsonl"
    file.write_text(f'{{"id": "a", "kind": "untouched", {row}}}', encoding="utf-8")
    assert score_planted(load_cases(tmp_path)).untouched == 1
    expected = '[{"rule": "stale", "quote": "other"}]'
    file.write_text(f'{{"id": "a", "kind": "planted", {row}, "expected": {expected}}}', "utf-8")
    with pytest.raises(UsageError):
        load_cases(tmp_path)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("The board's response is not yet on the website.", "yes-but-future"),
        ("We are drafting the governing body's response for publication.", "yes-but-future"),
        (
            "ACTION - Publish the governing body's response (by 31 August 2025).",
            "yes-with-deadline",
        ),
        ("The board's response will be published by 1 March 2025.", "deadline-passed"),
        ("The board's response to the report is not published.", "yes-but-denied"),
    ],
)
def test_what_is_still_to_come_is_told_by_its_date(text: str, rule: str) -> None:
    assert said("8.2", "yes", f"The report goes to the board each June. {text}") == [rule]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("6.2", "Complaints will be acknowledged within five working days."),
        ("6.3", "We aim to respond within 10 working days."),
        ("7.3", "Residents are told what action we will take."),
        ("1.2", "Our policy complies with the Code and is reviewed every year."),
        ("6.6", "Complaints are not closed until the action is done."),
        ("6.6", "Outstanding actions are tracked."),
        ("5.9", "Residents will be updated at each stage."),
        ("6.6", "If the reply has not yet gone, points are added."),
        ("6.3", "The previous policy gave 15 working days at stage 1."),
        ("6.10", "Residents have 30 working days to ask for stage 2."),
        ("6.14", "The Code gives us 20 working days; the longest reply took 55 days."),
        ("5.2", "We have no stage 0 and no informal stage."),
    ],
)
def test_ordinary_policy_language_raises_nothing(number: str, text: str) -> None:
    assert said(number, "yes", text) == []


@pytest.mark.parametrize(
    ("number", "text", "denied"),
    [
        ("6.5", "The extension letter is silent about the Ombudsman.", True),
        ("5.12", "We keep no record of what was said on the phone.", True),
        ("9.3", "Nothing is shared with tenants.", True),
        ("5.9", "Updates are given only if the resident rings.", True),
        ("9.3", "The bulletin does not name residents.", False),
        ("7.4", "The guidance does not set a tariff and nor do we.", False),
        ("4.2", "Handlers have no duties of their own in the service complained of.", False),
        ("2.4", "Two examples (low literacy, no letter) are given to staff.", False),
        ("5.12", "Files are not closed without a full record.", False),
    ],
)
def test_only_what_a_provision_demands_can_be_denied(number: str, text: str, denied: bool) -> None:
    assert ("yes-but-denied" in said(number, "yes", text)) is denied


def test_a_list_of_exclusions_is_looked_at_item_by_item() -> None:
    lead = "We do not take complaints about matters before a court"
    assert said("2.2", "yes", f"{lead}.") == []
    assert said("2.2", "yes", f"{lead}, or complaints about the lifts.") == [
        "exclusion-not-allowed"
    ]


def test_a_step_after_the_last_stage_may_be_told_in_the_next_sentence() -> None:
    text = "Stage 2 is our last stage. Anyone still unhappy may ask the Chair to look at it again."
    assert said("5.3", "yes", text) == ["stages-over-code"]


def test_a_text_that_fits_another_provision_alone_is_misplaced() -> None:
    text = "Complaint records are retained for six years in the case system with every letter."
    assert "evidence-misplaced" in said("3.6", "yes", text)
    assert "evidence-misplaced" not in said("5.12", "yes", text)


def test_actions_and_further_columns_count_as_a_step() -> None:
    example = Example(
        "HOS-2024:7.4", Answer.NO, "The guidance is not used.", changes={"other": {"Action": "x"}}
    )
    without = [f.rule for f in find(assessed(example))]
    assert "unmet-no-action" in without
    assert "unmet-no-action" not in said("7.4", "no", "We will refer to the guidance from May.")


def test_what_was_changed_in_a_requirement_is_shown() -> None:
    example = RULES["requirement-altered"].raises
    assert example is not None
    (found,) = (f for f in find(assessed(example)) if f.rule == "requirement-altered")
    assert "“15” for “10”" in found.message


def promised(then: str, now: str, answer: str = "yes") -> tuple[Status, int | None, str]:
    """What became of the one action of a row of 2024, a year later."""
    first = assessed(Example("HOS-2024:9.5", Answer.PARTIAL, then, "2024-06-30"))
    action = Action(provision_id="HOS-2024:9.5", action=then, due="2024-09")
    first = first.model_copy(update={"actions": (action,)})
    later = assessed(Example("HOS-2024:9.5", Answer(answer), now, "2025-06-30"))
    dated = [
        Dated("b", "Testbury Homes", "2025-06-30", later),
        Dated("a", "Testbury Homes", "2024-06-30", first),
    ]
    (promise,) = ledger(dated)
    assert (promise.assessment_id, promise.next_assessment_id) == ("a", "b")
    assert promise.method == "same"
    return promise.status, promise.slip_months, promise.quote


@pytest.mark.parametrize(
    ("now", "answer", "status"),
    [
        ("The post was not created; the Vice-Chair was made the MRC.", "yes", Status.CHANGED),
        ("A Member Responsible was found too dear. We report to the Board.", "yes", Status.DROPPED),
        ("Nobody yet: the Committee is approaching candidates.", "no", Status.PROMISED_AGAIN),
        ("Appointed in May 2023; a deputy will follow next year.", "yes", Status.KEPT),
        ("Figures on complaints stand in the annual report.", "yes", Status.UNKNOWN),
    ],
)
def test_a_promise_is_judged_by_the_clause_that_speaks_of_it(
    now: str, answer: str, status: Status
) -> None:
    then = "The Board will appoint a Member Responsible for Complaints by March 2023."
    assert promised(then, now, answer)[0] is status


def test_what_was_to_go_and_is_gone_is_kept() -> None:
    gone = "The informal stage was struck out of the policy in April 2024."
    assert promised("The informal stage will be removed in March 2024.", gone)[0] is Status.KEPT


def test_the_ledger_says_what_became_of_a_promise() -> None:
    then = "The Board will appoint a Member Responsible for Complaints by September 2024."
    kept = "The Board appointed Jo Sample as its Member Responsible for Complaints in July 2024."
    again = "The Board is to appoint a Member Responsible for Complaints by March 2026."
    assert promised(then, kept) == (Status.KEPT, None, kept)
    assert promised(then, again, "no") == (Status.PROMISED_AGAIN, 18, again)
    assert promised(then, "The Board decided not to appoint such a member.", "no")[0] is (
        Status.DROPPED
    )
    assert promised(then, "Instead the Board appointed a committee on complaints.")[0] is (
        Status.CHANGED
    )
    assert promised(then, "")[0] is Status.UNKNOWN
    assert promised(then, "", "no")[0] is Status.DROPPED


def test_the_next_row_of_another_edition_is_found_by_the_relations() -> None:
    first = assessed(Example("HOS-2022:7.3", Answer.NO, "", "2023-05"))
    action = Action(provision_id="HOS-2022:7.3", action="Appoint a board member as lead.")
    first = first.model_copy(update={"actions": (action,)})
    said_now = "A board member has been appointed as lead since May."
    later = assessed(Example("HOS-2024:9.5", Answer.YES, said_now, "2024-06"))
    dated = [Dated("a", "x", "2023-05", first), Dated("b", "x", "2024-06", later)]
    (promise,) = ledger(dated)
    assert (promise.next_provision_id, promise.method) == ("HOS-2024:9.5", "relation")
    assert promise.status is Status.KEPT


def _headed(*headings: str) -> dict[str, tuple[str, set[str]]]:
    """A form of 2022 in parts under headings: number to its heading and the rules it raises."""
    provisions = get_code("HOS-2022").provisions
    size = -(-len(provisions) // len(headings))
    blocks: list[Table | Passage] = []
    for place, heading in enumerate(headings):
        lines = [row_2022(p) for p in provisions[place * size : (place + 1) * size]]
        blocks += [Passage(text=heading, heading=2), page_table([HEADER_2022, *lines])]
    (assessment,) = mapped(*blocks).assessments
    found = find(assessment)
    return {
        r.provision_id.partition(":")[2]: (
            r.heading,
            {f.rule for f in found if f.provision_id == r.provision_id},
        )
        for r in assessment.responses
    }


def test_a_must_under_a_printed_heading_of_shoulds_is_found() -> None:
    should, must = "Best practice ‘should’ requirements", "Mandatory ‘must’ requirements"
    rows = _headed(must, should)
    levels = {p.number: p.level for p in get_code("HOS-2022").provisions}
    for number, (heading, rules) in rows.items():
        differs = (heading == must) != (levels[number] is Level.MUST)
        assert ("heading-level-mismatch" in rules) is differs
    assert {heading for heading, _ in rows.values()} == {must, should}


def test_where_only_one_kind_of_heading_is_seen_none_is_believed() -> None:
    rows = _headed("Mandatory ‘must’ requirements")
    assert {heading for heading, _ in rows.values()} == {""}
    assert not any("heading-level-mismatch" in rules for _, rules in rows.values())
