"""One document, from its bytes to its Outcome."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import TYPE_CHECKING

from saextract.mapping.assess import Mapped, assess
from saextract.mapping.assessing.readings import with_second
from saextract.mapping.context import Context

from .codes import load_codes
from .codes.show import in_brief
from .dataset.tables.own import own_output
from .errors import PROBLEMS, DocumentError
from .model import (
    Answer,
    Assessment,
    Kind,
    OcrMode,
    Outcome,
    Parsed,
    Problem,
    Source,
    Status,
)
from .parsers import parse
from .settings import Settings

if TYPE_CHECKING:
    from saextract.register import Register


_TABULAR = frozenset(
    (
        "text/csv",
        "text/plain",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
)
"""What a table or a workbook of a dataset can be."""

_UNREAD = frozenset({"rows-unread", "page-unreadable", "content-unread", "xfa-form"})
"""Problems after which nobody can say that a document holds no assessment."""


def process(source: Source, settings: Settings | None = None) -> Outcome:
    """Reads one document and says what became of it.

    Never raises for what is wrong with the document: that ends as a status with problems.

    Args:
        source: the file.
        settings: what the run chose; the defaults if None.

    Returns:
        The document's one Outcome.
    """
    started = time.perf_counter()
    settings = settings or Settings()
    own = own_output(source.data) if source.media_type in _TABULAR else ""
    if own:
        message = f"It holds the {own} of a dataset. {PROBLEMS['own-output']}"
        problem = Problem(code="own-output", stage="load", message=message)
        status = Status.NOT_SELF_ASSESSMENT
        return _outcome(source, Kind.OTHER, status, started, problems=(problem,))
    try:
        parsed = parse(source, settings.ocr)
    except DocumentError as error:
        problem = Problem(code=error.code, stage="parse", message=str(error), place=error.place)
        return _outcome(source, Kind.OTHER, Status.FAILED, started, problems=(problem,))
    context = Context(
        codes=load_codes(),
        path=source.path,
        manifest=source.manifest,
        register=_register(settings.register_file) if settings.use_register else None,
    )
    mapped = assess(parsed, context)
    problems = (*parsed.problems, *mapped.problems, *_completeness(parsed, mapped, settings.ocr))
    return _outcome(
        source,
        mapped.kind,
        _status(parsed, mapped, problems),
        started,
        pages=parsed.pages,
        coverage=min(parsed.coverage, mapped.coverage),
        problems=problems,
        assessments=_read_twice(source, mapped, context)
        if settings.second_reader
        else mapped.assessments,
        scraps=mapped.scraps,
        dispositions=mapped.dispositions,
    )


def _read_twice(source: Source, mapped: Mapped, context: Context) -> tuple[Assessment, ...]:
    """The assessments beside what a second reader makes of the same file."""
    from saextract.parsers.second import parse_second

    parsed = parse_second(source) if mapped.assessments else None
    if parsed is None:
        return mapped.assessments
    return with_second(mapped.assessments, assess(parsed, context).assessments)


def _status(parsed: Parsed, mapped: Mapped, problems: tuple[Problem, ...]) -> Status:
    if mapped.kind is Kind.SELF_ASSESSMENT:
        return Status.PARTIAL if problems else Status.COMPLETE
    if parsed.unreadable_pages or any(p.code == "needs-ocr" for p in parsed.problems):
        return Status.NEEDS_OCR
    if any(problem.code in _UNREAD for problem in problems):
        return Status.FAILED
    return Status.NOT_SELF_ASSESSMENT


def _completeness(parsed: Parsed, mapped: Mapped, ocr: OcrMode) -> list[Problem]:
    """What is missing: provisions without a row, and pages that could not be read."""
    found: list[Problem] = []
    complete = bool(mapped.assessments)
    for assessment in mapped.assessments:
        missing = [r for r in assessment.responses if r.answer is Answer.NOT_FOUND]
        if missing:
            complete = False
            listed = in_brief([r.provision_id for r in missing])
            found.append(
                Problem(
                    code="provisions-missing",
                    stage="align",
                    message=f"No row was found for {len(missing)} of "
                    f"{len(assessment.responses)} provisions: {listed}. "
                    "Check whether the document leaves them out.",
                )
            )
    for scrap in mapped.scraps:
        rows = [r for r in scrap.responses if r.answer is not Answer.NOT_FOUND]
        listed = in_brief([r.provision_id for r in rows])
        found.append(
            Problem(
                code="too-few-rows",
                stage="align",
                message=f"The document has answers to {scrap.code} {scrap.edition} {listed}: too "
                "few to be taken for a self-assessment. If it is a part of one, list its files "
                "in manifest.csv with the same value of assessment.",
            )
        )
    covered = _assessment_pages(mapped.assessments)
    blind = [p for p in parsed.unreadable_pages if not complete or p in covered]
    if blind:
        listed = ", ".join(map(str, blind))
        found.append(
            Problem(
                code="needs-ocr",
                stage="parse",
                message=f"No usable text on page {listed}. {_ocr_remedy(ocr)}",
                place=f"page {listed}",
            )
        )
    return found


def _ocr_remedy(ocr: OcrMode) -> str:
    from saextract.parsers.pdf.ocr.engine import is_installed

    if not is_installed():
        return "Install OCR (in a clone of saextract: pip install '.[ocr]') and run again."
    if ocr == "never":
        return "Run again with --ocr auto."
    return "OCR made nothing of it. Check the page by eye."


def _assessment_pages(assessments: tuple[Assessment, ...]) -> range:
    spans = [r.pages for a in assessments for r in a.responses if r.pages]
    if not spans:
        return range(0)
    return range(min(first for first, _ in spans), max(last for _, last in spans) + 1)


@lru_cache(maxsize=2)
def _register(path: str) -> Register:
    from saextract.register.files import BUNDLED, load_register

    return load_register(path or BUNDLED)


def _outcome(source: Source, kind: Kind, status: Status, started: float, **rest: object) -> Outcome:
    return Outcome.model_validate(
        {
            "path": source.path,
            "document_id": source.document_id,
            "sha256": source.sha256,
            "media_type": source.media_type,
            "kind": kind,
            "status": status,
            "manifest": source.manifest,
            "seconds": round(time.perf_counter() - started, 3),
            **rest,
        }
    )
