"""Words that the Word file and the web page have in common."""

from __future__ import annotations

from .content import Observation

NOTE = (
    "What the landlord says is given as printed; the answer in words, the observations and the "
    "pages were found by a program. An observation is a reason to look, not a judgement. The last "
    "column is yours."
)
RECOMMENDATION = "Recommendation"
NOTHING = "(none given)"
SUBMISSION_NOTE = (
    "The shape of the annual submission: for each provision whether the landlord complies, and "
    "where it does not, what it will do and by when, as far as its document says so."
)


def observation(item: Observation) -> str:
    """An observation in one line, with its quote and page."""
    quote = f" “{item.quote}”" if item.quote else ""
    page = f" (page {item.page})" if item.page is not None else ""
    return f"[{item.severity}] {item.text}{quote}{page}"


def step(action: str, owner: str) -> str:
    """What is to be done, and by whom."""
    return f"{action} ({owner})" if action and owner else action
