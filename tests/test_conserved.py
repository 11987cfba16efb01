"""Conservation: what stands within a form is in a row, a known heading, or is missed aloud."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapping_forms import HEADER_2024, commentary, page_table, row_2024
from saextract.codes import get_code, load_codes
from saextract.mapping.assess import Context, Mapped, assess
from saextract.model import Cell, Confidence, Parsed, Passage, Row, Table

CODE = get_code("HOS-2024")
STRANGER = "Quillon varnished the zorvex ledger twice"
ROWS = [row_2024(provision) for provision in CODE.provisions[:14]]


def read(*blocks: Table | Passage) -> Mapped:
    return assess(Parsed(blocks=blocks), Context(codes=load_codes(), path="made"))


def table(rows: list[tuple[str, ...]]) -> Table:
    return page_table([HEADER_2024, *rows])


def held(mapped: Mapped) -> str:
    return " ".join(
        " ".join((r.requirement_printed, r.answer_printed, r.evidence, r.commentary, str(r.other)))
        for assessment in mapped.assessments
        for r in assessment.responses
    )


def codes_of(mapped: Mapped) -> set[str]:
    return {problem.code for problem in mapped.problems}


def test_a_form_that_is_read_whole_loses_nothing() -> None:
    mapped = read(table(ROWS))
    assert mapped.coverage == 1.0
    assert "text-unplaced" not in codes_of(mapped)


def test_a_passage_between_two_rows_that_ends_nowhere_is_named_and_its_neighbours_are_low() -> None:
    mapped = read(table(ROWS[:7]), Passage(text=STRANGER), table(ROWS[7:]))
    assert 0.9 < mapped.coverage < 1.0
    (problem,) = [p for p in mapped.problems if p.code == "text-unplaced"]
    assert STRANGER in problem.message
    low = [
        r.provision_id
        for r in mapped.assessments[0].responses
        if "text-beside" in r.flags and r.confidence is Confidence.LOW
    ]
    assert low == [CODE.provisions[6].id, CODE.provisions[7].id]


def test_a_row_of_next_to_no_text_beside_a_loss_is_low_too() -> None:
    """Where it stands its few words cannot tell, but it may be the one that lost them."""
    bare = (CODE.provisions[6].number, "", "Yes", "", "")
    mapped = read(table([*ROWS[:6], bare]), Passage(text=STRANGER), table(ROWS[7:]))
    found = {r.provision_id: r for r in mapped.assessments[0].responses}
    beside = [found[CODE.provisions[at].id].confidence for at in (5, 6, 7)]
    assert beside == [Confidence.LOW] * 3


@pytest.mark.parametrize(
    "text",
    [
        "Section 4: Complaint Handling Staff",
        "Mandatory 'must' requirements",
        "Stage 2",
        "Code provision Code requirement Comply: Yes / No Evidence Commentary / explanation",
    ],
)
def test_headings_and_headers_within_a_form_are_known(text: str) -> None:
    mapped = read(table(ROWS[:7]), Passage(text=text), table(ROWS[7:]))
    assert mapped.coverage == 1.0


def test_what_stands_before_and_after_the_form_is_no_loss() -> None:
    mapped = read(Passage(text=STRANGER), table(ROWS), Passage(text=f"{STRANGER}, and again"))
    assert mapped.coverage == 1.0


def test_a_quotation_of_the_code_before_the_form_does_not_stretch_it() -> None:
    quoted = Passage(text=f"{CODE.provisions[3].text}\n{STRANGER}")
    assert read(quoted, table(ROWS)).coverage == 1.0


strangers = st.lists(
    st.tuples(
        st.integers(min_value=1, max_value=13),
        st.sampled_from(("passage", "wide row", "row", "answer")),
        st.text(alphabet="bdfgklmnprstvz", min_size=5, max_size=9),
    ),
    max_size=4,
    unique_by=lambda stranger: stranger[2],
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(strangers)
def test_every_word_within_a_form_is_kept_or_missed_aloud(
    content: list[tuple[int, str, str]],
) -> None:
    blocks: list[Table | Passage] = [table(ROWS[:1])]
    for place, row in enumerate(ROWS[1:], 1):
        for at, kind, word in content:
            text = f"{word} qxw{word}"
            if at != place:
                continue
            if kind == "passage":
                blocks.append(Passage(text=text))
            else:
                blocks.append(stranger_row(kind, text))
        blocks.append(page_table([row]))
    mapped = read(*blocks)
    kept = held(mapped).casefold()
    lost = [word for _, _, word in content if f"qxw{word}" not in kept]
    assert bool(lost) <= (mapped.coverage < 1.0 and "text-unplaced" in codes_of(mapped))


def stranger_row(kind: str, text: str) -> Table:
    if kind == "wide row":
        cells = (text, None, None, None, None)
    else:
        cells = ("", "", text, "", "") if kind == "answer" else ("", text, "", "", "")
    made = page_table([cells])
    if kind != "wide row":
        return made
    wide = made.rows[0].cells[0]
    assert wide is not None
    row = Row(cells=(wide.model_copy(update={"span": 5}), None, None, None, None))
    return made.model_copy(update={"rows": (row,)})


def test_a_form_of_blocks_without_a_label_for_the_requirement_hides_no_loss() -> None:
    blocks: list[Table | Passage] = []
    for place, provision in enumerate(CODE.provisions[:8]):
        lines = (provision.text.replace("\n", " "), "Compliance: Yes", "Commentary: We say so.")
        blocks += [Passage(text=provision.number, heading=3), *(Passage(text=t) for t in lines)]
        if place == 4:
            rows = (Row(cells=(Cell(text=STRANGER), Cell(text="Figures"))),)
            blocks.append(Table(rows=rows, detector="test"))
    assert "text-unplaced" in codes_of(read(*blocks))


def test_rows_without_the_requirement_that_the_form_prints_are_not_high() -> None:
    header = ("Code", "Complies?", "Commentary")
    rows = [(p.number, "Yes", commentary(p)) for p in CODE.provisions]
    first, rest = page_table([header, *rows[:20]]), page_table([header, *rows[20:]])
    bare = read(first, rest).assessments[0].responses
    assert {r.confidence for r in bare} == {Confidence.HIGH}
    asked = CODE.provisions[12]
    lost = read(first, Passage(text=asked.text.replace("\n", " ")), rest).assessments[0].responses
    assert lost[12].confidence is Confidence.LOW


def introduced(*, at: str) -> Mapped:
    """Sections 1 to 4, each beneath a heading in own words, and a heading with a text at a row."""
    blocks: list[Table | Passage] = []
    for section in "1234":
        blocks.append(Passage(text=f"How we take part {'abcd'[int(section) - 1]} of it", heading=2))
        blocks.append(Passage(text="A few words before we begin with the questions themselves."))
        for provision in (p for p in CODE.provisions if p.section == section):
            if provision.number == at:
                blocks += [Passage(text="For example", heading=3), Passage(text=STRANGER)]
            blocks.append(table([row_2024(provision)]))
    return read(*blocks)


def test_what_introduces_a_section_beneath_its_heading_is_known() -> None:
    mapped = introduced(at="")
    assert mapped.coverage == 1.0
    assert "text-unplaced" not in codes_of(mapped)


def test_what_stands_beneath_a_heading_between_rows_of_a_section_is_none() -> None:
    mapped = introduced(at="3.3")
    assert mapped.coverage < 1.0
    (problem,) = [p for p in mapped.problems if p.code == "text-unplaced"]
    assert STRANGER in problem.message
