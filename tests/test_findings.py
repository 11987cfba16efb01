"""findings: rules observe, quote and never correct."""

from __future__ import annotations

from typing import Any

import pytest

from outcomes import assessment, response
from saextract.codes import get_code
from saextract.findings import RULES, find
from saextract.model import Confidence, Finding

CODE = get_code("HOS-2024")
PROVISIONS = {provision.id: provision for provision in CODE.provisions}


def findings(answer: str = "yes", commentary: str = "", **changes: Any) -> list[Finding]:
    said = response("HOS-2024:1.2", answer, commentary=commentary, **changes)
    given = find(assessment(answers={"1.2": said}), PROVISIONS)
    return [finding for finding in given if finding.provision_id == "HOS-2024:1.2"]


def rules(answer: str = "yes", commentary: str = "", **changes: Any) -> list[str]:
    return [finding.rule for finding in findings(answer, commentary, **changes)]


@pytest.mark.parametrize(
    "text",
    [
        "A new policy is to be developed by March.",
        "The policy is not yet published.",
        "The procedure is currently being reviewed.",
        "ACTION: amend the leaflet.",
        "We plan to introduce a survey.",
        "This is under review.",
        "The policy will be amended.",
        "ACTION - Amend the procedure (by 30 June 2024).",
    ],
)
def test_a_yes_with_something_still_to_be_done_is_raised(text: str) -> None:
    assert rules("yes", f"We have a policy. {text}") == ["yes-with-future-action"]
    assert findings("yes", f"We have a policy. {text}")[0].quote == text


@pytest.mark.parametrize(
    "text",
    [
        "Complaints will be acknowledged within five working days.",
        "We aim to respond within 10 working days.",
        "Residents are told what action we will take.",
        "Our policy complies with the Code and is reviewed every year.",
        "Complaints are not closed until the action is done.",
        "Outstanding actions are tracked.",
        "Residents will be updated at each stage.",
    ],
)
def test_ordinary_policy_language_raises_nothing(text: str) -> None:
    assert rules("yes", text) == []


def test_text_that_contradicts_the_answer_is_raised_both_ways() -> None:
    assert rules("yes", "We do not currently comply with this.") == ["yes-but-denied"]
    assert rules("yes", "This does not currently align with the Code.") == ["yes-but-denied"]
    assert rules("no", "We are fully compliant with this.") == ["no-but-affirmed"]
    assert rules("no", "Partial compliance: only stage 1.") == ["no-but-partial"]
    assert rules("no", "We are not compliant.") == []
    assert rules("no", "We will be fully compliant by June.") == []


def test_a_no_needs_an_explanation_and_a_yes_its_evidence() -> None:
    assert rules("no", "") == ["no-without-explanation"]
    assert rules("no", "", answer_printed="No. We have a two stage process, however") == []
    assert rules("partial", "", evidence="Policy 4.2") == []
    assert rules("yes", "") == ["yes-without-evidence"]


def test_blank_and_unclear_answers_are_raised() -> None:
    assert rules("unanswered", "Text") == ["unanswered-must"]
    assert rules("unclear", "Text", answer_printed="TBC") == ["unclear-answer"]


def test_low_confidence_and_flags_of_the_mapping_are_raised() -> None:
    low = {"match": Confidence.LOW}
    raised = rules("yes", "Text", confidence_parts=low, flags=("number-text-conflict",))
    assert raised == ["low-confidence", "number-text-conflict"]


def test_missing_rows_are_one_finding_about_the_whole() -> None:
    given = find(assessment(answers={"1.2": "not_found", "5.10": "not_found"}), PROVISIONS)
    (finding,) = given
    assert (finding.provision_id, finding.rule) == ("", "rows-not-found")
    assert "1.2, 5.10" in finding.message


def test_rules_have_ids_of_their_own() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_a_quote_is_printed_in_the_row() -> None:
    text = "Section 4.3 applies (see www.example.org/a.b). Not yet done! More."
    assert findings("yes", text)[0].quote in text
