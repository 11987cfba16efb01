"""Assessments that stand in several files, and files that are there twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
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

from .copies import marked
from .series import Found, Part, find_series

CONFLICT = "conflicting-parts"
"""Flag of a response whose provision has different rows in two parts of an assessment."""

TOO_FEW = "too-few-rows"
"""Problem of a document with rows that are too few to be an assessment by themselves."""


@dataclass(frozen=True)
class Joined:
    """An assessment with its name.

    Attributes:
        assessment_id: stable for the same input.
        assessment: with a response for every provision.
        document_ids: the documents that it stands in.
        document_of: provision to the document that its row stands in.
        undeclared: paths of its parts, where no manifest says that they are parts of one.
        copy_of, same_as: an earlier assessment that it repeats, or ""; see `copies`.
    """

    assessment_id: str
    assessment: Assessment
    document_ids: tuple[str, ...]
    document_of: dict[str, str]
    undeclared: tuple[str, ...] = ()
    copy_of: str = ""
    same_as: str = ""


@dataclass(frozen=True)
class Joining:
    """All files and all assessments of a run.

    Attributes:
        outcomes: sorted by path; the parts of a whole assessment are complete here.
        assessments: in the order of their first document.
        copies: path of a file to the path of one that says the same.
    """

    outcomes: tuple[Outcome, ...]
    assessments: tuple[Joined, ...]
    copies: dict[str, str]


def join(outcomes: Iterable[Outcome]) -> Joining:
    """Names assessments and joins their parts.

    Files with the same `assessment` value in their manifest are parts of one assessment, as
    far as these are against the same edition; where no manifest says so, files that continue
    each other are (see `series`). Of two files with the same bytes and the same manifest values
    only the first gives rows.

    Args:
        outcomes: one for each file.
    """
    ordered = sorted(outcomes, key=lambda outcome: outcome.path)
    copies = _copies(ordered)
    parts = [part for outcome in ordered if outcome.path not in copies for part in _parts(outcome)]
    found = find_series(part for part in parts if not part.outcome.manifest.get("assessment"))
    groups = _groups(parts, found)
    names = _shortened(list(groups))
    series = {id(part) for members in found.series for part in members}
    assessments = tuple(
        _merge(names[name], members, undeclared=id(members[0]) in series)
        for name, members in groups.items()
    )
    wholes = {
        part.outcome.path: joined.assessment
        for joined, members in zip(assessments, groups.values(), strict=True)
        if len(members) > 1
        for part in members
    }
    settled = tuple(_settle(outcome, wholes, found.notes) for outcome in ordered)
    return Joining(settled, marked(assessments), copies)


def _parts(outcome: Outcome) -> list[Part]:
    parts = [Part(outcome, assessment) for assessment in outcome.assessments]
    return parts + [Part(outcome, scrap, scrap=True) for scrap in outcome.scraps]


def _groups(parts: Sequence[Part], found: Found) -> dict[str, list[Part]]:
    """The parts of each assessment, by the name that it has before it is shortened."""
    groups: dict[str, list[Part]] = {}
    taken: Counter[str] = Counter()
    counted: Counter[tuple[str, str]] = Counter()
    series = {id(part): members for members in found.series for part in members}
    done: set[int] = set()
    for part in parts:
        outcome, members = part.outcome, series.get(id(part), (part,))
        counted[outcome.path, part.edition] += 1
        name = _declared(outcome, part.edition, counted[outcome.path, part.edition])
        if name:
            groups.setdefault(name, []).append(part)
        elif id(part) not in done and (len(members) > 1 or not part.scrap):
            taken[outcome.document_id] += 1
            groups[f"{outcome.document_id}-{taken[outcome.document_id]}"] = list(members)
            done.update(map(id, members))
    return groups


def _copies(ordered: list[Outcome]) -> dict[str, str]:
    """Files that say nothing that another one with the same bytes does not say."""
    by_bytes: dict[str, dict[str, list[str]]] = {}
    for outcome in ordered:
        if outcome.sha256:
            values = sorted((k, v) for k, v in outcome.manifest.items() if k not in _ASIDE)
            same = by_bytes.setdefault(outcome.sha256, {})
            same.setdefault(str(values) if values else "", []).append(outcome.path)
    copies: dict[str, str] = {}
    for same in by_bytes.values():
        unlisted = same.pop("", []) if len(same) > 1 else []
        originals = [paths[0] for paths in same.values()]
        copies |= dict.fromkeys(unlisted, originals[0])
        for first, *others in same.values():
            copies |= dict.fromkeys(others, first)
    return copies


_ASIDE = ("url", "retrieved")
"""Manifest values that do not make a copy say something else."""


def _declared(outcome: Outcome, edition: str, count: int) -> str:
    """The name that the manifest gives, told apart by edition and count; "" if none."""
    value = outcome.manifest.get("assessment", "")
    return f"{value}\n{edition}\n{count}" if value else ""


def _shortened(names: list[str]) -> dict[str, str]:
    """Declared names without edition and count where these tell nothing."""
    by_value: dict[str, list[str]] = {}
    for name in names:
        by_value.setdefault(name.split("\n")[0], []).append(name)
    short: dict[str, str] = {}
    for value, same in by_value.items():
        stem = f"assessment-{value}" if _is_number(value) else value
        for name in same:
            parts = name.split("\n")[1:]
            several = len(same) > 1
            short[name] = "-".join((stem, *parts)) if several else stem
    return short


def _is_number(value: str) -> bool:
    try:
        float(value.replace(",", ""))
    except ValueError:
        return False
    return True


def _merge(assessment_id: str, parts: list[Part], undeclared: bool) -> Joined:
    first = parts[0]
    documents = tuple(dict.fromkeys(part.outcome.document_id for part in parts))
    if len(parts) == 1:
        owner = dict.fromkeys(
            (response.provision_id for response in first.assessment.responses), documents[0]
        )
        return Joined(assessment_id, first.assessment, documents, owner)
    code = get_code(f"{first.assessment.code}-{first.assessment.edition}")
    responses: list[Response] = []
    document_of: dict[str, str] = {}
    for provision in code.provisions:
        found = [
            (part, response)
            for part in parts
            for response in part.assessment.responses
            if response.provision_id == provision.id and response.answer is not Answer.NOT_FOUND
        ]
        if found:
            document_of[provision.id] = found[0][0].outcome.document_id
            responses.append(_merged_response(found))
        else:
            responses.append(Response(provision_id=provision.id, answer=Answer.NOT_FOUND))
    named = max(parts, key=lambda part: _SOURCES.index(part.assessment.landlord_source))
    assessment = first.assessment.model_copy(
        update={
            "edition_score": min(part.assessment.edition_score for part in parts),
            "responses": tuple(responses),
            "actions": tuple(action for part in parts for action in part.assessment.actions),
            "second": _seconds(parts),
            **{name: getattr(named.assessment, name) for name in _OF_THE_LANDLORD},
            "assessed_on": _first(part.assessment.assessed_on for part in parts),
            "dates": tuple(date for part in parts for date in part.assessment.dates),
            "year": _first(part.assessment.year for part in parts),
        }
    )
    paths = tuple(part.outcome.path for part in parts) if undeclared else ()
    return Joined(assessment_id, assessment, documents, document_of, paths)


_OF_THE_LANDLORD = (
    "landlord",
    "landlord_id",
    "landlord_registered",
    "landlord_type",
    "landlord_size",
    "landlord_source",
)
_SOURCES = ("", "file_name", "document", "manifest")


def _seconds(parts: Iterable[Part]) -> tuple[SecondReading, ...]:
    """Second readings of the rows, the first part's of each."""
    readings = [reading for part in parts for reading in part.assessment.second]
    return tuple({r.provision_id: r for r in reversed(readings)}.values())


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")


def _merged_response(found: list[tuple[Part, Response]]) -> Response:
    """The first part's row; where another part has a different one, flagged and kept."""
    _, kept = found[0]
    said = (kept.answer_printed, kept.evidence, kept.commentary)
    others = {
        f"{CONFLICT}: {part.outcome.path}": " | ".join(
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


def _settle(outcome: Outcome, wholes: dict[str, Assessment], notes: dict[str, str]) -> Outcome:
    """Judges the part of a joined assessment by the whole: what another part has is not missing."""
    whole = wholes.get(outcome.path)
    if whole is None:
        return _noted(outcome, notes.get(outcome.path, ""))
    missing = [r.provision_id for r in whole.responses if r.answer is Answer.NOT_FOUND]
    problems = [p for p in outcome.problems if p.code not in ("provisions-missing", TOO_FEW)]
    if missing:
        listed = ", ".join(identifier.split(":", 1)[1] for identifier in missing)
        problems.append(
            Problem(
                code="provisions-missing",
                stage="align",
                message=f"No part of the assessment has a row for {len(missing)} of "
                f"{len(whole.responses)} provisions: {listed}. Check whether a part is missing.",
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
