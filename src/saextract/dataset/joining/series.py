"""Which files continue each other: the parts of one assessment that no manifest declares.

Some landlords publish a page for each section. Such pages stand in one folder, are against one
edition, and each has sections that the others leave out. They are taken for one assessment only
where nothing speaks against it; a folder in which two assessments could be meant is left as it
is, with a note on each file that a person can act on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, pairwise
from pathlib import PurePosixPath

from saextract.codes import get_code
from saextract.model import Answer, Assessment, Outcome, Response
from saextract.register.names import name_key
from saextract.text.letters import letters

_MISREAD = frozenset(
    ("needs-ocr", "page-unreadable", "content-unread", "text-lost", "text-out-of-order")
)
"""Problems after which a missing section may be a matter of reading, not of the document."""

_DENSEST_GAP = 1 / 3
_MOST_SHARED = 1


@dataclass(frozen=True)
class Part:
    """An assessment in a file.

    Attributes:
        outcome: the file.
        assessment: what it holds of an assessment, maybe all.
        scrap: by itself it would be too little to be one.
    """

    outcome: Outcome
    assessment: Assessment
    scrap: bool = False

    @property
    def edition(self) -> str:
        """Key of its edition."""
        return f"{self.assessment.code}-{self.assessment.edition}"

    @property
    def folder(self) -> str:
        """Folder of its file."""
        return str(PurePosixPath(self.outcome.path).parent)

    @property
    def landlord(self) -> str:
        """What tells its landlord from others; "" where none is named."""
        return self.assessment.landlord_id or name_key(self.assessment.landlord)

    @cached_property
    def rows(self) -> dict[str, Response]:
        """Its responses that have a row, by provision."""
        responses = self.assessment.responses
        return {r.provision_id: r for r in responses if r.answer is not Answer.NOT_FOUND}

    @cached_property
    def sections(self) -> list[int]:
        """Sections of which it has rows, in order."""
        provisions = get_code(self.edition).provisions
        return sorted({int(p.section) for p in provisions if p.id in self.rows})

    @property
    def is_part(self) -> bool:
        """Whether it has some sections and, as far as can be told, leaves others out."""
        code = get_code(self.edition)
        if len(self.outcome.assessments) + len(self.outcome.scraps) > 1:
            return False
        if not self.rows or len(self.sections) == len(code.sections):
            return False
        if any(problem.code in _MISREAD for problem in self.outcome.problems):
            return False
        there = sum(int(p.section) in self.sections for p in code.provisions)
        return self.scrap or len(self.rows) >= _DENSEST_GAP * there


@dataclass
class Found:
    """What was found.

    Attributes:
        series: parts that make one assessment, in the order of their sections.
        notes: path of a file to the reason why it was not joined to others.
    """

    series: list[tuple[Part, ...]] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)


def find_series(parts: Iterable[Part]) -> Found:
    """Finds the parts that continue each other.

    Args:
        parts: all assessments of a run that no manifest names.
    """
    found = Found()
    folders: dict[tuple[str, str], list[Part]] = {}
    named: dict[str, set[str]] = {}
    for part in parts:
        folders.setdefault((part.folder, part.edition), []).append(part)
        if part.landlord and not part.scrap:
            named.setdefault(part.folder, set()).add(part.landlord)
    for (folder, _), group in folders.items():
        candidates = [part for part in group if part.is_part]
        if len(candidates) > 1:
            _of_folder(candidates, named.get(folder, set()), found)
    return found


def _of_folder(candidates: Sequence[Part], landlords: set[str], found: Found) -> None:
    """Finds the series of one folder and edition.

    Args:
        candidates: parts, at least two.
        landlords: of all assessments of the folder.
        found: is added to.
    """
    unnamed = [part for part in candidates if not part.landlord]
    sets = {
        name: [part for part in candidates if part.landlord == name]
        for name in dict.fromkeys(part.landlord for part in candidates)
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


def _covers_all(parts: Sequence[Part]) -> bool:
    """Whether parts have rows of every section of their edition."""
    sections = {section for part in parts for section in part.sections}
    return len(sections) == len(get_code(parts[0].edition).sections)


def _of_landlord(group: Sequence[Part], found: Found) -> None:
    """Joins parts of one landlord, those of each year by themselves."""
    groups: list[list[Part]] = []
    dated = [part for part in group if part.assessment.year]
    undated = [part for part in group if not part.assessment.year]
    for part in dated:
        same = [
            g
            for g in groups
            if all(same_year(part.assessment.year, other.assessment.year) for other in g)
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


def _order(part: Part) -> tuple[list[int], str]:
    return part.sections, part.outcome.path


def _hindrance(parts: Sequence[Part]) -> str:
    """What speaks against parts making one assessment; "" for nothing."""
    for one, other in combinations(sorted(parts, key=_order), 2):
        names = f"{one.outcome.path} and {other.outcome.path}"
        if not same_year(one.assessment.year, other.assessment.year):
            return f"{names} are of different years"
        if not _agree(one, other):
            return f"{names} have rows for the same provisions"
        repeats = one.rows.keys() == other.rows.keys()
        if not repeats and one.sections[-1] > other.sections[0]:
            return f"{names} have sections that lie between each other's"
    if any(part.scrap or not part.landlord for part in parts):
        if len({part.outcome.media_type for part in parts}) > 1:
            return "the files are of different kinds"
        sections = sorted({section for part in parts for section in part.sections})
        if any(after - before > 1 for before, after in pairwise(sections)):
            return "sections between them are missing"
    return ""


def _agree(one: Part, other: Part) -> bool:
    """Whether two parts share no row, or one that says the same, or are the same."""
    shared = one.rows.keys() & other.rows.keys()
    few = len(shared) <= _MOST_SHARED or one.rows.keys() == other.rows.keys()
    return few and all(said(one.rows[row]) == said(other.rows[row]) for row in shared)


def said(response: Response) -> tuple[str, ...]:
    """Answer and texts of a row, without punctuation and case."""
    texts = (response.answer_printed, response.evidence, response.commentary)
    return (response.answer.value, *map(letters, texts))


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
        found.notes.setdefault(part.outcome.path, why)
