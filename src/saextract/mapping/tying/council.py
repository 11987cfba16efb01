"""The Local Government and Social Care Ombudsman's Code, which councils answer in two ways.

Its own form asks one question for each section ("1: Definition of a service request and
complaint"). Some councils answer it provision by provision instead, under numbers that clash
with the Housing Ombudsman's. These rows are told by their wording, which is that of the
Housing Ombudsman's Code of 2024 with "organisation" for "landlord", "individual" for "resident"
and "should" for "must"; they are recorded under the question of their section.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from rapidfuzz import fuzz

from saextract.lexicon.answers import begins
from saextract.mapping.tables.fragments import Fragment
from saextract.model import Answer, Code, Confidence, Match, Provision, Response, weakest
from saextract.text.letters import flatten, letters

from .order import STAGE

SEVERAL_ROWS = "several-rows"
"""Flag of a response that several rows of the document make up."""

_CODE = "LGSCO"
_WORDED_LIKE = "HOS-2024"
_WORDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r"\bLandlord", "Organisation"),
        (r"\blandlord", "organisation"),
        (r"\bA resident", "An individual"),
        (r"\ba resident", "an individual"),
        (r"\bResident", "Individual"),
        (r"\bresident", "individual"),
        (r"\bmust\b", "should"),
    )
)
_LABEL = re.compile(
    r"^\W*(?:(?:code|section|part|no)\W*)*(\d)(?![\d.]*\d)\W*(.*)$", re.IGNORECASE | re.DOTALL
)
_SAME_TITLE = 80
_NAMED = re.compile(r"\b(?:lgs?c?o|local government)\b", re.IGNORECASE)
_MOSTLY = 0.7


_STAND_INS: dict[tuple[str, str], Code] = {}


def by_provision(codes: Sequence[Code]) -> Code | None:
    """A stand-in for the LGSCO's Code with its provisions, or None where either Code is missing.

    Args:
        codes: the catalogue.
    """
    by_key = {code.key: code for code in codes}
    own = next((code for code in codes if code.code == _CODE), None)
    like = by_key.get(_WORDED_LIKE)
    if own is None or like is None:
        return None
    made_of = (own.sha256, like.sha256)
    if made_of not in _STAND_INS:
        _STAND_INS[made_of] = _stand_in(own, like)
    return _STAND_INS[made_of]


def _stand_in(own: Code, like: Code) -> Code:
    provisions = tuple(
        Provision(
            id=f"{own.key}:{item.number}",
            number=item.number,
            section=item.section,
            level=own.provisions[0].level,
            text=_worded_for_councils(item.text),
        )
        for item in like.provisions
    )
    return own.model_copy(
        update={
            "provisions": provisions,
            "printed_orders": like.printed_orders,
            "sha256": f"{own.sha256}+{like.sha256}",
        }
    )


def _worded_for_councils(text: str) -> str:
    for pattern, word in _WORDS:
        text = pattern.sub(word, text)
    return text


def recorded_as(code: Code, codes: Sequence[Code]) -> Code:
    """The edition of the catalogue that assessments against a Code are recorded under."""
    return next((known for known in codes if known.key == code.key), code)


def with_section_numbers(fragments: Sequence[Fragment], code: Code) -> list[Fragment]:
    """Rows of the LGSCO's own form with the number of the question that their label names.

    Args:
        fragments: rows of one run.
        code: the edition of the run; rows of any other than the LGSCO's form stay as they are.
    """
    if not any(provision.number.startswith("S") for provision in code.provisions):
        return list(fragments)
    return [_numbered(fragment, code) for fragment in fragments]


def _numbered(fragment: Fragment, code: Code) -> Fragment:
    label = _LABEL.match(fragment.stray)
    if fragment.number or label is None or label[1] not in code.sections:
        return fragment
    title = letters(STAGE.sub("", label[2]))
    if title and fuzz.partial_ratio(title, letters(code.sections[label[1]])) < _SAME_TITLE:
        return fragment
    stage = STAGE.search(label[2])
    wanted = f"S{label[1]}.{1 if stage[1] else 2}" if stage else f"S{label[1]}"
    known = {provision.number for provision in code.provisions}
    other = tuple(item for item in fragment.other if item[1] != flatten(fragment.stray))
    return replace(fragment, number=wanted if wanted in known else "", stray="", other=other)


def is_councils(text: str) -> bool:
    """Whether a document names the Local Government Ombudsman and not the Housing Ombudsman."""
    return _NAMED.search(text) is not None and "housing ombudsman" not in text.lower()


def other_code(fragments: Sequence[Fragment]) -> list[str]:
    """Headers of columns in which a table of rows answers the LGSCO's Code beside its own.

    Args:
        fragments: the rows of an assessment against another Code.
    """
    texts: dict[str, list[str]] = {}
    for fragment in fragments:
        for header, text in fragment.other:
            if _NAMED.search(header):
                texts.setdefault(header, []).append(text)
    return [
        header for header, found in texts.items() if sum(map(begins, found)) >= _MOSTLY * len(found)
    ]


class SectionRow(NamedTuple):
    """A row of an assessment that answers the LGSCO's Code provision by provision.

    Attributes:
        number: the number that it prints, or "".
        section, stage: of the provision that it is most like, "" where it is like none.
        heading: the stage that the heading above it names, or "".
        response: what it says.
    """

    number: str
    section: str
    stage: str
    heading: str
    response: Response


def by_section(rows: Iterable[SectionRow], code: Code) -> dict[str, Response]:
    """The responses of a provision-by-provision assessment, under the questions of its sections.

    Texts of the rows of one section are joined. Its answer is the one that all its rows give;
    where they differ it is unclear, and what each prints stays in `answer_printed`.

    Args:
        rows: in reading order.
        code: the LGSCO's Code of the catalogue.

    Returns:
        Provision id to response, for the questions that have a row.
    """
    grouped: dict[str, list[Response]] = {}
    stage = "1"
    for row in rows:
        section = row.number.partition(".")[0] or row.section
        questions = [p for p in code.provisions if p.section == section]
        if not questions:
            continue
        stage = row.heading or row.stage or stage
        place = int(stage) - 1 if len(questions) > 1 else 0
        grouped.setdefault(questions[place].id, []).append(row.response)
    return {identifier: _merged(identifier, found) for identifier, found in grouped.items()}


def _merged(identifier: str, responses: Sequence[Response]) -> Response:
    answers = {response.answer for response in responses}
    first = responses[0]
    if len(responses) == 1:
        kept = tuple(flag for flag in first.flags if flag not in _OF_THE_WORDING)
        return first.model_copy(update={"provision_id": identifier, "flags": kept})
    other: dict[str, str] = {}
    for response in responses:
        for header, text in response.other.items():
            other[header] = f"{other[header]} {text}" if header in other else text
    parts: dict[str, Confidence] = {}
    for response in responses:
        for name, grade in response.confidence_parts.items():
            parts[name] = weakest((parts.get(name, grade), grade))
    if len(answers) > 1:
        parts["answer"] = Confidence.LOW
    flags = {flag for r in responses for flag in r.flags} - _OF_THE_WORDING
    return Response(
        provision_id=identifier,
        answer=first.answer if len(answers) == 1 else Answer.UNCLEAR,
        requirement_printed=_joined(r.requirement_printed for r in responses),
        answer_printed=" / ".join(
            dict.fromkeys(r.answer_printed for r in responses if r.answer_printed)
        ),
        evidence=_joined(r.evidence for r in responses),
        commentary=_joined(r.commentary for r in responses),
        other=other,
        locators=tuple(dict.fromkeys(place for r in responses for place in r.locators)),
        match=_weakest(r.match for r in responses if r.match is not None),
        confidence_parts=parts,
        flags=(SEVERAL_ROWS, *sorted(flags)),
    )


_OF_THE_WORDING = frozenset(
    {"wording-altered", "wording-cut", "number-text-conflict", f"wording-of-{_WORDED_LIKE[-4:]}"}
)
"""Flags that compare a row with the stand-in, and so say nothing of the document."""


def _weakest(matches: Iterable[Match]) -> Match | None:
    return min(matches, key=lambda match: (match.score, match.margin), default=None)


def _joined(texts: Iterable[str]) -> str:
    return flatten(" ".join(text for text in texts if text))
