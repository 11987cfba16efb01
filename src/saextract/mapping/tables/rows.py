"""Table rows as candidates: each is a header, a banner, a note, or data that may be a
response, whole or in part. Nothing is joined here: that needs the catalogue's texts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from saextract.lexicon import numbers
from saextract.lexicon.answers import is_answer, split
from saextract.lexicon.marks import mark_of
from saextract.lexicon.roles import TICKS, Role
from saextract.lexicon.titles import LONGEST, Titles, appendix, names_level, section, stage
from saextract.lexicon.words import fold
from saextract.mapping.answers.classify import read_words
from saextract.mapping.commitments.listed import Listed, ListedPlans
from saextract.model import Cell, Disposition, Parsed, Passage, Row, Table
from saextract.text.letters import flatten, letters

from .bands import cell_texts, has_remarks, is_remark, section_bands, spans_all
from .columns import Columns, Header, complete, from_content, inherit
from .contents import Likeness, cell_text
from .fragments import DISAGREE, Fills, Fragment, Rows
from .headers import find_headers
from .merged import with_merged

_SIGNS = re.compile(r"^\W+")
_ITEM_LETTER = re.compile(r"\W*[a-h]\W*", re.IGNORECASE)


class Part(NamedTuple):
    """The rows of a table under one header, or before its first."""

    table: int
    first: int
    header: Header | None
    rows: tuple[Row, ...]
    bounds: tuple[float, ...]
    detector: str


_MUST = re.compile(r"\b(?:must|mandatory)\b", re.IGNORECASE)


def _with_headings(fragments: list[Fragment]) -> list[Fragment]:
    """The fragments with their headings of level where the form prints both levels.

    A form of which only one kind of heading is seen may have lost the other on the way.
    """
    levels = {_MUST.search(f.heading) is not None for f in fragments if f.heading}
    if len(levels) == 2:
        return fragments
    return [replace(fragment, heading="") for fragment in fragments]


def disposition(kind: str, row: Row) -> Disposition:
    """What became of a row that is no data."""
    texts = [flatten(cell.text) for cell in row.cells if cell]
    places = tuple(place for cell in row.cells if cell for place in cell.locators)
    return Disposition.model_validate(
        {"kind": kind, "text": " ".join(filter(None, texts)), "locators": places}
    )


def read_rows(parsed: Parsed, titles: Sequence[str], likeness: Likeness) -> Rows:
    """Reads the rows of every table.

    Args:
        parsed: the document.
        titles: section titles of the catalogue.
        likeness: how much a text is like some provision of some edition, 0 to 1.
    """
    return _Reader(titles, likeness).read(parsed)


class _Reader:
    """Goes through a document in reading order and keeps what was last said."""

    def __init__(self, titles: Sequence[str], likeness: Likeness) -> None:
        self._titles = Titles(titles)
        self._likeness = likeness
        self._rows = Rows()
        self._plans = ListedPlans()
        self._section = ""
        self._stage = ""
        self._heading = ""
        self._parted = False
        self._before: list[Columns] = []
        self._headed: dict[Columns, Columns] = {}
        self._bands: frozenset[str] = frozenset()
        self._remarked = False

    def read(self, parsed: Parsed) -> Rows:
        parts = {index: _parts(index, table) for index, table in enumerate(parsed.tables)}
        rows = [row for table in parsed.tables for row in table.rows]
        self._bands = section_bands(rows, self._titles.banner)
        self._remarked = has_remarks(rows)
        self._complete([part for table_parts in parts.values() for part in table_parts])
        index = 0
        for block in parsed.blocks:
            if isinstance(block, Passage):
                self._passage(block)
                for item in self._plans.read(block):
                    self._rows.plan.append(_listed(item, block, index))
                continue
            self._plans.close()
            for part in parts[index]:
                self._part(part, block)
            index += 1
        self._rows.fragments = _with_headings(self._rows.fragments)
        return self._rows

    def _complete(self, parts: Sequence[Part]) -> None:
        """Completes each distinct header from all the rows that stand under it."""
        under: dict[Columns, list[Row]] = {}
        first: dict[Columns, Header] = {}
        for part in parts:
            if part.header is not None:
                key = replace(part.header.columns, bounds=())
                first.setdefault(key, part.header)
                under.setdefault(key, []).extend(part.rows)
        for key, header in first.items():
            rows = [row for row in under[key] if not self._is_banner(row)]
            self._headed[key] = complete(header, rows, self._likeness)

    def _passage(self, passage: Passage) -> None:
        for line in passage.text.splitlines():
            if len(line) <= LONGEST and (passage.heading or self._titles.banner(line)):
                self._heard(flatten(line))

    def _heard(self, text: str) -> None:
        """Takes note of a banner or a heading."""
        number = section(text)
        if number:
            self._section, self._stage, self._heading = number, "", ""
        if stage(text):
            self._stage, self._heading = stage(text), ""
        self._heading = text if names_level(text) else self._heading

    def _part(self, part: Part, table: Table) -> None:
        columns = self._columns(part)
        if part.header is not None:
            for row in table.rows[part.header.first : part.header.last + 1]:
                kind = "header" if columns and (columns.is_form or columns.is_plan) else None
                self._rows.ignored.append(disposition(kind or "other_table", row))
                self._heard_header(row)
        if columns is not None and (columns.is_form or columns.is_plan or columns.is_check):
            self._before = [columns, *self._before[:1]]
        if columns is None:
            self._parted |= bool(part.rows)
            self._rows.ignored.extend(disposition("other_table", row) for row in part.rows)
            return
        breaks = True
        for offset, row in enumerate(part.rows):
            if self._data(part, columns, offset, breaks):
                breaks = False
            elif cell_texts(row):
                breaks = True

    def _heard_header(self, row: Row) -> None:
        for text in cell_texts(row):
            self._heard(text)

    def _columns(self, part: Part) -> Columns | None:
        if part.header is not None:
            columns = self._headed[replace(part.header.columns, bounds=())]
            return replace(columns, bounds=part.bounds)
        rows = [row for row in part.rows if not self._is_banner(row)]
        if not rows:
            return self._before[0] if self._before else None
        width = len(rows[0].cells)
        for before in sorted(self._before, key=lambda columns: len(columns.roles) != width):
            inherited = inherit(rows, part.bounds, before)
            if inherited is not None:
                return inherited
        return from_content(rows, part.bounds, self._likeness)

    def _data(self, part: Part, columns: Columns, offset: int, breaks: bool) -> bool:
        """Files a row; whether it was data."""
        row = part.rows[offset]
        texts = cell_texts(row)
        if not texts:
            self._rows.ignored.append(disposition("note", row))
            return False
        banner = self._is_banner(row) and not _is_listed(part.rows, offset)
        if banner and not _in_free_text(row, columns):
            self._heard(texts[0])
            self._rows.ignored.append(disposition("section", row))
            return False
        remark = len(texts) == 1 and spans_all(row)
        if remark:
            if breaks or not self._is_remark(row, columns, part.rows[offset + 1 :]):
                self._rows.ignored.append(disposition("note", row))
                return False
            row = _as_remark(row, columns)
            part = part._replace(rows=(*part.rows[:offset], row, *part.rows[offset + 1 :]))
        fragment = self._fragment(part, columns, offset, breaks)
        fragment = replace(fragment, continued=fragment.continued or remark)
        if columns.is_form:
            self._rows.fragments.append(fragment)
            self._parted = False
            return True
        self._parted = True
        if columns.has(Role.OBSERVATION) or columns.is_check or not columns.is_plan:
            self._rows.look_alike |= columns.has(Role.OBSERVATION) or columns.is_check
            self._rows.bare.append(fragment)
        else:
            self._rows.plan.append(fragment)
        self._rows.ignored.append(disposition("other_table", row))
        return True

    def _is_remark(self, row: Row, columns: Columns, below: Sequence[Row]) -> bool:
        """Whether a row of one cell over the table, right below a row, is more of its comment.

        The next row has a number; below the last one of a table it is a note to all of them, if
        the document has no such comments between rows.
        """
        if not (columns.is_form and columns.has(Role.COMMENTARY) and is_remark(row)):
            return False
        following = next((texts for row in below if (texts := cell_texts(row))), None)
        return numbers.opens(following[0]) is not None if following else self._remarked

    def _is_banner(self, row: Row) -> bool:
        texts = cell_texts(row)
        joined = " ".join(texts)
        if not texts or len(texts) > 2 or len(joined) > LONGEST:
            return False
        if letters(joined) in self._bands and spans_all(row):
            return True
        if len(texts) == 2 and not re.fullmatch(r"\W*\d{1,2}\W*", texts[0]):
            return False
        return self._titles.banner(joined) and not appendix(joined)

    def _fragment(self, part: Part, columns: Columns, offset: int, breaks: bool) -> Fragment:
        row, merged = with_merged(part.rows, offset, columns)
        by_role: dict[Role, str] = {}
        other: list[tuple[str, str]] = []
        for column, role in enumerate(columns.roles):
            text = cell_text(row, column) or (_DRAWN if _is_ticked(row, column, role) else "")
            if role is not None:
                by_role[role] = " ".join(filter(None, (by_role.get(role, ""), text)))
            if text and role not in _NAMED:
                other.append((columns.headers[column], text))
        if columns.mixed:
            cell = row.cells[columns.roles.index(Role.ANSWER)]
            answer, comment = split(cell.text if cell else "")
            if answer:
                by_role[Role.ANSWER], by_role[Role.COMMENTARY] = flatten(answer), flatten(comment)
        rivals = _rivals(row, columns)
        number, stray, continued = _number(by_role.get(Role.NUMBER, ""))
        several = numbers.several(by_role.get(Role.NUMBER, ""))
        itemised = bool(number and _ITEM_LETTER.fullmatch(stray))
        stray = "" if several or continued or itemised else stray
        requirement = by_role.get(Role.REQUIREMENT, "")
        if stray and not requirement and len(stray) > 20:
            requirement, stray = stray, ""
        if len(letters(stray)) > 2:
            other.insert(0, (columns.headers[columns.roles.index(Role.NUMBER)], stray))
        inline, rest = numbers.before(requirement)
        if inline and number in ("", inline):
            number, requirement = inline, rest
        ticks = [
            columns.headers[column]
            for column, role in enumerate(columns.roles)
            if role in (Role.PARTIAL, Role.NOT_APPLICABLE)
            and mark_of(fold(cell_text(row, column))) != "off"
            and cell_text(row, column)
        ]
        cells = [cell for cell in row.cells if cell is not None]
        return Fragment(
            table=part.table,
            row=part.first + offset,
            columns=columns,
            requirement=requirement,
            number=number,
            numbers=several,
            stray=stray,
            continued=continued,
            answer=" / ".join((by_role[Role.ANSWER], *rivals))
            if rivals
            else by_role.get(Role.ANSWER),
            printed=_printed(row, columns),
            yes=by_role.get(Role.YES),
            no=by_role.get(Role.NO),
            ticked=" ".join(ticks),
            evidence=by_role.get(Role.EVIDENCE, ""),
            commentary=by_role.get(Role.COMMENTARY, ""),
            action=by_role.get(Role.ACTION, ""),
            due=by_role.get(Role.DUE, ""),
            owner=by_role.get(Role.OWNER, ""),
            other=tuple(other),
            fills=_fills(row, columns),
            locators=tuple(place for cell in cells if cell.text for place in cell.locators),
            flags=(*_row_flags(row, columns), *merged, *((DISAGREE,) if rivals else ())),
            section=self._section,
            stage=self._stage,
            heading=self._heading,
            parted=self._parted and columns.is_form,
            breaks=breaks,
            cut_above=row.cut_above,
            cut_below=row.cut_below,
            detector=part.detector,
        )


def _as_remark(row: Row, columns: Columns) -> Row:
    """A row of one cell over the table as one with that cell in the commentary's place."""
    remark = next(cell for cell in row.cells if cell)
    remark = remark.model_copy(update={"span": 1, "flags": (*remark.flags, "cells-uncertain")})
    cells: list[Cell | None] = [None] * len(columns.roles)
    cells[columns.roles.index(Role.COMMENTARY)] = remark
    return row.model_copy(update={"cells": tuple(cells)})


_LISTED = Columns((Role.ACTION,), ("",), "content")


def _listed(item: Listed, passage: Passage, table: int) -> Fragment:
    """An action outside tables, as a row of a plan; the index is that of the next table."""
    return Fragment(
        table=table,
        row=0,
        columns=_LISTED,
        requirement="",
        number=item.numbers[0] if item.numbers else "",
        numbers=item.numbers if len(item.numbers) > 1 else (),
        action=item.text,
        locators=passage.locators,
    )


def _row_flags(row: Row, columns: Columns) -> tuple[str, ...]:
    """Flags of the cells; that one holds only a picture matters where an answer belongs."""
    return tuple(
        sorted(
            {
                flag
                for column, cell in enumerate(row.cells)
                if cell is not None
                for flag in cell.flags
                if flag not in ("picture", "alternative-text")
                or (column < len(columns.roles) and columns.roles[column] is Role.ANSWER)
            }
        )
    )


_NAMED = (
    Role.NUMBER,
    Role.REQUIREMENT,
    Role.ANSWER,
    Role.EVIDENCE,
    Role.COMMENTARY,
    *TICKS,
)


def _parts(index: int, table: Table) -> list[Part]:
    """Cuts a table at its headers."""
    headers = find_headers(table)
    starts = [header.last + 1 for header in headers]
    ends = [*(header.first for header in headers[1:]), len(table.rows)][: len(headers)]
    cuts: list[tuple[Header | None, int, int]] = list(zip(headers, starts, ends, strict=True))
    top = headers[0].first if headers else len(table.rows)
    if top:
        cuts.insert(0, (None, 0, top))
    return [
        Part(index, start, header, table.rows[start:end], table.columns_x, table.detector)
        for header, start, end in cuts
    ]


def _is_listed(rows: Sequence[Row], offset: int) -> bool:
    """Whether a stage is an item of a list: a row beside it names one too, and is no banner."""
    near = [rows[at] for at in (offset - 1, offset + 1) if 0 <= at < len(rows)]
    texts = [" ".join(cell_texts(row)) for row in near]
    listed = any(text.lower().startswith("stage") for text in texts if not stage(text))
    return listed and bool(stage(" ".join(cell_texts(rows[offset]))))


def _in_free_text(row: Row, columns: Columns) -> bool:
    """Whether all that a row prints stands in a cell of its evidence or commentary."""
    return len(columns.roles) == len(row.cells) and all(
        role in (Role.EVIDENCE, Role.COMMENTARY) and cell.span == 1
        for role, cell in zip(columns.roles, row.cells, strict=True)
        if cell is not None and cell.text
    )


def _fills(row: Row, columns: Columns) -> Fills:
    fills: list[str | None] = []
    for role in (Role.ANSWER, Role.YES, Role.NO):
        cell: Cell | None = None
        if role in columns.roles:
            cell = row.cells[columns.roles.index(role)]
        fills.append(cell.fill if cell else None)
    return Fills(*fills)


_DRAWN = "●"
"""What stands for a picture in a Yes or No column: whatever it shows, it marks its column."""


def _is_ticked(row: Row, column: int, role: Role | None) -> bool:
    """Whether a picture stands in a column of which one is ticked in each row."""
    cell = row.cells[column] if role in TICKS and column < len(row.cells) else None
    return cell is not None and "picture" in cell.flags


def _rivals(row: Row, columns: Columns) -> list[str]:
    """Answers of further columns that no title tells from the answer column, where they differ."""
    if Role.ANSWER not in columns.doubtful or Role.ANSWER not in columns.roles:
        return []
    mine = read_words(cell_text(row, columns.roles.index(Role.ANSWER))).answer
    others = [
        cell_text(row, column)
        for column, role in enumerate(columns.roles)
        if role is Role.OTHER and is_answer(cell_text(row, column))
    ]
    return others if any(read_words(text).answer is not mine for text in others) else []


def _printed(row: Row, columns: Columns) -> str | None:
    """What the answer cell prints, if it is a sign for which words were put."""
    if Role.ANSWER not in columns.roles:
        return None
    cell = row.cells[columns.roles.index(Role.ANSWER)]
    return flatten(cell.printed) if cell and cell.printed is not None else None


def _number(text: str) -> tuple[str, str, bool]:
    """The number in a cell of its column, what stands beside it, and whether the row goes on."""
    found = numbers.opens(text)
    if found is None:
        return "", text, numbers.continues(text)
    stray = _SIGNS.sub("", text[found.end :])
    return found.number, stray, found.continued or numbers.continues(stray)
