"""The same rows in every layout give the same result, with every answer word that is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layouts import LAYOUTS, Blocks, Said, html_blocks, labelled, only, read, word_blocks
from saextract.codes import get_code
from saextract.model import Answer, Confidence
from test_answers import PRINTED

PROVISIONS = get_code("HOS-2024").provisions
COMMENTS = (
    "The policy was rewritten in May and is on the website.",
    "Residents on the panel read each letter before it is sent.",
    "A new system records every call, and the board has a report each quarter.",
    "Staff were trained in March by the complaints lead.",
    "Letters are checked against this point each week.",
)
DECIDED = (Answer.YES, Answer.PARTIAL, Answer.NO, Answer.NOT_APPLICABLE)
IN_CELLS = {"html table", "word table", "text pipes", "text layout", "pdf ruled", "pdf columns"}
"""Layouts in which a column tells the answer; in the others its words have to."""

APART, GLUED = 0.02, 0.05
"""Share of the rows in which an answer of several sentences may be parted from its comment at
another place, or is not told; where no sign stands between the cells, some never can be."""

A_DOCUMENT = 24
"""Unusual answers in a document of 72 rows; the others are Yes."""


def fits(word: str, layout: str) -> bool:
    """Whether a layout can show an answer: PDF files here have no signs beyond Latin 1.

    Words that a narrow column has broken, and labels, have their meaning in a cell.
    """
    if layout.startswith("pdf"):
        return all(ord(char) < 256 or char in "–’‘“”…•" for char in word)
    if layout in IN_CELLS:
        return True
    broken = "\n" in word or word in ("Y es", "N o")
    return not broken and not any(char in word for char in ":?\uf0fc\uf0fe")


def forms(layout: str) -> Iterator[tuple[list[Said], list[Answer]]]:
    """Documents that hold every answer word once, and what each row says."""
    words = [(w, answer) for answer in DECIDED for w in PRINTED[answer] if fits(w, layout)]
    for start in range(0, len(words), A_DOCUMENT):
        part = words[start : start + A_DOCUMENT]
        said = {3 * place + 1: pair for place, pair in enumerate(part)}
        rows, wanted = [], []
        for place, provision in enumerate(PROVISIONS):
            word, answer = said.get(place, ("Yes", Answer.YES))
            comment = COMMENTS[place % len(COMMENTS)]
            rows.append(Said(provision.number, provision.text, word, comment))
            wanted.append(answer)
        yield rows, wanted


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_answer_word_is_read_alike_in_every_layout(layout: str) -> None:
    total, wrong, silent = 0, [], []
    for rows, wanted in forms(layout):
        assessment = only(read(layout, rows))
        assert assessment is not None
        found = {response.provision_id: response for response in assessment.responses}
        for row, answer in zip(rows, wanted, strict=True):
            response = found[f"HOS-2024:{row.number}"]
            total += 1
            if response.answer is answer and response.commentary == row.comment:
                continue
            wrong.append((row.answer, response.answer_printed, response.commentary))
            if response.answer is not answer and response.confidence is not Confidence.LOW:
                silent.append((row.answer, response.answer_printed, response.answer))
    assert silent == []
    assert len(wrong) <= (GLUED if layout == "text glued" else APART) * total, wrong


SAME = ("Compliant", "Complies", "Comply", "Met")
NO_FIRST = (
    "No. There is no charge for calls and no closing day.",
    "No member of staff may send a caller away.",
    "No. 4 on the list of the panel is the wording on low numbers.",
    "No tenant has to log in to read it.",
)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("word", SAME)
def test_a_no_that_opens_a_comment_never_overrides_the_answer(layout: str, word: str) -> None:
    some = PROVISIONS[5:17]
    rows = [
        Said(p.number, p.text, word, NO_FIRST[place % len(NO_FIRST)])
        for place, p in enumerate(some)
    ]
    assessment = only(read(layout, rows))
    assert assessment is not None
    found = {response.provision_id: response for response in assessment.responses}
    said = [found[p.id] for p in some]
    assert {response.answer for response in said} == {Answer.YES}
    assert [response.commentary for response in said] == [row.comment for row in rows]


LABELS = ("Compliant", "Comply", "Complies", "Met", "Compliance", "Comply: Yes / No", "Answer")
MEANING = {
    "Yes": Answer.YES,
    "Fully met": Answer.YES,
    "No": Answer.NO,
    "Not met": Answer.NO,
    "Partial": Answer.PARTIAL,
    "Mostly": Answer.PARTIAL,
    "N/A": Answer.NOT_APPLICABLE,
}


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    label=st.sampled_from(LABELS),
    said=st.lists(st.sampled_from(sorted(MEANING)), min_size=6, max_size=12),
    write=st.sampled_from([html_blocks, word_blocks]),
    bold=st.booleans(),
)
def test_no_answer_behind_a_label_is_read_as_another(
    label: str, said: Sequence[str], write: Blocks, bold: bool
) -> None:
    some = PROVISIONS[5 : 5 + len(said)]
    rows = [Said(p.number, p.text, word, COMMENTS[0]) for p, word in zip(some, said, strict=True)]
    assessment = only(labelled(write, rows, label, bold))
    assert assessment is not None
    found = {response.provision_id: response for response in assessment.responses}
    wrong = [
        (word, found[p.id].answer)
        for p, word in zip(some, said, strict=True)
        if found[p.id].answer is not MEANING[word] and found[p.id].confidence is not Confidence.LOW
    ]
    assert wrong == []


@pytest.mark.parametrize("write", [html_blocks, word_blocks])
@pytest.mark.parametrize("sign", [":", ""])
@pytest.mark.parametrize("label", ["Comply", "Compliant", "Complies", "Met"])
def test_a_label_without_an_answer_answers_nothing(write: Blocks, sign: str, label: str) -> None:
    """A word that is a label of answers elsewhere in the document is none where it stands alone."""
    rows = [
        Said(p.number, p.text, "" if place in (2, 7) else "Yes", COMMENTS[place % len(COMMENTS)])
        for place, p in enumerate(PROVISIONS[5:17])
    ]
    assessment = only(labelled(write, rows, label, True, sign))
    assert assessment is not None
    found = {response.provision_id: response for response in assessment.responses}
    said = [found[p.id].answer for p in PROVISIONS[5:17]]
    assert said == [Answer.YES if row.answer else Answer.UNANSWERED for row in rows]
    assert [found[p.id].commentary for p in PROVISIONS[5:17]] == [row.comment for row in rows]
