"""From a parsed document to what it means: its assessments, and what became of every row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ..model import (
    Answer,
    Assessment,
    Code,
    Disposition,
    Kind,
    Match,
    Parsed,
    Problem,
    Response,
)
from .actions import commitments, plan_actions
from .align import Segment, align, order_scores, stages_of
from .blocks import DETECTOR as LABELLED
from .blocks import read_blocks
from .context import Context, Mapped, PlanRow
from .council import (
    SectionRow,
    by_provision,
    by_section,
    other_code,
    recorded_as,
    with_section_numbers,
)
from .dump import DETECTOR as TEXT_DUMP
from .dump import tabulate
from .edition import Run, best_likeness, find_runs
from .kinds import (
    OF_A_BLANK_FORM,
    OF_A_CHECK,
    OF_AN_EXTRACT,
    is_code_text,
    is_extract,
    set_aside,
)
from .layout_rows import join_lines
from .paragraphs import read_paragraphs
from .plan import Owner, share_out, tie_plan
from .portions import Extent, Particulars, particulars
from .responses import Tied, not_found, read, respond
from .rows import Fragment, Rows, read_rows
from .scraps import is_copy, is_scrap, is_small_section
from .shared import by_number
from .subrows import Entry, gather
from .unread import unread_assessment

__all__ = ["Context", "Mapped", "PlanRow", "assess"]

_FEWEST_ROWS = 3
_OVERLAP = 0.4
_SUMMARY = 1 / 3
_UNCERTAIN = 0.35
_SOLID = 0.4
_WEAK = 0.2
_FEWEST_DOUBTFUL = 10
_STRAY = 8
_ENTERED = 3
"""Rows that have something entered in a form that is filled in."""


@dataclass(slots=True)
class _Draft:
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


@dataclass(slots=True)
class _Leftover:
    """Fragments that are no response, with what they are taken for.

    Attributes:
        quoted: too few rows for an assessment, where there is no fuller one.
    """

    unmapped: list[Fragment] = field(default_factory=list)
    ignored: list[Disposition] = field(default_factory=list)
    quoted: list[_Draft] = field(default_factory=list)


def assess(parsed: Parsed, context: Context) -> Mapped:
    """Says what a document means.

    Args:
        parsed: its tables and passages.
        context: the catalogue, and what else is known of the document.

    Returns:
        Its kind, its assessments, and a disposition for every table row that is no response.
    """
    parsed, troubles = _tabulated(parsed, context.codes)
    rows = _rows(parsed, context)
    if len(rows.fragments) < _FEWEST_ROWS:
        parsed = read_paragraphs(parsed, context.codes)
        rows = _rows(parsed, context)
    leftover = _Leftover()
    drafts: list[_Draft] = []
    for run in find_runs(rows.fragments, context.codes):
        fragments = rows.fragments[run.first : run.last + 1]
        drafts.extend(_drafts(run, fragments, leftover, context))
    kept = _keep(drafts, leftover, context)
    blank = [draft for draft in kept if not _is_filled_in(draft)]
    extracts = [
        draft for draft in kept if draft not in blank and _is_extract(draft, parsed, context)
    ]
    filled = [draft for draft in kept if draft not in blank and draft not in extracts]
    scraps = [] if kept else [draft for draft in drafts if is_scrap(draft.rows, draft.code)]
    quotes = [] if filled or scraps else [d for d in leftover.quoted if _is_quote(d)]
    known = particulars(parsed, [draft.extent for draft in filled], context)
    owners = [
        Owner(draft.code, draft.extent.first, about.landlord.name, about.dates)
        for draft, about in zip(filled, known, strict=True)
    ]
    plans = share_out(rows.plan, owners)
    assessments = tuple(
        _assessment(draft, about, context, plan)
        for draft, about, plan in zip(filled, known, plans, strict=True)
    )
    about_scraps = particulars(parsed, [draft.extent for draft in scraps], context)
    told = bool(kept or scraps or quotes or troubles)
    unread = None if told else unread_assessment(parsed, context.codes)
    return Mapped(
        kind=_kind(parsed, rows, bool(filled), bool(blank), context),
        assessments=assessments,
        scraps=tuple(
            _assessment(draft, about, context, ())
            for draft, about in zip(scraps, about_scraps, strict=True)
        ),
        dispositions=_dispositions(rows, leftover, [*blank, *extracts], bool(filled)),
        problems=(
            *troubles,
            *_problems(filled, leftover),
            *_set_aside_problems(rows, blank, [*extracts, *quotes]),
            *((unread,) if unread else ()),
        ),
    )


def _tabulated(parsed: Parsed, codes: Sequence[Code]) -> tuple[Parsed, tuple[Problem, ...]]:
    """Makes tables of labelled blocks and of text dumps.

    A header that a dump repeats on every page can look like labels; of the two readings the one
    that finds more answers is taken.
    """
    parsed, unsure = join_lines(parsed, codes)
    blocks = read_blocks(parsed, codes)
    dumped, troubles = tabulate(blocks, codes)
    if blocks is parsed:
        return dumped, (*unsure, *troubles)
    plain, others = tabulate(parsed, codes)
    if _answers_in(plain, TEXT_DUMP) > _answers_in(blocks, LABELLED):
        return plain, (*unsure, *others)
    return dumped, (*unsure, *troubles)


def _answers_in(parsed: Parsed, detector: str) -> int:
    """How many rows of the tables that a detector made have an answer, their third cell."""
    return sum(
        any(cell is not None and cell.text for cell in row.cells[2:3])
        for table in parsed.tables
        if table.detector == detector
        for row in table.rows
        if not row.header
    )


def _rows(parsed: Parsed, context: Context) -> Rows:
    titles = [title for code in context.codes for title in code.sections.values()]
    return read_rows(parsed, titles, lambda text: best_likeness(text, context.codes))


def _drafts(
    run: Run, fragments: Sequence[Fragment], leftover: _Leftover, context: Context
) -> list[_Draft]:
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


def _leave(fragment: Fragment, in_form: bool, leftover: _Leftover) -> None:
    """Files a fragment that is tied to no provision."""
    if not in_form:
        leftover.ignored.append(_gone("other_table", fragment))
    elif fragment.answered or fragment.number or fragment.breaks or fragment.free:
        leftover.unmapped.append(fragment)
    else:
        leftover.ignored.append(_gone("note", fragment))


def _gone(kind: str, fragment: Fragment) -> Disposition:
    return Disposition.model_validate(
        {"kind": kind, "text": fragment.text, "locators": fragment.locators}
    )


def _cut(run: Run, tied: Sequence[Tied]) -> list[_Draft]:
    """Cuts the rows of a run into assessments where the Code's order begins anew."""
    drafts: list[_Draft] = []
    for stretch in _stretches(run, tied):
        places = {row.provision for row in stretch}
        current = drafts[-1] if drafts else None
        if current is not None:
            common = len(places & current.rows.keys())
            smaller = min(len(places), len(current.rows))
            if common < _FEWEST_ROWS or common / smaller <= _OVERLAP:
                for row in stretch:
                    current.add(row)
                continue
        draft = _Draft(run)
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


def _keep(drafts: Sequence[_Draft], leftover: _Leftover, context: Context) -> list[_Draft]:
    """Sets aside what merely quotes: too few rows, or a summary of a fuller assessment."""
    kept: list[_Draft] = []
    copies: list[_Draft] = []
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
        if fuller and _is_foreign(draft):
            _set_aside(draft, "other_table", leftover)
        elif fuller and draft.rows.keys() <= fuller[0].rows.keys():
            agrees = _repeats(draft, fuller[0])
            _set_aside(draft, "other_table" if agrees else "unmapped", leftover)
        elif any(_is_stray(draft, other) for other in drafts):
            _set_aside(draft, "unmapped", leftover)
        elif not _is_solid(draft, context):
            _set_aside(draft, "unmapped" if fuller else "other_table", leftover)
            leftover.quoted.extend(() if fuller else (draft,))
        else:
            kept.append(draft)
            if draft.code is not by_provision(context.codes):
                leftover.unmapped.extend(part for row in draft.spare for part in row.parts)
    return kept


def _is_foreign(draft: _Draft) -> bool:
    """Whether its rows share their numbers with the Code, but none of its words: other lists do."""
    return all(
        row.segment.text_score < _WEAK and any(part.requirement for part in row.parts)
        for row in draft.rows.values()
    )


def _is_stray(draft: _Draft, other: _Draft) -> bool:
    """Whether a few rows beside a full assessment are more likely misread rows of that one."""
    if draft.code.code != other.code.code:
        return draft.share * _STRAY < other.share
    return len(draft.rows) * _STRAY < len(other.rows)


def _repeats(summary: _Draft, fuller: _Draft) -> bool:
    """Whether a summary, in a table of its own, answers as the fuller assessment does."""
    tables = {part.table for row in fuller.rows.values() for part in row.parts}
    for place, row in summary.rows.items():
        provision = summary.code.provisions[place]
        if any(part.table in tables for part in row.parts):
            return False
        if read(row, provision).answer is not read(fuller.rows[place], provision).answer:
            return False
    return True


def _is_solid(draft: _Draft, context: Context) -> bool:
    """Whether enough rows are the Code's beyond doubt: by their texts, or all by their numbers."""
    solid = bare = 0
    for row in draft.rows.values():
        agrees = bool(row.segment.number) and not row.segment.conflict
        if row.segment.text_score >= _SOLID or (agrees and row.segment.text_score >= _WEAK):
            solid += 1
        elif agrees and not any(part.requirement for part in row.parts):
            bare += 1
    if bare and bare + solid >= _FEWEST_DOUBTFUL:
        solid += bare
    prose = any(part.columns.is_prose_form for row in draft.rows.values() for part in row.parts)
    fewest = _FEWEST_DOUBTFUL if prose else 1 if _is_part(context) else _FEWEST_ROWS
    return solid >= max(fewest, len(draft.rows) / 2) or is_small_section(draft.rows, draft.code)


def _parts(draft: _Draft) -> list[Fragment]:
    return [part for row in draft.all_rows for part in row.parts]


def _set_aside(draft: _Draft, kind: str, leftover: _Leftover) -> None:
    parts = _parts(draft)
    if kind == "unmapped":
        leftover.unmapped.extend(parts)
    else:
        leftover.ignored.extend(_gone(kind, part) for part in parts)


def _is_filled_in(draft: _Draft) -> bool:
    """Whether it was filled in: more was entered than an example in a blank form."""
    return len(_entered(draft)) >= min(_ENTERED, len(draft.rows) / 4)


def _entered(draft: _Draft) -> list[int]:
    """The provisions whose row has an answer, evidence or commentary entered."""
    entered: list[int] = []
    undecided: list[int] = []
    for place, row in draft.rows.items():
        reading = read(row, draft.code.provisions[place])
        if any(part.evidence or part.commentary for part in row.parts):
            entered.append(place)
        elif "undecided-default" in reading.flags:
            undecided.append(place)
        elif reading.answer is not Answer.UNANSWERED:
            entered.append(place)
    return [*entered, *undecided] if len(undecided) < len(draft.rows) else entered


def _is_extract(draft: _Draft, parsed: Parsed, context: Context) -> bool:
    return not _is_part(context) and is_extract(draft.rows.keys(), draft.code, parsed)


def _is_part(context: Context) -> bool:
    """Whether the manifest says that the document is a part of an assessment."""
    return bool(context.manifest.get("assessment", "").strip())


def _is_quote(draft: _Draft) -> bool:
    """Whether rows answer provisions that they print."""
    return any(
        row.segment.text_score >= _SOLID and any(part.answered for part in row.parts)
        for row in draft.rows.values()
    )


def _set_aside_problems(
    rows: Rows, blank: Sequence[_Draft], extracts: Sequence[_Draft]
) -> list[Problem]:
    checked = [row.number or "?" for row in rows.bare if row.columns.is_check and row.answered]
    found = [set_aside(checked, OF_A_CHECK)] if checked else []
    found += [set_aside(_numbers(draft, draft.rows), OF_AN_EXTRACT) for draft in extracts]
    found += [
        set_aside(_numbers(draft, entered), OF_A_BLANK_FORM)
        for draft in blank
        if (entered := _entered(draft))
    ]
    return found


def _numbers(draft: _Draft, places: Iterable[int]) -> list[str]:
    return [draft.code.provisions[place].number for place in sorted(places)]


def _responses(draft: _Draft, context: Context) -> tuple[Response, ...]:
    """A response for each provision of the edition that the assessment is recorded under."""
    codes = context.codes
    spare = {row.provision for row in draft.spare}
    if draft.code is not by_provision(codes):
        return tuple(
            respond(draft.rows[place], draft.run, codes, place in spare)
            if place in draft.rows
            else not_found(provision)
            for place, provision in enumerate(draft.code.provisions)
        )
    stages = stages_of(draft.code.provisions)
    rows = (
        SectionRow(
            number=row.segment.number,
            section=draft.code.provisions[row.provision].section,
            stage=stages[row.provision],
            heading=row.parts[0].stage,
            response=respond(row, draft.run, codes, duplicate=False),
        )
        for row in draft.all_rows
    )
    code = recorded_as(draft.code, codes)
    found = by_section(rows, code)
    return tuple(found.get(question.id) or not_found(question) for question in code.provisions)


def _assessment(
    draft: _Draft, about: Particulars, context: Context, plan: Sequence[Fragment]
) -> Assessment:
    landlord, dates = about
    responses = _responses(draft, context)
    actions = [
        action for response in responses for action in commitments(response, dates.assessed_on)
    ]
    tied = tie_plan(plan, recorded_as(draft.code, context.codes))
    actions.extend(plan_actions(tied, dates.assessed_on))
    return Assessment(
        code=draft.code.code,
        edition=draft.code.edition,
        edition_score=round(draft.run.score * draft.run.clarity, 3),
        responses=responses,
        landlord=landlord.name,
        landlord_id=landlord.id,
        landlord_source=landlord.source,
        assessed_on=dates.assessed_on,
        year=dates.year,
        actions=tuple(actions),
    )


def _kind(parsed: Parsed, rows: Rows, filled: bool, blank: bool, context: Context) -> Kind:
    if filled:
        return Kind.SELF_ASSESSMENT
    if blank:
        return Kind.BLANK_FORM
    if not rows.look_alike and is_code_text(parsed, context.codes):
        return Kind.CODE_TEXT
    return Kind.OTHER


def _dispositions(
    rows: Rows, leftover: _Leftover, aside: Sequence[_Draft], assessed: bool
) -> tuple[Disposition, ...]:
    found = [*rows.ignored, *leftover.ignored]
    kind = "unmapped" if assessed else "other_table"
    found.extend(_gone(kind, fragment) for fragment in leftover.unmapped)
    for draft in aside:
        parts = (part for row in draft.rows.values() for part in row.parts)
        found.extend(_gone("other_table", part) for part in parts)
    return tuple(found)


def _problems(filled: Sequence[_Draft], leftover: _Leftover) -> list[Problem]:
    found: list[Problem] = []
    if filled and leftover.unmapped:
        quoted = "; ".join(f"“{fragment.text[:80]}”" for fragment in leftover.unmapped[:3])
        found.append(
            Problem(
                code="rows-unmapped",
                stage="align",
                message=f"{len(leftover.unmapped)} rows of the assessment could not be tied to a "
                f"provision, or repeat one: {quoted}. Check them by eye.",
            )
        )
    for header in sorted({header for draft in filled for header in other_code(_parts(draft))}):
        found.append(
            Problem(
                code="set-aside",
                stage="rows",
                message=f"The column “{header}” answers another Code. Its answers are kept in "
                "`other`, and make no assessment of their own. Check them by eye.",
            )
        )
    for draft in filled:
        if draft.run.clarity < 0.5 or draft.run.score < _UNCERTAIN:
            found.append(
                Problem(
                    code="edition-uncertain",
                    stage="align",
                    message=f"The rows read like {draft.code.title}, but not clearly so. "
                    "Check the edition by eye.",
                )
            )
    return found
