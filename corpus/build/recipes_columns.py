"""Documents whose columns have titles, an order and widths that are the landlord's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from content import Content
from layout import Layout
from recipes import Recipe


def titled(*columns: tuple[str, str]) -> Callable[[Content], Content]:
    """The content under other titles, and in another order of columns."""
    return lambda content: replace(content, columns=list(columns))


def beside_last_year(content: Content) -> Content:
    """Each answer stands beside that of the year before: the answer of the row above."""
    blocks, before = [], ["Y"]
    for block in content.blocks:
        rows = []
        for row in block.get("rows", ()):
            rows.append({**row, "other": {"earlier": before}})
            before = row["answer"] or before
        blocks.append({"rows": rows} if rows else block)
    columns = [
        ("number", "Ref"),
        ("requirement", "Requirement"),
        ("earlier", "Comply 2023 (Y/N)"),
        ("answer", "Comply 2024 (Y/N)"),
        ("commentary", "Our view"),
        ("evidence", "Where this is shown"),
    ]
    return replace(content, blocks=blocks, columns=columns)


RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "larkspur-2024-widths.pdf",
        "larkspur-2024",
        "ReportLab",
        "no rules, one header with titles of the landlord's own, other widths in each section",
        Layout(
            ruling="none",
            size=8,
            shaded="",
            headers="document",
            section_widths=(
                (8, 27, 11, 22, 32),
                (10, 31, 12, 20, 27),
                (7, 34, 10, 23, 26),
                (9, 24, 13, 26, 28),
            ),
        ),
        titled(
            ("number", "Code point"),
            ("requirement", "Code wording"),
            ("answer", "Do we meet this?"),
            ("evidence", "How we know"),
            ("commentary", "Our comments"),
        ),
    ),
    Recipe(
        "hollowbridge-2024-two-years.pdf",
        "hollowbridge-2024",
        "WeasyPrint",
        "horizontal rules, last year's answer beside this year's, commentary before evidence",
        Layout(
            ruling="horizontal",
            size=8.5,
            repeat=True,
            widths=(6, 30, 9, 9, 26, 20),
        ),
        beside_last_year,
    ),
    Recipe(
        "pretendham-2024-answer-first.docx",
        "pretendham-2024",
        "DOCX",
        "the answer before the number, commentary before evidence, titles of the landlord's own",
        Layout(size=10, widths=(11, 8, 30, 29, 22)),
        titled(
            ("answer", "Position"),
            ("number", "Ref"),
            ("requirement", "What the Code asks for"),
            ("commentary", "Landlord response"),
            ("evidence", "Where is this shown?"),
        ),
    ),
)
