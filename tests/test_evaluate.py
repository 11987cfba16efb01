"""The scores: what counts as right, and that a failure counts as a full miss."""

from __future__ import annotations

from pathlib import Path

import pytest

from saextract.codes import get_code
from saextract.errors import UsageError
from saextract.evaluation.gold import (
    GoldAction,
    GoldAssessment,
    GoldDocument,
    GoldResponse,
    find_documents,
    letters,
    load_gold,
)
from saextract.evaluation.report import Report, Tally, as_markdown, gate_complaints, pin_floors
from saextract.evaluation.score import score
from saextract.model import Action, Answer, Assessment, Kind, Outcome, PdfLocator, Response, Status

CODE = get_code("HOS-2024")


def gold_of(**answers: Answer) -> GoldDocument:
    responses = {
        p.number: GoldResponse(
            requirement=p.text,
            answer=answers.get(f"p{p.number.replace('.', '_')}", Answer.YES),
            commentary=f"C {p.number}",
            page_first=1,
            page_last=2,
        )
        for p in CODE.provisions
    }
    action = GoldAction(provision="6.2", action="Amend the policy", due="2024-06")
    assessment = GoldAssessment(
        code="HOS", edition="2024", landlord="Testbury", responses=responses, actions=(action,)
    )
    return GoldDocument(file="a.pdf", kind=Kind.SELF_ASSESSMENT, assessments=(assessment,))


def outcome_of(gold: GoldDocument, **changes: Response) -> Outcome:
    (wanted,) = gold.assessments
    responses = []
    for provision in CODE.provisions:
        row = wanted.responses[provision.number]
        as_read = Response(
            provision_id=provision.id,
            answer=row.answer,
            requirement_printed=row.requirement,
            commentary=row.commentary,
            locators=tuple(PdfLocator(page=page, box=(0, 0, 1, 1)) for page in (1, 2)),
        )
        responses.append(changes.get(f"p{provision.number.replace('.', '_')}", as_read))
    action = Action(provision_id="HOS-2024:6.2", action="Amend the policy.", due="2024-06")
    assessment = Assessment(
        code="HOS",
        edition="2024",
        edition_score=1,
        responses=tuple(responses),
        landlord="Testbury",
        actions=(action,),
    )
    return Outcome(
        path=gold.file,
        document_id="0" * 16,
        sha256="0" * 64,
        media_type="application/pdf",
        kind=Kind.SELF_ASSESSMENT,
        status=Status.COMPLETE,
        assessments=(assessment,),
    )


def shares(report: Report) -> dict[str, Tally]:
    return report.groups["all"]


def test_a_perfect_reading_scores_full_in_every_stage() -> None:
    gold = gold_of(p6_2=Answer.NO)
    report = score([gold], {gold.file: outcome_of(gold)}.get)
    assert {stage: t.share for stage, t in shares(report).items() if t.share < 1} == {}
    assert shares(report)["rows"].total == 72
    assert report.misses == ()


def test_a_document_that_fails_is_a_full_miss() -> None:
    gold = gold_of(p6_2=Answer.NO)
    report = score([gold], lambda _: None)
    full = {"kind", "assessments", "edition", "rows", "answer", "commentary exact", "pages"}
    assert all(shares(report)[stage].right == 0 for stage in full)
    assert shares(report)["unmet must recall"] == Tally(right=0, total=1)


def test_another_edition_is_a_full_miss_too() -> None:
    gold = gold_of()
    other = outcome_of(gold)
    wrong = other.assessments[0].model_copy(update={"edition": "2022"})
    report = score([gold], lambda _: other.model_copy(update={"assessments": (wrong,)}))
    assert shares(report)["edition"].right == shares(report)["rows"].right == 0


def test_a_wrong_answer_is_silent_only_where_confidence_is_not_low() -> None:
    gold = gold_of()
    wrong = Response(provision_id="HOS-2024:6.2", answer=Answer.NO)
    report = score([gold], lambda _: outcome_of(gold, p6_2=wrong))
    assert shares(report)["answer"] == Tally(right=71, total=72)
    assert shares(report)["silent errors"] == Tally(right=71, total=72)
    assert shares(report)["unmet must precision"] == Tally(right=0, total=1)


def test_a_row_that_the_document_has_not_is_spurious() -> None:
    gold = gold_of()
    fewer = {n: r for n, r in gold.assessments[0].responses.items() if n != "9.8"}
    short = gold.assessments[0].model_copy(update={"responses": fewer})
    cut = gold.model_copy(update={"assessments": (short,)})
    report = score([cut], lambda _: outcome_of(gold))
    assert [(m.provision, m.stage) for m in report.misses] == [("9.8", "rows")]


def test_white_space_bullets_and_quote_shapes_are_left_aside_and_letters_are_not() -> None:
    assert letters("• ‘A’ \n b") == letters("'A'b")
    assert letters("10 days") != letters("5 days")


def test_gold_that_is_missing_or_malformed_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        load_gold(tmp_path)
    (tmp_path / "a.pdf.json").write_text('{"file": "a.pdf"}')
    with pytest.raises(UsageError, match=r"a\.pdf\.json"):
        load_gold(tmp_path)
    with pytest.raises(UsageError, match=r"a\.pdf"):
        find_documents(tmp_path, [gold_of()])


def test_the_gate_complains_below_a_floor_and_when_the_inputs_have_changed(tmp_path: Path) -> None:
    gold = gold_of()
    report = score([gold], lambda _: outcome_of(gold), "one")
    floors = tmp_path / "baseline.json"
    pin_floors(report, floors)
    assert gate_complaints(report, floors) == []
    worse = score([gold], lambda _: None, "two")
    complaints = gate_complaints(worse, floors)
    assert any("not what the floors were set on" in c for c in complaints)
    assert any(c.startswith("all, rows: 0.0000") for c in complaints)


def test_the_markdown_table_rounds_down() -> None:
    table = as_markdown({"all": {"rows": Tally(right=1999, total=2000)}})
    assert "| rows | 99.9 % (1999/2000) |" in table
