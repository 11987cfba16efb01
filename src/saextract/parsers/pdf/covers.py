"""Puts the text under a bar that a print lays over every page back in its place.

A web page's fixed bar or banner is printed over each sheet: what lies under it was not put there
to hide it. Something opaque that comes only once, or covers hardly any page, may hide on purpose,
and what is under it stays out.
"""

from __future__ import annotations

from collections.abc import Sequence

from .page import MIDDLE, Box, Page, Rule, Word

SAME = 2.0
"""A bar keeps its place on all pages to within this (points)."""

SHARE = 0.5
"""Share of the pages that a bar stands on."""

LARGEST = 0.3
"""Share of the page's area that a bar covers at most."""


def uncover(pages: Sequence[Page]) -> None:
    """Gives covered words back to the body, and sets the words of the bars aside.

    Args:
        pages: all pages of a document; changed in place.
    """
    if len(pages) < 2 or not any(page.covered for page in pages):
        return
    bars = [
        lid
        for page in pages
        for lid in page.lids
        if any(_is_in(word, lid) for word in page.covered) and _is_bar(lid, pages)
    ]
    for page in pages:
        _uncover(page, [lid for lid in page.lids if any(_same(lid, bar) for bar in bars)])


def _is_bar(lid: Box, pages: Sequence[Page]) -> bool:
    area = (lid[2] - lid[0]) * (lid[3] - lid[1])
    if any(page.width and area > LARGEST * page.width * page.height for page in pages):
        return False
    on = sum(any(_same(lid, other) for other in page.lids) for page in pages)
    return on >= max(2, SHARE * len(pages))


def _same(one: Box, two: Box) -> bool:
    return all(abs(a - b) <= SAME for a, b in zip(one, two, strict=True))


def _is_in(word: Word, box: Box) -> bool:
    x, y = (word.x0 + word.x1) / 2, word.baseline - MIDDLE * word.size
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _uncover(page: Page, bars: Sequence[Box]) -> None:
    for bar in bars:
        own = {id(word) for word in page.words if _is_in(word, bar)}
        page.residue += [word for word in page.words if id(word) in own]
        page.words = [word for word in page.words if id(word) not in own]
        page.fills = [fill for fill in page.fills if not _same(fill[:4], bar)]
        page.h_rules = [rule for rule in page.h_rules if not _is_edge(rule, bar)]
    back = [word for word in page.covered if any(_is_in(word, bar) for bar in bars)]
    page.words = sorted([*page.words, *back], key=lambda word: (word.baseline, word.x0))


def _is_edge(rule: Rule, bar: Box) -> bool:
    at_edge = min(abs(rule.top - bar[1]), abs(rule.top - bar[3])) <= SAME
    return at_edge and abs(rule.x0 - bar[0]) <= SAME and abs(rule.x1 - bar[2]) <= SAME
