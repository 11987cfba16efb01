"""Choices that a form prints whole, and the word that is chosen."""

from __future__ import annotations

import pytest

from saextract.mapping.answers.choices import chosen, options_of, settle_choices
from saextract.model import Cell, Mark, MarkKind, Parsed, Passage, Row, Table
from saextract.text.glyphs import normalise_bullets
from saextract.text.marked import LONGEST_MARKED, marks_of


def marked(printed: str) -> tuple[str, tuple[Mark, ...]]:
    """A text with marks: *bold*, ~struck~, _underlined_."""
    kinds: dict[str, MarkKind] = {"*": "bold", "~": "struck", "_": "underline"}
    pieces: list[tuple[str, frozenset[MarkKind]]] = []
    on: set[MarkKind] = set()
    for char in printed:
        if char in kinds:
            on ^= {kinds[char]}
        else:
            pieces.append((char, frozenset(on)))
    text = "".join(piece for piece, _ in pieces)
    return text, marks_of(text, pieces)


@pytest.mark.parametrize(
    ("printed", "word"),
    [
        ("*Yes* / No", "Yes"),
        ("Yes / *No*", "No"),
        ("~Yes~ / No", "No"),
        ("~Yes~ / ~No~ / N/A", "N/A"),
        ("_Y_ / N / NA", "Y"),
        ("Compliant / *Not compliant*", "Not compliant"),
        ("Yes\n*No*", "No"),
        ("Yes *No*", "No"),
        ("[*Yes*/No]", "Yes"),
        ("*Ye*s / No", "Yes"),
        ("_*Yes*_ / ~No~", "Yes"),
        ("Yes / No / *Partially*", "Partially"),
    ],
)
def test_the_word_that_is_set_off_or_not_struck_out_is_chosen(printed: str, word: str) -> None:
    text, marks = marked(printed)
    option = chosen(text, marks)
    assert option is not None
    assert text[option.start : option.end] == word


@pytest.mark.parametrize(
    "printed",
    [
        "Yes / No",
        "*Yes / No*",
        "*Yes* / *No*",
        "~Yes~ / ~No~",
        "*Yes* / _No_",
        "*~Yes~* / No",
        "Yes / No / ~N/A~",
        "*Y*es / No",
        "*Yes*",
        "*Policy* / Procedure",
        "*Yes* / Yes",
    ],
)
def test_marks_that_say_nothing_or_contradict_each_other_decide_nothing(printed: str) -> None:
    assert chosen(*marked(printed)) is None


@pytest.mark.parametrize(
    "text",
    [
        "Yes",
        "Yes, we do",
        "Yes / No / see policy",
        "",
        "Met / Compliant",
        "Comply: No",
        "Compliant: Partial",
        "Comply No",
        "Compliant:\nNo",
        "Compliant\nNo",
        "Met: Partly",
        "Compliant\nPartial",
        "Met N/A",
    ],
)
def test_what_is_more_or_less_than_a_choice_has_no_options(text: str) -> None:
    assert options_of(text) == ()


def test_a_decided_cell_holds_the_chosen_word_and_says_so() -> None:
    text, marks = marked("Yes / *No*")
    table = Table(rows=(Row(cells=(Cell(text=text, marks=marks),)),), detector="test")
    settled = settle_choices(Parsed(blocks=(table,))).tables[0].rows[0].cells[0]
    assert settled == Cell(text="No", flags=("choice-marked", "choice-uniform"))


def test_choices_that_differ_raise_no_doubt() -> None:
    cells = [
        Cell(text=text, marks=marks) for text, marks in map(marked, ("*Yes* / No", "Yes / *No*"))
    ]
    table = Table(rows=tuple(Row(cells=(cell,)) for cell in cells), detector="test")
    settled = [row.cells[0] for row in settle_choices(Parsed(blocks=(table,))).tables[0].rows]
    assert [cell and cell.flags for cell in settled] == [("choice-marked",)] * 2


@pytest.mark.parametrize(
    ("left", "word"), [("Yes /", "Yes"), ("/ No", "No"), ("Yes / /", "Yes"), ("or No", "No")]
)
def test_what_is_left_of_a_choice_after_striking_out_is_the_word(left: str, word: str) -> None:
    table = Table(rows=(Row(cells=(Cell(text=left, flags=("struck-text",)),)),), detector="test")
    settled = settle_choices(Parsed(blocks=(table,))).tables[0].rows[0].cells[0]
    assert settled is not None
    assert settled.text == word


def test_a_choice_behind_a_label_is_decided_in_its_own_line() -> None:
    text, marks = marked("*Comply:* _Yes_ / No\nThe policy is on the website.")
    (block,) = settle_choices(Parsed(blocks=(Passage(text=text, marks=marks),))).blocks
    assert isinstance(block, Passage)
    assert block.text == "Comply: Yes\nThe policy is on the website."


def test_an_undecided_document_is_left_as_it_is() -> None:
    parsed = Parsed(blocks=(Passage(text="Yes / No"),))
    assert settle_choices(parsed) is parsed


def test_long_texts_and_texts_of_other_pieces_have_no_marks() -> None:
    bold: frozenset[MarkKind] = frozenset({"bold"})
    long = "word " * LONGEST_MARKED
    assert marks_of(long, [(long, bold)]) == ()
    assert marks_of("• Yes", [("- Yes", bold)]) == ()
    assert marks_of(" a  b ", [("a", bold), (" b", bold)]) == (Mark(kind="bold", start=1, end=5),)


@pytest.mark.parametrize("text", ["● Yes ○ No", "■ No □ Yes", "○ Yes\n● No", "◉ Yes\n○ No\n○ N/A"])
def test_signs_before_answers_to_choose_from_are_no_bullets(text: str) -> None:
    assert normalise_bullets(text) == text


@pytest.mark.parametrize(
    ("text", "bulleted"),
    [("● Yes", "• Yes"), ("○ Yes", "• Yes"), ("■ Policy\n○ No", "• Policy\n• No")],
)
def test_a_sign_that_is_the_only_one_is_a_bullet(text: str, bulleted: str) -> None:
    assert normalise_bullets(text) == bulleted


def test_a_bold_label_before_its_answer_is_no_choice_of_the_two() -> None:
    said = ("Fully compliant", "Not met", "Fully compliant", "Partly met")
    blocks = tuple(
        Passage(text=f"Compliant {answer}", marks=(Mark(start=0, end=9, kind="bold"),))
        for answer in said
    )
    parsed = Parsed(blocks=blocks)
    assert settle_choices(parsed) is parsed


def test_words_side_by_side_in_every_row_are_a_choice_though_one_could_be_a_label() -> None:
    blocks = tuple(
        Passage(text="Met Not met", marks=(Mark(start=at, end=end, kind="bold"),))
        for at, end in ((0, 3), (4, 11), (0, 3), (0, 3))
    )
    settled = settle_choices(Parsed(blocks=blocks))
    assert [block.text for block in settled.blocks if isinstance(block, Passage)] == [
        "Met", "Not met", "Met", "Met",
    ]  # fmt: skip
