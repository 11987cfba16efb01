"""The lexicon: one recogniser for each question, asked by every route."""

from __future__ import annotations

import pytest

from saextract.codes import load_codes
from saextract.lexicon import answers, numbers, titles
from saextract.lexicon.roles import Role, of_label, of_title
from saextract.model import Answer


@pytest.mark.parametrize(
    ("text", "answer", "rest"),
    [
        ("Yes. Our policy says so.", "Yes.", "Our policy says so."),
        ("Yes – A triage sheet is kept.", "Yes", "A triage sheet is kept."),
        ("Yes, with further work. It is on.", "Yes, with further work.", "It is on."),
        ("YesOur policy says so", "Yes", "Our policy says so"),
        ("Partly (see 4.2) We are late.", "Partly (see 4.2)", "We are late."),
        ("Does not comply\nNine were late.", "Does not comply", "Nine were late."),
        ("☒ Yes ☐ No The policy says so.", "☒ Yes ☐ No", "The policy says so."),
        ("✓ The policy says so.", "✓", "The policy says so."),
        ("Yes - see policy 4.2", "Yes - see policy 4.2", ""),
    ],
)  # fmt: skip
def test_an_answer_is_parted_from_its_comment(text: str, answer: str, rest: str) -> None:
    assert answers.split(text) == (answer, rest)


@pytest.mark.parametrize(
    "text",
    [
        "Met with residents in May.",
        "No complaint is refused.",
        "No. 4 on the list",
        "No. of calls: 9",
        "Mostly residents ring us.",
        "Part 2 of the leaflet",
        "Full Council approved it.",
        "Nobody",
        "",
    ],
)
def test_a_sentence_that_begins_like_an_answer_is_none(text: str) -> None:
    assert answers.opens(text) is None
    assert not answers.alone(text)


@pytest.mark.parametrize("line", ["Yes", "Complies", "☒ Yes ☐ No", "Mostly", "TBC", "N/A.", "✓"])
def test_a_line_of_an_answer_alone_is_told(line: str) -> None:
    assert answers.alone(line)


@pytest.mark.parametrize(
    ("line", "section", "stage"),
    [
        ("Section 4: Complaint handling staff", "4", ""),
        ("Code section 6 Complaints Stages", "6", ""),
        ("Stage 2", "", "2"),
        ("Stage 1: Investigation of complaints", "", "1"),
        ("Complaints at stage two", "", "2"),
    ],
)
def test_a_banner_names_its_section_or_stage(line: str, section: str, stage: str) -> None:
    assert (titles.section(line), titles.stage(line)) == (section, stage)


@pytest.mark.parametrize(
    "line",
    [
        "Section 4 of our policy says who answers each of them.",
        "Section 4 of our policy",
        "Part 2 of the leaflet lists the channels.",
        "Mandatory training is given each spring.",
        "Best practice is shared at the forum.",
        "Stage two begins when the resident asks for it.",
        "Stage 1 complaints: 45",
        "Stage 3 complaints:",
        "complaint at stage two,",
        "Appendix A of the policy has the letters.",
    ],
)
def test_a_sentence_that_begins_like_a_banner_is_none(line: str) -> None:
    known = titles.Titles(title for code in load_codes() for title in code.sections.values())
    assert not known.banner(line)


def test_every_section_title_of_the_catalogue_is_a_banner() -> None:
    named = [title for code in load_codes() for title in code.sections.values()]
    known = titles.Titles(named)
    assert [title for title in named if not known.banner(f"Section 3: {title}")] == []
    assert [title for title in named if not known.banner(f"{title} (continued)")] == []


@pytest.mark.parametrize(
    ("text", "number"),
    [("3.1", "3.1"), ("Code provision 5.10:", "5.10"), ("6.2 (continued)", "6.2"), ("5.10.2", ""),
     ("3.5 %", ""), ("6.3m", ""),
     ("Section 4.3 of the policy", ""), ("2. 3.2", "3.2"), ("(12) 5.10.", "5.10")],
)  # fmt: skip
def test_a_provision_number_is_told_as_a_whole(text: str, number: str) -> None:
    assert numbers.whole(text) == number


def test_a_continued_number_says_so() -> None:
    said = [number.continued for text in ("3.1 cont’d", "3.1 The landlord continues")
            if (number := numbers.opens(text))]  # fmt: skip
    assert said == [True, False]


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [("4. 3.2 Residents must be able", "3.2", "Residents must be able"),
     ("Provision 5.10 – ‘Landlords", "5.10", "‘Landlords"),
     ("1. Residents must be able", "", "1. Residents must be able"),
     ("6.3 10 working days", "", "6.3 10 working days"),
     ("£6.3 million was spent", "", "£6.3 million was spent"),
     ("6.3m was spent", "", "6.3m was spent"), ("5.10Landlords must", "5.10", "Landlords must")],
)  # fmt: skip
def test_a_number_is_parted_from_its_text(text: str, number: str, rest: str) -> None:
    assert numbers.before(text) == (number, rest)


def test_a_cell_may_say_only_that_its_row_goes_on() -> None:
    texts = ("continued", "(cont’d)", "ctd from page 3", "We continued to do so")
    assert [numbers.continues(text) for text in texts] == [True, True, True, False]


def test_titles_and_labels_name_roles() -> None:
    assert of_title("complyyesno") is Role.ANSWER
    assert of_label("Evidence:") == "evidence"
    assert of_label("The policy was approved by the board in the spring of the year") == ""


def test_every_answer_word_has_one_class() -> None:
    seen: dict[str, Answer] = {}
    for group, lists in answers.load("answers").items():
        if group in ("runs_on", "boxes", "composed"):
            continue
        for word in (*lists["words"], *lists.get("soft", ())):
            assert seen.setdefault(word, Answer(group)) is Answer(group), word


@pytest.mark.parametrize(
    ("printed", "answer"),
    [
        ("Fully in place", Answer.YES),
        ("Completely compliant", Answer.YES),
        ("Met fully", Answer.YES),
        ("The Society complies in full", Answer.YES),
        ("Mostly in place", Answer.PARTIAL),
        ("In place in part", Answer.PARTIAL),
        ("We are largely meeting this requirement", Answer.PARTIAL),
        ("The Trust does not fully comply with this", Answer.PARTIAL),
        ("Partly done", Answer.PARTIAL),
        ("Not yet implemented", Answer.NO),
        ("We don't currently meet the standard", Answer.NO),
        ("Not done", Answer.NO),
    ],
)
def test_answers_are_put_together_of_a_degree_and_a_state_or_a_verb(
    printed: str, answer: Answer
) -> None:
    verdict = answers.whole(printed)
    assert verdict is not None
    assert verdict.answer is answer


def test_a_sentence_that_goes_on_after_such_words_answers_nothing() -> None:
    assert answers.opens("We comply with the Code by way of our policy") is None
    assert answers.opens("Not covered by the policy") is None


def test_a_form_may_number_its_questions_before_the_code_does() -> None:
    assert numbers.before("Q7. 5.4 Do others reply for us?") == ("5.4", "Do others reply for us?")
    assert numbers.before("12. 3.2 Anybody may be told") == ("3.2", "Anybody may be told")


def test_a_line_that_only_counts_says_so() -> None:
    found = [numbers.counts(text) for text in ("Question 6", "Item 7 of 72", "Question 1.3")]
    assert found == [True] * 3
    others = ("6", "1.3", "Policy 3.2", "Section 4 of our policy", "Question 6 was hard")
    assert not any(map(numbers.counts, others))
