"""An interval for a share."""

from __future__ import annotations

from math import sqrt

Z = 1.959963984540054
"""Quantile of the normal distribution for an interval of 95 %."""


def wilson(count: int, n: int) -> tuple[float, float]:
    """The 95 % score interval of a share (Wilson 1927, without correction for continuity).

    Args:
        count: of those that have it; 0 to n.
        n: of all; at least 1.

    Returns:
        Its lower and upper end, 0 to 1.

    Raises:
        ValueError: if n is 0.
    """
    if n < 1:
        raise ValueError("A share of nothing has no interval.")
    share = count / n
    spread = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    centre = share + Z * Z / (2 * n)
    scale = 1 + Z * Z / n
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)
