"""What printed answers mean, by the labelling rules."""

from __future__ import annotations

import pytest

from saextract.lexicon.answers import is_answer
from saextract.mapping.answers.classify import AnswerCells, AnswerReading, read_answer
from saextract.model import Answer, Confidence, Level, Provision

QUESTION = Provision(id="HOS-2020:Q1.1", number="Q1.1", section="1", level=Level.MUST, text="…")
DESCRIBE = QUESTION.model_copy(update={"asks": "description"})

PRINTED: dict[Answer, tuple[str, ...]] = {
    Answer.YES: (
        "Yes", "YES", "yes", "Yes.", "Y", "y", "Y.", "Yes we comply.", "Yes, we comply",
        "Comply", "Complies", "Compliant", "COMPLIANT", "Met", "Fully met", "Fully compliant",
        "Full compliance", "We comply", "We fully comply", "Compliance achieved", "Met in full",
        "Compliance: Yes", "Comply: Yes", "Compliant? Yes", "Answer: Yes", "Comply: Yes/No Yes",
        "Comply (Yes/No): Yes", "[Yes]", "(Yes)", "“Yes”", "‘Yes’", "• Yes", "- Yes", "Yes -",
        "Yes –", "Yes*", "Yes **", "Yes1", "Yes¹", "Yes [1]", "Yes†", "YES ✓", "✓ Yes", "Yes ✔",
        "☑ Yes", "Yes ☑", "✓", "✔", "☑", "√", "✅", "✔\ufe0f", "\uf0fc", "\uf0fe", "✓✓",
        "☒ Yes ☐ No", "☑ Yes ☐ No", "Yes ☒ No ☐", "Yes ☑\nNo ☐", "☒Yes\n☐No", "[x] Yes [ ] No",
        "[X] Yes\n[ ] No", "✓ Yes ✗ No", "Yes ✓\nNo", "☒ Yes ☐ No ☐ Partial", "☐ No ☒ Yes",
        "Yes ■ No □", "☒ Compliant ☐ Not compliant", "X Yes  No", "☒ Yes ☐ No ☐ N/A", "Ye\ns",
        "Y es", "Com-\nply", "Compli\nant", "Yes – see 4.3", "Yes - see commentary",
        "Yes, see policy section 4", "Yes (see section 2.1)", "Yes – Complaints Policy 2.3",
        "Yes. Compliant", "Yes – compliant", "Yes (fully compliant)", "Yes Yes", "Yes\nYes",
        "Yes, in place since June 2023", "Yes. Our policy was approved in March 2024.",
        "Yes – updated June 2024", "Stage 1: Yes\nStage 2: Yes", "In place", "Achieved",
        "Yes we do", "Yes it does", "Yes, fully", "Yes/ Compliant",
        "Yes – to be reviewed annually", "Yes, ongoing", "Yes, by email and phone",
        "We are compliant.", "Yes. Only 14 were late", "Yes. Just 2 letters of 61 left it out.",
        "Yes: policy section 3", "Yes;", "\u200bYes", "Compliant – policy 2.1", "Compliant.",
        "Yes, residents can complain in person, by telephone or in writing.",
    ),
    Answer.PARTIAL: (
        "Partial", "Partially", "Partly", "In part", "Partial compliance", "Partially compliant",
        "Partially met", "Partly met", "Part", "PARTIAL", "Compliance: Partial", "Comply: Partly",
        "Part compliant", "Compliant in part", "In progress", "Work in progress", "Ongoing",
        "Under development", "Mostly", "Mostly compliant", "Largely compliant", "Not fully",
        "Not fully compliant", "Not fully met", "Does not fully comply", "Yes and no",
        "Yes & No", "Yes/Partial", "Partial / No",
        "Yes, with further development", "Yes (full compliance by 30 June 2024)",
        "Yes\n(full\ncompliance\nby 30\nJune\n2024)", "Yes – partially", "Yes (partial)",
        "Yes, in part", "Yes but not at stage 2", "Yes, but further work is needed",
        "Yes – with exceptions", "Yes with some improvements", "Yes – subject to board approval",
        "Yes, from 1 April 2024", "Yes – from October 2024", "Yes by end of June 2024",
        "Yes – by Q2 2024/25", "Yes (from Autumn 2024)", "Yes – work in progress",
        "Yes – in progress", "Yes – under development", "Yes – not fully", "Yes, except stage 2",
        "Yes – needs improvement", "Yes - improvements required", "Yes. Partially.",
        "Yes - to be implemented by March", "Yes for stage 1, no for stage 2",
        "Stage 1: Yes Stage 2: No", "Stage 1 – Yes\nStage 2 – Partial", "No - partially",
        "No (in progress)", "No – not fully compliant", "☐ Yes ☐ No ☒ Partial",
        "☐ Met ☒ Partly met ☐ Not met",
        "☐ Fully met ☒ Mostly met ☐ Not yet met", "☐ Met ☒ Partly\nmet ☐ Not met",
        "Partial – policy to be updated", "Partially compliant, see action plan", "Mostly yes",
        "Yes, mostly", "Compliant with exceptions", "Compliant from April 2024",
        "Will be compliant", "Yes – once the new policy is approved", "Yes (stage 1 only)",
        "Yes, we use the definition but with changes", "Yes. However, the policy needs updating",
        "Not Met / Partially Met", "Partial/In progress",
        "Partial\ncompliance", "Part-\nially", "Partially non-compliant", "⚠️ Partially",
    ),
    Answer.NO: (
        "No", "NO", "no", "No.", "N", "n", "Not met", "Not compliant", "Non-compliant",
        "Non compliant", "Noncompliant", "Non-\ncompliant", "Does not comply", "Do not comply",
        "We do not comply", "We don't comply", "We don’t comply", "Unmet", "Not yet compliant",
        "Not yet met", "Not currently", "Not currently compliant", "Not in place",
        "No. We have a 2 stage process, however …", "No – see action plan", "No (see 5.3)",
        "No, we do not", "No we do not comply", "No. Not compliant", "No – not yet", "No*",
        "❌", "🔴 No",
        "No¹", "☐ Yes ☒ No", "Yes ☐ No ☒", "☐ Yes\n☑ No", "[ ] Yes [x] No", "✗ Yes ✓ No",
        "Yes\nNo ✓", "Yes No ✓", "No ✓", "Comply: No", "Compliance: No", "[No]", "N o",
        "Non-compliant – policy to be amended", "No, but this will be added to the policy",
        "No. The policy will be amended by June 2024.", "No - action required",
        "Does not comply with this requirement", "No\nNo", "Not met.", "Not achieved",
        "Currently not compliant",
    ),
    Answer.NOT_APPLICABLE: (
        "N/A", "n/a", "NA", "N.A.", "n\\a", "Not applicable", "Not applicable.", "Not Applicable",
        "N/A.", "N/A – no third stage", "Not applicable at this time.", "N / A", "Not\napplicable",
        "N/A as we have two stages", "Does not apply", "Not relevant", "☐ Yes ☐ No ☒ N/A", "(N/A)",
        "This does not apply to us.", "☐ We comply ☐ Not yet ☒ Doesn't apply",
        "N/A*", "Comply: N/A",
    ),
    Answer.UNANSWERED: (
        "", " ", "\n", "-", "–", "…", "....", "____", "Choose an item.", "Choose an item",
        "Select", "Please select", "Click or tap here to enter text.", "☐", "☐ Yes ☐ No",
        "Yes ☐\nNo ☐", "[ ] Yes [ ] No", "□ Yes □ No", "Comply:", "[Choose an item]",
    ),
    Answer.UNCLEAR: (
        "TBC", "TBA", "To be confirmed", "See commentary", "see comments", "See below", "As above",
        "Yes/No", "Yes / No", "[Yes/No]", "Y/N", "Yes or No", "Y / N / NA", "Yes / No / Partial",
        "Y/No", "Yes / No / N/A",
        "Yes / No – see the policy", "X", "x", "✗", "✘", "?", "☒ Yes ☒ No", "Yes ☑ No ☑",
        "Yes No", "Yes\nNo", "Yes ✓ No",
        "Yes X No", "Yes\n✓\nNo", "No third stage", "No stage 3", "No complaints refused", "No 1",
        "Stage 1", "70%", "Noted", "Under review", "Pending", "Yes – not applicable",
        "Yes – not compliant", "Yes/N/A", "Green", "Section 4.3", "Complaints policy", "Nothing",
        "Notified", "Yesterday", "Yearly", "Partner", "Nobody", "Network", "Metropolitan", "4.3",
        "Complaint", "Yes/", "N/A Yes", "Unknown", "Not sure", "Partnership board", "Noon",
        "The policy sets this out", "Y no", "No N/A", "✓ ✗",
    ),
}  # fmt: skip


def read(answer: str, comment: str = "") -> AnswerReading:
    return read_answer(AnswerCells(provision=QUESTION, answer=answer, comment=comment))


def ticks(yes: str, no: str, comment: str = "", provision: Provision = QUESTION) -> AnswerReading:
    return read_answer(AnswerCells(provision=provision, yes=yes, no=no, comment=comment))


@pytest.mark.parametrize(
    ("printed", "answer"),
    [(text, answer) for answer, texts in PRINTED.items() for text in texts],
)
def test_a_printed_answer_has_the_class_of_the_labelling_rules(
    printed: str, answer: Answer
) -> None:
    assert read(printed).answer is answer


def test_the_printed_answer_is_kept_on_one_line() -> None:
    assert read("Yes\n(full  compliance\nby 30 June 2024)").printed == (
        "Yes (full compliance by 30 June 2024)"
    )


@pytest.mark.parametrize(
    ("printed", "flag"),
    [
        ("Yes / No", "undecided-default"),
        ("Yes No Partial", "undecided-default"),
        ("Met Partially met Not met", "undecided-default"),
        ("• Yes\n• No\n• N/A", "undecided-default"),
        ("☒ Yes ☒ No", "both-ticked"),
        ("✗", "ambiguous-mark"),
        ("☒", "ambiguous-mark"),
        ("☐ Not applicable", "ambiguous-mark"),
        ("✗ Yes", "ambiguous-mark"),
        ("Yes1", "footnote-mark"),
        ("Choose an item.", "placeholder"),
        ("☐ Yes ☐ No", "no-box-ticked"),
        ("☐ Yes ☐ No N/A", "beside-empty-boxes"),
        ("Yes – from October 2024", "answer-qualified"),
        ("Yes No", "two-answers"),
        ("Our policy says so", "answer-not-understood"),
        ("Stage 1: Yes Stage 2: No", "answer-by-stage"),
    ],
)
def test_an_unusual_answer_carries_a_flag(printed: str, flag: str) -> None:
    assert flag in read(printed).flags


@pytest.mark.parametrize(
    "printed", ["Green", "Red", "X", "☒", "Yes X", "Yes / No", "☒ Yes ☒ No", "Stage 1"]
)
def test_an_answer_with_two_readings_has_low_confidence(printed: str) -> None:
    assert read(printed).confidence is Confidence.LOW


def test_a_comment_that_begins_with_partial_takes_a_yes_back_with_low_confidence_only() -> None:
    reading = read("Yes - Partial data is held for 2022.")
    assert reading.confidence is Confidence.LOW
    assert read("Yes - partial compliance").confidence is Confidence.MEDIUM


@pytest.mark.parametrize("printed", ["Yes", "No.", "N/A", "Partial", "✓", "☒ Yes ☐ No", "Met"])
def test_a_plain_answer_has_high_confidence_and_no_flag(printed: str) -> None:
    reading = read(printed)
    assert reading.confidence is Confidence.HIGH
    assert reading.flags == ()


def test_a_long_yes_with_a_restriction_far_on_stays_yes_but_says_so() -> None:
    reading = read("Yes – the policy accepts complaints by every channel there is except fax")
    assert (reading.answer, reading.confidence) == (Answer.YES, Confidence.LOW)
    assert "answer-qualified" in reading.flags


# --------------------------------------------------------------------- Yes and No columns


@pytest.mark.parametrize("mark", [*"Xx✓✔☑☒✗Y●■\uf0fc", "Yes"])
def test_a_mark_in_the_yes_column_is_yes(mark: str) -> None:
    assert ticks(mark, "").answer is Answer.YES


@pytest.mark.parametrize("mark", ["X", "x", "✓", "☑", "☒", "✗", "No", "N", "[x]"])
def test_a_mark_in_the_no_column_is_no(mark: str) -> None:
    assert ticks("", mark).answer is Answer.NO


def test_a_tick_is_printed_as_the_column_that_it_stands_in() -> None:
    assert ticks("X", "").printed == "Yes"
    assert ticks(" ", "✓").printed == "No"


def test_words_in_a_tick_column_are_printed_as_they_stand() -> None:
    reading = ticks("Yes – see 4.3", "")
    assert (reading.answer, reading.printed) == (Answer.YES, "Yes – see 4.3")


@pytest.mark.parametrize(
    ("yes", "no", "answer"),
    [
        ("X", "X", Answer.UNCLEAR),
        ("☑", "☐", Answer.YES),
        ("☐", "☒", Answer.NO),
        ("☐", "☐", Answer.UNANSWERED),
        ("✓", "✗", Answer.YES),
        ("✗", "✓", Answer.NO),
        ("☑", "☒", Answer.UNCLEAR),
        ("N/A", "", Answer.NOT_APPLICABLE),
        ("N/A", "N/A", Answer.NOT_APPLICABLE),
        ("", "N/A", Answer.NOT_APPLICABLE),
        ("Partial", "", Answer.PARTIAL),
        ("Partially", "X", Answer.PARTIAL),
        ("No", "", Answer.UNCLEAR),
        ("", "Yes", Answer.UNCLEAR),
        ("X", "-", Answer.YES),
        ("TBC", "", Answer.UNCLEAR),
        ("Stage 1", "", Answer.UNCLEAR),
        ("X", "N/A", Answer.UNCLEAR),
    ],
)
def test_two_tick_columns_are_read_together(yes: str, no: str, answer: Answer) -> None:
    assert ticks(yes, no).answer is answer


def test_a_tick_that_contradicts_the_answer_cell_is_unclear() -> None:
    cells = AnswerCells(provision=QUESTION, answer="Yes", yes="", no="X")
    assert read_answer(cells).answer is Answer.UNCLEAR


def test_a_table_with_one_tick_column_only_is_read() -> None:
    assert read_answer(AnswerCells(provision=QUESTION, yes="X")).answer is Answer.YES
    assert read_answer(AnswerCells(provision=QUESTION, no="X")).answer is Answer.NO


# --------------------------------------------------------------------- blanks and comments


@pytest.mark.parametrize(
    ("comment", "answer"),
    [
        ("N/A", Answer.NOT_APPLICABLE),
        ("Yes.", Answer.YES),
        ("No", Answer.NO),
        ("Partially compliant", Answer.PARTIAL),
    ],
)
def test_a_blank_answer_with_an_answer_word_as_whole_comment_takes_it(
    comment: str, answer: Answer
) -> None:
    reading = ticks("", "", comment)
    assert reading.answer is answer
    assert "answer-in-comment" in reading.flags
    assert reading.printed == ""


@pytest.mark.parametrize(
    "comment",
    ["Yes, the policy is online.", "There is no third stage.", "TBC", "Yes/No", "No third stage"],
)
def test_a_blank_answer_is_never_inferred_from_prose(comment: str) -> None:
    reading = ticks("", "", comment)
    assert reading.answer is Answer.UNANSWERED
    assert "answer-in-comment" not in reading.flags


def test_a_question_for_a_description_is_described_by_its_comment() -> None:
    comment = "79% of complaints are resolved at stage 1."
    assert ticks("", "", comment, DESCRIBE).answer is Answer.DESCRIBED
    assert ticks("", "", "0", DESCRIBE).answer is Answer.DESCRIBED


@pytest.mark.parametrize("printed", ["70%", "Stage 1", "No third stage", "Stage 1: 88%"])
def test_a_description_in_the_answer_cell_is_a_description(printed: str) -> None:
    reading = read_answer(AnswerCells(provision=DESCRIBE, answer=printed))
    assert (reading.answer, reading.printed) == (Answer.DESCRIBED, printed)


@pytest.mark.parametrize(
    ("printed", "answer"),
    [("Yes", Answer.YES), ("N/A", Answer.NOT_APPLICABLE), ("TBC", Answer.UNCLEAR)],
)
def test_an_answer_word_to_a_question_for_a_description_is_copied(
    printed: str, answer: Answer
) -> None:
    assert read_answer(AnswerCells(provision=DESCRIBE, answer=printed)).answer is answer


def test_a_question_that_is_answered_in_both_ways_may_be_described_or_ticked() -> None:
    both = QUESTION.model_copy(update={"asks": "either"})
    told = read_answer(AnswerCells(provision=both, yes="", no="", comment="Letters are clearer."))
    assert (told.answer, told.confidence) == (Answer.DESCRIBED, Confidence.MEDIUM)
    ticked = read_answer(AnswerCells(provision=both, yes="X", no="", comment="Clearer letters."))
    assert (ticked.answer, ticked.confidence, ticked.flags) == (Answer.YES, Confidence.HIGH, ())
    assert read_answer(AnswerCells(provision=both, yes="", no="")).answer is Answer.UNANSWERED


def test_a_description_that_is_not_given_is_unanswered() -> None:
    assert ticks("", "", "", DESCRIBE).answer is Answer.UNANSWERED
    assert ticks("", "", "N/A", DESCRIBE).answer is Answer.NOT_APPLICABLE
    assert ticks("", "", "TBC", DESCRIBE).answer is not Answer.DESCRIBED


# --------------------------------------------------------------------- colours


def test_a_strongly_coloured_blank_cell_is_not_taken_for_blank() -> None:
    cells = AnswerCells(provision=QUESTION, answer="", answer_fill="00B050")
    reading = read_answer(cells)
    assert reading.answer is Answer.UNCLEAR
    assert "answer-by-colour" in reading.flags


@pytest.mark.parametrize("fill", ["F2F2F2", "DEEAF6", "E2EFD9", "000000", None])
def test_the_shading_of_a_form_is_no_answer(fill: str | None) -> None:
    cells = AnswerCells(provision=QUESTION, answer="", answer_fill=fill)
    assert read_answer(cells).answer is Answer.UNANSWERED


def test_a_row_coloured_all_over_is_no_answer() -> None:
    cells = AnswerCells(provision=QUESTION, yes="", no="", yes_fill="00B050", no_fill="00B050")
    assert read_answer(cells).answer is Answer.UNANSWERED


@pytest.mark.parametrize("text", ["Yes", "no.", "N/A", "✓", "Partially compliant"])
def test_an_answer_word_is_told_from_other_short_texts(text: str) -> None:
    assert is_answer(text)


@pytest.mark.parametrize("text", ["", "4.3", "TBC", "Yes. Our policy says so.", "Policy"])
def test_other_short_texts_are_no_answer_word(text: str) -> None:
    assert not is_answer(text)


def test_truth_values_of_a_spreadsheet_are_ticks() -> None:
    ticked = read_answer(AnswerCells(provision=QUESTION, yes="TRUE", no="FALSE"))
    assert (ticked.answer, ticked.printed, ticked.confidence) == (
        Answer.YES, "Yes", Confidence.HIGH,
    )  # fmt: skip
    alone = read_answer(AnswerCells(provision=QUESTION, answer="FALSE"))
    assert (alone.answer, alone.confidence) == (Answer.NO, Confidence.LOW)
    neither = read_answer(AnswerCells(provision=QUESTION, yes="FALSE", no="FALSE"))
    assert neither.answer is Answer.UNANSWERED


@pytest.mark.parametrize(
    ("printed", "answer"),
    [("✗ Not compliant", Answer.NO), ("✗ Partially met", Answer.PARTIAL)],
)
def test_a_cross_beside_a_word_that_is_no_yes_says_what_the_word_says(
    printed: str, answer: Answer
) -> None:
    reading = read(printed)
    assert (reading.answer, reading.confidence) == (answer, Confidence.HIGH)


def test_a_comment_that_could_be_more_than_an_answer_answers_nothing() -> None:
    assert read("", comment="We do this.").answer is Answer.UNANSWERED
    assert read("", comment="Compliant.").answer is Answer.YES


@pytest.mark.parametrize(
    ("printed", "answer"),
    [
        ("✓ We comply", Answer.YES),
        ("✔ Fully met", Answer.YES),
        ("✗ We do not comply yet", Answer.NO),
        ("◐ We partly comply", Answer.PARTIAL),
        ("❌ We comply", Answer.UNCLEAR),
    ],
)
def test_a_sign_before_words_leaves_the_answer_to_the_words(printed: str, answer: Answer) -> None:
    assert read(printed).answer is answer
