"""Which documents the corpus holds: source, layout and producer of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from content import Content, with_blocks
from layout import Layout


@dataclass(frozen=True)
class Recipe:
    """How one document is made.

    Attributes:
        file: its name in `corpus/`.
        source: name of the content file.
        producer: see `produce.produce`.
        about: what is particular about the layout, in words.
        change: turns the content into that of this document.
    """

    file: str
    source: str
    producer: str
    about: str
    layout: Layout = field(default_factory=Layout)
    change: Callable[[Content], Content] = lambda content: content


FORM_2022 = Layout(font="Calibri", size=11, widths=(7.5, 37, 8.5, 47), margin=15)
FORM_2024 = Layout(
    font="Calibri", size=11, repeat=True, widths=(9, 26, 11, 20, 34), page_numbers="{page}"
)
FORM_2020 = Layout(
    landscape=False, font="Arial", size=9.5, ruling="full", widths=(5, 35, 6, 6, 48)
)
PROSE = Layout(landscape=False, font="Arial", size=11, margin=25)

RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "dartford-2022-libreoffice.pdf",
        "dartford-2022",
        "LibreOffice",
        "full ruling, header per section not repeated, rows run over pages, tagged",
        FORM_2022,
    ),
    Recipe("dartford-2022.docx", "dartford-2022", "DOCX", "as Word writes it", FORM_2022),
)


def by_name(names: list[str]) -> list[Recipe]:
    """The recipes whose file begins with one of the names; all if there is none."""
    if not names:
        return list(RECIPES)
    return [recipe for recipe in RECIPES if recipe.file.startswith(tuple(names))]


def code_before(content: Content) -> Content:
    """The Code's text, then the form, as one landlord published it."""
    return with_blocks(content, before="code-2020")
