"""Numbers of provisions: the one place that says what counts as one, and where it ends.

A number is a section's, a point and a place in it ("5.10"). Dates, money, percentages, measures
("6.3m") and the numbers of deeper paragraphs ("5.10.2") are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_LABEL = (
    r"(?:(?:(?:hos|ombudsman|code|chc|provision|section|paragraph|para|clause|ref|requirement|"
    r"item|question|point|line|rule|standard|check|test)\b|(?:qu?|no)(?![^\W\d]))\W*)*"
)
_NUMBER = r"(?P<section>\d{1,2})\s?\.\s?(?P<place>\d{1,2})(?!\s?\.?\d|\s*%|(?-i:[i-z]|bn)\b)"
_LISTED = r"(?:\(?(?:q(?:u|uestion)?\s?)?\d{1,3}[.):]\s+)?"
"""The number of a list, of a table's rows or of a form's questions before the provision's own
("2. 3.2", "Q7. 5.4")."""
_GOES_ON = r"(?:cont(?:inued|inuation|inues|['’]?d)?|ctd)\b(?:\s+from\s+\w+(?:\s+\w+)?)?\.?\)?"
_CONTINUED = rf"(?P<continued>\W{{0,3}}\b{_GOES_ON})?"
_OPENS = re.compile(
    rf"\W*{_LISTED}{_LABEL}(?<![\d.£$€]){_NUMBER}{_CONTINUED}[.:)\]]?", re.IGNORECASE
)
_WHOLE = re.compile(rf"\W*{_LISTED}{_LABEL}{_NUMBER}{_CONTINUED}\W*", re.IGNORECASE)
_ENDS = re.compile(rf"[.?!]\s+(?=[^\W\d]){_LABEL}{_NUMBER}\W*$", re.IGNORECASE)
_CONTINUATION = re.compile(rf"\W*{_GOES_ON}\W*", re.IGNORECASE)
_BRACKETS = re.compile(r"\(([^()]{3,30})\)")
_LIST_PLACE = re.compile(r"\W*\d{1,3}\W*")
_SEPARATORS = re.compile(r"[\s.:)\-–—]*(?=[^\W\d]|[‘'“\"(…]|$)")
_WITHIN = re.compile(rf"(?<![\d.£]){_NUMBER}")
_SEVERAL = re.compile(
    rf"\W*{_LABEL}\d{{1,2}}\.\d{{1,2}}"
    rf"(?:\s*(?:,|;|&|/|\+|\band\b|\s)\s*{_LABEL}\d{{1,2}}\.\d{{1,2}})+\W*",
    re.IGNORECASE,
)
_ONE_OF = re.compile(r"\d{1,2}\.\d{1,2}")


_COUNT = re.compile(rf"\W*{_LABEL}\d{{1,3}}(?:\.\d{{1,2}})?\W*(?:of \d{{1,3}})?\W*", re.IGNORECASE)
"""A word that counts, and a number: "Question 6", "Item 7 of 72", "Question 1.3"."""


class Number(NamedTuple):
    """A provision's number where it stands in a text.

    Attributes:
        number: without zeros before it, such as "5.10".
        start, end: indexes of its first digit, and after it and the sign that closes it.
        continued: "(continued)" stands beside it: the row goes on from an earlier page.
    """

    number: str
    start: int
    end: int
    continued: bool = False


def _of(match: re.Match[str]) -> Number:
    number = f"{int(match['section'])}.{match['place']}"
    continued = "continued" in match.re.groupindex and match["continued"] is not None
    return Number(number, match.start("section"), match.end(), continued)


def counts(text: str) -> bool:
    """Whether a text does nothing but count rows or questions: "Question 6", "Item 7 of 72"."""
    return text[:1].isalpha() and _COUNT.fullmatch(text) is not None


def opens(text: str) -> Number | None:
    """The number with which a text begins, words such as "Code provision" before it included."""
    match = _OPENS.match(text)
    return _of(match) if match else None


def whole(text: str) -> str:
    """The number of a text that is nothing else, or ""."""
    match = _WHOLE.fullmatch(text)
    return _of(match).number if match else ""


def bracketed(text: str) -> tuple[str, ...]:
    """The numbers that stand in brackets of their own ("Timeliness (6.3)", "(Code 5.1)")."""
    found = (whole(inner) for inner in _BRACKETS.findall(text))
    return tuple(dict.fromkeys(filter(None, found)))


def behind(text: str) -> tuple[str, str]:
    """The number with which a question ends ("Who decides? (5.1)") and the text before.

    It stands in brackets or is labelled ("Who decides? Code 5.1"); else both texts are empty.
    """
    labelled = _ENDS.search(text)
    start = labelled.start() + 1 if labelled else text.rfind("(")
    found = whole(text[start:]) if labelled or (start > 0 and text.rstrip().endswith(")")) else ""
    return (found, text[:start].rstrip()) if found else ("", "")


def before(text: str) -> tuple[str, str]:
    """The number with which a text begins and the text behind it, or "" and the whole text.

    A figure behind the number ("6.3 10 working days") says that it is none.
    """
    found = opens(text)
    parted = _SEPARATORS.match(text, found.end) if found else None
    return (found.number, text[parted.end() :]) if found and parted else ("", text)


def continues(text: str) -> bool:
    """Whether a text only says that the row above goes on ("continued", "ctd from page 3")."""
    return _CONTINUATION.fullmatch(text) is not None


def lists(text: str) -> bool:
    """Whether a text begins with a number, or is the place in a list that stands for one."""
    return opens(text) is not None or _LIST_PLACE.fullmatch(text) is not None


def within(text: str) -> Iterator[Number]:
    """All numbers in a text, in its order."""
    return map(_of, _WITHIN.finditer(text))


def several(text: str) -> tuple[str, ...]:
    """The numbers of a text that prints several and nothing else ("6.2 and 6.11"); else ()."""
    if not _SEVERAL.fullmatch(text):
        return ()
    return tuple(dict.fromkeys(number.lstrip("0") for number in _ONE_OF.findall(text)))
