"""findings: kinds of wording, each in several words of nobody's, with what must stay silent."""

from __future__ import annotations

import pytest

from saextract.codes import provision
from saextract.findings import all_rules, find
from saextract.findings.ledger import Dated, ledger
from saextract.findings.rule import Example
from saextract.model import Action, Answer
from test_findings import assessed

ALL_ON = {rule.id: rule.severity for rule in all_rules() if not rule.by_default}

RAISED = {
    "definition-differs": {
        "1.2": [
            "For us a complaint is when someone tells us that they were let down.",
            "Our leaflet has it so: “any word from a tenant that something went wrong”.",
            "A complaint, as we use the term, means any time a customer is not happy with us.",
            "We take a complaint to be a statement that our service fell short of the standard.",
            "Complaint: “an upset resident who wants an answer from a manager”.",
        ]
    },
    "other-landlord-named": {
        "5.8": [
            "Handlers at Pendlewick step back where they know the people.",
            "Pendlewick's handlers step back where they know the people.",
            "Staff of Corranby Homes declare every conflict of interest.",
            "The Pendlewick board is told of each conflict of interest.",
            "The Pendlewick complaints team passes such a case on.",
        ]
    },
    "board-response-missing": {
        "8.2": [
            "The yearly report is on our site.",
            "Printed in the June magazine.",
            "It can be read in every office and on the web.",
            "Figures and learning are on the page “How we did”.",
            "We put the report up within a week of the year's end.",
        ]
    },
    "deadline-passed": {
        "5.5": [
            "The clause was due to be signed by March 2025.",
            "Contractors were to have signed up to the Code by 1 April 2025.",
            "The contract clause was promised for January 2025.",
            "Signing of the contractors' clause: due February 2025.",
            "The board promised a clause on complaints for 30 April 2025.",
        ]
    },
    "yes-but-future": {
        "9.8": [
            "We mean to write such an objective into the appraisal form.",
            "An objective for all staff is in the making.",
            "The objective will find its way into contracts as they are renewed.",
            "We intend an objective for contractors in the coming contract.",
            "Once the grant is through, contractors get an objective of this kind.",
        ]
    },
    "timescale-over-code": {
        "6.2": [
            "We let people know within eight working days that we have it.",
            "Within two weeks a letter says that we have got the complaint.",
            "A letter to thank you for the complaint goes out in seven working days.",
            "It takes us up to ten working days to tell you that we have received your complaint.",
            "By working day eight you know that we have had your complaint.",
        ]
    },
    "exclusion-not-allowed": {
        "2.2": [
            "Parking and gardens are not for this procedure.",
            "The manner of our staff is not a subject for a complaint.",
            "Service charges are no matter for the complaints policy.",
            "Work of our contractors is not a ground for complaints.",
            "Noise and boilers are not something to complain about under it.",
        ],
        "2.3": [
            "Write within four months, or we can no longer take it up.",
            "Twelve months, and not an hour later.",
        ],
    },
    "stages-over-code": {
        "5.2": [
            "First the help desk, then stage 1.",
            "First, a call from the ward officer, and then stage one.",
            "There is a step known as “Put it right” before the formal process.",
            "Officers get the first fortnight; what they cannot settle is put down as a complaint.",
            "Concerns wait three days and become complaints if they are still there.",
        ],
        "5.3": ["After stage 2 a residents' jury looks at the case."],
    },
    "no-but-compliant": {
        "9.5": [
            "Mrs Fenn of the board is our Member Responsible for Complaints.",
            "A member of the board, Mr Ash, has the role of MRC.",
            "The board has named a member with lead responsibility for complaints.",
        ]
    },
    "yes-but-denied": {
        "6.6": [
            "We hold the answer back until the works are done.",
            "The response is kept until the repair has been carried out.",
            "Nobody follows up outstanding actions.",
            "Outstanding actions are not tracked.",
            "Replies go once the job has been done.",
        ]
    },
}

SILENT = {
    "definition-differs": {
        "1.2": [
            "A complaint is logged on the day on which it comes in.",
            "A complaint is defined as in the Code, without any change.",
            "Our definition is that of the Code: see clause 2.",
        ]
    },
    "other-landlord-named": {
        "9.3": [
            "Told at the tea and in the Warden's newsletter.",
            "In the Founder's Day newsletter and the Mayor's letters.",
            "Staff at Pendlewick lent us their slides, which we made our own.",
        ]
    },
    "board-response-missing": {
        "8.2": [
            "Both are on the page “How we did”.",
            "What the trustees had to say follows the report on page 9.",
            "The report and the portfolio holder's reply went up on 2 July.",
            "The response is beside the report on our site.",
        ]
    },
    "deadline-passed": {
        "5.5": [
            "The clause was due to be signed by March 2025 and is in all contracts.",
            "The clause, promised for January 2025, has been in use since then.",
            "In March 2025 four contracts were under review and eight had the clause.",
        ]
    },
    "yes-but-future": {
        "6.3": [
            "Residents got the answer two days before it was due.",
            "Commonest reason for a late reply: waiting for a report.",
            "The system will not let us close a case without a reply.",
            "While the letter is not yet out new points join it.",
            "Actions still to be done when the reply goes are put on a list.",
        ]
    },
    "timescale-over-code": {
        "6.2": [
            "We let people know within two working days that we have it.",
            "That we have it they know by working day four.",
            "A card with our thanks follows some weeks after the case is closed.",
        ]
    },
    "exclusion-not-allowed": {
        "2.2": [
            "First reports of repairs are not for this procedure.",
            "There is nothing that we rule out.",
            "Complaints are not handled by contractors.",
        ],
        "2.4": ["Were one refused, a letter would go within five days."],
        "6.3": ["The ten-day limit was met in nine cases of ten."],
    },
    "stages-over-code": {
        "5.2": [
            "First we log it, and stage 1 begins.",
            "Some would like a step before stage 1; there is none.",
            "There was a step known as “Put it right” until 2023.",
        ]
    },
    "no-but-compliant": {
        "9.8": [
            "The objective is in the appraisals of managers alone.",
            "All staff have it; contractors get it with the new contracts.",
            "It is in the appraisals of staff, and those of agency workers lack it.",
        ]
    },
    "yes-but-denied": {
        "6.6": [
            "Outstanding actions are kept on the list until the resident says that they are done.",
            "In 2 of 40 cases no date was given for the works.",
            "We do not wait for works to be done before we answer.",
        ],
        "2.2": ["The policy names three exclusions and nothing else."],
        "5.4": [
            "The agent has a procedure of its own for its own clients; for our homes it uses ours."
        ],
    },
}


def rules_of(number: str, text: str, answer: Answer = Answer.YES) -> list[str]:
    example = Example(f"HOS-2024:{number}", answer, text)
    return [finding.rule for finding in find(assessed(example), severities=ALL_ON)]


def _cases(table: dict[str, dict[str, list[str]]]) -> list[tuple[str, str, str]]:
    return [
        (rule, number, text)
        for rule, by_number in table.items()
        for number, texts in by_number.items()
        for text in texts
    ]


def _answer(rule: str) -> Answer:
    return Answer.NO if rule.startswith("no-") else Answer.YES


@pytest.mark.parametrize(("rule", "number", "text"), _cases(RAISED))
def test_a_kind_is_found_in_several_wordings(rule: str, number: str, text: str) -> None:
    assert rule in rules_of(number, text, _answer(rule))


@pytest.mark.parametrize(("rule", "number", "text"), _cases(SILENT))
def test_what_only_looks_like_a_kind_is_left_alone(rule: str, number: str, text: str) -> None:
    assert rule not in rules_of(number, text, _answer(rule))


def test_a_step_in_any_further_column_counts() -> None:
    text = "The letter has no definition in it."
    later = {"Notes": "We will add it to the letter by May 2026."}
    bare = Example("HOS-2024:6.9", Answer.NO, text)
    for other, silent in (({}, False), (later, True)):
        assessment = assessed(bare)
        response = assessment.responses[0].model_copy(update={"other": other})
        found = find(assessment.model_copy(update={"responses": (response,)}))
        assert ("unmet-no-action" not in [finding.rule for finding in found]) is silent


@pytest.mark.parametrize(
    ("number", "announced", "answer", "told", "status"),
    [
        ("9.7", "Figures will go to the board quarterly from July 2024.", "yes",
         "The board gets figures twice a year.", "changed"),
        ("9.7", "Figures will go to the board quarterly from July 2024.", "yes",
         "The board gets figures each quarter.", "kept"),
        ("5.8", "All handlers will be trained in interviewing by October 2024.", "partial",
         "Half of the handlers are trained; the others go in November 2025.", "promised_again"),
        ("1.6", "Complainants will be asked for feedback by text from July 2024.", "partial",
         "Texts proved too dear, so we ring ten people each month.", "changed"),
        ("6.13", "A second reviewer will be found in 2024.", "yes",
         "The treasurer now reviews at stage 2 and takes no part before.", "kept"),
    ],
)  # fmt: skip
def test_how_often_how_far_and_what_instead_tell_what_became_of_a_promise(
    number: str, announced: str, answer: str, told: str, status: str
) -> None:
    item = f"HOS-2024:{number}"
    first = assessed(Example(item, Answer.NO, announced, "2024-05-30"))
    action = Action(provision_id=item, action=announced)
    first = first.model_copy(update={"actions": (action,)})
    later = assessed(Example(item, Answer(answer), told, "2025-06-30"))
    (promise,) = ledger(
        [Dated("a", "x", "2024-05-30", first), Dated("b", "x", "2025-06-30", later)]
    )
    assert promise.status == status


def _rules(number: str, text: str, changes: dict[str, str] | None = None) -> list[str]:
    example = Example(number, Answer.YES, text, changes=changes or {})
    return [finding.rule for finding in find(assessed(example), severities=ALL_ON)]


NEXT_KINDS = [
    ("definition-differs", "HOS-2024:1.2", True, [
        "A complaint is described in our leaflet as “any time that a tenant feels we let them "
        "down”.",
        "Complaints are defined by us as ‘times when something went wrong for a tenant’.",
        "A complaint is understood by our staff as any message from a customer who is not happy.",
    ]),
    ("definition-differs", "HOS-2024:1.2", False, [
        "A complaint is defined in clause 2 as the Code has it.",
        "A complaint is explained to new staff as part of their first week.",
    ]),
    ("yes-with-deadline", "HOS-2024:4.3", True, [
        "Complaints training for caretakers starts in October 2025; they have had no training yet.",
        "From November 2025 the wardens go on the training course, having had little of it so far.",
        "Training in complaints begins in January 2026 for the depot, where staff have had none.",
    ]),
    ("yes-with-deadline", "HOS-2024:4.3", False, [
        "All staff had training in complaints in May 2025.",
        "Caretakers, who had none before, were trained in complaints by May 2025.",
    ]),
    ("deadline-passed", "HOS-2024:8.1", True, [
        "The association is to carry out its self-assessment, target date 31 March 2025.",
        "The council is to publish the self-assessment by April 2025.",
        "The trust was to conduct the yearly self-assessment by February 2025.",
    ]),
    ("deadline-passed", "HOS-2024:8.1", False, [
        "The association carried out its self-assessment on 31 March 2025.",
        "The trust was to conduct the self-assessment by February 2025, and it was done in time.",
    ]),
    ("timescale-over-code", "HOS-2024:6.10", False, [
        "A member may ask for stage 2 in the three months after our answer.",
        "Any licensee can go to stage 2 up to six weeks after the first answer.",
        "Someone who wants stage 2 can ask for it at any time in the eight weeks after our reply.",
    ]),
    ("timescale-over-code", "HOS-2024:6.10", True, [
        "A member of the team must acknowledge the stage 2 request within ten working days.",
        "A team member has to respond to the stage 2 request with an acknowledgement within "
        "three weeks.",
    ]),
    ("yes-with-deadline", "HOS-2024:3.4", False, [
        "The policy is on the website, on paper and in large print. A film in sign language is to "
        "follow in the spring.",
        "The policy is online, on paper and in Braille. An audio version is to follow in October "
        "2025.",
        "Our policy is on the website and in Polish. Another language is to follow in the autumn.",
    ]),
    ("yes-with-deadline", "HOS-2024:3.4", True, [
        "The leaflet has gone to print. The policy is to follow in October 2025.",
        "The policy is on paper for now. The website is to follow in October 2025.",
    ]),
    ("stages-over-code", "HOS-2024:5.2", True, [
        "A 48-hour resolution period comes before the complaint is logged.",
        "Two days of early help come before a complaint is logged as a complaint.",
        "A waiting period of three days precedes stage 1.",
    ]),
    ("stages-over-code", "HOS-2024:5.2", False, [
        "No waiting period of any days comes before stage 1.",
        "Until 2023 a waiting period of three days was kept before stage 1; it was dropped.",
    ]),
    ("outdated-source", "HOS-2024:3.7", False, [
        "Our letters have done away with the designated person; residents go to the Ombudsman.",
        "Parliament did away with the wait of eight weeks before the Ombudsman in 2022.",
        "The eight weeks before the Ombudsman fell away in 2022, and our letters say so.",
    ]),
    ("outdated-source", "HOS-2024:3.7", True, [
        "After stage 2 residents ask a designated person to refer them to the Ombudsman.",
        "Residents wait eight weeks before they can go to the Ombudsman.",
    ]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "number", "raised", "text"),
    [(rule, number, raised, text) for rule, number, raised, texts in NEXT_KINDS for text in texts],
)
def test_a_kind_is_told_from_what_is_like_it(
    rule: str, number: str, raised: bool, text: str
) -> None:
    assert (rule in _rules(number, text)) is raised


@pytest.mark.parametrize(
    ("text", "evidence", "missing"),
    [
        ("It went to them in May and is on the website.", "Board minutes 8 May 2025", True),
        ("The yearly report is on the page of results.", "Minutes of the committee, June", True),
        ("Published with the accounts.", "Cabinet minutes; accounts 2024-25", True),
        ("The board's comments stand on the last page.", "Board minutes 8 May 2025", False),
        ("The minutes of the board with its answer are on the site.", "Website", False),
    ],
)
def test_minutes_as_evidence_are_no_response_of_the_board(
    text: str, evidence: str, missing: bool
) -> None:
    found = _rules("HOS-2024:8.2", text, {"evidence": evidence})
    assert ("board-response-missing" in found) is missing


@pytest.mark.parametrize(
    ("number", "old", "new", "altered"),
    [
        ("HOS-2022:5.12", "must not be", "must be", True),
        ("HOS-2024:6.13", "must not be", "should not be", True),
        ("HOS-2024:6.13", "must not be", "may not be", True),
        ("HOS-2022:5.12", "stage two", "stage 2", False),
        ("HOS-2024:6.13", "stage 2", "Stage Two", False),
    ],
)
def test_a_requirement_is_altered_also_where_two_editions_have_the_same_sentence(
    number: str, old: str, new: str, altered: bool
) -> None:
    official = provision(number).text
    assert old in official
    changes = {"requirement_printed": official.replace(old, new)}
    assert ("requirement-altered" in _rules(number, "See the rota.", changes)) is altered


@pytest.mark.parametrize(
    ("number", "text", "compliant"),
    [
        ("5.9", "Residents get an update every week until the case is closed.", True),
        ("6.5", "We keep the resident informed with an update each Friday until the complaint is "
         "resolved.", True),
        ("4.1", "The complaints officer has been in post since January and takes responsibility "
         "for complaints.", True),
        ("5.9", "Residents get an update until the officer is away.", False),
        ("4.1", "The complaints officer has taken no responsibility since January.", False),
    ],
)  # fmt: skip
def test_how_long_something_goes_on_takes_nothing_back(
    number: str, text: str, compliant: bool
) -> None:
    assert ("no-but-compliant" in rules_of(number, text, Answer.NO)) is compliant
