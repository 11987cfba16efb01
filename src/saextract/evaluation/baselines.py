"""Two simple ways to read the same documents, to measure against.

`number_regex` looks for provision numbers and answer words in plain text, as a short script
would. `default_tables` takes pdfplumber's or python-docx's tables as they come and sends them
through the same mapping as everything else.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from saextract.codes import load_codes
from saextract.mapping.assess import assess
from saextract.mapping.context import Context
from saextract.model import (
    Answer,
    Assessment,
    Cell,
    Code,
    Kind,
    Match,
    Outcome,
    Parsed,
    Passage,
    PdfLocator,
    Response,
    Row,
    Source,
    Status,
    Table,
)
from saextract.settings import Settings

_ANSWER = re.compile(r"\b(yes|no|n/a|partial(?:ly)?)\b", re.IGNORECASE)
_WORDS = {
    "yes": Answer.YES,
    "no": Answer.NO,
    "n/a": Answer.NOT_APPLICABLE,
    "partial": Answer.PARTIAL,
    "partially": Answer.PARTIAL,
}


def number_regex(source: Source, _: Settings) -> Outcome:
    """Provision number at a line's start, then the first answer word, then the text to the next.

    The edition is the one whose numbers are found most often; the newer one on a tie.
    """
    lines = [(page, line) for page, text in _texts(source) for line in text.splitlines()]
    best: Assessment | None = None
    found_best = 0
    for code in load_codes():
        if code.code != "HOS":
            continue
        assessment, found = _by_numbers(code, lines)
        if found >= found_best and found:
            best, found_best = assessment, found
    usable = best is not None and found_best >= 10
    return _outcome(source, (best,) if usable and best is not None else ())


def _by_numbers(code: Code, lines: list[tuple[int, str]]) -> tuple[Assessment, int]:
    starts: dict[str, int] = {}
    numbers = {p.number for p in code.provisions}
    for index, (_, line) in enumerate(lines):
        first = line.split(maxsplit=1)[0].rstrip(".") if line.strip() else ""
        if first in numbers and first not in starts:
            starts[first] = index
    bounds = sorted([*starts.values(), len(lines)])
    responses = []
    for provision in code.provisions:
        start = starts.get(provision.number)
        if start is None:
            responses.append(Response(provision_id=provision.id, answer=Answer.NOT_FOUND))
            continue
        end = bounds[bounds.index(start) + 1]
        text = " ".join(line for _, line in lines[start:end])
        hit = _ANSWER.search(text)
        before, after = (text[: hit.start()], text[hit.end() :]) if hit else (text, "")
        pages = (lines[start][0], lines[end - 1][0])
        responses.append(
            Response(
                provision_id=provision.id,
                answer=_WORDS[hit.group().lower()] if hit else Answer.UNANSWERED,
                requirement_printed=before.removeprefix(provision.number).strip(),
                answer_printed=hit.group() if hit else "",
                commentary=after.strip(),
                locators=tuple(PdfLocator(page=p, box=(0, 0, 0, 0)) for p in pages),
                match=Match(method="number", score=1.0, margin=1.0),
            )
        )
    assessment = Assessment(
        code=code.code, edition=code.edition, edition_score=0.0, responses=tuple(responses)
    )
    return assessment, len(starts)


def default_tables(source: Source, _: Settings) -> Outcome:
    """pdfplumber's default tables, or python-docx's, with this project's own mapping."""
    blocks = tuple(_default_blocks(source))
    context = Context(codes=load_codes(), path=source.path, manifest={}, register=None)
    mapped = assess(Parsed(blocks=blocks), context)
    return _outcome(source, mapped.assessments)


def _outcome(source: Source, assessments: tuple[Assessment, ...]) -> Outcome:
    return Outcome(
        path=source.path,
        document_id=source.document_id,
        sha256=source.sha256,
        media_type=source.media_type,
        kind=Kind.SELF_ASSESSMENT if assessments else Kind.OTHER,
        status=Status.PARTIAL if assessments else Status.NOT_SELF_ASSESSMENT,
        assessments=assessments,
    )


def _texts(source: Source) -> Iterator[tuple[int, str]]:
    if source.media_type == "application/pdf":
        import pdfplumber

        with pdfplumber.open(io.BytesIO(source.data)) as pdf:
            for page in pdf.pages:
                yield page.page_number, page.extract_text()
    elif "wordprocessingml" in source.media_type:
        import docx

        document = docx.Document(io.BytesIO(source.data))
        yield 1, "\n".join(p.text for p in document.paragraphs)
        for table in document.tables:
            for row in table.rows:
                yield 1, " ".join(cell.text for cell in row.cells)
    else:
        yield 1, source.data.decode("utf-8", errors="replace")


def _default_blocks(source: Source) -> Iterator[Table | Passage]:
    if source.media_type == "application/pdf":
        import pdfplumber

        with pdfplumber.open(io.BytesIO(source.data)) as pdf:
            for page in pdf.pages:
                yield Passage(text=page.extract_text())
                for found in page.extract_tables():
                    yield _table(found, page.page_number)
    elif "wordprocessingml" in source.media_type:
        import docx

        for table in docx.Document(io.BytesIO(source.data)).tables:
            yield _table([[cell.text for cell in row.cells] for row in table.rows], 1)
    else:
        yield Passage(text=source.data.decode("utf-8", errors="replace"))


def _table(rows: list[list[str | None]], page: int) -> Table:
    place = (PdfLocator(page=page, box=(0, 0, 0, 0)),)
    width = max((len(row) for row in rows), default=0)
    return Table(
        rows=tuple(
            Row(
                cells=tuple(
                    None if text is None else Cell(text=text, locators=place)
                    for text in [*row, *[None] * (width - len(row))]
                )
            )
            for row in rows
        ),
        detector="default",
    )
