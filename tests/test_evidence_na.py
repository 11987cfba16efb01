"""An answer word among the evidence is no answer where the answers' own place is empty."""

from __future__ import annotations

import hashlib

import pytest

from saextract.codes import get_code
from saextract.model import Answer, Source, Status
from saextract.pipeline import process

ASKED = [p for p in get_code("HOS-2024").provisions if p.section in ("3", "4")]
EVIDENCE = ["n/a" if place % 2 else "Policy, page 3" for place in range(len(ASKED))]
COMMENT = "We asked our tenants."
FORM = ("Code provision", "Code requirement", "Comply: Yes / No", "Evidence", "Commentary")


def table() -> str:
    rows = [FORM] + [
        (p.number, p.text, "", evidence, COMMENT)
        for p, evidence in zip(ASKED, EVIDENCE, strict=True)
    ]
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def sheets() -> str:
    made = ""
    for p, evidence in zip(ASKED, EVIDENCE, strict=True):
        values = (p.number, p.text, "", evidence, COMMENT)
        rows = (f"<tr><th>{t}</th><td>{v}</td></tr>" for t, v in zip(FORM, values, strict=True))
        made += f"<table>{''.join(rows)}</table>"
    return made


def blocks() -> str:
    return "".join(
        f"<h3>{p.number}</h3><p>{p.text}</p><p>Comply:</p><p>Evidence: {evidence}</p>"
        f"<p>Commentary: {COMMENT}</p>"
        for p, evidence in zip(ASKED, EVIDENCE, strict=True)
    )


@pytest.mark.parametrize("body", [table(), sheets(), blocks()], ids=["table", "sheets", "blocks"])
def test_evidence_is_never_the_answer_of_an_empty_cell(body: str) -> None:
    data = f"<!DOCTYPE html><h1>Testbury Homes self-assessment</h1>{body}".encode()
    digest = hashlib.sha256(data).hexdigest()
    source = Source(path="form.html", data=data, sha256=digest, media_type="text/html")
    outcome = process(source)
    (assessment,) = outcome.assessments
    found = {r.provision_id.partition(":")[2]: r for r in assessment.responses}
    rows = [found[p.number] for p in ASKED]
    assert {row.answer for row in rows} == {Answer.UNANSWERED}
    assert [row.evidence for row in rows] == EVIDENCE
    assert outcome.status is Status.PARTIAL
    assert "answers-unread" in {problem.code for problem in outcome.problems}
