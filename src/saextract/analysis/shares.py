"""What share of landlords meets a provision, or a section of the Code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from saextract.codes import get_code, provision
from saextract.dataset.rows import sure
from saextract.dataset.tables import Records, Value
from saextract.dataset.tables.derived import SHARES
from saextract.model import Answer, Provision

from .choose import Choice
from .wilson import wilson

_Key = tuple[str, str, str, tuple[str, ...]]
"""Code, edition, provision or section, and the label of each group."""

By = Literal["provision", "section"]
Group = Literal["type", "size", "year"]

SIZES = ((1_000, "under 1,000 homes"), (10_001, "1,000 to 10,000 homes"))
"""Upper ends of the bands of size, in homes; the bands in which the Ombudsman reports."""
LARGEST = "over 10,000 homes"
UNKNOWN = "(not known)"

UNCERTAIN = "uncertain"
"""What a row of low confidence that nobody has reviewed counts as, whatever it says."""
_OUTCOMES = (
    "no", "partial", UNCERTAIN, "not_found", "unclear", "unanswered", "yes", "described",
    "not_applicable",
)  # fmt: skip
"""What a row can say; of the rows of a section the first that occurs is what the section says."""
_COUNTED = ("yes", "partial", "no")
_RELATED = {
    "equal": "equal to",
    "equivalent": "equivalent to",
    "subset": "asks for less than",
    "superset": "asks for more than",
    "intersects": "overlaps with",
}


def shares(
    dataset: Mapping[str, Records],
    by: By = "provision",
    groups: Sequence[Group] = (),
    choice: Choice | None = None,
) -> Records:
    """Counts assessments by what they say, with the share that meets it and its interval.

    Each landlord counts once for each edition, by the newest assessment; grouped by year, once
    for each year. Where a provision is asked for by its id, those of other editions that are
    related to it are counted too, each by itself.

    Args:
        dataset: tables assessments and responses.
        by: provision; or section, which an assessment meets if it meets all of its provisions.
        groups: what to tell apart; several are combined.
        choice: what to count; all by default.

    Returns:
        Rows of the table `SHARES`, in the Code's order.
    """
    choice = choice or Choice()
    assessments = choice.assessments(dataset["assessments"], by_year="year" in groups)
    labels = {row["assessment_id"]: _label(row, groups) for row in assessments}
    wanted = _wanted(choice)
    said: dict[_Key, dict[Value, list[str]]] = {}
    for row in dataset["responses"]:
        asked = provision(str(row["provision_id"]))
        if row["assessment_id"] in labels and wanted(asked):
            key = (str(row["code"]), str(row["edition"]), _unit(asked, by))
            cell = said.setdefault((*key, labels[row["assessment_id"]]), {})
            cell.setdefault(row["assessment_id"], []).append(outcome(row))
    ordered = sorted(said.items(), key=lambda item: _order(item[0], by))
    return [_row(key, Counter(map(_whole, c.values())), by, (groups, choice)) for key, c in ordered]


def outcome(row: Mapping[str, Value]) -> str:
    """What a response counts as: its answer, or uncertain."""
    answer = str(row["answer"])
    return answer if answer == Answer.NOT_FOUND.value or sure(row) else UNCERTAIN


def size_band(homes: Value) -> str:
    """The band of a landlord's size."""
    if homes is None:
        return UNKNOWN
    return next((name for end, name in SIZES if int(homes) < end), LARGEST)


def most_unmet(dataset: Mapping[str, Records], choice: Choice, most: int = 10) -> Records:
    """The provisions that most landlords do not meet, the worst first.

    Args:
        dataset: tables assessments and responses.
        choice: what to count.
        most: rows at most.
    """
    return _worst(shares(dataset, choice=choice), most)


def most_unmet_of(counts: Mapping[str, Counter[str]], most: int = 10) -> Records:
    """The same, where somebody else has counted.

    Args:
        counts: provision id to how often its rows count as what, see `outcome`.
        most: rows at most.
    """
    keys: dict[_Key, Counter[str]] = {}
    for name, counted in counts.items():
        code, _, edition = name.partition(":")[0].rpartition("-")
        keys[code, edition, name, ()] = counted
    ordered = sorted(keys, key=lambda key: _order(key, "provision"))
    return _worst([_row(key, keys[key], "provision", ((), Choice())) for key in ordered], most)


def _worst(rows: Records, most: int) -> Records:
    found = [row for row in rows if row["n"] and row["n"] != row["yes"]]
    found.sort(key=lambda row: (int(row["yes"] or 0) - int(row["n"] or 0), row["share_met"]))
    return found[:most]


def _wanted(choice: Choice) -> Callable[[Provision], bool]:
    """Whether a provision is counted; with one that is named by its id, the related ones are."""
    named = choice.named()
    if named is None:
        return choice.takes
    related = {relation.target for relation in named.relations}
    return lambda asked: choice.takes(asked) or asked.id in related


def _label(row: Mapping[str, Value], groups: Iterable[Group]) -> tuple[str, ...]:
    names = {
        "type": row["landlord_type"] or UNKNOWN,
        "size": size_band(row["landlord_size"]),
        "year": str(row["year_start"] or UNKNOWN),
    }
    return tuple(str(names[group]) for group in groups)


def _unit(asked: Provision, by: By) -> str:
    return asked.id if by == "provision" else asked.section


def _whole(said: Sequence[str]) -> str:
    return min(said, key=_OUTCOMES.index)


def _order(key: _Key, by: By) -> tuple[str, int, int, tuple[str, ...]]:
    code, edition, unit, label = key
    numbers = get_code(f"{code}-{edition}").provisions
    places = {_unit(p, by): place for place, p in reversed(list(enumerate(numbers)))}
    return code, -int(edition), places[unit], label


def _row(
    key: _Key,
    counts: Counter[str],
    by: By,
    asked: tuple[Sequence[Group], Choice],
) -> dict[str, Value]:
    code, edition, unit, label = key
    groups, choice = asked
    about = _about(f"{code}-{edition}", unit, by, choice)
    n = sum(counts[name] for name in _COUNTED)
    low, high = wilson(counts["yes"], n) if n else (None, None)
    row: dict[str, Value] = {
        **about,
        "code": code,
        "edition": edition,
        "group_by": ", ".join(groups),
        "group": ", ".join(label),
        "assessments": counts.total(),
        "n": n,
        **{name: counts[name] for name in _OUTCOMES},
        "share_met": round(counts["yes"] / n, 4) if n else None,
        "share_low": None if low is None else round(low, 4),
        "share_high": None if high is None else round(high, 4),
    }
    return {name: row[name] for name in SHARES.names}


def _about(code_key: str, unit: str, by: By, choice: Choice) -> dict[str, Value]:
    if by == "section":
        title = get_code(code_key).sections[unit]
        return {"provision_id": "", "section": unit, "level": "", "text": title, "relation": ""}
    item = provision(unit)
    named = choice.named()
    relations = (r for r in item.relations if named and r.target == named.id)
    relation = next((f"{_RELATED[r.kind]} {r.target}" for r in relations), "")
    return {
        "provision_id": item.id,
        "section": item.section,
        "level": item.level.value,
        "text": item.text,
        "relation": relation,
    }
