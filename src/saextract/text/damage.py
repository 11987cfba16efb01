"""Letters that a broken font map, or a broken export, has put in the place of others.

A font's ligatures (fi, ti, ff, tt, …) come out as Chinese signs, as letters of other alphabets, as
private or replacement characters. Which letters they stand for is learnt from known words: a sign
is put right where it makes known words of the words it stands in, and only there.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from itertools import product

_UNKNOWN = "\ufffd"
_LATIN = "\u024f"
"""The last character of the blocks with the Latin letters of European languages."""
_ODD = (
    r"\u0000-\u0008\u000b\u000e-\u001f\u0180-\u024f\u0370-\u1cff\u2c00-\ud7ff\ue000-\uf8ff\ufffd"
    r"\U000f0000-\U0010ffff"
)
"""Characters that stand in no English word: controls, Latin letters of Africa and phonetics, other
alphabets, private characters. Greek and Cyrillic words are left alone, since a sign counts only
between English letters."""

_MAYBE = r"\u00fb-\u00ff\u014c\u014d\u019f\u01a9"
"""Letters of other languages that are given for ligatures: û to ÿ, where a rewritten file has the
sum of a character's two bytes, and Ō, Ɵ, Ʃ by fonts of Microsoft."""

_SUMS = (
    (re.compile(r"(?<=[a-z])9(?!\d|\.\d)|(?<=[A-Z])9(?=s\b)"), "’"),
    (re.compile(r"(?<![\w.])8(?=[A-Za-z])"), "‘"),
    (re.compile(r"(?<=‘)([^‘’]{1,400}?(?:\w|[a-z]\.))9(?!\w|\.\d)"), r"\1’"),
    (re.compile(r"<(?=[A-Za-z])"), "“"),
    (re.compile(r"(?<=[A-Za-z.,!?])=(?!\w)"), "”"),
)
"""Quotes of which the sum of both bytes is left: U+2019 gives 0x39, the sign 9."""

_SUMMED_WORD = re.compile(
    r"\b(?P<owner>[A-Za-z]{2,})9(?:s|t|re|ve|ll|d)\b|\b8(?P<quoted>[a-z]{2,})"
)
_UNPROVEN = re.compile(rf"[{_MAYBE}]|(?<=[A-Za-z,.)]) [34] (?=[A-Za-z(])|(?<=[a-z])F(?![A-Za-z])")
"""What may stand for a ligature, a dash or dots in a text with such sums, and may not."""

_WORD = re.compile(rf"[A-Za-z{_ODD}{_MAYBE}]+")
_SIGN = re.compile(rf"[{_ODD}{_MAYBE}]")
_DAMAGED = re.compile(rf"(?<=[A-Za-z])[{_ODD}]+|[{_ODD}]+(?=[a-z])")
_ANY_ODD = re.compile(f"[{_ODD}]")
_NUMBERED = "(cid:"
"""What pdfminer writes, with a number, for a sign that its font does not name."""

_RETURN = re.compile(r"_x000[dD]_\n?")
_PARTS = (
    "fi", "ti", "ff", "tt", "fl", "ft", "ffi", "tti", "ffl", "fft", "fj", "tf", "th", "Th", "ct",
    "st",
)  # fmt: skip
"""What one sign can stand for: the ligatures of common fonts. A single letter is none, since other
letters in its place make known words too (read, lead)."""

_LEAST = 4
"""Letters of the shortest word that tells something."""

_FEWEST_WORDS = 2
"""Different words that must agree on what a sign stands for, or that bytes were summed."""

_FEWEST_LETTERS = 3
"""Letters that a word must have beside a replacement character, to be told by them."""

_MOST_SIGNS = 3
"""Different signs in a word that are tried together."""


def is_damaged(text: str) -> bool:
    """Whether a text has signs within English words, or numbers, that stand for other letters."""
    odd = _ANY_ODD.search(text) is not None and _DAMAGED.search(text) is not None
    return odd or _NUMBERED in text


def may_be_summed(text: str) -> bool:
    """Whether digits stand where words have quotes: "landlord9s", "8must"."""
    return ("9" in text or "8" in text) and _SUMMED_WORD.search(text) is not None


def is_foreign(text: str) -> bool:
    """Whether a text has letters of another script than ours, or characters of none.

    Whole words of them are no damage between English letters, and yet no English form prints
    them: a broken font map may have left them.
    """
    return not text.isascii() and any(map(_is_strange, set(text)))


def _is_strange(character: str) -> bool:
    category = unicodedata.category(character) if character > _LATIN else ""
    return (
        character == _UNKNOWN
        or category in ("Co", "Cn", "Lo")
        or (category in ("Lu", "Ll") and not unicodedata.name(character, "").startswith("LATIN"))
    )


class Mender:
    """Puts damaged letters right, as far as known words prove what they stand for.

    Args:
        texts: the damaged texts, of one document: a sign means the same all over it.
        known: words that are spelt right, in any case.
    """

    def __init__(self, texts: Iterable[str], known: Iterable[str]) -> None:
        self._known = {word.lower() for word in known if len(word) >= _LEAST}
        self._map: dict[str, str] = {}
        texts = list(texts)
        words = {word for text in texts for word in _WORD.findall(text) if _SIGN.search(word)}
        summed = {match[0] for text in texts for match in _SUMMED_WORD.finditer(text)}
        self._summed = sum(map(self._was_quoted, summed)) >= _FEWEST_WORDS
        self._turn_back(words)
        for _ in range(_MOST_SIGNS):
            if not self._learn(words):
                break

    def mend(self, text: str) -> str:
        """The text with its damaged letters put right; what is not proven stays."""
        mended = _WORD.sub(lambda word: self._mended(word[0]), _RETURN.sub("\n", text))
        for sign, quote in _SUMS if self._summed else ():
            mended = sign.sub(quote, mended)
        return mended

    def is_doubtful(self, text: str) -> bool:
        """Whether a text that was put right has signs left that may stand for others."""
        return self._summed and _UNPROVEN.search(text) is not None

    def _was_quoted(self, word: str) -> bool:
        match = _SUMMED_WORD.fullmatch(word)
        return match is not None and (match["owner"] or match["quoted"]).lower() in self._known

    def _turn_back(self, words: Iterable[str]) -> None:
        """Takes signs for the letters whose bytes they have in the wrong order, if words say so."""
        turned = {sign: _swapped(sign) for word in words for sign in _SIGN.findall(word)}
        letters = {sign: letter for sign, letter in turned.items() if letter}
        plain = ("".join(letters.get(c, c) for c in word).lower() for word in words)
        if letters and any(word in self._known for word in plain):
            self._map |= letters

    def _learn(self, words: Iterable[str]) -> bool:
        """Takes what single signs stand for from the words that they make; whether any is new."""
        votes: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for word in words:
            plain = "".join(self._map.get(c, c) for c in word)
            signs = set(_SIGN.findall(plain))
            if len(signs) != 1 or _UNKNOWN in signs:
                continue
            (sign,) = signs
            for part in _PARTS:
                made = plain.replace(sign, part).lower()
                if made in self._known:
                    votes[sign][part].add(made)
        found = {sign: part for sign, made in votes.items() if (part := _agreed(made))}
        self._map |= found
        return bool(found)

    def _mended(self, word: str) -> str:
        signs = _SIGN.findall(word)
        if not signs:
            return word
        plain = "".join(self._map.get(c, c) for c in word)
        left = _SIGN.findall(plain)
        letters = len(plain) - len(left)
        if set(left) != {_UNKNOWN} or len(left) > _MOST_SIGNS or letters < _FEWEST_LETTERS:
            return plain
        made = {
            whole
            for parts in product(_PARTS, repeat=len(left))
            if (whole := _put(plain, parts)).lower() in self._known
        }
        return made.pop() if len(made) == 1 else plain


def _swapped(sign: str) -> str:
    """The English letter of which a sign has the two bytes in the wrong order, or ""."""
    high, low = divmod(ord(sign), 0x100)
    return chr(high) if low == 0 and high < 0x80 and chr(high).isalpha() else ""


def _agreed(made: dict[str, set[str]]) -> str:
    """The one part that makes known words, if several different words agree on it; else ""."""
    if len(made) != 1:
        return ""
    ((part, words),) = made.items()
    return part if len(words) >= _FEWEST_WORDS else ""


def _put(word: str, parts: Iterable[str]) -> str:
    left = iter(parts)
    return _SIGN.sub(lambda _: next(left), word)
