"""Whole small documents that name their landlord, or their day, as landlords print them.

A form begins with "### format | file | what is right | or this". Then come "# " titles, "## "
headings, paragraphs, "|" rows of a table of labels; "---" is the table of answers, "@c1 " the
comment of its second row; "@head", "@foot", "@menu", "@logo", "@site", "@doc_title" and "@company"
say what the file holds besides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from about_items import DATA
from saextract.codes import load_codes
from saextract.mapping.context import Context
from saextract.model import Cell, HtmlLocator, Parsed, Passage, Row, Table
from saextract.register import Register

_HEAD = ("Code provision", "Code requirement", "Comply: Yes / No", "Evidence", "Commentary")
_COMMENTS = (
    "The policy says so in its first part.",
    "Staff are trained each spring.",
    "A list is kept and checked every week.",
    "Letters are read by a second colleague.",
    "We look at each case by itself.",
)


class Form(NamedTuple):
    """A form.

    Attributes:
        name: its place in the table and its first words.
        parsed, context: what mapping is given.
        right: what a person reads; "" is nothing.
    """

    name: str
    parsed: Parsed
    context: Context
    right: tuple[str, ...]


def forms(table: str, known: Register | None) -> Iterator[Form]:
    """The forms of a table in data/about/."""
    text = (DATA / table).read_text(encoding="utf-8")
    for number, block in enumerate(re.split(r"(?m)^### ", text)[1:]):
        head, _, body = block.partition("\n")
        kind, file, *right = (part.strip() for part in head.split("|"))
        lines = [line for line in body.split("\n") if line.strip()]
        context = Context(codes=load_codes(), path=f"{file}.{kind}", register=known)
        name = f"{number} {lines[0][:40] if lines else ''}"
        yield Form(name, _parsed(lines, kind), context, tuple(right) or ("",))


def _parsed(lines: list[str], kind: str) -> Parsed:
    said = dict(line[1:].split(" ", 1) for line in lines if line[0] == "@")
    shown = [line for line in lines if line[0] != "@"]
    place = shown.index("---") if "---" in shown else len(shown)
    aside = (HtmlLocator(),) if kind == "html" else ()
    properties = {"title": said.get("doc_title", ""), "company": said.get("site", "")}
    properties["company"] = properties["company"] or said.get("company", "")
    properties["logo"] = said.get("logo", "")
    return Parsed(
        blocks=(*_blocks(shown[:place]), _answers(said), *_blocks(shown[place + 1 :])),
        residue=tuple(
            Passage(text=said[key], locators=aside)
            for key in ("head", "menu", "foot")
            if key in said
        ),
        properties={key: text for key, text in properties.items() if text},
    )


def _blocks(lines: list[str]) -> Iterator[Passage | Table]:
    rows: list[Row] = []
    for line in lines:
        if line[0] == "|":
            rows.append(Row(cells=tuple(Cell(text=cell) for cell in line[1:].split("|"))))
            continue
        if rows:
            yield Table(rows=tuple(rows), detector="test")
            rows = []
        level = len(line) - len(line.lstrip("#"))
        yield Passage(text=line.lstrip("# "), heading=level or None)
    if rows:
        yield Table(rows=tuple(rows), detector="test")


def _answers(said: dict[str, str]) -> Table:
    rows = [_HEAD]
    for place, usual in enumerate(_COMMENTS):
        comment = said.get(f"c{place}", usual)
        rows.append(
            (f"2.{place + 1}", "Landlords must have it.", "Yes", "See the policy.", comment)
        )
    made = (Row(cells=tuple(Cell(text=text) for text in row)) for row in rows)
    return Table(rows=tuple(made), detector="test")
