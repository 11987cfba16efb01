"""Assessments in the making: rows cut where one ends and the next begins, and what is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from saextract.lexicon.roles import Role
from saextract.mapping.about.portions import Extent
from saextract.mapping.context import Context
from saextract.mapping.tables.fragments import Fragment
from saextract.mapping.tying.align import Segment, align
from saextract.mapping.tying.council import by_provision, with_section_numbers
from saextract.mapping.tying.edition import Run
from saextract.mapping.tying.order import order_scores
from saextract.mapping.tying.several import Entry, by_number, gather
from saextract.model import Answer, Code, Disposition, HtmlLocator, Match
from saextract.text.letters import letters

from .responses import Tied, read

FEWEST_ROWS = 3
"""Rows that make an assessment by themselves."""

_OVERLAP = 0.4
_SUMMARY = 1 / 3
_SOLID = 0.4
_WEAK = 0.2
_FEWEST_DOUBTFUL = 10
_STRAY = 8
_ENTERED = 3
"""Rows that have something entered in a form that is filled in."""

_SURE = 0.6
_NUMBERED = 0.2
"""Likeness to the Code's wording of a row without and with its number."""


@dataclass(slots=True)
class Draft:
    """An assessment in the making.

    Attributes:
        run: the run of one edition in which its rows stand.
        rows: the row of each provision, by its place in the edition.
        spare: further rows of provisions that have one.
    """

    run: Run
    rows: dict[int, Tied] = field(default_factory=dict)
    spare: list[Tied] = field(default_factory=list)

    def add(self, tied: Tied) -> None:
        """Takes a row in; of two for one provision the better stays."""
        known = self.rows.get(tied.provision)
        if known is not None and known.strength >= tied.strength:
            self.spare.append(tied)
            return
        if known is not None:
            self.spare.append(known)
        self.rows[tied.provision] = tied

    @property
    def code(self) -> Code:
        """The edition that its rows are tied to."""
        return self.run.code

    @property
    def share(self) -> float:
        """Share of the edition's provisions that have a row."""
        return len(self.rows) / len(self.code.provisions)

    @property
    def extent(self) -> Extent:
        """Where it stands."""
        tables = [part.table for row in self.all_rows for part in row.parts]
        return Extent(self.code.code, min(tables), max(tables))

    @property
    def all_rows(self) -> list[Tied]:
        """Its rows, spare ones included, in reading order."""
        rows = [*self.rows.values(), *self.spare]
        return sorted(rows, key=lambda row: (row.parts[0].table, row.parts[0].row))

    @property
    def kept_rows(self) -> list[Tied]:
        """The row of each provision, in reading order."""
        rows = self.rows.values()
        return sorted(rows, key=lambda row: (row.parts[0].table, row.parts[0].row))

    @property
    def kept_parts(self) -> list[Fragment]:
        """The fragments of the row of each provision, in reading order."""
        return [part for row in self.kept_rows for part in row.parts]

    @property
    def parts(self) -> list[Fragment]:
        """The fragments of all its rows, in reading order."""
        return [part for row in self.all_rows for part in row.parts]


@dataclass(slots=True)
class Leftover:
    """Fragments that are no response, with what they are taken for.

    Attributes:
        unmapped: rows of an assessment that are tied to no provision, or repeat one.
        ignored: what stands in no assessment, or is a note in one.
        quoted: too few rows for an assessment, where there is no fuller one.
    """

    unmapped: list[Fragment] = field(default_factory=list)
    ignored: list[Disposition] = field(default_factory=list)
    quoted: list[Draft] = field(default_factory=list)


def make_drafts(
    run: Run, fragments: Sequence[Fragment], leftover: Leftover, context: Context
) -> list[Draft]:
    """Aligns the fragments of a run and cuts them into assessments."""
    fragments = by_number(with_section_numbers(fragments, run.code), run.code)
    by_numbers = run.code is by_provision(context.codes)
    entries: list[Entry] = []
    for segment in align(fragments, run.code):
        parts = tuple(fragments[segment.first : segment.last + 1])
        numbered = bool(segment.number) and not segment.conflict
        if segment.provision is None or (segment.text_score < _WEAK and not numbered):
            entries.append((by_numbers and _tied_to_section(parts, run.code)) or parts)
        else:
            entries.append(Tied(segment, parts))
    entries = gather(entries, run.code)
    tied = [entry for entry in entries if isinstance(entry, Tied)]
    loose = [part for entry in entries if isinstance(entry, tuple) for part in entry]
    mapped_tables = {part.table for row in tied for part in row.parts}
    for fragment in loose:
        _leave(fragment, fragment.table in mapped_tables, leftover)
    texts = [row.segment.text_score for row in tied if any(p.requirement for p in row.parts)]
    return _cut(replace(run, score=sum(texts) / len(texts) if texts else 0.0), tied)


def _tied_to_section(parts: tuple[Fragment, ...], code: Code) -> Tied | None:
    """A row of the LGSCO's Code like no other, tied by its number to the first of its section."""
    number = next((part.number for part in parts if part.number), "")
    section = number.partition(".")[0]
    places = [place for place, p in enumerate(code.provisions) if p.section == section]
    if not number or not places or not any(part.answered for part in parts):
        return None
    match = Match(method="number", score=0.5, margin=0.0)
    return Tied(Segment(0, len(parts) - 1, places[0], match, number=number), parts)


def _leave(fragment: Fragment, in_form: bool, leftover: Leftover) -> None:
    """Files a fragment that is tied to no provision."""
    if not in_form:
        leftover.ignored.append(gone("other_table", fragment))
    elif fragment.answered or fragment.number or fragment.breaks or fragment.free:
        leftover.unmapped.append(fragment)
    else:
        leftover.ignored.append(gone("note", fragment))


def gone(kind: str, fragment: Fragment) -> Disposition:
    """The disposition of a fragment that is no response.

    Args:
        kind: one of the kinds of `Disposition`.
        fragment: the fragment.
    """
    return Disposition.model_validate(
        {"kind": kind, "text": fragment.text, "locators": fragment.locators}
    )


def _cut(run: Run, tied: Sequence[Tied]) -> list[Draft]:
    """Cuts the rows of a run into assessments where the Code's order begins anew."""
    drafts: list[Draft] = []
    for stretch in _stretches(run, tied):
        places = {row.provision for row in stretch}
        current = drafts[-1] if drafts else None
        if current is not None:
            common = len(places & current.rows.keys())
            smaller = min(len(places), len(current.rows))
            if common < FEWEST_ROWS or common / smaller <= _OVERLAP:
                for row in stretch:
                    current.add(row)
                continue
        draft = Draft(run)
        for row in stretch:
            draft.add(row)
        drafts.append(draft)
    return drafts


def _stretches(run: Run, tied: Sequence[Tied]) -> list[list[Tied]]:
    """Longest stretches of rows that follow an order of the Code."""
    order = order_scores(run.code)
    stretches: list[list[Tied]] = []
    for row in tied:
        if stretches and order[stretches[-1][-1].provision, row.provision] > -1.0:
            stretches[-1].append(row)
        else:
            stretches.append([row])
    return stretches


def keep(drafts: Sequence[Draft], leftover: Leftover, context: Context, few: bool) -> list[Draft]:
    """Sets aside what merely quotes: too few rows, or a summary of a fuller assessment.

    Args:
        drafts: all of a document.
        leftover: takes what is set aside.
        context: the catalogue, and what else is known of the document.
        few: one or two rows are an assessment: the document shows itself to be one, or a part.
    """
    kept: list[Draft] = []
    copies: list[Draft] = []
    for draft in reversed(drafts):
        others = (o for o in drafts if o is not draft and o not in copies and o.code is draft.code)
        if any(is_copy(draft.rows, other.rows, draft.code) for other in others):
            copies.append(draft)
    for draft in copies:
        _set_aside(draft, "other_table", leftover)
    drafts = [draft for draft in drafts if draft not in copies]
    for draft in drafts:
        fuller = [
            other
            for other in drafts
            if other.code is draft.code and len(draft.rows) < _SUMMARY * len(other.rows)
        ]
        if fuller and draft.rows.keys() <= fuller[0].rows.keys():
            agrees = _repeats(draft, fuller[0])
            _set_aside(draft, "other_table" if agrees else "unmapped", leftover)
        elif any(_is_stray(draft, other) for other in drafts):
            _set_aside(draft, "unmapped", leftover)
        elif not _is_solid(draft, few):
            _set_aside(draft, "unmapped" if fuller else "other_table", leftover)
            leftover.quoted.extend(() if fuller else (draft,))
        else:
            kept.append(draft)
            if draft.code is not by_provision(context.codes):
                leftover.unmapped.extend(part for row in draft.spare for part in row.parts)
    return kept


def _is_stray(draft: Draft, other: Draft) -> bool:
    """Whether a few rows beside a full assessment are more likely misread rows of that one."""
    if draft.code.code != other.code.code:
        return draft.share * _STRAY < other.share
    return len(draft.rows) * _STRAY < len(other.rows)


def _repeats(summary: Draft, fuller: Draft) -> bool:
    """Whether a summary, in a table of its own, answers as the fuller assessment does."""
    tables = {part.table for row in fuller.rows.values() for part in row.parts}
    for place, row in summary.rows.items():
        provision = summary.code.provisions[place]
        if any(part.table in tables for part in row.parts):
            return False
        if read(row, provision).answer is not read(fuller.rows[place], provision).answer:
            return False
    return True


def _is_solid(draft: Draft, few: bool) -> bool:
    """Whether enough rows are the Code's beyond doubt: by their texts, or all by their numbers."""
    solid = bare = 0
    for row in draft.rows.values():
        agrees = bool(row.segment.number) and not row.segment.conflict
        if row.segment.text_score >= _SOLID or (agrees and row.segment.text_score >= _WEAK):
            solid += 1
        elif agrees and (draft.run.listed or not any(part.requirement for part in row.parts)):
            bare += 1
    if bare and bare + solid >= _FEWEST_DOUBTFUL:
        solid += bare
    prose = any(part.columns.is_prose_form for row in draft.rows.values() for part in row.parts)
    fewest = _FEWEST_DOUBTFUL if prose else 1 if few else FEWEST_ROWS
    return solid >= max(fewest, len(draft.rows) / 2) or is_small_section(draft.rows, draft.code)


def _set_aside(draft: Draft, kind: str, leftover: Leftover) -> None:
    parts = draft.parts
    if kind == "unmapped":
        leftover.unmapped.extend(parts)
    else:
        leftover.ignored.extend(gone(kind, part) for part in parts)


def is_filled_in(draft: Draft) -> bool:
    """Whether it was filled in: more was entered than an example in a blank form."""
    return len(entered(draft)) >= min(_ENTERED, len(draft.rows) / 4)


def entered(draft: Draft) -> list[int]:
    """The provisions whose row has an answer, evidence or commentary entered."""
    found: list[int] = []
    undecided: list[int] = []
    for place, row in draft.rows.items():
        reading = read(row, draft.code.provisions[place])
        if any(part.evidence or part.commentary for part in row.parts):
            found.append(place)
        elif "undecided-default" in reading.flags:
            undecided.append(place)
        elif reading.answer is not Answer.UNANSWERED:
            found.append(place)
    return [*found, *undecided] if len(undecided) < len(draft.rows) else found


def is_part(context: Context) -> bool:
    """Whether the manifest says that the document is a part of an assessment."""
    return bool(context.manifest.get("assessment", "").strip())


def is_quote(draft: Draft) -> bool:
    """Whether rows answer provisions that they print."""
    return any(
        row.segment.text_score >= _SOLID and any(part.answered for part in row.parts)
        for row in draft.rows.values()
    )


# --------------------------------------------------------------------------- few rows, and copies


def is_small_section(rows: Mapping[int, Tied], code: Code) -> bool:
    """Whether a few rows are all of their section, answered: some print a page for each section.

    A report that quotes a provision or two, even with their answers, leaves others out.

    Args:
        rows: the row of each provision, by its place in the edition.
        code: the edition.
    """
    sections = {code.provisions[place].section for place in rows}
    whole = {place for place, p in enumerate(code.provisions) if p.section in sections}
    worded = all(row.segment.text_score >= _SURE for row in rows.values())
    return rows.keys() == whole and worded and is_scrap(rows, code)


def is_scrap(rows: Mapping[int, Tied], code: Code) -> bool:
    """Whether rows, however few, have all that rows of an assessment have.

    Each is in a form with a column for the answer, its words or its number are the Code's, and
    what is printed for an answer is one. Such rows can be what a page holds of an assessment, or
    quoted from one; what stands in other files of the folder tells.

    Args:
        rows: the row of each provision, by its place in the edition.
        code: the edition.
    """
    answered = worded = False
    for place, row in rows.items():
        numbered = bool(row.segment.number) and not row.segment.conflict
        if row.segment.text_score < (_NUMBERED if numbered else _SURE):
            return False
        if not all(part.columns.has(Role.ANSWER, Role.YES, Role.NO) for part in row.parts):
            return False
        answer = read(row, code.provisions[place]).answer
        if answer is Answer.UNCLEAR:
            return False
        answered |= answer is not Answer.UNANSWERED
        worded |= row.segment.text_score >= _SURE
    return answered and worded


def is_copy(rows: Mapping[int, Tied], other: Mapping[int, Tied], code: Code) -> bool:
    """Whether a web page holds an assessment a second time, laid out for narrow screens.

    Args:
        rows: the row of each provision, by its place in the edition.
        other: those of another assessment of the same document, which says as much or more.
        code: the edition of both.
    """
    if rows.keys() != other.keys():
        return False
    locators = (locator for row in rows.values() for locator in row.parts[0].locators)
    if not all(isinstance(locator, HtmlLocator) for locator in locators):
        return False
    pairs = ((row, other[place], code.provisions[place]) for place, row in rows.items())
    return all(
        read(one, provision).answer is read(two, provision).answer
        and letters(_free(one)) in letters(_free(two))
        for one, two, provision in pairs
    )


def _free(row: Tied) -> str:
    return " ".join(part.free for part in row.parts)
