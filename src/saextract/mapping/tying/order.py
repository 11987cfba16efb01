"""What an edition says of its provisions' order: who follows whom, and in which stage each stands.

It is asked for by every document, and made once.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from saextract.model import Code, Provision
from saextract.text.letters import letters

from .features import FloatArray, grams

_SUCCESSOR = 0.6
_BACKWARD = 1.2
_REPEATED = 4.0
"""What following the one before counts, and what going back and coming again cost."""

HEAD_LETTERS = 40
"""Letters of a provision that tell how it begins."""

_EDITIONS = 16
"""Editions of which this is kept; the catalogue has fewer."""


def order_scores(code: Code) -> FloatArray:
    """For each provision and each next one, how well the second follows the first.

    Args:
        code: the edition, whose official forms may print the provisions in several orders.

    Returns:
        An array of (provisions + 1) × provisions; the last row is the start of the document.
    """
    return _order_scores(tuple(p.number for p in code.provisions), code.printed_orders)


@lru_cache(_EDITIONS)
def _order_scores(
    numbers: tuple[str, ...], printed_orders: tuple[tuple[str, ...], ...]
) -> FloatArray:
    size = len(numbers)
    position = {number: i for i, number in enumerate(numbers)}
    numeric = tuple(range(size))
    printed = [
        tuple(position[number] for number in order if number in position)
        for order in printed_orders
    ]
    scores = np.full((size + 1, size), -_BACKWARD)
    scores[size] = 0.0
    for order in (numeric, *printed):
        rank = np.full(size, -1)
        rank[list(order)] = np.arange(len(order))
        gap = rank[None, :] - rank[:, None]
        forward = np.where(gap == 1, _SUCCESSOR, -0.15 * np.minimum(gap - 1, 6))
        known = (gap > 0) & (rank[None, :] >= 0) & (rank[:, None] >= 0)
        scores[:size] = np.where(known, np.maximum(scores[:size], forward), scores[:size])
        scores[size, order[0]] = _SUCCESSOR / 2
    np.fill_diagonal(scores[:size], -_REPEATED)
    scores.flags.writeable = False
    return scores


@lru_cache(_EDITIONS)
def heads_of(provisions: tuple[Provision, ...]) -> tuple[frozenset[str], ...]:
    """The grams with which provisions begin."""
    return tuple(grams(letters(provision.text)[:HEAD_LETTERS]) for provision in provisions)


STAGE = re.compile(r"\bstage\s*(?:(1|one)|(2|two))\b", re.IGNORECASE)
"""A stage of the complaints procedure; the first group is filled for the first, else the second."""


@lru_cache(_EDITIONS)
def stages_of(provisions: tuple[Provision, ...]) -> tuple[str, ...]:
    """The complaint stage that each provision is about ("1", "2" or ""), carried on in a section.

    Args:
        provisions: of one edition, in its order.
    """
    stages: list[str] = []
    current, section = "", ""
    for provision in provisions:
        if provision.section != section:
            current, section = "", provision.section
        named = {"1" if match[1] else "2" for match in STAGE.finditer(provision.text)}
        if len(named) == 1:
            current = named.pop()
            stages.append(current)
        else:
            stages.append("" if named else current)
    return tuple(stages)
