"""Rules over wordings: the printed requirement and the landlord's definition against the Code's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from saextract.codes import provision as provision_of
from saextract.findings.rule import Example, Raised, Row, Rule
from saextract.findings.statements.grammar import words_in
from saextract.model import Answer, Level
from saextract.text.anycase import AnyCase

_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"thirty": "30", "first": "1st", "second": "2nd"}
_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+")
_EVEN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "‐": "", "\u00ad": "", "\u200b": ""})
_LETTER = re.compile(r"(?:(?<=\s)|^)(?:\(?[a-h]\)|[a-h]\.|\(?[ivx]{1,4}\)|[ivx]{1,4}\.|\d\))(?=\s)")
_BINDING = frozenset(
    {"must", "should", "may", "can", "could", "might", "shall", "will", "required"}
)
_DENYING = frozenset(
    {"not", "no", "never", "cannot", "without", "neither", "nor", "none", "unless"}
)
_UNITS = words_in("working calendar business days day weeks week months month years year hours")
_EVENTS = words_in(
    "received acknowledged logged escalated issue requested allocated assigned investigated "
    "agreed completed"
)
_HEDGES = words_in(
    "normally usually generally ideally practicable possible reasonable reasonably endeavour "
    "try aim except only optional optionally discretion formal appropriate necessary "
    "available any all some most each every both either least most"
)
_CLAUSE = 4
"""Words from which on what is left out or added counts as a clause."""

_ITEM = 3
"""Words from which on what is left out of a list counts as one of its items."""

_ALIKE = 0.55
"""Share of words in common below which a text is another requirement, not an altered one."""

_OTHER_EDITION = 0.97
_SAME_WORD = 0.75
"""Share of letters in common from which on two words are one, typed or spelt differently."""

_MISTYPED, _LONG = 0.85, 5
"""The same where one of them is a word that a requirement turns on, and its least letters."""

_PIECES = frozenset(
    {"shared-row", "sub-rows", "several-rows", "ocr", "cells-uncertain", "text-order"}
)


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[str, ...]:
    """The words of a text, with numbers as digits and without the letters of lists."""
    flat = _LETTER.sub(" ", text.translate(_EVEN).lower())
    return tuple(_NUMBERS.get(word, word) for word in _TOKEN.findall(flat))


def _altered(row: Row) -> Raised | None:
    printed = row.response.requirement_printed
    flags = set(row.response.flags)
    if not printed or flags & _PIECES or any(flag.startswith("wording-of") for flag in flags):
        return None
    got, official = tokens(printed), tokens(row.provision.text)
    if got == official or not got:
        return None
    ratio = SequenceMatcher(None, got, official, autojunk=False).ratio()
    if ratio < _ALIKE and got != official[: len(got)]:
        return None
    if _is_of_other_edition(row, got):
        return None
    changes = _changes(got, official, printed, row.provision.text)
    return Raised(printed, " ".join(changes)) if changes else None


def _is_of_other_edition(row: Row, got: tuple[str, ...]) -> bool:
    printed = row.response.requirement_printed
    for relation in row.provision.relations:
        text = provision_of(relation.target).text
        other = tokens(text)
        alike = SequenceMatcher(None, got, other, autojunk=False).ratio() >= _OTHER_EDITION
        if alike and not _changes(got, other, printed, text):
            return True
    return False


def _changes(
    got: Sequence[str], official: Sequence[str], printed: str, official_text: str
) -> list[str]:
    """What was changed, each as a sentence, where it changes what is asked."""
    found = []
    first_person = _FIRST_PERSON.search(printed) is not None
    blocks = SequenceMatcher(None, official, got, autojunk=False).get_opcodes()
    for tag, a0, a1, b0, b1 in blocks:
        if tag == "equal":
            continue
        old, new = list(official[a0:a1]), list(got[b0:b1])
        if b1 == len(got) and not new and not _ends_a_sentence(printed, old, official[:a0]):
            continue
        if a0 == 0 and not new:
            continue
        old, new = _without_same(old, new)
        if first_person and not _is_hard(old, new):
            continue
        dropped = len(old) >= _ITEM and not new and "•" in official_text
        if dropped or _matters(old, new):
            found.append(_as_change(old, new))
    return found


def _is_hard(old: list[str], new: list[str]) -> bool:
    """Whether a change is none that the first person brings along ("We issue" for "must issue")."""
    changed = set(old) ^ set(new)
    return (
        any(w.isdigit() for w in changed)
        or bool(changed & (_DENYING | _UNITS))
        or ("should" in changed or "may" in changed)
    )


def _ends_a_sentence(printed: str, old: Sequence[str], before: Sequence[str]) -> bool:
    """Whether what is left out at the end is the end of a sentence that the text closes itself.

    A text that simply breaks off, or that stops after one of the Code's sentences, is cut.
    """
    closed = printed.rstrip().endswith((".", "’", "”", "'", '"'))
    return closed and 0 < len(old) <= _LONGEST_END and bool(before) and not _starts_sentence(old)


_FIRST_PERSON = AnyCase(r"\b(?:we|our|us)\b")
_LONGEST_END = 12
_OPENINGS = words_in("landlords landlord this these the if where residents any when policies a it")


def _starts_sentence(words: Sequence[str]) -> bool:
    return words[0] in _OPENINGS and len(words) > _CLAUSE


def _without_same(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """Without words that are only spelt or typed differently."""
    left = list(new)
    kept = []
    for word in old:
        twin = next((w for w in left if _is_spelling(word, w)), None)
        if twin is None:
            kept.append(word)
        else:
            left.remove(twin)
    if kept and left and "".join(kept) == "".join(left):
        return [], []
    return kept, left


def _is_spelling(first: str, second: str) -> bool:
    if first == second:
        return True
    if first.isdigit() or second.isdigit():
        return False
    telling = {first, second} & (_BINDING | _DENYING | _EVENTS)
    if len(telling) > 1 or (telling and min(len(first), len(second)) < _LONG):
        return False
    return SequenceMatcher(None, first, second).ratio() >= (_MISTYPED if telling else _SAME_WORD)


def _matters(old: list[str], new: list[str]) -> bool:
    changed = set(old) | set(new)
    if any(word.isdigit() for word in changed) or changed & (_BINDING | _DENYING | _UNITS):
        return True
    if changed & _EVENTS and old and new:
        return True
    if changed & _HEDGES and (not old or not new or changed & {"all", "any", "some", "most"}):
        return True
    return abs(len(old) - len(new)) >= _CLAUSE


def _as_change(old: Sequence[str], new: Sequence[str]) -> str:
    if not old:
        return f"Added: “{' '.join(new)}”."
    if not new:
        return f"Left out: “{' '.join(old)}”."
    return f"“{' '.join(new)}” for “{' '.join(old)}”."


# --------------------------------------------------------------------------------- definition

_MANDATED = re.compile(r"an expression of dissatisfaction.*", re.IGNORECASE | re.DOTALL)
_GIVEN = re.compile(
    r"(?:(?:defin(?:es?|ed|ition)|(?:is|are) (?:described|understood|explained|"
    r"summed up))\b[^.:;‘“\"]{0,80}?(?:\bas\b|\bis\b|\breads?\b|\bsays?\b|"
    r"\bstates?\b|:(?!//)|\bmeans\b|\bto be\b)"
    r"(?: follows)?\s*[:,–-]?\s*|complaints? (?:is|means|as|to be)(?! (?:\w+ )?(?:defined|"
    r"described|understood|explained|summed)\b)\s*[:,–-]?\s*|\b(?:we|policy|"
    r"it) (?:uses?|reads?|has|says?):\s+|\bcomplaint(?:,[^,.;]{3,30},| \([^)]{3,30}\))? (?:is|"
    r"means)(?! (?:\w+ )?(?:defined|described|understood|explained|summed)\b) |"
    r"[^.;:]{3,60}:\s+(?=[‘“\"']))"
    r"(?P<open>[‘“\"'])?(?P<words>.{12,500})",
    re.IGNORECASE | re.DOTALL,
)
_QUOTED = re.compile(r"[‘“\"](?P<words>[^”\"]{20,500}?)(?:[”\"]|’(?!\w))|'(?P<plain>[^']{30,500})'")
_DISSATISFACTION = AnyCase(r"\bexpression of (?:\w+ )?dissatisfaction\b")
_UNHAPPY = AnyCase(
    r"\b(?:dissatisf\w+|unhapp\w+|express\w*|grievance|objection|concern|fail\w*|not satisfied|"
    r"displeas\w+|"
    r"discontent|not (?:content|happy|pleased)|let down|wrong|badly|poor\w*|(?:fall\w*|fell) short|"
    r"did not (?:keep|do|meet|get)|below|criticis\w+|upset|annoy\w+)\b",
)
_IN_WORDS = re.compile(
    r"(?:an?|any|every|each|when(?:ever)?|where|some(?:one|body|thing)|anything|the|all|what|"
    r"dissatisf\w+|express\w*)\b",
    re.IGNORECASE,
)
"""How words begin that say what a complaint is."""
_NOT_OURS = re.compile(
    r"\b(?:easy[- ]read|in plain (?:english|words)|previous\w*|former\w*|old|earlier|until|"
    r"used to|no longer|LGSCO|Local Government|"
    r"service request (?:is|means)|definition of a service request|was replaced|"
    r"has been replaced|replaced|word for word|verbatim)\b",
    re.IGNORECASE,
)
_OURSELVES = words_in(
    "landlord organisation organization council association group trust company us we our "
    "society borough district homes housing authority"
)
_DEFINITIONS = {"HOS-2024:1.2", "HOS-2022:1.2", "HOS-2020:Q1.1"}
_ENOUGH = 5
"""Words of a definition below which nothing can be said about it."""


def _definition(row: Row) -> Raised | None:
    if row.provision.id not in _DEFINITIONS:
        return None
    mandated = _MANDATED.search(row.provision.text)
    official = tokens(mandated[0]) if mandated else ()
    for text in (row.response.commentary, row.response.evidence):
        for quote, given in _definitions(text):
            change = _differs(row, tokens(given), official, given)
            if change:
                return Raised(quote, change)
    return None


def _definitions(text: str) -> list[tuple[str, str]]:
    """The sentence and the words of each definition that a text gives."""
    found = []
    for match in _GIVEN.finditer(text):
        words = match["words"]
        if match["open"]:
            closing = re.search(r"[”\"]|[’'](?!\w)", words)
            words = words[: closing.start()] if closing else words
        else:
            end = re.search(r"[.;](?:\s|$)|[”\"]", words)
            words = words[: end.start()] if end else words
            if not _UNHAPPY.search(words) or not _IN_WORDS.match(words):
                continue
        found.append((text[match.start() : match.start("words") + len(words)].strip(), words))
    if not found:
        for match in _QUOTED.finditer(text):
            words = match["words"] or match["plain"]
            if _DISSATISFACTION.search(words):
                found.append((match[0], words))
    if not found and (loose := _DISSATISFACTION.search(text)):
        start = max(text.rfind(".", 0, loose.start()), text.rfind(":", 0, loose.start())) + 1
        words = re.split(r"[.;](?:\s|$)", text[loose.start() :])[0]
        if len(words.split()) >= 10:
            found.append((text[start : loose.start() + len(words)].strip(), words))
    return [(q, w) for q, w in found if not _NOT_OURS.search(_around(text, q))]


def _around(text: str, quote: str) -> str:
    at = text.find(quote)
    start = text.rfind(".", 0, at) + 1
    return text[start : at + len(quote)]


def _differs(row: Row, given: Sequence[str], official: Sequence[str], printed: str) -> str:
    if len(given) < _ENOUGH or printed.rstrip().endswith(("…", "...")):
        return ""
    own = set(tokens(row.landlord)) | _OURSELVES
    first, second = _plain(given, own), _plain(official, own)
    if first == second or (first and first[0] != "an" and ["an", *first] == second):
        return ""
    changes = []
    for tag, a0, a1, b0, b1 in SequenceMatcher(None, second, first, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        old, new = _without_same(second[a0:a1], first[b0:b1])
        old = [w for w in old if w not in ("the", "a", "an", "by", "its", "of", "own")]
        new = [w for w in new if w not in ("the", "a", "an", "by", "its", "of", "own", "is")]
        if old or new:
            changes.append(_as_change(old, new))
    return " ".join(changes)


def _plain(words: Sequence[str], own: set[str]) -> list[str]:
    """Words with every name of the landlord itself as one."""
    found: list[str] = []
    for word in words:
        word = "landlord" if word in own else word
        if not (word == "landlord" and found and found[-1] == "landlord"):
            found.append(word)
    return [
        w for i, w in enumerate(found) if not (w == "the" and found[i + 1 : i + 2] == ["landlord"])
    ]


# ------------------------------------------------------------------------------------ heading


def _heading(row: Row) -> Raised | None:
    words = Counter(
        re.findall(r"\b(must|should|mandatory|best practice)\b", row.response.heading.lower())
    )
    must = bool(words["must"] or words["mandatory"])
    should = bool(words["should"] or words["best practice"])
    if must == should or row.provision.level is Level.OTHER:
        return None
    printed = Level.MUST if must else Level.SHOULD
    return None if printed is row.provision.level else Raised(row.response.heading)


RULES = (
    Rule(
        id="requirement-altered",
        severity="high",
        version=2,
        message="The printed requirement is not the Code's.",
        looks_for="a printed requirement that differs from the Code's in a number or its unit, in "
        "must, should or may, in a negation, or by a clause left out or added",
        silent_for="typography, spelling, `five` for `5`, letters of lists, texts that break off, "
        "the wording of another edition (flag `wording-of`), and rows put together from pieces",
        check=_altered,
        raises=Example(
            "HOS-2024:6.3",
            Answer.YES,
            changes={
                "requirement_printed": "Landlords must issue a full response to stage 1 complaints "
                "within 15 working days of the complaint being acknowledged.",
                "evidence": "Policy 4.2",
            },
        ),
        silent=Example(
            "HOS-2024:6.3",
            Answer.YES,
            changes={
                "requirement_printed": "Landlords must issue a full response to Stage One "
                "complaints within ten working days of the complaint being acknowledged",
                "evidence": "Policy 4.2",
            },
        ),
    ),
    Rule(
        id="definition-differs",
        severity="high",
        version=3,
        message="The landlord's definition of a complaint is not in the Code's words.",
        looks_for="words given as the definition that differ from the mandated ones once quotes, "
        "case, dashes and punctuation are evened out",
        silent_for="the landlord's own name for `the landlord`, explanations after the definition, "
        "definitions of the past or of others, and quotes that break off",
        check=_definition,
        raises=Example(
            "HOS-2024:1.2",
            Answer.YES,
            "Our policy defines a complaint as ‘an expression of dissatisfaction, made in writing, "
            "about the standard of service, actions or lack of action by the landlord, its own "
            "staff, or those acting on its behalf, affecting a resident or group of residents.’",
        ),
        silent=Example(
            "HOS-2024:1.2",
            Answer.YES,
            "Our policy defines a complaint as “an expression of dissatisfaction, however made, "
            "about the standard of service, actions or lack of action by the landlord, its own "
            "staff, or those acting on its behalf, affecting a resident or group of residents”.",
        ),
    ),
    Rule(
        id="heading-level-mismatch",
        severity="low",
        version=1,
        message="The heading above the row says another level than the Code's.",
        looks_for="a must printed under a heading of should or best practice, or the other way "
        "round",
        silent_for="rows without such a heading",
        check=_heading,
    ),
)
