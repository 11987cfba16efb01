"""Labels of any words that nearly all cells of a column open with: they are no part of the texts.

Which words are labels is known of some; that "Our story" is one, or "Proof we hold", only a form
itself can tell, by printing it before nearly every text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from saextract.lexicon.answers import whole
from saextract.model import Confidence, Response, weakest

TITLED = re.compile(
    r"\W*(?P<label>[^\W\d_]+(?: [^\W\d_]+){0,3}?)(?:\s?:\s?|\s?[–—-]\s|\s)"
    r"(?P<next>[A-Z][^\W\d_]*)(?!\w)"
)
"""How a label may stand before its text, which begins with a word in a capital; a place in a
document ("page S1") is none."""

_NEARLY_ALL = 0.8
"""Share of a column's texts that open with a label that is surely one."""
_FEWEST = 5
"""Texts by which a label can be told."""
_DIFFERENT = 0.3
"""Different words behind it, as a share of the texts; a policy's name has fewer."""


def cut_labels(responses: Sequence[Response]) -> tuple[Response, ...]:
    """The responses without labels of own words at the head of their texts.

    Each that had one carries the flag `label-in-cell`, and is of medium confidence at best.

    Args:
        responses: of one assessment.
    """
    found = list(responses)
    for column in ("evidence", "commentary"):
        texts = {at: text for at, r in enumerate(found) if (text := getattr(r, column))}
        matches = {at: match for at, text in texts.items() if (match := TITLED.match(text))}
        counts = Counter(match["label"].casefold() for match in matches.values())
        label, times = counts.most_common(1)[0] if counts else ("", 0)
        follow = {m["next"] for m in matches.values() if m["label"].casefold() == label}
        told = " " in label and times >= max(_FEWEST, _NEARLY_ALL * len(texts))
        if not told or len(follow) < _DIFFERENT * times or whole(label) is not None:
            continue
        for at, match in matches.items():
            if match["label"].casefold() == label:
                found[at] = _without(found[at], column, texts[at][match.start("next") :])
    return tuple(found)


def _without(response: Response, column: str, text: str) -> Response:
    known = response.confidence_parts.get("whole", Confidence.HIGH)
    return response.model_copy(
        update={
            column: text,
            "flags": tuple(dict.fromkeys((*response.flags, "label-in-cell"))),
            "confidence_parts": response.confidence_parts
            | {"whole": weakest((known, Confidence.MEDIUM))},
        }
    )
