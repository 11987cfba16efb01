"""Documents with commitments in many forms, of made-up landlords."""

from __future__ import annotations

from layout import Layout
from recipes import FORM_2024, Recipe

NINE_COLUMNS = Layout(size=8, margin=12, repeat=True, widths=(7, 22, 7, 12, 18, 13, 8, 7, 6))

RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "moonbeam-2024-list.docx",
        "moonbeam-2024",
        "DOCX",
        "actions announced in comments; an action plan that is a list",
        FORM_2024,
    ),
    Recipe(
        "figment-fields-2024-columns.docx",
        "figment-fields-2024",
        "DOCX",
        "table of versions, lessons learnt, nine columns with tasks, plan with several provisions",
        NINE_COLUMNS,
    ),
    Recipe(
        "html-figment-fields.html",
        "figment-fields-2024",
        "Web table",
        "columns for tasks within the form, then an improvement plan",
    ),
)
