"""Plots as SVG: shares with their intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from saextract.dataset.tables import Value

LEFT = 64
"""Pixels for the labels."""

WIDTH = 640
"""Pixels of the whole plot; the scale takes what the labels leave."""

STEP = 17
"""Pixels from one line to the next: labels of 11 px do not touch."""

TOP = 22
RIGHT = 16
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class Line:
    """A share in a plot; all lengths in pixels.

    Attributes:
        label: what it is the share of.
        href: where the label leads.
        title: the same in words.
        y, x, low, high: place of the line, the share, and the ends of its interval.
        level: must, should or other.
    """

    label: str
    href: str
    title: str
    y: float
    x: float
    low: float
    high: float
    level: str


@dataclass(frozen=True)
class Plot:
    """Shares one below the other."""

    lines: tuple[Line, ...]
    ticks: tuple[tuple[float, str], ...]
    width: int
    height: int


def plot_shares(rows: Sequence[Mapping[str, Value]]) -> Plot:
    """Lays out the shares of provisions.

    Args:
        rows: of the table `SHARES`; those without a share are left out.
    """
    known = [row for row in rows if row["share_met"] is not None]
    lines = [_line(index, row) for index, row in enumerate(known)]
    return Plot(
        lines=tuple(lines),
        ticks=tuple((_x(share), f"{share:.0%}") for share in TICKS),
        width=WIDTH,
        height=TOP + STEP * len(lines) + 6,
    )


def _line(index: int, row: Mapping[str, Value]) -> Line:
    number = str(row["provision_id"]).partition(":")[2]
    share, low, high = (float(row[f"share_{name}"] or 0) for name in ("met", "low", "high"))
    return Line(
        label=number,
        href=f"#share-{row['provision_id']}".replace(":", "-"),
        title=f"{number}: {share:.0%} of {row['n']} (95 % interval {low:.0%} to {high:.0%})",
        y=TOP + STEP * index + STEP / 2,
        x=_x(share),
        low=_x(low),
        high=_x(high),
        level=str(row["level"]),
    )


def _x(share: float) -> float:
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)
