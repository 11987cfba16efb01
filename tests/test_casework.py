"""casework: the table of an assessor, as Word file and web page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest

from outcomes import assessment, outcome, response
from saextract.analysis.landlords import pick
from saextract.casework import Casework, casework, write_casework
from saextract.casework.page import render
from saextract.codes import get_code
from saextract.dataset.build import Dataset, build
from saextract.dataset.write import write_dataset
from saextract.errors import UsageError
from saextract.model import Action, Confidence, PdfLocator

CODE = get_code("HOS-2024")


def tables() -> Dataset:
    answers: dict[str, Any] = {
        "1.2": response("HOS-2024:1.2", "no", commentary="<b>We</b> are late.\x07"),
        "1.3": response("HOS-2024:1.3", "no", confidence_parts={"match": Confidence.LOW}),
        "1.4": "not_found",
        "1.5": "partial",
    }
    step = Action(
        provision_id="HOS-2024:1.2",
        action="Publish the policy",
        due="2025-03-31",
        due_printed="by 31 March 2025",
        owner="Head of Service",
        locators=(PdfLocator(page=9, box=(0.0, 0.0, 1.0, 1.0)),),
    )
    return build(
        [
            outcome("new.pdf", assessment(answers=answers, actions=(step,), year="2025")),
            outcome("old.pdf", assessment(year="2024")),
            outcome("older.pdf", assessment("HOS-2022", year="2022")),
            outcome("other.pdf", assessment(landlord="Made-up Towers")),
        ]
    )


def made(dataset: Dataset) -> Casework:
    (only,) = casework(dataset, pick("Made-up Homes", dataset["assessments"]))
    return only


def test_it_is_on_the_newest_assessment_and_has_every_provision_in_order() -> None:
    item = made(tables())
    assert dict(item.facts)["File"] == "new.pdf"
    numbers = [line.number for _, lines in item.sections for line in lines]
    assert numbers == [provision.number for provision in CODE.provisions]
    assert next(title for title, _ in item.sections) == f"1 {CODE.sections['1']}"


def test_observations_come_from_the_findings_with_quote_and_page() -> None:
    dataset = tables()
    lines = {line.number: line for _, lines in made(dataset).sections for line in lines}
    expected = {
        (row["message"], row["quote"], row["page"])
        for row in dataset["findings"]
        if row["provision_id"] == "HOS-2024:1.2" and row["path"] == "new.pdf"
    }
    assert expected
    assert {(o.text, o.quote, o.page) for o in lines["1.2"].observations} == expected
    assert "Check the document first" in lines["1.3"].doubt
    assert "none was found" in lines["1.4"].doubt


def test_a_dismissed_finding_is_no_observation() -> None:
    dataset = tables()
    for row in dataset["findings"]:
        row["dismissed_why"] = "Looked at."
    casework_made = made(dataset)
    lines = [line for _, section in casework_made.sections for line in section]
    assert [line.observations for line in lines if line.observations] == []
    assert casework_made.general == ()


def test_the_submission_says_no_only_where_the_reading_is_sure() -> None:
    rows = {item.number: item for item in made(tables()).submission}
    assert (rows["1.2"].comply, rows["1.6"].comply) == ("No", "Yes")
    assert (rows["1.5"].comply, rows["1.5"].remark) == ("No", "Answered: partly")
    assert (rows["1.3"].comply, rows["1.4"].comply) == ("", "")
    assert rows["1.2"].steps == (("Publish the policy", "by 31 March 2025", "Head of Service", 9),)


def test_several_landlords_are_refused() -> None:
    dataset = tables()
    with pytest.raises(UsageError, match="several: Made-up Homes, Made-up Towers"):
        casework(dataset, pick("made-up", dataset["assessments"]))


def test_the_web_page_shows_texts_as_texts() -> None:
    page = render(made(tables()))
    assert "&lt;b&gt;We&lt;/b&gt; are late." in page
    assert "default-src 'none'" in page
    assert page.count("<tr id=") == len(CODE.provisions)
    assert "<script" not in page


def test_the_word_file_holds_the_same_and_leaves_the_recommendation_blank(tmp_path: Path) -> None:
    dataset = tables()
    write_dataset(tmp_path, dataset.items(), {"version": "0"})
    files = write_casework(tmp_path, pick("Made-up Homes", dataset["assessments"]))
    assert [file.suffix for file in files] == [".docx", ".html"]
    document = docx.Document(str(files[0]))
    rows = [row for table in document.tables[1:] for row in table.rows]
    heads = [cell.text for cell in rows[0].cells]
    assert heads == ["Provision", "Requirement", "Commentary and observations", "Recommendation"]
    late = next(row.cells for row in rows if "are late" in row.cells[2].text)
    assert late[0].text.startswith("1.2")
    assert "Answer: No (page 3)" in late[2].text
    assert late[3].text == ""
    submitted = next(row.cells for row in rows if "Publish the policy" in row.cells[3].text)
    assert [cell.text for cell in submitted][2:] == [
        "No", "Publish the policy (Head of Service)", "by 31 March 2025", "9",
    ]  # fmt: skip
    with files[0].open("ab") as stream:
        stream.write(b"recommended")
    with pytest.raises(UsageError, match="has been changed since"):
        write_casework(tmp_path, pick("Made-up Homes", dataset["assessments"]))
