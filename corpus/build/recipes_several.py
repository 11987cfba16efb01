"""The form of the LGSCO's Code, which asks one question for each section."""

from __future__ import annotations

from dataclasses import replace

from layout import Layout
from recipes import Recipe

LGSCO = Layout(font="Carlito", size=11, repeat=True, widths=(18, 32, 14, 36))

RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "lgsco-hollowbridge.pdf",
        "hollowbridge-lgsco-2024",
        "LibreOffice",
        "the LGSCO's form: section titles for numbers, an Action column for requirements",
        LGSCO,
    ),
    Recipe(
        "lgsco-hollowbridge-centred.pdf",
        "hollowbridge-lgsco-2024",
        "Chromium untagged",
        "the LGSCO's form, portrait, centred, rows over pages",
        replace(LGSCO, landscape=False, centred=True, size=12, font="Liberation Serif"),
    ),
)
