"""From segments to responses: texts joined, answers read, confidence graded, flags raised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from saextract.lexicon.answers import is_answer, is_bare
from saextract.lexicon.marks import mark_of
from saextract.lexicon.roles import Role
from saextract.lexicon.words import fold
from saextract.mapping.answers.classify import AnswerCells, AnswerReading, read_answer
from saextract.mapping.mending import DAMAGED
from saextract.mapping.tables.fragments import DISAGREE, Fragment
from saextract.mapping.tying.align import TEXT_TELLS, Segment, begins_answer
from saextract.mapping.tying.edition import Run
from saextract.mapping.tying.features import grams, index_of
from saextract.model import (
    Answer,
    Code,
    Confidence,
    Match,
    Provision,
    Response,
    pages_of,
    weakest,
)
from saextract.text.damage import is_damaged, is_foreign
from saextract.text.letters import flatten

_ORDER = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)
_CELL_FLAGS = (
    "tracked-change",
    "ocr",
    "hidden-text",
    "struck-text",
    "choice-marked",
    "choice-uniform",
    "answer-by-key",
    "covered-text",
    "letters-mended",
    "picture",
    "alternative-text",
    "text-order",
    "label-missing",
    "cells-uncertain",
    "merged-cell",
    "shared-row",
)
_TICKED = ("yes", "no")
UNDRAWN = frozenset(("text-lines", "labelled-blocks", "bare-paragraphs"))
"""Detectors of rows without cells of their own: that an answer is not where it should be does not
say that there is none."""

_ALTERED = 0.8
_CUT = 0.6


@dataclass(frozen=True, slots=True)
class Tied:
    """A row that is tied to a provision.

    Attributes:
        segment: how.
        parts: its fragments, in reading order.
        sub_rows: the form answers the provision's items in rows of their own.
    """

    segment: Segment
    parts: tuple[Fragment, ...]
    sub_rows: bool = False

    @property
    def provision(self) -> int:
        """Place of the provision in its edition."""
        assert self.segment.provision is not None
        return self.segment.provision

    @property
    def strength(self) -> tuple[bool, float, int]:
        """What tells the better of two rows of the same provision."""
        match = self.segment.match
        filled = any(part.answered or part.free for part in self.parts)
        return filled, match.score if match else 0.0, len(self.parts)


def not_found(provision: Provision) -> Response:
    """The response to a provision for which no row was found; the miss may be the tool's."""
    return Response(
        provision_id=provision.id,
        answer=Answer.NOT_FOUND,
        confidence_parts={"row": Confidence.LOW},
    )


def respond(tied: Tied, run: Run, codes: Sequence[Code], duplicate: bool) -> Response:
    """Makes the response that a row gives.

    Args:
        tied: the row.
        run: the run of the edition in which it stands.
        codes: the catalogue.
        duplicate: another row of the same assessment is tied to the same provision.
    """
    provision = run.code.provisions[tied.provision]
    reading = read(tied, provision)
    requirement = _join(part.requirement for part in tied.parts)
    flags = [
        *reading.flags,
        *_match_flags(tied, provision),
        *_wording_flags(tied, requirement, run.code, codes),
        *(flag for flag in _CELL_FLAGS if any(flag in part.flags for part in tied.parts)),
    ]
    if duplicate:
        flags.append("duplicate-row")
    damaged = _has_damage(tied)
    if damaged:
        flags.append(DAMAGED)
    other: dict[str, list[str]] = {}
    for part in tied.parts:
        for header, text in part.other:
            other.setdefault(header, []).append(text)
    return Response(
        provision_id=provision.id,
        answer=reading.answer,
        requirement_printed=requirement,
        heading=tied.parts[0].heading,
        answer_printed=reading.printed,
        evidence=_join(part.evidence for part in tied.parts),
        commentary=_join(part.commentary for part in tied.parts),
        other={header: _join(texts) for header, texts in other.items()},
        locators=tuple(place for part in tied.parts for place in part.locators),
        match=tied.segment.match,
        confidence_parts=_confidence(tied, run, reading, requirement)
        | {"letters": Confidence.LOW if damaged else Confidence.HIGH}
        | ({"row": Confidence.LOW} if duplicate else {}),
        flags=tuple(dict.fromkeys(flags)),
    )


def _title(parts: Sequence[Fragment], role: Role, plain: str) -> str:
    """What the column to tick of a role is called, if it is an answer word; else its plain word."""
    titles = (
        title
        for part in parts
        for its_role, title in zip(part.columns.roles, part.columns.headers, strict=True)
        if its_role is role and is_answer(title) and not is_bare(title)
    )
    return next(titles, plain)


def read(tied: Tied, provision: Provision) -> AnswerReading:
    """Reads the answer of a row that is tied to a provision."""
    parts = tied.parts
    ticked = _join(part.ticked for part in parts)
    columns = {
        name: None
        if all(getattr(part, name) is None for part in parts)
        else _join(getattr(part, name) for part in parts)
        for name in ("answer", "yes", "no")
    }
    if tied.sub_rows and columns["answer"]:
        printed = dict.fromkeys(part.answer for part in parts if part.answer)
        columns["answer"] = "; ".join(filter(None, printed))
    if ticked:
        marked = any(
            mark_of(fold(columns[name] or "")) != "off" and columns[name] for name in _TICKED
        )
        columns = columns if marked else dict.fromkeys(columns)
        columns["answer"] = " ".join(filter(None, (columns["answer"], ticked)))
    fills = next((part.fills for part in parts if any(part.fills)), parts[0].fills)
    cells = AnswerCells(
        provision=provision,
        comment=_join(part.free for part in parts),
        yes_title=_title(parts, Role.YES, "Yes"),
        no_title=_title(parts, Role.NO, "No"),
        answer_fill=fills.answer,
        yes_fill=fills.yes,
        no_fill=fills.no,
        **columns,
    )
    reading = read_answer(cells)
    signs = [part.printed for part in parts if part.printed is not None]
    if signs:
        reading = reading.model_copy(update={"printed": _join(signs)})
    if tied.sub_rows and "two-answers" in reading.flags:
        return reading.model_copy(update={"answer": Answer.PARTIAL})
    if mark_of(fold(columns["answer"] or "")) == "on" and any(map(_offers_choice, parts)):
        return _unclear(reading, *reading.flags, "ambiguous-mark")
    if any(DISAGREE in part.flags for part in parts):
        return _unclear(reading, DISAGREE)
    if reading.answer is Answer.UNANSWERED and any("picture" in part.flags for part in parts):
        return reading.model_copy(update={"answer": Answer.UNCLEAR})
    return reading


def _unclear(reading: AnswerReading, *flags: str) -> AnswerReading:
    sense = {"answer": Answer.UNCLEAR, "confidence": Confidence.LOW, "flags": flags}
    return reading.model_copy(update=sense)


_CHOICE = re.compile(r"\b(?:yes|no|part(?:ial(?:ly)?|ly)?|n/?a)\b", re.IGNORECASE)
"""Options in a title; the lexicon takes two of them in a row for one phrase ("no/partial")."""


def _offers_choice(part: Fragment) -> bool:
    """Whether the title over the answer names more answers than a Yes and a No to tick from."""
    if Role.ANSWER not in part.columns.roles:
        return False
    title = part.columns.headers[part.columns.roles.index(Role.ANSWER)]
    return len({word.lower() for word in _CHOICE.findall(title)}) > len(_TICKED)


def _join(texts: Iterable[str]) -> str:
    """Joins the texts of parts by a space, empty ones left out."""
    return flatten(" ".join(text for text in texts if text))


def _match_flags(tied: Tied, provision: Provision) -> list[str]:
    segment, flags = tied.segment, []
    if segment.conflict:
        flags.append("number-text-conflict")
    elif not segment.number and not provision.number.startswith("Q"):
        flags.append("number-missing")
    if any(part.columns.is_prose_form for part in tied.parts):
        flags.append("answer-column-missing")
    if any(part.columns.doubtful for part in tied.parts):
        flags.append("columns-uncertain")
    if segment.match and segment.match.method == "order":
        flags.append("matched-by-order")
    pages = {min(pages_of(part.locators), default=None) for part in tied.parts}
    if tied.sub_rows:
        flags.append("sub-rows")
    elif len(tied.parts) > 1:
        flags.append("joined-over-pages" if len(pages) > 1 else "joined-rows")
    return flags


def _wording_flags(tied: Tied, requirement: str, code: Code, codes: Sequence[Code]) -> list[str]:
    segment = tied.segment
    if not requirement:
        return ["requirement-missing"]
    if segment.precision < _ALTERED:
        gram_set = grams(requirement)
        for other in codes:
            if other.key == code.key:
                continue
            if float(index_of(other).compare(gram_set).score.max()) > segment.text_score + 0.2:
                return ["wording-altered", f"wording-of-{other.edition}"]
        return ["wording-altered"]
    return ["wording-cut"] if segment.recall < _CUT else []


def _confidence(
    tied: Tied, run: Run, reading: AnswerReading, requirement: str
) -> dict[str, Confidence]:
    segment = tied.segment
    assert segment.match is not None
    return {
        "edition": _grade(run.fit, 1.0, 0.5),
        "match": _match_grade(segment, segment.match, requirement, run),
        "margin": _grade(segment.match.margin, 0.2, 0.08),
        "detector": _detector_grade(tied),
        "columns": _columns_grade(tied),
        "answer": _answer_grade(tied, reading),
        "join": _join_grade(tied),
    }


def _answer_grade(tied: Tied, reading: AnswerReading) -> Confidence:
    blank = reading.answer is Answer.UNANSWERED
    if blank and all(part.detector in UNDRAWN for part in tied.parts):
        return weakest((reading.confidence, Confidence.MEDIUM))
    return reading.confidence


def _has_damage(tied: Tied) -> bool:
    return any(
        DAMAGED in part.flags
        or is_damaged(part.text)
        or any(map(is_foreign, (part.requirement, part.evidence, part.commentary)))
        for part in tied.parts
    )


def _detector_grade(tied: Tied) -> Confidence:
    """How far the way that the row was seen can be trusted."""
    flags = {flag for part in tied.parts for flag in part.flags}
    if flags & {"text-order", "picture", "cells-uncertain"}:
        return Confidence.LOW
    doubtful = flags & {
        "ocr", "merged-cell", "shared-row", "struck-text", "alternative-text", "covered-text",
        "choice-uniform",
    }  # fmt: skip
    return Confidence.MEDIUM if doubtful else Confidence.HIGH


def _columns_grade(tied: Tied) -> Confidence:
    uncertain = any("cells-uncertain" in part.flags for part in tied.parts)
    if uncertain or any(part.columns.is_prose_form for part in tied.parts):
        return Confidence.LOW
    doubtful = {role for part in tied.parts for role in part.columns.doubtful}
    if Role.ANSWER in doubtful:
        return Confidence.LOW
    told = not doubtful and all(part.columns.source != "content" for part in tied.parts)
    return Confidence.HIGH if told else Confidence.MEDIUM


def _grade(value: float, high: float, medium: float) -> Confidence:
    return _ORDER[(value >= high) + (value >= medium)]


def _match_grade(segment: Segment, match: Match, requirement: str, run: Run) -> Confidence:
    if segment.conflict:
        clear = segment.precision >= 0.9 and segment.recall >= 0.9 and match.method == "text"
        return Confidence.MEDIUM if clear else Confidence.LOW
    if run.listed and requirement:
        return Confidence.MEDIUM
    if match.method == "number+text":
        return Confidence.HIGH if segment.text_score >= 0.4 else Confidence.MEDIUM
    if match.method == "text":
        return _grade(segment.text_score, 0.6, 0.4)
    if match.method == "number":
        unasked = Confidence.HIGH if run.listed else Confidence.MEDIUM
        return Confidence.LOW if requirement else unasked
    return Confidence.HIGH if segment.text_score >= 0.85 else Confidence.LOW


def _join_grade(tied: Tied) -> Confidence:
    if tied.sub_rows:
        return Confidence.LOW
    if len(tied.parts) == 1:
        return Confidence.HIGH
    if tied.segment.precision < TEXT_TELLS and tied.segment.text_score:
        return Confidence.MEDIUM
    split_answer = sum(bool(part.answered) for part in tied.parts) > 1
    if split_answer and not any(begins_answer(part) for part in tied.parts[:-1]):
        return Confidence.MEDIUM
    return Confidence.HIGH
