"""Assessments that stand in several files, and files that are there twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from saextract.codes import get_code
from saextract.model import (
    Answer,
    Assessment,
    Confidence,
    Kind,
    Outcome,
    Problem,
    Response,
    SecondReading,
    Status,
)

from .copies import marked, repeated
from .series import Found, find_series
from .survey import Facts, File, Outcomes, Part, facts_of, survey

CONFLICT = "conflicting-parts"
"""Flag of a response whose provision has different rows in two parts of an assessment."""

TOO_FEW = "too-few-rows"
"""Problem of a document with rows that are too few to be an assessment by themselves."""


@dataclass(frozen=True, slots=True)
class Joined:
    """An assessment with its name and its parts, but without its texts.

    Attributes:
        assessment_id: stable for the same input.
        parts: where it stands, in the order of its rows.
        facts: what the parts say together.
        is_series: no manifest says that they are parts of one.
        copy_of, same_as: an earlier assessment that it repeats, or ""; see `copies`.
    """

    assessment_id: str
    parts: tuple[Part, ...]
    facts: Facts
    is_series: bool = False
    copy_of: str = ""
    same_as: str = ""

    @property
    def landlord(self) -> str:
        """What makes it the same landlord's as others: an id of the register, or a name."""
        return self.facts.landlord_id or self.facts.landlord.casefold()

    @property
    def day(self) -> str:
        """Day, month or year that it is of; "" if unknown."""
        return self.facts.assessed_on or self.facts.year[:4]

    @property
    def code(self) -> str:
        """Whose Code it is against."""
        return self.facts.edition.partition("-")[0]

    @property
    def edition(self) -> str:
        """Which edition of it."""
        return self.facts.edition.partition("-")[2]

    @property
    def actions(self) -> int:
        """How many actions it has."""
        return self.facts.actions

    @property
    def repeats(self) -> bool:
        """Whether another assessment says the same."""
        return bool(self.copy_of or self.same_as)

    @property
    def document_ids(self) -> tuple[str, ...]:
        """The documents that it stands in."""
        return tuple(dict.fromkeys(part.file.document_id for part in self.parts))

    @property
    def undeclared(self) -> tuple[str, ...]:
        """Paths of its parts, where no manifest says that they are parts of one."""
        return tuple(part.file.path for part in self.parts) if self.is_series else ()


@dataclass(frozen=True)
class Whole:
    """An assessment with its texts.

    Attributes:
        assessment: with a response for every provision.
        document_of: provision to the document that its row stands in.
    """

    assessment: Assessment
    document_of: dict[str, str]


@dataclass(frozen=True)
class Joining:
    """What a run's files and assessments are to each other.

    Attributes:
        paths: of all files, sorted.
        assessments: in the order of their first document.
        copies: path of a file to the path of one that says the same.
        wholes: path of a file to the assessment that it is a part of.
        notes: path of a file to the reason why it was not joined to others.
    """

    paths: tuple[str, ...]
    assessments: tuple[Joined, ...]
    copies: dict[str, str]
    wholes: dict[str, Joined]
    notes: dict[str, str]


def join(outcomes: Outcomes, see: Callable[[Outcome], None] = lambda _: None) -> Joining:
    """Names assessments and joins their parts.

    Files with the same `assessment` value in their manifest are parts of one assessment, as
    far as these are against the same edition; where no manifest says so, files that continue
    each other are (see `series`). Of two files with the same bytes and the same manifest values
    only the first gives rows.

    Args:
        outcomes: one for each file.
        see: called with each outcome, by path.
    """
    files: list[File] = []
    everything: list[Part] = []
    for outcome in outcomes:
        file, parts = survey(outcome)
        files.append(file)
        everything += parts
        see(outcome)
    copies = _copies(files)
    everything = [part for part in everything if part.file.path not in copies]
    found = find_series(part for part in everything if not part.file.declared)
    series = {part for members in found.series for part in members}
    assessments = [
        _joined(name, members, members[0] in series, outcomes)
        for name, members in _named(everything, found)
    ]
    wholes = {
        part.file.path: joined
        for joined in assessments
        if len(joined.parts) > 1
        for part in joined.parts
    }
    paths = tuple(file.path for file in files)
    return Joining(paths, marked(assessments), copies, wholes, found.notes)


def _joined(name: str, members: tuple[Part, ...], is_series: bool, outcomes: Outcomes) -> Joined:
    if len(members) == 1:
        return Joined(name, members, members[0].facts)
    facts = facts_of(_merged(members, outcomes).assessment)
    return Joined(name, members, facts, is_series)


def _named(parts: Sequence[Part], found: Found) -> Iterator[tuple[str, tuple[Part, ...]]]:
    """The name and the parts of each assessment, in the order of the first parts."""
    declared = _declared(part for part in parts if part.file.declared)
    firsts = {members[0]: (name, members) for name, members in declared.items()}
    series = {part: members for members in found.series for part in members}
    taken: Counter[bytes] = Counter()
    done: set[Part] = set()
    for part in parts:
        members = series.get(part, (part,))
        if part in firsts:
            yield firsts[part]
        elif part not in done and not part.file.declared and (len(members) > 1 or not part.scrap):
            taken[part.file.digest] += 1
            done.update(members if len(members) > 1 else ())
            yield f"{part.file.document_id}-{taken[part.file.digest]}", tuple(members)


def _declared(parts: Iterable[Part]) -> dict[str, tuple[Part, ...]]:
    """The parts of each assessment that manifests name, by its name.

    Edition and number are a part of the name where a manifest gives several the same.
    """
    groups: dict[str, dict[tuple[str, int], list[Part]]] = {}
    counted: Counter[tuple[str, str]] = Counter()
    for part in parts:
        key = part.file.path, part.facts.edition
        counted[key] += 1
        group = groups.setdefault(part.file.declared, {})
        group.setdefault((part.facts.edition, counted[key]), []).append(part)
    named: dict[str, tuple[Part, ...]] = {}
    for value, group in groups.items():
        stem = f"assessment-{value}" if _is_number(value) else value
        for (edition, count), members in group.items():
            name = f"{stem}-{edition}-{count}" if len(group) > 1 else stem
            named[name] = tuple(members)
    return named


def _copies(files: Iterable[File]) -> dict[str, str]:
    """Files that say nothing that another one with the same bytes does not say."""
    several = repeated(file.digest for file in files if file.digest)
    by_bytes: dict[bytes, dict[str, list[str]]] = {}
    for file in files:
        if file.digest in several:
            same = by_bytes.setdefault(file.digest, {})
            same.setdefault(file.values, []).append(file.path)
    copies: dict[str, str] = {}
    for same in by_bytes.values():
        unlisted = same.pop("", []) if len(same) > 1 else []
        originals = [paths[0] for paths in same.values()]
        copies |= dict.fromkeys(unlisted, originals[0])
        for first, *others in same.values():
            copies |= dict.fromkeys(others, first)
    return copies


def _is_number(value: str) -> bool:
    try:
        float(value.replace(",", ""))
    except ValueError:
        return False
    return True


def whole(joined: Joined, outcomes: Outcomes) -> Whole:
    """The texts of an assessment."""
    if len(joined.parts) > 1:
        return _merged(joined.parts, outcomes)
    (part,) = joined.parts
    assessment = part.of(outcomes.of(part.file.path))
    provisions = (response.provision_id for response in assessment.responses)
    return Whole(assessment, dict.fromkeys(provisions, part.file.document_id))


def _merged(parts: Sequence[Part], outcomes: Outcomes) -> Whole:
    """The parts of an assessment as one."""
    loaded = [(part, part.of(outcomes.of(part.file.path))) for part in parts]
    given = [assessment for _, assessment in loaded]
    responses: list[Response] = []
    document_of: dict[str, str] = {}
    for provision in get_code(parts[0].facts.edition).provisions:
        found = [
            (part, response)
            for part, assessment in loaded
            for response in assessment.responses
            if response.provision_id == provision.id and response.answer is not Answer.NOT_FOUND
        ]
        if found:
            document_of[provision.id] = found[0][0].file.document_id
            responses.append(_merged_response(found))
        else:
            responses.append(Response(provision_id=provision.id, answer=Answer.NOT_FOUND))
    named = max(given, key=lambda assessment: _SOURCES.index(assessment.landlord_source))
    merged = given[0].model_copy(
        update={
            "edition_score": min(assessment.edition_score for assessment in given),
            "responses": tuple(responses),
            "actions": tuple(action for assessment in given for action in assessment.actions),
            "second": _seconds(given),
            "findings": None,
            **{name: getattr(named, name) for name in _OF_THE_LANDLORD},
            "assessed_on": _first(assessment.assessed_on for assessment in given),
            "dates": tuple(date for assessment in given for date in assessment.dates),
            "year": _first(assessment.year for assessment in given),
        }
    )
    return Whole(merged, document_of)


_OF_THE_LANDLORD = (
    "landlord",
    "landlord_id",
    "landlord_registered",
    "landlord_type",
    "landlord_size",
    "landlord_source",
)
_SOURCES = ("", "file_name", "document", "manifest")


def _seconds(parts: Iterable[Assessment]) -> tuple[SecondReading, ...]:
    """Second readings of the rows, the first part's of each."""
    readings = [reading for part in parts for reading in part.second]
    return tuple({r.provision_id: r for r in reversed(readings)}.values())


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")


def _merged_response(found: list[tuple[Part, Response]]) -> Response:
    """The first part's row; where another part has a different one, flagged and kept."""
    _, kept = found[0]
    said = (kept.answer_printed, kept.evidence, kept.commentary)
    others = {
        f"{CONFLICT}: {part.file.path}": " | ".join(
            text for text in (r.answer_printed, r.evidence, r.commentary) if text
        )
        for part, r in found[1:]
        if (r.answer_printed, r.evidence, r.commentary) != said
    }
    if not others:
        return kept
    return kept.model_copy(
        update={
            "other": kept.other | others,
            "flags": (*kept.flags, CONFLICT),
            "confidence_parts": kept.confidence_parts | {"parts": Confidence.LOW},
        }
    )


def settled(outcome: Outcome, joining: Joining, outcomes: Outcomes) -> Outcome:
    """Judges the part of a joined assessment by the whole: what another part has is not missing."""
    joined = joining.wholes.get(outcome.path)
    if joined is None:
        return _noted(outcome, joining.notes.get(outcome.path, ""))
    responses = whole(joined, outcomes).assessment.responses
    missing = [r.provision_id for r in responses if r.answer is Answer.NOT_FOUND]
    problems = [p for p in outcome.problems if p.code not in ("provisions-missing", TOO_FEW)]
    if missing:
        listed = ", ".join(identifier.split(":", 1)[1] for identifier in missing)
        problems.append(
            Problem(
                code="provisions-missing",
                stage="align",
                message=f"No part of the assessment has a row for {len(missing)} of "
                f"{len(responses)} provisions: {listed}. Check whether a part is missing.",
            )
        )
    status = Status.PARTIAL if problems else Status.COMPLETE
    changes = {"problems": tuple(problems), "status": status, "kind": Kind.SELF_ASSESSMENT}
    return outcome.model_copy(update=changes)


def _noted(outcome: Outcome, why: str) -> Outcome:
    """An outcome with the reason why its assessment was not joined to other parts, if any."""
    if not why:
        return outcome
    problem = Problem(
        code="parts-not-joined",
        stage="dataset",
        message="This reads like a part of an assessment that stands in several files, but it was "
        f"not joined to others: {why}. Say in a manifest.csv which files belong together.",
    )
    return outcome.model_copy(update={"problems": (*outcome.problems, problem)})
