"""Documents that answer provisions of the Code and are no self-assessments."""

from __future__ import annotations

from layout import Layout
from recipes import PROSE, Recipe

RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "pretendlow-improvement.docx",
        "pretendlow-improvement",
        "DOCX",
        "look-alike: improvement plan with the nine provisions that are not met",
        PROSE,
    ),
    Recipe(
        "mocklington-audit.pdf",
        "mocklington-audit",
        "LibreOffice",
        "look-alike: an auditor's answers to every second provision",
        Layout(font="Arial", size=10),
    ),
)
