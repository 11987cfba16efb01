"""Labels of any words that nearly all cells of a column open with: they are no part of the texts.

Which words are labels is known of some; that "Our story" is one, or "Proof we hold", only a form
itself can tell, by printing it before nearly every text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

from saextract.lexicon.answers import whole
from saextract.model import Confidence, Response, weakest

_Cell = TypeVar("_Cell")

_TITLED = re.compile(
    r"\W*(?P<label>[^\W\d_]+(?: [^\W\d_]+){0,3}?)(?:\s?:\s?|\s?[–—-]\s|\s)"
    r"(?P<next>[A-Z][^\W\d_]*)(?!\w)"
)
"""How a label may stand before its text, which begins with a word in a capital; a place in a
document ("page S1") is none."""

_NEARLY_ALL = 0.8
"""Share of a column's texts that open with a label that is surely one."""
_FEWEST = 5
"""Texts by which a label can be told."""
DIFFERENT = 0.3
"""Different words behind an opening, as a share of the times that it stands there, from which it is
a label: behind "Complaints Policy" stand "Section" or "Page" again and again."""


class Doubt(NamedTuple):
    """What makes a row doubtful.

    Attributes:
        flag: its name in the row's flags.
        grade: what the row has at best.
    """

    flag: str
    grade: Confidence


def doubted(response: Response, doubts: Sequence[Doubt]) -> Response:
    """A response with its doubts as flags and in its confidence."""
    if not doubts:
        return response
    known = response.confidence_parts.get("whole", Confidence.HIGH)
    flags = dict.fromkeys((*response.flags, *(doubt.flag for doubt in doubts)))
    whole = weakest((known, *(doubt.grade for doubt in doubts)))
    return response.model_copy(
        update={
            "confidence_parts": response.confidence_parts | {"whole": whole},
            "flags": tuple(flags),
        }
    )


def openings(texts: Mapping[_Cell, str]) -> dict[str, dict[_Cell, re.Match[str]]]:
    """What the texts of a column open with, in small letters, and in which cells.

    Args:
        texts: by their cells.
    """
    found: dict[str, dict[_Cell, re.Match[str]]] = {}
    for cell, text in texts.items():
        if match := _TITLED.match(text):
            found.setdefault(match["label"].casefold(), {})[cell] = match
    return found


def cut_labels(responses: Sequence[Response]) -> tuple[Response, ...]:
    """The responses without labels of own words at the head of their texts.

    Each that had one carries the flag `label-in-cell`, and is of medium confidence at best.

    Args:
        responses: of one assessment.
    """
    found = list(responses)
    for column in ("evidence", "commentary"):
        texts = {at: text for at, r in enumerate(found) if (text := getattr(r, column))}
        for label, matches in openings(texts).items():
            follow = {match["next"] for match in matches.values()}
            told = " " in label and len(matches) >= max(_FEWEST, _NEARLY_ALL * len(texts))
            if not told or len(follow) < DIFFERENT * len(matches) or whole(label) is not None:
                continue
            for at, match in matches.items():
                text = texts[at][match.start("next") :]
                doubtful = doubted(found[at], [Doubt("label-in-cell", Confidence.MEDIUM)])
                found[at] = doubtful.model_copy(update={column: text})
    return tuple(found)
