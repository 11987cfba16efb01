"""How far two people, or two readings, agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence


def cohens_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
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
