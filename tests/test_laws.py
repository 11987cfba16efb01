"""The laws that hold for every document, checked on documents of the corpus and on made ones."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saextract import Outcome, Source, get_code, load_codes, process
from saextract.load.sniff import sniff
from saextract.mapping.assess import as_tables, assess, in_plain_rows
from saextract.mapping.context import Context
from saextract.mapping.mending import with_letters_mended
from saextract.model import Answer, Assessment, Cell, Confidence, Parsed, Row, Status, Table
from saextract.parsers import parse
from saextract.text.letters import letters

DOCUMENTS = Path(__file__).parent.parent / "corpus" / "documents"
READ_WITHOUT_EXTRAS = {".pdf", ".docx", ".txt", ".html", ".xlsx", ".md"}
FILES = [f for f in sorted(DOCUMENTS.iterdir()) if f.suffix in READ_WITHOUT_EXTRAS]
SAMPLE = [f for f in FILES[::3] if not f.name.startswith("scan")]


def source(file: Path) -> Source:
    data = file.read_bytes()
    return Source(
        path=file.name,
        data=data,
        sha256=sha256(data).hexdigest(),
        media_type=sniff(data, file.suffix),
    )


def texts_of(assessments: tuple[Assessment, ...]) -> set[str]:
    found: set[str] = set()
    for assessment in assessments:
        for r in assessment.responses:
            number = r.provision_id.split(":")[1]
            fields = (r.requirement_printed, r.answer_printed, r.evidence, r.commentary, number)
            found |= {letters(text) for text in (*fields, *r.other.values())}
            found |= {letters(r.answer_printed + text) for text in (r.evidence, r.commentary)}
        for action in assessment.actions:
            found |= {letters(t) for t in (action.action, action.due_printed, action.owner)}
    return found


def check_outcome(outcome: Outcome) -> None:
    assert not (outcome.status is Status.COMPLETE and outcome.problems)
    for assessment in outcome.assessments:
        code = get_code(f"{assessment.code}-{assessment.edition}")
        ids = [r.provision_id for r in assessment.responses]
        assert ids == [p.id for p in code.provisions]
        for response in assessment.responses:
            if response.answer is Answer.NOT_FOUND:
                assert outcome.status is Status.PARTIAL
                assert not response.requirement_printed
                assert not response.commentary
                assert response.confidence is Confidence.LOW
            else:
                assert response.locators or response.answer is Answer.UNANSWERED
                assert response.match is not None


@pytest.mark.parametrize("file", SAMPLE, ids=lambda file: file.name)
def test_laws_hold_on_the_corpus(file: Path) -> None:
    document = source(file)
    outcome = process(document)
    check_outcome(outcome)
    assert outcome.coverage == 1.0 or outcome.status is not Status.COMPLETE
    told = {problem.code for problem in outcome.problems}
    assert outcome.coverage >= 0.97 or told & {"text-unplaced", "rows-unmapped", "text-lost"}


@pytest.mark.parametrize("file", SAMPLE, ids=lambda file: file.name)
def test_every_table_row_ends_somewhere(file: Path) -> None:
    document = source(file)
    context = Context(codes=load_codes(), path=file.name, manifest={}, register=None)
    whole_letters = with_letters_mended(parse(document), context.codes)
    parsed, _ = as_tables(in_plain_rows(whole_letters), context.codes)
    mapped = assess(parsed, context)
    whole = "\n".join(
        [*texts_of(mapped.assessments), *(letters(d.text) for d in mapped.dispositions)]
    )
    lost = [
        cell.text
        for table in parsed.tables
        for row in table.rows
        for cell in row.cells
        if cell is not None and letters(cell.text) and letters(cell.text) not in whole
    ]
    assert [text for text in lost if not _is_said_otherwise(text, whole)] == []


def _is_said_otherwise(text: str, whole: str) -> bool:
    """A mark reads as its column's header; a number or a section's title names the response.

    Words that stand for a sign are said by the sign.
    """
    rest = re.sub(
        r"^\W*(?:code\s+(?:section|provision))?\W*\d{1,2}(?:\.\d{1,2})?\W*", "", text, flags=re.I
    )
    titles = {letters(title) for code in load_codes() for title in code.sections.values()}
    said = letters(rest) in whole or any(letters(rest).startswith(title) for title in titles)
    worded = text in ("Compliant", "Partially compliant", "Not compliant", "Not applicable")
    return said or worded or letters(text) in {"x", "y", "n", "true"}


CODE = get_code("HOS-2024")
rows = st.lists(
    st.tuples(
        st.sampled_from(CODE.provisions),
        st.sampled_from(
            ["Yes", "No", "", "N/A", "Partial", "Yes (by June)", "TBC", "✓", "see below"]
        ),
        st.text(alphabet="abc 1.2\n•–'", max_size=40),
        st.sampled_from(["", "•", "6.2", "Stage 2", "?"]),
    ),
    max_size=30,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows)
def test_laws_hold_on_any_table(content: list[tuple[object, str, str, str]]) -> None:
    header = ("Code provision", "Code requirement", "Comply: Yes / No", "Evidence", "Commentary")
    table_rows = [Row(cells=tuple(Cell(text=t) for t in header))]
    for provision, answer, comment, odd in content:
        number = odd or provision.number  # type: ignore[attr-defined]
        cells = (number, provision.text, answer, "", comment)  # type: ignore[attr-defined]
        table_rows.append(Row(cells=tuple(Cell(text=text) for text in cells)))
    parsed = Parsed(blocks=(Table(rows=tuple(table_rows), detector="made"),))
    context = Context(codes=load_codes(), path="made", manifest={}, register=None)
    mapped = assess(parsed, context)
    whole = "\n".join(
        [*texts_of(mapped.assessments), *(letters(d.text) for d in mapped.dispositions)]
    )
    for row in table_rows[1:]:
        requirement = row.cells[1]
        assert requirement is not None
        assert letters(requirement.text) in whole
    for assessment in mapped.assessments:
        assert len(assessment.responses) == len(
            get_code(f"{assessment.code}-{assessment.edition}").provisions
        )
        for response in assessment.responses:
            if response.answer in (Answer.NO, Answer.PARTIAL):
                assert response.answer_printed or "sub-rows" in response.flags
