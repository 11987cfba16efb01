"""Builds the documents of the corpus, their gold and the catalogue.

`python corpus/build [NAME ...]` builds those whose file name begins with a NAME, or all.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

from labels import GOLD
from one import build
from recipes import Recipe
from shelf import catalogue

CORPUS = Path(__file__).resolve().parent.parent


def by_name(names: list[str]) -> list[Recipe]:
    """The recipes of all modules `recipes*.py` whose file begins with one of the names, or all."""
    modules = sorted(path.stem for path in Path(__file__).parent.glob("recipes*.py"))
    found: list[Recipe] = [r for name in modules for r in importlib.import_module(name).RECIPES]
    return [recipe for recipe in found if not names or recipe.file.startswith(tuple(names))]


def list_recipes(recipes: list[Recipe]) -> None:
    """Brings `corpus/catalogue.csv` up to date; lines of documents made otherwise stay."""
    with catalogue() as lines:
        for recipe in recipes:
            gold = json.loads((GOLD / f"{recipe.file}.json").read_text(encoding="utf-8"))
            editions = [f"{a['code']}-{a['edition']}" for a in gold["assessments"]]
            lines[recipe.file] = {
                "file": recipe.file,
                "kind": gold["kind"],
                "edition": " ".join(editions),
                "split": gold["split"],
                "format": Path(recipe.file).suffix.lstrip("."),
                "producer": recipe.producer,
                "layout": recipe.about,
                "source": f"sources/{recipe.source}.json",
                "made": "corpus/build",
            }


def main(names: list[str]) -> None:
    """Builds what is asked for."""
    recipes = by_name(names)
    if not recipes:
        raise SystemExit(f"no document begins with {', '.join(names)}")
    for recipe in recipes:
        build(recipe)
    list_recipes(recipes)


if __name__ == "__main__":
    main(sys.argv[1:])
