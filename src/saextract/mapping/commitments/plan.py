"""Rows of action plans, tied to the provisions that they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from saextract.lexicon import numbers
from saextract.lexicon.roles import Role
from saextract.mapping.about.assessed import DateReading
from saextract.mapping.context import PlanRow
from saextract.mapping.tables.fragments import Fragment
from saextract.mapping.tying.features import Likeness, grams, index_of
from saextract.model import Code

from .promises import finished

_RANGE_END = re.compile(
    r"\s*(?:-|–|—|to)?\s*(?:(?P<section>\d{1,2})\s?\.\s?)?(?P<place>\d{1,2})\W*"
)
"""What follows the first number of a range of provisions."""

_FULL = 0.8
_SPEAKS = 0.4
_CLOSE = 0.03


_FITS = 0.3
"""By how much a plan's requirements have to be more like those of one edition than of another."""


class Owner(NamedTuple):
    """An assessment that action plans may belong to.

    Attributes:
        code: its edition.
        first: its first table, 0-based in the document.
        landlord: its name, or "".
        dates: when it was made.
    """

    code: Code
    first: int
    landlord: str
    dates: DateReading

    @property
    def age(self) -> str:
        """What sorts it by time; "" where it is not dated."""
        return self.dates.assessed_on or self.dates.year


def share_out(plan: Sequence[Fragment], owners: Sequence[Owner]) -> list[list[Fragment]]:
    """Gives each action plan to one of the assessments of a document.

    A plan belongs to an assessment that stands before it, else to the first. Of several, those
    of the editions count that its requirement texts are clearly more like; of these the
    landlord's of the nearest; of these the newest, as plans look ahead, where each is dated;
    else the nearest.

    Args:
        plan: data rows of action plans, in reading order.
        owners: the assessments.

    Returns:
        The rows of each assessment.
    """
    shares: list[list[Fragment]] = [[] for _ in owners]
    for _, rows in groupby(plan if owners else (), key=lambda fragment: fragment.columns.headers):
        whole = list(rows)
        shares[_owner(whole, owners)].extend(whole)
    return shares


def _owner(rows: Sequence[Fragment], owners: Sequence[Owner]) -> int:
    before = [i for i, owner in enumerate(owners) if owner.first <= rows[0].table]
    if not before:
        return min(range(len(owners)), key=lambda i: owners[i].first)
    likeness = {i: _fit(rows, owners[i].code) for i in before}
    best = max(likeness.values())
    fitting = [i for i in before if likeness[i] >= best - _FITS]
    nearest = max(fitting, key=lambda i: owners[i].first)
    same = [
        i
        for i in fitting
        if owners[i].landlord == owners[nearest].landlord
        and owners[i].code.code == owners[nearest].code.code
    ]
    if all(owners[i].age for i in same):
        return max(same, key=lambda i: (owners[i].age, owners[i].first))
    return nearest


def _fit(rows: Sequence[Fragment], code: Code) -> float:
    """Mean likeness of a plan to an edition, by its requirements, or else by its numbers."""
    index = index_of(code)
    scores = [float(index.compare(grams(r.requirement)).score.max()) for r in rows if r.requirement]
    if not scores:
        known = {provision.number for provision in code.provisions}
        scores = [float(row.number in known) for row in rows if row.number]
    return sum(scores) / len(scores) if scores else 0.0


@dataclass(slots=True)
class _Group:
    """Consecutive plan fragments under one provision, or under several that one cell names."""

    numbers: tuple[str, ...]
    requirement: str
    rows: list[PlanRow]


def tie_plan(fragments: Sequence[Fragment], code: Code) -> list[PlanRow]:
    """Ties the rows of action plans to provisions.

    A row without a number and without a requirement of its own belongs to the provision above
    it. Where number and text disagree, a text that is printed in full and is that of another
    provision wins. A row that names several provisions is given to each of them.

    Args:
        fragments: data rows of action plans, in reading order.
        code: the edition of the assessment that they belong to.
    """
    found: list[PlanRow] = []
    for group in _grouped(fragments, code):
        found.extend(
            row.model_copy(update={"provision_id": provision_id})
            for row in group.rows
            for provision_id in _provisions(group, code)
            if row.action
        )
    return found


def _grouped(fragments: Sequence[Fragment], code: Code) -> list[_Group]:
    groups: list[_Group] = []
    for fragment in fragments:
        current = groups[-1] if groups else None
        row = PlanRow(
            provision_id="",
            action=fragment.action,
            due=fragment.due,
            owner=fragment.owner,
            status=finished(fragment.other),
            locators=fragment.locators,
        )
        if current is None or _begins(fragment, current, code):
            groups.append(_Group(_named(fragment, code), fragment.requirement, [row]))
            continue
        current.requirement = f"{current.requirement} {fragment.requirement}".strip()
        if fragment.breaks and not fragment.due and not fragment.owner:
            current.rows[-1] = _joined(current.rows[-1], row)
        else:
            current.rows.append(row)
    return groups


def _joined(upper: PlanRow, lower: PlanRow) -> PlanRow:
    return upper.model_copy(
        update={
            "action": f"{upper.action} {lower.action}".strip(),
            "locators": upper.locators + lower.locators,
        }
    )


def _begins(fragment: Fragment, current: _Group, code: Code) -> bool:
    """Whether a fragment names a provision of its own."""
    if fragment.columns.roles == (Role.ACTION,):
        return True
    named = _named(fragment, code)
    if named:
        return named != current.numbers
    index = index_of(code)
    alone = index.compare(grams(fragment.requirement)).score.max()
    before = index.compare(grams(current.requirement)).score.max()
    both = index.compare(grams(f"{current.requirement} {fragment.requirement}")).score.max()
    return bool(alone >= _SPEAKS and both <= before)


def _named(fragment: Fragment, code: Code) -> tuple[str, ...]:
    """The provisions that a row names: one, several ("4.1, 4.2") or a range ("6.1 to 6.3")."""
    known = {provision.number for provision in code.provisions}
    if fragment.numbers:
        return fragment.numbers
    if not fragment.number:
        beside = numbers.bracketed(" ".join(text for _, text in fragment.other))
        return tuple(number for number in beside if number in known)
    last = _RANGE_END.fullmatch(fragment.stray)
    if last is None:
        return (fragment.number,)
    section, first = fragment.number.split(".")
    within = [f"{section}.{place}" for place in range(int(first), int(last["place"]) + 1)]
    in_section = last["section"] in (None, section)
    return tuple(n for n in within if n in known) if in_section else (fragment.number,)


def _provisions(group: _Group, code: Code) -> list[str]:
    if len(group.numbers) > 1:
        return [p.id for p in code.provisions if p.number in group.numbers] or [""]
    return [_provision(group, code)]


def _provision(group: _Group, code: Code) -> str:
    likeness: Likeness = index_of(code).compare(grams(group.requirement))
    score = likeness.score
    best = int(score.argmax())
    numbered = next(
        (place for place, p in enumerate(code.provisions) if p.number in group.numbers), None
    )
    if numbered is None:
        return code.provisions[best].id if score[best] >= _SPEAKS else ""
    if score[best] >= _FULL and score[numbered] < score[best] - _CLOSE:
        return code.provisions[best].id
    return code.provisions[numbered].id
