"""The HTML report: complete, self-contained, and safe whatever a document says."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html
from typer.testing import CliRunner

from outcomes import assessment, outcome
from saextract.cli import app
from saextract.dataset.build import build
from saextract.errors import DatasetError
from saextract.report import render, write_report


def test_it_shows_every_document_landlord_and_gap_and_fetches_nothing() -> None:
    dataset = build([outcome("a.pdf", assessment(answers={"6.2": "no"}))])
    page = html.fromstring(render(dataset))
    text = " ".join(page.text_content().split())
    for row in dataset["documents"]:
        assert str(row["path"]) in text
    unmet = [r for r in dataset["responses"] if r["answer"] in ("no", "partial")]
    assert all(str(row["provision_id"]) in text for row in unmet)
    assert page.xpath("//script | //link | //img | //iframe | //@src") == []
    assert all(target.startswith("#") for target in page.xpath("//@href"))


def test_markup_in_a_document_is_only_text() -> None:
    dataset = build([outcome("a.pdf", assessment(answers={"6.2": "no"}))])
    bad = "<script>alert(1)</script>"
    for row in (*dataset["documents"], *dataset["assessments"], *dataset["responses"]):
        for name in ("path", "landlord", "commentary", "answer_printed"):
            if name in row:
                row[name] = bad
    page = html.fromstring(render(dataset))
    assert page.xpath("//script") == []
    assert bad in page.text_content()


def test_an_empty_dataset_gives_a_page_too() -> None:
    assert "0</b>documents" in render(build([]))


def test_without_a_dataset_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(DatasetError):
        write_report(tmp_path)
    assert CliRunner().invoke(app, ["report", "--out", str(tmp_path)]).exit_code != 0


def test_assessments_stand_by_landlord_and_namesakes_with_their_files() -> None:
    dataset = build(
        [
            outcome("one.pdf", assessment(landlord="Zeta Example Homes")),
            outcome("two.pdf", assessment(landlord="Alpha Example Homes")),
            outcome("three.pdf", assessment(landlord="Zeta Example Homes")),
        ]
    )
    table = html.fromstring(render(dataset)).xpath("//h2[@id='landlords']/following::table[1]")[0]
    first = [" ".join(" ".join(row.itertext()).split()) for row in table.xpath(".//td[1]")]
    assert first == [
        "Alpha Example Homes",
        "Zeta Example Homes one.pdf",
        "Zeta Example Homes three.pdf",
    ]
