"""Small documents that name their landlord, or their day, in one place."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from saextract.mapping.context import Context
from saextract.model import Cell, Parsed, Passage, Row, Table
from saextract.register import Entry, Register
from saextract.register.files import BUNDLED, load_register

DATA = Path(__file__).parent / "data" / "about"

LISTED = (
    "Quillfeather Homes Limited",
    "Brindlecote Housing Trust",
    "Corvane Limited",
    "Lunnet Group Limited",
    "Fernhithe Housing Association Limited",
    "Sprocket Living Limited",
    "London Borough of Tarnbrook Council",
    "Marlowick City Council",
    "Hexcombe Housing Co-operative Limited",
    "Saltersgate Almshouse Trust",
    "Pellbrook YMCA",
    "Ardenvale Community Housing Limited",
    "Nettlebank Rural Housing Association Limited",
    "Thistlewick Borough Council",
    "Upper Dunmoor District Council",
)


class Item(NamedTuple):
    """A line of a table: where the text stands, the text, and what is right."""

    where: str
    text: str
    right: tuple[str, ...]


def items(name: str, parted_by: str, *, aside: bool) -> list[Item]:
    """The lines of a table: two of three, or the third that no rule was written for."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [
        Item(where, text, ("",) if right == "-" else tuple(right.split(parted_by)))
        for place, (where, text, right) in enumerate(rows)
        if (place % 3 == 2) is aside
    ]


def register() -> Register:
    """The register that comes with the tool, and some landlords that are made up."""
    made_up = (Entry(name=name, id=f"R-{i:02d}") for i, name in enumerate(LISTED))
    return Register([*load_register(BUNDLED).entries, *made_up])


def document(item: Item, extra: str, known: Register | None) -> tuple[Parsed, Context]:
    """A document that prints a text in one place, under a title that says nothing.

    Args:
        item: where and what.
        extra: a paragraph that the document has besides.
        known: the register.
    """
    where, text = item.where, item.text
    title = text if where == "title" else "Self-assessment"
    parts = [part.strip() for part in text.split("¶")]
    before: list[Passage | Table] = []
    if where == "label" and "|" in text:
        rows = (Row(cells=tuple(Cell(text=c.strip()) for c in p.split("|"))) for p in parts)
        before = [Table(rows=tuple(rows), detector="test")]
    elif where in ("line", "sentence", "none", "label"):
        before = [Passage(text=part) for part in parts]
    after = [Passage(text=part) for part in parts] if where == "after" else []
    foot = (Passage(text=text),) if where in ("foot", "copyright") else ()
    properties = {"title": text} if where in ("html-title", "property") else {}
    parsed = Parsed(
        blocks=(Passage(text=title, heading=1), Passage(text=extra), *before, _form(), *after),
        residue=foot,
        properties=properties,
    )
    path = f"{text}.pdf" if where == "file-name" else "form.pdf"
    return parsed, Context(codes=(), path=path, register=known)


def _form() -> Table:
    head = ("Code provision", "Code requirement", "Comply: Yes / No", "Evidence", "Commentary")
    rows = [head] + [
        (f"2.{n}", "Landlords must have it.", "Yes", "See the policy.", "A log is kept.")
        for n in range(1, 6)
    ]
    made = (Row(cells=tuple(Cell(text=text) for text in row)) for row in rows)
    return Table(rows=tuple(made), detector="test")
