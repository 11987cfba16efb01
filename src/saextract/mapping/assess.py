"""From a parsed document to what it means: its assessments, and what became of every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from saextract.mapping.about.portions import Particulars, particulars
from saextract.mapping.answers.choices import settle_choices
from saextract.mapping.answers.keys import settle_signs
from saextract.mapping.assessing.conserved import Conserved, conserve, count_words
from saextract.mapping.assessing.drafts import (
    FEWEST_ROWS,
    Draft,
    Leftover,
    entered,
    gone,
    is_filled_in,
    is_part,
    is_quote,
    is_scrap,
    keep,
    make_drafts,
)
from saextract.mapping.assessing.kinds import (
    OF_A_BLANK_FORM,
    OF_A_CHECK,
    OF_AN_EXTRACT,
    is_code_text,
    is_extract,
    set_aside,
    whole_text,
)
from saextract.mapping.assessing.openings import cut_labels
from saextract.mapping.assessing.responses import UNDRAWN, not_found, respond
from saextract.mapping.assessing.unread import unread_assessment
from saextract.mapping.assessing.wholeness import answers_missing, regrade
from saextract.mapping.commitments.actions import commitments, plan_actions
from saextract.mapping.commitments.plan import Owner, share_out, tie_plan
from saextract.mapping.mending import with_letters_mended
from saextract.mapping.routes.bare import read_paragraphs
from saextract.mapping.routes.layout_rows import join_lines
from saextract.mapping.routes.paged import without_page_marks
from saextract.mapping.routes.records import read_blocks
from saextract.mapping.tables.above import with_titles_above
from saextract.mapping.tables.fragments import Fragment, Rows
from saextract.mapping.tables.rows import read_rows
from saextract.mapping.tables.turned import survey_problems, upright
from saextract.mapping.tying.council import (
    SectionRow,
    by_provision,
    by_section,
    is_councils,
    other_code,
    recorded_as,
)
from saextract.mapping.tying.edition import best_likeness, find_runs
from saextract.mapping.tying.order import stages_of
from saextract.model import (
    Assessment,
    Code,
    Confidence,
    Disposition,
    Kind,
    Parsed,
    Problem,
    Response,
)
from saextract.text.letters import letters

from .context import Context, Mapped, PlanRow

__all__ = ["Context", "Mapped", "PlanRow", "as_tables", "assess", "in_plain_rows"]

_UNCERTAIN = 0.35


def assess(parsed: Parsed, context: Context) -> Mapped:
    """Says what a document means.

    Args:
        parsed: its tables and passages.
        context: the catalogue, and what else is known of the document.

    Returns:
        Its kind, its assessments, and a disposition for every table row that is no response.
    """
    surveys = survey_problems(parsed)
    seen = in_plain_rows(with_letters_mended(parsed, context.codes))
    parsed, troubles = as_tables(seen, context.codes)
    rows = _rows(parsed, context)
    if len(rows.fragments) < FEWEST_ROWS:
        parsed = settle_signs(read_paragraphs(parsed, context.codes))
        rows = _rows(parsed, context)
    leftover = Leftover()
    drafts: list[Draft] = []
    for told in find_runs(rows.fragments, context.codes):
        run = replace(told, listed=told.listed and not is_councils(whole_text(parsed)))
        fragments = rows.fragments[run.first : run.last + 1]
        drafts.extend(make_drafts(run, fragments, leftover, context))
    kept = keep(drafts, leftover, context, few=is_part(context))
    blank = [draft for draft in kept if not is_filled_in(draft)]
    extracts = [
        draft for draft in kept if draft not in blank and _is_extract(draft, parsed, context)
    ]
    filled = [draft for draft in kept if draft not in blank and draft not in extracts]
    scraps = [] if kept else [draft for draft in drafts if is_scrap(draft.rows, draft.code)]
    quotes = [] if filled or scraps else [d for d in leftover.quoted if is_quote(d)]
    known = particulars(parsed, [draft.extent for draft in filled], context)
    owners = [
        Owner(draft.code, draft.extent.first, about.landlord.name, about.dates)
        for draft, about in zip(filled, known, strict=True)
    ]
    plans = share_out(rows.plan, owners)
    titles = [title for table in parsed.tables for title in table.titles]
    kept_text = [
        conserve(seen, draft, [*titles, *_elsewhere(draft, filled, rows)]) for draft in filled
    ]
    assessments = tuple(
        _assessment(draft, about, context, plan, conserved)
        for draft, about, plan, conserved in zip(filled, known, plans, kept_text, strict=True)
    )
    about_scraps = particulars(parsed, [draft.extent for draft in scraps], context)
    problems = [
        *troubles,
        *_problems(filled, leftover),
        *_loss_problems(kept_text, leftover.unmapped),
        *(found for one in assessments if (found := answers_missing(one.responses))),
        *_set_aside_problems(rows, blank, [*extracts, *quotes]),
        *(surveys if not filled else ()),
    ]
    unread = []
    if not (kept or scraps or problems or rows.look_alike):
        unread = unread_assessment(parsed, context.codes)
    kind = _kind(parsed, rows, bool(filled), bool(blank), context)
    return Mapped(
        kind=Kind.OTHER if unread else kind,
        assessments=assessments,
        scraps=tuple(
            _assessment(draft, about, context, (), Conserved())
            for draft, about in zip(scraps, about_scraps, strict=True)
        ),
        dispositions=_dispositions(rows, leftover, [*blank, *extracts], bool(filled)),
        problems=(*problems, *unread),
        coverage=min((conserved.share for conserved in kept_text), default=1.0),
    )


def in_plain_rows(parsed: Parsed) -> Parsed:
    """A document whose choices and signs are words, and whose provisions have a row each.

    Args:
        parsed: as its parser read it, damaged letters put right.
    """
    return upright(settle_signs(settle_choices(with_titles_above(parsed))))


def as_tables(parsed: Parsed, codes: Sequence[Code]) -> tuple[Parsed, tuple[Problem, ...]]:
    """Makes tables of labelled blocks and of lines in columns, and says what could not be told."""
    parsed, unsure = join_lines(without_page_marks(parsed), codes)
    return read_blocks(parsed, codes), unsure


def _rows(parsed: Parsed, context: Context) -> Rows:
    titles = [title for code in context.codes for title in code.sections.values()]
    return read_rows(parsed, titles, lambda text: best_likeness(text, context.codes))


def _is_extract(draft: Draft, parsed: Parsed, context: Context) -> bool:
    return not is_part(context) and is_extract(draft.rows.keys(), draft.code, parsed)


def _set_aside_problems(
    rows: Rows, blank: Sequence[Draft], extracts: Sequence[Draft]
) -> list[Problem]:
    checked = [row.number or "?" for row in rows.bare if row.columns.is_check and row.answered]
    found = [set_aside(checked, OF_A_CHECK)] if checked else []
    found += [set_aside(_numbers(draft, draft.rows), OF_AN_EXTRACT) for draft in extracts]
    found += [
        set_aside(_numbers(draft, places), OF_A_BLANK_FORM)
        for draft in blank
        if (places := entered(draft))
    ]
    return found


def _numbers(draft: Draft, places: Iterable[int]) -> list[str]:
    return [draft.code.provisions[place].number for place in sorted(places)]


def _elsewhere(draft: Draft, drafts: Sequence[Draft], rows: Rows) -> list[str]:
    """Texts that ended in something known beside the rows of a draft."""
    others = [part.text for other in drafts if other is not draft for part in other.kept_parts]
    headings = [gone.text for gone in rows.ignored if gone.kind in ("header", "section")]
    return [*headings, *(part.text for part in rows.plan), *others]


def _loss_problems(kept_text: Sequence[Conserved], unmapped: Sequence[Fragment]) -> list[Problem]:
    """Says what stands in no row, beside the rows that are named as unmapped."""
    lost = Counter[str]()
    for conserved in kept_text:
        lost += conserved.missing
    lost -= count_words(fragment.text for fragment in unmapped)
    if not lost:
        return []
    named = letters(" ".join(fragment.text for fragment in unmapped))
    losses = [loss.text for conserved in kept_text for loss in conserved.losses]
    texts = [text for text in losses if letters(text) not in named]
    quoted = "; ".join(f"“{text[:60]}”" for text in texts[:3])
    message = (
        "Words between the first and the last row of the form that stand in no row: "
        f"{lost.total()}, {quoted or 'in no line of their own'}. "
        "Check the rows with the flag text-beside by eye."
    )
    return [Problem(code="text-unplaced", stage="rows", message=message)]


def _responses(draft: Draft, context: Context, conserved: Conserved) -> tuple[Response, ...]:
    """A response for each provision of the edition that the assessment is recorded under."""
    codes = context.codes
    beside = conserved.beside
    spare = {row.provision for row in draft.spare}
    if draft.code is not by_provision(codes):
        return tuple(
            _beside(respond(draft.rows[place], draft.run, codes, place in spare), place in beside)
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
            response=_beside(
                respond(row, draft.run, codes, duplicate=False), row.provision in beside
            ),
        )
        for row in draft.all_rows
    )
    code = recorded_as(draft.code, codes)
    found = by_section(rows, code)
    return tuple(found.get(question.id) or not_found(question) for question in code.provisions)


def _beside(response: Response, lost: bool) -> Response:
    """The response, of low confidence where text was lost beside its row."""
    if not lost:
        return response
    return response.model_copy(
        update={
            "confidence_parts": response.confidence_parts | {"whole": Confidence.LOW},
            "flags": (*response.flags, "text-beside"),
        }
    )


def _assessment(
    draft: Draft,
    about: Particulars,
    context: Context,
    plan: Sequence[Fragment],
    conserved: Conserved,
) -> Assessment:
    landlord, dates = about
    code = recorded_as(draft.code, context.codes)
    responses = cut_labels(_responses(draft, context, conserved))
    drawn = not any(part.detector in UNDRAWN for row in draft.kept_rows for part in row.parts)
    responses = regrade(responses, code, drawn=drawn)
    actions = [
        action for response in responses for action in commitments(response, dates.assessed_on)
    ]
    tied = tie_plan(plan, code)
    actions.extend(plan_actions(tied, dates.assessed_on))
    return Assessment(
        code=draft.code.code,
        edition=draft.code.edition,
        edition_score=round(draft.run.score * draft.run.clarity, 3),
        responses=responses,
        landlord=landlord.name,
        landlord_id=landlord.entry.id if landlord.entry else "",
        landlord_registered=landlord.entry.name if landlord.entry else "",
        landlord_type=landlord.entry.type if landlord.entry else "",
        landlord_size=landlord.entry.size if landlord.entry else None,
        landlord_source=landlord.source,
        assessed_on=dates.assessed_on,
        dates=dates.printed,
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
    rows: Rows, leftover: Leftover, aside: Sequence[Draft], assessed: bool
) -> tuple[Disposition, ...]:
    found = [*rows.ignored, *leftover.ignored]
    kind = "unmapped" if assessed else "other_table"
    found.extend(gone(kind, fragment) for fragment in leftover.unmapped)
    for draft in aside:
        parts = (part for row in draft.rows.values() for part in row.parts)
        found.extend(gone("other_table", part) for part in parts)
    return tuple(found)


def _problems(filled: Sequence[Draft], leftover: Leftover) -> list[Problem]:
    found: list[Problem] = []
    if filled and leftover.unmapped:
        quoted = "; ".join(f"“{fragment.text[:80]}”" for fragment in leftover.unmapped[:3])
        found.append(
            Problem(
                code="rows-unmapped",
                stage="align",
                message="Rows of the assessment that could not be tied to a provision, or repeat "
                f"one: {len(leftover.unmapped)}, {quoted}. Check them by eye.",
            )
        )
    for header in sorted({header for draft in filled for header in other_code(draft.parts)}):
        found.append(
            Problem(
                code="set-aside",
                stage="rows",
                message=f"The column “{header}” answers another Code. Its answers are kept in "
                "`other`, and make no assessment of their own. Check them by eye.",
            )
        )
    for draft in filled:
        unlike = draft.run.score < _UNCERTAIN and not draft.run.listed
        if draft.run.clarity < 0.5 or unlike:
            found.append(
                Problem(
                    code="edition-uncertain",
                    stage="align",
                    message=f"The rows read like {draft.code.title}, but not clearly so. "
                    "Check the edition by eye.",
                )
            )
    return found
