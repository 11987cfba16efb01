"""Which words a text must hold for a pattern to be found in it.

The syntax of a pattern tells pieces of words that every text has that it is found in. A piece is
written with a space where its word begins or ends: " stage " is a whole word, " stag" the beginning
of one, "tag" stands anywhere in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any

_MOST = 16
"""Strings of one part of a pattern that are told apart; where it has more, it is cut in two."""

_MOST_WAYS = 12
"""Ways that are told apart; of more, only the clause that tells most is kept of each."""

_COMMON = (
    " the and in a of to is are on for we with by at was it not has our all have be this or from "
    "as no complaint complaints policy stage case procedure "
)
"""Words that many texts hold, with a space before and behind each."""

_Item = tuple[Any, Any]
"""Name and value of an item of a pattern, as Python's own compiler of patterns sees it."""


Clause = frozenset[str]
"""Pieces of words of which a text must have one."""

Way = frozenset[Clause]
"""Clauses of which a text must meet each."""


def ways(pattern: str) -> frozenset[Way]:
    """The ways in which a text can hold a pattern; it can hold it in none but these.

    Args:
        pattern: without flags.

    Returns:
        One or more; a way without clauses is one in which any text can hold it.
    """
    return _ways(list(import_module("re._parser").parse(pattern)), "", "")


def _ways(items: Sequence[_Item], before: str, after: str) -> frozenset[Way]:
    """The ways in which a text can hold a sequence of items.

    Args:
        items: the sequence.
        before, after: a space where a word begins or ends there.
    """
    found: frozenset[Way] = frozenset({frozenset()})
    run = {before}
    for place, item in enumerate(items):
        strings = _strings(item)
        if strings is None:
            gap = " " if _parts_words(item) else ""
            begins = " " if all(string.endswith(" ") for string in run) else ""
            found = _with(found, _longest(string + gap for string in run))
            found = _both(found, _within(item, begins, _edge(items[place + 1 :], after)))
            run = {gap}
        elif len(run) * len(strings) <= _MOST:
            run = {string + more for string in run for more in strings}
        else:
            found = _with(found, _longest(run))
            run = strings
    return _with(found, _longest(string + after for string in run))


def _with(found: frozenset[Way], clause: Clause) -> frozenset[Way]:
    return frozenset(way | {clause} for way in found) if clause else found


def _both(found: frozenset[Way], others: frozenset[Way]) -> frozenset[Way]:
    """Each of some ways with each of others, or, where these are too many, with one clause."""
    if len(found) * len(others) <= _MOST_WAYS:
        return frozenset(way | other for way in found for other in others)
    if not all(others):
        return found
    best = (max(way, key=lambda clause: min(map(_rarity, clause))) for way in others)
    return _with(found, frozenset().union(*best))


def _rarity(piece: str) -> int:
    return 1 if piece in _COMMON else len(piece)


def _longest(strings: Iterable[str]) -> frozenset[str]:
    """The longest piece of each string; none at all where one of them has none."""
    found = [max(_split(string), key=_rarity, default="") for string in set(strings)]
    return frozenset(found) if all(found) else frozenset()


def _split(string: str) -> list[str]:
    words = f"|{string}|".replace(" ", " | ").split("|")
    return [piece for piece in words if piece.strip()]


def _strings(item: _Item) -> set[str] | None:
    """All strings that an item stands for, with a space for what is no letter; None for a gap."""
    match item[0].name, item[1]:
        case "LITERAL", code:
            return {_sign(code)}
        case "AT", place:
            return {""} if place.name == "AT_NON_BOUNDARY" else {" "}
        case "ASSERT" | "ASSERT_NOT", _:
            return {""}
        case "IN", members if all(kind.name == "LITERAL" for kind, _ in members):
            return {_sign(code) for _, code in members}
        case "SUBPATTERN", (_, 0, _, items):
            return _joined(items)
        case "BRANCH", (_, branches) if len(branches) <= _MOST:
            each = [_joined(items) for items in branches]
            known = [strings for strings in each if strings is not None]
            together = set().union(*known)
            return together if len(known) == len(each) and len(together) <= _MOST else None
        case "MAX_REPEAT" | "MIN_REPEAT", (0, 1, items):
            strings = _joined(items)
            return None if strings is None else {"", *strings}
    return None


def _joined(items: Iterable[_Item]) -> set[str] | None:
    run = {""}
    for item in items:
        strings = _strings(item)
        if strings is None or len(run) * len(strings) > _MOST:
            return None
        run = {string + more for string in run for more in strings}
    return run


def _sign(code: int) -> str:
    sign = chr(code)
    return sign if sign.isalnum() or sign == "_" else " "


def _within(item: _Item, before: str, after: str) -> frozenset[Way]:
    """The ways to hold an item that stands for more strings than can be told apart."""
    match item[0].name, item[1]:
        case "SUBPATTERN", (_, 0, _, items):
            return _ways(items, before, after)
        case "MAX_REPEAT" | "MIN_REPEAT", (least, most, items) if least:
            return _ways(items, before, after if most == 1 else "")
        case "BRANCH", (_, branches):
            return frozenset().union(*(_ways(items, before, after) for items in branches))
    return frozenset({frozenset()})


def _edge(items: Sequence[_Item], after: str) -> str:
    """A space where a word ends before some items."""
    if not items:
        return after
    return " " if _parts_words(items[0]) or _strings(items[0]) == {" "} else ""


def _parts_words(item: _Item) -> bool:
    """Whether an item stands for signs alone, and for one at least."""
    match item[0].name, item[1]:
        case "IN", members:
            return all(
                (kind.name == "CATEGORY" and value.name in _SIGNS)
                or (kind.name == "LITERAL" and _sign(value) == " ")
                for kind, value in members
            )
        case "SUBPATTERN", (_, 0, _, items):
            return len(items) == 1 and _parts_words(items[0])
        case "MAX_REPEAT" | "MIN_REPEAT", (least, _, items) if least:
            return len(items) == 1 and _parts_words(items[0])
    return False


_SIGNS = ("CATEGORY_SPACE", "CATEGORY_NOT_WORD")
