"""Few rows, and rows that are there twice: whether they count as an assessment."""

from __future__ import annotations

from collections.abc import Mapping

from saextract.lexicon.roles import Role
from saextract.mapping.assessing.responses import Tied, read
from saextract.model import Answer, Code, HtmlLocator
from saextract.text.letters import letters

_SURE = 0.6
_NUMBERED = 0.2
"""Likeness to the Code's wording of a row without and with its number."""


def is_small_section(rows: Mapping[int, Tied], code: Code) -> bool:
    """Whether a few rows are all of their section, answered: some print a page for each section.

    A report that quotes a provision or two, even with their answers, leaves others out.

    Args:
        rows: the row of each provision, by its place in the edition.
        code: the edition.
    """
    sections = {code.provisions[place].section for place in rows}
    whole = {place for place, p in enumerate(code.provisions) if p.section in sections}
    worded = all(row.segment.text_score >= _SURE for row in rows.values())
    return rows.keys() == whole and worded and is_scrap(rows, code)


def is_scrap(rows: Mapping[int, Tied], code: Code) -> bool:
    """Whether rows, however few, have all that rows of an assessment have.

    Each is in a form with a column for the answer, its words or its number are the Code's, and
    what is printed for an answer is one. Such rows can be what a page holds of an assessment, or
    quoted from one; what stands in other files of the folder tells.

    Args:
        rows: the row of each provision, by its place in the edition.
        code: the edition.
    """
    answered = worded = False
    for place, row in rows.items():
        numbered = bool(row.segment.number) and not row.segment.conflict
        if row.segment.text_score < (_NUMBERED if numbered else _SURE):
            return False
        if not all(part.columns.has(Role.ANSWER, Role.YES, Role.NO) for part in row.parts):
            return False
        answer = read(row, code.provisions[place]).answer
        if answer is Answer.UNCLEAR:
            return False
        answered |= answer is not Answer.UNANSWERED
        worded |= row.segment.text_score >= _SURE
    return answered and worded


def is_copy(rows: Mapping[int, Tied], other: Mapping[int, Tied], code: Code) -> bool:
    """Whether a web page holds an assessment a second time, laid out for narrow screens.

    Args:
        rows: the row of each provision, by its place in the edition.
        other: those of another assessment of the same document, which says as much or more.
        code: the edition of both.
    """
    if rows.keys() != other.keys():
        return False
    locators = (locator for row in rows.values() for locator in row.parts[0].locators)
    if not all(isinstance(locator, HtmlLocator) for locator in locators):
        return False
    pairs = ((row, other[place], code.provisions[place]) for place, row in rows.items())
    return all(
        read(one, provision).answer is read(two, provision).answer
        and letters(_free(one)) in letters(_free(two))
        for one, two, provision in pairs
    )


def _free(row: Tied) -> str:
    return " ".join(part.free for part in row.parts)
