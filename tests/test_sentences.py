"""Where sentences end."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from saextract.text.sentences import split

END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9])")


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Testbury of St. Example answers by 5 p.m. Monday to Friday",
        "See para. 4 and No. 7 of the list",
        "It was agreed on 3 Jan. 2024 by the panel",
        "Exampleton Homes Ltd. Board papers, vol. 2",
        "It was signed by J. B. Testbury for the U.K. Board",
    ],
)
def test_the_stop_of_an_abbreviation_ends_no_sentence(text: str) -> None:
    assert split(text, END) == [text]


def test_short_words_end_sentences() -> None:
    text = "It goes to the Board. We follow the Code. Each Team. A near Miss. They do it. So do we."
    assert len(split(text, END)) == 6


def test_spacy_is_loaded_only_for_a_word_that_no_list_holds() -> None:
    code = (
        "import re, sys; from saextract.text.sentences import split\n"
        "end = re.compile(r'(?<=[.!?])\\s+')\n"
        "split('Mr. Testbury answers. Then we write. Done!', end); print('spacy' in sys.modules)\n"
        "print(len(split('It is in the U.K. Later calls wait.', end)), 'spacy' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "1", "True"]
