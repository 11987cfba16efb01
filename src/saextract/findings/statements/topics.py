"""Which provision a text speaks of, by how often its stems stand in the rows of each.

The counts in `topics.json` are taken from the labelled rows of the corpus:
`python -m saextract.evaluation.topics gold`.
"""

from __future__ import annotations

import json
import math
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from saextract.codes import get_code
from saextract.model import Provision

from .scope import near
from .words import topic

LATEST = "HOS-2024"
"""The edition by whose provisions texts are counted; those of others go to what they relate to."""

_OWN_WORDS = 5
"""Cells that the Code's own words and their kin count as."""

_PRIOR = 6.0
"""Cells of the usual mixture of stems that are added to those of each provision."""


class Likeness(NamedTuple):
    """How well a text fits its own provision and the other that it fits best.

    Attributes:
        own, beside, other: sums of log odds over the stems that are known, for the provision
            itself, the best of its section and the best of all others; above 0 a text fits
            better than the usual row does.
        best: number of the other provision.
        known: how many stems are known.
    """

    own: float
    beside: float
    other: float
    best: str
    known: int


class _Counts(NamedTuple):
    cells: dict[str, float]
    stems: dict[str, dict[str, float]]
    total: float


def families(provision: Provision) -> frozenset[str]:
    """The provisions of the latest edition that a provision is, or relates to; may be empty."""
    if provision.id.startswith(f"{LATEST}:"):
        return frozenset({provision.id})
    targets = (relation.target for relation in provision.relations)
    return frozenset(target for target in targets if target.startswith(f"{LATEST}:"))


@lru_cache(maxsize=1)
def _counts() -> _Counts:
    raw = json.loads(files(__package__).joinpath("topics.json").read_text(encoding="utf-8"))
    cells: dict[str, float] = raw["cells"]
    stems: dict[str, dict[str, float]] = raw["stems"]
    for provision in get_code(LATEST).provisions:
        name = provision.number
        cells[name] = cells.get(name, 0) + _OWN_WORDS
        for stem in near(provision):
            by_provision = stems.setdefault(stem, {})
            by_provision[name] = by_provision.get(name, 0) + _OWN_WORDS
    return _Counts(cells, stems, sum(cells.values()))


@cache
def _odds(stem: str) -> tuple[float, ...]:
    """Log odds of a stem for each provision, in the order of the counts."""
    counts = _counts()
    found = counts.stems[stem]
    usual = sum(found.values()) / counts.total
    return tuple(
        math.log((found.get(name, 0.0) / usual + _PRIOR) / (cells + _PRIOR))
        for name, cells in counts.cells.items()
    )


@lru_cache(maxsize=2048)
def _sums(text: str) -> tuple[dict[str, float], int]:
    """Log odds of a text for each provision, and how many of its stems are known."""
    counts = _counts()
    known = [_odds(stem) for stem in topic(text) if stem in counts.stems]
    sums = map(sum, zip(*known, strict=True)) if known else [0.0] * len(counts.cells)
    return dict(zip(counts.cells, sums, strict=True)), len(known)


class _Groups(NamedTuple):
    """The provisions that texts are counted by: a row's own, those of its section, all others."""

    own: tuple[str, ...]
    section: tuple[str, ...]
    others: tuple[str, ...]


@lru_cache(maxsize=1024)
def _groups(provision: Provision) -> _Groups:
    own = {name.partition(":")[2] for name in families(provision)}
    sections = {name.partition(".")[0] for name in own}
    names = _counts().cells
    return _Groups(
        tuple(own),
        tuple(name for name in names if name.partition(".")[0] in sections),
        tuple(name for name in names if name not in own),
    )


def likeness(text: str, provision: Provision) -> Likeness | None:
    """How well a text fits a provision and the best of the others; None where nothing is known.

    Args:
        text: a cell.
        provision: whose row it stands in.
    """
    groups = _groups(provision)
    sums, known = _sums(text)
    if not groups.own or not known:
        return None
    of = sums.__getitem__
    best = max(groups.others, key=of)
    own, beside = max(map(of, groups.own)), max(map(of, groups.section))
    return Likeness(own, beside, sums[best], best, known)
