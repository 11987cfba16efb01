"""Damaged letters are put right where known words prove what they stand for, and only there."""

from __future__ import annotations

import pytest

from mapping_forms import HEADER_2024, mapped, page_table, row_2024
from saextract.codes import get_code
from saextract.model import Confidence
from saextract.text.damage import Mender, is_damaged

KNOWN = [
    "matter",
    "attend",
    "read",
    "lead",
    "head",
    "notification",
    "policy",
    "office",
    "definitions",
    "first",
    "staff",
    "written",
    "section",
    "attention",
    "sufficient",
]


def mended(text: str, known: list[str] | None = None) -> str:
    return Mender([text], KNOWN if known is None else known).mend(text)


@pytest.mark.parametrize(
    ("damaged", "plain"),
    [
        ("No琀椀昀椀ca琀椀on of 昀椀rst sec琀椀on", "Notification of first section"),
        ("dra昀琀 sec琀椀on", "draft section"),
        ("secƟon, noƟficaƟon, aƩend, maƩer", "section, notification, attend, matter"),
        ("sec\ue001on, attention and notifica\ue001on", "section, attention and notification"),
        ("o\ufb03ce", "o\ufb03ce"),
        ("the o\ufffdce sta\ufffd", "the office staff"),
        ("one_x000D_\ntwo", "one\ntwo"),
    ],
)
def test_known_words_prove_what_a_sign_stands_for(damaged: str, plain: str) -> None:
    assert mended(damaged) == plain


@pytest.mark.parametrize(
    "text",
    [
        "qu\ue123ck",
        "zz\ufffdzz",
        "Ρead by the panel",
        "\ufffdead it",
        "Δέλτα и слово",
        "Łódź, ŵyn, Ōtara",
    ],
)
def test_what_no_known_word_proves_stays(text: str) -> None:
    assert mended(text) == text


def test_digits_that_are_the_sums_of_quotes_bytes_are_put_right_where_two_words_prove_it() -> None:
    text = "The office9s staff, the 8section officer9 and 8stage 09: KPI 9, s.9, 5.9; 98 of 29."
    plain = "The office’s staff, the ‘section officer’ and ‘stage 0’: KPI 9, s.9, 5.9; 98 of 29."
    known = ["office", "section", "officer", "first"]
    assert mended(text, known) == plain
    assert mended("the section9 alone", known) == "the section9 alone"


def test_a_dash_of_which_only_the_sum_is_left_makes_its_text_doubtful() -> None:
    mender = Mender(["office9s 8section"], ["office", "section"])
    assert mender.is_doubtful("Policy 3 see there")
    assert not mender.is_doubtful("Policy section 3")
    assert not Mender(["Policy 3 see there"], ["section"]).is_doubtful("Policy 3 see there")


def test_signs_within_english_words_are_damage_and_other_alphabets_are_none() -> None:
    assert all(map(is_damaged, ("no琀椀ce", "o\ufffdce", "qu\ue123ck")))
    assert not is_damaged("Δέλτα и слово 中文 Łódź ŵyn • ✓ café")


def test_the_number_of_a_sign_that_has_no_name_is_damage() -> None:
    assert is_damaged("include: (cid:127) The issue")


def test_a_row_with_damage_that_is_not_put_right_is_low_and_says_so() -> None:
    rows = [list(row_2024(provision)) for provision in get_code("HOS-2024").provisions]
    rows[3][4] = "A z\ue123gzag it was."
    rows[4][4] = "Residents get the informa琀椀on that complaints need."
    (assessment,) = mapped(page_table([HEADER_2024, *rows])).assessments
    damaged, right = assessment.responses[3], assessment.responses[4]
    assert "letters-damaged" in damaged.flags
    assert damaged.confidence is Confidence.LOW
    assert right.commentary == "Residents get the information that complaints need."
    assert "letters-damaged" not in right.flags
    assert "letters-mended" in right.flags


@pytest.mark.parametrize("sign", ["\ue001", "\u019f", "\ufffd", "Р"])
@pytest.mark.parametrize("word", ["zag", "quint", "lead", "panel", "reader", "attent"])
def test_one_word_alone_never_has_a_sign_replaced_by_a_guess(sign: str, word: str) -> None:
    for at in range(len(word)):
        text = word[:at] + sign + word[at + 1 :]
        assert mended(text) == text


@pytest.mark.parametrize("text", ["Слово", "見出し", "\ufffd\ufffd", "A\u0378 B"])
def test_letters_of_another_script_in_a_text_make_the_row_low(text: str) -> None:
    rows = [list(row_2024(provision)) for provision in get_code("HOS-2024").provisions]
    rows[3][4] = text
    (assessment,) = mapped(page_table([HEADER_2024, *rows])).assessments
    damaged, right = assessment.responses[3], assessment.responses[4]
    assert "letters-damaged" in damaged.flags
    assert damaged.confidence_parts["letters"] is Confidence.LOW
    assert "letters-damaged" not in right.flags
