"""Assessments that stand in several files, and files that are there twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from saextract.codes import get_code
from saextract.codes.show import in_brief
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
from .index import Index
from .joined import Joined, Whole
from .series import find_series
from .survey import Outcomes, Part, facts_of

CONFLICT = "conflicting-parts"
"""Flag of a response whose provision has different rows in two parts of an assessment."""

TOO_FEW = "too-few-rows"
"""Problem of a document with rows that are too few to be an assessment by themselves."""


def join(outcomes: Outcomes) -> Index:
    """Names assessments and joins their parts.

    Files with the same `assessment` value in their manifest are parts of one assessment, as
    far as these are against the same edition; where no manifest says so, files that continue
    each other are (see `series`). Of two files with the same bytes and the same manifest values
    only the first gives rows.

    Args:
        outcomes: one for each file.
    """
    index = Index()
    index.ask("BEGIN")
    for head in outcomes.heads():
        index.add(head)
    _leave_copies_out(index)
    _find_series(index)
    for name, members, is_series in _named(index):
        index.name(_joined(name, members, is_series, outcomes))
    _mark_repeats(index)
    index.ask("COMMIT")
    return index


def _leave_copies_out(index: Index) -> None:
    """Notes which files say nothing that another one with the same bytes does not say."""
    several = "SELECT digest FROM files WHERE digest != x'' GROUP BY digest HAVING count(*) > 1"
    for (digest,) in index.ask(several).fetchall():
        same: dict[str, list[str]] = {}
        for path, said in index.ask(
            "SELECT path, said FROM files WHERE digest = ? ORDER BY path", digest
        ):
            same.setdefault(said, []).append(path)
        copies = _copies(same)
        index.change(
            "UPDATE files SET copy_of = ? WHERE path = ?",
            ((original, path) for path, original in copies.items()),
        )


def _copies(same: dict[str, list[str]]) -> dict[str, str]:
    """Copies among files with the same bytes, each with its original.

    Args:
        same: paths, by what a manifest says of them.
    """
    copies: dict[str, str] = {}
    unlisted = same.pop("", []) if len(same) > 1 else []
    originals = [paths[0] for paths in same.values()]
    copies |= dict.fromkeys(unlisted, originals[0])
    for first, *others in same.values():
        copies |= dict.fromkeys(others, first)
    return copies


def _find_series(index: Index) -> None:
    """Notes which files continue each other, and which do not though they read so."""
    folders = index.ask(
        "SELECT folder, p.edition FROM parts p JOIN files f ON p.path = f.path "
        "WHERE copy_of = '' AND is_part AND p.declared = '' GROUP BY 1, 2 HAVING count(*) > 1"
    ).fetchall()
    known = 0
    for folder, edition in folders:
        within = "AND folder = ? AND p.declared = ''"
        candidates = index.parts(
            f"{within} AND is_part AND edition = ? ORDER BY p.path, place", folder, edition
        )
        named = index.parts(f"{within} AND who != '' AND NOT scrap", folder)
        found = find_series(list(candidates), {part.facts.who for part in named})
        for number, members in enumerate(found.series, known + 1):
            index.change(
                "UPDATE parts SET series = ?, rank = ? WHERE path = ? AND place = ?",
                ((number, rank, p.file.path, p.place) for rank, p in enumerate(members)),
            )
        known += len(found.series)
        index.change(
            "UPDATE files SET note = ? WHERE path = ?",
            ((why, path) for path, why in found.notes.items()),
        )


def _named(index: Index) -> Iterator[tuple[str, tuple[Part, ...], bool]]:
    """Name and parts of each assessment, and whether it is a series, in order of first parts."""
    index.group_declared()
    shared = {digest for (digest,) in index.ask(_SHARED)}
    taken: Counter[bytes] = Counter()
    found = index.ask(
        "SELECT p.path, place, digest, p.declared, series, scrap FROM parts p "
        "JOIN files f ON p.path = f.path WHERE copy_of = '' ORDER BY p.path, place"
    )
    for path, place, digest, declared, series, scrap in found:
        if declared:
            name, members = index.declared((path, place))
        elif series is not None:
            name, members = "", list(index.parts("AND series = ? ORDER BY rank", series))
        else:
            name, members = "", [] if scrap else [index.part((path, place))]
        if not members or (path, place) != min((p.file.path, p.place) for p in members):
            continue
        if not name:
            taken = taken if digest in taken or digest in shared else _of_shared(taken, shared)
            taken[digest] += 1
            name = f"{digest.hex()[:16]}-{taken[digest]}"
        yield name, tuple(members), series is not None and not declared


_SHARED = """SELECT digest FROM files WHERE digest != x'' AND copy_of = ''
GROUP BY digest HAVING count(*) > 1"""
"""Files with the same bytes of which manifests say different things."""


def _of_shared(taken: Counter[bytes], shared: set[bytes]) -> Counter[bytes]:
    """What has to be remembered of files that are behind us."""
    return Counter({digest: n for digest, n in taken.items() if digest in shared})


def _joined(name: str, members: tuple[Part, ...], is_series: bool, outcomes: Outcomes) -> Joined:
    if len(members) == 1:
        return Joined(name, members, members[0].facts)
    facts = facts_of(_merged(members, outcomes).assessment)
    return Joined(name, members, facts, is_series)


def _mark_repeats(index: Index) -> None:
    several = "SELECT content FROM assessments GROUP BY content HAVING count(*) > 1"
    for (content,) in index.ask(several).fetchall():
        numbers = list(index.numbers("WHERE content = ? ORDER BY number", content))
        index.mark(marked([index.assessment(number) for number in numbers]), numbers)


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


def settled(outcome: Outcome, index: Index, outcomes: Outcomes) -> Outcome:
    """Judges the part of a joined assessment by the whole: what another part has is not missing."""
    number, note = index.ask(
        "SELECT whole, note FROM files WHERE path = ?", outcome.path
    ).fetchone()
    if number is None:
        return _noted(outcome, note)
    responses = whole(index.assessment(number), outcomes).assessment.responses
    missing = [r.provision_id for r in responses if r.answer is Answer.NOT_FOUND]
    problems = [p for p in outcome.problems if p.code not in ("provisions-missing", TOO_FEW)]
    if missing:
        problems.append(
            Problem(
                code="provisions-missing",
                stage="align",
                message=f"No part of the assessment has a row for {len(missing)} of "
                f"{len(responses)} provisions: {in_brief(missing)}. Check whether a part is "
                "missing.",
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
