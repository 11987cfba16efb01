"""Answers in the landlord's own words, which the document itself explains.

    Sorted: we do what the Code asks. Getting there: we do some of it. Missing: we don't do it.

    Sorted
    We do everything that this part of the Code asks.
    Getting there
    We do some of it, and say what is left.

Such words stand again and again by themselves, as lines or cells, and once at the beginning with
what they mean behind or beneath them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from saextract.lexicon.answers import is_answer, opens
from saextract.lexicon.roles import of_label
from saextract.lexicon.words import fold, one_line
from saextract.model import Answer, Parsed, Passage
from saextract.text.letters import letters

_LONGEST = 40
"""Characters of the longest answer in own words: four or five words."""
_FEWEST = 3
"""Times that the words of a key stand by themselves, in all."""
_LONGEST_MEANING = 120
"""Characters of the longest sentence that says what an answer means."""
_APART = 3
"""Passages from one explanation to the next one, from which on they are no key: each has two."""

_OWN = re.compile(rf"[A-Z][^\d:;.!?\n]{{1,{_LONGEST - 1}}}")
"""A text that may be an answer: a few words that begin with a capital."""

_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]|$)", re.MULTILINE)
_PARTING = re.compile(r"\s*(?::|=|–|—|\bmeans(?: that)?\b)\s*|\s+(?=[A-Z])")
"""What stands between an answer and what it means."""

_NOT_OURS = re.compile(r"\b(?:arise|appl(?:y|ies|icable)|relevant|needed)\b", re.IGNORECASE)
"""Words of an answer that a requirement is none of the landlord's, whatever explains it."""

_SENSES = (
    (
        Answer.YES,
        r"\b(?:no|nothing)\b[^.;]{0,30}\b(?:need(?:s|ed)?|required|necessary|outstanding|missing)\b|"
        r"\bno (?:gaps?|issues?|concerns?)\b|\bnothing (?:more|else|further|left) to\b",
    ),
    (Answer.NOT_APPLICABLE, r"\b(?:do|does|did)(?: not|n't) apply|\bnot (?:applicable|relevant)"),
    (
        Answer.PARTIAL,
        r"\b(?:some|parts|partly|partially|half|most|mostly|nearly|almost|started|begun|gaps?|"
        r"on the way|under ?way|working (?:on|towards)|in progress|more to do|left to do|"
        r"(?:in|a|do|does|meets?|only) part)\b|"
        r"\bnot (?:all|fully|everything|wholly|quite|always)\b",
    ),
    (Answer.NO, r"\b(?:not|no|none|nothing|cannot|missing|fall short|yet to)\b|n't\b"),
    (
        Answer.YES,
        r"\b(?:all|everything|fully|in full|whole|meets?|do|does|comply|complies|done|in place)\b",
    ),
)
_MEANINGS = tuple((answer, re.compile(pattern)) for answer, pattern in _SENSES)
"""What a sentence of a key says, by the first of these that it holds: "no action needed" is a yes,
and a part comes before a no, since "some of it is not" is no denial."""


def explained(parsed: Parsed) -> dict[str, Answer]:
    """The answers in own words that a document explains, by their letters.

    Args:
        parsed: the document; the words are passages, ends of passages or cells of tables.

    Returns:
        Those of the first key: explanations one after the other, of a yes and of something else.
        None where the words of one begin with an answer that is not what they would stand for.
    """
    alone = Counter(letters(text) for text in _alone(parsed) if _may_answer(text))
    for group in _groups(_defined(parsed, alone)):
        senses = set(group.values())
        used = sum(alone[letters(phrase)] for phrase in group)
        if Answer.YES in senses and len(senses) > 1 and used >= len(group) + _FEWEST:
            contradicted = any(
                (said := opens(phrase)) and said.answer is not answer
                for phrase, answer in group.items()
            )
            own = {letters(phrase): a for phrase, a in group.items() if not is_answer(phrase)}
            return {} if contradicted else own
    return {}


def _groups(found: Iterable[tuple[int, str, Answer]]) -> Iterator[dict[str, Answer]]:
    """Explanations one after the other, with no more than their own passages between them."""
    group: dict[str, Answer] = {}
    last = -_APART
    for place, phrase, answer in found:
        if place - last >= _APART and group:
            yield group
            group = {}
        group.setdefault(phrase, answer)
        last = place
    yield group


def _alone(parsed: Parsed) -> Iterator[str]:
    """The texts that stand by themselves."""
    for block in parsed.blocks:
        if isinstance(block, Passage):
            lines = block.text.split("\n")
            yield from (lines[0], lines[-1]) if len(lines) > 1 else lines
            continue
        for row in block.rows:
            yield from (one_line(cell.text) for cell in row.cells if cell and cell.text)


def _may_answer(text: str) -> bool:
    return bool(_OWN.fullmatch(text)) and (is_answer(text) or not of_label(text))


def _defined(parsed: Parsed, alone: Counter[str]) -> Iterator[tuple[int, str, Answer]]:
    """Words that stand alone elsewhere, each with the answer that its explanation gives.

    Yields:
        The place of the passage, the words and the answer.
    """
    texts = [block.text for block in parsed.blocks if isinstance(block, Passage)]
    seen: set[str] = set()
    for place, (text, below) in enumerate(zip_longest(texts, texts[1:], fillvalue="")):
        phrase = letters(text)
        first = alone[phrase] > 1 and phrase not in seen
        seen.add(phrase)
        if first and (answer := _meaning(text, below)):
            yield place, text, answer
        for sentence in _SENTENCE.findall(text):
            yield from ((place, *found) for found in _sentence(one_line(sentence), alone))


def _sentence(text: str, alone: Counter[str]) -> Iterator[tuple[str, Answer]]:
    """What a sentence explains: its words up to a sign, or up to another capital."""
    for sign in _PARTING.finditer(text[: _LONGEST + 1]):
        phrase = text[: sign.start()]
        if letters(phrase) in alone and (answer := _meaning(phrase, text[sign.end() :])):
            yield phrase, answer
            return


def _meaning(phrase: str, text: str) -> Answer | None:
    """The answer that a sentence of a key gives for some words."""
    said = fold(text).lower()
    if not said or len(said) > _LONGEST_MEANING:
        return None
    if _NOT_OURS.search(phrase):
        return Answer.NOT_APPLICABLE
    return next((answer for answer, pattern in _MEANINGS if pattern.search(said)), None)
