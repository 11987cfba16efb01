"""What a document is that holds no assessment: a blank form, a Code, an extract, a check.

Committee reports quote some provisions with their answers, improvement plans list the ones
that are not met, an Ombudsman checks a landlord's policy. None of them is a self-assessment,
and none is passed over in silence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from saextract.mapping.tying.features import grams, index_of
from saextract.mapping.tying.order import order_scores
from saextract.model import Code, Parsed, Passage, Problem
from saextract.text.anycase import AnyCase

_EXTRACT = 1 / 3
"""Share of an edition below which answers may be an extract."""
_IN_SEQUENCE = 0.5
_ELSEWHERE = 0.1
_PRINTED = 0.6

_CODE_TEXT_SHARE = 0.5
_FEWEST_DEMANDS = 20
_DEMAND = re.compile(r"\blandlords?\s+(?:must|should|shall)\b", re.IGNORECASE)
_OWN_VOICE = re.compile(r"\b(?:we|our)\b", re.IGNORECASE)
_OMBUDSMAN = AnyCase(r"\bthe (?:housing )?ombudsman (?:may|will|expects)\b")
_LISTED = 12

OF_A_CHECK = "an outsider gives them, not the landlord. Check it by eye."
OF_AN_EXTRACT = (
    "they are single ones, such as a report or a plan quotes. If they are a part of a "
    "self-assessment, give the file an `assessment` in manifest.csv."
)
OF_A_BLANK_FORM = "the rest of the form is blank. Check it by eye."


def is_extract(answered: Collection[int], code: Code, parsed: Parsed) -> bool:
    """Whether answers to a few provisions, here and there in the Code, are no part of a form.

    A part, such as a web page of one section, answers provisions that follow one another; and
    where rows of a form were missed, their requirements still stand in the document.

    Args:
        answered: places in the edition of the provisions that have a row.
        code: the edition.
        parsed: the document.
    """
    if len(answered) >= _EXTRACT * len(code.provisions) or parsed.unreadable_pages:
        return False
    places = sorted(answered)
    order = order_scores(code)
    followed = sum(bool((order[place, places] > 0).any()) for place in places)
    if followed >= _IN_SEQUENCE * (len(places) - 1):
        return False
    recall = index_of(code).compare(grams(whole_text(parsed))).recall
    others = [place for place in range(len(code.provisions)) if place not in answered]
    printed = sum(bool(recall[place] >= _PRINTED) for place in others)
    return printed < _ELSEWHERE * len(others)


def is_code_text(parsed: Parsed, codes: Iterable[Code]) -> bool:
    """Whether a document is a Code: most provisions of an edition, or a Code's way to speak.

    Args:
        parsed: the document.
        codes: the catalogue.
    """
    text = whole_text(parsed)
    demands, own = len(_DEMAND.findall(text)), len(_OWN_VOICE.findall(text))
    if own > demands:
        return False
    whole = grams(text)
    for code in codes:
        recall = index_of(code).compare(whole).recall
        if len(recall) and float((recall >= 0.9).mean()) >= _CODE_TEXT_SHARE:
            return True
    return demands >= _FEWEST_DEMANDS and own * 2 < demands and bool(_OMBUDSMAN.search(text))


def set_aside(numbers: Sequence[str], why: str) -> Problem:
    """The problem of a document whose answers were not taken for a self-assessment.

    Args:
        numbers: the provisions that it answers.
        why: what it was taken for, and what to do.
    """
    listed = ", ".join(numbers[:_LISTED]) + (", …" if len(numbers) > _LISTED else "")
    return Problem(
        code="set-aside",
        stage="align",
        message=f"Answers to {len(numbers)} provisions ({listed}) were set aside: {why}",
    )


def whole_text(parsed: Parsed) -> str:
    """All passages and cells in reading order, each on lines of its own."""
    texts: list[str] = []
    for block in parsed.blocks:
        if isinstance(block, Passage):
            texts.append(block.text)
        else:
            texts += [cell.text for row in block.rows for cell in row.cells if cell]
    return "\n".join(texts)
