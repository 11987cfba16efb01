"""Word lists of the lexicon, and the forms in which texts are compared with them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

TICKS = frozenset("✓✔☑")
CROSSES = frozenset("✗✘✕✖×")
BOXED_CROSS = "☒"
OPEN_BOXES = frozenset("☐")
FILLED = frozenset("■●")
HALVES = frozenset("◐◑")
"""Circles that are half filled, between the full and the empty one of a rating."""

RED_CROSS = "❌"
"""A cross that, unlike others, is not used to mark a choice."""

PICTURES = "⚠➖🔴🟠🟡🟢🔵⚪🟥🟧🟨🟩🟦◐◑◒◓◔◕▲▼◆◇→➔➜➤▶►▸»"
"""Signs that stand before an answer word and add nothing to it."""

_MARK_VARIANTS = {
    "√": "✓",
    "✅": "☑",
    "🗸": "✓",
    "🗹": "☑",
    "❌": "✗",
    "❎": "☒",
    "🗷": "☒",
    "🗵": "☒",
    "□": "☐",
    "▢": "☐",
    "◻": "☐",
    "❑": "☐",
    "❏": "☐",
    "○": "☐",
    "◯": "☐",
    "◼": "■",
    "⬛": "■",
    "⚫": "●",
    "◉": "●",
    # Wingdings and Wingdings 2 in the private use area, as PDF and Word files carry them.
    "\uf0fc": "✓",
    "\uf050": "✓",
    "\uf0fe": "☑",
    "\uf052": "☑",
    "\uf0fd": "☒",
    "\uf051": "☒",
    "\uf0fb": "✗",
    "\uf04f": "✗",
    "\uf0a8": "☐",
    "\uf06f": "☐",
    "\uf0a3": "☐",
    "–": "-",
    "—": "-",
    "‐": "-",
    "‑": "-",
    "−": "-",
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "⁄": "/",
    "\ufe0f": None,
    "\ufe0e": None,
    "\u200b": None,
    **dict.fromkeys("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"),
    "\ufeff": None,
    "\u00ad": None,
}
TRANSLATION = str.maketrans(_MARK_VARIANTS)
"""Look-alikes of marks, dashes and quotes to the one that the rules know."""


@cache
def load(name: str) -> dict[str, Any]:
    """A word list of this folder, by its name without ".toml"."""
    return tomllib.loads((files(__package__) / f"{name}.toml").read_text(encoding="utf-8"))


def one_line(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def fold(text: str) -> str:
    """The text on one line, with look-alikes of marks, dashes and quotes made one."""
    return one_line(text.translate(TRANSLATION))


def compact(text: str) -> str:
    """The text without white space, so that words broken by the layout compare equal."""
    return "".join(text.split())
