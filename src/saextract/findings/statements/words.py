"""Words as stems: what two texts speak of alike."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from .grammar import words_in

if TYPE_CHECKING:
    from snowballstemmer.basestemmer import BaseStemmer

_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?|\d+")
_STOP = words_in(
    "a about above after all also an and any are as at be been before being below between "
    "both but by can could did do does doing down during each either for from further had has "
    "have having he her here his how i if in into is it its itself just may me might more "
    "most must my no nor not now of off on once only or other our out over own per same shall "
    "she should so some such than that the their them then there these they this those "
    "through to too under until up us very was we were what when where which while who whom "
    "whose why will with within would you your yes one two their s t re ve ll e g etc i"
)
_ALIKE = {
    "board": "govern", "govern": "govern", "cabinet": "govern", "committe": "govern",
    "council": "govern", "councillor": "govern", "member": "member", "mrc": "member",
    "tenant": "resid", "custom": "resid", "complain": "complaint", "complainant": "resid",
    "leasehold": "resid", "repli": "respons", "answer": "respons", "respond": "respons",
    "letter": "write", "written": "write", "webpag": "websit", "onlin": "websit", "web": "websit",
    "site": "websit", "internet": "websit", "staff": "staff", "colleagu": "staff",
    "employe": "staff", "officer": "staff", "handler": "staff", "log": "record",
    "regist": "record", "note": "record", "publicis": "public", "publicli": "public",
    "publish": "public", "public": "public", "advertis": "public", "promot": "public",
    "contractor": "third", "tell": "inform", "told": "inform", "notifi": "inform",
    "explan": "explain", "contact": "contact", "compens": "remedi", "redress": "remedi",
    "impart": "independ", "lesson": "learn", "timefram": "timescal", "deadlin": "timescal",
    "leaflet": "public", "poster": "public", "escal": "escal", "appeal": "escal",
    "disabl": "disabl", "analysi": "analys", "interv": "updat", "reject": "accept",
    "refus": "accept", "repres": "repres", "advoc": "repres", "procedur": "polici",
    "appoint": "appoint", "nomin": "appoint", "satisfact": "survey", "accompani": "repres",
    "satisfi": "satisfi", "accredit": "train", "skill": "train", "induct": "train",
    "definit": "defin", "unrecord": "record", "unpublish": "public", "untrain": "train",
    "unmonitor": "monitor", "purchas": "buy", "signatur": "sign",
    "unexplain": "explain", "unacknowledg": "acknowledg",
}  # fmt: skip
"""Stems that the field uses for one thing: governing body, resident, answer, website."""

_IRREGULAR = {
    "kept": "keep", "held": "hold", "sent": "send", "told": "tell", "given": "give",
    "gave": "give", "written": "write", "wrote": "write", "made": "make", "taken": "take",
    "took": "take", "met": "meet", "shown": "show", "seen": "see", "saw": "see",
    "chosen": "choose", "brought": "bring", "built": "build", "found": "find", "heard": "hear",
    "dealt": "deal", "led": "lead", "understood": "understand", "drawn": "draw", "spoken": "speak",
    "rung": "ring", "rang": "ring", "begun": "begin", "began": "begin", "drew": "draw",
    "ran": "run", "spent": "spend", "stood": "stand", "rewrote": "rewrite",
    "rewritten": "rewrite", "redrawn": "redraw", "redrew": "redraw", "chose": "choose",
    "left": "leave", "lost": "lose", "knew": "know", "known": "know", "fell": "fall",
    "fallen": "fall", "grew": "grow", "broke": "break", "broken": "break", "sold": "sell",
    "reasonable": "fair", "reasonably": "fair",
    "bought": "buy", "taught": "teach", "paid": "pay", "said": "say", "gone": "go", "went": "go",
}  # fmt: skip
_GENERAL = frozenset({"complaint", "landlord", "resid", "polici", "process", "code", "hous"})
"""Stems that stand in nearly every row, and so tell none from another."""


@lru_cache(maxsize=1)
def _stemmer() -> BaseStemmer:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    stem: str = _stemmer().stemWord(_IRREGULAR.get(word, word))
    return _ALIKE.get(stem, stem)


@lru_cache(maxsize=4096)
def stems(text: str) -> tuple[str, ...]:
    """Stems of a text in their order, without function words, like words as one."""
    found = _WORD.findall(text.lower().replace("’", "'"))
    return tuple(_stem(word.partition("'")[0]) for word in found if word not in _STOP)


@lru_cache(maxsize=4096)
def topic(text: str) -> frozenset[str]:
    """The stems that tell what a text is about, without those that every row has."""
    return frozenset(s for s in stems(text) if s not in _GENERAL and not s.isdigit())
