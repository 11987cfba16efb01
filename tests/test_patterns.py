"""Patterns in any case: they find what `re` finds, and know which texts they cannot stand in."""

from __future__ import annotations

import json
import pkgutil
import re
from importlib import import_module
from itertools import islice
from pathlib import Path

import pytest

import saextract.findings
from saextract.findings.statements.sentences import sentences
from saextract.text.anycase import AnyCase
from saextract.text.pieces import ways

CASES = Path(__file__).parent.parent / "corpus" / "planted" / "own"


def planted_sentences() -> list[str]:
    """The sentences of the planted cases that may be looked at."""
    found: dict[str, None] = {}
    for path in sorted(CASES.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            for text in (case.get("commentary", ""), case.get("evidence", "")):
                found |= dict.fromkeys(said.text for said in sentences(text) if text)
    return list(found)


def patterns_of_findings() -> list[AnyCase]:
    """All patterns in any case that the rules have."""
    found = []
    package = saextract.findings
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        values = vars(import_module(module.name)).values()
        found += [value for value in values if isinstance(value, AnyCase)]
    return found


def test_a_pattern_in_any_case_finds_what_is_printed_and_is_written_in_small_letters() -> None:
    pattern = AnyCase(r"\bonly (?P<who>tenants)\b")
    found = pattern.search("Open to ONLY Tenants of ours")
    assert found
    assert (found[0], found["who"], found.start()) == ("ONLY Tenants", "Tenants", 8)
    assert pattern.search("Open to all residents") is None
    longer_in_small = pattern.search("İİ only tenants")
    assert longer_in_small
    assert longer_in_small.start() == 3
    with pytest.raises(ValueError, match="small letters"):
        AnyCase("Only tenants")


def test_a_pattern_in_any_case_can_ask_for_a_capital() -> None:
    named = AnyCase(r"\b(?:(?-i:[A-Z])[\w’'-]+ to agree|will)\b")
    assert [match[0] for match in named.finditer("The BOARD TO AGREE, Cabinet to agree")] == [
        "BOARD TO AGREE",
        "Cabinet to agree",
    ]
    assert named.search("the board to agree") is None
    assert named.search("It will be done")


def test_the_patterns_of_the_rules_find_what_re_finds_in_however_many_texts() -> None:
    texts = planted_sentences()
    patterns = patterns_of_findings()
    assert len(texts) > 2000
    assert len(patterns) > 80
    for text in texts:
        patterns[0].search(text)
    plain = [re.compile(pattern.pattern, re.IGNORECASE) for pattern in patterns]
    found = 0
    for text in islice(texts, 0, None, 5):
        for pattern, same in zip(patterns, plain, strict=True):
            one, other = pattern.search(text), same.search(text)
            assert (one and one.span()) == (other and other.span()), (pattern.pattern, text)
            found += one is not None
    assert found > 1000


@pytest.mark.parametrize(
    ("pattern", "pieces"),
    [
        (r"\bstages?\b", {" stage ", " stages "}),
        (r"\bexclu\w+", {" exclu"}),
        (r"stage|formal", {"stage", "formal"}),
        (r"\bthird(?: and final)? stage\b", {" third "}),
        (r"\bn['’]t\b", {" n "}),
        (r"(?<!not )\b(?:by|at)\s+(?=the)20\d\d", {" by ", " at ", " 20"}),
        (r"\w+ \d+", set()),
        (r"(?:limit|period)? of\b", {"limit ", "period ", " of "}),
    ],
)
def test_the_syntax_of_a_pattern_tells_pieces_of_the_words_that_it_needs(
    pattern: str, pieces: set[str]
) -> None:
    assert {piece for way in ways(pattern) for clause in way for piece in clause} == pieces


def test_alternatives_are_ways_of_their_own() -> None:
    found = ways(r"\b(?:late\w* complaints?|time.barred)\b")
    assert found == {
        frozenset({frozenset({" late"}), frozenset({" complaint ", " complaints "})}),
        frozenset({frozenset({" time"}), frozenset({"barred "})}),
    }
