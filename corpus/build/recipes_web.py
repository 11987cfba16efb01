"""Assessments as web pages, and as PDF and DOCX files made from such pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from content import Content
from recipes import PROSE, Recipe


def sections(*wanted: str) -> Callable[[Content], Content]:
    """Keeps the page's opening and the rows of some sections: one page of several.

    The report's action plan, which repeats the column of actions, stands on another page.
    """

    def change(content: Content) -> Content:
        blocks: list[dict[str, object]] = []
        opening, current = True, ""
        for block in content.blocks:
            numbers = {row["provision"].split(".")[0] for row in block.get("rows", ())}
            opening = opening and not numbers and block.get("level", 1) != 2
            current = next(iter(numbers), current if numbers else "")
            if opening or (numbers and numbers <= set(wanted)):
                blocks.append(block)
        kept = {r["provision"] for b in blocks for r in b.get("rows", ())}  # type: ignore[attr-defined]
        actions = content.data["actions"]
        if actions is not None:
            here = [action for action in actions if action["provision"] in kept]
            actions = [action for i, action in enumerate(here) if action not in here[:i]]
        return replace(content, blocks=blocks, data={**content.data, "actions": actions})

    return change


def one_section(prefix: str) -> Callable[[Content], Content]:
    """Keeps the title and the rows of one section of a form that is a single table."""

    def change(content: Content) -> Content:
        titles = [block for block in content.blocks if "title" in block or "text" in block][:2]
        rows = [
            row
            for block in content.blocks
            for row in block.get("rows", ())
            if row.get("provision", "").startswith(prefix)
        ]
        data = {**content.data, "actions": None}
        return replace(content, blocks=[*titles, {"rows": rows}], data=data)

    return change


def form_alone(content: Content) -> Content:
    """The form without the report around it, and so without the action plan."""
    first = next(i for i, block in enumerate(content.blocks) if "rows" in block)
    last = max(i for i, block in enumerate(content.blocks) if "rows" in block)
    title = next(block for block in content.blocks if "title" in block)
    kept = [title, *content.blocks[first - 1 : last + 1]]
    return replace(content, blocks=kept, data={**content.data, "actions": None})


RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "html-mockridge.html",
        "mockridge-2024",
        "Web table",
        "a table for each section, headers repeated in the cells for narrow screens",
    ),
    Recipe(
        "html-samplewick.html",
        "samplewick-2024",
        "Web accordion",
        "a collapsed panel for each section, with a table in it",
    ),
    Recipe("html-fens-boxes.html", "fictional-fens-2024", "Web boxes", "rows of boxes, no table"),
    Recipe(
        "html-larkspur.html",
        "larkspur-2024",
        "Web definitions",
        "a definition list for each provision",
    ),
    Recipe(
        "html-fens-pairs.html",
        "fictional-fens-2024",
        "Web pairs",
        "a small table for each provision, names on the left, values on the right",
    ),
    Recipe(
        "html-isles-labelled.html",
        "imaginary-isles-2022",
        "Web labelled",
        "labelled paragraphs under a heading for each provision",
    ),
    Recipe(
        "html-unnamed-headed.html",
        "unnamed-2024",
        "Web headed",
        "labels as headings, nobody named",
    ),
    Recipe(
        "html-dummyford.html",
        "dummyford-2020",
        "Web questions",
        "questions as headings, answers as paragraphs",
    ),
    Recipe(
        "html-dartford-paragraphs.html",
        "dartford-2022",
        "Web paragraphs",
        "cells as bare paragraphs, one after the other",
    ),
    *(
        Recipe(
            f"html-testbury-section-{section}.html",
            "testbury-2024",
            "Web table",
            f"one page for each section: section {section}",
            change=sections(section),
        )
        for section in ("2", "5", "6")
    ),
    Recipe(
        "html-pretendham-cards.html",
        "pretendham-2024",
        "Web cards",
        "a card for each provision, the answer as a badge before the requirement",
    ),
    Recipe(
        "html-brackenwick-beneath.html",
        "brackenwick-2024",
        "Web beneath",
        "requirement as paragraph, beneath it a small table with answer and comments",
    ),
    Recipe(
        "html-makebelieve-flat.html",
        "makebelieve-2024",
        "Web flat",
        "a grid of boxes without rows or classes, in a shadow root",
    ),
    Recipe(
        "html-nonesuch-section-7.html",
        "nonesuch-2020",
        "Web questions",
        "one page for each section: section 7, which has a single question",
        change=one_section("Q7."),
    ),
    Recipe(
        "html-dartford-webpage.html",
        "dartford-webpage",
        "Web table",
        "web page on complaints, no assessment",
    ),
    Recipe(
        "blocks-isles.pdf",
        "imaginary-isles-2022",
        "WebPrint labelled",
        "labelled paragraphs, a web page printed to PDF",
        PROSE,
    ),
    Recipe(
        "blocks-larkspur.docx",
        "larkspur-2024",
        "WebWord",
        "labelled paragraphs",
        PROSE,
    ),
)
