"""Assessments that repeat another one."""

from __future__ import annotations

import pytest

from outcomes import assessment, outcome, response
from saextract.dataset.joining.heads import Held
from saextract.dataset.joining.join import join
from saextract.model import Assessment


def marks(*assessments: Assessment) -> list[tuple[str, str]]:
    """Which mark each of several files has, and which file it points to."""
    index = join(
        Held(outcome(f"{name}.pdf", a) for name, a in zip("abcd", assessments, strict=False))
    )
    found = list(index.assessments())
    names = {j.assessment_id: "abcd"[place] for place, j in enumerate(found)}
    return [(names.get(j.copy_of, ""), names.get(j.same_as, "")) for j in found]


def test_a_web_page_beside_the_pdf_is_the_same_assessment() -> None:
    shouted = response("HOS-2024:1.2", commentary="SEE SECTION 4 OF OUR POLICY")
    other = assessment(answers={"1.2": shouted}, landlord="Made-up Homes Ltd")
    assert marks(assessment(), other) == [("", ""), ("", "a")]


@pytest.mark.parametrize(
    "changes",
    [{"landlord": "Weasel Homes"}, {"year": "2025"}, {"answers": {"1.2": "no"}}],
)
def test_another_landlord_year_or_answer_is_another_assessment(changes: dict[str, str]) -> None:
    assert marks(assessment(), assessment(**changes)) == [("", ""), ("", "")]  # type: ignore[arg-type]


def test_one_landlord_under_two_names_of_the_register_is_one() -> None:
    one = assessment(landlord="Made-up Homes", landlord_id="R1")
    other = assessment(landlord="MUH", landlord_id="R1")
    assert marks(one, other) == [("", ""), ("", "a")]


def test_the_same_bytes_under_two_names_of_a_manifest_are_a_copy() -> None:
    files = [
        outcome(path, assessment(landlord=name), sha256="0" * 64, manifest={"landlord": name})
        for path, name in (("a.pdf", "Made-up Homes"), ("b.pdf", "Weasel Homes"))
    ]
    first, second = join(Held(files)).assessments()
    assert (first.copy_of, second.copy_of) == ("", first.assessment_id)
