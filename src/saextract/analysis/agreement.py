"""How far two people, or two readings, agree."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence

from saextract.dataset.tables.schema import Records, Value

from .wilson import wilson

ANSWER = "answer"
_COLUMNS = (ANSWER, "answer_printed", "requirement_printed", "evidence", "commentary")


def cohens_kappa(pairs: Sequence[tuple[Hashable, ...]]) -> float | None:
    """Cohen's kappa: agreement beyond what chance would bring about (Cohen 1960).

    Args:
        pairs: what the one and the other said of each row.

    Returns:
        1 for full agreement, 0 for that of chance, below 0 for less. None where it is not
        defined: there are no pairs, or both say the same of every row.
    """
    n = len(pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    expected = sum(first[label] * second[label] for label in first)
    if expected == n * n:
        return None
    agreed = sum(a == b for a, b in pairs)
    return (agreed * n - expected) / (n * n - expected)


def alike(readings: Iterable[Mapping[str, Value]]) -> Counter[tuple[str, ...]]:
    """What `agreement` asks of rows of the table readings, and how many rows say it."""
    names = (ANSWER, "answer_second", "unread", "differs")
    return Counter(tuple(str(row[name]) for name in names) for row in readings)


def agreement(counted: Counter[tuple[str, ...]]) -> Records:
    """Counts rows that two readings have alike, column by column.

    Args:
        counted: what `alike` gives.

    Returns:
        Rows of the table agreement; none where there was no second reading.
    """
    rows: Records = []
    for column in _COLUMNS:
        read = {said: n for said, n in counted.items() if column not in json.loads(said[2])}
        n = sum(read.values())
        if n == 0:
            continue
        same = sum(many for said, many in read.items() if column not in json.loads(said[3]))
        low, high = wilson(same, n)
        pairs = [said[:2] for said, many in read.items() for _ in range(many)]
        kappa = cohens_kappa(pairs) if column == ANSWER else None
        rows.append(
            {
                "column": column,
                "n": n,
                "same": same,
                "share": round(same / n, 4),
                "share_low": round(low, 4),
                "share_high": round(high, 4),
                "kappa": None if kappa is None else round(kappa, 4),
            }
        )
    return rows
