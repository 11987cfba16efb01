"""The second reader: other table readers, the same meaning, and how far the two agree."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import docx
import pytest

from outcomes import assessment, outcome, response
from saextract.analysis.agreement import agreement, alike, cohens_kappa
from saextract.codes import get_code
from saextract.dataset.build import build
from saextract.mapping.assessing.readings import DIFFER, with_second
from saextract.model import Assessment, Confidence, PdfLocator, Source, Table
from saextract.parsers.second import parse_second
from saextract.pipeline import process
from saextract.settings import Settings

CORPUS = Path(__file__).parent.parent / "corpus" / "documents"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def source(data: bytes, media_type: str, path: str = "a") -> Source:
    return Source(
        path=path, data=data, sha256=hashlib.sha256(data).hexdigest(), media_type=media_type
    )


def word_form(answers: dict[str, str]) -> bytes:
    document = docx.Document()
    document.add_heading("Self-assessment", 1)
    table = document.add_table(rows=1, cols=4)
    for cell, head in zip(
        table.rows[0].cells, ("Code", "Requirement", "Comply: Yes / No", "Commentary"), strict=True
    ):
        cell.text = head
    for provision in get_code("HOS-2024").provisions:
        cells = table.add_row().cells
        for cell, text in zip(
            cells,
            (provision.number, provision.text, answers.get(provision.number, "Yes"), "As planned."),
            strict=True,
        ):
            cell.text = text
    merged = table.add_row().cells
    merged[0].merge(merged[3]).text = "Approved by the board"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def moved(whole: Assessment, page: int) -> Assessment:
    places = (PdfLocator(page=page, box=(0.0, 0.0, 1.0, 1.0)),)
    rows = [r.model_copy(update={"locators": places}) for r in whole.responses]
    return whole.model_copy(update={"responses": tuple(rows)})


def test_word_files_are_read_twice_and_agree_where_both_can_read() -> None:
    outcome = process(
        source(word_form({"1.2": "No"}), WORD), Settings(second_reader=True, use_register=False)
    )
    (found,) = outcome.assessments
    assert len(found.second) == len(found.responses)
    assert {reading.differs for reading in found.second} == {()}
    assert [r.answer.value for r in found.second[:2]] == ["no", "yes"]
    plain = process(source(word_form({}), WORD), Settings(use_register=False))
    assert plain.assessments[0].second == ()


def test_the_tables_of_a_pdf_come_with_their_pages_and_places() -> None:
    data = (CORPUS / "hollowbridge-2024-centred.pdf").read_bytes()
    parsed = parse_second(source(data, "application/pdf"))
    assert parsed is not None
    first = next(block for block in parsed.blocks if isinstance(block, Table))
    cell = next(cell for cell in first.rows[0].cells if cell is not None)
    assert isinstance(cell.locators[0], PdfLocator)


@pytest.mark.parametrize(
    ("data", "media_type"),
    [(b"%PDF-1.4 broken", "application/pdf"), (b"PK broken", WORD), (b"text", "text/plain")],
)
def test_what_it_cannot_read_costs_nothing(data: bytes, media_type: str) -> None:
    assert parse_second(source(data, media_type)) is None


def test_a_row_read_otherwise_is_flagged_and_not_high() -> None:
    second = assessment(answers={"1.2": "no", "1.3": response("HOS-2024:1.3", commentary="See")})
    (compared,) = with_second([assessment()], [second])
    flagged = [r.provision_id for r in compared.responses if DIFFER in r.flags]
    assert flagged == ["HOS-2024:1.2", "HOS-2024:1.3"]
    grades = {r.confidence for r in compared.responses[:2]}
    assert grades == {Confidence.MEDIUM}
    assert compared.responses[2].confidence is Confidence.HIGH
    assert [reading.differs for reading in compared.second[:3]] == [
        ("answer", "answer_printed"),
        ("commentary",),
        (),
    ]


def test_what_the_second_reader_misses_is_no_disagreement_but_what_it_alone_has_is() -> None:
    blank = response("HOS-2024:1.3", "unanswered", answer_printed="", commentary="")
    second = assessment(answers={"1.2": "not_found", "1.3": blank})
    (compared,) = with_second([assessment()], [second])
    assert "HOS-2024:1.2" not in {reading.provision_id for reading in compared.second}
    assert compared.second[0].unread == ("answer", "answer_printed", "commentary")
    assert not compared.responses[1].flags
    (other,) = with_second([assessment(answers={"1.3": blank})], [assessment()])
    assert DIFFER in other.responses[1].flags


def test_of_two_assessments_the_one_in_the_same_place_is_compared() -> None:
    first, second = moved(assessment(), 3), moved(assessment(other="no"), 30)
    compared = with_second([first, second], [second])
    assert [len(a.second) for a in compared] == [0, 72]
    assert {reading.differs for reading in compared[1].second} == {()}


def test_the_agreement_is_a_table_with_kappa_and_intervals() -> None:
    second = assessment(answers={"1.2": "no", "1.4": "partial"})
    whole = assessment(answers={"1.2": "no", "1.3": "no"})
    (compared,) = with_second([whole], [second])
    tables: dict[str, Any] = dict(build([outcome("a.pdf", compared)]))
    rows = {row["column"]: row for row in tables["agreement"]}
    answer = rows["answer"]
    assert (answer["n"], answer["same"]) == (72, 70)
    assert answer["share_low"] < answer["share"] < answer["share_high"]
    chance = (70 * 70 + 2 * 1) / 72**2
    assert answer["kappa"] == pytest.approx((70 / 72 - chance) / (1 - chance), abs=1e-4)
    assert rows["commentary"]["kappa"] is None
    (differing,) = [r for r in tables["readings"] if r["provision_id"] == "HOS-2024:1.4"]
    assert (differing["answer"], differing["answer_second"]) == ("yes", "partial")
    assert "answer" in json.loads(differing["differs"])
    assert agreement(alike([])) == []


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        ([("a", "a"), ("b", "b")], 1.0),
        ([("a", "b"), ("b", "a")], -1.0),
        ([("a", "a")] * 20 + [("a", "b")] * 5 + [("b", "a")] * 10 + [("b", "b")] * 15, 0.4),
        ([("a", "a")], None),
        ([], None),
    ],
)
def test_cohens_kappa_gives_the_textbook_values(
    pairs: list[tuple[str, str]], kappa: float | None
) -> None:
    assert cohens_kappa(pairs) == (None if kappa is None else pytest.approx(kappa))
