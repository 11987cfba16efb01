"""What the catalogue of the Codes holds, and what holds it together."""

from __future__ import annotations

import re
from itertools import permutations

import pytest

from saextract.codes import INVERSE, get_code, inverse_relations, load_codes, provision
from saextract.codes.show import code_rows, in_brief
from saextract.errors import UsageError
from saextract.model import Code, Level, Provision, Relation, Timescale

CODES = load_codes()
PROVISIONS = [item for code in CODES for item in code.provisions]
NEIGHBOURS = [("HOS-2020", "HOS-2022"), ("HOS-2022", "HOS-2024")]
WORDS = {2: "two", 3: "three", 5: "five", 6: "six", 10: "10", 12: "twelve", 15: "15", 20: "20"}
OUTSIDE_THE_WORDING = {"HOS-2022:1.8", "HOS-2020:Q1.2", "HOS-2020:Q3.5", "HOS-2020:Q4.7"}
"""Provisions whose timescales stand in the Code's text, but not in the form's wording."""
LIMIT_STATED_ELSEWHERE = {"HOS-2022:5.2"}
"""Provisions that mention a time without setting it: 20 = 10 to respond and 10 more (5.1)."""


def relation_kinds() -> dict[tuple[str, str], list[str]]:
    kinds: dict[tuple[str, str], list[str]] = {}
    for item in PROVISIONS:
        for relation in item.relations:
            kinds.setdefault((item.id, relation.target), []).append(relation.kind)
    return kinds


@pytest.mark.parametrize(
    ("key", "count", "first", "last"),
    [
        ("HOS-2020", 36, "Q1.1", "Q8.4"),
        ("HOS-2022", 72, "1.2", "8.3"),
        ("HOS-2024", 72, "1.2", "9.8"),
        ("LGSCO-2024", 10, "S1", "S9"),
    ],
)
def test_an_edition_is_complete(key: str, count: int, first: str, last: str) -> None:
    provisions = get_code(key).provisions
    assert (len(provisions), provisions[0].number, provisions[-1].number) == (count, first, last)


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.key)
def test_provisions_stand_in_numeric_order_without_gaps_in_their_sections(code: Code) -> None:
    numbers = [
        tuple(int(part) for part in item.number.lstrip("QS").split(".")) for item in code.provisions
    ]
    assert numbers == sorted(set(numbers))
    assert list(code.sections) == list(dict.fromkeys(item.section for item in code.provisions))


def test_2024_numbers_run_without_gaps_and_the_2022_form_leaves_out_only_known_ones() -> None:
    for key, left_out in [
        ("HOS-2020", set()),
        ("HOS-2022", {"1.1", "6.4", "7.1"}),
        ("HOS-2024", {"1.1"}),
    ]:
        code = get_code(key)
        numbers = {item.number.removeprefix("Q") for item in code.provisions}
        last = {
            s: max(int(n.split(".")[1]) for n in numbers if n.startswith(f"{s}."))
            for s in code.sections
        }
        every = {f"{s}.{n}" for s in code.sections for n in range(1, last[s] + 1)}
        assert every - numbers == left_out


def test_ids_are_unique_and_never_numbers() -> None:
    ids = [item.id for item in PROVISIONS]
    assert len(set(ids)) == len(ids)
    for item in PROVISIONS:
        assert re.fullmatch(r"(HOS|LGSCO)-\d{4}:[QS]?\d+(\.\d+)?", item.id)
        with pytest.raises(ValueError, match="could not convert"):
            float(item.id)


@pytest.mark.parametrize("item", PROVISIONS, ids=lambda item: item.id)
def test_texts_are_one_clean_line(item: Provision) -> None:
    text = item.text
    assert text == " ".join(text.split())
    assert not re.search(r"[<>�]|https?:|www\.|\b[a-z]{2,}- [a-z]", text)
    assert not set("'\"") & set(text), "quotes are typographic"
    assert not re.search(r"\b(Yes|No|Dartford|Brent)\b", text), "text of a neighbouring cell"
    assert not re.search(r"(^|[^.\d])\b\d{1,3}$", text), "a page number at the end"
    assert text[0].isupper() or text[0] == "…"


def test_lettered_lists_are_whole() -> None:
    for item in PROVISIONS:
        letters = re.findall(r"(?:^|\s)([a-h])[.)] ", item.text)
        assert letters == list("abcdefgh")[: len(letters)], item.id
        assert len(letters) != 1, item.id


def test_the_form_keeps_its_own_wording() -> None:
    assert provision("HOS-2022:1.6").text.startswith("… if further enquiries")
    assert provision("HOS-2022:3.2").text.startswith("…the complaint handler")
    assert "on the on the section" in provision("HOS-2024:8.2").text
    assert "website Landlords" in provision("HOS-2024:8.5").text
    assert "within five working days" in provision("HOS-2024:6.2").text
    assert "within five working days" in provision("HOS-2024:6.11").text


def test_section_8_of_2024_has_its_own_title() -> None:
    sections = get_code("HOS-2024").sections
    assert sections["8"] == "Self-assessment, reporting and compliance"
    assert len(set(sections.values())) == len(sections)


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.key)
def test_every_printed_order_holds_every_provision_once(code: Code) -> None:
    numbers = [item.number for item in code.provisions]
    assert code.printed_orders[-1] == tuple(numbers)
    for order in code.printed_orders:
        assert sorted(order) == sorted(numbers)


def test_the_2022_form_prints_musts_before_shoulds_in_each_section() -> None:
    code = get_code("HOS-2022")
    printed = [provision(f"HOS-2022:{number}") for number in code.printed_orders[0]]
    for section in code.sections:
        levels = [item.level for item in printed if item.section == section]
        assert levels == sorted(levels, key=[Level.MUST, Level.SHOULD].index)


def strongest_modal(text: str) -> Level:
    if re.search(r"\bmust\b", text):
        return Level.MUST
    return Level.SHOULD if re.search(r"\bshould\b", text) else Level.OTHER


def test_levels_agree_with_the_wording_unless_the_difference_is_recorded() -> None:
    for key in ("HOS-2022", "HOS-2024"):
        for item in get_code(key).provisions:
            assert (item.wording_level or item.level) == strongest_modal(item.text), item.id
            assert item.wording_level != item.level, item.id


def test_stage_2_musts_under_a_should_heading_are_musts() -> None:
    for number in ("5.9", "5.10", "5.11", "5.12", "5.13", "5.16"):
        assert provision(f"HOS-2022:{number}").level is Level.MUST
    assert provision("HOS-2022:5.14").level is Level.SHOULD


def test_all_of_2024_is_a_must_in_law() -> None:
    assert {item.level for item in get_code("HOS-2024").provisions} == {Level.MUST}
    differ = [item.number for item in get_code("HOS-2024").provisions if item.wording_level]
    assert differ == ["5.2", "5.3", "5.5", "8.4"]


def test_the_lgsco_asks_one_question_for_each_section_and_two_of_the_stages() -> None:
    code = get_code("LGSCO-2024")
    assert [item.section for item in code.provisions] == list("1234566789")
    assert {item.level for item in code.provisions} == {Level.SHOULD}, "advice and guidance"
    assert "stage 2" in provision("LGSCO-2024:S6.2").text


def test_2020_questions_without_a_paragraph_bind_nobody() -> None:
    for item in get_code("HOS-2020").provisions:
        assert bool(item.paragraphs) == (item.level is not Level.OTHER), item.id
        assert all(re.fullmatch(r"[1-6]\.\d{1,2}", number) for number in item.paragraphs)


def test_2020_questions_for_a_figure_or_an_account_ask_for_a_description() -> None:
    for item in get_code("HOS-2020").provisions:
        opens = re.match(r"(At what|What|How)\b", item.text) is not None
        assert (item.asks == "description") == opens, item.id
        assert (item.asks == "either") == (item.number == "Q8.3"), item.id
    assert {item.asks for code in CODES if code.edition != "2020" for item in code.provisions} == {
        "answer"
    }


def test_timescales_stand_in_the_text() -> None:
    for item in PROVISIONS:
        for limit in item.timescales:
            unit = {"working_days": "days", "months": "months", "stages": "stages"}[limit.unit]
            value = rf"({limit.value}|{WORDS[limit.value]})"
            stated = re.search(rf"\b{value} (working )?{unit}\b", item.text)
            assert bool(stated) != (item.id in OUTSIDE_THE_WORDING), (item.id, limit)


def test_every_time_that_a_text_sets_is_a_timescale() -> None:
    for item in PROVISIONS:
        stated = re.findall(r"\b(\d+|five|six|twelve) (?:working days|days|months)\b", item.text)
        values = {str(limit.value) for limit in item.timescales}
        values |= {WORDS[limit.value] for limit in item.timescales}
        if item.id not in LIMIT_STATED_ELSEWHERE:
            assert set(stated) <= values, item.id


def limits(key: str, what: str, stage: int | None = None) -> set[tuple[int, str | None]]:
    found: list[Timescale] = [t for item in get_code(key).provisions for t in item.timescales]
    return {(t.value, t.after) for t in found if t.what == what and t.stage == stage}


def test_the_clock_of_each_edition() -> None:
    assert limits("HOS-2020", "respond", 1) == {(10, "received")}
    assert limits("HOS-2022", "respond", 1) == {(10, "logged")}
    assert limits("HOS-2024", "respond", 1) == {(10, "acknowledged")}
    assert limits("HOS-2022", "respond", 2) == {(20, "escalated")}
    assert limits("HOS-2024", "respond", 2) == {(20, "acknowledged")}
    assert limits("HOS-2022", "extend", 2) == {(10, None)}
    assert limits("HOS-2024", "extend", 2) == {(20, None)}
    for key in ("HOS-2020", "HOS-2022", "HOS-2024"):
        assert limits(key, "acknowledge", 1) == {(5, "received")}
        assert limits(key, "extend", 1) == {(10, None)}
    assert limits("HOS-2022", "exclude") == {(6, "issue")}
    assert limits("HOS-2024", "exclude") == {(12, "issue")}
    assert limits("HOS-2020", "evidence") == {(15, "requested")}
    assert limits("HOS-2024", "stages") == {(2, None)}


def test_each_pair_is_related_once_and_reads_both_ways() -> None:
    kinds = relation_kinds()
    known = {item.id for item in PROVISIONS}
    for (source, target), found in kinds.items():
        assert target in known
        assert source.split(":")[0] != target.split(":")[0]
        assert len(found) == 1, (source, target)
        assert kinds[target, source] == [INVERSE[found[0]]]  # type: ignore[index]


def test_relations_do_not_contradict_each_other() -> None:
    """What covers a thing that covers another, covers that other too."""
    kinds = {pair: found[0] for pair, found in relation_kinds().items()}
    same, covers = {"equal", "equivalent"}, {"equal", "equivalent", "superset"}
    for (first, middle), one in kinds.items():
        for (start, last), two in kinds.items():
            if start != middle or (first, last) not in kinds:
                continue
            if one in same and two in same:
                assert kinds[first, last] in same, (first, middle, last)
            elif one in covers and two in covers:
                assert kinds[first, last] == "superset", (first, middle, last)


@pytest.mark.parametrize(("one", "other"), [p for pair in NEIGHBOURS for p in permutations(pair)])
def test_every_provision_is_related_to_the_neighbour_or_said_to_be_unmatched(
    one: str, other: str
) -> None:
    code = get_code(one)
    unmatched = code.unmatched_in[other]
    assert unmatched.keys() <= {item.number for item in code.provisions}
    for item in code.provisions:
        related = any(r.target.startswith(f"{other}:") for r in item.relations)
        assert related != (item.number in unmatched), item.id


def test_unmatched_means_related_to_nothing_at_all() -> None:
    for code in CODES:
        if not code.unmatched_in:
            continue
        assert set(code.unmatched) == {i.number for i in code.provisions if not i.relations}
        assert all(code.unmatched.values())


def test_a_relation_to_a_provision_that_is_nowhere_is_refused() -> None:
    code = get_code("HOS-2024")
    stray = Relation(target="HOS-2022:7.9", kind="equal", rationale="The same.")
    item = code.provisions[0].model_copy(update={"relations": (stray,)})
    with pytest.raises(ValueError, match=r"HOS-2022:7\.9"):
        inverse_relations([code.model_copy(update={"provisions": (item,)})])


def test_every_rationale_is_a_sentence_of_its_own_length() -> None:
    reasons = [r.rationale for item in PROVISIONS for r in item.relations]
    reasons += [
        why for code in CODES for found in code.unmatched_in.values() for why in found.values()
    ]
    for reason in reasons:
        assert re.fullmatch(r"\S.{10,}\.", reason)
        assert not set("'\"") & set(reason), "quotes are typographic"


def test_an_equal_relation_means_the_same_words() -> None:
    def words(text: str) -> list[str]:
        spelt = {"one": "1", "two": "2", "three": "3"}
        return [spelt.get(w, w) for w in re.findall(r"\w+", text.lower())]

    for item in PROVISIONS:
        for relation in item.relations:
            if relation.kind == "equal":
                assert words(item.text) == words(provision(relation.target).text)


def test_an_unknown_edition_or_provision_is_a_usage_error_that_names_the_known() -> None:
    with pytest.raises(UsageError, match="HOS-2024"):
        get_code("HOS-1999")
    with pytest.raises(UsageError, match=r"HOS-2024:5\.10"):
        provision("5.10")
    with pytest.raises(UsageError, match="HOS-2022"):
        code_rows("1999")


def test_rows_for_the_table() -> None:
    assert len(code_rows(None)) == len(PROVISIONS)
    assert code_rows("2022") == code_rows("HOS-2022")
    row = next(row for row in code_rows("2022") if row["id"] == "HOS-2022:5.13")
    assert row["section"] == "5 Complaint stages"
    assert row["level"] == "must"
    assert row["timescales"] == (
        "stage 2: respond within 20 working days of the escalation request; "
        "stage 2: extend by at most 10 working days"
    )
    assert "intersects HOS-2024:6.14" in row["relations"]
    survey = next(row for row in code_rows("2022") if row["id"] == "HOS-2022:1.5")
    assert survey["relations"] == "subset of HOS-2024:1.6; none in HOS-2020"


def test_every_provision_can_be_shown() -> None:
    for row in code_rows(None):
        assert list(row) == ["id", "level", "section", "text", "timescales", "relations"]
        assert all(isinstance(value, str) for value in row.values())


def test_provisions_that_follow_each_other_are_named_by_the_first_and_the_last() -> None:
    whole = [item.id for item in get_code("HOS-2024").provisions]
    assert in_brief([*whole[:1], *whole[3:5], *whole[8:]]) == "1.2, 1.5, 1.6, 2.4 to 9.8"
    assert in_brief(["HOS-2020:Q4.8", "HOS-2020:Q4.9", "HOS-2020:Q4.10", "HOS-2020:Q5.1"]) == (
        "Q4.8 to Q5.1"
    )
    assert in_brief(["HOS-2022:4.13"]) == "4.13"
