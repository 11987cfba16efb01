"""Sentences as typed statements: which cues they hold, and how far each of them reaches.

A sentence is read once, however many rules look at it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import takewhile
from typing import Any

from .grammar import PhraseBook, Span, forms, tokens, words_in

_EVEN = str.maketrans("’‘“”", "''\"\"")
_MAY = re.compile(
    r"\bMay\b(?=\s+\d|\s*[.,;:)]|\s*$)|(?<=\d )May\b|(?<=\b(?:in|by|of) )May\b|"
    r"(?<=\b(?:since|until) )May\b|(?<=\bfrom )May\b"
)
_MONTH = "Mai"
"""The month of May, so that it is no modal verb; of the same length, so that offsets stay."""

_BREAKS = frozenset(
    {";", ":", "but", "although", "though", "however", "whereas", "while", "–", "—"}
)
_VERBS = words_in("do does is are has have will can was were did")
_JOINS = frozenset({"and", "so", "then", "yet"})
_SUBJECTS = words_in(
    "we it they the this these that there our a an no all each every staff residents he she"
)
_SUBORDINATE = words_in(
    "if where when whenever unless until whether who what whatever anything because why"
)
_IS = words_in("is are was were")
_RELATIVE = frozenset({"which", "that", "whose", "whom"})
_ADDING = frozenset({"which", "who"})
"""Behind a comma they add what is so, and limit nothing."""

_ENDS_NOUN = words_in(
    "of on in for to by with from at about than that which who and or is are was were has "
    "have the a an our we they it this not does do had been be can will may would must as "
    "between within under over until if when where so since yet still "
)
_REACH = 16
"""Words that a subordinate clause reaches from its first word; few are longer in these texts."""

_WHO = frozenset({"who", "whose"})
_MAIN = words_in("must may can cannot will shall are is have has need needs do does get gets")
_LEAST = 2
"""Words of a clause about somebody before the verb of the main clause."""

_DOUBLE = frozenset({"until", "unless", "without", "before", "only", "just", "merely"})


@dataclass(frozen=True)
class Negation:
    """What a statement denies.

    Attributes:
        at: token of the negating word.
        word: it, in lower case.
        head: the word that is denied, in lower case, or "".
        clause: words from the negation to the end of its clause.
        conditional: it stands in a clause of condition, of time, or about someone.
        double: it is limited again ("not closed until ...").
    """

    at: int
    word: str
    head: str
    clause: str
    conditional: bool
    double: bool


@dataclass(frozen=True)
class Statement:
    """A sentence with its cues.

    Attributes:
        text: as printed.
        words: its tokens in lower case.
        starts: offset of each token.
        cues: name of a cue to where it stands.
        clauses: number of the clause that each token is in.
    """

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    cues: dict[str, tuple[Span, ...]]
    clauses: tuple[int, ...]

    def has(self, *names: str, clause: int | None = None) -> bool:
        """Whether one of some cues stands in the statement, or in one of its clauses."""
        return any(
            clause is None or self.clauses[start] == clause
            for name in names
            for start, _ in self.cues.get(name, ())
        )

    def first(self, name: str) -> Span | None:
        """The first place of a cue."""
        return next(iter(self.cues.get(name, ())), None)

    def token(self, offset: int) -> int:
        """The first token at or behind an offset; 0 where there is none."""
        return next((i for i, start in enumerate(self.starts) if start >= offset), 0)

    def clause_text(self, clause: int) -> str:
        """The words of a clause."""
        return " ".join(w for w, c in zip(self.words, self.clauses, strict=True) if c == clause)

    def conditional(self, at: int) -> bool:
        """Whether a token stands in a clause of condition, of time, or about someone."""
        for place in range(at - 1, max(-1, at - _REACH), -1):
            word = self.words[place]
            if word in _ADDING and place and self.words[place - 1] == ",":
                return False
            if word == "what" and place and self.words[place - 1] in _IS:
                return False
            if word in _SUBORDINATE or (word in _RELATIVE and place and _is_noun(self, place - 1)):
                return not self._is_over(place, at)
            if word == "," or word in _BREAKS:
                return False
        opens = self.words[0] in ("should", "if", "where", "when", "were", "had")
        return opens and "," not in self.words[:at]

    def _is_over(self, opening: int, at: int) -> bool:
        """Whether the main clause has begun: "When it is late we write", "those who ask must"."""
        if self.words[opening] in _WHO and at - opening > _LEAST:
            return bool(_MAIN & set(self.words[at - 1 : at + 1]))
        inner = self.words[opening + 2 : at]
        if "we" not in inner:
            return False
        before = inner[: inner.index("we")]
        return bool(_VERBS & set(before)) and before[-1] not in ("that", "and", "or")

    def negations(self) -> tuple[Negation, ...]:
        """What it denies, in order."""
        lists = _lexicon().lists
        found = []
        for at, word in enumerate(self.words):
            if word not in lists["negation"]:
                continue
            clause = self.clauses[at]
            rest = [w for i, w in enumerate(self.words) if i > at and self.clauses[i] == clause]
            head = _noun(rest) if word == "no" else _first_content(rest, lists)
            found.append(
                Negation(
                    at=at,
                    word=word,
                    head=head,
                    clause=" ".join(rest),
                    conditional=self.conditional(at),
                    double=any(w in _DOUBLE for w in rest),
                )
            )
        return tuple(found)


def _first_content(rest: list[str], lists: Mapping[str, frozenset[str]]) -> str:
    """The word that "not" denies: the first that is no adverb or form of "to be"."""
    return next((w for w in rest[:7] if w not in lists["adverb"] and w not in lists["be"]), "")


def _noun(rest: list[str]) -> str:
    """The noun that "no" denies: the last word before a preposition, a verb or a mark."""
    phrase = list(takewhile(lambda word: word.isalpha() and word not in _ENDS_NOUN, rest[:5]))
    return phrase[-1] if phrase else ""


def _is_noun(statement: Statement, place: int) -> bool:
    """Whether the word before "that" is what it refers to, and not a verb of saying."""
    word = statement.words[place]
    joined = word in _JOINS and statement.words[place + 1] == "that"
    return word not in _lexicon().saying and word != "is" and not joined


@dataclass(frozen=True)
class _Lexicon:
    lists: dict[str, frozenset[str]]
    verbs: dict[str, dict[str, frozenset[str]]]
    cues: dict[str, tuple[str, ...]]
    saying: frozenset[str]


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    source = files(__package__).joinpath("cues.toml").read_text(encoding="utf-8")
    raw: dict[str, Any] = tomllib.loads(source)
    verbs = {name: forms(bases, raw["irregular"]) for name, bases in raw["verbs"].items()}
    lists = {name: frozenset(words) for name, words in raw["lists"].items()}
    saying = verbs["say"]["any"] | {"shows", "showed", "shown", "is", "was", "sure", "ensure"}
    cues = {name: tuple(patterns) for name, patterns in raw["cues"].items()}
    return _Lexicon(lists, verbs, cues, saying)


def words_of(name: str) -> frozenset[str]:
    """A list of words of the lexicon, or all forms of a list of verbs."""
    lexicon = _lexicon()
    return lexicon.lists[name] if name in lexicon.lists else lexicon.verbs[name]["any"]


@lru_cache(maxsize=1)
def _phrases() -> PhraseBook:
    lexicon = _lexicon()
    words: dict[str, dict[str, frozenset[str]]] = dict(lexicon.verbs)
    words.update({name: {"any": members} for name, members in lexicon.lists.items()})
    return PhraseBook(lexicon.cues, words)


@lru_cache(maxsize=8192)
def read(text: str) -> Statement:
    """One sentence as a statement."""
    words, starts = tokens(_MAY.sub(_MONTH, text.translate(_EVEN)))
    return Statement(
        text=text,
        words=words,
        starts=starts,
        cues=_phrases().spans(words),
        clauses=tuple(_clauses(words)),
    )


def _clauses(words: tuple[str, ...]) -> Iterable[int]:
    number = 0
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else ""
        opens = word in _BREAKS or (
            (word in _JOINS or (word == "," and following not in _JOINS))
            and (following in _SUBJECTS or (word == "and" and following in _VERBS))
            and place > 0
        )
        if opens:
            number += 1
        yield number
