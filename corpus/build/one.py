"""Builds one document of the corpus and its gold."""

from __future__ import annotations

from content import load
from labels import GOLD, write_gold
from pages import tell_pages, with_hyphens
from produce import produce
from recipes import Recipe

DOCUMENTS = GOLD.parent / "corpus" / "documents"


def build(recipe: Recipe) -> None:
    """Builds one document and its gold."""
    content = recipe.change(load(recipe.source))
    out = DOCUMENTS / recipe.file
    produce(content, recipe.layout, recipe.producer, out)
    spans = None
    if out.suffix == ".pdf" and content.rows():
        spans = tell_pages(content, recipe.layout, recipe.producer, out)
        if recipe.layout.hyphenate:
            content = with_hyphens(content, recipe.layout, recipe.producer, out)
    about = {
        "split": content.data["split"],
        "layout": recipe.about,
        "producer": recipe.producer,
    }
    write_gold(content, recipe.file, about, spans)
    print(f"{recipe.file}: {out.stat().st_size // 1024} kB")
