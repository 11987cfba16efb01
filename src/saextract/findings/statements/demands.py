"""What a provision demands, and which negation in a sentence denies that very thing.

A denial contradicts a yes only where both the verb and its object are those of a demand; a limit,
a courtesy, an absence of cases or another's doing is none.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from saextract.model import Provision
from saextract.text.anycase import AnyCase

from .grammar import words_in
from .reader import Negation, Statement, words_of
from .topics import LATEST, families
from .words import stems

_ANY = "*"
_AUXILIARY = words_in(
    "is are am 's 're do does has have can could being been be will would it they there currently "
    "also always really still usually normally"
)
_PASSIVE = words_in("is are 's 're been being be get gets")
_OWNED = words_in("is are has have exist exists there contain contains include includes gives "
                  "give offers offer with")  # fmt: skip
_ABOUT = words_in("about of that how why to with what when which where into")
_CUT = words_in(
    "in on at by for from during within as when if because unless until after before while where "
    "so since through between and or but"
)
_NOUNS = words_in("no none nothing nobody neither")
_CASES = frozenset(stems(
    "complaint complainant resident tenant customer case request stage issue staff contractor "
    "third party member individual person matter outcome order review figure law need new data"
))  # fmt: skip
"""Of what there may well be none: cases and people."""

_PERSONS = words_in(
    "resident residents tenant tenants customer customers complainant complainants leaseholder "
    "leaseholders you people anyone contractor contractors councillor councillors ombudsman"
)
_OTHERWISE = words_in("unless until without except once only just simply merely "
                      "more less longer later beyond over")  # fmt: skip
_NEAR = 6
"""Words behind "nobody" or "nothing" among which its verb stands."""

_SO_FAR = words_in("has been none would")
"""Of what would be done there may well have been no case yet."""
_PLACES = words_in("on in at")
_OWN = words_in("we our staff handlers officers")
_LIMITED = words_in("about from of concerning regarding where")
_ACCEPT = frozenset(stems("accept take open log consider"))
"""Of these a kind of complaint may be shut out, which has a rule of its own."""

_PASSED = words_in("was were had did would")
_WORD_OF = words_in(
    "information record records mention reference word words line section place part room "
    "note trace distinction difference clause paragraph guidance advice details statement "
    "explanation sentence step arrangement arrangements provision system process mechanism "
    "way"
)
"""Nouns that take what they are about behind them: "no information on how to complain"."""

_LEADS = words_in("of about on to for that as in")
_ONLY_IF = AnyCase(
    r"\bwho (?:ask|want|request|insist)\w*\b|\balone\b|\b(?:if|when|where) (?:they|a resident|"
    r"the (?:resident|"
    r"tenant|customer)|residents|tenants|customers) (?:\w+ )?(?:rings?|calls?|chases?|insists?|"
    r"pushes)\b|"
    r"\b(?:only|solely) (?:\w+ )?(?:if|when|where|at|once|in|after|for|on|to)\b"
    r"(?! (?:the |good |valid |one of the )*(?:reasons?|grounds))|"
    r"(?<!automatic )(?<!^)\bon request\b|"
    r"\b(?:if|when|where)"
    r" (?:they|a resident|the (?:resident|tenant|customer|complainant)|residents|tenants|"
    r"customers|anyone|"
    r"somebody|someone|we are|he or she) (?:\w+ )?(?:asks?|asked|requests?|insists?|chases?|"
    r"complains?|wants?)"
    r" (?:for|about)\b|\b(?:if|when|where) (?:asked|requested|time allows|there is time|"
    r"possible)\b|"
    r"\b(?:now and then|sometimes|occasionally|rarely|seldom|hardly ever)\b|"
    r"\bat the (?:\w+[’']s? )?discretion\b",
)
_AGREED = words_in("agree agrees agreed prefer prefers preferred")
_BESIDES = words_in(
    "another other different also further extra more longer too copies large print anonymous"
)
_ONWARDS = words_in("stage panel goes passed moves escalated escalation review")
"""With them something is done on request as it should be: a case goes on to the next stage."""
_PARTS = words_in("one two three four five some few most many any")


@dataclass(frozen=True)
class Demand:
    """What a provision demands to be done.

    Attributes:
        verbs: stems of what is done.
        objects: stems of what it is done to; empty where the verb says it all.
        unless: stems that make it something else.
    """

    verbs: frozenset[str]
    objects: frozenset[str]
    unless: frozenset[str]


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[Demand, ...]]:
    raw = tomllib.loads(files(__package__).joinpath("demands.toml").read_text(encoding="utf-8"))
    lists: dict[str, str] = raw["words"]

    def stems_of(words: str) -> frozenset[str]:
        spelt = re.sub(r"\$(\w+)", lambda m: lists[m[1]], words)
        return frozenset(s for w in spelt.replace(_ANY, " ").split() for s in stems(w) or (w,))

    def entry(name: str) -> list[str]:
        given = raw["demands"][name]
        return entry(given) if isinstance(given, str) else given

    def demand(notation: str) -> Demand:
        verbs, objects, unless = (*(part for part in notation.split("/")), "")[:3]
        anything = _ANY in objects
        return Demand(
            stems_of(verbs), frozenset() if anything else stems_of(objects), stems_of(unless)
        )

    return {name: tuple(demand(text) for text in entry(name)) for name in raw["demands"]}


@lru_cache(maxsize=1024)
def demands(provision: Provision) -> tuple[Demand, ...]:
    """What a provision demands: its own entries, or else those of the provisions it relates to."""
    table = _table()
    if provision.id in table:
        return table[provision.id]
    ids = [relation.target for relation in provision.relations]
    return tuple(demand for name in ids for demand in table.get(name, ()))


def denied(provision: Provision, statement: Statement, negation: Negation) -> bool:
    """Whether a negation denies the very thing that a provision demands."""
    given = demands(provision)
    if not given or negation.conditional or _is_set_apart(statement, negation.at):
        return False
    clause = _Clause.around(statement, negation.at)
    if negation.word == "without":
        denied_twice = not clause.before or bool(_NOUNS & set(clause.before))
        return not denied_twice and any(_lacks(demand, clause) for demand in given)
    if _is_partial(clause) or ("without" in clause.after and not clause.before):
        return False
    if negation.word == "no" and clause.after[:1] != ("one",):
        return any(_has_none(demand, clause, negation.head) for demand in given)
    if negation.word in _NOUNS:
        return any(_nothing_is(demand, clause, statement) for demand in given)
    if _OTHERWISE & set(clause.after) or clause.after[:2] in (("have", "to"), ("need", "to")):
        return False
    if (
        negation.word in ("not", "n't")
        and clause.before[-1:]
        and (clause.before[-1] not in _AUXILIARY)
    ):
        return False
    return any(_is_not_done(demand, clause, negation.head) for demand in given)


def is_missing(provision: Provision, statement: Statement, start: int, end: int) -> bool:
    """Whether words such as "is missing" or "omits" say that what is demanded is not there."""
    words = statement.words[start:end]
    clause = _Clause.around(statement, start)
    negative = bool(words_of("negation") & set(words))
    if negative or _is_set_apart(statement, start) or _is_partial(clause):
        return False
    if words[-1:] == ("to",):
        head = next((w for w in clause.after[len(words) - 1 :]), "")
        return any(_is_not_done(demand, clause, head) for demand in demands(provision))
    told = words[-1:] == ("silent",) and clause.after[:1]
    predicate = (
        not told and clause.before[-1:] and clause.before[-1] in _AUXILIARY | {"remains", "remain"}
    )
    region = clause.before if predicate else _object(clause.after[len(words) - 1 :])
    found = _said(region)
    meant = _said(words)
    return any(
        not found & demand.unless
        and found & demand.objects
        and (predicate or not meant & demand.objects)
        for demand in demands(provision)
    )


def is_restricted(provision: Provision, statement: Statement) -> bool:
    """Whether what every case is to have is done only if somebody asks, or only now and then."""
    if not _always() & families(provision):
        return False
    match = _ONLY_IF.search(statement.text)
    if match is None or _AGREED & set(statement.words):
        return False
    if match[0].lower() == "on request" and _ONWARDS & set(statement.words):
        return False
    at = statement.token(match.start())
    clause = _Clause.around(statement, at)
    if words_of("negation") & set(clause.before) or _is_set_apart(statement, at):
        return False
    if _BESIDES & {*clause.before, *clause.after}:
        return False
    found = _said([*clause.before, *clause.after])
    return any(
        len(found & demand.verbs) > 0 and len(found & demand.objects) > 0
        for demand in demands(provision)
    )


@lru_cache(maxsize=1)
def _always() -> frozenset[str]:
    raw = tomllib.loads(files(__package__).joinpath("demands.toml").read_text(encoding="utf-8"))
    return frozenset(f"{LATEST}:{number}" for number in raw["always"]["of"])


@dataclass(frozen=True)
class _Clause:
    """The words of a clause before and behind a token of it."""

    before: tuple[str, ...]
    after: tuple[str, ...]

    @classmethod
    def around(cls, statement: Statement, at: int) -> _Clause:
        number = statement.clauses[at]
        before = [w for w, c in zip(statement.words[:at], statement.clauses, strict=False)
                  if c == number]  # fmt: skip
        after = [w for w, c in zip(statement.words[at + 1 :], statement.clauses[at + 1 :],
                                   strict=True) if c == number]  # fmt: skip
        if number and before[:1] in (["and"], ["but"]) and set(before[1:]) <= _AUXILIARY:
            before = statement.clause_text(number - 1).split() + before
        return cls(tuple(before), tuple(after))


def _is_set_apart(statement: Statement, at: int) -> bool:
    """Whether a word stands in brackets or in quotation marks."""
    before = statement.words[:at]
    return before.count("(") > before.count(")") or before.count('"') % 2 == 1


def _object(words: tuple[str, ...]) -> list[str]:
    """What a verb is done to: the words behind it up to a clause of place, time or condition."""
    found = []
    for place, word in enumerate(words):
        if place and word in _CUT and word not in _ABOUT:
            break
        found.append(word)
    return found


def _is_partial(clause: _Clause) -> bool:
    """Whether only some of many are spoken of: "one of them"."""
    near = clause.before[-6:]
    return any(w in _PARTS and near[i + 1 : i + 2] == ("of",) for i, w in enumerate(near))


def _said(words: Iterable[str]) -> set[str]:
    """The stems of some words, and the words themselves."""
    given = ["have" if word in ("has", "had") else word for word in words]
    return {*stems(" ".join(given)), *given}


def _is_not_done(demand: Demand, clause: _Clause, verb: str) -> bool:
    if verb not in clause.after:
        return False
    place = clause.after.index(verb)
    behind = _object(clause.after[place + 1 :])
    if verb in _PLACES:
        return bool(_PASSIVE & set(clause.before[-2:]) and _said(behind) & demand.objects - _CASES)
    if not set(stems(verb)) & demand.verbs:
        return False
    passive = bool(_PASSIVE & {*clause.before[-3:], *clause.after[:place]})
    if not passive and _PERSONS & set(clause.before[:4]) and not _OWN & set(clause.before):
        return False
    if passive and _LIMITED & set(clause.before[:-1]) and stems(verb)[0] in _ACCEPT:
        return False
    found = _said([*clause.before, *behind] if passive else behind)
    if found & demand.unless:
        return False
    return not demand.objects or bool(found & demand.objects)


def _has_none(demand: Demand, clause: _Clause, noun: str) -> bool:
    """Whether "no" denies a thing of the demand: "there is no policy", "no record is kept"."""
    if noun not in clause.after or _PERSONS & set(clause.before[:3]):
        return False
    place = clause.after.index(noun)
    behind = clause.after[place + 1 :]
    owned = bool(_OWNED & set(clause.before[-4:])) or bool(
        clause.before and set(stems(clause.before[-1])) & demand.verbs
    )
    passive = next((i for i, word in enumerate(behind) if word in _PASSIVE | {"has", "have"}), -1)
    done = passive >= 0 and bool(set(stems(" ".join(behind[passive : passive + 4]))) & demand.verbs)
    done = done or bool(set(stems(" ".join(behind[:6]))) & demand.verbs and not clause.before)
    head = set(stems(noun))
    if done and passive >= 0 and _said(behind[passive:]) & demand.objects - demand.verbs:
        return True
    if noun in _WORD_OF and (owned or done or clause.before):
        return bool(_said([*clause.before, *behind]) & demand.objects)
    if not head & demand.objects - _CASES and not (done and head & demand.objects):
        return False
    return owned or done or behind[:1] == ("exists",)


def _nothing_is(demand: Demand, clause: _Clause, statement: Statement) -> bool:
    """Whether "nobody", "nothing", "none" or "neither" says that it is not done, or not there."""
    found = _said(clause.after)
    if not found & (demand.verbs | demand.objects) and len(clause.after) <= 1:
        there = "there" in clause.before and not set(statement.words) >= _SO_FAR
        return there and bool(_said(statement.words) & demand.objects)
    if found & demand.unless or _PASSED & set(clause.after[:5]):
        return False
    if {"until", "unless", "before"} & set(statement.words):
        return False
    there = "there" in clause.before
    verbs = _said(clause.after[:_NEAR]) & demand.verbs
    objects = found & demand.objects
    if there and objects:
        return True
    return bool(verbs) and (not demand.objects or (bool(objects) and len(verbs | objects) > 1))


def _lacks(demand: Demand, clause: _Clause) -> bool:
    """Whether "without" leaves out what is demanded: "extended without telling the resident"."""
    if not clause.after or not demand.objects:
        return False
    region = _said(_object(clause.after)[:8])
    head = clause.after[0]
    led = head in _WORD_OF and clause.after[1:2] and clause.after[1] in _LEADS
    if led or (head.endswith("ing") and set(stems(head)) & demand.verbs):
        return bool(region & demand.objects)
    stated = bool(_AUXILIARY & set(clause.before))
    return stated and bool(set(stems(" ".join(clause.after[:2]))) & demand.objects - _CASES)
