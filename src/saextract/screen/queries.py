"""What gaps, compare and shares show to people in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from .show import clean, grid, say, short

if TYPE_CHECKING:
    from rich.console import Console

    from saextract.dataset.tables import Records, Table, Value

_GROUP_TITLES = {
    "not_met": "Not met (answered no or partial)",
    "uncertain": "Uncertain (read as no or partial, but the row must be checked first)",
    "not_answered": "Not answered (answer blank or unclear)",
    "not_found": "Not found (the document has no row, which says nothing about the landlord)",
}
_BEFORE = "announced before"
_PAGE = "page"
_OFTEN_EMPTY = (_BEFORE, _PAGE)
_GAP_HEADERS = ("no.", "answer", "requirement", "commentary", _BEFORE, _PAGE, "sure")
_MOST_CHANGES = 60
"""Changes that the screen shows; the data has all."""


def show_gaps(console: Console, rows: Records, worst: Records, counts: tuple[int, int]) -> None:
    """Not met row by row; the others as lists of numbers; then what is most often not met.

    Args:
        console: where.
        rows: rows of `GAPS`.
        worst: rows of `SHARES`, the worst first.
        counts: assessments that were looked at, and all in the dataset.
    """
    say(console, _looked_at(*counts))
    for group, title in _GROUP_TITLES.items():
        same = [row for row in rows if row["group"] == group]
        if not same and group == "uncertain":
            continue
        say(console, f"{title}: {len(same)}")
        if not same:
            continue
        if len({row["provision_id"] for row in rows}) == 1 and group != "not_found":
            if group == "not_met":
                say(console, f"{same[0]['provision_id']} {clean(same[0]['requirement'])}")
            heads = ("assessment", "answer", *_GAP_HEADERS[3:])
            grid(console, *_shown(heads, (_one_line(row) for row in same)))
        elif group in ("not_met", "uncertain"):
            for head, block in _by_assessment(same):
                say(console, f"\n{head}: {len(block)} {group.replace('_', ' ')}")
                grid(console, *_shown(_GAP_HEADERS, (_gap_line(row) for row in block)))
        else:
            lists = (
                (head, len(block), ", ".join(_number(row) for row in block))
                for head, block in _by_assessment(same)
            )
            grid(console, ("assessment", "rows", "provisions"), lists)
    if worst and counts[0] > 1:
        say(console, "Most often not met")
        show_shares(console, worst)


def _looked_at(used: int, there: int) -> str:
    if used == there:
        return f"Assessments: {used}."
    return (
        f"Assessments: {used} of {there}; older ones, copies and what was not asked for are left "
        "out."
    )


def _by_assessment(rows: Records) -> list[tuple[str, Records]]:
    """Rows by assessment, each with a line that names it."""
    blocks: dict[Value, Records] = {}
    for row in rows:
        blocks.setdefault(row["assessment_id"], []).append(row)
    return [(_head(block[0]), block) for block in blocks.values()]


def _head(row: Mapping[str, Value]) -> str:
    who = str(row["landlord"] or "(no landlord named)")
    year = f" {row['year']}" if row["year"] else ""
    return f"{clean(who)}{year}, {row['code']} {row['edition']} [{clean(row['path'])}]"


def _number(row: Mapping[str, Value]) -> str:
    return str(row["provision_id"]).split(":", 1)[1]


def _gap_line(row: Mapping[str, Value]) -> tuple[object, ...]:
    answer = str(row["answer"])
    printed = clean(row["answer_printed"]).strip(" .")
    if printed.casefold() != answer:
        answer = f"{answer}: {short(printed, 50)}"
    page = row["page_first"]
    return (
        _number(row) if row["level"] == "must" else f"{_number(row)} {row['level']}",
        answer,
        short(row["requirement"], 90),
        short(row["commentary"] or row["evidence"] or "(nothing printed)", 150),
        _before(row),
        "" if page is None else page,
        row["reviewed"] or row["confidence"],
    )


def _shown(
    heads: Sequence[str], lines: Iterable[Sequence[object]]
) -> tuple[Sequence[str], list[Sequence[object]]]:
    """A grid without the columns of earlier announcements and of pages where no row has any."""
    rows = list(lines)
    kept = [i for i, head in enumerate(heads) if head not in _OFTEN_EMPTY or _any(rows, i)]
    return [heads[i] for i in kept], [[row[i] for i in kept] for row in rows]


def _any(rows: Iterable[Sequence[object]], place: int) -> bool:
    return any(row[place] not in ("", None) for row in rows)


def _before(row: Mapping[str, Value]) -> str:
    """What the assessment before announced about a row, and what became of it."""
    if not row["promise_status"]:
        return ""
    status = str(row["promise_status"]).replace("_", " ")
    if row["slip_months"]:
        status = f"{status}, {row['slip_months']} months later"
    return f"{status}: {short(row['promised'], 60)}"


def _one_line(row: Mapping[str, Value]) -> tuple[object, ...]:
    """A gap where all are of one provision."""
    _, answer, _, *rest = _gap_line(row)
    return (short(_head(row), 70), answer, *rest)


def show_shares(console: Console, rows: Records) -> None:
    """Shares with their intervals, and what is not counted in them."""
    grouped = any(row["group"] for row in rows)
    heads = (
        "provision" if any(row["provision_id"] for row in rows) else "section",
        *(("group",) if grouped else ()),
        "meets", "95 %", "n", "partial", "no", "not counted", "what it asks",
    )  # fmt: skip
    grid(console, heads, (_share_line(row, grouped) for row in rows))
    if rows:
        say(console, "n: landlords that say yes, partial or no. Each counts once for each edition.")
    else:
        say(console, "There is nothing to count.")


def _share_line(row: Mapping[str, Value], grouped: bool) -> tuple[object, ...]:
    unit = row["provision_id"] or f"{row['code']}-{row['edition']} section {row['section']}"
    aside = ", ".join(f"{row[name]} {name.replace('_', ' ')}" for name in _ASIDE if row[name])
    known = row["share_met"] is not None
    return (
        f"{unit}{' should' if row['level'] == 'should' else ''}",
        *((row["group"],) if grouped else ()),
        _percent(row["share_met"]) if known else "",
        f"{_percent(row['share_low'])} to {_percent(row['share_high'])}" if known else "",
        row["n"], row["partial"], row["no"], aside,
        short(f"{row['relation']}: {row['text']}" if row["relation"] else row["text"], 60),
    )  # fmt: skip


_ASIDE = ("not_applicable", "described", "unanswered", "unclear", "not_found", "uncertain")


def _percent(share: Value) -> str:
    return f"{round(100 * float(share or 0))} %"


def show_changes(console: Console, rows: Records) -> None:
    """What answers differ from the assessment before, what got worse first."""
    for change in ("worse", "better", "other"):
        same = [row for row in rows if row["change"] == change]
        say(console, f"{change.capitalize()}: {len(same)}")
        if same:
            heads = (
                "landlord", "provision", "from", "to", "commentary", _BEFORE, _PAGE, "sure",
            )  # fmt: skip
            lines = (_change_line(row) for row in same[:_MOST_CHANGES])
            grid(console, *_shown(heads, lines))
        if len(same) > _MOST_CHANGES:
            say(console, f"{len(same) - _MOST_CHANGES} more: see --format csv, json or xlsx.\n")
    if rows:
        say(console, "sure: the grade of the less sure of the two rows.")


def _change_line(row: Mapping[str, Value]) -> tuple[object, ...]:
    before = f"{row['answer_before']} ({row['year_before'] or row['edition_before']}"
    same = row["relation"] == "same"
    before += ")" if same else f", {row['provision_before']}, {row['relation']})"
    return (
        short(row["landlord"] or row["path"], 40),
        row["provision_id"],
        before,
        f"{row['answer']} ({row['year'] or row['edition']})",
        short(row["commentary"] or "(nothing printed)", 100),
        _before(row),
        "" if row["page"] is None else row["page"],
        _less_sure(row),
    )


_GRADES = ("low", "medium", "high", "corrected", "confirmed")
"""How sure a row is, as gaps shows it, from the least sure."""


def _less_sure(row: Mapping[str, Value]) -> str:
    """How sure the less sure of both rows of a change is."""
    now = str(row["reviewed"] or row["confidence"])
    then = str(row["reviewed_before"] or row["confidence_before"])
    return min(now, then, key=_GRADES.index)


def show_peers(console: Console, rows: Records) -> None:
    """A landlord's gaps beside its peers."""
    for _, block in _by_key(rows, lambda row: str(row["assessment_id"])):
        first = block[0]
        gaps = [row for row in block if row["answer"] in ("no", "partial")]
        name = f"{first['landlord']} {first['year']}, {first['code']} {first['edition']}"
        say(console, f"{clean(name)}: {first['peers']} peers, {len(gaps)} provisions not met")
        heads = ("provision", "answer", "sure", "peers that meet it", "95 %", "n", "what it asks")
        grid(console, heads, (_peer_line(row) for row in gaps))
    if not rows:
        say(console, "There is no assessment to compare.")


def _peer_line(row: Mapping[str, Value]) -> Sequence[object]:
    known = row["share_met"] is not None
    return (
        row["provision_id"],
        row["answer"],
        row["confidence"],
        _percent(row["share_met"]) if known else "",
        f"{_percent(row['share_low'])} to {_percent(row['share_high'])}" if known else "",
        row["n"],
        short(row["requirement"], 90),
    )


def _by_key(rows: Records, key: Callable[[Mapping[str, Value]], str]) -> list[tuple[str, Records]]:
    blocks: dict[str, Records] = {}
    for row in rows:
        blocks.setdefault(key(row), []).append(row)
    return list(blocks.items())


_MOST_NAMES = 20
"""Landlords of one status that the screen shows; the data has all."""


def show_coverage(console: Console, rows: Records) -> None:
    """How many landlords have which status, and the first of each.

    Args:
        console: where.
        rows: rows of `COVERAGE`.
    """
    from saextract.analysis.coverage import TITLES

    for status, title in TITLES.items():
        same = [row for row in rows if row["status"] == status]
        say(console, f"{title}: {len(same)}")
        for row in same[:_MOST_NAMES]:
            found = f"{row['provisions_found']} of {row['provisions_expected']} provisions"
            name = row["landlord_registered"] or row["landlord"] or row["path"]
            year = f", assessed {row['year']}" if row["year"] else ""
            about = f": Code of {row['edition']}{year}, {found}" if row["edition"] else ""
            say(console, f"  {clean(f'{name}{about}')}")
        if len(same) > _MOST_NAMES:
            say(console, f"  and {len(same) - _MOST_NAMES} more (--format csv lists all)")


def _in_words(answers: Value) -> str:
    return str(answers or "").replace("_", " ")


def show_matrix(console: Console, table: Table, rows: Records) -> None:
    """A comparison as a matrix: as many assessments side by side as fit, then the next."""
    heads = table.names[2:]
    if not heads:
        say(console, "There is no assessment to compare.")
    wide = max(1, (console.width - 18) // 14)
    for start in range(0, len(heads), wide):
        part = heads[start : start + wide]
        grid(
            console,
            ("provision", *part),
            ([row["provision_id"], *(_in_words(row[head]) for head in part)] for row in rows),
        )
    say(
        console,
        "≈ equivalent to, ⊇ asks for more than, ⊆ asks for less than, ∩ overlaps with "
        "the provision that was answered. The wordings are in --format xlsx, csv and json.",
    )
