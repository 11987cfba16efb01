"""What is no document, or none that anybody can read: it is set aside with a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from outcomes import assessment, outcome
from pdf_files import make_pdf
from saextract.dataset.build import build
from saextract.dataset.tables.own import own_output
from saextract.dataset.write import write_dataset
from saextract.model import Status
from saextract.running import read

RESOURCES = "/XObject << /I 10 0 R >>"


@pytest.mark.parametrize("coding", ["JBIG2Decode", "JPXDecode", "DCTDecode"])
def test_a_page_whose_picture_is_damaged_is_not_taken_for_a_blank_one(
    tmp_path: Path, coding: str
) -> None:
    picture = (
        "<< /Type /XObject /Subtype /Image /Width 900 /Height 900 /ColorSpace /DeviceGray "
        f"/BitsPerComponent 8 /Filter /{coding} /Length 12 >>\nstream\nno picture!!\nendstream"
    )
    file = tmp_path / "scan.pdf"
    shown = "q 400 0 0 400 0 0 cm /I Do Q"
    file.write_bytes(make_pdf(shown, objects=[picture], resources=RESOURCES))
    found = read(file)
    assert found.status is Status.FAILED
    (problem,) = found.problems
    assert (problem.code, problem.place) == ("page-unreadable", "page 1")
    assert "is damaged and cannot be decoded" in problem.message


def test_tables_and_workbooks_of_a_dataset_elsewhere_are_not_read_as_forms(tmp_path: Path) -> None:
    write_dataset(tmp_path, build([outcome("a.pdf", assessment())]).items(), {"version": "0"})
    for name in ("responses.csv", "findings.csv", "assessments.csv", "dataset.xlsx"):
        stray = read(tmp_path / name)
        assert stray.status is Status.NOT_SELF_ASSESSMENT
        assert [problem.code for problem in stray.problems] == ["own-output"]
        assert stray.assessments == ()


def test_a_table_of_somebody_else_is_no_output_of_ours() -> None:
    assert own_output(b"Landlord,Provision,Answer,Evidence\nx,1.2,Yes,y\n") == ""
    assert own_output(b"landlord,year,answer\nx,2024,Yes\n") == ""
