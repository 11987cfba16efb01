"""Which files continue each other: the parts of one assessment that no manifest declares.

Some landlords publish a page for each section. Such pages stand in one folder, are against one
edition, and each has sections that the others leave out. They are taken for one assessment only
where nothing speaks against it; a folder in which two assessments could be meant is left as it
is, with a note on each file that a person can act on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from saextract.codes import get_code

from .survey import Part

_MOST_SHARED = 1
"""Rows that two parts may have in common, as where a section is printed at the end of one file
and at the head of the next."""


@dataclass
class Found:
    """What was found.

    Attributes:
        series: parts that make one assessment, in the order of their sections.
        notes: path of a file to the reason why it was not joined to others.
    """

    series: list[tuple[Part, ...]] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)


def find_series(candidates: Sequence[Part], landlords: set[str]) -> Found:
    """Finds the parts that continue each other in one folder, against one edition.

    Args:
        candidates: assessments that no manifest names and that leave sections out.
        landlords: of all assessments of the folder.
    """
    found = Found()
    unnamed = [part for part in candidates if not part.facts.who]
    sets = {
        name: [part for part in candidates if part.facts.who == name]
        for name in dict.fromkeys(part.facts.who for part in candidates)
        if name
    }
    if unnamed and len(landlords) > 1 and (sets or not _covers_all(unnamed)):
        _note(unnamed, "it names no landlord, and the folder holds assessments of several", found)
    elif unnamed and sets:
        (name,) = sets
        together = [*sets[name], *unnamed]
        if _hindrance(together):
            _note(unnamed, f"it names no landlord, and {_hindrance(together)}", found)
        else:
            sets[name] = together
    elif unnamed:
        sets[""] = unnamed
    for group in sets.values():
        _of_landlord(group, found)
    return found


def _covers_all(parts: Sequence[Part]) -> bool:
    """Whether parts have rows of every section of their edition."""
    sections = {section for part in parts for section in part.sections}
    return len(sections) == len(get_code(parts[0].facts.edition).sections)


def _of_landlord(group: Sequence[Part], found: Found) -> None:
    """Joins parts of one landlord, those of each year by themselves."""
    groups: list[list[Part]] = []
    dated = [part for part in group if part.facts.year]
    undated = [part for part in group if not part.facts.year]
    for part in dated:
        same = [
            g for g in groups if all(same_year(part.facts.year, other.facts.year) for other in g)
        ]
        if same:
            same[0].append(part)
        else:
            groups.append([part])
    if len(groups) > 1 and undated:
        _note(undated, "it gives no year, and the folder holds parts of several years", found)
    elif undated:
        groups = [[*(groups[0] if groups else ()), *undated]]
    for parts in groups:
        solid = [part for part in parts if not part.scrap]
        hindrance = _hindrance(solid)
        if hindrance:
            _note(solid, hindrance, found)
            continue
        for scrap in (part for part in parts if solid and part.scrap):
            if not _hindrance([*solid, scrap]):
                solid.append(scrap)
        if len(solid) > 1:
            found.series.append(tuple(sorted(solid, key=_order)))


def _order(part: Part) -> tuple[tuple[int, ...], str]:
    return part.sections, part.file.path


def _hindrance(parts: Sequence[Part]) -> str:
    """What speaks against parts making one assessment; "" for nothing."""
    for one, other in combinations(sorted(parts, key=_order), 2):
        names = f"{one.file.path} and {other.file.path}"
        if not same_year(one.facts.year, other.facts.year):
            return f"{names} are of different years"
        if not _agree(one, other):
            return f"{names} have rows for the same provisions"
        repeats = (one.rows or {}).keys() == (other.rows or {}).keys()
        if not repeats and one.sections[-1] > other.sections[0]:
            return f"{names} have sections that lie between each other's"
    if any(part.scrap or not part.facts.who for part in parts):
        if len({part.file.media_type for part in parts}) > 1:
            return "the files are of different kinds"
        sections = sorted({section for part in parts for section in part.sections})
        if any(after - before > 1 for before, after in pairwise(sections)):
            return "sections between them are missing"
    return ""


def _agree(one: Part, other: Part) -> bool:
    """Whether two parts share no row, or one that says the same, or are the same."""
    first, second = one.rows or {}, other.rows or {}
    shared = first.keys() & second.keys()
    few = len(shared) <= _MOST_SHARED or first.keys() == second.keys()
    return few and all(first[row] == second[row] for row in shared)


def same_year(one: str, other: str) -> bool:
    """Whether two years do not contradict each other: 2024 and 2024-25 do not."""
    years, others = _years(one), _years(other)
    if not years or not others:
        return True
    return years == others if len(years) == len(others) else bool(years & others)


def _years(text: str) -> set[int]:
    found = [int(year) for year in re.findall(r"\d+", text)]
    return {year if year > 99 else found[0] // 100 * 100 + year for year in found}


def _note(parts: Sequence[Part], why: str, found: Found) -> None:
    for part in parts:
        found.notes.setdefault(part.file.path, why)
